/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "probes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audits.h"
#include "folders.h"
#include "keys.h"
#include "output.h"
#include "records.h"

enum { SECONDS_OF_DAY = 86400, NAME = 2 * PNR_EXCHANGE_ID + 1 };

static bool is_there(const char *path)
{
  struct stat facts;
  return stat(path, &facts) == 0;
}

static void write_hex(char out[NAME], const uint8_t octets[PNR_EXCHANGE_ID])
{
  hex_write(out, (pnr_slice){ octets, PNR_EXCHANGE_ID });
}

/* Both folders are made where they are not there. */
static char *path_in(const char *keys, const char *kind, const char *name, const char *suffix)
{
  return folder_path(keys, kind, slice_of(name), suffix);
}

/* Durably, the name included. */
static bool keep_file(const char *keys, const char *kind, const char *name, const char *suffix, pnr_slice octets)
{
  char *folder = path_in(keys, kind, "", ""), *path = path_in(keys, kind, name, suffix);
  bool is_kept = folder_make(folder) && folder_write(path, octets) && names_sync(folder);
  free(folder);
  free(path);
  return is_kept;
}

static bool wipe_file(const char *keys, const char *kind, const char *name, const char *suffix)
{
  char *path = path_in(keys, kind, name, suffix);
  bool is_wiped = file_wipe(path);
  free(path);
  return is_wiped;
}

static void input_wipe(input_file *input)
{
  if (input->data != NULL) memset(input->data, 0, input->size);
  input_free(input);
}

/* --- What is over --- */

typedef pnr_status saved_check(pnr_slice octets, uint64_t now);

static pnr_status check_blind(pnr_slice octets, uint64_t now)
{
  pnr_blind *blind = NULL;
  pnr_status status = pnr_blind_load(NULL, octets, now, &blind, NULL);
  pnr_blind_close(blind);
  return status;
}

static pnr_status check_day(pnr_slice octets, uint64_t now)
{
  pnr_blind_day *day = NULL;
  pnr_status status = pnr_blind_day_load(NULL, octets, now, &day, NULL);
  pnr_blind_day_close(day);
  return status;
}

static pnr_status check_tags(pnr_slice octets, uint64_t now)
{
  pnr_tag_set *set = NULL;
  pnr_status status = pnr_tag_set_load(NULL, octets, now, &set, NULL);
  pnr_tag_set_close(set);
  return status;
}

/* What cannot be read is told, and stays for people to look at. */
static bool expire_file(const char *path, saved_check *check, uint64_t now)
{
  input_file input = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  if (!input_read(&input, path, &error)) {
    complain_error(path, &error, NULL, 0);
    return false;
  }
  error = (pnr_error){ .size = sizeof error, .status = check((pnr_slice){ input.data, input.size }, now) };
  input_wipe(&input);
  if (error.status == PNR_E_EXPIRED) return file_wipe(path);
  if (error.status != PNR_OK) complain_error(path, &error, NULL, 0);
  return error.status == PNR_OK;
}

static bool expire_all(const char *keys, const char *kind, const char *suffix, saved_check *check, uint64_t now)
{
  name_list names = { .count = 0 };
  char *folder = path_in(keys, kind, "", "");
  bool is_done = !is_there(folder) || names_read(&names, folder, suffix);
  for (size_t i = 0; i < names.count; i++) {
    char *path = path_in(keys, kind, names.names[i], "");
    is_done = expire_file(path, check, now) && is_done;
    free(path);
  }
  names_clear(&names);
  free(folder);
  return is_done;
}

/* NAME of a probe: from what the other unit was sent. */
static bool name_of(const pnr_probe *probe, char name[NAME])
{
  if (probe == NULL || probe->elements.size < PNR_EXCHANGE_ID) return false;
  write_hex(name, probe->elements.data);
  return true;
}

/* Persons and probes go with their blinds. */
static bool expire_rest(const char *keys, const char *suffix)
{
  name_list names = { .count = 0 };
  char *folder = path_in(keys, "probes", "", "");
  bool is_done = !is_there(folder) || names_read(&names, folder, suffix);
  for (size_t i = 0; i < names.count; i++) {
    char name[NAME] = "", *path = path_in(keys, "probes", names.names[i], "");
    pnr_received *read = strcmp(suffix, ".json") == 0 ? message_read(path) : NULL;
    if (read != NULL) (void)name_of(pnr_received_message(read)->probe, name);
    else snprintf(name, sizeof name, "%.*s", NAME - 1, names.names[i]);
    char *blind = path_in(keys, "probes", name, ".blind");
    if (!is_there(blind)) is_done = file_wipe(path) && is_done;
    pnr_received_close(read);
    free(blind);
    free(path);
  }
  names_clear(&names);
  free(folder);
  return is_done;
}

bool probes_expire(const char *keys, uint64_t now)
{
  bool is_done = expire_all(keys, "probes", ".blind", check_blind, now);
  is_done = expire_rest(keys, ".persons") && is_done;
  is_done = expire_rest(keys, ".json") && is_done;
  is_done = expire_all(keys, "probed", ".day", check_day, now) && is_done;
  return expire_all(keys, "probed", ".tags", check_tags, now) && is_done;
}

/* --- Asking --- */

bool probes_keep(const char *keys, const char *to, const pnr_blind *blind, pnr_slice persons, uint64_t until)
{
  char name[NAME];
  pnr_octets *saved = NULL;
  pnr_slice elements = pnr_blind_elements(blind);
  if (elements.size == 0 || pnr_blind_save(blind, until, &saved, NULL) != PNR_OK) out_of_memory();
  write_hex(name, elements.data);
  pnr_text *lines = text_open();
  put_string(lines, to);
  put_string(lines, "\n");
  put(lines, persons);
  bool is_kept = keep_file(keys, "probes", name, ".blind", pnr_octets_get(saved)) &&
                 keep_file(keys, "probes", name, ".persons", pnr_text_get(lines));
  pnr_octets_close(saved);
  pnr_text_close(lines);
  return is_kept;
}

bool probes_sent(const char *keys, const uint8_t id[PNR_EXCHANGE_ID], const pnr_exchange_message *message)
{
  char name[NAME];
  pnr_octets *json = NULL;
  write_hex(name, id);
  if (pnr_exchange_write_json(NULL, message, &json, NULL) != PNR_OK) out_of_memory();
  bool is_kept = keep_file(keys, "probes", name, ".json", pnr_octets_get(json));
  pnr_octets_close(json);
  return is_kept;
}

/* The lines of the file: the unit, then a person for each label. */
static void cut_lines(kept_probe *kept)
{
  pnr_slice rest = { kept->persons.data, kept->persons.size };
  for (bool is_first = true; rest.size != 0; is_first = false) {
    const uint8_t *end = memchr(rest.data, '\n', rest.size);
    size_t size = end != NULL ? (size_t)(end - rest.data) : rest.size, used = size + (end != NULL);
    if (is_first) kept->to = (pnr_slice){ rest.data, size };
    else {
      kept->who = memory_grow(kept->who, (kept->person_count + 1) * sizeof *kept->who);
      kept->who[kept->person_count++] = (pnr_slice){ rest.data, size };
    }
    rest = (pnr_slice){ rest.data + used, rest.size - used };
  }
}

bool probes_open(kept_probe *kept, const char *keys, pnr_slice id, uint64_t now)
{
  input_file saved = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  *kept = (kept_probe){ .message = NULL };
  write_hex(kept->id, id.data);
  char *sent = path_in(keys, "probes", kept->id, ".json");
  if (is_there(sent)) kept->message = message_read(sent);
  else complain("probe %s: not known, or over: nothing of it is in %s/probes", kept->id, keys);
  free(sent);
  kept->probe = kept->message != NULL ? pnr_received_message(kept->message)->probe : NULL;
  if (!name_of(kept->probe, kept->name)) return false;
  char *blind = path_in(keys, "probes", kept->name, ".blind");
  char *persons = path_in(keys, "probes", kept->name, ".persons");
  bool is_open = input_read(&saved, blind, &error) &&
                 pnr_blind_load(NULL, (pnr_slice){ saved.data, saved.size }, now, &kept->blind, &error) == PNR_OK &&
                 input_read(&kept->persons, persons, &error);
  if (!is_open) complain_error(kept->blind == NULL ? blind : persons, &error, NULL, 0);
  else cut_lines(kept);
  input_wipe(&saved);
  free(blind);
  free(persons);
  return is_open;
}

void probes_close(kept_probe *kept)
{
  pnr_received_close(kept->message);
  pnr_blind_close(kept->blind);
  free(kept->who);
  input_wipe(&kept->persons);
}

bool probes_forget(const char *keys, const kept_probe *kept)
{
  bool is_wiped = wipe_file(keys, "probes", kept->name, ".blind");
  is_wiped = wipe_file(keys, "probes", kept->name, ".persons") && is_wiped;
  return wipe_file(keys, "probes", kept->id, ".json") && is_wiped;
}

/* --- Answering: the day --- */

static char *day_path(const probe_terms *terms)
{
  char name[64];
  snprintf(name, sizeof name, "%.32s-%08" PRIu32, terms->unit, day_of_moment(terms->now));
  return path_in(terms->keys, "probed", name, ".day");
}

static pnr_blind_day *open_day(const probe_terms *terms, const char *path)
{
  pnr_blind_day *day = NULL;
  input_file saved = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  pnr_status status;
  if (!is_there(path)) status = pnr_blind_day_open(NULL, terms->now, &day, &error);
  else if (input_read(&saved, path, &error))
    status = pnr_blind_day_load(NULL, (pnr_slice){ saved.data, saved.size }, terms->now, &day, &error);
  else status = error.status;
  if (status != PNR_OK) complain_error(path, &error, NULL, 0);
  input_wipe(&saved);
  return day;
}

/* What is counted is durable before anything is evaluated; the folder is locked. NULL: see out->rule, else it was told. */
static pnr_blind_day *count_probe(const probe_terms *terms, const pnr_probe *probe, probe_answer *out)
{
  pnr_octets *saved = NULL;
  char *path = day_path(terms), *folder = path_in(terms->keys, "probed", "", "");
  pnr_blind_day *day = open_day(terms, path);
  bool is_counted = day != NULL;
  pnr_status status = day != NULL ? pnr_blind_day_count(day, probe, terms->of_case, terms->of_day, NULL) : PNR_OK;
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status != PNR_OK) out->rule = status == PNR_E_QUOTA ? PNR_RULE_QUOTA : PNR_RULE_SELECTORS;
  if (is_counted && status == PNR_OK) {
    if (pnr_blind_day_save(day, &saved, NULL) != PNR_OK) out_of_memory();
    is_counted = folder_write(path, pnr_octets_get(saved)) && names_sync(folder);
  }
  pnr_octets_close(saved);
  free(path);
  free(folder);
  if (is_counted && status == PNR_OK) return day;
  pnr_blind_day_close(day);
  return NULL;
}

/* --- Answering: tags --- */

/* How far the records of one probe came. */
typedef struct tagging {
  const probe_terms *terms;
  const pnr_probe *probe;
  record_store *store;
  uint32_t recipient, basis;
  uint32_t left_out; /* records that their law does not allow to be told of */
} tagging;

/* Nobody is told of whose data are due to be masked or erased, though they are not yet. */
static bool is_active(const tagging *work, const pnr_stored *stored)
{
  pnr_retention clock = { .size = sizeof clock };
  const pnr_retention_policy *policy = pnr_regimes_retention(work->terms->regimes, stored->regime);
  return pnr_retention_at(stored, policy, 0, NULL, 0, work->terms->now, &clock, NULL) == PNR_OK &&
         clock.state <= PNR_RETENTION_ACTIVE;
}

/* Under its place in the order of adding: that is the number of its digest. Masked records are not added. False, with a
 * complaint, where the record is not to be had. */
static bool tag_record(tagging *work, pnr_tag_set *set, const store_record *place, uint32_t *added)
{
  pnr_record *record = store_get(work->store, place);
  if (record == NULL) return false;
  const pnr_stored *stored = pnr_record_get(record);
  const pnr_regime_policy *law = pnr_regimes_policy(work->terms->regimes, stored->regime);
  if (pnr_record_allows(record, law, work->basis, work->recipient, NULL) != PNR_OK) work->left_out++;
  else if (is_active(work, stored) && pnr_tag_set_add(set, record, *added, NULL) != PNR_OK) out_of_memory();
  if (pnr_tag_set_digest(set, *added).size != 0) ++*added;
  pnr_record_close(record);
  return true;
}

static bool keep_tags(const probe_terms *terms, const probe_answer *out, uint32_t flight, const pnr_tag_set *set)
{
  char name[128], id[NAME];
  pnr_octets *saved = NULL;
  if (pnr_tag_set_save(set, terms->now + SECONDS_OF_DAY, &saved, NULL) != PNR_OK) out_of_memory();
  write_hex(id, out->id);
  snprintf(name, sizeof name, "%.32s-%s-%" PRIu32, terms->unit, id, flight);
  bool is_kept = keep_file(terms->keys, "probed", name, ".tags", pnr_octets_get(saved));
  pnr_octets_close(saved);
  return is_kept;
}

/* The tags of flight i; of one that there are no records of, none: all of them made up would say that nobody was on board. */
static bool tag_flight(tagging *work, pnr_slice secret, uint32_t i, probe_answer *out)
{
  char number[32];
  const pnr_flight *flight = work->probe->flights[i];
  const pnr_tags *tags = NULL;
  pnr_tag_set *set = NULL;
  uint32_t records = 0;
  bool is_good = true;
  snprintf(number, sizeof number, "%.*s%.*s", (int)flight->carrier.size, (const char *)flight->carrier.data,
           (int)flight->number.size, (const char *)flight->number.data);
  if (pnr_tag_set_open(NULL, secret, &set, NULL) != PNR_OK) out_of_memory();
  out->sets[i] = set;
  for (uint32_t k = 0; k < work->store->count && is_good; k++)
    if (store_is_on(&work->store->records[k], number, flight->day, flight->day))
      is_good = tag_record(work, set, &work->store->records[k], &records);
  if (!is_good || records == 0) return is_good;
  if (pnr_tag_set_finish(set, (pnr_slice){ out->id, sizeof out->id }, flight, &tags, NULL) != PNR_OK) out_of_memory();
  out->records += records;
  out->messages[out->count++] =
    (pnr_exchange_message){ .size = sizeof *out->messages, .type = PNR_EXCHANGE_TAGS, .tags = tags };
  return keep_tags(work->terms, out, i, set);
}

static bool tell(const probe_terms *terms, const pnr_probe *probe, uint32_t kind, uint64_t count)
{
  const pnr_purpose purpose = { .size = sizeof purpose,
                                .basis = basis_of(probe->purpose),
                                .offence = offence_of(probe->offences),
                                .case_reference = probe->case_reference,
                                .officer = slice_of(terms->who->officer != NULL ? terms->who->officer : "") };
  const pnr_audit_event event = { .size = sizeof event,
                                  .kind = kind,
                                  .time = terms->now,
                                  .purpose = &purpose,
                                  .recipient = slice_of(terms->unit),
                                  .approval = slice_of(terms->basis),
                                  .count = count,
                                  .elements = PNR_ELEMENT(4) | PNR_ELEMENT(18) };
  pnr_error error = { .size = sizeof error };
  if (terms->who->folder == NULL || count == 0) return true;
  pnr_audit *audit = terms->audit != NULL ? terms->audit : trail_write(terms->who->folder, terms->now);
  bool is_told = audit != NULL && pnr_audit_append(audit, &event, NULL, &error) == PNR_OK;
  if (audit != NULL && !is_told) complain_error(terms->who->folder, &error, NULL, 0);
  if (terms->audit == NULL) pnr_audit_close(audit);
  return is_told;
}

/* The folder is locked. */
static bool reply(const probe_terms *terms, record_store *store, const pnr_probe *probe, probe_answer *out)
{
  tagging work = { .terms = terms,
                   .probe = probe,
                   .store = store,
                   .recipient = recipient_of(probe->legal_basis),
                   .basis = basis_of(probe->purpose) };
  pnr_blind_day *day = count_probe(terms, probe, out);
  if (day == NULL) return out->rule != 0;
  pnr_slice secret = pnr_blind_day_secret(day);
  pnr_status status = pnr_blind_evaluate(NULL, secret, probe->elements, &out->evaluated, NULL);
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status != PNR_OK) out->rule = PNR_RULE_SELECTORS; /* what no honest side makes */
  bool is_good = true;
  if (status == PNR_OK) {
    out->result = (pnr_probe_result){ .size = sizeof out->result,
                                      .probe = { out->id, sizeof out->id },
                                      .elements = pnr_octets_get(out->evaluated) };
    out->messages[out->count++] = (pnr_exchange_message){ .size = sizeof *out->messages,
                                                          .type = PNR_EXCHANGE_PROBE_RESULT,
                                                          .probe_result = &out->result };
    for (uint32_t i = 0; i < probe->flight_count && is_good; i++) is_good = tag_flight(&work, secret, i, out);
    is_good = is_good && tell(terms, probe, PNR_AUDIT_REFUSAL, work.left_out);
  }
  pnr_blind_day_close(day);
  return is_good;
}

bool probe_reply(const probe_terms *terms, record_store *store, const uint8_t id[PNR_EXCHANGE_ID],
                 const pnr_probe *probe, probe_answer *out)
{
  *out = (probe_answer){ .messages = memory_grow(NULL, (probe->flight_count + 1) * sizeof *out->messages),
                         .sets = memory_grow(NULL, (probe->flight_count + 1) * sizeof *out->sets) };
  memcpy(out->id, id, sizeof out->id);
  for (uint32_t i = 0; i <= probe->flight_count; i++) out->sets[i] = NULL; /* ends with one */
  char *folder = path_in(terms->keys, "probed", "", "");
  int lock = folder_lock(folder);
  free(folder);
  bool is_good = lock >= 0 && reply(terms, store, probe, out);
  folder_unlock(lock);
  if (!is_good) return false;
  if (out->rule != 0) return tell(terms, probe, PNR_AUDIT_REFUSAL, 1);
  return tell(terms, probe, PNR_AUDIT_DISCLOSURE, out->records);
}

void probe_answer_close(probe_answer *answer)
{
  for (uint32_t i = 0; answer->sets != NULL && answer->sets[i] != NULL; i++) pnr_tag_set_close(answer->sets[i]);
  free(answer->sets);
  free(answer->messages);
  pnr_octets_close(answer->evaluated);
}

/* --- Follow-up --- */

/* The digest of the record to which the handle leads by this file; empty where it does not. */
static bool find_in(const char *path, pnr_slice handle, uint64_t now, uint8_t digest[PNR_FINGERPRINT],
                    uint32_t *traveller)
{
  input_file saved = { NULL, 0 };
  pnr_tag_set *set = NULL;
  uint32_t number;
  pnr_error error = { .size = sizeof error };
  bool is_found = input_read(&saved, path, &error) &&
                  pnr_tag_set_load(NULL, (pnr_slice){ saved.data, saved.size }, now, &set, NULL) == PNR_OK &&
                  pnr_tag_set_find(set, handle, &number, traveller) == PNR_OK;
  if (is_found) {
    pnr_slice found = pnr_tag_set_digest(set, number);
    is_found = found.size == PNR_FINGERPRINT;
    if (is_found) memcpy(digest, found.data, found.size);
  }
  pnr_tag_set_close(set);
  input_wipe(&saved);
  return is_found;
}

/* Of tags that this unit was given: UNIT-ID-N.tags, and no longer name that begins alike. */
static bool is_given_to(const char *name, const char *unit)
{
  size_t size = strlen(unit);
  return strncmp(name, unit, size) == 0 && name[size] == '-' &&
         strspn(name + size + 1, "0123456789abcdef") == NAME - 1 && name[size + NAME] == '-';
}

const store_record *probe_find(const char *keys, const char *unit, const record_store *store, pnr_slice handle,
                               uint64_t now, uint32_t *traveller)
{
  name_list names = { .count = 0 };
  uint8_t digest[PNR_FINGERPRINT];
  bool is_found = false;
  char *folder = path_in(keys, "probed", "", "");
  if (is_there(folder) && !names_read(&names, folder, ".tags")) names.count = 0;
  for (size_t i = 0; i < names.count && !is_found; i++) {
    if (!is_given_to(names.names[i], unit)) continue;
    char *path = path_in(keys, "probed", names.names[i], "");
    is_found = find_in(path, handle, now, digest, traveller);
    free(path);
  }
  names_clear(&names);
  free(folder);
  return is_found ? store_of_digest(store, (pnr_slice){ digest, sizeof digest }) : NULL;
}
