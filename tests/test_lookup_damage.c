/* SPDX-License-Identifier: Apache-2.0
 *
 * Volumes of the lookup, permits and wraps, changed octet by octet. */
#define _GNU_SOURCE
#include "lookup_support.h"

TestSuite(lookup_damage, .init = open_all, .fini = close_all);

static int is_refused(pnr_status status)
{
  return status == PNR_E_FORGED || status == PNR_E_SYNTAX || status == PNR_E_UNSUPPORTED || status == PNR_E_LIMIT ||
         status == PNR_E_PERMIT_PARTY || status == PNR_E_PERMIT_SCOPE || status == PNR_E_KEY;
}

Test(lookup_damage, each_octet_of_a_permit_counts)
{
  pnr_lookup_terms what = terms(person_of(0));
  pnr_octets *permit = permit_of(&what);
  pnr_slice octets = pnr_octets_get(permit);
  pnr_purpose why = purpose();
  pnr_lookup *lookup = NULL;
  for (size_t i = 0; i < octets.size; i++) {
    uint8_t *copy = exact_copy(octets.data, octets.size);
    copy[i] ^= 0x01;
    for (int cut = 0; cut < 2; cut++) {
      pnr_slice damaged = { copy, cut ? i : octets.size };
      pnr_status status = open_with(damaged, UNIT, &why, ISSUED, &lookup);
      cr_expect(is_refused(status), "octet %zu: %d", i, (int)status);
      cr_expect(lookup == NULL);
    }
    free(copy);
  }
  cr_expect(eq(u32, entries_of(PNR_AUDIT_CONSULTATION), 0));
  pnr_octets_close(permit);
}

Test(lookup_damage, each_octet_of_a_volume_counts)
{
  pnr_lookup_terms what = terms(person_of(0));
  pnr_octets *permit = permit_of(&what);
  pnr_lookup *lookup = look(pnr_octets_get(permit));
  pnr_slice octets = pnr_octets_get(it.volume);
  for (size_t i = 0; i < octets.size; i += i < 200 ? 1 : 61) {
    uint8_t *copy = exact_copy(octets.data, octets.size);
    copy[i] ^= 0x01;
    for (int cut = 0; cut < 2; cut++) {
      pnr_status status = pnr_lookup_search(lookup, (pnr_slice){ copy, cut ? i : octets.size }, ISSUED, NULL);
      cr_expect(is_refused(status), "octet %zu: %d", i, (int)status);
    }
    free(copy);
  }
  cr_expect(eq(u32, pnr_lookup_count(lookup), 0), "nothing of it is kept");
  cr_expect(eq(u64, pnr_lookup_report_get(lookup)->volumes, 0));
  cr_expect(eq(u64, pnr_lookup_report_get(lookup)->records, 0));
  pnr_lookup_close(lookup);
  pnr_octets_close(permit);
}

/* A wrap of a record that was changed opens nothing; one that is none is refused with its place. */
Test(lookup_damage, each_octet_of_a_record_s_wrap_counts)
{
  pnr_lookup_terms what = terms(person_of(0));
  what.uses = PNR_LOOKUP_USES_MOST;
  pnr_octets *permit = permit_of(&what);
  pnr_slice wrap = pnr_octets_get(it.bookings[0].wrap);
  pnr_purpose why = purpose();
  for (size_t i = 0; i < wrap.size; i++) {
    pnr_lookup *lookup = NULL;
    uint8_t *copy = exact_copy(wrap.data, wrap.size);
    copy[i] ^= 0x01;
    cr_assert(eq(i32, open_with(pnr_octets_get(permit), UNIT, &why, ISSUED, &lookup), PNR_OK));
    pnr_status status = pnr_lookup_wraps(lookup, (pnr_slice){ copy, wrap.size }, NULL);
    cr_expect(status == PNR_OK || is_refused(status), "octet %zu: %d", i, (int)status);
    cr_assert(eq(i32, pnr_lookup_search(lookup, pnr_octets_get(it.volume), ISSUED, NULL), PNR_OK));
    cr_expect(eq(u32, pnr_lookup_count(lookup), 0), "octet %zu", i);
    cr_expect(eq(u64, pnr_lookup_report_get(lookup)->erased, RECORDS));
    pnr_lookup_close(lookup);
    free(copy);
  }
  pnr_error error = { .size = sizeof error };
  pnr_lookup *lookup = look(pnr_octets_get(permit));
  uint8_t *two = malloc(2 * wrap.size);
  memcpy(two, wrap.data, wrap.size);
  memcpy(two + wrap.size, wrap.data, wrap.size);
  cr_expect(eq(i32, pnr_lookup_wraps(lookup, (pnr_slice){ two, 2 * wrap.size - 1 }, &error), PNR_E_SYNTAX));
  cr_expect(ge(u64, error.offset, wrap.size));
  two[wrap.size + 1] = 2; /* of another form */
  cr_expect(eq(i32, pnr_lookup_wraps(lookup, (pnr_slice){ two, 2 * wrap.size }, &error), PNR_E_UNSUPPORTED));
  cr_expect(eq(u64, error.offset, wrap.size));
  free(two);
  pnr_lookup_close(lookup);
  pnr_octets_close(permit);
}

Test(lookup_damage, a_volume_and_its_wrap_have_one_name_and_day)
{
  uint8_t a[PNR_IDENTITY], b[PNR_IDENTITY];
  pnr_date day = 0, wrap_day = 0;
  cr_assert(eq(i32, pnr_lookup_volume(pnr_octets_get(it.volume), a, &day, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_lookup_volume(pnr_octets_get(it.wrap), b, &wrap_day, NULL), PNR_OK));
  cr_expect(eq(int, memcmp(a, b, PNR_IDENTITY), 0));
  cr_expect(day == MASKED && wrap_day == MASKED);
  cr_expect(eq(i32, pnr_lookup_volume(text_slice("x"), a, &day, NULL), PNR_E_SYNTAX));
  cr_expect(eq(i32, pnr_lookup_volume(pnr_octets_get(it.volume), NULL, &day, NULL), PNR_E_ARGUMENT));
}
