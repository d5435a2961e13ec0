/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "encoding/xml.h"
#include "list/birth.h"
#include "list/list.h"

/* The consolidated list of the UN Security Council: CONSOLIDATED_LIST / INDIVIDUALS / INDIVIDUAL. Entities are passed
 * over. An individual's leaves are collected first, because the order of elements tells nothing. */

/* Leaves, and behind LEAVES the elements that hold them. */
enum {
  DATA_ID = 1,
  FIRST_NAME,
  SECOND_NAME,
  THIRD_NAME,
  FOURTH_NAME,
  LIST_TYPE,
  REFERENCE,
  GENDER,
  ORIGINAL_SCRIPT,
  COMMENTS,
  TITLE,
  NATIONALITY,
  ALIAS_QUALITY,
  ALIAS_NAME,
  ALIAS_BIRTH,
  BIRTH_TYPE,
  BIRTH_DATE,
  BIRTH_YEAR,
  BIRTH_FROM,
  BIRTH_TO,
  BIRTH_NOTE,
  PLACE_STREET,
  PLACE_CITY,
  PLACE_STATE,
  PLACE_COUNTRY,
  ADDRESS_COUNTRY,
  DOCUMENT_TYPE,
  DOCUMENT_TYPE2,
  DOCUMENT_NUMBER,
  DOCUMENT_ISSUER,
  DOCUMENT_COUNTRY,
  DOCUMENT_CITY,
  DOCUMENT_ISSUED,
  LEAVES,
  ALIAS,
  BIRTH,
  PLACE,
  DOCUMENT
};

static const struct {
  const char *group, *name;
  uint32_t leaf;
} leaves[] = {
  { "", "DATAID", DATA_ID },
  { "", "FIRST_NAME", FIRST_NAME },
  { "", "SECOND_NAME", SECOND_NAME },
  { "", "THIRD_NAME", THIRD_NAME },
  { "", "FOURTH_NAME", FOURTH_NAME },
  { "", "UN_LIST_TYPE", LIST_TYPE },
  { "", "REFERENCE_NUMBER", REFERENCE },
  { "", "GENDER", GENDER },
  { "", "NAME_ORIGINAL_SCRIPT", ORIGINAL_SCRIPT },
  { "", "COMMENTS1", COMMENTS },
  { "", "INDIVIDUAL_ALIAS", ALIAS },
  { "", "INDIVIDUAL_DATE_OF_BIRTH", BIRTH },
  { "", "INDIVIDUAL_PLACE_OF_BIRTH", PLACE },
  { "", "INDIVIDUAL_DOCUMENT", DOCUMENT },
  { "TITLE", "VALUE", TITLE },
  { "NATIONALITY", "VALUE", NATIONALITY },
  { "INDIVIDUAL_ALIAS", "QUALITY", ALIAS_QUALITY },
  { "INDIVIDUAL_ALIAS", "ALIAS_NAME", ALIAS_NAME },
  { "INDIVIDUAL_ALIAS", "DATE_OF_BIRTH", ALIAS_BIRTH },
  { "INDIVIDUAL_DATE_OF_BIRTH", "TYPE_OF_DATE", BIRTH_TYPE },
  { "INDIVIDUAL_DATE_OF_BIRTH", "DATE", BIRTH_DATE },
  { "INDIVIDUAL_DATE_OF_BIRTH", "YEAR", BIRTH_YEAR },
  { "INDIVIDUAL_DATE_OF_BIRTH", "FROM_YEAR", BIRTH_FROM },
  { "INDIVIDUAL_DATE_OF_BIRTH", "TO_YEAR", BIRTH_TO },
  { "INDIVIDUAL_DATE_OF_BIRTH", "NOTE", BIRTH_NOTE },
  { "INDIVIDUAL_PLACE_OF_BIRTH", "STREET", PLACE_STREET },
  { "INDIVIDUAL_PLACE_OF_BIRTH", "CITY", PLACE_CITY },
  { "INDIVIDUAL_PLACE_OF_BIRTH", "STATE_PROVINCE", PLACE_STATE },
  { "INDIVIDUAL_PLACE_OF_BIRTH", "COUNTRY", PLACE_COUNTRY },
  { "INDIVIDUAL_ADDRESS", "COUNTRY", ADDRESS_COUNTRY },
  { "INDIVIDUAL_DOCUMENT", "TYPE_OF_DOCUMENT", DOCUMENT_TYPE },
  { "INDIVIDUAL_DOCUMENT", "TYPE_OF_DOCUMENT2", DOCUMENT_TYPE2 },
  { "INDIVIDUAL_DOCUMENT", "NUMBER", DOCUMENT_NUMBER },
  { "INDIVIDUAL_DOCUMENT", "ISSUING_COUNTRY", DOCUMENT_ISSUER },
  { "INDIVIDUAL_DOCUMENT", "COUNTRY_OF_ISSUE", DOCUMENT_COUNTRY },
  { "INDIVIDUAL_DOCUMENT", "CITY_OF_ISSUE", DOCUMENT_CITY },
  { "INDIVIDUAL_DOCUMENT", "DATE_OF_ISSUE", DOCUMENT_ISSUED },
};
enum { LEAF_ROWS = sizeof leaves / sizeof leaves[0] };

typedef struct leaf {
  uint32_t kind;
  pnr_slice text; /* in the list's arena */
  uint64_t offset;
} leaf;

typedef struct un_reading {
  pnr_list *list;
  pnri_xml *xml;
  pnri_vector leaves;      /* leaf, of the open individual */
  pnri_vector text;        /* of the open element */
  uint32_t count;          /* individuals read so far */
  uint32_t individual;     /* depth of the open INDIVIDUAL; 0 when none is */
  uint32_t group;          /* row of leaves[] for the open group's name; LEAF_ROWS when it has no name here */
  uint64_t begin;          /* of the open INDIVIDUAL */
  uint64_t begins[2];      /* of the open element below it, and of the one below that */
  pnr_slice parts[LEAVES]; /* while leaves are assembled: what the open group has said */
} un_reading;

static pnri_place place_of(un_reading *reading, uint64_t offset)
{
  pnri_place place = { .offset = offset };
  pnri_xml_place(reading->xml, offset, &place.line, &place.column);
  return place;
}

/* --- Assembling --- */

/* The texts joined by separator, empty ones left out. */
static pnr_slice join(un_reading *reading, const uint32_t *kinds, size_t count, const char *separator)
{
  size_t size = 0, gap = strlen(separator);
  for (size_t i = 0; i < count; i++) size += reading->parts[kinds[i]].size + gap;
  uint8_t *text = pnri_arena_text(&reading->list->arena, size);
  if (text == NULL) {
    reading->list->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  size_t used = 0;
  for (size_t i = 0; i < count; i++) {
    pnr_slice part = reading->parts[kinds[i]];
    if (part.size == 0) continue;
    if (used != 0) memcpy(text + used, separator, gap);
    used += used != 0 ? gap : 0;
    memcpy(text + used, part.data, part.size);
    used += part.size;
  }
  pnri_arena_trim(&reading->list->arena, text, size, used);
  return (pnr_slice){ text, used };
}

static void add_name(un_reading *reading, pnri_entry_draft *entry, uint32_t kind, pnr_slice full, uint64_t offset)
{
  pnr_name name = { .kind = kind, .full = full, .raw = full, .offset = offset };
  if (kind == PNR_NAME_PRIMARY) name.title = reading->parts[TITLE];
  if (full.size != 0) pnri_entry_add_name(reading->list, entry, &name);
}

/* One alias element may name several, parted by semicolons. */
static void add_aliases(un_reading *reading, pnri_entry_draft *entry, uint64_t offset)
{
  pnr_slice quality = reading->parts[ALIAS_QUALITY], rest = reading->parts[ALIAS_NAME];
  uint32_t kind = PNR_NAME_ALIAS;
  if (pnri_slice_same(quality, pnri_slice("low"))) kind = PNR_NAME_WEAK;
  if (pnri_slice_same(quality, pnri_slice("f.k.a."))) kind = PNR_NAME_FORMER;
  while (rest.size != 0) {
    size_t size = 0;
    while (size < rest.size && rest.data[size] != ';') size++;
    add_name(reading, entry, kind, pnri_slice_trim((pnr_slice){ rest.data, size }), offset);
    rest = pnri_slice_from(rest, size + 1);
  }
  pnr_birth birth;
  if (!pnri_list_birth(reading->parts[ALIAS_BIRTH], &birth)) return;
  birth.offset = offset;
  pnri_entry_add_birth(reading->list, entry, &birth);
}

/* A date, perhaps with a time behind it, which says nothing. */
static pnr_date date_of(pnr_slice text)
{
  if (text.size > 10 && text.data[10] == 'T') text.size = 10;
  return pnri_list_date(text);
}

static void add_birth(un_reading *reading, pnri_entry_draft *entry, uint64_t offset)
{
  const pnr_slice *parts = reading->parts;
  pnr_date date = date_of(parts[BIRTH_DATE].size != 0 ? parts[BIRTH_DATE] : parts[BIRTH_YEAR]);
  pnr_birth birth = { 0 };
  bool is_birth = pnri_birth_range(date_of(parts[BIRTH_FROM]), date_of(parts[BIRTH_TO]), &birth);
  if (!is_birth) is_birth = pnri_birth_range(date, date, &birth);
  if (!is_birth) is_birth = pnri_list_birth(parts[BIRTH_NOTE], &birth);
  if (pnri_slice_same(parts[BIRTH_TYPE], pnri_slice("APPROXIMATELY")) ||
      pnri_slice_same(parts[BIRTH_NOTE], pnri_slice("Approximately")))
    birth.circa = 1;
  birth.offset = offset;
  bool is_said = parts[BIRTH_DATE].size + parts[BIRTH_YEAR].size + parts[BIRTH_FROM].size + parts[BIRTH_TO].size != 0;
  if (is_birth) pnri_entry_add_birth(reading->list, entry, &birth);
  else if (is_said) pnri_list_report(reading->list, PNR_F_LIST_VALUE, place_of(reading, offset));
}

static pnr_slice country_or_text(pnr_slice text)
{
  pnr_slice code = pnr_country_code(text);
  return code.size != 0 ? code : text;
}

/* The list names passports in several languages; travellers' messages know only letters. */
static pnr_slice document_type(pnr_slice text)
{
  static const struct {
    const char *beginning, *type;
  } types[] = {
    { "passport", "P" },
    { "national passport", "P" },
    { "num\xC3\xA9ro de passeport", "P" },
    { "n\xC3\xBAmero de pasaporte", "P" },
    { "national identi", "I" },
    { "identity card", "I" },
    { "id card", "I" },
  };
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    pnr_slice beginning = pnri_slice(types[i].beginning);
    if (text.size >= beginning.size && pnri_slice_same((pnr_slice){ text.data, beginning.size }, beginning))
      return pnri_slice(types[i].type);
  }
  return text;
}

static void add_document(un_reading *reading, pnri_entry_draft *entry, uint64_t offset)
{
  const pnr_slice *parts = reading->parts;
  if (parts[DOCUMENT_NUMBER].size == 0) return;
  pnr_slice issuer = parts[DOCUMENT_ISSUER].size != 0 ? parts[DOCUMENT_ISSUER] : parts[DOCUMENT_COUNTRY];
  pnr_slice type = parts[DOCUMENT_TYPE].size != 0 ? parts[DOCUMENT_TYPE] : parts[DOCUMENT_TYPE2];
  pnr_document document = {
    .type = document_type(type),
    .number = parts[DOCUMENT_NUMBER],
    .issuer = country_or_text(issuer),
    .place = parts[DOCUMENT_CITY],
    .issued = date_of(parts[DOCUMENT_ISSUED]),
    .offset = offset,
  };
  pnri_entry_add_document(reading->list, entry, &document);
}

static void add_place(un_reading *reading, pnri_entry_draft *entry)
{
  static const uint32_t kinds[] = { PLACE_STREET, PLACE_CITY, PLACE_STATE, PLACE_COUNTRY };
  pnr_slice place = join(reading, kinds, sizeof kinds / sizeof kinds[0], ", ");
  if (entry->person.view.birth_place.size == 0) entry->person.view.birth_place = place;
}

/* The end of a group takes what its leaves said. */
static void close_group(un_reading *reading, pnri_entry_draft *entry, const leaf *group)
{
  if (group->kind == ALIAS) add_aliases(reading, entry, group->offset);
  if (group->kind == BIRTH) add_birth(reading, entry, group->offset);
  if (group->kind == PLACE) add_place(reading, entry);
  if (group->kind == DOCUMENT) add_document(reading, entry, group->offset);
  for (uint32_t kind = ALIAS_QUALITY; kind < LEAVES; kind++) reading->parts[kind] = (pnr_slice){ NULL, 0 };
}

static void take_leaf(un_reading *reading, pnri_entry_draft *entry, const leaf *taken)
{
  pnr_person *person = &entry->person.view;
  if (taken->kind > LEAVES) {
    close_group(reading, entry, taken);
    return;
  }
  switch (taken->kind) {
  case GENDER:
    if (taken->text.size != 0 && !pnri_list_sex(taken->text, &person->sex))
      pnri_list_report(reading->list, PNR_F_LIST_VALUE, place_of(reading, taken->offset));
    break;
  case NATIONALITY: pnri_entry_add_nationality(reading->list, entry, taken->text); break;
  case ORIGINAL_SCRIPT: add_name(reading, entry, PNR_NAME_ALIAS, taken->text, taken->offset); break;
  case ADDRESS_COUNTRY:
    if (person->residence.size == 0) person->residence = country_or_text(taken->text);
    break;
  default: reading->parts[taken->kind] = taken->text; break;
  }
}

/* What leads the entry is looked up before the leaves are taken in their order. */
static void find_head(un_reading *reading)
{
  memset(reading->parts, 0, sizeof reading->parts);
  for (size_t i = 0; i < reading->leaves.count; i++) {
    const leaf *found = pnri_vector_at(&reading->leaves, i);
    if (found->kind <= TITLE && reading->parts[found->kind].size == 0) reading->parts[found->kind] = found->text;
  }
}

static void assemble(un_reading *reading)
{
  static const uint32_t names[] = { FIRST_NAME, SECOND_NAME, THIRD_NAME, FOURTH_NAME };
  static const uint32_t programme[] = { LIST_TYPE, REFERENCE };
  find_head(reading);
  pnr_slice id = reading->parts[DATA_ID].size != 0 ? reading->parts[DATA_ID] : reading->parts[REFERENCE];
  pnri_place place = place_of(reading, reading->begin);
  pnri_entry_draft *entry = id.size != 0 ? pnri_entry_of(reading->list, id, place)
                                         : pnri_entry_numbered(reading->list, reading->list->entries.count, place);
  if (entry == NULL) return;
  reading->count++;
  entry->has_several = true;
  entry->view.programme = join(reading, programme, 2, " ");
  entry->view.remark = reading->parts[COMMENTS];
  add_name(reading, entry, PNR_NAME_PRIMARY, join(reading, names, 4, " "), reading->begin);
  for (size_t i = 0; i < reading->leaves.count; i++) take_leaf(reading, entry, pnri_vector_at(&reading->leaves, i));
}

/* --- Collecting --- */

static uint32_t row_of(const char *group, pnr_slice name)
{
  uint32_t row = 0;
  while (row < LEAF_ROWS &&
         (!pnri_slice_is(pnri_slice(group), leaves[row].group) || !pnri_slice_is(name, leaves[row].name)))
    row++;
  return row;
}

/* Any row whose group bears this name. */
static uint32_t group_of(pnr_slice name)
{
  uint32_t row = 0;
  while (row < LEAF_ROWS && !pnri_slice_is(name, leaves[row].group)) row++;
  return row;
}

static void on_start(un_reading *reading, const pnri_xml_event *event)
{
  reading->text.count = 0;
  if (reading->individual == 0 && pnri_slice_is(event->name, "INDIVIDUAL")) {
    reading->individual = event->depth;
    reading->begin = event->offset;
    reading->leaves.count = 0;
    return;
  }
  if (reading->individual == 0 || event->depth > reading->individual + 2) return;
  uint32_t below = event->depth - reading->individual;
  reading->begins[below - 1] = event->offset;
  if (below == 1) reading->group = group_of(event->name);
}

/* Runs of white space, which may be line breaks, become one space. */
static pnr_slice collapse(pnri_vector *text)
{
  size_t size = 0;
  for (size_t i = 0; i < text->count; i++) {
    bool is_space = text->data[i] <= ' ';
    if (is_space && (size == 0 || text->data[size - 1] == ' ')) continue;
    text->data[size++] = is_space ? ' ' : text->data[i];
  }
  return pnri_slice_trim((pnr_slice){ text->data, size });
}

static void keep_leaf(un_reading *reading, uint32_t kind, uint64_t offset)
{
  leaf kept = { .kind = kind, .offset = offset };
  if (kind < LEAVES) kept.text = pnri_list_text(reading->list, collapse(&reading->text), (pnri_place){ 0 });
  if (kind < LEAVES && kept.text.size == 0) return;
  leaf *room = pnri_vector_add(&reading->leaves, 1);
  if (room == NULL) reading->list->failed = 1;
  else *room = kept;
}

static void on_finish(un_reading *reading, const pnri_xml_event *event)
{
  if (reading->individual == 0) return;
  if (event->depth == reading->individual) {
    assemble(reading);
    reading->individual = 0;
    return;
  }
  uint32_t below = event->depth - reading->individual, row = LEAF_ROWS;
  if (below == 1) row = row_of("", event->name);
  if (below == 2 && reading->group < LEAF_ROWS) row = row_of(leaves[reading->group].group, event->name);
  if (row < LEAF_ROWS) keep_leaf(reading, leaves[row].leaf, reading->begins[below - 1]);
  reading->text.count = 0;
}

static void on_text(un_reading *reading, const pnri_xml_event *event)
{
  if (reading->individual == 0) return;
  void *room = pnri_vector_add(&reading->text, event->text.size);
  if (room == NULL) reading->list->failed = 1;
  else memcpy(room, event->text.data, event->text.size);
}

static pnr_status read_events(un_reading *reading, pnr_error *error)
{
  pnri_xml_event event;
  pnr_status status = pnri_xml_next(reading->xml, &event, error);
  if (status == PNR_OK && !pnri_slice_is(event.name, "CONSOLIDATED_LIST"))
    return pnri_fail_at(error, PNR_E_FORMAT, event.offset);
  while (status == PNR_OK && !reading->list->failed) {
    if (event.kind == PNRI_XML_START) on_start(reading, &event);
    if (event.kind == PNRI_XML_TEXT) on_text(reading, &event);
    if (event.kind == PNRI_XML_FINISH) on_finish(reading, &event);
    status = pnri_xml_next(reading->xml, &event, error);
  }
  return status == PNR_END ? PNR_OK : status;
}

pnr_status pnri_list_read_un(pnr_list *list, const uint8_t *data, size_t size, pnr_error *error)
{
  un_reading reading = { .list = list };
  pnr_error fault = { .size = sizeof fault };
  pnr_status status = pnri_xml_open(list->arena.env, data, size, &reading.xml, &fault);
  if (status != PNR_OK) return pnri_fail(error, fault);
  pnri_vector_open(&reading.leaves, list->arena.env, sizeof(leaf));
  pnri_vector_open(&reading.text, list->arena.env, 1);
  status = read_events(&reading, &fault);
  if (status == PNR_E_MEMORY) list->failed = 1;
  /* A document that breaks off has told what stands before: the rest is a finding. */
  if (status == PNR_E_SYNTAX && reading.count != 0) {
    uint64_t begin = reading.individual != 0 ? reading.begin : fault.offset;
    pnri_list_report_lost(list, (pnri_place){ begin, size - begin, fault.line, fault.column });
    status = PNR_OK;
  }
  pnri_vector_close(&reading.text);
  pnri_vector_close(&reading.leaves);
  pnri_xml_close(reading.xml);
  return status == PNR_OK ? PNR_OK : pnri_fail(error, fault);
}
