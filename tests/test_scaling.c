/* SPDX-License-Identifier: Apache-2.0
 *
 * Twice the input takes at most 2.2 times the work, for the ugliest inputs that we know (tests/ugly.h). Work is counted in
 * what every machine counts alike: steps of nested loops, and octets that the allocator gave. `make check-long` counts
 * instructions too (tests/scaling.sh). */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pnr/pnr.h"
#include "record/message.h"
#include "support.h"
#include "ugly.h"

typedef struct work {
  uint64_t steps, octets;
  pnr_status status;
} work;

static void *count_octets(void *user, void *ptr, size_t old_size, size_t new_size)
{
  (void)old_size;
  if (new_size == 0) {
    free(ptr);
    return NULL;
  }
  ((work *)user)->octets += new_size;
  return malloc(new_size);
}

static work measure(const ugly_row *row, unsigned units)
{
  work done = { 0 };
  size_t size = 0;
  char *text = ugly_input(row, units, &size);
  uint8_t *data = exact_copy(text, size);
  pnr_env *env = NULL;
  pnr_reader *reader = NULL;
  pnr_message *message = NULL;
  cr_assert(eq(i32, pnr_env_open(count_octets, &done, NULL, &env, NULL), PNR_OK));
  done.status = pnr_reader_open(env, data, size, NULL, &reader, NULL);
  while (done.status == PNR_OK && (done.status = pnr_reader_next(reader, &message, NULL)) == PNR_OK) {
    done.steps += message->steps;
    pnr_message_close(message);
  }
  pnr_reader_close(reader);
  pnr_env_close(env);
  free(data);
  free(text);
  return done;
}

/* The last chunk of memory may be nearly empty, and the first comparisons of a chain are few. */
static int is_linear(uint64_t once, uint64_t twice, uint64_t slack) { return twice * 10 <= once * 22 + slack * 10; }

Test(scaling, twice_the_input_takes_at_most_2_2_times_the_work)
{
  enum { UNITS = 100, STEPS = 1000, OCTETS = 1 << 18 };
  for (size_t i = 0; i < UGLY_ROWS; i++) {
    const char *name = ugly_rows[i].name;
    work once = measure(&ugly_rows[i], UNITS), twice = measure(&ugly_rows[i], 2 * UNITS);
    cr_expect(once.status == PNR_END || once.status >= PNR_E_EMPTY, "%s: status %d", name, (int)once.status);
    cr_expect(eq(i32, once.status, twice.status), "%s", name);
    cr_expect(is_linear(once.steps, twice.steps, STEPS), "%s: %llu and %llu steps", name,
              (unsigned long long)once.steps, (unsigned long long)twice.steps);
    cr_expect(is_linear(once.octets, twice.octets, OCTETS), "%s: %llu and %llu octets", name,
              (unsigned long long)once.octets, (unsigned long long)twice.octets);
  }
}
