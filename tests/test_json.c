/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/write.h"
#include "record/builder.h"
#include "support.h"
#include "record/card.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static pnr_slice slice(const char *text) { return text_slice(text); }

static pnr_text *open_text(void)
{
  pnr_text *text = NULL;
  cr_assert(eq(i32, pnr_text_open(NULL, &text, NULL), PNR_OK));
  return text;
}

static void expect_text(const pnr_text *text, const char *expected)
{
  pnr_slice written = pnr_text_get(text);
  cr_expect(slice_is(written, expected), "is       %.*s\nexpected %s", (int)written.size, (const char *)written.data,
            expected);
}

/* --- Messages, built by hand --- */

static pnr_message *finish(pnri_builder *builder)
{
  pnr_message *message = NULL;
  cr_assert(eq(i32, pnri_builder_finish(builder, &message, NULL), PNR_OK));
  return message;
}

static void fill_head(pnr_content *content)
{
  content->type = PNR_MESSAGE_PNRGOV;
  content->version = slice("13:1");
  content->sender = slice("ZX");
  content->recipient = slice("TSTGOV");
  content->reference = slice("1");
  content->function = PNR_FUNCTION_FULL;
  content->transport = PNR_TRANSPORT_AIR;
  content->part_number = content->part_first = content->part_last = 1;
  content->key = slice("ZX100/100325/1200");
  content->octets = 824;
}

static void fill_leg(pnr_leg *leg)
{
  leg->carrier = slice("ZX");
  leg->number = slice("100");
  leg->from = slice("AAA");
  leg->to = slice("BBB");
  leg->departs = 20250310;
  leg->departs_time = 720;
  leg->arrives = 20250310;
}

static void fill_traveller(pnri_builder *b, pnri_traveller_draft *traveller)
{
  traveller->view.kind = PNR_KIND_ADULT;
  traveller->view.status = PNR_STATUS_BOOKED;
  traveller->view.seat = slice("012C");
  traveller->person.view.sex = 'F';
  pnri_birth_add(&traveller->person, b->arena, &b->failed, 19800505, 19800505);
  pnri_nationality_add(&traveller->person, b->arena, &b->failed, slice("CZ"));
  pnr_document *document = pnri_person_document_add(&traveller->person, b->arena, &b->failed, PNR_SOURCE_DOCS);
  document->type = slice("P");
  document->number = slice("X1234567");
  document->issuer = slice("CZE");
  document->expires = 20300101;
  pnr_name *name = pnri_name_add(&traveller->person, b->arena, &b->failed, PNR_SOURCE_TIF);
  name->surname = slice("NOVAK");
  name->given = slice("PETRA");
  name->title = slice("MRS");
  name = pnri_name_add(&traveller->person, b->arena, &b->failed, PNR_SOURCE_DOCS);
  name->surname = slice("NOVAK");
  name->given = slice("PETRA ANNA");
}

Test(json, a_message_has_its_members_in_the_documented_order)
{
  pnri_builder b;
  cr_assert(eq(i32, pnri_builder_open(&b, NULL, NULL), PNR_OK));
  fill_head(b.content);
  fill_leg(pnri_leg_add(&b, &b.legs));
  pnri_booking_draft *booking = pnri_booking_add(&b);
  booking->view.locator = slice("LOC001");
  fill_traveller(&b, pnri_traveller_add(&b, booking));
  pnri_findings_add(&b.findings,
                    (pnr_finding){ .code = PNR_F_EDI_UNT_COUNT, .offset = 812, .length = 9, .segment = 17 });
  pnr_message *message = finish(&b);
  pnr_text *text = open_text();
  cr_expect(eq(i32, pnr_json_message(text, message, slice("f.edi"), NULL), PNR_OK));
  expect_text(
    text,
    "{\"file\":\"f.edi\",\"type\":\"PNRGOV\",\"version\":\"13:1\",\"sender\":\"ZX\",\"recipient\":\"TSTGOV\","
    "\"reference\":\"1\",\"function\":\"full\","
    "\"part\":{\"number\":1,\"first\":true,\"last\":true,\"key\":\"ZX100/100325/1200\"},\"transport\":\"air\","
    "\"legs\":[{\"carrier\":\"ZX\",\"number\":\"100\",\"from\":\"AAA\",\"to\":\"BBB\","
    "\"departs\":\"2025-03-10T12:00\",\"arrives\":\"2025-03-10\"}],"
    "\"bookings\":[{\"locator\":\"LOC001\",\"status\":\"active\",\"travellers\":[0]}],"
    "\"travellers\":[{\"surname\":\"NOVAK\",\"given\":\"PETRA ANNA\",\"title\":\"MRS\",\"kind\":\"adult\","
    "\"status\":\"booked\",\"birth_date\":\"1980-05-05\",\"sex\":\"F\",\"nationality\":\"CZE\",\"seat\":\"012C\","
    "\"booking\":0,"
    "\"documents\":[{\"type\":\"P\",\"number\":\"X1234567\",\"issuer\":\"CZE\",\"expires\":\"2030-01-01\",\"source\":\"DOCS\"}],"
    "\"names\":[{\"source\":\"DOCS\",\"surname\":\"NOVAK\",\"given\":\"PETRA ANNA\"},"
    "{\"source\":\"TIF\",\"surname\":\"NOVAK\",\"given\":\"PETRA\",\"title\":\"MRS\"}]}],"
    "\"findings\":[{\"code\":\"EDI_UNT_COUNT\",\"severity\":\"warning\",\"offset\":812,\"length\":9,\"segment\":17}],"
    "\"octets\":{\"total\":824,\"recorded\":824,\"in_findings\":0}}");
  pnr_text_close(text);
  pnr_message_close(message);
}

Test(json, an_empty_message_keeps_what_always_stands)
{
  pnri_builder b;
  cr_assert(eq(i32, pnri_builder_open(&b, NULL, NULL), PNR_OK));
  pnr_message *message = finish(&b);
  pnr_text *text = open_text();
  cr_expect(eq(i32, pnr_json_message(text, message, slice(""), NULL), PNR_OK));
  expect_text(text,
              "{\"type\":\"unknown\",\"function\":\"unknown\",\"transport\":\"unknown\",\"legs\":[],\"bookings\":[],"
              "\"travellers\":[],\"findings\":[],\"octets\":{\"total\":0,\"recorded\":0,\"in_findings\":0}}");
  pnr_text_close(text);
  pnr_message_close(message);
}

/* A booking with one of everything. */
static pnr_message *rich_message(const pnr_env *env)
{
  pnri_builder b;
  pnr_message *message = NULL;
  if (pnri_builder_open(&b, env, NULL) != PNR_OK) return NULL;
  fill_head(b.content);
  pnri_booking_draft *draft = pnri_booking_add(&b);
  pnr_booking *booking = &draft->view;
  booking->status = PNR_STATUS_CANCELLED;
  booking->created = 20250101;
  booking->changed = 20250102;
  booking->changed_time = 61;
  booking->declared_travellers = 3;
  booking->agency = slice("1A:X");
  booking->group_name = slice("TEAM");
  fill_leg(pnri_leg_add(&b, &draft->legs));
  pnr_leg *leg = pnri_leg_add(&b, &draft->legs);
  leg->flags = PNR_LEG_OPEN | PNR_LEG_NON_AIR;
  leg->transport = PNR_TRANSPORT_RAIL;
  leg->service_class = slice("Y");
  pnr_locator *locator = pnri_locator_add(&b, &draft->locators);
  locator->carrier = slice("ZX");
  locator->value = slice("LOC001");
  pnr_contact *contact = pnri_contact_add(&b, &draft->contacts);
  contact->kind = PNR_CONTACT_EMAIL;
  contact->text = slice("p@example.org");
  contact->traveller = 0;
  pnr_payment *payment = pnri_payment_add(&b, &draft->payments);
  payment->form = slice("CC");
  payment->account = slice("411111XXXXXX1111");
  payment->account_raw = slice("4111111111111111");
  pnr_ticket *ticket = pnri_ticket_add(&b, &draft->tickets);
  ticket->number = slice("9991234567890");
  ticket->issued = 20250103;
  pnr_seat *seat = pnri_seat_add(&b, &draft->seats);
  seat->number = slice("012C");
  seat->assigned = 1;
  pnr_bag *bag = pnri_bag_add(&b, &draft->bags);
  bag->tag = slice("0999123456");
  bag->leg = 0;
  pnr_remark *remark = pnri_remark_add(&b, &draft->remarks);
  remark->code = slice("OSI");
  remark->text = slice("PAID WITH 4111 1111 1111 1111 12/27");
  pnri_document_add(&b, &draft->documents)->type = slice("V");
  pnr_history *history = pnri_history_add(&b, &draft->history);
  history->action = slice("A");
  history->text = slice("FOP+CC::0:CA:5500005555555559:1227");
  history->date = 20250104;
  history->time = 0;
  pnr_item *item = pnri_item_add(&b, &draft->items);
  item->tag = slice("ABC");
  item->text = slice("ABC+\"1\"");
  pnri_traveller_draft *traveller = pnri_traveller_add(&b, draft);
  traveller->view.from = slice("AAA");
  traveller->view.adult = 0;
  traveller->person.view.residence = slice("CZE");
  pnri_name_add(&traveller->person, b.arena, &b.failed, PNR_SOURCE_LIST)->full = slice("A B");
  pnri_nationality_add(&traveller->person, b.arena, &b.failed, slice("CZE"));
  pnri_nationality_add(&traveller->person, b.arena, &b.failed, slice("SVK"));
  pnri_identifier_add(&traveller->person, b.arena, &b.failed, PNR_IDENTIFIER_PHONE)->value = slice("+420601222333");
  pnr_bag *own = pnri_bag_add(&b, &traveller->bags);
  own->weight = 23;
  own->pieces = 1;
  pnri_findings_add(&b.findings, (pnr_finding){ .code = PNR_F_LIST_ROW, .line = 2, .column = 3, .lost = 1 });
  return pnri_builder_finish(&b, &message, NULL) == PNR_OK ? message : NULL;
}

Test(json, everything_that_a_booking_holds_is_written)
{
  pnr_message *message = rich_message(NULL);
  pnr_text *text = open_text();
  cr_assert(message != NULL);
  cr_expect(eq(i32, pnr_json_message(text, message, slice(""), NULL), PNR_OK));
  pnr_slice json = pnr_text_get(text);
  char *all = calloc(1, json.size + 1);
  memcpy(all, json.data, json.size);
  static const char *const parts[] = {
    "\"bookings\":[{\"status\":\"cancelled\",\"travellers\":[0],\"declared_travellers\":3,\"created\":\"2025-01-01\","
    "\"changed\":\"2025-01-02T01:01\",\"agency\":\"1A:X\",\"group\":\"TEAM\","
    "\"locators\":[{\"carrier\":\"ZX\",\"value\":\"LOC001\"}],\"legs\":[{",
    "{\"class\":\"Y\",\"flags\":[\"open\",\"non-air\"],\"transport\":\"rail\"}]",
    "\"contacts\":[{\"kind\":\"email\",\"text\":\"p@example.org\",\"traveller\":0}]",
    "\"payments\":[{\"form\":\"CC\",\"account\":\"411111XXXXXX1111\"}]",
    "\"tickets\":[{\"number\":\"9991234567890\",\"issued\":\"2025-01-03\"}]",
    "\"seats\":[{\"number\":\"012C\",\"assigned\":true}]",
    "\"bags\":[{\"tag\":\"0999123456\",\"leg\":0}]",
    "\"remarks\":[{\"code\":\"OSI\",\"text\":\"PAID WITH 4111 11XX XXXX 1111 12/27\"}]",
    "\"documents\":[{\"type\":\"V\"}]",
    "\"history\":[{\"action\":\"A\",\"text\":\"FOP+CC::0:CA:550000XXXXXX5559:1227\",\"date\":\"2025-01-04T00:00\"}]",
    "\"items\":[{\"tag\":\"ABC\",\"text\":\"ABC+\\\"1\\\"\"}]}]",
    "\"travellers\":[{\"name\":\"A B\",\"status\":\"unknown\",\"nationality\":\"CZE\","
    "\"nationalities\":[\"CZE\",\"SVK\"],\"booking\":0,\"adult\":0,\"from\":\"AAA\",\"residence\":\"CZE\","
    "\"names\":[{\"source\":\"LIST\",\"name\":\"A B\"}],"
    "\"identifiers\":[{\"kind\":\"phone\",\"value\":\"+420601222333\"}],\"bags\":[{\"pieces\":1,\"weight\":23}]}]",
    ("\"findings\":[{\"code\":\"LIST_ROW\",\"severity\":\"error\",\"offset\":0,\"length\":0,\"line\":2,\"column\":3,"
     "\"lost\":true}]"),
  };
  for (size_t i = 0; i < ROWS(parts); i++) cr_expect(strstr(all, parts[i]) != NULL, "%s\nin %s", parts[i], all);
  cr_expect(strstr(all, "4111111111111111") == NULL, "no whole card number is ever written");
  free(all);
  pnr_text_close(text);
  pnr_message_close(message);
}

Test(json, birth_dates_tell_what_is_known)
{
  static const struct {
    pnr_date from, to;
    uint32_t circa;
    const char *expected;
  } rows[] = {
    { 19800505, 19800505, 0, "\"birth_date\":\"1980-05-05\"," },
    { 19800500, 19800500, 0, "\"birth_date\":\"1980-05\"," },
    { 19800000, 19800000, 0, "\"birth_date\":\"1980\"," },
    { 19600101, 19651231, 0, "\"birth_date\":\"1960..1965\"," },
    { 19600101, 19601231, 1, "\"birth_date\":\"circa 1960\"," },
    { 19600102, 19651231, 1, "\"birth_date\":\"circa 1960-01-02..1965-12-31\"," },
    { 0, 0, 0, "" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnri_builder b;
    cr_assert(eq(i32, pnri_builder_open(&b, NULL, NULL), PNR_OK));
    pnri_traveller_draft *traveller = pnri_traveller_add(&b, NULL);
    pnri_birth_add(&traveller->person, b.arena, &b.failed, rows[i].from, rows[i].to)->circa = rows[i].circa;
    traveller->person.view.sex = 'X';
    pnr_message *message = finish(&b);
    pnr_text *text = open_text();
    char expected[256] = "{\"type\":\"unknown\",\"function\":\"unknown\",\"transport\":\"unknown\",\"legs\":[],"
                         "\"bookings\":[],\"travellers\":[{\"status\":\"unknown\",";
    strcat(expected, rows[i].expected);
    strcat(expected, "\"sex\":\"X\"}],");
    cr_expect(eq(i32, pnr_json_message(text, message, slice(""), NULL), PNR_OK));
    pnr_slice json = pnr_text_get(text);
    cr_expect(json.size > strlen(expected) && memcmp(json.data, expected, strlen(expected)) == 0, "%s",
              rows[i].expected);
    pnr_text_close(text);
    pnr_message_close(message);
  }
}

Test(json, strings_of_any_octets_are_valid)
{
  static const struct {
    const char *name, *text, *expected;
    size_t size;
  } rows[] = {
    { "plain", "NOVAK", "\"NOVAK\"", 5 },
    { "empty", "", "\"\"", 0 },
    { "quotes and backslashes", "a\"b\\c/", "\"a\\\"b\\\\c/\"", 6 },
    { "controls", "\x00\x1F\n\r\t\b", "\"\\u0000\\u001f\\n\\r\\t\\u0008\"", 6 },
    { "delete", "\x7F", "\"\x7F\"", 1 },
    { "UTF-8", "\xC3\xA1\xE2\x82\xAC\xF0\x9F\x98\x80", "\"\xC3\xA1\xE2\x82\xAC\xF0\x9F\x98\x80\"", 9 },
    { "Latin-1", "Nov\xE1k", "\"Nov\xEF\xBF\xBDk\"", 5 },
    { "cut", "\xE2\x82", "\"\xEF\xBF\xBD\xEF\xBF\xBD\"", 2 },
    { "surrogate", "\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"", 3 },
  };
  pnr_text *text = open_text();
  for (size_t i = 0; i < ROWS(rows); i++) {
    uint8_t *input = exact_copy(rows[i].text, rows[i].size);
    cr_expect(eq(i32, pnr_json_string(text, (pnr_slice){ input, rows[i].size }, NULL), PNR_OK), "%s", rows[i].name);
    expect_text(text, rows[i].expected);
    pnr_text_clear(text);
    free(input);
  }
  pnr_text_close(text);
}

Test(json, reasons_are_an_array_without_empty_members)
{
  static const pnr_reason equal = { PNR_R_TOKEN_EQUAL,
                                    2500,
                                    0,
                                    { (const uint8_t *)"novak", 5 },
                                    { (const uint8_t *)"novak", 5 } },
                          edit = { PNR_R_TOKEN_EDIT, -120, 2, { NULL, 0 }, { NULL, 0 } };
  static const pnr_reason *const reasons[] = { &equal, &edit };
  pnr_text *text = open_text();
  cr_expect(eq(i32, pnr_json_reasons(text, reasons, 2, NULL), PNR_OK));
  expect_text(text, "[{\"code\":\"TOKEN_EQUAL\",\"points\":2500,\"left\":\"novak\",\"right\":\"novak\"},"
                    "{\"code\":\"TOKEN_EDIT\",\"points\":-120,\"value\":2}]");
  pnr_text_clear(text);
  cr_expect(eq(i32, pnr_json_reasons(text, NULL, 0, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_text_add(text, slice("\n"), NULL), PNR_OK));
  expect_text(text, "[]\n");
  pnr_text_close(text);
}

Test(json, card_numbers_are_found_in_free_text)
{
  static const struct {
    const char *text;
    size_t begin, size;
  } rows[] = {
    { "4111111111111111", 0, 16 },
    { "x4111-1111-1111-1111.", 1, 19 },
    { "4111 1111 1111 1111 1227", 0, 19 },
    { "ID 12 4111111111111111", 6, 16 },
    { "378282246310005", 0, 15 },
    { "4111111111111112", 16, 0 },
    { "14111111111111111", 17, 0 },
    { "9991234567890", 13, 0 },
    { "4111  1111 1111 1111", 20, 0 },
    { "411111XXXXXX1111", 16, 0 },
    { "41111111", 8, 0 },
    { "", 0, 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    uint8_t *input = exact_copy(rows[i].text, strlen(rows[i].text));
    pnr_slice found = pnri_card_find((pnr_slice){ input, strlen(rows[i].text) });
    cr_expect(eq(sz, (size_t)(found.data - input), rows[i].begin), "%s", rows[i].text);
    cr_expect(eq(sz, found.size, rows[i].size), "%s", rows[i].text);
    free(input);
  }
}

Test(json, a_failed_write_leaves_the_text_as_it_was_and_no_memory_behind)
{
  pnr_message *message = rich_message(NULL);
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t n = 1; status == PNR_E_MEMORY && n < 100; n++) {
    counting_allocator state = { 0 };
    pnr_env *env = NULL;
    pnr_text *text = NULL;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    state.fail_at = state.count + n;
    status = pnr_text_open(env, &text, NULL);
    if (status == PNR_OK) status = pnr_text_add(text, slice("before "), NULL);
    if (status == PNR_OK) {
      status = pnr_json_message(text, message, slice("f"), NULL);
      if (status != PNR_OK) expect_text(text, "before ");
    }
    state.fail_at = 0;
    pnr_text_close(text);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0), "allocation %u", (uint32_t)n);
    cr_expect(not(state.not_wiped), "allocation %u", (uint32_t)n);
  }
  cr_expect(eq(i32, status, PNR_OK));
  pnr_text_close(NULL);
  pnr_message_close(message);
}

Test(json, wrong_arguments_are_refused)
{
  pnr_text *text = open_text();
  pnr_slice nothing = { NULL, 3 };
  cr_expect(eq(i32, pnr_text_open(NULL, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_json_message(text, NULL, slice(""), NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_json_reasons(text, NULL, 1, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_json_string(text, nothing, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_text_add(text, nothing, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_json_string(NULL, slice(""), NULL), PNR_E_ARGUMENT));
  cr_expect(eq(sz, pnr_text_get(text).size, 0));
  pnr_text_close(text);
}
