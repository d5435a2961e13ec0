/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/redact.h"

#include <stdbool.h>

enum { UNA_COMPONENT, UNA_ELEMENT, UNA_DECIMAL, UNA_RELEASE, UNA_REPETITION, UNA_TERMINATOR, UNA_SIZE };
enum { KEPT_MOST = 400 }; /* octets of a segment that is kept: a longer one is more than one, or none */

/* What of a segment stays: its tag always, its qualifier (the first component), or all of it. The first row that fits
 * counts; "" fits every qualifier. Segments without a row keep their tag. */
enum { TAG, QUALIFIER, WHOLE };
static const struct {
  const char *tag, *qualifier;
  uint32_t kept;
} rows[] = {
  { "UNB", "", WHOLE },
  { "UNG", "", WHOLE },
  { "UNH", "", WHOLE },
  { "UNT", "", WHOLE },
  { "UNE", "", WHOLE },
  { "UNZ", "", WHOLE },
  { "UIB", "", WHOLE },
  { "UIH", "", WHOLE },
  { "UIT", "", WHOLE },
  { "UIZ", "", WHOLE },
  { "UNS", "", WHOLE },
  /* PNRGOV: elements 1 to 3, 7, 9, 10 and 13 to 16 of Annex I */
  { "MSG", "", WHOLE },
  { "ORG", "", WHOLE },
  { "TVL", "", WHOLE },
  { "SRC", "", WHOLE },
  { "RCI", "", WHOLE },
  { "RPI", "", WHOLE },
  { "DAT", "", WHOLE },
  { "APD", "", WHOLE },
  { "TRA", "", WHOLE },
  { "SSD", "", WHOLE },
  { "TBD", "", WHOLE },
  { "EBD", "", WHOLE },
  { "TKT", "", WHOLE },
  { "MON", "", WHOLE },
  { "TXD", "", WHOLE },
  { "FAR", "", WHOLE },
  { "PTK", "", WHOLE },
  { "SSR", "", QUALIFIER },
  { "IFT", "", QUALIFIER },
  /* PAXLST: the journey */
  { "BGM", "", WHOLE },
  { "TDT", "", WHOLE },
  { "LOC", "125", WHOLE },
  { "LOC", "87", WHOLE },
  { "LOC", "92", WHOLE },
  { "LOC", "130", WHOLE },
  { "LOC", "188", WHOLE },
  { "DTM", "189", WHOLE },
  { "DTM", "232", WHOLE },
  { "DTM", "", QUALIFIER },
  { "LOC", "", QUALIFIER },
  { "NAD", "", QUALIFIER },
  { "ATT", "", QUALIFIER },
  { "NAT", "", QUALIFIER },
  { "RFF", "AVF", WHOLE },
  { "RFF", "", QUALIFIER },
  { "MEA", "", QUALIFIER },
  { "FTX", "", QUALIFIER },
  { "GEI", "", WHOLE },
  { "ERC", "", WHOLE },
  { "ERP", "", WHOLE },
  { "UCI", "", WHOLE },
  { "UCM", "", WHOLE },
  { "UCS", "", WHOLE },
  { "UCD", "", WHOLE },
};

typedef struct scan {
  uint8_t *data;
  size_t size;
  uint8_t service[UNA_SIZE];
} scan;

static bool is_mark(const scan *s, uint32_t place, uint8_t octet) { return octet == s->service[place] && octet != ' '; }

static bool is_any_mark(const scan *s, uint8_t octet)
{
  return is_mark(s, UNA_COMPONENT, octet) || is_mark(s, UNA_ELEMENT, octet) || is_mark(s, UNA_RELEASE, octet) ||
         is_mark(s, UNA_REPETITION, octet) || is_mark(s, UNA_TERMINATOR, octet);
}

static bool is_space(uint8_t octet) { return octet == '\n' || octet == '\r' || octet == ' ' || octet == '\t'; }

/* U+2019 ends segments that a word processor had in its hands. */
static bool is_quote(const scan *s, size_t at)
{
  return s->size - at >= 3 && memcmp(s->data + at, "\xE2\x80\x99", 3) == 0;
}

/* Where the segment that begins at `at` ends: at its terminator, or at the end of all. */
static size_t end_of(const scan *s, size_t at)
{
  for (; at < s->size; at++) {
    if (is_mark(s, UNA_RELEASE, s->data[at])) at++;
    else if (is_mark(s, UNA_TERMINATOR, s->data[at]) || is_quote(s, at)) return at;
  }
  return s->size;
}

/* Marks stay, so that elements keep their numbers; what was released is no mark. */
static void blank(const scan *s, size_t from, size_t end)
{
  for (size_t i = from; i < end; i++) {
    if (is_mark(s, UNA_RELEASE, s->data[i]) && i + 1 < end) s->data[++i] = 'X';
    else if (!is_any_mark(s, s->data[i])) pnri_blank(s->data + i, 1);
  }
}

/* The end of the first component behind the tag. */
static size_t qualifier_end(const scan *s, size_t from, size_t end)
{
  enum { QUALIFIER_MOST = 4 };
  size_t at = from;
  while (at < end && !is_any_mark(s, s->data[at])) at++;
  return at - from <= QUALIFIER_MOST ? at : from;
}

/* Where blanking of the segment begins; end where nothing of it is blanked. */
static size_t blank_from(const scan *s, size_t begin, size_t end)
{
  size_t value = begin + 4, qualifier = qualifier_end(s, value, end);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    bool is_tag = memcmp(s->data + begin, rows[i].tag, 3) == 0;
    pnr_slice found = { s->data + value, qualifier - value };
    if (!is_tag || (rows[i].qualifier[0] != 0 && !pnri_slice_is(found, rows[i].qualifier))) continue;
    if (rows[i].kept == WHOLE && end - begin <= KEPT_MOST) return end;
    return rows[i].kept == TAG ? value : qualifier;
  }
  return value;
}

/* A tag: three capital letters and a separator. */
static bool is_tag(const scan *s, size_t at, size_t end)
{
  if (end - at < 3) return false;
  for (size_t i = at; i < at + 3; i++)
    if (s->data[i] < 'A' || s->data[i] > 'Z') return false;
  return end - at == 3 || is_mark(s, UNA_ELEMENT, s->data[at + 3]) || is_mark(s, UNA_COMPONENT, s->data[at + 3]);
}

static bool begins_una(const scan *s, size_t at)
{
  return s->size - at >= 3 + UNA_SIZE && memcmp(s->data + at, "UNA", 3) == 0 && s->data[at + 3] == s->service[0];
}

/* Text in front of an envelope, such as the heading of a teletype message: where the envelope begins. */
static size_t envelope_in(const scan *s, size_t from, size_t end)
{
  for (size_t at = from; at < end; at++) {
    bool is_envelope = is_tag(s, at, end) && s->data[at] == 'U' && (s->data[at + 1] == 'N' || s->data[at + 1] == 'I');
    if (is_envelope || begins_una(s, at)) return at;
  }
  return end;
}

static size_t redact_segment(const scan *s, size_t begin)
{
  while (begin < s->size && is_space(s->data[begin])) begin++;
  if (begin < s->size && begins_una(s, begin)) return begin + 3 + UNA_SIZE;
  size_t end = end_of(s, begin), next = end < s->size ? end + 1 : end;
  if (end < s->size && is_quote(s, end)) next = end + 3;
  if (!is_tag(s, begin, end)) {
    size_t envelope = envelope_in(s, begin, end);
    blank(s, begin, envelope);
    return envelope < end ? envelope : next;
  }
  if (end - begin > 4) blank(s, blank_from(s, begin, end), end);
  return next;
}

void pnri_redact_edifact(pnri_octets octets, pnr_slice service)
{
  scan s = { octets.data, octets.size, { ':', '+', '.', '?', ' ', '\'' } };
  if (service.size == UNA_SIZE) memcpy(s.service, service.data, UNA_SIZE);
  for (size_t at = 0; at < s.size;) at = redact_segment(&s, at);
}
