// AVX2 + FMA: four accumulators of eight lanes hide the latency of the multiply-add; the tail is a masked load.
#if defined(__x86_64__)
#include <immintrin.h>

#include "cpu.h"
#include "distance_rows.h"

#define AVX2 __attribute__((target("avx2,fma,f16c")))

AVX2 static inline float sum8(__m256 v) {
  __m128 s = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  s = _mm_add_ps(s, _mm_movehl_ps(s, s));
  return _mm_cvtss_f32(_mm_add_ss(s, _mm_shuffle_ps(s, s, 1)));
}

// The mask that lets `count` (1 … 7) lanes through.
AVX2 static inline __m256i first_lanes(size_t count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

AVX2 static inline float dot(const float *a, const float *b, size_t dimension) {
  __m256 s0 = _mm256_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 32 <= dimension; i += 32) {
    s0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), s0);
    s1 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8), s1);
    s2 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 16), _mm256_loadu_ps(b + i + 16), s2);
    s3 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 24), _mm256_loadu_ps(b + i + 24), s3);
  }
  for (; i + 8 <= dimension; i += 8) s0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), s0);
  if (i < dimension) {
    __m256i mask = first_lanes(dimension - i);
    s1 = _mm256_fmadd_ps(_mm256_maskload_ps(a + i, mask), _mm256_maskload_ps(b + i, mask), s1);
  }
  return sum8(_mm256_add_ps(_mm256_add_ps(s0, s1), _mm256_add_ps(s2, s3)));
}

AVX2 static inline __m256 square_step(__m256 a, __m256 b, __m256 sum) {
  __m256 difference = _mm256_sub_ps(a, b);
  return _mm256_fmadd_ps(difference, difference, sum);
}

AVX2 static inline float l2(const float *a, const float *b, size_t dimension) {
  __m256 s0 = _mm256_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 32 <= dimension; i += 32) {
    s0 = square_step(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), s0);
    s1 = square_step(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8), s1);
    s2 = square_step(_mm256_loadu_ps(a + i + 16), _mm256_loadu_ps(b + i + 16), s2);
    s3 = square_step(_mm256_loadu_ps(a + i + 24), _mm256_loadu_ps(b + i + 24), s3);
  }
  for (; i + 8 <= dimension; i += 8) s0 = square_step(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), s0);
  if (i < dimension) {
    __m256i mask = first_lanes(dimension - i);
    s1 = square_step(_mm256_maskload_ps(a + i, mask), _mm256_maskload_ps(b + i, mask), s1);
  }
  return sum8(_mm256_add_ps(_mm256_add_ps(s0, s1), _mm256_add_ps(s2, s3)));
}

AVX2 static inline __m256 widen8(const uint16_t *half) {
  return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)half));
}

// The rows of f16: the dimension is a multiple of 16, so there is no tail.
AVX2 static inline float half_dot(const float *a, const uint16_t *b, size_t dimension) {
  __m256 s0 = _mm256_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 32 <= dimension; i += 32) {
    s0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), widen8(b + i), s0);
    s1 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), widen8(b + i + 8), s1);
    s2 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 16), widen8(b + i + 16), s2);
    s3 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 24), widen8(b + i + 24), s3);
  }
  if (i < dimension) {
    s0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), widen8(b + i), s0);
    s1 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), widen8(b + i + 8), s1);
  }
  return sum8(_mm256_add_ps(_mm256_add_ps(s0, s1), _mm256_add_ps(s2, s3)));
}

AVX2 static inline float half_l2(const float *a, const uint16_t *b, size_t dimension) {
  __m256 s0 = _mm256_setzero_ps(), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 32 <= dimension; i += 32) {
    s0 = square_step(_mm256_loadu_ps(a + i), widen8(b + i), s0);
    s1 = square_step(_mm256_loadu_ps(a + i + 8), widen8(b + i + 8), s1);
    s2 = square_step(_mm256_loadu_ps(a + i + 16), widen8(b + i + 16), s2);
    s3 = square_step(_mm256_loadu_ps(a + i + 24), widen8(b + i + 24), s3);
  }
  if (i < dimension) {
    s0 = square_step(_mm256_loadu_ps(a + i), widen8(b + i), s0);
    s1 = square_step(_mm256_loadu_ps(a + i + 8), widen8(b + i + 8), s1);
  }
  return sum8(_mm256_add_ps(_mm256_add_ps(s0, s1), _mm256_add_ps(s2, s3)));
}

AVX2 static void widen(const uint16_t *half, size_t count, float *out) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) _mm256_storeu_ps(out + i, widen8(half + i));
  for (; i < count; i++) out[i] = martlet_half_value(half[i]);
}

MARTLET_DEFINE_ALL_ROWS(AVX2)

const martlet_distance_kernels martlet_distance_avx2 = {
    "avx2", MARTLET_CPU_AVX2_FMA, dot, l2, dot_rows, l2_rows, half_dot_rows, half_l2_rows, widen};
#endif
