// The scalar reference of the bit codes, and the choice of implementation.
#include "bitcodes.h"

#include <math.h>

#include "bitcodes_internal.h"
#include "cpu.h"

MARTLET_MEANT_TO_RACE static martlet_bit_sums encode(const float *center, const float *neighbour, size_t dimension,
                                             unsigned lane, uint8_t *block) {
  martlet_bit_sums sums = {0, 0, 0, 0};
  unsigned shift = lane < 16 ? 0 : 4;
  for (size_t d = 0; d < dimension; d += 4) {
    unsigned code = 0;
    for (size_t i = 0; i < 4; i++) {
      float c = center[d + i], r = neighbour[d + i] - c;
      sums.squared += r * r;
      sums.residual_dot_center += r * c;
      if (!signbit(r)) {
        code |= 1u << i;
        sums.absolute += r;
        sums.signs_dot_center += c;
      } else {
        sums.absolute -= r;
        sums.signs_dot_center -= c;
      }
    }
    uint8_t *byte = block + d / 8 * 32 + d % 8 / 4 * 16 + lane % 16;
    *byte = (uint8_t)((*byte & ~(15u << shift)) | code << shift);
  }
  return sums;
}

static martlet_bit_scale make_table(const float *query, size_t dimension, uint8_t *table) {
  // Each four dimensions contribute between -a and a, a = |q₀|+|q₁|+|q₂|+|q₃|. All share the step of the widest.
  float widest = 0, total = 0;
  for (size_t d = 0; d < dimension; d += 4) {
    float width = fabsf(query[d]) + fabsf(query[d + 1]) + fabsf(query[d + 2]) + fabsf(query[d + 3]);
    total += width;
    if (width > widest) widest = width;
  }
  float step = widest > 0 ? 2 * widest / 255 : 1;
  for (size_t d = 0; d < dimension; d += 4) {
    float width = fabsf(query[d]) + fabsf(query[d + 1]) + fabsf(query[d + 2]) + fabsf(query[d + 3]);
    for (unsigned code = 0; code < 16; code++) {
      float sum = 0;
      for (unsigned i = 0; i < 4; i++) sum += code >> i & 1 ? query[d + i] : -query[d + i];
      float entry = (sum + width) / step + 0.5f;
      *table++ = entry >= 255 ? 255 : (uint8_t)entry;
    }
  }
  return (martlet_bit_scale){-total, step};
}

MARTLET_MEANT_TO_RACE static uint32_t estimate(const uint8_t *block, const uint8_t *table, martlet_bit_scale scale,
                                       size_t dimension, const float *constants, const float *slopes, float base,
                                       float threshold, float *out) {
  uint32_t below = 0;
  for (unsigned lane = 0; lane < MARTLET_BLOCK_LANES; lane++) {
    unsigned shift = lane < 16 ? 0 : 4, sum = 0;
    for (size_t d = 0; d < dimension; d += 4)
      sum += table[d * 4 + (block[d / 8 * 32 + d % 8 / 4 * 16 + lane % 16] >> shift & 15)];
    out[lane] = base + constants[lane] - slopes[lane] * (scale.offset + scale.scale * (float)sum);
    if (out[lane] < threshold) below |= 1u << lane;
  }
  return below;
}

static const martlet_bit_kernels scalar = {"scalar", 0, encode, make_table, estimate};
#if defined(__x86_64__)
extern const martlet_bit_kernels martlet_bit_avx2, martlet_bit_avx512;
#elif defined(__aarch64__)
extern const martlet_bit_kernels martlet_bit_neon;
#endif

// Slowest first; the last one the processor can run is the best.
static const martlet_bit_kernels *const compiled[] = {
    &scalar,
#if defined(__x86_64__)
    &martlet_bit_avx2, &martlet_bit_avx512,
#elif defined(__aarch64__)
    &martlet_bit_neon,
#endif
};

const martlet_bit_kernels *martlet_bit_available(size_t index) {
  uint32_t features = martlet_cpu_features();
  for (size_t i = 0; i < sizeof compiled / sizeof *compiled; i++) {
    if ((compiled[i]->required_features & ~features) == 0 && index-- == 0) return compiled[i];
  }
  return NULL;
}

const martlet_bit_kernels *martlet_bit_best(void) {
  const martlet_bit_kernels *best = NULL, *next;
  for (size_t i = 0; (next = martlet_bit_available(i)); i++) best = next;
  return best;
}
