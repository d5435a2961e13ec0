/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pnr/live.h"
#include "pnr/message.h"
#include "support.h"

/* usage: live MILLISECONDS KILLS
 * Everybody at once on one list: threads that search, one that changes, one that compacts, one that refreshes a handle of
 * its own as another process would; for that long, and meant for ThreadSanitizer too. Then processes that change a list
 * and are killed at any point, so many times: nothing that was acknowledged may be lost, nothing may happen twice. */

enum { PINNED = 50, READERS = 3, PAIRS = 20 };

static char folder[32], path[64];

static void require(int holds, const char *what)
{
  if (holds) return;
  fprintf(stderr, "live: %s\n", what);
  exit(1);
}

static uint32_t draw(uint64_t *random, uint32_t below)
{
  *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)((*random >> 33) % below);
}

/* --- Entries: number n has a name that no other one resembles --- */

typedef struct person_parts {
  char id[24], text[48], warning[24];
  pnr_name name;
  const pnr_name *names[1];
  pnr_person person;
  pnr_entry entry;
} person_parts;

static void make_entry(person_parts *p, const char *kind, uint32_t number, uint32_t version)
{
  static const char *const syllables[] = { "ba", "ki", "lo", "mu", "ne", "ra", "su", "ti", "vo", "xe" };
  memset(p, 0, sizeof *p);
  snprintf(p->id, sizeof p->id, "t:%s%u", kind, number);
  for (uint32_t i = 0, n = number * 2654435761u; i < 8; i++, n /= 10) {
    strcat(p->text, syllables[(n + i) % 10]);
    if (i == 3) strcat(p->text, " ");
  }
  snprintf(p->warning, sizeof p->warning, "%u", version);
  p->name = (pnr_name){ .kind = PNR_NAME_PRIMARY, .full = text_slice(p->text) };
  p->names[0] = &p->name;
  p->person = (pnr_person){ .names = p->names, .name_count = 1 };
  p->entry = (pnr_entry){ .id = text_slice(p->id), .warning = text_slice(p->warning), .person = &p->person };
}

static void create_list(void)
{
  pnr_index_builder *builder;
  pnr_index *index;
  person_parts p;
  require(pnr_index_builder_open(NULL, &builder, NULL) == PNR_OK, "builder");
  for (uint32_t i = 0; i < PINNED; i++) {
    make_entry(&p, "pinned", i, 0);
    require(pnr_index_builder_add(builder, &p.entry, NULL) == PNR_OK, "entry");
  }
  require(pnr_index_builder_finish(builder, &index, NULL) == PNR_OK, "index");
  require(pnr_live_create(NULL, index, path, NULL) == PNR_OK, "create");
  pnr_index_builder_close(builder);
  pnr_index_close(index);
}

static void open_folder(void)
{
  snprintf(folder, sizeof folder, "%spnr-live-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm/" : "");
  require(mkdtemp(folder) != NULL, "mkdtemp");
  snprintf(path, sizeof path, "%s/list", folder);
  create_list();
}

static void close_folder(void)
{
  char command[80];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  require(system(command) == 0, "rm");
}

/* --- Everybody at once --- */

static pnr_live *shared;              /* the handle of the writer, the readers and the compactor */
static atomic_uint_fast32_t acked;    /* the version that was written last */
static atomic_uint_fast32_t searches; /* done */
static atomic_bool is_over;

/* What a searcher finds for an entry made by make_entry: how many hits, and the version of the first. */
static uint32_t count_hits(pnr_searcher *searcher, const char *kind, uint32_t number, uint32_t *version)
{
  static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };
  const pnr_search_options options = { .size = sizeof options, .threshold = 9000 };
  person_parts asked;
  make_entry(&asked, kind, number, 0);
  require(pnr_search(searcher, &asked.person, &purpose, &options, NULL) == PNR_OK, "search");
  if (version != NULL && pnr_searcher_count(searcher) > 0) {
    pnr_slice warning = pnr_searcher_candidate(searcher, 0)->warning;
    *version = 0;
    for (size_t i = 0; i < warning.size; i++) *version = *version * 10 + (uint32_t)(warning.data[i] - '0');
  }
  return pnr_searcher_count(searcher);
}

/* What must hold on every snapshot taken when version `least` had been written. */
static void check_snapshot(pnr_live *live, uint32_t least, uint64_t *random)
{
  uint32_t version = 0, number = draw(random, PAIRS);
  pnr_index *index = pnr_live_index(live);
  pnr_searcher *searcher;
  require(pnr_searcher_open(NULL, index, &searcher, NULL) == PNR_OK, "searcher");
  pnr_index_close(index);
  require(count_hits(searcher, "pinned", draw(random, PINNED), NULL) == 1, "an entry that nobody changed is missing");
  require(count_hits(searcher, "version", 7777, &version) == 1 || least == 0, "the version's entry is not there once");
  require(version >= least, "a change that was acknowledged is not seen");
  require(count_hits(searcher, "a", 1000 + number, NULL) % 2 == 0, "half of a change is seen");
  pnr_searcher_close(searcher);
  searches++;
}

static void *read_snapshots(void *argument)
{
  uint64_t random = 1 + *(const uint32_t *)argument;
  while (!is_over) check_snapshot(shared, (uint32_t)acked, &random);
  return NULL;
}

/* Another process' view: a handle of its own that is refreshed. */
static void *refresh_and_read(void *argument)
{
  uint64_t random = 99;
  pnr_live *own;
  (void)argument;
  require(pnr_live_open(NULL, path, &own, NULL) == PNR_OK, "open");
  while (!is_over) {
    uint32_t least = (uint32_t)acked;
    require(pnr_live_refresh(own, NULL) == PNR_OK, "refresh");
    check_snapshot(own, least, &random);
  }
  pnr_live_close(own);
  return NULL;
}

static void *write_changes(void *argument)
{
  uint64_t random = 5;
  uint32_t there[PAIRS] = { 0 };
  (void)argument;
  for (uint32_t version = 1; !is_over; version++) {
    person_parts p[3];
    uint32_t number = draw(&random, PAIRS);
    make_entry(&p[0], "version", 7777, version);
    make_entry(&p[1], "a", 1000 + number, version);
    make_entry(&p[2], "b", 1000 + number, version); /* the same name as the one before */
    const pnr_entry *entries[] = { &p[1].entry, &p[2].entry, &p[0].entry };
    const pnr_slice ids[] = { p[1].entry.id, p[2].entry.id };
    if (there[number]) require(pnr_live_remove(shared, ids, 2, NULL) == PNR_OK, "remove");
    require(pnr_live_add(shared, there[number] ? entries + 2 : entries, there[number] ? 1 : 3, NULL) == PNR_OK, "add");
    there[number] = !there[number];
    acked = version;
  }
  return NULL;
}

static void *compact(void *argument)
{
  (void)argument;
  while (!is_over) {
    require(pnr_live_compact(shared, NULL) == PNR_OK, "compact");
    nanosleep(&(struct timespec){ .tv_nsec = 3000000 }, NULL);
  }
  return NULL;
}

static void run_at_once(unsigned milliseconds)
{
  pthread_t threads[READERS + 3];
  uint32_t numbers[READERS], count = 0;
  require(pnr_live_open(NULL, path, &shared, NULL) == PNR_OK, "open");
  for (uint32_t i = 0; i < READERS; i++) {
    numbers[i] = i;
    require(pthread_create(&threads[count++], NULL, read_snapshots, &numbers[i]) == 0, "thread");
  }
  require(pthread_create(&threads[count++], NULL, refresh_and_read, NULL) == 0, "thread");
  require(pthread_create(&threads[count++], NULL, write_changes, NULL) == 0, "thread");
  require(pthread_create(&threads[count++], NULL, compact, NULL) == 0, "thread");
  nanosleep(&(struct timespec){ .tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000L }, NULL);
  is_over = true;
  for (uint32_t i = 0; i < count; i++) pthread_join(threads[i], NULL);
  pnr_live_close(shared);
  require(acked > 0 && searches > 0, "nothing was done");
  printf("live: ok, %u changes seen at once by %u searches, compacted meanwhile\n", (unsigned)acked,
         (unsigned)searches);
}

/* --- Killed at any point --- */

enum { SLOTS = 30 };

/* Which slots are listed, and in which version, after so many steps of a seed. */
typedef struct slots {
  uint32_t version[SLOTS]; /* 0: not listed */
} slots;

/* One step: an entry added or replaced, removed, or a compaction. live NULL: only the model is changed. */
static void step(pnr_live *live, slots *s, uint64_t *random, uint32_t number)
{
  person_parts p;
  uint32_t slot = draw(random, SLOTS), kind = draw(random, 8);
  make_entry(&p, "slot", 500 + slot, number);
  const pnr_entry *entry = &p.entry;
  pnr_status status = PNR_OK;
  if (kind < 4) {
    if (live != NULL) status = pnr_live_add(live, &entry, 1, NULL);
    s->version[slot] = number;
  } else if (kind < 7) {
    if (live != NULL) status = pnr_live_remove(live, &entry->id, 1, NULL);
    s->version[slot] = 0;
  } else if (live != NULL) {
    status = pnr_live_compact(live, NULL);
  }
  require(status == PNR_OK, "a step of the child failed");
}

/* Changes the list for ever, and tells each step that is done. */
static void change_for_ever(int out, slots s, uint64_t random, uint32_t number)
{
  pnr_live *live;
  require(pnr_live_open(NULL, path, &live, NULL) == PNR_OK, "the child cannot open the list");
  for (;; number++) {
    step(live, &s, &random, number);
    if (write(out, &number, sizeof number) != sizeof number) _exit(1);
  }
}

static int lists_slots(const slots *s)
{
  pnr_live *live;
  pnr_searcher *searcher;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_live_open(NULL, path, &live, &error);
  if (status != PNR_OK) fprintf(stderr, "live: status %d, octet %u\n", status, (unsigned)error.offset);
  require(status == PNR_OK, "the list cannot be opened");
  pnr_index *index = pnr_live_index(live);
  require(pnr_searcher_open(NULL, index, &searcher, NULL) == PNR_OK, "searcher");
  uint32_t fitting = 0, listed = 0;
  for (uint32_t i = 0; i < SLOTS; i++) {
    uint32_t version = 0, hits = count_hits(searcher, "slot", 500 + i, &version);
    require(hits <= 1, "an entry is listed twice");
    fitting += hits == (s->version[i] != 0) && version == s->version[i];
    listed += hits;
  }
  require(pnr_index_info(index)->entries == PINNED + listed, "other entries came or went");
  pnr_searcher_close(searcher);
  pnr_index_close(index);
  pnr_live_close(live);
  return fitting == SLOTS;
}

/* Starts a child, kills it after a while, and takes over what it did. Where the last step may or may not be done, both
 * are right. */
static void kill_one(slots *s, uint64_t *random, uint32_t *number, uint64_t *luck)
{
  int ends[2];
  uint32_t done = *number - 1;
  require(pipe(ends) == 0, "pipe");
  pid_t child = fork();
  require(child >= 0, "fork");
  if (child == 0) {
    close(ends[0]);
    change_for_ever(ends[1], *s, *random, *number);
  }
  close(ends[1]);
  nanosleep(&(struct timespec){ .tv_nsec = 100000 + draw(luck, 12000000) }, NULL);
  kill(child, SIGKILL);
  while (read(ends[0], &done, sizeof done) == sizeof done) continue;
  close(ends[0]);
  int status;
  require(waitpid(child, &status, 0) == child && WIFSIGNALED(status), "the child ended by itself");
  for (; *number <= done; (*number)++) step(NULL, s, random, *number);
  slots next = *s;
  uint64_t random_next = *random;
  step(NULL, &next, &random_next, *number);
  if (lists_slots(s)) return;
  require(lists_slots(&next), "a change was lost, or happened twice");
  *s = next;
  *random = random_next;
  (*number)++;
}

static void kill_many(uint32_t kills)
{
  slots s = { { 0 } };
  uint64_t random = 11, luck = 3;
  uint32_t number = 1;
  for (uint32_t i = 0; i < kills; i++) kill_one(&s, &random, &number, &luck);
  printf("live: ok, %u processes killed in %u changes\n", kills, number - 1);
}

int main(int count, char **words)
{
  if (count != 3) {
    fprintf(stderr, "usage: live MILLISECONDS KILLS\n");
    return 2;
  }
  open_folder();
  run_at_once((unsigned)atoi(words[1]));
  create_list();
  kill_many((uint32_t)atoi(words[2]));
  close_folder();
  return 0;
}
