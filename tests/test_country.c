/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/person.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static const char *code_of(const char *text, char code[4])
{
  uint8_t *input = exact_copy(text, strlen(text));
  pnr_slice found = pnr_country_code((pnr_slice){ input, strlen(text) });
  memset(code, 0, 4);
  if (found.size != 0) memcpy(code, found.data, found.size < 4 ? found.size : 3);
  free(input);
  return code;
}

Test(country, codes_and_names_in_all_their_forms_give_the_alpha_3_code)
{
  static const struct {
    const char *text, *code;
  } rows[] = {
    { "CZ", "CZE" },
    { "cze", "CZE" },
    { "Czechia", "CZE" },
    { "Czech Republic", "CZE" },
    { "AD", "AND" },
    { "AND", "AND" },
    { "and", "AND" },
    { " Andorra ", "AND" },
    { "Iran (Islamic Republic of)", "IRN" },
    { "Iran, Islamic Republic of", "IRN" },
    { "Democratic People's Republic of Korea", "PRK" },
    { "Democratic People\xE2\x80\x99s Republic of Korea", "PRK" },
    { "Korea, North", "PRK" },
    { "Republic of Korea", "KOR" },
    { "Congo, Democratic Republic of the", "COD" },
    { "Democratic Republic of the Congo", "COD" },
    { "Republic of the Congo", "COG" },
    { "Congo", "COG" },
    { "The Gambia", "GMB" },
    { "Gambia, The", "GMB" },
    { "Trinidad & Tobago", "TTO" },
    { "Bosnia and Herzegovina", "BIH" },
    { "C\xC3\xB4te d'Ivoire", "CIV" },
    { "T\xC3\xBCrkiye", "TUR" },
    { "Turkey", "TUR" },
    { "Guinea Bissau", "GNB" },
    { "Guinea-Bissau", "GNB" },
    { "United Kingdom of Great Britain and Northern Ireland", "GBR" },
    { "U.S.A.", "USA" },
    { "U.K.", "GBR" },
    { "State of Palestine", "PSE" },
    { "Burma", "MMR" },
    { "D", "DEU" },
    { "D<<", "DEU" },
    { "UTO", "UTO" },
    { "XXA", "XXA" },
    { "Stateless", "XXA" },
    { "GBD", "GBD" },
    { "RKS", "RKS" },
    { "XK", "RKS" },
    { "Kosovo", "RKS" },
    { "UNO", "UNO" },
    { "EUE", "EUE" },
    { "ROM", "ROU" },
    { "YUG", "YUG" },
    { "AFG", "AFG" },
    { "ZWE", "ZWE" },
    { "ABW", "ABW" },
    { "Zimbabwe", "ZWE" },
    { "", "" },
    { "-", "" },
    { "QQ", "" },
    { "A1F", "" },
    { "Atlantis", "" },
    { "the", "" },
    { "Gondwanaland and all the other continents of a time long past", "" },
    { "\xD0\xA0\xD0\xBE\xD1\x81\xD1\x81\xD0\xB8\xD1\x8F", "" },
    { "\xFF\xFE", "" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char code[4];
    cr_expect_str_eq(code_of(rows[i].text, code), rows[i].code, "%s", rows[i].text);
  }
}

/* Finds rows that do not stand in their order: a search would miss them. */
Test(country, every_code_is_found_and_is_its_own_code)
{
  uint32_t alpha_2 = 0, alpha_3 = 0;
  for (int i = 0; i < 26 * 26 * 26; i++) {
    char code[4], text[] = { (char)('A' + i / 676), (char)('A' + i / 26 % 26), (char)('A' + i % 26), 0 };
    code_of(text, code);
    cr_expect(code[0] == 0 || strcmp(code, text) == 0 || strlen(code) == 3, "%s", text);
    alpha_3 += strcmp(code, text) == 0;
    if (code[0] == 0) continue;
    char again[4];
    cr_expect_str_eq(code_of(code, again), code, "%s", text);
  }
  for (int i = 0; i < 26 * 26; i++) {
    char code[4], text[] = { (char)('A' + i / 26), (char)('A' + i % 26), 0 };
    alpha_2 += code_of(text, code)[0] != 0;
  }
  cr_expect(alpha_3 >= 249, "%u alpha-3 codes", alpha_3);
  cr_expect(alpha_2 >= 249, "%u alpha-2 codes", alpha_2);
}
