// The integer products: 16-bit times 16-bit and 8-bit times 8-bit, summed in 32 bits without loss.
//
// What makes them worth while are instructions that multiply neighbours and add them into 32-bit lanes: pairs of 16-bit numbers
// (PMADDWD, VPDPWSSD) do twice the products of a float FMA, quads of 8-bit numbers (VPDPBUSD, SDOT) four times as many. So weights
// are packed in pairs or quads along k, and one 32-bit broadcast brings as many activations: both products are one loop over
// 32-bit units. Tiles are those of the float product. Overflow is excluded by the ranges chosen when packing and quantising
// (martlet_pack_i16, u8_limit), not by saturation.
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

typedef ivec ivec_anywhere __attribute__((aligned(1)));

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

/// acc + the sum of the four products in every 32-bit lane of (a, b): unsigned bytes of `a`, at most U8_LIMIT, times signed bytes
/// of `b`, at least -127.
static inline __attribute__((always_inline)) ivec multiply_quads(ivec acc, ivec a, ivec b) {
#if defined(__x86_64__) && LANES == 16 && defined(HAS_VNNI)
  __asm__("vpdpbusd %2, %1, %0" : "+v"(acc) : "v"(a), "v"(b));
  return acc;
#elif defined(__x86_64__) && LANES == 16
  __m512i pairs = _mm512_maddubs_epi16(__builtin_bit_cast(__m512i, a), __builtin_bit_cast(__m512i, b));
  return acc + __builtin_bit_cast(ivec, _mm512_madd_epi16(pairs, _mm512_set1_epi16(1)));
#elif defined(__x86_64__) && LANES == 8
  __m256i pairs = _mm256_maddubs_epi16(__builtin_bit_cast(__m256i, a), __builtin_bit_cast(__m256i, b));
  return acc + __builtin_bit_cast(ivec, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
#elif defined(__x86_64__)
  __m128i left = __builtin_bit_cast(__m128i, a), right = __builtin_bit_cast(__m128i, b), zero = _mm_setzero_si128();
  __m128i low = _mm_madd_epi16(_mm_unpacklo_epi8(left, zero), _mm_srai_epi16(_mm_unpacklo_epi8(right, right), 8));
  __m128i high = _mm_madd_epi16(_mm_unpackhi_epi8(left, zero), _mm_srai_epi16(_mm_unpackhi_epi8(right, right), 8));
  __m128 first = _mm_castsi128_ps(low), second = _mm_castsi128_ps(high);
  __m128i even = _mm_castps_si128(_mm_shuffle_ps(first, second, 0x88));
  __m128i odd = _mm_castps_si128(_mm_shuffle_ps(first, second, 0xdd));
  return acc + __builtin_bit_cast(ivec, _mm_add_epi32(even, odd));
#elif defined(__aarch64__) && defined(HAS_DOT_PRODUCT)
  return __builtin_bit_cast(ivec, vdotq_s32(__builtin_bit_cast(int32x4_t, acc), __builtin_bit_cast(int8x16_t, a),
                                            __builtin_bit_cast(int8x16_t, b)));
#elif defined(__aarch64__)
  int8x16_t left = __builtin_bit_cast(int8x16_t, a), right = __builtin_bit_cast(int8x16_t, b);
  int16x8_t low = vmull_s8(vget_low_s8(left), vget_low_s8(right)), high = vmull_high_s8(left, right);
  return __builtin_bit_cast(ivec, vpadalq_s16(__builtin_bit_cast(int32x4_t, acc), vpaddq_s16(low, high)));
#else
  for (int shift = 0; shift < 32; shift += 8) acc += ((a >> shift) & 255) * ((b << (24 - shift)) >> 24);
  return acc;
#endif
}

#if defined(HAS_VNNI)
#define U8_LIMIT 255
#else
// Two products must fit 16 bits (PMADDUBSW), or the bytes of `a` be good as signed ones (SDOT).
#define U8_LIMIT 127
#endif

/// sums = a · b for one tile; `units` of 32 bits along k, `lda` in bytes. `quads` and `rows` are constants where this is inlined.
/// Quads: what the zero points add to the products (zero of the row · sum of the column) is taken away beforehand.
static inline __attribute__((always_inline)) void tile_rows_units(const int quads, const size_t rows, size_t units,
                                                                  const char *a, size_t lda, const char *b,
                                                                  const int32_t *a_zeros, const int32_t *b_sums,
                                                                  int32_t *sums) {
  ivec acc[TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
  for (size_t j = 0; j < TILE_VECTORS; j++) {
    ivec column = quads ? *(const ivec_anywhere *)(b_sums + j * LANES) : (ivec)0;
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++) acc[i][j] = quads ? -a_zeros[i] * column : (ivec)0;
  }
  for (size_t l = 0; l < units; l++) {
    ivec row[TILE_VECTORS];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < TILE_VECTORS; j++) row[j] = *(const ivec_anywhere *)(b + (l * PANEL + j * LANES) * 4);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++) {
      int32_t unit;
      memcpy(&unit, a + i * lda + 4 * l, sizeof unit);
      ivec left = (ivec)unit;
#pragma clang loop unroll(full)
      for (size_t j = 0; j < TILE_VECTORS; j++)
        acc[i][j] = quads ? multiply_quads(acc[i][j], left, row[j]) : multiply_pairs(acc[i][j], left, row[j]);
    }
  }
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < TILE_VECTORS; j++) *(ivec_anywhere *)(sums + i * PANEL + j * LANES) = acc[i][j];
}

static void compute_tile_pairs(size_t rows, size_t units, const char *a, size_t lda, const char *b, int32_t *sums) {
  switch (rows) {
#define CASE(R)                                                 \
  case R:                                                       \
    tile_rows_units(0, R, units, a, lda, b, NULL, NULL, sums); \
    break
    TILE_CASES
#undef CASE
  }
}

static void compute_tile_quads(size_t rows, size_t units, const char *a, size_t lda, const char *b, const int32_t *a_zeros,
                               const int32_t *b_sums, int32_t *sums) {
  switch (rows) {
#define CASE(R)                                                       \
  case R:                                                             \
    tile_rows_units(1, R, units, a, lda, b, a_zeros, b_sums, sums); \
    break
    TILE_CASES
#undef CASE
  }
}

/// From a tile's sums to the result: c = epilogue(sums · row scale · column scale).
static inline void finish_sums(size_t rows, size_t width, const int32_t *sums, const float *row_scales,
                               const float *column_scales, const float *bias, float *c, size_t ldc, int epilogue) {
  if (width == PANEL) {
    for (size_t i = 0; i < rows; i++)
      for (size_t j = 0; j < PANEL; j += LANES) {
        ivec sum = *(const ivec_anywhere *)(sums + i * PANEL + j);
        finish_vector(__builtin_convertvector(sum, vec) * (row_scales[i] * load(column_scales + j)), bias + j, c + i * ldc + j,
                      epilogue);
      }
    return;
  }
  float tile[TILE_ROWS * PANEL];
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < PANEL; j += LANES) {
      ivec sum = *(const ivec_anywhere *)(sums + i * PANEL + j);
      store(tile + i * PANEL + j, __builtin_convertvector(sum, vec) * (row_scales[i] * load(column_scales + j)));
    }
  finish_tile(rows, width, tile, bias, c, ldc, epilogue);
}

static void gemm_i16(size_t m, size_t n, size_t k, const int16_t *a, size_t lda, const float *a_scales, const int16_t *b,
                     const float *b_scales, const float *bias, float *c, size_t ldc, int epilogue) {
  size_t height = balanced_rows(m), units = (k + 1) / 2;
  int32_t sums[TILE_ROWS * PANEL];
  for (size_t column = 0; column < n; column += PANEL, b += PANEL * units * 2) {
    size_t width = n - column < PANEL ? n - column : PANEL;
    for (size_t row = 0; row < m; row += height) {
      size_t rows = m - row < height ? m - row : height;
      compute_tile_pairs(rows, units, (const char *)(a + row * lda), lda * 2, (const char *)b, sums);
      finish_sums(rows, width, sums, a_scales + row, b_scales + column, bias + column, c + row * ldc + column, ldc, epilogue);
    }
  }
}

static void gemm_i8(size_t m, size_t n, size_t k, const uint8_t *a, size_t lda, const float *a_scales, const int32_t *a_zeros,
                    const int8_t *b, const float *b_scales, const int32_t *b_sums, const float *bias, float *c, size_t ldc,
                    int epilogue) {
  size_t height = balanced_rows(m), units = (k + 3) / 4;
  int32_t sums[TILE_ROWS * PANEL];
  for (size_t column = 0; column < n; column += PANEL, b += PANEL * units * 4) {
    size_t width = n - column < PANEL ? n - column : PANEL;
    for (size_t row = 0; row < m; row += height) {
      size_t rows = m - row < height ? m - row : height;
      compute_tile_quads(rows, units, (const char *)(a + row * lda), lda, (const char *)b, a_zeros + row, b_sums + column, sums);
      finish_sums(rows, width, sums, a_scales + row, b_scales + column, bias + column, c + row * ldc + column, ldc, epilogue);
    }
  }
}
