/* SPDX-License-Identifier: Apache-2.0 */
#include "core/fail.h"
#include "exchange/codec.h"
#include "exchange/object.h"

/* A message as octets, without what is signed and sealed around it. */

static const void *struct_of(const pnr_exchange_message *message, const pnri_type *type)
{
  const void *view;
  memcpy(&view, (const uint8_t *)message + type->at, sizeof view);
  return view;
}

pnr_status pnri_message_check(const pnr_exchange_message *message, pnr_error *error)
{
  if (message == NULL || message->size < sizeof *message) return pnri_fail_argument(error);
  const pnri_type *own = pnri_type_of(message->type);
  const pnri_type *type;
  for (uint32_t i = 0; (type = pnri_type_at(i)) != NULL; i++)
    if ((struct_of(message, type) != NULL) != (type == own)) return pnri_fail_argument(error);
  if (own == NULL) return pnri_fail_argument(error);
  return pnri_table_check(own->table, struct_of(message, own), error);
}

static size_t expected(const pnr_shared_record *const *records, uint32_t count)
{
  enum { AROUND = 128 };
  size_t size = 0;
  for (uint32_t i = 0; i < count; i++) size += records[i]->octets.size + AROUND;
  return size;
}

size_t pnri_body_expected(const pnr_exchange_message *message)
{
  if (message->type == PNR_EXCHANGE_REPLY) return expected(message->reply->records, message->reply->record_count);
  if (message->type == PNR_EXCHANGE_NOTICE) return expected(message->notice->records, message->notice->record_count);
  return 0;
}

void pnri_body_write(pnri_cbor_writer *cbor, const pnr_exchange_message *message)
{
  const pnri_type *type = pnri_type_of(message->type);
  pnri_cbor_put_array(cbor, 2);
  pnri_cbor_put_unsigned(cbor, type->number);
  pnri_table_write(type->table, struct_of(message, type), cbor);
}

pnr_status pnri_body_read(pnr_received *received, pnr_slice body, uint64_t base, pnr_error *error)
{
  uint64_t items, number = 0;
  pnri_table_reader reader = {
    .arena = &received->arena, .findings = &received->findings, .error = error, .base = base
  };
  pnri_cbor_reader_open(&reader.cbor, body);
  bool is_pair = pnri_cbor_get_array(&reader.cbor, &items) == PNR_OK && items == 2 &&
                 pnri_cbor_get_unsigned(&reader.cbor, UINT32_MAX, &number) == PNR_OK;
  const pnri_type *type = is_pair ? pnri_type_of((uint32_t)number) : NULL;
  if (type == NULL) return pnri_fail_at(error, PNR_E_OBJECT, base);
  pnr_status status;
  const void *view = pnri_table_read(&reader, type->table, &status);
  if (view == NULL) return status;
  if (pnri_cbor_finish(&reader.cbor) != PNR_OK)
    return pnri_fail_at(error, PNR_E_OBJECT, base + (uint64_t)(reader.cbor.next - reader.cbor.data));
  received->message = (pnr_exchange_message){ .size = sizeof received->message, .type = type->number };
  memcpy((uint8_t *)&received->message + type->at, &view, sizeof view);
  return PNR_OK;
}

/* --- What was received --- */

pnr_received *pnri_received_new(const pnr_env *env)
{
  pnr_received *received = pnri_alloc(env, sizeof *received);
  if (received == NULL) return NULL;
  *received = (pnr_received){ .env = env, .claims = { .size = sizeof received->claims } };
  pnri_arena_open(&received->arena, env);
  pnri_findings_open(&received->findings, &received->arena);
  pnri_vector_open(&received->inflated, env, 1);
  return received;
}

pnr_status pnri_received_settle(pnr_received *received, pnr_error *error)
{
  int failed = 0;
  received->shown = pnri_chain_array(&received->findings.chain, &received->arena, &failed);
  return failed || received->findings.failed ? pnri_fail_memory(error) : PNR_OK;
}

void pnr_received_close(pnr_received *received)
{
  if (received == NULL) return;
  const pnr_env *env = received->env;
  pnri_arena_close(&received->arena);
  pnri_free(env, received->clear, received->clear_size);
  pnri_vector_close(&received->inflated);
  pnri_free(env, received, sizeof *received);
}

const pnr_exchange_message *pnr_received_message(const pnr_received *received) { return &received->message; }
const pnr_claims *pnr_received_claims(const pnr_received *received) { return &received->claims; }
uint32_t pnr_received_finding_count(const pnr_received *received) { return received->findings.chain.count; }

const pnr_finding *pnr_received_finding(const pnr_received *received, uint32_t i)
{
  return i < received->findings.chain.count ? received->shown[i] : NULL;
}
