/* SPDX-License-Identifier: Apache-2.0
 *
 * PNL and ADL: octets to lines, and where each message begins. A file may hold several, the parts of one list above
 * all. */
#include "core/date.h"
#include "read/pnl.h"

/* --- Lines --- */

/* Blanks, and the control characters with which teletype frames its lines. */
static bool is_white(uint8_t octet) { return octet <= ' ' || octet == 0x7F; }

bool pnri_pnl_cut(const uint8_t *data, uint64_t end, uint64_t *at, pnri_pnl_line *line)
{
  if (*at >= end) return false;
  uint64_t begin = *at, stop = begin;
  while (stop < end && data[stop] != '\n' && data[stop] != '\r') stop++;
  *at = stop;
  if (stop < end) *at += data[stop] == '\r' && stop + 1 < end && data[stop + 1] == '\n' ? 2 : 1;
  line->begin = begin;
  line->is_ended = stop < end;
  while (begin < stop && is_white(data[begin])) begin++;
  while (stop > begin && is_white(data[stop - 1])) stop--;
  line->offset = begin;
  line->size = stop - begin;
  line->text = (pnr_slice){ data + begin, (size_t)(stop - begin) };
  return true;
}

pnr_slice pnri_pnl_take(pnr_slice *text, uint8_t octet)
{
  size_t size = 0;
  while (size < text->size && text->data[size] != octet) size++;
  pnr_slice taken = { text->data, size };
  *text = pnri_slice_from(*text, size + 1);
  return taken;
}

/* --- Lines of the heading --- */

static bool all_of(pnr_slice text, size_t least, size_t most, bool letters, bool digits)
{
  if (text.size < least || text.size > most) return false;
  for (size_t i = 0; i < text.size; i++) {
    bool is_letter = text.data[i] >= 'A' && text.data[i] <= 'Z';
    if (!(letters && is_letter) && !(digits && pnri_pnl_digit(text.data[i]))) return false;
  }
  return true;
}

bool pnri_pnl_is_identifier(pnr_slice text, bool *is_adl)
{
  *is_adl = pnri_slice_is(text, "ADL");
  return *is_adl || pnri_slice_is(text, "PNL");
}

bool pnri_pnl_is_origin(pnr_slice text)
{
  if (text.size < 2 || text.data[0] != '.') return false;
  text = pnri_slice_from(text, 1);
  pnr_slice origin = pnri_pnl_take(&text, ' '), time = pnri_slice_trim(text);
  return all_of(origin, 5, 8, true, true) && (time.size == 0 || pnri_pnl_digit(time.data[0]));
}

/* A priority of two letters, and addresses of seven. */
static bool is_address(pnr_slice text)
{
  bool is_first = true, has_any = false;
  while (text.size != 0) {
    pnr_slice word = pnri_pnl_take(&text, ' ');
    bool is_priority = is_first && all_of(word, 2, 2, true, false);
    is_first = false;
    if (word.size == 0 || is_priority) continue;
    if (!all_of(word, 7, 7, true, true)) return false;
    has_any = true;
  }
  return has_any;
}

bool pnri_pnl_is_end(pnr_slice text, uint32_t *part)
{
  *part = 0;
  if (pnri_slice_is(text, "ENDPNL") || pnri_slice_is(text, "ENDADL")) return true;
  if (!pnri_slice_starts(text, "ENDPART")) return false;
  *part = pnri_number(pnri_slice_from(text, 7));
  return *part != UINT32_MAX;
}

static bool read_number(pnr_slice text, pnri_pnl_flight *flight)
{
  enum { CARRIER = 2, DIGITS = 4 };
  if (text.size < CARRIER + 1) return false;
  size_t carrier = pnri_pnl_letter(text.data[CARRIER]) ? CARRIER + 1 : CARRIER, digits = carrier;
  while (digits < text.size && pnri_pnl_digit(text.data[digits])) digits++;
  flight->carrier = (pnr_slice){ text.data, carrier };
  flight->number = (pnr_slice){ text.data + carrier, digits - carrier };
  flight->suffix = pnri_slice_from(text, digits);
  bool has_letter = pnri_pnl_letter(text.data[0]) || pnri_pnl_letter(text.data[1]);
  return has_letter && all_of(flight->carrier, 2, 3, true, true) && digits > carrier && digits <= carrier + DIGITS &&
         (flight->suffix.size == 0 || all_of(flight->suffix, 1, 1, true, false));
}

static bool is_day_and_month(pnr_slice text)
{
  enum { DAY = 2, MONTH = 3 };
  if (text.size < DAY + MONTH || !pnri_pnl_digit(text.data[0]) || !pnri_pnl_digit(text.data[1])) return false;
  pnr_slice year = pnri_slice_from(text, DAY + MONTH);
  return all_of((pnr_slice){ text.data + DAY, MONTH }, 3, 3, true, false) &&
         (year.size == 0 || ((year.size == 2 || year.size == 4) && pnri_number(year) != UINT32_MAX));
}

void pnri_pnl_read_flight(pnr_slice text, pnri_pnl_flight *flight)
{
  *flight = (pnri_pnl_flight){ .is_whole = false };
  pnr_slice designator = pnri_pnl_take(&text, ' '), number = pnri_pnl_take(&designator, '/');
  bool is_number = read_number(number, flight);
  flight->date = designator;
  text = pnri_slice_trim(text);
  flight->from = pnri_pnl_take(&text, ' ');
  text = pnri_slice_trim(text);
  if (pnri_slice_starts(text, "PART")) flight->part = pnri_slice_from(text, 4);
  bool is_from = all_of(flight->from, 3, 3, true, false), is_part = text.size == 0 || flight->part.size != 0;
  flight->is_whole = is_number && is_day_and_month(flight->date) && is_from && is_part;
}

/* --- Where messages begin --- */

typedef struct scan {
  const uint8_t *data;
  uint64_t size, at;
  pnri_pnl_line line;
  uint32_t number;
  uint64_t run; /* where the heading begins that the line stands under */
  uint32_t run_line;
  bool in_run, has_origin;
  bool has_end; /* since the last start */
  pnr_slice flight;
} scan;

static bool next_line(scan *s)
{
  if (!pnri_pnl_cut(s->data, s->size, &s->at, &s->line)) return false;
  s->number++;
  return true;
}

pnr_slice pnri_pnl_flight_text(const pnri_pnl_flight *flight, pnr_slice line)
{
  return (pnr_slice){ line.data, (size_t)(flight->from.data - line.data) + flight->from.size };
}

/* The line behind the one at hand that is not blank. */
static pnr_slice following(const scan *s)
{
  uint64_t at = s->at;
  pnri_pnl_line line;
  while (pnri_pnl_cut(s->data, s->size, &at, &line))
    if (line.text.size != 0) return line.text;
  return (pnr_slice){ NULL, 0 };
}

static bool begins(scan *s, bool is_forced, pnri_pnl_start *start)
{
  pnri_pnl_flight flight;
  start->is_inferred = false;
  if (pnri_pnl_is_identifier(s->line.text, &start->is_adl)) {
    pnr_slice next = following(s);
    pnri_pnl_read_flight(next, &flight);
    if (flight.is_whole) s->flight = pnri_pnl_flight_text(&flight, next);
    return flight.is_whole || s->has_origin || is_forced;
  }
  if (!s->has_end || s->flight.size == 0) return false;
  pnri_pnl_read_flight(s->line.text, &flight);
  start->is_inferred = true;
  return flight.is_whole && flight.part.size != 0 &&
         pnri_slice_equal(pnri_pnl_flight_text(&flight, s->line.text), s->flight);
}

/* The heading of a message: its addresses and origin, and behind an end everything. */
static void follow_run(scan *s)
{
  uint32_t part;
  if (pnri_pnl_is_end(s->line.text, &part)) {
    s->has_end = s->in_run = true;
    s->run = s->at;
    s->run_line = s->number + 1;
    s->has_origin = false;
    return;
  }
  bool is_origin = pnri_pnl_is_origin(s->line.text);
  if (is_origin || s->line.text.size == 0 || is_address(s->line.text)) {
    if (!s->in_run) {
      s->run = s->line.begin;
      s->run_line = s->number;
    }
    s->in_run = true;
    s->has_origin |= is_origin;
  } else if (!s->has_end) s->in_run = s->has_origin = false;
}

/* Moves to the next start. The flight behind an identifier is no start of its own. */
static bool find_start(scan *s, bool is_forced, pnri_pnl_start *start)
{
  while (next_line(s)) {
    if (!begins(s, is_forced, start)) {
      follow_run(s);
      continue;
    }
    start->offset = s->in_run ? s->run : s->line.begin;
    start->line = s->in_run ? s->run_line : s->number;
    s->in_run = s->has_origin = s->has_end = false;
    return true;
  }
  return false;
}

bool pnri_pnl_find_starts(const uint8_t *data, size_t size, bool is_forced, pnri_vector *starts)
{
  scan s = { .data = data, .size = size };
  pnri_pnl_start start = { .offset = 0 };
  bool is_adl = false;
  while (find_start(&s, is_forced, &start)) {
    if (start.is_inferred) start.is_adl = is_adl;
    is_adl = start.is_adl;
    pnri_pnl_start *added = pnri_vector_add(starts, 1);
    if (added == NULL) return false;
    *added = start;
  }
  return true;
}

bool pnri_pnl_starts(const uint8_t *data, size_t size)
{
  enum { HEAD = 4096 };
  scan s = { .data = data, .size = size < HEAD ? size : HEAD };
  pnri_pnl_start start;
  return find_start(&s, false, &start);
}
