/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "marks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keys.h"
#include "output.h"

enum { LINE_MOST = 2 * PNR_LINK_CLOSED * PNR_EXCHANGE_ID + 2 };

void marks_copy(marks *out, const pnr_link_state *state)
{
  out->state = *state;
  out->state.incarnation = (pnr_slice){ NULL, 0 };
  if (state->peer_incarnation.size != 0) memcpy(out->peer, state->peer_incarnation.data, state->peer_incarnation.size);
  if (state->closed.size != 0) memcpy(out->closed, state->closed.data, state->closed.size);
  out->state.peer_incarnation.data = out->peer;
  out->state.closed.data = out->closed;
}

/* Closed incarnations change with the one that is not. */
bool marks_same(const marks *known, const pnr_link_state *state)
{
  return slice_is_same(known->state.peer_incarnation, state->peer_incarnation) &&
         memcmp(known->state.marks, state->marks, sizeof state->marks) == 0;
}

/* --- The file --- */

/* A line of hexadecimal digits, of at most so many octets. */
static bool read_octets(FILE *file, uint8_t *out, size_t most, pnr_slice *octets)
{
  char line[LINE_MOST];
  if (fgets(line, sizeof line, file) == NULL) return false;
  size_t size = strcspn(line, "\n") / 2;
  *octets = (pnr_slice){ out, size };
  return size <= most && hex_read(line, out, size);
}

static bool read_file(FILE *file, marks *out)
{
  pnr_link_state *state = &out->state;
  bool is_whole = read_octets(file, out->peer, sizeof out->peer, &state->peer_incarnation) &&
                  read_octets(file, out->closed, sizeof out->closed, &state->closed) &&
                  state->peer_incarnation.size == PNR_EXCHANGE_ID && state->closed.size % PNR_EXCHANGE_ID == 0;
  for (uint32_t i = PNR_STREAM_CONTROL; is_whole && i < PNR_STREAMS; i++)
    is_whole = fscanf(file, "%20" SCNu64 " %20" SCNu64, &state->marks[i], &state->octets[i]) == 2;
  return is_whole;
}

bool marks_read(marks *out, const char *folder)
{
  *out = (marks){ .state = { .size = sizeof out->state } };
  char *path = folder_path(folder, "", slice_of(".marks"), "");
  FILE *file = fopen(path, "r");
  bool is_whole = file == NULL || read_file(file, out);
  if (!is_whole) complain("%s: not whole", path);
  if (file != NULL) fclose(file);
  free(path);
  return is_whole;
}

bool marks_write(const char *folder, const pnr_link_state *state)
{
  pnr_text *text = text_open();
  put_hex(text, state->peer_incarnation);
  put_string(text, "\n");
  put_hex(text, state->closed);
  put_string(text, "\n");
  for (uint32_t i = PNR_STREAM_CONTROL; i < PNR_STREAMS; i++)
    put_format(text, "%" PRIu64 " %" PRIu64 "\n", state->marks[i], state->octets[i]);
  char *path = folder_path(folder, "", slice_of(".marks"), "");
  bool is_done = folder_write(path, pnr_text_get(text));
  free(path);
  pnr_text_close(text);
  return is_done;
}
