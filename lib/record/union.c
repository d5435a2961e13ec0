/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "pnr/person.h"

/* The territory of the European Union, by the codes of ISO 3166-1: member states (article 52 TEU and the treaties of
 * accession) and their parts with codes of their own that belong to it (articles 349 and 355 TFEU). The other countries
 * and territories of Annex II TFEU do not. Union law went on to apply to the United Kingdom until the end of 2020
 * (article 127 of the withdrawal agreement). */
static const struct {
  char code[4], member[4];
  pnr_date since, until; /* first and last day; 0: still */
} territories[] = {
  { "ALA", "FIN", 19950101, 0 }, /* Åland */
  { "AUT", "AUT", 19950101, 0 },        { "BEL", "BEL", 19580101, 0 }, { "BGR", "BGR", 20070101, 0 },
  { "BLM", "FRA", 19580101, 20111231 }, /* Saint-Barthélemy: since then a territory overseas */
  { "CYP", "CYP", 20040501, 0 },        { "CZE", "CZE", 20040501, 0 }, { "DEU", "DEU", 19580101, 0 },
  { "DNK", "DNK", 19730101, 0 },        { "ESP", "ESP", 19860101, 0 }, { "EST", "EST", 20040501, 0 },
  { "FIN", "FIN", 19950101, 0 },        { "FRA", "FRA", 19580101, 0 }, { "GBR", "GBR", 19730101, 20201231 },
  { "GIB", "GBR", 19730101, 20201231 }, { "GLP", "FRA", 19580101, 0 }, { "GRC", "GRC", 19810101, 0 },
  { "GRL", "DNK", 19730101, 19850131 }, { "GUF", "FRA", 19580101, 0 }, { "HRV", "HRV", 20130701, 0 },
  { "HUN", "HUN", 20040501, 0 },        { "IRL", "IRL", 19730101, 0 }, { "ITA", "ITA", 19580101, 0 },
  { "LTU", "LTU", 20040501, 0 },        { "LUX", "LUX", 19580101, 0 }, { "LVA", "LVA", 20040501, 0 },
  { "MAF", "FRA", 19580101, 0 }, /* Saint-Martin, the French part */
  { "MLT", "MLT", 20040501, 0 },        { "MTQ", "FRA", 19580101, 0 }, { "MYT", "FRA", 20140101, 0 },
  { "NLD", "NLD", 19580101, 0 },        { "POL", "POL", 20040501, 0 }, { "PRT", "PRT", 19860101, 0 },
  { "REU", "FRA", 19580101, 0 },        { "ROU", "ROU", 20070101, 0 }, { "SVK", "SVK", 20040501, 0 },
  { "SVN", "SVN", 20040501, 0 },        { "SWE", "SWE", 19950101, 0 },
};

pnr_slice pnr_country_member_state(pnr_slice code, pnr_date at)
{
  for (size_t i = 0; i < sizeof territories / sizeof territories[0]; i++) {
    if (!pnri_slice_is(code, territories[i].code)) continue;
    bool is_over = territories[i].until != 0 && at > territories[i].until;
    if (at >= territories[i].since && !is_over) return pnri_slice(territories[i].member);
  }
  return (pnr_slice){ NULL, 0 };
}
