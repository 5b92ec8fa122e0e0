// How many vectors a filter admits: counted where lists know it, else estimated from a sample of slots.

/// What the planner knows about a filter.
struct FilterEstimate {
  /// About how many match; never more than the filter's source says.
  let matchCount: Int
  /// Those of the sampled slots that match; empty where lists could tell.
  private let sampled: [UInt32]

  private static let seedCount = 6
  /// Slots looked at first, and if too few of them matched to go by.
  private static let sampleCounts = [128, 1024]
  /// Matches in a sample that make an estimate: its standard error is below a third then.
  private static let enough = 10

  /// - Parameter isVisible: whether a slot that passes the filter may be returned.
  init(_ filter: CompiledFilter, graph: GraphView, isVisible: (UInt32) -> Bool) {
    let bound = min(filter.source.bound, Int(graph.limit))
    // Exact when the filter is that one condition, and close enough to begin with when the list is short.
    let isCounted = filter.source.isCount && (filter.program.isSingleTest || bound <= Self.sampleCounts[0])
    var matchCount = bound
    var sampled: [UInt32] = []
    for count in isCounted ? [] : Self.sampleCounts {
      sampled = Self.sample(count, filter.program, graph: graph, isVisible: isVisible)
      matchCount = min(Int(Double(sampled.count) / Double(count) * Double(graph.limit)), bound)
      if sampled.count >= Self.enough { break }
    }
    self.matchCount = matchCount
    self.sampled = sampled
  }

  /// Places for a traversal to begin at: a few slots that match, as far as some are easily found.
  ///
  /// - Parameter isVisible: as for `init`. Only what is visible is sure not to be written to while a traversal reads it.
  func seeds(_ filter: CompiledFilter, graph: GraphView, isVisible: (UInt32) -> Bool) -> [UInt32] {
    if sampled.count >= Self.seedCount { return Array(sampled.prefix(Self.seedCount)) }
    let listed =
      filter.source.isEverything
      ? Self.sample(Self.sampleCounts[0], filter.program, graph: graph, isVisible: isVisible)
      : filter.source.first(Self.seedCount, in: graph).filter(isVisible)
    return Array((sampled + listed).prefix(Self.seedCount))
  }

  /// Those of `count` slots, spread evenly and a little at random, that match.
  private static func sample(
    _ count: Int, _ program: FilterProgram, graph: GraphView, isVisible: (UInt32) -> Bool
  ) -> [UInt32] {
    let step = Double(graph.limit) / Double(count)
    var state = UInt64(count) &* 0x9e37_79b9_7f4a_7c15
    var matches: [UInt32] = []
    for index in 0..<count {
      // An even step would meet the same values again and again in data that repeats.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let slot = UInt32((Double(index) + Double(state >> 40) / Double(1 << 24)) * step)
      guard slot < graph.limit, program.admits(slot, in: graph.slots), isVisible(slot) else { continue }
      matches.append(slot)
    }
    return matches
  }
}
