/* SPDX-License-Identifier: Apache-2.0 */
#include "store/spool_content.h"

#include <string.h>

enum { PARTS = 3, STATE_PARTS = 7, MESSAGE_PARTS = 4, FIRST = PNR_STREAM_CONTROL };

void pnri_spool_state_copy(pnri_spool_state *out, const pnr_link_state *state)
{
  out->view = *state;
  memcpy(out->incarnation, state->incarnation.data, PNR_EXCHANGE_ID);
  out->view.incarnation.data = out->incarnation;
  if (state->peer_incarnation.size != 0) {
    memcpy(out->peer_incarnation, state->peer_incarnation.data, PNR_EXCHANGE_ID);
    out->view.peer_incarnation.data = out->peer_incarnation;
  }
  if (state->closed.size != 0) {
    memcpy(out->closed, state->closed.data, state->closed.size);
    out->view.closed.data = out->closed;
  }
}

static void put_numbers(pnri_cbor_writer *out, const uint64_t numbers[PNR_STREAMS])
{
  pnri_cbor_put_array(out, PNR_STREAMS - FIRST);
  for (uint32_t i = FIRST; i < PNR_STREAMS; i++) pnri_cbor_put_unsigned(out, numbers[i]);
}

void pnri_spool_put(pnri_cbor_writer *out, const pnri_spool_state *state, uint64_t count)
{
  pnri_cbor_put_array(out, PARTS);
  pnri_cbor_put_array(out, STATE_PARTS);
  pnri_cbor_put_octets(out, state->view.incarnation);
  pnri_cbor_put_octets(out, state->view.peer_incarnation);
  put_numbers(out, state->view.next);
  put_numbers(out, state->view.marks);
  put_numbers(out, state->view.octets);
  put_numbers(out, state->view.sent);
  pnri_cbor_put_octets(out, state->view.closed);
  put_numbers(out, state->floors);
  pnri_cbor_put_array(out, count);
}

void pnri_spool_put_message(pnri_cbor_writer *out, const pnr_link_entry *entry)
{
  pnri_cbor_put_array(out, MESSAGE_PARTS);
  pnri_cbor_put_unsigned(out, entry->stream);
  pnri_cbor_put_unsigned(out, entry->sequence);
  pnri_cbor_put_unsigned(out, entry->end);
  pnri_cbor_put_octets(out, entry->octets);
}

static void get_array(pnri_cbor_reader *in, uint64_t size)
{
  uint64_t count;
  if (pnri_cbor_get_array(in, &count) == PNR_OK && count != size) pnri_cbor_refuse(in, PNR_E_SYNTAX);
}

static void get_id(pnri_cbor_reader *in, uint8_t out[PNR_EXCHANGE_ID], bool may_be_empty, pnr_slice *view)
{
  pnr_slice octets;
  *view = (pnr_slice){ NULL, 0 };
  if (pnri_cbor_get_octets(in, &octets) != PNR_OK || (may_be_empty && octets.size == 0)) return;
  if (octets.size != PNR_EXCHANGE_ID) {
    pnri_cbor_refuse(in, PNR_E_SYNTAX);
    return;
  }
  memcpy(out, octets.data, PNR_EXCHANGE_ID);
  *view = (pnr_slice){ out, PNR_EXCHANGE_ID };
}

static void get_closed(pnri_cbor_reader *in, pnri_spool_state *state)
{
  pnr_slice octets;
  state->view.closed = (pnr_slice){ NULL, 0 };
  if (pnri_cbor_get_octets(in, &octets) != PNR_OK || octets.size == 0) return;
  if (octets.size % PNR_EXCHANGE_ID != 0 || octets.size > sizeof state->closed) {
    pnri_cbor_refuse(in, PNR_E_SYNTAX);
    return;
  }
  memcpy(state->closed, octets.data, octets.size);
  state->view.closed = (pnr_slice){ state->closed, octets.size };
}

static void get_numbers(pnri_cbor_reader *in, uint64_t out[PNR_STREAMS])
{
  get_array(in, PNR_STREAMS - FIRST);
  memset(out, 0, PNR_STREAMS * sizeof *out);
  for (uint32_t i = FIRST; i < PNR_STREAMS; i++) pnri_cbor_get_unsigned(in, UINT64_MAX, &out[i]);
}

void pnri_spool_get(pnri_cbor_reader *in, pnri_spool_state *state, uint64_t *count)
{
  pnr_link_state *view = &state->view;
  view->size = sizeof *view;
  get_array(in, PARTS);
  get_array(in, STATE_PARTS);
  get_id(in, state->incarnation, false, &view->incarnation);
  get_id(in, state->peer_incarnation, true, &view->peer_incarnation);
  get_numbers(in, view->next);
  get_numbers(in, view->marks);
  get_numbers(in, view->octets);
  get_numbers(in, view->sent);
  get_closed(in, state);
  get_numbers(in, state->floors);
  pnri_cbor_get_array(in, count);
}

void pnri_spool_get_message(pnri_cbor_reader *in, pnr_link_entry *entry)
{
  uint64_t stream = 0;
  *entry = (pnr_link_entry){ .size = sizeof *entry };
  get_array(in, MESSAGE_PARTS);
  pnri_cbor_get_unsigned(in, PNR_STREAMS - 1, &stream);
  pnri_cbor_get_unsigned(in, UINT64_MAX, &entry->sequence);
  pnri_cbor_get_unsigned(in, UINT64_MAX, &entry->end);
  pnri_cbor_get_octets(in, &entry->octets);
  if (stream < FIRST) pnri_cbor_refuse(in, PNR_E_SYNTAX);
  entry->stream = (uint32_t)stream;
}
