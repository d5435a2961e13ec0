/* SPDX-License-Identifier: Apache-2.0 */
#include "core/utf8.h"

#include <string.h>

uint32_t pnri_utf8_get(const uint8_t *text, size_t size, uint32_t *code_point)
{
  uint32_t first = text[0];
  if (first < 0x80) {
    *code_point = first;
    return 1;
  }
  uint32_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || size < length) return 0;
  uint32_t value = first & (0x7Fu >> length);
  for (uint32_t i = 1; i < length; i++) {
    if ((text[i] & 0xC0) != 0x80) return 0;
    value = value << 6 | (text[i] & 0x3Fu);
  }
  static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
  if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
  *code_point = value;
  return length;
}

uint32_t pnri_utf8_put(uint8_t out[4], uint32_t code_point)
{
  if (code_point < 0x80) {
    out[0] = (uint8_t)code_point;
    return 1;
  }
  uint32_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
  for (uint32_t i = length - 1; i > 0; i--) {
    out[i] = (uint8_t)(0x80 | (code_point & 0x3F));
    code_point >>= 6;
  }
  static const uint8_t lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
  out[0] = (uint8_t)(lead[length] | code_point);
  return length;
}

size_t pnri_utf8_valid(pnr_slice text)
{
  size_t i = 0;
  while (i < text.size) {
    uint64_t word;
    if (text.size - i >= sizeof word) { /* most text is ASCII */
      memcpy(&word, text.data + i, sizeof word);
      if ((word & UINT64_C(0x8080808080808080)) == 0) {
        i += sizeof word;
        continue;
      }
    }
    uint32_t code_point, used = pnri_utf8_get(text.data + i, text.size - i, &code_point);
    if (used == 0) break;
    i += used;
  }
  return i;
}
