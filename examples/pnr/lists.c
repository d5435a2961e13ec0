/* SPDX-License-Identifier: Apache-2.0 */
#include "lists.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "progress.h"

enum { FINDINGS_SHOWN = 20 };

typedef struct loading {
  const list_request *request;
  list_visitor *visit;
  list_taker *take;     /* instead of visit */
  void *user;           /* of visit or take */
  input_file *standard; /* standard input where it was read already, to see whether it is an image */
  uint64_t entries;
  uint64_t findings; /* seen; the first of them printed */
  uint32_t sources;
  int status;
} loading;

void list_request_add(list_request *request, const char *path)
{
  request->paths = memory_grow(request->paths, (request->count + 1) * sizeof *request->paths);
  request->paths[request->count++] = path;
}

/* --- Findings of a source --- */

static void print_finding(const char *file, const pnr_finding *finding)
{
  fprintf(stderr, "%s:%" PRIu32 ":%" PRIu32 ": %s: %s\n", file, finding->line, finding->column,
          pnr_severity_name(finding->severity), pnr_finding_text(finding->code));
}

/* Findings from number first on belong to this file: each file of a set adds its own behind the others. */
static void report_findings(loading *work, const char *file, const pnr_list *list, uint32_t first)
{
  progress_hide();
  for (uint32_t i = first; i < pnr_list_finding_count(list); i++) {
    const pnr_finding *finding = pnr_list_finding(list, i);
    if (work->request->verbose || work->findings < FINDINGS_SHOWN) print_finding(file, finding);
    work->findings += finding->code == PNR_F_MORE ? finding->length : 1;
    if (finding->severity == PNR_SEVERITY_ERROR) work->status = EXIT_INPUT;
  }
}

static void count_the_rest(const loading *work)
{
  if (work->request->verbose || work->findings <= FINDINGS_SHOWN) return;
  fprintf(stderr, "and %" PRIu64 " more findings; --verbose prints all\n", work->findings - FINDINGS_SHOWN);
}

/* --- Sources --- */

/* The files that OFAC publishes together: main files, and those that only add to the entries of one. */
static const struct ofac_file {
  const char *stem;
  bool is_main;
  int set;
} ofac_files[] = {
  { "sdn", true, 1 },       { "alt", false, 1 },      { "add", false, 1 },      { "sdn_comments", false, 1 },
  { "cons_prim", true, 2 }, { "cons_alt", false, 2 }, { "cons_add", false, 2 }, { "cons_comments", false, 2 },
};

/* The row for a path, or NULL when it is none of these files. */
static const struct ofac_file *ofac_file(const char *path)
{
  const char *name = input_base_name(path);
  for (size_t i = 0; i < sizeof ofac_files / sizeof ofac_files[0]; i++) {
    const char *stem = ofac_files[i].stem;
    size_t length = strlen(stem), k = 0;
    while (k < length && (name[k] | 0x20) == (stem[k] | 0x20)) k++;
    if (k == length && (name[k] == '.' || name[k] == '\0')) return &ofac_files[i];
  }
  return NULL;
}

/* True when the file at path only adds to the main file at main_path: same set, same folder. */
static bool adds_to(const char *path, const char *main_path)
{
  const struct ofac_file *file = ofac_file(path), *main_file = ofac_file(main_path);
  if (file == NULL || main_file == NULL || file->is_main || !main_file->is_main || file->set != main_file->set)
    return false;
  size_t folder = (size_t)(input_base_name(path) - path);
  return folder == (size_t)(input_base_name(main_path) - main_path) && memcmp(path, main_path, folder) == 0;
}

/* The number of the first main file that the file at path adds to; request->count when there is none. */
static size_t main_file_of(const list_request *request, const char *path)
{
  size_t i = 0;
  while (i < request->count && !adds_to(path, request->paths[i])) i++;
  return i;
}

/* A shell sorts add.csv and alt.csv before sdn.csv: brings behind each main file those that add to it. */
static void order_sets(const list_request *request)
{
  const char **ordered = memory_grow(NULL, request->count * sizeof *ordered);
  size_t count = 0;
  for (size_t i = 0; i < request->count; i++) {
    if (main_file_of(request, request->paths[i]) < request->count) continue;
    ordered[count++] = request->paths[i];
    for (size_t k = 0; k < request->count; k++)
      if (main_file_of(request, request->paths[k]) == i) ordered[count++] = request->paths[k];
  }
  memcpy(request->paths, ordered, count * sizeof *ordered);
  free(ordered);
}

static void visit_entries(loading *work, pnr_list *list, const char *file)
{
  uint32_t count = pnr_list_count(list);
  if (work->take != NULL) work->take(work->user, file, list);
  for (uint32_t i = 0; work->visit != NULL && i < count; i++) {
    work->visit(work->user, file, pnr_list_entry(list, i), i);
    progress_step(++work->entries, 0, 0);
  }
}

static bool read_source(loading *work, const char *path, input_file *input, pnr_error *error)
{
  if (strcmp(path, "-") != 0 || work->standard->data == NULL) return input_read(input, path, error);
  *input = *work->standard;
  *work->standard = (input_file){ 0 };
  return true;
}

/* Opens a source, or adds it to the set that is open. Leaves *list as it was when the source cannot be used. */
static void open_source(loading *work, const char *path, bool is_companion, pnr_list **list)
{
  pnr_error error = { .size = sizeof error };
  input_file input;
  const char *name = input_name(path);
  bool done = read_source(work, path, &input, &error);
  if (done && is_companion && *list != NULL) {
    uint32_t before = pnr_list_finding_count(*list);
    done = pnr_list_add(*list, input.data, input.size, slice_of(input_base_name(path)), &error) == PNR_OK;
    report_findings(work, name, *list, before);
  } else if (done) {
    if (*list != NULL) {
      visit_entries(work, *list, name);
      pnr_list_close(*list);
      *list = NULL;
    }
    done = pnr_list_open(NULL, input.data, input.size, work->request->format, slice_of(input_base_name(path)), list,
                         &error) == PNR_OK;
    if (done) report_findings(work, name, *list, 0);
  }
  if (!done) complain_error(name, &error, input.data, input.size);
  if (!done) work->status = EXIT_INPUT;
  work->sources += done;
  input_free(&input);
}

static void read_sources(loading *work)
{
  const list_request *request = work->request;
  pnr_list *list = NULL;
  order_sets(request);
  const char *main_path = "";
  progress_begin("entries read");
  for (size_t i = 0; i < request->count; i++) {
    bool is_companion = list != NULL && adds_to(request->paths[i], main_path);
    if (!is_companion) main_path = request->paths[i];
    open_source(work, request->paths[i], is_companion, &list);
  }
  if (list != NULL) visit_entries(work, list, input_name(request->paths[request->count - 1]));
  pnr_list_close(list);
  progress_hide();
  count_the_rest(work);
}

uint32_t list_each(const list_request *request, list_visitor *visit, void *user, int *status)
{
  input_file standard = { 0 };
  loading work = { .request = request, .visit = visit, .user = user, .standard = &standard, .status = EXIT_DONE };
  read_sources(&work);
  if (work.status != EXIT_DONE) *status = work.status;
  return work.sources;
}

uint32_t list_each_whole(const list_request *request, list_taker *take, void *user, int *status)
{
  input_file standard = { 0 };
  loading work = { .request = request, .take = take, .user = user, .standard = &standard, .status = EXIT_DONE };
  read_sources(&work);
  if (work.status != EXIT_DONE) *status = work.status;
  return work.sources;
}

/* --- An index of them --- */

typedef struct indexing {
  pnr_index_builder *builder;
  int status;
} indexing;

static void add_entry(void *user, const char *file, const pnr_entry *entry, uint32_t number)
{
  indexing *work = user;
  pnr_error error = { .size = sizeof error };
  if (pnr_index_builder_add(work->builder, entry, &error) == PNR_OK) return;
  if (error.status == PNR_E_MEMORY) out_of_memory();
  complain("%s: entry %" PRIu32 ": %s", file, number, pnr_status_text(error.status));
  work->status = EXIT_INPUT;
}

static pnr_index *build(loading *work)
{
  indexing all = { .status = EXIT_DONE };
  pnr_index *index = NULL;
  pnr_error error = { .size = sizeof error };
  if (pnr_index_builder_open(NULL, &all.builder, NULL) != PNR_OK) out_of_memory();
  work->visit = add_entry;
  work->user = &all;
  read_sources(work);
  if (work->sources > 0 && pnr_index_builder_finish(all.builder, &index, &error) != PNR_OK) {
    complain("the lists make no index: %s", pnr_status_text(error.status));
    all.status = EXIT_INPUT;
  }
  pnr_index_builder_close(all.builder);
  if (all.status != EXIT_DONE) work->status = all.status;
  return index;
}

/* --- Images --- */

void complain_live(const char *path, const pnr_error *error)
{
  char name[1024];
  bool is_journal = error->status == PNR_E_JOURNAL_DAMAGED || error->status == PNR_E_JOURNAL_VERSION;
  snprintf(name, sizeof name, "%s%s", path, is_journal ? ".journal" : "");
  complain_error(name, error, NULL, 0);
}

static pnr_status open_image(loaded_list *list, const char *path, pnr_error *error)
{
  if (strcmp(path, "-") != 0) {
    pnr_status status = pnr_live_open(NULL, path, &list->live, error);
    list->index = pnr_live_index(list->live);
    return status;
  }
  if (!input_read(&list->image, path, error)) return error->status;
  return pnr_index_borrow(NULL, list->image.data, list->image.size, &list->index, error);
}

loaded_list list_load(const list_request *request)
{
  loaded_list list = { .status = EXIT_DONE };
  loading work = { .request = request, .standard = &list.image, .status = EXIT_DONE };
  pnr_error error = { .size = sizeof error };
  if (request->count == 1 && !request->sources_only) {
    pnr_status status = open_image(&list, request->paths[0], &error);
    if (status != PNR_OK && status != PNR_E_IMAGE_FOREIGN) {
      complain_live(input_name(request->paths[0]), &error);
      list.status = EXIT_INPUT;
    }
    if (status != PNR_E_IMAGE_FOREIGN) return list;
  }
  list.index = build(&work);
  list.sources = work.sources;
  list.status = work.status;
  return list;
}

void list_unload(loaded_list *list)
{
  pnr_index_close(list->index);
  pnr_live_close(list->live);
  input_free(&list->image);
}

/* --- What an index is --- */

typedef struct info_row {
  const char *key, *words;
  uint64_t value;
} info_row;

/* name: a text that stands before the numbers; NULL: none. */
static void show_rows(const display *terminal, const char *file, const char *name, const char *text,
                      const info_row *rows, size_t count)
{
  pnr_text *line = text_open();
  if (terminal->readable) {
    put_string(line, style_on(terminal, STYLE_BOLD));
    put_clean(line, slice_of(file), 0);
    put_string(line, style_off(terminal, STYLE_BOLD));
    if (name != NULL) put_format(line, ", %s %s", name, text);
  } else {
    put_string(line, "{");
    json_string(line, "file", slice_of(file));
    if (name != NULL) json_string(line, name, slice_of(text));
  }
  for (size_t i = 0; i < count; i++) {
    if (terminal->readable) put_format(line, "\n%12" PRIu64 "  %s", rows[i].value, rows[i].words);
    else json_number(line, rows[i].key, rows[i].value);
  }
  if (!terminal->readable) put_string(line, "}");
  output_line(line);
  pnr_text_close(line);
}

void show_list_info(const display *terminal, const char *file, const loaded_list *list)
{
  const pnr_list_info *info = pnr_index_info(list->index);
  pnr_live_info live = { .size = sizeof live };
  char generation[24];
  if (list->live != NULL) pnr_live_describe(list->live, &live, NULL);
  snprintf(generation, sizeof generation, "%016" PRIx64, info->generation);
  const info_row rows[] = {
    { "entries", "entries", info->entries },
    { "names", "names, with their variants", info->names },
    { "tokens", "different words in them", info->tokens },
    { "documents", "documents", info->documents },
    { "octets", "octets", info->octets },
    { "normaliser", "version of the normaliser", info->normaliser },
    { "score", "version of the score", info->score },
    { "without_basis", "entries without owner or legal basis", info->without_basis },
    { "changes", "changes pending beside the image", live.changes },
    { "added", "entries that they add", info->added },
    { "removed", "entries of the image that they remove or replace", info->removed },
    { "unfinished", "octets of a change that was not written to its end", live.unfinished },
  };
  show_rows(terminal, file, "generation", generation, rows, sizeof rows / sizeof rows[0]);
}

void show_live(const display *terminal, const char *file, pnr_live *live)
{
  pnr_live_info info = { .size = sizeof info };
  loaded_list list = { .index = pnr_live_index(live), .live = live };
  pnr_live_describe(live, &info, NULL);
  if (info.cut > 0) complain("%s: a change that was never written to its end was dropped", file);
  show_list_info(terminal, file, &list);
  pnr_index_close(list.index);
}

void show_traveller_info(const display *terminal, const char *file, const pnr_index *index)
{
  const pnr_list_info *info = pnr_index_info(index);
  const info_row rows[] = {
    { "travellers", "travellers", info->entries },
    { "names", "names, as different witnesses wrote them", info->names },
    { "tokens", "different words in them", info->tokens },
    { "documents", "documents, telephone numbers and other identifiers", info->documents },
    { "octets", "octets", info->octets },
    { "normaliser", "version of the normaliser", info->normaliser },
    { "score", "version of the score", info->score },
  };
  show_rows(terminal, file, NULL, NULL, rows, sizeof rows / sizeof rows[0]);
}
