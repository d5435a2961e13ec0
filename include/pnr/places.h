/* pnr/places.h - where a place is: its country and its clock, from a table that the caller has.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PLACES_H
#define PNR_PLACES_H

#include "pnr/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- Building: from CSV to an image --- */

typedef struct pnr_places_builder pnr_places_builder;
typedef struct pnr_places pnr_places;

PNR_API pnr_status pnr_places_builder_open(const pnr_env *env, pnr_places_builder **out, pnr_error *error);

/* Reads a table with a header line: code, country, time_zone, mode, valid_from, in any order (docs/places.md). What
 * cannot be understood becomes a finding and the rest is read. Fails with PNR_E_EMPTY, or with PNR_E_FORMAT where there is
 * no column `code`. data is not needed after the call. */
PNR_API pnr_status pnr_places_builder_add(pnr_places_builder *builder, const uint8_t *data, size_t size,
                                          pnr_error *error);

/* All rows that were added. Findings of this call, about rows that do not fit each other, come behind those of add. */
PNR_API pnr_status pnr_places_builder_finish(pnr_places_builder *builder, pnr_places **out, pnr_error *error);

/* Findings so far, in the offsets of the table that they are about. Owned by the builder; NULL when out of range. */
PNR_API uint32_t pnr_places_builder_finding_count(const pnr_places_builder *builder);
PNR_API const pnr_finding *pnr_places_builder_finding(const pnr_places_builder *builder, uint32_t i);
PNR_API void pnr_places_builder_close(pnr_places_builder *builder);

/* --- Images --- */

/* Writes the image, readable by its owner only, so that readers see the old file or the new one. */
PNR_API pnr_status pnr_places_write(const pnr_places *places, const char *path, pnr_error *error);

/* Maps an image read-only and checks all of it: PNR_E_IMAGE_FOREIGN, PNR_E_IMAGE_VERSION, PNR_E_IMAGE_TRUNCATED or
 * PNR_E_IMAGE_DAMAGED with the offset. The file may be replaced, never be changed. */
PNR_API pnr_status pnr_places_open(const pnr_env *env, const char *path, pnr_places **out, pnr_error *error);

/* The same with octets in memory, borrowed until close. */
PNR_API pnr_status pnr_places_borrow(const pnr_env *env, const uint8_t *data, size_t size, pnr_places **out,
                                     pnr_error *error);

/* The image's octets, the same on every machine. Owned by places. */
PNR_API pnr_slice pnr_places_image(const pnr_places *places);

/* Rows of the table. */
PNR_API uint32_t pnr_places_count(const pnr_places *places);
PNR_API void pnr_places_close(pnr_places *places);

/* --- Asking. Any number of threads may ask the same places. --- */

enum { /* between which territories a leg goes, on the day of its departure */
       PNR_ROUTE_UNKNOWN = 0,
       PNR_ROUTE_DOMESTIC = 1,  /* within one member state of the European Union */
       PNR_ROUTE_INTRA_EU = 2,  /* from one member state to another (Directive (EU) 2016/681 article 3(3)) */
       PNR_ROUTE_EXTRA_EU = 3,  /* one end in a member state, the other outside (article 3(2)) */
       PNR_ROUTE_OUTSIDE_EU = 4 /* both ends outside */
};

enum { /* how certain a time in UTC is */
       PNR_DOUBT_NONE = 0,
       PNR_DOUBT_REPEATED = 1, /* clocks showed this time twice that day; the first one was taken */
       PNR_DOUBT_SKIPPED = 2   /* clocks never showed it; taken as if they had not been changed */
};

/* What a leg's places add to it. Whatever is not known for certain is 0, PNR_TIME_UNKNOWN or empty. */
typedef struct pnr_leg_places {
  uint32_t size;    /* sizeof(pnr_leg_places), set by the caller */
  uint32_t route;   /* PNR_ROUTE_… */
  pnr_date departs; /* in UTC; date and time are both known or both unknown */
  int32_t departs_time;
  pnr_date arrives;
  int32_t arrives_time;
  uint32_t departs_doubt; /* PNR_DOUBT_… */
  uint32_t arrives_doubt;
  pnr_slice from_country; /* ISO 3166-1 alpha-3; owned by places */
  pnr_slice to_country;
} pnr_leg_places;

/* Fills *out for the leg. A row of the leg's mode of transport counts before one without mode; of several the one that
 * was valid on the leg's day. A local time becomes UTC only where its date and time are known and the row has a clock;
 * without a date, neither country nor clock is known. */
PNR_API pnr_status pnr_places_leg(const pnr_places *places, const pnr_leg *leg, pnr_leg_places *out, pnr_error *error);

/* "domestic", "intra-eu", "extra-eu", "outside-eu"; "repeated", "skipped". Static; "unknown" for other numbers. */
PNR_API const char *pnr_route_name(uint32_t route);
PNR_API const char *pnr_doubt_name(uint32_t doubt);

#ifdef __cplusplus
}
#endif
#endif
