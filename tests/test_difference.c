/* SPDX-License-Identifier: Apache-2.0
 *
 * Two records compared field by field. Run from the top of the source tree. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "pnr/pnr.h"
#include "record/field.h"
#include "samples.h"

/* The differences as one line: "LOST remark at 12; CHANGED name.raw at 3". */
static const char *compare(const char *first, const char *second)
{
  static char line[1024];
  pnr_message *a = read_message(first), *b = read_message(second);
  pnr_differences *differences = NULL;
  cr_assert(a != NULL && b != NULL);
  cr_assert(eq(i32, pnr_message_compare(NULL, a, b, &differences, NULL), PNR_OK));
  size_t size = 0;
  line[0] = 0;
  for (uint32_t i = 0; i < pnr_differences_count(differences); i++) {
    const pnr_finding *finding = pnr_differences_finding(differences, i);
    size +=
      (size_t)snprintf(line + size, sizeof line - size, "%s%s %s", i != 0 ? "; " : "",
                       pnr_finding_name(finding->code) + strlen("RECORD_"), pnr_differences_field(differences, i));
  }
  pnr_differences_close(differences);
  pnr_message_close(a);
  pnr_message_close(b);
  return line;
}

#define HEAD \
  "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325+AAA+BBB+ZX+100'SRC'RCI+ZX:LOC001'"

static const struct {
  const char *name, *first, *second, *differences;
} rows[] = {
  { "the same octets", HEAD "TIF+NOVAK+PETRA'", HEAD "TIF+NOVAK+PETRA'", "" },
  { "other separators, releases and ends", HEAD "LTS+A?B++'ORG+ZX:AAA+?X'",
    "UNA(*.! ~UNB*IATA(1*ZX*TSTGOV*250310(1015*R1~UNH*1*PNRGOV(13(1(IA~MSG*(22~TVL*100325*AAA*BBB*ZX*100~SRC~"
    "RCI*ZX(LOC001~LTS*AB~ORG*ZX(AAA*X~",
    "" },
  { "a value", HEAD "IFT+3+ONE'", HEAD "IFT+3+TWO'", "CHANGED remark.text" },
  { "a value that only one says", HEAD "SSR+WCHR:HK'", HEAD "SSR+WCHR'", "LOST remark.status" },
  { "a view less, in the middle", HEAD "IFT+3+A'IFT+3+B'IFT+3+C'", HEAD "IFT+3+A'IFT+3+C'", "LOST remark" },
  { "a view more, in the middle", HEAD "IFT+3+A'IFT+3+C'", HEAD "IFT+3+A'IFT+3+B'IFT+3+C'", "ADDED remark" },
  { "a colon is a mark in an item, not in a text", HEAD "IFT+3+A?:B'", HEAD "IFT+3+A:B'", "CHANGED remark.text" },
};

Test(difference, each_row_gives_its_differences)
{
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    cr_expect(
      eq(str, (char *)(uintptr_t)compare(rows[i].first, rows[i].second), (char *)(uintptr_t)rows[i].differences), "%s",
      rows[i].name);
}

Test(difference, arguments_are_checked)
{
  pnr_message *message = read_message(HEAD);
  pnr_differences *differences = NULL;
  cr_expect(eq(i32, pnr_message_compare(NULL, message, NULL, &differences, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_message_compare(NULL, message, message, NULL, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(u32, pnr_differences_count(NULL), 0));
  cr_expect(pnr_differences_field(NULL, 0) == NULL);
  pnr_message_close(message);
}

/* --- No field is forgotten --- */

static int is_one_of(const char *name, const char *const *names)
{
  while (*names != NULL && strcmp(*names, name) != 0) names++;
  return *names != NULL;
}

/* Where a view stands, and what frames the message; what answers are about is no part of a journey's record. */
static const char *const apart[] = { "offset",   "length",         "octets", "octets_recorded", "octets_in_findings",
                                     "findings", "syntax_reports", NULL };

static const pnri_view *const views[] = {
  &pnri_name_view,      &pnri_birth_view,   &pnri_document_view, &pnri_identifier_view, &pnri_person_view,
  &pnri_leg_view,       &pnri_seat_view,    &pnri_bag_view,      &pnri_ticket_view,     &pnri_payment_view,
  &pnri_contact_view,   &pnri_remark_view,  &pnri_history_view,  &pnri_item_view,       &pnri_locator_view,
  &pnri_traveller_view, &pnri_booking_view, &pnri_response_view, &pnri_content_view,
};

static const pnri_view *view_named(const char *name)
{
  for (size_t i = 0; i < sizeof views / sizeof views[0]; i++)
    if (strcmp(views[i]->name, name) == 0) return views[i];
  return NULL;
}

static int has_field(const pnri_view *view, const char *name)
{
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++)
    if (strcmp(strchr(f->name, '.') + 1, name) == 0) return 1;
  return 0;
}

Test(difference, every_field_of_the_views_is_in_the_table_or_known_to_be_apart)
{
  FILE *file = fopen("tests/abi.txt", "r");
  cr_assert(file != NULL, "run from the top of the source tree");
  char line[256], view[64], field[64];
  uint32_t fields = 0;
  while (fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "field pnr_%63[a-z].%63[a-z_] ", view, field) != 2 || view_named(view) == NULL) continue;
    size_t size = strlen(field);
    if ((size > 6 && strcmp(field + size - 6, "_count") == 0) || is_one_of(field, apart)) continue;
    fields++;
    cr_expect(has_field(view_named(view), field), "%s.%s: add it to lib/record/field.c", view, field);
  }
  fclose(file);
  cr_expect(fields > 130, "%u", fields);
}

/* What field.h says of keys, so that the stored form stays readable. */
Test(difference, keys_rise_within_each_view_and_its_elements_are_those_of_annex_1)
{
  for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
    uint32_t last = 0;
    for (const pnri_field *f = views[i]->fields; f->kind != PNRI_FIELD_END; f++) {
      cr_expect(strncmp(f->name, views[i]->name, strlen(views[i]->name)) == 0, "%s", f->name);
      cr_expect(le(u32, f->element, 19), "%s", f->name);
      if (f->key == 0) continue;
      cr_expect(gt(u32, f->key, last), "%s", f->name);
      cr_expect(lt(u32, f->key, 24), "%s: in CBOR it is one octet", f->name);
      last = f->key;
    }
  }
}
