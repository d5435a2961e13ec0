/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FOLDERS_H
#define FOLDERS_H

#include <pnr/pnr.h>
#include <stdbool.h>

/* Folders whose names are facts: each change of a name is complained of where it fails. */

/* Names in a folder, in their order. */
typedef struct name_list {
  char **names;
  size_t count;
} name_list;

/* All that end with the suffix; false, with a complaint, where the folder cannot be read. */
bool names_read(name_list *list, const char *folder, const char *suffix);
void names_add(name_list *list, const char *name);
void names_clear(name_list *list);

bool name_change(const char *folder, const char *from, const char *to);
bool name_remove(const char *folder, const char *name);
/* Overwrites the file with zeroes, durably, and removes its name; one that is not there is fine. A medium may keep old copies. */
bool file_wipe(const char *path);
/* name_change of what somebody else may take away: then *is_there is false. */
bool name_claim(const char *folder, const char *from, const char *to, bool *is_there);
/* Makes the names durable. */
bool names_sync(const char *folder);

/* Keeps other processes out of the folder, waiting while one is in it; -1, with a complaint. It is made where it is not there. */
int folder_lock(const char *folder);
void folder_unlock(int lock);

/* The place of a message in a link: "INCARNATION-STREAM-SEQUENCE". */
enum { PLACE_MOST = 2 * PNR_EXCHANGE_ID + 24 };
void place_write(char place[PLACE_MOST], pnr_slice incarnation, uint32_t stream, uint64_t sequence);
/* Reads it; the octets it has, or 0 where it is none. */
size_t place_read(const char *text, uint8_t incarnation[PNR_EXCHANGE_ID], uint32_t *stream, uint64_t *sequence);

#endif
