/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "encoding/json.h"
#include "list/birth.h"
#include "list/list.h"
#include "list/value.h"

/* Entities of OpenSanctions in the FollowTheMoney model: a JSON object a line. A Person becomes an entry; a Passport, an
 * Identification or a Sanction of its own adds to the entry of its holder, wherever that stands: so persons are read in
 * a first pass, the others in a second. */

/* One line, and what stands at the top of its object. */
typedef struct entity {
  pnr_slice line;
  uint64_t offset;
  uint32_t number;            /* of the line, from 1 */
  pnri_json_event id, source; /* strings; source is the first dataset */
  pnr_slice schema;
  bool is_target; /* false only where it says so: relatives and owners of those who are listed */
} entity;

typedef struct ftm_reading {
  pnr_list *list;
  pnr_slice source;
  size_t next;     /* where the next line begins */
  uint32_t number; /* of the next line */
  bool has_others; /* lines for the second pass */
} ftm_reading;

static pnri_place place_of(const entity *read)
{
  return (pnri_place){ read->offset, read->line.size, read->number, 1 };
}

/* --- Lines --- */

static bool next_line(ftm_reading *reading, entity *read)
{
  while (reading->next < reading->source.size && !reading->list->failed) {
    pnr_slice rest = pnri_slice_from(reading->source, reading->next);
    const uint8_t *end = memchr(rest.data, '\n', rest.size);
    size_t size = end != NULL ? (size_t)(end - rest.data) : rest.size;
    *read = (entity){ .line = { rest.data, size }, .offset = reading->next, .number = reading->number++ };
    read->is_target = true;
    reading->next += size + 1;
    while (read->line.size != 0 && read->line.data[read->line.size - 1] <= ' ') read->line.size--;
    if (read->line.size != 0) return true;
  }
  return false;
}

static void report_syntax(const ftm_reading *reading, const entity *read, const pnr_error *fault)
{
  pnri_place place = place_of(read);
  place.column = fault->offset < UINT32_MAX ? (uint32_t)fault->offset + 1 : UINT32_MAX;
  pnri_list_report_lost(reading->list, place);
}

/* Text of a KEY or STRING, kept in the list. */
static pnr_slice keep(pnr_list *list, const pnri_json_event *event)
{
  if (event->text.size == 0) return event->text;
  if (!event->escaped) return pnri_list_text(list, event->text, (pnri_place){ 0 });
  uint8_t *copy = pnri_arena_text(&list->arena, event->text.size);
  if (copy == NULL) {
    list->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  size_t size = pnri_json_copy(event, copy);
  pnri_arena_trim(&list->arena, copy, event->text.size, size);
  return (pnr_slice){ copy, size };
}

/* Reads the whole line once: what stands at the top, and that it is JSON. False where it is not, or has no id. */
static bool read_head(entity *read, pnr_error *fault)
{
  pnri_json_reader json;
  pnri_json_event event;
  pnr_slice key = { NULL, 0 };
  pnri_json_reader_open(&json, read->line);
  pnr_status status;
  while ((status = pnri_json_next(&json, &event, fault)) == PNR_OK) {
    if (event.depth == 1 && event.kind == PNRI_JSON_KEY) key = event.text;
    if (event.depth == 1 && event.kind == PNRI_JSON_FALSE && pnri_slice_is(key, "target")) read->is_target = false;
    bool is_source = event.depth == 2 && pnri_slice_is(key, "datasets") && read->source.kind == 0;
    if (event.kind != PNRI_JSON_STRING || (event.depth != 1 && !is_source)) continue;
    if (is_source) read->source = event;
    else if (pnri_slice_is(key, "id")) read->id = event;
    else if (pnri_slice_is(key, "schema")) read->schema = event.text;
  }
  if (status == PNR_END && read->id.text.size == 0) fault->offset = 0;
  return status == PNR_END && read->id.text.size != 0;
}

/* --- Properties: a key and one of its values --- */

typedef struct properties {
  pnri_json_reader json;
  pnr_slice key;
  bool is_inside; /* of the object "properties" */
} properties;

static void open_properties(properties *walk, const entity *read)
{
  *walk = (properties){ .is_inside = false };
  pnri_json_reader_open(&walk->json, read->line);
}

/* The line was read whole before, so that no fault can come. Objects nested in properties are passed over. */
static bool next_property(properties *walk, pnri_json_event *value)
{
  while (pnri_json_next(&walk->json, value, NULL) == PNR_OK) {
    if (value->kind == PNRI_JSON_KEY && value->depth == 1) walk->is_inside = pnri_slice_is(value->text, "properties");
    if (!walk->is_inside) continue;
    if (value->kind == PNRI_JSON_KEY) walk->key = value->depth == 2 ? value->text : (pnr_slice){ NULL, 0 };
    if (value->kind == PNRI_JSON_STRING && (value->depth == 2 || value->depth == 3) && value->text.size != 0)
      return true;
  }
  return false;
}

/* --- Persons --- */

typedef struct person {
  pnr_list *list;
  pnri_entry_draft *entry;
  pnr_slice first, last;
  uint64_t offset;
} person;

static bool add_name(person *read, uint32_t kind, pnr_slice text)
{
  const pnr_slice no_title = { NULL, 0 };
  if (kind == PNR_NAME_PRIMARY && read->entry->person.names.count != 0) kind = PNR_NAME_ALIAS;
  pnri_entry_add_full(read->list, read->entry, kind, text, no_title, read->offset);
  return true;
}

static bool add_contact(person *read, uint32_t kind, pnr_slice text)
{
  pnri_entry_add_contact(read->list, read->entry, kind, text, read->offset);
  return true;
}

static bool add_birth(person *read, uint32_t kind, pnr_slice text)
{
  (void)kind;
  pnr_birth birth;
  if (!pnri_list_birth(text, &birth)) return false;
  birth.offset = read->offset;
  pnri_entry_add_birth(read->list, read->entry, &birth);
  return true;
}

static bool add_document(person *read, uint32_t kind, pnr_slice text)
{
  pnr_document document = { .number = text, .offset = read->offset };
  document.type = pnri_slice(kind == 'P' ? "P" : "I");
  pnri_entry_add_document(read->list, read->entry, &document);
  return true;
}

static bool add_nationality(person *read, uint32_t kind, pnr_slice text)
{
  (void)kind;
  pnri_entry_add_nationality(read->list, read->entry, text);
  return true;
}

static bool set_sex(person *read, uint32_t kind, pnr_slice text)
{
  (void)kind;
  return pnri_list_sex(text, &read->entry->person.view.sex);
}

enum { FIRST_NAME, LAST_NAME, BIRTH_PLACE, NOTES, PROGRAMME };

static bool set_text(person *read, uint32_t kind, pnr_slice text)
{
  pnr_slice *const places[] = {
    [FIRST_NAME] = &read->first,
    [LAST_NAME] = &read->last,
    [BIRTH_PLACE] = &read->entry->person.view.birth_place,
    [NOTES] = &read->entry->view.remark,
    [PROGRAMME] = &read->entry->view.programme,
  };
  pnri_entry_set_first(places[kind], text);
  return true;
}

static const struct {
  const char *key;
  bool (*add)(person *read, uint32_t kind, pnr_slice text);
  uint32_t kind;
} person_keys[] = {
  { "name", add_name, PNR_NAME_PRIMARY },
  { "alias", add_name, PNR_NAME_ALIAS },
  { "weakAlias", add_name, PNR_NAME_WEAK },
  { "previousName", add_name, PNR_NAME_FORMER },
  { "firstName", set_text, FIRST_NAME },
  { "lastName", set_text, LAST_NAME },
  { "birthDate", add_birth, 0 },
  { "birthPlace", set_text, BIRTH_PLACE },
  { "nationality", add_nationality, 0 },
  { "citizenship", add_nationality, 0 },
  { "gender", set_sex, 0 },
  { "passportNumber", add_document, 'P' },
  { "idNumber", add_document, 'I' },
  { "phone", add_contact, PNR_IDENTIFIER_PHONE },
  { "email", add_contact, PNR_IDENTIFIER_EMAIL },
  { "notes", set_text, NOTES },
  { "program", set_text, PROGRAMME },
  { "programId", set_text, PROGRAMME },
};
enum { PERSON_KEYS = sizeof person_keys / sizeof person_keys[0] };

static void read_person(ftm_reading *reading, const entity *read)
{
  properties walk;
  pnri_json_event value;
  person adding = { .list = reading->list, .offset = read->offset };
  adding.entry = pnri_entry_of(reading->list, keep(reading->list, &read->id), place_of(read));
  if (adding.entry == NULL) return;
  adding.entry->has_several = true;
  if (adding.entry->view.source.size == 0 && read->source.kind != 0)
    adding.entry->view.source = keep(reading->list, &read->source);
  open_properties(&walk, read);
  while (next_property(&walk, &value)) {
    size_t row = 0;
    while (row < PERSON_KEYS && !pnri_slice_is(walk.key, person_keys[row].key)) row++;
    if (row == PERSON_KEYS || person_keys[row].add(&adding, person_keys[row].kind, keep(reading->list, &value)))
      continue;
    pnri_list_report(
      reading->list, PNR_F_LIST_VALUE,
      (pnri_place){ read->offset + value.offset, value.text.size, read->number, (uint32_t)value.offset + 1 });
  }
  if (adding.entry->person.names.count == 0)
    pnri_entry_add_parts(reading->list, adding.entry, PNR_NAME_PRIMARY, adding.last, adding.first,
                         (pnr_slice){ NULL, 0 }, read->offset);
}

/* --- What belongs to a person --- */

enum { HOLDER, ENTITY, NUMBER, COUNTRY, TYPE, START, END, AUTHORITY, REASON, SLOTS };
static const char *const slot_keys[SLOTS] = { "holder",    "entity",  "number",    "country", "type",
                                              "startDate", "endDate", "authority", "program" };

static void read_slots(ftm_reading *reading, const entity *read, pnr_slice slots[SLOTS])
{
  properties walk;
  pnri_json_event value;
  open_properties(&walk, read);
  while (next_property(&walk, &value))
    for (size_t i = 0; i < SLOTS; i++)
      if (pnri_slice_is(walk.key, slot_keys[i]) && slots[i].size == 0) slots[i] = keep(reading->list, &value);
}

static void read_document(ftm_reading *reading, const entity *read)
{
  pnr_slice slots[SLOTS] = { { NULL, 0 } };
  read_slots(reading, read, slots);
  pnri_entry_draft *entry = pnri_entry_known(reading->list, slots[HOLDER]);
  if (entry == NULL || slots[NUMBER].size == 0) return;
  pnr_document document = {
    .type = pnri_slice_is(read->schema, "Passport") ? pnri_slice("P") : pnri_list_document_type(slots[TYPE]),
    .number = slots[NUMBER],
    .issuer = pnri_list_country(slots[COUNTRY]),
    .issued = pnri_list_date(slots[START]),
    .expires = pnri_list_date(slots[END]),
    .offset = read->offset,
  };
  pnri_entry_add_document(reading->list, entry, &document);
}

static void read_sanction(ftm_reading *reading, const entity *read)
{
  pnr_slice slots[SLOTS] = { { NULL, 0 } };
  read_slots(reading, read, slots);
  pnri_entry_draft *entry = pnri_entry_known(reading->list, slots[ENTITY]);
  if (entry == NULL) return;
  pnri_entry_set_first(&entry->view.programme, slots[REASON]);
  pnri_entry_set_first(&entry->view.owner, slots[AUTHORITY]);
}

static const struct {
  const char *schema;
  void (*read)(ftm_reading *reading, const entity *read);
} others[] = {
  { "Passport", read_document },
  { "Identification", read_document },
  { "Sanction", read_sanction },
};
enum { OTHERS = sizeof others / sizeof others[0] };

static size_t other_of(const entity *read)
{
  size_t i = 0;
  while (i < OTHERS && !pnri_slice_is(read->schema, others[i].schema)) i++;
  return i;
}

/* --- Both passes --- */

/* Tells how many lines could be read; *first is the fault of the first one that could not. */
static uint64_t read_persons(ftm_reading *reading, pnr_error *first)
{
  entity read;
  uint64_t count = 0;
  while (next_line(reading, &read)) {
    pnr_error fault = { .size = sizeof fault };
    if (!read_head(&read, &fault)) {
      report_syntax(reading, &read, &fault);
      if (first->status == PNR_OK)
        *first = (pnr_error){ .status = PNR_E_SYNTAX, .offset = read.offset + fault.offset, .line = read.number };
      continue;
    }
    count++;
    if (pnri_slice_is(read.schema, "Person") && read.is_target) read_person(reading, &read);
    reading->has_others |= other_of(&read) < OTHERS;
  }
  return count;
}

static void read_others(ftm_reading *reading)
{
  entity read;
  pnr_error fault = { .size = sizeof fault };
  while (next_line(reading, &read)) {
    size_t other = read_head(&read, &fault) ? other_of(&read) : OTHERS;
    if (other < OTHERS) others[other].read(reading, &read);
  }
}

pnr_status pnri_list_read_ftm(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  (void)name;
  size_t begin = pnri_slice_starts(source, "\xEF\xBB\xBF") ? 3 : 0;
  ftm_reading reading = { .list = list, .source = source, .next = begin, .number = 1 };
  pnr_error first = { .status = PNR_OK };
  if (read_persons(&reading, &first) == 0 && !list->failed) {
    first.column = 1;
    return pnri_fail(error, first);
  }
  reading.next = begin;
  reading.number = 1;
  if (reading.has_others) read_others(&reading);
  return PNR_OK;
}
