/* SPDX-License-Identifier: Apache-2.0 */
#include "record/words.h"

#include "core/slice.h"
#include "pnr/list.h"
#include "pnr/message.h"
#include "pnr/policy.h"

/* The words of the machine interface. Each table is indexed by its enumeration. */

#define WORD(table, number) word(table, sizeof(table) / sizeof(table)[0], number)

static const char *word(const char *const *table, size_t count, uint32_t number)
{
  return number < count && table[number] != NULL ? table[number] : "unknown";
}

/* The number of a word, ASCII case ignored; 0 where the table does not hold it. */
static uint32_t number_of(const char *const *table, uint32_t count, pnr_slice name)
{
  for (uint32_t i = 0; i < count; i++)
    if (table[i] != NULL && pnri_slice_same(name, pnri_slice(table[i]))) return i;
  return 0;
}

const char *pnr_message_type_name(uint32_t type)
{
  static const char *const words[] = {
    [PNR_MESSAGE_PNRGOV] = "PNRGOV", [PNR_MESSAGE_PAXLST] = "PAXLST", [PNR_MESSAGE_PNRGOV_XML] = "PNRGOV",
    [PNR_MESSAGE_CUSRES] = "CUSRES", [PNR_MESSAGE_MRZ] = "MRZ",       [PNR_MESSAGE_PNL] = "PNL",
    [PNR_MESSAGE_ACKRES] = "ACKRES", [PNR_MESSAGE_CONTRL] = "CONTRL",
  };
  return WORD(words, type);
}

const char *pnr_origin_name(uint32_t origin)
{
  static const char *const words[] = {
    [PNR_ORIGIN_CARRIER] = "carrier",
    [PNR_ORIGIN_ROUTER] = "router",
    [PNR_ORIGIN_FALLBACK] = "fallback",
  };
  return WORD(words, origin);
}

const char *pnr_function_name(uint32_t function)
{
  static const char *const words[] = {
    [PNR_FUNCTION_FULL] = "full", [PNR_FUNCTION_UPDATE] = "update",           [PNR_FUNCTION_PASSENGERS] = "passengers",
    [PNR_FUNCTION_CREW] = "crew", [PNR_FUNCTION_MASTER_CREW] = "master-crew", [PNR_FUNCTION_STATUS] = "status-change",
    [PNR_FUNCTION_GATE] = "gate", [PNR_FUNCTION_RESPONSE] = "response",
  };
  return WORD(words, function);
}

const char *pnr_transport_name(uint32_t transport)
{
  static const char *const words[] = {
    [PNR_TRANSPORT_AIR] = "air",
    [PNR_TRANSPORT_SEA] = "sea",
    [PNR_TRANSPORT_RAIL] = "rail",
    [PNR_TRANSPORT_ROAD] = "road",
  };
  return WORD(words, transport);
}

const char *pnr_travel_status_name(uint32_t status)
{
  static const char *const words[] = {
    [PNR_STATUS_BOOKED] = "booked",           [PNR_STATUS_CHECKED_IN] = "checked-in", [PNR_STATUS_BOARDED] = "boarded",
    [PNR_STATUS_NOT_BOARDED] = "not-boarded", [PNR_STATUS_CANCELLED] = "cancelled",
  };
  return WORD(words, status);
}

const char *pnr_traveller_kind_name(uint32_t kind)
{
  static const char *const words[] = {
    [PNR_KIND_ADULT] = "adult", [PNR_KIND_CHILD] = "child",     [PNR_KIND_INFANT] = "infant",
    [PNR_KIND_CREW] = "crew",   [PNR_KIND_TRANSIT] = "transit", [PNR_KIND_TRANSIT_CREW] = "transit-crew",
  };
  return WORD(words, kind);
}

const char *pnr_contact_kind_name(uint32_t kind)
{
  static const char *const words[] = {
    [PNR_CONTACT_ADDRESS] = "address", [PNR_CONTACT_PHONE] = "phone", [PNR_CONTACT_EMAIL] = "email",
    [PNR_CONTACT_AGENCY] = "agency",   [PNR_CONTACT_OTHER] = "other", [PNR_CONTACT_REPORTER] = "reporter",
  };
  return WORD(words, kind);
}

const char *pnr_source_name(uint32_t source)
{
  static const char *const words[] = {
    [PNR_SOURCE_MRZ] = "MRZ",       [PNR_SOURCE_DOCS] = "DOCS",       [PNR_SOURCE_NAD] = "NAD",
    [PNR_SOURCE_TIF] = "TIF",       [PNR_SOURCE_INFT] = "INFT",       [PNR_SOURCE_LIST] = "LIST",
    [PNR_SOURCE_CALLER] = "CALLER", [PNR_SOURCE_HISTORY] = "HISTORY",
  };
  return WORD(words, source);
}

const char *pnr_level_name(uint32_t level)
{
  static const char *const words[] = { [PNR_LEVEL_HEADER] = "header", [PNR_LEVEL_PERSON] = "person" };
  return WORD(words, level);
}

const char *pnr_response_name(uint32_t meaning)
{
  static const char *const words[] = {
    [PNR_RESPONSE_OK_TO_BOARD] = "ok-to-board",
    [PNR_RESPONSE_DO_NOT_BOARD] = "do-not-board",
    [PNR_RESPONSE_SELECTEE] = "selectee",
    [PNR_RESPONSE_INSUFFICIENT] = "insufficient",
    [PNR_RESPONSE_RAW] = "raw",
    [PNR_RESPONSE_ACCEPTED] = "accepted",
    [PNR_RESPONSE_ERROR] = "error",
  };
  return WORD(words, meaning);
}

static const char *const action_words[] = {
  [PNR_ACTION_INFORM] = "inform",
  [PNR_ACTION_ARREST] = "arrest",
  [PNR_ACTION_REFUSE] = "refuse",
  [PNR_ACTION_DISCREET_CHECK] = "discreet-check",
  [PNR_ACTION_INQUIRY_CHECK] = "inquiry-check",
  [PNR_ACTION_SPECIFIC_CHECK] = "specific-check",
  [PNR_ACTION_LOCATE] = "locate",
  [PNR_ACTION_PROTECT] = "protect",
  [PNR_ACTION_SEIZE] = "seize",
  [PNR_ACTION_FREEZE] = "freeze",
};
enum { ACTION_COUNT = sizeof action_words / sizeof action_words[0] };

const char *pnr_action_name(uint32_t action) { return WORD(action_words, action); }

uint32_t pnr_action_number(pnr_slice name) { return number_of(action_words, ACTION_COUNT, name); }

static const char *const name_kind_words[] = {
  [PNR_NAME_PRIMARY] = "primary", [PNR_NAME_ALIAS] = "alias", [PNR_NAME_WEAK] = "weak",
  [PNR_NAME_FORMER] = "former",   [PNR_NAME_BIRTH] = "birth", [PNR_NAME_MISUSED] = "misused",
};
enum { NAME_KIND_COUNT = sizeof name_kind_words / sizeof name_kind_words[0] };

const char *pnr_name_kind_name(uint32_t kind) { return WORD(name_kind_words, kind); }

uint32_t pnri_name_kind_number(pnr_slice name) { return number_of(name_kind_words, NAME_KIND_COUNT, name); }

static const char *const document_words[] = {
  [PNR_DOCUMENT_LOST] = "lost",       [PNR_DOCUMENT_STOLEN] = "stolen",   [PNR_DOCUMENT_STOLEN_BLANK] = "stolen-blank",
  [PNR_DOCUMENT_REVOKED] = "revoked", [PNR_DOCUMENT_INVALID] = "invalid", [PNR_DOCUMENT_FALSE] = "false",
  [PNR_DOCUMENT_EXPIRED] = "expired",
};
enum { DOCUMENT_COUNT = sizeof document_words / sizeof document_words[0] };

const char *pnr_document_status_name(uint32_t status) { return WORD(document_words, status); }

uint32_t pnr_document_status_number(pnr_slice name) { return number_of(document_words, DOCUMENT_COUNT, name); }

static const char *const corroboration_words[] = {
  [PNR_CORROBORATION_NONE] = "none",
  [PNR_CORROBORATION_NOT_CONTRADICTED] = "birth-not-contradicted",
  [PNR_CORROBORATION_BIRTH_OR_DOCUMENT] = "birth-or-document",
  [PNR_CORROBORATION_DOCUMENT] = "document",
};
enum { CORROBORATION_COUNT = sizeof corroboration_words / sizeof corroboration_words[0] };

const char *pnr_corroboration_name(uint32_t corroboration) { return WORD(corroboration_words, corroboration); }

uint32_t pnr_corroboration_number(pnr_slice name)
{
  uint32_t number = number_of(corroboration_words, CORROBORATION_COUNT, name);
  bool is_none = pnri_slice_same(name, pnri_slice(corroboration_words[PNR_CORROBORATION_NONE]));
  return number != 0 || is_none ? number : UINT32_MAX;
}

static const char *const format_words[] = {
  [PNR_LIST_CSV] = "csv",
  [PNR_LIST_UN] = "un",
  [PNR_LIST_OFAC] = "ofac",
  [PNR_LIST_EU] = "eu",
  [PNR_LIST_UK] = "uk",
  [PNR_LIST_NL] = "nl",
  [PNR_LIST_OPENSANCTIONS] = "opensanctions",
  [PNR_LIST_SLTD] = "sltd",
};
enum { FORMAT_COUNT = sizeof format_words / sizeof format_words[0] };

const char *pnr_list_format_name(uint32_t format) { return WORD(format_words, format); }

uint32_t pnr_list_format_number(pnr_slice name) { return number_of(format_words, FORMAT_COUNT, name); }
