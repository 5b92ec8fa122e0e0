// The vector index of a scope without the rest of a query: for measuring how well and how fast it answers.
//
// Its searches are the ones `Corpus.search` makes, under the same filter; only embedding before and citing after are
// left out.
import Embeddings

/// Searches among the vectors of one scope. Any thread.
public struct IndexProbe: Sendable {
  let space: VectorSpace
  private var index: any VectorIndex { space.index }
  let labels: Set<UInt64>
  /// Ids of the scope's passages, ascending.
  public let passageIDs: [Int64]
  /// How many documents the scope has.
  public var documentCount: Int { labels.count }

  /// The vector of a question.
  /// - Throws: `.embeddingUnavailable`.
  public func vector(ofQuestion text: String) async throws(RetrievalError) -> [Float] {
    try await RetrievalError.translating { try await space.embedder.embed(text, as: .query) }
  }

  /// The stored vector of a passage; nil when it has none yet.
  public func vector(ofPassage id: Int64) throws(RetrievalError) -> [Float]? { try index.vector(ofChunk: id) }

  /// The passages nearest to `vector`, best first, as a query finds them.
  /// - Parameters:
  ///   - limit: how many, 1 or more.
  ///   - efSearch: the size of the candidate pool; nil lets the index decide.
  public func search(_ vector: [Float], limit: Int, efSearch: Int?) throws(RetrievalError) -> [Int64] {
    try index.search(vector, limit: limit, documents: labels, efSearch: efSearch).map(\.chunkID)
  }

  /// The passages that are truly nearest, found by comparing with every one of the scope.
  public func searchExactly(_ vector: [Float], limit: Int) throws(RetrievalError) -> [Int64] {
    try index.searchExactly(vector, limit: limit, documents: labels).map(\.chunkID)
  }
}

extension Corpus {
  /// The vectors of `scope` for measuring.
  /// - Throws: `.embeddingUnavailable` when there is no model, and so no vectors.
  public func probe(of scope: SearchScope) async throws(RetrievalError) -> IndexProbe {
    guard let space = parts.spaces.serving else {
      throw RetrievalError(
        .embeddingUnavailable, "There is no embedding model, so there are no vectors to search. Install one.")
    }
    let ids = try await RetrievalError.translating {
      try await database.read { try DocumentRepository.chunkIDs(of: scope.files.byDocument.keys.sorted(), $0) }
    }
    return IndexProbe(space: space, labels: scope.files.labels, passageIDs: ids)
  }
}
