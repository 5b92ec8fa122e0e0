// AVX2: 64 products in two instructions. Sums of pairs are at most 2·15·127; four blocks of 64 dimensions fit 16 bits.
#if defined(__x86_64__)
#include <immintrin.h>

#include "cpu.h"
#include "nibblecodes_rows.h"

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline int32_t sum(const int8_t *query, const uint8_t *code, size_t dimension) {
  const __m256i nibble = _mm256_set1_epi8(15), ones = _mm256_set1_epi16(1);
  __m256i total = _mm256_setzero_si256();
  for (size_t start = 0; start < dimension;) {
    size_t end = start + 256 < dimension ? start + 256 : dimension;
    __m256i words = _mm256_setzero_si256();
    for (; start < end; start += 64) {
      __m256i bytes = _mm256_loadu_si256((const __m256i *)(code + start / 2));
      __m256i low = _mm256_maddubs_epi16(_mm256_and_si256(bytes, nibble),
                                         _mm256_loadu_si256((const __m256i *)(query + start)));
      __m256i high = _mm256_maddubs_epi16(_mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble),
                                          _mm256_loadu_si256((const __m256i *)(query + start + 32)));
      words = _mm256_add_epi16(words, _mm256_add_epi16(low, high));
    }
    total = _mm256_add_epi32(total, _mm256_madd_epi16(words, ones));
  }
  __m128i half = _mm_add_epi32(_mm256_castsi256_si128(total), _mm256_extracti128_si256(total, 1));
  half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4e));
  return _mm_cvtsi128_si32(_mm_add_epi32(half, _mm_shuffle_epi32(half, 0xb1)));
}

MARTLET_DEFINE_NIBBLE_DISTANCES(distances, AVX2, sum)

const martlet_nibble_kernels martlet_nibble_avx2 = {"avx2", MARTLET_CPU_AVX2_FMA, distances};
#endif
