// The reference: plain loops that say what the fast implementations must equal.
#include "distance_rows.h"

static float dot(const float *a, const float *b, size_t dimension) {
  float sum = 0;
  for (size_t i = 0; i < dimension; i++) sum += a[i] * b[i];
  return sum;
}

static float l2(const float *a, const float *b, size_t dimension) {
  float sum = 0;
  for (size_t i = 0; i < dimension; i++) {
    float difference = a[i] - b[i];
    sum += difference * difference;
  }
  return sum;
}

static float half_dot(const float *a, const uint16_t *b, size_t dimension) {
  float sum = 0;
  for (size_t i = 0; i < dimension; i++) sum += a[i] * martlet_half_value(b[i]);
  return sum;
}

static float half_l2(const float *a, const uint16_t *b, size_t dimension) {
  float sum = 0;
  for (size_t i = 0; i < dimension; i++) {
    float difference = a[i] - martlet_half_value(b[i]);
    sum += difference * difference;
  }
  return sum;
}

static void widen(const uint16_t *half, size_t count, float *out) {
  for (size_t i = 0; i < count; i++) out[i] = martlet_half_value(half[i]);
}

MARTLET_DEFINE_ALL_ROWS()

const martlet_distance_kernels martlet_distance_scalar = {"scalar",     0,             dot,          l2,   dot_rows,
                                                        l2_rows, half_dot_rows, half_l2_rows, widen};
