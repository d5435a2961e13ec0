/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_READ_PAXLST_H
#define PNR_READ_PAXLST_H

#include "core/slice.h"
#include "read/read.h"

/* What the files of the PAXLST reader share. */

/* RFF YZY of a person: it belongs to the booking, or without one to the person's items. */
typedef struct pnri_paxlst_ticket {
  pnr_slice number;
  pnr_slice segment;       /* as sent */
  uint64_t offset, length; /* of it */
} pnri_paxlst_ticket;

/* What is kept of a person until the end of the message, when bookings are made of equal locators. */
typedef struct pnri_paxlst_person {
  const pnri_traveller_slot *traveller;
  uint32_t index;    /* of the traveller */
  uint32_t is_first; /* with this locator */
  pnr_slice locator; /* RFF AVF */
  uint64_t locator_offset;
  const pnri_paxlst_ticket *ticket; /* or NULL */
  struct pnri_paxlst_person *next;  /* with the same locator */
} pnri_paxlst_person;

enum { PNRI_PAXLST_BUCKETS = 64, PNRI_PAXLST_ROWS = 80 };

typedef struct pnri_paxlst {
  uint8_t first_rows[PNRI_PAXLST_BUCKETS]; /* by hash of a tag, the first row of the grammar to be looked at, */
  uint8_t next_rows[PNRI_PAXLST_ROWS];     /* and behind each row the next one */
  pnri_reading *reading;
  pnri_builder *builder;
  pnri_segment *segment;      /* in work */
  pnri_chain persons;         /* payload: pnri_paxlst_person */
  pnri_paxlst_person *person; /* open, or NULL; its */
  pnri_traveller_draft *draft;
  pnr_bag *measured;      /* the row that MEA fills; NULL until then */
  uint32_t bags;          /* tags expanded so far */
  pnr_document *document; /* open, or NULL */
  uint32_t status;        /* PNR_STATUS_… that BGM gives to passengers */
  bool has_reporter;      /* an NAD before the persons is open: COM belongs to it */
  uint64_t passengers;
  uint64_t crew;
  uint64_t bag_budget; /* tags that may still be expanded in this message */

  /* The journey: one TDT and the legs that its places make. */
  pnr_leg journey;           /* what each of its legs begins with */
  pnr_leg *leg;              /* newest, or NULL */
  uint32_t place_role;       /* what the newest LOC was taken for: PNRI_PLACE_… */
  pnr_slice place;           /* and its code */
  pnr_date departs, arrives; /* of a DTM that stands before the place it belongs to */
  int32_t departs_time, arrives_time;
} pnri_paxlst;

enum {
  PNRI_PLACE_NONE,
  PNRI_PLACE_DEPARTURE,
  PNRI_PLACE_ARRIVAL,
  PNRI_PLACE_OTHER_DEPARTURE,
  PNRI_PLACE_OTHER_ARRIVAL
};

/* Handlers return false when the segment says something that has no field: it is then kept as an item. So are segments
 * with components that no handler read. detail comes from the row of the table. */
typedef bool (*pnri_paxlst_handler)(pnri_paxlst *p, uint32_t detail);

/* Component c of element e, blanks around it removed; marked as read. */
static inline pnr_slice pnri_paxlst_text(pnri_paxlst *p, uint32_t element, uint32_t component)
{
  return pnri_segment_trimmed(p->segment, element, component);
}
/* Marks a component as read when it is empty or one of two usual codes: otherwise it stays unread. */
void pnri_paxlst_usual(pnri_paxlst *p, uint32_t element, uint32_t component, const char *code, const char *other);
/* Fills an empty field; false when it holds another value already. */
bool pnri_paxlst_put(pnr_slice *field, pnr_slice text);
/* Components first to last of an element, joined by blanks. */
pnr_slice pnri_paxlst_joined(pnri_paxlst *p, uint32_t element, uint32_t first, uint32_t last);
enum { PNRI_EVERY = 1 << 30 }; /* as the last component */
void pnri_paxlst_note(pnri_paxlst *p, uint32_t code, uint32_t element, uint32_t component);

/* C507 of a DTM as a date, and a time where minutes is not NULL. birth chooses the century rule. False, with a finding,
 * when it is none. */
bool pnri_paxlst_date(pnri_paxlst *p, bool birth, pnr_date *date, int32_t *minutes);

/* The same of any component that holds digits alone. */
bool pnri_paxlst_plain_date(pnri_paxlst *p, uint32_t element, uint32_t component, bool birth, pnr_date *date);

/* paxlst_journey.c */
bool pnri_paxlst_flight(pnri_paxlst *p, uint32_t detail);    /* RFF AF, where an answer names the flight */
bool pnri_paxlst_journey(pnri_paxlst *p, uint32_t detail);   /* TDT */
bool pnri_paxlst_place(pnri_paxlst *p, uint32_t role);       /* LOC 125, 87, 92 */
bool pnri_paxlst_departure(pnri_paxlst *p, uint32_t detail); /* DTM 189 */
bool pnri_paxlst_arrival(pnri_paxlst *p, uint32_t detail);   /* DTM 232 */
/* A place or a time for the newest leg, or for the one that begins with it. */
bool pnri_paxlst_depart_from(pnri_paxlst *p, pnr_slice place);
bool pnri_paxlst_departs(pnri_paxlst *p, pnr_date date, int32_t minutes);
bool pnri_paxlst_arrives(pnri_paxlst *p, pnr_date date, int32_t minutes);

/* paxlst_person.c */
bool pnri_paxlst_person_begin(pnri_paxlst *p, uint32_t kind);  /* NAD FL, FM, DDU, DDT */
bool pnri_paxlst_other_party(pnri_paxlst *p, uint32_t detail); /* NAD with any other code */
bool pnri_paxlst_sex(pnri_paxlst *p, uint32_t detail);
bool pnri_paxlst_birth(pnri_paxlst *p, uint32_t detail);
bool pnri_paxlst_person_place(pnri_paxlst *p, uint32_t qualifier);
bool pnri_paxlst_nationality(pnri_paxlst *p, uint32_t detail);
bool pnri_paxlst_crew_category(pnri_paxlst *p, uint32_t detail);
bool pnri_paxlst_reference(pnri_paxlst *p, uint32_t reference);
bool pnri_paxlst_measure(pnri_paxlst *p, uint32_t is_weight);
bool pnri_paxlst_bag(pnri_paxlst *p, uint32_t detail);
bool pnri_paxlst_communication(pnri_paxlst *p, uint32_t detail);
bool pnri_paxlst_document(pnri_paxlst *p, uint32_t detail);
bool pnri_paxlst_document_date(pnri_paxlst *p, uint32_t is_issue);
bool pnri_paxlst_document_issuer(pnri_paxlst *p, uint32_t detail);

/* The open person's parts. NULL, or false, where memory is exhausted or the value says nothing. */
pnri_traveller_draft *pnri_paxlst_person_add(pnri_paxlst *p, uint32_t kind);
/* No person is open any more. */
void pnri_paxlst_person_end(pnri_paxlst *p);
/* The surname, then the given names up to component last. False where the segment has to be kept to tell how they were
 * parted. */
bool pnri_paxlst_name(pnri_paxlst *p, uint32_t element, uint32_t last);
bool pnri_paxlst_sex_at(pnri_paxlst *p, uint32_t element, uint32_t component);
bool pnri_paxlst_birth_add(pnri_paxlst *p, pnr_date date, uint64_t offset);
/* An address or a number of the open person, or else of the message. */
void pnri_paxlst_communication_add(pnri_paxlst *p, pnr_slice text, pnr_slice code, uint64_t offset);

/* paxlst_us.c: the form that the USA used before UN/EDIFACT's. Its LOC 5, 8 and PT, DTM 136 and 132, CTA and PDT. */
bool pnri_paxlst_us_place(pnri_paxlst *p, uint32_t role);
bool pnri_paxlst_us_time(pnri_paxlst *p, uint32_t is_arrival);
bool pnri_paxlst_us_contact(pnri_paxlst *p, uint32_t detail);
bool pnri_paxlst_us_person(pnri_paxlst *p, uint32_t detail);

enum {
  PNRI_REFERENCE_LOCATOR,
  PNRI_REFERENCE_UNIQUE,
  PNRI_REFERENCE_SEAT,
  PNRI_REFERENCE_FREQUENT_FLYER,
  PNRI_REFERENCE_TICKET
};
enum { PNRI_LOC_RESIDENCE, PNRI_LOC_EMBARKATION, PNRI_LOC_DEBARKATION, PNRI_LOC_BIRTH };

/* paxlst_booking.c: bookings of the persons that share a locator; kinds by age. */
void pnri_paxlst_bookings(pnri_paxlst *p);

#endif
