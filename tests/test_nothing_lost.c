/* SPDX-License-Identifier: Apache-2.0
 *
 * Nothing is lost: every octet of a message stands in the record or in a finding. Recorded means that changing the
 * octet changes what the reader reports; so each octet of each probe is changed, and the report has to change with it.
 * Run from the top of the source tree. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <stdio.h>

#include "pnr/pnr.h"
#include "support.h"

typedef struct report {
  pnr_text *json; /* of all messages, or the status when there is none */
  uint64_t total; /* octets that the messages account for */
  uint64_t recorded;
  uint64_t lost[64][2]; /* begin and end of the findings that hold lost octets */
  uint32_t lost_count;
} report;

static void account(report *result, const pnr_content *content)
{
  result->total += content->octets;
  result->recorded += content->octets_recorded;
  cr_expect(eq(u64, content->octets_recorded + content->octets_in_findings, content->octets));
  for (uint32_t i = 0; i < content->finding_count; i++) {
    const pnr_finding *finding = content->findings[i];
    if (finding->lost == 0 || result->lost_count == 64) continue;
    result->lost[result->lost_count][0] = finding->offset;
    result->lost[result->lost_count++][1] = finding->offset + finding->length;
  }
}

static void read_report(const uint8_t *data, size_t size, report *result)
{
  pnr_text_clear(result->json);
  result->total = result->recorded = result->lost_count = 0;
  pnr_reader *reader = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = pnr_reader_open(NULL, data, size, NULL, &reader, &error);
  pnr_message *message = NULL;
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, &error)) == PNR_OK) {
    cr_assert(eq(i32, pnr_json_message(result->json, message, (pnr_slice){ NULL, 0 }, NULL), PNR_OK));
    account(result, pnr_message_content(message));
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  if (status == PNR_END) return;
  char text[64];
  int length = snprintf(text, sizeof text, "status %d at %llu", (int)status, (unsigned long long)error.offset);
  pnr_text_add(result->json, (pnr_slice){ (const uint8_t *)text, (size_t)length }, NULL);
}

static int in_lost(const report *result, uint64_t offset)
{
  for (uint32_t i = 0; i < result->lost_count; i++)
    if (offset >= result->lost[i][0] && offset < result->lost[i][1]) return 1;
  return 0;
}

/* Another octet of the same class, so that the message stays as readable as it was. */
static uint8_t other_octet(uint8_t octet)
{
  if (octet >= '0' && octet <= '9') return octet == '9' ? '8' : (uint8_t)(octet + 1);
  if (octet >= 'A' && octet <= 'Z') return octet == 'Q' ? 'K' : 'Q';
  return octet == 'q' ? 'k' : 'q';
}

static uint8_t *read_file(const char *name, size_t *size)
{
  char path[512];
  snprintf(path, sizeof path, "tests/probes/%s", name);
  FILE *file = fopen(path, "rb");
  cr_assert(file != NULL, "%s", path);
  uint8_t *data = malloc(1 << 20);
  *size = fread(data, 1, 1 << 20, file);
  fclose(file);
  return data;
}

static uint32_t count_silent(const char *name, report *before, report *after)
{
  size_t size = 0;
  uint8_t *data = read_file(name, &size);
  read_report(data, size, before);
  uint32_t silent = 0;
  if (before->total != 0) cr_expect(eq(u64, before->total, size), "%s: every octet belongs to a message", name);
  for (size_t i = 0; i < size; i++) {
    if (in_lost(before, i)) continue;
    uint8_t kept = data[i];
    data[i] = other_octet(kept);
    read_report(data, size, after);
    pnr_slice a = pnr_text_get(before->json), b = pnr_text_get(after->json);
    if (a.size == b.size && memcmp(a.data, b.data, a.size) == 0) {
      if (silent++ < 3) fprintf(stderr, "%s: octet %zu can change unseen\n", name, i);
    }
    data[i] = kept;
  }
  free(data);
  return silent;
}

Test(nothing_lost, each_changed_octet_of_each_probe_changes_the_report)
{
  report before = { 0 }, after = { 0 };
  cr_assert(eq(i32, pnr_text_open(NULL, &before.json, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_text_open(NULL, &after.json, NULL), PNR_OK));
  DIR *folder = opendir("tests/probes");
  cr_assert(folder != NULL, "run from the top of the source tree");
  uint32_t files = 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    size_t length = strlen(entry->d_name);
    if (length < 4 || strcmp(entry->d_name + length - 4, ".edi") != 0) continue;
    files++;
    cr_expect(eq(u32, count_silent(entry->d_name, &before, &after), 0), "%s", entry->d_name);
  }
  closedir(folder);
  cr_expect(files >= 70);
  pnr_text_close(before.json);
  pnr_text_close(after.json);
}
