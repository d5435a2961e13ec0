/* SPDX-License-Identifier: Apache-2.0 */
#include "encoding/zip.h"

#include "core/fail.h"
#include "core/slice.h"
#include "encoding/inflate.h"

/* Sections 4.3.7, 4.3.12 and 4.3.16 of the APPNOTE: sizes and places of what is read here. */
enum { LOCAL_SIZE = 30, LOCAL_FLAGS = 6, LOCAL_METHOD = 8, LOCAL_PACKED = 18, LOCAL_NAME = 26, LOCAL_EXTRA = 28 };
enum {
  ROW_SIZE = 46,
  ROW_FLAGS = 8,
  ROW_METHOD = 10,
  ROW_CRC = 16,
  ROW_PACKED = 20,
  ROW_NAME = 28,
  ROW_EXTRA = 30,
  ROW_COMMENT = 32,
  ROW_LOCAL = 42
};
enum { END_SIZE = 22, END_COUNT = 10, END_OFFSET = 16, END_COMMENT = 65535 };
enum { METHOD_STORED = 0, METHOD_DEFLATED = 8, FLAG_ENCRYPTED = 1, FLAG_DESCRIPTOR = 8 };
static const char local_mark[] = "PK\3\4", row_mark[] = "PK\1\2", end_mark[] = "PK\5\6";

/* One file as header and directory tell of it. */
typedef struct member {
  uint64_t data; /* offset of its octets */
  uint32_t flags, method;
  uint32_t packed; /* octets; with is_open the header does not tell, and all that follows is given */
  uint32_t crc;
  bool is_open, has_crc;
} member;

static uint32_t get16(const uint8_t *at) { return at[0] | (uint32_t)at[1] << 8; }
static uint32_t get32(const uint8_t *at) { return get16(at) | get16(at + 2) << 16; }

bool pnri_is_zip(pnr_slice octets) { return pnri_slice_starts(octets, local_mark); }

/* Reads the header at offset; false when it is none or not whole. */
static bool read_local(pnr_slice octets, uint64_t offset, member *found, pnr_slice *name)
{
  if (offset > octets.size || octets.size - offset < LOCAL_SIZE) return false;
  pnr_slice header = pnri_slice_from(octets, (size_t)offset);
  if (!pnri_slice_starts(header, local_mark)) return false;
  size_t name_size = get16(header.data + LOCAL_NAME), extra = get16(header.data + LOCAL_EXTRA);
  if (header.size - LOCAL_SIZE < name_size + extra) return false;
  *name = (pnr_slice){ header.data + LOCAL_SIZE, name_size };
  *found = (member){ .data = offset + LOCAL_SIZE + name_size + extra,
                     .flags = get16(header.data + LOCAL_FLAGS),
                     .method = get16(header.data + LOCAL_METHOD),
                     .packed = get32(header.data + LOCAL_PACKED) };
  found->is_open = (found->flags & FLAG_DESCRIPTOR) != 0;
  return true;
}

/* Where the record that ends the directory begins; octets.size where there is none. */
static size_t find_end(pnr_slice octets)
{
  size_t least = octets.size > END_SIZE + END_COMMENT ? octets.size - END_SIZE - END_COMMENT : 0;
  for (size_t at = octets.size; at >= least + END_SIZE; at--)
    if (pnri_slice_starts(pnri_slice_from(octets, at - END_SIZE), end_mark)) return at - END_SIZE;
  return octets.size;
}

/* Looks the name up in the directory. PNR_E_SYNTAX where there is no whole one. */
static pnr_status find_in_directory(pnr_slice octets, const char *name, member *found)
{
  size_t end = find_end(octets);
  if (end == octets.size) return PNR_E_SYNTAX;
  uint64_t at = get32(octets.data + END_OFFSET + end);
  for (uint32_t left = get16(octets.data + END_COUNT + end); left > 0; left--) {
    if (at > end || end - at < ROW_SIZE || !pnri_slice_starts(pnri_slice_from(octets, (size_t)at), row_mark))
      return PNR_E_SYNTAX;
    const uint8_t *row = octets.data + at;
    size_t name_size = get16(row + ROW_NAME);
    if (end - at - ROW_SIZE < name_size) return PNR_E_SYNTAX;
    if (pnri_slice_is((pnr_slice){ row + ROW_SIZE, name_size }, name)) {
      pnr_slice local_name;
      if (!read_local(octets, get32(row + ROW_LOCAL), found, &local_name)) return PNR_E_SYNTAX;
      found->flags = get16(row + ROW_FLAGS);
      found->method = get16(row + ROW_METHOD);
      found->packed = get32(row + ROW_PACKED);
      found->crc = get32(row + ROW_CRC);
      found->is_open = false;
      found->has_crc = true;
      return PNR_OK;
    }
    at += ROW_SIZE + name_size + get16(row + ROW_EXTRA) + get16(row + ROW_COMMENT);
  }
  return PNR_E_FORMAT;
}

/* Looks for a header of this name anywhere. */
static pnr_status find_local(pnr_slice octets, const char *name, member *found)
{
  pnr_slice local_name;
  for (size_t at = 0; octets.size - at >= LOCAL_SIZE; at++) {
    const uint8_t *next = memchr(octets.data + at, local_mark[0], octets.size - at);
    if (next == NULL) break;
    at = (size_t)(next - octets.data);
    if (read_local(octets, at, found, &local_name) && pnri_slice_is(local_name, name)) return PNR_OK;
  }
  return PNR_E_FORMAT;
}

static pnr_status unpack(pnr_slice octets, const member *file, uint64_t most, pnri_vector *out, pnr_error *error)
{
  pnr_slice packed = pnri_slice_from(octets, (size_t)file->data);
  bool is_cut = !file->is_open && packed.size < file->packed;
  if (!file->is_open && !is_cut) packed.size = file->packed;
  size_t before = out->count;
  if (file->method == METHOD_DEFLATED) {
    pnr_error fault = { .size = sizeof fault };
    pnr_status status = pnri_inflate(PNRI_DEFLATED, packed, most, out, &fault);
    if (status != PNR_OK) return pnri_fail_at(error, status, file->data + fault.offset);
  } else {
    size_t size = packed.size < most ? packed.size : (size_t)most;
    uint8_t *room = size != 0 ? pnri_vector_add(out, size) : NULL;
    if (room == NULL && size != 0) return pnri_fail_memory(error);
    if (size != 0) memcpy(room, packed.data, size);
    if (size < packed.size) return pnri_fail_at(error, PNR_E_LIMIT, file->data + size);
  }
  pnr_slice whole = { pnri_vector_at(out, before), out->count - before };
  bool is_whole = !is_cut && (!file->has_crc || pnri_crc32(whole) == file->crc);
  return is_whole ? PNR_OK : pnri_fail_at(error, PNR_E_SYNTAX, file->data + packed.size);
}

pnr_status pnri_zip_read(pnr_slice octets, const char *name, uint64_t most, pnri_vector *out, pnr_error *error)
{
  member file;
  pnr_status status = find_in_directory(octets, name, &file);
  if (status == PNR_E_SYNTAX) status = find_local(octets, name, &file);
  if (status != PNR_OK) return pnri_fail_at(error, status, 0);
  bool is_known = file.method == METHOD_DEFLATED || (file.method == METHOD_STORED && !file.is_open);
  bool is_large = !file.is_open && file.packed == UINT32_MAX;
  if (!is_known || is_large || (file.flags & FLAG_ENCRYPTED) != 0)
    return pnri_fail_at(error, PNR_E_UNSUPPORTED, file.data);
  return unpack(octets, &file, most, out, error);
}
