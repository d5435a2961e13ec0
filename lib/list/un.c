/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "list/birth.h"
#include "list/tree.h"
#include "list/value.h"

/* The consolidated list of the UN Security Council: CONSOLIDATED_LIST / INDIVIDUALS / INDIVIDUAL. Entities are passed
 * over. */

enum { TEXTS = 4 }; /* that are joined to one */

/* The texts of the named children, joined. */
static pnr_slice join_values(pnri_tree *tree, uint32_t parent, const char *const names[TEXTS], const char *separator)
{
  pnr_slice texts[TEXTS];
  for (size_t i = 0; i < TEXTS; i++) texts[i] = pnri_tree_keep_value(tree, parent, names[i]);
  return pnri_list_join(tree->list, texts, TEXTS, separator);
}

static void add_name(pnri_tree *tree, pnri_entry_draft *entry, uint32_t kind, pnr_slice full, uint32_t i)
{
  const pnr_slice no_title = { NULL, 0 };
  pnri_entry_add_full(tree->list, entry, kind, full, no_title, pnri_tree_offset(tree, i));
}

/* The order of the parts tells nothing about surnames: they stay in one piece. */
static void add_primary(pnri_tree *tree, pnri_entry_draft *entry)
{
  static const char *const names[TEXTS] = { "FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME" };
  uint32_t title = pnri_tree_child(tree, 0, "TITLE");
  pnri_entry_add_full(tree->list, entry, PNR_NAME_PRIMARY, join_values(tree, 0, names, " "),
                      title != 0 ? pnri_tree_keep_value(tree, title, "VALUE") : (pnr_slice){ NULL, 0 },
                      pnri_tree_offset(tree, 0));
}

/* One alias element may name several, parted by semicolons. */
static void add_aliases(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnr_slice quality = pnri_tree_value(tree, i, "QUALITY"), rest = pnri_tree_keep_value(tree, i, "ALIAS_NAME"), name;
  uint32_t kind = PNR_NAME_ALIAS;
  if (pnri_slice_same(quality, pnri_slice("low"))) kind = PNR_NAME_WEAK;
  if (pnri_slice_same(quality, pnri_slice("f.k.a."))) kind = PNR_NAME_FORMER;
  while (pnri_list_part(&rest, ';', &name)) add_name(tree, entry, kind, name, i);
  pnr_birth birth;
  if (!pnri_list_birth(pnri_tree_value(tree, i, "DATE_OF_BIRTH"), &birth)) return;
  birth.offset = pnri_tree_offset(tree, i);
  pnri_entry_add_birth(tree->list, entry, &birth);
}

static void add_original(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  add_name(tree, entry, PNR_NAME_ALIAS, pnri_tree_keep(tree, i), i);
}

/* A date, perhaps with a time behind it, which says nothing. */
static pnr_date date_of(pnr_slice text)
{
  if (text.size > 10 && text.data[10] == 'T') text.size = 10;
  return pnri_list_date(text);
}

static void add_birth(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnr_slice exact = pnri_tree_value(tree, i, "DATE"), year = pnri_tree_value(tree, i, "YEAR");
  pnr_slice from = pnri_tree_value(tree, i, "FROM_YEAR"), to = pnri_tree_value(tree, i, "TO_YEAR");
  pnr_slice note = pnri_tree_value(tree, i, "NOTE");
  pnr_date date = date_of(exact.size != 0 ? exact : year);
  pnr_birth birth = { 0 };
  bool is_birth = pnri_birth_range(date_of(from), date_of(to), &birth);
  if (!is_birth) is_birth = pnri_birth_range(date, date, &birth);
  if (!is_birth) is_birth = pnri_list_birth(note, &birth);
  if (pnri_slice_same(pnri_tree_value(tree, i, "TYPE_OF_DATE"), pnri_slice("APPROXIMATELY")) ||
      pnri_slice_same(note, pnri_slice("Approximately")))
    birth.circa = 1;
  birth.offset = pnri_tree_offset(tree, i);
  if (is_birth) pnri_entry_add_birth(tree->list, entry, &birth);
  else if (exact.size + year.size + from.size + to.size != 0) pnri_tree_report(tree, PNR_F_LIST_VALUE, i);
}

static void add_place(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  static const char *const names[TEXTS] = { "STREET", "CITY", "STATE_PROVINCE", "COUNTRY" };
  pnri_entry_set_first(&entry->person.view.birth_place, join_values(tree, i, names, ", "));
}

static void add_address(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnri_entry_set_first(&entry->person.view.residence, pnri_list_country(pnri_tree_keep_value(tree, i, "COUNTRY")));
}

static void add_document(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnr_slice issuer = pnri_tree_keep_value(tree, i, "ISSUING_COUNTRY");
  pnr_slice type = pnri_tree_keep_value(tree, i, "TYPE_OF_DOCUMENT");
  if (issuer.size == 0) issuer = pnri_tree_keep_value(tree, i, "COUNTRY_OF_ISSUE");
  if (type.size == 0) type = pnri_tree_keep_value(tree, i, "TYPE_OF_DOCUMENT2");
  pnr_document document = {
    .type = pnri_list_document_type(type),
    .number = pnri_tree_keep_value(tree, i, "NUMBER"),
    .issuer = pnri_list_country(issuer),
    .place = pnri_tree_keep_value(tree, i, "CITY_OF_ISSUE"),
    .issued = date_of(pnri_tree_value(tree, i, "DATE_OF_ISSUE")),
    .offset = pnri_tree_offset(tree, i),
  };
  if (document.number.size != 0) pnri_entry_add_document(tree->list, entry, &document);
}

static void add_nationality(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  for (uint32_t value = pnri_tree_child(tree, i, "VALUE"); value != 0; value = pnri_tree_same(tree, value))
    pnri_entry_add_nationality(tree->list, entry, pnri_tree_keep(tree, value));
}

static void add_sex(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnr_slice text = pnri_tree_text(tree, i);
  if (text.size != 0 && !pnri_list_sex(text, &entry->person.view.sex)) pnri_tree_report(tree, PNR_F_LIST_VALUE, i);
}

static const struct {
  const char *name;
  void (*add)(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i);
} children[] = {
  { "INDIVIDUAL_ALIAS", add_aliases },
  { "INDIVIDUAL_DATE_OF_BIRTH", add_birth },
  { "INDIVIDUAL_PLACE_OF_BIRTH", add_place },
  { "INDIVIDUAL_ADDRESS", add_address },
  { "INDIVIDUAL_DOCUMENT", add_document },
  { "NATIONALITY", add_nationality },
  { "GENDER", add_sex },
  { "NAME_ORIGINAL_SCRIPT", add_original },
};

static void read_individual(pnri_tree *tree)
{
  pnr_list *list = tree->list;
  pnr_slice id = pnri_tree_keep_value(tree, 0, "DATAID"), reference = pnri_tree_keep_value(tree, 0, "REFERENCE_NUMBER");
  pnri_place place = pnri_tree_place(tree, 0);
  if (id.size == 0) id = reference;
  pnri_entry_draft *entry =
    id.size != 0 ? pnri_entry_of(list, id, place) : pnri_entry_numbered(list, list->entries.count, place);
  if (entry == NULL) return;
  const pnr_slice programme[] = { pnri_tree_keep_value(tree, 0, "UN_LIST_TYPE"), reference };
  entry->has_several = true;
  entry->view.programme = pnri_list_join(list, programme, 2, " ");
  entry->view.remark = pnri_tree_keep_value(tree, 0, "COMMENTS1");
  add_primary(tree, entry);
  for (uint32_t i = pnri_tree_first(tree, 0); i != 0; i = pnri_tree_after(tree, i))
    for (size_t row = 0; row < sizeof children / sizeof children[0]; row++)
      if (pnri_slice_is(pnri_tree_name(tree, i), children[row].name)) children[row].add(tree, entry, i);
}

pnr_status pnri_list_read_un(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  static const char *const root[] = { "CONSOLIDATED_LIST", NULL }, *const records[] = { "INDIVIDUAL", NULL };
  (void)name;
  pnri_tree tree;
  pnr_status status = pnri_tree_open(&tree, list, source, root, records, error);
  if (status != PNR_OK) return status;
  while (pnri_tree_next(&tree)) read_individual(&tree);
  return pnri_tree_close(&tree, error);
}
