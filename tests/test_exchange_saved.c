/* SPDX-License-Identifier: Apache-2.0 */
#include "blind_support.h"
#include "crypto/oprf.h"

/* What the two sides of a blind query keep between its steps, and the quota of the answering side. */

/* Marković asks about her document and her name. */
static pnr_blind *ask(const pnr_env *env)
{
  pnr_blind *blind = NULL;
  somebody s;
  fill(&s, "Marković", "Jelena", 19800505, "Y7654321", "HRV");
  if (pnr_blind_open(env, &blind, NULL) != PNR_OK) return NULL;
  if (pnr_blind_add(blind, &s.person, 5, NULL, NULL) == PNR_OK) return blind;
  pnr_blind_close(blind);
  return NULL;
}

static int is_same(pnr_slice a, pnr_slice b) { return a.size == b.size && memcmp(a.data, b.data, a.size) == 0; }

Test(exchange_saved, a_query_goes_on_from_what_was_saved)
{
  pnr_blind *blind = ask(NULL), *again = NULL;
  pnr_blind_day *day = NULL, *day_again = NULL;
  pnr_tag_set *set = NULL, *set_again = NULL;
  pnr_octets *saved = NULL, *evaluated = NULL;
  uint32_t number, traveller;
  /* NL */
  cr_assert(eq(i32, pnr_blind_save(blind, NOW + DAY, &saved, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_load(NULL, pnr_octets_get(saved), NOW, &again, NULL), PNR_OK));
  cr_expect(is_same(pnr_blind_elements(blind), pnr_blind_elements(again)));
  cr_expect(is_same(pnr_blind_commitments(blind), pnr_blind_commitments(again)));
  cr_expect(is_same(pnr_blind_input(blind, 1), pnr_blind_input(again, 1)));
  pnr_octets_close(saved);
  /* BE */
  cr_assert(eq(i32, pnr_blind_day_open(NULL, NOW, &day, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_day_save(day, &saved, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_day_load(NULL, pnr_octets_get(saved), NOW, &day_again, NULL), PNR_OK));
  pnr_octets_close(saved);
  pnr_slice secret = pnr_blind_day_secret(day_again);
  cr_expect(is_same(pnr_blind_day_secret(day), secret));
  cr_assert(eq(i32, pnr_blind_evaluate(NULL, secret, pnr_blind_elements(again), &evaluated, NULL), PNR_OK));
  const pnr_tags *tags = make_tags(secret, &set, 0);
  cr_assert(eq(i32, pnr_tag_set_save(set, NOW + DAY, &saved, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_tag_set_load(NULL, pnr_octets_get(saved), NOW, &set_again, NULL), PNR_OK));
  pnr_octets_close(saved);
  /* NL, then BE again */
  cr_assert(eq(i32, pnr_blind_finish(again, pnr_octets_get(evaluated), NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_match(again, tags, NULL), PNR_OK));
  cr_assert(eq(u32, pnr_blind_hit_count(again), 2));
  for (uint32_t i = 0; i < 2; i++) {
    const pnr_blind_hit *hit = pnr_blind_hit_get(again, i);
    cr_expect(eq(u32, hit->label, 5));
    cr_expect(eq(i32, pnr_tag_set_find(set_again, hit->handle, &number, &traveller), PNR_OK));
    cr_expect(number == 77 && traveller == 0);
  }
  cr_expect(eq(i32, pnr_tag_set_find(set_again, ID("H1"), &number, &traveller), PNR_END));
  pnr_blind_close(blind);
  pnr_blind_close(again);
  pnr_blind_day_close(day);
  pnr_blind_day_close(day_again);
  pnr_tag_set_close(set);
  pnr_tag_set_close(set_again);
  pnr_octets_close(evaluated);
}

/* BLAKE2b-256 of the opener and the digests, before and after saving. */
Test(exchange_saved, the_commitment_to_records_is_opened)
{
  uint8_t octets[PNR_BLIND_OPENER + PNR_FINGERPRINT], hash[PNR_FINGERPRINT];
  pnr_octets *secret = NULL, *saved = NULL;
  pnr_tag_set *set = NULL, *again = NULL;
  cr_assert(eq(i32, pnr_blind_secret_create(NULL, &secret, NULL), PNR_OK));
  const pnr_tags *tags = make_tags(pnr_octets_get(secret), &set, 0);
  cr_assert(eq(i32, pnr_tag_set_save(set, NOW + DAY, &saved, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_tag_set_load(NULL, pnr_octets_get(saved), NOW, &again, NULL), PNR_OK));
  const pnr_tag_set *both[] = { set, again };
  for (int i = 0; i < 2; i++) {
    cr_assert(eq(sz, pnr_tag_set_digest(both[i], 0).size, PNR_FINGERPRINT));
    memcpy(octets, pnr_tag_set_opener(both[i]).data, PNR_BLIND_OPENER);
    memcpy(octets + PNR_BLIND_OPENER, pnr_tag_set_digest(both[i], 0).data, PNR_FINGERPRINT);
    cr_assert(
      eq(i32, pnri_hash((pnr_slice){ NULL, 0 }, (pnr_slice){ octets, sizeof octets }, hash, sizeof hash), PNR_OK));
    cr_expect(is_same((pnr_slice){ hash, sizeof hash }, tags->commitment));
    cr_expect(pnr_tag_set_digest(both[i], 1).size == 0);
  }
  pnr_octets_close(saved);
  pnr_octets_close(secret);
  pnr_tag_set_close(set);
  pnr_tag_set_close(again);
  /* What is not finished has no handles yet. */
  cr_assert(eq(i32, pnr_blind_secret_create(NULL, &secret, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_tag_set_open(NULL, pnr_octets_get(secret), &set, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_tag_set_save(set, NOW + DAY, &saved, NULL), PNR_E_ARGUMENT));
  pnr_tag_set_close(set);
  pnr_octets_close(secret);
}

/* --- The quota --- */

static pnr_status count(pnr_blind_day *day, const char *case_reference, uint8_t first, uint32_t keys)
{
  uint8_t elements[8 * PNR_BLIND_ELEMENT] = { first };
  pnr_probe probe = sample_probe(NULL, 0);
  pnr_error error = { SIZED(error) };
  probe.case_reference = text_slice(case_reference);
  probe.elements = (pnr_slice){ elements, keys * PNR_BLIND_ELEMENT };
  pnr_status status = pnr_blind_day_count(day, &probe, 5, 9, &error);
  cr_expect(status == PNR_OK || error.status == status);
  return status;
}

static pnr_blind_day *reload(pnr_blind_day *day)
{
  pnr_octets *saved = NULL;
  pnr_blind_day *again = NULL;
  cr_assert(eq(i32, pnr_blind_day_save(day, &saved, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_day_load(NULL, pnr_octets_get(saved), NOW, &again, NULL), PNR_OK));
  pnr_octets_close(saved);
  pnr_blind_day_close(day);
  return again;
}

Test(exchange_saved, a_case_and_a_day_ask_about_so_many_keys)
{
  static const struct {
    const char *name, *of_case;
    uint8_t first;
    uint32_t keys;
    pnr_status status;
  } rows[] = {
    { "three of five", "CASE-1", 1, 3, PNR_OK },
    { "three more", "CASE-1", 2, 3, PNR_E_QUOTA },
    { "two more", "CASE-1", 3, 2, PNR_OK },
    { "one more", "CASE-1", 4, 1, PNR_E_QUOTA },
    { "the first ones again", "CASE-1", 1, 3, PNR_OK },
    { "six at once", "CASE-2", 5, 6, PNR_E_QUOTA },
    { "four of another case", "CASE-2", 6, 4, PNR_OK },
    { "a tenth of the day", "CASE-3", 7, 1, PNR_E_QUOTA },
    { "again, under another case", "CASE-3", 6, 4, PNR_OK },
  };
  pnr_blind_day *day = NULL;
  cr_assert(eq(i32, pnr_blind_day_open(NULL, NOW, &day, NULL), PNR_OK));
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    cr_expect(eq(i32, count(day, rows[i].of_case, rows[i].first, rows[i].keys), rows[i].status), "%s", rows[i].name);
    day = reload(day);
  }
  cr_expect(eq(i32, count(day, "", 9, 1), PNR_E_ARGUMENT));
  cr_expect(eq(i32, count(day, "CASE-1", 9, 0), PNR_E_ARGUMENT));
  pnr_blind_day_close(day);
}

/* --- Saved forms that are not sound --- */

typedef pnr_status loader(const pnr_env *env, pnr_slice octets, uint64_t now, pnr_error *error);

static pnr_status load_blind(const pnr_env *env, pnr_slice octets, uint64_t now, pnr_error *error)
{
  pnr_blind *blind = (pnr_blind *)1;
  pnr_status status = pnr_blind_load(env, octets, now, &blind, error);
  cr_expect(status == PNR_OK ? blind != NULL : blind == NULL);
  pnr_blind_close(blind);
  return status;
}

static pnr_status load_day(const pnr_env *env, pnr_slice octets, uint64_t now, pnr_error *error)
{
  pnr_blind_day *day = (pnr_blind_day *)1;
  pnr_status status = pnr_blind_day_load(env, octets, now, &day, error);
  cr_expect(status == PNR_OK ? day != NULL : day == NULL);
  pnr_blind_day_close(day);
  return status;
}

static pnr_status load_set(const pnr_env *env, pnr_slice octets, uint64_t now, pnr_error *error)
{
  pnr_tag_set *set = (pnr_tag_set *)1;
  pnr_status status = pnr_tag_set_load(env, octets, now, &set, error);
  cr_expect(status == PNR_OK ? set != NULL : set == NULL);
  pnr_tag_set_close(set);
  return status;
}

typedef struct saved_forms {
  pnr_octets *of_blind, *of_day, *of_set;
  struct {
    const char *name;
    loader *load;
    pnr_slice octets;
  } row[3];
} saved_forms;

static void save_all(saved_forms *all)
{
  pnr_blind *blind = ask(NULL);
  pnr_blind_day *day = NULL;
  pnr_tag_set *set = NULL;
  cr_assert(eq(i32, pnr_blind_day_open(NULL, NOW, &day, NULL), PNR_OK));
  cr_assert(eq(i32, count(day, "CASE-1", 1, 3), PNR_OK));
  (void)make_tags(pnr_blind_day_secret(day), &set, 0);
  cr_assert(eq(i32, pnr_blind_save(blind, NOW + 100, &all->of_blind, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_day_save(day, &all->of_day, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_tag_set_save(set, NOW + 100, &all->of_set, NULL), PNR_OK));
  pnr_blind_close(blind);
  pnr_blind_day_close(day);
  pnr_tag_set_close(set);
  all->row[0].name = "blinds", all->row[0].load = load_blind, all->row[0].octets = pnr_octets_get(all->of_blind);
  all->row[1].name = "day", all->row[1].load = load_day, all->row[1].octets = pnr_octets_get(all->of_day);
  all->row[2].name = "tags", all->row[2].load = load_set, all->row[2].octets = pnr_octets_get(all->of_set);
}

static void forget_all(saved_forms *all)
{
  pnr_octets_close(all->of_blind);
  pnr_octets_close(all->of_day);
  pnr_octets_close(all->of_set);
}

Test(exchange_saved, nothing_is_used_behind_its_time)
{
  saved_forms all;
  pnr_error error = { SIZED(error) };
  const uint64_t last[] = { NOW + 99, NOW - NOW % DAY + DAY - 1, NOW + 99 };
  save_all(&all);
  for (int i = 0; i < 3; i++) {
    cr_expect(eq(i32, all.row[i].load(NULL, all.row[i].octets, last[i], &error), PNR_OK), "%s", all.row[i].name);
    cr_expect(eq(i32, all.row[i].load(NULL, all.row[i].octets, last[i] + 1, &error), PNR_E_EXPIRED), "%s",
              all.row[i].name);
    cr_expect(eq(u64, error.offset, 2), "%s", all.row[i].name); /* that of the time */
  }
  forget_all(&all);
}

Test(exchange_saved, octets_that_were_not_saved_are_refused)
{
  saved_forms all;
  pnr_error error = { SIZED(error) };
  save_all(&all);
  for (int i = 0; i < 3; i++) {
    pnr_slice whole = all.row[i].octets;
    for (size_t size = 0; size < whole.size; size++) {
      uint8_t *cut = exact_copy(whole.data, size);
      cr_expect(eq(i32, all.row[i].load(NULL, (pnr_slice){ cut, size }, NOW, &error), PNR_E_SYNTAX), "%s, %zu octets",
                all.row[i].name, size);
      cr_expect(error.offset <= size);
      free(cut);
    }
    uint8_t *changed = exact_copy(whole.data, whole.size + 1);
    changed[whole.size] = 0;
    cr_expect(eq(i32, all.row[i].load(NULL, (pnr_slice){ changed, whole.size + 1 }, NOW, &error), PNR_E_SYNTAX));
    cr_expect(eq(u64, error.offset, whole.size), "%s: behind the end", all.row[i].name);
    changed[1] = 2;
    cr_expect(eq(i32, all.row[i].load(NULL, (pnr_slice){ changed, whole.size }, NOW, &error), PNR_E_UNSUPPORTED));
    cr_expect(eq(u64, error.offset, 1), "%s: another version", all.row[i].name);
    free(changed);
    cr_expect(eq(i32, all.row[i].load(NULL, (pnr_slice){ NULL, 1 }, NOW, &error), PNR_E_ARGUMENT));
  }
  forget_all(&all);
}

/* An honest blind that somebody changed on disk cannot make the OPRF fail in another way than with its status. */
Test(exchange_saved, a_blind_of_nothing_is_no_blind)
{
  pnr_blind *blind = ask(NULL), *again = NULL;
  pnr_octets *saved = NULL, *secret = NULL, *evaluated = NULL;
  cr_assert(eq(i32, pnr_blind_save(blind, NOW + 100, &saved, NULL), PNR_OK));
  pnr_slice whole = pnr_octets_get(saved);
  uint8_t *changed = exact_copy(whole.data, whole.size);
  size_t at = 0; /* of the first blind: behind its input, under the head of 32 octets */
  pnr_slice input = pnr_blind_input(blind, 0);
  while (memcmp(changed + at, input.data, input.size) != 0) at++;
  memset(changed + at + input.size + 2, 0, PNRI_OPRF_SCALAR);
  cr_assert(eq(i32, pnr_blind_load(NULL, (pnr_slice){ changed, whole.size }, NOW, &again, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_blind_secret_create(NULL, &secret, NULL), PNR_OK));
  cr_assert(
    eq(i32, pnr_blind_evaluate(NULL, pnr_octets_get(secret), pnr_blind_elements(again), &evaluated, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_blind_finish(again, pnr_octets_get(evaluated), NULL), PNR_E_KEY));
  free(changed);
  pnr_octets_close(saved);
  pnr_octets_close(secret);
  pnr_octets_close(evaluated);
  pnr_blind_close(blind);
  pnr_blind_close(again);
}

/* --- Memory --- */

static pnr_status save_again(const pnr_env *env, const saved_forms *all)
{
  pnr_blind *blind = NULL;
  pnr_blind_day *day = NULL;
  pnr_tag_set *set = NULL;
  pnr_octets *octets[3] = { NULL };
  uint8_t element[PNR_BLIND_ELEMENT] = { 7 };
  pnr_probe probe = sample_probe(NULL, 0);
  probe.case_reference = text_slice("CASE-2");
  probe.elements = (pnr_slice){ element, sizeof element };
  pnr_status status = pnr_blind_load(env, all->row[0].octets, NOW, &blind, NULL);
  if (status == PNR_OK) status = pnr_blind_save(blind, NOW + 100, &octets[0], NULL);
  if (status == PNR_OK) status = pnr_blind_day_load(env, all->row[1].octets, NOW, &day, NULL);
  if (status == PNR_OK) status = pnr_blind_day_count(day, &probe, 5, 9, NULL);
  if (status == PNR_OK) status = pnr_blind_day_save(day, &octets[1], NULL);
  if (status == PNR_OK) status = pnr_tag_set_load(env, all->row[2].octets, NOW, &set, NULL);
  if (status == PNR_OK) status = pnr_tag_set_save(set, NOW + 100, &octets[2], NULL);
  if (status == PNR_OK) {
    cr_expect(is_same(pnr_octets_get(octets[0]), all->row[0].octets));
    cr_expect(is_same(pnr_octets_get(octets[2]), all->row[2].octets));
  }
  pnr_blind_close(blind);
  pnr_blind_day_close(day);
  pnr_tag_set_close(set);
  for (int i = 0; i < 3; i++) pnr_octets_close(octets[i]);
  return status;
}

Test(exchange_saved, every_allocation_may_fail)
{
  saved_forms all;
  save_all(&all);
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t fail_at = 1; status == PNR_E_MEMORY; fail_at++) {
    counting_allocator state = { .count = 0 };
    pnr_env *env = NULL;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    state.fail_at = state.count + fail_at;
    status = save_again(env, &all);
    cr_expect(status == PNR_OK || status == PNR_E_MEMORY);
    pnr_env_close(env);
    cr_expect(state.blocks == 0 && !state.not_wiped, "%u", (unsigned)fail_at);
  }
  forget_all(&all);
}
