// Figures that take a walk over the graph.

extension VectorCollection {
  /// Counts the graph's vertices by level and degree.
  ///
  /// Waits for a commit in preparation; commits wait meanwhile, searches do not.
  ///
  /// - Throws: `.closed`.
  /// - Complexity: O(vertices), one row each.
  public func graphStatistics() throws(VectorStoreError) -> GraphStatistics {
    try turn.hold { state throws(VectorStoreError) in
      try requireOpen()
      let (graph, entry) = storage.view()
      let snapshot = lastCommit
      var levels = [Int](repeating: 0, count: (entry?.level ?? 0) + 1)
      var degrees = [Int](repeating: 0, count: graph.layout.maximumDegree0 + 1)
      var linkCount = 0
      var dead = 0
      for slot in 0..<graph.limit where state.writer.isVertex(slot, in: graph) {
        levels[min(graph.level(slot), levels.count - 1)] += 1
        let degree = graph.links(slot, level: 0).count
        degrees[degree] += 1
        linkCount += degree
        if !graph.slots.isVisible(slot, at: snapshot) { dead += 1 }
      }
      let vertexCount = degrees.reduce(0, +)
      return GraphStatistics(
        verticesByLevel: levels, verticesByDegree: degrees,
        meanDegree: vertexCount == 0 ? 0 : Double(linkCount) / Double(vertexCount), deadVertexCount: dead)
    }
  }
}
