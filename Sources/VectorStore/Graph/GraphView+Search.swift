// Finding near vertices: HNSW's greedy descent and its best-first search of one level.
//
// Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small
// World graphs" (2018), Algorithms 2 and 5, with these choices:
//  1. Candidates live in one sorted array (CandidatePool), not in two heaps.
//  2. All unvisited neighbours of a vertex go to the distance kernel in one call, which requests the next rows while it
//     works: the memory answers several requests at once, and that is what search time is made of.
//  3. Dead and not yet published vertices are walked like others and left out of the answer afterwards. The caller
//     enlarges the pool by their share; no test for them burdens the inner loop.
import CKernels

extension GraphView {
  /// Walks from the entry point down to above `level`, on each level to the nearest neighbour until none is nearer.
  /// `prepare` was called for the query.
  ///
  /// - Returns: the vertex to begin `level` with.
  func descend(
    from entry: EntryPoint, to level: Int, query: UnsafePointer<Float>, context: SearchContext
  ) -> UInt32 {
    let buffer = context.neighbours
    var nearest = entry.slot
    var nearestDistance = Float.infinity
    // What was compared once was not nearer then, and is not now.
    var compared = context.visited
    defer { context.visited = compared }
    compared.reset(limit: limit)
    // In a fused index a step on level 0 costs less than one on level 1: one row has the codes of all neighbours.
    let target = level == 0 && codes != nil ? 1 : level
    for level in stride(from: entry.level, to: target, by: -1) {
      if nearestDistance == .infinity {
        buffer.slots[0] = nearest
        estimate(count: 1, query: query, context: context)
        nearestDistance = buffer.distances[0]
      }
      var moved = true
      while moved {
        moved = false
        let links = links(nearest, level: level)
        var count = 0
        for index in 0..<links.count {
          let slot = links[index]
          guard slot < limit, compared.insert(slot) else { continue }
          buffer.slots[count] = slot
          count += 1
        }
        estimate(count: count, query: query, context: context)
        for index in 0..<count where buffer.distances[index] < nearestDistance {
          nearestDistance = buffer.distances[index]
          nearest = buffer.slots[index]
          moved = true
        }
      }
    }
    return nearest
  }

  /// Fills in the distances of the first `count` slots of the buffer, by codes if vertices have codes of their own.
  @inline(__always)
  private func estimate(count: Int, query: UnsafePointer<Float>, context: SearchContext) {
    let buffer = context.neighbours
    if let vectorCodes {
      vectorCodes.distances(to: buffer.slots, count: count, in: self, context: context, into: buffer.distances)
    } else {
      distances(from: query, to: buffer.slots, count: count, into: buffer.distances)
    }
  }

  /// Makes `context` ready to search for `query`, which is then the query of every `search` until the next call.
  func prepare(_ query: UnsafePointer<Float>, context: SearchContext) {
    if let codes { context.tableScale = codes.makeTable(for: query, into: context.table) }
    if let vectorCodes { context.roundedQueryFactors = vectorCodes.round(query, into: context.roundedQuery) }
  }

  /// Fills `context.pool` with the `ef` nearest vertices it finds at `level`, starting from `entry`. `prepare` was
  /// called for the query.
  ///
  /// - Parameter exactCount: how many of the nearest must have exact distances; `nil` for all. A compact index gives no
  ///   others.
  /// - Complexity: about ef expansions of up to 2M neighbours.
  func search(
    level: Int, from entry: UInt32, query: UnsafePointer<Float>, ef: Int, exactCount: Int? = nil,
    context: SearchContext
  ) {
    if level == 0, let codes {
      searchFused(
        from: entry, query: query, ef: ef, exactCount: exactCount ?? ef, codes: codes, context: context)
    } else if level == 0, let vectorCodes {
      bestFirst(level: 0, from: entry, ef: ef, context: context) { slots, count, _, out in
        vectorCodes.distances(to: slots, count: count, in: self, context: context, into: out)
      }
      rescore(exactCount ?? ef, query: query, context: context)
    } else {
      bestFirst(level: level, from: entry, ef: ef, context: context) { slots, count, bound, out in
        distances(from: query, to: slots, count: count, upTo: bound, into: out)
      }
    }
  }

  /// The search with one distance for each vertex it meets.
  ///
  /// - Parameter distances: of so many slots, those up to a bound, into an array.
  @inline(__always)
  private func bestFirst(
    level: Int, from entry: UInt32, ef: Int, context: SearchContext,
    distances: (UnsafePointer<UInt32>, Int, Float, UnsafeMutablePointer<Float>) -> Void
  ) {
    var pool = context.pool
    var visited = context.visited
    let buffer = context.neighbours
    defer {
      context.pool = pool
      context.visited = visited
    }
    pool.reset(limit: ef)
    visited.reset(limit: limit)
    _ = visited.insert(entry)
    buffer.slots[0] = entry
    distances(buffer.slots, 1, .infinity, buffer.distances)
    pool.insert(entry, distance: buffer.distances[0])

    while let slot = pool.takeNearest() {
      let links = links(slot, level: level)
      var count = 0
      for index in 0..<links.count {
        let neighbour = links[index]
        guard neighbour < limit, visited.insert(neighbour) else { continue }
        buffer.slots[count] = neighbour
        count += 1
      }
      distances(buffer.slots, count, pool.worst, buffer.distances)
      pool.insert(buffer.slots, distances: buffer.distances, count: count)
      if level == 0, let next = pool.likelyNext { prefetchLinks(next) }
    }
  }

  /// Makes the `count` nearest of the pool, by exact distance, the pool.
  private func rescore(_ count: Int, query: UnsafePointer<Float>, context: SearchContext) {
    let buffer = context.neighbours
    let total = min(count, context.pool.count)
    context.expanded.reset(limit: max(total, 1))
    var start = 0
    while start < total {
      let step = min(NeighbourBuffer.scanBlock, total - start)
      for index in 0..<step { buffer.slots[index] = context.pool.candidates[start + index].slot }
      distances(
        from: query, to: buffer.slots, count: step, upTo: context.expanded.worst, into: buffer.distances)
      context.expanded.insert(buffer.slots, distances: buffer.distances, count: step)
      start += step
    }
    swap(&context.pool, &context.expanded)
  }

  /// Asks for the cache lines of a row's header and level-0 links.
  @inline(__always)
  private func prefetchLinks(_ slot: UInt32) {
    let row = row(slot)
    var offset = 0
    while offset < layout.vectorOffset {
      martlet_prefetch(row + offset)
      offset += 64
    }
  }
}
