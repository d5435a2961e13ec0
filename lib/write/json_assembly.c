/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "write/json_writer.h"

/* docs/parts.md describes this object. */

static void put_count(pnri_json *json, const char *key, uint64_t value)
{
  pnri_json_key(json, key);
  pnri_json_number(json, value);
}

static void put_leg(pnri_json *json, const pnr_assembly *assembly)
{
  pnri_json_open_member(json, "leg", '{');
  pnri_json_text_member(json, "carrier", assembly->carrier);
  pnri_json_text_member(json, "number", assembly->number);
  pnri_json_text_member(json, "from", assembly->from);
  pnri_json_text_member(json, "to", assembly->to);
  pnri_json_time_member(json, "departs", assembly->departs, PNR_TIME_UNKNOWN);
  pnri_json_close(json, '}');
}

static void put_part(pnri_json *json, const pnr_part *part)
{
  pnri_json_open(json, '{');
  pnri_json_number_member(json, "number", part->number);
  pnri_json_flag_member(json, "first", part->is_first != 0);
  pnri_json_flag_member(json, "last", part->is_last != 0);
  put_count(json, "copies", part->copies);
  put_count(json, "bookings", part->bookings);
  put_count(json, "travellers", part->travellers);
  put_count(json, "token", part->token);
  pnri_json_close(json, '}');
}

static void put_finding(pnri_json *json, const pnr_part_finding *finding)
{
  pnri_json_open(json, '{');
  pnri_json_word_member(json, "code", pnr_finding_name(finding->code));
  pnri_json_word_member(json, "severity", pnr_severity_name(finding->severity));
  pnri_json_number_member(json, "part", finding->part);
  pnri_json_number_member(json, "count", finding->count);
  pnri_json_close(json, '}');
}

static void put_assembly(pnri_json *json, const pnr_assembly *assembly)
{
  pnri_json_word_member(json, "type", pnr_message_type_name(assembly->type));
  pnri_json_word_member(json, "function", pnr_function_name(assembly->function));
  pnri_json_text_member(json, "sender", assembly->sender);
  pnri_json_text_member(json, "key", assembly->key);
  put_leg(json, assembly);
  pnri_json_flag_member(json, "complete", assembly->is_complete != 0);
  pnri_json_number_member(json, "total", assembly->total);
  pnri_json_open_member(json, "missing", '[');
  for (uint32_t i = 0; i < assembly->missing_count; i++) pnri_json_number(json, assembly->missing[i]);
  pnri_json_close(json, ']');
  if (assembly->is_declared != 0) put_count(json, "declared", assembly->declared);
  put_count(json, "bookings", assembly->bookings);
  put_count(json, "travellers", assembly->travellers);
  pnri_json_open_member(json, "parts", '[');
  for (uint32_t i = 0; i < assembly->part_count; i++) put_part(json, assembly->parts[i]);
  pnri_json_close(json, ']');
  pnri_json_open_member(json, "findings", '[');
  for (uint32_t i = 0; i < assembly->finding_count; i++) put_finding(json, assembly->findings[i]);
  pnri_json_close(json, ']');
}

pnr_status pnr_json_assembly(pnr_text *text, const pnr_assembly *assembly, pnr_error *error)
{
  if (text == NULL || assembly == NULL) return pnri_fail_argument(error);
  size_t size = text->octets.count;
  pnri_json json = { text, false };
  pnri_json_open(&json, '{');
  pnri_json_open_member(&json, "assembly", '{');
  put_assembly(&json, assembly);
  pnri_json_close(&json, '}');
  pnri_json_close(&json, '}');
  return pnri_text_settle(text, size, error);
}
