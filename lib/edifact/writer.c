/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/writer.h"

#include "core/charset.h"
#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "core/utf8.h"
#include "edifact/segment.h"
#include "edifact/start.h"

/* --- Faults and octets --- */

static void fail(pnri_writer *writer, pnr_status status, size_t at)
{
  if (writer->fault.status != PNR_OK) return;
  writer->fault =
    (pnr_error){ .status = status, .offset = at, .segment = (uint32_t)writer->segments, .element = writer->element };
}

void pnri_writer_refuse(pnri_writer *writer, pnr_status status) { fail(writer, status, 0); }

static bool has_failed(const pnri_writer *writer) { return writer->fault.status != PNR_OK; }

static void put_octets(pnri_writer *writer, const void *octets, size_t size)
{
  if (has_failed(writer) || size == 0) return;
  void *room = pnri_vector_add(writer->octets, size);
  if (room == NULL) fail(writer, PNR_E_MEMORY, 0);
  else memcpy(room, octets, size);
}

static void put_octet(pnri_writer *writer, uint8_t octet) { put_octets(writer, &octet, 1); }

static void put_due(pnri_writer *writer, uint32_t *count, uint8_t octet)
{
  for (; *count != 0 && !has_failed(writer); --*count) put_octet(writer, octet);
}

/* Separators and blanks that only now are known to have something behind them. */
static void put_all_due(pnri_writer *writer)
{
  put_due(writer, &writer->elements, writer->service.element);
  put_due(writer, &writer->repeats, writer->service.repetition);
  put_due(writer, &writer->components, writer->service.component);
  put_due(writer, &writer->blanks, ' ');
}

/* --- Repertoires (ISO 9735 annexes) --- */

/* ASCII as far as a repertoire has it. Level A has capitals; level B is what all national forms of ISO 646 share. The
 * airlines' dialects of both are not published. */
enum { LEVEL_A, LEVEL_B, ASCII };

static const struct {
  char identifier[5];
  uint32_t level;
} plain_syntaxes[] = {
  { "UNOA", LEVEL_A },
  { "UNOB", LEVEL_B },
  { "IATA", ASCII },
  { "IATB", ASCII },
};

/* False where the syntax identifier is none that can be written. */
static bool find_repertoire(pnri_writer *writer)
{
  pnr_slice syntax = writer->envelope.syntax;
  writer->level = ASCII;
  writer->charset = pnri_charset_of(syntax);
  if (writer->charset != PNRI_CHARSET_LEVEL_AB) return true;
  for (size_t i = 0; i < sizeof plain_syntaxes / sizeof plain_syntaxes[0]; i++) {
    writer->level = plain_syntaxes[i].level;
    if (pnri_slice_is(syntax, plain_syntaxes[i].identifier)) return true;
  }
  return false;
}

static bool is_capital(uint8_t octet) { return octet >= 'A' && octet <= 'Z'; }
static bool is_digit(uint8_t octet) { return octet >= '0' && octet <= '9'; }

static bool is_in_level(uint32_t level, uint8_t octet)
{
  static const char level_a[] = " .,-()/'+:=?!\"%&*;<>", not_level_b[] = "#$@[\\]^`{|}~";
  if (octet < ' ' || octet > '~') return false;
  if (level == ASCII || is_capital(octet) || is_digit(octet)) return true;
  const char *list = level == LEVEL_A ? level_a : not_level_b;
  return (memchr(list, octet, strlen(list)) != NULL) == (level == LEVEL_A);
}

static bool is_service(const pnri_service *service, uint8_t octet)
{
  return octet == service->component || octet == service->element || octet == service->terminator ||
         octet == service->release || octet == service->repetition;
}

enum { MOST = 4 }; /* octets of one character */

/* The character as it is sent; 0 octets where the repertoire has no place for it. Control characters are in none. */
static uint32_t encode(const pnri_writer *writer, uint32_t code_point, uint8_t out[MOST])
{
  uint8_t octet = (uint8_t)code_point;
  if (code_point >= 0x80 && writer->charset == PNRI_CHARSET_UTF_8)
    return code_point < 0xA0 ? 0 : pnri_utf8_put(out, code_point);
  if (code_point >= 0x80) octet = pnri_iso_8859_octet(writer->charset, code_point);
  else if (!is_in_level(writer->level, octet)) return 0;
  if (octet == 0) return 0;
  uint32_t size = 0;
  if (is_service(&writer->service, octet)) {
    if (writer->service.release == 0) return 0;
    out[size++] = writer->service.release;
  }
  out[size++] = octet;
  return size;
}

/* --- Text --- */

/* Writes the character at `at` and returns the octets it has there. */
static uint32_t put_character(pnri_writer *writer, pnr_slice text, size_t at)
{
  uint32_t code_point, used = pnri_utf8_get(text.data + at, text.size - at, &code_point);
  uint8_t encoded[MOST];
  uint32_t size = used != 0 ? encode(writer, code_point, encoded) : 0;
  if (size == 0) fail(writer, PNR_E_CHARACTER, at);
  put_all_due(writer);
  put_octets(writer, encoded, size);
  return used;
}

/* Octets from `at` on that are sent as they are: the most frequent ones of every repertoire. */
static size_t plain_run(pnr_slice text, size_t at)
{
  size_t end = at;
  while (end < text.size && (is_capital(text.data[end]) || is_digit(text.data[end]))) end++;
  return end - at;
}

void pnri_put_text(pnri_writer *writer, pnr_slice text)
{
  for (size_t at = 0; at < text.size && !has_failed(writer);) {
    size_t run = plain_run(text, at);
    if (run != 0) {
      put_all_due(writer);
      put_octets(writer, text.data + at, run);
      at += run;
    } else if (text.data[at] == ' ') {
      writer->blanks++;
      at++;
    } else {
      at += put_character(writer, text, at);
    }
  }
}

void pnri_put_number(pnri_writer *writer, uint64_t value, uint32_t width)
{
  enum { DIGITS = 20 };
  uint8_t digits[DIGITS];
  uint32_t size = 0;
  do {
    digits[DIGITS - ++size] = (uint8_t)('0' + value % 10);
    value /= 10;
  } while (size < DIGITS && (value != 0 || size < width));
  pnri_put_text(writer, (pnr_slice){ digits + DIGITS - size, size });
}

/* --- Segments --- */

static void end_segment(pnri_writer *writer)
{
  if (writer->has_segment) put_octet(writer, writer->service.terminator);
  writer->has_segment = false;
}

static void begin_segment(pnri_writer *writer, const uint8_t *tag)
{
  end_segment(writer);
  writer->segments += writer->in_message;
  writer->elements = writer->repeats = writer->components = writer->blanks = writer->element = 0;
  writer->has_segment = true;
  put_octets(writer, tag, 3);
}

void pnri_put_segment(pnri_writer *writer, const char *tag) { begin_segment(writer, pnri_slice(tag).data); }

void pnri_put_element(pnri_writer *writer, pnr_slice text)
{
  writer->elements++;
  writer->element++;
  writer->repeats = writer->components = writer->blanks = 0;
  pnri_put_text(writer, text);
}

void pnri_put_component(pnri_writer *writer, pnr_slice text)
{
  writer->components++;
  writer->blanks = 0;
  pnri_put_text(writer, text);
}

void pnri_put_repetition(pnri_writer *writer, pnr_slice text)
{
  if (writer->service.repetition == 0) fail(writer, PNR_E_UNSUPPORTED, 0);
  writer->repeats++;
  writer->components = writer->blanks = 0;
  pnri_put_text(writer, text);
}

/* --- Copies --- */

typedef void (*putter)(pnri_writer *writer, pnr_slice text);

/* What the octet means to who sent it; NULL for one that means itself. */
static putter mark_of(const pnri_service *service, uint8_t octet)
{
  if (octet == service->element) return pnri_put_element;
  if (octet == service->component) return pnri_put_component;
  if (octet == service->repetition && octet != 0) return pnri_put_repetition;
  return NULL;
}

/* False where no tag stands; *rest is what follows it. */
static bool pass_tag(pnr_slice segment, const pnri_service *service, pnr_slice *rest)
{
  for (size_t i = 0; i < 3; i++)
    if (i == segment.size || !(is_capital(segment.data[i]) || (i > 0 && is_digit(segment.data[i])))) return false;
  size_t behind = 3;
  while (behind < segment.size && segment.data[behind] == ' ') behind++;
  *rest = pnri_slice_from(segment, behind);
  return rest->size == 0 || mark_of(service, rest->data[0]) != NULL;
}

void pnri_put_copy(pnri_writer *writer, pnr_slice segment, const pnri_service *service)
{
  pnr_slice rest;
  if (!pass_tag(segment, service, &rest)) {
    fail(writer, PNR_E_ARGUMENT, 0);
    return;
  }
  begin_segment(writer, segment.data);
  while (rest.size > 0 && !has_failed(writer)) {
    putter put = mark_of(service, rest.data[0]);
    bool is_release = rest.data[0] == service->release && service->release != 0;
    bool is_released = is_release && rest.size > 1; /* one with nothing behind it means itself */
    size_t skipped = put != NULL || is_released ? 1 : 0, end = skipped + is_release;
    while (end < rest.size && mark_of(service, rest.data[end]) == NULL && rest.data[end] != service->release) end++;
    pnr_slice text = { rest.data + skipped, end - skipped };
    if (put != NULL) put(writer, text);
    else pnri_put_text(writer, text);
    if (writer->blanks != 0) put_all_due(writer); /* they may be what the segment was kept for */
    rest = pnri_slice_from(rest, end);
  }
}

/* --- Envelopes --- */

static void put_party(pnri_writer *writer, pnr_slice party, pnr_slice qualifier)
{
  pnri_put_element(writer, party);
  pnri_put_component(writer, qualifier);
}

/* S004. Six digits, also in version 4, as the guides of PAXLST and PNRGOV have it. */
static void put_prepared(pnri_writer *writer)
{
  enum { MINUTES = 60, CENTURY = 1000000 };
  pnri_put_element(writer, (pnr_slice){ NULL, 0 });
  pnri_put_number(writer, writer->envelope.prepared % CENTURY, 6);
  pnri_put_component(writer, (pnr_slice){ NULL, 0 });
  uint32_t time = (uint32_t)writer->envelope.prepared_time;
  pnri_put_number(writer, time / MINUTES * 100 + time % MINUTES, 4);
}

static void put_unb(pnri_writer *writer)
{
  const pnr_envelope *envelope = &writer->envelope;
  pnri_put_segment(writer, "UNB");
  pnri_put_element(writer, envelope->syntax);
  pnri_put_component(writer, (pnr_slice){ NULL, 0 });
  pnri_put_number(writer, envelope->syntax_version, 1);
  put_party(writer, envelope->sender, envelope->sender_qualifier);
  put_party(writer, envelope->recipient, envelope->recipient_qualifier);
  put_prepared(writer);
  pnri_put_element(writer, envelope->interchange);
  pnri_put_element(writer, (pnr_slice){ NULL, 0 }); /* S005 password */
  pnri_put_element(writer, envelope->application);
  enum { PRIORITY, REQUEST, AGREEMENT, UNUSED };
  for (uint32_t i = 0; i < UNUSED; i++) pnri_put_element(writer, (pnr_slice){ NULL, 0 });
  pnri_put_element(writer, envelope->is_test != 0 ? pnri_slice("1") : (pnr_slice){ NULL, 0 });
}

static void put_ung(pnri_writer *writer, const pnri_message_head *head)
{
  const pnr_envelope *envelope = &writer->envelope;
  pnri_put_segment(writer, "UNG");
  pnri_put_element(writer, head->type);
  put_party(writer, envelope->sender, envelope->sender_qualifier);
  put_party(writer, envelope->recipient, envelope->recipient_qualifier);
  put_prepared(writer);
  pnri_put_element(writer, envelope->group);
  pnri_put_element(writer, head->agency);
  pnri_put_element(writer, head->version);
  pnri_put_component(writer, head->release);
  pnri_put_component(writer, head->association);
  writer->has_group = true;
}

/* UNT, UNE, UNZ: a count and the reference of what they close. */
static void put_closing(pnri_writer *writer, const char *tag, uint64_t count, pnr_slice reference)
{
  pnri_put_segment(writer, tag);
  pnri_put_element(writer, (pnr_slice){ NULL, 0 });
  pnri_put_number(writer, count, 1);
  pnri_put_element(writer, reference);
}

void pnri_writer_begin_message(pnri_writer *writer, const pnri_message_head *head)
{
  if (writer->envelope.group.size != 0 && !writer->has_group) put_ung(writer, head);
  writer->in_message = true;
  writer->messages++;
  writer->reference = head->reference;
  if (head->reference.size == 0 || head->type.size == 0) fail(writer, PNR_E_ARGUMENT, 0);
  pnri_put_segment(writer, "UNH");
  pnri_put_element(writer, head->reference);
  pnri_put_element(writer, head->type);
  pnri_put_component(writer, head->version);
  pnri_put_component(writer, head->release);
  pnri_put_component(writer, head->agency);
  pnri_put_component(writer, head->association);
  pnri_put_element(writer, head->key);
  pnri_put_element(writer, (pnr_slice){ NULL, 0 });
  if (head->part != 0) pnri_put_number(writer, head->part, 2);
  pnri_put_component(writer, (pnr_slice){ (const uint8_t *)&head->part_flag, head->part_flag != 0 });
}

void pnri_writer_end_message(pnri_writer *writer)
{
  put_closing(writer, "UNT", writer->segments + 1, writer->reference);
  writer->in_message = false;
  writer->segments = 0;
}

/* --- Opening and closing --- */

static const uint8_t usual_advice[] = ":+.? '", usual_advice_4[] = ":+.?*'";
enum { ADVICE = 6, FIRST_WITH_REPETITION = 4 };

static bool is_printable(pnr_slice text)
{
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] < ' ' || text.data[i] > '~') return false;
  return true;
}

/* Without an UNA the reader takes the usual characters, so only they may then be used. */
static bool set_service(pnri_writer *writer)
{
  pnr_envelope *envelope = &writer->envelope;
  const uint8_t *usual = envelope->syntax_version < FIRST_WITH_REPETITION ? usual_advice : usual_advice_4;
  if (envelope->service.size == 0) envelope->service = (pnr_slice){ usual, ADVICE };
  if (envelope->service.size != ADVICE || !is_printable(envelope->service)) return false;
  bool is_usual = memcmp(envelope->service.data, usual, ADVICE) == 0;
  if (envelope->without_una != 0 && !is_usual) return false;
  if (!pnri_advice_service(envelope->service.data, &writer->service)) return false;
  if (envelope->syntax_version < FIRST_WITH_REPETITION) writer->service.repetition = 0;
  return true;
}

static bool is_complete(const pnr_envelope *envelope)
{
  enum { DAY = 24 * 60 };
  return envelope->sender.size != 0 && envelope->recipient.size != 0 && envelope->interchange.size != 0 &&
         pnri_day(envelope->prepared) != 0 && envelope->prepared_time >= 0 && envelope->prepared_time < DAY;
}

/* Older callers' envelopes are shorter: what they lack is 0. */
static bool take_envelope(pnri_writer *writer, const pnr_envelope *envelope)
{
  pnr_envelope *own = &writer->envelope;
  if (envelope == NULL || envelope->size < sizeof envelope->size) return false;
  memcpy(own, envelope, envelope->size < sizeof *own ? envelope->size : sizeof *own);
  if (own->syntax.size == 0) own->syntax = pnri_slice("UNOA");
  if (own->syntax_version == 0) own->syntax_version = FIRST_WITH_REPETITION;
  return is_complete(own) && set_service(writer);
}

void pnri_writer_open(pnri_writer *writer, pnri_vector *octets, const pnr_envelope *envelope)
{
  *writer = (pnri_writer){ .octets = octets, .begin = octets->count };
  if (!take_envelope(writer, envelope)) {
    fail(writer, PNR_E_ARGUMENT, 0);
    return;
  }
  if (!find_repertoire(writer) || writer->envelope.syntax_version > FIRST_WITH_REPETITION) {
    fail(writer, PNR_E_UNSUPPORTED, 0);
    return;
  }
  if (writer->envelope.without_una == 0) {
    put_octets(writer, "UNA", 3);
    put_octets(writer, writer->envelope.service.data, ADVICE);
  }
  put_unb(writer);
}

pnr_status pnri_writer_close(pnri_writer *writer, pnr_error *error)
{
  if (writer->has_group) put_closing(writer, "UNE", writer->messages, writer->envelope.group);
  put_closing(writer, "UNZ", writer->has_group ? 1 : writer->messages, writer->envelope.interchange);
  end_segment(writer);
  if (!has_failed(writer)) return PNR_OK;
  pnri_vector_cut(writer->octets, writer->begin);
  return pnri_fail(error, writer->fault);
}
