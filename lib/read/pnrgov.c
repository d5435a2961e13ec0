/* SPDX-License-Identifier: Apache-2.0
 *
 * PNRGOV: which segment may stand where, and what becomes of it. */
#include "read/pnrgov.h"

#include "core/date.h"
#include "core/fail.h"
#include "record/message.h"

/* --- The grammar --- */

enum {
  TAG_ABI,
  TAG_ADD,
  TAG_APD,
  TAG_DAT,
  TAG_EBD,
  TAG_EQN,
  TAG_FAR,
  TAG_FOP,
  TAG_FTI,
  TAG_IFT,
  TAG_LTS,
  TAG_MON,
  TAG_MSG,
  TAG_ORG,
  TAG_PTK,
  TAG_RCI,
  TAG_REF,
  TAG_RPI,
  TAG_SAC,
  TAG_SRC,
  TAG_SSD,
  TAG_SSR,
  TAG_TBD,
  TAG_TIF,
  TAG_TKT,
  TAG_TRA,
  TAG_TRI,
  TAG_TVL,
  TAG_TXD,
  TAGS
};

static const char tag_names[TAGS][4] = {
  "ABI", "ADD", "APD", "DAT", "EBD", "EQN", "FAR", "FOP", "FTI", "IFT", "LTS", "MON", "MSG", "ORG", "PTK",
  "RCI", "REF", "RPI", "SAC", "SRC", "SSD", "SSR", "TBD", "TIF", "TKT", "TRA", "TRI", "TVL", "TXD",
};

#define MESSAGE PNRI_GROUP_MESSAGE
#define BOOKING PNRI_GROUP_BOOKING
#define TRAVELLER PNRI_GROUP_TRAVELLER
#define TICKET PNRI_GROUP_TICKET
#define PAYMENT PNRI_GROUP_PAYMENT
#define LEG PNRI_GROUP_LEG
#define CHECK_IN PNRI_GROUP_CHECK_IN
#define BOARDING PNRI_GROUP_BOARDING
#define SPLIT PNRI_GROUP_SPLIT
#define SERVICE PNRI_GROUP_SERVICE
#define HISTORY PNRI_GROUP_HISTORY
#define CHANGE PNRI_GROUP_CHANGE
#define CHANGED_LEG PNRI_GROUP_CHANGED_LEG

static const uint8_t parents[PNRI_GROUPS] = {
  [BOOKING] = MESSAGE, [TRAVELLER] = BOOKING, [TICKET] = TRAVELLER,  [PAYMENT] = TICKET,
  [LEG] = BOOKING,     [CHECK_IN] = LEG,      [BOARDING] = CHECK_IN, [SPLIT] = BOOKING,
  [SERVICE] = BOOKING, [HISTORY] = BOOKING,   [CHANGE] = HISTORY,    [CHANGED_LEG] = CHANGE,
};

enum {                /* flags of a rule */
       MISPLACED = 1, /* understood here, but the guide puts it elsewhere */
       IMPLICIT = 2   /* only a booking can hold it, so one begins here although SRC is missing */
};

typedef struct rule {
  pnri_pnrgov_handler handler; /* NULL: the group does not hold this segment */
  uint8_t opens;               /* the group that begins with it; 0: none */
  uint8_t flags;
} rule;

static void message_msg(pnri_pnrgov *p, pnri_segment *s);
static void message_org(pnri_pnrgov *p, pnri_segment *s);
static void message_eqn(pnri_pnrgov *p, pnri_segment *s);
static void booking_src(pnri_pnrgov *p, pnri_segment *s);
static void booking_org(pnri_pnrgov *p, pnri_segment *s);
static void split_eqn(pnri_pnrgov *p, pnri_segment *s);
static void split_rci(pnri_pnrgov *p, pnri_segment *s);
static void long_text(pnri_pnrgov *p, pnri_segment *s);
static void as_item(pnri_pnrgov *p, pnri_segment *s);

/* A segment belongs to the innermost open group with a rule for it. A group stays open until another one of its level
 * or above begins, so that a stray segment does not part a traveller from what follows. */
/* clang-format off */
static const rule grammar[TAGS][PNRI_GROUPS] = {
  [TAG_ABI] = { [BOOKING] = { pnri_pnrgov_abi, HISTORY, 0 } },
  [TAG_ADD] = { [BOOKING] = { pnri_pnrgov_add, 0, 0 }, [TRAVELLER] = { pnri_pnrgov_add, 0, 0 },
                [PAYMENT] = { pnri_pnrgov_add, 0, 0 } },
  [TAG_APD] = { [LEG] = { pnri_pnrgov_apd, 0, 0 }, [SERVICE] = { as_item, 0, 0 } },
  [TAG_DAT] = { [BOOKING] = { pnri_pnrgov_booking_dates, 0, 0 }, [TICKET] = { pnri_pnrgov_ticket_dates, 0, 0 },
                [LEG] = { pnri_pnrgov_check_in, CHECK_IN, 0 }, [HISTORY] = { pnri_pnrgov_history_date, 0, 0 } },
  [TAG_EBD] = { [BOOKING] = { pnri_pnrgov_ebd, 0, 0 }, [TRAVELLER] = { pnri_pnrgov_ebd, 0, 0 } },
  [TAG_EQN] = { [MESSAGE] = { message_eqn, 0, 0 }, [BOOKING] = { split_eqn, SPLIT, 0 } },
  [TAG_FAR] = { [TRAVELLER] = { as_item, 0, 0 } },
  [TAG_FOP] = { [BOOKING] = { pnri_pnrgov_fop, 0, MISPLACED }, [TRAVELLER] = { pnri_pnrgov_fop, PAYMENT, MISPLACED },
                [TICKET] = { pnri_pnrgov_fop, PAYMENT, 0 } },
  [TAG_FTI] = { [BOOKING] = { pnri_pnrgov_fti, 0, MISPLACED }, [TRAVELLER] = { pnri_pnrgov_fti, 0, 0 } },
  [TAG_IFT] = { [BOOKING] = { pnri_pnrgov_ift, 0, 0 }, [TRAVELLER] = { pnri_pnrgov_ift, 0, 0 },
                [PAYMENT] = { pnri_pnrgov_ift, 0, 0 }, [LEG] = { pnri_pnrgov_ift, 0, 0 },
                [HISTORY] = { pnri_pnrgov_changed_text, 0, 0 }, [CHANGE] = { pnri_pnrgov_changed_text, 0, 0 } },
  [TAG_LTS] = { [BOOKING] = { long_text, 0, 0 } },
  [TAG_MON] = { [TICKET] = { pnri_pnrgov_mon, 0, 0 } },
  [TAG_MSG] = { [MESSAGE] = { message_msg, 0, 0 }, [BOOKING] = { pnri_pnrgov_service, SERVICE, 0 } },
  [TAG_ORG] = { [MESSAGE] = { message_org, 0, 0 }, [BOOKING] = { booking_org, 0, 0 }, [CHECK_IN] = { as_item, 0, 0 } },
  [TAG_PTK] = { [TICKET] = { as_item, 0, 0 } },
  [TAG_RCI] = { [MESSAGE] = { pnri_pnrgov_locators, 0, IMPLICIT }, [BOOKING] = { pnri_pnrgov_locators, 0, 0 },
                [LEG] = { pnri_pnrgov_leg_rci, 0, 0 }, [SPLIT] = { split_rci, 0, 0 },
                [SERVICE] = { pnri_pnrgov_leg_rci, 0, 0 }, [HISTORY] = { pnri_pnrgov_locators, 0, IMPLICIT } },
  [TAG_REF] = { [BOOKING] = { as_item, 0, 0 }, [TRAVELLER] = { pnri_pnrgov_ref, 0, 0 } },
  [TAG_RPI] = { [LEG] = { pnri_pnrgov_rpi, 0, 0 }, [SERVICE] = { pnri_pnrgov_rpi, 0, 0 },
                [HISTORY] = { pnri_pnrgov_changed, 0, MISPLACED }, [CHANGE] = { pnri_pnrgov_changed, 0, MISPLACED },
                [CHANGED_LEG] = { pnri_pnrgov_changed, 0, 0 } },
  [TAG_SAC] = { [BOOKING] = { pnri_pnrgov_sac, CHANGE, MISPLACED }, [HISTORY] = { pnri_pnrgov_sac, CHANGE, 0 } },
  [TAG_SRC] = { [MESSAGE] = { booking_src, BOOKING, 0 } },
  [TAG_SSD] = { [BOARDING] = { pnri_pnrgov_ssd, 0, 0 } },
  [TAG_SSR] = { [BOOKING] = { pnri_pnrgov_ssr, 0, 0 }, [TRAVELLER] = { pnri_pnrgov_ssr, 0, 0 },
                [LEG] = { pnri_pnrgov_ssr, 0, 0 }, [SERVICE] = { pnri_pnrgov_ssr, 0, 0 },
                [HISTORY] = { pnri_pnrgov_changed_text, 0, 0 }, [CHANGE] = { pnri_pnrgov_changed_text, 0, 0 } },
  [TAG_TBD] = { [BOOKING] = { pnri_pnrgov_tbd, 0, 0 }, [BOARDING] = { pnri_pnrgov_tbd, 0, 0 },
                [HISTORY] = { pnri_pnrgov_changed, 0, MISPLACED }, [CHANGE] = { pnri_pnrgov_changed, 0, 0 } },
  [TAG_TIF] = { [MESSAGE] = { pnri_pnrgov_tif, 0, IMPLICIT }, [BOOKING] = { pnri_pnrgov_tif, TRAVELLER, 0 },
                [LEG] = { pnri_pnrgov_late_tif, 0, MISPLACED }, [CHECK_IN] = { pnri_pnrgov_late_tif, 0, MISPLACED },
                [BOARDING] = { pnri_pnrgov_boarded_tif, 0, 0 }, [HISTORY] = { pnri_pnrgov_changed_tif, 0, 0 },
                [CHANGE] = { pnri_pnrgov_changed_tif, 0, 0 } },
  [TAG_TKT] = { [BOOKING] = { pnri_pnrgov_tkt, TICKET, MISPLACED }, [TRAVELLER] = { pnri_pnrgov_tkt, TICKET, 0 } },
  [TAG_TRA] = { [LEG] = { pnri_pnrgov_tra, 0, 0 } },
  [TAG_TRI] = { [BOOKING] = { pnri_pnrgov_tri, BOARDING, MISPLACED }, [LEG] = { pnri_pnrgov_tri, BOARDING, MISPLACED },
                [CHECK_IN] = { pnri_pnrgov_tri, BOARDING, 0 } },
  [TAG_TVL] = { [MESSAGE] = { pnri_pnrgov_flight, 0, 0 }, [BOOKING] = { pnri_pnrgov_tvl, LEG, 0 },
                [SERVICE] = { pnri_pnrgov_service_tvl, 0, 0 }, [HISTORY] = { pnri_pnrgov_changed_tvl, 0, 0 },
                [CHANGE] = { pnri_pnrgov_changed_tvl, CHANGED_LEG, 0 } },
  [TAG_TXD] = { [TICKET] = { as_item, 0, 0 } },
};
/* clang-format on */

/* A hash of the tag that gives every row a slot of its own; the multiplier was found by trying. */
#define SLOT(a, b, c) ((((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c)) * UINT32_C(482239)) >> 26)

/* Row of the tag in tag_names, and 1; 0: none. */
static const uint8_t tag_slots[64] = {
  [SLOT('A', 'B', 'I')] = TAG_ABI + 1, [SLOT('A', 'D', 'D')] = TAG_ADD + 1, [SLOT('A', 'P', 'D')] = TAG_APD + 1,
  [SLOT('D', 'A', 'T')] = TAG_DAT + 1, [SLOT('E', 'B', 'D')] = TAG_EBD + 1, [SLOT('E', 'Q', 'N')] = TAG_EQN + 1,
  [SLOT('F', 'A', 'R')] = TAG_FAR + 1, [SLOT('F', 'O', 'P')] = TAG_FOP + 1, [SLOT('F', 'T', 'I')] = TAG_FTI + 1,
  [SLOT('I', 'F', 'T')] = TAG_IFT + 1, [SLOT('L', 'T', 'S')] = TAG_LTS + 1, [SLOT('M', 'O', 'N')] = TAG_MON + 1,
  [SLOT('M', 'S', 'G')] = TAG_MSG + 1, [SLOT('O', 'R', 'G')] = TAG_ORG + 1, [SLOT('P', 'T', 'K')] = TAG_PTK + 1,
  [SLOT('R', 'C', 'I')] = TAG_RCI + 1, [SLOT('R', 'E', 'F')] = TAG_REF + 1, [SLOT('R', 'P', 'I')] = TAG_RPI + 1,
  [SLOT('S', 'A', 'C')] = TAG_SAC + 1, [SLOT('S', 'R', 'C')] = TAG_SRC + 1, [SLOT('S', 'S', 'D')] = TAG_SSD + 1,
  [SLOT('S', 'S', 'R')] = TAG_SSR + 1, [SLOT('T', 'B', 'D')] = TAG_TBD + 1, [SLOT('T', 'I', 'F')] = TAG_TIF + 1,
  [SLOT('T', 'K', 'T')] = TAG_TKT + 1, [SLOT('T', 'R', 'A')] = TAG_TRA + 1, [SLOT('T', 'R', 'I')] = TAG_TRI + 1,
  [SLOT('T', 'V', 'L')] = TAG_TVL + 1, [SLOT('T', 'X', 'D')] = TAG_TXD + 1,
};

/* Row of the tag in tag_names, or TAGS. */
static uint32_t tag_of(const pnri_segment *s)
{
  uint32_t row = tag_slots[SLOT(s->tag[0], s->tag[1], s->tag[2])];
  return row != 0 && pnri_segment_is(s, tag_names[row - 1]) ? row - 1 : TAGS;
}

/* --- What every handler needs --- */

void pnri_pnrgov_note(pnri_pnrgov *p, uint32_t code, uint64_t offset, uint64_t length, uint32_t ordinal)
{
  pnri_findings_add(&p->builder->findings,
                    (pnr_finding){ .code = code, .offset = offset, .length = length, .segment = ordinal });
}

void pnri_pnrgov_expect(pnri_pnrgov *p, pnri_segment *s, uint32_t element, uint32_t component, const char *usual)
{
  pnr_slice value = pnri_segment_text(s, element, component);
  if (value.size != 0 && !pnri_slice_is(value, usual)) p->keep = true;
}

static uint32_t open_leg(const pnri_pnrgov *p)
{
  return (p->group >= LEG && p->group <= BOARDING) || p->group == SERVICE ? p->leg_index : PNR_NONE;
}

void pnri_pnrgov_expect_carrier(pnri_pnrgov *p, pnri_segment *s, uint32_t element, uint32_t component)
{
  pnr_slice value = pnri_segment_text(s, element, component);
  if (value.size == 0 || pnri_slice_is(value, "YY")) return;
  const pnr_leg *usual = open_leg(p) != PNR_NONE ? p->leg : p->flight;
  if (usual == NULL || (!pnri_slice_equal(value, usual->carrier) && !pnri_slice_equal(value, usual->operating_carrier)))
    p->keep = true;
}

pnr_slice pnri_pnrgov_join(pnri_pnrgov *p, pnr_slice a, char separator, pnr_slice b)
{
  if (a.size == 0) return b;
  if (b.size == 0) return a;
  size_t between = separator != 0 ? 1 : 0;
  uint8_t *text = pnri_arena_text(p->arena, a.size + between + b.size);
  if (text == NULL) {
    p->builder->failed = 1;
    return a;
  }
  memcpy(text, a.data, a.size);
  if (between != 0) text[a.size] = (uint8_t)separator;
  memcpy(text + a.size + between, b.data, b.size);
  return (pnr_slice){ text, a.size + between + b.size };
}

static void collect_text(pnri_pnrgov *p, pnr_slice text)
{
  pnr_slice *slot = pnri_vector_add(&p->texts, 1);
  if (slot != NULL) *slot = text;
  else p->builder->failed = 1;
}

/* The collected texts, copied once: a segment may have very many. */
static pnr_slice joined_texts(pnri_pnrgov *p, char separator)
{
  const pnr_slice *texts = pnri_vector_at(&p->texts, 0);
  size_t size = p->texts.count, used = 0;
  for (size_t i = 0; i < p->texts.count; i++) size += texts[i].size;
  uint8_t *text = pnri_arena_text(p->arena, size);
  if (text == NULL) {
    p->builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  for (size_t i = 0; i < p->texts.count; i++) {
    if (i != 0 && separator != 0) text[used++] = (uint8_t)separator;
    memcpy(text + used, texts[i].data, texts[i].size);
    used += texts[i].size;
  }
  pnri_arena_trim(p->arena, text, size, used);
  return (pnr_slice){ text, used };
}

pnr_slice pnri_pnrgov_texts(pnri_pnrgov *p, pnri_segment *s, uint32_t from, uint32_t component, uint32_t to,
                            char separator)
{
  pnr_slice first = { NULL, 0 };
  p->texts.count = 0;
  for (uint32_t e = from; e <= to; e++) {
    uint32_t components = pnri_segment_components(s, e);
    for (uint32_t c = e == from ? component : 1; c <= components; c++) {
      pnr_slice text = pnri_segment_text(s, e, c);
      if (text.size == 0) continue;
      if (first.size == 0) { /* mostly the only one */
        first = text;
        continue;
      }
      if (p->texts.count == 0) collect_text(p, first);
      collect_text(p, text);
    }
  }
  return p->texts.count != 0 && !p->builder->failed ? joined_texts(p, separator) : first;
}

static uint32_t known_index(const pnri_pnrgov *p, uint32_t known)
{
  if (known == PNR_NONE || pnri_known_at(p, known)->draft == NULL) return PNR_NONE;
  return pnri_known_at(p, known)->draft->index;
}

pnri_traveller_draft *pnri_pnrgov_draft(const pnri_pnrgov *p, uint32_t traveller)
{
  if (traveller == PNR_NONE) return NULL;
  pnri_traveller_draft *const *first = pnri_vector_at(&p->drafts, 0); /* a booking's travellers are neighbours */
  return *(pnri_traveller_draft *const *)pnri_vector_at(&p->drafts, traveller - (*first)->index);
}

uint32_t pnri_pnrgov_traveller(const pnri_pnrgov *p)
{
  if (p->group >= TRAVELLER && p->group <= PAYMENT)
    return p->known_in_group != 0 ? known_index(p, p->first_known) : PNR_NONE;
  if (p->group != BOARDING) return PNR_NONE;
  const pnri_check_in *last = pnri_vector_at(&p->check_ins, p->check_ins.count - 1);
  return known_index(p, last->known);
}

pnr_item *pnri_pnrgov_item(pnri_pnrgov *p, const char *tag, pnr_slice text, uint32_t traveller, uint32_t leg,
                           uint64_t begin, uint64_t end)
{
  pnr_item *item = pnri_item_add(p->builder, p->booking != NULL ? &p->booking->items : &p->builder->items);
  if (item == NULL) return NULL;
  item->tag = pnri_slice(tag);
  item->text = text;
  item->traveller = traveller;
  item->leg = leg;
  item->offset = begin;
  item->length = end - begin;
  return item;
}

static void keep_segment(pnri_pnrgov *p, pnri_segment *s, uint32_t tag)
{
  pnr_slice whole = pnri_segment_whole(s);
  pnr_item *item = pnri_pnrgov_item(p, tag < TAGS ? tag_names[tag] : "", whole, pnri_pnrgov_traveller(p), open_leg(p),
                                    s->begin, s->end);
  if (tag < TAGS || item == NULL) return;
  item->tag = (pnr_slice){ whole.data, whole.size < 3 ? whole.size : 3 };
}

/* --- Level 0 --- */

static uint32_t function_of(pnr_slice code)
{
  if (pnri_slice_is(code, "22")) return PNR_FUNCTION_FULL;
  if (pnri_slice_is(code, "141")) return PNR_FUNCTION_UPDATE;
  return PNR_FUNCTION_UNKNOWN;
}

/* C302: the code stands in 1225; some put it into 4025. */
static void message_msg(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_content *content = p->builder->content;
  pnr_slice business = pnri_segment_text(s, 1, 1), code = pnri_segment_text(s, 1, 2);
  if (content->function_code.size != 0) p->keep = true;
  else {
    if (business.size != 0 && code.size != 0) p->keep = true;
    if (code.size == 0) code = business;
    content->function_code = code;
    content->function = function_of(code);
    if (content->function == PNR_FUNCTION_UNKNOWN) pnri_segment_note(s, PNR_F_CODE_UNKNOWN, 1, 2);
  }
}

static void message_org(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_contact *contact = pnri_contact_add(p->builder, &p->builder->contacts);
  if (contact == NULL) return;
  contact->kind = PNR_CONTACT_REPORTER;
  contact->purpose = pnri_slice("ORG");
  contact->text = pnri_segment_rest(s);
  contact->offset = s->begin;
  pnri_segment_read_all(s);
}

static void message_eqn(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_content *content = p->builder->content;
  pnr_slice number = pnri_segment_text(s, 1, 1);
  uint32_t count = pnri_number(number);
  if (!pnri_is_plain_number(number) && !pnri_slice_is(number, "0")) p->keep = true;
  if (count == UINT32_MAX || content->is_declared) {
    if (count == UINT32_MAX) pnri_segment_note(s, PNR_F_NUMBER_INVALID, 1, 1);
    p->keep = true;
    return;
  }
  content->declared = count;
  content->is_declared = 1;
  p->declared_at = pnri_segment_offset(s, 1, 1);
  p->declared_ordinal = s->ordinal;
}

/* --- Bookings --- */

/* The locator of the carrier who sends; the guide puts the operating carrier first. */
static void choose_locator(pnri_pnrgov *p)
{
  pnr_booking *booking = &p->booking->view;
  const pnr_locator *chosen = NULL;
  for (pnri_node *node = p->booking->locators.first; node != NULL; node = node->next) {
    const pnr_locator *locator = pnri_node_payload(node);
    if (booking->created == 0) booking->created = locator->created;
    if (locator->value.size == 0) continue;
    bool is_own = (p->flight != NULL && pnri_slice_equal(locator->carrier, p->flight->carrier)) ||
                  pnri_slice_equal(locator->carrier, p->builder->content->sender);
    if (chosen == NULL || is_own) chosen = locator;
    if (is_own) break;
  }
  if (chosen != NULL) booking->locator = chosen->value;
  else pnri_pnrgov_note(p, PNR_F_LOCATOR_MISSING, booking->offset, 0, 0);
}

static void date_tickets(pnri_pnrgov *p)
{
  if (p->issued == 0) return;
  for (pnri_node *node = p->booking->tickets.first; node != NULL; node = node->next) {
    pnr_ticket *ticket = pnri_node_payload(node);
    if (ticket->issued == 0) ticket->issued = p->issued;
  }
}

static void close_booking(pnri_pnrgov *p, uint64_t end)
{
  if (p->booking == NULL) return;
  pnri_history_settle(p);
  pnri_known_resolve(p);
  pnri_claim_settle(p);
  pnri_history_note(p);
  pnri_known_link_infants(p);
  if (p->builder->failed) return;
  if (p->has_empty_org && !p->has_content) p->booking->view.status = PNR_STATUS_CANCELLED;
  pnri_pnrgov_settle_legs(p);
  choose_locator(p);
  date_tickets(p);
  pnr_booking *booking = &p->booking->view;
  if (booking->length == 0 && end > booking->offset) booking->length = end - booking->offset; /* XML knows it already */
  for (size_t i = 0; i < p->drafts.count; i++)
    pnri_traveller_close(p->builder, *(pnri_traveller_draft *const *)pnri_vector_at(&p->drafts, i));
  pnri_booking_close(p->builder, p->booking);
  p->booking = NULL;
}

void pnri_pnrgov_open_booking(pnri_pnrgov *p, uint64_t offset)
{
  close_booking(p, p->segment_end != 0 ? p->segment_end : offset);
  p->drafts.count = p->claims.count = p->pending.count = p->check_ins.count = p->no_shows.count = p->changed.count = 0;
  pnri_known_reset(p);
  p->group = BOOKING;
  p->first_known = p->known_in_group = 0;
  p->leg = NULL;
  p->leg_index = PNR_NONE;
  p->claim_ordinal = 0;
  p->ticket = NULL;
  p->split = NULL;
  p->change = NULL;
  p->block = NULL;
  p->head = (pnr_history){ .time = PNR_TIME_UNKNOWN };
  p->change_action = (pnr_slice){ NULL, 0 };
  p->change_ordinal = 0;
  p->issued = 0;
  p->has_empty_org = p->has_content = false;
  p->booking = pnri_booking_add(p->builder);
  if (p->booking != NULL) p->booking->view.offset = offset;
}

static void booking_src(pnri_pnrgov *p, pnri_segment *s) { pnri_pnrgov_open_booking(p, s->begin); }

static bool is_six_digits(pnr_slice text) { return text.size == 6 && pnri_number(text) != UINT32_MAX; }

static bool has_locator(const pnri_pnrgov *p, const pnr_locator *locator)
{
  enum { COMPARED = 32 }; /* legs repeat the booking's locators; a bound keeps the search short */
  uint32_t looked = 0;
  for (pnri_node *node = p->booking->locators.first; node != NULL && looked++ < COMPARED; node = node->next) {
    const pnr_locator *known = pnri_node_payload(node);
    if (pnri_slice_equal(known->carrier, locator->carrier) && pnri_slice_equal(known->value, locator->value) &&
        pnri_slice_equal(known->type, locator->type) && known->created == locator->created &&
        known->created_time == locator->created_time)
      return true;
  }
  return false;
}

void pnri_pnrgov_add_locator(pnri_pnrgov *p, const pnr_locator *locator)
{
  if (has_locator(p, locator)) return;
  pnr_locator *added = pnri_locator_add(p->builder, &p->booking->locators);
  if (added != NULL) *added = *locator;
}

/* C330: carrier, locator, type, date, time. Some leave the type's place out. */
void pnri_pnrgov_locators(pnri_pnrgov *p, pnri_segment *s)
{
  for (uint32_t e = 1; e <= s->element_count; e++) {
    pnr_locator locator = { .carrier = pnri_segment_text(s, e, 1), .value = pnri_segment_text(s, e, 2) };
    pnr_slice type = pnri_segment_text(s, e, 3);
    if (locator.carrier.size + locator.value.size + type.size == 0) continue;
    uint32_t date_at = is_six_digits(type) ? 3 : 4;
    if (date_at == 4) locator.type = type;
    locator.created = pnri_pnrgov_date(p, s, e, date_at);
    locator.created_time = pnri_pnrgov_minutes(p, s, e, date_at + 1);
    locator.offset = pnri_segment_offset(s, e, 1);
    pnri_pnrgov_add_locator(p, &locator);
  }
}

static void booking_org(pnri_pnrgov *p, pnri_segment *s)
{
  if (p->group >= HISTORY) {
    p->group = BOOKING; /* the booking's head goes on behind its history; where that ends has no field */
    p->keep = true;
  }
  if (!pnri_segment_has_text(s, 0, s->value_count)) {
    p->has_empty_org = true;
    return;
  }
  p->has_content = true;
  if (p->booking->view.agency.size != 0) return; /* unread: becomes an item */
  p->booking->view.agency = pnri_segment_rest(s);
  pnri_segment_read_all(s);
}

/* Group 8: how many travellers went to another booking, and which. */
static void split_eqn(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_remark *remark = p->split = pnri_remark_add(p->builder, &p->booking->remarks);
  if (remark == NULL) return;
  remark->code = pnri_slice("SPLIT");
  remark->text = pnri_segment_rest(s);
  remark->offset = s->begin;
  pnri_segment_read_all(s);
}

static void split_rci(pnri_pnrgov *p, pnri_segment *s)
{
  if (p->split == NULL) return; /* a further one: unread, so it becomes an item */
  p->split->text = pnri_pnrgov_join(p, p->split->text, ' ', pnri_segment_rest(s));
  p->split = NULL;
  pnri_segment_read_all(s);
}

static void long_text(pnri_pnrgov *p, pnri_segment *s)
{
  pnr_remark *remark = pnri_remark_add(p->builder, &p->booking->remarks);
  if (remark == NULL) return;
  remark->code = pnri_slice("LTS");
  remark->text = pnri_segment_rest(s);
  remark->offset = s->begin;
  pnri_segment_read_all(s);
}

/* Nothing is read, so whatever stands there becomes an item. */
static void as_item(pnri_pnrgov *p, pnri_segment *s)
{
  (void)p;
  (void)s;
}

/* --- Reading --- */

/* A misplaced TRI opens its group without the leg around it. */
static bool is_open(const pnri_pnrgov *p, uint32_t group)
{
  return p->leg != NULL || (group != LEG && group != CHECK_IN);
}

static const rule *find_rule(const pnri_pnrgov *p, uint32_t tag, uint32_t *group)
{
  for (uint32_t g = p->group;; g = parents[g]) {
    if (grammar[tag][g].handler != NULL && is_open(p, g)) {
      *group = g;
      return &grammar[tag][g];
    }
    if (g == MESSAGE) return NULL;
  }
}

/* True when the first locator is one of the booking's, as those of legs mostly are. */
static bool repeats_locator(const pnri_pnrgov *p, pnri_segment *s)
{
  enum { COMPARED = 32 };
  uint32_t looked = 0;
  pnr_slice value = pnri_segment_text(s, 1, 2);
  for (pnri_node *node = p->booking->locators.first; node != NULL && looked++ < COMPARED; node = node->next)
    if (pnri_slice_equal(((const pnr_locator *)pnri_node_payload(node))->value, value)) return true;
  return false;
}

/* RCI and DAT 700 in a row begin a booking; behind travellers or legs the SRC before them was lost. */
static bool begins_booking(const pnri_pnrgov *p, pnri_segment *s)
{
  if (p->booking == NULL || p->booking->locators.count == 0 || (p->known.count == 0 && p->leg == NULL)) return false;
  if (repeats_locator(p, s)) return false;
  uint64_t at = 0;
  pnr_slice next = pnri_segment_behind(s, p->reading->size, &at);
  return pnri_slice_starts(next, "DAT") && next.size > 4 && next.data[3] == s->service->element &&
         pnri_slice_starts(pnri_slice_from(next, 4), "700");
}

/* A history in front of RCI is that of the booking that stands open. */
static bool lacks_locator(const pnri_pnrgov *p) { return p->group >= HISTORY && p->booking->locators.count == 0; }

static void dispatch(pnri_pnrgov *p, pnri_segment *s)
{
  p->keep = false;
  uint32_t tag = tag_of(s), group = MESSAGE;
  if (tag == TAG_RCI && begins_booking(p, s)) {
    pnri_segment_note(s, PNR_F_SEGMENT_MISPLACED, 0, 0);
    pnri_pnrgov_open_booking(p, s->begin);
    if (p->booking == NULL) return;
  }
  const rule *found = tag < TAGS ? find_rule(p, tag, &group) : NULL;
  if (found == NULL) {
    pnri_segment_note(s, tag < TAGS ? PNR_F_SEGMENT_MISPLACED : PNR_F_SEGMENT_UNKNOWN, 0, 0);
    keep_segment(p, s, tag);
    return;
  }
  if (found->flags != 0) pnri_segment_note(s, PNR_F_SEGMENT_MISPLACED, 0, 0);
  if ((found->flags & IMPLICIT) != 0) {
    if (!lacks_locator(p)) pnri_pnrgov_open_booking(p, s->begin);
    found = &grammar[tag][p->group = group = BOOKING];
    if (p->booking == NULL) return;
  }
  if (tag != TAG_RCI && tag != TAG_ORG && tag != TAG_SRC) p->has_content = true;
  if (found->opens != 0) p->group = found->opens;
  if (found->opens >= LEG) p->known_in_group = 0; /* the travellers' groups end here */
  found->handler(p, s);
  if (p->builder->failed) return;
  if (p->keep || pnri_segment_has_unread(s)) keep_segment(p, s, tag);
}

static void check_message(pnri_pnrgov *p, uint64_t end)
{
  const pnr_content *content = p->builder->content;
  if (p->flight == NULL) pnri_pnrgov_note(p, PNR_F_FLIGHT_MISSING, end, 0, 0);
  if (content->is_declared && content->part_first && content->part_last &&
      content->declared != p->builder->bookings.count)
    pnri_pnrgov_note(p, PNR_F_EQN_COUNT, p->declared_at, 0, p->declared_ordinal);
}

static pnr_status read_segments(pnri_pnrgov *p, pnr_error *error)
{
  uint64_t end = p->reading->envelope->offset;
  for (;;) {
    pnri_segment *segment = NULL;
    pnr_status status = pnri_interchange_next_segment(p->reading->interchange, &segment, error);
    if (status == PNR_END) break;
    if (status != PNR_OK) return status;
    dispatch(p, segment);
    if (p->builder->failed || p->builder->findings.failed) return pnri_fail_memory(error);
    if (p->status != PNR_OK) return pnri_fail_at(error, p->status, segment->begin);
    end = p->segment_end = segment->end;
  }
  return pnri_pnrgov_finish(p, end, error);
}

void pnri_pnrgov_begin(pnri_pnrgov *p, pnri_reading *reading)
{
  const pnr_env *env = pnri_env(reading->env);
  *p = (pnri_pnrgov){ .reading = reading, .builder = reading->builder, .arena = reading->builder->arena };
  reading->builder->content->transport = PNR_TRANSPORT_AIR;
  pnri_vector_open(&p->known, env, sizeof(pnri_known));
  pnri_vector_open(&p->drafts, env, sizeof(pnri_traveller_draft *));
  pnri_vector_open(&p->texts, env, sizeof(pnr_slice));
  pnri_vector_open(&p->claims, env, sizeof(pnri_claim));
  pnri_vector_open(&p->pending, env, sizeof(pnri_pending));
  pnri_vector_open(&p->check_ins, env, sizeof(pnri_check_in));
  pnri_vector_open(&p->no_shows, env, sizeof(pnri_check_in));
  pnri_vector_open(&p->changed, env, sizeof(pnri_changed_name));
  pnri_vector_open(&p->infants, env, sizeof(uint32_t));
  pnri_vector_open(&p->buckets, env, sizeof(uint32_t));
}

void pnri_pnrgov_close(pnri_pnrgov *p)
{
  pnri_vector_close(&p->buckets);
  pnri_vector_close(&p->infants);
  pnri_vector_close(&p->changed);
  pnri_vector_close(&p->no_shows);
  pnri_vector_close(&p->check_ins);
  pnri_vector_close(&p->pending);
  pnri_vector_close(&p->claims);
  pnri_vector_close(&p->texts);
  pnri_vector_close(&p->drafts);
  pnri_vector_close(&p->known);
}

pnr_status pnri_pnrgov_finish(pnri_pnrgov *p, uint64_t end, pnr_error *error)
{
  close_booking(p, end);
  if (p->status != PNR_OK) return pnri_fail_at(error, p->status, end);
  check_message(p, end);
  p->builder->message->steps = p->steps;
  return p->builder->failed || p->builder->findings.failed ? pnri_fail_memory(error) : PNR_OK;
}

pnr_status pnri_pnrgov_read(pnri_reading *reading, pnr_error *error)
{
  pnri_pnrgov p;
  pnri_pnrgov_begin(&p, reading);
  pnr_status status = read_segments(&p, error);
  pnri_pnrgov_close(&p);
  return status;
}
