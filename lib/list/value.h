/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_LIST_VALUE_H
#define PNR_LIST_VALUE_H

#include <stdbool.h>

#include "pnr/person.h"

/* Values as lists write them. */

/* The value of a sex: M, male, F, X …; false when it is none of them. */
bool pnri_list_sex(pnr_slice text, uint32_t *sex);

/* The country's code where it is known, else the text itself. */
pnr_slice pnri_list_country(pnr_slice text);

/* P, I or V for what lists call passports, identity cards and visas in several languages; else the text itself. */
pnr_slice pnri_list_document_type(pnr_slice text);

/* Takes the next part off *rest, up to the separator: false behind the last one. Parts are trimmed, empty ones passed
 * over. */
bool pnri_list_part(pnr_slice *rest, uint8_t separator, pnr_slice *part);

/* The same for values numbered in brackets, "(1) Cali (2) Bogota"; a text without numbers is one value. */
bool pnri_list_numbered(pnr_slice *rest, pnr_slice *part);

/* True when word stands anywhere in text, ASCII case ignored. */
bool pnri_list_mentions(pnr_slice text, const char *word);

#endif
