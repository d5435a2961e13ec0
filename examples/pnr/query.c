/* SPDX-License-Identifier: Apache-2.0 */
#include "query.h"

#include <string.h>

#include "input.h"
#include "output.h"

/* Counts one value more. */
static uint32_t next_place(const cli_command *command, uint32_t *count)
{
  if (*count == QUERY_MOST) usage_error(command, "an option stands more than %d times", QUERY_MOST);
  return (*count)++;
}

void query_add_name(const cli_command *command, person_query *query, const char *name)
{
  uint32_t i = next_place(command, &query->person.name_count);
  pnr_slice full = slice_of(name);
  query->names[i] = (pnr_name){
    .kind = i == 0 ? PNR_NAME_PRIMARY : PNR_NAME_ALIAS, .source = PNR_SOURCE_CALLER, .full = full, .raw = full
  };
  query->name_views[i] = &query->names[i];
  query->person.names = query->name_views;
}

void query_add_birth(const cli_command *command, person_query *query, const char *date)
{
  uint32_t i = next_place(command, &query->person.birth_count);
  if (!birth_of_text(slice_of(date), &query->births[i]))
    usage_error(command, "--birth-date needs a date like 1980-05-05, 1980-05, 1980, 1960..1965 or circa 1960");
  query->birth_views[i] = &query->births[i];
  query->person.births = query->birth_views;
}

void query_set_sex(const cli_command *command, person_query *query, const char *sex)
{
  if (strcmp(sex, "M") != 0 && strcmp(sex, "F") != 0) usage_error(command, "--sex is M or F");
  query->person.sex = (uint32_t)sex[0];
}

static pnr_slice country_of(pnr_slice text)
{
  pnr_slice code = pnr_country_code(text);
  return code.size > 0 ? code : text;
}

void query_add_nationality(const cli_command *command, person_query *query, const char *country)
{
  uint32_t i = next_place(command, &query->person.nationality_count);
  query->nationalities[i] = country_of(slice_of(country));
  query->person.nationalities = query->nationalities;
}

void query_add_document(const cli_command *command, person_query *query, const char *number)
{
  uint32_t i = next_place(command, &query->person.document_count);
  const char *colon = strchr(number, ':');
  query->documents[i] = (pnr_document){ .source = PNR_SOURCE_CALLER, .number = slice_of(number) };
  if (colon != NULL) {
    query->documents[i].issuer = country_of((pnr_slice){ (const uint8_t *)number, (size_t)(colon - number) });
    query->documents[i].number = slice_of(colon + 1);
  }
  query->document_views[i] = &query->documents[i];
  query->person.documents = query->document_views;
}

void query_add_identifier(const cli_command *command, person_query *query, uint32_t kind, const char *value)
{
  uint32_t i = next_place(command, &query->person.identifier_count);
  query->identifiers[i] = (pnr_identifier){ .kind = kind, .value = slice_of(value) };
  query->identifier_views[i] = &query->identifiers[i];
  query->person.identifiers = query->identifier_views;
}

bool query_option(const cli_command *command, person_query *query, int number, const char *value)
{
  switch (number) {
  case QUERY_NAME: query_add_name(command, query, value); return true;
  case QUERY_BIRTH_DATE: query_add_birth(command, query, value); return true;
  case QUERY_SEX: query_set_sex(command, query, value); return true;
  case QUERY_NATIONALITY: query_add_nationality(command, query, value); return true;
  case QUERY_DOCUMENT: query_add_document(command, query, value); return true;
  case QUERY_PHONE: query_add_identifier(command, query, PNR_IDENTIFIER_PHONE, value); return true;
  case QUERY_EMAIL: query_add_identifier(command, query, PNR_IDENTIFIER_EMAIL, value); return true;
  case QUERY_FREQUENT_FLYER: query_add_identifier(command, query, PNR_IDENTIFIER_FREQUENT_FLYER, value); return true;
  case QUERY_CARD: query_add_identifier(command, query, PNR_IDENTIFIER_CARD, value); return true;
  default: return false;
  }
}

const pnr_person *query_person(const person_query *query)
{
  const pnr_person *person = &query->person;
  return person->name_count + person->document_count + person->identifier_count > 0 ? person : NULL;
}
