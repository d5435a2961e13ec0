/* SPDX-License-Identifier: Apache-2.0
 *
 * Masked records found by name, where an authority has approved of looking: article 12(3) of Directive (EU) 2016/681. */
#define _GNU_SOURCE
#include "lookup_support.h"

TestSuite(lookup, .init = open_all, .fini = close_all);

/* --- What is found --- */

/* The score of each booking, by a search of the records as they were; 0: not found. */
static void search_clear(const pnr_person *person, uint32_t threshold, uint32_t scores[RECORDS])
{
  pnr_index_builder *builder = NULL;
  pnr_index *index = NULL;
  pnr_searcher *searcher = NULL;
  pnr_purpose why = purpose();
  pnr_search_options options = { .size = sizeof options, .threshold = threshold };
  memset(scores, 0, RECORDS * sizeof *scores);
  cr_assert(eq(i32, pnr_index_builder_open(NULL, &builder, NULL), PNR_OK));
  for (uint32_t i = 0; i < RECORDS; i++) {
    const pnr_content *content = pnr_record_get(it.bookings[i].record)->content;
    char reference[16];
    snprintf(reference, sizeof reference, "%u", i);
    for (uint32_t t = 0; t < content->traveller_count; t++)
      cr_assert(eq(i32, pnr_index_builder_add_traveller(builder, content, t, text_slice(reference), NULL), PNR_OK));
  }
  cr_assert(eq(i32, pnr_index_builder_finish(builder, &index, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_searcher_open(NULL, index, &searcher, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_search(searcher, person, &why, &options, NULL), PNR_OK));
  for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
    const pnr_candidate *hit = pnr_searcher_candidate(searcher, i);
    uint32_t *score = &scores[strtoul((const char *)hit->entry_id.data, NULL, 10)];
    if (hit->score > *score) *score = hit->score;
  }
  pnr_searcher_close(searcher);
  pnr_index_close(index);
  pnr_index_builder_close(builder);
}

static uint32_t check_lookup(const pnr_lookup *lookup, const uint32_t scores[RECORDS])
{
  uint32_t expected = 0;
  for (uint32_t i = 0; i < RECORDS; i++) {
    const pnr_lookup_hit *hit = pnr_lookup_get(lookup, expected);
    char reference[16];
    if (scores[i] == 0) continue;
    cr_assert(hit != NULL, "record %u is not found", i);
    snprintf(reference, sizeof reference, "R-%u", i);
    cr_expect(slice_is(hit->reference, reference), "%s", reference);
    cr_expect(hit->identity.size == PNR_IDENTITY && memcmp(hit->identity.data, it.bookings[i].identity, 32) == 0);
    cr_expect(eq(u32, hit->score, scores[i]), "record %u", i);
    cr_expect(eq(u32, hit->day, MASKED));
    expected++;
  }
  cr_expect(eq(u32, pnr_lookup_count(lookup), expected), "others are not found");
  cr_expect(pnr_lookup_get(lookup, expected) == NULL);
  return expected;
}

Test(lookup, finds_the_masked_records_that_a_search_of_the_records_as_they_were_finds)
{
  static const uint32_t thresholds[] = { 0, 4000, 8500, PNR_SCORE_MAX };
  uint32_t found = 0, asked = 0;
  for (uint32_t n = 0; n < 60; n++) {
    made_person made;
    uint32_t scores[RECORDS];
    make_person(&made);
    const pnr_person *person = n % 2 == 0 || made.person.name_count == 0 ? person_of(n) : &made.person;
    pnr_lookup_terms what = terms(person);
    what.threshold = thresholds[n % 4];
    search_clear(person, what.threshold, scores);
    pnr_octets *permit = permit_of(&what);
    pnr_lookup *lookup = look(pnr_octets_get(permit));
    cr_assert(eq(i32, pnr_lookup_search(lookup, pnr_octets_get(it.volume), ISSUED, NULL), PNR_OK));
    found += check_lookup(lookup, scores);
    asked++;
    const pnr_lookup_report *report = pnr_lookup_report_get(lookup);
    cr_expect(eq(u64, report->records, RECORDS));
    cr_expect(eq(u64, report->erased, 0));
    cr_expect(eq(u64, report->volumes, 1));
    pnr_lookup_close(lookup);
    pnr_octets_close(permit);
  }
  cr_expect(gt(u32, found, 2 * asked), "%u", found);
}

/* --- What is stored --- */

static int holds_text(pnr_slice octets, pnr_slice text)
{
  char copy[64];
  snprintf(copy, sizeof copy, "%.*s", (int)text.size, (const char *)text.data);
  return holds(octets, copy);
}

static void check_holds_nothing(pnr_slice octets, const char *what)
{
  for (size_t i = 0; i < RECORDS; i++) {
    const pnr_content *content = pnr_record_get(it.bookings[i].record)->content;
    for (uint32_t t = 0; t < content->traveller_count; t++) {
      const pnr_person *person = content->travellers[t]->person;
      int found = person->document_count != 0 && holds_text(octets, person->documents[0]->number);
      for (uint32_t n = 0; n < person->name_count; n++) found |= holds_text(octets, person->names[n]->surname);
      cr_expect(not(found), "%s, record %zu", what, i);
    }
  }
}

Test(lookup, without_a_permit_nothing_of_the_names_can_be_read)
{
  pnr_lookup_terms what = terms(person_of(0));
  pnr_octets *permit = permit_of(&what), *other = NULL, *other_wrap = NULL;
  check_holds_nothing(pnr_octets_get(it.volume), "volume");
  check_holds_nothing(pnr_octets_get(it.wrap), "wrap");
  check_holds_nothing(pnr_octets_get(permit), "permit");
  /* Another volume of the same records has other octets: nobody compares them. */
  write_volume(NULL, MASKED, &other, &other_wrap);
  pnr_slice a = pnr_octets_get(it.volume), b = pnr_octets_get(other);
  uint32_t same = 0;
  cr_assert(eq(sz, a.size, b.size));
  for (size_t i = 0; i < a.size; i++) same += a.data[i] == b.data[i];
  cr_expect(lt(u32, same, a.size / 3), "%u of %zu", same, a.size);
  pnr_octets_close(other_wrap);
  pnr_octets_close(other);
  pnr_octets_close(permit);
}

Test(lookup, how_long_a_record_is_tells_little_of_how_many_travel)
{
  size_t sizes[TRAVELLERS];
  for (uint32_t i = 0; i < TRAVELLERS; i++) {
    pnr_lookup_writer *writer = NULL;
    pnr_octets *volume = NULL, *wrap = NULL;
    cr_assert(eq(i32, pnr_lookup_writer_open(NULL, it.authority, MASKED, &writer, NULL), PNR_OK));
    cr_assert(eq(i32, add(writer, it.bookings[i].record, it.bookings[i].masked, it.bookings[i].wrap), PNR_OK));
    cr_assert(eq(i32, pnr_lookup_writer_finish(writer, &volume, &wrap, NULL), PNR_OK));
    sizes[i] = pnr_octets_get(volume).size;
    pnr_octets_close(wrap);
    pnr_octets_close(volume);
    pnr_lookup_writer_close(writer);
  }
  cr_expect(eq(sz, (sizes[1] - sizes[0]) % 512, 0));
  cr_expect(eq(sz, (sizes[2] - sizes[0]) % 512, 0));
}

/* --- Erasure --- */

Test(lookup, destroying_the_wrap_of_a_record_erases_it_here_too)
{
  uint32_t scores[RECORDS];
  const pnr_person *person = person_of(3);
  pnr_purpose why = purpose();
  pnr_lookup *lookup = NULL;
  search_clear(person, 0, scores);
  cr_assert(gt(u32, scores[3], 0));
  pnr_lookup_terms what = terms(person);
  pnr_octets *permit = permit_of(&what);
  cr_assert(eq(i32, open_with(pnr_octets_get(permit), UNIT, &why, ISSUED, &lookup), PNR_OK));
  for (size_t i = 0; i < RECORDS; i++)
    if (i != 3) cr_assert(eq(i32, pnr_lookup_wraps(lookup, pnr_octets_get(it.bookings[i].wrap), NULL), PNR_OK));
  /* The same record masked again has another wrap, which opens nothing of the first masking. */
  booking again = { .record = it.bookings[3].record };
  mask_booking(&again, it.authority);
  cr_expect(eq(int, memcmp(again.identity, it.bookings[3].identity, PNR_IDENTITY), 0));
  cr_assert(eq(i32, pnr_lookup_wraps(lookup, pnr_octets_get(again.wrap), NULL), PNR_OK));
  cr_assert(eq(i32, pnr_lookup_search(lookup, pnr_octets_get(it.volume), ISSUED, NULL), PNR_OK));
  scores[3] = 0;
  check_lookup(lookup, scores);
  cr_expect(eq(u64, pnr_lookup_report_get(lookup)->erased, 1));
  cr_expect(eq(u64, pnr_lookup_report_get(lookup)->records, RECORDS - 1));
  pnr_lookup_close(lookup);
  pnr_octets_close(permit);
  again.record = NULL;
  drop_booking(&again);
}

/* --- What a permit allows --- */

Test(lookup, a_permit_holds_for_its_time_case_offence_unit_and_authority_only)
{
  static const struct {
    const char *name, *case_reference, *officer;
    uint32_t basis, offence;
    uint64_t at;
    uint8_t unit;
    pnr_status status;
  } rows[] = {
    { "before", "CASE-1", "o", PNR_BASIS_REQUEST, 4, ISSUED - 1, UNIT, PNR_E_EXPIRED },
    { "behind", "CASE-1", "o", PNR_BASIS_REQUEST, 4, ISSUED + 30 * DAY, UNIT, PNR_E_EXPIRED },
    { "case", "CASE-2", "o", PNR_BASIS_REQUEST, 4, ISSUED, UNIT, PNR_E_PURPOSE },
    { "offence", "CASE-1", "o", PNR_BASIS_REQUEST, 5, ISSUED, UNIT, PNR_E_PURPOSE },
    { "basis", "CASE-1", "o", PNR_BASIS_ASSESSMENT, 4, ISSUED, UNIT, PNR_E_PURPOSE },
    { "officer", "CASE-1", "", PNR_BASIS_REQUEST, 4, ISSUED, UNIT, PNR_E_PURPOSE },
    { "unit", "CASE-1", "o", PNR_BASIS_REQUEST, 4, ISSUED, OTHER, PNR_E_PERMIT_PARTY },
  };
  enum { ROWS = sizeof rows / sizeof rows[0] };
  pnr_lookup_terms what = terms(person_of(0));
  pnr_octets *permit = permit_of(&what);
  pnr_lookup *lookup = NULL;
  for (size_t i = 0; i < ROWS; i++) {
    pnr_purpose why = { .size = sizeof why,
                        .basis = rows[i].basis,
                        .offence = rows[i].offence,
                        .case_reference = text_slice(rows[i].case_reference),
                        .officer = text_slice(rows[i].officer) };
    cr_expect(eq(i32, open_with(pnr_octets_get(permit), rows[i].unit, &why, rows[i].at, &lookup), rows[i].status), "%s",
              rows[i].name);
    cr_expect(lookup == NULL);
  }
  pnr_purpose why = purpose();
  uint8_t other[PNR_PARTY_PUBLIC];
  public_of(OTHER, other);
  cr_expect(
    eq(i32, pnr_lookup_open(NULL, pnr_octets_get(permit), other, seed(UNIT), &why, ISSUED, it.audit, &lookup, NULL),
       PNR_E_PERMIT_PARTY),
    "another authority");
  cr_expect(eq(u32, entries_of(PNR_AUDIT_REFUSAL), ROWS), "what the permit refuses is on record");
  cr_expect(eq(u32, entries_of(PNR_AUDIT_CONSULTATION), 0));
  cr_assert(eq(i32, open_with(pnr_octets_get(permit), UNIT, &why, ISSUED + 30 * DAY - 1, &lookup), PNR_OK));
  cr_expect(eq(i32, pnr_lookup_search(lookup, pnr_octets_get(it.volume), ISSUED + 30 * DAY, NULL), PNR_E_EXPIRED),
            "it expires while it is used");
  cr_expect(eq(i32, pnr_lookup_search(lookup, pnr_octets_get(it.volume), ISSUED - 1, NULL), PNR_E_EXPIRED));
  pnr_lookup_close(lookup);
  pnr_octets_close(permit);
}

Test(lookup, each_use_is_on_record_and_there_are_only_so_many)
{
  pnr_lookup_terms what = terms(person_of(0));
  pnr_octets *permit = permit_of(&what), *second = permit_of(&what);
  pnr_purpose why = purpose();
  pnr_lookup *lookup = NULL;
  for (uint32_t use = 1; use <= USES; use++) {
    lookup = look(pnr_octets_get(permit));
    cr_expect(eq(u32, entries_of(PNR_AUDIT_CONSULTATION), use), "before anything is searched");
    const pnr_lookup_report *report = pnr_lookup_report_get(lookup);
    cr_expect(eq(u32, report->use, use));
    cr_expect(eq(u32, report->uses, USES));
    cr_expect(eq(u64, report->expires, ISSUED + 30 * DAY));
    cr_expect(eq(u32, report->from, 20250901));
    cr_expect(eq(u32, report->until, 20250930));
    cr_expect(slice_is(report->decision, "COURT-7"));
    pnr_lookup_close(lookup);
  }
  cr_expect(eq(i32, open_with(pnr_octets_get(permit), UNIT, &why, ISSUED, &lookup), PNR_E_PERMIT_SPENT));
  /* Also where the trail was closed in between, and in another month. */
  pnr_audit_close(it.audit);
  cr_assert(eq(i32, pnr_audit_open(NULL, it.folder, NULL, ISSUED, &it.audit, NULL), PNR_OK));
  cr_expect(eq(i32, open_with(pnr_octets_get(permit), UNIT, &why, ISSUED + 29 * DAY, &lookup), PNR_E_PERMIT_SPENT));
  cr_expect(lookup == NULL);
  cr_expect(eq(u32, entries_of(PNR_AUDIT_CONSULTATION), USES));
  cr_assert(eq(i32, open_with(pnr_octets_get(second), UNIT, &why, ISSUED + 29 * DAY, &lookup), PNR_OK));
  cr_expect(eq(u32, pnr_lookup_report_get(lookup)->use, 1), "another permit of the same decision counts for itself");
  pnr_lookup_close(lookup);
  pnr_octets_close(second);
  pnr_octets_close(permit);
}

Test(lookup, a_trail_that_was_tampered_with_opens_nothing)
{
  pnr_lookup_terms what = terms(person_of(0));
  pnr_octets *permit = permit_of(&what);
  pnr_purpose why = purpose();
  pnr_lookup *lookup = look(pnr_octets_get(permit));
  pnr_lookup_close(lookup);
  char path[128];
  snprintf(path, sizeof path, "%s/2025-10.audit", it.folder);
  FILE *file = fopen(path, "r+b");
  cr_assert(file != NULL && fseek(file, 40, SEEK_SET) == 0);
  fputc('X', file);
  fclose(file);
  cr_expect(eq(i32, open_with(pnr_octets_get(permit), UNIT, &why, ISSUED, &lookup), PNR_E_AUDIT_CUT));
  cr_expect(lookup == NULL);
  pnr_octets_close(permit);
}

Test(lookup, a_permit_opens_the_volumes_of_its_days_only)
{
  static const struct {
    const char *name;
    pnr_date from, until;
    pnr_status status;
  } rows[] = {
    { "the day", MASKED, MASKED, PNR_OK },
    { "the day behind", MASKED + 1, 20251001, PNR_E_PERMIT_SCOPE },
    { "the day before", 20250101, MASKED - 1, PNR_E_PERMIT_SCOPE },
  };
  pnr_octets *permit = NULL, *later = NULL, *later_wrap = NULL;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_lookup_terms what = terms(person_of(0));
    what.from = rows[i].from;
    what.until = rows[i].until;
    cr_expect(eq(i32, pnr_lookup_permit(NULL, seed(AUTHORITY), pnr_octets_get(it.wrap), &what, it.unit, &permit, NULL),
                 rows[i].status),
              "%s", rows[i].name);
    pnr_octets_close(permit);
  }
  /* A volume of another day is given with the rest, and left out. */
  write_volume(NULL, 20251011, &later, &later_wrap);
  pnr_slice first = pnr_octets_get(it.wrap), second = pnr_octets_get(later_wrap);
  uint8_t *both = malloc(first.size + second.size);
  memcpy(both, second.data, second.size);
  memcpy(both + second.size, first.data, first.size);
  pnr_lookup_terms what = terms(person_of(0));
  pnr_slice wraps = { both, first.size + second.size };
  cr_assert(eq(i32, pnr_lookup_permit(NULL, seed(AUTHORITY), wraps, &what, it.unit, &permit, NULL), PNR_OK));
  pnr_lookup *lookup = look(pnr_octets_get(permit));
  cr_expect(eq(i32, pnr_lookup_search(lookup, pnr_octets_get(later), ISSUED, NULL), PNR_E_PERMIT_SCOPE));
  cr_expect(eq(u32, pnr_lookup_count(lookup), 0));
  cr_expect(eq(i32, pnr_lookup_search(lookup, pnr_octets_get(it.volume), ISSUED, NULL), PNR_OK));
  cr_expect(gt(u32, pnr_lookup_count(lookup), 0));
  pnr_lookup_close(lookup);
  /* What is damaged, or sealed to another authority, is refused with its place. */
  pnr_error error = { .size = sizeof error };
  pnr_octets *none = NULL;
  cr_expect(eq(i32, pnr_lookup_permit(NULL, seed(OTHER), wraps, &what, it.unit, &none, &error), PNR_E_PERMIT_PARTY));
  cr_expect(eq(u64, error.offset, 0));
  both[wraps.size - 1] ^= 1;
  cr_expect(eq(i32, pnr_lookup_permit(NULL, seed(AUTHORITY), wraps, &what, it.unit, &none, &error), PNR_E_FORGED));
  cr_expect(eq(u64, error.offset, second.size));
  wraps.size--;
  cr_expect(eq(i32, pnr_lookup_permit(NULL, seed(AUTHORITY), wraps, &what, it.unit, &none, &error), PNR_E_SYNTAX));
  cr_expect(ge(u64, error.offset, second.size));
  cr_expect(none == NULL);
  free(both);
  pnr_octets_close(permit);
  pnr_octets_close(later_wrap);
  pnr_octets_close(later);
}

/* --- Arguments --- */

Test(lookup, terms_are_checked)
{
  enum { ROWS = 14 };
  pnr_lookup_terms rows[ROWS];
  pnr_person nobody = { .sex = 'F' };
  pnr_octets *out = NULL;
  for (size_t i = 0; i < ROWS; i++) rows[i] = terms(person_of(0));
  rows[0].offence = 0;
  rows[1].offence = 27;
  rows[2].expires = ISSUED;
  rows[3].expires = ISSUED + (PNR_PERMIT_DAYS + UINT64_C(1)) * DAY;
  rows[4].case_reference = text_slice("");
  rows[5].decision = text_slice("");
  rows[6].uses = 0;
  rows[7].uses = PNR_LOOKUP_USES_MOST + 1;
  rows[8].threshold = PNR_SCORE_MAX + 1;
  rows[9].from = 20250931;
  rows[10].until = 20250831;
  rows[11].person = NULL;
  rows[12].person = &nobody;
  rows[13].size = 8;
  for (size_t i = 0; i < ROWS; i++)
    cr_expect(eq(i32, pnr_lookup_permit(NULL, seed(AUTHORITY), pnr_octets_get(it.wrap), &rows[i], it.unit, &out, NULL),
                 PNR_E_ARGUMENT),
              "row %zu", i);
  cr_expect(out == NULL);
}

Test(lookup, what_is_added_must_belong_together)
{
  booking *a = &it.bookings[0], *b = &it.bookings[1];
  uint8_t other[PNR_PARTY_PUBLIC], none[PNR_PARTY_PUBLIC] = { 0 };
  pnr_lookup_writer *writer = NULL;
  pnr_octets *volume = NULL, *wrap = NULL;
  public_of(OTHER, other);
  cr_expect(eq(i32, pnr_lookup_writer_open(NULL, none, MASKED, &writer, NULL), PNR_E_KEY));
  cr_expect(eq(i32, pnr_lookup_writer_open(NULL, it.authority, 20250900, &writer, NULL), PNR_E_ARGUMENT));
  cr_assert(eq(i32, pnr_lookup_writer_open(NULL, other, MASKED, &writer, NULL), PNR_OK));
  cr_expect(eq(i32, add(writer, a->record, a->masked, a->wrap), PNR_E_ARGUMENT), "sealed to another authority");
  cr_expect(eq(i32, pnr_lookup_writer_finish(writer, &volume, &wrap, NULL), PNR_END), "nothing was added");
  pnr_lookup_writer_close(writer);
  cr_assert(eq(i32, pnr_lookup_writer_open(NULL, it.authority, MASKED, &writer, NULL), PNR_OK));
  cr_expect(eq(i32, add(writer, a->record, a->masked, b->wrap), PNR_E_ARGUMENT));
  cr_expect(eq(i32, add(writer, a->record, b->masked, a->wrap), PNR_E_ARGUMENT));
  cr_expect(eq(i32, add(writer, a->masked, a->masked, a->wrap), PNR_E_ARGUMENT));
  cr_expect(eq(i32, add(writer, a->record, a->record, a->wrap), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_lookup_writer_add(writer, NULL, a->record, a->masked, text_slice("?"), NULL), PNR_E_ARGUMENT));
  a->record->stored.regime = PNR_REGIME_CREW;
  cr_expect(eq(i32, add(writer, a->record, a->masked, a->wrap), PNR_E_REGIME), "its law knows no such search");
  a->record->stored.regime = PNR_REGIME_PNR;
  pnr_regime_policy law = { .size = sizeof law };
  cr_assert(eq(i32, pnr_regime_policy_of(PNR_REGIME_PNR, &law, NULL), PNR_OK));
  law.request = PNR_TO_UNIT;
  pnr_slice own = pnr_octets_get(a->wrap);
  cr_expect(eq(i32, pnr_lookup_writer_add(writer, &law, a->record, a->masked, own, NULL), PNR_E_REGIME),
            "nor does the law of this country");
  cr_expect(eq(i32, add(writer, a->record, a->masked, a->wrap), PNR_OK));
  cr_expect(eq(i32, pnr_lookup_writer_finish(writer, &volume, &wrap, NULL), PNR_OK));
  cr_expect(eq(i32, add(writer, a->record, a->masked, a->wrap), PNR_E_ARGUMENT), "its key is wiped");
  pnr_octets *again = NULL;
  cr_expect(eq(i32, pnr_lookup_writer_finish(writer, &again, &again, NULL), PNR_E_ARGUMENT));
  pnr_octets_close(wrap);
  pnr_octets_close(volume);
  pnr_lookup_writer_close(writer);
}

/* --- Memory --- */

static pnr_status write_one(const pnr_env *env, pnr_octets **volume, pnr_octets **wrap)
{
  pnr_lookup_writer *writer = NULL;
  pnr_status status = pnr_lookup_writer_open(env, it.authority, MASKED, &writer, NULL);
  for (size_t i = 0; status == PNR_OK && i < 3; i++)
    status = add(writer, it.bookings[i].record, it.bookings[i].masked, it.bookings[i].wrap);
  if (status == PNR_OK) status = pnr_lookup_writer_finish(writer, volume, wrap, NULL);
  pnr_lookup_writer_close(writer);
  return status;
}

static pnr_status whole_way(const pnr_env *env)
{
  pnr_octets *volume = NULL, *wrap = NULL, *permit = NULL;
  pnr_lookup *lookup = NULL;
  pnr_lookup_terms what = terms(person_of(0));
  pnr_purpose why = purpose();
  what.uses = PNR_LOOKUP_USES_MOST;
  pnr_status status = write_one(env, &volume, &wrap);
  if (status == PNR_OK)
    status = pnr_lookup_permit(env, seed(AUTHORITY), pnr_octets_get(wrap), &what, it.unit, &permit, NULL);
  if (status == PNR_OK)
    status =
      pnr_lookup_open(env, pnr_octets_get(permit), it.authority, seed(UNIT), &why, ISSUED, it.audit, &lookup, NULL);
  cr_expect(eq(int, permit != NULL && lookup != NULL, status == PNR_OK));
  if (status == PNR_OK) status = pnr_lookup_wraps(lookup, (pnr_slice){ it.wraps, it.wraps_size }, NULL);
  if (status == PNR_OK) status = pnr_lookup_search(lookup, pnr_octets_get(volume), ISSUED, NULL);
  cr_expect(eq(int, pnr_lookup_count(lookup) != 0, status == PNR_OK));
  pnr_lookup_close(lookup);
  pnr_octets_close(permit);
  pnr_octets_close(wrap);
  pnr_octets_close(volume);
  return status;
}

Test(lookup, every_allocation_may_fail_and_everything_is_wiped)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  uint64_t held = state.blocks, n = 1;
  pnr_status status = PNR_E_MEMORY;
  for (; n < 400 && status != PNR_OK; n++) {
    state.count = 0;
    state.fail_at = n;
    status = whole_way(env);
    cr_expect(status == PNR_OK || status == PNR_E_MEMORY, "allocation %zu: %d", (size_t)n, (int)status);
    cr_expect(eq(u64, state.blocks, held), "allocation %zu", (size_t)n);
  }
  cr_expect(gt(u64, n, 40));
  cr_expect(eq(i32, status, PNR_OK));
  cr_expect(eq(int, state.not_wiped, 0));
  pnr_env_close(env);
}
