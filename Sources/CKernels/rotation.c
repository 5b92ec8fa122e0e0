// Round r: flip signs; transform the first 2^k components (the last, in odd rounds), 2^k being the largest power of two
// that fits; mix the halves unless 2^k is all. Every step is orthogonal and, the sign flips aside, its own inverse.
#include "rotation.h"

#include "cpu.h"
#include "rotation_internal.h"

static size_t power_below(size_t dimension) {
  size_t power = 16;
  while (power * 2 <= dimension) power *= 2;
  return power;
}

/// 1 / sqrt(power) for a power of two.
static float inverse_root(size_t power) {
  float scale = 1;
  for (; power >= 4; power /= 4) scale /= 2;
  return power == 2 ? scale * 0.70710678f : scale;
}

static void hadamard_scalar(float *x, size_t count, float scale) {
  for (size_t half = 1; half < count; half *= 2) {
    for (size_t start = 0; start < count; start += 2 * half) {
      for (size_t i = start; i < start + half; i++) {
        float a = x[i], b = x[i + half];
        x[i] = a + b;
        x[i + half] = a - b;
      }
    }
  }
  for (size_t i = 0; i < count; i++) x[i] *= scale;
}

static void mix_scalar(float *x, size_t half) {
  for (size_t i = 0; i < half; i++) {
    float a = x[i] * 0.70710678f, b = x[i + half] * 0.70710678f;
    x[i] = a + b;
    x[i + half] = a - b;
  }
}

static void flip_scalar(float *x, size_t count, const float *signs) {
  for (size_t i = 0; i < count; i++) x[i] *= signs[i];
}

static const martlet_rotation_steps scalar = {hadamard_scalar, mix_scalar, flip_scalar};

static const martlet_rotation_steps *best_steps(void) {
#if defined(__x86_64__)
  if (martlet_cpu_features() & MARTLET_CPU_AVX512) return &martlet_rotation_avx512;
  if (martlet_cpu_features() & MARTLET_CPU_AVX2_FMA) return &martlet_rotation_avx2;
#endif
  return &scalar;
}

void martlet_rotate(float *values, size_t dimension, const float *signs) {
  const martlet_rotation_steps *step = best_steps();
  size_t power = power_below(dimension);
  float scale = inverse_root(power);
  for (size_t round = 0; round < MARTLET_ROTATION_ROUNDS; round++) {
    step->flip(values, dimension, signs + round * dimension);
    step->hadamard(values + (round % 2 ? dimension - power : 0), power, scale);
    if (power != dimension) step->mix(values, dimension / 2);
  }
}

void martlet_unrotate(float *values, size_t dimension, const float *signs) {
  const martlet_rotation_steps *step = best_steps();
  size_t power = power_below(dimension);
  float scale = inverse_root(power);
  for (size_t round = MARTLET_ROTATION_ROUNDS; round-- > 0;) {
    if (power != dimension) step->mix(values, dimension / 2);
    step->hadamard(values + (round % 2 ? dimension - power : 0), power, scale);
    step->flip(values, dimension, signs + round * dimension);
  }
}
