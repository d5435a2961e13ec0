/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets as a wrap, as a permit and as a sealed record, of a record that stays the same: no permit and no sealed record
 * opens it but its own. The first octet tells which one. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pnr/pnr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
  if (!holds) abort();
}

static const char message[] =
  "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325+AAA+BBB+ZX+100'"
  "SRC'RCI+ZX:LOC001'TIF+NOVAK+PETRAMRS:A:1'";

static const uint8_t seed[PNR_SEED] = { 1 };
static const pnr_slice secret = { seed, PNR_SEED };
static uint8_t keys[PNR_PARTY_PUBLIC];
static pnr_record *masked;
static pnr_octets *sealed, *wrap, *permit;

static pnr_permit_terms terms(void)
{
  static const uint8_t text[] = "A";
  return (pnr_permit_terms){ .size = sizeof(pnr_permit_terms),
                             .offence = 1,
                             .elements = PNR_ELEMENTS,
                             .issued = 1,
                             .expires = 2,
                             .case_reference = { text, 1 },
                             .decision = { text, 1 } };
}

static void prepare(void)
{
  pnr_record_options options = { .size = sizeof options, .regime = PNR_REGIME_PNR, .received = 1 };
  pnr_permit_terms usual = terms();
  pnr_reader *reader = NULL;
  pnr_message *read = NULL;
  pnr_record *record = NULL;
  check(pnr_reader_open(NULL, (const uint8_t *)message, strlen(message), NULL, &reader, NULL) == PNR_OK);
  check(pnr_reader_next(reader, &read, NULL) == PNR_OK);
  check(pnr_record_from_booking(NULL, read, 0, &options, &record, NULL) == PNR_OK);
  check(pnr_party_public(secret, keys, NULL) == PNR_OK);
  check(pnr_record_mask_sealed(NULL, record, 20250911, keys, &masked, &sealed, &wrap, NULL) == PNR_OK);
  check(pnr_permit_issue(NULL, secret, pnr_octets_get(wrap), &usual, keys, &permit, NULL) == PNR_OK);
  pnr_record_close(record);
  pnr_message_close(read);
  pnr_reader_close(reader);
}

static pnr_status unmask(pnr_slice sealed_octets, pnr_slice permit_octets)
{
  pnr_permit_terms usual = terms();
  pnr_purpose purpose = { .size = sizeof purpose,
                          .basis = PNR_BASIS_REQUEST,
                          .offence = 1,
                          .case_reference = usual.case_reference,
                          .officer = usual.decision };
  pnr_record *out = NULL;
  pnr_status status =
    pnr_record_unmask(NULL, masked, sealed_octets, permit_octets, keys, secret, &purpose, 1, &out, NULL, NULL);
  check((out != NULL) == (status == PNR_OK));
  pnr_record_close(out);
  return status;
}

static int is_same(pnr_slice a, pnr_slice b) { return a.size == b.size && memcmp(a.data, b.data, a.size) == 0; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (masked == NULL) prepare();
  if (size == 0) return 0;
  pnr_slice octets = { data + 1, size - 1 };
  pnr_permit_terms usual = terms();
  pnr_octets *out = NULL;
  if (data[0] % 3 == 0) { /* anybody may seal to the authority */
    pnr_status status = pnr_permit_issue(NULL, secret, octets, &usual, keys, &out, NULL);
    check((out != NULL) == (status == PNR_OK));
    pnr_octets_close(out);
  }
  if (data[0] % 3 == 1 && unmask(pnr_octets_get(sealed), octets) == PNR_OK)
    check(is_same(octets, pnr_octets_get(permit)));
  if (data[0] % 3 == 2 && unmask(octets, pnr_octets_get(permit)) == PNR_OK)
    check(is_same(octets, pnr_octets_get(sealed)));
  return 0;
}
