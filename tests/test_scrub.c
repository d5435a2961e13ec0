/* SPDX-License-Identifier: Apache-2.0
 *
 * Sensitive data, article 13(4) of Directive (EU) 2016/681. Run from the top of the source tree. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "protect/sensitive.h"
#include "record_support.h"

#define HEAD \
  "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325:1200+AAA+BBB+ZX+100'SRC'RCI+ZX:LOC001'"
#define PETRA "TIF+NOVAK+PETRAMRS:A:1'"
#define FLIGHT "TVL+100325:1200:100325:1500+AAA+BBB+ZX+100:Y'"

static pnr_sensitive *table;

static void open_table(void) { cr_assert(eq(i32, pnr_sensitive_open(NULL, text_slice(""), &table, NULL), PNR_OK)); }
static void close_table(void) { pnr_sensitive_close(table); }

TestSuite(scrub, .init = open_table, .fini = close_table);

/* --- Where sensitive data stand --- */

static const struct {
  const char *name, *octets, *gone, *stays;
  uint32_t group, count;
} rows[] = {
  { "a request", HEAD PETRA FLIGHT "SSR+WCHR:HK:1:ZX:::AAA:BBB'", "WCHR", "LOC001", PNR_SENSITIVE_HEALTH, 1 },
  { "a meal", HEAD PETRA FLIGHT "SSR+KSML:HK:1:ZX:::AAA:BBB'", "KSML", "NOVAK", PNR_SENSITIVE_RELIGION, 1 },
  { "a request with text", HEAD PETRA "SSR+MEDA:HK:1:ZX:::::NEEDS A NURSE'", "NURSE", "NOVAK", PNR_SENSITIVE_HEALTH,
    1 },
  { "a number behind the code", HEAD "IFT+4:28::ZX+2WCHC1 ORDERED'", "ORDERED", "LOC001", PNR_SENSITIVE_HEALTH, 1 },
  { "a sentence of a remark", HEAD "IFT+4:28::ZX+WINDOW SEAT. PAX IS DIABETIC. TALL'", "DIABETIC", "WINDOW SEAT",
    PNR_SENSITIVE_HEALTH, 1 },
  { "history", HEAD PETRA "ABI+1'DAT+700:010325:0900'SAC+++A'SSR+BLND:HK:1:ZX'", "BLND", "NOVAK", PNR_SENSITIVE_HEALTH,
    1 },
  { "history of a remark", HEAD PETRA "ABI+1'DAT+700:010325:0900'SAC+++A'IFT+4:28+HALAL FOOD'", "HALAL", "NOVAK",
    PNR_SENSITIVE_RELIGION, 1 },
  { "an LTS keeps its other lines", HEAD "LTS+9/Z/1NOVAK?'SR WCHR ZX HK1?'TKT TIME LIMIT'", "WCHR", "TIME LIMIT",
    PNR_SENSITIVE_HEALTH, 1 },
  { "a segment that nobody knows", HEAD "QZZ+PAX:WCHS'", "WCHS", "LOC001", PNR_SENSITIVE_HEALTH, 1 },
  { "a group's name", HEAD "TIF+ST MARY PARISH PILGRIMS:G'" PETRA, "PILGRIMS", "NOVAK", PNR_SENSITIVE_RELIGION, 1 },
  { "a code in a contact", HEAD "IFT+4:43+MEDA CASE CALL DR'", "MEDA", "LOC001", PNR_SENSITIVE_HEALTH, 1 },
  { "a union", HEAD "IFT+4:28::ZX+GROUP OF TRADE UNION DELEGATES'", "DELEGATES", "LOC001", PNR_SENSITIVE_UNION, 1 },
};

Test(scrub, value_and_code_are_deleted_wherever_they_stand_and_counted)
{
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_message *message = message_of(rows[i].octets);
    pnr_record_options options = record_options();
    pnr_record *record = NULL, *out = NULL;
    pnr_removals *removals = NULL;
    pnr_slice before, octets;
    cr_assert(eq(i32, pnr_record_from_booking(NULL, message, 0, &options, &record, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_record_scrub(NULL, record, table, &out, &removals, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_record_encode(record, &before, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_record_encode(out, &octets, NULL), PNR_OK));
    cr_expect(holds(before, rows[i].gone), "%s: it was there", rows[i].name);
    cr_expect(not(holds(octets, rows[i].gone)), "%s", rows[i].name);
    cr_expect(holds(octets, rows[i].stays), "%s: %s", rows[i].name, rows[i].stays);
    cr_assert(eq(u32, pnr_removals_count(removals), 1), "%s", rows[i].name);
    const pnr_removal *removal = pnr_removals_get(removals, 0);
    cr_expect(eq(u32, removal->reason, PNR_REMOVED_SENSITIVE), "%s", rows[i].name);
    cr_expect(eq(u32, removal->group, rows[i].group), "%s", rows[i].name);
    cr_expect(eq(u32, removal->count, rows[i].count), "%s", rows[i].name);
    cr_expect(eq(sz, removal->code.size, 0), "%s: the code is deleted too", rows[i].name);
    cr_expect(eq(u32, pnr_record_get(out)->scrubbed, PNR_SENSITIVE_VERSION));
    cr_expect(eq(u32, pnr_record_get(out)->done, PNR_RECORD_SCRUBBED));
    pnr_removals_close(removals);
    pnr_record_close(out);
    pnr_record_close(record);
    pnr_message_close(message);
  }
}

/* --- Words --- */

static const struct {
  const char *text;
  uint32_t group;
} words[] = {
  { "Passagier im ROLLSTUHL", PNR_SENSITIVE_HEALTH },
  { "Gehörloser Gast, gehoerlos", PNR_SENSITIVE_HEALTH },
  { "PASSAGERE ENCEINTE", PNR_SENSITIVE_HEALTH },
  { "fauteuil roulant svp", PNR_SENSITIVE_HEALTH },
  { "pax je těhotná", PNR_SENSITIVE_HEALTH },
  { "PAX JE TEHOTNA", PNR_SENSITIVE_HEALTH },
  { "wózek inwalidzki", PNR_SENSITIVE_HEALTH },
  { "επιβάτης διαβητικός", PNR_SENSITIVE_HEALTH },
  { "пътник с инвалидна количка", PNR_SENSITIVE_HEALTH },
  { "kerekesszékkel utazik", PNR_SENSITIVE_HEALTH },
  { "pyörätuolissa", PNR_SENSITIVE_HEALTH },
  { "wymeczeta nie, ale meczet tak", PNR_SENSITIVE_RELIGION },
  { "UMRAH GROUP 12", PNR_SENSITIVE_RELIGION },
  { "Gewerkschaftstag in QXA", PNR_SENSITIVE_UNION },
  { "LGBTQ CRUISE", PNR_SENSITIVE_SEXUAL },
  { "PARTY CONGRESS QXB", PNR_SENSITIVE_POLITICAL },
  { "WCHR", PNR_SENSITIVE_HEALTH },
  { "wchr", PNR_SENSITIVE_HEALTH },
  { "FLIES TO ISLAMABAD", 0 },
  { "MR CHURCHILL", 0 },
  { "HOSPITALITY LOUNGE", 0 },
  { "ROMA FIUMICINO", 0 },
  { "CHRISTIAN NOVAK", 0 },
  { "PREGO", 0 },
  { "MEDAL OF HONOUR", 0 },
  { "TRADE FAIR, UNION HOTEL", 0 },
  { "", 0 },
};

Test(scrub, words_are_found_in_the_languages_of_the_union_and_not_in_other_words)
{
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    cr_expect(eq(u32, pnri_sensitive_in(table, text_slice(words[i].text), false), words[i].group), "%s", words[i].text);
}

/* --- No code of the table is left --- */

static uint32_t scrubbed, removed;

static int is_alone(pnr_slice octets, size_t at, size_t size)
{
  uint8_t before = at > 0 ? octets.data[at - 1] : 0, after = at + size < octets.size ? octets.data[at + size] : 0;
  return !(before >= 'A' && before <= 'Z') && !(after >= 'A' && after <= 'Z');
}

static void check_codes(const char *path, pnr_slice octets)
{
  for (uint32_t i = 0; i < pnr_sensitive_count(table); i++) {
    const pnr_sensitive_row *row = pnr_sensitive_get(table, i);
    if (row->is_code == 0) continue;
    for (size_t at = 0; at + row->word.size <= octets.size; at++)
      if (memcmp(octets.data + at, row->word.data, row->word.size) == 0)
        cr_expect(not(is_alone(octets, at, row->word.size)), "%s: code %u", path, i);
  }
}

static void check_sample(const char *path, const pnr_message *message)
{
  pnr_record_options options = record_options();
  pnr_status status;
  uint32_t i = 0;
  for (pnr_record *record; (record = record_of(NULL, message, i, &options, &status)) != NULL; i++) {
    pnr_record *out = NULL, *again = NULL;
    pnr_removals *removals = NULL;
    pnr_slice octets;
    cr_assert(eq(i32, pnr_record_scrub(NULL, record, table, &out, &removals, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_record_scrub(NULL, out, table, &again, NULL, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_record_encode(out, &octets, NULL), PNR_OK));
    check_codes(path, octets);
    cr_expect(eq(u32, pnr_record_equal(out, again), 1), "%s", path);
    removed += pnr_removals_count(removals);
    scrubbed++;
    pnr_removals_close(removals);
    pnr_record_close(again);
    pnr_record_close(out);
    pnr_record_close(record);
  }
}

Test(scrub, no_code_of_the_table_is_left_in_any_sample)
{
  cr_expect(gt(u32, check_samples(check_sample), 120));
  cr_expect(gt(u32, scrubbed, 200));
  cr_expect(gt(u32, removed, 5), "there were some: %u", removed);
}

/* --- Tables of others --- */

static const struct {
  const char *name, *text;
  pnr_status status;
  uint32_t line;
} tables[] = {
  { "the least", "version 7", PNR_OK, 0 },
  { "comments, blanks and ends of lines", "# ours\r\nversion 7\r\n\r\n  code health ABCD EFGH\n\tword union one_two*\n",
    PNR_OK, 0 },
  { "no version", "code health ABCD\n", PNR_E_SYNTAX, 2 },
  { "a version that is none", "version x\n", PNR_E_SYNTAX, 1 },
  { "more behind the version", "version 7 8\n", PNR_E_SYNTAX, 1 },
  { "an unknown group", "version 7\ncode hobby ABCD\n", PNR_E_SYNTAX, 2 },
  { "an unknown kind", "version 7\n\ncodes health ABCD\n", PNR_E_SYNTAX, 3 },
};

Test(scrub, tables_of_others_are_read_or_refused_with_their_line)
{
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
    pnr_sensitive *own = NULL;
    pnr_error error = { .size = sizeof error };
    pnr_status status = pnr_sensitive_open(NULL, text_slice(tables[i].text), &own, &error);
    cr_expect(eq(i32, status, tables[i].status), "%s", tables[i].name);
    cr_expect(eq(u32, error.line, tables[i].line), "%s", tables[i].name);
    if (own != NULL) cr_expect(eq(u32, pnr_sensitive_version(own), 7), "%s", tables[i].name);
    if (i == 1) {
      cr_expect(eq(u32, pnr_sensitive_count(own), 3));
      cr_expect(eq(u32, pnri_sensitive_in(own, text_slice("one, twofold"), false), PNR_SENSITIVE_UNION));
      cr_expect(eq(u32, pnri_sensitive_in(own, text_slice("one, twofold"), true), 0), "no code");
      cr_expect(eq(u32, pnri_sensitive_in(own, text_slice("abcd"), true), PNR_SENSITIVE_HEALTH));
      cr_expect(eq(u32, pnri_sensitive_in(own, text_slice("WCHR"), false), 0), "only this table");
    }
    pnr_sensitive_close(own);
  }
  cr_expect(pnr_sensitive_get(table, pnr_sensitive_count(table)) == NULL);
  cr_expect(gt(u32, pnr_sensitive_count(table), 500));
  cr_expect(eq(str, (char *)(uintptr_t)pnr_sensitive_group_name(7), "unknown"));
}

static pnr_status scrub_all(const pnr_env *env, const pnr_record *record)
{
  pnr_sensitive *own = NULL;
  pnr_record *out = NULL;
  pnr_removals *removals = NULL;
  pnr_status status =
    pnr_sensitive_open(env, text_slice("version 1\ncode health WCHR MEDA\nword union union"), &own, NULL);
  if (status == PNR_OK) status = pnr_record_scrub(env, record, own, &out, &removals, NULL);
  cr_expect(eq(int, out != NULL, status == PNR_OK));
  pnr_removals_close(removals);
  pnr_record_close(out);
  pnr_sensitive_close(own);
  return status;
}

Test(scrub, arguments_are_checked_and_every_allocation_may_fail)
{
  pnr_message *message = message_of(HEAD PETRA FLIGHT "SSR+WCHR:HK:1:ZX'IFT+4:28::ZX+A. THE UNION. B'");
  pnr_record_options options = record_options();
  pnr_record *record = NULL, *out = NULL;
  cr_assert(eq(i32, pnr_record_from_booking(NULL, message, 0, &options, &record, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_record_scrub(NULL, record, NULL, &out, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_record_scrub(NULL, NULL, table, &out, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(gt(u64, check_each_allocation(scrub_all, record), 4));
  pnr_record_close(record);
  pnr_message_close(message);
}
