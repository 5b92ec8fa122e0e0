// Shared by the encoder's kernel files: the largest tile any instruction set uses, and the tables they offer.
#pragma once
#include "gemm.h"

enum { MARTLET_MAX_PANEL_COLUMNS = 64, MARTLET_MAX_TILE_ROWS = 16 };

extern const martlet_encoder_kernels martlet_encoder_scalar;
extern const martlet_encoder_kernels martlet_encoder_portable;
#if defined(__x86_64__)
extern const martlet_encoder_kernels martlet_encoder_avx2;
extern const martlet_encoder_kernels martlet_encoder_avx512;
extern const martlet_encoder_kernels martlet_encoder_avx512vnni;
#elif defined(__aarch64__)
extern const martlet_encoder_kernels martlet_encoder_neon;
extern const martlet_encoder_kernels martlet_encoder_neondot;
#endif
