/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/comparators.h"
#include "bench/listing.h"

/* A million listed persons (or ENTRIES of the environment), asked at the default threshold for aliases of some of them,
 * for people who travel, and for published aliases where NAMES is the folder of such a list. Others search the same
 * names for the same aliases. */

enum { THRESHOLDS = 6, THRESHOLD_STEP = 400 }; /* from the default one upwards */
enum { MILLION = 1000000, COMPARED_MOST = 2 * MILLION, BRUTE = 4, PAIRS = 50000, ASKED_OF_POSTGRES = 200 };

static const pnr_purpose purpose = { .size = sizeof(pnr_purpose), .basis = PNR_BASIS_TEST };
static const pnr_search_options options = { .size = sizeof(pnr_search_options) };

static bench_listing listing;
static pnr_index *indexed;
static char beside[4096]; /* the program: beginning of the names of files */

/* What several runs of a set of queries came to. */
typedef struct asking {
  const bench_queries *set;
  double seconds[BENCH_QUERIES]; /* of the run at hand */
  double medians[BENCH_RUNS], tails[BENCH_RUNS];
  uint32_t counts[BENCH_QUERIES]; /* of candidates */
  uint32_t runs;
  uint32_t found[THRESHOLDS]; /* queries whose person is a candidate at that threshold */
  uint32_t candidates[THRESHOLDS];
} asking;

/* Closes a run; returns its seconds. */
static double end_run(asking *a)
{
  double sum = 0;
  uint32_t count = a->set->count;
  for (uint32_t i = 0; i < count; i++) sum += a->seconds[i];
  a->medians[a->runs] = bench_median(a->seconds, count);
  a->tails[a->runs++] = a->seconds[count * 99 / 100]; /* sorted by now */
  return sum;
}

/* --- The index --- */

typedef struct building {
  pnr_index_builder *builder;
  double seconds; /* of the library alone */
} building;

static void build_some(void *user, uint32_t first, const pnr_entry *entries, uint32_t count)
{
  building *work = user;
  (void)first;
  double begin = bench_cpu();
  for (uint32_t i = 0; i < count; i++) bench_require(pnr_index_builder_add(work->builder, &entries[i], NULL), "entry");
  work->seconds += bench_cpu() - begin;
}

static void build(void)
{
  static bench_memory counted; /* lives as long as the index */
  building work = { .builder = NULL };
  pnr_env *env = NULL;
  const pnr_limits limits = { .size = sizeof limits, .memory = UINT64_C(1) << 40 };
  bench_require(pnr_env_open(bench_allocate, &counted, &limits, &env, NULL), "env");
  bench_require(pnr_index_builder_open(env, &work.builder, NULL), "builder");
  bench_visit(&listing, build_some, &work);
  double begin = bench_cpu();
  bench_require(pnr_index_builder_finish(work.builder, &indexed, NULL), "index");
  pnr_index_builder_close(work.builder);
  double seconds = work.seconds + bench_cpu() - begin;
  const pnr_list_info *info = pnr_index_info(indexed);
  bench_row("search", "names", (double)info->names, "names", NULL, 0);
  bench_row("search", "tokens", (double)info->tokens, "tokens", "names", (double)info->names);
  bench_row("search", "build", seconds, "s", NULL, 0);
  bench_row("search", "build-peak", (double)counted.peak, "octets", "image", (double)info->octets);
  bench_row("search", "image", (double)info->octets / (double)info->names, "octets/name", NULL, 0);
}

/* Opens the image as another process would, and answers the first query. */
static void measure_opening(void)
{
  char path[sizeof beside + 16];
  double seconds[BENCH_RUNS];
  snprintf(path, sizeof path, "%s.index", beside);
  bench_require(pnr_index_write(indexed, path, NULL), "writing the image");
  for (uint32_t i = 0; i < BENCH_RUNS; i++) {
    pnr_index *index = NULL;
    pnr_searcher *searcher = NULL;
    double begin = bench_now();
    bench_require(pnr_index_open(NULL, path, &index, NULL), "opening the image");
    bench_require(pnr_searcher_open(NULL, index, &searcher, NULL), "searcher");
    bench_require(pnr_search(searcher, &listing.aliases.all[i].view.person, &purpose, &options, NULL), "search");
    seconds[i] = bench_now() - begin;
    pnr_searcher_close(searcher);
    pnr_index_close(index);
  }
  unlink(path);
  bench_row("search", "image-first-answer", bench_median(seconds, BENCH_RUNS) * 1e3, "ms", NULL, 0);
}

/* --- Asking --- */

/* Counts the candidates of one answer, at each threshold. */
static void count_answer(asking *a, const pnr_searcher *searcher, uint32_t wanted)
{
  for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
    const pnr_candidate *candidate = pnr_searcher_candidate(searcher, i);
    for (uint32_t k = 0; k < THRESHOLDS; k++) {
      if (candidate->score < PNR_THRESHOLD_DEFAULT + k * THRESHOLD_STEP) break;
      a->candidates[k]++;
      a->found[k] += candidate->entry == wanted;
    }
  }
}

static double ask(void *state)
{
  asking *a = state;
  pnr_searcher *searcher = NULL;
  bench_require(pnr_searcher_open(NULL, indexed, &searcher, NULL), "searcher");
  memset(a->found, 0, sizeof a->found);
  memset(a->candidates, 0, sizeof a->candidates);
  for (uint32_t i = 0; i < a->set->count; i++) {
    const bench_query *q = &a->set->all[i];
    double begin = bench_cpu();
    bench_require(pnr_search(searcher, &q->view.person, &purpose, &options, NULL), "search");
    a->seconds[i] = bench_cpu() - begin;
    count_answer(a, searcher, q->wanted);
    a->counts[i] = pnr_searcher_count(searcher);
  }
  pnr_searcher_close(searcher);
  return end_run(a);
}

static bench_simstring *simstring;
static __typeof__(bench_simstring_search) *simstring_search;

static double ask_simstring(void *state)
{
  asking *a = state;
  a->found[0] = 0;
  for (uint32_t i = 0; i < a->set->count; i++) {
    const bench_query *q = &a->set->all[i];
    pnr_slice name = { (const uint8_t *)q->plain, strlen(q->plain) };
    double begin = bench_cpu();
    a->found[0] += simstring_search(simstring, name, 0.7, &listing.lines.at[q->first_line], q->line_count);
    a->seconds[i] = bench_cpu() - begin;
  }
  return end_run(a);
}

/* --- Equal to comparing with everybody --- */

typedef struct answer {
  uint64_t count, sum; /* of candidates, and of what stands for each with its score */
} answer;

static void add_answer(answer *a, uint32_t entry, uint32_t score)
{
  bench_random random = { (uint64_t)entry << 32 | score };
  a->count++;
  a->sum += bench_below(&random, UINT32_MAX);
}

typedef struct brute {
  pnr_comparer *comparer;
  answer answers[BRUTE];
} brute;

/* The query with the most candidates in each part of the set. */
static const bench_query *brute_queries[BRUTE];

static void choose_brute_queries(const asking *a)
{
  uint32_t part = a->set->count / BRUTE;
  for (uint32_t k = 0; k < BRUTE; k++) {
    uint32_t most = k * part;
    for (uint32_t i = most; i < (k + 1) * part; i++)
      if (a->counts[i] > a->counts[most]) most = i;
    brute_queries[k] = &a->set->all[most];
  }
}

static void compare_some(void *user, uint32_t first, const pnr_entry *entries, uint32_t count)
{
  brute *all = user;
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t k = 0; k < BRUTE; k++) {
      uint32_t score;
      bench_require(pnr_person_compare(all->comparer, &brute_queries[k]->view.person, entries[i].person, &score, NULL),
                    "compare");
      if (score >= PNR_THRESHOLD_DEFAULT) add_answer(&all->answers[k], first + i, score);
    }
}

static void expect_equal_to_brute_force(void)
{
  brute all = { .comparer = NULL };
  pnr_searcher *searcher = NULL;
  uint64_t candidates = 0;
  bench_require(pnr_comparer_open(NULL, &all.comparer, NULL), "comparer");
  bench_require(pnr_searcher_open(NULL, indexed, &searcher, NULL), "searcher");
  double begin = bench_cpu();
  bench_visit(&listing, compare_some, &all);
  double seconds = bench_cpu() - begin;
  for (uint32_t k = 0; k < BRUTE; k++) {
    answer found = { 0, 0 };
    bench_require(pnr_search(searcher, &brute_queries[k]->view.person, &purpose, &options, NULL), "search");
    for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
      const pnr_candidate *candidate = pnr_searcher_candidate(searcher, i);
      add_answer(&found, candidate->entry, candidate->score);
    }
    bench_expect(found.count == all.answers[k].count && found.sum == all.answers[k].sum, "equal to brute force");
    candidates += found.count;
  }
  bench_row("search", "equal-to-brute-force", BRUTE, "queries", NULL, 0);
  bench_row("search", "brute-force-candidates", (double)candidates, "candidates", NULL, 0);
  bench_row("search", "brute-force-pair", seconds / BRUTE / bench_entry_count(&listing) * 1e6, "us/pair", NULL, 0);
  pnr_searcher_close(searcher);
  pnr_comparer_close(all.comparer);
}

/* --- Comparing --- */

typedef struct pairing {
  const bench_queries *left;
  uint64_t sum;
} pairing;

/* Aliases with travellers, each with others in turn: names of all cultures, of which hardly two are alike. */
static double compare_pairs(void *state)
{
  pairing *work = state;
  pnr_comparer *comparer = NULL;
  bench_require(pnr_comparer_open(NULL, &comparer, NULL), "comparer");
  double begin = bench_cpu();
  for (uint32_t i = 0; i < PAIRS; i++) {
    uint32_t score;
    const bench_query *left = &work->left->all[i % work->left->count];
    const bench_query *right = &listing.travellers.all[(i * 7 + i / BENCH_QUERIES) % BENCH_QUERIES];
    bench_require(pnr_person_compare(comparer, &left->view.person, &right->view.person, &score, NULL), "compare");
    work->sum += score;
  }
  double seconds = bench_cpu() - begin;
  pnr_comparer_close(comparer);
  return seconds;
}

/* --- The table --- */

/* Row `what` of a set; at a threshold where that is not 0. */
static void print_of(const char *who, const asking *a, const char *what, uint32_t threshold, double value,
                     const char *unit)
{
  char name[64], at[16] = "";
  if (threshold != 0) snprintf(at, sizeof at, "-at-%u", threshold);
  snprintf(name, sizeof name, "%s-%s-%s%s", who, a->set->name, what, at);
  bench_row("search", name, value, unit, NULL, 0);
}

/* For travellers the candidates count, since they are not listed; for all others whether they were found. */
static void print_asking(const char *who, asking *a, uint32_t thresholds)
{
  double queries = a->set->count;
  int is_listed = a->set != &listing.travellers;
  print_of(who, a, "median", 0, bench_median(a->medians, BENCH_RUNS) * 1e6, "us");
  print_of(who, a, "p99", 0, bench_median(a->tails, BENCH_RUNS) * 1e6, "us");
  for (uint32_t k = 0; k < thresholds; k++) {
    uint32_t threshold = thresholds > 1 ? PNR_THRESHOLD_DEFAULT + k * THRESHOLD_STEP : 0;
    if (is_listed) print_of(who, a, "recall", threshold, a->found[k] / queries, "share");
    else print_of(who, a, "candidates", threshold, a->candidates[k] / queries * 10000, "1/10000");
  }
}

static void print_rate(const char *who, const asking *a, double rate, const char *against, double other)
{
  char name[64];
  snprintf(name, sizeof name, "%s-%s-rate", who, a->set->name);
  bench_row("search", name, rate, "1/s", against, other);
}

/* Asks PostgreSQL for the first queries of the set. Returns queries per second, 0 where it is not here. */
static double ask_postgres(const bench_queries *set)
{
  char command[4 * sizeof beside], answer[256] = "", name[64];
  double median, tail, rate, recall;
  snprintf(command, sizeof command, "%s.queries", beside);
  FILE *file = fopen(command, "w");
  if (file == NULL) return 0;
  for (uint32_t i = 0; i < set->count && i < ASKED_OF_POSTGRES; i++) {
    const bench_query *q = &set->all[i * (set->count / ASKED_OF_POSTGRES)];
    fprintf(file, "%u\t%s\n", q->wanted, q->plain);
  }
  fclose(file);
  snprintf(command, sizeof command, "tests/bench/postgres.sh %s.names %s.queries", beside, beside);
  FILE *pipe = popen(command, "r");
  if (pipe == NULL || fgets(answer, sizeof answer, pipe) == NULL) answer[0] = '\0';
  if (pipe != NULL) pclose(pipe);
  if (sscanf(answer, "%lf|%lf|%lf|%lf", &median, &tail, &rate, &recall) != 4) return 0;
  snprintf(name, sizeof name, "pg_trgm-%s-median", set->name);
  bench_row("search", name, median, "us", NULL, 0);
  snprintf(name, sizeof name, "pg_trgm-%s-p99", set->name);
  bench_row("search", name, tail, "us", NULL, 0);
  snprintf(name, sizeof name, "pg_trgm-%s-recall", set->name);
  bench_row("search", name, recall, "share", NULL, 0);
  snprintf(name, sizeof name, "pg_trgm-%s-rate", set->name);
  bench_row("search", name, rate, "1/s", NULL, 0);
  return rate;
}

static void write_names(void)
{
  char path[sizeof beside + 16];
  snprintf(path, sizeof path, "%s.names", beside);
  FILE *file = fopen(path, "w");
  if (file == NULL) return;
  for (size_t i = 0; i < listing.lines.count; i++)
    fprintf(file, "%u\t%.*s\n", listing.entry_of_line[i], (int)listing.lines.at[i].size,
            (const char *)listing.lines.at[i].data);
  fclose(file);
}

/* Loads simstring's functions, and its database of the names. */
static void open_simstring(const char *program)
{
  char path[sizeof beside + 16];
  bench_function open_it = bench_comparator(program, "with_simstring", "bench_simstring_open");
  if (open_it == NULL) return;
  bench_function search_it = bench_comparator(program, "with_simstring", "bench_simstring_search");
  __typeof__(bench_simstring_open) *open_names;
  memcpy(&open_names, &open_it, sizeof open_names);
  memcpy(&simstring_search, &search_it, sizeof simstring_search);
  snprintf(path, sizeof path, "%s.simstring", beside);
  double begin = bench_cpu();
  simstring = open_names(listing.lines.at, listing.lines.count, path);
  bench_expect(simstring != NULL, "a simstring database");
  bench_row("search", "simstring-build", bench_cpu() - begin, "s", NULL, 0);
}

static void measure_set(const bench_queries *set)
{
  static asking ours, theirs;
  bench_case cases[] = { { .name = "ours", .measure = ask, .state = &ours },
                         { .name = "simstring", .measure = ask_simstring, .state = &theirs } };
  if (set->count == 0) return;
  ours = (asking){ .set = set };
  theirs = (asking){ .set = set };
  int has_simstring = simstring != NULL && set != &listing.travellers;
  bench_measure(cases, has_simstring ? 2 : 1);
  print_asking("search", &ours, THRESHOLDS);
  if (set == &listing.travellers) choose_brute_queries(&ours);
  double rate = set->count / cases[0].median;
  print_rate("search", &ours, rate, NULL, 0);
  if (has_simstring) {
    print_asking("simstring", &theirs, 1);
    print_rate("simstring", &theirs, set->count / cases[1].median, NULL, 0);
    print_rate("search", &ours, rate, "simstring", set->count / cases[1].median);
  }
  if (!listing.has_lines || set == &listing.travellers) return;
  double postgres = ask_postgres(set);
  if (postgres > 0) print_rate("search", &ours, rate, "pg_trgm", postgres);
}

static void measure_comparing(void)
{
  pairing pairs = { .left = &listing.aliases };
  bench_case one = { .name = "compare", .measure = compare_pairs, .state = &pairs };
  bench_measure(&one, 1);
  bench_row("search", "compare-pair", one.median / PAIRS * 1e6, "us/pair", NULL, 0);
}

int main(int count, char **arguments)
{
  const char *wanted = getenv("ENTRIES");
  uint32_t entries = wanted != NULL && *wanted != '\0' ? (uint32_t)strtoul(wanted, NULL, 10) : MILLION;
  (void)count;
  snprintf(beside, sizeof beside, "%s", arguments[0]);
  if (entries > COMPARED_MOST) fprintf(stderr, "bench: too many entries for others\n");
  bench_list(&listing, entries, getenv("NAMES"), entries <= COMPARED_MOST);
  measure_comparing();
  build();
  measure_opening();
  if (listing.has_lines) {
    write_names();
    open_simstring(arguments[0]);
  }
  measure_set(&listing.aliases);
  measure_set(&listing.public_aliases);
  measure_set(&listing.travellers);
  if (entries <= COMPARED_MOST) expect_equal_to_brute_force();
  pnr_index_close(indexed);
  return 0;
}
