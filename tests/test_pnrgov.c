/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV: who travels. All persons are invented. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnrgov_support.h"

typedef struct row {
  const char *name, *segments, *people, *findings;
} row;

static void check_rows(const row *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    reading r;
    read_segments(&r, rows[i].segments);
    cr_assert(eq(i32, r.status, PNR_OK), "%s", rows[i].name);
    line people = { .size = 0 }, findings = { .size = 0 };
    describe_people(&people, r.content);
    describe_findings(&findings, r.content);
    cr_expect(eq(str, people.text, as_text(rows[i].people)), "%s", rows[i].name);
    cr_expect(eq(str, findings.text, as_text(rows[i].findings)), "%s", rows[i].name);
    read_close(&r);
  }
}
#define CHECK(rows) check_rows(rows, sizeof rows / sizeof rows[0])

#define DOCS(text) "SSR+DOCS:HK:1:ZX:::::" text "'"
#define PETRA_DOCS DOCS("/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PETRA/ANNA")
#define PETRA_READ "NOVAK/PETRA ANNA adult F 19800505 CZE [P X1234567 CZE 20300101]"

Test(pnrgov, each_name_composite_of_a_TIF_is_a_traveller)
{
  static const row rows[] = {
    { "one", BOOKING PETRA, "NOVAK/PETRA adult F", "" },
    { "type in the surname's composite", BOOKING "TIF+NOVAK:I+PETRA MRS::1'", "NOVAK/PETRA unknown F", "" },
    { "two under one surname", BOOKING "TIF+NOVAK+PETRAMRS:A:1+JANMSTR:C:2'", "NOVAK/PETRA adult F; NOVAK/JAN child M",
      "" },
    { "adult and infant under one TIF", BOOKING "TIF+NOVAK+PETRAMRS:A:1+EMA:IN:2'",
      "NOVAK/PETRA adult F; NOVAK/EMA infant of 0", "" },
    { "surname alone", BOOKING "TIF+SUHARTO:A'", "SUHARTO/ adult", "" },
    { "no name at all", BOOKING "TIF'", "? unknown", "NAME_MISSING" },
    { "placeholders", BOOKING "TIF+TBA+C:A:7'TIF+NOVAK+FNU:A:8'", "/C adult; NOVAK/ adult",
      "PLACEHOLDER_NAME PLACEHOLDER_NAME" },
    { "a group's name is no traveller", BOOKING "TIF+BLUE TEAM:G'" PETRA, "NOVAK/PETRA adult F", "" },
    { "extra seats are no travellers", BOOKING PETRA "TIF+NOVAK+EXST:A:2'TIF+CBBG'TIF+NOVAK+PETRAMRS EXST::4'",
      "NOVAK/PETRA adult F", "" },
    { "behind a leg", BOOKING PETRA FLIGHT "TIF+DVORAK+JAN:A:2'", "NOVAK/PETRA adult F; DVORAK/JAN adult",
      "SEGMENT_MISPLACED" },
    { "behind a leg, with another's reference", BOOKING PETRA FLIGHT "TIF+DVORAK+JAN:A:1'",
      "NOVAK/PETRA adult F; DVORAK/JAN adult", "SEGMENT_MISPLACED" },
    { "behind a check-in whose TRI was lost", BOOKING PETRA FLIGHT "DAT+2:090325'TIF+NOVAK+PETRA MRS:A:1'",
      "NOVAK/PETRA adult F", "SEGMENT_MISPLACED" },
    { "types", BOOKING "TIF+AB+C:C:1'TIF+AB+D:IS:2'TIF+AB+E:F:3'TIF+AB+G:M:4'TIF+AB+H:UN:5'TIF+AB+K:QQ:6'",
      "AB/C child; AB/D infant; AB/E adult F; AB/G adult M; AB/H child; AB/K unknown", "CODE_UNKNOWN" },
  };
  CHECK(rows);
}

Test(pnrgov, documents_find_their_traveller_wherever_they_stand)
{
  static const row rows[] = {
    { "in the traveller's group", BOOKING PETRA PETRA_DOCS, PETRA_READ, "" },
    { "in the booking, by reference, before TIF",
      BOOKING "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PETRA/ANNA+::1'"
              "TIF+DVORAK+JAN:A:2'" PETRA,
      "DVORAK/JAN adult; " PETRA_READ, "" },
    { "in a leg, by name", BOOKING "TIF+DVORAK+JAN:A:2'" PETRA FLIGHT PETRA_DOCS, "DVORAK/JAN adult; " PETRA_READ, "" },
    { "in a leg, by tail",
      BOOKING "TIF+DVORAK+JAN:A:2'" PETRA FLIGHT DOCS(
        "/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAKOVA/PETRA/ANNA-1NOVAK/PETRAMRS"),
      "DVORAK/JAN adult; NOVAKOVA/PETRA ANNA adult F 19800505 CZE [P X1234567 CZE 20300101]", "" },
    { "the only adult", BOOKING PETRA FLIGHT DOCS("/P/CZE/X1/CZE/05MAY80/F//SVOBODA/PETRA"),
      "SVOBODA/PETRA adult F 19800505 CZE [P X1 CZE]", "" },
    { "nobody's", BOOKING PETRA "TIF+DVORAK+JAN:A:2'" FLIGHT DOCS("/P/CZE/X1/CZE/05MAY80/F//SVOBODA/EVA"),
      "NOVAK/PETRA adult F; DVORAK/JAN adult", "DOCUMENT_UNPLACED" },
    { "two of one name", BOOKING PETRA "TIF+NOVAK+PETRAMRS:A:2'" FLIGHT DOCS("/P/CZE/X1/CZE/05MAY80/F//NOVAK/PETRA"),
      "NOVAK/PETRA adult F; NOVAK/PETRA adult F", "DOCUMENT_UNPLACED" },
    { "under somebody else", BOOKING "TIF+DVORAK+JAN:A:2'" PETRA_DOCS PETRA "TIF+NOVAK+EVA:A:3'",
      "DVORAK/JAN adult; " PETRA_READ "; NOVAK/EVA adult", "" },
    { "under a namesake", BOOKING "TIF+NOVAK+EVA:A:2'" PETRA_DOCS PETRA,
      "NOVAK/PETRA ANNA adult F 19800505 CZE [P X1234567 CZE 20300101]; NOVAK/PETRA adult F", "" },
    { "repeated for a leg",
      BOOKING PETRA PETRA_DOCS FLIGHT "SSR+DOCS:HK:1:ZX:::AAA:BBB:/P/CZ/X1234567//05MAY80/F//NOVAK/PETRA+::1'",
      PETRA_READ, "" },
    { "TIF was lost", BOOKING PETRA_DOCS FLIGHT PETRA_DOCS,
      "NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101]", "" },
    { "a visa that is nobody's",
      BOOKING PETRA "TIF+DVORAK+JAN:A:2'" FLIGHT "SSR+DOCO:HK:1:ZX:::::BRNO/V/V1/PRAHA/22DEC24/USA'",
      "NOVAK/PETRA adult F; DVORAK/JAN adult", "DOCUMENT_UNPLACED" },
    { "unknown reference", BOOKING PETRA FLIGHT "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1//05MAY80/F//NOVAK/PETRA+::9'",
      "NOVAK/PETRA adult F 19800505 [P X1 CZE]", "REFERENCE_UNKNOWN" },
  };
  CHECK(rows);
}

Test(pnrgov, slots_of_DOCS_are_found_by_what_stands_in_them)
{
  static const row rows[] = {
    { "without leading slash", BOOKING PETRA DOCS("P/CZE/X1/CZE/05MAY80/F/01JAN30/NOVAK/PETRA"),
      "NOVAK/PETRA adult F 19800505 CZE [P X1 CZE 20300101]", "" },
    { "an empty slot too many", BOOKING PETRA DOCS("//P/CZE/X1/CZE/05MAY80/F/01JAN30/NOVAK/PETRA"),
      "NOVAK/PETRA adult F 19800505 CZE [P X1 CZE 20300101]", "DOCS_SHIFTED" },
    { "nationality left out", BOOKING PETRA DOCS("/P/CZE/X1/05MAY80/F/01JAN30/NOVAK/PETRA"),
      "NOVAK/PETRA adult F 19800505 [P X1 CZE 20300101]", "DOCS_SHIFTED" },
    { "no type and no number is no document", BOOKING PETRA DOCS("////CZE/05MAY80/F//NOVAK/PETRA"),
      "NOVAK/PETRA adult F 19800505 CZE", "" },
    { "neither birth nor sex", BOOKING PETRA DOCS("/P/CZE/X1/CZE///01JAN30/NOVAK/PETRA"),
      "NOVAK/PETRA adult F CZE [P X1 CZE 20300101]", "" },
    { "a date that is none", BOOKING PETRA DOCS("/P/CZE/X1/CZE/32JAN80/F//NOVAK/PETRA"),
      "NOVAK/PETRA adult F CZE [P X1 CZE]", "DATE_INVALID" },
    { "four digits of year", BOOKING PETRA DOCS("/P/CZE/X1/CZE/05MAY1980/F//NOVAK/PETRA"),
      "NOVAK/PETRA adult F 19800505 CZE [P X1 CZE]", "DATE_CENTURY" },
    { "eight digits", BOOKING PETRA DOCS("/P/CZE/X1/CZE/19800505/F//NOVAK/PETRA"),
      "NOVAK/PETRA adult F 19800505 CZE [P X1 CZE]", "DATE_CENTURY" },
    { "day first", BOOKING PETRA DOCS("/P/CZE/X1/CZE/05051980/F//NOVAK/PETRA"),
      "NOVAK/PETRA adult F 19800505 CZE [P X1 CZE]", "DATE_CENTURY" },
    { "text in element 2", BOOKING PETRA "SSR+DOCS:HK:1:ZX+/P/CZE/X1/CZE/05MAY80/F//NOVAK/PETRA'",
      "NOVAK/PETRA adult F 19800505 CZE [P X1 CZE]", "" },
    { "six digits are YYMMDD here", BOOKING PETRA DOCS("/P/CZE/X1/CZE/800506/F/300102/NOVAK/PETRA"),
      "NOVAK/PETRA adult F 19800506 CZE [P X1 CZE 20300102]", "" },
    { "nobody is born tomorrow", BOOKING PETRA DOCS("/P/CZE/X1/CZE/05NOV25/F//NOVAK/PETRA"),
      "NOVAK/PETRA adult F 19251105 CZE [P X1 CZE]", "" },
    { "another sex", BOOKING "TIF+NOVAK+PETRA:A:1'" DOCS("/P/CZE/X1/CZE/05MAY80/U//NOVAK/PETRA"),
      "NOVAK/PETRA adult X 19800505 CZE [P X1 CZE]", "" },
    { "a sex that is none", BOOKING PETRA DOCS("/P/CZE/X1/CZE/05MAY80/Q//NOVAK/PETRA"),
      "NOVAK/PETRA adult F 19800505 CZE [P X1 CZE]", "CODE_UNKNOWN" },
    { "tail glued to a name with a hyphen",
      BOOKING PETRA DOCS("/P/CZE/X1/CZE/05MAY80/F//NOVAK-DVORAK/PETRA-1NOVAK/PETRA"),
      "NOVAK-DVORAK/PETRA adult F 19800505 CZE [P X1 CZE]", "" },
    { "title in the slots", BOOKING PETRA DOCS("/P/CZE/X1/CZE/05MAY80/F//NOVAK/PETRA MRS/ANNA"),
      "NOVAK/PETRA ANNA adult F 19800505 CZE [P X1 CZE]", "" },
    { "text in two components", BOOKING PETRA DOCS("/P/CZE/X1/CZE/05MAY80/F/01JAN30/NOV:AK/PETRA"),
      "NOVAK/PETRA adult F 19800505 CZE [P X1 CZE 20300101]", "" },
    { "text goes on in the next segment",
      BOOKING PETRA DOCS("/P/CZE/X1234567/CZE/05MAY80/F/01JAN30/NOVAK/PET") DOCS("RA/ANNA"), PETRA_READ, "" },
  };
  CHECK(rows);
}

Test(pnrgov, a_wrong_date_is_found_at_its_place)
{
  static const char segments[] = BOOKING PETRA DOCS("/P/CZE/X1/CZE/32JAN80/F//NOVAK/PETRA");
  reading r;
  read_segments(&r, segments);
  cr_assert(eq(u32, r.content->finding_count, 1));
  const pnr_finding *finding = r.content->findings[0];
  cr_expect(eq(u64, finding->length, 7));
  cr_expect(finding->offset + 7 <= r.size && memcmp(r.data + finding->offset, "32JAN80", 7) == 0);
  cr_expect(eq(u32, finding->severity, PNR_SEVERITY_ERROR));
  read_close(&r);
}

Test(pnrgov, an_infant_is_one_person_however_often_it_is_named)
{
  static const row rows[] = {
    { "INFT alone", BOOKING PETRA "SSR+INFT:HK:1:ZX:::::NOVAK/EMA 10AUG24+::1'",
      "NOVAK/PETRA adult F; NOVAK/EMA infant of 0 20240810", "" },
    { "INFT with slashes, in each leg",
      BOOKING PETRA FLIGHT "SSR+INFT:HK:1:ZX:::::NOVAK/EMA/10AUG24+::1'" FLIGHT
                           "SSR+INFT:HK:1:ZX:::::NOVAK/EMA/10AUG24+::1'",
      "NOVAK/PETRA adult F; NOVAK/EMA infant of 0 20240810", "" },
    { "document of an infant alone", BOOKING PETRA PETRA_DOCS DOCS("/P/CZE/X2/CZE/10AUG24/FI//NOVAK/EMA"),
      PETRA_READ "; NOVAK/EMA infant of 0 F 20240810 CZE [P X2 CZE]", "" },
    { "INFT, DOCS and TIF",
      BOOKING PETRA "SSR+INFT:HK:1:ZX:::::NOVAK/EMA 10AUG24+::1'" DOCS("/P/CZE/X2/CZE/10AUG24/FI//NOVAK/EMA") PETRA_DOCS
      "TIF+NOVAK+EMA:IN:2'",
      PETRA_READ "; NOVAK/EMA infant of 0 F 20240810 CZE [P X2 CZE]", "" },
    { "two infants",
      BOOKING PETRA "SSR+INFT:HK:1:ZX:::::NOVAK/EMA 10AUG24+::1'SSR+INFT:HK:1:ZX:::::NOVAK/IVO 10AUG24+::1'",
      "NOVAK/PETRA adult F; NOVAK/EMA infant of 0 20240810; NOVAK/IVO infant of 0 20240810", "" },
    { "twins whose names begin alike",
      BOOKING PETRA "SSR+INFT:HK:1:ZX:::::NOVAK/EVA 10AUG24+::1'SSR+INFT:HK:1:ZX:::::NOVAK/EVAMARIE 10AUG24+::1'" DOCS(
        "/P/CZE/X2/CZE/10AUG24/FI//NOVAK/EVA/MARIE"),
      "NOVAK/PETRA adult F; NOVAK/EVA infant of 0 20240810; "
      "NOVAK/EVA MARIE infant of 0 F 20240810 CZE [P X2 CZE]",
      "" },
    { "an infant's sex on the only TIF's own name", BOOKING PETRA DOCS("/P/CZE/X1/CZE/05MAY24/FI//NOVAK/PETRA/ANNA"),
      "NOVAK/PETRA ANNA adult F 20240505 CZE [P X1 CZE]", "" },
    { "document without name, infant known",
      BOOKING PETRA "TIF+NOVAK+EMA:IN:2'" FLIGHT "SSR+DOCS:HK:1:ZX:::::/P/CZE/X2/CZE/10AUG24/FI+::1'",
      "NOVAK/PETRA adult F; NOVAK/EMA infant of 0 F 20240810 CZE [P X2 CZE]", "" },
    { "document without name, infant unknown", BOOKING PETRA PETRA_DOCS DOCS("/P/CZE/X2/CZE/10AUG24/FI"),
      PETRA_READ "; ? infant of 0 F 20240810 CZE [P X2 CZE]", "NAME_MISSING" },
    { "adult by reference", BOOKING PETRA "TIF+DVORAK+JAN:A:2'TIF+DVORAK+EMA:IN:1I'",
      "NOVAK/PETRA adult F; DVORAK/JAN adult; DVORAK/EMA infant of 0", "" },
    { "adult by the mark in TIF", BOOKING "TIF+NOVAK+PETRAMRS:A:1:1'TIF+DVORAK+JAN:A:2'TIF+DVORAK+EMA:IN:3'",
      "NOVAK/PETRA adult F; DVORAK/JAN adult; DVORAK/EMA infant of 0", "" },
    { "adult by surname", BOOKING PETRA "TIF+DVORAK+JAN:A:2'TIF+DVORAK+EMA:IN:3'",
      "NOVAK/PETRA adult F; DVORAK/JAN adult; DVORAK/EMA infant of 1", "" },
    { "under another infant",
      BOOKING PETRA "TIF+NOVAK+EMA:IN:2'" DOCS("/P/CZE/X2/CZE/10AUG24/MI//NOVAK/IVO") "TIF+NOVAK+IVO:IN:3'",
      "NOVAK/PETRA adult F; NOVAK/EMA infant of 0; NOVAK/IVO infant of 0 M 20240810 CZE [P X2 CZE]", "" },
    { "under an infant of another spelling",
      BOOKING PETRA "TIF+NOVAK+EMA:IN:2'" DOCS("/P/CZE/X2/CZE/10AUG24/FI//NOVAK/EMMA"),
      "NOVAK/PETRA adult F; NOVAK/EMMA infant of 0 F 20240810 CZE [P X2 CZE]", "" },
    { "infant's visa",
      BOOKING PETRA "TIF+NOVAK+EMA:IN:2'" FLIGHT "SSR+DOCO:HK:1:ZX:::::BRNO/V/V1/PRAHA/22DEC24/USA/I+::1'",
      "NOVAK/PETRA adult F; NOVAK/EMA infant of 0 [V V1 USA]", "" },
  };
  CHECK(rows);
}

Test(pnrgov, visa_birth_place_and_residence_are_read)
{
  reading r;
  read_segments(&r, BOOKING PETRA "SSR+DOCO:HK:1:ZX:::::PRAHA/V/V777/BRNO/22DEC06/USA'"
                                  "SSR+DOCO:HK:1:ZX:::::/V/V778/BRNO/22DEC06/CAN'"
                                  "SSR+DOCA:HK:1:ZX:::::/R/CZE/1 DLOUHA/PRAHA/PRG/11000'"
                                  "SSR+DOCA:HK:1:ZX:::::/D/USA/5 ELM ST/TOWN'");
  cr_assert(eq(i32, r.status, PNR_OK));
  const pnr_person *person = r.content->travellers[0]->person;
  cr_expect(slice_is(person->birth_place, "PRAHA"));
  cr_expect(slice_is(person->residence, "CZE"));
  cr_assert(eq(u32, person->document_count, 2));
  cr_expect(slice_is(person->documents[0]->number, "V777") && slice_is(person->documents[0]->place, "BRNO"));
  cr_expect(eq(u32, person->documents[0]->issued, 20061222));
  cr_expect(slice_is(person->documents[1]->number, "V778") && slice_is(person->documents[1]->issuer, "CAN"));
  const pnr_booking *booking = r.content->bookings[0];
  cr_assert(eq(u32, booking->contact_count, 2));
  cr_expect(slice_is(booking->contacts[0]->postcode, "11000") && slice_is(booking->contacts[0]->purpose, "R"));
  cr_expect(eq(u32, booking->contacts[1]->traveller, 0));
  cr_expect(slice_is(booking->contacts[1]->street, "5 ELM ST"));
  read_close(&r);
}

Test(pnrgov, names_keep_what_was_sent_and_who_testifies)
{
  reading r;
  read_segments(&r, BOOKING PETRA "REF+:5551'FTI+ZX:123+YY:456:1'" PETRA_DOCS
                                  "SSR+INFT:HK:1:ZX:::::NOVAK/EMAMISS 10AUG24'SSR+FQTV:HK:1:ZX:::::/QQ778899-NOVAK'");
  cr_assert(eq(i32, r.status, PNR_OK));
  const pnr_traveller *petra = r.content->travellers[0];
  cr_assert(eq(u32, petra->person->name_count, 2));
  const pnr_name *docs = petra->person->names[0], *tif = petra->person->names[1];
  cr_expect(eq(u32, docs->source, PNR_SOURCE_DOCS));
  cr_expect(slice_is(docs->raw, "NOVAK/PETRA/ANNA"));
  cr_expect(eq(u32, tif->source, PNR_SOURCE_TIF));
  cr_expect(slice_is(tif->raw, "NOVAK/PETRAMRS") && slice_is(tif->title, "MRS"));
  cr_expect(slice_is(petra->reference, "1") && slice_is(petra->unique_reference, "5551"));
  cr_assert(eq(u32, petra->person->identifier_count, 3));
  cr_expect(slice_is(petra->person->identifiers[1]->value, "456"));
  cr_expect(slice_is(petra->person->identifiers[2]->issuer, "QQ"));
  cr_expect(slice_is(petra->person->identifiers[2]->value, "778899"));
  const pnr_traveller *ema = r.content->travellers[1];
  cr_expect(eq(u32, ema->person->names[0]->source, PNR_SOURCE_INFT));
  cr_expect(slice_is(ema->person->names[0]->surname, "NOVAK"));
  read_close(&r);
}

Test(pnrgov, a_child_has_the_birth_date_of_its_SSR)
{
  static const row rows[] = {
    { "in its group", BOOKING "TIF+NOVAK+IVO::1'SSR+CHLD:HK:1:ZX:::::05MAY17'", "NOVAK/IVO child 20170505", "" },
    { "in a leg", BOOKING "TIF+NOVAK+IVO:C:1'" FLIGHT "SSR+CHLD:HK:1:ZX:::::/05MAY17+::1'", "NOVAK/IVO child 20170505",
      "" },
  };
  CHECK(rows);
}

/* Ten thousand travellers and documents take their share of time, not its square. */
Test(pnrgov, a_great_booking_stays_linear)
{
  enum { MANY = 20000, ROOM = MANY * 120 };
  char *segments = malloc(ROOM), *message = malloc(ROOM + 1000);
  cr_assert(segments != NULL && message != NULL);
  size_t size = (size_t)snprintf(segments, ROOM, "%s", BOOKING);
  for (int i = 0; i < MANY; i++)
    size +=
      (size_t)snprintf(segments + size, ROOM - size, "TIF+NOVAK%c%c+PETRA:A:%d'", 'A' + i % 26, 'A' + i / 26 % 26, i);
  for (int i = 0; i < MANY; i++)
    size += (size_t)snprintf(segments + size, ROOM - size, DOCS("/P/CZE/X%d/CZE/05MAY80/F//QUITE/OTHER") "", i);
  size_t total = make_message(message, ROOM + 1000, segments);
  reading r;
  read_octets(&r, NULL, message, total);
  cr_assert(eq(i32, r.status, PNR_OK));
  cr_expect(eq(u32, r.content->traveller_count, MANY));
  read_close(&r);
  free(segments);
  free(message);
}
