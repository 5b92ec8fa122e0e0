// Putting candidates into a sorted array: what a graph search does most often next to computing distances.
//
// In a sorted array that takes x, every place holds afterwards what it held, if that is not beyond x; else what the place
// before it held, if that is beyond x; else x. Applied to all places at once this needs no search and no branch that
// depends on the data; looking for the place costs a mispredicted branch, some 15 cycles, and an array of 64 candidates is
// 16 vectors. Candidates are compared as if they were doubles: the distance is the upper half, so doubles order like
// distances, negative ones too. The lower half must not count, because callers mark candidates where they lie: x is
// compared with all its lower bits set, which puts all of its distance on one side.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// A vertex and its distance to the query.
typedef struct {
  uint32_t tagged; ///< The slot; the top bit is the caller's.
  float distance;
} martlet_candidate;

/// How many candidates may lie behind the last one kept: they are read and written.
enum { MARTLET_CANDIDATE_SLACK = 16 };

/// One implementation.
typedef struct {
  const char *name;
  uint32_t required_features;

  /// Puts `number` candidates into `pool`, which holds the `*count` nearest so far, nearest first, and keeps `limit` (1 or
  /// more). Those that are not nearer than the last of a full pool are left out, and those whose distance is not a number.
  ///
  /// `pool` has room for `limit` + MARTLET_CANDIDATE_SLACK; behind the last candidate all are infinitely far.
  /// Returns the lowest place that was changed; `limit` if none was.
  size_t (*insert)(martlet_candidate *pool, size_t *count, size_t limit, const uint32_t *slots, const float *distances,
                   size_t number);
} martlet_candidate_kernels;

/// The fastest implementation for this processor and `MARTLET_CPU_MASK`. Thread-safe.
const martlet_candidate_kernels *martlet_candidate_best(void);

/// The implementation number `index` that this processor can run, scalar first, or NULL past the last.
const martlet_candidate_kernels *martlet_candidate_available(size_t index);
