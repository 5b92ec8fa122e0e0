// AVX2: eight floats a vector.
#if defined(__x86_64__)
#include "rotation_internal.h"

#define LANES 8
#define TARGET __attribute__((target("avx2,fma")))
typedef float lanes __attribute__((ext_vector_type(8), aligned(4)));

// Each step adds the value to, or takes it from, the one it swaps places with.
TARGET static inline lanes within(lanes v) {
  v = v * (lanes){1, -1, 1, -1, 1, -1, 1, -1} + __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6);
  v = v * (lanes){1, 1, -1, -1, 1, 1, -1, -1} + __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5);
  return v * (lanes){1, 1, 1, 1, -1, -1, -1, -1} + __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3);
}
#include "rotation_template.h"

const martlet_rotation_steps martlet_rotation_avx2 = {hadamard, mix, flip};
#endif
