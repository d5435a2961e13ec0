/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/segment.h"

#include "core/charset.h"
#include "core/slice.h"
#include "core/utf8.h"

/* ISO 9735 annexes; UNOY and UNOW are ISO 10646, sent as UTF-8. */
static const struct {
  char identifier[5];
  pnri_charset charset;
} charsets[] = {
  { "UNOC", 1 },
  { "UNOD", 2 },
  { "UNOE", 5 },
  { "UNOF", 7 },
  { "UNOG", 3 },
  { "UNOH", 4 },
  { "UNOI", 6 },
  { "UNOJ", 8 },
  { "UNOK", 9 },
  { "UNOY", PNRI_CHARSET_UTF_8 },
  { "UNOW", PNRI_CHARSET_UTF_8 },
};

pnri_charset pnri_charset_of(pnr_slice syntax_identifier)
{
  for (size_t i = 0; i < sizeof charsets / sizeof charsets[0]; i++)
    if (pnri_slice_is(syntax_identifier, charsets[i].identifier)) return charsets[i].charset;
  return PNRI_CHARSET_LEVEL_AB;
}

static bool is_blank(uint8_t octet) { return octet == ' ' || octet == '\t'; }

static bool is_line_break(uint8_t octet) { return octet == '\r' || octet == '\n'; }

/* Tabulators pass: they part words. */
static bool is_control(uint8_t octet)
{
  return (octet < 0x20 && octet != '\t' && !is_line_break(octet)) || octet == 0x7F;
}

static bool is_release(const pnri_segment *segment, uint8_t octet)
{
  return octet == segment->service->release && octet != 0;
}

/* --- Octets to text --- */

enum { HAS_RELEASE = 1, HAS_BREAK = 2, HAS_CONTROL = 4, HAS_HIGH = 8 };

static uint32_t survey(const pnri_segment *segment, pnr_slice raw)
{
  uint32_t has = 0;
  for (size_t i = 0; i < raw.size; i++) {
    uint8_t octet = raw.data[i];
    if (octet >= 0x80) has |= HAS_HIGH;
    else if (is_line_break(octet)) has |= HAS_BREAK;
    else if (is_control(octet)) has |= HAS_CONTROL;
    else if (is_release(segment, octet)) has |= HAS_RELEASE;
  }
  return has;
}

static pnr_slice out_of_memory(const pnri_segment *segment)
{
  segment->findings->failed = 1;
  return (pnr_slice){ NULL, 0 };
}

/* A copy without line breaks and control characters, and without releases unless they are to be kept. A release in
 * front of one of these goes with it. */
static pnr_slice cleaned(const pnri_segment *segment, pnr_slice raw, bool keep_releases)
{
  uint8_t *text = pnri_arena_text(segment->arena, raw.size);
  if (text == NULL) return out_of_memory(segment);
  size_t size = 0;
  for (size_t i = 0; i < raw.size; i++) {
    if (is_release(segment, raw.data[i]) && i + 1 < raw.size) {
      i++;
      bool stays = !is_line_break(raw.data[i]) && !is_control(raw.data[i]);
      if (keep_releases && stays) text[size++] = segment->service->release;
    }
    uint8_t octet = raw.data[i];
    if (!is_line_break(octet) && !is_control(octet)) text[size++] = octet;
  }
  pnri_arena_trim(segment->arena, text, raw.size, size);
  return (pnr_slice){ text, size };
}

/* The part of ISO/IEC 8859 that these octets are read with, or 0 where they are UTF-8. Octets 0x80 to 0x9F are in no
 * part, so valid UTF-8 that holds them was meant as such, whatever was declared. */
static uint32_t part_of(const pnri_segment *segment, pnr_slice octets)
{
  bool is_utf8 = pnri_utf8_valid(octets) == octets.size;
  if (segment->charset == PNRI_CHARSET_LEVEL_AB || segment->charset == PNRI_CHARSET_UTF_8) return is_utf8 ? 0 : 1;
  bool has_c1 = false;
  for (size_t i = 0; i < octets.size; i++) has_c1 = has_c1 || (octets.data[i] >= 0x80 && octets.data[i] < 0xA0);
  return is_utf8 && has_c1 ? 0 : segment->charset;
}

static pnr_slice converted(const pnri_segment *segment, pnr_slice octets, uint32_t part)
{
  enum { MOST = 3, REPLACEMENT = 0xFFFD };
  if (octets.size > SIZE_MAX / MOST) return out_of_memory(segment);
  uint8_t *text = pnri_arena_text(segment->arena, octets.size * MOST);
  if (text == NULL) return out_of_memory(segment);
  size_t size = 0;
  for (size_t i = 0; i < octets.size; i++) {
    uint8_t character[4];
    uint32_t code_point = pnri_iso_8859(part, octets.data[i]);
    uint32_t used = pnri_utf8_put(character, code_point != 0 ? code_point : REPLACEMENT);
    memcpy(text + size, character, used);
    size += used;
  }
  pnri_arena_trim(segment->arena, text, octets.size * MOST, size);
  return (pnr_slice){ text, size };
}

static pnr_slice without_trailing_blanks(pnr_slice text)
{
  while (text.size > 0 && is_blank(text.data[text.size - 1])) text.size--;
  return text;
}

/* True where the character behind text would be released. */
static bool ends_in_release(const pnri_segment *segment, pnr_slice text)
{
  size_t releases = 0;
  while (releases < text.size && is_release(segment, text.data[text.size - 1 - releases])) releases++;
  return releases % 2 != 0;
}

static pnr_slice as_text(const pnri_segment *segment, pnr_slice raw, bool keep_releases, bool keep_blanks)
{
  uint32_t has = segment->is_plain ? 0 : survey(segment, raw);
  uint32_t to_clean = HAS_BREAK | HAS_CONTROL | (keep_releases ? 0 : HAS_RELEASE);
  if ((has & to_clean) != 0) raw = cleaned(segment, raw, keep_releases);
  if ((has & HAS_HIGH) != 0) {
    uint32_t part = part_of(segment, raw);
    if (part != 0) raw = converted(segment, raw, part);
  }
  pnr_slice text = keep_blanks ? raw : without_trailing_blanks(raw);
  if (keep_releases && text.size < raw.size && ends_in_release(segment, text)) text.size++;
  return text;
}

/* --- What is wrong with a value --- */

static void note_octets(const pnri_segment *segment, uint32_t code, uint64_t offset, uint64_t length, uint32_t lost)
{
  pnri_findings_add(
    segment->findings,
    (pnr_finding){ .code = code, .offset = offset, .length = length, .segment = segment->ordinal, .lost = lost });
}

static void note_once(const pnri_segment *segment, uint32_t bit, uint32_t code, uint64_t offset)
{
  if ((*segment->message_noted & bit) != 0) return;
  *segment->message_noted |= bit;
  note_octets(segment, code, offset, 1, 0);
}

static void note_controls(const pnri_segment *segment, pnr_slice raw, uint64_t offset)
{
  for (size_t i = 0; i < raw.size; i++) {
    size_t first = i;
    while (i < raw.size && is_control(raw.data[i])) i++;
    if (i > first) note_octets(segment, PNR_F_EDI_CONTROL, offset + first, i - first, 1);
  }
}

/* High octets are a matter of note unless the declared charset defines each of them. */
static void note_high(const pnri_segment *segment, pnr_slice raw, uint64_t offset)
{
  uint32_t part = part_of(segment, raw);
  for (size_t i = 0; i < raw.size; i++) {
    if (raw.data[i] < 0x80) continue;
    if (part == 0 && segment->charset == PNRI_CHARSET_UTF_8) return;
    if (part != 0 && part == segment->charset && pnri_iso_8859(part, raw.data[i]) != 0) continue;
    note_once(segment, PNRI_NOTED_CHARSET, PNR_F_EDI_CHARSET, offset + i);
    return;
  }
}

static void note_octets_of(const pnri_segment *segment, uint32_t value)
{
  pnr_slice raw = pnri_segment_raw(segment, value);
  uint64_t offset = pnri_value_begin(segment, value);
  uint32_t has = survey(segment, raw);
  if ((has & HAS_BREAK) != 0) {
    size_t i = 0;
    while (!is_line_break(raw.data[i])) i++;
    note_once(segment, PNRI_NOTED_LINE_BREAK, PNR_F_EDI_LINE_BREAK, offset + i);
  }
  if ((has & HAS_CONTROL) != 0) note_controls(segment, raw, offset);
  if ((has & HAS_HIGH) != 0) note_high(segment, raw, offset);
}

/* The values that share the last bit are told about by pnri_segment_note_all alone. */
static void note_value(pnri_segment *segment, uint32_t value)
{
  if (segment->is_plain || value >= PNRI_OWN_BITS || (segment->noted & pnri_value_bit(value)) != 0) return;
  segment->noted |= pnri_value_bit(value);
  note_octets_of(segment, value);
}

/* --- What a reader asks --- */

static void count_as_unread(pnri_segment *segment, uint32_t value)
{
  if (value < PNRI_OWN_BITS && segment->read != UINT64_MAX) segment->read &= ~pnri_value_bit(value);
}

pnr_slice pnri_segment_decode_trimmed(pnri_segment *segment, uint32_t element, uint32_t component, pnr_slice text)
{
  count_as_unread(segment, pnri_segment_value(segment, element, component));
  return pnri_slice_trim(text);
}

pnr_slice pnri_segment_decode(pnri_segment *segment, uint32_t value)
{
  pnr_slice raw = pnri_segment_raw(segment, value);
  if (is_blank(raw.data[raw.size - 1])) count_as_unread(segment, value);
  if (segment->is_plain) return without_trailing_blanks(raw);
  note_value(segment, value);
  return as_text(segment, raw, false, false);
}

pnr_slice pnri_segment_decode_from(const pnri_segment *segment, uint64_t begin, bool keep_blanks)
{
  return as_text(segment, (pnr_slice){ segment->data + begin, (size_t)(segment->end - begin) }, true, keep_blanks);
}

void pnri_segment_note_unread(pnri_segment *segment)
{
  for (uint32_t i = 0; i < segment->value_count; i++)
    if ((segment->noted & pnri_value_bit(i)) == 0) note_octets_of(segment, i);
  segment->noted = UINT64_MAX;
}

void pnri_segment_note(pnri_segment *segment, uint32_t code, uint32_t element, uint32_t component)
{
  uint32_t value = pnri_segment_value(segment, element, component);
  if (value == PNRI_ABSENT) note_octets(segment, code, segment->begin, segment->end - segment->begin, 0);
  else note_octets(segment, code, pnri_value_begin(segment, value), pnri_value_size(segment, value), 0);
}

pnr_slice pnri_segment_behind(const pnri_segment *segment, uint64_t size, uint64_t *at)
{
  enum { LONGEST = 1024 };
  const uint8_t *data = segment->data;
  uint8_t terminator = segment->service->terminator, release = segment->service->release;
  uint64_t begin = *at != 0 ? *at : segment->end;
  while (begin < size && (data[begin] <= ' ' || data[begin] == terminator)) begin++;
  uint64_t end = begin, limit = size - begin < LONGEST ? size : begin + LONGEST;
  while (end < limit && data[end] != terminator) end += release != 0 && data[end] == release ? 2 : 1;
  if (end >= limit) return (pnr_slice){ NULL, 0 };
  *at = end + 1;
  return (pnr_slice){ data + begin, (size_t)(end - begin) };
}
