/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/scanner.h"

const pnri_service pnri_service_default = { ':', '+', 0, '?', '\'' };

enum { PLAIN = 0, MARK = 1, RELEASE = 2 }; /* a class is added to the number of marks */

/* Class of every octet under these service characters. 0 is never one, so NUL stays plain. */
static void classify(const pnri_service *service, uint8_t classes[256])
{
  for (uint32_t i = 0; i < 256; i++) classes[i] = PLAIN;
  classes[service->release] = RELEASE;
  classes[service->component] = MARK;
  classes[service->element] = MARK;
  classes[service->repetition] = MARK;
  classes[service->terminator] = MARK;
  classes[0] = PLAIN;
}

/* Every octet stores its position and only a mark keeps it: no branch depends on the text, but for the rare release. */
size_t pnri_scan(const pnri_service *service, const uint8_t *data, uint32_t from, uint32_t to, uint32_t *positions)
{
  uint8_t classes[256];
  classify(service, classes);
  size_t count = 0;
  uint32_t at = from;
  while (at < to) {
    uint8_t octet_class = classes[data[at]];
    if (octet_class == RELEASE) {
      at += 2; /* it takes the next octet with it */
      continue;
    }
    positions[count] = at++;
    count += octet_class;
  }
  return count;
}
