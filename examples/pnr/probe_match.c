/* pnr probe match - who of those that were asked about travelled.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "folders.h"
#include "keys.h"
#include "output.h"
#include "probes.h"

enum { KEYS, KEEP, NOW };
static const option options[] = {
  [KEYS] = KEYS_OPTION,
  [KEEP] = { "keep", 0, NULL, "do not wipe the blinds: tags of further flights are to come" },
  [NOW] = NOW_OPTION,
  { 0 },
};

/* All that came, in memory: it is about a few probes. */
typedef struct matching {
  const char *keys;
  uint64_t now;
  key_folder folder;
  bool keeps, is_good;
  pnr_received **read;
  uint32_t count;
  pnr_text *line;
} matching;

/* --- What came --- */

static void take(matching *work, pnr_received *received)
{
  work->read = memory_grow(work->read, (work->count + 1) * sizeof(pnr_received *));
  work->read[work->count++] = received;
}

/* A file of sealed messages; each must open. False where it is none. */
static bool read_frames(matching *work, const char *file, pnr_slice octets)
{
  pnr_cover cover = { .size = sizeof cover };
  pnr_frame frame = { .size = sizeof frame };
  pnr_error error = { .size = sizeof error };
  size_t at = 0;
  pnr_status status = pnr_cover_read(octets, &at, &cover, &error);
  if (status == PNR_E_FORMAT) return false;
  while (status == PNR_OK && (status = pnr_frame_next(octets, &at, &frame, &error)) == PNR_OK) {
    pnr_received *received = NULL;
    status = pnr_exchange_open(NULL, &work->folder.exchange, frame.object, &received, &error);
    if (status == PNR_OK) take(work, received);
  }
  if (status != PNR_END) {
    complain_exchange(file, &error);
    work->is_good = false;
  }
  return true;
}

/* The inbox of a node has messages that were opened. */
static void read_file(matching *work, const char *path)
{
  input_file input = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  bool is_read = input_read(&input, path, &error);
  if (is_read && !read_frames(work, input_name(path), (pnr_slice){ input.data, input.size })) {
    pnr_received *received = message_read(path);
    if (received != NULL) take(work, received);
    work->is_good = work->is_good && received != NULL;
  } else if (!is_read) {
    complain_error(input_name(path), &error, NULL, 0);
    work->is_good = false;
  }
  input_free(&input);
}

/* Sealed ones must be of the unit that was asked; of others the folder they lie in says so. */
static bool is_from(const pnr_received *received, pnr_slice unit)
{
  const pnr_claims *claims = pnr_received_claims(received);
  return claims->issuer.size == 0 || slice_is_same(claims->issuer, unit);
}

/* --- Who travelled --- */

static void begin_line(matching *work, const kept_probe *kept)
{
  pnr_text_clear(work->line);
  put_string(work->line, "{");
  json_string(work->line, "probe", slice_of(kept->id));
}

static void end_line(matching *work)
{
  put_string(work->line, "}");
  output_line(work->line);
}

static void put_flight(pnr_text *line, const pnr_flight *flight)
{
  json_key(line, "flight");
  put_string(line, "\"");
  put_clean(line, flight->carrier, 0);
  put_clean(line, flight->number, 0);
  put_string(line, "\"");
  json_key(line, "day");
  put_string(line, "\"");
  put_date(line, flight->day);
  put_string(line, "\"");
}

/* One line for each person, though several of his keys may have met. */
static uint32_t print_hits(matching *work, const kept_probe *kept, const pnr_tags *tags)
{
  uint32_t persons = 0, count = pnr_blind_hit_count(kept->blind);
  for (uint32_t i = 0; i < count; i++) {
    const pnr_blind_hit *hit = pnr_blind_hit_get(kept->blind, i);
    if (i != 0 && pnr_blind_hit_get(kept->blind, i - 1)->label == hit->label) continue;
    begin_line(work, kept);
    put_flight(work->line, tags->flight);
    if (hit->label < kept->person_count) {
      put_string(work->line, ",");
      put(work->line, kept->who[hit->label]);
    }
    put_string(work->line, ",\"handle\":\"");
    put_hex(work->line, hit->handle);
    put_string(work->line, "\"");
    end_line(work);
    persons++;
  }
  return persons;
}

static const pnr_probe_result *result_of(const matching *work, const kept_probe *kept, pnr_slice id)
{
  for (uint32_t i = 0; i < work->count; i++) {
    const pnr_probe_result *result = pnr_received_message(work->read[i])->probe_result;
    if (result != NULL && slice_is_same(result->probe, id) && is_from(work->read[i], kept->to)) return result;
  }
  return NULL;
}

static void print_summary(matching *work, const kept_probe *kept, uint32_t flights, uint32_t hits)
{
  begin_line(work, kept);
  json_number(work->line, "keys", kept->probe->elements.size / PNR_BLIND_ELEMENT);
  json_number(work->line, "flights_asked", kept->probe->flight_count);
  json_number(work->line, "flights_answered", flights);
  json_number(work->line, "hits", hits);
  end_line(work);
}

static bool match_tags(matching *work, const kept_probe *kept, pnr_slice id)
{
  uint32_t flights = 0, hits = 0;
  for (uint32_t i = 0; i < work->count; i++) {
    const pnr_tags *tags = pnr_received_message(work->read[i])->tags;
    if (tags == NULL || !slice_is_same(tags->probe, id) || !is_from(work->read[i], kept->to)) continue;
    pnr_status status = pnr_blind_match(kept->blind, tags, NULL);
    if (status == PNR_E_MEMORY) out_of_memory();
    if (status != PNR_OK) continue; /* tags of another form do not come through */
    hits += print_hits(work, kept, tags);
    flights++;
  }
  print_summary(work, kept, flights, hits);
  return true;
}

/* All that came about one probe; then it is over. */
static bool match_probe(matching *work, pnr_slice id)
{
  kept_probe kept;
  pnr_error error = { .size = sizeof error };
  bool is_done = probes_open(&kept, work->keys, id, work->now);
  const pnr_probe_result *result = is_done ? result_of(work, &kept, id) : NULL;
  if (is_done && result == NULL) complain("probe %s: tags without what was evaluated", kept.id);
  is_done = is_done && result != NULL;
  if (is_done && pnr_blind_finish(kept.blind, result->elements, &error) != PNR_OK) {
    complain_error(kept.id, &error, NULL, 0);
    is_done = false;
  }
  is_done = is_done && match_tags(work, &kept, id);
  if (is_done && !work->keeps) is_done = probes_forget(work->keys, &kept);
  probes_close(&kept);
  return is_done;
}

/* --- What was refused --- */

static bool take_verdict(matching *work, const pnr_received *received, const pnr_object_verdict *verdict)
{
  kept_probe kept;
  if (verdict->verdict != PNR_VERDICT_REFUSED) return true;
  bool is_done = probes_open(&kept, work->keys, verdict->id, work->now) && is_from(received, kept.to);
  if (is_done) {
    begin_line(work, &kept);
    json_string(work->line, "refused", slice_of(pnr_rule_name(verdict->rule)));
    end_line(work);
    is_done = probes_forget(work->keys, &kept);
  }
  probes_close(&kept);
  return is_done;
}

static bool take_receipt(matching *work, const pnr_received *received)
{
  const pnr_receipt *receipt = pnr_received_message(received)->receipt;
  bool is_done = true;
  for (uint32_t i = 0; i < receipt->verdict_count; i++)
    is_done = take_verdict(work, received, receipt->verdicts[i]) && is_done;
  return is_done;
}

static pnr_slice probe_of(const pnr_exchange_message *message)
{
  if (message->probe_result != NULL) return message->probe_result->probe;
  return message->tags != NULL ? message->tags->probe : (pnr_slice){ NULL, 0 };
}

static bool was_matched(const matching *work, uint32_t count, pnr_slice id)
{
  for (uint32_t i = 0; i < count; i++)
    if (slice_is_same(probe_of(pnr_received_message(work->read[i])), id)) return true;
  return false;
}

static bool match_all(matching *work)
{
  bool is_done = true;
  uint32_t probes = 0;
  for (uint32_t i = 0; i < work->count; i++) {
    pnr_slice id = probe_of(pnr_received_message(work->read[i]));
    bool is_receipt = pnr_received_message(work->read[i])->receipt != NULL;
    probes += is_receipt || id.size != 0;
    if (is_receipt) is_done = take_receipt(work, work->read[i]) && is_done;
    else if (id.size != 0 && !was_matched(work, i, id)) is_done = match_probe(work, id) && is_done;
  }
  if (probes == 0 && work->is_good) complain("nothing there answers a probe");
  return is_done && probes != 0;
}

static int run(const cli_command *command, int count, char **words)
{
  matching work = { .is_good = true };
  const char *now = NULL;
  int files = 0;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case KEYS: work.keys = walk.value; break;
    case KEEP: work.keeps = true; break;
    case NOW: now = walk.value; break;
    default: files++; break;
    }
  }
  need(command, work.keys, "say where the keys are: --keys FOLDER");
  if (files == 0) usage_error(command, "give the answer");
  work.now = now_of(command, now);
  if (!folder_open(&work.folder, work.keys, work.now)) return EXIT_INPUT;
  work.line = text_open();
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) read_file(&work, walk.value);
  bool is_done = probes_expire(work.keys, work.now) && match_all(&work);
  for (uint32_t i = 0; i < work.count; i++) pnr_received_close(work.read[i]);
  free(work.read);
  pnr_text_close(work.line);
  folder_close(&work.folder);
  return is_done && work.is_good ? EXIT_DONE : EXIT_INPUT;
}

const cli_command probe_match_command = {
  .name = "probe match",
  .synopsis = "--keys FOLDER [--keep] ANSWER...",
  .summary = "Tells who of those that were asked about travelled, by the answer to a probe.",
  .options = options,
  .details =
    "ANSWER is the file that the other unit sealed with 'pnr probe answer', or messages from the inbox of 'pnr node'. Each\n"
    "person who was on a flight is an object on a line of its own: the row or entry that was asked about, the flight, and the\n"
    "handle by which a request ({\"kind\":\"handle\",\"value\":\"…\"} among its selectors) asks for more. A hit is a hint, to be\n"
    "reviewed on both sides. The last line of a probe counts. Then its blinds are wiped: a second time nothing is found.\n"
    "\nexample: pnr probe match --keys nl answer.pnr\n",
  .run = run,
};
