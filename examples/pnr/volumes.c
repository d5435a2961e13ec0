/* The folder of the lookup.
 * SPDX-License-Identifier: Apache-2.0 */
#include "volumes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "keys.h"
#include "output.h"

/* "FOLDER/2025-09-11-0123456789abcdef.lookup" */
static bool write_file(const char *folder, pnr_slice octets, const char *suffix)
{
  uint8_t identity[PNR_IDENTITY];
  pnr_date day = 0;
  pnr_text *name = text_open();
  if (pnr_lookup_volume(octets, identity, &day, NULL) != PNR_OK) out_of_memory();
  put_string(name, folder);
  put_string(name, "/");
  put_date(name, day);
  put_string(name, "-");
  put_hex(name, (pnr_slice){ identity, 8 });
  put_string(name, suffix);
  put(name, (pnr_slice){ (const uint8_t *)"", 1 });
  bool is_written = folder_write((const char *)pnr_text_get(name).data, octets);
  pnr_text_close(name);
  return is_written;
}

bool volume_write(const char *folder, pnr_lookup_writer *writer)
{
  pnr_octets *volume = NULL, *wrap = NULL;
  pnr_status status = pnr_lookup_writer_finish(writer, &volume, &wrap, NULL);
  if (status == PNR_END) return true;
  if (status != PNR_OK) out_of_memory();
  bool is_written = folder_make(folder) && write_file(folder, pnr_octets_get(wrap), ".wrap") &&
                    write_file(folder, pnr_octets_get(volume), ".lookup");
  pnr_octets_close(wrap);
  pnr_octets_close(volume);
  return is_written;
}
