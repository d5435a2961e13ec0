/* SPDX-License-Identifier: Apache-2.0 */
#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "read/mrz.h"
#include "read/origin.h"
#include "read/pnl.h"
#include "read/pnrgov_xml.h"
#include "record/message.h"

/* How octets become messages: EDIFACT, XML, machine readable zones, or teletype. */
typedef struct syntax syntax;

struct pnr_reader {
  const pnr_env *env;
  const uint8_t *data; /* borrowed */
  uint64_t size;
  pnri_spare *spare; /* the memory of closed messages */
  const syntax *syntax;
  pnri_interchange *interchange; /* of EDIFACT, or */
  pnri_pnrgov_xml *xml;          /* of XML, or */
  pnri_mrz *mrz;                 /* of machine readable zones, or */
  pnri_pnl *pnl;                 /* of teletype */
  uint32_t format;               /* the only type that is read, or 0 for all */
  pnr_date reference;            /* the caller's, or 0 */
  bool is_framed;                /* the newest EDIFACT message's interchange is */
  pnr_status ended;              /* what every further call returns */
};

/* Where neither the caller nor UNB names a day, two-digit years are understood from here. */
enum { REFERENCE_UNKNOWN = 20260101 };

/* --- Message types ---
 *
 * Versions that were never published are told, and read alike. */

typedef pnr_status (*read_function)(pnri_reading *reading, pnr_error *error);

typedef struct message_type {
  char name[7]; /* UNH 0065 */
  uint32_t type;
  read_function read;
  bool (*is_published)(const pnri_envelope *envelope);
} message_type;

/* PNRGOV and ACKRES: 10.1 to 22.1. */
static bool is_pnrgov_version(const pnri_envelope *envelope)
{
  uint32_t version = pnri_number(envelope->version);
  return version >= 10 && version <= 22 && pnri_number(envelope->release) == 1;
}

/* The UN/EDIFACT directories that have a PAXLST in use. */
static bool is_directory(const pnri_envelope *envelope)
{
  pnr_slice release = envelope->release;
  bool has_letter = release.size == 3 && (release.data[2] == 'A' || release.data[2] == 'B');
  if (!pnri_slice_is(envelope->version, "D") || !has_letter) return false;
  uint32_t year = pnri_number((pnr_slice){ release.data, 2 });
  return year != UINT32_MAX && (year >= 96 || year <= 26);
}

/* CONTRL follows the syntax: versions 2 to 4 of ISO 9735, and D.3 of the UN. */
static bool is_syntax_version(const pnri_envelope *envelope)
{
  uint32_t version = pnri_number(envelope->version), release = pnri_number(envelope->release);
  if (pnri_slice_is(envelope->version, "D")) return release == 3;
  return version >= 2 && version <= 4 && (release == 1 || release == 2);
}

static const message_type types[] = {
  { "PNRGOV", PNR_MESSAGE_PNRGOV, pnri_pnrgov_read, is_pnrgov_version },
  { "PAXLST", PNR_MESSAGE_PAXLST, pnri_paxlst_read, is_directory },
  { "CUSRES", PNR_MESSAGE_CUSRES, pnri_cusres_read, is_directory },
  { "ACKRES", PNR_MESSAGE_ACKRES, pnri_ackres_read, is_pnrgov_version },
  { "CONTRL", PNR_MESSAGE_CONTRL, pnri_contrl_read, is_syntax_version },
};

static const message_type *type_of(const pnr_reader *reader, pnr_slice name)
{
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (pnri_slice_same(pnri_slice_trim(name), pnri_slice(types[i].name)) &&
        (reader->format == 0 || reader->format == types[i].type))
      return &types[i];
  return NULL;
}

/* --- The head of a message --- */

/* UNB 0017: YYMMDD, from syntax version 4 on CCYYMMDD. These messages are younger than 2000. */
static pnr_date prepared_date(pnr_slice text)
{
  uint32_t number = pnri_number(text);
  if (number == UINT32_MAX || (text.size != 6 && text.size != 8)) return 0;
  if (text.size == 6) number += 20000000;
  return pnri_date(number / 10000, number / 100 % 100, number % 100);
}

static pnr_slice version_text(pnri_builder *builder, const pnri_envelope *envelope)
{
  pnr_slice version = envelope->version, release = envelope->release;
  if (release.size == 0) return version;
  uint8_t *text = pnri_arena_text(builder->arena, version.size + 1 + release.size);
  if (text == NULL) {
    builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  if (version.size != 0) memcpy(text, version.data, version.size);
  text[version.size] = ':';
  memcpy(text + version.size + 1, release.data, release.size);
  return (pnr_slice){ text, version.size + 1 + release.size };
}

/* UNH S010: a number, and C for the first part of several or F for the last; a message without is the only one. */
static void fill_part(pnr_content *content, const pnri_envelope *envelope)
{
  uint32_t number = pnri_number(pnri_slice_trim(envelope->part));
  content->part_number = number == UINT32_MAX ? 0 : number;
  bool is_first = pnri_slice_is(envelope->part_flag, "C"), is_last = pnri_slice_is(envelope->part_flag, "F");
  bool is_only = content->part_number == 0 && !is_first && !is_last;
  content->part_first = is_only || is_first || content->part_number == 1;
  content->part_last = is_only || is_last;
}

/* The service segments as sent: character set, qualifiers, agency and the like have no field of their own. */
static void keep_heads(pnri_builder *builder, const pnri_envelope *envelope)
{
  for (uint32_t i = 0; i < PNRI_HEADS; i++) {
    if (envelope->heads[i].text.size == 0) continue;
    pnr_item *item = pnri_item_add(builder, &builder->items);
    if (item == NULL) return;
    item->text = envelope->heads[i].text;
    item->tag = (pnr_slice){ item->text.data, item->text.size < 3 ? item->text.size : 3 };
    item->offset = envelope->heads[i].offset;
    item->length = envelope->heads[i].length;
  }
}

/* As UNA would write them. */
static pnr_slice service_text(pnri_builder *builder, const pnri_service *service)
{
  enum { SIZE = 6 };
  uint8_t *text = pnri_arena_text(builder->arena, SIZE);
  if (text == NULL) {
    builder->failed = 1;
    return (pnr_slice){ NULL, 0 };
  }
  const uint8_t octets[SIZE] = { service->component, service->element,    '.',
                                 service->release,   service->repetition, service->terminator };
  for (size_t i = 0; i < SIZE; i++) text[i] = octets[i] != 0 ? octets[i] : ' ';
  return (pnr_slice){ text, SIZE };
}

static void note_head(pnri_builder *builder, uint32_t code, uint64_t offset)
{
  pnri_findings_add(&builder->findings, (pnr_finding){ .code = code, .offset = offset, .length = 3, .segment = 1 });
}

static void fill_head(pnri_builder *builder, const message_type *type, const pnri_envelope *envelope)
{
  pnr_content *content = builder->content;
  content->type = type->type;
  content->version = version_text(builder, envelope);
  content->service = service_text(builder, &envelope->service);
  content->sender = envelope->sender;
  content->recipient = envelope->recipient;
  content->reference = envelope->reference;
  content->interchange = envelope->interchange;
  content->key = envelope->key;
  content->prepared = prepared_date(pnri_slice_trim(envelope->prepared_date));
  content->prepared_time = pnri_minutes(pnri_slice_trim(envelope->prepared_time));
  fill_part(content, envelope);
  keep_heads(builder, envelope);
  uint64_t offset = envelope->heads[PNRI_HEAD_UNH].offset;
  if (!type->is_published(envelope)) note_head(builder, PNR_F_EDI_VERSION, offset);
  if (envelope->prepared_date.size != 0 && content->prepared == 0)
    note_head(builder, PNR_F_DATE_INVALID, envelope->heads[PNRI_HEAD_UNB].offset);
}

/* --- Reading --- */

/* Octets of the messages that were passed, and of one that was read. */
typedef struct extent {
  uint64_t begin, end;
  uint64_t head; /* UNH of the first that was passed */
} extent;

/* Passes one message of another type. Its octets become one finding. */
static pnr_status pass_message(pnr_reader *reader, pnri_builder *builder, extent *all, pnr_error *error)
{
  pnri_arena arena;
  pnri_arena_open(&arena, reader->env);
  pnri_findings findings;
  pnri_findings_open(&findings, &arena);
  pnri_envelope envelope;
  pnri_segment *segment;
  pnr_status status = pnri_interchange_next_message(reader->interchange, &arena, &findings, &envelope, error);
  uint64_t begin = status == PNR_OK ? envelope.offset : 0;
  if (status == PNR_OK && all->end == 0) all->head = envelope.heads[PNRI_HEAD_UNH].offset;
  while (status == PNR_OK) status = pnri_interchange_next_segment(reader->interchange, &segment, error);
  if (status == PNR_END) status = pnri_interchange_finish_message(reader->interchange, &all->end, error);
  pnri_arena_close(&arena);
  if (status != PNR_OK) return status;
  if (begin < all->begin) all->begin = begin;
  pnri_findings_add(
    &builder->findings,
    (pnr_finding){ .code = PNR_F_EDI_UNKNOWN_TYPE, .offset = begin, .length = all->end - begin, .lost = 1 });
  return PNR_OK;
}

/* Passes messages of other types up to the next that is read; *type is NULL when there is none. */
static pnr_status pass_others(pnr_reader *reader, pnri_builder *builder, const message_type **type, extent *all,
                              pnr_error *error)
{
  pnr_slice name;
  *type = NULL;
  while (pnri_interchange_upcoming(reader->interchange, &name)) {
    *type = type_of(reader, name);
    if (*type != NULL) break;
    pnr_status status = pass_message(reader, builder, all, error);
    if (status != PNR_OK) return status;
  }
  return PNR_OK;
}

static pnr_status read_message(pnr_reader *reader, pnri_builder *builder, const message_type *type, extent *all,
                               pnr_error *error)
{
  pnri_envelope envelope;
  pnr_status status =
    pnri_interchange_next_message(reader->interchange, builder->arena, &builder->findings, &envelope, error);
  if (status != PNR_OK) return status;
  if (envelope.offset < all->begin) all->begin = envelope.offset;
  fill_head(builder, type, &envelope);
  reader->is_framed = envelope.is_framed;
  pnr_date own = builder->content->prepared != 0 ? builder->content->prepared : REFERENCE_UNKNOWN;
  pnri_reading reading = { .env = reader->env,
                           .interchange = reader->interchange,
                           .size = reader->size,
                           .builder = builder,
                           .envelope = &envelope,
                           .reference = reader->reference != 0 ? reader->reference : own };
  status = type->read(&reading, error);
  if (status != PNR_OK) return status;
  status = pnri_interchange_finish_message(reader->interchange, &all->end, error);
  if (status != PNR_OK) return status;
  return pass_others(reader, builder, &type, all, error);
}

/* Messages of other types go to the one that is read before them, or else behind them. */
static pnr_status next_in_edifact(pnr_reader *reader, pnri_builder *builder, pnr_error *error)
{
  extent all = { .begin = UINT64_MAX };
  const message_type *type;
  pnr_status status = pass_others(reader, builder, &type, &all, error);
  if (status != PNR_OK) return status;
  if (type == NULL) return all.end != 0 ? pnri_fail_at(error, PNR_E_UNSUPPORTED, all.head) : PNR_END;
  status = read_message(reader, builder, type, &all, error);
  builder->content->offset = all.begin;
  builder->content->octets = all.end - all.begin;
  return status;
}

/* --- Syntaxes --- */

static pnr_status open_edifact(pnr_reader *reader, const uint8_t *data, size_t size, pnr_error *error)
{
  pnr_slice type;
  pnr_status status = pnri_interchange_open(reader->env, data, size, &reader->interchange, error);
  if (status != PNR_OK) return status;
  if (pnri_interchange_upcoming(reader->interchange, &type)) return PNR_OK;
  pnri_interchange_close(reader->interchange);
  return pnri_fail_at(error, PNR_E_FORMAT, size);
}

static void close_edifact(pnr_reader *reader) { pnri_interchange_close(reader->interchange); }

static pnr_status open_xml(pnr_reader *reader, const uint8_t *data, size_t size, pnr_error *error)
{
  return pnri_pnrgov_xml_open(reader->env, data, size, &reader->xml, error);
}

static pnr_status next_in_xml(pnr_reader *reader, pnri_builder *builder, pnr_error *error)
{
  return pnri_pnrgov_xml_next(reader->xml, builder, reader->reference, error);
}

static void close_xml(pnr_reader *reader) { pnri_pnrgov_xml_close(reader->xml); }

static pnr_status open_mrz(pnr_reader *reader, const uint8_t *data, size_t size, pnr_error *error)
{
  return pnri_mrz_open(reader->env, data, size, &reader->mrz, error);
}

static pnr_status next_in_mrz(pnr_reader *reader, pnri_builder *builder, pnr_error *error)
{
  pnr_date reference = reader->reference != 0 ? reader->reference : REFERENCE_UNKNOWN;
  return pnri_mrz_next(reader->mrz, builder, reference, error);
}

static void close_mrz(pnr_reader *reader) { pnri_mrz_close(reader->mrz); }

static pnr_status open_pnl(pnr_reader *reader, const uint8_t *data, size_t size, pnr_error *error)
{
  return pnri_pnl_open(reader->env, data, size, reader->format == PNR_MESSAGE_PNL, &reader->pnl, error);
}

static pnr_status next_in_pnl(pnr_reader *reader, pnri_builder *builder, pnr_error *error)
{
  pnr_date reference = reader->reference != 0 ? reader->reference : REFERENCE_UNKNOWN;
  return pnri_pnl_next(reader->pnl, builder, reference, error);
}

static void close_pnl(pnr_reader *reader) { pnri_pnl_close(reader->pnl); }

static bool is_edifact(uint32_t format)
{
  return format != PNR_MESSAGE_PNRGOV_XML && format != PNR_MESSAGE_MRZ && format != PNR_MESSAGE_PNL;
}
static bool is_xml(uint32_t format) { return format == 0 || format == PNR_MESSAGE_PNRGOV_XML; }

static bool is_mrz(uint32_t format) { return format == 0 || format == PNR_MESSAGE_MRZ; }
static bool is_pnl(uint32_t format) { return format == 0 || format == PNR_MESSAGE_PNL; }

static bool has_any_start(const uint8_t *data, size_t size)
{
  (void)data;
  (void)size;
  return true;
}

static bool starts_with_markup(const uint8_t *data, size_t size)
{
  static const uint8_t white[] = { ' ', '\t', '\r', '\n', 0xEF, 0xBB, 0xBF }; /* and the mark of UTF-8 */
  size_t at = 0;
  while (at < size && memchr(white, data[at], sizeof white) != NULL) at++;
  return at < size && (data[at] == '<' || data[at] >= 0xFE || data[at] == 0);
}

/* The first that may be meant, and finds its form, reads the input. */
struct syntax {
  bool (*may_be)(uint32_t format);
  bool (*starts)(const uint8_t *data, size_t size);
  pnr_status (*open)(pnr_reader *reader, const uint8_t *data, size_t size, pnr_error *error); /* PNR_E_FORMAT: is not */
  pnr_status (*next)(pnr_reader *reader, pnri_builder *builder, pnr_error *error);
  void (*close)(pnr_reader *reader);
};

static const syntax syntaxes[] = {
  { is_xml, starts_with_markup, open_xml, next_in_xml, close_xml },
  { is_mrz, pnri_mrz_starts, open_mrz, next_in_mrz, close_mrz },
  { is_pnl, pnri_pnl_starts, open_pnl, next_in_pnl, close_pnl },
  { is_edifact, has_any_start, open_edifact, next_in_edifact, close_edifact },
  { is_pnl, has_any_start, open_pnl, next_in_pnl, close_pnl },
  { is_mrz, has_any_start, open_mrz, next_in_mrz, close_mrz },
  { is_xml, has_any_start, open_xml, next_in_xml, close_xml },
};

pnr_status pnr_reader_next(pnr_reader *reader, pnr_message **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (reader == NULL || out == NULL) return pnri_fail_argument(error);
  if (reader->ended != PNR_OK) return reader->ended;
  pnri_builder builder;
  pnr_status status = pnri_builder_open(&builder, reader->env, error);
  if (status == PNR_OK) {
    pnri_arena_share(builder.arena, reader->spare);
    status = reader->syntax->next(reader, &builder, error);
  }
  if (status == PNR_OK) status = pnri_builder_finish(&builder, out, error);
  if (status == PNR_OK) {
    (*out)->input = reader->data;
    (*out)->content.source = pnri_origin(&(*out)->content, reader->is_framed);
  }
  pnri_builder_close(&builder);
  reader->ended = status;
  return status;
}

/* --- Opening --- */

static pnr_read_options complete_options(const pnr_read_options *options)
{
  pnr_read_options all = { .size = sizeof all };
  if (options != NULL && options->size >= sizeof options->size)
    memcpy(&all, options, options->size < sizeof all ? options->size : sizeof all);
  return all;
}

static pnr_status open_syntax(pnr_reader *reader, const uint8_t *data, size_t size, pnr_error *error)
{
  pnr_error first = { .status = PNR_OK };
  for (size_t i = 0; i < sizeof syntaxes / sizeof syntaxes[0]; i++) {
    pnr_error fault = { .size = sizeof fault };
    if (!syntaxes[i].may_be(reader->format) || !syntaxes[i].starts(data, size)) continue;
    reader->syntax = &syntaxes[i];
    pnr_status status = syntaxes[i].open(reader, data, size, &fault);
    if (status == PNR_OK) return PNR_OK;
    if (status != PNR_E_FORMAT) return pnri_fail(error, fault);
    if (first.status == PNR_OK) first = fault;
  }
  return pnri_fail(error, first);
}

static void free_reader(pnr_reader *reader)
{
  pnri_spare_leave(reader->spare);
  pnri_free(reader->env, reader, sizeof *reader);
}

pnr_status pnr_reader_open(const pnr_env *env, const uint8_t *data, size_t size, const pnr_read_options *options,
                           pnr_reader **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  pnr_read_options all = complete_options(options);
  if (out == NULL || (data == NULL && size != 0) || all.format > PNR_MESSAGE_CONTRL) return pnri_fail_argument(error);
  env = pnri_env(env);
  pnr_reader *reader = pnri_alloc(env, sizeof *reader);
  if (reader == NULL) return pnri_fail_memory(error);
  *reader = (pnr_reader){ .env = env, .data = data, .size = size, .format = all.format, .reference = all.reference };
  reader->spare = pnri_spare_open(env);
  pnr_status status = reader->spare != NULL ? open_syntax(reader, data, size, error) : pnri_fail_memory(error);
  if (status == PNR_OK) *out = reader;
  else free_reader(reader);
  return status;
}

void pnr_reader_close(pnr_reader *reader)
{
  if (reader == NULL) return;
  reader->syntax->close(reader);
  free_reader(reader);
}

void pnr_place(const uint8_t *data, size_t size, uint64_t offset, uint32_t *line, uint32_t *column)
{
  uint64_t begin = 0, end = offset < size ? offset : size;
  uint32_t lines = 1;
  for (uint64_t at = 0; at < end; at++) {
    bool is_end = data[at] == '\n' || (data[at] == '\r' && (at + 1 == size || data[at + 1] != '\n'));
    if (!is_end) continue;
    lines++;
    begin = at + 1;
  }
  *line = lines;
  *column = (uint32_t)(end - begin) + 1;
}
