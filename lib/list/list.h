/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_LIST_LIST_H
#define PNR_LIST_LIST_H

#include <stdbool.h>

#include "core/findings.h"
#include "core/vector.h"
#include "encoding/csv.h"
#include "list/table.h"
#include "pnr/list.h"
#include "record/builder.h"

/* One entry while its rows come in. It begins with its view, so that a pointer to it is a pointer to the view. */
typedef struct pnri_entry_draft {
  pnr_entry view;
  pnri_person_draft person;
  uint32_t number; /* in list->entries */
  uint32_t line;   /* where it begins */
  uint32_t column;
  bool is_frozen;   /* its arrays show all that was added */
  bool has_several; /* more than one row or statement: its values stand in list->values */
  uint32_t round;   /* how often it was reset */
} pnri_entry_draft;

/* Where something stands in the source that is being read. */
typedef struct pnri_place {
  uint64_t offset;
  uint64_t length;
  uint32_t line;
  uint32_t column;
} pnri_place;

struct pnri_ofac;

struct pnr_list {
  pnri_arena arena;
  pnri_findings findings;
  uint32_t format;
  pnri_vector entries;       /* pnri_entry_draft * */
  pnri_key_table ids;        /* id to number + 1 */
  pnri_key_table values;     /* values of entries of several rows */
  uint64_t row_count;        /* CSV rows read so far, over all files */
  struct pnri_ofac *ofac;    /* what the OFAC files said; NULL for other formats */
  const pnr_finding **shown; /* what pnr_list_finding shows */
  uint32_t shown_count;
  int failed; /* memory ran out */
};

/* --- The readers. Each adds what the octets hold; PNR_E_MEMORY is told by list->failed. --- */

pnr_status pnri_list_read_csv(pnr_list *list, const uint8_t *data, size_t size, pnr_error *error);
pnr_status pnri_list_read_un(pnr_list *list, const uint8_t *data, size_t size, pnr_error *error);
pnr_status pnri_list_read_ofac(pnr_list *list, const uint8_t *data, size_t size, pnr_slice name, pnr_error *error);

/* True for what has the shape of a file of the OFAC set, whatever its name. */
bool pnri_list_is_ofac(const uint8_t *data, size_t size);

/* Gives an OFAC entry what its Remarks tell: births, places, documents, nationalities, weak aliases. */
void pnri_ofac_read_remarks(pnr_list *list, pnri_entry_draft *entry, pnr_slice remarks, pnri_place place);
/* Adds a name as OFAC writes it, "SURNAME, Given". */
void pnri_ofac_add_name(pnr_list *list, pnri_entry_draft *entry, uint32_t kind, pnr_slice text, uint64_t offset);

/* As long as sdn.csv is missing: reports the rows of other OFAC files, whose entries may still come. */
void pnri_ofac_report(pnr_list *list, pnri_findings *findings);
void pnri_ofac_close(pnr_list *list);

/* --- Entries --- */

/* The entry "<format>:<id>", made when there is none; NULL when memory is exhausted. */
pnri_entry_draft *pnri_entry_of(pnr_list *list, pnr_slice id, pnri_place place);
/* A new entry "<format>:row<number>", for what has no id of its own. */
pnri_entry_draft *pnri_entry_numbered(pnr_list *list, uint64_t number, pnri_place place);

/* Takes the person's values away, to be added anew. */
void pnri_entry_reset(pnri_entry_draft *entry);

/* Each adds a copy of a view whose text lies in the list's arena, unless the entry has it already. */
void pnri_entry_add_name(pnr_list *list, pnri_entry_draft *entry, const pnr_name *name);
void pnri_entry_add_birth(pnr_list *list, pnri_entry_draft *entry, const pnr_birth *birth);
void pnri_entry_add_document(pnr_list *list, pnri_entry_draft *entry, const pnr_document *document);
void pnri_entry_add_identifier(pnr_list *list, pnri_entry_draft *entry, const pnr_identifier *identifier);
void pnri_entry_add_nationality(pnr_list *list, pnri_entry_draft *entry, pnr_slice text);

/* --- Text and findings --- */

/* A copy in the list's arena; what is no UTF-8 becomes U+FFFD, with a finding. */
pnr_slice pnri_list_text(pnr_list *list, pnr_slice text, pnri_place place);
void pnri_list_report(pnr_list *list, uint32_t code, pnri_place place);
/* The same for a row that is not read. */
void pnri_list_report_lost(pnr_list *list, pnri_place place);
/* The whole row; line and column are those of the fault where there is one. */
pnri_place pnri_row_place(const pnri_csv_row *row);
pnri_place pnri_field_place(const pnri_csv *csv, const pnri_csv_field *field);

/* The value of a sex as lists write it: M, male, F, X …; false when it is none of them. */
bool pnri_list_sex(pnr_slice text, uint32_t *sex);

#endif
