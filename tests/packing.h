/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_PACKING_H
#define PNR_TESTS_PACKING_H

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Packs octets as publishers do. Results are released with free. */

typedef struct packed {
  unsigned char *data;
  size_t size;
} packed;

/* windowBits as deflateInit2 takes them: 31 for gzip, -15 for a bare stream. */
static inline packed deflated(const void *octets, size_t size, int window_bits)
{
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
  size_t room = deflateBound(&stream, size) + 64;
  packed result = { malloc(room), 0 };
  stream.next_in = (unsigned char *)(uintptr_t)octets;
  stream.avail_in = (unsigned)size;
  stream.next_out = result.data;
  stream.avail_out = (unsigned)room;
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) abort();
  result.size = room - stream.avail_out;
  deflateEnd(&stream);
  return result;
}

static inline packed gzipped(const void *octets, size_t size) { return deflated(octets, size, 31); }

static inline void put_number(packed *out, uint32_t value, int octets)
{
  for (int i = 0; i < octets; i++) out->data[out->size++] = (unsigned char)(value >> 8 * i);
}

static inline void put_octets(packed *out, const void *octets, size_t size)
{
  if (size != 0) memcpy(out->data + out->size, octets, size);
  out->size += size;
}

typedef struct zip_style {
  int is_stored;
  int has_descriptor; /* sizes stand behind the data only */
  uint32_t flags;
} zip_style;

/* An archive with a small file in front of the wanted one. */
static inline packed zipped(const char *name, const void *octets, size_t size, zip_style style)
{
  static const char first[] = "mimetype", text[] = "application/vnd.oasis.opendocument.spreadsheet";
  const struct {
    const char *name;
    const void *octets;
    size_t size;
    int is_stored;
  } files[] = { { first, text, sizeof text - 1, 1 }, { name, octets, size, style.is_stored } };
  packed out = { malloc(2 * size + 4096), 0 }, rows = { malloc(1024), 0 };
  for (int i = 0; i < 2; i++) {
    uint32_t crc = (uint32_t)crc32(0, files[i].octets, (unsigned)files[i].size), begin = (uint32_t)out.size;
    packed body = deflated(files[i].octets, files[i].size, -15);
    const void *data = files[i].is_stored ? files[i].octets : body.data;
    uint32_t data_size = (uint32_t)(files[i].is_stored ? files[i].size : body.size);
    uint32_t flags = i == 1 ? style.flags | (style.has_descriptor ? 8u : 0u) : 0, method = files[i].is_stored ? 0 : 8;
    int is_open = i == 1 && style.has_descriptor;
    put_octets(&out, "PK\3\4", 4);
    put_number(&out, 20, 2);
    put_number(&out, flags, 2);
    put_number(&out, method, 2);
    put_number(&out, 0, 4);
    put_number(&out, is_open ? 0 : crc, 4);
    put_number(&out, is_open ? 0 : data_size, 4);
    put_number(&out, is_open ? 0 : (uint32_t)files[i].size, 4);
    put_number(&out, (uint32_t)strlen(files[i].name), 2);
    put_number(&out, 0, 2);
    put_octets(&out, files[i].name, strlen(files[i].name));
    put_octets(&out, data, data_size);
    if (is_open) {
      put_octets(&out, "PK\7\10", 4);
      put_number(&out, crc, 4);
      put_number(&out, data_size, 4);
      put_number(&out, (uint32_t)files[i].size, 4);
    }
    put_octets(&rows, "PK\1\2", 4);
    put_number(&rows, 20 | 20 << 16, 4);
    put_number(&rows, flags, 2);
    put_number(&rows, method, 2);
    put_number(&rows, 0, 4);
    put_number(&rows, crc, 4);
    put_number(&rows, data_size, 4);
    put_number(&rows, (uint32_t)files[i].size, 4);
    put_number(&rows, (uint32_t)strlen(files[i].name), 2);
    for (int k = 0; k < 6; k++) put_number(&rows, 0, 2);
    put_number(&rows, begin, 4);
    put_octets(&rows, files[i].name, strlen(files[i].name));
    free(body.data);
  }
  uint32_t directory = (uint32_t)out.size;
  put_octets(&out, rows.data, rows.size);
  put_octets(&out, "PK\5\6", 4);
  put_number(&out, 0, 4);
  put_number(&out, 2 | 2 << 16, 4);
  put_number(&out, (uint32_t)rows.size, 4);
  put_number(&out, directory, 4);
  put_number(&out, 0, 2);
  free(rows.data);
  return out;
}

#endif
