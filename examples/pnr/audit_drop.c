/* pnr audit drop - removes what is older than five years.
 * SPDX-License-Identifier: Apache-2.0 */
#include "audits.h"
#include "keys.h"

enum { NOW };
static const option options[] = {
  [NOW] = NOW_OPTION,
  { 0 },
};

static int run(const cli_command *command, int count, char **words)
{
  const char *now = NULL, *folder = NULL;
  pnr_error error = { .size = sizeof error };
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == NOW) now = walk.value;
    else folder = trail_folder(command, folder, walk.value);
  }
  need(command, folder, "give the folder of the trail");
  uint64_t at = now_of(command, now);
  pnr_audit *audit = trail_write(folder, at);
  if (audit == NULL) return EXIT_INPUT;
  pnr_status status = pnr_audit_drop(audit, at, &error);
  if (status != PNR_OK) complain_error(folder, &error, NULL, 0);
  pnr_audit_close(audit);
  return status == PNR_OK ? EXIT_DONE : EXIT_INPUT;
}

const cli_command audit_drop_command = {
  .name = "audit drop",
  .synopsis = "FOLDER",
  .summary = "Removes the months of the audit trail that are older than five years.",
  .options = options,
  .details =
    "A month goes when all of its entries are older (art. 13(6)). The chain stays whole: the oldest month that is left\n"
    "begins with a signed checkpoint of all before it.\n"
    "\nexample: pnr audit drop audit\n",
  .run = run,
};
