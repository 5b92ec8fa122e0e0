// AVX-512: eight candidates a vector.
#if defined(__x86_64__)
#include "candidates.h"
#include "cpu.h"

#define LANES 8
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,popcnt")))
#define SHIFTED(before, current) __builtin_shufflevector(before, current, 7, 8, 9, 10, 11, 12, 13, 14)
#include "candidates_template.h"

const martlet_candidate_kernels martlet_candidate_avx512 = {"avx512", MARTLET_CPU_AVX512, insert};
#endif
