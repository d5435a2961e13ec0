/* SPDX-License-Identifier: Apache-2.0 */
#ifndef QUERY_H
#define QUERY_H

#include <pnr/pnr.h>

#include "command.h"

/* One person as the options of a command line tell of him. Values are borrowed. What is too much, and what cannot be
 * understood, ends the program as wrong usage. Do not move it once something was added: its parts point to each other. */
enum { QUERY_MOST = 16 }; /* values of a kind */
typedef struct person_query {
  pnr_name names[QUERY_MOST];
  pnr_birth births[QUERY_MOST];
  pnr_document documents[QUERY_MOST];
  pnr_identifier identifiers[QUERY_MOST];
  pnr_slice nationalities[QUERY_MOST];
  const pnr_name *name_views[QUERY_MOST];
  const pnr_birth *birth_views[QUERY_MOST];
  const pnr_document *document_views[QUERY_MOST];
  const pnr_identifier *identifier_views[QUERY_MOST];
  pnr_person person;
} person_query;

void query_add_name(const cli_command *command, person_query *query, const char *name);
void query_add_birth(const cli_command *command, person_query *query, const char *date);
void query_set_sex(const cli_command *command, person_query *query, const char *sex);
void query_add_nationality(const cli_command *command, person_query *query, const char *country);
/* "X1234567", or "CZE:X1234567". */
void query_add_document(const cli_command *command, person_query *query, const char *number);
void query_add_identifier(const cli_command *command, person_query *query, uint32_t kind, const char *value);

/* NULL while nothing was added by which somebody is found: a name, a document or an identifier. */
const pnr_person *query_person(const person_query *query);

#endif
