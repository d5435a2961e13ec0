/* SPDX-License-Identifier: Apache-2.0 */
#include "format.h"

#include <pnr/pnr.h>
#include <string.h>

typedef struct format_name {
  const char *name;
  uint32_t number;
} format_name;

static const format_name message_formats[] = {
  { "auto", 0 },
  { "pnrgov", PNR_MESSAGE_PNRGOV },
  { "paxlst", PNR_MESSAGE_PAXLST },
  { "cusres", PNR_MESSAGE_CUSRES },
  { "pnrgov-xml", PNR_MESSAGE_PNRGOV_XML },
  { "mrz", PNR_MESSAGE_MRZ },
  { "pnl", PNR_MESSAGE_PNL },
  { "ackres", PNR_MESSAGE_ACKRES },
  { "contrl", PNR_MESSAGE_CONTRL },
  { NULL, 0 },
};

static const format_name list_formats[] = {
  { "auto", PNR_LIST_AUTO }, { "csv", PNR_LIST_CSV },
  { "un", PNR_LIST_UN },     { "ofac", PNR_LIST_OFAC },
  { "eu", PNR_LIST_EU },     { "uk", PNR_LIST_UK },
  { "nl", PNR_LIST_NL },     { "opensanctions", PNR_LIST_OPENSANCTIONS },
  { "sltd", PNR_LIST_SLTD }, { NULL, 0 },
};

static uint32_t find(const cli_command *command, const format_name *formats, const char *name)
{
  for (const format_name *row = formats; row->name != NULL; row++)
    if (strcmp(row->name, name) == 0) return row->number;
  const char *near = nearest_word(name, &formats[0].name, sizeof formats[0]);
  if (near != NULL) usage_error(command, "there is no format '%s'; did you mean '%s'?", name, near);
  usage_error(command, "there is no format '%s'", name);
}

uint32_t message_format(const cli_command *command, const char *name) { return find(command, message_formats, name); }

uint32_t list_format(const cli_command *command, const char *name) { return find(command, list_formats, name); }
