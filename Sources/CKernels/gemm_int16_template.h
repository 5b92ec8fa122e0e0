// The integer product: 16-bit activations times 16-bit weights, summed in 32 bits without loss.
//
// The instruction that makes it worth while multiplies pairs and adds them into 32-bit lanes (PMADDWD; with VNNI the addition to
// the accumulator as well): twice the products of a float FMA per instruction. So weights are packed in pairs along k, and one
// 32-bit broadcast brings a pair of activations. Tiles are those of the float product. Overflow is excluded by the ranges chosen
// when packing (martlet_pack_i16), not by saturation.
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

typedef ivec ivec_anywhere __attribute__((aligned(2)));

/// acc + the sum of both products in every 32-bit lane of (a, b), each lane a pair of 16-bit numbers.
static inline __attribute__((always_inline)) ivec multiply_pairs(ivec acc, ivec a, ivec b) {
#if defined(__x86_64__) && LANES == 16 && defined(HAS_VNNI)
  // Not the intrinsic: clang takes it apart into a multiplication and an addition again.
  __asm__("vpdpwssd %2, %1, %0" : "+v"(acc) : "v"(a), "v"(b));
  return acc;
#elif defined(__x86_64__) && LANES == 16
  return acc + __builtin_bit_cast(ivec, _mm512_madd_epi16(__builtin_bit_cast(__m512i, a), __builtin_bit_cast(__m512i, b)));
#elif defined(__x86_64__) && LANES == 8
  return acc + __builtin_bit_cast(ivec, _mm256_madd_epi16(__builtin_bit_cast(__m256i, a), __builtin_bit_cast(__m256i, b)));
#elif defined(__x86_64__)
  return acc + __builtin_bit_cast(ivec, _mm_madd_epi16(__builtin_bit_cast(__m128i, a), __builtin_bit_cast(__m128i, b)));
#elif defined(__aarch64__)
  int16x8_t left = __builtin_bit_cast(int16x8_t, a), right = __builtin_bit_cast(int16x8_t, b);
  int32x4_t low = vmull_s16(vget_low_s16(left), vget_low_s16(right)), high = vmull_high_s16(left, right);
  return acc + __builtin_bit_cast(ivec, vpaddq_s32(low, high));
#else
  ivec even = ((a << 16) >> 16) * ((b << 16) >> 16), odd = (a >> 16) * (b >> 16);
  return acc + even + odd;
#endif
}

static inline __attribute__((always_inline)) void tile_rows_i16(const size_t rows, size_t pairs, const int16_t *a, size_t lda,
                                                                const int16_t *b, int32_t *tile) {
  ivec acc[TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < TILE_VECTORS; j++) acc[i][j] = 0;
  for (size_t l = 0; l < pairs; l++) {
    ivec row[TILE_VECTORS];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < TILE_VECTORS; j++) row[j] = *(const ivec_anywhere *)(b + (l * PANEL + j * LANES) * 2);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++) {
      int32_t pair;
      memcpy(&pair, a + i * lda + 2 * l, sizeof pair);
      ivec left = (ivec)pair;
#pragma clang loop unroll(full)
      for (size_t j = 0; j < TILE_VECTORS; j++) acc[i][j] = multiply_pairs(acc[i][j], left, row[j]);
    }
  }
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < TILE_VECTORS; j++) *(ivec_anywhere *)(tile + i * PANEL + j * LANES) = acc[i][j];
}

static void compute_tile_i16(size_t rows, size_t pairs, const int16_t *a, size_t lda, const int16_t *b, int32_t *tile) {
  switch (rows) {
#define CASE(R)                                \
  case R:                                      \
    tile_rows_i16(R, pairs, a, lda, b, tile); \
    break
    TILE_CASES
#undef CASE
  }
}

static void gemm_i16(size_t m, size_t n, size_t k, const int16_t *a, size_t lda, const float *a_scales, const int16_t *b,
                     const float *b_scales, const float *bias, float *c, size_t ldc, int epilogue) {
  size_t height = balanced_rows(m), pairs = (k + 1) / 2;
  int32_t sums[TILE_ROWS * PANEL];
  float tile[TILE_ROWS * PANEL];
  for (size_t column = 0; column < n; column += PANEL, b += PANEL * pairs * 2, b_scales += PANEL) {
    size_t width = n - column < PANEL ? n - column : PANEL;
    for (size_t row = 0; row < m; row += height) {
      size_t rows = m - row < height ? m - row : height;
      compute_tile_i16(rows, pairs, a + row * lda, lda, b, sums);
      for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < PANEL; j += LANES) {
          ivec sum = *(const ivec_anywhere *)(sums + i * PANEL + j);
          store(tile + i * PANEL + j, __builtin_convertvector(sum, vec) * (a_scales[row + i] * load(b_scales + j)));
        }
      finish_tile(rows, width, tile, bias + column, c + row * ldc + column, ldc, epilogue);
    }
  }
}

typedef int16_t svec __attribute__((ext_vector_type(LANES), aligned(2)));

static void quantize_i16(size_t rows, size_t k, const float *x, size_t ldx, int limit, int16_t *q, float *scales) {
// Product and rounding stay apart, so that every instruction set gives the same integers.
#pragma clang fp contract(off)
  size_t padded = (k + 1) & ~(size_t)1;
  // 1.5·2^23: adding it rounds to the nearest integer, which then stands in the low bits.
  const vec rounder = (vec)12582912.0f;
  for (size_t i = 0; i < rows; i++, x += ldx, q += padded) {
    vec largest_lanes = 0;
    float largest = 0;
    size_t l = 0;
    for (; l + LANES <= k; l += LANES) largest_lanes = vmax(largest_lanes, __builtin_elementwise_abs(load(x + l)));
    for (; l < k; l++) largest = fmaxf(largest, fabsf(x[l]));
    largest = fmaxf(largest, max_lanes(largest_lanes));
    float steps = largest > 0 ? (float)limit / largest : 0;
    scales[i] = largest / (float)limit;
    for (l = 0; l + LANES <= k; l += LANES) {
      ivec bits = __builtin_bit_cast(ivec, load(x + l) * steps + rounder);
      *(svec *)(q + l) = __builtin_convertvector(bits, svec);
    }
    for (; l < k; l++) q[l] = (int16_t)lrintf(x[l] * steps);
    if (padded > k) q[k] = 0;
  }
}
