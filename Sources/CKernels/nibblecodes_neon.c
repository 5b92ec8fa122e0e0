// NEON: products of 8 bits widen to 16, at most 15·127 each; sixteen of them fit before they widen to 32.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "cpu.h"
#include "nibblecodes_rows.h"

static inline int32_t sum(const int8_t *query, const uint8_t *code, size_t dimension) {
  const uint8x16_t nibble = vdupq_n_u8(15);
  int32x4_t total = vdupq_n_s32(0);
  for (size_t start = 0; start < dimension; start += 64) {
    int16x8_t words = vdupq_n_s16(0);
    for (size_t part = 0; part < 32; part += 16) {
      uint8x16_t bytes = vld1q_u8(code + start / 2 + part);
      int8x16_t low = vreinterpretq_s8_u8(vandq_u8(bytes, nibble)), high = vreinterpretq_s8_u8(vshrq_n_u8(bytes, 4));
      int8x16_t first = vld1q_s8(query + start + part), second = vld1q_s8(query + start + 32 + part);
      words = vmlal_s8(words, vget_low_s8(low), vget_low_s8(first));
      words = vmlal_high_s8(words, low, first);
      words = vmlal_s8(words, vget_low_s8(high), vget_low_s8(second));
      words = vmlal_high_s8(words, high, second);
    }
    total = vpadalq_s16(total, words);
  }
  return vaddvq_s32(total);
}

MARTLET_DEFINE_NIBBLE_DISTANCES(distances, , sum)

const martlet_nibble_kernels martlet_nibble_neon = {"neon", MARTLET_CPU_NEON, distances};
#endif
