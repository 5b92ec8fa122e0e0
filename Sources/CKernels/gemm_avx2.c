// The encoder's kernels for AVX2: tiles of 6×16 floats.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define LANES 8
#define TILE_ROWS 6
#define TILE_VECTORS 2
#define KERNELS martlet_encoder_avx2
#define KERNELS_NAME "avx2"
#include "gemm_template.h"
#pragma clang attribute pop
#endif
