/* pnr - reads what carriers send, compares travellers with watchlists, and answers.
 * SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include <pnr/pnr.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "output.h"

static const cli_command *const commands[] = {
  &parse_command,
  &write_command,
  &screen_command,
  &search_command,
  &answer_command,
  &compare_command,
  &join_command,
  &list_build_command,
  &list_info_command,
  &list_add_command,
  &list_remove_command,
  &list_compact_command,
  &index_travellers_command,
  &index_info_command,
  &places_build_command,
  &record_command,
  &scrub_command,
  &mask_command,
  &redact_command,
  &party_create_command,
  &permit_command,
  &unmask_command,
  &lookup_permit_command,
  &lookup_search_command,
  &retention_command,
  &keygen_command,
  &directory_add_command,
  &directory_publish_command,
  &directory_show_command,
  &send_command,
  &request_command,
  &recall_command,
  &probe_ask_command,
  &probe_answer_command,
  &probe_match_command,
  &probe_find_command,
  &frame_show_command,
  &node_command,
  &audit_init_command,
  &audit_append_command,
  &audit_checkpoint_command,
  &audit_verify_command,
  &audit_show_command,
  &audit_who_command,
  &audit_drop_command,
  &stats_command,
  &info_command,
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_version(void)
{
  uint32_t version = pnr_version();
  printf("pnr %u.%u.%u\n", version >> 16, version >> 8 & 255, version & 255);
}

static void print_help(void)
{
  printf("usage: pnr COMMAND [OPTION]... [FILE]...\n\n"
         "Reads passenger name records as carriers send them, compares travellers with watchlists, and answers.\n\n");
  for (size_t i = 0; i < COMMANDS; i++) printf("  %-17s %s\n", commands[i]->name, commands[i]->summary);
  printf("  %-17s %s\n\n", "help", "Tells how to use a command: pnr help screen");
  printf("The file - is standard input. Results go to standard output: tables on a terminal, JSON Lines elsewhere.\n"
         "Exit status: 0 done, 1 some input could not be read or used (the rest was done), 2 wrong usage.\n");
}

/* The command that the words begin with, and how many of them are its name. */
static const cli_command *find_command(int count, char **words, int *used)
{
  for (size_t i = 0; i < COMMANDS; i++) {
    const char *name = commands[i]->name;
    const char *space = strchr(name, ' ');
    size_t first = space != NULL ? (size_t)(space - name) : strlen(name);
    if (strlen(words[0]) != first || memcmp(words[0], name, first) != 0) continue;
    *used = space != NULL ? 2 : 1;
    if (space == NULL || (count > 1 && strcmp(words[1], space + 1) == 0)) return commands[i];
  }
  return NULL;
}

static bool is_help(const char *word) { return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0; }

/* True for "list build" and "list". */
static bool is_of_group(const cli_command *command, const char *word)
{
  size_t size = strlen(word);
  return strncmp(command->name, word, size) == 0 && command->name[size] == ' ';
}

/* How many commands of two words begin with this one. */
static int count_group(const char *word)
{
  int count = 0;
  for (size_t i = 0; i < COMMANDS; i++) count += is_of_group(commands[i], word);
  return count;
}

/* "'list build' and 'list info'" */
static void print_group(const char *word, const char *before, const char *between)
{
  bool is_first = true;
  for (size_t i = 0; i < COMMANDS; i++) {
    if (!is_of_group(commands[i], word)) continue;
    fprintf(stderr, "%s'%s%s'", is_first ? "" : between, before, commands[i]->name);
    is_first = false;
  }
  fprintf(stderr, "\n");
}

static int unknown_command(int count, char **words)
{
  static const char *const names[] = { "parse",     "write",   "screen", "search", "answer", "compare", "join",
                                       "list",      "index",   "places", "record", "scrub",  "mask",    "redact",
                                       "retention", "party",   "permit", "unmask", "lookup", "keygen",  "directory",
                                       "send",      "request", "recall", "probe",  "frame",  "audit",   "stats",
                                       "info",      "help",    NULL };
  if (count_group(words[0]) != 0 && count > 1) {
    fprintf(stderr, "pnr %s: there is no 'pnr %s %s'; known: ", words[0], words[0], words[1]);
    print_group(words[0], "", " and ");
  } else if (count_group(words[0]) != 0) {
    fprintf(stderr, "pnr %s: say what to do: ", words[0]);
    print_group(words[0], "pnr ", " or ");
  } else {
    const char *near = nearest_word(words[0], names, sizeof names[0]);
    fprintf(stderr, "pnr: there is no command '%s'", words[0]);
    fprintf(stderr, near != NULL ? "; did you mean '%s'?\n" : "\n", near);
  }
  fprintf(stderr, "try 'pnr --help'\n");
  return EXIT_USAGE;
}

static void help_on_group(const char *word)
{
  bool is_first = true;
  for (size_t i = 0; i < COMMANDS; i++) {
    if (!is_of_group(commands[i], word)) continue;
    if (!is_first) printf("\n");
    command_help(commands[i]);
    is_first = false;
  }
}

/* pnr help [COMMAND], and `pnr list --help`, which is help on two commands. */
static int help(int count, char **words)
{
  int used = 0;
  if (count == 0 || is_help(words[0]) || strcmp(words[0], "help") == 0) {
    print_help();
    return EXIT_DONE;
  }
  const cli_command *found = find_command(count, words, &used);
  if (found != NULL) {
    command_help(found);
  } else if (count == 1 && count_group(words[0]) != 0) {
    help_on_group(words[0]);
  } else {
    return unknown_command(count, words);
  }
  return EXIT_DONE;
}

static int run(int count, char **words)
{
  int used = 0;
  if (count == 0) {
    fprintf(stderr, "pnr: say what to do, for example 'pnr parse FILE'\ntry 'pnr --help'\n");
    return EXIT_USAGE;
  }
  if (is_help(words[0])) return help(0, NULL);
  if (strcmp(words[0], "help") == 0) return help(count - 1, words + 1);
  if (strcmp(words[0], "--version") == 0) {
    print_version();
    return EXIT_DONE;
  }
  if (words[0][0] == '-') {
    fprintf(stderr, "pnr: option %s stands before any command\ntry 'pnr --help'\n", words[0]);
    return EXIT_USAGE;
  }
  if (count == 2 && is_help(words[1]) && count_group(words[0]) != 0) return help(1, words);
  const cli_command *found = find_command(count, words, &used);
  if (found == NULL) return unknown_command(count, words);
  return found->run(found, count - used, words + used);
}

int main(int count, char **words)
{
  signal(SIGPIPE, SIG_IGN); /* a reader that has seen enough is no error: output_finish() knows EPIPE */
  output_begin();
  int status = run(count - 1, words + 1);
  return output_finish(status);
}
