/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "bench/person.h"

enum { SURNAMES = 40000, GIVEN_NAMES = 4000 };

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
