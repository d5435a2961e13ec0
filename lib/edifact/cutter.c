/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/cutter.h"

#include "core/fail.h"
#include "core/slice.h"
#include "edifact/start.h"

#include <string.h>

enum { FIRST_WINDOW = 2048, USUAL_WINDOW = 16384, LAST_WINDOW = 1 << 30 };

void pnri_cutter_open(pnri_cutter *cutter, const pnr_env *env, const uint8_t *data, uint64_t size)
{
  *cutter = (pnri_cutter){ .env = env,
                           .data = data,
                           .size = size,
                           .service = pnri_service_default,
                           .step = FIRST_WINDOW,
                           .scan = pnri_scan_fastest() };
}

static size_t positions_size(uint32_t window) { return ((size_t)window + PNRI_SCAN_SLACK) * sizeof(uint32_t); }

static size_t odd_size(uint32_t window) { return pnri_scan_words(window) * sizeof(uint64_t); }

static void free_scan(pnri_cutter *cutter)
{
  pnri_free(cutter->env, cutter->positions, positions_size(cutter->room));
  pnri_free(cutter->env, cutter->odd, odd_size(cutter->room));
  cutter->positions = NULL;
  cutter->odd = NULL;
  cutter->room = 0;
}

void pnri_cutter_close(pnri_cutter *cutter)
{
  free_scan(cutter);
  pnri_free(cutter->env, cutter->values, cutter->value_room * sizeof *cutter->values);
  pnri_free(cutter->env, cutter->elements, cutter->value_room * sizeof *cutter->elements);
  *cutter = (pnri_cutter){ 0 };
}

/* A window that was scanned with the same characters stays good. */
void pnri_cutter_seek(pnri_cutter *cutter, uint64_t at, const pnri_service *service)
{
  if (memcmp(&cutter->service, service, sizeof *service) != 0) {
    cutter->service = *service;
    cutter->window = 0;
    cutter->step = FIRST_WINDOW;
  }
  cutter->next = at;
}

/* --- Windows --- */

static void *replaced(const pnr_env *env, void *block, size_t old_room, size_t room, size_t item_size)
{
  pnri_free(env, block, old_room * item_size);
  return room > env->limits.memory / item_size ? NULL : pnri_alloc(env, room * item_size);
}

static bool make_scan_room(pnri_cutter *cutter, uint32_t window)
{
  if (window <= cutter->room) return true;
  free_scan(cutter);
  if (positions_size(window) > cutter->env->limits.memory) return false;
  cutter->positions = pnri_alloc(cutter->env, positions_size(window));
  cutter->odd = pnri_alloc(cutter->env, odd_size(window));
  cutter->room = window;
  if (cutter->positions != NULL && cutter->odd != NULL) return true;
  free_scan(cutter);
  return false;
}

static bool make_value_room(pnri_cutter *cutter, size_t room)
{
  if (room <= cutter->value_room) return true;
  cutter->values = replaced(cutter->env, cutter->values, cutter->value_room, room, sizeof *cutter->values);
  cutter->elements = replaced(cutter->env, cutter->elements, cutter->value_room, room, sizeof *cutter->elements);
  cutter->value_room = room;
  if (cutter->values != NULL && cutter->elements != NULL) return true;
  if (cutter->values != NULL) pnri_free(cutter->env, cutter->values, room * sizeof *cutter->values);
  if (cutter->elements != NULL) pnri_free(cutter->env, cutter->elements, room * sizeof *cutter->elements);
  cutter->values = NULL;
  cutter->elements = NULL;
  cutter->value_room = 0;
  return false;
}

/* Scans the window that begins at `begin`: twice as large when the present one began there too. */
static pnr_status fill_window(pnri_cutter *cutter, uint64_t begin, pnr_error *error)
{
  bool is_too_small = cutter->window != 0 && cutter->base == begin;
  if (is_too_small || cutter->step < USUAL_WINDOW) cutter->step *= 2;
  else cutter->step = USUAL_WINDOW;
  if (cutter->step > LAST_WINDOW) return pnri_fail_at(error, PNR_E_LIMIT, begin);
  uint64_t left = cutter->size - begin;
  cutter->window = 0;
  uint32_t window = left < cutter->step ? (uint32_t)left : cutter->step;
  if (!make_scan_room(cutter, window)) return pnri_fail_memory(error);
  size_t count = cutter->scan(&cutter->service, cutter->data + begin, window, cutter->positions, cutter->odd);
  if (!make_value_room(cutter, count + 2)) return pnri_fail_memory(error); /* one value more in front, one behind */
  cutter->values[0] = (pnri_value){ 0, 0, 0 };
  cutter->base = begin;
  cutter->window = window;
  cutter->count = (uint32_t)count;
  cutter->mark = 0;
  return PNR_OK;
}

/* --- Tags --- */

static bool is_line_break(uint8_t octet) { return octet == '\r' || octet == '\n'; }
static bool is_white(uint8_t octet) { return octet == ' ' || octet == '\t' || is_line_break(octet); }

static bool is_capital(uint8_t octet) { return octet >= 'A' && octet <= 'Z'; }
static bool is_tag_octet(uint8_t octet) { return is_capital(octet) || (octet >= '0' && octet <= '9'); }

/* True for nearly all that follows a terminator: a tag of three characters and the element separator, and no service
 * segment, which may bring other characters. */
static inline bool begins_plainly(const pnri_cutter *cutter, uint64_t at)
{
  if (cutter->size - at < 4) return false;
  const uint8_t *octets = cutter->data + at;
  return octets[3] == cutter->service.element && is_capital(octets[0]) && is_tag_octet(octets[1]) &&
         is_tag_octet(octets[2]) && pnri_service_letter(octets) == 0;
}

/* Reads the three characters of a tag, folded lines allowed. Returns where they end, or 0 where no tag stands. */
static uint64_t read_tag(const pnri_cutter *cutter, uint64_t at, uint8_t tag[3])
{
  uint32_t count = 0;
  for (; at < cutter->size && count < 3; at++) {
    uint8_t octet = cutter->data[at];
    bool fits = count > 0 ? is_tag_octet(octet) : is_capital(octet);
    if (fits) tag[count++] = octet;
    else if (!is_line_break(octet) || count == 0 || octet == cutter->service.terminator) return 0;
  }
  return count == 3 ? at : 0;
}

/* True where a segment begins: a tag, and what may follow a tag. */
static bool begins_segment(const pnri_cutter *cutter, uint64_t at)
{
  uint8_t tag[3];
  uint64_t end = read_tag(cutter, at, tag);
  if (end == 0) return false;
  bool is_service = pnri_service_letter(tag) != 0; /* an UNA, or an envelope with other service characters */
  pnri_start start;
  if (is_service && pnri_start_at(cutter->data, cutter->size, at, &start)) return true;
  while (end < cutter->size && cutter->data[end] != cutter->service.terminator && is_white(cutter->data[end])) end++;
  if (end == cutter->size) return true;
  uint8_t octet = cutter->data[end];
  return octet == cutter->service.element || octet == cutter->service.component || octet == cutter->service.terminator;
}

/* Behind UNZ or UIZ only another envelope is a segment. */
static bool may_follow(const pnri_cutter *cutter, const uint8_t tag[3], uint64_t at)
{
  if (!begins_segment(cutter, at)) return false;
  return pnri_service_letter(tag) != 'Z' || pnri_service_letter(cutter->data + at) != 0;
}

/* What stands behind a terminator: blanks, line breaks, control characters and needless terminators are passed, unless
 * they are the beginning of noise. */
static void look_behind(const pnri_cutter *cutter, const uint8_t tag[3], uint64_t behind, pnri_cut *cut)
{
  uint64_t at = behind;
  cut->empties = 0;
  cut->skipped = cut->skipped_end = at;
  cut->follows = PNRI_FOLLOWS_TAG;
  while (at < cutter->size && is_line_break(cutter->data[at])) at++;
  cut->behind = at;
  if (begins_plainly(cutter, at) && tag[0] != 'U') return;
  for (; at < cutter->size; at++) {
    uint8_t octet = cutter->data[at];
    bool is_empty = octet == cutter->service.terminator && octet > ' ';
    if (!is_empty && octet > ' ' && octet != 0x7F) break;
    if (is_white(octet)) continue;
    if (cut->skipped == cut->skipped_end) cut->skipped = at;
    cut->skipped_end = at + 1;
    cut->empties += is_empty;
  }
  cut->behind = at;
  if (at == cutter->size) {
    cut->follows = PNRI_FOLLOWS_END;
  } else if (!may_follow(cutter, tag, at)) {
    cut->follows = PNRI_FOLLOWS_NOISE;
    cut->behind = cut->skipped = cut->skipped_end = behind;
    cut->empties = 0;
  }
}

/* --- Values --- */

/* True when every octet of the window's [from, to) is printable ASCII and no release. */
static bool is_plain(const pnri_cutter *cutter, uint64_t from, uint64_t to)
{
  if (from == to) return true;
  uint64_t first = from - cutter->base, last = to - 1 - cutter->base;
  uint64_t word = first / PNRI_SCAN_BLOCK, last_word = last / PNRI_SCAN_BLOCK;
  uint64_t bits = cutter->odd[word] & UINT64_MAX << first % PNRI_SCAN_BLOCK;
  while (word < last_word && bits == 0) bits = cutter->odd[++word];
  if (word == last_word) bits &= UINT64_MAX >> (PNRI_SCAN_BLOCK - 1 - last % PNRI_SCAN_BLOCK);
  return bits == 0;
}

/* Values of the segment, while they are collected. Passed on by value, so that the loop has them in registers. */
typedef struct collection {
  pnri_value *values, *next_value; /* the one in front of the first is nobody's: its size may be set */
  uint32_t *elements, *next_element;
} collection;

/* Ends the value before the mark at `at`, begins the one behind it. */
PNRI_INLINE void add_value(collection *all, uint64_t at, uint8_t octet, const pnri_service *service)
{
  pnri_value *value = all->next_value++;
  value[-1].size = (uint32_t)(at - value[-1].begin);
  *value = (pnri_value){ at + 1, 0, octet == service->repetition };
  *all->next_element = (uint32_t)(value - all->values); /* is overwritten where the element goes on */
  all->next_element += octet == service->element;
}

/* Closes the segment at `end`, an offset behind its last octet. */
PNRI_INLINE void finish_segment(const pnri_cutter *cutter, collection all, uint64_t begin, uint64_t end,
                                pnri_segment *segment)
{
  uint8_t last = end > begin ? cutter->data[end - 1] : 0;
  if (cutter->service.terminator == '\n' && last == '\r') end--;
  pnri_value *last_value = all.next_value - 1;
  last_value->size = (uint32_t)(end - last_value->begin);
  *all.next_element = (uint32_t)(all.next_value - all.values);
  segment->data = cutter->data;
  segment->begin = begin;
  segment->end = end;
  segment->element_count = (uint32_t)(all.next_element - all.elements);
  segment->values = all.values;
  segment->value_count = *all.next_element;
  segment->elements = all.elements;
  segment->read = segment->noted = 0;
  segment->is_plain = is_plain(cutter, begin, end);
  segment->service = &cutter->service;
}

/* The segment ends at `stop` without terminator. */
static void finish_unterminated(const pnri_cutter *cutter, collection all, uint64_t begin, uint64_t stop,
                                pnri_segment *segment, pnri_cut *cut)
{
  uint64_t end = stop, releases = 0;
  while (end - releases > begin && cutter->service.release != 0 &&
         cutter->data[end - releases - 1] == cutter->service.release)
    releases++;
  cut->is_terminated = false;
  cut->ends_in_release = stop == cutter->size && releases % 2 != 0;
  uint64_t least = all.next_value != all.values ? all.next_value[-1].begin : begin;
  while (end > least && is_white(cutter->data[end - 1])) end--;
  cut->behind = cut->skipped = cut->skipped_end = stop;
  cut->follows = stop == cutter->size ? PNRI_FOLLOWS_END : PNRI_FOLLOWS_TAG;
  finish_segment(cutter, all, begin, end, segment);
}

/* Only behind the segments that close an envelope can noise begin; elsewhere it is text of the same segment. */
static bool may_noise_follow(const uint8_t tag[3])
{
  uint8_t letter = pnri_service_letter(tag);
  return letter == 'T' || letter == 'E' || letter == 'Z';
}

/* Where another interchange begins although the segment at begin has not ended: at an UNA, or at an envelope segment
 * that begins a line. Looks no further than the window; returns its end when there is none. */
static uint64_t foreign_start(pnri_cutter *cutter, uint64_t begin)
{
  uint64_t end = cutter->base + cutter->window, at = cutter->foreign;
  if (at <= begin) at = begin + 3;
  else if (at < cutter->searched) return at;
  while (at < end) {
    const uint8_t *found = memchr(cutter->data + at, 'U', (size_t)(end - at));
    at = found != NULL ? (uint64_t)(found - cutter->data) : end;
    if (end - at < 4) break;
    pnri_start start = { .segment = 0 };
    bool is_place = pnri_service_letter(found) != 0 && (found[2] == 'A' || is_line_break(found[-1]));
    if (is_place && pnri_start_at(cutter->data, cutter->size, at, &start)) break;
    at = start.segment > at ? start.segment : at + 1;
  }
  bool is_found = end > at && end - at >= 4;
  cutter->foreign = is_found ? at : end;
  cutter->searched = is_found ? at + 1 : end;
  return is_found ? at : cutter->size;
}

/* A word processor writes U+2019 for an apostrophe. It ends a segment where it ends a line too, and a tag follows: a name
 * may hold one. */
static bool is_quote(const pnri_cutter *cutter, uint64_t at)
{
  static const uint8_t quote[PNRI_QUOTE_SIZE] = { 0xE2, 0x80, 0x99 };
  if (cutter->size - at <= PNRI_QUOTE_SIZE || memcmp(cutter->data + at, quote, PNRI_QUOTE_SIZE) != 0) return false;
  uint64_t tag = at + PNRI_QUOTE_SIZE;
  while (tag < cutter->size && is_line_break(cutter->data[tag])) tag++;
  return tag > at + PNRI_QUOTE_SIZE && begins_segment(cutter, tag);
}

/* The first of them in the window behind begin; the input's end where there is none. */
static uint64_t quoted_end(pnri_cutter *cutter, uint64_t begin)
{
  uint64_t end = cutter->base + cutter->window, at = cutter->quoted > begin ? cutter->quoted : begin;
  if (cutter->service.terminator != '\'') return cutter->size;
  if (cutter->quote >= begin && cutter->quote < cutter->quoted) return cutter->quote;
  while (at < end) {
    uint64_t first = at - cutter->base,
             bits = cutter->odd[first / PNRI_SCAN_BLOCK] & UINT64_MAX << first % PNRI_SCAN_BLOCK;
    at = cutter->base + first / PNRI_SCAN_BLOCK * PNRI_SCAN_BLOCK;
    if (bits == 0) {
      at += PNRI_SCAN_BLOCK;
      continue;
    }
    at += (uint64_t)__builtin_ctzll(bits);
    if (at < end && is_quote(cutter, at)) {
      cutter->quote = at;
      cutter->quoted = at + 1;
      return at;
    }
    at++;
  }
  cutter->quoted = end;
  return cutter->size;
}

/* How the walk over the marks of one segment is bounded, found out while walking. */
typedef struct bounds {
  uint64_t final_end; /* the terminator that ends it, whatever follows; 0 when not known */
  uint64_t stop;      /* where it ends at the latest, */
  bool is_quoted;     /* and that it ends there by a typographic apostrophe */
} bounds;

enum { CUT, TOO_SHORT, AGAIN };

/* All marks up to the end of what is scanned, or to bounds->stop, were text. */
static int walk_off(pnri_cutter *cutter, collection all, uint64_t last_join, pnri_segment *segment, pnri_cut *cut,
                    bounds *limits)
{
  if (cutter->base + cutter->window < limits->stop) return TOO_SHORT;
  if (limits->is_quoted) {
    look_behind(cutter, segment->tag, limits->stop + PNRI_QUOTE_SIZE, cut);
    finish_segment(cutter, all, cutter->next, limits->stop, segment);
    cut->is_quoted = true;
    return CUT;
  }
  if (last_join != 0 && limits->stop == cutter->size) { /* the last piece is no segment and ends nowhere: noise */
    limits->final_end = last_join;
    return AGAIN;
  }
  finish_unterminated(cutter, all, cutter->next, limits->stop, segment, cut);
  return CUT;
}

static int walk(pnri_cutter *cutter, pnri_segment *segment, pnri_cut *cut, bounds *limits)
{
  pnri_value *values = cutter->values + 1;
  collection all = { values, values, cutter->elements, cutter->elements };
  const pnri_service service = cutter->service;
  const uint8_t *data = cutter->data;
  const uint32_t *mark = cutter->positions + cutter->mark, *marks_end = cutter->positions + cutter->count;
  uint64_t begin = cutter->next, base = cutter->base, last_join = 0;
  uint64_t foreign = foreign_start(cutter, begin), quote = quoted_end(cutter, begin);
  uint64_t stop = quote < foreign ? quote : foreign;
  *cut = (pnri_cut){ .is_terminated = true };
  limits->stop = stop;
  limits->is_quoted = quote < foreign;
  while (mark < marks_end && base + *mark < begin) mark++;
  cutter->mark = (uint32_t)(mark - cutter->positions);
  for (; mark < marks_end && base + *mark < stop; mark++) {
    uint64_t at = base + *mark;
    if (data[at] != service.terminator) {
      add_value(&all, at, data[at], &service);
      continue;
    }
    look_behind(cutter, segment->tag, at + 1, cut);
    if (cut->follows != PNRI_FOLLOWS_NOISE || at == limits->final_end || may_noise_follow(segment->tag)) {
      finish_segment(cutter, all, begin, at, segment);
      cutter->mark = (uint32_t)(mark - cutter->positions) + 1;
      return CUT;
    }
    cut->joins++;
    last_join = at;
  }
  return walk_off(cutter, all, last_join, segment, cut, limits);
}

pnr_status pnri_cutter_next(pnri_cutter *cutter, pnri_segment *segment, pnri_cut *cut, pnr_error *error)
{
  uint64_t begin = cutter->next;
  bounds limits = { 0 };
  if (begins_plainly(cutter, begin)) memcpy(segment->tag, cutter->data + begin, sizeof segment->tag);
  else read_tag(cutter, begin, segment->tag);
  bool is_scanned = cutter->window != 0 && begin >= cutter->base && begin - cutter->base < cutter->window;
  if (!is_scanned) cutter->window = 0;
  for (;;) {
    int result = cutter->window == 0 ? TOO_SHORT : walk(cutter, segment, cut, &limits);
    if (result == CUT) break;
    if (result == AGAIN) continue; /* once: final_end is known now */
    pnr_status status = fill_window(cutter, begin, error);
    if (status != PNR_OK) return status;
  }
  cutter->next = cut->behind;
  return PNR_OK;
}

uint64_t pnri_cutter_joined(const pnri_cutter *cutter, const pnri_segment *segment, uint64_t from)
{
  uint32_t low = 0, high = cutter->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (cutter->base + cutter->positions[middle] < from) low = middle + 1;
    else high = middle;
  }
  for (; low < cutter->count && cutter->base + cutter->positions[low] < segment->end; low++) {
    uint64_t at = cutter->base + cutter->positions[low];
    if (cutter->data[at] == cutter->service.terminator) return at;
  }
  return segment->end;
}
