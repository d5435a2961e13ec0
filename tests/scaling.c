/* SPDX-License-Identifier: Apache-2.0
 *
 * usage: scaling        prints how many inputs tests/ugly.h has
 *        scaling ROW N  makes the input of N units and, with a third argument, reads it and prints its name
 * For tests/scaling.sh, which counts the instructions of both and takes the difference. */
#include "pnr/pnr.h"
#include "ugly.h"

static void read_all(const char *text, size_t size)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  if (pnr_reader_open(NULL, (const uint8_t *)text, size, NULL, &reader, NULL) != PNR_OK) return;
  while (pnr_reader_next(reader, &message, NULL) == PNR_OK) pnr_message_close(message);
  pnr_reader_close(reader);
}

int main(int count, char **words)
{
  if (count < 3) return printf("%d\n", (int)UGLY_ROWS) < 0;
  size_t size = 0;
  const ugly_row *row = &ugly_rows[(unsigned)atoi(words[1]) % UGLY_ROWS];
  char *text = ugly_input(row, (unsigned)atoi(words[2]), &size);
  if (text == NULL) return 1;
  if (count > 3) {
    read_all(text, size);
    printf("%s\n", row->name);
  }
  free(text);
  return 0;
}
