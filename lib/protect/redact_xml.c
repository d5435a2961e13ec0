/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/redact.h"

#include <stdbool.h>

/* Elements whose attributes and text stay: the frame, the journey, who sold it (PNRGOV XML implementation guide). */
static const char *const kept_elements[] = {
  "IATA_PNRGOV_NotifRQ", "Originator",       "FlightLeg", "DepartureAirport", "ArrivalAirport",
  "OperatingAirline",    "MarketingAirline", "Equipment", "Flight",           "BookingRefID",
  "CompanyName",         "Source",           "xml",
};

/* Attributes of theirs that do not: a number of travellers. */
static const char *const blanked_attributes[] = { "NumberInParty" };

enum { NAME_MOST = 24 };

typedef struct markup {
  uint8_t *data;
  size_t size, at;
  bool is_kept; /* what stands between the tags, and in the attributes, of the element that was opened last */
} markup;

static bool is_name_octet(uint8_t octet)
{
  bool is_letter = (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9');
  return is_letter || octet == '_' || octet == '-' || octet == '.' || octet == ':';
}

/* A name without its prefix. */
static pnr_slice take_name(markup *m)
{
  pnr_slice name = { m->data + m->at, 0 };
  for (; m->at < m->size && is_name_octet(m->data[m->at]); m->at++)
    if (m->data[m->at] == ':') name.data = m->data + m->at + 1;
  name.size = (size_t)(m->data + m->at - name.data);
  return name;
}

static bool is_one_of(pnr_slice name, const char *const *names, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (pnri_slice_is(name, names[i])) return true;
  return false;
}

#define IS_ONE_OF(name, names) is_one_of(name, names, sizeof(names) / sizeof((names)[0]))

/* What looks like an attribute and has no value is none. */
static bool has_value(const markup *m)
{
  size_t at = m->at;
  while (at < m->size && (m->data[at] == ' ' || m->data[at] == '\n' || m->data[at] == '\r' || m->data[at] == '\t'))
    at++;
  return at < m->size && m->data[at] == '=';
}

/* Blanks up to the text `end` and passes it; without it, to the end of all. */
static void blank_to(markup *m, const char *end)
{
  size_t size = strlen(end), from = m->at;
  while (m->at < m->size && (m->size - m->at < size || memcmp(m->data + m->at, end, size) != 0)) m->at++;
  pnri_blank(m->data + from, m->at - from);
  m->at = m->size - m->at > size ? m->at + size : m->size;
}

/* Up to the end of the tag: names stay, values where they may. */
static void redact_attributes(markup *m)
{
  bool is_kept = m->is_kept;
  while (m->at < m->size && m->data[m->at] != '>') {
    uint8_t octet = m->data[m->at];
    if (is_name_octet(octet)) {
      pnr_slice name = take_name(m);
      is_kept = m->is_kept && !IS_ONE_OF(name, blanked_attributes);
      if (name.size > NAME_MOST || !has_value(m)) pnri_blank(m->data + (name.data - m->data), name.size);
      continue;
    }
    m->at++;
    if (octet == '"' || octet == '\'') {
      size_t from = m->at;
      while (m->at < m->size && m->data[m->at] != octet) m->at++;
      if (!is_kept) pnri_blank(m->data + from, m->at - from);
      if (m->at < m->size) m->at++;
    } else if (octet >= 0x80) {
      pnri_blank(m->data + m->at - 1, 1);
    }
  }
  if (m->at < m->size) m->at++;
}

/* Behind '<'. */
static void redact_tag(markup *m)
{
  pnr_slice rest = { m->data + m->at, m->size - m->at };
  if (pnri_slice_starts(rest, "!")) {
    bool is_comment = pnri_slice_starts(rest, "!--"), is_data = pnri_slice_starts(rest, "![CDATA[");
    m->at += is_data ? 8 : 1;
    blank_to(m, is_comment ? "-->" : is_data ? "]]>" : ">");
    return;
  }
  bool is_end = pnri_slice_starts(rest, "/");
  if (is_end || pnri_slice_starts(rest, "?")) m->at++;
  pnr_slice name = take_name(m);
  m->is_kept = !is_end && IS_ONE_OF(name, kept_elements);
  if (name.size > NAME_MOST) pnri_blank(m->data + (name.data - m->data), name.size);
  redact_attributes(m);
}

void pnri_redact_xml(pnri_octets octets)
{
  markup m = { octets.data, octets.size, 0, false };
  while (m.at < m.size) {
    if (m.data[m.at] == '<') {
      m.at++;
      redact_tag(&m);
    } else if (!m.is_kept) {
      pnri_blank(&m.data[m.at++], 1);
    } else {
      m.at++;
    }
  }
}
