/* SPDX-License-Identifier: Apache-2.0 */
#include "list/list.h"

#include "core/fail.h"
#include "core/slice.h"
#include "encoding/inflate.h"
#include "encoding/zip.h"
#include "list/value.h"

static pnr_slice without_mark(pnr_slice text)
{
  return pnri_slice_starts(text, "\xEF\xBB\xBF") ? pnri_slice_from(text, 3) : text;
}

/* Without byte order mark and white space in front; empty when there is nothing else. */
static pnr_slice content_of(pnr_slice text)
{
  text = without_mark(text);
  while (text.size != 0 && (text.data[0] <= ' ' || text.data[0] == 0x1A)) text = pnri_slice_from(text, 1);
  return text;
}

/* --- Recognising a source: each form has its own sign --- */

enum { HEAD = 4096, HEAD_ROWS = 3 }; /* where a document's element and a header line are looked for */

/* The name of an XML document's own element, without prefix; empty when none begins in the first octets. */
static pnr_slice root_of(pnr_slice text)
{
  text = content_of(text);
  if (text.size > HEAD) text.size = HEAD;
  if (text.size == 0 || text.data[0] != '<') return (pnr_slice){ NULL, 0 };
  for (size_t i = 0; i + 1 < text.size; i++) {
    if (text.data[i] != '<' || text.data[i + 1] == '?' || text.data[i + 1] == '!') continue;
    size_t begin = i + 1, end = begin;
    for (; end < text.size && text.data[end] > ' ' && text.data[end] != '>' && text.data[end] != '/'; end++)
      if (text.data[end] == ':') begin = end + 1;
    return (pnr_slice){ text.data + begin, end - begin };
  }
  return (pnr_slice){ NULL, 0 };
}

static bool has_root(pnr_slice text, const char *name) { return pnri_slice_is(root_of(text), name); }

/* Where the element's own name is everybody's, the first one in it must be there too. */
static bool has_export(pnr_slice text, const char *element)
{
  if (text.size > HEAD) text.size = HEAD;
  return has_root(text, "export") && pnri_list_mentions(text, element);
}

static bool has_sanctions(pnr_slice text, const char *element)
{
  if (text.size > HEAD) text.size = HEAD;
  return has_root(text, "Sanctions") && pnri_list_mentions(text, element);
}

/* True when one of the first rows has a field of this name. */
static bool has_column(pnr_slice text, const char *name)
{
  pnri_csv csv;
  pnri_csv_row row;
  pnri_csv_open(&csv, text.data, text.size);
  for (int i = 0; i < HEAD_ROWS && pnri_csv_next(&csv, &row); i++)
    for (uint32_t k = 0; k < row.count && k < PNRI_CSV_FIELDS; k++)
      if (pnri_slice_same(pnri_slice_trim(row.fields[k].text), pnri_slice(name))) return true;
  return false;
}

static bool begins_with(pnr_slice text, const char *sign) { return pnri_slice_starts(content_of(text), sign); }

static bool has_ofac_shape(pnr_slice text, const char *sign)
{
  (void)sign;
  return pnri_list_is_ofac(text);
}

/* True for text that is no markup: the last resort. */
static bool is_text(pnr_slice text, const char *sign)
{
  (void)sign;
  return !begins_with(text, "<");
}

/* Of each format its forms; the first one whose sign is there is read. */
static const struct form {
  uint32_t format;
  bool (*has_sign)(pnr_slice text, const char *sign);
  const char *sign;
  pnri_list_reader *read;
} forms[] = {
  { PNR_LIST_UN, has_root, "CONSOLIDATED_LIST", pnri_list_read_un },
  { PNR_LIST_EU, has_export, "sanctionEntity", pnri_list_read_eu_xml },
  { PNR_LIST_EU, has_column, "Entity_LogicalId", pnri_list_read_eu_csv },
  { PNR_LIST_OFAC, has_root, "sdnList", pnri_list_read_ofac_xml },
  { PNR_LIST_OFAC, has_sanctions, "ReferenceValueSets", pnri_list_read_ofac_advanced },
  { PNR_LIST_UK, has_root, "Designations", pnri_list_read_uk_xml },
  { PNR_LIST_UK, has_root, "ArrayOfFinancialSanctionsTarget", pnri_list_read_uk_xml },
  { PNR_LIST_UK, has_column, "Name 6", pnri_list_read_uk_csv },
  { PNR_LIST_NL, has_root, "document-content", pnri_list_read_nl },
  { PNR_LIST_NL, has_root, "document", pnri_list_read_nl },
  { PNR_LIST_OPENSANCTIONS, begins_with, "{", pnri_list_read_ftm },
  { PNR_LIST_OPENSANCTIONS, has_column, "schema", pnri_list_read_targets },
  { PNR_LIST_SLTD, has_column, "document_status", pnri_list_read_sltd },
  { PNR_LIST_SLTD, has_column, "document_last", pnri_list_read_sltd },
  { PNR_LIST_OFAC, has_ofac_shape, NULL, pnri_list_read_ofac },
  { PNR_LIST_CSV, is_text, NULL, pnri_list_read_csv },
  { PNR_LIST_OFAC, is_text, NULL, pnri_list_read_ofac }, /* only where the format was given */
};
enum { FORMS = sizeof forms / sizeof forms[0] };

/* The form of a source, of any format or of a given one; NULL when it has no sign of any. */
static const struct form *recognise(pnr_slice text, uint32_t format)
{
  for (size_t i = 0; i < FORMS; i++)
    if ((format == PNR_LIST_AUTO || format == forms[i].format) && forms[i].has_sign(text, forms[i].sign))
      return &forms[i];
  return NULL;
}

/* --- Unpacking --- */

typedef struct unpacked {
  pnr_slice text; /* the source itself, or octets of the vectors */
  pnri_vector inflated, extracted;
  bool is_cut; /* what was packed is damaged or ends early */
} unpacked;

/* A damaged or cut file gives what came out of it. */
static pnr_status take_octets(unpacked *source, const pnri_vector *octets, pnr_status status, const pnr_error *fault,
                              pnr_error *error)
{
  source->text = (pnr_slice){ octets->data, octets->count };
  if (status == PNR_OK) return PNR_OK;
  source->is_cut = true;
  return status == PNR_E_SYNTAX && octets->count != 0 ? PNR_OK : pnri_fail(error, *fault);
}

/* Takes gzip off, then the sheet out of an OpenDocument archive. */
static pnr_status unpack(const pnr_env *env, pnr_slice data, unpacked *source, pnr_error *error)
{
  pnr_error fault = { .size = sizeof fault };
  *source = (unpacked){ .text = data };
  pnri_vector_open(&source->inflated, env, 1);
  pnri_vector_open(&source->extracted, env, 1);
  pnr_status status = PNR_OK;
  if (pnri_is_gzip(source->text)) {
    status = pnri_inflate(PNRI_GZIP, source->text, env->limits.octets, &source->inflated, &fault);
    status = take_octets(source, &source->inflated, status, &fault, error);
  }
  if (status == PNR_OK && pnri_is_zip(source->text)) {
    status = pnri_zip_read(source->text, "content.xml", env->limits.octets, &source->extracted, &fault);
    status = take_octets(source, &source->extracted, status, &fault, error);
  }
  return status;
}

static void release(unpacked *source)
{
  pnri_vector_close(&source->extracted);
  pnri_vector_close(&source->inflated);
}

static void report_cut(pnr_list *list, pnr_slice text)
{
  pnri_place place = { .offset = text.size, .line = 1, .column = 1 };
  for (size_t i = 0; i < text.size; i++) {
    bool is_end = text.data[i] == '\n';
    place.line += is_end;
    place.column = is_end ? 1 : place.column + 1;
  }
  pnri_list_report_cut(list, place);
}

/* --- Settling: after each source, the views show all that was read --- */

/* Who answers for what a published list says, and the law that all of it stands on where an entry names neither law nor
 * programme; lists of others than publishers tell that themselves. */
static const struct {
  const char *owner, *basis;
} publishers[] = {
  [PNR_LIST_AUTO] = { "", "" },
  [PNR_LIST_CSV] = { "", "" },
  [PNR_LIST_UN] = { "United Nations Security Council", "Charter of the United Nations, article 41" },
  [PNR_LIST_OFAC] = { "US Office of Foreign Assets Control", "" },
  [PNR_LIST_EU] = { "European Union", "" },
  [PNR_LIST_UK] = { "United Kingdom", "" },
  [PNR_LIST_NL] = { "Netherlands", "" },
  [PNR_LIST_OPENSANCTIONS] = { "OpenSanctions", "" },
  [PNR_LIST_SLTD] = { "", "" },
};

static void freeze_entry(pnr_list *list, pnri_entry_draft *entry)
{
  pnr_entry *view = &entry->view;
  pnri_person_freeze(&entry->person, &list->arena, &list->failed);
  entry->is_frozen = true;
  pnr_slice publisher = pnri_slice(publishers[list->format].owner);
  pnri_entry_set_first(&view->source, pnri_slice(pnr_list_format_name(list->format)));
  if (publisher.size != 0) {
    pnri_entry_set_first(&view->owner, publisher);
    pnri_entry_set_first(&view->basis, view->programme);
    pnri_entry_set_first(&view->basis, pnri_slice(publishers[list->format].basis));
  }
  const pnr_person *person = view->person;
  if (person->name_count + person->document_count + person->identifier_count == 0)
    pnri_list_report(list, PNR_F_LIST_NO_NAME, (pnri_place){ view->offset, 0, entry->line, entry->column });
}

static void freeze_entries(pnr_list *list)
{
  for (size_t i = 0; i < list->entries.count; i++) {
    pnri_entry_draft *entry = *(pnri_entry_draft **)pnri_vector_at(&list->entries, i);
    if (!entry->is_frozen) freeze_entry(list, entry);
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

/* Reads a source in the list's format, which its first source may settle. */
static pnr_status read_text(pnr_list *list, pnr_slice text, pnr_slice name, pnr_error *error)
{
  if (content_of(text).size == 0) return pnri_fail_at(error, PNR_E_EMPTY, text.size);
  const struct form *form = recognise(text, list->format);
  if (form == NULL) return pnri_fail_at(error, PNR_E_FORMAT, 0);
  list->format = form->format;
  return form->read(list, text, name, error);
}

static pnr_status read_source(pnr_list *list, pnr_slice data, pnr_slice name, pnr_error *error)
{
  const pnr_env *env = list->arena.env;
  if (data.size > env->limits.octets) return pnri_fail_at(error, PNR_E_LIMIT, env->limits.octets);
  unpacked source;
  pnr_status status = unpack(env, data, &source, error);
  if (status == PNR_OK) status = read_text(list, source.text, name, error);
  if (status == PNR_OK && source.is_cut) report_cut(list, source.text);
  pnr_status settled = settle(list, error);
  release(&source);
  return settled != PNR_OK ? settled : status;
}

/* --- The public functions --- */

static bool is_slice(const uint8_t *data, size_t size) { return data != NULL || size == 0; }

static pnr_list *make_list(const pnr_env *env, uint32_t format)
{
  pnr_list *list = pnri_alloc(env, sizeof *list);
  if (list == NULL) return NULL;
  *list = (pnr_list){ .format = format };
  pnri_arena_open(&list->arena, env);
  pnri_findings_open(&list->findings, &list->arena);
  pnri_vector_open(&list->entries, env, sizeof(pnri_entry_draft *));
  pnri_key_table_open(&list->ids, env);
  pnri_key_table_open(&list->values, env);
  return list;
}

pnr_status pnr_list_open(const pnr_env *env, const uint8_t *data, size_t size, uint32_t format, pnr_slice name,
                         pnr_list **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || !is_slice(data, size) || !is_slice(name.data, name.size) || format > PNR_LIST_SLTD)
    return pnri_fail_argument(error);
  pnr_list *list = make_list(pnri_env(env), format);
  if (list == NULL) return pnri_fail_memory(error);
  pnr_status status = read_source(list, (pnr_slice){ data, size }, name, error);
  if (status == PNR_OK) *out = list;
  else pnr_list_close(list);
  return status;
}

pnr_status pnr_list_add(pnr_list *list, const uint8_t *data, size_t size, pnr_slice name, pnr_error *error)
{
  if (list == NULL || list->failed || !is_slice(data, size) || !is_slice(name.data, name.size))
    return pnri_fail_argument(error);
  return read_source(list, (pnr_slice){ data, size }, name, error);
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
