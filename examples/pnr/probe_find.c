/* pnr probe find - the records to which the handles of a request lead.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "audits.h"
#include "command.h"
#include "keys.h"
#include "output.h"
#include "probes.h"

enum { KEYS, FROM, RECORDS, OUTPUT, AUDIT, OFFICER, NOW };
static const option options[] = {
  [KEYS] = KEYS_OPTION,
  [FROM] = { "from", 'f', "NAME", "the unit whose request it is" },
  [RECORDS] = { "records", 'r', "PATH", "stored records: a file, or a folder of them; may be repeated" },
  [OUTPUT] = { "output", 'o', "FILE", "write the records there, for 'pnr send --records'" },
  [AUDIT] = { "audit", 0, "FOLDER", "the audit trail, which is told before anything is looked up" },
  [OFFICER] = { "officer", 0, "ID", "who looks: a pseudonym" },
  [NOW] = NOW_OPTION,
  { 0 },
};

typedef struct finding {
  const char *keys, *from, *output, *audit, *officer;
  uint64_t now;
  record_store store;
  uint32_t found, missed;
  pnr_text *records, *line;
} finding;

/* Nobody is looked up without the reasons of a request. */
static bool tell(const finding *work, const pnr_request *request)
{
  const pnr_purpose purpose = { .size = sizeof purpose,
                                .basis = basis_of(request->purpose),
                                .offence = offence_of(request->offences),
                                .case_reference = request->case_reference,
                                .officer = slice_of(work->officer != NULL ? work->officer : "") };
  const pnr_audit_event event = { .size = sizeof event,
                                  .kind = PNR_AUDIT_CONSULTATION,
                                  .time = work->now,
                                  .purpose = &purpose,
                                  .recipient = slice_of(work->from) };
  return work->audit == NULL || trail_tell(work->audit, &event);
}

static void put_record(finding *work, const store_record *place)
{
  pnr_slice octets = { NULL, 0 };
  pnr_record *record = store_get(&work->store, place);
  if (record != NULL && pnr_record_encode(record, &octets, NULL) != PNR_OK) out_of_memory();
  put(work->records, octets);
  pnr_record_close(record);
}

static void find(finding *work, const pnr_selector *selector)
{
  char digits[2 * PNR_BLIND_HANDLE + 1] = "";
  uint8_t handle[PNR_BLIND_HANDLE];
  uint32_t traveller = 0;
  if (selector->value.size == sizeof digits - 1) memcpy(digits, selector->value.data, sizeof digits - 1);
  const store_record *place =
    hex_read(digits, handle, sizeof handle)
      ? probe_find(work->keys, work->from, &work->store, (pnr_slice){ handle, sizeof handle }, work->now, &traveller)
      : NULL;
  if (place == NULL) {
    work->missed++;
    return;
  }
  work->found++;
  put_record(work, place);
  pnr_text_clear(work->line);
  put_string(work->line, "{");
  json_string(work->line, "handle", slice_of(digits));
  json_string(work->line, "reference", slice_of(place->reference));
  if (place->locator_count != 0) json_string(work->line, "locator", slice_of(place->locators[0]));
  json_number(work->line, "traveller", traveller);
  put_string(work->line, "}");
  output_line(work->line);
}

static bool find_all(finding *work, const pnr_request *request)
{
  if (!tell(work, request) || !store_read(&work->store)) return false;
  work->records = text_open();
  work->line = text_open();
  for (uint32_t i = 0; i < request->selector_count; i++)
    if (request->selectors[i]->kind == PNR_SELECT_HANDLE) find(work, request->selectors[i]);
  if (work->missed != 0) complain("%u handles lead nowhere: of another unit, or older than a day", work->missed);
  if (work->found == 0 && work->missed == 0) complain("the request has no handles");
  bool is_done = work->found != 0 && work->missed == 0;
  if (work->found != 0 && work->output != NULL)
    is_done = folder_write(work->output, pnr_text_get(work->records)) && is_done;
  pnr_text_close(work->records);
  pnr_text_close(work->line);
  return is_done;
}

/* Of the requests that wait for a reply. */
static const pnr_request *request_of(const key_folder *folder, const char *id)
{
  uint8_t octets[PNR_EXCHANGE_ID];
  bool is_id = hex_read(id, octets, sizeof octets);
  for (uint32_t i = 0; is_id && i < folder->exchange.asked_count; i++)
    if (slice_is_same(folder->asked[i]->id, (pnr_slice){ octets, sizeof octets })) return folder->asked[i]->request;
  complain("%s: no request in %s/asked: keep it with 'pnr frame show --keep'", id, folder->path);
  return NULL;
}

static int run(const cli_command *command, int count, char **words)
{
  finding work = { .found = 0 };
  const char *id = NULL, *now = NULL;
  key_folder folder;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case KEYS: work.keys = walk.value; break;
    case FROM: work.from = walk.value; break;
    case RECORDS: store_add(&work.store, walk.value); break;
    case OUTPUT: work.output = walk.value; break;
    case AUDIT: work.audit = walk.value; break;
    case OFFICER: work.officer = walk.value; break;
    case NOW: now = walk.value; break;
    default:
      if (id != NULL) usage_error(command, "takes one request");
      id = walk.value;
      break;
    }
  }
  need(command, work.keys, "say where the keys are: --keys FOLDER");
  need(command, work.from, "say whose request it is: --from NAME");
  if (work.store.path_count == 0) usage_error(command, "say where the travellers are: --records PATH");
  if (work.audit != NULL) need(command, work.officer, "the audit trail is told who looks: --officer ID");
  need(command, id, "give the id of the request");
  work.now = now_of(command, now);
  bool is_open = probes_expire(work.keys, work.now) && folder_open(&folder, work.keys, work.now);
  const pnr_request *request = is_open ? request_of(&folder, id) : NULL;
  bool is_done = request != NULL && find_all(&work, request);
  if (is_open) folder_close(&folder);
  store_close(&work.store);
  return is_done ? EXIT_DONE : EXIT_INPUT;
}

const cli_command probe_find_command = {
  .name = "probe find",
  .synopsis = "--keys FOLDER --from NAME --records PATH [-o FILE] ID",
  .summary = "Finds the records to which the handles of a request lead, after a probe.",
  .options = options,
  .details =
    "ID is that of a request, kept with 'pnr frame show --keep', that has selectors of the kind handle. Its reasons are those of\n"
    "the look. With -o the records go to a file, to be reviewed and given with 'pnr send --records'.\n"
    "\nexample: pnr probe find --keys be --from NL-PIU --records store -o found.cbor 0f31…\n",
  .run = run,
};
