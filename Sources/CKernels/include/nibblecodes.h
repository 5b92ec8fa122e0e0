// Four-bit codes of vectors, and distances estimated from them.
//
// A rotated vector's components are nearly normally distributed with one spread, so one uniform grid of 16 levels serves
// all of them: x_i is about a * (u_i - 7.5), u_i in 0 … 15. The factor a is chosen per vector so that <x, code> = |x|²:
// then inner products with queries near x come out without bias (as in extended RaBitQ, Gao et al. 2024). The query is
// rounded to 8 bits, and the sum of products is one of integers.
//
// Of each 64 dimensions, byte i (0 … 31) has dimension i in its low half and dimension 32 + i in its high half.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Beside the code of a vector.
typedef struct {
  float factor;  ///< a
  float squared; ///< |x|²
} martlet_nibble_factors;

/// A query rounded to 8 bits: query_i is about scale * code_i.
typedef struct {
  float scale;
  float offset;  ///< -7.5 * (sum of the codes)
  float squared; ///< |query|²
} martlet_nibble_query;

/// Where codes lie: row r has its martlet_nibble_factors at rows + r * stride + factors_offset and its code, dimension / 2
/// bytes, at rows + r * stride + code_offset.
typedef struct {
  const void *rows;
  size_t stride, factors_offset, code_offset, dimension;
} martlet_nibble_rows;

/// One implementation. `dimension` is a multiple of 64.
typedef struct {
  const char *name;
  uint32_t required_features;

  /// Estimates the inner product of a query with `count` rows and writes MINUS it, or if `is_squared` the squared
  /// distance, to `out`.
  void (*distances)(const int8_t *query_code, martlet_nibble_query query, const martlet_nibble_rows *rows,
                    const uint32_t *slots, size_t count, int is_squared, float *out);
} martlet_nibble_kernels;

/// Writes the code of a rotated vector.
martlet_nibble_factors martlet_nibble_encode(const float *vector, size_t dimension, uint8_t *code);

/// Rounds a rotated query to 8 bits.
martlet_nibble_query martlet_nibble_round(const float *query, size_t dimension, int8_t *code);

/// The fastest implementation for this processor and `MARTLET_CPU_MASK`. Thread-safe.
const martlet_nibble_kernels *martlet_nibble_best(void);

/// The implementation number `index` that this processor can run, scalar first, or NULL past the last.
const martlet_nibble_kernels *martlet_nibble_available(size_t index);
