// NEON: four accumulators of four lanes; the tail is scalar.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "cpu.h"
#include "distance_rows.h"

static inline float dot(const float *a, const float *b, size_t dimension) {
  float32x4_t s0 = vdupq_n_f32(0), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 16 <= dimension; i += 16) {
    s0 = vfmaq_f32(s0, vld1q_f32(a + i), vld1q_f32(b + i));
    s1 = vfmaq_f32(s1, vld1q_f32(a + i + 4), vld1q_f32(b + i + 4));
    s2 = vfmaq_f32(s2, vld1q_f32(a + i + 8), vld1q_f32(b + i + 8));
    s3 = vfmaq_f32(s3, vld1q_f32(a + i + 12), vld1q_f32(b + i + 12));
  }
  for (; i + 4 <= dimension; i += 4) s0 = vfmaq_f32(s0, vld1q_f32(a + i), vld1q_f32(b + i));
  float sum = vaddvq_f32(vaddq_f32(vaddq_f32(s0, s1), vaddq_f32(s2, s3)));
  for (; i < dimension; i++) sum += a[i] * b[i];
  return sum;
}

static inline float32x4_t square_step(float32x4_t a, float32x4_t b, float32x4_t sum) {
  float32x4_t difference = vsubq_f32(a, b);
  return vfmaq_f32(sum, difference, difference);
}

static inline float l2(const float *a, const float *b, size_t dimension) {
  float32x4_t s0 = vdupq_n_f32(0), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 16 <= dimension; i += 16) {
    s0 = square_step(vld1q_f32(a + i), vld1q_f32(b + i), s0);
    s1 = square_step(vld1q_f32(a + i + 4), vld1q_f32(b + i + 4), s1);
    s2 = square_step(vld1q_f32(a + i + 8), vld1q_f32(b + i + 8), s2);
    s3 = square_step(vld1q_f32(a + i + 12), vld1q_f32(b + i + 12), s3);
  }
  for (; i + 4 <= dimension; i += 4) s0 = square_step(vld1q_f32(a + i), vld1q_f32(b + i), s0);
  float sum = vaddvq_f32(vaddq_f32(vaddq_f32(s0, s1), vaddq_f32(s2, s3)));
  for (; i < dimension; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

static inline float32x4_t widen4(const uint16_t *half) {
  return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(half)));
}

// The rows of f16: the dimension is a multiple of 16, so there is no tail.
static inline float half_dot(const float *a, const uint16_t *b, size_t dimension) {
  float32x4_t s0 = vdupq_n_f32(0), s1 = s0, s2 = s0, s3 = s0;
  for (size_t i = 0; i < dimension; i += 16) {
    s0 = vfmaq_f32(s0, vld1q_f32(a + i), widen4(b + i));
    s1 = vfmaq_f32(s1, vld1q_f32(a + i + 4), widen4(b + i + 4));
    s2 = vfmaq_f32(s2, vld1q_f32(a + i + 8), widen4(b + i + 8));
    s3 = vfmaq_f32(s3, vld1q_f32(a + i + 12), widen4(b + i + 12));
  }
  return vaddvq_f32(vaddq_f32(vaddq_f32(s0, s1), vaddq_f32(s2, s3)));
}

static inline float half_l2(const float *a, const uint16_t *b, size_t dimension) {
  float32x4_t s0 = vdupq_n_f32(0), s1 = s0, s2 = s0, s3 = s0;
  for (size_t i = 0; i < dimension; i += 16) {
    s0 = square_step(vld1q_f32(a + i), widen4(b + i), s0);
    s1 = square_step(vld1q_f32(a + i + 4), widen4(b + i + 4), s1);
    s2 = square_step(vld1q_f32(a + i + 8), widen4(b + i + 8), s2);
    s3 = square_step(vld1q_f32(a + i + 12), widen4(b + i + 12), s3);
  }
  return vaddvq_f32(vaddq_f32(vaddq_f32(s0, s1), vaddq_f32(s2, s3)));
}

static void widen(const uint16_t *half, size_t count, float *out) {
  size_t i = 0;
  for (; i + 4 <= count; i += 4) vst1q_f32(out + i, widen4(half + i));
  for (; i < count; i++) out[i] = martlet_half_value(half[i]);
}

MARTLET_DEFINE_ALL_ROWS()

const martlet_distance_kernels martlet_distance_neon = {
    "neon", MARTLET_CPU_NEON, dot, l2, dot_rows, l2_rows, half_dot_rows, half_l2_rows, widen};
#endif
