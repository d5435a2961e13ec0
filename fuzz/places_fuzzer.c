/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "place/image.h"
#include "pnr/places.h"

/* A table of places, or an image of one, from anywhere. A table that can be read makes an image that opens and answers
 * alike; an image's checksum is made right first, so that the inputs reach what lies behind it. Octets lie in a block of
 * exactly their size, so that a sanitizer sees each read past the end. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
  if (!holds) abort();
}

static void correct_image(uint8_t *image, size_t size)
{
  enum { AT_OCTETS = 16, AT_CHECKSUM = 24 };
  if (size < PNRI_PLACE_HEADER) return;
  pnri_store64(image + AT_OCTETS, size);
  pnri_store64(image + AT_CHECKSUM, 0);
  XXH64_hash_t head = XXH3_64bits(image, PNRI_PLACE_HEADER);
  pnri_store64(image + AT_CHECKSUM, XXH3_64bits_withSeed(image + PNRI_PLACE_HEADER, size - PNRI_PLACE_HEADER, head));
}

static void check_leg(const pnr_leg_places *found)
{
  must(found->route <= PNR_ROUTE_OUTSIDE_EU && found->departs_doubt <= PNR_DOUBT_SKIPPED);
  must((found->departs == 0) == (found->departs_time == PNR_TIME_UNKNOWN));
  must((found->arrives == 0) == (found->arrives_time == PNR_TIME_UNKNOWN));
  must(found->departs_time < 1440 && found->arrives_time < 1440);
  must(found->from_country.size == 0 || found->from_country.size == 3);
  must(found->route == PNR_ROUTE_UNKNOWN || (found->from_country.size == 3 && found->to_country.size == 3));
}

/* Legs between the places of the table: its own keys, so that all of it is asked. */
static uint64_t ask(const pnr_places *places)
{
  static const pnr_date days[] = { 20250310, 20250330, 20251026, 10101, 99991231 };
  uint64_t sum = 0;
  for (uint32_t row = 0; row < pnr_places_count(places) && row < 50; row++) {
    pnr_slice from = pnri_place_key(places, pnri_place_word(places, row, PNRI_PLACE_KEY));
    pnr_slice to = pnri_place_key(places, pnri_place_word(places, pnr_places_count(places) - 1 - row, PNRI_PLACE_KEY));
    for (uint32_t i = 0; i < 10; i++) {
      pnr_date day = days[i % 5];
      pnr_leg leg = { .from = from,
                      .to = to,
                      .departs = day,
                      .arrives = day,
                      .departs_time = 150,
                      .arrives_time = 1439,
                      .transport = i };
      pnr_leg_places found = { .size = sizeof found };
      must(pnr_places_leg(places, &leg, &found, NULL) == PNR_OK);
      check_leg(&found);
      sum = sum * 31 + found.departs + (uint32_t)found.departs_time + found.arrives + found.route;
    }
  }
  return sum;
}

static void read_table(const uint8_t *data, size_t size)
{
  pnr_places_builder *builder;
  pnr_places *places = NULL, *again = NULL;
  must(pnr_places_builder_open(NULL, &builder, NULL) == PNR_OK);
  if (pnr_places_builder_add(builder, data, size, NULL) == PNR_OK) {
    must(pnr_places_builder_finish(builder, &places, NULL) == PNR_OK);
    for (uint32_t i = 0; i < pnr_places_builder_finding_count(builder); i++) {
      const pnr_finding *finding = pnr_places_builder_finding(builder, i);
      must(finding->code == PNR_F_MORE || (finding->offset <= size && finding->length <= size - finding->offset));
    }
    pnr_slice image = pnr_places_image(places);
    must(pnr_places_borrow(NULL, image.data, image.size, &again, NULL) == PNR_OK);
    must(ask(places) == ask(again));
  }
  pnr_places_close(again);
  pnr_places_close(places);
  pnr_places_builder_close(builder);
}

static void open_image(const uint8_t *data, size_t size)
{
  pnr_error error = { .size = sizeof error };
  pnr_places *places = NULL;
  uint8_t *image = malloc(size > 0 ? size : 1);
  if (image == NULL) return;
  if (size > 0) memcpy(image, data, size);
  correct_image(image, size);
  pnr_status status = pnr_places_borrow(NULL, image, size, &places, &error);
  must((status == PNR_OK) == (places != NULL) && (status == PNR_OK || error.offset <= size));
  if (places != NULL) ask(places);
  pnr_places_close(places);
  free(image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  read_table(data, size);
  open_image(data, size);
  return 0;
}
