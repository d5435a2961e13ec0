/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_TABLE_ROWS_H
#define PNR_EXCHANGE_TABLE_ROWS_H

#include "exchange/table.h"

/* How rows are written down. view: the type of the struct. */

/* clang-format off */
#define PNRI_ROW(kind, view, key, field, counter, must, rule, least, most, inner, words, meaning) \
  { #field, key, PNRI_IS_##kind, must, rule, offsetof(view, field), counter, least, most, inner, words, meaning }
#define NUMBER(view, key, field, must, rule, least, most, meaning) \
  PNRI_ROW(NUMBER, view, key, field, 0, must, rule, least, most, NULL, NULL, meaning)
#define WORD(view, key, field, must, rule, words, meaning) \
  PNRI_ROW(NUMBER, view, key, field, 0, must, rule, 1, sizeof words / sizeof words[0] - 1, NULL, words, meaning)
#define YES(view, key, field, must, rule, meaning) \
  PNRI_ROW(NUMBER, view, key, field, 0, must, rule, 1, 1, NULL, NULL, meaning)
#define BITS(view, key, field, must, rule, most, words, meaning) \
  PNRI_ROW(BITS, view, key, field, 0, must, rule, 1, most, NULL, words, meaning)
#define LONG(view, key, field, must, rule, meaning) \
  PNRI_ROW(LONG, view, key, field, 0, must, rule, 1, UINT32_MAX, NULL, NULL, meaning)
#define TIME(view, key, field, must, rule, meaning) \
  PNRI_ROW(TIME, view, key, field, 0, must, rule, 1, UINT32_MAX, NULL, NULL, meaning)
#define DATE(view, key, field, must, rule, complete, meaning) \
  PNRI_ROW(DATE, view, key, field, 0, must, rule, complete, 99991231, NULL, NULL, meaning)
#define TEXT(view, key, field, must, rule, most, meaning) \
  PNRI_ROW(TEXT, view, key, field, 0, must, rule, 1, most, NULL, NULL, meaning)
#define OCTETS(view, key, field, must, rule, least, most, meaning) \
  PNRI_ROW(OCTETS, view, key, field, 0, must, rule, least, most, NULL, NULL, meaning)
#define TEXTS(view, key, field, counter, must, rule, most, meaning) \
  PNRI_ROW(TEXTS, view, key, field, offsetof(view, counter), must, rule, 1, most, NULL, NULL, meaning)
#define ONE(view, key, field, must, rule, inner, meaning) \
  PNRI_ROW(ONE, view, key, field, 0, must, rule, 1, 1, &pnri_##inner##_table, NULL, meaning)
#define MANY(view, key, field, counter, must, rule, most, inner, meaning) \
  PNRI_ROW(MANY, view, key, field, offsetof(view, counter), must, rule, 1, most, inner, NULL, meaning)

#define PNRI_TABLE(name, view, rows, is_sized) { name, rows, sizeof rows / sizeof rows[0], sizeof(view), is_sized }
/* clang-format on */

enum { PNRI_OFFENCES = 0x7FFFFFF, PNRI_ELEMENTS = 0xFFFFE, PNRI_RECORDS = 1024 };

extern const char *const pnri_words_purpose[4];
extern const char *const pnri_words_offences[28];
extern const char *const pnri_words_elements[21];
extern const char *const pnri_words_urgency[4];
extern const char *const pnri_words_handling[4];

#endif
