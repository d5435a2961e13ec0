/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/match.h"
#include "record/builder.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* Two bookings, three travellers, one of everything. Returns what finish returned. */
static pnr_status build(const pnr_env *env, pnr_message **out)
{
  pnri_builder b;
  pnr_status status = pnri_builder_open(&b, env, NULL);
  if (status != PNR_OK) return status;
  pnri_booking_draft *first = pnri_booking_add(&b), *second = pnri_booking_add(&b);
  pnri_traveller_draft *adult = pnri_traveller_add(&b, first), *child = pnri_traveller_add(&b, first);
  pnri_traveller_draft *other = pnri_traveller_add(&b, second);
  if (second != NULL && adult != NULL && child != NULL && other != NULL) {
    child->view.adult = adult->index;
    pnri_name_add(&adult->person, b.arena, &b.failed, PNR_SOURCE_TIF);
    pnri_name_add(&adult->person, b.arena, &b.failed, PNR_SOURCE_DOCS);
    pnri_name_add(&adult->person, b.arena, &b.failed, PNR_SOURCE_TIF);
    pnri_birth_add(&adult->person, b.arena, &b.failed, 19800505, 19800505);
    pnri_person_document_add(&adult->person, b.arena, &b.failed, PNR_SOURCE_DOCS);
    pnri_identifier_add(&adult->person, b.arena, &b.failed, PNR_IDENTIFIER_EMAIL);
    pnri_nationality_add(&adult->person, b.arena, &b.failed, text_slice("Q9"));
    pnri_nationality_add(&adult->person, b.arena, &b.failed, text_slice("Q9"));
    pnri_item_add(&b, &adult->items);
    pnri_leg_add(&b, &first->legs);
    pnri_contact_add(&b, &first->contacts);
    pnri_bag_add(&b, &first->bags);
    pnri_seat_add(&b, &first->seats);
    pnri_ticket_add(&b, &first->tickets);
    pnri_payment_add(&b, &first->payments);
    pnri_remark_add(&b, &first->remarks);
    pnri_history_add(&b, &first->history);
    pnri_locator_add(&b, &first->locators);
    pnri_document_add(&b, &first->documents);
    pnri_findings_add(&b.findings, (pnr_finding){ .code = PNR_F_EDI_SKIPPED, .length = 30, .lost = 1 });
    pnri_findings_add(&b.findings, (pnr_finding){ .code = PNR_F_EDI_UNT_COUNT, .length = 9 });
    b.content->octets = 100;
  }
  return pnri_builder_finish(&b, out, NULL);
}

Test(record, a_finished_message_shows_what_was_built)
{
  pnr_message *message = NULL;
  cr_assert(eq(i32, build(NULL, &message), PNR_OK));
  const pnr_content *content = pnr_message_content(message);
  cr_assert(eq(u32, content->booking_count, 2));
  cr_assert(eq(u32, content->traveller_count, 3));
  const pnr_booking *booking = content->bookings[0];
  cr_assert(eq(u32, booking->traveller_count, 2));
  cr_expect(eq(u32, booking->travellers[1], 1));
  cr_expect(eq(u32, content->bookings[1]->travellers[0], 2));
  cr_expect(eq(u32, content->travellers[0]->adult, PNR_NONE));
  cr_expect(eq(u32, content->travellers[1]->adult, 0));
  cr_expect(eq(u32, content->travellers[2]->booking, 1));
  const pnr_person *person = content->travellers[0]->person;
  cr_assert(eq(u32, person->name_count, 3));
  cr_expect(eq(u32, person->names[0]->source, PNR_SOURCE_DOCS), "the best witness stands first");
  cr_expect(eq(u32, person->nationality_count, 1), "a nationality is kept once");
  cr_expect(eq(u32, content->travellers[0]->item_count, 1));
  cr_expect(eq(u32, content->travellers[2]->person->name_count, 0));
  cr_expect(eq(i32, booking->legs[0]->departs_time, PNR_TIME_UNKNOWN));
  cr_expect(eq(u32, booking->seats[0]->traveller, PNR_NONE));
  cr_expect(eq(u64, content->octets_in_findings, 30), "only lost octets count");
  cr_expect(eq(u64, content->octets_recorded, 70));
  pnr_message_close(message);
  pnr_message_close(NULL);
}

Test(record, every_failed_allocation_is_reported_and_nothing_leaks)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t n = 1; status != PNR_OK; n++) {
    cr_assert(n < 1000);
    state.fail_at = state.count + n;
    pnr_message *message = NULL;
    status = build(env, &message);
    cr_assert(status == PNR_OK || status == PNR_E_MEMORY);
    cr_expect(eq(int, message != NULL, status == PNR_OK));
    pnr_message_close(message);
    cr_expect(eq(u64, state.blocks, 1), "only the env is left");
  }
  pnr_env_close(env);
  cr_expect(eq(int, state.not_wiped, 0));
}

Test(record, accounts_show_at_most_six_and_four_digits)
{
  static const struct {
    const char *account, *masked;
  } rows[] = {
    { "4111111111111111", "411111XXXXXX1111" },
    { "4111 1111 1111 1111", "4111 11XX XXXX 1111" },
    { "372395XXXXX9581", "372395XXXXX9581" },
    { "XXXXXXXX0338", "XXXXXXXX0338" },
    { "12345678", "XXXX5678" },
    { "1234567", "XXXXXXX" },
    { "1234", "1234" },
    { "", "" },
  };
  pnri_arena arena;
  pnri_arena_open(&arena, NULL);
  for (size_t i = 0; i < ROWS(rows); i++)
    cr_expect(slice_is(pnri_mask_account(&arena, text_slice(rows[i].account)), rows[i].masked), "%s", rows[i].account);
  pnri_arena_close(&arena);
}

Test(record, phone_numbers_keep_plus_and_digits)
{
  static const struct {
    const char *text, *digits;
  } rows[] = {
    { "+31 (20) 555-0100", "+31205550100" },
    { "H5125551212 ", "5125551212" },
    { "CTC 1 23", "" },
    { "1+2345", "12345" },
    { "", "" },
  };
  pnri_arena arena;
  pnri_arena_open(&arena, NULL);
  for (size_t i = 0; i < ROWS(rows); i++)
    cr_expect(slice_is(pnri_phone_digits(&arena, text_slice(rows[i].text)), rows[i].digits), "%s", rows[i].text);
  pnri_arena_close(&arena);
}

Test(record, view_sizes_are_those_of_this_library)
{
  cr_expect(eq(u32, pnr_view_size(PNR_VIEW_CONTENT), (uint32_t)sizeof(pnr_content)));
  cr_expect(eq(u32, pnr_view_size(0), 0));
  cr_expect(eq(u32, pnr_view_size(100000), 0));
  cr_expect(eq(int, PNR_HAS(PNR_VIEW_TRAVELLER, pnr_traveller, offset), 1));
}
