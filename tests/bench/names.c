/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bench/names.h"

/* --- Words --- */

static void cut(bench_words *words, const char *text)
{
  words->count = 0;
  while (*text != '\0' && words->count < BENCH_WORDS) {
    size_t size = strcspn(text, " ");
    words->at[words->count] = text;
    words->sizes[words->count++] = *text == '-' && size == 1 ? 0 : (uint8_t)size;
    text += size;
    text += strspn(text, " ");
  }
}

typedef struct stock {
  bench_words known, begins, vowels, ends, endings;
} stock;

static struct {
  stock given, surname;
  bench_words nationalities;
  const char *patterns[16];
  uint8_t pattern_sizes[16];
  uint32_t pattern_count;
} cut_cultures[BENCH_CULTURES];

static void cut_stock(stock *s, const bench_stock *from)
{
  cut(&s->known, from->known);
  cut(&s->begins, from->begins);
  cut(&s->vowels, from->vowels);
  cut(&s->ends, from->ends);
  cut(&s->endings, from->endings);
}

static void cut_patterns(uint32_t culture)
{
  for (const char *at = bench_cultures[culture].patterns; *at != '\0';) {
    size_t size = strcspn(at, "|");
    uint32_t i = cut_cultures[culture].pattern_count++;
    cut_cultures[culture].patterns[i] = at;
    cut_cultures[culture].pattern_sizes[i] = (uint8_t)size;
    at += size + (at[size] == '|');
  }
}

static void cut_cultures_once(void)
{
  if (cut_cultures[0].pattern_count != 0) return;
  for (uint32_t i = 0; i < BENCH_CULTURES; i++) {
    cut_stock(&cut_cultures[i].given, &bench_cultures[i].given);
    cut_stock(&cut_cultures[i].surname, &bench_cultures[i].surname);
    cut(&cut_cultures[i].nationalities, bench_cultures[i].nationalities);
    cut_patterns(i);
  }
}

/* --- One name --- */

typedef struct writing {
  char *text;
  size_t size;
} writing;

static void put(writing *w, const char *text, size_t size)
{
  if (w->size + size >= BENCH_NAME_SIZE) return;
  memcpy(w->text + w->size, text, size);
  w->size += size;
  w->text[w->size] = '\0';
}

static void put_word(writing *w, const bench_words *words, uint32_t i) { put(w, words->at[i], words->sizes[i]); }
static void put_any(writing *w, const bench_words *words, bench_random *random)
{
  put_word(w, words, bench_below(random, words->count));
}

/* The name of a rank is always the same. */
static void put_rank(writing *w, const stock *s, uint64_t kind, uint32_t rank)
{
  if (rank < s->known.count) {
    put_word(w, &s->known, rank);
    return;
  }
  bench_random random = { (kind << 32 | rank) * UINT64_C(0x9E3779B97F4A7C15) };
  uint32_t syllables = 1 + (bench_below(&random, 100) < 60) + (bench_below(&random, 100) < 10);
  for (uint32_t i = 0; i < syllables; i++) {
    put_any(w, &s->begins, &random);
    put_any(w, &s->vowels, &random);
    if (i + 1 == syllables || bench_below(&random, 3) == 0) put_any(w, &s->ends, &random);
  }
  put_any(w, &s->endings, &random);
}

static uint32_t draw_rank(bench_random *random, const bench_stock *s)
{
  double u = bench_below(random, 1u << 30) / (double)(1u << 30);
  return (uint32_t)(s->flat * (exp(u * log((double)(s->ranks + s->flat) / s->flat)) - 1));
}

static uint32_t draw_culture(bench_random *random, size_t offset)
{
  uint32_t rest = bench_below(random, 100);
  for (uint32_t i = 0; i < BENCH_CULTURES; i++) {
    uint32_t share;
    memcpy(&share, (const char *)&bench_cultures[i] + offset, sizeof share);
    if (rest < share) return i;
    rest -= share;
  }
  return 0;
}

static void put_part(writing *w, uint32_t culture, char part, bench_random *random)
{
  static const char *const fathers[] = { "OVICH", "EVICH", "OVNA", "EVNA" };
  const bench_culture *c = &bench_cultures[culture];
  if (part == 'S' || part == 'T')
    put_rank(w, &cut_cultures[culture].surname, 2 * culture + 1, draw_rank(random, &c->surname));
  else put_rank(w, &cut_cultures[culture].given, 2 * culture, draw_rank(random, &c->given));
  const char *father = fathers[bench_below(random, 4)];
  if (part == 'P') put(w, father, strlen(father));
}

/* A letter of a pattern stands for a name where no other letter is beside it. */
static void put_pattern(writing *w, uint32_t culture, const char *pattern, size_t size, bench_random *random)
{
  for (size_t i = 0; i < size; i++) {
    int is_alone =
      (i == 0 || strchr(" -", pattern[i - 1]) != NULL) && (i + 1 == size || strchr(" -,", pattern[i + 1]) != NULL);
    if (is_alone && strchr("GHPST", pattern[i]) != NULL) put_part(w, culture, pattern[i], random);
    else put(w, &pattern[i], 1);
  }
}

/* --- Scripts --- */

static const char *const cyrillic[26] = { "А", "Б", "К", "Д", "Е", "Ф", "Г", "Х", "И", "Ж", "К",  "Л", "М",
                                          "Н", "О", "П", "К", "Р", "С", "Т", "У", "В", "В", "КС", "Ы", "З" };
static const char *const arabic[26] = { "ا", "ب", "ك", "د", "",  "ف", "غ", "ه", "ي", "ج", "ك",  "ل", "م",
                                        "ن", "",  "ب", "ق", "ر", "س", "ت", "و", "ف", "و", "كس", "ي", "ز" };

static void write_in(uint32_t script, const char *latin, char text[BENCH_NAME_SIZE])
{
  const char *const *letters = script == BENCH_CYRILLIC ? cyrillic : arabic;
  writing w = { text, 0 };
  text[0] = '\0';
  for (; *latin != '\0'; latin++) {
    const char *letter = *latin >= 'A' && *latin <= 'Z' ? letters[*latin - 'A'] : *latin == ',' ? "" : " ";
    put(&w, letter, strlen(letter));
  }
}

/* --- Persons --- */

static bench_listed make(bench_random *random, size_t share, uint32_t undated)
{
  cut_cultures_once();
  bench_listed listed = { .sex = bench_below(random, 4) != 0 ? 'M' : 'F' };
  uint32_t culture = draw_culture(random, share);
  uint32_t pattern = bench_below(random, cut_cultures[culture].pattern_count);
  writing w = { listed.latin, 0 };
  put_pattern(&w, culture, cut_cultures[culture].patterns[pattern], cut_cultures[culture].pattern_sizes[pattern],
              random);
  uint32_t script = bench_cultures[culture].script;
  if (script != BENCH_LATIN && bench_below(random, 6) == 0) write_in(script, listed.latin, listed.text);
  else memcpy(listed.text, listed.latin, sizeof listed.text);
  const bench_words *nationalities = &cut_cultures[culture].nationalities;
  memcpy(listed.nationality, nationalities->at[bench_below(random, nationalities->count)], 3);
  pnr_date year = 1940 + bench_below(random, 65), month = 1 + bench_below(random, 12),
           day = 1 + bench_below(random, 28);
  if (bench_below(random, 100) >= undated) listed.birth = year * 10000 + month * 100 + day;
  return listed;
}

bench_listed bench_make_listed(bench_random *random) { return make(random, offsetof(bench_culture, share), 30); }
bench_listed bench_make_traveller(bench_random *random)
{
  bench_listed traveller = make(random, offsetof(bench_culture, travellers), 30);
  memcpy(traveller.text, traveller.latin, sizeof traveller.text);
  return traveller;
}

/* --- Aliases --- */

typedef struct parts {
  char text[12][BENCH_NAME_SIZE];
  uint32_t count;
} parts;

static parts part(const char *latin)
{
  parts p = { .count = 0 };
  while (*latin != '\0' && p.count < 12) {
    size_t size = strcspn(latin, " ,-");
    memcpy(p.text[p.count], latin, size);
    p.text[p.count++][size] = '\0';
    latin += size;
    latin += strspn(latin, " ,-");
  }
  return p;
}

static void leave_out(parts *p, uint32_t i)
{
  memmove(p->text[i], p->text[i + 1], (p->count - i - 1) * sizeof p->text[0]);
  p->count--;
}

static uint32_t longest(const parts *p)
{
  uint32_t best = 0;
  for (uint32_t i = 1; i < p->count; i++)
    if (strlen(p->text[i]) > strlen(p->text[best])) best = i;
  return best;
}

/* Writes one sound in another way, where a part has it. */
static void respell(parts *p, bench_random *random)
{
  static const char *const ways[][2] = { { "OU", "U" },  { "KH", "H" },  { "EE", "I" }, { "Y", "I" },  { "Q", "K" },
                                         { "CK", "K" },  { "PH", "F" },  { "SS", "S" }, { "LL", "L" }, { "MM", "M" },
                                         { "J", "DJ" },  { "W", "V" },   { "DH", "D" }, { "TH", "T" }, { "IE", "I" },
                                         { "EI", "AI" }, { "SH", "CH" }, { "U", "O" },  { "I", "E" },  { "TS", "C" },
                                         { "ZH", "J" },  { "S", "Z" } };
  enum { WAYS = sizeof ways / sizeof ways[0] };
  uint32_t first = bench_below(random, WAYS);
  for (uint32_t k = 0; k < WAYS * p->count; k++) {
    const char *const *way = ways[(first + k / p->count) % WAYS];
    char *text = p->text[k % p->count], *at = strstr(text, way[0]), rest[BENCH_NAME_SIZE];
    if (at == NULL || strlen(text) < 4) continue;
    snprintf(rest, sizeof rest, "%s%s", way[1], at + strlen(way[0]));
    memcpy(at, rest, strlen(rest) + 1);
    return;
  }
}

/* One slip of the pen in the longest part. */
static void slip(parts *p, bench_random *random)
{
  char *text = p->text[longest(p)];
  size_t size = strlen(text), at = 1 + bench_below(random, (uint32_t)(size > 1 ? size - 1 : 1));
  if (size < 4) return;
  char letter = (char)('A' + bench_below(random, 26));
  switch (bench_below(random, 4)) {
  case 0: text[at] = letter; break;
  case 1: memmove(text + at, text + at + 1, size - at); break;
  case 2:
    memmove(text + at + 1, text + at, size - at + 1);
    text[at] = letter;
    break;
  default:
    letter = text[at];
    text[at] = text[at - 1];
    text[at - 1] = letter;
    break;
  }
}

static void exchange(parts *p)
{
  char first[BENCH_NAME_SIZE];
  memcpy(first, p->text[0], sizeof first);
  memmove(p->text[0], p->text[1], (p->count - 1) * sizeof p->text[0]);
  memcpy(p->text[p->count - 1], first, sizeof first);
}

static void join(parts *p, uint32_t i)
{
  size_t size = strlen(p->text[i]);
  snprintf(p->text[i] + size, sizeof p->text[i] - size, "%.*s", (int)(sizeof p->text[i] - size - 1), p->text[i + 1]);
  leave_out(p, i + 1);
}

void bench_make_alias(bench_random *random, const char *latin, char alias[BENCH_NAME_SIZE])
{
  parts p = part(latin);
  uint32_t kind = bench_below(random, 10);
  if (p.count > 1 && kind == 0) exchange(&p);
  if (kind == 1 || kind == 2 || kind == 8) respell(&p, random);
  if (kind == 3 || kind == 8) slip(&p, random);
  if (p.count > 2 && (kind == 4 || kind == 9)) leave_out(&p, 1);
  if (kind == 9) respell(&p, random);
  if (p.count > 2 && kind == 5) join(&p, 0);
  if (p.count > 2 && kind == 6) p.text[1][1] = '\0';
  if (kind == 7) strcat(p.text[0], bench_below(random, 2) != 0 ? "MR" : " DR");
  writing w = { alias, 0 };
  for (uint32_t i = 0; i < p.count; i++) {
    if (i != 0) put(&w, " ", 1);
    put(&w, p.text[i], strlen(p.text[i]));
  }
}

/* --- Views --- */

static pnr_slice slice(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

void bench_show(bench_view *view, const char *text, pnr_date birth, uint32_t sex, const char *nationality)
{
  *view = (bench_view){ .name = { .kind = PNR_NAME_PRIMARY, .source = PNR_SOURCE_CALLER, .full = slice(text) },
                        .birth = { .from = birth, .to = birth },
                        .nationality = slice(nationality) };
  view->name_at[0] = &view->name;
  view->birth_at[0] = &view->birth;
  view->person = (pnr_person){ .names = view->name_at,
                               .name_count = 1,
                               .births = view->birth_at,
                               .birth_count = birth != 0,
                               .nationalities = &view->nationality,
                               .nationality_count = view->nationality.size != 0,
                               .sex = sex };
}
