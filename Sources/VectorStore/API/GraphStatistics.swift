// Figures about the graph that take a walk over it.

/// The shape of a collection's graph at one moment.
public struct GraphStatistics: Sendable, Codable, Equatable {
  /// Vertices by the top level they reach: `verticesByLevel[0]` is on level 0 only.
  public var verticesByLevel: [Int]
  /// Vertices by their number of links at level 0, from 0 to 2·M.
  public var verticesByDegree: [Int]
  /// Links of a vertex at level 0, on average.
  public var meanDegree: Double
  /// Vertices that are deleted and still part of the graph.
  public var deadVertexCount: Int
}
