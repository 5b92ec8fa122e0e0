// The steps of rotation.c over vectors of LANES floats. The file that includes this defines LANES, TARGET (the instruction
// set) and within(v), which transforms the lanes of one vector.

typedef float eight __attribute__((ext_vector_type(8), aligned(4)));

TARGET static void hadamard(float *x, size_t count, float scale) {
  for (size_t i = 0; i < count; i += LANES) *(lanes *)(x + i) = within(*(const lanes *)(x + i) * scale);
  size_t half = LANES;
  // Two steps at once load and store half as often.
  for (; half * 4 <= count; half *= 4) {
    for (size_t start = 0; start < count; start += 4 * half) {
      for (size_t i = start; i < start + half; i += LANES) {
        lanes *p0 = (lanes *)(x + i), *p1 = (lanes *)(x + i + half), *p2 = (lanes *)(x + i + 2 * half),
              *p3 = (lanes *)(x + i + 3 * half);
        lanes a = *p0 + *p1, b = *p0 - *p1, c = *p2 + *p3, d = *p2 - *p3;
        *p0 = a + c, *p1 = b + d, *p2 = a - c, *p3 = b - d;
      }
    }
  }
  if (half == count) return;
  for (size_t i = 0; i < half; i += LANES) {
    lanes *low = (lanes *)(x + i), *high = (lanes *)(x + i + half);
    lanes sum = *low + *high;
    *high = *low - *high, *low = sum;
  }
}

TARGET static void mix(float *x, size_t half) {
  for (size_t i = 0; i < half; i += 8) {
    eight *low = (eight *)(x + i), *high = (eight *)(x + i + half);
    eight a = *low * 0.70710678f, b = *high * 0.70710678f;
    *low = a + b, *high = a - b;
  }
}

TARGET static void flip(float *x, size_t count, const float *signs) {
  for (size_t i = 0; i < count; i += LANES) *(lanes *)(x + i) *= *(const lanes *)(signs + i);
}
