/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "pnr/match.h"

/* A policy's table: read, told where it is wrong, and asked about an index of two entries. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
  if (!holds) abort();
}

static pnr_slice text(const char *words) { return (pnr_slice){ (const uint8_t *)words, strlen(words) }; }

static const pnr_name name = { .kind = PNR_NAME_PRIMARY, .full = { (const uint8_t *)"Petra Novakova", 14 } };
static const pnr_name *const names[] = { &name };
static const pnr_person person = { .names = names, .name_count = 1 };

static pnr_searcher *searcher_of_two(void)
{
  static pnr_index *index;
  static pnr_searcher *searcher;
  if (searcher != NULL) return searcher;
  pnr_index_builder *builder;
  must(pnr_index_builder_open(NULL, &builder, NULL) == PNR_OK);
  const pnr_entry entries[] = {
    { .id = text("csv:1"), .source = text("csv"), .owner = text("Unit A"), .action = 2, .person = &person },
    { .id = text("un:2"), .source = text("un"), .owner = text("UN"), .action = 1, .person = &person },
  };
  for (size_t i = 0; i < 2; i++) must(pnr_index_builder_add(builder, &entries[i], NULL) == PNR_OK);
  must(pnr_index_builder_finish(builder, &index, NULL) == PNR_OK);
  pnr_index_builder_close(builder);
  must(pnr_searcher_open(NULL, index, &searcher, NULL) == PNR_OK);
  return searcher;
}

static void check_rules(const pnr_policy *policy)
{
  for (uint32_t i = 0; i < pnr_policy_count(policy); i++) {
    const pnr_policy_rule *rule = pnr_policy_rule_at(policy, i);
    must(rule->threshold <= PNR_SCORE_MAX && rule->action <= PNR_ACTION_FREEZE);
    must(rule->corroboration <= PNR_CORROBORATION_DOCUMENT && (rule->list.data != NULL || rule->list.size == 0));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };
  pnr_searcher *searcher = searcher_of_two();
  pnr_error error = { .size = sizeof error };
  pnr_policy *policy;
  must(pnr_policy_open(NULL, &policy, NULL) == PNR_OK);
  pnr_status status = pnr_policy_read(policy, data, size, &error);
  if (status != PNR_OK) must(error.offset <= size && error.line != 0 && error.column != 0);
  if (status != PNR_OK) must(pnr_policy_count(policy) == 0);
  check_rules(policy);
  pnr_search_options options = { .size = sizeof options, .policy = policy };
  must(pnr_search(searcher, &person, &purpose, &options, NULL) == PNR_OK);
  must(pnr_searcher_count(searcher) <= 2);
  pnr_policy_close(policy);
  return 0;
}
