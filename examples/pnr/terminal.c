/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "output.h"

typedef struct range {
  uint32_t first, last;
} range;

/* Marks that stand over or under the letter before them. */
static const range no_width[] = {
  { 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x0610, 0x061A }, { 0x064B, 0x065F },
  { 0x0670, 0x0670 }, { 0x1AB0, 0x1AFF }, { 0x20D0, 0x20F0 }, { 0xFE20, 0xFE2F },
};

/* East Asian wide and full-width letters. */
static const range double_width[] = {
  { 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0xA4CF }, { 0xAC00, 0xD7A3 },   { 0xF900, 0xFAFF },
  { 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x20000, 0x3FFFD },
};

/* What a terminal would obey instead of showing. */
static const range commanding[] = {
  { 0x0000, 0x001F }, { 0x007F, 0x009F }, { 0x061C, 0x061C }, { 0x200B, 0x200F },
  { 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0xFEFF, 0xFEFF },
};

#define IN_RANGES(ranges, letter) is_in(ranges, sizeof(ranges) / sizeof(ranges)[0], letter)

static bool is_in(const range *ranges, size_t count, uint32_t letter)
{
  for (size_t i = 0; i < count; i++)
    if (letter >= ranges[i].first && letter <= ranges[i].last) return true;
  return false;
}

static size_t window_width(void)
{
  struct winsize window;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0) return window.ws_col;
  return 80;
}

display terminal_of_output(bool json, bool text)
{
  bool is_terminal = isatty(STDOUT_FILENO) != 0;
  const char *no_colour = getenv("NO_COLOR"), *kind = getenv("TERM"), *columns = getenv("COLUMNS");
  display result = { .readable = !json && (text || is_terminal) };
  result.colour = result.readable && is_terminal && (no_colour == NULL || no_colour[0] == '\0') &&
                  (kind == NULL || strcmp(kind, "dumb") != 0);
  if (columns != NULL && columns[0] != '\0') result.width = (size_t)strtoul(columns, NULL, 10);
  if (result.width == 0 && is_terminal) result.width = window_width();
  return result;
}

const char *style_on(const display *terminal, text_style style)
{
  static const char *const codes[] = { "", "\033[1m", "\033[2m", "\033[31m", "\033[33m", "\033[32m", "\033[36m" };
  return terminal->colour ? codes[style] : "";
}

const char *style_off(const display *terminal, text_style style)
{
  return terminal->colour && style != STYLE_PLAIN ? "\033[0m" : "";
}

/* The octets of the letter that text begins with, and the letter; broken UTF-8 is one octet and U+FFFD. */
static size_t next_letter(pnr_slice text, uint32_t *letter)
{
  static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
  uint8_t first = text.data[0];
  size_t size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  *letter = 0xFFFD;
  if (size == 0 || size > text.size) return 1;
  uint32_t value = size == 1 ? first : first & (0xFFU >> (size + 1));
  for (size_t i = 1; i < size; i++) {
    if ((text.data[i] & 0xC0) != 0x80) return 1;
    value = value << 6 | (text.data[i] & 0x3FU);
  }
  if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return 1;
  *letter = value;
  return size;
}

static size_t letter_width(uint32_t letter)
{
  if (letter < 0x300) return 1;
  return IN_RANGES(no_width, letter) ? 0 : IN_RANGES(double_width, letter) ? 2 : 1;
}

size_t text_width(pnr_slice text)
{
  size_t width = 0;
  uint32_t letter;
  for (size_t i = 0; i < text.size;) {
    i += next_letter((pnr_slice){ text.data + i, text.size - i }, &letter);
    width += letter_width(letter);
  }
  return width;
}

void put_clean(pnr_text *out, pnr_slice text, size_t width)
{
  bool cut = width > 0 && text_width(text) > width;
  size_t room = cut ? width - 1 : SIZE_MAX;
  uint32_t letter;
  for (size_t i = 0; i < text.size;) {
    pnr_slice rest = { text.data + i, text.size - i };
    size_t size = next_letter(rest, &letter);
    if (letter_width(letter) > room) break;
    room -= letter_width(letter);
    if (letter == 0xFFFD || IN_RANGES(commanding, letter)) put_string(out, "\xEF\xBF\xBD");
    else put(out, (pnr_slice){ rest.data, size });
    i += size;
  }
  if (cut) put_string(out, "\xE2\x80\xA6");
}

void put_part(pnr_text *out, const char *before, pnr_slice value)
{
  if (slice_is_empty(value)) return;
  put_string(out, before);
  put_clean(out, value, 0);
}
