/* SPDX-License-Identifier: Apache-2.0 */
#include "match/reason.h"

#include "core/date.h"
#include "record/builder.h"

static const struct {
  uint32_t code;
  const char *name, *text;
} codes[] = {
  { PNR_R_TOKEN_EQUAL, "TOKEN_EQUAL", "the same word" },
  { PNR_R_TOKEN_EDIT, "TOKEN_EDIT", "a similar word" },
  { PNR_R_TOKEN_INITIAL, "TOKEN_INITIAL", "an initial of the word" },
  { PNR_R_TOKEN_JOINED, "TOKEN_JOINED", "written as one word and as several" },
  { PNR_R_TOKEN_VARIANT, "TOKEN_VARIANT", "another form of the same name" },
  { PNR_R_TOKEN_MISSING, "TOKEN_MISSING", "a word that the other name does not have" },
  { PNR_R_TOKEN_CONTRADICTS, "TOKEN_CONTRADICTS", "another word in its place" },
  { PNR_R_TITLE_REMOVED, "TITLE_REMOVED", "read without its title" },
  { PNR_R_TOKEN_TRUNCATED, "TOKEN_TRUNCATED", "a word that was cut or abbreviated" },
  { PNR_R_NAME, "NAME", "how well the names agree" },
  { PNR_R_BIRTH_EQUAL, "BIRTH_EQUAL", "the same date of birth" },
  { PNR_R_BIRTH_PARTIAL, "BIRTH_PARTIAL", "what is known of both dates of birth agrees" },
  { PNR_R_BIRTH_SWAPPED, "BIRTH_SWAPPED", "the same date of birth with day and month exchanged" },
  { PNR_R_BIRTH_NEAR, "BIRTH_NEAR", "a date of birth close by" },
  { PNR_R_BIRTH_CONTRADICTS, "BIRTH_CONTRADICTS", "another date of birth" },
  { PNR_R_BIRTH_UNCONFIRMED, "BIRTH_UNCONFIRMED", "a date of birth is known of one of them only" },
  { PNR_R_SEX_EQUAL, "SEX_EQUAL", "the same sex" },
  { PNR_R_SEX_CONTRADICTS, "SEX_CONTRADICTS", "another sex" },
  { PNR_R_NATIONALITY_EQUAL, "NATIONALITY_EQUAL", "the same nationality" },
  { PNR_R_NATIONALITY_CONTRADICTS, "NATIONALITY_CONTRADICTS", "another nationality" },
  { PNR_R_DOCUMENT_EQUAL, "DOCUMENT_EQUAL", "the same document" },
  { PNR_R_IDENTIFIER_EQUAL, "IDENTIFIER_EQUAL", "the same telephone, e-mail, frequent flyer or card number" },
  { PNR_R_NAME_WEAK, "NAME_WEAK", "a weak alias" },
  { PNR_R_NAME_MISUSED, "NAME_MISUSED", "the name of somebody whose identity is misused" },
  { PNR_R_NOT_FULLY_SCREENED, "NOT_FULLY_SCREENED", "a limit ended the search: screen this person by hand" },
};

static size_t row_of(uint32_t code)
{
  size_t i = 0;
  while (i < sizeof codes / sizeof codes[0] && codes[i].code != code) i++;
  return i;
}

const char *pnr_reason_name(uint32_t code)
{
  size_t i = row_of(code);
  return i < sizeof codes / sizeof codes[0] ? codes[i].name : "UNKNOWN";
}

const char *pnr_reason_text(uint32_t code)
{
  size_t i = row_of(code);
  return i < sizeof codes / sizeof codes[0] ? codes[i].text : "a reason that this version does not know";
}

/* --- Collecting --- */

typedef struct writing {
  pnri_arena *arena;
  const pnri_verdict *verdict;
  pnri_chain chain;
  bool failed; /* memory is exhausted: further reasons go to nowhere */
  pnr_reason nowhere;
} writing;

static pnr_reason *add(writing *w, uint32_t code, int32_t points)
{
  pnr_reason *reason = pnri_chain_add(&w->chain, w->arena, sizeof *reason);
  if (reason == NULL) {
    w->failed = true;
    return &w->nowhere;
  }
  reason->code = code;
  reason->points = points;
  return reason;
}

static pnr_slice copy(writing *w, const void *octets, size_t size)
{
  pnr_slice text = pnri_arena_copy(w->arena, (pnr_slice){ octets, size });
  if (size > 0 && text.data == NULL) w->failed = true;
  return text;
}

/* --- Tokens --- */

/* Adjacent tokens with spaces between them. */
static pnr_slice copy_tokens(writing *w, const pnri_form *form, uint32_t first, uint32_t count)
{
  uint8_t text[PNRI_ABBREVIATED_MOST * (PNRI_TOKEN_SIZE + 1)];
  size_t size = 0;
  for (uint32_t i = first; i < first + count && i < first + PNRI_ABBREVIATED_MOST; i++) {
    if (i > first) text[size++] = ' ';
    memcpy(text + size, form->tokens[i].text, form->tokens[i].size);
    size += form->tokens[i].size;
  }
  return copy(w, text, size);
}

static uint32_t weight_of(const pnri_form *form, uint32_t first, uint32_t count)
{
  uint32_t weight = 0;
  for (uint32_t i = first; i < first + count; i++) weight += form->tokens[i].weight;
  return weight;
}

/* What a matched group brings: its credit by the lighter side, as the name score counts it. */
static uint64_t gain_of(const pnri_verdict *verdict, const pnri_match *match)
{
  uint32_t left = weight_of(verdict->left, match->a_first, match->a_count);
  uint32_t right = weight_of(verdict->right, match->b_first, match->b_count);
  return (uint64_t)(left < right ? left : right) * match->credit;
}

static void add_matches(writing *w, const pnri_alignment *alignment)
{
  static const uint32_t code_of[] = { 0,
                                      PNR_R_TOKEN_EQUAL,
                                      PNR_R_TOKEN_EDIT,
                                      PNR_R_TOKEN_INITIAL,
                                      PNR_R_TOKEN_JOINED,
                                      PNR_R_TOKEN_TRUNCATED,
                                      PNR_R_TOKEN_TRUNCATED,
                                      PNR_R_TOKEN_VARIANT };
  const pnri_verdict *v = w->verdict;
  uint64_t total = 0, before = 0;
  for (uint32_t i = 0; i < alignment->count; i++) total += gain_of(v, &alignment->matches[i]);
  for (uint32_t i = 0; i < alignment->count && total > 0; i++) {
    const pnri_match *match = &alignment->matches[i];
    uint64_t after = before + gain_of(v, match);
    int32_t points = (int32_t)(after * v->name_score / total) - (int32_t)(before * v->name_score / total);
    pnr_reason *reason = add(w, code_of[match->kind], points);
    reason->value = match->edits;
    reason->left = copy_tokens(w, v->left, match->a_first, match->a_count);
    reason->right = copy_tokens(w, v->right, match->b_first, match->b_count);
    before = after;
  }
}

static uint32_t next_free(const pnri_form *form, uint32_t used, uint32_t from)
{
  while (from < form->count && (used >> from & 1)) from++;
  return from;
}

/* Tokens without partner stand against each other one by one; what is left on one side is missing on the other. */
static void add_rest(writing *w, const pnri_alignment *alignment)
{
  const pnri_form *left = w->verdict->left, *right = w->verdict->right;
  uint32_t left_used = 0, right_used = 0;
  for (uint32_t i = 0; i < alignment->count; i++) {
    const pnri_match *match = &alignment->matches[i];
    left_used |= ((1u << match->a_count) - 1) << match->a_first;
    right_used |= ((1u << match->b_count) - 1) << match->b_first;
  }
  uint64_t total = 0, before = 0, lost = PNR_SCORE_MAX - w->verdict->name_score;
  for (uint32_t i = 0; i < left->count; i++) total += left_used >> i & 1 ? 0u : left->tokens[i].weight;
  for (uint32_t i = 0; i < right->count; i++) total += right_used >> i & 1 ? 0u : right->tokens[i].weight;
  uint32_t i = next_free(left, left_used, 0), j = next_free(right, right_used, 0);
  while (i < left->count || j < right->count) {
    bool has_left = i < left->count, has_right = j < right->count;
    uint64_t after = before;
    if (has_left) after += left->tokens[i].weight;
    if (has_right) after += right->tokens[j].weight;
    int32_t points = (int32_t)(before * lost / total) - (int32_t)(after * lost / total);
    pnr_reason *reason = add(w, has_left && has_right ? PNR_R_TOKEN_CONTRADICTS : PNR_R_TOKEN_MISSING, points);
    if (has_left) reason->left = copy_tokens(w, left, i, 1);
    if (has_right) reason->right = copy_tokens(w, right, j, 1);
    if (has_left) i = next_free(left, left_used, i + 1);
    if (has_right) j = next_free(right, right_used, j + 1);
    before = after;
  }
}

static void add_name(writing *w)
{
  const pnri_verdict *v = w->verdict;
  add(w, PNR_R_NAME, (int32_t)v->name_score)->value = v->name_score;
  pnri_alignment alignment;
  alignment.count = 0;
  if (pnri_form_score(v->left, v->right, &alignment) > 0) add_matches(w, &alignment);
  add_rest(w, &alignment);
  if ((v->left->flags | v->right->flags) & PNRI_FORM_TITLE_REMOVED) add(w, PNR_R_TITLE_REMOVED, 0);
  uint32_t score = pnri_kind_score(v->name_score, v->left_kind, v->right_kind);
  bool left = pnri_kind_lower(v->left_kind) > pnri_kind_lower(v->right_kind);
  uint32_t kind = left ? v->left_kind : v->right_kind;
  if (pnri_kind_lower(kind) > 0)
    add(w, kind == PNR_NAME_WEAK ? PNR_R_NAME_WEAK : PNR_R_NAME_MISUSED, (int32_t)score - (int32_t)v->name_score);
}

/* --- Facts --- */

/* 1980, 1980-05, 1980-05-05; a range has a slash between two of these (ISO 8601). */
static pnr_slice copy_birth(writing *w, const pnri_birth_fact *birth)
{
  uint8_t text[2 * PNRI_DATE_SIZE + 1];
  size_t size = 0;
  if (birth->from == 0) return copy(w, text, 0);
  const pnr_date dates[] = { birth->from, birth->to };
  for (uint32_t i = 0; i < (birth->to != birth->from ? 2u : 1u); i++) {
    if (i > 0) text[size++] = '/';
    size += pnri_date_put(text + size, dates[i]);
  }
  return copy(w, text, size);
}

static pnr_slice copy_country(writing *w, uint32_t country)
{
  uint8_t text[] = { (uint8_t)country, (uint8_t)(country >> 8), (uint8_t)(country >> 16) };
  return copy(w, text, country & PNRI_COUNTRY_HASHED ? 0 : sizeof text);
}

/* A card's number is nobody's to read: its first six and last four places are shown. */
static pnr_slice copy_key(writing *w, const pnri_key_fact *key)
{
  if (key->kind != PNR_IDENTIFIER_CARD) return copy(w, key->text.data, key->text.size);
  pnr_slice masked = pnri_mask_account(w->arena, key->text);
  if (masked.data == NULL && key->text.size > 0) w->failed = true;
  return masked.data != key->text.data ? masked : copy(w, masked.data, masked.size);
}

/* Shares out what the facts add to the score and take from it. */
typedef struct shares {
  uint64_t added, taken; /* in all */
  uint64_t raise, lower; /* sums of the rules */
  uint64_t raise_done, lower_done;
} shares;

static pnr_reason *add_fact(writing *w, shares *s, uint32_t rule)
{
  const pnri_rule *r = &pnri_rules[rule];
  uint64_t points_for = 0, points_against = 0;
  if (r->raise > 0) {
    points_for = (s->raise_done + r->raise) * s->added / s->raise - s->raise_done * s->added / s->raise;
    s->raise_done += r->raise;
  }
  if (r->lower > 0) {
    points_against = (s->lower_done + r->lower) * s->taken / s->lower - s->lower_done * s->taken / s->lower;
    s->lower_done += r->lower;
  }
  return add(w, r->reason, (int32_t)points_for - (int32_t)points_against);
}

static shares share_out(const pnri_verdict *v, uint32_t name_score)
{
  const uint32_t found[] = { v->evidence.birth, v->evidence.sex, v->evidence.nationality };
  pnri_evidence raised = v->evidence;
  raised.lower = 0;
  uint32_t high = pnri_plain_score(name_score, &raised), plain = pnri_plain_score(name_score, &v->evidence);
  shares s = { high - pnri_confirmed_score(name_score, &v->evidence), high - plain, 0, 0, 0, 0 };
  for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
    s.raise += pnri_rules[found[i]].raise;
    s.lower += pnri_rules[found[i]].lower;
  }
  return s;
}

static void add_facts(writing *w)
{
  const pnri_verdict *v = w->verdict;
  const pnri_evidence *e = &v->evidence;
  uint32_t name_score = pnri_kind_score(v->name_score, v->left_kind, v->right_kind);
  shares s = share_out(v, name_score);
  if (e->birth != PNRI_RULE_NONE) {
    pnr_reason *reason = add_fact(w, &s, e->birth);
    if (e->birth == PNRI_RULE_BIRTH_UNCONFIRMED)
      reason->points = (int32_t)pnri_confirmed_score(name_score, e) - (int32_t)name_score;
    reason->left = copy_birth(w, &e->left_birth);
    reason->right = copy_birth(w, &e->right_birth);
  }
  if (e->sex != PNRI_RULE_NONE) {
    pnr_reason *reason = add_fact(w, &s, e->sex);
    reason->left = copy(w, e->left_sex == 1 ? "M" : "F", 1);
    reason->right = copy(w, e->right_sex == 1 ? "M" : "F", 1);
  }
  if (e->nationality != PNRI_RULE_NONE) {
    pnr_reason *reason = add_fact(w, &s, e->nationality);
    reason->left = copy_country(w, e->left_nationality);
    reason->right = copy_country(w, e->right_nationality);
  }
  if (e->key != PNRI_RULE_NONE) {
    uint32_t plain = pnri_plain_score(name_score, e);
    pnr_reason *reason = add(w, pnri_rules[e->key].reason, (int32_t)v->score - (int32_t)plain);
    reason->value = e->left_key.kind;
    reason->left = copy_key(w, &e->left_key);
    reason->right = copy_key(w, &e->right_key);
  }
}

bool pnri_reasons_make(pnri_arena *arena, const pnri_verdict *verdict, pnri_reasons *out)
{
  writing w = { .arena = arena, .verdict = verdict };
  if (verdict->left != NULL && verdict->right != NULL) add_name(&w);
  add_facts(&w);
  int failed = w.failed;
  void *const *list = pnri_chain_array(&w.chain, arena, &failed);
  *out = (pnri_reasons){ (const pnr_reason *const *)(const void *)list, failed ? 0 : w.chain.count };
  return !failed;
}
