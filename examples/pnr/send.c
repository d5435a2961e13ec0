/* pnr send - seals messages to another unit.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "attach.h"
#include "audits.h"
#include "command.h"
#include "disclosure.h"
#include "keys.h"
#include "output.h"
#include "regimes.h"

enum { KEYS, TO, OUTPUT, DAYS, NOW, RECORDS, AUDIT, OFFICER, REGIMES };
static const option options[] = {
  [KEYS] = KEYS_OPTION,
  [TO] = { "to", 't', "NAME", "the unit that may open them" },
  [OUTPUT] = { "output", 'o', "FILE", "where they go" },
  [DAYS] = { "days", 'd', "NUMBER", "until they expire, 1 to 30 [30]" },
  [NOW] = NOW_OPTION,
  [RECORDS] = { "records", 0, "FILE", "stored records that go with the reply or notice" },
  [AUDIT] = { "audit", 0, "FOLDER", "the audit trail, which is told of records before they leave" },
  [OFFICER] = { "officer", 0, "ID", "who sends them: a pseudonym" },
  [REGIMES] = REGIMES_OPTION,
  { 0 },
};
/* 'pnr request' has no records to give. */
static const option request_options[] = {
  [KEYS] = KEYS_OPTION,
  [TO] = { "to", 't', "NAME", "the unit that may open them" },
  [OUTPUT] = { "output", 'o', "FILE", "where they go" },
  [DAYS] = { "days", 'd', "NUMBER", "until they expire, 1 to 30 [30]" },
  [NOW] = NOW_OPTION,
  { 0 },
};

enum { DAYS_MOST = 30 };

typedef struct letters {
  pnr_received **read;
  const pnr_exchange_message **messages;
  uint32_t count;
} letters;

static bool read_letter(letters *all, const char *path)
{
  pnr_received *read = message_read(path);
  if (read == NULL) return false;
  all->read = memory_grow(all->read, (all->count + 1) * sizeof(pnr_received *));
  all->messages = memory_grow(all->messages, (all->count + 1) * sizeof(const pnr_exchange_message *));
  all->read[all->count] = read;
  all->messages[all->count++] = pnr_received_message(read);
  return true;
}

static void letters_close(letters *all)
{
  for (uint32_t i = 0; i < all->count; i++) pnr_received_close(all->read[i]);
  free(all->read);
  free(all->messages);
}

/* As 'pnr recall' takes them. */
static void put_records(pnr_text *line, const attachment *records)
{
  for (uint32_t i = 0; i < records->count; i++) {
    put_string(line, i == 0 ? ",\"records\":[\"" : ",\"");
    put_hex(line, records->shared[i].id);
    put_format(line, ":%u\"", records->shared[i].version);
  }
  if (records->count != 0) put_string(line, "]");
}

/* A request may be replied to: it is kept. One line for each message. */
static bool report(const key_folder *folder, const letters *all, const char *to, uint8_t (*ids)[PNR_EXCHANGE_ID],
                   const attachment *records)
{
  bool is_kept = true;
  pnr_text *line = text_open();
  for (uint32_t i = 0; i < all->count; i++) {
    if (all->messages[i]->type == PNR_EXCHANGE_REQUEST) is_kept &= folder_keep(folder, ids[i], all->messages[i]);
    pnr_text_clear(line);
    put_string(line, "{");
    json_string(line, "type", slice_of(pnr_exchange_type_name(all->messages[i]->type)));
    json_string(line, "to", slice_of(to));
    put_string(line, ",\"id\":\"");
    put_hex(line, (pnr_slice){ ids[i], PNR_EXCHANGE_ID });
    put_string(line, "\"");
    put_records(line, records);
    put_string(line, "}");
    output_line(line);
  }
  pnr_text_close(line);
  return is_kept;
}

/* --- What is disclosed --- */

/* Each message with records becomes an entry: of a disclosure before they are sealed, of a refusal where they were not. */
static bool tell_all(const disclosure *who, const letters *all, uint32_t kind)
{
  bool is_told = true;
  if (who->folder == NULL) return true;
  pnr_audit *audit = trail_write(who->folder, who->now);
  for (uint32_t i = 0; i < all->count && audit != NULL && is_told; i++)
    is_told = disclosure_tell(who, audit, all->messages[i], kind);
  pnr_audit_close(audit);
  return audit != NULL && is_told;
}

/* Of records that their law does not allow to be given. */
static void tell_refused(const disclosure *who, const pnr_exchange_message *message, const attachment *records)
{
  pnr_exchange_message told = *message;
  pnr_notice notice;
  pnr_reply reply;
  uint32_t elements = 0;
  for (uint32_t i = 0; i < records->count; i++) elements |= pnr_record_elements(records->records[i]);
  if (message->notice != NULL) {
    notice = *message->notice;
    notice.record_count = records->count;
    notice.elements_given = elements;
    told.notice = &notice;
  } else {
    reply = *message->reply;
    reply.record_count = records->count;
    reply.elements_given = elements;
    told.reply = &reply;
  }
  const pnr_exchange_message *messages[] = { &told };
  const letters one = { .messages = messages, .count = 1 };
  (void)tell_all(who, &one, PNR_AUDIT_REFUSAL);
}

static bool seal_all(const disclosure *who, const key_folder *folder, const letters *all, uint64_t days,
                     const char *output, uint8_t (*ids)[PNR_EXCHANGE_ID])
{
  if (!tell_all(who, all, PNR_AUDIT_DISCLOSURE)) return false;
  if (file_seal(folder, who->to, all->messages, all->count, days, output, ids)) return true;
  (void)tell_all(who, all, PNR_AUDIT_REFUSAL);
  return false;
}

static uint64_t days_of(const cli_command *command, const char *text)
{
  char *end;
  unsigned long days = text != NULL ? strtoul(text, &end, 10) : DAYS_MOST;
  if (text != NULL && (*end != '\0' || days < 1 || days > DAYS_MOST || *text == '-'))
    usage_error(command, "--days needs a number from 1 to 30");
  return days;
}

/* Seals what was read, the only message with the records where there are any. */
static bool seal(const disclosure *who, const key_folder *folder, letters *all, uint64_t days, const char *output,
                 const char *records_path, const pnr_regimes *regimes)
{
  attachment records = { .count = 0 };
  attached with_records;
  uint8_t(*ids)[PNR_EXCHANGE_ID] = memory_grow(NULL, (all->count + 1) * sizeof *ids);
  bool is_good = true;
  if (records_path != NULL) {
    is_good = attachment_read(&records, records_path, regimes) &&
              attachment_put(&records, folder, all->messages[0], &with_records);
    if (records.is_refused) tell_refused(who, all->messages[0], &records);
    all->messages[0] = &with_records.message;
  }
  is_good = is_good && seal_all(who, folder, all, days, output, ids) && report(folder, all, who->to, ids, &records);
  attachment_close(&records);
  free(ids);
  return is_good;
}

static int run(const cli_command *command, int count, char **words)
{
  const char *path = NULL, *to = NULL, *output = NULL, *days = NULL, *now = NULL, *records = NULL, *audit = NULL;
  const char *officer = NULL;
  pnr_regimes *regimes = NULL;
  bool is_request = strcmp(command->name, "request") == 0, is_done = true;
  letters all = { .count = 0 };
  key_folder folder;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case KEYS: path = walk.value; break;
    case TO: to = walk.value; break;
    case OUTPUT: output = walk.value; break;
    case DAYS: days = walk.value; break;
    case AUDIT: audit = walk.value; break;
    case OFFICER: officer = walk.value; break;
    case REGIMES:
      pnr_regimes_close(regimes);
      regimes = regimes_load(walk.value);
      break;
    case NOW: now = walk.value; break;
    case RECORDS: records = walk.value; break;
    default: is_done = read_letter(&all, walk.value) && is_done; break;
    }
  }
  need(command, path, "say where the keys are: --keys FOLDER");
  need(command, to, "say to whom: --to NAME");
  need(command, output, "say where the file goes: -o FILE");
  if (audit != NULL) need(command, officer, "the audit trail is told who sends: --officer ID");
  if (all.count == 0 && is_done) usage_error(command, "give at least one message");
  if (records != NULL && all.count > 1) usage_error(command, "--records goes with one message");
  for (uint32_t i = 0; i < all.count && is_request; i++)
    if (all.messages[i]->type != PNR_EXCHANGE_REQUEST) {
      complain("message %u is no request: use 'pnr send'", i + 1);
      is_done = false;
    }
  uint64_t at = now_of(command, now), lives = days_of(command, days);
  bool is_open = is_done && folder_open(&folder, path, at);
  const disclosure who = { audit, officer, to, at };
  is_done = is_open && seal(&who, &folder, &all, lives, output, records, regimes);
  if (is_open) folder_close(&folder);
  letters_close(&all);
  pnr_regimes_close(regimes);
  return is_done ? EXIT_DONE : EXIT_INPUT;
}

const cli_command send_command = {
  .name = "send",
  .synopsis = "--keys FOLDER --to NAME -o FILE MESSAGE...",
  .summary = "Seals messages to another unit: one file, for any channel that carries files.",
  .options = options,
  .details =
    "A message is JSON by the names of docs/exchange.md: {\"feedback\":{\"answered\":\"…\",\"use\":\"inquiry\",…}}. What the law\n"
    "does not allow is refused, with the rule. A reply needs its request: one that was opened with 'pnr frame show --keep'.\n"
    "With --audit records that leave are a disclosure in the trail first, and a refusal behind it where they did not, or\n"
    "where the law under which they came does not allow it.\n"
    "With --records a reply or notice leaves out records, elements_given and scrub_table: they come from stored records as\n"
    "'pnr scrub --cbor' writes them, of a reply only what its request asked for. The line printed has ID:VERSION of each, for\n"
    "'pnr recall'.\n"
    "\nexample: pnr scrub --cbor flight.edi > flight.cbor\n"
    "         pnr send --keys nl --to BE-PIU -o to-be.pnr --records flight.cbor notice.json\n",
  .run = run,
};

const cli_command request_command = {
  .name = "request",
  .synopsis = "--keys FOLDER --to NAME -o FILE REQUEST...",
  .summary = "Seals requests to another unit, and keeps them until they are replied to.",
  .options = request_options,
  .details =
    "As 'pnr send', for requests alone. The request stays in FOLDER/asked under its id, so that a reply can be held\n"
    "against it; delete it there when the case is closed.\n"
    "\nexample: pnr request --keys nl --to BE-PIU -o request.pnr request.json\n",
  .run = run,
};
