// Round r: flip signs; transform the first 2^k components (the last, in odd rounds), 2^k being the largest power of two
// that fits; mix the halves unless 2^k is all. Every step is orthogonal and, the sign flips aside, its own inverse.
#include "rotation.h"

#include "cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,fma")))
#endif

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

typedef struct {
  void (*hadamard)(float *x, size_t count, float scale);
  void (*mix)(float *x, size_t half);
  void (*flip)(float *x, size_t count, const float *signs);
} steps;

static const steps scalar_steps = {hadamard_scalar, mix_scalar, flip_scalar};

#if defined(__x86_64__)
AVX2 static void hadamard_avx2(float *x, size_t count, float scale) {
  const __m256 s1 = _mm256_setr_ps(1, -1, 1, -1, 1, -1, 1, -1), s2 = _mm256_setr_ps(1, 1, -1, -1, 1, 1, -1, -1),
               s4 = _mm256_setr_ps(1, 1, 1, 1, -1, -1, -1, -1), factor = _mm256_set1_ps(scale);
  // The steps of 1, 2 and 4 inside a register: the swapped value plus or minus the value.
  for (size_t i = 0; i < count; i += 8) {
    __m256 v = _mm256_mul_ps(_mm256_loadu_ps(x + i), factor);
    v = _mm256_fmadd_ps(v, s1, _mm256_permute_ps(v, 0xb1));
    v = _mm256_fmadd_ps(v, s2, _mm256_permute_ps(v, 0x4e));
    v = _mm256_fmadd_ps(v, s4, _mm256_permute2f128_ps(v, v, 1));
    _mm256_storeu_ps(x + i, v);
  }
  for (size_t half = 8; half < count; half *= 2) {
    for (size_t start = 0; start < count; start += 2 * half) {
      for (size_t i = start; i < start + half; i += 8) {
        __m256 a = _mm256_loadu_ps(x + i), b = _mm256_loadu_ps(x + i + half);
        _mm256_storeu_ps(x + i, _mm256_add_ps(a, b));
        _mm256_storeu_ps(x + i + half, _mm256_sub_ps(a, b));
      }
    }
  }
}

AVX2 static void mix_avx2(float *x, size_t half) {
  const __m256 factor = _mm256_set1_ps(0.70710678f);
  for (size_t i = 0; i < half; i += 8) {
    __m256 a = _mm256_mul_ps(_mm256_loadu_ps(x + i), factor), b = _mm256_mul_ps(_mm256_loadu_ps(x + i + half), factor);
    _mm256_storeu_ps(x + i, _mm256_add_ps(a, b));
    _mm256_storeu_ps(x + i + half, _mm256_sub_ps(a, b));
  }
}

AVX2 static void flip_avx2(float *x, size_t count, const float *signs) {
  for (size_t i = 0; i < count; i += 8)
    _mm256_storeu_ps(x + i, _mm256_mul_ps(_mm256_loadu_ps(x + i), _mm256_loadu_ps(signs + i)));
}

static const steps avx2_steps = {hadamard_avx2, mix_avx2, flip_avx2};
#endif

static const steps *best_steps(void) {
#if defined(__x86_64__)
  if (martlet_cpu_features() & MARTLET_CPU_AVX2_FMA) return &avx2_steps;
#endif
  return &scalar_steps;
}

void martlet_rotate(float *values, size_t dimension, const float *signs) {
  const steps *step = best_steps();
  size_t power = power_below(dimension);
  float scale = inverse_root(power);
  for (size_t round = 0; round < MARTLET_ROTATION_ROUNDS; round++) {
    step->flip(values, dimension, signs + round * dimension);
    step->hadamard(values + (round % 2 ? dimension - power : 0), power, scale);
    if (power != dimension) step->mix(values, dimension / 2);
  }
}

void martlet_unrotate(float *values, size_t dimension, const float *signs) {
  const steps *step = best_steps();
  size_t power = power_below(dimension);
  float scale = inverse_root(power);
  for (size_t round = MARTLET_ROTATION_ROUNDS; round-- > 0;) {
    if (power != dimension) step->mix(values, dimension / 2);
    step->hadamard(values + (round % 2 ? dimension - power : 0), power, scale);
    step->flip(values, dimension, signs + round * dimension);
  }
}
