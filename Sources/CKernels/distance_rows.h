// The loop over rows that every instruction set shares; included by the distance_*.c files only.
//
// The first lines of the row two steps ahead are requested while the present one is summed; the processor's own
// prefetcher follows a row once it is entered. Requesting whole rows was measured slower: it evicts what is in use.
#pragma once
#include "include/distance.h"

enum { MARTLET_ROWS_AHEAD = 2, MARTLET_LINES_AHEAD = 4 };

static inline void martlet_request_row(const char *row, size_t bytes) {
  for (size_t line = 0; line < MARTLET_LINES_AHEAD && line * 64 < bytes; line++) __builtin_prefetch(row + line * 64, 0, 3);
}

/// Defines `name`, a martlet_rows_function over rows of `component`, from the pair function `pair` with each value
/// multiplied by `sign`.
#define MARTLET_DEFINE_ROWS_OF(component, name, attributes, pair, sign)                                                \
  attributes static void name(const float *query, const void *rows, size_t stride, const uint32_t *slots,              \
                              size_t count, size_t dimension, float *out) {                                            \
    const char *base = rows;                                                                                           \
    size_t bytes = dimension * sizeof(component);                                                                      \
    for (size_t i = 0; i < count && i < MARTLET_ROWS_AHEAD; i++)                                                       \
      martlet_request_row(base + (size_t)slots[i] * stride, bytes);                                                    \
    for (size_t i = 0; i < count; i++) {                                                                               \
      if (i + MARTLET_ROWS_AHEAD < count)                                                                              \
        martlet_request_row(base + (size_t)slots[i + MARTLET_ROWS_AHEAD] * stride, bytes);                             \
      out[i] = sign pair(query, (const component *)(base + (size_t)slots[i] * stride), dimension);                     \
    }                                                                                                                  \
  }

#define MARTLET_DEFINE_ROWS(name, attributes, pair, sign) MARTLET_DEFINE_ROWS_OF(float, name, attributes, pair, sign)
#define MARTLET_DEFINE_HALF_ROWS(name, attributes, pair, sign)                                                         \
  MARTLET_DEFINE_ROWS_OF(uint16_t, name, attributes, pair, sign)
