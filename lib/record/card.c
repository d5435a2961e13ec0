/* SPDX-License-Identifier: Apache-2.0 */
#include "record/card.h"

enum { DIGITS_LEAST = 13, DIGITS_MOST = 19 };

static bool is_card(pnr_slice number, uint32_t digits)
{
  if (digits < DIGITS_LEAST || number.data[0] < '2' || number.data[0] > '6') return false;
  uint32_t sum = 0, place = 0;
  for (size_t i = number.size; i-- > 0;) {
    if (!pnri_is_digit(number.data[i])) continue;
    uint32_t value = (uint32_t)(number.data[i] - '0') << (place++ & 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

/* The card number that begins at text[0], the first of a group of digits; it ends where a group ends, so that an expiry
 * date behind it does not hide it. Empty when there is none. */
static pnr_slice card_at(pnr_slice text)
{
  uint32_t digits = 0;
  for (size_t i = 0; i < text.size && digits < DIGITS_MOST; i++) {
    if (!pnri_is_digit(text.data[i])) {
      bool joins = (text.data[i] == ' ' || text.data[i] == '-') && pnri_is_digit(text.data[i - 1]);
      if (!joins) break;
      continue;
    }
    digits++;
    bool group_ends = i + 1 == text.size || !pnri_is_digit(text.data[i + 1]);
    pnr_slice number = { text.data, i + 1 };
    if (group_ends && is_card(number, digits)) return number;
  }
  return (pnr_slice){ text.data, 0 };
}

pnr_slice pnri_card_find(pnr_slice text)
{
  for (size_t i = 0; i < text.size; i++) {
    if (!pnri_is_digit(text.data[i]) || (i > 0 && pnri_is_digit(text.data[i - 1]))) continue;
    pnr_slice number = card_at((pnr_slice){ text.data + i, text.size - i });
    if (number.size != 0) return number;
  }
  return (pnr_slice){ text.data + text.size, 0 };
}

void pnri_card_hide(uint8_t *number, size_t size)
{
  uint32_t digits = 0, seen = 0;
  for (size_t i = 0; i < size; i++) digits += pnri_is_digit(number[i]);
  for (size_t i = 0; i < size; i++) {
    if (!pnri_is_digit(number[i])) continue;
    if (seen >= 6 && seen + 4 < digits) number[i] = 'X';
    seen++;
  }
}
