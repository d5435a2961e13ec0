/* SPDX-License-Identifier: Apache-2.0 */
#include "record/alike.h"

#include <xxhash.h>
#include <string.h>

#include "core/date.h"
#include "core/slice.h"
#include "name/name.h"

/* --- Names --- */

/* The tokens of one part of a form, without what parts them. */
typedef struct letters {
  uint8_t text[PNRI_TOKENS * PNRI_TOKEN_SIZE];
  uint32_t size;
  uint32_t ends[PNRI_TOKENS]; /* where each token ends */
  uint32_t count;
} letters;

static void collect(const pnri_form *form, uint32_t flag, letters *out)
{
  out->size = out->count = 0;
  for (uint32_t i = 0; i < form->count; i++) {
    const pnri_token *token = &form->tokens[i];
    if ((token->flags & PNRI_TOKEN_SURNAME) != flag) continue;
    memcpy(out->text + out->size, token->text, token->size);
    out->size += token->size;
    out->ends[out->count++] = out->size;
  }
}

static bool is_same(const letters *a, const letters *b)
{
  return a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
}

/* The shorter one's tokens are the first tokens of the other. */
static bool is_shortened(const letters *a, const letters *b)
{
  const letters *less = a->size < b->size ? a : b, *more = less == a ? b : a;
  if (less->size == 0 || memcmp(less->text, more->text, less->size) != 0) return false;
  for (uint32_t i = 0; i < more->count; i++)
    if (more->ends[i] == less->size) return true;
  return false;
}

static uint32_t forms_alike(const pnri_form *a, const pnri_form *b)
{
  letters a_surname, b_surname, a_given, b_given;
  collect(a, PNRI_TOKEN_SURNAME, &a_surname);
  collect(b, PNRI_TOKEN_SURNAME, &b_surname);
  if (a_surname.size == 0 || !is_same(&a_surname, &b_surname)) return PNRI_NAMES_DIFFER;
  collect(a, 0, &a_given);
  collect(b, 0, &b_given);
  if (is_same(&a_given, &b_given)) return PNRI_NAMES_SAME;
  return is_shortened(&a_given, &b_given) ? PNRI_NAMES_SHORTENED : PNRI_NAMES_DIFFER;
}

static void fold(const pnr_name *name, pnri_name *out)
{
  bool has_parts = name->surname.size + name->given.size != 0;
  pnri_name_fold(out, has_parts ? name->surname : name->full, name->given, has_parts);
}

static uint32_t folded_alike(const pnri_name *a, const pnri_name *b)
{
  uint32_t best = PNRI_NAMES_DIFFER;
  for (uint32_t i = 0; i < a->count && best != PNRI_NAMES_SAME; i++)
    for (uint32_t j = 0; j < b->count && best != PNRI_NAMES_SAME; j++) {
      uint32_t alike = forms_alike(&a->forms[i], &b->forms[j]);
      if (alike > best) best = alike;
    }
  return best;
}

uint32_t pnri_names_alike(const pnr_person *a, const pnr_person *b)
{
  uint32_t best = PNRI_NAMES_DIFFER;
  pnri_name left, right;
  for (uint32_t i = 0; i < a->name_count && i < PNRI_ALIKE_NAMES; i++) {
    fold(a->names[i], &left);
    for (uint32_t j = 0; j < b->name_count && j < PNRI_ALIKE_NAMES && best != PNRI_NAMES_SAME; j++) {
      fold(b->names[j], &right);
      uint32_t alike = folded_alike(&left, &right);
      if (alike > best) best = alike;
    }
  }
  return best;
}

uint32_t pnri_surname_keys(const pnr_name *name, uint64_t keys[PNRI_SURNAMES])
{
  pnri_name folded;
  fold(name, &folded);
  uint32_t count = 0;
  for (uint32_t i = 0; i < folded.count && count < PNRI_SURNAMES; i++) {
    letters surname;
    collect(&folded.forms[i], PNRI_TOKEN_SURNAME, &surname);
    if (surname.size == 0) continue;
    uint64_t key = XXH3_64bits(surname.text, surname.size);
    uint32_t known = 0;
    while (known < count && keys[known] != key) known++;
    if (known == count) keys[count++] = key;
  }
  return count;
}

/* --- Births --- */

static bool is_exact(const pnr_birth *birth)
{
  return birth->circa == 0 && birth->from == birth->to && pnri_month(birth->from) != 0 && pnri_day(birth->from) != 0;
}

static bool compare_births(const pnr_person *a, const pnr_person *b, bool *both_exact)
{
  bool a_exact = false, b_exact = false, agree = false;
  for (uint32_t j = 0; j < b->birth_count; j++) b_exact = b_exact || is_exact(b->births[j]);
  for (uint32_t i = 0; i < a->birth_count && i < PNRI_ALIKE_NAMES; i++) {
    if (!is_exact(a->births[i])) continue;
    a_exact = true;
    for (uint32_t j = 0; j < b->birth_count && j < PNRI_ALIKE_NAMES; j++)
      agree = agree || (is_exact(b->births[j]) && a->births[i]->from == b->births[j]->from);
  }
  *both_exact = a_exact && b_exact;
  return agree;
}

bool pnri_births_agree(const pnr_person *a, const pnr_person *b)
{
  bool both_exact;
  return compare_births(a, b, &both_exact);
}

bool pnri_births_differ(const pnr_person *a, const pnr_person *b)
{
  bool both_exact, agree = compare_births(a, b, &both_exact);
  return both_exact && !agree;
}

/* --- Documents --- */

enum { NUMBER_LEAST = 4, NUMBER_MOST = 32, DOCUMENTS_COMPARED = 16 };

/* Letters and digits of a number, capital ones: blanks and hyphens are the writer's. 0 for what is no number: too short,
 * or one character over and over. */
static uint32_t clean_number(pnr_slice text, uint8_t out[NUMBER_MOST])
{
  uint32_t size = 0, same = 0;
  for (size_t i = 0; i < text.size && size < NUMBER_MOST; i++) {
    uint8_t octet = text.data[i];
    if (octet >= 'a' && octet <= 'z') octet = (uint8_t)(octet - 32);
    if ((octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9')) out[size++] = octet;
  }
  while (same < size && out[same] == out[0]) same++;
  return size >= NUMBER_LEAST && same < size ? size : 0;
}

static bool types_agree(pnr_slice a, pnr_slice b)
{
  return a.size == 0 || b.size == 0 || a.data[0] == b.data[0]; /* the second letter says which kind of passport */
}

bool pnri_is_same_document(const pnr_document *a, const pnr_document *b)
{
  uint8_t a_number[NUMBER_MOST], b_number[NUMBER_MOST];
  uint32_t size = clean_number(a->number, a_number);
  if (size == 0 || size != clean_number(b->number, b_number) || memcmp(a_number, b_number, size) != 0) return false;
  return a->issuer.size != 0 && pnri_slice_equal(a->issuer, b->issuer) && types_agree(a->type, b->type);
}

bool pnri_documents_agree(const pnr_person *a, const pnr_person *b)
{
  for (uint32_t i = 0; i < a->document_count && i < DOCUMENTS_COMPARED; i++)
    for (uint32_t j = 0; j < b->document_count && j < DOCUMENTS_COMPARED; j++)
      if (pnri_is_same_document(a->documents[i], b->documents[j])) return true;
  return false;
}

static bool is_passport(const pnr_document *document)
{
  return document->type.size != 0 && document->type.data[0] == 'P' && document->issuer.size != 0;
}

static bool numbers_differ(const pnr_document *a, const pnr_document *b)
{
  uint8_t a_number[NUMBER_MOST], b_number[NUMBER_MOST];
  uint32_t a_size = clean_number(a->number, a_number), b_size = clean_number(b->number, b_number), places = 0;
  if (a_size == 0 || b_size == 0) return false;
  if (a_size != b_size) return true;
  for (uint32_t i = 0; i < a_size; i++) places += a_number[i] != b_number[i];
  return places > 1;
}

bool pnri_documents_differ(const pnr_person *a, const pnr_person *b)
{
  bool differ = false;
  for (uint32_t i = 0; i < a->document_count && i < DOCUMENTS_COMPARED; i++)
    for (uint32_t j = 0; j < b->document_count && j < DOCUMENTS_COMPARED; j++) {
      const pnr_document *x = a->documents[i], *y = b->documents[j];
      if (!is_passport(x) || !is_passport(y) || !pnri_slice_equal(x->issuer, y->issuer)) continue;
      if (!numbers_differ(x, y)) return false; /* they share one: a further one is a second passport */
      differ = true;
    }
  return differ;
}

uint64_t pnri_document_key(const pnr_document *document)
{
  uint8_t number[NUMBER_MOST];
  uint32_t size = clean_number(document->number, number);
  if (size == 0 || document->issuer.size == 0) return 0;
  uint64_t issuer = XXH3_64bits(document->issuer.data, document->issuer.size);
  return XXH3_64bits_withSeed(number, size, issuer) | 1;
}
