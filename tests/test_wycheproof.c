/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "crypto/agree.h"
#include "crypto/hkdf.h"
#include "crypto/seal.h"
#include "crypto/sign.h"
#include "exchange_vectors.h"

/* Project Wycheproof's cases, where its files lie beside the project: each must come out as it says. */

/* The members of a case, and of the group around it, that the primitives use. */
enum { KEY, IV, AAD, MSG, CT, TAG, PUBLIC, PRIVATE, SHARED, IKM, SALT, INFO, OKM, SIG, PK, SIZE, MEMBERS };
static const char *const members[MEMBERS] = { "key",    "iv",  "aad",  "msg",  "ct",  "tag", "public", "private",
                                              "shared", "ikm", "salt", "info", "okm", "sig", "pk",     "size" };

typedef struct wycheproof {
  pnr_slice value[MEMBERS]; /* owned */
  size_t size;              /* that was asked for */
  int is_invalid;           /* what the file says of it */
} wycheproof;

/* 1 when the primitive gave what the file says. */
typedef int (*wycheproof_check)(const wycheproof *test);

static void take_member(wycheproof *test, const vector_walk *walk)
{
  for (size_t i = 0; i < MEMBERS; i++) {
    if (!slice_is(walk->name, members[i])) continue;
    if (walk->event.kind == PNRI_JSON_NUMBER) test->size = strtoul((const char *)walk->event.text.data, NULL, 10);
    if (walk->event.kind != PNRI_JSON_STRING) continue;
    free((void *)test->value[i].data);
    test->value[i] = from_hex(walk->event.text);
  }
}

/* In a case "result" is the last member. */
static void check_file(const char *name, wycheproof_check check, size_t least)
{
  char path[128];
  snprintf(path, sizeof path, "wycheproof/%s_test.json", name);
  pnr_slice file = vector_file(path);
  if (file.size == 0) {
    free((void *)file.data);
    cr_skip("no vectors here");
  }
  wycheproof test = { .size = 0 };
  vector_walk walk;
  size_t seen = 0;
  for (vector_walk_open(&walk, file); vector_walk_next(&walk);) {
    take_member(&test, &walk);
    if (!slice_is(walk.name, "result") || walk.event.kind != PNRI_JSON_STRING) continue;
    test.is_invalid = slice_is(walk.event.text, "invalid");
    seen++;
    cr_expect(check(&test), "%s: case %zu", name, seen);
  }
  cr_expect(ge(sz, seen, least), "%s: %zu cases", name, seen);
  for (size_t i = 0; i < MEMBERS; i++) free((void *)test.value[i].data);
  free((void *)file.data);
}

/* --- One check for each primitive --- */

static int check_signature(const wycheproof *test)
{
  if (test->value[SIG].size != PNRI_SIGNATURE) return test->is_invalid; /* no call takes it */
  pnr_status status = pnri_sign_verify(test->value[PK].data, test->value[MSG], test->value[SIG].data);
  return status == (test->is_invalid ? PNR_E_FORGED : PNR_OK);
}

/* "Acceptable" are keys of the twist and such that are not canonical: RFC 7748 computes with them; a shared secret of zeroes
 * is refused. */
static int check_agreement(const wycheproof *test)
{
  static const uint8_t zeroes[PNRI_AGREE_SHARED];
  uint8_t shared[PNRI_AGREE_SHARED];
  pnr_status status = pnri_agree(test->value[PRIVATE].data, test->value[PUBLIC].data, shared);
  if (memcmp(test->value[SHARED].data, zeroes, sizeof zeroes) == 0) return status == PNR_E_KEY;
  return status == PNR_OK && memcmp(shared, test->value[SHARED].data, sizeof shared) == 0;
}

typedef pnr_status (*sealing)(const uint8_t *, const uint8_t *, pnr_slice, pnr_slice, uint8_t *);

static int check_sealing(const wycheproof *test, sealing seal, sealing open, size_t nonce)
{
  const pnr_slice *value = test->value;
  if (value[IV].size != nonce) return test->is_invalid; /* no call takes it */
  size_t size = value[MSG].size + PNRI_SEAL_TAG;
  uint8_t *expected = malloc(size), *out = malloc(size);
  memcpy(expected, value[CT].data, value[CT].size);
  memcpy(expected + value[CT].size, value[TAG].data, value[TAG].size);
  pnr_status status = open(value[KEY].data, value[IV].data, value[AAD], (pnr_slice){ expected, size }, out);
  int good = status == (test->is_invalid ? PNR_E_FORGED : PNR_OK) && value[CT].size + value[TAG].size == size;
  if (good && !test->is_invalid) {
    good = memcmp(out, value[MSG].data, value[MSG].size) == 0;
    good = good && seal(value[KEY].data, value[IV].data, value[AAD], value[MSG], out) == PNR_OK;
    good = good && memcmp(out, expected, size) == 0;
  }
  free(expected);
  free(out);
  return good;
}

static int check_seal(const wycheproof *test) { return check_sealing(test, pnri_seal, pnri_open, PNRI_SEAL_NONCE); }
static int check_seal_wide(const wycheproof *test)
{
  return check_sealing(test, pnri_seal_wide, pnri_open_wide, PNRI_SEAL_NONCE_WIDE);
}

static int check_derivation(const wycheproof *test)
{
  static uint8_t out[PNRI_HKDF_MOST];
  const pnr_slice *value = test->value;
  pnr_status status = pnri_hkdf(value[SALT], value[IKM], value[INFO], out, test->size);
  if (test->is_invalid) return status == PNR_E_ARGUMENT;
  return status == PNR_OK && value[OKM].size == test->size && memcmp(out, value[OKM].data, test->size) == 0;
}

Test(wycheproof, signatures) { check_file("ed25519", check_signature, 150); }
Test(wycheproof, key_agreement) { check_file("x25519", check_agreement, 518); }
Test(wycheproof, seals) { check_file("chacha20_poly1305", check_seal, 325); }
Test(wycheproof, seals_with_a_wide_nonce) { check_file("xchacha20_poly1305", check_seal_wide, 315); }
Test(wycheproof, derived_keys) { check_file("hkdf_sha256", check_derivation, 86); }
