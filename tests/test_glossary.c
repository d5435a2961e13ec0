/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "name/glossary.h"
#include "support.h"

/* Folding many names with a memory of their words gives what folding each one gives. */
Test(glossary, a_glossary_changes_no_form)
{
  static const char *const names[] = { "Mueller, Juergen",
                                       "M\xC3\xBCller J\xC3\xBCrgen",
                                       "ALIMUHAMMAD HASSAN",
                                       "MR ABDULRAHMAN",
                                       "Bob Smith",
                                       "Petrova-Sidorova Anna",
                                       "JC Martin",
                                       "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD",
                                       "an extraordinarilylongwordthatiscut" };
  pnri_glossary glossary;
  pnri_glossary_open(&glossary, pnri_env(NULL), 12);
  for (uint32_t round = 0; round < 2; round++)
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
      static pnri_name plain, remembered;
      pnri_name_fold(&plain, text_slice(names[i]), text_slice(""), false);
      pnri_name_fold_many(&remembered, text_slice(names[i]), text_slice(""), false, &glossary);
      cr_assert_eq(plain.count, remembered.count, "%s", names[i]);
      for (uint32_t k = 0; k < plain.count; k++) {
        const pnri_form *a = &plain.forms[k], *b = &remembered.forms[k];
        cr_assert(a->count == b->count && a->flags == b->flags && a->weight == b->weight, "%s", names[i]);
        for (uint32_t j = 0; j < a->count; j++)
          cr_assert(memcmp(&a->tokens[j], &b->tokens[j], offsetof(pnri_token, origin)) == 0, "%s", names[i]);
      }
    }
  cr_expect_eq(glossary.rows.count, 12, "so many words are remembered, more are not");
  pnri_glossary_close(&glossary);
}
