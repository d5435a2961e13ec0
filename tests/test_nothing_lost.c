/* SPDX-License-Identifier: Apache-2.0
 *
 * Nothing is lost: every octet of a message stands in the record or in a finding, and a cut costs nobody who stood whole
 * before it. Both over every sample of the tree. Run from its top. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>

#include "changes.h"
#include "mrz_vectors.h"
#include "samples.h"

static report before, after;

typedef void (*sample_check)(const char *path, uint8_t *data, size_t size);

static void check_folder(const char *folder, sample_check check, uint32_t *files)
{
  DIR *directory = opendir(folder);
  cr_assert(directory != NULL, "%s: run from the top of the source tree", folder);
  for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
    if (!is_sample(entry->d_name)) continue;
    char path[512];
    size_t size = 0;
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    uint8_t *data = read_sample(path, &size);
    cr_assert(data != NULL, "%s", path);
    check(path, data, size);
    free(data);
    (*files)++;
  }
  closedir(directory);
}

static void check_all(sample_check check)
{
  uint32_t files = 0;
  cr_assert(report_open(&before) && report_open(&after));
  for (size_t i = 0; i < SAMPLE_FOLDERS; i++) check_folder(sample_folders[i], check, &files);
  cr_expect(files >= 80, "%u samples", files);
  report_close(&before);
  report_close(&after);
}

static void check_octets(const char *path, uint8_t *data, size_t size)
{
  cr_expect(eq(u32, silent_octets(path, data, size, &before, &after), 0), "%s", path);
  if (before.status != PNR_END) return; /* nothing could be read */
  cr_expect(eq(u64, before.total, size), "%s: every octet belongs to a message", path);
  cr_expect(eq(int, before.is_unbalanced, 0), "%s", path);
}

Test(nothing_lost, each_changed_octet_of_each_sample_changes_the_report) { check_all(check_octets); }

/* --- Cuts --- */

enum { FACTS = 1024, FACT_SIZE = 96 };

/* What is known of persons: names, births, documents, each with the place where it is said and where that ends. */
typedef struct facts {
  char text[FACTS][FACT_SIZE];
  uint64_t end[FACTS];
  uint32_t count, travellers;
} facts;

static uint64_t behind_text(const uint8_t *data, size_t size, uint64_t from, const char *text)
{
  size_t length = strlen(text);
  for (; from + length <= size; from++)
    if (memcmp(data + from, text, length) == 0) return from + length;
  return size;
}

/* Of a segment: behind its terminator, which is the last character of a sound interchange, else an apostrophe. */
static uint64_t end_of_segment(const uint8_t *data, size_t size, uint64_t from)
{
  size_t last = size;
  while (last > 0 && data[last - 1] <= ' ') last--;
  char terminator[2] = { last > 0 && strchr("'$\"~|", data[last - 1]) != NULL ? (char)data[last - 1] : '\'', 0 };
  for (;;) {
    from = behind_text(data, size, from, terminator);
    if (from == size || from < 2 || data[from - 2] != '?') return from;
  }
}

static uint64_t end_of_fact(const uint8_t *data, size_t size, const pnr_content *content, uint64_t offset)
{
  if (content->type == PNR_MESSAGE_MRZ) return content->offset + content->octets;
  if (content->type == PNR_MESSAGE_PNL) return behind_text(data, size, offset, "\n");
  if (content->type != PNR_MESSAGE_PNRGOV_XML) return end_of_segment(data, size, offset);
  uint64_t passenger = behind_text(data, size, offset, "</Passenger>");
  uint64_t flight = behind_text(data, size, offset, "</Flight>");
  return passenger < flight ? passenger : flight;
}

static void add_fact(facts *f, char kind, pnr_slice text, uint64_t end, uint64_t least)
{
  cr_assert(f->count < FACTS);
  snprintf(f->text[f->count], FACT_SIZE, "%c%.*s", kind, (int)text.size, (const char *)text.data);
  f->end[f->count++] = end > least ? end : least;
}

/* A fact counts from where the traveller himself was named, too. */
static void add_facts_of(facts *f, const uint8_t *data, size_t size, const pnr_content *content)
{
  for (uint32_t t = 0; t < content->traveller_count; t++) {
    const pnr_person *person = content->travellers[t]->person;
    uint64_t own = end_of_fact(data, size, content, content->travellers[t]->offset);
    for (uint32_t i = 0; i < person->name_count; i++) {
      const pnr_name *name = person->names[i];
      add_fact(f, 'n', name->raw, end_of_fact(data, size, content, name->offset + name->raw.size), own);
    }
    for (uint32_t i = 0; i < person->document_count; i++) {
      const pnr_document *document = person->documents[i];
      add_fact(f, 'd', document->number, end_of_fact(data, size, content, document->offset), own);
    }
    for (uint32_t i = 0; i < person->birth_count; i++) {
      char date[16];
      snprintf(date, sizeof date, "%u", person->births[i]->from);
      add_fact(f, 'b', text_slice(date), end_of_fact(data, size, content, person->births[i]->offset), own);
    }
  }
  f->travellers += content->traveller_count;
}

static void read_facts(facts *f, const uint8_t *data, size_t size)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  f->count = f->travellers = 0;
  if (pnr_reader_open(NULL, data, size, NULL, &reader, NULL) != PNR_OK) return;
  while (pnr_reader_next(reader, &message, NULL) == PNR_OK) {
    add_facts_of(f, data, size, pnr_message_content(message));
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
}

static int holds(const facts *f, const char *text)
{
  for (uint32_t i = 0; i < f->count; i++)
    if (strcmp(f->text[i], text) == 0) return 1;
  return 0;
}

/* Every fact whose segment, passenger or line was whole before the cut is still read. */
static void check_cuts(const char *path, uint8_t *data, size_t size)
{
  static facts whole, part;
  read_facts(&whole, data, size);
  uint32_t told = 0;
  for (size_t cut = 0; cut < size; cut++) {
    uint8_t *piece = exact_copy(data, cut);
    read_facts(&part, piece, cut);
    for (uint32_t i = 0; i < whole.count; i++) {
      if (whole.end[i] > cut || holds(&part, whole.text[i]) || told++ >= 3) continue;
      cr_expect(0, "%s cut at %zu: %s is lost", path, cut, whole.text[i]);
    }
    free(piece);
  }
}

Test(nothing_lost, a_cut_at_any_octet_costs_nobody_who_stood_whole_before_it) { check_all(check_cuts); }
