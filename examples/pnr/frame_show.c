/* pnr frame show - what is in a file of sealed messages.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "input.h"
#include "keys.h"
#include "output.h"

enum { KEYS, KEEP, NOW };
static const option options[] = {
  [KEYS] = { "keys", 'k', "FOLDER", "open them with the keys of the own unit" },
  [KEEP] = { "keep", 0, NULL, "keep requests in FOLDER/asked, so that replies to them can be sealed" },
  [NOW] = NOW_OPTION,
  { 0 },
};

typedef struct showing {
  const char *file;
  key_folder *folder; /* NULL: outside only */
  pnr_guard *guard;
  bool keeps;
  bool is_good;
  pnr_text *line;
} showing;

static void put_time_member(pnr_text *line, const char *key, uint64_t time)
{
  if (time == 0) return;
  json_key(line, key);
  put_string(line, "\"");
  put_time(line, time);
  put_string(line, "\"");
}

static void put_hex_member(pnr_text *line, const char *key, pnr_slice octets)
{
  if (slice_is_empty(octets)) return;
  json_key(line, key);
  put_string(line, "\"");
  put_hex(line, octets);
  put_string(line, "\"");
}

static void put_claims(pnr_text *line, const pnr_claims *claims)
{
  json_string(line, "from", claims->issuer);
  json_string(line, "to", claims->audience);
  put_hex_member(line, "id", claims->id);
  put_hex_member(line, "signed_with", claims->key);
  put_time_member(line, "issued", claims->issued);
  put_time_member(line, "expires", claims->expires);
}

static void put_findings(pnr_text *line, const pnr_received *received)
{
  for (uint32_t i = 0; i < pnr_received_finding_count(received); i++) {
    put_string(line, i == 0 ? ",\"findings\":[" : ",");
    put_string(line, "{");
    json_string(line, "code", slice_of(pnr_finding_name(pnr_received_finding(received, i)->code)));
    put_string(line, "}");
  }
  if (pnr_received_finding_count(received) != 0) put_string(line, "]");
}

static void put_error(pnr_text *line, const pnr_error *error)
{
  put_string(line, ",\"error\":{");
  json_string(line, "code", slice_of(status_word(error->status)));
  if (error->status == PNR_E_RULE) json_string(line, "rule", slice_of(pnr_rule_name((uint32_t)error->cause)));
  if (error->element != 0) json_number(line, "field", error->element);
  put_string(line, "}");
}

/* The frame's stream and sequence are hints: what is signed must equal them. */
static bool are_hints_true(const pnr_frame *frame, const pnr_claims *claims)
{
  return frame->stream == claims->stream && frame->sequence == claims->sequence;
}

static void show_inside(showing *work, const pnr_frame *frame)
{
  pnr_received *received = NULL;
  pnr_octets *json = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_exchange_open(NULL, &work->folder->exchange, frame->object, &received, &error);
  if (status == PNR_OK && !are_hints_true(frame, pnr_received_claims(received))) error.status = status = PNR_E_OBJECT;
  if (status == PNR_OK) status = pnr_exchange_write_json(NULL, pnr_received_message(received), &json, &error);
  if (status == PNR_OK) {
    put_claims(work->line, pnr_received_claims(received));
    json_key(work->line, "message");
    put(work->line, pnr_octets_get(json));
    put_findings(work->line, received);
    if (work->keeps && pnr_received_message(received)->request != NULL)
      work->is_good &=
        folder_keep(work->folder, pnr_received_claims(received)->id.data, pnr_received_message(received));
  } else {
    put_error(work->line, &error);
    complain_exchange(work->file, &error);
    work->is_good = false;
  }
  pnr_octets_close(json);
  pnr_received_close(received);
}

static void show_frame(showing *work, const pnr_frame *frame, uint32_t number)
{
  pnr_text_clear(work->line);
  put_string(work->line, "{");
  json_string(work->line, "file", slice_of(work->file));
  json_number(work->line, "frame", number);
  json_number(work->line, "octets", frame->object.size);
  if (frame->sequence != 0) {
    json_number(work->line, "stream", frame->stream);
    json_number(work->line, "sequence", frame->sequence);
  }
  if (work->folder != NULL) show_inside(work, frame);
  put_string(work->line, "}");
  output_line(work->line);
}

static void show_cover(showing *work, const pnr_cover *cover)
{
  pnr_text_clear(work->line);
  put_string(work->line, "{");
  json_string(work->line, "file", slice_of(work->file));
  put_string(work->line, ",\"cover\":{");
  json_string(work->line, "from", cover->from);
  json_string(work->line, "to", cover->to);
  json_number(work->line, "objects", cover->objects);
  put_time_member(work->line, "made", cover->made);
  put_string(work->line, "}}");
  output_line(work->line);
}

/* A file with a cover, or frames alone. */
static void show_octets(showing *work, pnr_slice octets)
{
  pnr_cover cover = { .size = sizeof cover };
  pnr_frame frame = { .size = sizeof frame };
  pnr_error error = { .size = sizeof error };
  size_t at = 0;
  uint32_t frames = 0;
  pnr_status status = pnr_cover_read(octets, &at, &cover, &error);
  if (status == PNR_OK) show_cover(work, &cover);
  if (status == PNR_OK || status == PNR_E_FORMAT)
    while ((status = pnr_frame_next(octets, &at, &frame, &error)) == PNR_OK) show_frame(work, &frame, frames++);
  if (status != PNR_END || frames == 0 || (cover.objects != 0 && frames != cover.objects)) {
    if (status == PNR_END) complain("%s: other than %" PRIu32 " objects", work->file, cover.objects);
    else complain_error(work->file, &error, NULL, 0);
    work->is_good = false;
  }
}

static void show_file(showing *work, const char *path)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  work->file = input_name(path);
  if (input_read(&input, path, &error)) {
    show_octets(work, (pnr_slice){ input.data, input.size });
    input_free(&input);
  } else {
    complain_error(work->file, &error, NULL, 0);
    work->is_good = false;
  }
}

static int run(const cli_command *command, int count, char **words)
{
  showing work = { .is_good = true };
  const char *path = NULL, *now = NULL;
  int files = 0;
  key_folder folder;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case KEYS: path = walk.value; break;
    case KEEP: work.keeps = true; break;
    case NOW: now = walk.value; break;
    default: files++; break;
    }
  }
  if (files == 0) usage_error(command, "give a file");
  if (work.keeps && path == NULL) usage_error(command, "--keep needs --keys FOLDER");
  if (path != NULL && !folder_open(&folder, path, now_of(command, now))) return EXIT_INPUT;
  if (path != NULL) work.folder = &folder;
  work.line = text_open();
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == ARGUMENT_OPERAND) show_file(&work, walk.value);
  pnr_text_close(work.line);
  if (path != NULL) folder_close(&folder);
  return work.is_good ? EXIT_DONE : EXIT_INPUT;
}

const cli_command frame_show_command = {
  .name = "frame show",
  .synopsis = "[--keys FOLDER [--keep]] FILE...",
  .summary = "Prints what is in a file of sealed messages.",
  .options = options,
  .details =
    "One JSON object for the cover, one for each message. Without keys only what is readable from outside. With keys each\n"
    "message is opened: signature, receiver, time and rules must hold, or its line has an error. Nothing is remembered:\n"
    "the same file can be shown again.\n"
    "\nexample: pnr frame show --keys be to-be.pnr\n",
  .run = run,
};
