/* SPDX-License-Identifier: Apache-2.0 */
#include "name/hangul.h"

#include <string.h>

#include "name/hangul.inc"

enum { FIRST = 0xAC00, LAST = 0xD7A3, VOWELS = 21, FINALS = 28 };

bool pnri_is_hangul(uint32_t point) { return point >= FIRST && point <= LAST; }

static const hangul_surname *find_surname(uint32_t point)
{
  for (size_t i = 0; i < sizeof hangul_surnames / sizeof hangul_surnames[0]; i++)
    if (hangul_surnames[i].point == point) return &hangul_surnames[i];
  return NULL;
}

static uint32_t put(uint8_t *out, uint32_t used, const char *text)
{
  uint32_t size = (uint32_t)strlen(text);
  memcpy(out + used, text, size);
  return used + size;
}

uint32_t pnri_hangul_read(uint32_t point, uint32_t way, bool surname, uint8_t out[PNRI_HANGUL_SIZE])
{
  const hangul_surname *known = surname ? find_surname(point) : NULL;
  if (known != NULL) return put(out, 0, known->ways[way]);
  uint32_t index = point - FIRST, initial = index / (VOWELS * FINALS), vowel = index / FINALS % VOWELS;
  uint32_t used = put(out, 0, hangul_initials[initial][way]);
  used = put(out, used, hangul_vowels[vowel][way]);
  return put(out, used, hangul_finals[index % FINALS][way]);
}
