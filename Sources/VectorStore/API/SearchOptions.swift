// How one search is to be done.

/// Choices of one search.
public struct SearchOptions: Sendable, Equatable {
  /// How many matches to return at most, 1 or more.
  public var k: Int
  /// How many candidates to keep, at least `k`; recall and cost grow with it. `nil` takes `OpenOptions.defaultEfSearch`.
  public var efSearch: Int?
  /// Compares with every vector that matches the filter.
  public var exact: Bool
  /// Leaves out matches with a score below this.
  public var scoreThreshold: Float?
  /// Whether matches bring their stored vectors.
  public var withVectors: Bool
  /// Whether matches bring their payloads.
  public var withPayload: Bool
  /// The way to go about it; another than the planner's only in tests and measurements.
  package var strategy = SearchStrategy.planned

  public init(
    k: Int = 10, efSearch: Int? = nil, exact: Bool = false, scoreThreshold: Float? = nil, withVectors: Bool = false,
    withPayload: Bool = false
  ) {
    self.k = k
    self.efSearch = efSearch
    self.exact = exact
    self.scoreThreshold = scoreThreshold
    self.withVectors = withVectors
    self.withPayload = withPayload
  }
}

/// The ways to answer a search.
package enum SearchStrategy: Sendable, CaseIterable {
  /// The cheapest, by the planner's count and costs.
  case planned
  /// Compare with every match.
  case scan
  /// Walk the graph from match to match.
  case walkMatches
  /// Walk the graph over all vertices, and leave out what does not match afterwards.
  case walkAll
}
