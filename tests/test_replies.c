/* SPDX-License-Identifier: Apache-2.0
 *
 * Answers made, written, and read again: CONTRL, ACKRES, CUSRES. All names are invented. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/pnr.h"
#include "pnrgov_support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static pnr_envelope usual(void)
{
  return (pnr_envelope){
    .size = sizeof(pnr_envelope), .prepared = 20250311, .prepared_time = 5, .interchange = text_slice("A1")
  };
}

/* --- The fields of an answer as one line --- */

static void describe_leg(line *l, const pnr_leg *leg)
{
  add_slice(l, "<", leg->carrier);
  add_slice(l, " ", leg->number);
  add_slice(l, "/", leg->suffix);
  add_slice(l, " ", leg->from);
  add(l, "@%u:%d", leg->departs, leg->departs_time);
  add_slice(l, "-", leg->to);
  add(l, "@%u:%d>", leg->arrives, leg->arrives_time);
}

static void describe_response(line *l, const pnr_response *response)
{
  add(l, "[%s %s", pnr_level_name(response->level), pnr_response_name(response->meaning));
  add_slice(l, " ", response->code);
  add_slice(l, " in ", response->locator);
  add_slice(l, " of ", response->unique_reference);
  add_slice(l, " to ", response->transaction);
  add_slice(l, " on ", response->flight);
  add_slice(l, ": ", response->text);
  add(l, "]");
}

static void describe(line *l, const pnr_content *content)
{
  *l = (line){ .size = 0 };
  add(l, "%s", pnr_message_type_name(content->type));
  add_slice(l, " ", content->version);
  add_slice(l, " from ", content->sender);
  add_slice(l, " to ", content->recipient);
  add_slice(l, " key ", content->key);
  add_slice(l, " ", content->function_code);
  add_slice(l, " about ", content->transaction);
  add(l, " part %u%u%u ", content->part_number, content->part_first, content->part_last);
  for (uint32_t i = 0; i < content->leg_count; i++) describe_leg(l, content->legs[i]);
  for (uint32_t i = 0; i < content->response_count; i++) describe_response(l, content->responses[i]);
  for (uint32_t i = 0; i < content->syntax_report_count; i++) describe_report(l, content->syntax_reports[i]);
}

/* --- Writing and reading again --- */

typedef pnr_status (*writer)(pnr_text *text, const pnr_message *message, const pnr_envelope *envelope,
                             pnr_error *error);

static writer writer_of(const pnr_message *message)
{
  uint32_t type = pnr_message_content(message)->type;
  return type == PNR_MESSAGE_CONTRL   ? pnr_write_contrl
         : type == PNR_MESSAGE_ACKRES ? pnr_write_ackres
                                      : pnr_write_cusres;
}

/* Writes the answer, compares the segments between UNH and UNT, reads it and compares the records; then writes what was
 * read, which gives the same octets once more. */
static void check_answer(const pnr_message *answer, const char *segments, const char *name)
{
  const pnr_envelope envelope = usual();
  pnr_text *text = NULL, *again = NULL;
  cr_assert(eq(i32, pnr_text_open(NULL, &text, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_text_open(NULL, &again, NULL), PNR_OK));
  cr_assert(eq(i32, writer_of(answer)(text, answer, &envelope, NULL), PNR_OK), "%s", name);
  pnr_slice written = pnr_text_get(text);
  static char found[8192];
  snprintf(found, sizeof found, "%.*s", (int)written.size, (const char *)written.data);
  char *begin = strchr(strstr(found, "UNH+"), '\'') + 1, *end = strstr(found, "'UNT+");
  end[1] = 0;
  if (segments != NULL) cr_expect_str_eq(begin, as_text(segments), "%s: %s", name, begin);

  static line made, read;
  reading r;
  read_octets(&r, NULL, written.data, written.size);
  cr_assert(eq(i32, r.status, PNR_OK), "%s", name);
  describe(&made, pnr_message_content(answer));
  describe(&read, r.content);
  cr_expect_str_eq(made.text, read.text, "%s: %s", name, read.text);
  cr_expect(eq(u32, r.content->finding_count, 0), "%s: what is written has nothing to be told", name);
  cr_assert(eq(i32, writer_of(answer)(again, r.message, NULL, NULL), PNR_OK), "%s", name);
  pnr_slice rewritten = pnr_text_get(again);
  cr_expect(rewritten.size == written.size && memcmp(rewritten.data, written.data, written.size) == 0, "%s", name);
  read_close(&r);
  pnr_text_close(again);
  pnr_text_close(text);
}

/* --- CUSRES --- */

#define PERSON(name, references) "NAD+FL+++" name "'ATT+2++F'DTM+329:800505'NAT+2+CZE'" references "DOC+P:110:111+X1'"
#define LIST_HEAD                                                                     \
  "UNB+UNOA:4+ZX+GOV+250310:1015+R'UNH+1+PAXLST:D:12B:UN:IATA+K7'BGM+745'RFF+TN:T77'" \
  "TDT+20+ZX100'LOC+125+AAA'DTM+189:2503101200:201'LOC+87+BBB'DTM+232:2503101500:201'"
#define LIST_TAIL "CNT+42:9'UNT+9+1'UNZ+1+R'"
static const char list[] =
  LIST_HEAD PERSON("NOVAK:PETRA", "RFF+AVF:LOC1'RFF+ABO:P1'") PERSON("NOVAK:JAN", "RFF+AVF:LOC1'RFF+ABO:P2'")
    PERSON("SVOBODA:EVA", "RFF+AVF:LOC2'") PERSON("SVOBODA:ADAM", "RFF+AVF:LOC2'") PERSON("DVORAK:IVA", "") LIST_TAIL;

static pnr_verdict verdict(uint32_t traveller, uint32_t meaning, const char *code, const char *text)
{
  return (pnr_verdict){ sizeof(pnr_verdict), traveller, meaning, text_slice(code), text_slice(text) };
}

enum { MOST = 4 };

/* Answers the list. verdicts of size 0 end the row. */
static pnr_status answer_list(const pnr_env *env, const reading *r, uint32_t header, const pnr_verdict *verdicts,
                              pnr_message **out, pnr_error *error)
{
  const pnr_verdict *all[MOST];
  uint32_t count = 0;
  for (; count < MOST && verdicts[count].size != 0; count++) all[count] = &verdicts[count];
  pnr_cusres_options options = { .size = sizeof options, .header = header, .verdicts = all, .verdict_count = count };
  return pnr_answer_cusres(env, r->message, &options, out, error);
}

#define ANSWERED_FLIGHT "RFF+AF:ZX100'DTM+189:2503101200:201'DTM+232:2503101500:201'LOC+125+AAA'LOC+87+BBB'"
#define CUSRES_HEAD "BGM+962'RFF+TN:T77'" ANSWERED_FLIGHT

Test(replies, a_list_is_answered_person_by_person)
{
  reading r;
  read_octets(&r, NULL, list, strlen(list));
  cr_assert(eq(u32, r.content->traveller_count, 5));
  static char words[2000];
  for (size_t i = 0; i < sizeof words - 1; i++) words[i] = i % 8 == 7 ? ' ' : 'A';
  const struct {
    const char *name;
    uint32_t header;
    pnr_verdict verdicts[MOST];
    const char *segments;
  } rows[] = {
    { "nobody", PNR_RESPONSE_ACCEPTED, { { 0 } }, CUSRES_HEAD "ERP+1'ERC+0'" },
    { "an error", PNR_RESPONSE_ERROR, { { 0 } }, CUSRES_HEAD "ERP+1'ERC+1'" },
    { "all meanings",
      PNR_RESPONSE_ACCEPTED,
      { verdict(1, PNR_RESPONSE_DO_NOT_BOARD, "", "CALL +420: 1"), verdict(0, PNR_RESPONSE_OK_TO_BOARD, "", "") },
      CUSRES_HEAD "ERP+1'ERC+0'ERP+2'RFF+AVF:LOC1'RFF+ABO:P2'ERC+1Z'FTX+AAP+++CALL ?+420?: 1'"
                  "ERP+2'RFF+AVF:LOC1'RFF+ABO:P1'ERC+0Z'" },
    { "those who share their references have one answer",
      PNR_RESPONSE_ACCEPTED,
      { verdict(2, PNR_RESPONSE_SELECTEE, "", ""), verdict(3, PNR_RESPONSE_SELECTEE, "", "") },
      CUSRES_HEAD "ERP+1'ERC+0'ERP+2'RFF+AVF:LOC2'ERC+2Z'ERP+2'RFF+AVF:LOC2'ERC+2Z'" },
    { "insufficient, and a code of the country's own",
      PNR_RESPONSE_ACCEPTED,
      { verdict(0, PNR_RESPONSE_INSUFFICIENT, "", ""), verdict(1, PNR_RESPONSE_RAW, "0A", "") },
      CUSRES_HEAD "ERP+1'ERC+0'ERP+2'RFF+AVF:LOC1'RFF+ABO:P1'ERC+4Z'ERP+2'RFF+AVF:LOC1'RFF+ABO:P2'ERC+0A'" },
    { "a long text", PNR_RESPONSE_ACCEPTED, { verdict(0, PNR_RESPONSE_SELECTEE, "", words) }, NULL },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_message *answer = NULL;
    cr_assert(eq(i32, answer_list(NULL, &r, rows[i].header, rows[i].verdicts, &answer, NULL), PNR_OK), "%s",
              rows[i].name);
    check_answer(answer, rows[i].segments, rows[i].name);
    pnr_message_close(answer);
  }
  read_close(&r);
}

Test(replies, an_answer_that_could_reach_somebody_else_is_refused)
{
  reading r;
  read_octets(&r, NULL, list, strlen(list));
  const struct {
    const char *name;
    uint32_t header, traveller; /* whose offset is told, or PNR_NONE */
    pnr_verdict verdicts[MOST];
  } rows[] = {
    { "no header", PNR_RESPONSE_UNKNOWN, PNR_NONE, { { 0 } } },
    { "a person's answer as header", PNR_RESPONSE_SELECTEE, PNR_NONE, { { 0 } } },
    { "no such traveller", PNR_RESPONSE_ACCEPTED, PNR_NONE, { verdict(5, PNR_RESPONSE_SELECTEE, "", "") } },
    { "no meaning", PNR_RESPONSE_ACCEPTED, PNR_NONE, { verdict(0, PNR_RESPONSE_UNKNOWN, "", "") } },
    { "a header's answer for a person",
      PNR_RESPONSE_ACCEPTED,
      PNR_NONE,
      { verdict(0, PNR_RESPONSE_ACCEPTED, "", "") } },
    { "meaning and code", PNR_RESPONSE_ACCEPTED, PNR_NONE, { verdict(0, PNR_RESPONSE_SELECTEE, "1Z", "") } },
    { "raw without code", PNR_RESPONSE_ACCEPTED, PNR_NONE, { verdict(0, PNR_RESPONSE_RAW, "", "") } },
    { "raw code that has a meaning", PNR_RESPONSE_ACCEPTED, PNR_NONE, { verdict(0, PNR_RESPONSE_RAW, "0Z", "") } },
    { "two answers",
      PNR_RESPONSE_ACCEPTED,
      0,
      { verdict(0, PNR_RESPONSE_SELECTEE, "", ""), verdict(0, PNR_RESPONSE_SELECTEE, "", "") } },
    { "no reference", PNR_RESPONSE_ACCEPTED, 4, { verdict(4, PNR_RESPONSE_SELECTEE, "", "") } },
    { "one of two with the same references", PNR_RESPONSE_ACCEPTED, 3, { verdict(2, PNR_RESPONSE_SELECTEE, "", "") } },
    { "different answers for the same references",
      PNR_RESPONSE_ACCEPTED,
      3,
      { verdict(3, PNR_RESPONSE_OK_TO_BOARD, "", ""), verdict(2, PNR_RESPONSE_SELECTEE, "", "") } },
    { "different raw codes for the same references",
      PNR_RESPONSE_ACCEPTED,
      3,
      { verdict(3, PNR_RESPONSE_RAW, "0A", ""), verdict(2, PNR_RESPONSE_RAW, "0B", "") } },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_error error = { .size = sizeof error };
    pnr_message *answer = r.message;
    pnr_status status = answer_list(NULL, &r, rows[i].header, rows[i].verdicts, &answer, &error);
    cr_expect(eq(i32, status, PNR_E_ARGUMENT), "%s", rows[i].name);
    cr_expect(answer == NULL, "%s", rows[i].name);
    uint64_t offset = rows[i].traveller != PNR_NONE ? r.content->travellers[rows[i].traveller]->offset : 0;
    cr_expect(eq(u64, error.offset, offset), "%s", rows[i].name);
  }
  pnr_message *answer;
  pnr_cusres_options options = { .header = PNR_RESPONSE_ACCEPTED };
  cr_expect(eq(i32, pnr_answer_cusres(NULL, r.message, &options, &answer, NULL), PNR_E_ARGUMENT), "no size");
  read_close(&r);
}

Test(replies, answering_a_list_takes_no_more_steps_than_allowed)
{
  static char text[1 << 16];
  size_t size = (size_t)snprintf(text, sizeof text, "%s", LIST_HEAD);
  for (int i = 0; i < 300; i++)
    size += (size_t)snprintf(text + size, sizeof text - size, "%s", "NAD+FL+++NOVAK:PETRA'RFF+AVF:L'RFF+ABO:P'");
  snprintf(text + size, sizeof text - size, "%s", LIST_TAIL);
  reading r;
  read_octets(&r, NULL, text, strlen(text));
  cr_assert(eq(u32, r.content->traveller_count, 300));
  const pnr_verdict none[] = { { 0 } };
  const struct {
    uint64_t steps;
    pnr_status status;
  } rows[] = { { 200, PNR_E_LIMIT }, { 400, PNR_OK } };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_limits limits = { .size = sizeof limits, .steps = rows[i].steps };
    pnr_env *env = NULL;
    pnr_message *answer = NULL;
    cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
    cr_expect(eq(i32, answer_list(env, &r, PNR_RESPONSE_ACCEPTED, none, &answer, NULL), rows[i].status));
    pnr_message_close(answer);
    pnr_env_close(env);
  }
  read_close(&r);
}

/* --- ACKRES --- */

Test(replies, a_booking_message_is_answered_as_agreed)
{
  reading r;
  read_segments(&r, "MSG+:22'TVL+100325:1200+AAA+BBB+ZX+100'EQN+1'SRC'RCI+ZX:LOC001'TIF+NOVAK+PETRA:A:1'"
                    "DAT+700:990925:9999'");
  static const char words[] =
    "WORDS THAT DO NOT FIT INTO ONE TEXT OF SEVENTY CHARACTERS AND ARE CUT BETWEEN THEM, ALSO AFTER O'NEILL";
  pnr_ackres_error errors[] = { { sizeof errors[0], text_slice("102"), text_slice("NO EQN: SEND + AGAIN") },
                                { sizeof errors[0], text_slice("118"), text_slice("") },
                                { sizeof errors[0], text_slice("7"), text_slice(words) } };
  const pnr_ackres_error *all[] = { &errors[0], &errors[1], &errors[2] };
  const struct {
    const char *name;
    uint32_t agreement, error_count;
    const char *code, *segments;
  } rows[] = {
    { "receipt", PNR_AGREED_RECEIPT, 3, "9", "MSG+:23'" },
    { "no errors", PNR_AGREED_ERRORS, 0, "", "MSG+:23'" },
    { "errors", PNR_AGREED_ERRORS, 3, "",
      "MSG+:23'ERC+102'IFT+3+NO EQN?: SEND ?+ AGAIN'ERC+118'ERC+7'"
      "IFT+3+WORDS THAT DO NOT FIT INTO ONE TEXT OF SEVENTY CHARACTERS AND ARE CUT"
      "+BETWEEN THEM, ALSO AFTER O?'NEILL'" },
    { "findings", PNR_AGREED_ERRORS, 0, "9", "MSG+:23'ERC+9'IFT+3+SEGMENT 8 OCTET 158?: NO DATE OF THE CALENDAR'" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_ackres_options options = { .size = sizeof options,
                                   .agreement = rows[i].agreement,
                                   .errors = all,
                                   .error_count = rows[i].error_count,
                                   .finding_code = text_slice(rows[i].code) };
    pnr_message *answer = NULL;
    cr_assert(eq(i32, pnr_answer_ackres(NULL, r.message, &options, &answer, NULL), PNR_OK), "%s", rows[i].name);
    check_answer(answer, rows[i].segments, rows[i].name);
    pnr_message_close(answer);
  }
  pnr_ackres_options options = { .size = sizeof options, .agreement = PNR_AGREED_NOTHING };
  pnr_message *answer = r.message;
  cr_expect(eq(i32, pnr_answer_ackres(NULL, r.message, &options, &answer, NULL), PNR_END));
  cr_expect(answer == NULL);
  options.agreement = 0;
  cr_expect(eq(i32, pnr_answer_ackres(NULL, r.message, &options, &answer, NULL), PNR_E_ARGUMENT), "no agreement");
  options = (pnr_ackres_options){ sizeof options, PNR_AGREED_ERRORS, all, 2, 0, { NULL, 0 } };
  errors[1].code.size = 0;
  cr_expect(eq(i32, pnr_answer_ackres(NULL, r.message, &options, &answer, NULL), PNR_E_ARGUMENT), "no code");
  read_close(&r);
  read_octets(&r, NULL, list, strlen(list));
  options.error_count = 0;
  cr_expect(eq(i32, pnr_answer_ackres(NULL, r.message, &options, &answer, NULL), PNR_E_ARGUMENT), "a list");
  read_close(&r);
}

/* --- CONTRL --- */

#define UNB "UNB+UNOA:4+ZX+GOV+250310:1015+R'"
#define PNRGOV "UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325+AAA+BBB+ZX+100'EQN+1'SRC'RCI+ZX:LOC001'TIF+NOVAK+PETRA:A:1'"
#define UCI "UCI+R+ZX+GOV+7'"
#define UCM "UCM+1+PNRGOV:13:1:IA+"

enum { MESSAGES = 4 };

static pnr_status answer_octets(const pnr_env *env, const uint8_t *data, size_t size, const pnr_contrl_options *options,
                                pnr_message **out, pnr_error *error)
{
  pnr_reader *reader = NULL;
  pnr_message *messages[MESSAGES] = { NULL };
  uint32_t count = 0;
  pnr_status status = pnr_reader_open(env, data, size, NULL, &reader, error);
  while (status == PNR_OK && count < MESSAGES) {
    status = pnr_reader_next(reader, &messages[count], error);
    count += status == PNR_OK;
  }
  if (status == PNR_END)
    status = pnr_answer_contrl(env, data, size, (const pnr_message *const *)messages, count, options, out, error);
  for (uint32_t i = 0; i < count; i++) pnr_message_close(messages[i]);
  pnr_reader_close(reader);
  return status;
}

Test(replies, findings_about_syntax_become_error_codes_with_their_places)
{
  static const struct {
    const char *name, *text;
    uint32_t severity;
    const char *segments;
  } rows[] = {
    { "nothing wrong", UNB PNRGOV "UNT+8+1'UNZ+1+R'", PNR_SEVERITY_NOTICE, UCI UCM "7'" },
    { "no error", UNB PNRGOV "UNT+9+1'UNZ+1+R'", 0, UCI UCM "7'" },
    { "count of UNT", UNB PNRGOV "UNT+9+1'UNZ+1+R'", PNR_SEVERITY_WARNING, UCI UCM "4+29+UNT'" },
    { "reference of UNT", UNB PNRGOV "UNT+8+2'UNZ+1+R'", PNR_SEVERITY_WARNING, UCI UCM "4+28+UNT'" },
    { "no UNT", UNB PNRGOV "UNZ+1+R'", 0, UCI UCM "4+13+UNT'" },
    { "no UNZ", UNB PNRGOV "UNT+8+1'", PNR_SEVERITY_WARNING, "UCI+R+ZX+GOV+4+13+UNZ'" },
    { "count of UNZ", UNB PNRGOV "UNT+8+1'UNZ+3+R'", PNR_SEVERITY_WARNING, "UCI+R+ZX+GOV+4+29+UNZ'" },
    { "version", UNB "UNH+1+PNRGOV:99:1:IA'MSG+:22'TVL+100325+AAA+BBB+ZX+100'EQN+0'UNT+5+1'UNZ+1+R'",
      PNR_SEVERITY_NOTICE, UCI "UCM+1+PNRGOV:99:1:IA+4+14+UNH'" },
    { "date", UNB PNRGOV "DAT+700:993325'UNT+9+1'UNZ+1+R'", 0, UCI UCM "4'UCS+8'UCD+12+2:2'" },
    { "two places in one segment, one in another",
      UNB PNRGOV "DAT+700:993325+700:993225'DAT+700:993325'UNT+10+1'UNZ+1+R'", 0,
      UCI UCM "4'UCS+8'UCD+12+2:2'UCD+12+3:2'UCS+9'UCD+12+2:2'" },
    { "unknown segment", UNB PNRGOV "XYZ+1'UNT+9+1'UNZ+1+R'", PNR_SEVERITY_NOTICE, UCI UCM "4'UCS+8+15'" },
    { "control character", UNB PNRGOV "IFT+4+A\x01'UNT+9+1'UNZ+1+R'", PNR_SEVERITY_WARNING,
      UCI UCM "4'UCS+8'UCD+21+3'" },
    { "a type without reader", UNB PNRGOV "UNT+8+1'UNH+2+GOVREQ:13:1:IA'MSG+:43'UNT+3+2'UNZ+2+R'", 0,
      UCI UCM "7'UCM+2+GOVREQ:13:1:IA+4+14+UNH+3:1'" },
    { "types without reader in front and behind",
      UNB "UNH+8+GOVREQ:13:1:IA'UNT+2+8'UNH+9+X'UNT+2+9'" PNRGOV "UNT+8+1'UNH+2+GOVREQ'UNT+2+2'UNZ+4+R'", 0,
      UCI "UCM+8+GOVREQ:13:1:IA+4+14+UNH+3:1'UCM+9+X+4+14+UNH+3:1'" UCM "7'UCM+2+GOVREQ+4+14+UNH+3:1'" },
    { "two messages, one of them wrong",
      UNB PNRGOV "UNT+8+1'UNH+2+PAXLST:D:12B:UN:IATA'BGM+745'TDT+20+ZX1'NAD+FL+++A:B'DTM+329:993399'UNT+6+2'UNZ+2+R'",
      0, UCI UCM "7'UCM+2+PAXLST:D:12B:UN:IATA+4'UCS+5'UCD+12+2:2'" },
    { "a group", UNB "UNG+PNRGOV+ZX+GOV+250310:1015+G+IA+13:1'" PNRGOV "UNT+8+1'UNE+1+G'UNZ+1+R'", PNR_SEVERITY_NOTICE,
      UCI "UCF+G+ZX+GOV+7'" UCM "7'" },
    { "a group's count", UNB "UNG+PNRGOV+ZX+GOV+250310:1015+G+IA+13:1'" PNRGOV "UNT+8+1'UNE+2+G'UNZ+1+R'",
      PNR_SEVERITY_WARNING, UCI "UCF+G+ZX+GOV+4+29+UNE'" UCM "4'" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    const pnr_contrl_options options = { .size = sizeof options, .severity = rows[i].severity };
    uint8_t *data = exact_copy(rows[i].text, strlen(rows[i].text));
    pnr_message *answer = NULL;
    cr_assert(eq(i32, answer_octets(NULL, data, strlen(rows[i].text), &options, &answer, NULL), PNR_OK), "%s",
              rows[i].name);
    check_answer(answer, rows[i].segments, rows[i].name);
    pnr_message_close(answer);
    free(data);
  }
}

Test(replies, the_action_may_be_the_callers_own)
{
  static const struct {
    uint32_t action, error;
    pnr_status status;
    const char *segments;
  } rows[] = {
    { PNR_RECEIPT_RECEIVED, 0, PNR_OK, "UCI+R+ZX+GOV+8'" },
    { PNR_RECEIPT_ACKNOWLEDGED, 0, PNR_OK, "UCI+R+ZX+GOV+7'" },
    { PNR_RECEIPT_REJECTED, 0, PNR_OK, "UCI+R+ZX+GOV+4+18'" },
    { PNR_RECEIPT_REJECTED, 23, PNR_OK, "UCI+R+ZX+GOV+4+23'" },
    { PNR_RECEIPT_REJECTED, 3, PNR_E_ARGUMENT, NULL },
    { 5, 0, PNR_E_ARGUMENT, NULL },
  };
  static const char text[] = UNB PNRGOV "UNT+9+1'UNZ+1+R'";
  for (size_t i = 0; i < ROWS(rows); i++) {
    const pnr_contrl_options options = { .size = sizeof options, .action = rows[i].action, .error = rows[i].error };
    pnr_message *answer = NULL;
    pnr_status status = answer_octets(NULL, (const uint8_t *)text, strlen(text), &options, &answer, NULL);
    cr_expect(eq(i32, status, rows[i].status), "row %zu", i);
    if (answer != NULL) check_answer(answer, rows[i].segments, "action");
    pnr_message_close(answer);
  }
}

Test(replies, only_one_whole_interchange_can_be_acknowledged)
{
  static const struct {
    const char *name, *text;
  } rows[] = {
    { "no reference", "UNB+UNOA:4+ZX+GOV+250310:1015'" PNRGOV "UNT+8+1'UNZ+1'" },
    { "no interchange", PNRGOV "UNT+8+1'" },
    { "two interchanges", UNB PNRGOV "UNT+8+1'UNZ+1+R'UNB+UNOA:4+ZX+GOV+250310:1015+S'" PNRGOV "UNT+8+1'UNZ+1+S'" },
    { "a zone", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_message *answer = NULL;
    pnr_status status = answer_octets(NULL, (const uint8_t *)rows[i].text, strlen(rows[i].text), NULL, &answer, NULL);
    cr_expect(eq(i32, status, PNR_E_ARGUMENT), "%s", rows[i].name);
  }
  static const char text[] = UNB PNRGOV "UNT+8+1'UNZ+1+R'", other[] = UNB "UNH+1+PNRGOV'UNT+2+1'UNZ+1+R'";
  reading r;
  pnr_message *answer;
  read_octets(&r, NULL, text, strlen(text));
  const pnr_message *message = r.message;
  cr_expect(eq(i32, pnr_answer_contrl(NULL, (const uint8_t *)other, 0, &message, 1, NULL, &answer, NULL), PNR_E_EMPTY));
  cr_expect(eq(i32, pnr_answer_contrl(NULL, r.data, r.size, &message, 0, NULL, &answer, NULL), PNR_E_ARGUMENT));
  read_close(&r);
}

/* --- Writing --- */

Test(replies, every_writer_takes_its_own_type_and_tells_what_it_lacks)
{
  static const writer writers[] = { pnr_write_contrl, pnr_write_ackres, pnr_write_cusres };
  pnr_envelope envelope = usual();
  pnr_text *text = NULL;
  reading r;
  cr_assert(eq(i32, pnr_text_open(NULL, &text, NULL), PNR_OK));
  read_octets(&r, NULL, list, strlen(list));
  for (size_t i = 0; i < ROWS(writers); i++)
    cr_expect(eq(i32, writers[i](text, r.message, &envelope, NULL), PNR_E_ARGUMENT), "writer %zu", i);
  pnr_message *answer = NULL;
  const pnr_verdict verdicts[] = { verdict(0, PNR_RESPONSE_SELECTEE, "", "Caf\xC3\xA9"), { 0 } };
  cr_assert(eq(i32, answer_list(NULL, &r, PNR_RESPONSE_ACCEPTED, verdicts, &answer, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_write_cusres(text, answer, NULL, NULL), PNR_E_ARGUMENT), "neither reference nor time");
  pnr_error error = { .size = sizeof error };
  cr_expect(eq(i32, pnr_write_cusres(text, answer, &envelope, &error), PNR_E_CHARACTER));
  cr_expect(eq(u32, error.segment, 15), "FTX");
  cr_expect(eq(u32, error.element, 4));
  cr_expect(eq(u64, error.offset, 1));
  cr_expect(eq(sz, pnr_text_get(text).size, 0));
  envelope.syntax = text_slice("UNOC");
  cr_expect(eq(i32, pnr_write_cusres(text, answer, &envelope, NULL), PNR_OK));
  pnr_message_close(answer);
  pnr_text_clear(text);
  static char words[5 * 513 + 8];
  for (size_t i = 0; i < sizeof words - 1; i++) words[i] = i % 2 != 0 ? ' ' : 'A';
  const pnr_verdict wordy[] = { verdict(0, PNR_RESPONSE_SELECTEE, "", words), { 0 } };
  cr_assert(eq(i32, answer_list(NULL, &r, PNR_RESPONSE_ACCEPTED, wordy, &answer, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_write_cusres(text, answer, &envelope, NULL), PNR_E_LIMIT), "more words than FTX holds");
  cr_expect(eq(sz, pnr_text_get(text).size, 0));
  pnr_message_close(answer);
  read_close(&r);
  pnr_text_close(text);
}

typedef pnr_status (*maker)(const pnr_env *env, const reading *r, pnr_message **out);

static pnr_status make_cusres(const pnr_env *env, const reading *r, pnr_message **out)
{
  const pnr_verdict verdicts[] = { verdict(0, PNR_RESPONSE_SELECTEE, "", "A"), { 0 } };
  return answer_list(env, r, PNR_RESPONSE_ACCEPTED, verdicts, out, NULL);
}

static pnr_status make_ackres(const pnr_env *env, const reading *r, pnr_message **out)
{
  const pnr_ackres_options options = { .size = sizeof options,
                                       .agreement = PNR_AGREED_ERRORS,
                                       .finding_code = text_slice("9") };
  return pnr_answer_ackres(env, r->message, &options, out, NULL);
}

static pnr_status make_contrl(const pnr_env *env, const reading *r, pnr_message **out)
{
  const pnr_message *message = r->message;
  return pnr_answer_contrl(env, r->data, r->size, &message, 1, NULL, out, NULL);
}

Test(replies, every_allocation_may_fail)
{
  static const char wrong[] = UNB PNRGOV "DAT+700:993325'UNT+9+1'UNZ+1+R'";
  static const struct {
    const char *text;
    maker make;
  } rows[] = { { list, make_cusres }, { wrong, make_ackres }, { wrong, make_contrl } };
  for (size_t i = 0; i < ROWS(rows); i++) {
    reading r;
    read_octets(&r, NULL, rows[i].text, strlen(rows[i].text));
    pnr_status status = PNR_E_MEMORY;
    for (uint64_t fail_at = 2; status == PNR_E_MEMORY; fail_at++) { /* the first is the env's own */
      counting_allocator state = { .fail_at = fail_at };
      pnr_env *env = NULL;
      pnr_message *answer = NULL;
      pnr_text *text = NULL;
      const pnr_envelope envelope = usual();
      cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
      status = rows[i].make(env, &r, &answer);
      cr_expect(eq(int, status == PNR_OK, answer != NULL));
      if (status == PNR_OK) status = pnr_text_open(env, &text, NULL);
      if (status == PNR_OK) status = writer_of(answer)(text, answer, &envelope, NULL);
      if (status == PNR_E_MEMORY && text != NULL) cr_expect(eq(sz, pnr_text_get(text).size, 0));
      pnr_text_close(text);
      pnr_message_close(answer);
      pnr_env_close(env);
      cr_expect(eq(u64, state.blocks, 0));
      cr_expect(eq(int, state.not_wiped, 0));
    }
    cr_expect(eq(i32, status, PNR_OK), "row %zu", i);
    read_close(&r);
  }
}
