/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts of the COSE working group's examples (EdDSA-01 of a COSE_Sign1, ChaCha-Poly1305-01, X25519 with
 * HKDF-SHA-256), as far as they concern what an object is made of. Their headers are others than ours. */
#include "crypto/agree.h"
#include "crypto/hkdf.h"
#include "crypto/seal.h"
#include "exchange/cose.h"
#include "exchange_support.h"

static const char content[] = "This is the content.";

static pnr_slice from_hex(const char *hex, uint8_t room[128])
{
  size_t size = strlen(hex) / 2;
  cr_assert(size <= 128);
  for (size_t i = 0; i < size; i++) {
    unsigned octet = 0;
    cr_assert(sscanf(hex + 2 * i, "%2x", &octet) == 1);
    room[i] = (uint8_t)octet;
  }
  return (pnr_slice){ room, size };
}

Test(exchange_cose, signatures_are_over_the_structure_of_the_standard)
{
  static const char signature_hex[] = "7142FD2FF96D56DB85BEE905A76BA1D0B7321A95C8C4D3607C5781932B7AFB87"
                                      "11497DFA751BF40B58B3BCC32300B1487F3DB34085EEF013BF08F4A44D6FEF0D";
  static const char key_hex[] = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
  uint8_t headers[128], signature[128], key[128];
  pnri_sign1 sign1 = { .headers = from_hex("A201270300", headers),
                       .payload = text_slice(content),
                       .signature = from_hex(signature_hex, signature) };
  from_hex(key_hex, key);
  cr_expect(eq(i32, pnri_sign1_verify(NULL, &sign1, key, NULL), PNR_OK));
  sign1.payload.size--;
  cr_expect(eq(i32, pnri_sign1_verify(NULL, &sign1, key, NULL), PNR_E_FORGED));
  sign1.payload.size++;
  sign1.headers.size--;
  cr_expect(eq(i32, pnri_sign1_verify(NULL, &sign1, key, NULL), PNR_E_FORGED));
}

Test(exchange_cose, content_is_sealed_with_the_structure_of_the_standard_beside_it)
{
  uint8_t key[128], nonce[128], beside[128], sealed[128], clear[64];
  from_hex("0F1E2D3C4B5A69788796A5B4C3D2E1F01F2E3D4C5B6A798897A6B5C4D3E2F100", key);
  from_hex("26682306D4FB28CA01B43B80", nonce);
  pnr_slice aad = from_hex("8367456E637279707444A101181840", beside);
  pnr_slice octets = from_hex("1CD5D49DAA014CCAFFB30E765DC5CD410689AAE1C60B45648853298FF6808DB3FA8235DB", sealed);
  cr_assert(eq(i32, pnri_open(key, nonce, aad, octets, clear), PNR_OK));
  cr_expect(eq(int, memcmp(clear, content, sizeof content - 1), 0));
  beside[14] ^= 1;
  cr_expect(eq(i32, pnri_open(key, nonce, aad, octets, clear), PNR_E_FORGED));
}

Test(exchange_cose, keys_are_derived_from_an_agreement_and_its_context)
{
  uint8_t own[128], peer[128], context[128], expected[128], shared[32], key[16];
  from_hex("00a943daa2e38b2edbf0da0434eaaec6016fe25dcd5ecacbc07dc30300567655", own);
  from_hex("72FC171C21BF5C682C64D2EF3A71AC877B40013D3754F63D4C3C3A965F1BA776", peer);
  cr_assert(eq(i32, pnri_agree(own, peer, shared), PNR_OK));
  from_hex("C2E9009387087408523B5603D1BA5245FD95758D656C4440A82C34DB45CD0D5E", expected);
  cr_expect(eq(int, memcmp(shared, expected, sizeof shared), 0));
  pnr_slice info = from_hex("840183F6F6F683F6F6F682188044A1013818", context);
  cr_assert(eq(i32, pnri_hkdf((pnr_slice){ NULL, 0 }, (pnr_slice){ shared, 32 }, info, key, sizeof key), PNR_OK));
  from_hex("52291DE41342AC0AC2E31867A1423ACB", expected);
  cr_expect(eq(int, memcmp(key, expected, sizeof key), 0));
}
