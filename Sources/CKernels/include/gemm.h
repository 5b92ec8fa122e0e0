// Kernels of the transformer encoder: packed matrix products, attention, layer normalisation, GELU.
//
// One source, `*_template.h`, written with the compiler's vector types, is compiled once per instruction set (gemm_avx2.c,
// gemm_avx512.c, gemm_neon.c, gemm_portable.c, …); gemm_scalar.c is the plain reference that all are compared with. Each
// compilation yields one table of function pointers. All matrices are row-major; `ld…` is the distance of two rows in elements.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// What happens to an element of a product before it is stored.
enum {
  MARTLET_EPILOGUE_BIAS = 0,           ///< c = a·b + bias
  MARTLET_EPILOGUE_BIAS_GELU = 1,      ///< c = gelu(a·b + bias)
  MARTLET_EPILOGUE_BIAS_RESIDUAL = 2,  ///< c = a·b + bias + c
};

/// The kernels of one instruction set. Pure functions of their arguments: any thread, no allocation, no alignment demanded.
typedef struct martlet_encoder_kernels {
  const char *name;
  /// Columns of one packed panel of the right matrix.
  size_t panel_columns;
  /// Most rows that one tile computes at a time.
  size_t tile_rows;

  /// c[m×n] = epilogue(a[m×k] · b[k×n]).
  /// `b` is packed (martlet_pack_f32). `bias` has n elements. m, n, k are any positive numbers.
  void (*gemm_f32)(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, const float *bias, float *c,
                   size_t ldc, int epilogue);

  /// The same product with both sides as 16-bit integers: c = epilogue((a·b)[i][j] · a_scales[i] · b_scales[j]).
  /// `a` has rows of k elements at distance lda, k rounded up to an even number and the odd one zero; `b` and `b_scales` come from
  /// martlet_pack_i16, `a` and `a_scales` from quantize_i16 with the same limit, so that no 32-bit sum can overflow.
  void (*gemm_i16)(size_t m, size_t n, size_t k, const int16_t *a, size_t lda, const float *a_scales, const int16_t *b,
                   const float *b_scales, const float *bias, float *c, size_t ldc, int epilogue);

  /// q = round(x / scale) for each row of x[rows×k], with the scale that makes the row's largest magnitude `limit`.
  /// Rows of q are k rounded up to even long, padded with zero.
  void (*quantize_i16)(size_t rows, size_t k, const float *x, size_t ldx, int limit, int16_t *q, float *scales);

  /// Highest byte that quantize_u8 may give for gemm_i8: 255, or 127 where products of bytes are added in 16 bits on the way.
  int u8_limit;

  /// The same product with 8-bit integers: c = epilogue((Σ (a[i][l] - a_zeros[i]) · b[l][j]) · a_scales[i] · b_scales[j]).
  /// `a` has rows of k bytes at distance lda, k rounded up to a multiple of 4; `b`, `b_scales` and `b_sums` come from
  /// martlet_pack_i8, `a`, `a_scales` and `a_zeros` from quantize_u8 with a limit of at most u8_limit. k is below 65,536.
  void (*gemm_i8)(size_t m, size_t n, size_t k, const uint8_t *a, size_t lda, const float *a_scales, const int32_t *a_zeros,
                  const int8_t *b, const float *b_scales, const int32_t *b_sums, const float *bias, float *c, size_t ldc,
                  int epilogue);

  /// q = round(x · factors / scale) + zero for each row of x[rows×k], where scale and zero spread the row's range (and 0) over
  /// 0…limit. `factors` has k elements: the smoothing that martlet_pack_i8 takes out of the weights again. Rows of q are k rounded
  /// up to a multiple of 4 long, padded with zero.
  void (*quantize_u8)(size_t rows, size_t k, const float *x, size_t ldx, const float *factors, int limit, uint8_t *q,
                      float *scales, int32_t *zeros);

  /// Multi-head attention of one text and one head: out[count×width] = softmax(q·kᵀ·scale)·v.
  /// q, k, v have `count` rows of `width` elements at distance `ld`; up to 63 elements beyond the last row of `v` are read and
  /// ignored. `scratch` holds martlet_attention_scratch(count, width) elements.
  void (*attention_f32)(size_t count, size_t width, const float *q, const float *k, const float *v, size_t ld, float scale,
                        float *out, size_t ldout, float *scratch);

  /// Normalises each of `rows` rows of n elements to mean 0 and variance 1, then scales and shifts: x = (x-µ)/√(σ²+ε)·gamma+beta.
  void (*layer_norm_f32)(size_t rows, size_t n, float *x, const float *gamma, const float *beta, float epsilon);

  /// x = x·Φ(x), Φ the normal distribution function (the "erf" GELU, not the tanh approximation). Absolute error < 5e-7·max(1,|x|).
  void (*gelu_f32)(size_t n, float *x);
} martlet_encoder_kernels;

/// The fastest kernels this processor runs. Thread-safe; constant.
const martlet_encoder_kernels *martlet_encoder_kernels_best(void);

/// The kernels number `index` of those this processor runs: 0 is the scalar reference; NULL past the last.
const martlet_encoder_kernels *martlet_encoder_kernels_at(size_t index);

/// Elements of a packed matrix: n rounded up to whole panels, times k.
size_t martlet_packed_count(size_t n, size_t k, size_t panel_columns);

/// Packs a weight matrix w[n×k] (rows are outputs, as PyTorch's Linear stores it) into panels: panel p holds, for each of the k
/// inputs, the `panel_columns` outputs from p·panel_columns on, zeros past n.
void martlet_pack_f32(size_t n, size_t k, const float *w, size_t ldw, size_t panel_columns, float *packed);

/// Elements of a packed int16 matrix: n rounded up to whole panels, times k rounded up to even.
size_t martlet_packed_count_i16(size_t n, size_t k, size_t panel_columns);

/// Quantises and packs a weight matrix w[n×k]. Each column of the product (row of w) has its own scale, the finest with which
/// `activation_limit` · Σ|q| stays below 2^31 and every |q| below 2^15: the activations get `activation_limit` steps on either side
/// of zero, the weights the rest of the 31 bits. A panel holds, for each pair of inputs,
/// `panel_columns` pairs of 16-bit weights. `scales` gets n rounded up to whole panels.
void martlet_pack_i16(size_t n, size_t k, const float *w, size_t ldw, size_t panel_columns, int activation_limit,
                      int16_t *packed, float *scales);

/// Elements of a packed int8 matrix: n rounded up to whole panels, times k rounded up to a multiple of 4.
size_t martlet_packed_count_i8(size_t n, size_t k, size_t panel_columns);

/// Quantises and packs a weight matrix w[n×k] whose columns have been divided by `factors` (k of them, positive), since the inputs
/// will be multiplied by them (SmoothQuant, Xiao et al. 2023: scales that move the spread of outlier inputs into the weights).
/// Each column of the product has its own scale: its largest weight is 127. A panel holds, for each four inputs,
/// `panel_columns` quads of weights. `scales` and `sums` (of each column's integers) get n rounded up to whole panels.
void martlet_pack_i8(size_t n, size_t k, const float *w, size_t ldw, const float *factors, size_t panel_columns,
                     int8_t *packed, float *scales, int32_t *sums);

/// Elements of scratch that attention needs for a text of `count` tokens with heads of `width`, whichever the kernels.
size_t martlet_attention_scratch(size_t count, size_t width);

/// IEEE half precision and bfloat16 to single precision.
void martlet_convert_f16(size_t n, const uint16_t *source, float *target);
void martlet_convert_bf16(size_t n, const uint16_t *source, float *target);

/// Tells the processor that this thread spins (x86 PAUSE, Arm YIELD).
static inline void martlet_cpu_relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
