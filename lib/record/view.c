/* SPDX-License-Identifier: Apache-2.0 */
#include "pnr/assembler.h"
#include "pnr/audit.h"
#include "pnr/join.h"
#include "pnr/keys.h"
#include "pnr/lookup.h"
#include "pnr/match.h"
#include "pnr/message.h"
#include "pnr/protect.h"
#include "pnr/record.h"

uint32_t pnr_view_size(uint32_t view)
{
  static const uint32_t sizes[] = {
    [PNR_VIEW_NAME] = sizeof(pnr_name),
    [PNR_VIEW_BIRTH] = sizeof(pnr_birth),
    [PNR_VIEW_DOCUMENT] = sizeof(pnr_document),
    [PNR_VIEW_IDENTIFIER] = sizeof(pnr_identifier),
    [PNR_VIEW_PERSON] = sizeof(pnr_person),
    [PNR_VIEW_FINDING] = sizeof(pnr_finding),
    [PNR_VIEW_LEG] = sizeof(pnr_leg),
    [PNR_VIEW_SEAT] = sizeof(pnr_seat),
    [PNR_VIEW_BAG] = sizeof(pnr_bag),
    [PNR_VIEW_TICKET] = sizeof(pnr_ticket),
    [PNR_VIEW_PAYMENT] = sizeof(pnr_payment),
    [PNR_VIEW_CONTACT] = sizeof(pnr_contact),
    [PNR_VIEW_REMARK] = sizeof(pnr_remark),
    [PNR_VIEW_ITEM] = sizeof(pnr_item),
    [PNR_VIEW_TRAVELLER] = sizeof(pnr_traveller),
    [PNR_VIEW_BOOKING] = sizeof(pnr_booking),
    [PNR_VIEW_CONTENT] = sizeof(pnr_content),
    [PNR_VIEW_ENTRY] = sizeof(pnr_entry),
    [PNR_VIEW_REASON] = sizeof(pnr_reason),
    [PNR_VIEW_CANDIDATE] = sizeof(pnr_candidate),
    [PNR_VIEW_HISTORY] = sizeof(pnr_history),
    [PNR_VIEW_LOCATOR] = sizeof(pnr_locator),
    [PNR_VIEW_LIST_INFO] = sizeof(pnr_list_info),
    [PNR_VIEW_RESPONSE] = sizeof(pnr_response),
    [PNR_VIEW_SYNTAX_REPORT] = sizeof(pnr_syntax_report),
    [PNR_VIEW_ASSEMBLY] = sizeof(pnr_assembly),
    [PNR_VIEW_PART] = sizeof(pnr_part),
    [PNR_VIEW_PART_FINDING] = sizeof(pnr_part_finding),
    [PNR_VIEW_JOINED] = sizeof(pnr_joined),
    [PNR_VIEW_WITNESS] = sizeof(pnr_witness),
    [PNR_VIEW_AUDIT_ENTRY] = sizeof(pnr_audit_entry),
    [PNR_VIEW_AUDIT_FAULT] = sizeof(pnr_audit_fault),
    [PNR_VIEW_AUDIT_SUMMARY] = sizeof(pnr_audit_summary),
    [PNR_VIEW_STORED] = sizeof(pnr_stored),
    [PNR_VIEW_KEY] = sizeof(pnr_key),
    [PNR_VIEW_UNIT] = sizeof(pnr_unit),
    [PNR_VIEW_REMOVAL] = sizeof(pnr_removal),
    [PNR_VIEW_SENSITIVE_ROW] = sizeof(pnr_sensitive_row),
    [PNR_VIEW_LOOKUP_HIT] = sizeof(pnr_lookup_hit),
    [PNR_VIEW_LOOKUP_REPORT] = sizeof(pnr_lookup_report),
  };
  return view < sizeof sizes / sizeof sizes[0] ? sizes[view] : 0;
}
