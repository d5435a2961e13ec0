/* SPDX-License-Identifier: Apache-2.0 */
#include "write/message.h"

#include "core/date.h"
#include "core/fail.h"
#include "pnr/read.h"
#include "record/difference.h"
#include "record/message.h"
#include "write/edifact.h"

enum { UNA_SIZE = 6 };

/* --- Segments kept as sent --- */

pnr_slice pnri_kept_component(const pnri_message_writer *w, pnr_slice segment, uint32_t element, uint32_t component)
{
  uint32_t e = 0, c = 1;
  size_t begin = 0, i = 0;
  for (; i < segment.size && e <= element; i++) {
    uint8_t octet = segment.data[i];
    bool is_component = octet == w->service.component || (octet == w->service.repetition && octet != 0);
    bool ends = octet == w->service.element || is_component;
    if (ends && e == element && c == component) break;
    if (octet == w->service.element) {
      e++;
      c = 1;
    } else if (is_component) c++;
    else if (octet == w->service.release && octet != 0) i++;
    if (ends) begin = i + 1;
  }
  if (i > segment.size) i = segment.size;
  return e == element && c == component ? (pnr_slice){ segment.data + begin, i - begin } : pnri_nothing();
}

static bool is_control(uint8_t octet) { return octet < ' ' || octet == 0x7F; }

pnr_slice pnri_plain(pnri_message_writer *w, pnr_slice text)
{
  size_t i = 0;
  while (i < text.size && !is_control(text.data[i])) i++;
  if (i == text.size) return text;
  uint8_t *plain = pnri_arena_text(w->arena, text.size);
  if (plain == NULL) {
    pnri_writer_refuse(&w->out, PNR_E_MEMORY);
    return pnri_nothing();
  }
  for (i = 0; i < text.size; i++) plain[i] = is_control(text.data[i]) ? ' ' : text.data[i];
  return (pnr_slice){ plain, text.size };
}

bool pnri_is_segment(const pnri_message_writer *w, pnr_slice segment)
{
  enum { TAG = 3 };
  if (segment.size < TAG) return false;
  for (size_t i = 0; i < TAG; i++) {
    uint8_t octet = segment.data[i];
    if (!(octet >= 'A' && octet <= 'Z') && !(i > 0 && octet >= '0' && octet <= '9')) return false;
  }
  pnr_slice rest = pnri_slice_trim(pnri_slice_from(segment, TAG));
  return rest.size == 0 || rest.data[0] == w->service.element || rest.data[0] == w->service.component ||
         (rest.data[0] == w->service.repetition && w->service.repetition != 0);
}

void pnri_put_item(pnri_message_writer *w, const pnr_item *item)
{
  pnr_slice text = pnri_plain(w, item->text);
  if (pnri_is_segment(w, text)) pnri_put_copy(&w->out, text, &w->service);
}

pnr_slice pnri_kept_value(const pnri_message_writer *w, pnr_slice segment, uint32_t element, uint32_t component)
{
  pnr_slice raw = pnri_kept_component(w, segment, element, component);
  if (raw.size == 0 || w->service.release == 0 || memchr(raw.data, w->service.release, raw.size) == NULL) return raw;
  uint8_t *value = pnri_arena_text(w->arena, raw.size);
  if (value == NULL) return raw; /* the body, which needs memory too, tells */
  size_t size = 0;
  for (size_t i = 0; i < raw.size; i++) {
    if (raw.data[i] == w->service.release && i + 1 < raw.size) i++;
    value[size++] = raw.data[i];
  }
  return (pnr_slice){ value, size };
}

void pnri_put_rest(pnri_message_writer *w, pnr_slice tag, pnr_slice rest)
{
  rest = pnri_plain(w, rest);
  uint8_t *text = pnri_arena_text(w->arena, tag.size + 1 + rest.size);
  if (text == NULL) {
    pnri_writer_refuse(&w->out, PNR_E_MEMORY);
    return;
  }
  memcpy(text, tag.data, tag.size);
  text[tag.size] = w->service.element;
  if (rest.size != 0) memcpy(text + tag.size + 1, rest.data, rest.size);
  pnri_put_copy(&w->out, (pnr_slice){ text, tag.size + 1 + rest.size }, &w->service);
}

/* --- Items by offset --- */

static bool is_frame(const pnr_item *item)
{
  static const char *const tags[] = { "UNA", "UNB", "UNG", "UNH", "UIB", "UIH" };
  for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
    if (pnri_slice_is(item->tag, tags[i])) return true;
  return false;
}

static void merge_items(const pnr_item **from, const pnr_item **to, size_t begin, size_t middle, size_t end)
{
  size_t a = begin, b = middle;
  for (size_t i = begin; i < end; i++) {
    bool takes_b = a == middle || (b < end && from[b]->offset < from[a]->offset);
    to[i] = takes_b ? from[b++] : from[a++];
  }
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

pnri_kept pnri_kept_sort(pnri_message_writer *w, const pnr_item *const *items, uint32_t count)
{
  pnri_kept kept = { NULL, 0 };
  if (count == 0) return kept;
  const pnr_item **sorted = pnri_arena_take(w->arena, count * sizeof *sorted);
  const pnr_item **spare = pnri_arena_take(w->arena, count * sizeof *spare);
  if (sorted == NULL || spare == NULL) {
    pnri_writer_refuse(&w->out, PNR_E_MEMORY);
    return kept;
  }
  size_t used = 0;
  for (uint32_t i = 0; i < count; i++)
    if (!is_frame(items[i])) sorted[used++] = items[i];
  for (size_t run = 1; run < used; run *= 2) {
    for (size_t i = 0; i < used; i += 2 * run)
      merge_items(sorted, spare, i, least(i + run, used), least(i + 2 * run, used));
    const pnr_item **other = sorted;
    sorted = spare;
    spare = other;
  }
  return (pnri_kept){ sorted, (uint32_t)used };
}

uint32_t pnri_kept_find(const pnri_kept *kept, uint64_t offset)
{
  uint32_t low = 0, high = kept->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (kept->items[middle]->offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const pnr_item *pnri_kept_at(const pnri_kept *kept, uint64_t offset)
{
  uint32_t i = pnri_kept_find(kept, offset + 1);
  if (i == 0) return NULL;
  const pnr_item *item = kept->items[i - 1];
  return offset - item->offset < item->length ? item : NULL;
}

bool pnri_means(const pnri_message_writer *w, pnr_slice raw, pnr_slice value)
{
  size_t at = 0;
  raw = pnri_slice_trim(raw);
  for (size_t i = 0; i < raw.size; i++) {
    if (raw.data[i] == w->service.release && w->service.release != 0 && i + 1 < raw.size) i++;
    if (at == value.size || raw.data[i] != value.data[at++]) return false;
  }
  return at == value.size;
}

bool pnri_kept_says(pnri_message_writer *w, const pnri_kept *kept, uint32_t from, uint32_t to, const char *tag,
                    uint32_t element, uint32_t component, pnr_slice text)
{
  for (uint32_t i = from; i < to && pnri_write_spend(w); i++)
    if (pnri_slice_is(kept->items[i]->tag, tag) &&
        pnri_means(w, pnri_kept_component(w, kept->items[i]->text, element, component), text))
      return true;
  return false;
}

bool pnri_write_spend(pnri_message_writer *w)
{
  if (w->steps++ < w->arena->env->limits.steps) return true;
  pnri_writer_refuse(&w->out, PNR_E_LIMIT);
  return false;
}

/* --- Values --- */

void pnri_put_empty_elements(pnri_message_writer *w, uint32_t count)
{
  for (; count != 0; count--) pnri_put_element(&w->out, pnri_nothing());
}

void pnri_put_empty_components(pnri_message_writer *w, uint32_t count)
{
  for (; count != 0; count--) pnri_put_component(&w->out, pnri_nothing());
}

bool pnri_is_year_near(const pnri_message_writer *w, pnr_date date)
{
  uint32_t year = pnri_year(date);
  return pnri_year_near(year % 100, w->reference) == year;
}

/* As the readers have it: nobody is born after the message was written. */
bool pnri_is_year_of_birth(const pnri_message_writer *w, pnr_date date)
{
  enum { CENTURY = 100, CENTURY_OF_DATES = 1000000 };
  uint32_t year = pnri_year_of_birth(pnri_year(date) % CENTURY, w->reference);
  pnr_date understood = year * 10000 + date % 10000;
  return (understood > w->reference ? understood - CENTURY_OF_DATES : understood) == date;
}

void pnri_put_date(pnri_message_writer *w, pnr_date date, bool with_century)
{
  enum { CENTURY_OF_DATES = 1000000 };
  if (with_century) pnri_put_number(&w->out, date, 8);
  else pnri_put_number(&w->out, date % CENTURY_OF_DATES, 6);
}

void pnri_put_minutes(pnri_message_writer *w, int32_t minutes)
{
  enum { HOUR = 60 };
  pnri_put_number(&w->out, (uint32_t)(minutes / HOUR * 100 + minutes % HOUR), 4);
}

/* --- The envelope --- */

static pnr_slice head_of(const pnr_content *content, const char *tag)
{
  for (uint32_t i = 0; i < content->item_count; i++)
    if (pnri_slice_is(content->items[i]->tag, tag)) return content->items[i]->text;
  return pnri_nothing();
}

static pnri_service service_of(const pnr_content *content)
{
  pnr_slice una = content->service;
  if (una.size != UNA_SIZE) return pnri_service_default;
  return (pnri_service){ .component = una.data[0],
                         .element = una.data[1],
                         .release = una.data[3] != ' ' ? una.data[3] : 0,
                         .repetition = una.data[4] != ' ' ? una.data[4] : 0,
                         .terminator = una.data[5] };
}

static pnr_slice either(pnr_slice a, pnr_slice b) { return a.size != 0 ? a : b; }

/* What the caller does not say is the message's own. */
static pnr_envelope complete_envelope(const pnri_message_writer *w, const pnr_envelope *given)
{
  const pnr_content *content = w->content;
  pnr_envelope all = pnri_complete_envelope(content, given);
  pnr_slice unb = head_of(content, "UNB"), ung = head_of(content, "UNG");
  if (pnri_slice_equal(all.sender, content->sender))
    all.sender_qualifier = either(all.sender_qualifier, pnri_kept_value(w, unb, 2, 2));
  if (pnri_slice_equal(all.recipient, content->recipient))
    all.recipient_qualifier = either(all.recipient_qualifier, pnri_kept_value(w, unb, 3, 2));
  all.interchange = either(all.interchange, all.reference);
  all.application = either(all.application, pnri_kept_value(w, unb, 7, 1));
  all.group = either(all.group, pnri_kept_value(w, ung, 5, 1));
  if (pnri_slice_is(pnri_kept_value(w, unb, 11, 1), "1")) all.is_test = 1;
  return all;
}

/* UNB 0001 and 0002 as the message has them. Texts that were kept with repetitions need a version that has them. */
static void take_syntax(const pnri_message_writer *w, pnr_envelope *envelope)
{
  pnr_slice unb = head_of(w->content, "UNB");
  envelope->syntax = pnri_kept_value(w, unb, 1, 1);
  uint32_t version = pnri_number(pnri_kept_value(w, unb, 1, 2));
  bool is_known = version >= 1 && version <= 3 && w->service.repetition == 0;
  envelope->syntax_version = is_known ? version : 4;
}

static pnri_message_head message_head(const pnri_message_writer *w, const pnri_message_format *format,
                                      pnr_slice version)
{
  const pnr_content *content = w->content;
  pnr_slice unh = w->is_own ? head_of(content, "UNH") : pnri_nothing();
  pnri_message_head head = { .reference = w->out.envelope.reference, .key = content->key };
  head.type = pnri_slice(format->name);
  bool is_new = unh.size == 0;
  head.version = is_new ? pnri_slice(format->version) : pnri_kept_value(w, unh, 2, 2);
  head.release = is_new ? pnri_slice(format->release) : pnri_kept_value(w, unh, 2, 3);
  head.agency = is_new ? pnri_slice(format->agency) : pnri_kept_value(w, unh, 2, 4);
  head.association = is_new ? pnri_slice(format->association) : pnri_kept_value(w, unh, 2, 5);
  if (version.size == 0 && is_new && w->is_own) version = content->version; /* of a dialogue: UIH */
  if (version.size != 0) pnri_part_version(version, &head);
  head.part = content->part_number;
  bool is_only = content->part_number == 0 && content->part_first != 0 && content->part_last != 0;
  if (!is_only && content->part_last != 0) head.part_flag = 'F';
  else if (!is_only && content->part_first != 0) head.part_flag = 'C';
  return head;
}

/* --- Writing, and reading again --- */

typedef struct job {
  const pnr_message *message;
  const pnri_message_format *format;
  pnr_write_options options;
  pnr_text *text;
  size_t begin; /* of what is written, in text */
} job;

static pnr_status write_once(const job *j, bool in_all_characters, pnr_error *error)
{
  pnri_arena arena;
  pnri_arena_open(&arena, j->message->arena.env);
  const pnr_content *content = pnr_message_content(j->message);
  pnri_message_writer w = { .content = content, .arena = &arena, .service = service_of(content) };
  w.is_own = content->type == j->format->type;
  w.card_numbers = j->options.card_numbers != 0;
  pnr_envelope envelope = complete_envelope(&w, j->options.envelope);
  if (envelope.syntax.size == 0) take_syntax(&w, &envelope);
  if (in_all_characters) {
    envelope.syntax = pnri_slice("UNOW");
    envelope.syntax_version = 4;
  }
  w.reference = envelope.prepared;
  pnri_writer_open(&w.out, &j->text->octets, &envelope);
  pnri_message_head head = message_head(&w, j->format, j->options.version);
  pnri_writer_begin_message(&w.out, &head);
  if (w.out.fault.status == PNR_OK) j->format->body(&w);
  pnri_writer_end_message(&w.out);
  pnr_status status = pnri_writer_close(&w.out, error);
  pnri_arena_close(&arena);
  return status;
}

static bool is_syntax_chosen(const job *j)
{
  const pnr_envelope *envelope = j->options.envelope;
  return envelope != NULL && envelope->size >= sizeof *envelope && envelope->syntax.size != 0;
}

static pnr_status write_all(const job *j, pnr_error *error)
{
  pnr_error first = { .size = sizeof first };
  pnr_status status = write_once(j, false, &first);
  bool is_charset = status == PNR_E_CHARACTER || status == PNR_E_UNSUPPORTED;
  if (is_charset && !is_syntax_chosen(j)) return write_once(j, true, error);
  return status == PNR_OK ? PNR_OK : pnri_fail(error, first);
}

/* Compares what was written with what it was written from. */
static pnr_status prove(const job *j, pnr_differences **losses, pnr_error *error)
{
  const pnr_env *env = j->message->arena.env;
  pnr_read_options options = { .size = sizeof options, .format = j->format->type };
  pnr_reader *reader = NULL;
  pnr_message *again = NULL;
  pnr_slice all = pnr_text_get(j->text);
  uint32_t flags = j->options.card_numbers != 0 ? PNRI_COMPARE_ACCOUNTS : 0;
  if (pnr_message_content(j->message)->type == j->format->type) flags |= PNRI_COMPARE_FORM | PNRI_COMPARE_ADDED;
  pnr_status status = pnr_reader_open(env, all.data + j->begin, all.size - j->begin, &options, &reader, error);
  if (status == PNR_OK) status = pnr_reader_next(reader, &again, error);
  if (status == PNR_OK)
    status =
      pnri_record_compare(env, pnr_message_content(j->message), pnr_message_content(again), flags, losses, error);
  pnr_message_close(again);
  pnr_reader_close(reader);
  return status;
}

static pnr_write_options complete_options(const pnr_write_options *options)
{
  pnr_write_options all = { .size = sizeof all };
  if (options != NULL && options->size >= sizeof options->size)
    memcpy(&all, options, options->size < sizeof all ? options->size : sizeof all);
  return all;
}

pnr_status pnri_write_message(pnr_text *text, const pnr_message *message, const pnr_write_options *options,
                              const pnri_message_format *format, pnr_differences **losses, pnr_error *error)
{
  if (losses != NULL) *losses = NULL;
  if (text == NULL || message == NULL) return pnri_fail_argument(error);
  job j = { message, format, complete_options(options), text, text->octets.count };
  pnr_status status = write_all(&j, error);
  if (status != PNR_OK) return status;
  pnr_differences *lost = NULL;
  status = prove(&j, &lost, error);
  if (status == PNR_OK && lost != NULL && losses == NULL)
    status = pnri_fail_at(error, PNR_E_LOST, pnr_differences_finding(lost, 0)->offset);
  if (status != PNR_OK) pnri_vector_cut(&text->octets, j.begin);
  if (status == PNR_OK && losses != NULL) *losses = lost;
  else pnr_differences_close(lost);
  return status;
}
