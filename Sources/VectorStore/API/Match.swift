// One answer of a search.

/// A vector a search found.
public struct Match: Sendable, Hashable {
  /// The caller's id of the vector.
  public var id: UInt64
  /// The label it was stored under.
  public var label: UInt64
  /// Higher is better: the cosine, the inner product, or the negative squared Euclidean distance.
  public var score: Float

  public init(id: UInt64, label: UInt64, score: Float) {
    self.id = id
    self.label = label
    self.score = score
  }
}
