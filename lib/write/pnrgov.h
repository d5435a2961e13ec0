/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_WRITE_PNRGOV_H
#define PNR_WRITE_PNRGOV_H

#include "write/message.h"

/* What the files of the PNRGOV writer share: one booking while it is written. */

/* Views of one booking, in the order of writing. An item comes before what it tells. */
enum {
  PNRI_PIECE_ITEM,
  PNRI_PIECE_LOCATOR,
  PNRI_PIECE_TRAVELLER,
  PNRI_PIECE_IDENTIFIER,
  PNRI_PIECE_DOCUMENT,
  PNRI_PIECE_NAME,
  PNRI_PIECE_BIRTH,
  PNRI_PIECE_REMARK,
  PNRI_PIECE_CONTACT,
  PNRI_PIECE_BAG,
  PNRI_PIECE_TICKET,
  PNRI_PIECE_PAYMENT,
  PNRI_PIECE_LEG,
  PNRI_PIECE_SEAT,
  PNRI_PIECE_HISTORY
};

typedef struct pnri_piece {
  uint64_t order;
  uint32_t kind;      /* PNRI_PIECE_… */
  uint32_t traveller; /* whose it is, or PNR_NONE */
  uint32_t leg;       /* or PNR_NONE */
  const void *view;
  uint64_t offset;
} pnri_piece;

/* The innermost group that the last segment left open, as far as it decides how the next one is written. */
enum { PNRI_AT_BOOKING, PNRI_AT_TRAVELLER, PNRI_AT_LEG, PNRI_AT_CHECK_IN, PNRI_AT_BOARDING, PNRI_AT_SERVICE };

typedef struct pnri_pnrgov_writer {
  pnri_message_writer *w;
  const pnr_booking *booking;
  pnri_kept kept;
  const pnri_piece *pieces;
  uint32_t count;
  uint32_t next;               /* piece behind the one in work */
  uint32_t group;              /* PNRI_AT_… */
  uint32_t traveller;          /* of the open group, or PNR_NONE */
  uint32_t leg;                /* of the open group, index in the booking, or PNR_NONE */
  uint64_t leg_end;            /* locators in front of it were written with the leg */
  const void *leg_locator;     /* the one of them that stood elsewhere, or NULL */
  uint32_t boarded;            /* whose the open boarding is */
  uint32_t first_due, end_due; /* pieces of travellers whose REF and claims are still to be written */
  bool is_head_due;            /* DAT 700 and ORG */
  bool is_group_due;           /* TIF of the group's name */
  const pnr_history *head;     /* newest row of the history */
  pnr_slice issued;            /* DAT 710 of the booking, for tickets that say no day of their own */
} pnri_pnrgov_writer;

static inline const pnr_traveller *pnri_traveller_at(const pnri_pnrgov_writer *p, uint32_t i)
{
  return p->w->content->travellers[i];
}

/* True when an item tells what stands at the offset. */
static inline bool pnri_is_told(const pnri_pnrgov_writer *p, uint64_t offset)
{
  return p->w->is_own && pnri_kept_at(&p->kept, offset) != NULL;
}

/* True when an item in [from, to) of the input has the text in this place. */
bool pnri_is_kept(const pnri_pnrgov_writer *p, uint64_t from, uint64_t to, const char *tag, uint32_t element,
                  uint32_t component, pnr_slice text);

/* --- pnrgov_text.c: SSR, IFT, ADD --- */

/* Octets collected for one text. */
typedef struct pnri_line {
  uint8_t *data;
  size_t size, room;
} pnri_line;

/* data is NULL when memory is exhausted, which is refused. */
pnri_line pnri_line_open(pnri_message_writer *w, size_t room);
void pnri_line_add(pnri_line *line, pnr_slice text);
void pnri_line_add_octet(pnri_line *line, uint8_t octet);
/* DDMMMYY, or DDMMMYYYY. */
void pnri_line_add_date(pnri_line *line, pnr_date date, bool with_century);

/* DDMMYY, or CCYYMMDD where two digits of the year would be understood otherwise. */
void pnri_put_day(pnri_message_writer *w, pnr_date date);
/* The carrier that goes without saying here. */
pnr_slice pnri_usual_carrier(const pnri_pnrgov_writer *p);
/* How a traveller is referred to. */
pnr_slice pnri_reference_of(const pnri_pnrgov_writer *p, uint32_t traveller);
/* SSR with a text; traveller PNR_NONE: nobody is named. Whose group is open is not named either. */
void pnri_put_ssr(const pnri_pnrgov_writer *p, pnr_slice code, pnr_slice status, bool has_quantity, pnr_slice text,
                  uint32_t traveller);
bool pnri_is_ift(const pnr_remark *remark);
void pnri_put_remark(const pnri_pnrgov_writer *p, const pnr_remark *remark);
/* True for the address of a DOCA, which is kept as its whole text. */
bool pnri_is_doca(const pnr_contact *contact);
void pnri_put_contact(const pnri_pnrgov_writer *p, const pnr_contact *contact);
/* The remark that stands last before the offset and has this code; NULL otherwise. code may be its beginning. */
const pnr_remark *pnri_remark_before(const pnri_pnrgov_writer *p, uint64_t offset, const char *code);

/* --- pnrgov_person.c: TIF, REF, FTI --- */

/* True when a row of the history names the traveller, from which the reader makes him again. */
bool pnri_is_of_history(const pnri_pnrgov_writer *p, uint32_t traveller);
/* True when a TIF of his own names the traveller. */
bool pnri_has_tif(const pnri_pnrgov_writer *p, uint32_t traveller);
/* TIF for count travellers of one surname. */
void pnri_put_tif(const pnri_pnrgov_writer *p, const pnri_piece *travellers, uint32_t count);
bool pnri_have_same_surname(const pnri_pnrgov_writer *p, uint32_t a, uint32_t b);
void pnri_put_frequent_flyer(const pnri_pnrgov_writer *p, const pnr_identifier *identifier, uint32_t traveller);
void pnri_put_unique_reference(const pnri_pnrgov_writer *p, uint32_t traveller);

/* --- pnrgov_claim.c: DOCS, DOCO, INFT --- */

/* True for a name that a DOCS without document, or an INFT, says and no item tells. */
bool pnri_begins_claim(const pnri_pnrgov_writer *p, const pnr_person *person, const pnr_name *name);
/* True for a birth that neither a document, a name nor a remark comes with. */
bool pnri_is_birth_alone(const pnri_pnrgov_writer *p, const pnr_person *person, const pnr_birth *birth);
/* A document with what its segment said beside it. */
void pnri_put_document(const pnri_pnrgov_writer *p, const pnr_document *document, uint32_t traveller);
void pnri_put_name(const pnri_pnrgov_writer *p, const pnr_name *name, uint32_t traveller);
void pnri_put_birth_alone(const pnri_pnrgov_writer *p, const pnr_birth *birth, uint32_t traveller);
/* What has no place of its own; of other formats, all of them. */
void pnri_put_claims_left(const pnri_pnrgov_writer *p, uint32_t traveller);

/* --- pnrgov_journey.c: RCI, TVL, TRA, RPI, APD, MSG, SSR SEAT, SSD, TKT, MON, FOP, EBD, TBD, ABI, SAC --- */

void pnri_put_flight(pnri_message_writer *w, const pnr_leg *leg);
void pnri_put_locators(const pnri_pnrgov_writer *p, const pnri_piece *locators, uint32_t count);
void pnri_put_leg(pnri_pnrgov_writer *p, const pnri_piece *piece);
void pnri_put_seats(const pnri_pnrgov_writer *p, const pnri_piece *seats, uint32_t count);
void pnri_put_ticket(const pnri_pnrgov_writer *p, const pnr_ticket *ticket);
void pnri_put_payment(const pnri_pnrgov_writer *p, const pnr_payment *payment);
/* FOP as kept, with the accounts of the payments that it tells. */
void pnri_put_payment_item(const pnri_pnrgov_writer *p, const pnr_item *item);
/* One row: count bags of consecutive tags. */
void pnri_put_bag(const pnri_pnrgov_writer *p, const pnr_bag *bag, uint32_t count);
void pnri_put_history(pnri_pnrgov_writer *p, const pnr_history *row);

#endif
