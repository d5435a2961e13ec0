/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV: whom a booking's history names, wherever it stands. Old names and names that were removed are no travellers;
 * nobody else is lost. All persons are invented. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnrgov_support.h"
#include "write_support.h"

typedef struct row {
  const char *name, *segments, *expected;
} row;

static void describe(line *l, const pnr_content *content)
{
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    const pnr_person *person = content->travellers[i]->person;
    add(l, "%s%.*s/%.*s", i != 0 ? "; " : "", (int)person->names[0]->surname.size,
        (const char *)person->names[0]->surname.data, (int)person->names[0]->given.size,
        (const char *)person->names[0]->given.data);
    if (person->names[0]->source == PNR_SOURCE_HISTORY) add(l, " of history");
    for (uint32_t k = 0; k < person->document_count; k++) add_slice(l, " ", person->documents[k]->number);
    add_slice(l, " =", content->travellers[i]->unique_reference);
  }
  for (uint32_t b = 0; b < content->booking_count; b++) {
    const pnr_booking *booking = content->bookings[b];
    add(l, " | %.*s %u", (int)booking->locator.size, (const char *)booking->locator.data, booking->traveller_count);
    for (uint32_t i = 0; i < booking->leg_count; i++) {
      add_slice(l, " ", booking->legs[i]->from);
      add_slice(l, "-", booking->legs[i]->to);
    }
    for (uint32_t i = 0; i < booking->history_count; i++) {
      add_slice(l, " ", booking->history[i]->action);
      add_slice(l, ":", booking->history[i]->segment);
    }
  }
  for (uint32_t i = 0; i < content->finding_count; i++)
    if (content->findings[i]->code == PNR_F_NAME_IN_HISTORY) add(l, " !");
}

#define ABI "ABI+4++++ZX'DAT+T:010325:0900'"
#define DOCS "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/05MAY80/F/01JAN30/NOVAK/PETRA'"
#define EVA "TIF+MALA+EVAMRS:A:2'"

/* '!' is a finding, A: and X: the rows of history with a SAC. */
static const row rows[] = {
  /* at its place */
  { "removed", BOOKING PETRA FLIGHT ABI "SAC+++X'" EVA, "NOVAK/PETRA | LOC001 1 AAA-BBB X:TIF" },
  { "corrected", BOOKING PETRA FLIGHT ABI "SAC+++X'TIF+NOVAK+PETR:A:1'SAC+++A'TIF+NOVAK+PETRA:A:1'",
    "NOVAK/PETRA | LOC001 1 AAA-BBB X:TIF A:TIF" },
  { "came and left", BOOKING PETRA FLIGHT ABI "SAC+++A'" EVA "SAC+++X'TIF+MALA+EVA'",
    "NOVAK/PETRA | LOC001 1 AAA-BBB A:TIF X:TIF" },
  { "left and came, newest first", BOOKING PETRA FLIGHT ABI "SAC+++X'" EVA "SAC+++A'" EVA,
    "NOVAK/PETRA | LOC001 1 AAA-BBB X:TIF A:TIF" },
  { "came twice, left once", BOOKING PETRA FLIGHT ABI "SAC+++A'" EVA "SAC+++X'" EVA "SAC+++A'" EVA,
    "NOVAK/PETRA; MALA/EVA of history | LOC001 2 AAA-BBB A:TIF X:TIF A:TIF !" },
  { "came and stayed", BOOKING PETRA FLIGHT ABI "SAC+++A'" EVA "LTS+X'",
    "NOVAK/PETRA; MALA/EVA of history | LOC001 2 AAA-BBB A:TIF !" },
  { "changed", BOOKING PETRA FLIGHT ABI "SAC+++C'" EVA, "NOVAK/PETRA; MALA/EVA of history | LOC001 2 AAA-BBB C:TIF !" },
  { "no action", BOOKING PETRA FLIGHT ABI "SAC'" EVA, "NOVAK/PETRA; MALA/EVA of history | LOC001 2 AAA-BBB:TIF !" },
  { "the old name of the same reference", BOOKING PETRA FLIGHT ABI "SAC+++A'TIF+STARA+PETRA:A:1'",
    "NOVAK/PETRA | LOC001 1 AAA-BBB A:TIF" },
  { "somebody else of the same reference", BOOKING PETRA FLIGHT ABI "SAC+++A'TIF+STARA+OLGA:A:1'",
    "NOVAK/PETRA; STARA/OLGA of history | LOC001 2 AAA-BBB A:TIF !" },
  { "of two namesakes", BOOKING PETRA "TIF+NOVAK+PETRAMISS:A:2'" FLIGHT ABI "SAC+++A'TIF+NOVAK+PETRA'",
    "NOVAK/PETRA; NOVAK/PETRA | LOC001 2 AAA-BBB A:TIF" },
  { "two in one TIF", BOOKING PETRA FLIGHT ABI "SAC+++A'TIF+NOVAK+PETRA:A:1+ADAM:C:3'",
    "NOVAK/PETRA; NOVAK/ADAM of history | LOC001 2 AAA-BBB A:TIF !" },
  { "groups and seats are nobody",
    BOOKING PETRA FLIGHT ABI "SAC+++A'TIF+TEAM:G'SAC+++A'TIF+NOVAK+EXST:A:4'SAC+++A'TIF'",
    "NOVAK/PETRA | LOC001 1 AAA-BBB A:TIF A:TIF A:TIF" },
  { "an infant whom INFT names",
    BOOKING PETRA "SSR+INFT:HK:1:ZX:::::NOVAK/EMA 01MAR24'" FLIGHT ABI "SAC+++A'TIF+NOVAK+EMA:IN'",
    "NOVAK/PETRA; NOVAK/EMA | LOC001 2 AAA-BBB A:TIF" },
  { "documents find who stands in the history alone",
    BOOKING "SSR+DOCS:HK:1:ZX:::::/P/CZE/X2/CZE/05MAY81/F/01JAN30/MALA/EVA'" PETRA FLIGHT ABI "SAC+++A'" EVA,
    "NOVAK/PETRA; MALA/EVA X2 | LOC001 2 AAA-BBB A:TIF" },
  /* in front of the travellers */
  { "in front", BOOKING ABI "SAC+++A'IFT+4:19+TEXT'" PETRA "REF+:5'" DOCS FLIGHT "RPI+1+HK'",
    "NOVAK/PETRA X1 =5 | LOC001 1 AAA-BBB A:IFT !" },
  { "in front, SAC alone", BOOKING ABI "SAC+++A'" PETRA "IFT+4:28+X'REF+:5'" DOCS FLIGHT,
    "NOVAK/PETRA X1 =5 | LOC001 1 AAA-BBB A !" },
  { "in front, SAC alone, documents alone", BOOKING ABI "SAC+++A'" PETRA DOCS FLIGHT,
    "NOVAK/PETRA X1 | LOC001 1 AAA-BBB A !" },
  { "in front, SAC of a removal, tickets", BOOKING ABI "SAC+++X'" PETRA "TKT+1:T'" FLIGHT,
    "NOVAK/PETRA | LOC001 1 AAA-BBB X !" },
  { "in front, nothing follows", BOOKING ABI "SAC+++A'" PETRA FLIGHT,
    "NOVAK/PETRA of history | LOC001 1 A:TIF A:TVL !" },
  { "in front, a changed name",
    BOOKING ABI "SAC+++X'TIF+NOVAK+PETR'SAC+++A'TIF+NOVAK+PETRA'" PETRA EVA FLIGHT "RPI+2+HK'",
    "NOVAK/PETRA; MALA/EVA | LOC001 2 AAA-BBB X:TIF A:TIF !" },
  { "in front, ABI alone", BOOKING "ABI+4'" PETRA EVA FLIGHT, "NOVAK/PETRA; MALA/EVA | LOC001 2 AAA-BBB !" },
  { "in front, ABI and DAT alone", BOOKING ABI PETRA EVA FLIGHT, "NOVAK/PETRA; MALA/EVA | LOC001 2 AAA-BBB !" },
  { "in front of the locator", LEVEL_0 "SRC'" ABI "SAC+++A'IFT+4:19+X'RCI+ZX:LOC9'" PETRA,
    "NOVAK/PETRA | LOC9 1 A:IFT" },
  { "in front of dates and agency", BOOKING ABI "SAC+++A'IFT+4:19+X'DAT+700:090325:1000'" PETRA FLIGHT,
    "NOVAK/PETRA | LOC001 1 AAA-BBB A:IFT" },
  { "in front of the agency", BOOKING ABI "SAC+++A'IFT+4:19+X'ORG+ZX:AAA'" PETRA FLIGHT,
    "NOVAK/PETRA | LOC001 1 AAA-BBB A:IFT" },
  { "in front of the booking's own documents", BOOKING ABI "SAC+++A'SSR+AVML:HK:1:ZX'" DOCS PETRA FLIGHT,
    "NOVAK/PETRA X1 | LOC001 1 AAA-BBB A:SSR" },
  { "between two travellers", BOOKING PETRA ABI "SAC+++X'TIF+NOVAK+PETR'" EVA FLIGHT,
    "NOVAK/PETRA; MALA/EVA | LOC001 2 AAA-BBB X:TIF !" },
  { "between travellers and legs", BOOKING PETRA ABI "SAC+++X'IFT+4:19+X'" FLIGHT "RPI+1+HK'APD+320'",
    "NOVAK/PETRA | LOC001 1 AAA-BBB X:IFT" },
  { "between travellers and legs, check-in", BOOKING PETRA ABI FLIGHT "DAT'TRI++A-1:::1'" PETRA,
    "NOVAK/PETRA | LOC001 1 AAA-BBB" },
  { "a changed leg has no more than its status",
    BOOKING PETRA FLIGHT ABI "SAC+++X'TVL+110325+BBB+CCC+ZX+7'RPI+1+HK'SAC+++A'TVL+120325+BBB+CCC+ZX+7'RPI+1+HK'LTS+X'",
    "NOVAK/PETRA | LOC001 1 AAA-BBB X:TVL X:RPI A:TVL A:RPI" },
  { "SAC was lost", BOOKING PETRA FLIGHT "ABI+4'" EVA "SSR+AVML'", "NOVAK/PETRA; MALA/EVA | LOC001 2 AAA-BBB !" },
};

Test(pnrgov_history, old_names_are_history_and_nobody_else_is_lost)
{
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    reading r;
    read_segments(&r, rows[i].segments);
    cr_assert(eq(i32, r.status, PNR_OK), "%s", rows[i].name);
    line found = { .size = 0 };
    describe(&found, r.content);
    cr_expect(eq(str, found.text, as_text(rows[i].expected)), "%s", rows[i].name);
    read_close(&r);
  }
}

Test(pnrgov_history, what_was_written_is_read_as_it_was)
{
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    reading r;
    read_segments(&r, rows[i].segments);
    cr_assert(eq(i32, r.status, PNR_OK), "%s", rows[i].name);
    cr_expect(eq(int, prove_message(rows[i].name, r.message, pnr_write_pnrgov), WRITTEN_EQUAL), "%s", rows[i].name);
    read_close(&r);
  }
}
