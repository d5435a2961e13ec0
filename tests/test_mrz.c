/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "mrz_vectors.h"
#include "pnr/pnr.h"
#include "pnrgov_support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

#define TD3                                        \
  "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n" \
  "X1234567<7CZE8005056F30010198055051234<<<<54\n"
#define TD2                                \
  "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n" \
  "RR123456<1ROU7405<<6M2812313<<<<<<<6\n"

/* The layout, the holder, the items, and the findings with their places. */
static void describe(line *l, const pnr_content *content)
{
  const pnr_traveller *traveller = content->travellers[0];
  add_slice(l, "", content->version);
  add(l, " ");
  describe_person(l, traveller);
  for (uint32_t i = 0; i < traveller->item_count; i++) {
    add_slice(l, " ", traveller->items[i]->tag);
    add_slice(l, "=", traveller->items[i]->text);
  }
  for (uint32_t i = 0; i < content->finding_count; i++) {
    const pnr_finding *finding = content->findings[i];
    add(l, " %s@%u+%u", pnr_finding_name(finding->code), (unsigned)finding->offset, (unsigned)finding->length);
    cr_expect(finding->line != 0 && finding->column != 0);
    cr_expect(finding->offset + finding->length <= content->offset + content->octets);
  }
  cr_expect(eq(u32, content->type, PNR_MESSAGE_MRZ));
  cr_expect(eq(u64, content->octets_recorded + content->octets_in_findings, content->octets));
}

/* All messages of the text, divided by " | ", or the status and its offset where there is none. */
static void read_text(line *l, const char *text, const pnr_read_options *options)
{
  size_t size = strlen(text);
  uint8_t *data = exact_copy(text, size);
  pnr_error error = { .size = sizeof error };
  pnr_reader *reader;
  pnr_message *message;
  pnr_status status = pnr_reader_open(NULL, data, size, options, &reader, &error);
  uint64_t octets = 0;
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, &error)) == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    cr_expect(eq(u64, content->offset, octets));
    octets += content->octets;
    add(l, "%s", l->size != 0 ? " | " : "");
    describe(l, content);
    pnr_message_close(message);
  }
  if (status == PNR_END) cr_expect(eq(u64, octets, size), "every octet belongs to a message");
  else add(l, "%d@%u", (int)status, (unsigned)error.offset);
  pnr_reader_close(reader);
  free(data);
}

static void check_rows(const mrz_row *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    line l = { .size = 0 };
    read_text(&l, rows[i].text, NULL);
    cr_expect(eq(str, l.text, as_text(rows[i].wanted)), "%s", rows[i].name);
  }
}

/* --- Reading --- */

Test(mrz, every_layout_is_read) { check_rows(mrz_layouts, ROWS(mrz_layouts)); }
Test(mrz, a_name_is_parted_as_the_standard_says) { check_rows(mrz_names, ROWS(mrz_names)); }
Test(mrz, dates_may_be_known_in_part_and_keep_their_century) { check_rows(mrz_dates, ROWS(mrz_dates)); }
Test(mrz, codes_are_kept_as_read_where_they_are_none) { check_rows(mrz_codes, ROWS(mrz_codes)); }
Test(mrz, a_long_number_goes_on_in_the_optional_data) { check_rows(mrz_long_numbers, ROWS(mrz_long_numbers)); }
Test(mrz, a_check_digit_that_fails_is_a_finding_with_its_place)
{
  check_rows(mrz_check_digits, ROWS(mrz_check_digits));
}
Test(mrz, a_repair_is_offered_where_one_confusion_explains_all) { check_rows(mrz_repairs, ROWS(mrz_repairs)); }
Test(mrz, what_no_zone_has_is_kept_and_found) { check_rows(mrz_characters, ROWS(mrz_characters)); }
Test(mrz, lines_that_are_no_zone_become_findings_of_their_neighbour) { check_rows(mrz_lines, ROWS(mrz_lines)); }

/* --- The calls --- */

Test(mrz, an_input_without_a_zone_says_where_it_failed)
{
  static const mrz_row rows[] = {
    { "nothing", "", "40@0" },
    { "blanks", " \n\t\r\n", "40@0" },
    { "no zone", "Card one\nCard two\n", "41@18" },
    { "one line of two", "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<", "41@44" },
    { "lines of no layout", "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<\nX1234567<7CZE8005056F3001\n", "41@58" },
    { "the lines of one zone parted", "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n\nRR123456<1ROU7405<<6M2812313<<<<<<<6",
      "41@74" },
    { "another format", "UNB+UNOA:1+A+B+250310:1015+R'UNH+1+PAXLST:D:12B'UNT+2+1'UNZ+1+R'", "41@64" },
  };
  pnr_read_options options = { .size = sizeof options, .format = PNR_MESSAGE_MRZ };
  for (size_t i = 0; i < ROWS(rows); i++) {
    line l = { .size = 0 };
    read_text(&l, rows[i].text, &options);
    cr_expect(eq(str, l.text, as_text(rows[i].wanted)), "%s", rows[i].name);
  }
}

Test(mrz, the_reference_date_decides_the_century)
{
  static const struct {
    pnr_date reference, birth, expiry;
  } rows[] = {
    { 0, 19800505, 20300101 },        { 20260101, 19800505, 20300101 }, { 19850101, 19800505, 20300101 },
    { 20851231, 20800505, 21300101 }, { 19790101, 18800505, 19300101 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_read_options options = { .size = sizeof options, .reference = rows[i].reference };
    pnr_message *message;
    uint8_t *data = exact_copy(TD3, sizeof TD3 - 1);
    cr_assert(eq(i32, pnr_mrz_read(NULL, data, sizeof TD3 - 1, &options, &message, NULL), PNR_OK));
    const pnr_person *person = pnr_message_content(message)->travellers[0]->person;
    cr_expect(eq(u32, person->births[0]->from, rows[i].birth), "%zu", i);
    cr_expect(eq(u32, person->documents[0]->expires, rows[i].expiry), "%zu", i);
    pnr_message_close(message);
    free(data);
  }
}

Test(mrz, one_zone_is_read_by_one_call)
{
  pnr_message *message;
  pnr_error error = { .size = sizeof error };
  const uint8_t *text = (const uint8_t *)TD3;
  cr_assert(eq(i32, pnr_mrz_read(NULL, text, sizeof TD3 - 1, NULL, &message, &error), PNR_OK));
  const pnr_content *content = pnr_message_content(message);
  const pnr_person *person = content->travellers[0]->person;
  cr_assert(eq(u32, content->traveller_count, 1));
  cr_expect(eq(u32, person->names[0]->source, PNR_SOURCE_MRZ));
  cr_expect(eq(u32, person->documents[0]->source, PNR_SOURCE_MRZ));
  cr_expect(slice_is(person->names[0]->raw, "NOVAK<<PETRA<ANNA"));
  cr_expect(slice_is(person->documents[0]->nationality, "CZE"));
  cr_expect(eq(u64, person->names[0]->offset, 5));
  cr_expect(eq(u64, person->documents[0]->offset, 45));
  cr_expect(eq(u64, person->births[0]->offset, 58));
  cr_expect(eq(str, as_text(pnr_message_type_name(content->type)), as_text("MRZ")));
  pnr_message_close(message);

  static const char two[] = TD3 "\n" TD2;
  cr_expect(eq(i32, pnr_mrz_read(NULL, (const uint8_t *)two, sizeof two - 1, NULL, &message, &error), PNR_E_SYNTAX));
  cr_expect(message == NULL);
  cr_expect(eq(u64, error.offset, sizeof TD3));
  cr_expect(eq(i32, pnr_mrz_read(NULL, text, 40, NULL, &message, &error), PNR_E_FORMAT));
  cr_expect(eq(u64, error.offset, 40));
  cr_expect(eq(i32, pnr_mrz_read(NULL, text, 0, NULL, &message, &error), PNR_E_EMPTY));
  cr_expect(eq(i32, pnr_mrz_read(NULL, NULL, 1, NULL, &message, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_mrz_read(NULL, text, 89, NULL, NULL, NULL), PNR_E_ARGUMENT));
  pnr_read_options options = { .size = sizeof options, .format = PNR_MESSAGE_PAXLST };
  cr_expect(eq(i32, pnr_mrz_read(NULL, text, 89, &options, &message, NULL), PNR_E_ARGUMENT));
}

Test(mrz, the_check_digit_is_that_of_the_standard)
{
  static const struct {
    const char *field;
    uint32_t digit;
  } rows[] = {
    { "", 0 },
    { "<<<<<<", 0 },
    { "740812", 2 },
    { "120415", 9 },
    { "L898902C3", 6 },
    { "ZE184226B<<<<<", 1 },
    { "D23145890AB11223456", 6 },
    { "1234567890", 7 },
    { "a", PNR_NONE },
    { "12 3", PNR_NONE },
    { "\xc3\x81", PNR_NONE },
  };
  for (size_t i = 0; i < ROWS(rows); i++)
    cr_expect(eq(u32, pnr_mrz_check_digit(text_slice(rows[i].field)), rows[i].digit), "%s", rows[i].field);
}

/* --- Nothing is lost --- */

static void write_report(pnr_text *json, const uint8_t *data, size_t size, uint8_t *is_lost)
{
  pnr_reader *reader;
  pnr_message *message;
  pnr_text_clear(json);
  pnr_status status = pnr_reader_open(NULL, data, size, NULL, &reader, NULL);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    for (uint32_t i = 0; is_lost != NULL && i < content->finding_count; i++)
      if (content->findings[i]->lost != 0)
        memset(is_lost + content->findings[i]->offset, 1, (size_t)content->findings[i]->length);
    cr_assert(eq(i32, pnr_json_message(json, message, (pnr_slice){ NULL, 0 }, NULL), PNR_OK));
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
}

static uint8_t other_octet(uint8_t octet)
{
  if (octet >= '0' && octet <= '9') return octet == '9' ? '8' : (uint8_t)(octet + 1);
  if (octet >= 'A' && octet <= 'Z') return octet == 'Q' ? 'K' : 'Q';
  return octet == 'q' ? 'k' : 'q';
}

static const struct {
  const mrz_row *rows;
  size_t count;
} groups[] = {
  { mrz_layouts, ROWS(mrz_layouts) },
  { mrz_names, ROWS(mrz_names) },
  { mrz_dates, ROWS(mrz_dates) },
  { mrz_codes, ROWS(mrz_codes) },
  { mrz_long_numbers, ROWS(mrz_long_numbers) },
  { mrz_check_digits, ROWS(mrz_check_digits) },
  { mrz_repairs, ROWS(mrz_repairs) },
  { mrz_characters, ROWS(mrz_characters) },
  { mrz_lines, ROWS(mrz_lines) },
};

static uint32_t count_silent(const char *text, pnr_text *before, pnr_text *after)
{
  size_t size = strlen(text);
  uint8_t *data = exact_copy(text, size), is_lost[1024] = { 0 };
  uint32_t silent = 0;
  write_report(before, data, size, is_lost);
  for (size_t i = 0; i < size; i++) {
    uint8_t kept = data[i];
    if (is_lost[i]) continue;
    data[i] = other_octet(kept);
    write_report(after, data, size, NULL);
    pnr_slice a = pnr_text_get(before), b = pnr_text_get(after);
    if (a.size == b.size && memcmp(a.data, b.data, a.size) == 0) {
      fprintf(stderr, "octet %zu can change unseen\n", i);
      silent++;
    }
    data[i] = kept;
  }
  free(data);
  return silent;
}

Test(mrz, each_changed_octet_of_each_vector_changes_the_report)
{
  pnr_text *before, *after;
  cr_assert(eq(i32, pnr_text_open(NULL, &before, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_text_open(NULL, &after, NULL), PNR_OK));
  for (size_t g = 0; g < ROWS(groups); g++)
    for (size_t i = 0; i < groups[g].count; i++) {
      const mrz_row *row = &groups[g].rows[i];
      if (strstr(row->wanted, "41@") == row->wanted) continue;
      cr_expect(eq(u32, count_silent(row->text, before, after), 0), "%s", row->name);
    }
  pnr_text_close(before);
  pnr_text_close(after);
}

Test(mrz, a_zone_that_stands_whole_before_a_cut_is_read)
{
  static const char text[] = TD3 "\n" TD2;
  for (size_t size = sizeof TD3 - 2; size < sizeof text; size++) {
    reading r;
    read_octets(&r, NULL, text, size);
    cr_expect(eq(i32, r.status, PNR_OK), "cut at %zu", size);
    if (r.status == PNR_OK) cr_expect(slice_is(r.content->travellers[0]->person->names[0]->surname, "NOVAK"));
    read_close(&r);
  }
}

Test(mrz, every_allocation_may_fail)
{
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t n = 1; status != PNR_OK && n < 1000; n++) {
    counting_allocator state = { .fail_at = n };
    pnr_env *env = NULL;
    status = pnr_env_open(counting_allocate, &state, NULL, &env, NULL);
    for (size_t i = 0; status == PNR_OK && i < ROWS(mrz_repairs); i++) {
      reading r;
      read_octets(&r, env, mrz_repairs[i].text, strlen(mrz_repairs[i].text));
      status = r.status;
      read_close(&r);
    }
    pnr_message *message = NULL;
    if (status == PNR_OK) status = pnr_mrz_read(env, (const uint8_t *)TD3, sizeof TD3 - 1, NULL, &message, NULL);
    cr_expect(status == PNR_OK || message == NULL);
    pnr_message_close(message);
    cr_expect(status == PNR_OK || status == PNR_E_MEMORY);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0), "allocation %llu", (unsigned long long)n);
    cr_expect(eq(i32, state.not_wiped, 0));
  }
  cr_expect(eq(i32, status, PNR_OK));
}
