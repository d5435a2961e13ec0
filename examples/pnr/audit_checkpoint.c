/* pnr audit checkpoint - an anchor for somebody else.
 * SPDX-License-Identifier: Apache-2.0 */
#include "audits.h"
#include "keys.h"

enum { OUTPUT, NOW };
static const option options[] = {
  [OUTPUT] = { "output", 'o', "FILE", "where the checkpoint goes" },
  [NOW] = NOW_OPTION,
  { 0 },
};

static int run(const cli_command *command, int count, char **words)
{
  const char *output = NULL, *now = NULL, *folder = NULL;
  pnr_slice checkpoint = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case OUTPUT: output = walk.value; break;
    case NOW: now = walk.value; break;
    default: folder = trail_folder(command, folder, walk.value); break;
    }
  }
  need(command, output, "say where the checkpoint goes: -o FILE");
  need(command, folder, "give the folder of the trail");
  uint64_t at = now_of(command, now);
  pnr_audit *audit = trail_write(folder, at);
  if (audit == NULL) return EXIT_INPUT;
  pnr_status status = pnr_audit_checkpoint(audit, at, &checkpoint, &error);
  if (status != PNR_OK) complain_error(folder, &error, NULL, 0);
  bool is_written = status == PNR_OK && folder_write(output, checkpoint);
  pnr_audit_close(audit);
  return is_written ? EXIT_DONE : EXIT_INPUT;
}

const cli_command audit_checkpoint_command = {
  .name = "audit checkpoint",
  .synopsis = "-o FILE FOLDER",
  .summary = "Signs how far the audit trail goes, and writes that down for others.",
  .options = options,
  .details =
    "Whoever keeps FILE can prove later that entries up to now were cut off or written anew: 'audit verify --against'.\n"
    "\nexample: pnr audit checkpoint -o /media/auditor/2026-03.checkpoint audit\n",
  .run = run,
};
