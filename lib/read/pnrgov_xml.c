/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV XML: from octets to records. A fault in a document costs the octets up to the next tag, not the travellers
 * behind it: what follows is parsed as a document of its own, and continues the elements that stand open here. */
#include "read/pnrgov_xml.h"

#include "core/fail.h"
#include "core/utf8.h"

enum {
  REFERENCE_UNKNOWN = 20260101, /* for two-digit years, which such documents hardly have */
  STEPS_OF_A_FAULT = 200,       /* beginning anew costs about as much as so many steps */
  NAMES_OF_A_PATH = 4,
  ENDS_COMPARED = 64,            /* open elements in which an end tag is looked for */
  OPEN_MOST = 4 * PNRI_XML_DEPTH /* elements that faults may leave open; beyond, nobody waits for their ends */
};

typedef struct element {
  size_t name, name_size; /* in x->names, without prefix, */
  size_t prefix_size;     /* which stands in front of it */
  uint64_t offset;
  uint32_t record; /* index of the innermost record */
  bool is_record;  /* the element is that record */
  bool has_any;    /* attributes, text or elements */
} element;

static element *element_at(const pnri_pnrgov_xml *x, size_t i) { return pnri_vector_at(&x->elements, i); }

static pnr_slice name_of(const pnri_pnrgov_xml *x, size_t i)
{
  const element *e = element_at(x, i);
  return (pnr_slice){ pnri_vector_at(&x->names, e->name), e->name_size };
}

static pnr_slice with_prefix(const pnri_pnrgov_xml *x, size_t i)
{
  const element *e = element_at(x, i);
  size_t prefix = e->prefix_size;
  return (pnr_slice){ (const uint8_t *)pnri_vector_at(&x->names, e->name) - prefix, prefix + e->name_size };
}

static bool is_white(uint8_t octet) { return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n'; }

static bool is_wide(const uint8_t *data, size_t size)
{
  return size >= 2 && ((data[0] == 0xFF && data[1] == 0xFE) || (data[0] == 0xFE && data[1] == 0xFF) ||
                       (data[0] == 0 && data[1] == '<') || (data[0] == '<' && data[1] == 0));
}

static pnr_slice local_name(pnr_slice name)
{
  for (size_t i = name.size; i > 0; i--)
    if (name.data[i - 1] == ':') return (pnr_slice){ name.data + i, name.size - i };
  return name;
}

static bool append(pnri_pnrgov_xml *x, pnri_vector *vector, pnr_slice text)
{
  if (text.size == 0) return true;
  void *room = pnri_vector_add(vector, text.size);
  if (room == NULL) {
    x->p->builder->failed = 1;
    return false;
  }
  memcpy(room, text.data, text.size);
  return true;
}

static void note(pnri_pnrgov_xml *x, uint32_t code, uint64_t offset) { pnri_pnrgov_note(x->p, code, offset, 0, 0); }

/* --- Octets that cannot be read --- */

static void flush_lost(pnri_pnrgov_xml *x)
{
  if (x->lost_end > x->lost)
    pnri_findings_add(
      &x->p->builder->findings,
      (pnr_finding){ .code = PNR_F_XML_SYNTAX, .offset = x->lost, .length = x->lost_end - x->lost, .lost = 1 });
  x->lost = x->lost_end = 0;
}

static void lose(pnri_pnrgov_xml *x, uint64_t begin, uint64_t end)
{
  if (begin == end) return;
  if (x->lost_end != begin) flush_lost(x);
  if (x->lost_end == 0) x->lost = begin;
  x->lost_end = end;
}

/* --- Between documents, and behind a fault --- */

static uint64_t find_octet(const pnri_pnrgov_xml *x, uint64_t from, uint8_t octet)
{
  const uint8_t *found = from < x->size ? memchr(x->data + from, octet, (size_t)(x->size - from)) : NULL;
  return found != NULL ? (uint64_t)(found - x->data) : x->size;
}

static bool is_reference_octet(uint8_t octet)
{
  return (octet >= '0' && octet <= '9') || ((octet & 0xDF) >= 'A' && (octet & 0xDF) <= 'Z') || octet == '#';
}

/* In text: the ampersand whose reference is none, or the fault itself. */
static uint64_t begin_of_reference(const pnri_pnrgov_xml *x, uint64_t at)
{
  uint64_t begin = at;
  while (begin > x->floor && is_reference_octet(x->data[begin - 1])) begin--;
  return begin > x->floor && x->data[begin - 1] == '&' ? begin - 1 : at;
}

/* True where a tag that begins at `tag` has not ended before `at`. */
static bool is_open_at(const pnri_pnrgov_xml *x, uint64_t tag, uint64_t at)
{
  uint8_t quote = 0;
  for (uint64_t i = tag; i < at; i++) {
    uint8_t octet = x->data[i];
    if (quote != 0) quote = octet == quote ? 0 : quote;
    else if (octet == '"' || octet == '\'') quote = octet;
    else if (octet == '>') return false;
  }
  return true;
}

/* Where the markup begins that the fault stands in. */
static uint64_t begin_of_fault(const pnri_pnrgov_xml *x, uint64_t at)
{
  uint64_t tag = at;
  while (tag > x->floor && x->data[tag - 1] != '<') tag--;
  if (tag > x->floor && is_open_at(x, tag - 1, at)) return tag - 1;
  return at < x->size && x->data[at] == '<' ? at : begin_of_reference(x, at);
}

static bool is_declaration(const pnri_pnrgov_xml *x, uint64_t at)
{
  return x->size - at > 5 && memcmp(x->data + at, "<?xml", 5) == 0 && is_white(x->data[at + 5]);
}

/* Behind the tag, comment or instruction that begins at `tag`. */
static uint64_t end_of_markup(const pnri_pnrgov_xml *x, uint64_t tag)
{
  uint8_t quote = 0, second = x->size - tag > 1 ? x->data[tag + 1] : 0;
  uint8_t closing = second == '!' ? '-' : second == '?' ? '?' : 0; /* what must stand before the > */
  for (uint64_t i = tag + 1; i < x->size; i++) {
    uint8_t octet = x->data[i];
    if (closing != 0 && octet == '>' && x->data[i - 1] == closing) return i + 1;
    if (closing != 0) continue;
    if (quote != 0) quote = octet == quote ? 0 : quote;
    else if (octet == '"' || octet == '\'') quote = octet;
    else if (octet == '>') return i + 1;
  }
  return x->size;
}

static void begin_between(pnri_pnrgov_xml *x, uint64_t fault)
{
  /* behind a document's end the fault is what stands there, wherever the parser gave up */
  bool is_behind = x->is_closed && x->closed_at != 0 && !is_wide(x->data, x->size);
  uint64_t begin = is_behind ? x->closed_at : begin_of_fault(x, fault);
  x->is_between = true;
  x->at = begin;
  bool is_end_tag = x->size - begin > 1 && x->data[begin] == '<' && x->data[begin + 1] == '/';
  if (x->is_closed || is_end_tag || (!x->is_fresh && is_declaration(x, begin))) return;
  uint64_t from = fault > begin ? fault : begin + 1;
  x->at = find_octet(x, from, '<');
  lose(x, begin, x->at);
}

/* An end tag without its beginning closes the elements down to the one of its name. One that closes others too, or does
 * not end itself, is a fault. */
static void read_end_tag(pnri_pnrgov_xml *x)
{
  uint64_t begin = x->at, end = begin + 2;
  while (end < x->size && x->data[end] != '>' && x->data[end] != '<') end++;
  bool is_whole = end < x->size && x->data[end] == '>';
  x->at = is_whole ? end + 1 : end;
  pnr_slice name = { x->data + begin + 2, (size_t)(end - begin - 2) };
  while (name.size != 0 && is_white(name.data[name.size - 1])) name.size--;
  pnr_slice local = local_name(name);
  uint32_t closing = 0;
  for (size_t i = x->elements.count; end < x->size && i > 0 && closing < ENDS_COMPARED; i--) {
    closing++;
    pnr_slice open = name_of(x, i - 1);
    if (!pnri_slice_same(open, local)) continue;
    x->closing = closing;
    x->closing_at = begin;
    if (!is_whole || !pnri_slice_equal(with_prefix(x, i - 1), name)) lose(x, begin, x->at);
    if (closing == 1) return;
    flush_lost(x);
    if (is_whole) pnri_pnrgov_note(x->p, PNR_F_XML_SYNTAX, begin, x->at - begin, 0);
    return;
  }
  lose(x, begin, x->at);
}

static pnr_status resume(pnri_pnrgov_xml *x, pnr_error *error)
{
  x->steps += STEPS_OF_A_FAULT;
  if (x->steps > x->env->limits.steps) return pnri_fail_at(error, PNR_E_LIMIT, x->at);
  x->is_between = x->is_closed = x->is_in_tag = false;
  x->closed_at = 0;
  x->is_fresh = true;
  x->floor = x->at;
  return pnri_xml_resume(x->xml, x->at, error);
}

/* Looks at what stands at x->at: PNR_END, an end tag, or something to be parsed. */
static pnr_status step_between(pnri_pnrgov_xml *x, pnr_error *error)
{
  static const uint8_t mark[] = { 0xEF, 0xBB, 0xBF };
  while (x->at < x->size && is_white(x->data[x->at])) x->at++;
  if (x->size - x->at >= sizeof mark && memcmp(x->data + x->at, mark, sizeof mark) == 0) x->at += sizeof mark;
  uint64_t tag = find_octet(x, x->at, '<');
  lose(x, x->at, tag);
  x->at = tag;
  if (tag == x->size) return PNR_END;
  if (x->size - tag > 1 && x->data[tag + 1] == '/') {
    read_end_tag(x);
    return PNR_OK;
  }
  if (is_declaration(x, tag)) {
    if (x->elements.count != 0) note(x, PNR_F_XML_CUT, tag);
    x->is_declared = true;
    x->boundary = tag;
    x->closing = (uint32_t)x->elements.count;
    x->closing_at = tag;
  }
  return resume(x, error);
}

/* True for the end of an empty element, whose event stands behind its tag. */
static bool is_behind_tag(const pnri_pnrgov_xml *x, const pnri_xml_event *event)
{
  uint64_t at = event->offset;
  return event->kind == PNRI_XML_FINISH && x->is_in_tag && at >= 2 && x->data[at - 1] == '>' && x->data[at - 2] == '/';
}

/* Remembers how far the document is. */
static void follow_event(pnri_pnrgov_xml *x, const pnri_xml_event *event)
{
  bool is_finish = event->kind == PNRI_XML_FINISH, is_behind = is_behind_tag(x, event);
  x->is_closed = is_finish ? event->depth == 1 : x->is_closed && event->kind != PNRI_XML_START;
  if (x->is_closed && event->kind != PNRI_XML_TEXT)
    x->closed_at = is_behind ? event->offset : end_of_markup(x, event->offset);
  x->is_in_tag = event->kind == PNRI_XML_START || (x->is_in_tag && event->kind == PNRI_XML_ATTRIBUTE);
  x->floor = is_behind ? event->offset : event->offset + 1;
  x->is_fresh = false;
}

/* The next event, whatever stands around it. PNR_END at the end of the input. */
static pnr_status next_event(pnri_pnrgov_xml *x, pnri_xml_event *event, pnr_error *error)
{
  for (;;) {
    if (x->closing != 0) {
      x->closing--;
      *event = (pnri_xml_event){ .kind = PNRI_XML_FINISH, .offset = x->closing_at };
      return PNR_OK;
    }
    pnr_status status;
    if (x->is_between) {
      status = step_between(x, error);
      if (status != PNR_OK) return status;
      continue;
    }
    pnr_error fault = { .size = sizeof fault };
    status = pnri_xml_next(x->xml, event, &fault);
    if (status == PNR_OK) {
      follow_event(x, event);
      return PNR_OK;
    }
    if (status == PNR_END) return PNR_END;
    if (status != PNR_E_SYNTAX && status != PNR_E_LIMIT) return pnri_fail(error, fault);
    begin_between(x, fault.offset);
  }
}

/* --- Items --- */

static void add_path(pnri_pnrgov_xml *x, pnri_vector *out)
{
  size_t count = x->elements.count;
  for (size_t i = count > NAMES_OF_A_PATH ? count - NAMES_OF_A_PATH : 0; i < count; i++) {
    append(x, out, name_of(x, i));
    if (i + 1 < count) append(x, out, pnri_slice("/"));
  }
}

/* The open element's attributes that no row takes, as one item: "PNR/Passenger/FareInfo@CountryCode=CZE @FareBasis=Y". */
static void flush_left(pnri_pnrgov_xml *x)
{
  if (x->left.count == 0 || x->elements.count == 0) return;
  size_t top = x->elements.count - 1;
  pnri_pnrgov_xml_item(x, name_of(x, top), (pnr_slice){ x->left.data, x->left.count }, element_at(x, top)->offset);
  x->left.count = 0;
}

static void keep_text(pnri_pnrgov_xml *x, pnr_slice text, uint64_t offset)
{
  x->line.count = 0;
  add_path(x, &x->line);
  if (text.size != 0) append(x, &x->line, pnri_slice("="));
  append(x, &x->line, text);
  pnr_slice tag = { NULL, 0 };
  if (x->elements.count != 0) tag = name_of(x, x->elements.count - 1);
  pnri_pnrgov_xml_item(x, tag, (pnr_slice){ x->line.data, x->line.count }, offset);
}

/* --- Leaves --- */

static uint32_t kind_of(const pnri_pnrgov_xml *x, const element *e)
{
  return ((const pnri_pnrgov_xml_record *)pnri_vector_at(&x->records, e->record))->kind;
}

/* True where the names of an attribute and of the element it stands in are, letter for letter, those of the row. */
static bool is_spelled(const pnri_pnrgov_xml_row *row, pnr_slice group, pnr_slice name)
{
  bool has_group = row->group != NULL && row->group[0] != 0;
  return pnri_slice_is(name, row->name) && (!has_group || pnri_slice_is(group, row->group));
}

/* The row of the open element as a leaf: of the element around it. */
static const pnri_pnrgov_xml_row *leaf_row(const pnri_pnrgov_xml *x)
{
  size_t top = x->elements.count - 1;
  const element *e = element_at(x, top);
  if (e->is_record) return pnri_pnrgov_xml_row_of(kind_of(x, e), (pnr_slice){ NULL, 0 }, pnri_slice("#"), true);
  bool is_direct = top == 0 || element_at(x, top - 1)->is_record;
  pnr_slice group = { NULL, 0 };
  if (!is_direct) group = name_of(x, top - 1);
  return pnri_pnrgov_xml_row_of(kind_of(x, e), group, name_of(x, top), true);
}

static void flush_text(pnri_pnrgov_xml *x)
{
  pnr_slice text = { x->text.data, x->text.count };
  x->text.count = 0;
  while (text.size != 0 && is_white(text.data[0])) text = pnri_slice_from(text, 1);
  while (text.size != 0 && is_white(text.data[text.size - 1])) text.size--;
  if (text.size == 0 || x->elements.count == 0) return;
  const pnri_pnrgov_xml_row *row = leaf_row(x);
  if (row == NULL || !pnri_pnrgov_xml_take(x, row, text, x->text_offset)) keep_text(x, text, x->text_offset);
}

/* Namespaces that such a document has anyway, under their usual prefixes. */
static bool goes_without_saying(pnr_slice name, pnr_slice text)
{
  static const struct {
    const char *name, *text;
  } usual[] = { { "xmlns", "http://www.iata.org/IATA/2007/00" },
                { "xmlns:xsd", "http://www.w3.org/2001/XMLSchema" },
                { "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance" } };
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
    if (pnri_slice_is(name, usual[i].name) && pnri_slice_is(text, usual[i].text)) return true;
  return false;
}

static void read_attribute(pnri_pnrgov_xml *x, const pnri_xml_event *event)
{
  element *e = element_at(x, x->elements.count - 1);
  e->has_any = true;
  if (goes_without_saying(event->name, event->text)) return;
  pnr_slice group = { NULL, 0 };
  if (!e->is_record) group = name_of(x, x->elements.count - 1);
  pnr_slice name = local_name(event->name);
  const pnri_pnrgov_xml_row *row = pnri_pnrgov_xml_row_of(kind_of(x, e), group, name, false);
  bool is_told = row != NULL && is_spelled(row, group, name);
  if (event->text.size == 0 && is_told) return;
  if (row != NULL && pnri_pnrgov_xml_take(x, row, event->text, event->offset) && is_told) return;
  if (x->left.count == 0) add_path(x, &x->left);
  else append(x, &x->left, pnri_slice(" "));
  append(x, &x->left, pnri_slice("@"));
  append(x, &x->left, event->name);
  append(x, &x->left, pnri_slice("="));
  append(x, &x->left, event->text);
}

/* --- Elements --- */

/* Ends the records from index on; their elements go on as groups. */
static void end_records(pnri_pnrgov_xml *x, size_t index, uint64_t end)
{
  while (x->records.count > index) {
    const pnri_pnrgov_xml_record *record = pnri_vector_at(&x->records, x->records.count - 1);
    pnri_pnrgov_xml_end_record(x, end > record->offset ? end : record->offset);
  }
  for (size_t i = x->elements.count; i > 0 && element_at(x, i - 1)->record >= index; i--) {
    element_at(x, i - 1)->record = index > 0 ? (uint32_t)index - 1 : 0;
    element_at(x, i - 1)->is_record = false;
    if (index == 0 && i == 1) break;
  }
}

/* What a booking is not in: everything that belongs to another one. */
static size_t records_around_booking(const pnri_pnrgov_xml *x)
{
  size_t i = 0;
  while (i < x->records.count && ((pnri_pnrgov_xml_record *)pnri_vector_at(&x->records, i))->kind < PNRI_XML_BOOKING)
    i++;
  return i;
}

static bool push_element(pnri_pnrgov_xml *x, pnr_slice name, uint64_t offset)
{
  pnr_slice local = local_name(name);
  element e = { .name_size = local.size, .prefix_size = name.size - local.size, .offset = offset };
  e.name = x->names.count + e.prefix_size;
  e.record = (uint32_t)x->records.count - 1;
  element *room = append(x, &x->names, name) ? pnri_vector_add(&x->elements, 1) : NULL;
  if (room == NULL) {
    x->p->builder->failed = 1;
    return false;
  }
  *room = e;
  return true;
}

static void start_element(pnri_pnrgov_xml *x, pnr_slice name, uint64_t offset)
{
  if (x->elements.count != 0) element_at(x, x->elements.count - 1)->has_any = true;
  flush_left(x);
  flush_text(x);
  if (x->elements.count == OPEN_MOST) {
    end_records(x, 1, offset);
    x->elements.count = x->names.count = 0;
  }
  const pnri_pnrgov_xml_record *inside = pnri_vector_at(&x->records, x->records.count - 1);
  uint32_t kind = pnri_pnrgov_xml_record_of(local_name(name), inside->kind);
  if (kind == PNRI_XML_BOOKING) end_records(x, records_around_booking(x), offset);
  if (!push_element(x, name, offset) || kind == PNRI_XML_NO_RECORD) return;
  element *e = element_at(x, x->elements.count - 1);
  e->record = (uint32_t)x->records.count;
  e->is_record = true;
  pnri_pnrgov_xml_begin_record(x, kind, offset);
  if (!pnri_pnrgov_xml_is_record_spelled(local_name(name))) keep_text(x, (pnr_slice){ NULL, 0 }, offset);
}

static void finish_element(pnri_pnrgov_xml *x, uint64_t offset)
{
  if (x->elements.count == 0) return;
  flush_left(x);
  flush_text(x);
  const element *e = element_at(x, x->elements.count - 1);
  if (!e->is_record && !e->has_any && leaf_row(x) == NULL) keep_text(x, (pnr_slice){ NULL, 0 }, e->offset);
  if (e->is_record && x->records.count > e->record && !x->p->builder->failed)
    pnri_pnrgov_xml_end_record(x, offset > e->offset ? offset : e->offset);
  x->names.count = e->name - e->prefix_size;
  x->elements.count--;
}

static void read_text(pnri_pnrgov_xml *x, const pnri_xml_event *event)
{
  if (x->elements.count == 0) return;
  element_at(x, x->elements.count - 1)->has_any = true;
  if (x->text.count == 0) x->text_offset = event->offset;
  append(x, &x->text, event->text);
}

/* --- Messages --- */

/* True where the element begins another message than the one at hand. */
static bool begins_message(pnri_pnrgov_xml *x, pnr_slice name)
{
  if (!x->has_begun) return false;
  if (x->is_declared) return true;
  if (pnri_pnrgov_xml_is_root(name)) return x->has_root || x->p->booking != NULL;
  return x->elements.count == 0 && pnri_pnrgov_xml_record_of(name, PNRI_XML_MESSAGE) == PNRI_XML_NO_RECORD &&
         pnri_pnrgov_xml_row_of(PNRI_XML_MESSAGE, (pnr_slice){ NULL, 0 }, name, true) == NULL;
}

static void read_start(pnri_pnrgov_xml *x, pnr_slice name, uint64_t offset)
{
  bool is_top = x->elements.count == 0;
  if (!x->has_begun) x->first = offset;
  if (pnri_pnrgov_xml_is_root(local_name(name))) x->has_root = true;
  else if (is_top && x->has_begun && !x->has_several) {
    note(x, PNR_F_XML_SEVERAL_ROOTS, offset);
    x->has_several = true;
  }
  x->has_begun = true;
  x->is_declared = false;
  start_element(x, name, offset);
}

static void read_event(pnri_pnrgov_xml *x, const pnri_xml_event *event)
{
  switch (event->kind) {
  case PNRI_XML_START: read_start(x, event->name, event->offset); break;
  case PNRI_XML_ATTRIBUTE: read_attribute(x, event); break;
  case PNRI_XML_TEXT: read_text(x, event); break;
  case PNRI_XML_FINISH: finish_element(x, event->offset); break;
  default: pnri_pnrgov_xml_item(x, pnri_slice("!"), event->text, event->offset); break;
  }
}

static pnr_status check(const pnri_pnrgov_xml *x, uint64_t offset, pnr_error *error)
{
  if (x->p->builder->failed || x->p->builder->findings.failed) return pnri_fail_memory(error);
  return x->p->status != PNR_OK ? pnri_fail_at(error, x->p->status, offset) : PNR_OK;
}

/* Reads the elements of one message. *end is where it ends. PNR_OK where another follows. */
static pnr_status read_elements(pnri_pnrgov_xml *x, uint64_t *end, pnr_error *error)
{
  pnri_xml_event event;
  pnr_status status = PNR_OK;
  if (x->is_held) read_event(x, &x->held);
  x->is_held = false;
  while (status == PNR_OK) {
    status = check(x, x->floor, error);
    if (status == PNR_OK) status = next_event(x, &event, error);
    if (status != PNR_OK) break;
    flush_lost(x);
    if (event.kind == PNRI_XML_START && begins_message(x, local_name(event.name))) {
      *end = x->is_declared ? x->boundary : event.offset;
      x->held = event;
      x->is_held = true;
      return PNR_OK;
    }
    read_event(x, &event);
  }
  return status;
}

/* --- Places --- */

/* Line and column of all findings, in the order of their offsets so that the input is passed only once. */
static void place_findings(pnri_pnrgov_xml *x)
{
  int failed = 0;
  pnri_findings *findings = &x->p->builder->findings;
  pnr_finding **all = pnri_chain_array(&findings->chain, x->p->arena, &failed);
  if (failed != 0) findings->failed = 1;
  if (all == NULL) return;
  size_t count = findings->chain.count, gap = 1;
  while (gap < count / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3)
    for (size_t i = gap; i < count; i++) {
      pnr_finding *moved = all[i];
      size_t at = i;
      for (; at >= gap && all[at - gap]->offset > moved->offset; at -= gap) all[at] = all[at - gap];
      all[at] = moved;
    }
  for (size_t i = 0; i < count; i++) pnri_xml_place(x->xml, all[i]->offset, &all[i]->line, &all[i]->column);
}

/* --- Reading --- */

static void begin_message(pnri_pnrgov_xml *x, pnri_pnrgov *p, pnri_reading *reading)
{
  pnri_pnrgov_begin(p, reading);
  x->p = p;
  x->records.count = x->text.count = x->left.count = 0;
  x->traveller = NULL;
  x->leg = PNR_NONE;
  x->has_begun = x->has_root = x->has_several = false;
  pnr_content *content = p->builder->content;
  content->type = PNR_MESSAGE_PNRGOV_XML;
  content->part_first = content->part_last = 1;
  pnri_pnrgov_xml_begin_record(x, PNRI_XML_MESSAGE, x->begin);
}

/* Everything that stands open is closed with what it has. */
static pnr_status finish_message(pnri_pnrgov_xml *x, uint64_t end, pnr_error *error)
{
  flush_lost(x);
  if (!x->is_held && x->elements.count != 0) note(x, PNR_F_XML_CUT, end);
  if (x->has_begun && !x->has_root) note(x, PNR_F_XML_ROOT, x->first);
  flush_left(x);
  flush_text(x);
  end_records(x, 0, end);
  pnr_content *content = x->p->builder->content;
  content->offset = x->begin;
  content->octets = end - x->begin;
  x->begin = end;
  pnr_status status = check(x, end, error);
  if (status == PNR_OK) status = pnri_pnrgov_finish(x->p, end, error);
  if (status == PNR_OK) place_findings(x);
  return status == PNR_OK ? check(x, end, error) : status;
}

/* Whether what ended the reading leaves a message behind. */
static bool may_finish(const pnri_pnrgov_xml *x, pnr_status status)
{
  if (x->p->builder->failed || x->p->status != PNR_OK || status == PNR_E_MEMORY) return false;
  return x->has_begun || x->is_held;
}

static pnr_status read_message(pnri_pnrgov_xml *x, pnr_error *error)
{
  uint64_t end = x->size;
  pnr_error fault = { .size = sizeof fault };
  pnr_status status = read_elements(x, &end, &fault);
  x->ended = status;
  x->fault = fault;
  if (may_finish(x, status)) return finish_message(x, end, error);
  if (status != PNR_END) return pnri_fail(error, fault);
  fault = (pnr_error){ .status = PNR_E_SYNTAX, .offset = x->lost };
  pnri_xml_place(x->xml, fault.offset, &fault.line, &fault.column);
  return pnri_fail(error, fault);
}

pnr_status pnri_pnrgov_xml_next(pnri_pnrgov_xml *x, pnri_builder *builder, pnr_date reference, pnr_error *error)
{
  if (x->ended == PNR_END) return PNR_END;
  if (x->ended != PNR_OK) return pnri_fail(error, x->fault);
  pnri_reading reading = { .env = x->env,
                           .builder = builder,
                           .reference = reference != 0 ? reference : REFERENCE_UNKNOWN };
  pnri_pnrgov p;
  begin_message(x, &p, &reading);
  if (x->charset_fault < x->size) note(x, PNR_F_EDI_CHARSET, x->charset_fault);
  x->charset_fault = x->size;
  pnr_status status = p.builder->failed ? pnri_fail_memory(error) : read_message(x, error);
  pnri_pnrgov_close(&p);
  x->p = NULL;
  return status;
}

/* --- Opening --- */

/* True where a tag begins at `at` whose element is of PNRGOV. */
static bool is_own_tag(const uint8_t *data, size_t size, size_t at)
{
  enum { LONGEST = 40 };
  size_t end = ++at;
  while (end < size && end - at < LONGEST && !is_white(data[end]) && data[end] != '>' && data[end] != '/') end++;
  pnr_slice name = local_name((pnr_slice){ data + at, end - at });
  if (pnri_pnrgov_xml_is_root(name)) return true;
  return pnri_pnrgov_xml_record_of(name, PNRI_XML_MESSAGE) != PNRI_XML_NO_RECORD;
}

bool pnri_pnrgov_xml_looks(const uint8_t *data, size_t size)
{
  if (is_wide(data, size)) return true;
  const uint8_t *tag = size != 0 ? memchr(data, '<', size) : NULL;
  while (tag != NULL) {
    size_t at = (size_t)(tag - data);
    if (is_own_tag(data, size, at)) return true;
    tag = size - at > 1 ? memchr(tag + 1, '<', size - at - 1) : NULL;
  }
  return false;
}

/* Where text that passes for UTF-8 is none, which is then read as Latin-1; size where that is not so. A character that
 * the end of the input cuts is none of these. */
static size_t find_charset_fault(const uint8_t *data, size_t size)
{
  enum { HEAD = 200, WORD = 8 };
  for (size_t i = 0; i + 2 * WORD < size && i < HEAD && data[i] != '>'; i++) {
    if (memcmp(data + i, "encoding", WORD) != 0) continue;
    size_t at = i + WORD;
    while (at + WORD < size && (is_white(data[at]) || data[at] == '=' || data[at] == '"' || data[at] == '\'')) at++;
    if (!pnri_slice_same((pnr_slice){ data + at, 5 }, pnri_slice("UTF-8"))) return size;
  }
  size_t at = pnri_utf8_valid((pnr_slice){ data, size });
  return size - at > 3 ? at : size;
}

static void open_vectors(pnri_pnrgov_xml *x)
{
  pnri_vector_open(&x->elements, x->env, sizeof(element));
  pnri_vector_open(&x->names, x->env, 1);
  pnri_vector_open(&x->records, x->env, sizeof(pnri_pnrgov_xml_record));
  pnri_vector_open(&x->text, x->env, 1);
  pnri_vector_open(&x->left, x->env, 1);
  pnri_vector_open(&x->line, x->env, 1);
}

pnr_status pnri_pnrgov_xml_open(const pnr_env *env, const uint8_t *data, size_t size, pnri_pnrgov_xml **out,
                                pnr_error *error)
{
  *out = NULL;
  if (size > env->limits.octets) return pnri_fail_at(error, PNR_E_LIMIT, env->limits.octets);
  if (!pnri_pnrgov_xml_looks(data, size)) return pnri_fail_at(error, PNR_E_FORMAT, 0);
  pnri_pnrgov_xml *x = pnri_alloc(env, sizeof *x);
  if (x == NULL) return pnri_fail_memory(error);
  *x = (pnri_pnrgov_xml){ .env = env, .data = data, .size = size, .charset_fault = size };
  open_vectors(x);
  pnr_status status = pnri_xml_open(env, data, size, &x->xml, error);
  if (status != PNR_OK) {
    pnri_pnrgov_xml_close(x);
    return status;
  }
  pnri_xml_tell_comments(x->xml);
  if (!is_wide(data, size)) {
    x->is_between = x->is_closed = true;
    x->charset_fault = find_charset_fault(data, size);
    if (x->charset_fault < size) pnri_xml_assume(x->xml, "ISO-8859-1");
  }
  *out = x;
  return PNR_OK;
}

void pnri_pnrgov_xml_close(pnri_pnrgov_xml *x)
{
  if (x == NULL) return;
  pnri_xml_close(x->xml);
  pnri_vector_close(&x->line);
  pnri_vector_close(&x->left);
  pnri_vector_close(&x->text);
  pnri_vector_close(&x->records);
  pnri_vector_close(&x->names);
  pnri_vector_close(&x->elements);
  pnri_free(x->env, x, sizeof *x);
}
