/* SPDX-License-Identifier: Apache-2.0 */
#include "read/origin.h"

#include "core/slice.h"

/* Names that systems and networks use as their address, which are longer than a designator. */
static const char *const providers[] = { "AMADEUS", "ARINC", "EULISA",  "GALILEO",    "NAVITAIRE", "ROUTER",
                                         "SABRE",   "SITA",  "SITATEX", "TRAVELPORT", "WORLDSPAN" };

enum { DESIGNATOR_MIN = 2, DESIGNATOR_MAX = 3 }; /* of carriers and systems: IATA two, ICAO three characters */

static bool is_word_octet(uint8_t octet)
{
  return (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9');
}

/* Takes the next run of letters and digits off the text; empty at its end. */
static pnr_slice take_word(pnr_slice *text)
{
  size_t begin = 0;
  while (begin < text->size && !is_word_octet(text->data[begin])) begin++;
  *text = pnri_slice_from(*text, begin);
  size_t size = 0;
  while (size < text->size && is_word_octet(text->data[size])) size++;
  pnr_slice word = { text->data, size };
  *text = pnri_slice_from(*text, size);
  return word;
}

static bool is_carrier(const pnr_content *content, pnr_slice word)
{
  for (uint32_t i = 0; i < content->leg_count; i++) {
    const pnr_leg *leg = content->legs[i];
    if (leg->carrier.size != 0 && pnri_slice_same(leg->carrier, word)) return true;
    if (leg->operating_carrier.size != 0 && pnri_slice_same(leg->operating_carrier, word)) return true;
  }
  return false;
}

static bool is_provider(pnr_slice word)
{
  for (size_t i = 0; i < sizeof providers / sizeof providers[0]; i++)
    if (pnri_slice_same(word, pnri_slice(providers[i]))) return true;
  return false;
}

/* Who has this address, seen from the flight. */
static uint32_t origin_of(const pnr_content *content, pnr_slice address)
{
  pnr_slice rest = address, word;
  bool is_other = false;
  address = pnri_slice_trim(address);
  while ((word = take_word(&rest)).size != 0) {
    if (is_carrier(content, word)) return PNR_ORIGIN_CARRIER;
    bool is_whole = word.size == address.size && word.size >= DESIGNATOR_MIN && word.size <= DESIGNATOR_MAX;
    is_other = is_other || is_whole || is_provider(word);
  }
  return is_other && content->leg_count != 0 ? PNR_ORIGIN_ROUTER : PNR_ORIGIN_UNKNOWN;
}

/* ORG at the head of PNRGOV: the system that made the message, its first value. */
static pnr_slice system_of(const pnr_content *content)
{
  for (uint32_t i = 0; i < content->contact_count; i++) {
    pnr_slice text = content->contacts[i]->text;
    if (pnri_slice_is(content->contacts[i]->purpose, "ORG")) return take_word(&text);
  }
  return (pnr_slice){ NULL, 0 };
}

uint32_t pnri_origin(const pnr_content *content, bool is_framed)
{
  switch (content->type) {
  case PNR_MESSAGE_PNL: return PNR_ORIGIN_FALLBACK;
  case PNR_MESSAGE_PNRGOV:
  case PNR_MESSAGE_PNRGOV_XML:
  case PNR_MESSAGE_PAXLST: break;
  default: return PNR_ORIGIN_UNKNOWN; /* a government's own, or nobody's */
  }
  if (is_framed) return PNR_ORIGIN_FALLBACK;
  uint32_t origin = origin_of(content, content->sender);
  return origin != PNR_ORIGIN_UNKNOWN ? origin : origin_of(content, system_of(content));
}
