/* SPDX-License-Identifier: Apache-2.0
 *
 * Masking, article 12(2) of Directive (EU) 2016/681: nothing that identifies is left, anywhere. Run from the top of the
 * source tree. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "full_record.h"
#include "record_support.h"
#include "secrets.h"

static pnr_record *masked(const pnr_record *record)
{
  pnr_record *out = NULL;
  cr_assert(eq(i32, pnr_record_mask(NULL, record, 20250911, &out, NULL), PNR_OK));
  return out;
}

static pnr_slice encoded(pnr_record *record)
{
  pnr_slice octets;
  cr_assert(eq(i32, pnr_record_encode(record, &octets, NULL), PNR_OK));
  return octets;
}

/* --- Field by field --- */

/* Every masked field, with the letter of article 12(2) and the element of Annex I. */
static const struct {
  const char *field;
  char letter;
  uint32_t element;
} fields[] = {
  { "name.surname", 'a', 4 },
  { "name.given", 'a', 4 },
  { "name.title", 'a', 4 },
  { "name.full", 'a', 4 },
  { "name.raw", 'a', 4 },
  { "traveller.reference", 'a', 17 },
  { "traveller.unique_reference", 'a', 17 },
  { "booking.declared_travellers", 'a', 17 },
  { "booking.group_name", 'a', 17 },
  { "contact.text", 'b', 5 },
  { "contact.digits", 'b', 5 },
  { "contact.street", 'b', 5 },
  { "contact.city", 'b', 5 },
  { "contact.region", 'b', 5 },
  { "contact.country", 'b', 5 },
  { "contact.postcode", 'b', 5 },
  { "payment.account", 'c', 6 },
  { "payment.account_raw", 'c', 6 },
  { "payment.expires", 'c', 6 },
  { "payment.holder", 'c', 6 },
  { "identifier.value", 'd', 0 }, /* frequent flyer 8; telephone and e-mail 5; card 6 */
  { "identifier.issuer", 'd', 0 },
  { "remark.text", 'e', 0 }, /* 12, or what its code tells */
  { "item.text", 'e', 0 },
  { "history.text", 'e', 19 },
  { "history.agent", 'e', 19 },
  { "birth.from", 'f', 18 },
  { "birth.to", 'f', 18 },
  { "birth.circa", 'f', 18 },
  { "document.type", 'f', 18 },
  { "document.number", 'f', 18 },
  { "document.issuer", 'f', 18 },
  { "document.nationality", 'f', 18 },
  { "document.place", 'f', 18 },
  { "document.number_last", 'f', 18 },
  { "document.status", 'f', 18 },
  { "document.issued", 'f', 18 },
  { "document.expires", 'f', 18 },
  { "person.nationalities", 'f', 18 },
  { "person.sex", 'f', 18 },
  { "person.birth_place", 'f', 18 },
  { "person.residence", 'f', 18 },
};
enum { FIELDS = sizeof fields / sizeof fields[0] };

static size_t row_of(const char *field)
{
  size_t i = 0;
  while (i < FIELDS && strcmp(fields[i].field, field) != 0) i++;
  return i;
}

/* Counts the masked fields of a view and of all that it points to, each against its row. */
static uint32_t check_view(const pnri_view *view)
{
  uint32_t count = 0;
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++) {
    size_t row = row_of(f->name);
    bool is_masked = f->data_class >= PNRI_CLASS_NAME;
    cr_expect(eq(int, is_masked && f->key != 0, row < FIELDS), "%s", f->name);
    if (row == FIELDS) continue;
    count++;
    cr_expect(eq(u32, f->data_class - PNRI_CLASS_NAME, (uint32_t)(fields[row].letter - 'a')),
              "article 12(2)(%c) of Directive (EU) 2016/681 masks %s", fields[row].letter, f->name);
    cr_expect(eq(u32, f->element, fields[row].element), "%s", f->name);
  }
  return count;
}

Test(mask, every_field_has_its_letter_of_article_12_2_and_its_element)
{
  static const pnri_view *const views[] = {
    &pnri_name_view,      &pnri_birth_view,   &pnri_document_view, &pnri_identifier_view, &pnri_person_view,
    &pnri_leg_view,       &pnri_seat_view,    &pnri_bag_view,      &pnri_ticket_view,     &pnri_payment_view,
    &pnri_contact_view,   &pnri_remark_view,  &pnri_history_view,  &pnri_item_view,       &pnri_locator_view,
    &pnri_traveller_view, &pnri_booking_view, &pnri_content_view,
  };
  uint32_t count = 0;
  for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) count += check_view(views[i]);
  cr_expect(eq(u32, count, FIELDS));
}

/* What stays: all that is about the journey, but for what one of several travellers alone has, and views that identify. */
static int stays(const pnri_field *f, uint32_t travellers)
{
  static const char *const gone[] = { "contact.", "name.", "document.", "identifier.", "item.", NULL };
  for (size_t i = 0; gone[i] != NULL; i++)
    if (strncmp(f->name, gone[i], strlen(gone[i])) == 0) return 0;
  if (travellers > 1 && strncmp(f->name, "traveller.", 10) == 0) return 0;
  return f->data_class < PNRI_CLASS_NAME;
}

Test(mask, of_a_record_that_says_everything_only_what_identifies_nobody_stays)
{
  static full_record full;
  for (uint32_t travellers = 1; travellers <= 2; travellers++) {
    cr_assert(full_open(&full, travellers));
    pnr_record *record = masked(full.record);
    pnr_slice octets = encoded(record);
    for (uint32_t i = 0; i < full.count; i++) {
      const pnri_field *f = full.texts[i].field;
      int expected = stays(f, travellers);
      if (expected && strncmp(f->name, "bag.", 4) != 0) {
        cr_expect(holds(octets, full.texts[i].text), "%s is lost", f->name);
      } else if (!expected) {
        cr_expect(not(holds(octets, full.texts[i].text)), "%s is there", f->name);
      }
    }
    const pnr_stored *stored = pnr_record_get(record);
    const pnr_booking *booking = stored->content->bookings[0];
    cr_expect(eq(u32, stored->content->traveller_count, 1), "their number is masked too");
    cr_expect(eq(u32, booking->declared_travellers, 0));
    cr_expect(eq(u32, booking->seats[0]->traveller, PNR_NONE));
    cr_expect(eq(u32, stored->content->travellers[0]->person->sex, 0));
    cr_expect(eq(u32, stored->content->travellers[0]->person->birth_count, 0));
    cr_expect(eq(u32, stored->masked, 20250911));
    cr_expect(eq(u32, stored->done & PNR_RECORD_MASKED, PNR_RECORD_MASKED));
    pnr_record_close(record);
    pnr_record_close(full.record);
  }
}

/* --- Whole bookings --- */

static void check_text(const secret_booking *booking, pnr_slice octets, const char *what)
{
  for (uint32_t i = 0; i < booking->secret_count; i++)
    cr_expect(not(holds(octets, booking->secrets[i])), "%s of booking %u: secret %u", what, booking->number, i);
}

static void check_written(const secret_booking *booking, const pnr_record *record)
{
  pnr_text *text = NULL;
  pnr_envelope envelope;
  pnr_write_options options = { .size = sizeof options, .envelope = &envelope };
  pnr_differences *losses = NULL;
  cr_assert(eq(i32, pnr_text_open(NULL, &text, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_json_message(text, pnr_record_message(record), text_slice(""), NULL), PNR_OK));
  check_text(booking, pnr_text_get(text), "JSON");
  pnr_text_clear(text);
  envelope = (pnr_envelope){
    .size = sizeof envelope, .sender = text_slice("ZX"), .recipient = text_slice("TSTGOV"), .prepared = 20250310
  };
  (void)pnr_write_pnrgov(text, pnr_record_message(record), &options, &losses, NULL);
  check_text(booking, pnr_text_get(text), "PNRGOV");
  pnr_differences_close(losses);
  losses = NULL;
  pnr_text_clear(text);
  (void)pnr_write_paxlst(text, pnr_record_message(record), &options, &losses, NULL);
  check_text(booking, pnr_text_get(text), "PAXLST");
  pnr_differences_close(losses);
  pnr_text_close(text);
}

/* Every record of a message with secrets; returns how many of these the records held. */
static uint32_t check_message(const secret_booking *booking, uint32_t form)
{
  pnr_message *message = message_of(booking->octets);
  pnr_record_options options = record_options();
  pnr_status status;
  uint32_t kept = 0, i = 0;
  cr_assert(message != NULL, "form %u, booking %u", form, booking->number);
  options.card_numbers = booking->number & 1;
  for (pnr_record *record; (record = record_of(NULL, message, i, &options, &status)) != NULL; i++) {
    for (uint32_t k = 0; k < booking->secret_count; k++) kept += (uint32_t)holds(encoded(record), booking->secrets[k]);
    pnr_record *out = masked(record);
    check_text(booking, encoded(out), "record");
    check_written(booking, out);
    int has_locator = form != SECRET_PAXLST && form != SECRET_MRZ && i == 0;
    cr_expect(has_locator == 0 || holds(encoded(out), booking->locator), "form %u, booking %u", form, booking->number);
    cr_expect(form == SECRET_MRZ || holds(encoded(out), "QXA"), "the itinerary of form %u, booking %u", form,
              booking->number);
    pnr_record_close(out);
    pnr_record_close(record);
  }
  cr_expect(gt(u32, i, 0));
  pnr_message_close(message);
  return kept;
}

Test(mask, no_masked_value_of_generated_bookings_is_left_in_the_record_or_anything_written_of_it)
{
  enum { BOOKINGS = 100 };
  static secret_booking booking;
  for (uint32_t form = 0; form < SECRET_FORMS; form++) {
    uint32_t kept = 0;
    for (uint32_t n = 0; n < (form == SECRET_PNRGOV ? 3 * BOOKINGS : BOOKINGS); n++) {
      secret_make(&booking, form, n);
      kept += check_message(&booking, form);
    }
    cr_expect(gt(u32, kept, BOOKINGS * (form == SECRET_MRZ ? 2 : 4)), "form %u: the secrets were there before: %u",
              form, kept);
  }
}

static uint32_t masked_records;

static void check_sample(const char *path, const pnr_message *message)
{
  pnr_record_options options = record_options();
  pnr_status status;
  uint32_t i = 0;
  for (pnr_record *record; (record = record_of(NULL, message, i, &options, &status)) != NULL; i++) {
    pnr_record *out = masked(record), *again = masked(record), *twice = masked(out);
    pnr_slice octets = encoded(out), same = encoded(again);
    cr_expect(octets.size == same.size && memcmp(octets.data, same.data, same.size) == 0, "%s", path);
    cr_expect(eq(u32, pnr_record_equal(out, twice), 1), "%s: a masked record stays as it is", path);
    const pnr_content *before = pnr_record_get(record)->content, *after = pnr_record_get(out)->content;
    cr_expect(eq(u32, before->leg_count, after->leg_count), "%s", path);
    if (before->booking_count != 0)
      cr_expect(eq(u32, before->bookings[0]->leg_count, after->bookings[0]->leg_count), "%s", path);
    masked_records++;
    pnr_record_close(twice);
    pnr_record_close(again);
    pnr_record_close(out);
    pnr_record_close(record);
  }
}

Test(mask, the_same_record_and_day_give_the_same_octets)
{
  cr_expect(gt(u32, check_samples(check_sample), 120));
  cr_expect(gt(u32, masked_records, 200));
}

static pnr_status mask_one(const pnr_env *env, const pnr_record *record)
{
  pnr_record *out = NULL;
  pnr_status status = pnr_record_mask(env, record, 20250911, &out, NULL);
  cr_expect(eq(int, out != NULL, status == PNR_OK));
  pnr_record_close(out);
  return status;
}

Test(mask, arguments_are_checked_and_every_allocation_may_fail)
{
  static full_record full;
  pnr_record *out = NULL;
  cr_assert(full_open(&full, 2));
  cr_expect(eq(i32, pnr_record_mask(NULL, NULL, 20250911, &out, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_record_mask(NULL, full.record, 20250900, &out, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_record_mask(NULL, full.record, 20250231, &out, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_record_mask(NULL, full.record, 20250911, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(gt(u64, check_each_allocation(mask_one, full.record), 1));
  pnr_record_close(full.record);
}
