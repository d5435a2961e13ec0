/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_PNRGOV_SUPPORT_H
#define PNR_TESTS_PNRGOV_SUPPORT_H

#include <stdarg.h>
#include <stdio.h>

#include "pnr/message.h"
#include "pnr/read.h"
#include "support.h"

/* What the PNRGOV tests share: a message around a few segments, and what was read of it as one line of text, so that a
 * row of a table is a message and a line. All persons are invented. */

enum { LINE_SIZE = 4096 };

typedef struct line {
  char text[LINE_SIZE];
  size_t size;
} line;

__attribute__((format(printf, 2, 3))) static inline void add(line *l, const char *format, ...)
{
  va_list values;
  va_start(values, format);
  int size = vsnprintf(l->text + l->size, LINE_SIZE - l->size, format, values);
  va_end(values);
  if (size > 0) l->size = (size_t)size < LINE_SIZE - l->size ? l->size + (size_t)size : LINE_SIZE - 1;
}

static inline void add_slice(line *l, const char *before, pnr_slice slice)
{
  if (slice.size != 0) add(l, "%s%.*s", before, (int)slice.size, (const char *)slice.data);
}

/* Criterion compares char *, not const char *. */
static inline char *as_text(const char *text) { return (char *)(uintptr_t)text; }

/* --- Messages --- */

typedef struct reading {
  uint8_t *data;
  size_t size;
  pnr_reader *reader;
  pnr_message *message;
  const pnr_content *content;
  pnr_status status;
} reading;

static inline void read_octets(reading *r, const pnr_env *env, const void *octets, size_t size)
{
  *r = (reading){ .data = exact_copy(octets, size), .size = size };
  pnr_error error = { .size = sizeof error };
  r->status = pnr_reader_open(env, r->data, size, NULL, &r->reader, &error);
  if (r->status == PNR_OK) r->status = pnr_reader_next(r->reader, &r->message, &error);
  if (r->status == PNR_OK) r->content = pnr_message_content(r->message);
}

static inline void read_close(reading *r)
{
  pnr_message_close(r->message);
  pnr_reader_close(r->reader);
  free(r->data);
}

/* A whole interchange around what follows UNH. */
static inline size_t make_message(char *out, size_t room, const char *segments)
{
  uint32_t count = 2;
  for (const char *c = segments; *c != 0; c++)
    if (*c == '\'' && (c == segments || c[-1] != '?')) count++;
  int size =
    snprintf(out, room, "UNB+IATA:1+ZX+TSTGOV+250310:1015+R1'UNH+1+PNRGOV:13:1:IA+KEY1+01:F'%sUNT+%u+1'UNZ+1+R1'",
             segments, count);
  return size > 0 && (size_t)size < room ? (size_t)size : 0;
}

static inline void read_segments(reading *r, const char *segments)
{
  static char message[1 << 16];
  read_octets(r, NULL, message, make_message(message, sizeof message, segments));
}

#define LEVEL_0 "MSG+:22'ORG+ZX:AAA'TVL+100325:1200:100325:1500+AAA+BBB+ZX+100'EQN+1'"
#define BOOKING LEVEL_0 "SRC'RCI+ZX:LOC001::010325:0900'"
#define PETRA "TIF+NOVAK+PETRAMRS:A:1'"
#define FLIGHT "TVL+100325:1200:100325:1500+AAA+BBB+ZX+100:Y'"

/* --- Lines --- */

static inline void describe_person(line *l, const pnr_traveller *t)
{
  const pnr_person *person = t->person;
  if (person->name_count != 0) {
    const pnr_name *name = person->names[0];
    add(l, "%.*s/%.*s", (int)name->surname.size, (const char *)name->surname.data, (int)name->given.size,
        (const char *)name->given.data);
  } else add(l, "?");
  add(l, " %s", pnr_traveller_kind_name(t->kind));
  if (t->adult != PNR_NONE) add(l, " of %u", t->adult);
  if (person->sex != 0) add(l, " %c", (int)person->sex);
  for (uint32_t i = 0; i < person->birth_count; i++) add(l, " %u", person->births[i]->from);
  for (uint32_t i = 0; i < person->nationality_count; i++) add_slice(l, " ", person->nationalities[i]);
  for (uint32_t i = 0; i < person->document_count; i++) {
    const pnr_document *document = person->documents[i];
    add(l, " [");
    add_slice(l, "", document->type);
    add_slice(l, " ", document->number);
    add_slice(l, " ", document->issuer);
    if (document->expires != 0) add(l, " %u", document->expires);
    add(l, "]");
  }
}

static inline void describe_people(line *l, const pnr_content *content)
{
  for (uint32_t i = 0; i < content->traveller_count; i++) {
    add(l, "%s", i != 0 ? "; " : "");
    describe_person(l, content->travellers[i]);
  }
}

static inline void describe_findings(line *l, const pnr_content *content)
{
  for (uint32_t i = 0; i < content->finding_count; i++)
    add(l, "%s%s", i != 0 ? " " : "", pnr_finding_name(content->findings[i]->code));
}

static inline void describe_report(line *l, const pnr_syntax_report *report)
{
  add(l, "[%s", pnr_syntax_level_name(report->level));
  if (report->level < PNR_SYNTAX_SEGMENT) add(l, " %s", pnr_receipt_name(report->action));
  if (report->error != 0) add(l, " %u", report->error);
  add_slice(l, " of ", report->reference);
  add_slice(l, " from ", report->sender);
  add_slice(l, " to ", report->recipient);
  add_slice(l, " is ", report->type);
  add_slice(l, " ", report->version);
  add_slice(l, " in ", report->tag);
  if (report->segment != 0) add(l, " segment %u", report->segment);
  if (report->element != 0) add(l, " element %u", report->element);
  if (report->component != 0) add(l, " component %u", report->component);
  if (report->occurrence != 0) add(l, " occurrence %u", report->occurrence);
  add(l, "]");
}

static inline void describe_items(line *l, const pnr_content *content)
{
  for (uint32_t i = 0; i < content->item_count; i++) add_slice(l, l->size != 0 ? "; " : "", content->items[i]->text);
  for (uint32_t b = 0; b < content->booking_count; b++)
    for (uint32_t i = 0; i < content->bookings[b]->item_count; i++)
      add_slice(l, l->size != 0 ? "; " : "", content->bookings[b]->items[i]->text);
}

#endif
