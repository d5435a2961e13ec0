/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/directory.h"
#include "exchange_forge.h"

/* Keys: what is published, what is believed, what is wiped. */

static pnr_slice root_of(const unit_keys *unit) { return (pnr_slice){ unit->root, sizeof unit->root }; }

/* A directory of NL that knows it with version 5. */
static pnr_directory *directory_of(two_units *units, uint32_t version)
{
  pnr_directory *directory = NULL;
  pnr_octets *document = NULL;
  cr_assert(eq(i32, pnr_directory_open(NULL, &directory, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_directory_pin(directory, text_slice("NL-PIU"), units->nl.fingerprint, NULL), PNR_OK));
  cr_assert(eq(i32,
               pnr_directory_sign(units->nl.keyring, root_of(&units->nl), version, NOW - DAY, NOW + 60 * DAY, NULL, 0,
                                  &document, NULL),
               PNR_OK));
  cr_assert(eq(i32, pnr_directory_add(directory, pnr_octets_get(document), NOW, NULL), PNR_OK));
  pnr_octets_close(document);
  return directory;
}

static pnr_status add_version(pnr_directory *directory, const unit_keys *unit, uint32_t version, uint64_t issued,
                              uint64_t until)
{
  pnr_octets *document = NULL;
  cr_assert(eq(i32, pnr_directory_sign(unit->keyring, root_of(unit), version, issued, until, NULL, 0, &document, NULL),
               PNR_OK));
  pnr_status status = pnr_directory_add(directory, pnr_octets_get(document), NOW, NULL);
  pnr_octets_close(document);
  return status;
}

Test(exchange_keys, a_directory_never_goes_back)
{
  two_units units;
  two_units_open(&units);
  pnr_directory *directory = directory_of(&units, 5);
  const pnr_unit *unit = pnr_directory_unit(directory, 0);
  cr_expect(eq(u32, unit->version, 5));
  cr_expect(eq(u32, unit->key_count, 1));
  cr_expect(eq(i32, add_version(directory, &units.nl, 4, NOW, NOW + DAY), PNR_E_ROLLBACK));
  cr_expect(eq(i32, add_version(directory, &units.nl, 5, NOW, NOW + DAY), PNR_E_ROLLBACK), "another one of version 5");
  cr_expect(eq(i32, add_version(directory, &units.nl, 5, NOW - DAY, NOW + 60 * DAY), PNR_OK), "the same again");
  cr_expect(eq(i32, add_version(directory, &units.nl, 6, NOW - 2 * DAY, NOW - DAY), PNR_E_EXPIRED));
  cr_expect(eq(i32, add_version(directory, &units.nl, 6, NOW + 301, NOW + DAY), PNR_E_EXPIRED), "not of this time");
  cr_expect(eq(u32, pnr_directory_unit(directory, 0)->version, 5));
  cr_expect(eq(i32, add_version(directory, &units.nl, 6, NOW, NOW + DAY), PNR_OK));
  cr_expect(eq(u32, pnr_directory_unit(directory, 0)->version, 6));
  pnr_directory_close(directory);
  two_units_close(&units);
}

Test(exchange_keys, only_the_pinned_root_speaks_for_a_unit)
{
  two_units units;
  unit_keys impostor;
  two_units_open(&units);
  pnr_directory *directory = directory_of(&units, 1);
  cr_expect(eq(i32, add_version(directory, &units.be, 2, NOW, NOW + DAY), PNR_E_PINNED), "a unit that is not pinned");
  unit_open(&impostor, "NL-PIU");
  impostor.root[0] ^= 1;
  cr_expect(eq(i32, add_version(directory, &impostor, 2, NOW, NOW + DAY), PNR_E_PINNED), "another root");
  cr_expect(eq(i32, pnr_directory_pin(directory, text_slice("NL-PIU"), units.nl.fingerprint, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_directory_pin(directory, text_slice("NL-PIU"), units.be.fingerprint, NULL), PNR_E_PINNED));
  cr_expect(eq(i32, pnr_directory_pin(directory, text_slice("nl"), units.be.fingerprint, NULL), PNR_E_ARGUMENT));
  unit_close(&impostor);
  pnr_directory_close(directory);
  two_units_close(&units);
}

Test(exchange_keys, every_bit_of_a_document_counts_and_no_octet_can_be_missing)
{
  two_units units;
  two_units_open(&units);
  const pnr_octets *documents[] = { units.nl.directory, units.nl.prekeys };
  for (int i = 0; i < 2; i++) {
    pnr_slice document = pnr_octets_get(documents[i]);
    uint8_t *copy = exact_copy(document.data, document.size);
    uint32_t taken = 0;
    for (size_t bit = 0; bit < 8 * document.size; bit++) {
      copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
      taken += pnr_directory_add(units.directory, (pnr_slice){ copy, document.size }, NOW, NULL) == PNR_OK;
      copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t size = 0; size < document.size; size++)
      taken += pnr_directory_add(units.directory, (pnr_slice){ document.data, size }, NOW, NULL) == PNR_OK;
    cr_expect(eq(u32, taken, 0), "document %d", i);
    cr_expect(eq(i32, pnr_directory_add(units.directory, document, NOW, NULL), PNR_OK));
    free(copy);
  }
  two_units_close(&units);
}

/* A good document in front of a bad one counts no more than that. */
Test(exchange_keys, documents_hold_together_or_not_at_all)
{
  two_units units;
  pnr_octets *newer = NULL;
  pnr_error error = { SIZED(error) };
  uint8_t both[4096];
  two_units_open(&units);
  cr_assert(eq(i32, pnr_directory_sign(units.nl.keyring, root_of(&units.nl), 2, NOW, NOW + DAY, NULL, 0, &newer, NULL),
               PNR_OK));
  pnr_slice first = pnr_octets_get(newer), second = pnr_octets_get(units.nl.prekeys);
  memcpy(both, first.data, first.size);
  memcpy(both + first.size, second.data, second.size);
  both[first.size + second.size - 1] ^= 1;
  pnr_slice sequence = { both, first.size + second.size };
  cr_expect(eq(i32, pnr_directory_add(units.directory, sequence, NOW, &error), PNR_E_FORGED));
  cr_expect(eq(u64, error.offset, first.size));
  cr_expect(eq(u32, pnr_directory_unit(units.directory, 0)->version, 1));
  both[first.size + second.size - 1] ^= 1;
  cr_expect(eq(i32, pnr_directory_add(units.directory, sequence, NOW, &error), PNR_OK));
  cr_expect(eq(u32, pnr_directory_unit(units.directory, 0)->version, 2));
  pnr_octets_close(newer);
  two_units_close(&units);
}

static void revoke(two_units *units, const unit_keys *unit, const uint8_t key[PNR_KEY_ID], uint64_t at)
{
  pnr_octets *document = NULL;
  pnr_revocation revocation = { SIZED(pnr_revocation), .key = { key, PNR_KEY_ID }, .at = at };
  const pnr_revocation *list[] = { &revocation };
  cr_assert(
    eq(i32, pnr_directory_sign(unit->keyring, root_of(unit), 2, NOW, NOW + DAY, list, 1, &document, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_directory_add(units->directory, pnr_octets_get(document), NOW, NULL), PNR_OK));
  pnr_octets_close(document);
}

Test(exchange_keys, nothing_of_a_revoked_key_counts_that_was_not_opened_before)
{
  two_units units;
  samples s;
  pnr_error error;
  samples_open(&s);
  two_units_open(&units);
  pnr_octets *object = seal_sample(&units, &s, 7, "feedback");
  revoke(&units, &units.nl, units.nl.provider.signing_key, NOW + 61);
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_OK), "a second before");
  units.to_be.guard = NULL;
  units.to_be.now = NOW + 61;
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_E_KEY_REVOKED));
  const pnr_key *key = pnr_directory_unit(units.directory, 0)->keys[0];
  cr_expect(eq(u64, key->revoked, NOW + 61));
  units.from_nl.now = NOW + 61;
  pnr_octets *none = NULL;
  pnr_claims claims = { SIZED(claims), .audience = text_slice("BE-PIU") };
  cr_expect(
    eq(i32, pnr_exchange_seal(NULL, &units.from_nl, &s.message[7], &claims, &none, NULL, NULL), PNR_E_KEY_REVOKED));
  pnr_octets_close(object);
  two_units_close(&units);

  two_units_open(&units);
  object = seal_sample(&units, &s, 7, "feedback");
  const pnri_unit *be = pnri_directory_find(units.directory, text_slice("BE-PIU"));
  revoke(&units, &units.be, pnri_unit_prekey(be, NOW)->id, NOW);
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_E_KEY_REVOKED), "a prekey");
  cr_expect(
    eq(i32, pnr_exchange_seal(NULL, &units.from_nl, &s.message[7], &claims, &none, NULL, NULL), PNR_E_KEY_UNKNOWN));
  pnr_octets_close(object);
  samples_close(&s);
  two_units_close(&units);
}

Test(exchange_keys, prekeys_are_for_their_day_and_wiped_three_days_later)
{
  two_units units;
  samples s;
  pnr_error error;
  two_units_open(&units);
  samples_open(&s);
  const pnr_unit *be = pnr_directory_unit(units.directory, 1);
  cr_expect(eq(u32, be->key_count, 15)); /* one to sign, fourteen prekeys */
  cr_expect(eq(u64, be->keys[1]->from, NOW - 12 * 3600));
  cr_expect(eq(u64, be->keys[14]->from, NOW - 12 * 3600 + 13 * DAY));
  pnr_octets *object = seal_sample(&units, &s, 7, "feedback");
  uint64_t end = be->keys[1]->until;
  cr_expect(eq(u32, pnr_keyring_expire(units.be.keyring, end + 3 * DAY - 1), 0));
  units.to_be.now = end + 3 * DAY - 1;
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_OK), "three days late");
  cr_expect(eq(u32, pnr_keyring_expire(units.be.keyring, end + 3 * DAY), 1));
  units.to_be.guard = NULL;
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_E_KEY_UNKNOWN),
            "nobody can open it any more");
  pnr_octets_close(object);
  /* An older set of prekeys does not come back; nobody seals without one. */
  pnr_octets *newer = NULL;
  cr_assert(eq(i32, pnr_keyring_add_prekeys(units.be.keyring, NOW + 3 * DAY, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_prekeys_sign(units.be.keyring, NOW + 3 * DAY, &newer, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_directory_add(units.directory, pnr_octets_get(newer), NOW, NULL), PNR_E_EXPIRED));
  cr_expect(eq(i32, pnr_directory_add(units.directory, pnr_octets_get(newer), NOW + 3 * DAY, NULL), PNR_OK));
  cr_expect(
    eq(i32, pnr_directory_add(units.directory, pnr_octets_get(units.be.prekeys), NOW + 3 * DAY, NULL), PNR_E_ROLLBACK));
  units.from_nl.now = NOW + 20 * DAY;
  pnr_octets *none = NULL;
  pnr_claims claims = { SIZED(claims), .audience = text_slice("BE-PIU") };
  cr_expect(
    eq(i32, pnr_exchange_seal(NULL, &units.from_nl, &s.message[7], &claims, &none, NULL, NULL), PNR_E_KEY_UNKNOWN));
  pnr_octets_close(newer);
  samples_close(&s);
  two_units_close(&units);
}

/* Prekeys that are signed as they should be, and are not what they should be. */
Test(exchange_keys, prekeys_are_for_one_day_each_and_not_further_ahead_than_two_weeks)
{
  static const struct {
    uint64_t from, until;
    pnr_status status;
  } rows[] = {
    { NOW, NOW + DAY, PNR_OK },
    { NOW, NOW + DAY + 1, PNR_E_OBJECT },
    { NOW, NOW, PNR_E_OBJECT },
    { NOW + 14 * DAY, NOW + 15 * DAY, PNR_OK },
    { NOW + 14 * DAY + 1, NOW + 15 * DAY, PNR_E_OBJECT },
  };
  two_units units;
  two_units_open(&units);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnri_cbor_writer payload, document;
    pnri_key_entry entry = { { pnri_own_key_at(&units.nl.keyring->prekeys, 0)->public_key, 32 },
                             rows[i].from,
                             rows[i].until };
    const pnri_key_entry *entries[] = { &entry };
    pnri_prekeys_document prekeys = { entries, 1 };
    pnr_claims claims = { SIZED(claims), .issuer = text_slice("NL-PIU"), .issued = NOW };
    pnri_cbor_writer_open(&payload, NULL, 4096);
    pnri_cbor_writer_open(&document, NULL, 4096);
    pnri_table_write(&pnri_prekeys_table, &prekeys, &payload);
    cr_assert(eq(i32,
                 pnri_sign1_write(&document, PNRI_TYP_PREKEYS, &claims, PNRI_CLAIM_ISSUER | PNRI_CLAIM_ISSUED,
                                  pnri_cbor_written(&payload), &units.nl.provider, NULL),
                 PNR_OK));
    cr_expect(eq(i32, pnr_directory_add(units.directory, pnri_cbor_written(&document), NOW, NULL), rows[i].status),
              "%zu", i);
    pnri_cbor_writer_close(&payload);
    pnri_cbor_writer_close(&document);
  }
  two_units_close(&units);
}

Test(exchange_keys, an_expired_prekey_opens_nothing_new)
{
  two_units units;
  samples s;
  pnr_error error;
  two_units_open(&units);
  samples_open(&s);
  forgery f = usual_forgery(&units, PNR_EXCHANGE_FEEDBACK);
  f.issued = NOW - 12 * 3600 + DAY + 300; /* sealed to yesterday's prekey, five minutes after its day */
  f.expires = f.issued + DAY;
  units.to_be.now = f.issued;
  pnr_octets *object = forge(&units, &f, &s.message[7]);
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_E_KEY_EXPIRED));
  pnr_octets_close(object);
  f.issued--;
  object = forge(&units, &f, &s.message[7]);
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_OK));
  pnr_octets_close(object);
  samples_close(&s);
  two_units_close(&units);
}

Test(exchange_keys, a_signing_key_counts_while_it_and_its_directory_are_valid)
{
  two_units units;
  samples s;
  pnr_error error;
  two_units_open(&units);
  samples_open(&s);
  pnr_octets *object = seal_sample(&units, &s, 7, "feedback");
  cr_expect(eq(i32, add_version(units.directory, &units.nl, 2, NOW, NOW + 60), PNR_OK));
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_E_KEY_EXPIRED), "the directory is over");
  pnr_octets_close(object);
  /* Keys of somebody else in the unit's name, and a wire version that it does not announce. */
  unit_keys impostor;
  unit_open(&impostor, "XX-PIU");
  forgery f = usual_forgery(&units, PNR_EXCHANGE_FEEDBACK);
  f.provider = &impostor.provider;
  object = forge(&units, &f, &s.message[7]);
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_E_KEY_UNKNOWN));
  pnr_octets_close(object);
  unit_close(&impostor);
  samples_close(&s);
  two_units_close(&units);
}

Test(exchange_keys, wire_versions_come_from_the_directory)
{
  two_units units;
  samples s;
  pnr_error error;
  two_units_open(&units);
  samples_open(&s);
  pnr_octets *object = seal_sample(&units, &s, 7, "feedback");
  pnri_unit *nl = ((pnri_unit **)pnri_vector_at(&units.directory->units, 0))[0];
  nl->wire_versions = 2; /* version 2 alone */
  cr_expect(eq(i32, open_at_be(&units, pnr_octets_get(object), &error), PNR_E_OBJECT_VERSION));
  pnr_octets_close(object);
  samples_close(&s);
  two_units_close(&units);
}

Test(exchange_keys, a_keyring_is_read_as_it_was_saved)
{
  two_units units;
  pnr_octets *saved = NULL, *again = NULL;
  pnr_keyring *keyring = NULL;
  pnr_error error = { SIZED(error) };
  two_units_open(&units);
  cr_assert(eq(i32, pnr_keyring_save(units.nl.keyring, &saved, NULL), PNR_OK));
  pnr_slice octets = pnr_octets_get(saved);
  cr_assert(eq(i32, pnr_keyring_load(NULL, octets, &keyring, &error), PNR_OK));
  cr_assert(eq(i32, pnr_keyring_save(keyring, &again, NULL), PNR_OK));
  cr_expect(pnr_octets_get(again).size == octets.size &&
            memcmp(pnr_octets_get(again).data, octets.data, octets.size) == 0);
  cr_expect(slice_is(pnr_keyring_unit(keyring), "NL-PIU"));
  pnr_keyring_close(keyring);
  for (size_t size = 0; size < octets.size; size++) {
    uint8_t *copy = exact_copy(octets.data, size);
    cr_expect(eq(i32, pnr_keyring_load(NULL, (pnr_slice){ copy, size }, &keyring, &error), PNR_E_SYNTAX), "%zu", size);
    cr_expect(keyring == NULL && error.offset <= size);
    free(copy);
  }
  for (int i = 1; i < 8; i++)
    cr_expect(eq(i32, pnr_keyring_add_signing(units.nl.keyring, NOW, NOW + DAY, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_keyring_add_signing(units.nl.keyring, NOW, NOW + DAY, NULL), PNR_E_LIMIT));
  pnr_octets_close(saved);
  pnr_octets_close(again);
  two_units_close(&units);
}

/* --- Memory --- */

typedef pnr_status (*operation)(const pnr_env *env, two_units *units, samples *s);

static pnr_status do_seal(const pnr_env *env, two_units *units, samples *s)
{
  pnr_octets *object = NULL;
  pnr_claims claims = { SIZED(claims), .audience = text_slice("BE-PIU") };
  pnr_status status = pnr_exchange_seal(env, &units->from_nl, &s->message[1], &claims, &object, NULL, NULL);
  cr_expect(eq(int, status == PNR_OK, object != NULL));
  pnr_octets_close(object);
  return status;
}

static pnr_octets *prepared;

static pnr_status do_open(const pnr_env *env, two_units *units, samples *s)
{
  pnr_received *received = NULL;
  (void)s;
  pnr_status status = pnr_exchange_open(env, &units->to_be, pnr_octets_get(prepared), &received, NULL);
  cr_expect(eq(int, status == PNR_OK, received != NULL));
  pnr_received_close(received);
  return status;
}

static pnr_status do_json(const pnr_env *env, two_units *units, samples *s)
{
  pnr_octets *text = NULL;
  pnr_received *read = NULL;
  (void)units;
  pnr_status status = pnr_exchange_write_json(env, &s->message[0], &text, NULL);
  if (status == PNR_OK) status = pnr_exchange_read_json(env, pnr_octets_get(text), &read, NULL);
  pnr_received_close(read);
  pnr_octets_close(text);
  return status;
}

static pnr_status do_keys(const pnr_env *env, two_units *units, samples *s)
{
  pnr_directory *directory = NULL;
  pnr_octets *saved = NULL;
  pnr_keyring *keyring = NULL;
  pnr_octets *prekeys = NULL;
  (void)s;
  pnr_status status = pnr_directory_open(env, &directory, NULL);
  if (status == PNR_OK) status = pnr_directory_pin(directory, text_slice("NL-PIU"), units->nl.fingerprint, NULL);
  if (status == PNR_OK) status = pnr_directory_add(directory, pnr_octets_get(units->nl.directory), NOW, NULL);
  if (status == PNR_OK) status = pnr_keyring_save(units->nl.keyring, &saved, NULL);
  if (status == PNR_OK) status = pnr_keyring_load(env, pnr_octets_get(saved), &keyring, NULL);
  if (status == PNR_OK) status = pnr_keyring_add_prekeys(keyring, NOW + DAY, NULL);
  if (status == PNR_OK) status = pnr_prekeys_sign(keyring, NOW + DAY, &prekeys, NULL);
  if (status == PNR_OK) status = pnr_directory_add(directory, pnr_octets_get(prekeys), NOW + DAY, NULL);
  pnr_octets_close(prekeys);
  pnr_octets_close(saved);
  pnr_keyring_close(keyring);
  pnr_directory_close(directory);
  return status;
}

static pnr_status do_frames(const pnr_env *env, two_units *units, samples *s)
{
  pnr_octets *frame = NULL, *cover = NULL, *root = NULL;
  pnr_guard *guard = NULL;
  pnr_frame given = { SIZED(given), .object = text_slice("object") };
  pnr_cover made = { SIZED(made), .objects = 1, .from = text_slice("NL-PIU"), .to = text_slice("BE-PIU"), .made = NOW };
  (void)units;
  (void)s;
  pnr_status status = pnr_frame_write(env, &given, &frame, NULL);
  if (status == PNR_OK) status = pnr_cover_write(env, &made, &cover, NULL);
  if (status == PNR_OK) status = pnr_root_create(env, &root, NULL);
  if (status == PNR_OK) status = pnr_guard_open(env, 4, &guard, NULL);
  pnr_octets_close(frame);
  pnr_octets_close(cover);
  pnr_octets_close(root);
  pnr_guard_close(guard);
  return status;
}

Test(exchange_keys, every_allocation_may_fail_and_nothing_is_left_behind)
{
  static const struct {
    const char *name;
    operation run;
  } operations[] = {
    { "seal", do_seal }, { "open", do_open }, { "json", do_json }, { "keys", do_keys }, { "frames", do_frames },
  };
  two_units units;
  samples s;
  two_units_open(&units);
  samples_open(&s);
  prepared = seal_sample(&units, &s, 1, "reply");
  units.to_be.guard = NULL;
  for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
    pnr_status status = PNR_E_MEMORY;
    for (uint64_t fail_at = 1; status == PNR_E_MEMORY; fail_at++) {
      counting_allocator state = { .count = 0 };
      pnr_env *env = NULL;
      cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
      state.fail_at = state.count + fail_at;
      status = operations[i].run(env, &units, &s);
      cr_expect(status == PNR_OK || status == PNR_E_MEMORY, "%s %u: %d", operations[i].name, (unsigned)fail_at, status);
      pnr_env_close(env);
      cr_expect(state.blocks == 0 && state.octets == 0 && !state.not_wiped, "%s %u", operations[i].name,
                (unsigned)fail_at);
    }
  }
  pnr_octets_close(prepared);
  samples_close(&s);
  two_units_close(&units);
}
