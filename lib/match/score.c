/* SPDX-License-Identifier: Apache-2.0 */
#include "match/score.h"

#include "core/date.h"

enum {
  RAISE_MOST = 9000, /* evidence never makes a name score certain, nor the person score fall as it rises */
  LOWER_MOST = 5000,
  RAISE_FULL = 4000,   /* from this name score on, raises count in full */
  UNCONFIRMED = 5000,  /* share of what the names lack that a birth date known of one person alone adds to it */
  NAME_AGAINST = 4000, /* a lower name score contradicts */
  CIRCA_YEARS = 2
};

const pnri_rule pnri_rules[PNRI_RULES] = {
  [PNRI_RULE_NONE] = { 0, 0, 0, 0, 0 },
  [PNRI_RULE_BIRTH_EQUAL] = { PNR_R_BIRTH_EQUAL, 8900, 0, 0, 0 },
  [PNRI_RULE_BIRTH_SWAPPED] = { PNR_R_BIRTH_SWAPPED, 5000, 0, 0, 0 },
  [PNRI_RULE_BIRTH_MONTH] = { PNR_R_BIRTH_PARTIAL, 5500, 0, 0, 0 },
  [PNRI_RULE_BIRTH_YEAR] = { PNR_R_BIRTH_PARTIAL, 3500, 0, 0, 0 },
  [PNRI_RULE_BIRTH_DIGIT] = { PNR_R_BIRTH_NEAR, 2500, 0, 0, 0 },
  [PNRI_RULE_BIRTH_RANGE] = { PNR_R_BIRTH_PARTIAL, 400, 0, 0, 0 },
  [PNRI_RULE_BIRTH_CIRCA] = { PNR_R_BIRTH_NEAR, 200, 0, 0, 0 },
  [PNRI_RULE_BIRTH_SAME_YEAR] = { PNR_R_BIRTH_CONTRADICTS, 0, 3500, 0, 0 },
  [PNRI_RULE_BIRTH_DIFFERS] = { PNR_R_BIRTH_CONTRADICTS, 0, 4000, 0, 0 },
  [PNRI_RULE_BIRTH_UNCONFIRMED] = { PNR_R_BIRTH_UNCONFIRMED, 0, 0, 0, 0 },
  [PNRI_RULE_SEX_EQUAL] = { PNR_R_SEX_EQUAL, 50, 0, 0, 0 },
  [PNRI_RULE_SEX_DIFFERS] = { PNR_R_SEX_CONTRADICTS, 0, 700, 0, 0 },
  [PNRI_RULE_NATIONALITY_EQUAL] = { PNR_R_NATIONALITY_EQUAL, 150, 0, 0, 0 },
  [PNRI_RULE_NATIONALITY_DIFFERS] = { PNR_R_NATIONALITY_CONTRADICTS, 0, 300, 0, 0 },
  [PNRI_RULE_DOCUMENT] = { PNR_R_DOCUMENT_EQUAL, 0, 0, 9500, 8500 },
  [PNRI_RULE_IDENTIFIER] = { PNR_R_IDENTIFIER_EQUAL, 0, 0, 8500, 7500 },
};

/* --- Birth dates --- */

static bool is_exact(const pnri_birth_fact *birth)
{
  return birth->from == birth->to && pnri_day(birth->from) != 0 && pnri_month(birth->from) != 0;
}

/* Registers write 1 January where only the year is known. */
static pnri_birth_fact without_placeholder(pnri_birth_fact birth)
{
  if (birth.from == birth.to && birth.from % 10000 == 101) birth.from = birth.to = birth.from - 101;
  return birth;
}

static uint32_t differing_digits(pnr_date a, pnr_date b)
{
  uint32_t count = 0;
  for (; a != 0 || b != 0; a /= 10, b /= 10) count += a % 10 != b % 10;
  return count;
}

static uint32_t compare_exact(pnr_date a, pnr_date b)
{
  if (a == b) return PNRI_RULE_BIRTH_EQUAL;
  bool same_year = pnri_year(a) == pnri_year(b);
  if (same_year && pnri_month(a) == pnri_day(b) && pnri_day(a) == pnri_month(b)) return PNRI_RULE_BIRTH_SWAPPED;
  if (differing_digits(a, b) == 1) return PNRI_RULE_BIRTH_DIGIT;
  return same_year ? PNRI_RULE_BIRTH_SAME_YEAR : PNRI_RULE_BIRTH_DIFFERS;
}

/* The days that a birth allows, as numbers whose unknown places are 0 at the one end and 9 at the other. */
typedef struct span {
  uint32_t low, high;
} span;

static span days_of(const pnri_birth_fact *birth)
{
  span days = { birth->from, birth->to };
  if (pnri_month(days.high) == 0) days.high += 9999;
  else if (pnri_day(days.high) == 0) days.high += 99;
  return days;
}

static span widened(span days, bool circa)
{
  if (!circa) return days;
  uint32_t low = days.low / 10000, high = days.high / 10000;
  return (span){ low > CIRCA_YEARS ? (low - CIRCA_YEARS) * 10000 : 0, (high + CIRCA_YEARS) * 10000 + 9999 };
}

static bool overlap(span a, span b) { return a.low <= b.high && b.low <= a.high; }
static bool within(span days, uint32_t unit) { return days.low / unit == days.high / unit; }

static uint32_t compare_births(const pnri_birth_fact *left, const pnri_birth_fact *right)
{
  if (is_exact(left) && is_exact(right) && left->from == right->from && left->from % 10000 != 101)
    return PNRI_RULE_BIRTH_EQUAL;
  pnri_birth_fact a = without_placeholder(*left), b = without_placeholder(*right);
  bool circa = a.circa || b.circa;
  if (!circa && is_exact(&a) && is_exact(&b)) return compare_exact(a.from, b.from);
  span a_days = days_of(&a), b_days = days_of(&b);
  if (overlap(a_days, b_days)) {
    if (within(a_days, 100) && within(b_days, 100)) return PNRI_RULE_BIRTH_MONTH;
    if (within(a_days, 10000) && within(b_days, 10000)) return PNRI_RULE_BIRTH_YEAR;
    return PNRI_RULE_BIRTH_RANGE;
  }
  if (circa && overlap(widened(a_days, a.circa), widened(b_days, b.circa))) return PNRI_RULE_BIRTH_CIRCA;
  bool same_year = a_days.high / 10000 == b_days.low / 10000 || b_days.high / 10000 == a_days.low / 10000;
  return same_year ? PNRI_RULE_BIRTH_SAME_YEAR : PNRI_RULE_BIRTH_DIFFERS;
}

/* Appends the dates of the calendar that differ from date in one digit. Returns the new count. */
static uint32_t add_misread(pnr_date date, pnr_date *out, uint32_t count)
{
  for (uint32_t unit = 1; unit <= 10000000; unit *= 10) {
    pnr_date others = date - date / unit % 10 * unit;
    for (uint32_t digit = 0; digit < 10; digit++) {
      pnr_date read = others + digit * unit;
      if (read != date && pnri_day(read) != 0 && pnri_date(pnri_year(read), pnri_month(read), pnri_day(read)) == read)
        out[count++] = read;
    }
  }
  return count;
}

uint32_t pnri_birth_keys(const pnri_birth_fact *birth, pnr_date out[PNRI_BIRTH_KEYS])
{
  pnr_date key = pnri_birth_key(birth), year = key / 10000 * 10000, month = key / 100 * 100;
  uint32_t count = 0;
  if (key == year) return 0;
  out[count++] = year;
  out[count++] = month;
  if (key == month) {
    for (uint32_t day = 1; day <= 31; day++) out[count++] = month + day;
    return count;
  }
  out[count++] = key;
  if (pnri_day(key) <= 12 && pnri_day(key) != pnri_month(key))
    out[count++] = year + pnri_day(key) * 100 + pnri_month(key);
  return add_misread(key, out, count);
}

/* The best of all pairs: lists give several dates where they do not know. */
static void find_birth(pnri_facts_cursor *left, pnri_facts_cursor *right, pnri_evidence *out)
{
  const pnri_facts_cursor start = *right;
  if ((left->births > 0) != (right->births > 0)) {
    out->birth = PNRI_RULE_BIRTH_UNCONFIRMED;
    pnri_facts_cursor known = left->births > 0 ? *left : *right;
    *(left->births > 0 ? &out->left_birth : &out->right_birth) = pnri_facts_birth(&known);
  }
  while (left->births > 0 && left->at < left->facts->size) {
    pnri_birth_fact a = pnri_facts_birth(left);
    for (*right = start; right->births > 0 && right->at < right->facts->size;) {
      pnri_birth_fact b = pnri_facts_birth(right);
      uint32_t found = compare_births(&a, &b);
      if (out->birth != PNRI_RULE_NONE && found >= out->birth) continue;
      out->birth = found;
      out->left_birth = a;
      out->right_birth = b;
    }
  }
  while (right->births > 0 && right->at < right->facts->size) pnri_facts_birth(right);
}

/* --- Sex, nationality, documents --- */

static void find_nationality(pnri_facts_cursor *left, pnri_facts_cursor *right, pnri_evidence *out)
{
  const pnri_facts_cursor start = *right;
  while (left->nationalities > 0 && left->at < left->facts->size) {
    uint32_t a = pnri_facts_nationality(left);
    for (*right = start; right->nationalities > 0 && right->at < right->facts->size;) {
      uint32_t b = pnri_facts_nationality(right);
      uint32_t found = a == b ? PNRI_RULE_NATIONALITY_EQUAL : PNRI_RULE_NATIONALITY_DIFFERS;
      if (out->nationality != PNRI_RULE_NONE && found >= out->nationality) continue;
      out->nationality = found;
      out->left_nationality = a;
      out->right_nationality = b;
    }
  }
  while (right->nationalities > 0 && right->at < right->facts->size) pnri_facts_nationality(right);
}

static void find_key(pnri_facts_cursor *left, pnri_facts_cursor *right, pnri_evidence *out)
{
  const pnri_facts_cursor start = *right;
  while (left->keys > 0 && left->at < left->facts->size) {
    pnri_key_fact a = pnri_facts_key(left);
    for (*right = start; right->keys > 0 && right->at < right->facts->size;) {
      pnri_key_fact b = pnri_facts_key(right);
      uint32_t found = a.kind == PNRI_KEY_KIND_DOCUMENT ? PNRI_RULE_DOCUMENT : PNRI_RULE_IDENTIFIER;
      if ((out->key != PNRI_RULE_NONE && found >= out->key) || !pnri_key_equal(&a, &b)) continue;
      out->key = found;
      out->left_key = a;
      out->right_key = b;
    }
  }
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

static void sum_up(pnri_evidence *evidence)
{
  const uint32_t found[] = { evidence->birth, evidence->sex, evidence->nationality };
  uint32_t raise = 0, lower = 0;
  for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
    raise += pnri_rules[found[i]].raise;
    lower += pnri_rules[found[i]].lower;
  }
  evidence->raise = least(raise, RAISE_MOST);
  evidence->lower = least(lower, LOWER_MOST);
}

void pnri_evidence_find(const pnri_facts *left, const pnri_facts *right, pnri_evidence *out)
{
  *out = (pnri_evidence){ .birth = PNRI_RULE_NONE };
  pnri_facts_cursor a = pnri_facts_read(left), b = pnri_facts_read(right);
  find_birth(&a, &b, out);
  find_nationality(&a, &b, out);
  find_key(&a, &b, out);
  out->left_sex = pnri_facts_sex(left);
  out->right_sex = pnri_facts_sex(right);
  if (out->left_sex != 0 && out->right_sex != 0)
    out->sex = out->left_sex == out->right_sex ? PNRI_RULE_SEX_EQUAL : PNRI_RULE_SEX_DIFFERS;
  sum_up(out);
}

/* What a birth agrees by at most with those of entries of a class that none of its keys finds, or with those that one
 * finds. */
static uint32_t best_rule(const pnri_birth_fact *birth, uint32_t listed)
{
  pnr_date key = pnri_birth_key(birth);
  if (key == 0) return PNRI_RULE_BIRTH_RANGE;
  if (key % 10000 == 0) return PNRI_RULE_BIRTH_YEAR;
  if (listed == PNRI_VAGUE) return PNRI_RULE_BIRTH_RANGE;
  if (listed == PNRI_DATED) return birth->circa ? PNRI_RULE_BIRTH_CIRCA : PNRI_RULE_BIRTH_SAME_YEAR;
  return key % 100 == 0 ? PNRI_RULE_BIRTH_MONTH : PNRI_RULE_BIRTH_EQUAL;
}

static bool is_better_rule(uint32_t rule, uint32_t than)
{
  return pnri_rules[rule].raise + pnri_rules[than].lower > pnri_rules[than].raise + pnri_rules[rule].lower;
}

static uint32_t best_birth(pnri_facts_cursor *cursor, uint32_t listed)
{
  uint32_t best = PNRI_RULE_NONE;
  if ((cursor->births > 0) != (listed != PNRI_UNDATED)) return PNRI_RULE_BIRTH_UNCONFIRMED;
  while (cursor->births > 0 && cursor->at < cursor->facts->size) {
    pnri_birth_fact birth = pnri_facts_birth(cursor);
    uint32_t rule = best_rule(&birth, listed);
    if (best == PNRI_RULE_NONE || is_better_rule(rule, best)) best = rule;
  }
  return best;
}

void pnri_evidence_best(const pnri_facts *facts, uint32_t listed, pnri_evidence *out)
{
  pnri_facts_cursor cursor = pnri_facts_read(facts);
  bool has_nationality = cursor.nationalities > 0;
  *out = (pnri_evidence){ .birth = best_birth(&cursor, listed) };
  if (pnri_facts_sex(facts) != 0) out->sex = PNRI_RULE_SEX_EQUAL;
  if (has_nationality) out->nationality = PNRI_RULE_NATIONALITY_EQUAL;
  sum_up(out);
}

bool pnri_evidence_corroborates(const pnri_evidence *evidence, uint32_t corroboration)
{
  const pnri_rule *birth = &pnri_rules[evidence->birth];
  if (corroboration == PNR_CORROBORATION_NONE || evidence->key == PNRI_RULE_DOCUMENT) return true;
  if (corroboration == PNR_CORROBORATION_NOT_CONTRADICTED) return birth->reason != PNR_R_BIRTH_CONTRADICTS;
  return corroboration == PNR_CORROBORATION_BIRTH_OR_DOCUMENT && birth->raise > 0;
}

/* --- The score --- */

uint32_t pnri_kind_lower(uint32_t kind)
{
  static const uint32_t lower[] = { [PNR_NAME_WEAK] = 1000, [PNR_NAME_MISUSED] = 500 };
  return kind < sizeof lower / sizeof lower[0] ? lower[kind] : 0;
}

uint32_t pnri_kind_score(uint32_t name_score, uint32_t left_kind, uint32_t right_kind)
{
  uint32_t left = pnri_kind_lower(left_kind), right = pnri_kind_lower(right_kind);
  return name_score * (PNR_SCORE_MAX - (left > right ? left : right)) / PNR_SCORE_MAX;
}

uint32_t pnri_confirmed_score(uint32_t name_score, const pnri_evidence *evidence)
{
  if (evidence->birth != PNRI_RULE_BIRTH_UNCONFIRMED) return name_score;
  uint32_t lacking = (PNR_SCORE_MAX - name_score) * UNCONFIRMED / PNR_SCORE_MAX;
  return name_score - least(lacking, name_score);
}

uint32_t pnri_plain_score(uint32_t name_score, const pnri_evidence *evidence)
{
  const uint64_t all = PNR_SCORE_MAX;
  name_score = pnri_confirmed_score(name_score, evidence);
  uint64_t trust = name_score < RAISE_FULL ? all * name_score / RAISE_FULL : all;
  uint64_t raised = name_score + (all - name_score) * evidence->raise * trust / (all * all);
  return (uint32_t)(raised * (all - evidence->lower) / all);
}

uint32_t pnri_person_score(uint32_t name_score, bool named, const pnri_evidence *evidence)
{
  uint32_t score = pnri_plain_score(name_score, evidence);
  if (evidence->key == PNRI_RULE_NONE) return score;
  const pnri_rule *rule = &pnri_rules[evidence->key];
  bool against = named && name_score < NAME_AGAINST && pnri_rules[evidence->birth].reason == PNR_R_BIRTH_CONTRADICTS;
  uint32_t floor = against ? rule->least_against : rule->least;
  return floor + score * (PNR_SCORE_MAX - floor) / PNR_SCORE_MAX;
}

uint32_t pnri_least_name_score(uint32_t threshold, bool named, const pnri_evidence *evidence)
{
  uint32_t low = 0, high = PNR_SCORE_MAX + 1;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (pnri_person_score(middle, named, evidence) >= threshold) high = middle;
    else low = middle + 1;
  }
  return low;
}
