/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "store/audit_frame.h"

/* A file of an audit trail. The first octet says how it is read: with which keys, and whether the rest is a file, or entries
 * behind their lengths, which get frames with right checksums here. What is shown lies in the file, in rising order. An
 * entry that can be read is written again, sealed and read: both must say the same. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WITH_KEY = 1, WITH_PUBLIC_KEY = 2, ENTRIES = 4 };

static void must(int holds)
{
  if (!holds) abort();
}

/* The file that is read; *made is its size. */
static uint8_t *make_file(const uint8_t *data, size_t size, int entries, size_t *made)
{
  uint8_t *file = malloc(size + size / 2 * PNRI_AUDIT_FRAME_HEAD + 1);
  *made = 0;
  if (file == NULL) return NULL;
  if (!entries) {
    if (size != 0) memcpy(file, data, size);
    *made = size;
    return file;
  }
  for (size_t at = 0; at + 2 <= size;) {
    size_t length = (size_t)data[at] | (size_t)data[at + 1] << 8;
    at += 2;
    if (length > size - at) length = size - at;
    memcpy(file + *made + PNRI_AUDIT_FRAME_HEAD, data + at, length);
    pnri_audit_frame_close(file + *made, length);
    *made += PNRI_AUDIT_FRAME_HEAD + length;
    at += length;
  }
  return file;
}

static void check_slice(pnr_slice slice, const uint8_t *file, size_t size)
{
  must(slice.size == 0 || (slice.data >= file && slice.data + slice.size <= file + size));
}

static int same(pnr_slice a, pnr_slice b)
{
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static void check_again(const pnr_audit_entry *entry)
{
  uint8_t memory[PNRI_AUDIT_ENTRY_MOST];
  pnri_cbor_writer out;
  pnri_audit_read read;
  pnri_audit_chain chain = { .count = entry->sequence - 1 };
  pnri_cbor_writer_borrow(&out, memory, sizeof memory);
  must(pnri_audit_seal(&chain, entry, &out) == PNR_OK);
  must(pnri_audit_get(pnri_cbor_written(&out), &read, NULL) == PNR_OK);
  must(pnri_audit_is_sealed(&read, chain.key));
  must(read.view.sequence == entry->sequence && read.view.time == entry->time && read.view.count == entry->count);
  must(read.view.kind == entry->kind && read.view.basis == entry->basis && read.view.elements == entry->elements);
  must(same(read.view.officer, entry->officer) && same(read.view.recipient, entry->recipient));
  must(same(read.view.record, entry->record) && same(read.view.checkpoint, entry->checkpoint));
  must(same(read.view.list, entry->list));
}

static void read_file(pnr_audit_reader *reader, const uint8_t *file, size_t size)
{
  const pnr_audit_entry *entry;
  pnr_status status;
  pnr_error error = { .size = sizeof error };
  must(pnr_audit_reader_file(reader, file, size, NULL) == PNR_OK);
  while ((status = pnr_audit_reader_next(reader, &entry, &error)) == PNR_OK) {
    const pnr_slice slices[] = { entry->case_reference, entry->officer, entry->recipient,  entry->approval,
                                 entry->record,         entry->unit,    entry->public_key, entry->checkpoint };
    for (size_t i = 0; i < sizeof slices / sizeof slices[0]; i++) check_slice(slices[i], file, size);
    check_again(entry);
  }
  must(status == PNR_END || (status == PNR_E_LIMIT && error.offset <= size));
  if (status == PNR_END) must(pnr_audit_reader_finish(reader, NULL) == PNR_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const uint8_t key[PNR_AUDIT_KEY_SIZE];
  pnr_limits limits = { .size = sizeof limits, .steps = 20000, .findings = 5 };
  pnr_env *env;
  pnr_audit_reader *reader;
  size_t made;
  if (size == 0) return 0;
  uint8_t *octets = make_file(data + 1, size - 1, data[0] & ENTRIES, &made);
  uint8_t *file = octets != NULL ? malloc(made != 0 ? made : 1) : NULL;
  if (file == NULL) {
    free(octets);
    return 0;
  }
  memcpy(file, octets, made);
  free(octets);
  must(pnr_env_open(NULL, NULL, &limits, &env, NULL) == PNR_OK);
  must(pnr_audit_reader_open(env, data[0] & WITH_KEY ? key : NULL, data[0] & WITH_PUBLIC_KEY ? key : NULL, &reader,
                             NULL) == PNR_OK);
  read_file(reader, file, made);
  const pnr_audit_summary *summary = pnr_audit_reader_summary(reader);
  for (uint64_t i = 0; i < 6; i++) {
    const pnr_audit_fault *fault = pnr_audit_reader_fault(reader, i);
    must((fault != NULL) == (i < summary->faults && i < limits.findings));
    must(fault == NULL || (fault->file == 0 && fault->offset <= made));
  }
  pnr_audit_reader_close(reader);
  pnr_env_close(env);
  free(file);
  return 0;
}
