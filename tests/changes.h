/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_CHANGES_H
#define PNR_TESTS_CHANGES_H

#include <stdbool.h>
#include <stdio.h>

#include "pnr/pnr.h"
#include "support.h"

/* Nothing is lost: recorded means that changing an octet changes what the reader reports. This is the measure of it,
 * for the tests over samples and for the fuzz targets, so it knows no test framework. */

enum { LOST_RANGES = 4096 };

/* All that is reported of an input: its messages as JSON with what JSON masks behind them, and the octets that findings
 * call lost. */
typedef struct report {
  pnr_text *text;
  pnr_status status; /* PNR_END: the input was read to its end */
  uint64_t total;    /* octets that the messages account for */
  uint64_t travellers;
  uint64_t lost[LOST_RANGES][2]; /* begin and end of the findings that hold lost octets */
  uint32_t lost_count;
  int is_cut;    /* more findings than are kept: then not all lost octets are known */
  int is_broken; /* markup that was mended: a tag more or less then changes nothing */
  int is_unbalanced;
} report;

static inline int report_open(report *r)
{
  memset(r, 0, sizeof *r);
  return pnr_text_open(NULL, &r->text, NULL) == PNR_OK;
}

static inline void report_close(report *r) { pnr_text_close(r->text); }

static inline void report_masked(report *r, const pnr_content *content)
{
  for (uint32_t b = 0; b < content->booking_count; b++) {
    const pnr_booking *booking = content->bookings[b];
    for (uint32_t i = 0; i < booking->payment_count; i++)
      pnr_text_add(r->text, booking->payments[i]->account_raw, NULL);
  }
}

static inline void report_findings(report *r, const pnr_content *content)
{
  for (uint32_t i = 0; i < content->finding_count; i++) {
    const pnr_finding *finding = content->findings[i];
    r->is_cut |= finding->code == PNR_F_MORE || r->lost_count == LOST_RANGES;
    r->is_broken |= finding->code == PNR_F_XML_SYNTAX || finding->code == PNR_F_XML_CUT;
    if (finding->lost == 0 || r->lost_count == LOST_RANGES) continue;
    r->lost[r->lost_count][0] = finding->offset;
    r->lost[r->lost_count++][1] = finding->offset + finding->length;
  }
}

static inline void report_read(report *r, const uint8_t *data, size_t size, const pnr_read_options *options)
{
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_text_clear(r->text);
  r->total = r->travellers = r->lost_count = 0;
  r->is_cut = r->is_broken = r->is_unbalanced = 0;
  r->status = pnr_reader_open(NULL, data, size, options, &reader, &error);
  while (r->status == PNR_OK && (r->status = pnr_reader_next(reader, &message, &error)) == PNR_OK) {
    const pnr_content *content = pnr_message_content(message);
    pnr_json_message(r->text, message, (pnr_slice){ NULL, 0 }, NULL);
    report_masked(r, content);
    report_findings(r, content);
    r->total += content->octets;
    r->travellers += content->traveller_count;
    r->is_unbalanced |= content->octets_recorded + content->octets_in_findings != content->octets;
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  if (r->status == PNR_END) return;
  char text[64];
  int length = snprintf(text, sizeof text, "status %d at %llu", (int)r->status, (unsigned long long)error.offset);
  pnr_text_add(r->text, (pnr_slice){ (const uint8_t *)text, (size_t)length }, NULL);
}

static inline int report_holds_lost(const report *r, uint64_t offset)
{
  for (uint32_t i = 0; i < r->lost_count; i++)
    if (offset >= r->lost[i][0] && offset < r->lost[i][1]) return 1;
  return 0;
}

static inline int report_equal(const report *a, const report *b)
{
  pnr_slice x = pnr_text_get(a->text), y = pnr_text_get(b->text);
  return x.size == y.size && (x.size == 0 || memcmp(x.data, y.data, x.size) == 0);
}

/* Another octet, of the same class where it is a letter or digit, so that the message stays as readable as it was. */
static inline uint8_t other_octet(uint8_t octet)
{
  if (octet >= '0' && octet <= '9') return octet == '9' ? '8' : (uint8_t)(octet + 1);
  if (octet >= 'A' && octet <= 'Z') return octet == 'Q' ? 'K' : 'Q';
  return octet == 'q' ? 'k' : 'q';
}

/* The same, or a visible one of any class: one kind of white space may stand for another. */
static inline uint8_t changed_octet(uint8_t octet, uint32_t choice)
{
  static const uint8_t others[] = "7KqZ0-./<";
  uint8_t other = others[choice % (sizeof others - 1)];
  bool is_letter = (octet | 0x20) >= 'a' && (octet | 0x20) <= 'z';
  if (is_letter && choice % 4 == 3) return octet ^ 0x20;
  return choice % 2 == 0 || other == octet ? other_octet(octet) : other;
}

/* How many octets can change unseen: those that stand in no finding as lost. Each is tried twice, as another of its class
 * and as any other. The data are as before afterwards. */
static inline uint32_t silent_octets(const char *name, uint8_t *data, size_t size, report *before, report *after)
{
  uint32_t silent = 0;
  report_read(before, data, size, NULL);
  for (size_t i = 0; i < size; i++) {
    uint8_t kept = data[i];
    if (report_holds_lost(before, i)) continue;
    for (uint32_t n = 0; n < 2; n++) {
      data[i] = n == 0 ? other_octet(kept) : changed_octet(kept, (uint32_t)i * 2 + 1);
      report_read(after, data, size, NULL);
      if (report_equal(before, after) && silent++ < 3)
        fprintf(stderr, "%s: octet %zu can become %#x unseen\n", name, i, data[i]);
    }
    data[i] = kept;
  }
  return silent;
}

/* The same for a text of a test; UINT32_MAX when it cannot be read at all. */
static inline uint32_t silent_changes(const char *text, size_t size)
{
  uint8_t *data = exact_copy(text, size);
  report *before = malloc(sizeof *before), *after = malloc(sizeof *after);
  uint32_t silent = UINT32_MAX;
  if (data != NULL && before != NULL && after != NULL && report_open(before) && report_open(after)) {
    silent = silent_octets("text", data, size, before, after);
    if (before->status != PNR_END) silent = UINT32_MAX;
    report_close(before);
    report_close(after);
  }
  free(before);
  free(after);
  free(data);
  return silent;
}

#endif
