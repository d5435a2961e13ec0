/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/audit.h"

#include <assert.h>
#include <string.h>

#include "core/fail.h"
#include "core/slice.h"
#include "crypto/hash.h"
#include "crypto/secret.h"
#include "crypto/sign.h"
#include "pnr/protect.h"

static_assert((int)PNRI_AUDIT_HASH == PNRI_HASH_SIZE && (int)PNR_AUDIT_KEY_SIZE == PNRI_HASH_SIZE &&
                (int)PNRI_AUDIT_SIGN_SECRET == PNRI_SIGN_SECRET && (int)PNR_AUDIT_KEY_SIZE == PNRI_SIGN_PUBLIC,
              "sizes");

enum { VERSION = 1, SEQUENCE = 1, HEAD = 2 };

/* --- Kinds --- */

enum { PURPOSE = 1, RECIPIENT = 2, APPROVAL = 4 };

static const struct {
  uint32_t kind;
  const char *name;
  uint32_t needs;
} kinds[] = {
  { PNR_AUDIT_COLLECTION, "collection", 0 },
  { PNR_AUDIT_CONSULTATION, "consultation", PURPOSE },
  { PNR_AUDIT_DISCLOSURE, "disclosure", PURPOSE | RECIPIENT },
  { PNR_AUDIT_ERASURE, "erasure", 0 },
  { PNR_AUDIT_MASKING, "masking", 0 },
  { PNR_AUDIT_UNMASKING, "unmasking", PURPOSE | APPROVAL },
  { PNR_AUDIT_RECTIFICATION, "rectification", 0 },
  { PNR_AUDIT_HOLD, "hold", PURPOSE },
  { PNR_AUDIT_RELEASE, "release", 0 },
  { PNR_AUDIT_REFUSAL, "refusal", 0 },
  { PNR_AUDIT_EXAMINATION, "examination", PURPOSE },
  { PNR_AUDIT_DISMISSAL, "dismissal", PURPOSE },
  { PNR_AUDIT_BEGUN, "begun", 0 },
  { PNR_AUDIT_MONTH, "month", 0 },
  { PNR_AUDIT_CHECKPOINT, "checkpoint", 0 },
  { PNR_AUDIT_RECOVERED, "recovered", 0 },
  { PNR_AUDIT_DROPPED, "dropped", 0 },
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

const char *pnr_audit_kind_name(uint32_t kind)
{
  for (size_t i = 0; i < KINDS; i++)
    if (kinds[i].kind == kind) return kinds[i].name;
  return "unknown";
}

uint32_t pnr_audit_kind_number(pnr_slice name)
{
  for (size_t i = 0; i < KINDS; i++)
    if (pnri_slice_is(name, kinds[i].name)) return kinds[i].kind;
  return 0;
}

static uint32_t needs_of(uint32_t kind)
{
  for (size_t i = 0; i < KINDS; i++)
    if (kinds[i].kind == kind) return kinds[i].needs;
  return 0;
}

pnr_status pnri_audit_check(const pnr_audit_event *event)
{
  if (event->kind < PNR_AUDIT_COLLECTION || event->kind > PNR_AUDIT_DISMISSAL) return PNR_E_ARGUMENT;
  uint32_t needs = needs_of(event->kind);
  const pnr_purpose *purpose = event->purpose;
  if (purpose != NULL && (purpose->size < sizeof *purpose || purpose->basis == 0)) return PNR_E_PURPOSE;
  if (purpose == NULL && (needs & PURPOSE) != 0) return PNR_E_PURPOSE;
  if (event->recipient.size == 0 && (needs & RECIPIENT) != 0) return PNR_E_ARGUMENT;
  if (event->approval.size == 0 && (needs & APPROVAL) != 0) return PNR_E_ARGUMENT;
  return (event->elements & ~PNR_ELEMENTS) == 0 ? PNR_OK : PNR_E_ARGUMENT;
}

pnr_audit_entry pnri_audit_entry(const pnr_audit_event *event)
{
  pnr_audit_entry entry = { .time = event->time,
                            .count = event->count,
                            .kind = event->kind,
                            .elements = event->elements,
                            .recipient = event->recipient,
                            .approval = event->approval,
                            .list = event->list };
  if (event->purpose == NULL) return entry;
  entry.basis = event->purpose->basis;
  entry.offence = event->purpose->offence;
  entry.case_reference = event->purpose->case_reference;
  entry.officer = event->purpose->officer;
  return entry;
}

pnr_status pnri_audit_record(const uint8_t key[PNRI_AUDIT_HASH], pnr_slice record, uint8_t out[PNR_AUDIT_RECORD_SIZE])
{
  return pnri_hash((pnr_slice){ key, PNRI_AUDIT_HASH }, record, out, PNR_AUDIT_RECORD_SIZE);
}

/* --- Entries --- */

enum { NUMBER64, NUMBER32, TEXT, OCTETS };

/* Fields behind sequence and head: writing and reading walk it. What is 0 or empty is left out, but for time and kind. */
static const struct {
  uint8_t key, type;
  uint16_t most; /* octets of TEXT and OCTETS */
  uint16_t place;
} fields[] = {
#define F(key, type, most, member)                     \
  {                                                    \
    key, type, most, offsetof(pnr_audit_entry, member) \
  }
  F(3, NUMBER64, 0, time),
  F(4, NUMBER32, 0, kind),
  F(5, NUMBER32, 0, basis),
  F(6, NUMBER32, 0, offence),
  F(7, NUMBER32, 0, elements),
  F(8, NUMBER64, 0, count),
  F(9, TEXT, PNR_AUDIT_TEXT_MOST, case_reference),
  F(10, TEXT, PNR_AUDIT_TEXT_MOST, officer),
  F(11, TEXT, PNR_AUDIT_TEXT_MOST, recipient),
  F(12, TEXT, PNR_AUDIT_TEXT_MOST, approval),
  F(13, OCTETS, PNR_AUDIT_RECORD_SIZE, record),
  F(14, TEXT, PNR_AUDIT_TEXT_MOST, unit),
  F(15, OCTETS, PNR_AUDIT_KEY_SIZE, public_key),
  F(16, OCTETS, PNR_AUDIT_CHECKPOINT_MOST, checkpoint),
  F(17, TEXT, PNR_AUDIT_TEXT_MOST, list),
#undef F
};
enum { FIELDS = sizeof fields / sizeof fields[0], ALWAYS = 2 };

/* A field's number, or its slice. */
static void load(const pnr_audit_entry *entry, size_t i, uint64_t *number, pnr_slice *slice)
{
  const void *at = (const uint8_t *)entry + fields[i].place;
  *number = 0;
  *slice = (pnr_slice){ NULL, 0 };
  if (fields[i].type == NUMBER64) *number = *(const uint64_t *)at;
  else if (fields[i].type == NUMBER32) *number = *(const uint32_t *)at;
  else *slice = *(const pnr_slice *)at;
}

static void put_field(pnri_cbor_writer *out, size_t i, uint64_t number, pnr_slice slice)
{
  if (slice.size > fields[i].most) out->status = out->status != PNR_OK ? out->status : PNR_E_ARGUMENT;
  pnri_cbor_put_unsigned(out, fields[i].key);
  if (fields[i].type == TEXT) pnri_cbor_put_text(out, slice);
  else if (fields[i].type == OCTETS) pnri_cbor_put_octets(out, slice);
  else pnri_cbor_put_unsigned(out, number);
}

static void put_map(const pnri_audit_chain *chain, const pnr_audit_entry *entry, pnri_cbor_writer *out)
{
  uint64_t pairs = 2;
  size_t begun = pnri_cbor_begin(out);
  pnri_cbor_put_unsigned(out, SEQUENCE);
  pnri_cbor_put_unsigned(out, chain->count + 1);
  pnri_cbor_put_unsigned(out, HEAD);
  pnri_cbor_put_octets(out, (pnr_slice){ chain->head, sizeof chain->head });
  for (size_t i = 0; i < FIELDS; i++) {
    uint64_t number;
    pnr_slice slice;
    load(entry, i, &number, &slice);
    if (i >= ALWAYS && number == 0 && slice.size == 0) continue;
    put_field(out, i, number, slice);
    pairs++;
  }
  pnri_cbor_end_map(out, begun, pairs);
}

pnr_status pnri_audit_seal(const pnri_audit_chain *chain, const pnr_audit_entry *entry, pnri_cbor_writer *out)
{
  uint8_t seal[PNRI_AUDIT_HASH];
  pnri_cbor_writer_clear(out);
  put_map(chain, entry, out);
  if (out->status != PNR_OK) return out->status;
  pnr_slice key = { chain->key, sizeof chain->key };
  pnr_status status = pnri_hash(key, pnri_cbor_written(out), seal, sizeof seal);
  if (status != PNR_OK) return status;
  pnri_cbor_put_octets(out, (pnr_slice){ seal, sizeof seal });
  return out->status;
}

pnr_status pnri_audit_evolve(uint8_t key[PNRI_AUDIT_HASH], uint64_t times)
{
  uint8_t next[PNRI_AUDIT_HASH];
  pnr_status status = PNR_OK;
  for (; times > 0 && status == PNR_OK; times--) {
    status = pnri_hash((pnr_slice){ NULL, 0 }, (pnr_slice){ key, PNRI_AUDIT_HASH }, next, sizeof next);
    if (status == PNR_OK) memcpy(key, next, sizeof next);
  }
  pnri_wipe(next, sizeof next);
  return status;
}

pnr_status pnri_audit_pass(pnri_audit_chain *chain, pnr_slice octets)
{
  pnr_status status = pnri_hash((pnr_slice){ NULL, 0 }, octets, chain->head, sizeof chain->head);
  if (status == PNR_OK) status = pnri_audit_evolve(chain->key, 1);
  if (status == PNR_OK) chain->count++;
  return status;
}

/* --- Reading entries --- */

static void store(pnr_audit_entry *entry, size_t i, uint64_t number, pnr_slice slice)
{
  void *at = (uint8_t *)entry + fields[i].place;
  if (fields[i].type == NUMBER64) *(uint64_t *)at = number;
  else if (fields[i].type == NUMBER32) *(uint32_t *)at = (uint32_t)number;
  else *(pnr_slice *)at = slice;
}

static void get_field(pnri_cbor_reader *in, size_t i, pnr_audit_entry *entry)
{
  uint64_t number = 0;
  pnr_slice slice = { NULL, 0 };
  if (fields[i].type == TEXT) pnri_cbor_get_text(in, &slice);
  else if (fields[i].type == OCTETS) pnri_cbor_get_octets(in, &slice);
  else pnri_cbor_get_unsigned(in, fields[i].type == NUMBER32 ? UINT32_MAX : UINT64_MAX, &number);
  if (slice.size > fields[i].most) pnri_cbor_refuse(in, PNR_E_SYNTAX);
  store(entry, i, number, slice);
}

/* Keys rise, so one look at each row of the table is enough. */
static void get_fields(pnri_cbor_reader *in, uint64_t pairs, pnr_audit_entry *entry)
{
  size_t row = 0;
  for (uint64_t k = 2; k < pairs && in->status == PNR_OK; k++) {
    uint64_t key;
    pnr_slice unknown;
    pnri_cbor_get_unsigned(in, UINT64_MAX, &key);
    while (row < FIELDS && fields[row].key < key) row++;
    if (row < FIELDS && fields[row].key == key) get_field(in, row, entry);
    else pnri_cbor_get_whole(in, &unknown);
  }
}

static void get_hash(pnri_cbor_reader *in, pnr_slice *out)
{
  if (pnri_cbor_get_octets(in, out) == PNR_OK && out->size != PNRI_AUDIT_HASH) pnri_cbor_refuse(in, PNR_E_SYNTAX);
}

static void get_key(pnri_cbor_reader *in, uint64_t expected)
{
  uint64_t key;
  pnri_cbor_get_unsigned(in, UINT64_MAX, &key);
  if (key != expected) pnri_cbor_refuse(in, PNR_E_SYNTAX);
}

pnr_status pnri_audit_get(pnr_slice octets, pnri_audit_read *out, pnr_error *error)
{
  pnri_cbor_reader in;
  uint64_t pairs;
  *out = (pnri_audit_read){ .view = { .sequence = 0 } };
  pnri_cbor_reader_open(&in, octets);
  pnri_cbor_get_map(&in, &pairs);
  if (pairs < 2) pnri_cbor_refuse(&in, PNR_E_SYNTAX);
  get_key(&in, SEQUENCE);
  pnri_cbor_get_unsigned(&in, UINT64_MAX, &out->view.sequence);
  if (out->view.sequence == 0) pnri_cbor_refuse(&in, PNR_E_SYNTAX);
  get_key(&in, HEAD);
  get_hash(&in, &out->head);
  get_fields(&in, pairs, &out->view);
  out->map = (pnr_slice){ octets.data, (size_t)(in.next - octets.data) };
  get_hash(&in, &out->seal);
  pnri_cbor_finish(&in);
  return pnri_cbor_fault(&in, 0, error);
}

bool pnri_audit_is_sealed(const pnri_audit_read *entry, const uint8_t key[PNRI_AUDIT_HASH])
{
  uint8_t seal[PNRI_AUDIT_HASH];
  pnr_slice slice = { key, PNRI_AUDIT_HASH };
  bool sealed = pnri_hash(slice, entry->map, seal, sizeof seal) == PNR_OK;
  sealed = sealed && pnri_secret_equal(seal, entry->seal.data, sizeof seal);
  pnri_wipe(seal, sizeof seal); /* it would be good for a forged entry */
  return sealed;
}

/* --- Checkpoints: [1, unit, count, head, time, signature] --- */

/* What is signed is the same array with a name that no other signature of a unit begins with, and no signature. */
static void put_checkpoint(pnri_cbor_writer *out, const pnr_audit_checkpoint_view *view, pnr_slice signature)
{
  static const char name[] = "libpnr audit checkpoint";
  pnri_cbor_put_array(out, 6);
  if (signature.size == 0) pnri_cbor_put_text(out, pnri_slice(name));
  pnri_cbor_put_unsigned(out, VERSION);
  pnri_cbor_put_text(out, view->unit);
  pnri_cbor_put_unsigned(out, view->count);
  pnri_cbor_put_octets(out, view->head);
  pnri_cbor_put_unsigned(out, view->time);
  if (signature.size != 0) pnri_cbor_put_octets(out, signature);
}

pnr_status pnri_audit_sign(const pnri_audit_chain *chain, pnr_slice unit, uint64_t time,
                           const uint8_t secret[PNRI_AUDIT_SIGN_SECRET], pnri_cbor_writer *out)
{
  const pnr_audit_checkpoint_view view = {
    .count = chain->count, .time = time, .unit = unit, .head = { chain->head, sizeof chain->head }
  };
  uint8_t signature[PNRI_SIGNATURE];
  pnri_cbor_writer_clear(out);
  put_checkpoint(out, &view, (pnr_slice){ NULL, 0 });
  if (out->status != PNR_OK) return out->status;
  pnr_status status = pnri_sign(secret, pnri_cbor_written(out), signature);
  if (status != PNR_OK) return status;
  pnri_cbor_writer_clear(out);
  put_checkpoint(out, &view, (pnr_slice){ signature, sizeof signature });
  return out->status;
}

static pnr_status get_checkpoint(pnr_slice octets, pnr_audit_checkpoint_view *view, pnr_slice *signature,
                                 pnr_error *error)
{
  pnri_cbor_reader in;
  uint64_t items, version;
  pnri_cbor_reader_open(&in, octets);
  pnri_cbor_get_array(&in, &items);
  if (items != 6) pnri_cbor_refuse(&in, PNR_E_SYNTAX);
  pnri_cbor_get_unsigned(&in, VERSION, &version);
  if (version != VERSION) pnri_cbor_refuse(&in, PNR_E_SYNTAX);
  pnri_cbor_get_text(&in, &view->unit);
  if (view->unit.size > PNR_AUDIT_TEXT_MOST) pnri_cbor_refuse(&in, PNR_E_SYNTAX);
  pnri_cbor_get_unsigned(&in, UINT64_MAX, &view->count);
  get_hash(&in, &view->head);
  pnri_cbor_get_unsigned(&in, UINT64_MAX, &view->time);
  if (pnri_cbor_get_octets(&in, signature) == PNR_OK && signature->size != PNRI_SIGNATURE)
    pnri_cbor_refuse(&in, PNR_E_SYNTAX);
  pnri_cbor_finish(&in);
  return pnri_cbor_fault(&in, 0, error);
}

static pnr_status verify_checkpoint(const pnr_audit_checkpoint_view *view, pnr_slice signature,
                                    const uint8_t *public_key)
{
  uint8_t memory[PNR_AUDIT_CHECKPOINT_MOST];
  pnri_cbor_writer out;
  pnri_cbor_writer_borrow(&out, memory, sizeof memory);
  put_checkpoint(&out, view, (pnr_slice){ NULL, 0 });
  pnr_status status = out.status;
  if (status == PNR_OK) status = pnri_sign_verify(public_key, pnri_cbor_written(&out), signature.data);
  pnri_cbor_writer_close(&out);
  return status;
}

pnr_status pnr_audit_checkpoint_read(pnr_slice checkpoint, const uint8_t *public_key, pnr_audit_checkpoint_view *out,
                                     pnr_error *error)
{
  pnr_audit_checkpoint_view view = { .size = 0 };
  pnr_slice signature;
  if (out == NULL || out->size < sizeof *out) return pnri_fail_argument(error);
  pnr_status status = get_checkpoint(checkpoint, &view, &signature, error);
  if (status != PNR_OK) return status;
  if (public_key != NULL) status = verify_checkpoint(&view, signature, public_key);
  if (status != PNR_OK) return pnri_fail_at(error, status, 0);
  view.size = out->size;
  *out = view;
  return PNR_OK;
}
