/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_EXCHANGE_VECTORS_H
#define PNR_TESTS_EXCHANGE_VECTORS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encoding/json.h"
#include "support.h"

/* Published test vectors as JSON, which lie beside the project on some machines; hexadecimal text. */

/* The file's octets, to be released with free; empty, with a word, where it is not there. */
static inline pnr_slice vector_file(const char *name)
{
  char path[256];
  snprintf(path, sizeof path, "../shared/data/exchange/%s", name);
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    fprintf(stderr, "no %s here: skipped\n", path);
    return (pnr_slice){ NULL, 0 };
  }
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  rewind(file);
  uint8_t *data = malloc(size + 1);
  if (data != NULL) size = fread(data, 1, size, file);
  fclose(file);
  return (pnr_slice){ data, data != NULL ? size : 0 };
}

/* The octets of hexadecimal digits in a block of exactly their size, to be released with free. */
static inline pnr_slice from_hex(pnr_slice digits)
{
  uint8_t *data = malloc(digits.size / 2 + 1);
  for (size_t i = 0; data != NULL && i < digits.size / 2; i++) {
    uint32_t value = 0;
    for (size_t k = 2 * i; k < 2 * i + 2; k++) {
      uint32_t digit = digits.data[k];
      value = value << 4 | (digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10);
    }
    data[i] = (uint8_t)value;
  }
  uint8_t *exact = exact_copy(data, digits.size / 2);
  free(data);
  return (pnr_slice){ exact, digits.size / 2 };
}

static inline pnr_slice hex(const char *digits) { return from_hex(text_slice(digits)); }

static inline int octets_equal(pnr_slice a, pnr_slice b)
{
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Walks a JSON text as pairs of a name and a value of any depth. */
typedef struct vector_walk {
  pnri_json_reader json;
  pnri_json_event event; /* of the value */
  pnr_slice name;        /* of the member it is; the one of its array in an array */
} vector_walk;

static inline void vector_walk_open(vector_walk *walk, pnr_slice text)
{
  memset(walk, 0, sizeof *walk);
  pnri_json_reader_open(&walk->json, text);
}

/* 0 behind the last event. */
static inline int vector_walk_next(vector_walk *walk)
{
  while (pnri_json_next(&walk->json, &walk->event, NULL) == PNR_OK) {
    if (walk->event.kind != PNRI_JSON_KEY) return 1;
    walk->name = walk->event.text;
  }
  return 0;
}

#endif
