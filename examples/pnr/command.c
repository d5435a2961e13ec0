/* SPDX-License-Identifier: Apache-2.0 */
#include "command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 32 }; /* longer words are no typos of ours */

void arguments_open(arguments *walk, const cli_command *command, int count, char **words)
{
  *walk = (arguments){ .command = command, .words = words, .count = count };
}

_Noreturn void usage_error(const cli_command *command, const char *format, ...)
{
  va_list values;
  fprintf(stderr, "pnr %s: ", command->name);
  va_start(values, format);
  vfprintf(stderr, format, values);
  va_end(values);
  fprintf(stderr, "\ntry 'pnr %s --help'\n", command->name);
  exit(EXIT_USAGE);
}

/* The least number of letters to insert, delete, replace or exchange with their neighbour. */
static size_t edits(const char *a, const char *b)
{
  size_t rows[3][WORD_MAX + 1];
  size_t a_size = strlen(a), b_size = strlen(b);
  if (a_size > WORD_MAX || b_size > WORD_MAX) return SIZE_MAX;
  for (size_t j = 0; j <= b_size; j++) rows[0][j] = j;
  for (size_t i = 1; i <= a_size; i++) {
    size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= b_size; j++) {
      size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
      if (above[j] + 1 < best) best = above[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
        best = before[j - 2] + 1;
      row[j] = best;
    }
  }
  return rows[a_size % 3][b_size];
}

static const char *word_at(const char *const *words, size_t stride, size_t i)
{
  const char *word;
  memcpy(&word, (const char *)words + i * stride, sizeof word);
  return word;
}

const char *nearest_word(const char *typed, const char *const *words, size_t stride)
{
  const char *nearest = NULL;
  size_t length = strlen(typed);
  size_t least = length < 4 ? 2 : 3; /* one past the edits that we believe to be a slip */
  for (size_t i = 0; word_at(words, stride, i) != NULL; i++) {
    const char *word = word_at(words, stride, i);
    size_t distance = length >= 3 && strncmp(word, typed, length) == 0 ? 1 : edits(typed, word);
    if (distance < least) {
      least = distance;
      nearest = word;
    }
  }
  return nearest;
}

static int find_long(arguments *walk, const char *word)
{
  const option *options = walk->command->options;
  const char *equals = strchr(word, '=');
  size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
  for (int i = 0; options[i].name != NULL; i++) {
    if (strlen(options[i].name) != length || memcmp(options[i].name, word, length) != 0) continue;
    walk->value = equals != NULL ? equals + 1 : NULL;
    if (equals != NULL && options[i].argument == NULL)
      usage_error(walk->command, "option --%s takes no value", options[i].name);
    return i;
  }
  char typed[WORD_MAX + 1] = "";
  if (length <= WORD_MAX) memcpy(typed, word, length);
  const char *near = nearest_word(typed, &options[0].name, sizeof options[0]);
  if (near != NULL)
    usage_error(walk->command, "there is no option --%.*s; did you mean --%s?", (int)length, word, near);
  usage_error(walk->command, "there is no option --%.*s", (int)length, word);
}

static int find_letter(arguments *walk)
{
  const option *options = walk->command->options;
  char letter = *walk->letters++;
  for (int i = 0; options[i].name != NULL; i++) {
    if (options[i].letter != letter) continue;
    walk->value = NULL;
    if (options[i].argument != NULL && *walk->letters != '\0') {
      walk->value = walk->letters;
      walk->letters = NULL;
    }
    return i;
  }
  usage_error(walk->command, "there is no option -%c", letter);
}

static int take_value(arguments *walk, int number)
{
  const option *found = &walk->command->options[number];
  if (found->argument == NULL || walk->value != NULL) return number;
  if (walk->next >= walk->count)
    usage_error(walk->command, "option --%s needs a value: %s", found->name, found->argument);
  walk->value = walk->words[walk->next++];
  return number;
}

int arguments_next(arguments *walk)
{
  if (walk->letters != NULL && *walk->letters != '\0') return take_value(walk, find_letter(walk));
  if (walk->next >= walk->count) return ARGUMENT_END;
  const char *word = walk->words[walk->next++];
  if (walk->operands_only || word[0] != '-' || word[1] == '\0') {
    walk->value = word;
    return ARGUMENT_OPERAND;
  }
  if (strcmp(word, "--") == 0) {
    walk->operands_only = true;
    return arguments_next(walk);
  }
  if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
    command_help(walk->command);
    exit(EXIT_DONE);
  }
  if (word[1] == '-') return take_value(walk, find_long(walk, word + 2));
  walk->letters = word + 1;
  return take_value(walk, find_letter(walk));
}

void command_help(const cli_command *command)
{
  printf("usage: pnr %s %s\n\n%s\n\n", command->name, command->synopsis, command->summary);
  for (const option *row = command->options; row->name != NULL; row++) {
    char left[64];
    snprintf(left, sizeof left, "%c%c%c --%s%s%s", row->letter != 0 ? '-' : ' ', row->letter != 0 ? row->letter : ' ',
             row->letter != 0 ? ',' : ' ', row->name, row->argument != NULL ? " " : "",
             row->argument != NULL ? row->argument : "");
    printf("  %-26s %s\n", left, row->help);
  }
  printf("  %-26s %s\n\n%s", "-h, --help", "print this text", command->details);
}
