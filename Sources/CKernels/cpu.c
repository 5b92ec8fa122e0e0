#include "cpu.h"

#include <stdlib.h>
#if defined(__aarch64__)
#include <sys/auxv.h>
#endif

static uint32_t detect(void) {
  uint32_t features = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c"))
    features |= MARTLET_CPU_AVX2_FMA;
  if ((features & MARTLET_CPU_AVX2_FMA) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    features |= MARTLET_CPU_AVX512;
  if ((features & MARTLET_CPU_AVX512) && __builtin_cpu_supports("avx512vnni")) features |= MARTLET_CPU_AVX512_VNNI;
#elif defined(__aarch64__)
  features |= MARTLET_CPU_NEON;
  // HWCAP_ASIMDDP of the kernel's interface.
  if (getauxval(AT_HWCAP) & 1u << 20) features |= MARTLET_CPU_DOT_PRODUCT;
#endif
  const char *mask = getenv("MARTLET_CPU_MASK");
  if (mask && *mask) features &= (uint32_t)strtoul(mask, NULL, 0);
  return features;
}

uint32_t martlet_cpu_features(void) {
  // Racing first calls compute the same value, so a relaxed store of it is enough. The top bit marks "computed".
  static uint32_t cached;
  uint32_t value = __atomic_load_n(&cached, __ATOMIC_RELAXED);
  if (!value) {
    value = detect() | 0x80000000u;
    __atomic_store_n(&cached, value, __ATOMIC_RELAXED);
  }
  return value & 0x7fffffffu;
}
