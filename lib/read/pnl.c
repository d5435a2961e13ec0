/* SPDX-License-Identifier: Apache-2.0
 *
 * PNL and ADL: the lines of one message. All of them are cut into parties before any is read, since those of one
 * booking may stand far from each other. */
#include "read/pnl.h"

#include "core/date.h"
#include "core/fail.h"
#include "core/utf8.h"

enum { STAGE_HEADING, STAGE_FLIGHT, STAGE_SECTIONS, STAGE_PARTIES };

struct pnri_pnl {
  const pnr_env *env;
  const uint8_t *data;
  uint64_t size;
  pnri_vector starts; /* pnri_pnl_start */
  size_t next;
};

/* --- What every file needs --- */

void pnri_pnl_note(pnri_pnl_message *m, uint32_t code, uint64_t offset, uint64_t length, uint32_t line)
{
  pnri_pnrgov_note(&m->p, code, offset, length, line);
}

pnr_slice pnri_pnl_text(pnri_pnl_message *m, const pnri_pnl_piece *piece)
{
  const pnr_slice *fragments = pnri_vector_at(&m->fragments, piece->first);
  if (piece->count == 1) return fragments[0];
  size_t size = 0, used = 0;
  for (uint32_t i = 0; i < piece->count; i++) size += fragments[i].size;
  uint8_t *text = pnri_arena_text(m->p.arena, size);
  if (text == NULL) {
    m->p.builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  for (uint32_t i = 0; i < piece->count; i++) {
    if (fragments[i].size != 0) memcpy(text + used, fragments[i].data, fragments[i].size);
    used += fragments[i].size;
  }
  return (pnr_slice){ text, size };
}

uint32_t pnri_pnl_index(const pnri_pnl_message *m, uint32_t known)
{
  if (known == PNR_NONE || pnri_known_at(&m->p, known)->draft == NULL) return PNR_NONE;
  return pnri_known_at(&m->p, known)->draft->index;
}

void pnri_pnl_add_item(pnri_pnl_message *m, pnri_chain *chain, pnr_slice tag, pnr_slice text, uint32_t traveller,
                       uint64_t offset)
{
  pnr_item *item = pnri_item_add(m->p.builder, chain);
  if (item == NULL) return;
  item->tag = tag;
  item->text = text;
  item->traveller = traveller;
  item->offset = offset;
}

void pnri_pnl_keep(pnri_pnl_message *m, const pnri_pnl_piece *piece, pnr_slice text, uint32_t traveller)
{
  pnr_slice tag = piece->code.size != 0 ? piece->code : pnri_slice("NAME");
  pnri_pnl_add_item(m, &m->p.booking->items, tag, text, traveller, piece->offset);
}

/* Lines of the message itself are kept as they are. */
static void keep_line(pnri_pnl_message *m, const char *tag, const pnri_pnl_line *line)
{
  pnri_pnl_add_item(m, &m->p.builder->items, pnri_slice(tag), line->text, PNR_NONE, line->offset);
}

static void note_line(pnri_pnl_message *m, uint32_t code, const pnri_pnl_line *line)
{
  pnri_pnl_note(m, code, line->offset, line->size, m->line);
}

static void *add_row(pnri_pnl_message *m, pnri_vector *vector)
{
  void *row = pnri_vector_add(vector, 1);
  if (row == NULL) m->p.builder->failed = 1;
  return row;
}

/* --- Heading and flight --- */

static void read_heading(pnri_pnl_message *m, const pnri_pnl_line *line)
{
  pnr_content *content = m->p.builder->content;
  pnr_slice text = line->text;
  if (!pnri_pnl_is_origin(text)) {
    pnr_slice word = pnri_pnl_take(&text, ' ');
    if (word.size == 2) word = pnri_pnl_take(&text, ' ');
    if (content->recipient.size == 0 && word.size == 7) content->recipient = word;
    keep_line(m, "HEADING", line);
    return;
  }
  text = pnri_slice_from(text, 1);
  if (content->sender.size == 0) {
    content->sender = pnri_pnl_take(&text, ' ');
    text = pnri_slice_trim(text);
    pnr_slice time = pnri_pnl_take(&text, ' ');
    uint32_t number = time.size == 6 ? pnri_number(time) : UINT32_MAX;
    content->prepared_time = number != UINT32_MAX ? pnri_minutes(pnri_slice_from(time, 2)) : PNR_TIME_UNKNOWN;
    /* the day waits for that of the flight */
    if (content->prepared_time != PNR_TIME_UNKNOWN) content->prepared = number / 10000;
    else note_line(m, PNR_F_DATE_INVALID, line);
  }
  keep_line(m, "ORIGIN", line);
}

/* 15JUN of the year that brings it nearest to the reference; 15JUN26 as every two-digit year. */
static pnr_date read_date(pnr_slice text, pnr_date reference)
{
  bool has_century = false;
  if (text.size > 5) return pnri_pnrgov_parse_date(text, PNRI_DATE_NEAR, true, reference, &has_century);
  if (text.size != 5) return 0;
  uint32_t day = pnri_number((pnr_slice){ text.data, 2 }), month = pnri_month_of_name(text.data + 2);
  if (day == 0 || day > 31 || month == 0) return 0;
  pnr_date best = 0;
  int32_t distance = INT32_MAX, now = pnri_date_days(reference);
  for (uint32_t year = pnri_year(reference) - 1; year <= pnri_year(reference) + 1; year++) {
    pnr_date date = pnri_date(year, month, day);
    if (date == 0) continue;
    int32_t days = pnri_date_days(date) - now;
    if (days < 0) days = -days;
    if (days >= distance) continue;
    distance = days;
    best = date;
  }
  return best;
}

/* The latest such day that is not behind the flight; a message of the day after is one too. */
static pnr_date day_before(uint32_t day, pnr_date flight)
{
  if (flight == 0 || day == 0) return 0;
  int32_t last = pnri_date_days(flight) + 1;
  for (int32_t days = last; days > last - 62; days--) {
    pnr_date date = pnri_date_from_days(days);
    if (pnri_day(date) == day) return date;
  }
  return 0;
}

static void read_flight(pnri_pnl_message *m, const pnri_pnl_line *line)
{
  pnr_content *content = m->p.builder->content;
  pnri_pnl_flight flight;
  pnri_pnl_read_flight(line->text, &flight);
  keep_line(m, "FLIGHT", line);
  pnr_leg *leg = m->p.flight = pnri_leg_add(m->p.builder, &m->p.builder->legs);
  if (leg == NULL) return;
  leg->carrier = flight.carrier;
  leg->number = flight.number;
  leg->suffix = flight.suffix;
  leg->from = flight.from;
  leg->departs = read_date(flight.date, m->p.reading->reference);
  leg->offset = line->offset;
  if (leg->departs == 0) note_line(m, PNR_F_DATE_INVALID, line);
  else m->p.reading->reference = leg->departs; /* who flies was born before */
  if (!flight.is_whole) note_line(m, PNR_F_PNL_LINE, line);
  else content->key = pnri_pnl_flight_text(&flight, line->text);
  uint32_t part = pnri_number(flight.part);
  if (part != UINT32_MAX) content->part_number = part;
  else if (flight.part.size != 0) note_line(m, PNR_F_NUMBER_INVALID, line);
}

static void read_end(pnri_pnl_message *m, const pnri_pnl_line *line, uint32_t part)
{
  keep_line(m, "END", line);
  if (m->has_end || (part != 0 && part != m->p.builder->content->part_number)) note_line(m, PNR_F_PNL_LINE, line);
  m->has_end = true;
  m->is_last = part == 0;
}

/* --- Sections --- */

/* The leg from the flight's place to this one, once. */
static void add_destination(pnri_pnl_message *m, pnr_slice to, uint64_t offset)
{
  enum { COMPARED = 32 };
  if (m->p.flight == NULL) return;
  pnr_leg *flight = m->p.flight;
  uint32_t looked = 0;
  for (pnri_node *node = m->p.builder->legs.first; node != NULL && looked++ < COMPARED; node = node->next)
    if (pnri_slice_equal(((const pnr_leg *)pnri_node_payload(node))->to, to)) return;
  if (flight->to.size == 0) {
    flight->to = to;
    return;
  }
  pnr_leg *leg = pnri_leg_add(m->p.builder, &m->p.builder->legs);
  if (leg == NULL) return;
  *leg = *flight;
  leg->to = to;
  leg->offset = offset;
}

/* Three letters and a number: no text that goes on begins so. */
static bool is_totals(pnr_slice text)
{
  enum { PLACE = 4 };
  if (text.size <= PLACE || text.data[0] != '-') return false;
  for (size_t i = 1; i < PLACE; i++)
    if (!pnri_pnl_capital(text.data[i])) return false;
  return pnri_pnl_digit(text.data[PLACE]) || text.data[PLACE] == ' ';
}

/* -JFK045Y, also with a blank in it, or -PAD000 behind it. What is added, changed and deleted stands under each. */
static void read_totals(pnri_pnl_message *m, const pnri_pnl_line *line)
{
  keep_line(m, "TOTALS", line);
  m->stage = STAGE_PARTIES;
  m->section = PNR_NONE;
  m->action = (pnr_slice){ NULL, 0 };
  pnr_slice text = pnri_slice_from(line->text, 1);
  size_t letters = 0;
  while (letters < text.size && text.data[letters] >= 'A' && text.data[letters] <= 'Z') letters++;
  pnr_slice rest = pnri_slice_trim(pnri_slice_from(text, letters));
  size_t digits = 0;
  while (digits < rest.size && pnri_pnl_digit(rest.data[digits])) digits++;
  pnr_slice service_class = pnri_slice_from(rest, digits);
  service_class = pnri_pnl_take(&service_class, '-');
  bool is_whole = letters == 3 && digits != 0 && digits <= 3 && service_class.size <= 2;
  if (!is_whole) note_line(m, PNR_F_NUMBER_INVALID, line);
  if (letters < 3) return;
  pnri_pnl_section *section = add_row(m, &m->sections);
  if (section == NULL) return;
  uint32_t count = pnri_number((pnr_slice){ rest.data, digits });
  *section = (pnri_pnl_section){ .to = { text.data, 3 },
                                 .service_class = is_whole ? service_class : (pnr_slice){ NULL, 0 },
                                 .declared = count != UINT32_MAX ? count : 0,
                                 .is_declared = is_whole,
                                 .offset = line->offset,
                                 .length = line->size,
                                 .line = m->line,
                                 .booking = PNR_NONE };
  m->section = (uint32_t)m->sections.count - 1;
  add_destination(m, section->to, line->offset);
}

/* --- Parties --- */

static pnri_pnl_party *last_party(pnri_pnl_message *m)
{
  return m->parties.count != 0 ? pnri_vector_at(&m->parties, m->parties.count - 1) : NULL;
}

static void add_fragment(pnri_pnl_message *m, pnr_slice text, uint64_t offset)
{
  pnri_pnl_piece *piece = pnri_vector_at(&m->pieces, m->pieces.count - 1);
  pnr_slice *fragment = add_row(m, &m->fragments);
  if (fragment == NULL) return;
  *fragment = text;
  if (piece->count++ == 0) piece->offset = offset;
  piece->is_exact = piece->count == 1 && m->is_line_exact;
}

static void add_piece(pnri_pnl_message *m, pnr_slice code, pnr_slice text, uint64_t offset)
{
  pnri_pnl_piece *piece = add_row(m, &m->pieces);
  if (piece == NULL) return;
  *piece = (pnri_pnl_piece){ .code = code, .first = (uint32_t)m->fragments.count, .line = m->line };
  last_party(m)->piece_count++;
  add_fragment(m, text, offset);
}

/* Octets of the code where an element begins, .L/ .RN/ .O2/: behind the dot; 0 where none does. */
static size_t code_size(pnr_slice text)
{
  size_t size = 1;
  while (size < text.size && size <= 3 && text.data[size] != '/') size++;
  if (text.size < 3 || text.data[0] != '.' || size == text.size || text.data[size] != '/' || size == 1) return 0;
  if (text.data[1] < 'A' || text.data[1] > 'Z') return 0;
  for (size_t i = 2; i < size; i++)
    if (!pnri_pnl_digit(text.data[i]) && (text.data[i] < 'A' || text.data[i] > 'Z')) return 0;
  return size - 1;
}

/* Where the next element of the line begins. Free text may hold a dot, so there a blank has to stand before it. */
static size_t end_of_piece(pnr_slice text, bool is_free)
{
  for (size_t i = 1; i < text.size; i++)
    if (text.data[i] == '.' && (!is_free || text.data[i - 1] == ' ') && code_size(pnri_slice_from(text, i)) != 0)
      return i;
  return text.size;
}

static bool is_remark(pnr_slice code) { return code.size != 0 && code.data[0] == 'R'; }

static uint64_t offset_in(const pnri_pnl_message *m, const pnri_pnl_line *line, pnr_slice text)
{
  return m->is_line_exact ? line->offset + (uint64_t)(text.data - line->text.data) : line->offset;
}

static size_t ends_in_blank(const pnri_pnl_message *m, const pnri_pnl_line *line)
{
  uint64_t end = line->offset + line->size;
  return end < m->size && (m->data[end] == ' ' || m->data[end] == '\t');
}

/* The elements of the line, from text on. */
static void read_pieces(pnri_pnl_message *m, const pnri_pnl_line *line, pnr_slice text)
{
  while (text.size != 0 && !m->p.builder->failed) {
    size_t size = code_size(text);
    pnr_slice code = { text.data + 1, size };
    size_t end = end_of_piece(text, size != 0 && is_remark(code));
    size_t begin = size != 0 ? size + 2 : 0;
    pnr_slice body = { text.data + begin, end - begin };
    const pnri_pnl_piece *last = pnri_vector_at(&m->pieces, m->pieces.count - 1);
    bool goes_on = size == 0 || (pnri_slice_is(code, "RN") && pnri_slice_is(last->code, "R"));
    size_t blanks = end == text.size ? ends_in_blank(m, line) : 0;
    while (body.size != 0 && body.data[body.size - 1] == ' ') {
      body.size--;
      blanks++;
    }
    if (!goes_on) body = pnri_slice_trim(body); /* where a text goes on, a blank in front is its own */
    if (goes_on) add_fragment(m, body, offset_in(m, line, body));
    else add_piece(m, code, body, offset_in(m, line, body));
    if (m->p.builder->failed) return;
    if (blanks > (end == text.size ? 0 : 1))
      ((pnri_pnl_piece *)pnri_vector_at(&m->pieces, m->pieces.count - 1))->has_blanks = true;
    text = pnri_slice_from(text, end);
  }
  if (last_party(m) != NULL) last_party(m)->end = line->offset + line->size;
}

static void read_name_line(pnri_pnl_message *m, const pnri_pnl_line *line)
{
  bool has_action = m->action.size != 0 || !m->is_adl;
  if (m->section == PNR_NONE || !has_action) note_line(m, PNR_F_PNL_LINE, line);
  m->stage = STAGE_PARTIES;
  pnri_pnl_party *party = add_row(m, &m->parties);
  if (party == NULL) return;
  *party = (pnri_pnl_party){ .first_piece = (uint32_t)m->pieces.count,
                             .section = m->section,
                             .action = m->action,
                             .is_deleted = pnri_slice_is(m->action, "DEL"),
                             .next = PNR_NONE };
  size_t end = end_of_piece(line->text, false);
  pnr_slice name = pnri_slice_trim((pnr_slice){ line->text.data, end });
  add_piece(m, (pnr_slice){ NULL, 0 }, name, line->offset);
  if (m->p.builder->failed) return;
  if (m->section != PNR_NONE) {
    pnri_pnl_section *section = pnri_vector_at(&m->sections, m->section);
    section->seats += pnri_pnl_seats(name);
  }
  read_pieces(m, line, pnri_slice_from(line->text, end));
}

/* True where a line without any mark goes on with the party: that before it was too long for more, or ends, or this one
 * begins, where a name does not. What is cut, or begins like an element, is rather another line's own beginning. */
static bool goes_on(const pnri_pnl_message *m, const pnri_pnl_line *line)
{
  enum { FULL = 50 };
  if (m->parties.count == 0 || m->previous_size == 0 || !line->is_ended || line->text.data[0] == '.') return false;
  const pnri_pnl_piece *piece = pnri_vector_at(&m->pieces, m->pieces.count - 1);
  const pnr_slice *last = pnri_vector_at(&m->fragments, m->fragments.count - 1);
  bool is_open = last->size != 0 && last->data[last->size - 1] == '/';
  if (piece->code.size == 0) return is_open || line->text.data[0] == '/' || m->previous_size >= FULL;
  return is_remark(piece->code) && m->previous_size >= FULL;
}

/* Lines that no mark tells apart. */
static void read_other(pnri_pnl_message *m, const pnri_pnl_line *line)
{
  size_t size = line->text.size;
  if (goes_on(m, line)) {
    read_pieces(m, line, line->text);
    m->previous_size = size;
  } else if (m->stage == STAGE_PARTIES && pnri_pnl_is_bare_name(line->text)) {
    note_line(m, PNR_F_PNL_LINE, line);
    read_name_line(m, line);
    m->previous_size = size;
  } else {
    if (m->stage == STAGE_PARTIES) note_line(m, PNR_F_PNL_LINE, line);
    keep_line(m, m->stage == STAGE_PARTIES ? "LINE" : "SECTION", line);
  }
}

static bool is_action(pnr_slice text)
{
  return pnri_slice_is(text, "ADD") || pnri_slice_is(text, "DEL") || pnri_slice_is(text, "CHG");
}

static void read_body(pnri_pnl_message *m, const pnri_pnl_line *line)
{
  pnr_slice text = line->text;
  uint32_t part = 0;
  bool is_element = text.data[0] == '.' && code_size(text) != 0, is_name = pnri_pnl_seat_digits(text) != 0;
  size_t size = is_name || (is_element && m->parties.count != 0) ? text.size : 0;
  if (is_name) read_name_line(m, line);
  else if (size != 0) read_pieces(m, line, text);
  else if (pnri_pnl_is_end(text, &part)) read_end(m, line, part);
  else if (is_totals(text) || (text.data[0] == '-' && text.size > 1 && !goes_on(m, line))) read_totals(m, line);
  else if (is_action(text)) {
    m->action = text;
    m->stage = STAGE_PARTIES;
    keep_line(m, "ACTION", line);
  } else {
    m->previous_size = goes_on(m, line) ? m->previous_size : 0;
    read_other(m, line);
    return;
  }
  m->previous_size = size;
}

/* --- Lines --- */

/* Text is UTF-8 in the record; what is none is read as ISO 8859-1. */
static void make_utf8(pnri_pnl_message *m, pnri_pnl_line *line)
{
  size_t fault = pnri_utf8_valid(line->text);
  m->is_line_exact = fault == line->text.size;
  if (m->is_line_exact) return;
  pnri_pnl_note(m, PNR_F_EDI_CHARSET, line->offset + fault, 1, m->line);
  uint8_t *text = pnri_arena_text(m->p.arena, 2 * line->text.size);
  if (text == NULL) {
    m->p.builder->failed = 1;
    return;
  }
  size_t size = 0;
  for (size_t i = 0; i < line->text.size; i++) size += pnri_utf8_put(text + size, line->text.data[i]);
  pnri_arena_trim(m->p.arena, text, 2 * line->text.size, size);
  line->text = (pnr_slice){ text, size };
}

static void read_line(pnri_pnl_message *m, pnri_pnl_line *line)
{
  bool is_adl;
  make_utf8(m, line);
  if (m->p.builder->failed) return;
  m->text_end = line->offset + line->size;
  if (m->stage == STAGE_HEADING && m->has_identifier) {
    if (pnri_pnl_is_identifier(line->text, &is_adl)) {
      keep_line(m, "IDENTIFIER", line);
      m->stage = STAGE_FLIGHT;
    } else read_heading(m, line);
    return;
  }
  pnri_pnl_flight flight;
  pnri_pnl_read_flight(line->text, &flight);
  if (m->stage == STAGE_HEADING && !flight.is_whole) {
    keep_line(m, "HEADING", line);
    return;
  }
  if (m->stage == STAGE_HEADING) note_line(m, PNR_F_VALUE_MISSING, line);
  bool is_flight = m->stage <= STAGE_FLIGHT && line->text.data[0] != '-' && line->text.data[0] != '.' &&
                   pnri_pnl_seat_digits(line->text) == 0;
  if (m->stage <= STAGE_FLIGHT) m->stage = STAGE_SECTIONS;
  if (is_flight) read_flight(m, line);
  else read_body(m, line);
}

static pnr_status read_lines(pnri_pnl_message *m, uint64_t at, uint64_t end, pnr_error *error)
{
  pnri_pnl_line line;
  while (pnri_pnl_cut(m->data, end, &at, &line)) {
    uint64_t *begin = add_row(m, &m->lines);
    if (begin == NULL) return pnri_fail_memory(error);
    *begin = line.begin;
    if (m->line++ >= m->p.arena->env->limits.segments) return pnri_fail_at(error, PNR_E_LIMIT, line.begin);
    if (line.text.size != 0) read_line(m, &line);
    if (m->p.builder->failed) return pnri_fail_memory(error);
  }
  return PNR_OK;
}

/* --- The whole message --- */

/* Who stands in a list and was not deleted is booked. */
static void set_status(pnri_pnl_message *m)
{
  for (pnri_node *node = m->p.builder->travellers.first; node != NULL; node = node->next) {
    pnr_traveller *view = ((const pnri_traveller_slot *)pnri_node_payload(node))->view;
    if (view->status == PNR_STATUS_UNKNOWN) view->status = PNR_STATUS_BOOKED;
  }
}

/* Totals are the flight's: only a list in one part can be held against them, and no ADL. */
static void check_totals(pnri_pnl_message *m)
{
  pnr_content *content = m->p.builder->content;
  bool is_all = !m->is_adl && content->part_first && content->part_last && m->has_end;
  for (size_t i = 0; i < m->sections.count; i++) {
    const pnri_pnl_section *section = pnri_vector_at(&m->sections, i);
    if (!section->is_declared) continue;
    content->is_declared = 1;
    content->declared += section->declared;
    if (is_all && section->declared != section->seats)
      pnri_pnl_note(m, PNR_F_CNT_COUNT, section->offset, section->length, section->line);
  }
}

/* Findings have carried the number of their line as that of a segment. */
static void place_findings(pnri_pnl_message *m)
{
  for (pnri_node *node = m->p.builder->findings.chain.first; node != NULL; node = node->next) {
    pnr_finding *finding = pnri_node_payload(node);
    finding->segment = 0;
    if (finding->code == PNR_F_MORE || m->lines.count == 0) continue;
    const uint64_t *begins = pnri_vector_at(&m->lines, 0);
    size_t low = 0, high = m->lines.count;
    while (high - low > 1) {
      size_t middle = low + (high - low) / 2;
      if (begins[middle] <= finding->offset) low = middle;
      else high = middle;
    }
    finding->line = m->first_line + (uint32_t)low;
    finding->column = (uint32_t)(finding->offset - begins[low]) + 1;
  }
}

static pnr_status read_message(pnri_pnl_message *m, uint64_t begin, uint64_t end, pnr_error *error)
{
  pnr_content *content = m->p.builder->content;
  pnr_status status = read_lines(m, begin, end, error);
  if (status != PNR_OK) return status;
  if (content->prepared != 0)
    content->prepared = day_before(content->prepared, m->p.flight != NULL ? m->p.flight->departs : 0);
  content->part_first = content->part_number <= 1;
  content->part_last = m->is_last;
  status = pnri_pnl_bookings(m, error);
  if (status == PNR_OK) status = pnri_pnrgov_finish(&m->p, m->text_end, error);
  if (status != PNR_OK) return status;
  pnri_pnl_measure_bookings(m);
  set_status(m);
  check_totals(m);
  if (!m->has_end) pnri_pnl_note(m, PNR_F_PNL_CUT, m->text_end, 0, m->line);
  place_findings(m);
  return m->p.builder->findings.failed ? pnri_fail_memory(error) : PNR_OK;
}

static void begin_message(pnri_pnl_message *m, pnri_reading *reading, const pnri_pnl *pnl, const pnri_pnl_start *start)
{
  *m = (pnri_pnl_message){ .data = pnl->data,
                           .size = pnl->size,
                           .first_line = start->line,
                           .section = PNR_NONE,
                           .is_adl = start->is_adl,
                           .has_identifier = !start->is_inferred };
  pnri_pnrgov_begin(&m->p, reading);
  pnri_vector_open(&m->lines, reading->env, sizeof(uint64_t));
  pnri_vector_open(&m->fragments, reading->env, sizeof(pnr_slice));
  pnri_vector_open(&m->pieces, reading->env, sizeof(pnri_pnl_piece));
  pnri_vector_open(&m->parties, reading->env, sizeof(pnri_pnl_party));
  pnri_vector_open(&m->sections, reading->env, sizeof(pnri_pnl_section));
  pnri_vector_open(&m->buckets, reading->env, sizeof(uint32_t));
}

static void close_message(pnri_pnl_message *m)
{
  pnri_vector_close(&m->buckets);
  pnri_vector_close(&m->sections);
  pnri_vector_close(&m->parties);
  pnri_vector_close(&m->pieces);
  pnri_vector_close(&m->fragments);
  pnri_vector_close(&m->lines);
  pnri_pnrgov_close(&m->p);
}

pnr_status pnri_pnl_next(pnri_pnl *pnl, pnri_builder *builder, pnr_date reference, pnr_error *error)
{
  if (pnl->next == pnl->starts.count) return PNR_END;
  const pnri_pnl_start *start = pnri_vector_at(&pnl->starts, pnl->next);
  bool is_final = ++pnl->next == pnl->starts.count;
  uint64_t begin = pnl->next == 1 ? 0 : start->offset;
  uint64_t end = is_final ? pnl->size : ((const pnri_pnl_start *)pnri_vector_at(&pnl->starts, pnl->next))->offset;
  pnri_pnl_start from = *start;
  if (pnl->next == 1) from.line = 1;
  pnr_content *content = builder->content;
  content->type = PNR_MESSAGE_PNL;
  content->function = start->is_adl ? PNR_FUNCTION_UPDATE : PNR_FUNCTION_FULL;
  content->function_code = pnri_slice(start->is_adl ? "ADL" : "PNL");
  content->offset = begin;
  content->octets = end - begin;
  pnri_reading reading = { .env = pnl->env, .builder = builder, .reference = reference };
  pnri_pnl_message message;
  begin_message(&message, &reading, pnl, &from);
  pnr_status status = read_message(&message, begin, end, error);
  close_message(&message);
  return status;
}

pnr_status pnri_pnl_open(const pnr_env *env, const uint8_t *data, size_t size, bool is_forced, pnri_pnl **out,
                         pnr_error *error)
{
  *out = NULL;
  if (size > env->limits.octets) return pnri_fail_at(error, PNR_E_LIMIT, env->limits.octets);
  pnri_pnl *pnl = pnri_alloc(env, sizeof *pnl);
  if (pnl == NULL) return pnri_fail_memory(error);
  *pnl = (pnri_pnl){ .env = env, .data = data, .size = size };
  pnri_vector_open(&pnl->starts, env, sizeof(pnri_pnl_start));
  bool is_whole = pnri_pnl_find_starts(data, size, is_forced, &pnl->starts);
  if (is_whole && pnl->starts.count != 0) {
    *out = pnl;
    return PNR_OK;
  }
  pnri_pnl_close(pnl);
  return is_whole ? pnri_fail_at(error, PNR_E_FORMAT, 0) : pnri_fail_memory(error);
}

void pnri_pnl_close(pnri_pnl *pnl)
{
  if (pnl == NULL) return;
  pnri_vector_close(&pnl->starts);
  pnri_free(pnl->env, pnl, sizeof *pnl);
}
