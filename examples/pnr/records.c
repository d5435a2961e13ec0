/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "records.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "audits.h"
#include "format.h"
#include "output.h"

/* --- Moments --- */

static const uint32_t day_seconds = 86400;

/* Days from 1970 to a day of the Gregorian calendar (years from March on). */
static uint64_t days_of(pnr_date date)
{
  uint32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
  year -= month < 3;
  month = month < 3 ? month + 9 : month - 3;
  return (uint64_t)year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719468;
}

uint64_t moment_of_day(pnr_date day) { return days_of(day) * day_seconds; }

pnr_date day_of_moment(uint64_t moment)
{
  time_t seconds = (time_t)moment;
  struct tm parts;
  if (gmtime_r(&seconds, &parts) == NULL) return 0;
  return (pnr_date)((parts.tm_year + 1900) * 10000 + (parts.tm_mon + 1) * 100 + parts.tm_mday);
}

pnr_date day_after(pnr_date day) { return day_of_moment((days_of(day) + 1) * day_seconds); }

void put_moment(pnr_text *text, uint64_t moment)
{
  if (moment == UINT64_MAX) return;
  put_date(text, day_of_moment(moment));
  uint32_t second = (uint32_t)(moment % day_seconds);
  put_format(text, "T%02" PRIu32 ":%02" PRIu32 ":%02" PRIu32 "Z", second / 3600, second / 60 % 60, second % 60);
}

uint64_t moment_of_text(const cli_command *command, const char *text)
{
  unsigned hour = 0, minute = 0, second = 0;
  pnr_slice whole = slice_of(text), day = whole;
  if (day.size > 10) day.size = 10;
  pnr_date date = date_of_text(day);
  bool is_right = date % 100 != 0 && date >= 19700101;
  if (is_right && whole.size > 10) {
    int used = 0;
    bool has_seconds = sscanf(text + 10, "T%2u:%2u:%2uZ%n", &hour, &minute, &second, &used) == 3 && used == 10;
    bool has_minutes = !has_seconds && sscanf(text + 10, "T%2u:%2uZ%n", &hour, &minute, &used) == 2 && used == 7;
    if (!has_seconds) second = 0;
    is_right =
      (has_seconds || has_minutes) && whole.size == 10 + (size_t)used && hour < 24 && minute < 60 && second < 60;
  }
  if (!is_right) usage_error(command, "'%s' is no time: write 2025-03-10 or 2025-03-10T09:30Z", text);
  return moment_of_day(date) + hour * 3600 + minute * 60 + second;
}

/* --- Options --- */

void records_open(record_work *work, const cli_command *command, record_function change, void *state)
{
  *work = (record_work){ .command = command,
                         .change = change,
                         .state = state,
                         .read = { .size = sizeof work->read },
                         .options = { .size = sizeof work->options, .regime = PNR_REGIME_PNR },
                         .line = text_open(),
                         .status = EXIT_DONE };
  work->options.received = (uint64_t)time(NULL);
}

static uint32_t regime_of(const cli_command *command, const char *name)
{
  for (uint32_t regime = PNR_REGIME_PNR; regime <= PNR_REGIME_ROAD; regime++)
    if (strcmp(pnr_regime_name(regime), name) == 0) return regime;
  usage_error(command, "there is no regime '%s'; known: pnr, api-border, api-law, crew, rail, sea, road", name);
}

void records_option(record_work *work, int number, const char *value)
{
  if (number == RECORD_FORMAT) work->read.format = message_format(work->command, value);
  else if (number == RECORD_REGIME) work->options.regime = regime_of(work->command, value);
  else if (number == RECORD_RECEIVED) work->options.received = moment_of_text(work->command, value);
  else work->writes_cbor = true;
}

/* --- Records out --- */

pnr_record *records_fail(record_work *work, pnr_status status)
{
  complain("%s: record %" PRIu32 ": %s", input_name(work->path), work->number, pnr_status_text(status));
  work->status = EXIT_INPUT;
  return NULL;
}

void records_begin_line(record_work *work)
{
  pnr_text_clear(work->line);
  put_string(work->line, "{");
  json_string(work->line, "file", slice_of(work->path));
  json_number(work->line, "record", work->number);
}

void records_end_line(record_work *work)
{
  put_string(work->line, "}");
  if (work->held == NULL) {
    output_line(work->line);
    return;
  }
  put(work->held, pnr_text_get(work->line));
  put_string(work->held, "\n");
}

static void put_done(pnr_text *line, uint32_t done)
{
  static const char *const words[] = { "filtered", "scrubbed", "masked" };
  const char *comma = "";
  json_key(line, "done");
  put_string(line, "[");
  for (uint32_t i = 0; i < 3; i++) {
    if ((done >> i & 1) == 0) continue;
    put_format(line, "%s\"%s\"", comma, words[i]);
    comma = ",";
  }
  put_string(line, "]");
}

static void print_json(record_work *work, const pnr_record *record)
{
  const pnr_stored *stored = pnr_record_get(record);
  pnr_text *line = work->line;
  records_begin_line(work);
  json_string(line, "regime", slice_of(pnr_regime_name(stored->regime)));
  json_key(line, "received");
  put_string(line, "\"");
  put_moment(line, stored->received);
  put_string(line, "\"");
  if (stored->reference.size != 0) json_string(line, "reference", stored->reference);
  if (stored->version != 0) json_number(line, "version", stored->version);
  put_done(line, stored->done);
  if (stored->masked != 0) {
    json_key(line, "masked");
    put_string(line, "\"");
    put_date(line, stored->masked);
    put_string(line, "\"");
  }
  if (stored->scrubbed != 0) json_number(line, "scrubbed", stored->scrubbed);
  json_key(line, "content");
  if (pnr_json_message(line, pnr_record_message(record), slice_of(""), NULL) != PNR_OK) out_of_memory();
  records_end_line(work);
}

static void print_octets(pnr_slice octets)
{
  if (octets.size > 0 && fwrite(octets.data, 1, octets.size, stdout) != octets.size) exit(output_finish(EXIT_INPUT));
}

static void print_cbor(record_work *work, pnr_record *record)
{
  pnr_slice octets;
  pnr_status status = pnr_record_encode(record, &octets, NULL);
  if (status != PNR_OK) records_fail(work, status);
  else if (work->held != NULL) put(work->held, octets);
  else print_octets(octets);
}

/* --- The audit trail --- */

void records_audit(record_work *work, uint32_t kind, const char *folder)
{
  work->audit_folder = folder;
  work->audit_kind = kind;
  if (work->held == NULL) work->held = text_open();
}

/* Article 13(6): what is not on record does not leave. */
static void release_held(record_work *work)
{
  const pnr_audit_event event = {
    .size = sizeof event, .kind = work->audit_kind, .count = work->concerned, .elements = work->elements
  };
  if (work->held == NULL || work->is_untold) return;
  work->is_untold = work->concerned != 0 && !trail_tell(work->audit_folder, &event);
  if (work->is_untold) work->status = EXIT_INPUT;
  else print_octets(pnr_text_get(work->held));
  pnr_text_clear(work->held);
  work->concerned = 0;
  work->elements = 0;
}

/* False for what is not to be stored. */
static bool is_inside(record_work *work, const pnr_content *content)
{
  record_gate *gate = &work->gate;
  uint32_t found = PNR_SCOPE_UNKNOWN;
  if (gate->scope == NULL) return true;
  pnr_status status = pnr_scope_of(gate->scope, content, gate->places, &found, NULL);
  gate->flights[found]++;
  if (found == PNR_SCOPE_OUTSIDE) gate->travellers_outside += content->traveller_count;
  if (status == PNR_OK && found != PNR_SCOPE_UNKNOWN) return found == PNR_SCOPE_INSIDE;
  complain("%s: whether flight %" PRIu64 " is selected cannot be told: it is not stored", input_name(work->path),
           gate->flights[PNR_SCOPE_INSIDE] + gate->flights[PNR_SCOPE_OUTSIDE] + gate->flights[PNR_SCOPE_UNKNOWN]);
  work->status = EXIT_INPUT;
  return false;
}

/* Closes the record, whatever becomes of it. */
static void take_record(void *user, pnr_record *record)
{
  record_work *work = user;
  if (work->are_stored && !is_inside(work, pnr_record_get(record)->content)) {
    pnr_record_close(record);
    return;
  }
  work->number++;
  work->is_concerned = true;
  uint32_t elements = work->held != NULL ? pnr_record_elements(record) : 0;
  pnr_record *changed = work->change(work, record);
  if (changed != NULL && work->is_concerned) {
    work->concerned++;
    work->elements |= elements;
  }
  if (changed != NULL && work->writes_cbor) print_cbor(work, changed);
  else if (changed != NULL) print_json(work, changed);
  if (changed != record) pnr_record_close(changed);
  pnr_record_close(record);
}

/* --- Records in --- */

static void store_message(record_work *work, const pnr_message *message)
{
  const pnr_content *content = pnr_message_content(message);
  work->options.card_numbers = work->card_numbers;
  for (uint32_t i = 0; i < content->booking_count + content->traveller_count; i++) {
    uint32_t traveller = i - content->booking_count;
    pnr_record *record = NULL;
    pnr_status status = PNR_OK;
    if (i < content->booking_count) status = pnr_record_from_booking(NULL, message, i, &work->options, &record, NULL);
    else if (content->travellers[traveller]->booking == PNR_NONE)
      status = pnr_record_from_traveller(NULL, message, traveller, &work->options, &record, NULL);
    if (status != PNR_OK) records_fail(work, status);
    if (record != NULL) take_record(work, record);
  }
}

static pnr_status read_messages(record_work *work, const input_file *input, pnr_error *error)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_status status = pnr_reader_open(NULL, input->data, input->size, &work->read, &reader, error);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, error)) == PNR_OK) {
    if (is_inside(work, pnr_message_content(message))) store_message(work, message);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  return status == PNR_END ? PNR_OK : status;
}

pnr_status records_each(const input_file *input, record_taker *take, void *user, pnr_error *error)
{
  pnr_status status = PNR_OK;
  for (size_t at = 0, length; status == PNR_OK && at < input->size; at += length) {
    pnr_record *record = NULL;
    pnr_slice rest = { input->data + at, input->size - at };
    status = pnr_record_length(rest, &length, error);
    if (status == PNR_OK) status = pnr_record_decode(NULL, (pnr_slice){ rest.data, length }, &record, error);
    if (status == PNR_OK) take(user, record);
    else error->offset += at;
  }
  return status;
}

/* A record is a map of a few pairs; no message begins with such an octet. */
bool records_are_stored(const input_file *input)
{
  return input->size != 0 && input->data[0] >= 0xA3 && input->data[0] <= 0xAF;
}

static pnr_status take_shared(record_work *work, const pnr_shared_record *const *records, uint32_t count)
{
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; i < count && status == PNR_OK; i++) {
    pnr_record *record = NULL;
    status = pnr_record_decode(NULL, records[i]->octets, &record, NULL);
    work->shared = records[i];
    if (status == PNR_OK) take_record(work, record);
  }
  work->shared = NULL;
  return status;
}

/* The records of a reply or notice. */
static pnr_status read_shared(record_work *work, const input_file *input, pnr_error *error)
{
  pnr_received *received = NULL;
  pnr_status status = pnr_exchange_read_json(NULL, (pnr_slice){ input->data, input->size }, &received, error);
  if (status != PNR_OK) return status;
  const pnr_exchange_message *message = pnr_received_message(received);
  if (message->reply != NULL) status = take_shared(work, message->reply->records, message->reply->record_count);
  if (message->notice != NULL) status = take_shared(work, message->notice->records, message->notice->record_count);
  pnr_received_close(received);
  error->status = status;
  return status;
}

/* No message of a carrier begins so. */
static bool are_shared(const input_file *input) { return input->size != 0 && input->data[0] == '{'; }

static pnr_status read_input(record_work *work, const input_file *input, pnr_error *error)
{
  if (are_shared(input)) return read_shared(work, input, error);
  return work->are_stored ? records_each(input, take_record, work, error) : read_messages(work, input, error);
}

static void read_file(record_work *work, const char *path)
{
  input_file input = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  work->path = path;
  work->number = 0;
  bool is_read = input_read(&input, path, &error);
  pnr_status status = PNR_OK;
  work->are_stored = is_read && (records_are_stored(&input) || are_shared(&input));
  if (is_read) status = read_input(work, &input, &error);
  if (!is_read || status != PNR_OK) {
    complain_error(input_name(path), &error, work->are_stored ? NULL : input.data, input.size);
    work->status = EXIT_INPUT;
  }
  input_free(&input);
  release_held(work);
}

int records_run(record_work *work, int count, char **words)
{
  uint32_t files = 0;
  arguments walk;
  arguments_open(&walk, work->command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number != ARGUMENT_OPERAND) continue;
    files++;
    if (!work->is_untold) read_file(work, walk.value);
  }
  pnr_text_close(work->line);
  pnr_text_close(work->held);
  if (files == 0) usage_error(work->command, "give a file to read, or - for standard input");
  return work->status;
}
