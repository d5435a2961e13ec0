/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "core/charset.h"
#include "core/slice.h"
#include "edifact/interchange.h"
#include "edifact/writer.h"
#include "support.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static pnr_envelope usual(void)
{
  return (pnr_envelope){ .size = sizeof(pnr_envelope),
                         .sender = text_slice("GOV"),
                         .recipient = text_slice("ZX"),
                         .prepared = 20250310,
                         .prepared_time = 615,
                         .interchange = text_slice("R1") };
}

static const pnri_message_head head = { .reference = { (const uint8_t *)"7", 1 },
                                        .type = { (const uint8_t *)"CUSRES", 6 },
                                        .version = { (const uint8_t *)"D", 1 } };

static pnri_vector open_octets(void)
{
  pnri_vector octets;
  pnri_vector_open(&octets, NULL, 1);
  return octets;
}

static void expect_octets(const pnri_vector *octets, const char *expected, const char *name)
{
  pnr_slice written = { octets->data, octets->count };
  cr_expect(slice_is(written, expected), "%s\nis       %.*s\nexpected %s", name, (int)octets->count,
            (const char *)octets->data, expected);
}

/* Puts a segment that is described by text: '|' begins an element, ';' a component, '^' a repetition. */
static void put_described(pnri_writer *writer, const char *text)
{
  pnri_put_segment(writer, text);
  for (const char *at = text + 3; *at != 0;) {
    size_t size = strcspn(at + 1, "|;^");
    pnr_slice value = { (const uint8_t *)at + 1, size };
    if (*at == '|') pnri_put_element(writer, value);
    if (*at == ';') pnri_put_component(writer, value);
    if (*at == '^') pnri_put_repetition(writer, value);
    at += size + 1;
  }
}

static pnr_status write_one(pnri_vector *octets, const pnr_envelope *envelope, const char *segment, pnr_error *error)
{
  pnri_writer writer;
  pnri_writer_open(&writer, octets, envelope);
  pnri_writer_begin_message(&writer, &head);
  put_described(&writer, segment);
  pnri_writer_end_message(&writer);
  return pnri_writer_close(&writer, error);
}

/* --- Segments --- */

Test(edifact_writer, segments_are_canonical_and_service_characters_released)
{
  static const struct {
    const char *name, *segment, *expected;
  } rows[] = {
    { "a tag alone", "UNS", "UNS" },
    { "empty ones at the end", "LOC|125|AAA||;;|", "LOC+125+AAA" },
    { "empty ones inside", "NAD|FL|||NOVAK;;PETRA;", "NAD+FL+++NOVAK::PETRA" },
    { "all empty", "FTX|;;|;", "FTX" },
    { "a component of the tag", "SSR;1|A", "SSR:1+A" },
    { "service characters", "FTX|O'A+B:C?D*E", "FTX+O?'A?+B?:C??D?*E" },
    { "blanks at the end", "FTX|A  ;B   |   ", "FTX+A:B" },
    { "blanks inside and in front", "FTX|  A  B", "FTX+  A  B" },
    { "repetitions", "SEG|A;B^C^^", "SEG+A:B*C" },
    { "an empty end of a repetition", "SEG|A;;^;C^", "SEG+A*:C" },
  };
  const pnr_envelope envelope = usual();
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnri_vector octets = open_octets();
    char expected[256];
    snprintf(expected, sizeof expected, "UNA:+.?*'UNB+UNOA:4+GOV+ZX+250310:1015+R1'UNH+7+CUSRES:D'%s'UNT+3+7'UNZ+1+R1'",
             rows[i].expected);
    cr_expect(eq(i32, write_one(&octets, &envelope, rows[i].segment, NULL), PNR_OK), "%s", rows[i].name);
    expect_octets(&octets, expected, rows[i].name);
    pnri_vector_close(&octets);
  }
}

Test(edifact_writer, numbers_and_texts_go_on_in_the_open_component)
{
  const pnr_envelope envelope = usual();
  pnri_vector octets = open_octets();
  pnri_writer writer;
  pnri_writer_open(&writer, &octets, &envelope);
  pnri_put_segment(&writer, "DTM");
  pnri_put_element(&writer, pnri_slice("A "));
  pnri_put_text(&writer, pnri_slice("B"));
  pnri_put_element(&writer, (pnr_slice){ NULL, 0 });
  pnri_put_number(&writer, 7, 3);
  pnri_put_component(&writer, (pnr_slice){ NULL, 0 });
  pnri_put_number(&writer, UINT64_MAX, 1);
  pnri_put_component(&writer, (pnr_slice){ NULL, 0 });
  pnri_put_number(&writer, 0, 1);
  cr_expect(eq(i32, pnri_writer_close(&writer, NULL), PNR_OK));
  expect_octets(&octets, "UNA:+.?*'UNB+UNOA:4+GOV+ZX+250310:1015+R1'DTM+A B+007:18446744073709551615:0'UNZ+0+R1'",
                "numbers");
  pnri_vector_close(&octets);
}

Test(edifact_writer, a_copied_segment_gets_the_service_characters_of_its_new_interchange)
{
  static const pnri_service other = { .component = ';', .element = '*', .release = '\\', .terminator = '|' };
  static const struct {
    const char *name, *segment, *expected;
    pnr_status status;
  } rows[] = {
    { "releases undone and made anew", "FTX*A\\*B;C+D\\\\*E?F;;*", "FTX+A?*B:C?+D\\+E??F", PNR_OK },
    { "release at the end", "FTX*A\\", "FTX+A\\", PNR_OK },
    { "released separator at the end", "FTX*A\\;:", "FTX+A;?:", PNR_OK },
    { "blanks at the ends of values", "FTX*A ; *B  ", "FTX+A : +B  ", PNR_OK },
    { "released blank at the end", "FTX*A\\ ", "FTX+A ", PNR_OK },
    { "a component of the tag", "SSR;1*A", "SSR:1+A", PNR_OK },
    { "blanks behind the tag", "LTS *A", "LTS+A", PNR_OK },
    { "a tag alone", "SRC", "SRC", PNR_OK },
    { "no tag", "Ft*A", NULL, PNR_E_ARGUMENT },
    { "no separator", "FTXA", NULL, PNR_E_ARGUMENT },
    { "cut in the tag", "FT", NULL, PNR_E_ARGUMENT },
  };
  pnr_envelope envelope = usual();
  envelope.syntax = text_slice("UNOC");
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnri_vector octets = open_octets();
    pnri_writer writer;
    char expected[256] = "";
    if (rows[i].expected != NULL)
      snprintf(expected, sizeof expected, "UNA:+.?*'UNB+UNOC:4+GOV+ZX+250310:1015+R1'%s'UNZ+0+R1'", rows[i].expected);
    pnri_writer_open(&writer, &octets, &envelope);
    pnri_put_copy(&writer, text_slice(rows[i].segment), &other);
    cr_expect(eq(i32, pnri_writer_close(&writer, NULL), rows[i].status), "%s", rows[i].name);
    expect_octets(&octets, expected, rows[i].name);
    pnri_vector_close(&octets);
  }
}

/* --- Envelopes --- */

Test(edifact_writer, envelopes_carry_counts_and_references)
{
  pnr_envelope envelope = usual();
  envelope.syntax = text_slice("UNOB");
  envelope.syntax_version = 3;
  envelope.sender_qualifier = text_slice("ZZ");
  envelope.recipient_qualifier = text_slice("14");
  envelope.application = text_slice("APIS");
  envelope.is_test = 1;
  envelope.group = text_slice("G1");
  pnri_message_head full = { text_slice("1"),
                             text_slice("PAXLST"),
                             text_slice("D"),
                             text_slice("12B"),
                             text_slice("UN"),
                             text_slice("IATA"),
                             text_slice("K"),
                             2,
                             'F' };
  pnri_vector octets = open_octets();
  memcpy(pnri_vector_add(&octets, 4), "kept", 4);
  pnri_writer writer;
  pnri_writer_open(&writer, &octets, &envelope);
  pnri_writer_begin_message(&writer, &full);
  put_described(&writer, "BGM|745");
  pnri_writer_end_message(&writer);
  full.reference = text_slice("2");
  full.part = 0;
  full.key.size = 0;
  full.part_flag = 0;
  pnri_writer_begin_message(&writer, &full);
  pnri_writer_end_message(&writer);
  cr_expect(eq(i32, pnri_writer_close(&writer, NULL), PNR_OK));
  expect_octets(&octets,
                "keptUNA:+.? 'UNB+UNOB:3+GOV:ZZ+ZX:14+250310:1015+R1++APIS++++1'"
                "UNG+PAXLST+GOV:ZZ+ZX:14+250310:1015+G1+UN+D:12B:IATA'"
                "UNH+1+PAXLST:D:12B:UN:IATA+K+02:F'BGM+745'UNT+3+1'UNH+2+PAXLST:D:12B:UN:IATA'UNT+2+2'"
                "UNE+2+G1'UNZ+1+R1'",
                "envelopes");
  pnri_vector_close(&octets);
}

typedef void (*changer)(pnr_envelope *envelope);
static void no_sender(pnr_envelope *e) { e->sender.size = 0; }
static void no_recipient(pnr_envelope *e) { e->recipient.size = 0; }
static void no_interchange(pnr_envelope *e) { e->interchange.size = 0; }
static void partial_date(pnr_envelope *e) { e->prepared = 20250300; }
static void no_time(pnr_envelope *e) { e->prepared_time = -1; }
static void late_time(pnr_envelope *e) { e->prepared_time = 1440; }
static void no_size(pnr_envelope *e) { e->size = 0; }
static void equal_marks(pnr_envelope *e) { e->service = text_slice("++.? '"); }
static void letter_mark(pnr_envelope *e) { e->service = text_slice("A+.? '"); }
static void control_mark(pnr_envelope *e) { e->service = text_slice(":+.? \n"); }
static void short_marks(pnr_envelope *e) { e->service = text_slice(":+.?'"); }
static void silent_marks(pnr_envelope *e) { e->service = text_slice(";*.?+'"), e->without_una = 1; }
static void unknown_syntax(pnr_envelope *e) { e->syntax = text_slice("UNOX"); }
static void unknown_version(pnr_envelope *e) { e->syntax_version = 5; }

Test(edifact_writer, an_envelope_that_cannot_be_written_is_refused)
{
  static const struct {
    const char *name;
    changer change;
    pnr_status status;
  } rows[] = {
    { "sender", no_sender, PNR_E_ARGUMENT },
    { "recipient", no_recipient, PNR_E_ARGUMENT },
    { "reference", no_interchange, PNR_E_ARGUMENT },
    { "day", partial_date, PNR_E_ARGUMENT },
    { "time unknown", no_time, PNR_E_ARGUMENT },
    { "time too late", late_time, PNR_E_ARGUMENT },
    { "size", no_size, PNR_E_ARGUMENT },
    { "equal service characters", equal_marks, PNR_E_ARGUMENT },
    { "a letter as service character", letter_mark, PNR_E_ARGUMENT },
    { "a control character as service character", control_mark, PNR_E_ARGUMENT },
    { "five service characters", short_marks, PNR_E_ARGUMENT },
    { "unusual service characters without UNA", silent_marks, PNR_E_ARGUMENT },
    { "syntax identifier", unknown_syntax, PNR_E_UNSUPPORTED },
    { "syntax version", unknown_version, PNR_E_UNSUPPORTED },
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_envelope envelope = usual();
    pnri_vector octets = open_octets();
    pnr_error error = { .size = sizeof error };
    rows[i].change(&envelope);
    cr_expect(eq(i32, write_one(&octets, &envelope, "FTX|A", &error), rows[i].status), "%s", rows[i].name);
    cr_expect(eq(i32, error.status, rows[i].status), "%s", rows[i].name);
    cr_expect(eq(u64, octets.count, 0), "%s", rows[i].name);
    pnri_vector_close(&octets);
  }
}

/* --- Characters --- */

Test(edifact_writer, characters_are_written_in_their_repertoire_or_refused_with_their_place)
{
  static const struct {
    const char *syntax, *text, *written; /* NULL: refused */
    uint64_t offset;
  } rows[] = {
    { "UNOA", "A-Z 0-9.,()/=!\"%&<>", "A-Z 0-9.,()/=!\"%&<>", 0 },
    { "UNOA", "AB c", NULL, 3 },
    { "UNOA", "A_B", NULL, 1 },
    { "UNOB", "Ab_c", "Ab_c", 0 },
    { "UNOB", "a@b", NULL, 1 },
    { "UNOB", "AB\xC3\x89", NULL, 2 },
    { "IATA", "a@b{}~", "a@b{}~", 0 },
    { "IATB", "\xC3\x89", NULL, 0 },
    { "UNOC", "\xC3\x89@", "\xC9@", 0 },
    { "UNOC", "A\xC4\x8D", NULL, 1 }, /* c with caron */
    { "UNOC", "A\xC2\x85", NULL, 1 }, /* a control character of ISO 6429 */
    { "UNOD", "\xC4\x8D", "\xE8", 0 },
    { "UNOE", "\xD0\x96\xE2\x84\x96", "\xB6\xF0", 0 }, /* Cyrillic, numero sign */
    { "UNOF", "\xCE\xA9", "\xD9", 0 },
    { "UNOG", "\xC4\xA6", "\xA1", 0 },
    { "UNOH", "\xC4\xB8", "\xA2", 0 },
    { "UNOI", "\xD8\xA7", "\xC7", 0 },
    { "UNOJ", "\xD7\x90", "\xE0", 0 },
    { "UNOK", "\xC4\x9E", "\xD0", 0 },
    { "UNOW", "\xE4\xB8\xAD \xF0\x9F\x98\x80", "\xE4\xB8\xAD \xF0\x9F\x98\x80", 0 },
    { "UNOY", "\xC4\x8D", "\xC4\x8D", 0 },
    { "UNOW", "A\xC2\x85", NULL, 1 },
    { "UNOW", "A\tB", NULL, 1 },
    { "UNOW", "A\x7F", NULL, 1 },
    { "UNOW", "\xE4\xB8", NULL, 0 }, /* no UTF-8 */
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    pnr_envelope envelope = usual();
    envelope.syntax = text_slice(rows[i].syntax);
    pnri_vector octets = open_octets();
    pnr_error error = { .size = sizeof error };
    char segment[64], expected[256] = "";
    snprintf(segment, sizeof segment, "FTX|AAP|X;%s", rows[i].text);
    pnr_status status = write_one(&octets, &envelope, segment, &error);
    cr_expect(eq(i32, status, rows[i].written != NULL ? PNR_OK : PNR_E_CHARACTER), "row %zu", i);
    if (rows[i].written != NULL) {
      snprintf(expected, sizeof expected,
               "UNA:+.?*'UNB+%s:4+GOV+ZX+250310:1015+R1'UNH+7+CUSRES:D'FTX+AAP+X:%s'UNT+3+7'UNZ+1+R1'", rows[i].syntax,
               rows[i].written);
    } else {
      cr_expect(eq(u64, error.offset, rows[i].offset), "row %zu", i);
      cr_expect(eq(u32, error.segment, 2), "row %zu", i);
      cr_expect(eq(u32, error.element, 2), "row %zu", i);
    }
    expect_octets(&octets, expected, rows[i].syntax);
    pnri_vector_close(&octets);
  }
}

Test(edifact_writer, a_fault_in_an_envelope_and_a_mark_that_cannot_be_released_are_told)
{
  pnr_envelope envelope = usual();
  pnri_vector octets = open_octets();
  pnr_error error = { .size = sizeof error };
  envelope.sender = text_slice("G\xC3\x89");
  cr_expect(eq(i32, write_one(&octets, &envelope, "FTX|A", &error), PNR_E_CHARACTER));
  cr_expect(eq(u32, error.segment, 0));
  cr_expect(eq(u32, error.element, 2));
  cr_expect(eq(u64, error.offset, 1));
  envelope = usual();
  envelope.service = text_slice(":+.  '");
  cr_expect(eq(i32, write_one(&octets, &envelope, "FTX|A?B", &error), PNR_OK));
  pnri_vector_cut(&octets, 0);
  cr_expect(eq(i32, write_one(&octets, &envelope, "FTX|A:B", &error), PNR_E_CHARACTER));
  cr_expect(eq(i32, write_one(&octets, &envelope, "FTX|A^B", &error), PNR_E_UNSUPPORTED));
  cr_expect(eq(u64, octets.count, 0));
  pnri_vector_close(&octets);
}

Test(edifact_writer, every_allocation_may_fail)
{
  const pnr_envelope envelope = usual();
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t fail_at = 2; status != PNR_OK; fail_at++) { /* the first is the env's own */
    counting_allocator state = { .fail_at = fail_at };
    pnr_env *env = NULL;
    cr_assert(eq(i32, pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK));
    pnri_vector octets;
    pnri_vector_open(&octets, env, 1);
    status = write_one(&octets, &envelope, "FTX|A;B|C", NULL);
    cr_expect(status == PNR_OK || (status == PNR_E_MEMORY && octets.count == 0), "allocation %u", (unsigned)fail_at);
    cr_expect(status != PNR_OK || fail_at > 3, "more than one allocation was made to fail");
    pnri_vector_close(&octets);
    pnr_env_close(env);
    cr_expect(eq(u64, state.blocks, 0));
    cr_expect(eq(int, state.not_wiped, 0));
  }
}

/* --- Reading what was written --- */

enum { MODEL_SIZE = 1 << 16 };

/* Segments as "TAG" and, for each value that is not empty, "e.r.c=text;". */
typedef struct model {
  char text[MODEL_SIZE];
  size_t size;
  uint32_t element, repetition, component;
} model;

static void model_add(model *m, const void *octets, size_t size)
{
  cr_assert(lt(u64, m->size + size, MODEL_SIZE));
  if (size != 0) memcpy(m->text + m->size, octets, size);
  m->size += size;
}

static void model_value(model *m, pnr_slice value)
{
  while (value.size > 0 && value.data[value.size - 1] == ' ') value.size--;
  if (value.size == 0) return;
  char place[64];
  int size = snprintf(place, sizeof place, "%u.%u.%u=", m->element, m->repetition, m->component);
  model_add(m, place, (size_t)size);
  model_add(m, value.data, value.size);
  model_add(m, ";", 1);
}

static void model_read_segment(model *m, pnri_segment *segment)
{
  model_add(m, segment->tag, 3);
  for (uint32_t e = 0; e <= segment->element_count; e++) {
    m->element = e;
    m->repetition = m->component = 0;
    for (uint32_t c = 1; c <= pnri_segment_components(segment, e); c++) {
      bool repeats = pnri_value_is_repeat(segment, pnri_segment_value(segment, e, c));
      m->repetition += repeats;
      m->component = repeats ? 0 : m->component + (c > 1 || e == 0);
      model_value(m, pnri_segment_text(segment, e, c));
    }
  }
}

static void model_read(model *m, const pnri_vector *octets)
{
  pnri_arena arena;
  pnri_findings findings;
  pnri_envelope envelope;
  pnri_interchange *interchange;
  pnri_segment *segment;
  uint64_t end;
  pnri_arena_open(&arena, NULL);
  pnri_findings_open(&findings, &arena);
  cr_assert(eq(i32, pnri_interchange_open(NULL, octets->data, octets->count, &interchange, NULL), PNR_OK));
  cr_assert(eq(i32, pnri_interchange_next_message(interchange, &arena, &findings, &envelope, NULL), PNR_OK));
  while (pnri_interchange_next_segment(interchange, &segment, NULL) == PNR_OK) model_read_segment(m, segment);
  cr_expect(eq(i32, pnri_interchange_finish_message(interchange, &end, NULL), PNR_OK));
  cr_expect(eq(u64, end, octets->count));
  cr_expect(eq(u32, findings.chain.count, 0), "what was written has nothing to be told");
  pnri_interchange_close(interchange);
  pnri_arena_close(&arena);
}

static uint32_t random_below(uint64_t *seed, uint32_t bound)
{
  *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(*seed >> 33) % bound;
}

/* Any character of the part of ISO/IEC 8859, or of ASCII for 0; every third is a mark or a blank. */
static size_t random_character(uint64_t *seed, uint32_t part, uint8_t out[4])
{
  static const char marks[] = "'+:?* ;\"|";
  uint32_t octet = random_below(seed, 3) == 0 ? (uint8_t)marks[random_below(seed, sizeof marks - 1)]
                                              : ' ' + random_below(seed, part != 0 ? 0xE0 : 0x5F);
  uint32_t code_point = pnri_iso_8859(part != 0 ? part : 1, (uint8_t)octet);
  if (code_point == 0 || octet == 0x7F) code_point = '.';
  uint32_t used = 1;
  out[0] = (uint8_t)code_point;
  if (code_point >= 0x80) out[0] = (uint8_t)(0xC0 | code_point >> 6), out[1] = 0x80 | (code_point & 0x3F), used = 2;
  if (code_point >= 0x800)
    out[0] = (uint8_t)(0xE0 | code_point >> 12), out[1] = 0x80 | (code_point >> 6 & 0x3F),
    out[2] = 0x80 | (code_point & 0x3F), used = 3;
  return used;
}

static pnr_slice random_value(uint64_t *seed, uint32_t part, uint8_t *room)
{
  size_t size = 0;
  for (uint32_t left = random_below(seed, 4) == 0 ? 0 : random_below(seed, 12); left > 0; left--)
    size += random_character(seed, part, room + size);
  return (pnr_slice){ room, size };
}

static void put_random_segment(pnri_writer *writer, model *m, uint64_t *seed, uint32_t part)
{
  char tag[4] = { (char)('A' + random_below(seed, 20)), (char)('A' + random_below(seed, 26)),
                  (char)('0' + random_below(seed, 10)), 0 };
  pnri_put_segment(writer, tag);
  model_add(m, tag, 3);
  m->element = m->repetition = m->component = 0;
  for (uint32_t left = random_below(seed, 12); left > 0; left--) {
    uint8_t room[64];
    pnr_slice value = random_value(seed, part, room);
    uint32_t which = m->element == 0 ? 0 : random_below(seed, writer->service.repetition != 0 ? 3 : 2);
    if (which == 0) pnri_put_element(writer, value), m->element++, m->repetition = m->component = 0;
    if (which == 1) pnri_put_component(writer, value), m->component++;
    if (which == 2) pnri_put_repetition(writer, value), m->repetition++, m->component = 0;
    model_value(m, value);
  }
}

Test(edifact_writer, any_segments_read_back_as_they_were_written)
{
  static const struct {
    const char *syntax, *service;
    uint32_t part, version, without_una;
  } rows[] = {
    { "UNOC", "", 1, 4, 0 },        { "UNOD", "", 2, 3, 0 },        { "UNOE", "", 5, 4, 1 },
    { "UNOF", ";*.\\ |", 7, 4, 0 }, { "UNOG", "|'.? \"", 3, 1, 0 }, { "UNOH", "", 4, 2, 1 },
    { "UNOI", ":+,?*'", 6, 4, 0 },  { "UNOJ", "", 8, 4, 0 },        { "UNOK", "", 9, 4, 0 },
    { "UNOW", "", 5, 4, 1 },        { "UNOY", "", 2, 4, 0 },        { "IATA", "", 0, 1, 1 },
  };
  static model written, read;
  for (uint64_t round = 0; round < 1200; round++) {
    size_t i = round % ROWS(rows);
    uint64_t seed = round;
    pnr_envelope envelope = usual();
    envelope.syntax = text_slice(rows[i].syntax);
    envelope.service = text_slice(rows[i].service);
    envelope.syntax_version = rows[i].version;
    envelope.without_una = rows[i].without_una;
    pnri_vector octets = open_octets();
    pnri_writer writer;
    written.size = read.size = 0;
    pnri_writer_open(&writer, &octets, &envelope);
    pnri_writer_begin_message(&writer, &head);
    for (uint32_t left = random_below(&seed, 6); left > 0; left--)
      put_random_segment(&writer, &written, &seed, rows[i].part);
    pnri_writer_end_message(&writer);
    cr_assert(eq(i32, pnri_writer_close(&writer, NULL), PNR_OK), "round %u", (unsigned)round);
    model_read(&read, &octets);
    cr_assert(read.size == written.size && memcmp(read.text, written.text, read.size) == 0, "round %u: %.*s",
              (unsigned)round, (int)octets.count, (const char *)octets.data);
    pnri_vector_close(&octets);
  }
}
