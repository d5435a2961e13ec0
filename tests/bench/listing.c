/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/listing.h"

enum { LIST_SEED = 5, TRAVELLER_SEED = 11 };

static void draw(bench_random *random, bench_listed batch[BENCH_BATCH], uint32_t count)
{
  for (uint32_t i = 0; i < count; i++) batch[i] = bench_make_listed(random);
}

static uint32_t size_of_batch(const bench_listing *listing, uint32_t first)
{
  return listing->drawn - first < BENCH_BATCH ? listing->drawn - first : BENCH_BATCH;
}

/* --- What is asked --- */

static void open_queries(bench_queries *set, const char *name)
{
  set->name = name;
  set->all = calloc(BENCH_QUERIES, sizeof *set->all);
  if (set->all == NULL) bench_require(PNR_E_MEMORY, "queries");
}

/* What an index of letters is given: capitals and single blanks. */
static void make_plain(const char *text, char plain[2 * BENCH_NAME_SIZE])
{
  size_t size = 0;
  for (; *text != '\0' && size + 1 < 2 * BENCH_NAME_SIZE; text++) {
    char letter = strchr(",-.\t", *text) != NULL ? ' ' : *text >= 'a' && *text <= 'z' ? (char)(*text - 32) : *text;
    if (letter != ' ' || (size != 0 && plain[size - 1] != ' ')) plain[size++] = letter;
  }
  plain[size] = '\0';
}

static bench_query *add_query(bench_queries *set, const char *text, uint32_t wanted)
{
  bench_query *q = &set->all[set->count++];
  snprintf(q->text, sizeof q->text, "%s", text);
  make_plain(text, q->plain);
  q->wanted = wanted;
  bench_show(&q->view, q->text, 0, 0, "");
  return q;
}

static void make_travellers(bench_queries *set)
{
  bench_random random = { TRAVELLER_SEED };
  open_queries(set, "travellers");
  for (uint32_t i = 0; i < BENCH_QUERIES; i++) {
    bench_listed t = bench_make_traveller(&random);
    bench_query *q = add_query(set, t.text, PNR_NONE);
    memcpy(q->nationality, t.nationality, sizeof q->nationality);
    bench_show(&q->view, q->text, t.birth, t.sex, q->nationality);
  }
}

static void add_line(bench_listing *listing, const char *name, uint32_t entry)
{
  char plain[2 * BENCH_NAME_SIZE];
  if (!listing->has_lines) return;
  make_plain(name, plain);
  listing->entry_of_line[listing->lines.count++] = entry;
  bench_add(&listing->names, "%s\n", plain);
}

static void add_drawn(bench_listing *listing)
{
  static bench_listed batch[BENCH_BATCH];
  bench_random random = { LIST_SEED };
  uint32_t step = listing->drawn / BENCH_QUERIES;
  for (uint32_t first = 0; first < listing->drawn; first += BENCH_BATCH) {
    uint32_t count = size_of_batch(listing, first);
    draw(&random, batch, count);
    for (uint32_t entry = first; entry < first + count; entry++) {
      const char *latin = batch[entry - first].latin;
      char alias[BENCH_NAME_SIZE];
      add_line(listing, latin, entry);
      if (entry % step != 0 || listing->aliases.count == BENCH_QUERIES) continue;
      bench_make_alias(&(bench_random){ entry }, latin, alias);
      bench_query *q = add_query(&listing->aliases, alias, entry);
      q->first_line = entry;
      q->line_count = 1;
    }
  }
}

static void add_published(bench_listing *listing)
{
  for (uint32_t i = 0; i < listing->published.count; i++) {
    const bench_public *person = &listing->published.persons[i];
    uint32_t entry = listing->drawn + i, line = (uint32_t)listing->lines.count;
    for (uint32_t k = 0; k < person->name_count; k++) add_line(listing, person->names[k], entry);
    if (person->alias == NULL || listing->public_aliases.count == BENCH_QUERIES) continue;
    bench_query *q = add_query(&listing->public_aliases, person->alias, entry);
    q->first_line = line;
    q->line_count = person->name_count;
  }
}

void bench_list(bench_listing *listing, uint32_t drawn, const char *folder, uint32_t has_lines)
{
  *listing = (bench_listing){ .drawn = drawn, .has_lines = has_lines };
  bench_expect(drawn >= BENCH_QUERIES, "as many entries as queries");
  listing->published = bench_publish(folder);
  if (has_lines) {
    size_t most = drawn + (size_t)listing->published.count * BENCH_ALIASES;
    listing->entry_of_line = calloc(most, sizeof *listing->entry_of_line);
    if (listing->entry_of_line == NULL) bench_require(PNR_E_MEMORY, "lines");
  }
  open_queries(&listing->aliases, "aliases");
  open_queries(&listing->public_aliases, "published");
  make_travellers(&listing->travellers);
  add_drawn(listing);
  add_published(listing);
  listing->lines = bench_cut(&listing->names);
}

/* --- Entries --- */

typedef struct shown {
  char id[24];
  bench_view views[BENCH_ALIASES];
  const pnr_name *names[BENCH_ALIASES];
  pnr_person person;
} shown;

static pnr_entry show_entry(shown *s, uint32_t number, const pnr_person *person)
{
  int size = snprintf(s->id, sizeof s->id, "bench:%u", number);
  return (pnr_entry){ .id = { (const uint8_t *)s->id, (size_t)size },
                      .source = { (const uint8_t *)"bench", 5 },
                      .owner = { (const uint8_t *)"unit", 4 },
                      .basis = { (const uint8_t *)"law", 3 },
                      .action = PNR_ACTION_INFORM,
                      .person = person };
}

static void visit_published(const bench_listing *listing, bench_visitor visit, void *user)
{
  static shown one;
  for (uint32_t i = 0; i < listing->published.count; i++) {
    const bench_public *person = &listing->published.persons[i];
    for (uint32_t k = 0; k < person->name_count; k++) {
      bench_show(&one.views[k], person->names[k], 0, 0, "");
      one.names[k] = &one.views[k].name;
    }
    one.person = (pnr_person){ .names = one.names, .name_count = person->name_count };
    pnr_entry entry = show_entry(&one, listing->drawn + i, &one.person);
    visit(user, listing->drawn + i, &entry, 1);
  }
}

void bench_visit(const bench_listing *listing, bench_visitor visit, void *user)
{
  static bench_listed batch[BENCH_BATCH];
  static shown all[BENCH_BATCH];
  static pnr_entry entries[BENCH_BATCH];
  bench_random random = { LIST_SEED };
  for (uint32_t first = 0; first < listing->drawn; first += BENCH_BATCH) {
    uint32_t count = size_of_batch(listing, first);
    draw(&random, batch, count);
    for (uint32_t i = 0; i < count; i++) {
      bench_show(&all[i].views[0], batch[i].text, batch[i].birth, batch[i].sex, batch[i].nationality);
      entries[i] = show_entry(&all[i], first + i, &all[i].views[0].person);
    }
    visit(user, first, entries, count);
  }
  visit_published(listing, visit, user);
}
