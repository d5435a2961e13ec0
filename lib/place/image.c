/* SPDX-License-Identifier: Apache-2.0 */
#include "place/image.h"

#include <xxhash.h>

#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"

/* Header: magic 8, version 4, zero 4, octets 8, checksum 8 of the whole image with zeroes in its place, rows 4, rules 4,
 * octets of text 4, zeroes up to PNRI_PLACE_HEADER. The checksum is XXH3, 64 bits. */
enum { AT_VERSION = 8, AT_OCTETS = 16, AT_CHECKSUM = 24, AT_ROWS = 32, AT_RULES = 36, AT_TEXTS = 40 };

/* The first octet is no letter of any encoding, the line ends show a transfer that changes them. */
static const uint8_t magic[8] = { 0x93, 'P', 'N', 'R', 'P', '\r', '\n', 0x1A };

/* --- Rules --- */

static pnri_zone_day load_day(const uint8_t *words)
{
  uint32_t head = pnri_load32(words);
  return (pnri_zone_day){ .kind = head & 0xFF,
                          .month = head >> 8 & 0xFF,
                          .week = head >> 16,
                          .day = pnri_load32(words + 4),
                          .minutes = (int32_t)pnri_load32(words + 8) };
}

static void store_day(uint8_t *words, const pnri_zone_day *day)
{
  pnri_store32(words, day->kind | day->month << 8 | day->week << 16);
  pnri_store32(words + 4, day->day);
  pnri_store32(words + 8, (uint32_t)day->minutes);
}

pnri_zone pnri_place_rule(const pnr_places *places, uint32_t rule)
{
  const uint8_t *words = places->rule_words + (size_t)rule * 4 * PNRI_RULE_ROW;
  return (pnri_zone){ .standard = (int32_t)pnri_load32(words + 4 * PNRI_RULE_STANDARD),
                      .daylight = (int32_t)pnri_load32(words + 4 * PNRI_RULE_DAYLIGHT),
                      .begins = load_day(words + 4 * PNRI_RULE_BEGINS),
                      .ends = load_day(words + 4 * PNRI_RULE_ENDS) };
}

void pnri_place_put_rule(uint8_t *words, const pnri_zone *zone)
{
  pnri_store32(words + 4 * PNRI_RULE_STANDARD, (uint32_t)zone->standard);
  pnri_store32(words + 4 * PNRI_RULE_DAYLIGHT, (uint32_t)zone->daylight);
  store_day(words + 4 * PNRI_RULE_BEGINS, &zone->begins);
  store_day(words + 4 * PNRI_RULE_ENDS, &zone->ends);
}

/* --- Order and layout --- */

int pnri_place_compare(pnr_slice key, uint32_t mode, pnr_date from, pnr_slice other_key, uint32_t other_mode,
                       pnr_date other_from)
{
  size_t common = key.size < other_key.size ? key.size : other_key.size;
  int order = common != 0 ? memcmp(key.data, other_key.data, common) : 0;
  if (order != 0) return order;
  if (key.size != other_key.size) return key.size < other_key.size ? -1 : 1;
  if (mode != other_mode) return mode < other_mode ? -1 : 1;
  return from == other_from ? 0 : from < other_from ? -1 : 1;
}

size_t pnri_place_image_size(size_t rows, size_t rules, size_t text_size)
{
  if (rows > UINT32_MAX / (4 * PNRI_PLACE_ROW) || rules > UINT32_MAX / (4 * PNRI_RULE_ROW) || text_size > INT32_MAX)
    return 0;
  uint64_t size =
    PNRI_PLACE_HEADER + (uint64_t)rows * 4 * PNRI_PLACE_ROW + (uint64_t)rules * 4 * PNRI_RULE_ROW + text_size;
  return size <= SIZE_MAX ? (size_t)size : 0;
}

static uint64_t checksum_of(const uint8_t *block, size_t size)
{
  uint8_t head[PNRI_PLACE_HEADER];
  memcpy(head, block, sizeof head);
  memset(head + AT_CHECKSUM, 0, 8);
  return XXH3_64bits_withSeed(block + sizeof head, size - sizeof head, XXH3_64bits(head, sizeof head));
}

void pnri_place_seal(uint8_t *block, size_t size, uint32_t rows, uint32_t rules, uint32_t text_size)
{
  memset(block, 0, PNRI_PLACE_HEADER);
  memcpy(block, magic, sizeof magic);
  pnri_store32(block + AT_VERSION, PNRI_PLACE_VERSION);
  pnri_store64(block + AT_OCTETS, size);
  pnri_store32(block + AT_ROWS, rows);
  pnri_store32(block + AT_RULES, rules);
  pnri_store32(block + AT_TEXTS, text_size);
  pnri_store64(block + AT_CHECKSUM, checksum_of(block, size));
}

/* --- Checking --- */

static pnr_status check_header(const uint8_t *data, size_t size, pnr_error *error)
{
  if (size == 0) return pnri_fail_at(error, PNR_E_IMAGE_TRUNCATED, 0);
  if (memcmp(data, magic, size < sizeof magic ? size : sizeof magic) != 0)
    return pnri_fail_at(error, PNR_E_IMAGE_FOREIGN, 0);
  if (size < PNRI_PLACE_HEADER) return pnri_fail_at(error, PNR_E_IMAGE_TRUNCATED, size);
  if (pnri_load32(data + AT_VERSION) != PNRI_PLACE_VERSION) return pnri_fail_at(error, PNR_E_IMAGE_VERSION, AT_VERSION);
  uint64_t octets = pnri_load64(data + AT_OCTETS);
  if (octets > size) return pnri_fail_at(error, PNR_E_IMAGE_TRUNCATED, size);
  if (octets < size) return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, octets);
  size_t planned =
    pnri_place_image_size(pnri_load32(data + AT_ROWS), pnri_load32(data + AT_RULES), pnri_load32(data + AT_TEXTS));
  if (planned != size) return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, AT_ROWS);
  if (pnri_load64(data + AT_CHECKSUM) != checksum_of(data, size))
    return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, AT_CHECKSUM);
  return PNR_OK;
}

static bool is_key(const pnr_places *places, uint32_t offset)
{
  if (offset >= places->text_size) return false;
  uint32_t size = places->texts[offset];
  return size != 0 && size <= PNRI_PLACE_KEY_SIZE && size < places->text_size - offset;
}

static bool is_sound_row(const pnr_places *places, uint32_t row)
{
  uint32_t key = pnri_place_word(places, row, PNRI_PLACE_KEY), mode = pnri_place_word(places, row, PNRI_PLACE_MODE);
  uint32_t country = pnri_place_word(places, row, PNRI_PLACE_COUNTRY);
  uint32_t clock = pnri_place_word(places, row, PNRI_PLACE_CLOCK), from = pnri_place_word(places, row, PNRI_PLACE_FROM);
  if (!is_key(places, key) || mode > PNR_TRANSPORT_ROAD) return false;
  if (country != PNRI_PLACE_NOTHING && (country > places->text_size || places->text_size - country < 3)) return false;
  if (clock != PNRI_PLACE_NOTHING && (clock & PNRI_PLACE_BY_KEY) != 0 && !is_key(places, clock & ~PNRI_PLACE_BY_KEY))
    return false;
  if (clock != PNRI_PLACE_NOTHING && (clock & PNRI_PLACE_BY_KEY) == 0 && clock >= places->rules) return false;
  if (from != 0 && !pnri_date_is_day(from)) return false;
  if (row == 0) return true;
  uint32_t before = pnri_place_word(places, row - 1, PNRI_PLACE_KEY);
  return pnri_place_compare(pnri_place_key(places, before), pnri_place_word(places, row - 1, PNRI_PLACE_MODE),
                            pnri_place_word(places, row - 1, PNRI_PLACE_FROM), pnri_place_key(places, key), mode,
                            from) < 0;
}

pnr_status pnri_place_open(pnr_places *places, const uint8_t *data, size_t size, pnr_error *error)
{
  pnr_status status = check_header(data, size, error);
  if (status != PNR_OK) return status;
  places->data = data;
  places->size = size;
  places->rows = pnri_load32(data + AT_ROWS);
  places->rules = pnri_load32(data + AT_RULES);
  places->text_size = pnri_load32(data + AT_TEXTS);
  places->row_words = data + PNRI_PLACE_HEADER;
  places->rule_words = places->row_words + (size_t)places->rows * 4 * PNRI_PLACE_ROW;
  places->texts = places->rule_words + (size_t)places->rules * 4 * PNRI_RULE_ROW;
  for (uint32_t i = 0; i < places->rows; i++)
    if (!is_sound_row(places, i))
      return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED, PNRI_PLACE_HEADER + (uint64_t)i * 4 * PNRI_PLACE_ROW);
  for (uint32_t i = 0; i < places->rules; i++) {
    pnri_zone zone = pnri_place_rule(places, i);
    if (!pnri_zone_is_sound(&zone))
      return pnri_fail_at(error, PNR_E_IMAGE_DAMAGED,
                          (uint64_t)(places->rule_words - data) + (uint64_t)i * 4 * PNRI_RULE_ROW);
  }
  return PNR_OK;
}
