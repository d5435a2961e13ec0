/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "name/name.h"
#include "name/title.h"

/* Two names, parted by the first line feed; a tab in a name parts surname from given name. Checks what
 * lib/name/name.h promises of every pair. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
  if (!holds) abort();
}

static pnr_slice before(pnr_slice text, uint8_t mark, pnr_slice *behind)
{
  const uint8_t *place = text.size > 0 ? memchr(text.data, mark, text.size) : NULL;
  *behind = (pnr_slice){ NULL, 0 };
  if (place == NULL) return text;
  size_t at = (size_t)(place - text.data);
  if (at + 1 < text.size) *behind = (pnr_slice){ place + 1, text.size - at - 1 };
  return (pnr_slice){ text.data, at };
}

static bool is_inside(pnr_slice part, pnr_slice whole)
{
  return part.size == 0 || (part.data >= whole.data && part.data + part.size <= whole.data + whole.size);
}

static void read_name(pnr_slice text, pnri_name *name)
{
  pnr_slice given, surname = before(text, '\t', &given), rest, title;
  pnri_name_fold(name, surname, given, given.size > 0);
  must(name->count <= PNRI_FORMS);
  for (uint32_t i = 0; i < name->count; i++) {
    const pnri_form *form = &name->forms[i];
    must(form->count > 0 && form->count <= PNRI_TOKENS);
    for (uint32_t k = 0; k < form->count; k++) {
      must(form->tokens[k].size > 0 && form->tokens[k].size <= PNRI_TOKEN_SIZE);
      must(form->tokens[k].weight > 0 && form->tokens[k].weight <= 1000);
    }
  }
  pnri_title_part(surname, true, &rest, &title);
  must(is_inside(rest, surname) && is_inside(title, surname));
}

static void check_forms(const pnri_form *a, const pnri_form *b)
{
  pnri_alignment alignment;
  uint32_t score = pnri_form_score(a, b, &alignment), mask = 0;
  must(score <= 10000 && pnri_form_score(b, a, NULL) == score);
  for (uint32_t i = 0; i < alignment.count; i++) {
    const pnri_match *match = &alignment.matches[i];
    must(match->a_first + match->a_count <= a->count && match->b_first + match->b_count <= b->count);
    uint32_t tokens = match->kind == PNRI_MATCH_ABBREVIATED ? 1 : match->a_count;
    if (match->kind != PNRI_MATCH_INITIAL) mask |= ((1u << tokens) - 1) << match->a_first;
  }
  must(score <= pnri_form_bound(a, mask));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static pnri_name a, b;
  pnr_slice second, first = before((pnr_slice){ data, size }, '\n', &second);
  read_name(first, &a);
  read_name(second, &b);
  for (uint32_t i = 0; i < a.count; i++) {
    for (uint32_t j = 0; j < b.count; j++) check_forms(&a.forms[i], &b.forms[j]);
    bool counts = false;
    for (uint32_t k = 0; k < a.forms[i].count; k++) counts = counts || a.forms[i].tokens[k].size >= 2;
    uint32_t most = pnri_form_bound(&a.forms[i], (1u << a.forms[i].count) - 1);
    if (counts) must(pnri_form_score(&a.forms[i], &a.forms[i], NULL) == most);
  }
  return 0;
}
