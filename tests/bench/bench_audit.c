/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

/* The audit trail: what an entry costs without sync, in groups and alone, beside the disk's own sync; and verifying. */

enum { ENTRIES = 20000, GROUPED = 2560, GROUP = 256, SYNCED = 100 };

static const uint64_t noon = 1767268800; /* 2026-01-01T12:00:00Z */
static char folder[128];
static uint8_t key[PNR_AUDIT_KEY_SIZE], public_key[PNR_AUDIT_KEY_SIZE];

static pnr_slice slice(const char *text) { return (pnr_slice){ (const uint8_t *)text, strlen(text) }; }

static const char *path_of(const char *name)
{
  static char path[192];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static const char *const names[] = { "2026-01.audit", "key", "lock", "sync" };

static void make_folder(void)
{
  const char *place = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/pnr-bench-XXXXXX", place != NULL ? place : "/tmp");
  bench_expect(mkdtemp(folder) != NULL, "a folder");
}

static void remove_folder(void)
{
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) remove(path_of(names[i]));
  rmdir(folder);
}

typedef struct writing {
  uint32_t entries, sync_every;
} writing;

/* Seconds of appending alone, on a clock of the world: syncs wait. */
static double append(void *state)
{
  const writing *w = state;
  const pnr_purpose purpose = { .size = sizeof purpose,
                                .basis = PNR_BASIS_REQUEST,
                                .offence = PNR_OFFENCE_TERRORISM,
                                .case_reference = slice("2026/17"),
                                .officer = slice("officer-41") };
  const pnr_audit_event event = { .size = sizeof event,
                                  .kind = PNR_AUDIT_DISCLOSURE,
                                  .time = noon,
                                  .purpose = &purpose,
                                  .recipient = slice("BE-PIU"),
                                  .record = slice("LOC001/ZX100/2026-01-01"),
                                  .count = 1,
                                  .elements = PNR_ELEMENTS };
  const pnr_audit_options options = { sizeof options, w->sync_every, PNR_AUDIT_NEVER };
  pnr_audit *audit;
  remove_folder();
  make_folder();
  bench_require(pnr_audit_create(NULL, folder, slice("NL-PIU"), noon, key, public_key, NULL), "create");
  bench_require(pnr_audit_open(NULL, folder, &options, noon, &audit, NULL), "open");
  double begin = bench_now();
  for (uint32_t i = 0; i < w->entries; i++) bench_require(pnr_audit_append(audit, &event, NULL, NULL), "append");
  double seconds = bench_now() - begin;
  pnr_audit_close(audit);
  return seconds;
}

/* The disk alone: as many octets as a group has, appended and synced. */
static double sync_only(void *state)
{
  static const uint8_t octets[GROUP * 256];
  const writing *w = state;
  int file = open(path_of("sync"), O_CREAT | O_WRONLY | O_APPEND, 0600);
  bench_expect(file >= 0, "a file");
  double begin = bench_now();
  for (uint32_t i = 0; i < w->entries; i++)
    bench_expect(write(file, octets, w->sync_every) == (ssize_t)w->sync_every && fdatasync(file) == 0, "sync");
  double seconds = bench_now() - begin;
  close(file);
  return seconds;
}

/* Of the trail that was written last. */
static double verify(void *state)
{
  uint64_t *entries = state;
  static uint8_t octets[16 << 20];
  FILE *file = fopen(path_of(names[0]), "rb");
  bench_expect(file != NULL, "the trail");
  size_t size = fread(octets, 1, sizeof octets, file);
  fclose(file);
  pnr_audit_reader *reader;
  const pnr_audit_entry *entry;
  double begin = bench_now();
  bench_require(pnr_audit_reader_open(NULL, key, public_key, &reader, NULL), "reader");
  bench_require(pnr_audit_reader_file(reader, octets, size, NULL), "file");
  while (pnr_audit_reader_next(reader, &entry, NULL) == PNR_OK) continue;
  double seconds = bench_now() - begin;
  const pnr_audit_summary *summary = pnr_audit_reader_summary(reader);
  bench_expect(summary->faults == 0 && summary->sealed == summary->entries, "a sound trail");
  *entries = summary->entries;
  pnr_audit_reader_close(reader);
  return seconds;
}

int main(void)
{
  writing alone = { SYNCED, 1 }, group = { GROUPED, GROUP }, unsynced = { ENTRIES, PNR_AUDIT_NEVER };
  writing disk = { SYNCED, 256 }, disk_group = { GROUPED / GROUP, GROUP * 256 };
  uint64_t entries = 0;
  bench_case cases[] = {
    { .name = "append", .measure = append, .state = &unsynced },
    { .name = "append-group", .measure = append, .state = &group },
    { .name = "append-synced", .measure = append, .state = &alone },
    { .name = "disk-group", .measure = sync_only, .state = &disk_group },
    { .name = "disk-synced", .measure = sync_only, .state = &disk },
  };
  bench_case reading = { .name = "verify", .measure = verify, .state = &entries };
  make_folder();
  bench_measure(cases, sizeof cases / sizeof cases[0]);
  double entry = 1e6 * cases[0].median / ENTRIES;
  bench_row("audit", "append", entry, "us/entry", NULL, 0);
  bench_row("audit", "append-group", 1e6 * cases[1].median / GROUPED, "us/entry", "disk",
            1e6 * cases[3].median / GROUPED);
  bench_row("audit", "append-synced", 1e6 * cases[2].median / SYNCED, "us/entry", "disk",
            1e6 * cases[4].median / SYNCED);
  (void)append(&unsynced);
  bench_measure(&reading, 1);
  bench_row("audit", "verify", 1e6 * reading.median / (double)entries, "us/entry", NULL, 0);
  remove_folder();
  return 0;
}
