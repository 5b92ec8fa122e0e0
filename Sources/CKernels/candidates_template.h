// The rule of candidates.h over vectors of LANES candidates. The file that includes this defines LANES, TARGET (the
// instruction set) and SHIFTED(before, current), the vector that lies one candidate before `current`.
#include <math.h>
#include <stdbool.h>
#include <string.h>

typedef double keys __attribute__((ext_vector_type(LANES), aligned(8)));
typedef int64_t masks __attribute__((ext_vector_type(LANES)));
typedef bool flags __attribute__((ext_vector_type(LANES)));

// Arrays up to this long are gone through whole; in longer ones it pays to stop where nothing moves any more.
enum { whole_limit = 128 };

TARGET static inline unsigned bits(masks mask) {
  flags set = __builtin_convertvector(mask, flags);
  unsigned char byte;
  memcpy(&byte, &set, 1);
  return byte & ((1u << LANES) - 1);
}

// The candidate as it lies in memory, read as a double. Put together in a register: stored as two halves and loaded as
// one, it would wait for both stores to leave the store buffer, which was measured to take longer than all the rest.
static inline double key(uint32_t tagged, float distance) {
  uint32_t high;
  memcpy(&high, &distance, sizeof high);
  uint64_t bits = (uint64_t)high << 32 | tagged;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

TARGET static inline keys load(const martlet_candidate *pool) { return *(const keys *)(const void *)pool; }

TARGET static size_t insert(martlet_candidate *pool, size_t *count, size_t limit, const uint32_t *slots,
                            const float *distances, size_t number) {
  size_t lowest = limit, used = *count;
  for (size_t i = 0; i < number; i++) {
    if (isnan(distances[i]) || (used == limit && !(distances[i] < pool[limit - 1].distance))) continue;
    keys x = key(slots[i], distances[i]), beyond = key(UINT32_MAX, distances[i]);
    bool is_whole = used <= whole_limit;
    size_t block = used / LANES * LANES, place = block + LANES;
    keys current = load(pool + block);
    for (;; block -= LANES) {
      masks is_beyond = current > beyond;
      unsigned moving = bits(is_beyond);
      place -= (size_t)__builtin_popcount(moving);
      if (!is_whole && moving == 0) break;
      keys before = block ? load(pool + block - LANES) : (keys)(double)-INFINITY;
      keys shifted = SHIFTED(before, current), moved = shifted > beyond ? shifted : x;
      *(keys *)(void *)(pool + block) = is_beyond ? moved : current;
      if (block == 0) break;
      current = before;
    }
    if (place < lowest) lowest = place;
    used += used < limit;
  }
  *count = used;
  return lowest;
}
