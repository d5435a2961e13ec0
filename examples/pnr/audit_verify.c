/* pnr audit verify - whether the trail is what was written.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <string.h>

#include "audits.h"
#include "keys.h"

enum { KEY, PUBLIC_KEY, AGAINST, JSON, TEXT };
static const option options[] = {
  [KEY] = { "key", 'k', "FILE", "the auditor's key: verifies each entry's seal" },
  [PUBLIC_KEY] = { "public-key", 0, "HEX", "what checkpoints are verified with; else the one that the trail names" },
  [AGAINST] = { "against", 0, "FILE", "a checkpoint that somebody else kept; may be repeated" },
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

enum { HEX = 2 * PNR_AUDIT_KEY_SIZE };

/* The key in the file: hexadecimal digits and a line end. */
static bool read_key(const char *path, uint8_t *key)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  char digits[HEX + 1] = "";
  if (!input_read(&input, path, &error)) {
    complain_error(input_name(path), &error, NULL, 0);
    return false;
  }
  bool is_key = input.size >= HEX && input.size <= HEX + 2;
  if (is_key) memcpy(digits, input.data, HEX);
  is_key = is_key && hex_read(digits, key, PNR_AUDIT_KEY_SIZE);
  if (!is_key) complain("%s: not a key of an audit trail", input_name(path));
  input_free(&input);
  return is_key;
}

static bool add_anchor(trail *open, const char *path)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  bool is_good = input_read(&input, path, &error) &&
                 pnr_audit_reader_anchor(open->reader, (pnr_slice){ input.data, input.size }, &error) == PNR_OK;
  if (!is_good) complain_error(input_name(path), &error, NULL, 0);
  input_free(&input);
  return is_good;
}

/* --- What was found --- */

static void print_fault(const trail *open, const pnr_audit_fault *fault, const display *terminal, pnr_text *line)
{
  const char *path = fault->file < open->count ? open->paths[fault->file] : open->folder;
  pnr_text_clear(line);
  if (terminal->readable) {
    put_format(line, "%s%s%s  entry %" PRIu64, style_on(terminal, STYLE_RED), pnr_audit_fault_name(fault->code),
               style_off(terminal, STYLE_RED), fault->sequence);
    if ((fault->code == PNR_AUDIT_MISSING || fault->code == PNR_AUDIT_TRUNCATED) && fault->count > 1)
      put_format(line, " to %" PRIu64, fault->sequence + fault->count - 1);
    put_format(line, ", %s, octet %" PRIu64, path, fault->offset);
  } else {
    put_string(line, "{");
    json_string(line, "fault", slice_of(pnr_audit_fault_name(fault->code)));
    json_number(line, "sequence", fault->sequence);
    json_number(line, "count", fault->count);
    json_string(line, "file", slice_of(path));
    json_number(line, "offset", fault->offset);
    put_string(line, "}");
  }
  output_line(line);
}

static void print_summary(const pnr_audit_summary *summary, const display *terminal, pnr_text *line)
{
  pnr_text_clear(line);
  if (terminal->readable) {
    put_format(line, "%" PRIu64 " entries, %" PRIu64 " to %" PRIu64 ": %" PRIu64 " seals verified, ", summary->entries,
               summary->first, summary->last, summary->sealed);
    put_format(line, "signed up to %" PRIu64 ", %" PRIu64 " faults", summary->signed_to, summary->faults);
  } else {
    put_string(line, "{");
    json_number(line, "entries", summary->entries);
    json_number(line, "first", summary->first);
    json_number(line, "last", summary->last);
    json_number(line, "sealed", summary->sealed);
    json_number(line, "signed_to", summary->signed_to);
    json_number(line, "faults", summary->faults);
    put_string(line, "}");
  }
  output_line(line);
}

static int verify(trail *open, const display *terminal)
{
  while (trail_next(open) != NULL) continue;
  if (open->failed) return EXIT_INPUT;
  if (pnr_audit_reader_finish(open->reader, NULL) != PNR_OK) out_of_memory();
  const pnr_audit_summary *summary = pnr_audit_reader_summary(open->reader);
  pnr_text *line = text_open();
  for (uint64_t i = 0; pnr_audit_reader_fault(open->reader, i) != NULL; i++)
    print_fault(open, pnr_audit_reader_fault(open->reader, i), terminal, line);
  print_summary(summary, terminal, line);
  pnr_text_close(line);
  return summary->faults == 0 && summary->entries != 0 ? EXIT_DONE : EXIT_INPUT;
}

typedef struct verification {
  const char *folder, *key, *public_key;
  bool json, text;
} verification;

static verification read_options(const cli_command *command, int count, char **words)
{
  verification work = { .folder = NULL };
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case KEY: work.key = walk.value; break;
    case PUBLIC_KEY: work.public_key = walk.value; break;
    case AGAINST: break; /* once the trail is open */
    case JSON: work.json = true; break;
    case TEXT: work.text = true; break;
    default: work.folder = trail_folder(command, work.folder, walk.value); break;
    }
  }
  need(command, work.folder, "give the folder of the trail");
  return work;
}

static int run(const cli_command *command, int count, char **words)
{
  uint8_t key[PNR_AUDIT_KEY_SIZE], public_key[PNR_AUDIT_KEY_SIZE];
  trail open;
  verification work = read_options(command, count, words);
  if (work.public_key != NULL &&
      (strlen(work.public_key) != HEX || !hex_read(work.public_key, public_key, sizeof public_key)))
    usage_error(command, "--public-key needs 64 hexadecimal digits");
  if (work.key != NULL && !read_key(work.key, key)) return EXIT_INPUT;
  bool is_good =
    trail_open(&open, work.folder, work.key != NULL ? key : NULL, work.public_key != NULL ? public_key : NULL);
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;)
    if (number == AGAINST && !add_anchor(&open, walk.value)) is_good = false;
  display terminal = terminal_of_output(work.json, work.text);
  int status = is_good ? verify(&open, &terminal) : EXIT_INPUT;
  trail_close(&open);
  return status;
}

const cli_command audit_verify_command = {
  .name = "audit verify",
  .synopsis = "[--key FILE] [--public-key HEX] [--against FILE]... FOLDER",
  .summary = "Verifies the audit trail: finds entries changed, missing, moved or cut off.",
  .options = options,
  .details =
    "With the auditor's key each entry is verified, else what the last checkpoint signed. Entries cut off at the end are\n"
    "found back to the newest checkpoint that is given, and no further: docs/audit.md. Exit status 1 where anything is wrong.\n"
    "\nexample: pnr audit verify --key nl.key --against 2026-03.checkpoint audit\n",
  .run = run,
};
