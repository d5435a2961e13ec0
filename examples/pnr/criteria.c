/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "criteria.h"

#include <string.h>
#include <time.h>

#include "input.h"
#include "output.h"

enum { ANNEX_II = 26, COUNT_MOST = 1000000 };

uint32_t threshold_of_option(const cli_command *command, const char *text)
{
  uint32_t score = 0, unit = PNR_SCORE_MAX;
  const char *next = text;
  if (*next == '0' || *next == '1') score = (uint32_t)(*next++ - '0') * PNR_SCORE_MAX;
  if (*next == '.') next++;
  for (; *next >= '0' && *next <= '9'; next++) {
    unit /= 10;
    score += unit * (uint32_t)(*next - '0');
  }
  if (next == text || *next != '\0' || score > PNR_SCORE_MAX || strcmp(text, ".") == 0)
    usage_error(command, "--threshold needs a score from 0.0 to 1.0");
  return score > 0 ? score : 1; /* no candidate scores 0 */
}

pnr_date day_of_option(const cli_command *command, const char *name, const char *text)
{
  pnr_date date = date_of_text(slice_of(text));
  if (date % 100 == 0) usage_error(command, "--%s needs a date like 2025-03-10", name);
  return date;
}

/* The number that text is; 0 for anything else, and for one above most. */
static uint32_t number_within(const char *text, uint32_t most)
{
  uint32_t number = 0;
  for (; *text >= '0' && *text <= '9' && number <= most; text++) number = number * 10 + (uint32_t)(*text - '0');
  return *text == '\0' && number <= most ? number : 0;
}

uint32_t count_of_option(const cli_command *command, const char *name, const char *text)
{
  uint32_t count = number_within(text, COUNT_MOST);
  if (count == 0) usage_error(command, "--%s needs a number from 1 up", name);
  return count;
}

uint32_t offence_of_option(const cli_command *command, const char *text)
{
  if (strcmp(text, "terrorism") == 0) return PNR_OFFENCE_TERRORISM;
  uint32_t offence = number_within(text, ANNEX_II);
  if (offence == 0)
    usage_error(command, "--purpose is terrorism, or a number from 1 to 26: the category of Annex II of the directive");
  return offence;
}

/* The next octet of a flight's number, in capitals, without zeros in front of the digits: ZX0100 is ZX100. 0: the end. */
static uint8_t next_octet(pnr_slice flight, size_t *at)
{
  enum { CARRIER = 2 };
  bool begins = *at >= CARRIER && (*at == CARRIER || flight.data[*at - 1] < '0' || flight.data[*at - 1] > '9');
  while (begins && *at + 1 < flight.size && flight.data[*at] == '0') (*at)++;
  if (*at >= flight.size) return 0;
  uint8_t octet = flight.data[(*at)++];
  return octet >= 'a' && octet <= 'z' ? (uint8_t)(octet - 32) : octet;
}

bool flight_is(pnr_slice flight, const char *asked)
{
  uint8_t left, right;
  size_t i = 0, k = 0;
  do {
    left = next_octet(slice_of(asked), &i);
    right = next_octet(flight, &k);
  } while (left == right && left != 0);
  return left == right;
}

pnr_policy *policy_load(const char *path)
{
  input_file input;
  pnr_policy *policy = NULL;
  pnr_error error = { .size = sizeof error };
  pnr_status status = input_read(&input, path, &error) ? PNR_OK : error.status;
  if (status == PNR_OK) status = pnr_policy_open(NULL, &policy, &error);
  if (status == PNR_OK) status = pnr_policy_read(policy, input.data, input.size, &error);
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status != PNR_OK) {
    complain_error(input_name(path), &error, input.data, input.size);
    pnr_policy_close(policy);
    policy = NULL;
  }
  input_free(&input);
  return policy;
}

pnr_date today(void)
{
  time_t now = time(NULL);
  struct tm day;
  if (localtime_r(&now, &day) == NULL) return 0;
  return (pnr_date)(day.tm_year + 1900) * 10000 + (pnr_date)(day.tm_mon + 1) * 100 + (pnr_date)day.tm_mday;
}
