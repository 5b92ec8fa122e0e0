// AVX2: 32 table look-ups an instruction, sums in 16 bits.
//
// A shuffle gives bytes. Adding them as 16-bit words adds two lanes at once, the odd lane's sum 256 times: the odd lanes
// are also summed alone, and taken off at the end, modulo 2^16. Sums of 256 groups of four fit; longer codes are summed
// in pieces.
#if defined(__x86_64__)
#include <immintrin.h>

#include "bitcodes.h"
#include "bitcodes_internal.h"
#include "cpu.h"

#define AVX2 __attribute__((target("avx2,fma")))

AVX2 static inline float sum8(__m256 v) {
  __m128 s = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  s = _mm_add_ps(s, _mm_movehl_ps(s, s));
  return _mm_cvtss_f32(_mm_add_ss(s, _mm_shuffle_ps(s, s, 1)));
}

AVX2 MARTLET_MEANT_TO_RACE martlet_bit_sums martlet_bit_encode_avx2(const float *center, const float *neighbour,
                                                                    size_t dimension, unsigned lane,
                                                                    uint8_t *block) {
  const __m256 sign = _mm256_set1_ps(-0.0f);
  __m256 squared = _mm256_setzero_ps(), absolute = squared, residual_dot = squared, signs_dot = squared;
  unsigned shift = lane < 16 ? 0 : 4, keep = 0xf0u >> shift;
  uint8_t *byte = block + lane % 16;
  for (size_t d = 0; d < dimension; d += 8, byte += 32) {
    __m256 c = _mm256_loadu_ps(center + d), r = _mm256_sub_ps(_mm256_loadu_ps(neighbour + d), c);
    squared = _mm256_fmadd_ps(r, r, squared);
    residual_dot = _mm256_fmadd_ps(r, c, residual_dot);
    absolute = _mm256_add_ps(absolute, _mm256_andnot_ps(sign, r));
    // Minus zero counts as negative here and in the sum over the signs alike.
    signs_dot = _mm256_add_ps(signs_dot, _mm256_xor_ps(c, _mm256_and_ps(r, sign)));
    unsigned bits = ~(unsigned)_mm256_movemask_ps(r) & 255;
    byte[0] = (uint8_t)((byte[0] & keep) | (bits & 15) << shift);
    byte[16] = (uint8_t)((byte[16] & keep) | (bits >> 4) << shift);
  }
  return (martlet_bit_sums){sum8(squared), sum8(absolute), sum8(residual_dot), sum8(signs_dot)};
}

#define SHUFFLE(v, order) _mm256_shuffle_ps(v, v, order)

AVX2 static inline __m256 magnitudes(__m256 v) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), v); }

AVX2 martlet_bit_scale martlet_bit_make_table_avx2(const float *query, size_t dimension, uint8_t *table) {
  __m256 most = _mm256_setzero_ps(), sum = most;
  for (size_t d = 0; d < dimension; d += 8) {
    __m256 width = magnitudes(_mm256_loadu_ps(query + d));
    sum = _mm256_add_ps(sum, width);
    // Every place of a group of four gets the group's.
    width = _mm256_add_ps(width, SHUFFLE(width, 0xb1));
    most = _mm256_max_ps(most, _mm256_add_ps(width, SHUFFLE(width, 0x4e)));
  }
  most = _mm256_max_ps(most, _mm256_permute2f128_ps(most, most, 1));
  float widest = _mm256_cvtss_f32(most), step = widest > 0 ? 2 * widest / 255 : 1;
  const __m256 inverse = _mm256_set1_ps(1 / step);
  // An entry less the least of its group: twice the magnitude of every component whose sign the code has.
  for (size_t d = 0; d < dimension; d += 8, table += 32) {
    __m256 q = _mm256_mul_ps(_mm256_loadu_ps(query + d), inverse), size = magnitudes(q);
    __m256 unset = _mm256_sub_ps(size, q), set = _mm256_add_ps(size, q);
    __m256 low = _mm256_unpacklo_ps(unset, set), high = _mm256_unpackhi_ps(unset, set);
    // By the two lower components, then with the third, then with the fourth.
    __m256 pair = _mm256_add_ps(SHUFFLE(low, 0x44), SHUFFLE(low, 0xfa));
    __m256 without = _mm256_add_ps(pair, SHUFFLE(high, 0x00)), with = _mm256_add_ps(pair, SHUFFLE(high, 0x55));
    __m256 last_unset = SHUFFLE(high, 0xaa), last_set = SHUFFLE(high, 0xff);
#define ENTRIES(component, rest) _mm256_cvtps_epi32(_mm256_add_ps(component, rest))
    __m256i first = _mm256_packs_epi32(ENTRIES(last_unset, without), ENTRIES(last_unset, with));
    __m256i second = _mm256_packs_epi32(ENTRIES(last_set, without), ENTRIES(last_set, with));
#undef ENTRIES
    _mm256_storeu_si256((__m256i *)table, _mm256_packus_epi16(first, second));
  }
  return (martlet_bit_scale){-sum8(sum), step};
}

// Sums of both halves of a register: 16 lanes of one kind (even or odd) for the low or the high half bytes.
AVX2 static inline __m128i folded(__m256i v) {
  return _mm_add_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
}

AVX2 MARTLET_MEANT_TO_RACE static uint32_t estimate(const uint8_t *block, const uint8_t *table,
                                                    martlet_bit_scale scale, size_t dimension,
                                                    const float *constants, const float *slopes, float base,
                                                    float threshold, float *out) {
  const __m256i nibble = _mm256_set1_epi8(15);
  __m256i sums[4] = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
  for (size_t start = 0; start < dimension; start += MARTLET_BIT_PIECE) {
    size_t end = start + MARTLET_BIT_PIECE < dimension ? start + MARTLET_BIT_PIECE : dimension;
    __m256i low = _mm256_setzero_si256(), low_odd = low, high = low, high_odd = low;
    for (size_t d = start; d < end; d += 8) {
      __m256i codes = _mm256_loadu_si256((const __m256i *)(block + d * 4));
      __m256i entries = _mm256_loadu_si256((const __m256i *)(table + d * 4));
      __m256i first = _mm256_shuffle_epi8(entries, _mm256_and_si256(codes, nibble));
      __m256i second = _mm256_shuffle_epi8(entries, _mm256_and_si256(_mm256_srli_epi16(codes, 4), nibble));
      low = _mm256_add_epi16(low, first);
      low_odd = _mm256_add_epi16(low_odd, _mm256_srli_epi16(first, 8));
      high = _mm256_add_epi16(high, second);
      high_odd = _mm256_add_epi16(high_odd, _mm256_srli_epi16(second, 8));
    }
    __m128i odd = folded(low_odd), even = _mm_sub_epi16(folded(low), _mm_slli_epi16(odd, 8));
    sums[0] = _mm256_add_epi32(sums[0], _mm256_cvtepu16_epi32(_mm_unpacklo_epi16(even, odd)));
    sums[1] = _mm256_add_epi32(sums[1], _mm256_cvtepu16_epi32(_mm_unpackhi_epi16(even, odd)));
    odd = folded(high_odd), even = _mm_sub_epi16(folded(high), _mm_slli_epi16(odd, 8));
    sums[2] = _mm256_add_epi32(sums[2], _mm256_cvtepu16_epi32(_mm_unpacklo_epi16(even, odd)));
    sums[3] = _mm256_add_epi32(sums[3], _mm256_cvtepu16_epi32(_mm_unpackhi_epi16(even, odd)));
  }
  uint32_t below = 0;
  const __m256 offset = _mm256_set1_ps(scale.offset), step = _mm256_set1_ps(scale.scale), from = _mm256_set1_ps(base),
               bound = _mm256_set1_ps(threshold);
  for (unsigned i = 0; i < 4; i++) {
    __m256 dot = _mm256_fmadd_ps(_mm256_cvtepi32_ps(sums[i]), step, offset);
    __m256 constant = _mm256_add_ps(from, _mm256_loadu_ps(constants + 8 * i));
    __m256 value = _mm256_fnmadd_ps(_mm256_loadu_ps(slopes + 8 * i), dot, constant);
    _mm256_storeu_ps(out + 8 * i, value);
    below |= (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(value, bound, _CMP_LT_OQ)) << 8 * i;
  }
  return below;
}

const martlet_bit_kernels martlet_bit_avx2 = {"avx2", MARTLET_CPU_AVX2_FMA, martlet_bit_encode_avx2,
                                              martlet_bit_make_table_avx2, estimate};
#endif
