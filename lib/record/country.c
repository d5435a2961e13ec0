/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/slice.h"
#include "core/utf8.h"
#include "pnr/person.h"

enum { KEY_SIZE = 40, CODE_SIZE = 3 }; /* of the longest key, of the longest code */

/* ISO 3166-1 alpha-2 and alpha-3, codes that ISO withdrew but documents still carry, ICAO 9303-3 section 5, and a few
 * short names. Rows stand in the order of their keys. */
static const struct {
  char key[CODE_SIZE + 1], code[CODE_SIZE + 1];
} codes[] = {
  /* clang-format off */
  { "ABW", "ABW" }, { "AD", "AND" }, { "AE", "ARE" }, { "AF", "AFG" }, { "AFG", "AFG" }, { "AG", "ATG" },
  { "AGO", "AGO" }, { "AI", "AIA" }, { "AIA", "AIA" }, { "AL", "ALB" }, { "ALA", "ALA" }, { "ALB", "ALB" },
  { "AM", "ARM" }, { "AN", "ANT" }, { "AND", "AND" }, { "ANT", "ANT" }, { "AO", "AGO" }, { "AQ", "ATA" },
  { "AR", "ARG" }, { "ARE", "ARE" }, { "ARG", "ARG" }, { "ARM", "ARM" }, { "AS", "ASM" }, { "ASM", "ASM" },
  { "AT", "AUT" }, { "ATA", "ATA" }, { "ATF", "ATF" }, { "ATG", "ATG" }, { "AU", "AUS" }, { "AUS", "AUS" },
  { "AUT", "AUT" }, { "AW", "ABW" }, { "AX", "ALA" }, { "AZ", "AZE" }, { "AZE", "AZE" }, { "BA", "BIH" },
  { "BB", "BRB" }, { "BD", "BGD" }, { "BDI", "BDI" }, { "BE", "BEL" }, { "BEL", "BEL" }, { "BEN", "BEN" },
  { "BES", "BES" }, { "BF", "BFA" }, { "BFA", "BFA" }, { "BG", "BGR" }, { "BGD", "BGD" }, { "BGR", "BGR" },
  { "BH", "BHR" }, { "BHR", "BHR" }, { "BHS", "BHS" }, { "BI", "BDI" }, { "BIH", "BIH" }, { "BJ", "BEN" },
  { "BL", "BLM" }, { "BLM", "BLM" }, { "BLR", "BLR" }, { "BLZ", "BLZ" }, { "BM", "BMU" }, { "BMU", "BMU" },
  { "BN", "BRN" }, { "BO", "BOL" }, { "BOL", "BOL" }, { "BQ", "BES" }, { "BR", "BRA" }, { "BRA", "BRA" },
  { "BRB", "BRB" }, { "BRN", "BRN" }, { "BS", "BHS" }, { "BT", "BTN" }, { "BTN", "BTN" }, { "BUR", "MMR" },
  { "BV", "BVT" }, { "BVT", "BVT" }, { "BW", "BWA" }, { "BWA", "BWA" }, { "BY", "BLR" }, { "BZ", "BLZ" },
  { "CA", "CAN" }, { "CAF", "CAF" }, { "CAN", "CAN" }, { "CC", "CCK" }, { "CCK", "CCK" }, { "CD", "COD" },
  { "CF", "CAF" }, { "CG", "COG" }, { "CH", "CHE" }, { "CHE", "CHE" }, { "CHL", "CHL" }, { "CHN", "CHN" },
  { "CI", "CIV" }, { "CIV", "CIV" }, { "CK", "COK" }, { "CL", "CHL" }, { "CM", "CMR" }, { "CMR", "CMR" },
  { "CN", "CHN" }, { "CO", "COL" }, { "COD", "COD" }, { "COG", "COG" }, { "COK", "COK" }, { "COL", "COL" },
  { "COM", "COM" }, { "CPV", "CPV" }, { "CR", "CRI" }, { "CRI", "CRI" }, { "CS", "SCG" }, { "CSK", "CSK" },
  { "CU", "CUB" }, { "CUB", "CUB" }, { "CUW", "CUW" }, { "CV", "CPV" }, { "CW", "CUW" }, { "CX", "CXR" },
  { "CXR", "CXR" }, { "CY", "CYP" }, { "CYM", "CYM" }, { "CYP", "CYP" }, { "CZ", "CZE" }, { "CZE", "CZE" },
  { "D", "DEU" }, { "DDR", "DEU" }, { "DE", "DEU" }, { "DEU", "DEU" }, { "DJ", "DJI" }, { "DJI", "DJI" },
  { "DK", "DNK" }, { "DM", "DMA" }, { "DMA", "DMA" }, { "DNK", "DNK" }, { "DO", "DOM" }, { "DOM", "DOM" },
  { "DRC", "COD" }, { "DZ", "DZA" }, { "DZA", "DZA" }, { "EC", "ECU" }, { "ECU", "ECU" }, { "EE", "EST" },
  { "EG", "EGY" }, { "EGY", "EGY" }, { "EH", "ESH" }, { "EL", "GRC" }, { "ER", "ERI" }, { "ERI", "ERI" },
  { "ES", "ESP" }, { "ESH", "ESH" }, { "ESP", "ESP" }, { "EST", "EST" }, { "ET", "ETH" }, { "ETH", "ETH" },
  { "EU", "EUE" }, { "EUE", "EUE" }, { "FI", "FIN" }, { "FIN", "FIN" }, { "FJ", "FJI" }, { "FJI", "FJI" },
  { "FK", "FLK" }, { "FLK", "FLK" }, { "FM", "FSM" }, { "FO", "FRO" }, { "FR", "FRA" }, { "FRA", "FRA" },
  { "FRO", "FRO" }, { "FSM", "FSM" }, { "FXX", "FRA" }, { "GA", "GAB" }, { "GAB", "GAB" }, { "GB", "GBR" },
  { "GBD", "GBD" }, { "GBN", "GBN" }, { "GBO", "GBO" }, { "GBP", "GBP" }, { "GBR", "GBR" }, { "GBS", "GBS" },
  { "GD", "GRD" }, { "GE", "GEO" }, { "GEO", "GEO" }, { "GF", "GUF" }, { "GG", "GGY" }, { "GGY", "GGY" },
  { "GH", "GHA" }, { "GHA", "GHA" }, { "GI", "GIB" }, { "GIB", "GIB" }, { "GIN", "GIN" }, { "GL", "GRL" },
  { "GLP", "GLP" }, { "GM", "GMB" }, { "GMB", "GMB" }, { "GN", "GIN" }, { "GNB", "GNB" }, { "GNQ", "GNQ" },
  { "GP", "GLP" }, { "GQ", "GNQ" }, { "GR", "GRC" }, { "GRC", "GRC" }, { "GRD", "GRD" }, { "GRL", "GRL" },
  { "GS", "SGS" }, { "GT", "GTM" }, { "GTM", "GTM" }, { "GU", "GUM" }, { "GUF", "GUF" }, { "GUM", "GUM" },
  { "GUY", "GUY" }, { "GW", "GNB" }, { "GY", "GUY" }, { "HK", "HKG" }, { "HKG", "HKG" }, { "HM", "HMD" },
  { "HMD", "HMD" }, { "HN", "HND" }, { "HND", "HND" }, { "HR", "HRV" }, { "HRV", "HRV" }, { "HT", "HTI" },
  { "HTI", "HTI" }, { "HU", "HUN" }, { "HUN", "HUN" }, { "ID", "IDN" }, { "IDN", "IDN" }, { "IE", "IRL" },
  { "IL", "ISR" }, { "IM", "IMN" }, { "IMN", "IMN" }, { "IN", "IND" }, { "IND", "IND" }, { "IO", "IOT" },
  { "IOT", "IOT" }, { "IQ", "IRQ" }, { "IR", "IRN" }, { "IRL", "IRL" }, { "IRN", "IRN" }, { "IRQ", "IRQ" },
  { "IS", "ISL" }, { "ISL", "ISL" }, { "ISR", "ISR" }, { "IT", "ITA" }, { "ITA", "ITA" }, { "JAM", "JAM" },
  { "JE", "JEY" }, { "JEY", "JEY" }, { "JM", "JAM" }, { "JO", "JOR" }, { "JOR", "JOR" }, { "JP", "JPN" },
  { "JPN", "JPN" }, { "KAZ", "KAZ" }, { "KE", "KEN" }, { "KEN", "KEN" }, { "KG", "KGZ" }, { "KGZ", "KGZ" },
  { "KH", "KHM" }, { "KHM", "KHM" }, { "KI", "KIR" }, { "KIR", "KIR" }, { "KM", "COM" }, { "KN", "KNA" },
  { "KNA", "KNA" }, { "KOR", "KOR" }, { "KP", "PRK" }, { "KR", "KOR" }, { "KW", "KWT" }, { "KWT", "KWT" },
  { "KY", "CYM" }, { "KZ", "KAZ" }, { "LA", "LAO" }, { "LAO", "LAO" }, { "LB", "LBN" }, { "LBN", "LBN" },
  { "LBR", "LBR" }, { "LBY", "LBY" }, { "LC", "LCA" }, { "LCA", "LCA" }, { "LI", "LIE" }, { "LIE", "LIE" },
  { "LK", "LKA" }, { "LKA", "LKA" }, { "LR", "LBR" }, { "LS", "LSO" }, { "LSO", "LSO" }, { "LT", "LTU" },
  { "LTU", "LTU" }, { "LU", "LUX" }, { "LUX", "LUX" }, { "LV", "LVA" }, { "LVA", "LVA" }, { "LY", "LBY" },
  { "MA", "MAR" }, { "MAC", "MAC" }, { "MAF", "MAF" }, { "MAR", "MAR" }, { "MC", "MCO" }, { "MCO", "MCO" },
  { "MD", "MDA" }, { "MDA", "MDA" }, { "MDG", "MDG" }, { "MDV", "MDV" }, { "ME", "MNE" }, { "MEX", "MEX" },
  { "MF", "MAF" }, { "MG", "MDG" }, { "MH", "MHL" }, { "MHL", "MHL" }, { "MK", "MKD" }, { "MKD", "MKD" },
  { "ML", "MLI" }, { "MLI", "MLI" }, { "MLT", "MLT" }, { "MM", "MMR" }, { "MMR", "MMR" }, { "MN", "MNG" },
  { "MNE", "MNE" }, { "MNG", "MNG" }, { "MNP", "MNP" }, { "MO", "MAC" }, { "MOZ", "MOZ" }, { "MP", "MNP" },
  { "MQ", "MTQ" }, { "MR", "MRT" }, { "MRT", "MRT" }, { "MS", "MSR" }, { "MSR", "MSR" }, { "MT", "MLT" },
  { "MTQ", "MTQ" }, { "MU", "MUS" }, { "MUS", "MUS" }, { "MV", "MDV" }, { "MW", "MWI" }, { "MWI", "MWI" },
  { "MX", "MEX" }, { "MY", "MYS" }, { "MYS", "MYS" }, { "MYT", "MYT" }, { "MZ", "MOZ" }, { "NA", "NAM" },
  { "NAM", "NAM" }, { "NC", "NCL" }, { "NCL", "NCL" }, { "NE", "NER" }, { "NER", "NER" }, { "NF", "NFK" },
  { "NFK", "NFK" }, { "NG", "NGA" }, { "NGA", "NGA" }, { "NI", "NIC" }, { "NIC", "NIC" }, { "NIU", "NIU" },
  { "NL", "NLD" }, { "NLD", "NLD" }, { "NO", "NOR" }, { "NOR", "NOR" }, { "NP", "NPL" }, { "NPL", "NPL" },
  { "NR", "NRU" }, { "NRU", "NRU" }, { "NTZ", "NTZ" }, { "NU", "NIU" }, { "NZ", "NZL" }, { "NZL", "NZL" },
  { "OM", "OMN" }, { "OMN", "OMN" }, { "PA", "PAN" }, { "PAK", "PAK" }, { "PAN", "PAN" }, { "PCN", "PCN" },
  { "PE", "PER" }, { "PER", "PER" }, { "PF", "PYF" }, { "PG", "PNG" }, { "PH", "PHL" }, { "PHL", "PHL" },
  { "PK", "PAK" }, { "PL", "POL" }, { "PLW", "PLW" }, { "PM", "SPM" }, { "PN", "PCN" }, { "PNG", "PNG" },
  { "POL", "POL" }, { "PR", "PRI" }, { "PRC", "CHN" }, { "PRI", "PRI" }, { "PRK", "PRK" }, { "PRT", "PRT" },
  { "PRY", "PRY" }, { "PS", "PSE" }, { "PSE", "PSE" }, { "PT", "PRT" }, { "PW", "PLW" }, { "PY", "PRY" },
  { "PYF", "PYF" }, { "QA", "QAT" }, { "QAT", "QAT" }, { "RE", "REU" }, { "REU", "REU" }, { "RKS", "RKS" },
  { "RO", "ROU" }, { "ROM", "ROU" }, { "ROU", "ROU" }, { "RS", "SRB" }, { "RU", "RUS" }, { "RUS", "RUS" },
  { "RW", "RWA" }, { "RWA", "RWA" }, { "SA", "SAU" }, { "SAU", "SAU" }, { "SB", "SLB" }, { "SC", "SYC" },
  { "SCG", "SCG" }, { "SD", "SDN" }, { "SDN", "SDN" }, { "SE", "SWE" }, { "SEN", "SEN" }, { "SG", "SGP" },
  { "SGP", "SGP" }, { "SGS", "SGS" }, { "SH", "SHN" }, { "SHN", "SHN" }, { "SI", "SVN" }, { "SJ", "SJM" },
  { "SJM", "SJM" }, { "SK", "SVK" }, { "SL", "SLE" }, { "SLB", "SLB" }, { "SLE", "SLE" }, { "SLV", "SLV" },
  { "SM", "SMR" }, { "SMR", "SMR" }, { "SN", "SEN" }, { "SO", "SOM" }, { "SOM", "SOM" }, { "SPM", "SPM" },
  { "SR", "SUR" }, { "SRB", "SRB" }, { "SS", "SSD" }, { "SSD", "SSD" }, { "ST", "STP" }, { "STP", "STP" },
  { "SU", "SUN" }, { "SUN", "SUN" }, { "SUR", "SUR" }, { "SV", "SLV" }, { "SVK", "SVK" }, { "SVN", "SVN" },
  { "SWE", "SWE" }, { "SWZ", "SWZ" }, { "SX", "SXM" }, { "SXM", "SXM" }, { "SY", "SYR" }, { "SYC", "SYC" },
  { "SYR", "SYR" }, { "SZ", "SWZ" }, { "TC", "TCA" }, { "TCA", "TCA" }, { "TCD", "TCD" }, { "TD", "TCD" },
  { "TF", "ATF" }, { "TG", "TGO" }, { "TGO", "TGO" }, { "TH", "THA" }, { "THA", "THA" }, { "TJ", "TJK" },
  { "TJK", "TJK" }, { "TK", "TKL" }, { "TKL", "TKL" }, { "TKM", "TKM" }, { "TL", "TLS" }, { "TLS", "TLS" },
  { "TM", "TKM" }, { "TMP", "TLS" }, { "TN", "TUN" }, { "TO", "TON" }, { "TON", "TON" }, { "TR", "TUR" },
  { "TT", "TTO" }, { "TTO", "TTO" }, { "TUN", "TUN" }, { "TUR", "TUR" }, { "TUV", "TUV" }, { "TV", "TUV" },
  { "TW", "TWN" }, { "TWN", "TWN" }, { "TZ", "TZA" }, { "TZA", "TZA" }, { "UA", "UKR" }, { "UAE", "ARE" },
  { "UG", "UGA" }, { "UGA", "UGA" }, { "UK", "GBR" }, { "UKR", "UKR" }, { "UM", "UMI" }, { "UMI", "UMI" },
  { "UN", "UNO" }, { "UNA", "UNA" }, { "UNK", "UNK" }, { "UNO", "UNO" }, { "URY", "URY" }, { "US", "USA" },
  { "USA", "USA" }, { "UTO", "UTO" }, { "UY", "URY" }, { "UZ", "UZB" }, { "UZB", "UZB" }, { "VA", "VAT" },
  { "VAT", "VAT" }, { "VC", "VCT" }, { "VCT", "VCT" }, { "VE", "VEN" }, { "VEN", "VEN" }, { "VG", "VGB" },
  { "VGB", "VGB" }, { "VI", "VIR" }, { "VIR", "VIR" }, { "VN", "VNM" }, { "VNM", "VNM" }, { "VU", "VUT" },
  { "VUT", "VUT" }, { "WF", "WLF" }, { "WLF", "WLF" }, { "WS", "WSM" }, { "WSM", "WSM" }, { "XBA", "XBA" },
  { "XCC", "XCC" }, { "XCE", "XCE" }, { "XCO", "XCO" }, { "XCT", "XCT" }, { "XDC", "XDC" }, { "XEC", "XEC" },
  { "XES", "XES" }, { "XIM", "XIM" }, { "XK", "RKS" }, { "XKX", "RKS" }, { "XMP", "XMP" }, { "XOM", "XOM" },
  { "XPO", "XPO" }, { "XXA", "XXA" }, { "XXB", "XXB" }, { "XXC", "XXC" }, { "XXK", "RKS" }, { "XXX", "XXX" },
  { "YE", "YEM" }, { "YEM", "YEM" }, { "YMD", "YEM" }, { "YT", "MYT" }, { "YU", "YUG" }, { "YUG", "YUG" },
  { "ZA", "ZAF" }, { "ZAF", "ZAF" }, { "ZAR", "COD" }, { "ZM", "ZMB" }, { "ZMB", "ZMB" }, { "ZW", "ZWE" },
  { "ZWE", "ZWE" },
  /* clang-format on */
};

/* English short names of ISO 3166-1 with what registers write instead. A key is folded as fold_key does; rows stand in
 * its order. */
static const struct {
  char key[KEY_SIZE + 1], code[CODE_SIZE + 1];
} countries[] = {
  /* clang-format off */
  { "AFGHANISTAN", "AFG" }, { "ALANDISLANDS", "ALA" }, { "ALBANIA", "ALB" }, { "ALGERIA", "DZA" },
  { "AMERICA", "USA" }, { "AMERICANSAMOA", "ASM" }, { "ANDORRA", "AND" }, { "ANGOLA", "AGO" }, { "ANGUILLA", "AIA" },
  { "ANTARCTICA", "ATA" }, { "ANTIGUABARBUDA", "ATG" }, { "ARABREPUBLICEGYPT", "EGY" }, { "ARGENTINA", "ARG" },
  { "ARMENIA", "ARM" }, { "ARUBA", "ABW" }, { "AUSTRALIA", "AUS" }, { "AUSTRIA", "AUT" }, { "AZERBAIJAN", "AZE" },
  { "BAHAMAS", "BHS" }, { "BAHRAIN", "BHR" }, { "BANGLADESH", "BGD" }, { "BARBADOS", "BRB" }, { "BELARUS", "BLR" },
  { "BELGIUM", "BEL" }, { "BELIZE", "BLZ" }, { "BENIN", "BEN" }, { "BERMUDA", "BMU" }, { "BHUTAN", "BTN" },
  { "BOLIVARIANREPUBLICVENEZUELA", "VEN" }, { "BOLIVIA", "BOL" }, { "BOLIVIAPLURINATIONALSTATE", "BOL" },
  { "BONAIRESINTEUSTATIUSSABA", "BES" }, { "BOSNIA", "BIH" }, { "BOSNIAHERZEGOVINA", "BIH" }, { "BOTSWANA", "BWA" },
  { "BOUVETISLAND", "BVT" }, { "BRAZIL", "BRA" }, { "BRITAIN", "GBR" },
  { "BRITISHDEPENDENTTERRITORIESCITIZEN", "GBD" }, { "BRITISHINDIANOCEANTERRITORY", "IOT" },
  { "BRITISHNATIONALOVERSEAS", "GBN" }, { "BRITISHOVERSEASCITIZEN", "GBO" },
  { "BRITISHOVERSEASTERRITORIESCITIZEN", "GBD" }, { "BRITISHPROTECTEDPERSON", "GBP" }, { "BRITISHSUBJECT", "GBS" },
  { "BRITISHVIRGINISLANDS", "VGB" }, { "BRUNEI", "BRN" }, { "BRUNEIDARUSSALAM", "BRN" }, { "BULGARIA", "BGR" },
  { "BURKINAFASO", "BFA" }, { "BURMA", "MMR" }, { "BURUNDI", "BDI" }, { "CABOVERDE", "CPV" }, { "CAMBODIA", "KHM" },
  { "CAMEROON", "CMR" }, { "CANADA", "CAN" }, { "CAPEVERDE", "CPV" }, { "CARIBBEANNETHERLANDS", "BES" },
  { "CAYMANISLANDS", "CYM" }, { "CENTRALAFRICANREPUBLIC", "CAF" }, { "CHAD", "TCD" }, { "CHILE", "CHL" },
  { "CHINA", "CHN" }, { "CHINAHONGKONGSPECIALADMINISTRATIVEREGION", "HKG" },
  { "CHINAMACAOSPECIALADMINISTRATIVEREGION", "MAC" }, { "CHINAPEOPLESREPUBLIC", "CHN" }, { "CHRISTMASISLAND", "CXR" },
  { "COCOSISLANDS", "CCK" }, { "COCOSKEELINGISLANDS", "CCK" }, { "COLOMBIA", "COL" }, { "COMOROS", "COM" },
  { "CONGO", "COG" }, { "CONGOBRAZZAVILLE", "COG" }, { "CONGODEMOCRATICREPUBLIC", "COD" }, { "CONGOKINSHASA", "COD" },
  { "CONGOREPUBLIC", "COG" }, { "COOKISLANDS", "COK" }, { "COSTARICA", "CRI" }, { "COTEDIVOIRE", "CIV" },
  { "COUNCILEUROPE", "XCE" }, { "CROATIA", "HRV" }, { "CUBA", "CUB" }, { "CURACAO", "CUW" }, { "CYPRUS", "CYP" },
  { "CZECHIA", "CZE" }, { "CZECHOSLOVAKIA", "CSK" }, { "CZECHREPUBLIC", "CZE" },
  { "DEMOCRATICPEOPLESREPUBLICKOREA", "PRK" }, { "DEMOCRATICREPUBLICCONGO", "COD" }, { "DENMARK", "DNK" },
  { "DJIBOUTI", "DJI" }, { "DOMINICA", "DMA" }, { "DOMINICANREPUBLIC", "DOM" }, { "DPRK", "PRK" },
  { "DRCONGO", "COD" }, { "EASTTIMOR", "TLS" }, { "ECUADOR", "ECU" }, { "EGYPT", "EGY" }, { "ELSALVADOR", "SLV" },
  { "ENGLAND", "GBR" }, { "EQUATORIALGUINEA", "GNQ" }, { "ERITREA", "ERI" }, { "ESTONIA", "EST" },
  { "ESWATINI", "SWZ" }, { "ETHIOPIA", "ETH" }, { "EUROPEANUNION", "EUE" }, { "FAEROEISLANDS", "FRO" },
  { "FALKLANDISLANDS", "FLK" }, { "FALKLANDISLANDSMALVINAS", "FLK" }, { "FAROEISLANDS", "FRO" },
  { "FEDERALREPUBLICGERMANY", "DEU" }, { "FEDERALREPUBLICSOMALIA", "SOM" }, { "FEDERATEDSTATESMICRONESIA", "FSM" },
  { "FIJI", "FJI" }, { "FINLAND", "FIN" }, { "FORMERYUGOSLAVREPUBLICMACEDONIA", "MKD" }, { "FRANCE", "FRA" },
  { "FRENCHGUIANA", "GUF" }, { "FRENCHPOLYNESIA", "PYF" }, { "FRENCHSOUTHERNTERRITORIES", "ATF" }, { "GABON", "GAB" },
  { "GAMBIA", "GMB" }, { "GAZA", "PSE" }, { "GEORGIA", "GEO" }, { "GERMANY", "DEU" }, { "GHANA", "GHA" },
  { "GIBRALTAR", "GIB" }, { "GREATBRITAIN", "GBR" }, { "GREECE", "GRC" }, { "GREENLAND", "GRL" },
  { "GRENADA", "GRD" }, { "GUADELOUPE", "GLP" }, { "GUAM", "GUM" }, { "GUATEMALA", "GTM" }, { "GUERNSEY", "GGY" },
  { "GUINEA", "GIN" }, { "GUINEABISSAU", "GNB" }, { "GUYANA", "GUY" }, { "HAITI", "HTI" },
  { "HASHEMITEKINGDOMJORDAN", "JOR" }, { "HEARDISLANDMCDONALDISLANDS", "HMD" }, { "HOLLAND", "NLD" },
  { "HOLYSEE", "VAT" }, { "HOLYSEEVATICANCITYSTATE", "VAT" }, { "HONDURAS", "HND" }, { "HONGKONG", "HKG" },
  { "HONGKONGCHINA", "HKG" }, { "HONGKONGSAR", "HKG" }, { "HUNGARY", "HUN" }, { "ICELAND", "ISL" },
  { "INDIA", "IND" }, { "INDONESIA", "IDN" }, { "INTERPOL", "XPO" }, { "IRAN", "IRN" },
  { "IRANISLAMICREPUBLIC", "IRN" }, { "IRAQ", "IRQ" }, { "IRELAND", "IRL" }, { "ISLAMICREPUBLICIRAN", "IRN" },
  { "ISLEMAN", "IMN" }, { "ISRAEL", "ISR" }, { "ITALY", "ITA" }, { "IVORYCOAST", "CIV" }, { "JAMAICA", "JAM" },
  { "JAPAN", "JPN" }, { "JERSEY", "JEY" }, { "JORDAN", "JOR" }, { "KAZAKHSTAN", "KAZ" }, { "KENYA", "KEN" },
  { "KINGDOMNETHERLANDS", "NLD" }, { "KINGDOMSAUDIARABIA", "SAU" }, { "KIRIBATI", "KIR" },
  { "KOREADEMOCRATICPEOPLESREPUBLIC", "PRK" }, { "KOREANORTH", "PRK" }, { "KOREAREPUBLIC", "KOR" },
  { "KOREASOUTH", "KOR" }, { "KOSOVO", "RKS" }, { "KUWAIT", "KWT" }, { "KYRGYZREPUBLIC", "KGZ" },
  { "KYRGYZSTAN", "KGZ" }, { "LAOPEOPLESDEMOCRATICREPUBLIC", "LAO" }, { "LAOS", "LAO" }, { "LATVIA", "LVA" },
  { "LEBANON", "LBN" }, { "LESOTHO", "LSO" }, { "LIBERIA", "LBR" }, { "LIBYA", "LBY" },
  { "LIBYANARABJAMAHIRIYA", "LBY" }, { "LIECHTENSTEIN", "LIE" }, { "LITHUANIA", "LTU" }, { "LUXEMBOURG", "LUX" },
  { "MACAO", "MAC" }, { "MACAOSAR", "MAC" }, { "MACAU", "MAC" }, { "MACEDONIA", "MKD" },
  { "MACEDONIAFORMERYUGOSLAVREPUBLIC", "MKD" }, { "MADAGASCAR", "MDG" }, { "MAINLANDCHINA", "CHN" },
  { "MALAWI", "MWI" }, { "MALAYSIA", "MYS" }, { "MALDIVES", "MDV" }, { "MALI", "MLI" }, { "MALTA", "MLT" },
  { "MANISLE", "IMN" }, { "MARSHALLISLANDS", "MHL" }, { "MARTINIQUE", "MTQ" }, { "MAURITANIA", "MRT" },
  { "MAURITIUS", "MUS" }, { "MAYOTTE", "MYT" }, { "MEXICO", "MEX" }, { "MICRONESIA", "FSM" },
  { "MICRONESIAFEDERATEDSTATES", "FSM" }, { "MOLDOVA", "MDA" }, { "MOLDOVAREPUBLIC", "MDA" }, { "MONACO", "MCO" },
  { "MONGOLIA", "MNG" }, { "MONTENEGRO", "MNE" }, { "MONTSERRAT", "MSR" }, { "MOROCCO", "MAR" },
  { "MOZAMBIQUE", "MOZ" }, { "MYANMAR", "MMR" }, { "NAMIBIA", "NAM" }, { "NAURU", "NRU" }, { "NEPAL", "NPL" },
  { "NETHERLANDS", "NLD" }, { "NETHERLANDSANTILLES", "ANT" }, { "NETHERLANDSKINGDOM", "NLD" },
  { "NEUTRALZONE", "NTZ" }, { "NEWCALEDONIA", "NCL" }, { "NEWZEALAND", "NZL" }, { "NICARAGUA", "NIC" },
  { "NIGER", "NER" }, { "NIGERIA", "NGA" }, { "NIUE", "NIU" }, { "NORFOLKISLAND", "NFK" },
  { "NORTHERNIRELAND", "GBR" }, { "NORTHERNMARIANAISLANDS", "MNP" }, { "NORTHKOREA", "PRK" },
  { "NORTHMACEDONIA", "MKD" }, { "NORTHMACEDONIAREPUBLIC", "MKD" }, { "NORWAY", "NOR" },
  { "OCCUPIEDPALESTINIANTERRITORY", "PSE" }, { "OMAN", "OMN" }, { "ORDERMALTA", "XOM" }, { "PAKISTAN", "PAK" },
  { "PALAU", "PLW" }, { "PALESTINE", "PSE" }, { "PALESTINESTATE", "PSE" }, { "PALESTINIAN", "PSE" },
  { "PALESTINIANTERRITORIES", "PSE" }, { "PALESTINIANTERRITORYOCCUPIED", "PSE" }, { "PANAMA", "PAN" },
  { "PAPUANEWGUINEA", "PNG" }, { "PARAGUAY", "PRY" }, { "PEOPLESREPUBLICCHINA", "CHN" }, { "PERU", "PER" },
  { "PHILIPPINES", "PHL" }, { "PITCAIRN", "PCN" }, { "PLURINATIONALSTATEBOLIVIA", "BOL" }, { "POLAND", "POL" },
  { "PORTUGAL", "PRT" }, { "PUERTORICO", "PRI" }, { "QATAR", "QAT" }, { "REFUGEE", "XXB" }, { "REGIONGAZA", "PSE" },
  { "REPUBLICCHINA", "TWN" }, { "REPUBLICCONGO", "COG" }, { "REPUBLICIRELAND", "IRL" }, { "REPUBLICKOREA", "KOR" },
  { "REPUBLICKOSOVO", "RKS" }, { "REPUBLICMOLDOVA", "MDA" }, { "REPUBLICNORTHMACEDONIA", "MKD" },
  { "REPUBLICSERBIA", "SRB" }, { "REPUBLICSOUTHAFRICA", "ZAF" }, { "REPUBLICSOUTHSUDAN", "SSD" },
  { "REPUBLICSUDAN", "SDN" }, { "REPUBLICYEMEN", "YEM" }, { "REUNION", "REU" }, { "RHODESIA", "ZWE" },
  { "ROMANIA", "ROU" }, { "RUSSIA", "RUS" }, { "RUSSIANFEDERATION", "RUS" }, { "RWANDA", "RWA" },
  { "SAINTBARTHELEMY", "BLM" }, { "SAINTHELENA", "SHN" }, { "SAINTHELENAASCENSIONTRISTANDACUNHA", "SHN" },
  { "SAINTKITTSNEVIS", "KNA" }, { "SAINTLUCIA", "LCA" }, { "SAINTMARTIN", "MAF" }, { "SAINTMARTINFRENCHPART", "MAF" },
  { "SAINTPIERREMIQUELON", "SPM" }, { "SAINTVINCENTGRENADINES", "VCT" }, { "SAMOA", "WSM" }, { "SANMARINO", "SMR" },
  { "SAOTOMEPRINCIPE", "STP" }, { "SAUDIARABIA", "SAU" }, { "SCOTLAND", "GBR" }, { "SENEGAL", "SEN" },
  { "SERBIA", "SRB" }, { "SERBIAMONTENEGRO", "SCG" }, { "SEYCHELLES", "SYC" }, { "SIERRALEONE", "SLE" },
  { "SINGAPORE", "SGP" }, { "SINTMAARTEN", "SXM" }, { "SINTMAARTENDUTCHPART", "SXM" }, { "SLOVAKIA", "SVK" },
  { "SLOVAKREPUBLIC", "SVK" }, { "SLOVENIA", "SVN" }, { "SOLOMONISLANDS", "SLB" }, { "SOMALIA", "SOM" },
  { "SOUTHAFRICA", "ZAF" }, { "SOUTHGEORGIASOUTHSANDWICHISLANDS", "SGS" }, { "SOUTHKOREA", "KOR" },
  { "SOUTHSUDAN", "SSD" }, { "SOVEREIGNMILITARYORDERMALTA", "XOM" }, { "SOVEREIGNORDERMALTA", "XOM" },
  { "SOVIETUNION", "SUN" }, { "SPAIN", "ESP" }, { "SRILANKA", "LKA" }, { "STATELESS", "XXA" },
  { "STATELESSPERSON", "XXA" }, { "STATELIBYA", "LBY" }, { "STATEPALESTINE", "PSE" }, { "STKITTSNEVIS", "KNA" },
  { "STLUCIA", "LCA" }, { "STVINCENTGRENADINES", "VCT" }, { "SUDAN", "SDN" }, { "SURINAME", "SUR" },
  { "SVALBARDJANMAYEN", "SJM" }, { "SWAZILAND", "SWZ" }, { "SWEDEN", "SWE" }, { "SWITZERLAND", "CHE" },
  { "SYRIA", "SYR" }, { "SYRIANARABREPUBLIC", "SYR" }, { "TAIWAN", "TWN" }, { "TAIWANPROVINCECHINA", "TWN" },
  { "TAJIKISTAN", "TJK" }, { "TANZANIA", "TZA" }, { "TANZANIAUNITEDREPUBLIC", "TZA" }, { "THAILAND", "THA" },
  { "TIMORLESTE", "TLS" }, { "TOGO", "TGO" }, { "TOKELAU", "TKL" }, { "TONGA", "TON" }, { "TRINIDADTOBAGO", "TTO" },
  { "TUNISIA", "TUN" }, { "TURKEY", "TUR" }, { "TURKIYE", "TUR" }, { "TURKMENISTAN", "TKM" },
  { "TURKSCAICOSISLANDS", "TCA" }, { "TUVALU", "TUV" }, { "UGANDA", "UGA" }, { "UKRAINE", "UKR" },
  { "UNIONSOVIETSOCIALISTREPUBLICS", "SUN" }, { "UNITEDARABEMIRATES", "ARE" }, { "UNITEDKINGDOM", "GBR" },
  { "UNITEDKINGDOMGREATBRITAINNORTHERNIRELAND", "GBR" }, { "UNITEDNATIONS", "UNO" },
  { "UNITEDREPUBLICTANZANIA", "TZA" }, { "UNITEDSTATES", "USA" }, { "UNITEDSTATESAMERICA", "USA" },
  { "UNITEDSTATESMINOROUTLYINGISLANDS", "UMI" }, { "UNITEDSTATESVIRGINISLANDS", "VIR" },
  { "UNSPECIFIEDNATIONALITY", "XXX" }, { "URUGUAY", "URY" }, { "USSR", "SUN" }, { "USVIRGINISLANDS", "VIR" },
  { "UTOPIA", "UTO" }, { "UZBEKISTAN", "UZB" }, { "VANUATU", "VUT" }, { "VATICAN", "VAT" }, { "VATICANCITY", "VAT" },
  { "VATICANCITYSTATE", "VAT" }, { "VENEZUELA", "VEN" }, { "VENEZUELABOLIVARIANREPUBLIC", "VEN" },
  { "VIETNAM", "VNM" }, { "VIRGINISLANDSBRITISH", "VGB" }, { "VIRGINISLANDSUS", "VIR" }, { "WALES", "GBR" },
  { "WALLISFUTUNA", "WLF" }, { "WESTBANK", "PSE" }, { "WESTBANKGAZA", "PSE" }, { "WESTERNSAHARA", "ESH" },
  { "YEMEN", "YEM" }, { "YUGOSLAVIA", "YUG" }, { "ZAIRE", "COD" }, { "ZAMBIA", "ZMB" }, { "ZIMBABWE", "ZWE" },
  /* clang-format on */
};

/* The capital that U+00C0 + i is without its accent; '.' where it is not one letter. */
static const char latin_capitals[] = "AAAAAA.CEEEEIIII.NOOOOO.OUUUUY..AAAAAA.CEEEEIIII.NOOOOO.OUUUUY.Y";

/* The letter, '.' for what only separates words, 0 for what no country's name holds. */
static char fold_letter(uint32_t code_point)
{
  if (code_point >= 'A' && code_point <= 'Z') return (char)code_point;
  if (code_point >= 'a' && code_point <= 'z') return (char)(code_point - 32);
  if (code_point >= '0' && code_point <= '9') return 0;
  if (code_point >= 0xC0 && code_point <= 0xFF) return latin_capitals[code_point - 0xC0];
  return '.';
}

static bool is_word(const char *word, const char *text, size_t size)
{
  return strlen(word) == size && memcmp(word, text, size) == 0;
}

/* Words that say nothing. At the beginning only THE is one: AND alone is Andorra. */
static bool is_small_word(const char *text, size_t size, bool is_first)
{
  return is_word("THE", text, size) || (!is_first && (is_word("AND", text, size) || is_word("OF", text, size)));
}

/* The letters of text in capitals, without accents, spaces, punctuation and small words. 0 where it is no name. */
static size_t fold_key(pnr_slice text, char key[KEY_SIZE])
{
  size_t size = 0, word = 0;
  for (size_t i = 0; i < text.size;) {
    uint32_t code_point = 0, used = pnri_utf8_get(text.data + i, text.size - i, &code_point);
    char letter = used != 0 ? fold_letter(code_point) : (char)0;
    if (letter == 0 || (letter != '.' && size == KEY_SIZE)) return 0;
    i += used;
    if (letter != '.') key[size++] = letter;
    if (letter != '.' && i < text.size) continue;
    if (is_small_word(key + word, size - word, word == 0)) size = word;
    word = size;
  }
  return size;
}

/* The first three characters as one number, in the order of the characters. */
static uint32_t code_number(const char *key)
{
  return (uint32_t)(uint8_t)key[0] << 16 | (uint32_t)(uint8_t)key[1] << 8 | (uint8_t)key[2];
}

static pnr_slice find_code(const char *key)
{
  enum { CODES = sizeof codes / sizeof codes[0] };
  uint32_t number = code_number(key), first = 0;
  for (uint32_t rows = CODES; rows > 1; rows -= rows / 2) /* no step depends on a guess */
    first += code_number(codes[first + rows / 2].key) <= number ? rows / 2 : 0;
  bool is_found = code_number(codes[first].key) == number;
  return is_found ? (pnr_slice){ (const uint8_t *)codes[first].code, CODE_SIZE } : (pnr_slice){ NULL, 0 };
}

/* Order of key against a row's, as strcmp would tell. */
static int compare_key(const char *key, size_t size, const char *row)
{
  if (key[0] != row[0]) return key[0] < row[0] ? -1 : 1; /* mostly */
  int order = memcmp(key, row, size);
  return order != 0 ? order : row[size] == 0 ? 0 : -1;
}

static pnr_slice find_name(const char *key, size_t size)
{
  size_t low = 0, high = sizeof countries / sizeof countries[0];
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_key(key, size, countries[middle].key);
    if (order == 0) return (pnr_slice){ (const uint8_t *)countries[middle].code, CODE_SIZE };
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return (pnr_slice){ NULL, 0 };
}

static bool is_capital(uint8_t octet) { return octet >= 'A' && octet <= 'Z'; }

pnr_slice pnr_country_code(pnr_slice text)
{
  char key[KEY_SIZE + 1] = { 0 };
  const uint8_t *t = text.data;
  if (text.size == CODE_SIZE && is_capital(t[0]) && is_capital(t[1]) && is_capital(t[2])) {
    memcpy(key, t, CODE_SIZE); /* nothing to fold: most are such codes */
    return find_code(key);
  }
  size_t size = fold_key(text, key);
  if (size == 0) return (pnr_slice){ NULL, 0 };
  if (size > CODE_SIZE) return find_name(key, size);
  key[size] = 0;
  if (size < CODE_SIZE) key[CODE_SIZE - 1] = 0;
  return find_code(key);
}
