/* SPDX-License-Identifier: Apache-2.0 */
#include "store/audit_state.h"

#include <assert.h>
#include <string.h>
#include <xxhash.h>

#include "core/date.h"
#include "core/fail.h"
#include "core/file.h"
#include "core/little.h"
#include "crypto/sign.h"

static_assert((int)PNRI_AUDIT_SEED == PNRI_SIGN_SEED, "sizes");

enum { VERSION = 1, CHECKSUM = 8, FILE_MOST = 512, DAY = 86400 };

/* --- Paths --- */

const char *pnri_audit_folder_month(pnri_folder *folder, uint32_t month)
{
  char name[] = "0000-00.audit";
  static const uint8_t places[] = { 6, 5, 3, 2, 1, 0 };
  for (size_t i = 0; i < sizeof places; i++) {
    name[places[i]] = (char)('0' + month % 10);
    month /= 10;
  }
  return pnri_folder_file(folder, name);
}

uint32_t pnri_audit_month(uint64_t time)
{
  static const uint64_t most = 253402300800; /* 10000-01-01T00:00:00Z */
  if (time >= most) return 0;
  return pnri_date_from_days(pnri_date_days(19700101) + (int32_t)(time / DAY)) / 100;
}

uint32_t pnri_audit_month_after(uint32_t month) { return month % 100 == 12 ? month + 89 : month + 1; }

/* --- What is kept --- */

enum { COUNT = 1, HEAD, KEY, UNIT, RECORD_KEY, SEED, FIRST_MONTH, MONTH, OFFSET, CUT, IS_OPEN, PAIRS = IS_OPEN };

static void put_octets(pnri_cbor_writer *out, uint64_t key, const uint8_t *octets, size_t size)
{
  pnri_cbor_put_unsigned(out, key);
  pnri_cbor_put_octets(out, (pnr_slice){ octets, size });
}

static void put_number(pnri_cbor_writer *out, uint64_t key, uint64_t number)
{
  pnri_cbor_put_unsigned(out, key);
  pnri_cbor_put_unsigned(out, number);
}

static void put_state(pnri_cbor_writer *out, const pnri_audit_state *state)
{
  pnri_cbor_put_map(out, PAIRS + 1);
  put_number(out, 0, VERSION);
  put_number(out, COUNT, state->chain.count);
  put_octets(out, HEAD, state->chain.head, PNRI_AUDIT_HASH);
  put_octets(out, KEY, state->chain.key, PNRI_AUDIT_HASH);
  put_octets(out, UNIT, state->unit, state->unit_size);
  put_octets(out, RECORD_KEY, state->record_key, PNRI_AUDIT_HASH);
  put_octets(out, SEED, state->seed, PNRI_AUDIT_SEED);
  put_number(out, FIRST_MONTH, state->first_month);
  put_number(out, MONTH, state->month);
  put_number(out, OFFSET, state->offset);
  put_number(out, CUT, state->cut);
  put_number(out, IS_OPEN, state->is_open);
}

pnr_status pnri_audit_state_save(pnri_folder *folder, const pnri_audit_state *state, pnr_error *error)
{
  uint8_t memory[FILE_MOST];
  pnri_cbor_writer out;
  pnri_cbor_writer_borrow(&out, memory + CHECKSUM, sizeof memory - CHECKSUM);
  put_state(&out, state);
  pnri_store64(memory, XXH3_64bits(out.data, out.size));
  pnr_slice octets = { memory, CHECKSUM + out.size };
  pnr_status status = out.status == PNR_OK ? pnri_folder_write(folder, PNRI_AUDIT_KEY_FILE, octets, error)
                                           : pnri_fail_at(error, out.status, 0);
  pnri_wipe(memory, sizeof memory);
  return status;
}

static void get_octets(pnri_cbor_reader *in, uint64_t key, uint8_t *out, size_t size)
{
  uint64_t found;
  pnr_slice octets;
  pnri_cbor_get_unsigned(in, UINT64_MAX, &found);
  pnri_cbor_get_octets(in, &octets);
  if (found != key || octets.size != size) pnri_cbor_refuse(in, PNR_E_SYNTAX);
  else memcpy(out, octets.data, size);
}

static uint64_t get_number(pnri_cbor_reader *in, uint64_t key, uint64_t most)
{
  uint64_t found, number;
  pnri_cbor_get_unsigned(in, UINT64_MAX, &found);
  pnri_cbor_get_unsigned(in, most, &number);
  if (found != key) pnri_cbor_refuse(in, PNR_E_SYNTAX);
  return number;
}

static void get_unit(pnri_cbor_reader *in, pnri_audit_state *state)
{
  uint64_t found;
  pnr_slice unit;
  pnri_cbor_get_unsigned(in, UINT64_MAX, &found);
  pnri_cbor_get_octets(in, &unit);
  if (found != UNIT || unit.size > sizeof state->unit) {
    pnri_cbor_refuse(in, PNR_E_SYNTAX);
    return;
  }
  if (unit.size != 0) memcpy(state->unit, unit.data, unit.size);
  state->unit_size = (uint32_t)unit.size;
}

static pnr_status get_state(pnr_slice octets, pnri_audit_state *state)
{
  pnri_cbor_reader in;
  uint64_t pairs;
  pnri_cbor_reader_open(&in, octets);
  pnri_cbor_get_map(&in, &pairs);
  if (pairs != PAIRS + 1 || get_number(&in, 0, UINT32_MAX) != VERSION) pnri_cbor_refuse(&in, PNR_E_SYNTAX);
  state->chain.count = get_number(&in, COUNT, UINT64_MAX);
  get_octets(&in, HEAD, state->chain.head, PNRI_AUDIT_HASH);
  get_octets(&in, KEY, state->chain.key, PNRI_AUDIT_HASH);
  get_unit(&in, state);
  get_octets(&in, RECORD_KEY, state->record_key, PNRI_AUDIT_HASH);
  get_octets(&in, SEED, state->seed, PNRI_AUDIT_SEED);
  state->first_month = (uint32_t)get_number(&in, FIRST_MONTH, 999912);
  state->month = (uint32_t)get_number(&in, MONTH, 999912);
  state->offset = get_number(&in, OFFSET, UINT64_MAX);
  state->cut = get_number(&in, CUT, UINT64_MAX);
  state->is_open = get_number(&in, IS_OPEN, 1) != 0;
  return pnri_cbor_finish(&in);
}

pnr_status pnri_audit_state_load(pnri_folder *folder, pnri_audit_state *out, pnr_error *error)
{
  pnri_map map;
  pnr_error cause = { .size = sizeof cause };
  *out = (pnri_audit_state){ .is_open = false };
  if (pnri_file_map(pnri_folder_file(folder, PNRI_AUDIT_KEY_FILE), &map, &cause) != PNR_OK)
    return pnri_fail(error, (pnr_error){ .status = PNR_E_AUDIT_STATE, .cause = cause.cause });
  const uint8_t *data = map.data;
  bool sound = map.size > CHECKSUM && pnri_load64(data) == XXH3_64bits(data + CHECKSUM, map.size - CHECKSUM) &&
               get_state((pnr_slice){ data + CHECKSUM, map.size - CHECKSUM }, out) == PNR_OK;
  pnri_file_unmap(&map);
  if (sound) return PNR_OK;
  pnri_wipe(out, sizeof *out);
  return pnri_fail_at(error, PNR_E_AUDIT_STATE, 0);
}
