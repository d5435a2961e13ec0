/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_NEAR_PERSONS_H
#define PNR_TESTS_NEAR_PERSONS_H

#include <stdio.h>

#include "draw.h"
#include "pnr/person.h"
#include "support.h"

/* Invented persons, made to lie close together and near every edge of the edit budgets, with initials, joined, parted,
 * abbreviated and cut tokens, particles, several forms, dates of all kinds and documents. */

enum { NAMES = 3, BIRTHS = 2, NATIONS = 2, DOCUMENTS = 2, TEXT = 96, WORDS = 24 };

typedef struct made_person {
  char text[NAMES][TEXT], surname[NAMES][TEXT];
  char number[DOCUMENTS][16];
  pnr_name names[NAMES];
  const pnr_name *name_list[NAMES];
  pnr_birth births[BIRTHS];
  const pnr_birth *birth_list[BIRTHS];
  pnr_document documents[DOCUMENTS];
  const pnr_document *document_list[DOCUMENTS];
  pnr_identifier identifier;
  const pnr_identifier *identifier_list[1];
  pnr_slice nations[NATIONS];
  pnr_person person;
} made_person;

static char words[WORDS][40];

static inline char letter(uint32_t letters) { return (char)('a' + draw(letters)); }

/* A pool of tokens of a few letters, many of them edits, parts and joins of others. */
static inline void make_words(void)
{
  uint32_t letters = 2 + draw(6);
  for (uint32_t i = 0; i < WORDS; i++) {
    uint32_t kind = i < 6 ? 0 : draw(8), size = 1 + draw(draw(4) == 0 ? 12 : 7);
    char *word = words[i];
    if (kind == 0) {
      for (uint32_t k = 0; k < size; k++) word[k] = letter(letters);
      word[size] = '\0';
    } else if (kind == 1) {
      snprintf(word, sizeof words[0], "%.16s%.16s", words[draw(i)], words[draw(i)]);
    } else if (kind == 6) { /* abbreviates others */
      snprintf(word, sizeof words[0], "%.16s%.*s%c", words[draw(i)], (int)draw(3), words[draw(i)], words[draw(i)][0]);
    } else if (kind == 7) { /* another one is this one cut */
      snprintf(word, sizeof words[0], "%.16s%.8s%.8s", words[draw(i)], words[draw(i)], words[draw(i)]);
    } else {
      snprintf(word, sizeof words[0], "%.20s", words[draw(i)]);
      for (uint32_t edits = 1 + draw(3); edits > 0; edits--) {
        size_t length = strlen(word), at = draw((uint32_t)length);
        switch (draw(4)) {
        case 0: word[at] = letter(letters); break;
        case 1: memmove(word + at + 1, word + at, length - at + 1), word[at] = letter(letters); break;
        case 2:
          if (length > 1) memmove(word + at, word + at + 1, length - at);
          break;
        default:
          if (at + 1 < length) {
            char first = word[at];
            word[at] = word[at + 1], word[at + 1] = first;
          }
          break;
        }
      }
    }
  }
}

static inline void add_word(char *text)
{
  static const char *const extras[] = { "al",
                                        "bin",
                                        "van",
                                        "de",
                                        "MR",
                                        "MRS",
                                        "m\xC3\xBCller",
                                        "\xC3\xB8rum",
                                        "jos\xC3\xA9",
                                        "Bob",
                                        "Robert",
                                        "\xEA\xB9\x80\xEC\xA7\x80\xED\x9B\x88",
                                        "kim jihun",
                                        "kim",
                                        "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E",
                                        "wang",
                                        "xiaoming",
                                        "ming xiao" };
  enum { EXTRAS = sizeof extras / sizeof extras[0] };
  size_t size = strlen(text);
  const char *gap = size == 0 ? "" : draw(8) == 0 ? "" : draw(12) == 0 ? "-" : " ";
  uint32_t kind = draw(16);
  if (kind == 0) snprintf(text + size, TEXT - size, "%s%c", gap, letter(6));
  else if (kind == 1) snprintf(text + size, TEXT - size, "%s%s", gap, extras[draw(EXTRAS)]);
  else snprintf(text + size, TEXT - size, "%s%s", gap, words[draw(WORDS)]);
}

static inline pnr_date make_date(void)
{
  static const uint32_t months[] = { 1, 1, 2, 3, 5, 12 }, days[] = { 1, 1, 2, 3, 5, 12, 13, 28 };
  pnr_date year = (1970 + draw(4)) * 10000, month = months[draw(6)] * 100;
  switch (draw(6)) {
  case 0: return year;
  case 1: return year + month;
  default: return year + month + days[draw(8)];
  }
}

static inline void make_name(made_person *made, uint32_t i)
{
  static const uint32_t kinds[] = { PNR_NAME_PRIMARY, PNR_NAME_ALIAS, PNR_NAME_WEAK, PNR_NAME_MISUSED, PNR_NAME_BIRTH };
  made->text[i][0] = made->surname[i][0] = '\0';
  for (uint32_t k = draw(12) == 0 ? 1 : 2 + draw(3); k > 0; k--) add_word(made->text[i]);
  pnr_name name = { .kind = kinds[draw(3) == 0 ? draw(5) : 0] };
  if (draw(3) == 0) {
    add_word(made->surname[i]);
    name.surname = text_slice(made->surname[i]);
    name.given = text_slice(made->text[i]);
  } else {
    name.full = text_slice(made->text[i]);
  }
  made->names[i] = name;
  made->name_list[i] = &made->names[i];
}

static inline void make_person(made_person *made)
{
  static const char *const nations[] = { "FRA", "DEU", "Atlantis", "PAK" };
  static const char *const numbers[] = { "X1234567", "XI234567", "x 123-4567", "Y7000O0", "Y700000", "12" };
  memset(made, 0, sizeof *made);
  pnr_person *p = &made->person;
  p->name_count = draw(16) == 0 ? 0 : 1 + draw(NAMES);
  p->birth_count = draw(3) == 0 ? 0 : 1 + draw(BIRTHS);
  p->nationality_count = draw(NATIONS + 1);
  p->document_count = draw(3) == 0 ? 1 + draw(DOCUMENTS) : 0;
  p->identifier_count = draw(8) == 0;
  p->sex = (uint32_t) "\0MFX"[draw(4)];
  for (uint32_t i = 0; i < p->name_count; i++) make_name(made, i);
  for (uint32_t i = 0; i < p->birth_count; i++) {
    pnr_date from = make_date(), to = draw(4) == 0 ? make_date() : from;
    made->births[i] = (pnr_birth){ .from = from, .to = to, .circa = draw(4) == 0 };
    made->birth_list[i] = &made->births[i];
  }
  for (uint32_t i = 0; i < p->nationality_count; i++) made->nations[i] = text_slice(nations[draw(4)]);
  for (uint32_t i = 0; i < p->document_count; i++) {
    snprintf(made->number[i], sizeof made->number[i], "%s", numbers[draw(6)]);
    made->documents[i].number = text_slice(made->number[i]);
    if (draw(2) == 0) made->documents[i].issuer = text_slice(nations[draw(4)]);
    made->document_list[i] = &made->documents[i];
  }
  made->identifier =
    (pnr_identifier){ .kind = PNR_IDENTIFIER_PHONE, .value = text_slice(draw(2) ? "+49 170 12345" : "004917012345") };
  made->identifier_list[0] = &made->identifier;
  p->names = made->name_list;
  p->births = made->birth_list;
  p->documents = made->document_list;
  p->identifiers = made->identifier_list;
  p->nationalities = made->nations;
}

#endif
