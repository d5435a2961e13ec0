/* pnr/pnr.h - all of libpnr. Read base.h first, then read.h, list.h, match.h, write.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_PNR_H
#define PNR_PNR_H

#include "pnr/answer.h"
#include "pnr/assembler.h"
#include "pnr/audit.h"
#include "pnr/base.h"
#include "pnr/blind.h"
#include "pnr/contrl.h"
#include "pnr/duplicate.h"
#include "pnr/exchange.h"
#include "pnr/finding.h"
#include "pnr/inquiry.h"
#include "pnr/join.h"
#include "pnr/keys.h"
#include "pnr/link.h"
#include "pnr/list.h"
#include "pnr/live.h"
#include "pnr/match.h"
#include "pnr/message.h"
#include "pnr/mrz.h"
#include "pnr/person.h"
#include "pnr/places.h"
#include "pnr/policy.h"
#include "pnr/probe.h"
#include "pnr/protect.h"
#include "pnr/read.h"
#include "pnr/receipt.h"
#include "pnr/record.h"
#include "pnr/regime.h"
#include "pnr/scope.h"
#include "pnr/spool.h"
#include "pnr/travellers.h"
#include "pnr/unmask.h"
#include "pnr/write.h"

#endif
