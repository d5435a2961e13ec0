/* pnr answer - what a unit sends back to a carrier.
 * SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "input.h"
#include "output.h"

enum {
  CONTRL,
  ACKRES,
  CUSRES,
  MESSAGE,
  ACTION,
  SEVERITY,
  AGREED,
  ERROR,
  FINDING_CODE,
  HEADER,
  VERDICT,
  REFERENCE,
  AT,
  SENDER,
  RECIPIENT,
  SYNTAX,
  IS_TEST,
  JSON
};
static const option options[] = {
  [CONTRL] = { "contrl", 0, NULL, "answer each interchange: was its syntax right?" },
  [ACKRES] = { "ackres", 0, NULL, "answer a PNRGOV, as agreed with the carrier" },
  [CUSRES] = { "cusres", 0, NULL, "answer a PAXLST, person by person" },
  [MESSAGE] = { "message", 'm', "N", "which message of the file, from 1; needed where there are several" },
  [ACTION] = { "action", 0, "WORD", "contrl: received, acknowledged or rejected; without it the findings decide" },
  [SEVERITY] = { "severity", 0, "WORD", "contrl, ackres: findings from here on count: notice, warning or error" },
  [AGREED] = { "agreed", 0, "WORD", "ackres: nothing, receipt or errors" },
  [ERROR] = { "error", 0, "CODE", "ackres: an error; CODE=TEXT adds words; may be repeated" },
  [FINDING_CODE] = { "finding-code", 0, "CODE", "ackres: tell the findings too, under this code" },
  [HEADER] = { "header", 0, "WORD", "cusres: accepted or error, of the list as a whole" },
  [VERDICT] = { "verdict", 0, "N=WORD",
                "cusres: of traveller N of 'pnr parse', from 0: ok-to-board, do-not-board,\n"
                "                             selectee, insufficient, or your own code; N=WORD:TEXT adds words" },
  [REFERENCE] = { "reference", 'r', "REF", "of the interchange; without it the time" },
  [AT] = { "at", 0, "DATE", "day and time of preparation, as 2025-03-10T12:00; without it: now, UTC" },
  [SENDER] = { "sender", 0, "ID", "or ID:QUALIFIER; without it the recipient of what is answered" },
  [RECIPIENT] = { "recipient", 0, "ID", "or ID:QUALIFIER; without it the sender of what is answered" },
  [SYNTAX] = { "syntax", 0, "ID", "character set, or ID:VERSION of the syntax; without it UNOA:4" },
  [IS_TEST] = { "test", 0, NULL, "mark the interchange as a test" },
  [JSON] = { "json", 0, NULL, "print the answers as JSON Lines instead, to look at them" },
  { 0 },
};

enum { NOT_CHOSEN = -1 };

typedef struct answering {
  const cli_command *command;
  int type; /* CONTRL, ACKRES, CUSRES */
  bool json;
  uint32_t message; /* from 1; 0: the only one */
  const char *path;
  pnr_contrl_options contrl;
  pnr_ackres_options ackres;
  pnr_cusres_options cusres;
  pnr_ackres_error *errors;
  const pnr_ackres_error **error_list;
  pnr_verdict *verdicts;
  const pnr_verdict **verdict_list;
  pnr_envelope envelope;
  char reference[48], clock[16]; /* of the answer in work; the time as a reference */
  uint32_t answers;
  input_file input;
  pnr_message **messages;
  uint32_t count;
  pnr_text *text;
} answering;

/* --- Values of options --- */

typedef struct word {
  const char *name;
  uint32_t number;
} word;

static const word actions[] = { { "received", PNR_RECEIPT_RECEIVED },
                                { "acknowledged", PNR_RECEIPT_ACKNOWLEDGED },
                                { "rejected", PNR_RECEIPT_REJECTED },
                                { NULL, 0 } };
static const word severities[] = {
  { "notice", PNR_SEVERITY_NOTICE }, { "warning", PNR_SEVERITY_WARNING }, { "error", PNR_SEVERITY_ERROR }, { NULL, 0 }
};
static const word agreements[] = {
  { "nothing", PNR_AGREED_NOTHING }, { "receipt", PNR_AGREED_RECEIPT }, { "errors", PNR_AGREED_ERRORS }, { NULL, 0 }
};
static const word headers[] = { { "accepted", PNR_RESPONSE_ACCEPTED }, { "error", PNR_RESPONSE_ERROR }, { NULL, 0 } };
static const word meanings[] = { { "ok-to-board", PNR_RESPONSE_OK_TO_BOARD },
                                 { "do-not-board", PNR_RESPONSE_DO_NOT_BOARD },
                                 { "selectee", PNR_RESPONSE_SELECTEE },
                                 { "insufficient", PNR_RESPONSE_INSUFFICIENT },
                                 { NULL, 0 } };

static const word *find_word(const word *words, pnr_slice name)
{
  while (words->name != NULL && !slice_is_same(slice_of(words->name), name)) words++;
  return words;
}

static uint32_t word_value(const answering *work, int number, const word *words, const char *value)
{
  const word *found = find_word(words, slice_of(value));
  if (found->name != NULL) return found->number;
  const char *near = nearest_word(value, &words[0].name, sizeof words[0]);
  if (near != NULL) usage_error(work->command, "--%s: did you mean '%s'?", options[number].name, near);
  usage_error(work->command, "--%s knows no such word", options[number].name);
}

/* Cuts value at the first mark: what stands before it, and behind it where there is one. */
static pnr_slice cut(const char *value, char mark, pnr_slice *rest)
{
  const char *found = strchr(value, mark);
  *rest = found != NULL ? slice_of(found + 1) : (pnr_slice){ NULL, 0 };
  return found != NULL ? (pnr_slice){ (const uint8_t *)value, (size_t)(found - value) } : slice_of(value);
}

/* A decimal number of at most nine digits; false for anything else. */
static bool number_of(pnr_slice text, uint32_t *number)
{
  *number = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (text.data[i] < '0' || text.data[i] > '9') return false;
    *number = *number * 10 + (text.data[i] - '0');
  }
  return text.size > 0 && text.size <= 9;
}

static void add_error(answering *work, const char *value)
{
  uint32_t count = ++work->ackres.error_count;
  work->errors = memory_grow(work->errors, count * sizeof *work->errors);
  pnr_ackres_error *error = &work->errors[count - 1];
  error->size = sizeof *error;
  error->code = cut(value, '=', &error->text);
  if (error->code.size == 0) usage_error(work->command, "--error needs a code: --error 102=\"WHAT IS WRONG\"");
}

static void add_verdict(answering *work, const char *value)
{
  pnr_slice rest;
  uint32_t count = ++work->cusres.verdict_count;
  work->verdicts = memory_grow(work->verdicts, count * sizeof *work->verdicts);
  pnr_verdict *verdict = &work->verdicts[count - 1];
  *verdict = (pnr_verdict){ .size = sizeof *verdict };
  if (!number_of(cut(value, '=', &rest), &verdict->traveller) || rest.size == 0)
    usage_error(work->command, "--verdict needs a traveller and a word: --verdict 0=selectee");
  pnr_slice name = cut((const char *)rest.data, ':', &verdict->text);
  const word *found = find_word(meanings, name);
  verdict->meaning = found->name != NULL ? found->number : PNR_RESPONSE_RAW;
  if (verdict->meaning == PNR_RESPONSE_RAW) verdict->code = name;
  if (name.size > 3 && verdict->meaning == PNR_RESPONSE_RAW)
    usage_error(work->command,
                "--verdict knows ok-to-board, do-not-board, selectee, insufficient, and codes such as 0A");
}

static void set_time(answering *work, const char *value)
{
  pnr_slice time, minute;
  pnr_slice day = cut(value, 'T', &time);
  work->envelope.prepared = date_of_text(day);
  bool is_right = work->envelope.prepared % 100 != 0 && (time.size == 0 || time.size == 5);
  if (is_right && time.size == 5) {
    uint32_t hours, minutes;
    pnr_slice hour = cut((const char *)time.data, ':', &minute);
    is_right = number_of(hour, &hours) && number_of(minute, &minutes) && hours < 24 && minutes < 60;
    if (is_right) work->envelope.prepared_time = (int32_t)(hours * 60 + minutes);
  }
  if (!is_right) usage_error(work->command, "--at needs a day, or a day and a time: 2025-03-10T12:00");
}

static void set_now(answering *work)
{
  struct tm now;
  time_t seconds = time(NULL);
  gmtime_r(&seconds, &now);
  uint32_t year = (uint32_t)now.tm_year + 1900, month = (uint32_t)now.tm_mon + 1, day = (uint32_t)now.tm_mday;
  strftime(work->clock, sizeof work->clock, "%Y%m%d%H%M%S", &now);
  work->envelope.interchange = slice_of(work->clock + 2); /* the century stays away */
  work->envelope.prepared = year * 10000 + month * 100 + day;
  work->envelope.prepared_time = now.tm_hour * 60 + now.tm_min;
}

static void set_syntax(answering *work, const char *value)
{
  pnr_slice version;
  work->envelope.syntax = cut(value, ':', &version);
  bool is_right = version.size == 0 || number_of(version, &work->envelope.syntax_version);
  if (!is_right) usage_error(work->command, "--syntax needs a character set, and a version of 1 to 4: UNOC:3");
}

static void set_message(answering *work, const char *value)
{
  if (!number_of(slice_of(value), &work->message) || work->message == 0)
    usage_error(work->command, "--message needs a number, from 1");
}

/* --- The command line --- */

/* Options that belong to some answers only. */
static void check_option(const answering *work, int number)
{
  static const struct {
    int option, types[2];
  } rows[] = {
    { MESSAGE, { ACKRES, CUSRES } }, { ACTION, { CONTRL, CONTRL } },  { SEVERITY, { CONTRL, ACKRES } },
    { AGREED, { ACKRES, ACKRES } },  { ERROR, { ACKRES, ACKRES } },   { FINDING_CODE, { ACKRES, ACKRES } },
    { HEADER, { CUSRES, CUSRES } },  { VERDICT, { CUSRES, CUSRES } },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (rows[i].option == number && rows[i].types[0] != work->type && rows[i].types[1] != work->type)
      usage_error(work->command, "--%s does not go with --%s", options[number].name, options[work->type].name);
}

static void take_option(answering *work, int number, const char *value)
{
  switch (number) {
  case MESSAGE: set_message(work, value); break;
  case ACTION: work->contrl.action = word_value(work, number, actions, value); break;
  case SEVERITY: work->contrl.severity = work->ackres.severity = word_value(work, number, severities, value); break;
  case AGREED: work->ackres.agreement = word_value(work, number, agreements, value); break;
  case ERROR: add_error(work, value); break;
  case FINDING_CODE: work->ackres.finding_code = slice_of(value); break;
  case HEADER: work->cusres.header = word_value(work, number, headers, value); break;
  case VERDICT: add_verdict(work, value); break;
  case REFERENCE: work->envelope.interchange = slice_of(value); break;
  case AT: set_time(work, value); break;
  case SENDER: work->envelope.sender = cut(value, ':', &work->envelope.sender_qualifier); break;
  case RECIPIENT: work->envelope.recipient = cut(value, ':', &work->envelope.recipient_qualifier); break;
  case SYNTAX: set_syntax(work, value); break;
  case IS_TEST: work->envelope.is_test = 1; break;
  case JSON: work->json = true; break;
  default: break;
  }
}

/* First what is answered how, then everything else, which depends on it. */
static void read_options(answering *work, int count, char **words)
{
  arguments walk;
  arguments_open(&walk, work->command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == CONTRL || number == ACKRES || number == CUSRES) {
      if (work->type != NOT_CHOSEN && work->type != number)
        usage_error(work->command, "--%s and --%s exclude each other", options[work->type].name, options[number].name);
      work->type = number;
    } else if (number == ARGUMENT_OPERAND) {
      if (work->path != NULL) usage_error(work->command, "give one file; answers go to one carrier");
      work->path = walk.value;
    }
  }
  if (work->type == NOT_CHOSEN) usage_error(work->command, "say what to answer with: --contrl, --ackres or --cusres");
  if (work->path == NULL) usage_error(work->command, "give the file to answer, or - for standard input");
  set_now(work);
  arguments_open(&walk, work->command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    check_option(work, number);
    take_option(work, number, walk.value);
  }
  if (work->type == ACKRES && work->ackres.agreement == 0)
    usage_error(work->command, "say what was agreed with the carrier: --agreed nothing, receipt or errors");
  if (work->type == CUSRES && work->cusres.header == 0)
    usage_error(work->command, "say how the list as a whole is answered: --header accepted or error");
}

/* The lists of pointers that the library takes: the rows stay where they are from now on. */
static void make_lists(answering *work)
{
  work->error_list = memory_grow(NULL, work->ackres.error_count * sizeof *work->error_list);
  for (uint32_t i = 0; i < work->ackres.error_count; i++) work->error_list[i] = &work->errors[i];
  work->ackres.errors = work->error_list;
  work->verdict_list = memory_grow(NULL, work->cusres.verdict_count * sizeof *work->verdict_list);
  for (uint32_t i = 0; i < work->cusres.verdict_count; i++) work->verdict_list[i] = &work->verdicts[i];
  work->cusres.verdicts = work->verdict_list;
}

/* --- Answers --- */

typedef pnr_status (*writer)(pnr_text *text, const pnr_message *message, const pnr_envelope *envelope,
                             pnr_error *error);

/* Further answers of one run have references of their own. */
static void number_reference(answering *work, pnr_envelope *envelope)
{
  if (++work->answers == 1) return;
  snprintf(work->reference, sizeof work->reference, "%.*s-%" PRIu32, (int)envelope->interchange.size,
           (const char *)envelope->interchange.data, work->answers);
  envelope->interchange = slice_of(work->reference);
}

static bool print_answer(answering *work, const pnr_message *answer)
{
  static const writer writers[] = {
    [CONTRL] = pnr_write_contrl, [ACKRES] = pnr_write_ackres, [CUSRES] = pnr_write_cusres
  };
  pnr_error error = { .size = sizeof error };
  pnr_envelope envelope = work->envelope;
  number_reference(work, &envelope);
  pnr_text_clear(work->text);
  if (work->json) {
    if (pnr_json_message(work->text, answer, (pnr_slice){ NULL, 0 }, NULL) != PNR_OK) out_of_memory();
  } else if (writers[work->type](work->text, answer, &envelope, &error) != PNR_OK) {
    complain("the answer: %s (segment %" PRIu32 ", element %" PRIu32 "); see --syntax, --sender, --recipient",
             pnr_status_text(error.status), error.segment, error.element);
    return false;
  }
  if (work->json || isatty(STDOUT_FILENO)) {
    output_line(work->text);
  } else {
    pnr_slice octets = pnr_text_get(work->text);
    fwrite(octets.data, 1, octets.size, stdout); /* output_finish tells where that fails */
  }
  return true;
}

/* What the library refuses, in words: the reasons that pnr/answer.h gives. */
static bool refuse(const answering *work, const pnr_error *error)
{
  const char *name = input_name(work->path);
  if (error->status != PNR_E_ARGUMENT) complain_error(name, error, work->input.data, work->input.size);
  else if (work->type == CONTRL)
    complain("%s: only interchanges of EDIFACT with a reference in UNB can be answered", name);
  else if (work->type == ACKRES) complain("%s: only a PNRGOV in EDIFACT is answered by ACKRES", name);
  else if (error->offset != 0)
    complain("%s: the traveller at octet %" PRIu64 " cannot be answered so: no reference, two verdicts, or another "
             "answer for the same references",
             name, error->offset);
  else complain("%s: only a PAXLST is answered by CUSRES, and only its own travellers; see 'pnr parse'", name);
  return false;
}

static bool finish_answer(answering *work, pnr_status status, pnr_message *answer, const pnr_error *error)
{
  if (status == PNR_END) return true; /* nothing was agreed */
  if (status != PNR_OK) return refuse(work, error);
  bool is_printed = print_answer(work, answer);
  pnr_message_close(answer);
  return is_printed;
}

static bool is_same_interchange(const pnr_message *left, const pnr_message *right)
{
  const pnr_content *a = pnr_message_content(left), *b = pnr_message_content(right);
  return slice_is_same(a->interchange, b->interchange) && slice_is_same(a->sender, b->sender) &&
         slice_is_same(a->recipient, b->recipient);
}

static bool answer_interchanges(answering *work)
{
  bool all = true;
  for (uint32_t first = 0, next; first < work->count; first = next) {
    for (next = first + 1; next < work->count; next++)
      if (!is_same_interchange(work->messages[first], work->messages[next])) break;
    pnr_error error = { .size = sizeof error };
    pnr_message *answer = NULL;
    const pnr_message *const *messages = (const pnr_message *const *)(work->messages + first);
    pnr_status status = pnr_answer_contrl(NULL, work->input.data, work->input.size, messages, next - first,
                                          &work->contrl, &answer, &error);
    all = finish_answer(work, status, answer, &error) && all;
  }
  return all;
}

static bool answer_message(answering *work)
{
  const char *name = input_name(work->path);
  uint32_t number = work->message != 0 ? work->message : 1;
  if (work->message == 0 && work->count > 1) {
    complain("%s holds %" PRIu32 " messages; choose one with --message", name, work->count);
    return false;
  }
  if (number > work->count) {
    complain("%s holds %" PRIu32 " message%s", name, work->count, work->count == 1 ? "" : "s");
    return false;
  }
  pnr_error error = { .size = sizeof error };
  pnr_message *answer = NULL;
  const pnr_message *message = work->messages[number - 1];
  pnr_status status = work->type == ACKRES ? pnr_answer_ackres(NULL, message, &work->ackres, &answer, &error)
                                           : pnr_answer_cusres(NULL, message, &work->cusres, &answer, &error);
  return finish_answer(work, status, answer, &error);
}

/* Reads all messages of the file. */
static bool read_messages(answering *work)
{
  pnr_reader *reader = NULL;
  pnr_error error = { .size = sizeof error };
  if (!input_read(&work->input, work->path, &error)) {
    complain_error(input_name(work->path), &error, NULL, 0);
    return false;
  }
  pnr_status status = pnr_reader_open(NULL, work->input.data, work->input.size, NULL, &reader, &error);
  while (status == PNR_OK) {
    pnr_message *message = NULL;
    status = pnr_reader_next(reader, &message, &error);
    if (status != PNR_OK) break;
    work->messages = memory_grow(work->messages, (work->count + 1) * sizeof *work->messages);
    work->messages[work->count++] = message;
  }
  pnr_reader_close(reader);
  if (status != PNR_END) complain_error(input_name(work->path), &error, work->input.data, work->input.size);
  return status == PNR_END;
}

static int run(const cli_command *command, int count, char **words)
{
  answering work = { .command = command,
                     .type = NOT_CHOSEN,
                     .contrl = { .size = sizeof work.contrl },
                     .ackres = { .size = sizeof work.ackres },
                     .cusres = { .size = sizeof work.cusres },
                     .envelope = { .size = sizeof work.envelope } };
  read_options(&work, count, words);
  make_lists(&work);
  work.text = text_open();
  bool is_done = read_messages(&work) && (work.type == CONTRL ? answer_interchanges(&work) : answer_message(&work));
  for (uint32_t i = 0; i < work.count; i++) pnr_message_close(work.messages[i]);
  free(work.messages);
  input_free(&work.input);
  pnr_text_close(work.text);
  free(work.errors);
  free(work.error_list);
  free(work.verdicts);
  free(work.verdict_list);
  return is_done ? EXIT_DONE : EXIT_INPUT;
}

const cli_command answer_command = {
  .name = "answer",
  .synopsis = "--contrl|--ackres|--cusres [OPTION]... FILE",
  .summary = "Writes what a unit answers: CONTRL, ACKRES or CUSRES.",
  .options = options,
  .details =
    "The answer is EDIFACT on standard output. Verdicts are yours alone: a hit is a candidate for review by a\n"
    "person, and nothing here makes a verdict of one.\n"
    "\nexamples: pnr answer --contrl flight.edi > contrl.edi\n"
    "          pnr answer --ackres --agreed errors --error 102=\"NO FLIGHT\" flight.edi\n"
    "          pnr answer --cusres --header accepted --verdict 0=ok-to-board --verdict 1=selectee list.edi\n",
  .run = run,
};
