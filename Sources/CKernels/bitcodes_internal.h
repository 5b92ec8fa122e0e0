// What the bitcodes_*.c files share.
#pragma once
#include "include/bitcodes.h"

// A writer re-encodes a lane while searches read its block. What a search then makes of that lane is a wrong estimate of
// one distance, which the exact distance of the vertex corrects or which costs this search one candidate; the bytes are
// single and hold any value. So the race is meant, and kept from the thread sanitizer in the functions that take part.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MARTLET_MEANT_TO_RACE __attribute__((no_sanitize("thread")))
#endif
#endif
#ifndef MARTLET_MEANT_TO_RACE
#define MARTLET_MEANT_TO_RACE
#endif

/// Dimensions whose sums fit 16 bits: 256 groups of four, of at most 255 each.
enum { MARTLET_BIT_PIECE = 1024 };

#if defined(__x86_64__)
martlet_bit_sums martlet_bit_encode_avx2(const float *center, const float *neighbour, size_t dimension, unsigned lane,
                                         uint8_t *block);
martlet_bit_scale martlet_bit_make_table_avx2(const float *query, size_t dimension, uint8_t *table);
#endif
