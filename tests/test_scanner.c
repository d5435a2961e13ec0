/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "edifact/scanner.h"

/* Every scanner that this machine can use against the definition, octet by octet. */

#define ROWS(table) (sizeof(table) / sizeof(table)[0])

enum { LONGEST = 400 };

typedef struct result {
  uint32_t positions[LONGEST + PNRI_SCAN_SLACK];
  uint64_t odd[LONGEST / PNRI_SCAN_BLOCK + 1];
  size_t count;
} result;

static bool is_mark(const pnri_service *s, uint8_t octet)
{
  return octet != 0 &&
         (octet == s->component || octet == s->element || octet == s->repetition || octet == s->terminator);
}

static void define(const pnri_service *s, const uint8_t *data, uint32_t size, result *wanted)
{
  memset(wanted, 0, sizeof *wanted);
  for (uint32_t i = 0; i < size; i++)
    if (data[i] < 0x20 || data[i] >= 0x7F || (s->release != 0 && data[i] == s->release))
      wanted->odd[i / 64] |= UINT64_C(1) << i % 64;
  for (uint32_t i = 0; i < size; i++)
    if (is_mark(s, data[i])) wanted->positions[wanted->count++] = i;
    else if (s->release != 0 && data[i] == s->release) i++;
}

/* Compares on blocks of the exact sizes that the scanners may read and write. */
static void check(const char *name, const pnri_service *service, const uint8_t *data, uint32_t size)
{
  result wanted;
  define(service, data, size, &wanted);
  uint8_t *copy = malloc(size != 0 ? size : 1);
  uint32_t *positions = malloc((size + PNRI_SCAN_SLACK) * sizeof *positions);
  size_t words = pnri_scan_words(size);
  uint64_t *odd = malloc(words != 0 ? words * sizeof *odd : 1);
  cr_assert(copy != NULL && positions != NULL && odd != NULL);
  memcpy(copy, data, size);
  for (size_t i = 0; pnri_scanner_at(i) != NULL; i++) {
    const pnri_scanner *scanner = pnri_scanner_at(i);
    if (!scanner->is_usable()) continue;
    size_t count = scanner->scan(service, copy, size, positions, odd);
    cr_expect(eq(sz, count, wanted.count), "%s, %s, %u octets", scanner->name, name, size);
    cr_expect(memcmp(positions, wanted.positions, wanted.count * sizeof *positions) == 0, "%s, %s, %u octets",
              scanner->name, name, size);
    cr_expect(memcmp(odd, wanted.odd, words * sizeof *odd) == 0, "%s, %s, %u octets", scanner->name, name, size);
  }
  free(odd);
  free(positions);
  free(copy);
}

/* Usual ones, none unused, one octet for several, NUL and octets from the ends of the code table. */
static const pnri_service services[] = {
  { ':', '+', 0, '?', '\'' },
  { ':', '+', '*', '?', '\'' },
  { '(', '.', 0, 0, '\n' },
  { 0x1F, 0x1D, 0, 0, 0x1C },
  { ':', '+', ' ', '?', '\'' },
  { '?', '+', 0, '?', '\'' },
  { 0xFF, 0x80, 0x7F, 0x01, ' ' },
  { 0, 0, 0, 0, 0 },
  { 0, 0, 0, '?', 0 },
};

Test(scanner, all_forms_give_what_the_definition_says)
{
  static const char alphabets[][16] = { "AB+:'?*(.\n\0C", "????????A+", "?+", "ABCDEFGHIJ+:'",
                                        "\x7F\x80\xFF\x01\x1F ~+" };
  uint32_t state = 1;
  for (uint32_t round = 0; round < 20 * ROWS(services) * ROWS(alphabets); round++) {
    uint8_t data[LONGEST];
    const char *alphabet = alphabets[round % ROWS(alphabets)];
    uint32_t letters = round % ROWS(alphabets) == 0 ? 12 : (uint32_t)strlen(alphabet);
    state = state * 1664525u + 1013904223u;
    uint32_t size = (state >> 16) % LONGEST;
    for (uint32_t i = 0; i < size; i++) {
      state = state * 1664525u + 1013904223u;
      data[i] = (uint8_t)alphabet[(state >> 24) % letters];
    }
    for (uint32_t i = 0; round % 7 == 0 && i < size; i++) data[i] = (uint8_t)(data[i] * 31 + i);
    check("random", &services[round / ROWS(alphabets) % ROWS(services)], data, size);
  }
}

/* A run of releases of every length, beginning at every place of the first two blocks. */
Test(scanner, releases_are_followed_across_blocks)
{
  uint8_t data[3 * PNRI_SCAN_BLOCK];
  for (uint32_t begin = 0; begin < 130; begin++)
    for (uint32_t run = 0; run < 70 && begin + run < sizeof data; run += run < 5 ? 1 : 13) {
      memset(data, '+', sizeof data);
      memset(data + begin, '?', run);
      check("run", &services[0], data, sizeof data);
      check("run at the end", &services[0], data, begin + run);
    }
}

Test(scanner, a_scanner_can_be_used_on_every_machine)
{
  size_t count = 0;
  while (pnri_scanner_at(count) != NULL) count++;
  cr_assert(gt(sz, count, 0));
  cr_expect(pnri_scanner_at(count - 1)->is_usable(), "the last one is the reference");
  cr_expect(pnri_scan_fastest() != NULL, "the fastest");
}
