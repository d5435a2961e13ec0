/* SPDX-License-Identifier: Apache-2.0
 *
 * Prints the table of lib/exchange as docs/exchange.md (md) and docs/exchange.cddl (cddl) show it: tests/exchange.sh
 * compares. */
#include <stdio.h>

#include "exchange/key_table.h"
#include "exchange/rule.h"

enum { TABLES = 64 };
static const pnri_wire_table *tables[TABLES];
static uint32_t table_count;

/* A table, then those inside it, each once. */
static void collect(const pnri_wire_table *table)
{
  for (uint32_t i = 0; i < table_count; i++)
    if (tables[i] == table) return;
  tables[table_count++] = table;
  for (uint32_t i = 0; i < table->count; i++)
    if (table->rows[i].inner != NULL) collect(table->rows[i].inner);
}

/* --- docs/exchange.md --- */

static void print_words(const pnri_wire_row *row)
{
  bool is_first = true;
  uint32_t first = row->kind == PNRI_IS_BITS ? 0 : 1;
  for (uint32_t i = 0; row->words[i] != NULL; i++) {
    if (row->words[i][0] == 0) continue;
    printf("%s%u %s", is_first ? "" : ", ", i + first, row->words[i]);
    is_first = false;
  }
}

static void print_kind(const pnri_wire_row *row)
{
  switch (row->kind) {
  case PNRI_IS_NUMBER:
    if (row->words != NULL) print_words(row);
    else if (row->least == 1 && row->most == 1) printf("1 yes");
    else printf("number, %u–%u", row->least, row->most);
    break;
  case PNRI_IS_SIGNED: printf("number, −%u–%u", row->most, row->most); break;
  case PNRI_IS_LONG: printf("number, below 2⁶³"); break;
  case PNRI_IS_TIME: printf("time"); break;
  case PNRI_IS_DATE: printf(row->least != 0 ? "date" : "date, may be partial"); break;
  case PNRI_IS_BITS:
    printf("bits: ");
    if (row->words != NULL) print_words(row);
    else printf("any");
    break;
  case PNRI_IS_TEXT: printf("text, 1–%u octets", row->most); break;
  case PNRI_IS_OCTETS:
    if (row->least == row->most) printf("%u octets", row->most);
    else printf("%u–%u octets", row->least, row->most);
    break;
  case PNRI_IS_TEXTS: printf("1–%u texts of 1–%d octets", row->most, PNRI_TEXT_MOST); break;
  case PNRI_IS_ONE: printf("`%s`", row->inner->name); break;
  default: printf("1–%u `%s`", row->most, row->inner->name); break;
  }
}

static void print_table(const pnri_wire_table *table)
{
  printf("\n#### `%s`\n\n| key | field | value | | rule | meaning |\n|---|---|---|---|---|---|\n", table->name);
  for (uint32_t i = 0; i < table->count; i++) {
    const pnri_wire_row *row = &table->rows[i];
    printf("| %u | `%s` | ", row->key, row->name);
    print_kind(row);
    printf(" | %s | %s | %s |\n", row->must != 0 ? "must" : "", row->rule != 0 ? pnr_rule_name(row->rule) : "",
           row->meaning);
  }
}

static void print_types(void)
{
  static const char *const streams[PNR_STREAMS] = { "–", "control", "recall", "query", "data" };
  const pnri_type *type;
  printf("\n| type | message | padded to | deflated | expires | stream | |\n|---|---|---|---|---|---|---|\n");
  for (uint32_t i = 0; (type = pnri_type_at(i)) != NULL; i++)
    printf("| %u | `%s` | %s | %s | %s | %s | %s |\n", type->number, type->name,
           type->is_padded_to_4096 ? "4,096" : "Padmé", type->may_be_deflated ? "may be" : "never",
           type->never_expires ? "never" : "yes", streams[type->stream], type->meaning);
}

static void print_rules(void)
{
  printf("\n| number | rule | clause | holds when |\n|---|---|---|---|\n");
  for (uint32_t i = 0; pnri_rule_at(i).number != 0; i++) {
    pnri_rule rule = pnri_rule_at(i);
    printf("| %u | `%s` | %s | %s |\n", rule.number, rule.name, rule.clause, rule.text);
  }
}

/* --- docs/exchange.cddl --- */

static void print_rule_name(const char *name)
{
  for (; *name != 0; name++) putchar(*name == '_' ? '-' : *name);
}

static void print_cddl_kind(const pnri_wire_row *row)
{
  switch (row->kind) {
  case PNRI_IS_NUMBER:
    row->least == row->most ? printf("%u", row->most) : printf("%u..%u", row->least, row->most);
    break;
  case PNRI_IS_SIGNED: printf("(-%u..-1 / 1..%u)", row->most, row->most); break;
  case PNRI_IS_LONG: printf("long"); break;
  case PNRI_IS_TIME: printf("time"); break;
  case PNRI_IS_DATE: printf("date"); break;
  case PNRI_IS_BITS: printf("1..%u", row->most); break;
  case PNRI_IS_TEXT: printf("tstr .size (1..%u)", row->most); break;
  case PNRI_IS_OCTETS:
    if (row->least == row->most) printf("bstr .size %u", row->most);
    else printf("bstr .size (%u..%u)", row->least, row->most);
    break;
  case PNRI_IS_TEXTS: printf("[1*%u tstr .size (1..%d)]", row->most, PNRI_TEXT_MOST); break;
  case PNRI_IS_ONE: print_rule_name(row->inner->name); break;
  default:
    printf("[1*%u ", row->most);
    print_rule_name(row->inner->name);
    printf("]");
    break;
  }
}

static void print_cddl(const pnri_wire_table *table)
{
  printf("\n");
  print_rule_name(table->name);
  printf(" = {\n");
  for (uint32_t i = 0; i < table->count; i++) {
    const pnri_wire_row *row = &table->rows[i];
    printf("  %s%u => ", row->must != 0 ? "" : "? ", row->key);
    print_cddl_kind(row);
    printf(", ; %s\n", row->name);
  }
  printf("  * later => any\n}\n");
}

static void print_cddl_types(void)
{
  const pnri_type *type;
  printf("\nbody =");
  for (uint32_t i = 0; (type = pnri_type_at(i)) != NULL; i++) {
    printf("%s [%u, ", i != 0 ? " /\n      " : "", type->number);
    print_rule_name(type->table->name);
    printf("]");
  }
  printf("\n");
}

int main(int argc, char **argv)
{
  const pnri_type *type;
  bool is_cddl = argc > 1 && argv[1][0] == 'c';
  for (uint32_t i = 0; (type = pnri_type_at(i)) != NULL; i++) collect(type->table);
  if (is_cddl) print_cddl_types();
  else print_types();
  collect(&pnri_directory_table);
  collect(&pnri_prekeys_table);
  for (uint32_t i = 0; i < table_count; i++) is_cddl ? print_cddl(tables[i]) : print_table(tables[i]);
  if (!is_cddl) {
    printf("\n### Rules\n");
    print_rules();
  }
  printf("\n");
  return 0;
}
