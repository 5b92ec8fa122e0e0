// One answer of a search.

/// A vector a search found.
public struct Match: Sendable, Hashable {
  /// The caller's id of the vector.
  public var id: UInt64
  /// The label it was stored under.
  public var label: UInt64
  /// Higher is better: the cosine, the inner product, or the negative squared Euclidean distance.
  public var score: Float
  /// The stored components (of length 1 under cosine), if `SearchOptions.withVectors` asked for them.
  public var vector: [Float]?
  /// The payload, empty if it was stored without one, if `SearchOptions.withPayload` asked for it.
  public var payload: Payload?

  public init(id: UInt64, label: UInt64, score: Float, vector: [Float]? = nil, payload: Payload? = nil) {
    self.id = id
    self.label = label
    self.score = score
    self.vector = vector
    self.payload = payload
  }
}
