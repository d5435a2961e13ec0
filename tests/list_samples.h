/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_LIST_SAMPLES_H
#define PNR_TESTS_LIST_SAMPLES_H

#include "pnr/list.h"
#include "support.h"

/* One invented sample of each form of a watchlist. Every person in them is made up. */

static const char eu_xml[] =
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  "<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2026-01-05T10:00:00\">\n"
  "<sanctionEntity logicalId=\"13\" euReferenceNumber=\"EU.27.28\" designationDate=\"2003-07-07\">\n"
  "<remark>Invented &amp; harmless</remark>\n"
  "<subjectType code=\"person\" classificationCode=\"P\"/>\n"
  "<regulation programme=\"TAQA\" numberTitle=\"1210/2003 (OJ L169)\"><publicationUrl>u</publicationUrl></regulation>\n"
  "<nameAlias firstName=\"Petr\" middleName=\"A\" lastName=\"Novak\" wholeName=\"Petr A Novak\" gender=\"M\" "
  "title=\"Dr\" strong=\"true\"/>\n"
  "<nameAlias wholeName=\"Petya\" strong=\"false\"/>\n"
  "<nameAlias wholeName=\"\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80 \xD0\x9D\xD0\xBE\xD0\xB2\xD0\xB0\xD0\xBA\"/>\n"
  "<nameAlias wholeName=\"Pit\" strong=\"true\"><remark>Low quality alias</remark></nameAlias>\n"
  "<citizenship countryIso2Code=\"CZ\" countryDescription=\"CZECHIA\"/>\n"
  "<citizenship countryIso2Code=\"00\" countryDescription=\"UNKNOWN\"/>\n"
  "<birthdate birthdate=\"1960-03-12\" dayOfMonth=\"12\" monthOfYear=\"3\" year=\"1960\" circa=\"false\" "
  "calendarType=\"GREGORIAN\" city=\"Brno\" countryIso2Code=\"CZ\" countryDescription=\"CZECHIA\"/>\n"
  "<birthdate monthOfYear=\"4\" year=\"1961\"/>\n"
  "<birthdate yearRangeFrom=\"1962\" yearRangeTo=\"1964\" circa=\"true\"/>\n"
  "<birthdate year=\"1380\" calendarType=\"ISLAMIC\"/>\n"
  "<identification number=\"A 123\" identificationTypeCode=\"passport\" countryIso2Code=\"CZ\" reportedLost=\"true\" "
  "issueDate=\"2001-02-03\" validTo=\"2011-02-02\"/>\n"
  "<identification number=\"77\" latinNumber=\"78\" identificationTypeCode=\"id\" countryIso2Code=\"00\"/>\n"
  "<address countryIso2Code=\"DE\"><contactInfo key=\"EMAIL\" value=\"a@b.example; c@d.example\"/>"
  "<contactInfo key=\"PHONE\" value=\"+49 30 1234567\"/></address>\n"
  "</sanctionEntity>\n"
  "<sanctionEntity logicalId=\"14\"><subjectType code=\"enterprise\"/><nameAlias wholeName=\"Firm\"/></sanctionEntity>\n"
  "<sanctionEntity logicalId=\"15\"><subjectType code=\"person\"/><nameAlias wholeName=\"Eva Doe\"/></sanctionEntity>\n"
  "</export>\n";

/* The same persons; the real file has 118 columns, and one block a row. */
static const char eu_csv[] =
  "\xEF\xBB\xBF"
  "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_Remark;Entity_SubjectType;"
  "Entity_SubjectType_ClassificationCode;Entity_Regulation_NumberTitle;Entity_Regulation_Programme;NameAlias_LastName;"
  "NameAlias_FirstName;NameAlias_MiddleName;NameAlias_WholeName;NameAlias_Gender;NameAlias_Title;NameAlias_Remark;"
  "BirthDate_BirthDate;BirthDate_Year;BirthDate_YearRangeFrom;BirthDate_YearRangeTo;BirthDate_Circa;BirthDate_City;"
  "BirthDate_CountryDescription;Identification_Number;Identification_KnownFalse;Identification_TypeCode;"
  "Identification_CountryIso2Code;Citizenship_CountryIso2Code;Citizenship_CountryDescription\r\n"
  "05/01/2026;13;EU.27.28;Invented;P;person;1210/2003 (OJ L169);TAQA;Novak;Petr;A;Petr A Novak;M;Dr;;;;;;;;;;;;;;\r\n"
  "05/01/2026;13;EU.27.28;Invented;P;person;1210/2003 (OJ L169);TAQA;;;;Petya;;;low quality;;;;;;;;;;;;;\r\n"
  "05/01/2026;13;EU.27.28;Invented;P;person;1210/2003 (OJ L169);TAQA;;;;;;;;12/03/1960;;;;false;Brno;CZECHIA;;;;;;\r\n"
  "05/01/2026;13;EU.27.28;Invented;P;person;1210/2003 (OJ L169);TAQA;;;;;;;;;;1962;1964;true;;;;;;;;\r\n"
  "05/01/2026;13;EU.27.28;Invented;P;person;1210/2003 (OJ L169);TAQA;;;;;;;;;;;;;;;A 123;true;passport;CZ;;\r\n"
  "05/01/2026;13;EU.27.28;Invented;P;person;1210/2003 (OJ L169);TAQA;;;;;;;;;;;;;;;;;;;CZ;CZECHIA\r\n"
  "05/01/2026;14;EU.1.1;;E;enterprise;;;;;;\"Firm; \"\"X\"\"\";;;;;;;;;;;;;;;;\r\n"
  "05/01/2026;15;EU.1.2;;P;person;;;;;;Eva Doe;;;;;;;;;;;;;;;;\r\n";

static const char ofac_xml[] =
  "<?xml version=\"1.0\" standalone=\"yes\"?>\n"
  "<sdnList xmlns=\"http://www.un.org/sanctions/1.0\"><publshInformation><Publish_Date>01/05/2026</Publish_Date>"
  "<Record_Count>3</Record_Count></publshInformation>\n"
  "<sdnEntry><uid>36</uid><firstName>Petr</firstName><lastName>NOVAK</lastName><title>Captain</title>"
  "<sdnType>Individual</sdnType><remarks>(Linked To: NOBODY)</remarks>\n"
  "<programList><program>SDGT</program><program>IFSR</program></programList>\n"
  "<idList><id><uid>1</uid><idType>Passport</idType><idNumber>B7654321</idNumber><idCountry>Iran</idCountry>"
  "<issueDate>03 Feb 2001</issueDate><expirationDate>02 Feb 2011</expirationDate></id>\n"
  "<id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id>\n"
  "<id><uid>3</uid><idType>Tax ID No.</idType><idNumber>999</idNumber></id>\n"
  "<id><uid>4</uid><idType>Email Address</idType><idNumber>p@n.example</idNumber></id>\n"
  "<id><uid>5</uid><idType>Phone Number</idType><idNumber>98 21 555 1234</idNumber></id></idList>\n"
  "<akaList><aka><uid>6</uid><type>a.k.a.</type><category>weak</category><lastName>PIT</lastName></aka>\n"
  "<aka><uid>7</uid><type>f.k.a.</type><category>strong</category><lastName>NOWAK</lastName><firstName>Peter"
  "</firstName></aka></akaList>\n"
  "<addressList><address><uid>8</uid><city>Tehran</city><country>Iran</country></address></addressList>\n"
  "<nationalityList><nationality><uid>9</uid><country>Iran</country></nationality></nationalityList>\n"
  "<citizenshipList><citizenship><uid>10</uid><country>Turkey</country></citizenship></citizenshipList>\n"
  "<dateOfBirthList><dateOfBirthItem><uid>11</uid><dateOfBirth>12 Mar 1960</dateOfBirth></dateOfBirthItem>\n"
  "<dateOfBirthItem><uid>12</uid><dateOfBirth>circa 1961</dateOfBirth></dateOfBirthItem></dateOfBirthList>\n"
  "<placeOfBirthList><placeOfBirthItem><uid>13</uid><placeOfBirth>Brno, Czechia</placeOfBirth></placeOfBirthItem>"
  "</placeOfBirthList></sdnEntry>\n"
  "<sdnEntry><uid>37</uid><lastName>FIRM</lastName><sdnType>Entity</sdnType></sdnEntry>\n"
  "<sdnEntry><uid>38</uid><firstName>Eva</firstName><lastName>DOE</lastName><sdnType>Individual</sdnType></sdnEntry>\n"
  "</sdnList>\n";

#define PERIOD(y1, m1, d1, y2, m2, d2, about)                                                                      \
  "<DatePeriod CalendarTypeID=\"1\"><Start Approximate=\"" about "\"><From><Year>" y1 "</Year><Month>" m1          \
  "</Month><Day>" d1 "</Day></From><To><Year>" y1 "</Year><Month>" m1 "</Month><Day>" d1 "</Day></To></Start>"     \
  "<End Approximate=\"false\"><From><Year>" y2 "</Year><Month>" m2 "</Month><Day>" d2 "</Day></From><To><Year>" y2 \
  "</Year><Month>" m2 "</Month><Day>" d2 "</Day></To></End></DatePeriod>"
#define FEATURE(type, inner) \
  "<Feature ID=\"1\" FeatureTypeID=\"" type "\"><FeatureVersion>" inner "</FeatureVersion></Feature>\n"
#define PART(group, text) \
  "<DocumentedNamePart><NamePartValue NamePartGroupID=\"" group "\">" text "</NamePartValue></DocumentedNamePart>"

static const char ofac_advanced[] =
  "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
  "<Sanctions xmlns=\"https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML\">\n"
  "<DateOfIssue><Year>2026</Year></DateOfIssue><ReferenceValueSets>\n"
  "<AliasTypeValues><AliasType ID=\"1400\">A.K.A.</AliasType><AliasType ID=\"1401\">F.K.A.</AliasType>"
  "<AliasType ID=\"1403\">Name</AliasType></AliasTypeValues>\n"
  "<CountryValues><Country ID=\"1\" ISO2=\"IR\">Iran</Country><Country ID=\"2\" ISO2=\"CZ\">Czechia</Country>"
  "</CountryValues>\n"
  "<DetailReferenceValues><DetailReference ID=\"91526\">Male</DetailReference></DetailReferenceValues>\n"
  "<FeatureTypeValues><FeatureType ID=\"8\">Birthdate</FeatureType><FeatureType ID=\"9\">Place of Birth</FeatureType>"
  "<FeatureType ID=\"10\">Nationality Country</FeatureType><FeatureType ID=\"25\">Location</FeatureType>"
  "<FeatureType ID=\"224\">Gender</FeatureType><FeatureType ID=\"21\">Email Address</FeatureType></FeatureTypeValues>\n"
  "<IDRegDocDateTypeValues><IDRegDocDateType ID=\"1480\">Issue Date</IDRegDocDateType>"
  "<IDRegDocDateType ID=\"1481\">Expiration Date</IDRegDocDateType></IDRegDocDateTypeValues>\n"
  "<IDRegDocTypeValues><IDRegDocType ID=\"1571\">Passport</IDRegDocType><IDRegDocType ID=\"1596\">Tax ID No."
  "</IDRegDocType></IDRegDocTypeValues>\n"
  "<LegalBasisValues><LegalBasis ID=\"1981\">Executive Order 13224</LegalBasis></LegalBasisValues>\n"
  "<NamePartTypeValues><NamePartType ID=\"1520\">Last Name</NamePartType><NamePartType ID=\"1521\">First Name"
  "</NamePartType><NamePartType ID=\"1523\">Maiden Name</NamePartType><NamePartType ID=\"1528\">Nickname</NamePartType>"
  "</NamePartTypeValues>\n"
  "<PartySubTypeValues><PartySubType ID=\"3\" PartyTypeID=\"2\">Unknown</PartySubType><PartySubType ID=\"4\" "
  "PartyTypeID=\"1\">Unknown</PartySubType></PartySubTypeValues>\n"
  "<PartyTypeValues><PartyType ID=\"1\">Individual</PartyType><PartyType ID=\"2\">Entity</PartyType></PartyTypeValues>\n"
  "<SanctionsTypeValues><SanctionsType ID=\"1\">Program</SanctionsType></SanctionsTypeValues></ReferenceValueSets>\n"
  "<Locations><Location ID=\"50\"><LocationCountry CountryID=\"2\"/><LocationPart LocPartTypeID=\"1454\">"
  "<LocationPartValue Primary=\"true\"><Value>Brno</Value></LocationPartValue></LocationPart></Location>\n"
  "<Location ID=\"51\"><LocationCountry CountryID=\"1\"/></Location></Locations>\n"
  "<IDRegDocuments><IDRegDocument ID=\"70\" IDRegDocTypeID=\"1571\" IdentityID=\"600\" IssuedBy-CountryID=\"1\">"
  "<IDRegistrationNo>B7654321</IDRegistrationNo><DocumentDate IDRegDocDateTypeID=\"1480\">" PERIOD("2001", "2", "3", "2001", "2", "3", "false") "</DocumentDate><DocumentDate IDRegDocDateTypeID=\"1481\">" PERIOD(
    "2011", "2", "2", "2011", "2", "2",
    "false") "</DocumentDate></IDRegDocument>"
             "<IDRegDocument ID=\"71\" IDRegDocTypeID=\"1596\" IdentityID=\"600\"><IDRegistrationNo>999</IDRegistrationNo>"
             "</IDRegDocument></IDRegDocuments>\n"
             "<DistinctParties><DistinctParty FixedRef=\"36\"><Comment>Invented</Comment><Profile ID=\"36\" PartySubTypeID=\"4\">"
             "<Identity ID=\"600\" Primary=\"true\"><Alias AliasTypeID=\"1403\" Primary=\"true\" LowQuality=\"false\">"
             "<DocumentedName>" PART("1", "NOVAKOVA") PART("2", "Petra") PART("4", "DOE") "</DocumentedName><DocumentedName>" PART(
               "3",
               "\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80\xD0\xB0") "</DocumentedName></Alias>\n"
                                                           "<Alias AliasTypeID=\"1400\" Primary=\"false\" LowQuality=\"true\"><DocumentedName>" PART(
                                                             "5",
                                                             "PIT") "</DocumentedName></Alias>\n"
                                                                    "<Alias AliasTypeID=\"1401\" Primary=\"false\" LowQuality=\"false\"><DocumentedName>" PART(
                                                                      "1",
                                                                      "NOWAK") "</DocumentedName></Alias>\n"
                                                                               "<NamePartGroups><MasterNamePartGroup><NamePartGroup ID=\"1\" NamePartTypeID=\"1520\"/></MasterNamePartGroup>"
                                                                               "<MasterNamePartGroup><NamePartGroup ID=\"2\" NamePartTypeID=\"1521\"/></MasterNamePartGroup><MasterNamePartGroup>"
                                                                               "<NamePartGroup ID=\"3\" NamePartTypeID=\"1521\"/><NamePartGroup ID=\"4\" NamePartTypeID=\"1523\"/>"
                                                                               "<NamePartGroup ID=\"5\" NamePartTypeID=\"1528\"/></MasterNamePartGroup></NamePartGroups></Identity>\n" FEATURE(
                                                                                 "8",
                                                                                 PERIOD("1960", "3", "12", "1960", "3",
                                                                                        "12", "false"))
                                                                                 FEATURE(
                                                                                   "8",
                                                                                   PERIOD("1961", "1", "1", "1961",
                                                                                          "12", "31",
                                                                                          "true")) FEATURE("8",
                                                                                                           PERIOD(
                                                                                                             "1962",
                                                                                                             "1",
                                                                                                             "1", "1964",
                                                                                                             "12", "31", "false"))
                                                                                   FEATURE(
                                                                                     "8",
                                                                                     PERIOD(
                                                                                       "1965",
                                                                                       "5",
                                                                                       "1",
                                                                                       "1965",
                                                                                       "5",
                                                                                       "31",
                                                                                       "false")) FEATURE("9",
                                                                                                         "<VersionLocation LocationID=\"50\"/>")
                                                                                     FEATURE(
                                                                                       "10",
                                                                                       "<VersionLocation LocationID=\"51\"/>")
                                                                                       FEATURE(
                                                                                         "25",
                                                                                         "<VersionLocation LocationID=\"51\"/>")
                                                                                         FEATURE(
                                                                                           "224",
                                                                                           "<VersionDetail DetailTypeID=\"1432\" DetailReferenceID=\"91526\"/>")
                                                                                           FEATURE(
                                                                                             "21",
                                                                                             "<VersionDetail DetailTypeID=\"1432\">p@n.example</VersionDetail>") "</Profile></DistinctParty>\n"
                                                                                                                                                                 "<DistinctParty FixedRef=\"37\"><Profile ID=\"37\" PartySubTypeID=\"3\"><Identity ID=\"601\"/></Profile>"
                                                                                                                                                                 "</DistinctParty>\n"
                                                                                                                                                                 "<DistinctParty FixedRef=\"38\"><Profile ID=\"38\" PartySubTypeID=\"4\"><Identity ID=\"602\"><NamePartGroups>"
                                                                                                                                                                 "<MasterNamePartGroup><NamePartGroup ID=\"6\" NamePartTypeID=\"1520\"/></MasterNamePartGroup></NamePartGroups>"
                                                                                                                                                                 "<Alias AliasTypeID=\"1403\" Primary=\"true\"><DocumentedName>" PART(
                                                                                                                                                                   "6",
                                                                                                                                                                   "DOE") "</DocumentedName></Alias></Identity>"
                                                                                                                                                                          "</Profile></DistinctParty></DistinctParties>\n"
                                                                                                                                                                          "<SanctionsEntries><SanctionsEntry ID=\"90\" ProfileID=\"36\" ListID=\"1550\"><EntryEvent LegalBasisID=\"1981\"/>"
                                                                                                                                                                          "<SanctionsMeasure SanctionsTypeID=\"1\"><Comment>SDGT</Comment></SanctionsMeasure>"
                                                                                                                                                                          "<SanctionsMeasure SanctionsTypeID=\"1\"><Comment>IFSR</Comment></SanctionsMeasure></SanctionsEntry>"
                                                                                                                                                                          "</SanctionsEntries></Sanctions>\n";

static const char uk_ofsi_csv[] =
  "Last Updated,05/01/2026\r\n"
  "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,Non-Latin Script "
  "Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Passport Details,National Identification "
  "Number,National Identification Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,"
  "Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,UK Sanctions List Date "
  "Designated,Last Updated,Group ID\r\n"
  "NOVAK,Petr,A,,,,(1) Dr (2) Mr,\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80,Cyrillic,Russian,12/03/1960,(1) Brno (2) Praha,"
  "Czechia,(1) Czechia (2) Syria,(1) B7654321 (2) C1,Issued in Brno,55,,,,,,,,,,Germany,Invented,Individual,Primary "
  "name,,Syria,01/02/2001,31/12/2020,01/02/2021,6897\r\n"
  "PIT,,,,,,,,,,00/00/1961,,,,,,,,,,,,,,,,,,Individual,AKA,Low quality,Syria,01/02/2001,31/12/2020,01/02/2021,6897\r\n"
  "NOWAK,Peter,,,,,,,,,00/04/1962,,,,,,,,,,,,,,,,,,Individual,FKA,Good quality,Syria,01/02/2001,31/12/2020,01/02/2021,"
  "6897\r\n"
  "FIRM,,,,,,,,,,,,,,,,,,,,,,,,,,,,Entity,Primary name,,Syria,01/02/2001,31/12/2020,01/02/2021,6898\r\n"
  "DOE,Eva,,,,,,,,,,,,,,,,,,,,,,,,,,,Individual,Primary name,,Syria,01/02/2001,31/12/2020,01/02/2021,6899\r\n";

static const char uk_list_csv[] =
  "Report Date: 05-Jan-2026\n"
  "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias "
  "strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,Designation Type,"
  "Other Information,Address Country,Phone number,Email address,Date Designated,D.O.B,Nationality(/ies),National "
  "Identifier number,Passport number,Gender,Town of birth,Country of birth\n"
  "05/01/2026,SYR0001,6897,,NOVAK,Petr,A,,,,Primary Name,,Dr,\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80,Cyrillic,Russian,Syria,"
  "Individual,Invented,Germany,+49 30 1234567,a@b.example;c@d.example,01/02/2001,12/03/1960,Czechia,55,B7654321,Male,"
  "Brno,Czechia\n"
  "05/01/2026,SYR0001,6897,,PIT,,,,,,Alias,Low quality,,,,,Syria,Individual,,,,,01/02/2001,dd/mm/1961,,,,,,\n"
  "05/01/2026,SYR0002,6898,,FIRM,,,,,,Primary Name,,,,,,Syria,Entity,,,,,01/02/2001,,,,,,,\n"
  "05/01/2026,SYR0003,6899,,DOE,Eva,,,,,Primary Name,,,,,,Syria,Individual,,,,,01/02/2001,,,,,,,\n";

static const char uk_list_xml[] =
  "<?xml version=\"1.0\"?>\n<Designations><DateGenerated>05/01/2026</DateGenerated>\n"
  "<Designation><UniqueID>SYR0001</UniqueID><OFSIGroupID>6897</OFSIGroupID>\n"
  "<Names><Name><Name6>NOVAK</Name6><Name1>Petr</Name1><Name2>A</Name2><NameType>Primary Name</NameType></Name>\n"
  "<Name><Name6>PIT</Name6><NameType>Alias</NameType><AliasStrength>Low quality</AliasStrength></Name></Names>\n"
  "<NonLatinNames><NonLatinName><NameNonLatinScript>\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80</NameNonLatinScript>"
  "</NonLatinName></NonLatinNames>\n"
  "<RegimeName>Syria</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>"
  "<OtherInformation>Invented</OtherInformation>\n"
  "<Addresses><Address><AddressCountry>Germany</AddressCountry></Address></Addresses>\n"
  "<PhoneNumbers><PhoneNumber>+49 30 1234567</PhoneNumber></PhoneNumbers>\n"
  "<EmailAddresses><EmailAddress>a@b.example</EmailAddress></EmailAddresses>\n"
  "<IndividualDetails><Individual><DOBs><DOB>12/03/1960</DOB><DOB>dd/mm/1961</DOB></DOBs>\n"
  "<Nationalities><Nationality>Czechia</Nationality></Nationalities><Genders><Gender>Male</Gender></Genders>\n"
  "<PassportDetails><Passport><PassportNumber>B7654321</PassportNumber></Passport></PassportDetails>\n"
  "<NationalIdentifierDetails><NationalIdentifier><NationalIdentifierNumber>55</NationalIdentifierNumber>"
  "</NationalIdentifier></NationalIdentifierDetails>\n"
  "<BirthDetails><Location><TownOfBirth>Brno</TownOfBirth><CountryOfBirth>Czechia</CountryOfBirth></Location>"
  "</BirthDetails></Individual></IndividualDetails></Designation>\n"
  "<Designation><UniqueID>SYR0002</UniqueID><Names><Name><Name6>FIRM</Name6></Name></Names>"
  "<IndividualEntityShip>Entity</IndividualEntityShip></Designation>\n"
  "<Designation><UniqueID>SYR0003</UniqueID><Names><Name><Name6>DOE</Name6><Name1>Eva</Name1><NameType>Primary Name"
  "</NameType></Name></Names><IndividualEntityShip>Individual</IndividualEntityShip></Designation>\n"
  "</Designations>\n";

static const char uk_ofsi_xml[] =
  "<?xml version=\"1.0\"?>\n<ArrayOfFinancialSanctionsTarget xmlns=\"http://schemas.hmtreasury.gov.uk/ofsi/"
  "consolidatedlist\">\n"
  "<FinancialSanctionsTarget><Name6>NOVAK</Name6><name1>Petr</name1><name2>A</name2><Title>Dr</Title>"
  "<NameNonLatinScript>\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80</NameNonLatinScript><Individual_DateOfBirth>12/03/1960"
  "</Individual_DateOfBirth><Individual_Nationality>Czechia</Individual_Nationality><GroupTypeDescription>Individual"
  "</GroupTypeDescription><AliasType>Primary name</AliasType><RegimeName>Syria</RegimeName><GroupID>6897</GroupID>"
  "</FinancialSanctionsTarget>\n"
  "<FinancialSanctionsTarget><Name6>PIT</Name6><GroupTypeDescription>Individual</GroupTypeDescription><AliasType>AKA"
  "</AliasType><AliasQuality>Low quality</AliasQuality><GroupID>6897</GroupID></FinancialSanctionsTarget>\n"
  "<FinancialSanctionsTarget><Name6>DOE</Name6><GroupTypeDescription>Individual</GroupTypeDescription><AliasType>"
  "Primary name</AliasType><GroupID>6899</GroupID></FinancialSanctionsTarget>\n"
  "</ArrayOfFinancialSanctionsTarget>\n";

#define CELL(text) "<table:table-cell office:value-type=\"string\"><text:p>" text "</text:p></table:table-cell>"
#define NO_CELLS(count) "<table:table-cell table:number-columns-repeated=\"" count "\"/>"

/* content.xml of an OpenDocument spreadsheet. */
static const char nl_xml[] =
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
  "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
  "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\n"
  "<table:table table:name=\"Sheet1\"><table:table-row>" CELL(
    "National terrorism list") "</table:table-row>\n"
                               "<table:table-row table:number-rows-repeated=\"2\">" NO_CELLS(
                                 "7") "</table:table-row>\n"
                                      "<table:table-row>" CELL("Surname") CELL("First name(s)") CELL("Alias") CELL(
                                        "Date of Birth (DD-MM-JJJJ)") CELL("Place of Birth")
                                        CELL("Date of ministerial decision (DD/MM/JJJJ)") CELL(
                                          "Link official notification") "</table:table-row>\n"
                                                                        "<table:table-row>" CELL("Novak") CELL(
                                                                          "Petr<text:s/>A") "<table:table-cell office:value-type=\"string\"><text:p>Abu Petr; Pit</text:p><text:p>P<text:span>e</text:span>tya"
                                                                                            "</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"1960-03-12T00:00:00\">"
                                                                                            "<text:p>12-03-1960</text:p></table:table-cell>" CELL(
                                                                                              "Brno") CELL("05/01/2026")
                                                                                              CELL(
                                                                                                "<text:a xlink:href=\"https://example.org\">Stcrt 64067</text:a>") "</table:table-row>\n"
                                                                                                                                                                   "<table:table-row>" CELL(
                                                                                                                                                                     "Stichting Firm")
                                                                                                                                                                     NO_CELLS("4") CELL(
                                                                                                                                                                       "05/01/2026") "</table:table-row>\n"
                                                                                                                                                                                     "<table:table-row>" CELL(
                                                                                                                                                                                       "Doe")
                                                                                                                                                                                       CELL("Eva") NO_CELLS(
                                                                                                                                                                                         "1")
                                                                                                                                                                                         CELL(
                                                                                                                                                                                           "13-13-1961") "</table:table-row>\n"
                                                                                                                                                                                                         "<table:table-row table:number-rows-repeated=\"1048000\">" NO_CELLS(
                                                                                                                                                                                                           "1024") "</table:table-row></table:table>"
                                                                                                                                                                                                                   "</office:spreadsheet></office:body></office:document-content>\n";

static const char targets_csv[] =
  "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,"
  "first_seen,last_seen,last_change\n"
  "NK-1,Person,Petr Novak,\"Petya;\"\"Pit; the second\"\";\xD0\x9F\xD0\xB5\xD1\x82\xD1\x80\",1960-03-12;1961,cz;sy,,"
  "B7654321;55,Asset freeze,+49301234567,a@b.example,EU-TAQA,EU Financial Sanctions Files,2026-01-01,2026-01-05,"
  "2026-01-05\n"
  "NK-2,Company,Firm,,,,,,,,,,,,,\n"
  "NK-3,Person,Eva Doe,,,,,,,,,,,,,\n";

static const char ftm_lines[] =
  "{\"id\":\"P-1\",\"schema\":\"Passport\",\"properties\":{\"holder\":[\"NK-1\"],\"number\":[\"B7654321\"],"
  "\"country\":[\"cz\"],\"startDate\":[\"2001-02-03\"],\"endDate\":[\"2011-02-02\"]}}\n"
  "{\"id\":\"NK-1\",\"caption\":\"Petr Novak\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Petr Nov\\u00e1k\","
  "\"Petr Novak\"],\"alias\":[\"Petya\"],\"weakAlias\":[\"Pit\"],\"previousName\":[\"Peter Nowak\"],"
  "\"firstName\":[\"Petr\"],\"birthDate\":[\"1960-03-12\",\"1961\"],\"birthPlace\":[\"Brno\"],"
  "\"nationality\":[\"cz\"],\"citizenship\":[\"sy\"],\"gender\":[\"male\"],\"passportNumber\":[\"C1\"],"
  "\"idNumber\":[\"55\"],\"phone\":[\"+49301234567\"],\"email\":[\"a@b.example\"],\"notes\":[\"Invented\"]},"
  "\"datasets\":[\"eu_fsf\",\"gb_hmt\"],\"target\":true}\n"
  "\n"
  "{\"id\":\"C-1\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Firm\"]}}\n"
  "{\"id\":\"S-1\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"NK-1\"],\"program\":[\"TAQA\"],"
  "\"authority\":[\"Council\"]}}\n"
  "{\"id\":\"S-2\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"C-1\"],\"program\":[\"TAQA\"]}}\n"
  "{\"id\":\"NK-4\",\"schema\":\"Person\",\"target\":false,\"properties\":{\"name\":[\"A Relative\"]}}\r\n"
  "{\"id\":\"NK-3\",\"schema\":\"Person\",\"properties\":{\"firstName\":[\"Eva\"],\"lastName\":[\"Doe\"]}}\n";

static const char sltd_csv[] =
  "id,document_type,document_number,document_last,document_country,document_status,document_issued,source,owner,basis,"
  "action,valid_from,valid_until,remark\n"
  "7,P,X 1234567,,CZ,stolen,2020-05-05,SLTD,Police,Decision 1,seize,2020,2030-06,Invented\n"
  ",passport,A0000100,A0000199,Germany,stolen-blank,,SLTD,Police,Decision 1,,,,\n"
  ",I,55512,,AUT,lost,,,,,,,,\n";

static const char own_csv[] = "id,name,birth_date\n1,\"Novak, Petr\",1960-03-12\n2,Eva Doe,\n";

static const char ofac_csv[] =
  "36,\"NOVAK, Petr\",\"individual\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 12 Mar 1960.\"\r\n"
  "38,\"DOE, Eva\",\"individual\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n";

static const char un_xml[] =
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2026-01-05\"><INDIVIDUALS>\n"
  "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Petr</FIRST_NAME><SECOND_NAME>Novak</SECOND_NAME></INDIVIDUAL>\n"
  "<INDIVIDUAL><DATAID>2</DATAID><FIRST_NAME>Eva</FIRST_NAME></INDIVIDUAL>\n"
  "</INDIVIDUALS></CONSOLIDATED_LIST>\n";

static const struct list_sample {
  const char *name;
  uint32_t format;
  const char *text;
  size_t size;
  uint32_t count; /* entries */
} list_samples[] = {
  { "own CSV", PNR_LIST_CSV, own_csv, sizeof own_csv - 1, 2 },
  { "UN XML", PNR_LIST_UN, un_xml, sizeof un_xml - 1, 2 },
  { "OFAC CSV", PNR_LIST_OFAC, ofac_csv, sizeof ofac_csv - 1, 2 },
  { "OFAC XML", PNR_LIST_OFAC, ofac_xml, sizeof ofac_xml - 1, 2 },
  { "OFAC advanced XML", PNR_LIST_OFAC, ofac_advanced, sizeof ofac_advanced - 1, 2 },
  { "EU XML", PNR_LIST_EU, eu_xml, sizeof eu_xml - 1, 2 },
  { "EU CSV", PNR_LIST_EU, eu_csv, sizeof eu_csv - 1, 2 },
  { "OFSI CSV", PNR_LIST_UK, uk_ofsi_csv, sizeof uk_ofsi_csv - 1, 2 },
  { "OFSI XML", PNR_LIST_UK, uk_ofsi_xml, sizeof uk_ofsi_xml - 1, 2 },
  { "UK Sanctions List CSV", PNR_LIST_UK, uk_list_csv, sizeof uk_list_csv - 1, 2 },
  { "UK Sanctions List XML", PNR_LIST_UK, uk_list_xml, sizeof uk_list_xml - 1, 2 },
  { "Dutch sheet", PNR_LIST_NL, nl_xml, sizeof nl_xml - 1, 2 },
  { "OpenSanctions CSV", PNR_LIST_OPENSANCTIONS, targets_csv, sizeof targets_csv - 1, 2 },
  { "OpenSanctions JSON", PNR_LIST_OPENSANCTIONS, ftm_lines, sizeof ftm_lines - 1, 2 },
  { "documents", PNR_LIST_SLTD, sltd_csv, sizeof sltd_csv - 1, 3 },
};
enum { LIST_SAMPLES = sizeof list_samples / sizeof list_samples[0] };

static inline pnr_status open_sample(const pnr_env *env, const void *text, size_t size, uint32_t format, pnr_list **out,
                                     pnr_error *error)
{
  uint8_t *copy = exact_copy(text, size);
  pnr_status status = pnr_list_open(env, copy, size, format, (pnr_slice){ NULL, 0 }, out, error);
  free(copy);
  return status;
}

#endif
