/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>

#include "encoding/csv.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* Renders all rows: fields in brackets, "!line:column" for a broken row, a line break behind each row. */
static void render(const char *text, size_t size, char *out)
{
  uint8_t *input = exact_copy(text, size);
  pnri_csv csv;
  pnri_csv_row row;
  pnri_csv_open(&csv, input, size);
  while (pnri_csv_next(&csv, &row)) {
    cr_expect(row.offset + row.length <= size, "a row ends within the input");
    if (row.is_broken) out += sprintf(out, "!%u:%u", row.fault_line, row.fault_column);
    for (uint32_t i = 0; i < row.count && i < PNRI_CSV_FIELDS; i++) {
      uint8_t field[256];
      out += sprintf(out, "[%.*s]", (int)pnri_csv_copy(&row.fields[i], field), (const char *)field);
    }
    *out++ = '\n';
  }
  *out = 0;
  free(input);
}

Test(csv, rows_and_fields_are_read_as_written)
{
  static const struct {
    const char *name, *text, *expected;
  } rows[] = {
    { "plain", "a,b\nc,d\n", "[a][b]\n[c][d]\n" },
    { "no end of line at the end", "a,b\nc,d", "[a][b]\n[c][d]\n" },
    { "CRLF", "a,b\r\nc,d\r\n", "[a][b]\n[c][d]\n" },
    { "CR", "a,b\rc,d\r", "[a][b]\n[c][d]\n" },
    { "blank lines", "\n\na,b\n\r\n\nc,d\n\n", "[a][b]\n[c][d]\n" },
    { "empty fields", ",a,\n,,\n", "[][a][]\n[][][]\n" },
    { "quoted", "\"a\",\"b,c\"\n\"d\ne\",f\n", "[a][b,c]\n[d\ne][f]\n" },
    { "doubled quotes", "\"a\"\"b\",\"\"\"\"\n\"\",x\n", "[a\"b][\"]\n[][x]\n" },
    { "quote inside a plain field", "a\"b,c\n", "[a\"b][c]\n" },
    { "byte order mark",
      "\xEF\xBB\xBF"
      "a,b\n",
      "[a][b]\n" },
    { "final 0x1A", "a,b\r\nc,d\r\n\x1A", "[a][b]\n[c][d]\n" },
    { "final 0x1A and line end", "a,b\r\n\x1A\r\n", "[a][b]\n" },
    { "semicolons", "a;b,x;c\nd;e;f\n", "[a][b,x][c]\n[d][e][f]\n" },
    { "tabs", "a\tb,b\tc\nd\te\n", "[a][b,b][c]\n[d][e]\n" },
    { "separators in a quoted header do not count", "\"a;;;\",b\n1,2\n", "[a;;;][b]\n[1][2]\n" },
    { "tab-separated text needs no quotes", "a\tb\n\"Abu\" X\t\"y\n\"z\"\tq\n", "[a][b]\n[\"Abu\" X][\"y]\n[z][q]\n" },
    { "text behind a closing quote", "a,b\n\"x\"y,1\nc,d\n", "[a][b]\n!2:4\n[c][d]\n" },
    { "a quote that never closes", "a,b\n1,\"x\nc,d\n", "[a][b]\n!2:3\n[c][d]\n" },
    { "a broken row of two lines ends with its first", "a,b\n\"x\ny\"z,1\nc,d\n", "[a][b]\n!3:3\n[y\"z][1]\n[c][d]\n" },
    { "nothing", "", "" },
    { "only a mark", "\xEF\xBB\xBF", "" },
    { "only 0x1A", "\x1A\x1A", "" },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char out[512];
    render(rows[i].text, strlen(rows[i].text), out);
    cr_expect_str_eq(out, rows[i].expected, "%s", rows[i].name);
  }
}

Test(csv, fields_know_their_line_and_column)
{
  static const char text[] = "\xEF\xBB\xBFid,name\r\n1,\"x\r\ny\",z\r\n2,w";
  uint8_t *input = exact_copy(text, strlen(text));
  pnri_csv csv;
  pnri_csv_row row;
  pnri_csv_open(&csv, input, strlen(text));
  cr_assert(pnri_csv_next(&csv, &row));
  cr_expect(eq(u32, row.fields[1].line, 1));
  cr_expect(eq(u32, row.fields[1].column, 4), "the mark is no column");
  cr_assert(pnri_csv_next(&csv, &row));
  cr_expect(eq(u64, row.offset, 12));
  cr_expect(eq(u64, row.length, 10));
  cr_expect(eq(u32, row.fields[1].column, 3));
  cr_expect(eq(u32, row.fields[2].line, 3));
  cr_expect(eq(u32, row.fields[2].column, 4));
  cr_assert(pnri_csv_next(&csv, &row));
  cr_expect(eq(u32, row.line, 4));
  cr_expect(not(pnri_csv_next(&csv, &row)));
  free(input);
}

Test(csv, fields_beyond_the_array_are_counted_and_not_kept)
{
  enum { SIZE = 1000 };
  uint8_t *input = malloc(SIZE);
  memset(input, ',', SIZE);
  pnri_csv csv;
  pnri_csv_row row;
  pnri_csv_open(&csv, input, SIZE);
  cr_assert(pnri_csv_next(&csv, &row));
  cr_expect(eq(u32, row.count, SIZE + 1));
  cr_expect(not(pnri_csv_next(&csv, &row)));
  free(input);
}

Test(csv, every_cut_of_a_text_is_read_to_its_end)
{
  static const char text[] = "id,name\n1,\"a\"\"b\"\r\n\"2\",\"c\nd\"\n3,\"e";
  for (size_t size = 0; size <= strlen(text); size++) {
    char out[512];
    render(text, size, out);
    cr_expect(size == 0 || out[0] == '[', "%zu octets", size);
  }
}
