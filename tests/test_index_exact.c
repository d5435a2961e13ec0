/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "near_persons.h"
#include "pnr/match.h"

/* The index against brute force: lists and travellers of tests/near_persons.h. */

enum { ENTRIES = 40, HITS = ENTRIES };

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
  draw_state = seed;
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
