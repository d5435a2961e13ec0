/* pnr/message.h - what a carrier sent: the flight, its bookings and its travellers.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_MESSAGE_H
#define PNR_MESSAGE_H

#include "pnr/contrl.h"
#include "pnr/finding.h"
#include "pnr/person.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PNR_NONE UINT32_MAX /* an index that names nothing */

enum {
  PNR_MESSAGE_PNRGOV = 1,
  PNR_MESSAGE_PAXLST = 2,
  PNR_MESSAGE_PNRGOV_XML = 3,
  PNR_MESSAGE_CUSRES = 4,
  PNR_MESSAGE_MRZ = 5,    /* one machine readable zone (ICAO Doc 9303) with its holder */
  PNR_MESSAGE_PNL = 6,    /* PNL or ADL, teletype (Type B); one part of a list is one message */
  PNR_MESSAGE_ACKRES = 7, /* the answer to a PNRGOV: a receipt where it holds no response, else errors */
  PNR_MESSAGE_CONTRL = 8  /* what the syntax of any interchange was found to be */
};

/* By what way a message came, from its own evidence alone (docs/origin.md). */
enum {
  PNR_ORIGIN_UNKNOWN = 0,
  PNR_ORIGIN_CARRIER = 1, /* its sender is a carrier of the flight */
  PNR_ORIGIN_ROUTER = 2,  /* its sender is another party, on a carrier's behalf */
  PNR_ORIGIN_FALLBACK = 3 /* no interchange of computers: teletype, e-mail, or other text around it */
};

enum { /* what the message is for */
       PNR_FUNCTION_UNKNOWN = 0,
       PNR_FUNCTION_FULL = 1,        /* PNRGOV 22 */
       PNR_FUNCTION_UPDATE = 2,      /* PNRGOV 141; each booking in it is complete and replaces the older one */
       PNR_FUNCTION_PASSENGERS = 3,  /* PAXLST 745 */
       PNR_FUNCTION_CREW = 4,        /* PAXLST 250 */
       PNR_FUNCTION_MASTER_CREW = 5, /* PAXLST 336 */
       PNR_FUNCTION_STATUS = 6,      /* PAXLST 266, flight status change */
       PNR_FUNCTION_GATE = 7,        /* PAXLST 655, gate pass */
       PNR_FUNCTION_RESPONSE = 8     /* CUSRES 962, 132, 312, ACKRES 23, CONTRL: the answer to a message */
};

enum { PNR_TRANSPORT_UNKNOWN = 0, PNR_TRANSPORT_AIR, PNR_TRANSPORT_SEA, PNR_TRANSPORT_RAIL, PNR_TRANSPORT_ROAD };

enum { /* from the message's own evidence only */
       PNR_STATUS_UNKNOWN = 0,
       PNR_STATUS_BOOKED = 1,
       PNR_STATUS_CHECKED_IN = 2,
       PNR_STATUS_BOARDED = 3,
       PNR_STATUS_NOT_BOARDED = 4,
       PNR_STATUS_CANCELLED = 5
};

enum {
  PNR_KIND_UNKNOWN = 0,
  PNR_KIND_ADULT = 1,
  PNR_KIND_CHILD = 2,
  PNR_KIND_INFANT = 3,
  PNR_KIND_CREW = 4,
  PNR_KIND_TRANSIT = 5, /* passenger in transit */
  PNR_KIND_TRANSIT_CREW = 6
};

enum { PNR_LEG_CONFIRMED = 1, PNR_LEG_OPEN = 2, PNR_LEG_SURFACE = 4, PNR_LEG_NON_AIR = 8 }; /* flags of a leg */

#define PNR_TIME_UNKNOWN (-1)

/* One journey segment. Times are minutes after local midnight at the place, 0 to 1439, or PNR_TIME_UNKNOWN. */
typedef struct pnr_leg {
  pnr_slice carrier; /* marketing carrier */
  pnr_slice number;  /* flight, train or voyage number, leading zeros as sent */
  pnr_slice suffix;
  pnr_slice operating_carrier; /* empty when the same or not said */
  pnr_slice operating_number;
  pnr_slice service_class; /* booking class */
  pnr_slice from;
  pnr_slice to;
  pnr_date departs;
  pnr_date arrives;
  int32_t departs_time;
  int32_t arrives_time;
  pnr_slice status;  /* RPI 4405: HK, HL, UN … */
  pnr_slice locator; /* the carrier's own locator for this leg */
  pnr_slice aircraft;
  pnr_slice kind;     /* of a non-air segment, as sent: hotel, car, rail code */
  uint32_t flags;     /* PNR_LEG_… */
  uint32_t transport; /* PNR_TRANSPORT_… */
  uint64_t offset;
} pnr_leg;

typedef struct pnr_seat {
  pnr_slice number; /* as sent */
  pnr_slice from;
  pnr_slice to;
  uint32_t traveller; /* index into the booking's message, or PNR_NONE */
  uint32_t leg;       /* index into the booking's legs, or PNR_NONE */
  uint32_t assigned;  /* 1 from check-in (SSD), 0 as requested (SSR) */
  uint64_t offset;
} pnr_seat;

typedef struct pnr_bag {
  pnr_slice tag; /* one expanded tag, leading zeros kept; empty when only counted */
  pnr_slice carrier;
  pnr_slice destination;
  uint32_t pieces; /* of the whole row the tag stands in; 0 when not said */
  uint32_t weight;
  pnr_slice unit; /* as sent: 700 or KGM kilogram, 701 or LBR pound */
  pnr_slice pool; /* HP head of pool, MP member, or empty */
  uint32_t traveller;
  uint32_t leg;
  uint64_t offset;
} pnr_bag;

typedef struct pnr_ticket {
  pnr_slice number;
  pnr_slice type; /* TKT 1001 */
  pnr_date issued;
  pnr_slice fare; /* base amount and currency as "100.00 EUR" */
  pnr_slice total;
  uint32_t traveller;
  uint64_t offset;
} pnr_ticket;

typedef struct pnr_payment {
  pnr_slice form; /* CC, CA, CK … */
  pnr_slice vendor;
  pnr_slice account;     /* card and account numbers: first 6 and last 4 digits only */
  pnr_slice account_raw; /* as sent, for who may see it; never print it */
  pnr_slice expires;     /* as sent, MMYY */
  pnr_slice amount;
  pnr_slice holder;
  uint32_t traveller;
  uint64_t offset;
} pnr_payment;

enum {
  PNR_CONTACT_ADDRESS = 1,
  PNR_CONTACT_PHONE = 2,
  PNR_CONTACT_EMAIL = 3,
  PNR_CONTACT_AGENCY = 4, /* text about the travel agency */
  PNR_CONTACT_OTHER = 5,
  PNR_CONTACT_REPORTER = 6 /* whom the carrier names for questions about this message */
};

typedef struct pnr_contact {
  uint32_t kind;     /* PNR_CONTACT_… */
  pnr_slice text;    /* as meant: e-mail escapes undone */
  pnr_slice digits;  /* of a phone number: '+' and digits only */
  pnr_slice purpose; /* ADD 3299 or the keyword: CTCE, CTCM, 700 … */
  pnr_slice street;
  pnr_slice city;
  pnr_slice region;
  pnr_slice country;
  pnr_slice postcode;
  uint32_t traveller;
  uint64_t offset;
} pnr_contact;

typedef struct pnr_remark {
  pnr_slice code; /* SSR code, or "OSI", or IFT 4451:9980, or "LTS" */
  pnr_slice status;
  pnr_slice text;
  uint32_t traveller;
  uint32_t leg;
  uint64_t offset;
} pnr_remark;

/* One change in a booking's history (ABI … SAC …). */
typedef struct pnr_history {
  pnr_slice action;  /* SAC 4405: A added, X cancelled; empty for the block's head */
  pnr_slice segment; /* what changed: TIF, SSR, IFT, TVL …; empty when not said */
  pnr_slice text;    /* its content as sent */
  pnr_slice agent;
  pnr_date date;
  int32_t time;
  uint64_t offset;
} pnr_history;

/* A segment, or the part of one, that has no field of its own: kept as it was sent. */
typedef struct pnr_item {
  pnr_slice tag;
  pnr_slice text; /* the whole segment without its terminator */
  uint32_t traveller;
  uint32_t leg;
  uint64_t offset;
  uint64_t
    length; /* octets of the segment in the input, 0 where it is none. What other views say of them, it says too */
} pnr_item;

typedef struct pnr_locator {
  pnr_slice carrier;
  pnr_slice value;
  pnr_slice type;
  pnr_date created;
  int32_t created_time;
  uint64_t offset;
} pnr_locator;

typedef struct pnr_traveller {
  const pnr_person *person;   /* never NULL */
  uint32_t booking;           /* index into content->bookings; PNR_NONE when no booking was named */
  uint32_t kind;              /* PNR_KIND_… */
  uint32_t status;            /* PNR_STATUS_… */
  uint32_t adult;             /* for an infant: index of the accompanying traveller, or PNR_NONE */
  pnr_slice reference;        /* the carrier's reference of this traveller within the message */
  pnr_slice unique_reference; /* REF or RFF ABO */
  pnr_slice seat;             /* for the leg that the message is about, as sent; empty when none */
  pnr_slice category;         /* the carrier's code: TIF 6353, NAD 3035, crew category */
  pnr_slice from;             /* where this person's journey begins and ends, where the message says */
  pnr_slice to;
  const pnr_item *const *items;       /* PAXLST segments without field */
  const pnr_bag *const *bags;         /* PAXLST */
  const pnr_contact *const *contacts; /* PAXLST */
  uint32_t item_count;
  uint32_t bag_count;
  uint32_t contact_count;
  uint64_t offset;
} pnr_traveller;

typedef struct pnr_booking {
  pnr_slice locator;            /* of the sending carrier */
  uint32_t status;              /* PNR_STATUS_BOOKED or PNR_STATUS_CANCELLED */
  uint32_t declared_travellers; /* where the message counts them; 0 when it does not */
  pnr_date created;
  pnr_date changed;
  int32_t changed_time;
  pnr_slice agency;           /* ORG: system, office, agent, as sent */
  pnr_slice group_name;       /* TIF of type G */
  const uint32_t *travellers; /* indices into content->travellers */
  const pnr_locator *const *locators;
  const pnr_leg *const *legs;
  const pnr_contact *const *contacts;
  const pnr_payment *const *payments;
  const pnr_ticket *const *tickets;
  const pnr_seat *const *seats;
  const pnr_bag *const *bags;
  const pnr_remark *const *remarks;
  const pnr_history *const *history;
  const pnr_item *const *items;
  const pnr_document *const *documents; /* those that could not be given to one traveller */
  uint32_t traveller_count;
  uint32_t locator_count;
  uint32_t leg_count;
  uint32_t contact_count;
  uint32_t payment_count;
  uint32_t ticket_count;
  uint32_t seat_count;
  uint32_t bag_count;
  uint32_t remark_count;
  uint32_t history_count;
  uint32_t item_count;
  uint32_t document_count;
  uint64_t offset;
  uint64_t length;
} pnr_booking;

/* What a response is about. */
enum { PNR_LEVEL_UNKNOWN = 0, PNR_LEVEL_HEADER = 1, PNR_LEVEL_PERSON = 2 };

/* What a response means. */
enum {
  PNR_RESPONSE_UNKNOWN = 0,      /* it has no code */
  PNR_RESPONSE_OK_TO_BOARD = 1,  /* 0Z */
  PNR_RESPONSE_DO_NOT_BOARD = 2, /* 1Z */
  PNR_RESPONSE_SELECTEE = 3,     /* 2Z: may board after an additional check */
  PNR_RESPONSE_INSUFFICIENT = 4, /* 4Z: data are missing, to be sent again */
  PNR_RESPONSE_RAW = 5,          /* a code of the answering country's own */
  PNR_RESPONSE_ACCEPTED = 6,     /* header 0 */
  PNR_RESPONSE_ERROR = 7         /* header 1; every code of an ACKRES */
};

/* A government's answer about one person, or about the whole of the message it answers (CUSRES, ACKRES). The references
 * tell about whom; the order of the answers does not. */
typedef struct pnr_response {
  uint32_t level;             /* PNR_LEVEL_… */
  uint32_t meaning;           /* PNR_RESPONSE_… */
  pnr_slice code;             /* ERC as sent */
  pnr_slice text;             /* FTX or IFT: the reason in words */
  pnr_slice locator;          /* RFF AVF: of the booking */
  pnr_slice unique_reference; /* RFF ABO: of the traveller, as in the list that is answered */
  pnr_slice transaction;      /* RFF TN, where this answer has one of its own */
  pnr_slice flight;           /* RFF AF, likewise */
  const pnr_item *const *items;
  uint32_t item_count;
  uint64_t offset;
} pnr_response;

/* The whole of one message. */
typedef struct pnr_content {
  uint32_t type;        /* PNR_MESSAGE_… */
  uint32_t function;    /* PNR_FUNCTION_… */
  uint32_t transport;   /* PNR_TRANSPORT_… */
  uint32_t part_number; /* UNH 0070, from 1; 0 when the message is not numbered */
  uint32_t part_first;  /* 1 when marked as first (C), or the only one */
  uint32_t part_last;   /* 1 when marked as last (F), or the only one */
  pnr_slice version;    /* "13:1", "D:12B" */
  pnr_slice sender;
  pnr_slice recipient;
  pnr_slice reference;     /* UNH 0062 */
  pnr_slice interchange;   /* UNB 0020 */
  pnr_slice key;           /* UNH 0068, common access reference: same for all parts */
  pnr_slice function_code; /* as sent */
  pnr_slice transaction;   /* RFF TN */
  pnr_date prepared;       /* UNB 0017 */
  int32_t prepared_time;
  uint32_t declared;    /* bookings (EQN) or persons (CNT) that the message says it holds */
  uint32_t is_declared; /* 1 when it says so */
  const pnr_leg *const *legs;
  const pnr_booking *const *bookings;
  const pnr_traveller *const *travellers;
  const pnr_contact *const *contacts;
  const pnr_item *const *items;
  const pnr_finding *const *findings;
  uint32_t leg_count;
  uint32_t booking_count;
  uint32_t traveller_count;
  uint32_t contact_count;
  uint32_t item_count;
  uint32_t finding_count;
  uint64_t offset; /* the message's octets, with the framing around it that belongs to no other message */
  uint64_t octets;
  uint64_t octets_recorded; /* octets == octets_recorded + octets_in_findings */
  uint64_t octets_in_findings;
  const pnr_response *const *responses; /* CUSRES, ACKRES */
  uint32_t response_count;
  const pnr_syntax_report *const *syntax_reports; /* CONTRL */
  uint32_t syntax_report_count;
  pnr_slice
    service;       /* EDIFACT: the characters of UNA in use, blank for none; texts kept as sent are written with them */
  uint32_t source; /* PNR_ORIGIN_… */
} pnr_content;

/* A message and all that it owns. It borrows the reader's input, not the reader. */
typedef struct pnr_message pnr_message;

/* Never NULL. Owned by the message. */
PNR_API const pnr_content *pnr_message_content(const pnr_message *message);
PNR_API void pnr_message_close(pnr_message *message);

/* What one record says and another does not: a finding for each, with the offset of the view in the input of the record
 * that says it. Equal records have all fields of all views in the same order, except where a view stands (offset,
 * length, octets), the findings, which are about the octets sent, and the service segments and characters, whose values
 * are fields of the content. */
typedef struct pnr_differences pnr_differences;

/* *out is NULL where the records are equal: to be closed by the caller otherwise. env may be NULL. */
PNR_API pnr_status pnr_message_compare(const pnr_env *env, const pnr_message *a, const pnr_message *b,
                                       pnr_differences **out, pnr_error *error);
/* All are owned by the differences. */
PNR_API uint32_t pnr_differences_count(const pnr_differences *differences);
PNR_API const pnr_finding *pnr_differences_finding(const pnr_differences *differences, uint32_t i);
/* "remark.text": the view and its field; "remark" where it is the whole view. Static; NULL when i is out of range. */
PNR_API const char *pnr_differences_field(const pnr_differences *differences, uint32_t i);
PNR_API void pnr_differences_close(pnr_differences *differences);

/* The words that `pnr` prints for the enumerations above: "full", "air", "boarded", "adult", "email", "TIF".
 * Static; "unknown" for other numbers. */
PNR_API const char *pnr_message_type_name(uint32_t type);
PNR_API const char *pnr_origin_name(uint32_t origin);
PNR_API const char *pnr_function_name(uint32_t function);
PNR_API const char *pnr_transport_name(uint32_t transport);
PNR_API const char *pnr_travel_status_name(uint32_t status);
PNR_API const char *pnr_traveller_kind_name(uint32_t kind);
PNR_API const char *pnr_contact_kind_name(uint32_t kind);
PNR_API const char *pnr_source_name(uint32_t source);
PNR_API const char *pnr_level_name(uint32_t level);
PNR_API const char *pnr_response_name(uint32_t meaning);

#ifdef __cplusplus
}
#endif
#endif
