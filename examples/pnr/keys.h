/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KEYS_H
#define KEYS_H

#include <pnr/pnr.h>
#include <stdbool.h>

#include "command.h"

/* The folder of a unit's keys:
 *   keyring           own private keys, for the owner's eyes only
 *   directory         own directory, as it was signed last
 *   units/NAME.pin    fingerprint of a unit's root key, in hexadecimal digits; the own one, too
 *   units/NAME.signed its signed directory and prekeys, as it published them
 *   asked/ID.json     requests that replies may still come to, or that are to be replied to */
typedef struct key_folder {
  const char *path;
  pnr_keyring *keyring;
  pnr_key_provider provider;
  pnr_directory *directory;
  pnr_exchange exchange; /* with all of these */
  struct {
    pnr_received *message;
    pnr_asked asked;
    uint8_t id[PNR_EXCHANGE_ID];
  } * requests;
  const pnr_asked **asked;
} key_folder;

/* Options that all commands with keys share: rows of their tables. */
#define KEYS_OPTION                                                     \
  {                                                                     \
    "keys", 'k', "FOLDER", "the unit's keys, as 'pnr keygen' made them" \
  }
#define NOW_OPTION                                                \
  {                                                               \
    "now", 0, "TIME", "2026-03-01T12:00:00Z instead of the clock" \
  }

/* The value of --now, or the clock for NULL; ends the program where it is no time. */
uint64_t now_of(const cli_command *command, const char *text);
/* The value of a mandatory option; ends the program for NULL. */
const char *need(const cli_command *command, const char *value, const char *what);

/* Opens the folder, with every unit and request in it. False, with a complaint, where there is no keyring. Units whose
 * documents do not hold any more are complained of and left out. */
bool folder_open(key_folder *folder, const char *path, uint64_t now);
void folder_close(key_folder *folder);

/* "FOLDER/units/NAME.pin"; to be freed. */
char *folder_path(const char *folder, const char *kind, pnr_slice name, const char *suffix);
/* Writes the file so that nobody else can read it and nobody sees half of it; complains and gives false. */
bool folder_write(const char *path, pnr_slice octets);
/* Makes the folder where it is not there; complains and gives false. */
bool folder_make(const char *path);
/* Keeps a request whose reply is to be checked. */
bool folder_keep(const key_folder *folder, const uint8_t id[PNR_EXCHANGE_ID], const pnr_exchange_message *message);
/* Keeps it, if it is not kept already, and holds replies against it from now on. */
bool folder_ask(key_folder *folder, const uint8_t id[PNR_EXCHANGE_ID], const pnr_exchange_message *message);
/* Writes the own unit's documents into the folder; directory NULL: the one that was published before stays. */
bool folder_publish(const char *folder, pnr_slice unit, const pnr_octets *directory, const pnr_octets *prekeys);

/* The unit of that name; NULL where it is not pinned. Owned by the directory. */
const pnr_unit *folder_unit(const pnr_directory *directory, pnr_slice name);

/* Hexadecimal digits of octets, and back into exactly size of them. */
void put_hex(pnr_text *text, pnr_slice octets);
/* Terminated: out has room for two digits an octet and the end. */
void hex_write(char *out, pnr_slice octets);
bool hex_read(const char *text, uint8_t *out, size_t size);
/* 2026-03-01T12:00:00Z */
void put_time(pnr_text *text, uint64_t time);

/* Complains of what the exchange refused, with its field and rule. */
void complain_exchange(const char *file, const pnr_error *error);

/* A message from a file of JSON; NULL, with a complaint, where it is none. */
pnr_received *message_read(const char *path);
/* Seals messages to a unit and writes one file of them. The ids are those of the objects. */
bool file_seal(const key_folder *folder, const char *to, const pnr_exchange_message *const *messages, uint32_t count,
               uint64_t days, const char *output, uint8_t (*ids)[PNR_EXCHANGE_ID]);

#endif
