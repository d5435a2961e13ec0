/* SPDX-License-Identifier: Apache-2.0 */
#include "match/image.h"

#include <xxhash.h>

#include "core/fail.h"
#include "match/listed.h"
#include "match/varint.h"

/* Header: magic 8, image version 4, normaliser 4, score 4, sections 4, octets 8, checksum 8 of the header with zeroes in
 * its place and the directory, zeroes up to PNRI_IMAGE_HEADER. Directory row: section 4, zero 4, offset 8, octets 8,
 * checksum 8. Checksums are XXH3, 64 bits. */
enum { RANGE_SIZE_MOST = 127 }; /* two of them are a key of match/facts.h */
enum { AT_VERSION = 8, AT_NORMALISER = 12, AT_SCORE = 16, AT_SECTIONS = 20, AT_OCTETS = 24, AT_CHECKSUM = 32 };
enum { ROW_OFFSET = 8, ROW_OCTETS = 16, ROW_CHECKSUM = 24 };
enum { DIRECTORY_END = PNRI_IMAGE_HEADER + PNRI_SECTIONS * PNRI_IMAGE_ROW };

/* The first octet is no letter of any encoding, the line ends show a transfer that changes them. */
static const uint8_t magic[8] = { 0x93, 'P', 'N', 'R', 'I', '\r', '\n', 0x1A };

static uint64_t header_checksum(const uint8_t *block)
{
  uint8_t copy[DIRECTORY_END];
  memcpy(copy, block, sizeof copy);
  memset(copy + AT_CHECKSUM, 0, 8);
  return XXH3_64bits(copy, sizeof copy);
}

/* --- Writing --- */

bool pnri_image_plan(const size_t sizes[PNRI_SECTIONS], size_t offsets[PNRI_SECTIONS], size_t *total)
{
  size_t at = DIRECTORY_END;
  for (uint32_t i = 0; i < PNRI_SECTIONS; i++) {
    at = (at + PNRI_IMAGE_ALIGNMENT - 1) / PNRI_IMAGE_ALIGNMENT * PNRI_IMAGE_ALIGNMENT;
    offsets[i] = at;
    if (sizes[i] > SIZE_MAX / 2 - at) return false;
    at += sizes[i];
  }
  *total = at;
  return true;
}

void pnri_image_seal(uint8_t *block, const size_t sizes[PNRI_SECTIONS], const size_t offsets[PNRI_SECTIONS],
                     size_t total)
{
  memset(block, 0, DIRECTORY_END);
  memcpy(block, magic, sizeof magic);
  pnri_store32(block + AT_VERSION, PNRI_IMAGE_VERSION);
  pnri_store32(block + AT_NORMALISER, PNR_NORMALISER);
  pnri_store32(block + AT_SCORE, PNR_SCORE);
  pnri_store32(block + AT_SECTIONS, PNRI_SECTIONS);
  pnri_store64(block + AT_OCTETS, total);
  for (uint32_t i = 0; i < PNRI_SECTIONS; i++) {
    uint8_t *row = block + PNRI_IMAGE_HEADER + i * PNRI_IMAGE_ROW;
    pnri_store32(row, i);
    pnri_store64(row + ROW_OFFSET, offsets[i]);
    pnri_store64(row + ROW_OCTETS, sizes[i]);
    pnri_store64(row + ROW_CHECKSUM, XXH3_64bits(block + offsets[i], sizes[i]));
  }
  pnri_store64(block + AT_CHECKSUM, header_checksum(block));
}

/* --- Opening --- */

static pnr_status check_header(const uint8_t *data, size_t size, pnr_error *error)
{
  if (size == 0) return pnri_fail_at(error, PNR_E_IMAGE_TRUNCATED, 0);
  if (memcmp(data, magic, size < sizeof magic ? size : sizeof magic) != 0)
    return pnri_fail_at(error, PNR_E_IMAGE_FOREIGN, 0);
  if (size < PNRI_IMAGE_HEADER) return pnri_fail_at(error, PNR_E_IMAGE_TRUNCATED, size);
  static const struct {
    uint32_t at, value;
  } versions[] = { { AT_VERSION, PNRI_IMAGE_VERSION }, { AT_NORMALISER, PNR_NORMALISER }, { AT_SCORE, PNR_SCORE } };
  for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++)
    if (pnri_load32(data + versions[i].at) != versions[i].value)
      return pnri_fail_at(error, PNR_E_IMAGE_VERSION, versions[i].at);
  if (pnri_load32(data + AT_SECTIONS) != PNRI_SECTIONS) return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, AT_SECTIONS);
  uint64_t octets = pnri_load64(data + AT_OCTETS);
  if (octets > size || size < DIRECTORY_END) return pnri_fail_at(error, PNR_E_IMAGE_TRUNCATED, size);
  if (octets < size) return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, octets);
  if (pnri_load64(data + AT_CHECKSUM) != header_checksum(data))
    return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, AT_CHECKSUM);
  return PNR_OK;
}

/* Rows of a section; less one for a section that ends with an additional row. */
static uint32_t count_rows(const pnri_section *section, uint32_t row_size, uint32_t additional)
{
  size_t rows = section->words / row_size;
  if (rows > UINT32_MAX - 1) rows = UINT32_MAX - 1;
  return rows >= additional ? (uint32_t)rows - additional : 0;
}

static uint32_t power_of_two_within(uint32_t count)
{
  uint32_t power = 1;
  while (power <= count / 2) power *= 2;
  return count == 0 ? 0 : power;
}

/* Groups as they can be: rising, and no further than there are forms. */
static void read_groups(pnri_image *image)
{
  const pnri_section *groups = &image->sections[PNRI_S_GROUPS];
  uint32_t first = 0, token = 0;
  for (uint32_t i = 0; i <= PNRI_GROUPS; i++) {
    uint32_t next = pnri_word(groups, i);
    next = next < first ? first : next > image->forms ? image->forms : next;
    if (i > 0) token += (next - first) * pnri_group_tokens(i - 1);
    first = next;
    image->groups[i] = (pnri_group){ first, token };
  }
}

static void count_all(pnri_image *image)
{
  const pnri_section *s = image->sections;
  image->entries = count_rows(&s[PNRI_S_ENTRIES], 1, 1);
  image->forms = count_rows(&s[PNRI_S_FORM_ENTRIES], 1, 0);
  image->tokens = count_rows(&s[PNRI_S_TOKENS], PNRI_TOKEN_ROW, 0);
  image->words = count_rows(&s[PNRI_S_WORDS], PNRI_WORD_ROW, 1);
  image->near_buckets = power_of_two_within(count_rows(&s[PNRI_S_NEAR_FIRST], 1, 1));
  image->filter_blocks = power_of_two_within(count_rows(&s[PNRI_S_WORD_FILTER], 2, 0));
  image->word_bits = pnri_number_bits(image->words);
  read_groups(image);
}

pnr_status pnri_image_open(pnri_image *image, const uint8_t *data, size_t size, pnr_error *error)
{
  pnr_status status = check_header(data, size, error);
  if (status != PNR_OK) return status;
  *image = (pnri_image){ .entries = 0 };
  for (uint32_t i = 0; i < PNRI_SECTIONS; i++) {
    size_t at = PNRI_IMAGE_HEADER + i * PNRI_IMAGE_ROW;
    uint64_t offset = pnri_load64(data + at + ROW_OFFSET), octets = pnri_load64(data + at + ROW_OCTETS);
    if (pnri_load32(data + at) != i) return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, at);
    if (offset < DIRECTORY_END || offset > size || offset % 4 != 0)
      return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, at + ROW_OFFSET);
    if (octets > size - offset) return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, at + ROW_OCTETS);
    image->sections[i] = (pnri_section){ data + offset, (size_t)octets, (size_t)octets / 4 };
  }
  count_all(image);
  return PNR_OK;
}

uint64_t pnri_image_generation(const uint8_t *data) { return pnri_load64(data + AT_CHECKSUM); }

/* --- Reading --- */

uint32_t pnri_image_group(const pnri_image *image, uint32_t form)
{
  uint32_t low = 0, high = PNRI_GROUPS - 1;
  while (low < high) {
    uint32_t middle = (low + high + 1) / 2;
    if (image->groups[middle].first <= form) low = middle;
    else high = middle - 1;
  }
  return low;
}

pnr_slice pnri_string_at(const pnri_section *strings, uint32_t offset)
{
  size_t at = offset, size = pnri_varint_get(strings->data, strings->size, &at);
  if (size == 0 || at > strings->size || size > strings->size - at) return (pnr_slice){ NULL, 0 };
  return (pnr_slice){ strings->data + at, size };
}

/* The text of a word, whose octets stand as in its row. */
static pnr_slice text_of(const pnri_image *image, const uint8_t *octets)
{
  const pnri_section *texts = &image->sections[PNRI_S_TEXTS];
  size_t size = octets[0] & PNRI_WORD_SIZE_MASK, at = pnri_load32(octets + 4 * (PNRI_WORD_FAR - PNRI_WORD_TEXT));
  if (size <= PNRI_WORD_NEAR) return (pnr_slice){ octets + 2, size };
  if (size > PNRI_TOKEN_SIZE || at > texts->size || size > texts->size - at) return (pnr_slice){ NULL, 0 };
  return (pnr_slice){ texts->data + at, size };
}

static const uint8_t *octets_of(const pnri_image *image, uint32_t word)
{
  return image->sections[PNRI_S_WORDS].data + 4 * ((size_t)word * PNRI_WORD_ROW + PNRI_WORD_TEXT);
}

pnr_slice pnri_image_word_text(const pnri_image *image, uint32_t word)
{
  return word < image->words ? text_of(image, octets_of(image, word)) : (pnr_slice){ NULL, 0 };
}

void pnri_image_read_word(const pnri_image *image, uint32_t word, pnri_word_row *out)
{
  *out = (pnri_word_row){ .word = word };
  if (word < image->words) memcpy(out->octets, octets_of(image, word), sizeof out->octets);
}

pnr_slice pnri_row_text(const pnri_image *image, const pnri_word_row *row) { return text_of(image, row->octets); }

void pnri_image_token(const pnri_image *image, uint32_t token, pnri_token *out)
{
  pnr_slice text = pnri_image_word_text(image, pnri_row(image, PNRI_S_TOKENS, PNRI_TOKEN_ROW, token, PNRI_TOKEN_WORD));
  uint32_t style = pnri_row(image, PNRI_S_TOKENS, PNRI_TOKEN_ROW, token, PNRI_TOKEN_STYLE);
  *out = (pnri_token){ .size = (uint8_t)text.size, .flags = (uint8_t)(style >> 8), .weight = (uint16_t)(style >> 16) };
  if (text.size > 0) memcpy(out->text, text.data, text.size);
}

void pnri_image_load_form(const pnri_image *image, uint32_t form, pnri_form *out)
{
  uint32_t group = pnri_image_group(image, form), count = pnri_group_tokens(group);
  size_t place = pnri_group_place(image, group, form);
  *out = (pnri_form){ .count = 0 };
  for (uint32_t i = 0; i < count; i++) {
    pnri_token *token = &out->tokens[out->count];
    pnri_image_token(image, pnri_word(&image->sections[PNRI_S_FORM_TOKENS], place + i) & PNRI_NUMBER_MASK, token);
    if (token->size == 0 || token->weight == 0) continue; /* a damaged image */
    out->weight += token->weight;
    out->count++;
  }
}

/* --- Verifying --- */

/* The word at field of each row, under mask, is at most limit, and never falls from row to row where rising is set. */
typedef struct rule {
  uint32_t section, row_size, field;
  uint32_t mask;
  uint64_t limit;
  bool rising;
} rule;

static pnr_status check_rule(const pnri_image *image, const uint8_t *data, const rule *r, uint32_t rows,
                             pnr_error *error)
{
  const pnri_section *section = &image->sections[r->section];
  uint32_t before = 0;
  for (uint32_t i = 0; i < rows; i++) {
    size_t at = (size_t)i * r->row_size + r->field;
    uint32_t value = pnri_word(section, at) & r->mask;
    if (value > r->limit || (r->rising && value < before))
      return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, (uint64_t)(section->data - data) + 4 * at);
    before = value;
  }
  return PNR_OK;
}

static uint64_t last_of(uint64_t count) { return count > 0 ? count - 1 : 0; }

static pnr_status check_numbers(const pnri_image *image, const uint8_t *data, pnr_error *error)
{
  const pnri_section *s = image->sections;
  const uint32_t all = UINT32_MAX;
  uint64_t strings = last_of(s[PNRI_S_STRINGS].size);
  const rule rules[] = {
    { PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, PNRI_ORIGIN_SOURCE, all, strings, false },
    { PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, PNRI_ORIGIN_OWNER, all, strings, false },
    { PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, PNRI_ORIGIN_BASIS, all, strings, false },
    { PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, PNRI_ORIGIN_WARNING, all, strings, false },
    { PNRI_S_ENTRIES, 1, 0, all, s[PNRI_S_RECORDS].size, true },
    { PNRI_S_GROUPS, 1, 0, all, image->forms, true },
    { PNRI_S_FORM_ENTRIES, 1, 0, all, last_of(image->entries), false },
    { PNRI_S_FORM_TOKENS, 1, 0, PNRI_NUMBER_MASK, last_of(image->tokens), false },
    { PNRI_S_TOKENS, PNRI_TOKEN_ROW, PNRI_TOKEN_WORD, all, last_of(image->words), true },
    { PNRI_S_TOKENS, PNRI_TOKEN_ROW, PNRI_TOKEN_STYLE, 0xFF, PNRI_TOKEN_SIZE, false },
    { PNRI_S_WORDS, PNRI_WORD_ROW, PNRI_WORD_TOKENS, all, image->tokens, true },
    { PNRI_S_WORDS, PNRI_WORD_ROW, PNRI_WORD_POSTINGS, all, s[PNRI_S_POSTINGS].words, true },
    { PNRI_S_WORDS, PNRI_WORD_ROW, PNRI_WORD_TEXT, PNRI_WORD_SIZE_MASK, PNRI_TOKEN_SIZE, false },
    { PNRI_S_POSTINGS, 1, 0, all, last_of(image->forms), false },
    { PNRI_S_NEAR_FIRST, 1, 0, all, s[PNRI_S_NEAR_WORDS].words, true },
    { PNRI_S_NEAR_WORDS, 1, 0, (1u << image->word_bits) - 1, last_of(image->words), false },
    { PNRI_S_BIRTH_FIRST, 1, 0, all, s[PNRI_S_BIRTHS].words, true },
    { PNRI_S_BIRTHS, 1, 0, (1u << pnri_number_bits(image->forms)) - 1, last_of(image->forms), false },
    { PNRI_S_KEY_FIRST, 1, 0, all, s[PNRI_S_KEYS].words, true },
    { PNRI_S_KEYS, 1, 0, (1u << pnri_number_bits(image->entries)) - 1, last_of(image->entries), false },
    { PNRI_S_RANGES, PNRI_RANGE_ROW, PNRI_RANGE_TEXT, all, s[PNRI_S_RECORDS].size, false },
    { PNRI_S_RANGES, PNRI_RANGE_ROW, PNRI_RANGE_SIZE, all, RANGE_SIZE_MOST, true },
    { PNRI_S_RANGES, PNRI_RANGE_ROW, PNRI_RANGE_ENTRY, all, last_of(image->entries), false },
    { PNRI_S_RANGES, PNRI_RANGE_ROW, PNRI_RANGE_HIGHEST, all, last_of(s[PNRI_S_RANGES].words / PNRI_RANGE_ROW), true },
    { PNRI_S_IDS, 1, 0, all, last_of(image->entries), false },
  };
  for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
    uint32_t rows = count_rows(&s[rules[i].section], rules[i].row_size, 0);
    pnr_status status = check_rule(image, data, &rules[i], rows, error);
    if (status != PNR_OK) return status;
  }
  return PNR_OK;
}

/* Forms and their tokens are as many as the groups say, and every record is whole. */
static pnr_status check_records(const pnri_image *image, const uint8_t *data, pnr_error *error)
{
  const pnri_section *s = image->sections;
  const pnri_group *last = &image->groups[PNRI_GROUPS];
  if (last->first != image->forms || last->token != s[PNRI_S_FORM_TOKENS].words)
    return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, (uint64_t)(s[PNRI_S_GROUPS].data - data));
  for (uint32_t entry = 0; entry < image->entries; entry++)
    if (!pnri_listed_is_whole(image, entry)) {
      uint32_t place = pnri_word(&s[PNRI_S_ENTRIES], entry);
      return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, (uint64_t)(s[PNRI_S_RECORDS].data - data) + place);
    }
  return PNR_OK;
}

pnr_status pnri_image_verify(const pnri_image *image, const uint8_t *data, pnr_error *error)
{
  for (uint32_t i = 0; i < PNRI_SECTIONS; i++) {
    const pnri_section *section = &image->sections[i];
    uint64_t checksum = pnri_load64(data + PNRI_IMAGE_HEADER + i * PNRI_IMAGE_ROW + ROW_CHECKSUM);
    if (checksum != XXH3_64bits(section->data, section->size))
      return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, (uint64_t)(section->data - data));
  }
  pnr_status status = check_numbers(image, data, error);
  return status == PNR_OK ? check_records(image, data, error) : status;
}
