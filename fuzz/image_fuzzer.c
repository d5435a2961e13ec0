/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "match/image.h"
#include "pnr/travellers.h"

/* An index image from anywhere: opened, verified and searched. The header's checksum is made right first, so that the
 * inputs reach what lies behind it. Image octets lie in a block of exactly their size, so that a sanitizer sees each read
 * past the end. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { AT_CHECKSUM = 32, DIRECTORY_END = PNRI_IMAGE_HEADER + PNRI_SECTIONS * PNRI_IMAGE_ROW, STEPS = 5000 };

static void must(int holds)
{
  if (!holds) abort();
}

static pnr_slice text(const char *words) { return (pnr_slice){ (const uint8_t *)words, strlen(words) }; }

static void correct_checksum(uint8_t *image, size_t size)
{
  if (size < DIRECTORY_END) return;
  memset(image + AT_CHECKSUM, 0, 8);
  uint64_t checksum = XXH3_64bits(image, DIRECTORY_END);
  for (uint32_t i = 0; i < 8; i++) image[AT_CHECKSUM + i] = (uint8_t)(checksum >> 8 * i);
}

static void touch(pnr_slice slice)
{
  static volatile uint8_t seen;
  for (size_t i = 0; i < slice.size; i++) seen = slice.data[i];
  (void)seen;
}

static void check_answer(const pnr_searcher *searcher, uint32_t threshold)
{
  uint32_t before = PNR_SCORE_MAX;
  for (uint32_t i = 0; i < pnr_searcher_count(searcher); i++) {
    const pnr_candidate *hit = pnr_searcher_candidate(searcher, i);
    must(hit->score >= threshold && (hit->entry == PNR_NONE || hit->score <= before));
    before = hit->score;
    const pnr_slice texts[] = { hit->entry_id, hit->asked_name, hit->listed_name, hit->source,
                                hit->owner,    hit->basis,      hit->warning };
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) touch(texts[k]);
    pnr_traveller_entry entry = { .size = sizeof entry };
    if (pnr_traveller_entry_read(hit, &entry, NULL) == PNR_OK) {
      const pnr_slice parts[] = { entry.reference, entry.locator, entry.type, entry.flight, entry.from, entry.to };
      for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) touch(parts[k]);
    }
    for (uint32_t k = 0; k < hit->reason_count; k++) {
      touch(hit->reasons[k]->left);
      touch(hit->reasons[k]->right);
    }
  }
}

static void search(const pnr_env *env, const pnr_index *index, const char *name, pnr_date date, uint32_t threshold)
{
  static const pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_TEST };
  pnr_name asked = { .kind = PNR_NAME_PRIMARY, .full = text(name) };
  pnr_birth birth = { .from = date, .to = date };
  pnr_document document = { .number = text("X1234567") };
  const pnr_name *names[] = { &asked };
  const pnr_birth *births[] = { &birth };
  const pnr_document *documents[] = { &document };
  pnr_slice nationality = text("CZE");
  pnr_person person = { .names = names,
                        .births = births,
                        .documents = documents,
                        .nationalities = &nationality,
                        .name_count = 1,
                        .birth_count = 1,
                        .document_count = 1,
                        .nationality_count = 1,
                        .sex = 'F' };
  pnr_search_options options = { .size = sizeof options, .threshold = threshold, .at = 20250310, .explain = 1 };
  pnr_searcher *searcher;
  must(pnr_searcher_open(env, index, &searcher, NULL) == PNR_OK);
  must(pnr_search(searcher, &person, &purpose, &options, NULL) == PNR_OK);
  check_answer(searcher, threshold);
  pnr_searcher_close(searcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  pnr_limits limits = { .size = sizeof limits, .steps = STEPS };
  pnr_error error = { .size = sizeof error };
  pnr_env *env;
  pnr_index *index;
  uint8_t *image = malloc(size > 0 ? size : 1);
  if (image == NULL) return 0;
  if (size > 0) memcpy(image, data, size);
  correct_checksum(image, size);
  must(pnr_env_open(NULL, NULL, &limits, &env, NULL) == PNR_OK);
  pnr_status status = pnr_index_borrow(env, image, size, &index, &error);
  must((status == PNR_OK) == (index != NULL) && (status == PNR_OK || error.offset <= size));
  if (index != NULL) {
    must(pnr_index_verify(index, &error) == PNR_OK || error.offset <= size);
    search(env, index, "Petra Novakova", 19800505, 1);
    search(env, index, "OMARALRASHIDI", 19710300, 6000);
  }
  pnr_index_close(index);
  pnr_env_close(env);
  free(image);
  return 0;
}
