/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/slice.h"
#include "list/birth.h"
#include "list/tree.h"
#include "list/value.h"

/* OFAC's Advanced Sanctions List Standard (sdn_advanced.xml): everything refers to everything by numbers. The document
 * gives, in this order, ReferenceValueSets, Locations, IDRegDocuments, DistinctParties and SanctionsEntries. */

/* What a number stands for. */
typedef struct reference {
  pnr_slice text;
  pnr_slice more;       /* of a country its ISO code, of a party's subtype its type, of a location its country */
  pnri_chain documents; /* of an identity that is not read yet: pending */
  uint32_t entry;       /* of an identity or profile that was read: number in list->entries + 1 */
} reference;

typedef struct advanced {
  pnri_tree tree;
  pnr_list *list;
  pnri_key_table numbers; /* set and number to place in references + 1 */
  pnri_vector references; /* reference * */
} advanced;

/* --- References --- */

/* The reference of a number, made when there is none; NULL when memory is exhausted. */
static reference *reference_of(advanced *reading, const char *set, pnr_slice id)
{
  const pnr_slice texts[] = { pnri_slice(set), id };
  bool is_new = true;
  uint32_t *slot = pnri_key_table_put(&reading->numbers, pnri_key_of(0, texts, 2), &is_new);
  if (slot != NULL && *slot != 0) return *(reference **)pnri_vector_at(&reading->references, *slot - 1);
  reference *made = pnri_arena_take(&reading->list->arena, sizeof *made), **place = NULL;
  if (slot != NULL && made != NULL && reading->references.count < UINT32_MAX - 1)
    place = pnri_vector_add(&reading->references, 1);
  if (place == NULL) {
    reading->list->failed = 1;
    return NULL;
  }
  *place = made;
  *slot = (uint32_t)reading->references.count;
  return made;
}

/* What attribute of element i refers to; an empty one when it refers to nothing. */
static reference look_up(const advanced *reading, const char *set, uint32_t i, const char *attribute)
{
  const pnr_slice texts[] = { pnri_slice(set), pnri_tree_value(&reading->tree, i, attribute) };
  uint32_t number = pnri_key_table_get(&reading->numbers, pnri_key_of(0, texts, 2));
  return number != 0 ? **(reference **)pnri_vector_at(&reading->references, number - 1) : (reference){ .entry = 0 };
}

static const char *const sets[] = {
  "AliasType",   "NamePartType", "PartyType",       "PartySubType", "IDRegDocType", "IDRegDocDateType",
  "FeatureType", "Country",      "DetailReference", "List",         "LegalBasis",   "SanctionsType",
};
enum { SETS = sizeof sets / sizeof sets[0] };

static void read_value(advanced *reading, const char *set)
{
  reference *known = reference_of(reading, set, pnri_tree_value(&reading->tree, 0, "ID"));
  if (known == NULL) return;
  known->text = pnri_tree_keep(&reading->tree, 0);
  known->more =
    pnri_tree_keep_value(&reading->tree, 0, pnri_slice_is(pnri_slice(set), "Country") ? "ISO2" : "PartyTypeID");
}

static void read_location(advanced *reading)
{
  enum { MOST = 8 };
  pnri_tree *tree = &reading->tree;
  pnr_slice parts[MOST + 1];
  size_t count = 0;
  reference *known = reference_of(reading, "Location", pnri_tree_value(tree, 0, "ID"));
  if (known == NULL) return;
  for (uint32_t i = pnri_tree_child(tree, 0, "LocationPart"); i != 0 && count < MOST; i = pnri_tree_same(tree, i)) {
    uint32_t value = pnri_tree_child(tree, i, "LocationPartValue");
    if (value != 0) parts[count++] = pnri_tree_keep_value(tree, value, "Value");
  }
  uint32_t country = pnri_tree_child(tree, 0, "LocationCountry");
  if (country != 0) {
    reference named = look_up(reading, "Country", country, "CountryID");
    parts[count++] = named.text;
    known->more = pnr_country_code(named.more);
    if (known->more.size == 0) known->more = pnri_list_country(named.text);
  }
  known->text = pnri_list_join(reading->list, parts, count, ", ");
}

/* --- Dates --- */

static pnr_date read_date(const pnri_tree *tree, uint32_t period, const char *edge, const char *end)
{
  uint32_t i = pnri_tree_child(tree, period, edge);
  i = i != 0 ? pnri_tree_child(tree, i, end) : 0;
  if (i == 0) return 0;
  uint32_t year = pnri_number(pnri_tree_value(tree, i, "Year")), month = pnri_number(pnri_tree_value(tree, i, "Month"));
  uint32_t day = pnri_number(pnri_tree_value(tree, i, "Day"));
  if (year == 0 || year > 9999 || month > 12 || day > 31) return 0;
  return pnri_date(year, month, day);
}

/* A period from the first to the last day of a year or a month says that no more is known. */
static bool read_period(const pnri_tree *tree, uint32_t period, pnr_birth *birth)
{
  pnr_date from = read_date(tree, period, "Start", "From"), to = read_date(tree, period, "End", "To");
  if (to == 0) to = from;
  pnr_date year = pnri_date(pnri_year(from), 0, 0), month = pnri_date(pnri_year(from), pnri_month(from), 0);
  uint32_t start = pnri_tree_child(tree, period, "Start");
  if (from == 0) return false;
  if (from == pnri_first_day(year) && to == pnri_last_day(year)) from = to = year;
  if (from == pnri_first_day(month) && to == pnri_last_day(month)) from = to = month;
  if (!pnri_birth_range(from, to, birth)) return false;
  birth->circa = start != 0 && pnri_slice_same(pnri_tree_value(tree, start, "Approximate"), pnri_slice("true"));
  return true;
}

/* --- Documents --- */

static void read_document(advanced *reading)
{
  pnri_tree *tree = &reading->tree;
  reference type = look_up(reading, "IDRegDocType", 0, "IDRegDocTypeID");
  reference country = look_up(reading, "Country", 0, "IssuedBy-CountryID");
  pnr_document document = { .type = pnri_ofac_document_type(type.text), .offset = pnri_tree_offset(tree, 0) };
  if (document.type.size == 0) return;
  document.number = pnri_tree_keep_value(tree, 0, "IDRegistrationNo");
  document.issuer = pnr_country_code(country.more);
  if (document.issuer.size == 0) document.issuer = pnri_list_country(country.text);
  for (uint32_t i = pnri_tree_child(tree, 0, "DocumentDate"); i != 0; i = pnri_tree_same(tree, i)) {
    uint32_t period = pnri_tree_child(tree, i, "DatePeriod");
    pnr_date date = period != 0 ? read_date(tree, period, "Start", "From") : 0;
    reference meaning = look_up(reading, "IDRegDocDateType", i, "IDRegDocDateTypeID");
    if (pnri_slice_is(meaning.text, "Issue Date")) document.issued = date;
    if (pnri_slice_is(meaning.text, "Expiration Date")) document.expires = date;
  }
  reference *identity = reference_of(reading, "Identity", pnri_tree_value(tree, 0, "IdentityID"));
  if (identity == NULL || document.number.size == 0) return;
  pnr_document *pending = pnri_chain_add(&identity->documents, &reading->list->arena, sizeof *pending);
  if (pending == NULL) reading->list->failed = 1;
  else *pending = document;
}

/* --- Parties --- */

enum { PART_LAST, PART_FIRST, PART_MIDDLE, PART_PATRONYMIC, PART_MATRONYMIC, PART_MAIDEN, PART_NICKNAME, PARTS };
static const char *const part_names[PARTS] = { "Last Name",  "First Name",  "Middle Name", "Patronymic",
                                               "Matronymic", "Maiden Name", "Nickname" };

/* Puts each part of a name, by the meaning that its group has, into parts. */
static void read_parts(advanced *reading, uint32_t name, pnr_slice parts[PARTS])
{
  enum { MOST = 32 };
  pnri_tree *tree = &reading->tree;
  uint32_t count = 0, i = pnri_tree_child(tree, name, "DocumentedNamePart");
  for (; i != 0 && count < MOST; i = pnri_tree_same(tree, i), count++) {
    uint32_t value = pnri_tree_child(tree, i, "NamePartValue");
    if (value == 0) continue;
    reference group = look_up(reading, "NamePartGroup", value, "NamePartGroupID");
    uint32_t part = 0;
    while (part < PARTS && !pnri_slice_is(group.text, part_names[part])) part++;
    if (part == PARTS) part = PART_NICKNAME; /* a part of no known meaning is no surname */
    const pnr_slice both[] = { parts[part], pnri_tree_keep(tree, value) };
    parts[part] = pnri_list_join(reading->list, both, 2, " ");
  }
}

static void add_name(advanced *reading, pnri_entry_draft *entry, uint32_t kind, uint32_t name)
{
  pnr_list *list = reading->list;
  const pnr_slice none = { NULL, 0 };
  pnr_slice parts[PARTS] = { { NULL, 0 } };
  read_parts(reading, name, parts);
  const pnr_slice surnames[] = { parts[PART_LAST], parts[PART_MATRONYMIC] };
  const pnr_slice givens[] = { parts[PART_FIRST], parts[PART_MIDDLE], parts[PART_PATRONYMIC] };
  pnr_slice surname = pnri_list_join(list, surnames, 2, " "), given = pnri_list_join(list, givens, 3, " ");
  uint64_t offset = pnri_tree_offset(&reading->tree, name);
  pnri_entry_add_parts(list, entry, kind, surname, given, none, offset);
  if (parts[PART_MAIDEN].size != 0)
    pnri_entry_add_parts(list, entry, PNR_NAME_BIRTH, parts[PART_MAIDEN], given, none, offset);
  uint32_t nickname_kind = surname.size + given.size != 0 ? PNR_NAME_WEAK : kind;
  pnri_entry_add_full(list, entry, nickname_kind, parts[PART_NICKNAME], none, offset);
}

static bool is_true(const pnri_tree *tree, uint32_t i, const char *attribute)
{
  return pnri_slice_same(pnri_tree_value(tree, i, attribute), pnri_slice("true"));
}

/* Further documented names of an alias are the same in other scripts. */
static void read_alias(advanced *reading, pnri_entry_draft *entry, uint32_t alias)
{
  pnri_tree *tree = &reading->tree;
  reference type = look_up(reading, "AliasType", alias, "AliasTypeID");
  uint32_t kind = PNR_NAME_ALIAS;
  if (is_true(tree, alias, "Primary")) kind = PNR_NAME_PRIMARY;
  if (pnri_slice_is(type.text, "F.K.A.")) kind = PNR_NAME_FORMER;
  if (is_true(tree, alias, "LowQuality")) kind = PNR_NAME_WEAK;
  for (uint32_t i = pnri_tree_child(tree, alias, "DocumentedName"); i != 0; i = pnri_tree_same(tree, i)) {
    add_name(reading, entry, kind, i);
    if (kind == PNR_NAME_PRIMARY) kind = PNR_NAME_ALIAS;
  }
}

static void read_groups(advanced *reading, uint32_t identity)
{
  pnri_tree *tree = &reading->tree;
  uint32_t groups = pnri_tree_child(tree, identity, "NamePartGroups");
  uint32_t master = groups != 0 ? pnri_tree_child(tree, groups, "MasterNamePartGroup") : 0;
  for (; master != 0; master = pnri_tree_same(tree, master)) {
    uint32_t i = pnri_tree_child(tree, master, "NamePartGroup");
    for (; i != 0; i = pnri_tree_same(tree, i)) {
      reference *known = reference_of(reading, "NamePartGroup", pnri_tree_value(tree, i, "ID"));
      if (known != NULL) known->text = look_up(reading, "NamePartType", i, "NamePartTypeID").text;
    }
  }
}

static void read_identity(advanced *reading, pnri_entry_draft *entry, uint32_t identity)
{
  pnri_tree *tree = &reading->tree;
  read_groups(reading, identity);
  uint32_t alias = pnri_tree_child(tree, identity, "Alias");
  for (; alias != 0; alias = pnri_tree_same(tree, alias)) read_alias(reading, entry, alias);
  reference known = look_up(reading, "Identity", identity, "ID");
  for (pnri_node *node = known.documents.first; node != NULL; node = node->next)
    pnri_entry_add_document(reading->list, entry, pnri_node_payload(node));
}

/* A feature says a text, a place or a period. */
static void read_feature(advanced *reading, pnri_entry_draft *entry, uint32_t feature)
{
  pnri_tree *tree = &reading->tree;
  pnr_person *person = &entry->person.view;
  pnr_slice type = look_up(reading, "FeatureType", feature, "FeatureTypeID").text;
  uint32_t version = pnri_tree_child(tree, feature, "FeatureVersion");
  if (version == 0) return;
  uint32_t detail = pnri_tree_child(tree, version, "VersionDetail");
  uint32_t place = pnri_tree_child(tree, version, "VersionLocation");
  uint32_t period = pnri_tree_child(tree, version, "DatePeriod");
  pnr_slice text =
    detail != 0 ? look_up(reading, "DetailReference", detail, "DetailReferenceID").text : (pnr_slice){ NULL, 0 };
  if (detail != 0 && text.size == 0) text = pnri_tree_keep(tree, detail);
  reference location = place != 0 ? look_up(reading, "Location", place, "LocationID") : (reference){ .entry = 0 };
  uint64_t offset = pnri_tree_offset(tree, feature);
  pnr_birth birth;
  bool is_understood = true;
  if (pnri_slice_is(type, "Birthdate")) {
    is_understood = period != 0 && read_period(tree, period, &birth);
    birth.offset = offset;
    if (is_understood) pnri_entry_add_birth(reading->list, entry, &birth);
  }
  if (pnri_slice_is(type, "Place of Birth"))
    pnri_entry_set_first(&person->birth_place, text.size != 0 ? text : location.text);
  if (pnri_slice_is(type, "Gender")) is_understood = pnri_list_sex(text, &person->sex);
  if (pnri_slice_is(type, "Nationality Country") || pnri_slice_is(type, "Citizenship Country"))
    pnri_entry_add_nationality(reading->list, entry, location.more);
  if (pnri_slice_is(type, "Location")) pnri_entry_set_first(&person->residence, location.more);
  if (pnri_slice_is(type, "Email Address"))
    pnri_entry_add_contact(reading->list, entry, PNR_IDENTIFIER_EMAIL, text, offset);
  if (pnri_slice_is(type, "Phone Number"))
    pnri_entry_add_contact(reading->list, entry, PNR_IDENTIFIER_PHONE, text, offset);
  if (!is_understood) pnri_tree_report(tree, PNR_F_LIST_VALUE, feature);
}

static bool is_individual(const advanced *reading, uint32_t profile)
{
  reference subtype = look_up(reading, "PartySubType", profile, "PartySubTypeID");
  if (pnri_slice_is(subtype.text, "Individual")) return true;
  const pnr_slice texts[] = { pnri_slice("PartyType"), subtype.more };
  uint32_t number = pnri_key_table_get(&reading->numbers, pnri_key_of(0, texts, 2));
  if (number == 0) return false;
  const reference *type = *(reference **)pnri_vector_at(&reading->references, number - 1);
  return pnri_slice_is(type->text, "Individual");
}

static void remember_entry(advanced *reading, const char *set, pnr_slice id, const pnri_entry_draft *entry)
{
  reference *known = reference_of(reading, set, id);
  if (known != NULL) known->entry = entry->number + 1;
}

static void read_party(advanced *reading)
{
  pnri_tree *tree = &reading->tree;
  pnr_list *list = reading->list;
  uint32_t profile = pnri_tree_child(tree, 0, "Profile");
  if (profile == 0 || !is_individual(reading, profile)) return;
  pnr_slice id = pnri_tree_keep_value(tree, 0, "FixedRef");
  if (id.size == 0) id = pnri_tree_keep_value(tree, profile, "ID");
  pnri_place place = pnri_tree_place(tree, 0);
  pnri_entry_draft *entry =
    id.size != 0 ? pnri_entry_of(list, id, place) : pnri_entry_numbered(list, list->entries.count, place);
  if (entry == NULL) return;
  entry->has_several = true;
  pnri_entry_set_first(&entry->view.remark, pnri_tree_keep_value(tree, 0, "Comment"));
  remember_entry(reading, "Profile", pnri_tree_value(tree, profile, "ID"), entry);
  for (uint32_t i = pnri_tree_first(tree, profile); i != 0; i = pnri_tree_after(tree, i)) {
    if (pnri_slice_is(pnri_tree_name(tree, i), "Identity")) read_identity(reading, entry, i);
    if (pnri_slice_is(pnri_tree_name(tree, i), "Feature")) read_feature(reading, entry, i);
  }
}

/* --- Why a party is listed --- */

static void read_sanctions(advanced *reading)
{
  enum { MOST = 16 };
  pnri_tree *tree = &reading->tree;
  uint32_t number = look_up(reading, "Profile", 0, "ProfileID").entry;
  if (number == 0) return; /* not a person */
  pnri_entry_draft *entry = *(pnri_entry_draft **)pnri_vector_at(&reading->list->entries, number - 1);
  uint32_t event = pnri_tree_child(tree, 0, "EntryEvent");
  if (event != 0) pnri_entry_set_first(&entry->view.basis, look_up(reading, "LegalBasis", event, "LegalBasisID").text);
  pnr_slice programmes[MOST];
  size_t count = 0;
  for (uint32_t i = pnri_tree_child(tree, 0, "SanctionsMeasure"); i != 0 && count < MOST; i = pnri_tree_same(tree, i))
    if (pnri_slice_is(look_up(reading, "SanctionsType", i, "SanctionsTypeID").text, "Program"))
      programmes[count++] = pnri_tree_keep_value(tree, i, "Comment");
  pnri_entry_set_first(&entry->view.programme, pnri_list_join(reading->list, programmes, count, ", "));
}

/* --- The document --- */

static void read_record(advanced *reading)
{
  pnr_slice name = pnri_tree_name(&reading->tree, 0);
  for (size_t i = 0; i < SETS; i++)
    if (pnri_slice_is(name, sets[i])) read_value(reading, sets[i]);
  if (pnri_slice_is(name, "Location")) read_location(reading);
  if (pnri_slice_is(name, "IDRegDocument")) read_document(reading);
  if (pnri_slice_is(name, "DistinctParty")) read_party(reading);
  if (pnri_slice_is(name, "SanctionsEntry")) read_sanctions(reading);
}

pnr_status pnri_list_read_ofac_advanced(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  static const char *const root[] = { "Sanctions", NULL };
  static const char *const others[] = { "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry" };
  enum { OTHERS = sizeof others / sizeof others[0] };
  const char *records[SETS + OTHERS + 1] = { NULL };
  (void)name;
  memcpy(records, sets, sizeof sets);
  memcpy(records + SETS, others, sizeof others);
  advanced reading = { .list = list };
  pnr_status status = pnri_tree_open(&reading.tree, list, source, root, records, error);
  if (status != PNR_OK) return status;
  pnri_key_table_open(&reading.numbers, list->arena.env);
  pnri_vector_open(&reading.references, list->arena.env, sizeof(reference *));
  while (pnri_tree_next(&reading.tree)) read_record(&reading);
  pnri_vector_close(&reading.references);
  pnri_key_table_close(&reading.numbers);
  return pnri_tree_close(&reading.tree, error);
}
