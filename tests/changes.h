/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_CHANGES_H
#define PNR_TESTS_CHANGES_H

#include <stdio.h>

#include "pnr/pnr.h"
#include "support.h"

/* How much of an input can change without a word in what is reported. */

/* All messages of the input as JSON, appended. False when it cannot be read. */
static inline int report_of(const uint8_t *data, size_t size, pnr_text *json)
{
  pnr_reader *reader;
  pnr_message *message;
  pnr_text_clear(json);
  if (pnr_reader_open(NULL, data, size, NULL, &reader, NULL) != PNR_OK) return 0;
  while (pnr_reader_next(reader, &message, NULL) == PNR_OK) {
    pnr_json_message(json, message, (pnr_slice){ NULL, 0 }, NULL);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  return 1;
}

/* Letters and digits become others of their class. How many of these changes nobody sees; UINT32_MAX when the input
 * cannot be read at all. */
static inline uint32_t silent_changes(const char *text, size_t size)
{
  uint32_t silent = 0;
  uint8_t *data = exact_copy(text, size);
  pnr_text *before = NULL, *after = NULL;
  int is_read = pnr_text_open(NULL, &before, NULL) == PNR_OK && pnr_text_open(NULL, &after, NULL) == PNR_OK &&
                report_of(data, size, before);
  for (size_t i = 0; i < size && is_read; i++) {
    uint8_t octet = data[i];
    int is_digit = octet >= '0' && octet <= '9', is_letter = octet >= 'A' && octet <= 'Z';
    if (!is_digit && !is_letter) continue;
    data[i] = is_digit ? (octet == '9' ? '8' : (uint8_t)(octet + 1)) : (octet == 'Q' ? 'K' : 'Q');
    report_of(data, size, after);
    pnr_slice a = pnr_text_get(before), b = pnr_text_get(after);
    if (a.size == b.size && memcmp(a.data, b.data, a.size) == 0 && silent++ < 3)
      fprintf(stderr, "octet %zu can change unseen\n", i);
    data[i] = octet;
  }
  pnr_text_close(before);
  pnr_text_close(after);
  free(data);
  return is_read ? silent : UINT32_MAX;
}

#endif
