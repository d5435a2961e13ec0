/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/public.h"

enum { LIST, ENTITY, KIND, NAME, QUALITY, BIRTH, COLUMNS };

static char *load(const char *folder)
{
  char path[4096];
  snprintf(path, sizeof path, "%s/listed_persons.tsv", folder != NULL ? folder : ".");
  FILE *file = folder != NULL ? fopen(path, "rb") : NULL;
  if (file == NULL) {
    fprintf(stderr, "bench: no published names, set NAMES to the folder of listed_persons.tsv\n");
    return NULL;
  }
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  rewind(file);
  char *text = calloc(1, size + 1);
  if (text == NULL) bench_require(PNR_E_MEMORY, "published names");
  bench_expect(fread(text, 1, size, file) == size, "a file that can be read");
  fclose(file);
  return text;
}

/* Cuts a line at its tabs; returns what follows it. */
static char *cut(char *line, char *columns[COLUMNS])
{
  char *next = line + strcspn(line, "\n");
  if (*next != '\0') *next++ = '\0';
  for (uint32_t i = 0; i < COLUMNS; i++) {
    columns[i] = line;
    line += strcspn(line, "\t");
    if (*line != '\0') *line++ = '\0';
  }
  return next;
}

static int is_latin(const char *name)
{
  for (; *name != '\0'; name++)
    if ((uint8_t)*name > 127) return 0;
  return 1;
}

/* Persons with one word as a name, and weak aliases, are left out, as in names_eval. */
static int is_usable(char *const columns[COLUMNS])
{
  return strcmp(columns[QUALITY], "weak") != 0 && strcmp(columns[QUALITY], "Low") != 0 &&
         strchr(columns[NAME], ' ') != NULL;
}

static void choose_alias(bench_public *person, bench_random *random)
{
  uint32_t latin[BENCH_ALIASES], count = 0;
  for (uint32_t i = 0; i < person->name_count; i++)
    if (is_latin(person->names[i])) latin[count++] = i;
  if (count < 2) return;
  uint32_t chosen = latin[bench_below(random, count)];
  person->alias = person->names[chosen];
  person->names[chosen] = person->names[--person->name_count];
}

typedef struct row {
  const char *list, *entity, *name;
} row;

static int is_same(const row *a, const row *b)
{
  return strcmp(a->list, b->list) == 0 && strcmp(a->entity, b->entity) == 0;
}

/* Rows of one person together, as they stand in the file. */
static int compare_rows(const void *left, const void *right)
{
  const row *a = left, *b = right;
  int order = strcmp(a->list, b->list);
  if (order == 0) order = strcmp(a->entity, b->entity);
  return order != 0 ? order : (a->name > b->name) - (a->name < b->name);
}

static size_t read_rows(char *text, row *rows)
{
  char *columns[COLUMNS];
  size_t count = 0;
  for (char *line = cut(text, columns); *line != '\0';) { /* behind the heading */
    line = cut(line, columns);
    if (is_usable(columns)) rows[count++] = (row){ columns[LIST], columns[ENTITY], columns[NAME] };
  }
  qsort(rows, count, sizeof *rows, compare_rows);
  return count;
}

bench_published bench_publish(const char *folder)
{
  bench_published all = { NULL, 0, load(folder) };
  bench_random random = { 17 };
  if (all.text == NULL) return all;
  size_t lines = 1;
  for (const char *at = all.text; *at != '\0'; at++) lines += *at == '\n';
  row *rows = calloc(lines, sizeof *rows);
  all.persons = calloc(lines, sizeof *all.persons);
  if (rows == NULL || all.persons == NULL) bench_require(PNR_E_MEMORY, "published names");
  size_t count = read_rows(all.text, rows);
  for (size_t i = 0; i < count; i++) {
    if (i == 0 || !is_same(&rows[i - 1], &rows[i])) all.count++;
    bench_public *person = &all.persons[all.count - 1];
    if (person->name_count < BENCH_ALIASES) person->names[person->name_count++] = rows[i].name;
  }
  free(rows);
  for (uint32_t i = 0; i < all.count; i++) choose_alias(&all.persons[i], &random);
  return all;
}
