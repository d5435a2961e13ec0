/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "core/little.h"
#include "pnr/live.h"
#include "store/changes.h"
#include "store/pair.h"

/* A journal from anywhere, beside an image of two entries: read as a whole and in two parts, applied, written again. Its
 * checksums are made right first where the first octet says so, so that the inputs reach what lies behind them. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { AT_GENERATION = 16, AT_CHECKSUM = 24, AT_BODY = 16 };

static void must(int holds)
{
  if (!holds) abort();
}

static pnr_slice text(const char *words) { return (pnr_slice){ (const uint8_t *)words, strlen(words) }; }

static pnr_index *make_base(void)
{
  pnr_index_builder *builder;
  pnr_index *index;
  pnr_name name = { .kind = PNR_NAME_PRIMARY, .full = text("Petra Novakova") };
  const pnr_name *names[] = { &name };
  const pnr_person person = { .names = names, .name_count = 1 };
  must(pnr_index_builder_open(NULL, &builder, NULL) == PNR_OK);
  for (int i = 0; i < 2; i++) {
    const pnr_entry entry = { .id = text(i == 0 ? "csv:1" : "csv:2"), .person = &person };
    must(pnr_index_builder_add(builder, &entry, NULL) == PNR_OK);
  }
  must(pnr_index_builder_finish(builder, &index, NULL) == PNR_OK);
  pnr_index_builder_close(builder);
  return index;
}

static void correct_checksums(uint8_t *octets, size_t size, uint64_t generation)
{
  if (size < PNRI_JOURNAL_HEADER) return;
  pnri_store64(octets + AT_GENERATION, generation);
  pnri_store64(octets + AT_CHECKSUM, XXH3_64bits(octets, AT_CHECKSUM));
  for (size_t at = PNRI_JOURNAL_HEADER; size - at >= PNRI_JOURNAL_HEAD;) {
    uint8_t *head = octets + at;
    size_t body = pnri_load32(head), left = size - at - PNRI_JOURNAL_HEAD;
    if (body > left) body = left;
    pnri_store32(head, (uint32_t)body);
    pnri_store64(head + AT_BODY, XXH3_64bits_withSeed(head + PNRI_JOURNAL_HEAD, body, generation));
    pnri_store64(head + AT_CHECKSUM, XXH3_64bits_withSeed(head, AT_CHECKSUM, generation));
    at += PNRI_JOURNAL_HEAD + body;
  }
}

/* --- Reading --- */

typedef struct walked {
  pnri_changes changes;
  uint64_t half; /* the end of a frame */
  uint32_t frames;
} walked;

static pnr_status collect(void *user, const pnri_journal_frame *frame, pnr_error *error)
{
  walked *w = user;
  size_t before = w->changes.list.count;
  pnr_status status =
    pnri_changes_read(&w->changes, frame->body, frame->changes, frame->offset + PNRI_JOURNAL_HEAD, error);
  if (status != PNR_OK) return status;
  if (w->frames++ % 2 == 0) w->half = frame->offset + PNRI_JOURNAL_HEAD + frame->body.size;
  pnri_cbor_writer cbor; /* one spelling only */
  pnri_cbor_writer_open(&cbor, pnri_env(NULL), frame->body.size);
  for (size_t i = before; i < w->changes.list.count; i++) {
    const pnri_change *change = pnri_vector_at(&w->changes.list, i);
    if (change->entry != NULL) pnri_changes_put_entry(&cbor, change->entry);
    else pnri_changes_put_removal(&cbor, change->id);
  }
  pnr_slice again = pnri_cbor_written(&cbor);
  must(cbor.status == PNR_OK && again.size == frame->body.size);
  must(again.size == 0 || memcmp(again.data, frame->body.data, again.size) == 0);
  pnri_cbor_writer_close(&cbor);
  return PNR_OK;
}

static pnr_status walk(const uint8_t *octets, size_t size, pnri_place from, uint64_t generation, walked *w,
                       pnri_place *place, pnr_error *error)
{
  pnri_reading reading = { .from = from };
  pnri_vector_open(&reading.octets, pnri_env(NULL), 1);
  uint8_t *room = pnri_vector_add(&reading.octets, size - from.end + 1);
  must(room != NULL);
  memcpy(room, octets + from.end, size - from.end);
  reading.octets.count = size - from.end;
  pnr_status status = pnri_reading_walk(&reading, generation, collect, w, place, error);
  pnri_reading_close(&reading);
  return status;
}

/* The changes taken up one half after the other lead to the same. */
static void check_halves(const uint8_t *octets, size_t size, uint64_t generation, const pnr_index *base, size_t half,
                         const pnr_index *whole)
{
  pnri_place place = { .is_there = true };
  pnr_index *index = pnri_index_hold(base);
  for (int i = 0; i < 2; i++) {
    walked w = { .half = 0 };
    pnr_index *next;
    pnri_changes_open(&w.changes, pnri_env(NULL));
    must(walk(octets, i == 0 ? half : size, place, generation, &w, &place, NULL) == PNR_OK);
    must(pnri_changes_apply(&w.changes, index, &next, NULL) == PNR_OK);
    pnri_changes_close(&w.changes);
    pnr_index_close(index);
    index = next;
  }
  const pnr_list_info *a = pnr_index_info(whole), *b = pnr_index_info(index);
  must(a->entries == b->entries && a->names == b->names && a->added == b->added && a->removed == b->removed);
  pnr_index_close(index);
}

static void check_result(const pnri_changes *changes, const pnr_index *index)
{
  must(pnr_index_verify(index, NULL) == PNR_OK);
  for (size_t i = 0; i < changes->list.count; i++) {
    const pnri_change *change = pnri_vector_at(&changes->list, i);
    if (!change->superseded) must((pnr_index_find(index, change->id) != PNR_NONE) == (change->entry != NULL));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0) return 0;
  pnr_index *base = make_base(), *next;
  uint64_t generation = pnr_index_info(base)->generation;
  uint8_t *octets = malloc(size); /* one more than are used: never none */
  must(octets != NULL);
  memcpy(octets, data + 1, size - 1);
  if (data[0] & 1) correct_checksums(octets, size - 1, generation);
  walked w = { .half = 0 };
  pnri_place place;
  pnr_error error = { .size = sizeof error };
  pnri_changes_open(&w.changes, pnri_env(NULL));
  pnr_status status = walk(octets, size - 1, (pnri_place){ .is_there = true }, generation, &w, &place, &error);
  must(status == PNR_OK ? place.end + place.unfinished == size - 1 : error.offset <= size - 1);
  if (status == PNR_OK && pnri_changes_apply(&w.changes, base, &next, NULL) == PNR_OK) {
    check_result(&w.changes, next);
    bool is_plain = place.applies && w.changes.list.count == place.sequence - 1; /* no compaction was announced */
    if (w.half != 0 && is_plain) check_halves(octets, size - 1, generation, base, (size_t)w.half, next);
    pnr_index_close(next);
  }
  pnri_changes_close(&w.changes);
  pnr_index_close(base);
  free(octets);
  return 0;
}
