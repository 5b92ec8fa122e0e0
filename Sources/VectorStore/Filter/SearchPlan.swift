// Which way to answer a search: what each would cost, in nanoseconds that were measured once and only need to be right
// relative to each other.

/// The planner's costs for one search.
struct SearchPlan {
  /// Components of a stored vector.
  let dimension: Int
  /// Vertices, and those of them that match.
  let slotCount: Int
  let matchCount: Int
  let source: MatchSource?
  let isSingleInterval: Bool
  /// Decides what a walk over all vertices reads of each.
  let kind: IndexKind

  /// New vertices that a walk compares for each candidate it keeps; measured 12 to 20 with M = 16.
  private static let distancesPerCandidate = 16.0

  /// A distance to a row that lies somewhere, and to one of many rows that are asked for together.
  private var randomDistance: Double { 30 + 0.13 * Double(dimension) }
  private var scanDistance: Double { 14 + 0.10 * Double(dimension) }
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
  func walkAll(ef: Int) -> Double {
    // In distances to whole vectors: estimates from codes in the row, or beside it, cost less.
    let distances: Double =
      switch kind {
      case .exact: Self.distancesPerCandidate
      case .compact: 10
      case .fused: 6
      }
    return Double(ef) / share * distances * randomDistance
  }

  /// Walking from match to match: as many distances as without a filter, and tests of those that do not match.
  func walkMatches(ef: Int) -> Double {
    let testsPerExpansion = 24 / share
    return Double(min(ef, matchCount)) * (Self.distancesPerCandidate * randomDistance + testsPerExpansion * 13 + 200)
  }

  /// The cheapest way.
  func strategy(ef: Int) -> SearchStrategy {
    let costs: [(SearchStrategy, Double)] = [
      (.scan, scan), (.walkAll, walkAll(ef: ef)), (.walkMatches, source == nil ? .infinity : walkMatches(ef: ef)),
    ]
    return costs.min { $0.1 < $1.1 }?.0 ?? .scan
  }
}
