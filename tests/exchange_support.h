/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_EXCHANGE_SUPPORT_H
#define PNR_TESTS_EXCHANGE_SUPPORT_H

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "crypto/hash.h"
#include "exchange/keyring.h"
#include "exchange/object.h"
#include "pnr/exchange.h"
#include "pnr/match.h"
#include "pnr/message.h"
#include "support.h"

/* Two invented units with fixed keys. NOW is 2026-03-01T12:00:00Z. */
#define NOW UINT64_C(1772366400)
#define DAY UINT64_C(86400)

/* Random octets that are the same in every run: BLAKE2b of a name and a number. */
typedef struct fixed_chance {
  const char *name;
  uint32_t drawn;
  uint8_t octets[256]; /* all that was drawn, as far as there is room */
  size_t size;
} fixed_chance;

static inline pnr_status draw_fixed(void *user, void *out, size_t size)
{
  fixed_chance *chance = user;
  char text[64];
  int length = snprintf(text, sizeof text, "%s/%u", chance->name, chance->drawn++);
  uint8_t hash[PNRI_HASH_MOST];
  pnr_status status =
    pnri_hash((pnr_slice){ NULL, 0 }, (pnr_slice){ (const uint8_t *)text, (size_t)length }, hash, sizeof hash);
  if (size > sizeof hash) return PNR_E_ARGUMENT;
  memcpy(out, hash, size);
  if (chance->size + size <= sizeof chance->octets) memcpy(chance->octets + chance->size, out, size);
  chance->size += size;
  return status;
}

typedef struct unit_keys {
  uint8_t root[PNR_SEED];
  uint8_t fingerprint[PNR_FINGERPRINT];
  pnr_keyring *keyring;
  pnr_key_provider provider;
  pnr_octets *directory, *prekeys;
} unit_keys;

static inline void unit_open(unit_keys *unit, const char *name)
{
  fixed_chance chance = { .name = name };
  pnri_chance source = { draw_fixed, &chance };
  *unit = (unit_keys){ .provider = { .size = sizeof unit->provider } };
  cr_assert(eq(i32, draw_fixed(&chance, unit->root, sizeof unit->root), PNR_OK));
  pnr_slice root = { unit->root, sizeof unit->root };
  cr_assert(eq(i32, pnr_root_fingerprint(root, unit->fingerprint, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_keyring_open(NULL, text_slice(name), &unit->keyring, NULL), PNR_OK));
  cr_assert(eq(i32, pnri_keyring_add_signing(unit->keyring, NOW - 10 * DAY, NOW + 90 * DAY, &source, NULL), PNR_OK));
  cr_assert(eq(i32, pnri_keyring_add_prekeys(unit->keyring, NOW, &source, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_keyring_provider(unit->keyring, NOW, &unit->provider, NULL), PNR_OK));
  cr_assert(eq(i32,
               pnr_directory_sign(unit->keyring, root, 1, NOW - DAY, NOW + 60 * DAY, NULL, 0, &unit->directory, NULL),
               PNR_OK));
  cr_assert(eq(i32, pnr_prekeys_sign(unit->keyring, NOW, &unit->prekeys, NULL), PNR_OK));
}

static inline void unit_close(unit_keys *unit)
{
  pnr_keyring_close(unit->keyring);
  pnr_octets_close(unit->directory);
  pnr_octets_close(unit->prekeys);
}

/* Both units, what each knows of both, and how each sends and receives. */
typedef struct two_units {
  unit_keys nl, be;
  pnr_directory *directory;
  pnr_guard *guard; /* of BE */
  pnr_exchange from_nl, to_be;
} two_units;

static inline void directory_fill(pnr_directory *directory, const unit_keys *unit)
{
  pnr_slice name = pnr_keyring_unit(unit->keyring);
  cr_assert(eq(i32, pnr_directory_pin(directory, name, unit->fingerprint, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_directory_add(directory, pnr_octets_get(unit->directory), NOW, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_directory_add(directory, pnr_octets_get(unit->prekeys), NOW, NULL), PNR_OK));
}

static inline void two_units_open(two_units *units)
{
  *units = (two_units){ .guard = NULL };
  unit_open(&units->nl, "NL-PIU");
  unit_open(&units->be, "BE-PIU");
  cr_assert(eq(i32, pnr_directory_open(NULL, &units->directory, NULL), PNR_OK));
  directory_fill(units->directory, &units->nl);
  directory_fill(units->directory, &units->be);
  cr_assert(eq(i32, pnr_guard_open(NULL, 1000, &units->guard, NULL), PNR_OK));
  units->from_nl = (pnr_exchange){ .size = sizeof units->from_nl,
                                   .unit = text_slice("NL-PIU"),
                                   .provider = &units->nl.provider,
                                   .directory = units->directory,
                                   .now = NOW };
  units->to_be = (pnr_exchange){ .size = sizeof units->to_be,
                                 .unit = text_slice("BE-PIU"),
                                 .provider = &units->be.provider,
                                 .directory = units->directory,
                                 .guard = units->guard,
                                 .now = NOW + 60 };
}

static inline void two_units_close(two_units *units)
{
  unit_close(&units->nl);
  unit_close(&units->be);
  pnr_directory_close(units->directory);
  pnr_guard_close(units->guard);
}

#endif
