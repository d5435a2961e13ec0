/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/traffic.h"

/* PNRGOV 13.1 full pushes without line breaks, as most systems send them; PAXLST D.12B with a segment on each line. */

static const char *const months[] = {
  "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"
};

/* --- PNRGOV --- */

void bench_edifact_begin(bench_text *text, const bench_flight *flight)
{
  if (flight->part == 1) bench_add(text, "UNA:+.? 'UNB+UNOA:4+ZX+TSTGOV+250310:1015+%u'", flight->number);
  bench_add(text, "UNH+%u+PNRGOV:13:1:IA+ZX%u/100325/1200+%02u%s'MSG+:22'ORG+ZX:QXA'", flight->part, flight->number,
            flight->part,
            flight->part == flight->parts ? ":F"
            : flight->part == 1           ? ":C"
                                          : "");
  bench_add(text, "TVL+100325:1200:100325:1500+QXA+QXB+ZX+%u'EQN+%u'", 100 + flight->number % 900, flight->bookings);
}

/* Closes the message whose UNH stands last: every segment from there on is counted. */
static void end_message(bench_text *text, uint32_t reference)
{
  unsigned segments = 1;
  for (size_t i = text->size; i-- > 0;) {
    segments += text->data[i] == '\'' && text->data[i - 1] != '?';
    if (text->data[i] == 'U' && text->data[i + 1] == 'N' && text->data[i + 2] == 'H') break;
  }
  bench_add(text, "UNT+%u+%u'", segments, reference);
}

void bench_edifact_end(bench_text *text, const bench_flight *flight)
{
  end_message(text, flight->part);
  if (flight->part == flight->parts) bench_add(text, "UNZ+%u+%u'\n", flight->parts, flight->number);
}

static void add_traveller(bench_text *text, const bench_traveller *t)
{
  const bench_person *p = &t->person;
  bench_add(text, "TIF+%s+%s%s%s:A:%u'FTI+ZX:%lu:::GOLD'REF+:%u'", p->surname, p->given, p->second,
            p->sex == 'F' ? "MRS" : "MR", t->number, bench_ticket(t) % 100000000, 5550 + t->number);
  bench_add(text, "SSR+DOCS:HK:1:ZX:::::/P/%s/%lu/%s/%02u%s%02u/%c/01JAN30/%s/%s%s%s'", p->nationality,
            bench_document(t), p->nationality, p->day, months[p->month - 1], p->year % 100, p->sex, p->surname,
            p->given, p->second[0] != '\0' ? "/" : "", p->second);
  bench_add(text, "SSR+DOCA:HK:1:ZX:::::/R/%s/%u MARKET STREET/SAMPLETOWN//%05u'", p->nationality,
            bench_detail(t->seed, BENCH_HOUSE, 200), bench_detail(t->seed, BENCH_POSTCODE, 99999));
  bench_add(text, "SSR+DOCO:HK:1:ZX:::::/SAMPLETOWN/V/%lu/QXA/01MAR24/QXB'", bench_document(t) + 7);
  bench_add(text, "TKT+%lu:T:1'MON+B:%u.00:EUR+T:%u.00:EUR'PTK+++250310:1200+ZX+QXA'TXD++%u.20:::YQ'DAT+710:010325'",
            bench_ticket(t), bench_fare(t), bench_total(t), bench_detail(t->seed, BENCH_TAX, 90));
  bench_add(text, "FOP+CC:3:%u.00:VI:411111XXXXXX%04u:0928'IFT+4:43+%s %s+%u MARKET STREET SAMPLETOWN'", bench_total(t),
            bench_detail(t->seed, BENCH_CARD, 9999), p->given, p->surname, bench_detail(t->seed, BENCH_HOUSE, 200));
}

static void add_leg(bench_text *text, const bench_booking *booking, uint32_t leg)
{
  const char *from = bench_airports[leg], *to = bench_airports[leg + 1];
  uint32_t day = 10 + leg, count = booking->traveller_count;
  bench_add(text, "TVL+%02u0325:1200:%02u0325:1500+%s+%s+ZX+%u:Y'RPI+%u+HK'APD+320'SSR+SEAT:HK:%u:ZX:::%s:%s", day, day,
            from, to, 100 + leg, count, count, from, to);
  for (uint32_t i = 0; i < count; i++) bench_add(text, "+0%02u%c::%u", day, 'A' + (char)i, i + 1);
  bench_add(text, "'DAT+2:%02u0325:0930'ORG+ZX:QXA+++++A+AGENT%u'", day,
            bench_detail(booking->seed + leg, BENCH_AGENT, 99));
  for (uint32_t i = 0; i < count; i++) {
    const bench_traveller *t = &booking->travellers[i];
    uint64_t seed = bench_on_leg(t, leg);
    bench_add(text, "TRI++%s-%u:::%u'TIF+%s+%s:A:%u'", from, bench_detail(seed, BENCH_BOARDING, 180), t->number,
              t->person.surname, t->person.given, t->number);
    bench_add(text, "SSD+0%02u%c++++Y'TBD++1:%u:700++MI+ZX:%06u:1:%s'", day, 'A' + (char)i,
              8 + bench_detail(seed, BENCH_WEIGHT, 20), bench_detail(seed, BENCH_TAG, 999999), to);
  }
}

static void add_history(bench_text *text, const bench_booking *booking)
{
  const bench_traveller *t = &booking->travellers[0];
  for (uint32_t i = 0; i < BENCH_CHANGES; i++) {
    uint64_t seed = booking->seed + i;
    bench_add(text, "ABI+4+:QXAZX++QXA'DAT+T:%02u0225:%02u00'SAC+++A'SSR+CTCM:HK:1:ZX:::::420600%06u'",
              1 + bench_detail(seed, BENCH_DAY, 27), 8 + i, bench_detail(seed, BENCH_PHONE, 999999));
    bench_add(text, "SAC+++X'TIF+%s+%s:A:%u'", t->person.surname, t->person.given, t->number);
  }
  bench_add(text, "LTS+0 OSI ZX PAX SPEAKS NO ENGLISH %u?+%u'", bench_detail(booking->seed, BENCH_TAG, 99),
            bench_detail(booking->seed, BENCH_TAX, 99));
}

void bench_edifact_booking(bench_text *text, const bench_booking *b)
{
  bench_add(text, "SRC'RCI+ZX:%06X::010325:0900'SSR+CTCE:HK:1:ZX:::::/%s//POST.EXAMPLE'",
            bench_detail(b->seed, BENCH_LOCATOR, 1 << 24), b->travellers[0].person.surname);
  bench_add(text, "SSR+OTHS:HK::ZX:::::WINDOW SEAT PLEASE'DAT+700:090325:1000+710:020325:1100'");
  bench_add(text, "IFT+4:28::ZX+CTCP QXA 420 2 %08u'ORG+ZX:QXA+12345678+QXA++T+CZ:CZK:EN+AGENT%u'",
            bench_detail(b->seed, BENCH_PHONE, 99999999), bench_detail(b->seed, BENCH_AGENT, 99));
  bench_add(text, "ADD++700:%u MARKET STREET:SAMPLETOWN:::CZ:%05u:420600000000'EBD+CZK:100.00::1+N:KG'",
            bench_detail(b->seed, BENCH_HOUSE, 200), bench_detail(b->seed, BENCH_POSTCODE, 99999));
  for (uint32_t i = 0; i < b->traveller_count; i++) add_traveller(text, &b->travellers[i]);
  for (uint32_t i = 0; i < b->leg_count; i++) add_leg(text, b, i);
  add_history(text, b);
}

/* --- PAXLST --- */

void bench_edifact_begin_list(bench_text *text, uint32_t number)
{
  bench_add(text, "UNA:+.? '\nUNB+UNOA:4+ZX+TSTGOV+250310:1015+%u++APIS'\n", number);
  bench_add(text, "UNH+1+PAXLST:D:12B:UN:IATA+ZX%u/250310/1200+01:F'\nBGM+745'\nNAD+MS+++DESK'\n", number);
  bench_add(text, "COM+420 100 200:TE'\nTDT+20+ZX%u+++ZX'\nLOC+125+QXA'\nDTM+189:2503101200:201'\n", number % 999);
  bench_add(text, "LOC+87+QXB'\nDTM+232:2503101500:201'\n");
}

void bench_edifact_passenger(bench_text *text, const bench_traveller *t)
{
  const bench_person *p = &t->person;
  bench_add(text, "NAD+FL+++%s:%s%s%s'\nATT+2++%c'\nDTM+329:%02u%02u%02u'\n", p->surname, p->given,
            p->second[0] != '\0' ? ":" : "", p->second, p->sex, p->year % 100, p->month, p->day);
  bench_add(text, "MEA+CT++:2'\nMEA+WT++KGM:%u'\nFTX+BAG+++ZX%06u:2'\n", bench_detail(t->seed, BENCH_WEIGHT, 40),
            bench_detail(t->seed, BENCH_TAG, 999999));
  bench_add(text, "LOC+22+QXB'\nLOC+174+%s'\nLOC+178+QXA'\nLOC+179+QXB'\n", p->nationality);
  bench_add(text, "COM+4206%08u:TE+P%u@POST.EXAMPLE:EM'\nNAT+2+%s'\n", bench_detail(t->seed, BENCH_PHONE, 99999999),
            t->number, p->nationality);
  bench_add(text, "RFF+AVF:%06X'\nRFF+ABO:%u'\nRFF+SEA:0%02u%c'\n", bench_detail(t->seed, BENCH_LOCATOR, 1 << 24),
            t->number, 10 + t->number / 6, 'A' + (char)(t->number % 6));
  bench_add(text, "DOC+P:110:111+%lu'\nDTM+36:300101'\nLOC+91+%s'\n", bench_document(t), p->nationality);
}

void bench_edifact_end_list(bench_text *text, uint32_t number, uint32_t passengers)
{
  bench_add(text, "CNT+42:%u'\n", passengers);
  end_message(text, 1);
  bench_add(text, "\nUNZ+1+%u'\n", number);
}
