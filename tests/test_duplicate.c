/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/duplicate.h"
#include "pnrgov_support.h"

/* One booking with everything that refers to something else: an infant and her adult, seats and bags of a traveller on
 * a leg. All persons are invented. */
#define HEAD "MSG+:22'ORG+ZX:AAA'"
#define ZX100 "TVL+100325:1200:100325:1500+AAA+BBB+ZX+100'"
#define BOOKED "RCI+ZX:LOC001::010325:0900'"
#define DOCUMENT "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PETRA ANNA'"
#define REMARK_1 "IFT+4:28::ZX+WINDOW PLEASE'"
#define REMARK_2 "IFT+4:28::ZX+NO PETS'"
#define PETRA_1 "TIF+NOVAK+PETRAMRS:A:1'"
#define JAN_2 "TIF+NOVAK+JANMR:A:2'"
#define LEG_1 "TVL+100325:1200:100325:1500+AAA+BBB+ZX+100:Y'SSR+SEAT:HK:2:ZX:::AAA:BBB+012C::1+012D::2'"
#define LEG_2 "TVL+110325:1200:110325:1500+BBB+CCC+ZX+200:Y'SSR+SEAT:HK:1:ZX:::BBB:CCC+001A::1'"
#define WHOLE HEAD ZX100 "EQN+1'SRC'" BOOKED DOCUMENT REMARK_1 REMARK_2 PETRA_1 JAN_2 LEG_1 LEG_2

static void hash_of(const char *segments, uint32_t booking, uint32_t kind, uint8_t out[PNR_HASH_SIZE])
{
  reading r;
  read_segments(&r, segments);
  cr_assert(eq(i32, r.status, PNR_OK));
  cr_assert(eq(i32, pnr_booking_hash(r.message, booking, kind, out, NULL), PNR_OK), "%s", segments);
  read_close(&r);
}

static int same(const char *left, uint32_t left_booking, const char *right, uint32_t right_booking, uint32_t kind)
{
  uint8_t a[PNR_HASH_SIZE], b[PNR_HASH_SIZE];
  hash_of(left, left_booking, kind, a);
  hash_of(right, right_booking, kind, b);
  return memcmp(a, b, sizeof a) == 0;
}

Test(duplicate, the_order_of_segments_changes_the_octets_but_not_the_content)
{
  static const struct {
    const char *name, *segments;
  } rows[] = {
    { "remarks", HEAD ZX100 "EQN+1'SRC'" BOOKED DOCUMENT REMARK_2 REMARK_1 PETRA_1 JAN_2 LEG_1 LEG_2 },
    { "the document behind the remarks",
      HEAD ZX100 "EQN+1'SRC'" BOOKED REMARK_1 REMARK_2 DOCUMENT PETRA_1 JAN_2 LEG_1 LEG_2 },
    { "travellers", HEAD ZX100 "EQN+1'SRC'" BOOKED DOCUMENT REMARK_1 REMARK_2 JAN_2 PETRA_1 LEG_1 LEG_2 },
    { "legs", HEAD ZX100 "EQN+1'SRC'" BOOKED DOCUMENT REMARK_1 REMARK_2 PETRA_1 JAN_2 LEG_2 LEG_1 },
    { "references renumbered",
      HEAD ZX100 "EQN+1'SRC'" BOOKED DOCUMENT REMARK_1 REMARK_2 "TIF+NOVAK+PETRAMRS:A:7'TIF+NOVAK+JANMR:A:8'"
                 "TVL+100325:1200:100325:1500+AAA+BBB+ZX+100:Y'SSR+SEAT:HK:2:ZX:::AAA:BBB+012C::7+012D::8'"
                 "TVL+110325:1200:110325:1500+BBB+CCC+ZX+200:Y'SSR+SEAT:HK:1:ZX:::BBB:CCC+001A::7'" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    cr_expect(same(WHOLE, 0, rows[i].segments, 0, PNR_HASH_CONTENT), "%s", rows[i].name);
    cr_expect(not(same(WHOLE, 0, rows[i].segments, 0, PNR_HASH_OCTETS)), "%s", rows[i].name);
  }
}

Test(duplicate, another_flight_or_any_other_value_is_other_content)
{
  static const struct {
    const char *name, *segments;
  } rows[] = {
    { "flight", HEAD "TVL+110325:1200:110325:1500+AAA+BBB+ZX+100'EQN+1'SRC'" BOOKED DOCUMENT REMARK_1 REMARK_2 PETRA_1
                  JAN_2 LEG_1 LEG_2 },
    { "locator",
      HEAD ZX100 "EQN+1'SRC'RCI+ZX:LOC002::010325:0900'" DOCUMENT REMARK_1 REMARK_2 PETRA_1 JAN_2 LEG_1 LEG_2 },
    { "a remark less", HEAD ZX100 "EQN+1'SRC'" BOOKED DOCUMENT REMARK_1 PETRA_1 JAN_2 LEG_1 LEG_2 },
    { "a remark twice", HEAD ZX100 "EQN+1'SRC'" BOOKED DOCUMENT REMARK_1 REMARK_2 REMARK_2 PETRA_1 JAN_2 LEG_1 LEG_2 },
    { "seats exchanged", HEAD ZX100 "EQN+1'SRC'" BOOKED DOCUMENT REMARK_1 REMARK_2 PETRA_1 JAN_2
                                    "TVL+100325:1200:100325:1500+AAA+BBB+ZX+100:Y'"
                                    "SSR+SEAT:HK:2:ZX:::AAA:BBB+012D::1+012C::2'" LEG_2 },
    { "cancelled", HEAD ZX100 "EQN+1'SRC'" BOOKED "ORG'" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    cr_expect(not(same(WHOLE, 0, rows[i].segments, 0, PNR_HASH_CONTENT)), "%s", rows[i].name);
}

Test(duplicate, place_in_the_message_changes_no_hash)
{
  static const char two[] = HEAD ZX100
    "EQN+2'SRC'RCI+ZX:LOC009'TIF+KOVAR+EVA:A:1'SRC'" BOOKED DOCUMENT REMARK_1 REMARK_2 PETRA_1 JAN_2 LEG_1 LEG_2;
  static const char leading_zeros[] = HEAD "TVL+100325:1200:100325:1500+AAA+BBB+ZX+0100'EQN+1'SRC'" BOOKED DOCUMENT
    REMARK_1 REMARK_2 PETRA_1 JAN_2 LEG_1 LEG_2;
  cr_expect(same(WHOLE, 0, two, 1, PNR_HASH_CONTENT));
  cr_expect(same(WHOLE, 0, two, 1, PNR_HASH_OCTETS));
  cr_expect(not(same(WHOLE, 0, two, 0, PNR_HASH_CONTENT)));
  static const char first[] = HEAD ZX100 "EQN+2'SRC'" BOOKED DOCUMENT REMARK_1 REMARK_2 PETRA_1 JAN_2 LEG_1 LEG_2
                                         "\r\nSRC'RCI+ZX:LOC009'TIF+KOVAR+EVA:A:1'";
  cr_expect(same(WHOLE, 0, first, 0, PNR_HASH_CONTENT));
  cr_expect(same(WHOLE, 0, first, 0, PNR_HASH_OCTETS));
  cr_expect(same(WHOLE, 0, leading_zeros, 0, PNR_HASH_CONTENT), "the flight's number may have zeros in front");
}

/* The same on every machine: these values were computed once and must never change. */
Test(duplicate, hashes_are_those_that_were_published)
{
  static const struct {
    uint32_t kind;
    const char *hash;
  } rows[] = { { PNR_HASH_OCTETS, "6d3c5b2b359b69664a1f027b4c117289" },
               { PNR_HASH_CONTENT, "f9541a96393074a922fe0a52a12522ab" } };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint8_t hash[PNR_HASH_SIZE];
    char text[2 * PNR_HASH_SIZE + 1];
    hash_of(WHOLE, 0, rows[i].kind, hash);
    for (size_t k = 0; k < sizeof hash; k++) snprintf(text + 2 * k, 3, "%02x", hash[k]);
    cr_expect(eq(str, text, as_text(rows[i].hash)));
  }
}

Test(duplicate, wrong_arguments_are_refused_and_paxlst_has_no_octets_of_a_booking)
{
  static const char paxlst[] =
    "UNB+UNOA:4+ZX+TSTGOV+250310:1015+R1'UNH+1+PAXLST:D:12B:UN:IATA'BGM+745'TDT+20+ZX100+++ZX'LOC+125+AAA'"
    "DTM+189:2503101200:201'LOC+87+BBB'DTM+232:2503101500:201'NAD+FL+++NOVAK:PETRA'RFF+AVF:LOC001'CNT+42:1'UNT+11+1'"
    "UNZ+1+R1'";
  uint8_t hash[PNR_HASH_SIZE];
  pnr_error error = { .size = sizeof error };
  reading r;
  read_octets(&r, NULL, paxlst, sizeof paxlst - 1);
  cr_assert(eq(u32, r.content->booking_count, 1));
  cr_expect(eq(i32, pnr_booking_hash(r.message, 0, PNR_HASH_OCTETS, hash, &error), PNR_E_UNSUPPORTED));
  cr_expect(eq(u64, error.offset, r.content->bookings[0]->offset));
  cr_expect(eq(i32, pnr_booking_hash(r.message, 0, PNR_HASH_CONTENT, hash, &error), PNR_OK));
  cr_expect(eq(i32, pnr_booking_hash(r.message, 1, PNR_HASH_CONTENT, hash, &error), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_booking_hash(r.message, 0, 3, hash, &error), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_booking_hash(r.message, 0, PNR_HASH_CONTENT, NULL, &error), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_booking_hash(NULL, 0, PNR_HASH_CONTENT, hash, &error), PNR_E_ARGUMENT));
  read_close(&r);
}

Test(duplicate, exhausted_memory_is_told)
{
  static char message[4096];
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  reading r;
  uint8_t hash[PNR_HASH_SIZE];
  size_t size = make_message(message, sizeof message, WHOLE);
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  read_octets(&r, env, message, size);
  cr_assert(eq(i32, r.status, PNR_OK));
  state.fail_at = state.count + 1;
  cr_expect(eq(i32, pnr_booking_hash(r.message, 0, PNR_HASH_CONTENT, hash, NULL), PNR_E_MEMORY));
  state.fail_at = 0;
  cr_expect(eq(i32, pnr_booking_hash(r.message, 0, PNR_HASH_CONTENT, hash, NULL), PNR_OK));
  read_close(&r);
  pnr_env_close(env);
  cr_expect(eq(u64, state.blocks, 0));
  cr_expect(eq(int, state.not_wiped, 0));
}
