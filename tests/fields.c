/* SPDX-License-Identifier: Apache-2.0
 *
 * Prints the rows of lib/record/field.c that are stored, as docs/record.md shows them: tests/fields.sh compares. */
#include <stdio.h>

#include "record/record.h"

static const char *const kinds[] = {
  [PNRI_FIELD_TEXT] = "text",     [PNRI_FIELD_NUMBER] = "number", [PNRI_FIELD_DATE] = "date",
  [PNRI_FIELD_TIME] = "time",     [PNRI_FIELD_LEG] = "leg",       [PNRI_FIELD_TRAVELLER] = "traveller",
  [PNRI_FIELD_MOMENT] = "moment", [PNRI_FIELD_TEXTS] = "texts",   [PNRI_FIELD_ONE] = "map",
  [PNRI_FIELD_MANY] = "array",
};
static const char *const classes[] = {
  [PNRI_CLASS_TECHNICAL] = "technical",
  [PNRI_CLASS_PLAIN] = "plain",
  [PNRI_CLASS_INDIRECT] = "indirect",
  [PNRI_CLASS_NAME] = "(a)",
  [PNRI_CLASS_CONTACT] = "(b)",
  [PNRI_CLASS_PAYMENT] = "(c)",
  [PNRI_CLASS_FLYER] = "(d)",
  [PNRI_CLASS_REMARK] = "(e)",
  [PNRI_CLASS_API] = "(f)",
};

static const pnri_view *const views[] = {
  &pnri_stored_view,  &pnri_content_view, &pnri_leg_view,      &pnri_booking_view,    &pnri_locator_view,
  &pnri_contact_view, &pnri_payment_view, &pnri_ticket_view,   &pnri_seat_view,       &pnri_bag_view,
  &pnri_remark_view,  &pnri_history_view, &pnri_item_view,     &pnri_traveller_view,  &pnri_person_view,
  &pnri_name_view,    &pnri_birth_view,   &pnri_document_view, &pnri_identifier_view,
};

static void print_row(const pnri_field *f)
{
  printf("| `%s` | %u | %s", f->name, f->key, kinds[f->kind]);
  if (f->views != NULL) printf(" of `%s`", f->views->name);
  if (f->element != 0) printf(" | %u", f->element);
  else printf(" | ");
  printf(" | %s |\n", f->views != NULL ? "" : classes[f->data_class]);
}

int main(void)
{
  for (size_t i = 0; i < sizeof views / sizeof views[0]; i++)
    for (const pnri_field *f = views[i]->fields; f->kind != PNRI_FIELD_END; f++)
      if (f->key != 0) print_row(f);
  return 0;
}
