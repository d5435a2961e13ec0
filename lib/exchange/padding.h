/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_EXCHANGE_PADDING_H
#define PNR_EXCHANGE_PADDING_H

#include <stdbool.h>
#include <stddef.h>

/* How long a payload is made, so that its length tells little of what it says. */

/* The least length of the Padmé scheme that is not below size: at most 12 of a hundred more, and log log many lengths. */
size_t pnri_padme(size_t size);

/* Octets of the pad of a payload [encoding, size, body, pad] that takes `size` octets with an empty pad: the fewest that
 * bring it to a multiple of 4,096 or, otherwise, to a length of Padmé. The pad's own head counts. */
size_t pnri_pad_size(size_t size, bool is_reply);

#endif
