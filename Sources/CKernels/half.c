// Conversion between f32 and f16 by their bits, for any processor.
#include <string.h>

#include "distance.h"

float martlet_half_value(uint16_t half) {
  uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = half >> 10 & 31, fraction = half & 0x3ff;
  float value;
  if (exponent == 0) {
    // Zero or subnormal: a multiple of 2^-24.
    value = (float)fraction * 0x1p-24f;
    return sign ? -value : value;
  }
  uint32_t bits = sign | (exponent == 31 ? 255u : exponent + 112) << 23 | fraction << 13;
  memcpy(&value, &bits, 4);
  return value;
}

static uint16_t narrow(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  uint32_t sign = bits >> 16 & 0x8000, magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return (uint16_t)(sign | 0x7e00);
  // 65,520 and more rounds past the largest f16, 65,504.
  if (magnitude >= 0x477ff000) return (uint16_t)(sign | 0x7c00);
  if (magnitude < 0x38800000) {
    // Subnormal: adding 1/2 puts the multiple of 2^-24 into the low bits, rounded by the addition itself.
    float shifted;
    memcpy(&shifted, &magnitude, 4);
    shifted += 0.5f;
    uint32_t result;
    memcpy(&result, &shifted, 4);
    return (uint16_t)(sign | (result - 0x3f000000));
  }
  uint32_t rounded = magnitude + 0xfff + (magnitude >> 13 & 1);
  return (uint16_t)(sign | (rounded - (112u << 23)) >> 13);
}

void martlet_narrow(const float *values, size_t count, uint16_t *out) {
  for (size_t i = 0; i < count; i++) out[i] = narrow(values[i]);
}
