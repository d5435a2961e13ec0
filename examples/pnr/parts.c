/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

#include <inttypes.h>

void parts_open(split_messages *split)
{
  *split = (split_messages){ 0 };
  if (pnr_assembler_open(NULL, &split->assembler, NULL) != PNR_OK) out_of_memory();
}

void parts_add(split_messages *split, const pnr_message *message)
{
  if (pnr_assembler_add(split->assembler, message, split->messages, split->messages, NULL, NULL) == PNR_E_MEMORY)
    out_of_memory();
  split->messages++;
}

void parts_close(split_messages *split) { pnr_assembler_close(split->assembler); }

/* A message that is the first and the last part is whole by itself. */
static bool is_split(const pnr_assembly *assembly) { return assembly->part_count > 1 || !assembly->is_complete; }

/* "ZX100 AAA-BBB 2025-03-10: 2 of 3 parts, missing 2" and what else is wrong. */
static void put_line(pnr_text *text, const display *terminal, const pnr_assembly *assembly)
{
  put_clean(text, assembly->carrier, 0);
  put_clean(text, assembly->number, 0);
  put_string(text, " ");
  put_clean(text, assembly->from, 0);
  put_string(text, "-");
  put_clean(text, assembly->to, 0);
  put_string(text, " ");
  put_date(text, assembly->departs);
  put_format(text, ": %" PRIu32, assembly->part_count);
  if (assembly->total != 0) put_format(text, " of %" PRIu32, assembly->total);
  put_string(text, assembly->total == 1 || (assembly->total == 0 && assembly->part_count == 1) ? " part" : " parts");
  for (uint32_t i = 0; i < assembly->missing_count; i++)
    put_format(text, "%s %" PRIu32, i == 0 ? ", missing" : ",", assembly->missing[i]);
  for (uint32_t i = 0; i < assembly->finding_count; i++) {
    const pnr_part_finding *finding = assembly->findings[i];
    if (finding->code == PNR_F_PART_MISSING) continue; /* told above */
    put_string(text, "\n  ");
    put_string(text, style_on(terminal, finding->severity == PNR_SEVERITY_ERROR ? STYLE_RED : STYLE_YELLOW));
    put_string(text, pnr_severity_name(finding->severity));
    put_string(text, style_off(terminal, finding->severity == PNR_SEVERITY_ERROR ? STYLE_RED : STYLE_YELLOW));
    put_format(text, " %s: %s", pnr_finding_name(finding->code), pnr_finding_text(finding->code));
    if (finding->part != 0) put_format(text, " (part %" PRIu32 ")", finding->part);
  }
}

void parts_print(const split_messages *split, const display *terminal)
{
  pnr_text *text = text_open();
  for (const pnr_assembly *a = pnr_assembler_next(split->assembler, NULL); a != NULL;
       a = pnr_assembler_next(split->assembler, a)) {
    if (!is_split(a)) continue;
    pnr_text_clear(text);
    if (terminal->readable) put_line(text, terminal, a);
    else if (pnr_json_assembly(text, a, NULL) != PNR_OK) out_of_memory();
    output_line(text);
  }
  pnr_text_close(text);
}

void parts_complain(const split_messages *split)
{
  uint32_t count = 0;
  for (const pnr_assembly *a = pnr_assembler_next(split->assembler, NULL); a != NULL;
       a = pnr_assembler_next(split->assembler, a))
    count += !a->is_complete;
  if (count != 0)
    complain("%" PRIu32 " split message%s not complete; --assemble tells which parts are missing", count,
             count == 1 ? " is" : "s are");
}
