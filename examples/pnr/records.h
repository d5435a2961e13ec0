/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RECORDS_H
#define RECORDS_H

#include "command.h"
#include "input.h"

/* What the commands about stored records share: each file is a sequence of stored records, a message of another unit with
 * records in it (JSON, as 'pnr node' puts it into the inbox), or messages whose bookings are stored first; records go out as
 * JSON Lines or in their stored form. */

/* The options that all of them have, at the head of their tables. */
enum { RECORD_FORMAT, RECORD_REGIME, RECORD_RECEIVED, RECORD_CBOR, RECORD_OWN };
#define RECORD_OPTIONS                                                                                               \
  [RECORD_FORMAT] = { "format", 'f', "FORMAT", "of messages, as of 'pnr parse'; without it the octets tell" },       \
  [RECORD_REGIME] = { "regime", 0, "LAW", "pnr (default), api-border, api-law, crew, rail, sea or road" },           \
  [RECORD_RECEIVED] = { "received", 0, "TIME", "when messages came: 2025-03-10 or 2025-03-10T09:30Z; default now" }, \
  [RECORD_CBOR] = { "cbor", 0, NULL, "write the stored form (docs/record.md) instead of JSON" }

typedef struct record_work record_work;

/* One record; what it returns is printed and closed: the record itself, another one, or NULL where all is done. */
typedef pnr_record *(*record_function)(record_work *work, pnr_record *record);

/* Drops what flies outside the unit's selection before it becomes a record. */
typedef struct record_gate {
  const pnr_scope *scope; /* NULL: all is taken */
  const pnr_places *places;
  uint64_t flights[PNR_SCOPE_INSIDE + 1]; /* messages, or stored records, by PNR_SCOPE_… */
  uint64_t travellers_outside;
} record_gate;

struct record_work {
  const cli_command *command;
  record_function change;
  void *state; /* of the command */
  pnr_read_options read;
  pnr_record_options options;
  bool writes_cbor;
  const char *path; /* of the file that is read */
  uint32_t number;  /* of the record within it, from 1 */
  uint32_t card_numbers;
  bool are_stored;                 /* the file holds stored records, not messages */
  const pnr_shared_record *shared; /* what another unit says of the record; NULL: it is none of another unit's */
  /* With an audit trail: what goes out is held until an entry tells of it, one for each file. */
  const char *audit_folder;
  uint32_t audit_kind;
  pnr_text *held;    /* NULL: no trail */
  bool is_concerned; /* set before each record is changed; false: there is nothing to tell of it */
  uint64_t concerned;
  uint32_t elements; /* of those records, before */
  bool is_untold;    /* an entry could not be written: nothing more leaves */
  record_gate gate;
  pnr_text *line;
  int status;
};

#define RECORD_AUDIT_OPTION                                                           \
  {                                                                                   \
    "audit", 0, "FOLDER", "the audit trail, which is told before anything is printed" \
  }
/* Each file's records become an entry of the kind, PNR_AUDIT_…, before they are printed. */
void records_audit(record_work *work, uint32_t kind, const char *folder);

void records_open(record_work *work, const cli_command *command, record_function change, void *state);
/* Takes a value of the options at the head. */
void records_option(record_work *work, int number, const char *value);
/* Reads every file among the words. The exit status. */
int records_run(record_work *work, int count, char **words);

/* True where a file holds stored records, not messages. */
bool records_are_stored(const input_file *input);
/* Hands out the records of such a file, which are the taker's to close, up to the first that cannot be read. */
typedef void record_taker(void *user, pnr_record *record);
pnr_status records_each(const input_file *input, record_taker *take, void *user, pnr_error *error);

/* Tells that the record could not be changed. Returns NULL. */
pnr_record *records_fail(record_work *work, pnr_status status);

/* {"file":…,"record":1 */
void records_begin_line(record_work *work);
void records_end_line(record_work *work);

/* Seconds since 1970 of "2025-03-10" (its first second, UTC) or "2025-03-10T09:30[:00]Z". Wrong ones end the program. */
uint64_t moment_of_text(const cli_command *command, const char *text);
/* The first second of a day, UTC. */
uint64_t moment_of_day(pnr_date day);
/* "2025-03-10T09:30:00Z"; nothing for UINT64_MAX. */
void put_moment(pnr_text *text, uint64_t moment);
/* The day, UTC. */
pnr_date day_of_moment(uint64_t moment);
/* The next day of the calendar. */
pnr_date day_after(pnr_date day);

#endif
