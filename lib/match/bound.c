/* SPDX-License-Identifier: Apache-2.0 */
#include "match/bound.h"

enum { UNKNOWN_BOUND = UINT16_MAX, UNKNOWN_REST = UINT16_MAX, JOIN_MOST = 3 };

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }
static bool has_initials(uint32_t shelf) { return shelf % 2 != 0; }
static bool is_particle_style(uint32_t style) { return (style >> 8 & PNRI_TOKEN_PARTICLE) != 0; }

static uint32_t token_style(const pnri_image *image, uint32_t token)
{
  return pnri_row(image, PNRI_S_TOKENS, PNRI_TOKEN_ROW, token, PNRI_TOKEN_STYLE);
}

/* --- Sets of tokens --- */

void pnri_bound_start(pnri_candidates *c)
{
  c->pending_count = 0;
  memset(c->reach, 0xFF, sizeof *c->reach << c->form->count);
  c->share = (pnri_share){ .rest_weight = c->form->weight };
  for (uint32_t i = 0; i < c->form->count; i++) {
    c->share.rest_names += (c->form->tokens[i].flags & PNRI_TOKEN_PARTICLE) == 0;
    c->share.initials += pnri_is_initial(&c->form->tokens[i]);
  }
}

static pnri_share share_of(const pnri_candidates *c, const pnri_reach *reach)
{
  return (pnri_share){ reach->weight, c->share.rest_weight - reach->weight, reach->names,
                       c->share.rest_names - reach->names, c->share.initials };
}

static const pnri_reach *reach_of(pnri_candidates *c, uint32_t tokens)
{
  pnri_reach *reach = &c->reach[tokens];
  if (reach->bound != UNKNOWN_BOUND) return reach;
  reach->bound = (uint16_t)pnri_form_bound(c->form, tokens);
  reach->weight = reach->names = 0;
  for (uint32_t i = 0; i < c->form->count; i++) {
    if (!(tokens >> i & 1)) continue;
    reach->weight = (uint16_t)(reach->weight + c->form->tokens[i].weight);
    if ((c->form->tokens[i].flags & PNRI_TOKEN_PARTICLE) == 0) reach->names++;
  }
  pnri_share asked = share_of(c, reach), perfect = { asked.weight, 0, PNRI_TOKENS, 0, 0 };
  reach->plain = (uint16_t)least(reach->bound, pnri_share_bound(&asked, &perfect));
  return reach;
}

uint32_t pnri_bound_most(pnri_candidates *c, uint32_t tokens) { return reach_of(c, tokens)->bound; }

/* What the tokens of a form without initials that are not marked must stay below, where the others are marked with a set. */
static uint32_t rest_of(pnri_candidates *c, uint32_t tokens, uint32_t demand)
{
  uint16_t *rest = &c->reach[tokens].rest[demand];
  const pnri_reach *reach = reach_of(c, tokens);
  if (*rest != UNKNOWN_REST) return *rest;
  pnri_share asked = share_of(c, reach);
  uint32_t below = reach->plain < c->necessary[demand] ? 0 : pnri_share_rest(&asked, c->necessary[demand]);
  *rest = (uint16_t)least(below, UNKNOWN_REST - 1);
  return *rest;
}

uint32_t pnri_bound_reach(pnri_candidates *c, uint32_t shelf, uint32_t tokens)
{
  const pnri_reach *reach = reach_of(c, tokens);
  return has_initials(shelf) ? reach->bound : reach->plain;
}

/* --- Forms --- */

/* A listed form as it is bounded: what each token is marked with, and its style. */
typedef struct listed_form {
  uint32_t count;
  pnri_mark marks[PNRI_TOKENS];
  uint32_t styles[PNRI_TOKENS];
} listed_form;

/* Direct marks that cannot help to satisfy the demand are left out. */
static void read_listed(const pnri_candidates *c, const pnri_pending_form *form, listed_form *listed)
{
  listed->count = form->count;
  for (uint32_t i = 0; i < listed->count; i++) {
    uint32_t token = form->tokens[i] & PNRI_NUMBER_MASK;
    listed->marks[i] = c->marks[pnri_mark_of(c, token)];
    if (!(listed->marks[i].needed >> form->demand & 1)) listed->marks[i].direct = 0;
    listed->styles[i] = token_style(c->image, token);
  }
}

/* Whether a group of adjacent listed tokens is as long as asked token k, and two of them are marked as its parts, or one
 * that needs no other. */
static bool has_group(const pnri_candidates *c, const listed_form *listed, uint32_t k)
{
  uint32_t wanted = c->form->tokens[k].size;
  for (uint32_t count = 2; count <= JOIN_MOST; count++)
    for (uint32_t at = 0; at + count <= listed->count; at++) {
      uint32_t size = 0, parts = 0;
      for (uint32_t i = at; i < at + count; i++) {
        size += listed->styles[i] & 0xFF;
        parts += (listed->marks[i].part >> k & 1) + (listed->marks[i].alone >> k & 1);
      }
      if (parts >= 2 && size <= wanted + 1 && wanted <= size + 1) return true;
    }
  return false;
}

/* Of the tokens that may have one, those that have such a group. */
static uint32_t joined_tokens(const pnri_candidates *c, const listed_form *listed, uint32_t tokens)
{
  uint32_t joined = 0;
  for (uint32_t rest = tokens; rest != 0; rest &= rest - 1) {
    uint32_t k = (uint32_t)__builtin_ctz(rest);
    if (has_group(c, listed, k)) joined |= 1u << k;
  }
  return joined;
}

/* What a listed form brings, its tokens that may be met apart from the others: those marked for themselves, or as parts of
 * joined ones. open: any of them may belong to a group with these. */
static pnri_share share_listed(const listed_form *listed, uint32_t joined, bool open)
{
  pnri_share share = { .weight = 0 };
  for (uint32_t i = 0; i < listed->count; i++) {
    uint32_t style = listed->styles[i], name = !is_particle_style(style);
    bool marked = open || listed->marks[i].direct != 0 || (listed->marks[i].part & joined) != 0;
    *(marked ? &share.weight : &share.rest_weight) += style >> 16;
    *(marked ? &share.names : &share.rest_names) += name;
    share.initials += name != 0 && (style & 0xFF) == 1;
  }
  return share;
}

/* Bounds the score with a listed form by what its marks add up to; 0 below necessary. */
static uint32_t bound_form(pnri_candidates *c, const pnri_pending_form *form)
{
  uint32_t necessary = c->necessary[form->demand], shelf = pnri_group_shelf(form->group);
  uint32_t direct = 0, once = 0, twice = 0, alone = 0;
  listed_form listed;
  read_listed(c, form, &listed);
  for (uint32_t i = 0; i < listed.count; i++) {
    const pnri_mark *mark = &listed.marks[i];
    direct |= mark->direct;
    twice |= once & mark->part;
    once |= mark->part;
    alone |= mark->alone;
  }
  uint32_t joined = joined_tokens(c, &listed, twice | alone), set = direct | joined,
           reach = pnri_bound_reach(c, shelf, set);
  if (reach < necessary) return 0;
  pnri_share asked = share_of(c, reach_of(c, set)), brought = share_listed(&listed, joined, (alone & joined) != 0);
  uint32_t bound = least(reach, pnri_share_bound(&asked, &brought));
  return bound < necessary ? 0 : bound;
}

/* False for most forms that bound_form drops. */
static bool may_satisfy(pnri_candidates *c, const pnri_pending_form *form)
{
  const uint32_t *met = c->met[form->demand];
  uint32_t set = 0, rest = 0;
  for (uint32_t i = 0; i < form->count; i++) {
    uint32_t here = met[pnri_mark_of(c, form->tokens[i] & PNRI_NUMBER_MASK)];
    set |= here;
    rest += here == 0 ? pnri_form_token_weight(form->tokens[i]) : 0;
  }
  if ((set & PNRI_MET_ALONE) != 0 || has_initials(pnri_group_shelf(form->group)))
    return reach_of(c, set & ~(uint32_t)PNRI_MET_ALONE)->bound >= c->necessary[form->demand];
  return rest < rest_of(c, set, form->demand);
}

/* Takes a form into found, unless it was bounded before or cannot satisfy the demand. False when memory is exhausted. */
static bool bound_pending(pnri_candidates *c, const pnri_pending_form *form)
{
  uint32_t bit = 1u << form->form % 32, *seen = &c->bounded_bits[form->form / 32];
  if (!may_satisfy(c, form) || (*seen & bit) != 0) return true;
  uint32_t *bounded = pnri_vector_add(&c->bounded, 1);
  if (bounded == NULL) return false;
  *bounded = form->form;
  *seen |= bit;
  uint32_t bound = bound_form(c, form);
  pnri_found_form *found = bound != 0 ? pnri_vector_add(&c->found, 1) : NULL;
  if (found != NULL) *found = (pnri_found_form){ form->form, (uint16_t)bound, form->demand };
  return bound == 0 || found != NULL;
}

/* The tokens of most forms come from memory, where the index is large: those of all pending ones are read by themselves, so
 * that they come together. */
static void read_pending(pnri_candidates *c)
{
  const pnri_section *rows = &c->image->sections[PNRI_S_FORM_TOKENS];
  for (uint32_t i = 0; i < c->pending_count; i++) {
    pnri_pending_form *form = &c->pending[i];
    size_t place = pnri_group_place(c->image, form->group, form->form);
    form->count = pnri_group_tokens(form->group);
    for (uint32_t k = 0; k < form->count; k++) form->tokens[k] = pnri_word(rows, place + k);
  }
}

bool pnri_bound_end(pnri_candidates *c)
{
  bool fits = true;
  read_pending(c);
  for (uint32_t i = 0; fits && i < c->pending_count; i++) fits = bound_pending(c, &c->pending[i]);
  c->pending_count = 0;
  return fits;
}

bool pnri_bound_try(pnri_candidates *c, uint32_t form, uint32_t demand)
{
  pnri_pending_form *pending = &c->pending[c->pending_count++];
  pending->form = form;
  pending->group = (uint16_t)pnri_image_group(c->image, form);
  pending->demand = (uint16_t)demand;
  return c->pending_count < PNRI_PENDING || pnri_bound_end(c);
}
