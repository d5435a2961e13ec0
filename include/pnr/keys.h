/* pnr/keys.h - the keys of units: private ones in a keyring, public ones in signed directories.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_KEYS_H
#define PNR_KEYS_H

#include "pnr/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* docs/exchange.md, "Keys". A unit has an Ed25519 root key that stays offline. Others know it by its fingerprint, which they
 * were given by another way. It signs the unit's directory: signing keys, revocations, wire versions. Signing keys sign
 * messages and prekeys; a prekey is an X25519 key to which others seal during one day. Times are seconds since
 * 1970-01-01T00:00Z; a key is valid from `from` until before `until`. */

enum {
  PNR_SEED = 32,        /* octets of a private key */
  PNR_FINGERPRINT = 32, /* of a root key: its BLAKE2b-256 */
  PNR_KEY_ID = 8,       /* of every other key: the first octets of its BLAKE2b-256 */
  PNR_PREKEY_AHEAD = 14 /* days for which prekeys are published */
};

/* Octets that a call made. Wiped when closed. */
typedef struct pnr_octets pnr_octets;
PNR_API pnr_slice pnr_octets_get(const pnr_octets *octets); /* owned by octets */
PNR_API void pnr_octets_close(pnr_octets *octets);          /* NULL is allowed */

/* --- The root key --- */

/* A new root key: a seed of PNR_SEED octets, for a place that no network reaches. */
PNR_API pnr_status pnr_root_create(const pnr_env *env, pnr_octets **out, pnr_error *error);
/* The fingerprint of the root key with this seed. */
PNR_API pnr_status pnr_root_fingerprint(pnr_slice seed, uint8_t fingerprint[PNR_FINGERPRINT], pnr_error *error);

/* --- Own keys --- */

typedef struct pnr_keyring pnr_keyring;

/* Private signing keys and prekeys of one unit, none at first. unit is its name on the wire, as "NL-PIU": 2 to 32 capital
 * letters, digits and hyphens. */
PNR_API pnr_status pnr_keyring_open(const pnr_env *env, pnr_slice unit, pnr_keyring **out, pnr_error *error);
/* From what pnr_keyring_save made. PNR_E_SYNTAX with the offset where it is no keyring. */
PNR_API pnr_status pnr_keyring_load(const pnr_env *env, pnr_slice octets, pnr_keyring **out, pnr_error *error);
/* All private keys, not encrypted: for a file that nobody else reads. */
PNR_API pnr_status pnr_keyring_save(const pnr_keyring *keyring, pnr_octets **out, pnr_error *error);
PNR_API pnr_slice pnr_keyring_unit(const pnr_keyring *keyring); /* owned by keyring */
/* A new signing key, which signs from then on; older ones stay until they end. */
PNR_API pnr_status pnr_keyring_add_signing(pnr_keyring *keyring, uint64_t from, uint64_t until, pnr_error *error);
/* A new prekey for each of the days from today on that has none: PNR_PREKEY_AHEAD days ahead, today included. */
PNR_API pnr_status pnr_keyring_add_prekeys(pnr_keyring *keyring, uint64_t now, pnr_error *error);
/* Wipes prekeys three days after their end: what was sealed to them can then be opened by nobody. Signing keys at their
 * end. The number of keys wiped. */
PNR_API uint32_t pnr_keyring_expire(pnr_keyring *keyring, uint64_t now);
PNR_API void pnr_keyring_close(pnr_keyring *keyring); /* NULL is allowed */

/* Who signs and agrees for a unit: a keyring, or a program's own device. A function returns 1, or 0 where it has no such
 * key or fails. They must not call the library. */
typedef struct pnr_key_provider {
  uint32_t size; /* sizeof(pnr_key_provider) */
  void *user;    /* given to both functions */
  uint8_t signing_key[PNR_KEY_ID];
  /* Ed25519 signature of octets with signing_key. */
  int (*sign)(void *user, const uint8_t key[PNR_KEY_ID], pnr_slice octets, uint8_t signature[64]);
  /* X25519 of the private prekey and point, and when the prekey is valid; 0 also where the result is all zero. */
  int (*agree)(void *user, const uint8_t key[PNR_KEY_ID], const uint8_t point[32], uint8_t shared[32], uint64_t *from,
               uint64_t *until);
} pnr_key_provider;

/* The keyring as provider: signs with the newest signing key that is valid now. PNR_E_KEY_UNKNOWN where there is none: the
 * provider can agree then, not sign. Valid until the keyring changes. */
PNR_API pnr_status pnr_keyring_provider(pnr_keyring *keyring, uint64_t now, pnr_key_provider *provider,
                                        pnr_error *error);

/* --- Publishing --- */

typedef struct pnr_revocation {
  uint32_t size; /* sizeof(pnr_revocation) */
  pnr_slice key; /* PNR_KEY_ID octets: of a signing key or a prekey */
  uint64_t at;
} pnr_revocation;

/* The directory of the keyring's unit, signed by its root. version is higher with each directory; until: when others must
 * have a newer one. Announces all signing keys of the keyring and wire version 1. */
PNR_API pnr_status pnr_directory_sign(const pnr_keyring *keyring, pnr_slice root_seed, uint32_t version, uint64_t now,
                                      uint64_t until, const pnr_revocation *const *revocations, uint32_t count,
                                      pnr_octets **out, pnr_error *error);
/* The public halves of the keyring's prekeys that have not ended, signed by its signing key. */
PNR_API pnr_status pnr_prekeys_sign(pnr_keyring *keyring, uint64_t now, pnr_octets **out, pnr_error *error);

/* --- Keys of others --- */

typedef struct pnr_directory pnr_directory; /* what is known of the keys of units */

PNR_API pnr_status pnr_directory_open(const pnr_env *env, pnr_directory **out, pnr_error *error);
/* The unit's root key is the one with this fingerprint, and no other. PNR_E_PINNED where another one is pinned. */
PNR_API pnr_status pnr_directory_pin(pnr_directory *directory, pnr_slice unit,
                                     const uint8_t fingerprint[PNR_FINGERPRINT], pnr_error *error);
/* Takes in signed directories and prekeys, one behind the other, as pnr_directory_sign and pnr_prekeys_sign made them.
 * Nothing of them counts until all of them hold. PNR_E_PINNED: no pinned root, or another one; PNR_E_ROLLBACK: an older
 * version than is known, or another directory of the same version; PNR_E_SIGNATURE, PNR_E_KEY_UNKNOWN,
 * PNR_E_KEY_EXPIRED, PNR_E_KEY_REVOKED, PNR_E_OBJECT. error->offset is that of the document. */
PNR_API pnr_status pnr_directory_add(pnr_directory *directory, pnr_slice octets, uint64_t now, pnr_error *error);

/* One public key of a unit. */
typedef struct pnr_key {
  uint32_t kind; /* PNR_KEY_… */
  pnr_slice id;  /* PNR_KEY_ID octets */
  pnr_slice octets;
  uint64_t from;
  uint64_t until;
  uint64_t revoked; /* since when; 0: it is not */
} pnr_key;
enum { PNR_KEY_SIGNING = 1, PNR_KEY_PREKEY = 2 };

typedef struct pnr_unit {
  pnr_slice name;
  pnr_slice fingerprint;
  uint32_t version; /* of the directory; 0: only pinned so far */
  uint64_t until;   /* of the directory */
  const pnr_key *const *keys;
  uint32_t key_count;
} pnr_unit;
PNR_API uint32_t pnr_directory_count(const pnr_directory *directory);
/* Unit i, from 0 in the order of pinning; NULL beyond. Owned by the directory, valid until it changes. */
PNR_API const pnr_unit *pnr_directory_unit(const pnr_directory *directory, uint32_t i);
PNR_API void pnr_directory_close(pnr_directory *directory); /* NULL is allowed */

#ifdef __cplusplus
}
#endif
#endif
