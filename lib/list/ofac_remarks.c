/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "list/birth.h"
#include "list/list.h"
#include "list/value.h"

/* The Remarks of an OFAC row are clauses parted by semicolons, each a keyword and a value:
 *   DOB 12 Mar 1960; alt. DOB 1961; POB Cali, Colombia; Passport A12 (Colombia) issued 09 May 2003; a.k.a. 'X'. */

typedef struct clause {
  pnr_list *list;
  pnri_entry_draft *entry;
  pnr_slice value;  /* behind the keyword */
  pnri_place place; /* of the row */
} clause;

static void read_birth(const clause *read, const char *type)
{
  (void)type;
  pnr_birth birth;
  if (!pnri_list_birth(read->value, &birth)) {
    pnri_list_report(read->list, PNR_F_LIST_VALUE, read->place);
    return;
  }
  birth.offset = read->place.offset;
  pnri_entry_add_birth(read->list, read->entry, &birth);
}

static void read_place(const clause *read, const char *type)
{
  (void)type;
  pnr_person *person = &read->entry->person.view;
  if (person->birth_place.size == 0) person->birth_place = read->value;
}

static void read_nationality(const clause *read, const char *type)
{
  (void)type;
  pnri_entry_add_nationality(read->list, read->entry, read->value);
}

static void read_sex(const clause *read, const char *type)
{
  (void)type;
  if (!pnri_list_sex(read->value, &read->entry->person.view.sex))
    pnri_list_report(read->list, PNR_F_LIST_VALUE, read->place);
}

/* 'X', whose text may hold apostrophes of its own. */
static void read_weak_alias(const clause *read, const char *type)
{
  (void)type;
  pnr_slice name = read->value;
  if (name.size >= 2 && name.data[0] == '\'' && name.data[name.size - 1] == '\'')
    name = (pnr_slice){ name.data + 1, name.size - 2 };
  pnri_ofac_add_name(read->list, read->entry, PNR_NAME_WEAK, name, read->place.offset);
}

static void read_phone(const clause *read, const char *type)
{
  (void)type;
  pnri_entry_add_contact(read->list, read->entry, PNR_IDENTIFIER_PHONE, read->value, read->place.offset);
}

static void read_email(const clause *read, const char *type)
{
  (void)type;
  pnri_entry_add_contact(read->list, read->entry, PNR_IDENTIFIER_EMAIL, read->value, read->place.offset);
}

/* Where text begins in value; its size when it does not stand there. */
static size_t find(pnr_slice value, const char *text)
{
  size_t size = strlen(text);
  for (size_t i = 0; i + size <= value.size; i++)
    if (memcmp(value.data + i, text, size) == 0) return i;
  return value.size;
}

/* The date behind a word; 0 when the word does not stand there or no date follows. */
static pnr_date date_behind(pnr_slice value, const char *word)
{
  pnr_slice rest = pnri_slice_from(value, find(value, word) + strlen(word));
  size_t end = find(rest, " expires ");
  return pnri_list_date((pnr_slice){ rest.data, end });
}

enum { COUNTRY_SIZE = 64 }; /* no country has a longer name */

/* Where the bracket with the country begins: the first that names one, else the first; value.size without any. Numbers
 * hold brackets of their own: 12/ABC (N) 345 (Burma). */
static size_t find_country(pnr_slice value, pnr_slice *country)
{
  size_t first = value.size;
  *country = (pnr_slice){ NULL, 0 };
  for (size_t i = find(value, " ("); i < value.size;) {
    pnr_slice text = pnri_slice_from(value, i + 2);
    if (text.size > COUNTRY_SIZE) text.size = COUNTRY_SIZE;
    size_t closed = find(text, ")");
    text.size = closed < text.size ? closed : 0; /* a bracket that stays open names none */
    pnr_slice code = pnr_country_code(text);
    if (first == value.size || code.size != 0) {
      *country = code.size != 0 ? code : text;
      first = i;
    }
    if (code.size != 0) break;
    i += 2 + find(pnri_slice_from(value, i + 2), " (");
  }
  return first;
}

/* NUMBER (Country) issued DATE expires DATE, of which all but the number may be missing. */
static void read_document(const clause *read, const char *type)
{
  pnr_slice value = read->value, country;
  size_t end = find_country(value, &country), issued = find(value, " issued "), expires = find(value, " expires ");
  if (issued < end) end = issued;
  if (expires < end) end = expires;
  pnr_document document = {
    .type = pnri_slice(type),
    .number = pnri_slice_trim((pnr_slice){ value.data, end }),
    .issuer = country,
    .issued = date_behind(value, " issued "),
    .expires = date_behind(value, " expires "),
    .offset = read->place.offset,
  };
  bool is_bracket = document.number.data[0] == '(' && document.number.data[document.number.size - 1] == ')';
  if (!is_bracket) pnri_entry_add_document(read->list, read->entry, &document);
  else pnri_list_report(read->list, PNR_F_LIST_VALUE, read->place);
}

/* P: passports; I: national identity numbers; both as travel documents name them. */
static const struct {
  const char *keyword;
  void (*read)(const clause *read, const char *type);
  const char *type;
} keywords[] = {
  { "DOB", read_birth, "" },
  { "POB", read_place, "" },
  { "nationality", read_nationality, "" },
  { "citizen", read_nationality, "" },
  { "Gender", read_sex, "" },
  { "a.k.a.", read_weak_alias, "" },
  { "Phone Number", read_phone, "" },
  { "Email Address", read_email, "" },
  { "Passport Booklet", read_document, "P" },
  { "Passport", read_document, "P" },
  { "Diplomatic Passport", read_document, "P" },
  { "British National Overseas Passport", read_document, "P" },
  { "Stateless Person Passport", read_document, "P" },
  { "Travel Document Number", read_document, "P" },
  { "National ID No.", read_document, "I" },
  { "National Foreign ID Number", read_document, "I" },
  { "Identification Number", read_document, "I" },
  { "Personal ID Card", read_document, "I" },
  { "Cedula No.", read_document, "I" },
  { "D.N.I.", read_document, "I" },
  { "N.I.E.", read_document, "I" },
  { "C.U.I.", read_document, "I" },
  { "C.U.R.P. #", read_document, "I" },
  { "C.U.R.P.", read_document, "I" },
  { "LE Number", read_document, "I" },
  { "Numero de Identidad", read_document, "I" },
  { "Turkish Identification Number", read_document, "I" },
  { "Tazkira National ID Card", read_document, "I" },
  { "Citizen's Card Number", read_document, "I" },
  { "Kenyan ID No.", read_document, "I" },
  { "Moroccan Personal ID No.", read_document, "I" },
  { "Bosnian Personal ID No.", read_document, "I" },
  { "Stateless Person ID Card", read_document, "I" },
  { "Refugee ID Card", read_document, "I" },
};

/* Takes text off the front of *value where a space follows it. */
static bool take(pnr_slice *value, const char *text)
{
  size_t size = strlen(text);
  if (!pnri_slice_starts(*value, text) || value->size <= size || value->data[size] != ' ') return false;
  *value = pnri_slice_trim(pnri_slice_from(*value, size));
  return true;
}

static void read_clause(clause *read)
{
  (void)take(&read->value, "alt.");
  for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
    if (take(&read->value, keywords[i].keyword)) {
      keywords[i].read(read, keywords[i].type);
      return;
    }
}

pnr_slice pnri_ofac_document_type(pnr_slice keyword)
{
  size_t i = 0;
  while (i < sizeof keywords / sizeof keywords[0] && !pnri_slice_is(keyword, keywords[i].keyword)) i++;
  return i < sizeof keywords / sizeof keywords[0] ? pnri_slice(keywords[i].type) : (pnr_slice){ NULL, 0 };
}

void pnri_ofac_read_remarks(pnr_list *list, pnri_entry_draft *entry, pnr_slice remarks, pnri_place place)
{
  pnr_slice rest = pnri_slice_trim(remarks);
  if (rest.size != 0 && rest.data[rest.size - 1] == '.') rest.size--;
  while (rest.size != 0) {
    size_t size = find(rest, ";");
    clause read = { list, entry, pnri_slice_trim((pnr_slice){ rest.data, size }), place };
    read_clause(&read);
    rest = pnri_slice_from(rest, size + 1);
  }
}
