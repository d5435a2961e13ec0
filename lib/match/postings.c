/* SPDX-License-Identifier: Apache-2.0 */
#include "match/postings.h"

#include "match/bound.h"

enum { POSTINGS_FOR_FORM = 16 }; /* that are looked at in the time of bounding a form */

/* --- What is read --- */

static const pnri_posting_list *list_at(const pnri_candidates *c, size_t i) { return pnri_vector_at(&c->lists, i); }
static uint32_t volume_of(const pnri_posting_list *list) { return list->end - list->first; }

/* The tokens by falling volume of what would be read for them. */
static void order_tokens(const pnri_candidates *c, uint32_t order[PNRI_TOKENS])
{
  uint64_t volume[PNRI_TOKENS] = { 0 };
  for (size_t i = 0; i < c->lists.count; i++) {
    const pnri_posting_list *list = list_at(c, i);
    for (uint32_t rest = list->tokens; rest != 0; rest &= rest - 1) volume[__builtin_ctz(rest)] += volume_of(list);
  }
  for (uint32_t i = 0; i < c->form->count; i++) {
    uint32_t at = i;
    for (; at > 0 && volume[order[at - 1]] < volume[i]; at--) order[at] = order[at - 1];
    order[at] = i;
  }
}

/* Chooses the tokens that need not be looked for on each shelf: the most voluminous ones, as long as all of them together
 * stay below what is necessary there. */
static void choose_skipped(pnri_candidates *c)
{
  uint32_t order[PNRI_TOKENS];
  order_tokens(c, order);
  for (uint32_t shelf = 0; shelf < PNRI_SHELVES; shelf++) {
    uint32_t skipped = 0;
    for (uint32_t i = 0; i < c->form->count; i++)
      if (pnri_bound_reach(c, shelf, skipped | 1u << order[i]) < c->necessary[shelf / 2]) skipped |= 1u << order[i];
    c->skipped[shelf] = skipped;
  }
}

/* How a list is read on a shelf. */
typedef enum reading {
  LEFT,    /* not at all */
  TRIED,   /* each form is tried */
  COUNTED, /* a form is tried that another list has, which is counted too */
  COMPARED /* a form is tried that a counted list has */
} reading;

static bool is_needed(const pnri_posting_list *list, uint32_t shelf) { return (list->needed >> shelf / 2 & 1) != 0; }

static bool is_skipped(const pnri_candidates *c, const pnri_posting_list *list, uint32_t shelf)
{
  return (list->tokens & ~c->skipped[shelf]) == 0;
}

/* A form needs a list that is not skipped; and where such a list's tokens cannot satisfy the demand alone, a second list.
 * So either each form of these lists is tried, or they are counted, and the skipped ones looked through for what they have:
 * whichever is less work. */
static void choose_counted(pnri_candidates *c)
{
  for (uint32_t shelf = 0; shelf < PNRI_SHELVES; shelf++) {
    uint64_t skipped = 0, others = 0;
    for (size_t i = 0; i < c->lists.count; i++) {
      const pnri_posting_list *list = list_at(c, i);
      if (is_needed(list, shelf)) *(is_skipped(c, list, shelf) ? &skipped : &others) += volume_of(list);
    }
    c->counting[shelf] = skipped / POSTINGS_FOR_FORM < others;
  }
}

static reading reading_of(pnri_candidates *c, const pnri_posting_list *list, uint32_t shelf)
{
  if (!is_needed(list, shelf)) return LEFT;
  if (is_skipped(c, list, shelf)) return c->counting[shelf] ? COMPARED : LEFT;
  bool alone = pnri_bound_reach(c, shelf, list->tokens) >= c->necessary[shelf / 2];
  return c->counting[shelf] && !alone ? COUNTED : TRIED;
}

/* --- Reading --- */

static bool has_bit(const uint32_t *bits, uint32_t form) { return (bits[form / 32] >> form % 32 & 1) != 0; }

static bool count_form(pnri_candidates *c, uint32_t form)
{
  uint32_t *counted = pnri_vector_add(&c->counted, 1);
  if (counted == NULL) return false;
  *counted = form;
  c->listed[form / 32] |= 1u << form % 32;
  return true;
}

static uint32_t posting_at(const pnri_candidates *c, uint32_t i)
{
  return pnri_load32(c->image->sections[PNRI_S_POSTINGS].data + 4 * (size_t)i);
}

/* The first posting from at on whose form is not below the given one. */
static uint32_t seek_posting(const pnri_candidates *c, uint32_t at, uint32_t end, uint32_t form)
{
  uint32_t step = 1;
  while (step < end - at && posting_at(c, at + step - 1) < form) {
    at += step;
    step *= 2;
  }
  uint32_t low = at, high = step < end - at ? at + step - 1 : end;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (posting_at(c, middle) < form) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* Reads postings of one shelf. */
static pnr_status read_shelf(pnri_candidates *c, uint32_t first, uint32_t end, reading how, uint32_t demand)
{
  if (!pnri_neighbourhood_allows(&c->near, end - first)) return PNR_E_LIMIT;
  c->near.steps += end - first;
  for (uint32_t i = first; i < end; i++) {
    uint32_t form = posting_at(c, i);
    if (form >= c->image->forms) break; /* a damaged image */
    bool fits = true;
    if (how == TRIED || has_bit(c->listed, form)) fits = pnri_bound_try(c, form, demand);
    else if (how == COUNTED) fits = count_form(c, form);
    if (!fits) return PNR_E_MEMORY;
  }
  return PNR_OK;
}

/* Reads a list: on the shelves where it is compared, or on all others. */
static pnr_status read_list(pnri_candidates *c, const pnri_posting_list *list, bool compared)
{
  pnr_status status = PNR_OK;
  for (uint32_t i = list->first, end; status == PNR_OK && i < list->end; i = end) {
    uint32_t form = i == list->first ? list->form : posting_at(c, i);
    if (form >= c->image->forms) break; /* a damaged image */
    uint32_t shelf = pnri_group_shelf(pnri_image_group(c->image, form));
    end = seek_posting(c, i, list->end, c->image->groups[(shelf + 1) * PNRI_TOKENS].first);
    if (end == i) break; /* the same */
    reading how = reading_of(c, list, shelf);
    if (how != LEFT && (how == COMPARED) == compared) status = read_shelf(c, i, end, how, shelf / 2);
  }
  return status;
}

static pnr_status read_lists(pnri_candidates *c, bool compared)
{
  pnr_status status = PNR_OK;
  for (size_t i = 0; status == PNR_OK && i < c->lists.count; i++) status = read_list(c, list_at(c, i), compared);
  return status;
}

/* Takes back the bits of the forms that were counted, one by one where that is less work. */
static void clear_counted(pnri_candidates *c)
{
  if (c->counted.count > c->bits_size / 16) memset(c->listed, 0, c->bits_size);
  else
    for (size_t i = 0; i < c->counted.count; i++) c->listed[*(const uint32_t *)pnri_vector_at(&c->counted, i) / 32] = 0;
  c->counted.count = 0;
}

/* --- Favoured forms --- */

/* Favoured forms stand in the lists too, all of which are read for them where that is less work than to try each. */
static bool is_chosen_by_lists(const pnri_candidates *c, const pnri_demand *demand)
{
  uint64_t volume = 0;
  for (size_t i = 0; i < c->lists.count; i++) volume += volume_of(list_at(c, i));
  return volume / POSTINGS_FOR_FORM < demand->favoured_count;
}

/* Tries the favoured forms that stand in any list. */
static pnr_status read_for_favoured(pnri_candidates *c, const pnri_demand *demand)
{
  pnr_status status = PNR_OK;
  for (size_t i = 0; i < demand->favoured_count; i++)
    c->listed[demand->favoured[i] / 32] |= 1u << demand->favoured[i] % 32;
  for (size_t i = 0; status == PNR_OK && i < c->lists.count; i++) {
    const pnri_posting_list *list = list_at(c, i);
    status = read_shelf(c, list->first, list->end, COMPARED, PNRI_FAVOURED);
  }
  for (size_t i = 0; i < demand->favoured_count; i++) c->listed[demand->favoured[i] / 32] = 0;
  return status;
}

static pnr_status read_favoured(pnri_candidates *c, const pnri_demand *demand)
{
  if (!pnri_neighbourhood_allows(&c->near, demand->favoured_count)) return PNR_E_LIMIT;
  c->near.steps += demand->favoured_count;
  if (is_chosen_by_lists(c, demand)) return read_for_favoured(c, demand);
  bool fits = true;
  for (size_t i = 0; fits && i < demand->favoured_count; i++)
    fits = pnri_bound_try(c, demand->favoured[i], PNRI_FAVOURED);
  return fits ? PNR_OK : PNR_E_MEMORY;
}

pnr_status pnri_postings_read(pnri_candidates *c, const pnri_demand *demand)
{
  choose_skipped(c);
  choose_counted(c);
  pnr_status status = read_favoured(c, demand);
  if (status == PNR_OK) status = read_lists(c, false);
  if (status == PNR_OK) status = read_lists(c, true);
  if (status == PNR_OK && !pnri_bound_end(c)) status = PNR_E_MEMORY;
  clear_counted(c);
  return status;
}
