/* SPDX-License-Identifier: Apache-2.0 */
#include "attach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure.h"
#include "input.h"
#include "output.h"
#include "records.h"

static void take(void *user, pnr_record *record)
{
  attachment *records = user;
  records->records = memory_grow(records->records, (records->count + 1) * sizeof(pnr_record *));
  records->records[records->count++] = record;
}

bool attachment_read(attachment *records, const char *path, const pnr_regimes *regimes)
{
  input_file input;
  pnr_error error = { .size = sizeof error };
  *records = (attachment){ .regimes = regimes };
  if (!input_read(&input, path, &error)) {
    complain_error(input_name(path), &error, NULL, 0);
    return false;
  }
  bool is_read = records_each(&input, take, records, &error) == PNR_OK;
  if (!is_read) complain_error(input_name(path), &error, NULL, 0);
  input_free(&input);
  if (is_read && records->count == 0) complain("%s: holds no stored records", input_name(path));
  return is_read && records->count != 0;
}

void attachment_close(attachment *records)
{
  for (uint32_t i = 0; i < records->count; i++) pnr_record_close(records->records[i]);
  free(records->records);
  free(records->ids);
  free(records->digests);
  free(records->shared);
  free(records->list);
}

static bool draw(void *octets, size_t size)
{
  FILE *source = fopen("/dev/urandom", "rb");
  bool is_drawn = source != NULL && fread(octets, 1, size, source) == size;
  if (source != NULL) fclose(source);
  if (!is_drawn) complain("/dev/urandom: cannot be read");
  return is_drawn;
}

/* Leaves the elements that were asked for. */
static bool filter(attachment *records, uint32_t elements)
{
  pnr_error error = { .size = sizeof error };
  for (uint32_t i = 0; i < records->count; i++) {
    pnr_record *filtered = NULL;
    if (pnr_record_filter(NULL, records->records[i], elements, &filtered, NULL, &error) != PNR_OK) out_of_memory();
    pnr_record_close(records->records[i]);
    records->records[i] = filtered;
  }
  return true;
}

/* National law may let the clock end sooner. */
static void shorten(const attachment *records, const pnr_stored *stored, pnr_shared_record *shared)
{
  pnr_retention clock = { .size = sizeof clock };
  const pnr_retention_policy *policy = pnr_regimes_retention(records->regimes, stored->regime);
  if (pnr_retention_at(stored, policy, 1, NULL, 0, stored->received, &clock, NULL) != PNR_OK) return;
  pnr_date masks = clock.masks != UINT64_MAX ? day_of_moment(clock.masks) : shared->mask_due;
  pnr_date erases = clock.erases != UINT64_MAX ? day_of_moment(clock.erases) : shared->erase_due;
  if (masks < shared->mask_due) shared->mask_due = masks;
  if (erases < shared->erase_due) shared->erase_due = erases;
}

/* elements: those that were asked for. A value may belong to others, too; it is given under these. */
static bool share(attachment *records, uint32_t elements)
{
  uint32_t count = records->count;
  records->ids = memory_grow(NULL, count * sizeof *records->ids);
  records->digests = memory_grow(NULL, count * sizeof *records->digests);
  records->shared = memory_grow(NULL, count * sizeof *records->shared);
  records->list = memory_grow(NULL, count * sizeof(const pnr_shared_record *));
  if (!draw(records->ids, count * sizeof *records->ids)) return false;
  records->scrub_table = pnr_record_get(records->records[0])->scrubbed;
  for (uint32_t i = 0; i < count; i++) {
    const pnr_stored *stored = pnr_record_get(records->records[i]);
    pnr_slice id = { records->ids[i], PNR_EXCHANGE_ID };
    uint32_t version = stored->version != 0 ? stored->version : 1;
    if (pnr_record_share(records->records[i], id, version, &records->shared[i], records->digests[i], NULL) != PNR_OK)
      out_of_memory();
    records->shared[i].elements &= elements;
    shorten(records, stored, &records->shared[i]);
    records->list[i] = &records->shared[i];
    records->elements |= records->shared[i].elements;
  }
  return true;
}

static const pnr_request *request_of(const key_folder *folder, const pnr_reply *reply)
{
  for (uint32_t i = 0; i < folder->exchange.asked_count; i++)
    if (slice_is_same(folder->asked[i]->id, reply->request)) return folder->asked[i]->request;
  complain("the reply's request is not in %s/asked: keep it with 'pnr frame show --keep'", folder->path);
  return NULL;
}

/* To whom, and what for. */
static bool are_allowed(attachment *records, uint32_t purpose, uint32_t recipient)
{
  for (uint32_t i = 0; i < records->count; i++) {
    const pnr_regime_policy *law = pnr_regimes_policy(records->regimes, pnr_record_get(records->records[i])->regime);
    pnr_status status = pnr_record_allows(records->records[i], law, basis_of(purpose), recipient, NULL);
    if (status == PNR_OK) continue;
    complain("record %u: %s", i + 1, pnr_status_text(status));
    records->is_refused = true;
    return false;
  }
  return true;
}

bool attachment_put(attachment *records, const key_folder *folder, const pnr_exchange_message *message, attached *out)
{
  *out = (attached){ .message = *message };
  if (message->notice != NULL) {
    if (!are_allowed(records, message->notice->purpose, PNR_TO_UNIT) || !share(records, PNR_ELEMENTS)) return false;
    out->notice = *message->notice;
    out->notice.records = records->list;
    out->notice.record_count = records->count;
    out->notice.elements_given = records->elements;
    out->notice.scrub_table = records->scrub_table;
    out->message.notice = &out->notice;
    return true;
  }
  if (message->reply == NULL) {
    complain("--records goes with a reply or a notice");
    return false;
  }
  const pnr_request *request = request_of(folder, message->reply);
  if (request == NULL || !are_allowed(records, request->purpose, recipient_of(request->legal_basis)) ||
      !filter(records, request->elements) || !share(records, request->elements))
    return false;
  out->reply = *message->reply;
  out->reply.records = records->list;
  out->reply.record_count = records->count;
  out->reply.elements_given = records->elements;
  out->reply.scrub_table = records->scrub_table;
  out->message.reply = &out->reply;
  return true;
}
