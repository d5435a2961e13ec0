/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "progress.h"

/* What each status is called in JSON, and what somebody can do about it. */
static const struct {
  pnr_status status;
  const char *word, *advice;
} statuses[] = {
  { PNR_E_ARGUMENT, "ARGUMENT", NULL },
  { PNR_E_PURPOSE, "PURPOSE", NULL },
  { PNR_E_MEMORY, "MEMORY", "close other programs or split the file" },
  { PNR_E_LIMIT, "LIMIT", "split the file into smaller ones" },
  { PNR_E_FILE, "FILE", NULL },
  { PNR_E_EMPTY, "EMPTY", "ask the sender to transmit it again" },
  { PNR_E_FORMAT, "FORMAT", "see that it is neither compressed nor of another kind" },
  { PNR_E_UNSUPPORTED, "UNSUPPORTED", NULL },
  { PNR_E_SYNTAX, "SYNTAX", NULL },
  { PNR_E_CHARACTER, "CHARACTER", "write it in UNOW, which has all characters" },
  { PNR_E_LOST, "LOST", "see what is lost with --partial" },
  { PNR_E_IMAGE_FOREIGN, "IMAGE_FOREIGN", "build it with 'pnr list build'" },
  { PNR_E_IMAGE_VERSION, "IMAGE_VERSION", NULL },
  { PNR_E_IMAGE_TRUNCATED, "IMAGE_TRUNCATED", "build it again with 'pnr list build'" },
  { PNR_E_IMAGE_DAMAGED, "IMAGE_DAMAGED", "build it again with 'pnr list build'" },
  { PNR_E_CRYPTO, "CRYPTO", NULL },
  { PNR_E_FORGED, "FORGED", NULL },
  { PNR_E_KEY, "KEY", NULL },
  { PNR_E_AUDIT_STATE, "AUDIT_STATE", "tell the auditor: the trail cannot go on" },
  { PNR_E_AUDIT_CUT, "AUDIT_CUT", "tell the auditor: 'pnr audit verify' shows what is left" },
  { PNR_E_AUDIT_BUSY, "AUDIT_BUSY", "close the program that writes it" },
  { PNR_E_AUDIT_FINAL, "AUDIT_FINAL", NULL },
  { PNR_E_OBJECT, "OBJECT", "ask the sender for the file again" },
  { PNR_E_OBJECT_VERSION, "OBJECT_VERSION", "see whether a newer pnr is needed" },
  { PNR_E_KEY_UNKNOWN, "KEY_UNKNOWN", "exchange directories: pnr directory add, pnr directory publish" },
  { PNR_E_KEY_EXPIRED, "KEY_EXPIRED", "ask for a newer directory" },
  { PNR_E_KEY_REVOKED, "KEY_REVOKED", NULL },
  { PNR_E_PINNED, "PINNED", "compare the fingerprint with the unit, by another way" },
  { PNR_E_ROLLBACK, "ROLLBACK", "keep the newer one" },
  { PNR_E_AUDIENCE, "AUDIENCE", NULL },
  { PNR_E_EXPIRED, "EXPIRED", "ask the sender to seal it again" },
  { PNR_E_REPLAYED, "REPLAYED", NULL },
  { PNR_E_RULE, "RULE", NULL },
  { PNR_E_JOURNAL_VERSION, "JOURNAL_VERSION", "compact the list with the version that wrote it" },
  { PNR_E_JOURNAL_DAMAGED, "JOURNAL_DAMAGED", "restore it; without it the list is as it was last built or compacted" },
};

enum { OUTPUT_BUFFER = 256 * 1024 };

void output_begin(void)
{
  if (!isatty(STDOUT_FILENO)) setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
}

int output_finish(int status)
{
  if (fflush(stdout) == 0 && !ferror(stdout)) return status;
  if (errno == EPIPE) return status;
  complain("standard output: %s", strerror(errno));
  return status == EXIT_USAGE ? status : EXIT_INPUT;
}

void output_line(const pnr_text *text)
{
  pnr_slice octets = pnr_text_get(text);
  progress_make_way();
  bool written = octets.size == 0 || fwrite(octets.data, 1, octets.size, stdout) == octets.size;
  if (written && putchar('\n') != EOF) return;
  int cause = errno;
  if (cause != EPIPE) complain("standard output: %s", strerror(cause));
  _exit(cause == EPIPE ? EXIT_DONE : EXIT_INPUT); /* whatever is still buffered has no reader */
}

void complain(const char *format, ...)
{
  va_list values;
  progress_hide();
  fputs("pnr: ", stderr);
  va_start(values, format);
  vfprintf(stderr, format, values);
  va_end(values);
  fputc('\n', stderr);
}

void complain_error(const char *file, const pnr_error *error, const uint8_t *data, size_t size)
{
  char where[96] = "";
  const char *advice = NULL;
  uint32_t line = error->line, column = error->column;
  if (error->offset > 0 && line == 0 && data != NULL) pnr_place(data, size, error->offset, &line, &column);
  if (line > 0) snprintf(where, sizeof where, "%" PRIu32 ":%" PRIu32 ": ", line, column);
  for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
    if (statuses[i].status == error->status) advice = statuses[i].advice;
  const char *cause = error->status == PNR_E_FILE && error->cause != 0 ? strerror(error->cause) : NULL;
  char offset[48] = "";
  if (error->offset > 0) snprintf(offset, sizeof offset, " (octet %" PRIu64 ")", error->offset);
  complain("%s:%s%s%s%s%s%s", file, where[0] != '\0' ? "" : " ", where,
           cause != NULL ? cause : pnr_status_text(error->status), offset, advice != NULL ? "; " : "",
           advice != NULL ? advice : "");
}

const char *status_word(pnr_status status)
{
  for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
    if (statuses[i].status == status) return statuses[i].word;
  return "UNKNOWN";
}

_Noreturn void out_of_memory(void)
{
  fflush(stdout);
  complain("%s", pnr_status_text(PNR_E_MEMORY));
  _exit(EXIT_INPUT);
}

void *memory_grow(void *old, size_t size)
{
  void *grown = realloc(old, size > 0 ? size : 1);
  if (grown == NULL) out_of_memory();
  return grown;
}

pnr_text *text_open(void)
{
  pnr_text *text = NULL;
  if (pnr_text_open(NULL, &text, NULL) != PNR_OK) out_of_memory();
  return text;
}

void put(pnr_text *text, pnr_slice octets)
{
  if (octets.size > 0 && pnr_text_add(text, octets, NULL) != PNR_OK) out_of_memory();
}

void put_string(pnr_text *text, const char *string) { put(text, slice_of(string)); }

void put_format(pnr_text *text, const char *format, ...)
{
  char line[512];
  va_list values;
  va_start(values, format);
  int size = vsnprintf(line, sizeof line, format, values);
  va_end(values);
  if (size > 0)
    put(text, (pnr_slice){ (const uint8_t *)line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1 });
}

void put_date(pnr_text *text, pnr_date date)
{
  uint32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
  if (date == 0) return;
  put_format(text, "%04" PRIu32, year);
  if (month != 0) put_format(text, "-%02" PRIu32, month);
  if (month != 0 && day != 0) put_format(text, "-%02" PRIu32, day);
}

void put_score(pnr_text *text, uint32_t score)
{
  put_format(text, "%" PRIu32 ".%04" PRIu32, score / PNR_SCORE_MAX, score % PNR_SCORE_MAX);
}

void json_key(pnr_text *text, const char *key)
{
  pnr_slice before = pnr_text_get(text);
  if (before.size > 0 && before.data[before.size - 1] != '{' && before.data[before.size - 1] != '[')
    put_string(text, ",");
  put_format(text, "\"%s\":", key);
}

void json_string(pnr_text *text, const char *key, pnr_slice value)
{
  json_key(text, key);
  if (pnr_json_string(text, value, NULL) != PNR_OK) out_of_memory();
}

void json_number(pnr_text *text, const char *key, uint64_t value)
{
  json_key(text, key);
  put_format(text, "%" PRIu64, value);
}

pnr_slice slice_of(const char *string) { return (pnr_slice){ (const uint8_t *)string, strlen(string) }; }

bool slice_is_same(pnr_slice left, pnr_slice right)
{
  return left.size == right.size && (left.size == 0 || memcmp(left.data, right.data, left.size) == 0);
}
