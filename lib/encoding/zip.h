/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_ENCODING_ZIP_H
#define PNR_ENCODING_ZIP_H

#include <stdbool.h>

#include "core/vector.h"

/* Files in a zip archive (PKWARE APPNOTE 6.3), stored or deflated. */

/* True for what begins as an archive does. */
bool pnri_is_zip(pnr_slice octets);

/* Appends the file of this name to out (a vector of octets), at most `most` octets. PNR_E_FORMAT where the archive has
 * none; PNR_E_UNSUPPORTED for encrypted files, other methods and archives beyond 4 GiB; PNR_E_SYNTAX where it is damaged
 * or cut, then with all that came before in out; PNR_E_LIMIT, PNR_E_MEMORY. A cut archive has lost its directory: the
 * file is then found by its own header. */
pnr_status pnri_zip_read(pnr_slice octets, const char *name, uint64_t most, pnri_vector *out, pnr_error *error);

#endif
