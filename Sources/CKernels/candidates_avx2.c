// AVX2: four candidates a vector.
#if defined(__x86_64__)
#include "candidates.h"
#include "cpu.h"

#define LANES 4
#define TARGET __attribute__((target("avx2,popcnt")))
#define SHIFTED(before, current) __builtin_shufflevector(before, current, 3, 4, 5, 6)
#include "candidates_template.h"

const martlet_candidate_kernels martlet_candidate_avx2 = {"avx2", MARTLET_CPU_AVX2_FMA, insert};
#endif
