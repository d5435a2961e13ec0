/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "match/ids.h"
#include "match/merge.h"
#include "near_persons.h"
#include "same_answers.h"

/* An index over an image and what was added to it answers like one that was built of the same entries. */

enum { BASE = 24, ADDED = 12, ALL = BASE + ADDED, QUERIES = 3, SEEDS = 150 };

static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };

typedef struct listing {
  made_person persons[ALL];
  char ids[ALL][8];
  pnr_entry entries[ALL];
  uint8_t hidden[ALL];
} listing;

static void make_listing(listing *l, uint64_t seed)
{
  static const char *const owners[] = { "", "Unit A", "Unit B" }, *const warnings[] = { "", "armed" };
  draw_state = seed;
  make_words();
  for (uint32_t i = 0; i < ALL; i++) {
    make_person(&l->persons[i]);
    snprintf(l->ids[i], sizeof l->ids[i], "t:%u", draw(4) == 0 ? i / 2 : 100 + i);
    l->entries[i] = (pnr_entry){ .id = text_slice(l->ids[i]),
                                 .source = text_slice(owners[draw(3)]),
                                 .owner = text_slice(owners[draw(3)]),
                                 .basis = text_slice(owners[draw(3)]),
                                 .warning = text_slice(warnings[draw(2)]),
                                 .action = 1 + draw(10),
                                 .valid_from = draw(3) == 0 ? 20240101 : 0,
                                 .valid_until = draw(3) == 0 ? 20241231 : 0,
                                 .person = &l->persons[i].person };
    l->hidden[i] = i < BASE && draw(3) == 0;
  }
}

/* An index of the entries from first on up to end; without the hidden ones where they are left out. */
static pnr_index *build(const pnr_env *env, const listing *l, uint32_t first, uint32_t end, int leave_out)
{
  pnr_index_builder *builder;
  pnr_index *index;
  cr_assert_eq(pnr_index_builder_open(env, &builder, NULL), PNR_OK, "open");
  for (uint32_t i = first; i < end; i++)
    if (!leave_out || !l->hidden[i]) cr_assert_eq(pnr_index_builder_add(builder, &l->entries[i], NULL), PNR_OK, "add");
  cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  pnr_index_builder_close(builder);
  return index;
}

/* Base without its hidden entries, and what was added. */
static pnr_status compose(const pnr_env *env, const listing *l, const pnr_index *base, const pnr_index *added,
                          pnr_index **out)
{
  pnri_vector hidden;
  pnri_vector_open(&hidden, env, sizeof(uint32_t));
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; status == PNR_OK && i < BASE; i++) {
    uint32_t *room = l->hidden[i] ? pnri_vector_add(&hidden, 1) : &i;
    if (room == NULL) status = PNR_E_MEMORY;
    else *room = i;
  }
  if (status == PNR_OK) {
    pnri_part *parts[] = { pnri_part_hold(base->parts[0]), pnri_part_hold(added->parts[0]) };
    status = pnri_index_compose(env, parts, 2, &hidden, out, NULL);
    if (status != PNR_OK) pnri_part_leave(parts[0]), pnri_part_leave(parts[1]);
  }
  pnri_vector_close(&hidden);
  return status;
}

static void compare_answers(pnr_searcher *changed, pnr_searcher *fresh, uint64_t seed)
{
  static const uint32_t thresholds[] = { 1, 4000, 7050, 9000 };
  made_person asked;
  for (uint32_t i = 0; i < QUERIES; i++) {
    make_person(&asked);
    for (uint32_t k = 0; k < sizeof thresholds / sizeof thresholds[0]; k++) {
      const pnr_search_options options = { .size = sizeof options,
                                           .threshold = thresholds[k],
                                           .best = draw(2) * (1 + draw(4)),
                                           .at = draw(2) * 20250601,
                                           .explain = 1 };
      cr_assert_eq(pnr_search(changed, &asked.person, &purpose, &options, NULL), PNR_OK, "search");
      cr_assert_eq(pnr_search(fresh, &asked.person, &purpose, &options, NULL), PNR_OK, "search");
      const char *what = differing_answer(changed, fresh);
      cr_assert(what == NULL, "seed %llu, threshold %u, best %u: %s differs", (unsigned long long)seed,
                options.threshold, options.best, what);
    }
  }
}

static void compare_info(const pnr_index *changed, const pnr_index *fresh, const pnr_index *added)
{
  const pnr_list_info *a = pnr_index_info(changed), *b = pnr_index_info(fresh);
  cr_expect_eq(a->entries, b->entries, "entries");
  cr_expect_eq(a->names, b->names, "names");
  cr_expect_eq(a->documents, b->documents, "documents");
  cr_expect_eq(a->without_basis, b->without_basis, "without_basis");
  cr_expect_eq(a->entries, BASE - a->removed + a->added, "%u added", (unsigned)a->added);
  cr_expect_eq(a->added, pnr_index_info(added)->entries, "added");
  cr_expect(b->added == 0 && b->removed == 0 && b->generation != a->generation, "no changes");
}

static void compare_images(const pnr_index *changed, const pnr_index *fresh)
{
  pnri_part *merged;
  pnr_slice whole = pnr_index_image(fresh);
  cr_expect_eq(pnr_index_image(changed).size, 0, "no image of its own");
  cr_assert_eq(pnri_merge(changed, &merged, NULL), PNR_OK, "merge");
  cr_expect(merged->size == whole.size && memcmp(merged->data, whole.data, whole.size) == 0, "the image differs");
  pnri_part_leave(merged);
}

Test(index_parts, an_index_with_changes_answers_and_merges_like_one_that_was_built_anew, .timeout = 120)
{
  static listing l;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    make_listing(&l, seed);
    pnr_index *base = build(NULL, &l, 0, BASE, 0), *added = build(NULL, &l, BASE, ALL, 0), *changed;
    pnr_index *fresh = build(NULL, &l, 0, ALL, 1);
    pnr_searcher *searchers[2];
    cr_assert_eq(compose(NULL, &l, base, added, &changed), PNR_OK, "compose");
    cr_assert_eq(pnr_searcher_open(NULL, changed, &searchers[0], NULL), PNR_OK, "searcher");
    cr_assert_eq(pnr_searcher_open(NULL, fresh, &searchers[1], NULL), PNR_OK, "searcher");
    cr_expect_eq(pnr_index_verify(changed, NULL), PNR_OK, "verify");
    compare_info(changed, fresh, added);
    compare_images(changed, fresh);
    pnr_index_close(base), pnr_index_close(added), pnr_index_close(changed), pnr_index_close(fresh);
    compare_answers(searchers[0], searchers[1], seed); /* searchers keep what they search */
    pnr_searcher_close(searchers[0]), pnr_searcher_close(searchers[1]);
  }
}

Test(index_parts, entries_are_found_by_their_ids)
{
  static listing l;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    make_listing(&l, seed);
    pnr_index *index = build(NULL, &l, 0, ALL, 0);
    const pnri_image *image = &index->parts[0]->image;
    for (uint32_t i = 0; i < ALL; i++) {
      uint32_t row = pnri_ids_first(image, l.entries[i].id), found = 0;
      for (uint32_t entry, last = 0; (entry = pnri_ids_next(image, l.entries[i].id, &row)) != PNR_NONE; last = entry) {
        cr_expect(found == 0 || entry > last, "seed %u: rising", (unsigned)seed);
        cr_expect(same_text(l.entries[entry].id, l.entries[i].id), "seed %u: another id", (unsigned)seed);
        found++;
      }
      for (uint32_t k = 0; k < ALL; k++) found -= same_text(l.entries[k].id, l.entries[i].id);
      cr_expect_eq(found, 0, "seed %u, entry %u: not all are found", (unsigned)seed, i);
    }
    uint32_t row = pnri_ids_first(image, text_slice("t:none"));
    cr_expect_eq(pnri_ids_next(image, text_slice("t:none"), &row), PNR_NONE, "unknown id");
    pnr_index_close(index);
  }
}

/* How many candidates are of the base, and how many of what was added, when so many steps may be taken; base and added
 * list the same person. */
static void count_within(const listing *l, const pnr_index *base, const pnr_index *added, uint64_t steps,
                         uint32_t counts[2], uint32_t *complete)
{
  const pnr_limits limits = { .size = sizeof limits, .steps = steps };
  const pnr_search_options options = { .size = sizeof options, .threshold = 9000 };
  pnr_env *env;
  pnr_index *changed;
  pnr_searcher *searcher;
  counts[0] = counts[1] = 0, *complete = 1;
  cr_assert_eq(pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK, "env");
  cr_assert_eq(compose(env, l, base, added, &changed), PNR_OK, "compose");
  cr_assert_eq(pnr_searcher_open(env, changed, &searcher, NULL), PNR_OK, "searcher");
  cr_assert_eq(pnr_search(searcher, l->entries[0].person, &purpose, &options, NULL), PNR_OK, "search");
  for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
    uint32_t entry = pnr_searcher_candidate(searcher, i)->entry;
    if (entry == PNR_NONE) *complete = 0;
    else counts[entry >= BASE]++;
  }
  pnr_searcher_close(searcher);
  pnr_index_close(changed);
  pnr_env_close(env);
}

Test(index_parts, what_was_added_is_found_before_a_spent_budget_ends_the_search)
{
  static listing l;
  pnr_name name = { .full = text_slice("Jaromira Quentelbergova") };
  const pnr_name *names[] = { &name };
  const pnr_person person = { .names = names, .name_count = 1 };
  uint32_t counts[2], complete = 0, cut_in_base = 0;
  make_listing(&l, 3);
  memset(l.hidden, 0, sizeof l.hidden);
  for (uint32_t i = 0; i < ALL; i++) l.entries[i].person = &person;
  pnr_index *base = build(NULL, &l, 0, BASE, 0), *added = build(NULL, &l, ALL - 1, ALL, 0);
  for (uint64_t steps = 20; !complete; steps += 20) {
    count_within(&l, base, added, steps, counts, &complete);
    cr_expect(counts[0] == 0 || counts[1] == 1, "%u steps: the added entry is missing", (unsigned)steps);
    cut_in_base += !complete && counts[1] == 1;
  }
  cr_expect(counts[0] == BASE && counts[1] == 1, "%u and %u of all", counts[0], counts[1]);
  cr_expect_gt(cut_in_base, 0, "no budget ends within the base");
  pnr_index_close(base), pnr_index_close(added);
}

/* Everything that allocates, until it succeeds. */
static pnr_status use(const pnr_env *env, const listing *l, const pnr_index *base, const pnr_index *added)
{
  pnr_index *changed;
  pnri_part *merged = NULL;
  pnr_searcher *searcher = NULL;
  pnr_status status = compose(env, l, base, added, &changed);
  if (status != PNR_OK) return status;
  status = pnri_merge(changed, &merged, NULL);
  if (status == PNR_OK) status = pnr_searcher_open(env, changed, &searcher, NULL);
  if (status == PNR_OK) status = pnr_search(searcher, &l->persons[1].person, &purpose, NULL, NULL);
  pnr_searcher_close(searcher);
  pnri_part_leave(merged);
  pnr_index_close(changed);
  return status;
}

Test(index_parts, every_allocation_may_fail)
{
  static listing l;
  counting_allocator memory = { 0 };
  pnr_env *env;
  pnr_status status = PNR_E_MEMORY;
  make_listing(&l, 1);
  pnr_index *base = build(NULL, &l, 0, BASE, 0), *added = build(NULL, &l, BASE, ALL, 0);
  cr_assert_eq(pnr_env_open(counting_allocate, &memory, NULL, &env, NULL), PNR_OK, "env");
  uint64_t held = memory.blocks;
  for (uint64_t n = 1; status == PNR_E_MEMORY; n++) {
    memory.fail_at = memory.count + n;
    status = use(env, &l, base, added);
    cr_assert(memory.blocks == held && !memory.not_wiped, "allocation %u: leaked or not wiped", (unsigned)n);
  }
  cr_expect_eq(status, PNR_OK, "status %d", status);
  memory.fail_at = 0;
  pnr_env_close(env);
  pnr_index_close(base), pnr_index_close(added);
}
