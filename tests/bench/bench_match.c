/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/person.h"

/* Screening 1,000 travellers, a fiftieth of them listed under a slightly wrong name, against 100,000 entries. */

enum { RUNS = 5, ENTRIES = 100000, TRAVELLERS = 1000, PAIRS = 20000 };

typedef struct travellers {
  char text[TRAVELLERS][80];
  pnr_name names[TRAVELLERS];
  pnr_birth births[TRAVELLERS];
  pnr_slice nationalities[TRAVELLERS];
  const pnr_name *name_of[TRAVELLERS];
  const pnr_birth *birth_of[TRAVELLERS];
  pnr_person persons[TRAVELLERS];
} travellers;

static pnr_slice slice(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

static void make_traveller(travellers *all, uint32_t i, const bench_person *p)
{
  snprintf(all->text[i], sizeof all->text[i], "%s%s%s", p->given, p->second[0] != '\0' ? " " : "", p->second);
  size_t size = strlen(all->text[i]);
  char *surname = all->text[i] + size + 1;
  memcpy(surname, p->surname, strlen(p->surname) + 1);
  all->names[i] = (pnr_name){
    .kind = PNR_NAME_PRIMARY, .source = PNR_SOURCE_DOCS, .surname = slice(surname), .given = slice(all->text[i])
  };
  pnr_date date = p->year * 10000 + p->month * 100 + p->day;
  all->births[i] = (pnr_birth){ .from = date, .to = date };
  all->nationalities[i] = slice(p->nationality);
  all->name_of[i] = &all->names[i];
  all->birth_of[i] = &all->births[i];
  all->persons[i] = (pnr_person){ .names = &all->name_of[i],
                                  .name_count = 1,
                                  .births = &all->birth_of[i],
                                  .birth_count = 1,
                                  .nationalities = &all->nationalities[i],
                                  .nationality_count = 1,
                                  .sex = (uint32_t)p->sex };
}

/* The watchlist as CSV, and the travellers: some of the listed persons among many others. */
static bench_text make_list(travellers *all)
{
  bench_random random = { 3 };
  bench_text text = { NULL, 0, 0 };
  bench_add(&text, "id,name,birth_date,sex,nationality,owner,basis\n");
  for (uint32_t i = 0; i < ENTRIES; i++) {
    bench_person p = bench_make_person(&random);
    bench_add(&text, "%u,%s%s%s %s,%04u-%02u-%02u,%c,%s,unit,law\n", i, p.given, p.second[0] != '\0' ? " " : "",
              p.second, p.surname, p.year, p.month, p.day, p.sex, p.nationality);
    if (i % (ENTRIES / TRAVELLERS * 50) == 0) {
      p = bench_misspell(&random, p);
      make_traveller(all, i / (ENTRIES / TRAVELLERS), &p);
    }
  }
  for (uint32_t i = 0; i < TRAVELLERS; i++) {
    bench_person p = bench_make_person(&random);
    if (i % 50 != 0) make_traveller(all, i, &p);
  }
  return text;
}

static double time_list(const bench_text *text, pnr_list **list)
{
  double begin = bench_now();
  bench_require(pnr_list_open(NULL, (const uint8_t *)text->data, text->size, PNR_LIST_AUTO, slice(""), list, NULL),
                "list");
  return bench_now() - begin;
}

static double time_build(const pnr_list *list, pnr_index **index)
{
  pnr_index_builder *builder = NULL;
  double begin = bench_now();
  bench_require(pnr_index_builder_open(NULL, &builder, NULL), "builder");
  for (uint32_t i = 0; i < pnr_list_count(list); i++)
    bench_require(pnr_index_builder_add(builder, pnr_list_entry(list, i), NULL), "entry");
  bench_require(pnr_index_builder_finish(builder, index, NULL), "index");
  pnr_index_builder_close(builder);
  return bench_now() - begin;
}

static double time_search(const pnr_index *index, const travellers *all, uint32_t *hits)
{
  const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };
  const pnr_search_options options = { .size = sizeof options };
  pnr_searcher *searcher = NULL;
  *hits = 0;
  double begin = bench_now();
  bench_require(pnr_searcher_open(NULL, index, &searcher, NULL), "searcher");
  for (uint32_t i = 0; i < TRAVELLERS; i++) {
    bench_require(pnr_search(searcher, &all->persons[i], &purpose, &options, NULL), "search");
    *hits += pnr_searcher_count(searcher);
  }
  pnr_searcher_close(searcher);
  return bench_now() - begin;
}

static double time_compare(const pnr_list *list, const travellers *all, uint64_t *sum)
{
  pnr_comparer *comparer = NULL;
  bench_require(pnr_comparer_open(NULL, &comparer, NULL), "comparer");
  double begin = bench_now();
  for (uint32_t i = 0; i < PAIRS; i++) {
    uint32_t score = 0;
    bench_require(
      pnr_person_compare(comparer, &all->persons[i % TRAVELLERS], pnr_list_entry(list, i)->person, &score, NULL),
      "compare");
    *sum += score;
  }
  double seconds = bench_now() - begin;
  pnr_comparer_close(comparer);
  return seconds;
}

int main(void)
{
  static travellers all;
  bench_text text = make_list(&all);
  double read[RUNS], built[RUNS], searched[RUNS], compared[RUNS];
  uint32_t hits = 0;
  uint64_t sum = 0, octets = 0;
  for (int i = 0; i < RUNS; i++) {
    pnr_list *list = NULL;
    pnr_index *index = NULL;
    read[i] = time_list(&text, &list);
    built[i] = time_build(list, &index);
    searched[i] = time_search(index, &all, &hits);
    compared[i] = time_compare(list, &all, &sum);
    octets = pnr_index_info(index)->octets;
    pnr_index_close(index);
    pnr_list_close(list);
  }
  bench_row("list", "csv-100000-entries", bench_median(read, RUNS), "s", NULL, 0);
  bench_row("match", "index-build-100000", bench_median(built, RUNS), "s", NULL, 0);
  bench_row("match", "index-octets-per-entry", (double)octets / ENTRIES, "octets", NULL, 0);
  bench_row("match", "screen-travellers", TRAVELLERS / bench_median(searched, RUNS), "1/s", NULL, 0);
  bench_row("match", "screen-hits", hits, "hits", NULL, 0);
  bench_row("match", "compare-persons", bench_median(compared, RUNS) / PAIRS * 1e6, "us/pair", NULL, 0);
  free(text.data);
  return 0;
}
