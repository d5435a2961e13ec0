/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/hijri.h"
#include "core/slice.h"
#include "list/birth.h"
#include "list/columns.h"
#include "list/tree.h"
#include "list/value.h"

/* The consolidated financial sanctions list of the European Union, version 1.1. The XML has an element per name, birth,
 * document and citizenship of a sanctionEntity; the CSV has a row per such block, which says again whose it is. Both
 * name the same fields: one table tells the attribute and the column. */

enum {
  ENTITY_ID,
  ENTITY_REFERENCE,
  ENTITY_REMARK,
  ENTITY_TYPE,
  ENTITY_CLASS,
  ENTITY_TITLE,
  ENTITY_PROGRAMME,
  NAME_LAST,
  NAME_FIRST,
  NAME_MIDDLE,
  NAME_WHOLE,
  NAME_GENDER,
  NAME_TITLE,
  NAME_STRONG,
  NAME_REMARK,
  ADDRESS_CODE,
  ADDRESS_COUNTRY,
  BIRTH_DATE,
  BIRTH_DAY,
  BIRTH_MONTH,
  BIRTH_DAY_SHORT, /* as some editions of the XML name them */
  BIRTH_MONTH_SHORT,
  BIRTH_YEAR,
  BIRTH_FROM,
  BIRTH_TO,
  BIRTH_CIRCA,
  BIRTH_CALENDAR,
  BIRTH_PLACE,
  BIRTH_CITY,
  BIRTH_REGION,
  BIRTH_COUNTRY,
  DOCUMENT_NUMBER,
  DOCUMENT_EXPIRED,
  DOCUMENT_FALSE,
  DOCUMENT_LOST,
  DOCUMENT_REVOKED,
  DOCUMENT_ISSUED,
  DOCUMENT_TO,
  DOCUMENT_LATIN,
  DOCUMENT_TYPE,
  DOCUMENT_CODE,
  DOCUMENT_COUNTRY,
  CITIZEN_CODE,
  CITIZEN_COUNTRY,
  FIELDS
};

static const char *const attributes[FIELDS] = {
  [ENTITY_ID] = "logicalId",
  [ENTITY_REFERENCE] = "euReferenceNumber",
  [ENTITY_REMARK] = "remark",
  [ENTITY_TYPE] = "code",
  [ENTITY_CLASS] = "classificationCode",
  [ENTITY_TITLE] = "numberTitle",
  [ENTITY_PROGRAMME] = "programme",
  [NAME_LAST] = "lastName",
  [NAME_FIRST] = "firstName",
  [NAME_MIDDLE] = "middleName",
  [NAME_WHOLE] = "wholeName",
  [NAME_GENDER] = "gender",
  [NAME_TITLE] = "title",
  [NAME_STRONG] = "strong",
  [NAME_REMARK] = "remark",
  [ADDRESS_CODE] = "countryIso2Code",
  [ADDRESS_COUNTRY] = "countryDescription",
  [BIRTH_DATE] = "birthdate",
  [BIRTH_DAY] = "dayOfMonth",
  [BIRTH_MONTH] = "monthOfYear",
  [BIRTH_DAY_SHORT] = "day",
  [BIRTH_MONTH_SHORT] = "month",
  [BIRTH_YEAR] = "year",
  [BIRTH_FROM] = "yearRangeFrom",
  [BIRTH_TO] = "yearRangeTo",
  [BIRTH_CIRCA] = "circa",
  [BIRTH_CALENDAR] = "calendarType",
  [BIRTH_PLACE] = "place",
  [BIRTH_CITY] = "city",
  [BIRTH_REGION] = "region",
  [BIRTH_COUNTRY] = "countryDescription",
  [DOCUMENT_NUMBER] = "number",
  [DOCUMENT_EXPIRED] = "knownExpired",
  [DOCUMENT_FALSE] = "knownFalse",
  [DOCUMENT_LOST] = "reportedLost",
  [DOCUMENT_REVOKED] = "revokedByIssuer",
  [DOCUMENT_ISSUED] = "issueDate",
  [DOCUMENT_TO] = "validTo",
  [DOCUMENT_LATIN] = "latinNumber",
  [DOCUMENT_TYPE] = "identificationTypeCode",
  [DOCUMENT_CODE] = "countryIso2Code",
  [DOCUMENT_COUNTRY] = "countryDescription",
  [CITIZEN_CODE] = "countryIso2Code",
  [CITIZEN_COUNTRY] = "countryDescription",
};

static const char *const columns[FIELDS] = {
  [ENTITY_ID] = "Entity_LogicalId",
  [ENTITY_REFERENCE] = "Entity_EU_ReferenceNumber",
  [ENTITY_REMARK] = "Entity_Remark",
  [ENTITY_TYPE] = "Entity_SubjectType",
  [ENTITY_CLASS] = "Entity_SubjectType_ClassificationCode",
  [ENTITY_TITLE] = "Entity_Regulation_NumberTitle",
  [ENTITY_PROGRAMME] = "Entity_Regulation_Programme",
  [NAME_LAST] = "NameAlias_LastName",
  [NAME_FIRST] = "NameAlias_FirstName",
  [NAME_MIDDLE] = "NameAlias_MiddleName",
  [NAME_WHOLE] = "NameAlias_WholeName",
  [NAME_GENDER] = "NameAlias_Gender",
  [NAME_TITLE] = "NameAlias_Title",
  [NAME_STRONG] = "NameAlias_Strong",
  [NAME_REMARK] = "NameAlias_Remark",
  [ADDRESS_CODE] = "Address_CountryIso2Code",
  [ADDRESS_COUNTRY] = "Address_CountryDescription",
  [BIRTH_DATE] = "BirthDate_BirthDate",
  [BIRTH_DAY] = "BirthDate_Day",
  [BIRTH_MONTH] = "BirthDate_Month",
  [BIRTH_DAY_SHORT] = "BirthDate_DayOfMonth",
  [BIRTH_MONTH_SHORT] = "BirthDate_MonthOfYear",
  [BIRTH_YEAR] = "BirthDate_Year",
  [BIRTH_FROM] = "BirthDate_YearRangeFrom",
  [BIRTH_TO] = "BirthDate_YearRangeTo",
  [BIRTH_CIRCA] = "BirthDate_Circa",
  [BIRTH_CALENDAR] = "BirthDate_CalendarType",
  [BIRTH_PLACE] = "BirthDate_Place",
  [BIRTH_CITY] = "BirthDate_City",
  [BIRTH_REGION] = "BirthDate_Region",
  [BIRTH_COUNTRY] = "BirthDate_CountryDescription",
  [DOCUMENT_NUMBER] = "Identification_Number",
  [DOCUMENT_EXPIRED] = "Identification_KnownExpired",
  [DOCUMENT_FALSE] = "Identification_KnownFalse",
  [DOCUMENT_LOST] = "Identification_ReportedLost",
  [DOCUMENT_REVOKED] = "Identification_RevokedByIssuer",
  [DOCUMENT_ISSUED] = "Identification_IssuedDate",
  [DOCUMENT_TO] = "Identification_ValidTo",
  [DOCUMENT_LATIN] = "Identification_LatinNumber",
  [DOCUMENT_TYPE] = "Identification_TypeCode",
  [DOCUMENT_CODE] = "Identification_CountryIso2Code",
  [DOCUMENT_COUNTRY] = "Identification_CountryDescription",
  [CITIZEN_CODE] = "Citizenship_CountryIso2Code",
  [CITIZEN_COUNTRY] = "Citizenship_CountryDescription",
};

/* Where fields are read from: an element of the tree, or the row of the table. */
typedef struct eu_block {
  pnr_list *list;
  pnri_tree *tree; /* NULL for CSV */
  uint32_t element;
  pnri_columns *table;
} eu_block;

static pnr_slice text_of(const eu_block *block, uint32_t field)
{
  if (block->tree != NULL) return pnri_tree_value(block->tree, block->element, attributes[field]);
  return pnri_cell_text(block->table, field);
}

static pnr_slice keep(const eu_block *block, uint32_t field)
{
  if (block->tree != NULL) return pnri_tree_keep_value(block->tree, block->element, attributes[field]);
  return pnri_cell_keep(block->table, field);
}

static uint64_t offset_of(const eu_block *block)
{
  return block->tree != NULL ? pnri_tree_offset(block->tree, block->element) : block->table->row.offset;
}

static void report(const eu_block *block, uint32_t field)
{
  if (block->tree != NULL) pnri_tree_report(block->tree, PNR_F_LIST_VALUE, block->element);
  else pnri_cell_report(block->table, field);
}

static bool is_true(const eu_block *block, uint32_t field)
{
  pnr_slice text = text_of(block, field);
  return pnri_slice_same(text, pnri_slice("true")) || pnri_slice_is(text, "1");
}

/* --- Blocks --- */

/* 00 and UNKNOWN stand for no country. */
static pnr_slice read_country(const eu_block *block, uint32_t code, uint32_t description)
{
  pnr_slice known = pnr_country_code(text_of(block, code));
  if (known.size != 0) return known;
  pnr_slice text = keep(block, description);
  return pnri_slice_same(text, pnri_slice("UNKNOWN")) ? (pnr_slice){ NULL, 0 } : pnri_list_country(text);
}

static uint32_t read_kind(const eu_block *block, const pnri_entry_draft *entry)
{
  pnr_slice remark = text_of(block, NAME_REMARK);
  bool is_weak = pnri_slice_same(text_of(block, NAME_STRONG), pnri_slice("false"));
  if (is_weak || pnri_list_mentions(remark, "low quality")) return PNR_NAME_WEAK;
  return entry->person.names.count == 0 ? PNR_NAME_PRIMARY : PNR_NAME_ALIAS;
}

static void read_name(const eu_block *block, pnri_entry_draft *entry)
{
  const pnr_slice parts[] = { keep(block, NAME_FIRST), keep(block, NAME_MIDDLE) };
  pnr_slice last = keep(block, NAME_LAST), title = keep(block, NAME_TITLE), gender = text_of(block, NAME_GENDER);
  pnr_slice given = pnri_list_join(block->list, parts, 2, " ");
  uint32_t kind = read_kind(block, entry);
  if (last.size != 0 && given.size != 0)
    pnri_entry_add_parts(block->list, entry, kind, last, given, title, offset_of(block));
  else pnri_entry_add_full(block->list, entry, kind, keep(block, NAME_WHOLE), title, offset_of(block));
  if (gender.size != 0 && !pnri_list_sex(gender, &entry->person.view.sex)) report(block, NAME_GENDER);
}

static pnr_date read_date(const eu_block *block, uint32_t field)
{
  pnr_slice text = text_of(block, field);
  pnr_date date = pnri_list_date(text);
  return date != 0 ? date : pnri_list_date_day_first(text);
}

/* The number of a field; 0 when it is empty or none. */
static uint32_t read_number(const eu_block *block, uint32_t field)
{
  uint32_t number = pnri_number(text_of(block, field));
  return number <= 9999 ? number : 0;
}

/* What a block says of a birth, as numbers of the calendar that it names: a date, its parts, or a range of years. */
static bool read_days(const eu_block *block, pnr_date *first, pnr_date *last)
{
  uint32_t day = read_number(block, BIRTH_DAY), month = read_number(block, BIRTH_MONTH);
  uint32_t year = read_number(block, BIRTH_YEAR);
  if (day == 0) day = read_number(block, BIRTH_DAY_SHORT);
  if (month == 0) month = read_number(block, BIRTH_MONTH_SHORT);
  uint32_t from = read_number(block, BIRTH_FROM), to = read_number(block, BIRTH_TO);
  pnr_date date = read_date(block, BIRTH_DATE);
  if (date == 0 && year != 0 && month < 100 && day < 100) date = year * 10000 + month * 100 + (month != 0 ? day : 0);
  *first = date != 0 ? date : from * 10000;
  *last = date != 0 ? date : (to != 0 ? to : from) * 10000;
  return *first != 0;
}

typedef bool birth_reckoning(pnr_date first, pnr_date last, pnr_birth *birth);

static bool reckon_ours(pnr_date first, pnr_date last, pnr_birth *birth)
{
  pnr_date low = pnri_date(pnri_year(first), pnri_month(first), pnri_day(first));
  return pnri_birth_range(low, pnri_date(pnri_year(last), pnri_month(last), pnri_day(last)), birth);
}

static bool reckon_lunar(pnr_date first, pnr_date last, pnr_birth *birth)
{
  pnr_date low, high, ignored;
  return pnri_hijri_lunar(first, &low, &ignored) && pnri_hijri_lunar(last, &ignored, &high) &&
         pnri_birth_range(low, high, birth);
}

static bool reckon_solar(pnr_date first, pnr_date last, pnr_birth *birth)
{
  pnr_date low, high, ignored;
  return pnri_hijri_solar(first, &low, &ignored) && pnri_hijri_solar(last, &ignored, &high) &&
         pnri_birth_range(low, high, birth);
}

/* ISLAMIC may be the moon's years, or the sun's that Iran and Afghanistan count: one of both births is right. */
static const struct {
  const char *calendar;
  birth_reckoning *reckon;
} calendars[] = {
  { "GREGORIAN", reckon_ours },
  { "", reckon_ours },
  { "ISLAMIC", reckon_lunar },
  { "ISLAMIC", reckon_solar },
};

static void read_birth(const eu_block *block, pnri_entry_draft *entry)
{
  pnr_slice calendar = text_of(block, BIRTH_CALENDAR), written = text_of(block, BIRTH_DATE);
  pnr_date first, last;
  bool is_given = read_days(block, &first, &last), is_known = false;
  for (size_t i = 0; is_given && i < sizeof calendars / sizeof calendars[0]; i++) {
    pnr_birth birth;
    if (!pnri_slice_same(calendar, pnri_slice(calendars[i].calendar)) || !calendars[i].reckon(first, last, &birth))
      continue;
    birth.circa = is_true(block, BIRTH_CIRCA);
    birth.offset = offset_of(block);
    pnri_entry_add_birth(block->list, entry, &birth);
    is_known = true;
  }
  if (is_known || (!is_given && written.size == 0)) return;
  uint32_t year = read_number(block, BIRTH_YEAR);
  report(block, written.size != 0 ? BIRTH_DATE : year != 0 ? BIRTH_YEAR : BIRTH_FROM);
}

static void read_birth_place(const eu_block *block, pnri_entry_draft *entry)
{
  static const uint32_t fields[] = { BIRTH_PLACE, BIRTH_CITY, BIRTH_REGION, BIRTH_COUNTRY };
  pnr_slice texts[4];
  for (size_t i = 0; i < 4; i++) texts[i] = keep(block, fields[i]);
  if (pnri_slice_same(texts[3], pnri_slice("UNKNOWN"))) texts[3].size = 0;
  pnri_entry_set_first(&entry->person.view.birth_place, pnri_list_join(block->list, texts, 4, ", "));
}

static pnr_slice read_document_type(const eu_block *block)
{
  pnr_slice code = keep(block, DOCUMENT_TYPE);
  if (pnri_slice_same(code, pnri_slice("id"))) return pnri_slice("I");
  return pnri_list_document_type(code);
}

static void read_document(const eu_block *block, pnri_entry_draft *entry)
{
  static const struct {
    uint32_t field, status;
  } flags[] = {
    { DOCUMENT_FALSE, PNR_DOCUMENT_FALSE },
    { DOCUMENT_LOST, PNR_DOCUMENT_LOST },
    { DOCUMENT_REVOKED, PNR_DOCUMENT_REVOKED },
    { DOCUMENT_EXPIRED, PNR_DOCUMENT_EXPIRED },
  };
  static const uint32_t numbers[] = { DOCUMENT_NUMBER, DOCUMENT_LATIN };
  pnr_document document = {
    .type = read_document_type(block),
    .issuer = read_country(block, DOCUMENT_CODE, DOCUMENT_COUNTRY),
    .issued = read_date(block, DOCUMENT_ISSUED),
    .expires = read_date(block, DOCUMENT_TO),
    .offset = offset_of(block),
  };
  for (size_t i = 0; i < sizeof flags / sizeof flags[0] && document.status == 0; i++)
    if (is_true(block, flags[i].field)) document.status = flags[i].status;
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    document.number = keep(block, numbers[i]);
    if (document.number.size != 0) pnri_entry_add_document(block->list, entry, &document);
  }
}

static void read_citizenship(const eu_block *block, pnri_entry_draft *entry)
{
  pnri_entry_add_nationality(block->list, entry, read_country(block, CITIZEN_CODE, CITIZEN_COUNTRY));
}

static void read_address(const eu_block *block, pnri_entry_draft *entry)
{
  pnri_entry_set_first(&entry->person.view.residence, read_country(block, ADDRESS_CODE, ADDRESS_COUNTRY));
}

static const struct {
  const char *element;
  void (*read)(const eu_block *block, pnri_entry_draft *entry);
} blocks[] = {
  { "nameAlias", read_name },          { "birthdate", read_birth },         { "birthdate", read_birth_place },
  { "identification", read_document }, { "citizenship", read_citizenship }, { "address", read_address },
};
enum { BLOCKS = sizeof blocks / sizeof blocks[0] };

static bool is_person(const eu_block *block)
{
  return pnri_slice_same(text_of(block, ENTITY_TYPE), pnri_slice("person")) ||
         pnri_slice_same(text_of(block, ENTITY_CLASS), pnri_slice("person")) ||
         pnri_slice_same(text_of(block, ENTITY_TYPE), pnri_slice("P")) ||
         pnri_slice_same(text_of(block, ENTITY_CLASS), pnri_slice("P"));
}

/* --- The XML --- */

/* E-mail addresses and phone numbers stand below an address. */
static void read_contacts(pnri_tree *tree, pnri_entry_draft *entry, uint32_t address)
{
  for (uint32_t i = pnri_tree_child(tree, address, "contactInfo"); i != 0; i = pnri_tree_same(tree, i)) {
    pnr_slice key = pnri_tree_value(tree, i, "key"), rest = pnri_tree_keep_value(tree, i, "value"), part;
    uint32_t kind = pnri_list_mentions(key, "mail")                                        ? PNR_IDENTIFIER_EMAIL
                    : pnri_list_mentions(key, "phone") || pnri_list_mentions(key, "mobil") ? PNR_IDENTIFIER_PHONE
                                                                                           : 0;
    while (kind != 0 && pnri_list_part(&rest, ';', &part))
      pnri_entry_add_contact(tree->list, entry, kind, part, pnri_tree_offset(tree, i));
  }
}

static void read_entity(pnri_tree *tree)
{
  eu_block block = { .list = tree->list, .tree = tree };
  block.element = pnri_tree_child(tree, 0, "subjectType");
  if (block.element == 0 || !is_person(&block)) return;
  block.element = 0;
  pnr_slice id = keep(&block, ENTITY_ID), reference = keep(&block, ENTITY_REFERENCE);
  pnri_place place = pnri_tree_place(tree, 0);
  pnri_entry_draft *entry = id.size != 0 ? pnri_entry_of(tree->list, id, place)
                                         : pnri_entry_numbered(tree->list, tree->list->entries.count, place);
  if (entry == NULL) return;
  entry->has_several = true;
  entry->view.remark = keep(&block, ENTITY_REMARK);
  block.element = pnri_tree_child(tree, 0, "regulation");
  if (block.element != 0) entry->view.basis = keep(&block, ENTITY_TITLE);
  const pnr_slice programme[] = { block.element != 0 ? keep(&block, ENTITY_PROGRAMME) : reference,
                                  block.element != 0 ? reference : (pnr_slice){ NULL, 0 } };
  entry->view.programme = pnri_list_join(tree->list, programme, 2, " ");
  for (uint32_t i = block.element = pnri_tree_first(tree, 0); i != 0; block.element = i = pnri_tree_after(tree, i)) {
    for (size_t row = 0; row < BLOCKS; row++)
      if (pnri_slice_is(pnri_tree_name(tree, i), blocks[row].element)) blocks[row].read(&block, entry);
    if (pnri_slice_is(pnri_tree_name(tree, i), "address")) read_contacts(tree, entry, i);
  }
}

pnr_status pnri_list_read_eu_xml(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  static const char *const root[] = { "export", NULL }, *const records[] = { "sanctionEntity", NULL };
  (void)name;
  pnri_tree tree;
  pnr_status status = pnri_tree_open(&tree, list, source, root, records, error);
  if (status != PNR_OK) return status;
  while (pnri_tree_next(&tree)) read_entity(&tree);
  return pnri_tree_close(&tree, error);
}

/* --- The CSV --- */

static void read_row(pnri_columns *table)
{
  eu_block block = { .list = table->list, .table = table };
  pnr_slice id = pnri_cell_keep(table, ENTITY_ID);
  if (id.size == 0) {
    pnri_list_report_lost(table->list, pnri_row_place(&table->row));
    return;
  }
  if (!is_person(&block)) return;
  pnri_entry_draft *entry = pnri_entry_of(table->list, id, pnri_row_place(&table->row));
  if (entry == NULL) return;
  if (entry->view.programme.size == 0) {
    const pnr_slice programme[] = { keep(&block, ENTITY_PROGRAMME), keep(&block, ENTITY_REFERENCE) };
    entry->view.programme = pnri_list_join(table->list, programme, 2, " ");
  }
  if (entry->view.basis.size == 0) entry->view.basis = keep(&block, ENTITY_TITLE);
  if (entry->view.remark.size == 0) entry->view.remark = keep(&block, ENTITY_REMARK);
  for (size_t i = 0; i < BLOCKS; i++) blocks[i].read(&block, entry);
}

pnr_status pnri_list_read_eu_csv(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  (void)name;
  pnri_columns table;
  pnri_columns_open(&table, list, source, columns, FIELDS);
  (void)pnri_columns_read_header(&table);
  if (!pnri_columns_has(&table, ENTITY_ID)) return pnri_columns_fail(&table, error);
  while (pnri_columns_next(&table))
    if (pnri_columns_is_whole(&table)) read_row(&table);
  return PNR_OK;
}
