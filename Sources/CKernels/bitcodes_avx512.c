// AVX-512: 64 table look-ups an instruction. Encoding and table as with AVX2, whose file explains the sums.
#if defined(__x86_64__)
#include <immintrin.h>

#include "bitcodes.h"
#include "bitcodes_internal.h"
#include "cpu.h"

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma")))

// The four 128-bit parts of a register added up.
AVX512 static inline __m128i folded(__m512i v) {
  __m256i half = _mm256_add_epi16(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
  return _mm_add_epi16(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

AVX512 MARTLET_MEANT_TO_RACE static uint32_t estimate(const uint8_t *block, const uint8_t *table,
                                                      martlet_bit_scale scale, size_t dimension,
                                                      const float *constants, const float *slopes, float base,
                                                      float threshold, float *out) {
  const __m512i nibble = _mm512_set1_epi8(15);
  __m512i sums[2] = {_mm512_setzero_si512(), _mm512_setzero_si512()};
  for (size_t start = 0; start < dimension; start += MARTLET_BIT_PIECE) {
    size_t end = start + MARTLET_BIT_PIECE < dimension ? start + MARTLET_BIT_PIECE : dimension;
    __m512i low = _mm512_setzero_si512(), low_odd = low, high = low, high_odd = low;
    for (size_t d = start; d < end; d += 16) {
      __m512i codes = _mm512_loadu_si512(block + d * 4), entries = _mm512_loadu_si512(table + d * 4);
      __m512i first = _mm512_shuffle_epi8(entries, _mm512_and_si512(codes, nibble));
      __m512i second = _mm512_shuffle_epi8(entries, _mm512_and_si512(_mm512_srli_epi16(codes, 4), nibble));
      low = _mm512_add_epi16(low, first);
      low_odd = _mm512_add_epi16(low_odd, _mm512_srli_epi16(first, 8));
      high = _mm512_add_epi16(high, second);
      high_odd = _mm512_add_epi16(high_odd, _mm512_srli_epi16(second, 8));
    }
    __m128i odd = folded(low_odd), even = _mm_sub_epi16(folded(low), _mm_slli_epi16(odd, 8));
    __m256i words = _mm256_set_m128i(_mm_unpackhi_epi16(even, odd), _mm_unpacklo_epi16(even, odd));
    sums[0] = _mm512_add_epi32(sums[0], _mm512_cvtepu16_epi32(words));
    odd = folded(high_odd), even = _mm_sub_epi16(folded(high), _mm_slli_epi16(odd, 8));
    words = _mm256_set_m128i(_mm_unpackhi_epi16(even, odd), _mm_unpacklo_epi16(even, odd));
    sums[1] = _mm512_add_epi32(sums[1], _mm512_cvtepu16_epi32(words));
  }
  uint32_t below = 0;
  const __m512 offset = _mm512_set1_ps(scale.offset), step = _mm512_set1_ps(scale.scale), from = _mm512_set1_ps(base),
               bound = _mm512_set1_ps(threshold);
  for (unsigned i = 0; i < 2; i++) {
    __m512 dot = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[i]), step, offset);
    __m512 constant = _mm512_add_ps(from, _mm512_loadu_ps(constants + 16 * i));
    __m512 value = _mm512_fnmadd_ps(_mm512_loadu_ps(slopes + 16 * i), dot, constant);
    _mm512_storeu_ps(out + 16 * i, value);
    below |= (uint32_t)_mm512_cmp_ps_mask(value, bound, _CMP_LT_OQ) << 16 * i;
  }
  return below;
}

const martlet_bit_kernels martlet_bit_avx512 = {"avx512", MARTLET_CPU_AVX512, martlet_bit_encode_avx2,
                                                martlet_bit_make_table_avx2, estimate};
#endif
