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

static void free_values(pnri_cutter *cutter)
{
  pnri_free(cutter->env, cutter->elements, cutter->value_room * sizeof *cutter->elements);
  pnri_free(cutter->env, cutter->joined, cutter->value_room * sizeof *cutter->joined);
  cutter->elements = cutter->joined = NULL;
  cutter->value_room = 0;
}

void pnri_cutter_close(pnri_cutter *cutter)
{
  free_scan(cutter);
  free_values(cutter);
  *cutter = (pnri_cutter){ 0 };
}

/* A window that was scanned with the same characters stays good. */
void pnri_cutter_seek(pnri_cutter *cutter, uint64_t at, const pnri_service *service)
{
  if (memcmp(&cutter->service, service, sizeof *service) != 0) {
    cutter->service = *service;
    cutter->plain = 0;
    cutter->window = 0;
    cutter->step = FIRST_WINDOW;
  }
  cutter->next = at;
}

/* --- Windows --- */

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
  free_values(cutter);
  if (room > cutter->env->limits.memory / sizeof(uint32_t)) return false;
  cutter->elements = pnri_alloc(cutter->env, room * sizeof *cutter->elements);
  cutter->joined = pnri_alloc(cutter->env, room * sizeof *cutter->joined);
  cutter->value_room = room;
  if (cutter->elements != NULL && cutter->joined != NULL) return true;
  free_values(cutter);
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
  if (!make_value_room(cutter, count + 1)) return pnri_fail_memory(error);
  cutter->positions[count] = UINT32_MAX; /* there is room for it; the walk over the marks ends here at the latest */
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
  bool is_tag = is_capital(octets[0]) && is_tag_octet(octets[1]) && is_tag_octet(octets[2]);
  return octets[3] == cutter->service.element && is_tag && pnri_service_letter(octets) == 0;
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
static inline bool is_plain(const pnri_cutter *cutter, uint64_t from, uint64_t to)
{
  if (from == to) return true;
  uint64_t first = from - cutter->base, last = to - 1 - cutter->base;
  uint64_t word = first / PNRI_SCAN_BLOCK, last_word = last / PNRI_SCAN_BLOCK;
  uint64_t bits = cutter->odd[word] & UINT64_MAX << first % PNRI_SCAN_BLOCK;
  while (word < last_word && bits == 0) bits = cutter->odd[++word];
  if (word == last_word) bits &= UINT64_MAX >> (PNRI_SCAN_BLOCK - 1 - last % PNRI_SCAN_BLOCK);
  return bits == 0;
}

/* The walk over the marks of one segment: where it began, and what was found. */
typedef struct course {
  uint64_t begin;     /* of the segment */
  uint64_t stop;      /* where it ends at the latest, */
  bool is_quoted;     /* and that it ends there by a typographic apostrophe */
  uint64_t final_end; /* the terminator that ends it, whatever follows; 0 when not known */
  uint64_t last_join; /* the last terminator that was taken for text, or 0 */
  uint32_t *first;    /* mark */
  uint32_t *mark;     /* the first that was not passed */
  uint32_t values;    /* so far */
  uint32_t *elements; /* behind the last */
} course;

/* The marks of a segment in which terminators are text, or which ends where no mark stands: without the former, and one
 * more at end. */
static const uint32_t *joined_marks(const pnri_cutter *cutter, const course *c, uint64_t end)
{
  uint32_t *joined = cutter->joined;
  for (const uint32_t *mark = c->first; mark < c->mark; mark++)
    if (cutter->data[cutter->base + *mark] != cutter->service.terminator) *joined++ = *mark;
  *joined = (uint32_t)(end - cutter->base);
  return cutter->joined;
}

static inline void finish_segment(const pnri_cutter *cutter, const course *c, const uint32_t *marks, uint64_t end,
                                  pnri_segment *segment)
{
  *c->elements = c->values;
  segment->data = cutter->data;
  segment->begin = c->begin;
  segment->end = end;
  segment->base = cutter->base;
  segment->marks = marks;
  segment->elements = cutter->elements;
  segment->element_count = (uint32_t)(c->elements - cutter->elements);
  segment->value_count = c->values;
  segment->read = segment->noted = 0;
  segment->is_plain = is_plain(cutter, c->begin, end);
  segment->service = &cutter->service;
}

/* Behind the last mark that is none of a terminator: where the last value begins, or the segment. */
static uint64_t last_begin(const pnri_cutter *cutter, const course *c)
{
  const uint32_t *mark = c->mark;
  while (mark > c->first && cutter->data[cutter->base + mark[-1]] == cutter->service.terminator) mark--;
  return mark > c->first ? cutter->base + mark[-1] + 1 : c->begin;
}

/* The segment ends with its terminator, c->mark. Where that is a line feed, a carriage return may belong to it. */
static void finish_terminated(pnri_cutter *cutter, const course *c, pnri_segment *segment)
{
  uint64_t end = cutter->base + *c->mark;
  if (cutter->service.terminator == '\n' && end > last_begin(cutter, c) && cutter->data[end - 1] == '\r') end--;
  bool is_joined = c->last_join != 0 || end != cutter->base + *c->mark;
  finish_segment(cutter, c, is_joined ? joined_marks(cutter, c, end) : c->first, end, segment);
  cutter->mark = (uint32_t)(c->mark - cutter->positions) + 1;
}

/* The segment ends at c->stop without terminator. */
static void finish_unterminated(const pnri_cutter *cutter, const course *c, pnri_segment *segment, pnri_cut *cut)
{
  uint64_t end = c->stop, releases = 0;
  while (end - releases > c->begin && cutter->service.release != 0 &&
         cutter->data[end - releases - 1] == cutter->service.release)
    releases++;
  cut->is_terminated = false;
  cut->ends_in_release = c->stop == cutter->size && releases % 2 != 0;
  uint64_t least = last_begin(cutter, c);
  while (end > least && is_white(cutter->data[end - 1])) end--;
  cut->behind = cut->skipped = cut->skipped_end = c->stop;
  cut->follows = c->stop == cutter->size ? PNRI_FOLLOWS_END : PNRI_FOLLOWS_TAG;
  finish_segment(cutter, c, joined_marks(cutter, c, end), end, segment);
}

/* Only behind the segments that close an envelope can noise begin; elsewhere it is text of the same segment. */
static bool may_noise_follow(const uint8_t tag[3])
{
  uint8_t letter = pnri_service_letter(tag);
  return letter == 'T' || letter == 'E' || letter == 'Z';
}

enum { ENVELOPE = 4 }; /* octets that tell an envelope segment */

/* The next place of "UN" or "UI" in [at, end), or end. */
static uint64_t find_envelope(const uint8_t *data, uint64_t at, uint64_t end)
{
  enum { STEP = 64 };
  for (; end - at > STEP; at += STEP) {
    uint8_t any = 0;
    for (uint32_t i = 0; i < STEP; i++) {
      uint8_t next = data[at + i + 1];
      any |= (data[at + i] == 'U') & ((next == 'N') | (next == 'I'));
    }
    if (any != 0) break;
  }
  while (end - at > 1 && (data[at] != 'U' || (data[at + 1] != 'N' && data[at + 1] != 'I'))) at++;
  return end - at > 1 ? at : end;
}

/* Looks through the window from `at` on for the start of another interchange: an UNA, or an envelope segment that begins
 * a line. */
static void search_start(pnri_cutter *cutter, uint64_t from)
{
  uint64_t end = cutter->base + cutter->window, at = from;
  while (at < end) {
    at = find_envelope(cutter->data, at, end);
    if (end - at < ENVELOPE) break;
    pnri_start start = { .segment = 0 };
    const uint8_t *tag = cutter->data + at;
    bool is_place = pnri_service_letter(tag) != 0 && (tag[2] == 'A' || is_line_break(tag[-1]));
    if (is_place && pnri_start_at(cutter->data, cutter->size, at, &start)) break;
    at = start.segment > at ? start.segment : at + 1;
  }
  if (end > at && end - at >= ENVELOPE) {
    cutter->foreign = at;
    cutter->searched = at + 1;
  } else {
    cutter->foreign = cutter->searched = end > from + ENVELOPE ? end - (ENVELOPE - 1) : from;
  }
}

/* Where another interchange begins although the segment at begin has not ended. Looks no further than the window;
 * returns the end of input when there is none. */
static inline uint64_t foreign_start(pnri_cutter *cutter, uint64_t begin)
{
  uint64_t end = cutter->base + cutter->window;
  bool is_open = cutter->foreign == cutter->searched; /* none was found so far */
  if (cutter->foreign <= begin) search_start(cutter, begin + 3);
  else if (is_open && cutter->searched + ENVELOPE <= end) search_start(cutter, cutter->searched);
  return cutter->foreign < cutter->searched ? cutter->foreign : cutter->size;
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

/* The first of them in [begin, end), which lies in the window; the input's end where there is none. */
static uint64_t quoted_end(pnri_cutter *cutter, uint64_t begin, uint64_t end)
{
  enum { FIRST_OCTET = 0xE2 };
  uint64_t from = cutter->quoted > begin ? cutter->quoted : begin;
  if (cutter->service.terminator != '\'') return cutter->size;
  if (cutter->quote >= begin && cutter->quote < cutter->quoted) return cutter->quote;
  uint64_t before = UINT64_MAX << (from - cutter->base) % PNRI_SCAN_BLOCK; /* cuts off what stands in front of from */
  for (uint64_t at = from - (from - cutter->base) % PNRI_SCAN_BLOCK; at < end; at += PNRI_SCAN_BLOCK) {
    uint64_t bits = cutter->odd[(at - cutter->base) / PNRI_SCAN_BLOCK] & before;
    before = UINT64_MAX;
    for (; bits != 0; bits &= bits - 1) {
      uint64_t odd = at + (uint64_t)__builtin_ctzll(bits);
      if (cutter->data[odd] != FIRST_OCTET || odd >= end || !is_quote(cutter, odd)) continue;
      cutter->quote = odd;
      cutter->quoted = odd + 1;
      return odd;
    }
  }
  if (end > cutter->quoted) cutter->quoted = end;
  return cutter->size;
}

enum { CUT, TOO_SHORT, AGAIN };

/* All marks up to the end of what is scanned, or to c->stop, were text. */
static int walk_off(pnri_cutter *cutter, course *c, pnri_segment *segment, pnri_cut *cut)
{
  if (cutter->base + cutter->window < c->stop) return TOO_SHORT;
  if (c->is_quoted) {
    look_behind(cutter, segment->tag, c->stop + PNRI_QUOTE_SIZE, cut);
    finish_segment(cutter, c, joined_marks(cutter, c, c->stop), c->stop, segment);
    cut->is_quoted = true;
    return CUT;
  }
  if (c->last_join != 0 && c->stop == cutter->size) { /* the last piece is no segment and ends nowhere: noise */
    c->final_end = c->last_join;
    return AGAIN;
  }
  finish_unterminated(cutter, c, segment, cut);
  return CUT;
}

/* Passes marks up to the next terminator, or to limit; true where it came to a terminator. Each mark ends a value and
 * begins one; the number of that stands in elements until it is known to go on there. */
PNRI_INLINE bool pass_marks(const pnri_cutter *cutter, course *c, uint64_t limit)
{
  const uint8_t *origin = cutter->data + cutter->base;
  const uint8_t terminator = cutter->service.terminator, separator = cutter->service.element;
  uint32_t *mark = c->mark, *elements = c->elements, values = c->values;
  uint8_t octet = 0;
  bool is_inside;
  while ((is_inside = *mark < limit) && (octet = origin[*mark]) != terminator) {
    *elements = values++;
    elements += octet == separator;
    mark++;
  }
  c->mark = mark;
  c->elements = elements;
  c->values = values;
  return is_inside;
}

/* Nearly all segments: a plain tag, a terminator before anything that could begin another interchange, and a plain tag
 * behind it. False where it is not so plain; nothing has changed then. */
static bool cut_plainly(pnri_cutter *cutter, pnri_segment *segment, pnri_cut *cut)
{
  uint32_t *mark = cutter->positions + cutter->mark;
  course c = { .begin = cutter->next, .first = mark, .mark = mark, .elements = cutter->elements };
  const uint8_t *tag = cutter->data + c.begin;
  if (cutter->plain != c.begin && !begins_plainly(cutter, c.begin)) return false;
  if (*mark != c.begin + sizeof segment->tag - cutter->base || tag[0] == 'U' || cutter->service.terminator == '\n')
    return false;
  uint64_t end = cutter->base + cutter->window, stop = foreign_start(cutter, c.begin);
  if (!pass_marks(cutter, &c, (stop < end ? stop : end) - cutter->base)) return false;
  uint64_t at = cutter->base + *c.mark, next = at + 1;
  while (next < cutter->size && is_line_break(cutter->data[next])) next++;
  if (!begins_plainly(cutter, next)) return false;
  memcpy(segment->tag, tag, sizeof segment->tag);
  finish_segment(cutter, &c, mark, at, segment);
  if (!segment->is_plain && quoted_end(cutter, c.begin, at) < at) return false;
  *cut = (pnri_cut){ .is_terminated = true, .follows = PNRI_FOLLOWS_TAG, .behind = next };
  cutter->mark = (uint32_t)(c.mark - cutter->positions) + 1;
  cutter->next = cutter->plain = next;
  return true;
}

static int walk(pnri_cutter *cutter, course *c, pnri_segment *segment, pnri_cut *cut)
{
  uint64_t end = cutter->base + cutter->window;
  uint64_t foreign = foreign_start(cutter, c->begin), quote = quoted_end(cutter, c->begin, end);
  *cut = (pnri_cut){ .is_terminated = true };
  c->is_quoted = quote < foreign;
  c->stop = c->is_quoted ? quote : foreign;
  uint64_t limit = (c->stop < end ? c->stop : end) - cutter->base;
  uint32_t *mark = cutter->positions + cutter->mark;
  while (*mark < c->begin - cutter->base) mark++;
  cutter->mark = (uint32_t)(mark - cutter->positions);
  c->first = c->mark = mark;
  c->elements = cutter->elements;
  c->values = 0;
  c->last_join = 0;
  while (pass_marks(cutter, c, limit)) {
    uint64_t at = cutter->base + *c->mark;
    look_behind(cutter, segment->tag, at + 1, cut);
    if (cut->follows != PNRI_FOLLOWS_NOISE || at == c->final_end || may_noise_follow(segment->tag)) {
      finish_terminated(cutter, c, segment);
      return CUT;
    }
    cut->joins++;
    c->last_join = at;
    c->mark++;
  }
  return walk_off(cutter, c, segment, cut);
}

pnr_status pnri_cutter_next(pnri_cutter *cutter, pnri_segment *segment, pnri_cut *cut, pnr_error *error)
{
  bool is_scanned = cutter->next >= cutter->base && cutter->next - cutter->base < cutter->window;
  if (is_scanned && cut_plainly(cutter, segment, cut)) return PNR_OK;
  if (!is_scanned) cutter->window = 0;
  course c = { .begin = cutter->next };
  read_tag(cutter, c.begin, segment->tag);
  for (;;) {
    int result = cutter->window == 0 ? TOO_SHORT : walk(cutter, &c, segment, cut);
    if (result == CUT) break;
    if (result == AGAIN) continue; /* once: final_end is known now */
    pnr_status status = fill_window(cutter, c.begin, error);
    if (status != PNR_OK) return status;
    if (cut_plainly(cutter, segment, cut)) return PNR_OK;
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
