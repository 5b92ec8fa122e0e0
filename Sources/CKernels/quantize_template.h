// From float activations to the integers of gemm_integer_template.h, row by row. Included by gemm_template.h.
//
// Product and rounding stay apart (no contraction), so that every instruction set gives the same integers.

typedef int16_t svec __attribute__((ext_vector_type(LANES), aligned(2)));
typedef uint8_t bvec __attribute__((ext_vector_type(LANES), aligned(1)));

/// 1.5·2^23: adding it to a number below 2^22 rounds to the nearest integer, which then stands in the low bits.
static const float quantize_rounder = 12582912.0f;

static void quantize_i16(size_t rows, size_t k, const float *x, size_t ldx, int limit, int16_t *q, float *scales) {
#pragma clang fp contract(off)
  size_t padded = (k + 1) & ~(size_t)1;
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
      ivec bits = __builtin_bit_cast(ivec, load(x + l) * steps + quantize_rounder);
      *(svec *)(q + l) = __builtin_convertvector(bits, svec);
    }
    for (; l < k; l++) q[l] = (int16_t)lrintf(x[l] * steps);
    if (padded > k) q[k] = 0;
  }
}

static void quantize_u8(size_t rows, size_t k, const float *x, size_t ldx, const float *factors, int limit, uint8_t *q,
                        float *scales, int32_t *zeros) {
#pragma clang fp contract(off)
  size_t padded = (k + 3) & ~(size_t)3;
  for (size_t i = 0; i < rows; i++, x += ldx, q += padded) {
    vec lowest_lanes = 0, highest_lanes = 0;
    float lowest = 0, highest = 0;
    size_t l = 0;
    for (; l + LANES <= k; l += LANES) {
      vec value = load(x + l) * load(factors + l);
      lowest_lanes = vmin(lowest_lanes, value);
      highest_lanes = vmax(highest_lanes, value);
    }
    for (; l < k; l++) {
      lowest = fminf(lowest, x[l] * factors[l]);
      highest = fmaxf(highest, x[l] * factors[l]);
    }
    lowest = fminf(lowest, -max_lanes(-lowest_lanes));
    highest = fmaxf(highest, max_lanes(highest_lanes));
    float range = highest - lowest, steps = range > 0 ? (float)limit / range : 0;
    int32_t zero = (int32_t)lrintf(-lowest * steps);
    scales[i] = range / (float)limit;
    zeros[i] = zero;
    // With both ends rounded, the upper one can be a step too high.
    const ivec offset = zero - 0x4b400000, most = limit;
    for (l = 0; l + LANES <= k; l += LANES) {
      ivec bits = __builtin_bit_cast(ivec, load(x + l) * load(factors + l) * steps + quantize_rounder);
      *(bvec *)(q + l) = __builtin_convertvector(__builtin_elementwise_min(bits + offset, most), bvec);
    }
    for (; l < k; l++) {
      int32_t value = (int32_t)lrintf(x[l] * factors[l] * steps) + zero;
      q[l] = (uint8_t)(value < limit ? value : limit);
    }
    for (; l < padded; l++) q[l] = 0;
  }
}
