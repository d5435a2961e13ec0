/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/fail.h"
#include "core/findings.h"
#include "core/slice.h"
#include "core/vector.h"
#include "encoding/csv.h"
#include "place/image.h"

enum { COLUMN_CODE, COLUMN_COUNTRY, COLUMN_TIME_ZONE, COLUMN_MODE, COLUMN_VALID_FROM, COLUMNS };

/* Capitals, and the blanks between words as underscores. */
static const struct {
  const char *name;
  uint32_t column;
} column_names[] = {
  { "CODE", COLUMN_CODE },
  { "COUNTRY", COLUMN_COUNTRY },
  { "TIME_ZONE", COLUMN_TIME_ZONE },
  { "TIMEZONE", COLUMN_TIME_ZONE },
  { "ZONE", COLUMN_TIME_ZONE },
  { "MODE", COLUMN_MODE },
  { "VALID_FROM", COLUMN_VALID_FROM },
};

/* A row of a table that was added. */
typedef struct draft {
  pnr_slice key; /* in the arena */
  uint32_t mode;
  pnr_date from;
  pnr_slice country; /* static */
  bool has_zone;
  pnri_zone zone;
  pnr_slice zone_key; /* of the row whose clock holds here too */
  pnr_finding place;  /* where it stands: a finding without code */
} draft;

struct pnr_places_builder {
  const pnr_env *env;
  pnri_arena arena;
  pnri_findings findings;
  pnri_vector drafts;
  const pnr_finding **shown;
  uint32_t shown_count;
};

/* One table while it is read. */
typedef struct table {
  pnr_places_builder *builder;
  pnri_csv csv;
  pnri_csv_row row;
  uint32_t places[COLUMNS]; /* field of each column, from 1; 0: the header does not name it */
  bool failed;              /* memory ran out */
} table;

/* --- Findings --- */

static pnr_finding place_of_row(const table *t)
{
  return (pnr_finding){ .offset = t->row.offset, .length = t->row.length, .line = t->row.line, .column = 1 };
}

static pnr_finding place_of_field(const table *t, const pnri_csv_field *field)
{
  return (pnr_finding){ .offset = (uint64_t)(field->text.data - t->csv.data),
                        .length = field->text.size,
                        .line = field->line,
                        .column = field->column };
}

static void report(pnr_places_builder *builder, uint32_t code, pnr_finding place)
{
  place.code = code;
  place.lost = code == PNR_F_LIST_ROW;
  pnri_findings_add(&builder->findings, place);
}

static pnr_status show_findings(pnr_places_builder *builder, pnr_error *error)
{
  int failed = builder->findings.failed;
  builder->shown = pnri_chain_array(&builder->findings.chain, &builder->arena, &failed);
  builder->shown_count = failed ? 0 : builder->findings.chain.count;
  return failed ? pnri_fail_memory(error) : PNR_OK;
}

uint32_t pnr_places_builder_finding_count(const pnr_places_builder *builder) { return builder->shown_count; }

const pnr_finding *pnr_places_builder_finding(const pnr_places_builder *builder, uint32_t i)
{
  return i < builder->shown_count ? builder->shown[i] : NULL;
}

/* --- Fields --- */

/* The field of a column; NULL when it is not there or blank. */
static const pnri_csv_field *field_of(const table *t, uint32_t column)
{
  uint32_t place = t->places[column];
  if (place == 0 || place > t->row.count || place > PNRI_CSV_FIELDS) return NULL;
  const pnri_csv_field *field = &t->row.fields[place - 1];
  return pnri_slice_trim(field->text).size != 0 ? field : NULL;
}

/* Its text without blanks around it, in capitals. Empty when memory is exhausted. */
static pnr_slice capitals(table *t, const pnri_csv_field *field)
{
  uint8_t *copy = pnri_arena_text(&t->builder->arena, field->text.size);
  if (copy == NULL) {
    t->failed = true;
    return (pnr_slice){ NULL, 0 };
  }
  size_t size = pnri_csv_copy(field, copy);
  pnri_arena_trim(&t->builder->arena, copy, field->text.size, size);
  for (size_t i = 0; i < size; i++)
    if (copy[i] >= 'a' && copy[i] <= 'z') copy[i] = (uint8_t)(copy[i] - 32);
  return pnri_slice_trim((pnr_slice){ copy, size });
}

/* Printable characters of ASCII without blanks. */
static bool is_key(pnr_slice text)
{
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] <= ' ' || text.data[i] >= 0x7F) return false;
  return text.size != 0 && text.size <= PNRI_PLACE_KEY_SIZE;
}

static bool read_mode(pnr_slice text, uint32_t *mode)
{
  static const char *const words[] = { "ANY", "AIR", "SEA", "RAIL", "ROAD" }; /* by PNR_TRANSPORT_… */
  for (uint32_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (pnri_slice_is(text, words[i])) {
      *mode = i;
      return true;
    }
  return false;
}

/* A rule, an offset, or the code of another row. */
static bool read_zone(draft *row, pnr_slice text)
{
  row->has_zone = pnri_zone_read(text, &row->zone);
  if (!row->has_zone && is_key(text)) row->zone_key = text;
  return row->has_zone || row->zone_key.size != 0;
}

/* The values that the row can do without: a wrong one is told and left out. */
static void read_values(table *t, draft *row)
{
  const pnri_csv_field *country = field_of(t, COLUMN_COUNTRY), *zone = field_of(t, COLUMN_TIME_ZONE);
  if (country != NULL) row->country = pnr_country_code(pnri_slice_trim(country->text));
  if (country != NULL && row->country.size != 3) {
    row->country = (pnr_slice){ NULL, 0 };
    report(t->builder, PNR_F_LIST_VALUE, place_of_field(t, country));
  }
  if (zone != NULL && !read_zone(row, capitals(t, zone))) report(t->builder, PNR_F_LIST_VALUE, place_of_field(t, zone));
}

static void read_row(table *t)
{
  draft row = { .place = place_of_row(t) };
  const pnri_csv_field *code = field_of(t, COLUMN_CODE), *mode = field_of(t, COLUMN_MODE);
  const pnri_csv_field *from = field_of(t, COLUMN_VALID_FROM);
  if (code != NULL) row.key = capitals(t, code);
  if (from != NULL) row.from = pnri_date_iso(pnri_slice_trim(from->text));
  bool is_mode = mode == NULL || read_mode(capitals(t, mode), &row.mode);
  bool is_dated = from == NULL || pnri_day(row.from) != 0;
  if (t->row.is_broken || !is_key(row.key) || !is_mode || !is_dated) {
    report(t->builder, PNR_F_LIST_ROW, row.place);
    return;
  }
  read_values(t, &row);
  draft *kept = pnri_vector_add(&t->builder->drafts, 1);
  if (kept == NULL) t->failed = true;
  else *kept = row;
}

/* --- Tables --- */

static uint32_t column_of(pnr_slice name)
{
  uint8_t folded[16];
  if (name.size > sizeof folded) return COLUMNS;
  for (size_t i = 0; i < name.size; i++) {
    uint8_t octet = name.data[i];
    folded[i] = octet >= 'a' && octet <= 'z' ? (uint8_t)(octet - 32) : octet == ' ' ? (uint8_t)'_' : octet;
  }
  for (size_t i = 0; i < sizeof column_names / sizeof column_names[0]; i++)
    if (pnri_slice_is((pnr_slice){ folded, name.size }, column_names[i].name)) return column_names[i].column;
  return COLUMNS;
}

static void read_header(table *t)
{
  uint32_t count = t->row.count < PNRI_CSV_FIELDS ? t->row.count : PNRI_CSV_FIELDS;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t column = column_of(pnri_slice_trim(t->row.fields[i].text));
    if (column != COLUMNS && t->places[column] == 0) t->places[column] = i + 1;
    else report(t->builder, PNR_F_LIST_COLUMN, place_of_field(t, &t->row.fields[i]));
  }
}

pnr_status pnr_places_builder_add(pnr_places_builder *builder, const uint8_t *data, size_t size, pnr_error *error)
{
  if (builder == NULL || (data == NULL && size != 0)) return pnri_fail_argument(error);
  if (size > builder->env->limits.octets) return pnri_fail_at(error, PNR_E_LIMIT, builder->env->limits.octets);
  table t = { .builder = builder };
  pnri_csv_open(&t.csv, data, size);
  if (!pnri_csv_next(&t.csv, &t.row)) return pnri_fail_at(error, PNR_E_EMPTY, size);
  read_header(&t);
  if (t.places[COLUMN_CODE] == 0) return pnri_fail_at(error, PNR_E_FORMAT, t.row.offset);
  while (!t.failed && pnri_csv_next(&t.csv, &t.row)) read_row(&t);
  return t.failed ? pnri_fail_memory(error) : show_findings(builder, error);
}

/* --- Order --- */

static draft *draft_at(const pnr_places_builder *builder, size_t i) { return pnri_vector_at(&builder->drafts, i); }

static int compare_drafts(const draft *a, const draft *b)
{
  return pnri_place_compare(a->key, a->mode, a->from, b->key, b->mode, b->from);
}

/* Merges runs of `width` drafts pairwise: equal ones stay in the order of the tables. */
static void merge_runs(draft *const *from, draft **to, size_t count, size_t width)
{
  for (size_t begin = 0; begin < count; begin += 2 * width) {
    size_t middle = begin + width < count ? begin + width : count,
           end = middle + width < count ? middle + width : count;
    size_t left = begin, right = middle;
    for (size_t i = begin; i < end; i++) {
      bool is_left = right >= end || (left < middle && compare_drafts(from[left], from[right]) <= 0);
      to[i] = is_left ? from[left++] : from[right++];
    }
  }
}

/* All drafts in order; of equal ones only the last, the others are told. NULL when memory is exhausted. */
static draft **sort_drafts(pnr_places_builder *builder, size_t *count)
{
  size_t all = builder->drafts.count;
  draft **rows = pnri_arena_take(&builder->arena, all * sizeof *rows);
  draft **spare = pnri_arena_take(&builder->arena, all * sizeof *spare);
  if (rows == NULL || spare == NULL) return NULL;
  for (size_t i = 0; i < all; i++) rows[i] = draft_at(builder, i);
  for (size_t width = 1; width < all; width *= 2) {
    merge_runs(rows, spare, all, width);
    draft **kept = rows;
    rows = spare;
    spare = kept;
  }
  *count = 0;
  for (size_t i = 0; i < all; i++) {
    bool is_repeated = i + 1 < all && compare_drafts(rows[i], rows[i + 1]) == 0;
    if (is_repeated) report(builder, PNR_F_PLACE_REPEATED, rows[i]->place);
    else rows[(*count)++] = rows[i];
  }
  return rows;
}

/* The first row of this key; count when there is none. */
static size_t find_key(draft *const *rows, size_t count, pnr_slice key)
{
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (pnri_place_compare(rows[middle]->key, rows[middle]->mode, rows[middle]->from, key, 0, 0) < 0) low = middle + 1;
    else high = middle;
  }
  return low < count && pnri_slice_equal(rows[low]->key, key) ? low : count;
}

/* A row whose clock is another row's loses it where there is no such row, or where that has none of its own. */
static void check_zone_keys(pnr_places_builder *builder, draft *const *rows, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (rows[i]->zone_key.size == 0) continue;
    size_t found = find_key(rows, count, rows[i]->zone_key);
    bool has_zone = false;
    for (; found < count && pnri_slice_equal(rows[found]->key, rows[i]->zone_key); found++)
      has_zone = has_zone || rows[found]->has_zone;
    if (has_zone) continue;
    report(builder, PNR_F_PLACE_CLOCK, rows[i]->place);
    rows[i]->zone_key = (pnr_slice){ NULL, 0 };
  }
}

/* --- The image --- */

/* Rows of one key share its text. */
typedef struct layout {
  size_t rows, rules, text_size;
} layout;

static bool shares_key(draft *const *rows, size_t i)
{
  return i > 0 && pnri_slice_equal(rows[i]->key, rows[i - 1]->key);
}

static layout measure(draft *const *rows, size_t count)
{
  layout l = { .rows = count };
  for (size_t i = 0; i < count; i++) {
    if (!shares_key(rows, i)) l.text_size += 1 + rows[i]->key.size;
    l.text_size += rows[i]->country.size;
    l.rules += rows[i]->has_zone;
  }
  return l;
}

static uint32_t put_text(uint8_t *texts, uint32_t *at, pnr_slice text)
{
  uint32_t offset = *at;
  memcpy(texts + offset, text.data, text.size);
  *at += (uint32_t)text.size;
  return offset;
}

static void fill_image(uint8_t *block, draft *const *rows, const layout *l)
{
  uint8_t *words = block + PNRI_PLACE_HEADER, *rules = words + l->rows * 4 * PNRI_PLACE_ROW;
  uint8_t *texts = rules + l->rules * 4 * PNRI_RULE_ROW;
  uint32_t at = 0, rule = 0, key = 0;
  for (size_t i = 0; i < l->rows; i++) {
    uint32_t clock = PNRI_PLACE_NOTHING, country = PNRI_PLACE_NOTHING;
    if (!shares_key(rows, i)) {
      uint8_t size = (uint8_t)rows[i]->key.size;
      key = put_text(texts, &at, (pnr_slice){ &size, 1 });
      put_text(texts, &at, rows[i]->key);
    }
    if (rows[i]->country.size != 0) country = put_text(texts, &at, rows[i]->country);
    if (rows[i]->has_zone) {
      pnri_place_put_rule(rules + (size_t)rule * 4 * PNRI_RULE_ROW, &rows[i]->zone);
      clock = rule++;
    }
    const uint32_t row[PNRI_PLACE_ROW] = { key, rows[i]->mode, rows[i]->from, country, clock };
    for (size_t k = 0; k < PNRI_PLACE_ROW; k++) pnri_store32(words + 4 * (i * PNRI_PLACE_ROW + k), row[k]);
  }
  for (size_t i = 0; i < l->rows; i++) { /* now all keys have their places */
    if (rows[i]->zone_key.size == 0) continue;
    size_t found = find_key(rows, l->rows, rows[i]->zone_key);
    uint32_t offset = pnri_load32(words + 4 * (found * PNRI_PLACE_ROW + PNRI_PLACE_KEY));
    pnri_store32(words + 4 * (i * PNRI_PLACE_ROW + PNRI_PLACE_CLOCK), PNRI_PLACE_BY_KEY | offset);
  }
}

static pnr_status make_image(pnr_places_builder *builder, draft *const *rows, size_t count, pnr_places *places,
                             pnr_error *error)
{
  layout l = measure(rows, count);
  size_t size = pnri_place_image_size(l.rows, l.rules, l.text_size);
  if (size == 0) return pnri_fail_at(error, PNR_E_LIMIT, 0);
  places->owned = pnri_alloc(builder->env, size);
  if (places->owned == NULL) return pnri_fail_memory(error);
  places->size = size;
  fill_image(places->owned, rows, &l);
  pnri_place_seal(places->owned, size, (uint32_t)l.rows, (uint32_t)l.rules, (uint32_t)l.text_size);
  return pnri_place_open(places, places->owned, size, error);
}

pnr_status pnr_places_builder_finish(pnr_places_builder *builder, pnr_places **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (builder == NULL || out == NULL) return pnri_fail_argument(error);
  size_t count = 0;
  draft **rows = sort_drafts(builder, &count);
  pnr_places *places = rows != NULL ? pnri_alloc(builder->env, sizeof *places) : NULL;
  if (places == NULL) return pnri_fail_memory(error);
  *places = (pnr_places){ .env = builder->env };
  check_zone_keys(builder, rows, count);
  pnr_status status = make_image(builder, rows, count, places, error);
  if (status == PNR_OK) status = show_findings(builder, error);
  if (status == PNR_OK) *out = places;
  else pnr_places_close(places);
  return status;
}

pnr_status pnr_places_builder_open(const pnr_env *env, pnr_places_builder **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  *out = pnri_alloc(env, sizeof **out);
  if (*out == NULL) return pnri_fail_memory(error);
  **out = (pnr_places_builder){ .env = env };
  pnri_arena_open(&(*out)->arena, env);
  pnri_findings_open(&(*out)->findings, &(*out)->arena);
  pnri_vector_open(&(*out)->drafts, env, sizeof(draft));
  return PNR_OK;
}

void pnr_places_builder_close(pnr_places_builder *builder)
{
  if (builder == NULL) return;
  pnri_vector_close(&builder->drafts);
  pnri_arena_close(&builder->arena);
  pnri_free(builder->env, builder, sizeof *builder);
}
