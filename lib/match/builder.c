/* SPDX-License-Identifier: Apache-2.0 */
#include <xxhash.h>

#include "core/fail.h"
#include "core/slice.h"
#include "match/builder.h"
#include "match/ids.h"
#include "match/index.h"
#include "match/varint.h"

enum { WORDS_REMEMBERED = 1 << 19 };

static void empty_builder(pnr_index_builder *builder)
{
  const pnr_env *env = builder->env;
  *builder = (pnr_index_builder){ .env = env };
  pnri_vector_open(&builder->strings, env, 1);
  pnri_vector_open(&builder->records, env, 1);
  pnri_vector_open(&builder->first_id, env, 1);
  pnri_vector_open(&builder->origins, env, PNRI_ORIGIN_ROW * sizeof(uint32_t));
  pnri_vector_open(&builder->entries, env, sizeof(uint32_t));
  pnri_vector_open(&builder->id_hashes, env, sizeof(uint64_t));
  pnri_vector_open(&builder->forms, env, sizeof(pnri_form_draft));
  pnri_vector_open(&builder->form_tokens, env, sizeof(uint32_t));
  pnri_vector_open(&builder->births, env, sizeof(pnri_key_draft));
  pnri_vector_open(&builder->keys, env, sizeof(pnri_key_draft));
  pnri_vector_open(&builder->ranges, env, sizeof(pnri_range_draft));
  pnri_vector_open(&builder->glossed, env, sizeof(uint32_t));
  pnri_glossary_open(&builder->glossary, env, WORDS_REMEMBERED);
  pnri_vocabulary_open(&builder->vocabulary, env);
  pnri_table_open(&builder->origin_strings, env);
  pnri_table_open(&builder->origin_rows, env);
}

static void release_builder(pnr_index_builder *builder)
{
  pnri_vector *const vectors[] = { &builder->strings, &builder->records,   &builder->first_id, &builder->origins,
                                   &builder->entries, &builder->id_hashes, &builder->forms,    &builder->form_tokens,
                                   &builder->births,  &builder->keys,      &builder->ranges };
  for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) pnri_vector_close(vectors[i]);
  pnri_vector_close(&builder->glossed);
  pnri_glossary_close(&builder->glossary);
  pnri_vocabulary_close(&builder->vocabulary);
  pnri_table_close(&builder->origin_strings);
  pnri_table_close(&builder->origin_rows);
}

pnr_status pnr_index_builder_open(const pnr_env *env, pnr_index_builder **out, pnr_error *error)
{
  if (out == NULL) return pnri_fail_argument(error);
  env = pnri_env(env);
  *out = pnri_alloc(env, sizeof **out);
  if (*out == NULL) return pnri_fail_memory(error);
  (*out)->env = env;
  empty_builder(*out);
  return PNR_OK;
}

void pnr_index_builder_close(pnr_index_builder *builder)
{
  if (builder == NULL) return;
  release_builder(builder);
  pnri_free(builder->env, builder, sizeof *builder);
}

/* --- Adding: each step tells PNR_OK, PNR_E_MEMORY or PNR_E_LIMIT --- */

static pnr_status add_string(pnr_index_builder *builder, pnr_slice text, uint32_t *offset)
{
  *offset = 0;
  if (text.size == 0) return PNR_OK;
  size_t before = builder->strings.count;
  if (text.size > UINT32_MAX - 16 || before > UINT32_MAX - 16 - text.size) return PNR_E_LIMIT;
  uint8_t length[PNRI_VARINT_SIZE];
  uint32_t length_size = pnri_varint_put(length, (uint32_t)text.size);
  uint8_t lead = before == 0; /* offset 0 is the empty string */
  uint8_t *room = pnri_vector_add(&builder->strings, lead + length_size + text.size);
  if (room == NULL) return PNR_E_MEMORY;
  if (lead) *room++ = 0;
  memcpy(room, length, length_size);
  memcpy(room + length_size, text.data, text.size);
  *offset = (uint32_t)(before + lead);
  return PNR_OK;
}

/* The same, each text once. */
static pnr_status share_string(pnr_index_builder *builder, pnr_slice text, uint32_t *offset)
{
  *offset = 0;
  if (text.size == 0) return PNR_OK;
  if (!pnri_table_reserve(&builder->origin_strings)) return PNR_E_MEMORY;
  uint32_t tag = (uint32_t)XXH3_64bits(text.data, text.size);
  size_t at = pnri_table_start(&builder->origin_strings, tag);
  pnri_section strings = { builder->strings.data, builder->strings.count, 0 };
  for (uint32_t known; (known = pnri_table_seek(&builder->origin_strings, tag, &at)) != PNR_NONE; at++) {
    if (!pnri_slice_equal(pnri_string_at(&strings, known), text)) continue;
    *offset = known;
    return PNR_OK;
  }
  pnr_status status = add_string(builder, text, offset);
  if (status == PNR_OK) pnri_table_put(&builder->origin_strings, at, tag, *offset);
  return status;
}

static pnr_status add_origin(pnr_index_builder *builder, const pnr_entry *entry, uint32_t *number)
{
  uint32_t row[PNRI_ORIGIN_ROW] = { [PNRI_ORIGIN_ACTION] = entry->action,
                                    [PNRI_ORIGIN_FROM] = entry->valid_from,
                                    [PNRI_ORIGIN_UNTIL] = entry->valid_until };
  const pnr_slice texts[] = { [PNRI_ORIGIN_SOURCE] = entry->source,
                              [PNRI_ORIGIN_OWNER] = entry->owner,
                              [PNRI_ORIGIN_BASIS] = entry->basis,
                              [PNRI_ORIGIN_WARNING] = entry->warning };
  for (uint32_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    pnr_status status = share_string(builder, texts[i], &row[i]);
    if (status != PNR_OK) return status;
  }
  if (!pnri_table_reserve(&builder->origin_rows)) return PNR_E_MEMORY;
  uint32_t tag = (uint32_t)XXH3_64bits(row, sizeof row);
  size_t at = pnri_table_start(&builder->origin_rows, tag);
  while ((*number = pnri_table_seek(&builder->origin_rows, tag, &at)) != PNR_NONE) {
    if (memcmp(pnri_vector_at(&builder->origins, *number), row, sizeof row) == 0) return PNR_OK;
    at++;
  }
  *number = (uint32_t)builder->origins.count;
  uint32_t *room = pnri_vector_add(&builder->origins, 1);
  if (room == NULL) return PNR_E_MEMORY;
  memcpy(room, row, sizeof row);
  pnri_table_put(&builder->origin_rows, at, tag, *number);
  return PNR_OK;
}

static pnr_status add_key(pnri_vector *keys, uint64_t hash, uint32_t number)
{
  if (keys->count >= UINT32_MAX - 1) return PNR_E_LIMIT;
  pnri_key_draft *room = pnri_vector_add(keys, 1);
  if (room == NULL) return PNR_E_MEMORY;
  *room = (pnri_key_draft){ hash, number };
  return PNR_OK;
}

static pnr_status add_range(pnr_index_builder *builder, const pnri_key_fact *key, uint32_t entry)
{
  if (builder->ranges.count >= UINT32_MAX - 1) return PNR_E_LIMIT;
  pnri_range_draft *room = pnri_vector_add(&builder->ranges, 1);
  if (room == NULL) return PNR_E_MEMORY;
  *room = (pnri_range_draft){ (uint32_t)(key->text.data - builder->records.data), (uint32_t)key->text.size / 2, entry };
  return PNR_OK;
}

/* The forms of an entry are found by its birth dates, the entry by its documents. */
static pnr_status add_keys(pnr_index_builder *builder, const pnri_facts *facts, uint32_t entry, uint32_t first_form)
{
  pnri_facts_cursor cursor = pnri_facts_read(facts);
  pnr_status status = PNR_OK;
  while (status == PNR_OK && cursor.births > 0) {
    pnri_birth_fact birth = pnri_facts_birth(&cursor);
    uint64_t hash = pnri_birth_hash(pnri_birth_key(&birth));
    for (uint32_t form = first_form; status == PNR_OK && form < builder->forms.count; form++)
      if (pnri_birth_key(&birth) != 0) status = add_key(&builder->births, hash, form);
  }
  while (status == PNR_OK && cursor.nationalities > 0) pnri_facts_nationality(&cursor);
  builder->documents += cursor.keys;
  while (status == PNR_OK && cursor.keys > 0) {
    pnri_key_fact key = pnri_facts_key(&cursor);
    status = key.kind == PNRI_KEY_KIND_RANGE ? add_range(builder, &key, entry)
                                             : add_key(&builder->keys, pnri_key_hash(&key), entry);
  }
  return status;
}

/* An entry that is being added. */
typedef struct adding {
  uint32_t entry, listed; /* its number, its class */
  uint32_t names, first_form;
  size_t facts; /* where they begin in records */
} adding;

static uint32_t place_of(const adding *now, uint32_t kind, uint32_t form)
{
  uint32_t lower = kind == PNR_NAME_WEAK      ? PNRI_KIND_WEAK
                   : kind == PNR_NAME_MISUSED ? PNRI_KIND_MISUSED
                                              : PNRI_KIND_FULL;
  return (lower << PNRI_PLACE_NAME_BITS | now->names) << PNRI_PLACE_FORM_BITS | form;
}

/* The token's number in the vocabulary, which words that were seen before know. PNR_NONE when memory is exhausted. */
static uint32_t add_token(pnr_index_builder *builder, const pnri_token *token)
{
  if (token->origin == 0) return pnri_vocabulary_add(&builder->vocabulary, token);
  size_t place = 2 * (size_t)(token->origin - 1) + ((token->flags & PNRI_TOKEN_SURNAME) != 0);
  while (builder->glossed.count <= place) {
    uint32_t *room = pnri_vector_add(&builder->glossed, 1);
    if (room == NULL) return PNR_NONE;
    *room = 0;
  }
  uint32_t *known = pnri_vector_at(&builder->glossed, place);
  if (*known == 0) {
    uint32_t number = pnri_vocabulary_add(&builder->vocabulary, token);
    if (number == PNR_NONE) return PNR_NONE;
    *known = number + 1;
  }
  return *known - 1;
}

static pnr_status add_form(pnr_index_builder *builder, const adding *now, const pnri_form *form, uint32_t place)
{
  size_t first = builder->form_tokens.count;
  if (first > UINT32_MAX - PNRI_TOKENS || builder->forms.count >= PNRI_NUMBERS_MOST) return PNR_E_LIMIT;
  pnri_form_draft *draft = pnri_vector_add(&builder->forms, 1);
  uint32_t *tokens = draft != NULL ? pnri_vector_add(&builder->form_tokens, form->count) : NULL;
  if (tokens == NULL) return PNR_E_MEMORY;
  uint32_t initial = 0;
  for (uint32_t i = 0; i < form->count; i++) {
    tokens[i] = add_token(builder, &form->tokens[i]);
    if (tokens[i] == PNR_NONE) return PNR_E_MEMORY;
    if (pnri_is_initial(&form->tokens[i])) initial = 1;
  }
  uint32_t group = (2 * now->listed + initial) * PNRI_TOKENS + form->count - 1;
  *draft = (pnri_form_draft){ (uint32_t)first, now->entry, (uint16_t)place, (uint16_t)group };
  return PNR_OK;
}

static pnr_status add_name(pnr_index_builder *builder, adding *now, const pnr_name *name)
{
  if (now->names >= PNRI_PLACE_NAMES) return PNR_E_LIMIT;
  if (!pnri_listed_put_name(&builder->records, name)) return PNR_E_MEMORY;
  pnri_fold_view(&builder->folded, name, &builder->glossary);
  pnr_status status = PNR_OK;
  for (uint32_t i = 0; status == PNR_OK && i < builder->folded.count; i++)
    status = add_form(builder, now, &builder->folded.forms[i], place_of(now, name->kind, i));
  now->names++;
  return status;
}

static pnr_status add_id(pnr_index_builder *builder, uint32_t entry, pnr_slice id)
{
  bool is_first = entry % PNRI_ID_GROUP == 0;
  if (is_first) {
    builder->first_id.count = 0;
    uint8_t *room = pnri_vector_add(&builder->first_id, id.size);
    if (room == NULL && id.size > 0) return PNR_E_MEMORY;
    if (id.size > 0) memcpy(room, id.data, id.size);
  }
  const pnr_slice first = { builder->first_id.data, builder->first_id.count };
  uint64_t *hash = pnri_vector_add(&builder->id_hashes, 1);
  if (hash == NULL) return PNR_E_MEMORY;
  *hash = pnri_id_hash(id);
  return pnri_listed_put_id(&builder->records, id, is_first ? NULL : &first) ? PNR_OK : PNR_E_MEMORY;
}

/* Facts of an entry are those of its person, or those that stand in an image. */
static pnr_status add_facts(pnr_index_builder *builder, const pnr_entry *entry, const pnri_facts *known)
{
  if (known == NULL) return pnri_facts_add(&builder->records, entry->person);
  size_t size = pnri_facts_extent(known);
  uint8_t *room = pnri_vector_add(&builder->records, size);
  if (room == NULL) return PNR_E_MEMORY;
  memcpy(room, known->data, size);
  return PNR_OK;
}

static pnri_facts facts_at(const pnr_index_builder *builder, size_t at)
{
  return (pnri_facts){ builder->records.data + at, builder->records.count - at };
}

/* Writes what stands before the names. known: facts that are cleaned already, or NULL. */
static pnr_status begin_record(pnr_index_builder *builder, const pnr_entry *entry, const pnri_facts *known,
                               uint32_t names, adding *now)
{
  uint32_t origin, *place = pnri_vector_add(&builder->entries, 1);
  if (place == NULL) return PNR_E_MEMORY;
  *now = (adding){ .entry = (uint32_t)builder->entries.count - 1, .first_form = (uint32_t)builder->forms.count };
  *place = (uint32_t)builder->records.count;
  pnr_status status = add_origin(builder, entry, &origin);
  if (status == PNR_OK && !pnri_listed_put_number(&builder->records, origin)) status = PNR_E_MEMORY;
  now->facts = builder->records.count;
  if (status == PNR_OK) status = add_facts(builder, entry, known);
  if (status == PNR_OK) {
    pnri_facts facts = facts_at(builder, now->facts);
    now->listed = pnri_facts_class(&facts);
    status = add_id(builder, now->entry, entry->id);
  }
  return status != PNR_OK || pnri_listed_put_number(&builder->records, names) ? status : PNR_E_MEMORY;
}

static pnr_status end_record(pnr_index_builder *builder, const pnr_entry *entry, const adding *now)
{
  pnri_facts facts = facts_at(builder, now->facts);
  builder->without_basis += entry->owner.size == 0 || entry->basis.size == 0;
  builder->names += now->names;
  if (builder->records.count > UINT32_MAX || builder->entries.count > PNRI_NUMBERS_MOST) return PNR_E_LIMIT;
  return add_keys(builder, &facts, now->entry, now->first_form);
}

static pnr_status add_entry(pnr_index_builder *builder, const pnr_entry *entry)
{
  adding now;
  pnr_status status = begin_record(builder, entry, NULL, entry->person->name_count, &now);
  for (uint32_t i = 0; status == PNR_OK && i < entry->person->name_count; i++)
    status = add_name(builder, &now, entry->person->names[i]);
  return status == PNR_OK ? end_record(builder, entry, &now) : status;
}

pnr_status pnr_index_builder_add(pnr_index_builder *builder, const pnr_entry *entry, pnr_error *error)
{
  if (builder == NULL || entry == NULL || entry->person == NULL) return pnri_fail_argument(error);
  if (!pnri_facts_fit(entry->person) || entry->person->name_count > PNRI_PLACE_NAMES)
    return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  if (builder->failed == PNR_OK) builder->failed = add_entry(builder, entry);
  return builder->failed == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = builder->failed });
}

/* --- Adding what stands in an image --- */

/* The part of an entry that stands in the row of its origin, and its id. */
static pnr_entry image_entry(const pnri_image *image, uint32_t origin, pnr_slice id)
{
  uint32_t row[PNRI_ORIGIN_ROW];
  for (uint32_t i = 0; i < PNRI_ORIGIN_ROW; i++) row[i] = pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, origin, i);
  return (pnr_entry){
    .id = id,
    .source = pnri_image_string(image, row[PNRI_ORIGIN_SOURCE]),
    .owner = pnri_image_string(image, row[PNRI_ORIGIN_OWNER]),
    .basis = pnri_image_string(image, row[PNRI_ORIGIN_BASIS]),
    .warning = pnri_image_string(image, row[PNRI_ORIGIN_WARNING]),
    .action = row[PNRI_ORIGIN_ACTION],
    .valid_from = row[PNRI_ORIGIN_FROM],
    .valid_until = row[PNRI_ORIGIN_UNTIL],
  };
}

pnr_status pnri_index_builder_copy(pnr_index_builder *builder, const pnri_image *image, uint32_t entry)
{
  uint8_t id[PNRI_ID_ROOM];
  pnri_listed listed = pnri_listed_open(image, entry);
  const pnr_entry view = image_entry(image, listed.origin, pnri_image_id(image, entry, id));
  pnri_listed_name name;
  adding now;
  if (builder->failed != PNR_OK) return builder->failed;
  pnr_status status = begin_record(builder, &view, &listed.facts, listed.names, &now);
  while (status == PNR_OK && pnri_listed_next(&listed, &name)) {
    const pnr_name written = { .kind = name.kind,
                               .full = name.whole ? name.written : (pnr_slice){ NULL, 0 },
                               .surname = name.surname,
                               .given = name.given };
    status = add_name(builder, &now, &written);
  }
  if (status == PNR_OK) status = end_record(builder, &view, &now);
  return builder->failed = status;
}

/* --- Finishing --- */

pnr_status pnri_index_builder_part(pnr_index_builder *builder, pnri_part **out, pnr_error *error)
{
  uint8_t *block = NULL;
  size_t size = 0;
  pnr_status status = builder->failed;
  *out = NULL;
  if (status == PNR_OK) status = pnri_assemble(builder, &block, &size);
  const pnr_env *env = builder->env;
  release_builder(builder);
  empty_builder(builder);
  if (status != PNR_OK) return pnri_fail(error, (pnr_error){ .status = status });
  status = pnri_part_own(env, block, size, out, error);
  if (status != PNR_OK) pnri_free(env, block, size);
  return status;
}

pnr_status pnr_index_builder_finish(pnr_index_builder *builder, pnr_index **out, pnr_error *error)
{
  pnri_part *part;
  if (out != NULL) *out = NULL;
  if (builder == NULL || out == NULL) return pnri_fail_argument(error);
  pnr_status status = pnri_index_builder_part(builder, &part, error);
  return status == PNR_OK ? pnri_index_of_part(builder->env, part, out, error) : status;
}
