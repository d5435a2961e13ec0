/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/traces.h"

#include "core/little.h"
#include "core/slice.h"

typedef struct trace {
  pnr_slice value;
  uint32_t hash; /* of how it begins */
  uint32_t next; /* of the same bucket, or PNR_NONE */
} trace;

void pnri_traces_open(pnri_traces *traces, const pnr_env *env)
{
  *traces = (pnri_traces){ .failed = false };
  pnri_arena_open(&traces->arena, env);
  pnri_vector_open(&traces->values, traces->arena.env, sizeof(trace));
  pnri_vector_open(&traces->buckets, traces->arena.env, sizeof(uint32_t));
}

void pnri_traces_close(pnri_traces *traces)
{
  pnri_vector_close(&traces->buckets);
  pnri_vector_close(&traces->values);
  pnri_arena_close(&traces->arena);
}

static uint8_t upper(uint8_t octet) { return octet >= 'a' && octet <= 'z' ? (uint8_t)(octet - 32) : octet; }

/* Of the first four octets, letters of either case alike: other octets may fall together, which begins_with tells apart. */
static uint32_t hash_of(const uint8_t *text)
{
  return (pnri_load32(text) & UINT32_C(0xDFDFDFDF)) * UINT32_C(2654435761);
}

static void set_bit(uint64_t *bits, uint32_t hash) { bits[hash >> 19 & 127] |= UINT64_C(1) << (hash >> 26); }
static bool has_bit(const uint64_t *bits, uint32_t hash) { return (bits[hash >> 19 & 127] >> (hash >> 26) & 1) != 0; }

void pnri_traces_expect(pnri_traces *traces, pnr_slice text)
{
  traces->is_expecting = true;
  for (size_t i = 0; i + PNRI_TRACE_LEAST <= text.size; i++) set_bit(traces->expected, hash_of(text.data + i));
}

static void visit(void *user, pnr_slice text)
{
  pnri_traces *traces = user;
  if (text.size < PNRI_TRACE_LEAST || traces->failed) return;
  uint32_t hash = hash_of(text.data);
  if (traces->is_expecting && !has_bit(traces->expected, hash)) return;
  trace *slot = pnri_vector_add(&traces->values, 1);
  if (traces->is_copy) text = pnri_arena_copy(&traces->arena, text);
  if (slot == NULL || text.size == 0) {
    traces->failed = true;
    return;
  }
  *slot = (trace){ text, hash, PNR_NONE };
  set_bit(traces->begins, hash);
}

void pnri_traces_add(pnri_traces *traces, const pnri_view *view, const void *at, bool is_copy)
{
  enum {
    MASKED = 1 << PNRI_CLASS_NAME | 1 << PNRI_CLASS_CONTACT | 1 << PNRI_CLASS_PAYMENT | 1 << PNRI_CLASS_FLYER |
             1 << PNRI_CLASS_API
  };
  traces->is_copy = is_copy;
  pnri_view_texts(view, at, MASKED, visit, traces);
}

static uint32_t *bucket_of(const pnri_traces *traces, uint32_t hash)
{
  return (uint32_t *)(void *)traces->buckets.data + (hash >> 7 & (traces->buckets.count - 1));
}

static bool begins_with(pnr_slice text, pnr_slice value)
{
  if (text.size < value.size) return false;
  for (size_t i = 0; i < value.size; i++)
    if (upper(text.data[i]) != upper(value.data[i])) return false;
  return true;
}

/* A bucket of too many values: every text that falls into it counts as one of them. So the work is bounded whatever the
 * values are, and what is taken out beyond need is what begins as many names do. */
enum { CHAIN_MOST = 64 };
static const uint32_t full = PNR_NONE - 1;

/* Puts a value into its bucket, once. */
static void add_to_bucket(pnri_traces *traces, uint32_t number)
{
  trace *t = pnri_vector_at(&traces->values, number);
  uint32_t *first = bucket_of(traces, t->hash), passed = 0;
  if (*first == full) return;
  for (uint32_t n = *first; n != PNR_NONE; passed++) {
    const trace *other = pnri_vector_at(&traces->values, n);
    if (other->hash == t->hash && other->value.size == t->value.size && begins_with(t->value, other->value)) return;
    n = other->next;
  }
  t->next = *first;
  *first = passed < CHAIN_MOST ? number : full;
}

void pnri_traces_index(pnri_traces *traces)
{
  size_t count = 64;
  if (traces->values.count == 0) return;
  while (count < 2 * traces->values.count) count *= 2;
  uint32_t *buckets = traces->failed ? NULL : pnri_vector_add(&traces->buckets, count);
  if (buckets == NULL) {
    traces->failed = true;
    return;
  }
  for (size_t i = 0; i < count; i++) buckets[i] = PNR_NONE;
  for (size_t i = 0; i < traces->values.count; i++) add_to_bucket(traces, (uint32_t)i);
}

/* The size of the longest value that begins where text begins. */
static size_t size_at(const pnri_traces *traces, pnr_slice text, uint32_t hash)
{
  const uint32_t *first = bucket_of(traces, hash);
  if (*first == full) return PNRI_TRACE_LEAST;
  size_t size = 0;
  for (uint32_t n = *first; n != PNR_NONE;) {
    const trace *t = pnri_vector_at(&traces->values, n);
    if (t->hash == hash && t->value.size > size && begins_with(text, t->value)) size = t->value.size;
    n = t->next;
  }
  return size;
}

size_t pnri_traces_find(const pnri_traces *traces, pnr_slice text, size_t from, size_t *size)
{
  *size = 0;
  if (traces->values.count == 0) return text.size;
  for (size_t i = from; i + PNRI_TRACE_LEAST <= text.size; i++) {
    uint32_t hash = hash_of(text.data + i);
    if (!has_bit(traces->begins, hash)) continue;
    *size = size_at(traces, (pnr_slice){ text.data + i, text.size - i }, hash);
    if (*size != 0) return i;
  }
  return text.size;
}
