/* SPDX-License-Identifier: Apache-2.0
 *
 * Two records compared field by field. Run from the top of the source tree. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "pnr/pnr.h"
#include "support.h"

static pnr_message *read_message(const char *octets)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  cr_assert(eq(i32, pnr_reader_open(NULL, (const uint8_t *)octets, strlen(octets), NULL, &reader, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_reader_next(reader, &message, NULL), PNR_OK));
  pnr_reader_close(reader);
  return message;
}

/* The differences as one line: "LOST remark at 12; CHANGED name.raw at 3". */
static const char *compare(const char *first, const char *second)
{
  static char line[1024];
  pnr_message *a = read_message(first), *b = read_message(second);
  pnr_differences *differences = NULL;
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

/* Where a view stands, counts, and what frames the message; what answers are about is no part of a journey's record. */
static const char *const apart[] = {
  "offset", "length", "octets", "octets_recorded", "octets_in_findings", "findings", "service", "syntax_reports", NULL
};

static const char *const views[] = { "name",    "birth",     "document", "identifier", "person", "leg",     "seat",
                                     "bag",     "ticket",    "payment",  "contact",    "remark", "history", "item",
                                     "locator", "traveller", "booking",  "content",    NULL };

Test(difference, every_field_of_the_record_is_compared_or_known_to_be_apart)
{
  static char source[1 << 16];
  FILE *file = fopen("lib/record/difference.c", "r");
  cr_assert(file != NULL, "run from the top of the source tree");
  source[fread(source, 1, sizeof source - 1, file)] = 0;
  fclose(file);
  file = fopen("tests/abi.txt", "r");
  cr_assert(file != NULL);
  char line[256], view[64], field[64], text[160], other[160], array[96];
  uint32_t fields = 0;
  while (fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "field pnr_%63[a-z].%63[a-z_] ", view, field) != 2 || !is_one_of(view, views)) continue;
    size_t size = strlen(field);
    int is_count = size > 6 && strcmp(field + size - 6, "_count") == 0;
    if (is_count || is_one_of(field, apart) || (strcmp(view, "content") == 0 && strcmp(field, "source") == 0)) continue;
    fields++;
    snprintf(text, sizeof text, "%s, %s)", view, field);   /* T(leg, from) */
    snprintf(other, sizeof other, "%s, %s,", view, field); /* offsetof and flags */
    snprintf(array, sizeof array, "MANY_OF(%s, ", view);
    int is_there = strstr(source, text) != NULL || strstr(source, other) != NULL;
    for (const char *at = source; !is_there && (at = strstr(at, array)) != NULL; at++) {
      const char *name = strchr(at + strlen(array), ' ');
      is_there = name != NULL && strncmp(name + 1, field, size) == 0 && name[1 + size] == ')';
    }
    cr_expect(is_there, "%s.%s is not compared: add it to lib/record/difference.c", view, field);
  }
  fclose(file);
  cr_expect(fields > 120);
}
