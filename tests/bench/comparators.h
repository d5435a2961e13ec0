/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_BENCH_COMPARATORS_H
#define PNR_TESTS_BENCH_COMPARATORS_H

#include <stddef.h>
#include <stdint.h>

#include "pnr/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What others do with the same content. Files with_X are libraries of their own, built where X is installed. */

/* Reads JSON documents into trees with simdjson; is_hashed: and hashes all their names and values. */
uint64_t bench_simdjson(const pnr_slice *documents, size_t count, uint32_t is_hashed);

/* Reads XML documents with expat and hashes all names, values and texts that it tells. */

uint64_t bench_expat(const pnr_slice *documents, size_t count);

#ifdef __cplusplus
}
#endif
#endif
