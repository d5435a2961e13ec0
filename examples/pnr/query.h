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

/* The options that tell about the person: rows of a command's table, whose numbers follow that of the row in front. */
enum {
  QUERY_NAME,
  QUERY_BIRTH_DATE,
  QUERY_SEX,
  QUERY_NATIONALITY,
  QUERY_DOCUMENT,
  QUERY_PHONE,
  QUERY_EMAIL,
  QUERY_FREQUENT_FLYER,
  QUERY_CARD,
  QUERY_OWN
};
#define QUERY_OPTIONS                                                                                          \
  { "name", 'n', "NAME", "whom to look for; once for each name that the person is known by" },                 \
    { "birth-date", 0, "DATE", "1980-05-05, 1980-05, 1980, 1960..1965, circa 1960; once for each" },           \
    { "sex", 0, "SEX", "M or F" }, { "nationality", 0, "COUNTRY", "a country's code or name; once for each" }, \
    { "document", 0, "NUMBER", "of a passport or identity card, as NUMBER or COUNTRY:NUMBER; once for each" }, \
    { "phone", 0, "NUMBER", "once for each" }, { "email", 0, "ADDRESS", "once for each" },                     \
    { "frequent-flyer", 0, "NUMBER", "once for each" },                                                        \
  {                                                                                                            \
    "card", 0, "NUMBER", "of a payment card, not masked; once for each"                                        \
  }
/* Takes a value of option QUERY_…; false where it is none of these. */
bool query_option(const cli_command *command, person_query *query, int number, const char *value);

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
