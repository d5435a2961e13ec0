/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "full_record.h"
#include "pnr/pnr.h"

/* A letter for each recipient that a law lets have the data: the unit's own officers, an Authority, another Unit, Europol, a
 * third Country, the Border, Processing. */
static const char letters[] = "oauecbp";

static const struct {
  const char *name; /* and the law */
  uint32_t regime, basis;
  const char *recipients;
} rows[] = {
  { "PNR, art. 6(2)(a), 6(6), 9(1)", PNR_REGIME_PNR, PNR_BASIS_ASSESSMENT, "oaup" },
  { "PNR, art. 6(2)(b), 9(2), 10, 11", PNR_REGIME_PNR, PNR_BASIS_REQUEST, "oauecp" },
  { "PNR, art. 6(2)(c)", PNR_REGIME_PNR, PNR_BASIS_CRITERIA, "op" },
  { "PNR at the border, art. 1(2)", PNR_REGIME_PNR, PNR_BASIS_BORDER, "" },
  { "PNR, test", PNR_REGIME_PNR, PNR_BASIS_TEST, "op" },
  { "border API, assessment", PNR_REGIME_API_BORDER, PNR_BASIS_ASSESSMENT, "" },
  { "border API, request", PNR_REGIME_API_BORDER, PNR_BASIS_REQUEST, "" },
  { "border API, criteria", PNR_REGIME_API_BORDER, PNR_BASIS_CRITERIA, "" },
  { "border API, Regulation (EU) 2025/12", PNR_REGIME_API_BORDER, PNR_BASIS_BORDER, "obp" },
  { "border API, test", PNR_REGIME_API_BORDER, PNR_BASIS_TEST, "op" },
  { "API for law enforcement, Regulation (EU) 2025/13", PNR_REGIME_API_LAW, PNR_BASIS_ASSESSMENT, "oaup" },
  { "API for law enforcement, request", PNR_REGIME_API_LAW, PNR_BASIS_REQUEST, "oauecp" },
  { "API for law enforcement, criteria", PNR_REGIME_API_LAW, PNR_BASIS_CRITERIA, "op" },
  { "API for law enforcement, border", PNR_REGIME_API_LAW, PNR_BASIS_BORDER, "" },
  { "API for law enforcement, test", PNR_REGIME_API_LAW, PNR_BASIS_TEST, "op" },
  { "crew, assessment", PNR_REGIME_CREW, PNR_BASIS_ASSESSMENT, "" },
  { "crew, request", PNR_REGIME_CREW, PNR_BASIS_REQUEST, "" },
  { "crew, criteria", PNR_REGIME_CREW, PNR_BASIS_CRITERIA, "" },
  { "crew, border", PNR_REGIME_CREW, PNR_BASIS_BORDER, "obp" },
  { "crew, test", PNR_REGIME_CREW, PNR_BASIS_TEST, "op" },
  { "rail, assessment", PNR_REGIME_RAIL, PNR_BASIS_ASSESSMENT, "oap" },
  { "rail, request", PNR_REGIME_RAIL, PNR_BASIS_REQUEST, "oap" },
  { "rail, criteria", PNR_REGIME_RAIL, PNR_BASIS_CRITERIA, "op" },
  { "rail, border", PNR_REGIME_RAIL, PNR_BASIS_BORDER, "" },
  { "rail, test", PNR_REGIME_RAIL, PNR_BASIS_TEST, "op" },
  { "sea, assessment", PNR_REGIME_SEA, PNR_BASIS_ASSESSMENT, "oap" },
  { "sea, request", PNR_REGIME_SEA, PNR_BASIS_REQUEST, "oap" },
  { "sea, criteria", PNR_REGIME_SEA, PNR_BASIS_CRITERIA, "op" },
  { "sea, border", PNR_REGIME_SEA, PNR_BASIS_BORDER, "" },
  { "sea, test", PNR_REGIME_SEA, PNR_BASIS_TEST, "op" },
  { "road, assessment", PNR_REGIME_ROAD, PNR_BASIS_ASSESSMENT, "oap" },
  { "road, request", PNR_REGIME_ROAD, PNR_BASIS_REQUEST, "oap" },
  { "road, criteria", PNR_REGIME_ROAD, PNR_BASIS_CRITERIA, "op" },
  { "road, border", PNR_REGIME_ROAD, PNR_BASIS_BORDER, "" },
  { "road, test", PNR_REGIME_ROAD, PNR_BASIS_TEST, "op" },
};

Test(regime, each_law_has_its_purposes_and_their_recipients)
{
  cr_expect_eq(sizeof rows / sizeof rows[0], PNR_REGIME_ROAD * PNR_BASIS_BORDER, "a row for each");
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_regime_policy policy = { .size = sizeof policy };
    cr_assert(eq(i32, pnr_regime_policy_of(rows[i].regime, &policy, NULL), PNR_OK));
    for (uint32_t k = 0; letters[k] != '\0'; k++) {
      pnr_error error = { .size = sizeof error };
      pnr_status expected = strchr(rows[i].recipients, letters[k]) != NULL ? PNR_OK : PNR_E_REGIME;
      cr_expect(eq(i32, pnr_regime_allows(&policy, rows[i].basis, 1U << k, &error), expected), "%s, %c", rows[i].name,
                letters[k]);
      cr_expect(eq(i32, error.status, expected), "%s, %c", rows[i].name, letters[k]);
    }
  }
}

Test(regime, a_record_is_held_against_its_own_law_or_what_the_unit_made_of_it)
{
  full_record full;
  cr_assert(full_open(&full, 0));
  cr_assert(eq(u32, pnr_record_get(full.record)->regime, PNR_REGIME_PNR));
  pnr_regime_policy policy = { .size = sizeof policy };
  cr_expect(eq(i32, pnr_record_allows(full.record, NULL, PNR_BASIS_REQUEST, PNR_TO_UNIT, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_record_allows(full.record, NULL, PNR_BASIS_BORDER, PNR_TO_BORDER, NULL), PNR_E_REGIME));
  pnr_regime_policy_of(PNR_REGIME_PNR, &policy, NULL);
  policy.request = PNR_TO_OWN;
  cr_expect(eq(i32, pnr_record_allows(full.record, &policy, PNR_BASIS_REQUEST, PNR_TO_UNIT, NULL), PNR_E_REGIME));
  cr_expect(eq(i32, pnr_record_allows(full.record, &policy, PNR_BASIS_REQUEST, PNR_TO_OWN, NULL), PNR_OK));
  pnr_regime_policy_of(PNR_REGIME_API_LAW, &policy, NULL);
  cr_expect(eq(i32, pnr_record_allows(full.record, &policy, PNR_BASIS_REQUEST, PNR_TO_OWN, NULL), PNR_E_REGIME),
            "the policy of another law");
  pnr_record_close(full.record);
}

Test(regime, arguments_are_checked)
{
  pnr_regime_policy policy = { .size = sizeof policy }, small = { .size = 8 };
  pnr_error error = { .size = sizeof error };
  cr_expect(eq(i32, pnr_regime_policy_of(0, &policy, &error), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_regime_policy_of(PNR_REGIME_ROAD + 1, &policy, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_regime_policy_of(PNR_REGIME_PNR, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_regime_policy_of(PNR_REGIME_PNR, &small, NULL), PNR_E_ARGUMENT));
  cr_assert(eq(i32, pnr_regime_policy_of(PNR_REGIME_PNR, &policy, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_regime_allows(&policy, 0, PNR_TO_OWN, NULL), PNR_E_PURPOSE));
  cr_expect(eq(i32, pnr_regime_allows(&policy, 99, PNR_TO_OWN, NULL), PNR_E_PURPOSE));
  cr_expect(eq(i32, pnr_regime_allows(&policy, PNR_BASIS_REQUEST, 0, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_regime_allows(&policy, PNR_BASIS_REQUEST, PNR_TO_OWN | PNR_TO_UNIT, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_regime_allows(&policy, PNR_BASIS_REQUEST, 128, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_regime_allows(&small, PNR_BASIS_REQUEST, PNR_TO_OWN, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_regime_allows(NULL, PNR_BASIS_REQUEST, PNR_TO_OWN, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_record_allows(NULL, &policy, PNR_BASIS_REQUEST, PNR_TO_OWN, NULL), PNR_E_ARGUMENT));
}
