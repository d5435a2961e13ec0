/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/seal.h"

#include <assert.h>
#include <sodium.h>

#include "crypto/ready.h"

static_assert(PNRI_SEAL_KEY == crypto_aead_chacha20poly1305_ietf_KEYBYTES &&
                PNRI_SEAL_TAG == crypto_aead_chacha20poly1305_ietf_ABYTES &&
                PNRI_SEAL_NONCE == crypto_aead_chacha20poly1305_ietf_NPUBBYTES &&
                PNRI_SEAL_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES &&
                PNRI_SEAL_TAG == crypto_aead_xchacha20poly1305_ietf_ABYTES &&
                PNRI_SEAL_NONCE_WIDE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
              "sizes");

pnr_status pnri_seal(const uint8_t *key, const uint8_t *nonce, pnr_slice beside, pnr_slice clear, uint8_t *out)
{
  pnr_status status = pnri_crypto_ready();
  if (status != PNR_OK) return status;
  if (clear.size > SIZE_MAX - PNRI_SEAL_TAG) return PNR_E_ARGUMENT;
  int failed = crypto_aead_chacha20poly1305_ietf_encrypt(out, NULL, clear.data, clear.size, beside.data, beside.size,
                                                         NULL, nonce, key);
  return failed == 0 ? PNR_OK : PNR_E_CRYPTO;
}

pnr_status pnri_seal_wide(const uint8_t *key, const uint8_t *nonce, pnr_slice beside, pnr_slice clear, uint8_t *out)
{
  pnr_status status = pnri_crypto_ready();
  if (status != PNR_OK) return status;
  if (clear.size > SIZE_MAX - PNRI_SEAL_TAG) return PNR_E_ARGUMENT;
  int failed = crypto_aead_xchacha20poly1305_ietf_encrypt(out, NULL, clear.data, clear.size, beside.data, beside.size,
                                                          NULL, nonce, key);
  return failed == 0 ? PNR_OK : PNR_E_CRYPTO;
}

pnr_status pnri_open(const uint8_t *key, const uint8_t *nonce, pnr_slice beside, pnr_slice sealed, uint8_t *out)
{
  pnr_status status = pnri_crypto_ready();
  if (status != PNR_OK) return status;
  int failed = crypto_aead_chacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed.data, sealed.size, beside.data,
                                                         beside.size, nonce, key);
  return failed == 0 ? PNR_OK : PNR_E_FORGED;
}

pnr_status pnri_open_wide(const uint8_t *key, const uint8_t *nonce, pnr_slice beside, pnr_slice sealed, uint8_t *out)
{
  pnr_status status = pnri_crypto_ready();
  if (status != PNR_OK) return status;
  int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed.data, sealed.size, beside.data,
                                                          beside.size, nonce, key);
  return failed == 0 ? PNR_OK : PNR_E_FORGED;
}
