// The loop over rows that every implementation of the four-bit codes shares; included by the nibblecodes_*.c files only.
#pragma once
#include "include/nibblecodes.h"

enum { MARTLET_NIBBLE_ROWS_AHEAD = 4 };

static inline void martlet_request_code(const martlet_nibble_rows *rows, uint32_t slot) {
  const char *row = (const char *)rows->rows + (size_t)slot * rows->stride;
  __builtin_prefetch(row + rows->factors_offset, 0, 3);
  for (size_t byte = 0; byte < rows->dimension / 2; byte += 64) __builtin_prefetch(row + rows->code_offset + byte, 0, 3);
}

/// Defines `name` from `sum`, which adds up the products of a query's and a row's code.
#define MARTLET_DEFINE_NIBBLE_DISTANCES(name, attributes, sum)                                                         \
  attributes static void name(const int8_t *query_code, martlet_nibble_query query, const martlet_nibble_rows *rows,   \
                              const uint32_t *slots, size_t count, int is_squared, float *out) {                       \
    for (size_t i = 0; i < count && i < MARTLET_NIBBLE_ROWS_AHEAD; i++) martlet_request_code(rows, slots[i]);          \
    for (size_t i = 0; i < count; i++) {                                                                               \
      if (i + MARTLET_NIBBLE_ROWS_AHEAD < count) martlet_request_code(rows, slots[i + MARTLET_NIBBLE_ROWS_AHEAD]);     \
      const char *row = (const char *)rows->rows + (size_t)slots[i] * rows->stride;                                    \
      const martlet_nibble_factors *factors = (const void *)(row + rows->factors_offset);                              \
      int32_t total = sum(query_code, (const uint8_t *)row + rows->code_offset, rows->dimension);                      \
      float dot = factors->factor * query.scale * ((float)total + query.offset);                                       \
      out[i] = is_squared ? query.squared + factors->squared - 2 * dot : -dot;                                         \
    }                                                                                                                  \
  }
