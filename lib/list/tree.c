/* SPDX-License-Identifier: Apache-2.0 */
#include "list/tree.h"

#include "core/fail.h"
#include "core/slice.h"

/* --- Opening and closing --- */

static pnr_slice without_prefix(pnr_slice name)
{
  size_t at = name.size;
  while (at > 0 && name.data[at - 1] != ':') at--;
  return pnri_slice_from(name, at);
}

static bool is_one_of(pnr_slice name, const char *const *names)
{
  name = without_prefix(name);
  while (*names != NULL && !pnri_slice_is(name, *names)) names++;
  return *names != NULL;
}

static pnr_status read_root(pnri_tree *tree, const char *const *root, pnr_error *error)
{
  pnri_xml_event event;
  pnr_status status = pnri_xml_next(tree->xml, &event, error);
  if (status != PNR_OK) return status;
  if (!is_one_of(event.name, root)) return pnri_fail_at(error, PNR_E_FORMAT, event.offset);
  return PNR_OK;
}

pnr_status pnri_tree_open(pnri_tree *tree, pnr_list *list, pnr_slice source, const char *const *root,
                          const char *const *records, pnr_error *error)
{
  *tree = (pnri_tree){ .list = list, .source = source, .records = records };
  pnri_vector_open(&tree->elements, list->arena.env, sizeof(pnri_element));
  pnri_vector_open(&tree->text, list->arena.env, 1);
  pnri_vector_open(&tree->open_text, list->arena.env, 1);
  pnr_status status = pnri_xml_open(list->arena.env, source.data, source.size, &tree->xml, error);
  if (status == PNR_OK) status = read_root(tree, root, error);
  if (status == PNR_OK) return PNR_OK;
  pnri_vector_close(&tree->elements);
  pnri_vector_close(&tree->text);
  pnri_vector_close(&tree->open_text);
  pnri_xml_close(tree->xml);
  return status;
}

pnr_status pnri_tree_close(pnri_tree *tree, pnr_error *error)
{
  pnr_status status = tree->fault.status;
  if (status == PNR_E_MEMORY) tree->list->failed = 1;
  pnri_xml_close(tree->xml);
  pnri_vector_close(&tree->elements);
  pnri_vector_close(&tree->text);
  pnri_vector_close(&tree->open_text);
  bool is_read = status == PNR_OK || (status == PNR_E_SYNTAX && tree->count != 0);
  return is_read ? PNR_OK : pnri_fail(error, tree->fault);
}

/* --- Collecting a record --- */

/* Appends octets to vector and tells where they begin. */
static size_t append(pnri_tree *tree, pnri_vector *vector, pnr_slice octets)
{
  size_t at = vector->count;
  uint8_t *room = octets.size != 0 ? pnri_vector_add(vector, octets.size) : NULL;
  if (room != NULL) memcpy(room, octets.data, octets.size);
  else if (octets.size != 0) tree->list->failed = 1;
  return at;
}

/* Runs of white space, which may be line breaks, become one blank; none is left at the ends. */
static pnr_slice collapse(pnr_slice text, uint8_t *out)
{
  size_t size = 0;
  for (size_t i = 0; i < text.size; i++) {
    bool is_space = text.data[i] <= ' ';
    if (is_space && (size == 0 || out[size - 1] == ' ')) continue;
    out[size++] = is_space ? ' ' : text.data[i];
  }
  if (size != 0 && out[size - 1] == ' ') size--;
  return (pnr_slice){ out, size };
}

static void set_text(pnri_tree *tree, pnri_element *element, pnr_slice text)
{
  element->text = append(tree, &tree->text, text);
  if (tree->list->failed || text.size == 0) return;
  element->text_size = collapse(text, tree->text.data + element->text).size;
  tree->text.count = element->text + element->text_size;
}

static pnri_element *add_element(pnri_tree *tree, const pnri_xml_event *event, uint32_t depth)
{
  pnr_slice name = without_prefix(event->name);
  pnri_element made = { .name = append(tree, &tree->text, name), .depth = depth, .offset = event->offset };
  made.name_size = name.size;
  pnri_element *room = tree->elements.count < UINT32_MAX - 1 ? pnri_vector_add(&tree->elements, 1) : NULL;
  if (room == NULL) tree->list->failed = 1;
  else *room = made;
  return room;
}

static void add_event(pnri_tree *tree, const pnri_xml_event *event)
{
  uint32_t depth = event->depth - tree->record;
  if (event->kind == PNRI_XML_TEXT) append(tree, &tree->open_text, event->text);
  if (event->kind == PNRI_XML_START) {
    tree->open_text.count = 0;
    tree->open[depth] = (uint32_t)tree->elements.count;
    (void)add_element(tree, event, depth);
  }
  if (event->kind == PNRI_XML_ATTRIBUTE) {
    pnri_element *added = add_element(tree, event, depth + 1);
    if (added != NULL) set_text(tree, added, event->text);
  }
  if (event->kind == PNRI_XML_FINISH) {
    pnri_element *finished = pnri_vector_at(&tree->elements, tree->open[depth]);
    set_text(tree, finished, (pnr_slice){ tree->open_text.data, tree->open_text.count });
    tree->open_text.count = 0;
  }
}

static void begin_record(pnri_tree *tree, const pnri_xml_event *event)
{
  tree->record = event->depth;
  tree->elements.count = tree->text.count = tree->open_text.count = 0;
  add_event(tree, event);
}

/* --- Going on behind a fault --- */

/* Where the next record's markup begins from offset on; the source's size when there is none. */
static size_t find_record(const pnri_tree *tree, size_t offset)
{
  pnr_slice source = tree->source;
  for (size_t at = offset; at < source.size; at++) {
    const uint8_t *markup = memchr(source.data + at, '<', source.size - at);
    if (markup == NULL) break;
    at = (size_t)(markup - source.data);
    size_t end = at + 1;
    while (end < source.size && source.data[end] > ' ' && source.data[end] != '>' && source.data[end] != '/' &&
           source.data[end] != '<')
      end++;
    if (is_one_of((pnr_slice){ source.data + at + 1, end - at - 1 }, tree->records)) return at;
    at = end - 1;
  }
  return source.size;
}

/* What a record lost, or everything up to the next one where none was open. Behind the first fault each record is read
 * as a document of its own, so that what stands between them is no fault. */
static void report_fault(pnri_tree *tree, const pnr_error *fault, size_t next)
{
  if (tree->record == 0 && tree->resumed != 0) return;
  uint64_t begin = tree->record != 0 ? pnri_tree_offset(tree, 0) : fault->offset;
  pnri_list_report_lost(tree->list, (pnri_place){ begin, next - begin, fault->line, fault->column });
}

/* False when reading cannot go on. */
static bool resume(pnri_tree *tree, const pnr_error *fault)
{
  if (tree->fault.status == PNR_OK) tree->fault = *fault;
  if (fault->status != PNR_E_SYNTAX) {
    tree->fault = *fault;
    return false;
  }
  size_t from = fault->offset > tree->resumed ? (size_t)fault->offset : (size_t)tree->resumed + 1;
  size_t next = find_record(tree, from);
  if (tree->list->failed) return false;
  report_fault(tree, fault, next);
  tree->record = 0;
  tree->resumed = next;
  if (next == tree->source.size) return false;
  pnr_error failure = { .size = sizeof failure };
  if (pnri_xml_resume(tree->xml, next, &failure) == PNR_OK) return true;
  tree->fault = failure;
  return false;
}

bool pnri_tree_next(pnri_tree *tree)
{
  tree->record = 0;
  while (!tree->list->failed) {
    pnri_xml_event event;
    pnr_error fault = { .size = sizeof fault };
    pnr_status status = pnri_xml_next(tree->xml, &event, &fault);
    if (status == PNR_END || (status != PNR_OK && !resume(tree, &fault))) return false;
    if (status != PNR_OK) continue;
    if (tree->record == 0 && (event.kind != PNRI_XML_START || !is_one_of(event.name, tree->records))) continue;
    if (tree->record == 0) begin_record(tree, &event);
    else add_event(tree, &event);
    if (event.kind != PNRI_XML_FINISH || event.depth != tree->record) continue;
    tree->count++;
    return !tree->list->failed;
  }
  return false;
}

/* --- Looking into a record --- */

static const pnri_element *element_at(const pnri_tree *tree, uint32_t i) { return pnri_vector_at(&tree->elements, i); }

pnr_slice pnri_tree_name(const pnri_tree *tree, uint32_t i)
{
  const pnri_element *element = element_at(tree, i);
  return (pnr_slice){ tree->text.data + element->name, element->name_size };
}

pnr_slice pnri_tree_text(const pnri_tree *tree, uint32_t i)
{
  const pnri_element *element = element_at(tree, i);
  if (element->text_size == 0) return (pnr_slice){ NULL, 0 };
  return (pnr_slice){ tree->text.data + element->text, element->text_size };
}

uint64_t pnri_tree_offset(const pnri_tree *tree, uint32_t i) { return element_at(tree, i)->offset; }

pnri_place pnri_tree_place(pnri_tree *tree, uint32_t i)
{
  pnri_place place = { .offset = pnri_tree_offset(tree, i) };
  pnri_xml_place(tree->xml, place.offset, &place.line, &place.column);
  return place;
}

uint32_t pnri_tree_count(const pnri_tree *tree) { return (uint32_t)tree->elements.count; }

uint32_t pnri_tree_first(const pnri_tree *tree, uint32_t parent)
{
  uint32_t next = parent + 1;
  return next < tree->elements.count && element_at(tree, next)->depth > element_at(tree, parent)->depth ? next : 0;
}

uint32_t pnri_tree_after(const pnri_tree *tree, uint32_t i)
{
  uint32_t depth = element_at(tree, i)->depth;
  do i++;
  while (i < tree->elements.count && element_at(tree, i)->depth > depth);
  return i < tree->elements.count && element_at(tree, i)->depth == depth ? i : 0;
}

uint32_t pnri_tree_child(const pnri_tree *tree, uint32_t parent, const char *name)
{
  uint32_t i = pnri_tree_first(tree, parent);
  while (i != 0 && !pnri_slice_is(pnri_tree_name(tree, i), name)) i = pnri_tree_after(tree, i);
  return i;
}

uint32_t pnri_tree_same(const pnri_tree *tree, uint32_t i)
{
  pnr_slice name = pnri_tree_name(tree, i);
  do i = pnri_tree_after(tree, i);
  while (i != 0 && !pnri_slice_equal(pnri_tree_name(tree, i), name));
  return i;
}

pnr_slice pnri_tree_value(const pnri_tree *tree, uint32_t parent, const char *name)
{
  uint32_t child = pnri_tree_child(tree, parent, name);
  return child != 0 ? pnri_tree_text(tree, child) : (pnr_slice){ NULL, 0 };
}

pnr_slice pnri_tree_keep(pnri_tree *tree, uint32_t i)
{
  return pnri_list_text(tree->list, pnri_tree_text(tree, i), (pnri_place){ 0 });
}

pnr_slice pnri_tree_keep_value(pnri_tree *tree, uint32_t parent, const char *name)
{
  return pnri_list_text(tree->list, pnri_tree_value(tree, parent, name), (pnri_place){ 0 });
}

void pnri_tree_report(pnri_tree *tree, uint32_t code, uint32_t i)
{
  pnri_list_report(tree->list, code, pnri_tree_place(tree, i));
}
