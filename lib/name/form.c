/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "name/name.h"

enum {
  INITIAL_CREDIT = 7000,  /* similarity of an initial and the name it begins */
  NICKNAME_CREDIT = 9000, /* of a nickname and the name that it stands for */
  JOINED_CREDIT = 9800,   /* of joined tokens and the one they make */
  JOINED_EDIT = 8500,     /* the same with one edit */
  JOINED_MOST = 3,        /* tokens joined */
  JOINED_LEAST = 6,       /* octets from which a joined token may have an edit */
  OMIT_RATE = 25,         /* cost of a token that stands on one side only, per cent of its weight */
  CONTRADICT_RATE = 230,  /* cost of a token where the other side has another one instead, per cent */
  RESEMBLE_RATE = 30,     /* the same where the two are alike beyond the edit budget; never below OMIT_RATE */
  RESEMBLE_EDITS = 50,    /* edits up to which they are, per cent of the longer one's octets */
  FATHER_RATE = 60,       /* per cent left where fathers are confused: A bin B, B bin A */
  TURNED_RATE = 50,       /* per cent left where syllables stand in another order */
  INITIAL_AGAINST = 400,  /* further cost where an initial stands against another name */
  ABBREVIATED_CREDIT = 9000,
  CUT_CREDIT = 9000,
  CUT_NAME = 20,        /* octets of all tokens of a form of which one may have been cut */
  EVIDENCE = 400,       /* matched weight at which costs count double */
  INITIAL_WEIGHT = 150, /* of a token of one octet at most */
  DOUBT = 40,           /* matched weight at which a name without any cost would score half */
  SURNAME_RATE = 25,    /* further cost of the first of two surnames where only the second one is met, per cent */
  THIN = 550,           /* the same where little is matched: the doubt grows with the square of what is lacking */
  DOUBT_MOST = 42,      /* per cent of the matched weight that the doubt is at most */
  LONE_RATE = 95        /* per cent left of a score that rests on one token of several */
};

/* A way to pair some tokens of a with some of b. */
typedef struct edge {
  uint32_t a_mask, b_mask;
  uint32_t gain; /* mass times similarity */
  uint32_t mass;
  pnri_match match;
} edge;

enum { EDGES = 128, STEPS = 2000 };

typedef struct pairing {
  const pnri_form *a, *b;
  edge edges[EDGES];
  uint32_t edge_count;
  uint32_t a_used, b_used; /* tokens that have a partner */
  uint64_t a_letters[PNRI_TOKENS], b_letters[PNRI_TOKENS];
  edge chosen[PNRI_TOKENS];
  uint32_t chosen_count;
} pairing;

static bool is_particle(const pnri_token *token) { return (token->flags & PNRI_TOKEN_PARTICLE) != 0; }

static bool is_syllable(const pnri_token *token) { return (token->flags & PNRI_TOKEN_SYLLABLE) != 0; }

static bool same_text(const pnri_token *a, const pnri_token *b)
{
  return a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Sees a match from the other side. */
static void turn(pnri_match *match)
{
  uint16_t first = match->a_first, count = match->a_count;
  match->a_first = match->b_first;
  match->a_count = match->b_count;
  match->b_first = first;
  match->b_count = count;
}

static void choose(pairing *p, const edge *e)
{
  p->chosen[p->chosen_count++] = *e;
  p->a_used |= e->a_mask;
  p->b_used |= e->b_mask;
}

/* Pairs tokens of equal text, first with first; particles apart from the others. */
static void pair_equal(pairing *p, bool particles)
{
  for (uint32_t i = 0; i < p->a->count; i++) {
    const pnri_token *token = &p->a->tokens[i];
    if (is_particle(token) != particles || (p->a_used >> i & 1)) continue;
    for (uint32_t j = 0; j < p->b->count; j++) {
      if ((p->b_used >> j & 1) || is_particle(&p->b->tokens[j]) != particles) continue;
      if (!same_text(token, &p->b->tokens[j])) continue;
      bool nickname = ((token->flags ^ p->b->tokens[j].flags) & PNRI_TOKEN_NICKNAME) != 0;
      uint32_t mass = least(token->weight, p->b->tokens[j].weight), credit = nickname ? NICKNAME_CREDIT : 10000;
      uint32_t kind = nickname ? PNRI_MATCH_NICKNAME : PNRI_MATCH_EQUAL;
      pnri_match match = { (uint16_t)i, 1, (uint16_t)j, 1, (uint16_t)kind, 0, credit };
      choose(p, &(edge){ 1u << i, 1u << j, mass * credit, mass, match });
      break;
    }
  }
}

/* Keeps edges in falling order of gain; of equal ones, the first stays first. */
static void edge_add(pairing *p, const edge *e)
{
  uint32_t at = p->edge_count;
  while (at > 0 && p->edges[at - 1].gain < e->gain) at--;
  if (at == EDGES) return;
  if (p->edge_count < EDGES) p->edge_count++;
  for (uint32_t i = p->edge_count - 1; i > at; i--) p->edges[i] = p->edges[i - 1];
  p->edges[at] = *e;
}

/* The octets that stand in each token, as bits. */
static void collect_letters(const pnri_form *form, uint64_t letters[PNRI_TOKENS])
{
  for (uint32_t i = 0; i < form->count; i++) {
    letters[i] = 0;
    for (uint32_t k = 0; k < form->tokens[i].size; k++) letters[i] |= (uint64_t)1 << (form->tokens[i].text[k] & 63);
  }
}

/* False where two tokens are too far apart for the edit budget: an edit hides one letter at most. */
static bool may_be_similar(const pairing *p, uint32_t i, uint32_t j)
{
  uint64_t only_a = p->a_letters[i] & ~p->b_letters[j], only_b = p->b_letters[j] & ~p->a_letters[i];
  return __builtin_popcountll(only_a) <= PNRI_EDITS && __builtin_popcountll(only_b) <= PNRI_EDITS;
}

static uint32_t octets_of(const pnri_form *form)
{
  uint32_t octets = 0;
  for (uint32_t i = 0; i < form->count; i++) octets += form->tokens[i].size;
  return octets;
}

/* True where token i of form may be what is left of other, cut at the length of a machine readable zone or a
 * reservation. */
static bool is_cut(const pnri_form *form, uint32_t i, const pnri_token *other)
{
  const pnri_token *token = &form->tokens[i];
  return token->size >= PNRI_CUT_LEAST && token->size < other->size && octets_of(form) >= CUT_NAME &&
         memcmp(token->text, other->text, token->size) == 0;
}

static void add_single(pairing *p, uint32_t i, uint32_t j)
{
  const pnri_token *a = &p->a->tokens[i], *b = &p->b->tokens[j];
  if (is_particle(a) || is_particle(b)) return;
  uint32_t credit, kind = PNRI_MATCH_EDIT, edits = 0, mass = least(a->weight, b->weight);
  if ((a->size == 1) != (b->size == 1)) {
    if (a->text[0] != b->text[0]) return;
    credit = INITIAL_CREDIT;
    kind = PNRI_MATCH_INITIAL;
  } else {
    credit = may_be_similar(p, i, j) ? pnri_token_similarity(a, b) : 0;
    if (credit < CUT_CREDIT && (is_cut(p->a, i, b) || is_cut(p->b, j, a))) {
      credit = CUT_CREDIT;
      kind = PNRI_MATCH_CUT;
    } else if (credit > 0) edits = pnri_osa(a->text, a->size, b->text, b->size, PNRI_EDITS);
    else return;
  }
  edge e = {
    1u << i, 1u << j, mass * credit, mass, { (uint16_t)i, 1, (uint16_t)j, 1, (uint16_t)kind, (uint16_t)edits, credit }
  };
  edge_add(p, &e);
}

/* A group of adjacent tokens of a form, to be read as one. */
typedef struct group {
  uint32_t at, count, size, weight;
  bool syllables; /* one of them at least */
} group;

/* False where a token of the group is taken, or all are particles. */
static bool open_group(const pnri_form *form, uint32_t used, group *g)
{
  uint32_t names = 0;
  g->size = g->weight = 0;
  g->syllables = false;
  for (uint32_t i = g->at; i < g->at + g->count; i++) {
    const pnri_token *token = &form->tokens[i];
    if (used >> i & 1) return false;
    g->size += token->size;
    g->weight += token->weight;
    names += !is_particle(token);
    g->syllables = g->syllables || is_syllable(token);
  }
  return names > 0 && g->size <= PNRI_TOKEN_SIZE + 1;
}

/* Edits between the group written as one and a token, or more than limit. */
static uint32_t group_edits(const pnri_form *form, const group *g, const pnri_token *token, uint32_t limit)
{
  uint8_t text[PNRI_TOKEN_SIZE + 1];
  uint32_t size = 0;
  for (uint32_t i = g->at; i < g->at + g->count; i++) {
    memcpy(text + size, form->tokens[i].text, form->tokens[i].size);
    size += form->tokens[i].size;
  }
  return pnri_osa(text, size, token->text, token->size, limit);
}

static void add_group(pairing *p, const group *g, uint32_t j, uint32_t edits, bool swapped)
{
  const pnri_token *one = swapped ? &p->a->tokens[j] : &p->b->tokens[j];
  uint32_t credit = edits > 0      ? JOINED_EDIT
                    : g->syllables ? 10000
                                   : JOINED_CREDIT,
           mass = least(g->weight, one->weight);
  uint32_t many = ((1u << g->count) - 1) << g->at, single = 1u << j;
  pnri_match match = {
    (uint16_t)g->at, (uint16_t)g->count, (uint16_t)j, 1, PNRI_MATCH_JOINED, (uint16_t)edits, credit
  };
  if (swapped) turn(&match);
  edge_add(p, &(edge){ swapped ? single : many, swapped ? many : single, mass * credit, mass, match });
}

/* Groups of one form against single tokens of the other. swapped: the groups stand in b. */
static void add_joined(pairing *p, bool swapped)
{
  const pnri_form *many = swapped ? p->b : p->a, *one = swapped ? p->a : p->b;
  uint32_t many_used = swapped ? p->b_used : p->a_used, one_used = swapped ? p->a_used : p->b_used;
  for (uint32_t j = 0; j < one->count; j++) {
    const pnri_token *token = &one->tokens[j];
    if ((one_used >> j & 1) || is_particle(token)) continue;
    for (uint32_t count = 2; count <= JOINED_MOST; count++)
      for (uint32_t at = 0; at + count <= many->count; at++) {
        group g = { .at = at, .count = count };
        if (!open_group(many, many_used, &g)) continue;
        uint32_t limit = g.size < JOINED_LEAST || g.syllables || is_syllable(token) ? 0 : 1;
        if (g.size > token->size + limit || token->size > g.size + limit) continue;
        uint32_t edits = group_edits(many, &g, token, limit);
        if (edits <= limit) add_group(p, &g, j, edits, swapped);
      }
  }
}

static bool is_ibn(const pnri_token *token)
{
  return is_particle(token) && token->size == 3 && memcmp(token->text, "ibn", 3) == 0;
}

uint32_t pnri_abbreviation(const pnri_token *first, uint32_t count, uint32_t letters, uint8_t out[2 * PNRI_TOKEN_SIZE])
{
  uint32_t size = first->size;
  memcpy(out, first->text, size);
  for (uint32_t i = 1; i < count; i++)
    for (uint32_t k = 0; k < letters; k++) {
      uint8_t letter = is_ibn(&first[i]) ? 'b' : first[i].text[k];
      if (letter != out[size - 1] || letter < 'a' || letter > 'z') out[size++] = letter;
    }
  return size;
}

/* True where token is an abbreviation of this group. */
static bool is_abbreviation(const pnri_token *token, const pnri_token *first, uint32_t count)
{
  uint8_t text[2 * PNRI_TOKEN_SIZE];
  uint32_t letters_most = count == 2 ? first[1].size - 1u : 1;
  for (uint32_t letters = 1; letters <= letters_most; letters++) {
    uint32_t size = pnri_abbreviation(first, count, letters, text);
    if (size > token->size) return false;
    if (size == token->size && size > first->size && memcmp(text, token->text, size) == 0) return true;
  }
  return false;
}

static void add_abbreviated_group(pairing *p, uint32_t at, uint32_t count, uint32_t j, bool swapped)
{
  const pnri_token *first = swapped ? &p->b->tokens[at] : &p->a->tokens[at];
  const pnri_token *one = swapped ? &p->a->tokens[j] : &p->b->tokens[j];
  uint32_t mass = least(first->weight, one->weight), many = ((1u << count) - 1) << at, single = 1u << j;
  pnri_match match = { (uint16_t)at, (uint16_t)count, (uint16_t)j, 1, PNRI_MATCH_ABBREVIATED, 0, ABBREVIATED_CREDIT };
  if (swapped) turn(&match);
  edge_add(p, &(edge){ swapped ? single : many, swapped ? many : single, mass * ABBREVIATED_CREDIT, mass, match });
}

/* ALI HASSAN KAMAL as ALIHK, ALI HASSAN as ALIHAS. swapped: the groups stand in b. */
static void add_abbreviated(pairing *p, bool swapped)
{
  const pnri_form *many = swapped ? p->b : p->a, *one = swapped ? p->a : p->b;
  uint32_t many_used = swapped ? p->b_used : p->a_used, one_used = swapped ? p->a_used : p->b_used;
  for (uint32_t j = 0; j < one->count; j++) {
    const pnri_token *token = &one->tokens[j];
    if ((one_used >> j & 1) || is_particle(token)) continue;
    for (uint32_t at = 0; at + 1 < many->count; at++) {
      const pnri_token *first = &many->tokens[at];
      if ((many_used >> at & 1) || is_particle(first) || is_syllable(first)) continue;
      if (first->size < PNRI_ABBREVIATED_LEAST) continue;
      if (first->size >= token->size || memcmp(first->text, token->text, first->size) != 0) continue;
      for (uint32_t count = 2; count <= PNRI_ABBREVIATED_MOST && at + count <= many->count; count++) {
        if (many_used >> (at + count - 1) & 1) break;
        if (is_abbreviation(token, first, count)) add_abbreviated_group(p, at, count, j, swapped);
      }
    }
  }
}

/* Chooses, of the edges, those that do not touch and gain most together: a depth-first search that first takes what a
 * greedy choice takes, and ends after STEPS. */
static void pair_best(pairing *p)
{
  uint32_t rest[EDGES + 1]; /* what edges i and later gain at most */
  rest[p->edge_count] = 0;
  for (uint32_t i = p->edge_count; i > 0; i--) {
    uint32_t sum = rest[i] + p->edges[i - 1].gain;
    rest[i - 1] = sum < rest[i] ? UINT32_MAX : sum;
  }
  uint8_t path[PNRI_TOKENS] = { 0 }, best[PNRI_TOKENS] = { 0 };
  uint32_t depth = 0, best_depth = 0, at = 0, a_used = p->a_used, b_used = p->b_used;
  uint64_t gain = 0, best_gain = 0;
  for (uint32_t steps = 0; steps < STEPS; steps++) {
    if (gain > best_gain) {
      best_gain = gain;
      best_depth = depth;
      memcpy(best, path, depth);
    }
    while (at < p->edge_count && ((p->edges[at].a_mask & a_used) || (p->edges[at].b_mask & b_used))) at++;
    if (at < p->edge_count && gain + rest[at] > best_gain) {
      path[depth++] = (uint8_t)at;
      a_used |= p->edges[at].a_mask;
      b_used |= p->edges[at].b_mask;
      gain += p->edges[at].gain;
      at++;
      continue;
    }
    if (depth == 0) break;
    at = path[--depth]; /* leave this edge out */
    a_used &= ~p->edges[at].a_mask;
    b_used &= ~p->edges[at].b_mask;
    gain -= p->edges[at].gain;
    at++;
  }
  for (uint32_t i = 0; i < best_depth; i++) choose(p, &p->edges[best[i]]);
}

/* What the tokens of a form that are left over weigh, and of what kinds they are. */
typedef struct left_over {
  uint32_t weight, names, initials, syllables; /* syllables: their weight */
} left_over;

static left_over count_left(const pnri_form *form, uint32_t used)
{
  left_over left = { 0, 0, 0, 0 };
  for (uint32_t i = 0; i < form->count; i++) {
    const pnri_token *token = &form->tokens[i];
    if (used >> i & 1) continue;
    left.weight += token->weight;
    left.names += !is_particle(token);
    left.initials += token->size == 1;
    if (is_syllable(token)) left.syllables += token->weight;
  }
  return left;
}

/* True for a token behind "ibn", to which fold.c brings bin and ben. */
static bool is_father(const pnri_form *form, uint32_t at)
{
  const pnri_token *before = at > 0 ? &form->tokens[at - 1] : NULL;
  return before != NULL && is_ibn(before);
}

static bool names_father(const pnri_form *form)
{
  for (uint32_t i = 1; i < form->count; i++)
    if (is_father(form, i)) return true;
  return false;
}

/* True where both forms name a father, and the father of one is not a father in the other. */
static bool fathers_confused(const pairing *p)
{
  if (!names_father(p->a) || !names_father(p->b)) return false;
  for (uint32_t i = 0; i < p->chosen_count; i++) {
    const pnri_match *match = &p->chosen[i].match;
    if (match->kind == PNRI_MATCH_JOINED) continue;
    if (is_father(p->a, match->a_first) != is_father(p->b, match->b_first)) return true;
  }
  return false;
}

/* True where the syllables of one form meet those of the other in another order. The surname may stand first or last, so
 * that the order is that of a circle. */
static bool syllables_turned(const pairing *p)
{
  uint32_t partner[PNRI_TOKENS], count = 0, falls = 0;
  for (uint32_t i = 0; i < p->a->count; i++)
    for (uint32_t k = 0; k < p->chosen_count; k++) {
      const pnri_match *match = &p->chosen[k].match;
      if (match->a_first != i) continue;
      if (is_syllable(&p->a->tokens[i]) || is_syllable(&p->b->tokens[match->b_first]))
        partner[count++] = match->b_first;
      break;
    }
  for (uint32_t i = 0; i < count; i++) falls += partner[i] > partner[(i + 1) % count];
  return falls > 1;
}

/* The weight of tokens without partner that are alike all the same: such a pair is rather one name than two. */
static uint32_t resembling(const pairing *p)
{
  uint32_t weight = 0, used = p->b_used;
  for (uint32_t i = 0; i < p->a->count; i++) {
    const pnri_token *a = &p->a->tokens[i];
    if ((p->a_used >> i & 1) || is_particle(a)) continue;
    for (uint32_t j = 0; j < p->b->count; j++) {
      const pnri_token *b = &p->b->tokens[j];
      uint32_t longer = a->size > b->size ? a->size : b->size, limit = longer * RESEMBLE_EDITS / 100;
      if ((used >> j & 1) || is_particle(b) || limit == 0 || a->text[0] >= 0x80 || b->text[0] >= 0x80) continue;
      if ((a->flags & b->flags & PNRI_TOKEN_KNOWN) || is_syllable(a) || is_syllable(b)) continue;
      if (pnri_osa(a->text, a->size, b->text, b->size, limit) > limit) continue;
      used |= 1u << j;
      weight += least(a->weight, b->weight);
      break;
    }
  }
  return weight;
}

/* What speaks against a pair of this mass that has no cost, in hundredths: common names tell little. Where all agrees, half of
 * it and more is too much: the whole name stands on a list. */
static uint64_t doubt_of(uint64_t mass)
{
  uint64_t thin = (uint64_t)100 * THIN * THIN / mass * THIN / mass + 100 * DOUBT, most = mass * DOUBT_MOST;
  return thin < most ? thin : most;
}

/* The score of pairs of this mass and gain, 0 to 10000, at a cost in hundredths. The less is paired, the more a cost
 * counts. */
static uint32_t rate(uint64_t gain, uint64_t mass, uint64_t cost)
{
  cost += cost * EVIDENCE / mass;
  return (uint32_t)(gain * 100 / (mass * 100 + cost + doubt_of(mass)));
}

/* What the tokens weigh of which an abbreviation has no more than the beginning. */
static uint32_t abbreviated_weight(const pairing *p, const pnri_match *match)
{
  const pnri_form *many = match->a_count > 1 ? p->a : p->b;
  uint32_t first = match->a_count > 1 ? match->a_first : match->b_first, weight = 0;
  uint32_t count = match->a_count > 1 ? match->a_count : match->b_count;
  for (uint32_t i = first + 1; i < first + count; i++) weight += many->tokens[i].weight;
  return weight;
}

/* What the first of two surnames weighs, where it has no partner and the second has one: he who bears two is called by the
 * first. */
static uint32_t first_surname(const pnri_form *form, uint32_t used)
{
  uint32_t count = 0, places[2] = { 0, 0 };
  for (uint32_t i = 0; i < form->count; i++) {
    const pnri_token *token = &form->tokens[i];
    if ((token->flags & PNRI_TOKEN_SURNAME) == 0 || is_particle(token)) continue;
    if (count < 2) places[count] = i;
    count++;
  }
  bool first_missing = count == 2 && !(used >> places[0] & 1) && (used >> places[1] & 1);
  return first_missing ? form->tokens[places[0]].weight : 0;
}

static uint32_t score_of(const pairing *p)
{
  uint64_t gain = 0, mass = 0, initial = 0;
  uint32_t groups = 0, firm = 0;
  for (uint32_t i = 0; i < p->chosen_count; i++) {
    const edge *e = &p->chosen[i];
    gain += e->gain;
    mass += e->mass;
    if (e->match.kind == PNRI_MATCH_INITIAL) {
      const pnri_token *a = &p->a->tokens[e->match.a_first], *b = &p->b->tokens[e->match.b_first];
      initial += (a->weight > b->weight ? a->weight : b->weight) - e->mass;
    } else {
      firm++;
      if (e->match.kind == PNRI_MATCH_ABBREVIATED) initial += abbreviated_weight(p, &e->match);
      groups += !is_particle(&p->a->tokens[e->match.a_first]) || e->match.a_count > 1;
    }
  }
  if (firm == 0) return 0;
  left_over a = count_left(p->a, p->a_used), b = count_left(p->b, p->b_used);
  uint64_t both = least(a.weight, b.weight), omitted = a.weight + b.weight - 2 * both + initial;
  bool initial_against = (a.initials > 0 && b.names > 0) || (b.initials > 0 && a.names > 0);
  uint64_t alike = both > 0 ? least(resembling(p), (uint32_t)both) : 0;
  uint64_t syllables = least((uint32_t)omitted, a.syllables + b.syllables); /* no name leaves one out */
  uint64_t cost = alike * RESEMBLE_RATE + (both - alike + syllables) * CONTRADICT_RATE +
                  (omitted - syllables) * OMIT_RATE + (initial_against ? 100 * INITIAL_AGAINST : 0);
  cost += (uint64_t)SURNAME_RATE * (first_surname(p->a, p->a_used) + first_surname(p->b, p->b_used));
  uint32_t score = rate(gain, mass, cost);
  if (groups < 2 && (a.names + b.names > 0 || initial > 0)) score = score * LONE_RATE / 100;
  if (syllables_turned(p)) score = score * TURNED_RATE / 100;
  return fathers_confused(p) ? score * FATHER_RATE / 100 : score;
}

/* Any fixed order of forms: the score is computed for the pair in this order, which makes it symmetric. */
static int form_order(const pnri_form *a, const pnri_form *b)
{
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  for (uint32_t i = 0; i < a->count; i++) {
    const pnri_token *token = &a->tokens[i], *other = &b->tokens[i];
    int order = memcmp(token->text, other->text, PNRI_TOKEN_SIZE);
    if (order == 0) order = (int)token->flags - (int)other->flags;
    if (order == 0) order = (int)token->weight - (int)other->weight;
    if (order != 0) return order;
  }
  return 0;
}

static void write_alignment(const pairing *p, bool swapped, pnri_alignment *alignment)
{
  alignment->count = p->chosen_count;
  for (uint32_t i = 0; i < p->chosen_count; i++) {
    alignment->matches[i] = p->chosen[i].match;
    if (swapped) turn(&alignment->matches[i]);
  }
}

uint32_t pnri_form_score(const pnri_form *a, const pnri_form *b, pnri_alignment *alignment)
{
  bool swapped = form_order(a, b) > 0;
  pairing p;
  p.a = swapped ? b : a;
  p.b = swapped ? a : b;
  p.edge_count = p.chosen_count = p.a_used = p.b_used = 0;
  pair_equal(&p, false);
  collect_letters(p.a, p.a_letters);
  collect_letters(p.b, p.b_letters);
  for (uint32_t i = 0; i < p.a->count; i++)
    for (uint32_t j = 0; j < p.b->count; j++)
      if (!(p.a_used >> i & 1) && !(p.b_used >> j & 1)) add_single(&p, i, j);
  add_joined(&p, false);
  add_joined(&p, true);
  add_abbreviated(&p, false);
  add_abbreviated(&p, true);
  pair_best(&p);
  pair_equal(&p, true);
  uint32_t score = score_of(&p);
  if (alignment != NULL) {
    if (score > 0) write_alignment(&p, swapped, alignment);
    else alignment->count = 0;
  }
  return score;
}

uint32_t pnri_form_bound(const pnri_form *a, uint32_t mask)
{
  uint64_t mass = 0, left = 0;
  uint32_t names = 0, others = 0, firm = 0;
  for (uint32_t i = 0; i < a->count; i++) {
    const pnri_token *token = &a->tokens[i];
    if (mask >> i & 1) {
      firm = 1;
      mass += token->weight;
      names += !is_particle(token);
    } else {
      uint32_t initial = is_particle(token) ? 0 : least(token->weight, INITIAL_WEIGHT);
      mass += initial;
      left += token->weight - initial;
      others += !is_particle(token);
    }
  }
  if (firm == 0) return 0;
  uint32_t score = rate(mass * 10000, mass, left * OMIT_RATE);
  return names < 2 && others > 0 ? score * LONE_RATE / 100 : score;
}

static uint32_t longer_names(const pnri_share *share)
{
  uint32_t names = share->names + share->rest_names;
  return names - least(share->initials, names);
}

uint32_t pnri_share_bound(const pnri_share *a, const pnri_share *b)
{
  uint32_t mass = least(a->weight, b->weight), rest_a = a->rest_weight, rest_b = b->rest_weight;
  if (mass == 0) return 0;
  uint32_t initials = least(a->initials, longer_names(b)) + least(b->initials, longer_names(a));
  uint32_t met = initials * INITIAL_WEIGHT;
  rest_a -= least(rest_a, met);
  rest_b -= least(rest_b, met);
  uint64_t both = least(rest_a, rest_b), more = rest_a + rest_b - both;
  uint64_t cost = more * OMIT_RATE + (initials == 0 ? both * (RESEMBLE_RATE - OMIT_RATE) : 0);
  uint32_t score = rate((uint64_t)(mass + met) * 10000, mass + met, cost);
  return least(a->names, b->names) < 2 && a->rest_names + b->rest_names > 0 ? score * LONE_RATE / 100 : score;
}

uint32_t pnri_share_rest(const pnri_share *a, uint32_t necessary)
{
  uint64_t met = (uint64_t)a->initials * INITIAL_WEIGHT, mass = a->weight + met;
  uint64_t rest = a->rest_weight - least(a->rest_weight, (uint32_t)met);
  if (a->names < 2 && a->rest_names > 0) necessary = (necessary * 100 + LONE_RATE - 1) / LONE_RATE;
  if (a->weight == 0 || necessary == 0) return a->weight == 0 ? 0 : UINT32_MAX;
  /* pnri_share_bound, solved for the greatest cost; divisions round up. */
  uint64_t allowed = mass * 10000 * 100 / necessary, without = mass * 100 + doubt_of(mass);
  if (allowed < without) return 0;
  uint64_t most = (allowed - without + 1) * mass / (mass + EVIDENCE);
  uint64_t beside = a->initials == 0 ? RESEMBLE_RATE - OMIT_RATE : 0; /* for what both leave over */
  if (rest * OMIT_RATE > most) return 0;
  if (rest * (OMIT_RATE + beside) > most) return (uint32_t)((most - rest * OMIT_RATE) / beside + met) + 1;
  return (uint32_t)((most - rest * beside) / OMIT_RATE + met) + 1;
}

uint32_t pnri_match_bound(uint32_t others, uint32_t mass, uint32_t similarity)
{
  uint64_t gain = (uint64_t)others * 10000 + (uint64_t)mass * similarity;
  return others + mass > 0 ? rate(gain, others + mass, 0) : 0;
}

uint32_t pnri_name_score(const pnri_name *a, const pnri_name *b, uint32_t *a_form, uint32_t *b_form,
                         pnri_alignment *alignment)
{
  uint32_t best = 0, best_a = 0, best_b = 0;
  for (uint32_t i = 0; i < a->count; i++)
    for (uint32_t j = 0; j < b->count; j++) {
      uint32_t score = pnri_form_score(&a->forms[i], &b->forms[j], NULL);
      if (score <= best) continue;
      best = score, best_a = i, best_b = j;
    }
  if (a_form != NULL) *a_form = best_a;
  if (b_form != NULL) *b_form = best_b;
  if (alignment != NULL) {
    alignment->count = 0;
    if (best > 0) pnri_form_score(&a->forms[best_a], &b->forms[best_b], alignment);
  }
  return best;
}
