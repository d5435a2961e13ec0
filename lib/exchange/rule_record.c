/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "exchange/situation.h"
#include "pnr/blind.h"
#include "pnr/match.h"
#include "pnr/message.h"

/* Rules of what is given, and of what is called back. */

/* --- Records, wherever they stand in the message --- */

typedef bool (*record_rule)(const pnri_situation *situation, const pnr_shared_record *record);

static bool all_records(const pnri_situation *s, record_rule holds)
{
  for (uint32_t i = 0; i < s->record_count; i++)
    if (!holds(s, s->records[i])) return false;
  const pnr_recall *recall = s->message->type == PNR_EXCHANGE_RECALL ? s->message->recall : NULL;
  for (uint32_t i = 0; recall != NULL && i < recall->record_count; i++)
    if (recall->records[i]->replacement != NULL && !holds(s, recall->records[i]->replacement)) return false;
  return true;
}

static bool is_one(const pnri_situation *s, const pnr_shared_record *record)
{
  (void)s;
  (void)record;
  return false;
}

static bool has_records(const pnri_situation *s) { return !all_records(s, is_one); }

static bool has_clocks(const pnri_situation *s, const pnr_shared_record *record)
{
  pnr_date received = pnri_day_of(record->received_at);
  return record->received_at <= s->issued + PNR_EXCHANGE_SKEW &&
         record->mask_due <= pnri_months_later(received, PNRI_MASK_MONTHS) &&
         record->erase_due <= pnri_months_later(received, PNRI_ERASE_MONTHS) && s->today < record->erase_due;
}

bool pnri_retention_holds(const pnri_situation *s) { return all_records(s, has_clocks); }

/* A permission came with the request that is answered, or behind it. */
static bool is_permitted(const pnri_situation *s)
{
  if (s->asked == NULL) return false;
  const pnr_approval *approval = s->asked->approval != NULL ? s->asked->approval : s->asked->request->approval;
  return approval != NULL && pnri_approval_holds(approval, s->issued);
}

static bool is_masked(const pnri_situation *s, const pnr_shared_record *record)
{
  return record->masked != 0 || s->today < record->mask_due || is_permitted(s);
}

bool pnri_masked_holds(const pnri_situation *s) { return all_records(s, is_masked); }

/* The lowest evidence for each travel status. */
static bool has_evidence(const pnri_situation *s, const pnr_shared_record *record)
{
  static const uint32_t least[] = {
    [PNR_STATUS_UNKNOWN] = 0,
    [PNR_STATUS_BOOKED] = PNR_EVIDENCE_BOOKING,
    [PNR_STATUS_CHECKED_IN] = PNR_EVIDENCE_CHECK_IN,
    [PNR_STATUS_BOARDED] = PNR_EVIDENCE_BOARDING,
    [PNR_STATUS_NOT_BOARDED] = PNR_EVIDENCE_BOARDING,
    [PNR_STATUS_CANCELLED] = PNR_EVIDENCE_BOOKING,
  };
  (void)s;
  if (record->travel_status == PNR_STATUS_UNKNOWN) return record->travel_evidence == 0;
  return record->travel_evidence >= least[record->travel_status];
}

bool pnri_travelled_holds(const pnri_situation *s) { return all_records(s, has_evidence); }

/* --- The message around them --- */

static uint32_t elements_given(const pnri_situation *s)
{
  switch (s->message->type) {
  case PNR_EXCHANGE_REPLY: return s->message->reply->elements_given;
  case PNR_EXCHANGE_NOTICE: return s->message->notice->elements_given;
  default: return s->message->recall->elements_given;
  }
}

static bool is_given(const pnri_situation *s, const pnr_shared_record *record)
{
  return (record->elements & ~elements_given(s)) == 0;
}

/* Nothing is said to be given that no record holds. */
static uint32_t elements_held(const pnri_situation *s)
{
  uint32_t held = 0;
  for (uint32_t i = 0; i < s->record_count; i++) held |= s->records[i]->elements;
  const pnr_recall *recall = s->message->type == PNR_EXCHANGE_RECALL ? s->message->recall : NULL;
  for (uint32_t i = 0; recall != NULL && i < recall->record_count; i++)
    if (recall->records[i]->replacement != NULL) held |= recall->records[i]->replacement->elements;
  return held;
}

/* So many that their number tells little, in an order that tells nothing. */
static bool are_tags(pnr_slice tags)
{
  size_t count = tags.size / PNR_BLIND_TAG;
  if (tags.size % PNR_BLIND_TAG != 0 || count < 512 || (count & (count - 1)) != 0) return false;
  for (size_t i = PNR_BLIND_TAG; i < tags.size; i += PNR_BLIND_TAG)
    if (memcmp(tags.data + i - PNR_BLIND_TAG, tags.data + i, PNR_BLIND_TAG) > 0) return false;
  return true;
}

bool pnri_given_holds(const pnri_situation *s)
{
  if (s->message->type == PNR_EXCHANGE_TAGS) return are_tags(s->message->tags->tags);
  if (s->message->type == PNR_EXCHANGE_PROBE_RESULT)
    return s->message->probe_result->elements.size % PNR_BLIND_ELEMENT == 0;
  for (uint32_t i = 0; i < s->hit_count; i++)
    if (s->hits[i]->record >= s->record_count) return false;
  return all_records(s, is_given) && elements_held(s) == elements_given(s);
}

bool pnri_scrubbed_holds(const pnri_situation *s)
{
  bool is_reply = s->message->type == PNR_EXCHANGE_REPLY;
  return !has_records(s) || (is_reply ? s->message->reply->scrub_table : s->message->recall->scrub_table) != 0;
}

bool pnri_handling_holds(const pnri_situation *s)
{
  bool is_reply = s->message->type == PNR_EXCHANGE_REPLY;
  return !has_records(s) || (is_reply ? s->message->reply->handling : s->message->recall->handling) != 0;
}

bool pnri_outcome_holds(const pnri_situation *s)
{
  if (s->message->type == PNR_EXCHANGE_RECEIPT) {
    const pnr_receipt *receipt = s->message->receipt;
    for (uint32_t i = 0; i < receipt->verdict_count; i++)
      if ((receipt->verdicts[i]->verdict == PNR_VERDICT_REFUSED) != (receipt->verdicts[i]->rule != 0)) return false;
    return (receipt->mark_count != 0) == (receipt->incarnation.size != 0);
  }
  const pnr_reply *reply = s->message->reply;
  bool gives = reply->outcome == PNR_OUTCOME_DATA || reply->outcome == PNR_OUTCOME_PARTIAL;
  return gives == (reply->record_count != 0) && (gives || reply->hit_count == 0) &&
         (reply->outcome == PNR_OUTCOME_REFUSED) == (reply->refused_rule != 0);
}

bool pnri_asked_holds(const pnri_situation *s)
{
  const pnr_reply *reply = s->message->reply;
  if (reply->record_count == 0) return true; /* OUTCOME: no hits either */
  if (s->asked == NULL || (reply->elements_given & ~s->asked->request->elements) != 0) return false;
  for (uint32_t i = 0; i < reply->hit_count; i++)
    if (reply->hits[i]->selector >= s->asked->request->selector_count ||
        reply->hits[i]->score < s->asked->request->minimum_score)
      return false;
  return true;
}

bool pnri_review_holds(const pnri_situation *s)
{
  for (uint32_t i = 0; i < s->hit_count; i++)
    if (s->hits[i]->reviewed_at > s->issued + PNR_EXCHANGE_SKEW) return false;
  return s->message->type != PNR_EXCHANGE_NOTICE || s->message->notice->reviewed_at <= s->issued + PNR_EXCHANGE_SKEW;
}

bool pnri_score_holds(const pnri_situation *s)
{
  if (s->message->type == PNR_EXCHANGE_PROBE) return s->message->probe->normaliser == PNR_NORMALISER;
  for (uint32_t i = 0; i < s->hit_count; i++)
    if (s->hits[i]->normaliser != PNR_NORMALISER || s->hits[i]->score_version != PNR_SCORE) return false;
  return true;
}

bool pnri_recall_holds(const pnri_situation *s)
{
  if (s->message->type == PNR_EXCHANGE_RECEIPT) {
    const pnr_receipt *receipt = s->message->receipt;
    for (uint32_t i = 0; i < receipt->recalled_count; i++)
      if ((receipt->recalled[i]->outcome == PNR_RECALLED_HELD) != (receipt->recalled[i]->held_case.size != 0))
        return false;
    return true;
  }
  const pnr_recall *recall = s->message->recall;
  for (uint32_t i = 0; i < recall->record_count; i++) {
    const pnr_shared_record *replacement = recall->records[i]->replacement;
    if (replacement != NULL && (!pnri_slice_equal(replacement->id, recall->records[i]->id) ||
                                replacement->version <= recall->records[i]->version))
      return false;
  }
  return true;
}
