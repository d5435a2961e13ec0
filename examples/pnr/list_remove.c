/* pnr list remove - removes entries from a list that is in use.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "command.h"
#include "lists.h"

enum { JSON, TEXT };
static const option options[] = {
  [JSON] = { "json", 0, NULL, "print JSON, also on a terminal" },
  [TEXT] = { "text", 0, NULL, "print for people, also into a pipe" },
  { 0 },
};

/* Says which ids no entry has; EXIT_INPUT when there are any. */
static int report_unknown(const char *path, pnr_live *live, const pnr_slice *ids, uint32_t count)
{
  int status = EXIT_DONE;
  pnr_index *index = pnr_live_index(live);
  for (uint32_t i = 0; i < count; i++) {
    if (pnr_index_find(index, ids[i]) != PNR_NONE) continue;
    complain("%s: no entry has the id '%.*s'", path, (int)ids[i].size, (const char *)ids[i].data);
    status = EXIT_INPUT;
  }
  pnr_index_close(index);
  return status;
}

static int remove_all(const char *path, const pnr_slice *ids, uint32_t count, const display *terminal)
{
  pnr_live *live;
  pnr_error error = { .size = sizeof error };
  if (pnr_live_open(NULL, path, &live, &error) != PNR_OK) {
    complain_live(path, &error);
    return EXIT_INPUT;
  }
  int status = report_unknown(path, live, ids, count);
  if (pnr_live_remove(live, ids, count, &error) != PNR_OK) {
    complain_live(path, &error);
    status = EXIT_INPUT;
  }
  show_live(terminal, path, live);
  pnr_live_close(live);
  return status;
}

static int run(const cli_command *command, int count, char **words)
{
  const char *path = NULL;
  bool json = false, text = false;
  pnr_slice *ids = memory_grow(NULL, ((size_t)count + 1) * sizeof *ids);
  uint32_t known = 0;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case JSON: json = true; break;
    case TEXT: text = true; break;
    default:
      if (path == NULL) path = walk.value;
      else ids[known++] = slice_of(walk.value);
      break;
    }
  }
  if (path == NULL) usage_error(command, "give the list that is to be changed");
  if (known == 0) usage_error(command, "give the id of at least one entry");
  display terminal = terminal_of_output(json, text);
  int status = remove_all(path, ids, known, &terminal);
  free(ids);
  return status;
}

const cli_command list_remove_command = {
  .name = "list remove",
  .synopsis = "FILE ID...",
  .summary = "Removes entries from an index image; they are found no more.",
  .options = options,
  .details =
    "FILE is an image of 'list build', ID what 'screen' calls \"entry\". All are removed at once, by a change that goes to\n"
    "FILE.journal. An id that no entry has is told, and makes the exit status 1. Their octets stay on the disk until\n"
    "'list compact' or 'list build' makes another image.\n"
    "\nexample: pnr list remove lists.index csv:7 ofac:36\n",
  .run = run,
};
