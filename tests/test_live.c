/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include "live_support.h"

#include <errno.h>
#include <sys/stat.h>

#include "core/file.h"

/* A list that changes on disk: what two handles make of it against an index that is built anew. */

enum { IDS = 40, SEEDS = 12, STEPS = 40 };

static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };

/* --- Answers --- */

/* The searcher's answer against the scores of all entries of the model. */
static void check_brute_force(const pnr_searcher *searcher, const model *m, const pnr_person *asked, uint32_t threshold)
{
  pnr_comparer *comparer;
  uint32_t count = 0;
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "comparer");
  for (uint32_t i = 0; i < m->count; i++) {
    uint32_t score, met = 0;
    cr_assert_eq(pnr_person_compare(comparer, asked, m->entries[i]->entry.person, &score, NULL), PNR_OK, "compare");
    if (score < threshold) continue;
    for (uint32_t k = 0; k < pnr_searcher_count(searcher); k++) {
      const pnr_candidate *hit = pnr_searcher_candidate(searcher, k);
      met += same_text(hit->entry_id, m->entries[i]->entry.id) && hit->score == score;
    }
    cr_assert_eq(met, 1, "%s is missing", m->entries[i]->id);
    count++;
  }
  cr_assert_eq(pnr_searcher_count(searcher), count, "more hits than entries");
  pnr_comparer_close(comparer);
}

/* The snapshot against an index that was built of the model. */
static void check_snapshot(pnr_live *live, const model *m, const char *when)
{
  pnr_index *snapshot = pnr_live_index(live), *fresh = model_index(m);
  pnr_searcher *searchers[2];
  made_person asked;
  cr_assert_eq(pnr_index_info(snapshot)->entries, m->count, "%s: entries", when);
  cr_assert_eq(pnr_searcher_open(NULL, snapshot, &searchers[0], NULL), PNR_OK, "searcher");
  cr_assert_eq(pnr_searcher_open(NULL, fresh, &searchers[1], NULL), PNR_OK, "searcher");
  make_person(&asked);
  for (uint32_t best = 0; best < 6; best += 5) {
    const pnr_search_options options = {
      .size = sizeof options, .threshold = 1 + draw(9000), .best = best, .explain = 1
    };
    for (uint32_t k = 0; k < 2; k++)
      cr_assert_eq(pnr_search(searchers[k], &asked.person, &purpose, &options, NULL), PNR_OK, "search");
    const char *what = differing_answer(searchers[0], searchers[1]);
    cr_assert(what == NULL, "%s: %s differs", when, what);
    if (best == 0) check_brute_force(searchers[0], m, &asked.person, options.threshold);
  }
  for (uint32_t k = 0; k < 2; k++) pnr_searcher_close(searchers[k]);
  pnr_index_close(snapshot), pnr_index_close(fresh);
}

/* --- Random changes --- */

static void add_some(pnr_live *live, model *m)
{
  enum { MOST = 4 };
  const pnr_entry *entries[MOST];
  model_entry *made[MOST];
  uint32_t count = 1 + draw(MOST);
  for (uint32_t i = 0; i < count; i++) {
    made[i] = make_entry(draw(IDS));
    entries[i] = &made[i]->entry;
  }
  cr_assert_eq(pnr_live_add(live, entries, count, NULL), PNR_OK, "add");
  for (uint32_t i = 0; i < count; i++) model_add(m, made[i]);
}

static void remove_some(pnr_live *live, model *m)
{
  enum { MOST = 3 };
  char ids[MOST][ID_SIZE];
  pnr_slice slices[MOST];
  uint32_t count = 1 + draw(MOST);
  for (uint32_t i = 0; i < count; i++) {
    snprintf(ids[i], sizeof ids[i], "t:%u", draw(IDS + 5));
    slices[i] = text_slice(ids[i]);
  }
  cr_assert_eq(pnr_live_remove(live, slices, count, NULL), PNR_OK, "remove");
  for (uint32_t i = 0; i < count; i++) model_remove(m, ids[i]);
}

/* One change by one of the handles; a handle is refreshed before it is looked at when the other one wrote. */
static void step(pnr_live **handles, model *m)
{
  uint32_t writer = draw(2), kind = draw(16);
  const char *when = kind < 7 ? "add" : kind < 12 ? "remove" : kind < 14 ? "compact" : kind < 15 ? "reopen" : "create";
  if (kind < 7) add_some(handles[writer], m);
  else if (kind < 12) remove_some(handles[writer], m);
  else if (kind < 14) cr_assert_eq(pnr_live_compact(handles[writer], NULL), PNR_OK, "compact");
  else if (kind < 15) pnr_live_close(handles[writer]), handles[writer] = open_live();
  else {
    pnr_index *fresh = model_index(m);
    cr_assert_eq(pnr_live_create(NULL, fresh, image_path, NULL), PNR_OK, "create");
    cr_assert_eq(pnr_live_refresh(handles[writer], NULL), PNR_OK, "refresh");
    pnr_index_close(fresh);
  }
  check_snapshot(handles[writer], m, when);
  if (draw(3) == 0) return;
  cr_assert_eq(pnr_live_refresh(handles[1 - writer], NULL), PNR_OK, "refresh after %s", when);
  check_snapshot(handles[1 - writer], m, when);
}

Test(live, snapshots_of_two_handles_equal_an_index_built_anew, .init = open_folder, .fini = close_folder,
     .timeout = 120)
{
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    model m = { .count = 0 };
    draw_state = seed;
    make_words();
    create_list(&m, draw(20));
    pnr_live *handles[2] = { open_live(), open_live() };
    for (uint32_t i = 0; i < STEPS; i++) step(handles, &m);
    pnr_live_close(handles[0]), pnr_live_close(handles[1]);
    model_close(&m);
  }
}

/* --- Files --- */

static uint64_t journal_size(void)
{
  struct stat about;
  return stat(journal_path, &about) == 0 ? (uint64_t)about.st_size : 0;
}

Test(live, the_journal_is_the_owners_alone_and_goes_with_a_compaction, .init = open_folder, .fini = close_folder)
{
  model m = { .count = 0 };
  struct stat about;
  pnr_live_info info = { .size = sizeof info };
  make_words();
  create_list(&m, 3);
  pnr_live *live = open_live();
  cr_expect_eq(journal_size(), 0, "no journal yet");
  cr_assert_eq(pnr_live_describe(live, &info, NULL), PNR_OK, "describe");
  cr_expect(info.has_journal == 0 && info.changes == 0 && info.journal_octets == 0, "no changes yet");
  add_some(live, &m);
  cr_assert(stat(journal_path, &about) == 0 && (about.st_mode & 0777) == 0600, "mode");
  cr_assert_eq(pnr_live_describe(live, &info, NULL), PNR_OK, "describe");
  cr_expect(info.has_journal == 1 && info.changes > 0 && info.journal_octets == journal_size(), "changes");
  pnr_index *before = pnr_live_index(live);
  uint64_t generation = pnr_index_info(before)->generation;
  cr_assert_eq(pnr_live_compact(live, NULL), PNR_OK, "compact");
  cr_expect_eq(journal_size(), 0, "the journal stays");
  cr_assert(stat(image_path, &about) == 0 && (about.st_mode & 0777) == 0600, "mode of the image");
  cr_expect_eq(pnr_live_is_current(live, before), 0, "another snapshot");
  pnr_index *after = pnr_live_index(live);
  cr_expect_neq(pnr_index_info(after)->generation, generation, "generation");
  cr_expect(pnr_index_info(after)->added == 0 && pnr_live_is_current(live, after), "changes are in the image");
  check_snapshot(live, &m, "compacted");
  pnr_index_close(before), pnr_index_close(after);
  pnr_live_close(live);
  model_close(&m);
}

Test(live, changes_that_cancel_each_other_leave_the_same_image, .init = open_folder, .fini = close_folder)
{
  model m = { .count = 0 };
  make_words();
  create_list(&m, 3);
  pnr_live *live = open_live(), *other = open_live();
  pnr_index *before = pnr_live_index(live);
  model_entry *made = make_entry(7);
  const pnr_entry *entry = &made->entry, *last = &m.entries[2]->entry;
  cr_assert_eq(pnr_live_add(live, &entry, 1, NULL), PNR_OK, "add");
  cr_assert_eq(pnr_live_remove(live, &entry->id, 1, NULL), PNR_OK, "remove");
  cr_assert_eq(pnr_live_add(live, &last, 1, NULL), PNR_OK, "replace by itself");
  cr_assert_eq(pnr_live_compact(live, NULL), PNR_OK, "compact");
  pnr_index *after = pnr_live_index(live);
  cr_expect_eq(pnr_index_info(after)->generation, pnr_index_info(before)->generation, "generation");
  cr_expect_eq(journal_size(), 0, "the journal stays");
  cr_assert_eq(pnr_live_refresh(other, NULL), PNR_OK, "refresh");
  check_snapshot(live, &m, "compacted");
  check_snapshot(other, &m, "refreshed");
  pnr_index_close(before), pnr_index_close(after);
  pnr_live_close(live), pnr_live_close(other);
  free_entry(made);
  model_close(&m);
}

Test(live, a_list_that_is_created_anew_has_no_changes_even_where_it_is_the_same, .init = open_folder,
     .fini = close_folder)
{
  model m = { .count = 0 };
  make_words();
  create_list(&m, 3);
  pnr_index *fresh = model_index(&m);
  pnr_live *live = open_live();
  for (uint32_t i = 0; i < 2; i++) {
    model_entry *made = make_entry(9);
    const pnr_entry *entry = &made->entry;
    cr_assert_eq(pnr_live_add(live, &entry, 1, NULL), PNR_OK, "add");
    if (i == 1) model_remove(&m, "t:2"), pnr_index_close(fresh), fresh = model_index(&m);
    cr_assert_eq(pnr_live_create(NULL, fresh, image_path, NULL), PNR_OK, "create");
    cr_expect_eq(journal_size(), 0, "the journal stays");
    cr_assert_eq(pnr_live_refresh(live, NULL), PNR_OK, "refresh");
    check_snapshot(live, &m, i == 0 ? "the same list" : "another list");
    free_entry(made);
  }
  pnr_live_close(live);
  pnr_index_close(fresh);
  model_close(&m);
}

Test(live, an_old_snapshot_lives_on_under_its_searcher_and_is_released_with_it, .init = open_folder,
     .fini = close_folder)
{
  counting_allocator memory = { 0 };
  pnr_env *env;
  pnr_live *live;
  pnr_searcher *searcher;
  model m = { .count = 0 };
  make_words();
  create_list(&m, 10);
  cr_assert_eq(pnr_env_open(counting_allocate, &memory, NULL, &env, NULL), PNR_OK, "env");
  uint64_t bare = memory.blocks;
  cr_assert_eq(pnr_live_open(env, image_path, &live, NULL), PNR_OK, "open");
  add_some(live, &m);
  pnr_index *old = pnr_live_index(live);
  cr_assert_eq(pnr_searcher_open(env, old, &searcher, NULL), PNR_OK, "searcher");
  pnr_index_close(old);
  pnr_index *fresh = model_index(&m);
  cr_assert_eq(pnr_live_compact(live, NULL), PNR_OK, "compact");
  remove_some(live, &m);
  uint64_t with_old = memory.blocks;
  pnr_searcher *again;
  made_person asked;
  make_person(&asked);
  const pnr_search_options options = { .size = sizeof options, .threshold = 1, .explain = 1 };
  cr_assert_eq(pnr_searcher_open(NULL, fresh, &again, NULL), PNR_OK, "searcher");
  cr_assert_eq(pnr_search(searcher, &asked.person, &purpose, &options, NULL), PNR_OK, "search");
  cr_assert_eq(pnr_search(again, &asked.person, &purpose, &options, NULL), PNR_OK, "search");
  cr_expect(differing_answer(searcher, again) == NULL, "the old snapshot changed");
  pnr_searcher_close(searcher), pnr_searcher_close(again);
  cr_expect_lt(memory.blocks, with_old, "nothing of the old snapshot is released");
  pnr_live_close(live);
  cr_expect(memory.blocks == bare && !memory.not_wiped, "leaked or not wiped");
  pnr_index_close(fresh);
  pnr_env_close(env);
  model_close(&m);
}

Test(live, what_a_killed_process_left_of_new_files_is_overwritten, .init = open_folder, .fini = close_folder)
{
  model m = { .count = 0 };
  char left[2][80];
  struct stat about;
  make_words();
  create_list(&m, 3);
  snprintf(left[0], sizeof left[0], "%s.new", image_path);
  snprintf(left[1], sizeof left[1], "%s.journal.new", image_path);
  for (uint32_t i = 0; i < 2; i++) write_file(left[i], (const uint8_t *)"left", 4), chmod(left[i], 0644);
  pnr_live *live = open_live();
  add_some(live, &m);
  cr_expect(stat(journal_path, &about) == 0 && (about.st_mode & 0777) == 0600, "mode of the journal");
  check_snapshot(live, &m, "added");
  cr_assert_eq(pnr_live_compact(live, NULL), PNR_OK, "compact");
  cr_expect(stat(image_path, &about) == 0 && (about.st_mode & 0777) == 0600, "mode of the image");
  check_snapshot(live, &m, "compacted");
  for (uint32_t i = 0; i < 2; i++) cr_expect(stat(left[i], &about) != 0 && errno == ENOENT, "%s is there", left[i]);
  pnr_live_close(live);
  model_close(&m);
}

/* --- What is refused --- */

Test(live, what_cannot_be_added_is_refused_as_a_whole, .init = open_folder, .fini = close_folder)
{
  model m = { .count = 0 };
  pnr_error error = { .size = sizeof error };
  const pnr_person nobody = { .name_count = 0 };
  const pnr_birth birth = { .from = 20250230, .to = 20250230 }, *births[] = { &birth };
  const pnr_person unborn = { .births = births, .birth_count = 1 };
  const pnr_entry good = { .id = text_slice("t:good"), .person = &nobody };
  const struct {
    const char *name;
    pnr_entry entry;
  } rows[] = {
    { "no id", { .person = &nobody } },
    { "no person", { .id = text_slice("t:1") } },
    { "a day that no calendar has", { .id = text_slice("t:1"), .person = &unborn } },
  };
  make_words();
  create_list(&m, 3);
  pnr_live *live = open_live();
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const pnr_entry *entries[] = { &good, &rows[i].entry };
    cr_expect_eq(pnr_live_add(live, entries, 2, &error), PNR_E_ARGUMENT, "%s", rows[i].name);
    cr_expect_eq(journal_size(), 0, "%s: something was written", rows[i].name);
    check_snapshot(live, &m, rows[i].name);
  }
  pnr_slice none = text_slice("t:none");
  cr_expect_eq(pnr_live_remove(live, &none, 1, &error), PNR_OK, "an unknown id is passed over");
  cr_expect_eq(journal_size(), 0, "an unknown id was written");
  cr_expect_eq(pnr_live_open(NULL, folder, &(pnr_live *){ NULL }, &error), PNR_E_FILE, "a folder");
  cr_expect_eq(error.cause, EISDIR, "%d", error.cause);
  pnr_live_close(live);
  model_close(&m);
}

/* --- Memory --- */

static pnr_status use(const pnr_env *env, const model *m)
{
  pnr_live *live;
  const pnr_entry *entry = &m->entries[0]->entry;
  pnr_status status = pnr_live_open(env, image_path, &live, NULL);
  if (status != PNR_OK) return status;
  status = pnr_live_add(live, &entry, 1, NULL);
  if (status == PNR_OK) status = pnr_live_remove(live, &m->entries[1]->entry.id, 1, NULL);
  if (status == PNR_OK) status = pnr_live_add(live, &(const pnr_entry *){ &m->entries[1]->entry }, 1, NULL);
  if (status == PNR_OK) status = pnr_live_compact(live, NULL);
  pnr_live_close(live);
  return status;
}

Test(live, every_allocation_may_fail, .init = open_folder, .fini = close_folder, .timeout = 60)
{
  model m = { .count = 0 };
  counting_allocator memory = { 0 };
  pnr_env *env;
  pnr_status status = PNR_E_MEMORY;
  make_words();
  create_list(&m, 4);
  cr_assert_eq(pnr_env_open(counting_allocate, &memory, NULL, &env, NULL), PNR_OK, "env");
  uint64_t held = memory.blocks;
  for (uint64_t n = 1; status == PNR_E_MEMORY; n++) {
    memory.fail_at = memory.count + n;
    status = use(env, &m);
    cr_assert(memory.blocks == held && !memory.not_wiped, "allocation %u: leaked or not wiped", (unsigned)n);
  }
  cr_expect_eq(status, PNR_OK, "status %d", status);
  memory.fail_at = 0;
  pnr_live *live = open_live();
  static const char *const ids[] = { "t:0", "t:1", "t:2", "t:3" };
  cr_expect(lists_exactly(live, ids, 4), "entries");
  pnr_live_close(live);
  pnr_env_close(env);
  model_close(&m);
}
