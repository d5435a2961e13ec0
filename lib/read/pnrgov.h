/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_READ_PNRGOV_H
#define PNR_READ_PNRGOV_H

#include "core/slice.h"
#include "core/vector.h"
#include "read/read.h"

/* What the files of the PNRGOV reader share: the state of one message while it is read, the handlers that the grammar
 * table names, and small helpers. */

/* Segment groups as the implementation guide numbers them (PNRGOV EDIFACT, section 4). */
enum {
  PNRI_GROUP_MESSAGE = 0,     /* level 0 */
  PNRI_GROUP_BOOKING = 1,     /* SRC */
  PNRI_GROUP_TRAVELLER = 2,   /* TIF */
  PNRI_GROUP_TICKET = 3,      /* TKT */
  PNRI_GROUP_PAYMENT = 4,     /* FOP */
  PNRI_GROUP_LEG = 5,         /* TVL */
  PNRI_GROUP_CHECK_IN = 6,    /* DAT */
  PNRI_GROUP_BOARDING = 7,    /* TRI */
  PNRI_GROUP_SPLIT = 8,       /* EQN */
  PNRI_GROUP_SERVICE = 9,     /* MSG: hotel, car, rail */
  PNRI_GROUP_HISTORY = 10,    /* ABI */
  PNRI_GROUP_CHANGE = 11,     /* SAC */
  PNRI_GROUP_CHANGED_LEG = 12 /* TVL */
};
enum { PNRI_GROUPS = 13 };

/* A traveller of the open booking, as references and names find him. */
typedef struct pnri_known {
  pnri_traveller_draft *draft; /* NULL: an extra seat, which is no person but may be referred to */
  pnr_slice reference;
  pnr_slice surname;
  pnr_slice given;
  uint32_t reference_hash;
  uint32_t name_hash;      /* of the surname */
  uint32_t whole_hash;     /* of surname and given name */
  uint32_t next_reference; /* index of the next one in the same bucket, or PNR_NONE */
  uint32_t next_name;
  uint32_t next_whole;
  bool sex_is_stated; /* by a document, not only by a title */
  bool has_inft;      /* an infant whom an SSR INFT names */
  bool has_infant;    /* TIF 9946 says that an infant comes along */
} pnri_known;

/* DOCS, DOCO, DOCA or INFT: it may stand before the traveller whom it is about, so it waits for the booking's end. */
typedef struct pnri_claim {
  uint32_t kind;                /* PNRI_CLAIM_… */
  const struct pnri_docs *docs; /* what it says, where its form parts the values; NULL: text is to be read */
  pnr_slice text;
  pnr_slice reference;  /* 9944 */
  pnr_slice whole;      /* the segment, for an item */
  uint64_t offset, end; /* of the segment */
  uint64_t text_offset; /* of text[0], where text is a piece of the input; else of its first component */
  bool is_exact;        /* text is a piece of the input */
  bool keep;            /* something in the segment has no record of its own */
  bool is_infant;       /* DOCS: seems to be an infant's, so it waits for those of the adults */
  uint32_t ordinal;
  uint32_t first; /* travellers of the TIF group it stands in: known[first .. first + count) */
  uint32_t count;
  uint32_t leg;
} pnri_claim;
enum { PNRI_CLAIM_DOCS = 1, PNRI_CLAIM_DOCO, PNRI_CLAIM_DOCA, PNRI_CLAIM_INFT };

/* One name of a TIF. */
typedef struct pnri_tif {
  pnr_slice surname;
  pnr_slice surname_type; /* C322 6353 */
  pnr_slice given;
  pnr_slice type; /* the traveller's: C324 6353, else that of C322 */
  pnr_slice reference;
  bool has_infant;
  uint32_t source; /* PNR_SOURCE_TIF or PNR_SOURCE_HISTORY */
  uint32_t ordinal;
  uint64_t offset;
  uint64_t end; /* of the segment */
} pnri_tif;

/* A name that came into the booking or left it. */
typedef struct pnri_changed_name {
  pnri_tif tif;
  pnr_slice surname; /* without title and placeholder */
  pnr_slice given;
  bool is_removed;
  bool is_paired;              /* the opposite change is there too */
  pnri_traveller_draft *draft; /* whom it was read as, or NULL */
} pnri_changed_name;

/* A reference to a traveller who had not been named yet when it was read. */
typedef struct pnri_pending {
  uint32_t *slot;
  pnr_slice reference;
  uint64_t offset;
  uint32_t ordinal;
  pnr_contact *contact; /* what tells more of him when he is known, or NULL */
  pnr_remark *remark;
  pnr_slice carrier; /* of the remark */
  uint64_t text_offset;
} pnri_pending;

/* Evidence that somebody was checked in for a leg. */
typedef struct pnri_check_in {
  uint32_t leg;      /* index in the booking */
  uint32_t known;    /* PNR_NONE: the whole booking */
  bool has_boarding; /* group 7 follows and names the persons */
} pnri_check_in;

enum { PNRI_BOARDING_CHAINS = 5 };

typedef struct pnri_pnrgov {
  uint64_t segment_end; /* of the segment before; 0 where there are none, as in XML and PNL */
  pnri_reading *reading;
  pnri_builder *builder;
  pnri_arena *arena;
  pnr_leg *flight;      /* what the message is about; NULL until its TVL */
  uint64_t declared_at; /* where EQN counts the bookings */
  uint32_t declared_ordinal;
  pnri_booking_draft *booking; /* NULL before the first SRC */
  uint32_t group;              /* the innermost open one */
  bool keep;                   /* the segment at hand also becomes an item */
  pnr_status status;           /* other than PNR_OK: reading has to end */
  uint64_t steps;

  /* the open groups */
  uint32_t first_known, known_in_group; /* travellers of the open TIF */
  pnr_leg *leg;
  uint32_t leg_index;
  pnr_ticket *ticket;
  pnr_remark *split;
  pnri_node *boarding[PNRI_BOARDING_CHAINS]; /* what stood last in the booking's chains when TRI opened its group */
  bool has_boarded;                          /* a TIF of the group has told who boards */
  pnr_history *change;
  pnr_history head; /* agent, date and time of the open ABI block, */
  pnri_node *block; /* and its first row */
  pnr_slice change_action;
  uint32_t change_ordinal; /* of the open SAC */
  uint32_t claim_ordinal;  /* of the last claim, for text that goes on in the next segment */

  /* the open booking */
  pnri_vector known;     /* pnri_known */
  pnri_vector drafts;    /* pnri_traveller_draft *, by index from that of the first */
  pnri_vector claims;    /* pnri_claim */
  pnri_vector pending;   /* pnri_pending */
  pnri_vector check_ins; /* pnri_check_in */
  pnri_vector no_shows;  /* pnri_check_in: who did not come for a leg; leg PNR_NONE: the flight's */
  pnri_vector changed;   /* pnri_changed_name */
  pnri_vector texts;     /* pnr_slice: parts of one text */
  pnri_vector buckets;   /* 3 x bucket_count indices into known: by reference, by surname, by whole name */
  pnri_vector infants;   /* uint32_t: infants among known, while claims are settled; */
  uint32_t adults;       /* how many others there are, */
  uint32_t first_adult;  /* and the first of them */
  uint32_t bucket_count; /* a power of two */
  pnr_date issued;       /* DAT 710 of the booking: for tickets without one */
  bool has_empty_org;    /* a booking of RCI and an empty ORG only is cancelled */
  bool has_content;
} pnri_pnrgov;

typedef void (*pnri_pnrgov_handler)(pnri_pnrgov *p, pnri_segment *s);

static inline pnri_known *pnri_known_at(const pnri_pnrgov *p, uint32_t i) { return pnri_vector_at(&p->known, i); }

/* --- pnrgov.c --- */

/* Begins a message. Whatever else happens, it is closed. */
void pnri_pnrgov_begin(pnri_pnrgov *p, pnri_reading *reading);
void pnri_pnrgov_close(pnri_pnrgov *p);
/* Closes the last booking, and checks what the message says about itself. */
pnr_status pnri_pnrgov_finish(pnri_pnrgov *p, uint64_t end, pnr_error *error);
/* Closes the open booking and opens the next one. */
void pnri_pnrgov_open_booking(pnri_pnrgov *p, uint64_t offset);
/* Adds a locator to the booking, once. */
void pnri_pnrgov_add_locator(pnri_pnrgov *p, const pnr_locator *locator);
/* RCI: its locators. */
void pnri_pnrgov_locators(pnri_pnrgov *p, pnri_segment *s);
/* Keeps octets [begin, end) of the open booking as they were sent. NULL when memory is exhausted. */
pnr_item *pnri_pnrgov_item(pnri_pnrgov *p, const char *tag, pnr_slice text, uint32_t traveller, uint32_t leg,
                           uint64_t begin, uint64_t end);
/* The value is not recorded: it must be empty or what goes without saying, else the segment becomes an item. */
void pnri_pnrgov_expect(pnri_pnrgov *p, pnri_segment *s, uint32_t element, uint32_t component, const char *usual);
/* The same for a carrier: usual are those of the open leg, else of the flight, and the systems' YY. */
void pnri_pnrgov_expect_carrier(pnri_pnrgov *p, pnri_segment *s, uint32_t element, uint32_t component);
/* a, separator and b in the arena; the other one where one is empty. */
pnr_slice pnri_pnrgov_join(pnri_pnrgov *p, pnr_slice a, char separator, pnr_slice b);
/* The components of element `from` from `component` on, and all of the elements up to `to`, in one text. */
pnr_slice pnri_pnrgov_texts(pnri_pnrgov *p, pnri_segment *s, uint32_t from, uint32_t component, uint32_t to,
                            char separator);
void pnri_pnrgov_note(pnri_pnrgov *p, uint32_t code, uint64_t offset, uint64_t length, uint32_t ordinal);
/* The traveller whose group is open, or PNR_NONE: index into content->travellers. */
uint32_t pnri_pnrgov_traveller(const pnri_pnrgov *p);

/* --- pnrgov_date.c --- */

enum { PNRI_DATE_NEAR, PNRI_DATE_BIRTH };

/* DDMMMYY, DDMMMYYYY, CCYYMMDD, DDMMYYYY and six digits, which are DDMMYY or YYMMDD. 0 where it is no date. */
pnr_date pnri_pnrgov_parse_date(pnr_slice text, uint32_t kind, bool day_first, pnr_date reference, bool *has_century);
/* True when a date does not tell how its month was written: with small letters. */
bool pnri_pnrgov_has_small_month(pnr_slice text);
/* True when the text has the form of a date, of the calendar or not. */
bool pnri_pnrgov_is_date(pnr_slice text);
/* A component DDMMYY; what is wrong with it becomes a finding. */
pnr_date pnri_pnrgov_date(pnri_pnrgov *p, pnri_segment *s, uint32_t element, uint32_t component);
/* A component HHMM or HHMMSS; seconds other than 00 have no record, so they make an item. */
int32_t pnri_pnrgov_minutes(pnri_pnrgov *p, pnri_segment *s, uint32_t element, uint32_t component);

void pnri_pnrgov_booking_dates(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_ticket_dates(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_check_in(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_history_date(pnri_pnrgov *p, pnri_segment *s);

/* --- pnrgov_known.c --- */

/* Empties the index for a new booking. */
void pnri_known_reset(pnri_pnrgov *p);
/* Adds a traveller to the index; NULL when memory is exhausted. */
pnri_known *pnri_known_add(pnri_pnrgov *p, pnri_traveller_draft *draft, pnr_slice reference, pnr_slice surname,
                           pnr_slice given);
/* Counts one step of nested work; false when the budget is gone: then whoever searches stops. */
static inline bool pnri_known_spend(pnri_pnrgov *p) { return p->steps++ < p->arena->env->limits.steps; }
/* Index of the traveller with this reference, or PNR_NONE. */
uint32_t pnri_known_by_reference(pnri_pnrgov *p, pnr_slice reference);
/* How well a name fits another one: 0 not at all, 1 surname alone, 2 one given name begins with the other, 3 equal. Blanks,
 * hyphens and the like are ignored, since every system drops others. */
uint32_t pnri_names_fit(pnr_slice own_surname, pnr_slice own_given, pnr_slice surname, pnr_slice given);
/* True when nothing in the names speaks against one person: the surnames or the given names begin alike. */
bool pnri_names_begin_alike(pnr_slice own_surname, pnr_slice own_given, pnr_slice surname, pnr_slice given);
/* The same of a traveller's name. */
uint32_t pnri_known_fits(const pnri_known *known, pnr_slice surname, pnr_slice given);
/* True when a traveller's name fits this one, whoever else has it. */
bool pnri_known_has_name(pnri_pnrgov *p, pnr_slice surname, pnr_slice given);
enum { PNRI_KNOWN_ANY, PNRI_KNOWN_INFANT };
/* Index of the one traveller whom the name fits best and at least at this level; PNR_NONE where none or several do. */
uint32_t pnri_known_by_name(pnri_pnrgov *p, pnr_slice surname, pnr_slice given, uint32_t level, uint32_t which);
/* Fills *slot with the traveller's index into content->travellers, now or at the end of the booking: then what waits for
 * it is returned, and the segment stays an item too. NULL otherwise. */
pnri_pending *pnri_known_refer(pnri_pnrgov *p, const pnri_segment *s, pnr_slice reference, uint32_t *slot);
void pnri_known_resolve(pnri_pnrgov *p);
/* Gives infants their adults, as far as the booking tells. */
void pnri_known_link_infants(pnri_pnrgov *p);

/* --- pnrgov_traveller.c --- */

/* What a code of TIF 6353 says of its traveller; false for one of no known meaning. */
bool pnri_pnrgov_type(pnr_slice code, uint32_t *kind, uint32_t *sex);
/* The words that stand for a seat without a person: a cabin bag, an extra seat, a stretcher, diplomatic mail. Alone or
 * behind the owner's name. */
bool pnri_pnrgov_is_extra_seat(pnr_slice name);
/* A new traveller of the open booking; NULL when memory or limits.travellers is exhausted. */
pnri_traveller_draft *pnri_pnrgov_add_draft(pnri_pnrgov *p);
void pnri_pnrgov_tif(pnri_pnrgov *p, pnri_segment *s);
/* Calls `each` for every person whom a TIF names: groups and seats without people are left out. */
void pnri_tif_each_person(pnri_pnrgov *p, pnri_segment *s, void (*each)(pnri_pnrgov *p, const pnri_tif *tif));
/* The names of the fields without title and placeholder. */
void pnri_tif_names(const pnri_tif *tif, pnr_slice *surname, pnr_slice *given);
/* The new traveller, or NULL. */
pnri_traveller_draft *pnri_tif_add_traveller(pnri_pnrgov *p, const pnri_tif *tif);
/* The first traveller whom a TIF outside of group 2 repeats, by reference and name; PNR_NONE where any of its names is
 * new. */
uint32_t pnri_tif_repeated(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_late_tif(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_boarded_tif(pnri_pnrgov *p, pnri_segment *s);
/* A group of a boarding opens. */
void pnri_boarding_begin(pnri_pnrgov *p);
/* The draft of a traveller of the open booking, by index into content->travellers; NULL for PNR_NONE. */
pnri_traveller_draft *pnri_pnrgov_draft(const pnri_pnrgov *p, uint32_t traveller);
void pnri_pnrgov_ref(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_fti(pnri_pnrgov *p, pnri_segment *s);

/* --- pnrgov_ssr.c --- */

void pnri_pnrgov_ssr(pnri_pnrgov *p, pnri_segment *s);
/* The number in the text of FQTV and its kin: /UA12345-NAME, UA12345, or 12345 of this carrier. */
void pnri_pnrgov_remark_resolved(pnri_pnrgov *p, const pnri_pending *pending, pnri_traveller_draft *draft);
void pnri_pnrgov_frequent_flyer(pnri_pnrgov *p, pnri_traveller_draft *draft, pnr_slice text, pnr_slice carrier,
                                uint64_t offset);

/* --- pnrgov_claim.c --- */

/* Takes the segment's text to the booking's claims. */
void pnri_claim_add(pnri_pnrgov *p, pnri_segment *s, uint32_t kind, pnr_slice text, pnr_slice reference);
/* Gives every claim to its traveller. */
void pnri_claim_settle(pnri_pnrgov *p);

/* --- pnrgov_docs.c --- */

enum { PNRI_SLOTS = 16 };

/* The slots of a DOCS, DOCO, DOCA or INFT text, and what they say. Slices are pieces of the claim's text. */
typedef struct pnri_docs {
  pnr_slice type, issuer, number, nationality, place; /* document */
  pnr_slice birth_place;
  pnr_slice surname, given, second_given;            /* as sent */
  pnr_slice raw;                                     /* the name slots as sent */
  pnr_slice tail_surname, tail_given;                /* -1SURNAME/GIVEN */
  pnr_slice country, street, city, region, postcode; /* DOCA */
  pnr_date birth, expires, issued;
  uint32_t sex; /* M, F, X or 0 */
  bool is_infant;
} pnri_docs;

/* Reads the claim's text; findings are reported, claim->keep is set where an octet has no place in docs. */
void pnri_docs_read(pnri_pnrgov *p, pnri_claim *claim, pnri_docs *docs);
/* M, F, MI, FI … to docs->sex and docs->is_infant; false for another text. */
bool pnri_docs_sex(pnr_slice text, pnri_docs *docs);
/* True when the text seems to hold an infant's sex (MI, FI); it only decides on the order of reading. */
bool pnri_docs_look_infant(pnr_slice text);

/* --- pnrgov_leg.c --- */

void pnri_pnrgov_flight(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_tvl(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_service_tvl(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_service(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_tra(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_rpi(pnri_pnrgov *p, pnri_segment *s);
/* Sets PNR_LEG_CONFIRMED where the leg's status says so. */
void pnri_pnrgov_confirm(pnr_leg *leg);
void pnri_pnrgov_apd(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_leg_rci(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_tri(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_ssd(pnri_pnrgov *p, pnri_segment *s);
/* A remark that is no other word than that of the final sales message for who did not come (PFS: NOSHO). */
void pnri_pnrgov_no_show(pnri_pnrgov *p, pnr_slice text);
/* Derives the travellers' status and seat for the leg that the message is about. */
void pnri_pnrgov_settle_legs(pnri_pnrgov *p);

/* --- pnrgov_contact.c --- */

void pnri_pnrgov_add(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_ift(pnri_pnrgov *p, pnri_segment *s);
/* A contact of the booking, and what its traveller can be found by. NULL when memory is exhausted. */
pnr_contact *pnri_pnrgov_add_contact(pnri_pnrgov *p, uint32_t kind, pnr_slice purpose, pnr_slice text,
                                     uint32_t traveller, uint64_t offset);
/* The same for a contact whose traveller came to be known. */
void pnri_pnrgov_contact_resolved(pnri_pnrgov *p, const pnr_contact *contact);
/* Text behind a keyword such as CTCM. NULL when memory is exhausted. */
pnr_contact *pnri_pnrgov_keyword_contact(pnri_pnrgov *p, pnr_slice keyword, pnr_slice text, uint32_t traveller,
                                         uint64_t offset);

/* --- pnrgov_fare.c --- */

void pnri_pnrgov_tkt(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_mon(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_fop(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_tbd(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_ebd(pnri_pnrgov *p, pnri_segment *s);

/* --- pnrgov_history.c --- */

/* A segment that tells by standing behind another one what that is. */
typedef struct pnri_sign {
  char tag[4];
  const char *value; /* with which its first element begins; empty: the tag alone; NULL: whatever follows */
  bool is_shared;    /* it may stand behind either: what is behind it decides */
} pnri_sign;

/* True when one of the signs comes behind the segment at hand, with none but shared ones between. Those that are not shared
 * stand first. */
bool pnri_pnrgov_is_followed_by(const pnri_pnrgov *p, const pnri_segment *s, const pnri_sign *signs, size_t count);

void pnri_pnrgov_abi(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_sac(pnri_pnrgov *p, pnri_segment *s);
/* A new block of the open agent, with its row; its date follows. */
void pnri_history_begin(pnri_pnrgov *p, uint64_t offset);
/* Any segment that tells what was changed. */
void pnri_pnrgov_changed(pnri_pnrgov *p, pnri_segment *s);
/* SSR, IFT; TIF; TVL: of the history, or of the booking that goes on behind it. */
void pnri_pnrgov_changed_text(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_changed_tif(pnri_pnrgov *p, pnri_segment *s);
void pnri_pnrgov_changed_tvl(pnri_pnrgov *p, pnri_segment *s);
/* Makes travellers of those who came into the booking and neither left it nor stand in it. */
void pnri_history_settle(pnri_pnrgov *p);
/* Tells who of them is named nowhere else, when all documents have their travellers. */
void pnri_history_note(pnri_pnrgov *p);

#endif
