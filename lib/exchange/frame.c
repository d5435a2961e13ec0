/* SPDX-License-Identifier: Apache-2.0 */
#include <xxhash.h>

#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "encoding/octets.h"
#include "exchange/instant.h"
#include "exchange/key_table.h"
#include "pnr/exchange.h"

/* Objects on a link and in a file. Nothing here is signed: it finds objects, and notices what a line has damaged. */

enum { FRAME_HEAD = 64, COVER_MOST = 512 };

pnr_status pnr_frame_write(const pnr_env *env, const pnr_frame *frame, pnr_octets **out, pnr_error *error)
{
  pnri_cbor_writer cbor;
  if (out != NULL) *out = NULL;
  if (out == NULL || frame == NULL || frame->size < sizeof *frame || frame->object.data == NULL ||
      frame->object.size == 0 || frame->object.size > PNR_EXCHANGE_OBJECT || frame->sequence > INT64_MAX)
    return pnri_fail_argument(error);
  pnri_cbor_writer_open(&cbor, env, frame->object.size + FRAME_HEAD);
  pnri_cbor_put_array(&cbor, 4);
  pnri_cbor_put_unsigned(&cbor, frame->stream);
  pnri_cbor_put_unsigned(&cbor, frame->sequence);
  pnri_cbor_put_unsigned(&cbor, XXH3_64bits(frame->object.data, frame->object.size));
  pnri_cbor_put_octets(&cbor, frame->object);
  return pnri_octets_of(&cbor, out, error);
}

pnr_status pnr_frame_next(pnr_slice octets, size_t *at, pnr_frame *frame, pnr_error *error)
{
  pnri_cbor_reader cbor;
  uint64_t items, stream = 0, sum = 0;
  if (at == NULL || frame == NULL || frame->size < sizeof *frame || *at > octets.size) return pnri_fail_argument(error);
  if (*at == octets.size) return PNR_END;
  pnr_frame found = { .size = frame->size };
  pnri_cbor_reader_open(&cbor, (pnr_slice){ octets.data + *at, octets.size - *at });
  bool is_frame = pnri_cbor_get_array(&cbor, &items) == PNR_OK && items == 4 &&
                  pnri_cbor_get_unsigned(&cbor, UINT32_MAX, &stream) == PNR_OK &&
                  pnri_cbor_get_unsigned(&cbor, INT64_MAX, &found.sequence) == PNR_OK &&
                  pnri_cbor_get_unsigned(&cbor, UINT64_MAX, &sum) == PNR_OK &&
                  pnri_cbor_get_octets(&cbor, &found.object) == PNR_OK && found.object.size != 0 &&
                  found.object.size <= PNR_EXCHANGE_OBJECT && sum == XXH3_64bits(found.object.data, found.object.size);
  if (!is_frame) return pnri_fail_at(error, PNR_E_OBJECT, *at + (uint64_t)(cbor.item - cbor.data));
  found.stream = (uint32_t)stream;
  *frame = found;
  *at += (size_t)(cbor.next - cbor.data);
  return PNR_OK;
}

/* --- The cover of a file: lines of fixed order, then an empty one --- */

static const char first_line[] = "PNR exchange file, version 1\n";
static const char *const labels[] = { "From: ", "To: ", "Objects: ", "Made: " };
static const char last_line[] = "What follows is sealed for the receiver. Open it with: pnr frame show\n\n";
enum { LABELS = sizeof labels / sizeof labels[0], NUMBER_MOST = 10 };

static void put(pnri_cbor_writer *cbor, const char *text) { pnri_cbor_put_encoded(cbor, pnri_slice(text)); }

static void put_number(pnri_cbor_writer *cbor, uint32_t value)
{
  uint8_t digits[NUMBER_MOST];
  size_t first = sizeof digits;
  do {
    digits[--first] = (uint8_t)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  pnri_cbor_put_encoded(cbor, (pnr_slice){ digits + first, sizeof digits - first });
}

static void put_cover(pnri_cbor_writer *cbor, const pnr_cover *cover)
{
  uint8_t made[PNRI_INSTANT];
  pnri_instant_put(made, cover->made);
  put(cbor, first_line);
  put(cbor, labels[0]);
  pnri_cbor_put_encoded(cbor, cover->from);
  put(cbor, "\n");
  put(cbor, labels[1]);
  pnri_cbor_put_encoded(cbor, cover->to);
  put(cbor, "\n");
  put(cbor, labels[2]);
  put_number(cbor, cover->objects);
  put(cbor, "\n");
  put(cbor, labels[3]);
  pnri_cbor_put_encoded(cbor, (pnr_slice){ made, sizeof made });
  put(cbor, "\n");
  put(cbor, last_line);
}

pnr_status pnr_cover_write(const pnr_env *env, const pnr_cover *cover, pnr_octets **out, pnr_error *error)
{
  pnri_cbor_writer cbor;
  if (out != NULL) *out = NULL;
  if (out == NULL || cover == NULL || cover->size < sizeof *cover || !pnri_is_unit_name(cover->from) ||
      !pnri_is_unit_name(cover->to) || cover->objects == 0)
    return pnri_fail_argument(error);
  pnri_cbor_writer_open(&cbor, env, COVER_MOST);
  put_cover(&cbor, cover);
  return pnri_octets_of(&cbor, out, error);
}

/* The rest of a line that begins with label; its end in *at. */
static bool take_line(pnr_slice octets, size_t *at, const char *label, pnr_slice *value)
{
  pnr_slice rest = pnri_slice_from(octets, *at);
  if (!pnri_slice_starts(rest, label)) return false;
  rest = pnri_slice_from(rest, strlen(label));
  const uint8_t *end = rest.size != 0 ? memchr(rest.data, '\n', rest.size < COVER_MOST ? rest.size : COVER_MOST) : NULL;
  if (end == NULL) return false;
  *value = (pnr_slice){ rest.data, (size_t)(end - rest.data) };
  *at = (size_t)(end - octets.data) + 1;
  return true;
}

pnr_status pnr_cover_read(pnr_slice octets, size_t *at, pnr_cover *cover, pnr_error *error)
{
  pnr_slice values[LABELS];
  if (at == NULL || cover == NULL || cover->size < sizeof *cover) return pnri_fail_argument(error);
  if (octets.size > PNR_EXCHANGE_FILE) return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  size_t place = strlen(first_line);
  bool is_cover = pnri_slice_starts(octets, first_line);
  for (size_t i = 0; i < LABELS && is_cover; i++) is_cover = take_line(octets, &place, labels[i], &values[i]);
  is_cover = is_cover && pnri_slice_starts(pnri_slice_from(octets, place), last_line);
  pnr_cover found = { .size = cover->size };
  if (is_cover) {
    found.from = values[0];
    found.to = values[1];
    found.objects = pnri_number(values[2]);
    is_cover = pnri_is_unit_name(found.from) && pnri_is_unit_name(found.to) && found.objects != 0 &&
               found.objects != UINT32_MAX && values[2].data[0] != '0' && pnri_instant_get(values[3], &found.made);
  }
  if (!is_cover) return pnri_fail_at(error, PNR_E_FORMAT, place <= octets.size ? place : octets.size);
  *cover = found;
  *at = place + strlen(last_line);
  return PNR_OK;
}
