/* SPDX-License-Identifier: Apache-2.0 */
#include <xxhash.h>

#include "core/fail.h"
#include "core/slice.h"
#include "match/builder.h"
#include "match/index.h"

static void empty_builder(pnr_index_builder *builder)
{
  const pnr_env *env = builder->env;
  *builder = (pnr_index_builder){ .env = env };
  pnri_vector_open(&builder->strings, env, 1);
  pnri_vector_open(&builder->facts, env, 1);
  pnri_vector_open(&builder->origins, env, PNRI_ORIGIN_ROW * sizeof(uint32_t));
  pnri_vector_open(&builder->entries, env, PNRI_ENTRY_ROW * sizeof(uint32_t));
  pnri_vector_open(&builder->names, env, PNRI_NAME_ROW * sizeof(uint32_t));
  pnri_vector_open(&builder->forms, env, PNRI_FORM_ROW * sizeof(uint32_t));
  pnri_vector_open(&builder->form_tokens, env, sizeof(uint32_t));
  pnri_vector_open(&builder->keys, env, sizeof(pnri_key_draft));
  pnri_vector_open(&builder->ranges, env, sizeof(pnri_range_draft));
  pnri_vector_open(&builder->written, env, 1);
  pnri_vocabulary_open(&builder->vocabulary, env);
  pnri_table_open(&builder->origin_strings, env);
  pnri_table_open(&builder->origin_rows, env);
}

static void release_builder(pnr_index_builder *builder)
{
  pnri_vector *const vectors[] = { &builder->strings, &builder->facts,  &builder->origins,     &builder->entries,
                                   &builder->names,   &builder->forms,  &builder->form_tokens, &builder->keys,
                                   &builder->ranges,  &builder->written };
  for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) pnri_vector_close(vectors[i]);
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
  uint8_t length[5];
  uint32_t length_size = 0;
  for (size_t rest = text.size; rest > 0; rest >>= 7)
    length[length_size++] = (uint8_t)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
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

static pnr_status add_key(pnr_index_builder *builder, uint64_t hash)
{
  if (builder->keys.count >= UINT32_MAX - 1) return PNR_E_LIMIT;
  pnri_key_draft *room = pnri_vector_add(&builder->keys, 1);
  if (room == NULL) return PNR_E_MEMORY;
  *room = (pnri_key_draft){ hash, (uint32_t)builder->entries.count };
  return PNR_OK;
}

static pnr_status add_range(pnr_index_builder *builder, const pnri_key_fact *key)
{
  if (builder->ranges.count >= UINT32_MAX - 1) return PNR_E_LIMIT;
  pnri_range_draft *room = pnri_vector_add(&builder->ranges, 1);
  if (room == NULL) return PNR_E_MEMORY;
  *room = (pnri_range_draft){ .text = (uint32_t)((size_t)(key->text.data - builder->facts.data) / 4),
                              .size = (uint32_t)key->text.size / 2,
                              .entry = (uint32_t)builder->entries.count };
  return PNR_OK;
}

/* Keys of an entry: the birth dates and the documents by which it is found. */
static pnr_status add_keys(pnr_index_builder *builder, const pnri_facts *facts)
{
  pnri_facts_cursor cursor = pnri_facts_read(facts);
  pnr_status status = PNR_OK;
  while (status == PNR_OK && cursor.births > 0) {
    pnri_birth_fact birth = pnri_facts_birth(&cursor);
    uint64_t hash = pnri_birth_hash(pnri_birth_key(&birth));
    if (pnri_birth_key(&birth) != 0) status = add_key(builder, hash);
  }
  while (status == PNR_OK && cursor.nationalities > 0) pnri_facts_nationality(&cursor);
  builder->documents += cursor.keys;
  while (status == PNR_OK && cursor.keys > 0) {
    pnri_key_fact key = pnri_facts_key(&cursor);
    status = key.kind == PNRI_KEY_KIND_RANGE ? add_range(builder, &key) : add_key(builder, pnri_key_hash(&key));
  }
  return status;
}

/* Shares the facts behind `before` with equal ones, and keeps their keys. */
static pnr_status settle_facts(pnr_index_builder *builder, size_t before, uint32_t *offset)
{
  *offset = (uint32_t)(before / 4);
  pnri_facts facts = { builder->facts.data + before, (builder->facts.count - before) / 4 };
  if (facts.words == 1 && before > 0 && pnri_fact(&facts, 0) < 4) { /* a sex at most: four of these are enough */
    for (uint32_t i = 0; i < 4 && 4 * i < before; i++) {
      if (pnri_load32(builder->facts.data + 4 * i) != pnri_fact(&facts, 0)) continue;
      builder->facts.count = before;
      *offset = i;
      return PNR_OK;
    }
  }
  return add_keys(builder, &facts);
}

static pnr_status add_facts(pnr_index_builder *builder, const pnr_person *person, uint32_t *offset)
{
  size_t before = builder->facts.count;
  if (before / 4 > UINT32_MAX - 1) return PNR_E_LIMIT;
  pnr_status status = pnri_facts_add(&builder->facts, person);
  return status == PNR_OK ? settle_facts(builder, before, offset) : status;
}

static pnr_status add_form(pnr_index_builder *builder, const pnri_form *form)
{
  size_t first = builder->form_tokens.count;
  if (first > UINT32_MAX - PNRI_TOKENS || builder->forms.count >= PNRI_PACKED_MASK) return PNR_E_LIMIT;
  uint32_t *row = pnri_vector_add(&builder->forms, 1);
  uint32_t *tokens = row != NULL ? pnri_vector_add(&builder->form_tokens, form->count) : NULL;
  if (tokens == NULL) return PNR_E_MEMORY;
  row[PNRI_FORM_TOKENS] = (uint32_t)first;
  row[PNRI_FORM_NAME] = (uint32_t)builder->names.count | form->flags << PNRI_PACKED_BITS;
  row[PNRI_FORM_SHARE] = form->weight & 0xFFFF;
  for (uint32_t i = 0; i < form->count; i++) {
    tokens[i] = pnri_vocabulary_add(&builder->vocabulary, &form->tokens[i]);
    if (tokens[i] == PNR_NONE) return PNR_E_MEMORY;
    if ((form->tokens[i].flags & PNRI_TOKEN_PARTICLE) == 0) row[PNRI_FORM_SHARE] += 1u << 16;
    if (form->tokens[i].size == 1) row[PNRI_FORM_SHARE] |= 1u << 24;
  }
  return PNR_OK;
}

/* Adds a name whose text and forms are known. */
static pnr_status add_folded(pnr_index_builder *builder, pnr_slice text, uint32_t kind, const pnri_name *folded)
{
  if (builder->names.count >= PNRI_PACKED_MASK) return PNR_E_LIMIT;
  uint32_t row[PNRI_NAME_ROW];
  row[PNRI_NAME_ENTRY] = (uint32_t)builder->entries.count;
  row[PNRI_NAME_FORMS] = (uint32_t)builder->forms.count | (kind < 16 ? kind : 0) << PNRI_PACKED_BITS;
  pnr_status status = add_string(builder, text, &row[PNRI_NAME_TEXT]);
  for (uint32_t i = 0; status == PNR_OK && i < folded->count; i++) status = add_form(builder, &folded->forms[i]);
  uint32_t *room = status == PNR_OK ? pnri_vector_add(&builder->names, 1) : NULL;
  if (room == NULL) return status != PNR_OK ? status : PNR_E_MEMORY;
  memcpy(room, row, sizeof row);
  return PNR_OK;
}

static pnr_status add_name(pnr_index_builder *builder, const pnr_name *name)
{
  builder->written.count = 0;
  if (!pnri_written_name(&builder->written, name)) return PNR_E_MEMORY;
  pnri_fold_view(&builder->folded, name);
  pnr_slice text = { builder->written.data, builder->written.count };
  return add_folded(builder, text, name->kind, &builder->folded);
}

/* Begins and ends the row of an entry; between the two its facts and names are added. */
static pnr_status begin_entry(pnr_index_builder *builder, const pnr_entry *entry, uint32_t row[PNRI_ENTRY_ROW])
{
  if (builder->entries.count >= PNR_NONE - 1) return PNR_E_LIMIT;
  row[PNRI_ENTRY_NAMES] = (uint32_t)builder->names.count;
  pnr_status status = add_string(builder, entry->id, &row[PNRI_ENTRY_ID]);
  return status == PNR_OK ? add_origin(builder, entry, &row[PNRI_ENTRY_ORIGIN]) : status;
}

static pnr_status end_entry(pnr_index_builder *builder, const pnr_entry *entry, const uint32_t row[PNRI_ENTRY_ROW])
{
  uint32_t *room = pnri_vector_add(&builder->entries, 1);
  if (room == NULL) return PNR_E_MEMORY;
  memcpy(room, row, PNRI_ENTRY_ROW * sizeof *row);
  builder->without_basis += entry->owner.size == 0 || entry->basis.size == 0;
  return PNR_OK;
}

static pnr_status add_entry(pnr_index_builder *builder, const pnr_entry *entry)
{
  uint32_t row[PNRI_ENTRY_ROW];
  pnr_status status = begin_entry(builder, entry, row);
  if (status == PNR_OK) status = add_facts(builder, entry->person, &row[PNRI_ENTRY_FACTS]);
  for (uint32_t i = 0; status == PNR_OK && i < entry->person->name_count; i++)
    status = add_name(builder, entry->person->names[i]);
  return status == PNR_OK ? end_entry(builder, entry, row) : status;
}

pnr_status pnr_index_builder_add(pnr_index_builder *builder, const pnr_entry *entry, pnr_error *error)
{
  if (builder == NULL || entry == NULL || entry->person == NULL) return pnri_fail_argument(error);
  if (!pnri_facts_fit(entry->person)) return pnri_fail(error, (pnr_error){ .status = PNR_E_LIMIT });
  if (builder->failed == PNR_OK) builder->failed = add_entry(builder, entry);
  return builder->failed == PNR_OK ? PNR_OK : pnri_fail(error, (pnr_error){ .status = builder->failed });
}

/* --- Adding what stands in an image --- */

static pnr_status copy_facts(pnr_index_builder *builder, const pnri_image *image, uint32_t entry, uint32_t *offset)
{
  size_t before = builder->facts.count;
  pnri_facts facts = pnri_entry_facts(image, entry);
  size_t size = 4 * pnri_facts_extent(&facts);
  if (before / 4 > UINT32_MAX - 1) return PNR_E_LIMIT;
  uint8_t *room = pnri_vector_add(&builder->facts, size);
  if (room == NULL) return PNR_E_MEMORY;
  memcpy(room, facts.data, size);
  return settle_facts(builder, before, offset);
}

static pnr_status copy_name(pnr_index_builder *builder, const pnri_image *image, uint32_t name)
{
  pnr_slice text = pnri_image_string(image, pnri_row(image, PNRI_S_NAMES, PNRI_NAME_ROW, name, PNRI_NAME_TEXT));
  uint32_t kind = pnri_row(image, PNRI_S_NAMES, PNRI_NAME_ROW, name, PNRI_NAME_FORMS) >> PNRI_PACKED_BITS;
  pnri_image_load_name(image, name, &builder->folded);
  return add_folded(builder, text, kind, &builder->folded);
}

/* The part of an entry that stands in its own row and that of its origin. */
static pnr_entry image_entry(const pnri_image *image, uint32_t entry)
{
  uint32_t origin = pnri_row(image, PNRI_S_ENTRIES, PNRI_ENTRY_ROW, entry, PNRI_ENTRY_ORIGIN), row[PNRI_ORIGIN_ROW];
  for (uint32_t i = 0; i < PNRI_ORIGIN_ROW; i++) row[i] = pnri_row(image, PNRI_S_ORIGINS, PNRI_ORIGIN_ROW, origin, i);
  return (pnr_entry){
    .id = pnri_image_id(image, entry),
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
  uint32_t row[PNRI_ENTRY_ROW];
  const pnr_entry view = image_entry(image, entry);
  const pnri_range names = pnri_image_names(image, entry);
  if (builder->failed != PNR_OK) return builder->failed;
  pnr_status status = begin_entry(builder, &view, row);
  if (status == PNR_OK) status = copy_facts(builder, image, entry, &row[PNRI_ENTRY_FACTS]);
  for (uint32_t name = names.first; status == PNR_OK && name < names.end; name++)
    status = copy_name(builder, image, name);
  if (status == PNR_OK) status = end_entry(builder, &view, row);
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
