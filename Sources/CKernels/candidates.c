// The scalar reference, by binary search, and the choice of implementation.
#include "candidates.h"

#include <math.h>
#include <string.h>

#include "cpu.h"

static size_t insert(martlet_candidate *pool, size_t *count, size_t limit, const uint32_t *slots,
                     const float *distances, size_t number) {
  size_t lowest = limit, used = *count;
  for (size_t i = 0; i < number; i++) {
    if (isnan(distances[i]) || (used == limit && !(distances[i] < pool[limit - 1].distance))) continue;
    size_t place = 0, end = used;
    while (place < end) {
      size_t middle = (place + end) / 2;
      if (pool[middle].distance <= distances[i]) place = middle + 1;
      else end = middle;
    }
    used += used < limit;
    memmove(pool + place + 1, pool + place, (used - place - 1) * sizeof *pool);
    pool[place] = (martlet_candidate){slots[i], distances[i]};
    if (place < lowest) lowest = place;
  }
  *count = used;
  return lowest;
}

static const martlet_candidate_kernels scalar = {"scalar", 0, insert};
#if defined(__x86_64__)
extern const martlet_candidate_kernels martlet_candidate_avx2, martlet_candidate_avx512;
#endif

// Slowest first; the last one the processor can run is the best.
static const martlet_candidate_kernels *const compiled[] = {
    &scalar,
#if defined(__x86_64__)
    &martlet_candidate_avx2, &martlet_candidate_avx512,
#endif
};

const martlet_candidate_kernels *martlet_candidate_available(size_t index) {
  uint32_t features = martlet_cpu_features();
  for (size_t i = 0; i < sizeof compiled / sizeof *compiled; i++) {
    if ((compiled[i]->required_features & ~features) == 0 && index-- == 0) return compiled[i];
  }
  return NULL;
}

const martlet_candidate_kernels *martlet_candidate_best(void) {
  // Racing first calls find the same pointer, so a relaxed store of it is enough.
  static const martlet_candidate_kernels *cached;
  const martlet_candidate_kernels *best = __atomic_load_n(&cached, __ATOMIC_RELAXED);
  if (!best) {
    const martlet_candidate_kernels *next;
    for (size_t i = 0; (next = martlet_candidate_available(i)); i++) best = next;
    __atomic_store_n(&cached, best, __ATOMIC_RELAXED);
  }
  return best;
}
