// Choice of the encoder's kernels at run time, and the packing that all of them share.
#include "cpu.h"
#include "gemm_internal.h"

#include <math.h>
#include <string.h>

const martlet_encoder_kernels *martlet_encoder_kernels_at(size_t index) {
  const martlet_encoder_kernels *usable[5] = {&martlet_encoder_scalar, &martlet_encoder_portable};
  size_t count = 2;
  uint32_t features = martlet_cpu_features();
#if defined(__x86_64__)
  if (features & MARTLET_CPU_AVX2_FMA) usable[count++] = &martlet_encoder_avx2;
  if (features & MARTLET_CPU_AVX512) usable[count++] = &martlet_encoder_avx512;
  if (features & MARTLET_CPU_AVX512_VNNI) usable[count++] = &martlet_encoder_avx512vnni;
#elif defined(__aarch64__)
  if (features & MARTLET_CPU_NEON) usable[count++] = &martlet_encoder_neon;
  if (features & MARTLET_CPU_DOT_PRODUCT) usable[count++] = &martlet_encoder_neondot;
#endif
  return index < count ? usable[index] : NULL;
}

const martlet_encoder_kernels *martlet_encoder_kernels_best(void) {
  // Ordered from slow to fast.
  const martlet_encoder_kernels *best = &martlet_encoder_scalar;
  for (size_t i = 0; martlet_encoder_kernels_at(i); i++) best = martlet_encoder_kernels_at(i);
  return best;
}

size_t martlet_packed_count(size_t n, size_t k, size_t panel_columns) {
  return (n + panel_columns - 1) / panel_columns * panel_columns * k;
}

void martlet_pack_f32(size_t n, size_t k, const float *w, size_t ldw, size_t panel_columns, float *packed) {
  for (size_t first = 0; first < n; first += panel_columns) {
    size_t width = n - first < panel_columns ? n - first : panel_columns;
    for (size_t j = 0; j < width; j++)
      for (size_t i = 0; i < k; i++) packed[i * panel_columns + j] = w[(first + j) * ldw + i];
    for (size_t j = width; j < panel_columns; j++)
      for (size_t i = 0; i < k; i++) packed[i * panel_columns + j] = 0;
    packed += panel_columns * k;
  }
}

size_t martlet_packed_count_i16(size_t n, size_t k, size_t panel_columns) {
  return martlet_packed_count(n, (k + 1) & ~(size_t)1, panel_columns);
}

/// The number of quantisation steps per unit of weight for one output.
static double weight_steps(size_t k, const float *w, int activation_limit) {
  double sum = 0, largest = 0;
  for (size_t i = 0; i < k; i++) {
    double magnitude = fabs((double)w[i]);
    sum += magnitude;
    if (magnitude > largest) largest = magnitude;
  }
  if (!(largest > 0)) return 1;
  // Rounding adds at most half a step per weight to the sum of magnitudes.
  double room = 2147483647.0 / activation_limit - (double)k / 2;
  return fmin(32767 / largest, room / sum);
}

void martlet_pack_i16(size_t n, size_t k, const float *w, size_t ldw, size_t panel_columns, int activation_limit,
                      int16_t *packed, float *scales) {
  memset(packed, 0, martlet_packed_count_i16(n, k, panel_columns) * sizeof *packed);
  size_t pairs = (k + 1) / 2;
  for (size_t j = 0; j < n; j++) {
    double steps = weight_steps(k, w + j * ldw, activation_limit);
    scales[j] = (float)(1 / steps);
    int16_t *panel = packed + j / panel_columns * panel_columns * pairs * 2 + j % panel_columns * 2;
    for (size_t i = 0; i < k; i++) {
      panel[i / 2 * panel_columns * 2 + i % 2] = (int16_t)lrint((double)w[j * ldw + i] * steps);
    }
  }
  for (size_t j = n; j % panel_columns; j++) scales[j] = 0;
}

size_t martlet_packed_count_i8(size_t n, size_t k, size_t panel_columns) {
  return martlet_packed_count(n, (k + 3) & ~(size_t)3, panel_columns);
}

void martlet_pack_i8(size_t n, size_t k, const float *w, size_t ldw, const float *factors, size_t panel_columns,
                     int8_t *packed, float *scales, int32_t *sums) {
  memset(packed, 0, martlet_packed_count_i8(n, k, panel_columns));
  size_t quads = (k + 3) / 4;
  for (size_t j = 0; j < n; j++) {
    const float *row = w + j * ldw;
    double largest = 0;
    for (size_t i = 0; i < k; i++) largest = fmax(largest, fabs((double)row[i] / factors[i]));
    double steps = largest > 0 ? 127 / largest : 1;
    scales[j] = (float)(1 / steps);
    sums[j] = 0;
    int8_t *panel = packed + j / panel_columns * panel_columns * quads * 4 + j % panel_columns * 4;
    for (size_t i = 0; i < k; i++) {
      int8_t weight = (int8_t)lrint((double)row[i] / factors[i] * steps);
      panel[i / 4 * panel_columns * 4 + i % 4] = weight;
      sums[j] += weight;
    }
  }
  for (size_t j = n; j % panel_columns; j++) {
    scales[j] = 0;
    sums[j] = 0;
  }
}

size_t martlet_attention_scratch(size_t count, size_t width) {
  size_t columns = (count + MARTLET_MAX_PANEL_COLUMNS - 1) / MARTLET_MAX_PANEL_COLUMNS * MARTLET_MAX_PANEL_COLUMNS;
  return columns * width + columns * MARTLET_MAX_TILE_ROWS;
}

void martlet_convert_f16(size_t n, const uint16_t *source, float *target) {
  for (size_t i = 0; i < n; i++) {
    uint32_t sign = (uint32_t)(source[i] & 0x8000) << 16, magnitude = source[i] & 0x7fff, bits;
    if (magnitude >= 0x7c00) {
      bits = 0x7f800000 | (magnitude & 0x3ff) << 13;
    } else if (magnitude >= 0x400) {
      bits = (magnitude << 13) + ((127 - 15) << 23);
    } else {
      // Subnormal: magnitude · 2^-24.
      float value = (float)magnitude * 0x1p-24f;
      memcpy(&bits, &value, sizeof bits);
    }
    bits |= sign;
    memcpy(&target[i], &bits, sizeof bits);
  }
}

void martlet_convert_bf16(size_t n, const uint16_t *source, float *target) {
  for (size_t i = 0; i < n; i++) {
    uint32_t bits = (uint32_t)source[i] << 16;
    memcpy(&target[i], &bits, sizeof bits);
  }
}
