/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "list/birth.h"
#include "list/tree.h"
#include "list/value.h"

/* OFAC's lists as XML (sdn.xml, consolidated.xml): sdnList / sdnEntry, with lists of what comes several times. */

static void add_alias(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  const pnr_slice no_title = { NULL, 0 };
  uint32_t kind = PNR_NAME_ALIAS;
  if (pnri_slice_same(pnri_tree_value(tree, i, "type"), pnri_slice("f.k.a."))) kind = PNR_NAME_FORMER;
  if (pnri_slice_same(pnri_tree_value(tree, i, "category"), pnri_slice("weak"))) kind = PNR_NAME_WEAK;
  pnri_entry_add_parts(tree->list, entry, kind, pnri_tree_keep_value(tree, i, "lastName"),
                       pnri_tree_keep_value(tree, i, "firstName"), no_title, pnri_tree_offset(tree, i));
}

static void add_birth(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnr_birth birth;
  if (!pnri_list_birth(pnri_tree_value(tree, i, "dateOfBirth"), &birth)) {
    pnri_tree_report(tree, PNR_F_LIST_VALUE, i);
    return;
  }
  birth.offset = pnri_tree_offset(tree, i);
  pnri_entry_add_birth(tree->list, entry, &birth);
}

static void add_place(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnri_entry_set_first(&entry->person.view.birth_place, pnri_tree_keep_value(tree, i, "placeOfBirth"));
}

static void add_country(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnri_entry_add_nationality(tree->list, entry, pnri_tree_keep_value(tree, i, "country"));
}

static void add_address(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnri_entry_set_first(&entry->person.view.residence, pnri_list_country(pnri_tree_keep_value(tree, i, "country")));
}

static void add_document(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i, pnr_slice type)
{
  pnr_document document = {
    .type = type,
    .number = pnri_tree_keep_value(tree, i, "idNumber"),
    .issuer = pnri_list_country(pnri_tree_keep_value(tree, i, "idCountry")),
    .issued = pnri_list_date(pnri_tree_value(tree, i, "issueDate")),
    .expires = pnri_list_date(pnri_tree_value(tree, i, "expirationDate")),
    .offset = pnri_tree_offset(tree, i),
  };
  if (document.number.size != 0) pnri_entry_add_document(tree->list, entry, &document);
}

/* Sex, addresses and numbers of all kinds stand among the documents. */
static void add_id(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i)
{
  pnr_slice type = pnri_tree_value(tree, i, "idType"), document_type = pnri_ofac_document_type(type);
  uint32_t contact = pnri_slice_is(type, "Phone Number")    ? PNR_IDENTIFIER_PHONE
                     : pnri_slice_is(type, "Email Address") ? PNR_IDENTIFIER_EMAIL
                                                            : 0;
  if (document_type.size != 0) add_document(tree, entry, i, document_type);
  if (contact != 0)
    pnri_entry_add_contact(tree->list, entry, contact, pnri_tree_keep_value(tree, i, "idNumber"),
                           pnri_tree_offset(tree, i));
  if (pnri_slice_is(type, "Gender") && !pnri_list_sex(pnri_tree_value(tree, i, "idNumber"), &entry->person.view.sex))
    pnri_tree_report(tree, PNR_F_LIST_VALUE, i);
}

static const struct {
  const char *list, *item;
  void (*add)(pnri_tree *tree, pnri_entry_draft *entry, uint32_t i);
} items[] = {
  { "akaList", "aka", add_alias },
  { "dateOfBirthList", "dateOfBirthItem", add_birth },
  { "placeOfBirthList", "placeOfBirthItem", add_place },
  { "nationalityList", "nationality", add_country },
  { "citizenshipList", "citizenship", add_country },
  { "addressList", "address", add_address },
  { "idList", "id", add_id },
};

static pnr_slice read_programmes(pnri_tree *tree)
{
  enum { MOST = 16 };
  pnr_slice texts[MOST];
  size_t count = 0;
  uint32_t list = pnri_tree_child(tree, 0, "programList");
  uint32_t i = list != 0 ? pnri_tree_child(tree, list, "program") : 0;
  for (; i != 0 && count < MOST; i = pnri_tree_same(tree, i)) texts[count++] = pnri_tree_keep(tree, i);
  return pnri_list_join(tree->list, texts, count, ", ");
}

static void read_items(pnri_tree *tree, pnri_entry_draft *entry, uint32_t list)
{
  size_t row = 0;
  while (row < sizeof items / sizeof items[0] && !pnri_slice_is(pnri_tree_name(tree, list), items[row].list)) row++;
  if (row == sizeof items / sizeof items[0]) return;
  uint32_t i = pnri_tree_child(tree, list, items[row].item);
  for (; i != 0; i = pnri_tree_same(tree, i)) items[row].add(tree, entry, i);
}

static void read_entry(pnri_tree *tree)
{
  if (!pnri_slice_same(pnri_tree_value(tree, 0, "sdnType"), pnri_slice("Individual"))) return;
  pnr_list *list = tree->list;
  pnr_slice id = pnri_tree_keep_value(tree, 0, "uid");
  pnri_place place = pnri_tree_place(tree, 0);
  pnri_entry_draft *entry =
    id.size != 0 ? pnri_entry_of(list, id, place) : pnri_entry_numbered(list, list->entries.count, place);
  if (entry == NULL) return;
  entry->has_several = true;
  pnri_entry_set_first(&entry->view.programme, read_programmes(tree));
  pnri_entry_set_first(&entry->view.remark, pnri_tree_keep_value(tree, 0, "remarks"));
  pnri_entry_add_parts(list, entry, PNR_NAME_PRIMARY, pnri_tree_keep_value(tree, 0, "lastName"),
                       pnri_tree_keep_value(tree, 0, "firstName"), pnri_tree_keep_value(tree, 0, "title"),
                       place.offset);
  for (uint32_t i = pnri_tree_first(tree, 0); i != 0; i = pnri_tree_after(tree, i)) read_items(tree, entry, i);
}

pnr_status pnri_list_read_ofac_xml(pnr_list *list, pnr_slice source, pnr_slice name, pnr_error *error)
{
  static const char *const root[] = { "sdnList", NULL }, *const records[] = { "sdnEntry", NULL };
  (void)name;
  pnri_tree tree;
  pnr_status status = pnri_tree_open(&tree, list, source, root, records, error);
  if (status != PNR_OK) return status;
  while (pnri_tree_next(&tree)) read_entry(&tree);
  return pnri_tree_close(&tree, error);
}
