/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_WRITE_MESSAGE_H
#define PNR_WRITE_MESSAGE_H

#include "core/arena.h"
#include "core/slice.h"
#include "edifact/writer.h"
#include "write/text.h"

/* What the writers of whole records share: envelopes, segments kept as sent, dates; and the proof that nothing was lost.
 */

typedef struct pnri_message_writer pnri_message_writer;

/* One format. */
typedef struct pnri_message_format {
  uint32_t type;                                               /* PNR_MESSAGE_… */
  const char *name, *version, *release, *agency, *association; /* UNH S009 of what is written anew */
  void (*body)(pnri_message_writer *w);                        /* all between UNH and UNT */
} pnri_message_format;

struct pnri_message_writer {
  pnri_writer out;
  const pnr_content *content;
  pnri_arena *arena;    /* for what has to be made up */
  pnri_service service; /* of texts kept as sent */
  pnr_date reference;   /* from which readers will understand two-digit years */
  bool is_own;          /* the message was read from this format: its offsets tell the order */
  bool card_numbers;    /* as sent */
  uint64_t steps;
};

pnr_status pnri_write_message(pnr_text *text, const pnr_message *message, const pnr_write_options *options,
                              const pnri_message_format *format, pnr_differences **losses, pnr_error *error);

/* --- Segments kept as sent --- */

/* Component c of element e of a segment as sent, releases kept; empty when absent. */
pnr_slice pnri_kept_component(const pnri_message_writer *w, pnr_slice segment, uint32_t element, uint32_t component);
/* The same as meant. */
pnr_slice pnri_kept_value(const pnri_message_writer *w, pnr_slice segment, uint32_t element, uint32_t component);
/* True when the text, as sent, means this value. */
bool pnri_means(const pnri_message_writer *w, pnr_slice raw, pnr_slice value);
/* The text with blanks for control characters, which no character set has. A reader lets tabulators pass. */
pnr_slice pnri_plain(pnri_message_writer *w, pnr_slice text);
/* False for what begins with no tag, so that it cannot be written as a segment. */
bool pnri_is_segment(const pnri_message_writer *w, pnr_slice text);
/* Writes the item again, where it is a segment. */
void pnri_put_item(pnri_message_writer *w, const pnr_item *item);
/* A segment of which the text behind the tag and its separator was kept. */
void pnri_put_rest(pnri_message_writer *w, pnr_slice tag, pnr_slice rest);

/* Items in the order in which they stand in the input, so that one can be found by an offset. */
typedef struct pnri_kept {
  const pnr_item **items;
  uint32_t count;
} pnri_kept;

/* Sorts a copy of the items; the service segments are left out. Empty when memory is exhausted, which is refused. */
pnri_kept pnri_kept_sort(pnri_message_writer *w, const pnr_item *const *items, uint32_t count);
/* Index of the first item at or behind the offset. */
uint32_t pnri_kept_find(const pnri_kept *kept, uint64_t offset);
/* The item among whose octets the offset is, or NULL: what stands there is told by it. */
const pnr_item *pnri_kept_at(const pnri_kept *kept, uint64_t offset);
/* True when an item [from, to) of this tag has the text in this place. */
bool pnri_kept_says(pnri_message_writer *w, const pnri_kept *kept, uint32_t from, uint32_t to, const char *tag,
                    uint32_t element, uint32_t component, pnr_slice text);
/* Counts nested work against limits.steps; false, and PNR_E_LIMIT at the end, when they are spent. */
bool pnri_write_spend(pnri_message_writer *w);

/* --- Values --- */

static inline pnr_slice pnri_nothing(void) { return (pnr_slice){ NULL, 0 }; }

/* Elements or components without text: places of values that are not said. */
void pnri_put_empty_elements(pnri_message_writer *w, uint32_t count);
void pnri_put_empty_components(pnri_message_writer *w, uint32_t count);

/* True when two digits of the year are understood as this year. */
bool pnri_is_year_near(const pnri_message_writer *w, pnr_date date);
bool pnri_is_year_of_birth(const pnri_message_writer *w, pnr_date date);

/* YYMMDD, or CCYYMMDD. */
void pnri_put_date(pnri_message_writer *w, pnr_date date, bool with_century);
/* HHMM. */
void pnri_put_minutes(pnri_message_writer *w, int32_t minutes);

#endif
