/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* One option of a subcommand. Its number is its place in the command's table. */
typedef struct option {
  const char *name;     /* without the two dashes */
  char letter;          /* 'o' for -o; 0 when there is none */
  const char *argument; /* how help calls its value; NULL for a switch */
  const char *help;
} option;

/* One subcommand, as main.c lists it. */
typedef struct cli_command {
  const char *name;                                                       /* "screen", "list build" */
  const char *synopsis;                                                   /* what follows the name */
  const char *summary;                                                    /* one line */
  const option *options;                                                  /* ends with a row without name */
  const char *details;                                                    /* the rest of its help */
  int (*run)(const struct cli_command *command, int count, char **words); /* words behind the name; the exit status */
} cli_command;

extern const cli_command parse_command;
extern const cli_command answer_command;
extern const cli_command audit_append_command;
extern const cli_command audit_checkpoint_command;
extern const cli_command audit_drop_command;
extern const cli_command audit_init_command;
extern const cli_command audit_show_command;
extern const cli_command audit_verify_command;
extern const cli_command audit_who_command;
extern const cli_command compare_command;
extern const cli_command directory_add_command;
extern const cli_command directory_publish_command;
extern const cli_command directory_show_command;
extern const cli_command frame_show_command;
extern const cli_command index_info_command;
extern const cli_command index_travellers_command;
extern const cli_command info_command;
extern const cli_command join_command;
extern const cli_command keygen_command;
extern const cli_command list_add_command;
extern const cli_command list_build_command;
extern const cli_command list_compact_command;
extern const cli_command list_info_command;
extern const cli_command list_remove_command;
extern const cli_command places_build_command;
extern const cli_command probe_answer_command;
extern const cli_command probe_ask_command;
extern const cli_command probe_find_command;
extern const cli_command probe_match_command;
extern const cli_command recall_command;
extern const cli_command request_command;
extern const cli_command lookup_permit_command;
extern const cli_command lookup_search_command;
extern const cli_command mask_command;
extern const cli_command node_command;
extern const cli_command record_command;
extern const cli_command redact_command;
extern const cli_command retention_command;
extern const cli_command scrub_command;
extern const cli_command party_create_command;
extern const cli_command permit_command;
extern const cli_command unmask_command;
extern const cli_command screen_command;
extern const cli_command search_command;
extern const cli_command send_command;
extern const cli_command stats_command;
extern const cli_command write_command;

enum { EXIT_DONE = 0, EXIT_INPUT = 1, EXIT_USAGE = 2 };

/* Walks a command line. */
typedef struct arguments {
  const cli_command *command;
  char **words;
  int count;
  int next;
  const char *letters; /* the rest of a word like -xyz */
  bool operands_only;  /* behind "--" */
  const char *value;   /* of the option or operand that arguments_next returned */
} arguments;

enum { ARGUMENT_OPERAND = -1, ARGUMENT_END = -2 };

void arguments_open(arguments *walk, const cli_command *command, int count, char **words);
/* The number of the next option, or ARGUMENT_OPERAND, or ARGUMENT_END. Prints help and exits for --help; ends the
 * program with EXIT_USAGE for anything that the command's table does not allow. */
int arguments_next(arguments *walk);

/* One line on stderr, a hint where help is found, and the end with EXIT_USAGE. */
_Noreturn void usage_error(const cli_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

void command_help(const cli_command *command);

/* The nearest of the words to what somebody typed, or NULL when none is near. stride is the distance of two words'
 * pointers in octets, so that a column of a table can be given; the row with a NULL ends it. */
const char *nearest_word(const char *typed, const char *const *words, size_t stride);

#endif
