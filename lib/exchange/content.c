/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/content.h"

#include "core/fail.h"
#include "crypto/hash.h"
#include "exchange/instant.h"
#include "exchange/rule.h"
#include "pnr/protect.h"
#include "record/record.h"

/* --- One record --- */

/* What the message says of all its records. */
typedef struct promise {
  const pnr_env *env;
  pnri_spare *spare; /* of memory, between one record and the next */
  uint32_t scrub_table;
  pnr_error *error;
} promise;

static pnr_status refuse(const promise *given, uint32_t rule)
{
  return pnri_fail(given->error, (pnr_error){ .status = PNR_E_RULE, .cause = (int32_t)rule });
}

static bool has_card(const pnr_content *content)
{
  for (uint32_t i = 0; i < content->booking_count; i++)
    for (uint32_t j = 0; j < content->bookings[i]->payment_count; j++)
      if (content->bookings[i]->payments[j]->account_raw.size != 0) return true;
  return false;
}

/* What is called masked must be as masking leaves it: masked once more, it has the same octets. */
static pnr_status check_masked(const promise *given, const pnr_shared_record *shared, pnr_record *record)
{
  pnr_record *again = NULL;
  pnr_slice octets = { NULL, 0 };
  pnr_date at = record->stored.masked;
  record->stored.done &= ~(uint32_t)PNR_RECORD_MASKED;
  pnr_status status = pnr_record_mask(given->env, record, at, &again, NULL);
  if (status == PNR_OK) status = pnr_record_encode(again, &octets, NULL);
  bool is_same = status == PNR_OK && octets.size == shared->octets.size &&
                 memcmp(octets.data, shared->octets.data, octets.size) == 0;
  pnr_record_close(again);
  if (status == PNR_E_MEMORY) return pnri_fail_memory(given->error);
  return is_same ? PNR_OK : refuse(given, PNR_RULE_MASKED);
}

/* A value may belong to several elements: a name in travel documents is of 4 and of 18. The record may be given under
 * fewer than it holds where filtering it to these changes nothing. */
static pnr_status check_elements(const promise *given, const pnr_shared_record *shared, const pnr_record *record)
{
  pnr_record *filtered = NULL;
  pnr_slice octets = { NULL, 0 };
  uint32_t held = pnr_record_elements(record);
  if (shared->elements == held) return PNR_OK;
  if ((shared->elements & ~held) != 0) return refuse(given, PNR_RULE_GIVEN);
  pnr_status status = pnr_record_filter(given->env, record, shared->elements, &filtered, NULL, NULL);
  if (status == PNR_OK) status = pnr_record_encode(filtered, &octets, NULL);
  bool is_same = status == PNR_OK && octets.size == shared->octets.size &&
                 memcmp(octets.data, shared->octets.data, octets.size) == 0;
  pnr_record_close(filtered);
  if (status == PNR_E_MEMORY) return pnri_fail_memory(given->error);
  return is_same ? PNR_OK : refuse(given, PNR_RULE_GIVEN);
}

static pnr_status check_stored(const promise *given, const pnr_shared_record *shared, pnr_record *record)
{
  const pnr_stored *stored = pnr_record_get(record);
  if (stored->received != shared->received_at) return refuse(given, PNR_RULE_RETENTION);
  if (stored->version != 0 && stored->version != shared->version) return refuse(given, PNR_RULE_GIVEN);
  if ((stored->done & PNR_RECORD_FILTERED) == 0) return refuse(given, PNR_RULE_ELEMENTS);
  if ((stored->done & PNR_RECORD_SCRUBBED) == 0 || stored->scrubbed != given->scrub_table)
    return refuse(given, PNR_RULE_SCRUBBED);
  if (((stored->done & PNR_RECORD_MASKED) != 0) != (shared->masked != 0)) return refuse(given, PNR_RULE_MASKED);
  if (has_card(stored->content)) return refuse(given, PNR_RULE_CARD);
  pnr_status status = check_elements(given, shared, record);
  return status == PNR_OK && shared->masked != 0 ? check_masked(given, shared, record) : status;
}

static pnr_status check_record(const promise *given, const pnr_shared_record *shared)
{
  uint8_t digest[PNR_FINGERPRINT];
  pnr_record *record = NULL;
  pnr_status status = pnri_hash((pnr_slice){ NULL, 0 }, shared->octets, digest, sizeof digest);
  if (status != PNR_OK) return pnri_fail(given->error, (pnr_error){ .status = status });
  if (memcmp(digest, shared->digest.data, sizeof digest) != 0) return refuse(given, PNR_RULE_GIVEN);
  status = pnri_record_borrow(given->spare, shared->octets, &record, NULL);
  if (status == PNR_E_MEMORY) return pnri_fail_memory(given->error);
  if (status != PNR_OK) return pnri_fail(given->error, (pnr_error){ .status = PNR_E_OBJECT });
  status = check_stored(given, shared, record);
  pnr_record_close(record);
  return status;
}

/* --- The message --- */

static pnr_status check_all(const promise *given, const pnr_shared_record *const *records, uint32_t count)
{
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; i < count && status == PNR_OK; i++) status = check_record(given, records[i]);
  return status;
}

static pnr_status check_recall(const promise *given, const pnr_recall *recall)
{
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; i < recall->record_count && status == PNR_OK; i++)
    if (recall->records[i]->replacement != NULL) status = check_record(given, recall->records[i]->replacement);
  return status;
}

static pnr_status check_message(promise *given, const pnr_exchange_message *message)
{
  switch (message->type) {
  case PNR_EXCHANGE_REPLY:
    given->scrub_table = message->reply->scrub_table;
    return check_all(given, message->reply->records, message->reply->record_count);
  case PNR_EXCHANGE_NOTICE:
    given->scrub_table = message->notice->scrub_table;
    return check_all(given, message->notice->records, message->notice->record_count);
  case PNR_EXCHANGE_RECALL:
    given->scrub_table = message->recall->scrub_table;
    return check_recall(given, message->recall);
  default: return PNR_OK;
  }
}

pnr_status pnri_content_check(const pnr_env *env, const pnr_exchange_message *message, pnr_error *error)
{
  promise given = { .env = env, .spare = pnri_spare_open(env), .error = error };
  if (given.spare == NULL) return pnri_fail_memory(error);
  pnr_status status = check_message(&given, message);
  pnri_spare_leave(given.spare);
  return status;
}

/* --- A record to be shared --- */

pnr_status pnr_record_share(pnr_record *record, pnr_slice id, uint32_t version, pnr_shared_record *out,
                            uint8_t digest[PNR_FINGERPRINT], pnr_error *error)
{
  pnr_slice octets;
  if (record == NULL || out == NULL || digest == NULL || id.size != PNR_EXCHANGE_ID) return pnri_fail_argument(error);
  pnr_status status = pnr_record_encode(record, &octets, error);
  if (status == PNR_OK) status = pnri_hash((pnr_slice){ NULL, 0 }, octets, digest, PNR_FINGERPRINT);
  if (status != PNR_OK) return status;
  const pnr_stored *stored = pnr_record_get(record);
  pnr_date received = pnri_day_of(stored->received);
  *out = (pnr_shared_record){ .size = sizeof *out,
                              .version = version,
                              .id = id,
                              .octets = octets,
                              .digest = { digest, PNR_FINGERPRINT },
                              .received_at = stored->received,
                              .mask_due = pnri_months_later(received, PNRI_MASK_MONTHS),
                              .erase_due = pnri_months_later(received, PNRI_ERASE_MONTHS),
                              .masked = (stored->done & PNR_RECORD_MASKED) != 0,
                              .elements = pnr_record_elements(record) };
  return PNR_OK;
}
