// What labels there are: for the metadata database, which compares its own rows with it.

extension VectorCollection {
  /// The number of vectors of each label at the newest published commit.
  ///
  /// Waits for a commit in preparation. O(labels + deleted vectors that were not swept yet).
  ///
  /// - Throws: `.closed`.
  public func labelCounts() throws(VectorStoreError) -> [UInt64: Int] {
    try turn.hold { state throws(VectorStoreError) in
      try requireOpen()
      // Lists hold what was ever linked and not yet swept; the dead among them are known by name.
      var counts: [UInt64: Int] = [:]
      for (key, length) in labels.withLock({ $0 }).lengths { counts[key.label] = length }
      let (graph, _) = storage.view()
      for slot in state.writer.tombstones.map(\.slot) + (state.writer.sweep?.slots ?? []) {
        counts[graph.slots.label(slot), default: 1] -= 1
      }
      return counts.filter { $0.value > 0 }
    }
  }
}
