/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "bench.h"
#include "crypto/agree.h"
#include "crypto/hash.h"
#include "crypto/hkdf.h"
#include "crypto/oprf.h"
#include "crypto/seal.h"
#include "crypto/sign.h"

/* What one use of each primitive costs. A key of the blind query is prepared by blinding and finalizing on one side and by
 * evaluating on the other. */

enum { TIMES = 1000, RECORD = 3000 };

static uint8_t key[32], blind[32], element[32], evaluated[32], peer[32], output[64], public_key[32], secret[64],
  signature[64];
static uint8_t record[RECORD + PNRI_SEAL_TAG];

static void sign(pnr_slice input) { bench_require(pnri_sign(secret, input, signature), "sign"); }
static void verify(pnr_slice input) { bench_require(pnri_sign_verify(public_key, input, signature), "verify"); }
static void agree(pnr_slice input)
{
  (void)input;
  bench_require(pnri_agree(blind, peer, output), "agree");
}
static void derive(pnr_slice input) { bench_require(pnri_hkdf(input, input, input, output, 32), "derive"); }
static void hash(pnr_slice input) { bench_require(pnri_hash((pnr_slice){ key, 32 }, input, output, 32), "hash"); }
static void seal(pnr_slice input)
{
  bench_require(pnri_seal(key, key, input, (pnr_slice){ record, RECORD }, record), "seal");
}
static void oprf_blind(pnr_slice input) { bench_require(pnri_oprf_blind(input, blind, element), "blind"); }
static void oprf_evaluate(pnr_slice input)
{
  (void)input;
  bench_require(pnri_oprf_evaluate(key, element, evaluated), "evaluate");
}
static void oprf_finalize(pnr_slice input)
{
  bench_require(pnri_oprf_finalize(input, blind, evaluated, output), "finalize");
}

typedef struct primitive {
  const char *name;
  void (*use)(pnr_slice input);
} primitive;

static double measure(void *state)
{
  const primitive *p = state;
  static const char text[] = "a key of the blind query, or a short message";
  const pnr_slice input = { (const uint8_t *)text, sizeof text - 1 };
  double begin = bench_cpu();
  for (int i = 0; i < TIMES; i++) p->use(input);
  return bench_cpu() - begin;
}

int main(void)
{
  static primitive all[] = {
    { "sign", sign },
    { "verify", verify },
    { "agree", agree },
    { "derive", derive },
    { "hash", hash },
    { "seal-3000-octets", seal },
    { "oprf-blind", oprf_blind },
    { "oprf-evaluate", oprf_evaluate },
    { "oprf-finalize", oprf_finalize },
  };
  enum { COUNT = sizeof all / sizeof all[0] };
  bench_case cases[COUNT];
  double prepared = 0;
  bench_require(pnri_oprf_scalar(key), "key");
  bench_require(pnri_oprf_scalar(blind), "blind");
  bench_require(pnri_sign_pair(key, public_key, secret), "pair");
  bench_require(pnri_agree_public(key, peer), "peer");
  for (size_t i = 0; i < COUNT; i++)
    cases[i] = (bench_case){ .name = all[i].name, .measure = measure, .state = &all[i] };
  for (size_t i = 0; i < COUNT; i++) (void)measure(&all[i]); /* so that each finds what the one before made */
  bench_measure(cases, COUNT);
  for (size_t i = 0; i < COUNT; i++) {
    double each = 1e6 * cases[i].median / TIMES;
    bench_row("crypto", cases[i].name, each, "us", NULL, 0);
    if (strncmp(cases[i].name, "oprf", 4) == 0) prepared += each;
  }
  bench_row("crypto", "blind-query-key", prepared, "us", NULL, 0);
  return 0;
}
