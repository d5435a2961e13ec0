/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folders.h"
#include "input.h"
#include "keys.h"
#include "output.h"

struct outbox {
  const char *folder;
  name_list waiting; /* read when the ones before were done with */
  size_t next;       /* of them */
  name_list sent;    /* under their new names, until the spool has them */
  pnr_received *message;
};

/* A name that holds a place: the spool has that message, or it never left and goes again. */
static bool settle(const char *folder, const char *name, const pnr_link_state *state)
{
  uint8_t incarnation[PNR_EXCHANGE_ID];
  uint32_t stream;
  uint64_t sequence;
  const char *end = strrchr(name, '.');
  size_t size = end != NULL ? place_read(end + 1, incarnation, &stream, &sequence) : 0;
  if (size == 0 || end[1 + size] != '\0') return true;
  bool is_known = memcmp(incarnation, state->incarnation.data, sizeof incarnation) == 0;
  if (is_known && sequence < state->next[stream]) return name_remove(folder, name);
  char *before = memory_grow(NULL, strlen(name) + 1);
  snprintf(before, (size_t)(end - name) + 1, "%s", name);
  bool is_done = name_change(folder, name, before);
  free(before);
  return is_done;
}

outbox *outbox_open(const char *folder, const pnr_link_state *state)
{
  name_list all = { .count = 0 };
  bool is_good = folder_make(folder) && names_read(&all, folder, "");
  for (size_t i = 0; is_good && i < all.count; i++) is_good = settle(folder, all.names[i], state);
  names_clear(&all);
  if (!is_good) return NULL;
  outbox *open = memory_grow(NULL, sizeof *open);
  *open = (outbox){ .folder = folder };
  return open;
}

void outbox_close(outbox *open)
{
  if (open == NULL) return;
  names_clear(&open->waiting);
  names_clear(&open->sent);
  pnr_received_close(open->message);
  free(open);
}

/* --- Sending --- */

static const char *current(const outbox *open) { return open->waiting.names[open->next]; }

bool outbox_refused(outbox *open, const pnr_error *error)
{
  char *after = memory_grow(NULL, strlen(current(open)) + sizeof ".refused");
  sprintf(after, "%s.refused", current(open));
  complain_exchange(current(open), error);
  bool is_done = name_change(open->folder, current(open), after);
  free(after);
  open->next++;
  return is_done;
}

/* False: the file is none that can be sent, and has its name now that says so. */
static bool read_message(outbox *open)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  char *path = folder_path(open->folder, "", slice_of(current(open)), "");
  bool is_read = input_read(&input, path, &error) &&
                 pnr_exchange_read_json(NULL, (pnr_slice){ input.data, input.size }, &open->message, &error) == PNR_OK;
  input_free(&input);
  free(path);
  if (!is_read) (void)outbox_refused(open, &error);
  return is_read;
}

const pnr_exchange_message *outbox_next(outbox *open)
{
  pnr_received_close(open->message);
  open->message = NULL;
  if (open->next == open->waiting.count) {
    names_clear(&open->waiting);
    open->next = 0;
    if (!names_read(&open->waiting, open->folder, ".json")) return NULL;
  }
  while (open->next < open->waiting.count)
    if (current(open)[0] == '.') open->next++;
    else if (read_message(open)) return pnr_received_message(open->message);
  return NULL;
}

bool outbox_sent(outbox *open, pnr_slice incarnation, uint32_t stream, uint64_t sequence)
{
  char place[PLACE_MOST];
  char *after = memory_grow(NULL, strlen(current(open)) + sizeof place + 1);
  place_write(place, incarnation, stream, sequence);
  sprintf(after, "%s.%s", current(open), place);
  bool is_done = name_change(open->folder, current(open), after);
  if (is_done) names_add(&open->sent, after);
  free(after);
  open->next++;
  return is_done;
}

bool outbox_sync(outbox *open) { return open->sent.count == 0 || names_sync(open->folder); }

bool outbox_forget(outbox *open)
{
  bool is_done = true;
  for (size_t i = 0; i < open->sent.count; i++) is_done &= name_remove(open->folder, open->sent.names[i]);
  names_clear(&open->sent);
  return is_done;
}
