/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_ENCODING_XML_H
#define PNR_ENCODING_XML_H

#include <stdbool.h>

#include "core/env.h"

/* Pull parser for XML documents, over expat, which nobody else sees. A document type declaration is refused, and with
 * it every entity of a document's own making. Text comes as UTF-8 whatever the document's encoding. */
typedef struct pnri_xml pnri_xml;

enum { PNRI_XML_START = 1, PNRI_XML_ATTRIBUTE, PNRI_XML_TEXT, PNRI_XML_FINISH, PNRI_XML_COMMENT };

typedef struct pnri_xml_event {
  uint32_t kind;   /* PNRI_XML_…; attributes follow their START, a text may come in several pieces */
  uint32_t depth;  /* of the element: 1 is the document's own */
  pnr_slice name;  /* of the element or the attribute, prefix and all */
  pnr_slice text;  /* of TEXT, ATTRIBUTE and COMMENT */
  uint64_t offset; /* where the markup or text begins */
} pnri_xml_event;

enum { PNRI_XML_DEPTH = 64 };

/* data is borrowed. */
pnr_status pnri_xml_open(const pnr_env *env, const uint8_t *data, size_t size, pnri_xml **out, pnr_error *error);

/* The next event, whose slices hold until the next call; PNR_END behind the document. PNR_E_UNSUPPORTED for a document
 * type declaration or an unknown encoding, PNR_E_SYNTAX, PNR_E_LIMIT beyond PNRI_XML_DEPTH elements in each other. All
 * that was read before a fault is given first. */
pnr_status pnri_xml_next(pnri_xml *xml, pnri_xml_event *event, pnr_error *error);

/* What pnri_xml_resume begins is in this encoding from here on, whatever it declares. name is static. */
void pnri_xml_assume(pnri_xml *xml, const char *name);

/* From here on comments and processing instructions are events too, and of a declaration a version other than 1.0 and an
 * encoding other than UTF-8; the name is empty or the instruction's target. */
void pnri_xml_tell_comments(pnri_xml *xml);

/* Begins anew with the document that stands at offset, in the encoding of the one before; places stay those of the whole
 * input. Allowed after any fault but PNR_E_MEMORY, once all that was read before it was given. */
pnr_status pnri_xml_resume(pnri_xml *xml, uint64_t offset, pnr_error *error);

/* Line and column, both from 1, of an offset; cheap where offsets rise from call to call. */
void pnri_xml_place(pnri_xml *xml, uint64_t offset, uint32_t *line, uint32_t *column);

void pnri_xml_close(pnri_xml *xml);

#endif
