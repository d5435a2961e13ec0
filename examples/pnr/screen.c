/* pnr screen - travellers against watchlists.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "criteria.h"
#include "explain.h"
#include "format.h"
#include "input.h"
#include "lists.h"
#include "output.h"
#include "persons.h"
#include "progress.h"
#include "show.h"

enum { LIST, FORMAT, PERSONS, THRESHOLD, POLICY, BEST, EXPLAIN, AT, TEST, JSON, TEXT };
static const option options[] = {
  [LIST] = { "list", 'l', "FILE", "an index image, or a watchlist source; more than one source makes one list" },
  [FORMAT] = { "format", 'f', "FORMAT",
               "of the sources: csv, un, eu, ofac, uk, nl, opensanctions, sltd; without it each tells by its octets" },
  [PERSONS] = { "persons", 'p', "FILE", "screen this table of persons instead of messages" },
  [THRESHOLD] = { "threshold", 't', "SCORE", "the least score of a hit, 0.0 to 1.0" },
  [POLICY] = { "policy", 0, "FILE", "what hits need, list by list and action by action: a table, docs/policy.md" },
  [BEST] = { "best", 'b', NULL, "keep only the best hit of each person" },
  [EXPLAIN] = { "explain", 'e', NULL, "add the reasons, the name that met, and what the list says" },
  [AT] = { "at", 0, "DATE", "entries that are not valid on this day never hit; without it: today" },
  [TEST] = { "test", 0, NULL, "invented data: accept lists that name no owner, mark each result as a test" },
  [JSON] = { "json", 0, NULL, "print JSON Lines, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

typedef struct screening {
  pnr_searcher *searcher;
  pnr_comparer *comparer; /* puts folded words back into those that were written */
  pnr_purpose purpose;
  pnr_search_options search;
  display terminal;
  bool explain, test;
  pnr_text *text;    /* the result under construction */
  pnr_text *scratch; /* the name, or a part of a line */
  uint64_t persons, hits;
  int status;
} screening;

/* Where a person comes from: traveller of a message, or row of a table. */
typedef struct person_origin {
  const char *file;
  const pnr_content *content;     /* NULL for a row */
  const pnr_traveller *traveller; /* NULL for a row */
  uint32_t message;               /* from 1; 0 for a row */
  uint32_t number;                /* traveller or row, from 0 */
} person_origin;

/* --- One hit as JSON --- */

static void add_details(pnr_text *text, const pnr_candidate *hit)
{
  static const char *const keys[] = { "asked_name", "source", "owner", "basis" };
  const pnr_slice values[] = { hit->asked_name, hit->source, hit->owner, hit->basis };
  json_string(text, "listed_kind", slice_of(pnr_name_kind_name(hit->listed_kind)));
  if (hit->listed_birth != 0) {
    json_key(text, "listed_birth");
    put_string(text, "\"");
    put_date(text, hit->listed_birth);
    put_string(text, "\"");
  }
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
    if (values[i].size > 0) json_string(text, keys[i], values[i]);
}

static void add_entry(pnr_text *text, const pnr_candidate *hit)
{
  bool is_known = hit->entry != PNR_NONE;
  if (is_known) {
    json_string(text, "entry", hit->entry_id);
    json_string(text, "listed_name", hit->listed_name);
  } else {
    json_key(text, "entry");
    put_string(text, "null,\"listed_name\":null");
  }
  json_key(text, "score");
  put_score(text, hit->score);
  if (is_known) {
    json_string(text, "action", slice_of(pnr_action_name(hit->action)));
  } else {
    json_key(text, "action");
    put_string(text, "null");
  }
}

/* "under-12", "12-15" or "16-17" on the day of travel; NULL for who is of age, or of unknown age. */
static const char *minor_of(const person_origin *origin)
{
  if (origin->traveller == NULL || origin->content->leg_count == 0) return NULL;
  uint32_t age = pnr_person_age(origin->traveller->person, origin->content->legs[0]->departs);
  return age >= PNR_AGE_UNDER_12 && age <= PNR_AGE_16_TO_17 ? pnr_age_name(age) : NULL;
}

static void print_json(screening *work, const person_origin *origin, pnr_slice name, const pnr_candidate *hit)
{
  pnr_text *text = work->text;
  bool is_known = hit->entry != PNR_NONE;
  put_string(text, "{");
  json_string(text, "file", slice_of(origin->file));
  if (origin->message > 0) json_number(text, "message", origin->message);
  json_number(text, origin->message > 0 ? "traveller" : "row", origin->number);
  json_string(text, "name", name);
  add_entry(text, hit);
  if (minor_of(origin) != NULL) json_string(text, "minor", slice_of(minor_of(origin)));
  if (hit->warning.size > 0) json_string(text, "warning", hit->warning);
  json_document_status(text, hit);
  if (work->test) {
    json_key(text, "test");
    put_string(text, "true");
  }
  if (work->explain && is_known) add_details(text, hit);
  if (work->explain || !is_known) json_reasons(text, hit);
  put_string(text, "}");
  output_line(text);
  pnr_text_clear(text);
}

/* --- One hit as people read it --- */

/* The first line of a block: score, both names, what to do. */
static void print_head(screening *work, pnr_slice name, const pnr_candidate *hit)
{
  const display *terminal = &work->terminal;
  pnr_text *text = work->text;
  put_match(terminal, text, name, hit);
  if (hit->entry != PNR_NONE)
    put_format(text, ": %s%s%s", style_on(terminal, STYLE_CYAN), pnr_action_name(hit->action),
               style_off(terminal, STYLE_CYAN));
  if (work->test) put_string(text, " (test)");
  output_line(text);
  pnr_text_clear(text);
}

static void print_journey(screening *work, const person_origin *origin)
{
  const pnr_traveller *traveller = origin->traveller;
  const pnr_content *content = origin->content;
  pnr_text *text = work->text;
  pnr_text_clear(work->scratch);
  put_journey(work->scratch, content);
  put_clean(text, pnr_text_get(work->scratch), 0);
  if (traveller->booking < content->booking_count)
    put_part(text, ", booking ", content->bookings[traveller->booking]->locator);
  put_part(text, ", seat ", traveller->seat);
  if (traveller->status != PNR_STATUS_UNKNOWN) put_format(text, ", %s", pnr_travel_status_name(traveller->status));
  if (minor_of(origin) != NULL) put_format(text, ", minor (%s)", minor_of(origin));
  print_labelled(&work->terminal, work->text, "journey", STYLE_DIM);
}

static void print_text(screening *work, const person_origin *origin, const pnr_person *person, pnr_slice name,
                       const pnr_candidate *hit)
{
  pnr_text *text = work->text;
  print_head(work, name, hit);
  put_clean(text, slice_of(input_name(origin->file)), 0);
  if (origin->message > 0)
    put_format(text, ", message %" PRIu32 ", traveller %" PRIu32, origin->message, origin->number);
  else put_format(text, ", row %" PRIu32, origin->number);
  if (person->birth_count > 0) {
    put_string(text, ", born ");
    put_birth(text, person->births[0]);
  }
  if (!slice_is_same(hit->asked_name, name)) put_part(text, ", as ", hit->asked_name);
  print_labelled(&work->terminal, work->text, "traveller", STYLE_DIM);
  if (origin->traveller != NULL) print_journey(work, origin);
  if (hit->entry != PNR_NONE) {
    put_clean(text, hit->entry_id, 0);
    if (hit->listed_birth != 0) put_string(text, ", born ");
    put_date(text, hit->listed_birth);
    if (hit->listed_kind != PNR_NAME_PRIMARY) put_format(text, ", %s name", pnr_name_kind_name(hit->listed_kind));
    put_part(text, ", ", hit->source);
    put_part(text, ", owner ", hit->owner);
    put_part(text, ", basis ", hit->basis);
    if (hit->document_status != 0) put_format(text, ", document %s", pnr_document_status_name(hit->document_status));
    print_labelled(&work->terminal, work->text, "listed", STYLE_DIM);
  }
  const explanation why = { work->comparer,    hit->asked_name, hit->listed_name, "the traveller's name",
                            "the listed name", hit->reasons,    hit->reason_count };
  print_reasons(&work->terminal, text, &why);
  put_clean(text, hit->warning, 0);
  print_labelled(&work->terminal, work->text, "warning", STYLE_RED);
  output_line(text);
}

/* --- Searching --- */

/* The candidates first … end - 1 of the last search are those of this person. */
static void print_hits(screening *work, const person_origin *origin, const pnr_person *person, uint32_t first,
                       uint32_t end)
{
  pnr_text *name = text_open();
  put_display_name(name, person);
  for (uint32_t i = first; i < end; i++) {
    const pnr_candidate *hit = pnr_searcher_candidate(work->searcher, i);
    if (work->terminal.readable) print_text(work, origin, person, pnr_text_get(name), hit);
    else print_json(work, origin, pnr_text_get(name), hit);
  }
  work->hits += end - first;
  pnr_text_close(name);
}

static void complain_of_search(screening *work, const char *file, const char *what, uint32_t number,
                               const pnr_error *error)
{
  if (error->status == PNR_E_MEMORY) out_of_memory();
  complain("%s: %s %" PRIu32 ": %s%s", input_name(file), what, number, pnr_status_text(error->status),
           error->status == PNR_E_PURPOSE ? "; stored travellers are searched by 'pnr search'" : "");
  work->status = EXIT_INPUT;
}

static void screen_message(screening *work, const char *path, uint32_t number, const pnr_content *content)
{
  pnr_error error = { .size = sizeof error };
  work->persons += content->traveller_count;
  if (pnr_search_message(work->searcher, content, &work->purpose, &work->search, &error) != PNR_OK) {
    complain_of_search(work, path, "message", number, &error);
    return;
  }
  uint32_t count = pnr_searcher_count(work->searcher);
  for (uint32_t first = 0, end; first < count; first = end) {
    uint32_t i = pnr_searcher_candidate(work->searcher, first)->traveller;
    for (end = first + 1; end < count && pnr_searcher_candidate(work->searcher, end)->traveller == i;) end++;
    const person_origin origin = { path, content, content->travellers[i], number, i };
    print_hits(work, &origin, content->travellers[i]->person, first, end);
  }
  progress_step(work->persons, 0, 0);
}

static void screen_row(screening *work, const char *path, uint32_t number, const pnr_person *person)
{
  const person_origin origin = { path, NULL, NULL, 0, number };
  pnr_error error = { .size = sizeof error };
  work->persons++;
  if (pnr_search(work->searcher, person, &work->purpose, &work->search, &error) != PNR_OK)
    complain_of_search(work, path, "row", number, &error);
  else print_hits(work, &origin, person, 0, pnr_searcher_count(work->searcher));
}

static void screen_file(screening *work, const char *path)
{
  input_file input;
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = input_read(&input, path, &error) ? PNR_OK : error.status;
  if (status == PNR_OK) status = pnr_reader_open(NULL, input.data, input.size, NULL, &reader, &error);
  for (uint32_t number = 1; status == PNR_OK; number++) {
    status = pnr_reader_next(reader, &message, &error);
    if (status != PNR_OK) break;
    screen_message(work, path, number, pnr_message_content(message));
    pnr_message_close(message);
  }
  if (status != PNR_END) {
    complain_error(input_name(path), &error, input.data, input.size);
    work->status = EXIT_INPUT;
  }
  pnr_reader_close(reader);
  input_free(&input);
}

static void screen_table(screening *work, const char *path)
{
  person_table persons;
  person_row row;
  bool done = persons_open(&persons, path);
  for (uint32_t number = 0; done && persons_next(&persons, &row); number++) {
    screen_row(work, path, number, &row.person);
    progress_step(work->persons, persons.next, persons.input.size);
  }
  if (!done || persons.status != EXIT_DONE) work->status = EXIT_INPUT;
  persons_close(&persons);
}

/* --- The command line --- */

typedef struct screen_request {
  list_request lists;
  const char *persons, *policy;
  uint32_t files;
} screen_request;

static void read_options(screening *work, screen_request *request, const cli_command *command, int count, char **words)
{
  bool json = false, text = false;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case LIST: list_request_add(&request->lists, walk.value); break;
    case FORMAT: request->lists.format = list_format(command, walk.value); break;
    case PERSONS: request->persons = walk.value; break;
    case THRESHOLD: work->search.threshold = threshold_of_option(command, walk.value); break;
    case POLICY: request->policy = walk.value; break;
    case BEST: work->search.best = 1; break;
    case EXPLAIN: work->explain = true; break;
    case AT: work->search.at = day_of_option(command, "at", walk.value); break;
    case TEST: work->test = true; break;
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default: request->files++; break;
    }
  }
  if (request->lists.count == 0) usage_error(command, "say what to screen against: --list FILE");
  if (request->persons != NULL && request->files > 0) usage_error(command, "give messages or --persons, not both");
  if (request->persons == NULL && request->files == 0)
    usage_error(command, "give a message to screen, or --persons FILE");
  if (work->search.at == 0) work->search.at = today();
  work->terminal = terminal_of_output(json, text);
  work->search.explain = work->explain || work->terminal.readable;
  work->purpose.basis = work->test ? PNR_BASIS_TEST : PNR_BASIS_ASSESSMENT;
}

static void print_totals(screening *work)
{
  if (!work->terminal.readable) return;
  put_format(work->text, "%" PRIu64 " person%s screened, %" PRIu64 " hit%s", work->persons,
             work->persons == 1 ? "" : "s", work->hits, work->hits == 1 ? "" : "s");
  if (work->hits > 0) put_string(work->text, "; a hit is a candidate that somebody must review");
  output_line(work->text);
}

static void screen_all(screening *work, const screen_request *request, const cli_command *command, int count,
                       char **words)
{
  arguments walk;
  if (pnr_comparer_open(NULL, &work->comparer, NULL) != PNR_OK) out_of_memory();
  work->text = text_open();
  work->scratch = text_open();
  progress_begin("persons screened");
  if (request->persons != NULL) screen_table(work, request->persons);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) screen_file(work, walk.value);
  progress_hide();
  print_totals(work);
  pnr_text_close(work->text);
  pnr_text_close(work->scratch);
  pnr_comparer_close(work->comparer);
}

/* The library refuses each search of such a list; it is told once. */
static bool is_usable(const pnr_index *index, bool is_test)
{
  uint32_t count = pnr_index_info(index)->without_basis;
  if (count > 0 && !is_test)
    complain("the list is refused: %" PRIu32 " of its entries declare no owner or no legal basis (docs/lists.md); "
             "--test takes it for invented data",
             count);
  return count == 0 || is_test;
}

static void load_and_screen(screening *work, const screen_request *request, const cli_command *command, int count,
                            char **words)
{
  loaded_list list = list_load(&request->lists);
  work->status = list.status;
  if (list.index != NULL && !is_usable(list.index, work->test)) work->status = EXIT_INPUT;
  else if (list.index != NULL) {
    if (pnr_searcher_open(NULL, list.index, &work->searcher, NULL) != PNR_OK) out_of_memory();
    screen_all(work, request, command, count, words);
    pnr_searcher_close(work->searcher);
  }
  list_unload(&list);
}

static int run(const cli_command *command, int count, char **words)
{
  screening work = { .purpose = { .size = sizeof work.purpose }, .search = { .size = sizeof work.search } };
  screen_request request = { 0 };
  read_options(&work, &request, command, count, words);
  pnr_policy *policy = request.policy != NULL ? policy_load(request.policy) : NULL;
  work.search.policy = policy;
  if (request.policy != NULL && policy == NULL) work.status = EXIT_INPUT;
  else load_and_screen(&work, &request, command, count, words);
  pnr_policy_close(policy);
  free(request.lists.paths);
  return work.status;
}

const cli_command screen_command = {
  .name = "screen",
  .synopsis = "--list FILE [OPTION]... MESSAGE...\n       pnr screen --list FILE [OPTION]... --persons FILE.tsv",
  .summary = "Compares travellers with watchlists and prints the hits.",
  .options = options,
  .details =
    "In a pipe each hit is one JSON object on a line of its own; on a terminal it is a few lines that say who\n"
    "met whom, and what speaks for it and against. Hits are candidates for review, never decisions.\n"
    "A table of persons has a header with any of: name, surname, given, birth_date, sex, nationality,\n"
    "birth_place, document_type, document_number, document_country, phone, email, frequent_flyer.\n"
    "\nexamples: pnr screen --list lists.index --explain flight.edi\n"
    "          pnr screen --list watchlist.csv --persons passengers.tsv --best --threshold 0.85\n",
  .run = run,
};
