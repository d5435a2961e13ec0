/* pnr probe ask - asks another unit whether any of many persons travelled, without naming them.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "audits.h"
#include "command.h"
#include "criteria.h"
#include "format.h"
#include "keys.h"
#include "lists.h"
#include "persons.h"
#include "probes.h"
#include "records.h"

enum { KEYS, TO, OUTPUT, MESSAGE, PERSONS, LIST, FORMAT, ENTRY, FLIGHT, FROM, UNTIL, DAYS, AUDIT, OFFICER, NOW };
static const option options[] = {
  [KEYS] = KEYS_OPTION,
  [TO] = { "to", 't', "NAME", "the unit that is asked" },
  [OUTPUT] = { "output", 'o', "FILE", "where the sealed probe goes" },
  [MESSAGE] = { "message", 'm', "FILE", "write the message instead, for the outbox of 'pnr node'" },
  [PERSONS] = { "persons", 'p', "FILE", "ask about each row of this table, as `pnr screen --persons` has it" },
  [LIST] = { "list", 'l', "FILE", "ask about each person of this watchlist source" },
  [FORMAT] = { "format", 'f', "FORMAT", "of the sources: csv, un, eu, ofac, uk, nl, opensanctions, sltd" },
  [ENTRY] = { "entry", 0, "ID", "of the sources, ask about this entry only: csv:42" },
  [FLIGHT] = { "flight", 0, "NUMBER", "about this flight, ZX100, on each of the days; once for each" },
  [FROM] = { "from", 0, "DATE", "the first day of these flights" },
  [UNTIL] = { "until", 0, "DATE", "their last day [the first]" },
  [DAYS] = { "days", 'd', "NUMBER", "until probe and blinds expire, 1 to 30 [3]" },
  [AUDIT] = { "audit", 0, "FOLDER", "the audit trail, which is told before the probe leaves" },
  [OFFICER] = { "officer", 0, "ID", "who asks: a pseudonym" },
  [NOW] = NOW_OPTION,
  { 0 },
};

enum { DAYS_MOST = 30, DAYS_USUAL = 3, FLIGHTS_MOST = 64, SECONDS = 86400 };

typedef struct asking {
  const cli_command *command;
  const char *keys, *to, *output, *message, *persons, *entry, *audit, *officer;
  list_request lists;
  uint64_t now, days;
  pnr_date from, until;
  pnr_date today;
  pnr_flight flights[FLIGHTS_MOST];
  const pnr_flight *flight_views[FLIGHTS_MOST];
  uint32_t flight_count;
  pnr_blind *blind;
  pnr_text *who;                          /* a line for each label */
  uint32_t person_count, keys_count, out; /* out: persons who cannot be asked about */
  bool is_full;
} asking;

/* --- Persons --- */

static void ask_about(asking *work, const pnr_person *person)
{
  uint32_t added = 0;
  pnr_status status = work->is_full ? PNR_OK : pnr_blind_add(work->blind, person, work->person_count, &added, NULL);
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status == PNR_E_LIMIT) work->is_full = true;
  work->person_count++;
  work->keys_count += added;
  work->out += added == 0;
}

static bool ask_table(asking *work)
{
  person_table persons;
  person_row row;
  bool is_open = persons_open(&persons, work->persons);
  for (uint32_t number = 0; is_open && persons_next(&persons, &row); number++) {
    ask_about(work, &row.person);
    put_format(work->who, "\"row\":%" PRIu32 "\n", number);
  }
  bool is_good = is_open && persons.status == EXIT_DONE;
  persons_close(&persons);
  return is_good;
}

/* Entries that are not valid today are not looked for. */
static void ask_entry(void *user, const char *file, const pnr_entry *entry, uint32_t number)
{
  asking *work = user;
  (void)file;
  (void)number;
  if (work->entry != NULL && !slice_is_same(slice_of(work->entry), entry->id)) return;
  if (entry->valid_from > work->today || (entry->valid_until != 0 && entry->valid_until < work->today)) return;
  ask_about(work, entry->person);
  put_string(work->who, "\"entry\":");
  if (pnr_json_string(work->who, entry->id, NULL) != PNR_OK) out_of_memory();
  put_string(work->who, "\n");
}

static bool ask_all(asking *work)
{
  int status = EXIT_DONE;
  bool is_good = work->persons != NULL ? ask_table(work) : list_each(&work->lists, ask_entry, work, &status) != 0;
  is_good = is_good && status == EXIT_DONE;
  if (work->out != 0 && !work->is_full)
    complain(
      "%" PRIu32
      " persons cannot be asked about: neither a name with a complete birth date, nor a document with its issuer",
      work->out);
  if (is_good && work->is_full) complain("more than %d keys: ask about fewer persons at once", PNR_BLIND_KEYS);
  else if (is_good && work->keys_count == 0) complain("nobody is left to be asked about");
  return is_good && !work->is_full && work->keys_count != 0;
}

/* --- Flights --- */

static void add_flight(asking *work, const char *number, pnr_date day)
{
  size_t carrier = strlen(number) > 3 && number[2] >= 'A' && number[2] <= 'Z' ? 3 : 2;
  if (strlen(number) <= carrier || strlen(number) > carrier + 16)
    usage_error(work->command, "--flight needs a carrier and a number, such as ZX100");
  if (work->flight_count == FLIGHTS_MOST)
    usage_error(work->command, "at most %d flights and days in one probe", FLIGHTS_MOST);
  pnr_flight *flight = &work->flights[work->flight_count];
  *flight = (pnr_flight){ .size = sizeof *flight,
                          .day = day,
                          .carrier = { (const uint8_t *)number, carrier },
                          .number = slice_of(number + carrier) };
  work->flight_views[work->flight_count++] = flight;
}

static void read_flights(asking *work, int count, char **words)
{
  arguments walk;
  arguments_open(&walk, work->command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number != FLIGHT) continue;
    if (work->from == 0) usage_error(work->command, "--flight needs a day: --from DATE");
    for (pnr_date day = work->from; day <= work->until; day = day_after(day)) add_flight(work, walk.value, day);
  }
}

/* --- Sending --- */

static bool tell(const asking *work, const pnr_probe *probe)
{
  const pnr_purpose purpose = { .size = sizeof purpose,
                                .basis = basis_of(probe->purpose),
                                .offence = offence_of(probe->offences),
                                .case_reference = probe->case_reference,
                                .officer = slice_of(work->officer != NULL ? work->officer : "") };
  const pnr_audit_event event = { .size = sizeof event,
                                  .kind = PNR_AUDIT_CONSULTATION,
                                  .time = work->now,
                                  .purpose = &purpose,
                                  .recipient = slice_of(work->to) };
  return work->audit == NULL || trail_tell(work->audit, &event);
}

static void report(const asking *work, const uint8_t *id)
{
  pnr_text *line = text_open();
  put_string(line, "{\"type\":\"probe\"");
  json_string(line, "to", slice_of(work->to));
  if (id != NULL) {
    put_string(line, ",\"id\":\"");
    put_hex(line, (pnr_slice){ id, PNR_EXCHANGE_ID });
    put_string(line, "\"");
  }
  json_number(line, "persons", work->person_count);
  json_number(line, "keys", work->keys_count);
  json_number(line, "left_out", work->out);
  put_string(line, "}");
  output_line(line);
  pnr_text_close(line);
}

/* The message goes into a folder where somebody waits for it: it appears there whole. */
static bool write_message(const asking *work, const pnr_exchange_message *message)
{
  pnr_octets *json = NULL;
  if (pnr_exchange_write_json(NULL, message, &json, NULL) != PNR_OK) out_of_memory();
  bool is_written = folder_write(work->message, pnr_octets_get(json));
  pnr_octets_close(json);
  if (is_written) report(work, NULL);
  return is_written;
}

/* The blinds are kept first: an answer to lost ones is good for nothing. */
static bool send(const asking *work, const key_folder *folder, const pnr_probe *asked)
{
  pnr_probe probe = *asked;
  uint8_t id[1][PNR_EXCHANGE_ID];
  probe.size = sizeof probe;
  probe.normaliser = PNR_NORMALISER;
  probe.elements = pnr_blind_elements(work->blind);
  probe.commitments = pnr_blind_commitments(work->blind);
  if (work->flight_count != 0) {
    probe.flights = work->flight_views;
    probe.flight_count = work->flight_count;
  }
  const pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_PROBE, .probe = &probe };
  const pnr_exchange_message *const messages[] = { &message };
  if (!probes_keep(work->keys, work->to, work->blind, pnr_text_get(work->who), work->now + work->days * SECONDS) ||
      !tell(work, &probe))
    return false;
  if (work->message != NULL) return write_message(work, &message);
  if (!file_seal(folder, work->to, messages, 1, work->days, work->output, id) ||
      !probes_sent(work->keys, id[0], &message))
    return false;
  report(work, id[0]);
  return true;
}

static bool ask(asking *work, const char *path)
{
  key_folder folder;
  pnr_received *read = message_read(path);
  const pnr_probe *probe = read != NULL ? pnr_received_message(read)->probe : NULL;
  if (read != NULL && probe == NULL) complain("%s: no probe", path);
  if (pnr_blind_open(NULL, &work->blind, NULL) != PNR_OK) out_of_memory();
  work->who = text_open();
  bool is_done = probe != NULL && probes_expire(work->keys, work->now) && ask_all(work);
  bool is_open = is_done && folder_open(&folder, work->keys, work->now);
  is_done = is_open && send(work, &folder, probe);
  if (is_open) folder_close(&folder);
  pnr_text_close(work->who);
  pnr_blind_close(work->blind);
  pnr_received_close(read);
  return is_done;
}

static uint64_t days_of(const cli_command *command, const char *text)
{
  uint32_t days = count_of_option(command, "days", text);
  if (days > DAYS_MOST) usage_error(command, "--days needs a number from 1 to %d", DAYS_MOST);
  return days;
}

static void check(asking *work, const char *path)
{
  const cli_command *command = work->command;
  need(command, work->keys, "say where the keys are: --keys FOLDER");
  need(command, work->to, "say who is asked: --to NAME");
  if ((work->output == NULL) == (work->message == NULL))
    usage_error(command, "say where the probe goes: either -o FILE or --message FILE");
  if ((work->persons == NULL) == (work->lists.count == 0))
    usage_error(command, "say who is asked about: either --persons FILE or --list FILE");
  if (work->entry != NULL && work->lists.count == 0) usage_error(command, "--entry goes with --list");
  if (work->audit != NULL) need(command, work->officer, "the audit trail is told who asks: --officer ID");
  need(command, path, "give the message with the reasons");
  if (work->until == 0) work->until = work->from;
}

static int run(const cli_command *command, int count, char **words)
{
  static asking work;
  const char *path = NULL, *now = NULL;
  arguments walk;
  work = (asking){ .command = command, .lists = { .sources_only = true }, .days = DAYS_USUAL };
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case KEYS: work.keys = walk.value; break;
    case TO: work.to = walk.value; break;
    case OUTPUT: work.output = walk.value; break;
    case MESSAGE: work.message = walk.value; break;
    case PERSONS: work.persons = walk.value; break;
    case LIST: list_request_add(&work.lists, walk.value); break;
    case FORMAT: work.lists.format = list_format(command, walk.value); break;
    case ENTRY: work.entry = walk.value; break;
    case FLIGHT: break; /* once their days are known */
    case FROM: work.from = day_of_option(command, "from", walk.value); break;
    case UNTIL: work.until = day_of_option(command, "until", walk.value); break;
    case DAYS: work.days = days_of(command, walk.value); break;
    case AUDIT: work.audit = walk.value; break;
    case OFFICER: work.officer = walk.value; break;
    case NOW: now = walk.value; break;
    default:
      if (path != NULL) usage_error(command, "takes one message");
      path = walk.value;
      break;
    }
  }
  check(&work, path);
  read_flights(&work, count, words);
  work.now = now_of(command, now);
  work.today = day_of_moment(work.now);
  bool is_done = ask(&work, path);
  free(work.lists.paths);
  return is_done ? EXIT_DONE : EXIT_INPUT;
}

const cli_command probe_ask_command = {
  .name = "probe ask",
  .synopsis = "--keys FOLDER --to NAME -o FILE --persons FILE|--list SOURCE [OPTION]... PROBE",
  .summary = "Asks another unit whether any of many persons travelled, without naming them.",
  .options = options,
  .details =
    "PROBE is JSON by the names of docs/exchange.md with the reasons and, unless --flight gives them, the flights:\n"
    "{\"probe\":{\"legal_basis\":\"unit\",\"purpose\":\"case\",…}}; who is asked about is added here, blinded. Only persons with a\n"
    "complete birth date or a document and its issuer can be asked about this way. What is needed to read the answer stays in\n"
    "FOLDER/probes, for the owner's eyes, until 'pnr probe match' has used it or it expires: then it is wiped.\n"
    "\nexample: pnr probe ask --keys nl --to BE-PIU -o probe.pnr --persons wanted.tsv --flight ZX100 --from 2026-03-01 probe.json\n",
  .run = run,
};
