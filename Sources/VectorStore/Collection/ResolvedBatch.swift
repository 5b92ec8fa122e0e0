// A batch checked, its vectors ready to store, and then reduced to what it changes: slots to kill, vectors to add.
import CKernels

extension WriteBatch {
  /// The batch with every vector and payload checked, and vectors normalised under cosine.
  ///
  /// - Throws: `.dimensionMismatch`, `.invalidArgument`.
  func checked(for configuration: CollectionConfiguration) throws(VectorStoreError) -> WriteBatch {
    var batch = self
    for (index, change) in changes.enumerated() {
      guard case .upsert(let id, _, let offset, let dimension) = change else { continue }
      guard dimension == configuration.dimension else {
        throw VectorStoreError(
          code: .dimensionMismatch,
          message: "vector \(id) has \(dimension) components; the collection has \(configuration.dimension)")
      }
      let problem = batch.withVector(at: offset, count: dimension) { vector in
        VectorCheck.prepare(vector, metric: configuration.metric) ?? VectorCheck.fits(vector, in: configuration)
      }
      if let problem = problem ?? payloads[index]?.problem() {
        throw VectorStoreError(code: .invalidArgument, message: "vector \(id) \(problem)")
      }
    }
    return batch
  }
}

/// What a vector must be to be stored or searched for.
enum VectorCheck {
  /// Checks that `vector` is finite, and normalises it under cosine.
  ///
  /// - Returns: what is wrong with it, as the end of a sentence that begins with the vector.
  static func prepare(_ vector: UnsafeMutableBufferPointer<Float>, metric: Metric) -> String? {
    guard let base = vector.baseAddress else { return "is empty" }
    let squared = martlet_distance_best().pointee.dot(base, base, vector.count)
    guard metric == .cosine else {
      // An infinite sum of finite squares is a vector whose distances would overflow.
      return squared.isFinite ? nil : "has a component that is not a number, is infinite or too large"
    }
    if squared.isFinite && squared > Float.leastNormalMagnitude {
      let scale = 1 / squared.squareRoot()
      for index in vector.indices { vector[index] *= scale }
      return nil
    }
    // Too large or too small for its square in f32, or broken: scale by the largest component first.
    let largest = vector.reduce(0) { max($0, abs($1)) }
    guard vector.allSatisfy(\.isFinite) else { return "has a component that is not a number or is infinite" }
    guard largest > 0 else { return "is zero, which has no direction and so no cosine" }
    for index in vector.indices { vector[index] /= largest }
    return prepare(vector, metric: metric)
  }
}

extension VectorCheck {
  /// The length a vector may have when components are kept as f16; no component of it, rotated or not, is larger.
  static let longestFloat16: Float = 65_000

  /// Checks that a prepared vector can be stored.
  ///
  /// - Returns: what is wrong with it, as the end of a sentence that begins with the vector.
  static func fits(
    _ vector: UnsafeMutableBufferPointer<Float>, in configuration: CollectionConfiguration
  ) -> String? {
    guard configuration.components == .float16, configuration.metric != .cosine, let base = vector.baseAddress else {
      return nil
    }
    let length = martlet_distance_best().pointee.dot(base, base, vector.count).squareRoot()
    if length <= longestFloat16 { return nil }
    return "is too long (\(length)) for components of 16 bits; the limit is \(longestFloat16)"
  }
}

/// What a batch does to a collection in one state.
struct ResolvedBatch {
  struct Insert {
    var id: UInt64
    var label: UInt64
    /// Where the vector begins in the batch's vectors.
    var offset: Int
    /// Which of the batch's changes it is.
    var change: Int
  }

  /// Live slots the batch removes, each with its id.
  private(set) var kills: [(slot: UInt32, id: UInt64)] = []
  /// Vectors to add, in order; ids differ.
  private(set) var inserts: [Insert] = []

  /// - Parameters:
  ///   - liveSlot: the live slot of an id, if any.
  ///   - liveSlots: the live slots of a label.
  init(_ batch: WriteBatch, liveSlot: (UInt64) -> UInt32?, liveSlots: (UInt64) -> [(slot: UInt32, id: UInt64)]) {
    var fates: [UInt64: Fate] = [:]
    var order: [Insert?] = []
    /// Ends what the id meant before this change: a live vector the first time, an insert of this batch later.
    func remove(_ id: UInt64) {
      switch fates[id] {
      case .inserted(let index): order[index] = nil
      case .removed: break
      case nil: if let slot = liveSlot(id) { kills.append((slot, id)) }
      }
      fates[id] = .removed
    }
    for (index, change) in batch.changes.enumerated() {
      switch change {
      case .upsert(let id, let label, let offset, _):
        remove(id)
        fates[id] = .inserted(order.count)
        order.append(Insert(id: id, label: label, offset: offset, change: index))
      case .deleteID(let id):
        remove(id)
      case .deleteLabel(let label):
        for (_, id) in liveSlots(label) where fates[id] == nil { remove(id) }
        for case let insert? in order where insert.label == label { remove(insert.id) }
      }
    }
    inserts = order.compactMap { $0 }
  }

  /// What became of an id in the batch so far.
  private enum Fate {
    case removed
    case inserted(Int)
  }
}
