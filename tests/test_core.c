/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/arena.h"
#include "core/big.h"
#include "core/date.h"
#include "core/fail.h"
#include "core/findings.h"
#include "core/utf8.h"
#include "core/vector.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

Test(core, an_older_caller_with_a_short_error_is_not_overrun)
{
  struct {
    pnr_error error;
    uint8_t guard;
  } box = { { .size = 8, .offset = 77 }, 0x5A };
  cr_expect(eq(i32, pnri_fail_at(&box.error, PNR_E_SYNTAX, 5), PNR_E_SYNTAX));
  cr_expect(eq(i32, box.error.status, PNR_E_SYNTAX));
  cr_expect(eq(u64, box.error.offset, 77));
  cr_expect(eq(u8, box.guard, 0x5A));
  cr_expect(eq(i32, pnri_fail_memory(NULL), PNR_E_MEMORY));
}

Test(core, every_status_has_a_text_of_its_own)
{
  static const pnr_status all[] = { PNR_OK,
                                    PNR_END,
                                    PNR_E_ARGUMENT,
                                    PNR_E_PURPOSE,
                                    PNR_E_MEMORY,
                                    PNR_E_LIMIT,
                                    PNR_E_FILE,
                                    PNR_E_EMPTY,
                                    PNR_E_FORMAT,
                                    PNR_E_UNSUPPORTED,
                                    PNR_E_SYNTAX,
                                    PNR_E_IMAGE_FOREIGN,
                                    PNR_E_IMAGE_VERSION,
                                    PNR_E_IMAGE_TRUNCATED,
                                    PNR_E_IMAGE_DAMAGED };
  for (size_t i = 0; i < ROWS(all); i++)
    for (size_t j = 0; j < i; j++)
      cr_expect(strcmp(pnr_status_text(all[i]), pnr_status_text(all[j])) != 0, "%d and %d", all[i], all[j]);
  cr_expect_str_eq(pnr_status_text(9999), "unknown status");
}

Test(core, limits_of_an_older_caller_keep_the_other_defaults)
{
  pnr_limits limits = { .size = 8, .travellers = 7, .octets = 1 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
  cr_expect(eq(u32, env->limits.travellers, 7));
  cr_expect(eq(u64, env->limits.octets, UINT64_C(1) << 30), "a field behind size is not read");
  pnr_env_close(env);
  pnr_env_close(NULL);
  cr_expect(eq(i32, pnr_env_open(NULL, NULL, NULL, NULL, NULL), PNR_E_ARGUMENT));
}

Test(core, the_arena_is_aligned_zeroed_bounded_and_wiped)
{
  counting_allocator state = { 0 };
  pnr_limits limits = { .size = sizeof limits, .memory = 100000 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, &limits, &env, NULL), PNR_OK));
  pnri_arena arena;
  pnri_arena_open(&arena, env);
  uint8_t *text = pnri_arena_text(&arena, 3);
  memset(text, 0xFF, 3);
  for (size_t size = 0; size < 300; size++) {
    uint8_t *block = pnri_arena_take(&arena, size);
    cr_assert(block != NULL);
    cr_expect(eq(uptr, (uintptr_t)block % 8, 0));
    for (size_t i = 0; i < size; i++) cr_assert(eq(u8, block[i], 0));
    memset(block, 0xEE, size);
  }
  cr_expect(pnri_arena_take(&arena, 200000) == NULL, "above limits.memory");
  cr_expect(pnri_arena_take(&arena, SIZE_MAX) == NULL);
  cr_expect(pnri_arena_text(&arena, SIZE_MAX - 4) == NULL);
  uint8_t *tail = pnri_arena_text(&arena, 50);
  pnri_arena_trim(&arena, tail, 50, 10);
  cr_expect(pnri_arena_text(&arena, 1) == tail + 10, "a trimmed tail is used again");
  pnri_arena_close(&arena);
  pnr_env_close(env);
  cr_expect(eq(u64, state.blocks, 0));
  cr_expect(eq(int, state.not_wiped, 0));
}

Test(core, arenas_leave_wiped_chunks_to_the_next_one)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  pnri_spare *spare = pnri_spare_open(env);
  cr_assert(spare != NULL);
  pnri_arena first, second;
  uint64_t taken = 0;
  for (uint32_t round = 0; round < 5; round++) {
    pnri_arena_open(&first, env);
    pnri_arena_share(&first, spare);
    for (uint32_t i = 0; i < 100; i++) {
      uint8_t *block = pnri_arena_take(&first, 1000);
      cr_assert(block != NULL);
      for (uint32_t k = 0; k < 1000; k++) cr_assert(eq(u8, block[k], 0), "round %u", round);
      memset(block, 0xEE, 1000);
    }
    if (round == 0) taken = state.count;
    cr_expect(eq(u64, state.count, taken), "round %u: nothing more is asked for", round);
    pnri_arena_close(&first);
  }
  /* one of two gets the chunks, and both may outlive the reader's share */
  pnri_arena_open(&first, env);
  pnri_arena_share(&first, spare);
  pnri_arena_open(&second, env);
  pnri_arena_share(&second, spare);
  cr_expect(pnri_arena_take(&first, 10) != NULL && pnri_arena_take(&second, 10) != NULL);
  cr_expect(eq(u64, state.count, taken + 1));
  pnri_spare_leave(spare);
  pnri_arena_close(&second);
  pnri_arena_close(&first);
  pnr_env_close(env);
  cr_expect(eq(u64, state.blocks, 0));
  cr_expect(eq(int, state.not_wiped, 0));
}

Test(core, an_arena_leaves_no_more_than_a_megabyte)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  pnri_spare *spare = pnri_spare_open(env);
  pnri_arena arena;
  pnri_arena_open(&arena, env);
  pnri_arena_share(&arena, spare);
  for (uint32_t i = 0; i < 100; i++) cr_assert(pnri_arena_take(&arena, 100000) != NULL);
  pnri_arena_close(&arena);
  cr_expect(lt(u64, state.octets, (1 << 20) + 1000));
  pnri_spare_leave(spare);
  pnr_env_close(env);
  cr_expect(eq(u64, state.blocks, 0));
}

Test(core, a_vector_keeps_its_items_while_it_grows)
{
  counting_allocator state = { 0 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
  pnri_vector vector;
  pnri_vector_open(&vector, env, sizeof(uint32_t));
  for (uint32_t i = 0; i < 5000; i++) *(uint32_t *)pnri_vector_add(&vector, 1) = i;
  for (uint32_t i = 0; i < 5000; i++) cr_assert(eq(u32, *(uint32_t *)pnri_vector_at(&vector, i), i));
  cr_expect(pnri_vector_add(&vector, SIZE_MAX / 2) == NULL);
  state.fail_at = state.count + 1;
  cr_expect(pnri_vector_add(&vector, vector.capacity) == NULL);
  cr_expect(eq(sz, vector.count, 5000), "a failed growth changes nothing");
  pnri_vector_close(&vector);
  pnr_env_close(env);
  cr_expect(eq(u64, state.blocks, 0));
  cr_expect(eq(int, state.not_wiped, 0));
}

Test(core, dates_follow_the_calendar)
{
  static const struct {
    const char *name;
    uint32_t year, month, day;
    pnr_date date;
  } rows[] = {
    { "a day", 1980, 5, 5, 19800505 },
    { "leap day", 2024, 2, 29, 20240229 },
    { "no leap day", 2023, 2, 29, 0 },
    { "century without leap day", 1900, 2, 29, 0 },
    { "fourth century", 2000, 2, 29, 20000229 },
    { "32 January", 1980, 1, 32, 0 },
    { "31 April", 1980, 4, 31, 0 },
    { "month 13", 1980, 13, 1, 0 },
    { "year alone", 1980, 0, 0, 19800000 },
    { "year and month", 1980, 5, 0, 19800500 },
    { "day without month", 1980, 0, 5, 0 },
    { "year 0", 0, 1, 1, 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++)
    cr_expect(eq(u32, pnri_date(rows[i].year, rows[i].month, rows[i].day), rows[i].date), "%s", rows[i].name);
  int32_t previous = pnri_date_days(pnri_date(1899, 12, 31));
  for (uint32_t year = 1900; year < 2101; year++)
    for (uint32_t month = 1; month <= 12; month++)
      for (uint32_t day = 1; day <= 31; day++) {
        pnr_date date = pnri_date(year, month, day);
        if (date == 0) continue;
        cr_assert(eq(i32, pnri_date_days(date), previous + 1), "%u", date);
        cr_assert(eq(u32, pnri_date_from_days(++previous), date));
      }
}

Test(core, two_digit_years_follow_the_written_rule)
{
  static const struct {
    uint32_t digits;
    pnr_date reference;
    uint32_t birth, near;
  } rows[] = {
    { 80, 20250310, 1980, 1980 }, { 25, 20250310, 2025, 2025 }, { 26, 20250310, 1926, 2026 },
    { 30, 20250310, 1930, 2030 }, { 74, 20250310, 1974, 2074 }, { 75, 20250310, 1975, 1975 },
    { 99, 19990101, 1999, 1999 }, { 0, 19990101, 1900, 2000 },  { 50, 20990101, 2050, 2050 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    cr_expect(eq(u32, pnri_year_of_birth(rows[i].digits, rows[i].reference), rows[i].birth), "birth %u",
              rows[i].digits);
    cr_expect(eq(u32, pnri_year_near(rows[i].digits, rows[i].reference), rows[i].near), "near %u", rows[i].digits);
  }
}

Test(core, numbers_times_months_and_iso_dates_are_read_strictly)
{
  static const struct {
    const char *text;
    uint32_t number;
    int32_t minutes;
    pnr_date iso;
  } rows[] = {
    { "", UINT32_MAX, -1, 0 },
    { "0000", 0, 0, 0 },
    { "2359", 2359, 1439, 23590000 },
    { "2400", 2400, -1, 24000000 },
    { "1260", 1260, -1, 12600000 },
    { "181348", 181348, 1093, 0 },
    { "181360", 181360, -1, 0 },
    { "12a4", UINT32_MAX, -1, 0 },
    { "1234567890", UINT32_MAX, -1, 0 },
    { "1980-05", UINT32_MAX, -1, 19800500 },
    { "1980-05-05", UINT32_MAX, -1, 19800505 },
    { "1980-13-05", UINT32_MAX, -1, 0 },
    { "1980/05/05", UINT32_MAX, -1, 0 },
    { "-123", UINT32_MAX, -1, 0 },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    cr_expect(eq(u32, pnri_number(text_slice(rows[i].text)), rows[i].number), "%s", rows[i].text);
    cr_expect(eq(i32, pnri_minutes(text_slice(rows[i].text)), rows[i].minutes), "%s", rows[i].text);
    cr_expect(eq(u32, pnri_date_iso(text_slice(rows[i].text)), rows[i].iso), "%s", rows[i].text);
  }
  cr_expect(eq(u32, pnri_month_of_name((const uint8_t *)"jAn"), 1));
  cr_expect(eq(u32, pnri_month_of_name((const uint8_t *)"DEC"), 12));
  cr_expect(eq(u32, pnri_month_of_name((const uint8_t *)"ANF"), 0));
}

Test(core, utf8_is_read_as_rfc_3629_has_it)
{
  for (uint32_t point = 0; point < 0x110000; point += point < 0x3000 ? 1 : 97) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    uint8_t octets[4];
    uint32_t size = pnri_utf8_put(octets, point), back = 0;
    cr_assert(eq(u32, pnri_utf8_get(octets, size, &back), size));
    cr_assert(eq(u32, back, point));
    for (uint32_t cut = 1; cut < size; cut++) cr_assert(eq(u32, pnri_utf8_get(octets, cut, &back), 0));
  }
  static const struct {
    const char *name, *text;
    size_t valid;
  } rows[] = {
    { "continuation first", "a\x80", 1 },
    { "overlong slash", "\xC0\xAF", 0 },
    { "overlong three", "\xE0\x80\xAF", 0 },
    { "surrogate", "\xED\xA0\x80", 0 },
    { "above the last", "\xF4\x90\x80\x80", 0 },
    { "no lead octet", "\xFF", 0 },
    { "cut", "ab\xC3", 2 },
    { "all well", "\xC3\xA9x", 3 },
  };
  for (size_t i = 0; i < ROWS(rows); i++)
    cr_expect(eq(sz, pnri_utf8_valid(text_slice(rows[i].text)), rows[i].valid), "%s", rows[i].name);
}

/* Whatever the length and the place of the one octet that is none; nothing is written behind the end. */
Test(core, ascii_is_told_apart_and_copied_octet_for_octet)
{
  for (size_t size = 0; size <= 40; size++)
    for (size_t other = 0; other <= size; other++) {
      uint8_t out[48];
      memset(out, 0x5A, sizeof out);
      uint8_t *text = exact_copy("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH", size);
      if (other < size) text[other] |= 0x80;
      const pnr_slice slice = { text, size };
      cr_expect(eq(int, pnri_is_ascii(slice), other == size), "%zu of %zu", other, size);
      cr_expect(eq(int, pnri_copy_ascii(out, slice), other == size), "%zu of %zu", other, size);
      cr_expect(memcmp(out, text, size) == 0 && out[size] == 0x5A, "%zu of %zu", other, size);
      free(text);
    }
}

Test(core, big_endian_numbers_have_their_highest_octet_first)
{
  uint8_t octets[8];
  pnri_store_big64(octets, UINT64_C(0x0102030405060708));
  for (uint32_t i = 0; i < 8; i++) cr_expect(eq(u8, octets[i], (uint8_t)(i + 1)));
  cr_expect(eq(u64, pnri_load_big64(octets), UINT64_C(0x0102030405060708)));
  cr_expect(eq(u32, pnri_load_big32(octets + 1), 0x02030405));
  cr_expect(eq(u32, pnri_load_big16(octets + 2), 0x0304));
  pnri_store_big32(octets, 0xA1B2C3D4);
  pnri_store_big16(octets + 1, 0xE5F6);
  cr_expect(eq(u32, pnri_load_big32(octets), 0xA1E5F6D4));
}

Test(core, an_arena_takes_a_first_chunk_of_the_size_that_is_expected)
{
  static const size_t expected[] = { 64, 1000, 4096, 10000, 1 << 20 };
  for (size_t i = 0; i < ROWS(expected); i++) {
    counting_allocator state = { 0 };
    pnr_env *env = NULL;
    pnri_arena arena;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    uint64_t before = state.blocks;
    pnri_arena_open(&arena, env);
    pnri_arena_expect(&arena, expected[i]);
    size_t room = expected[i] < (1 << 19) ? expected[i] - 48 : (1 << 19) - 48; /* what heads a chunk */
    cr_assert(pnri_arena_take(&arena, room) != NULL);
    cr_expect(eq(u64, state.blocks, before + 1), "%zu", expected[i]);
    cr_assert(pnri_arena_take(&arena, 2 * room + 100) != NULL);
    cr_expect(eq(u64, state.blocks, before + 2), "%zu", expected[i]);
    pnri_arena_close(&arena);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0));
    cr_expect(not(state.not_wiped));
  }
}

Test(core, findings_past_the_limit_are_counted_in_one)
{
  pnr_limits limits = { .size = sizeof limits, .findings = 3 };
  pnr_env *env = NULL;
  cr_assert(eq(i32, pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK));
  pnri_arena arena;
  pnri_arena_open(&arena, env);
  pnri_findings findings;
  pnri_findings_open(&findings, &arena);
  for (uint64_t i = 0; i < 10; i++)
    pnri_findings_add(&findings, (pnr_finding){ .code = PNR_F_DATE_INVALID, .offset = i });
  cr_expect(eq(u32, findings.chain.count, 4));
  cr_expect(eq(u32, findings.more->code, PNR_F_MORE));
  cr_expect(eq(u64, findings.more->length, 7));
  const pnr_finding *first = pnri_node_payload(findings.chain.first);
  cr_expect(eq(u32, first->severity, PNR_SEVERITY_ERROR), "the code's own severity");
  cr_expect_str_eq(pnr_finding_name(PNR_F_DATE_INVALID), "DATE_INVALID");
  cr_expect_str_eq(pnr_finding_name(12345), "UNKNOWN");
  cr_expect_str_eq(pnr_severity_name(99), "unknown");
  pnri_arena_close(&arena);
  pnr_env_close(env);
}
