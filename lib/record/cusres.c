/* SPDX-License-Identifier: Apache-2.0 */
#include "record/cusres.h"

const pnri_response_code pnri_response_codes[] = {
  { PNR_LEVEL_HEADER, "0", PNR_RESPONSE_ACCEPTED },     { PNR_LEVEL_HEADER, "1", PNR_RESPONSE_ERROR },
  { PNR_LEVEL_PERSON, "0Z", PNR_RESPONSE_OK_TO_BOARD }, { PNR_LEVEL_PERSON, "1Z", PNR_RESPONSE_DO_NOT_BOARD },
  { PNR_LEVEL_PERSON, "2Z", PNR_RESPONSE_SELECTEE },    { PNR_LEVEL_PERSON, "4Z", PNR_RESPONSE_INSUFFICIENT },
};
