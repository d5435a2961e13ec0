/* SPDX-License-Identifier: Apache-2.0 */
#include "name/title.h"

#include <string.h>

#include "core/slice.h"

typedef struct title_row {
  char text[7];
  uint8_t size;
  uint8_t sex; /* 'M', 'F' or 0 */
  uint8_t child;
  uint8_t glued; /* reservation systems append it to the given name without a space */
} title_row;

/* Longest first where one ends with another: MSTR before MR, MRS before MR. */
static const title_row titles[] = {
  { "MASTER", 6, 'M', 1, 0 }, { "MSTR", 4, 'M', 1, 1 }, { "MISS", 4, 'F', 0, 1 }, { "INFT", 4, 0, 1, 0 },
  { "PROF", 4, 0, 0, 0 },     { "MRS", 3, 'F', 0, 1 },  { "CHD", 3, 0, 1, 1 },    { "INF", 3, 0, 1, 1 },
  { "SIR", 3, 'M', 0, 0 },    { "REV", 3, 0, 0, 0 },    { "MME", 3, 'F', 0, 0 },  { "MLLE", 4, 'F', 0, 0 },
  { "MR", 2, 'M', 0, 1 },     { "MS", 2, 'F', 0, 1 },   { "DR", 2, 0, 0, 1 },
};
enum { TITLES = sizeof titles / sizeof titles[0] };

/* Real given names that end like a glued title, and ends that only real names have. */
static const char *const real_names[] = {
  "AMR",      "OMR",      "UMR",     "EMR",      "ELMR",     "SAMR",   "NIMR",  "NUMR",    "ZAMR",
  "BADR",     "BEDR",     "BUDR",    "EYVINDR",  "HAIDR",    "KHADR",  "KHIDR", "KHODR",   "NADR",
  "QADR",     "SADR",     "SHADR",   "SIGURDR",  "ABRAHAMS", "ABRAMS", "ADAMS", "ARTJOMS", "EFRAIMS",
  "JOACHIMS", "JOAHIMS",  "MAKSIMS", "MAXIMS",   "RAMS",     "SAMS",   "SHAMS", "SIMS",    "THOMS",
  "VADIMS",   "VILHELMS", "WILLEMS", "WILLIAMS", "WILMS",
};
static const char *const real_ends[] = { "SANDR", "XANDR" };

static const char *const placeholders[] = {
  "FNU", "LNU", "MNU", "UNK", "UNKNOWN", "NONAME", "NO NAME", "NONE",        "NIL",        "NULL", "NA",  "N/A",
  "TBA", "TBC", "TBD", "XX",  "XXX",     "XXXX",   "XXXXX",   "NOFIRSTNAME", "NOLASTNAME", "NFN",  "NLN", "NMN",
};

/* Ranks, offices and honours that lists and media write before a name, and III behind it; sorted. */
static const char *const ranks[] = {
  "ADM",       "ADMIRAL",    "AMBASSADOR", "AYATOLLAH", "BG",         "BRIG",     "BRIGADIER",    "CAPT",
  "CAPTAIN",   "CDR",        "COL",        "COLONEL",   "COMMANDER",  "CORPORAL", "COUNT",        "CPL",
  "DOCTOR",    "ENG",        "ENGINEER",   "GEN",       "GENERAL",    "GOVERNOR", "HOJATOLESLAM", "HOJJATOLESLAM",
  "HON",       "HONOURABLE", "III",        "ING",       "LIEUTENANT", "LT",       "LTG",          "MAJ",
  "MAJOR",     "MARSHAL",    "MG",         "MINISTER",  "MUFTI",      "MUSHIR",   "PASTOR",       "PRESIDENT",
  "PROFESSOR", "QARI",       "SERGEANT",   "SGT",       "USTAD",      "USTADH",   "USTAZ",        "VICE",
};

static uint8_t upper(uint8_t octet) { return octet >= 'a' && octet <= 'z' ? (uint8_t)(octet - 32) : octet; }

static bool is_text(const uint8_t *data, size_t size, const char *text)
{
  for (size_t i = 0; i < size; i++)
    if (text[i] == 0 || upper(data[i]) != (uint8_t)text[i]) return false;
  return text[size] == 0;
}

static bool ends_with(pnr_slice word, const char *text)
{
  size_t size = strlen(text);
  return word.size >= size && is_text(word.data + word.size - size, size, text);
}

/* True when the letter, a capital, is one of those in letters: most names are told apart by one of theirs. */
static bool is_letter_of(uint8_t octet, uint32_t letters)
{
  return octet >= 'A' && octet <= 'Z' && (letters >> (octet - 'A') & 1) != 0;
}
#define LETTER(octet) (UINT32_C(1) << ((octet) - 'A'))

static const title_row *title_of(pnr_slice word)
{
  enum { LONGEST = 6 };
  static const uint32_t initials =
    LETTER('M') | LETTER('I') | LETTER('P') | LETTER('C') | LETTER('S') | LETTER('R') | LETTER('D');
  uint8_t first = word.size != 0 ? upper(word.data[0]) : 0;
  if (word.size > LONGEST || !is_letter_of(first, initials)) return NULL;
  for (size_t i = 0; i < TITLES; i++)
    if (first == (uint8_t)titles[i].text[0] && is_text(word.data, word.size, titles[i].text)) return &titles[i];
  return NULL;
}

static bool is_gap(uint8_t octet) { return octet == ' ' || octet == '\t' || octet == '.' || octet == ','; }

static pnr_slice trim_gaps(pnr_slice text)
{
  while (text.size > 0 && is_gap(text.data[0])) text = (pnr_slice){ text.data + 1, text.size - 1 };
  while (text.size > 0 && is_gap(text.data[text.size - 1])) text.size--;
  return text;
}

static size_t last_word(pnr_slice text)
{
  size_t begin = text.size;
  while (begin > 0 && !is_gap(text.data[begin - 1])) begin--;
  return begin;
}

size_t pnri_title_behind(pnr_slice word)
{
  enum { REST_LEAST = 2 };
  static const uint32_t finals = LETTER('R') | LETTER('S') | LETTER('D') | LETTER('F');
  if (word.size <= REST_LEAST || !is_letter_of(upper(word.data[word.size - 1]), finals)) return 0;
  uint8_t last = upper(word.data[word.size - 1]);
  for (size_t i = 0; i < TITLES; i++) {
    size_t size = titles[i].size;
    if (titles[i].glued && last == (uint8_t)titles[i].text[size - 1] && word.size >= size + REST_LEAST &&
        is_text(word.data + word.size - size, size, titles[i].text))
      return size;
  }
  return 0;
}

size_t pnri_title_before(pnr_slice word)
{
  enum { REST_LEAST = 3 };
  for (size_t i = 0; i < TITLES; i++) {
    size_t size = titles[i].size;
    if (titles[i].glued && word.size >= size + REST_LEAST && is_text(word.data, size, titles[i].text)) return size;
  }
  return 0;
}

bool pnri_is_title(pnr_slice word) { return title_of(word) != NULL; }

bool pnri_is_rank(pnr_slice word)
{
  enum { SHORTEST = 2, LONGEST = 13 };
  if (word.size < SHORTEST || word.size > LONGEST) return false;
  uint8_t first = upper(word.data[0]);
  for (size_t i = 0; i < sizeof ranks / sizeof ranks[0] && (uint8_t)ranks[i][0] <= first; i++)
    if (first == (uint8_t)ranks[i][0] && is_text(word.data, word.size, ranks[i])) return true;
  return false;
}

/* True for a real name whose end looks like a title: the part behind the last hyphen or apostrophe counts. */
static bool is_real_name(pnr_slice word)
{
  for (size_t i = word.size; i > 0; i--) {
    if (word.data[i - 1] != '-' && word.data[i - 1] != '\'') continue;
    word = pnri_slice_from(word, i);
    break;
  }
  uint8_t first = word.size != 0 ? upper(word.data[0]) : 0;
  for (size_t i = 0; i < sizeof real_names / sizeof real_names[0]; i++)
    if (first == (uint8_t)real_names[i][0] && is_text(word.data, word.size, real_names[i])) return true;
  for (size_t i = 0; i < sizeof real_ends / sizeof real_ends[0]; i++)
    if (ends_with(word, real_ends[i])) return true;
  return false;
}

void pnri_title_part(pnr_slice given, bool glued, pnr_slice *rest, pnr_slice *title)
{
  given = trim_gaps(given);
  *rest = given;
  *title = (pnr_slice){ NULL, 0 };
  if (given.size == 0) return;
  size_t begin = last_word(given);
  pnr_slice word = { given.data + begin, given.size - begin };
  if (begin > 0 && title_of(word) != NULL) {
    *title = word;
    *rest = trim_gaps((pnr_slice){ given.data, begin });
    return;
  }
  size_t end = 0;
  while (end < given.size && !is_gap(given.data[end])) end++;
  if (end < given.size && title_of((pnr_slice){ given.data, end }) != NULL) {
    *title = (pnr_slice){ given.data, end };
    *rest = trim_gaps(pnri_slice_from(given, end));
    return;
  }
  size_t size = glued ? pnri_title_behind(word) : 0;
  if (size == 0 || is_real_name(word)) return;
  *title = (pnr_slice){ given.data + given.size - size, size };
  *rest = trim_gaps((pnr_slice){ given.data, given.size - size });
}

uint32_t pnri_title_sex(pnr_slice title, bool *is_child)
{
  const title_row *row = title_of(title);
  *is_child = row != NULL && row->child;
  return row != NULL ? row->sex : 0;
}

bool pnri_is_placeholder(pnr_slice text)
{
  text = pnri_slice_trim(text);
  if (text.size == 0) return false;
  enum { LONGEST = 11 };
  static const uint32_t initials =
    LETTER('F') | LETTER('L') | LETTER('M') | LETTER('U') | LETTER('N') | LETTER('T') | LETTER('X');
  uint8_t first = upper(text.data[0]);
  if (text.size > LONGEST || !is_letter_of(first, initials)) return false;
  for (size_t i = 0; i < sizeof placeholders / sizeof placeholders[0]; i++)
    if (first == (uint8_t)placeholders[i][0] && is_text(text.data, text.size, placeholders[i])) return true;
  return false;
}
