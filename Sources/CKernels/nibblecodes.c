// Making four-bit codes, the scalar reference of reading them, and the choice of implementation.
#include "nibblecodes.h"

#include <math.h>

#include "cpu.h"
#include "nibblecodes_rows.h"

// The step of the best uniform 16-level quantiser of a normal distribution of spread 1 (Max 1960).
static const float best_step = 0.3352f;

martlet_nibble_factors martlet_nibble_encode(const float *vector, size_t dimension, uint8_t *code) {
  float squared = 0;
  for (size_t i = 0; i < dimension; i++) squared += vector[i] * vector[i];
  float step = best_step * sqrtf(squared / (float)dimension), inverse = step > 0 ? 1 / step : 0, projected = 0;
  for (size_t start = 0; start < dimension; start += 64) {
    for (size_t i = 0; i < 32; i++) {
      unsigned levels[2];
      for (size_t half = 0; half < 2; half++) {
        float x = vector[start + 32 * half + i], level = floorf(x * inverse) + 8;
        levels[half] = level < 0 ? 0 : level > 15 ? 15 : (unsigned)level;
        projected += x * ((float)levels[half] - 7.5f);
      }
      code[start / 2 + i] = (uint8_t)(levels[0] | levels[1] << 4);
    }
  }
  return (martlet_nibble_factors){projected > 0 ? squared / projected : 0, squared};
}

martlet_nibble_query martlet_nibble_round(const float *query, size_t dimension, int8_t *code) {
  float largest = 0, squared = 0;
  for (size_t i = 0; i < dimension; i++) {
    largest = fmaxf(largest, fabsf(query[i]));
    squared += query[i] * query[i];
  }
  float scale = largest / 127, inverse = scale > 0 ? 1 / scale : 0;
  int32_t sum = 0;
  for (size_t i = 0; i < dimension; i++) {
    code[i] = (int8_t)lrintf(query[i] * inverse);
    sum += code[i];
  }
  return (martlet_nibble_query){scale, -7.5f * (float)sum, squared};
}

static int32_t sum(const int8_t *query, const uint8_t *code, size_t dimension) {
  int32_t total = 0;
  for (size_t start = 0; start < dimension; start += 64) {
    for (size_t i = 0; i < 32; i++) {
      uint8_t byte = code[start / 2 + i];
      total += query[start + i] * (byte & 15) + query[start + 32 + i] * (byte >> 4);
    }
  }
  return total;
}

MARTLET_DEFINE_NIBBLE_DISTANCES(distances, , sum)

static const martlet_nibble_kernels scalar = {"scalar", 0, distances};
#if defined(__x86_64__)
extern const martlet_nibble_kernels martlet_nibble_avx2;
#elif defined(__aarch64__)
extern const martlet_nibble_kernels martlet_nibble_neon;
#endif

// Slowest first; the last one the processor can run is the best.
static const martlet_nibble_kernels *const compiled[] = {
    &scalar,
#if defined(__x86_64__)
    &martlet_nibble_avx2,
#elif defined(__aarch64__)
    &martlet_nibble_neon,
#endif
};

const martlet_nibble_kernels *martlet_nibble_available(size_t index) {
  uint32_t features = martlet_cpu_features();
  for (size_t i = 0; i < sizeof compiled / sizeof *compiled; i++) {
    if ((compiled[i]->required_features & ~features) == 0 && index-- == 0) return compiled[i];
  }
  return NULL;
}

const martlet_nibble_kernels *martlet_nibble_best(void) {
  const martlet_nibble_kernels *best = NULL, *next;
  for (size_t i = 0; (next = martlet_nibble_available(i)); i++) best = next;
  return best;
}
