/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/pnr.h"
#include "pnrgov_support.h"

/* All persons are invented. */

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* A PAXLST around persons, a PNRGOV around bookings, a machine readable zone. */
#define LIST(persons)                                                                                               \
  "UNB+UNOA:4+ZX+GOV+250310:1015+R'UNH+1+PAXLST:D:12B:UN:IATA'BGM+745'TDT+20+ZX100'LOC+125+QXA'LOC+87+QXB'" persons \
  "UNZ+1+R'"
#define BOOKED(segments) \
  "UNB+IATA:1+ZX+GOV+250310:1015+R'UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325:1200+QXA+QXB+ZX+100'SRC'" segments "UNZ+1+R'"
#define ZONE                                       \
  "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n" \
  "X1234567<7CZE8005056F30010198055051234<<<<54\n"
#define BORN(date) "DTM+329:" date "'"
#define PASSPORT(number, issuer) "DOC+P:110:111+" number "'LOC+91+" issuer "'"
#define DOCS(rest) "SSR+DOCS:HK:1:ZX:::::/P/CZE/" rest "'"

enum { MOST = 4 };

typedef struct gathered {
  reading readings[MOST];
  const pnr_message *messages[MOST];
  uint32_t count;
  pnr_join *join;
} gathered;

static void gather(gathered *g, const char *const *texts)
{
  *g = (gathered){ 0 };
  for (; g->count < MOST && texts[g->count] != NULL; g->count++) {
    read_octets(&g->readings[g->count], NULL, texts[g->count], strlen(texts[g->count]));
    g->messages[g->count] = g->readings[g->count].message;
  }
}

static void release(gathered *g)
{
  pnr_join_close(g->join);
  for (uint32_t i = 0; i < g->count; i++) read_close(&g->readings[i]);
}

/* "0.0 1.0/document; 0.1": the persons, each with its witnesses as message, traveller and why. */
static void describe_join(line *l, const pnr_join *join)
{
  l->size = 0;
  l->text[0] = 0;
  for (uint32_t i = 0; i < pnr_join_count(join); i++) {
    const pnr_joined *joined = pnr_join_get(join, i);
    if (i != 0) add(l, "; ");
    for (uint32_t w = 0; w < joined->witness_count; w++) {
      const pnr_witness *witness = joined->witnesses[w];
      add(l, "%s%u.%u", w != 0 ? " " : "", witness->message, witness->traveller);
      if (witness->basis != PNR_JOIN_FIRST) add(l, "/%s", pnr_join_basis_name(witness->basis));
    }
  }
}

Test(join, only_evidence_beyond_a_name_makes_one_person_of_two)
{
  static const struct {
    const char *name, *texts[MOST + 1], *wanted;
  } rows[] = {
    { "TIF and DOCS, PAXLST and machine readable zone",
      { BOOKED("TIF+NOVAK+PETRAMRS:A:1'" DOCS("X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PETRA/ANNA+::1")),
        LIST("NAD+FL+++NOVAK:PETRA ANNA'" BORN("800505") PASSPORT("X1234567", "CZE")), ZONE },
      "0.0 1.0/document 2.0/document" },
    { "a number with blanks and hyphens",
      { LIST("NAD+FL+++NOVAK:PETRA'" PASSPORT("X123-4567", "CZE")), ZONE },
      "0.0 1.0/document" },
    { "same number of another issuer",
      { LIST("NAD+FL+++NOVAKOVA:PETRA'" BORN("800505") PASSPORT("X1234567", "SVK")), ZONE },
      "0.0; 1.0" },
    { "same number of another type of document",
      { LIST("NAD+FL+++OTHER:NAME'" BORN("800505") "DOC+I:110:111+X1234567'LOC+91+CZE'"), ZONE },
      "0.0; 1.0" },
    { "one passport, two names and births: a filler, not one person",
      { LIST("NAD+FL+++HAS:RACHEL'" BORN("771019") PASSPORT("12345678", "GBR") "NAD+FL+++KAN:SARAH'" BORN("771020")
               PASSPORT("12345678", "GBR")) },
      "0.0; 0.1" },
    { "one passport and name, births that differ: one of them is a slip",
      { LIST("NAD+FL+++NOVAK:PETRA ANNA'" BORN("800506") PASSPORT("X1234567", "CZE")), ZONE },
      "0.0 1.0/document" },
    { "name and birth date", { LIST("NAD+FL+++NOVAK:PETRA ANNA'" BORN("800505")), ZONE }, "0.0 1.0/name-birth" },
    { "given names glued", { LIST("NAD+FL+++NOVAK:PETRAANNA'" BORN("800505")), ZONE }, "0.0 1.0/name-birth" },
    { "the first of two given names", { LIST("NAD+FL+++NOVAK:PETRA'" BORN("800505")), ZONE }, "0.0 1.0/name-birth" },
    { "a name alone", { LIST("NAD+FL+++NOVAK:PETRA ANNA'"), ZONE }, "0.0; 1.0" },
    { "a name and a birth date of which the day is unknown",
      { LIST("NAD+FL+++NOVAK:PETRA ANNA'" BORN("800500")), ZONE },
      "0.0; 1.0" },
    { "a name and another birth date", { LIST("NAD+FL+++NOVAK:PETRA ANNA'" BORN("810505")), ZONE }, "0.0; 1.0" },
    { "name and birth date, but two passports of one issuer",
      { LIST("NAD+FL+++NOVAK:PETRA ANNA'" BORN("800505") PASSPORT("Y7654321", "CZE")), ZONE },
      "0.0; 1.0" },
    { "a passport number with one slip is no second passport",
      { LIST("NAD+FL+++NOVAK:PETRA ANNA'" BORN("800505") PASSPORT("X1234S67", "CZE")), ZONE },
      "0.0 1.0/name-birth" },
    { "a second passport beside the shared one",
      { LIST("NAD+FL+++NOVAK:PETRA ANNA'" BORN("800505") PASSPORT("X1234567", "CZE") PASSPORT("Y7654321", "CZE")),
        ZONE },
      "0.0 1.0/document" },
    { "twins whose names begin alike are two, and each finds his own",
      { BOOKED(
          "RCI+ZX:LOC1'TIF+STARA+EVA:C:1'" DOCS("S0000001/CZE/01MAR14/F/01JAN29/STARA/EVA+::1") "TIF+STARA+EVA MARIE:C:2'" DOCS(
            "S0000002/CZE/01MAR14/F/01JAN29/STARA/EVA/MARIE+::2")),
        LIST("NAD+FL+++STARA:EVA MARIE'" BORN("140301") "NAD+FL+++STARA:EVA'" BORN("140301")) },
      "0.0 1.1/name-birth; 0.1 1.0/name-birth" },
    { "a shortened name that may be either of two is neither",
      { BOOKED(
          "RCI+ZX:LOC1'TIF+STARA+EVA ANNA:C:1'" DOCS("S0000001/CZE/01MAR14/F/01JAN29/STARA/EVA/ANNA+::1") "TIF+STARA+EVA MARIE:C:2'" DOCS(
            "S0000002/CZE/01MAR14/F/01JAN29/STARA/EVA/MARIE+::2")),
        LIST("NAD+FL+++STARA:EVA'" BORN("140301")) },
      "0.0; 0.1; 1.0" },
    { "name in a booking of the same locator",
      { BOOKED("RCI+ZX:LOC1'TIF+NOVAK+PETRAMRS:A:1'"), LIST("NAD+FL+++NOVAK:PETRA'" BORN("800505") "RFF+AVF:LOC1'") },
      "0.0 1.0/locator" },
    { "name in a booking of another locator",
      { BOOKED("RCI+ZX:LOC1'TIF+NOVAK+PETRAMRS:A:1'"), LIST("NAD+FL+++NOVAK:PETRA'" BORN("800505") "RFF+AVF:LOC2'") },
      "0.0; 1.0" },
    { "father and son of one name in one booking are nobody's",
      { BOOKED("RCI+ZX:LOC1'TIF+NOVAK+JANMR:A:1'TIF+NOVAK+JANMR:A:2'"),
        LIST("NAD+FL+++NOVAK:JAN'" BORN("800505") "RFF+AVF:LOC1'") },
      "0.0; 0.1; 1.0" },
    { "witnesses that contradict are not joined by a third one",
      { LIST("NAD+FL+++NOVAK:PETRA ANNA'" BORN("900101") "RFF+AVF:LOC1'"),
        BOOKED("RCI+ZX:LOC1'TIF+NOVAK+PETRA ANNAMRS:A:1'"),
        LIST("NAD+FL+++NOVAK:PETRA ANNA'" BORN("800505") "RFF+AVF:LOC1'") },
      "0.0 1.0/locator; 2.0" },
    { "the same person in two bookings of one message",
      { BOOKED(
        "RCI+ZX:LOC1'TIF+CECH+MILANMR:A:1'" DOCS("C0000001/CZE/03MAR72/M/01JAN30/CECH/MILAN+::1") "SRC'RCI+ZX:LOC2'TIF+CECH+MILANMR:A:1'" DOCS(
          "C0000001/CZE/03MAR72/M/01JAN30/CECH/MILAN+::1")) },
      "0.0 0.1/document" },
    { "an infant with the adult's passport",
      { BOOKED("RCI+ZX:LOC1'TIF+MALA+JANAMRS:A:1'" DOCS("M0000001/CZE/03MAR82/F/01JAN30/MALA/JANA+::1")
                 DOCS("M0000001/CZE/03MAR24/FI/01JAN30/MALA/EMA+::1")) },
      "0.0; 0.1" },
    { "nobody", { LIST("") }, "" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    gathered g;
    line l;
    gather(&g, rows[i].texts);
    cr_assert(eq(i32, pnr_join_open(NULL, g.messages, g.count, &g.join, NULL), PNR_OK), "%s", rows[i].name);
    describe_join(&l, g.join);
    cr_expect(eq(str, l.text, as_text(rows[i].wanted)), "%s", rows[i].name);
    release(&g);
  }
}

static const char *const four_witnesses[] = {
  BOOKED("TIF+NOVAK+PETRAMRS:A:1'FTI+ZX:123456'" DOCS("X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PETRA/ANNA+::1")),
  LIST("NAD+FL+++NOVAKOVA:PETRA ANNA'" BORN("800505") "LOC+180+:::BRNO'NAT+2+SVK'" PASSPORT("X1234567", "CZE")
         PASSPORT("Y7654321", "SVK")),
  ZONE, NULL
};

Test(join, a_person_has_what_each_witness_says_once_and_the_best_name_first)
{
  gathered g;
  gather(&g, four_witnesses);
  cr_assert(eq(i32, pnr_join_open(NULL, g.messages, g.count, &g.join, NULL), PNR_OK));
  cr_assert(eq(u32, pnr_join_count(g.join), 1));
  cr_expect(pnr_join_get(g.join, 1) == NULL);
  const pnr_person *person = pnr_join_get(g.join, 0)->person;
  line l = { .size = 0 };
  for (uint32_t i = 0; i < person->name_count; i++)
    add(&l, "%s %.*s; ", pnr_source_name(person->names[i]->source), (int)person->names[i]->surname.size,
        (const char *)person->names[i]->surname.data);
  for (uint32_t i = 0; i < person->document_count; i++)
    add(&l, "%s %.*s; ", pnr_source_name(person->documents[i]->source), (int)person->documents[i]->number.size,
        (const char *)person->documents[i]->number.data);
  for (uint32_t i = 0; i < person->nationality_count; i++) add_slice(&l, " ", person->nationalities[i]);
  add_slice(&l, " ", person->birth_place);
  add(&l, " %c %u births, %u identifier", (int)person->sex, person->birth_count, person->identifier_count);
  cr_expect(eq(str, l.text,
               as_text("MRZ NOVAK; DOCS NOVAK; NAD NOVAKOVA; TIF NOVAK; DOCS X1234567; NAD X1234567; NAD Y7654321; MRZ "
                       "X1234567;  CZE SVK BRNO F 1 births, 1 identifier")));
  release(&g);
}

Test(join, arguments_and_limits_are_told)
{
  gathered g;
  pnr_env *env = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_limits limits = { .size = sizeof limits, .travellers = 2 };
  gather(&g, four_witnesses);
  const pnr_message *none[] = { NULL };
  cr_expect(eq(i32, pnr_join_open(NULL, none, 1, &g.join, &error), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_join_open(NULL, NULL, 1, &g.join, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_join_open(NULL, NULL, 0, NULL, NULL), PNR_E_ARGUMENT));
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_join_open(env, g.messages, g.count, &g.join, &error), PNR_E_LIMIT));
  cr_expect(eq(i32, error.status, PNR_E_LIMIT));
  cr_expect(g.join == NULL);
  pnr_env_close(env);
  limits = (pnr_limits){ .size = sizeof limits, .steps = 1 };
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
  cr_expect(eq(i32, pnr_join_open(env, g.messages, g.count, &g.join, &error), PNR_E_LIMIT));
  pnr_env_close(env);
  cr_assert(eq(i32, pnr_join_open(NULL, NULL, 0, &g.join, NULL), PNR_OK));
  cr_expect(eq(u32, pnr_join_count(g.join), 0));
  release(&g);
  pnr_join_close(NULL);
  cr_expect(eq(str, as_text(pnr_join_basis_name(9)), as_text("unknown")));
}

Test(join, every_failing_allocation_is_told_and_leaks_nothing)
{
  gathered g;
  gather(&g, four_witnesses);
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  uint64_t held = state.blocks;
  for (uint64_t fail_at = 1;; fail_at++) {
    state.count = 0;
    state.fail_at = fail_at;
    pnr_status status = pnr_join_open(env, g.messages, g.count, &g.join, NULL);
    pnr_join_close(g.join);
    g.join = NULL;
    cr_expect(eq(u64, state.blocks, held), "allocation %llu", (unsigned long long)fail_at);
    if (status == PNR_OK) break;
    cr_expect(eq(i32, status, PNR_E_MEMORY), "allocation %llu", (unsigned long long)fail_at);
  }
  cr_expect(eq(int, state.not_wiped, 0));
  state.fail_at = 0;
  pnr_env_close(env);
  release(&g);
}
