/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/units.h"

#include <string.h>

pnr_slice bench_slice(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

void bench_unit_open(bench_unit *u, pnr_directory *directory)
{
  pnr_octets *root = NULL;
  bench_require(pnr_root_create(NULL, &root, NULL), "root");
  bench_require(pnr_root_fingerprint(pnr_octets_get(root), u->fingerprint, NULL), "fingerprint");
  bench_require(pnr_keyring_open(NULL, bench_slice(u->name), &u->keyring, NULL), "keyring");
  bench_require(pnr_keyring_add_signing(u->keyring, BENCH_NOW - BENCH_A_DAY, BENCH_NOW + 90 * BENCH_A_DAY, NULL),
                "signing key");
  bench_require(pnr_keyring_add_prekeys(u->keyring, BENCH_NOW, NULL), "prekeys");
  bench_require(pnr_directory_sign(u->keyring, pnr_octets_get(root), 1, BENCH_NOW - 60, BENCH_NOW + 30 * BENCH_A_DAY,
                                   NULL, 0, &u->directory, NULL),
                "directory");
  bench_require(pnr_prekeys_sign(u->keyring, BENCH_NOW, &u->prekeys, NULL), "prekeys");
  u->provider.size = sizeof u->provider;
  bench_require(pnr_keyring_provider(u->keyring, BENCH_NOW, &u->provider, NULL), "provider");
  bench_require(pnr_directory_pin(directory, bench_slice(u->name), u->fingerprint, NULL), "pin");
  bench_require(pnr_directory_add(directory, pnr_octets_get(u->directory), BENCH_NOW, NULL), "add");
  bench_require(pnr_directory_add(directory, pnr_octets_get(u->prekeys), BENCH_NOW, NULL), "add");
  pnr_octets_close(root);
}

void bench_unit_close(bench_unit *u)
{
  pnr_keyring_close(u->keyring);
  pnr_octets_close(u->directory);
  pnr_octets_close(u->prekeys);
}

pnr_exchange bench_exchange_of(const bench_unit *u, pnr_directory *directory)
{
  return (pnr_exchange){ .size = sizeof(pnr_exchange),
                         .unit = bench_slice(u->name),
                         .provider = &u->provider,
                         .directory = directory,
                         .now = BENCH_NOW };
}

void bench_letter_fill(bench_letter *l, uint32_t count)
{
  l->hit = (pnr_shared_hit){ .size = sizeof l->hit,
                             .score = 9310,
                             .normaliser = PNR_NORMALISER,
                             .score_version = PNR_SCORE,
                             .reviewed_at = BENCH_NOW - 60,
                             .reviewer = bench_slice("reviewer-5") };
  l->hits[0] = &l->hit;
  l->notice = (pnr_notice){ .size = sizeof l->notice,
                            .purpose = PNR_FOR_ASSESSMENT,
                            .offences = PNR_TERRORISM_BIT,
                            .reference = bench_slice("NL-OUT-2"),
                            .relevance = bench_slice("Arrives at the receiver's airport."),
                            .urgency = PNR_URGENT,
                            .handling = PNR_HANDLING_UNIT,
                            .records = l->list,
                            .record_count = count,
                            .hits = l->hits,
                            .hit_count = 1,
                            .scrub_table = pnr_record_get(l->records[0])->scrubbed,
                            .reviewer = bench_slice("reviewer-5"),
                            .reviewed_at = BENCH_NOW - 30 };
  for (uint32_t i = 0; i < count; i++) {
    l->ids[i][0] = (uint8_t)i;
    bench_require(pnr_record_share(l->records[i], (pnr_slice){ l->ids[i], sizeof l->ids[i] }, 1, &l->shared[i],
                                   l->digests[i], NULL),
                  "share");
    l->list[i] = &l->shared[i];
    l->notice.elements_given |= l->shared[i].elements;
  }
  l->message = (pnr_exchange_message){ .size = sizeof l->message, .type = PNR_EXCHANGE_NOTICE, .notice = &l->notice };
}

void bench_letter_close(bench_letter *l)
{
  for (uint32_t i = 0; i < BENCH_LETTER_MOST; i++) pnr_record_close(l->records[i]);
}
