// Where a newcomer belongs in a sorted array of candidates.
//
// Counting with vector compares and no branch beats a binary search here: which way a search goes is a coin's toss, a
// mispredicted branch costs some 15 cycles, and an array of 64 takes 16 compares. Inline and of the baseline
// instruction set, because a call would cost as much as the count.
#pragma once
#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// How many of `count` candidates have a distance of at most `value`. A candidate is a float, its distance, and four
/// bytes more. `count` is a multiple of 4.
static inline size_t martlet_count_up_to(const void *candidates, size_t count, float value) {
#if defined(__SSE2__)
  const float *pairs = candidates;
  __m128 bound = _mm_set1_ps(value);
  __m128i total = _mm_setzero_si128();
  for (size_t i = 0; i < count; i += 4) {
    __m128 distances = _mm_shuffle_ps(_mm_loadu_ps(pairs + 2 * i), _mm_loadu_ps(pairs + 2 * i + 4), 0x88);
    total = _mm_sub_epi32(total, _mm_castps_si128(_mm_cmple_ps(distances, bound)));
  }
  total = _mm_add_epi32(total, _mm_shuffle_epi32(total, 0x4e));
  return (size_t)(uint32_t)_mm_cvtsi128_si32(_mm_add_epi32(total, _mm_shuffle_epi32(total, 0xb1)));
#else
  const float *pairs = candidates;
  size_t total = 0;
  for (size_t i = 0; i < count; i++) total += pairs[2 * i] <= value;
  return total;
#endif
}
