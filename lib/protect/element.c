/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/element.h"

#include <stddef.h>

#include "core/slice.h"
#include "pnr/protect.h"

/* Items, sorted: segments of PNRGOV (IATA implementation guide 13.1) and PAXLST (WCO/IATA/ICAO guidelines: all of it is
 * advance passenger information), elements of PNRGOV XML and of teletype lists (IATA Recommended Practice 1708), parts of
 * machine readable zones. What has 0 only holds messages together, or tells nothing that Annex I names. */
typedef struct tag_row {
  const char *tag;
  uint32_t element;
} tag_row;

static const tag_row tags[] = {
  { "ABI", 19 },
  { "ACTION", 19 },
  { "ADD", 5 },
  { "APD", 7 },
  { "ATT", 18 },
  { "BGM", 0 },
  { "BoardingNumber", 10 },
  { "BookingRefID", 1 },
  { "C", 17 }, /* group */
  { "CNT", 17 },
  { "COM", 5 },
  { "CTA", 0 },
  { "CheckInInfo", 10 },
  { "CompanyName", 7 },
  { "ContactInfo", 5 },
  { "CustLoyalty", 8 },
  { "DAT", 10 },
  { "DOC", 18 },
  { "DOCA", 18 },
  { "DOCO", 18 },
  { "DOCS", 18 },
  { "DOC_SSR", 18 },
  { "DTM", 18 },
  { "EBD", 16 },
  { "EMP", 18 },
  { "EQN", 17 },
  { "ExcessBaggage", 16 },
  { "FAR", 13 },
  { "FOP", 6 },
  { "FTI", 8 },
  { "FTX", 16 },
  { "FareInfo", 13 },
  { "Flight", 7 },
  { "FlightLeg", 7 },
  { "GEI", 0 }, /* whether the data were verified */
  { "I", 7 },   /* inbound connection */
  { "IFT", 12 },
  { "L", 1 }, /* locator */
  { "LOC", 18 },
  { "LTS", 19 },
  { "MEA", 16 },
  { "MON", 13 },
  { "MRZ_CHECK_DIGIT", 18 },
  { "MRZ_OPTIONAL", 18 },
  { "MRZ_REPAIR", 18 },
  { "MSG", 0 },
  { "N", 17 }, /* number in party */
  { "NAD", 18 },
  { "NAME", 4 },
  { "NAT", 18 },
  { "O", 7 }, /* onward connection */
  { "ORG", 9 },
  { "OSI", 12 },
  { "OTHS", 12 },
  { "PDT", 18 },
  { "PNR", 2 },
  { "PTK", 13 },
  { "Passenger", 17 },
  { "PaymentInfo", 6 },
  { "PrepaidBag", 16 },
  { "R", 12 }, /* remark */
  { "RCI", 1 },
  { "REF", 17 },
  { "RFF", 18 },
  { "RN", 12 }, /* remark of a name */
  { "RPI", 10 },
  { "Remark", 12 },
  { "SAC", 19 },
  { "SRC", 0 },
  { "SSD", 14 },
  { "SSR", 12 },
  { "SeatNumber", 14 },
  { "Source", 9 },
  { "TBD", 16 },
  { "TDT", 18 },
  { "TIF", 4 },
  { "TKT", 13 },
  { "TRA", 15 },
  { "TRI", 10 },
  { "TVL", 7 },
  { "TXD", 13 },
  { "TicketDocument", 13 },
  { "UNS", 0 },
  { "W", 16 }, /* baggage */
};

/* As strcmp orders them. */
static int order(pnr_slice tag, const char *other)
{
  if (tag.size != 0 && tag.data[0] != (uint8_t)other[0]) return tag.data[0] - (uint8_t)other[0];
  size_t size = strlen(other), shorter = tag.size < size ? tag.size : size;
  int order = shorter != 0 ? memcmp(tag.data, other, shorter) : 0;
  return order != 0 ? order : (int)(tag.size > size) - (int)(tag.size < size);
}

uint32_t pnri_element_of_tag(pnr_slice tag, const char **known)
{
  *known = NULL;
  bool is_numbered = tag.size == 2 && (tag.data[0] == 'I' || tag.data[0] == 'O') && tag.data[1] <= '9';
  if (is_numbered) tag.size = 1; /* the second connection: O2 */
  size_t low = 0, high = sizeof tags / sizeof tags[0];
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int found = order(tag, tags[middle].tag);
    if (found == 0) {
      *known = tags[middle].tag;
      return tags[middle].element;
    }
    if (found > 0) low = middle + 1;
    else high = middle;
  }
  return 0;
}

/* Codes of remarks: special service requests (IATA Resolution 700 and its code lists), IFT subjects. All others are general
 * remarks. A row that ends with a star stands for all codes that begin so. */
static const tag_row codes[] = {
  { "CTC*", 5 },  { "DOC*", 18 }, { "FOID", 18 }, { "PSPT", 18 }, { "PCTC", 5 },  { "FQT*", 8 },   { "SEAT", 14 },
  { "RQST", 14 }, { "NSS*", 14 }, { "SMS*", 14 }, { "EXST", 14 }, { "CBBG", 16 }, { "XBAG", 16 },  { "TKN*", 13 },
  { "GRP*", 17 }, { "GPST", 14 }, { "INFT", 17 }, { "INF", 17 },  { "EPAY", 6 },  { "SPLIT", 11 }, { "LTS", 19 },
  { "4:5", 13 },  { "4:15", 13 }, { "4:43", 5 },  { "4:63", 13 },
};

uint32_t pnri_element_of_code(pnr_slice code)
{
  for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
    size_t size = strlen(codes[i].tag) - 1;
    bool is_start = codes[i].tag[size] == '*' && code.size > size && memcmp(code.data, codes[i].tag, size) == 0;
    if (is_start || pnri_slice_is(code, codes[i].tag)) return codes[i].element;
  }
  return 12;
}

static uint32_t element_of_identifier(const pnr_identifier *identifier)
{
  switch (identifier->kind) {
  case PNR_IDENTIFIER_FREQUENT_FLYER: return 8;
  case PNR_IDENTIFIER_CARD: return 6;
  default: return 5;
  }
}

/* A name that a travel document testifies is advance passenger information too. */
static uint32_t elements_of_name(const pnr_name *name)
{
  return PNR_ELEMENT(4) | (name->source <= PNR_SOURCE_NAD ? PNR_ELEMENT(18) : 0);
}

static uint32_t element_of_item(const pnr_item *item)
{
  const char *known;
  uint32_t element = pnri_element_of_tag(item->tag, &known);
  if (!pnri_slice_starts(item->text, "SSR") || item->text.size < 8) return element;
  return pnri_element_of_code((pnr_slice){ item->text.data + 4, 4 }); /* SSR+DOCS */
}

static uint32_t bit_of(uint32_t element) { return element != 0 ? PNR_ELEMENT(element) : 0; }

uint32_t pnri_elements_of_view(const pnri_view *view, const void *at)
{
  if (view == &pnri_remark_view)
    return PNR_ELEMENT(pnri_element_of_code(pnri_field_text(at, offsetof(pnr_remark, code))));
  if (view == &pnri_item_view) return bit_of(element_of_item(at));
  if (view == &pnri_identifier_view) return PNR_ELEMENT(element_of_identifier(at));
  if (view == &pnri_name_view) return elements_of_name(at);
  if (view == &pnri_contact_view && pnri_field_number(at, offsetof(pnr_contact, kind)) == PNR_CONTACT_AGENCY)
    return PNR_ELEMENT(9);
  uint32_t elements = 0;
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++)
    if (f->views == NULL) elements |= bit_of(f->element);
  return elements;
}

uint32_t pnri_elements_of_field(const pnri_field *field, const pnri_view *view, const void *at)
{
  bool is_by_view = view == &pnri_remark_view || view == &pnri_item_view || view == &pnri_identifier_view ||
                    view == &pnri_name_view || view == &pnri_contact_view;
  return is_by_view ? pnri_elements_of_view(view, at) : bit_of(field->element);
}

const char *pnr_element_name(uint32_t element)
{
  static const char *const names[] = {
    "unknown",
    "record locator",
    "date of reservation or issue of ticket",
    "dates of intended travel",
    "names",
    "address and contact",
    "forms of payment",
    "itinerary",
    "frequent flyer information",
    "travel agency",
    "travel status",
    "split information",
    "general remarks",
    "ticketing",
    "seat",
    "code share",
    "baggage",
    "number and other names of travellers",
    "advance passenger information",
    "history of changes",
  };
  return names[element < sizeof names / sizeof names[0] ? element : 0];
}
