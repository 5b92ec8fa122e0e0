// The encoder's kernels for Advanced SIMD with the dot product instructions (SDOT): tiles of 6×16 floats.
#if defined(__aarch64__)
#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)
#define HAS_DOT_PRODUCT
#define LANES 4
#define TILE_ROWS 6
#define TILE_VECTORS 4
#define KERNELS martlet_encoder_neondot
#define KERNELS_NAME "neondot"
#include "gemm_template.h"
#pragma clang attribute pop
#endif
