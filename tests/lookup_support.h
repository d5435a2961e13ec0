/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_LOOKUP_SUPPORT_H
#define PNR_TESTS_LOOKUP_SUPPORT_H

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <unistd.h>

#include "near_persons.h"
#include "record/record.h"
#include "record_support.h"
#include "store/audit_state.h"

/* Masked bookings, a volume of all of them, and who may look: what the tests of the lookup share. _GNU_SOURCE is needed. */

enum { ISSUED = 1760000000, DAY = 86400, MASKED = 20250911, USES = 5 };
enum { AUTHORITY, UNIT, OTHER };

static inline pnr_slice seed(uint8_t who)
{
  static uint8_t seeds[3][PNR_SEED];
  memset(seeds[who], 0x11 * (who + 1), PNR_SEED);
  return (pnr_slice){ seeds[who], PNR_SEED };
}

static inline void public_of(uint8_t who, uint8_t out[PNR_PARTY_PUBLIC])
{
  cr_assert(eq(i32, pnr_party_public(seed(who), out, NULL), PNR_OK));
}

/* --- Bookings --- */

enum { RECORDS = 60, MESSAGE = 2048, TRAVELLERS = 3 };

/* A booking that was stored, and what its masking made of it. */
typedef struct booking {
  char octets[MESSAGE];
  pnr_record *record, *masked;
  pnr_octets *sealed, *wrap;
  uint8_t identity[PNR_IDENTITY];
} booking;

/* A word of the pool in capitals, at least three letters long. */
static inline const char *name_word(void)
{
  static char word[4][48];
  static uint32_t next;
  char *out = word[next++ % 4];
  snprintf(out, sizeof word[0], "%s", words[draw(WORDS)]);
  for (char *c = out; *c != '\0'; c++) *c = (char)(*c - ('a' - 'A'));
  if (strlen(out) < 3) strcat(out, "ABC");
  return out;
}

static inline void put_traveller(char *text, uint32_t number)
{
  char *end = text + strlen(text);
  const char *surname = name_word(), *given = name_word();
  end += sprintf(end, "TIF+%s+%s:A:%u'", surname, given, number + 1);
  if (draw(3) != 0)
    sprintf(end, "SSR+DOCS:HK:1:ZX:::::/P/CZE/N%07u/CZE/%02u%s%02u/F/01JAN30/%s/%s'", draw(9999999), 1 + draw(28),
            draw(2) != 0 ? "MAY" : "JUN", 60 + draw(30), surname, given);
}

static inline void store_booking(booking *b, uint32_t number, uint32_t travellers)
{
  pnr_record_options options = record_options();
  char reference[16];
  snprintf(
    b->octets, sizeof b->octets,
    "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA'MSG+:22'TVL+100325+QXA+QXB+ZX+100'SRC'RCI+ZX:L%05u'",
    number);
  for (uint32_t i = 0; i < travellers; i++) put_traveller(b->octets, i);
  snprintf(reference, sizeof reference, "R-%u", number);
  options.reference = text_slice(reference);
  pnr_message *message = message_of(b->octets);
  cr_assert(message != NULL);
  cr_assert(eq(i32, pnr_record_from_booking(NULL, message, 0, &options, &b->record, NULL), PNR_OK));
  pnr_message_close(message);
}

static inline void mask_booking(booking *b, const uint8_t *authority)
{
  cr_assert(eq(i32, pnr_record_mask_sealed(NULL, b->record, MASKED, authority, &b->masked, &b->sealed, &b->wrap, NULL),
               PNR_OK));
  cr_assert(eq(i32, pnr_record_identity(b->masked, b->identity, NULL), PNR_OK));
}

static inline void drop_booking(booking *b)
{
  pnr_octets_close(b->wrap);
  pnr_octets_close(b->sealed);
  pnr_record_close(b->masked);
  pnr_record_close(b->record);
}

/* --- What all tests have --- */

static struct {
  booking bookings[RECORDS];
  uint8_t authority[PNR_PARTY_PUBLIC], unit[PNR_PARTY_PUBLIC];
  pnr_octets *volume, *wrap; /* of all bookings */
  uint8_t *wraps;            /* of the bookings, one behind the other */
  size_t wraps_size;
  char folder[64];
  pnr_audit *audit;
} it;

static inline void join_wraps(void)
{
  for (size_t i = 0; i < RECORDS; i++) it.wraps_size += pnr_octets_get(it.bookings[i].wrap).size;
  it.wraps = malloc(it.wraps_size);
  size_t at = 0;
  for (size_t i = 0; i < RECORDS; i++) {
    pnr_slice wrap = pnr_octets_get(it.bookings[i].wrap);
    memcpy(it.wraps + at, wrap.data, wrap.size);
    at += wrap.size;
  }
}

static inline pnr_status add(pnr_lookup_writer *writer, const pnr_record *record, const pnr_record *masked,
                             const pnr_octets *wrap)
{
  return pnr_lookup_writer_add(writer, NULL, record, masked, pnr_octets_get(wrap), NULL);
}

static inline void write_volume(const pnr_env *env, pnr_date day, pnr_octets **volume, pnr_octets **wrap)
{
  pnr_lookup_writer *writer = NULL;
  cr_assert(eq(i32, pnr_lookup_writer_open(env, it.authority, day, &writer, NULL), PNR_OK));
  for (size_t i = 0; i < RECORDS; i++)
    cr_assert(eq(i32, add(writer, it.bookings[i].record, it.bookings[i].masked, it.bookings[i].wrap), PNR_OK));
  cr_assert(eq(i32, pnr_lookup_writer_finish(writer, volume, wrap, NULL), PNR_OK));
  pnr_lookup_writer_close(writer);
}

static inline void open_trail(void)
{
  uint8_t key[PNR_AUDIT_KEY_SIZE], public_key[PNR_AUDIT_KEY_SIZE];
  snprintf(it.folder, sizeof it.folder, "pnr-lookup-XXXXXX");
  cr_assert(mkdtemp(it.folder) != NULL);
  cr_assert(eq(i32, pnr_audit_create(NULL, it.folder, text_slice("NL"), ISSUED, key, public_key, NULL), PNR_OK));
  cr_assert(eq(i32, pnr_audit_open(NULL, it.folder, NULL, ISSUED, &it.audit, NULL), PNR_OK));
}

static inline void remove_trail(void)
{
  static const char *const names[] = { PNRI_AUDIT_KEY_FILE, PNRI_AUDIT_LOCK_FILE, "2025-10.audit", "2025-11.audit" };
  char path[128];
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    snprintf(path, sizeof path, "%s/%s", it.folder, names[i]);
    remove(path);
  }
  cr_expect(eq(int, rmdir(it.folder), 0));
}

static inline void open_all(void)
{
  draw_state = 7;
  public_of(AUTHORITY, it.authority);
  public_of(UNIT, it.unit);
  make_words();
  for (uint32_t i = 0; i < RECORDS; i++) {
    store_booking(&it.bookings[i], i, 1 + i % TRAVELLERS);
    mask_booking(&it.bookings[i], it.authority);
  }
  join_wraps();
  write_volume(NULL, MASKED, &it.volume, &it.wrap);
  open_trail();
}

static inline void close_all(void)
{
  pnr_audit_close(it.audit);
  remove_trail();
  free(it.wraps);
  pnr_octets_close(it.wrap);
  pnr_octets_close(it.volume);
  for (size_t i = 0; i < RECORDS; i++) drop_booking(&it.bookings[i]);
}

/* --- Asking --- */

/* The first traveller of a booking, as somebody would ask for him. */
static inline const pnr_person *person_of(size_t i)
{
  return pnr_record_get(it.bookings[i].record)->content->travellers[0]->person;
}

static inline pnr_lookup_terms terms(const pnr_person *person)
{
  return (pnr_lookup_terms){ .size = sizeof(pnr_lookup_terms),
                             .offence = 4,
                             .issued = ISSUED,
                             .expires = ISSUED + 30 * DAY,
                             .from = 20250901,
                             .until = 20250930,
                             .uses = USES,
                             .case_reference = text_slice("CASE-1"),
                             .decision = text_slice("COURT-7"),
                             .person = person };
}

static inline pnr_purpose purpose(void)
{
  return (pnr_purpose){ .size = sizeof(pnr_purpose),
                        .basis = PNR_BASIS_REQUEST,
                        .offence = 4,
                        .case_reference = text_slice("CASE-1"),
                        .officer = text_slice("officer-3") };
}

static inline pnr_octets *permit_of(const pnr_lookup_terms *what)
{
  pnr_octets *permit = NULL;
  cr_assert(
    eq(i32, pnr_lookup_permit(NULL, seed(AUTHORITY), pnr_octets_get(it.wrap), what, it.unit, &permit, NULL), PNR_OK));
  return permit;
}

static inline pnr_status open_with(pnr_slice permit, uint8_t unit, const pnr_purpose *why, uint64_t at,
                                   pnr_lookup **out)
{
  return pnr_lookup_open(NULL, permit, it.authority, seed(unit), why, at, it.audit, out, NULL);
}

/* A lookup with all wraps. */
static inline pnr_lookup *look(pnr_slice permit)
{
  pnr_purpose why = purpose();
  pnr_lookup *lookup = NULL;
  cr_assert(eq(i32, open_with(permit, UNIT, &why, ISSUED, &lookup), PNR_OK));
  cr_assert(eq(i32, pnr_lookup_wraps(lookup, (pnr_slice){ it.wraps, it.wraps_size }, NULL), PNR_OK));
  return lookup;
}

/* --- The trail --- */

static const char *const months[] = { "2025-10.audit", "2025-11.audit" };

static inline uint32_t entries_of_month(pnr_audit_reader *reader, const char *month, uint32_t kind)
{
  const pnr_audit_entry *entry;
  char path[128];
  size_t size;
  uint32_t count = 0;
  snprintf(path, sizeof path, "%s/%s", it.folder, month);
  uint8_t *file = read_sample(path, &size);
  cr_assert(eq(i32, pnr_audit_reader_file(reader, file, size, NULL), PNR_OK));
  while (pnr_audit_reader_next(reader, &entry, NULL) == PNR_OK) {
    if (entry->kind != kind) continue;
    count++;
    cr_expect(slice_is(entry->approval, "COURT-7"));
    cr_expect(eq(sz, entry->record.size, PNR_AUDIT_RECORD_SIZE));
  }
  free(file);
  return count;
}

static inline uint32_t entries_of(uint32_t kind)
{
  pnr_audit_reader *reader = NULL;
  cr_assert(eq(i32, pnr_audit_reader_open(NULL, NULL, NULL, &reader, NULL), PNR_OK));
  uint32_t count = entries_of_month(reader, months[0], kind) + entries_of_month(reader, months[1], kind);
  pnr_audit_reader_close(reader);
  return count;
}

#endif
