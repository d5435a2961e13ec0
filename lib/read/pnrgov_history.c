/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV groups 10 to 12: what was changed in a booking, when and by whom. The guide has them behind the travellers and
 * the legs; where a sender writes them in front, the booking goes on behind them without any mark. So TIF, TVL, SSR and
 * IFT are of the history only as far as group 11 can hold them, and nobody whom it names is lost: docs/decisions.md. */
#include "read/pnrgov.h"

static pnr_history *add_row(pnri_pnrgov *p, uint64_t offset)
{
  pnr_history *row = p->change = pnri_history_add(p->builder, &p->booking->history);
  if (row == NULL) return NULL;
  row->agent = p->head.agent;
  row->date = p->head.date;
  row->time = p->head.time;
  row->offset = offset;
  return row;
}

void pnri_history_begin(pnri_pnrgov *p, uint64_t offset)
{
  p->head.date = 0;
  p->head.time = PNR_TIME_UNKNOWN;
  p->change_action = (pnr_slice){ NULL, 0 };
  p->change_ordinal = 0;
  p->group = PNRI_GROUP_HISTORY;
  add_row(p, offset);
  p->block = p->booking->history.last;
}

/* Heads a block; the date follows in DAT. */
void pnri_pnrgov_abi(pnri_pnrgov *p, pnri_segment *s)
{
  p->head.agent = pnri_segment_rest(s);
  pnri_segment_read_all(s);
  pnri_history_begin(p, s->begin);
}

/* One change: 3 is 4405, A added, X cancelled, C changed. */
void pnri_pnrgov_sac(pnri_pnrgov *p, pnri_segment *s)
{
  p->change_action = pnri_segment_text(s, 3, 1);
  p->change_ordinal = s->ordinal;
  pnr_history *row = add_row(p, s->begin);
  if (row != NULL) row->action = p->change_action;
  if (p->change_action.size == 0) p->keep = true; /* its row is like that of an ABI */
}

/* What was changed. Several segments of one change are a row each. */
void pnri_pnrgov_changed(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_history *row = p->change;
  if (row == NULL || row->segment.size != 0 || row->action.size == 0) {
    row = add_row(p, s->begin);
    if (row == NULL) return;
    row->action = p->change_action;
  }
  pnr_slice whole = pnri_segment_whole(s);
  row->segment = (pnr_slice){ whole.data, whole.size < 3 ? whole.size : 3 };
  row->text = pnri_segment_rest(s);
  pnri_segment_read_all(s);
}

/* --- What goes on behind a history --- */

static bool fits(pnr_slice segment, const pnri_sign *given, uint8_t separator)
{
  if (!pnri_slice_starts(segment, given->tag)) return false;
  if (given->value == NULL) return true;
  pnr_slice rest = pnri_slice_from(segment, strlen(given->tag));
  if (given->value[0] == 0) return rest.size == 0;
  return rest.size != 0 && rest.data[0] == separator && pnri_slice_starts(pnri_slice_from(rest, 1), given->value);
}

bool pnri_pnrgov_is_followed_by(const pnri_pnrgov *p, const pnri_segment *s, const pnri_sign *signs, size_t count)
{
  enum { AHEAD = 16 };
  uint64_t at = 0;
  for (uint32_t n = 0; n < AHEAD; n++) {
    pnr_slice segment = pnri_segment_behind(s, p->reading->size, &at);
    size_t i = 0;
    while (i < count && !fits(segment, &signs[i], s->service->element)) i++;
    if (i == count) return false;
    if (!signs[i].is_shared) return true;
  }
  return false;
}
#define COUNT(array) (sizeof array / sizeof array[0])

static bool is_behind_sac(const pnri_pnrgov *p, const pnri_segment *s)
{
  return p->change_ordinal != 0 && p->change_ordinal + 1 == s->ordinal;
}

/* Where no traveller stands in front, only what is directly behind its SAC is of the history for certain, and a text whose
 * qualifier says so (IFT 4:19). */
void pnri_pnrgov_changed_text(pnri_pnrgov *p, pnri_segment *s)
{
  bool is_ssr = s->tag[0] == 'S';
  bool is_history =
    p->known.count != 0 || is_behind_sac(p, s) || (!is_ssr && pnri_slice_is(pnri_segment_text(s, 1, 2), "19"));
  if (is_history) {
    pnri_pnrgov_changed(p, s);
    return;
  }
  s->read = 0;
  p->group = PNRI_GROUP_BOOKING;
  pnri_segment_note(s, PNR_F_SEGMENT_MISPLACED, 0, 0);
  if (is_ssr) pnri_pnrgov_ssr(p, s);
  else pnri_pnrgov_ift(p, s);
}

/* A leg where what follows says so, or where it is the first one and no SAC stands in front of it. */
void pnri_pnrgov_changed_tvl(pnri_pnrgov *p, pnri_segment *s)
{
  static const pnri_sign signs[] = {
    { "APD", NULL, false }, { "TRA", NULL, false }, { "RCI", NULL, false },
    { "SSR", NULL, false }, { "TRI", NULL, false }, { "DAT", "2", false },
    { "DAT", "3", false },  { "DAT", "", true },    { "RPI", NULL, true },
  };
  bool says_when_or_where = pnri_segment_has_text(s, 0, s->elements[s->element_count < 3 ? s->element_count : 3]);
  bool is_leg = says_when_or_where && (pnri_pnrgov_is_followed_by(p, s, signs, COUNT(signs)) ||
                                       (p->group == PNRI_GROUP_HISTORY && p->booking->legs.count == 0));
  if (!is_leg) {
    pnri_pnrgov_changed(p, s);
    return;
  }
  p->group = PNRI_GROUP_LEG;
  p->known_in_group = 0;
  pnri_segment_note(s, PNR_F_SEGMENT_MISPLACED, 0, 0);
  pnri_pnrgov_tvl(p, s);
}

/* --- Names --- */

static void remember(pnri_pnrgov *p, const pnri_tif *tif)
{
  pnri_changed_name *changed = pnri_vector_add(&p->changed, 1);
  if (changed == NULL) {
    p->builder->failed = 1;
    return;
  }
  *changed = (pnri_changed_name){ .tif = *tif, .is_removed = pnri_slice_is(p->change_action, "X") };
  changed->tif.source = PNR_SOURCE_HISTORY;
  pnri_tif_names(tif, &changed->surname, &changed->given);
}

/* A TIF directly behind its SAC is what was changed, unless a traveller's own segments follow, and the booking's end
 * decides on it. Any other one is a traveller's. */
void pnri_pnrgov_changed_tif(pnri_pnrgov *p, pnri_segment *s)
{
  static const pnri_sign signs[] = {
    { "SSR", "DOCS", false }, /* not behind who was removed */
    { "FTI", NULL, false },   { "REF", NULL, false }, { "FAR", NULL, false },
    { "TKT", NULL, false },   { "SSR", NULL, true },  { "IFT", NULL, true },
  };
  uint32_t first = pnri_slice_is(p->change_action, "X") ? 1 : 0;
  bool is_own = pnri_pnrgov_is_followed_by(p, s, signs + first, COUNT(signs) - first);
  bool is_change = is_behind_sac(p, s) && !is_own;
  if (is_change || pnri_tif_repeated(p, s) != PNR_NONE) {
    if (is_change) pnri_tif_each_person(p, s, remember);
    p->keep = false;
    pnri_pnrgov_changed(p, s);
    return;
  }
  p->keep = false;
  p->group = PNRI_GROUP_TRAVELLER;
  pnri_segment_note(s, PNR_F_NAME_IN_HISTORY, 0, 0);
  pnri_pnrgov_tif(p, s);
}

/* Who came and left is gone, in whatever order the history tells it. A change finds the opposite one among so many
 * before it. */
static void pair_changes(pnri_pnrgov *p)
{
  enum { COMPARED = 64 };
  for (size_t n = 1; n < p->changed.count; n++) {
    pnri_changed_name *changed = pnri_vector_at(&p->changed, n);
    for (size_t k = n; k-- > 0 && n - k <= COMPARED && !changed->is_paired && pnri_known_spend(p);) {
      pnri_changed_name *other = pnri_vector_at(&p->changed, k);
      if (other->is_paired || other->is_removed == changed->is_removed) continue;
      if (pnri_names_fit(other->surname, other->given, changed->surname, changed->given) == 0) continue;
      other->is_paired = changed->is_paired = true;
    }
  }
}

/* True when the name is one of the booking's travellers', or was that of the one who has its reference. */
static bool stands(pnri_pnrgov *p, const pnri_changed_name *changed)
{
  if (pnri_known_has_name(p, changed->surname, changed->given)) return true;
  uint32_t i = pnri_known_by_reference(p, changed->tif.reference);
  if (i == PNR_NONE) return false;
  const pnri_known *known = pnri_known_at(p, i);
  return (known->surname.size != 0 && pnri_slice_same(known->surname, changed->surname)) ||
         (known->given.size != 0 && pnri_slice_same(known->given, changed->given));
}

void pnri_history_settle(pnri_pnrgov *p)
{
  pair_changes(p);
  for (size_t n = 0; n < p->changed.count && p->status == PNR_OK && !p->builder->failed; n++) {
    pnri_changed_name *changed = pnri_vector_at(&p->changed, n);
    if (changed->is_removed || changed->is_paired || changed->surname.size + changed->given.size == 0) continue;
    if (!stands(p, changed)) changed->draft = pnri_tif_add_traveller(p, &changed->tif);
  }
}

void pnri_history_note(pnri_pnrgov *p)
{
  for (size_t n = 0; n < p->changed.count; n++) {
    const pnri_changed_name *changed = pnri_vector_at(&p->changed, n);
    if (changed->draft == NULL || changed->draft->person.names.count > 1) continue;
    pnri_pnrgov_note(p, PNR_F_NAME_IN_HISTORY, changed->tif.offset, changed->tif.end - changed->tif.offset,
                     changed->tif.ordinal);
  }
}
