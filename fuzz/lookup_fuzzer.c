/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets as wraps, as a permit, as a volume, and as what stands sealed in a volume, which anybody may seal to the authority.
 * The first octet tells which one. */
#include <stdlib.h>
#include <string.h>

#include "crypto/seal.h"
#include "encoding/octets.h"
#include "record/view_cbor.h"
#include "store/lookup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
  if (!holds) abort();
}

enum { DAY = 20250911 };
static const uint8_t seed[PNR_SEED] = { 1 }, volume_key[PNRI_SEAL_KEY] = { 2 }, record_identity[PNR_IDENTITY] = { 3 };
static const uint8_t salt[PNRI_VOLUME_SALT] = { 4 };
static pnri_party party;
static pnr_octets *volume_wrap, *record_wrap, *permit;
static pnr_lookup *lookup;

static pnr_slice octets_of(const void *at, size_t size) { return (pnr_slice){ at, size }; }

static pnr_octets *make_wrap(bool is_of_volume)
{
  uint8_t identity[PNR_IDENTITY];
  pnri_wrap wrap;
  pnr_octets *out;
  pnri_cbor_writer cbor;
  check(pnri_volume_identity(salt, DAY, identity) == PNR_OK);
  const uint8_t *bound = is_of_volume ? identity : record_identity;
  check(pnri_wrap_key(volume_key, party.public_keys, is_of_volume ? "lookup" : "wrap", bound, &wrap) == PNR_OK);
  pnri_cbor_writer_open(&cbor, NULL, SIZE_MAX);
  pnri_cbor_put_array(&cbor, is_of_volume ? 6 : 5);
  pnri_cbor_put_unsigned(&cbor, PNRI_WRAP_FORM);
  pnri_cbor_put_octets(&cbor, is_of_volume ? octets_of(salt, sizeof salt) : octets_of(record_identity, PNR_IDENTITY));
  if (is_of_volume) pnri_cbor_put_unsigned(&cbor, DAY);
  pnri_cbor_put_octets(&cbor, octets_of(party.public_keys, PNR_PARTY_PUBLIC));
  pnri_cbor_put_octets(&cbor, octets_of(wrap.ephemeral, sizeof wrap.ephemeral));
  pnri_cbor_put_octets(&cbor, octets_of(wrap.wrapped, sizeof wrap.wrapped));
  check(pnri_octets_of(&cbor, &out, NULL) == PNR_OK);
  return out;
}

static pnr_lookup_terms terms(void)
{
  static const uint8_t text[] = "PETRA NOVAK";
  static const pnr_name name = { .kind = PNR_NAME_PRIMARY, .source = PNR_SOURCE_CALLER, .full = { text, 11 } };
  static const pnr_name *const names[] = { &name };
  static const pnr_person person = { .names = names, .name_count = 1 };
  return (pnr_lookup_terms){ .size = sizeof(pnr_lookup_terms),
                             .offence = 1,
                             .issued = 1,
                             .expires = 2,
                             .from = DAY,
                             .until = DAY,
                             .uses = 1,
                             .case_reference = { text, 1 },
                             .decision = { text, 1 },
                             .person = &person };
}

static pnr_status permit_for(pnr_slice wraps, pnr_octets **out)
{
  const pnr_lookup_terms usual = terms();
  return pnr_lookup_permit(NULL, octets_of(seed, sizeof seed), wraps, &usual, party.public_keys, out, NULL);
}

static void open_lookup(void)
{
  pnri_lookup_permit read;
  check(pnri_lookup_permit_read(pnri_env(NULL), pnr_octets_get(permit), party.public_keys, &read, NULL) == PNR_OK);
  check(pnri_lookup_begin(pnri_env(NULL), &read, &party, 1, &lookup) == PNR_OK);
  check(pnr_lookup_wraps(lookup, pnr_octets_get(record_wrap), NULL) == PNR_OK);
}

static void prepare(void)
{
  check(pnri_party_open(octets_of(seed, sizeof seed), &party) == PNR_OK);
  volume_wrap = make_wrap(true);
  record_wrap = make_wrap(false);
  check(permit_for(pnr_octets_get(volume_wrap), &permit) == PNR_OK);
}

/* A volume of one record that says this. */
static pnr_octets *make_volume(pnr_slice clear)
{
  static const uint8_t nonce[PNRI_SEAL_NONCE_WIDE];
  uint8_t key[PNRI_SEAL_KEY], seal[PNRI_HASH_SIZE], *sealed = malloc(clear.size + PNRI_SEAL_TAG);
  pnri_cbor_writer payload, cbor;
  pnr_octets *out;
  check(sealed != NULL && pnri_volume_record_key(volume_key, pnr_octets_get(record_wrap), key) == PNR_OK);
  check(pnri_seal_wide(key, nonce, octets_of(record_identity, PNR_IDENTITY), clear, sealed) == PNR_OK);
  pnri_cbor_writer_open(&payload, NULL, SIZE_MAX);
  pnri_cbor_put_array(&payload, 4);
  pnri_cbor_put_unsigned(&payload, PNRI_WRAP_FORM);
  pnri_cbor_put_octets(&payload, octets_of(salt, sizeof salt));
  pnri_cbor_put_unsigned(&payload, DAY);
  pnri_cbor_put_array(&payload, 1);
  pnri_cbor_put_array(&payload, 3);
  pnri_cbor_put_octets(&payload, octets_of(record_identity, PNR_IDENTITY));
  pnri_cbor_put_octets(&payload, octets_of(nonce, sizeof nonce));
  pnri_cbor_put_octets(&payload, octets_of(sealed, clear.size + PNRI_SEAL_TAG));
  check(pnri_volume_seal(volume_key, pnri_cbor_written(&payload), seal) == PNR_OK);
  pnri_cbor_writer_open(&cbor, NULL, SIZE_MAX);
  pnri_cbor_put_array(&cbor, 2);
  pnri_cbor_put_octets(&cbor, pnri_cbor_written(&payload));
  pnri_cbor_put_octets(&cbor, octets_of(seal, sizeof seal));
  check(pnri_octets_of(&cbor, &out, NULL) == PNR_OK);
  pnri_cbor_writer_close(&payload);
  free(sealed);
  return out;
}

static void search(pnr_slice octets)
{
  pnr_error error = { .size = sizeof error };
  open_lookup();
  pnr_status status = pnr_lookup_search(lookup, octets, 1, &error);
  check(status == PNR_OK || (error.offset <= octets.size && pnr_lookup_count(lookup) == 0));
  const pnr_lookup_report *report = pnr_lookup_report_get(lookup);
  check(report->volumes == (status == PNR_OK) && (status == PNR_OK || report->records + report->erased == 0));
  for (uint32_t i = 0; i < pnr_lookup_count(lookup); i++) {
    const pnr_lookup_hit *hit = pnr_lookup_get(lookup, i);
    check(hit->score >= PNR_THRESHOLD_DEFAULT && hit->score <= PNR_SCORE_MAX && hit->day == DAY);
  }
  pnr_lookup_close(lookup);
}

static void check_permit(pnr_slice octets)
{
  pnri_lookup_permit read;
  if (pnri_lookup_permit_read(pnri_env(NULL), octets, party.public_keys, &read, NULL) != PNR_OK) return;
  check(read.uses >= 1 && read.uses <= PNR_LOOKUP_USES_MOST && read.from <= read.until);
  if (pnri_lookup_begin(pnri_env(NULL), &read, &party, 1, &lookup) == PNR_OK) pnr_lookup_close(lookup);
}

static void check_wraps(pnr_slice octets)
{
  uint8_t identity[PNR_IDENTITY];
  pnr_date day;
  pnr_octets *out = NULL;
  check((permit_for(octets, &out) == PNR_OK) == (out != NULL));
  pnr_octets_close(out);
  (void)pnr_lookup_volume(octets, identity, &day, NULL);
  open_lookup();
  (void)pnr_lookup_wraps(lookup, octets, NULL);
  pnr_lookup_close(lookup);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (permit == NULL) prepare();
  if (size == 0) return 0;
  pnr_slice octets = { data + 1, size - 1 };
  if (data[0] % 4 == 0) check_wraps(octets);
  if (data[0] % 4 == 1) check_permit(octets);
  if (data[0] % 4 == 2) search(octets);
  if (data[0] % 4 == 3) {
    pnr_octets *volume = make_volume(octets);
    search(pnr_octets_get(volume));
    pnr_octets_close(volume);
  }
  return 0;
}
