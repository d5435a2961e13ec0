/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/element.h"

#include <stddef.h>

#include "core/slice.h"
#include "pnr/protect.h"

/* Items: segments of PNRGOV and PAXLST, elements of PNRGOV XML, elements of teletype lists, parts of machine readable
 * zones. What has 0 only holds messages together, or tells nothing that Annex I names. */
typedef struct tag_row {
  const char *tag;
  uint32_t element;
} tag_row;

static const tag_row tags[] = {
  /* PNRGOV, IATA implementation guide 13.1 */
  { "ABI", 19 },
  { "ADD", 5 },
  { "APD", 7 },
  { "DAT", 10 },
  { "EBD", 16 },
  { "EQN", 17 },
  { "FAR", 13 },
  { "FOP", 6 },
  { "FTI", 8 },
  { "IFT", 12 },
  { "LTS", 19 },
  { "MON", 13 },
  { "MSG", 0 },
  { "ORG", 9 },
  { "PTK", 13 },
  { "RCI", 1 },
  { "REF", 17 },
  { "RPI", 10 },
  { "SAC", 19 },
  { "SRC", 0 },
  { "SSD", 14 },
  { "SSR", 12 },
  { "TBD", 16 },
  { "TIF", 4 },
  { "TKT", 13 },
  { "TRA", 15 },
  { "TRI", 10 },
  { "TVL", 7 },
  { "TXD", 13 },
  /* PAXLST, WCO/IATA/ICAO guidelines: all of it is advance passenger information */
  { "ATT", 18 },
  { "BGM", 0 },
  { "CNT", 17 },
  { "COM", 5 },
  { "CTA", 0 },
  { "DOC", 18 },
  { "DTM", 18 },
  { "EMP", 18 },
  { "FTX", 16 },
  { "GEI", 0 }, /* whether the data were verified */
  { "LOC", 18 },
  { "MEA", 16 },
  { "NAD", 18 },
  { "NAT", 18 },
  { "PDT", 18 },
  { "RFF", 18 },
  { "TDT", 18 },
  { "UNS", 0 },
  /* PNRGOV XML */
  { "BoardingNumber", 10 },
  { "BookingRefID", 1 },
  { "CheckInInfo", 10 },
  { "CompanyName", 7 },
  { "ContactInfo", 5 },
  { "CustLoyalty", 8 },
  { "DOCA", 18 },
  { "DOCO", 18 },
  { "DOCS", 18 },
  { "DOC_SSR", 18 },
  { "ExcessBaggage", 16 },
  { "FareInfo", 13 },
  { "Flight", 7 },
  { "FlightLeg", 7 },
  { "OSI", 12 },
  { "OTHS", 12 },
  { "PNR", 2 },
  { "Passenger", 17 },
  { "PaymentInfo", 6 },
  { "PrepaidBag", 16 },
  { "Remark", 12 },
  { "SeatNumber", 14 },
  { "Source", 9 },
  { "TicketDocument", 13 },
  /* teletype lists, IATA Recommended Practice 1708: C group, I and O connections, L locator, N number, R and RN remarks, W
   * baggage */
  { "ACTION", 19 },
  { "C", 17 },
  { "I", 7 },
  { "L", 1 },
  { "N", 17 },
  { "NAME", 4 },
  { "O", 7 },
  { "R", 12 },
  { "RN", 12 },
  { "W", 16 },
  /* machine readable zones, ICAO Doc 9303 */
  { "MRZ_CHECK_DIGIT", 18 },
  { "MRZ_OPTIONAL", 18 },
  { "MRZ_REPAIR", 18 },
};

uint32_t pnri_element_of_tag(pnr_slice tag, const char **known)
{
  *known = NULL;
  bool is_numbered = tag.size == 2 && (tag.data[0] == 'I' || tag.data[0] == 'O') && tag.data[1] <= '9';
  if (is_numbered) tag.size = 1; /* the second connection: O2 */
  for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
    if (!pnri_slice_is(tag, tags[i].tag)) continue;
    *known = tags[i].tag;
    return tags[i].element;
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
