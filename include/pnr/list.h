/* pnr/list.h - watchlists as their publishers write them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_LIST_H
#define PNR_LIST_H

#include "pnr/finding.h"
#include "pnr/person.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { /* sources; docs/lists.md tells what is read from each */
       PNR_LIST_AUTO = 0,
       PNR_LIST_CSV = 1,           /* the project's own */
       PNR_LIST_UN = 2,            /* UN Security Council consolidated list, XML */
       PNR_LIST_OFAC = 3,          /* US Specially Designated Nationals: CSV set, XML, advanced XML */
       PNR_LIST_EU = 4,            /* EU financial sanctions, XML and CSV */
       PNR_LIST_UK = 5,            /* OFSI consolidated list and UK Sanctions List, CSV and XML */
       PNR_LIST_NL = 6,            /* Dutch national terrorism list, OpenDocument spreadsheet */
       PNR_LIST_OPENSANCTIONS = 7, /* targets.simple.csv, entities as JSON lines */
       PNR_LIST_SLTD = 8           /* stolen and lost travel documents, blank ones in ranges */
};

enum { /* what to do on a hit (Regulation (EU) 2018/1862 and national law) */
       PNR_ACTION_INFORM = 1,
       PNR_ACTION_ARREST = 2,
       PNR_ACTION_REFUSE = 3,
       PNR_ACTION_DISCREET_CHECK = 4,
       PNR_ACTION_INQUIRY_CHECK = 5,
       PNR_ACTION_SPECIFIC_CHECK = 6,
       PNR_ACTION_LOCATE = 7,
       PNR_ACTION_PROTECT = 8,
       PNR_ACTION_SEIZE = 9,
       PNR_ACTION_FREEZE = 10
};

typedef struct pnr_entry {
  pnr_slice id;     /* "csv:42", "ofac:36", "un:6907993": unique over all sources */
  pnr_slice source; /* the list's name: of the column, else the format's */
  pnr_slice owner;  /* who answers for the entry; of a published list its publisher */
  pnr_slice basis;  /* legal basis; the programme where a published list names none */
  pnr_slice offence;
  pnr_slice programme;
  pnr_slice warning;
  pnr_slice remark;
  uint32_t action;          /* PNR_ACTION_…; inform where the source says nothing */
  pnr_date valid_from;      /* 0: always */
  pnr_date valid_until;     /* inclusive; 0: for ever */
  const pnr_person *person; /* never NULL */
  uint64_t offset;          /* in the main file, unpacked */
} pnr_entry;

/* A list in memory. It owns all its entries. */
typedef struct pnr_list pnr_list;

/* Reads one source. format PNR_LIST_AUTO recognises it. data is not needed after the call. Broken rows become
 * findings with line and column; the call fails only when nothing at all can be read. name is the file's name without
 * folder, or empty; for OFAC it tells sdn, alt, add and sdn_comments apart (they are also told by their shape).
 * gzip and OpenDocument archives are unpacked, up to limits.octets; offset, line and column are then those of the text
 * inside, and of a spreadsheet line and column are its row and cell. */
PNR_API pnr_status pnr_list_open(const pnr_env *env, const uint8_t *data, size_t size, uint32_t format, pnr_slice name,
                                 pnr_list **out, pnr_error *error);

/* Adds another file of the same set (OFAC alt.csv, add.csv, sdn_comments.csv), or more rows of the same format. */
PNR_API pnr_status pnr_list_add(pnr_list *list, const uint8_t *data, size_t size, pnr_slice name, pnr_error *error);

PNR_API uint32_t pnr_list_format(const pnr_list *list);
PNR_API uint32_t pnr_list_count(const pnr_list *list);
/* Entry i, 0 <= i < pnr_list_count. Owned by the list, valid until the next pnr_list_add; NULL out of range. */
PNR_API const pnr_entry *pnr_list_entry(const pnr_list *list, uint32_t i);
PNR_API uint32_t pnr_list_finding_count(const pnr_list *list);
PNR_API const pnr_finding *pnr_list_finding(const pnr_list *list, uint32_t i);
PNR_API void pnr_list_close(pnr_list *list);

/* "arrest", "discreet-check" … ; static. And back: 0 when unknown. */
PNR_API const char *pnr_action_name(uint32_t action);
PNR_API uint32_t pnr_action_number(pnr_slice name);
/* "primary", "alias", "weak" … ; static. */
PNR_API const char *pnr_name_kind_name(uint32_t kind);
/* "lost", "stolen", "stolen-blank" …; static. And back: 0 when unknown. */
PNR_API const char *pnr_document_status_name(uint32_t status);
PNR_API uint32_t pnr_document_status_number(pnr_slice name);
/* "csv", "un", "ofac", "eu" …; static. And back: PNR_LIST_AUTO when unknown. */
PNR_API const char *pnr_list_format_name(uint32_t format);
PNR_API uint32_t pnr_list_format_number(pnr_slice name);

#ifdef __cplusplus
}
#endif
#endif
