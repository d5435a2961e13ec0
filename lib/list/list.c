/* SPDX-License-Identifier: Apache-2.0 */
#include "list/list.h"

#include "core/fail.h"
#include "core/slice.h"

/* --- Recognising a source --- */

static pnr_slice without_mark(const uint8_t *data, size_t size)
{
  pnr_slice text = { data, size };
  return pnri_slice_starts(text, "\xEF\xBB\xBF") ? pnri_slice_from(text, 3) : text;
}

static size_t count_space(pnr_slice text)
{
  size_t i = 0;
  while (i < text.size && (text.data[i] <= ' ' || text.data[i] == 0x1A)) i++;
  return i;
}

/* True when word stands in the first octets of an XML text, where its document element begins. */
static bool holds(pnr_slice text, const char *word)
{
  enum { HEAD = 4096 };
  size_t size = strlen(word), end = text.size < HEAD ? text.size : HEAD;
  for (size_t i = 0; i + size <= end; i++)
    if (memcmp(text.data + i, word, size) == 0) return true;
  return false;
}

static uint32_t recognise(const uint8_t *data, size_t size)
{
  pnr_slice text = without_mark(data, size);
  text = pnri_slice_from(text, count_space(text));
  if (text.size == 0) return PNR_LIST_AUTO;
  if (text.data[0] == '<') return holds(text, "<CONSOLIDATED_LIST") ? PNR_LIST_UN : PNR_LIST_AUTO;
  return pnri_list_is_ofac(data, size) ? PNR_LIST_OFAC : PNR_LIST_CSV;
}

/* --- Settling: after each source, the views show all that was read --- */

static void freeze_entries(pnr_list *list)
{
  for (size_t i = 0; i < list->entries.count; i++) {
    pnri_entry_draft *entry = *(pnri_entry_draft **)pnri_vector_at(&list->entries, i);
    if (entry->is_frozen) continue;
    pnri_person_freeze(&entry->person, &list->arena, &list->failed);
    entry->is_frozen = true;
    if (entry->view.source.size == 0) entry->view.source = pnri_slice(pnr_list_format_name(list->format));
    const pnr_person *person = &entry->person.view;
    if (person->name_count + person->document_count + person->identifier_count == 0)
      pnri_list_report(list, PNR_F_LIST_NO_NAME, (pnri_place){ entry->view.offset, 0, entry->line, entry->column });
  }
}

/* What only holds until the next file of a set is told anew after each of them. */
static void show_findings(pnr_list *list)
{
  pnri_findings open;
  pnri_findings_open(&open, &list->arena);
  pnri_ofac_report(list, &open);
  uint32_t kept = list->findings.chain.count, count = kept + open.chain.count;
  const pnr_finding **shown = pnri_arena_take(&list->arena, count * sizeof *shown);
  if (shown == NULL || list->findings.failed || open.failed) {
    list->failed = 1;
    return;
  }
  pnri_node *node = list->findings.chain.first;
  for (uint32_t i = 0; i < count; i++) {
    if (i == kept) node = open.chain.first;
    shown[i] = pnri_node_payload(node);
    node = node->next;
  }
  list->shown = shown;
  list->shown_count = count;
}

/* A list that lost something to exhausted memory shows nothing at all rather than a part. */
static pnr_status settle(pnr_list *list, pnr_error *error)
{
  freeze_entries(list);
  if (!list->failed) show_findings(list);
  if (!list->failed) return PNR_OK;
  list->entries.count = 0;
  list->shown_count = 0;
  return pnri_fail_memory(error);
}

static pnr_status read_source(pnr_list *list, const uint8_t *data, size_t size, pnr_slice name, pnr_error *error)
{
  pnr_slice text = without_mark(data, size);
  if (count_space(text) == text.size) return pnri_fail_at(error, PNR_E_EMPTY, size);
  if (size > list->arena.env->limits.octets) return pnri_fail_at(error, PNR_E_LIMIT, list->arena.env->limits.octets);
  pnr_status status = list->format == PNR_LIST_UN     ? pnri_list_read_un(list, data, size, error)
                      : list->format == PNR_LIST_OFAC ? pnri_list_read_ofac(list, data, size, name, error)
                                                      : pnri_list_read_csv(list, data, size, error);
  pnr_status settled = settle(list, error);
  return settled != PNR_OK ? settled : status;
}

/* --- The public functions --- */

static bool is_slice(const uint8_t *data, size_t size) { return data != NULL || size == 0; }

pnr_status pnr_list_open(const pnr_env *env, const uint8_t *data, size_t size, uint32_t format, pnr_slice name,
                         pnr_list **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || !is_slice(data, size) || !is_slice(name.data, name.size) || format > PNR_LIST_OFAC)
    return pnri_fail_argument(error);
  if (count_space(without_mark(data, size)) == without_mark(data, size).size)
    return pnri_fail_at(error, PNR_E_EMPTY, size);
  if (format == PNR_LIST_AUTO) format = recognise(data, size);
  if (format == PNR_LIST_AUTO) return pnri_fail_at(error, PNR_E_FORMAT, 0);
  env = pnri_env(env);
  pnr_list *list = pnri_alloc(env, sizeof *list);
  if (list == NULL) return pnri_fail_memory(error);
  *list = (pnr_list){ .format = format };
  pnri_arena_open(&list->arena, env);
  pnri_findings_open(&list->findings, &list->arena);
  pnri_vector_open(&list->entries, env, sizeof(pnri_entry_draft *));
  pnri_key_table_open(&list->ids, env);
  pnri_key_table_open(&list->values, env);
  pnr_status status = read_source(list, data, size, name, error);
  if (status == PNR_OK) *out = list;
  else pnr_list_close(list);
  return status;
}

pnr_status pnr_list_add(pnr_list *list, const uint8_t *data, size_t size, pnr_slice name, pnr_error *error)
{
  if (list == NULL || list->failed || !is_slice(data, size) || !is_slice(name.data, name.size))
    return pnri_fail_argument(error);
  return read_source(list, data, size, name, error);
}

void pnr_list_close(pnr_list *list)
{
  if (list == NULL) return;
  const pnr_env *env = list->arena.env;
  pnri_ofac_close(list);
  pnri_key_table_close(&list->values);
  pnri_key_table_close(&list->ids);
  pnri_vector_close(&list->entries);
  pnri_arena_close(&list->arena);
  pnri_free(env, list, sizeof *list);
}

uint32_t pnr_list_format(const pnr_list *list) { return list->format; }

uint32_t pnr_list_count(const pnr_list *list) { return (uint32_t)list->entries.count; }

const pnr_entry *pnr_list_entry(const pnr_list *list, uint32_t i)
{
  if (i >= list->entries.count) return NULL;
  const pnri_entry_draft *entry = *(pnri_entry_draft **)pnri_vector_at(&list->entries, i);
  return &entry->view;
}

uint32_t pnr_list_finding_count(const pnr_list *list) { return list->shown_count; }

const pnr_finding *pnr_list_finding(const pnr_list *list, uint32_t i)
{
  return i < list->shown_count ? list->shown[i] : NULL;
}
