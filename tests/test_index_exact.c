/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "pnr/match.h"
#include "support.h"

/* The index against brute force: invented lists and travellers, made to lie close together and near every edge of the
 * edit budgets, with initials, joined, parted, abbreviated and cut tokens, particles, several forms, dates of all kinds and documents. */

enum { ENTRIES = 40, NAMES = 3, BIRTHS = 2, NATIONS = 2, DOCUMENTS = 2, TEXT = 96, WORDS = 24, HITS = ENTRIES };

static uint64_t state;

static uint32_t draw(uint32_t below)
{
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)((state >> 33) % below);
}

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

static char letter(uint32_t letters) { return (char)('a' + draw(letters)); }

/* A pool of tokens of a few letters, many of them edits, parts and joins of others. */
static void make_words(void)
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

static void add_word(char *text)
{
  static const char *const extras[] = { "al",  "bin",           "van",         "de",         "MR",
                                        "MRS", "m\xC3\xBCller", "\xC3\xB8rum", "jos\xC3\xA9" };
  size_t size = strlen(text);
  const char *gap = size == 0 ? "" : draw(8) == 0 ? "" : draw(12) == 0 ? "-" : " ";
  uint32_t kind = draw(16);
  if (kind == 0) snprintf(text + size, TEXT - size, "%s%c", gap, letter(6));
  else if (kind == 1) snprintf(text + size, TEXT - size, "%s%s", gap, extras[draw(9)]);
  else snprintf(text + size, TEXT - size, "%s%s", gap, words[draw(WORDS)]);
}

static pnr_date make_date(void)
{
  static const uint32_t months[] = { 1, 1, 2, 3, 5, 12 }, days[] = { 1, 1, 2, 3, 5, 12, 13, 28 };
  pnr_date year = (1970 + draw(4)) * 10000, month = months[draw(6)] * 100;
  switch (draw(6)) {
  case 0: return year;
  case 1: return year + month;
  default: return year + month + days[draw(8)];
  }
}

static void make_name(made_person *made, uint32_t i)
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

static void make_person(made_person *made)
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

typedef struct answer {
  uint32_t entry, score;
} answer;

static uint32_t brute_force(pnr_comparer *comparer, const made_person *asked, const made_person *list,
                            uint32_t threshold, answer *out)
{
  uint32_t count = 0;
  for (uint32_t i = 0; i < ENTRIES; i++) {
    uint32_t score;
    cr_assert_eq(pnr_person_compare(comparer, &asked->person, &list[i].person, &score, NULL), PNR_OK, "compare");
    if (score < threshold) continue;
    uint32_t at = count++;
    for (; at > 0 && out[at - 1].score < score; at--) out[at] = out[at - 1];
    out[at] = (answer){ i, score };
  }
  return count;
}

static pnr_index *build(const made_person *list)
{
  pnr_index_builder *builder;
  pnr_index *index;
  cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "open");
  for (uint32_t i = 0; i < ENTRIES; i++) {
    pnr_entry entry = { .id = text_slice("x"), .person = &list[i].person };
    cr_assert_eq(pnr_index_builder_add(builder, &entry, NULL), PNR_OK, "add");
  }
  cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  pnr_index_builder_close(builder);
  return index;
}

static void check_search(pnr_searcher *searcher, const made_person *asked, const answer *expected, uint32_t count,
                         pnr_search_options options, uint64_t seed)
{
  static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };
  cr_assert_eq(pnr_search(searcher, &asked->person, &purpose, &options, NULL), PNR_OK, "search");
  if (options.best != 0 && count > options.best) count = options.best;
  cr_assert_eq(pnr_searcher_count(searcher), count, "seed %llu threshold %u best %u: %u hits instead of %u",
               (unsigned long long)seed, options.threshold, options.best, pnr_searcher_count(searcher), count);
  for (uint32_t i = 0; i < count; i++) {
    const pnr_candidate *found = pnr_searcher_candidate(searcher, i);
    cr_assert(found->entry == expected[i].entry && found->score == expected[i].score,
              "seed %llu threshold %u hit %u: entry %u score %u instead of %u %u", (unsigned long long)seed,
              options.threshold, i, found->entry, found->score, expected[i].entry, expected[i].score);
  }
}

static void check_list(pnr_comparer *comparer, uint64_t seed, uint32_t queries)
{
  static const uint32_t thresholds[] = { 1, 500, 2500, 4000, 5500, 6500, 7500, 8000, 8600, 9200, 9999, 10000 };
  static made_person list[ENTRIES], asked;
  state = seed;
  make_words();
  for (uint32_t i = 0; i < ENTRIES; i++) make_person(&list[i]);
  pnr_index *index = build(list);
  pnr_searcher *searcher;
  cr_assert_eq(pnr_searcher_open(NULL, index, &searcher, NULL), PNR_OK, "searcher");
  for (uint32_t i = 0; i < queries; i++) {
    make_person(&asked);
    answer all[HITS];
    uint32_t count = brute_force(comparer, &asked, list, 1, all);
    for (uint32_t k = draw(3); k < sizeof thresholds / sizeof thresholds[0]; k += 3) {
      uint32_t above = 0;
      while (above < count && all[above].score >= thresholds[k]) above++;
      pnr_search_options options = { .size = sizeof options, .threshold = thresholds[k], .explain = k == 3 };
      check_search(searcher, &asked, all, above, options, seed);
      options.best = 1 + draw(4);
      check_search(searcher, &asked, all, above, options, seed);
    }
  }
  pnr_searcher_close(searcher);
  pnr_index_close(index);
}

Test(index_exact, answers_equal_comparing_with_every_entry_at_every_threshold, .timeout = 240)
{
  pnr_comparer *comparer;
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "comparer");
  for (uint64_t seed = 1; seed <= 1000; seed++) check_list(comparer, seed, 3);
  pnr_comparer_close(comparer);
}

/* Pairs that only one way of looking up finds. */
static const struct {
  const char *name, *listed, *asked;
} seams[] = {
  { "two joined", "mono karpel", "monokarpel" },
  { "two joined, letters exchanged on both sides of the seam", "monok arpel", "monoakrpel" },
  { "two joined, an edit in the first", "mono karpel", "monakarpel" },
  { "two joined, an edit in the second", "mono karpel", "monokarpil" },
  { "two joined, a letter less", "mono karpel", "monokarpe" },
  { "two joined, a letter more", "mono karpel", "monoakarpel" },
  { "two joined, the shorter one a letter", "m karpel", "mkarpel" },
  { "two joined, short and without edit", "ab cd", "abcd" },
  { "three joined", "mo no karpel", "monokarpel" },
  { "three joined, an edit in the middle", "mo nolo karpel", "monopokarpel" },
  { "three joined, an edit in the first", "mola nolo karpel", "molunolokarpel" },
  { "three joined, an edit in the last", "mola nolo karpel", "molanolokarpil" },
  { "three joined, exchanged at the first seam", "mola nolo karpel", "molnaolokarpel" },
  { "three joined, exchanged at the second seam", "mola nolo karpel", "molanolkoarpel" },
  { "three joined, the middle one a letter that is left out", "mono x karpel", "monokarpel" },
  { "asked in two", "monokarpel", "mono karpel" },
  { "asked in three with an edit", "monolokarpel", "mono lo karpal" },
  { "an edit in a long token", "karpelovrinu", "karpelovrina" },
  { "two edits in a long token", "karpelovrinu", "korpelovrini" },
  { "two exchanges", "karpelovrinu", "akrpeolvrinu" },
  { "an edit in a token of three", "kar", "kur" },
};

Test(index_exact, joined_and_edited_tokens_are_found_wherever_the_edit_stands)
{
  pnr_comparer *comparer;
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "comparer");
  for (size_t i = 0; i < sizeof seams / sizeof seams[0]; i++) {
    static made_person list[ENTRIES], asked;
    memset(list, 0, sizeof list);
    memset(&asked, 0, sizeof asked);
    for (uint32_t k = 0; k < ENTRIES; k++) { /* one entry, among others without a name */
      list[k].names[0].full = text_slice(seams[i].listed);
      list[k].name_list[0] = &list[k].names[0];
      list[k].person = (pnr_person){ .names = list[k].name_list, .name_count = k == 7 };
    }
    asked.names[0].full = text_slice(seams[i].asked);
    asked.name_list[0] = &asked.names[0];
    asked.person = (pnr_person){ .names = asked.name_list, .name_count = 1 };
    answer all[HITS];
    uint32_t count = brute_force(comparer, &asked, list, 1, all);
    cr_expect_eq(count, 1, "%s: the score is 0", seams[i].name);
    pnr_index *index = build(list);
    pnr_searcher *searcher;
    cr_assert_eq(pnr_searcher_open(NULL, index, &searcher, NULL), PNR_OK, "searcher");
    check_search(searcher, &asked, all, count,
                 (pnr_search_options){ .size = sizeof(pnr_search_options), .threshold = 1 }, i);
    pnr_searcher_close(searcher);
    pnr_index_close(index);
  }
  pnr_comparer_close(comparer);
}
