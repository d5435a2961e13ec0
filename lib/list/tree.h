/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_LIST_TREE_H
#define PNR_LIST_TREE_H

#include "encoding/xml.h"
#include "list/list.h"

/* The records of an XML list, one at a time: each with all its elements in the document's order, attributes as children
 * of their element in front of the others. Where the markup breaks, what is lost becomes a finding and reading goes on
 * with the next record. */

typedef struct pnri_element {
  size_t name, name_size; /* places in the tree's text */
  size_t text, text_size;
  uint32_t depth; /* below the record, whose own is 0 */
  uint64_t offset;
} pnri_element;

typedef struct pnri_tree {
  pnr_list *list;
  pnri_xml *xml;
  pnr_slice source;
  const char *const *records;    /* names of their elements, NULL behind the last */
  pnri_vector elements;          /* pnri_element; number 0 is the record */
  pnri_vector text;              /* names and texts of the record */
  pnri_vector open_text;         /* of the innermost open element */
  uint32_t open[PNRI_XML_DEPTH]; /* numbers of the open elements, by depth */
  uint32_t record;               /* depth of the open record; 0 when none is open */
  uint64_t count;                /* records given so far */
  uint64_t resumed;              /* where reading went on behind a fault; 0: there was none */
  pnr_error fault;               /* the first one */
} pnri_tree;

/* data is borrowed. root: names that the document's element may have, NULL behind the last; PNR_E_FORMAT when it has
 * another one. Names are compared without their prefixes. */
pnr_status pnri_tree_open(pnri_tree *tree, pnr_list *list, pnr_slice source, const char *const *root,
                          const char *const *records, pnr_error *error);
/* False behind the last record, and when nothing more can be read. */
bool pnri_tree_next(pnri_tree *tree);
/* Tells how the reading ended: PNR_OK as soon as any record was read, unless memory or a limit was exhausted. */
pnr_status pnri_tree_close(pnri_tree *tree, pnr_error *error);

/* Name and text of element i, white space as single blanks; both hold until pnri_tree_next. */
pnr_slice pnri_tree_name(const pnri_tree *tree, uint32_t i);
pnr_slice pnri_tree_text(const pnri_tree *tree, uint32_t i);
uint64_t pnri_tree_offset(const pnri_tree *tree, uint32_t i);
pnri_place pnri_tree_place(pnri_tree *tree, uint32_t i);

/* Elements of the record, itself included. */
uint32_t pnri_tree_count(const pnri_tree *tree);
/* The first child of parent, and the one behind child i; 0 when there is none. */
uint32_t pnri_tree_first(const pnri_tree *tree, uint32_t parent);
uint32_t pnri_tree_after(const pnri_tree *tree, uint32_t i);
/* The first child of this name, and the next one of the same name as i; 0 when there is none. */
uint32_t pnri_tree_child(const pnri_tree *tree, uint32_t parent, const char *name);
uint32_t pnri_tree_same(const pnri_tree *tree, uint32_t i);
/* The text of the first child of this name; empty when there is none. */
pnr_slice pnri_tree_value(const pnri_tree *tree, uint32_t parent, const char *name);

/* The same texts, kept in the list. */
pnr_slice pnri_tree_keep(pnri_tree *tree, uint32_t i);
pnr_slice pnri_tree_keep_value(pnri_tree *tree, uint32_t parent, const char *name);

void pnri_tree_report(pnri_tree *tree, uint32_t code, uint32_t i);

#endif
