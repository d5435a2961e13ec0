/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/person.h"

/* A list of 100,000 entries that changes: how long until a change is on disk and found, with more and more changes
 * pending; how long another process takes to see it; and how long a compaction takes. In the current folder, so that its
 * disk is measured, and in memory where the system has such a place. */

enum { ENTRIES = 100000, CHANGES = 101, STAGES = 4 };

static const uint32_t pending[STAGES] = { 0, 100, 1000, 10000 };

typedef struct entry_parts {
  char id[24], text[96];
  pnr_name name;
  pnr_birth birth;
  const pnr_name *names[1];
  const pnr_birth *births[1];
  pnr_person person;
  pnr_entry entry;
} entry_parts;

static pnr_slice slice(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

static void make_entry(entry_parts *e, bench_random *random, uint32_t number)
{
  bench_person p = bench_make_person(random);
  pnr_date date = p.year * 10000 + p.month * 100 + p.day;
  memset(e, 0, sizeof *e);
  snprintf(e->id, sizeof e->id, "bench:%u", number);
  snprintf(e->text, sizeof e->text, "%s %s %s", p.given, p.second, p.surname);
  e->name = (pnr_name){ .kind = PNR_NAME_PRIMARY, .full = slice(e->text) };
  e->birth = (pnr_birth){ .from = date, .to = date };
  e->names[0] = &e->name;
  e->births[0] = &e->birth;
  e->person = (pnr_person){ .names = e->names, .name_count = 1, .births = e->births, .birth_count = 1 };
  e->entry = (pnr_entry){
    .id = slice(e->id), .owner = slice("unit"), .basis = slice("law"), .action = PNR_ACTION_INFORM, .person = &e->person
  };
}

static void create_list(const char *path, bench_random *random)
{
  pnr_index_builder *builder;
  pnr_index *index;
  entry_parts e;
  bench_require(pnr_index_builder_open(NULL, &builder, NULL), "builder");
  for (uint32_t i = 0; i < ENTRIES; i++) {
    make_entry(&e, random, i);
    bench_require(pnr_index_builder_add(builder, &e.entry, NULL), "entry");
  }
  bench_require(pnr_index_builder_finish(builder, &index, NULL), "index");
  bench_require(pnr_live_create(NULL, index, path, NULL), "create");
  pnr_index_builder_close(builder);
  pnr_index_close(index);
}

/* Adds count entries in one change. */
static void add_many(pnr_live *live, bench_random *random, uint32_t first, uint32_t count)
{
  entry_parts *all = malloc((count + 1) * sizeof *all);
  const pnr_entry **entries = malloc((count + 1) * sizeof *entries);
  bench_expect(all != NULL && entries != NULL, "memory");
  for (uint32_t i = 0; i < count; i++) {
    make_entry(&all[i], random, first + i);
    entries[i] = &all[i].entry;
  }
  bench_require(pnr_live_add(live, entries, count, NULL), "add");
  free(entries);
  free(all);
}

/* Opens a searcher on the newest snapshot and finds the entry. */
static void find(pnr_live *live, const entry_parts *e)
{
  static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };
  pnr_searcher *searcher;
  uint32_t found = 0;
  pnr_index *index = pnr_live_index(live);
  bench_require(pnr_searcher_open(NULL, index, &searcher, NULL), "searcher");
  bench_require(pnr_search(searcher, &e->person, &purpose, NULL, NULL), "search");
  for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
    pnr_slice id = pnr_searcher_candidate(searcher, i)->entry_id;
    found += id.size == e->entry.id.size && memcmp(id.data, e->entry.id.data, id.size) == 0;
  }
  bench_expect(found == 1, "the added entry is found");
  pnr_searcher_close(searcher);
  pnr_index_close(index);
}

static void row(const char *place, const char *name, uint32_t number, double *seconds, size_t count)
{
  char full[64];
  snprintf(full, sizeof full, "%s%s-%u", place, name, number);
  bench_row("live", full, bench_median(seconds, count) * 1e3, "ms", NULL, 0);
}

/* Adds single entries with so many changes pending, and takes them up in another handle. */
static void measure_changes(const char *place, pnr_live *live, pnr_live *other, bench_random *random, uint32_t at)
{
  double added[CHANGES], found[CHANGES], refreshed[CHANGES];
  for (uint32_t i = 0; i < CHANGES; i++) {
    entry_parts e;
    make_entry(&e, random, 2 * ENTRIES + i); /* replaced at each stage: so many stay pending */
    const pnr_entry *entry = &e.entry;
    double begin = bench_now();
    bench_require(pnr_live_add(live, &entry, 1, NULL), "add");
    added[i] = bench_now() - begin;
    find(live, &e);
    found[i] = bench_now() - begin;
    begin = bench_now();
    bench_require(pnr_live_refresh(other, NULL), "refresh");
    refreshed[i] = bench_now() - begin;
  }
  row(place, "add", at, added, CHANGES);
  row(place, "add-found", at, found, CHANGES);
  row(place, "refresh", at, refreshed, CHANGES);
}

static void measure_rest(const char *place, const char *path, pnr_live *live, uint32_t at)
{
  double opened[BENCH_RUNS], begin;
  for (uint32_t i = 0; i < BENCH_RUNS; i++) {
    pnr_live *again;
    begin = bench_now();
    bench_require(pnr_live_open(NULL, path, &again, NULL), "open");
    opened[i] = bench_now() - begin;
    pnr_live_close(again);
  }
  row(place, "open", at, opened, BENCH_RUNS);
  begin = bench_now();
  bench_require(pnr_live_compact(live, NULL), "compact");
  opened[0] = bench_now() - begin;
  row(place, "compact", at, opened, 1);
}

static void measure(const char *place, const char *parent)
{
  char folder[64], path[80], command[80];
  bench_random random = { 3 };
  pnr_live *live, *other;
  snprintf(folder, sizeof folder, "%spnr-bench-XXXXXX", parent);
  bench_expect(mkdtemp(folder) != NULL, "a folder");
  snprintf(path, sizeof path, "%s/list", folder);
  create_list(path, &random);
  bench_require(pnr_live_open(NULL, path, &live, NULL), "open");
  bench_require(pnr_live_open(NULL, path, &other, NULL), "open");
  for (uint32_t i = 0; i < STAGES; i++) {
    uint32_t before = i > 0 ? pending[i - 1] : 0;
    if (pending[i] > 0) add_many(live, &random, ENTRIES + before, pending[i] - before);
    measure_changes(place, live, other, &random, pending[i]);
  }
  measure_rest(place, path, live, pending[STAGES - 1]);
  pnr_live_close(live);
  pnr_live_close(other);
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  bench_expect(system(command) == 0, "rm");
}

int main(void)
{
  measure("", "");
  if (access("/dev/shm", W_OK) == 0) measure("memory-", "/dev/shm/");
  return 0;
}
