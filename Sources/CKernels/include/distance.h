// Distances between f32 vectors: inner product and squared Euclidean, one pair or one query against many rows. Rows may
// also hold f16 (IEEE 754 binary16), which halves what is read; the query and the sums stay f32.
//
// Search is bound by memory latency, not by arithmetic, so the form that matters is `*_rows`: it knows all the rows a
// graph step is going to read and asks the memory for the next ones while it works on the present one.
// Every implementation takes any dimension; the scalar one is the reference the others are tested against.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// A value for the pair a[0 ..< dimension], b[0 ..< dimension]. No alignment is required.
typedef float (*martlet_pair_function)(const float *a, const float *b, size_t dimension);

/// Distances of `query` to `count` rows. Row i starts at `rows + slots[i] * stride` bytes; `out[i]` receives its
/// distance, lower is nearer. A distance above `bound` may come out as less, but above `bound` too: what only sorts the
/// nearest says how far it looks, and rows that are farther need not be read to their end.
typedef void (*martlet_rows_function)(const float *query, const void *rows, size_t stride, const uint32_t *slots,
                                      size_t count, size_t dimension, float bound, float *out);

/// One implementation of every distance.
typedef struct {
  const char *name;               ///< "scalar", "avx2", "avx512", "neon".
  uint32_t required_features;     ///< Bits of cpu.h that must be present to call it.
  martlet_pair_function dot;      ///< Sum of a*b.
  martlet_pair_function l2;       ///< Sum of (a-b)^2.
  martlet_rows_function dot_rows; ///< MINUS the inner product, so that lower is nearer.
  martlet_rows_function l2_rows;  ///< Sum of (a-b)^2.
  martlet_rows_function half_dot_rows; ///< `dot_rows` over rows of f16; the dimension is a multiple of 16.
  martlet_rows_function half_l2_rows;  ///< `l2_rows` over rows of f16; the dimension is a multiple of 16.
  /// Writes `count` f16 as f32. Exact.
  void (*widen)(const uint16_t *half, size_t count, float *out);
} martlet_distance_kernels;

/// The fastest implementation for this processor and `MARTLET_CPU_MASK`. Resolved once; thread-safe.
const martlet_distance_kernels *martlet_distance_best(void);

/// The implementation number `index` that this processor can run, scalar first, or NULL past the last. For tests and
/// benchmarks.
const martlet_distance_kernels *martlet_distance_available(size_t index);

/// Writes `count` f32 as f16, rounded to the nearest, ties to even. What is too large becomes infinite.
void martlet_narrow(const float *values, size_t count, uint16_t *out);

/// The f32 that an f16 stands for. Exact.
float martlet_half_value(uint16_t half);

/// Asks for the cache line at `address`. Never faults.
static inline void martlet_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }
