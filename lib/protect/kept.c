/* SPDX-License-Identifier: Apache-2.0 */
#include "pnr/kept.h"

#include <stddef.h>

#include "core/fail.h"
#include "protect/retention.h"

enum { SIZE = sizeof(pnr_kept_policy) };

/* Articles are those of Directive (EU) 2016/681. */
static const struct {
  const char *name;
  pnr_kept_policy policy; /* months behind its event, hours */
  bool has_record;        /* whose clock bounds it */
} kinds[] = {
  { "unknown", { SIZE, 0, 0, 0 }, true },
  /* A result of processing: 12(5), first sentence; that it is reviewed, 6(5), is its only way out before its record goes. */
  { "hit", { SIZE, PNR_KEPT_HIT, PNR_NEVER, 0 }, true },
  { "match", { SIZE, PNR_KEPT_MATCH, 0, 0 }, true }, /* 12(5): only as long as necessary to inform */
  /* 12(5), second sentence: as long as the underlying data are not deleted under 12(4). */
  { "dismissed", { SIZE, PNR_KEPT_DISMISSED, PNR_NEVER, 0 }, true },
  { "review", { SIZE, PNR_KEPT_REVIEW, 60, 0 }, false }, /* 13(6): the record of the consultation, five years */
  { "sent", { SIZE, PNR_KEPT_SENT, 0, 0 }, true },       /* 9: the receiver has it, the record itself is still here */
  { "copy",
    { SIZE, PNR_KEPT_COPY, PNR_NEVER, 0 },
    true }, /* 12(1), (2): of data that a unit received first elsewhere */
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

const char *pnr_kept_name(uint32_t kind) { return kinds[kind < KINDS ? kind : 0].name; }

const pnr_kept_policy *pnri_kept_usual(uint32_t kind) { return kind != 0 && kind < KINDS ? &kinds[kind].policy : NULL; }

pnr_status pnr_kept_policy_of(uint32_t kind, pnr_kept_policy *out, pnr_error *error)
{
  const pnr_kept_policy *usual = pnri_kept_usual(kind);
  if (usual == NULL || out == NULL || out->size < sizeof *out) return pnri_fail_argument(error);
  uint32_t size = out->size;
  *out = *usual;
  out->size = size;
  return PNR_OK;
}

static uint64_t sooner(uint64_t a, uint64_t b) { return a < b ? a : b; }

/* "Not at all" is from the event's own second on, not from the end of its day. */
static uint64_t own_end(const pnr_kept *kept, const pnr_kept_policy *policy)
{
  if (kept->since == 0) return UINT64_MAX;
  bool is_none = policy->months == 0 && policy->hours == 0;
  return is_none ? kept->since : pnri_period_end(kept->since, policy->months, policy->hours);
}

static bool is_right(const pnr_kept *kept, const pnr_retention *record, const pnr_kept_policy *policy)
{
  if (kept == NULL || kept->size < sizeof *kept || pnri_kept_usual(kept->kind) == NULL) return false;
  if (kept->since >= UINT64_C(253402300800) || (kept->done & ~(uint32_t)PNR_RECORD_MASKED) != 0) return false;
  if (kinds[kept->kind].has_record ? record == NULL || record->size < sizeof *record : record != NULL) return false;
  if (kept->kind != PNR_KEPT_COPY && (kept->masks != 0 || kept->erases != 0)) return false;
  return policy == NULL || (policy->size >= sizeof *policy && policy->kind == kept->kind);
}

pnr_status pnr_kept_at(const pnr_kept *kept, const pnr_retention *record, const pnr_kept_policy *policy,
                       const pnr_hold *holds, uint32_t hold_count, uint64_t at, pnr_retention *out, pnr_error *error)
{
  if (!is_right(kept, record, policy) || out == NULL || out->size < sizeof *out || (holds == NULL && hold_count != 0))
    return pnri_fail_argument(error);
  if (policy == NULL) policy = pnri_kept_usual(kept->kind);
  pnr_retention clock = { .size = out->size, .state = PNR_RETENTION_ACTIVE, .masks = UINT64_MAX };
  clock.erases = own_end(kept, policy);
  if (record != NULL) {
    clock.masks = record->masks;
    clock.erases = sooner(clock.erases, record->erases);
  }
  if (kept->masks != 0) clock.masks = sooner(clock.masks, kept->masks);
  if (kept->erases != 0) clock.erases = sooner(clock.erases, kept->erases);
  clock.is_held = at >= clock.erases && pnri_is_held(holds, hold_count, at);
  if (at >= clock.masks) {
    clock.state = PNR_RETENTION_MASKED;
    clock.due = PNR_RECORD_MASKED & ~kept->done;
  }
  if (at >= clock.erases && clock.is_held == 0) {
    clock.state = PNR_RETENTION_ERASED;
    clock.due = 0;
  }
  *out = clock;
  return PNR_OK;
}
