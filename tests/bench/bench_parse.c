/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "bench/comparators.h"
#include "bench/traffic.h"
#include "edifact/scanner.h"

/* Octets to complete messages, every field of every view read, against memcpy of the same octets and against what
 * others need for the same content. All speeds are megabytes of the EDIFACT form in a second. */

enum { MEGABYTE = 1000000, WINDOW = 1 << 16, REPEATS = 8, XML_PART = 11 };

/* About 64 MB of bookings of about 3 KB each, 300 for a flight, in three parts; about 16 MB of passenger lists; and
 * one message of 16 MB. */
static const bench_traffic bookings = { .seed = 1, .flights = 76, .parts = 3, .bookings = 100 };
static const bench_traffic large = { .seed = 4, .flights = 1, .parts = 1, .bookings = 5800 };
enum { LISTS = 350 };

/* The same content in all its forms: record is the JSON that pnr_json_message makes of the complete messages, json
 * the shorter one with the members of the XML. */
typedef struct content {
  bench_text edifact, xml, json, record;
  bench_lines xml_lines, json_lines, record_lines;
  uint32_t travellers; /* that the generator wrote */
  uint64_t digest;     /* of the EDIFACT form, once it was read */
  uint64_t result;     /* keeps the compiler from leaving the work out */
} content;

/* --- Which scanner the reader uses --- */

/* The linker puts this in the place of pnri_scan_fastest (--wrap). */
pnri_scan __wrap_pnri_scan_fastest(void);
pnri_scan __real_pnri_scan_fastest(void);
static const pnri_scanner *forced;
static uint32_t forced_scans;

pnri_scan __wrap_pnri_scan_fastest(void)
{
  if (forced == NULL) return __real_pnri_scan_fastest();
  forced_scans++;
  return forced->scan;
}

/* --- Measures --- */

/* Copying and scanning are short: they are repeated. The target has its pages before the clock runs. */
static double time_copy(void *state)
{
  content *all = state;
  size_t size = all->edifact.size;
  uint8_t *target = malloc(size);
  if (target == NULL) bench_require(PNR_E_MEMORY, "copy");
  memset(target, 1, size);
  double begin = bench_cpu();
  for (size_t i = 0; i < REPEATS; i++) {
    memcpy(target, all->edifact.data, size);
    all->result += target[size / 2 + i];
  }
  double seconds = bench_cpu() - begin;
  free(target);
  return seconds / REPEATS;
}

static double time_scan(void *state)
{
  static uint32_t positions[WINDOW + PNRI_SCAN_SLACK];
  static uint64_t odd[WINDOW / PNRI_SCAN_BLOCK];
  content *all = state;
  pnri_scan scan = pnri_scan_fastest();
  const uint8_t *data = (const uint8_t *)all->edifact.data;
  double begin = bench_cpu();
  for (size_t i = 0; i < REPEATS; i++)
    for (size_t at = 0; at < all->edifact.size; at += WINDOW) {
      size_t size = all->edifact.size - at < WINDOW ? all->edifact.size - at : WINDOW;
      all->result += scan(&pnri_service_default, data + at, (uint32_t)size, positions, odd);
    }
  return (bench_cpu() - begin) / REPEATS;
}

/* What is done with each message; user is a sum. */
typedef void (*visitor)(uint64_t *sum, const pnr_content *message);

static void digest_all(uint64_t *sum, const pnr_content *message) { *sum = bench_digest(*sum, message); }
static void leave(uint64_t *sum, const pnr_content *message) { *sum += message->traveller_count; }

/* Who travels with which documents: the same in whichever form it was sent. */
static void identify(uint64_t *sum, const pnr_content *message)
{
  for (uint32_t i = 0; i < message->traveller_count; i++) {
    const pnr_person *person = message->travellers[i]->person;
    pnr_slice surname = person->names[0]->surname;
    *sum = *sum * 31 + XXH3_64bits(surname.data, surname.size);
    for (uint32_t k = 0; k < person->document_count; k++)
      *sum += XXH3_64bits(person->documents[k]->number.data, person->documents[k]->number.size);
  }
}

static double time_messages(const pnr_env *env, const bench_text *text, visitor visit, uint64_t *sum)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_status status;
  *sum = 0;
  double begin = bench_cpu();
  bench_require(pnr_reader_open(env, (const uint8_t *)text->data, text->size, NULL, &reader, NULL), "reader");
  while ((status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    visit(sum, pnr_message_content(message));
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  double seconds = bench_cpu() - begin;
  bench_require(status == PNR_END ? PNR_OK : status, "message");
  return seconds;
}

static double time_complete(void *state)
{
  content *all = state;
  uint64_t digest;
  double seconds = time_messages(NULL, &all->edifact, digest_all, &digest);
  bench_expect(all->digest == 0 || all->digest == digest, "the same hash in each run");
  all->digest = digest;
  return seconds;
}

static double time_unread(void *state)
{
  content *all = state;
  uint64_t travellers;
  double seconds = time_messages(NULL, &all->edifact, leave, &travellers);
  bench_expect(travellers == all->travellers, "as many travellers as were written");
  return seconds;
}

/* A part of the documents, as if for all of them: this reader is no match for the others yet. */
static double time_xml(void *state)
{
  content *all = state;
  const bench_lines *lines = &all->xml_lines;
  bench_text part = { all->xml.data, (size_t)((const char *)lines->at[lines->count / XML_PART].data - all->xml.data),
                      0 };
  return time_messages(NULL, &part, digest_all, &all->result) * (double)all->xml.size / (double)part.size;
}

static double time_expat(void *state)
{
  content *all = state;
  double begin = bench_cpu();
  all->result += bench_expat(all->xml_lines.at, all->xml_lines.count);
  return bench_cpu() - begin;
}

static uint64_t (*simdjson)(const pnr_slice *documents, size_t count, uint32_t is_hashed);

static double time_trees(content *all, const bench_lines *lines, uint32_t is_hashed)
{
  double begin = bench_cpu();
  all->result += simdjson(lines->at, lines->count, is_hashed);
  return bench_cpu() - begin;
}

static double time_simdjson(void *state) { return time_trees(state, &((content *)state)->record_lines, 1); }
static double time_simdjson_unread(void *state) { return time_trees(state, &((content *)state)->record_lines, 0); }
static double time_simdjson_short(void *state) { return time_trees(state, &((content *)state)->json_lines, 1); }

/* --- What must hold --- */

static void expect_same_with_scalar_scanner(const content *all)
{
  uint64_t digest;
  forced = &pnri_scanner_scalar;
  forced_scans = 0;
  time_messages(NULL, &all->edifact, digest_all, &digest);
  forced = NULL;
  bench_expect(forced_scans != 0, "a reader with the scalar scanner");
  bench_expect(digest == all->digest, "the same hash with the scalar scanner");
}

static void expect_same_in_xml(const content *all)
{
  uint64_t edifact, xml;
  time_messages(NULL, &all->edifact, identify, &edifact);
  time_messages(NULL, &all->xml, identify, &xml);
  bench_expect(edifact == xml, "the same travellers and documents in both forms");
}

/* --- The table --- */

static const struct {
  const char *name;
  double (*measure)(void *state);
} measures[] = {
  { "memcpy", time_copy },
  { "scan", time_scan },
  { "complete", time_complete },
  { "unread", time_unread }, /* not hashed: what reading alone takes */
  { "simdjson-dom", time_simdjson },
  { "simdjson-dom-unread", time_simdjson_unread },
  { "simdjson-dom-short", time_simdjson_short },
  { "expat-sax", time_expat },
  { "xml-complete", time_xml }, /* our reader of the XML form */
};
enum { MEASURES = sizeof measures / sizeof measures[0] };

static const struct {
  const char *name, *against;
} rows[] = {
  { "memcpy", NULL },
  { "scan", "memcpy" },
  { "complete", "memcpy" },
  { "complete", "simdjson-dom" },
  { "complete", "simdjson-dom-short" },
  { "complete", "expat-sax" },
  { "unread", "memcpy" },
  { "unread", "simdjson-dom-unread" },
  { "simdjson-dom", "memcpy" },
  { "simdjson-dom-unread", "memcpy" },
  { "simdjson-dom-short", "memcpy" },
  { "expat-sax", "memcpy" },
  { "xml-complete", "expat-sax" },
};

static const bench_case *find(const bench_case *cases, size_t count, const char *name)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp(cases[i].name, name) == 0) return &cases[i];
  return NULL;
}

static void print_rows(const char *area, const content *all, const bench_case *cases, size_t count)
{
  double megabytes = (double)all->edifact.size / MEGABYTE;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const bench_case *one = find(cases, count, rows[i].name);
    const bench_case *other = rows[i].against != NULL ? find(cases, count, rows[i].against) : NULL;
    if (one == NULL || (rows[i].against != NULL && other == NULL)) continue;
    bench_row(area, one->name, megabytes / one->median, "MB/s", rows[i].against,
              other != NULL ? megabytes / other->median : 0);
  }
  bench_row(area, "travellers", all->travellers / find(cases, count, "complete")->median, "1/s", NULL, 0);
  bench_row(area, "xml-size", (double)all->xml.size, "octets", "edifact", (double)all->edifact.size);
  bench_row(area, "json-size", (double)all->record.size, "octets", "edifact", (double)all->edifact.size);
  bench_row(area, "json-short-size", (double)all->json.size, "octets", "edifact", (double)all->edifact.size);
}

static void measure(const char *area, content *all, uint32_t has_xml_reader)
{
  bench_case cases[MEASURES];
  size_t count = 0;
  for (size_t i = 0; i < MEASURES; i++) {
    if (simdjson == NULL && strncmp(measures[i].name, "simdjson", 8) == 0) continue;
    if (!has_xml_reader && measures[i].measure == time_xml) continue;
    cases[count++] = (bench_case){ .name = measures[i].name, .measure = measures[i].measure, .state = all };
  }
  bench_measure(cases, count);
  expect_same_with_scalar_scanner(all);
  if (has_xml_reader) expect_same_in_xml(all);
  print_rows(area, all, cases, count);
}

/* Octets that the reader and its messages hold at the most, against four for each of the largest message and 1 MB. */
static void measure_memory(const char *name, const bench_text *text, size_t largest)
{
  bench_memory memory = { 0, 0 };
  pnr_env *env = NULL;
  uint64_t digest;
  bench_require(pnr_env_open(bench_allocate, &memory, NULL, &env, NULL), "env");
  time_messages(env, text, digest_all, &digest);
  pnr_env_close(env);
  bench_expect(memory.now == 0, "everything released");
  bench_row("memory", name, (double)memory.peak, "octets", "4-messages+1MB", 4 * (double)largest + MEGABYTE);
}

/* One JSON object for each message, on a line of its own. */
static bench_text make_record(const bench_text *edifact)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_text *json = NULL;
  bench_text record = { NULL, 0, 0 };
  bench_require(pnr_text_open(NULL, &json, NULL), "text");
  bench_require(pnr_reader_open(NULL, (const uint8_t *)edifact->data, edifact->size, NULL, &reader, NULL), "reader");
  while (pnr_reader_next(reader, &message, NULL) == PNR_OK) {
    bench_require(pnr_json_message(json, message, (pnr_slice){ NULL, 0 }, NULL), "JSON");
    pnr_message_close(message);
    bench_append(&record, pnr_text_get(json));
    bench_add(&record, "\n");
    pnr_text_clear(json);
  }
  pnr_reader_close(reader);
  pnr_text_close(json);
  return record;
}

static void measure_content(const char *area, content *all, uint32_t has_xml_reader)
{
  all->record = make_record(&all->edifact);
  all->xml_lines = bench_cut(&all->xml);
  all->json_lines = bench_cut(&all->json);
  all->record_lines = bench_cut(&all->record);
  measure(area, all, has_xml_reader);
  free(all->xml_lines.at);
  free(all->json_lines.at);
  free(all->record_lines.at);
  free(all->xml.data);
  free(all->json.data);
  free(all->record.data);
}

static void measure_pnrgov(void)
{
  content all = { .travellers = 0 };
  all.edifact = bench_pnrgov(&bookings, BENCH_EDIFACT, &all.travellers);
  all.xml = bench_pnrgov(&bookings, BENCH_XML, &all.travellers);
  all.json = bench_pnrgov(&bookings, BENCH_JSON, &all.travellers);
  measure_content("pnrgov", &all, 1);
  measure_memory("pnrgov-parts", &all.edifact, all.edifact.size / bookings.flights / bookings.parts);
  free(all.edifact.data);
}

static void measure_paxlst(void)
{
  content all = { .travellers = 0 };
  all.edifact = bench_paxlst(2, LISTS, BENCH_EDIFACT, &all.travellers);
  all.xml = bench_paxlst(2, LISTS, BENCH_XML, &all.travellers);
  all.json = bench_paxlst(2, LISTS, BENCH_JSON, &all.travellers);
  measure_content("paxlst", &all, 0);
  measure_memory("paxlst-lists", &all.edifact, all.edifact.size / LISTS);
  free(all.edifact.data);
}

static void measure_large(void)
{
  uint32_t travellers;
  bench_text text = bench_pnrgov(&large, BENCH_EDIFACT, &travellers);
  measure_memory("pnrgov-16MB-message", &text, text.size);
  free(text.data);
}

int main(int count, char **arguments)
{
  (void)count;
  bench_function found = bench_comparator(arguments[0], "with_simdjson", "bench_simdjson");
  memcpy(&simdjson, &found, sizeof simdjson);
  measure_pnrgov();
  measure_paxlst();
  measure_large();
  return 0;
}
