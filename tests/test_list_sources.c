/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "list_samples.h"
#include "packing.h"

/* What holds of every source, whatever its form. */

static const pnr_slice no_name = { NULL, 0 };

Test(list_sources, every_form_is_recognised_by_what_stands_in_it)
{
  for (size_t i = 0; i < LIST_SAMPLES; i++) {
    const struct list_sample *sample = &list_samples[i];
    for (int is_given = 0; is_given < 2; is_given++) {
      pnr_list *list = NULL;
      pnr_error error = { .size = sizeof error };
      uint32_t format = is_given ? sample->format : PNR_LIST_AUTO;
      cr_assert(eq(i32, open_sample(NULL, sample->text, sample->size, format, &list, &error), PNR_OK), "%s",
                sample->name);
      cr_expect(eq(u32, pnr_list_format(list), sample->format), "%s", sample->name);
      cr_expect(eq(u32, pnr_list_count(list), sample->count), "%s", sample->name);
      pnr_list_close(list);
    }
  }
}

Test(list_sources, a_form_of_another_format_is_refused_where_the_format_is_given)
{
  for (size_t i = 0; i < LIST_SAMPLES; i++)
    for (uint32_t format = PNR_LIST_UN; format <= PNR_LIST_SLTD; format++) {
      bool is_ofac_text = format == PNR_LIST_OFAC && list_samples[i].text[0] != '<';
      if (format == list_samples[i].format || is_ofac_text) continue;
      pnr_list *list = NULL;
      pnr_error error = { .size = sizeof error };
      pnr_status status = open_sample(NULL, list_samples[i].text, list_samples[i].size, format, &list, &error);
      cr_expect(eq(i32, status, PNR_E_FORMAT), "%s as %s", list_samples[i].name, pnr_list_format_name(format));
      cr_expect(eq(u64, error.offset, 0), "%s", list_samples[i].name);
      pnr_list_close(list);
    }
}

Test(list_sources, published_lists_declare_owner_and_basis)
{
  for (size_t i = 0; i < LIST_SAMPLES; i++) {
    pnr_list *list = NULL;
    cr_assert(eq(i32, open_sample(NULL, list_samples[i].text, list_samples[i].size, 0, &list, NULL), PNR_OK));
    const pnr_entry *entry = pnr_list_entry(list, 0);
    bool is_own = list_samples[i].format == PNR_LIST_CSV;
    cr_expect(is_own == (entry->owner.size == 0), "%s", list_samples[i].name);
    cr_expect(is_own || entry->basis.size != 0, "%s", list_samples[i].name);
    pnr_list_close(list);
  }
}

/* Entries whose successor begins within the first octets: those at least a cut source must give. */
static uint32_t count_whole(const pnr_list *list, size_t size)
{
  uint32_t count = 0;
  while (count + 1 < pnr_list_count(list) && pnr_list_entry(list, count + 1)->offset <= size) count++;
  return count;
}

Test(list_sources, a_cut_source_gives_every_entry_before_the_cut)
{
  for (size_t i = 0; i < LIST_SAMPLES; i++) {
    const struct list_sample *sample = &list_samples[i];
    pnr_list *whole = NULL;
    cr_assert(eq(i32, open_sample(NULL, sample->text, sample->size, sample->format, &whole, NULL), PNR_OK));
    for (size_t size = 0; size < sample->size; size++) {
      pnr_list *list = NULL;
      pnr_error error = { .size = sizeof error };
      pnr_status status = open_sample(NULL, sample->text, size, sample->format, &list, &error);
      uint32_t least = count_whole(whole, size), count = status == PNR_OK ? pnr_list_count(list) : 0;
      cr_assert(least <= count, "%s cut to %zu octets: %u entries, not %u", sample->name, size, count, least);
      cr_assert(status == PNR_OK || error.offset <= size, "%s cut to %zu octets", sample->name, size);
      pnr_list_close(list);
    }
    pnr_list_close(whole);
  }
}

Test(list_sources, one_octet_more_or_less_breaks_nothing_but_its_own_entry)
{
  static const uint8_t octets[] = { 0, '"', '<', '>', ';', ',', '\n', '{', 0xFF };
  for (size_t i = 0; i < LIST_SAMPLES; i++) {
    const struct list_sample *sample = &list_samples[i];
    uint8_t *copy = exact_copy(sample->text, sample->size);
    for (size_t at = 0; at < sample->size; at += 7)
      for (size_t k = 0; k < sizeof octets; k++) {
        pnr_list *list = NULL;
        copy[at] = octets[k];
        pnr_status status = pnr_list_open(NULL, copy, sample->size, sample->format, no_name, &list, NULL);
        copy[at] = (uint8_t)sample->text[at];
        if (status != PNR_OK) continue;
        for (uint32_t n = 0; n < pnr_list_finding_count(list); n++) {
          const pnr_finding *finding = pnr_list_finding(list, n);
          cr_assert(finding->line != 0 && finding->column != 0, "%s", sample->name);
          cr_assert(finding->offset <= sample->size && finding->length <= sample->size - finding->offset,
                    "%s octet %zu", sample->name, at);
        }
        pnr_list_close(list);
      }
    free(copy);
  }
}

Test(list_sources, broken_markup_costs_one_entry)
{
  static const struct {
    const char *name, *text;
    uint32_t count, findings, line, column;
  } rows[] = {
    { "an element that is closed by another",
      "<CONSOLIDATED_LIST><INDIVIDUALS>\n<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>\n"
      "<INDIVIDUAL><DATAID>2</DATAID><FIRST_NAME>B</INDIVIDUAL>\n"
      "<INDIVIDUAL><DATAID>3</DATAID><FIRST_NAME>C</FIRST_NAME></INDIVIDUAL>\n"
      "<INDIVIDUAL><DATAID>4</DATAID><FIRST_NAME>D</FIRST_NAME></INDIVIDUAL>\n</INDIVIDUALS></CONSOLIDATED_LIST>",
      3, 1, 3, 46 },
    { "the first one",
      "<CONSOLIDATED_LIST><INDIVIDUALS>\n<INDIVIDUAL><DATAID>1</DATAID>&nothing;</INDIVIDUAL>\n"
      "<INDIVIDUAL><DATAID>2</DATAID><FIRST_NAME>B</FIRST_NAME></INDIVIDUAL>\n</INDIVIDUALS></CONSOLIDATED_LIST>",
      1, 1, 2, 31 },
    { "two of them",
      "<CONSOLIDATED_LIST><INDIVIDUALS>\n<INDIVIDUAL><DATAID>1</DATAID><</INDIVIDUAL>\n"
      "<INDIVIDUAL><DATAID>2</DATAID><FIRST_NAME>B</FIRST_NAME></INDIVIDUAL>\n<INDIVIDUAL><DATAID>&</INDIVIDUAL>\n"
      "<INDIVIDUAL><DATAID>4</DATAID><FIRST_NAME>D</FIRST_NAME></INDIVIDUAL>",
      2, 2, 2, 32 },
    { "octets between two",
      "<CONSOLIDATED_LIST><INDIVIDUALS>\n<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>\n"
      "<<<\n<INDIVIDUAL><DATAID>2</DATAID><FIRST_NAME>B</FIRST_NAME></INDIVIDUAL>\n</INDIVIDUALS></CONSOLIDATED_LIST>",
      2, 1, 3, 2 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_list *list = NULL;
    cr_assert(eq(i32, open_sample(NULL, rows[i].text, strlen(rows[i].text), 0, &list, NULL), PNR_OK), "%s",
              rows[i].name);
    cr_expect(eq(u32, pnr_list_count(list), rows[i].count), "%s", rows[i].name);
    cr_assert(eq(u32, pnr_list_finding_count(list), rows[i].findings), "%s", rows[i].name);
    const pnr_finding *finding = pnr_list_finding(list, 0);
    cr_expect(eq(u32, finding->code, PNR_F_LIST_ROW), "%s", rows[i].name);
    cr_expect(eq(u32, finding->lost, 1), "%s", rows[i].name);
    cr_expect(eq(u32, finding->line, rows[i].line), "%s", rows[i].name);
    cr_expect(eq(u32, finding->column, rows[i].column), "%s", rows[i].name);
    pnr_list_close(list);
  }
}

Test(list_sources, any_allocation_may_fail)
{
  for (size_t i = 0; i < LIST_SAMPLES; i++) {
    packed gzip = gzipped(list_samples[i].text, list_samples[i].size);
    pnr_status status = PNR_E_MEMORY;
    for (uint64_t n = 1; status == PNR_E_MEMORY && n < 1000; n++) {
      counting_allocator state = { .fail_at = n };
      pnr_env *env = NULL;
      if (pnr_env_open(counting_allocate, &state, NULL, &env, NULL) != PNR_OK) continue;
      pnr_list *list = NULL;
      status = pnr_list_open(env, gzip.data, gzip.size, list_samples[i].format, no_name, &list, NULL);
      cr_expect(status == PNR_OK ? list != NULL : list == NULL, "%s, allocation %lu", list_samples[i].name,
                (unsigned long)n);
      pnr_list_close(list);
      pnr_env_close(env);
      cr_expect(state.blocks == 0 && state.not_wiped == 0, "%s, allocation %lu", list_samples[i].name,
                (unsigned long)n);
    }
    cr_expect(eq(i32, status, PNR_OK), "%s", list_samples[i].name);
    free(gzip.data);
  }
}

/* --- Packed sources --- */

static void expect_same(const pnr_list *list, const pnr_list *plain, const char *name)
{
  cr_assert(eq(u32, pnr_list_count(list), pnr_list_count(plain)), "%s", name);
  cr_expect(eq(u32, pnr_list_finding_count(list), pnr_list_finding_count(plain)), "%s", name);
  for (uint32_t i = 0; i < pnr_list_count(list); i++) {
    const pnr_entry *a = pnr_list_entry(list, i), *b = pnr_list_entry(plain, i);
    cr_expect(a->id.size == b->id.size && memcmp(a->id.data, b->id.data, a->id.size) == 0, "%s", name);
    cr_expect(eq(u64, a->offset, b->offset), "%s", name);
    cr_expect(eq(u32, a->person->name_count, b->person->name_count), "%s", name);
  }
}

Test(list_sources, gzip_is_read_like_what_is_in_it)
{
  for (size_t i = 0; i < LIST_SAMPLES; i++) {
    packed gzip = gzipped(list_samples[i].text, list_samples[i].size);
    pnr_list *list = NULL, *plain = NULL;
    cr_assert(eq(i32, open_sample(NULL, gzip.data, gzip.size, 0, &list, NULL), PNR_OK), "%s", list_samples[i].name);
    cr_assert(eq(i32, open_sample(NULL, list_samples[i].text, list_samples[i].size, 0, &plain, NULL), PNR_OK));
    expect_same(list, plain, list_samples[i].name);
    pnr_list_close(list);
    pnr_list_close(plain);
    free(gzip.data);
  }
}

Test(list_sources, a_cut_or_damaged_gzip_gives_what_came_out_of_it)
{
  packed gzip = gzipped(sltd_csv, sizeof sltd_csv - 1);
  for (size_t size = 2; size < gzip.size; size++) {
    pnr_list *list = NULL;
    pnr_error error = { .size = sizeof error };
    pnr_status status = open_sample(NULL, gzip.data, size, PNR_LIST_SLTD, &list, &error);
    cr_assert(status == PNR_OK || status == PNR_E_SYNTAX || status == PNR_E_FORMAT, "%zu octets", size);
    if (status != PNR_OK) continue;
    uint32_t count = pnr_list_finding_count(list);
    cr_assert(count != 0, "%zu octets", size);
    const pnr_finding *last = pnr_list_finding(list, count - 1);
    cr_expect(eq(u32, last->code, PNR_F_LIST_CUT), "%zu octets", size);
    cr_expect(last->line != 0 && last->column != 0 && last->lost == 1, "%zu octets", size);
    pnr_list_close(list);
  }
  gzip.data[gzip.size - 6] ^= 1; /* the checksum */
  pnr_list *list = NULL;
  cr_assert(eq(i32, open_sample(NULL, gzip.data, gzip.size, 0, &list, NULL), PNR_OK));
  cr_expect(eq(u32, pnr_list_count(list), 3));
  cr_assert(eq(u32, pnr_list_finding_count(list), 1));
  cr_expect(eq(u32, pnr_list_finding(list, 0)->code, PNR_F_LIST_CUT));
  cr_expect(eq(u32, pnr_list_finding(list, 0)->line, 5));
  pnr_list_close(list);
  free(gzip.data);
}

Test(list_sources, an_archive_gives_its_sheet_however_it_is_packed)
{
  static const zip_style styles[] = { { 0, 0, 0 }, { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 0x800 } };
  for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
    packed zip = zipped("content.xml", nl_xml, sizeof nl_xml - 1, styles[i]), gzip = gzipped(zip.data, zip.size);
    const packed *forms[] = { &zip, &gzip };
    for (size_t k = 0; k < 2; k++) {
      pnr_list *list = NULL, *plain = NULL;
      cr_assert(eq(i32, open_sample(NULL, forms[k]->data, forms[k]->size, 0, &list, NULL), PNR_OK), "style %zu", i);
      cr_assert(eq(i32, open_sample(NULL, nl_xml, sizeof nl_xml - 1, 0, &plain, NULL), PNR_OK));
      cr_expect(eq(u32, pnr_list_format(list), PNR_LIST_NL));
      expect_same(list, plain, "sheet");
      pnr_list_close(list);
      pnr_list_close(plain);
    }
    free(zip.data);
    free(gzip.data);
  }
}

Test(list_sources, a_cut_archive_gives_the_rows_before_the_cut)
{
  packed zip = zipped("content.xml", nl_xml, sizeof nl_xml - 1, (zip_style){ 1, 0, 0 });
  size_t begin = 0; /* of the sheet in the archive: it is stored */
  while (memcmp(zip.data + begin, nl_xml, 32) != 0) begin++;
  pnr_list *whole = NULL;
  cr_assert(eq(i32, open_sample(NULL, nl_xml, sizeof nl_xml - 1, 0, &whole, NULL), PNR_OK));
  for (size_t size = begin; size < zip.size; size++) {
    pnr_list *list = NULL;
    pnr_status status = open_sample(NULL, zip.data, size, PNR_LIST_NL, &list, NULL);
    uint32_t least = count_whole(whole, size - begin), count = status == PNR_OK ? pnr_list_count(list) : 0;
    cr_assert(least <= count, "%zu octets: %u entries, not %u", size, count, least);
    pnr_list_close(list);
  }
  pnr_list_close(whole);
  free(zip.data);
}

Test(list_sources, a_small_file_does_not_become_a_large_one)
{
  enum { SIZE = 1 << 20 };
  char *zeroes = calloc(1, SIZE);
  memset(zeroes, 'a', SIZE);
  packed gzip = gzipped(zeroes, SIZE), zip = zipped("content.xml", zeroes, SIZE, (zip_style){ 0, 0, 0 });
  const packed *forms[] = { &gzip, &zip };
  pnr_limits limits = { .size = sizeof limits, .octets = SIZE / 2 };
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, &limits, &env, NULL), PNR_OK));
  for (size_t i = 0; i < 2; i++) {
    pnr_list *list = NULL;
    pnr_error error = { .size = sizeof error };
    pnr_status status = pnr_list_open(env, forms[i]->data, forms[i]->size, 0, no_name, &list, &error);
    cr_expect(eq(i32, status, PNR_E_LIMIT), "form %zu", i);
    cr_expect(error.offset <= forms[i]->size, "form %zu", i);
  }
  pnr_env_close(env);
  cr_expect(state.blocks == 0 && state.not_wiped == 0);
  free(gzip.data);
  free(zip.data);
  free(zeroes);
}
