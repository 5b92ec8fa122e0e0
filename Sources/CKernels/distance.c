// Chooses the distance implementation for this processor.
#include "distance.h"

#include "cpu.h"

extern const martlet_distance_kernels martlet_distance_scalar;
#if defined(__x86_64__)
extern const martlet_distance_kernels martlet_distance_avx2, martlet_distance_avx512;
#elif defined(__aarch64__)
extern const martlet_distance_kernels martlet_distance_neon;
#endif

// Slowest first; the last one the processor can run is the best.
static const martlet_distance_kernels *const compiled[] = {
    &martlet_distance_scalar,
#if defined(__x86_64__)
    &martlet_distance_avx2, &martlet_distance_avx512,
#elif defined(__aarch64__)
    &martlet_distance_neon,
#endif
};

const martlet_distance_kernels *martlet_distance_available(size_t index) {
  uint32_t features = martlet_cpu_features();
  for (size_t i = 0; i < sizeof compiled / sizeof *compiled; i++) {
    if ((compiled[i]->required_features & ~features) == 0 && index-- == 0) return compiled[i];
  }
  return NULL;
}

const martlet_distance_kernels *martlet_distance_best(void) {
  // Racing first calls find the same pointer, so a relaxed store of it is enough.
  static const martlet_distance_kernels *cached;
  const martlet_distance_kernels *best = __atomic_load_n(&cached, __ATOMIC_RELAXED);
  if (!best) {
    const martlet_distance_kernels *next;
    for (size_t i = 0; (next = martlet_distance_available(i)); i++) best = next;
    __atomic_store_n(&cached, best, __ATOMIC_RELAXED);
  }
  return best;
}
