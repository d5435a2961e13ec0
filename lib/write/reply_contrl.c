/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "core/slice.h"
#include "core/vector.h"
#include "edifact/interchange.h"
#include "write/reply.h"

/* CONTRL out of what was read of an interchange. The interchange is walked once more: a finding knows its segment and
 * its offset, and the walk finds the element and the component there. */

/* --- What a finding is called in CONTRL --- */

enum { OF_INTERCHANGE, OF_GROUP, OF_MESSAGE, OF_SEGMENT };

typedef struct translation {
  uint32_t finding, error; /* PNR_F_…, 0085 */
  uint32_t part;           /* what is rejected for it; what is of a segment rejects its message */
  char tag[4];             /* the service segment that is wrong */
} translation;

/* Findings that are not here are about content, which ACKRES and CUSRES answer. docs/answers.md shows this table. */
static const translation translations[] = {
  { PNR_F_EDI_UNA, 22, OF_INTERCHANGE, "UNA" },
  { PNR_F_EDI_SERVICE_CHARACTERS, 22, OF_INTERCHANGE, "UNA" },
  { PNR_F_EDI_SKIPPED, 33, OF_INTERCHANGE, "" },
  { PNR_F_EDI_SEGMENT_OUTSIDE, 33, OF_INTERCHANGE, "" },
  { PNR_F_EDI_NO_UNZ, 13, OF_INTERCHANGE, "UNZ" },
  { PNR_F_EDI_UNZ_COUNT, 29, OF_INTERCHANGE, "UNZ" },
  { PNR_F_EDI_UNZ_REFERENCE, 28, OF_INTERCHANGE, "UNZ" },
  { PNR_F_EDI_NO_UNE, 13, OF_GROUP, "UNE" },
  { PNR_F_EDI_UNE_COUNT, 29, OF_GROUP, "UNE" },
  { PNR_F_EDI_UNE_REFERENCE, 28, OF_GROUP, "UNE" },
  { PNR_F_EDI_NO_UNT, 13, OF_MESSAGE, "UNT" },
  { PNR_F_EDI_UNT_COUNT, 29, OF_MESSAGE, "UNT" },
  { PNR_F_EDI_UNT_REFERENCE, 28, OF_MESSAGE, "UNT" },
  { PNR_F_EDI_VERSION, 14, OF_MESSAGE, "UNH" },
  { PNR_F_EDI_TERMINATOR_IN_TEXT, 21, OF_SEGMENT, "" },
  { PNR_F_EDI_EMPTY_SEGMENT, 13, OF_SEGMENT, "" },
  { PNR_F_EDI_UNTERMINATED, 13, OF_SEGMENT, "" },
  { PNR_F_EDI_RELEASE_AT_END, 21, OF_SEGMENT, "" },
  { PNR_F_EDI_CHARSET, 21, OF_SEGMENT, "" },
  { PNR_F_EDI_CONTROL, 21, OF_SEGMENT, "" },
  { PNR_F_EDI_LINE_BREAK, 21, OF_SEGMENT, "" },
  { PNR_F_SEGMENT_UNKNOWN, 15, OF_SEGMENT, "" },
  { PNR_F_SEGMENT_MISPLACED, 15, OF_SEGMENT, "" },
  { PNR_F_DATE_INVALID, 12, OF_SEGMENT, "" },
  { PNR_F_DATE_CENTURY, 39, OF_SEGMENT, "" },
  { PNR_F_CODE_UNKNOWN, 14, OF_SEGMENT, "" },
  { PNR_F_NUMBER_INVALID, 37, OF_SEGMENT, "" },
  { PNR_F_NAME_MISSING, 13, OF_SEGMENT, "" },
  { PNR_F_VALUE_MISSING, 13, OF_SEGMENT, "" },
};

enum { TYPE_NOT_SUPPORTED = 14, UNSPECIFIED = 18, MOST_SEGMENTS = 999, TYPE_ELEMENT = 3 };

/* An error in a segment of a message. */
typedef struct place {
  uint32_t segment, error;
  uint64_t offset;
  uint32_t element, component, occurrence; /* as UCD has them; 0: of the segment as a whole */
} place;

typedef struct reply {
  const pnr_env *env;
  const pnr_message *const *messages;
  uint32_t count;
  uint32_t severity;
  pnri_builder builder;
  pnri_interchange *interchange;
  uint32_t next;           /* of messages: the one to be met */
  uint32_t telling, told;  /* the message, and its finding, to be asked for the next one that was passed */
  pnr_slice group;         /* reference of the group whose report is open */
  pnr_syntax_report *unit; /* that report; NULL outside of groups */
  pnri_node *unit_node;
  pnri_vector places; /* of the message in work, by segment */
} reply;

static const pnr_content *content_of(const reply *r, uint32_t i) { return pnr_message_content(r->messages[i]); }

/* NULL where the finding is not serious enough, or none of syntax. */
static const translation *translate(const reply *r, const pnr_finding *finding)
{
  if (finding->severity < r->severity) return NULL;
  for (size_t i = 0; i < sizeof translations / sizeof translations[0]; i++)
    if (translations[i].finding == finding->code) return &translations[i];
  return NULL;
}

/* What is wrong with UNB itself has no segment of a message. */
static uint32_t part_of(const translation *found, const pnr_finding *finding)
{
  return found->part == OF_SEGMENT && finding->segment == 0 ? OF_INTERCHANGE : found->part;
}

/* Rejects a part for the first error of its own; further ones have no room in its segment. */
static void reject(pnr_syntax_report *report, uint32_t error, const char *tag)
{
  if (report->action == PNR_RECEIPT_REJECTED) return;
  report->action = PNR_RECEIPT_REJECTED;
  report->error = error;
  report->tag = pnri_slice(tag);
}

static pnr_syntax_report *add_report(reply *r, uint32_t level)
{
  pnr_syntax_report *report = pnri_syntax_report_add(&r->builder);
  if (report != NULL) report->level = level;
  return report;
}

/* --- Places in a message --- */

static place *place_at(const reply *r, size_t i) { return pnri_vector_at(&r->places, i); }

/* In the order of segments, and once. */
static bool add_place(reply *r, const pnr_finding *finding, uint32_t error)
{
  if (r->places.count == MOST_SEGMENTS) return true;
  if (pnri_vector_add(&r->places, 1) == NULL) return false;
  size_t at = r->places.count - 1;
  for (; at > 0; at--) {
    const place *before = place_at(r, at - 1);
    if (before->segment < finding->segment) break;
    if (before->segment == finding->segment && before->offset <= finding->offset) break;
    *place_at(r, at) = *before;
  }
  *place_at(r, at) = (place){ .segment = finding->segment, .error = error, .offset = finding->offset };
  return true;
}

/* The component in which the offset lies, as UCD counts: the tag is element 1, and each repetition begins anew. */
static void locate(place *wrong, const pnri_segment *segment)
{
  uint32_t value = 0, element = 0;
  while (value < segment->value_count &&
         pnri_value_begin(segment, value) + pnri_value_size(segment, value) < wrong->offset)
    value++;
  if (value == segment->value_count || wrong->offset < pnri_value_begin(segment, value)) return;
  while (segment->elements[element] <= value) element++;
  uint32_t first = pnri_segment_first(segment, element), count = pnri_segment_components(segment, element);
  wrong->element = element + 1;
  for (uint32_t i = first; i <= value; i++) {
    bool repeats = i > first && pnri_value_is_repeat(segment, i);
    if (repeats && wrong->occurrence == 0) wrong->occurrence = 1;
    wrong->occurrence += repeats;
    wrong->component = repeats ? 1 : wrong->component + 1;
  }
  if (count == 1) wrong->component = 0;
}

/* Walks through the segments of the message, and locates what is wrong in them. */
static pnr_status locate_all(reply *r, pnr_error *error)
{
  pnri_segment *segment;
  pnr_status status;
  size_t i = 0;
  while ((status = pnri_interchange_next_segment(r->interchange, &segment, error)) == PNR_OK) {
    while (i < r->places.count && place_at(r, i)->segment < segment->ordinal) i++;
    for (; i < r->places.count && place_at(r, i)->segment == segment->ordinal; i++) locate(place_at(r, i), segment);
  }
  return status == PNR_END ? PNR_OK : status;
}

static bool is_same_place(const place *a, const place *b)
{
  return a->segment == b->segment && a->element == b->element && a->component == b->component &&
         a->occurrence == b->occurrence;
}

/* UCS of the segment, with the error of the segment as a whole where there is one, then UCD of each of its elements. */
static void report_places(reply *r)
{
  for (size_t i = 0; i < r->places.count; i++) {
    const place *wrong = place_at(r, i), *before = i > 0 ? place_at(r, i - 1) : NULL;
    if (before != NULL && is_same_place(before, wrong)) continue;
    if (before == NULL || before->segment != wrong->segment || wrong->element == 0) {
      pnr_syntax_report *segment = add_report(r, PNR_SYNTAX_SEGMENT);
      if (segment == NULL) return;
      segment->segment = wrong->segment;
      if (wrong->element == 0) segment->error = wrong->error;
    }
    if (wrong->element == 0) continue;
    pnr_syntax_report *element = add_report(r, PNR_SYNTAX_ELEMENT);
    if (element == NULL) return;
    element->segment = wrong->segment;
    element->error = wrong->error;
    element->element = wrong->element;
    element->component = wrong->component;
    element->occurrence = wrong->occurrence;
  }
}

/* --- Messages and groups --- */

static pnr_slice joined(pnri_builder *builder, const pnr_slice *parts, uint32_t count)
{
  while (count > 0 && parts[count - 1].size == 0) count--;
  size_t size = count;
  for (uint32_t i = 0; i < count; i++) size += parts[i].size;
  uint8_t *text = pnri_arena_text(builder->arena, size), *end = text;
  if (text == NULL) builder->failed = 1;
  if (text == NULL || count == 0) return (pnr_slice){ NULL, 0 };
  for (uint32_t i = 0; i < count; i++) {
    if (i != 0) *end++ = ':';
    if (parts[i].size != 0) memcpy(end, parts[i].data, parts[i].size);
    end += parts[i].size;
  }
  while (end != text && end[-1] == ':') end--; /* a released one at the end opens a component, which is none */
  return (pnr_slice){ text, (size_t)(end - text) };
}

static pnr_syntax_report *open_message(reply *r, const pnri_envelope *envelope)
{
  const pnr_slice version[] = { pnri_slice_trim(envelope->version), pnri_slice_trim(envelope->release),
                                pnri_slice_trim(envelope->agency), pnri_slice_trim(envelope->association) };
  pnr_syntax_report *report = add_report(r, PNR_SYNTAX_MESSAGE);
  if (report == NULL) return NULL;
  report->action = PNR_RECEIPT_ACKNOWLEDGED;
  report->reference = pnri_reply_copy(&r->builder, envelope->reference);
  report->type = pnri_reply_copy(&r->builder, envelope->type);
  report->version = joined(&r->builder, version, sizeof version / sizeof version[0]);
  return report;
}

/* UCF where the message is the first of a group. */
static void open_group(reply *r, const pnri_envelope *envelope)
{
  bool is_open = r->unit != NULL && pnri_slice_equal(r->group, envelope->group);
  if (is_open || envelope->group.size == 0) return;
  r->unit = add_report(r, PNR_SYNTAX_GROUP);
  if (r->unit == NULL) return;
  r->unit_node = r->builder.syntax_reports.last;
  r->group = pnri_reply_copy(&r->builder, envelope->group);
  r->unit->action = PNR_RECEIPT_ACKNOWLEDGED;
  r->unit->reference = r->group;
  r->unit->sender = pnri_reply_copy(&r->builder, envelope->group_sender);
  r->unit->recipient = pnri_reply_copy(&r->builder, envelope->group_recipient);
}

/* What is wrong with a group is known behind its last message: all of them are rejected with it. */
static void reject_group(reply *r, const translation *found)
{
  if (r->unit == NULL) return;
  reject(r->unit, found->error, found->tag);
  for (pnri_node *node = r->unit_node->next; node != NULL; node = node->next) {
    pnr_syntax_report *report = pnri_node_payload(node);
    if (report->level == PNR_SYNTAX_MESSAGE) report->action = PNR_RECEIPT_REJECTED;
  }
}

/* A message that was read: its own errors, then those in its segments. */
static pnr_status answer_message(reply *r, const pnr_content *content, pnr_syntax_report *report, pnr_error *error)
{
  const translation *of_group = NULL;
  r->places.count = 0;
  for (uint32_t i = 0; i < content->finding_count; i++) {
    const pnr_finding *finding = content->findings[i];
    const translation *found = translate(r, finding);
    if (found == NULL) continue;
    uint32_t part = part_of(found, finding);
    if (part == OF_MESSAGE) reject(report, found->error, found->tag);
    if (part == OF_GROUP && of_group == NULL) of_group = found;
    if (part == OF_SEGMENT && !add_place(r, finding, found->error)) return pnri_fail_memory(error);
  }
  pnr_status status = locate_all(r, error);
  if (status != PNR_OK) return status;
  if (r->places.count != 0) report->action = PNR_RECEIPT_REJECTED;
  report_places(r);
  if (of_group != NULL) reject_group(r, of_group);
  return PNR_OK;
}

/* The offset of the message's UNH, which it keeps as an item. */
static uint64_t begin_of(const pnr_content *content)
{
  for (uint32_t i = 0; i < content->item_count; i++)
    if (pnri_slice_is(content->items[i]->tag, "UNH")) return content->items[i]->offset;
  return UINT64_MAX;
}

/* True where a message tells that the one at offset was passed, because its type has no reader. Those findings stand in
 * the order of the messages, so that none is looked at twice. */
static bool was_passed(reply *r, uint64_t offset)
{
  for (; r->telling < r->count; r->telling++, r->told = 0) {
    const pnr_content *content = content_of(r, r->telling);
    for (; r->told < content->finding_count; r->told++) {
      const pnr_finding *finding = content->findings[r->told];
      if (finding->code == PNR_F_EDI_UNKNOWN_TYPE && finding->offset >= offset) return finding->offset == offset;
    }
  }
  return false;
}

static pnr_status answer_next(reply *r, const pnri_envelope *envelope, pnr_error *error)
{
  uint64_t begin = envelope->heads[PNRI_HEAD_UNH].offset;
  bool is_met = r->next < r->count && begin_of(content_of(r, r->next)) == begin;
  if (!is_met && !was_passed(r, envelope->offset)) return PNR_OK;
  open_group(r, envelope);
  pnr_syntax_report *report = open_message(r, envelope);
  if (report == NULL) return pnri_fail_memory(error);
  if (is_met) return answer_message(r, content_of(r, r->next++), report, error);
  reject(report, TYPE_NOT_SUPPORTED, "UNH");
  report->element = TYPE_ELEMENT;
  report->component = 1;
  return PNR_OK;
}

static pnr_status walk_message(reply *r, pnr_error *error)
{
  pnri_arena arena;
  pnri_findings findings;
  pnri_envelope envelope;
  uint64_t end;
  pnri_arena_open(&arena, r->env);
  pnri_findings_open(&findings, &arena);
  pnr_status status = pnri_interchange_next_message(r->interchange, &arena, &findings, &envelope, error);
  if (status == PNR_OK) {
    status = answer_next(r, &envelope, error);
    if (status == PNR_OK) status = pnri_interchange_finish_message(r->interchange, &end, error);
  }
  pnri_arena_close(&arena);
  return status;
}

/* --- The interchange --- */

static bool are_of_one_interchange(const reply *r)
{
  if (r->count == 0 || r->messages == NULL) return false;
  const pnr_content *first = content_of(r, 0);
  for (uint32_t i = 0; i < r->count; i++) {
    const pnr_content *content = content_of(r, i);
    if (begin_of(content) == UINT64_MAX || content->interchange.size == 0 ||
        !pnri_slice_equal(content->interchange, first->interchange) ||
        !pnri_slice_equal(content->sender, first->sender) || !pnri_slice_equal(content->recipient, first->recipient))
      return false;
  }
  return true;
}

static void judge_interchange(reply *r, pnr_syntax_report *report)
{
  report->action = PNR_RECEIPT_ACKNOWLEDGED;
  for (uint32_t k = 0; k < r->count; k++) {
    const pnr_content *content = content_of(r, k);
    for (uint32_t i = 0; i < content->finding_count; i++) {
      const translation *found = translate(r, content->findings[i]);
      bool is_own = found != NULL && part_of(found, content->findings[i]) == OF_INTERCHANGE;
      if (is_own) reject(report, found->error, found->part == OF_SEGMENT ? "UNB" : found->tag);
    }
  }
}

static pnr_status judge(reply *r, const uint8_t *data, size_t size, pnr_syntax_report *report, pnr_error *error)
{
  judge_interchange(r, report);
  if (report->action == PNR_RECEIPT_REJECTED) return PNR_OK;
  pnr_status status = pnri_interchange_open(r->env, data, size, &r->interchange, error);
  if (status != PNR_OK) return status;
  pnri_vector_open(&r->places, r->env, sizeof(place));
  while (status == PNR_OK) status = walk_message(r, error);
  pnri_vector_close(&r->places);
  pnri_interchange_close(r->interchange);
  if (status != PNR_END) return status;
  return r->next == r->count ? PNR_OK : pnri_fail_argument(error); /* data is another input */
}

static pnr_status answer(reply *r, const uint8_t *data, size_t size, const pnr_contrl_options *options,
                         pnr_error *error)
{
  pnr_content *content = r->builder.content;
  const pnr_content *first = content_of(r, 0);
  content->version = pnri_slice("4:1");
  content->key = (pnr_slice){ NULL, 0 };
  pnr_syntax_report *report = add_report(r, PNR_SYNTAX_INTERCHANGE);
  if (report == NULL) return pnri_fail_memory(error);
  report->reference = pnri_reply_copy(&r->builder, first->interchange);
  report->sender = pnri_reply_copy(&r->builder, first->sender);
  report->recipient = pnri_reply_copy(&r->builder, first->recipient);
  report->action = options->action;
  if (options->action == 0) return judge(r, data, size, report, error);
  if (options->action == PNR_RECEIPT_REJECTED) report->error = options->error != 0 ? options->error : UNSPECIFIED;
  return PNR_OK;
}

static bool is_allowed(const pnr_contrl_options *options)
{
  if (options->size < sizeof *options || options->severity > PNR_SEVERITY_ERROR) return false;
  if (options->error != 0 && pnr_syntax_error_text(options->error) == NULL) return false;
  return options->action == 0 || options->action == PNR_RECEIPT_REJECTED ||
         options->action == PNR_RECEIPT_ACKNOWLEDGED || options->action == PNR_RECEIPT_RECEIVED;
}

pnr_status pnr_answer_contrl(const pnr_env *env, const uint8_t *data, size_t size, const pnr_message *const *messages,
                             uint32_t count, const pnr_contrl_options *options, pnr_message **out, pnr_error *error)
{
  static const pnr_contrl_options usual = { .size = sizeof usual };
  if (out == NULL) return pnri_fail_argument(error);
  *out = NULL;
  if (options == NULL) options = &usual;
  reply r = { .env = pnri_env(env), .messages = messages, .count = count };
  if (data == NULL || !is_allowed(options) || !are_of_one_interchange(&r)) return pnri_fail_argument(error);
  r.severity = options->severity != 0 ? options->severity : PNR_SEVERITY_ERROR;
  pnr_status status = pnri_reply_open(&r.builder, env, content_of(&r, 0), PNR_MESSAGE_CONTRL, error);
  if (status != PNR_OK) return status;
  return pnri_reply_finish(&r.builder, answer(&r, data, size, options, error), out, error);
}
