/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_READ_PNRGOV_XML_H
#define PNR_READ_PNRGOV_XML_H

#include "encoding/xml.h"
#include "read/pnrgov.h"

/* PNRGOV as XML (IATA_PNRGOV_NotifRQ). It fills the same bookings as the EDIFACT reader and through the same functions;
 * what the files of this reader share is here. */

/* Records: elements that become one view. Every other element is a group inside of a record, or a leaf. */
enum {
  PNRI_XML_NO_RECORD,
  PNRI_XML_MESSAGE, /* what stands in no other record */
  PNRI_XML_BOOKINGS,
  PNRI_XML_FLIGHT_LEG,
  PNRI_XML_BOOKING,
  PNRI_XML_LOCATOR,
  PNRI_XML_SOURCE,
  PNRI_XML_CONTACT,
  PNRI_XML_PASSENGER,
  PNRI_XML_BOARDING, /* names a passenger again, who has checked in */
  PNRI_XML_FLIGHT,
  PNRI_XML_LOYALTY,
  PNRI_XML_BAG,
  PNRI_XML_SSR,
  PNRI_XML_REMARK,
  PNRI_XML_TICKET,
  PNRI_XML_PAYMENT,
  PNRI_XML_DOC_SSR,
  PNRI_XML_DOCS,
  PNRI_XML_DOCO,
  PNRI_XML_DOCA,
  PNRI_XML_RECORDS
};

/* Fields of records. Names have the same numbers in all, because a name may stand in the wrong place. */
enum { PNRI_XML_SURNAME, PNRI_XML_PREFIX, PNRI_XML_GIVEN, PNRI_XML_MIDDLE, PNRI_XML_TITLE, PNRI_XML_NAMES };
enum { PNRI_XML_FIELDS = PNRI_XML_NAMES + 14 };
#define PNRI_XML_FIELD(name, number) PNRI_XML_##name = PNRI_XML_NAMES + (number)
enum { /* message, and the element around its bookings */
       PNRI_XML_FIELD(M_VERSION, 0),
       PNRI_XML_FIELD(M_REFERENCE, 1),
       PNRI_XML_FIELD(M_PREPARED, 2),
       PNRI_XML_FIELD(M_SENDER, 3),
       PNRI_XML_FIELD(M_CONTACT, 4),
       PNRI_XML_FIELD(M_DECLARED, 5)
};
enum { /* booking */
       PNRI_XML_FIELD(B_TRAVELLERS, 0),
       PNRI_XML_FIELD(B_CHANGED, 1),
       PNRI_XML_FIELD(B_CREATED, 2)
};
enum { /* locator; source; loyalty */
       PNRI_XML_FIELD(L_VALUE, 0),
       PNRI_XML_FIELD(L_TYPE, 1),
       PNRI_XML_FIELD(L_CARRIER, 2)
};
enum { PNRI_XML_FIELD(A_VENDOR, 0), PNRI_XML_FIELD(A_OFFICE, 1), PNRI_XML_FIELD(A_AGENT, 2) };
enum { PNRI_XML_FIELD(Q_PROGRAM, 0), PNRI_XML_FIELD(Q_MEMBER, 1) };
enum { /* contact, and the address of DOCA */
       PNRI_XML_FIELD(C_PHONE, 0),
       PNRI_XML_FIELD(C_EMAIL, 1),
       PNRI_XML_FIELD(C_PURPOSE, 2),
       PNRI_XML_FIELD(C_STREET, 3),
       PNRI_XML_FIELD(C_CITY, 4),
       PNRI_XML_FIELD(C_REGION, 5),
       PNRI_XML_FIELD(C_POSTCODE, 6),
       PNRI_XML_FIELD(C_COUNTRY, 7),
       PNRI_XML_FIELD(C_INFANT, 8)
};
enum { /* passenger and boarding */
       PNRI_XML_FIELD(P_REFERENCE, 0),
       PNRI_XML_FIELD(P_UNIQUE, 1),
       PNRI_XML_FIELD(P_STATUS, 2),
       PNRI_XML_FIELD(P_INFANT, 3),
       PNRI_XML_FIELD(P_TYPE, 4),
       PNRI_XML_FIELD(P_SEAT, 5)
};
enum { /* flight and flight leg */
       PNRI_XML_FIELD(F_CARRIER, 0),
       PNRI_XML_FIELD(F_NUMBER, 1),
       PNRI_XML_FIELD(F_SUFFIX, 2),
       PNRI_XML_FIELD(F_DEPARTS, 3),
       PNRI_XML_FIELD(F_ARRIVES, 4),
       PNRI_XML_FIELD(F_FROM, 5),
       PNRI_XML_FIELD(F_TO, 6),
       PNRI_XML_FIELD(F_OPERATING, 7),
       PNRI_XML_FIELD(F_OPERATING_NUMBER, 8),
       PNRI_XML_FIELD(F_CLASS, 9),
       PNRI_XML_FIELD(F_STATUS, 10),
       PNRI_XML_FIELD(F_PARTY, 11),
       PNRI_XML_FIELD(F_AIRCRAFT, 12),
       PNRI_XML_FIELD(F_DAYS, 13)
};
enum { /* baggage */
       PNRI_XML_FIELD(G_CARRIER, 0),
       PNRI_XML_FIELD(G_TAG, 1),
       PNRI_XML_FIELD(G_TAGS, 2),
       PNRI_XML_FIELD(G_POOL, 3),
       PNRI_XML_FIELD(G_QUANTITY, 4),
       PNRI_XML_FIELD(G_UNIT, 5),
       PNRI_XML_FIELD(G_DESTINATION, 6)
};
enum { /* SSR, remark and DOC_SSR */
       PNRI_XML_FIELD(S_CODE, 0),
       PNRI_XML_FIELD(S_QUANTITY, 1),
       PNRI_XML_FIELD(S_STATUS, 2),
       PNRI_XML_FIELD(S_FROM, 3),
       PNRI_XML_FIELD(S_TO, 4),
       PNRI_XML_FIELD(S_REFERENCE, 5),
       PNRI_XML_FIELD(S_CARRIER, 6),
       PNRI_XML_FIELD(S_TEXT, 7)
};
enum { /* ticket; payment */
       PNRI_XML_FIELD(T_NUMBER, 0),
       PNRI_XML_FIELD(T_TYPE, 1),
       PNRI_XML_FIELD(T_ISSUED, 2),
       PNRI_XML_FIELD(T_TOTAL, 3),
       PNRI_XML_FIELD(T_TOTAL_CURRENCY, 4),
       PNRI_XML_FIELD(T_FARE, 5),
       PNRI_XML_FIELD(T_FARE_CURRENCY, 6)
};
enum {
  PNRI_XML_FIELD(Y_FORM, 0),
  PNRI_XML_FIELD(Y_AMOUNT, 1),
  PNRI_XML_FIELD(Y_CURRENCY, 2),
  PNRI_XML_FIELD(Y_VENDOR, 3),
  PNRI_XML_FIELD(Y_ACCOUNT, 4),
  PNRI_XML_FIELD(Y_EXPIRES, 5),
  PNRI_XML_FIELD(Y_HOLDER, 6)
};
enum { /* DOCS and DOCO */
       PNRI_XML_FIELD(D_TYPE, 0),
       PNRI_XML_FIELD(D_NUMBER, 1),
       PNRI_XML_FIELD(D_ISSUER, 2),
       PNRI_XML_FIELD(D_NATIONALITY, 3),
       PNRI_XML_FIELD(D_BIRTH, 4),
       PNRI_XML_FIELD(D_SEX, 5),
       PNRI_XML_FIELD(D_EXPIRES, 6),
       PNRI_XML_FIELD(D_ISSUED, 7),
       PNRI_XML_FIELD(D_PLACE, 8),
       PNRI_XML_FIELD(D_BIRTH_PLACE, 9),
       PNRI_XML_FIELD(D_INFANT, 10)
};

/* What becomes of an attribute or a child element: a leaf of its record, directly or in a group between. */
typedef struct pnri_pnrgov_xml_row {
  uint32_t record;
  const char *group; /* the element around the leaf; "" the record's own; NULL any */
  const char *name;  /* "#" is the text of the record's element itself */
  uint32_t field;
  uint32_t joins; /* 1: what comes again goes on in a new line; 0: it becomes an item */
} pnri_pnrgov_xml_row;

typedef struct pnri_pnrgov_xml_value {
  const pnri_pnrgov_xml_row *row; /* NULL: not given */
  pnr_slice text;                 /* in the message's arena */
  uint64_t offset;
} pnri_pnrgov_xml_value;

/* An open record. */
typedef struct pnri_pnrgov_xml_record {
  uint32_t kind;
  uint64_t offset;
  pnri_pnrgov_xml_value values[PNRI_XML_FIELDS];
  pnr_leg *leg;                    /* of a flight or flight leg */
  pnri_traveller_draft *traveller; /* of a passenger, NULL when memory ran out */
  pnri_traveller_draft *outer;     /* what stood open around it */
  uint32_t outer_leg;
  size_t claims;  /* how many there were when it began */
  uint32_t inner; /* kind of the last record that ended directly inside of it */
} pnri_pnrgov_xml_record;

typedef struct pnri_pnrgov_xml {
  const pnr_env *env;
  const uint8_t *data;
  uint64_t size;
  pnri_xml *xml;
  uint64_t begin;         /* first octet that belongs to no message yet */
  uint64_t charset_fault; /* first octet that is no UTF-8, where that was expected; size when there is none */
  pnr_status ended;       /* other than PNR_OK: what the next call returns */
  pnr_error fault;

  /* the walk over documents (pnrgov_xml.c) */
  pnri_vector elements; /* open ones */
  pnri_vector names;    /* their names, one behind the other */
  pnri_xml_event held;  /* the START of the next message: the parser stands at it */
  bool is_held;
  bool is_between;    /* no parser is at work: at is to be looked at */
  bool is_closed;     /* the parser's document has come to its end */
  bool is_in_tag;     /* the newest event began an element, or is one of its attributes */
  uint64_t closed_at; /* where it did, and what follows is behind it; 0: not yet */
  bool is_fresh;      /* the parser has given nothing yet */
  bool is_declared;   /* a declaration was seen: the next element begins a message */
  uint64_t at;
  uint64_t floor;          /* no markup that has not been given begins before here */
  uint64_t boundary;       /* of the declaration */
  uint64_t lost, lost_end; /* a run of octets that could not be read */
  uint32_t closing;        /* elements that end at closing_at */
  uint64_t closing_at;
  uint64_t steps;

  /* the message at hand */
  pnri_pnrgov *p;
  pnri_vector records; /* pnri_pnrgov_xml_record; the first is the message */
  pnri_vector text;    /* of the open element */
  uint64_t text_offset;
  pnri_vector left;                /* attributes of the open element that no row takes */
  pnri_vector line;                /* scratch */
  pnri_traveller_draft *traveller; /* of the open passenger, or NULL */
  uint32_t leg;                    /* of the open flight, or PNR_NONE */
  uint64_t first;                  /* of its first element */
  bool has_begun;
  bool has_root;    /* IATA_PNRGOV_NotifRQ was seen */
  bool has_several; /* several elements at the top were seen */
} pnri_pnrgov_xml;

/* --- pnrgov_xml.c --- */

/* True where data may be such a document, or what is left of one. */
bool pnri_pnrgov_xml_looks(const uint8_t *data, size_t size);
pnr_status pnri_pnrgov_xml_open(const pnr_env *env, const uint8_t *data, size_t size, pnri_pnrgov_xml **out,
                                pnr_error *error);
void pnri_pnrgov_xml_close(pnri_pnrgov_xml *x);
/* Reads the next message into the builder; PNR_END when there is none. */
pnr_status pnri_pnrgov_xml_next(pnri_pnrgov_xml *x, pnri_builder *builder, pnr_date reference, pnr_error *error);

/* --- pnrgov_xml_table.c --- */

/* True when both are the same but for case and underscores, of which senders drop some. */
bool pnri_pnrgov_xml_same(pnr_slice name, const char *other);
/* The record that an element opens inside of another; PNRI_XML_NO_RECORD for a group or leaf. */
uint32_t pnri_pnrgov_xml_record_of(pnr_slice name, uint32_t inside);
/* True when it is one of those names letter for letter. */
bool pnri_pnrgov_xml_is_record_spelled(pnr_slice name);
/* The name of its element; "" for the message. Static. */
const char *pnri_pnrgov_xml_record_name(uint32_t record);
/* The row of a leaf; NULL when there is none. */
const pnri_pnrgov_xml_row *pnri_pnrgov_xml_row_of(uint32_t record, pnr_slice group, pnr_slice name, bool is_element);
/* The element that a message is. */
bool pnri_pnrgov_xml_is_root(pnr_slice name);

/* --- pnrgov_xml_record.c --- */

void pnri_pnrgov_xml_begin_record(pnri_pnrgov_xml *x, uint32_t kind, uint64_t offset);
/* Ends the innermost record, whose element lasts to end. */
void pnri_pnrgov_xml_end_record(pnri_pnrgov_xml *x, uint64_t end);
/* Gives a value to the innermost record; false when it has another already. text is copied. */
bool pnri_pnrgov_xml_take(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_row *row, pnr_slice text, uint64_t offset);
/* An item of the booking, or of the message where no booking is open. text is copied. */
void pnri_pnrgov_xml_item(pnri_pnrgov_xml *x, pnr_slice tag, pnr_slice text, uint64_t offset);

/* --- pnrgov_xml_passenger.c --- */

void pnri_pnrgov_xml_begin_passenger(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record);
void pnri_pnrgov_xml_end_passenger(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end);
/* Whom a record that is not his own names: BOARDING, or a name that stands in no passenger. */
void pnri_pnrgov_xml_end_boarding(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end);
void pnri_pnrgov_xml_stray_name(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record);
void pnri_pnrgov_xml_end_ssr(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end);
void pnri_pnrgov_xml_end_doc_ssr(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end);
void pnri_pnrgov_xml_end_docs(pnri_pnrgov_xml *x, pnri_pnrgov_xml_record *record, uint64_t end);

/* --- What the files of records share --- */

static inline pnr_slice pnri_pnrgov_xml_text(const pnri_pnrgov_xml_record *record, uint32_t field)
{
  return record->values[field].text;
}

static inline uint32_t pnri_pnrgov_xml_index(const pnri_pnrgov_xml *x)
{
  return x->traveller != NULL ? x->traveller->index : PNR_NONE;
}

/* The value has no place in a view: it becomes an item. */
void pnri_pnrgov_xml_keep(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field);
/* The same, unless it is absent or what goes without saying. */
void pnri_pnrgov_xml_expect(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field, pnr_slice usual);
void pnri_pnrgov_xml_note(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t code, uint32_t field);
/* ISO 8601 date, with a time behind it or not; also as EDIFACT writes dates. What the result does not tell is kept. */
pnr_date pnri_pnrgov_xml_date(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field, uint32_t kind,
                              int32_t *minutes);
/* Opens a booking where none is. False when memory is exhausted. */
bool pnri_pnrgov_xml_need_booking(pnri_pnrgov_xml *x, uint64_t offset);
/* *slot becomes the traveller with the reference, now or at the booking's end; the open one where there is none. */
void pnri_pnrgov_xml_refer(pnri_pnrgov_xml *x, const pnri_pnrgov_xml_record *record, uint32_t field, uint32_t *slot);

#endif
