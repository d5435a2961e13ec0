/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates and times of PNRGOV, and its segment DAT, which means something else in each group. */
#include "core/date.h"
#include "read/pnrgov.h"

/* --- Text to date --- */

static bool all_digits(pnr_slice text)
{
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] < '0' || text.data[i] > '9') return false;
  return text.size != 0;
}

static bool is_letter(uint8_t octet) { return (octet & 0xDF) >= 'A' && (octet & 0xDF) <= 'Z'; }

/* Octets of the day in DDMMMYY and its kin: 1 or 2; 0 when the text has another form. The size tells which it must be,
 * the year having two digits or four. */
static size_t day_digits(pnr_slice text)
{
  if (text.size < 6 || text.size > 9) return 0;
  size_t digits = text.size % 2 == 0 ? 1 : 2;
  const uint8_t *month = text.data + digits;
  if (!is_letter(month[0]) || !is_letter(month[1]) || !is_letter(month[2])) return 0;
  bool has_digits = all_digits((pnr_slice){ text.data, digits }) && all_digits(pnri_slice_from(text, digits + 3));
  return has_digits ? digits : 0;
}

bool pnri_pnrgov_is_date(pnr_slice text)
{
  return day_digits(text) != 0 || ((text.size == 6 || text.size == 8) && all_digits(text));
}

bool pnri_pnrgov_has_small_month(pnr_slice text)
{
  size_t digits = day_digits(text);
  if (digits == 0) return false;
  const uint8_t *month = text.data + digits;
  return ((month[0] | month[1] | month[2]) & 0x20) != 0;
}

static uint32_t part(pnr_slice text, size_t at, size_t size)
{
  return pnri_number((pnr_slice){ text.data + at, size });
}

static pnr_date with_century(uint32_t year, uint32_t month, uint32_t day, uint32_t kind, pnr_date reference)
{
  if (month == 0 || day == 0) return 0;
  if (kind == PNRI_DATE_NEAR) return pnri_date(pnri_year_near(year, reference), month, day);
  uint32_t full = pnri_year_of_birth(year, reference);
  pnr_date date = pnri_date(full, month, day);
  /* nobody is born after the message was written */
  return date > reference && full > 100 ? pnri_date(full - 100, month, day) : date;
}

static pnr_date eight_digits(pnr_slice text)
{
  uint32_t year = part(text, 0, 4), month = part(text, 4, 2), day = part(text, 6, 2);
  if (year >= 1850 && year <= 2150 && month >= 1 && month <= 12) return day != 0 ? pnri_date(year, month, day) : 0;
  year = part(text, 4, 4);
  month = part(text, 2, 2);
  day = part(text, 0, 2);
  return month != 0 && day != 0 ? pnri_date(year, month, day) : 0;
}

pnr_date pnri_pnrgov_parse_date(pnr_slice text, uint32_t kind, bool day_first, pnr_date reference, bool *has_century)
{
  *has_century = false;
  size_t digits = day_digits(text);
  if (digits != 0) {
    uint32_t month = pnri_month_of_name(text.data + digits), day = part(text, 0, digits);
    pnr_slice year = pnri_slice_from(text, digits + 3);
    *has_century = year.size == 4;
    if (!*has_century) return with_century(pnri_number(year), month, day, kind, reference);
    return month != 0 && day != 0 ? pnri_date(pnri_number(year), month, day) : 0;
  }
  uint32_t number = text.size == 6 || text.size == 8 ? pnri_number(text) : UINT32_MAX;
  if (number == UINT32_MAX) return 0;
  if (text.size == 8) {
    *has_century = true;
    return eight_digits(text);
  }
  uint32_t first = number / 10000, month = number / 100 % 100, last = number % 100;
  return day_first ? with_century(last, month, first, kind, reference)
                   : with_century(first, month, last, kind, reference);
}

pnr_date pnri_pnrgov_date(pnri_pnrgov *p, pnri_segment *s, uint32_t element, uint32_t component)
{
  pnr_slice text = pnri_segment_text(s, element, component);
  if (text.size == 0) return 0;
  bool has_century = false;
  pnr_date date = pnri_pnrgov_parse_date(text, PNRI_DATE_NEAR, true, p->reading->reference, &has_century);
  if (date == 0) {
    pnri_segment_note(s, PNR_F_DATE_INVALID, element, component);
    p->keep = true;
  } else if (has_century) pnri_segment_note(s, PNR_F_DATE_CENTURY, element, component);
  if (pnri_pnrgov_has_small_month(text)) p->keep = true;
  return date;
}

int32_t pnri_pnrgov_minutes(pnri_pnrgov *p, pnri_segment *s, uint32_t element, uint32_t component)
{
  pnr_slice text = pnri_segment_text(s, element, component);
  if (text.size == 0) return PNR_TIME_UNKNOWN;
  int32_t minutes = pnri_minutes(text);
  bool is_whole = text.size == 4 || (text.size == 6 && text.data[4] == '0' && text.data[5] == '0');
  if (minutes == PNR_TIME_UNKNOWN || !is_whole) p->keep = true;
  return minutes;
}

/* --- DAT: C688 is 2005 qualifier, 9916 date, 9918 time, … --- */

/* The qualifier, read without counting as read: a composite that no handler knows stays for an item. */
static bool qualifier_is(pnri_segment *s, uint32_t element, const char *code)
{
  uint64_t read = s->read;
  bool is = pnri_slice_is(pnri_segment_text(s, element, 1), code);
  if (!is) s->read = read;
  return is;
}

static void last_transaction(pnri_pnrgov *p, pnri_segment *s, uint32_t element)
{
  pnr_booking *booking = &p->booking->view;
  booking->changed = pnri_pnrgov_date(p, s, element, 2);
  booking->changed_time = pnri_pnrgov_minutes(p, s, element, 3);
}

/* Group 1: 700 last transaction, 710 ticket issue. The latter stays an item too: its time has no field. */
void pnri_pnrgov_booking_dates(pnri_pnrgov *p, pnri_segment *s)
{
  for (uint32_t e = 1; e <= s->element_count; e++) {
    if (p->booking->view.changed == 0 && qualifier_is(s, e, "700")) last_transaction(p, s, e);
    else if (p->issued == 0 && qualifier_is(s, e, "710")) {
      p->issued = pnri_pnrgov_date(p, s, e, 2);
      p->keep = true;
    }
  }
}

void pnri_pnrgov_ticket_dates(pnri_pnrgov *p, pnri_segment *s)
{
  for (uint32_t e = 1; e <= s->element_count; e++) {
    if (p->ticket != NULL && p->ticket->issued == 0 && qualifier_is(s, e, "710"))
      p->ticket->issued = pnri_pnrgov_date(p, s, e, 2);
    else if (p->booking->view.changed == 0 && qualifier_is(s, e, "700")) { /* the booking's, in the wrong place */
      last_transaction(p, s, e);
      p->keep = true;
    }
  }
}

/* Group 6: 2 is the check-in; also an empty DAT opens the group. Only who has a date or a boarding reference behind it
 * is checked in. */
void pnri_pnrgov_check_in(pnri_pnrgov *p, pnri_segment *s)
{
  if (qualifier_is(s, 1, "700") || qualifier_is(s, 1, "710")) { /* the booking's, in the wrong place */
    pnri_segment_note(s, PNR_F_SEGMENT_MISPLACED, 0, 0);
    pnri_pnrgov_booking_dates(p, s);
    p->keep = true;
    return;
  }
  /* what the date is has no field: the segment stays an item */
  if (!qualifier_is(s, 1, "2")) return;
  bool has_date = pnri_segment_text(s, 1, 2).size != 0;
  p->keep = has_date;
  if (!has_date) return;
  pnri_check_in *check_in = pnri_vector_add(&p->check_ins, 1);
  if (check_in == NULL) p->builder->failed = 1;
  else *check_in = (pnri_check_in){ p->leg_index, PNR_NONE, false };
}

/* 700 and 710 are of the booking, whose head goes on behind its history. A second date of a block begins a block of the
 * same agent. */
void pnri_pnrgov_history_date(pnri_pnrgov *p, pnri_segment *s)
{
  if (qualifier_is(s, 1, "700") || qualifier_is(s, 1, "710")) {
    p->group = PNRI_GROUP_BOOKING;
    pnri_segment_note(s, PNR_F_SEGMENT_MISPLACED, 0, 0);
    pnri_pnrgov_booking_dates(p, s);
    p->keep = true; /* where the history ends has no field */
    return;
  }
  if (p->head.date != 0 || p->head.time != PNR_TIME_UNKNOWN) pnri_history_begin(p, s->begin);
  p->head.date = pnri_pnrgov_date(p, s, 1, 2);
  p->head.time = pnri_pnrgov_minutes(p, s, 1, 3);
  pnri_pnrgov_expect(p, s, 1, 1, "T");
  for (pnri_node *node = p->block; node != NULL; node = node->next) {
    pnr_history *row = pnri_node_payload(node);
    row->date = p->head.date;
    row->time = p->head.time;
  }
}
