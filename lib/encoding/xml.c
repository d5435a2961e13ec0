/* SPDX-License-Identifier: Apache-2.0 */
#include "encoding/xml.h"

#include <expat.h>
#include <string.h>

#include "core/fail.h"
#include "core/slice.h"
#include "core/vector.h"

/* expat pushes events; they wait here, one slice of input at a time, until they are asked for. */
enum { FIRST_FEED = 256, LAST_FEED = 16384 };

/* An event whose slices are still places in the text of the slice of input: that text moves while it grows. */
typedef struct waiting {
  uint32_t kind, depth;
  size_t name, name_size;
  size_t text, text_size;
  uint64_t offset;
} waiting;

struct pnri_xml {
  const pnr_env *env;
  const uint8_t *data;
  size_t size;
  size_t fed;
  size_t portion; /* octets of the next feeding: few behind a fault, for the next one may stand near */
  uint64_t base;  /* where the open document begins */
  XML_Parser parser;
  char encoding[40];   /* as declared; empty when it was not, or by a name too long to be one */
  const char *assumed; /* in its place, or NULL */
  bool tells_comments;
  pnri_vector events; /* waiting */
  pnri_vector text;
  size_t next;   /* event to be given next */
  uint64_t held; /* octets that expat holds */
  uint32_t depth;
  pnr_error fault; /* what ended the parsing; status PNR_OK while it goes on, PNR_END at the end */
  size_t place, line_start;
  uint32_t line;
};

/* --- Memory for expat ---
 * Its hooks get no user pointer and no sizes. So each block begins with its owner and its size, which is all that
 * releasing and growing need; only a fresh block needs to know for whom it is, and expat asks for those only inside
 * calls that we make: `current` names the parser for their duration, in this thread. Blocks are never grown in place,
 * and are wiped when released, because they held parts of the document. */

typedef union block {
  struct {
    pnri_xml *owner;
    size_t size;
  } head;
  max_align_t aligned;
} block;

static _Thread_local pnri_xml *current;

static void *take_for(pnri_xml *owner, size_t size)
{
  if (size > SIZE_MAX - sizeof(block)) return NULL;
  size_t whole = size + sizeof(block);
  if (whole > owner->env->limits.memory || owner->held > owner->env->limits.memory - whole) return NULL;
  block *taken = pnri_alloc(owner->env, whole);
  if (taken == NULL) return NULL;
  taken->head.owner = owner;
  taken->head.size = whole;
  owner->held += whole;
  return taken + 1;
}

static void *take(size_t size) { return take_for(current, size); }

static void release(void *ptr)
{
  if (ptr == NULL) return;
  block *taken = (block *)ptr - 1;
  pnri_xml *owner = taken->head.owner;
  owner->held -= taken->head.size;
  pnri_free(owner->env, taken, taken->head.size);
}

static void *retake(void *ptr, size_t size)
{
  if (ptr == NULL) return take(size);
  block *old = (block *)ptr - 1;
  void *taken = take_for(old->head.owner, size);
  if (taken == NULL) return NULL;
  size_t kept = old->head.size - sizeof(block);
  memcpy(taken, ptr, kept < size ? kept : size);
  release(ptr);
  return taken;
}

static const XML_Memory_Handling_Suite memory_hooks = { take, retake, release };

/* --- Events --- */

static uint64_t place_now(const pnri_xml *xml)
{
  XML_Index at = XML_GetCurrentByteIndex(xml->parser);
  return xml->base + (at > 0 ? (uint64_t)at : 0);
}

static void stop(pnri_xml *xml, pnr_status status)
{
  if (xml->fault.status != PNR_OK) return;
  xml->fault = (pnr_error){ .status = status, .offset = place_now(xml) };
  (void)XML_StopParser(xml->parser, XML_FALSE);
}

static size_t keep(pnri_xml *xml, const char *text, size_t size)
{
  size_t at = xml->text.count;
  if (size == 0) return at;
  void *room = pnri_vector_add(&xml->text, size);
  if (room == NULL) stop(xml, PNR_E_MEMORY);
  else memcpy(room, text, size);
  return at;
}

static void add_event(pnri_xml *xml, uint32_t kind, const char *name, const char *text, size_t text_size)
{
  if (xml->fault.status != PNR_OK) return;
  waiting event = { .kind = kind, .depth = xml->depth, .offset = place_now(xml) };
  event.name_size = strlen(name);
  event.name = keep(xml, name, event.name_size);
  event.text_size = text_size;
  event.text = keep(xml, text, text_size);
  if (xml->fault.status != PNR_OK) return; /* an event never shows what could not be kept */
  waiting *room = pnri_vector_add(&xml->events, 1);
  if (room == NULL) stop(xml, PNR_E_MEMORY);
  else *room = event;
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
  pnri_xml *xml = user;
  if (xml->depth == PNRI_XML_DEPTH) {
    stop(xml, PNR_E_LIMIT);
    return;
  }
  xml->depth++;
  add_event(xml, PNRI_XML_START, name, "", 0);
  for (; attributes[0] != NULL; attributes += 2)
    add_event(xml, PNRI_XML_ATTRIBUTE, attributes[0], attributes[1], strlen(attributes[1]));
}

static void XMLCALL on_finish(void *user, const XML_Char *name)
{
  pnri_xml *xml = user;
  add_event(xml, PNRI_XML_FINISH, name, "", 0);
  xml->depth--;
}

static void XMLCALL on_text(void *user, const XML_Char *text, int size)
{
  add_event(user, PNRI_XML_TEXT, "", text, (size_t)size);
}

static void XMLCALL on_comment(void *user, const XML_Char *text)
{
  add_event(user, PNRI_XML_COMMENT, "", text, strlen(text));
}

static void XMLCALL on_instruction(void *user, const XML_Char *target, const XML_Char *text)
{
  add_event(user, PNRI_XML_COMMENT, target, text, strlen(text));
}

static void XMLCALL on_declaration(void *user, const XML_Char *version, const XML_Char *encoding, int standalone)
{
  pnri_xml *xml = user;
  (void)standalone;
  bool is_usual = version == NULL || pnri_slice_is(pnri_slice(version), "1.0");
  if (xml->tells_comments && !is_usual) add_event(xml, PNRI_XML_COMMENT, "xml", version, strlen(version));
  size_t size = encoding != NULL ? strlen(encoding) : 0;
  is_usual = encoding == NULL || pnri_slice_is(pnri_slice(encoding), "UTF-8");
  if (xml->tells_comments && !is_usual) add_event(xml, PNRI_XML_COMMENT, "xml", encoding, size);
  if (size >= sizeof xml->encoding) size = 0;
  if (size != 0) memcpy(xml->encoding, encoding, size);
  xml->encoding[size] = 0;
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                               int has_subset)
{
  (void)name;
  (void)system;
  (void)public;
  (void)has_subset;
  stop(user, PNR_E_UNSUPPORTED);
}

/* --- Feeding --- */

static pnr_status status_of(enum XML_Error code)
{
  switch (code) {
  case XML_ERROR_NO_MEMORY: return PNR_E_MEMORY;
  case XML_ERROR_UNKNOWN_ENCODING:
  case XML_ERROR_INCORRECT_ENCODING: return PNR_E_UNSUPPORTED;
  default: return PNR_E_SYNTAX;
  }
}

static void feed(pnri_xml *xml)
{
  size_t left = xml->size - xml->fed, size = left < xml->portion ? left : xml->portion;
  xml->next = xml->events.count = xml->text.count = 0;
  current = xml;
  const char *octets = (const char *)xml->data;
  enum XML_Status parsed = XML_Parse(xml->parser, octets + xml->fed, (int)size, size == left);
  xml->fed += size;
  if (xml->portion < LAST_FEED) xml->portion *= 2;
  if (parsed == XML_STATUS_ERROR && xml->fault.status == PNR_OK) {
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    xml->fault = (pnr_error){ .status = status_of(code), .offset = place_now(xml), .cause = (int32_t)code };
  } else if (size == left && xml->fault.status == PNR_OK) {
    xml->fault = (pnr_error){ .status = PNR_END, .offset = xml->size };
  }
  current = NULL;
}

static void set_handlers(pnri_xml *xml)
{
  XML_SetUserData(xml->parser, xml);
  XML_SetElementHandler(xml->parser, on_start, on_finish);
  XML_SetCharacterDataHandler(xml->parser, on_text);
  XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
  XML_SetXmlDeclHandler(xml->parser, on_declaration);
  if (!xml->tells_comments) return;
  XML_SetCommentHandler(xml->parser, on_comment);
  XML_SetProcessingInstructionHandler(xml->parser, on_instruction);
}

pnr_status pnri_xml_open(const pnr_env *env, const uint8_t *data, size_t size, pnri_xml **out, pnr_error *error)
{
  env = pnri_env(env);
  pnri_xml *xml = *out = pnri_alloc(env, sizeof *xml);
  if (xml == NULL) return pnri_fail_memory(error);
  *xml = (pnri_xml){
    .env = env, .data = size != 0 ? data : (const uint8_t *)"", .size = size, .portion = FIRST_FEED, .line = 1
  };
  pnri_vector_open(&xml->events, env, sizeof(waiting));
  pnri_vector_open(&xml->text, env, 1);
  current = xml;
  xml->parser = XML_ParserCreate_MM(NULL, &memory_hooks, NULL);
  current = NULL;
  if (xml->parser == NULL) {
    pnri_xml_close(xml);
    *out = NULL;
    return pnri_fail_memory(error);
  }
  set_handlers(xml);
  return PNR_OK;
}

void pnri_xml_assume(pnri_xml *xml, const char *name) { xml->assumed = name; }

void pnri_xml_tell_comments(pnri_xml *xml)
{
  xml->tells_comments = true;
  set_handlers(xml);
}

pnr_status pnri_xml_resume(pnri_xml *xml, uint64_t offset, pnr_error *error)
{
  bool is_declared = xml->size - offset > 5 && memcmp(xml->data + offset, "<?xml", 5) == 0;
  current = xml;
  bool is_reset = XML_ParserReset(xml->parser, NULL) == XML_TRUE;
  const char *encoding = xml->assumed;
  if (encoding == NULL && !is_declared && xml->encoding[0] != 0) encoding = xml->encoding;
  if (is_reset && encoding != NULL) is_reset = XML_SetEncoding(xml->parser, encoding) == XML_STATUS_OK;
  current = NULL;
  if (!is_reset) return pnri_fail_memory(error);
  set_handlers(xml);
  xml->fed = (size_t)offset;
  xml->portion = FIRST_FEED;
  xml->base = offset;
  xml->depth = 0;
  xml->next = xml->events.count = xml->text.count = 0;
  xml->fault = (pnr_error){ .status = PNR_OK };
  return PNR_OK;
}

void pnri_xml_close(pnri_xml *xml)
{
  if (xml == NULL) return;
  if (xml->parser != NULL) XML_ParserFree(xml->parser);
  pnri_vector_close(&xml->text);
  pnri_vector_close(&xml->events);
  pnri_free(xml->env, xml, sizeof *xml);
}

pnr_status pnri_xml_next(pnri_xml *xml, pnri_xml_event *event, pnr_error *error)
{
  while (xml->next == xml->events.count && xml->fault.status == PNR_OK) feed(xml);
  if (xml->next == xml->events.count) {
    if (xml->fault.status == PNR_END) return PNR_END;
    pnri_xml_place(xml, xml->fault.offset, &xml->fault.line, &xml->fault.column);
    return pnri_fail(error, xml->fault);
  }
  const waiting *first = pnri_vector_at(&xml->events, xml->next++);
  *event = (pnri_xml_event){ .kind = first->kind, .depth = first->depth, .offset = first->offset };
  if (first->name_size != 0) event->name = (pnr_slice){ xml->text.data + first->name, first->name_size };
  if (first->text_size != 0) event->text = (pnr_slice){ xml->text.data + first->text, first->text_size };
  return PNR_OK;
}

void pnri_xml_place(pnri_xml *xml, uint64_t offset, uint32_t *line, uint32_t *column)
{
  if (offset < xml->line_start) {
    xml->place = xml->line_start = 0;
    xml->line = 1;
  }
  for (; xml->place < offset && xml->place < xml->size; xml->place++)
    if (xml->data[xml->place] == '\n') {
      xml->line++;
      xml->line_start = xml->place + 1;
    }
  *line = xml->line;
  *column = (uint32_t)(offset - xml->line_start) + 1;
}
