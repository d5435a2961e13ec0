/* SPDX-License-Identifier: Apache-2.0 */
#include "staged.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keys.h"
#include "output.h"

static const char suffix[] = ".json";

/* Behind the place and a hyphen. A recall of the same round may have taken the file. */
static bool show(const staged *open, const char *name)
{
  uint8_t incarnation[PNR_EXCHANGE_ID];
  uint32_t stream;
  uint64_t sequence;
  char *path = folder_path(open->folder, "", slice_of(name), "");
  FILE *file = fopen(path, "r");
  free(path);
  if (file == NULL) return true;
  fclose(file);
  return name_change(open->folder, name, name + 1 + place_read(name + 1, incarnation, &stream, &sequence) + 1);
}

static bool settle(const staged *open, const char *name, const pnr_link_state *state)
{
  uint8_t incarnation[PNR_EXCHANGE_ID];
  uint32_t stream;
  uint64_t sequence;
  size_t size = name[0] == '.' ? place_read(name + 1, incarnation, &stream, &sequence) : 0;
  if (size == 0 || name[1 + size] != '-') return true;
  bool is_known = state->peer_incarnation.size == sizeof incarnation &&
                  memcmp(incarnation, state->peer_incarnation.data, sizeof incarnation) == 0;
  bool is_whole = strcmp(name + strlen(name) - (sizeof suffix - 1), suffix) == 0;
  return is_known && is_whole && sequence <= state->marks[stream] ? show(open, name) : name_remove(open->folder, name);
}

bool staged_open(staged *open, const char *folder, const pnr_link_state *state)
{
  name_list all = { .count = 0 };
  *open = (staged){ .folder = folder };
  bool is_good = folder_make(folder) && names_read(&all, folder, "");
  for (size_t i = 0; is_good && i < all.count; i++) is_good = settle(open, all.names[i], state);
  names_clear(&all);
  return is_good;
}

void staged_close(staged *open) { names_clear(&open->written); }

bool staged_write(staged *open, const pnr_delivery *delivery, const pnr_link_state *state, const char *name,
                  pnr_slice octets)
{
  char place[PLACE_MOST];
  char *whole = memory_grow(NULL, PLACE_MOST + strlen(name) + sizeof suffix + 2);
  place_write(place, state->peer_incarnation, delivery->stream, delivery->sequence);
  sprintf(whole, ".%s-%s%s", place, name, suffix);
  char *path = folder_path(open->folder, "", slice_of(whole), "");
  bool is_written = folder_write(path, octets);
  if (is_written) names_add(&open->written, whole);
  free(path);
  free(whole);
  return is_written;
}

bool staged_sync(const staged *open) { return open->written.count == 0 || names_sync(open->folder); }

bool staged_show(staged *open)
{
  bool is_done = true;
  for (size_t i = 0; i < open->written.count; i++) is_done &= show(open, open->written.names[i]);
  names_clear(&open->written);
  return is_done;
}
