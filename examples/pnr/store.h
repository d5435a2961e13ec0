/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_H
#define STORE_H

#include <pnr/pnr.h>
#include <stdbool.h>

/* Stored records in files, for those who answer other units. What a record is found by is in memory; the record itself is read
 * when it is needed. */

typedef struct store_leg {
  char *flight; /* carrier, number and suffix, as sent; empty where it has none */
  pnr_date day; /* of departure, local; 0 where it is not known */
} store_leg;

typedef struct store_record {
  uint32_t file; /* of the store's files */
  uint64_t offset, size;
  char *reference; /* its own, or PATH:NUMBER, as 'pnr index travellers' writes it */
  bool is_path;    /* the latter */
  char **locators; /* of its booking */
  uint32_t locator_count;
  store_leg *legs;
  uint32_t leg_count;
  uint8_t digest[PNR_FINGERPRINT]; /* of its stored form */
} store_record;

typedef struct store_file {
  char *path;
  int64_t changed, size; /* as it was read: seconds, octets */
} store_file;

typedef struct record_store {
  char **paths; /* files, or folders of them */
  uint32_t path_count;
  store_file *files;
  uint32_t file_count;
  store_record *records;
  uint32_t count;
} record_store;

/* Another file of stored records, or a folder whose files all are. */
void store_add(record_store *store, const char *path);
/* Reads what is new or changed since the last time, in the order of names. False, with a complaint, where something cannot be read:
 * nobody is answered from half a store. */
bool store_read(record_store *store);
void store_close(record_store *store);

/* The record itself, which is the caller's to close. NULL, with a complaint, where it is not there any more. */
pnr_record *store_get(const record_store *store, const store_record *place);

/* True where a leg of the record is this flight, "ZX100", on one of these days. A day that is not known is none. */
bool store_is_on(const store_record *record, const char *flight, pnr_date from, pnr_date to);
/* NULL where no record has this digest, or this reference; of one that is a path the folder does not count. */
const store_record *store_of_digest(const record_store *store, pnr_slice digest);
const store_record *store_of_reference(const record_store *store, pnr_slice reference);

#endif
