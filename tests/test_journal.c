/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include "live_support.h"

#include "core/file.h"
#include "match/merge.h"
#include "store/pair.h"

/* What stands in the journal, and what holds when it is cut, changed, or left behind at any point. */

enum { FRAMES = 4 };

/* What is listed after each change of write_changes, by the last digit of the ids: "012" is t:0, t:1, t:2. */
static const char *const states[FRAMES + 1] = { "012", "0123", "13", "1345", "135" };
static uint64_t ends[FRAMES + 1]; /* of the frames, and of the header */

static uint64_t journal_end(pnr_live *live)
{
  pnr_live_info info = { .size = sizeof info };
  cr_assert_eq(pnr_live_describe(live, &info, NULL), PNR_OK, "describe");
  return info.journal_octets;
}

static void add_new(pnr_live *live, uint32_t first, uint32_t count)
{
  model_entry *made[2];
  const pnr_entry *entries[2];
  for (uint32_t i = 0; i < count; i++) made[i] = make_entry(first + i), entries[i] = &made[i]->entry;
  cr_assert_eq(pnr_live_add(live, entries, count, NULL), PNR_OK, "add");
  for (uint32_t i = 0; i < count; i++) free_entry(made[i]);
}

static void write_changes(void)
{
  model m = { .count = 0 };
  const pnr_slice two[] = { text_slice("t:0"), text_slice("t:2") }, one = text_slice("t:4");
  draw_state = 5;
  make_words();
  create_list(&m, 3);
  pnr_live *live = open_live();
  ends[0] = PNRI_JOURNAL_HEADER;
  add_new(live, 3, 1);
  ends[1] = journal_end(live);
  cr_assert_eq(pnr_live_remove(live, two, 2, NULL), PNR_OK, "remove");
  ends[2] = journal_end(live);
  add_new(live, 4, 2);
  ends[3] = journal_end(live);
  cr_assert_eq(pnr_live_remove(live, &one, 1, NULL), PNR_OK, "remove");
  ends[4] = journal_end(live);
  pnr_live_close(live);
  model_close(&m);
}

static int lists_state(pnr_live *live, const char *digits)
{
  static char ids[10][ID_SIZE];
  const char *list[10];
  uint32_t count = 0;
  for (; digits[count] != '\0'; count++) {
    snprintf(ids[count], ID_SIZE, "t:%c", digits[count]);
    list[count] = ids[count];
  }
  return lists_exactly(live, list, count);
}

/* The journal's octets, some of them changed: opened, looked at, written to. frames: how many of them are whole. */
static void check_unfinished(const uint8_t *octets, size_t size, uint32_t frames, const char *what)
{
  char with_nine[16];
  pnr_live *live;
  pnr_error error = { .size = sizeof error };
  pnr_live_info info = { .size = sizeof info };
  write_file(journal_path, octets, size);
  cr_assert_eq(pnr_live_open(NULL, image_path, &live, &error), PNR_OK, "%s %zu: %d", what, size, error.status);
  cr_expect(lists_state(live, states[frames]), "%s %zu: not the state after %u frames", what, size, frames);
  cr_assert_eq(pnr_live_describe(live, &info, NULL), PNR_OK, "describe");
  cr_expect_eq(info.unfinished, size - ends[frames], "%s %zu: unfinished", what, size);
  add_new(live, 9, 1);
  snprintf(with_nine, sizeof with_nine, "%s9", states[frames]);
  cr_expect(lists_state(live, with_nine), "%s %zu: the next change", what, size);
  cr_assert_eq(pnr_live_describe(live, &info, NULL), PNR_OK, "describe");
  cr_expect(info.cut == size - ends[frames] && info.unfinished == 0, "%s %zu: cut", what, size);
  pnr_live_close(live);
  live = open_live();
  cr_expect(lists_state(live, with_nine), "%s %zu: opened again", what, size);
  pnr_live_close(live);
}

static void check_refused(const uint8_t *octets, size_t size, uint64_t first, uint64_t end, const char *what)
{
  pnr_live *live;
  pnr_error error = { .size = sizeof error };
  write_file(journal_path, octets, size);
  cr_expect_eq(pnr_live_open(NULL, image_path, &live, &error), PNR_E_JOURNAL_DAMAGED, "%s: %d", what, error.status);
  cr_expect(error.offset >= first && error.offset <= end, "%s: offset %u is not in %u to %u", what,
            (unsigned)error.offset, (unsigned)first, (unsigned)end);
  pnr_live_close(live);
}

Test(journal, a_journal_cut_at_any_octet_has_the_changes_that_are_whole, .init = open_folder, .fini = close_folder)
{
  size_t size;
  write_changes();
  uint8_t *octets = read_file(journal_path, &size);
  cr_assert_eq(size, ends[FRAMES], "size");
  for (size_t cut = 0; cut < PNRI_JOURNAL_HEADER; cut++) check_refused(octets, cut, cut, cut, "cut header");
  for (size_t cut = PNRI_JOURNAL_HEADER; cut <= size; cut++) {
    uint32_t frames = 0;
    while (frames < FRAMES && ends[frames + 1] <= cut) frames++;
    check_unfinished(octets, cut, frames, "cut");
  }
  free(octets);
}

Test(journal, a_changed_octet_is_refused_unless_it_stands_in_the_last_change, .init = open_folder, .fini = close_folder)
{
  size_t size;
  write_changes();
  uint8_t *octets = read_file(journal_path, &size);
  for (size_t at = 0; at < size; at++) {
    char what[32];
    uint8_t before = octets[at];
    uint32_t frame = 0;
    while (frame < FRAMES && ends[frame] <= at) frame++;
    octets[at] ^= (uint8_t)(1 << at % 8);
    snprintf(what, sizeof what, "octet %zu", at);
    if (frame == FRAMES) check_unfinished(octets, size, FRAMES - 1, what);
    else check_refused(octets, size, frame == 0 ? 0 : ends[frame - 1], ends[frame], what);
    octets[at] = before;
  }
  free(octets);
}

Test(journal, missing_repeated_and_foreign_frames_are_refused, .init = open_folder, .fini = close_folder)
{
  size_t size;
  write_changes();
  uint8_t *octets = read_file(journal_path, &size), *copy = malloc(2 * size);
  const size_t header = PNRI_JOURNAL_HEADER, first = ends[1] - ends[0];
  memcpy(copy, octets, header);
  memcpy(copy + header, octets + ends[1], size - ends[1]);
  check_refused(copy, size - first, header, header + PNRI_JOURNAL_HEAD, "without its first frame");
  memcpy(copy, octets, ends[1]);
  memcpy(copy + ends[1], octets + header, size - header);
  check_refused(copy, size + first, ends[1], ends[1] + PNRI_JOURNAL_HEAD, "its first frame twice");
  pnri_journal_put_header(copy, 1); /* frames of one journal in another one */
  memcpy(copy + header, octets + header, size - header);
  write_file(journal_path, copy, size);
  pnr_live *live = open_live();
  cr_expect(lists_state(live, states[0]), "a journal of another image counts for nothing");
  pnr_live_close(live);
  memcpy(copy, octets, header);
  copy[8] = 9;
  check_refused(copy, size, 24, 24, "a version without its checksum");
  free(octets), free(copy);
}

Test(journal, a_journal_of_another_image_counts_for_nothing_and_is_replaced, .init = open_folder, .fini = close_folder)
{
  model m = { .count = 0 };
  write_changes();
  model_add(&m, make_entry(6));
  pnr_live *live = open_live();
  pnr_index *other = model_index(&m);
  cr_assert_eq(pnr_index_write(other, image_path, NULL), PNR_OK, "write"); /* as one would who knows no journal */
  cr_expect(lists_state(live, states[FRAMES]), "the open one stays what it was");
  cr_assert_eq(pnr_live_refresh(live, NULL), PNR_OK, "refresh");
  cr_expect(lists_state(live, "6"), "another image");
  add_new(live, 7, 1);
  cr_expect(lists_state(live, "67"), "a change of the other image");
  cr_expect_lt(journal_end(live), ends[FRAMES], "the old journal is still there");
  pnr_live_close(live);
  pnr_index_close(other);
  model_close(&m);
}

/* --- A compaction that is interrupted --- */

/* next: the number of the next change. */
static void announce(pnr_live *live, pnr_slice image, uint64_t sequence, uint64_t next)
{
  pnri_pair pair;
  pnri_reading reading;
  pnri_place place;
  uint64_t cut = 0;
  pnr_index *now = pnr_live_index(live);
  uint64_t generation = pnr_index_info(now)->generation;
  cr_assert_eq(pnri_pair_open(&pair, pnri_env(NULL), image_path, NULL), PNR_OK, "pair");
  cr_assert_eq(pnri_pair_read(&pair, NULL, &reading, NULL), PNR_OK, "read");
  place = reading.from;
  place.applies = 1, place.generation = generation, place.end = reading.octets.count;
  place.sequence = next;
  cr_assert_eq(pnri_pair_announce(&pair, generation, pnri_image_generation(image.data), sequence, &place, &cut, NULL),
               PNR_OK, "announce");
  pnri_reading_close(&reading);
  pnri_pair_close(&pair);
  pnr_index_close(now);
}

static void tidy(void)
{
  pnri_pair pair;
  cr_assert_eq(pnri_pair_open(&pair, pnri_env(NULL), image_path, NULL), PNR_OK, "pair");
  cr_assert_eq(pnri_pair_tidy(&pair, NULL), PNR_OK, "tidy");
  pnri_pair_close(&pair);
}

static void expect_state(pnr_live *live, const char *digits, const char *when)
{
  pnr_live *another = open_live();
  cr_expect(lists_state(another, digits), "%s: opened", when);
  cr_assert_eq(pnr_live_refresh(live, NULL), PNR_OK, "refresh");
  cr_expect(lists_state(live, digits), "%s: refreshed", when);
  pnr_live_close(another);
}

Test(journal, changes_made_during_a_compaction_are_kept_wherever_it_is_interrupted, .init = open_folder,
     .fini = close_folder)
{
  write_changes(); /* changes number 1, 2 and 3, 4 and 5, 6 */
  pnr_live *live = open_live();
  pnr_index *now = pnr_live_index(live);
  pnri_part *merged;
  cr_assert_eq(pnri_merge(now, &merged, NULL), PNR_OK, "merge");
  pnr_slice image = { merged->data, merged->size };
  add_new(live, 9, 1); /* number 7: the compaction has begun before it */
  announce(live, image, 7, 8);
  expect_state(live, "1359", "announced");
  cr_assert_eq(pnri_file_write(pnri_env(NULL), image_path, image, NULL), PNR_OK, "rename");
  expect_state(live, "1359", "renamed");
  cr_expect_gt(journal_end(live), ends[FRAMES], "the journal still has all");
  tidy();
  expect_state(live, "1359", "tidied");
  cr_expect_lt(journal_end(live), ends[FRAMES], "the journal still has all");
  add_new(live, 8, 1);
  expect_state(live, "13598", "changed again");
  cr_assert_eq(pnr_live_compact(live, NULL), PNR_OK, "compact");
  expect_state(live, "13598", "compacted again");
  cr_expect_eq(journal_end(live), 0, "the journal stays");
  pnri_part_leave(merged);
  pnr_index_close(now);
  pnr_live_close(live);
}

Test(journal, a_compaction_that_was_announced_and_never_came_is_forgotten, .init = open_folder, .fini = close_folder)
{
  write_changes();
  pnr_live *live = open_live();
  announce(live, (pnr_slice){ (const uint8_t[64]){ 0 }, 64 }, 3, 7); /* of an image that never came */
  expect_state(live, states[FRAMES], "announced");
  add_new(live, 9, 1);
  expect_state(live, "1359", "changed");
  tidy();
  expect_state(live, "1359", "tidied");
  cr_assert_eq(pnr_live_compact(live, NULL), PNR_OK, "compact");
  expect_state(live, "1359", "compacted");
  pnr_live_close(live);
}
