/* SPDX-License-Identifier: Apache-2.0 */
#include "encoding/inflate.h"

#include <zlib.h>

#include "core/fail.h"
#include "core/slice.h"

enum { ROOM = 1 << 16, PIECE = 1 << 30 }; /* zlib counts octets in 32 bits */

/* --- Memory for zlib: it does not tell sizes when it releases, so each block begins with its own. --- */

typedef union block {
  size_t size;
  max_align_t aligned;
} block;

static void *take(void *env, unsigned items, unsigned size)
{
  if (size != 0 && items > (SIZE_MAX / 2 - sizeof(block)) / size) return Z_NULL;
  size_t whole = sizeof(block) + (size_t)items * size;
  block *taken = pnri_alloc(env, whole);
  if (taken == NULL) return Z_NULL;
  taken->size = whole;
  return taken + 1;
}

static void release(void *env, void *ptr)
{
  if (ptr == NULL) return;
  block *taken = (block *)ptr - 1;
  pnri_free(env, taken, taken->size);
}

/* --- Inflating --- */

typedef struct inflation {
  z_stream stream;
  pnr_slice octets;
  size_t given; /* octets that zlib was shown */
  uint64_t most;
  pnri_vector *out;
} inflation;

static uint64_t place_of(const inflation *work) { return work->given - work->stream.avail_in; }

static void give_piece(inflation *work)
{
  size_t left = work->octets.size - work->given;
  unsigned size = left < PIECE ? (unsigned)left : PIECE;
  /* zlib's interface knows no const; it does not write to its input. */
  union {
    const uint8_t *read;
    uint8_t *next;
  } input = { work->octets.data + work->given };
  work->stream.next_in = input.next;
  work->stream.avail_in = size;
  work->given += size;
}

/* Inflates into room behind out, at most one octet more than may come out. Z_BUF_ERROR: the input ended. */
static int run(inflation *work, pnr_status *status)
{
  if (work->stream.avail_in == 0 && work->given < work->octets.size) give_piece(work);
  uint64_t left = work->most - work->out->count;
  unsigned room = left < ROOM ? (unsigned)left + 1 : ROOM;
  uint8_t *place = pnri_vector_add(work->out, room);
  if (place == NULL) {
    *status = PNR_E_MEMORY;
    return Z_MEM_ERROR;
  }
  work->stream.next_out = place;
  work->stream.avail_out = room;
  int code = inflate(&work->stream, Z_NO_FLUSH);
  work->out->count -= work->stream.avail_out;
  if (work->out->count > work->most) {
    work->out->count = (size_t)work->most;
    *status = PNR_E_LIMIT;
  } else if (code == Z_MEM_ERROR) {
    *status = PNR_E_MEMORY;
  } else if (code != Z_OK && code != Z_STREAM_END) {
    *status = PNR_E_SYNTAX;
  }
  return code;
}

/* True when another member follows. Zeroes behind a member are the filling of a tape or a block. */
static bool begins_member(inflation *work, pnr_status *status)
{
  size_t at = (size_t)place_of(work);
  while (at < work->octets.size && work->octets.data[at] == 0) at++;
  if (at == work->octets.size) return false;
  work->given = at;
  work->stream.avail_in = 0;
  if (pnri_is_gzip(pnri_slice_from(work->octets, at)) && inflateReset(&work->stream) == Z_OK) return true;
  *status = PNR_E_SYNTAX;
  return false;
}

pnr_status pnri_inflate(uint32_t form, pnr_slice octets, uint64_t most, pnri_vector *out, pnr_error *error)
{
  pnr_env env = *out->env; /* zlib gives its user pointer back as one that may be written to */
  inflation work = { .octets = octets, .most = out->count + most, .out = out };
  work.stream.zalloc = take;
  work.stream.zfree = release;
  work.stream.opaque = &env;
  if (inflateInit2(&work.stream, form == PNRI_GZIP ? 16 + MAX_WBITS : -MAX_WBITS) != Z_OK)
    return pnri_fail_memory(error);
  pnr_status status = PNR_OK;
  for (bool is_open = true; is_open && status == PNR_OK;) {
    int code = run(&work, &status);
    if (code == Z_STREAM_END && status == PNR_OK) is_open = form == PNRI_GZIP && begins_member(&work, &status);
  }
  uint64_t place = place_of(&work);
  (void)inflateEnd(&work.stream);
  return status == PNR_OK ? PNR_OK : pnri_fail_at(error, status, place);
}

uint32_t pnri_crc32(pnr_slice octets)
{
  uLong sum = crc32(0, Z_NULL, 0);
  for (size_t at = 0; at < octets.size;) {
    size_t left = octets.size - at;
    unsigned size = left < PIECE ? (unsigned)left : PIECE;
    sum = crc32(sum, octets.data + at, size);
    at += size;
  }
  return (uint32_t)sum;
}
