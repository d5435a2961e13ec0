/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/interchange.h"

#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "core/vector.h"
#include "edifact/cutter.h"
#include "edifact/start.h"

enum { HELD_VALUES = 64 }; /* an UNB has 25 at most; of a longer one only the heads tell */

/* Where the values of service segments stand: of a batch (ISO 9735-1 annex A, UNB and UNH), and of a dialogue (ISO 9735-3
 * annex A, UIB and UIH). */
typedef struct place {
  uint8_t element, component;
} place;
typedef struct layout {
  place sender, recipient, date, time, interchange;                                   /* of UNB, or UIB */
  place reference, type, version, release, agency, association, key, part, part_flag; /* of UNH, or UIH */
  uint8_t count, closing_reference; /* elements of UNT and UNZ, or UIT and UIZ */
} layout;

static const layout batch = {
  .sender = { 2, 1 },
  .recipient = { 3, 1 },
  .date = { 4, 1 },
  .time = { 4, 2 },
  .interchange = { 5, 1 },
  .reference = { 1, 1 },
  .type = { 2, 1 },
  .version = { 2, 2 },
  .release = { 2, 3 },
  .agency = { 2, 4 },
  .association = { 2, 5 },
  .key = { 3, 1 },
  .part = { 4, 1 },
  .part_flag = { 4, 2 },
  .count = 1,
  .closing_reference = 2,
};
static const layout interactive = {
  .sender = { 6, 1 },
  .recipient = { 7, 1 },
  .date = { 8, 1 },
  .time = { 8, 2 },
  .interchange = { 2, 1 },
  .reference = { 2, 1 },
  .type = { 1, 1 },
  .version = { 1, 2 },
  .release = { 1, 3 },
  .agency = { 1, 5 },
  .association = { 1, 6 },
  .key = { 3, 1 },
  .part = { 4, 1 },
  .part_flag = { 4, 2 },
  .count = 2,
  .closing_reference = 1,
};

static const layout *layout_of(const pnri_segment *segment) { return segment->tag[1] == 'I' ? &interactive : &batch; }

/* An envelope segment that is needed after its successors were cut. */
typedef struct held {
  bool is_open;
  pnri_segment segment;
  uint32_t marks[HELD_VALUES + 1];
  uint32_t elements[HELD_VALUES + 2];
} held;

/* Offsets are of the input. "Messages" and "groups" count what the open envelopes hold so far. */
struct pnri_interchange {
  const pnr_env *env;
  const uint8_t *data;
  uint64_t size;
  pnri_cutter cutter;
  pnri_segment segment; /* the newest */
  pnri_cut cut;         /* how it ended */
  bool is_cut;          /* the newest was cut but not yet used */
  bool has_service;     /* a start was found */
  pnri_charset charset;

  held interchange, group;
  bool is_framed;       /* octets that are no interchange stand directly before it */
  uint64_t noise_end;   /* of the last such octets */
  bool is_outside_told; /* EDI_NO_UNB was reported for this run of messages */
  uint64_t advice;      /* of the UNA of this interchange, or NOWHERE */
  uint64_t groups, messages, group_messages;

  bool has_upcoming; /* the newest segment is an UNH */
  bool in_message;
  uint64_t segments; /* of the message, as cut; */
  uint64_t joins, empties;
  uint64_t reference; /* of its UNH: where it begins, */
  uint32_t reference_size;
  uint32_t message_noted;

  pnri_arena *arena;
  pnri_findings *findings;
  pnri_arena own_arena; /* stands in while no message is read */
  pnri_findings own_findings;
  pnri_vector deferred; /* findings that belong to the upcoming message */
  bool is_deferring;
  uint64_t boundary;             /* where the upcoming message's octets begin */
  uint64_t outside, outside_end; /* a run of segments outside of any message */
};

#define NOWHERE UINT64_MAX

/* --- Findings --- */

static void report(pnri_interchange *interchange, pnr_finding finding)
{
  if (!interchange->is_deferring) {
    pnri_findings_add(interchange->findings, finding);
    return;
  }
  pnr_finding *kept = pnri_vector_add(&interchange->deferred, 1);
  if (kept == NULL) interchange->own_findings.failed = 1;
  else *kept = finding;
}

static void report_at(pnri_interchange *interchange, uint32_t code, uint64_t offset, uint64_t length, uint32_t lost)
{
  report(interchange, (pnr_finding){ .code = code,
                                     .offset = offset,
                                     .length = length,
                                     .lost = lost,
                                     .segment = interchange->in_message ? interchange->segment.ordinal : 0 });
}

static void flush_deferred(pnri_interchange *interchange)
{
  interchange->is_deferring = false;
  for (size_t i = 0; i < interchange->deferred.count; i++) {
    const pnr_finding *finding = pnri_vector_at(&interchange->deferred, i);
    pnri_findings_add(interchange->findings, *finding);
  }
  interchange->deferred.count = 0;
}

/* From here on octets and findings belong to the upcoming message. */
static void begin_deferring(pnri_interchange *interchange, uint64_t at)
{
  if (interchange->is_deferring) return;
  interchange->is_deferring = true;
  interchange->boundary = at;
}

/* What was deferred belongs to an envelope without message: it goes to the message before, where there is one. */
static void end_deferring(pnri_interchange *interchange)
{
  if (interchange->findings != &interchange->own_findings) flush_deferred(interchange);
}

/* The same, but an UNB that no message had yet is the next one's, and all behind it. */
static void end_deferring_of_group(pnri_interchange *interchange)
{
  if (!interchange->interchange.is_open || interchange->messages != 0) end_deferring(interchange);
}

static inline pnr_status check(const pnri_interchange *interchange, pnr_error *error)
{
  if (interchange->own_findings.failed || interchange->findings->failed) return pnri_fail_memory(error);
  if (interchange->deferred.count > interchange->env->limits.findings)
    return pnri_fail_at(error, PNR_E_LIMIT, interchange->cutter.next);
  return PNR_OK;
}

/* --- Cutting --- */

/* Where the terminator behind a bare tag was taken for text, what follows up to the first separator is in no value. */
static void report_behind_tag(pnri_interchange *interchange)
{
  const pnri_segment *segment = &interchange->segment;
  uint64_t begin = segment->begin, end = segment->value_count != 0 ? pnri_value_begin(segment, 0) - 1 : segment->end;
  for (uint32_t letters = 0; letters < sizeof segment->tag && begin < end; begin++)
    letters += interchange->data[begin] != '\r' && interchange->data[begin] != '\n'; /* a tag may be folded */
  if (end > begin) report_at(interchange, PNR_F_EDI_SKIPPED, begin, end - begin, 1);
}

static void report_faults(pnri_interchange *interchange)
{
  const pnri_cut *cut = &interchange->cut;
  const pnri_segment *segment = &interchange->segment;
  uint64_t at = segment->begin;
  for (uint32_t i = 0; i < cut->joins; i++) {
    at = pnri_cutter_joined(&interchange->cutter, segment, at);
    report_at(interchange, PNR_F_EDI_TERMINATOR_IN_TEXT, at, 1, 0);
    at++;
  }
  if (cut->joins != 0) report_behind_tag(interchange);
  if (cut->is_quoted) report_at(interchange, PNR_F_EDI_QUOTE_TERMINATOR, segment->end, PNRI_QUOTE_SIZE, 0);
  if (!cut->is_terminated)
    report_at(interchange, PNR_F_EDI_UNTERMINATED, segment->begin, segment->end - segment->begin, 0);
  if (cut->ends_in_release) report_at(interchange, PNR_F_EDI_RELEASE_AT_END, interchange->size - 1, 1, 0);
  if (cut->skipped_end > cut->skipped)
    report_at(interchange, cut->empties != 0 ? PNR_F_EDI_EMPTY_SEGMENT : PNR_F_EDI_SKIPPED, cut->skipped,
              cut->skipped_end - cut->skipped, 1);
}

static inline void report_cut(pnri_interchange *interchange)
{
  const pnri_cut *cut = &interchange->cut;
  bool is_clean = cut->is_terminated && !cut->is_quoted && !cut->ends_in_release && cut->joins == 0 &&
                  cut->skipped == cut->skipped_end;
  if (!is_clean) report_faults(interchange);
}

/* Outside of a message, or its UNH. What the segment is given here it keeps while the message is read. */
static pnr_status cut_segment(pnri_interchange *interchange, pnr_error *error)
{
  pnr_status status = pnri_cutter_next(&interchange->cutter, &interchange->segment, &interchange->cut, error);
  if (status != PNR_OK) return status;
  pnri_segment *segment = &interchange->segment;
  segment->ordinal = 0;
  segment->charset = interchange->charset;
  segment->message_noted = &interchange->message_noted;
  segment->arena = interchange->arena;
  segment->findings = interchange->findings;
  return PNR_OK;
}

static void hold(held *kept, const pnri_segment *segment)
{
  kept->is_open = true;
  kept->segment = *segment;
  uint32_t count = segment->value_count < HELD_VALUES ? segment->value_count : HELD_VALUES;
  uint32_t elements = segment->element_count < HELD_VALUES ? segment->element_count : HELD_VALUES;
  if (count != 0) memcpy(kept->marks, segment->marks, (count + 1) * sizeof kept->marks[0]);
  for (uint32_t i = 0; i <= elements; i++)
    kept->elements[i] = segment->elements[i] < count ? segment->elements[i] : count;
  kept->segment.marks = kept->marks;
  kept->segment.value_count = count;
  kept->segment.elements = kept->elements;
  kept->segment.element_count = elements;
}

/* The held copy shares the text, not the arrays: it must not outlive a change of service characters unread. */
static pnr_slice held_text(pnri_interchange *interchange, held *kept, place at)
{
  if (!kept->is_open) return (pnr_slice){ NULL, 0 };
  kept->segment.arena = interchange->arena;
  kept->segment.findings = interchange->findings;
  return pnri_segment_text(&kept->segment, at.element, at.component);
}

static pnr_slice text_at(pnri_segment *segment, place at)
{
  return pnri_segment_text(segment, at.element, at.component);
}

/* What is wrong with an envelope's segment is told to the message that opens now. */
static void note_held(pnri_interchange *interchange, held *kept)
{
  if (!kept->is_open) return;
  kept->segment.arena = interchange->arena;
  kept->segment.findings = interchange->findings;
  pnri_segment_note_all(&kept->segment);
}

/* --- Noise and starts --- */

static void report_outside(pnri_interchange *interchange)
{
  if (interchange->outside_end != 0)
    report_at(interchange, PNR_F_EDI_SEGMENT_OUTSIDE, interchange->outside,
              interchange->outside_end - interchange->outside, 1);
  interchange->outside_end = 0;
}

static bool is_white(uint8_t octet) { return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n'; }

/* Octets [from, to) that are no segment: white space is framing, anything else is told; an UNA that cannot be meant,
 * right in front of a start, is told by its own code. */
static void report_noise(pnri_interchange *interchange, uint64_t from, uint64_t to)
{
  const uint8_t *data = interchange->data;
  uint64_t behind = to;
  while (from < to && is_white(data[from])) from++;
  while (to > from && is_white(data[to - 1])) to--;
  if (from == to) return;
  interchange->noise_end = behind;
  uint64_t advice = to;
  for (uint64_t at = to - from > PNRI_ADVICE_SIZE ? to - PNRI_ADVICE_SIZE : from; to - at >= 3 && advice == to; at++)
    if (memcmp(data + at, "UNA", 3) == 0) advice = at;
  if (advice > from) report_at(interchange, PNR_F_EDI_SKIPPED, from, advice - from, 1);
  if (advice < to) report_at(interchange, PNR_F_EDI_UNA, advice, to - advice, 1);
}

/* An envelope that holds no message stands in no record, since the records are the messages'. */
static void report_empty(pnri_interchange *interchange, held *envelope, uint64_t messages, uint64_t begin)
{
  const pnri_segment *segment = &envelope->segment;
  if (!envelope->is_open || messages != 0) return;
  if (begin > segment->begin) begin = segment->begin; /* no UNA */
  report_at(interchange, PNR_F_EDI_SEGMENT_OUTSIDE, begin, segment->end - begin, 1);
}

/* An UNA that stands in front of a group stands there for the interchange, where there is one. */
static void end_group(pnri_interchange *interchange)
{
  bool is_own = !interchange->interchange.is_open && interchange->is_deferring &&
                interchange->advice >= interchange->boundary; /* or NOWHERE */
  report_empty(interchange, &interchange->group, interchange->group_messages, is_own ? interchange->advice : NOWHERE);
  interchange->group.is_open = false;
}

static void end_interchange(pnri_interchange *interchange)
{
  report_empty(interchange, &interchange->interchange, interchange->messages, interchange->advice);
  interchange->interchange.is_open = false;
}

static void close_group(pnri_interchange *interchange, uint64_t at)
{
  if (interchange->group.is_open) report_at(interchange, PNR_F_EDI_NO_UNE, at, 0, 0);
  end_group(interchange);
}

static void close_interchange(pnri_interchange *interchange, uint64_t at)
{
  close_group(interchange, at);
  if (interchange->interchange.is_open) report_at(interchange, PNR_F_EDI_NO_UNZ, at, 0, 0);
  end_interchange(interchange);
}

/* A second UNB without UNA of its own, written like the first one, keeps the first one's characters. */
static void keep_service(const pnri_interchange *interchange, pnri_start *start)
{
  const pnri_service *kept = &interchange->cutter.service;
  if (!interchange->has_service || !start->is_inferred) return;
  if (start->service.element != kept->element || start->service.component != kept->component) return;
  start->service = *kept;
  start->is_inferred = false;
}

static void enter_start(pnri_interchange *interchange, pnri_start *start)
{
  report_outside(interchange);
  bool has_advice = start->offset != start->segment;
  uint8_t letter = interchange->data[start->segment + 2];
  if (has_advice || letter == 'B') {
    close_interchange(interchange, start->offset);
    end_deferring(interchange);
  }
  if (!interchange->interchange.is_open)
    interchange->is_framed = interchange->noise_end != 0 && interchange->noise_end == start->offset;
  begin_deferring(interchange, start->offset);
  if (start->advice > start->offset)
    report_at(interchange, PNR_F_EDI_UNA, start->offset, start->advice - start->offset, 1);
  keep_service(interchange, start);
  if (start->is_inferred) report_at(interchange, PNR_F_EDI_SERVICE_CHARACTERS, start->segment, 4, 0);
  pnri_cutter_seek(&interchange->cutter, start->segment, &start->service);
  if (has_advice || letter == 'B') {
    interchange->charset = pnri_charset_of(start->syntax);
    interchange->advice = has_advice ? start->advice : NOWHERE;
  }
  interchange->has_service = true;
}

/* True where an UNA, an UNB, or an envelope segment with other service characters stands. */
static inline bool is_start(const pnri_interchange *interchange, uint64_t at, pnri_start *start)
{
  const uint8_t *octets = interchange->data + at;
  if (interchange->size - at < 4 || pnri_service_letter(octets) == 0) return false;
  if (octets[2] != 'A' && octets[2] != 'B' && octets[3] == interchange->cutter.service.element) return false;
  return pnri_start_at(interchange->data, interchange->size, at, start);
}

/* Passes noise up to the next start, or to an UNE or UNZ of the open interchange, or to the end. */
static void skip_noise(pnri_interchange *interchange)
{
  report_outside(interchange);
  uint64_t from = interchange->cutter.next;
  pnri_start start;
  const pnri_service *open = interchange->interchange.is_open ? &interchange->cutter.service : NULL;
  if (!pnri_start_find(interchange->data, interchange->size, from, open, &start)) {
    report_noise(interchange, from, interchange->size);
    interchange->cutter.next = interchange->size;
    return;
  }
  report_noise(interchange, from, start.offset);
  bool is_other = !interchange->has_service || is_start(interchange, start.offset, &start);
  if (is_other) enter_start(interchange, &start);
  else interchange->cutter.next = start.segment;
}

/* --- Between messages --- */

/* One finding for each run of segments that stand outside of any message. */
static void pass_outside(pnri_interchange *interchange)
{
  const pnri_segment *segment = &interchange->segment;
  if (interchange->outside_end == 0) interchange->outside = segment->begin;
  uint64_t end = segment->end + (interchange->cut.is_terminated ? 1 : 0);
  interchange->outside_end = interchange->cut.skipped_end > end ? interchange->cut.skipped_end : end;
}

/* A value of a closing segment that does not agree stands in no record, only in this finding. */
static void report_value(pnri_interchange *interchange, uint32_t code, uint32_t severity, uint32_t element)
{
  const pnri_segment *segment = &interchange->segment;
  bool is_there = pnri_segment_components(segment, element) != 0;
  uint64_t offset = is_there ? pnri_segment_offset(segment, element, 1) : segment->end;
  uint64_t length = is_there ? pnri_value_size(segment, segment->elements[element - 1]) : 0;
  report(interchange, (pnr_finding){ .code = code,
                                     .severity = severity,
                                     .offset = offset,
                                     .length = length,
                                     .lost = 1,
                                     .segment = interchange->in_message ? segment->ordinal : 0 });
}

/* Compares the count and the reference of a closing segment. The first of the counts is the standard's; the others are
 * those of senders who count in another way, and worth a notice; so are zeros in front. In a dialogue both may be left
 * out. */
static void check_closing(pnri_interchange *interchange, const uint64_t *counts, uint32_t count_ways,
                          uint32_t count_code, uint32_t reference_code, pnr_slice reference)
{
  pnri_segment *segment = &interchange->segment;
  const layout *places = layout_of(segment);
  bool may_lack = places == &interactive;
  pnr_slice count = pnri_slice_trim(pnri_segment_text(segment, places->count, 1));
  pnr_slice repeated = pnri_segment_text(segment, places->closing_reference, 1);
  uint64_t number = pnri_number(count);
  uint32_t way = 0;
  while (way < count_ways && number != counts[way]) way++;
  bool is_known = (way < count_ways && number != UINT32_MAX) || (may_lack && count.size == 0);
  bool is_usual = way == 0 && (count.size < 2 || count.data[0] != '0');
  if (!is_known || (!is_usual && count.size != 0))
    report_value(interchange, count_code, is_known ? PNR_SEVERITY_NOTICE : 0, places->count);
  if (!pnri_slice_equal(repeated, reference) && !(may_lack && repeated.size == 0))
    report_value(interchange, reference_code, 0, places->closing_reference);
  if (pnri_segment_has_unread(segment)) {
    uint64_t begin = pnri_value_begin(segment, 0);
    report_at(interchange, PNR_F_EDI_SEGMENT_OUTSIDE, begin, segment->end - begin, 1);
    segment->noted = UINT64_MAX;
  }
  pnri_segment_note_all(segment);
}

static void close_by_une(pnri_interchange *interchange)
{
  pnr_slice reference = held_text(interchange, &interchange->group, batch.interchange);
  check_closing(interchange, &interchange->group_messages, 1, PNR_F_EDI_UNE_COUNT, PNR_F_EDI_UNE_REFERENCE, reference);
  end_group(interchange);
}

/* UNZ 0036 counts groups where there are any; some senders count messages in any case. */
static void close_by_unz(pnri_interchange *interchange)
{
  close_group(interchange, interchange->segment.begin);
  held *unb = &interchange->interchange;
  pnr_slice reference = held_text(interchange, unb, layout_of(&unb->segment)->interchange);
  const uint64_t counts[] = { interchange->groups != 0 ? interchange->groups : interchange->messages,
                              interchange->messages };
  check_closing(interchange, counts, 2, PNR_F_EDI_UNZ_COUNT, PNR_F_EDI_UNZ_REFERENCE, reference);
  end_interchange(interchange);
}

/* An UNB whose tag a line break parts is no start that is found, only a segment that is cut. */
static void enter_parted(pnri_interchange *interchange)
{
  pnri_segment *segment = &interchange->segment;
  close_interchange(interchange, segment->begin);
  end_deferring(interchange);
  begin_deferring(interchange, segment->begin);
  interchange->charset = pnri_charset_of(pnri_segment_text(segment, 1, 1));
  segment->charset = interchange->charset;
  interchange->advice = NOWHERE;
  interchange->is_framed = false;
}

static void open_interchange(pnri_interchange *interchange)
{
  bool has_entered = interchange->is_deferring && !interchange->interchange.is_open && !interchange->group.is_open;
  if (!has_entered) enter_parted(interchange);
  hold(&interchange->interchange, &interchange->segment);
  interchange->group.is_open = interchange->is_outside_told = false;
  interchange->messages = interchange->groups = 0;
}

static void open_group(pnri_interchange *interchange)
{
  if (interchange->group.is_open) {
    close_group(interchange, interchange->segment.begin);
    end_deferring_of_group(interchange);
  }
  begin_deferring(interchange, interchange->segment.begin);
  hold(&interchange->group, &interchange->segment);
  interchange->groups++;
  interchange->group_messages = 0;
}

/* Handles the newest segment where no message is open. */
static void pass_service(pnri_interchange *interchange)
{
  const pnri_segment *segment = &interchange->segment;
  uint8_t letter = pnri_service_letter(segment->tag);
  if (letter == 'H') {
    report_outside(interchange);
    begin_deferring(interchange, segment->begin);
    interchange->has_upcoming = true;
    return;
  }
  bool is_closing =
    (letter == 'E' && interchange->group.is_open) || (letter == 'Z' && interchange->interchange.is_open);
  if (letter != 'B' && letter != 'G' && !is_closing) {
    pass_outside(interchange);
    return;
  }
  report_outside(interchange);
  if (letter == 'B') open_interchange(interchange);
  if (letter == 'G') open_group(interchange);
  if (letter == 'E') {
    end_deferring_of_group(interchange);
    close_by_une(interchange);
  }
  if (letter == 'Z') {
    end_deferring(interchange);
    close_by_unz(interchange);
  }
  report_cut(interchange);
}

/* Reads on to the next UNH, which stays the newest segment, or to the end. */
static pnr_status advance(pnri_interchange *interchange, pnr_error *error)
{
  pnr_status status = PNR_OK;
  interchange->has_upcoming = false;
  while (status == PNR_OK && !interchange->has_upcoming) {
    pnri_start start;
    uint64_t at = interchange->cutter.next;
    if (!interchange->is_cut) {
      bool is_noise = interchange->cut.follows == PNRI_FOLLOWS_NOISE;
      if (is_noise) skip_noise(interchange);
      else if (at < interchange->size && is_start(interchange, at, &start)) enter_start(interchange, &start);
      if (interchange->cutter.next == interchange->size) break;
      status = cut_segment(interchange, error);
      if (status != PNR_OK) return status;
    }
    interchange->is_cut = false;
    pass_service(interchange);
    status = check(interchange, error);
  }
  if (interchange->has_upcoming || status != PNR_OK) return status;
  report_outside(interchange);
  close_interchange(interchange, interchange->size);
  end_deferring(interchange);
  interchange->boundary = interchange->size;
  return check(interchange, error);
}

/* --- The open message --- */

static void count_cut(pnri_interchange *interchange)
{
  interchange->segments++;
  interchange->joins += interchange->cut.joins;
  interchange->empties += interchange->cut.empties;
}

/* The text of its UNH 0062, whose octets were told about before. */
static pnr_slice reference_of(const pnri_interchange *interchange)
{
  static const uint32_t elements[] = { 0, 1 };
  const uint32_t marks[] = { 0, interchange->reference_size + 1 };
  pnri_segment unh = interchange->segment;
  unh.is_plain = false;
  unh.noted = UINT64_MAX;
  unh.base = interchange->reference - 1;
  unh.marks = marks;
  unh.value_count = unh.element_count = 1;
  unh.elements = elements;
  return pnri_segment_text(&unh, 1, 1);
}

/* A joined piece and an empty segment were segments to a sender who did not see that they are none. */
static void close_by_unt(pnri_interchange *interchange)
{
  const uint64_t counts[] = { interchange->segments, interchange->segments + interchange->joins,
                              interchange->segments + interchange->joins + interchange->empties };
  check_closing(interchange, counts, 3, PNR_F_EDI_UNT_COUNT, PNR_F_EDI_UNT_REFERENCE, reference_of(interchange));
  report_cut(interchange);
  interchange->in_message = false;
}

static void end_without_unt(pnri_interchange *interchange, uint64_t at)
{
  interchange->in_message = false;
  report_at(interchange, PNR_F_EDI_NO_UNT, at, 0, 0);
}

/* True when no further segment of the message stands at `at`, as far as can be seen before cutting it. */
static bool is_cut_off(const pnri_interchange *interchange, uint64_t at)
{
  pnri_start start;
  return at == interchange->size || interchange->cut.follows == PNRI_FOLLOWS_NOISE || is_start(interchange, at, &start);
}

static bool is_envelope(const pnri_segment *segment)
{
  uint8_t letter = pnri_service_letter(segment->tag);
  return letter == 'H' || letter == 'G' || letter == 'E' || letter == 'Z' || letter == 'B';
}

pnr_status pnri_interchange_next_segment(pnri_interchange *interchange, pnri_segment **segment, pnr_error *error)
{
  *segment = NULL;
  if (!interchange->in_message) return PNR_END;
  pnri_segment_note_all(&interchange->segment);
  pnr_status status = check(interchange, error);
  if (status != PNR_OK) return status;
  if (is_cut_off(interchange, interchange->cutter.next)) {
    end_without_unt(interchange, interchange->cutter.next);
    return PNR_END;
  }
  status = pnri_cutter_next(&interchange->cutter, &interchange->segment, &interchange->cut, error);
  if (status != PNR_OK) return status;
  if (is_envelope(&interchange->segment)) {
    interchange->segment.ordinal = 0;
    interchange->is_cut = true;
    end_without_unt(interchange, interchange->segment.begin);
    return PNR_END;
  }
  count_cut(interchange);
  if (interchange->segments > interchange->env->limits.segments)
    return pnri_fail_at(error, PNR_E_LIMIT, interchange->segment.begin);
  interchange->segment.ordinal = (uint32_t)interchange->segments;
  if (pnri_service_letter(interchange->segment.tag) == 'T') {
    close_by_unt(interchange);
    return PNR_END;
  }
  report_cut(interchange);
  *segment = &interchange->segment;
  return PNR_OK;
}

pnr_status pnri_interchange_finish_message(pnri_interchange *interchange, uint64_t *end, pnr_error *error)
{
  pnri_segment *segment;
  pnr_status status;
  while ((status = pnri_interchange_next_segment(interchange, &segment, error)) == PNR_OK) {
    report_at(interchange, PNR_F_EDI_SEGMENT_OUTSIDE, segment->begin, segment->end - segment->begin, 1);
    segment->noted = UINT64_MAX;
  }
  if (status == PNR_END) status = advance(interchange, error);
  *end = interchange->boundary;
  return status;
}

/* --- The next message --- */

bool pnri_interchange_upcoming(const pnri_interchange *interchange, pnr_slice *type)
{
  const pnri_segment *segment = &interchange->segment;
  *type = (pnr_slice){ NULL, 0 };
  if (!interchange->has_upcoming) return false;
  uint32_t element = layout_of(segment)->type.element;
  if (pnri_segment_components(segment, element) != 0)
    *type = pnri_segment_raw(segment, pnri_segment_first(segment, element));
  return true;
}

static void fill_head(const pnri_interchange *interchange, pnri_envelope *envelope, uint32_t head,
                      const pnri_segment *segment)
{
  if (segment->begin < envelope->offset) return;
  pnri_segment copy = *segment;
  copy.arena = interchange->arena;
  copy.findings = interchange->findings;
  envelope->heads[head] = (pnri_head){ pnri_segment_whole(&copy), segment->begin, segment->end - segment->begin };
}

static void fill_heads(pnri_interchange *interchange, pnri_envelope *envelope)
{
  uint64_t advice = interchange->advice;
  if (advice != NOWHERE && advice >= envelope->offset)
    envelope->heads[PNRI_HEAD_UNA] =
      (pnri_head){ { interchange->data + advice, PNRI_ADVICE_SIZE }, advice, PNRI_ADVICE_SIZE };
  if (interchange->interchange.is_open)
    fill_head(interchange, envelope, PNRI_HEAD_UNB, &interchange->interchange.segment);
  if (interchange->group.is_open) fill_head(interchange, envelope, PNRI_HEAD_UNG, &interchange->group.segment);
  fill_head(interchange, envelope, PNRI_HEAD_UNH, &interchange->segment);
}

static void fill_envelope(pnri_interchange *interchange, pnri_envelope *envelope)
{
  pnri_segment *unh = &interchange->segment;
  held *unb = &interchange->interchange, *ung = &interchange->group;
  held *outer = unb->is_open ? unb : ung; /* sender, recipient and time stand in the same places of both */
  const layout *outside = layout_of(&outer->segment), *own = layout_of(unh);
  *envelope = (pnri_envelope){
    .sender = held_text(interchange, outer, outside->sender),
    .recipient = held_text(interchange, outer, outside->recipient),
    .prepared_date = held_text(interchange, outer, outside->date),
    .prepared_time = held_text(interchange, outer, outside->time),
    .interchange = held_text(interchange, unb, layout_of(&unb->segment)->interchange),
    .group = held_text(interchange, ung, batch.interchange),
    .group_sender = held_text(interchange, ung, batch.sender),
    .group_recipient = held_text(interchange, ung, batch.recipient),
    .reference = text_at(unh, own->reference),
    .type = text_at(unh, own->type),
    .is_framed = interchange->is_framed,
    .version = text_at(unh, own->version),
    .release = text_at(unh, own->release),
    .agency = text_at(unh, own->agency),
    .association = text_at(unh, own->association),
    .key = text_at(unh, own->key),
    .part = text_at(unh, own->part),
    .part_flag = text_at(unh, own->part_flag),
    .offset = interchange->boundary,
    .service = interchange->cutter.service,
  };
  fill_heads(interchange, envelope);
}

/* The newest segment, an UNH, becomes the first of the open message. */
static void begin_message(pnri_interchange *interchange)
{
  pnri_segment *unh = &interchange->segment;
  unh->ordinal = 1;
  unh->arena = interchange->arena;
  unh->findings = interchange->findings;
  interchange->has_upcoming = false;
  interchange->in_message = true;
  interchange->segments = interchange->joins = interchange->empties = 0;
  interchange->messages++;
  interchange->group_messages++;
  uint32_t reference = pnri_segment_value(unh, layout_of(unh)->reference.element, 1);
  interchange->reference = reference != PNRI_ABSENT ? pnri_value_begin(unh, reference) : unh->end;
  interchange->reference_size = reference != PNRI_ABSENT ? pnri_value_size(unh, reference) : 0;
  count_cut(interchange);
  report_cut(interchange);
  if (!interchange->interchange.is_open && !interchange->is_outside_told) {
    report_at(interchange, PNR_F_EDI_NO_UNB, unh->begin, unh->end - unh->begin, 0);
    interchange->is_outside_told = true;
  }
}

pnr_status pnri_interchange_next_message(pnri_interchange *interchange, pnri_arena *arena, pnri_findings *findings,
                                         pnri_envelope *envelope, pnr_error *error)
{
  if (!interchange->has_upcoming) return PNR_END;
  interchange->arena = arena;
  interchange->findings = findings;
  interchange->message_noted = 0;
  flush_deferred(interchange);
  begin_message(interchange);
  fill_envelope(interchange, envelope);
  note_held(interchange, &interchange->interchange);
  note_held(interchange, &interchange->group);
  return check(interchange, error);
}

/* --- Opening --- */

static bool is_blank(const uint8_t *data, size_t size)
{
  size_t i = 0;
  while (i < size && is_white(data[i])) i++;
  return i == size;
}

pnr_status pnri_interchange_open(const pnr_env *env, const uint8_t *data, size_t size, pnri_interchange **out,
                                 pnr_error *error)
{
  *out = NULL;
  env = pnri_env(env);
  if (size > env->limits.octets) return pnri_fail_at(error, PNR_E_LIMIT, env->limits.octets);
  if (is_blank(data, size)) return pnri_fail_at(error, PNR_E_EMPTY, 0);
  pnri_start start;
  if (!pnri_start_find(data, size, 0, NULL, &start)) return pnri_fail_at(error, PNR_E_FORMAT, 0);
  pnri_interchange *interchange = pnri_alloc(env, sizeof *interchange);
  if (interchange == NULL) return pnri_fail_memory(error);
  *interchange = (pnri_interchange){ .env = env, .data = data, .size = size, .advice = NOWHERE, .is_deferring = true };
  interchange->cut.follows = PNRI_FOLLOWS_NOISE;
  pnri_cutter_open(&interchange->cutter, env, data, size);
  pnri_vector_open(&interchange->deferred, env, sizeof(pnr_finding));
  pnri_arena_open(&interchange->own_arena, env);
  pnri_findings_open(&interchange->own_findings, &interchange->own_arena);
  interchange->arena = &interchange->own_arena;
  interchange->findings = &interchange->own_findings;
  pnr_status status = advance(interchange, error);
  if (status != PNR_OK) pnri_interchange_close(interchange);
  else *out = interchange;
  return status;
}

void pnri_interchange_close(pnri_interchange *interchange)
{
  if (interchange == NULL) return;
  const pnr_env *env = interchange->env;
  pnri_cutter_close(&interchange->cutter);
  pnri_vector_close(&interchange->deferred);
  pnri_arena_close(&interchange->own_arena);
  pnri_free(env, interchange, sizeof *interchange);
}
