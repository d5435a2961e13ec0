/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "full_record.h"
#include "pnr/pnr.h"
#include "support.h"

static pnr_status open_text(const pnr_env *env, const char *text, pnr_regimes **out, pnr_error *error)
{
  uint8_t *copy = exact_copy((const uint8_t *)text, strlen(text));
  pnr_status status = pnr_regimes_open(env, (pnr_slice){ copy, strlen(text) }, out, error);
  free(copy);
  return status;
}

static const char national[] =
  "regime;assessment;request;border;mask;erase;unlinked;dismissed;review;sent;remark\r\n"
  "rail; own authority  unit;OWN;none;3 months;1 year;never;48 hours;2 years;1 hour;invented\r\n"
  "\"api-law\";;own processing;;;;;;;;\r\n"
  "crew;;own;;never;24 hours;;record;;;\r\n";

Test(regimes, a_table_says_what_it_says_and_the_rest_is_the_default)
{
  pnr_regimes *regimes = NULL;
  cr_assert(eq(i32, open_text(NULL, national, &regimes, NULL), PNR_OK));
  const pnr_regime_policy *rail = pnr_regimes_policy(regimes, PNR_REGIME_RAIL);
  cr_expect(eq(u32, rail->regime, PNR_REGIME_RAIL));
  cr_expect(eq(u32, rail->assessment, PNR_TO_OWN | PNR_TO_AUTHORITY | PNR_TO_UNIT));
  cr_expect(eq(u32, rail->request, PNR_TO_OWN));
  cr_expect(eq(u32, rail->border, 0));
  cr_expect(eq(u32, rail->criteria, pnr_regimes_policy(NULL, PNR_REGIME_RAIL)->criteria), "no such column");
  const pnr_retention_policy *clock = pnr_regimes_retention(regimes, PNR_REGIME_RAIL);
  cr_expect(eq(u32, clock->mask_months, 3));
  cr_expect(eq(u32, clock->erase_months, 12));
  cr_expect(eq(u32, clock->erase_hours, 0));
  cr_expect(eq(u32, clock->unlinked_months, PNR_NEVER));
  const pnr_kept_policy *kept = pnr_regimes_kept(regimes, PNR_REGIME_RAIL, PNR_KEPT_DISMISSED);
  cr_expect(eq(u32, kept->hours, 48));
  cr_expect(eq(u32, kept->kind, PNR_KEPT_DISMISSED));
  cr_expect(eq(u32, pnr_regimes_kept(regimes, PNR_REGIME_RAIL, PNR_KEPT_REVIEW)->months, 24));
  cr_expect(eq(u32, pnr_regimes_kept(regimes, PNR_REGIME_RAIL, PNR_KEPT_SENT)->hours, 1));
  cr_expect(eq(u32, pnr_regimes_kept(regimes, PNR_REGIME_RAIL, PNR_KEPT_HIT)->months, PNR_NEVER));
  const pnr_regime_policy *law = pnr_regimes_policy(regimes, PNR_REGIME_API_LAW);
  cr_expect(eq(u32, law->request, PNR_TO_OWN | PNR_TO_PROCESSING));
  cr_expect(eq(u32, law->assessment, pnr_regimes_policy(NULL, PNR_REGIME_API_LAW)->assessment), "an empty cell");
  cr_expect(eq(u32, pnr_regimes_policy(regimes, PNR_REGIME_CREW)->request, PNR_TO_OWN), "crew are national law's");
  cr_expect(eq(u32, pnr_regimes_retention(regimes, PNR_REGIME_CREW)->erase_hours, 24));
  cr_expect(
    eq(u32, pnr_regimes_policy(regimes, PNR_REGIME_PNR)->request, pnr_regimes_policy(NULL, PNR_REGIME_PNR)->request),
    "a regime without a row");
  pnr_regimes_close(regimes);
}

Test(regimes, without_a_table_the_defaults_hold)
{
  for (uint32_t regime = PNR_REGIME_PNR; regime <= PNR_REGIME_ROAD; regime++) {
    pnr_regime_policy policy = { .size = sizeof policy };
    pnr_retention_policy clock = { .size = sizeof clock };
    cr_assert(eq(i32, pnr_regime_policy_of(regime, &policy, NULL), PNR_OK));
    cr_assert(eq(i32, pnr_retention_policy_of(regime, &clock, NULL), PNR_OK));
    cr_expect_eq(memcmp(pnr_regimes_policy(NULL, regime), &policy, sizeof policy), 0, "%s", pnr_regime_name(regime));
    cr_expect_eq(memcmp(pnr_regimes_retention(NULL, regime), &clock, sizeof clock), 0, "%s", pnr_regime_name(regime));
    for (uint32_t kind = PNR_KEPT_HIT; kind <= PNR_KEPT_COPY; kind++) {
      pnr_kept_policy kept = { .size = sizeof kept };
      cr_assert(eq(i32, pnr_kept_policy_of(kind, &kept, NULL), PNR_OK));
      cr_expect_eq(memcmp(pnr_regimes_kept(NULL, regime, kind), &kept, sizeof kept), 0, "%s", pnr_kept_name(kind));
    }
  }
  pnr_regimes *regimes = NULL;
  cr_assert(eq(i32, open_text(NULL, "regime\n", &regimes, NULL), PNR_OK));
  for (int with = 0; with < 2; with++) {
    const pnr_regimes *asked = with ? regimes : NULL;
    for (uint32_t regime = 0; regime <= PNR_REGIME_ROAD + 1; regime += PNR_REGIME_ROAD + 1) {
      cr_expect(pnr_regimes_policy(asked, regime) == NULL);
      cr_expect(pnr_regimes_retention(asked, regime) == NULL);
      cr_expect(pnr_regimes_kept(asked, regime, PNR_KEPT_HIT) == NULL);
    }
    cr_expect(pnr_regimes_kept(asked, PNR_REGIME_PNR, 0) == NULL);
    cr_expect(pnr_regimes_kept(asked, PNR_REGIME_PNR, PNR_KEPT_COPY + 1) == NULL);
  }
  pnr_regimes_close(regimes);
}

Test(regimes, what_national_law_says_decides_about_records_and_their_clocks)
{
  full_record full;
  pnr_regimes *regimes = NULL;
  cr_assert(full_open(&full, 0));
  const pnr_stored *stored = pnr_record_get(full.record);
  cr_assert(eq(i32, open_text(NULL, "regime,request,erase\npnr,own,2 years\n", &regimes, NULL), PNR_OK));
  const pnr_regime_policy *law = pnr_regimes_policy(regimes, PNR_REGIME_PNR);
  cr_expect(eq(i32, pnr_record_allows(full.record, law, PNR_BASIS_REQUEST, PNR_TO_OWN, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_record_allows(full.record, law, PNR_BASIS_REQUEST, PNR_TO_UNIT, NULL), PNR_E_REGIME));
  pnr_retention usual = { .size = sizeof usual }, own = { .size = sizeof own };
  cr_assert(eq(i32, pnr_retention_at(stored, NULL, 1, NULL, 0, 0, &usual, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_retention_at(stored, pnr_regimes_retention(regimes, PNR_REGIME_PNR), 1, NULL, 0, 0, &own, NULL),
               PNR_OK));
  cr_expect(lt(u64, own.erases, usual.erases));
  cr_expect(eq(u64, own.masks, usual.masks));
  pnr_regimes_close(regimes);
  cr_assert(eq(i32, open_text(NULL, "regime,erase\npnr,9999 hours\n", &regimes, NULL), PNR_OK));
  usual.size = own.size = sizeof own;
  cr_assert(eq(i32, pnr_retention_at(stored, NULL, 0, NULL, 0, 0, &usual, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_retention_at(stored, pnr_regimes_retention(regimes, PNR_REGIME_PNR), 0, NULL, 0, 0, &own, NULL),
               PNR_OK));
  cr_expect(eq(u64, own.erases, usual.erases), "hours do not set aside what goes for want of a link");
  pnr_regimes_close(regimes);
  pnr_record_close(full.record);
}

static const struct {
  const char *name, *table;
  pnr_status status;
  uint64_t offset;
  uint32_t line, column;
} wrong[] = {
  { "nothing", "", PNR_E_FORMAT, 0, 1, 1 },
  { "a column that is not known", "regime,gate\n", PNR_E_FORMAT, 7, 1, 8 },
  { "a column twice", "regime,mask,mask\n", PNR_E_FORMAT, 12, 1, 13 },
  { "of no regime", "mask,erase\n", PNR_E_FORMAT, 0, 1, 1 },
  { "a regime that is not known", "regime\nair\n", PNR_E_SYNTAX, 7, 2, 1 },
  { "a regime twice", "regime\nrail\nsea\nrail\n", PNR_E_SYNTAX, 16, 4, 1 },
  { "no regime", "regime,mask\n,3 months\n", PNR_E_SYNTAX, 12, 2, 1 },
  { "a cell too few", "regime,mask\nrail\n", PNR_E_SYNTAX, 12, 2, 1 },
  { "a recipient that is none", "regime,request\nrail,own press\n", PNR_E_SYNTAX, 20, 2, 6 },
  { "none and some", "regime,request\nrail,none own\n", PNR_E_SYNTAX, 20, 2, 6 },
  { "a number alone", "regime,mask\nrail,3\n", PNR_E_SYNTAX, 17, 2, 6 },
  { "a unit alone", "regime,mask\nrail,months\n", PNR_E_SYNTAX, 17, 2, 6 },
  { "days", "regime,mask\nrail,30 days\n", PNR_E_SYNTAX, 17, 2, 6 },
  { "more behind", "regime,erase\nrail,3 months later\n", PNR_E_SYNTAX, 18, 2, 6 },
  { "too long", "regime,erase\nrail,10000 months\n", PNR_E_SYNTAX, 18, 2, 6 },
  { "hours until masking", "regime,mask\nrail,48 hours\n", PNR_E_SYNTAX, 17, 2, 6 },
  { "hours without link", "regime,unlinked\nrail,48 hours\n", PNR_E_SYNTAX, 21, 2, 6 },
  { "no hours", "regime,erase\nrail,0 hours\n", PNR_E_SYNTAX, 18, 2, 6 },
  { "masked with the record", "regime,mask\nrail,record\n", PNR_E_SYNTAX, 17, 2, 6 },
  { "a hit for ever", "regime,hit\nrail,never\n", PNR_E_SYNTAX, 16, 2, 6 },
  { "a copy by name", "regime,copy\nrail,all\n", PNR_E_SYNTAX, 17, 2, 6 },
  { "art. 1(2): PNR at the border", "regime,border\npnr,border\n", PNR_E_REGIME_WIDER, 18, 2, 5 },
  { "art. 6(2)(a): an assessment for Europol", "regime,assessment\npnr,own europol\n", PNR_E_REGIME_WIDER, 22, 2, 5 },
  { "art. 6(2)(c): criteria for others", "regime,criteria\npnr,unit\n", PNR_E_REGIME_WIDER, 20, 2, 5 },
  { "2025/12: a search in border API", "regime,request\napi-border,own\n", PNR_E_REGIME_WIDER, 26, 2, 12 },
  { "art. 12(2): masked later", "regime,mask\npnr,7 months\n", PNR_E_REGIME_WIDER, 16, 2, 5 },
  { "art. 12(2): never masked", "regime,mask\napi-law,never\n", PNR_E_REGIME_WIDER, 20, 2, 9 },
  { "art. 12(1): kept longer", "regime,erase\npnr,61 months\n", PNR_E_REGIME_WIDER, 17, 2, 5 },
  { "art. 12(1): for ever", "regime,erase\npnr,never\n", PNR_E_REGIME_WIDER, 17, 2, 5 },
  { "C-817/19: all for five years", "regime,unlinked\npnr,never\n", PNR_E_REGIME_WIDER, 20, 2, 5 },
  { "2025/12: longer than 48 hours", "regime,erase\napi-border,49 hours\n", PNR_E_REGIME_WIDER, 24, 2, 12 },
  { "2025/12: a month", "regime,erase\napi-border,1 month\n", PNR_E_REGIME_WIDER, 24, 2, 12 },
};

Test(regimes, a_table_that_is_not_understood_or_wider_than_the_unions_law_is_refused_with_the_place)
{
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    pnr_error error = { .size = sizeof error };
    pnr_regimes *regimes;
    cr_expect_eq(open_text(NULL, wrong[i].table, &regimes, &error), wrong[i].status, "%s: %d", wrong[i].name,
                 error.status);
    cr_expect(regimes == NULL && error.status == wrong[i].status, "%s: status", wrong[i].name);
    cr_expect(error.offset == wrong[i].offset && error.line == wrong[i].line && error.column == wrong[i].column,
              "%s: octet %llu, line %u, column %u", wrong[i].name, (unsigned long long)error.offset, error.line,
              error.column);
  }
}

Test(regimes, the_unions_law_may_be_narrowed)
{
  static const char *const tables[] = { "regime,assessment,request,criteria\npnr,none,own,none\n",
                                        "regime,mask,erase,unlinked\npnr,1 month,1 year,0 months\n",
                                        "regime,erase\npnr,72 hours\n", "regime,erase\napi-border,24 hours\n" };
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
    pnr_regimes *regimes = NULL;
    cr_expect_eq(open_text(NULL, tables[i], &regimes, NULL), PNR_OK, "%s", tables[i]);
    pnr_regimes_close(regimes);
  }
}

Test(regimes, arguments_are_checked_and_the_allocation_may_fail)
{
  pnr_regimes *regimes = NULL;
  pnr_limits limits = { .size = sizeof limits, .octets = 10 };
  pnr_env *env = NULL;
  cr_expect_eq(pnr_regimes_open(NULL, text_slice("regime\n"), NULL, NULL), PNR_E_ARGUMENT, "out");
  cr_expect_eq(pnr_regimes_open(NULL, (pnr_slice){ NULL, 1 }, &regimes, NULL), PNR_E_ARGUMENT, "no octets");
  pnr_regimes_close(NULL);
  cr_assert_eq(pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK);
  cr_expect_eq(open_text(env, "regime,mask\n", &regimes, NULL), PNR_E_LIMIT, "too long");
  pnr_env_close(env);
  counting_allocator memory = { .fail_at = 2 };
  cr_assert_eq(pnr_env_open(counting_allocate, &memory, NULL, &env, NULL), PNR_OK);
  cr_expect_eq(open_text(env, national, &regimes, NULL), PNR_E_MEMORY);
  memory.fail_at = 0;
  cr_expect_eq(open_text(env, national, &regimes, NULL), PNR_OK);
  pnr_regimes_close(regimes);
  pnr_env_close(env);
  cr_expect(memory.blocks == 0 && !memory.not_wiped);
  cr_expect_str_eq(pnr_recipient_name(PNR_TO_EUROPOL), "europol");
  cr_expect_str_eq(pnr_recipient_name(PNR_TO_OWN | PNR_TO_UNIT), "unknown");
}
