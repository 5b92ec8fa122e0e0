// NEON: 16 table look-ups an instruction; sums widen pairwise, so nothing overflows before 16 bits do.
#if defined(__aarch64__)
#include <arm_neon.h>
#include <math.h>

#include "bitcodes.h"
#include "bitcodes_internal.h"
#include "cpu.h"

MARTLET_MEANT_TO_RACE static martlet_bit_sums encode(const float *center, const float *neighbour, size_t dimension,
                                                     unsigned lane, uint8_t *block) {
  const uint32_t weights[4] = {1, 2, 4, 8};
  const uint32x4_t weight = vld1q_u32(weights), sign = vdupq_n_u32(0x80000000u);
  float32x4_t squared = vdupq_n_f32(0), absolute = squared, residual_dot = squared, signs_dot = squared;
  unsigned shift = lane < 16 ? 0 : 4, keep = 0xf0u >> shift;
  uint8_t *byte = block + lane % 16;
  for (size_t d = 0; d < dimension; d += 4, byte += 16) {
    float32x4_t c = vld1q_f32(center + d), r = vsubq_f32(vld1q_f32(neighbour + d), c);
    squared = vfmaq_f32(squared, r, r);
    residual_dot = vfmaq_f32(residual_dot, r, c);
    absolute = vaddq_f32(absolute, vabsq_f32(r));
    uint32x4_t negative = vandq_u32(vreinterpretq_u32_f32(r), sign);
    signs_dot = vaddq_f32(signs_dot, vreinterpretq_f32_u32(veorq_u32(vreinterpretq_u32_f32(c), negative)));
    unsigned code = vaddvq_u32(vandq_u32(vceqzq_u32(negative), weight));
    *byte = (uint8_t)((*byte & keep) | code << shift);
  }
  return (martlet_bit_sums){vaddvq_f32(squared), vaddvq_f32(absolute), vaddvq_f32(residual_dot),
                            vaddvq_f32(signs_dot)};
}

static martlet_bit_scale make_table(const float *query, size_t dimension, uint8_t *table) {
  float widest = 0, total = 0;
  for (size_t d = 0; d < dimension; d += 4) {
    float width = vaddvq_f32(vabsq_f32(vld1q_f32(query + d)));
    total += width;
    if (width > widest) widest = width;
  }
  float step = widest > 0 ? 2 * widest / 255 : 1, inverse = 1 / step;
  const float s0[4] = {-1, 1, -1, 1}, s1[4] = {-1, -1, 1, 1};
  for (size_t d = 0; d < dimension; d += 4, table += 16) {
    float width = vaddvq_f32(vabsq_f32(vld1q_f32(query + d)));
    float32x4_t pairs = vmulq_n_f32(vld1q_f32(s0), query[d]);
    pairs = vaddq_f32(vfmaq_n_f32(pairs, vld1q_f32(s1), query[d + 1]), vdupq_n_f32(width));
    uint16x4_t quarters[4];
    for (unsigned i = 0; i < 4; i++) {
      float rest = (i & 1 ? query[d + 2] : -query[d + 2]) + (i & 2 ? query[d + 3] : -query[d + 3]);
      float32x4_t entry = vmulq_n_f32(vaddq_f32(pairs, vdupq_n_f32(rest)), inverse);
      quarters[i] = vqmovn_u32(vcvtnq_u32_f32(entry));
    }
    vst1q_u8(table, vcombine_u8(vqmovn_u16(vcombine_u16(quarters[0], quarters[1])),
                                vqmovn_u16(vcombine_u16(quarters[2], quarters[3]))));
  }
  return (martlet_bit_scale){-total, step};
}

MARTLET_MEANT_TO_RACE static uint32_t estimate(const uint8_t *block, const uint8_t *table, martlet_bit_scale scale,
                                               size_t dimension, const float *constants, const float *slopes,
                                               float base, float threshold, float *out) {
  const uint8x16_t nibble = vdupq_n_u8(15);
  uint32x4_t sums[8];
  for (unsigned i = 0; i < 8; i++) sums[i] = vdupq_n_u32(0);
  for (size_t start = 0; start < dimension; start += MARTLET_BIT_PIECE) {
    size_t end = start + MARTLET_BIT_PIECE < dimension ? start + MARTLET_BIT_PIECE : dimension;
    uint16x8_t words[4] = {vdupq_n_u16(0), vdupq_n_u16(0), vdupq_n_u16(0), vdupq_n_u16(0)};
    for (size_t d = start; d < end; d += 4) {
      uint8x16_t codes = vld1q_u8(block + d * 4), entries = vld1q_u8(table + d * 4);
      uint8x16_t low = vqtbl1q_u8(entries, vandq_u8(codes, nibble));
      uint8x16_t high = vqtbl1q_u8(entries, vshrq_n_u8(codes, 4));
      words[0] = vaddw_u8(words[0], vget_low_u8(low));
      words[1] = vaddw_high_u8(words[1], low);
      words[2] = vaddw_u8(words[2], vget_low_u8(high));
      words[3] = vaddw_high_u8(words[3], high);
    }
    for (unsigned i = 0; i < 4; i++) {
      sums[2 * i] = vaddw_u16(sums[2 * i], vget_low_u16(words[i]));
      sums[2 * i + 1] = vaddw_high_u16(sums[2 * i + 1], words[i]);
    }
  }
  const uint32_t weights[4] = {1, 2, 4, 8};
  const uint32x4_t weight = vld1q_u32(weights);
  uint32_t below = 0;
  for (unsigned i = 0; i < 8; i++) {
    float32x4_t dot = vfmaq_n_f32(vdupq_n_f32(scale.offset), vcvtq_f32_u32(sums[i]), scale.scale);
    float32x4_t constant = vaddq_f32(vdupq_n_f32(base), vld1q_f32(constants + 4 * i));
    float32x4_t value = vfmsq_f32(constant, vld1q_f32(slopes + 4 * i), dot);
    vst1q_f32(out + 4 * i, value);
    below |= vaddvq_u32(vandq_u32(vcltq_f32(value, vdupq_n_f32(threshold)), weight)) << 4 * i;
  }
  return below;
}

const martlet_bit_kernels martlet_bit_neon = {"neon", MARTLET_CPU_NEON, encode, make_table, estimate};
#endif
