/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AUDITS_H
#define AUDITS_H

#include <pnr/pnr.h>

#include "command.h"
#include "input.h"
#include "output.h"

/* The files of an audit trail, read one after the other. */
typedef struct trail {
  const char *folder;
  char **paths; /* oldest first */
  size_t count;
  size_t next; /* of paths */
  input_file input;
  pnr_audit_reader *reader;
  bool failed; /* something was complained of */
} trail;

/* The only operand: the trail's folder. */
const char *trail_folder(const cli_command *command, const char *before, const char *value);
/* Opens a trail for reading; keys as for pnr_audit_reader_open. False, with a complaint, where the folder has no files. */
bool trail_open(trail *open, const char *folder, const uint8_t *key, const uint8_t *public_key);
/* NULL behind the last entry, and where a file cannot be read. */
const pnr_audit_entry *trail_next(trail *open);
void trail_close(trail *open);

/* Opens it for writing; NULL, with a complaint. */
pnr_audit *trail_write(const char *folder, uint64_t now);

/* Writes one entry of now, durably; false, with a complaint, where that fails. */
bool trail_tell(const char *folder, const pnr_audit_event *event);

/* An entry as JSON, without the line's end. */
void put_entry(pnr_text *line, const pnr_audit_entry *entry);
/* Prints entries, all or those of a record, as table or JSON Lines; the exit status. */
int show_entries(trail *open, const uint8_t *record, const display *terminal);

#endif
