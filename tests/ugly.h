/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_UGLY_H
#define PNR_TESTS_UGLY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Inputs that ask a reader for more work than their size: one piece over and over. Reading twice as many must take about
 * twice the work. All persons are invented. */

#define UGLY_PNRGOV                                                                                                \
  "UNB+IATA:1+ZX+GOV+250310:1015+R'UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325:1200+QXA+QXB+ZX+100'SRC'RCI+ZX:L1'TIF+" \
  "NOVAK+JANMR:A:1'"
#define UGLY_END "UNT+1+1'UNZ+1+R'"
#define UGLY_PAXLST \
  "UNB+UNOA:4+ZX+GOV+250310:1015+R'UNH+1+PAXLST:D:12B:UN:IATA'BGM+745'TDT+20+ZX100'LOC+125+QXA'LOC+87+QXB'NAD+FL+++A:B'"
#define UGLY_XML "<IATA_PNRGOV_NotifRQ><PNRs><PNR>"
#define UGLY_XML_END "</PNR></PNRs></IATA_PNRGOV_NotifRQ>"
#define UGLY_ZONE "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\nX1234567<7CZE8005056F30010198055051234<<<<54\n"
#define UGLY_PNL "PNL\nZX100/10MAR QXA PART1\n-QXB010Y\n"

typedef struct ugly_row {
  const char *name;
  const char *head, *piece, *tail; /* '#' in a piece stands for its number */
  unsigned times;                  /* pieces for one unit of size, so that all rows take about as long */
} ugly_row;

static const ugly_row ugly_rows[] = {
  { "a million empty elements", UGLY_PNRGOV "SSR", "+", "'" UGLY_END, 64 },
  { "empty components", UGLY_PNRGOV "SSR+", ":", "'" UGLY_END, 64 },
  { "a segment without end", UGLY_PNRGOV "IFT+4:28+", "X", "", 64 },
  { "elements without end", UGLY_PNRGOV "IFT+4:28", "+X", "", 32 },
  { "components of a text", UGLY_PNRGOV "IFT+3+", ":X", "'" UGLY_END, 32 },
  { "seats of one segment", UGLY_PNRGOV "SSR+SEAT:HK:1:ZX", "+1A::1", "'" UGLY_END, 16 },
  { "seats of unknown travellers", UGLY_PNRGOV "SSR+SEAT:HK:1:ZX", "+1A::#", "'" UGLY_END, 16 },
  { "travellers of one SSR", UGLY_PNRGOV "SSR+AVML:HK:1:ZX", "+::1", "'" UGLY_END, 16 },
  { "given names of one surname", UGLY_PNRGOV "TIF+A", "+B#:A:#", "'" UGLY_END, 8 },
  { "namesakes", UGLY_PNRGOV, "TIF+NOVAK+JANMR:A:1'", UGLY_END, 8 },
  { "travellers of one reference", UGLY_PNRGOV, "TIF+A#+B:A:7'", UGLY_END, 8 },
  { "frequent flyer numbers", UGLY_PNRGOV "FTI", "+ZX:#", "'" UGLY_END, 16 },
  { "FTI segments", UGLY_PNRGOV, "FTI+ZX:#'", UGLY_END, 8 },
  { "locators of one segment", UGLY_PNRGOV "RCI", "+ZX:#", "'" UGLY_END, 16 },
  { "locators", UGLY_PNRGOV, "RCI+ZX:#'", UGLY_END, 8 },
  { "REF segments", UGLY_PNRGOV, "REF+:#'", UGLY_END, 8 },
  { "bookings", UGLY_PNRGOV, "SRC'RCI+ZX:#'TIF+A#+B'", UGLY_END, 8 },
  { "empty bookings", UGLY_PNRGOV, "SRC'", UGLY_END, 32 },
  { "legs", UGLY_PNRGOV, "TVL+100325:1200+QXA+QXB+ZX+#'RPI+1+HK'", UGLY_END, 8 },
  { "empty legs", UGLY_PNRGOV, "TVL'", UGLY_END, 16 },
  { "operating flights of one leg", UGLY_PNRGOV "TVL+100325+A+B+ZX+1'", "TVL+++++9'", UGLY_END, 16 },
  { "tickets and payments", UGLY_PNRGOV, "TKT+#:T'MON+B:1:EUR'FOP+CC:::VI:4111111111111111'", UGLY_END, 4 },
  { "payments of one segment", UGLY_PNRGOV "TKT+1'FOP", "+CC:::VI:4111111111111111", "'" UGLY_END, 8 },
  { "check-ins", UGLY_PNRGOV "TVL+100325:1200+QXA+QXB+ZX+100'", "DAT+2:100325:1000'", UGLY_END, 8 },
  { "boardings of one traveller", UGLY_PNRGOV "TVL+100325:1200+QXA+QXB+ZX+100'DAT'",
    "TRI++1:::1'TIF+NOVAK+JANMR:A:1'SSD+1A'", UGLY_END, 4 },
  { "boardings of unknown travellers", UGLY_PNRGOV "TVL+100325:1200+QXA+QXB+ZX+100'DAT'",
    "TRI++1:::#'TIF+N#+JAN:A:#'SSD+1A'", UGLY_END, 4 },
  { "no-shows of a leg", UGLY_PNRGOV "TVL+100325:1200+QXA+QXB+ZX+100'", "IFT+3+NOSHO'", UGLY_END, 8 },
  { "no-shows of travellers", UGLY_PNRGOV, "TIF+A#+B:A:x#'IFT+3+NOSHO'", UGLY_END, 8 },
  { "infants of one adult", UGLY_PNRGOV, "SSR+INFT:HK:1:ZX:::::NOVAK/EVA# 01MAR24+::1'", UGLY_END, 4 },
  { "one infant over and over", UGLY_PNRGOV, "SSR+INFT:HK:1:ZX:::::NOVAK/EVA 01MAR24+::1'", UGLY_END, 4 },
  { "infants of nobody", UGLY_PNRGOV, "SSR+INFT:HK:1:ZX:::::NOVAK/EVA#X 01MAR24'", UGLY_END, 4 },
  { "infants' documents without name", UGLY_PNRGOV, "SSR+DOCS:HK:1:ZX:::::/P/CZE/#/CZE/01MAR24/FI/01JAN30+::1'",
    UGLY_END, 4 },
  { "such documents among several infants",
    UGLY_PNRGOV "SSR+INFT:HK:1:ZX:::::NOVAK/EVA 01MAR24'SSR+INFT:HK:1:ZX:::::NOVAK/IVA 01MAR24'",
    "SSR+DOCS:HK:1:ZX:::::/P/CZE/#/CZE/01MAR24/FI/01JAN30'", UGLY_END, 4 },
  { "infants and documents without name", UGLY_PNRGOV,
    "SSR+INFT:HK:1:ZX:::::N#/EVA 01MAR24'SSR+DOCS:HK:1:ZX:::::/P/CZE/#/CZE/01MAR24/FI/01JAN30'", UGLY_END, 4 },
  { "documents of nobody", UGLY_PNRGOV "TIF+B+C:A:2'", "SSR+DOCS:HK:1:ZX:::::/P/CZE/X#/CZE/01MAR80/F/01JAN30/Q#/R'",
    UGLY_END, 4 },
  { "documents of one traveller", UGLY_PNRGOV, "SSR+DOCS:HK:1:ZX:::::/P/CZE/X#/CZE/01MAR80/F/01JAN30/NOVAK/R#+::1'",
    UGLY_END, 4 },
  { "a document for each", UGLY_PNRGOV, "TIF+A#+B:A:x#'SSR+DOCS:HK:1:ZX:::::/P/CZE/X#/CZE/01MAR80/F/01JAN30/A#/B+::x#'",
    UGLY_END, 4 },
  { "documents of a family, of nobody in it", UGLY_PNRGOV,
    "TIF+A+B#:A:x#'SSR+DOCS:HK:1:ZX:::::/P/CZE/X#/CZE/01MAR80/F/01JAN30/A'", UGLY_END, 4 },
  { "slots of DOCS", UGLY_PNRGOV "SSR+DOCS:HK:1:ZX:::::", "/", "'" UGLY_END, 64 },
  { "name references of DOCS", UGLY_PNRGOV "SSR+DOCS:HK:1:ZX:::::/P/////", "-1A", "'" UGLY_END, 32 },
  { "pieces of DOCS", UGLY_PNRGOV "SSR+DOCS:HK:1:ZX:::::/P", ":/A", "'" UGLY_END, 32 },
  { "DOCS that goes on",
    UGLY_PNRGOV "SSR+DOCS:HK:1:ZX:::::/P/CZE/X1/CZE/01MAR80/F/01JAN30/NOVAK/JAN/XXXXXXXXXXXXXXXXXXXXX'",
    "SSR+DOCS:HK:1:ZX:::::ABCD'", UGLY_END, 8 },
  { "visas", UGLY_PNRGOV, "SSR+DOCO:HK:1:ZX:::::BRNO/V/#/PRAHA/05MAY20/USA/I+::1'", UGLY_END, 4 },
  { "addresses", UGLY_PNRGOV, "SSR+DOCA:HK:1:ZX:::::/R/CZE/DLOUHA#/I+::1'", UGLY_END, 4 },
  { "references to come", UGLY_PNRGOV, "SSR+SEAT:HK:1:ZX:::A:B+1A::Z#'", UGLY_END, 8 },
  { "extra seats", UGLY_PNRGOV, "TIF+EXST:A'", UGLY_END, 16 },
  { "extra seats of one reference", UGLY_PNRGOV, "TIF+A+EXST:A:7'SSR+SEAT:HK:1:ZX:::A:B+1A::7'", UGLY_END, 8 },
  { "phones of one text", UGLY_PNRGOV "ADD++700:::::::", "555555 W ", "'" UGLY_END, 16 },
  { "keywords of one text", UGLY_PNRGOV "IFT+4:28+", "CTC", "'" UGLY_END, 32 },
  { "long texts", UGLY_PNRGOV, "LTS+ABC'", UGLY_END, 16 },
  { "split bookings", UGLY_PNRGOV, "EQN+1'RCI+ZX:#'", UGLY_END, 8 },
  { "changes", UGLY_PNRGOV "ABI+1'DAT+T:010125:1000'", "SAC+++A'TIF+A+B'", UGLY_END, 8 },
  { "bag tags", UGLY_PNRGOV "TVL+100325:1200+QXA+QXB+ZX+100'DAT'TRI++1:::1'", "TBD++1+++ZX:0001:99'", UGLY_END, 1 },
  { "bags of one segment", UGLY_PNRGOV "TVL+100325:1200+QXA+QXB+ZX+100'DAT'TRI++1:::1'TBD++1++", "+ZX:0001",
    "'" UGLY_END, 16 },
  { "terminators", UGLY_PNRGOV, "'", UGLY_END, 64 },
  { "terminators in text", UGLY_PNRGOV "IFT+3+", "'x", "'" UGLY_END, 32 },
  { "terminators at the end", UGLY_PNRGOV "IFT+3+", "x'", "", 32 },
  { "typographic terminators", UGLY_PNRGOV, "IFT+3+x\xe2\x80\x99\n", UGLY_END, 8 },
  { "typographic apostrophes", UGLY_PNRGOV "IFT+3+", "\xe2\x80\x99", "'" UGLY_END, 32 },
  { "releases", UGLY_PNRGOV "IFT+3+", "?", "", 64 },
  { "released signs", UGLY_PNRGOV "IFT+3+", "?+", "'" UGLY_END, 32 },
  { "control characters", UGLY_PNRGOV "IFT+3+", "\x01", "'" UGLY_END, 64 },
  { "control characters in text", UGLY_PNRGOV "IFT+3+", "A\x01", "'" UGLY_END, 32 },
  { "folded lines", UGLY_PNRGOV "IFT+3+", "A\n", "'" UGLY_END, 32 },
  { "high octets", UGLY_PNRGOV "IFT+3+", "\xe9", "'" UGLY_END, 64 },
  { "a run of U", "", "U", "UNB+IATA:1+A+B+1+1'UNH+1+PNRGOV:13:1:IA'", 64 },
  { "advices", "", "UNA:+.? '", "UNB+IATA:1+A+B+1+1'UNH+1+PNRGOV:13:1:IA'", 8 },
  { "interchange heads", "", "UNB+IATA:1+A+B+1:1+1'", UGLY_PNRGOV UGLY_END, 4 },
  { "message heads", "", "UNH+1+PNRGOV:13:1:IA'", UGLY_END, 4 },
  { "messages", "UNB+IATA:1+A+B+1:1+1'", "UNH+1+PNRGOV:13:1:IA'MSG+:22'UNT+3+1'", UGLY_END, 4 },
  { "dialogues", "UIB+UNOA:4+1'", "UIH+PAXLST:D:05B::UN+1'UIT+1+2'", "UIZ+1'", 4 },
  { "messages of other types", UGLY_PNRGOV UGLY_END, "UNH+1+FOOBAR:1:1:IA'UNT+2+1'", "UNH+1+PNRGOV:13:1:IA'", 4 },
  { "segments outside", UGLY_PNRGOV UGLY_END, "FOO+1'", UGLY_END, 16 },
  { "UN in a text", UGLY_PNRGOV "IFT+3+", "UN", "'" UGLY_END, 32 },
  { "UNB in folded text", UGLY_PNRGOV "IFT+3+", "\nUNB", "'" UGLY_END, 16 },
  { "groups", UGLY_PNRGOV UGLY_END, "UNG+PNRGOV+A+B+1:1+1+IA'UNE+0+1'", UGLY_END, 4 },
  { "persons of a list", UGLY_PAXLST, "NAD+FL+++A#:B'RFF+AVF:#'", UGLY_END, 8 },
  { "persons of one booking", UGLY_PAXLST, "NAD+FL+++A#:B'RFF+AVF:X'", UGLY_END, 8 },
  { "components of a name", UGLY_PAXLST "NAD+FL+++", ":A", "'" UGLY_END, 32 },
  { "documents of a person", UGLY_PAXLST, "DOC+P+#'LOC+91+CZE'", UGLY_END, 8 },
  { "bag tags of a list", UGLY_PAXLST, "FTX+BAG+++A1:999'", UGLY_END, 2 },
  { "bag tags of one segment", UGLY_PAXLST "FTX+BAG+++A1", ":B1", "'" UGLY_END, 4 },
  { "nationalities", UGLY_PAXLST, "NAT+2+A#'", UGLY_END, 16 },
  { "births", UGLY_PAXLST, "DTM+329:800505'", UGLY_END, 16 },
  { "communications", UGLY_PAXLST "COM", "+1234567:TE", "'" UGLY_END, 16 },
  { "journeys", UGLY_PAXLST, "TDT+20+ZX#'LOC+92+A'LOC+92+B'", UGLY_END, 4 },
  { "references of a person", UGLY_PAXLST, "RFF+AVF:X'RFF+CR:#'", UGLY_END, 8 },
  { "persons of the older US form", "UNB+UNOA:4+ZX+GOV+250310:1015+R'UNH+1+PAXLST:001:000:ZX'TDT++ZX1'UNS+D'",
    "PDT+P/1:300101:NZ+A:B:C:590429:M+PAX+A:B'", UGLY_END, 4 },
  { "depth of XML", UGLY_XML, "<a>", UGLY_XML_END, 16 },
  { "depth with leaves", UGLY_XML, "<a><b></b>", UGLY_XML_END, 8 },
  { "attributes", UGLY_XML "<Passenger", " a#=\"1\"", "/>" UGLY_XML_END, 4 },
  { "one attribute twice and again", UGLY_XML "<Passenger", " a=\"1\"", "/>" UGLY_XML_END, 4 },
  { "passengers", UGLY_XML, "<Passenger RPH=\"#\"><Surname>A</Surname></Passenger>", UGLY_XML_END, 4 },
  { "passengers of one reference", UGLY_XML, "<Passenger RPH=\"1\" Surname=\"A\"/>", UGLY_XML_END, 4 },
  { "text of an element", UGLY_XML "<Passenger><Surname>", "A", "</Surname></Passenger>" UGLY_XML_END, 64 },
  { "references to characters", UGLY_XML "<Passenger><Surname>", "&amp;", "</Surname></Passenger>" UGLY_XML_END, 16 },
  { "less-than signs", UGLY_XML, "<", UGLY_XML_END, 32 },
  { "ampersands", UGLY_XML, "& ", UGLY_XML_END, 16 },
  { "ends of nothing", UGLY_XML, "</b>", UGLY_XML_END, 8 },
  { "ends of a booking", UGLY_XML, "</PNR>", UGLY_XML_END, 8 },
  { "comments", UGLY_XML, "<!-- a -->", UGLY_XML_END, 8 },
  { "processing instructions", UGLY_XML, "<?a b?>", UGLY_XML_END, 8 },
  { "CDATA sections", UGLY_XML "<Passenger><Surname>", "<![CDATA[A]]>", "</Surname></Passenger>" UGLY_XML_END, 8 },
  { "documents without heading", "", "<PNR><Passenger Surname=\"A\"/></PNR>", "", 4 },
  { "documents", "", "<?xml version=\"1.0\"?><PNR><Passenger Surname=\"A\"/></PNR>", "", 4 },
  { "bookings of XML", "<IATA_PNRGOV_NotifRQ><PNRs>", "<PNR><Passenger Surname=\"A\"/></PNR>",
    "</PNRs></IATA_PNRGOV_NotifRQ>", 4 },
  { "documents of a passenger", UGLY_XML "<Passenger Surname=\"A\">",
    "<DOC_SSR SSRCode=\"DOCS\"><DOCS TravelDocNbr=\"#\" Surname=\"B#\"/></DOC_SSR>", "</Passenger>" UGLY_XML_END, 4 },
  { "seats of XML", UGLY_XML, "<SSR SSRCode=\"SEAT\" RPH=\"#\" Text=\"1A\"/>", UGLY_XML_END, 4 },
  { "quotes that stay open", UGLY_XML, "<a b='", UGLY_XML_END, 8 },
  { "unknown elements", UGLY_XML, "<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/>", UGLY_XML_END, 4 },
  { "flights", UGLY_XML, "<Flight FlightNumber=\"1\" NumberInParty=\"2\"/>", UGLY_XML_END, 4 },
  { "text behind a document", UGLY_XML UGLY_XML_END, "q<PNR/>", "", 4 },
  { "lines that are no zone", UGLY_ZONE, "ABC<\n", "", 16 },
  { "zones", "", UGLY_ZONE, "", 2 },
  { "a line without end", UGLY_ZONE, "<", "", 64 },
  { "half zones", "", "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n", "", 2 },
  { "blanks in a zone", "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<", " ",
    "\nX1234567<7CZE8005056F30010198055051234<<<<54\n", 64 },
  { "names of a teletype list", UGLY_PNL, "1NOVAK/JANMR .L/ABC#\n", "ENDPNL\n", 4 },
  { "namesakes of a list", UGLY_PNL, "1NOVAK/JANMR\n", "ENDPNL\n", 4 },
  { "elements of a name", UGLY_PNL "1NOVAK/JANMR", ".R/ABC ", "\nENDPNL\n", 8 },
  { "names of one element", UGLY_PNL "1NOVAK", "/A", "\nENDPNL\n", 16 },
  { "remarks of a name", UGLY_PNL "1NOVAK/JANMR\n", ".R/DOCS HK1/P/CZE/#/CZE/05MAY80/F/01JAN30/NOVAK/JAN\n", "ENDPNL\n",
    4 },
  { "lines of no form", UGLY_PNL, "XYZ\n", "ENDPNL\n", 16 },
  { "remarks that go on", UGLY_PNL "1NOVAK/JANMR .R/OTHS HK1 A\n", ".RN/ABC\n", "ENDPNL\n", 8 },
  { "parts", "", UGLY_PNL "1NOVAK/JANMR\nENDPART1\n", "", 2 },
  { "names of one group", UGLY_PNL, "1NOVAK/JANMR-A2 .L/ABC\n", "ENDPNL\n", 4 },
};
enum { UGLY_ROWS = sizeof ugly_rows / sizeof ugly_rows[0] };

static inline size_t ugly_add(char *out, const char *text, unsigned number)
{
  size_t size = 0;
  for (; *text != 0; text++) {
    if (*text == '#') size += (size_t)sprintf(out + size, "%u", number);
    else out[size++] = *text;
  }
  return size;
}

/* The row's input of this many units. Release it with free. */
static inline char *ugly_input(const ugly_row *row, unsigned units, size_t *size)
{
  enum { NUMBERS = 40 }; /* octets that the numbers of a piece may take */
  size_t count = (size_t)units * row->times;
  char *text = malloc(strlen(row->head) + count * (strlen(row->piece) + NUMBERS) + strlen(row->tail) + NUMBERS);
  if (text == NULL) return NULL;
  size_t used = ugly_add(text, row->head, 0);
  for (size_t i = 0; i < count; i++) used += ugly_add(text + used, row->piece, (unsigned)i);
  *size = used + ugly_add(text + used, row->tail, 0);
  return text;
}

#endif
