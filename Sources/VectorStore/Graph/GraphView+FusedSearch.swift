// The best-first search of level 0 in a fused index.
//
// As the exact search, but for what costs a trip to memory: expanding a vertex reads its row once, which holds the exact
// vector and the codes of all neighbours. The pool is ordered by estimates; the exact distance of a vertex is computed
// when it is expanded, and the answer is made of expanded vertices only. So:
//  1. A vertex is marked when it is chosen to be expanded, not when it is met. One that several neighbours lead to enters
//     the pool with several estimates, of which the best counts. (Keeping only the first estimate of each was measured
//     to need half as many expansions more.)
//  2. The next vertex is chosen, and its row requested, before the present one is worked on. A neighbour just found is
//     expanded one step later than it could be; that costs less than waiting for its row.
import CKernels

extension GraphView {
  /// Fills `context.pool` with the expanded vertices nearest by exact distance, `exactCount` at most.
  ///
  /// - Complexity: up to ef expansions, each one row read at random.
  func searchFused(
    from entry: UInt32, query: UnsafePointer<Float>, ef: Int, exactCount: Int, codes: NeighbourCodes,
    context: SearchContext
  ) {
    var pool = context.pool
    var expanded = context.expanded
    var visited = context.visited
    let slots = context.neighbours.slots
    let estimates = context.neighbours.distances
    let scale = context.tableScale
    pool.reset(limit: ef)
    expanded.reset(limit: exactCount)
    visited.reset(limit: limit)

    var next: UInt32? = entry
    _ = visited.insert(entry)
    while let slot = next {
      next = takeUnvisited(&pool, &visited)
      if let next { prefetchRow(next) }
      let distance = distance(from: query, to: slot)
      expanded.insert(slot, distance: distance)
      let row = row(slot)
      let links = links(slot, level: 0)
      let degree = links.count
      for first in stride(from: 0, to: degree, by: 32) {
        var below = codes.estimate(
          block: first / 32, of: row, table: context.table, scale: scale, base: distance, below: pool.worst,
          into: estimates)
        if degree - first < 32 { below &= (1 << UInt32(degree - first)) - 1 }
        // Those to insert move to the front; none moves past one not yet looked at.
        var count = 0
        while below != 0 {
          let lane = below.trailingZeroBitCount
          below &= below - 1
          let neighbour = links[first + lane]
          guard neighbour < limit, !visited.contains(neighbour) else { continue }
          slots[count] = neighbour
          estimates[count] = estimates[lane]
          count += 1
        }
        pool.insert(slots, distances: estimates, count: count)
      }
      if next == nil {
        next = takeUnvisited(&pool, &visited)
        if let next { prefetchRow(next) }
      }
    }
    // What was expanded is the answer; the pool of estimates is scratch.
    context.pool = expanded
    context.expanded = pool
    context.visited = visited
  }

  /// The nearest candidate that was not chosen before, now marked as visited.
  @inline(__always)
  private func takeUnvisited(_ pool: inout CandidatePool, _ visited: inout VisitedSet) -> UInt32? {
    while let slot = pool.takeNearest() {
      if visited.insert(slot) { return slot }
    }
    return nil
  }

  /// Asks for the first cache lines of a row; the processor's own prefetcher follows.
  @inline(__always)
  private func prefetchRow(_ slot: UInt32) {
    let row = row(slot)
    var offset = 0
    while offset < min(layout.stride, 1024) {
      martlet_prefetch(row + offset)
      offset += 64
    }
  }
}
