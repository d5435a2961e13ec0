/* SPDX-License-Identifier: Apache-2.0 */
#include "change.h"

/* Octets to PAXLST messages, and to whatever they are recognised as; and as the segments of one PAXLST message. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char head[] = "UNB+UNOA:4+ZX+GOV+250310:1015+R'UNH+1+PAXLST:D:12B:UN:IATA'";
  look_and_change(data, size, PNR_MESSAGE_PAXLST, NULL);
  look_and_change_behind(head, data, size, PNR_MESSAGE_PAXLST, NULL);
  return 0;
}
