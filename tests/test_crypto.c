/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "crypto/agree.h"
#include "crypto/hash.h"
#include "crypto/hkdf.h"
#include "crypto/oprf.h"
#include "crypto/seal.h"
#include "crypto/secret.h"
#include "crypto/sign.h"
#include "exchange_vectors.h"

#define ROWS(array) (sizeof(array) / sizeof(array)[0])

static void expect_hex(const uint8_t *octets, size_t size, const char *digits, const char *what)
{
  pnr_slice expected = hex(digits);
  cr_expect(octets_equal((pnr_slice){ octets, size }, expected), "%s", what);
  free((void *)expected.data);
}

static void drop(pnr_slice slice) { free((void *)slice.data); }

/* --- Signatures: RFC 8032 section 7.1 --- */

static const struct {
  const char *name, *seed, *public_key, *message, *signature;
} signatures[] = {
  { "test 1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
  { "test 2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
};

Test(crypto, signatures_are_those_of_the_rfc_and_any_changed_bit_is_refused)
{
  for (size_t i = 0; i < ROWS(signatures); i++) {
    pnr_slice seed = hex(signatures[i].seed), message = hex(signatures[i].message);
    uint8_t public_key[PNRI_SIGN_PUBLIC], secret[PNRI_SIGN_SECRET], signature[PNRI_SIGNATURE];
    cr_expect(eq(i32, pnri_sign_pair(seed.data, public_key, secret), PNR_OK));
    expect_hex(public_key, sizeof public_key, signatures[i].public_key, signatures[i].name);
    cr_expect(eq(i32, pnri_sign(secret, message, signature), PNR_OK));
    expect_hex(signature, sizeof signature, signatures[i].signature, signatures[i].name);
    cr_expect(eq(i32, pnri_sign_verify(public_key, message, signature), PNR_OK));
    for (size_t bit = 0; bit < 8 * sizeof signature; bit++) {
      signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
      cr_expect(eq(i32, pnri_sign_verify(public_key, message, signature), PNR_E_FORGED), "bit %zu", bit);
      signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    cr_expect(eq(i32, pnri_sign_verify(public_key, text_slice("other"), signature), PNR_E_FORGED));
    drop(seed);
    drop(message);
  }
}

/* --- Key agreement: RFC 7748 section 6.1, and points of small order --- */

Test(crypto, both_sides_agree_as_in_the_rfc_and_points_of_small_order_are_refused)
{
  static const struct {
    const char *secret, *public_key, *peer;
  } sides[] = {
    { "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
      "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
      "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f" },
    { "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
      "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
      "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a" },
  };
  static const char *const small[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  };
  uint8_t octets[PNRI_AGREE_SHARED], zeroes[PNRI_AGREE_SHARED] = { 0 };
  for (size_t i = 0; i < ROWS(sides); i++) {
    pnr_slice secret = hex(sides[i].secret), peer = hex(sides[i].peer);
    cr_expect(eq(i32, pnri_agree_public(secret.data, octets), PNR_OK));
    expect_hex(octets, sizeof octets, sides[i].public_key, "public key");
    cr_expect(eq(i32, pnri_agree(secret.data, peer.data, octets), PNR_OK));
    expect_hex(octets, sizeof octets, "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742", "shared");
    drop(peer);
    for (size_t k = 0; k < ROWS(small); k++) {
      peer = hex(small[k]);
      cr_expect(eq(i32, pnri_agree(secret.data, peer.data, octets), PNR_E_KEY), "%s", small[k]);
      cr_expect(pnri_secret_equal(octets, zeroes, sizeof octets));
      drop(peer);
    }
    drop(secret);
  }
}

/* --- Sealing: RFC 8439 section 2.8.2, draft-irtf-cfrg-xchacha-03 appendix A.3 --- */

static const char clear_digits[] =
  "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f66666572"
  "20796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c642062652069742e";

typedef pnr_status (*sealing)(const uint8_t *, const uint8_t *, pnr_slice, pnr_slice, uint8_t *);

static const struct {
  sealing seal, open;
  const char *nonce, *sealed;
} seals[] = {
  { pnri_seal, pnri_open, "070000004041424344454647",
    "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905"
    "d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116"
    "1ae10b594f09e26a7e902ecbd0600691" },
  { pnri_seal_wide, pnri_open_wide, "404142434445464748494a4b4c4d4e4f5051525354555657",
    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb"
    "96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e"
    "c0875924c1c7987947deafd8780acf49" },
};

/* Every bit of what is sealed, of the text beside and of the nonce changed, and every cut. */
static void expect_forged(size_t i, const uint8_t *key, pnr_slice nonce, pnr_slice beside, pnr_slice sealed,
                          uint8_t *out)
{
  const pnr_slice parts[] = { nonce, beside, sealed };
  for (size_t part = 0; part < ROWS(parts); part++) {
    uint8_t *octets = (uint8_t *)parts[part].data;
    for (size_t bit = 0; bit < 8 * parts[part].size; bit++) {
      octets[bit / 8] ^= (uint8_t)(1 << bit % 8);
      cr_expect(eq(i32, seals[i].open(key, nonce.data, beside, sealed, out), PNR_E_FORGED), "%zu: %zu", part, bit);
      octets[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
  }
  for (size_t size = 0; size < sealed.size; size++) {
    uint8_t *cut = exact_copy(sealed.data, size);
    cr_expect(eq(i32, seals[i].open(key, nonce.data, beside, (pnr_slice){ cut, size }, out), PNR_E_FORGED));
    free(cut);
  }
}

Test(crypto, seals_are_those_of_the_rfc_and_open_only_unchanged)
{
  pnr_slice key = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  pnr_slice beside = hex("50515253c0c1c2c3c4c5c6c7"), clear = hex(clear_digits);
  for (size_t i = 0; i < ROWS(seals); i++) {
    pnr_slice nonce = hex(seals[i].nonce), sealed = { malloc(clear.size + PNRI_SEAL_TAG), clear.size + PNRI_SEAL_TAG };
    uint8_t *out = malloc(clear.size);
    cr_expect(eq(i32, seals[i].seal(key.data, nonce.data, beside, clear, (uint8_t *)sealed.data), PNR_OK));
    expect_hex(sealed.data, sealed.size, seals[i].sealed, "sealed");
    cr_expect(eq(i32, seals[i].open(key.data, nonce.data, beside, sealed, out), PNR_OK));
    cr_expect(octets_equal((pnr_slice){ out, clear.size }, clear));
    expect_forged(i, key.data, nonce, beside, sealed, out);
    cr_expect(eq(i32, seals[i].open(key.data, nonce.data, beside, sealed, (uint8_t *)sealed.data), PNR_OK), "in place");
    cr_expect(octets_equal((pnr_slice){ sealed.data, clear.size }, clear));
    free(out);
    drop(nonce);
    drop(sealed);
  }
  drop(key);
  drop(beside);
  drop(clear);
}

/* --- Hashes: RFC 7693 appendix A, and with a key --- */

static const struct {
  const char *key, *octets, *hash;
} hashes[] = {
  { "", "616263",
    "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386ed"
    "d4009923" },
  { "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30313233343536373839"
    "3a3b3c3d3e3f",
    "",
    "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc1"
    "3fc51568" },
  { "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "000102",
    "e14fc9161564dd081204f2dd6146a9ffbef66f95d5dc80e0a225e213c09dad7b" },
};

Test(crypto, hashes_are_those_of_the_rfc_whole_and_in_parts)
{
  uint8_t out[PNRI_HASH_MOST];
  pnr_slice none = { NULL, 0 };
  for (size_t i = 0; i < ROWS(hashes); i++) {
    pnr_slice key = hex(hashes[i].key), octets = hex(hashes[i].octets);
    size_t size = strlen(hashes[i].hash) / 2;
    cr_expect(eq(i32, pnri_hash(key, octets, out, size), PNR_OK));
    expect_hex(out, size, hashes[i].hash, "whole");
    pnri_hash_state state;
    cr_expect(eq(i32, pnri_hash_begin(&state, key, size), PNR_OK));
    for (size_t k = 0; k < octets.size; k++) pnri_hash_add(&state, (pnr_slice){ octets.data + k, 1 });
    pnri_hash_end(&state, out, size);
    expect_hex(out, size, hashes[i].hash, "in parts");
    for (size_t k = 0; k < sizeof state.octets; k++) cr_expect(eq(u8, state.octets[k], 0), "wiped");
    drop(key);
    drop(octets);
  }
  cr_expect(eq(i32, pnri_hash(none, none, out, PNRI_HASH_LEAST - 1), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnri_hash(none, none, out, PNRI_HASH_MOST + 1), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnri_hash((pnr_slice){ out, 15 }, none, out, 32), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnri_hash((pnr_slice){ out, 65 }, none, out, 32), PNR_E_ARGUMENT));
}

/* --- Keys derived: RFC 5869 appendix A --- */

static const struct {
  const char *salt, *secret, *info, *key;
} derivations[] = {
  { "000102030405060708090a0b0c", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "f0f1f2f3f4f5f6f7f8f9",
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865" },
  { "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f90919293949596979899"
    "9a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30313233343536373839"
    "3a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
    "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9"
    "eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
    "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b83677"
    "93a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87" },
  { "", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "",
    "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8" },
};

Test(crypto, derived_keys_are_those_of_the_rfc_at_every_size)
{
  static uint8_t out[PNRI_HKDF_MOST + 1];
  for (size_t i = 0; i < ROWS(derivations); i++) {
    pnr_slice salt = hex(derivations[i].salt), secret = hex(derivations[i].secret), info = hex(derivations[i].info);
    pnr_slice key = hex(derivations[i].key);
    for (size_t size = 0; size <= key.size; size++) {
      out[size] = 0x55;
      cr_expect(eq(i32, pnri_hkdf(salt, secret, info, out, size), PNR_OK));
      cr_expect(octets_equal((pnr_slice){ out, size }, (pnr_slice){ key.data, size }), "row %zu, size %zu", i, size);
      cr_expect(eq(u8, out[size], 0x55));
    }
    cr_expect(eq(i32, pnri_hkdf(salt, secret, info, out, PNRI_HKDF_MOST), PNR_OK));
    cr_expect(eq(i32, pnri_hkdf(salt, secret, info, out, PNRI_HKDF_MOST + 1), PNR_E_ARGUMENT));
    drop(salt);
    drop(secret);
    drop(info);
    drop(key);
  }
}

/* --- The oblivious function: RFC 9497 appendix A.1.1 --- */

static const struct {
  const char *input, *element, *evaluated, *output;
} oblivious[] = {
  { "00", "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
    "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
    "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b"
    "5e24bcf6" },
  { "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a", "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
    "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
    "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951"
    "e7cf2c73" },
};

Test(crypto, the_oblivious_function_is_that_of_the_rfc_bit_for_bit)
{
  pnr_slice seed = hex("a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3a3"),
            info = hex("74657374206b6579");
  pnr_slice blind = hex("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706");
  uint8_t key[PNRI_OPRF_SCALAR], element[PNRI_OPRF_ELEMENT], evaluated[PNRI_OPRF_ELEMENT], output[PNRI_OPRF_OUTPUT];
  cr_expect(eq(i32, pnri_oprf_derive(seed.data, info, key), PNR_OK));
  expect_hex(key, sizeof key, "5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e", "key");
  for (size_t i = 0; i < ROWS(oblivious); i++) {
    pnr_slice input = hex(oblivious[i].input);
    cr_expect(eq(i32, pnri_oprf_blind(input, blind.data, element), PNR_OK));
    expect_hex(element, sizeof element, oblivious[i].element, "blinded");
    cr_expect(eq(i32, pnri_oprf_evaluate(key, element, evaluated), PNR_OK));
    expect_hex(evaluated, sizeof evaluated, oblivious[i].evaluated, "evaluated");
    cr_expect(eq(i32, pnri_oprf_finalize(input, blind.data, evaluated, output), PNR_OK));
    expect_hex(output, sizeof output, oblivious[i].output, "output");
    cr_expect(eq(i32, pnri_oprf_output(key, input, output), PNR_OK));
    expect_hex(output, sizeof output, oblivious[i].output, "output of one alone");
    uint8_t other[PNRI_OPRF_SCALAR];
    cr_expect(eq(i32, pnri_oprf_scalar(other), PNR_OK));
    cr_expect(eq(i32, pnri_oprf_blind(input, other, element), PNR_OK));
    cr_expect(eq(i32, pnri_oprf_evaluate(key, element, element), PNR_OK));
    cr_expect(eq(i32, pnri_oprf_finalize(input, other, element, output), PNR_OK));
    expect_hex(output, sizeof output, oblivious[i].output, "output with another blind");
    drop(input);
  }
  drop(seed);
  drop(info);
  drop(blind);
}

/* The identity is a valid encoding, the others are none: odd ("negative"), at or above the prime, no square. */
Test(crypto, elements_that_nobody_computes_and_scalars_that_are_zero_are_refused)
{
  static const char *const elements[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  };
  static uint8_t large[PNRI_OPRF_INPUT_MOST + 1];
  uint8_t key[PNRI_OPRF_SCALAR], zero[PNRI_OPRF_SCALAR] = { 0 }, element[PNRI_OPRF_ELEMENT], output[PNRI_OPRF_OUTPUT];
  pnr_slice input = text_slice("input"), most = { large, PNRI_OPRF_INPUT_MOST }, more = { large, sizeof large };
  cr_expect(eq(i32, pnri_oprf_scalar(key), PNR_OK));
  for (size_t i = 0; i < ROWS(elements); i++) {
    pnr_slice encoded = hex(elements[i]);
    cr_expect(eq(i32, pnri_oprf_evaluate(key, encoded.data, element), PNR_E_KEY), "%s", elements[i]);
    cr_expect(eq(i32, pnri_oprf_finalize(input, key, encoded.data, output), PNR_E_KEY), "%s", elements[i]);
    drop(encoded);
  }
  cr_expect(eq(i32, pnri_oprf_blind(input, zero, element), PNR_E_KEY));
  cr_expect(eq(i32, pnri_oprf_output(zero, input, output), PNR_E_KEY));
  cr_expect(eq(i32, pnri_oprf_blind(most, key, element), PNR_OK));
  cr_expect(eq(i32, pnri_oprf_evaluate(zero, element, element), PNR_E_KEY));
  cr_expect(eq(i32, pnri_oprf_blind(more, key, element), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnri_oprf_output(key, more, output), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnri_oprf_blind(most, key, element), PNR_OK));
  cr_expect(eq(i32, pnri_oprf_finalize(input, zero, element, output), PNR_E_KEY));
  cr_expect(eq(i32, pnri_oprf_finalize(more, key, element, output), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnri_oprf_derive(zero, more, key), PNR_E_ARGUMENT));
}

Test(crypto, random_octets_differ_and_secrets_are_compared_whole)
{
  uint8_t a[32] = { 0 }, b[32] = { 0 };
  cr_expect(pnri_secret_equal(a, b, sizeof a));
  for (size_t i = 0; i < sizeof a; i++) {
    a[i] = 1;
    cr_expect(not(pnri_secret_equal(a, b, sizeof a)), "octet %zu", i);
    cr_expect(pnri_secret_equal(a, b, i));
    a[i] = 0;
  }
  cr_expect(eq(i32, pnri_secret_random(a, sizeof a), PNR_OK));
  cr_expect(eq(i32, pnri_secret_random(b, sizeof b), PNR_OK));
  cr_expect(not(pnri_secret_equal(a, b, sizeof a)));
}
