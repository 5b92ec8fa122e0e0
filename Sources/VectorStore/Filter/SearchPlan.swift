// Which way to answer a search: what each would cost, in nanoseconds that were measured once and only need to be right
// relative to each other.

/// The planner's costs for one search.
struct SearchPlan {
  /// Components of a stored vector.
  let dimension: Int
  /// Vertices, and those of them that match or, before they are counted, can match at most.
  let slotCount: Int
  var matchCount: Int
  let source: MatchSource?
  let isSingleInterval: Bool
  /// Decides what a walk over all vertices reads of each.
  let kind: IndexKind

  /// What a walk spends on each candidate it keeps, in distances to whole vectors. Measured with M = 16 on vectors of 384
  /// and of 784 components: 12 to 20 new vertices, and the keeping of the pool.
  private var distancesPerCandidate: Double {
    switch kind {
    case .exact: 28
    case .compact: 13
    case .fused: 6
    }
  }

  /// A distance to a row that lies somewhere, and to one of many rows that are asked for together.
  private var randomDistance: Double { 30 + 0.13 * Double(dimension) }
  private var scanDistance: Double { 16 + 0.13 * Double(dimension) }
  private var share: Double { Double(max(matchCount, 1)) / Double(max(slotCount, 1)) }

  /// Comparing with every match.
  var scan: Double {
    let finding: Double =
      switch source {
      case nil: 1 * Double(slotCount)
      case .everything?: (isSingleInterval ? 0.8 : 4) * Double(slotCount)
      case let source?: 10 * Double(source.bound)
      }
    return finding + Double(matchCount) * scanDistance
  }

  /// Walking over all vertices with room for `ef` matches.
  func walkAll(ef: Int) -> Double { leastWalk(ef: ef) / share }

  /// No walk for `ef` matches costs less.
  func leastWalk(ef: Int) -> Double { Double(ef) * distancesPerCandidate * randomDistance }

  /// Walking from match to match: more distances for each expansion than without a filter, because every place among the
  /// neighbours goes to a match, and a test, often a trip to memory, for each vertex looked at until they are found.
  func walkMatches(ef: Int) -> Double {
    let testsPerExpansion = min(32 / share, 300)
    return Double(min(ef, matchCount)) * (50 * randomDistance + testsPerExpansion * 35)
  }

  /// The cheapest way.
  func strategy(ef: Int) -> SearchStrategy {
    let costs: [(SearchStrategy, Double)] = [
      (.scan, scan), (.walkAll, walkAll(ef: ef)), (.walkMatches, source == nil ? .infinity : walkMatches(ef: ef)),
    ]
    return costs.min { $0.1 < $1.1 }?.0 ?? .scan
  }
}
