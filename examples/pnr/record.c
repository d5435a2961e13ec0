/* pnr record - the bookings of messages as stored records.
 * SPDX-License-Identifier: Apache-2.0 */
#include "records.h"

#include <inttypes.h>
#include <stdio.h>

#include "output.h"
#include "places.h"

enum { CARD_NUMBERS = RECORD_OWN, SCOPE, PLACES, AUDIT };
static const option options[] = {
  RECORD_OPTIONS,
  [CARD_NUMBERS] = { "card-numbers", 0, NULL, "keep whole card numbers; only with --cbor are they seen" },
  [SCOPE] = { "scope", 0, "FILE",
              "the flights that are selected; of others nothing is stored (docs/data-protection.md)" },
  [PLACES] = { "places", 0, "FILE", "with --scope: tells routes; an image or a table of places" },
  [AUDIT] = RECORD_AUDIT_OPTION,
  { 0 },
};

static pnr_record *keep(record_work *work, pnr_record *record)
{
  work->is_concerned = !work->are_stored; /* what is stored was collected before */
  return record;
}

/* NULL, with a complaint, where it cannot be read. */
static pnr_scope *load_scope(const char *path)
{
  input_file input;
  pnr_scope *scope = NULL;
  pnr_error error = { .size = sizeof error };
  if (!input_read(&input, path, &error) ||
      pnr_scope_open(NULL, (pnr_slice){ input.data, input.size }, &scope, &error) != PNR_OK)
    complain_error(input_name(path), &error, input.data, input.size);
  input_free(&input);
  return scope;
}

/* Counts are all that is left of what was dropped. */
static void print_counts(const record_gate *gate)
{
  fprintf(stderr,
          "{\"scope\":{\"inside\":%" PRIu64 ",\"outside\":%" PRIu64 ",\"unknown\":%" PRIu64
          ",\"travellers_outside\":%" PRIu64 "}}\n",
          gate->flights[PNR_SCOPE_INSIDE], gate->flights[PNR_SCOPE_OUTSIDE], gate->flights[PNR_SCOPE_UNKNOWN],
          gate->travellers_outside);
}

static int run_inside(record_work *work, const char *scope_path, const char *places_path, int count, char **words)
{
  pnr_scope *scope = load_scope(scope_path);
  pnr_places *places = NULL;
  int status = EXIT_INPUT;
  if (scope != NULL && places_path != NULL) places = places_load(places_path, &work->status);
  if (scope != NULL && (places_path == NULL || places != NULL)) {
    work->gate.scope = scope;
    work->gate.places = places;
    status = records_run(work, count, words);
    print_counts(&work->gate);
  }
  pnr_places_close(places);
  pnr_scope_close(scope);
  return status;
}

static int run(const cli_command *command, int count, char **words)
{
  record_work work;
  arguments walk;
  const char *scope = NULL, *places = NULL;
  records_open(&work, command, keep, NULL);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case CARD_NUMBERS: work.card_numbers = 1; break;
    case SCOPE: scope = walk.value; break;
    case PLACES: places = walk.value; break;
    case AUDIT: records_audit(&work, PNR_AUDIT_COLLECTION, walk.value); break;
    case ARGUMENT_OPERAND: break;
    default: records_option(&work, number, walk.value);
    }
  }
  if (places != NULL && scope == NULL) usage_error(command, "--places goes with --scope");
  return scope != NULL ? run_inside(&work, scope, places, count, words) : records_run(&work, count, words);
}

const cli_command record_command = {
  .name = "record",
  .synopsis = "[OPTION]... FILE...",
  .summary = "Makes stored records of messages, one for each booking.",
  .options = options,
  .details =
    "Files are messages, or stored records as --cbor writes them. Each record is one JSON object on a line:\n"
    "\"regime\", \"received\", \"done\" and \"content\", as 'pnr parse' prints messages.\n"
    "With --scope what flies outside the selection is dropped, and counted on standard error. A flight of which that\n"
    "cannot be told is not stored either: that is complained of.\n"
    "\nexamples: pnr record --cbor --received 2025-03-10T09:30Z flight.edi > flight.cbor\n"
    "          pnr record --scope selected.csv --places places.image --audit trail --cbor *.edi > day.cbor\n"
    "          pnr record flight.cbor | jq .content.bookings\n",
  .run = run,
};
