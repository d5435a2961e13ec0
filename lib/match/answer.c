/* SPDX-License-Identifier: Apache-2.0 */
#include "core/slice.h"
#include "match/search.h"

/* What the search found, as the caller sees it: views in the searcher's arena. */

static pnr_slice copy_text(pnr_searcher *searcher, pnr_slice text, int *failed)
{
  pnr_slice copy = pnri_arena_copy(&searcher->arena, text);
  if (text.size > 0 && copy.data == NULL) *failed = 1;
  return copy;
}

static pnr_slice copy_asked_name(pnr_searcher *searcher, uint32_t name, int *failed)
{
  pnri_vector written;
  pnri_vector_open(&written, searcher->env, 1);
  if (!pnri_written_name(&written, searcher->asked.person->names[name])) *failed = 1;
  pnr_slice copy = copy_text(searcher, (pnr_slice){ written.data, written.count }, failed);
  pnri_vector_close(&written);
  return copy;
}

static void describe_entry(pnr_searcher *searcher, const pnri_image *image, uint32_t entry, pnr_candidate *view,
                           int *failed)
{
  uint8_t room[PNRI_ID_ROOM];
  uint32_t origin = pnri_entry_origin(image, entry);
  const struct {
    pnr_slice *text;
    uint32_t field;
  } texts[] = {
    { &view->source, PNRI_ORIGIN_SOURCE },
    { &view->owner, PNRI_ORIGIN_OWNER },
    { &view->basis, PNRI_ORIGIN_BASIS },
    { &view->warning, PNRI_ORIGIN_WARNING },
  };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    *texts[i].text = pnri_image_string(image, pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, origin, texts[i].field));
  view->action = pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, origin, PNRI_ORIGIN_ACTION);
  view->entry_id = copy_text(searcher, pnri_image_id(image, entry, room), failed);
  pnri_facts facts = pnri_entry_facts(image, entry);
  pnri_facts_cursor cursor = pnri_facts_read(&facts);
  if (cursor.births > 0) view->listed_birth = pnri_facts_birth(&cursor).from;
}

static void explain(pnr_searcher *searcher, const pnri_image *image, uint32_t entry, const pnri_hit *hit,
                    const pnri_evidence *evidence, pnr_candidate *view, int *failed)
{
  pnri_verdict verdict = { .name_score = hit->best.name_score, .score = hit->score, .evidence = *evidence };
  pnri_listed_name name = pnri_listed_name_at(image, entry, hit->best.right);
  pnri_listed_fold(&name, &searcher->listed);
  if (hit->best.score > 0 && hit->best.right_form < searcher->listed.count) {
    verdict.left = &pnri_subject_name(&searcher->asked, hit->best.left)->forms[hit->best.left_form];
    verdict.right = &searcher->listed.forms[hit->best.right_form];
    verdict.left_kind = searcher->asked.person->names[hit->best.left]->kind;
    verdict.right_kind = view->listed_kind;
  }
  pnri_reasons reasons;
  if (!pnri_reasons_make(&searcher->arena, &verdict, &reasons)) *failed = 1;
  view->reasons = reasons.list;
  view->reason_count = reasons.count;
}

static void add_hit(pnr_searcher *searcher, const pnri_hit *hit, uint32_t traveller, int *failed)
{
  uint32_t entry = hit->entry;
  const pnri_image *image = pnri_entry_image(searcher->index, &entry);
  pnr_candidate *view = pnri_chain_add(&searcher->chain, &searcher->arena, sizeof *view);
  if (view == NULL) {
    *failed = 1;
    return;
  }
  view->entry = hit->entry;
  view->score = hit->score;
  view->traveller = traveller;
  describe_entry(searcher, image, entry, view, failed);
  pnri_listed_name name = pnri_listed_name_at(image, entry, hit->best.right);
  view->listed_name = name.written;
  view->listed_kind = name.kind;
  if (hit->best.left < searcher->asked.names.count)
    view->asked_name = copy_asked_name(searcher, hit->best.left, failed);
  pnri_facts facts = pnri_entry_facts(image, entry);
  pnri_evidence evidence;
  pnri_evidence_find(&searcher->asked.facts, &facts, &evidence);
  uint32_t status = evidence.right_key.status != 0 ? evidence.right_key.status : evidence.left_key.status;
  if (evidence.key == PNRI_RULE_DOCUMENT) view->document_status = status;
  if (searcher->options.explain != 0) explain(searcher, image, entry, hit, &evidence, view, failed);
}

/* The traveller whom a limit kept from being screened to the end, as a candidate of the highest score. */
static void add_not_screened(pnr_searcher *searcher, uint32_t traveller, int *failed)
{
  pnr_candidate *view = pnri_chain_add(&searcher->chain, &searcher->arena, sizeof *view);
  pnr_reason *reason = pnri_arena_take(&searcher->arena, sizeof *reason);
  const pnr_reason **reasons = pnri_arena_take(&searcher->arena, sizeof *reasons);
  if (view == NULL || reason == NULL || reasons == NULL) {
    *failed = 1;
    return;
  }
  *reason = (pnr_reason){ .code = PNR_R_NOT_FULLY_SCREENED };
  *reasons = reason;
  *view = (pnr_candidate){
    .entry = PNR_NONE, .score = PNR_SCORE_MAX, .reasons = reasons, .reason_count = 1, .traveller = traveller
  };
  if (searcher->asked.names.count > 0) view->asked_name = copy_asked_name(searcher, 0, failed);
}

bool pnri_answer_add(pnr_searcher *searcher, uint32_t traveller)
{
  int failed = 0;
  for (size_t i = 0; i < searcher->hits.count && !failed; i++)
    add_hit(searcher, pnri_vector_at(&searcher->hits, i), traveller, &failed);
  if (searcher->incomplete && !failed) add_not_screened(searcher, traveller, &failed);
  return !failed;
}
