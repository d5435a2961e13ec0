/* SPDX-License-Identifier: Apache-2.0 */
#include "format.h"

#include <pnr/pnr.h>
#include <string.h>

enum { NOT_YET = -1 }; /* a name that the interface promises, without a reader in this version */

typedef struct format_name {
  const char *name;
  int32_t number;
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
  { "eu", NOT_YET },         { "uk", NOT_YET },
  { "nl", NOT_YET },         { "opensanctions", NOT_YET },
  { "sltd", NOT_YET },       { NULL, 0 },
};

static uint32_t find(const cli_command *command, const format_name *formats, const char *name)
{
  for (const format_name *row = formats; row->name != NULL; row++) {
    if (strcmp(row->name, name) != 0) continue;
    if (row->number == NOT_YET) usage_error(command, "format '%s' is not supported in this version", name);
    return (uint32_t)row->number;
  }
  const char *near = nearest_word(name, &formats[0].name, sizeof formats[0]);
  if (near != NULL) usage_error(command, "there is no format '%s'; did you mean '%s'?", name, near);
  usage_error(command, "there is no format '%s'", name);
}

uint32_t message_format(const cli_command *command, const char *name) { return find(command, message_formats, name); }

uint32_t list_format(const cli_command *command, const char *name) { return find(command, list_formats, name); }
