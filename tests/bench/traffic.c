/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"

enum { SURNAMES = 40000, GIVEN_NAMES = 4000, BOOKINGS = 100, PASSENGERS = 150 };

static const char *const months[] = {
  "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"
};
static const char *const countries[] = { "CZE", "DEU", "FRA", "POL", "ESP", "ITA", "NLD", "AUT", "GRC", "SWE",
                                         "TUR", "EGY", "IND", "USA", "BRA", "MAR", "UKR", "CHN", "PHL", "NGA" };

/* Name number `rank` of a kind: syllables drawn by the number itself, so that a name is always the same. */
static void spell_name(uint64_t kind, uint32_t rank, char name[24])
{
  static const char *const begins[] = { "B", "D", "F",  "G",  "H",  "K",  "L",  "M",   "N",  "P",  "R", "S", "T",
                                        "V", "Z", "BR", "CH", "DR", "GR", "KR", "SCH", "ST", "TR", "",  "J", "W" };
  static const char *const vowels[] = { "A", "E", "I", "O", "U", "A", "E", "I", "O", "AU", "EI", "IE" };
  static const char *const ends[] = {
    "", "", "", "N", "R", "S", "L", "K", "M", "T", "ND", "RT", "NS", "CK", "SKI", "V"
  };
  bench_random random = { kind << 32 | rank };
  uint32_t syllables = 2 + bench_below(&random, 2);
  size_t size = 0;
  for (uint32_t i = 0; i < syllables; i++)
    size += (size_t)snprintf(name + size, 24 - size, "%s%s%s", begins[bench_below(&random, 26)],
                             vowels[bench_below(&random, 12)], i + 1 < syllables ? "" : ends[bench_below(&random, 16)]);
}

/* Low ranks are far more common than high ones. */
static uint32_t rank_below(bench_random *random, uint32_t bound)
{
  uint64_t u = bench_below(random, 1 << 16);
  return (uint32_t)(u * u * u % ((uint64_t)1 << 48) * bound >> 48);
}

bench_person bench_make_person(bench_random *random)
{
  bench_person person = { .year = 1940 + bench_below(random, 75),
                          .month = 1 + bench_below(random, 12),
                          .day = 1 + bench_below(random, 28),
                          .sex = bench_below(random, 2) != 0 ? 'F' : 'M',
                          .nationality = countries[bench_below(random, 20)] };
  spell_name(1, rank_below(random, SURNAMES), person.surname);
  spell_name(2, rank_below(random, GIVEN_NAMES), person.given);
  if (bench_below(random, 3) == 0) spell_name(2, rank_below(random, GIVEN_NAMES), person.second);
  return person;
}

bench_person bench_misspell(bench_random *random, bench_person person)
{
  size_t size = strlen(person.surname), at = 1 + bench_below(random, (uint32_t)size - 1);
  person.surname[at] = (char)('A' + (person.surname[at] - 'A' + 1) % 26);
  return person;
}

typedef struct traveller {
  bench_person person;
  uint32_t number;
  unsigned long ticket, document;
} traveller;

static void add_traveller(bench_text *text, bench_random *random, const traveller *t)
{
  const bench_person *p = &t->person;
  bench_add(text, "TIF+%s+%s%s%s:A:%u'\n", p->surname, p->given, p->second, p->sex == 'F' ? "MRS" : "MR", t->number);
  bench_add(text, "FTI+ZX:%lu:::GOLD'\nREF+:%u'\n", t->ticket % 100000000, 5550 + t->number);
  bench_add(text, "SSR+DOCS:HK:1:ZX:::::/P/%s/%lu/%s/%02u%s%02u/%c/01JAN30/%s/%s", p->nationality, t->document,
            p->nationality, p->day, months[p->month - 1], p->year % 100, p->sex, p->surname, p->given);
  if (p->second[0] != '\0') bench_add(text, "/%s", p->second);
  bench_add(text, "'\nSSR+DOCA:HK:1:ZX:::::/R/%s/%u MARKET STREET/SAMPLETOWN//%05u'\n", p->nationality,
            bench_below(random, 200), bench_below(random, 99999));
  bench_add(text, "SSR+DOCO:HK:1:ZX:::::/SAMPLETOWN/V/%lu/QXA/01MAR24/QXB'\n", t->document + 7);
  bench_add(text, "TKT+%lu:T:1'\nMON+B:%u.00:EUR+T:%u.00:EUR'\n", t->ticket, 100 + bench_below(random, 800),
            900 + bench_below(random, 300));
  bench_add(text, "PTK+++250310:1200+ZX+QXA'\nTXD++%u.20:::YQ'\nDAT+710:010325'\n", bench_below(random, 90));
  bench_add(text, "FOP+CC:3:%u.00:VI:411111XXXXXX%04u:0928'\nIFT+4:43+%s %s+%u MARKET STREET SAMPLETOWN'\n",
            900 + bench_below(random, 300), bench_below(random, 9999), p->given, p->surname, bench_below(random, 200));
}

static void add_leg(bench_text *text, bench_random *random, const traveller *travellers, uint32_t count, uint32_t leg)
{
  bench_add(text, "TVL+%02u0325:1200:%02u0325:1500+%s+ZX+%u:Y'\n", 10 + leg, 10 + leg, leg == 0 ? "QXA+QXB" : "QXB+QXC",
            100 + leg);
  bench_add(text, "RPI+%u+HK'\nAPD+320'\nSSR+SEAT:HK:%u:ZX:::%s", count, count, leg == 0 ? "QXA:QXB" : "QXB:QXC");
  for (uint32_t i = 0; i < count; i++) bench_add(text, "+0%02u%c::%u", leg + 10, 'A' + (char)i, travellers[i].number);
  bench_add(text, "'\nDAT+2:%02u0325:0930'\nORG+ZX:QXA+++++A+AGENT%u'\n", 10 + leg, bench_below(random, 99));
  for (uint32_t i = 0; i < count; i++) {
    const bench_person *p = &travellers[i].person;
    bench_add(text, "TRI++QXA-%u:::%u'\nTIF+%s+%s:A:%u'\n", bench_below(random, 180), travellers[i].number, p->surname,
              p->given, travellers[i].number);
    bench_add(text, "SSD+0%02u%c++++Y'\nTBD++1:%u:700++MI+ZX:%06u:1:QXB'\n", leg + 10, 'A' + (char)i,
              8 + bench_below(random, 20), bench_below(random, 999999));
  }
}

static void add_history(bench_text *text, bench_random *random, const traveller *t)
{
  for (uint32_t i = 0; i < 3; i++) {
    bench_add(text, "ABI+4+:QXAZX++QXA'\nDAT+T:%02u0225:%02u00'\nSAC+++A'\n", 1 + bench_below(random, 27), 8 + i);
    bench_add(text, "SSR+CTCM:HK:1:ZX:::::420600%06u'\n", bench_below(random, 999999));
    bench_add(text, "SAC+++X'\nTIF+%s+%s:A:%u'\n", t->person.surname, t->person.given, t->number);
  }
  bench_add(text, "LTS+0 OSI ZX PAX SPEAKS NO ENGLISH %u?+%u'\n", bench_below(random, 99), bench_below(random, 99));
}

static uint32_t add_booking(bench_text *text, bench_random *random)
{
  traveller travellers[4];
  uint32_t count = 1 + bench_below(random, 4), legs = 1 + bench_below(random, 2);
  for (uint32_t i = 0; i < count; i++)
    travellers[i] = (traveller){ bench_make_person(random), i + 1, 991000000000 + bench_below(random, 999999999),
                                 10000000 + bench_below(random, 89999999) };
  bench_add(text, "SRC'\nRCI+ZX:%06X::010325:0900'\n", bench_below(random, 1 << 24));
  bench_add(text, "SSR+CTCE:HK:1:ZX:::::/%s//POST.EXAMPLE'\nSSR+OTHS:HK::ZX:::::WINDOW SEAT PLEASE'\n",
            travellers[0].person.surname);
  bench_add(text, "DAT+700:090325:1000+710:020325:1100'\nIFT+4:28::ZX+CTCP QXA 420 2 %08u'\n",
            bench_below(random, 99999999));
  bench_add(text, "ORG+ZX:QXA+12345678+QXA++T+CZ:CZK:EN+AGENT%u'\n", bench_below(random, 99));
  bench_add(text, "ADD++700:%u MARKET STREET:SAMPLETOWN:::CZ:%05u:420600000000'\nEBD+CZK:100.00::1+N:KG'\n",
            bench_below(random, 200), bench_below(random, 99999));
  for (uint32_t i = 0; i < count; i++) add_traveller(text, random, &travellers[i]);
  for (uint32_t i = 0; i < legs; i++) add_leg(text, random, travellers, count, i);
  add_history(text, random, &travellers[0]);
  return count;
}

/* Closes the message whose UNH stands at begin: every segment but the last two lines is counted. */
static void end_message(bench_text *text, size_t begin, uint32_t reference)
{
  unsigned segments = 1;
  for (size_t i = begin; i < text->size; i++)
    segments += text->data[i] == '\'' && (i == begin || text->data[i - 1] != '?');
  bench_add(text, "UNT+%u+1'\nUNZ+1+%u'\n", segments, reference);
}

bench_text bench_pnrgov(uint64_t seed, size_t octets, uint32_t *count)
{
  bench_random random = { seed };
  bench_text text = { NULL, 0, 0 };
  *count = 0;
  for (uint32_t reference = 1; text.size < octets; reference++) {
    bench_add(&text, "UNA:+.? '\nUNB+UNOA:4+ZX+TSTGOV+250310:1015+%u'\n", reference);
    size_t begin = text.size;
    bench_add(&text, "UNH+1+PNRGOV:13:1:IA+ZX%u/100325/1200+01:F'\nMSG+:22'\nORG+ZX:QXA'\n", reference);
    bench_add(&text, "TVL+100325:1200:100325:1500+QXA+QXB+ZX+%u'\nEQN+%d'\n", 100 + reference % 900, BOOKINGS);
    for (uint32_t i = 0; i < BOOKINGS; i++) *count += add_booking(&text, &random);
    end_message(&text, begin, reference);
  }
  return text;
}

static void add_passenger(bench_text *text, bench_random *random, uint32_t number)
{
  bench_person p = bench_make_person(random);
  bench_add(text, "NAD+FL+++%s:%s", p.surname, p.given);
  if (p.second[0] != '\0') bench_add(text, ":%s", p.second);
  bench_add(text, "'\nATT+2++%c'\nDTM+329:%02u%02u%02u'\nMEA+CT++:2'\nMEA+WT++KGM:%u'\n", p.sex, p.year % 100, p.month,
            p.day, bench_below(random, 40));
  bench_add(text, "FTX+BAG+++ZX%06u:2'\nLOC+22+QXB'\nLOC+174+%s'\nLOC+178+QXA'\nLOC+179+QXB'\n",
            bench_below(random, 999999), p.nationality);
  bench_add(text, "COM+4206%08u:TE+P%u@POST.EXAMPLE:EM'\nNAT+2+%s'\n", bench_below(random, 99999999), number,
            p.nationality);
  bench_add(text, "RFF+AVF:%06X'\nRFF+ABO:%u'\nRFF+SEA:0%02u%c'\n", bench_below(random, 1 << 24), number,
            10 + number / 6, 'A' + (char)(number % 6));
  bench_add(text, "DOC+P:110:111+%u'\nDTM+36:300101'\nLOC+91+%s'\n", 10000000 + bench_below(random, 89999999),
            p.nationality);
}

bench_text bench_paxlst(uint64_t seed, size_t octets, uint32_t *count)
{
  bench_random random = { seed };
  bench_text text = { NULL, 0, 0 };
  *count = 0;
  for (uint32_t reference = 1; text.size < octets; reference++) {
    bench_add(&text, "UNA:+.? '\nUNB+UNOA:4+ZX+TSTGOV+250310:1015+%u++APIS'\n", reference);
    size_t begin = text.size;
    bench_add(&text, "UNH+1+PAXLST:D:12B:UN:IATA+ZX%u/250310/1200+01:F'\nBGM+745'\nNAD+MS+++DESK'\n", reference);
    bench_add(&text, "COM+420 100 200:TE'\nTDT+20+ZX%u+++ZX'\nLOC+125+QXA'\nDTM+189:2503101200:201'\n",
              reference % 999);
    bench_add(&text, "LOC+87+QXB'\nDTM+232:2503101500:201'\n");
    for (uint32_t i = 0; i < PASSENGERS; i++) add_passenger(&text, &random, i);
    *count += PASSENGERS;
    bench_add(&text, "CNT+42:%d'\n", PASSENGERS);
    end_message(&text, begin, reference);
  }
  return text;
}
