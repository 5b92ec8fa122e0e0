// What a caller may choose about one query.

/// Options of one query.
public struct SearchOptions: Sendable, Hashable {
  /// How candidates are found.
  public enum Mode: String, Sendable, Hashable, CaseIterable {
    /// By the embedding alone.
    case vector
    /// By the words alone (BM25).
    case lexical
    /// By both, fused.
    case hybrid
  }

  /// How many passages at most.
  public var limit: Int
  public var mode: Mode
  /// Passages below this score are dropped, 0…1.
  public var minimumScore: Double
  /// The size of the candidate pool of the graph search; nil lets the index decide.
  public var efSearch: Int?
  /// The share of the lexical ranking in a hybrid score, 0…1.
  public var lexicalWeight: Double
  /// Whether a chunk that was cut small to be found is answered by the larger part it belongs to.
  public var readsParents: Bool
  /// The most passages of a hybrid search that a reranker lets through, when there is one; nil: `limit`.
  public var rerankLimit: Int?

  public init(
    limit: Int = 3, mode: Mode = .vector, minimumScore: Double = 0, efSearch: Int? = nil, lexicalWeight: Double = 0.5,
    rerankLimit: Int? = nil, readsParents: Bool = true
  ) {
    self.limit = limit
    self.mode = mode
    self.minimumScore = minimumScore
    self.efSearch = efSearch
    self.lexicalWeight = lexicalWeight
    self.rerankLimit = rerankLimit
    self.readsParents = readsParents
  }

  /// The most passages one query may ask for.
  public static let greatestLimit = 1_000

  func validate() throws(RetrievalError) {
    guard (1...Self.greatestLimit).contains(limit) else {
      throw RetrievalError(.invalidInput, "The number of passages must lie in 1…\(Self.greatestLimit); it is \(limit).")
    }
    guard (0...1).contains(lexicalWeight) else {
      throw RetrievalError(.invalidInput, "The lexical weight must lie in 0…1; it is \(lexicalWeight).")
    }
    guard rerankLimit ?? 1 >= 1 else {
      throw RetrievalError(.invalidInput, "The number of passages after reranking must be at least 1.")
    }
    guard minimumScore.isFinite else {
      throw RetrievalError(.invalidInput, "The least score must be a number.")
    }
  }
}
