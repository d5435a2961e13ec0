/* SPDX-License-Identifier: Apache-2.0 */
#include "record/record.h"

#include <stddef.h>

#include "core/fail.h"
#include "core/slice.h"
#include "record/builder.h"
#include "record/card.h"
#include "record/rows.h"
#include "record/view_cbor.h"

/* clang-format off */
#define F(key, kind, field) \
  { "stored." #field, NULL, offsetof(pnr_stored, field), 0, key, PNRI_FIELD_##kind, 0, PNRI_CLASS_TECHNICAL, 0 }
static const pnri_field stored_fields[] = {
  F(1, NUMBER, form),
  F(2, NUMBER, regime),
  F(3, MOMENT, received),
  F(4, TEXT, reference),
  F(5, NUMBER, version),
  F(6, NUMBER, done),
  F(7, DATE, masked),
  F(8, NUMBER, scrubbed),
  { "stored.content", &pnri_content_view, offsetof(pnr_stored, content), 0, 16, PNRI_FIELD_ONE, 0, PNRI_CLASS_TECHNICAL, 0 },
  { NULL, NULL, 0, 0, 0, PNRI_FIELD_END, 0, 0, 0 } };
PNRI_ROWS_CODE(stored)
const pnri_view pnri_stored_view = PNRI_ROWS_VIEW(stored, sizeof(pnr_stored), PNRI_NOWHERE);
/* clang-format on */

/* --- Made and closed --- */

/* In its own arena, from which nothing was taken yet. */
static pnr_record *new_record(pnri_arena *arena)
{
  pnr_record *record = pnri_arena_take(arena, sizeof *record);
  if (record == NULL) {
    pnri_arena_close(arena);
    return NULL;
  }
  record->message.arena = *arena;
  record->stored.form = PNR_RECORD_FORM;
  record->stored.content = &record->message.content;
  pnri_content_view.clear(&record->message.content);
  pnri_cbor_writer_open(&record->encoded, arena->env, SIZE_MAX);
  return record;
}

pnr_record *pnri_record_new(const pnr_env *env)
{
  pnri_arena arena;
  pnri_arena_open(&arena, env);
  return new_record(&arena);
}

void pnr_record_close(pnr_record *record)
{
  if (record == NULL) return;
  pnri_arena arena = record->message.arena;
  pnri_cbor_writer_close(&record->encoded);
  pnri_arena_close(&arena);
}

const pnr_stored *pnr_record_get(const pnr_record *record) { return &record->stored; }

const pnr_message *pnr_record_message(const pnr_record *record) { return &record->message; }

uint32_t pnr_record_equal(const pnr_record *a, const pnr_record *b)
{
  return a != NULL && b != NULL && pnri_view_equal(&pnri_stored_view, &a->stored, &b->stored);
}

const char *pnr_regime_name(uint32_t regime)
{
  static const char *const names[] = { "unknown", "pnr", "api-border", "api-law", "crew", "rail", "sea", "road" };
  return names[regime <= PNR_REGIME_ROAD ? regime : 0];
}

/* --- From a message --- */

/* What of a message becomes a record, and what must not stand in its texts. */
typedef struct storing {
  const pnr_booking *booking; /* NULL: a person without one */
  bool keeps_cards;
  uint64_t steps;
} storing;

/* Numbers that count as a payment's own: shorter ones stand in too much else. */
static bool is_account(const pnr_payment *payment) { return payment->account_raw.size > 10; }

/* Where the payment's number stands in text, behind the place from; text.size when it does not. */
static size_t find_account(pnr_slice text, size_t from, pnr_slice account)
{
  for (size_t i = from; text.size - i >= account.size && i < text.size; i++)
    if (memcmp(text.data + i, account.data, account.size) == 0) return i;
  return text.size;
}

static bool holds_account(storing *s, pnr_slice text)
{
  uint32_t count = s->booking != NULL ? s->booking->payment_count : 0;
  for (uint32_t i = 0; i < count; i++) {
    s->steps += 1 + text.size / 64;
    pnr_slice account = s->booking->payments[i]->account_raw;
    if (is_account(s->booking->payments[i]) && find_account(text, 0, account) < text.size) return true;
  }
  return false;
}

static void hide_in(const storing *s, uint8_t *octets, size_t size)
{
  for (size_t at = 0; at < size;) {
    pnr_slice number = pnri_card_find((pnr_slice){ octets + at, size - at });
    at = (size_t)(number.data - octets);
    pnri_card_hide(octets + at, number.size);
    at += number.size;
  }
  for (uint32_t i = 0; s->booking != NULL && i < s->booking->payment_count; i++) {
    pnr_slice text = { octets, size }, account = s->booking->payments[i]->account_raw;
    if (!is_account(s->booking->payments[i])) continue;
    for (size_t at = 0; (at = find_account(text, at, account)) < size; at += account.size)
      pnri_card_hide(octets + at, account.size);
  }
}

/* Numbers of cards in text that nobody took apart: those that are such by their digits, and those of the payments, whether
 * or not their check digit holds. */
static bool hide_cards(pnri_copy *copy, pnr_slice *text)
{
  storing *s = copy->user;
  if (s->steps > copy->arena->env->limits.steps) return false; /* refused in the end */
  if (pnri_card_find(*text).size == 0 && !holds_account(s, *text)) return true;
  uint8_t *octets = pnri_arena_text(copy->arena, text->size);
  if (octets == NULL) {
    copy->failed = true;
    return false;
  }
  memcpy(octets, text->data, text->size);
  hide_in(s, octets, text->size);
  *text = (pnr_slice){ octets, text->size };
  return true;
}

static bool store_rule(pnri_copy *copy, const pnri_field *field, const pnri_view *view, const void *at, pnr_slice *text)
{
  const storing *s = copy->user;
  (void)view;
  (void)at;
  if (s->keeps_cards) return true;
  if ((field->flags & PNRI_FIELD_ACCOUNT) != 0) return false;
  bool is_free = (field->flags & (PNRI_FIELD_AS_SENT | PNRI_FIELD_ITEM_AS_SENT)) != 0;
  return text == NULL || !is_free || hide_cards(copy, text);
}

static bool is_complete(const pnr_record_options *options)
{
  return options != NULL && options->size >= sizeof options->size + sizeof options->regime + sizeof options->received &&
         options->regime >= PNR_REGIME_PNR && options->regime <= PNR_REGIME_ROAD;
}

/* A caller's options may be shorter or longer than ours. */
static bool take_options(const pnr_record_options *given, pnr_record_options *options)
{
  *options = (pnr_record_options){ 0 };
  if (!is_complete(given)) return false;
  memcpy(options, given, given->size < sizeof *options ? given->size : sizeof *options);
  return options->received < PNRI_MOMENTS && options->reference.size <= PNR_REFERENCE_MOST &&
         (options->reference.data != NULL || options->reference.size == 0);
}

/* Of the message only what this booking, or this traveller, is about. Arrays are the arena's. */
static bool select_part(const pnr_content *from, const pnr_booking *booking, const uint32_t *travellers, uint32_t count,
                        pnri_arena *arena, pnr_content *part)
{
  const pnr_booking **bookings = pnri_arena_take(arena, sizeof *bookings);
  const pnr_traveller **chosen = pnri_arena_take(arena, count * sizeof *chosen);
  if (bookings == NULL || chosen == NULL) return false;
  *bookings = booking;
  for (uint32_t i = 0; i < count; i++) chosen[i] = from->travellers[travellers[i]];
  *part = *from;
  part->bookings = bookings;
  part->booking_count = booking != NULL;
  part->travellers = chosen;
  part->traveller_count = count;
  return true;
}

static pnr_status fill(pnr_record *record, const pnr_content *part, const uint32_t *travellers,
                       const pnr_record_options *options, pnr_error *error)
{
  const pnr_booking *booking = part->booking_count != 0 ? part->bookings[0] : NULL;
  storing s = { .booking = booking, .keeps_cards = options->card_numbers != 0 };
  pnri_copy copy = { .arena = &record->message.arena,
                     .rule = store_rule,
                     .user = &s,
                     .travellers = travellers,
                     .traveller_count = part->traveller_count,
                     .leg_count = booking != NULL ? booking->leg_count : part->leg_count };
  pnri_copy_view(&copy, &pnri_content_view, part, &record->message.content);
  record->stored.regime = options->regime;
  record->stored.received = options->received;
  record->stored.version = options->version;
  record->stored.reference = pnri_arena_copy(copy.arena, options->reference);
  if (copy.failed || record->stored.reference.size != options->reference.size) return pnri_fail_memory(error);
  if (s.steps > copy.arena->env->limits.steps) return pnri_fail_at(error, PNR_E_LIMIT, 0);
  return pnri_record_settle(record, error);
}

static pnr_status store(const pnr_env *env, const pnr_content *content, const pnr_booking *booking,
                        const uint32_t *travellers, uint32_t count, const pnr_record_options *given, pnr_record **out,
                        pnr_error *error)
{
  pnr_record_options options;
  pnr_content part;
  if (!take_options(given, &options)) return pnri_fail_argument(error);
  pnr_record *record = pnri_record_new(env);
  if (record == NULL) return pnri_fail_memory(error);
  pnr_status status = select_part(content, booking, travellers, count, &record->message.arena, &part)
                        ? fill(record, &part, travellers, &options, error)
                        : pnri_fail_memory(error);
  if (status == PNR_OK) *out = record;
  else pnr_record_close(record);
  return status;
}

pnr_status pnr_record_from_booking(const pnr_env *env, const pnr_message *message, uint32_t booking,
                                   const pnr_record_options *options, pnr_record **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || message == NULL || booking >= message->content.booking_count) return pnri_fail_argument(error);
  const pnr_booking *view = message->content.bookings[booking];
  return store(env, &message->content, view, view->travellers, view->traveller_count, options, out, error);
}

pnr_status pnr_record_from_traveller(const pnr_env *env, const pnr_message *message, uint32_t traveller,
                                     const pnr_record_options *options, pnr_record **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || message == NULL || traveller >= message->content.traveller_count ||
      message->content.travellers[traveller]->booking != PNR_NONE)
    return pnri_fail_argument(error);
  return store(env, &message->content, NULL, &traveller, 1, options, out, error);
}

/* --- From another record --- */

static void *owned(const void *view)
{
  void *own;
  memcpy(&own, &view, sizeof own);
  return own;
}

pnr_status pnri_record_settle(pnr_record *record, pnr_error *error)
{
  const pnr_content *content = &record->message.content;
  if (content->booking_count == 0) return PNR_OK;
  uint32_t count = content->traveller_count, *indices = NULL;
  if (count != 0) indices = pnri_arena_take(&record->message.arena, count * sizeof *indices);
  if (count != 0 && indices == NULL) return pnri_fail_memory(error);
  for (uint32_t i = 0; i < count; i++) {
    pnr_traveller *traveller = owned(content->travellers[i]);
    traveller->booking = 0;
    indices[i] = i;
  }
  pnr_booking *booking = owned(content->bookings[0]);
  booking->travellers = indices;
  booking->traveller_count = count;
  return PNR_OK;
}

pnr_status pnri_record_copy(const pnr_env *env, const pnr_record *from, const pnri_copy *how, pnr_record **out,
                            pnr_error *error)
{
  *out = NULL;
  pnr_record *record = pnri_record_new(env);
  if (record == NULL) return pnri_fail_memory(error);
  pnri_copy copy = *how;
  copy.arena = &record->message.arena;
  pnri_copy_view(&copy, &pnri_content_view, &from->message.content, &record->message.content);
  record->stored = from->stored;
  record->stored.content = &record->message.content;
  record->stored.reference = pnri_arena_copy(copy.arena, from->stored.reference);
  if (record->stored.reference.size != from->stored.reference.size) copy.failed = true;
  pnr_status status = copy.failed ? pnri_fail_memory(error) : pnri_record_settle(record, error);
  if (status == PNR_OK) *out = record;
  else pnr_record_close(record);
  return status;
}

/* --- The stored form --- */

pnr_status pnr_record_encode(pnr_record *record, pnr_slice *out, pnr_error *error)
{
  if (out != NULL) *out = (pnr_slice){ NULL, 0 };
  if (record == NULL || out == NULL) return pnri_fail_argument(error);
  pnri_cbor_writer_clear(&record->encoded);
  pnri_view_put(&record->encoded, &pnri_stored_view, &record->stored);
  if (record->encoded.status != PNR_OK) return pnri_fail_at(error, record->encoded.status, 0);
  *out = pnri_cbor_written(&record->encoded);
  return PNR_OK;
}

/* What the table cannot say: which numbers of bookings, travellers and indices there may be. */
static void check_record(pnri_view_reader *r, const pnr_stored *stored)
{
  if (r->cbor.status != PNR_OK) return;
  const pnr_content *content = stored->content;
  uint64_t legs = content->booking_count != 0 ? content->bookings[0]->leg_count : content->leg_count;
  bool is_one = content->booking_count == 1 || (content->booking_count == 0 && content->traveller_count == 1);
  if (!is_one || stored->regime < PNR_REGIME_PNR || stored->regime > PNR_REGIME_ROAD ||
      stored->reference.size > PNR_REFERENCE_MOST || stored->form != PNR_RECORD_FORM)
    pnri_cbor_refuse(&r->cbor, PNR_E_SYNTAX);
  if (content->traveller_count > r->arena->env->limits.travellers) pnri_cbor_refuse(&r->cbor, PNR_E_LIMIT);
  pnri_view_check_indices(r, content->traveller_count, legs);
}

/* Another version may have other keys: it is told first. */
static void check_form(pnri_cbor_reader *cbor)
{
  uint64_t pairs, key = 0, form = 0;
  const uint8_t *next = cbor->next, *end = cbor->end, *item = NULL;
  if (next != end && *next >> 5 == PNRI_CBOR_MAP) item = pnri_cbor_head_get(next, end, &pairs);
  if (item == NULL || item == end || *item >> 5 != PNRI_CBOR_UNSIGNED) return;
  item = pnri_cbor_head_get(item, end, &key);
  if (key != 1 || item == NULL || item == end || *item >> 5 != PNRI_CBOR_UNSIGNED) return;
  next = pnri_cbor_head_get(item, end, &form);
  if (next == NULL || form == PNR_RECORD_FORM) return;
  cbor->item = item;
  pnri_cbor_refuse(cbor, PNR_E_UNSUPPORTED);
}

/* Texts are borrowed from octets. record says nothing yet; after a failure it is closed. */
static pnr_status read_record(pnr_record *record, pnr_slice octets, pnr_record **out, pnr_error *error)
{
  pnri_view_reader r;
  pnri_view_reader_open(&r, octets, &record->message.arena);
  record->stored.form = 0;
  check_form(&r.cbor);
  pnri_view_get(&r, &pnri_stored_view, &record->stored);
  check_record(&r, &record->stored);
  pnri_cbor_finish(&r.cbor);
  if (r.cbor.status == PNR_OK && pnri_record_settle(record, NULL) != PNR_OK) pnri_cbor_refuse(&r.cbor, PNR_E_MEMORY);
  if (r.cbor.status == PNR_OK) *out = record;
  else pnr_record_close(record);
  return pnri_cbor_fault(&r.cbor, 0, error);
}

pnr_status pnr_record_decode(const pnr_env *env, pnr_slice octets, pnr_record **out, pnr_error *error)
{
  enum { SHORT = 1024, TIMES = 8 /* so much more do views take than what they are read from */ };
  if (out != NULL) *out = NULL;
  if (out == NULL || (octets.data == NULL && octets.size != 0)) return pnri_fail_argument(error);
  pnri_arena arena;
  pnri_arena_open(&arena, env);
  if (octets.size < SHORT) pnri_arena_expect(&arena, sizeof(pnr_record) + TIMES * octets.size);
  pnr_record *record = new_record(&arena);
  if (record == NULL) return pnri_fail_memory(error);
  pnr_slice own = pnri_arena_copy(&record->message.arena, octets);
  if (own.size == octets.size) return read_record(record, own, out, error);
  pnr_record_close(record);
  return pnri_fail_memory(error);
}

pnr_status pnri_record_borrow(pnri_spare *spare, pnr_slice octets, pnr_record **out, pnr_error *error)
{
  pnri_arena arena;
  *out = NULL;
  pnri_arena_open(&arena, pnri_spare_env(spare));
  pnri_arena_share(&arena, spare);
  pnr_record *record = new_record(&arena);
  return record != NULL ? read_record(record, octets, out, error) : pnri_fail_memory(error);
}

pnr_status pnr_record_length(pnr_slice octets, size_t *out, pnr_error *error)
{
  if (out != NULL) *out = 0;
  if (out == NULL || (octets.data == NULL && octets.size != 0)) return pnri_fail_argument(error);
  pnri_cbor_reader cbor;
  pnr_slice first;
  pnri_cbor_reader_open(&cbor, octets);
  if (pnri_cbor_get_whole(&cbor, &first) == PNR_OK) *out = first.size;
  return pnri_cbor_fault(&cbor, 0, error);
}
