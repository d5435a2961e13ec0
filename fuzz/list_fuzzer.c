/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "pnr/list.h"

enum { MOST_OCTETS = 1 << 20 };

/* A list source, read as what it looks like and as each format in turn. Checks what pnr/list.h promises of every
 * list, and that reading is the same twice. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
  if (!holds) abort();
}

static void check_text(pnr_slice text) { must(pnri_utf8_valid(text) == text.size); }

static void check_date(pnr_date date)
{
  must(date <= 99991231 && (date == 0 || date >= 10000) && date / 100 % 100 <= 12 && date % 100 <= 31);
}

static void check_person(const pnr_person *person)
{
  for (uint32_t i = 0; i < person->name_count; i++) {
    const pnr_name *name = person->names[i];
    check_text(name->surname);
    check_text(name->given);
    check_text(name->full);
    check_text(name->raw);
    must(name->surname.size + name->given.size + name->full.size != 0 && name->source == PNR_SOURCE_LIST);
    must(name->kind >= PNR_NAME_PRIMARY && name->kind <= PNR_NAME_MISUSED);
  }
  for (uint32_t i = 0; i < person->birth_count; i++) {
    const pnr_birth *birth = person->births[i];
    check_date(birth->from);
    check_date(birth->to);
    must(birth->from != 0 && birth->from <= birth->to);
  }
  for (uint32_t i = 0; i < person->document_count; i++) {
    check_text(person->documents[i]->type);
    check_text(person->documents[i]->number);
    check_text(person->documents[i]->issuer);
    check_text(person->documents[i]->number_last);
    must(person->documents[i]->status <= PNR_DOCUMENT_EXPIRED);
    must(person->documents[i]->number.size != 0);
  }
  for (uint32_t i = 0; i < person->identifier_count; i++) must(person->identifiers[i]->value.size != 0);
  for (uint32_t i = 0; i < person->nationality_count; i++) check_text(person->nationalities[i]);
  check_text(person->birth_place);
  check_text(person->residence);
}

/* Offsets are those of what is inside a packed source. */
static size_t most_offset(const uint8_t *data, size_t size)
{
  bool is_packed = size >= 2 && ((data[0] == 0x1F && data[1] == 0x8B) || (data[0] == 'P' && data[1] == 'K'));
  return is_packed ? MOST_OCTETS : size;
}

static void check_list(const pnr_list *list, size_t size)
{
  for (uint32_t i = 0; i < pnr_list_count(list); i++) {
    const pnr_entry *entry = pnr_list_entry(list, i);
    check_text(entry->id);
    check_text(entry->source);
    check_text(entry->programme);
    check_text(entry->remark);
    check_date(entry->valid_from);
    check_date(entry->valid_until);
    must(entry->id.size != 0 && entry->source.size != 0 && entry->action != 0 && entry->offset <= size);
    check_person(entry->person);
  }
  for (uint32_t i = 0; i < pnr_list_finding_count(list); i++) {
    const pnr_finding *finding = pnr_list_finding(list, i);
    must(finding->code == PNR_F_MORE || (finding->offset <= size && finding->length <= size - finding->offset));
    must(finding->code == PNR_F_MORE || (finding->line != 0 && finding->column != 0));
  }
}

static void read_as(const pnr_env *env, uint32_t format, const uint8_t *data, size_t size)
{
  size_t most = most_offset(data, size);
  pnr_slice name = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  pnr_list *first = NULL, *second = NULL;
  pnr_status status = pnr_list_open(env, data, size, format, name, &first, &error);
  must(status == pnr_list_open(env, data, size, format, name, &second, NULL));
  must((status == PNR_OK) == (first != NULL) && (status == PNR_OK || error.offset <= most));
  if (first != NULL) {
    check_list(first, most);
    must(pnr_list_count(first) == pnr_list_count(second));
    must(pnr_list_finding_count(first) == pnr_list_finding_count(second));
    must(pnr_list_add(second, data, size, name, NULL) == PNR_OK);
    must(pnr_list_count(second) >= pnr_list_count(first));
    check_list(second, most);
  }
  pnr_list_close(first);
  pnr_list_close(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_limits limits = { .size = sizeof limits, .octets = MOST_OCTETS };
  pnr_env *env = NULL;
  if (pnr_env_open(NULL, NULL, &limits, &env, NULL) != PNR_OK) return 0;
  for (uint32_t format = PNR_LIST_AUTO; format <= PNR_LIST_SLTD; format++) read_as(env, format, data, size);
  pnr_env_close(env);
  return 0;
}
