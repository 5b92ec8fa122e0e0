// The encoder's kernels in plain C: the definition that the vector kernels are compared with. Panels are one column wide.
#include "gemm_internal.h"

#include <math.h>

static float gelu(float x) { return 0.5f * x * (1 + erff(x * 0.70710678f)); }

static void gemm_f32(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, const float *bias, float *c,
                     size_t ldc, int epilogue) {
  for (size_t j = 0; j < n; j++)
    for (size_t i = 0; i < m; i++) {
      float sum = 0;
      for (size_t l = 0; l < k; l++) sum += a[i * lda + l] * b[j * k + l];
      sum += bias[j];
      if (epilogue == MARTLET_EPILOGUE_BIAS_GELU) sum = gelu(sum);
      if (epilogue == MARTLET_EPILOGUE_BIAS_RESIDUAL) sum += c[i * ldc + j];
      c[i * ldc + j] = sum;
    }
}

static void gemm_i16(size_t m, size_t n, size_t k, const int16_t *a, size_t lda, const float *a_scales, const int16_t *b,
                     const float *b_scales, const float *bias, float *c, size_t ldc, int epilogue) {
  size_t padded = (k + 1) & ~(size_t)1;
  for (size_t j = 0; j < n; j++)
    for (size_t i = 0; i < m; i++) {
      int32_t total = 0;
      for (size_t l = 0; l < padded; l++) total += a[i * lda + l] * b[j * padded + l];
      float sum = (float)total * (a_scales[i] * b_scales[j]) + bias[j];
      if (epilogue == MARTLET_EPILOGUE_BIAS_GELU) sum = gelu(sum);
      if (epilogue == MARTLET_EPILOGUE_BIAS_RESIDUAL) sum += c[i * ldc + j];
      c[i * ldc + j] = sum;
    }
}

static void quantize_i16(size_t rows, size_t k, const float *x, size_t ldx, int limit, int16_t *q, float *scales) {
  size_t padded = (k + 1) & ~(size_t)1;
  for (size_t i = 0; i < rows; i++, x += ldx, q += padded) {
    float largest = 0;
    for (size_t l = 0; l < k; l++) largest = fmaxf(largest, fabsf(x[l]));
    float steps = largest > 0 ? (float)limit / largest : 0;
    scales[i] = largest / (float)limit;
    for (size_t l = 0; l < k; l++) q[l] = (int16_t)lrintf(x[l] * steps);
    if (padded > k) q[k] = 0;
  }
}

static void gemm_i8(size_t m, size_t n, size_t k, const uint8_t *a, size_t lda, const float *a_scales, const int32_t *a_zeros,
                    const int8_t *b, const float *b_scales, const int32_t *b_sums, const float *bias, float *c, size_t ldc,
                    int epilogue) {
  size_t padded = (k + 3) & ~(size_t)3;
  for (size_t j = 0; j < n; j++)
    for (size_t i = 0; i < m; i++) {
      int32_t total = -a_zeros[i] * b_sums[j];
      for (size_t l = 0; l < k; l++) total += a[i * lda + l] * b[j * padded + l];
      float sum = (float)total * (a_scales[i] * b_scales[j]) + bias[j];
      if (epilogue == MARTLET_EPILOGUE_BIAS_GELU) sum = gelu(sum);
      if (epilogue == MARTLET_EPILOGUE_BIAS_RESIDUAL) sum += c[i * ldc + j];
      c[i * ldc + j] = sum;
    }
}

static void quantize_u8(size_t rows, size_t k, const float *x, size_t ldx, const float *factors, int limit, uint8_t *q,
                        float *scales, int32_t *zeros) {
#pragma clang fp contract(off)
  size_t padded = (k + 3) & ~(size_t)3;
  for (size_t i = 0; i < rows; i++, x += ldx, q += padded) {
    float lowest = 0, highest = 0;
    for (size_t l = 0; l < k; l++) {
      lowest = fminf(lowest, x[l] * factors[l]);
      highest = fmaxf(highest, x[l] * factors[l]);
    }
    float range = highest - lowest, steps = range > 0 ? (float)limit / range : 0;
    scales[i] = range / (float)limit;
    zeros[i] = (int32_t)lrintf(-lowest * steps);
    for (size_t l = 0; l < k; l++) {
      int32_t value = (int32_t)lrintf(x[l] * factors[l] * steps) + zeros[i];
      q[l] = (uint8_t)(value < limit ? value : limit);
    }
    for (size_t l = k; l < padded; l++) q[l] = 0;
  }
}

static void attention_f32(size_t count, size_t width, const float *q, const float *k, const float *v, size_t ld, float scale,
                          float *out, size_t ldout, float *scratch) {
  for (size_t i = 0; i < count; i++) {
    float max = -INFINITY, sum = 0;
    for (size_t j = 0; j < count; j++) {
      float score = 0;
      for (size_t d = 0; d < width; d++) score += q[i * ld + d] * k[j * ld + d];
      scratch[j] = score * scale;
      max = fmaxf(max, scratch[j]);
    }
    for (size_t j = 0; j < count; j++) sum += scratch[j] = expf(scratch[j] - max);
    for (size_t d = 0; d < width; d++) {
      float value = 0;
      for (size_t j = 0; j < count; j++) value += scratch[j] * v[j * ld + d];
      out[i * ldout + d] = value / sum;
    }
  }
}

static void layer_norm_f32(size_t rows, size_t n, float *x, const float *gamma, const float *beta, float epsilon) {
  for (; rows; rows--, x += n) {
    double mean = 0, variance = 0;
    for (size_t i = 0; i < n; i++) mean += x[i];
    mean /= (double)n;
    for (size_t i = 0; i < n; i++) variance += (x[i] - mean) * (x[i] - mean);
    float scale = (float)(1 / sqrt(variance / (double)n + epsilon));
    for (size_t i = 0; i < n; i++) x[i] = (x[i] - (float)mean) * scale * gamma[i] + beta[i];
  }
}

static void gelu_f32(size_t n, float *x) {
  for (size_t i = 0; i < n; i++) x[i] = gelu(x[i]);
}

const martlet_encoder_kernels martlet_encoder_scalar = {
    .name = "scalar",
    .panel_columns = 1,
    .tile_rows = 1,
    .gemm_f32 = gemm_f32,
    .gemm_i16 = gemm_i16,
    .quantize_i16 = quantize_i16,
    .u8_limit = 255,
    .gemm_i8 = gemm_i8,
    .quantize_u8 = quantize_u8,
    .attention_f32 = attention_f32,
    .layer_norm_f32 = layer_norm_f32,
    .gelu_f32 = gelu_f32,
};
