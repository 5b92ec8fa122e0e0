// The encoder's kernels with what every processor of the architecture has (SSE2 on x86-64): tiles of 4×8 floats.
#define LANES 4
#define TILE_ROWS 4
#define TILE_VECTORS 2
#define KERNELS martlet_encoder_portable
#define KERNELS_NAME "portable"
#include "gemm_template.h"
