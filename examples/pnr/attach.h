/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ATTACH_H
#define ATTACH_H

#include "keys.h"

/* Stored records that go with a reply or notice. */
typedef struct attachment {
  pnr_record **records;
  uint32_t count;
  uint8_t (*ids)[PNR_EXCHANGE_ID]; /* drawn */
  uint8_t (*digests)[PNR_FINGERPRINT];
  pnr_shared_record *shared;
  const pnr_shared_record **list;
  uint32_t elements;          /* of all of them */
  uint32_t scrub_table;       /* of the first */
  const pnr_regimes *regimes; /* what each law allows; NULL: the defaults */
  bool is_refused;            /* the law under which a record came does not allow it to be given */
} attachment;

/* A message with the records in it; borrowed from the attachment and the message it was made of. */
typedef struct attached {
  pnr_exchange_message message;
  pnr_notice notice;
  pnr_reply reply;
} attached;

/* Reads the stored records of a file, as 'pnr scrub --cbor' writes them. False, with a complaint, where that fails. */
bool attachment_read(attachment *records, const char *path, const pnr_regimes *regimes);
/* Puts them into a reply or notice: of a reply only the elements that its request asked for. False, with a complaint, where the
 * message is of another type, or its request is not known. */
bool attachment_put(attachment *records, const key_folder *folder, const pnr_exchange_message *message, attached *out);
void attachment_close(attachment *records);

#endif
