/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/permit.h"

#include <string.h>

#include "core/slice.h"
#include "record/field.h"

/* --- Grounds --- */

static bool is_offence(uint32_t offence)
{
  enum { CATEGORIES = 26 }; /* Annex II */
  return offence == PNR_OFFENCE_TERRORISM || (offence >= 1 && offence <= CATEGORIES);
}

static bool is_reference(pnr_slice text) { return text.size != 0 && text.size <= PNR_REFERENCE_MOST; }

bool pnri_grounds_are_whole(const pnri_grounds *grounds)
{
  const uint64_t most = UINT64_C(86400) * PNR_PERMIT_DAYS;
  return is_offence(grounds->offence) && grounds->issued < grounds->expires &&
         grounds->expires - grounds->issued <= most && grounds->expires < PNRI_MOMENTS &&
         is_reference(grounds->case_reference) && is_reference(grounds->decision);
}

pnr_status pnri_grounds_check(const pnri_grounds *grounds, const pnr_purpose *purpose, uint64_t at)
{
  if (purpose->basis != PNR_BASIS_REQUEST || purpose->officer.size == 0 || purpose->offence != grounds->offence ||
      !pnri_slice_equal(purpose->case_reference, grounds->case_reference))
    return PNR_E_PURPOSE;
  return at >= grounds->issued && at < grounds->expires ? PNR_OK : PNR_E_EXPIRED;
}

/* --- Signatures --- */

/* The label with its zero, and the payload. */
static uint8_t *signed_text(const pnr_env *env, const char *label, pnr_slice payload, size_t *size)
{
  size_t head = strlen(label) + 1;
  *size = head + payload.size;
  uint8_t *text = pnri_alloc(env, *size);
  if (text == NULL) return NULL;
  memcpy(text, label, head);
  if (payload.size != 0) memcpy(text + head, payload.data, payload.size);
  return text;
}

pnr_status pnri_permit_sign(const pnr_env *env, const char *label, const pnri_party *party, pnr_slice payload,
                            uint8_t *signature)
{
  size_t size;
  uint8_t *text = signed_text(env, label, payload, &size);
  if (text == NULL) return PNR_E_MEMORY;
  pnr_status status = pnri_sign(party->sign, (pnr_slice){ text, size }, signature);
  pnri_free(env, text, size);
  return status;
}

pnr_status pnri_permit_verify(const pnr_env *env, const char *label, const uint8_t *authority, pnr_slice payload,
                              const uint8_t *signature)
{
  size_t size;
  uint8_t *text = signed_text(env, label, payload, &size);
  if (text == NULL) return PNR_E_MEMORY;
  pnr_status status = pnri_sign_verify(authority + PNRI_AGREE_PUBLIC, (pnr_slice){ text, size }, signature);
  pnri_free(env, text, size);
  return status;
}
