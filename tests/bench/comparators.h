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

/* A simstring database of names, in files whose names begin with path; NULL when that fails. */
typedef struct bench_simstring bench_simstring;
bench_simstring *bench_simstring_open(const pnr_slice *names, size_t count, const char *path);
/* Looks for all names that are as similar as threshold; 1 when one of wanted is among them. */
uint32_t bench_simstring_search(bench_simstring *opened, pnr_slice name, double threshold, const pnr_slice *wanted,
                                size_t count);
void bench_simstring_close(bench_simstring *opened);

/* A stored record as a message of protobuf-c, record.proto. */
struct pnri_view;
typedef struct bench_protobuf bench_protobuf;
bench_protobuf *bench_protobuf_open(const struct pnri_view *view, const void *stored);
/* Octets that it has packed; 0, and 0 of unpacking, when the arena is too small. */
size_t bench_protobuf_pack(bench_protobuf *opened);
uint32_t bench_protobuf_unpack(bench_protobuf *opened);
void bench_protobuf_close(bench_protobuf *opened);

#ifdef __cplusplus
}
#endif
#endif
