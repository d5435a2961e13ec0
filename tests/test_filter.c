/* SPDX-License-Identifier: Apache-2.0
 *
 * Annex I of Directive (EU) 2016/681, article 6(1): each value has its element, and what has none is removed. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "full_record.h"
#include "protect/element.h"
#include "record_support.h"

#define HEAD "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325:1200+AAA+BBB+ZX+100'SRC'"
#define PETRA "TIF+NOVAK+PETRAMRS:A:1'"
#define LIST "UNB+UNOA:4+YQ+PIU+250612:1105+R2'UNH+1+PAXLST:D:12B:UN:IATA'BGM+745'NAD+FL+++NOVAK:PETRA'"

static pnr_record *store(const char *octets)
{
  pnr_message *message = message_of(octets);
  pnr_record_options options = record_options();
  pnr_status status;
  cr_assert(message != NULL, "%s", octets);
  pnr_record *record = record_of(NULL, message, 0, &options, &status);
  cr_assert(record != NULL, "%s", octets);
  pnr_message_close(message);
  return record;
}

static pnr_record *filtered(const pnr_record *record, uint32_t elements, pnr_removals **removals)
{
  pnr_record *out = NULL;
  cr_assert(eq(i32, pnr_record_filter(NULL, record, elements, &out, removals, NULL), PNR_OK));
  cr_expect(eq(u32, pnr_record_get(out)->done, PNR_RECORD_FILTERED));
  return out;
}

static int says(pnr_record *record, const char *value)
{
  pnr_slice octets;
  cr_assert(eq(i32, pnr_record_encode(record, &octets, NULL), PNR_OK));
  return holds(octets, value);
}

/* --- One row for each element, and more where senders have several places for it --- */

static const struct {
  uint32_t element; /* of Annex I; the value's */
  const char *octets, *value;
} rows[] = {
  { 1, HEAD "RCI+ZX:LOC001::010325:0900'", "LOC001" },
  { 1, HEAD "RCI+ZX:LOC001+AA:OTHER9'", "OTHER9" },
  { 2, HEAD "RCI+ZX:LOC001::010325:0900'", "\x1A\x01\x34\xFE\xBD" },                                 /* 20250301 */
  { 3, HEAD "RCI+ZX:LOC001'TVL+110325:1200:110325:1500+AAA+BBB+ZX+100:Y'", "\x1A\x01\x34\xFE\xC7" }, /* 20250311 */
  { 4, HEAD "RCI+ZX:LOC001'" PETRA, "NOVAK" },
  { 5, HEAD "RCI+ZX:LOC001'ADD++700:LONG STREET 5:QXTOWN'", "LONG STREET 5" },
  { 5, HEAD "RCI+ZX:LOC001'SSR+CTCE:HK:1:ZX:::::PETRA//MAIL.EXAMPLE'", "PETRA@MAIL.EXAMPLE" },
  { 6, HEAD "RCI+ZX:LOC001'" PETRA "FOP+CC::100.00:VI:4111111111111111:1227'", "411111XXXXXX1111" },
  { 7, HEAD "RCI+ZX:LOC001'TVL+110325:1200:110325:1500+QXC+QXD+ZX+4711:Y'", "4711" },
  { 8, HEAD "RCI+ZX:LOC001'" PETRA "FTI+ZX:987654321'", "987654321" },
  { 9, HEAD "RCI+ZX:LOC001'ORG+1A:MUC+12345678:MUCAGENT'", "12345678" },
  { 10, HEAD "RCI+ZX:LOC001'" PETRA "TVL+110325+AAA+BBB+ZX+100:Y'TRI++ZX-042:::1'", "TRI++ZX-042" },
  { 12, HEAD "RCI+ZX:LOC001'IFT+4:28::ZX+TRAVELS WITH A CELLO'", "TRAVELS WITH A CELLO" },
  { 12, HEAD "RCI+ZX:LOC001'SSR+UMNR:HK:1:ZX:::::UM08'", "UM08" },
  { 13, HEAD "RCI+ZX:LOC001'" PETRA "TKT+0012123456789:T:1'", "0012123456789" },
  { 14, HEAD "RCI+ZX:LOC001'" PETRA "TVL+110325+AAA+BBB+ZX+100:Y'SSR+SEAT:HK:1:ZX:::AAA:BBB+027F::1'", "027F" },
  { 15, HEAD "RCI+ZX:LOC001'TVL+110325+AAA+BBB+ZX:QY+100:Y'", "QY" },
  { 16, HEAD "RCI+ZX:LOC001'" PETRA "TVL+110325+AAA+BBB+ZX+100:Y'TBD++1:20:700++HP+618:0000290138:1:QXB'",
    "0000290138" },
  { 17, HEAD "RCI+ZX:LOC001'TIF+SUNTOURS:G'", "SUNTOURS" },
  { 18, HEAD "RCI+ZX:LOC001'SSR+DOCS:HK:1:ZX:::::/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PETRA'" PETRA,
    "X1234567" },
  { 18, LIST "LOC+174+SVK'DOC+P+Y7654321'", "Y7654321" },
  { 19, HEAD "RCI+ZX:LOC001'" PETRA "ABI+1'DAT+700:010325:0900'SAC+++A'IFT+4:28+WAS OTHERWISE'", "WAS OTHERWISE" },
};

Test(filter, each_element_of_annex_1_is_kept_alone_and_removed_alone)
{
  uint32_t seen = 0;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint32_t bit = PNR_ELEMENT(rows[i].element);
    pnr_record *record = store(rows[i].octets);
    cr_expect(says(record, rows[i].value), "row %zu", i);
    cr_expect(eq(u32, pnr_record_elements(record) & bit, bit), "row %zu", i);
    pnr_record *alone = filtered(record, bit, NULL), *without = filtered(record, PNR_ELEMENTS & ~bit, NULL),
               *all = filtered(record, PNR_ELEMENTS, NULL);
    cr_expect(says(alone, rows[i].value), "element %u, row %zu, alone", rows[i].element, i);
    cr_expect(not(says(without, rows[i].value)), "article 6(1) and Annex I, element %u (%s): row %zu, without it",
              rows[i].element, pnr_element_name(rows[i].element), i);
    cr_expect(says(all, rows[i].value), "element %u, row %zu, all", rows[i].element, i);
    seen |= bit;
    pnr_record_close(all);
    pnr_record_close(without);
    pnr_record_close(alone);
    pnr_record_close(record);
  }
  cr_expect(eq(u32, seen | PNR_ELEMENT(11), PNR_ELEMENTS), "split information has a row of its own below");
}

Test(filter, split_information_is_element_11)
{
  cr_expect(eq(u32, pnri_element_of_code(text_slice("SPLIT")), 11));
  cr_expect(eq(u32, pnri_element_of_code(text_slice("OTHS")), 12));
  cr_expect(eq(u32, pnri_element_of_code(text_slice("CTCM")), 5));
  cr_expect(eq(u32, pnri_element_of_code(text_slice("CTC")), 12), "a star stands for something");
  cr_expect(eq(str, (char *)(uintptr_t)pnr_element_name(18), "advance passenger information"));
  cr_expect(eq(str, (char *)(uintptr_t)pnr_element_name(20), "unknown"));
}

Test(filter, of_a_record_that_says_everything_one_element_holds_nothing_of_another)
{
  static full_record full;
  cr_assert(full_open(&full, 2));
  uint32_t all = pnr_record_elements(full.record);
  for (uint32_t element = 1; element <= 19; element++) {
    pnr_record *alone = filtered(full.record, PNR_ELEMENT(element), NULL);
    uint32_t held = pnr_record_elements(alone), allowed = PNR_ELEMENT(element);
    if (element == 18) allowed |= PNR_ELEMENT(4); /* names that a document testifies are of both */
    if (element == 4) allowed |= PNR_ELEMENT(18);
    cr_expect(eq(u32, held & ~allowed, 0), "element %u", element);
    cr_expect(eq(u32, held & PNR_ELEMENT(element), all & PNR_ELEMENT(element)), "element %u", element);
    pnr_record_close(alone);
  }
  pnr_record *none = filtered(full.record, 0, NULL);
  cr_expect(eq(u32, pnr_record_elements(none), 0));
  pnr_record_close(none);
  pnr_record_close(full.record);
}

/* --- What belongs to none --- */

Test(filter, what_belongs_to_none_is_removed_and_reported_by_code_and_count)
{
  pnr_record *record = store(HEAD "RCI+ZX:LOC001'QZZ+SOMETHING ELSE'QZY+MORE'" PETRA), *out;
  pnr_removals *removals = NULL;
  out = filtered(record, PNR_ELEMENTS, &removals);
  cr_expect(says(record, "SOMETHING ELSE"));
  cr_expect(not(says(out, "SOMETHING ELSE")));
  cr_expect(says(out, "NOVAK"));
  cr_assert(eq(u32, pnr_removals_count(removals), 1));
  const pnr_removal *removal = pnr_removals_get(removals, 0);
  cr_expect(eq(u32, removal->reason, PNR_REMOVED_BEYOND));
  cr_expect(slice_is(removal->code, "other"), "a tag that nobody knows may be part of a name");
  cr_expect(ge(u32, removal->count, 2));
  cr_expect(pnr_removals_get(removals, 1) == NULL);
  pnr_removals_close(removals);
  pnr_record_close(out);
  pnr_record_close(record);

  record = store(LIST "GEI+4+173'");
  out = filtered(record, PNR_ELEMENTS & ~PNR_ELEMENT(18) & ~PNR_ELEMENT(4), &removals);
  cr_assert(eq(u32, pnr_removals_count(removals), 2));
  cr_expect(slice_is(pnr_removals_get(removals, 0)->code, "GEI"));
  cr_expect(eq(u32, pnr_removals_get(removals, 1)->reason, PNR_REMOVED_NOT_ASKED));
  cr_expect(eq(u32, pnr_removals_get(removals, 1)->element, 4));
  pnr_removals_close(removals);
  pnr_record_close(out);
  pnr_record_close(record);

  record = store(HEAD "RCI+ZX:LOC001'");
  out = filtered(record, PNR_ELEMENTS, &removals);
  cr_expect(removals == NULL, "nothing was removed");
  pnr_record_close(out);
  pnr_record_close(record);
}

static uint32_t known_items;

/* Every item of every sample has a tag that the table knows, unless nobody knows it. */
static void check_tags(const char *path, const pnr_message *message)
{
  pnr_record_options options = record_options();
  pnr_status status;
  uint32_t i = 0;
  for (pnr_record *record; (record = record_of(NULL, message, i, &options, &status)) != NULL; i++) {
    pnr_removals *removals = NULL;
    pnr_record *out = filtered(record, PNR_ELEMENTS, &removals), *again = filtered(out, PNR_ELEMENTS, NULL);
    cr_expect(eq(u32, pnr_record_equal(out, again), 1), "%s", path);
    for (uint32_t k = 0; k < pnr_removals_count(removals); k++)
      cr_expect(eq(u32, pnr_removals_get(removals, k)->reason, PNR_REMOVED_BEYOND), "%s", path);
    known_items += out != NULL;
    pnr_removals_close(removals);
    pnr_record_close(again);
    pnr_record_close(out);
    pnr_record_close(record);
  }
}

Test(filter, filtering_every_sample_twice_gives_what_filtering_once_gives)
{
  cr_expect(gt(u32, check_samples(check_tags), 120));
  cr_expect(gt(u32, known_items, 200));
}

static pnr_status filter_one(const pnr_env *env, const pnr_record *record)
{
  pnr_record *out = NULL;
  pnr_removals *removals = NULL;
  pnr_status status = pnr_record_filter(env, record, PNR_ELEMENT(4), &out, &removals, NULL);
  cr_expect(eq(int, out != NULL, status == PNR_OK));
  cr_expect(eq(int, removals != NULL, status == PNR_OK));
  pnr_removals_close(removals);
  pnr_record_close(out);
  return status;
}

Test(filter, arguments_are_checked_and_every_allocation_may_fail)
{
  static full_record full;
  pnr_record *out = NULL;
  cr_assert(full_open(&full, 1));
  cr_expect(eq(i32, pnr_record_filter(NULL, NULL, PNR_ELEMENTS, &out, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_record_filter(NULL, full.record, 1, &out, NULL, NULL), PNR_E_ARGUMENT),
            "there is no element 0");
  cr_expect(eq(i32, pnr_record_filter(NULL, full.record, PNR_ELEMENT(20), &out, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(gt(u64, check_each_allocation(filter_one, full.record), 1));
  pnr_record_close(full.record);
}
