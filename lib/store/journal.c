/* SPDX-License-Identifier: Apache-2.0 */
#include "store/journal.h"

#include <stdbool.h>
#include <xxhash.h>

#include "core/fail.h"
#include "core/little.h"

/* Header: magic 8, version 4, zero 4, generation 8, checksum of these 8.
 * Head of a frame: octets of the body 4, changes 4, sequence 8, checksum of the body 8, checksum of these 8.
 * Checksums are XXH3, 64 bits; those of frames have the generation as seed, so that the frames of another journal never
 * pass for ones of this. */
enum { AT_VERSION = 8, AT_GENERATION = 16, AT_CHECKSUM = 24 };
enum { HEAD_CHANGES = 4, HEAD_SEQUENCE = 8, HEAD_BODY = 16, HEAD_CHECKSUM = 24 };

/* The first octet is no letter of any encoding, the line ends show a transfer that changes them. */
static const uint8_t magic[AT_VERSION] = { 0x93, 'P', 'N', 'R', 'J', '\r', '\n', 0x1A };

/* --- Header --- */

void pnri_journal_put_header(uint8_t out[PNRI_JOURNAL_HEADER], uint64_t generation)
{
  memset(out, 0, PNRI_JOURNAL_HEADER);
  memcpy(out, magic, sizeof magic);
  pnri_store32(out + AT_VERSION, PNRI_JOURNAL_VERSION);
  pnri_store64(out + AT_GENERATION, generation);
  pnri_store64(out + AT_CHECKSUM, XXH3_64bits(out, AT_CHECKSUM));
}

pnr_status pnri_journal_get_header(pnr_slice octets, uint64_t *generation, pnr_error *error)
{
  *generation = 0;
  if (octets.size < PNRI_JOURNAL_HEADER) return pnri_fail_at(error, PNR_E_JOURNAL_DAMAGED, octets.size);
  if (memcmp(octets.data, magic, sizeof magic) != 0) return pnri_fail_at(error, PNR_E_JOURNAL_DAMAGED, 0);
  if (pnri_load64(octets.data + AT_CHECKSUM) != XXH3_64bits(octets.data, AT_CHECKSUM))
    return pnri_fail_at(error, PNR_E_JOURNAL_DAMAGED, AT_CHECKSUM);
  if (pnri_load32(octets.data + AT_VERSION) != PNRI_JOURNAL_VERSION)
    return pnri_fail_at(error, PNR_E_JOURNAL_VERSION, AT_VERSION);
  *generation = pnri_load64(octets.data + AT_GENERATION);
  return PNR_OK;
}

/* --- Frames --- */

static uint64_t seal(const void *octets, size_t size, uint64_t generation)
{
  return XXH3_64bits_withSeed(octets, size, generation);
}

void pnri_journal_put_head(uint8_t out[PNRI_JOURNAL_HEAD], uint64_t generation, pnri_journal_frame *frame)
{
  pnri_store32(out, (uint32_t)frame->body.size);
  pnri_store32(out + HEAD_CHANGES, frame->changes);
  pnri_store64(out + HEAD_SEQUENCE, frame->sequence);
  pnri_store64(out + HEAD_BODY, seal(frame->body.data, frame->body.size, generation));
  frame->checksum = seal(out, HEAD_CHECKSUM, generation);
  pnri_store64(out + HEAD_CHECKSUM, frame->checksum);
}

static bool is_head(const pnri_journal_cursor *cursor, size_t at)
{
  const uint8_t *head = cursor->octets.data + at;
  return cursor->octets.size - at >= PNRI_JOURNAL_HEAD &&
         pnri_load64(head + HEAD_CHECKSUM) == seal(head, HEAD_CHECKSUM, cursor->generation);
}

/* True when a frame begins anywhere behind a head that does not hold: then that one was not the last. Each change takes
 * an octet at least, so that most places are passed by their sequence. */
static bool has_later_frame(const pnri_journal_cursor *cursor)
{
  for (size_t at = cursor->at + 1; at + PNRI_JOURNAL_HEAD <= cursor->octets.size; at++) {
    uint64_t ahead = pnri_load64(cursor->octets.data + at + HEAD_SEQUENCE) - cursor->sequence;
    if (ahead <= at - cursor->at && is_head(cursor, at)) return true;
  }
  return false;
}

static pnr_status damaged(const pnri_journal_cursor *cursor, size_t at, pnr_error *error)
{
  return pnri_fail_at(error, PNR_E_JOURNAL_DAMAGED, cursor->base + at);
}

pnr_status pnri_journal_next(pnri_journal_cursor *cursor, pnri_journal_frame *out, pnr_error *error)
{
  const size_t at = cursor->at, left = cursor->octets.size - at;
  if (left == 0) return PNR_END;
  if (!is_head(cursor, at)) return has_later_frame(cursor) ? damaged(cursor, at, error) : PNR_END;
  const uint8_t *head = cursor->octets.data + at;
  const size_t size = pnri_load32(head);
  *out = (pnri_journal_frame){ cursor->base + at,
                               pnri_load64(head + HEAD_SEQUENCE),
                               pnri_load32(head + HEAD_CHANGES),
                               pnri_load64(head + HEAD_CHECKSUM),
                               { head + PNRI_JOURNAL_HEAD, size } };
  if (out->sequence != cursor->sequence) return damaged(cursor, at + HEAD_SEQUENCE, error);
  if (size > left - PNRI_JOURNAL_HEAD) return PNR_END;
  if (pnri_load64(head + HEAD_BODY) != seal(out->body.data, size, cursor->generation))
    return size < left - PNRI_JOURNAL_HEAD ? damaged(cursor, at + PNRI_JOURNAL_HEAD, error) : PNR_END;
  cursor->at = at + PNRI_JOURNAL_HEAD + size;
  cursor->sequence += out->changes;
  return PNR_OK;
}
