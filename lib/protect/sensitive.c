/* SPDX-License-Identifier: Apache-2.0 */
#include "protect/sensitive.h"

#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "name/name.h"

static const char *const groups[] = { "unknown", "health", "religion", "ethnic", "political", "union", "sexual" };
enum { GROUPS = sizeof groups / sizeof groups[0], LEAST = 2 };

const char *pnr_sensitive_group_name(uint32_t group) { return groups[group < GROUPS ? group : 0]; }

/* --- Words --- */

static bool is_ascii(pnr_slice word)
{
  for (size_t i = 0; i < word.size; i++)
    if (word.data[i] >= 0x80) return false;
  return true;
}

static bool is_word_octet(uint8_t octet)
{
  bool is_letter = (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z') || octet >= 0x80;
  return is_letter || (octet >= '0' && octet <= '9');
}

static void append(pnri_sensitive_key *key, const uint8_t *text, size_t size)
{
  for (size_t i = 0; i < size && key->size < PNRI_WORD_SIZE; i++) {
    uint8_t octet = text[i];
    key->text[key->size++] = octet >= 'A' && octet <= 'Z' ? (uint8_t)(octet + 32) : octet;
  }
}

/* Folds one word in each way that its letters fold; at most count keys, returns how many. */
static uint32_t fold(pnr_slice word, pnri_sensitive_key *keys, uint32_t count)
{
  memset(keys, 0, count * sizeof *keys);
  if (is_ascii(word)) {
    append(&keys[0], word.data, word.size);
    return word.size != 0;
  }
  pnri_name name;
  pnri_name_fold(&name, word, (pnr_slice){ NULL, 0 }, false);
  if (name.count > count) name.count = count;
  for (uint32_t i = 0; i < name.count; i++)
    for (uint32_t t = 0; t < name.forms[i].count; t++)
      append(&keys[i], name.forms[i].tokens[t].text, name.forms[i].tokens[t].size);
  return name.count;
}

/* Two words with a blank between them. */
static pnri_sensitive_key pair(const pnri_sensitive_key *first, const pnri_sensitive_key *second)
{
  pnri_sensitive_key key = *first;
  append(&key, (const uint8_t *)" ", 1);
  append(&key, second->text, second->size);
  return key;
}

/* --- The table --- */

static bool add_key(pnr_sensitive *table, pnri_sensitive_key key, const pnr_sensitive_row *row, bool is_start)
{
  if (key.size < LEAST) return true;
  pnri_sensitive_key *slot = pnri_vector_add(&table->keys, 1);
  if (slot == NULL) return false;
  key.group = (uint8_t)row->group;
  key.is_start = is_start;
  key.is_code = row->is_code != 0;
  *slot = key;
  return true;
}

static bool add_word(pnr_sensitive *table, const pnr_sensitive_row *row)
{
  pnr_slice text = row->word;
  bool is_start = text.size != 0 && text.data[text.size - 1] == '*';
  if (is_start) text.size--;
  const uint8_t *gap = text.size != 0 ? memchr(text.data, '_', text.size) : NULL;
  pnri_sensitive_key first[PNRI_FORMS], second[PNRI_FORMS];
  size_t size = gap != NULL ? (size_t)(gap - text.data) : text.size;
  uint32_t count = fold((pnr_slice){ text.data, size }, first, PNRI_FORMS);
  uint32_t pairs = gap != NULL ? fold(pnri_slice_from(text, size + 1), second, PNRI_FORMS) : 0;
  for (uint32_t i = 0; i < count; i++) {
    if (gap == NULL && !add_key(table, first[i], row, is_start)) return false;
    for (uint32_t k = 0; k < pairs; k++)
      if (!add_key(table, pair(&first[i], &second[k]), row, is_start)) return false;
  }
  return true;
}

static bool add_row(pnr_sensitive *table, uint32_t group, bool is_code, pnr_slice word)
{
  pnr_sensitive_row *row = pnri_arena_take(&table->arena, sizeof *row);
  const pnr_sensitive_row **slot = row != NULL ? pnri_vector_add(&table->rows, 1) : NULL;
  if (slot == NULL) return false;
  *row = (pnr_sensitive_row){ group, is_code, pnri_arena_copy(&table->arena, word) };
  *slot = row;
  return row->word.size == word.size && add_word(table, row);
}

/* The next word of a line; empty at its end. */
static pnr_slice next_word(pnr_slice *line)
{
  while (line->size != 0 && (line->data[0] == ' ' || line->data[0] == '\t')) *line = pnri_slice_from(*line, 1);
  pnr_slice word = *line;
  for (word.size = 0; word.size < line->size && line->data[word.size] != ' ' && line->data[word.size] != '\t';)
    word.size++;
  *line = pnri_slice_from(*line, word.size);
  return word;
}

static bool add_words(pnr_sensitive *table, uint32_t group, bool is_code, pnr_slice words)
{
  for (pnr_slice word; (word = next_word(&words)).size != 0;)
    if (!add_row(table, group, is_code, word)) return false;
  return true;
}

static uint32_t group_of(pnr_slice word)
{
  uint32_t group = GROUPS - 1;
  while (group != 0 && !pnri_slice_is(word, groups[group])) group--;
  return group;
}

/* "version 3", "code health WCHR", "word religion mosque*", a comment behind #. */
static pnr_status add_line(pnr_sensitive *table, pnr_slice line)
{
  pnr_slice kind = next_word(&line);
  if (kind.size == 0 || kind.data[0] == '#') return PNR_OK;
  pnr_slice word = next_word(&line);
  if (pnri_slice_is(kind, "version")) {
    table->version = pnri_number(word);
    return table->version != 0 && table->version != UINT32_MAX && line.size == 0 ? PNR_OK : PNR_E_SYNTAX;
  }
  bool is_code = pnri_slice_is(kind, "code");
  if ((!is_code && !pnri_slice_is(kind, "word")) || group_of(word) == 0) return PNR_E_SYNTAX;
  return add_words(table, group_of(word), is_code, line) ? PNR_OK : PNR_E_MEMORY;
}

static pnr_status add_text(pnr_sensitive *table, pnr_slice text, pnr_error *error)
{
  uint32_t line = 1;
  for (pnr_slice rest = text; rest.size != 0; line++) {
    const uint8_t *end = memchr(rest.data, '\n', rest.size);
    size_t size = end != NULL ? (size_t)(end - rest.data) : rest.size;
    pnr_slice row = { rest.data, size };
    if (row.size != 0 && row.data[row.size - 1] == '\r') row.size--;
    pnr_status status = add_line(table, row);
    if (status != PNR_OK)
      return pnri_fail(error,
                       (pnr_error){ .status = status, .offset = (uint64_t)(row.data - text.data), .line = line });
    rest = pnri_slice_from(rest, size + 1);
  }
  return table->version != 0 ? PNR_OK : pnri_fail(error, (pnr_error){ .status = PNR_E_SYNTAX, .line = line });
}

static pnr_status add_own(pnr_sensitive *table, pnr_error *error)
{
  table->version = PNR_SENSITIVE_VERSION;
  for (uint32_t i = 0; i < pnri_sensitive_own_count; i++) {
    const pnri_sensitive_rows *rows = &pnri_sensitive_own[i];
    if (!add_words(table, rows->group, rows->is_code, pnri_slice(rows->words))) return pnri_fail_memory(error);
  }
  return PNR_OK;
}

/* --- Sorted keys --- */

static int order(const pnri_sensitive_key *a, const pnri_sensitive_key *b)
{
  return memcmp(a->text, b->text, PNRI_WORD_SIZE);
}

/* Shell's sort, then keys of one text become one. */
static void sort(pnri_sensitive_key *keys, size_t *count)
{
  for (size_t gap = *count / 2; gap > 0; gap /= 2)
    for (size_t i = gap; i < *count; i++) {
      pnri_sensitive_key key = keys[i];
      size_t k = i;
      for (; k >= gap && order(&key, &keys[k - gap]) < 0; k -= gap) keys[k] = keys[k - gap];
      keys[k] = key;
    }
  size_t kept = 0;
  for (size_t i = 0; i < *count; i++) {
    if (kept == 0 || order(&keys[kept - 1], &keys[i]) != 0) {
      keys[kept++] = keys[i];
      continue;
    }
    keys[kept - 1].is_start |= keys[i].is_start;
    keys[kept - 1].is_code |= keys[i].is_code;
  }
  *count = kept;
}

pnr_status pnr_sensitive_open(const pnr_env *env, pnr_slice text, pnr_sensitive **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || (text.data == NULL && text.size != 0)) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_sensitive *table = pnri_alloc(env, sizeof *table);
  if (table == NULL) return pnri_fail_memory(error);
  *table = (pnr_sensitive){ .version = 0 };
  pnri_arena_open(&table->arena, env);
  pnri_vector_open(&table->rows, env, sizeof(pnr_sensitive_row *));
  pnri_vector_open(&table->keys, env, sizeof(pnri_sensitive_key));
  pnr_status status = text.size != 0 ? add_text(table, text, error) : add_own(table, error);
  if (status == PNR_OK && table->keys.count != 0) {
    size_t count = table->keys.count;
    sort(pnri_vector_at(&table->keys, 0), &count);
    pnri_vector_cut(&table->keys, count);
  }
  if (status == PNR_OK) *out = table;
  else pnr_sensitive_close(table);
  return status;
}

void pnr_sensitive_close(pnr_sensitive *table)
{
  if (table == NULL) return;
  const pnr_env *env = table->arena.env;
  pnri_vector_close(&table->keys);
  pnri_vector_close(&table->rows);
  pnri_arena_close(&table->arena);
  pnri_free(env, table, sizeof *table);
}

uint32_t pnr_sensitive_version(const pnr_sensitive *table) { return table->version; }

uint32_t pnr_sensitive_count(const pnr_sensitive *table) { return (uint32_t)table->rows.count; }

const pnr_sensitive_row *pnr_sensitive_get(const pnr_sensitive *table, uint32_t i)
{
  return i < table->rows.count ? *(const pnr_sensitive_row *const *)pnri_vector_at(&table->rows, i) : NULL;
}

/* --- Looking up --- */

/* The last key that is not behind word[0..size); NULL when all are. */
static const pnri_sensitive_key *last_key(const pnr_sensitive *table, const pnri_sensitive_key *word, size_t size)
{
  pnri_sensitive_key wanted = { .size = (uint8_t)size };
  memcpy(wanted.text, word->text, size);
  const pnri_sensitive_key *keys = pnri_vector_at(&table->keys, 0);
  size_t low = 0, high = table->keys.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (order(&keys[middle], &wanted) <= 0) low = middle + 1;
    else high = middle;
  }
  return low != 0 ? &keys[low - 1] : NULL;
}

static uint32_t find_exact(const pnr_sensitive *table, const pnri_sensitive_key *word, bool only_codes)
{
  const pnri_sensitive_key *key = last_key(table, word, word->size);
  bool is_found = key != NULL && key->size == word->size && order(key, word) == 0;
  return is_found && (key->is_code || !only_codes) ? key->group : 0;
}

/* A key that the word begins with is the last one before the word, or before what both have in common. */
static uint32_t find_start(const pnr_sensitive *table, const pnri_sensitive_key *word)
{
  for (size_t size = word->size; size >= LEAST;) {
    const pnri_sensitive_key *key = last_key(table, word, size);
    size_t common = 0;
    while (key != NULL && common < size && common < key->size && key->text[common] == word->text[common]) common++;
    if (key == NULL) return 0;
    if (common == key->size && key->is_start) return key->group;
    size = common < key->size ? common : common - 1;
  }
  return 0;
}

/* WCHR1: codes stand with numbers of persons. */
static pnri_sensitive_key without_digits(const pnri_sensitive_key *word)
{
  pnri_sensitive_key key = { .size = 0 };
  size_t begin = 0, end = word->size;
  while (begin < end && word->text[begin] >= '0' && word->text[begin] <= '9') begin++;
  while (end > begin && word->text[end - 1] >= '0' && word->text[end - 1] <= '9') end--;
  append(&key, word->text + begin, end - begin);
  return key;
}

static uint32_t find_word(const pnr_sensitive *table, const pnri_sensitive_key *word, bool only_codes)
{
  if (word->size < LEAST) return 0;
  pnri_sensitive_key bare = without_digits(word);
  uint32_t group = find_exact(table, word, only_codes);
  if (group == 0 && bare.size != word->size && bare.size >= LEAST) group = find_exact(table, &bare, true);
  return group != 0 || only_codes ? group : find_start(table, word);
}

uint32_t pnri_sensitive_in(const pnr_sensitive *table, pnr_slice text, bool only_codes)
{
  pnri_sensitive_key last = { .size = 0 };
  for (size_t i = 0; i < text.size; i++) {
    pnr_slice word = { text.data + i, 0 };
    while (i < text.size && is_word_octet(text.data[i])) i++;
    word.size = (size_t)(text.data + i - word.data);
    pnri_sensitive_key keys[PNRI_FORMS];
    uint32_t count = word.size != 0 ? fold(word, keys, PNRI_FORMS) : 0;
    for (uint32_t k = 0; k < count; k++) {
      uint32_t group = find_word(table, &keys[k], only_codes);
      pnri_sensitive_key both = pair(&last, &keys[k]);
      if (group == 0 && last.size != 0) group = find_word(table, &both, only_codes);
      if (group != 0) return group;
    }
    if (count != 0) last = keys[0];
  }
  return 0;
}
