/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "pnr/pnr.h"
#include "support.h"

/* From a block of exactly its size. */
static pnr_status open_text(const pnr_env *env, const char *text, pnr_scope **out, pnr_error *error)
{
  uint8_t *copy = exact_copy(text, strlen(text));
  pnr_status status = pnr_scope_open(env, (pnr_slice){ copy, strlen(text) }, out, error);
  free(copy);
  return status;
}

enum { OUT = PNR_SCOPE_OUTSIDE, UNKNOWN = PNR_SCOPE_UNKNOWN, IN = PNR_SCOPE_INSIDE };

static const struct {
  const char *name, *table;
  const char *carrier, *number, *from, *to;
  pnr_date departs;
  uint32_t found;
} rows[] = {
  { "all cells agree", "carrier,number,from,to\nZX,100,QXA,QXB\n", "ZX", "100", "QXA", "QXB", 20250310, IN },
  { "any case, zeros in front", "carrier;number\nzx;0100\n", "ZX", "100", "QXA", "QXB", 20250310, IN },
  { "another carrier", "carrier\nZY\n", "ZX", "100", "QXA", "QXB", 20250310, OUT },
  { "another number", "carrier,number\nZX,10\n", "ZX", "100", "QXA", "QXB", 20250310, OUT },
  { "the way back", "from,to\nQXB,QXA\n", "ZX", "100", "QXA", "QXB", 20250310, OUT },
  { "a second row", "from,to\nQXB,QXA\nQXA,*\n", "ZX", "100", "QXA", "QXB", 20250310, IN },
  { "all of them", "carrier\n*\n", "ZX", "100", "QXA", "QXB", 20250310, IN },
  { "no rows", "carrier\n", "ZX", "100", "QXA", "QXB", 20250310, OUT },
  { "the first day", "carrier,first_day,last_day\nZX,2025-03-10,2025-03-11\n", "ZX", "1", "A", "B", 20250310, IN },
  { "the last day", "carrier,first_day,last_day\nZX,2025-03-09,2025-03-10\n", "ZX", "1", "A", "B", 20250310, IN },
  { "the day before", "carrier,first_day\nZX,2025-03-11\n", "ZX", "1", "A", "B", 20250310, OUT },
  { "the day after", "carrier,last_day\nZX,2025-03-09\n", "ZX", "1", "A", "B", 20250310, OUT },
  { "no day", "carrier,last_day\nZX,2025-03-09\n", "ZX", "1", "A", "B", 20250300, UNKNOWN },
  { "no day, another carrier", "carrier,last_day\nZY,2025-03-09\n", "ZX", "1", "A", "B", 0, OUT },
  { "no place", "to\nQXB\n", "ZX", "1", "QXA", "", 20250310, UNKNOWN },
  { "within the Union", "route\nintra-eu\n", "ZX", "1", "QXA", "QXB", 20250310, IN },
  { "within the Union, from one place", "route,from\nintra-eu,QXB\n", "ZX", "1", "QXA", "QXB", 20250310, OUT },
  { "out of the Union", "route\nextra-eu\n", "ZX", "1", "QXA", "QXC", 20250310, IN },
  { "not within the Union", "route\nintra-eu\n", "ZX", "1", "QXA", "QXC", 20250310, OUT },
  { "a place that is not known", "route\nintra-eu\n", "ZX", "1", "QXA", "QXZ", 20250310, UNKNOWN },
};

static pnr_places *make_places(void)
{
  static const char table[] = "code,country\nQXA,CZE\nQXB,FRA\nQXC,TUR\n";
  pnr_places_builder *builder;
  pnr_places *places;
  cr_assert_eq(pnr_places_builder_open(NULL, &builder, NULL), PNR_OK, "open");
  cr_assert_eq(pnr_places_builder_add(builder, (const uint8_t *)table, sizeof table - 1, NULL), PNR_OK, "add");
  cr_assert_eq(pnr_places_builder_finish(builder, &places, NULL), PNR_OK, "finish");
  pnr_places_builder_close(builder);
  return places;
}

Test(scope, a_row_selects_the_flights_that_agree_with_all_its_cells)
{
  pnr_places *places = make_places();
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const pnr_leg leg = { .carrier = text_slice(rows[i].carrier),
                          .number = text_slice(rows[i].number),
                          .from = text_slice(rows[i].from),
                          .to = text_slice(rows[i].to),
                          .departs = rows[i].departs };
    const pnr_leg *const legs[] = { &leg };
    const pnr_content content = { .legs = legs, .leg_count = 1 };
    pnr_scope *scope;
    uint32_t found = 0;
    cr_assert_eq(open_text(NULL, rows[i].table, &scope, NULL), PNR_OK, "%s", rows[i].name);
    cr_expect_eq(pnr_scope_of(scope, &content, places, &found, NULL), PNR_OK, "%s", rows[i].name);
    cr_expect_eq(found, rows[i].found, "%s: %u", rows[i].name, found);
    pnr_scope_close(scope);
  }
  pnr_places_close(places);
}

Test(scope, a_message_is_inside_by_any_leg_and_unknown_without_one)
{
  const pnr_leg first = { .carrier = text_slice("ZX"), .from = text_slice("QXA"), .to = text_slice("QXB") };
  const pnr_leg second = { .carrier = text_slice("ZX"), .from = text_slice("QXB"), .to = text_slice("QXC") };
  const pnr_leg *const legs[] = { &first, &second };
  pnr_content content = { .legs = legs, .leg_count = 2 };
  pnr_scope *scope;
  uint32_t found = 0;
  cr_assert_eq(open_text(NULL, "from\nQXB\n", &scope, NULL), PNR_OK, "open");
  cr_expect_eq(pnr_scope_count(scope), 1, "rows");
  cr_expect(pnr_scope_of(scope, &content, NULL, &found, NULL) == PNR_OK && found == IN, "second leg");
  content.leg_count = 1;
  cr_expect(pnr_scope_of(scope, &content, NULL, &found, NULL) == PNR_OK && found == OUT, "first leg");
  content.leg_count = 0;
  cr_expect(pnr_scope_of(scope, &content, NULL, &found, NULL) == PNR_OK && found == UNKNOWN, "no leg");
  cr_expect_eq(pnr_scope_of(scope, NULL, NULL, &found, NULL), PNR_E_ARGUMENT, "content");
  cr_expect_eq(pnr_scope_of(scope, &content, NULL, NULL, NULL), PNR_E_ARGUMENT, "out");
  pnr_scope_close(scope);
  cr_assert_eq(open_text(NULL, "route\nintra-eu\n", &scope, NULL), PNR_OK, "open");
  content.leg_count = 1;
  cr_expect(pnr_scope_of(scope, &content, NULL, &found, NULL) == PNR_OK && found == UNKNOWN, "no places");
  pnr_scope_close(scope);
}

static const struct {
  const char *name, *table;
  pnr_status status;
  uint64_t offset;
  uint32_t line, column;
} wrong[] = {
  { "nothing", "", PNR_E_FORMAT, 0, 1, 1 },
  { "a column that is not known", "carrier,gate\n", PNR_E_FORMAT, 8, 1, 9 },
  { "a column twice", "to,to\n", PNR_E_FORMAT, 3, 1, 4 },
  { "nothing selects", "first_day,remark\n", PNR_E_FORMAT, 0, 1, 1 },
  { "a cell too few", "from,to\nQXA,QXB\nQXA\n", PNR_E_SYNTAX, 16, 3, 1 },
  { "no day", "to,first_day\nQXA,2025-02-30\n", PNR_E_SYNTAX, 17, 2, 5 },
  { "half a day", "to,last_day\nQXA,2025-02\n", PNR_E_SYNTAX, 16, 2, 5 },
  { "no route", "route\neu\n", PNR_E_SYNTAX, 6, 2, 1 },
  { "two words", "from\nQXA QXB\n", PNR_E_SYNTAX, 5, 2, 1 },
  { "a pattern", "from\nQX*\n", PNR_E_SYNTAX, 5, 2, 1 },
  { "a quote that is open", "from\n\"QXA\n", PNR_E_SYNTAX, 5, 2, 1 },
};

Test(scope, a_table_that_is_not_understood_is_refused_with_the_place)
{
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    pnr_error error = { .size = sizeof error };
    pnr_scope *scope;
    cr_expect_eq(open_text(NULL, wrong[i].table, &scope, &error), wrong[i].status, "%s", wrong[i].name);
    cr_expect(scope == NULL && error.status == wrong[i].status, "%s: status", wrong[i].name);
    cr_expect(error.offset == wrong[i].offset && error.line == wrong[i].line && error.column == wrong[i].column,
              "%s: octet %llu, line %u, column %u", wrong[i].name, (unsigned long long)error.offset, error.line,
              error.column);
  }
  cr_expect_eq(pnr_scope_open(NULL, text_slice("to\n"), NULL, NULL), PNR_E_ARGUMENT, "out");
  cr_expect_eq(pnr_scope_count(NULL), 0, "none");
  pnr_scope_close(NULL);
}

Test(scope, every_allocation_may_fail)
{
  pnr_status status = PNR_E_MEMORY;
  uint64_t fail_at = 1;
  for (; status != PNR_OK; fail_at++) {
    counting_allocator memory = { .fail_at = fail_at };
    pnr_env *env = NULL;
    pnr_scope *scope = NULL;
    status = pnr_env_open(counting_allocate, &memory, NULL, &env, NULL);
    if (status == PNR_OK) status = open_text(env, rows[0].table, &scope, NULL);
    cr_assert(status == PNR_OK || status == PNR_E_MEMORY, "allocation %llu: %d", (unsigned long long)fail_at, status);
    pnr_scope_close(scope);
    pnr_env_close(env);
    cr_assert(memory.blocks == 0 && memory.octets == 0 && !memory.not_wiped, "allocation %llu: held, or not wiped",
              (unsigned long long)fail_at);
  }
  cr_expect_gt(fail_at, 4, "%llu allocations", (unsigned long long)fail_at);
}
