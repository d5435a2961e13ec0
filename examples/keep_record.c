/* Prints what a unit may keep of a PNRGOV file after six months: cc keep_record.c $(pkg-config --cflags --libs libpnr)
 * SPDX-License-Identifier: Apache-2.0 */
#include <pnr/pnr.h>
#include <stdio.h>

enum { RECEIVED = 1741600000 /* 2025-03-10, seconds since 1970 */, MASKED = 20250911 /* the day */ };

/* Filtered to Annex I, without sensitive data, masked, in the order of docs/data-protection.md. Each step makes a new
 * record; closing the one before wipes it. */
static pnr_status protect(const pnr_record *record, const pnr_sensitive *table, pnr_record **masked)
{
  pnr_record *filtered = NULL, *scrubbed = NULL;
  pnr_status status = pnr_record_filter(NULL, record, PNR_ELEMENTS, &filtered, NULL, NULL);
  if (status == PNR_OK) status = pnr_record_scrub(NULL, filtered, table, &scrubbed, NULL, NULL);
  if (status == PNR_OK) status = pnr_record_mask(NULL, scrubbed, MASKED, masked, NULL);
  pnr_record_close(scrubbed);
  pnr_record_close(filtered);
  return status;
}

static pnr_status print_booking(const pnr_message *message, uint32_t booking, const pnr_sensitive *table,
                                pnr_text *text)
{
  const pnr_record_options options = { .size = sizeof options, .regime = PNR_REGIME_PNR, .received = RECEIVED };
  pnr_record *record = NULL, *masked = NULL;
  pnr_status status = pnr_record_from_booking(NULL, message, booking, &options, &record, NULL);
  if (status == PNR_OK) status = protect(record, table, &masked);
  pnr_text_clear(text);
  if (status == PNR_OK) status = pnr_json_message(text, pnr_record_message(masked), (pnr_slice){ NULL, 0 }, NULL);
  if (status == PNR_OK) printf("%.*s\n", (int)pnr_text_get(text).size, (const char *)pnr_text_get(text).data);
  pnr_record_close(masked);
  pnr_record_close(record);
  return status;
}

static pnr_status print_all(const uint8_t *data, size_t size, const pnr_sensitive *table, pnr_text *text)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_status status = pnr_reader_open(NULL, data, size, NULL, &reader, NULL);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    for (uint32_t i = 0; status == PNR_OK && i < pnr_message_content(message)->booking_count; i++)
      status = print_booking(message, i, table, text);
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  return status;
}

int main(int count, char **words)
{
  static uint8_t data[64 << 20];
  pnr_sensitive *table = NULL;
  pnr_text *text = NULL;
  FILE *file = count == 2 ? fopen(words[1], "rb") : NULL;
  if (file == NULL) {
    fprintf(stderr, "usage: keep_record FILE\n");
    return 2;
  }
  size_t size = fread(data, 1, sizeof data, file);
  fclose(file);
  pnr_status status = pnr_sensitive_open(NULL, (pnr_slice){ NULL, 0 }, &table, NULL); /* the library's own table */
  if (status == PNR_OK) status = pnr_text_open(NULL, &text, NULL);
  if (status == PNR_OK) status = print_all(data, size, table, text);
  if (status != PNR_END) fprintf(stderr, "%s\n", pnr_status_text(status));
  pnr_text_close(text);
  pnr_sensitive_close(table);
  return status != PNR_END;
}
