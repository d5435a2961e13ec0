/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure.h"

#include "output.h"

uint32_t basis_of(uint32_t purpose)
{
  static const uint32_t bases[] = { [PNR_FOR_ASSESSMENT] = PNR_BASIS_ASSESSMENT,
                                    [PNR_FOR_CASE] = PNR_BASIS_REQUEST,
                                    [PNR_FOR_CRITERIA] = PNR_BASIS_CRITERIA };
  return purpose <= PNR_FOR_CRITERIA ? bases[purpose] : 0;
}

uint32_t recipient_of(uint32_t legal_basis)
{
  switch (legal_basis) {
  case PNR_LEGAL_AUTHORITY: return PNR_TO_AUTHORITY;
  case PNR_LEGAL_EUROPOL: return PNR_TO_EUROPOL;
  case PNR_LEGAL_THIRD_COUNTRY: return PNR_TO_COUNTRY;
  default: return PNR_TO_UNIT;
  }
}

uint32_t offence_of(uint32_t offences)
{
  for (uint32_t i = 1; i <= 26; i++)
    if ((offences >> i & 1) != 0) return i;
  return (offences & 1) != 0 ? PNR_OFFENCE_TERRORISM : 0;
}

bool disclosure_tell(const disclosure *who, pnr_audit *audit, const pnr_exchange_message *message, uint32_t kind)
{
  pnr_purpose purpose = { .size = sizeof purpose, .basis = PNR_BASIS_REQUEST };
  pnr_audit_event event = {
    .size = sizeof event, .kind = kind, .time = who->now, .purpose = &purpose, .recipient = slice_of(who->to)
  };
  pnr_error error = { .size = sizeof error };
  if (message->reply != NULL) {
    event.count = message->reply->record_count;
    event.elements = message->reply->elements_given;
    purpose.case_reference = message->reply->peer_reference;
  } else if (message->notice != NULL) {
    event.count = message->notice->record_count;
    event.elements = message->notice->elements_given;
    purpose.case_reference = message->notice->reference;
    purpose.offence = offence_of(message->notice->offences);
  }
  purpose.officer = slice_of(who->officer);
  if (event.count == 0 || pnr_audit_append(audit, &event, NULL, &error) == PNR_OK) return true;
  complain_error(who->folder, &error, NULL, 0);
  return false;
}
