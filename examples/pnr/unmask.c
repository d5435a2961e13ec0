/* pnr unmask - masked records with what an authority permitted to see.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "audits.h"
#include "criteria.h"
#include "keys.h"
#include "output.h"
#include "records.h"
#include "regimes.h"

enum { APPROVAL = RECORD_OWN, SEALED, AUTHORITY, SEED, CASE, OFFENCE, OFFICER, AUDIT, AT, REGIMES };
static const option options[] = {
  RECORD_OPTIONS,
  [APPROVAL] = { "approval", 0, "FILE", "permits of the authority (pnr permit)" },
  [SEALED] = { "sealed", 0, "FILE", "what 'pnr mask --sealed' wrote" },
  [AUTHORITY] = { "authority", 0, "HEX", "public keys of the authority" },
  [SEED] = { "seed", 's', "FILE", "the unit's private key (pnr party create)" },
  [CASE] = { "case", 0, "TEXT", "the case, as in the permit" },
  [OFFENCE] = { "offence", 0, "NUMBER", "the offence, as in the permit" },
  [OFFICER] = { "officer", 0, "TEXT", "who asks" },
  [AUDIT] = { "audit", 0, "FOLDER", "the audit trail, which is told of each record before it is shown" },
  [AT] = { "at", 0, "TIME", "the moment; default now" },
  [REGIMES] = REGIMES_OPTION,
  { 0 },
};

typedef struct unmasking {
  input_file permits, sealed, seed;
  uint8_t authority[PNR_PARTY_PUBLIC];
  bool has_authority;
  pnr_purpose purpose;
  pnr_regimes *regimes; /* NULL: the defaults */
  uint64_t at;
  const char *audit_path;
  pnr_audit *audit;
  uint64_t now; /* of the entries */
} unmasking;

/* The next item of a sequence; false at its end, or where it is damaged. */
static bool next_item(const input_file *input, size_t *at, pnr_slice *item)
{
  size_t length = 0;
  pnr_slice rest = { input->data + *at, input->size - *at };
  if (*at >= input->size || pnr_record_length(rest, &length, NULL) != PNR_OK) return false;
  *item = (pnr_slice){ rest.data, length };
  *at += length;
  return true;
}

/* Neither permits nor sealed records say in clear for which record they are: those that are for another one are forged for
 * this one. */
static pnr_status try_permit(const unmasking *u, const pnr_record *masked, pnr_slice permit, pnr_record **out,
                             pnr_unmasked *told)
{
  pnr_slice sealed, seed = { u->seed.data, u->seed.size };
  const pnr_regime_policy *law = pnr_regimes_policy(u->regimes, pnr_record_get(masked)->regime);
  pnr_status status = PNR_E_FORGED;
  for (size_t at = 0; status == PNR_E_FORGED && next_item(&u->sealed, &at, &sealed);)
    status = pnr_record_unmask_with(NULL, law, masked, sealed, permit, u->authority, seed, &u->purpose, u->at, out,
                                    told, NULL);
  return status;
}

/* What the unit calls the record; its locator where it gave it no name. */
static pnr_slice name_of(const pnr_stored *stored)
{
  bool has_name = stored->reference.size != 0 || stored->content->booking_count == 0;
  return has_name ? stored->reference : stored->content->bookings[0]->locator;
}

/* Article 12(3) and 13(6): what is not on record is not shown. */
static pnr_status tell(const unmasking *u, const pnr_record *masked, const pnr_unmasked *told)
{
  const pnr_audit_event event = { .size = sizeof event,
                                  .kind = PNR_AUDIT_UNMASKING,
                                  .time = u->now,
                                  .purpose = &u->purpose,
                                  .approval = told->decision,
                                  .record = name_of(pnr_record_get(masked)),
                                  .count = 1,
                                  .elements = told->elements };
  return pnr_audit_append(u->audit, &event, NULL, NULL);
}

static pnr_record *unmask(record_work *work, pnr_record *record)
{
  const unmasking *u = work->state;
  pnr_record *out = NULL;
  pnr_slice permit;
  pnr_unmasked told = { .size = sizeof told };
  pnr_status status = PNR_E_FORGED;
  for (size_t at = 0; status == PNR_E_FORGED && next_item(&u->permits, &at, &permit);)
    status = try_permit(u, record, permit, &out, &told);
  if (status == PNR_OK) status = tell(u, record, &told);
  if (status == PNR_OK) return out;
  pnr_record_close(out);
  return records_fail(work, status);
}

static void read_option(const cli_command *command, input_file *input, const char *path)
{
  pnr_error error = { .size = sizeof error };
  if (!input_read(input, path, &error)) usage_error(command, "%s cannot be read", input_name(path));
}

static void set_option(unmasking *u, const cli_command *command, int number, const char *value)
{
  switch (number) {
  case APPROVAL: read_option(command, &u->permits, value); break;
  case SEALED: read_option(command, &u->sealed, value); break;
  case SEED: read_option(command, &u->seed, value); break;
  case AUTHORITY:
    if (!hex_read(value, u->authority, sizeof u->authority))
      usage_error(command, "--authority takes 128 hexadecimal digits");
    u->has_authority = true;
    break;
  case CASE: u->purpose.case_reference = slice_of(value); break;
  case OFFENCE: u->purpose.offence = offence_of_option(command, value); break;
  case OFFICER: u->purpose.officer = slice_of(value); break;
  case AUDIT: u->audit_path = value; break;
  case REGIMES:
    pnr_regimes_close(u->regimes);
    u->regimes = regimes_load(value);
    break;
  default: u->at = moment_of_text(command, value);
  }
}

static void check(const unmasking *u, const cli_command *command)
{
  if (u->permits.size == 0) usage_error(command, "give the permits: --approval FILE");
  if (u->sealed.size == 0) usage_error(command, "give the sealed records: --sealed FILE");
  if (!u->has_authority) usage_error(command, "say who permitted it: --authority HEX");
  if (u->seed.size != PNR_SEED) usage_error(command, "give the private key: --seed FILE");
  if (u->purpose.case_reference.size == 0 || u->purpose.offence == 0 || u->purpose.officer.size == 0)
    usage_error(command, "say what for: --case TEXT --offence NUMBER --officer TEXT");
  if (u->audit_path == NULL) usage_error(command, "say where it is put on record: --audit FOLDER");
}

static int run(const cli_command *command, int count, char **words)
{
  unmasking u = { .purpose = { .size = sizeof u.purpose, .basis = PNR_BASIS_REQUEST } };
  record_work work;
  arguments walk;
  records_open(&work, command, unmask, &u);
  u.at = work.options.received; /* now */
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number >= RECORD_OWN) set_option(&u, command, number, walk.value);
    else if (number != ARGUMENT_OPERAND) records_option(&work, number, walk.value);
  }
  check(&u, command);
  u.now = now_of(command, NULL);
  u.audit = trail_write(u.audit_path, u.now);
  int status = u.audit != NULL ? records_run(&work, count, words) : EXIT_INPUT;
  pnr_audit_close(u.audit);
  pnr_regimes_close(u.regimes);
  input_free(&u.permits);
  input_free(&u.sealed);
  input_free(&u.seed);
  return status;
}

const cli_command unmask_command = {
  .name = "unmask",
  .synopsis =
    "--approval FILE --sealed FILE --authority HEX --seed FILE --case TEXT --offence NUMBER --officer TEXT --audit FOLDER\n"
    "                  FILE...",
  .summary = "Shows of masked records what an authority permitted (article 12(3)).",
  .options = options,
  .details =
    "FILE are masked records as 'pnr mask --authority --cbor' wrote them. Nothing of what is shown is kept; that it was\n"
    "shown is in the audit trail ('pnr audit'), an entry for each record before it is printed.\n"
    "\nexample: pnr unmask --approval flight.permits --sealed flight.sealed --authority $COURT --seed unit.seed \\\n"
    "           --case 2025-17 --offence terrorism --officer 12 --audit audit masked.cbor\n",
  .run = run,
};
