// The encoder's kernels for AVX-512 with VNNI (integer dot products): tiles of 14×32 floats.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c"))), apply_to = function)
#define HAS_VNNI
#define LANES 16
#define TILE_ROWS 14
#define TILE_VECTORS 2
#define KERNELS martlet_encoder_avx512vnni
#define KERNELS_NAME "avx512vnni"
#include "gemm_template.h"
#pragma clang attribute pop
#endif
