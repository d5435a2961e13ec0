/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_READ_MRZ_H
#define PNR_READ_MRZ_H

#include <stdbool.h>

#include "pnr/read.h"
#include "record/builder.h"

/* Machine readable zones (ICAO Doc 9303): octets to lines to zones (mrz_zone.c), what stands where and whether its check
 * digits are right (mrz_layout.c), what an OCR may have confused (mrz_repair.c), and the record (mrz.c). */

typedef struct pnri_mrz pnri_mrz;

/* data is borrowed. Fails with PNR_E_EMPTY, with PNR_E_FORMAT where no zone is found, PNR_E_LIMIT, PNR_E_MEMORY. */
pnr_status pnri_mrz_open(const pnr_env *env, const uint8_t *data, size_t size, pnri_mrz **out, pnr_error *error);
/* Reads the next zone. PNR_END when there is none left. */
pnr_status pnri_mrz_next(pnri_mrz *mrz, pnri_builder *builder, pnr_date reference, pnr_error *error);
void pnri_mrz_close(pnri_mrz *mrz);
/* True when the first lines that are not blank are a zone. */
bool pnri_mrz_starts(const uint8_t *data, size_t size);

/* --- Layouts --- */

enum { PNRI_MRZ_LINES = 3, PNRI_MRZ_WIDTH = 44, PNRI_MRZ_NOWHERE = 255 };

typedef enum pnri_mrz_field_kind {
  PNRI_MRZ_CODE, /* of the document: P, ID, V … */
  PNRI_MRZ_ISSUER,
  PNRI_MRZ_NAME,
  PNRI_MRZ_NUMBER,
  PNRI_MRZ_NATIONALITY,
  PNRI_MRZ_BIRTH,
  PNRI_MRZ_SEX,
  PNRI_MRZ_EXPIRY,
  PNRI_MRZ_OPTIONAL,
  PNRI_MRZ_OPTIONAL_2,
  PNRI_MRZ_FIELDS
} pnri_mrz_field_kind;

/* Positions are counted from 0; end is behind the last. A field of width 0 does not exist in its layout. */
typedef struct pnri_mrz_field {
  uint8_t line, begin, end;
  uint8_t check; /* position of its check digit, or PNRI_MRZ_NOWHERE */
} pnri_mrz_field;

typedef struct pnri_mrz_range {
  uint8_t line, begin, end;
} pnri_mrz_range;

enum { PNRI_MRZ_RANGES = 4 };

typedef struct pnri_mrz_layout {
  char name[6];
  uint8_t lines, width;
  bool is_visa;
  bool has_long_number;                      /* the number may go on in OPTIONAL */
  pnri_mrz_range composite[PNRI_MRZ_RANGES]; /* what the composite check digit covers, in this order */
  uint8_t composite_line, composite_check;   /* PNRI_MRZ_NOWHERE: none */
  pnri_mrz_field fields[PNRI_MRZ_FIELDS];
} pnri_mrz_layout;

enum { PNRI_MRZ_LAYOUTS = 5 };
extern const pnri_mrz_layout pnri_mrz_layouts[PNRI_MRZ_LAYOUTS];

/* --- Check digits --- */

/* The zone's characters: A to Z, 0 to 9, '<', or 0 for one that no zone has. */
typedef struct pnri_mrz_grid {
  uint8_t at[PNRI_MRZ_LINES][PNRI_MRZ_WIDTH];
} pnri_mrz_grid;

/* The characters of one line that a check digit covers, and that digit. */
typedef struct pnri_mrz_span {
  uint8_t line, count, check; /* check: PNRI_MRZ_NOWHERE where nothing is checked */
  uint8_t at[PNRI_MRZ_WIDTH];
} pnri_mrz_span;

/* True where a document number is longer than its field: '<' stands in place of the check digit, and number and digit go
 * on in the optional data (Doc 9303-5 section 4.2.4). */
bool pnri_mrz_is_long(const pnri_mrz_layout *layout, const pnri_mrz_grid *grid);
/* What the field's check digit covers. with_filler: as those issuers compute it who count the '<' of a long number. */
pnri_mrz_span pnri_mrz_span_of(const pnri_mrz_layout *layout, const pnri_mrz_grid *grid, pnri_mrz_field_kind kind,
                               bool with_filler);
bool pnri_mrz_span_holds(const pnri_mrz_grid *grid, const pnri_mrz_span *span);
/* True as well for a layout without composite check digit. */
bool pnri_mrz_composite_holds(const pnri_mrz_layout *layout, const pnri_mrz_grid *grid);

/* --- Zones --- */

/* One character of a zone, and where it stands. */
typedef struct pnri_mrz_cell {
  uint64_t offset;
  uint32_t line, column;
  uint8_t size; /* octets; 0: not in the input, the line was too short */
} pnri_mrz_cell;

/* Octets of one line that are too many, or a place where some are missing (length 0). */
typedef struct pnri_mrz_misfit {
  uint64_t offset, length;
  uint32_t line, column;
  bool is_there;
} pnri_mrz_misfit;

typedef struct pnri_mrz_zone {
  const pnri_mrz_layout *layout; /* NULL: there is no further zone */
  uint64_t begin, end;           /* its lines, the last line break too */
  uint32_t next_line;            /* number of the line behind */
  pnri_mrz_grid grid;
  pnri_mrz_cell cells[PNRI_MRZ_LINES][PNRI_MRZ_WIDTH];
  pnri_mrz_misfit misfits[PNRI_MRZ_LINES];
} pnri_mrz_zone;

/* Finds the first zone at or behind `from`, the begin of the line `number`. */
void pnri_mrz_find(const uint8_t *data, size_t size, uint64_t from, uint32_t number, pnri_mrz_zone *zone);
/* The next run of lines in [*from, to) that are not blank; *from and *number move behind it. False when there is none. */
bool pnri_mrz_next_run(const uint8_t *data, uint64_t to, uint64_t *from, uint32_t *number, pnr_finding *finding);

/* --- Repair --- */

/* What would make all check digits right again. */
typedef struct pnri_mrz_repair {
  pnri_mrz_grid grid;
  bool is_field[PNRI_MRZ_FIELDS]; /* these fields, or their check digits, were changed */
  bool is_composite;              /* the composite check digit was */
} pnri_mrz_repair;

/* True when there is exactly one such way. */
bool pnri_mrz_find_repair(const pnri_mrz_zone *zone, pnri_mrz_repair *repair);

#endif
