/* SPDX-License-Identifier: Apache-2.0 */
#include "encoding/cbor.h"

#include <string.h>

#include "core/fail.h"
#include "core/utf8.h"

enum { FIRST_CAPACITY = 256, SIMPLE = 7 };

/* --- Writing --- */

void pnri_cbor_writer_open(pnri_cbor_writer *cbor, const pnr_env *env, size_t limit)
{
  *cbor = (pnri_cbor_writer){ .env = pnri_env(env), .limit = limit };
}

void pnri_cbor_writer_borrow(pnri_cbor_writer *cbor, uint8_t *memory, size_t size)
{
  *cbor = (pnri_cbor_writer){
    .env = pnri_env(NULL), .data = memory, .capacity = size, .allocated = size, .limit = size, .borrowed = true
  };
}

void pnri_cbor_writer_close(pnri_cbor_writer *cbor)
{
  if (cbor->borrowed) pnri_wipe(cbor->data, cbor->size);
  else pnri_free(cbor->env, cbor->data, cbor->allocated);
  pnri_cbor_writer_open(cbor, cbor->env, cbor->limit);
}

void pnri_cbor_writer_clear(pnri_cbor_writer *cbor)
{
  pnri_wipe(cbor->data, cbor->size);
  cbor->size = 0;
  cbor->status = PNR_OK;
}

static bool fault(pnri_cbor_writer *cbor, pnr_status status)
{
  cbor->status = status;
  return false;
}

/* For size octets more, and behind what may be written for spare ones. */
static bool grow(pnri_cbor_writer *cbor, size_t size, size_t spare)
{
  if (cbor->borrowed || size > cbor->limit - cbor->size) return fault(cbor, PNR_E_LIMIT);
  size_t capacity = cbor->capacity > cbor->limit / 2 ? cbor->limit : 2 * cbor->capacity;
  if (capacity < FIRST_CAPACITY) capacity = FIRST_CAPACITY < cbor->limit ? FIRST_CAPACITY : cbor->limit;
  if (capacity < cbor->size + size) capacity = cbor->size + size;
  uint8_t *data = capacity <= SIZE_MAX - spare ? pnri_alloc(cbor->env, capacity + spare) : NULL;
  if (data == NULL) return fault(cbor, PNR_E_MEMORY);
  if (cbor->size != 0) memcpy(data, cbor->data, cbor->size);
  pnri_free(cbor->env, cbor->data, cbor->allocated);
  cbor->data = data;
  cbor->capacity = capacity;
  cbor->allocated = capacity + spare;
  return true;
}

/* Room for size octets at the end, counted in; NULL behind a fault. */
static inline uint8_t *room(pnri_cbor_writer *cbor, size_t size)
{
  if (cbor->status != PNR_OK) return NULL;
  if (size > cbor->capacity - cbor->size && !grow(cbor, size, 0)) return NULL;
  uint8_t *at = cbor->data + cbor->size;
  cbor->size += size;
  return at;
}

static inline void put_head(pnri_cbor_writer *cbor, uint32_t major, uint64_t argument)
{
  uint8_t *at = room(cbor, pnri_cbor_head_size(argument));
  if (at != NULL) pnri_cbor_head_put(at, major, argument);
}

static inline void put_string(pnri_cbor_writer *cbor, uint32_t major, pnr_slice octets)
{
  put_head(cbor, major, octets.size);
  pnri_cbor_put_encoded(cbor, octets);
}

void pnri_cbor_put_unsigned(pnri_cbor_writer *cbor, uint64_t value) { put_head(cbor, PNRI_CBOR_UNSIGNED, value); }
void pnri_cbor_put_negative(pnri_cbor_writer *cbor, uint64_t value) { put_head(cbor, PNRI_CBOR_NEGATIVE, value); }
void pnri_cbor_put_array(pnri_cbor_writer *cbor, uint64_t count) { put_head(cbor, PNRI_CBOR_ARRAY, count); }
void pnri_cbor_put_map(pnri_cbor_writer *cbor, uint64_t pairs) { put_head(cbor, PNRI_CBOR_MAP, pairs); }
void pnri_cbor_put_tag(pnri_cbor_writer *cbor, uint64_t tag) { put_head(cbor, PNRI_CBOR_TAG, tag); }
void pnri_cbor_put_octets(pnri_cbor_writer *cbor, pnr_slice octets) { put_string(cbor, PNRI_CBOR_OCTETS, octets); }

void pnri_cbor_put_integer(pnri_cbor_writer *cbor, int64_t value)
{
  if (value < 0) put_head(cbor, PNRI_CBOR_NEGATIVE, ~(uint64_t)value); /* -1 - n is ~n */
  else put_head(cbor, PNRI_CBOR_UNSIGNED, (uint64_t)value);
}

void pnri_cbor_put_text(pnri_cbor_writer *cbor, pnr_slice text)
{
  if (cbor->status == PNR_OK && pnri_utf8_valid(text) != text.size) cbor->status = PNR_E_ARGUMENT;
  put_string(cbor, PNRI_CBOR_TEXT, text);
}

static void put_simple(pnri_cbor_writer *cbor, uint32_t kind)
{
  uint8_t *at = room(cbor, 1);
  if (at != NULL) *at = (uint8_t)kind;
}

void pnri_cbor_put_bool(pnri_cbor_writer *cbor, bool value)
{
  put_simple(cbor, value ? PNRI_CBOR_TRUE : PNRI_CBOR_FALSE);
}

void pnri_cbor_put_null(pnri_cbor_writer *cbor) { put_simple(cbor, PNRI_CBOR_NULL); }

void pnri_cbor_put_encoded(pnri_cbor_writer *cbor, pnr_slice items)
{
  if (items.size == 0) return;
  uint8_t *at = room(cbor, items.size);
  if (at != NULL) memcpy(at, items.data, items.size);
}

void pnri_cbor_reserve(pnri_cbor_writer *cbor, size_t size)
{
  if (size > cbor->limit - cbor->size) size = cbor->limit - cbor->size;
  if (cbor->status == PNR_OK && size > cbor->capacity - cbor->size) (void)grow(cbor, size, 0);
}

uint8_t *pnri_cbor_put_room(pnri_cbor_writer *cbor, size_t size) { return room(cbor, size); }

uint8_t *pnri_cbor_put_octets_room(pnri_cbor_writer *cbor, size_t size)
{
  put_head(cbor, PNRI_CBOR_OCTETS, size);
  return room(cbor, size);
}

/* One octet is kept free: enough for a head below 24. */
size_t pnri_cbor_begin(pnri_cbor_writer *cbor)
{
  size_t begun = cbor->size;
  put_simple(cbor, 0);
  return begun;
}

static void end(pnri_cbor_writer *cbor, size_t begun, uint32_t major, uint64_t argument)
{
  size_t size = pnri_cbor_head_size(argument) - 1;
  size_t content = cbor->size - begun - 1;
  if ((size != 0 && room(cbor, size) == NULL) || cbor->status != PNR_OK) return;
  uint8_t *at = cbor->data + begun;
  if (size != 0) memmove(at + 1 + size, at + 1, content);
  pnri_cbor_head_put(at, major, argument);
}

void pnri_cbor_end_array(pnri_cbor_writer *cbor, size_t begun, uint64_t count)
{
  end(cbor, begun, PNRI_CBOR_ARRAY, count);
}

void pnri_cbor_end_map(pnri_cbor_writer *cbor, size_t begun, uint64_t pairs) { end(cbor, begun, PNRI_CBOR_MAP, pairs); }

void pnri_cbor_end_octets(pnri_cbor_writer *cbor, size_t begun)
{
  if (cbor->status == PNR_OK) end(cbor, begun, PNRI_CBOR_OCTETS, cbor->size - begun - 1);
}

/* --- Writing from a table --- */

uint8_t *pnri_cbor_begin_place(pnri_cbor_writer *cbor)
{
  if (cbor->status != PNR_OK) return NULL;
  if (cbor->allocated - cbor->size < PNRI_CBOR_ROOM && !grow(cbor, 0, PNRI_CBOR_ROOM)) return NULL;
  return cbor->data + cbor->size;
}

static bool settle(pnri_cbor_writer *cbor, const uint8_t *place)
{
  size_t size = (size_t)(place - cbor->data);
  if (size > cbor->limit) return fault(cbor, PNR_E_LIMIT);
  cbor->size = size;
  if (cbor->capacity < size) cbor->capacity = size;
  return true;
}

void pnri_cbor_end_place(pnri_cbor_writer *cbor, const uint8_t *place)
{
  if (place != NULL) (void)settle(cbor, place);
}

uint8_t *pnri_cbor_move_place(pnri_cbor_writer *cbor, const uint8_t *place, size_t size)
{
  return settle(cbor, place) && grow(cbor, size, PNRI_CBOR_ROOM) ? cbor->data + cbor->size : NULL;
}

/* --- Reading --- */

void pnri_cbor_reader_open(pnri_cbor_reader *cbor, pnr_slice octets)
{
  cbor->data = cbor->next = cbor->item = octets.data;
  cbor->end = octets.size != 0 ? octets.data + octets.size : octets.data;
  cbor->status = PNR_OK;
  cbor->depth = 0;
  cbor->tagged = false;
}

static pnr_status fail(pnri_cbor_reader *cbor, pnr_status status)
{
  cbor->status = status;
  return status;
}

/* The argument of the head at next. */
static inline pnr_status take_argument(pnri_cbor_reader *cbor, uint64_t *argument)
{
  const uint8_t *behind = pnri_cbor_head_get(cbor->next, cbor->end, argument);
  if (behind == NULL) return fail(cbor, PNR_E_SYNTAX);
  cbor->next = behind;
  return PNR_OK;
}

static pnr_status take_string(pnri_cbor_reader *cbor, pnri_cbor_item *item)
{
  if (item->value > (size_t)(cbor->end - cbor->next)) return fail(cbor, PNR_E_SYNTAX);
  item->octets = (pnr_slice){ cbor->next, (size_t)item->value };
  cbor->next += item->octets.size;
  if (item->kind == PNRI_CBOR_TEXT && pnri_utf8_valid(item->octets) != item->octets.size)
    return fail(cbor, PNR_E_SYNTAX);
  return PNR_OK;
}

/* Each item takes an octet at least: more of them than octets are left need not be waited for. */
static pnr_status open_level(pnri_cbor_reader *cbor, const pnri_cbor_item *item)
{
  bool is_map = item->kind == PNRI_CBOR_MAP;
  if (item->value > (size_t)(cbor->end - cbor->next) / (is_map ? 2 : 1)) return fail(cbor, PNR_E_SYNTAX);
  if (item->value == 0) return PNR_OK;
  if (cbor->depth == PNRI_CBOR_DEPTH) return fail(cbor, PNR_E_LIMIT);
  cbor->level[cbor->depth++] = (pnri_cbor_level){ item->value << (is_map ? 1 : 0), { NULL, 0 }, is_map };
  return PNR_OK;
}

/* Bytewise lexicographic order of the encoded keys (section 4.2.1); no encoded item begins another one. */
static inline bool is_behind(pnr_slice key, pnr_slice last)
{
  if (last.size == 0) return true;
  if (key.data[0] != last.data[0]) return key.data[0] > last.data[0];
  return memcmp(key.data, last.data, key.size < last.size ? key.size : last.size) > 0;
}

/* The item that was just read counts in its level: as a key, or as what may be the last one of levels. */
static inline pnr_status count_in(pnri_cbor_reader *cbor, const pnri_cbor_item *item, uint32_t depth)
{
  cbor->tagged = false;
  if (depth != 0) {
    pnri_cbor_level *level = &cbor->level[depth - 1];
    if (level->is_map && level->left % 2 == 0) {
      pnr_slice key = { cbor->item, (size_t)(cbor->next - cbor->item) };
      if (item->kind > PNRI_CBOR_TEXT || !is_behind(key, level->key)) return fail(cbor, PNR_E_SYNTAX);
      level->key = key;
    }
    level->left--;
  }
  while (cbor->depth > 0 && cbor->level[cbor->depth - 1].left == 0) cbor->depth--;
  return PNR_OK;
}

static pnr_status take_simple(pnri_cbor_reader *cbor, pnri_cbor_item *item)
{
  uint32_t first = *cbor->next++;
  item->kind = first;
  if (first >= PNRI_CBOR_FALSE && first <= PNRI_CBOR_NULL) return PNR_OK;
  bool is_reserved = first >= 0xFC || (first == 0xF8 && (cbor->next == cbor->end || *cbor->next < 32));
  return fail(cbor, is_reserved ? PNR_E_SYNTAX : PNR_E_UNSUPPORTED);
}

pnr_status pnri_cbor_next(pnri_cbor_reader *cbor, pnri_cbor_item *item)
{
  item->octets = (pnr_slice){ NULL, 0 };
  item->value = 0;
  if (cbor->status != PNR_OK) return cbor->status;
  cbor->item = cbor->next;
  if (cbor->next == cbor->end) return fail(cbor, PNR_E_SYNTAX);
  uint32_t depth = cbor->depth;
  item->kind = *cbor->next >> 5;
  if (item->kind == SIMPLE) {
    if (take_simple(cbor, item) != PNR_OK) return cbor->status;
  } else {
    if (take_argument(cbor, &item->value) != PNR_OK) return cbor->status;
    if (item->kind == PNRI_CBOR_TAG) return fail(cbor, PNR_E_UNSUPPORTED);
    if ((item->kind == PNRI_CBOR_OCTETS || item->kind == PNRI_CBOR_TEXT) && take_string(cbor, item) != PNR_OK)
      return cbor->status;
    if (item->kind >= PNRI_CBOR_ARRAY && open_level(cbor, item) != PNR_OK) return cbor->status;
  }
  return count_in(cbor, item, depth);
}

uint32_t pnri_cbor_kind(const pnri_cbor_reader *cbor)
{
  if (cbor->status != PNR_OK || cbor->next == cbor->end) return PNRI_CBOR_NOTHING;
  uint32_t kind = *cbor->next >> 5;
  return kind == SIMPLE ? *cbor->next : kind;
}

/* A value of *item is 0 wherever it is not of the kind. */
static inline pnr_status get(pnri_cbor_reader *cbor, uint32_t kind, pnri_cbor_item *item)
{
  if (pnri_cbor_next(cbor, item) == PNR_OK && item->kind == kind) return PNR_OK;
  item->value = 0;
  item->octets = (pnr_slice){ NULL, 0 };
  return pnri_cbor_refuse(cbor, PNR_E_SYNTAX);
}

pnr_status pnri_cbor_get_unsigned(pnri_cbor_reader *cbor, uint64_t most, uint64_t *out)
{
  pnri_cbor_item item;
  *out = 0;
  if (get(cbor, PNRI_CBOR_UNSIGNED, &item) != PNR_OK) return cbor->status;
  if (item.value > most) return fail(cbor, PNR_E_SYNTAX);
  *out = item.value;
  return PNR_OK;
}

pnr_status pnri_cbor_get_integer(pnri_cbor_reader *cbor, int64_t *out)
{
  pnri_cbor_item item;
  *out = 0;
  if (pnri_cbor_next(cbor, &item) != PNR_OK) return cbor->status;
  if (item.kind > PNRI_CBOR_NEGATIVE || item.value > INT64_MAX) return fail(cbor, PNR_E_SYNTAX);
  *out = item.kind == PNRI_CBOR_NEGATIVE ? -1 - (int64_t)item.value : (int64_t)item.value;
  return PNR_OK;
}

pnr_status pnri_cbor_get_octets(pnri_cbor_reader *cbor, pnr_slice *out)
{
  pnri_cbor_item item;
  pnr_status status = get(cbor, PNRI_CBOR_OCTETS, &item);
  *out = item.octets;
  return status;
}

pnr_status pnri_cbor_get_text(pnri_cbor_reader *cbor, pnr_slice *out)
{
  pnri_cbor_item item;
  pnr_status status = get(cbor, PNRI_CBOR_TEXT, &item);
  *out = item.octets;
  return status;
}

pnr_status pnri_cbor_get_bool(pnri_cbor_reader *cbor, bool *out)
{
  pnri_cbor_item item;
  *out = false;
  if (pnri_cbor_next(cbor, &item) != PNR_OK) return cbor->status;
  *out = item.kind == PNRI_CBOR_TRUE;
  return *out || item.kind == PNRI_CBOR_FALSE ? PNR_OK : fail(cbor, PNR_E_SYNTAX);
}

pnr_status pnri_cbor_get_null(pnri_cbor_reader *cbor)
{
  pnri_cbor_item item;
  return get(cbor, PNRI_CBOR_NULL, &item);
}

pnr_status pnri_cbor_get_array(pnri_cbor_reader *cbor, uint64_t *count)
{
  pnri_cbor_item item;
  pnr_status status = get(cbor, PNRI_CBOR_ARRAY, &item);
  *count = item.value;
  return status;
}

pnr_status pnri_cbor_get_map(pnri_cbor_reader *cbor, uint64_t *pairs)
{
  pnri_cbor_item item;
  pnr_status status = get(cbor, PNRI_CBOR_MAP, &item);
  *pairs = item.value;
  return status;
}

/* A key has no tag: it would be no key of a kind that is allowed. */
pnr_status pnri_cbor_get_tag(pnri_cbor_reader *cbor, uint64_t tag)
{
  uint64_t found;
  if (cbor->status != PNR_OK) return cbor->status;
  cbor->item = cbor->next;
  const pnri_cbor_level *level = cbor->depth != 0 ? &cbor->level[cbor->depth - 1] : NULL;
  bool is_key = level != NULL && level->is_map && level->left % 2 == 0;
  if (is_key || pnri_cbor_kind(cbor) != PNRI_CBOR_TAG) return fail(cbor, PNR_E_SYNTAX);
  if (take_argument(cbor, &found) != PNR_OK) return cbor->status;
  cbor->tagged = true;
  return found == tag ? PNR_OK : fail(cbor, PNR_E_UNSUPPORTED);
}

/* The item is complete when its own level is closed, and every one inside it. */
pnr_status pnri_cbor_get_whole(pnri_cbor_reader *cbor, pnr_slice *out)
{
  const uint8_t *begin = cbor->next;
  uint32_t outer = cbor->depth;
  pnri_cbor_item item;
  *out = (pnr_slice){ NULL, 0 };
  do {
    if (pnri_cbor_next(cbor, &item) != PNR_OK) return cbor->status;
  } while (cbor->depth > outer);
  *out = (pnr_slice){ begin, (size_t)(cbor->next - begin) };
  return PNR_OK;
}

pnr_status pnri_cbor_pass(pnri_cbor_reader *cbor, const uint8_t *behind)
{
  const pnri_cbor_item passed = { .kind = PNRI_CBOR_MAP };
  cbor->item = cbor->next;
  cbor->next = behind;
  return count_in(cbor, &passed, cbor->depth);
}

pnr_status pnri_cbor_finish(pnri_cbor_reader *cbor)
{
  if (cbor->status != PNR_OK) return cbor->status;
  cbor->item = cbor->next;
  return cbor->next == cbor->end && cbor->depth == 0 && !cbor->tagged ? PNR_OK : fail(cbor, PNR_E_SYNTAX);
}

pnr_status pnri_cbor_refuse(pnri_cbor_reader *cbor, pnr_status status)
{
  return cbor->status != PNR_OK ? cbor->status : fail(cbor, status);
}

pnr_status pnri_cbor_fault(const pnri_cbor_reader *cbor, uint64_t base, pnr_error *error)
{
  if (cbor->status == PNR_OK) return PNR_OK;
  return pnri_fail_at(error, cbor->status, base + (uint64_t)(cbor->item - cbor->data));
}
