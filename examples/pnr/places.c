/* SPDX-License-Identifier: Apache-2.0 */
#include "places.h"

#include <inttypes.h>
#include <stdio.h>

#include "command.h"

void tables_open(places_tables *tables)
{
  *tables = (places_tables){ .status = EXIT_DONE };
  if (pnr_places_builder_open(NULL, &tables->builder, NULL) != PNR_OK) out_of_memory();
}

/* Findings from number first on. */
static void report(places_tables *tables, const char *file, uint32_t first)
{
  for (uint32_t i = first; i < pnr_places_builder_finding_count(tables->builder); i++) {
    const pnr_finding *finding = pnr_places_builder_finding(tables->builder, i);
    fprintf(stderr, "%s:%" PRIu32 ":%" PRIu32 ": %s: %s\n", file, finding->line, finding->column,
            pnr_severity_name(finding->severity), pnr_finding_text(finding->code));
    if (finding->severity == PNR_SEVERITY_ERROR) tables->status = EXIT_INPUT;
  }
}

void tables_add(places_tables *tables, const char *path)
{
  pnr_error error = { .size = sizeof error };
  input_file input;
  uint32_t before = pnr_places_builder_finding_count(tables->builder);
  bool is_read = input_read(&input, path, &error) &&
                 pnr_places_builder_add(tables->builder, input.data, input.size, &error) == PNR_OK;
  if (is_read) {
    report(tables, input_name(path), before);
    tables->tables++;
  } else {
    if (error.status == PNR_E_MEMORY) out_of_memory();
    complain_error(input_name(path), &error, input.data, input.size);
    tables->status = EXIT_INPUT;
  }
  input_free(&input);
}

pnr_places *tables_finish(places_tables *tables)
{
  pnr_places *places = NULL;
  uint32_t before = pnr_places_builder_finding_count(tables->builder);
  if (tables->tables != 0 && pnr_places_builder_finish(tables->builder, &places, NULL) != PNR_OK) out_of_memory();
  report(tables, "tables", before); /* rows of different files that do not fit each other */
  pnr_places_builder_close(tables->builder);
  tables->builder = NULL;
  return places;
}

pnr_places *places_load(const char *path, int *status)
{
  pnr_error error = { .size = sizeof error };
  pnr_places *places = NULL;
  *status = EXIT_DONE;
  if (pnr_places_open(NULL, path, &places, &error) == PNR_OK) return places;
  if (error.status != PNR_E_IMAGE_FOREIGN) {
    complain_error(path, &error, NULL, 0);
    *status = EXIT_INPUT;
    return NULL;
  }
  places_tables tables;
  tables_open(&tables);
  tables_add(&tables, path);
  places = tables_finish(&tables);
  *status = tables.status;
  return places;
}
