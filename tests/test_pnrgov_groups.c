/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV: what is known of a booking beside its travellers, group by group. All persons are invented. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnrgov_support.h"

typedef void (*describer)(line *l, const pnr_content *content);
typedef struct row {
  const char *name, *segments, *expected;
} row;

static void check_rows(describer describe, const row *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    reading r;
    read_segments(&r, rows[i].segments);
    cr_assert(eq(i32, r.status, PNR_OK), "%s", rows[i].name);
    line found = { .size = 0 };
    describe(&found, r.content);
    cr_expect(eq(str, found.text, as_text(rows[i].expected)), "%s", rows[i].name);
    read_close(&r);
  }
}
#define CHECK(describe, rows) check_rows(describe, rows, sizeof rows / sizeof rows[0])

static const char *between(const line *l) { return l->size != 0 ? "; " : ""; }

/* --- Level 0 and bookings --- */

static void describe_head(line *l, const pnr_content *content)
{
  add(l, "%s", pnr_function_name(content->function));
  if (content->is_declared) add(l, " %u of", content->declared);
  add(l, " %u", content->booking_count);
  for (uint32_t i = 0; i < content->contact_count; i++) add_slice(l, " ", content->contacts[i]->text);
  for (uint32_t i = 0; i < content->leg_count; i++) {
    add_slice(l, " ", content->legs[i]->carrier);
    add_slice(l, "", content->legs[i]->number);
    add(l, " %u %d", content->legs[i]->arrives, content->legs[i]->arrives_time);
  }
  if (content->finding_count != 0) add(l, " ");
  describe_findings(l, content);
}

Test(pnrgov_groups, level_0_tells_the_flight_and_counts_bookings)
{
  static const row rows[] = {
    { "full push", LEVEL_0 "SRC'RCI+ZX:A1'", "full 1 of 1 ZX:AAA ZX100 20250310 900" },
    { "update", "MSG+:141'TVL+100325:1200+AAA+BBB+ZX+100'EQN+1'SRC'RCI+ZX:A1'", "update 1 of 1 ZX100 0 -1" },
    { "code in the first component", "MSG+22'TVL+100325+AAA+BBB+ZX+100'SRC'RCI+ZX:A1'", "full 1 ZX100 0 -1" },
    { "time in the place of a date", "MSG+:22'TVL+100325:1200:1505+AAA+BBB+ZX+100'EQN+0'",
      "full 0 of 0 ZX100 20250310 905" },
    { "unknown function", "MSG+:99'TVL+100325+AAA+BBB+ZX+100'", "unknown 0 ZX100 0 -1 CODE_UNKNOWN" },
    { "wrong count", LEVEL_0 "SRC'RCI+ZX:A1'SRC'RCI+ZX:A2'", "full 1 of 2 ZX:AAA ZX100 20250310 900 EQN_COUNT" },
    { "no flight", "MSG+:22'SRC'RCI+ZX:A1'", "full 1 FLIGHT_MISSING" },
    { "no SRC", LEVEL_0 "RCI+ZX:A1'" PETRA, "full 1 of 1 ZX:AAA ZX100 20250310 900 SEGMENT_MISPLACED" },
    { "no SRC, no RCI", LEVEL_0 PETRA, "full 1 of 1 ZX:AAA ZX100 20250310 900 SEGMENT_MISPLACED LOCATOR_MISSING" },
    { "no number", "MSG+:22'TVL+100325+AAA+BBB+ZX+100'EQN+X'", "full 0 ZX100 0 -1 NUMBER_INVALID" },
  };
  CHECK(describe_head, rows);
}

static void describe_bookings(line *l, const pnr_content *content)
{
  for (uint32_t i = 0; i < content->booking_count; i++) {
    const pnr_booking *booking = content->bookings[i];
    add(l, "%s%.*s", between(l), (int)booking->locator.size, (const char *)booking->locator.data);
    if (booking->status == PNR_STATUS_CANCELLED) add(l, " cancelled");
    if (booking->created != 0) add(l, " made %u", booking->created);
    if (booking->changed != 0) add(l, " changed %u %d", booking->changed, booking->changed_time);
    add_slice(l, " by ", booking->agency);
    add_slice(l, " group ", booking->group_name);
    if (booking->declared_travellers != 0) add(l, " for %u", booking->declared_travellers);
    for (uint32_t k = 0; k < booking->locator_count; k++) {
      add_slice(l, " ", booking->locators[k]->carrier);
      add_slice(l, ":", booking->locators[k]->value);
    }
  }
}

Test(pnrgov_groups, a_booking_has_locators_dates_and_an_agency)
{
  static const row rows[] = {
    { "own locator among several", LEVEL_0 "SRC'RCI+1S:EVF+ZX:LOC1:C:010325:0900'",
      "LOC1 made 20250301 1S:EVF ZX:LOC1" },
    { "place of the type left out", LEVEL_0 "SRC'RCI+ZX:LOC1:010325:0900'", "LOC1 made 20250301 ZX:LOC1" },
    { "no own one: the first", LEVEL_0 "SRC'RCI+1S:EVF+1A:XYZ'", "EVF 1S:EVF 1A:XYZ" },
    { "dates and agency", BOOKING "DAT+700:090325:1000'ORG+ZX:AAA+12345678'",
      "LOC001 made 20250301 changed 20250309 600 by ZX:AAA+12345678 ZX:LOC001" },
    { "dates behind a leg or in a ticket",
      BOOKING PETRA "TKT+1:T'DAT+700:090325:1000'SRC'RCI+ZX:L2'" FLIGHT "DAT+700:080325'",
      "LOC001 made 20250301 changed 20250309 600 ZX:LOC001; L2 changed 20250308 -1 ZX:L2" },
    { "SRC was lost", BOOKING PETRA FLIGHT "RCI+ZX:LOC001'RCI+ZX:LOC2::020325'DAT+700:090325'" PETRA,
      "LOC001 made 20250301 ZX:LOC001 ZX:LOC001; LOC2 made 20250302 changed 20250309 -1 ZX:LOC2" },
    { "cancelled", BOOKING "ORG'SRC'RCI+ZX:LOC002'ORG'TIF+NOVAK+EVA:A:1'",
      "LOC001 cancelled made 20250301 ZX:LOC001; LOC002 ZX:LOC002" },
    { "group", BOOKING "TIF+BLUE TEAM:G'" PETRA FLIGHT "RPI+9+HK'",
      "LOC001 made 20250301 group BLUE TEAM for 9 ZX:LOC001" },
    { "locators of legs join", BOOKING PETRA FLIGHT "RCI+ZX:LOC001::010325:0900+YY:QQQ'",
      "LOC001 made 20250301 ZX:LOC001 YY:QQQ" },
  };
  CHECK(describe_bookings, rows);
}

/* --- Legs --- */

static void describe_legs(line *l, const pnr_content *content)
{
  for (uint32_t i = 0; i < content->bookings[0]->leg_count; i++) {
    const pnr_leg *leg = content->bookings[0]->legs[i];
    add(l, "%s", between(l));
    add_slice(l, "", leg->carrier);
    add_slice(l, "", leg->number);
    add_slice(l, "=", leg->operating_carrier);
    add_slice(l, "", leg->operating_number);
    add_slice(l, " ", leg->from);
    add_slice(l, "-", leg->to);
    if (leg->departs != 0) add(l, " %u", leg->departs);
    if (leg->departs_time >= 0) add(l, " %02d:%02d", leg->departs_time / 60, leg->departs_time % 60);
    if (leg->arrives != 0) add(l, " > %u", leg->arrives);
    if (leg->arrives_time >= 0) add(l, " %02d:%02d", leg->arrives_time / 60, leg->arrives_time % 60);
    add_slice(l, " ", leg->status);
    add_slice(l, " ", leg->locator);
    add_slice(l, " ", leg->aircraft);
    add_slice(l, " kind ", leg->kind);
    if (leg->flags & PNR_LEG_CONFIRMED) add(l, " confirmed");
    if (leg->flags & PNR_LEG_OPEN) add(l, " open");
    if (leg->flags & PNR_LEG_SURFACE) add(l, " surface");
    if (leg->flags & PNR_LEG_NON_AIR) add(l, " non-air");
  }
}

Test(pnrgov_groups, legs_in_all_their_forms)
{
  static const row rows[] = {
    { "plain", BOOKING FLIGHT "RPI+1+HK'APD+320'RCI+ZX:Q1'",
      "ZX100 AAA-BBB 20250310 12:00 > 20250310 15:00 HK Q1 320 confirmed" },
    { "open", BOOKING "TVL++AAA+BBB+ZX+OPEN:Y'", "ZXOPEN AAA-BBB open" },
    { "surface", BOOKING "TVL+110325+BBB+CCC++ARNK'", "ARNK BBB-CCC 20250311 surface" },
    { "no arrival", BOOKING "TVL+100325:1200+AAA+BBB+ZX+100'", "ZX100 AAA-BBB 20250310 12:00" },
    { "arrival without date", BOOKING "TVL+100325:1200::1500+AAA+BBB+ZX+100'",
      "ZX100 AAA-BBB 20250310 12:00 > 20250310 15:00" },
    { "over midnight", BOOKING "TVL+310325:2300::0200+AAA+BBB+ZX+100'",
      "ZX100 AAA-BBB 20250331 23:00 > 20250401 02:00" },
    { "day variation", BOOKING "TVL+311224:2300::0200:2+AAA+BBB+ZX+100'",
      "ZX100 AAA-BBB 20241231 23:00 > 20250102 02:00" },
    { "over the date line", BOOKING "TVL+010125:0100::2200:-1+AAA+BBB+ZX+100'",
      "ZX100 AAA-BBB 20250101 01:00 > 20241231 22:00" },
    { "codeshare in one composite", BOOKING "TVL+100325+AAA+BBB+YY:ZX+2100:Y'TVL+++++100:Y'",
      "YY2100=ZX100 AAA-BBB 20250310" },
    { "complement behind the locator", BOOKING "TVL+100325+AAA+BBB+YY:ZX+2100:Y'RCI+YY:Q2'TVL+++++100:Y'RPI+1+HK'",
      "YY2100=ZX100 AAA-BBB 20250310 HK Q2 confirmed" },
    { "codeshare in TRA", BOOKING "TVL+100325+AAA+BBB+YY+2100:Y'TRA+ZX+100:Y'", "YY2100=ZX100 AAA-BBB 20250310" },
    { "complement with its carrier", BOOKING "TVL+100325+AAA+BBB+YY+2100'TVL++++ZX+100'",
      "YY2100=ZX100 AAA-BBB 20250310" },
    { "two complements", BOOKING "TVL+100325+AAA+BBB+YY:ZX+2100'TVL++++QQ+100'TVL+++++101'",
      "YY2100=ZX100 AAA-BBB 20250310" },
    { "surface without places", BOOKING "TVL+100325+AAA+BBB+ZX+100'TVL+++++ARNK'",
      "ZX100 AAA-BBB 20250310; ARNK surface" },
    { "hotel", BOOKING "MSG+8'TVL+100325:1500:150325+BBB:GRAND++VN+67576:ROH'",
      "VN67576 BBB 20250310 15:00 > 20250315 kind 8 non-air" },
    { "a leg behind a hotel", BOOKING "MSG+8'TVL+100325+BBB'" FLIGHT,
      " BBB 20250310 kind 8 non-air; ZX100 AAA-BBB 20250310 12:00 > 20250310 15:00" },
    { "a date that is none", BOOKING "TVL+320325+AAA+BBB+ZX+100'", "ZX100 AAA-BBB open" },
  };
  CHECK(describe_legs, rows);
}

/* --- Status, seats, bags --- */

static void describe_boarding(line *l, const pnr_content *content)
{
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    add(l, "%s%s", between(l), pnr_travel_status_name(content->travellers[i]->status));
    add_slice(l, " ", content->travellers[i]->seat);
  }
  for (uint32_t b = 0; b < content->booking_count; b++) {
    const pnr_booking *booking = content->bookings[b];
    for (uint32_t i = 0; i < booking->seat_count; i++) {
      const pnr_seat *seat = booking->seats[i];
      add_slice(l, seat->assigned ? "; has " : "; wants ", seat->number);
      add(l, " t%d l%d", (int)seat->traveller, (int)seat->leg);
    }
    for (uint32_t i = 0; i < booking->bag_count; i++) {
      const pnr_bag *bag = booking->bags[i];
      add(l, "; bag");
      add_slice(l, " ", bag->carrier);
      add_slice(l, " ", bag->tag);
      add_slice(l, " ", bag->destination);
      add(l, " %u %u", bag->pieces, bag->weight);
      add_slice(l, " ", bag->unit);
      add_slice(l, " ", bag->pool);
      add(l, " t%d l%d", (int)bag->traveller, (int)bag->leg);
    }
  }
}

#define TWO PETRA "TIF+DVORAK+JAN:A:2'"

Test(pnrgov_groups, status_and_seat_are_those_of_the_flight)
{
  static const row rows[] = {
    { "no evidence", BOOKING PETRA, "unknown" },
    { "booked", BOOKING PETRA FLIGHT "RPI+1+HK'", "booked" },
    { "cancelled leg", BOOKING PETRA FLIGHT "RPI+1+UN'", "cancelled" },
    { "another leg's status does not count", BOOKING PETRA "TVL+090325+CCC+AAA+ZX+7'RPI+1+HK'" FLIGHT "RPI+1+XX'",
      "cancelled" },
    { "no leg of the flight: any leg",
      BOOKING PETRA "TVL+090325+CCC+AAA+ZX+7'RPI+1+YG'TVL+090325+DDD+CCC+ZX+8'RPI+1+HK'", "booked" },
    { "codeshare", BOOKING PETRA "TVL+100325+AAA+BBB+YY:ZX+2100'TVL+++++0100'RPI+1+HK'", "booked" },
    { "one of two is checked in",
      BOOKING TWO FLIGHT "RPI+2+HK'DAT+2:090325:0900'TRI++AAA-7:::2'TIF+DVORAK+JAN:A:2'SSD+014A++++Y'",
      "booked; checked-in 014A; has 014A t1 l0" },
    { "TIF behind TRI is the better witness", BOOKING TWO FLIGHT "DAT'TRI++AAA-7:::99'TIF+NOVAK+PETRAMRS:A:1'SSD+3C'",
      "checked-in 3C; unknown; has 3C t0 l0" },
    { "all are checked in", BOOKING TWO FLIGHT "RPI+2+HK'DAT+2:090325:0900'", "checked-in; checked-in" },
    { "empty check-in date", BOOKING PETRA FLIGHT "RPI+1+HK'DAT+2'", "booked" },
    { "checked in for another leg",
      BOOKING PETRA "TVL+090325+CCC+AAA+ZX+7'DAT+2:090325'TRI++C-1:::1'" FLIGHT "RPI+1+HK'", "booked" },
    { "seat wanted and given", BOOKING PETRA FLIGHT "SSR+SEAT:HK:1:ZX:::AAA:BBB+012C::1'DAT'TRI++A-1:::1'SSD+15A'",
      "checked-in 15A; wants 012C t0 l0; has 15A t0 l0" },
    { "seat of another leg", BOOKING PETRA "TVL+090325+CCC+AAA+ZX+7'SSR+SEAT:HK:1:ZX:::CCC:AAA+9F::1'" FLIGHT,
      "unknown; wants 9F t0 l0" },
    { "seats of two", BOOKING TWO FLIGHT "SSR+SEAT:HK:2:ZX:::AAA:BBB+7A::1+7B::2:N'",
      "unknown 7A; unknown 7B; wants 7A t0 l0; wants 7B t1 l0" },
    { "seat in front of the name that boards", BOOKING TWO FLIGHT "DAT'TRI++A-1'SSD+3C'TIF+DVORAK+JAN:A:2'",
      "unknown; checked-in 3C; has 3C t1 l0" },
    { "another name under the reference", BOOKING PETRA FLIGHT "DAT'TRI++A-1:::1'TIF+MALY+EVA:A:1'SSD+3C'",
      "unknown; checked-in 3C; has 3C t1 l0" },
    { "a name that was cut, under the reference", BOOKING PETRA FLIGHT "DAT'TRI++A-1:::1'TIF+NOV+PET:A:1'SSD+3C'",
      "checked-in 3C; has 3C t0 l0" },
    { "a namesake of another reference", BOOKING PETRA FLIGHT "DAT'TRI++A-1'TIF+NOVAK+PETRA:A:7'SSD+3C'",
      "unknown; checked-in 3C; has 3C t1 l0" },
    { "two in one boarding", BOOKING TWO FLIGHT "DAT'TRI++A-1'TIF+NOVAK+PETRA:A:1'TIF+DVORAK+JAN:A:2'",
      "checked-in; checked-in" },
    { "legs in front of the travellers",
      BOOKING FLIGHT "RPI+1+HK'DAT'TRI++A-1:::1'TIF+NOVAK+PETRAMRS:A:1'SSD+3C'" PETRA "REF+:5'",
      "checked-in 3C; has 3C t0 l0" },
    { "seat in the booking, before its traveller", BOOKING "SSR+SEAT:HK:1:ZX:::AAA:BBB+7A::1'" PETRA FLIGHT,
      "unknown 7A; wants 7A t0 l-1" },
  };
  CHECK(describe_boarding, rows);
}

#define BOARDED BOOKING PETRA FLIGHT "DAT'TRI++A-1:::1'TIF+NOVAK+PETRAMRS:A:1'"

Test(pnrgov_groups, bags_are_expanded_tag_by_tag)
{
  static const row rows[] = {
    { "one", BOARDED "TBD++1:20:700+++ZX:0123456789:1:BBB'", "checked-in; bag ZX 0123456789 BBB 1 20 700 t0 l0" },
    { "leading zeros and carry", BOARDED "TBD++3:50:700++HP+006:0009999998:3:BBB'",
      "checked-in; bag 006 0009999998 BBB 3 50 700 HP t0 l0; bag 006 0009999999 BBB 3 50 700 HP t0 l0; "
      "bag 006 0010000000 BBB 3 50 700 HP t0 l0" },
    { "pool without second weight", BOARDED "TBD++1:20:700+MP++ZX:44'", "checked-in; bag ZX 44 1 20 700 MP t0 l0" },
    { "counted only", BOARDED "TBD++2:30:700'", "checked-in; bag 2 30 700 t0 l0" },
    { "too many", BOARDED "TBD++2:30:700+++ZX:44:1000:BBB'", "checked-in; bag ZX 44 BBB 2 30 700 t0 l0" },
    { "no decimal", BOARDED "TBD++2:30:700+++ZX:A4:2:BBB'", "checked-in; bag ZX A4 BBB 2 30 700 t0 l0" },
    { "excess", BOOKING "EBD+EUR:20.00+2:15:N'" PETRA "EBD+EUR:40.00+4::N'",
      "unknown; bag 2 15 N t-1 l-1; bag 4 0 N t0 l-1" },
  };
  CHECK(describe_boarding, rows);
}

/* --- Contacts and remarks --- */

static void describe_contacts(line *l, const pnr_content *content)
{
  const pnr_booking *booking = content->bookings[0];
  for (uint32_t i = 0; i < booking->contact_count; i++) {
    const pnr_contact *contact = booking->contacts[i];
    add(l, "%s%s", between(l), pnr_contact_kind_name(contact->kind));
    add_slice(l, " ", contact->purpose);
    add_slice(l, " ", contact->text);
    add_slice(l, " [", contact->digits);
    add(l, "%s", contact->digits.size != 0 ? "]" : "");
    add_slice(l, " ", contact->city);
    add_slice(l, " ", contact->region);
    add_slice(l, " ", contact->country);
    add_slice(l, " ", contact->postcode);
    if (contact->traveller != PNR_NONE) add(l, " t%u", contact->traveller);
  }
  for (uint32_t t = 0; t < content->traveller_count; t++)
    for (uint32_t i = 0; i < content->travellers[t]->person->identifier_count; i++)
      add_slice(l, "; id ", content->travellers[t]->person->identifiers[i]->value);
}

Test(pnrgov_groups, contacts_wherever_they_stand)
{
  static const row rows[] = {
    { "address and phone", BOOKING "ADD++700:1 MAIN ST:TOWN:MN::CZ:11000:420123456789'",
      "address 700 1 MAIN ST TOWN MN CZ 11000; phone 700 420123456789 [420123456789]" },
    { "letters of version 11.1", BOOKING "ADD++E:::::::A..B//MAIL.EXAMPLE+M:::::::?+420 777 111'",
      "email E A_B@MAIL.EXAMPLE; phone M +420 777 111 [+420777111]" },
    { "keyword in ADD", BOOKING "ADD++700:::::::EK CTC M 5432109876'", "phone CTCM 5432109876 [5432109876]" },
    { "OSI", BOOKING PETRA "IFT+4:28::YY+CTCE A..B?+C//MAIL.EXAMPLE'",
      "email CTCE A_B+C@MAIL.EXAMPLE t0; id A_B+C@MAIL.EXAMPLE" },
    { "OSI, blank in the keyword", BOOKING PETRA "IFT+4:28+YY CTC M 123456789'",
      "phone CTCM 123456789 [123456789] t0; id 123456789" },
    { "text in the place of the codes", BOOKING "IFT+CTCE X//Y.EXAMPLE'", "email CTCE X@Y.EXAMPLE" },
    { "SSR", BOOKING PETRA "SSR+CTCE:HK:1:ZX:::::PETRA./N//MAIL.EXAMPLE'SSR+CTCM:HK:1:ZX:::::420777888-1NOVAK/PETRA'",
      "email CTCE PETRA-N@MAIL.EXAMPLE t0; phone CTCM 420777888 [420777888] t0; "
      "id PETRA-N@MAIL.EXAMPLE; id 420777888" },
    { "SSR in front of its traveller", BOOKING "SSR+CTCM:HK:1:ZX:::::420777888+::1'" PETRA,
      "phone CTCM 420777888 [420777888] t0; id 420777888" },
    { "frequent flyer in front of its traveller", BOOKING "SSR+FQTV:HK:1:ZX:::::ZX123456+::1'" PETRA, "; id 123456" },
    { "SSR of who boards", BOOKING PETRA FLIGHT "DAT'TRI++A-1:::1'SSR+CTCM:HK:1:ZX:::::420777888'",
      "phone CTCM 420777888 [420777888] t0; id 420777888" },
    { "SSR of a leg", BOOKING PETRA FLIGHT "SSR+CTCM:HK:1:ZX:::::420777888+::1'",
      "phone CTCM 420777888 [420777888] t0; id 420777888" },
    { "agency, address, refusal",
      BOOKING "IFT+4:28+CTCT BLUE TRAVEL'IFT+4:28+CTCA 1 MAIN ST'SSR+CTCR:HK:1:ZX:::::REFUSED'",
      "agency CTCT BLUE TRAVEL; address CTCA 1 MAIN ST; other CTCR REFUSED" },
    { "sponsor", BOOKING PETRA "TKT+1:T'FOP+CA'IFT+4:43+EVA MALA+2 LONG ST TOWN+770563289'",
      "address 4:43 2 LONG ST TOWN; phone 4:43 770563289 [770563289]" },
    { "no contact in a word", BOOKING "IFT+4:28+FACTCEX'", "" },
  };
  CHECK(describe_contacts, rows);
}

static void describe_remarks(line *l, const pnr_content *content)
{
  const pnr_booking *booking = content->bookings[0];
  for (uint32_t i = 0; i < booking->remark_count; i++) {
    const pnr_remark *remark = booking->remarks[i];
    add(l, "%s", between(l));
    add_slice(l, "", remark->code);
    add_slice(l, " ", remark->status);
    add_slice(l, " ", remark->text);
    if (remark->traveller != PNR_NONE) add(l, " t%u", remark->traveller);
    if (remark->leg != PNR_NONE) add(l, " l%u", remark->leg);
  }
}

Test(pnrgov_groups, all_other_text_is_a_remark)
{
  static const row rows[] = {
    { "SSR of the booking", BOOKING "SSR+AVML:HK:2:ZX'", "AVML HK" },
    { "SSR of two travellers", BOOKING TWO FLIGHT "SSR+VGML:HK:2:ZX:::AAA:BBB:TEXT+::1+::2'",
      "VGML HK TEXT t0 l0; VGML HK TEXT t1 l0" },
    { "seat without number", BOOKING PETRA FLIGHT "SSR+NSSA:HN:1:ZX:::AAA:BBB+::1'", "NSSA HN t0 l0" },
    { "OSI", BOOKING PETRA "IFT+4:28::ZX+VIP'", "OSI VIP t0" },
    { "fare calculation", BOOKING PETRA "IFT+4:15:9+AAA ZX BBB+END'", "4:15 AAA ZX BBB\nEND t0" },
    { "long text", BOOKING "LTS+0/O/NM/NOVAK/PETRA+X'", "LTS 0/O/NM/NOVAK/PETRA+X" },
    { "split", BOOKING FLIGHT "EQN+1'RCI+ZX:OTHER'", "SPLIT 1 ZX:OTHER" },
    { "contact without text", BOOKING PETRA "SSR+CTCE:HK:1:ZX'", "CTCE HK t0" },
    { "frequent flyer", BOOKING PETRA "SSR+FQTV:HK:1:ZX:::::ZX123'", "FQTV HK ZX123 t0" },
  };
  CHECK(describe_remarks, rows);
}

/* --- Tickets, payments, history --- */

static void describe_fares(line *l, const pnr_content *content)
{
  const pnr_booking *booking = content->bookings[0];
  for (uint32_t i = 0; i < booking->ticket_count; i++) {
    const pnr_ticket *ticket = booking->tickets[i];
    add(l, "%sticket", between(l));
    add_slice(l, " ", ticket->number);
    add_slice(l, " ", ticket->type);
    if (ticket->issued != 0) add(l, " %u", ticket->issued);
    add_slice(l, " ", ticket->fare);
    add_slice(l, " ", ticket->total);
    if (ticket->traveller != PNR_NONE) add(l, " t%u", ticket->traveller);
  }
  for (uint32_t i = 0; i < booking->payment_count; i++) {
    const pnr_payment *payment = booking->payments[i];
    add(l, "%spaid", between(l));
    add_slice(l, " ", payment->form);
    add_slice(l, " ", payment->amount);
    add_slice(l, " ", payment->vendor);
    add_slice(l, " ", payment->account);
    add_slice(l, " ", payment->expires);
    add_slice(l, " ", payment->holder);
    if (payment->traveller != PNR_NONE) add(l, " t%u", payment->traveller);
  }
}

Test(pnrgov_groups, tickets_and_payments)
{
  static const row rows[] = {
    { "ticket",
      BOOKING PETRA "TKT+0991234567890:T:1'MON+B:94.34:EUR+T:100.00:EUR'PTK+NR'TXD++0.57:::AY6'DAT+710:020325'",
      "ticket 0991234567890 T 20250302 94.34 EUR 100.00 EUR t0" },
    { "date of the booking", BOOKING "DAT+710:020325:1100'" PETRA "TKT+1:T'", "ticket 1 T 20250302 t0" },
    { "ticketless", BOOKING PETRA "TKT+:700'MON+T:FREE'", "ticket 700 FREE t0" },
    { "two payments", BOOKING PETRA "TKT+1:T'FOP+CC::100.00:VI:4111111111111111:0330:::::PETRA NOVAK+CA::5.00'",
      "ticket 1 T t0; paid CC 100.00 VI 411111XXXXXX1111 0330 PETRA NOVAK t0; paid CA 5.00 t0" },
    { "outside of their groups", BOOKING "TKT+1:T'FOP+CA'", "ticket 1 T; paid CA" },
  };
  CHECK(describe_fares, rows);
}

Test(pnrgov_groups, an_item_shows_no_card_number)
{
  reading r;
  read_segments(&r, BOOKING PETRA "TKT+1:T'FOP+CC:3:100.00:VI:4111111111111111:0330:AUTH1'");
  line items = { .size = 0 };
  describe_items(&items, r.content);
  cr_expect(strstr(items.text, "AUTH1") != NULL, "%s", items.text);
  cr_expect(strstr(items.text, "4111111111111111") == NULL, "%s", items.text);
  cr_expect(slice_is(r.content->bookings[0]->payments[0]->account_raw, "4111111111111111"));
  read_close(&r);
}

static void describe_history(line *l, const pnr_content *content)
{
  const pnr_booking *booking = content->bookings[0];
  for (uint32_t i = 0; i < booking->history_count; i++) {
    const pnr_history *history = booking->history[i];
    add(l, "%s", i != 0 ? "; " : "");
    add_slice(l, "", history->action);
    add_slice(l, " ", history->segment);
    add_slice(l, " ", history->text);
    add_slice(l, " by ", history->agent);
    if (history->date != 0) add(l, " %u %d", history->date, history->time);
  }
  add(l, " / ");
  describe_people(l, content);
}

Test(pnrgov_groups, history_is_told_change_by_change)
{
  static const row rows[] = {
    { "changes",
      BOOKING PETRA "ABI+4++++ZX'DAT+T:010325:0900'SAC+++X'TIF+NOVAK+EVA'SAC+++X'TVL+100325+AAA+BBB'RPI+1+HK'",
      " by 4++++ZX 20250301 540; X TIF NOVAK+EVA by 4++++ZX 20250301 540; "
      "X TVL 100325+AAA+BBB by 4++++ZX 20250301 540; "
      "X RPI 1+HK by 4++++ZX 20250301 540 / NOVAK/PETRA adult F" },
    { "SAC was lost", BOOKING PETRA "ABI+4'TIF+NOVAK+PETRAMRS:A:1'SSR+AVML'",
      " by 4;  TIF NOVAK+PETRAMRS:A:1 by 4;  SSR AVML by 4 / NOVAK/PETRA adult F" },
    { "ABI was lost", BOOKING PETRA FLIGHT "SAC+++X'TIF+NOVAK+EVA'", "X TIF NOVAK+EVA / NOVAK/PETRA adult F" },
    { "a booking follows", BOOKING PETRA "ABI+4'SAC+++A'SRC'RCI+ZX:L2'TIF+NOVAK+EVA:A:1'",
      " by 4; A by 4 / NOVAK/PETRA adult F; NOVAK/EVA adult" },
    { "a booking follows, SRC was lost", BOOKING PETRA "ABI+4'SAC+++A'RCI+ZX:L2'TIF+NOVAK+EVA:A:1'",
      " by 4; A by 4 / NOVAK/PETRA adult F; NOVAK/EVA adult" },
  };
  CHECK(describe_history, rows);
}

/* --- Items --- */

Test(pnrgov_groups, what_has_no_field_is_an_item)
{
  static const row rows[] = {
    { "nothing is left over", BOOKING PETRA "REF+:5551'" FLIGHT "RPI+1+HK'APD+320'SSR+SEAT:HK:1:ZX:::AAA:BBB+012C::1'",
      "" },
    { "an unknown segment", BOOKING "QQQ+1'", "QQQ+1" },
    { "a misplaced one", BOOKING "SSD+1A'", "SSD+1A" },
    { "before the first booking", LEVEL_0 "IFT+4:28+X'SRC'RCI+ZX:L'", "IFT+4:28+X" },
    { "segments without fields", BOOKING PETRA "FAR+A+32'TKT+1'PTK+NR'TXD++1.00'", "FAR+A+32; PTK+NR; TXD++1.00" },
    { "one component too many", BOOKING FLIGHT "APD+320:1'RPI+1+HK:XX'", "APD+320:1; RPI+1+HK:XX" },
    { "what does not go without saying", BOOKING "SSR+AVML:HK:2:ZX'SSR+AVML:HK:1:QQ'",
      "SSR+AVML:HK:2:ZX; SSR+AVML:HK:1:QQ" },
    { "seconds", BOOKING "DAT+700:090325:100030'", "DAT+700:090325:100030" },
    { "the extra seat", BOOKING PETRA "TIF+NOVAK+EXST:A:2'", "TIF+NOVAK+EXST:A:2" },
    { "a second group name", BOOKING "TIF+BLUE TEAM:G'TIF+RED TEAM:G'", "TIF+RED TEAM:G" },
    { "a frequent flyer of nobody", BOOKING "FTI+ZX:1'", "FTI+ZX:1" },
    { "slots too many", BOOKING PETRA "SSR+DOCA:HK:1:ZX:::::/D/USA/5 ELM ST/TOWN/TX/7777//X'",
      "SSR+DOCA:HK:1:ZX:::::/D/USA/5 ELM ST/TOWN/TX/7777//X" },
    { "many slots too many",
      BOOKING PETRA "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/05MAY80/F//NOVAK/PETRA/A/H/B/C/D/E/F/G/H/I'",
      "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/05MAY80/F//NOVAK/PETRA/A/H/B/C/D/E/F/G/H/I" },
    { "DOCS with a tail", BOOKING PETRA "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/05MAY80/F//NOVAK/PETRA-1NOVAK/PETRA'",
      "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/05MAY80/F//NOVAK/PETRA-1NOVAK/PETRA" },
  };
  static const char *const heads[] = { "UNB", "UNH" };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    reading r;
    read_segments(&r, rows[i].segments);
    line items = { .size = 0 }, own = { .size = 0 };
    describe_items(&items, r.content);
    /* the envelope's own items stand first */
    char *rest = items.text;
    for (char *part = strtok(rest, ";"); part != NULL; part = strtok(NULL, ";")) {
      while (*part == ' ') part++;
      if (strncmp(part, heads[0], 3) != 0 && strncmp(part, heads[1], 3) != 0) add(&own, "%s%s", between(&own), part);
    }
    cr_expect(eq(str, own.text, as_text(rows[i].expected)), "%s", rows[i].name);
    read_close(&r);
  }
}
