// The changes one commit makes, in order. A plain value: nothing is checked or stored until `prepare` takes it.

/// Changes that become visible together or not at all.
///
/// Changes apply in order: a `delete(label:)` removes what the same batch upserted under that label before it, and
/// nothing after it; of two upserts of one id the later stays.
public struct WriteBatch: Sendable {
  package enum Change: Sendable, Equatable {
    /// The vector is `vectors[offset ..< offset + dimension]`.
    case upsert(id: UInt64, label: UInt64, offset: Int, dimension: Int)
    case deleteID(UInt64)
    case deleteLabel(UInt64)
  }

  package private(set) var changes: [Change] = []
  /// The components of every upserted vector, one after the other.
  package private(set) var vectors: [Float] = []
  /// The payloads of the upserts that have one, by the change's index.
  package private(set) var payloads: [Int: Payload] = [:]

  public init() {}

  /// How many changes there are.
  public var count: Int { changes.count }
  public var isEmpty: Bool { changes.isEmpty }

  /// Stores `vector` under `id`, in place of what `id` had before.
  ///
  /// - Parameters:
  ///   - id: any number; the caller's.
  ///   - label: what filters and `delete(label:)` go by; any number.
  ///   - vector: `dimension` finite components. Checked by `prepare`.
  ///   - payload: typed fields for filters to go by; see `Payload` for their limits, which `prepare` checks.
  public mutating func upsert(id: UInt64, label: UInt64, vector: [Float], payload: Payload = [:]) {
    if !payload.isEmpty { payloads[changes.count] = payload }
    changes.append(.upsert(id: id, label: label, offset: vectors.count, dimension: vector.count))
    vectors.append(contentsOf: vector)
  }

  /// Stores the components in `vector`, as `upsert(id:label:vector:payload:)` with an array does, without one.
  public mutating func upsert(
    id: UInt64, label: UInt64, vector: UnsafeBufferPointer<Float>, payload: Payload = [:]
  ) {
    if !payload.isEmpty { payloads[changes.count] = payload }
    changes.append(.upsert(id: id, label: label, offset: vectors.count, dimension: vector.count))
    vectors.append(contentsOf: vector)
  }

  /// Gives the upsert that is change `index` its payload.
  mutating func setPayload(_ payload: Payload, ofChange index: Int) { payloads[index] = payload }

  /// Lends the components of one vector for change.
  mutating func withVector<Result>(
    at offset: Int, count: Int, _ body: (UnsafeMutableBufferPointer<Float>) -> Result
  ) -> Result {
    vectors.withUnsafeMutableBufferPointer { body(UnsafeMutableBufferPointer(rebasing: $0[offset..<offset + count])) }
  }

  /// Removes the vector `id`, if there is one.
  public mutating func delete(id: UInt64) { changes.append(.deleteID(id)) }

  /// Removes every vector with this label.
  public mutating func delete(label: UInt64) { changes.append(.deleteLabel(label)) }

  /// Makes room for `count` more vectors of `dimension` components.
  public mutating func reserveCapacity(_ count: Int, dimension: Int) {
    changes.reserveCapacity(changes.count + count)
    vectors.reserveCapacity(vectors.count + count * dimension)
  }
}
