/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "encoding/json.h"

/* A JSON text. Events must nest, lie inside the text in rising order, and decode to UTF-8 within their own length; what
 * is accepted must be accepted again with blanks around it. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
  if (!holds) abort();
}

static void check_text(const pnri_json_event *event)
{
  uint8_t *out = malloc(event->text.size + 1);
  if (out == NULL) return;
  size_t size = pnri_json_copy(event, out);
  must(size <= event->text.size);
  must(pnri_utf8_valid((pnr_slice){ out, size }) == size);
  free(out);
}

static pnr_status read_all(const uint8_t *data, size_t size, uint64_t *count)
{
  pnri_json_reader json;
  pnri_json_event event;
  pnr_error error = { .size = sizeof error };
  pnr_status status;
  uint64_t last = 0;
  uint32_t depth = 0;
  *count = 0;
  pnri_json_reader_open(&json, (pnr_slice){ data, size });
  for (; (status = pnri_json_next(&json, &event, &error)) == PNR_OK; ++*count) {
    must(event.offset < size && (*count == 0 || event.offset > last));
    last = event.offset;
    if (event.kind == PNRI_JSON_OBJECT_END || event.kind == PNRI_JSON_ARRAY_END) depth--;
    must(event.depth == depth);
    if (event.kind == PNRI_JSON_OBJECT || event.kind == PNRI_JSON_ARRAY) depth++;
    if (event.kind == PNRI_JSON_KEY || event.kind == PNRI_JSON_STRING) check_text(&event);
  }
  must(status == PNR_END ? depth == 0 : error.offset <= size);
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  uint64_t count, again;
  pnr_status status = read_all(data, size, &count);
  uint8_t *spaced = malloc(size + 2);
  if (spaced == NULL) return 0;
  spaced[0] = ' ';
  if (size != 0) memcpy(spaced + 1, data, size);
  spaced[size + 1] = '\n';
  must(status != PNR_END || (read_all(spaced, size + 2, &again) == PNR_END && again == count));
  free(spaced);
  return 0;
}
