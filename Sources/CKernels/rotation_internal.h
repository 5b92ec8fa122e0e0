// What the rotation*.c files share: the three steps of a round. Lengths are multiples of 16, but for `half`, a multiple
// of 8.
#pragma once
#include <stddef.h>

typedef struct {
  /// Transforms `count` components, a power of two, and multiplies them by `scale`.
  void (*hadamard)(float *x, size_t count, float scale);
  /// Turns each pair (x[i], x[i + half]) by an eighth of a circle, mirrored.
  void (*mix)(float *x, size_t half);
  void (*flip)(float *x, size_t count, const float *signs);
} martlet_rotation_steps;

#if defined(__x86_64__)
extern const martlet_rotation_steps martlet_rotation_avx2, martlet_rotation_avx512;
#endif
