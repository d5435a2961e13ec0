/* SPDX-License-Identifier: Apache-2.0 */
#include "edifact/scanner_block.h"

/* BITS_n(list) gives the rows for all settings of the bits n to 0, where list holds the places above n that are set.
 * The last place is only a filler, so that no list is empty. */
#define BITS_0(...) { __VA_ARGS__ }, { 0, __VA_ARGS__ },
#define BITS_1(...) BITS_0(__VA_ARGS__) BITS_0(1, __VA_ARGS__)
#define BITS_2(...) BITS_1(__VA_ARGS__) BITS_1(2, __VA_ARGS__)
#define BITS_3(...) BITS_2(__VA_ARGS__) BITS_2(3, __VA_ARGS__)
#define BITS_4(...) BITS_3(__VA_ARGS__) BITS_3(4, __VA_ARGS__)
#define BITS_5(...) BITS_4(__VA_ARGS__) BITS_4(5, __VA_ARGS__)
#define BITS_6(...) BITS_5(__VA_ARGS__) BITS_5(6, __VA_ARGS__)
#define BITS_7(...) BITS_6(__VA_ARGS__) BITS_6(7, __VA_ARGS__)

const uint8_t pnri_bit_places[256][9] = { BITS_7(0) };
