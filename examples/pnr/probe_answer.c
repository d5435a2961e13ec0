/* pnr probe answer - says of another unit's persons, whom it does not learn, what it needs to know whether they travelled.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "audits.h"
#include "command.h"
#include "criteria.h"
#include "keys.h"
#include "output.h"
#include "probes.h"
#include "regimes.h"

enum { KEYS, RECORDS, OUTPUT, BASIS, QUOTA, DAILY, AUDIT, OFFICER, REGIMES, NOW };
static const option options[] = {
  [KEYS] = KEYS_OPTION,
  [RECORDS] = { "records", 'r', "PATH", "stored records: a file, or a folder of them; may be repeated" },
  [OUTPUT] = { "output", 'o', "FILE", "where the sealed answer goes" },
  [BASIS] = { "basis", 'b', "REFERENCE", "the law by which this unit may make tags of its travellers" },
  [QUOTA] = { "quota", 'q', "NUMBER", "keys that a case may ask about in a day [1000]" },
  [DAILY] = { "daily", 0, "NUMBER", "keys that the unit may ask about in a day [10000]" },
  [AUDIT] = { "audit", 0, "FOLDER", "the audit trail, which is told before the answer leaves" },
  [OFFICER] = { "officer", 0, "ID", "who answers: a pseudonym" },
  [REGIMES] = REGIMES_OPTION,
  [NOW] = NOW_OPTION,
  { 0 },
};

typedef struct answering {
  const char *file, *output;
  probe_terms terms;
  disclosure who;
  record_store store;
  char unit[64]; /* that asks */
  pnr_received **probes;
  probe_answer *answers;
  uint32_t count;
  pnr_exchange_message *messages; /* receipts of what is refused, then all of the answers */
  const pnr_exchange_message **list;
  pnr_receipt receipt;
  pnr_object_verdict *verdicts;
  const pnr_object_verdict **verdict_list;
  uint32_t message_count;
} answering;

/* --- Probes --- */

/* One file is from one unit. */
static bool take_probe(answering *work, pnr_received *received)
{
  pnr_slice issuer = pnr_received_claims(received)->issuer;
  if (work->count == 0) memcpy(work->unit, issuer.data, issuer.size);
  bool is_same = slice_is_same(slice_of(work->unit), issuer);
  if (!is_same) complain("%s: probes of several units", work->file);
  work->probes = memory_grow(work->probes, (work->count + 1) * sizeof(pnr_received *));
  work->probes[work->count++] = received;
  return is_same;
}

static bool open_frame(answering *work, const key_folder *folder, const pnr_frame *frame)
{
  pnr_received *received = NULL;
  pnr_error error = { .size = sizeof error };
  if (pnr_exchange_open(NULL, &folder->exchange, frame->object, &received, &error) != PNR_OK) {
    complain_exchange(work->file, &error);
    return false;
  }
  if (pnr_received_message(received)->probe != NULL) return take_probe(work, received);
  complain("%s: holds a %s, which is not answered here", work->file,
           pnr_exchange_type_name(pnr_received_message(received)->type));
  pnr_received_close(received);
  return false;
}

static bool read_probes(answering *work, const key_folder *folder, pnr_slice octets)
{
  pnr_cover cover = { .size = sizeof cover };
  pnr_frame frame = { .size = sizeof frame };
  pnr_error error = { .size = sizeof error };
  size_t at = 0;
  pnr_status status = pnr_cover_read(octets, &at, &cover, &error);
  bool is_good = true;
  while (is_good && (status == PNR_OK || status == PNR_E_FORMAT) &&
         (status = pnr_frame_next(octets, &at, &frame, &error)) == PNR_OK)
    is_good = open_frame(work, folder, &frame);
  if (is_good && status != PNR_END) complain_error(work->file, &error, NULL, 0);
  if (is_good && status == PNR_END && work->count == 0) complain("%s: holds no probe", work->file);
  return is_good && status == PNR_END && work->count != 0;
}

/* --- Answers --- */

static void add_message(answering *work, const pnr_exchange_message *message)
{
  work->messages = memory_grow(work->messages, (work->message_count + 1) * sizeof *work->messages);
  work->messages[work->message_count++] = *message;
}

/* A verdict for each probe that is refused: then that is all that is said of it. */
static void add_refusals(answering *work)
{
  work->verdicts = memory_grow(NULL, (work->count + 1) * sizeof *work->verdicts);
  work->verdict_list = memory_grow(NULL, (work->count + 1) * sizeof(const pnr_object_verdict *));
  work->receipt = (pnr_receipt){ .size = sizeof work->receipt, .verdicts = work->verdict_list };
  for (uint32_t i = 0; i < work->count; i++) {
    if (work->answers[i].rule == 0) continue;
    uint32_t k = work->receipt.verdict_count++;
    work->verdicts[k] = (pnr_object_verdict){ .size = sizeof *work->verdicts,
                                              .verdict = PNR_VERDICT_REFUSED,
                                              .id = { work->answers[i].id, PNR_EXCHANGE_ID },
                                              .rule = work->answers[i].rule };
    work->verdict_list[k] = &work->verdicts[k];
  }
  if (work->receipt.verdict_count != 0)
    add_message(work, &(pnr_exchange_message){ .size = sizeof(pnr_exchange_message),
                                               .type = PNR_EXCHANGE_RECEIPT,
                                               .receipt = &work->receipt });
}

static void report(const answering *work)
{
  pnr_text *line = text_open();
  for (uint32_t i = 0; i < work->count; i++) {
    const probe_answer *answer = &work->answers[i];
    pnr_text_clear(line);
    put_string(line, "{\"probe\":\"");
    put_hex(line, (pnr_slice){ answer->id, sizeof answer->id });
    put_string(line, "\"");
    json_string(line, "to", slice_of(work->unit));
    if (answer->rule != 0) json_string(line, "refused", slice_of(pnr_rule_name(answer->rule)));
    else {
      json_number(line, "keys", answer->result.elements.size / PNR_BLIND_ELEMENT);
      json_number(line, "flights", answer->count - 1);
      json_number(line, "records", answer->records);
    }
    put_string(line, "}");
    output_line(line);
  }
  pnr_text_close(line);
}

static bool answer_all(answering *work, const key_folder *folder)
{
  bool is_good = true, is_refused = false;
  uint32_t done = 0;
  work->terms.unit = work->who.to = work->unit;
  work->answers = memory_grow(NULL, work->count * sizeof *work->answers);
  for (; done < work->count && is_good; done++) {
    const pnr_received *probe = work->probes[done];
    is_good = probe_reply(&work->terms, &work->store, pnr_received_claims(probe)->id.data,
                          pnr_received_message(probe)->probe, &work->answers[done]);
    is_refused |= is_good && work->answers[done].rule != 0;
  }
  if (is_good) {
    uint8_t(*ids)[PNR_EXCHANGE_ID];
    add_refusals(work);
    for (uint32_t i = 0; i < work->count; i++)
      for (uint32_t k = 0; k < work->answers[i].count; k++) add_message(work, &work->answers[i].messages[k]);
    ids = memory_grow(NULL, work->message_count * sizeof *ids);
    work->list = memory_grow(NULL, work->message_count * sizeof(const pnr_exchange_message *));
    for (uint32_t i = 0; i < work->message_count; i++) work->list[i] = &work->messages[i];
    is_good = file_seal(folder, work->unit, work->list, work->message_count, 1, work->output, ids);
    free(ids);
  }
  if (is_good) report(work);
  for (uint32_t i = 0; i < done; i++) probe_answer_close(&work->answers[i]);
  return is_good && !is_refused;
}

static bool answer(answering *work)
{
  input_file input = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  key_folder folder;
  if (!probes_expire(work->terms.keys, work->terms.now)) return false;
  if (!input_read(&input, work->file, &error)) {
    complain_error(input_name(work->file), &error, NULL, 0);
    return false;
  }
  bool is_open = folder_open(&folder, work->terms.keys, work->terms.now);
  bool is_done = is_open && read_probes(work, &folder, (pnr_slice){ input.data, input.size }) &&
                 store_read(&work->store) && answer_all(work, &folder);
  if (is_open) folder_close(&folder);
  for (uint32_t i = 0; i < work->count; i++) pnr_received_close(work->probes[i]);
  free(work->probes);
  free(work->answers);
  free(work->messages);
  free(work->list);
  free(work->verdicts);
  free(work->verdict_list);
  input_free(&input);
  return is_done;
}

static void check(const cli_command *command, const answering *work)
{
  need(command, work->terms.keys, "say where the keys are: --keys FOLDER");
  if (work->store.path_count == 0) usage_error(command, "say where the travellers are: --records PATH");
  need(command, work->output, "say where the answer goes: -o FILE");
  need(command, work->terms.basis,
       "tags are made of travellers against whom there is nothing: say by which law, --basis REFERENCE");
  if (work->who.folder != NULL) need(command, work->who.officer, "the audit trail is told who answers: --officer ID");
  need(command, work->file, "give the file with the probe");
}

static int run(const cli_command *command, int count, char **words)
{
  answering work = { .terms = { .of_case = PROBE_QUOTA, .of_day = PROBE_DAILY } };
  const char *now = NULL;
  pnr_regimes *regimes = NULL;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    switch (number) {
    case KEYS: work.terms.keys = walk.value; break;
    case RECORDS: store_add(&work.store, walk.value); break;
    case OUTPUT: work.output = walk.value; break;
    case BASIS: work.terms.basis = walk.value; break;
    case QUOTA: work.terms.of_case = count_of_option(command, "quota", walk.value); break;
    case DAILY: work.terms.of_day = count_of_option(command, "daily", walk.value); break;
    case AUDIT: work.who.folder = walk.value; break;
    case OFFICER: work.who.officer = walk.value; break;
    case REGIMES:
      pnr_regimes_close(regimes);
      regimes = regimes_load(walk.value);
      break;
    case NOW: now = walk.value; break;
    default:
      if (work.file != NULL) usage_error(command, "takes one file");
      work.file = walk.value;
      break;
    }
  }
  check(command, &work);
  work.terms.now = work.who.now = now_of(command, now);
  work.terms.who = &work.who;
  work.terms.regimes = regimes;
  bool is_done = answer(&work);
  store_close(&work.store);
  pnr_regimes_close(regimes);
  return is_done ? EXIT_DONE : EXIT_INPUT;
}

const cli_command probe_answer_command = {
  .name = "probe answer",
  .synopsis = "--keys FOLDER --records PATH --basis REFERENCE -o FILE [OPTION]... PROBE",
  .summary = "Answers a probe from stored records: who is asked about is not learnt.",
  .options = options,
  .details =
    "PROBE is the file that another unit sealed with 'pnr probe ask'. The answer holds what it asked about, evaluated, and for\n"
    "each flight that there are records of a set of tags; masked records give none. Where their handles lead stays in\n"
    "FOLDER/probed for a day. How many keys each case asked about is counted there, durably, before anything is answered: beyond\n"
    "the quota a probe is refused, the answer says so, and the exit status is 1.\n"
    "\nexample: pnr probe answer --keys be --records store --basis 'Act 7, s. 3' -o answer.pnr probe.pnr\n",
  .run = run,
};
