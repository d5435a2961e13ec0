/* SPDX-License-Identifier: Apache-2.0 */
#include "record/builder.h"

#include "core/fail.h"
#include "core/slice.h"
#include "record/message.h"

pnr_status pnri_builder_open(pnri_builder *builder, const pnr_env *env, pnr_error *error)
{
  *builder = (pnri_builder){ 0 };
  env = pnri_env(env);
  pnr_message *message = pnri_alloc(env, sizeof *message);
  if (message == NULL) return pnri_fail_memory(error);
  *message = (pnr_message){ .content = { .prepared_time = PNR_TIME_UNKNOWN } };
  pnri_arena_open(&message->arena, env);
  builder->message = message;
  builder->arena = &message->arena;
  builder->content = &message->content;
  pnri_findings_open(&builder->findings, builder->arena);
  return PNR_OK;
}

void pnri_builder_close(pnri_builder *builder)
{
  pnr_message_close(builder->message);
  *builder = (pnri_builder){ 0 };
}

const pnr_content *pnr_message_content(const pnr_message *message) { return &message->content; }

void pnr_message_close(pnr_message *message)
{
  if (message == NULL) return;
  const pnr_env *env = message->arena.env;
  pnri_arena_close(&message->arena);
  pnri_free(env, message, sizeof *message);
}

/* --- Drafts --- */

static void *add_view(pnri_builder *builder, pnri_chain *chain, size_t size)
{
  void *view = pnri_chain_add(chain, builder->arena, size);
  if (view == NULL) builder->failed = 1;
  return view;
}

static pnri_booking_draft *new_booking(pnri_builder *builder)
{
  pnri_booking_draft *draft = builder->closed_bookings;
  if (draft == NULL) return pnri_arena_take(builder->arena, sizeof *draft);
  builder->closed_bookings = draft->next;
  *draft = (pnri_booking_draft){ .index = 0 };
  return draft;
}

pnri_booking_draft *pnri_booking_add(pnri_builder *builder)
{
  pnri_booking_slot *slot = add_view(builder, &builder->bookings, sizeof *slot);
  pnri_booking_draft *booking = slot != NULL ? new_booking(builder) : NULL;
  if (booking == NULL) {
    builder->failed = 1;
    return NULL;
  }
  *slot = (pnri_booking_slot){ &booking->view, booking };
  booking->slot = slot;
  booking->index = builder->bookings.count - 1;
  booking->view.changed_time = PNR_TIME_UNKNOWN;
  booking->view.status = PNR_STATUS_BOOKED;
  return booking;
}

static pnri_traveller_draft *new_traveller(pnri_builder *builder)
{
  pnri_traveller_draft *draft = builder->closed_travellers;
  if (draft == NULL) return pnri_arena_take(builder->arena, sizeof *draft);
  builder->closed_travellers = draft->next;
  *draft = (pnri_traveller_draft){ .index = 0 };
  return draft;
}

pnri_traveller_draft *pnri_traveller_add(pnri_builder *builder, pnri_booking_draft *booking)
{
  pnri_traveller_slot *slot = add_view(builder, &builder->travellers, sizeof *slot);
  pnri_traveller_draft *traveller = slot != NULL ? new_traveller(builder) : NULL;
  if (traveller == NULL) {
    builder->failed = 1;
    return NULL;
  }
  *slot = (pnri_traveller_slot){ &traveller->view, traveller };
  traveller->slot = slot;
  traveller->index = builder->travellers.count - 1;
  traveller->view.adult = traveller->view.booking = PNR_NONE;
  if (booking != NULL) pnri_traveller_join(builder, &traveller->view, traveller->index, booking);
  return traveller;
}

void pnri_traveller_join(pnri_builder *builder, pnr_traveller *view, uint32_t index, pnri_booking_draft *booking)
{
  uint32_t *link = add_view(builder, &booking->travellers, sizeof *link);
  if (link != NULL) *link = index;
  view->booking = booking->index;
}

pnri_response_draft *pnri_response_add(pnri_builder *builder)
{
  return add_view(builder, &builder->responses, sizeof(pnri_response_draft));
}

pnr_syntax_report *pnri_syntax_report_add(pnri_builder *builder)
{
  return add_view(builder, &builder->syntax_reports, sizeof(pnr_syntax_report));
}

pnr_leg *pnri_leg_add(pnri_builder *builder, pnri_chain *chain)
{
  pnr_leg *leg = add_view(builder, chain, sizeof *leg);
  if (leg != NULL) leg->departs_time = leg->arrives_time = PNR_TIME_UNKNOWN;
  return leg;
}

pnr_contact *pnri_contact_add(pnri_builder *builder, pnri_chain *chain)
{
  pnr_contact *contact = add_view(builder, chain, sizeof *contact);
  if (contact != NULL) contact->traveller = PNR_NONE;
  return contact;
}

pnr_item *pnri_item_add(pnri_builder *builder, pnri_chain *chain)
{
  pnr_item *item = add_view(builder, chain, sizeof *item);
  if (item != NULL) item->traveller = item->leg = PNR_NONE;
  return item;
}

pnr_bag *pnri_bag_add(pnri_builder *builder, pnri_chain *chain)
{
  pnr_bag *bag = add_view(builder, chain, sizeof *bag);
  if (bag != NULL) bag->traveller = bag->leg = PNR_NONE;
  return bag;
}

pnr_seat *pnri_seat_add(pnri_builder *builder, pnri_chain *chain)
{
  pnr_seat *seat = add_view(builder, chain, sizeof *seat);
  if (seat != NULL) seat->traveller = seat->leg = PNR_NONE;
  return seat;
}

pnr_ticket *pnri_ticket_add(pnri_builder *builder, pnri_chain *chain)
{
  pnr_ticket *ticket = add_view(builder, chain, sizeof *ticket);
  if (ticket != NULL) ticket->traveller = PNR_NONE;
  return ticket;
}

pnr_payment *pnri_payment_add(pnri_builder *builder, pnri_chain *chain)
{
  pnr_payment *payment = add_view(builder, chain, sizeof *payment);
  if (payment != NULL) payment->traveller = PNR_NONE;
  return payment;
}

pnr_remark *pnri_remark_add(pnri_builder *builder, pnri_chain *chain)
{
  pnr_remark *remark = add_view(builder, chain, sizeof *remark);
  if (remark != NULL) remark->traveller = remark->leg = PNR_NONE;
  return remark;
}

pnr_history *pnri_history_add(pnri_builder *builder, pnri_chain *chain)
{
  pnr_history *history = add_view(builder, chain, sizeof *history);
  if (history != NULL) history->time = PNR_TIME_UNKNOWN;
  return history;
}

pnr_locator *pnri_locator_add(pnri_builder *builder, pnri_chain *chain)
{
  pnr_locator *locator = add_view(builder, chain, sizeof *locator);
  if (locator != NULL) locator->created_time = PNR_TIME_UNKNOWN;
  return locator;
}

pnr_document *pnri_document_add(pnri_builder *builder, pnri_chain *chain)
{
  return add_view(builder, chain, sizeof(pnr_document));
}

/* --- Freezing --- */

/* An entry of a list may be frozen again when it has more parts; a traveller is not. */
static void release_person(pnri_person_draft *person, pnri_arena *arena)
{
  pnri_chain_release(&person->names, arena);
  pnri_chain_release(&person->births, arena);
  pnri_chain_release(&person->documents, arena);
  pnri_chain_release(&person->identifiers, arena);
  pnri_chain_release(&person->nationalities, arena);
}

static void freeze_traveller(pnri_traveller_draft *draft, pnri_arena *arena, int *failed)
{
  pnri_person_freeze(&draft->person, arena, failed);
  release_person(&draft->person, arena);
  pnr_traveller *view = &draft->view;
  view->person = &draft->person.view;
  view->items = pnri_chain_freeze(&draft->items, arena, failed);
  view->item_count = draft->items.count;
  view->bags = pnri_chain_freeze(&draft->bags, arena, failed);
  view->bag_count = draft->bags.count;
  view->contacts = pnri_chain_freeze(&draft->contacts, arena, failed);
  view->contact_count = draft->contacts.count;
}

void pnri_traveller_close(pnri_builder *builder, pnri_traveller_draft *traveller)
{
  pnr_traveller *view = pnri_arena_take(builder->arena, sizeof *view);
  pnr_person *person = pnri_arena_take(builder->arena, sizeof *person);
  if (view == NULL || person == NULL) {
    builder->failed = 1;
    return;
  }
  freeze_traveller(traveller, builder->arena, &builder->failed);
  *view = traveller->view;
  *person = traveller->person.view;
  view->person = person;
  *traveller->slot = (pnri_traveller_slot){ view, NULL };
  traveller->next = builder->closed_travellers;
  builder->closed_travellers = traveller;
}

static uint32_t *traveller_indices(pnri_chain *links, pnri_arena *arena, int *failed)
{
  if (links->count == 0) return NULL;
  uint32_t *indices = pnri_arena_take(arena, links->count * sizeof *indices);
  if (indices == NULL) {
    *failed = 1;
    return NULL;
  }
  uint32_t *slot = indices;
  for (pnri_node *node = links->first; node != NULL; node = node->next)
    *slot++ = *(const uint32_t *)pnri_node_payload(node);
  pnri_chain_release(links, arena);
  return indices;
}

static void freeze_booking(pnri_booking_draft *draft, pnri_arena *arena, int *failed)
{
  pnr_booking *view = &draft->view;
  view->travellers = traveller_indices(&draft->travellers, arena, failed);
  view->traveller_count = draft->travellers.count;
  view->locators = pnri_chain_freeze(&draft->locators, arena, failed);
  view->locator_count = draft->locators.count;
  view->legs = pnri_chain_freeze(&draft->legs, arena, failed);
  view->leg_count = draft->legs.count;
  view->contacts = pnri_chain_freeze(&draft->contacts, arena, failed);
  view->contact_count = draft->contacts.count;
  view->payments = pnri_chain_freeze(&draft->payments, arena, failed);
  view->payment_count = draft->payments.count;
  view->tickets = pnri_chain_freeze(&draft->tickets, arena, failed);
  view->ticket_count = draft->tickets.count;
  view->seats = pnri_chain_freeze(&draft->seats, arena, failed);
  view->seat_count = draft->seats.count;
  view->bags = pnri_chain_freeze(&draft->bags, arena, failed);
  view->bag_count = draft->bags.count;
  view->remarks = pnri_chain_freeze(&draft->remarks, arena, failed);
  view->remark_count = draft->remarks.count;
  view->history = pnri_chain_freeze(&draft->history, arena, failed);
  view->history_count = draft->history.count;
  view->items = pnri_chain_freeze(&draft->items, arena, failed);
  view->item_count = draft->items.count;
  view->documents = pnri_chain_freeze(&draft->documents, arena, failed);
  view->document_count = draft->documents.count;
}

void pnri_booking_close(pnri_builder *builder, pnri_booking_draft *booking)
{
  pnr_booking *view = pnri_arena_take(builder->arena, sizeof *view);
  if (view == NULL) {
    builder->failed = 1;
    return;
  }
  freeze_booking(booking, builder->arena, &builder->failed);
  *view = booking->view;
  *booking->slot = (pnri_booking_slot){ view, NULL };
  booking->next = builder->closed_bookings;
  builder->closed_bookings = booking;
}

/* Octets are recorded unless a finding within the message says that they are lost. */
static void count_octets(pnr_content *content)
{
  content->octets_in_findings = 0;
  for (uint32_t i = 0; i < content->finding_count; i++)
    if (content->findings[i]->lost != 0) content->octets_in_findings += content->findings[i]->length;
  if (content->octets_in_findings > content->octets) content->octets_in_findings = content->octets;
  content->octets_recorded = content->octets - content->octets_in_findings;
}

static void freeze_response(pnri_response_draft *draft, pnri_arena *arena, int *failed)
{
  draft->view.items = pnri_chain_freeze(&draft->items, arena, failed);
  draft->view.item_count = draft->items.count;
}

/* Makes the chain's array into one of the views; a slot begins with the pointer to its view. */
static void *slot_views(pnri_chain *slots, pnri_arena *arena, int *failed)
{
  void **views = pnri_chain_freeze(slots, arena, failed);
  for (uint32_t i = 0; views != NULL && i < slots->count; i++) memcpy(&views[i], views[i], sizeof views[i]);
  return views;
}

static void freeze_content(pnri_builder *builder, int *failed)
{
  pnr_content *content = builder->content;
  content->bookings = slot_views(&builder->bookings, builder->arena, failed);
  content->booking_count = builder->bookings.count;
  content->travellers = slot_views(&builder->travellers, builder->arena, failed);
  content->traveller_count = builder->travellers.count;
  /* A draft begins with its view, so an array of drafts is an array of views. */
  content->responses = pnri_chain_freeze(&builder->responses, builder->arena, failed);
  content->response_count = builder->responses.count;
  content->syntax_reports = pnri_chain_freeze(&builder->syntax_reports, builder->arena, failed);
  content->syntax_report_count = builder->syntax_reports.count;
  content->legs = pnri_chain_freeze(&builder->legs, builder->arena, failed);
  content->leg_count = builder->legs.count;
  content->contacts = pnri_chain_freeze(&builder->contacts, builder->arena, failed);
  content->contact_count = builder->contacts.count;
  content->items = pnri_chain_freeze(&builder->items, builder->arena, failed);
  content->item_count = builder->items.count;
  content->findings = pnri_chain_freeze(&builder->findings.chain, builder->arena, failed);
  content->finding_count = builder->findings.chain.count;
}

pnr_status pnri_builder_finish(pnri_builder *builder, pnr_message **out, pnr_error *error)
{
  *out = NULL;
  int failed = builder->failed | builder->findings.failed;
  for (pnri_node *node = builder->travellers.first; node != NULL; node = node->next) {
    const pnri_traveller_slot *slot = pnri_node_payload(node);
    if (slot->draft != NULL) freeze_traveller(slot->draft, builder->arena, &failed);
  }
  for (pnri_node *node = builder->bookings.first; node != NULL; node = node->next) {
    const pnri_booking_slot *slot = pnri_node_payload(node);
    if (slot->draft != NULL) freeze_booking(slot->draft, builder->arena, &failed);
  }
  for (pnri_node *node = builder->responses.first; node != NULL; node = node->next)
    freeze_response(pnri_node_payload(node), builder->arena, &failed);
  freeze_content(builder, &failed);
  if (failed) {
    pnri_builder_close(builder);
    return pnri_fail_memory(error);
  }
  count_octets(builder->content);
  *out = builder->message;
  *builder = (pnri_builder){ 0 };
  return PNR_OK;
}
