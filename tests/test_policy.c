/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "draw.h"
#include "pnr/match.h"
#include "pnr/message.h"
#include "support.h"

/* Policies: read, refused with the place of what is wrong, and applied by a search as by whoever compares with every
 * entry and then looks at the rules. */

static pnr_policy *open_policy(const pnr_env *env)
{
  pnr_policy *policy = NULL;
  cr_assert_eq(pnr_policy_open(env, &policy, NULL), PNR_OK, "open");
  return policy;
}

/* From a block of exactly its size. */
static pnr_status read_text(pnr_policy *policy, const char *text, pnr_error *error)
{
  uint8_t *copy = exact_copy(text, strlen(text));
  pnr_status status = pnr_policy_read(policy, copy, strlen(text), error);
  free(copy);
  return status;
}

/* --- Reading --- */

static const struct {
  const char *name, *text;
  struct {
    const char *list;
    uint32_t action, threshold, corroboration;
  } rules[3];
  uint32_t count;
} readable[] = {
  { "all columns",
    "list,action,threshold,corroboration,remark\nUN*,arrest,0.85,document,by order\n,,0.7,none,\n",
    { { "UN*", PNR_ACTION_ARREST, 8500, PNR_CORROBORATION_DOCUMENT }, { "", 0, 7000, PNR_CORROBORATION_NONE } },
    2 },
  { "other order, semicolons, capitals, spaces, stars, no end of line",
    "Corroboration;LIST;Action\n birth-OR-document ; Unit A ;*",
    { { "Unit A", 0, 0, PNR_CORROBORATION_BIRTH_OR_DOCUMENT } },
    1 },
  { "scores", "threshold\n1\n0.1\n0.0001\n", { { "", 0, 10000, 0 }, { "", 0, 1000, 0 }, { "", 0, 1, 0 } }, 3 },
  { "quotes",
    "list,corroboration\n\"the \"\"A\"\", B\",birth-not-contradicted\n",
    { { "the \"A\", B", 0, 0, PNR_CORROBORATION_NOT_CONTRADICTED } },
    1 },
  { "no rules", "threshold\n", { { NULL, 0, 0, 0 } }, 0 },
};

Test(policy, rules_are_read_from_a_table)
{
  for (size_t i = 0; i < sizeof readable / sizeof readable[0]; i++) {
    pnr_policy *policy = open_policy(NULL);
    cr_assert_eq(read_text(policy, readable[i].text, NULL), PNR_OK, "%s", readable[i].name);
    cr_assert_eq(pnr_policy_count(policy), readable[i].count, "%s: %u rules", readable[i].name,
                 pnr_policy_count(policy));
    for (uint32_t k = 0; k < readable[i].count; k++) {
      const pnr_policy_rule *rule = pnr_policy_rule_at(policy, k);
      cr_expect(slice_is(rule->list, readable[i].rules[k].list), "%s: list of rule %u", readable[i].name, k);
      cr_expect(rule->action == readable[i].rules[k].action && rule->threshold == readable[i].rules[k].threshold &&
                  rule->corroboration == readable[i].rules[k].corroboration,
                "%s: rule %u", readable[i].name, k);
    }
    cr_expect(pnr_policy_rule_at(policy, readable[i].count) == NULL, "%s: no more", readable[i].name);
    pnr_policy_close(policy);
  }
}

static const struct {
  const char *name, *text;
  pnr_status status;
  uint64_t offset;
  uint32_t line, column;
} refused[] = {
  { "nothing", "", PNR_E_FORMAT, 0, 1, 1 },
  { "a column that is not known", "list,treshold\na,0.8\n", PNR_E_FORMAT, 5, 1, 6 },
  { "a column twice", "threshold,list,list\n", PNR_E_FORMAT, 15, 1, 16 },
  { "no column that demands anything", "list,action\n", PNR_E_FORMAT, 0, 1, 1 },
  { "an action", "list,action,threshold\na,arrest,0.8\nb,arest,0.8\n", PNR_E_SYNTAX, 37, 3, 3 },
  { "a threshold above 1", "list,threshold\na,1.1\n", PNR_E_SYNTAX, 17, 2, 3 },
  { "a threshold of 0", "list,threshold\na,0\n", PNR_E_SYNTAX, 17, 2, 3 },
  { "a threshold in hundredths", "list,threshold\na,85\n", PNR_E_SYNTAX, 17, 2, 3 },
  { "a threshold of five places", "threshold\n0.85001\n", PNR_E_SYNTAX, 10, 2, 1 },
  { "a threshold with a comma", "list;threshold\na;0,85\n", PNR_E_SYNTAX, 17, 2, 3 },
  { "a point alone", "threshold\n0.\n", PNR_E_SYNTAX, 10, 2, 1 },
  { "a corroboration", "list,corroboration\na,birth\n", PNR_E_SYNTAX, 21, 2, 3 },
  { "a field too few", "list,threshold\na,0.8\nb\n", PNR_E_SYNTAX, 21, 3, 1 },
  { "a field too many", "list,threshold\na,0.8,b\n", PNR_E_SYNTAX, 15, 2, 1 },
  { "a quote that does not close", "list,threshold\n\"a,0.8\n", PNR_E_SYNTAX, 15, 2, 1 },
};

Test(policy, what_is_not_understood_is_placed_and_leaves_no_rule)
{
  for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
    pnr_policy *policy = open_policy(NULL);
    cr_assert_eq(read_text(policy, "threshold\n0.9\n", NULL), PNR_OK, "before");
    pnr_error error = { .size = sizeof error };
    cr_expect_eq(read_text(policy, refused[i].text, &error), refused[i].status, "%s", refused[i].name);
    cr_expect(error.offset == refused[i].offset && error.line == refused[i].line && error.column == refused[i].column,
              "%s: octet %llu, line %u, column %u", refused[i].name, (unsigned long long)error.offset, error.line,
              error.column);
    cr_expect_eq(pnr_policy_count(policy), 1, "%s: rules", refused[i].name);
    pnr_policy_close(policy);
  }
}

Test(policy, rules_that_make_no_sense_and_rules_without_end_are_refused)
{
  static const pnr_policy_rule bad[] = {
    { .size = 4 },
    { .size = sizeof(pnr_policy_rule), .threshold = 10001 },
    { .size = sizeof(pnr_policy_rule), .action = 99 },
    { .size = sizeof(pnr_policy_rule), .corroboration = 4 },
    { .size = sizeof(pnr_policy_rule), .list = { NULL, 1 } },
  };
  pnr_policy *policy = open_policy(NULL);
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    cr_expect_eq(pnr_policy_add(policy, &bad[i], NULL), PNR_E_ARGUMENT, "rule %zu", i);
  cr_expect_eq(pnr_policy_add(NULL, &bad[1], NULL), PNR_E_ARGUMENT, "no policy");
  pnr_policy_rule rule = { .size = sizeof rule, .threshold = 1 };
  for (uint32_t i = 0; i < PNR_POLICY_RULES_MOST; i++)
    cr_assert_eq(pnr_policy_add(policy, &rule, NULL), PNR_OK, "rule %u", i);
  cr_expect_eq(pnr_policy_add(policy, &rule, NULL), PNR_E_LIMIT, "one too many");
  pnr_error error = { .size = sizeof error };
  cr_expect_eq(read_text(policy, "threshold\n0.9\n", &error), PNR_E_LIMIT, "read");
  cr_expect(error.line == 2 && error.offset == 10, "the row that is too many");
  pnr_policy_close(policy);
  for (uint32_t i = PNR_CORROBORATION_NONE; i <= PNR_CORROBORATION_DOCUMENT; i++)
    cr_expect_eq(pnr_corroboration_number(text_slice(pnr_corroboration_name(i))), i, "word %u", i);
  cr_expect_eq(pnr_corroboration_number(text_slice("unknown")), UINT32_MAX, "no word");
}

/* --- Searching --- */

enum { ENTRIES = 64, TEXT = 64 };

typedef struct made_entry {
  char texts[2][TEXT];
  pnr_name names[2];
  const pnr_name *name_list[2];
  pnr_birth birth;
  const pnr_birth *birth_list[1];
  pnr_document document;
  const pnr_document *document_list[1];
  pnr_identifier identifier;
  const pnr_identifier *identifier_list[1];
  pnr_person person;
  pnr_entry view;
} made_entry;

static void make_entry(made_entry *made)
{
  static const char *const words[] = { "petra", "novak", "novakova", "omar", "rashidi", "ivan", "sidorov", "anna" };
  static const char *const owners[] = { "", "Unit A", "Unit B", "unit a" };
  static const char *const sources[] = { "csv", "UN", "UN 1267", "Unit B" };
  static const char *const numbers[] = { "X1234567", "Y7000001" };
  memset(made, 0, sizeof *made);
  pnr_person *p = &made->person;
  p->name_count = 1 + draw(2);
  for (uint32_t i = 0; i < p->name_count; i++) {
    snprintf(made->texts[i], TEXT, "%s %s", words[draw(8)], words[draw(8)]);
    made->names[i] = (pnr_name){ .kind = PNR_NAME_PRIMARY + draw(3), .full = text_slice(made->texts[i]) };
    made->name_list[i] = &made->names[i];
  }
  pnr_date birth = 19700000 + draw(2) * 10000 + draw(3) * 100;
  if (birth % 10000 != 0) birth += draw(4);
  made->birth = (pnr_birth){ .from = birth, .to = birth };
  made->document.number = text_slice(numbers[draw(2)]);
  made->identifier = (pnr_identifier){ .kind = PNR_IDENTIFIER_PHONE, .value = text_slice("+420111222") };
  made->birth_list[0] = &made->birth;
  made->document_list[0] = &made->document;
  made->identifier_list[0] = &made->identifier;
  p->names = made->name_list;
  p->births = made->birth_list;
  p->documents = made->document_list;
  p->identifiers = made->identifier_list;
  p->birth_count = draw(4) != 0;
  p->document_count = draw(3) == 0;
  p->identifier_count = draw(8) == 0;
  made->view = (pnr_entry){ .id = text_slice("x"),
                            .owner = text_slice(owners[draw(4)]),
                            .source = text_slice(sources[draw(4)]),
                            .action = PNR_ACTION_INFORM + draw(4),
                            .person = p };
}

static int starts(pnr_slice text, const char *begin)
{
  size_t size = strlen(begin);
  if (text.size < size) return 0;
  for (size_t i = 0; i < size; i++)
    if ((text.data[i] | 0x20) != (begin[i] | 0x20)) return 0;
  return 1;
}

typedef struct plain_rule {
  const char *list;
  uint32_t action, threshold, corroboration;
} plain_rule;

enum { RULES = 4 };

static int fits(const plain_rule *rule, const pnr_entry *entry)
{
  size_t size = strlen(rule->list);
  int is_open = size > 0 && rule->list[size - 1] == '*';
  char begin[TEXT] = "";
  memcpy(begin, rule->list, is_open ? size - 1 : size);
  if (rule->action != 0 && rule->action != entry->action) return 0;
  if (size == 0) return 1;
  return (starts(entry->owner, begin) && (is_open || entry->owner.size == size)) ||
         (starts(entry->source, begin) && (is_open || entry->source.size == size));
}

static int has_reason(const pnr_comparer *comparer, uint32_t code)
{
  for (uint32_t i = 0; i < pnr_comparer_reason_count(comparer); i++)
    if (pnr_comparer_reason(comparer, i)->code == code) return 1;
  return 0;
}

/* Whether the last comparison, of this score, is enough. */
static int is_enough(const pnr_comparer *comparer, uint32_t score, const plain_rule *rules, uint32_t count,
                     const pnr_entry *entry, uint32_t threshold)
{
  uint32_t i = 0;
  while (i < count && !fits(&rules[i], entry)) i++;
  if (i == count) return score >= threshold;
  if (score < (rules[i].threshold != 0 ? rules[i].threshold : threshold)) return 0;
  int agrees = has_reason(comparer, PNR_R_BIRTH_EQUAL) || has_reason(comparer, PNR_R_BIRTH_PARTIAL) ||
               has_reason(comparer, PNR_R_BIRTH_SWAPPED) || has_reason(comparer, PNR_R_BIRTH_NEAR);
  int has_document = has_reason(comparer, PNR_R_DOCUMENT_EQUAL);
  switch (rules[i].corroboration) {
  case PNR_CORROBORATION_NONE: return 1;
  case PNR_CORROBORATION_NOT_CONTRADICTED: return has_document || !has_reason(comparer, PNR_R_BIRTH_CONTRADICTS);
  case PNR_CORROBORATION_BIRTH_OR_DOCUMENT: return has_document || agrees;
  default: return has_document;
  }
}

static uint32_t make_rules(plain_rule *rules, pnr_policy *policy)
{
  static const char *const lists[] = { "", "*", "Unit A", "unit*", "UN", "UN*", "nobody" };
  static const uint32_t thresholds[] = { 0, 4000, 6500, 7800, 9000, 9800 };
  uint32_t count = draw(RULES + 1);
  for (uint32_t i = 0; i < count; i++) {
    rules[i] =
      (plain_rule){ lists[draw(7)], draw(3) == 0 ? PNR_ACTION_INFORM + draw(4) : 0, thresholds[draw(6)], draw(4) };
    pnr_policy_rule rule = { .size = sizeof rule,
                             .action = rules[i].action,
                             .list = text_slice(rules[i].list),
                             .threshold = rules[i].threshold,
                             .corroboration = rules[i].corroboration };
    cr_assert_eq(pnr_policy_add(policy, &rule, NULL), PNR_OK, "rule");
  }
  return count;
}

typedef struct answer {
  uint32_t entry, score;
} answer;

static void check(pnr_searcher *searcher, const pnr_person *asked, const answer *expected, uint32_t count,
                  const pnr_search_options *options, uint64_t seed)
{
  static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };
  if (options->best != 0 && count > options->best) count = options->best;
  cr_assert_eq(pnr_search(searcher, asked, &purpose, options, NULL), PNR_OK, "search");
  cr_assert_eq(pnr_searcher_count(searcher), count, "seed %llu, best %u: %u hits instead of %u",
               (unsigned long long)seed, options->best, pnr_searcher_count(searcher), count);
  for (uint32_t i = 0; i < count; i++) {
    const pnr_candidate *hit = pnr_searcher_candidate(searcher, i);
    cr_assert(hit->entry == expected[i].entry && hit->score == expected[i].score, "seed %llu, hit %u",
              (unsigned long long)seed, i);
  }
}

/* Returns how many hits the policy let pass, and adds those that it did not to *dropped. */
static uint32_t check_list(pnr_comparer *comparer, uint64_t seed, uint32_t *dropped)
{
  static made_entry list[ENTRIES], asked;
  plain_rule rules[RULES];
  pnr_index_builder *builder;
  pnr_index *index;
  pnr_searcher *searcher;
  uint32_t total = 0;
  draw_state = seed;
  pnr_policy *policy = open_policy(NULL);
  uint32_t rule_count = make_rules(rules, policy);
  cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "builder");
  for (uint32_t i = 0; i < ENTRIES; i++) {
    make_entry(&list[i]);
    cr_assert_eq(pnr_index_builder_add(builder, &list[i].view, NULL), PNR_OK, "add");
  }
  cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  pnr_index_builder_close(builder);
  cr_assert_eq(pnr_searcher_open(NULL, index, &searcher, NULL), PNR_OK, "searcher");
  for (uint32_t query = 0; query < 6; query++) {
    pnr_search_options options = { .size = sizeof options, .threshold = 5000 + 1000 * draw(5), .policy = policy };
    answer all[ENTRIES];
    uint32_t count = 0, score;
    make_entry(&asked);
    for (uint32_t i = 0; i < ENTRIES; i++) {
      cr_assert_eq(pnr_person_compare(comparer, &asked.person, &list[i].person, &score, NULL), PNR_OK, "compare");
      int passes = is_enough(comparer, score, rules, rule_count, &list[i].view, options.threshold);
      *dropped += !passes && score >= options.threshold;
      if (!passes) continue;
      uint32_t at = count++;
      for (; at > 0 && all[at - 1].score < score; at--) all[at] = all[at - 1];
      all[at] = (answer){ i, score };
    }
    for (options.best = 0; options.best < 4; options.best++) check(searcher, &asked.person, all, count, &options, seed);
    total += count;
  }
  pnr_searcher_close(searcher);
  pnr_index_close(index);
  pnr_policy_close(policy);
  return total;
}

Test(policy, a_search_by_a_policy_equals_comparing_with_every_entry_and_looking_at_the_rules)
{
  pnr_comparer *comparer;
  uint32_t found = 0, dropped = 0;
  cr_assert_eq(pnr_comparer_open(NULL, &comparer, NULL), PNR_OK, "comparer");
  for (uint64_t seed = 1; seed <= 300; seed++) found += check_list(comparer, seed, &dropped);
  cr_expect(found > 1000 && dropped > 1000, "%u found and %u dropped tell little", found, dropped);
  pnr_comparer_close(comparer);
}

Test(policy, who_was_not_screened_to_the_end_is_told_whatever_the_rules_say)
{
  static made_entry list[ENTRIES];
  pnr_index_builder *builder;
  pnr_index *index;
  draw_state = 5;
  cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "builder");
  for (uint32_t i = 0; i < ENTRIES; i++) {
    make_entry(&list[i]);
    cr_assert_eq(pnr_index_builder_add(builder, &list[i].view, NULL), PNR_OK, "add");
  }
  cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  pnr_index_builder_close(builder);
  pnr_policy *policy = open_policy(NULL);
  cr_assert_eq(read_text(policy, "threshold,corroboration\n1,document\n", NULL), PNR_OK, "read");
  static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };
  uint32_t told = 0;
  for (uint64_t steps = 1; steps < 2000; steps += 50) {
    pnr_limits limits = { .size = sizeof limits, .steps = steps };
    pnr_search_options options = { .size = sizeof options, .policy = policy, .best = 1 };
    pnr_env *env;
    pnr_searcher *searcher;
    cr_assert_eq(pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK, "env");
    cr_assert_eq(pnr_searcher_open(env, index, &searcher, NULL), PNR_OK, "searcher");
    cr_assert_eq(pnr_search(searcher, &list[0].person, &purpose, &options, NULL), PNR_OK, "search");
    uint32_t count = pnr_searcher_count(searcher);
    if (count > 0 && pnr_searcher_candidate(searcher, count - 1)->entry == PNR_NONE) told++;
    cr_expect(steps > 50 || told > 0, "steps %llu: nothing is told", (unsigned long long)steps);
    pnr_searcher_close(searcher);
    pnr_env_close(env);
  }
  cr_expect_gt(told, 1, "told %u times", told);
  pnr_policy_close(policy);
  pnr_index_close(index);
}

/* --- Memory --- */

Test(policy, every_allocation_may_fail)
{
  pnr_status status = PNR_E_MEMORY;
  uint64_t fail_at = 1;
  for (; status != PNR_OK; fail_at++) {
    counting_allocator memory = { .fail_at = fail_at };
    pnr_env *env = NULL;
    pnr_policy *policy = NULL;
    status = pnr_env_open(counting_allocate, &memory, NULL, &env, NULL);
    if (status == PNR_OK) status = pnr_policy_open(env, &policy, NULL);
    if (status == PNR_OK) status = read_text(policy, readable[3].text, NULL);
    cr_assert(status == PNR_OK || status == PNR_E_MEMORY, "allocation %llu: %d", (unsigned long long)fail_at, status);
    pnr_policy_close(policy);
    pnr_env_close(env);
    cr_assert(memory.blocks == 0 && memory.octets == 0 && !memory.not_wiped, "allocation %llu: held, or not wiped",
              (unsigned long long)fail_at);
  }
  cr_expect_gt(fail_at, 4, "%llu allocations", (unsigned long long)fail_at);
}
