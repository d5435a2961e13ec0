/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "pnr/scope.h"

/* A selection's table: read, told where it is wrong, and asked about a flight. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
  if (!holds) abort();
}

static pnr_slice text(const char *words) { return (pnr_slice){ (const uint8_t *)words, strlen(words) }; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const pnr_leg known = {
    .carrier = text("ZX"), .number = text("100"), .from = text("QXA"), .to = text("QXB"), .departs = 20250310
  };
  const pnr_leg unknown = { .departs = 0 };
  const pnr_leg *const legs[] = { &known, &unknown };
  pnr_error error = { .size = sizeof error };
  pnr_scope *scope;
  uint32_t found[3];
  pnr_status status = pnr_scope_open(NULL, (pnr_slice){ data, size }, &scope, &error);
  must((status == PNR_OK) == (scope != NULL));
  if (status != PNR_OK) {
    must(error.status == status && error.offset <= size && error.line != 0 && error.column != 0);
    return 0;
  }
  for (uint32_t i = 0; i < 3; i++) {
    const pnr_content content = { .legs = legs, .leg_count = i };
    must(pnr_scope_of(scope, &content, NULL, &found[i], NULL) == PNR_OK);
    must(found[i] >= PNR_SCOPE_OUTSIDE && found[i] <= PNR_SCOPE_INSIDE);
  }
  must(found[2] >= found[1]); /* a further leg never puts a message outside */
  must(pnr_scope_count(scope) != 0 || found[2] == PNR_SCOPE_OUTSIDE);
  pnr_scope_close(scope);
  return 0;
}
