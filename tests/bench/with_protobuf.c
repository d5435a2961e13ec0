/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "bench/comparators.h"
#include "record.pb-c.c" /* made of record.proto */
#include "record/field.h"

/* The messages of record.proto, packed and unpacked by protobuf-c into an arena that only moves on. */

enum { ARENA = 1 << 20, ALIGNMENT = 16 };

struct bench_protobuf {
  ProtobufCMessage *message;
  uint8_t *packed;
  size_t size;
};

static _Alignas(ALIGNMENT) uint8_t arena[ARENA];
static size_t used;

static void *take(void *user, size_t size)
{
  (void)user;
  size_t begin = used;
  used += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  return used <= ARENA ? arena + begin : NULL;
}

static void give_back(void *user, void *block)
{
  (void)user;
  (void)block;
}

static ProtobufCAllocator allocator = { take, give_back, NULL };

/* --- A record as a message --- */

static void *make(size_t size)
{
  void *block = calloc(1, size);
  if (block == NULL) abort();
  return block;
}

static char *text_of(pnr_slice text)
{
  char *copy = make(text.size + 1);
  if (text.size != 0) memcpy(copy, text.data, text.size);
  return copy;
}

/* The field of that number; record.proto has them all. */
static const ProtobufCFieldDescriptor *field_of(const ProtobufCMessageDescriptor *message, uint32_t key)
{
  const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(message, key);
  if (field == NULL) abort();
  return field;
}

static ProtobufCMessage *message_of(const ProtobufCMessageDescriptor *descriptor, const pnri_view *view,
                                    const void *at);

static void put_texts(uint8_t *slot, const pnri_field *f, const void *at)
{
  const pnr_slice *texts = pnri_field_pointer(at, f->offset);
  uint32_t count = pnri_field_number(at, f->count);
  char **list = make(count * sizeof *list);
  for (uint32_t i = 0; i < count; i++) list[i] = text_of(texts[i]);
  memcpy(slot, &list, sizeof list);
}

static void put_messages(uint8_t *slot, const ProtobufCMessageDescriptor *inner, const pnri_field *f, const void *at)
{
  uint32_t count = pnri_field_number(at, f->count);
  ProtobufCMessage **list = make(count * sizeof *list);
  for (uint32_t i = 0; i < count; i++) list[i] = message_of(inner, f->views, pnri_field_view(at, f, i));
  memcpy(slot, &list, sizeof list);
}

static void put_field(uint8_t *message, const ProtobufCFieldDescriptor *field, const pnri_field *f, const void *at)
{
  uint8_t *slot = message + field->offset, *quantifier = message + field->quantifier_offset;
  protobuf_c_boolean is_there = 1;
  size_t count = f->count != 0 ? pnri_field_number(at, f->count) : 0;
  void *one;
  switch (f->kind) {
  case PNRI_FIELD_TEXT:
    one = text_of(pnri_field_text(at, f->offset));
    memcpy(slot, &one, sizeof one);
    return;
  case PNRI_FIELD_ONE:
    one = message_of(field->descriptor, f->views, pnri_field_pointer(at, f->offset));
    memcpy(slot, &one, sizeof one);
    return;
  case PNRI_FIELD_TEXTS: put_texts(slot, f, at); break;
  case PNRI_FIELD_MANY: put_messages(slot, field->descriptor, f, at); break;
  default:
    memcpy(slot, (const char *)at + f->offset, f->kind == PNRI_FIELD_MOMENT ? sizeof(uint64_t) : sizeof(uint32_t));
  }
  if (f->count != 0) memcpy(quantifier, &count, sizeof count);
  else memcpy(quantifier, &is_there, sizeof is_there);
}

/* Recursive, but only as deep as views nest. */
static ProtobufCMessage *message_of(const ProtobufCMessageDescriptor *descriptor, const pnri_view *view, const void *at)
{
  ProtobufCMessage *message = make(descriptor->sizeof_message);
  protobuf_c_message_init(descriptor, message);
  for (const pnri_field *f = view->fields; f->kind != PNRI_FIELD_END; f++)
    if (pnri_field_is_said(f, at)) put_field((uint8_t *)message, field_of(descriptor, f->key), f, at);
  return message;
}

/* --- What is measured --- */

bench_protobuf *bench_protobuf_open(const pnri_view *view, const void *stored)
{
  bench_protobuf *open = make(sizeof *open);
  open->message = message_of(&bench__stored__descriptor, view, stored);
  open->size = protobuf_c_message_get_packed_size(open->message);
  open->packed = make(open->size);
  protobuf_c_message_pack(open->message, open->packed);
  return open;
}

size_t bench_protobuf_pack(bench_protobuf *open)
{
  used = 0;
  uint8_t *out = take(NULL, protobuf_c_message_get_packed_size(open->message));
  return out != NULL ? protobuf_c_message_pack(open->message, out) : 0;
}

uint32_t bench_protobuf_unpack(bench_protobuf *open)
{
  used = 0;
  return protobuf_c_message_unpack(&bench__stored__descriptor, &allocator, open->size, open->packed) != NULL;
}

void bench_protobuf_close(bench_protobuf *open)
{
  protobuf_c_message_free_unpacked(open->message, NULL);
  free(open->packed);
  free(open);
}
