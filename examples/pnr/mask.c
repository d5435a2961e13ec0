/* pnr mask - stored records without what identifies.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>

#include "keys.h"
#include "output.h"
#include "records.h"
#include "regimes.h"
#include "volumes.h"

enum { AT = RECORD_OWN, AUTHORITY, SEALED, WRAPS, LOOKUP, AUDIT, REGIMES };
static const option options[] = {
  RECORD_OPTIONS,
  [AT] = { "at", 0, "DATE", "the day of masking: 2025-09-11" },
  [AUTHORITY] = { "authority", 0, "HEX", "public keys of who may permit unmasking (pnr party create)" },
  [SEALED] = { "sealed", 0, "FILE", "with --authority: where the records as they were go, sealed" },
  [WRAPS] = { "wraps", 0, "FILE", "with --authority: where their keys go, sealed to the authority" },
  [LOOKUP] = { "lookup", 0, "FOLDER", "with --authority: where what finds the records by name goes, sealed" },
  [AUDIT] = RECORD_AUDIT_OPTION,
  [REGIMES] = REGIMES_OPTION,
  { 0 },
};

typedef struct masking {
  pnr_date at;
  uint8_t authority[PNR_PARTY_PUBLIC];
  bool is_sealed;
  const char *sealed_path, *wraps_path, *lookup_path;
  pnr_text *sealed, *wraps;
  pnr_lookup_writer *lookup; /* NULL: none is asked for */
  pnr_regimes *regimes;      /* NULL: the defaults */
} masking;

/* What its law does not let be searched is masked all the same. */
static pnr_status add_to_lookup(const masking *m, const pnr_record *record, const pnr_record *masked, pnr_slice wrap)
{
  const pnr_regime_policy *law = pnr_regimes_policy(m->regimes, pnr_record_get(record)->regime);
  pnr_status status = pnr_lookup_writer_add(m->lookup, law, record, masked, wrap, NULL);
  return status == PNR_E_REGIME ? PNR_OK : status;
}

static pnr_record *mask(record_work *work, pnr_record *record)
{
  masking *m = work->state;
  pnr_record *masked = NULL;
  work->is_concerned = (pnr_record_get(record)->done & PNR_RECORD_MASKED) == 0; /* what is masked stays as it is */
  pnr_octets *sealed = NULL, *wrap = NULL;
  pnr_status status = m->is_sealed
                        ? pnr_record_mask_sealed(NULL, record, m->at, m->authority, &masked, &sealed, &wrap, NULL)
                        : pnr_record_mask(NULL, record, m->at, &masked, NULL);
  if (status == PNR_OK && m->lookup != NULL) status = add_to_lookup(m, record, masked, pnr_octets_get(wrap));
  if (status == PNR_OK && m->is_sealed) {
    put(m->sealed, pnr_octets_get(sealed));
    put(m->wraps, pnr_octets_get(wrap));
  }
  pnr_octets_close(sealed);
  pnr_octets_close(wrap);
  if (status == PNR_OK) return masked;
  pnr_record_close(masked);
  return records_fail(work, status);
}

static void set_option(masking *m, const cli_command *command, int number, const char *value)
{
  if (number == AT) m->at = day_of_moment(moment_of_text(command, value));
  else if (number == SEALED) m->sealed_path = value;
  else if (number == WRAPS) m->wraps_path = value;
  else if (number == LOOKUP) m->lookup_path = value;
  else if (number == REGIMES) {
    pnr_regimes_close(m->regimes);
    m->regimes = regimes_load(value);
  } else if (hex_read(value, m->authority, sizeof m->authority)) m->is_sealed = true;
  else usage_error(command, "--authority takes 128 hexadecimal digits");
}

static int run(const cli_command *command, int count, char **words)
{
  masking m = { .sealed = text_open(), .wraps = text_open() };
  record_work work;
  arguments walk;
  records_open(&work, command, mask, &m);
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == AUDIT) records_audit(&work, PNR_AUDIT_MASKING, walk.value);
    else if (number >= RECORD_OWN) set_option(&m, command, number, walk.value);
    else if (number != ARGUMENT_OPERAND) records_option(&work, number, walk.value);
  }
  if (m.at == 0) usage_error(command, "say on what day: --at 2025-09-11");
  if (m.is_sealed != (m.sealed_path != NULL) || m.is_sealed != (m.wraps_path != NULL))
    usage_error(command, "--authority, --sealed and --wraps go together");
  if (m.lookup_path != NULL && !m.is_sealed) usage_error(command, "--lookup goes with --authority");
  if (m.lookup_path != NULL && pnr_lookup_writer_open(NULL, m.authority, m.at, &m.lookup, NULL) != PNR_OK)
    usage_error(command, "--authority takes public keys of 'pnr party create'");
  int status = records_run(&work, count, words);
  bool is_kept = !m.is_sealed || (!work.is_untold && folder_write(m.sealed_path, pnr_text_get(m.sealed)) &&
                                  folder_write(m.wraps_path, pnr_text_get(m.wraps)));
  if (is_kept && m.lookup != NULL) is_kept = volume_write(m.lookup_path, m.lookup);
  pnr_lookup_writer_close(m.lookup);
  pnr_regimes_close(m.regimes);
  pnr_text_close(m.sealed);
  pnr_text_close(m.wraps);
  return is_kept ? status : EXIT_INPUT;
}

const cli_command mask_command = {
  .name = "mask",
  .synopsis = "--at DATE [OPTION]... FILE...",
  .summary = "Masks what identifies (article 12(2)).",
  .options = options,
  .details =
    "Files are messages, or stored records. Names, the number of travellers, contacts, payment, frequent flyer,\n"
    "remarks and API data go; itinerary, dates, status, seats, bags, tickets and locators stay.\n"
    "The same record and day give the same octets. 'pnr retention' tells what is due.\n"
    "With --lookup each run leaves a volume, DAY-NAME.lookup, and its wrap, DAY-NAME.wrap, in the folder: an authority\n"
    "that gets the wraps can permit 'pnr lookup search'.\n"
    "\nexample: pnr mask --at 2025-09-11 --cbor flight.cbor > masked.cbor\n",
  .run = run,
};
