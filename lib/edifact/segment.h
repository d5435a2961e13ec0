/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EDIFACT_SEGMENT_H
#define PNR_EDIFACT_SEGMENT_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/findings.h"
#include "edifact/scanner.h"

/* How the octets of values become UTF-8 (UNB 0001, ISO 9735 character sets): levels A and B and whatever is not known
 * (UTF-8 where it is valid, else Latin-1), 1 to 9 the part of ISO/IEC 8859, or UTF-8 as declared. */
typedef uint32_t pnri_charset;
enum { PNRI_CHARSET_LEVEL_AB = 0, PNRI_CHARSET_UTF_8 = 10 };

/* The charset of a syntax identifier: "UNOC" gives 1. */
pnri_charset pnri_charset_of(pnr_slice syntax_identifier);

enum { PNRI_NOTED_CHARSET = 1, PNRI_NOTED_LINE_BREAK = 2 }; /* findings that are told once per message */

/* One segment, valid until the next one is asked for. Elements and components count from 1 as in the standards:
 * element 1 is the first after the tag; a tag may carry components of its own (TAG:1), which are element 0. */
typedef struct pnri_segment {
  const uint8_t *data; /* the whole input */
  uint64_t begin;      /* offset of the tag */
  uint64_t end;        /* offset behind the last octet, terminator excluded */
  uint8_t tag[3];
  uint32_t ordinal; /* within the message, UNH is 1; 0 outside of a message */
  uint32_t element_count;
  uint32_t value_count;     /* values are all components in order, as sent, releases and line breaks included */
  uint64_t base;            /* of marks */
  const uint32_t *marks;    /* value i stands between the marks i and i + 1: there is one mark more than values */
  const uint32_t *elements; /* index of each element's first value; element_count + 1 of them, after the tag's own */
  uint64_t read;            /* bit i: value i was asked for (the last bit stands for all from 63 on) */
  uint64_t noted;           /* bit i: what is wrong with value i was told */
  bool is_plain;            /* every octet is printable ASCII and no release */
  uint32_t *message_noted;  /* PNRI_NOTED_… */
  pnri_charset charset;
  const pnri_service *service;
  pnri_arena *arena;       /* decoded text goes here */
  pnri_findings *findings; /* and what is wrong with it there */
} pnri_segment;

static inline bool pnri_segment_is(const pnri_segment *segment, const char *tag)
{
  return segment->tag[0] == (uint8_t)tag[0] && segment->tag[1] == (uint8_t)tag[1] && segment->tag[2] == (uint8_t)tag[2];
}

#define PNRI_ABSENT UINT32_MAX

/* Index of the first value of an element that exists. */
static inline uint32_t pnri_segment_first(const pnri_segment *segment, uint32_t element)
{
  return element == 0 ? 0 : segment->elements[element - 1];
}

/* How many components element e has; 0 when there is no such element. */
static inline uint32_t pnri_segment_components(const pnri_segment *segment, uint32_t element)
{
  if (element > segment->element_count) return 0;
  return segment->elements[element] - pnri_segment_first(segment, element);
}

/* Index of component c of element e among the values, or PNRI_ABSENT. */
static inline uint32_t pnri_segment_value(const pnri_segment *segment, uint32_t element, uint32_t component)
{
  if (component == 0 || component > pnri_segment_components(segment, element)) return PNRI_ABSENT;
  return pnri_segment_first(segment, element) + component - 1;
}

enum { PNRI_OWN_BITS = 63 }; /* values with a bit of their own; of read, the last one says that the whole was */

static inline uint64_t pnri_value_bit(uint32_t value)
{
  return UINT64_C(1) << (value < PNRI_OWN_BITS ? value : PNRI_OWN_BITS);
}

/* Offset and octets of a value that exists. */
static inline uint64_t pnri_value_begin(const pnri_segment *segment, uint32_t value)
{
  return segment->base + segment->marks[value] + 1;
}

static inline uint32_t pnri_value_size(const pnri_segment *segment, uint32_t value)
{
  return segment->marks[value + 1] - segment->marks[value] - 1;
}

/* True when it begins a repetition of its element. */
static inline bool pnri_value_is_repeat(const pnri_segment *segment, uint32_t value)
{
  uint8_t repetition = segment->service->repetition;
  return repetition != 0 && segment->data[segment->base + segment->marks[value]] == repetition;
}

static inline pnr_slice pnri_segment_raw(const pnri_segment *segment, uint32_t value)
{
  return (pnr_slice){ segment->data + pnri_value_begin(segment, value), pnri_value_size(segment, value) };
}

/* A value that may not mean itself, as UTF-8; what is wrong with it is told. One whose blanks are cut off counts as unread
 * again: a field cannot tell how many there were, or that a value consists of them. */
pnr_slice pnri_segment_decode(pnri_segment *segment, uint32_t value);

/* Component c of element e as UTF-8: releases undone, line breaks and trailing blanks removed, decoded. Borrowed from
 * the input where nothing had to change, otherwise from the arena. Empty when absent. Marks the component as read. */
static inline pnr_slice pnri_segment_text(pnri_segment *segment, uint32_t element, uint32_t component)
{
  uint32_t value = pnri_segment_value(segment, element, component);
  if (value == PNRI_ABSENT) return (pnr_slice){ NULL, 0 };
  if (value < PNRI_OWN_BITS) segment->read |= pnri_value_bit(value); /* one of the others stands for none of them */
  pnr_slice raw = pnri_segment_raw(segment, value);
  if (raw.size == 0) return (pnr_slice){ NULL, 0 };
  return segment->is_plain && raw.data[raw.size - 1] != ' ' ? raw : pnri_segment_decode(segment, value);
}

/* The same without blanks in front. */
pnr_slice pnri_segment_decode_trimmed(pnri_segment *segment, uint32_t element, uint32_t component, pnr_slice text);
static inline pnr_slice pnri_segment_trimmed(pnri_segment *segment, uint32_t element, uint32_t component)
{
  pnr_slice text = pnri_segment_text(segment, element, component);
  return text.size != 0 && text.data[0] <= ' ' ? pnri_segment_decode_trimmed(segment, element, component, text) : text;
}

/* Where component c of element e begins in the input; the segment's begin when it is absent. */
static inline uint64_t pnri_segment_offset(const pnri_segment *segment, uint32_t element, uint32_t component)
{
  uint32_t value = pnri_segment_value(segment, element, component);
  return value == PNRI_ABSENT ? segment->begin : pnri_value_begin(segment, value);
}

/* The segment from the offset begin on, as UTF-8 with releases kept. */
pnr_slice pnri_segment_decode_from(const pnri_segment *segment, uint64_t begin, bool keep_blanks);

/* The whole segment from its tag on, blanks at its end too: what an item shows. */
static inline pnr_slice pnri_segment_whole(const pnri_segment *segment)
{
  if (!segment->is_plain) return pnri_segment_decode_from(segment, segment->begin, true);
  return (pnr_slice){ segment->data + segment->begin, (size_t)(segment->end - segment->begin) };
}

/* Everything behind the tag's separator, without blanks at the end. */
static inline pnr_slice pnri_segment_rest(const pnri_segment *segment)
{
  if (segment->value_count == 0) return (pnr_slice){ NULL, 0 };
  uint64_t begin = pnri_value_begin(segment, 0);
  bool is_exact = segment->is_plain && begin < segment->end && segment->data[segment->end - 1] != ' ';
  if (!is_exact) return pnri_segment_decode_from(segment, begin, false);
  return (pnr_slice){ segment->data + begin, (size_t)(segment->end - begin) };
}

/* True when one of the values `from` to `to` is not empty. */
static inline bool pnri_segment_has_text(const pnri_segment *segment, uint32_t from, uint32_t to)
{
  while (from < to && pnri_value_size(segment, from) == 0) from++;
  return from < to;
}

/* True when a component that is not empty was never asked for: such a segment is kept as an item too. Of a segment with
 * more values than bits that is not known, so it counts as unread unless it was marked as read whole. */
static inline bool pnri_segment_has_unread(const pnri_segment *segment)
{
  if (segment->value_count > PNRI_OWN_BITS) return segment->read != UINT64_MAX;
  for (uint64_t unread = ~segment->read & (pnri_value_bit(segment->value_count) - 1); unread != 0; unread &= unread - 1)
    if (pnri_value_size(segment, (uint32_t)__builtin_ctzll(unread)) != 0) return true;
  return false;
}

/* Marks all components as read: for handlers that keep the segment whole. */
static inline void pnri_segment_read_all(pnri_segment *segment) { segment->read = UINT64_MAX; }

/* Tells what is wrong with the octets of values that nobody asked for. */
void pnri_segment_note_unread(pnri_segment *segment);
static inline void pnri_segment_note_all(pnri_segment *segment)
{
  if (!segment->is_plain) pnri_segment_note_unread(segment);
}

/* The segment behind this one in an input of size octets, or behind the one that was looked at last (*at: 0 to begin with),
 * from its tag on, for readers who decide by what follows. Only its terminator is looked for, and not far: empty where
 * there is none. */
pnr_slice pnri_segment_behind(const pnri_segment *segment, uint64_t size, uint64_t *at);

/* A finding about this segment, or about one component of it (element 0, component 0: the whole). */
void pnri_segment_note(pnri_segment *segment, uint32_t code, uint32_t element, uint32_t component);

#endif
