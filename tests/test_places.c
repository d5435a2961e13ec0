/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* mkstemp */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <unistd.h>

#include "core/little.h"
#include "pnr/person.h"
#include "pnr/places.h"
#include "support.h"

#define CENTRAL "\"CET-1CEST,M3.5.0,M10.5.0/3\""
/* Invented places. */
static const char table[] = "code,country,time zone,mode,valid from\n"
                            "AAA,Czechia,Europe/Middle,,\n"
                            "BBB,FR,Europe/Middle,air,\n"
                            "BBB,DE,+03:00,rail,\n"
                            "ccc,TUR,+03:00,,\n"
                            "DDD,HR,Europe/Middle,,\n"
                            "EEE,RE,+04:00,,\n"
                            "FFF,GB,GMT0BST,,\n"
                            "GGG,US,\"EST5EDT,M3.2.0,M11.1.0\",,\n"
                            "HHH,RUS,+03:00,,\n"
                            "HHH,RUS,+04:00,,2011-03-27\n"
                            "HHH,RUS,+03:00,,2014-10-26\n"
                            "III,,+01:00,,\n"
                            "JJJ,IT,,,\n"
                            "KKK,CZ,+01:00,,2020-01-01\n"
                            "Europe/Middle,," CENTRAL ",,\n";

static pnr_places_builder *builder_of(const pnr_env *env, const char *text)
{
  pnr_places_builder *builder = NULL;
  uint8_t *copy = exact_copy(text, strlen(text));
  cr_assert(eq(i32, pnr_places_builder_open(env, &builder, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_places_builder_add(builder, copy, strlen(text), NULL), PNR_OK));
  free(copy); /* not needed after the call */
  return builder;
}

static pnr_places *places_of(const char *text)
{
  pnr_places_builder *builder = builder_of(NULL, text);
  pnr_places *places = NULL;
  cr_assert(eq(i32, pnr_places_builder_finish(builder, &places, NULL), PNR_OK));
  pnr_places_builder_close(builder);
  return places;
}

static pnr_leg leg_of(const char *from, pnr_date departs, int32_t departs_time, const char *to, pnr_date arrives,
                      int32_t arrives_time, uint32_t transport)
{
  return (pnr_leg){ .from = text_slice(from),
                    .to = text_slice(to),
                    .departs = departs,
                    .arrives = arrives,
                    .departs_time = departs_time,
                    .arrives_time = arrives_time,
                    .transport = transport };
}

/* "20250310 1100 20250310 1200 CZE FRA intra-eu" */
static void describe(char text[160], const pnr_leg_places *p)
{
  int size = 0;
  if (p->departs != 0)
    size +=
      snprintf(text + size, 160 - (size_t)size, "%u %02d%02d", p->departs, p->departs_time / 60, p->departs_time % 60);
  else size += snprintf(text + size, 160 - (size_t)size, "-");
  if (p->departs_doubt != 0) size += snprintf(text + size, 160 - (size_t)size, " %s", pnr_doubt_name(p->departs_doubt));
  if (p->arrives != 0)
    size +=
      snprintf(text + size, 160 - (size_t)size, " %u %02d%02d", p->arrives, p->arrives_time / 60, p->arrives_time % 60);
  else size += snprintf(text + size, 160 - (size_t)size, " -");
  if (p->arrives_doubt != 0) size += snprintf(text + size, 160 - (size_t)size, " %s", pnr_doubt_name(p->arrives_doubt));
  snprintf(text + size, 160 - (size_t)size, " %.*s %.*s %s", (int)p->from_country.size,
           p->from_country.size != 0 ? (const char *)p->from_country.data : "", (int)p->to_country.size,
           p->to_country.size != 0 ? (const char *)p->to_country.data : "", pnr_route_name(p->route));
}

static char *as_text(const char *text) { return (char *)(uintptr_t)text; }

Test(places, a_leg_gains_utc_countries_and_route)
{
  static const struct {
    const char *name, *from;
    pnr_date departs;
    int32_t departs_time;
    const char *to;
    pnr_date arrives;
    int32_t arrives_time;
    uint32_t transport;
    const char *expected;
  } rows[] = {
    { "between member states", "AAA", 20250310, 720, "BBB", 20250310, 820, 1,
      "20250310 1100 20250310 1240 CZE FRA intra-eu" },
    { "in summer", "AAA", 20250710, 60, "BBB", 20250710, 160, 1, "20250709 2300 20250710 0040 CZE FRA intra-eu" },
    { "the mode's own row", "AAA", 20250310, 720, "BBB", 20250310, 820, 3,
      "20250310 1100 20250310 1040 CZE DEU intra-eu" },
    { "no row of this mode", "AAA", 20250310, 720, "BBB", 20250310, 820, 2, "20250310 1100 - CZE  unknown" },
    { "out of the Union, in small letters", "aaa", 20250310, 720, " ccc ", 20250310, 900, 1,
      "20250310 1100 20250310 1200 CZE TUR extra-eu" },
    { "outside", "CCC", 20250310, 720, "GGG", 20250310, 1000, 1, "20250310 0900 20250310 2040 TUR USA outside-eu" },
    { "within a state and its parts", "BBB", 20250310, 720, "EEE", 20250311, 60, 1,
      "20250310 1100 20250310 2100 FRA REU domestic" },
    { "before an accession", "AAA", 20130630, 720, "DDD", 20130630, 800, 1,
      "20130630 1000 20130630 1120 CZE HRV extra-eu" },
    { "after it", "AAA", 20130701, 720, "DDD", 20130701, 800, 1, "20130701 1000 20130701 1120 CZE HRV intra-eu" },
    { "before the end of the transition", "AAA", 20201231, 720, "FFF", 20201231, 800, 1,
      "20201231 1100 - CZE GBR intra-eu" },
    { "after it", "AAA", 20210101, 720, "FFF", 20210101, 800, 1, "20210101 1100 - CZE GBR extra-eu" },
    { "a change that has a date", "HHH", 20110326, 720, "HHH", 20110327, 720, 1,
      "20110326 0900 20110327 0800 RUS RUS outside-eu" },
    { "the next change", "HHH", 20141025, 720, "HHH", 20141026, 720, 1,
      "20141025 0800 20141026 0900 RUS RUS outside-eu" },
    { "a row that is not yet valid", "KKK", 20191231, 720, "KKK", 20200101, 720, 1, "- 20200101 1100  CZE unknown" },
    { "an hour that comes twice", "AAA", 20251026, 150, "GGG", 20251102, 90, 1,
      "20251026 0030 repeated 20251102 0530 repeated CZE USA extra-eu" },
    { "an hour that never comes", "AAA", 20250330, 150, "AAA", 20250330, 240, 1,
      "20250330 0130 skipped 20250330 0200 CZE CZE domestic" },
    { "no clock", "JJJ", 20250310, 720, "AAA", 20250310, 800, 1, "- 20250310 1220 ITA CZE intra-eu" },
    { "no country", "III", 20250310, 720, "AAA", 20250310, 800, 1, "20250310 1100 20250310 1220  CZE unknown" },
    { "no time", "AAA", 20250310, -1, "BBB", 20250310, -1, 1, "- - CZE FRA intra-eu" },
    { "no date of arrival", "AAA", 20250310, 720, "BBB", 0, 800, 1, "20250310 1100 - CZE FRA intra-eu" },
    { "no date of departure", "AAA", 0, 720, "BBB", 20250310, 800, 1, "- 20250310 1220 CZE FRA intra-eu" },
    { "no date at all", "AAA", 0, 720, "BBB", 0, 800, 1, "- -   unknown" },
    { "a month alone", "AAA", 20250300, 720, "BBB", 0, 800, 1, "- -   unknown" },
    { "places that are not there", "ZZZ", 20250310, 720, "", 20250310, 800, 1, "- -   unknown" },
    { "the first and the last day of all", "GGG", 99991231, 1439, "CCC", 10101, 0, 1, "- - USA TUR outside-eu" },
  };
  pnr_places *places = places_of(table);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[160];
    pnr_leg leg = leg_of(rows[i].from, rows[i].departs, rows[i].departs_time, rows[i].to, rows[i].arrives,
                         rows[i].arrives_time, rows[i].transport);
    pnr_leg_places found = { .size = sizeof found, .departs = 1, .arrives_doubt = 9 };
    cr_assert(eq(i32, pnr_places_leg(places, &leg, &found, NULL), PNR_OK));
    describe(text, &found);
    cr_expect(eq(str, text, as_text(rows[i].expected)), "%s", rows[i].name);
  }
  pnr_places_close(places);
}

Test(places, an_older_caller_gets_what_it_has_room_for)
{
  pnr_places *places = places_of(table);
  pnr_leg leg = leg_of("AAA", 20250310, 720, "BBB", 20250310, 820, 1);
  pnr_leg_places found = { .size = offsetof(pnr_leg_places, arrives), .arrives = 7 };
  cr_expect(eq(i32, pnr_places_leg(places, &leg, &found, NULL), PNR_OK));
  cr_expect(found.route == PNR_ROUTE_INTRA_EU && found.departs == 20250310 && found.arrives == 7);
  found.size = 3;
  cr_expect(eq(i32, pnr_places_leg(places, &leg, &found, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_places_leg(NULL, &leg, &found, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_places_leg(places, NULL, &found, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_places_leg(places, &leg, NULL, NULL), PNR_E_ARGUMENT));
  pnr_places_close(places);
  pnr_places_close(NULL);
}

/* "LIST_ROW 2:1" per finding */
Test(places, what_is_wrong_in_a_table_is_told_with_its_place)
{
  static const struct {
    const char *name, *text, *expected;
    uint32_t rows;
  } rows[] = {
    { "nothing", "code,country\nAAA,CZ\n", "", 1 },
    { "a column that is not known", "code;colour\nAAA;blue\n", "LIST_COLUMN 1:6", 1 },
    { "a column twice", "code,Code\nAAA,B\n", "LIST_COLUMN 1:6", 1 },
    { "no code", "code,country\n,CZ\nBBB,CZ\n", "LIST_ROW 2:1", 1 },
    { "a code with a blank", "code,country\nA A,CZ\n", "LIST_ROW 2:1", 0 },
    { "a mode that is none", "code,mode\nAAA,ufo\nBBB,Rail\nCCC,any\n", "LIST_ROW 2:1", 2 },
    { "a day that is none", "code,valid_from\nAAA,2025-02-30\nBBB,2025-02\nCCC,2025-02-28\n",
      "LIST_ROW 2:1 LIST_ROW 3:1", 1 },
    { "a country that is none", "code,country\nAAA,Atlantis\n", "LIST_VALUE 2:5", 1 },
    { "a zone that is none", "code,zone\nAAA,two words\n", "LIST_VALUE 2:5", 1 },
    { "a zone that no row has", "code,zone\nAAA,Europe/Nowhere\n", "PLACE_CLOCK 2:1", 1 },
    { "a zone of a zone", "code,zone\nA,B\nB,C\nC,+01:00\n", "PLACE_CLOCK 2:1", 3 },
    { "a zone that is its own", "code,zone\nA,A\n", "PLACE_CLOCK 2:1", 1 },
    { "a row twice", "code,country\nAAA,CZ\nBBB,CZ\naaa,FR\n", "PLACE_REPEATED 2:1", 2 },
    { "a quote that stays open", "code,country\n\"AAA,CZ\nBBB,CZ\n", "LIST_ROW 2:1", 1 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_places_builder *builder = builder_of(NULL, rows[i].text);
    pnr_places *places = NULL;
    char text[200] = "";
    cr_assert(eq(i32, pnr_places_builder_finish(builder, &places, NULL), PNR_OK));
    for (uint32_t k = 0; k < pnr_places_builder_finding_count(builder); k++) {
      const pnr_finding *finding = pnr_places_builder_finding(builder, k);
      size_t size = strlen(text);
      snprintf(text + size, sizeof text - size, "%s%s %u:%u", k == 0 ? "" : " ", pnr_finding_name(finding->code),
               finding->line, finding->column);
      cr_expect(finding->offset + finding->length <= strlen(rows[i].text));
    }
    cr_expect(eq(str, text, as_text(rows[i].expected)), "%s", rows[i].name);
    cr_expect(eq(u32, pnr_places_count(places), rows[i].rows), "%s", rows[i].name);
    cr_expect(pnr_places_builder_finding(builder, UINT32_MAX) == NULL);
    pnr_places_close(places);
    pnr_places_builder_close(builder);
  }
}

Test(places, several_tables_are_one_and_their_order_does_not_count)
{
  static const char places_only[] = "code,country,time_zone\nAAA,CZ,Europe/Middle\n";
  static const char zones_only[] = "code,time_zone\nEurope/Middle," CENTRAL "\n";
  const char *const orders[2][2] = { { places_only, zones_only }, { zones_only, places_only } };
  pnr_slice images[2];
  pnr_places *places[2];
  for (size_t i = 0; i < 2; i++) {
    pnr_places_builder *builder = builder_of(NULL, orders[i][0]);
    const char *second = orders[i][1];
    cr_expect(eq(i32, pnr_places_builder_add(builder, (const uint8_t *)second, strlen(second), NULL), PNR_OK));
    cr_expect(eq(i32, pnr_places_builder_finish(builder, &places[i], NULL), PNR_OK));
    cr_expect(eq(u32, pnr_places_builder_finding_count(builder), 0));
    pnr_places_builder_close(builder);
    images[i] = pnr_places_image(places[i]);
  }
  cr_expect(images[0].size == images[1].size && memcmp(images[0].data, images[1].data, images[0].size) == 0);
  pnr_places_close(places[0]);
  pnr_places_close(places[1]);
}

Test(places, wrong_tables_and_arguments_are_refused)
{
  static const struct {
    const char *text;
    pnr_status status;
    uint64_t offset;
  } rows[] = {
    { "", PNR_E_EMPTY, 0 },
    { "\n\n", PNR_E_EMPTY, 2 },
    { "\nname,country\nAAA,CZ\n", PNR_E_FORMAT, 1 },
  };
  pnr_places_builder *builder = NULL;
  pnr_places *places = NULL;
  cr_assert(eq(i32, pnr_places_builder_open(NULL, &builder, NULL), PNR_OK));
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnr_error error = { .size = sizeof error };
    const uint8_t *data = (const uint8_t *)rows[i].text;
    cr_expect(eq(i32, pnr_places_builder_add(builder, data, strlen(rows[i].text), &error), rows[i].status));
    cr_expect(eq(u64, error.offset, rows[i].offset), "row %zu", i);
  }
  cr_expect(eq(i32, pnr_places_builder_add(builder, NULL, 1, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_places_builder_add(NULL, NULL, 0, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_places_builder_finish(builder, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_places_builder_finish(NULL, &places, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_places_open(NULL, NULL, &places, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_places_borrow(NULL, NULL, 5, &places, NULL), PNR_E_ARGUMENT));
  pnr_places_builder_close(builder);
  pnr_places_builder_close(NULL);
}

/* --- Images --- */

Test(places, an_image_answers_from_memory_and_from_a_file)
{
  char path[] = "/tmp/pnr-places-XXXXXX";
  pnr_places *built = places_of(table), *mapped = NULL;
  int file = mkstemp(path);
  cr_assert(file >= 0);
  close(file);
  cr_assert(eq(i32, pnr_places_write(built, path, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_places_open(NULL, path, &mapped, NULL), PNR_OK));
  unlink(path);
  pnr_leg leg = leg_of("AAA", 20250310, 720, "BBB", 20250310, 820, 1);
  pnr_leg_places found = { .size = sizeof found };
  pnr_places_leg(mapped, &leg, &found, NULL);
  cr_expect(eq(u32, found.route, PNR_ROUTE_INTRA_EU));
  cr_expect(eq(u32, pnr_places_count(mapped), pnr_places_count(built)));
  pnr_places_close(mapped);
  pnr_error error = { .size = sizeof error };
  cr_expect(eq(i32, pnr_places_open(NULL, path, &mapped, &error), PNR_E_FILE));
  cr_expect(error.cause != 0 && mapped == NULL);
  pnr_places_close(built);
}

static pnr_status open_copy(const uint8_t *image, size_t size, uint64_t *offset)
{
  uint8_t *copy = exact_copy(image, size);
  pnr_places *places = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_places_borrow(NULL, copy, size, &places, &error);
  int is_open = places != NULL;
  cr_expect(eq(int, status == PNR_OK, is_open));
  *offset = error.offset;
  pnr_places_close(places);
  free(copy);
  return status;
}

Test(places, a_damaged_cut_or_foreign_image_is_refused_with_its_reason)
{
  pnr_places *built = places_of(table);
  pnr_slice image = pnr_places_image(built);
  uint8_t *copy = exact_copy(image.data, image.size);
  uint64_t offset;
  cr_expect(eq(i32, open_copy(copy, image.size, &offset), PNR_OK));
  for (size_t size = 0; size < image.size; size++) {
    cr_assert(eq(i32, open_copy(copy, size, &offset), PNR_E_IMAGE_TRUNCATED), "%zu", size);
    cr_assert(eq(u64, offset, size));
  }
  for (size_t i = 0; i < image.size; i++) {
    copy[i] ^= 0x20;
    pnr_status expected = i < 8 ? PNR_E_IMAGE_FOREIGN : i < 12 ? PNR_E_IMAGE_VERSION : PNR_E_IMAGE_DAMAGED;
    pnr_status status = open_copy(copy, image.size, &offset);
    if (i >= 16 && i < 24) expected = status == PNR_E_IMAGE_TRUNCATED ? status : expected; /* the size itself */
    cr_expect(eq(i32, status, expected), "octet %zu", i);
    cr_expect(offset <= image.size);
    copy[i] ^= 0x20;
  }
  uint8_t longer[] = { 0 };
  uint8_t *more = malloc(image.size + 1);
  memcpy(more, copy, image.size);
  memcpy(more + image.size, longer, 1);
  cr_expect(eq(i32, open_copy(more, image.size + 1, &offset), PNR_E_IMAGE_DAMAGED));
  cr_expect(eq(u64, offset, image.size));
  cr_expect(eq(i32, open_copy((const uint8_t *)"code,country\nAAA,CZ\n", 20, &offset), PNR_E_IMAGE_FOREIGN));
  free(more);
  free(copy);
  pnr_places_close(built);
}

Test(places, every_allocation_may_fail)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  uint64_t opened = state.count, needed = UINT64_MAX;
  static const char bad[] = "code,zone,colour\nAAA,Europe/Nowhere,x\n,,\nAAA,+1,\nBBB,+2,\n";
  for (uint64_t n = 0; n <= needed; n++) {
    pnr_places_builder *builder = NULL;
    pnr_places *places = NULL;
    state.fail_at = n == 0 ? 0 : state.count + n;
    pnr_status status = pnr_places_builder_open(env, &builder, NULL);
    if (status == PNR_OK) status = pnr_places_builder_add(builder, (const uint8_t *)bad, sizeof bad - 1, NULL);
    if (status == PNR_OK) status = pnr_places_builder_finish(builder, &places, NULL);
    if (n == 0) needed = state.count - opened;
    cr_expect(eq(i32, status, n == 0 ? PNR_OK : PNR_E_MEMORY), "allocation %llu", (unsigned long long)n);
    pnr_places_close(places);
    pnr_places_builder_close(builder);
    state.fail_at = 0;
    cr_expect(eq(u64, state.blocks, 1));
  }
  cr_expect(needed >= 5);
  pnr_env_close(env);
  cr_expect(eq(int, state.not_wiped, 0));
}

Test(places, member_states_have_their_days)
{
  static const struct {
    const char *code;
    pnr_date at;
    const char *member;
  } rows[] = {
    { "FRA", 20250101, "FRA" }, { "REU", 20250101, "FRA" }, { "PYF", 20250101, "" },    { "MYT", 20131231, "" },
    { "MYT", 20140101, "FRA" }, { "BLM", 20111231, "FRA" }, { "BLM", 20120101, "" },    { "HRV", 20130630, "" },
    { "HRV", 20130701, "HRV" }, { "GBR", 20201231, "GBR" }, { "GBR", 20210101, "" },    { "GIB", 20200101, "GBR" },
    { "GRL", 19850131, "DNK" }, { "GRL", 19850201, "" },    { "ALA", 20250101, "FIN" }, { "FRO", 20250101, "" },
    { "NOR", 20250101, "" },    { "CHE", 20250101, "" },    { "SXM", 20250101, "" },    { "MAF", 20250101, "FRA" },
    { "CYP", 20040430, "" },    { "CYP", 20040501, "CYP" }, { "", 20250101, "" },       { "FR", 20250101, "" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    cr_expect(slice_is(pnr_country_member_state(text_slice(rows[i].code), rows[i].at), rows[i].member), "%s %u",
              rows[i].code, rows[i].at);
  uint32_t members = 0;
  for (char code[4] = "AAA"; code[0] <= 'Z'; code[0]++)
    for (code[1] = 'A'; code[1] <= 'Z'; code[1]++)
      for (code[2] = 'A'; code[2] <= 'Z'; code[2]++) {
        pnr_slice member = pnr_country_member_state(text_slice(code), 20250101);
        members += slice_is(member, code);
        if (member.size != 0) cr_expect(slice_is(pnr_country_code(text_slice(code)), code), "%s is a country", code);
      }
  cr_expect(eq(u32, members, 27));
}
