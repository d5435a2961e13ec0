/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV groups 10 to 12: what was changed in a booking, when and by whom. */
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

/* Heads a block; the date follows in DAT. */
void pnri_pnrgov_abi(pnri_pnrgov *p, pnri_segment *s)
{
  p->head = (pnr_history){ .time = PNR_TIME_UNKNOWN, .agent = pnri_segment_rest(s) };
  p->change_action = (pnr_slice){ NULL, 0 };
  pnri_segment_read_all(s);
  add_row(p, s->begin);
}

/* One change: 3 is 4405, A added, X cancelled, C changed. */
void pnri_pnrgov_sac(pnri_pnrgov *p, pnri_segment *s)
{
  p->change_action = pnri_segment_text(s, 3, 1);
  pnr_history *row = add_row(p, s->begin);
  if (row != NULL) row->action = p->change_action;
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
