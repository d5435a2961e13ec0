/* SPDX-License-Identifier: Apache-2.0 */
#include "regimes.h"

#include <inttypes.h>
#include <stdlib.h>

#include "input.h"
#include "output.h"

pnr_regimes *regimes_load(const char *path)
{
  input_file input;
  pnr_regimes *regimes = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = input_read(&input, path, &error) ? PNR_OK : error.status;
  if (status == PNR_OK) status = pnr_regimes_open(NULL, (pnr_slice){ input.data, input.size }, &regimes, &error);
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status != PNR_OK) {
    complain_error(input_name(path), &error, input.data, input.size);
    exit(EXIT_INPUT);
  }
  input_free(&input);
  return regimes;
}

static void put_recipients(pnr_text *line, uint32_t bits)
{
  const char *between = ",";
  if (bits == 0) put_string(line, ",none");
  for (uint32_t bit = 1; bit <= PNR_TO_PROCESSING; bit *= 2) {
    if ((bits & bit) == 0) continue;
    put_format(line, "%s%s", between, pnr_recipient_name(bit));
    between = " ";
  }
}

static void put_period(pnr_text *line, uint32_t months, uint32_t hours, const char *endless)
{
  if (hours != 0) put_format(line, ",%" PRIu32 " hours", hours);
  else if (months == PNR_NEVER) put_format(line, ",%s", endless);
  else put_format(line, ",%" PRIu32 " months", months);
}

static void put_row(pnr_text *line, const pnr_regimes *regimes, uint32_t regime)
{
  const pnr_regime_policy *policy = pnr_regimes_policy(regimes, regime);
  const pnr_retention_policy *clock = pnr_regimes_retention(regimes, regime);
  put_string(line, pnr_regime_name(regime));
  put_recipients(line, policy->assessment);
  put_recipients(line, policy->request);
  put_recipients(line, policy->criteria);
  put_recipients(line, policy->border);
  put_period(line, clock->mask_months, 0, "never");
  put_period(line, clock->erase_months, clock->erase_hours, "never");
  put_period(line, clock->unlinked_months, 0, "never");
  for (uint32_t kind = PNR_KEPT_HIT; kind <= PNR_KEPT_COPY; kind++) {
    const pnr_kept_policy *kept = pnr_regimes_kept(regimes, regime, kind);
    put_period(line, kept->months, kept->hours, "record");
  }
}

void regimes_print(const pnr_regimes *regimes)
{
  pnr_text *line = text_open();
  put_string(line, "regime,assessment,request,criteria,border,mask,erase,unlinked");
  for (uint32_t kind = PNR_KEPT_HIT; kind <= PNR_KEPT_COPY; kind++) put_format(line, ",%s", pnr_kept_name(kind));
  output_line(line);
  for (uint32_t regime = PNR_REGIME_PNR; regime <= PNR_REGIME_ROAD; regime++) {
    pnr_text_clear(line);
    put_row(line, regimes, regime);
    output_line(line);
  }
  pnr_text_close(line);
}
