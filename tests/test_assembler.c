/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/assembler.h"
#include "pnr/read.h"
#include "pnrgov_support.h"

/* A part: number, flag (C, F or none), key, flight, declared total, and the locators of its bookings, a letter each. */
typedef struct part {
  const char *number, *flag, *key, *flight, *locators;
  uint32_t declared;
} part;

static size_t make_part(char *out, size_t room, const part *p)
{
  line l = { .size = 0 };
  add(&l, "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA+%s+%s:%s'MSG+:22'ORG+ZX:AAA'", p->key, p->number,
      p->flag);
  add(&l, "TVL+100325:1200:100325:1500+AAA+BBB+ZX+%s'EQN+%u'", p->flight, p->declared);
  for (const char *c = p->locators; *c != 0; c++) add(&l, "SRC'RCI+ZX:LOC00%c'TIF+NOVAK+PETRA:A:1'", *c);
  add(&l, "UNT+9+1'UNZ+1+R1'");
  cr_assert(l.size < room);
  memcpy(out, l.text, l.size + 1);
  return l.size;
}

static pnr_status add_octets(pnr_assembler *assembler, const char *octets, size_t size, uint64_t token, uint64_t at,
                             const pnr_assembly **out)
{
  reading r;
  read_octets(&r, NULL, octets, size);
  cr_assert(eq(i32, r.status, PNR_OK));
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_assembler_add(assembler, r.message, token, at, out, &error);
  read_close(&r); /* nothing of it is used any more */
  return status;
}

static const pnr_assembly *add_part(pnr_assembler *assembler, const part *p, uint64_t token, uint64_t at)
{
  char octets[LINE_SIZE];
  const pnr_assembly *assembly = NULL;
  size_t size = make_part(octets, sizeof octets, p);
  cr_assert(eq(i32, add_octets(assembler, octets, size, token, at, &assembly), PNR_OK));
  return assembly;
}

/* "complete 3: 1*2 2 3; missing 4; PART_REPEATED 1; 3 of 3" */
static void describe(line *l, const pnr_assembly *a)
{
  l->size = 0;
  add(l, "%s %u:", a->is_complete ? "complete" : "open", a->total);
  for (uint32_t i = 0; i < a->part_count; i++) {
    add(l, " %u", a->parts[i]->number);
    if (a->parts[i]->copies > 1) add(l, "*%u", a->parts[i]->copies);
  }
  for (uint32_t i = 0; i < a->missing_count; i++) add(l, "%s%u", i == 0 ? "; missing " : ",", a->missing[i]);
  for (uint32_t i = 0; i < a->finding_count; i++) {
    const pnr_part_finding *finding = a->findings[i];
    if (finding->code == PNR_F_PART_MISSING) continue; /* stand above */
    add(l, "; %s %u", pnr_finding_name(finding->code), finding->part);
  }
  add(l, "; %llu of %llu", (unsigned long long)a->bookings, (unsigned long long)a->declared);
}

Test(assembler, parts_tell_what_is_there_and_what_is_missing)
{
  static const struct {
    const char *name, *expected;
    part parts[5];
  } rows[] = {
    { "all parts in order",
      "complete 3: 1 2 3; 4 of 4",
      { { "01", "C", "K", "100", "AB", 4 }, { "02", "", "K", "100", "C", 4 }, { "03", "F", "K", "100", "D", 4 } } },
    { "the first one is missing",
      "open 3: 2 3; missing 1; 2 of 4",
      { { "02", "", "K", "100", "C", 4 }, { "03", "F", "K", "100", "D", 4 } } },
    { "the last one is missing",
      "open 0: 1 2; PART_NO_LAST 0; 3 of 4",
      { { "01", "C", "K", "100", "AB", 4 }, { "02", "", "K", "100", "C", 4 } } },
    { "a gap before any last one",
      "open 0: 1 4; missing 2,3; PART_NO_LAST 0; 3 of 9",
      { { "01", "C", "K", "100", "AB", 9 }, { "04", "", "K", "100", "C", 9 } } },
    { "a part twice",
      "complete 2: 1*2 2; PART_REPEATED 1; 3 of 3",
      { { "01", "C", "K", "100", "AB", 3 }, { "01", "C", "K", "100", "AB", 3 }, { "02", "F", "K", "100", "C", 3 } } },
    { "a number with two contents",
      "open 2: 1 1 2; PART_CONFLICT 1; 4 of 3",
      { { "01", "C", "K", "100", "AB", 3 }, { "01", "C", "K", "100", "D", 3 }, { "02", "F", "K", "100", "C", 3 } } },
    { "a part behind the last one",
      "open 2: 1 2 3; PART_LAST 3; 4 of 4",
      { { "03", "", "K", "100", "D", 4 }, { "01", "C", "K", "100", "AB", 4 }, { "02", "F", "K", "100", "C", 4 } } },
    { "two last ones",
      "open 3: 2 3; missing 1; PART_LAST 2; 2 of 4",
      { { "02", "F", "K", "100", "C", 4 }, { "03", "F", "K", "100", "D", 4 } } },
    { "a first one that is not number 1",
      "complete 3: 1 2 3; PART_FIRST 2; 4 of 4",
      { { "02", "C", "K", "100", "AB", 4 }, { "01", "", "K", "100", "C", 4 }, { "03", "F", "K", "100", "D", 4 } } },
    { "no numbers, only marks",
      "open 0: 0 1; PART_NO_LAST 0; PART_NUMBER 0; 3 of 3",
      { { "", "C", "K", "100", "AB", 3 }, { "", "F", "K", "100", "C", 3 } } },
    { "a number that cannot be meant",
      "open 0: 0; PART_NO_LAST 0; PART_NUMBER 0; 2 of 3",
      { { "1000", "", "K", "100", "AB", 3 } } },
    { "a total that does not hold",
      "complete 2: 1 2; PART_TOTAL 0; 3 of 5",
      { { "01", "C", "K", "100", "AB", 5 }, { "02", "F", "K", "100", "C", 5 } } },
    { "totals that differ",
      "complete 2: 1 2; PART_TOTAL 0; 3 of 3",
      { { "01", "C", "K", "100", "AB", 4 }, { "02", "F", "K", "100", "C", 3 } } },
    { "each part declares its own bookings",
      "complete 2: 1 2; 3 of 3",
      { { "01", "C", "K", "100", "AB", 2 }, { "02", "F", "K", "100", "C", 1 } } },
    { "a single part that is first and last", "complete 1: 1; 2 of 2", { { "01", "F", "K", "100", "AB", 2 } } },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_assembler *assembler = NULL;
    const pnr_assembly *assembly = NULL;
    line l;
    cr_assert(eq(i32, pnr_assembler_open(NULL, &assembler, NULL), PNR_OK));
    for (size_t k = 0; k < 5 && rows[i].parts[k].number != NULL; k++)
      assembly = add_part(assembler, &rows[i].parts[k], k, 0);
    cr_assert(assembly != NULL, "%s", rows[i].name);
    describe(&l, assembly);
    cr_expect(eq(str, l.text, as_text(rows[i].expected)), "%s", rows[i].name);
    pnr_assembler_close(assembler);
  }
}

static const part traffic[] = {
  { "01", "C", "K1", "100", "AB", 4 }, { "02", "", "K1", "100", "C", 4 },  { "03", "F", "K1", "100", "D", 4 },
  { "01", "C", "K2", "100", "AB", 3 }, { "02", "F", "K2", "100", "C", 3 }, { "01", "C", "K1", "200", "E", 9 },
  { "03", "F", "K1", "200", "F", 9 },  { "02", "", "K1", "100", "C", 4 },
};
enum { TRAFFIC = sizeof traffic / sizeof traffic[0] };

/* All transmissions, in the order of their flights and keys. */
static void describe_all(line *l, const pnr_assembler *assembler)
{
  static const struct {
    const char *key, *flight;
  } order[] = { { "K1", "100" }, { "K2", "100" }, { "K1", "200" } };
  line one;
  l->size = 0;
  for (size_t i = 0; i < 3; i++)
    for (const pnr_assembly *a = pnr_assembler_next(assembler, NULL); a != NULL; a = pnr_assembler_next(assembler, a)) {
      if (!slice_is(a->key, order[i].key) || !slice_is(a->number, order[i].flight)) continue;
      describe(&one, a);
      add(l, "%s/%s %s\n", order[i].key, order[i].flight, one.text);
      cr_expect(slice_is(a->sender, "ZX") && slice_is(a->carrier, "ZX") && slice_is(a->from, "AAA"));
      cr_expect(slice_is(a->to, "BBB") && a->departs == 20250310 && a->type == PNR_MESSAGE_PNRGOV);
    }
}

/* xorshift: the same orders each time. */
static uint32_t next_random(uint32_t *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

Test(assembler, any_order_and_interleaving_gives_the_same_result)
{
  line first = { .size = 0 }, l;
  uint32_t random = 1;
  size_t order[TRAFFIC];
  for (size_t i = 0; i < TRAFFIC; i++) order[i] = i;
  for (uint32_t round = 0; round < 200; round++) {
    pnr_assembler *assembler = NULL;
    cr_assert(eq(i32, pnr_assembler_open(NULL, &assembler, NULL), PNR_OK));
    for (size_t i = 0; i < TRAFFIC; i++) add_part(assembler, &traffic[order[i]], order[i], order[i]);
    describe_all(round == 0 ? &first : &l, assembler);
    if (round != 0) cr_expect(eq(str, l.text, first.text), "round %u", round);
    pnr_assembler_close(assembler);
    for (size_t i = TRAFFIC - 1; i > 0; i--) { /* Fisher and Yates */
      size_t other = next_random(&random) % (i + 1), kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }
  cr_expect(eq(str, first.text,
               as_text("K1/100 complete 3: 1 2*2 3; PART_REPEATED 2; 4 of 4\nK2/100 complete 2: 1 2; 3 of 3\n"
                       "K1/200 open 3: 1 3; missing 2; 2 of 9\n")));
}

Test(assembler, a_part_with_new_content_behind_a_complete_transmission_begins_the_next_push)
{
  static const part parts[] = { { "01", "C", "K", "100", "A", 2 },
                                { "02", "F", "K", "100", "B", 2 },
                                { "01", "C", "K", "100", "C", 2 },
                                { "02", "F", "K", "100", "D", 2 },
                                { "02", "F", "K", "100", "D", 2 } };
  pnr_assembler *assembler = NULL;
  line l;
  cr_assert(eq(i32, pnr_assembler_open(NULL, &assembler, NULL), PNR_OK));
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) add_part(assembler, &parts[i], 10 + i, i);
  const pnr_assembly *a = pnr_assembler_next(assembler, NULL);
  describe(&l, a);
  cr_expect(eq(str, l.text, as_text("complete 2: 1 2; 2 of 2")));
  cr_expect(a->parts[0]->token == 10 && a->parts[1]->token == 11 && a->first_at == 0 && a->last_at == 1);
  a = pnr_assembler_next(assembler, a);
  describe(&l, a);
  cr_expect(eq(str, l.text, as_text("complete 2: 1 2*2; PART_REPEATED 2; 2 of 2")));
  cr_expect(a->parts[1]->token == 13 && a->last_at == 4 && a->parts[1]->copies == 2);
  cr_expect(pnr_assembler_next(assembler, a) == NULL);
  pnr_assembler_close(assembler);
}

Test(assembler, what_has_expired_can_be_found_and_removed)
{
  pnr_assembler *assembler = NULL;
  cr_assert(eq(i32, pnr_assembler_open(NULL, &assembler, NULL), PNR_OK));
  char keys[100][8];
  for (uint32_t i = 0; i < 100; i++) {
    snprintf(keys[i], sizeof keys[i], "K%u", i);
    add_part(assembler, &(part){ "01", "C", keys[i], "100", "A", 2 }, i, i * 10);
  }
  add_part(assembler, &(part){ "02", "", "K3", "100", "B", 3 }, 200, 995);
  uint32_t removed = 0;
  for (const pnr_assembly *a = pnr_assembler_expired(assembler, NULL, 500); a != NULL; removed++) {
    const pnr_assembly *behind = pnr_assembler_expired(assembler, a, 500);
    cr_expect(a->last_at < 500);
    pnr_assembler_remove(assembler, a);
    a = behind;
  }
  cr_expect(eq(u32, removed, 49), "all of the first fifty but the one that got a second part");
  uint32_t left = 0;
  for (const pnr_assembly *a = pnr_assembler_next(assembler, NULL); a != NULL; a = pnr_assembler_next(assembler, a))
    left++;
  cr_expect(eq(u32, left, 51));
  const pnr_assembly *again = add_part(assembler, &(part){ "01", "C", "K0", "100", "A", 2 }, 0, 2000);
  cr_expect(again->part_count == 1 && again->parts[0]->copies == 1, "what was removed is forgotten");
  pnr_assembler_remove(assembler, pnr_assembler_next(assembler, NULL));
  pnr_assembler_remove(assembler, again);
  pnr_assembler_remove(assembler, NULL);
  pnr_assembler_close(assembler);
  pnr_assembler_close(NULL);
}

Test(assembler, parts_of_a_teletype_list_belong_together_without_a_key)
{
  static const char *const parts[] = {
    "PNL\nZX100/10MAR AAA PART1\n-BBB002Y\n1NOVAK/PETRAMRS\nENDPART1\n",
    "PNL\nZX100/10MAR AAA PART2\n-CCC001Y\n1KOVAR/EVAMRS\nENDPNL\n",
    "ADL\nZX100/10MAR AAA PART1\n-BBB001Y\nADD\n1DVORAK/IVANMR\nENDPART1\n",
  };
  pnr_assembler *assembler = NULL;
  const pnr_assembly *a = NULL;
  line l;
  cr_assert(eq(i32, pnr_assembler_open(NULL, &assembler, NULL), PNR_OK));
  for (size_t i = 3; i-- > 0;) cr_assert(eq(i32, add_octets(assembler, parts[i], strlen(parts[i]), i, 0, &a), PNR_OK));
  describe(&l, a);
  cr_expect(eq(str, l.text, as_text("complete 2: 1 2; 2 of 0")));
  cr_expect(eq(u64, a->travellers, 2));
  a = pnr_assembler_next(assembler, NULL);
  cr_expect(a->function == PNR_FUNCTION_UPDATE && !a->is_complete);
  pnr_assembler_close(assembler);
}

Test(assembler, a_message_that_is_no_part_is_passed_by_and_wrong_arguments_are_refused)
{
  static const char alone[] = "UNH+1+PNRGOV:13:1:IA+K'MSG+:22'TVL+100325:1200+AAA+BBB+ZX+100'EQN+0'UNT+5+1'";
  pnr_assembler *assembler = NULL;
  const pnr_assembly *a = NULL;
  reading r;
  cr_assert(eq(i32, pnr_assembler_open(NULL, &assembler, NULL), PNR_OK));
  cr_expect(eq(i32, add_octets(assembler, alone, sizeof alone - 1, 0, 0, &a), PNR_OK));
  cr_expect(a == NULL && pnr_assembler_next(assembler, NULL) == NULL);
  cr_expect(eq(i32, pnr_assembler_open(NULL, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_assembler_add(assembler, NULL, 0, 0, NULL, NULL), PNR_E_ARGUMENT));
  read_octets(&r, NULL, alone, sizeof alone - 1);
  cr_expect(eq(i32, pnr_assembler_add(NULL, r.message, 0, 0, NULL, NULL), PNR_E_ARGUMENT));
  read_close(&r);
  cr_expect(pnr_assembler_next(NULL, NULL) == NULL);
  pnr_assembler_close(assembler);
}

Test(assembler, memory_is_bounded)
{
  pnr_limits limits = { .size = sizeof limits, .memory = 20000 };
  pnr_env *env = NULL;
  pnr_assembler *assembler = NULL;
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_assembler_open(env, &assembler, NULL), PNR_OK));
  pnr_status status = PNR_OK;
  uint32_t count = 0;
  for (; count < 1000 && status == PNR_OK; count++) {
    char octets[LINE_SIZE], key[16];
    snprintf(key, sizeof key, "K%u", count);
    size_t size = make_part(octets, sizeof octets, &(part){ "01", "C", key, "100", "A", 2 });
    status = add_octets(assembler, octets, size, count, 0, NULL);
  }
  cr_expect(eq(i32, status, PNR_E_LIMIT));
  cr_expect(count > 5 && count < 100);
  pnr_assembler_remove(assembler, pnr_assembler_next(assembler, NULL));
  add_part(assembler, &(part){ "01", "C", "LATE", "100", "A", 2 }, 0, 0);
  pnr_assembler_close(assembler);
  pnr_env_close(env);
}

/* Adds the traffic with an allocator that fails; the status of the first call that failed. */
static pnr_status add_traffic(const pnr_env *env, reading readings[TRAFFIC], line *l)
{
  pnr_assembler *assembler = NULL;
  pnr_status status = pnr_assembler_open(env, &assembler, NULL), first = status;
  for (size_t i = 0; i < TRAFFIC && assembler != NULL; i++) {
    status = pnr_assembler_add(assembler, readings[i].message, i, i, NULL, NULL);
    if (first == PNR_OK) first = status;
  }
  if (assembler != NULL) describe_all(l, assembler);
  pnr_assembler_close(assembler);
  return first;
}

Test(assembler, every_allocation_may_fail)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  reading readings[TRAFFIC];
  line whole, l;
  for (size_t i = 0; i < TRAFFIC; i++) {
    char octets[LINE_SIZE];
    size_t size = make_part(octets, sizeof octets, &traffic[i]);
    read_octets(&readings[i], NULL, octets, size);
  }
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  uint64_t opened = state.count;
  cr_assert(eq(i32, add_traffic(env, readings, &whole), PNR_OK));
  uint64_t needed = state.count - opened;
  for (uint64_t n = 1; n <= needed; n++) {
    state.fail_at = state.count + n;
    cr_expect(eq(i32, add_traffic(env, readings, &l), PNR_E_MEMORY), "allocation %llu", (unsigned long long)n);
    state.fail_at = 0;
    cr_expect(eq(u64, state.blocks, 1), "only the env is left");
  }
  cr_assert(eq(i32, add_traffic(env, readings, &l), PNR_OK));
  cr_expect(eq(str, l.text, whole.text));
  for (size_t i = 0; i < TRAFFIC; i++) read_close(&readings[i]);
  pnr_env_close(env);
  cr_expect(eq(u64, state.blocks, 0));
  cr_expect(eq(int, state.not_wiped, 0));
}
