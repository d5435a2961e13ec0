/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "pnr/match.h"
#include "pnr/message.h"
#include "support.h"

/* A small invented list, the image that it makes, and what a search tells of it. */

typedef struct listed {
  const char *id, *names[3];
  uint32_t kinds[3];
  pnr_date birth;
  const char *document, *owner, *basis;
  uint32_t action;
  pnr_date valid_from, valid_until;
} listed;

static const listed people[] = {
  { "csv:1",
    { "Petra Nov\xC3\xA1kov\xC3\xA1", "Petra Bortnik", "die Elster" },
    { 1, 4, 3 },
    19800505,
    "X1234567",
    "CZ",
    "art. 36",
    4,
    0,
    0 },
  { "csv:2", { "Omar al-Rashidi" }, { 1 }, 19710317, NULL, "FR", "art. 36", 2, 20240101, 20241231 },
  { "csv:3", { "M\xC3\xBCller, J\xC3\xBCrgen" }, { 1 }, 0, NULL, NULL, NULL, 1, 0, 0 },
  { "csv:4", { NULL }, { 0 }, 0, "Y7000001", "FR", "art. 38", 9, 0, 0 },
  { "csv:5", { "Ivan Petrovich Sidorov", "Van Sidorov" }, { 1, 2 }, 19650000, NULL, "CZ", "art. 36", 1, 0, 0 },
};
enum { PEOPLE = sizeof people / sizeof people[0] };

static pnr_slice slice_of(const char *text) { return text != NULL ? text_slice(text) : (pnr_slice){ NULL, 0 }; }

static pnr_status add(pnr_index_builder *builder, const listed *l, pnr_error *error)
{
  pnr_name names[3];
  const pnr_name *name_list[3];
  uint32_t count = 0;
  for (; count < 3 && l->names[count] != NULL; count++) {
    names[count] = (pnr_name){ .kind = l->kinds[count], .full = text_slice(l->names[count]) };
    name_list[count] = &names[count];
  }
  pnr_birth birth = { .from = l->birth, .to = l->birth };
  pnr_document document = { .number = slice_of(l->document) };
  const pnr_birth *births[] = { &birth };
  const pnr_document *documents[] = { &document };
  pnr_person person = { .names = name_list,
                        .name_count = count,
                        .births = births,
                        .birth_count = l->birth != 0,
                        .documents = documents,
                        .document_count = l->document != NULL };
  pnr_entry entry = { .id = text_slice(l->id),
                      .source = text_slice("sample"),
                      .owner = slice_of(l->owner),
                      .basis = slice_of(l->basis),
                      .warning = text_slice("armed"),
                      .action = l->action,
                      .valid_from = l->valid_from,
                      .valid_until = l->valid_until,
                      .person = &person };
  return pnr_index_builder_add(builder, &entry, error);
}

static pnr_status build_in(const pnr_env *env, uint32_t count, pnr_index **out)
{
  pnr_index_builder *builder;
  pnr_error error = { .size = sizeof error };
  *out = NULL;
  pnr_status status = pnr_index_builder_open(env, &builder, &error);
  if (status != PNR_OK) return status;
  for (uint32_t i = 0; status == PNR_OK && i < count; i++) status = add(builder, &people[i], &error);
  if (status == PNR_OK) status = pnr_index_builder_finish(builder, out, &error);
  cr_assert_eq(status, status == PNR_OK ? PNR_OK : error.status, "error and status");
  pnr_index_builder_close(builder);
  return status;
}

static pnr_index *build(uint32_t count)
{
  pnr_index *index;
  cr_assert_eq(build_in(NULL, count, &index), PNR_OK, "build");
  return index;
}

typedef struct asked {
  pnr_name name;
  const pnr_name *names[1];
  pnr_birth birth;
  const pnr_birth *births[1];
  pnr_document document;
  const pnr_document *documents[1];
  pnr_person person;
} asked;

static const pnr_person *ask(asked *a, const char *name, pnr_date birth, const char *document)
{
  memset(a, 0, sizeof *a);
  a->name = (pnr_name){ .kind = PNR_NAME_PRIMARY, .full = slice_of(name) };
  a->birth = (pnr_birth){ .from = birth, .to = birth };
  a->document = (pnr_document){ .number = slice_of(document) };
  a->names[0] = &a->name;
  a->births[0] = &a->birth;
  a->documents[0] = &a->document;
  a->person = (pnr_person){ .names = a->names,
                            .name_count = name != NULL,
                            .births = a->births,
                            .birth_count = birth != 0,
                            .documents = a->documents,
                            .document_count = document != NULL };
  return &a->person;
}

static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };

static pnr_searcher *open_searcher(const pnr_index *index)
{
  pnr_searcher *searcher;
  cr_assert_eq(pnr_searcher_open(NULL, index, &searcher, NULL), PNR_OK, "searcher");
  return searcher;
}

/* --- Searching --- */

static const struct {
  const char *name, *asked;
  pnr_date birth;
  const char *document, *id;
  uint32_t least;
  const char *listed;
} finds[] = {
  { "without accents", "PETRA NOVAKOVA", 0, NULL, "csv:1", 7200, "Petra Nov\xC3\xA1kov\xC3\xA1" },
  { "surname first", "NOVAKOVA, PETRA", 19800505, NULL, "csv:1", 9400, "Petra Nov\xC3\xA1kov\xC3\xA1" },
  { "a former name", "BORTNIK PETRAMRS", 0, NULL, "csv:1", 8200, "Petra Bortnik" },
  { "a weak alias", "DIE ELSTER", 0, NULL, "csv:1", 6900, "die Elster" },
  { "joined", "OMAR ALRASHIDI", 0, NULL, "csv:2", 7400, "Omar al-Rashidi" },
  { "umlaut as two letters", "JUERGEN MUELLER", 0, NULL, "csv:3", 8300, "M\xC3\xBCller, J\xC3\xBCrgen" },
  { "umlaut without its dots", "JURGEN MULLER", 0, NULL, "csv:3", 8300, "M\xC3\xBCller, J\xC3\xBCrgen" },
  { "a document alone", "ANNA OTHER", 0, "y7oooooi", "csv:4", 9500, "" },
  { "a document without a name", NULL, 0, "X-123 4567", "csv:1", 9500, "Petra Nov\xC3\xA1kov\xC3\xA1" },
  { "an alias with an edit", "VAN SIDOROFF", 0, NULL, "csv:5", 6700, "Van Sidorov" },
  { "nobody", "GRETA ULLMANN", 0, NULL, NULL, 0, NULL },
};

Test(index, finds_the_listed_person_and_tells_which_name_met)
{
  pnr_index *index = build(PEOPLE);
  pnr_searcher *searcher = open_searcher(index);
  pnr_search_options options = { .size = sizeof options, .threshold = 6500, .explain = 1 };
  for (size_t i = 0; i < sizeof finds / sizeof finds[0]; i++) {
    asked a;
    cr_assert_eq(
      pnr_search(searcher, ask(&a, finds[i].asked, finds[i].birth, finds[i].document), &purpose, &options, NULL),
      PNR_OK, "%s", finds[i].name);
    if (finds[i].id == NULL) {
      cr_expect_eq(pnr_searcher_count(searcher), 0, "%s", finds[i].name);
      continue;
    }
    cr_assert_geq(pnr_searcher_count(searcher), 1, "%s: no hit", finds[i].name);
    const pnr_candidate *hit = pnr_searcher_candidate(searcher, 0);
    cr_expect(slice_is(hit->entry_id, finds[i].id) && slice_is(hit->listed_name, finds[i].listed), "%s: who",
              finds[i].name);
    cr_expect(slice_is(hit->asked_name, finds[i].asked != NULL ? finds[i].asked : ""), "%s: asked name", finds[i].name);
    cr_expect_geq(hit->score, finds[i].least, "%s: %u", finds[i].name, hit->score);
    cr_expect_gt(hit->reason_count, 0, "%s: reasons", finds[i].name);
    const listed *person = &people[hit->entry];
    cr_expect(slice_is(hit->owner, person->owner != NULL ? person->owner : "") && slice_is(hit->source, "sample"),
              "%s: owner", finds[i].name);
    cr_expect(slice_is(hit->basis, person->basis != NULL ? person->basis : "") && slice_is(hit->warning, "armed"),
              "%s: basis", finds[i].name);
    cr_expect(hit->action == person->action && hit->listed_birth == person->birth, "%s: action, birth", finds[i].name);
  }
  cr_expect(pnr_searcher_candidate(searcher, 99) == NULL, "no such candidate");
  pnr_searcher_close(searcher);
  pnr_index_close(index);
}

static const struct {
  const char *name;
  pnr_purpose purpose;
  bool given, allowed,
    allowed_undeclared; /* in a list whose entries declare owner and basis; in one where some do not */
} purposes[] = {
  { "none", { 0 }, false, false, false },
  { "assessment", { .size = sizeof(pnr_purpose), .basis = PNR_BASIS_ASSESSMENT }, true, true, false },
  { "test", { .size = sizeof(pnr_purpose), .basis = PNR_BASIS_TEST }, true, true, true },
  { "unknown basis", { .size = sizeof(pnr_purpose), .basis = 99 }, true, false, false },
  { "no basis", { .size = sizeof(pnr_purpose) }, true, false, false },
  { "no size", { .basis = PNR_BASIS_ASSESSMENT }, true, false, false },
  { "request without case",
    { .size = sizeof(pnr_purpose), .basis = PNR_BASIS_REQUEST, .officer = { (const uint8_t *)"o", 1 } },
    true,
    false,
    false },
  { "request without officer",
    { .size = sizeof(pnr_purpose), .basis = PNR_BASIS_REQUEST, .case_reference = { (const uint8_t *)"c", 1 } },
    true,
    false,
    false },
  { "request",
    { .size = sizeof(pnr_purpose),
      .basis = PNR_BASIS_REQUEST,
      .case_reference = { (const uint8_t *)"c", 1 },
      .officer = { (const uint8_t *)"o", 1 } },
    true,
    true,
    false },
};

static void try_purposes(uint32_t people_count, bool is_declared)
{
  pnr_index *index = build(people_count);
  pnr_searcher *searcher = open_searcher(index);
  cr_assert_eq(pnr_index_info(index)->without_basis == 0, is_declared, "declared");
  for (size_t i = 0; i < sizeof purposes / sizeof purposes[0]; i++) {
    asked a;
    bool is_allowed = is_declared ? purposes[i].allowed : purposes[i].allowed_undeclared;
    pnr_error error = { .size = sizeof error };
    pnr_status status = pnr_search(searcher, ask(&a, "Petra Novakova", 0, NULL),
                                   purposes[i].given ? &purposes[i].purpose : NULL, NULL, &error);
    cr_expect_eq(status, is_allowed ? PNR_OK : PNR_E_PURPOSE, "%s: %d", purposes[i].name, status);
    cr_expect_eq(error.status, is_allowed ? 0 : PNR_E_PURPOSE, "%s", purposes[i].name);
    cr_expect_eq(pnr_searcher_count(searcher), is_allowed ? 1 : 0, "%s", purposes[i].name);
  }
  pnr_searcher_close(searcher);
  pnr_index_close(index);
}

Test(index, a_search_without_a_valid_purpose_is_refused) { try_purposes(2, true); }

Test(index, a_list_with_an_entry_without_owner_or_basis_is_searched_as_a_test_only) { try_purposes(PEOPLE, false); }

Test(index, an_entry_outside_its_validity_never_hits)
{
  static const struct {
    pnr_date at;
    uint32_t hits;
  } days[] = { { 0, 1 }, { 20231231, 0 }, { 20240101, 1 }, { 20241231, 1 }, { 20250101, 0 } };
  pnr_index *index = build(PEOPLE);
  pnr_searcher *searcher = open_searcher(index);
  for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
    asked a;
    pnr_search_options options = { .size = sizeof options, .at = days[i].at };
    cr_assert_eq(pnr_search(searcher, ask(&a, "Omar al Rashidi", 0, NULL), &purpose, &options, NULL), PNR_OK, "%u",
                 days[i].at);
    cr_expect_eq(pnr_searcher_count(searcher), days[i].hits, "%u", days[i].at);
  }
  pnr_searcher_close(searcher);
  pnr_index_close(index);
}

Test(index, a_search_that_a_limit_ends_says_so)
{
  pnr_index *index = build(PEOPLE);
  uint32_t ended = 0, complete = 0;
  for (uint64_t steps = 1; steps < 4000; steps += 13) {
    pnr_limits limits = { .size = sizeof limits, .steps = steps };
    pnr_env *env;
    pnr_searcher *searcher;
    asked a;
    pnr_search_options options = { .size = sizeof options, .best = 1 };
    cr_assert_eq(pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK, "env");
    cr_assert_eq(pnr_searcher_open(env, index, &searcher, NULL), PNR_OK, "searcher");
    cr_assert_eq(pnr_search(searcher, ask(&a, "Petra Novakova", 19800505, "X1234567"), &purpose, &options, NULL),
                 PNR_OK, "search");
    uint32_t count = pnr_searcher_count(searcher);
    cr_assert_geq(count, 1, "steps %llu: silent", (unsigned long long)steps);
    const pnr_candidate *last = pnr_searcher_candidate(searcher, count - 1);
    if (last->entry == PNR_NONE) {
      ended++;
      cr_expect(
        last->score == PNR_SCORE_MAX && last->reason_count == 1 && last->reasons[0]->code == PNR_R_NOT_FULLY_SCREENED,
        "reason");
      cr_expect(slice_is(last->asked_name, "Petra Novakova"), "who");
    } else {
      complete++;
      cr_expect_geq(last->score, 9900, "complete");
    }
    pnr_searcher_close(searcher);
    pnr_env_close(env);
  }
  cr_expect(ended > 0 && complete > 0, "%u ended, %u complete", ended, complete);
  pnr_index_close(index);
}

/* --- Building --- */

Test(index, the_same_entries_make_the_same_octets_and_the_description_counts_them)
{
  for (uint32_t count = 0; count <= PEOPLE; count++) {
    pnr_index *first = build(count), *second = build(count);
    pnr_slice a = pnr_index_image(first), b = pnr_index_image(second);
    cr_expect(a.size == b.size && memcmp(a.data, b.data, a.size) == 0, "%u entries", count);
    cr_expect_eq(pnr_index_verify(first, NULL), PNR_OK, "%u entries: verify", count);
    cr_expect_eq(pnr_index_info(first)->entries, count, "%u entries", count);
    cr_expect_eq(pnr_index_info(first)->octets, a.size, "%u entries", count);
    pnr_index_close(first);
    pnr_index_close(second);
  }
  pnr_index *index = build(PEOPLE);
  const pnr_list_info *info = pnr_index_info(index);
  cr_expect(info->names == 7 && info->documents == 2 && info->without_basis == 1, "counts");
  cr_expect(info->normaliser == PNR_NORMALISER && info->score == PNR_SCORE && info->tokens >= 10, "versions");
  pnr_index_close(index);
}

Test(index, without_memory_building_and_searching_fail_and_leak_nothing)
{
  pnr_status status = PNR_E_MEMORY;
  for (uint64_t n = 2; status == PNR_E_MEMORY; n++) {
    counting_allocator state = { .fail_at = n };
    pnr_env *env;
    pnr_index *index;
    pnr_searcher *searcher = NULL;
    asked a;
    pnr_search_options options = { .size = sizeof options, .threshold = 2000, .explain = 1 };
    cr_assert_eq(pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK, "env");
    status = build_in(env, PEOPLE, &index);
    if (status == PNR_OK) status = pnr_searcher_open(env, index, &searcher, NULL);
    if (status == PNR_OK)
      status = pnr_search(searcher, ask(&a, "Petra Novakova", 19800505, "X1234567"), &purpose, &options, NULL);
    cr_assert(status == PNR_OK || status == PNR_E_MEMORY, "allocation %llu: %d", (unsigned long long)n, status);
    pnr_searcher_close(searcher);
    pnr_index_close(index);
    pnr_env_close(env);
    cr_assert(state.blocks == 0 && !state.not_wiped, "allocation %llu", (unsigned long long)n);
  }
}

Test(index, a_builder_that_failed_stays_failed_and_a_finished_one_is_empty)
{
  counting_allocator state = { 0 };
  pnr_env *env;
  pnr_index_builder *builder;
  pnr_index *index;
  cr_assert_eq(pnr_env_open(counting_allocate, &state, NULL, &env, NULL), PNR_OK, "env");
  cr_assert_eq(pnr_index_builder_open(env, &builder, NULL), PNR_OK, "open");
  cr_expect_eq(add(builder, &people[0], NULL), PNR_OK, "add");
  cr_expect_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  pnr_index_close(index);
  cr_expect_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish again");
  cr_expect_eq(pnr_index_info(index)->entries, 0, "empty");
  pnr_index_close(index);
  state.fail_at = state.count + 1;
  cr_expect_eq(add(builder, &people[0], NULL), PNR_E_MEMORY, "no memory");
  state.fail_at = 0;
  cr_expect_eq(add(builder, &people[0], NULL), PNR_E_MEMORY, "still");
  cr_expect_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_E_MEMORY, "finish");
  cr_expect(index == NULL, "no index");
  pnr_index_builder_close(builder);
  pnr_env_close(env);
  cr_expect_eq(state.blocks, 0, "leak");
}

Test(index, an_entry_with_too_many_names_is_refused_alone)
{
  enum { NAMES_MOST = 2048 };
  static const pnr_name one = { .kind = PNR_NAME_PRIMARY, .full = { (const uint8_t *)"Zubri Kvartal", 13 } };
  static const pnr_name *names[NAMES_MOST + 1];
  for (size_t i = 0; i <= NAMES_MOST; i++) names[i] = &one;
  pnr_person person = { .names = names, .name_count = NAMES_MOST + 1 };
  pnr_entry entry = { .id = text_slice("csv:9"), .source = text_slice("sample"), .person = &person };
  pnr_error error = { .size = sizeof error };
  pnr_index_builder *builder;
  pnr_index *index;
  cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "open");
  cr_expect_eq(add(builder, &people[0], NULL), PNR_OK, "add");
  cr_expect_eq(pnr_index_builder_add(builder, &entry, &error), PNR_E_LIMIT, "one too many");
  cr_expect_eq(error.status, PNR_E_LIMIT, "error");
  person.name_count = NAMES_MOST;
  cr_expect_eq(pnr_index_builder_add(builder, &entry, &error), PNR_OK, "as many as may be");
  cr_assert_eq(pnr_index_builder_finish(builder, &index, NULL), PNR_OK, "finish");
  cr_expect_eq(pnr_index_info(index)->entries, 2, "the others are listed");
  cr_expect_eq(pnr_index_info(index)->names, 3 + NAMES_MOST, "with all their names");
  pnr_index_close(index);
  pnr_index_builder_close(builder);
}

/* --- Images --- */

static uint8_t *image_copy(size_t *size)
{
  pnr_index *index = build(PEOPLE);
  pnr_slice image = pnr_index_image(index);
  uint8_t *copy = exact_copy(image.data, image.size);
  *size = image.size;
  pnr_index_close(index);
  return copy;
}

Test(index, a_written_image_is_mapped_and_searched_as_the_built_one)
{
  char path[] = "pnr-index-XXXXXX";
  int file = mkstemp(path);
  cr_assert_geq(file, 0, "mkstemp");
  close(file);
  pnr_index *built = build(PEOPLE), *mapped;
  cr_assert_eq(pnr_index_write(built, path, NULL), PNR_OK, "write");
  cr_assert_eq(pnr_index_open(NULL, path, &mapped, NULL), PNR_OK, "open");
  remove(path);
  pnr_slice a = pnr_index_image(built), b = pnr_index_image(mapped);
  cr_expect(a.size == b.size && memcmp(a.data, b.data, a.size) == 0, "octets");
  cr_expect_eq(pnr_index_verify(mapped, NULL), PNR_OK, "verify");
  pnr_searcher *searcher = open_searcher(mapped);
  asked person;
  cr_assert_eq(pnr_search(searcher, ask(&person, "Petra Novakova", 0, NULL), &purpose, NULL, NULL), PNR_OK, "search");
  cr_expect_eq(pnr_searcher_count(searcher), 1, "hit");
  pnr_searcher_close(searcher);
  pnr_index_close(mapped);
  pnr_error error = { .size = sizeof error };
  cr_expect_eq(pnr_index_open(NULL, path, &mapped, &error), PNR_E_FILE, "no file");
  cr_expect_eq(error.cause, ENOENT, "cause");
  cr_expect_eq(pnr_index_write(built, "no-such-folder/image", &error), PNR_E_FILE, "no folder");
  pnr_index_close(built);
}

enum {
  AT_VERSION = 8,
  AT_NORMALISER = 12,
  AT_SCORE = 16,
  AT_SECTIONS = 20,
  AT_OCTETS = 24,
  AT_CHECKSUM = 32,
  DIRECTORY = 64
};
static const struct {
  const char *name;
  size_t at;
  pnr_status status;
  uint64_t offset;
} damages[] = {
  { "magic", 1, PNR_E_IMAGE_FOREIGN, 0 },
  { "image version", AT_VERSION, PNR_E_IMAGE_VERSION, AT_VERSION },
  { "normaliser", AT_NORMALISER, PNR_E_IMAGE_VERSION, AT_NORMALISER },
  { "score", AT_SCORE, PNR_E_IMAGE_VERSION, AT_SCORE },
  { "number of sections", AT_SECTIONS, PNR_E_IMAGE_DAMAGED, AT_SECTIONS },
  { "octets", AT_OCTETS + 5, PNR_E_IMAGE_TRUNCATED, UINT64_MAX },
  { "checksum", AT_CHECKSUM, PNR_E_IMAGE_DAMAGED, AT_CHECKSUM },
  { "padding of the header", 60, PNR_E_IMAGE_DAMAGED, AT_CHECKSUM },
  { "directory", DIRECTORY + 40, PNR_E_IMAGE_DAMAGED, AT_CHECKSUM },
};

Test(index, what_is_no_whole_image_of_this_version_is_refused_with_its_place)
{
  size_t size;
  uint8_t *image = image_copy(&size);
  pnr_index *index;
  pnr_error error = { .size = sizeof error };
  for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
    image[damages[i].at] ^= 0x55;
    pnr_status status = pnr_index_borrow(NULL, image, size, &index, &error);
    image[damages[i].at] ^= 0x55;
    cr_expect(status == damages[i].status && index == NULL, "%s: %d", damages[i].name, status);
    cr_expect_eq(error.offset, damages[i].offset != UINT64_MAX ? damages[i].offset : size, "%s: %llu", damages[i].name,
                 (unsigned long long)error.offset);
  }
  for (size_t cut = 0; cut < size; cut += cut < 700 ? 1 : 97) {
    uint8_t *part = exact_copy(image, cut);
    cr_expect_eq(pnr_index_borrow(NULL, part, cut, &index, &error), PNR_E_IMAGE_TRUNCATED, "cut at %zu", cut);
    cr_expect_eq(error.offset, cut, "cut at %zu: %llu", cut, (unsigned long long)error.offset);
    free(part);
  }
  cr_expect_eq(pnr_index_borrow(NULL, image + 1, size - 1, &index, &error), PNR_E_ARGUMENT, "not aligned");
  cr_expect_eq(pnr_index_borrow(NULL, NULL, 1, &index, &error), PNR_E_ARGUMENT, "no data");
  uint8_t *list = exact_copy("id,name\n1,Petra", 15);
  cr_expect_eq(pnr_index_borrow(NULL, list, 15, &index, &error), PNR_E_IMAGE_FOREIGN, "a list");
  free(list);
  free(image);
}

Test(index, every_damaged_octet_is_noticed_and_none_makes_a_search_leave_the_image, .timeout = 120)
{
  size_t size;
  uint8_t *image = image_copy(&size);
  pnr_limits limits = { .size = sizeof limits, .steps = 20000 };
  pnr_env *env;
  cr_assert_eq(pnr_env_open(NULL, NULL, &limits, &env, NULL), PNR_OK, "env");
  uint32_t unnoticed = 0;
  for (size_t at = 0; at < size; at++) {
    pnr_index *index;
    pnr_searcher *searcher;
    asked a;
    pnr_search_options options = { .size = sizeof options, .threshold = 1000, .explain = 1 };
    uint8_t octet = image[at];
    image[at] = (uint8_t)(at % 3 == 0 ? 0xFF : octet ^ 0x81);
    if (pnr_index_borrow(env, image, size, &index, NULL) == PNR_OK) {
      unnoticed += pnr_index_verify(index, NULL) == PNR_OK && image[at] != octet;
      if (at % 5 == 0) {
        cr_assert_eq(pnr_searcher_open(env, index, &searcher, NULL), PNR_OK, "octet %zu", at);
        cr_assert_eq(pnr_search(searcher, ask(&a, "Petra Novakova", 19800505, "X1234567"), &purpose, &options, NULL),
                     PNR_OK, "octet %zu", at);
        pnr_searcher_close(searcher);
      }
      pnr_index_close(index);
    }
    image[at] = octet;
  }
  cr_expect_lt(unnoticed, 18 * 64, "only the octets between sections, which nothing reads: %u", unnoticed);
  pnr_env_close(env);
  free(image);
}

Test(index, arguments_that_are_not_allowed_are_refused)
{
  pnr_index *index = build(1), *none;
  pnr_searcher *searcher = open_searcher(index), *other;
  pnr_entry entry = { .action = 1 };
  pnr_index_builder *builder;
  asked a;
  pnr_search_options too_high = { .size = sizeof too_high, .threshold = 10001 }, no_size = { .threshold = 1 };
  cr_expect_eq(pnr_index_builder_open(NULL, NULL, NULL), PNR_E_ARGUMENT, "builder");
  cr_assert_eq(pnr_index_builder_open(NULL, &builder, NULL), PNR_OK, "builder");
  cr_expect_eq(pnr_index_builder_add(builder, &entry, NULL), PNR_E_ARGUMENT, "entry without person");
  cr_expect_eq(pnr_index_builder_add(NULL, &entry, NULL), PNR_E_ARGUMENT, "no builder");
  cr_expect_eq(pnr_index_builder_finish(builder, NULL, NULL), PNR_E_ARGUMENT, "no place");
  cr_expect_eq(pnr_index_open(NULL, NULL, &none, NULL), PNR_E_ARGUMENT, "no path");
  cr_expect_eq(pnr_index_write(NULL, "x", NULL), PNR_E_ARGUMENT, "no index");
  cr_expect_eq(pnr_index_verify(NULL, NULL), PNR_E_ARGUMENT, "no index");
  cr_expect_eq(pnr_searcher_open(NULL, NULL, &other, NULL), PNR_E_ARGUMENT, "no index");
  cr_expect_eq(pnr_search(searcher, NULL, &purpose, NULL, NULL), PNR_E_ARGUMENT, "no person");
  cr_expect_eq(pnr_search(searcher, ask(&a, "x", 0, NULL), &purpose, &too_high, NULL), PNR_E_ARGUMENT, "threshold");
  cr_expect_eq(pnr_search(searcher, ask(&a, "x", 0, NULL), &purpose, &no_size, NULL), PNR_E_ARGUMENT, "size");
  cr_expect(pnr_index_info(NULL) == NULL && pnr_index_image(NULL).data == NULL && pnr_searcher_count(NULL) == 0,
            "nothing");
  pnr_index_builder_close(builder);
  pnr_index_builder_close(NULL);
  pnr_searcher_close(searcher);
  pnr_searcher_close(NULL);
  pnr_index_close(index);
  pnr_index_close(NULL);
}
