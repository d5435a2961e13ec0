/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_READ_PNL_H
#define PNR_READ_PNL_H

#include "read/pnrgov.h"

/* PNL and ADL (teletype, Type B): which octets are a message and what its lines are (pnl_frame.c), the message
 * (pnl.c) and its bookings (pnl_booking.c), names (pnl_name.c), and what stands behind a name (pnl_element.c, pnl_remark.c). Once cut, a name
 * and its elements fill the same bookings as PNRGOV does, so documents find their travellers by the same rules. */

typedef struct pnri_pnl pnri_pnl;

/* data is borrowed. Fails with PNR_E_FORMAT where no message begins, PNR_E_LIMIT, PNR_E_MEMORY. is_forced: the caller
 * says that it is one, so a line PNL or ADL suffices. */
pnr_status pnri_pnl_open(const pnr_env *env, const uint8_t *data, size_t size, bool is_forced, pnri_pnl **out,
                         pnr_error *error);
/* Reads the next message; its days are those next to the reference. PNR_END when there is none left. */
pnr_status pnri_pnl_next(pnri_pnl *pnl, pnri_builder *builder, pnr_date reference, pnr_error *error);
void pnri_pnl_close(pnri_pnl *pnl);
/* True when a message begins within the first lines. */
bool pnri_pnl_starts(const uint8_t *data, size_t size);

/* --- Lines (pnl_frame.c) --- */

typedef struct pnri_pnl_line {
  pnr_slice text;  /* without its end and blanks around it */
  uint64_t offset; /* of text[0] in the input */
  uint64_t size;   /* of the text in the input, which need not be UTF-8 */
  uint64_t begin;  /* of the line */
  bool is_ended;   /* false: the input ends within it */
} pnri_pnl_line;

/* Cuts the line at *at, which moves behind its end; false where no octet is left. */
bool pnri_pnl_cut(const uint8_t *data, uint64_t end, uint64_t *at, pnri_pnl_line *line);

/* Where messages begin. */
typedef struct pnri_pnl_start {
  uint64_t offset;
  uint32_t line; /* number of the first line, from 1 */
  bool is_adl;
  bool is_inferred; /* no identifier, but the flight of the message before */
} pnri_pnl_start;

/* Fills starts; false when memory is exhausted. */
bool pnri_pnl_find_starts(const uint8_t *data, size_t size, bool is_forced, pnri_vector *starts);

/* AA123/15JUN LHR PART1. Empty where a value does not stand in its place. */
typedef struct pnri_pnl_flight {
  pnr_slice carrier, number, suffix, date, from, part;
  bool is_whole; /* everything up to from has its form, and nothing else stands there */
} pnri_pnl_flight;

void pnri_pnl_read_flight(pnr_slice text, pnri_pnl_flight *flight);
/* What every part of a list repeats of its line: carrier, number, date and place. */
pnr_slice pnri_pnl_flight_text(const pnri_pnl_flight *flight, pnr_slice line);
bool pnri_pnl_is_identifier(pnr_slice text, bool *is_adl);
/* .ORIGIN DDHHMM */
bool pnri_pnl_is_origin(pnr_slice text);
/* ENDPART1, ENDPNL, ENDADL; *part is the number, or 0 for the last part. */
bool pnri_pnl_is_end(pnr_slice text, uint32_t *part);

/* Teletype knows capital letters only; others are read like them, and told. */
static inline bool pnri_pnl_capital(uint8_t octet) { return octet >= 'A' && octet <= 'Z'; }
static inline bool pnri_pnl_letter(uint8_t octet)
{
  return pnri_pnl_capital(octet) || (octet >= 'a' && octet <= 'z') || octet >= 0x80;
}
static inline bool pnri_pnl_digit(uint8_t octet) { return octet >= '0' && octet <= '9'; }
/* The octets in front of the first one of this value, and that one, are cut off text; all of it where there is none. */
pnr_slice pnri_pnl_take(pnr_slice *text, uint8_t octet);

/* --- One message while it is read (pnl.c) --- */

/* -JFK045Y */
typedef struct pnri_pnl_section {
  pnr_slice to, service_class;
  uint32_t declared, seats;
  bool is_declared;
  uint64_t offset, length;
  uint32_t line;
  uint32_t booking, leg; /* the last booking that was given this leg, and the leg's index there */
  pnr_leg *flight;       /* that leg */
} pnri_pnl_section;

/* The name of a party, or one element behind it. Its text is one fragment or, where it goes on in further lines,
 * several. */
typedef struct pnri_pnl_piece {
  pnr_slice code; /* L, R, C …; empty for the name */
  uint32_t first, count;
  uint64_t offset; /* of the text */
  uint32_t line;
  bool is_exact;   /* the text is a piece of the input */
  bool has_blanks; /* more of them stand behind it than part it from what follows */
} pnri_pnl_piece;

/* A name element and what stands behind it. */
typedef struct pnri_pnl_party {
  uint32_t first_piece, piece_count;
  uint32_t section;
  pnr_slice action; /* ADD, CHG, DEL */
  bool is_deleted;
  pnr_slice locator;
  pnr_slice mark;             /* -A2: of a group of parties */
  uint32_t first, next, last; /* of the same booking; last is kept by the first of them */
  uint64_t end;
} pnri_pnl_party;

/* The travellers of a party, as they stand in p->known. */
typedef struct pnri_pnl_people {
  const pnri_pnl_party *party;
  uint32_t first, count;
  uint32_t only;   /* index in p->known of the one who is no infant; PNR_NONE where there are none or several */
  uint32_t leg;    /* of the booking: the flight */
  pnr_leg *flight; /* that leg, or NULL */
} pnri_pnl_people;

typedef struct pnri_pnl_message {
  pnri_pnrgov p;
  pnri_vector lines;     /* uint64_t: where each begins */
  pnri_vector fragments; /* pnr_slice */
  pnri_vector pieces;    /* pnri_pnl_piece */
  pnri_vector parties;   /* pnri_pnl_party */
  pnri_vector sections;  /* pnri_pnl_section */
  pnri_vector buckets;   /* uint32_t: parties by what joins them */
  const uint8_t *data;
  uint64_t size; /* of data */
  uint32_t first_line;
  uint32_t line; /* of the message, from 1 */
  uint32_t section;
  pnr_slice action;
  uint32_t stage;       /* of the lines */
  size_t previous_size; /* of the line before; 0 where that was none of a party */
  uint64_t text_end;    /* behind the last line that is not blank */
  bool is_line_exact;
  bool is_adl, has_identifier, has_end, is_last;
} pnri_pnl_message;

void pnri_pnl_note(pnri_pnl_message *m, uint32_t code, uint64_t offset, uint64_t length, uint32_t line);
/* The piece's whole text; data is NULL when memory is exhausted. */
pnr_slice pnri_pnl_text(pnri_pnl_message *m, const pnri_pnl_piece *piece);
void pnri_pnl_add_item(pnri_pnl_message *m, pnri_chain *chain, pnr_slice tag, pnr_slice text, uint32_t traveller,
                       uint64_t offset);
/* Keeps the piece as it was sent, tag being its code with its dot. */
void pnri_pnl_keep(pnri_pnl_message *m, const pnri_pnl_piece *piece, pnr_slice text, uint32_t traveller);
/* Index into content->travellers of a known one, or PNR_NONE. */
uint32_t pnri_pnl_index(const pnri_pnl_message *m, uint32_t known);

/* --- pnl_booking.c --- */

/* Reads the parties, booking by booking. */
pnr_status pnri_pnl_bookings(pnri_pnl_message *m, pnr_error *error);
/* A booking's octets are those of its first party. */
void pnri_pnl_measure_bookings(pnri_pnl_message *m);

/* --- pnl_name.c --- */

/* Octets of the number of seats where text begins with it and a name follows; 0: no name element. */
size_t pnri_pnl_seat_digits(pnr_slice text);
/* True where a line seems to be a name without its number of seats. */
bool pnri_pnl_is_bare_name(pnr_slice text);
/* The mark behind a name that joins the elements of one group, -A2; empty where there is none. */
pnr_slice pnri_pnl_group_mark(pnr_slice text);
/* Seats of the name in the piece, as it counts them. */
uint32_t pnri_pnl_seats(pnr_slice text);
/* Adds the travellers of the party to the open booking. */
void pnri_pnl_read_name(pnri_pnl_message *m, const pnri_pnl_piece *piece, pnr_slice text, bool has_group,
                        pnri_pnl_people *people);

/* --- pnl_element.c, pnl_remark.c --- */

void pnri_pnl_read_element(pnri_pnl_message *m, const pnri_pnl_people *people, const pnri_pnl_piece *piece);
void pnri_pnl_remark(pnri_pnl_message *m, const pnri_pnl_people *people, const pnri_pnl_piece *piece, pnr_slice text);
/* known: whose it is, or PNR_NONE. False where the text is no seat. */
bool pnri_pnl_add_seat(pnri_pnl_message *m, const pnri_pnl_people *people, uint32_t known, pnr_slice number,
                       uint64_t offset, bool is_assigned);

#endif
