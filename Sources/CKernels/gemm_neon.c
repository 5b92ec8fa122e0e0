// The encoder's kernels for Advanced SIMD (NEON): tiles of 6×16 floats.
#if defined(__aarch64__)
#define LANES 4
#define TILE_ROWS 6
#define TILE_VECTORS 4
#define KERNELS martlet_encoder_neon
#define KERNELS_NAME "neon"
#include "gemm_template.h"
#endif
