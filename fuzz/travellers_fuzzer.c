/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "pnr/read.h"
#include "pnr/travellers.h"

/* Any messages: their travellers are indexed as entries and one by one, and the first message is searched among them. Both
 * indexes must answer the same, and every hit must lead back. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TRAVELLERS_MOST = 200 };

static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };

static void must(int holds)
{
  if (!holds) abort();
}

static pnr_slice text(const char *words) { return (pnr_slice){ (const uint8_t *)words, strlen(words) }; }

static void add_message(pnr_index_builder *as_entries, pnr_index_builder *one_by_one, const pnr_content *content)
{
  pnr_travellers *all;
  uint32_t left_out = 0;
  must(pnr_travellers_open(NULL, content, text("m#1"), &all, NULL) == PNR_OK);
  for (uint32_t i = 0; i < pnr_travellers_count(all); i++)
    must(pnr_index_builder_add(as_entries, pnr_travellers_entries(all)[i], NULL) == PNR_OK);
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    pnr_status status = pnr_index_builder_add_traveller(one_by_one, content, i, text("m#1"), NULL);
    must(status == PNR_OK || status == PNR_E_LIMIT);
    left_out += status != PNR_OK;
  }
  must(left_out == pnr_travellers_left_out(all) && left_out + pnr_travellers_count(all) == content->traveller_count);
  pnr_travellers_close(all);
}

static pnr_index *finish(pnr_index_builder *builder)
{
  pnr_index *index;
  must(pnr_index_builder_finish(builder, &index, NULL) == PNR_OK);
  pnr_index_builder_close(builder);
  return index;
}

static void check_hits(const pnr_searcher *searcher, const pnr_content *content)
{
  uint32_t before = 0;
  for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
    const pnr_candidate *hit = pnr_searcher_candidate(searcher, i);
    pnr_traveller_entry entry = { .size = sizeof entry };
    must(hit->traveller >= before && hit->traveller < content->traveller_count);
    before = hit->traveller;
    if (hit->entry == PNR_NONE) continue;
    must(pnr_traveller_entry_read(hit, &entry, NULL) == PNR_OK);
    must(entry.reference.size == 3 && memcmp(entry.reference.data, "m#1", 3) == 0);
  }
}

static void search(const pnr_index *left, const pnr_index *right, const pnr_content *content)
{
  pnr_search_options options = { .size = sizeof options, .best = 3 };
  pnr_searcher *a, *b;
  must(pnr_searcher_open(NULL, left, &a, NULL) == PNR_OK);
  must(pnr_searcher_open(NULL, right, &b, NULL) == PNR_OK);
  must(pnr_search_message(a, content, &purpose, &options, NULL) == PNR_OK);
  must(pnr_search_message(b, content, &purpose, &options, NULL) == PNR_OK);
  must(pnr_searcher_count(a) == pnr_searcher_count(b));
  check_hits(a, content);
  for (uint32_t i = 0; i < pnr_searcher_count(a); i++) {
    const pnr_candidate *of_a = pnr_searcher_candidate(a, i), *of_b = pnr_searcher_candidate(b, i);
    must(of_a->entry == of_b->entry && of_a->score == of_b->score && of_a->traveller == of_b->traveller);
  }
  pnr_searcher_close(a);
  pnr_searcher_close(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_limits limits = { .size = sizeof limits, .travellers = TRAVELLERS_MOST, .octets = 1 << 16 };
  pnr_env *env;
  pnr_reader *reader = NULL;
  pnr_message *first = NULL, *message = NULL;
  pnr_index_builder *as_entries, *one_by_one;
  must(pnr_env_open(NULL, NULL, &limits, &env, NULL) == PNR_OK);
  must(pnr_index_builder_open(NULL, &as_entries, NULL) == PNR_OK);
  must(pnr_index_builder_open(NULL, &one_by_one, NULL) == PNR_OK);
  pnr_status status = pnr_reader_open(env, data, size, NULL, &reader, NULL);
  for (uint32_t i = 0; status == PNR_OK && i < 8 && pnr_reader_next(reader, &message, NULL) == PNR_OK; i++) {
    add_message(as_entries, one_by_one, pnr_message_content(message));
    if (first == NULL) first = message;
    else pnr_message_close(message);
  }
  pnr_index *left = finish(as_entries), *right = finish(one_by_one);
  if (first != NULL) search(left, right, pnr_message_content(first));
  pnr_index_close(left);
  pnr_index_close(right);
  pnr_message_close(first);
  pnr_reader_close(reader);
  pnr_env_close(env);
  return 0;
}
