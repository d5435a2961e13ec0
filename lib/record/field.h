/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_FIELD_H
#define PNR_RECORD_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "pnr/message.h"

/* The one table of what a record says: each view as a list of its fields. Comparing, hashing, storing, masking and the
 * messages between units walk it; docs/record.md shows it. */

enum { /* kinds of fields */
       PNRI_FIELD_END = 0,
       PNRI_FIELD_TEXT,      /* pnr_slice */
       PNRI_FIELD_NUMBER,    /* uint32_t; 0 says nothing */
       PNRI_FIELD_DATE,      /* pnr_date; 0 says nothing */
       PNRI_FIELD_TIME,      /* int32_t, minutes; PNR_TIME_UNKNOWN says nothing */
       PNRI_FIELD_TRAVELLER, /* uint32_t, index into the content's travellers; PNR_NONE says nothing */
       PNRI_FIELD_LEG,       /* uint32_t, index into the booking's legs */
       PNRI_FIELD_BOOKING,   /* uint32_t, index into the content's bookings */
       PNRI_FIELD_MOMENT,    /* uint64_t, seconds since 1970-01-01 UTC; always said */
       PNRI_FIELD_TEXTS,     /* const pnr_slice *, and how many */
       PNRI_FIELD_INDICES,   /* const uint32_t *, and how many: travellers of a booking */
       PNRI_FIELD_ONE,       /* one view by pointer, never NULL */
       PNRI_FIELD_MANY       /* an array of pointers to views, and how many */
};

/* What the value is to the person that it is about. The letters are those of Directive (EU) 2016/681, article 12(2). */
enum {
  PNRI_CLASS_TECHNICAL = 0, /* holds the record together: kinds, indices, formats */
  PNRI_CLASS_PLAIN,         /* about the journey */
  PNRI_CLASS_INDIRECT, /* names nobody, but finds somebody in another file: locators, numbers of tickets and bags */
  PNRI_CLASS_NAME,     /* (a) names, and the number of travellers */
  PNRI_CLASS_CONTACT,  /* (b) address and contact */
  PNRI_CLASS_PAYMENT,  /* (c) payment that identifies */
  PNRI_CLASS_FLYER,    /* (d) frequent flyer */
  PNRI_CLASS_REMARK,   /* (e) free text that may identify */
  PNRI_CLASS_API       /* (f) advance passenger information */
};

enum {                               /* flags */
       PNRI_FIELD_ENVELOPE = 1,      /* who sent the message to whom, when and in which version */
       PNRI_FIELD_FORM = 2,          /* only this format says so: its codes, and names as it writes them */
       PNRI_FIELD_ACCOUNT = 8,       /* number of a card that is not masked */
       PNRI_FIELD_APART = 16,        /* never compared */
       PNRI_FIELD_AS_SENT = 32,      /* the text holds service characters */
       PNRI_FIELD_HASHED = 64,       /* part of the content that docs/duplicates.md hashes */
       PNRI_FIELD_ITEM_AS_SENT = 128 /* as PNRI_FIELD_AS_SENT, where the view stands for a whole segment */
};

typedef struct pnri_view pnri_view;
typedef struct pnri_field {
  const char *name;       /* "remark.text" */
  const pnri_view *views; /* ONE, MANY: what is pointed to */
  uint16_t offset;
  uint16_t count;     /* TEXTS, INDICES, MANY: offset of their number */
  uint8_t key;        /* of the stored form, below 24, rising within a view and never used again; 0: not stored */
  uint8_t kind;       /* PNRI_FIELD_… */
  uint8_t element;    /* of Annex I, 1 to 19; 0: of none, or of that which the view's code tells */
  uint8_t data_class; /* PNRI_CLASS_… */
  uint8_t flags;
} pnri_field;

struct pnri_cbor_writer;
struct pnri_view_reader;
struct pnri_view {
  const char *name;
  const pnri_field *fields; /* the last one is of kind PNRI_FIELD_END */
  size_t size;              /* of the struct */
  size_t offset;            /* of its field `offset`; PNRI_NOWHERE: it has none */
  /* The rows as code, record/rows.h: makes a view of zeroes one that says nothing; writes one; reads one. */
  void (*clear)(void *at);
  uint8_t *(*put)(struct pnri_cbor_writer *cbor, uint8_t *place, const void *at);
  const uint8_t *(*get)(struct pnri_view_reader *reader, const uint8_t *item, void *at);
};
#define PNRI_NOWHERE SIZE_MAX
#define PNRI_MOMENTS UINT64_C(253402300800) /* seconds from 1970 to the year 10000 */

extern const pnri_view pnri_name_view, pnri_birth_view, pnri_document_view, pnri_identifier_view, pnri_person_view,
  pnri_entry_view, pnri_leg_view, pnri_seat_view, pnri_bag_view, pnri_ticket_view, pnri_payment_view, pnri_contact_view,
  pnri_remark_view, pnri_history_view, pnri_item_view, pnri_locator_view, pnri_traveller_view, pnri_booking_view,
  pnri_response_view, pnri_content_view;

/* --- Values by their field. at: the view. --- */

static inline uint32_t pnri_field_number(const void *at, size_t offset)
{
  uint32_t number;
  memcpy(&number, (const char *)at + offset, sizeof number);
  return number;
}

static inline pnr_slice pnri_field_text(const void *at, size_t offset)
{
  pnr_slice text;
  memcpy(&text, (const char *)at + offset, sizeof text);
  return text;
}

static inline const void *pnri_field_pointer(const void *at, size_t offset)
{
  const void *pointer;
  memcpy(&pointer, (const char *)at + offset, sizeof pointer);
  return pointer;
}

/* View number i of a field MANY. */
static inline const void *pnri_field_view(const void *at, const pnri_field *field, uint32_t i)
{
  const void *const *array = (const void *const *)pnri_field_pointer(at, field->offset);
  return array[i];
}

static inline void pnri_field_set(void *at, size_t offset, const void *value, size_t size)
{
  memcpy((char *)at + offset, value, size);
}

/* In two parts: a slice that was just put together is read slowly as a whole. */
static inline void pnri_field_set_text(void *at, size_t offset, pnr_slice text)
{
  pnri_field_set(at, offset + offsetof(pnr_slice, data), &text.data, sizeof text.data);
  pnri_field_set(at, offset + offsetof(pnr_slice, size), &text.size, sizeof text.size);
}

/* What a field of 32 bits holds when it says nothing. */
static inline uint32_t pnri_field_unsaid(uint32_t kind)
{
  return kind >= PNRI_FIELD_TIME && kind <= PNRI_FIELD_BOOKING ? UINT32_MAX : 0;
}

/* True for the kinds of 32 bits. */
static inline bool pnri_field_is_number(uint32_t kind)
{
  return kind >= PNRI_FIELD_NUMBER && kind <= PNRI_FIELD_BOOKING;
}

/* True where a stored field says something. */
static inline bool pnri_field_is_said(const pnri_field *field, const void *at)
{
  if (field->key == 0) return false;
  if (pnri_field_is_number(field->kind)) return pnri_field_number(at, field->offset) != pnri_field_unsaid(field->kind);
  if (field->kind == PNRI_FIELD_TEXT) return pnri_field_text(at, field->offset).size != 0;
  return field->count == 0 || pnri_field_number(at, field->count) != 0;
}

#endif
