// The best-first search of level 0 in a fused index.
//
// As the exact search, but for what costs a trip to memory: expanding a vertex reads its row once, which holds the exact
// vector and the codes of all neighbours. The pool is ordered by estimates; the exact distance of a vertex is computed
// when it is expanded, and the answer is made of expanded vertices only. So:
//  1. A vertex is marked when it is expanded, not when it is met. One that several neighbours lead to enters the pool
//     with several estimates, of which the best counts; it is expanded once.
//  2. The row of the likely next vertex is requested before the present one is worked on.
import CKernels

extension GraphView {
  /// Fills `context.pool` with the expanded vertices nearest by exact distance, `ef` at most.
  ///
  /// - Complexity: about ef expansions, each one row read at random.
  func searchFused(
    from entry: UInt32, query: UnsafePointer<Float>, ef: Int, codes: NeighbourCodes, context: SearchContext
  ) {
    var pool = context.pool
    var expanded = context.expanded
    var visited = context.visited
    let estimates = context.neighbours.distances
    let scale = context.tableScale
    pool.reset(limit: ef)
    expanded.reset(limit: ef)
    visited.reset(limit: limit)
    pool.insert(entry, distance: distance(from: query, to: entry))

    var following = pool.takeNearest()
    while let slot = following ?? pool.takeNearest() {
      following = pool.takeNearest()
      if let following { prefetchRow(following) }
      guard visited.insert(slot) else { continue }
      let distance = distance(from: query, to: slot)
      expanded.insert(slot, distance: distance)
      let row = row(slot)
      let links = links(slot, level: 0)
      let degree = links.count
      var first = 0
      while first < degree {
        var below = codes.estimate(
          block: first / 32, of: row, table: context.table, scale: scale, base: distance, below: pool.worst,
          into: estimates)
        if degree - first < 32 { below &= (1 << UInt32(degree - first)) - 1 }
        while below != 0 {
          let lane = below.trailingZeroBitCount
          below &= below - 1
          let neighbour = links[first + lane]
          guard neighbour < limit, !visited.contains(neighbour) else { continue }
          pool.insert(neighbour, distance: estimates[lane])
        }
        first += 32
      }
    }
    // What was expanded is the answer; the pool of estimates is scratch.
    context.pool = expanded
    context.expanded = pool
    context.visited = visited
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
