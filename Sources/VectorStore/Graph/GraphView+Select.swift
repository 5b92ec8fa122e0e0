// Choosing which candidates become links: HNSW's neighbour selection heuristic (Algorithm 4 of the paper).
//
// A candidate is taken if it is nearer to the new vertex than to every neighbour taken before it. So links spread in
// all directions instead of piling up in the nearest cluster, and clusters stay connected. Candidates that lose are not
// used to fill up (the paper's keepPrunedConnections): shorter lists were measured to search faster at equal recall.

extension GraphView {
  /// Picks up to `limit` of `candidates` (nearest first) into `chosen`.
  ///
  /// - Parameters:
  ///   - candidates: distances are to the vertex that links; that vertex itself is not among them.
  ///   - excluded: slots that must not be linked to (they are being taken out of the graph).
  /// - Returns: how many were picked.
  func select(
    from candidates: UnsafeBufferPointer<Candidate>, limit: Int, excluding excluded: SlotSet?,
    into chosen: UnsafeMutablePointer<UInt32>, context: SearchContext
  ) -> Int {
    var count = 0
    for candidate in candidates {
      if count == limit { break }
      let slot = candidate.slot
      if let excluded, excluded.contains(slot) { continue }
      if isDiverse(slot, distance: candidate.distance, among: chosen, count: count, context: context) {
        chosen[count] = slot
        count += 1
      }
    }
    return count
  }

  /// Whether `slot`, at `distance` from the linking vertex, is nearer to it than to each of `chosen`.
  ///
  /// Compared four at a time, so that the common early "no" stays cheap and the kernel still overlaps its reads.
  @inline(__always)
  func isDiverse(
    _ slot: UInt32, distance: Float, among chosen: UnsafePointer<UInt32>, count: Int, context: SearchContext
  ) -> Bool {
    let vector = vector(slot, context.neighbourScratch)
    let buffer = context.neighbours
    var start = 0
    while start < count {
      let step = min(4, count - start)
      distances(from: vector, to: chosen + start, count: step, into: buffer.distances)
      for index in 0..<step where buffer.distances[index] < distance { return false }
      start += step
    }
    return true
  }
}
