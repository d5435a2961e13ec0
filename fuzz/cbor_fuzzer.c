/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "encoding/cbor.h"

/* A sequence of CBOR items. What is read is written again: up to a fault both must be the same octets. Whole items must be
 * those that reading one by one gives, and faults lie inside the input. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
  if (!holds) abort();
}

static void put_item(pnri_cbor_writer *out, const pnri_cbor_item *item)
{
  switch (item->kind) {
  case PNRI_CBOR_UNSIGNED: pnri_cbor_put_unsigned(out, item->value); break;
  case PNRI_CBOR_NEGATIVE: pnri_cbor_put_negative(out, item->value); break;
  case PNRI_CBOR_OCTETS: pnri_cbor_put_octets(out, item->octets); break;
  case PNRI_CBOR_TEXT: pnri_cbor_put_text(out, item->octets); break;
  case PNRI_CBOR_ARRAY: pnri_cbor_put_array(out, item->value); break;
  case PNRI_CBOR_MAP: pnri_cbor_put_map(out, item->value); break;
  case PNRI_CBOR_NULL: pnri_cbor_put_null(out); break;
  default:
    must(item->kind == PNRI_CBOR_TRUE || item->kind == PNRI_CBOR_FALSE);
    pnri_cbor_put_bool(out, item->kind == PNRI_CBOR_TRUE);
    break;
  }
}

static pnr_status read_one_by_one(pnr_slice input, uint64_t *offset)
{
  pnri_cbor_reader in;
  pnri_cbor_writer out;
  pnri_cbor_item item;
  pnr_error error = { .size = sizeof error };
  pnri_cbor_reader_open(&in, input);
  pnri_cbor_writer_open(&out, NULL, input.size);
  while (pnri_cbor_kind(&in) != PNRI_CBOR_NOTHING) {
    if (pnri_cbor_next(&in, &item) != PNR_OK) break;
    must(in.depth <= PNRI_CBOR_DEPTH);
    put_item(&out, &item);
    must(out.status == PNR_OK && out.size == (size_t)(in.next - input.data));
    must(memcmp(out.data, input.data, out.size) == 0);
  }
  pnr_status status = pnri_cbor_finish(&in);
  must(pnri_cbor_fault(&in, 0, &error) == status && error.offset <= input.size);
  pnri_cbor_writer_close(&out);
  *offset = error.offset;
  return status;
}

static pnr_status read_whole(pnr_slice input, uint64_t *offset)
{
  pnri_cbor_reader in;
  pnr_slice whole;
  pnr_error error = { .size = sizeof error };
  pnri_cbor_reader_open(&in, input);
  while (pnri_cbor_kind(&in) != PNRI_CBOR_NOTHING) {
    const uint8_t *before = in.next;
    if (pnri_cbor_get_whole(&in, &whole) != PNR_OK) break;
    must(in.depth == 0 && whole.data == before && whole.data + whole.size == in.next);
  }
  pnr_status status = pnri_cbor_finish(&in);
  must(pnri_cbor_fault(&in, 0, &error) == status);
  *offset = error.offset;
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  uint64_t one, other;
  pnr_slice input = { data, size };
  pnr_status status = read_one_by_one(input, &one);
  must(read_whole(input, &other) == status && one == other);
  return 0;
}
