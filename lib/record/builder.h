/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_BUILDER_H
#define PNR_RECORD_BUILDER_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/findings.h"
#include "pnr/message.h"

/* The only writer of messages. A reader collects drafts, fills their views, and finishes; pointers to views stay valid
 * while the message lives. Every *_add returns a zeroed view with its indices at PNR_NONE and times at
 * PNR_TIME_UNKNOWN, or NULL when memory is exhausted, which also sets builder->failed: readers may check once per
 * segment. */

typedef struct pnri_person_draft {
  pnr_person view;
  pnri_chain names, births, documents, identifiers, nationalities;
} pnri_person_draft;

typedef struct pnri_traveller_draft {
  pnr_traveller view;
  pnri_person_draft person;
  pnri_chain items, bags, contacts;
  uint32_t index;                    /* in content->travellers */
  struct pnri_traveller_slot *slot;  /* while it is open */
  struct pnri_traveller_draft *next; /* of those that were closed */
} pnri_traveller_draft;

typedef struct pnri_booking_draft {
  pnr_booking view;
  pnri_chain travellers; /* payload: uint32_t, the index */
  pnri_chain locators, legs, contacts, payments, tickets, seats, bags, remarks, history, items, documents;
  uint32_t index; /* in content->bookings */
  struct pnri_booking_slot *slot;
  struct pnri_booking_draft *next;
} pnri_booking_draft;

/* The view is that of the draft, until it is closed. */
typedef struct pnri_traveller_slot {
  pnr_traveller *view;
  pnri_traveller_draft *draft; /* NULL when closed */
} pnri_traveller_slot;

typedef struct pnri_booking_slot {
  pnr_booking *view;
  pnri_booking_draft *draft;
} pnri_booking_slot;

typedef struct pnri_response_draft {
  pnr_response view;
  pnri_chain items;
} pnri_response_draft;

typedef struct pnri_builder {
  pnr_message *message; /* owns the arena */
  pnri_arena *arena;
  pnri_findings findings;
  pnr_content *content;
  pnri_chain bookings, travellers;      /* payload: the slot */
  pnri_chain responses, syntax_reports; /* payload: the draft */
  pnri_chain legs, contacts, items;
  pnri_booking_draft *closed_bookings; /* drafts to be used again */
  pnri_traveller_draft *closed_travellers;
  int failed;
} pnri_builder;

pnr_status pnri_builder_open(pnri_builder *builder, const pnr_env *env, pnr_error *error);
/* Freezes all drafts into arrays and hands the message over. The builder is empty afterwards, also on failure. */
pnr_status pnri_builder_finish(pnri_builder *builder, pnr_message **out, pnr_error *error);
/* Drops everything. Allowed after finish. */
void pnri_builder_close(pnri_builder *builder);

pnri_booking_draft *pnri_booking_add(pnri_builder *builder);
/* booking may be NULL: a person without booking. */
pnri_traveller_draft *pnri_traveller_add(pnri_builder *builder, pnri_booking_draft *booking);
/* Lets a traveller travel in a booking that was found later. */
void pnri_traveller_join(pnri_builder *builder, pnr_traveller *view, uint32_t index, pnri_booking_draft *booking);

/* Freezes what is complete before the message is, while it is in the cache. The draft is gone afterwards; its slot shows
 * the view. What is never closed is frozen in the end. */
void pnri_booking_close(pnri_builder *builder, pnri_booking_draft *booking);
void pnri_traveller_close(pnri_builder *builder, pnri_traveller_draft *traveller);

pnri_response_draft *pnri_response_add(pnri_builder *builder);
pnr_syntax_report *pnri_syntax_report_add(pnri_builder *builder);

pnr_leg *pnri_leg_add(pnri_builder *builder, pnri_chain *chain);
pnr_contact *pnri_contact_add(pnri_builder *builder, pnri_chain *chain);
pnr_item *pnri_item_add(pnri_builder *builder, pnri_chain *chain);
pnr_bag *pnri_bag_add(pnri_builder *builder, pnri_chain *chain);
pnr_seat *pnri_seat_add(pnri_builder *builder, pnri_chain *chain);
pnr_ticket *pnri_ticket_add(pnri_builder *builder, pnri_chain *chain);
pnr_payment *pnri_payment_add(pnri_builder *builder, pnri_chain *chain);
pnr_remark *pnri_remark_add(pnri_builder *builder, pnri_chain *chain);
pnr_history *pnri_history_add(pnri_builder *builder, pnri_chain *chain);
pnr_locator *pnri_locator_add(pnri_builder *builder, pnri_chain *chain);
pnr_document *pnri_document_add(pnri_builder *builder, pnri_chain *chain);

/* Parts of a person, in a message or in a list entry: they take the arena, and set *failed when memory runs out. */
pnr_name *pnri_name_add(pnri_person_draft *person, pnri_arena *arena, int *failed, uint32_t source);
pnr_birth *pnri_birth_add(pnri_person_draft *person, pnri_arena *arena, int *failed, pnr_date from, pnr_date to);
pnr_document *pnri_person_document_add(pnri_person_draft *person, pnri_arena *arena, int *failed, uint32_t source);
pnr_identifier *pnri_identifier_add(pnri_person_draft *person, pnri_arena *arena, int *failed, uint32_t kind);
/* A country of a document, as its alpha-3 code where it has one. *is_told becomes false where text has other letters than
 * the code says: small ones, filling, a withdrawn code, a name. Two capitals are told. */
pnr_slice pnri_country_told(pnr_slice text, bool *is_told);
/* Adds a nationality once; text as sent, stored as alpha-3 where known. */
void pnri_nationality_add(pnri_person_draft *person, pnri_arena *arena, int *failed, pnr_slice text);

/* Orders names best witness first (stable), makes the arrays; *failed is set when memory is exhausted. */
void pnri_person_freeze(pnri_person_draft *person, pnri_arena *arena, int *failed);

/* "411111XXXXXX1111": the first 6 and last 4 of a number of at least 13 places (digits, or X and * where the sender
 * masked them), the last 4 of one of at least 8, nothing of a shorter one. Text with fewer than 5 digits is returned
 * as it is. data is NULL when memory is exhausted. */
pnr_slice pnri_mask_account(pnri_arena *arena, pnr_slice account);

/* '+' and digits of a phone number as written; empty when it holds fewer than 5 digits. */
pnr_slice pnri_phone_digits(pnri_arena *arena, pnr_slice text);

#endif
