/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/list.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* Everybody in these files is invented. The remarks of 11 are cut within a word, those of 12 at a blank. */
static const char sdn[] =
  "10,\"ZANZAMAR SHIPPING, S.A.\",-0- ,\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'ZZ'.\"\r\n"
  "11,\"QUIRINAL, Tobias Ulm\",\"individual\",\"TEST1] [TEST2\",\"Admiral\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"
  "\"DOB 12 Mar 1960; alt. DOB 1961; alt. DOB circa 1962; alt. DOB Feb 1963; alt. DOB 1964 to 1965; POB Brno, Moravia; "
  "alt. POB Prague; nationality Korea, North; citizen Atlantis; Gender Male; Passport A 12345 (Turkey) issued "
  "24 Oct 1990 expires Jan 2007; alt. Passport B77; National ID No. 99/A (N) 1 (Iran) (individual); a.k.a. 'TU'LIP'; "
  "a.k.a. 'RIVER, Old'; Linked To: ZANZAMAR SHIPPING, S.A.; P\"\r\n"
  "12,\"MONONYMUS\",\"individual\",\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB \"\r\n"
  "13,\"OLD \"\"BEAR\"\", Ada\",\"individual\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1A";
static const char alt[] = "11,501,\"aka\",\"QVIRINAL, Tobias\",-0- \r\n"
                          "11,502,\"fka\",\"ULM, Tobias\",-0- \r\n"
                          "11,503,\"nka\",\"QUIRIN, Toby\",\"(Weak) spelling\"\r\n"
                          "10,504,\"aka\",\"ZANZA LINE\",-0- \r\n"
                          "11,505,\"aka\",\"QVIRINAL, Tobias\",-0- \r\n";
static const char add[] = "11,601,\"1 Long Street\",\"Malmo\",\"Sweden\",-0- \r\n"
                          "11,602,-0- ,-0- ,\"Norway\",-0- \r\n"
                          "12,603,-0- ,-0- ,-0- ,-0- \r\n";
static const char comments[] = "11,\"hone Number +46 40 123 456; Gender Male; Email Address tu@example.org.\"\r\n"
                               "12,\"1970; a.k.a. 'SOLO'.\"\r\n";

static const struct {
  const char *name, *text;
} files[] = { { "sdn.csv", sdn }, { "alt.csv", alt }, { "ADD.CSV", add }, { "sdn_comments.csv", comments } };

static pnr_status add_file(const pnr_env *env, pnr_list **list, uint32_t file, int by_name)
{
  size_t size = strlen(files[file].text);
  uint8_t *input = exact_copy(files[file].text, size);
  pnr_slice name = text_slice(by_name ? files[file].name : "");
  pnr_status status = *list == NULL ? pnr_list_open(env, input, size, PNR_LIST_AUTO, name, list, NULL)
                                    : pnr_list_add(*list, input, size, name, NULL);
  free(input);
  return status;
}

static const pnr_entry *entry_of(const pnr_list *list, const char *id)
{
  for (uint32_t i = 0; i < pnr_list_count(list); i++)
    if (slice_is(pnr_list_entry(list, i)->id, id)) return pnr_list_entry(list, i);
  return NULL;
}

static void check_names(const pnr_person *person, const char *order)
{
  static const struct {
    const char *surname, *given;
    uint32_t kind;
  } names[] = { { "QUIRINAL", "Tobias Ulm", PNR_NAME_PRIMARY },
                { "QVIRINAL", "Tobias", PNR_NAME_ALIAS },
                { "ULM", "Tobias", PNR_NAME_FORMER },
                { "QUIRIN", "Toby", PNR_NAME_WEAK },
                { "RIVER", "Old", PNR_NAME_WEAK } };
  cr_expect(eq(u32, person->name_count, 6), "%s", order);
  for (size_t i = 0; i < ROWS(names); i++) {
    uint32_t found = 0;
    for (uint32_t n = 0; n < person->name_count; n++)
      found += slice_is(person->names[n]->surname, names[i].surname) &&
               slice_is(person->names[n]->given, names[i].given) && person->names[n]->kind == names[i].kind;
    cr_expect(eq(u32, found, 1), "%s: %s", order, names[i].surname);
  }
  cr_expect(slice_is(person->names[0]->raw, "QUIRINAL, Tobias Ulm"), "%s", order);
}

static void check_person(const pnr_person *person, const char *order)
{
  static const struct {
    pnr_date from, to;
    uint32_t circa;
  } births[] = { { 19600312, 19600312, 0 },
                 { 19610000, 19610000, 0 },
                 { 19620000, 19620000, 1 },
                 { 19630200, 19630200, 0 },
                 { 19640101, 19651231, 0 } };
  cr_assert(eq(u32, person->birth_count, ROWS(births)), "%s", order);
  for (size_t i = 0; i < ROWS(births); i++) {
    cr_expect(eq(u32, person->births[i]->from, births[i].from), "%s", order);
    cr_expect(eq(u32, person->births[i]->to, births[i].to), "%s", order);
    cr_expect(eq(u32, person->births[i]->circa, births[i].circa), "%s", order);
  }
  cr_expect(eq(u32, person->sex, 'M'), "%s", order);
  cr_expect(slice_is(person->birth_place, "Brno, Moravia"), "%s", order);
  cr_expect(slice_is(person->residence, "SWE"), "%s", order);
  cr_assert(eq(u32, person->nationality_count, 2), "%s", order);
  cr_expect(slice_is(person->nationalities[0], "PRK"), "%s", order);
  cr_expect(slice_is(person->nationalities[1], "Atlantis"), "%s", order);
  cr_assert(eq(u32, person->document_count, 3), "%s", order);
  const pnr_document *passport = person->documents[0];
  cr_expect(slice_is(passport->type, "P") && slice_is(passport->number, "A 12345"), "%s", order);
  cr_expect(slice_is(passport->issuer, "TUR"), "%s", order);
  cr_expect(eq(u32, passport->issued, 19901024), "%s", order);
  cr_expect(eq(u32, passport->expires, 20070100), "%s", order);
  cr_expect(slice_is(person->documents[1]->number, "B77") && person->documents[1]->issuer.size == 0, "%s", order);
  cr_expect(slice_is(person->documents[2]->number, "99/A (N) 1") && slice_is(person->documents[2]->issuer, "IRN"), "%s",
            order);
  cr_assert(eq(u32, person->identifier_count, 2), "%s", order);
  cr_expect(slice_is(person->identifiers[0]->value, "+4640123456"), "%s", order);
}

Test(list_ofac, files_in_any_order_give_the_same_individuals)
{
  static const char *const orders[] = { "0123", "3210", "1032", "2301" };
  for (size_t i = 0; i < 2 * ROWS(orders); i++) {
    const char *order = orders[i / 2];
    pnr_list *list = NULL;
    for (const char *file = order; *file != 0; file++)
      cr_assert(eq(i32, add_file(NULL, &list, (uint32_t)(*file - '0'), i % 2 == 0), PNR_OK), "%s", order);
    cr_expect(eq(u32, pnr_list_format(list), PNR_LIST_OFAC));
    cr_expect(eq(u32, pnr_list_finding_count(list), 0), "%s", order);
    cr_assert(eq(u32, pnr_list_count(list), 3), "%s: entities are passed over", order);
    const pnr_entry *entry = entry_of(list, "ofac:11");
    check_names(entry->person, order);
    check_person(entry->person, order);
    cr_expect(slice_is(entry->programme, "TEST1] [TEST2"), "%s", order);
    cr_expect(slice_is(entry->source, "ofac"), "%s", order);
    const pnr_person *person = entry_of(list, "ofac:12")->person;
    cr_expect(slice_is(person->names[0]->full, "MONONYMUS"), "%s", order);
    cr_expect(eq(u32, person->name_count, 2), "%s", order);
    cr_assert(eq(u32, person->birth_count, 1), "%s: remarks are joined before they are parted", order);
    cr_expect(eq(u32, person->births[0]->from, 19700000), "%s", order);
    cr_expect(slice_is(entry_of(list, "ofac:13")->person->names[0]->surname, "OLD \"BEAR\""), "%s", order);
    pnr_list_close(list);
  }
}

Test(list_ofac, rows_without_their_entry_are_findings_until_it_comes)
{
  pnr_list *list = NULL;
  cr_assert(eq(i32, add_file(NULL, &list, 1, 1), PNR_OK));
  cr_expect(eq(u32, pnr_list_count(list), 0));
  cr_assert(eq(u32, pnr_list_finding_count(list), 5));
  cr_expect(eq(u32, pnr_list_finding(list, 1)->code, PNR_F_LIST_ROW));
  cr_expect(eq(u32, pnr_list_finding(list, 1)->line, 2));
  cr_expect(eq(u64, pnr_list_finding(list, 1)->offset, 38));
  cr_assert(eq(i32, add_file(NULL, &list, 0, 1), PNR_OK));
  cr_expect(eq(u32, pnr_list_finding_count(list), 0));
  static const char late[] = "99,701,\"aka\",\"NOBODY, Known\",-0- \n11,702,\"aka\",\"QUIRREL, Tobias\",-0- \n";
  cr_assert(eq(i32, pnr_list_add(list, (const uint8_t *)late, strlen(late), text_slice("alt.csv"), NULL), PNR_OK));
  cr_assert(eq(i32, add_file(NULL, &list, 2, 1), PNR_OK));
  cr_assert(eq(u32, pnr_list_finding_count(list), 1), "once, and for good");
  cr_expect(eq(u64, pnr_list_finding(list, 0)->offset, 0));
  cr_expect(eq(u32, pnr_list_finding(list, 0)->lost, 1));
  cr_expect(eq(u32, entry_of(list, "ofac:11")->person->name_count, 7));
  pnr_list_close(list);
}

Test(list_ofac, broken_rows_are_told_and_the_rest_is_read)
{
  static const struct {
    const char *name, *row;
    uint32_t code, line, column;
  } rows[] = {
    { "too few columns", "20,\"X, Y\",\"individual\",-0- ", PNR_F_LIST_ROW, 1, 1 },
    { "no number", "XX,\"X, Y\",\"individual\",,,,,,,,,", PNR_F_LIST_ROW, 1, 1 },
    { "a broken quote", "20,\"X, Y\"Z,\"individual\",,,,,,,,,", PNR_F_LIST_ROW, 1, 10 },
    { "a bad birth date", "20,\"X, Y\",\"individual\",,,,,,,,,\"DOB 1x\"", PNR_F_LIST_VALUE, 1, 1 },
    { "a bad sex", "20,\"X, Y\",\"individual\",,,,,,,,,\"Gender Q\"", PNR_F_LIST_VALUE, 1, 1 },
    { "a passport without number", "20,\"X, Y\",\"individual\",,,,,,,,,\"Passport (Iran)\"", PNR_F_LIST_VALUE, 1, 1 },
    { "the same number again", "30,\"X, Y\",\"individual\",,,,,,,,,", PNR_F_LIST_ROW, 2, 1 },
    { "no name", "20,-0- ,\"individual\",,,,,,,,,", PNR_F_LIST_NO_NAME, 1, 1 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char text[256];
    strcpy(text, rows[i].row);
    strcat(text, "\n30,\"GOOD, One\",\"individual\",,,,,,,,,\"DOB 1980\"\n");
    pnr_list *list = NULL;
    cr_assert(eq(
      i32, pnr_list_open(NULL, (const uint8_t *)text, strlen(text), PNR_LIST_OFAC, text_slice("sdn.csv"), &list, NULL),
      PNR_OK));
    cr_expect(entry_of(list, "ofac:30") != NULL, "%s", rows[i].name);
    cr_assert(eq(u32, pnr_list_finding_count(list), 1), "%s", rows[i].name);
    const pnr_finding *finding = pnr_list_finding(list, 0);
    cr_expect(eq(u32, finding->code, rows[i].code), "%s", rows[i].name);
    cr_expect(eq(u32, finding->line, rows[i].line), "%s", rows[i].name);
    cr_expect(eq(u32, finding->column, rows[i].column), "%s", rows[i].name);
    cr_expect(eq(u64, finding->offset, rows[i].line == 1 ? 0 : strlen(rows[i].row) + 1), "%s", rows[i].name);
    pnr_list_close(list);
  }
}

Test(list_ofac, a_file_of_no_known_shape_is_refused)
{
  static const char text[] = "name,id\nA,1\n";
  pnr_list *list = NULL;
  pnr_error error = { .size = sizeof error, .offset = 9 };
  cr_expect(
    eq(i32, pnr_list_open(NULL, (const uint8_t *)text, strlen(text), PNR_LIST_OFAC, text_slice("x.csv"), &list, &error),
       PNR_E_FORMAT));
  cr_expect(eq(u64, error.offset, 0));
  cr_expect(list == NULL);
}

Test(list_ofac, every_failed_allocation_ends_cleanly_and_leaves_nothing)
{
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t n = 1; status == PNR_E_MEMORY && n < 1000; n++) {
    counting_allocator state = { 0 };
    pnr_env *env = NULL;
    pnr_list *list = NULL;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    state.fail_at = state.count + n;
    status = PNR_OK;
    for (uint32_t file = 4; status == PNR_OK && file-- > 0;) status = add_file(env, &list, file, 1);
    state.fail_at = 0;
    pnr_list_close(list);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0), "allocation %u", (uint32_t)n);
    cr_expect(not(state.not_wiped), "allocation %u", (uint32_t)n);
  }
  cr_expect(eq(i32, status, PNR_OK));
}

Test(list_ofac, every_cut_of_a_file_is_read_or_refused)
{
  for (size_t size = 0; size < strlen(sdn); size++) {
    uint8_t *input = exact_copy(sdn, size);
    pnr_list *list = NULL;
    pnr_status status = pnr_list_open(NULL, input, size, PNR_LIST_OFAC, text_slice("sdn.csv"), &list, NULL);
    cr_expect(status == PNR_OK || (status == PNR_E_EMPTY && size == 0), "%zu octets", size);
    pnr_list_close(list);
    free(input);
  }
}
