/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/person.h"

/* Several threads search one index at once, each through a searcher of its own, and must all get the same answers; and
 * the messages of one reader are closed in another thread than they are read in. Meant for ThreadSanitizer: make
 * check-long. */

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

/* --- Messages closed elsewhere --- */

enum { MESSAGES = 400 };

typedef struct handover {
  pthread_mutex_t mutex;
  pthread_cond_t filled;
  pnr_message *messages[MESSAGES];
  uint32_t count; /* read so far */
  uint32_t is_ended;
  uint64_t travellers;
} handover;

static void *close_all(void *argument)
{
  handover *over = argument;
  for (uint32_t i = 0;; i++) {
    pthread_mutex_lock(&over->mutex);
    while (i == over->count && !over->is_ended) pthread_cond_wait(&over->filled, &over->mutex);
    pnr_message *message = i < over->count ? over->messages[i] : NULL;
    pthread_mutex_unlock(&over->mutex);
    if (message == NULL) return NULL;
    over->travellers += pnr_message_content(message)->traveller_count;
    pnr_message_close(message);
  }
}

static bench_text make_messages(void)
{
  bench_text text = { NULL, 0, 0 };
  for (uint32_t i = 0; i < MESSAGES; i++) {
    bench_add(&text, "UNB+UNOA:4+ZX+GOV+250310:1015+%u'UNH+1+PAXLST:D:12B:UN'BGM+745'TDT+20+ZX1'LOC+125+QXA'", i);
    for (uint32_t k = 0; k <= i % 50; k++) bench_add(&text, "NAD+FL+++NOVAK:PETRA%c'ATT+2++F'", 'A' + (char)(k % 26));
    bench_add(&text, "UNT+%u+1'UNZ+1+%u'", 2 * (i % 50 + 1) + 5, i);
  }
  return text;
}

/* The reader may be closed while its messages are open. */
static int read_and_close(void)
{
  static handover over = { .mutex = PTHREAD_MUTEX_INITIALIZER, .filled = PTHREAD_COND_INITIALIZER };
  bench_text text = make_messages();
  pnr_reader *reader = NULL;
  pthread_t closer;
  uint64_t travellers = 0;
  if (pthread_create(&closer, NULL, close_all, &over) != 0) return 1;
  bench_require(pnr_reader_open(NULL, (const uint8_t *)text.data, text.size, NULL, &reader, NULL), "reader");
  for (uint32_t i = 0; i < MESSAGES; i++) {
    pnr_message *message = NULL;
    bench_require(pnr_reader_next(reader, &message, NULL), "message");
    travellers += pnr_message_content(message)->traveller_count;
    pthread_mutex_lock(&over.mutex);
    over.messages[over.count++] = message;
    pthread_cond_signal(&over.filled);
    pthread_mutex_unlock(&over.mutex);
  }
  pnr_reader_close(reader);
  pthread_mutex_lock(&over.mutex);
  over.is_ended = 1;
  pthread_cond_signal(&over.filled);
  pthread_mutex_unlock(&over.mutex);
  pthread_join(closer, NULL);
  free(text.data);
  int failed = travellers != over.travellers || travellers == 0;
  printf("threads: %s, %d messages closed by another thread\n", failed ? "travellers lost" : "ok", MESSAGES);
  return failed;
}

static int search_at_once(void)
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

int main(void) { return search_at_once() | read_and_close(); }
