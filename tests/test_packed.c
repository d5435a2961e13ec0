/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "encoding/inflate.h"
#include "encoding/zip.h"
#include "packing.h"
#include "support.h"

#define ROWS(array) (sizeof(array) / sizeof(array)[0])

static const char text[] = "What is read from a list is read from its gzip as well, a list is a list is a list.";
enum { SIZE = sizeof text - 1 };

static pnr_slice slice_of(const packed *octets) { return (pnr_slice){ octets->data, octets->size }; }

static void expect_text(const pnri_vector *out, size_t repeated, const char *name)
{
  cr_assert(eq(sz, out->count, repeated * SIZE), "%s", name);
  for (size_t i = 0; i < repeated; i++) cr_expect(memcmp(out->data + i * SIZE, text, SIZE) == 0, "%s", name);
}

Test(packed, all_members_of_a_gzip_file_come_out)
{
  packed one = gzipped(text, SIZE), bare = deflated(text, SIZE, -15);
  uint8_t several[1024];
  size_t size = 0;
  for (int i = 0; i < 3; i++, size += one.size) memcpy(several + size, one.data, one.size);
  memset(several + size, 0, 9); /* the filling of a block */
  const struct {
    const char *name;
    uint32_t form;
    pnr_slice octets;
    size_t repeated;
  } rows[] = {
    { "one member", PNRI_GZIP, slice_of(&one), 1 },
    { "three members", PNRI_GZIP, { several, size }, 3 },
    { "zeroes behind", PNRI_GZIP, { several, size + 9 }, 3 },
    { "a bare stream", PNRI_DEFLATED, slice_of(&bare), 1 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnri_vector out;
    pnri_vector_open(&out, NULL, 1);
    cr_expect(eq(i32, pnri_inflate(rows[i].form, rows[i].octets, 1000, &out, NULL), PNR_OK), "%s", rows[i].name);
    expect_text(&out, rows[i].repeated, rows[i].name);
    pnri_vector_close(&out);
  }
  free(one.data);
  free(bare.data);
}

Test(packed, a_fault_is_told_with_its_place_and_keeps_what_came_before)
{
  packed one = gzipped(text, SIZE);
  uint8_t behind[512], wrong[512];
  memcpy(behind, one.data, one.size);
  memcpy(behind + one.size, "garbage", 7);
  memcpy(wrong, one.data, one.size);
  wrong[one.size - 1] ^= 1;
  const struct {
    const char *name;
    pnr_slice octets;
    uint64_t most, offset;
    pnr_status status;
    size_t count;
  } rows[] = {
    { "nothing", { one.data, 0 }, 1000, 0, PNR_E_SYNTAX, 0 },
    { "half a header", { one.data, 5 }, 1000, 5, PNR_E_SYNTAX, 0 },
    { "no checksum", { one.data, one.size - 8 }, 1000, one.size - 8, PNR_E_SYNTAX, SIZE },
    { "a wrong size", { wrong, one.size }, 1000, one.size, PNR_E_SYNTAX, SIZE },
    { "garbage behind", { behind, one.size + 7 }, 1000, one.size, PNR_E_SYNTAX, SIZE },
    { "more than may come out", { one.data, one.size }, SIZE - 1, one.size, PNR_E_LIMIT, SIZE - 1 },
    { "just as much as may", { one.data, one.size }, SIZE, 0, PNR_OK, SIZE },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnri_vector out;
    pnr_error error = { .size = sizeof error };
    pnri_vector_open(&out, NULL, 1);
    cr_expect(eq(i32, pnri_inflate(PNRI_GZIP, rows[i].octets, rows[i].most, &out, &error), rows[i].status), "%s",
              rows[i].name);
    bool is_limit = rows[i].status == PNR_E_LIMIT; /* how far zlib reads ahead is its own affair */
    cr_expect(is_limit ? error.offset <= rows[i].offset : error.offset == rows[i].offset, "%s", rows[i].name);
    cr_expect(eq(sz, out.count, rows[i].count), "%s", rows[i].name);
    pnri_vector_close(&out);
  }
  free(one.data);
}

static pnr_status read_zip(const packed *zip, size_t size, pnri_vector *out, pnr_error *error)
{
  uint8_t *copy = exact_copy(zip->data, size);
  pnr_status status = pnri_zip_read((pnr_slice){ copy, size }, "content.xml", 1000, out, error);
  free(copy);
  return status;
}

Test(packed, a_file_of_an_archive_is_found_by_its_name)
{
  static const struct {
    const char *name, *file;
    zip_style style;
    pnr_status status;
  } rows[] = {
    { "deflated", "content.xml", { 0, 0, 0 }, PNR_OK },
    { "stored", "content.xml", { 1, 0, 0 }, PNR_OK },
    { "sizes behind the data", "content.xml", { 0, 1, 0 }, PNR_OK },
    { "stored, sizes behind the data", "content.xml", { 1, 1, 0 }, PNR_OK },
    { "encrypted", "content.xml", { 0, 0, 1 }, PNR_E_UNSUPPORTED },
    { "another name", "content.xmL", { 0, 0, 0 }, PNR_E_FORMAT },
    { "a longer name", "xcontent.xml", { 0, 0, 0 }, PNR_E_FORMAT },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    packed zip = zipped(rows[i].file, text, SIZE, rows[i].style);
    pnri_vector out;
    pnri_vector_open(&out, NULL, 1);
    cr_expect(pnri_is_zip(slice_of(&zip)));
    cr_expect(eq(i32, read_zip(&zip, zip.size, &out, NULL), rows[i].status), "%s", rows[i].name);
    if (rows[i].status == PNR_OK) expect_text(&out, 1, rows[i].name);
    pnri_vector_close(&out);
    free(zip.data);
  }
}

Test(packed, a_cut_archive_gives_the_beginning_of_its_file)
{
  static const zip_style styles[] = { { 0, 0, 0 }, { 1, 0, 0 }, { 0, 1, 0 } };
  for (size_t i = 0; i < ROWS(styles); i++) {
    packed zip = zipped("content.xml", text, SIZE, styles[i]);
    size_t most = 0;
    for (size_t size = 0; size < zip.size; size++) {
      pnri_vector out;
      pnr_error error = { .size = sizeof error };
      pnri_vector_open(&out, NULL, 1);
      pnr_status status = read_zip(&zip, size, &out, &error);
      cr_assert(error.offset <= size, "style %zu, %zu octets", i, size);
      cr_assert(status != PNR_OK || out.count == SIZE, "style %zu, %zu octets", i, size);
      cr_assert(out.count >= most && (out.count == 0 || memcmp(out.data, text, out.count) == 0),
                "style %zu, %zu octets", i, size);
      most = out.count;
      pnri_vector_close(&out);
    }
    cr_expect(eq(sz, most, SIZE), "style %zu", i);
    free(zip.data);
  }
}

Test(packed, any_octet_of_an_archive_may_be_wrong)
{
  packed zip = zipped("content.xml", text, SIZE, (zip_style){ 0, 0, 0 });
  for (size_t at = 0; at < zip.size; at++)
    for (int bit = 0; bit < 8; bit++) {
      pnri_vector out;
      pnr_error error = { .size = sizeof error };
      pnri_vector_open(&out, NULL, 1);
      zip.data[at] ^= (unsigned char)(1 << bit);
      pnr_status status = read_zip(&zip, zip.size, &out, &error);
      zip.data[at] ^= (unsigned char)(1 << bit);
      cr_assert(status != PNR_OK || (out.count == SIZE && memcmp(out.data, text, SIZE) == 0), "octet %zu bit %d", at,
                bit);
      pnri_vector_close(&out);
    }
  free(zip.data);
}

Test(packed, any_allocation_may_fail)
{
  packed zip = zipped("content.xml", text, SIZE, (zip_style){ 0, 0, 0 });
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t n = 2; status == PNR_E_MEMORY; n++) {
    counting_allocator state = { .fail_at = n };
    pnr_env *env = NULL;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    pnri_vector out;
    pnri_vector_open(&out, env, 1);
    status = read_zip(&zip, zip.size, &out, NULL);
    pnri_vector_close(&out);
    pnr_env_close(env);
    cr_expect(state.blocks == 0 && state.not_wiped == 0, "allocation %lu", (unsigned long)n);
  }
  cr_expect(eq(i32, status, PNR_OK));
  free(zip.data);
}
