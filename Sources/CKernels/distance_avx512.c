// AVX-512: four accumulators of sixteen lanes; the tail is a masked load.
#if defined(__x86_64__)
#include <immintrin.h>

#include "cpu.h"
#include "distance_rows.h"

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c")))

AVX512 static inline float dot(const float *a, const float *b, size_t dimension) {
  __m512 s0 = _mm512_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 64 <= dimension; i += 64) {
    s0 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), s0);
    s1 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i + 16), _mm512_loadu_ps(b + i + 16), s1);
    s2 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i + 32), _mm512_loadu_ps(b + i + 32), s2);
    s3 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i + 48), _mm512_loadu_ps(b + i + 48), s3);
  }
  for (; i + 16 <= dimension; i += 16) s0 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), s0);
  if (i < dimension) {
    __mmask16 mask = (__mmask16)((1u << (dimension - i)) - 1);
    s1 = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(mask, a + i), _mm512_maskz_loadu_ps(mask, b + i), s1);
  }
  return _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(s0, s1), _mm512_add_ps(s2, s3)));
}

AVX512 static inline __m512 square_step(__m512 a, __m512 b, __m512 sum) {
  __m512 difference = _mm512_sub_ps(a, b);
  return _mm512_fmadd_ps(difference, difference, sum);
}

AVX512 static inline float l2(const float *a, const float *b, size_t dimension) {
  __m512 s0 = _mm512_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 64 <= dimension; i += 64) {
    s0 = square_step(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), s0);
    s1 = square_step(_mm512_loadu_ps(a + i + 16), _mm512_loadu_ps(b + i + 16), s1);
    s2 = square_step(_mm512_loadu_ps(a + i + 32), _mm512_loadu_ps(b + i + 32), s2);
    s3 = square_step(_mm512_loadu_ps(a + i + 48), _mm512_loadu_ps(b + i + 48), s3);
  }
  for (; i + 16 <= dimension; i += 16) s0 = square_step(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), s0);
  if (i < dimension) {
    __mmask16 mask = (__mmask16)((1u << (dimension - i)) - 1);
    s1 = square_step(_mm512_maskz_loadu_ps(mask, a + i), _mm512_maskz_loadu_ps(mask, b + i), s1);
  }
  return _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(s0, s1), _mm512_add_ps(s2, s3)));
}

AVX512 static inline __m512 widen16(const uint16_t *half) {
  return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)half));
}

// The rows of f16: the dimension is a multiple of 16, so there is no tail.
AVX512 static inline float half_dot(const float *a, const uint16_t *b, size_t dimension) {
  __m512 s0 = _mm512_setzero_ps(), s1 = s0;
  size_t i = 0;
  for (; i + 32 <= dimension; i += 32) {
    s0 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), widen16(b + i), s0);
    s1 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i + 16), widen16(b + i + 16), s1);
  }
  if (i < dimension) s0 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), widen16(b + i), s0);
  return _mm512_reduce_add_ps(_mm512_add_ps(s0, s1));
}

AVX512 static inline float half_l2(const float *a, const uint16_t *b, size_t dimension) {
  __m512 s0 = _mm512_setzero_ps(), s1 = s0;
  size_t i = 0;
  for (; i + 32 <= dimension; i += 32) {
    s0 = square_step(_mm512_loadu_ps(a + i), widen16(b + i), s0);
    s1 = square_step(_mm512_loadu_ps(a + i + 16), widen16(b + i + 16), s1);
  }
  if (i < dimension) s0 = square_step(_mm512_loadu_ps(a + i), widen16(b + i), s0);
  return _mm512_reduce_add_ps(_mm512_add_ps(s0, s1));
}

AVX512 static void widen(const uint16_t *half, size_t count, float *out) {
  size_t i = 0;
  for (; i + 16 <= count; i += 16) _mm512_storeu_ps(out + i, widen16(half + i));
  for (; i < count; i++) out[i] = martlet_half_value(half[i]);
}

MARTLET_DEFINE_ALL_ROWS(AVX512)

const martlet_distance_kernels martlet_distance_avx512 = {
    "avx512", MARTLET_CPU_AVX512, dot, l2, dot_rows, l2_rows, half_dot_rows, half_l2_rows, widen};
#endif
