// A query: embed, search by meaning and by words under the caller's scope, fuse, and cite.
import Database
import Embeddings

extension Corpus {
  /// Candidates each ranking gives to a fusion, per passage asked for, and at least.
  private static let candidatesPerPassage = 4
  private static let fewestCandidates = 50

  /// The passages of `scope` that answer `query` best.
  ///
  /// Sees the state at its start: every passage of a file deleted before is gone, every one of a completed file is there.
  /// - Throws: `.invalidInput` for an empty query or impossible options; `.embeddingUnavailable` when the mode needs a
  ///   model and there is none.
  public func search(
    _ query: String, in scope: SearchScope, options: SearchOptions = SearchOptions()
  ) async throws(RetrievalError) -> [Passage] {
    try options.validate()
    guard query.contains(where: { !$0.isWhitespace }) else {
      throw RetrievalError(.invalidInput, "The query is empty.")
    }
    guard scope.documentCount > 0 else { return [] }
    return try await RetrievalError.translating {
      let scored = try await ranking(of: query, in: scope, options)
      return try await database.read { try PassageRepository.passages(scored, in: scope, $0) }
    }
  }

  private func ranking(
    of query: String, in scope: SearchScope, _ options: SearchOptions
  ) async throws -> [(id: Int64, score: Double)] {
    switch options.mode {
    case .vector:
      return try await nearest(to: query, limit: options.limit, in: scope, options)
        .map { (id: $0.chunkID, score: (1 + Double($0.similarity)) / 2) }
        .filter { $0.score >= options.minimumScore }
    case .lexical:
      let ranks = try await matching(query, limit: options.limit, in: scope)
      return RankFusion.fuse(vector: [], lexical: ranks, lexicalWeight: 1).filter { $0.score >= options.minimumScore }
    case .hybrid:
      let limit = max(Self.fewestCandidates, options.limit * Self.candidatesPerPassage)
      let vector = try await nearest(to: query, limit: limit, in: scope, options).map(\.chunkID)
      let lexical = try await matching(query, limit: limit, in: scope)
      return Array(
        RankFusion.fuse(vector: vector, lexical: lexical, lexicalWeight: options.lexicalWeight)
          .filter { $0.score >= options.minimumScore }.prefix(options.limit))
    }
  }

  private func nearest(
    to query: String, limit: Int, in scope: SearchScope, _ options: SearchOptions
  ) async throws -> [(chunkID: Int64, similarity: Float)] {
    guard let embedder = parts.embedder, let index = parts.index else {
      throw RetrievalError(
        .embeddingUnavailable,
        "There is no embedding model, so passages cannot be ranked by meaning. Install one, or search by words.")
    }
    let vector = try await embedder.embed(query, as: .query)
    return try index.search(vector, limit: limit, documents: scope.files.labels, efSearch: options.efSearch)
  }

  private func matching(_ query: String, limit: Int, in scope: SearchScope) async throws -> [Int64] {
    try await database.read {
      try LexicalIndex.search(query, limit: limit, documents: scope.files.byDocument.keys, $0)
    }
  }
}
