/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_LIVE_SUPPORT_H
#define PNR_TESTS_LIVE_SUPPORT_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

#include "near_persons.h"
#include "pnr/live.h"
#include "pnr/message.h"
#include "same_answers.h"

/* A list on disk, in a folder of its own, and a model of what it must hold. */

enum { MODEL_MOST = 64, ID_SIZE = 12 };

typedef struct model_entry {
  char id[ID_SIZE];
  made_person *person;
  pnr_entry entry;
} model_entry;

typedef struct model {
  model_entry *entries[MODEL_MOST];
  uint32_t count;
} model;

static char folder[32], image_path[64], journal_path[64];

/* In memory where the system has such a place: thousands of changes are synced. */
static inline void open_folder(void)
{
  snprintf(folder, sizeof folder, "%spnr-live-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm/" : "");
  cr_assert(mkdtemp(folder) != NULL, "mkdtemp");
  snprintf(image_path, sizeof image_path, "%s/list", folder);
  snprintf(journal_path, sizeof journal_path, "%s/list.journal", folder);
}

static inline void close_folder(void)
{
  remove(image_path);
  remove(journal_path);
  cr_expect(rmdir(folder) == 0, "a file is left in %s", folder);
}

static inline uint8_t *read_file(const char *path, size_t *size)
{
  FILE *file = fopen(path, "rb");
  cr_assert(file != NULL, "%s", path);
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  uint8_t *octets = malloc(*size + 1);
  cr_assert(octets != NULL && fread(octets, 1, *size, file) == *size, "%s", path);
  fclose(file);
  return octets;
}

static inline void write_file(const char *path, const uint8_t *octets, size_t size)
{
  FILE *file = fopen(path, "wb");
  cr_assert(file != NULL && fwrite(octets, 1, size, file) == size && fclose(file) == 0, "%s", path);
}

/* --- Entries --- */

static inline model_entry *make_entry(uint32_t number)
{
  static const char *const texts[] = { "", "Unit A", "Unit B", "armed" };
  model_entry *made = calloc(1, sizeof *made);
  made->person = calloc(1, sizeof *made->person);
  make_person(made->person);
  snprintf(made->id, sizeof made->id, "t:%u", number);
  made->entry = (pnr_entry){ .id = text_slice(made->id),
                             .source = text_slice(texts[draw(3)]),
                             .owner = text_slice(texts[draw(3)]),
                             .basis = text_slice(texts[draw(3)]),
                             .warning = text_slice(texts[draw(4)]),
                             .remark = text_slice(texts[draw(4)]),
                             .action = 1 + draw(10),
                             .valid_from = draw(4) == 0 ? 20240101 : 0,
                             .person = &made->person->person };
  return made;
}

static inline void free_entry(model_entry *made)
{
  free(made->person);
  free(made);
}

static inline void model_remove(model *m, const char *id)
{
  uint32_t kept = 0;
  for (uint32_t i = 0; i < m->count; i++) {
    if (strcmp(m->entries[i]->id, id) == 0) free_entry(m->entries[i]);
    else m->entries[kept++] = m->entries[i];
  }
  m->count = kept;
}

static inline void model_add(model *m, model_entry *made)
{
  model_remove(m, made->id);
  m->entries[m->count++] = made;
}

static inline void model_close(model *m)
{
  while (m->count > 0) free_entry(m->entries[--m->count]);
}

/* An index built of what the model holds. */
static inline pnr_index *model_index(const model *m)
{
  pnr_index_builder *builder;
  pnr_index *index;
  cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "builder");
  for (uint32_t i = 0; i < m->count; i++)
    cr_assert_eq(pnr_index_builder_add(builder, &m->entries[i]->entry, NULL), PNR_OK, "add");
  cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  pnr_index_builder_close(builder);
  return index;
}

/* A list of the first entries on disk. */
static inline void create_list(model *m, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++) model_add(m, make_entry(i));
  pnr_index *index = model_index(m);
  cr_assert_eq(pnr_live_create(NULL, index, image_path, NULL), PNR_OK, "create");
  pnr_index_close(index);
}

static inline pnr_live *open_live(void)
{
  pnr_live *live;
  cr_assert_eq(pnr_live_open(NULL, image_path, &live, NULL), PNR_OK, "open");
  return live;
}

/* True where the newest snapshot lists exactly these ids. */
static inline int lists_exactly(pnr_live *live, const char *const *ids, uint32_t count)
{
  pnr_index *index = pnr_live_index(live);
  uint32_t found = 0;
  for (uint32_t i = 0; i < count; i++) found += pnr_index_find(index, text_slice(ids[i])) != PNR_NONE;
  int exact = found == count && pnr_index_info(index)->entries == count;
  pnr_index_close(index);
  return exact;
}

#endif
