// The loops over rows that every instruction set shares; included by the distance_*.c files only.
//
// The first lines of the row two steps ahead are requested while the present one is summed; the processor's own
// prefetcher follows a row once it is entered. Requesting whole rows was measured slower: it evicts what is in use.
//
// Squares only add up, so their sum is taken in pieces, and a row whose pieces exceed the bound already is left. Wide
// vectors are bound by how much is read: with images of 784 components that was measured to save up to a twelfth of a
// search; pieces of half the size saved less.
#pragma once
#include "include/distance.h"

enum { MARTLET_ROWS_AHEAD = 2, MARTLET_LINES_AHEAD = 4, MARTLET_PIECE = 256 };

static inline void martlet_request_row(const char *row, size_t bytes) {
  for (size_t line = 0; line < MARTLET_LINES_AHEAD && line * 64 < bytes; line++) __builtin_prefetch(row + line * 64, 0, 3);
}

/// Defines `name`, a martlet_rows_function over rows of `component`, from `value`, an expression in `query`, `row`,
/// `dimension` and `bound`.
#define MARTLET_DEFINE_ROWS(component, name, attributes, value)                                                        \
  attributes static void name(const float *query, const void *rows, size_t stride, const uint32_t *slots,              \
                              size_t count, size_t dimension, float bound, float *out) {                               \
    const char *base = rows;                                                                                           \
    size_t bytes = dimension * sizeof(component);                                                                      \
    (void)bound;                                                                                                       \
    for (size_t i = 0; i < count && i < MARTLET_ROWS_AHEAD; i++)                                                       \
      martlet_request_row(base + (size_t)slots[i] * stride, bytes);                                                    \
    for (size_t i = 0; i < count; i++) {                                                                               \
      if (i + MARTLET_ROWS_AHEAD < count)                                                                              \
        martlet_request_row(base + (size_t)slots[i + MARTLET_ROWS_AHEAD] * stride, bytes);                             \
      const component *row = (const component *)(base + (size_t)slots[i] * stride);                                    \
      out[i] = value;                                                                                                  \
    }                                                                                                                  \
  }

/// Defines `name`, the sum of `pair` over the pieces of a row of `component`, up to the first that exceeds `bound`.
#define MARTLET_DEFINE_PIECES(component, name, attributes, pair)                                                       \
  attributes static inline float name(const float *query, const component *row, size_t dimension, float bound) {       \
    float sum = 0;                                                                                                     \
    for (size_t start = 0; start < dimension && sum <= bound; start += MARTLET_PIECE) {                                \
      size_t rest = dimension - start;                                                                                 \
      sum += pair(query + start, row + start, rest < MARTLET_PIECE ? rest : MARTLET_PIECE);                            \
    }                                                                                                                  \
    return sum;                                                                                                        \
  }

/// Defines `dot_rows`, `l2_rows`, `half_dot_rows` and `half_l2_rows` from `dot`, `l2`, `half_dot` and `half_l2`.
#define MARTLET_DEFINE_ALL_ROWS(attributes)                                                                            \
  MARTLET_DEFINE_PIECES(float, l2_pieces, attributes, l2)                                                              \
  MARTLET_DEFINE_PIECES(uint16_t, half_l2_pieces, attributes, half_l2)                                                 \
  MARTLET_DEFINE_ROWS(float, dot_rows, attributes, -dot(query, row, dimension))                                        \
  MARTLET_DEFINE_ROWS(float, l2_rows, attributes, l2_pieces(query, row, dimension, bound))                             \
  MARTLET_DEFINE_ROWS(uint16_t, half_dot_rows, attributes, -half_dot(query, row, dimension))                           \
  MARTLET_DEFINE_ROWS(uint16_t, half_l2_rows, attributes, half_l2_pieces(query, row, dimension, bound))
