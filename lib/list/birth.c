/* SPDX-License-Identifier: Apache-2.0 */
#include "list/birth.h"

#include "core/date.h"
#include "core/slice.h"

static bool is_space(uint8_t octet) { return octet == ' ' || octet == '\t'; }

/* Takes the first word off *rest; empty at the end. */
static pnr_slice take_word(pnr_slice *rest)
{
  *rest = pnri_slice_trim(*rest);
  size_t size = 0;
  while (size < rest->size && !is_space(rest->data[size])) size++;
  pnr_slice word = { rest->data, size };
  *rest = pnri_slice_trim(pnri_slice_from(*rest, size));
  return word;
}

/* 1 to 12 for a month's English name or its first three letters, with or without a full stop; 0 otherwise. */
static uint32_t month_of(pnr_slice word)
{
  static const char *const names[] = { "January", "February",  "March",   "April",    "May",      "June", "July",
                                       "August",  "September", "October", "November", "December", "Sept" };
  if (word.size > 3 && word.data[word.size - 1] == '.') word.size--;
  if (word.size == 3) return pnri_month_of_name(word.data);
  for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (pnri_slice_same(word, pnri_slice(names[i]))) return i < 12 ? i + 1 : 9;
  return 0;
}

pnr_date pnri_list_date(pnr_slice text)
{
  text = pnri_slice_trim(text);
  pnr_date iso = pnri_date_iso(text);
  if (iso != 0) return iso;
  pnr_slice first = take_word(&text), second = take_word(&text), third = take_word(&text);
  if (text.size != 0) return 0;
  uint32_t day = 0;
  if (third.size != 0) {
    day = pnri_number(first);
    if (first.size > 2 || day == 0 || day > 31) return 0;
    first = second;
    second = third;
  }
  uint32_t month = month_of(first), year = pnri_number(second);
  if (month == 0 || second.size != 4 || year > 9999) return 0;
  return pnri_date(year, month, day);
}

/* Takes two digits, or two equal letters that stand for them, and the separator behind. */
static bool take_unit(pnr_slice *text, uint32_t *value)
{
  if (text->size < 3) return false;
  const uint8_t *at = text->data;
  bool is_unknown = (at[0] | 0x20) >= 'a' && at[0] == at[1];
  *value = is_unknown ? 0 : pnri_number((pnr_slice){ at, 2 });
  if (*value > 31 || (at[2] != '/' && at[2] != '-' && at[2] != '.')) return false;
  *text = pnri_slice_from(*text, 3);
  return true;
}

pnr_date pnri_list_date_day_first(pnr_slice text)
{
  uint32_t day, month;
  text = pnri_slice_trim(text);
  if (!take_unit(&text, &day) || !take_unit(&text, &month) || text.size != 4) return 0;
  uint32_t year = pnri_number(text);
  return year <= 9999 && year != 0 ? pnri_date(year, month, month != 0 ? day : 0) : 0;
}

pnr_date pnri_first_day(pnr_date date)
{
  if (date == 0) return 0;
  uint32_t month = pnri_month(date), day = pnri_day(date);
  return pnri_date(pnri_year(date), month != 0 ? month : 1, day != 0 ? day : 1);
}

pnr_date pnri_last_day(pnr_date date)
{
  if (date == 0 || pnri_day(date) != 0) return date;
  uint32_t month = pnri_month(date) != 0 ? pnri_month(date) : 12, day = 31;
  while (pnri_date(pnri_year(date), month, day) == 0) day--;
  return pnri_date(pnri_year(date), month, day);
}

bool pnri_birth_range(pnr_date first, pnr_date last, pnr_birth *birth)
{
  if (first == 0 || last == 0) return false;
  *birth = (pnr_birth){ .from = first, .to = last };
  if (first == last) return true;
  birth->from = pnri_first_day(first);
  birth->to = pnri_last_day(last);
  return birth->from < birth->to;
}

/* Takes a prefix off that is followed by something else than a letter. */
static bool take_prefix(pnr_slice *text, const char *prefix)
{
  size_t size = strlen(prefix);
  if (text->size <= size || !pnri_slice_same((pnr_slice){ text->data, size }, pnri_slice(prefix))) return false;
  uint8_t next = text->data[size] | 0x20;
  if (next >= 'a' && next <= 'z') return false;
  *text = pnri_slice_trim(pnri_slice_from(*text, size));
  return true;
}

/* Where separator begins in text; text.size when it does not stand there. */
static size_t find(pnr_slice text, const char *separator)
{
  size_t size = strlen(separator);
  for (size_t i = 0; i + size <= text.size; i++)
    if (pnri_slice_same((pnr_slice){ text.data + i, size }, pnri_slice(separator))) return i;
  return text.size;
}

bool pnri_list_birth(pnr_slice text, pnr_birth *birth)
{
  static const char *const circas[] = { "circa", "c.", "ca.", "c", "ca", "approximately", "about" };
  static const char *const separators[] = { "..", " to ", " and " };
  text = pnri_slice_trim(text);
  uint32_t circa = 0;
  for (size_t i = 0; i < sizeof circas / sizeof circas[0] && !circa; i++) circa = take_prefix(&text, circas[i]);
  (void)take_prefix(&text, "between");
  bool is_birth = false, is_range = false;
  for (size_t i = 0; i < sizeof separators / sizeof separators[0] && !is_range; i++) {
    size_t at = find(text, separators[i]);
    is_range = at < text.size;
    if (!is_range) continue;
    pnr_slice last = pnri_slice_trim(pnri_slice_from(text, at + strlen(separators[i])));
    circa |= take_prefix(&last, "circa");
    is_birth = pnri_birth_range(pnri_list_date((pnr_slice){ text.data, at }), pnri_list_date(last), birth);
  }
  if (!is_range) {
    pnr_date date = pnri_list_date(text);
    is_birth = pnri_birth_range(date, date, birth);
  }
  if (is_birth) birth->circa = circa;
  return is_birth;
}
