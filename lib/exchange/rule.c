/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/rule.h"

#include "core/fail.h"
#include "core/slice.h"
#include "exchange/situation.h"

/* Articles are those of Directive (EU) 2016/681. Numbers are frozen. */
static const pnri_rule rules[] = {
  { PNR_RULE_BASIS, "BASIS", "art. 9, 10, 11, 12(3)", "a request names the article that allows it" },
  { PNR_RULE_PURPOSE, "PURPOSE", "art. 6(2)", "data are processed for one of the three purposes only" },
  { PNR_RULE_OFFENCE, "OFFENCE", "art. 1(2), Annex II", "the purpose is terrorism or an offence of Annex II" },
  { PNR_RULE_THRESHOLD, "THRESHOLD", "art. 3(9)", "an offence of Annex II is punishable with three years or more" },
  { PNR_RULE_CASE, "CASE", "art. 6(2)(b), 9(2)", "a request is about one case" },
  { PNR_RULE_REASONS, "REASONS", "art. 9(2)", "case, necessity, proportionality and other means are told" },
  { PNR_RULE_APPROVED, "APPROVED", "art. 9(2), 13(6)", "who asks and who approved it, before it was sent, are told" },
  { PNR_RULE_ELEMENTS, "ELEMENTS", "art. 6(1), Annex I", "only elements of Annex I, and each by name" },
  { PNR_RULE_SELECTORS, "SELECTORS", "art. 9(2)",
    "somebody or something is looked for; each selector has what its kind needs, and nothing else" },
  { PNR_RULE_URGENCY, "URGENCY", "art. 9(3)", "haste has a reason; an authority asks directly in an emergency only" },
  { PNR_RULE_WINDOW, "WINDOW", "art. 12(1)", "the days asked for are in order and not older than five years" },
  { PNR_RULE_UNMASK, "UNMASK", "art. 9(2), 12(3)",
    "past six months either masked data suffice or a permission is there" },
  { PNR_RULE_PERMISSION, "PERMISSION", "art. 12(3)",
    "a permission is for a case, was given before, and of another authority than a court the data protection officer knows" },
  { PNR_RULE_TRANSFER, "TRANSFER", "art. 11",
    "third countries: allowed here, with consent or an emergency, and never without the article's conditions" },
  { PNR_RULE_REVIEW, "REVIEW", "art. 6(5), 6(6)", "a person reviewed each hit, and each notice, before it was sent" },
  { PNR_RULE_NOT_ASKED, "NOT_ASKED", "art. 9(2)", "a reply gives what its request asked for, and nothing else" },
  { PNR_RULE_GIVEN, "GIVEN", "art. 6(1), 13(6)",
    "what the records hold, elements and hits, is what the message says they hold" },
  { PNR_RULE_MASKED, "MASKED", "art. 12(2), 12(3)", "after six months data are masked, unless a permission is there" },
  { PNR_RULE_RETENTION, "RETENTION", "art. 12(1), 12(4)",
    "the clocks run from the day of receipt; after five years nothing is sent" },
  { PNR_RULE_SCRUBBED, "SCRUBBED", "art. 13(4)", "special categories of data were deleted, and with which table" },
  { PNR_RULE_HANDLING, "HANDLING", "art. 9(1), 11", "what may become of the data is told" },
  { PNR_RULE_TRAVELLED, "TRAVELLED", "art. 6(2)",
    "who is booked is not called travelled: the status has evidence of its rank" },
  { PNR_RULE_CARD, "CARD", "art. 13(7)", "no whole numbers of payment cards" },
  { PNR_RULE_OUTCOME, "OUTCOME", "art. 9(2)", "records come with an outcome of data only, a refusal names its rule" },
  { PNR_RULE_SCORE, "SCORE", "art. 6(5)", "a score is of the same normaliser and score versions as the receiver's" },
  { PNR_RULE_RECALL, "RECALL", "art. 5 of Directive (EU) 2016/680, art. 12(4), 13(1)",
    "a recall names records and versions; a replacement is a later version of the same record; what is held has its case" },
  { PNR_RULE_FORMAT, "FORMAT", "docs/exchange.md",
    "verdicts only: the message is of the format, on the stream of its type" },
  { PNR_RULE_QUOTA, "QUOTA", "art. 6(2)(b), 9(2)",
    "verdicts only: blindly a case asks about so many keys in a day, and no more" },
};
enum { RULES = sizeof rules / sizeof rules[0] };

pnri_rule pnri_rule_at(uint32_t i) { return i < RULES ? rules[i] : (pnri_rule){ 0, NULL, NULL, NULL }; }

static const pnri_rule *rule_of(uint32_t number)
{
  static const pnri_rule unknown = { 0, "UNKNOWN", "", "a rule that this version does not know" };
  for (uint32_t i = 0; i < RULES; i++)
    if (rules[i].number == number) return &rules[i];
  return &unknown;
}

const char *pnr_rule_name(uint32_t rule) { return rule_of(rule)->name; }
const char *pnr_rule_clause(uint32_t rule) { return rule_of(rule)->clause; }
const char *pnr_rule_text(uint32_t rule) { return rule_of(rule)->text; }

const char *pnr_exchange_type_name(uint32_t type)
{
  const pnri_type *row = pnri_type_of(type);
  return row != NULL ? row->name : "unknown";
}

/* Which check is of which rule: the first that does not hold names the rule. */
static const struct {
  uint32_t types; /* bits of PNR_EXCHANGE_… */
  uint32_t rule;
  bool (*holds)(const pnri_situation *situation);
} checks[] = {
#define IN(type) (1u << PNR_EXCHANGE_##type)
  { IN(REQUEST) | IN(NOTICE) | IN(PROBE), PNR_RULE_THRESHOLD, pnri_threshold_holds },
  { IN(REQUEST) | IN(PROBE), PNR_RULE_APPROVED, pnri_approved_holds },
  { IN(REQUEST) | IN(PROBE), PNR_RULE_SELECTORS, pnri_selectors_hold },
  { IN(REQUEST), PNR_RULE_CARD, pnri_cards_hold },
  { IN(REQUEST) | IN(NOTICE), PNR_RULE_URGENCY, pnri_urgency_holds },
  { IN(REQUEST), PNR_RULE_WINDOW, pnri_window_holds },
  { IN(REQUEST), PNR_RULE_UNMASK, pnri_unmask_holds },
  { IN(REQUEST) | IN(APPROVAL), PNR_RULE_PERMISSION, pnri_permission_holds },
  { IN(REQUEST) | IN(REPLY) | IN(NOTICE), PNR_RULE_TRANSFER, pnri_transfer_holds },
  { IN(REPLY) | IN(RECEIPT), PNR_RULE_OUTCOME, pnri_outcome_holds },
  { IN(REPLY), PNR_RULE_NOT_ASKED, pnri_asked_holds },
  { IN(RECALL) | IN(RECEIPT), PNR_RULE_RECALL, pnri_recall_holds },
  { IN(REPLY) | IN(NOTICE) | IN(RECALL), PNR_RULE_RETENTION, pnri_retention_holds },
  { IN(REPLY) | IN(NOTICE) | IN(RECALL), PNR_RULE_MASKED, pnri_masked_holds },
  { IN(REPLY) | IN(NOTICE) | IN(RECALL) | IN(PROBE_RESULT) | IN(TAGS), PNR_RULE_GIVEN, pnri_given_holds },
  { IN(REPLY) | IN(RECALL), PNR_RULE_SCRUBBED, pnri_scrubbed_holds },
  { IN(REPLY) | IN(RECALL), PNR_RULE_HANDLING, pnri_handling_holds },
  { IN(REPLY) | IN(NOTICE) | IN(RECALL), PNR_RULE_TRAVELLED, pnri_travelled_holds },
  { IN(REPLY) | IN(NOTICE), PNR_RULE_REVIEW, pnri_review_holds },
  { IN(REPLY) | IN(NOTICE) | IN(PROBE), PNR_RULE_SCORE, pnri_score_holds },
#undef IN
};

/* Today's letters: who asks whom is in the claims, when in `issued`; which records and hits there are, in one place. */
static pnri_situation situation_of(const pnr_exchange *exchange, const pnr_claims *claims,
                                   const pnr_exchange_message *message)
{
  pnri_situation found = {
    .exchange = exchange, .message = message, .issued = claims->issued, .today = pnri_day_of(claims->issued)
  };
  if (message->type == PNR_EXCHANGE_REPLY) {
    const pnr_reply *reply = message->reply;
    found.records = reply->records;
    found.record_count = reply->record_count;
    found.hits = reply->hits;
    found.hit_count = reply->hit_count;
    for (uint32_t i = 0; i < exchange->asked_count; i++)
      if (pnri_slice_equal(exchange->asked[i]->id, reply->request)) found.asked = exchange->asked[i];
  } else if (message->type == PNR_EXCHANGE_NOTICE) {
    found.records = message->notice->records;
    found.record_count = message->notice->record_count;
    found.hits = message->notice->hits;
    found.hit_count = message->notice->hit_count;
  }
  return found;
}

pnr_status pnri_rule_check(const pnr_exchange *exchange, const pnr_claims *claims, const pnr_exchange_message *message,
                           pnr_error *error)
{
  pnri_situation situation = situation_of(exchange, claims, message);
  for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
    if ((checks[i].types & 1u << message->type) != 0 && !checks[i].holds(&situation))
      return pnri_fail(error, (pnr_error){ .status = PNR_E_RULE, .cause = (int32_t)checks[i].rule });
  return PNR_OK;
}
