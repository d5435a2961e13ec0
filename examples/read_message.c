/* Prints every traveller of a PNRGOV or PAXLST file: cc read_message.c $(pkg-config --cflags --libs libpnr)
 * SPDX-License-Identifier: Apache-2.0 */
#include <pnr/pnr.h>
#include <stdio.h>

static void print_travellers(const uint8_t *data, size_t size)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_status status = pnr_reader_open(NULL, data, size, NULL, &reader, NULL);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    for (uint32_t i = 0; i < content->traveller_count; i++) {
      const pnr_person *person = content->travellers[i]->person;
      if (person->name_count == 0) continue;
      const pnr_name *name = person->names[0]; /* the best witness: a passport before the booking */
      printf("%.*s, %.*s\n", (int)name->surname.size, (const char *)name->surname.data, (int)name->given.size,
             (const char *)name->given.data);
    }
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  if (status != PNR_END) fprintf(stderr, "%s\n", pnr_status_text(status));
}

int main(int count, char **words)
{
  static uint8_t data[64 << 20];
  FILE *file = count == 2 ? fopen(words[1], "rb") : NULL;
  if (file == NULL) {
    fprintf(stderr, "usage: read_message FILE\n");
    return 2;
  }
  print_travellers(data, fread(data, 1, sizeof data, file));
  fclose(file);
  return 0;
}
