/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_RECORD_COPY_H
#define PNR_RECORD_COPY_H

#include "core/arena.h"
#include "record/field.h"

/* Views copied with all that they point to, field by field, by the table. What is masked, scrubbed or filtered is a copy
 * with a rule. */

typedef struct pnri_copy pnri_copy;

/* Asked for each value that says something (view and at: what it stands in), and for each view of an array (field: the
 * array's; view and at: the one of it that is meant; text is NULL). False leaves it out. A text (else NULL) may be exchanged
 * for another one that lives as long as the copy: that one is not copied again. */
typedef bool (*pnri_copy_rule)(pnri_copy *copy, const pnri_field *field, const pnri_view *view, const void *at,
                               pnr_slice *text);

struct pnri_copy {
  pnri_arena *arena;          /* of the copies */
  uint32_t without;           /* bits 1 << PNRI_CLASS_…: values of these are left out, the rule is not asked */
  uint32_t without_kinds;     /* bits 1 << PNRI_FIELD_…, likewise */
  bool keeps_numbers;         /* the rule is not asked about values of 32 bits */
  pnri_copy_rule rule;        /* NULL: everything is copied */
  void *user;                 /* for the rule */
  void *place;                /* for the rule: where the text that it is asked about will stand, a pnr_slice */
  const uint32_t *travellers; /* rising indices of the source's travellers, in the order of the copy; NULL: the same */
  uint32_t traveller_count;
  uint32_t leg_count; /* a leg of this index or above is none */
  bool failed;        /* memory is exhausted */
};

/* Copies the stored fields (those with a key); the others are left as if nothing were said. to: zeroes. */
void pnri_copy_view(pnri_copy *copy, const pnri_view *view, const void *from, void *to);

/* Calls visit for every text of these classes (bits 1 << PNRI_CLASS_…) of a view and of all views that it points to, TEXTS
 * included. */
typedef void (*pnri_text_visit)(void *user, pnr_slice text);
void pnri_view_texts(const pnri_view *view, const void *at, uint32_t classes, pnri_text_visit visit, void *user);

/* True where both say the same in all stored fields. */
bool pnri_view_equal(const pnri_view *view, const void *a, const void *b);

#endif
