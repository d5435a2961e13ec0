/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output.h"

enum { FIRST_READ = 64 * 1024 };

static bool read_all(input_file *input, int file, size_t expected)
{
  size_t room = expected > 0 ? expected + 1 : FIRST_READ; /* one more, so that the end is seen without growing */
  input->data = memory_grow(NULL, room);
  for (;;) {
    if (input->size == room) {
      if (room > SIZE_MAX / 2) out_of_memory();
      room *= 2;
      input->data = memory_grow(input->data, room);
    }
    ssize_t got = read(file, input->data + input->size, room - input->size);
    if (got == 0) return true;
    if (got > 0) input->size += (size_t)got;
    else if (errno != EINTR) return false;
  }
}

bool input_read(input_file *input, const char *path, pnr_error *error)
{
  struct stat facts;
  *input = (input_file){ 0 };
  bool is_standard = strcmp(path, "-") == 0;
  int file = is_standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  size_t expected = 0;
  if (file >= 0 && fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0)
    expected = (size_t)facts.st_size;
  bool done = file >= 0 && read_all(input, file, expected);
  int cause = done ? 0 : errno;
  if (file >= 0 && !is_standard) close(file);
  if (done) return true;
  input_free(input);
  *error = (pnr_error){ .size = sizeof *error, .status = PNR_E_FILE, .cause = cause };
  return false;
}

void input_free(input_file *input)
{
  free(input->data);
  *input = (input_file){ 0 };
}

const char *input_name(const char *path) { return strcmp(path, "-") == 0 ? "standard input" : path; }

const char *input_base_name(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash != NULL ? slash + 1 : path;
}

void place_begin(text_place *place, const input_file *input)
{
  *place = (text_place){ .input = input, .line = 1, .column = 1 };
}

void place_move(text_place *place, uint64_t offset)
{
  uint32_t line, column;
  if (offset > place->input->size) offset = place->input->size;
  if (offset < place->offset) place_begin(place, place->input);
  if (offset == place->offset) return;
  pnr_place(place->input->data + place->offset, place->input->size - (size_t)place->offset, offset - place->offset,
            &line, &column);
  place->column = line > 1 ? column : place->column + column - 1;
  place->line += line - 1;
  place->offset = offset;
}

static bool read_digits(pnr_slice text, size_t begin, size_t count, uint32_t *value)
{
  *value = 0;
  for (size_t i = begin; i < begin + count; i++) {
    if (i >= text.size || text.data[i] < '0' || text.data[i] > '9') return false;
    *value = *value * 10 + (uint32_t)(text.data[i] - '0');
  }
  return true;
}

static uint32_t days_of_month(uint32_t year, uint32_t month)
{
  static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[month - 1] + (month == 2 && is_leap ? 1U : 0U);
}

pnr_date date_of_text(pnr_slice text)
{
  uint32_t year, month = 0, day = 0;
  if (text.size != 4 && text.size != 7 && text.size != 10) return 0;
  if (!read_digits(text, 0, 4, &year) || year == 0) return 0;
  if (text.size >= 7 && (text.data[4] != '-' || !read_digits(text, 5, 2, &month) || month < 1 || month > 12)) return 0;
  if (text.size < 10) return year * 10000 + month * 100;
  if (text.data[7] != '-' || !read_digits(text, 8, 2, &day) || day < 1) return 0;
  return day <= days_of_month(year, month) ? year * 10000 + month * 100 + day : 0;
}

/* The first or the last day that a partial date may mean. */
static pnr_date fill(pnr_date date, bool is_end)
{
  uint32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
  if (month == 0) month = is_end ? 12 : 1;
  if (day == 0) day = is_end ? days_of_month(year, month) : 1;
  return year * 10000 + month * 100 + day;
}

bool birth_of_text(pnr_slice text, pnr_birth *birth)
{
  static const char circa[] = "circa ";
  size_t skipped = sizeof circa - 1, size = 0;
  *birth = (pnr_birth){ .circa = text.size > skipped && memcmp(text.data, circa, skipped) == 0 };
  if (birth->circa != 0) text = (pnr_slice){ text.data + skipped, text.size - skipped };
  while (size + 1 < text.size && memcmp(text.data + size, "..", 2) != 0) size++;
  if (size + 1 >= text.size) {
    birth->from = birth->to = date_of_text(text);
    return birth->from != 0;
  }
  pnr_date from = date_of_text((pnr_slice){ text.data, size });
  pnr_date to = date_of_text((pnr_slice){ text.data + size + 2, text.size - size - 2 });
  if (from == 0 || to == 0) return false;
  birth->from = fill(from, false);
  birth->to = fill(to, true);
  return birth->from < birth->to;
}
