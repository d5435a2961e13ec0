/* SPDX-License-Identifier: Apache-2.0 */
#include "pnr/places.h"

#include "core/date.h"
#include "core/fail.h"
#include "core/slice.h"
#include "place/image.h"

/* --- Opening, writing, closing --- */

static pnr_status new_places(const pnr_env *env, pnr_places **out, pnr_error *error)
{
  env = pnri_env(env);
  *out = pnri_alloc(env, sizeof **out);
  if (*out == NULL) return pnri_fail_memory(error);
  **out = (pnr_places){ .env = env };
  return PNR_OK;
}

/* Closes what cannot be used. */
static pnr_status settle(pnr_status status, pnr_places **out)
{
  if (status == PNR_OK) return status;
  pnr_places_close(*out);
  *out = NULL;
  return status;
}

pnr_status pnr_places_open(const pnr_env *env, const char *path, pnr_places **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || path == NULL) return pnri_fail_argument(error);
  pnr_status status = new_places(env, out, error);
  if (status != PNR_OK) return status;
  status = pnri_file_map(path, &(*out)->map, error);
  if (status == PNR_OK) status = pnri_place_open(*out, (*out)->map.data, (*out)->map.size, error);
  return settle(status, out);
}

pnr_status pnr_places_borrow(const pnr_env *env, const uint8_t *data, size_t size, pnr_places **out, pnr_error *error)
{
  if (out != NULL) *out = NULL;
  if (out == NULL || (data == NULL && size != 0)) return pnri_fail_argument(error);
  pnr_status status = new_places(env, out, error);
  return status == PNR_OK ? settle(pnri_place_open(*out, data, size, error), out) : status;
}

pnr_slice pnr_places_image(const pnr_places *places) { return (pnr_slice){ places->data, places->size }; }

uint32_t pnr_places_count(const pnr_places *places) { return places->rows; }

pnr_status pnr_places_write(const pnr_places *places, const char *path, pnr_error *error)
{
  if (places == NULL || path == NULL) return pnri_fail_argument(error);
  return pnri_file_write(places->env, path, pnr_places_image(places), error);
}

void pnr_places_close(pnr_places *places)
{
  if (places == NULL) return;
  pnri_file_unmap(&places->map);
  pnri_free(places->env, places->owned, places->size);
  pnri_free(places->env, places, sizeof *places);
}

/* --- Rows --- */

/* The row of this key and mode that is valid on the day; PNR_NONE when there is none. */
static uint32_t row_of_mode(const pnr_places *places, pnr_slice key, uint32_t mode, pnr_date day)
{
  uint32_t low = 0, high = places->rows;
  while (low < high) { /* the first row behind all that are valid */
    uint32_t middle = low + (high - low) / 2;
    pnr_slice other = pnri_place_key(places, pnri_place_word(places, middle, PNRI_PLACE_KEY));
    int order = pnri_place_compare(other, pnri_place_word(places, middle, PNRI_PLACE_MODE),
                                   pnri_place_word(places, middle, PNRI_PLACE_FROM), key, mode, day);
    if (order <= 0) low = middle + 1;
    else high = middle;
  }
  if (low == 0 || pnri_place_word(places, low - 1, PNRI_PLACE_MODE) != mode) return PNR_NONE;
  pnr_slice found = pnri_place_key(places, pnri_place_word(places, low - 1, PNRI_PLACE_KEY));
  return pnri_slice_equal(found, key) ? low - 1 : PNR_NONE;
}

static uint32_t row_of(const pnr_places *places, pnr_slice key, uint32_t mode, pnr_date day)
{
  uint32_t row = row_of_mode(places, key, mode, day);
  return row == PNR_NONE && mode != PNR_TRANSPORT_UNKNOWN ? row_of_mode(places, key, PNR_TRANSPORT_UNKNOWN, day) : row;
}

/* The row of a place as a message writes it. */
static uint32_t row_of_place(const pnr_places *places, pnr_slice code, uint32_t mode, pnr_date day)
{
  uint8_t key[PNRI_PLACE_KEY_SIZE];
  code = pnri_slice_trim(code);
  if (code.size == 0 || code.size > sizeof key || day == 0) return PNR_NONE;
  for (size_t i = 0; i < code.size; i++)
    key[i] = code.data[i] >= 'a' && code.data[i] <= 'z' ? (uint8_t)(code.data[i] - 32) : code.data[i];
  return row_of(places, (pnr_slice){ key, code.size }, mode, day);
}

static pnr_slice country_of(const pnr_places *places, uint32_t row)
{
  uint32_t offset = row != PNR_NONE ? pnri_place_word(places, row, PNRI_PLACE_COUNTRY) : PNRI_PLACE_NOTHING;
  return offset != PNRI_PLACE_NOTHING ? (pnr_slice){ places->texts + offset, 3 } : (pnr_slice){ NULL, 0 };
}

/* The rule of the row's clock, or of the one whose key it names; false when there is none. */
static bool clock_of(const pnr_places *places, uint32_t row, uint32_t mode, pnr_date day, pnri_zone *zone)
{
  uint32_t clock = pnri_place_word(places, row, PNRI_PLACE_CLOCK);
  if (clock != PNRI_PLACE_NOTHING && (clock & PNRI_PLACE_BY_KEY) != 0) {
    row = row_of(places, pnri_place_key(places, clock & ~PNRI_PLACE_BY_KEY), mode, day);
    clock = row != PNR_NONE ? pnri_place_word(places, row, PNRI_PLACE_CLOCK) : PNRI_PLACE_NOTHING;
  }
  if (clock == PNRI_PLACE_NOTHING || (clock & PNRI_PLACE_BY_KEY) != 0) return false;
  *zone = pnri_place_rule(places, clock);
  return true;
}

/* --- Legs --- */

static void fill_utc(const pnr_places *places, uint32_t row, uint32_t mode, pnr_date date, int32_t time, pnr_date *utc,
                     int32_t *utc_time, uint32_t *doubt)
{
  static const uint32_t doubts[] = {
    [PNRI_CLOCK_ONCE] = PNR_DOUBT_NONE, [PNRI_CLOCK_TWICE] = PNR_DOUBT_REPEATED, [PNRI_CLOCK_NEVER] = PNR_DOUBT_SKIPPED
  };
  pnri_zone zone;
  if (row == PNR_NONE || time == PNR_TIME_UNKNOWN || !clock_of(places, row, mode, date, &zone)) return;
  int64_t moment;
  uint32_t times = pnri_zone_to_utc(&zone, pnri_moment(pnri_date_days(date), time), &moment);
  pnr_date found = moment >= 0 ? pnri_date_from_days((int32_t)(moment / 1440)) : 0;
  if (found == 0) return; /* before the first or behind the last year */
  *utc = found;
  *utc_time = (int32_t)(moment % 1440);
  *doubt = doubts[times];
}

static uint32_t route_of(pnr_slice from, pnr_slice to, pnr_date day)
{
  if (from.size == 0 || to.size == 0) return PNR_ROUTE_UNKNOWN;
  pnr_slice from_member = pnr_country_member_state(from, day), to_member = pnr_country_member_state(to, day);
  if (from_member.size == 0 && to_member.size == 0) return PNR_ROUTE_OUTSIDE_EU;
  if (from_member.size == 0 || to_member.size == 0) return PNR_ROUTE_EXTRA_EU;
  return pnri_slice_equal(from_member, to_member) ? PNR_ROUTE_DOMESTIC : PNR_ROUTE_INTRA_EU;
}

static pnr_date complete(pnr_date date) { return pnri_day(date) != 0 ? date : 0; }

pnr_status pnr_places_leg(const pnr_places *places, const pnr_leg *leg, pnr_leg_places *out, pnr_error *error)
{
  if (places == NULL || leg == NULL || out == NULL || out->size < sizeof out->size) return pnri_fail_argument(error);
  pnr_leg_places all = { .size = out->size, .departs_time = PNR_TIME_UNKNOWN, .arrives_time = PNR_TIME_UNKNOWN };
  pnr_date departs = complete(leg->departs), arrives = complete(leg->arrives);
  uint32_t from = row_of_place(places, leg->from, leg->transport, departs != 0 ? departs : arrives);
  uint32_t to = row_of_place(places, leg->to, leg->transport, arrives != 0 ? arrives : departs);
  all.from_country = country_of(places, from);
  all.to_country = country_of(places, to);
  all.route = route_of(all.from_country, all.to_country, departs != 0 ? departs : arrives);
  if (departs != 0)
    fill_utc(places, from, leg->transport, departs, leg->departs_time, &all.departs, &all.departs_time,
             &all.departs_doubt);
  if (arrives != 0)
    fill_utc(places, to, leg->transport, arrives, leg->arrives_time, &all.arrives, &all.arrives_time,
             &all.arrives_doubt);
  memcpy(out, &all, out->size < sizeof all ? out->size : sizeof all);
  return PNR_OK;
}

const char *pnr_route_name(uint32_t route)
{
  static const char *const names[] = { "unknown", "domestic", "intra-eu", "extra-eu", "outside-eu" };
  return names[route <= PNR_ROUTE_OUTSIDE_EU ? route : 0];
}

const char *pnr_doubt_name(uint32_t doubt)
{
  static const char *const names[] = { "unknown", "repeated", "skipped" };
  return names[doubt <= PNR_DOUBT_SKIPPED ? doubt : 0];
}
