/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "core/utf8.h"
#include "list/list.h"

/* --- Findings and text --- */

static void report(pnr_list *list, uint32_t code, pnri_place place, uint32_t lost)
{
  pnri_findings_add(&list->findings, (pnr_finding){ .code = code,
                                                    .offset = place.offset,
                                                    .length = place.length,
                                                    .line = place.line,
                                                    .column = place.column,
                                                    .lost = lost });
}

void pnri_list_report(pnr_list *list, uint32_t code, pnri_place place) { report(list, code, place, 0); }

void pnri_list_report_lost(pnr_list *list, pnri_place place) { report(list, PNR_F_LIST_ROW, place, 1); }

void pnri_list_report_cut(pnr_list *list, pnri_place place) { report(list, PNR_F_LIST_CUT, place, 1); }

pnri_place pnri_row_place(const pnri_csv_row *row)
{
  if (row->is_broken) return (pnri_place){ row->offset, row->length, row->fault_line, row->fault_column };
  return (pnri_place){ row->offset, row->length, row->line, 1 };
}

pnri_place pnri_field_place(const pnri_csv *csv, const pnri_csv_field *field)
{
  return (pnri_place){ (uint64_t)(field->text.data - csv->data), field->text.size, field->line, field->column };
}

/* A copy in which each octet that begins no valid sequence became U+FFFD, three octets. */
static pnr_slice repair(pnr_list *list, pnr_slice text)
{
  if (text.size > SIZE_MAX / 3) return (pnr_slice){ NULL, 0 };
  uint8_t *copy = pnri_arena_text(&list->arena, 3 * text.size);
  if (copy == NULL) return (pnr_slice){ NULL, 0 };
  size_t size = 0;
  for (size_t i = 0; i < text.size;) {
    uint32_t code_point = 0xFFFD, used = pnri_utf8_get(text.data + i, text.size - i, &code_point);
    size += pnri_utf8_put(copy + size, used != 0 ? code_point : 0xFFFD);
    i += used != 0 ? used : 1;
  }
  pnri_arena_trim(&list->arena, copy, 3 * text.size, size);
  return (pnr_slice){ copy, size };
}

pnr_slice pnri_list_text(pnr_list *list, pnr_slice text, pnri_place place)
{
  if (text.size == 0) return (pnr_slice){ NULL, 0 };
  bool is_valid = pnri_utf8_valid(text) == text.size;
  if (!is_valid) pnri_list_report(list, PNR_F_LIST_ENCODING, place);
  pnr_slice copy = is_valid ? pnri_arena_copy(&list->arena, text) : repair(list, text);
  if (copy.data == NULL) list->failed = 1;
  return copy;
}

pnr_slice pnri_list_join(pnr_list *list, const pnr_slice *texts, size_t count, const char *separator)
{
  size_t size = 0, used = 0, filled = 0, gap = strlen(separator), only = 0;
  for (size_t i = 0; i < count; i++) {
    if (texts[i].size == 0) continue;
    size += texts[i].size + gap;
    filled++;
    only = i;
  }
  if (filled == 0) return (pnr_slice){ NULL, 0 };
  if (filled == 1) return texts[only];
  uint8_t *joined = pnri_arena_text(&list->arena, size - gap);
  if (joined == NULL) {
    list->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  for (size_t i = 0; i < count; i++) {
    if (texts[i].size == 0) continue;
    if (used != 0) memcpy(joined + used, separator, gap);
    used += used != 0 ? gap : 0;
    memcpy(joined + used, texts[i].data, texts[i].size);
    used += texts[i].size;
  }
  return (pnr_slice){ joined, used };
}

/* --- Entries --- */

/* The id with its format in front, in the list's arena. */
static pnr_slice full_id(pnr_list *list, pnr_slice id)
{
  pnr_slice format = pnri_slice(pnr_list_format_name(list->format));
  uint8_t *text = pnri_arena_text(&list->arena, format.size + 1 + id.size);
  if (text == NULL) return (pnr_slice){ NULL, 0 };
  memcpy(text, format.data, format.size);
  text[format.size] = ':';
  if (id.size != 0) memcpy(text + format.size + 1, id.data, id.size);
  return (pnr_slice){ text, format.size + 1 + id.size };
}

static pnri_entry_draft *add_entry(pnr_list *list, pnr_slice id, pnri_place place)
{
  pnri_entry_draft *entry = pnri_arena_take(&list->arena, sizeof *entry), **slot = NULL;
  pnr_slice text = full_id(list, id);
  if (entry != NULL && text.data != NULL && list->entries.count < UINT32_MAX - 1)
    slot = pnri_vector_add(&list->entries, 1);
  if (slot == NULL) {
    list->failed = 1;
    return NULL;
  }
  *slot = entry;
  entry->number = (uint32_t)(list->entries.count - 1);
  entry->line = place.line;
  entry->column = place.column;
  entry->view.id = text;
  entry->view.action = PNR_ACTION_INFORM;
  entry->view.offset = place.offset;
  entry->view.person = &entry->person.view;
  return entry;
}

pnri_entry_draft *pnri_entry_numbered(pnr_list *list, uint64_t number, pnri_place place)
{
  uint8_t text[3 + 20] = { 'r', 'o', 'w' };
  size_t size = 4;
  for (uint64_t rest = number; rest >= 10; rest /= 10) size++;
  for (size_t i = size; i > 3; number /= 10) text[--i] = (uint8_t)('0' + number % 10);
  return add_entry(list, (pnr_slice){ text, size }, place);
}

static void remember_values(pnr_list *list, pnri_entry_draft *entry);

pnri_entry_draft *pnri_entry_of(pnr_list *list, pnr_slice id, pnri_place place)
{
  bool is_new = true;
  uint32_t *number = pnri_key_table_put(&list->ids, pnri_key_of(0, &id, 1), &is_new);
  if (number == NULL) {
    list->failed = 1;
    return NULL;
  }
  if (is_new) {
    pnri_entry_draft *entry = add_entry(list, id, place);
    if (entry != NULL) *number = entry->number + 1;
    return entry;
  }
  if (*number == 0) return NULL; /* making it failed before */
  pnri_entry_draft *entry = *(pnri_entry_draft **)pnri_vector_at(&list->entries, *number - 1);
  if (!entry->has_several) remember_values(list, entry);
  entry->is_frozen = false;
  return entry;
}

pnri_entry_draft *pnri_entry_known(pnr_list *list, pnr_slice id)
{
  uint32_t number = pnri_key_table_get(&list->ids, pnri_key_of(0, &id, 1));
  return number != 0 ? pnri_entry_of(list, id, (pnri_place){ 0 }) : NULL;
}

void pnri_entry_reset(pnri_entry_draft *entry)
{
  entry->person = (pnri_person_draft){ .view = { 0 } };
  entry->is_frozen = false;
  entry->round++;
}

/* --- Values: each once. Only entries of several rows look in the table. --- */

enum { VALUE_NAME, VALUE_BIRTH, VALUE_DOCUMENT, VALUE_IDENTIFIER, VALUE_KINDS };

static bool is_new_value(pnr_list *list, const pnri_entry_draft *entry, uint32_t kind, const pnr_slice *texts,
                         size_t count)
{
  if (!entry->has_several) return true;
  bool is_new = true;
  uint32_t numbers[] = { entry->number, entry->round, kind };
  pnr_slice parts[5] = { { (const uint8_t *)numbers, sizeof numbers } };
  memcpy(parts + 1, texts, count * sizeof *texts);
  if (pnri_key_table_put(&list->values, pnri_key_of(kind, parts, count + 1), &is_new) == NULL) list->failed = 1;
  return is_new;
}

static bool is_new_name(pnr_list *list, const pnri_entry_draft *entry, const pnr_name *name)
{
  pnr_slice texts[] = { name->surname, name->given, name->full };
  return is_new_value(list, entry, VALUE_NAME, texts, 3);
}

static bool is_new_birth(pnr_list *list, const pnri_entry_draft *entry, const pnr_birth *birth)
{
  uint32_t numbers[] = { birth->from, birth->to, birth->circa };
  pnr_slice text = { (const uint8_t *)numbers, sizeof numbers };
  return is_new_value(list, entry, VALUE_BIRTH, &text, 1);
}

static bool is_new_document(pnr_list *list, const pnri_entry_draft *entry, const pnr_document *document)
{
  pnr_slice texts[] = { document->type, document->number, document->issuer, document->number_last };
  return is_new_value(list, entry, VALUE_DOCUMENT, texts, 4);
}

static bool is_new_identifier(pnr_list *list, const pnri_entry_draft *entry, const pnr_identifier *identifier)
{
  pnr_slice texts[] = { identifier->value, identifier->issuer };
  return is_new_value(list, entry, VALUE_KINDS + identifier->kind, texts, 2);
}

/* The second row of an entry puts what the first one gave into the table. */
static void remember_values(pnr_list *list, pnri_entry_draft *entry)
{
  entry->has_several = true;
  for (pnri_node *node = entry->person.names.first; node != NULL; node = node->next)
    (void)is_new_name(list, entry, pnri_node_payload(node));
  for (pnri_node *node = entry->person.births.first; node != NULL; node = node->next)
    (void)is_new_birth(list, entry, pnri_node_payload(node));
  for (pnri_node *node = entry->person.documents.first; node != NULL; node = node->next)
    (void)is_new_document(list, entry, pnri_node_payload(node));
  for (pnri_node *node = entry->person.identifiers.first; node != NULL; node = node->next)
    (void)is_new_identifier(list, entry, pnri_node_payload(node));
}

void pnri_entry_add_name(pnr_list *list, pnri_entry_draft *entry, const pnr_name *name)
{
  if (!is_new_name(list, entry, name)) return;
  pnr_name *added = pnri_name_add(&entry->person, &list->arena, &list->failed, PNR_SOURCE_LIST);
  if (added == NULL) return;
  *added = *name;
  added->source = PNR_SOURCE_LIST;
}

void pnri_entry_add_birth(pnr_list *list, pnri_entry_draft *entry, const pnr_birth *birth)
{
  if (!is_new_birth(list, entry, birth)) return;
  pnr_birth *added = pnri_birth_add(&entry->person, &list->arena, &list->failed, birth->from, birth->to);
  if (added != NULL) *added = *birth;
}

void pnri_entry_add_document(pnr_list *list, pnri_entry_draft *entry, const pnr_document *document)
{
  if (!is_new_document(list, entry, document)) return;
  pnr_document *added = pnri_person_document_add(&entry->person, &list->arena, &list->failed, PNR_SOURCE_LIST);
  if (added == NULL) return;
  *added = *document;
  added->source = PNR_SOURCE_LIST;
}

void pnri_entry_add_identifier(pnr_list *list, pnri_entry_draft *entry, const pnr_identifier *identifier)
{
  if (!is_new_identifier(list, entry, identifier)) return;
  pnr_identifier *added = pnri_identifier_add(&entry->person, &list->arena, &list->failed, identifier->kind);
  if (added != NULL) *added = *identifier;
}

void pnri_entry_add_nationality(pnr_list *list, pnri_entry_draft *entry, pnr_slice text)
{
  pnri_nationality_add(&entry->person, &list->arena, &list->failed, text);
}

/* --- Names and contacts as most lists give them --- */

void pnri_entry_add_parts(pnr_list *list, pnri_entry_draft *entry, uint32_t kind, pnr_slice surname, pnr_slice given,
                          pnr_slice title, uint64_t offset)
{
  const pnr_slice parts[] = { surname, given };
  pnr_name name = { .kind = kind, .surname = surname, .given = given, .title = title, .offset = offset };
  name.raw = pnri_list_join(list, parts, 2, "/");
  if (name.raw.size != 0) pnri_entry_add_name(list, entry, &name);
}

void pnri_entry_add_full(pnr_list *list, pnri_entry_draft *entry, uint32_t kind, pnr_slice full, pnr_slice title,
                         uint64_t offset)
{
  pnr_name name = { .kind = kind, .full = full, .raw = full, .title = title, .offset = offset };
  if (full.size != 0) pnri_entry_add_name(list, entry, &name);
}

/* "LH 992003", "LH-992003" and "LH:992003" name the airline. */
static void part_frequent_flyer(pnr_identifier *identifier)
{
  pnr_slice value = identifier->value;
  if (value.size < 4 || (value.data[2] != ' ' && value.data[2] != '-' && value.data[2] != ':')) return;
  identifier->issuer = (pnr_slice){ value.data, 2 };
  identifier->value = pnri_slice_trim(pnri_slice_from(value, 3));
}

void pnri_entry_add_contact(pnr_list *list, pnri_entry_draft *entry, uint32_t kind, pnr_slice text, uint64_t offset)
{
  pnr_identifier identifier = { .kind = kind, .value = text, .offset = offset };
  if (text.size == 0) return;
  if (kind == PNR_IDENTIFIER_PHONE) {
    pnr_slice digits = pnri_phone_digits(&list->arena, text);
    if (digits.size != 0) identifier.value = digits;
  }
  if (kind == PNR_IDENTIFIER_FREQUENT_FLYER) part_frequent_flyer(&identifier);
  pnri_entry_add_identifier(list, entry, &identifier);
}

void pnri_entry_set_first(pnr_slice *value, pnr_slice text)
{
  if (value->size == 0) *value = text;
}
