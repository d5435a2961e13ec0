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

/* --- The readers, one per form of a source. Each adds what the octets hold. name is the file's. PNR_E_MEMORY is told by
 * list->failed. --- */

typedef pnr_status pnri_list_reader(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error);

pnri_list_reader pnri_list_read_csv, pnri_list_read_un, pnri_list_read_ofac, pnri_list_read_ofac_xml,
  pnri_list_read_ofac_advanced, pnri_list_read_eu_xml, pnri_list_read_eu_csv, pnri_list_read_uk_csv,
  pnri_list_read_uk_xml, pnri_list_read_nl, pnri_list_read_targets, pnri_list_read_ftm, pnri_list_read_sltd;

/* True for what has the shape of a file of the OFAC set, whatever its name. */
bool pnri_list_is_ofac(pnr_slice source);

/* Gives an OFAC entry what its Remarks tell: births, places, documents, nationalities, weak aliases. */
void pnri_ofac_read_remarks(pnr_list *list, pnri_entry_draft *entry, pnr_slice remarks, pnri_place place);
/* Adds a name as OFAC writes it, "SURNAME, Given". */
void pnri_ofac_add_name(pnr_list *list, pnri_entry_draft *entry, uint32_t kind, pnr_slice text, uint64_t offset);
/* The document type of an OFAC keyword ("Passport", "Cedula No."): P or I; empty for numbers that name nobody to a
 * border. */
pnr_slice pnri_ofac_document_type(pnr_slice keyword);

/* As long as sdn.csv is missing: reports the rows of other OFAC files, whose entries may still come. */
void pnri_ofac_report(pnr_list *list, pnri_findings *findings);
void pnri_ofac_close(pnr_list *list);

/* --- Entries --- */

/* The entry "<format>:<id>", made when there is none; NULL when memory is exhausted. */
pnri_entry_draft *pnri_entry_of(pnr_list *list, pnr_slice id, pnri_place place);
/* The same where it is there already, else NULL. */
pnri_entry_draft *pnri_entry_known(pnr_list *list, pnr_slice id);
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

/* A name in parts, or in one piece; nothing where all is empty. */
void pnri_entry_add_parts(pnr_list *list, pnri_entry_draft *entry, uint32_t kind, pnr_slice surname, pnr_slice given,
                          pnr_slice title, uint64_t offset);
void pnri_entry_add_full(pnr_list *list, pnri_entry_draft *entry, uint32_t kind, pnr_slice full, pnr_slice title,
                         uint64_t offset);
/* A phone number, an e-mail address, a frequent flyer or card number, cleaned as each is; nothing for an empty text. */
void pnri_entry_add_contact(pnr_list *list, pnri_entry_draft *entry, uint32_t kind, pnr_slice text, uint64_t offset);
/* The birth place and the country of residence: the first that says something counts. */
void pnri_entry_set_first(pnr_slice *value, pnr_slice text);

/* --- Text and findings --- */

/* A copy in the list's arena; what is no UTF-8 becomes U+FFFD, with a finding. */
pnr_slice pnri_list_text(pnr_list *list, pnr_slice text, pnri_place place);
/* The texts that are not empty, joined by separator. */
pnr_slice pnri_list_join(pnr_list *list, const pnr_slice *texts, size_t count, const char *separator);
void pnri_list_report(pnr_list *list, uint32_t code, pnri_place place);
/* The same for a row that is not read. */
void pnri_list_report_lost(pnr_list *list, pnri_place place);
/* The same for what a damaged or cut compressed file did not give. */
void pnri_list_report_cut(pnr_list *list, pnri_place place);
/* The whole row; line and column are those of the fault where there is one. */
pnri_place pnri_row_place(const pnri_csv_row *row);
pnri_place pnri_field_place(const pnri_csv *csv, const pnri_csv_field *field);

#endif
