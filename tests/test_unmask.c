/* SPDX-License-Identifier: Apache-2.0
 *
 * Masking that an authority can undo, article 12(3) of Directive (EU) 2016/681. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "full_record.h"
#include "record_support.h"

enum { ISSUED = 1760000000, DAY = 86400 };

/* Seeds of the authority, of the unit, of somebody else: the same octet 32 times. */
static const uint8_t *seed_of(uint8_t who)
{
  static uint8_t seeds[3][PNR_SEED];
  memset(seeds[who], 0x11 * (who + 1), PNR_SEED);
  return seeds[who];
}
enum { AUTHORITY, UNIT, OTHER };

static pnr_slice seed(uint8_t who) { return (pnr_slice){ seed_of(who), PNR_SEED }; }

static void public_of(uint8_t who, uint8_t out[PNR_PARTY_PUBLIC])
{
  cr_assert(eq(i32, pnr_party_public(seed(who), out, NULL), PNR_OK));
}

static pnr_permit_terms terms(void)
{
  return (pnr_permit_terms){ .size = sizeof(pnr_permit_terms),
                             .offence = 4,
                             .elements = PNR_ELEMENT(4) | PNR_ELEMENT(18),
                             .issued = ISSUED,
                             .expires = ISSUED + 30 * DAY,
                             .case_reference = text_slice("CASE-1"),
                             .decision = text_slice("COURT-7") };
}

static pnr_purpose purpose(void)
{
  return (pnr_purpose){ .size = sizeof(pnr_purpose),
                        .basis = PNR_BASIS_REQUEST,
                        .offence = 4,
                        .case_reference = text_slice("CASE-1"),
                        .officer = text_slice("officer-3") };
}

/* A masked record with what belongs to it. */
static struct {
  full_record full;
  pnr_record *masked;
  pnr_octets *sealed, *wrap, *permit;
  uint8_t authority[PNR_PARTY_PUBLIC], unit[PNR_PARTY_PUBLIC];
} it;

static void open_all(void)
{
  public_of(AUTHORITY, it.authority);
  public_of(UNIT, it.unit);
  cr_assert(full_open(&it.full, 2));
  cr_assert(eq(
    i32, pnr_record_mask_sealed(NULL, it.full.record, 20250911, it.authority, &it.masked, &it.sealed, &it.wrap, NULL),
    PNR_OK));
  pnr_permit_terms usual = terms();
  cr_assert(eq(i32, pnr_permit_issue(NULL, seed(AUTHORITY), pnr_octets_get(it.wrap), &usual, it.unit, &it.permit, NULL),
               PNR_OK));
}

static void close_all(void)
{
  pnr_octets_close(it.permit);
  pnr_octets_close(it.wrap);
  pnr_octets_close(it.sealed);
  pnr_record_close(it.masked);
  pnr_record_close(it.full.record);
}

TestSuite(unmask, .init = open_all, .fini = close_all);

static pnr_status unmask_as(uint8_t who, const pnr_record *masked, pnr_slice sealed, pnr_slice permit,
                            const pnr_purpose *why, uint64_t at, pnr_record **out)
{
  return pnr_record_unmask(NULL, masked, sealed, permit, it.authority, seed(who), why, at, out, NULL, NULL);
}

static pnr_status unmask_at(uint64_t at, pnr_record **out)
{
  pnr_purpose why = purpose();
  return unmask_as(UNIT, it.masked, pnr_octets_get(it.sealed), pnr_octets_get(it.permit), &why, at, out);
}

Test(unmask, the_unit_sees_what_the_authority_permitted_and_nothing_else)
{
  pnr_record *out = NULL;
  pnr_purpose why = purpose();
  pnr_unmasked told = { .size = sizeof told };
  cr_assert(eq(i32,
               pnr_record_unmask(NULL, it.masked, pnr_octets_get(it.sealed), pnr_octets_get(it.permit), it.authority,
                                 seed(UNIT), &why, ISSUED, &out, &told, NULL),
               PNR_OK));
  pnr_record *expected = NULL, *plain = NULL;
  cr_assert(
    eq(i32, pnr_record_filter(NULL, it.full.record, PNR_ELEMENT(4) | PNR_ELEMENT(18), &expected, NULL, NULL), PNR_OK));
  cr_expect(eq(u32, pnr_record_equal(out, expected), 1));
  cr_expect(eq(u32, pnr_record_elements(out), PNR_ELEMENT(4) | PNR_ELEMENT(18)));
  cr_expect(eq(u32, told.elements, PNR_ELEMENT(4) | PNR_ELEMENT(18)));
  cr_expect(eq(u64, told.expires, ISSUED + 30 * DAY));
  cr_expect(slice_is(told.decision, "COURT-7"));
  cr_assert(eq(i32, pnr_record_mask(NULL, it.full.record, 20250911, &plain, NULL), PNR_OK));
  cr_expect(eq(u32, pnr_record_equal(it.masked, plain), 1), "masked as without an authority");
  pnr_record_close(plain);
  pnr_record_close(expected);
  pnr_record_close(out);
}

Test(unmask, what_is_stored_holds_nothing_in_clear)
{
  pnr_slice sealed = pnr_octets_get(it.sealed), wrap = pnr_octets_get(it.wrap), permit = pnr_octets_get(it.permit);
  for (uint32_t i = 0; i < it.full.count; i++) {
    const char *text = it.full.texts[i].text;
    cr_expect(eq(int, holds(sealed, text) + holds(wrap, text) + holds(permit, text), 0), "text %u", i);
  }
}

Test(unmask, a_permit_holds_for_its_time_case_offence_unit_and_record_only)
{
  pnr_record *out = NULL;
  cr_expect(eq(i32, unmask_at(ISSUED - 1, &out), PNR_E_EXPIRED));
  cr_expect(eq(i32, unmask_at(ISSUED + 30 * DAY, &out), PNR_E_EXPIRED));
  cr_expect(eq(i32, unmask_at(ISSUED + 30 * DAY - 1, &out), PNR_OK));
  pnr_record_close(out);
  pnr_purpose rows[4] = { purpose(), purpose(), purpose(), purpose() };
  rows[0].case_reference = text_slice("CASE-2");
  rows[1].offence = 5;
  rows[2].basis = PNR_BASIS_ASSESSMENT;
  rows[3].officer = text_slice("");
  pnr_slice sealed = pnr_octets_get(it.sealed), permit = pnr_octets_get(it.permit);
  for (size_t i = 0; i < 4; i++)
    cr_expect(eq(i32, unmask_as(UNIT, it.masked, sealed, permit, &rows[i], ISSUED, &out), PNR_E_PURPOSE), "row %zu", i);
  pnr_purpose why = purpose();
  cr_expect(eq(i32, unmask_as(OTHER, it.masked, sealed, permit, &why, ISSUED, &out), PNR_E_FORGED), "another unit");

  full_record other;
  pnr_record *masked = NULL;
  pnr_octets *other_sealed = NULL, *other_wrap = NULL;
  cr_assert(full_open(&other, 1));
  cr_assert(eq(
    i32, pnr_record_mask_sealed(NULL, other.record, 20250911, it.authority, &masked, &other_sealed, &other_wrap, NULL),
    PNR_OK));
  pnr_slice other_octets = pnr_octets_get(other_sealed);
  cr_expect(eq(i32, unmask_as(UNIT, masked, other_octets, permit, &why, ISSUED, &out), PNR_E_FORGED), "another record");
  cr_expect(eq(i32, unmask_as(UNIT, it.masked, other_octets, permit, &why, ISSUED, &out), PNR_E_FORGED));
  cr_expect(eq(i32, unmask_as(UNIT, masked, sealed, permit, &why, ISSUED, &out), PNR_E_FORGED));
  cr_expect(out == NULL);
  pnr_octets_close(other_wrap);
  pnr_octets_close(other_sealed);
  pnr_record_close(masked);
  pnr_record_close(other.record);
}

Test(unmask, a_record_of_another_law_is_not_unmasked)
{
  static const struct {
    uint32_t regime;
    pnr_status status;
  } rows[] = { { PNR_REGIME_CREW, PNR_E_REGIME }, { PNR_REGIME_API_BORDER, PNR_E_REGIME }, { PNR_REGIME_PNR, PNR_OK } };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_record *out = NULL;
    it.masked->stored.regime = rows[i].regime;
    cr_expect(eq(i32, unmask_at(ISSUED, &out), rows[i].status), "%s", pnr_regime_name(rows[i].regime));
    cr_expect(eq(int, out != NULL, rows[i].status == PNR_OK));
    pnr_record_close(out);
  }
}

Test(unmask, national_law_may_let_it_be_or_not)
{
  static const struct {
    uint32_t regime, law, request;
    pnr_status status;
  } rows[] = { { PNR_REGIME_PNR, PNR_REGIME_PNR, PNR_TO_OWN, PNR_OK },
               { PNR_REGIME_CREW, PNR_REGIME_CREW, PNR_TO_OWN,
                 PNR_E_FORGED }, /* the law lets it; it is not what was sealed */
               { PNR_REGIME_PNR, PNR_REGIME_PNR, PNR_TO_PROCESSING, PNR_E_REGIME },
               { PNR_REGIME_PNR, PNR_REGIME_CREW, PNR_TO_OWN, PNR_E_REGIME } };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const pnr_regime_policy law = { .size = sizeof law, .regime = rows[i].law, .request = rows[i].request };
    pnr_purpose why = purpose();
    pnr_record *out = NULL;
    it.masked->stored.regime = rows[i].regime;
    pnr_status status =
      pnr_record_unmask_with(NULL, &law, it.masked, pnr_octets_get(it.sealed), pnr_octets_get(it.permit), it.authority,
                             seed(UNIT), &why, ISSUED, &out, NULL, NULL);
    cr_expect(eq(i32, status, rows[i].status), "%zu", i);
    cr_expect(eq(int, out != NULL, status == PNR_OK), "%zu", i);
    pnr_record_close(out);
  }
}

/* The same record masked twice has one identity and two keys. Without the first wrap, nothing opens what was sealed first. */
Test(unmask, destroying_the_wrap_erases_wherever_copies_of_the_sealed_record_are)
{
  pnr_record *again = NULL, *out = NULL;
  pnr_octets *sealed = NULL, *wrap = NULL, *permit = NULL;
  pnr_permit_terms usual = terms();
  pnr_purpose why = purpose();
  cr_assert(eq(i32, pnr_record_mask_sealed(NULL, it.full.record, 20250911, it.authority, &again, &sealed, &wrap, NULL),
               PNR_OK));
  cr_expect(eq(u32, pnr_record_equal(again, it.masked), 1));
  cr_assert(
    eq(i32, pnr_permit_issue(NULL, seed(AUTHORITY), pnr_octets_get(wrap), &usual, it.unit, &permit, NULL), PNR_OK));
  cr_expect(
    eq(i32, unmask_as(UNIT, again, pnr_octets_get(sealed), pnr_octets_get(permit), &why, ISSUED, &out), PNR_OK));
  pnr_record_close(out);
  cr_expect(eq(i32, unmask_as(UNIT, it.masked, pnr_octets_get(it.sealed), pnr_octets_get(permit), &why, ISSUED, &out),
               PNR_E_FORGED),
            "article 12(4): a permit of another wrap");
  cr_expect(out == NULL);
  pnr_octets_close(permit);
  pnr_octets_close(wrap);
  pnr_octets_close(sealed);
  pnr_record_close(again);
}

/* Article 12(3): what was shown is wiped when it is closed, what is stored stays masked, and the next look needs the permit
 * again, while it holds. */
Test(unmask, closing_the_record_masks_it_again)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  pnr_record *out = NULL, *plain = NULL;
  pnr_purpose why = purpose();
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  uint64_t held = state.blocks;
  cr_assert(eq(i32,
               pnr_record_unmask(env, it.masked, pnr_octets_get(it.sealed), pnr_octets_get(it.permit), it.authority,
                                 seed(UNIT), &why, ISSUED, &out, NULL, NULL),
               PNR_OK));
  cr_expect(gt(u64, state.blocks, held));
  pnr_record_close(out);
  cr_expect(eq(u64, state.blocks, held), "nothing of it is kept");
  cr_expect(eq(int, state.not_wiped, 0));
  cr_assert(eq(i32, pnr_record_mask(NULL, it.full.record, 20250911, &plain, NULL), PNR_OK));
  cr_expect(eq(u32, pnr_record_equal(it.masked, plain), 1), "what is stored is masked");
  cr_expect(eq(i32, unmask_at(ISSUED + 30 * DAY, &out), PNR_E_EXPIRED));
  pnr_record_close(plain);
  pnr_env_close(env);
}

/* Every octet of both counts; so does every cut. */
static void check_damage(pnr_slice octets, int is_permit)
{
  pnr_purpose why = purpose();
  pnr_record *out = NULL;
  for (size_t i = 0; i < octets.size; i += i < 400 ? 1 : 97) {
    uint8_t *copy = exact_copy(octets.data, octets.size);
    copy[i] ^= 0x01;
    for (int cut = 0; cut < 2; cut++) {
      pnr_slice damaged = { copy, cut ? i : octets.size };
      pnr_status status = is_permit
                            ? unmask_as(UNIT, it.masked, pnr_octets_get(it.sealed), damaged, &why, ISSUED, &out)
                            : unmask_as(UNIT, it.masked, damaged, pnr_octets_get(it.permit), &why, ISSUED, &out);
      cr_expect(status == PNR_E_FORGED || status == PNR_E_SYNTAX || status == PNR_E_UNSUPPORTED, "%s %zu: %d",
                is_permit ? "permit" : "sealed", i, (int)status);
      cr_expect(out == NULL);
    }
    free(copy);
  }
}

Test(unmask, each_octet_of_a_permit_counts) { check_damage(pnr_octets_get(it.permit), 1); }
Test(unmask, each_octet_of_a_sealed_record_counts) { check_damage(pnr_octets_get(it.sealed), 0); }

Test(unmask, only_the_authority_opens_a_wrap_and_terms_are_checked)
{
  pnr_octets *out = NULL;
  pnr_permit_terms rows[8];
  for (size_t i = 0; i < 8; i++) rows[i] = terms();
  rows[0].offence = 0;
  rows[1].offence = 27;
  rows[2].elements = 0;
  rows[3].elements = PNR_ELEMENT(20);
  rows[4].expires = ISSUED;
  rows[5].expires = ISSUED + (PNR_PERMIT_DAYS + UINT64_C(1)) * DAY;
  rows[6].case_reference = text_slice("");
  rows[7].decision = text_slice("");
  pnr_slice wrap = pnr_octets_get(it.wrap);
  for (size_t i = 0; i < 8; i++)
    cr_expect(eq(i32, pnr_permit_issue(NULL, seed(AUTHORITY), wrap, &rows[i], it.unit, &out, NULL), PNR_E_ARGUMENT),
              "row %zu", i);
  pnr_permit_terms usual = terms();
  cr_expect(eq(i32, pnr_permit_issue(NULL, seed(OTHER), wrap, &usual, it.unit, &out, NULL), PNR_E_FORGED));
  uint8_t *copy = exact_copy(wrap.data, wrap.size);
  for (size_t i = 0; i < wrap.size; i++) {
    copy[i] ^= 0x01;
    pnr_status status =
      pnr_permit_issue(NULL, seed(AUTHORITY), (pnr_slice){ copy, wrap.size }, &usual, it.unit, &out, NULL);
    cr_expect(status == PNR_E_FORGED || status == PNR_E_SYNTAX || status == PNR_E_UNSUPPORTED || status == PNR_E_KEY,
              "octet %zu: %d", i, (int)status);
    copy[i] ^= 0x01;
  }
  free(copy);
  cr_expect(out == NULL);
  pnr_record *masked = NULL;
  pnr_octets *sealed = NULL, *again = NULL;
  cr_expect(eq(i32, pnr_record_mask_sealed(NULL, it.masked, 20250912, it.authority, &masked, &sealed, &again, NULL),
               PNR_E_ARGUMENT),
            "masked already");
  uint8_t none[PNR_PARTY_PUBLIC] = { 0 };
  cr_expect(
    eq(i32, pnr_record_mask_sealed(NULL, it.full.record, 20250912, none, &masked, &sealed, &again, NULL), PNR_E_KEY));
  cr_expect(masked == NULL && sealed == NULL && again == NULL);
}

static pnr_status whole_way(const pnr_env *env)
{
  pnr_record *masked = NULL, *out = NULL;
  pnr_octets *sealed = NULL, *wrap = NULL, *permit = NULL;
  pnr_permit_terms usual = terms();
  pnr_purpose why = purpose();
  pnr_status status =
    pnr_record_mask_sealed(env, it.full.record, 20250911, it.authority, &masked, &sealed, &wrap, NULL);
  if (status == PNR_OK)
    status = pnr_permit_issue(env, seed(AUTHORITY), pnr_octets_get(wrap), &usual, it.unit, &permit, NULL);
  if (status == PNR_OK)
    status = pnr_record_unmask(env, masked, pnr_octets_get(sealed), pnr_octets_get(permit), it.authority, seed(UNIT),
                               &why, ISSUED, &out, NULL, NULL);
  cr_expect(eq(int, out != NULL, status == PNR_OK));
  pnr_record_close(out);
  pnr_octets_close(permit);
  pnr_octets_close(wrap);
  pnr_octets_close(sealed);
  pnr_record_close(masked);
  return status;
}

Test(unmask, every_allocation_may_fail_and_everything_is_wiped)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  uint64_t held = state.blocks, n = 1;
  pnr_status status = PNR_E_MEMORY;
  for (; n < 300 && status != PNR_OK; n++) {
    state.count = 0;
    state.fail_at = n;
    status = whole_way(env);
    cr_expect(status == PNR_OK || status == PNR_E_MEMORY, "allocation %zu: %d", (size_t)n, (int)status);
    cr_expect(eq(u64, state.blocks, held), "allocation %zu", (size_t)n);
  }
  cr_expect(gt(u64, n, 20));
  cr_expect(eq(i32, status, PNR_OK));
  cr_expect(eq(int, state.not_wiped, 0));
  pnr_env_close(env);
}
