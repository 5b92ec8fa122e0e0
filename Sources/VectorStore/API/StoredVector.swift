// One vector as it is stored, as scrolling returns it.

/// A vector of a collection.
public struct StoredVector: Sendable, Hashable {
  /// The caller's id of the vector.
  public var id: UInt64
  /// The label it was stored under.
  public var label: UInt64
  /// The stored components (of length 1 under cosine), if they were asked for.
  public var vector: [Float]?
  /// The payload, empty if it was stored without one, if it was asked for.
  public var payload: Payload?

  public init(id: UInt64, label: UInt64, vector: [Float]? = nil, payload: Payload? = nil) {
    self.id = id
    self.label = label
    self.vector = vector
    self.payload = payload
  }
}
