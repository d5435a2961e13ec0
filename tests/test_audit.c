/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "crypto/hash.h"
#include "crypto/sign.h"
#include "pnr/protect.h"
#include "protect/audit.h"
#include "store/audit_frame.h"
#include "support.h"

#define ROWS(array) (sizeof(array) / sizeof(array)[0])

/* --- A trail in memory: entry 1 begins it, every fifth is a checkpoint --- */

enum { ENTRIES = 23, LAST_CHECKPOINT = 20, ROOM = 64 * 1024 };

typedef struct trail {
  uint8_t octets[ROOM];
  size_t size;
  size_t at[ENTRIES + 2]; /* where entry n begins, from 1; behind the last one the end */
  uint8_t key[32], public_key[32], secret[64];
  uint8_t anchor[PNR_AUDIT_CHECKPOINT_MOST]; /* of all entries */
  size_t anchor_size;
} trail;

static void add_entry(trail *t, pnri_audit_chain *chain, pnr_audit_entry entry)
{
  pnri_cbor_writer out, checkpoint;
  uint8_t memory[PNR_AUDIT_CHECKPOINT_MOST];
  pnri_cbor_writer_borrow(&out, t->octets + t->size + PNRI_AUDIT_FRAME_HEAD, PNRI_AUDIT_ENTRY_MOST);
  pnri_cbor_writer_borrow(&checkpoint, memory, sizeof memory);
  if (entry.kind == PNR_AUDIT_CHECKPOINT || entry.kind == PNR_AUDIT_MONTH) {
    cr_assert(eq(i32, pnri_audit_sign(chain, text_slice("NL"), entry.time, t->secret, &checkpoint), PNR_OK));
    entry.checkpoint = pnri_cbor_written(&checkpoint);
  }
  cr_assert(eq(i32, pnri_audit_seal(chain, &entry, &out), PNR_OK));
  pnri_audit_frame_close(t->octets + t->size, out.size);
  t->at[chain->count + 1] = t->size;
  t->size += PNRI_AUDIT_FRAME_HEAD + out.size;
  t->at[chain->count + 2] = t->size;
  cr_assert(eq(i32, pnri_audit_pass(chain, pnri_cbor_written(&out)), PNR_OK));
}

static void make_keys(trail *t)
{
  uint8_t seed[32] = { 7 };
  memset(t, 0, sizeof *t);
  memset(t->key, 0x41, sizeof t->key);
  cr_assert(eq(i32, pnri_sign_pair(seed, t->public_key, t->secret), PNR_OK));
}

static void make_trail(trail *t)
{
  pnri_audit_chain chain = { .count = 0 };
  make_keys(t);
  memcpy(chain.key, t->key, sizeof chain.key);
  pnr_slice public_key = { t->public_key, sizeof t->public_key };
  add_entry(
    t, &chain,
    (pnr_audit_entry){ .time = 1, .kind = PNR_AUDIT_BEGUN, .unit = text_slice("NL"), .public_key = public_key });
  for (uint64_t n = 2; n <= ENTRIES; n++) {
    pnr_audit_entry entry = { .time = n,
                              .kind = n % 5 == 0 ? PNR_AUDIT_CHECKPOINT : PNR_AUDIT_DISCLOSURE,
                              .basis = 2,
                              .count = n * 300,
                              .elements = PNR_ELEMENTS,
                              .case_reference = text_slice("case 7"),
                              .recipient = text_slice("BE") };
    add_entry(t, &chain, entry);
  }
  pnri_cbor_writer out;
  pnri_cbor_writer_borrow(&out, t->anchor, sizeof t->anchor);
  cr_assert(eq(i32, pnri_audit_sign(&chain, text_slice("NL"), 99, t->secret, &out), PNR_OK));
  t->anchor_size = out.size;
}

/* --- Reading it --- */

enum { WITH_KEY = 1, WITH_PUBLIC_KEY = 2, WITH_ANCHOR = 4 };

typedef struct verdict {
  pnr_audit_summary summary;
  pnr_audit_fault faults[8]; /* the first ones */
} verdict;

static verdict verify(const trail *t, const uint8_t *octets, size_t size, uint32_t with)
{
  verdict out = { .summary = { .entries = 0 } };
  pnr_audit_reader *reader;
  const pnr_audit_entry *entry;
  uint8_t *copy = exact_copy(octets, size);
  pnr_status status;
  cr_assert(eq(i32,
               pnr_audit_reader_open(NULL, with & WITH_KEY ? t->key : NULL,
                                     with & WITH_PUBLIC_KEY ? t->public_key : NULL, &reader, NULL),
               PNR_OK));
  if (with & WITH_ANCHOR)
    cr_assert(eq(i32, pnr_audit_reader_anchor(reader, (pnr_slice){ t->anchor, t->anchor_size }, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_audit_reader_file(reader, copy, size, NULL), PNR_OK));
  while ((status = pnr_audit_reader_next(reader, &entry, NULL)) == PNR_OK) cr_assert(ne(ptr, (void *)entry, NULL));
  cr_expect(eq(i32, status, PNR_END));
  cr_expect(eq(i32, pnr_audit_reader_finish(reader, NULL), PNR_OK));
  out.summary = *pnr_audit_reader_summary(reader);
  for (uint64_t i = 0; i < ROWS(out.faults) && pnr_audit_reader_fault(reader, i) != NULL; i++)
    out.faults[i] = *pnr_audit_reader_fault(reader, i);
  pnr_audit_reader_close(reader);
  free(copy);
  return out;
}

static int has_fault(const verdict *v, uint32_t code, uint64_t sequence)
{
  for (size_t i = 0; i < ROWS(v->faults); i++)
    if (v->faults[i].code == code && v->faults[i].sequence == sequence) return 1;
  return 0;
}

static int names(const verdict *v, uint64_t sequence)
{
  for (size_t i = 0; i < ROWS(v->faults); i++)
    if (v->faults[i].code != 0 && v->faults[i].sequence == sequence) return 1;
  return 0;
}

/* Makes the checksum of the frame right, as somebody does who knows the format. */
static void correct(uint8_t *octets, const trail *t, uint64_t n)
{
  pnri_audit_frame_close(octets + t->at[n], t->at[n + 1] - t->at[n] - PNRI_AUDIT_FRAME_HEAD);
}

Test(audit, a_sound_trail_is_sound_with_and_without_its_keys)
{
  trail t;
  make_trail(&t);
  for (uint32_t with = 0; with < 8; with++) {
    verdict v = verify(&t, t.octets, t.size, with);
    cr_expect(eq(u64, v.summary.faults, 0), "with %u: %s", with, pnr_audit_fault_name(v.faults[0].code));
    cr_expect(eq(u64, v.summary.entries, ENTRIES));
    cr_expect(eq(u64, v.summary.first, 1));
    cr_expect(eq(u64, v.summary.last, ENTRIES));
    cr_expect(eq(u64, v.summary.sealed, with & WITH_KEY ? ENTRIES : 0));
    cr_expect(eq(u64, v.summary.signed_to, LAST_CHECKPOINT - 1));
  }
}

/* --- What somebody changes --- */

/* With the key the entry itself is named; without it also whatever was written before the last checkpoint is found. */
Test(audit, each_changed_octet_is_found_and_its_entry_named)
{
  trail t;
  make_trail(&t);
  for (uint64_t n = 1; n <= ENTRIES; n++)
    for (size_t at = t.at[n] + PNRI_AUDIT_FRAME_HEAD; at < t.at[n + 1]; at++) {
      t.octets[at] ^= 0x01;
      correct(t.octets, &t, n);
      verdict v = verify(&t, t.octets, t.size, WITH_KEY | WITH_PUBLIC_KEY);
      cr_expect(names(&v, n), "entry %lu, octet %zu: %s %lu", (unsigned long)n, at - t.at[n],
                pnr_audit_fault_name(v.faults[0].code), (unsigned long)v.faults[0].sequence);
      v = verify(&t, t.octets, t.size, WITH_PUBLIC_KEY);
      if (n < ENTRIES) cr_expect(gt(u64, v.summary.faults, 0), "entry %lu, octet %zu", (unsigned long)n, at - t.at[n]);
      t.octets[at] ^= 0x01;
      correct(t.octets, &t, n);
    }
}

Test(audit, octets_that_do_not_even_fit_their_checksum_are_damage_and_reading_goes_on)
{
  trail t;
  make_trail(&t);
  for (uint64_t n = 1; n <= ENTRIES; n++)
    for (size_t at = t.at[n]; at < t.at[n + 1]; at += 7) {
      t.octets[at] ^= 0x10;
      verdict v = verify(&t, t.octets, t.size, WITH_KEY);
      cr_expect(has_fault(&v, PNR_AUDIT_DAMAGED, n), "entry %lu", (unsigned long)n);
      cr_expect(eq(u64, v.faults[0].offset, t.at[n]));
      cr_expect(eq(u64, v.summary.entries, ENTRIES - 1));
      if (n > 1 && n < ENTRIES) cr_expect(has_fault(&v, PNR_AUDIT_MISSING, n), "entry %lu", (unsigned long)n);
      t.octets[at] ^= 0x10;
    }
}

/* The trail without entries first to last, into out; its size. */
static size_t without(const trail *t, uint64_t first, uint64_t last, uint8_t *out)
{
  size_t before = t->at[first], after = t->size - t->at[last + 1];
  memcpy(out, t->octets, before);
  memcpy(out + before, t->octets + t->at[last + 1], after);
  return before + after;
}

Test(audit, dropped_entries_are_named_and_counted)
{
  static uint8_t octets[ROOM];
  trail t;
  make_trail(&t);
  for (uint64_t first = 1; first < ENTRIES; first++)
    for (uint64_t last = first; last < ENTRIES && last < first + 3; last++) {
      size_t size = without(&t, first, last, octets);
      for (uint32_t with = 0; with < 4; with++) {
        verdict v = verify(&t, octets, size, with);
        cr_expect(has_fault(&v, PNR_AUDIT_MISSING, first), "%lu to %lu", (unsigned long)first, (unsigned long)last);
        cr_expect(eq(u64, v.faults[0].count, last - first + 1));
        if (with & WITH_KEY) cr_expect(eq(u64, v.summary.sealed, v.summary.entries));
      }
    }
}

Test(audit, reordered_and_repeated_entries_are_named)
{
  static uint8_t octets[ROOM];
  trail t;
  make_trail(&t);
  for (uint64_t n = 1; n < ENTRIES; n++) {
    size_t a = t.at[n], b = t.at[n + 1], c = t.at[n + 2];
    memcpy(octets, t.octets, t.size);
    memcpy(octets + a, t.octets + b, c - b);
    memcpy(octets + a + (c - b), t.octets + a, b - a);
    verdict v = verify(&t, octets, t.size, WITH_KEY | WITH_PUBLIC_KEY);
    cr_expect(has_fault(&v, PNR_AUDIT_ORDER, n), "%lu", (unsigned long)n);
    cr_expect(has_fault(&v, PNR_AUDIT_MISSING, n), "%lu", (unsigned long)n);
    memcpy(octets, t.octets, b);
    memcpy(octets + b, t.octets + a, t.size - a);
    v = verify(&t, octets, t.size + b - a, WITH_PUBLIC_KEY);
    cr_expect(eq(u64, v.summary.faults, 1));
    cr_expect(has_fault(&v, PNR_AUDIT_ORDER, n), "%lu twice", (unsigned long)n);
  }
}

Test(audit, a_cut_is_found_back_to_the_anchor_and_no_further)
{
  trail t;
  make_trail(&t);
  for (size_t size = 0; size < t.size; size++) {
    uint64_t whole = 0;
    while (t.at[whole + 2] <= size && whole < ENTRIES) whole++;
    verdict v = verify(&t, t.octets, size, WITH_KEY | WITH_PUBLIC_KEY | WITH_ANCHOR);
    cr_expect(has_fault(&v, PNR_AUDIT_TRUNCATED, whole + 1), "%zu octets", size);
    cr_expect(eq(i32, has_fault(&v, PNR_AUDIT_DAMAGED, whole + 1), size != t.at[whole + 1]), "%zu octets", size);
    v = verify(&t, t.octets, size, WITH_KEY | WITH_PUBLIC_KEY);
    cr_expect(eq(u64, v.summary.faults, size != t.at[whole + 1]), "%zu octets", size);
  }
}

/* Somebody writes entries anew from n on: with keys of his own, or, having the machine, with the right ones. */
static void rewrite(trail *t, uint64_t n, int with_keys)
{
  trail other = *t;
  pnri_audit_chain chain = { .count = 0 };
  make_keys(&other);
  memcpy(chain.key, t->key, sizeof chain.key);
  other.size = 0;
  for (uint64_t i = 1; i <= ENTRIES; i++) {
    pnri_audit_read read;
    pnr_slice octets;
    cr_assert(pnri_audit_frame_at((pnr_slice){ t->octets, t->size }, t->at[i], &octets));
    cr_assert(eq(i32, pnri_audit_get(octets, &read, NULL), PNR_OK));
    if (i == n) {
      read.view.recipient = text_slice("XX");
      if (!with_keys) memset(chain.key, 0, sizeof chain.key);
    }
    uint32_t kind = read.view.kind;
    if (!with_keys && i >= n && kind == PNR_AUDIT_CHECKPOINT)
      read.view.kind = 0; /* keeps the checkpoint that is there */
    pnr_slice kept = read.view.checkpoint;
    if (read.view.kind == PNR_AUDIT_CHECKPOINT) kept = (pnr_slice){ NULL, 0 };
    read.view.kind = kind;
    read.view.checkpoint = kept;
    pnri_cbor_writer out;
    if (kept.size != 0) {
      pnri_cbor_writer_borrow(&out, other.octets + other.size + PNRI_AUDIT_FRAME_HEAD, PNRI_AUDIT_ENTRY_MOST);
      cr_assert(eq(i32, pnri_audit_seal(&chain, &read.view, &out), PNR_OK));
      pnri_audit_frame_close(other.octets + other.size, out.size);
      other.size += PNRI_AUDIT_FRAME_HEAD + out.size;
      cr_assert(eq(i32, pnri_audit_pass(&chain, pnri_cbor_written(&out)), PNR_OK));
    } else {
      add_entry(&other, &chain, read.view);
    }
  }
  memcpy(t->octets, other.octets, other.size);
  t->size = other.size;
}

Test(audit, a_trail_written_anew_without_the_key_breaks_at_the_next_signature)
{
  trail sound, t;
  make_trail(&sound);
  for (uint64_t n = 2; n < LAST_CHECKPOINT; n++) {
    if (n % 5 == 0) continue;
    t = sound;
    rewrite(&t, n, 0);
    verdict v = verify(&sound, t.octets, t.size, WITH_KEY);
    cr_expect(has_fault(&v, PNR_AUDIT_CHANGED, n), "%lu with the key", (unsigned long)n);
    v = verify(&sound, t.octets, t.size, WITH_PUBLIC_KEY);
    cr_expect(has_fault(&v, PNR_AUDIT_UNSIGNED, n + 5 - n % 5), "%lu without", (unsigned long)n);
    t = sound;
    rewrite(&t, n, 1);
    v = verify(&sound, t.octets, t.size, WITH_KEY | WITH_PUBLIC_KEY);
    cr_expect(eq(u64, v.summary.faults, 0), "who had all keys from the start leaves no trace,");
    v = verify(&sound, t.octets, t.size, WITH_KEY | WITH_PUBLIC_KEY | WITH_ANCHOR);
    cr_expect(has_fault(&v, PNR_AUDIT_FORKED, ENTRIES), "but at the anchor");
  }
}

/* --- Octets of entries and checkpoints --- */

Test(audit, an_entry_is_read_as_it_was_written)
{
  uint8_t memory[PNRI_AUDIT_ENTRY_MOST], hash[32] = { 9 }, record[PNR_AUDIT_RECORD_SIZE] = { 8 };
  pnri_audit_chain chain = { .count = UINT64_MAX - 1 };
  pnri_cbor_writer out;
  pnri_audit_read read;
  pnr_audit_entry entry = { .time = UINT64_MAX,
                            .count = 5,
                            .kind = UINT32_MAX,
                            .basis = 1,
                            .offence = 2,
                            .elements = 3,
                            .case_reference = text_slice("a"),
                            .officer = text_slice("b"),
                            .recipient = text_slice("c"),
                            .approval = text_slice("d"),
                            .record = { record, sizeof record },
                            .unit = text_slice("e"),
                            .public_key = { hash, sizeof hash },
                            .checkpoint = text_slice("f"),
                            .list = text_slice("g") };
  pnri_cbor_writer_borrow(&out, memory, sizeof memory);
  cr_assert(eq(i32, pnri_audit_seal(&chain, &entry, &out), PNR_OK));
  cr_assert(eq(i32, pnri_audit_get(pnri_cbor_written(&out), &read, NULL), PNR_OK));
  cr_expect(eq(u64, read.view.sequence, UINT64_MAX));
  cr_expect(eq(u64, read.view.time, UINT64_MAX));
  cr_expect(eq(u64, read.view.count, 5));
  cr_expect(eq(u32, read.view.kind, UINT32_MAX));
  cr_expect(eq(u32, read.view.basis, 1));
  cr_expect(eq(u32, read.view.offence, 2));
  cr_expect(eq(u32, read.view.elements, 3));
  cr_expect(slice_is(read.view.case_reference, "a") && slice_is(read.view.officer, "b"));
  cr_expect(slice_is(read.view.recipient, "c") && slice_is(read.view.approval, "d"));
  cr_expect(slice_is(read.view.unit, "e") && slice_is(read.view.checkpoint, "f") && slice_is(read.view.list, "g"));
  cr_expect(eq(sz, read.view.record.size, sizeof record));
  cr_expect(eq(u8, read.view.record.data[0], 8));
  cr_expect(eq(sz, read.view.public_key.size, sizeof hash));
  cr_expect(eq(u8, read.view.public_key.data[0], 9));
  cr_expect(pnri_audit_is_sealed(&read, chain.key));
  for (size_t size = 0; size < out.size; size++) {
    uint8_t *cut = exact_copy(memory, size);
    pnr_error error = { .size = sizeof error };
    cr_expect(eq(i32, pnri_audit_get((pnr_slice){ cut, size }, &read, &error), PNR_E_SYNTAX), "%zu octets", size);
    cr_expect(le(u64, error.offset, size));
    free(cut);
  }
  char text[PNR_AUDIT_TEXT_MOST + 2];
  memset(text, 'x', sizeof text);
  text[sizeof text - 1] = 0;
  entry.officer = text_slice(text);
  cr_expect(eq(i32, pnri_audit_seal(&chain, &entry, &out), PNR_E_ARGUMENT));
  entry.officer = text_slice("\xFF");
  cr_expect(eq(i32, pnri_audit_seal(&chain, &entry, &out), PNR_E_ARGUMENT));
}

Test(audit, a_checkpoint_with_any_bit_changed_is_none)
{
  trail t;
  make_trail(&t);
  pnr_audit_checkpoint_view view = { .size = sizeof view };
  pnr_slice octets = { t.anchor, t.anchor_size };
  cr_assert(eq(i32, pnr_audit_checkpoint_read(octets, t.public_key, &view, NULL), PNR_OK));
  cr_expect(eq(u64, view.count, ENTRIES));
  cr_expect(eq(u64, view.time, 99));
  cr_expect(slice_is(view.unit, "NL"));
  cr_expect(eq(sz, view.head.size, 32));
  for (size_t bit = 0; bit < 8 * t.anchor_size; bit++) {
    t.anchor[bit / 8] ^= (uint8_t)(1 << bit % 8);
    pnr_status status = pnr_audit_checkpoint_read(octets, t.public_key, &view, NULL);
    cr_expect(status == PNR_E_FORGED || status == PNR_E_SYNTAX || status == PNR_E_UNSUPPORTED, "bit %zu", bit);
    t.anchor[bit / 8] ^= (uint8_t)(1 << bit % 8);
  }
  for (size_t size = 0; size < t.anchor_size; size++)
    cr_expect(eq(i32, pnr_audit_checkpoint_read((pnr_slice){ t.anchor, size }, NULL, &view, NULL), PNR_E_SYNTAX));
}

Test(audit, kinds_ask_for_purpose_recipient_and_approval)
{
  static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_REQUEST };
  static const pnr_purpose none = { .size = sizeof none };
  for (uint32_t kind = 0; kind < 40; kind++) {
    int own = kind >= PNR_AUDIT_COLLECTION && kind <= PNR_AUDIT_DISMISSAL;
    int p = kind == PNR_AUDIT_CONSULTATION || kind == PNR_AUDIT_DISCLOSURE || kind == PNR_AUDIT_UNMASKING ||
            kind == PNR_AUDIT_HOLD || kind == PNR_AUDIT_EXAMINATION || kind == PNR_AUDIT_DISMISSAL;
    int r = kind == PNR_AUDIT_DISCLOSURE, a = kind == PNR_AUDIT_UNMASKING;
    pnr_audit_event event = { .size = sizeof event, .kind = kind, .elements = PNR_ELEMENTS };
    cr_expect(eq(i32, pnri_audit_check(&event), !own ? PNR_E_ARGUMENT : p ? PNR_E_PURPOSE : PNR_OK), "kind %u", kind);
    event.purpose = &none;
    cr_expect(eq(i32, pnri_audit_check(&event), !own ? PNR_E_ARGUMENT : PNR_E_PURPOSE), "kind %u", kind);
    event.purpose = &purpose;
    cr_expect(eq(i32, pnri_audit_check(&event), !own || r || a ? PNR_E_ARGUMENT : PNR_OK), "kind %u", kind);
    event.recipient = event.approval = text_slice("some");
    cr_expect(eq(i32, pnri_audit_check(&event), !own ? PNR_E_ARGUMENT : PNR_OK), "kind %u", kind);
    event.elements = kind % 2 == 0 ? PNR_ELEMENT(0) : PNR_ELEMENT(20);
    cr_expect(eq(i32, pnri_audit_check(&event), PNR_E_ARGUMENT), "kind %u", kind);
    if (own) cr_expect(eq(u32, pnr_audit_kind_number(text_slice(pnr_audit_kind_name(kind))), kind));
  }
  cr_expect(eq(u32, pnr_audit_kind_number(text_slice("unknown")), 0));
}

/* --- Bounds --- */

Test(audit, keys_passed_faults_kept_and_failing_memory_are_bounded)
{
  trail t;
  make_trail(&t);
  static uint8_t octets[ROOM];
  size_t size = without(&t, 2, ENTRIES - 1, octets);
  for (uint64_t steps = ENTRIES - 3; steps <= ENTRIES - 1; steps++) {
    pnr_limits limits = { .size = sizeof limits, .steps = steps };
    pnr_env *env;
    pnr_audit_reader *reader;
    const pnr_audit_entry *entry;
    pnr_error error = { .size = sizeof error };
    cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_audit_reader_open(env, t.key, NULL, &reader, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_audit_reader_file(reader, octets, size, NULL), PNR_OK));
    cr_expect(eq(i32, pnr_audit_reader_next(reader, &entry, NULL), PNR_OK));
    cr_expect(eq(i32, pnr_audit_reader_next(reader, &entry, &error), steps < ENTRIES - 1 ? PNR_E_LIMIT : PNR_OK));
    if (steps < ENTRIES - 1) cr_expect(eq(u64, error.offset, t.at[2]));
    pnr_audit_reader_close(reader);
    pnr_env_close(env);
  }
  for (uint64_t n = 1; n <= 5; n++) {
    counting_allocator state = { .fail_at = n };
    pnr_env *env = NULL;
    pnr_audit_reader *reader = NULL;
    const pnr_audit_entry *entry;
    pnr_status status = pnr_env_open(counting_allocate, &state, NULL, &env, NULL);
    if (status == PNR_OK) status = pnr_audit_reader_open(env, t.key, NULL, &reader, NULL);
    if (status == PNR_OK) status = pnr_audit_reader_anchor(reader, (pnr_slice){ t.anchor, t.anchor_size }, NULL);
    if (status == PNR_OK) status = pnr_audit_reader_file(reader, octets, size, NULL);
    while (status == PNR_OK) status = pnr_audit_reader_next(reader, &entry, NULL);
    cr_expect(eq(i32, status, n <= 4 ? PNR_E_MEMORY : PNR_END), "allocation %lu", (unsigned long)n);
    pnr_audit_reader_close(reader);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0));
    cr_expect(not(state.not_wiped));
  }
}
