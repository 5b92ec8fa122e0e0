// Walking only the matches of a filter: best-first search in which the pool holds nothing else.
//
// A filter that admits a tenth of the vectors leaves each vertex three of its 32 neighbours, too few for the graph to
// hang together. So a neighbour that does not match is a bridge: its own neighbours are looked at in its place, until as
// many matches are found as a vertex has links. (The idea of ACORN-1, Patel et al. 2024, without its denser graph.)
// Tests are cheap and distances are not: only matches are compared with the query, so a walk costs about as many
// distances as one without a filter, whatever share matches.
//
// Matches far from where the descent ends, or apart from each other, may not hang together in two hops. The caller
// gives more vertices to begin at, and falls back on comparing with every match when too few come back.
import CKernels

extension GraphView {
  /// Fills `context.pool` with the `ef` nearest vertices it finds that `admits` lets pass, and those it began at.
  ///
  /// - Parameters:
  ///   - starts: vertices to begin at, below the limit; matching or not.
  ///   - bridges: empty room for the vertices that are walked through.
  ///   - admits: whether a slot may be returned.
  func searchMatching(
    from starts: [UInt32], query: UnsafePointer<Float>, ef: Int, context: SearchContext, bridges: inout VisitedSet,
    admits: (UInt32) -> Bool
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
    bridges.reset(limit: limit)
    for start in starts where start < limit && visited.insert(start) {
      pool.insert(start, distance: distance(from: query, to: start))
    }
    let wanted = layout.maximumDegree0
    while let slot = pool.takeNearest() {
      var count = 0
      let links = links(slot, level: 0)
      let degree = links.count
      _ = bridges.insert(slot)
      for index in 0..<degree {
        let neighbour = links[index]
        guard neighbour < limit, !visited.contains(neighbour), admits(neighbour) else { continue }
        _ = visited.insert(neighbour)
        buffer.slots[count] = neighbour
        count += 1
      }
      var index = 0
      while index < degree && count < wanted {
        let bridge = links[index]
        index += 1
        // What is visited matches, and will be expanded itself.
        guard bridge < limit, !visited.contains(bridge), bridges.insert(bridge) else { continue }
        count = collect(beyond: bridge, wanted: wanted, count: count, visited: &visited, buffer: buffer, admits: admits)
      }
      distances(from: query, to: buffer.slots, count: count, upTo: pool.worst, into: buffer.distances)
      pool.insert(buffer.slots, distances: buffer.distances, count: count)
    }
  }

  /// Adds the matching neighbours of `bridge` to the buffer, up to `wanted` in all.
  @inline(__always)
  private func collect(
    beyond bridge: UInt32, wanted: Int, count: Int, visited: inout VisitedSet, buffer: NeighbourBuffer,
    admits: (UInt32) -> Bool
  ) -> Int {
    var count = count
    let links = links(bridge, level: 0)
    for index in 0..<links.count {
      let neighbour = links[index]
      guard neighbour < limit, !visited.contains(neighbour), admits(neighbour) else { continue }
      _ = visited.insert(neighbour)
      buffer.slots[count] = neighbour
      count += 1
      if count == wanted { break }
    }
    return count
  }
}
