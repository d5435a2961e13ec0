/* SPDX-License-Identifier: Apache-2.0
 *
 * Stored records: they own what they say, and their stored form is canonical. Run from the top of the source tree. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "record_support.h"

/* All persons and numbers are invented. */
#define HEAD "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA+KEY1+01:F'MSG+:22'ORG+ZX:AAA'"
#define ZX100 "TVL+100325:1200:100325:1500+AAA+BBB+ZX+100'"
#define FIRST                                                                                                   \
  "SRC'RCI+ZX:LOC001::010325:0900'SSR+DOCS:HK:1:ZX:::::/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PETRA ANNA'" \
  "TIF+NOVAK+PETRAMRS:A:1'FOP+CC::20:VI:4111111111111111:0128'TVL+100325:1200:100325:1500+AAA+BBB+ZX+100:Y'"
#define SECOND                                                                               \
  "SRC'RCI+ZX:LOC002::010325:0900'TIF+SVOBODA+JANMR:A:1'TIF+SVOBODA+EMAMISS:IN:2'"           \
  "SSR+INFT:HK:1:ZX:::::SVOBODA/EMA 18AUG24'TVL+100325:1200:100325:1500+AAA+BBB+ZX+100:Y'"   \
  "SSR+SEAT:HK:2:ZX:::AAA:BBB+012C::1+012D::2'TVL+110325:1200:110325:1500+BBB+CCC+ZX+200:Y'" \
  "SSR+SEAT:HK:1:ZX:::BBB:CCC+001A::1'"
#define TAIL "UNT+20+1'UNZ+1+R1'"
#define WHOLE HEAD ZX100 "EQN+2'" FIRST SECOND TAIL

/* --- Every sample --- */

static uint32_t records;

/* What is told about the message, and not about what is kept of it. */
static int is_left_out(const char *field)
{
  static const char *const names[] = { "item",
                                       "contact",
                                       "content.part_number",
                                       "content.key",
                                       "content.part_last",
                                       "content.recipient",
                                       "content.declared",
                                       "content.is_declared",
                                       "content.part_first",
                                       "content.reference",
                                       "content.interchange",
                                       "content.function_code",
                                       "content.transaction",
                                       "payment.account_raw",
                                       "response" };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcmp(field, names[i]) == 0) return 1;
  return 0;
}

static void check_against_message(const char *path, const pnr_message *message, const pnr_record *record)
{
  pnr_differences *differences = NULL;
  cr_assert(eq(i32, pnr_message_compare(NULL, message, pnr_record_message(record), &differences, NULL), PNR_OK));
  for (uint32_t i = 0; i < pnr_differences_count(differences); i++) {
    const char *field = pnr_differences_field(differences, i);
    cr_expect(is_left_out(field), "%s: %s is not kept", path, field);
  }
  pnr_differences_close(differences);
}

static void check_stored_form(const char *path, pnr_record *record)
{
  pnr_record *again = NULL;
  pnr_slice octets, second;
  pnr_error error = { .size = sizeof error };
  cr_assert(eq(i32, pnr_record_encode(record, &octets, NULL), PNR_OK), "%s", path);
  uint8_t *copy = exact_copy(octets.data, octets.size);
  pnr_status status = pnr_record_decode(NULL, (pnr_slice){ copy, octets.size }, &again, &error);
  cr_assert(eq(i32, status, PNR_OK), "%s at %zu of %zu", path, (size_t)error.offset, octets.size);
  memset(copy, 0, octets.size); /* it owns its octets */
  free(copy);
  cr_expect(pnr_record_equal(record, again) == 1, "%s", path);
  cr_assert(eq(i32, pnr_record_encode(again, &second, NULL), PNR_OK));
  cr_expect(octets.size == second.size && memcmp(octets.data, second.data, octets.size) == 0, "%s", path);
  pnr_record_close(again);
}

static void check_records(const char *path, const pnr_message *message)
{
  pnr_record_options options = record_options();
  pnr_status status;
  uint32_t count = 0;
  options.card_numbers = 1;
  for (pnr_record *record; (record = record_of(NULL, message, count, &options, &status)) != NULL; count++) {
    check_stored_form(path, record);
    const pnr_content *content = pnr_message_content(message);
    if (content->booking_count == 1 && pnr_record_get(record)->content->traveller_count == content->traveller_count)
      check_against_message(path, message, record);
    pnr_record_close(record);
  }
  cr_expect(eq(i32, status, PNR_END), "%s", path);
  records += count;
}

Test(stored, every_record_of_every_sample_keeps_what_the_message_says_and_its_stored_form_is_canonical)
{
  cr_expect(gt(u32, check_samples(check_records), 120));
  cr_expect(gt(u32, records, 200), "%u", records);
}

/* --- What a record holds --- */

static pnr_record *store(const char *octets, uint32_t booking, const pnr_record_options *options)
{
  char *copy = malloc(strlen(octets) + 1);
  strcpy(copy, octets);
  pnr_message *message = message_of(copy);
  pnr_record *record = NULL;
  cr_assert(message != NULL);
  cr_assert(eq(i32, pnr_record_from_booking(NULL, message, booking, options, &record, NULL), PNR_OK));
  pnr_message_close(message);
  memset(copy, 'x', strlen(octets));
  free(copy);
  return record;
}

Test(stored, a_record_outlives_its_message_and_counts_its_travellers_from_0)
{
  pnr_record_options options = record_options();
  pnr_record *record = store(WHOLE, 1, &options);
  const pnr_stored *stored = pnr_record_get(record);
  const pnr_content *content = stored->content;
  cr_assert(eq(u32, content->booking_count, 1));
  cr_assert(eq(u32, content->traveller_count, 2));
  const pnr_booking *booking = content->bookings[0];
  cr_expect(slice_is(booking->locator, "LOC002"));
  cr_expect(eq(u32, booking->traveller_count, 2));
  cr_expect(eq(u32, booking->travellers[1], 1));
  cr_expect(eq(u32, content->travellers[0]->booking, 0));
  cr_expect(eq(u32, content->travellers[1]->adult, 0), "the infant's adult");
  cr_assert(eq(u32, booking->seat_count, 3));
  cr_expect(eq(u32, booking->seats[1]->traveller, 1));
  cr_expect(eq(u32, booking->seats[2]->leg, 1));
  cr_expect(slice_is(content->travellers[0]->person->names[0]->surname, "SVOBODA"));
  cr_expect(slice_is(content->legs[0]->number, "100"));
  cr_expect(slice_is(content->sender, "ZX"));
  cr_expect(slice_is(stored->reference, "R-1"));
  cr_expect(eq(u64, stored->received, UINT64_C(1741600000)));
  cr_expect(eq(u32, stored->regime, PNR_REGIME_PNR));
  cr_expect(eq(u32, pnr_view_size(PNR_VIEW_STORED), sizeof(pnr_stored)));
  pnr_record_close(record);
}

Test(stored, a_record_is_a_message_for_whoever_takes_one)
{
  pnr_record_options options = record_options();
  pnr_record *record = store(WHOLE, 0, &options);
  uint8_t hash[PNR_HASH_SIZE];
  pnr_text *text = NULL;
  cr_expect(eq(i32, pnr_booking_hash(pnr_record_message(record), 0, PNR_HASH_CONTENT, hash, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_booking_hash(pnr_record_message(record), 0, PNR_HASH_OCTETS, hash, NULL), PNR_E_UNSUPPORTED));
  cr_assert(eq(i32, pnr_text_open(NULL, &text, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_json_message(text, pnr_record_message(record), text_slice(""), NULL), PNR_OK));
  cr_expect(holds(pnr_text_get(text), "\"surname\":\"NOVAK\""));
  pnr_text_close(text);
  pnr_record_close(record);
}

Test(stored, a_person_without_booking_is_a_record_of_its_own)
{
  pnr_message *message = message_of("UNB+UNOA:4+YQ+PIU+250612:1105+R2'UNH+1+PAXLST:D:12B:UN:IATA'BGM+745'"
                                    "TDT+20+YQ310+++YQ'LOC+125+QXC'DTM+189:2506121230:201'"
                                    "NAD+FL+++HORVAT:IVANA'NAD+FL+++KOVAC:MARKO'");
  pnr_record_options options = record_options();
  pnr_record *record = NULL, *none = NULL;
  options.regime = PNR_REGIME_API_BORDER;
  cr_assert(message != NULL);
  cr_assert(eq(i32, pnr_record_from_traveller(NULL, message, 1, &options, &record, NULL), PNR_OK));
  const pnr_content *content = pnr_record_get(record)->content;
  cr_expect(eq(u32, content->booking_count, 0));
  cr_assert(eq(u32, content->traveller_count, 1));
  cr_expect(slice_is(content->travellers[0]->person->names[0]->surname, "KOVAC"));
  cr_expect(eq(u32, content->travellers[0]->booking, PNR_NONE));
  cr_expect(eq(i32, pnr_record_from_traveller(NULL, message, 2, &options, &none, NULL), PNR_E_ARGUMENT));
  pnr_record_close(record);
  pnr_message_close(message);
}

Test(stored, options_are_checked)
{
  pnr_message *message = message_of(WHOLE);
  pnr_record *record = NULL;
  pnr_record_options none = { .size = sizeof none, .received = 1 }, law = record_options(), late = record_options(),
                     named = record_options(), small = record_options();
  uint8_t name[PNR_REFERENCE_MOST + 1] = { 'x' };
  law.regime = PNR_REGIME_ROAD + 1;
  late.received = UINT64_C(253402300800);
  named.reference = (pnr_slice){ name, sizeof name };
  small.size = 8;
  const pnr_record_options *rows[] = { NULL, &none, &law, &late, &named, &small };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    cr_expect(eq(i32, pnr_record_from_booking(NULL, message, 0, rows[i], &record, NULL), PNR_E_ARGUMENT), "row %zu", i);
  small = record_options();
  cr_expect(eq(i32, pnr_record_from_booking(NULL, message, 2, &small, &record, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_record_from_traveller(NULL, message, 0, &small, &record, NULL), PNR_E_ARGUMENT),
            "a traveller of a booking");
  cr_expect(record == NULL);
  cr_expect(eq(u32, pnr_record_equal(NULL, NULL), 0));
  pnr_record_close(NULL);
  pnr_message_close(message);
}

/* --- Card numbers --- */

static const struct {
  const char *name, *octets, *number, *shown;
} cards[] = {
  { "a payment", HEAD ZX100 FIRST TAIL, "4111111111111111", "411111XXXXXX1111" },
  { "a remark", HEAD ZX100 "SRC'RCI+ZX:LOC001'IFT+4:28+PAID BY 4111 1111 1111 1111 TODAY'" TAIL, "4111 1111 1111 1111",
    "4111 11XX XXXX 1111" },
  { "history", HEAD ZX100 "SRC'RCI+ZX:LOC001'ABI+1'DAT+700:010325:0900'SAC+A'FOP+CC::20:VI:4111111111111111'" TAIL,
    "4111111111111111", "411111XXXXXX1111" },
  { "a number whose check digit does not hold stands in a remark too",
    HEAD ZX100 "SRC'RCI+ZX:LOC001'IFT+4:28+CARD 4111111111111112'FOP+CC::20:VI:4111111111111112'" TAIL,
    "4111111111111112", "411111XXXXXX1112" },
};

Test(stored, whole_card_numbers_are_kept_only_where_they_are_asked_for)
{
  for (size_t i = 0; i < sizeof cards / sizeof cards[0]; i++) {
    pnr_record_options options = record_options();
    pnr_slice octets;
    pnr_record *record = store(cards[i].octets, 0, &options);
    cr_assert(eq(i32, pnr_record_encode(record, &octets, NULL), PNR_OK));
    cr_expect(holds(octets, cards[i].number) == 0, "%s", cards[i].name);
    cr_expect(holds(octets, cards[i].shown) == 1, "%s", cards[i].name);
    pnr_record_close(record);
    options.card_numbers = 1;
    record = store(cards[i].octets, 0, &options);
    cr_assert(eq(i32, pnr_record_encode(record, &octets, NULL), PNR_OK));
    cr_expect(holds(octets, cards[i].number) == 1, "%s", cards[i].name);
    pnr_record_close(record);
  }
}

/* --- The stored form --- */

#define BEFORE "\xA6\x01\x01\x02\x01\x03\x1A\x67\xCE\xB8\x00\x04\x63R-1\x05\x01\x10" /* up to the content, 19 octets */

static const struct {
  const char *name, *octets;
  size_t size;
  pnr_status status;
  uint64_t offset;
} forms[] = {
#define FORM(name, text, status, offset)        \
  {                                             \
    name, text, sizeof text - 1, status, offset \
  }
  FORM("the least record with a booking", BEFORE "\xA1\x0B\x81\xA0", PNR_OK, 0),
  FORM("one with a traveller", BEFORE "\xA1\x0C\x81\xA1\x01\xA0", PNR_OK, 0),
  FORM("nothing", "", PNR_E_SYNTAX, 0),
  FORM("no map", "\x80", PNR_E_SYNTAX, 0),
  FORM("another form", "\xA1\x01\x02", PNR_E_UNSUPPORTED, 2),
  FORM("no form", "\xA3\x02\x01\x03\x01\x10\xA1\x0B\x81\xA0", PNR_E_SYNTAX, 0),
  FORM("no regime", "\xA3\x01\x01\x03\x01\x10\xA1\x0B\x81\xA0", PNR_E_SYNTAX, 0),
  FORM("a regime that is none", "\xA4\x01\x01\x02\x08\x03\x01\x10\xA1\x0B\x81\xA0", PNR_E_SYNTAX, 0),
  FORM("no time of receipt", "\xA3\x01\x01\x02\x01\x10\xA1\x0B\x81\xA0", PNR_E_SYNTAX, 5),
  FORM("no content", "\xA3\x01\x01\x02\x01\x03\x01", PNR_E_SYNTAX, 6),
  FORM("neither booking nor traveller", BEFORE "\xA0", PNR_E_SYNTAX, 0),
  FORM("two bookings", BEFORE "\xA1\x0B\x82\xA0\xA0", PNR_E_SYNTAX, 0),
  FORM("two travellers without booking", BEFORE "\xA1\x0C\x82\xA1\x01\xA0\xA1\x01\xA0", PNR_E_SYNTAX, 0),
  FORM("a traveller without person", BEFORE "\xA1\x0C\x81\xA0", PNR_E_SYNTAX, 22),
  FORM("an unknown key", BEFORE "\xA2\x0B\x81\xA0\x18\x40\x01", PNR_E_SYNTAX, 23),
  FORM("a key that is no number", BEFORE "\xA1\x61x\x81\xA0", PNR_E_SYNTAX, 20),
  FORM("keys in another order", BEFORE "\xA2\x0B\x81\xA0\x0A\x81\xA0", PNR_E_SYNTAX, 23),
  FORM("an empty array", BEFORE "\xA2\x0A\x80\x0B\x81\xA0", PNR_E_SYNTAX, 21),
  FORM("a number of 0", BEFORE "\xA2\x01\x00\x0B\x81\xA0", PNR_E_SYNTAX, 21),
  FORM("a number in a longer form", BEFORE "\xA2\x01\x18\x01\x0B\x81\xA0", PNR_E_SYNTAX, 21),
  FORM("text where a number belongs", BEFORE "\xA2\x01\x61x\x0B\x81\xA0", PNR_E_SYNTAX, 21),
  FORM("an empty text", BEFORE "\xA2\x05\x60\x0B\x81\xA0", PNR_E_SYNTAX, 21),
  FORM("text as octets", BEFORE "\xA2\x05\x41x\x0B\x81\xA0", PNR_E_SYNTAX, 21),
  FORM("octets that are no text", BEFORE "\xA2\x05\x41\xFF\x0B\x81\xA0", PNR_OK, 0),
  FORM("no day of the calendar", BEFORE "\xA2\x06\x1A\x01\x34\xFB\x7D\x0B\x81\xA0", PNR_E_SYNTAX, 21),
  FORM("no minute of a day", BEFORE "\xA2\x07\x19\x05\xA0\x0B\x81\xA0", PNR_E_SYNTAX, 21),
  FORM("a seat of a traveller who is not there", BEFORE "\xA1\x0B\x81\xA1\x0E\x81\xA1\x04\x00", PNR_E_SYNTAX, 27),
  FORM("a seat on a leg that is not there", BEFORE "\xA1\x0B\x81\xA1\x0E\x81\xA1\x05\x03", PNR_E_SYNTAX, 27),
  FORM("octets behind it", BEFORE "\xA1\x0B\x81\xA0\x00", PNR_E_SYNTAX, 23),
};

Test(stored, each_form_is_read_or_refused_where_it_is_wrong)
{
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    uint8_t *copy = exact_copy(forms[i].octets, forms[i].size);
    pnr_record *record = NULL;
    pnr_error error = { .size = sizeof error };
    pnr_status status = pnr_record_decode(NULL, (pnr_slice){ copy, forms[i].size }, &record, &error);
    cr_expect(eq(i32, status, forms[i].status), "%s", forms[i].name);
    cr_expect(eq(u64, error.offset, forms[i].offset), "%s", forms[i].name);
    cr_expect(eq(int, record != NULL, status == PNR_OK), "%s", forms[i].name);
    pnr_record_close(record);
    free(copy);
  }
}

Test(stored, records_stand_one_behind_the_other)
{
  pnr_record_options options = record_options();
  pnr_record *record = store(WHOLE, 0, &options);
  pnr_slice octets;
  size_t length = 1;
  pnr_error error = { .size = sizeof error };
  cr_assert(eq(i32, pnr_record_encode(record, &octets, NULL), PNR_OK));
  uint8_t *two = malloc(2 * octets.size);
  memcpy(two, octets.data, octets.size);
  memcpy(two + octets.size, octets.data, octets.size);
  cr_expect(eq(i32, pnr_record_length((pnr_slice){ two, 2 * octets.size }, &length, NULL), PNR_OK));
  cr_expect(eq(sz, length, octets.size));
  cr_expect(eq(i32, pnr_record_length((pnr_slice){ two, octets.size - 1 }, &length, &error), PNR_E_SYNTAX));
  cr_expect(eq(sz, length, 0));
  cr_expect(eq(i32, pnr_record_length(octets, NULL, NULL), PNR_E_ARGUMENT));
  free(two);
  pnr_record_close(record);
}

/* Whatever is read is written again as it was. */
Test(stored, no_cut_and_no_changed_octet_is_read_as_anything_but_what_it_says)
{
  pnr_record_options options = record_options();
  pnr_record *record = store(WHOLE, 1, &options), *again = NULL;
  pnr_slice octets, second;
  cr_assert(eq(i32, pnr_record_encode(record, &octets, NULL), PNR_OK));
  for (size_t i = 0; i < octets.size; i++) {
    uint8_t *copy = exact_copy(octets.data, i);
    cr_expect(eq(i32, pnr_record_decode(NULL, (pnr_slice){ copy, i }, &again, NULL), PNR_E_SYNTAX), "cut at %zu", i);
    free(copy);
  }
  uint8_t *copy = exact_copy(octets.data, octets.size);
  uint32_t read = 0;
  for (size_t i = 0; i < octets.size; i++) {
    for (uint32_t change = 1; change < 256; change += change < 4 ? 1 : 37) {
      copy[i] = (uint8_t)(octets.data[i] ^ change);
      if (pnr_record_decode(NULL, (pnr_slice){ copy, octets.size }, &again, NULL) == PNR_OK) {
        read++;
        cr_assert(eq(i32, pnr_record_encode(again, &second, NULL), PNR_OK));
        cr_expect(second.size == octets.size && memcmp(second.data, copy, second.size) == 0, "octet %zu", i);
        cr_expect(pnr_record_equal(record, again) == 0, "octet %zu", i);
      }
      pnr_record_close(again);
      again = NULL;
    }
    copy[i] = octets.data[i];
  }
  cr_expect(gt(u32, read, 100), "%u", read);
  free(copy);
  pnr_record_close(record);
}

/* --- Memory --- */

static pnr_status store_and_read(const pnr_env *env, const pnr_message *message)
{
  pnr_record_options options = record_options();
  pnr_record *record = NULL, *again = NULL;
  pnr_slice octets;
  pnr_status status = pnr_record_from_booking(env, message, 0, &options, &record, NULL);
  if (status == PNR_OK) status = pnr_record_encode(record, &octets, NULL);
  if (status == PNR_OK) status = pnr_record_decode(env, octets, &again, NULL);
  cr_expect(eq(int, again != NULL, status == PNR_OK));
  pnr_record_close(again);
  pnr_record_close(record);
  return status;
}

Test(stored, every_allocation_may_fail_and_everything_is_wiped)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  pnr_message *message = message_of(WHOLE);
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  uint64_t held = state.blocks;
  pnr_status status = PNR_E_MEMORY;
  uint64_t n = 1;
  for (; n < 1000 && status != PNR_OK; n++) {
    state.count = 0;
    state.fail_at = n;
    status = store_and_read(env, message);
    cr_expect(status == PNR_OK || status == PNR_E_MEMORY, "allocation %zu", (size_t)n);
    cr_expect(eq(u64, state.blocks, held), "allocation %zu", (size_t)n);
  }
  cr_expect(gt(u64, n, 5));
  cr_expect(eq(i32, status, PNR_OK));
  cr_expect(eq(int, state.not_wiped, 0));
  pnr_message_close(message);
  pnr_env_close(env);
}
