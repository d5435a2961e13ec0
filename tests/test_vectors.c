/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages as carriers and operators send them, and all that they hold: every file of tests/vectors against the .expect
 * file beside it, which was written by eye from the message. All persons are invented. Run from the top of the source
 * tree. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>

#include "describe.h"
#include "support.h"

static char *read_text(const char *path, size_t *size)
{
  FILE *file = fopen(path, "rb");
  cr_assert(file != NULL, "%s: run from the top of the source tree", path);
  char *text = calloc(1, 1 << 18);
  *size = fread(text, 1, (1 << 18) - 1, file);
  fclose(file);
  return text;
}

static void describe(lines *l, const char *path)
{
  size_t size = 0;
  char *text = read_text(path, &size);
  uint8_t *data = exact_copy(text, size);
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  l->size = 0;
  l->text[0] = 0;
  pnr_status status = pnr_reader_open(NULL, data, size, NULL, &reader, NULL);
  while (status == PNR_OK && (status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    put_message(l, pnr_message_content(message));
    pnr_message_close(message);
  }
  cr_expect(eq(i32, status, PNR_END), "%s", path);
  pnr_reader_close(reader);
  free(data);
  free(text);
}

static size_t line_length(const char *text)
{
  const char *end = strchr(text, '\n');
  return end != NULL ? (size_t)(end - text) : strlen(text);
}

/* The first line that differs says more than both texts. */
static void expect_lines(const char *path, const char *got, const char *wanted)
{
  uint32_t number = 1;
  while (*got != 0 && line_length(got) == line_length(wanted) && memcmp(got, wanted, line_length(got)) == 0) {
    got += line_length(got) + 1;
    wanted += line_length(wanted) + (wanted[line_length(wanted)] != 0);
    number++;
  }
  cr_expect(got[0] == 0 && wanted[0] == 0, "%s, line %u:\n  %.*s\nand not\n  %.*s", path, number, (int)line_length(got),
            got, (int)line_length(wanted), wanted);
}

Test(vectors, everything_that_each_message_holds_is_read)
{
  static lines l;
  DIR *folder = opendir("tests/vectors");
  cr_assert(folder != NULL, "run from the top of the source tree");
  uint32_t files = 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    const char *dot = strrchr(entry->d_name, '.');
    if (entry->d_name[0] == '.' || dot == NULL || strcmp(dot, ".expect") == 0) continue;
    char path[512], expectation[512];
    size_t size = 0;
    snprintf(path, sizeof path, "tests/vectors/%s", entry->d_name);
    snprintf(expectation, sizeof expectation, "tests/vectors/%.*s.expect", (int)(dot - entry->d_name), entry->d_name);
    describe(&l, path);
    char *wanted = read_text(expectation, &size);
    expect_lines(path, l.text, wanted);
    free(wanted);
    files++;
  }
  closedir(folder);
  cr_expect(files >= 20, "%u vectors", files);
}
