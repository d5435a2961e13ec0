/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/start.h"

#include <string.h>

static bool is_letter(uint8_t octet) { return octet >= 'A' && octet <= 'Z'; }

static bool is_alphanumeric(uint8_t octet)
{
  return is_letter(octet) || (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9');
}

static bool is_white(uint8_t octet) { return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n'; }

/* What may part components and elements: printable ASCII that no code, number or name begins with. */
static bool is_separator(uint8_t octet) { return octet > ' ' && octet < 0x7F && !is_alphanumeric(octet); }

static uint64_t behind_white(const uint8_t *data, uint64_t size, uint64_t at)
{
  while (at < size && is_white(data[at])) at++;
  return at;
}

/* The third letter of a service segment's tag at `at`, or 0. */
static uint8_t tag_letter(const uint8_t *data, uint64_t size, uint64_t at)
{
  return size - at > 3 ? pnri_service_letter(data + at) : 0;
}

static bool is_envelope(uint8_t letter) { return letter == 'B' || letter == 'G' || letter == 'H'; }

/* --- UNA (ISO 9735-1 section 7.1) --- */

/* Component, element, decimal mark, release, repetition, terminator: none alphanumeric, no two equal but for blanks,
 * which stand for "not used" and may do so only for release and repetition. */
static bool advice_is_valid(const uint8_t *six)
{
  enum { DECIMAL = 2, RELEASE = 3, REPETITION = 4, SIX = 6 };
  for (uint32_t i = 0; i < SIX; i++) {
    if (is_alphanumeric(six[i]) || six[i] >= 0x80 || six[i] == 0) return false;
    if (six[i] == ' ' && i != DECIMAL && i != RELEASE && i != REPETITION) return false;
    for (uint32_t j = 0; j < i; j++)
      if (six[i] == six[j] && six[i] != ' ') return false;
  }
  return true;
}

bool pnri_advice_service(const uint8_t *six, pnri_service *service)
{
  *service = (pnri_service){ .component = six[0],
                             .element = six[1],
                             .release = six[3] == ' ' ? 0 : six[3],
                             .repetition = six[4] == ' ' ? 0 : six[4],
                             .terminator = six[5] };
  return advice_is_valid(six);
}

/* Text such as "UNABLE TO ROUTE" is no advice: one is followed by another or by an envelope segment. */
static bool has_advice(const uint8_t *data, uint64_t size, uint64_t at)
{
  if (size - at <= PNRI_ADVICE_SIZE || tag_letter(data, size, at) != 'A' || !advice_is_valid(data + at + 3))
    return false;
  uint8_t letter = tag_letter(data, size, behind_white(data, size, at + PNRI_ADVICE_SIZE));
  return letter == 'A' || is_envelope(letter);
}

/* --- Without UNA --- */

enum { REACH = 1024 }; /* an UNB or UNH is shorter than this */

/* The next segment behind `at`: UNH or UNG behind an UNB, otherwise any tag whose predecessor ends in a character that
 * parts nothing else. Returns size where none is found in reach. */
static uint64_t next_tag(const uint8_t *data, uint64_t size, uint64_t at, const pnri_service *service, bool after_unb)
{
  uint64_t end = size - at > REACH ? at + REACH : size;
  for (; end - at > 3; at++) {
    if (data[at + 3] != service->element || !is_letter(data[at])) continue;
    if (after_unb) {
      uint8_t letter = tag_letter(data, size, at);
      if (letter == 'H' || letter == 'G') return at;
    } else if (is_letter(data[at + 1]) && is_letter(data[at + 2])) {
      uint64_t before = at;
      while (is_white(data[before - 1])) before--;
      uint8_t last = data[before - 1];
      if (last != service->element && last != service->component && (is_separator(last) || before < at)) return at;
    }
  }
  return size;
}

static bool has_octet(const uint8_t *data, uint64_t from, uint64_t to, uint8_t octet)
{
  return to > from && memchr(data + from, octet, (size_t)(to - from)) != NULL;
}

/* The terminator of the segment at `at`: the last octet before the next one. A line break is one only where the usual
 * apostrophe does not stand in that next line either. */
static uint8_t infer_terminator(const uint8_t *data, uint64_t size, uint64_t at, const pnri_service *service)
{
  uint64_t next = next_tag(data, size, at + 4, service, data[at + 2] == 'B');
  if (next == size) return '\'';
  uint64_t last = next - 1;
  while (is_white(data[last])) last--;
  if (is_separator(data[last]) && data[last] != service->element && data[last] != service->component) return data[last];
  uint64_t line_end = next;
  while (line_end < size && data[line_end] != '\n') line_end++;
  bool is_line = has_octet(data, last + 1, next, '\n') && !has_octet(data, next, line_end, '\'');
  return is_line ? '\n' : '\'';
}

/* The component separator: behind the syntax identifier of UNB, behind the message type of UNH or UIH; 0 if none stands
 * there. */
static uint8_t infer_component(const uint8_t *data, uint64_t size, uint64_t at, uint8_t element)
{
  uint32_t elements_to_pass = data[at + 1] == 'N' && data[at + 2] == 'H' ? 2 : 1;
  uint64_t end = size - at > REACH ? at + REACH : size;
  for (uint64_t i = at + 3; i < end; i++) {
    if (data[i] == element) {
      if (elements_to_pass-- == 0) break;
    } else if (elements_to_pass == 0 && is_separator(data[i])) {
      return data[i] != '\'' ? data[i] : 0;
    }
  }
  return 0;
}

/* With the usual '+' the segment is certain; otherwise its own composite must show the component separator, so that
 * no word of a heading passes for one. */
static bool infer_service(const uint8_t *data, uint64_t size, uint64_t at, pnri_service *service)
{
  *service = pnri_service_default;
  uint8_t element = data[at + 3], component = 0;
  if (!is_separator(element)) return false;
  if (data[at + 2] != 'G') component = infer_component(data, size, at, element);
  if (component == 0 && element != service->element) return false;
  service->element = element;
  if (component != 0) service->component = component;
  service->terminator = infer_terminator(data, size, at, service);
  if (service->terminator == service->element || service->terminator == service->component) return false;
  if (service->element == '?' || service->component == '?' || service->terminator == '?') service->release = 0;
  return true;
}

/* --- UNB S001 --- */

/* Reads syntax identifier and version. Only from version 4 on there is a repetition separator: in an older UNA its
 * place is reserved, and what stands there parts nothing. Without UNA it is '*'. */
static void read_syntax(const uint8_t *data, uint64_t size, pnri_start *start, bool has_una)
{
  uint64_t first = start->segment + 4, at = first;
  uint8_t version = 0;
  if (data[start->segment + 2] == 'B') {
    while (at < size && is_alphanumeric(data[at])) at++;
    start->syntax = (pnr_slice){ data + first, (size_t)(at - first) };
    if (size - at > 1 && data[at] == start->service.component) version = data[at + 1];
  }
  if (version < '4' || version > '9') {
    start->service.repetition = 0;
  } else if (!has_una) {
    const pnri_service *service = &start->service;
    bool is_taken = service->component == '*' || service->element == '*' || service->terminator == '*';
    start->service.repetition = is_taken ? 0 : '*';
  }
}

bool pnri_start_at(const uint8_t *data, uint64_t size, uint64_t at, pnri_start *start)
{
  *start = (pnri_start){ .offset = at, .advice = at, .segment = at };
  while (has_advice(data, size, start->segment)) {
    start->advice = start->segment;
    start->segment = behind_white(data, size, start->segment + PNRI_ADVICE_SIZE);
  }
  if (!is_envelope(tag_letter(data, size, start->segment))) return false;
  bool has_una = start->segment != at;
  if (has_una) {
    pnri_advice_service(data + start->advice + 3, &start->service);
    if (data[start->segment + 3] != start->service.element) return false;
  } else {
    if (!infer_service(data, size, at, &start->service)) return false;
    start->is_inferred = memcmp(&start->service, &pnri_service_default, sizeof start->service) != 0;
  }
  read_syntax(data, size, start, has_una);
  return true;
}

bool pnri_start_find(const uint8_t *data, uint64_t size, uint64_t from, const pnri_service *open, pnri_start *start)
{
  while (size - from > 3) {
    const uint8_t *found = memchr(data + from, 'U', (size_t)(size - from - 3));
    if (found == NULL) return false;
    from = (uint64_t)(found - data);
    if (pnri_start_at(data, size, from, start)) return true;
    uint8_t letter = tag_letter(data, size, from);
    if (open != NULL && (letter == 'E' || letter == 'Z') && data[from + 3] == open->element) {
      *start = (pnri_start){ .offset = from, .advice = from, .segment = from, .service = *open };
      return true;
    }
    /* A row of advices that leads nowhere is not walked again from each of them. */
    from = start->segment > from ? start->segment : from + 1;
  }
  return false;
}
