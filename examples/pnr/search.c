/* pnr search - a newly listed person among stored travellers.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "audits.h"
#include "command.h"
#include "criteria.h"
#include "explain.h"
#include "format.h"
#include "input.h"
#include "lists.h"
#include "output.h"
#include "persons.h"
#include "progress.h"
#include "query.h"
#include "show.h"

enum {
  INDEX,
  QUERY,
  PERSONS = QUERY + QUERY_OWN,
  LIST,
  FORMAT,
  ENTRY,
  PURPOSE,
  CASE,
  OFFICER,
  AUDIT,
  FLIGHT,
  FROM,
  UNTIL,
  THRESHOLD,
  POLICY,
  BEST,
  TOP,
  EXPLAIN,
  JSON,
  TEXT
};
static const option options[] = {
  [INDEX] = { "index", 'i', "FILE", "the stored travellers: what `pnr index travellers` wrote" },
  QUERY_OPTIONS,
  [PERSONS] = { "persons", 'p', "FILE", "look for each row of this table, as `pnr screen --persons` has it" },
  [LIST] = { "list", 'l', "FILE", "look for each person of this watchlist source" },
  [FORMAT] = { "format", 'f', "FORMAT", "of the sources: csv, un, eu, ofac, uk, nl, opensanctions, sltd" },
  [ENTRY] = { "entry", 0, "ID", "of the sources, look for this entry only: csv:42" },
  [PURPOSE] = { "purpose", 0, "OFFENCE", "terrorism, or the number of the category of Annex II, 1 to 26" },
  [CASE] = { "case", 0, "REFERENCE", "the case for which somebody looks" },
  [OFFICER] = { "officer", 0, "ID", "who looks" },
  [AUDIT] = { "audit", 0, "FOLDER", "the audit trail, which is told before anything is looked for" },
  [FLIGHT] = { "flight", 0, "NUMBER", "those who travelled on this flight: ZX100" },
  [FROM] = { "from", 0, "DATE", "those who travelled on this day or later" },
  [UNTIL] = { "until", 0, "DATE", "those who travelled on this day or before" },
  [THRESHOLD] = { "threshold", 't', "SCORE", "the least score of a hit, 0.0 to 1.0" },
  [POLICY] = { "policy", 0, "FILE", "what hits need, by carrier or kind of message: a table, docs/policy.md" },
  [BEST] = { "best", 'b', NULL, "keep only the best hit of each person" },
  [TOP] = { "top", 0, "COUNT", "keep only so many best hits of each person" },
  [EXPLAIN] = { "explain", 'e', NULL, "add the reasons" },
  [JSON] = { "json", 0, NULL, "print JSON Lines, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

typedef struct searching {
  const cli_command *command;
  const char *index_path, *persons_path, *policy_path, *audit_path, *entry, *flight;
  list_request lists;
  person_query query;
  pnr_live *live;
  pnr_index *index; /* its newest snapshot */
  pnr_searcher *searcher;
  pnr_comparer *comparer; /* puts folded words back into those that were written */
  pnr_purpose purpose;
  pnr_search_options search;
  uint32_t top;   /* hits of each person; 0: all */
  pnr_date today; /* entries that are not valid now are not looked for */
  display terminal;
  bool explain;
  pnr_text *text; /* the result under construction */
  uint64_t persons, hits;
  int status;
} searching;

/* Who is looked for: the command line's person, a row of a table, or an entry of a list. */
typedef struct wanted {
  const char *file; /* NULL: the command line */
  const pnr_entry *entry;
  uint32_t row; /* where there is no entry */
} wanted;

/* --- One hit as JSON --- */

static void add_known(pnr_text *text, const char *key, pnr_slice value)
{
  if (!slice_is_empty(value)) json_string(text, key, value);
}

static void add_date(pnr_text *text, const char *key, pnr_date date)
{
  if (date == 0) return;
  json_key(text, key);
  put_string(text, "\"");
  put_date(text, date);
  put_string(text, "\"");
}

static void add_traveller(pnr_text *text, const pnr_candidate *hit)
{
  pnr_traveller_entry found = { .size = sizeof found };
  json_string(text, "entry", hit->entry_id);
  json_string(text, "traveller_name", hit->listed_name);
  add_date(text, "birth_date", hit->listed_birth);
  if (pnr_traveller_entry_read(hit, &found, NULL) != PNR_OK) {
    add_known(text, "source", hit->source); /* an index of listed persons */
    return;
  }
  json_string(text, "reference", found.reference);
  json_number(text, "traveller", found.traveller);
  add_known(text, "locator", found.locator);
  json_string(text, "type", found.type);
  add_known(text, "flight", found.flight);
  add_date(text, "date", found.departs);
  add_known(text, "from", found.from);
  add_known(text, "to", found.to);
  add_known(text, "sender", hit->owner);
}

static void print_json(searching *work, const wanted *who, pnr_slice name, const pnr_candidate *hit)
{
  pnr_text *text = work->text;
  put_string(text, "{");
  if (who->entry != NULL) json_string(text, "listed", who->entry->id);
  else if (who->file != NULL) json_number(text, "row", who->row);
  json_string(text, "name", name);
  json_key(text, "score");
  put_score(text, hit->score);
  if (hit->entry != PNR_NONE) {
    add_traveller(text, hit);
  } else {
    json_key(text, "entry");
    put_string(text, "null");
  }
  json_document_status(text, hit);
  if (work->explain && hit->entry != PNR_NONE) json_string(text, "asked_name", hit->asked_name);
  if (work->explain || hit->entry == PNR_NONE) json_reasons(text, hit);
  put_string(text, "}");
  output_line(text);
  pnr_text_clear(text);
}

/* --- One hit as people read it --- */

static void print_head(searching *work, pnr_slice name, const pnr_candidate *hit)
{
  put_match(&work->terminal, work->text, name, hit);
  output_line(work->text);
  pnr_text_clear(work->text);
}

static void print_traveller(searching *work, const pnr_candidate *hit)
{
  pnr_text *text = work->text;
  pnr_traveller_entry found = { .size = sizeof found };
  bool is_known = pnr_traveller_entry_read(hit, &found, NULL) == PNR_OK;
  put_clean(text, hit->source, 0);
  if (is_known) put_part(text, ", booking ", found.locator);
  if (hit->listed_birth != 0) put_string(text, ", born ");
  put_date(text, hit->listed_birth);
  print_labelled(&work->terminal, text, "travelled", STYLE_DIM);
  put_clean(text, is_known ? found.reference : hit->entry_id, 0);
  if (is_known) put_format(text, ", traveller %" PRIu32, found.traveller);
  put_part(text, ", from ", hit->owner);
  print_labelled(&work->terminal, text, "stored", STYLE_DIM);
}

static void print_text(searching *work, const wanted *who, const pnr_person *person, pnr_slice name,
                       const pnr_candidate *hit)
{
  pnr_text *text = work->text;
  print_head(work, name, hit);
  if (who->entry != NULL) put_clean(text, who->entry->id, 0);
  else put_string(text, who->file != NULL ? input_name(who->file) : "as asked");
  if (who->entry == NULL && who->file != NULL) put_format(text, ", row %" PRIu32, who->row);
  if (person->birth_count > 0) {
    put_string(text, ", born ");
    put_birth(text, person->births[0]);
  }
  if (!slice_is_same(hit->asked_name, name)) put_part(text, ", as ", hit->asked_name);
  print_labelled(&work->terminal, text, "wanted", STYLE_DIM);
  if (hit->entry != PNR_NONE) print_traveller(work, hit);
  const explanation why = { work->comparer,         hit->asked_name, hit->listed_name, "the name asked for",
                            "the traveller's name", hit->reasons,    hit->reason_count };
  print_reasons(&work->terminal, text, &why);
  output_line(text);
}

/* --- Searching --- */

static bool is_asked_flight(const searching *work, const pnr_candidate *hit)
{
  pnr_traveller_entry found = { .size = sizeof found };
  if (work->flight == NULL) return true;
  return pnr_traveller_entry_read(hit, &found, NULL) == PNR_OK && flight_is(found.flight, work->flight);
}

static void search_person(searching *work, const wanted *who, const pnr_person *person)
{
  pnr_error error = { .size = sizeof error };
  work->persons++;
  if (pnr_search(work->searcher, person, &work->purpose, &work->search, &error) != PNR_OK) {
    if (error.status == PNR_E_MEMORY) out_of_memory();
    complain("%s %" PRIu32 ": %s", who->file != NULL ? input_name(who->file) : "person", who->row,
             pnr_status_text(error.status));
    work->status = EXIT_INPUT;
    return;
  }
  pnr_text *name = text_open();
  put_display_name(name, person);
  uint32_t printed = 0;
  for (uint32_t i = 0; i < pnr_searcher_count(work->searcher); i++) {
    const pnr_candidate *hit = pnr_searcher_candidate(work->searcher, i);
    if (hit->entry != PNR_NONE && (!is_asked_flight(work, hit) || (work->top != 0 && printed++ >= work->top))) continue;
    if (work->terminal.readable) print_text(work, who, person, pnr_text_get(name), hit);
    else print_json(work, who, pnr_text_get(name), hit);
    work->hits++;
  }
  pnr_text_close(name);
}

static void search_table(searching *work)
{
  person_table persons;
  person_row row;
  bool done = persons_open(&persons, work->persons_path);
  progress_begin("persons searched");
  for (uint32_t number = 0; done && persons_next(&persons, &row); number++) {
    search_person(work, &(wanted){ work->persons_path, NULL, number }, &row.person);
    progress_step(work->persons, persons.next, persons.input.size);
  }
  progress_hide();
  if (!done || persons.status != EXIT_DONE) work->status = EXIT_INPUT;
  persons_close(&persons);
}

static void search_entry(void *user, const char *file, const pnr_entry *entry, uint32_t number)
{
  searching *work = user;
  if (work->entry != NULL && !slice_is_same(slice_of(work->entry), entry->id)) return;
  if (entry->valid_from > work->today || (entry->valid_until != 0 && entry->valid_until < work->today)) return;
  search_person(work, &(wanted){ file, entry, number }, entry->person);
}

static void search_list(searching *work)
{
  (void)list_each(&work->lists, search_entry, work, &work->status);
  if (work->entry == NULL || work->persons > 0) return;
  complain("no source has an entry of that id that is valid today");
  work->status = EXIT_INPUT;
}

static void search_all(searching *work)
{
  if (pnr_searcher_open(NULL, work->index, &work->searcher, NULL) != PNR_OK) out_of_memory();
  if (pnr_comparer_open(NULL, &work->comparer, NULL) != PNR_OK) out_of_memory();
  work->text = text_open();
  if (work->persons_path != NULL) search_table(work);
  else if (work->lists.count > 0) search_list(work);
  else search_person(work, &(wanted){ NULL, NULL, 0 }, query_person(&work->query));
  if (work->terminal.readable) {
    put_format(work->text, "%" PRIu64 " person%s searched, %" PRIu64 " hit%s", work->persons,
               work->persons == 1 ? "" : "s", work->hits, work->hits == 1 ? "" : "s");
    if (work->hits > 0) put_string(work->text, "; a hit is a candidate that somebody must review");
    output_line(work->text);
  }
  pnr_text_close(work->text);
  pnr_comparer_close(work->comparer);
  pnr_searcher_close(work->searcher);
}

/* False where the policy or the index cannot be used: that was told, and nothing is searched. */
static bool open_files(searching *work, pnr_policy **policy)
{
  pnr_error error = { .size = sizeof error };
  if (work->policy_path != NULL && (*policy = policy_load(work->policy_path)) == NULL) return false;
  work->search.policy = *policy;
  if (pnr_live_open(NULL, work->index_path, &work->live, &error) != PNR_OK) {
    complain_live(work->index_path, &error);
    return false;
  }
  work->index = pnr_live_index(work->live);
  return true;
}

/* --- The command line --- */

/* What tells about the person; false when the option is of another kind. */
static bool read_person(searching *work, int number, const char *value)
{
  if (query_option(work->command, &work->query, number - QUERY, value)) return true;
  switch (number) {
  case PERSONS: work->persons_path = value; return true;
  case LIST: list_request_add(&work->lists, value); return true;
  case FORMAT: work->lists.format = list_format(work->command, value); return true;
  case ENTRY: work->entry = value; return true;
  default: return false;
  }
}

static void read_option(searching *work, int number, const char *value)
{
  pnr_search_options *search = &work->search;
  switch (number) {
  case INDEX: work->index_path = value; break;
  case PURPOSE: work->purpose.offence = offence_of_option(work->command, value); break;
  case CASE: work->purpose.case_reference = slice_of(value); break;
  case OFFICER: work->purpose.officer = slice_of(value); break;
  case AUDIT: work->audit_path = value; break;
  case FLIGHT: work->flight = value; break;
  case FROM: search->at = day_of_option(work->command, "from", value); break;
  case UNTIL: search->until = day_of_option(work->command, "until", value); break;
  case THRESHOLD: search->threshold = threshold_of_option(work->command, value); break;
  case POLICY: work->policy_path = value; break;
  case BEST: work->top = 1; break;
  case TOP: work->top = count_of_option(work->command, "top", value); break;
  case EXPLAIN: work->explain = true; break;
  default: usage_error(work->command, "give no files: --index FILE has the travellers");
  }
}

/* Article 6(2)(b) and annexes: stored travellers are consulted case by case, for a reason that is written down. */
static void check_request(searching *work)
{
  const cli_command *command = work->command;
  bool has_query = query_person(&work->query) != NULL;
  if (work->index_path == NULL) usage_error(command, "say where the stored travellers are: --index FILE");
  if (work->purpose.offence == 0) usage_error(command, "say what the investigation is about: --purpose OFFENCE");
  if (work->purpose.case_reference.size == 0) usage_error(command, "say for which case: --case REFERENCE");
  if (work->purpose.officer.size == 0) usage_error(command, "say who looks: --officer ID");
  if (has_query + (work->persons_path != NULL) + (work->lists.count > 0) != 1)
    usage_error(command, "give one of --name or other facts of a person, --persons FILE, and --list FILE");
  if (work->entry != NULL && work->lists.count == 0) usage_error(command, "--entry goes with --list");
  if (work->search.until == 0 && work->search.at != 0) work->search.until = 99991231;
  if (work->flight == NULL) work->search.best = work->top; /* else the best of those on that flight */
}

/* Article 13(6): the consultation is on record before it happens, or it does not. */
static bool tell(const searching *work)
{
  pnr_audit_event event = { .size = sizeof event, .kind = PNR_AUDIT_CONSULTATION, .purpose = &work->purpose };
  return work->audit_path == NULL || trail_tell(work->audit_path, &event);
}

static int run(const cli_command *command, int count, char **words)
{
  searching work = { .command = command,
                     .lists = { .sources_only = true },
                     .purpose = { .size = sizeof work.purpose, .basis = PNR_BASIS_REQUEST },
                     .search = { .size = sizeof work.search },
                     .today = today(),
                     .status = EXIT_DONE };
  pnr_policy *policy = NULL;
  bool json = false, text = false;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == JSON) json = true;
    else if (number == TEXT) text = true;
    else if (!read_person(&work, number, walk.value)) read_option(&work, number, walk.value);
  }
  check_request(&work);
  work.terminal = terminal_of_output(json, text);
  work.search.explain = work.explain || work.terminal.readable;
  if (open_files(&work, &policy) && tell(&work)) search_all(&work);
  else work.status = EXIT_INPUT;
  pnr_index_close(work.index);
  pnr_live_close(work.live);
  pnr_policy_close(policy);
  free(work.lists.paths);
  return work.status;
}

const cli_command search_command = {
  .name = "search",
  .synopsis = "--index FILE --purpose OFFENCE --case REFERENCE --officer ID --name NAME [OPTION]...\n"
              "       pnr search --index FILE --purpose … --case … --officer … --persons FILE.tsv [OPTION]...\n"
              "       pnr search --index FILE --purpose … --case … --officer … --list SOURCE [OPTION]...",
  .summary = "Finds a newly listed person among stored travellers.",
  .options = options,
  .details =
    "Stored travellers are consulted only for a stated offence, in a case, by somebody (article 6(2)(b) of\n"
    "Directive (EU) 2016/681): without these nothing is searched and the exit status is 2. In a pipe each hit is\n"
    "one JSON object on a line of its own; on a terminal it is a few lines that say who may be whom, and why.\n"
    "Hits are candidates for review, never decisions. With --audit the consultation is written down first: purpose,\n"
    "case and officer, not who was looked for ('pnr audit').\n"
    "\nexample: pnr search --index travellers.index --purpose terrorism --case 2025/17 --officer o-41 \\\n"
    "           --name 'Petra Nov\303\241kov\303\241' --birth-date 1980-05-05 --from 2025-01-01\n",
  .run = run,
};
