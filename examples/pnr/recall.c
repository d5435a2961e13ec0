/* pnr recall - asks another unit to erase records that it was sent.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "keys.h"
#include "output.h"

enum { KEYS, TO, OUTPUT, CAUSE, REFERENCE, REASON, NOW };
static const option options[] = {
  [KEYS] = KEYS_OPTION,
  [TO] = { "to", 't', "NAME", "the unit that was sent the records" },
  [OUTPUT] = { "output", 'o', "FILE", "where the recall goes" },
  [CAUSE] = { "cause", 'c', "WORD", "corrected, false-hit, due or order" },
  [REFERENCE] = { "reference", 'r', "TEXT", "the own one of this recall" },
  [REASON] = { "reason", 0, "TEXT", "in words" },
  [NOW] = NOW_OPTION,
  { 0 },
};

enum { RECORDS_MOST = 1024 };

typedef struct recalling {
  uint8_t ids[RECORDS_MOST][PNR_EXCHANGE_ID];
  pnr_recalled records[RECORDS_MOST];
  const pnr_recalled *list[RECORDS_MOST];
  uint32_t count;
} recalling;

/* ID:VERSION */
static void add_record(const cli_command *command, recalling *work, const char *word)
{
  char digits[2 * PNR_EXCHANGE_ID + 1] = "", *end = NULL;
  const char *colon = strchr(word, ':');
  unsigned long version = colon != NULL && colon[1] >= '1' && colon[1] <= '9' ? strtoul(colon + 1, &end, 10) : 0;
  if (colon != NULL && (size_t)(colon - word) == sizeof digits - 1) memcpy(digits, word, sizeof digits - 1);
  if (work->count == RECORDS_MOST) usage_error(command, "at most %d records in one recall", RECORDS_MOST);
  uint32_t i = work->count++;
  if (!hex_read(digits, work->ids[i], PNR_EXCHANGE_ID) || version == 0 || version > UINT32_MAX || *end != '\0')
    usage_error(command, "a record is ID:VERSION, with the %d hexadecimal digits of its id", 2 * PNR_EXCHANGE_ID);
  work->records[i] = (pnr_recalled){ .size = sizeof(pnr_recalled),
                                     .version = (uint32_t)version,
                                     .id = { work->ids[i], PNR_EXCHANGE_ID } };
  work->list[i] = &work->records[i];
}

static uint32_t cause_of(const cli_command *command, const char *word)
{
  static const char *const words[] = { "corrected", "false-hit", "due", "order", NULL };
  for (uint32_t i = 0; words[i] != NULL; i++)
    if (strcmp(word, words[i]) == 0) return i + 1;
  const char *near = nearest_word(word, words, sizeof words[0]);
  if (near != NULL) usage_error(command, "--cause knows no '%s'; did you mean '%s'?", word, near);
  usage_error(command, "--cause knows corrected, false-hit, due and order");
}

static bool seal(const key_folder *folder, const char *to, const pnr_recall *recall, const char *output)
{
  const pnr_exchange_message message = { .size = sizeof message, .type = PNR_EXCHANGE_RECALL, .recall = recall };
  const pnr_exchange_message *const messages[] = { &message };
  uint8_t id[1][PNR_EXCHANGE_ID];
  if (!file_seal(folder, to, messages, 1, 0, output, id)) return false;
  pnr_text *line = text_open();
  put_string(line, "{\"type\":\"recall\"");
  json_string(line, "to", slice_of(to));
  put_string(line, ",\"id\":\"");
  put_hex(line, (pnr_slice){ id[0], PNR_EXCHANGE_ID });
  put_string(line, "\"");
  json_number(line, "records", recall->record_count);
  put_string(line, "}");
  output_line(line);
  pnr_text_close(line);
  return true;
}

static int run(const cli_command *command, int count, char **words)
{
  static recalling work;
  const char *path = NULL, *to = NULL, *output = NULL, *now = NULL;
  pnr_recall recall = { .size = sizeof recall };
  key_folder folder;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case KEYS: path = walk.value; break;
    case TO: to = walk.value; break;
    case OUTPUT: output = walk.value; break;
    case CAUSE: recall.cause = cause_of(command, walk.value); break;
    case REFERENCE: recall.reference = slice_of(walk.value); break;
    case REASON: recall.reason = slice_of(walk.value); break;
    case NOW: now = walk.value; break;
    default: add_record(command, &work, walk.value); break;
    }
  }
  need(command, path, "say where the keys are: --keys FOLDER");
  need(command, to, "say to whom: --to NAME");
  need(command, output, "say where the file goes: -o FILE");
  if (recall.cause == 0) usage_error(command, "say why: --cause WORD");
  if (slice_is_empty(recall.reference)) usage_error(command, "give the recall a reference: --reference TEXT");
  if (work.count == 0) usage_error(command, "give at least one record as ID:VERSION");
  recall.records = work.list;
  recall.record_count = work.count;
  bool is_open = folder_open(&folder, path, now_of(command, now));
  bool is_done = is_open && seal(&folder, to, &recall, output);
  if (is_open) folder_close(&folder);
  return is_done ? EXIT_DONE : EXIT_INPUT;
}

const cli_command recall_command = {
  .name = "recall",
  .synopsis = "--keys FOLDER --to NAME --cause WORD --reference TEXT -o FILE ID:VERSION...",
  .summary = "Asks another unit to erase records that this unit sent it.",
  .options = options,
  .details =
    "The version and all before it. A recall never expires; its receipt says what became of each record. To replace\n"
    "records instead, write the message and use 'pnr send'.\n"
    "\nexample: pnr recall --keys nl --to BE-PIU --cause false-hit --reference R-7 -o recall.pnr 0f31…:1\n",
  .run = run,
};
