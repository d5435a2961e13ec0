/* SPDX-License-Identifier: Apache-2.0 */
#include "change.h"

/* Octets to PNRGOV messages, and to whatever they are recognised as. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  look_and_change(data, size, PNR_MESSAGE_PNRGOV, NULL);
  return 0;
}
