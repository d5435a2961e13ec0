/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/person.h"

/* Several threads search one index at once, each through a searcher of its own, and must all get the same answers.
 * Meant for ThreadSanitizer: make check-long. */

enum { THREADS = 4, ENTRIES = 2000, SEARCHES = 200 };

typedef struct worker {
  const pnr_index *index;
  const pnr_list *list;
  uint64_t sum;
} worker;

static void *search_all(void *argument)
{
  worker *work = argument;
  const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };
  const pnr_search_options options = { .size = sizeof options, .explain = 1 };
  pnr_searcher *searcher = NULL;
  bench_require(pnr_searcher_open(NULL, work->index, &searcher, NULL), "searcher");
  for (uint32_t i = 0; i < SEARCHES; i++) {
    bench_require(pnr_search(searcher, pnr_list_entry(work->list, i)->person, &purpose, &options, NULL), "search");
    for (uint32_t k = 0; k < pnr_searcher_count(searcher); k++)
      work->sum = work->sum * 31 + pnr_searcher_candidate(searcher, k)->score;
  }
  pnr_searcher_close(searcher);
  return NULL;
}

static pnr_list *make_list(void)
{
  bench_random random = { 7 };
  bench_text text = { NULL, 0, 0 };
  pnr_list *list = NULL;
  bench_add(&text, "id,name\n");
  for (uint32_t i = 0; i < ENTRIES; i++) {
    bench_person p = bench_make_person(&random);
    bench_add(&text, "%u,%s %s\n", i, p.given, p.surname);
  }
  bench_require(
    pnr_list_open(NULL, (const uint8_t *)text.data, text.size, PNR_LIST_CSV, (pnr_slice){ NULL, 0 }, &list, NULL),
    "list");
  free(text.data);
  return list;
}

static pnr_index *make_index(const pnr_list *list)
{
  pnr_index_builder *builder = NULL;
  pnr_index *index = NULL;
  bench_require(pnr_index_builder_open(NULL, &builder, NULL), "builder");
  for (uint32_t i = 0; i < pnr_list_count(list); i++)
    bench_require(pnr_index_builder_add(builder, pnr_list_entry(list, i), NULL), "entry");
  bench_require(pnr_index_builder_finish(builder, &index, NULL), "index");
  pnr_index_builder_close(builder);
  return index;
}

int main(void)
{
  pnr_list *list = make_list();
  pnr_index *index = make_index(list);
  pthread_t threads[THREADS];
  worker workers[THREADS];
  int failed = 0;
  for (int i = 0; i < THREADS; i++) {
    workers[i] = (worker){ index, list, 0 };
    if (pthread_create(&threads[i], NULL, search_all, &workers[i]) != 0) return 1;
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    failed |= workers[i].sum != workers[0].sum || workers[i].sum == 0;
  }
  pnr_index_close(index);
  pnr_list_close(list);
  printf("threads: %s, %d threads, %d searches each\n", failed ? "different answers" : "ok", THREADS, SEARCHES);
  return failed;
}
