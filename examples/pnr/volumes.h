/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VOLUMES_H
#define VOLUMES_H

#include <pnr/pnr.h>
#include <stdbool.h>

/* The folder of the lookup: DAY-NAME.lookup, a volume, and DAY-NAME.wrap, its key sealed to the authority. */

/* Finishes a volume and writes both; nothing where it holds no record. False, with a complaint, where that fails. */
bool volume_write(const char *folder, pnr_lookup_writer *writer);

#endif
