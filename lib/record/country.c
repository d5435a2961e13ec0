/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/slice.h"
#include "core/utf8.h"
#include "pnr/person.h"

enum { KEY_SIZE = 40 }; /* of the longest key */

/* ISO 3166-1 alpha-2, alpha-3 and English short names with what registers write instead, codes that ISO withdrew but
 * documents still carry, and ICAO 9303-3 section 5. A key is folded as fold_key does; rows stand in its order. */
static const struct {
  char key[KEY_SIZE + 1], code[4];
} countries[] = {
  /* clang-format off */
  { "ABW", "ABW" }, { "AD", "AND" }, { "AE", "ARE" }, { "AF", "AFG" }, { "AFG", "AFG" },
  { "AFGHANISTAN", "AFG" }, { "AG", "ATG" }, { "AGO", "AGO" }, { "AI", "AIA" }, { "AIA", "AIA" },
  { "AL", "ALB" }, { "ALA", "ALA" }, { "ALANDISLANDS", "ALA" }, { "ALB", "ALB" }, { "ALBANIA", "ALB" },
  { "ALGERIA", "DZA" }, { "AM", "ARM" }, { "AMERICA", "USA" }, { "AMERICANSAMOA", "ASM" }, { "AN", "ANT" },
  { "AND", "AND" }, { "ANDORRA", "AND" }, { "ANGOLA", "AGO" }, { "ANGUILLA", "AIA" }, { "ANT", "ANT" },
  { "ANTARCTICA", "ATA" }, { "ANTIGUABARBUDA", "ATG" }, { "AO", "AGO" }, { "AQ", "ATA" }, { "AR", "ARG" },
  { "ARABREPUBLICEGYPT", "EGY" }, { "ARE", "ARE" }, { "ARG", "ARG" }, { "ARGENTINA", "ARG" },
  { "ARM", "ARM" }, { "ARMENIA", "ARM" }, { "ARUBA", "ABW" }, { "AS", "ASM" }, { "ASM", "ASM" },
  { "AT", "AUT" }, { "ATA", "ATA" }, { "ATF", "ATF" }, { "ATG", "ATG" }, { "AU", "AUS" }, { "AUS", "AUS" },
  { "AUSTRALIA", "AUS" }, { "AUSTRIA", "AUT" }, { "AUT", "AUT" }, { "AW", "ABW" }, { "AX", "ALA" },
  { "AZ", "AZE" }, { "AZE", "AZE" }, { "AZERBAIJAN", "AZE" }, { "BA", "BIH" }, { "BAHAMAS", "BHS" },
  { "BAHRAIN", "BHR" }, { "BANGLADESH", "BGD" }, { "BARBADOS", "BRB" }, { "BB", "BRB" }, { "BD", "BGD" },
  { "BDI", "BDI" }, { "BE", "BEL" }, { "BEL", "BEL" }, { "BELARUS", "BLR" }, { "BELGIUM", "BEL" },
  { "BELIZE", "BLZ" }, { "BEN", "BEN" }, { "BENIN", "BEN" }, { "BERMUDA", "BMU" }, { "BES", "BES" },
  { "BF", "BFA" }, { "BFA", "BFA" }, { "BG", "BGR" }, { "BGD", "BGD" }, { "BGR", "BGR" }, { "BH", "BHR" },
  { "BHR", "BHR" }, { "BHS", "BHS" }, { "BHUTAN", "BTN" }, { "BI", "BDI" }, { "BIH", "BIH" }, { "BJ", "BEN" },
  { "BL", "BLM" }, { "BLM", "BLM" }, { "BLR", "BLR" }, { "BLZ", "BLZ" }, { "BM", "BMU" }, { "BMU", "BMU" },
  { "BN", "BRN" }, { "BO", "BOL" }, { "BOL", "BOL" }, { "BOLIVARIANREPUBLICVENEZUELA", "VEN" },
  { "BOLIVIA", "BOL" }, { "BOLIVIAPLURINATIONALSTATE", "BOL" }, { "BONAIRESINTEUSTATIUSSABA", "BES" },
  { "BOSNIA", "BIH" }, { "BOSNIAHERZEGOVINA", "BIH" }, { "BOTSWANA", "BWA" }, { "BOUVETISLAND", "BVT" },
  { "BQ", "BES" }, { "BR", "BRA" }, { "BRA", "BRA" }, { "BRAZIL", "BRA" }, { "BRB", "BRB" },
  { "BRITAIN", "GBR" }, { "BRITISHDEPENDENTTERRITORIESCITIZEN", "GBD" },
  { "BRITISHINDIANOCEANTERRITORY", "IOT" }, { "BRITISHNATIONALOVERSEAS", "GBN" },
  { "BRITISHOVERSEASCITIZEN", "GBO" }, { "BRITISHOVERSEASTERRITORIESCITIZEN", "GBD" },
  { "BRITISHPROTECTEDPERSON", "GBP" }, { "BRITISHSUBJECT", "GBS" }, { "BRITISHVIRGINISLANDS", "VGB" },
  { "BRN", "BRN" }, { "BRUNEI", "BRN" }, { "BRUNEIDARUSSALAM", "BRN" }, { "BS", "BHS" }, { "BT", "BTN" },
  { "BTN", "BTN" }, { "BULGARIA", "BGR" }, { "BUR", "MMR" }, { "BURKINAFASO", "BFA" }, { "BURMA", "MMR" },
  { "BURUNDI", "BDI" }, { "BV", "BVT" }, { "BVT", "BVT" }, { "BW", "BWA" }, { "BWA", "BWA" }, { "BY", "BLR" },
  { "BZ", "BLZ" }, { "CA", "CAN" }, { "CABOVERDE", "CPV" }, { "CAF", "CAF" }, { "CAMBODIA", "KHM" },
  { "CAMEROON", "CMR" }, { "CAN", "CAN" }, { "CANADA", "CAN" }, { "CAPEVERDE", "CPV" },
  { "CARIBBEANNETHERLANDS", "BES" }, { "CAYMANISLANDS", "CYM" }, { "CC", "CCK" }, { "CCK", "CCK" },
  { "CD", "COD" }, { "CENTRALAFRICANREPUBLIC", "CAF" }, { "CF", "CAF" }, { "CG", "COG" }, { "CH", "CHE" },
  { "CHAD", "TCD" }, { "CHE", "CHE" }, { "CHILE", "CHL" }, { "CHINA", "CHN" },
  { "CHINAHONGKONGSPECIALADMINISTRATIVEREGION", "HKG" }, { "CHINAMACAOSPECIALADMINISTRATIVEREGION", "MAC" },
  { "CHINAPEOPLESREPUBLIC", "CHN" }, { "CHL", "CHL" }, { "CHN", "CHN" }, { "CHRISTMASISLAND", "CXR" },
  { "CI", "CIV" }, { "CIV", "CIV" }, { "CK", "COK" }, { "CL", "CHL" }, { "CM", "CMR" }, { "CMR", "CMR" },
  { "CN", "CHN" }, { "CO", "COL" }, { "COCOSISLANDS", "CCK" }, { "COCOSKEELINGISLANDS", "CCK" },
  { "COD", "COD" }, { "COG", "COG" }, { "COK", "COK" }, { "COL", "COL" }, { "COLOMBIA", "COL" },
  { "COM", "COM" }, { "COMOROS", "COM" }, { "CONGO", "COG" }, { "CONGOBRAZZAVILLE", "COG" },
  { "CONGODEMOCRATICREPUBLIC", "COD" }, { "CONGOKINSHASA", "COD" }, { "CONGOREPUBLIC", "COG" },
  { "COOKISLANDS", "COK" }, { "COSTARICA", "CRI" }, { "COTEDIVOIRE", "CIV" }, { "COUNCILEUROPE", "XCE" },
  { "CPV", "CPV" }, { "CR", "CRI" }, { "CRI", "CRI" }, { "CROATIA", "HRV" }, { "CS", "SCG" },
  { "CSK", "CSK" }, { "CU", "CUB" }, { "CUB", "CUB" }, { "CUBA", "CUB" }, { "CURACAO", "CUW" },
  { "CUW", "CUW" }, { "CV", "CPV" }, { "CW", "CUW" }, { "CX", "CXR" }, { "CXR", "CXR" }, { "CY", "CYP" },
  { "CYM", "CYM" }, { "CYP", "CYP" }, { "CYPRUS", "CYP" }, { "CZ", "CZE" }, { "CZE", "CZE" },
  { "CZECHIA", "CZE" }, { "CZECHOSLOVAKIA", "CSK" }, { "CZECHREPUBLIC", "CZE" }, { "D", "DEU" },
  { "DDR", "DEU" }, { "DE", "DEU" }, { "DEMOCRATICPEOPLESREPUBLICKOREA", "PRK" },
  { "DEMOCRATICREPUBLICCONGO", "COD" }, { "DENMARK", "DNK" }, { "DEU", "DEU" }, { "DJ", "DJI" },
  { "DJI", "DJI" }, { "DJIBOUTI", "DJI" }, { "DK", "DNK" }, { "DM", "DMA" }, { "DMA", "DMA" },
  { "DNK", "DNK" }, { "DO", "DOM" }, { "DOM", "DOM" }, { "DOMINICA", "DMA" }, { "DOMINICANREPUBLIC", "DOM" },
  { "DPRK", "PRK" }, { "DRC", "COD" }, { "DRCONGO", "COD" }, { "DZ", "DZA" }, { "DZA", "DZA" },
  { "EASTTIMOR", "TLS" }, { "EC", "ECU" }, { "ECU", "ECU" }, { "ECUADOR", "ECU" }, { "EE", "EST" },
  { "EG", "EGY" }, { "EGY", "EGY" }, { "EGYPT", "EGY" }, { "EH", "ESH" }, { "EL", "GRC" },
  { "ELSALVADOR", "SLV" }, { "ENGLAND", "GBR" }, { "EQUATORIALGUINEA", "GNQ" }, { "ER", "ERI" },
  { "ERI", "ERI" }, { "ERITREA", "ERI" }, { "ES", "ESP" }, { "ESH", "ESH" }, { "ESP", "ESP" },
  { "EST", "EST" }, { "ESTONIA", "EST" }, { "ESWATINI", "SWZ" }, { "ET", "ETH" }, { "ETH", "ETH" },
  { "ETHIOPIA", "ETH" }, { "EU", "EUE" }, { "EUE", "EUE" }, { "EUROPEANUNION", "EUE" },
  { "FAEROEISLANDS", "FRO" }, { "FALKLANDISLANDS", "FLK" }, { "FALKLANDISLANDSMALVINAS", "FLK" },
  { "FAROEISLANDS", "FRO" }, { "FEDERALREPUBLICGERMANY", "DEU" }, { "FEDERALREPUBLICSOMALIA", "SOM" },
  { "FEDERATEDSTATESMICRONESIA", "FSM" }, { "FI", "FIN" }, { "FIJI", "FJI" }, { "FIN", "FIN" },
  { "FINLAND", "FIN" }, { "FJ", "FJI" }, { "FJI", "FJI" }, { "FK", "FLK" }, { "FLK", "FLK" }, { "FM", "FSM" },
  { "FO", "FRO" }, { "FORMERYUGOSLAVREPUBLICMACEDONIA", "MKD" }, { "FR", "FRA" }, { "FRA", "FRA" },
  { "FRANCE", "FRA" }, { "FRENCHGUIANA", "GUF" }, { "FRENCHPOLYNESIA", "PYF" },
  { "FRENCHSOUTHERNTERRITORIES", "ATF" }, { "FRO", "FRO" }, { "FSM", "FSM" }, { "FXX", "FRA" },
  { "GA", "GAB" }, { "GAB", "GAB" }, { "GABON", "GAB" }, { "GAMBIA", "GMB" }, { "GAZA", "PSE" },
  { "GB", "GBR" }, { "GBD", "GBD" }, { "GBN", "GBN" }, { "GBO", "GBO" }, { "GBP", "GBP" }, { "GBR", "GBR" },
  { "GBS", "GBS" }, { "GD", "GRD" }, { "GE", "GEO" }, { "GEO", "GEO" }, { "GEORGIA", "GEO" },
  { "GERMANY", "DEU" }, { "GF", "GUF" }, { "GG", "GGY" }, { "GGY", "GGY" }, { "GH", "GHA" }, { "GHA", "GHA" },
  { "GHANA", "GHA" }, { "GI", "GIB" }, { "GIB", "GIB" }, { "GIBRALTAR", "GIB" }, { "GIN", "GIN" },
  { "GL", "GRL" }, { "GLP", "GLP" }, { "GM", "GMB" }, { "GMB", "GMB" }, { "GN", "GIN" }, { "GNB", "GNB" },
  { "GNQ", "GNQ" }, { "GP", "GLP" }, { "GQ", "GNQ" }, { "GR", "GRC" }, { "GRC", "GRC" }, { "GRD", "GRD" },
  { "GREATBRITAIN", "GBR" }, { "GREECE", "GRC" }, { "GREENLAND", "GRL" }, { "GRENADA", "GRD" },
  { "GRL", "GRL" }, { "GS", "SGS" }, { "GT", "GTM" }, { "GTM", "GTM" }, { "GU", "GUM" },
  { "GUADELOUPE", "GLP" }, { "GUAM", "GUM" }, { "GUATEMALA", "GTM" }, { "GUERNSEY", "GGY" }, { "GUF", "GUF" },
  { "GUINEA", "GIN" }, { "GUINEABISSAU", "GNB" }, { "GUM", "GUM" }, { "GUY", "GUY" }, { "GUYANA", "GUY" },
  { "GW", "GNB" }, { "GY", "GUY" }, { "HAITI", "HTI" }, { "HASHEMITEKINGDOMJORDAN", "JOR" },
  { "HEARDISLANDMCDONALDISLANDS", "HMD" }, { "HK", "HKG" }, { "HKG", "HKG" }, { "HM", "HMD" },
  { "HMD", "HMD" }, { "HN", "HND" }, { "HND", "HND" }, { "HOLLAND", "NLD" }, { "HOLYSEE", "VAT" },
  { "HOLYSEEVATICANCITYSTATE", "VAT" }, { "HONDURAS", "HND" }, { "HONGKONG", "HKG" },
  { "HONGKONGCHINA", "HKG" }, { "HONGKONGSAR", "HKG" }, { "HR", "HRV" }, { "HRV", "HRV" }, { "HT", "HTI" },
  { "HTI", "HTI" }, { "HU", "HUN" }, { "HUN", "HUN" }, { "HUNGARY", "HUN" }, { "ICELAND", "ISL" },
  { "ID", "IDN" }, { "IDN", "IDN" }, { "IE", "IRL" }, { "IL", "ISR" }, { "IM", "IMN" }, { "IMN", "IMN" },
  { "IN", "IND" }, { "IND", "IND" }, { "INDIA", "IND" }, { "INDONESIA", "IDN" }, { "INTERPOL", "XPO" },
  { "IO", "IOT" }, { "IOT", "IOT" }, { "IQ", "IRQ" }, { "IR", "IRN" }, { "IRAN", "IRN" },
  { "IRANISLAMICREPUBLIC", "IRN" }, { "IRAQ", "IRQ" }, { "IRELAND", "IRL" }, { "IRL", "IRL" },
  { "IRN", "IRN" }, { "IRQ", "IRQ" }, { "IS", "ISL" }, { "ISL", "ISL" }, { "ISLAMICREPUBLICIRAN", "IRN" },
  { "ISLEMAN", "IMN" }, { "ISR", "ISR" }, { "ISRAEL", "ISR" }, { "IT", "ITA" }, { "ITA", "ITA" },
  { "ITALY", "ITA" }, { "IVORYCOAST", "CIV" }, { "JAM", "JAM" }, { "JAMAICA", "JAM" }, { "JAPAN", "JPN" },
  { "JE", "JEY" }, { "JERSEY", "JEY" }, { "JEY", "JEY" }, { "JM", "JAM" }, { "JO", "JOR" }, { "JOR", "JOR" },
  { "JORDAN", "JOR" }, { "JP", "JPN" }, { "JPN", "JPN" }, { "KAZ", "KAZ" }, { "KAZAKHSTAN", "KAZ" },
  { "KE", "KEN" }, { "KEN", "KEN" }, { "KENYA", "KEN" }, { "KG", "KGZ" }, { "KGZ", "KGZ" }, { "KH", "KHM" },
  { "KHM", "KHM" }, { "KI", "KIR" }, { "KINGDOMNETHERLANDS", "NLD" }, { "KINGDOMSAUDIARABIA", "SAU" },
  { "KIR", "KIR" }, { "KIRIBATI", "KIR" }, { "KM", "COM" }, { "KN", "KNA" }, { "KNA", "KNA" },
  { "KOR", "KOR" }, { "KOREADEMOCRATICPEOPLESREPUBLIC", "PRK" }, { "KOREANORTH", "PRK" },
  { "KOREAREPUBLIC", "KOR" }, { "KOREASOUTH", "KOR" }, { "KOSOVO", "RKS" }, { "KP", "PRK" }, { "KR", "KOR" },
  { "KUWAIT", "KWT" }, { "KW", "KWT" }, { "KWT", "KWT" }, { "KY", "CYM" }, { "KYRGYZREPUBLIC", "KGZ" },
  { "KYRGYZSTAN", "KGZ" }, { "KZ", "KAZ" }, { "LA", "LAO" }, { "LAO", "LAO" },
  { "LAOPEOPLESDEMOCRATICREPUBLIC", "LAO" }, { "LAOS", "LAO" }, { "LATVIA", "LVA" }, { "LB", "LBN" },
  { "LBN", "LBN" }, { "LBR", "LBR" }, { "LBY", "LBY" }, { "LC", "LCA" }, { "LCA", "LCA" },
  { "LEBANON", "LBN" }, { "LESOTHO", "LSO" }, { "LI", "LIE" }, { "LIBERIA", "LBR" }, { "LIBYA", "LBY" },
  { "LIBYANARABJAMAHIRIYA", "LBY" }, { "LIE", "LIE" }, { "LIECHTENSTEIN", "LIE" }, { "LITHUANIA", "LTU" },
  { "LK", "LKA" }, { "LKA", "LKA" }, { "LR", "LBR" }, { "LS", "LSO" }, { "LSO", "LSO" }, { "LT", "LTU" },
  { "LTU", "LTU" }, { "LU", "LUX" }, { "LUX", "LUX" }, { "LUXEMBOURG", "LUX" }, { "LV", "LVA" },
  { "LVA", "LVA" }, { "LY", "LBY" }, { "MA", "MAR" }, { "MAC", "MAC" }, { "MACAO", "MAC" },
  { "MACAOSAR", "MAC" }, { "MACAU", "MAC" }, { "MACEDONIA", "MKD" },
  { "MACEDONIAFORMERYUGOSLAVREPUBLIC", "MKD" }, { "MADAGASCAR", "MDG" }, { "MAF", "MAF" },
  { "MAINLANDCHINA", "CHN" }, { "MALAWI", "MWI" }, { "MALAYSIA", "MYS" }, { "MALDIVES", "MDV" },
  { "MALI", "MLI" }, { "MALTA", "MLT" }, { "MANISLE", "IMN" }, { "MAR", "MAR" }, { "MARSHALLISLANDS", "MHL" },
  { "MARTINIQUE", "MTQ" }, { "MAURITANIA", "MRT" }, { "MAURITIUS", "MUS" }, { "MAYOTTE", "MYT" },
  { "MC", "MCO" }, { "MCO", "MCO" }, { "MD", "MDA" }, { "MDA", "MDA" }, { "MDG", "MDG" }, { "MDV", "MDV" },
  { "ME", "MNE" }, { "MEX", "MEX" }, { "MEXICO", "MEX" }, { "MF", "MAF" }, { "MG", "MDG" }, { "MH", "MHL" },
  { "MHL", "MHL" }, { "MICRONESIA", "FSM" }, { "MICRONESIAFEDERATEDSTATES", "FSM" }, { "MK", "MKD" },
  { "MKD", "MKD" }, { "ML", "MLI" }, { "MLI", "MLI" }, { "MLT", "MLT" }, { "MM", "MMR" }, { "MMR", "MMR" },
  { "MN", "MNG" }, { "MNE", "MNE" }, { "MNG", "MNG" }, { "MNP", "MNP" }, { "MO", "MAC" },
  { "MOLDOVA", "MDA" }, { "MOLDOVAREPUBLIC", "MDA" }, { "MONACO", "MCO" }, { "MONGOLIA", "MNG" },
  { "MONTENEGRO", "MNE" }, { "MONTSERRAT", "MSR" }, { "MOROCCO", "MAR" }, { "MOZ", "MOZ" },
  { "MOZAMBIQUE", "MOZ" }, { "MP", "MNP" }, { "MQ", "MTQ" }, { "MR", "MRT" }, { "MRT", "MRT" },
  { "MS", "MSR" }, { "MSR", "MSR" }, { "MT", "MLT" }, { "MTQ", "MTQ" }, { "MU", "MUS" }, { "MUS", "MUS" },
  { "MV", "MDV" }, { "MW", "MWI" }, { "MWI", "MWI" }, { "MX", "MEX" }, { "MY", "MYS" }, { "MYANMAR", "MMR" },
  { "MYS", "MYS" }, { "MYT", "MYT" }, { "MZ", "MOZ" }, { "NA", "NAM" }, { "NAM", "NAM" },
  { "NAMIBIA", "NAM" }, { "NAURU", "NRU" }, { "NC", "NCL" }, { "NCL", "NCL" }, { "NE", "NER" },
  { "NEPAL", "NPL" }, { "NER", "NER" }, { "NETHERLANDS", "NLD" }, { "NETHERLANDSANTILLES", "ANT" },
  { "NETHERLANDSKINGDOM", "NLD" }, { "NEUTRALZONE", "NTZ" }, { "NEWCALEDONIA", "NCL" },
  { "NEWZEALAND", "NZL" }, { "NF", "NFK" }, { "NFK", "NFK" }, { "NG", "NGA" }, { "NGA", "NGA" },
  { "NI", "NIC" }, { "NIC", "NIC" }, { "NICARAGUA", "NIC" }, { "NIGER", "NER" }, { "NIGERIA", "NGA" },
  { "NIU", "NIU" }, { "NIUE", "NIU" }, { "NL", "NLD" }, { "NLD", "NLD" }, { "NO", "NOR" }, { "NOR", "NOR" },
  { "NORFOLKISLAND", "NFK" }, { "NORTHERNIRELAND", "GBR" }, { "NORTHERNMARIANAISLANDS", "MNP" },
  { "NORTHKOREA", "PRK" }, { "NORTHMACEDONIA", "MKD" }, { "NORTHMACEDONIAREPUBLIC", "MKD" },
  { "NORWAY", "NOR" }, { "NP", "NPL" }, { "NPL", "NPL" }, { "NR", "NRU" }, { "NRU", "NRU" }, { "NTZ", "NTZ" },
  { "NU", "NIU" }, { "NZ", "NZL" }, { "NZL", "NZL" }, { "OCCUPIEDPALESTINIANTERRITORY", "PSE" },
  { "OM", "OMN" }, { "OMAN", "OMN" }, { "OMN", "OMN" }, { "ORDERMALTA", "XOM" }, { "PA", "PAN" },
  { "PAK", "PAK" }, { "PAKISTAN", "PAK" }, { "PALAU", "PLW" }, { "PALESTINE", "PSE" },
  { "PALESTINESTATE", "PSE" }, { "PALESTINIAN", "PSE" }, { "PALESTINIANTERRITORIES", "PSE" },
  { "PALESTINIANTERRITORYOCCUPIED", "PSE" }, { "PAN", "PAN" }, { "PANAMA", "PAN" },
  { "PAPUANEWGUINEA", "PNG" }, { "PARAGUAY", "PRY" }, { "PCN", "PCN" }, { "PE", "PER" },
  { "PEOPLESREPUBLICCHINA", "CHN" }, { "PER", "PER" }, { "PERU", "PER" }, { "PF", "PYF" }, { "PG", "PNG" },
  { "PH", "PHL" }, { "PHILIPPINES", "PHL" }, { "PHL", "PHL" }, { "PITCAIRN", "PCN" }, { "PK", "PAK" },
  { "PL", "POL" }, { "PLURINATIONALSTATEBOLIVIA", "BOL" }, { "PLW", "PLW" }, { "PM", "SPM" }, { "PN", "PCN" },
  { "PNG", "PNG" }, { "POL", "POL" }, { "POLAND", "POL" }, { "PORTUGAL", "PRT" }, { "PR", "PRI" },
  { "PRC", "CHN" }, { "PRI", "PRI" }, { "PRK", "PRK" }, { "PRT", "PRT" }, { "PRY", "PRY" }, { "PS", "PSE" },
  { "PSE", "PSE" }, { "PT", "PRT" }, { "PUERTORICO", "PRI" }, { "PW", "PLW" }, { "PY", "PRY" },
  { "PYF", "PYF" }, { "QA", "QAT" }, { "QAT", "QAT" }, { "QATAR", "QAT" }, { "RE", "REU" },
  { "REFUGEE", "XXB" }, { "REGIONGAZA", "PSE" }, { "REPUBLICCHINA", "TWN" }, { "REPUBLICCONGO", "COG" },
  { "REPUBLICIRELAND", "IRL" }, { "REPUBLICKOREA", "KOR" }, { "REPUBLICKOSOVO", "RKS" },
  { "REPUBLICMOLDOVA", "MDA" }, { "REPUBLICNORTHMACEDONIA", "MKD" }, { "REPUBLICSERBIA", "SRB" },
  { "REPUBLICSOUTHAFRICA", "ZAF" }, { "REPUBLICSOUTHSUDAN", "SSD" }, { "REPUBLICSUDAN", "SDN" },
  { "REPUBLICYEMEN", "YEM" }, { "REU", "REU" }, { "REUNION", "REU" }, { "RHODESIA", "ZWE" }, { "RKS", "RKS" },
  { "RO", "ROU" }, { "ROM", "ROU" }, { "ROMANIA", "ROU" }, { "ROU", "ROU" }, { "RS", "SRB" }, { "RU", "RUS" },
  { "RUS", "RUS" }, { "RUSSIA", "RUS" }, { "RUSSIANFEDERATION", "RUS" }, { "RW", "RWA" }, { "RWA", "RWA" },
  { "RWANDA", "RWA" }, { "SA", "SAU" }, { "SAINTBARTHELEMY", "BLM" }, { "SAINTHELENA", "SHN" },
  { "SAINTHELENAASCENSIONTRISTANDACUNHA", "SHN" }, { "SAINTKITTSNEVIS", "KNA" }, { "SAINTLUCIA", "LCA" },
  { "SAINTMARTIN", "MAF" }, { "SAINTMARTINFRENCHPART", "MAF" }, { "SAINTPIERREMIQUELON", "SPM" },
  { "SAINTVINCENTGRENADINES", "VCT" }, { "SAMOA", "WSM" }, { "SANMARINO", "SMR" },
  { "SAOTOMEPRINCIPE", "STP" }, { "SAU", "SAU" }, { "SAUDIARABIA", "SAU" }, { "SB", "SLB" }, { "SC", "SYC" },
  { "SCG", "SCG" }, { "SCOTLAND", "GBR" }, { "SD", "SDN" }, { "SDN", "SDN" }, { "SE", "SWE" },
  { "SEN", "SEN" }, { "SENEGAL", "SEN" }, { "SERBIA", "SRB" }, { "SERBIAMONTENEGRO", "SCG" },
  { "SEYCHELLES", "SYC" }, { "SG", "SGP" }, { "SGP", "SGP" }, { "SGS", "SGS" }, { "SH", "SHN" },
  { "SHN", "SHN" }, { "SI", "SVN" }, { "SIERRALEONE", "SLE" }, { "SINGAPORE", "SGP" },
  { "SINTMAARTEN", "SXM" }, { "SINTMAARTENDUTCHPART", "SXM" }, { "SJ", "SJM" }, { "SJM", "SJM" },
  { "SK", "SVK" }, { "SL", "SLE" }, { "SLB", "SLB" }, { "SLE", "SLE" }, { "SLOVAKIA", "SVK" },
  { "SLOVAKREPUBLIC", "SVK" }, { "SLOVENIA", "SVN" }, { "SLV", "SLV" }, { "SM", "SMR" }, { "SMR", "SMR" },
  { "SN", "SEN" }, { "SO", "SOM" }, { "SOLOMONISLANDS", "SLB" }, { "SOM", "SOM" }, { "SOMALIA", "SOM" },
  { "SOUTHAFRICA", "ZAF" }, { "SOUTHGEORGIASOUTHSANDWICHISLANDS", "SGS" }, { "SOUTHKOREA", "KOR" },
  { "SOUTHSUDAN", "SSD" }, { "SOVEREIGNMILITARYORDERMALTA", "XOM" }, { "SOVEREIGNORDERMALTA", "XOM" },
  { "SOVIETUNION", "SUN" }, { "SPAIN", "ESP" }, { "SPM", "SPM" }, { "SR", "SUR" }, { "SRB", "SRB" },
  { "SRILANKA", "LKA" }, { "SS", "SSD" }, { "SSD", "SSD" }, { "ST", "STP" }, { "STATELESS", "XXA" },
  { "STATELESSPERSON", "XXA" }, { "STATELIBYA", "LBY" }, { "STATEPALESTINE", "PSE" },
  { "STKITTSNEVIS", "KNA" }, { "STLUCIA", "LCA" }, { "STP", "STP" }, { "STVINCENTGRENADINES", "VCT" },
  { "SU", "SUN" }, { "SUDAN", "SDN" }, { "SUN", "SUN" }, { "SUR", "SUR" }, { "SURINAME", "SUR" },
  { "SV", "SLV" }, { "SVALBARDJANMAYEN", "SJM" }, { "SVK", "SVK" }, { "SVN", "SVN" }, { "SWAZILAND", "SWZ" },
  { "SWE", "SWE" }, { "SWEDEN", "SWE" }, { "SWITZERLAND", "CHE" }, { "SWZ", "SWZ" }, { "SX", "SXM" },
  { "SXM", "SXM" }, { "SY", "SYR" }, { "SYC", "SYC" }, { "SYR", "SYR" }, { "SYRIA", "SYR" },
  { "SYRIANARABREPUBLIC", "SYR" }, { "SZ", "SWZ" }, { "TAIWAN", "TWN" }, { "TAIWANPROVINCECHINA", "TWN" },
  { "TAJIKISTAN", "TJK" }, { "TANZANIA", "TZA" }, { "TANZANIAUNITEDREPUBLIC", "TZA" }, { "TC", "TCA" },
  { "TCA", "TCA" }, { "TCD", "TCD" }, { "TD", "TCD" }, { "TF", "ATF" }, { "TG", "TGO" }, { "TGO", "TGO" },
  { "TH", "THA" }, { "THA", "THA" }, { "THAILAND", "THA" }, { "TIMORLESTE", "TLS" }, { "TJ", "TJK" },
  { "TJK", "TJK" }, { "TK", "TKL" }, { "TKL", "TKL" }, { "TKM", "TKM" }, { "TL", "TLS" }, { "TLS", "TLS" },
  { "TM", "TKM" }, { "TMP", "TLS" }, { "TN", "TUN" }, { "TO", "TON" }, { "TOGO", "TGO" },
  { "TOKELAU", "TKL" }, { "TON", "TON" }, { "TONGA", "TON" }, { "TR", "TUR" }, { "TRINIDADTOBAGO", "TTO" },
  { "TT", "TTO" }, { "TTO", "TTO" }, { "TUN", "TUN" }, { "TUNISIA", "TUN" }, { "TUR", "TUR" },
  { "TURKEY", "TUR" }, { "TURKIYE", "TUR" }, { "TURKMENISTAN", "TKM" }, { "TURKSCAICOSISLANDS", "TCA" },
  { "TUV", "TUV" }, { "TUVALU", "TUV" }, { "TV", "TUV" }, { "TW", "TWN" }, { "TWN", "TWN" }, { "TZ", "TZA" },
  { "TZA", "TZA" }, { "UA", "UKR" }, { "UAE", "ARE" }, { "UG", "UGA" }, { "UGA", "UGA" }, { "UGANDA", "UGA" },
  { "UK", "GBR" }, { "UKR", "UKR" }, { "UKRAINE", "UKR" }, { "UM", "UMI" }, { "UMI", "UMI" }, { "UN", "UNO" },
  { "UNA", "UNA" }, { "UNIONSOVIETSOCIALISTREPUBLICS", "SUN" }, { "UNITEDARABEMIRATES", "ARE" },
  { "UNITEDKINGDOM", "GBR" }, { "UNITEDKINGDOMGREATBRITAINNORTHERNIRELAND", "GBR" },
  { "UNITEDNATIONS", "UNO" }, { "UNITEDREPUBLICTANZANIA", "TZA" }, { "UNITEDSTATES", "USA" },
  { "UNITEDSTATESAMERICA", "USA" }, { "UNITEDSTATESMINOROUTLYINGISLANDS", "UMI" },
  { "UNITEDSTATESVIRGINISLANDS", "VIR" }, { "UNK", "UNK" }, { "UNO", "UNO" },
  { "UNSPECIFIEDNATIONALITY", "XXX" }, { "URUGUAY", "URY" }, { "URY", "URY" }, { "US", "USA" },
  { "USA", "USA" }, { "USSR", "SUN" }, { "USVIRGINISLANDS", "VIR" }, { "UTO", "UTO" }, { "UTOPIA", "UTO" },
  { "UY", "URY" }, { "UZ", "UZB" }, { "UZB", "UZB" }, { "UZBEKISTAN", "UZB" }, { "VA", "VAT" },
  { "VANUATU", "VUT" }, { "VAT", "VAT" }, { "VATICAN", "VAT" }, { "VATICANCITY", "VAT" },
  { "VATICANCITYSTATE", "VAT" }, { "VC", "VCT" }, { "VCT", "VCT" }, { "VE", "VEN" }, { "VEN", "VEN" },
  { "VENEZUELA", "VEN" }, { "VENEZUELABOLIVARIANREPUBLIC", "VEN" }, { "VG", "VGB" }, { "VGB", "VGB" },
  { "VI", "VIR" }, { "VIETNAM", "VNM" }, { "VIR", "VIR" }, { "VIRGINISLANDSBRITISH", "VGB" },
  { "VIRGINISLANDSUS", "VIR" }, { "VN", "VNM" }, { "VNM", "VNM" }, { "VU", "VUT" }, { "VUT", "VUT" },
  { "WALES", "GBR" }, { "WALLISFUTUNA", "WLF" }, { "WESTBANK", "PSE" }, { "WESTBANKGAZA", "PSE" },
  { "WESTERNSAHARA", "ESH" }, { "WF", "WLF" }, { "WLF", "WLF" }, { "WS", "WSM" }, { "WSM", "WSM" },
  { "XBA", "XBA" }, { "XCC", "XCC" }, { "XCE", "XCE" }, { "XCO", "XCO" }, { "XCT", "XCT" }, { "XDC", "XDC" },
  { "XEC", "XEC" }, { "XES", "XES" }, { "XIM", "XIM" }, { "XK", "RKS" }, { "XKX", "RKS" }, { "XMP", "XMP" },
  { "XOM", "XOM" }, { "XPO", "XPO" }, { "XXA", "XXA" }, { "XXB", "XXB" }, { "XXC", "XXC" }, { "XXK", "RKS" },
  { "XXX", "XXX" }, { "YE", "YEM" }, { "YEM", "YEM" }, { "YEMEN", "YEM" }, { "YMD", "YEM" }, { "YT", "MYT" },
  { "YU", "YUG" }, { "YUG", "YUG" }, { "YUGOSLAVIA", "YUG" }, { "ZA", "ZAF" }, { "ZAF", "ZAF" },
  { "ZAIRE", "COD" }, { "ZAMBIA", "ZMB" }, { "ZAR", "COD" }, { "ZIMBABWE", "ZWE" }, { "ZM", "ZMB" },
  { "ZMB", "ZMB" }, { "ZW", "ZWE" }, { "ZWE", "ZWE" },
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

/* Order of key against a row's, as strcmp would tell. */
static int compare_key(const char *key, size_t size, const char *row)
{
  if (key[0] != row[0]) return key[0] < row[0] ? -1 : 1; /* mostly */
  int order = memcmp(key, row, size);
  return order != 0 ? order : row[size] == 0 ? 0 : -1;
}

pnr_slice pnr_country_code(pnr_slice text)
{
  char key[KEY_SIZE];
  size_t size = fold_key(text, key), low = 0, high = sizeof countries / sizeof countries[0];
  if (size == 0) return (pnr_slice){ NULL, 0 };
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_key(key, size, countries[middle].key);
    if (order == 0) return pnri_slice(countries[middle].code);
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return (pnr_slice){ NULL, 0 };
}
