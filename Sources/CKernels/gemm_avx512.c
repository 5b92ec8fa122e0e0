// The encoder's kernels for AVX-512: tiles of 14×32 floats.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"))), apply_to = function)
#define LANES 16
#define TILE_ROWS 14
#define TILE_VECTORS 2
#define KERNELS martlet_encoder_avx512
#define KERNELS_NAME "avx512"
#include "gemm_template.h"
#pragma clang attribute pop
#endif
