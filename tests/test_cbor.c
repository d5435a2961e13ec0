/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/slice.h"
#include "encoding/cbor.h"
#include "exchange_vectors.h"

#define ROWS(array) (sizeof(array) / sizeof(array)[0])

static void put_item(pnri_cbor_writer *out, const pnri_cbor_item *item)
{
  switch (item->kind) {
  case PNRI_CBOR_UNSIGNED: pnri_cbor_put_unsigned(out, item->value); break;
  case PNRI_CBOR_NEGATIVE: pnri_cbor_put_negative(out, item->value); break;
  case PNRI_CBOR_OCTETS: pnri_cbor_put_octets(out, item->octets); break;
  case PNRI_CBOR_TEXT: pnri_cbor_put_text(out, item->octets); break;
  case PNRI_CBOR_ARRAY: pnri_cbor_put_array(out, item->value); break;
  case PNRI_CBOR_MAP: pnri_cbor_put_map(out, item->value); break;
  case PNRI_CBOR_NULL: pnri_cbor_put_null(out); break;
  default: pnri_cbor_put_bool(out, item->kind == PNRI_CBOR_TRUE); break;
  }
}

/* Reads all items, writes each again and demands the same octets; the status at the end, and the offset of a fault. */
static pnr_status read_and_write(pnr_slice octets, uint64_t *offset)
{
  pnri_cbor_reader in;
  pnri_cbor_writer out;
  pnri_cbor_item item;
  pnr_error error = { .size = sizeof error };
  pnri_cbor_reader_open(&in, octets);
  pnri_cbor_writer_open(&out, NULL, octets.size);
  while (in.next != in.end && pnri_cbor_next(&in, &item) == PNR_OK) put_item(&out, &item);
  pnr_status status = pnri_cbor_finish(&in);
  cr_expect(eq(i32, pnri_cbor_fault(&in, 100, &error), status));
  *offset = status != PNR_OK ? error.offset - 100 : 0;
  if (status == PNR_OK) {
    cr_expect(eq(i32, out.status, PNR_OK));
    cr_expect(octets_equal(pnri_cbor_written(&out), octets), "written as it was read");
  } else {
    cr_expect(eq(i32, pnri_cbor_next(&in, &item), status), "a fault repeats");
  }
  pnri_cbor_writer_close(&out);
  return status;
}

/* RFC 8949 appendix A, all of it, and what else may go wrong. */
static const struct {
  const char *digits;
  pnr_status status;
  uint64_t offset;
} items[] = {
  { "00", PNR_OK, 0 },
  { "01", PNR_OK, 0 },
  { "0a", PNR_OK, 0 },
  { "17", PNR_OK, 0 },
  { "1818", PNR_OK, 0 },
  { "1819", PNR_OK, 0 },
  { "1864", PNR_OK, 0 },
  { "1903e8", PNR_OK, 0 },
  { "1a000f4240", PNR_OK, 0 },
  { "1b000000e8d4a51000", PNR_OK, 0 },
  { "1bffffffffffffffff", PNR_OK, 0 },
  { "c249010000000000000000", PNR_E_UNSUPPORTED, 0 },
  { "3bffffffffffffffff", PNR_OK, 0 },
  { "c349010000000000000000", PNR_E_UNSUPPORTED, 0 },
  { "20", PNR_OK, 0 },
  { "29", PNR_OK, 0 },
  { "3863", PNR_OK, 0 },
  { "3903e7", PNR_OK, 0 },
  { "f90000", PNR_E_UNSUPPORTED, 0 },
  { "f98000", PNR_E_UNSUPPORTED, 0 },
  { "f93c00", PNR_E_UNSUPPORTED, 0 },
  { "fb3ff199999999999a", PNR_E_UNSUPPORTED, 0 },
  { "f93e00", PNR_E_UNSUPPORTED, 0 },
  { "f97bff", PNR_E_UNSUPPORTED, 0 },
  { "fa47c35000", PNR_E_UNSUPPORTED, 0 },
  { "fa7f7fffff", PNR_E_UNSUPPORTED, 0 },
  { "fb7e37e43c8800759c", PNR_E_UNSUPPORTED, 0 },
  { "f90001", PNR_E_UNSUPPORTED, 0 },
  { "f90400", PNR_E_UNSUPPORTED, 0 },
  { "f9c400", PNR_E_UNSUPPORTED, 0 },
  { "fbc010666666666666", PNR_E_UNSUPPORTED, 0 },
  { "f97c00", PNR_E_UNSUPPORTED, 0 },
  { "f97e00", PNR_E_UNSUPPORTED, 0 },
  { "f9fc00", PNR_E_UNSUPPORTED, 0 },
  { "fa7f800000", PNR_E_UNSUPPORTED, 0 },
  { "fa7fc00000", PNR_E_UNSUPPORTED, 0 },
  { "faff800000", PNR_E_UNSUPPORTED, 0 },
  { "fb7ff0000000000000", PNR_E_UNSUPPORTED, 0 },
  { "fb7ff8000000000000", PNR_E_UNSUPPORTED, 0 },
  { "fbfff0000000000000", PNR_E_UNSUPPORTED, 0 },
  { "f4", PNR_OK, 0 },
  { "f5", PNR_OK, 0 },
  { "f6", PNR_OK, 0 },
  { "f7", PNR_E_UNSUPPORTED, 0 },
  { "f0", PNR_E_UNSUPPORTED, 0 },
  { "f818", PNR_E_SYNTAX, 0 }, /* RFC 8949 forbids two octets below 32 */
  { "f8ff", PNR_E_UNSUPPORTED, 0 },
  { "c074323031332d30332d32315432303a30343a30305a", PNR_E_UNSUPPORTED, 0 },
  { "c11a514b67b0", PNR_E_UNSUPPORTED, 0 },
  { "c1fb41d452d9ec200000", PNR_E_UNSUPPORTED, 0 },
  { "d74401020304", PNR_E_UNSUPPORTED, 0 },
  { "d818456449455446", PNR_E_UNSUPPORTED, 0 },
  { "d82076687474703a2f2f7777772e6578616d706c652e636f6d", PNR_E_UNSUPPORTED, 0 },
  { "40", PNR_OK, 0 },
  { "4401020304", PNR_OK, 0 },
  { "60", PNR_OK, 0 },
  { "6161", PNR_OK, 0 },
  { "6449455446", PNR_OK, 0 },
  { "62225c", PNR_OK, 0 },
  { "62c3bc", PNR_OK, 0 },
  { "63e6b0b4", PNR_OK, 0 },
  { "64f0908591", PNR_OK, 0 },
  { "80", PNR_OK, 0 },
  { "83010203", PNR_OK, 0 },
  { "8301820203820405", PNR_OK, 0 },
  { "98190102030405060708090a0b0c0d0e0f101112131415161718181819", PNR_OK, 0 },
  { "a0", PNR_OK, 0 },
  { "a201020304", PNR_OK, 0 },
  { "a26161016162820203", PNR_OK, 0 },
  { "826161a161626163", PNR_OK, 0 },
  { "a56161614161626142616361436164614461656145", PNR_OK, 0 },
  { "5f42010243030405ff", PNR_E_SYNTAX, 0 },
  { "7f657374726561646d696e67ff", PNR_E_SYNTAX, 0 },
  { "9fff", PNR_E_SYNTAX, 0 },
  { "9f018202039f0405ffff", PNR_E_SYNTAX, 0 },
  { "9f01820203820405ff", PNR_E_SYNTAX, 0 },
  { "83018202039f0405ff", PNR_E_SYNTAX, 5 },
  { "83019f0203ff820405", PNR_E_SYNTAX, 2 },
  { "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", PNR_E_SYNTAX, 0 },
  { "bf61610161629f0203ffff", PNR_E_SYNTAX, 0 },
  { "826161bf61626163ff", PNR_E_SYNTAX, 3 },
  { "bf6346756ef563416d7421ff", PNR_E_SYNTAX, 0 },
  /* not in the appendix: sequences, */
  { "", PNR_OK, 0 },
  { "0183010203f6", PNR_OK, 0 },
  /* what ends early or has no meaning (RFC 8949 appendix F), */
  { "18", PNR_E_SYNTAX, 0 },
  { "0019", PNR_E_SYNTAX, 1 },
  { "1a000f42", PNR_E_SYNTAX, 0 },
  { "1bffffffffffffff", PNR_E_SYNTAX, 0 },
  { "41", PNR_E_SYNTAX, 0 },
  { "5affffffff00", PNR_E_SYNTAX, 0 },
  { "5bffffffffffffffff010203", PNR_E_SYNTAX, 0 },
  { "6261", PNR_E_SYNTAX, 0 },
  { "8201", PNR_E_SYNTAX, 0 },
  { "83018203", PNR_E_SYNTAX, 2 },
  { "9bffffffffffffffff00", PNR_E_SYNTAX, 0 },
  { "bbffffffffffffffff0000", PNR_E_SYNTAX, 0 },
  { "bb80000000000000000000", PNR_E_SYNTAX, 0 },
  { "a1", PNR_E_SYNTAX, 0 },
  { "a201020304ff", PNR_E_SYNTAX, 5 },
  { "1c", PNR_E_SYNTAX, 0 },
  { "3d", PNR_E_SYNTAX, 0 },
  { "fc", PNR_E_SYNTAX, 0 },
  { "ff", PNR_E_SYNTAX, 0 },
  { "f8", PNR_E_SYNTAX, 0 },
  { "c0", PNR_E_UNSUPPORTED, 0 },
  /* what has a shorter form, */
  { "1817", PNR_E_SYNTAX, 0 },
  { "1900ff", PNR_E_SYNTAX, 0 },
  { "1a0000ffff", PNR_E_SYNTAX, 0 },
  { "1b00000000ffffffff", PNR_E_SYNTAX, 0 },
  { "3817", PNR_E_SYNTAX, 0 },
  { "580161", PNR_E_SYNTAX, 0 },
  { "7900026161", PNR_E_SYNTAX, 0 },
  { "820198020102", PNR_E_SYNTAX, 2 },
  { "b8010102", PNR_E_SYNTAX, 0 },
  /* text that is not UTF-8, */
  { "62c328", PNR_E_SYNTAX, 0 },
  { "8163eda080", PNR_E_SYNTAX, 1 },
  { "62c080", PNR_E_SYNTAX, 0 },
  { "6a61616161616161616180", PNR_E_SYNTAX, 0 },
  /* keys: twice, not rising, longer before shorter, of other kinds */
  { "a201000100", PNR_E_SYNTAX, 3 },
  { "a202000100", PNR_E_SYNTAX, 3 },
  { "a220000000", PNR_E_SYNTAX, 3 },
  { "a2626161006162f6", PNR_E_SYNTAX, 5 },
  { "a261620061610a", PNR_E_SYNTAX, 4 },
  { "a3000118180220f6", PNR_OK, 0 },
  { "a24100f4416100", PNR_OK, 0 },
  { "a2190100f6190101f6", PNR_OK, 0 },
  { "a2190101f6190100f6", PNR_E_SYNTAX, 5 },
  { "a1a000", PNR_E_SYNTAX, 1 },
  { "a18000", PNR_E_SYNTAX, 1 },
  { "a1f500", PNR_E_SYNTAX, 1 },
  { "a201a202000100", PNR_E_SYNTAX, 5 },
  { "a201a20100020002f6", PNR_OK, 0 },
};

Test(cbor, appendix_a_and_more_are_accepted_octet_for_octet_or_refused_where_they_are_wrong)
{
  for (size_t i = 0; i < ROWS(items); i++) {
    pnr_slice octets = hex(items[i].digits);
    uint64_t offset;
    cr_expect(eq(i32, read_and_write(octets, &offset), items[i].status), "%s", items[i].digits);
    cr_expect(eq(u64, offset, items[i].offset), "%s", items[i].digits);
    free((void *)octets.data);
  }
}

/* In the published file canonical is what an encoder would write again, less what this profile leaves out. */
Test(cbor, the_published_file_of_appendix_a_agrees)
{
  pnr_slice file = vector_file("cbor/appendix_a.json");
  if (file.size == 0) {
    free((void *)file.data);
    cr_skip("no vectors here");
  }
  vector_walk walk;
  pnr_slice octets = { NULL, 0 };
  size_t seen = 0;
  for (vector_walk_open(&walk, file); vector_walk_next(&walk);) {
    if (slice_is(walk.name, "hex")) {
      free((void *)octets.data);
      octets = from_hex(walk.event.text);
    }
    if (!slice_is(walk.name, "roundtrip")) continue;
    uint32_t first = octets.data[0];
    int expected =
      walk.event.kind == PNRI_JSON_TRUE && first >> 5 != 6 && (first < 0xE0 || (first >= 0xF4 && first <= 0xF6));
    uint64_t offset;
    cr_expect(eq(i32, read_and_write(octets, &offset) == PNR_OK, expected), "item %zu", seen);
    seen++;
  }
  cr_expect(ge(sz, seen, 82));
  free((void *)octets.data);
  free((void *)file.data);
}

/* count arrays of one item inside each other, around an integer. */
static pnr_status read_nested(size_t count, uint8_t head, uint64_t *offset)
{
  uint8_t octets[64];
  size_t size = 0;
  for (size_t i = 0; i < count; i++) {
    octets[size++] = head;
    if (head == 0xA1) octets[size++] = 1;
  }
  octets[size++] = 0;
  uint8_t *copy = exact_copy(octets, size);
  pnr_status status = read_and_write((pnr_slice){ copy, size }, offset);
  free(copy);
  return status;
}

Test(cbor, levels_are_bounded)
{
  uint64_t offset;
  cr_expect(eq(i32, read_nested(PNRI_CBOR_DEPTH, 0x81, &offset), PNR_OK));
  cr_expect(eq(i32, read_nested(PNRI_CBOR_DEPTH + 1, 0x81, &offset), PNR_E_LIMIT));
  cr_expect(eq(u64, offset, PNRI_CBOR_DEPTH));
  cr_expect(eq(i32, read_nested(PNRI_CBOR_DEPTH, 0xA1, &offset), PNR_OK));
  cr_expect(eq(i32, read_nested(PNRI_CBOR_DEPTH + 1, 0xA1, &offset), PNR_E_LIMIT));
  cr_expect(eq(u64, offset, 2 * PNRI_CBOR_DEPTH));
}

/* --- What callers ask for --- */

enum { UNSIGNED, INTEGER, OCTETS, TEXT, BOOL, NOTHING, ARRAY, MAP, TAG, WHOLE, FINISH };

static pnr_status get(pnri_cbor_reader *in, uint32_t what)
{
  uint64_t number;
  int64_t integer;
  pnr_slice slice;
  bool truth;
  switch (what) {
  case UNSIGNED: return pnri_cbor_get_unsigned(in, 100, &number);
  case INTEGER: return pnri_cbor_get_integer(in, &integer);
  case OCTETS: return pnri_cbor_get_octets(in, &slice);
  case TEXT: return pnri_cbor_get_text(in, &slice);
  case BOOL: return pnri_cbor_get_bool(in, &truth);
  case NOTHING: return pnri_cbor_get_null(in);
  case ARRAY: return pnri_cbor_get_array(in, &number);
  case MAP: return pnri_cbor_get_map(in, &number);
  case TAG: return pnri_cbor_get_tag(in, 96);
  case WHOLE: return pnri_cbor_get_whole(in, &slice);
  default: return pnri_cbor_finish(in);
  }
}

static const struct {
  const char *digits;
  uint32_t calls[5];
  uint32_t count;
  pnr_status status; /* of the last call; the others succeed */
  uint64_t offset;
} gets[] = {
  { "1864", { UNSIGNED, FINISH }, 2, PNR_OK, 0 },
  { "001865", { UNSIGNED, UNSIGNED }, 2, PNR_E_SYNTAX, 1 },
  { "20", { UNSIGNED }, 1, PNR_E_SYNTAX, 0 },
  { "3b7fffffffffffffff", { INTEGER, FINISH }, 2, PNR_OK, 0 },
  { "3b8000000000000000", { INTEGER }, 1, PNR_E_SYNTAX, 0 },
  { "1b8000000000000000", { INTEGER }, 1, PNR_E_SYNTAX, 0 },
  { "40", { INTEGER }, 1, PNR_E_SYNTAX, 0 },
  { "4100", { OCTETS, FINISH }, 2, PNR_OK, 0 },
  { "6161", { OCTETS }, 1, PNR_E_SYNTAX, 0 },
  { "6161", { TEXT, FINISH }, 2, PNR_OK, 0 },
  { "4161", { TEXT }, 1, PNR_E_SYNTAX, 0 },
  { "f4f5f6", { BOOL, BOOL, NOTHING, FINISH }, 4, PNR_OK, 0 },
  { "f6", { BOOL }, 1, PNR_E_SYNTAX, 0 },
  { "f4", { NOTHING }, 1, PNR_E_SYNTAX, 0 },
  { "8100", { ARRAY, UNSIGNED, FINISH }, 3, PNR_OK, 0 },
  { "8100", { MAP }, 1, PNR_E_SYNTAX, 0 },
  { "8100", { ARRAY, FINISH }, 2, PNR_E_SYNTAX, 1 },
  { "a10000", { MAP, UNSIGNED, UNSIGNED, FINISH }, 4, PNR_OK, 0 },
  { "a10000", { ARRAY }, 1, PNR_E_SYNTAX, 0 },
  { "d86000", { TAG, UNSIGNED, FINISH }, 3, PNR_OK, 0 },
  { "82d860d8600000", { ARRAY, TAG, TAG, UNSIGNED, UNSIGNED }, 5, PNR_OK, 0 },
  { "d860", { TAG, FINISH }, 2, PNR_E_SYNTAX, 2 },
  { "d860", { TAG, UNSIGNED }, 2, PNR_E_SYNTAX, 2 },
  { "d86100", { TAG }, 1, PNR_E_UNSUPPORTED, 0 },
  { "d8", { TAG }, 1, PNR_E_SYNTAX, 0 },
  { "d90060", { TAG }, 1, PNR_E_SYNTAX, 0 },
  { "00", { TAG }, 1, PNR_E_SYNTAX, 0 },
  { "", { TAG }, 1, PNR_E_SYNTAX, 0 },
  { "a1d8600000", { MAP, TAG }, 2, PNR_E_SYNTAX, 1 },
  { "a100d86000", { MAP, UNSIGNED, TAG, UNSIGNED, FINISH }, 5, PNR_OK, 0 },
  { "8201820203", { ARRAY, UNSIGNED, WHOLE, FINISH }, 4, PNR_OK, 0 },
  { "8201820203f6", { ARRAY, UNSIGNED, WHOLE, NOTHING, FINISH }, 5, PNR_OK, 0 },
  { "82a1018100f6", { ARRAY, WHOLE, NOTHING, FINISH }, 4, PNR_OK, 0 },
  { "81a2028100016161", { ARRAY, WHOLE }, 2, PNR_E_SYNTAX, 5 },
  { "8181", { ARRAY, WHOLE }, 2, PNR_E_SYNTAX, 1 },
  { "81d86000", { ARRAY, WHOLE }, 2, PNR_E_UNSUPPORTED, 1 },
  { "00", { FINISH }, 1, PNR_E_SYNTAX, 0 },
};

Test(cbor, a_caller_gets_the_kind_it_asks_for_or_a_fault_with_its_offset)
{
  for (size_t i = 0; i < ROWS(gets); i++) {
    pnr_slice octets = hex(gets[i].digits);
    pnri_cbor_reader in;
    pnr_error error = { .size = sizeof error };
    pnri_cbor_reader_open(&in, octets);
    for (uint32_t k = 0; k + 1 < gets[i].count; k++)
      cr_expect(eq(i32, get(&in, gets[i].calls[k]), PNR_OK), "row %zu", i);
    uint32_t last = gets[i].calls[gets[i].count - 1];
    cr_expect(eq(i32, get(&in, last), gets[i].status), "row %zu", i);
    cr_expect(eq(i32, pnri_cbor_fault(&in, 0, &error), gets[i].status), "row %zu", i);
    if (gets[i].status != PNR_OK) cr_expect(eq(u64, error.offset, gets[i].offset), "row %zu", i);
    for (uint32_t what = UNSIGNED; gets[i].status != PNR_OK && what <= FINISH; what++)
      cr_expect(eq(i32, get(&in, what), gets[i].status), "row %zu: a fault repeats in call %u", i, what);
    free((void *)octets.data);
  }
}

Test(cbor, kinds_values_and_whole_items_are_what_stands_there)
{
  pnr_slice octets = hex("8620626869f4a1006130820102427a");
  pnri_cbor_reader in;
  uint64_t count;
  int64_t integer;
  bool truth = true;
  pnr_slice slice;
  pnri_cbor_reader_open(&in, octets);
  cr_expect(eq(u32, pnri_cbor_kind(&in), PNRI_CBOR_ARRAY));
  cr_expect(eq(i32, pnri_cbor_get_array(&in, &count), PNR_OK));
  cr_expect(eq(u64, count, 6));
  cr_expect(eq(i32, pnri_cbor_get_integer(&in, &integer), PNR_OK));
  cr_expect(eq(i64, integer, -1));
  cr_expect(eq(i32, pnri_cbor_get_text(&in, &slice), PNR_OK));
  cr_expect(slice_is(slice, "hi"));
  cr_expect(eq(u32, pnri_cbor_kind(&in), PNRI_CBOR_FALSE));
  cr_expect(eq(i32, pnri_cbor_get_bool(&in, &truth), PNR_OK));
  cr_expect(not(truth));
  cr_expect(eq(i32, pnri_cbor_get_whole(&in, &slice), PNR_OK));
  cr_expect(octets_equal(slice, (pnr_slice){ octets.data + 6, 4 }));
  cr_expect(eq(i32, pnri_cbor_get_whole(&in, &slice), PNR_OK));
  cr_expect(octets_equal(slice, (pnr_slice){ octets.data + 10, 3 }));
  cr_expect(eq(i32, pnri_cbor_get_octets(&in, &slice), PNR_E_SYNTAX));
  cr_expect(eq(sz, slice.size, 0));
  free((void *)octets.data);
}

/* --- Writing --- */

Test(cbor, begun_heads_take_the_number_that_comes_later)
{
  static const uint8_t zeroes[70000];
  static const uint32_t counts[] = { 0, 1, 23, 24, 255, 256, 65535, 65536 };
  for (size_t i = 0; i < ROWS(counts); i++) {
    pnri_cbor_writer later, before;
    pnri_cbor_writer_open(&later, NULL, 1 << 20);
    pnri_cbor_writer_open(&before, NULL, 1 << 20);
    size_t outer = pnri_cbor_begin(&later);
    size_t begun = pnri_cbor_begin(&later);
    pnri_cbor_put_encoded(&later, (pnr_slice){ zeroes, counts[i] });
    pnri_cbor_end_octets(&later, begun);
    begun = pnri_cbor_begin(&later);
    pnri_cbor_put_encoded(&later, (pnr_slice){ zeroes, counts[i] });
    pnri_cbor_end_array(&later, begun, counts[i]);
    begun = pnri_cbor_begin(&later);
    pnri_cbor_put_encoded(&later, (pnr_slice){ zeroes, counts[i] });
    pnri_cbor_end_map(&later, begun, counts[i]);
    pnri_cbor_end_array(&later, outer, 3);
    pnri_cbor_put_array(&before, 3);
    pnri_cbor_put_octets(&before, (pnr_slice){ zeroes, counts[i] });
    pnri_cbor_put_array(&before, counts[i]);
    pnri_cbor_put_encoded(&before, (pnr_slice){ zeroes, counts[i] });
    pnri_cbor_put_map(&before, counts[i]);
    pnri_cbor_put_encoded(&before, (pnr_slice){ zeroes, counts[i] });
    cr_expect(eq(i32, later.status, PNR_OK));
    cr_expect(octets_equal(pnri_cbor_written(&later), pnri_cbor_written(&before)), "%u", counts[i]);
    pnri_cbor_writer_close(&later);
    pnri_cbor_writer_close(&before);
  }
}

/* Some of everything, 30 octets. */
static void put_some(pnri_cbor_writer *out)
{
  size_t begun = pnri_cbor_begin(out);
  pnri_cbor_put_integer(out, INT64_MIN);
  pnri_cbor_put_integer(out, INT64_MAX);
  pnri_cbor_put_tag(out, 18);
  pnri_cbor_put_text(out, text_slice("text"));
  pnri_cbor_put_octets(out, text_slice("o"));
  pnri_cbor_put_null(out);
  pnri_cbor_put_bool(out, true);
  pnri_cbor_end_octets(out, begun);
}

Test(cbor, the_writer_stops_at_its_limit_and_at_text_that_is_not_utf_8)
{
  pnri_cbor_writer out;
  for (size_t limit = 0; limit <= 31; limit++) {
    pnri_cbor_writer_open(&out, NULL, limit);
    put_some(&out);
    cr_expect(eq(i32, out.status, limit < 30 ? PNR_E_LIMIT : PNR_OK), "limit %zu", limit);
    cr_expect(le(sz, pnri_cbor_written(&out).size, limit));
    pnri_cbor_writer_close(&out);
  }
  uint8_t memory[31] = { 0 };
  pnri_cbor_writer_borrow(&out, memory, 30);
  put_some(&out);
  cr_expect(eq(i32, out.status, PNR_OK));
  pnri_cbor_put_null(&out);
  cr_expect(eq(i32, out.status, PNR_E_LIMIT));
  pnri_cbor_writer_close(&out);
  for (size_t i = 0; i < sizeof memory; i++) cr_expect(eq(u8, memory[i], 0));
  pnri_cbor_writer_open(&out, NULL, 1000);
  pnri_cbor_put_text(&out, text_slice("\xC3"));
  cr_expect(eq(i32, out.status, PNR_E_ARGUMENT));
  pnri_cbor_put_null(&out);
  cr_expect(eq(sz, out.size, 0));
  pnri_cbor_writer_clear(&out);
  pnri_cbor_put_null(&out);
  cr_expect(slice_is(pnri_cbor_written(&out), "\xF6"));
  pnri_cbor_writer_close(&out);
}

/* Texts of all lengths behind each other, as a table is written: octets are those of the calls above. */
static void place_some(pnri_cbor_writer *out, size_t most)
{
  static const uint8_t letters[2000] = { 'a' };
  uint8_t *place = pnri_cbor_begin_place(out);
  for (size_t size = 0; size < most && place != NULL; size += size / 2 + 1) {
    place = pnri_cbor_room(out, place, size);
    if (place == NULL) break;
    place = pnri_cbor_head_put(place, PNRI_CBOR_OCTETS, size);
    if (size != 0) memcpy(place, letters, size);
    place += size;
  }
  pnri_cbor_end_place(out, place);
}

Test(cbor, what_is_written_at_a_place_is_the_same_and_any_allocation_may_fail)
{
  static const uint8_t letters[2000] = { 'a' };
  for (uint64_t n = 1, failed = 1; failed; n++) {
    counting_allocator state = { .fail_at = n };
    pnr_env *env = NULL;
    pnri_cbor_writer out, other;
    if (pnr_env_open(counting_allocate, &state, NULL, &env, NULL) != PNR_OK) continue;
    pnri_cbor_writer_open(&out, env, SIZE_MAX);
    pnri_cbor_writer_open(&other, NULL, SIZE_MAX);
    pnri_cbor_put_null(&out);
    pnri_cbor_put_null(&other);
    place_some(&out, sizeof letters);
    for (size_t size = 0; size < sizeof letters; size += size / 2 + 1)
      pnri_cbor_put_octets(&other, (pnr_slice){ letters, size });
    failed = out.status != PNR_OK;
    cr_expect(eq(i32, out.status, failed ? PNR_E_MEMORY : PNR_OK));
    if (!failed) cr_expect(pnri_slice_equal(pnri_cbor_written(&out), pnri_cbor_written(&other)));
    pnri_cbor_writer_close(&out);
    pnri_cbor_writer_close(&other);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0));
    cr_expect(not(state.not_wiped));
  }
}

Test(cbor, a_place_ends_at_the_limit)
{
  static const size_t sizes[] = { 0, 1, 2, 299, 300, 301, 1000, 5000 };
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
    for (size_t limit = 0; limit <= 301; limit += limit < 3 ? 1 : 149) {
      pnri_cbor_writer out;
      pnri_cbor_writer_open(&out, NULL, limit);
      uint8_t *place = pnri_cbor_begin_place(&out);
      cr_assert(place != NULL);
      place = pnri_cbor_room(&out, place, sizes[i]);
      if (place != NULL) {
        memset(place, 7, sizes[i]);
        pnri_cbor_end_place(&out, place + sizes[i]);
      }
      bool fits = sizes[i] <= limit;
      cr_expect(eq(i32, out.status, fits ? PNR_OK : PNR_E_LIMIT), "%zu of %zu", sizes[i], limit);
      cr_expect(eq(sz, out.size, fits ? sizes[i] : 0), "%zu of %zu", sizes[i], limit);
      pnri_cbor_put_null(&out);
      cr_expect(eq(i32, out.status, sizes[i] < limit ? PNR_OK : PNR_E_LIMIT), "%zu of %zu", sizes[i], limit);
      pnri_cbor_writer_close(&out);
    }
  uint8_t memory[1000];
  pnri_cbor_writer out;
  pnri_cbor_writer_borrow(&out, memory, PNRI_CBOR_ROOM - 1);
  cr_expect(pnri_cbor_begin_place(&out) == NULL);
  cr_expect(eq(i32, out.status, PNR_E_LIMIT));
  pnri_cbor_writer_close(&out);
  pnri_cbor_writer_open(&out, NULL, 1000);
  cr_expect(pnri_cbor_room(&out, pnri_cbor_begin_place(&out), SIZE_MAX - 100) == NULL);
  cr_expect(eq(i32, out.status, PNR_E_LIMIT));
  pnri_cbor_writer_close(&out);
}

Test(cbor, heads_are_read_as_they_are_written_and_refused_when_cut)
{
  static const uint64_t arguments[] = {
    0, 1, 23, 24, 255, 256, 65535, 65536, UINT32_MAX, UINT64_C(1) << 32, UINT64_MAX
  };
  for (size_t i = 0; i < sizeof arguments / sizeof arguments[0]; i++) {
    uint8_t head[PNRI_CBOR_HEAD_MOST];
    uint64_t argument;
    size_t size = (size_t)(pnri_cbor_head_put(head, PNRI_CBOR_MAP, arguments[i]) - head);
    for (size_t cut = 1; cut <= size; cut++) {
      uint8_t *copy = exact_copy(head, cut);
      const uint8_t *behind = pnri_cbor_head_get(copy, copy + cut, &argument);
      cr_expect(behind == (cut == size ? copy + cut : NULL), "%llu", (unsigned long long)arguments[i]);
      if (behind != NULL) cr_expect(eq(u64, argument, arguments[i]));
      free(copy);
    }
  }
}

Test(cbor, an_item_that_others_read_counts_as_one_but_not_as_a_key)
{
  static const uint8_t octets[] = "\x82\xA1\x01\x02\x03", map[] = "\xA1\xA0\x01";
  uint64_t count, number;
  pnri_cbor_reader in;
  pnri_cbor_reader_open(&in, (pnr_slice){ octets, 5 });
  pnri_cbor_get_array(&in, &count);
  cr_expect(eq(i32, pnri_cbor_pass(&in, octets + 4), PNR_OK));
  cr_expect(eq(i32, pnri_cbor_get_unsigned(&in, 9, &number), PNR_OK));
  cr_expect(eq(i32, pnri_cbor_finish(&in), PNR_OK));
  pnri_cbor_reader_open(&in, (pnr_slice){ map, 3 });
  pnri_cbor_get_map(&in, &count);
  cr_expect(eq(i32, pnri_cbor_pass(&in, map + 2), PNR_E_SYNTAX));
  cr_expect(eq(u64, (uint64_t)(in.item - in.data), 1));
}

Test(cbor, any_allocation_may_fail_and_all_is_wiped)
{
  static const uint8_t filling[300] = { 1 };
  for (uint64_t n = 1;; n++) {
    counting_allocator state = { .fail_at = n };
    pnr_env *env = NULL;
    pnr_status status = pnr_env_open(counting_allocate, &state, NULL, &env, NULL);
    pnri_cbor_writer out;
    if (status == PNR_OK) {
      pnri_cbor_writer_open(&out, env, 5000);
      for (int i = 0; i < 10; i++) {
        put_some(&out);
        pnri_cbor_put_octets(&out, (pnr_slice){ filling, sizeof filling });
      }
      status = out.status;
      pnri_cbor_writer_close(&out);
      pnr_env_close(env);
    }
    cr_expect(eq(i32, status, n <= 6 ? PNR_E_MEMORY : PNR_OK), "allocation %lu", (unsigned long)n);
    cr_expect(eq(u64, state.blocks, 0));
    cr_expect(not(state.not_wiped));
    if (n > 6) break;
  }
}
