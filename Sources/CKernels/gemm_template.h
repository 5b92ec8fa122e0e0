// The encoder's vector kernels, once for every instruction set.
//
// The file that includes this defines LANES (floats of a vector), TILE_ROWS and TILE_VECTORS (the tile held in registers is
// TILE_ROWS × TILE_VECTORS·LANES; accumulators + TILE_VECTORS + 1 registers are in use), KERNELS (the name of the table) and
// KERNELS_NAME, inside a `clang attribute` region that names the instruction set.
//
// A product runs over panels of the packed right matrix, and for each panel over the left matrix in tiles: the panel's row of
// TILE_VECTORS vectors is loaded once per k and multiplied with one broadcast element of each of the tile's rows. The left
// matrix is read in place: its rows are contiguous in k, so TILE_ROWS streams suffice and packing would only cost.
#include <math.h>
#include <string.h>

#include "gemm_internal.h"

#define PANEL (TILE_VECTORS * LANES)

typedef float vec __attribute__((ext_vector_type(LANES)));

#include "activation_template.h"

/// acc = a[rows×k] · b[k×PANEL]; `ldb` is the distance of two rows of b.
static inline __attribute__((always_inline)) void multiply(const size_t rows, size_t k, const float *restrict a, size_t lda,
                                                           const float *restrict b, size_t ldb,
                                                           vec acc[TILE_ROWS][TILE_VECTORS]) {
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < TILE_VECTORS; j++) acc[i][j] = 0;
  for (size_t l = 0; l < k; l++) {
    vec row[TILE_VECTORS];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < TILE_VECTORS; j++) row[j] = load(b + l * ldb + j * LANES);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < rows; i++) {
      vec left = (vec)a[i * lda + l];
#pragma clang loop unroll(full)
      for (size_t j = 0; j < TILE_VECTORS; j++) acc[i][j] += left * row[j];
    }
  }
}

/// One tile of a product into `tile`, rows at distance PANEL. `rows` is a constant where this is inlined.
static inline __attribute__((always_inline)) void tile_rows(const size_t rows, size_t k, const float *a, size_t lda,
                                                            const float *b, size_t ldb, float *tile, size_t ldtile) {
  vec acc[TILE_ROWS][TILE_VECTORS];
  multiply(rows, k, a, lda, b, ldb, acc);
#pragma clang loop unroll(full)
  for (size_t i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < TILE_VECTORS; j++) store(tile + i * ldtile + j * LANES, acc[i][j]);
}

// One specialised body for each number of rows.
#if TILE_ROWS == 4
#define TILE_CASES CASE(1); CASE(2); CASE(3); CASE(4);
#elif TILE_ROWS == 6
#define TILE_CASES CASE(1); CASE(2); CASE(3); CASE(4); CASE(5); CASE(6);
#elif TILE_ROWS == 14
#define TILE_CASES \
  CASE(1); CASE(2); CASE(3); CASE(4); CASE(5); CASE(6); CASE(7); CASE(8); CASE(9); CASE(10); CASE(11); CASE(12); CASE(13); CASE(14);
#endif

/// The same for any number of rows up to TILE_ROWS.
static void compute_tile(size_t rows, size_t k, const float *a, size_t lda, const float *b, size_t ldb, float *tile,
                         size_t ldtile) {
  switch (rows) {
#define CASE(R)                                    \
  case R:                                          \
    tile_rows(R, k, a, lda, b, ldb, tile, ldtile); \
    break
    TILE_CASES
#undef CASE
  }
}

/// Bias and the rest of the epilogue for one vector of a product.
static inline __attribute__((always_inline)) void finish_vector(vec value, const float *bias, float *target, int epilogue) {
  value += load(bias);
  if (epilogue == MARTLET_EPILOGUE_BIAS_GELU) value = gelu(value);
  if (epilogue == MARTLET_EPILOGUE_BIAS_RESIDUAL) value += load(target);
  store(target, value);
}

/// The epilogue of a tile, from L1 to the result.
static inline void finish_tile(size_t rows, size_t width, const float *tile, const float *bias, float *c, size_t ldc,
                               int epilogue) {
  if (width == PANEL) {
    for (size_t i = 0; i < rows; i++)
      for (size_t j = 0; j < PANEL; j += LANES)
        finish_vector(load(tile + i * PANEL + j), bias + j, c + i * ldc + j, epilogue);
    return;
  }
  for (size_t i = 0; i < rows; i++) {
    float row[PANEL];
    for (size_t j = 0; j < width; j++) row[j] = tile[i * PANEL + j] + bias[j];
    if (epilogue == MARTLET_EPILOGUE_BIAS_GELU) gelu_f32(width, row);
    for (size_t j = 0; j < width; j++)
      c[i * ldc + j] = epilogue == MARTLET_EPILOGUE_BIAS_RESIDUAL ? row[j] + c[i * ldc + j] : row[j];
  }
}

/// Rows of each tile so that m rows fall into tiles of nearly equal height: 16 rows are 8 + 8, not 14 + 2.
static inline size_t balanced_rows(size_t m) {
  size_t tiles = (m + TILE_ROWS - 1) / TILE_ROWS;
  return (m + tiles - 1) / tiles;
}

static void gemm_f32(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, const float *bias, float *c,
                     size_t ldc, int epilogue) {
  size_t height = balanced_rows(m);
  float tile[TILE_ROWS * PANEL];
  for (size_t column = 0; column < n; column += PANEL, b += PANEL * k) {
    size_t width = n - column < PANEL ? n - column : PANEL;
    for (size_t row = 0; row < m; row += height) {
      size_t rows = m - row < height ? m - row : height;
      compute_tile(rows, k, a + row * lda, lda, b, PANEL, tile, PANEL);
      finish_tile(rows, width, tile, bias + column, c + row * ldc + column, ldc, epilogue);
    }
  }
}

#include "attention_template.h"
#include "gemm_integer_template.h"
#include "quantize_template.h"

const martlet_encoder_kernels KERNELS = {
    .name = KERNELS_NAME,
    .panel_columns = PANEL,
    .tile_rows = TILE_ROWS,
    .gemm_f32 = gemm_f32,
    .gemm_i16 = gemm_i16,
    .quantize_i16 = quantize_i16,
    .u8_limit = U8_LIMIT,
    .gemm_i8 = gemm_i8,
    .quantize_u8 = quantize_u8,
    .attention_f32 = attention_f32,
    .layer_norm_f32 = layer_norm_f32,
    .gelu_f32 = gelu_f32,
};
