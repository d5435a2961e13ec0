/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_SAMPLES_H
#define PNR_TESTS_SAMPLES_H

#include <stdio.h>

#include "pnr/pnr.h"
#include "support.h"

/* The sample messages of the tree, for tests that run from its top, and messages of a test's own. */

static const char *const sample_folders[] = { "tests/probes", "tests/vectors", "examples/demo" };
enum { SAMPLE_FOLDERS = sizeof sample_folders / sizeof sample_folders[0] };

/* Lists of expectations and the demo's own files are no samples. */
static inline int is_sample(const char *name)
{
  static const char *const endings[] = { ".edi", ".xml", ".mrz", ".pnl" };
  size_t length = strlen(name);
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
    if (length > 4 && strcmp(name + length - 4, endings[i]) == 0) return 1;
  return 0;
}

/* The file's octets, to be released with free; NULL where it cannot be read. */
static inline uint8_t *read_sample(const char *path, size_t *size)
{
  enum { LARGEST = 1 << 20 };
  FILE *file = fopen(path, "rb");
  uint8_t *data = file != NULL ? malloc(LARGEST) : NULL;
  *size = data != NULL ? fread(data, 1, LARGEST, file) : 0;
  if (file != NULL) fclose(file);
  return data;
}

/* The first message of a text, which must live as long; NULL where there is none. */
static inline pnr_message *read_message(const char *octets)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_status status = pnr_reader_open(NULL, (const uint8_t *)octets, strlen(octets), NULL, &reader, NULL);
  if (status == PNR_OK) pnr_reader_next(reader, &message, NULL);
  pnr_reader_close(reader);
  return message;
}

#endif
