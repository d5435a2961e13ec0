/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "power.h"
#include "store/audit_frame.h"
#include "store/audit_state.h"
#include "support.h"

#define ROWS(array) (sizeof(array) / sizeof(array)[0])

static const uint64_t noon = 1767268800; /* 2026-01-01T12:00:00Z */
enum { MONTHS = 80, ENTRIES_MOST = 20000, DAY = 86400 };

static char folder[64];
static uint8_t first_key[32], public_key[32];

static void make_folder(void)
{
  snprintf(folder, sizeof folder, "pnr-audit-XXXXXX");
  cr_assert(mkdtemp(folder) != NULL, "mkdtemp");
  power.random = 88172645463325252;
}

static const char *month_file(uint32_t i)
{
  static char path[128];
  snprintf(path, sizeof path, "%s/%04u-%02u.audit", folder, 2026 + i / 12, i % 12 + 1);
  return path;
}

static void remove_folder(void)
{
  static const char *const names[] = { PNRI_AUDIT_KEY_FILE, PNRI_AUDIT_LOCK_FILE };
  char path[128];
  for (uint32_t i = 0; i < MONTHS; i++) remove(month_file(i));
  for (size_t i = 0; i < ROWS(names); i++) {
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    remove(path);
  }
  rmdir(folder);
}

static void create(void)
{
  cr_assert(eq(i32, pnr_audit_create(NULL, folder, text_slice("NL"), noon, first_key, public_key, NULL), PNR_OK));
}

static pnr_audit *open_trail(uint32_t sync_every, uint32_t checkpoint_every, uint64_t time)
{
  pnr_audit_options options = { .size = sizeof options,
                                .sync_every = sync_every,
                                .checkpoint_every = checkpoint_every };
  pnr_audit *audit;
  cr_assert(eq(i32, pnr_audit_open(NULL, folder, &options, time, &audit, NULL), PNR_OK));
  return audit;
}

static pnr_status append(pnr_audit *audit, uint64_t time, uint64_t count, uint64_t *sequence)
{
  static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_REQUEST };
  pnr_audit_event event = { .size = sizeof event,
                            .kind = PNR_AUDIT_DISCLOSURE,
                            .time = time,
                            .purpose = &purpose,
                            .recipient = text_slice("BE"),
                            .record = text_slice("LOC001"),
                            .count = count,
                            .elements = 14 };
  return pnr_audit_append(audit, &event, sequence, NULL);
}

/* --- Reading all files --- */

typedef struct row {
  uint64_t count, time;
  uint32_t kind;
} row;

typedef struct contents {
  row rows[ENTRIES_MOST]; /* by sequence */
  pnr_audit_summary summary;
  uint32_t fault; /* the first one's code */
  uint64_t whole; /* the last sequence before that */
  size_t tail;    /* octets behind the last whole frame of the last file */
  uint32_t files;
} contents;

/* Whole frames from the start on. */
static void look_at_end(const uint8_t *data, size_t size, contents *out)
{
  pnr_slice octets;
  pnri_audit_read entry;
  size_t at = 0;
  for (; pnri_audit_frame_at((pnr_slice){ data, size }, at, &octets); at += PNRI_AUDIT_FRAME_HEAD + octets.size)
    if (pnri_audit_get(octets, &entry, NULL) == PNR_OK) out->whole = entry.view.sequence;
  out->tail = size - at;
}

static void read_file(pnr_audit_reader *reader, const uint8_t *data, size_t size, contents *out)
{
  const pnr_audit_entry *entry;
  cr_assert(eq(i32, pnr_audit_reader_file(reader, data, size, NULL), PNR_OK));
  while (pnr_audit_reader_next(reader, &entry, NULL) == PNR_OK) {
    cr_assert(lt(u64, entry->sequence, ENTRIES_MOST));
    out->rows[entry->sequence] = (row){ entry->count, entry->time, entry->kind };
  }
  look_at_end(data, size, out);
  out->files++;
}

static const contents *read_trail(void)
{
  static contents out;
  pnr_audit_reader *reader;
  out.files = 0;
  cr_assert(eq(i32, pnr_audit_reader_open(NULL, first_key, public_key, &reader, NULL), PNR_OK));
  for (uint32_t i = 0; i < MONTHS; i++) {
    size_t size;
    if (access(month_file(i), F_OK) != 0) continue;
    uint8_t *data = power_load(month_file(i), &size);
    read_file(reader, data, size, &out);
    free(data);
  }
  cr_assert(eq(i32, pnr_audit_reader_finish(reader, NULL), PNR_OK));
  out.summary = *pnr_audit_reader_summary(reader);
  out.fault = out.summary.faults != 0 ? pnr_audit_reader_fault(reader, 0)->code : 0;
  pnr_audit_reader_close(reader);
  return &out;
}

/* --- A trail in use --- */

Test(audit_file, a_trail_is_made_written_and_verified, .init = make_folder, .fini = remove_folder)
{
  uint64_t sequence;
  uint8_t record[PNR_AUDIT_RECORD_SIZE];
  pnr_slice checkpoint;
  create();
  const contents *all = read_trail();
  cr_expect(eq(u64, all->summary.last, 1));
  cr_expect(eq(u32, all->rows[1].kind, PNR_AUDIT_BEGUN));
  cr_expect(eq(i32, pnr_audit_create(NULL, folder, text_slice("NL"), noon, first_key, public_key, NULL), PNR_E_FILE));
  pnr_audit *audit = open_trail(1, PNR_AUDIT_NEVER, noon), *other;
  cr_expect(eq(i32, pnr_audit_open(NULL, folder, NULL, noon, &other, NULL), PNR_E_AUDIT_BUSY));
  cr_expect(eq(i32, append(audit, noon + 1, 300, &sequence), PNR_OK));
  cr_expect(eq(u64, sequence, 2));
  cr_expect(eq(i32, pnr_audit_checkpoint(audit, noon + 2, &checkpoint, NULL), PNR_OK));
  pnr_audit_checkpoint_view view = { .size = sizeof view };
  cr_expect(eq(i32, pnr_audit_checkpoint_read(checkpoint, public_key, &view, NULL), PNR_OK));
  cr_expect(eq(u64, view.count, 2));
  cr_expect(slice_is(view.unit, "NL"));
  pnr_audit_close(audit);
  pnr_audit_close(open_trail(1, 1, noon)); /* nothing happened: nothing to tell */
  all = read_trail();
  cr_expect(eq(u64, all->summary.last, 3));
  cr_expect(eq(u64, all->summary.sealed, 3));
  cr_expect(eq(u64, all->summary.signed_to, 2));
  cr_expect(eq(u64, all->summary.faults, 0));
  cr_expect(eq(i32, pnr_audit_record(NULL, folder, text_slice("LOC001"), record, NULL), PNR_OK));
  size_t size;
  uint8_t *data = power_load(month_file(0), &size);
  cr_expect(ne(ptr, memmem(data, size, record, sizeof record), NULL), "the record's keyed id");
  cr_expect(eq(ptr, memmem(data, size, "LOC001", 6), NULL), "and not its own");
  free(data);
}

Test(audit_file, files_are_months_and_those_older_than_five_years_are_dropped, .init = make_folder,
     .fini = remove_folder)
{
  create();
  pnr_audit *audit = open_trail(1, PNR_AUDIT_NEVER, noon);
  for (uint64_t day = 0; day < 100; day += 10) cr_expect(eq(i32, append(audit, noon + day * DAY, day, NULL), PNR_OK));
  cr_expect(eq(i32, append(audit, noon, 99, NULL), PNR_OK), "a clock that goes back changes no file");
  const contents *all = read_trail();
  cr_expect(eq(u32, all->files, 4));
  cr_expect(eq(u64, all->summary.faults, 0));
  cr_expect(eq(u64, all->summary.last, 1 + 11 + 3));
  const uint64_t later = noon + (5 * 365 + 1 + 60) * DAY; /* 2031-03-02 */
  cr_expect(eq(i32, pnr_audit_drop(audit, noon + 5 * 365 * DAY, NULL), PNR_OK));
  cr_expect(eq(u32, read_trail()->files, 4), "none is old enough");
  cr_expect(eq(i32, pnr_audit_drop(audit, later, NULL), PNR_OK));
  all = read_trail();
  cr_expect(eq(u32, all->files, 3), "March and April 2026, and the month in which it happened");
  cr_expect(eq(u64, all->summary.faults, 0));
  cr_expect(eq(u64, all->summary.first, 9));
  cr_expect(eq(u64, all->summary.sealed, all->summary.entries));
  cr_expect(eq(u32, all->rows[all->summary.last].kind, PNR_AUDIT_DROPPED));
  cr_expect(eq(u64, all->rows[all->summary.last].count, 2));
  pnr_audit_close(audit);
  audit = open_trail(1, PNR_AUDIT_NEVER, later);
  cr_expect(eq(i32, append(audit, later, 5, NULL), PNR_OK));
  pnr_audit_close(audit);
  cr_expect(eq(u64, read_trail()->summary.faults, 0));
  remove(month_file(2));
  remove(month_file(3));
  cr_expect(eq(u64, read_trail()->summary.faults, 0), "signed by the first entry of the month that is left");
}

Test(audit_file, what_was_durable_and_is_missing_is_refused, .init = make_folder, .fini = remove_folder)
{
  pnr_audit *audit;
  pnr_error error = { .size = sizeof error };
  char path[128];
  create();
  audit = open_trail(1, PNR_AUDIT_NEVER, noon);
  cr_expect(eq(i32, append(audit, noon, 1, NULL), PNR_OK));
  pnr_audit_close(audit);
  size_t size, key_size;
  uint8_t *data = power_load(month_file(0), &size);
  snprintf(path, sizeof path, "%s/%s", folder, PNRI_AUDIT_KEY_FILE);
  uint8_t *key = power_load(path, &key_size);
  power_store(month_file(0), data, size - 1);
  cr_expect(eq(i32, pnr_audit_open(NULL, folder, NULL, noon, &audit, &error), PNR_E_AUDIT_CUT));
  cr_expect(eq(u64, error.offset, size - 1));
  remove(month_file(0));
  cr_expect(eq(i32, pnr_audit_open(NULL, folder, NULL, noon, &audit, &error), PNR_E_AUDIT_CUT));
  power_store(month_file(0), data, size);
  for (size_t at = 0; at < key_size; at++) {
    key[at] ^= 1;
    power_store(path, key, key_size);
    cr_expect(eq(i32, pnr_audit_open(NULL, folder, NULL, noon, &audit, NULL), PNR_E_AUDIT_STATE), "octet %zu", at);
    power_store(path, key, at);
    cr_expect(eq(i32, pnr_audit_open(NULL, folder, NULL, noon, &audit, NULL), PNR_E_AUDIT_STATE), "%zu octets", at);
    key[at] ^= 1;
  }
  remove(path);
  cr_expect(eq(i32, pnr_audit_open(NULL, folder, NULL, noon, &audit, NULL), PNR_E_AUDIT_STATE));
  power_store(path, key, key_size);
  audit = open_trail(1, 1, noon);
  pnr_audit_close(audit);
  free(data);
  free(key);
}

Test(audit_file, arguments_are_checked_and_change_nothing, .init = make_folder, .fini = remove_folder)
{
  static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_REQUEST };
  static char text[PNR_AUDIT_TEXT_MOST + 2];
  memset(text, 'x', sizeof text - 1);
  create();
  pnr_audit *audit = open_trail(1, PNR_AUDIT_NEVER, noon);
  pnr_audit_event event = { .size = sizeof event, .kind = PNR_AUDIT_CONSULTATION, .time = noon };
  cr_expect(eq(i32, pnr_audit_append(audit, &event, NULL, NULL), PNR_E_PURPOSE));
  event.purpose = &purpose;
  event.time = UINT64_MAX;
  cr_expect(eq(i32, pnr_audit_append(audit, &event, NULL, NULL), PNR_E_ARGUMENT));
  event.time = noon;
  event.recipient = text_slice(text);
  cr_expect(eq(i32, pnr_audit_append(audit, &event, NULL, NULL), PNR_E_ARGUMENT));
  event.recipient = text_slice("\xC3");
  cr_expect(eq(i32, pnr_audit_append(audit, &event, NULL, NULL), PNR_E_ARGUMENT));
  event.recipient = text_slice("BE");
  cr_expect(eq(i32, pnr_audit_append(audit, &event, NULL, NULL), PNR_OK));
  event.size = 4;
  cr_expect(eq(i32, pnr_audit_append(audit, &event, NULL, NULL), PNR_E_ARGUMENT));
  pnr_audit_close(audit);
  cr_expect(eq(u64, read_trail()->summary.last, 2));
  cr_expect(eq(i32, pnr_audit_open(NULL, folder, NULL, UINT64_MAX, &audit, NULL), PNR_E_ARGUMENT));
  cr_expect(eq(i32, pnr_audit_open(NULL, "no such folder", NULL, noon, &audit, NULL), PNR_E_FILE));
}

/* --- Power that fails --- */

/* What a caller knows: entries by sequence, and up to which they are durable. */
typedef struct model {
  uint64_t counts[ENTRIES_MOST];
  uint64_t durable, last, time, number;
  int may_tell;  /* the next opening may find that the trail was not closed */
  int must_tell; /* it was not: the power failed while it was in use */
} model;

/* All durable entries are there, nothing is wrong; what is there beyond them is taken for known. */
static const contents *check_trail(model *m, uint32_t seed)
{
  const contents *all = read_trail();
  cr_assert(eq(u64, all->summary.faults, 0), "seed %u: %s", seed, pnr_audit_fault_name(all->fault));
  cr_assert(ge(u64, all->summary.last, m->durable), "seed %u", seed);
  for (uint64_t n = 1; n <= all->summary.last; n++) {
    if (n <= m->durable)
      cr_assert(eq(u64, all->rows[n].count, m->counts[n]), "seed %u: entry %lu", seed, (unsigned long)n);
    m->counts[n] = all->rows[n].count;
  }
  m->last = all->summary.last;
  return all;
}

/* An entry that was appended; those of the library's own before it count nothing. */
static void note(model *m, uint64_t sequence)
{
  for (uint64_t n = m->last + 1; n < sequence; n++) m->counts[n] = 0;
  m->counts[sequence] = m->number;
  m->last = sequence;
}

/* Appends until the power fails, or some thirty entries; every write is one of a session's choices. */
static void write_some(model *m, pnr_audit *audit, uint32_t sync_every)
{
  uint32_t entries = power_random(40);
  for (uint32_t i = 0; i < entries && !power.failed; i++) {
    uint64_t sequence;
    m->time += power_random(20) == 0 ? 31 * DAY : power_random(DAY);
    uint32_t choice = power_random(12);
    if (choice == 0 && pnr_audit_sync(audit, NULL) == PNR_OK) m->durable = m->last;
    if (choice == 1 && pnr_audit_checkpoint(audit, m->time, NULL, NULL) == PNR_OK) {
      check_trail(m, 0);
      m->durable = m->last;
    }
    if (append(audit, m->time, ++m->number, &sequence) != PNR_OK) break;
    note(m, sequence);
    if (sync_every == 1) m->durable = sequence;
  }
}

/* What an opening told of the session before it, and of the octets behind the last whole entry. */
static void check_told(model *m, uint32_t seed, uint64_t last_before, size_t tail)
{
  const contents *all = check_trail(m, seed);
  row last = all->rows[all->summary.last];
  int told = all->summary.last > last_before && last.kind == PNR_AUDIT_RECOVERED;
  if (m->must_tell || tail != 0) cr_assert(told, "seed %u: it was not closed", seed);
  if (!m->may_tell && tail == 0) cr_assert(not(told), "seed %u: it was closed", seed);
  if (told) cr_assert(ge(u64, last.count, tail), "seed %u", seed);
  m->durable = m->last;
  m->may_tell = 1;
}

/* One session that may end at any operation. */
static void run_session(model *m, uint32_t seed)
{
  static const uint32_t every[] = { 1, 1, 4, PNR_AUDIT_NEVER }, checkpoints[] = { 3, 7, PNR_AUDIT_NEVER };
  pnr_audit_options options = { .size = sizeof options };
  pnr_audit *audit;
  const contents *all = read_trail();
  uint64_t last_before = all->whole;
  size_t tail = all->tail;
  options.sync_every = every[power_random(4)];
  options.checkpoint_every = checkpoints[power_random(3)];
  power_fails_after(power_random(5) == 0 ? 1 + power_random(6) : 1 + power_random(80));
  if (pnr_audit_open(NULL, folder, &options, m->time, &audit, NULL) != PNR_OK) {
    m->may_tell = 1;
    return;
  }
  check_told(m, seed, last_before, tail);
  write_some(m, audit, options.sync_every);
  m->must_tell = power.failed;
  pnr_audit_close(audit);
  if (power.failed) return;
  m->may_tell = 0;
  m->durable = m->last;
}

static void reopen(model *m, uint32_t seed)
{
  uint64_t sequence;
  const contents *all = read_trail();
  uint64_t last_before = all->whole;
  size_t tail = all->tail;
  pnr_audit *audit = open_trail(1, PNR_AUDIT_NEVER, m->time);
  check_told(m, seed, last_before, tail);
  cr_assert(eq(i32, append(audit, m->time, ++m->number, &sequence), PNR_OK), "seed %u", seed);
  note(m, sequence);
  m->durable = sequence;
  pnr_audit_close(audit);
  m->may_tell = m->must_tell = 0;
  check_trail(m, seed);
}

static void run_seed(uint32_t seed, uint32_t *cuts)
{
  static model m;
  memset(&m, 0, sizeof m);
  m.time = noon;
  create();
  check_trail(&m, seed);
  m.durable = m.last;
  for (uint32_t session = 0; session < 3; session++) {
    run_session(&m, seed);
    *cuts += (uint32_t)power.failed;
    power_returns(power_random(3) == 0);
    if (power_random(2) == 0) reopen(&m, seed);
  }
  reopen(&m, seed);
}

Test(audit_file, nothing_synced_is_lost_and_every_cut_is_told, .timeout = 300)
{
  uint32_t cuts = 0;
  for (uint32_t seed = 0; cuts < 1000; seed++) {
    make_folder();
    power.random = seed * UINT64_C(2654435761) + 88172645463325252;
    run_seed(seed, &cuts);
    power_returns(0);
    remove_folder();
  }
}

/* --- Memory --- */

Test(audit_file, any_allocation_may_fail_and_all_is_wiped, .init = make_folder, .fini = remove_folder)
{
  create();
  for (uint64_t n = 1;; n++) {
    counting_allocator state = { .fail_at = n };
    pnr_env *env = NULL;
    pnr_audit *audit = NULL;
    uint8_t record[PNR_AUDIT_RECORD_SIZE];
    pnr_status status = pnr_env_open(counting_allocate, &state, NULL, &env, NULL);
    if (status == PNR_OK) status = pnr_audit_record(env, folder, text_slice("X"), record, NULL);
    if (status == PNR_OK) status = pnr_audit_open(env, folder, NULL, noon, &audit, NULL);
    if (status == PNR_OK) status = append(audit, noon, 1, NULL);
    if (status == PNR_OK) status = append(audit, noon + 40 * DAY, 1, NULL);
    pnr_audit_close(audit);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0));
    cr_expect(not(state.not_wiped));
    if (status == PNR_OK) break;
    cr_expect(eq(i32, status, PNR_E_MEMORY), "allocation %lu", (unsigned long)n);
    cr_assert(lt(u64, n, 50));
  }
  cr_expect(eq(u64, read_trail()->summary.faults, 0));
}
