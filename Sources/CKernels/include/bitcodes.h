// One-bit codes of a vertex's neighbours, and distances estimated from them for 32 neighbours at a time.
//
// The code of neighbour x at vertex c keeps the signs of the rotated difference x - c (RaBitQ, Gao and Long 2024). With
// s the signs as ±1 and r = x - c,
//
//     <r, q - c>  is estimated by  (|r|² / |r|₁) · (<s, q> - <s, c>)
//
// whose only part that depends on the query is <s, q>. For 32 neighbours at once that is the "fast scan" of product
// quantisation (André et al. 2015): four signs are an index into a table of 16 sums kept in a register.
//
// A block holds the codes of 32 lanes. Its bytes are grouped by eight dimensions: in group g of 32 bytes, byte i has
// lane i's signs of dimensions 8g … 8g+3 in its low half and lane i+16's in its high half; byte 16+i the same for
// dimensions 8g+4 … 8g+7. So a block takes 4 · dimension bytes, and one lane can be changed without the others.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Neighbours in a block.
enum { MARTLET_BLOCK_LANES = 32 };

/// What the code of a neighbour leaves out: sums over the difference r between neighbour and vertex.
typedef struct {
  float squared;             ///< |r|²
  float absolute;            ///< |r|₁, which is <s, r>
  float residual_dot_center; ///< <r, c>
  float signs_dot_center;    ///< <s, c>
} martlet_bit_sums;

/// A query's table for one code dimension, and how to read sums of it.
typedef struct {
  float offset; ///< <s, q> = offset + scale * (sum of table entries)
  float scale;
} martlet_bit_scale;

/// One implementation. `dimension` is a multiple of 16 throughout.
typedef struct {
  const char *name;
  uint32_t required_features;

  /// Writes lane `lane` of `block` and returns the sums of its difference.
  martlet_bit_sums (*encode)(const float *center, const float *neighbour, size_t dimension, unsigned lane,
                             uint8_t *block);

  /// Fills `table` (4 * dimension bytes: 16 entries for each four dimensions) for a rotated query.
  martlet_bit_scale (*make_table)(const float *query, size_t dimension, uint8_t *table);

  /// Estimates for the lanes of one block: out[j] = base + constants[j] - slopes[j] * <s_j, q>.
  ///
  /// Returns a mask of the lanes whose estimate is below `threshold`.
  uint32_t (*estimate)(const uint8_t *block, const uint8_t *table, martlet_bit_scale scale, size_t dimension,
                       const float *constants, const float *slopes, float base, float threshold, float *out);
} martlet_bit_kernels;

/// The fastest implementation for this processor and `MARTLET_CPU_MASK`. Thread-safe.
const martlet_bit_kernels *martlet_bit_best(void);

/// The implementation number `index` that this processor can run, scalar first, or NULL past the last.
const martlet_bit_kernels *martlet_bit_available(size_t index);
