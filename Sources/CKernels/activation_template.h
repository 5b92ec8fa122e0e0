// Vector forms of exp, GELU and layer normalisation. Included by gemm_template.h, which defines `vec` (LANES floats).

typedef int32_t ivec __attribute__((ext_vector_type(LANES)));
// The same without the alignment of a whole vector, for loads and stores anywhere.
typedef vec vec_anywhere __attribute__((aligned(4)));

static inline vec load(const float *p) { return *(const vec_anywhere *)p; }
static inline void store(float *p, vec v) { *(vec_anywhere *)p = v; }
static inline vec vmax(vec a, vec b) { return __builtin_elementwise_max(a, b); }
static inline vec vmin(vec a, vec b) { return __builtin_elementwise_min(a, b); }

static inline float sum_lanes(vec v) {
  float sum = 0;
  for (int i = 0; i < LANES; i++) sum += v[i];
  return sum;
}

static inline float max_lanes(vec v) {
  float max = v[0];
  for (int i = 1; i < LANES; i++) max = v[i] > max ? v[i] : max;
  return max;
}

/// e^x for x ≤ 0, relative error < 2e-7; below -87 it is e^-87 (the sums it goes into are at least 1).
/// x = n·ln2 + r with |r| ≤ ln2/2; e^r by its Taylor-like polynomial (Cephes), 2^n through the exponent bits.
static inline vec exp_negative(vec x) {
  x = vmax(x, (vec)-87.0f);
  const vec rounder = (vec)12582912.0f;  // 1.5·2^23: adding it rounds to an integer in the low bits
  vec shifted = x * 1.44269504f + rounder;
  vec n = shifted - rounder;
  vec r = x - n * 0.693359375f + n * 2.12194440e-4f;
  vec p = (vec)1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  ivec exponent = (__builtin_bit_cast(ivec, shifted) << 23) + (127 << 23);
  return p * __builtin_bit_cast(vec, exponent);
}

/// x·Φ(x). erf(x/√2) is an odd rational function of the clamped argument (minimax on [-4, 4], as in Eigen's `erf`).
static inline vec gelu(vec x) {
  vec t = vmax(vmin(x * 0.70710678f, (vec)4.0f), (vec)-4.0f);
  vec s = t * t;
  vec p = (vec)-2.72614225801306e-10f;
  p = p * s + 2.77068142495902e-08f;
  p = p * s + -2.10102402082508e-06f;
  p = p * s + -5.69250639462346e-05f;
  p = p * s + -7.34990630326855e-04f;
  p = p * s + -2.95459980854025e-03f;
  p = p * s + -1.60960333262415e-02f;
  vec q = (vec)-1.45660718464996e-05f;
  q = q * s + -2.13374055278905e-04f;
  q = q * s + -1.68282697438203e-03f;
  q = q * s + -7.37332916720468e-03f;
  q = q * s + -1.42647390514189e-02f;
  vec half = x * 0.5f;
  return half + half * (t * p / q);
}

static void gelu_f32(size_t n, float *x) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(x + i, gelu(load(x + i)));
  if (i < n) {
    float tail[LANES] = {0};
    memcpy(tail, x + i, (n - i) * sizeof(float));
    store(tail, gelu(load(tail)));
    memcpy(x + i, tail, (n - i) * sizeof(float));
  }
}

static void layer_norm_f32(size_t rows, size_t n, float *x, const float *gamma, const float *beta, float epsilon) {
  for (; rows; rows--, x += n) {
    vec sums = 0, squares = 0;
    float sum = 0, square = 0;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) sums += load(x + i);
    for (; i < n; i++) sum += x[i];
    float mean = (sum + sum_lanes(sums)) / (float)n;
    for (i = 0; i + LANES <= n; i += LANES) {
      vec d = load(x + i) - mean;
      squares += d * d;
    }
    for (; i < n; i++) square += (x[i] - mean) * (x[i] - mean);
    float scale = 1 / sqrtf((square + sum_lanes(squares)) / (float)n + epsilon);
    for (i = 0; i + LANES <= n; i += LANES) store(x + i, (load(x + i) - mean) * scale * load(gamma + i) + load(beta + i));
    for (; i < n; i++) x[i] = (x[i] - mean) * scale * gamma[i] + beta[i];
  }
}
