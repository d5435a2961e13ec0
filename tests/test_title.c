/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include "name/title.h"
#include "support.h"

Test(title, is_parted_from_a_given_name)
{
  static const struct {
    const char *given;
    int glued;
    const char *rest, *title;
  } rows[] = {
    { "", 1, "", "" },
    { "PETRA", 1, "PETRA", "" },
    { " PETRA ", 1, "PETRA", "" },
    { "PETRA MRS", 0, "PETRA", "MRS" },
    { "PETRA ANNA MRS", 1, "PETRA ANNA", "MRS" },
    { "petra mrs.", 1, "petra", "mrs" },
    { "MRS PETRA", 1, "PETRA", "MRS" },
    { "Dr. Petra Anna", 0, "Petra Anna", "Dr" },
    { "PETRAMRS", 1, "PETRA", "MRS" },
    { "PETRAMRS", 0, "PETRAMRS", "" },
    { "ANNA PETRAMS", 1, "ANNA PETRA", "MS" },
    { "JOHNMR", 1, "JOHN", "MR" },
    { "ALIMR", 1, "ALI", "MR" },
    { "DOLANMR", 1, "DOLAN", "MR" },
    { "LISALMS", 1, "LISAL", "MS" },
    { "TOMMSTR", 1, "TOM", "MSTR" },
    { "ANNAMISS", 1, "ANNA", "MISS" },
    { "MIACHD", 1, "MIA", "CHD" },
    { "MISSPETRA", 1, "MISSPETRA", "" },
    { "MR", 1, "MR", "" },
    { "AMR", 1, "AMR", "" },
    { "OMR", 1, "OMR", "" },
    { "BADR", 1, "BADR", "" },
    { "SAMR", 1, "SAMR", "" },
    { "ALEXANDR", 1, "ALEXANDR", "" },
    { "Aleksandr", 1, "Aleksandr", "" },
    { "ABU-AMR", 1, "ABU-AMR", "" },
    { "MRINAL", 1, "MRINAL", "" },
    { "SHAMS", 1, "SHAMS", "" },
    { "VADIMS", 1, "VADIMS", "" },
    { "ALEXANDRMR", 1, "ALEXANDR", "MR" },
    { "BADR MR", 1, "BADR", "MR" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    size_t size = strlen(rows[i].given);
    uint8_t *copy = exact_copy(rows[i].given, size);
    pnr_slice given = { copy, size }, rest, title;
    pnri_title_part(given, rows[i].glued != 0, &rest, &title);
    cr_expect(slice_is(rest, rows[i].rest), "%s: rest is %.*s", rows[i].given, (int)rest.size, (const char *)rest.data);
    cr_expect(slice_is(title, rows[i].title), "%s: title is %.*s", rows[i].given, (int)title.size,
              (const char *)title.data);
    free(copy);
  }
}

Test(title, tells_sex_and_child)
{
  static const struct {
    const char *title;
    uint32_t sex;
    int child;
  } rows[] = {
    { "MR", 'M', 0 }, { "mrs", 'F', 0 }, { "Ms", 'F', 0 }, { "MISS", 'F', 0 }, { "MSTR", 'M', 1 },
    { "CHD", 0, 1 },  { "INF", 0, 1 },   { "DR", 0, 0 },   { "PETRA", 0, 0 },  { "", 0, 0 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    bool child;
    cr_expect_eq(pnri_title_sex(text_slice(rows[i].title), &child), rows[i].sex, "%s", rows[i].title);
    cr_expect_eq(child, rows[i].child != 0, "%s", rows[i].title);
  }
}

Test(title, glued_ones_are_found_at_both_ends_without_regard_to_real_names)
{
  static const struct {
    const char *word;
    size_t behind, before;
  } rows[] = {
    { "PETRAMRS", 3, 0 }, { "MISSPETRA", 0, 4 }, { "MRSPETRA", 0, 3 }, { "ALEKSANDR", 2, 0 },
    { "AMR", 0, 0 },      { "MRX", 0, 0 },       { "", 0, 0 },         { "PETRA", 0, 0 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    cr_expect_eq(pnri_title_behind(text_slice(rows[i].word)), rows[i].behind, "%s", rows[i].word);
    cr_expect_eq(pnri_title_before(text_slice(rows[i].word)), rows[i].before, "%s", rows[i].word);
  }
}

Test(title, placeholders_are_whole_texts)
{
  static const char *const yes[] = { "FNU", "lnu", "XXX", "Tba", "UNKNOWN", " NONAME ", "No Name" };
  static const char *const no[] = { "", "X", "FNUX", "TBAR", "NINA", "UNKNOWNSON" };
  for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
    cr_expect(pnri_is_placeholder(text_slice(yes[i])), "%s", yes[i]);
  for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
    cr_expect_not(pnri_is_placeholder(text_slice(no[i])), "%s", no[i]);
}
