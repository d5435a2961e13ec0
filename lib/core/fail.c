/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"

#include <string.h>

static const struct {
  pnr_status status;
  const char *text;
} texts[] = {
  { PNR_OK, "ok" },
  { PNR_END, "end of input" },
  { PNR_E_ARGUMENT, "an argument is not allowed" },
  { PNR_E_PURPOSE, "no valid purpose was given" },
  { PNR_E_MEMORY, "out of memory" },
  { PNR_E_LIMIT, "a limit was reached" },
  { PNR_E_FILE, "the system refused a file operation" },
  { PNR_E_EMPTY, "the input is empty" },
  { PNR_E_FORMAT, "the input is of no known format" },
  { PNR_E_UNSUPPORTED, "the input's form is not supported" },
  { PNR_E_SYNTAX, "the input breaks its format's rules" },
  { PNR_E_CHARACTER, "a character has no place in the character set" },
  { PNR_E_LOST, "the format has no place for all that the record says" },
  { PNR_E_IMAGE_FOREIGN, "not an index image" },
  { PNR_E_IMAGE_VERSION, "the index image was made by another version: build it again" },
  { PNR_E_IMAGE_TRUNCATED, "the index image is truncated" },
  { PNR_E_IMAGE_DAMAGED, "the index image is damaged" },
  { PNR_E_CRYPTO, "the cryptographic library cannot be started" },
  { PNR_E_FORGED, "a signature or seal does not belong to these octets" },
  { PNR_E_KEY, "a key that no honest side makes" },
  { PNR_E_AUDIT_STATE, "the key of the audit trail is missing or damaged" },
  { PNR_E_AUDIT_CUT, "entries of the audit trail that were durable are missing" },
  { PNR_E_AUDIT_BUSY, "another writer has the audit trail" },
  { PNR_E_AUDIT_FINAL, "an earlier write to the audit trail failed: open it again" },
  { PNR_E_REGIME, "the law under which the data came does not allow that" },
  { PNR_E_REGIME_WIDER, "the table allows more than the law of the Union does" },
  { PNR_E_JOURNAL_VERSION, "the journal of changes was made by another version" },
  { PNR_E_JOURNAL_DAMAGED, "the journal of changes is damaged" },
  { PNR_E_SPOOL_STATE, "the key of the spool is missing or damaged" },
  { PNR_E_SPOOL_BUSY, "another process has the spool" },
  { PNR_E_SPOOL_FINAL, "an earlier write to the spool failed: close it and open it again" },
  { PNR_E_PERMIT_PARTY, "the permit or wrap is of another authority, or for another unit" },
  { PNR_E_PERMIT_SCOPE, "the permit does not reach so far" },
  { PNR_E_PERMIT_SPENT, "the permit was used as often as it allows" },
  { PNR_E_QUOTA, "the case, or the day, has asked about as many keys as it may" },
  { PNR_E_OBJECT, "not an object of the exchange in its canonical form" },
  { PNR_E_OBJECT_VERSION, "the object is of a wire version that is not announced, or not known" },
  { PNR_E_KEY_UNKNOWN, "no such key of this unit is known" },
  { PNR_E_KEY_EXPIRED, "the key is not valid at this time" },
  { PNR_E_KEY_REVOKED, "the key is revoked" },
  { PNR_E_PINNED, "the unit's root key is not the pinned one" },
  { PNR_E_ROLLBACK, "a directory is older than the one that is known, or an outbox than what the peer knows of it" },
  { PNR_E_AUDIENCE, "the object is for another unit" },
  { PNR_E_EXPIRED, "the object has expired, or is not of this time" },
  { PNR_E_REPLAYED, "the object was received before" },
  { PNR_E_RULE, "a rule of the exchange does not hold" },
};

uint32_t pnr_version(void) { return (PNR_VERSION_MAJOR << 16) | (PNR_VERSION_MINOR << 8) | PNR_VERSION_PATCH; }

const char *pnr_status_text(pnr_status status)
{
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    if (texts[i].status == status) return texts[i].text;
  return "unknown status";
}

/* Older callers pass a smaller struct, newer ones a larger: write the overlap. */
pnr_status pnri_fail(pnr_error *error, pnr_error fault)
{
  if (error != NULL && error->size >= sizeof error->size) {
    fault.size = error->size;
    memcpy(error, &fault, fault.size < sizeof fault ? fault.size : sizeof fault);
  }
  return fault.status;
}

pnr_status pnri_fail_argument(pnr_error *error) { return pnri_fail(error, (pnr_error){ .status = PNR_E_ARGUMENT }); }

pnr_status pnri_fail_memory(pnr_error *error) { return pnri_fail(error, (pnr_error){ .status = PNR_E_MEMORY }); }

pnr_status pnri_fail_at(pnr_error *error, pnr_status status, uint64_t offset)
{
  return pnri_fail(error, (pnr_error){ .status = status, .offset = offset });
}
