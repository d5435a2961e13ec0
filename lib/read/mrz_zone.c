/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/utf8.h"
#include "read/mrz.h"

/* --- Lines --- */

enum {
  MOST_CELLS = 93,   /* a longer line is in no zone */
  NEAR = 3,          /* so many characters a line may be too short or too long */
  LEAST_OF_NAME = 8, /* a line that ends in the name may have lost all its filling */
  FOREIGN_SHARE = 8  /* at most one of so many characters may be one that no zone has */
};

/* A line of text without its blanks. */
typedef struct text_line {
  uint64_t begin, next; /* next: behind the line break */
  uint64_t end;
  uint32_t number;
  uint32_t count; /* of characters, MOST_CELLS + 1 where there are more */
  uint32_t foreign;
  bool has_break;
  uint8_t symbols[MOST_CELLS];
  pnri_mrz_cell cells[MOST_CELLS];
} text_line;

static bool is_break(uint8_t octet) { return octet == '\n' || octet == '\r'; }
static bool is_blank(uint8_t octet) { return octet == ' ' || octet == '\t'; }
/* SOH, STX, ETX, EOT: a reader's frame around what it read. */
static bool is_frame(uint8_t octet) { return octet >= 1 && octet <= 4; }

/* The octets of the character at `at`; 0 for one that does not count: a blank, or the mark of UTF-8 at the begin. */
static uint32_t character_at(const uint8_t *data, size_t size, uint64_t at, uint32_t *used)
{
  uint32_t code_point = 0;
  *used = 1;
  if (is_blank(data[at])) return 0;
  if (data[at] < 0x80) return 1;
  uint32_t octets = pnri_utf8_get(data + at, (size_t)(size - at), &code_point);
  if (octets != 0) *used = octets;
  return at == 0 && code_point == 0xFEFF ? 0 : *used;
}

static uint8_t symbol_of(uint8_t octet)
{
  if (octet >= 'a' && octet <= 'z') octet = (uint8_t)(octet - 'a' + 'A');
  bool is_known = (octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9') || octet == '<';
  return is_known ? octet : 0;
}

/* CR LF, LF, CR, and CR CR LF as some gateways make it, end one line. */
static uint64_t behind_break(const uint8_t *data, size_t size, uint64_t at)
{
  uint64_t line_feed = at;
  while (line_feed < size && line_feed < at + 2 && data[line_feed] == '\r') line_feed++;
  if (line_feed < size && data[line_feed] == '\n') return line_feed + 1;
  return at < size ? at + 1 : at;
}

/* The line break at or behind `at`, or size. Text of other kinds may be one line of many megabytes. */
static uint64_t find_break(const uint8_t *data, size_t size, uint64_t at)
{
  enum { STEP = 1024 }; /* a line feed far behind the next carriage return is not looked for each time */
  for (; at < size; at += STEP) {
    size_t step = size - at < STEP ? (size_t)(size - at) : STEP;
    const uint8_t *line_feed = memchr(data + at, '\n', step);
    if (line_feed != NULL) step = (size_t)(line_feed - (data + at));
    const uint8_t *carriage_return = memchr(data + at, '\r', step);
    if (carriage_return != NULL) return (uint64_t)(carriage_return - data);
    if (line_feed != NULL) return at + step;
  }
  return size;
}

/* Of a line that is too long for a zone only where it ends is told. */
static void read_line(const uint8_t *data, size_t size, uint64_t at, uint32_t number, text_line *line)
{
  uint32_t used;
  line->begin = at;
  line->number = number;
  line->count = line->foreign = 0;
  for (; at < size && !is_break(data[at]); at += used) {
    if (character_at(data, size, at, &used) == 0) continue;
    if (is_frame(data[at]) && (line->count == 0 || at + 1 == size || is_break(data[at + 1]))) continue;
    if (line->count++ == MOST_CELLS) {
      at = find_break(data, size, at);
      break;
    }
    uint8_t symbol = symbol_of(data[at]);
    line->symbols[line->count - 1] = symbol;
    line->cells[line->count - 1] = (pnri_mrz_cell){
      .offset = at, .line = number, .column = (uint32_t)(at - line->begin) + 1, .size = (uint8_t)used
    };
    line->foreign += symbol == 0;
  }
  line->end = at;
  line->next = behind_break(data, size, at);
  line->has_break = line->next != at;
}

/* --- Lines to zones --- */

static bool is_letter(uint8_t symbol) { return symbol >= 'A' && symbol <= 'Z'; }

/* Text of other kinds holds characters that no zone has, and no filling. */
static bool may_be_zone(const text_line *lines, uint32_t count)
{
  bool has_filling = false;
  for (uint32_t i = 0; i < count; i++) {
    if (lines[i].foreign * FOREIGN_SHARE > lines[i].count || lines[i].count > MOST_CELLS) return false;
    has_filling = has_filling || memchr(lines[i].symbols, '<', lines[i].count) != NULL;
  }
  return has_filling && is_letter(lines[0].symbols[0]);
}

static bool has_separator(const text_line *line)
{
  for (uint32_t i = 1; i < line->count; i++)
    if (line->symbols[i - 1] == '<' && line->symbols[i] == '<') return true;
  return false;
}

static bool fits(const pnri_mrz_layout *layout, const text_line *lines, bool is_exact)
{
  const text_line *name = &lines[layout->fields[PNRI_MRZ_NAME].line];
  if (is_exact) {
    for (uint32_t i = 0; i < layout->lines; i++)
      if (lines[i].count != layout->width) return false;
    return true;
  }
  for (uint32_t i = 0; i < layout->lines; i++) {
    bool is_near = lines[i].count + NEAR >= layout->width && lines[i].count <= layout->width + (uint32_t)NEAR;
    bool is_unfilled = &lines[i] == name && name->count >= LEAST_OF_NAME && name->count < layout->width;
    if (!is_near && !is_unfilled) return false;
  }
  return has_separator(name);
}

/* Moves one line of the text, or a piece of one that holds all lines, into the zone. */
static void take_line(pnri_mrz_zone *zone, const text_line *line, uint32_t to, uint32_t from)
{
  uint32_t width = zone->layout->width;
  for (uint32_t i = 0; i < width; i++) {
    bool is_there = from + i < line->count;
    zone->grid.at[to][i] = is_there ? line->symbols[from + i] : '<';
    zone->cells[to][i] = is_there ? line->cells[from + i]
                                  : (pnri_mrz_cell){ .offset = line->end,
                                                     .line = line->number,
                                                     .column = (uint32_t)(line->end - line->begin) + 1 };
  }
}

static void note_misfit(pnri_mrz_zone *zone, const text_line *line, uint32_t to)
{
  uint32_t width = zone->layout->width;
  pnri_mrz_misfit *misfit = &zone->misfits[to];
  *misfit = (pnri_mrz_misfit){ .offset = line->end,
                               .line = line->number,
                               .column = (uint32_t)(line->end - line->begin) + 1,
                               .is_there = line->count != width };
  if (line->count <= width) return;
  const pnri_mrz_cell *first = &line->cells[width], *last = &line->cells[line->count - 1];
  misfit->offset = first->offset;
  misfit->column = first->column;
  misfit->length = last->offset + last->size - first->offset;
}

/* A zone whose lines begin with this one. lines holds as many as follow each other without a blank one between. */
static bool take_lines(const text_line *lines, uint32_t count, bool is_exact, pnri_mrz_zone *zone)
{
  for (uint32_t i = 0; i < PNRI_MRZ_LAYOUTS; i++) {
    const pnri_mrz_layout *layout = &pnri_mrz_layouts[i];
    bool is_visa = lines[0].symbols[0] == 'V';
    bool is_string = is_exact && lines[0].count == (uint32_t)layout->lines * layout->width;
    uint32_t used = is_string ? 1 : layout->lines;
    if (count < used || layout->is_visa != (is_visa && layout->lines == 2) || !may_be_zone(lines, used)) continue;
    if (!is_string && !fits(layout, lines, is_exact)) continue;
    *zone = (pnri_mrz_zone){ .layout = layout, .begin = lines[0].begin };
    zone->end = lines[used - 1].next;
    zone->next_line = lines[used - 1].number + lines[used - 1].has_break;
    for (uint32_t to = 0; to < layout->lines; to++) {
      take_line(zone, &lines[is_string ? 0 : to], to, is_string ? to * layout->width : 0);
      if (!is_string) note_misfit(zone, &lines[to], to);
    }
    return true;
  }
  return false;
}

/* A zone that begins exactly at `from`. A line of wrong length counts only where no right zone begins behind it. */
static bool zone_at(const uint8_t *data, size_t size, uint64_t from, uint32_t number, pnri_mrz_zone *zone,
                    uint64_t *next)
{
  text_line lines[PNRI_MRZ_LINES + 1];
  uint32_t count = 0;
  for (uint64_t at = from; at < size && count <= PNRI_MRZ_LINES; at = lines[count - 1].next) {
    read_line(data, size, at, number + count, &lines[count]);
    if (count == 0) *next = lines[0].next;
    if (lines[count].count == 0 || lines[count].count > MOST_CELLS) break;
    count++;
  }
  if (count == 0) return false;
  if (take_lines(lines, count, true, zone)) return true;
  pnri_mrz_zone right;
  if (count > 1 && take_lines(lines + 1, count - 1, true, &right)) return false;
  return take_lines(lines, count, false, zone);
}

void pnri_mrz_find(const uint8_t *data, size_t size, uint64_t from, uint32_t number, pnri_mrz_zone *zone)
{
  for (uint64_t next = from; from < size; from = next, number++)
    if (zone_at(data, size, from, number, zone, &next)) return;
  *zone = (pnri_mrz_zone){ .begin = size, .end = size };
}

bool pnri_mrz_starts(const uint8_t *data, size_t size)
{
  uint64_t from = 0;
  uint32_t used;
  pnri_mrz_zone zone;
  uint64_t at = 0, next;
  while (at < size && (is_break(data[at]) || is_frame(data[at]) || character_at(data, size, at, &used) == 0)) {
    at++;
    if (is_break(data[at - 1])) from = at;
  }
  return at < size && zone_at(data, size, from, 1, &zone, &next);
}

/* --- What is no zone --- */

bool pnri_mrz_next_run(const uint8_t *data, uint64_t to, uint64_t *from, uint32_t *number, pnr_finding *finding)
{
  *finding = (pnr_finding){ .code = PNR_F_MRZ_SKIPPED, .lost = 1 };
  for (uint64_t next; *from < to; *from = next, (*number)++) {
    uint64_t first = 0, last = 0, at = *from;
    uint32_t used;
    for (; at < to && !is_break(data[at]); at += used) {
      if (character_at(data, (size_t)to, at, &used) == 0) continue;
      if (last == 0) first = at;
      last = at + used;
    }
    next = behind_break(data, (size_t)to, at);
    if (last == 0 && finding->length != 0) return true;
    if (last != 0 && finding->length == 0) {
      finding->offset = first;
      finding->line = *number;
      finding->column = (uint32_t)(first - *from) + 1;
    }
    if (last != 0) finding->length = last - finding->offset;
  }
  return finding->length != 0;
}
