// Which instruction sets this processor offers. Every kernel family chooses its implementation from this once.
#pragma once
#include <stdint.h>

/// Bits of `martlet_cpu_features()`.
enum {
  MARTLET_CPU_AVX2_FMA = 1u << 0,     ///< AVX2, FMA and F16C together.
  MARTLET_CPU_AVX512 = 1u << 1,       ///< AVX-512 F, BW, VL and DQ together.
  MARTLET_CPU_AVX512_VNNI = 1u << 2,  ///< AVX-512 VNNI beside MARTLET_CPU_AVX512.
  MARTLET_CPU_NEON = 1u << 3,         ///< Advanced SIMD; always present on AArch64.
  MARTLET_CPU_DOT_PRODUCT = 1u << 4,  ///< Dot products of bytes (SDOT) beside MARTLET_CPU_NEON.
};

/// Features that the processor and the operating system support, less those that the environment variable
/// `MARTLET_CPU_MASK` (a decimal or 0x number: the bits allowed) takes away. Read once, then constant. Thread-safe.
uint32_t martlet_cpu_features(void);
