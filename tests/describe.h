/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_DESCRIBE_H
#define PNR_TESTS_DESCRIBE_H

#include <stdarg.h>
#include <stdio.h>

#include "pnr/pnr.h"

/* What a message holds, a line for each thing: short enough to be checked by eye against the message. A value that is
 * not there is left out, or is "-" where its place tells what it is. */

typedef struct lines {
  char text[1 << 16];
  size_t size;
} lines;

__attribute__((format(printf, 2, 3))) static inline void put(lines *l, const char *format, ...)
{
  va_list values;
  va_start(values, format);
  int size = vsnprintf(l->text + l->size, sizeof l->text - l->size, format, values);
  va_end(values);
  if (size > 0) l->size = (size_t)size < sizeof l->text - l->size ? l->size + (size_t)size : sizeof l->text - 1;
}

static inline void put_slice(lines *l, const char *before, pnr_slice slice)
{
  if (slice.size != 0) put(l, "%s%.*s", before, (int)slice.size, (const char *)slice.data);
}

/* Lines of a text are parted by '|'. */
static inline void put_text(lines *l, const char *before, pnr_slice slice)
{
  size_t begin = l->size;
  put_slice(l, before, slice);
  for (; begin < l->size; begin++)
    if (l->text[begin] == '\n') l->text[begin] = '|';
}

static inline void put_or_dash(lines *l, const char *before, pnr_slice slice)
{
  if (slice.size == 0) put(l, "%s-", before);
  else put_slice(l, before, slice);
}

/* YYYYMMDD, with unknown parts as 00, and THHMM. */
static inline void put_date(lines *l, const char *before, pnr_date date, int32_t minutes)
{
  if (date != 0) put(l, "%s%08u", before, date);
  if (date != 0 && minutes != PNR_TIME_UNKNOWN) put(l, "T%02d%02d", (int)minutes / 60, (int)minutes % 60);
}

static inline void put_index(lines *l, const char *before, uint32_t index)
{
  if (index != PNR_NONE) put(l, "%s%u", before, index);
}

static inline void put_leg(lines *l, const char *before, const pnr_leg *leg)
{
  put(l, "%sleg", before);
  put_or_dash(l, " ", leg->carrier);
  put_or_dash(l, " ", leg->number);
  put_slice(l, "", leg->suffix);
  put_slice(l, "/", leg->service_class);
  put_or_dash(l, " ", leg->from);
  put_or_dash(l, " ", leg->to);
  put_date(l, " ", leg->departs, leg->departs_time);
  put_date(l, " > ", leg->arrives, leg->arrives_time);
  put_slice(l, " operated ", leg->operating_carrier);
  put_slice(l, " flight ", leg->operating_number);
  put_slice(l, " ", leg->status);
  put_slice(l, " kind ", leg->kind);
  put_slice(l, " locator ", leg->locator);
  if ((leg->flags & PNR_LEG_CONFIRMED) != 0) put(l, " confirmed");
  if ((leg->flags & PNR_LEG_OPEN) != 0) put(l, " open");
  if ((leg->flags & PNR_LEG_SURFACE) != 0) put(l, " surface");
  if ((leg->flags & PNR_LEG_NON_AIR) != 0) put(l, " non-air");
  put(l, "\n");
}

static inline void put_document(lines *l, const char *before, const pnr_document *document)
{
  put(l, "%sdocument", before);
  put_or_dash(l, " ", document->type);
  put_or_dash(l, " ", document->number);
  put_or_dash(l, " ", document->issuer);
  put_date(l, " ", document->expires, PNR_TIME_UNKNOWN);
  put_date(l, " issued ", document->issued, PNR_TIME_UNKNOWN);
  put_slice(l, " at ", document->place);
  put(l, "\n");
}

static inline void put_bag(lines *l, const char *before, const pnr_bag *bag)
{
  put(l, "%sbag", before);
  put_or_dash(l, " ", bag->tag);
  put_slice(l, " ", bag->carrier);
  put_slice(l, " to ", bag->destination);
  if (bag->pieces != 0) put(l, " of %u", bag->pieces);
  if (bag->weight != 0) put(l, " weight %u", bag->weight);
  put_slice(l, " unit ", bag->unit);
  put_slice(l, " pool ", bag->pool);
  put_index(l, " t", bag->traveller);
  put_index(l, " leg ", bag->leg);
  put(l, "\n");
}

static inline void put_contact(lines *l, const char *before, const pnr_contact *contact)
{
  put(l, "%s%s", before, pnr_contact_kind_name(contact->kind));
  put_slice(l, " ", contact->purpose);
  put_text(l, " ", contact->text);
  put_slice(l, " = ", contact->digits);
  put_slice(l, ", ", contact->city);
  put_slice(l, ", ", contact->region);
  put_slice(l, ", ", contact->postcode);
  put_slice(l, ", ", contact->country);
  put_index(l, " t", contact->traveller);
  put(l, "\n");
}

static inline void put_names(lines *l, const pnr_person *person)
{
  for (uint32_t i = 0; i < person->name_count; i++) {
    const pnr_name *name = person->names[i];
    put(l, "  %s ", pnr_source_name(name->source));
    put_slice(l, "", name->surname);
    put(l, "/");
    put_slice(l, "", name->given);
    put_slice(l, " title ", name->title);
    put(l, "\n");
  }
}

static inline void put_traveller(lines *l, uint32_t index, const pnr_traveller *t)
{
  const pnr_person *person = t->person;
  put(l, "t%u %s %s", index, pnr_traveller_kind_name(t->kind), pnr_travel_status_name(t->status));
  if (person->sex != 0) put(l, " %c", (int)person->sex);
  for (uint32_t i = 0; i < person->birth_count; i++) put_date(l, " ", person->births[i]->from, PNR_TIME_UNKNOWN);
  for (uint32_t i = 0; i < person->nationality_count; i++) put_slice(l, " ", person->nationalities[i]);
  put_index(l, " of t", t->adult);
  put_slice(l, " reference ", t->reference);
  put_slice(l, " unique ", t->unique_reference);
  put_slice(l, " seat ", t->seat);
  put_slice(l, " from ", t->from);
  put_slice(l, " to ", t->to);
  put_slice(l, " born in ", person->birth_place);
  put_slice(l, " lives in ", person->residence);
  put(l, "\n");
  put_names(l, person);
  for (uint32_t i = 0; i < person->document_count; i++) put_document(l, "  ", person->documents[i]);
  for (uint32_t i = 0; i < person->identifier_count; i++) put_slice(l, "  found by ", person->identifiers[i]->value);
  if (person->identifier_count != 0) put(l, "\n");
  for (uint32_t i = 0; i < t->bag_count; i++) put_bag(l, "  ", t->bags[i]);
  for (uint32_t i = 0; i < t->contact_count; i++) put_contact(l, "  ", t->contacts[i]);
}

static inline void put_seat(lines *l, const pnr_seat *seat)
{
  put_slice(l, "  seat ", seat->number);
  put(l, "%s", seat->assigned != 0 ? " assigned" : "");
  put_slice(l, " ", seat->from);
  put_slice(l, " ", seat->to);
  put_index(l, " t", seat->traveller);
  put_index(l, " leg ", seat->leg);
  put(l, "\n");
}

static inline void put_money(lines *l, const pnr_booking *booking)
{
  for (uint32_t i = 0; i < booking->ticket_count; i++) {
    const pnr_ticket *ticket = booking->tickets[i];
    put_or_dash(l, "  ticket ", ticket->number);
    put_slice(l, " ", ticket->type);
    put_date(l, " ", ticket->issued, PNR_TIME_UNKNOWN);
    put_slice(l, " fare ", ticket->fare);
    put_slice(l, " total ", ticket->total);
    put_index(l, " t", ticket->traveller);
    put(l, "\n");
  }
  for (uint32_t i = 0; i < booking->payment_count; i++) {
    const pnr_payment *payment = booking->payments[i];
    put_or_dash(l, "  paid ", payment->form);
    put_slice(l, " ", payment->vendor);
    put_slice(l, " ", payment->account);
    put_slice(l, " expires ", payment->expires);
    put_slice(l, " amount ", payment->amount);
    put_slice(l, " by ", payment->holder);
    put_index(l, " t", payment->traveller);
    put(l, "\n");
  }
}

static inline void put_words(lines *l, const pnr_booking *booking)
{
  for (uint32_t i = 0; i < booking->remark_count; i++) {
    const pnr_remark *remark = booking->remarks[i];
    put_or_dash(l, "  remark ", remark->code);
    put_slice(l, " ", remark->status);
    put_text(l, ": ", remark->text);
    put_index(l, " t", remark->traveller);
    put_index(l, " leg ", remark->leg);
    put(l, "\n");
  }
  for (uint32_t i = 0; i < booking->history_count; i++) {
    const pnr_history *change = booking->history[i];
    put(l, "  history");
    put_date(l, " ", change->date, change->time);
    put_slice(l, " ", change->action);
    put_slice(l, " ", change->segment);
    put_text(l, ": ", change->text);
    put(l, "\n");
  }
}

static inline void put_booking(lines *l, const pnr_booking *booking)
{
  put_or_dash(l, "booking ", booking->locator);
  if (booking->status == PNR_STATUS_CANCELLED) put(l, " cancelled");
  for (uint32_t i = 0; i < booking->traveller_count; i++) put(l, " t%u", booking->travellers[i]);
  if (booking->declared_travellers != 0) put(l, " declares %u", booking->declared_travellers);
  put_slice(l, " group ", booking->group_name);
  put_date(l, " created ", booking->created, PNR_TIME_UNKNOWN);
  put_date(l, " changed ", booking->changed, booking->changed_time);
  put(l, "\n");
  for (uint32_t i = 0; i < booking->leg_count; i++) put_leg(l, "  ", booking->legs[i]);
  for (uint32_t i = 0; i < booking->seat_count; i++) put_seat(l, booking->seats[i]);
  for (uint32_t i = 0; i < booking->bag_count; i++) put_bag(l, "  ", booking->bags[i]);
  for (uint32_t i = 0; i < booking->contact_count; i++) put_contact(l, "  ", booking->contacts[i]);
  put_money(l, booking);
  put_words(l, booking);
  for (uint32_t i = 0; i < booking->document_count; i++) put_document(l, "  unplaced ", booking->documents[i]);
}

static inline void put_response(lines *l, const pnr_response *response)
{
  put(l, "%s %s", pnr_level_name(response->level), pnr_response_name(response->meaning));
  put_or_dash(l, " ", response->code);
  put_slice(l, " in ", response->locator);
  put_slice(l, " of ", response->unique_reference);
  put_slice(l, " to ", response->transaction);
  put_slice(l, " on ", response->flight);
  put_slice(l, ": ", response->text);
  put(l, "\n");
}

static inline void put_report(lines *l, const pnr_syntax_report *report)
{
  put(l, "%s", pnr_syntax_level_name(report->level));
  if (report->level < PNR_SYNTAX_SEGMENT) put(l, " %s", pnr_receipt_name(report->action));
  put_slice(l, " ", report->reference);
  put_slice(l, " from ", report->sender);
  put_slice(l, " to ", report->recipient);
  put_slice(l, " ", report->type);
  put_slice(l, " ", report->version);
  if (report->error != 0) put(l, " error %u", report->error);
  put_slice(l, " in ", report->tag);
  if (report->segment != 0) put(l, " segment %u", report->segment);
  if (report->element != 0) put(l, " element %u", report->element);
  if (report->component != 0) put(l, " component %u", report->component);
  put(l, "\n");
}

static inline void put_message(lines *l, const pnr_content *content)
{
  put(l, "%s", pnr_message_type_name(content->type));
  put_slice(l, " ", content->version);
  put(l, " %s by %s", pnr_function_name(content->function), pnr_transport_name(content->transport));
  put_slice(l, " from ", content->sender);
  if (content->part_number != 0) put(l, " part %u%s", content->part_number, content->part_last ? " last" : "");
  if (content->is_declared != 0) put(l, " declares %u", content->declared);
  put(l, "\n");
  for (uint32_t i = 0; i < content->leg_count; i++) put_leg(l, "", content->legs[i]);
  for (uint32_t i = 0; i < content->traveller_count; i++) put_traveller(l, i, content->travellers[i]);
  for (uint32_t i = 0; i < content->booking_count; i++) put_booking(l, content->bookings[i]);
  for (uint32_t i = 0; i < content->contact_count; i++) put_contact(l, "", content->contacts[i]);
  for (uint32_t i = 0; i < content->response_count; i++) put_response(l, content->responses[i]);
  for (uint32_t i = 0; i < content->syntax_report_count; i++) put_report(l, content->syntax_reports[i]);
  for (uint32_t i = 0; i < content->finding_count; i++)
    if (content->findings[i]->severity != PNR_SEVERITY_NOTICE)
      put(l, "finding %s\n", pnr_finding_name(content->findings[i]->code));
}

#endif
