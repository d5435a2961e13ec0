/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "match/score.h"
#include "pnr/match.h"
#include "support.h"

/* A person in a few words: what is NULL or 0 is not known. */
typedef struct sketch {
  const char *name;
  pnr_date from, to;
  uint32_t circa, sex;
  const char *nationality, *document, *issuer, *email;
  uint32_t kind;
} sketch;

typedef struct drawn {
  pnr_name name;
  const pnr_name *names[1];
  pnr_birth birth;
  const pnr_birth *births[1];
  pnr_document document;
  const pnr_document *documents[1];
  pnr_identifier identifier;
  const pnr_identifier *identifiers[1];
  pnr_slice nationalities[1];
  pnr_person person;
} drawn;

static pnr_slice slice_of(const char *text) { return text != NULL ? text_slice(text) : (pnr_slice){ NULL, 0 }; }

static void draw(const sketch *from, drawn *to)
{
  memset(to, 0, sizeof *to);
  to->name = (pnr_name){ .kind = from->kind != 0 ? from->kind : PNR_NAME_PRIMARY, .full = slice_of(from->name) };
  to->birth = (pnr_birth){ .from = from->from, .to = from->to != 0 ? from->to : from->from, .circa = from->circa };
  to->document = (pnr_document){ .number = slice_of(from->document), .issuer = slice_of(from->issuer) };
  to->identifier = (pnr_identifier){ .kind = PNR_IDENTIFIER_EMAIL, .value = slice_of(from->email) };
  to->nationalities[0] = slice_of(from->nationality);
  to->names[0] = &to->name;
  to->births[0] = &to->birth;
  to->documents[0] = &to->document;
  to->identifiers[0] = &to->identifier;
  to->person = (pnr_person){ .names = to->names,
                             .name_count = from->name != NULL,
                             .births = to->births,
                             .birth_count = from->from != 0,
                             .documents = to->documents,
                             .document_count = from->document != NULL,
                             .identifiers = to->identifiers,
                             .identifier_count = from->email != NULL,
                             .nationalities = to->nationalities,
                             .nationality_count = from->nationality != NULL,
                             .sex = from->sex };
}

static uint32_t compare(pnr_comparer *comparer, const sketch *left, const sketch *right)
{
  drawn a, b;
  uint32_t score = UINT32_MAX;
  draw(left, &a);
  draw(right, &b);
  cr_assert_eq(pnr_person_compare(comparer, &a.person, &b.person, &score, NULL), PNR_OK, "compare");
  return score;
}

static bool has_reason(const pnr_comparer *comparer, uint32_t code)
{
  for (uint32_t i = 0; i < pnr_comparer_reason_count(comparer); i++)
    if (pnr_comparer_reason(comparer, i)->code == code) return true;
  return false;
}

#define NAME "Petra Novakova"
/* least and most bound the score; reason must be given (0: no reason of birth, sex, nationality, document or kind). */
static const struct {
  const char *name;
  sketch left, right;
  uint32_t least, most, reason;
} rows[] = {
  { "nothing but the name", { .name = NAME }, { .name = NAME }, 8800, 9100, 0 },
  { "birth on one side", { .name = NAME, .from = 19800505 }, { .name = NAME }, 8100, 8400, PNR_R_BIRTH_UNCONFIRMED },
  { "equal birth",
    { .name = "Petra Novakota", .from = 19800505 },
    { .name = NAME, .from = 19800505 },
    8500,
    9999,
    PNR_R_BIRTH_EQUAL },
  { "contradicting birth",
    { .name = NAME, .from = 19800505 },
    { .name = NAME, .from = 19620317 },
    5200,
    5500,
    PNR_R_BIRTH_CONTRADICTS },
  { "another day of the year",
    { .name = NAME, .from = 19800505 },
    { .name = NAME, .from = 19801123 },
    5700,
    6000,
    PNR_R_BIRTH_CONTRADICTS },
  { "day and month exchanged",
    { .name = NAME, .from = 19800503 },
    { .name = NAME, .from = 19800305 },
    9300,
    9600,
    PNR_R_BIRTH_SWAPPED },
  { "one digit off",
    { .name = NAME, .from = 19800503 },
    { .name = NAME, .from = 19810503 },
    9100,
    9400,
    PNR_R_BIRTH_NEAR },
  { "month known",
    { .name = NAME, .from = 19800503 },
    { .name = NAME, .from = 19800500 },
    9400,
    9700,
    PNR_R_BIRTH_PARTIAL },
  { "another month",
    { .name = NAME, .from = 19800503 },
    { .name = NAME, .from = 19800600 },
    5700,
    6000,
    PNR_R_BIRTH_CONTRADICTS },
  { "year known",
    { .name = NAME, .from = 19800503 },
    { .name = NAME, .from = 19800000 },
    9200,
    9500,
    PNR_R_BIRTH_PARTIAL },
  { "another year",
    { .name = NAME, .from = 19800503 },
    { .name = NAME, .from = 19810000 },
    5200,
    5500,
    PNR_R_BIRTH_CONTRADICTS },
  { "1 January is a year",
    { .name = NAME, .from = 19800503 },
    { .name = NAME, .from = 19800101 },
    9200,
    9500,
    PNR_R_BIRTH_PARTIAL },
  { "1 January twice",
    { .name = NAME, .from = 19800101 },
    { .name = NAME, .from = 19800101 },
    9200,
    9500,
    PNR_R_BIRTH_PARTIAL },
  { "within a range",
    { .name = NAME, .from = 19800503 },
    { .name = NAME, .from = 19780000, .to = 19810000 },
    8700,
    9000,
    PNR_R_BIRTH_PARTIAL },
  { "outside a range",
    { .name = NAME, .from = 19850503 },
    { .name = NAME, .from = 19780000, .to = 19810000 },
    5200,
    5500,
    PNR_R_BIRTH_CONTRADICTS },
  { "last day of a range",
    { .name = NAME, .from = 19811231 },
    { .name = NAME, .from = 19780000, .to = 19810000 },
    8700,
    9000,
    PNR_R_BIRTH_PARTIAL },
  { "two years from circa",
    { .name = NAME, .from = 19820503 },
    { .name = NAME, .from = 19800000, .circa = 1 },
    8700,
    9000,
    PNR_R_BIRTH_NEAR },
  { "three years from circa",
    { .name = NAME, .from = 19830503 },
    { .name = NAME, .from = 19800000, .circa = 1 },
    5200,
    5500,
    PNR_R_BIRTH_CONTRADICTS },
  { "no date of the calendar",
    { .name = NAME, .from = 19801345 },
    { .name = NAME, .from = 19620317 },
    8100,
    8400,
    PNR_R_BIRTH_UNCONFIRMED },
  { "equal sex", { .name = NAME, .sex = 'F' }, { .name = NAME, .sex = 'F' }, 8800, 9100, PNR_R_SEX_EQUAL },
  { "another sex", { .name = NAME, .sex = 'F' }, { .name = NAME, .sex = 'M' }, 8200, 8500, PNR_R_SEX_CONTRADICTS },
  { "unspecified sex", { .name = NAME, .sex = 'X' }, { .name = NAME, .sex = 'M' }, 8800, 9100, 0 },
  { "equal nationality in two codes",
    { .name = NAME, .nationality = "CZ" },
    { .name = NAME, .nationality = "CZE" },
    8700,
    9000,
    PNR_R_NATIONALITY_EQUAL },
  { "another nationality",
    { .name = NAME, .nationality = "CZE" },
    { .name = NAME, .nationality = "FRA" },
    8400,
    8700,
    PNR_R_NATIONALITY_CONTRADICTS },
  { "equal unknown country",
    { .name = NAME, .nationality = "Atlantis" },
    { .name = NAME, .nationality = "ATLANTIS" },
    8700,
    9000,
    PNR_R_NATIONALITY_EQUAL },
  { "weak alias", { .name = NAME }, { .name = NAME, .kind = PNR_NAME_WEAK }, 7900, 8200, PNR_R_NAME_WEAK },
  { "misused identity", { .name = NAME }, { .name = NAME, .kind = PNR_NAME_MISUSED }, 8400, 8700, PNR_R_NAME_MISUSED },
  { "document, another name",
    { .name = "Ivo Bortnik", .document = "X123 4567" },
    { .name = NAME, .document = "x1234567" },
    9500,
    9600,
    PNR_R_DOCUMENT_EQUAL },
  { "document without names",
    { .document = "X1234567" },
    { .document = "X1234567" },
    9500,
    9500,
    PNR_R_DOCUMENT_EQUAL },
  { "document and name",
    { .name = NAME, .document = "X1234567" },
    { .name = NAME, .document = "X1234567" },
    9500,
    10000,
    PNR_R_DOCUMENT_EQUAL },
  { "document, O for 0 and I for 1",
    { .name = "Ivo Bortnik", .document = "XO23456I" },
    { .name = NAME, .document = "X0234561" },
    9500,
    9600,
    PNR_R_DOCUMENT_EQUAL },
  { "document, issuer unknown",
    { .name = "Ivo Bortnik", .document = "X1234567", .issuer = "CZE" },
    { .name = NAME, .document = "X1234567" },
    9500,
    9600,
    PNR_R_DOCUMENT_EQUAL },
  { "document, another issuer",
    { .name = NAME, .document = "X1234567", .issuer = "CZE" },
    { .name = NAME, .document = "X1234567", .issuer = "FRA" },
    8800,
    9100,
    0 },
  { "document, name and birth against",
    { .name = "Ivo Bortnik", .from = 19900909, .document = "X1234567" },
    { .name = NAME, .from = 19620317, .document = "X1234567" },
    8500,
    8600,
    PNR_R_DOCUMENT_EQUAL },
  { "document, only birth against",
    { .name = NAME, .from = 19900909, .document = "X1234567" },
    { .name = NAME, .from = 19620317, .document = "X1234567" },
    9500,
    10000,
    PNR_R_DOCUMENT_EQUAL },
  { "no number", { .name = "Ivo Bortnik", .document = "0000000" }, { .name = NAME, .document = "0000000" }, 0, 0, 0 },
  { "a number too short", { .name = "Ivo Bortnik", .document = "12" }, { .name = NAME, .document = "12" }, 0, 0, 0 },
  { "e-mail, another name",
    { .name = "Ivo Bortnik", .email = "p@example.org" },
    { .name = NAME, .email = "P@EXAMPLE.ORG " },
    8500,
    8600,
    PNR_R_IDENTIFIER_EQUAL },
  { "no e-mail", { .name = "Ivo Bortnik", .email = "unknown" }, { .name = NAME, .email = "unknown" }, 0, 0, 0 },
  { "nothing known", { .name = NULL }, { .name = NULL }, 0, 0, 0 },
};

Test(person_score, each_fact_raises_or_lowers_the_name_score_both_ways_round)
{
  pnr_comparer *comparer;
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "open");
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint32_t score = compare(comparer, &rows[i].left, &rows[i].right);
    cr_expect(score >= rows[i].least && score <= rows[i].most, "%s: %u", rows[i].name, score);
    if (rows[i].reason != 0) cr_expect(has_reason(comparer, rows[i].reason), "%s: the reason", rows[i].name);
    for (uint32_t code = PNR_R_BIRTH_EQUAL; code <= PNR_R_NAME_MISUSED; code++)
      if (code != rows[i].reason && (code != PNR_R_BIRTH_CONTRADICTS || rows[i].reason != PNR_R_DOCUMENT_EQUAL))
        cr_expect(!has_reason(comparer, code), "%s: reason %u", rows[i].name, code);
    cr_expect_eq(compare(comparer, &rows[i].right, &rows[i].left), score, "%s: the other way round", rows[i].name);
  }
  pnr_comparer_close(comparer);
}

#define RARE "Zebulon Kwartlinski"
#define COMMON "Mohammed Ali"

#define MISUSED .kind = PNR_NAME_MISUSED

/* Two comparisons of a name with itself, of which the first one must stand above the second. */
static const struct {
  const char *name;
  sketch high[2], low[2];
} ranks[] = {
  { "rare, same day: common, same day",
    { { .name = RARE, .from = 19800505 }, { .name = RARE, .from = 19800505 } },
    { { .name = COMMON, .from = 19800505 }, { .name = COMMON, .from = 19800505 } } },
  { "common, same day: rare, no days",
    { { .name = COMMON, .from = 19800505 }, { .name = COMMON, .from = 19800505 } },
    { { .name = RARE }, { .name = RARE } } },
  { "rare, no days: common, no days",
    { { .name = RARE }, { .name = RARE } },
    { { .name = COMMON }, { .name = COMMON } } },
  { "same day: same year",
    { { .name = RARE, .from = 19800505 }, { .name = RARE, .from = 19800505 } },
    { { .name = RARE, .from = 19800505 }, { .name = RARE, .from = 19800000 } } },
  { "same year: no days",
    { { .name = RARE, .from = 19800505 }, { .name = RARE, .from = 19800000 } },
    { { .name = RARE }, { .name = RARE } } },
  { "no days: a day of one",
    { { .name = RARE }, { .name = RARE } },
    { { .name = RARE, .from = 19800505 }, { .name = RARE } } },
  { "a day of one: other days",
    { { .name = COMMON, .from = 19800505 }, { .name = COMMON } },
    { { .name = COMMON, .from = 19800505 }, { .name = COMMON, .from = 19720917 } } },
  { "other days: other days and sex",
    { { .name = RARE, .from = 19800505 }, { .name = RARE, .from = 19720917 } },
    { { .name = RARE, .from = 19800505, .sex = 'M' }, { .name = RARE, .from = 19720917, .sex = 'F' } } },
  { "same day: same day and another nationality",
    { { .name = RARE, .from = 19800505 }, { .name = RARE, .from = 19800505 } },
    { { .name = RARE, .from = 19800505, .nationality = "CZE" },
      { .name = RARE, .from = 19800505, .nationality = "FRA" } } },
  { "no days: no days, misused",
    { { .name = RARE }, { .name = RARE } },
    { { .name = RARE }, { .name = RARE, MISUSED } } },
  { "same day: same day, misused",
    { { .name = COMMON, .from = 19800505 }, { .name = COMMON, .from = 19800505 } },
    { { .name = COMMON, .from = 19800505 }, { .name = COMMON, .from = 19800505, MISUSED } } },
  { "other days: other days, misused",
    { { .name = COMMON, .from = 19800505 }, { .name = COMMON, .from = 19720917 } },
    { { .name = COMMON, .from = 19800505 }, { .name = COMMON, .from = 19720917, MISUSED } } },
};

Test(person_score, scores_rank_inside_the_top_band_and_what_contradicts_falls_below_the_threshold)
{
  pnr_comparer *comparer;
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "open");
  for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++) {
    uint32_t high = compare(comparer, &ranks[i].high[0], &ranks[i].high[1]);
    uint32_t low = compare(comparer, &ranks[i].low[0], &ranks[i].low[1]);
    bool contradicts = has_reason(comparer, PNR_R_BIRTH_CONTRADICTS);
    cr_expect_gt(high, low, "%s: %u is not above %u", ranks[i].name, high, low);
    cr_expect_eq(contradicts, low < PNR_THRESHOLD_DEFAULT, "%s: %u", ranks[i].name, low);
  }
  pnr_comparer_close(comparer);
}

static const struct {
  const char *name;
  uint32_t kind;
  const char *left, *right;
  bool equal;
} identifiers[] = {
  { "telephone with prefix in two forms", PNR_IDENTIFIER_PHONE, "+420 222 111 333", "00420-222-111-333", true },
  { "another telephone", PNR_IDENTIFIER_PHONE, "+420222111333", "+420222111334", false },
  { "a telephone too short", PNR_IDENTIFIER_PHONE, "12345", "12345", false },
  { "frequent flyer", PNR_IDENTIFIER_FREQUENT_FLYER, "ZX 123-456", "zx123456", true },
  { "frequent flyer, O is not 0", PNR_IDENTIFIER_FREQUENT_FLYER, "ZXO23456", "ZX023456", false },
  { "card", PNR_IDENTIFIER_CARD, "5000 1111 2222 3333", "5000111122223333", true },
  { "masked card", PNR_IDENTIFIER_CARD, "500011XXXXXX3333", "500011XXXXXX3333", false },
  { "e-mail", PNR_IDENTIFIER_EMAIL, "petra@example.org", "PETRA@example.ORG", true },
};

Test(person_score, identifiers_are_compared_as_their_kind_is_written)
{
  pnr_comparer *comparer;
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "open");
  for (size_t i = 0; i < sizeof identifiers / sizeof identifiers[0]; i++) {
    pnr_identifier left = { .kind = identifiers[i].kind, .value = text_slice(identifiers[i].left) };
    pnr_identifier right = { .kind = identifiers[i].kind, .value = text_slice(identifiers[i].right) };
    const pnr_identifier *lefts[] = { &left }, *rights[] = { &right };
    pnr_person a = { .identifiers = lefts, .identifier_count = 1 },
               b = { .identifiers = rights, .identifier_count = 1 };
    uint32_t score;
    cr_assert_eq(pnr_person_compare(comparer, &a, &b, &score, NULL), PNR_OK, "%s", identifiers[i].name);
    cr_expect_eq(score, identifiers[i].equal ? 8500 : 0, "%s: %u", identifiers[i].name, score);
  }
  pnr_comparer_close(comparer);
}

Test(person_score, points_of_name_and_facts_add_up_to_the_score)
{
  static const uint32_t sexes[] = { 0, 'M', 'F' }, kinds[] = { PNR_NAME_PRIMARY, PNR_NAME_WEAK, PNR_NAME_MISUSED };
  static const pnr_date births[] = { 0, 19800505, 19810505, 19700101, 19550331 }; /* 0: unknown */
  static const char *const names[] = { NAME, "Petra Novak", "P. Novakova Mrs", "Ivo Bortnik", "Pe Tra Novakowa" };
  pnr_comparer *comparer;
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "open");
  for (uint32_t i = 0; i < 3 * 3 * 5 * 5 * 2 * 2; i++) {
    sketch left = { .name = NAME, .from = 19800505, .sex = 'F', .nationality = "CZE", .document = "X1234567" };
    sketch right = { .name = names[i / 9 % 5],
                     .from = births[i / 45 % 5],
                     .sex = sexes[i % 3],
                     .kind = kinds[i / 3 % 3],
                     .nationality = i / 225 % 2 ? "FRA" : "CZE",
                     .document = i / 450 % 2 ? "X1234567" : NULL };
    uint32_t score = compare(comparer, &left, &right), name_score = 0;
    int64_t sum = 0, tokens = 0;
    for (uint32_t k = 0; k < pnr_comparer_reason_count(comparer); k++) {
      const pnr_reason *reason = pnr_comparer_reason(comparer, k);
      if (reason->code >= PNR_R_NAME) sum += reason->points;
      else if (reason->points > 0) tokens += reason->points;
      if (reason->code == PNR_R_NAME) name_score = reason->value;
    }
    cr_expect_eq(sum, score, "row %u: %lld of %u", i, (long long)sum, score);
    cr_expect_eq(tokens, name_score, "row %u: tokens %lld of %u", i, (long long)tokens, name_score);
  }
  pnr_comparer_close(comparer);
}

Test(person_score, never_falls_when_the_name_score_rises_and_the_least_name_score_is_the_edge)
{
  for (uint32_t birth = 0; birth <= PNRI_RULE_BIRTH_UNCONFIRMED; birth++)
    for (uint32_t raise = 0; raise <= 9000; raise += 1500)
      for (uint32_t key = 0; key < 3; key++) {
        pnri_evidence e = { .birth = birth,
                            .raise = raise,
                            .lower = (9000 - raise) / 2,
                            .key = key == 0   ? PNRI_RULE_NONE
                                   : key == 1 ? PNRI_RULE_DOCUMENT
                                              : PNRI_RULE_IDENTIFIER };
        uint32_t before = 0;
        for (uint32_t name = 0; name <= PNR_SCORE_MAX; name++) {
          uint32_t score = pnri_person_score(name, true, &e);
          cr_assert(score >= before && score <= PNR_SCORE_MAX, "birth %u raise %u key %u name %u", birth, raise, key,
                    name);
          if (score > before || name == 0) {
            uint32_t least = pnri_least_name_score(score, true, &e);
            cr_assert_eq(least, name, "birth %u raise %u key %u name %u: least %u", birth, raise, key, name, least);
          }
          before = score;
        }
        if (before < PNR_SCORE_MAX)
          cr_assert_eq(pnri_least_name_score(PNR_SCORE_MAX, true, &e), PNR_SCORE_MAX + 1, "out of reach");
      }
}

Test(person_score, comparing_without_memory_fails_and_leaks_nothing)
{
  static const sketch left = { .name = NAME, .from = 19800505, .nationality = "CZE", .document = "X1234567" };
  static const sketch right = {
    .name = "Novak, Petra Mrs", .from = 19800505, .nationality = "CZE", .document = "X1234567"
  };
  drawn a, b;
  draw(&left, &a);
  draw(&right, &b);
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t n = 2; status == PNR_E_MEMORY; n++) {
    counting_allocator state = { .fail_at = n };
    pnr_env *env;
    pnr_comparer *comparer = NULL;
    uint32_t score;
    cr_assert_eq(pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK, "env");
    status = pnr_comparer_open(env, &comparer, NULL);
    if (status == PNR_OK) status = pnr_person_compare(comparer, &a.person, &b.person, &score, NULL);
    cr_assert(status == PNR_OK || status == PNR_E_MEMORY, "allocation %llu: %d", (unsigned long long)n, status);
    pnr_comparer_close(comparer);
    pnr_env_close(env);
    cr_assert(state.blocks == 0 && !state.not_wiped, "allocation %llu", (unsigned long long)n);
  }
}

Test(person_score, arguments_that_are_not_allowed_are_refused)
{
  pnr_comparer *comparer;
  pnr_person person = { .sex = 0 };
  uint32_t score;
  cr_expect_eq(pnr_comparer_open(NULL, NULL, NULL), PNR_E_ARGUMENT, "no place");
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "open");
  cr_expect_eq(pnr_person_compare(comparer, NULL, &person, &score, NULL), PNR_E_ARGUMENT, "no left");
  cr_expect_eq(pnr_person_compare(comparer, &person, NULL, &score, NULL), PNR_E_ARGUMENT, "no right");
  cr_expect_eq(pnr_person_compare(comparer, &person, &person, NULL, NULL), PNR_E_ARGUMENT, "no score");
  cr_expect_eq(pnr_name_compare(NULL, text_slice("a"), text_slice("b"), &score, NULL), PNR_E_ARGUMENT, "no comparer");
  cr_expect(pnr_comparer_reason(comparer, 0) == NULL, "no reason");
  person.document_count = 2000;
  cr_expect_eq(pnr_person_compare(comparer, &person, &person, &score, NULL), PNR_E_LIMIT, "too many documents");
  pnr_comparer_close(comparer);
  pnr_comparer_close(NULL);
}

Test(person_score, names_alone_compare_as_persons_with_these_names)
{
  static const char *const pairs[][2] = { { "Novakova, Petra", "Petra Novakova" },
                                          { "NOVAKOVA PETRAMRS", "Petra Novakova" } };
  pnr_comparer *comparer;
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "open");
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    uint32_t score = 0;
    cr_expect_eq(pnr_name_compare(comparer, text_slice(pairs[i][0]), text_slice(pairs[i][1]), &score, NULL), PNR_OK,
                 "%s", pairs[i][0]);
    cr_expect_geq(score, 8300, "%s: %u", pairs[i][0], score);
    cr_expect(has_reason(comparer, PNR_R_NAME) && has_reason(comparer, PNR_R_TOKEN_EQUAL), "%s", pairs[i][0]);
    sketch left = { .name = pairs[i][0] }, right = { .name = pairs[i][1] };
    cr_expect_eq(compare(comparer, &left, &right), score, "%s", pairs[i][0]);
  }
  cr_expect_str_eq(pnr_reason_name(PNR_R_TOKEN_EQUAL), "TOKEN_EQUAL", "name");
  cr_expect_str_eq(pnr_reason_name(9999), "UNKNOWN", "unknown");
  cr_expect(strlen(pnr_reason_text(PNR_R_NAME)) > 0 && strlen(pnr_reason_text(9999)) > 0, "texts");
  pnr_comparer_close(comparer);
}
