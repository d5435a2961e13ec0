/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "record/builder.h"

static void *add_part(pnri_chain *chain, pnri_arena *arena, int *failed, size_t size)
{
  void *view = pnri_chain_add(chain, arena, size);
  if (view == NULL) *failed = 1;
  return view;
}

pnr_name *pnri_name_add(pnri_person_draft *person, pnri_arena *arena, int *failed, uint32_t source)
{
  pnr_name *name = add_part(&person->names, arena, failed, sizeof *name);
  if (name == NULL) return NULL;
  name->kind = PNR_NAME_PRIMARY;
  name->source = source;
  return name;
}

pnr_birth *pnri_birth_add(pnri_person_draft *person, pnri_arena *arena, int *failed, pnr_date from, pnr_date to)
{
  pnr_birth *birth = add_part(&person->births, arena, failed, sizeof *birth);
  if (birth == NULL) return NULL;
  birth->from = from;
  birth->to = to;
  return birth;
}

pnr_document *pnri_person_document_add(pnri_person_draft *person, pnri_arena *arena, int *failed, uint32_t source)
{
  pnr_document *document = add_part(&person->documents, arena, failed, sizeof *document);
  if (document != NULL) document->source = source;
  return document;
}

pnr_identifier *pnri_identifier_add(pnri_person_draft *person, pnri_arena *arena, int *failed, uint32_t kind)
{
  pnr_identifier *identifier = add_part(&person->identifiers, arena, failed, sizeof *identifier);
  if (identifier != NULL) identifier->kind = kind;
  return identifier;
}

static bool is_capital(uint8_t octet) { return octet >= 'A' && octet <= 'Z'; }

pnr_slice pnri_country_told(pnr_slice text, bool *is_told)
{
  pnr_slice code = pnr_country_code(text);
  bool is_short = text.size == 2 && is_capital(text.data[0]) && is_capital(text.data[1]);
  if (code.size == 0) return text;
  if (!is_short && !pnri_slice_equal(text, code)) *is_told = false;
  return code;
}

enum { NATIONALITIES = 32 }; /* no honest source gives more; a bound keeps the search for a repeated one short */

void pnri_nationality_add(pnri_person_draft *person, pnri_arena *arena, int *failed, pnr_slice text)
{
  pnr_slice code = pnr_country_code(text);
  if (code.size == 0) code = text;
  if (code.size == 0 || person->nationalities.count == NATIONALITIES) return;
  for (pnri_node *node = person->nationalities.first; node != NULL; node = node->next) {
    const pnr_slice *known = pnri_node_payload(node);
    if (pnri_slice_equal(*known, code)) return;
  }
  pnr_slice *slot = add_part(&person->nationalities, arena, failed, sizeof *slot);
  if (slot != NULL) *slot = code;
}

/* Counts the names of each source, then places them: linear, and equal witnesses keep their order. */
static const pnr_name *const *order_names(const pnri_chain *names, pnri_arena *arena, int *failed)
{
  uint32_t places[PNR_SOURCE_HISTORY + 2] = { 0 }; /* of a source's first name, in the row behind it while counting */
  if (names->count == 0) return NULL;
  const pnr_name **ordered = pnri_arena_take(arena, names->count * sizeof *ordered);
  if (ordered == NULL) {
    *failed = 1;
    return NULL;
  }
  for (pnri_node *node = names->first; node != NULL; node = node->next)
    places[((const pnr_name *)pnri_node_payload(node))->source + 1]++;
  for (uint32_t source = PNR_SOURCE_MRZ; source <= PNR_SOURCE_HISTORY; source++) places[source] += places[source - 1];
  for (pnri_node *node = names->first; node != NULL; node = node->next) {
    const pnr_name *name = pnri_node_payload(node);
    ordered[places[name->source]++] = name;
  }
  return ordered;
}

static const pnr_slice *nationality_array(const pnri_chain *nationalities, pnri_arena *arena, int *failed)
{
  if (nationalities->count == 0) return NULL;
  pnr_slice *array = pnri_arena_take(arena, nationalities->count * sizeof *array);
  if (array == NULL) {
    *failed = 1;
    return NULL;
  }
  pnr_slice *slot = array;
  for (pnri_node *node = nationalities->first; node != NULL; node = node->next)
    *slot++ = *(const pnr_slice *)pnri_node_payload(node);
  return array;
}

void pnri_person_freeze(pnri_person_draft *person, pnri_arena *arena, int *failed)
{
  pnr_person *view = &person->view;
  view->names = order_names(&person->names, arena, failed);
  view->name_count = person->names.count;
  view->births = pnri_chain_array(&person->births, arena, failed);
  view->birth_count = person->births.count;
  view->documents = pnri_chain_array(&person->documents, arena, failed);
  view->document_count = person->documents.count;
  view->identifiers = pnri_chain_array(&person->identifiers, arena, failed);
  view->identifier_count = person->identifiers.count;
  view->nationalities = nationality_array(&person->nationalities, arena, failed);
  view->nationality_count = person->nationalities.count;
}

static bool is_digit(uint8_t octet) { return octet >= '0' && octet <= '9'; }

/* A place of an account number: a digit, or what stands for one that the sender masked. */
static bool is_place(uint8_t octet) { return is_digit(octet) || octet == 'X' || octet == 'x' || octet == '*'; }

/* PCI DSS 3.4: at most the first six and the last four digits may be shown. */
pnr_slice pnri_mask_account(pnri_arena *arena, pnr_slice account)
{
  uint32_t places = 0, digits = 0, seen = 0;
  for (size_t i = 0; i < account.size; i++) {
    places += is_place(account.data[i]);
    digits += is_digit(account.data[i]);
  }
  if (digits < 5) return account;
  uint8_t *text = pnri_arena_text(arena, account.size);
  if (text == NULL) return (pnr_slice){ NULL, 0 };
  uint32_t shown_first = places >= 13 ? 6 : 0, shown_last = places >= 8 ? 4 : 0;
  for (size_t i = 0; i < account.size; i++) {
    text[i] = account.data[i];
    if (!is_place(text[i])) continue;
    if (seen >= shown_first && seen < places - shown_last) text[i] = 'X';
    seen++;
  }
  return (pnr_slice){ text, account.size };
}

pnr_slice pnri_phone_digits(pnri_arena *arena, pnr_slice text)
{
  uint8_t *digits = pnri_arena_text(arena, text.size);
  if (digits == NULL) return (pnr_slice){ NULL, 0 };
  size_t size = 0;
  bool has_plus = false;
  for (size_t i = 0; i < text.size; i++) {
    if (text.data[i] == '+' && size == 0) {
      digits[size++] = '+';
      has_plus = true;
    } else if (is_digit(text.data[i])) {
      digits[size++] = text.data[i];
    }
  }
  if (size - has_plus < 5) size = 0;
  pnri_arena_trim(arena, digits, text.size, size);
  return (pnr_slice){ size != 0 ? digits : NULL, size };
}
