// A fixed rotation that spreads a vector's content evenly over its components.
//
// Quantisers that treat all components alike need components that are alike. Multiplying by a random orthogonal matrix
// makes them so; the matrix here is a product of sign flips and Hadamard transforms (the "fast Johnson-Lindenstrauss"
// construction, with Kac's mixing step for lengths that are no power of two), so it costs n log n and not n².
// Inner products and distances do not change.
#pragma once
#include <stddef.h>

/// Rounds of sign flips and transforms.
enum { MARTLET_ROTATION_ROUNDS = 4 };

/// Rotates `values[0 ..< dimension]` in place.
///
/// `dimension` is a multiple of 16. `signs` has MARTLET_ROTATION_ROUNDS * dimension factors, each 1 or -1.
void martlet_rotate(float *values, size_t dimension, const float *signs);

/// Takes a rotation with the same signs back.
void martlet_unrotate(float *values, size_t dimension, const float *signs);
