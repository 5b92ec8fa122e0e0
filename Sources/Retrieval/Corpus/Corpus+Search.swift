// A query: embed, search by meaning and by words under the caller's scope, fuse, and cite.
import Database
import Embeddings

extension Corpus {
  /// Candidates each ranking gives to a fusion, per passage asked for, and at least.
  private static let candidatesPerPassage = 4
  private static let fewestCandidates = 50
  /// Candidates a reranker judges, per passage asked for: a page from each ranking, as Open WebUI gives it.
  private static let candidatesPerReranked = 2
  /// How much farther to look when chunks of the same parents left too few passages.
  private static let wideningFactor = 4

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
      guard options.mode == .hybrid, let reranker else { return try await ranked(query, in: scope, options) }
      return try await reranked(by: reranker, query, in: scope, options)
    }
  }

  private func ranked(
    _ query: String, in scope: SearchScope, _ options: SearchOptions
  ) async throws -> [Passage] {
    var wide = options
    while true {
      let scored = try await ranking(of: query, in: scope, wide)
      let (passages, isShort) = try await database.read { connection -> ([Passage], Bool) in
        let chunks = try PassageRepository.passages(scored, in: scope, connection)
        let passages = try PassageRepository.answered(
          chunks, limit: options.limit, readsParents: options.readsParents, connection)
        return (passages, passages.count < options.limit && passages.count < chunks.count)
      }
      // Several chunks of one parent make one passage. If that leaves too few, there may be more behind them.
      guard isShort, scored.count == wide.limit, wide.limit < SearchOptions.greatestLimit else { return passages }
      wide.limit = min(wide.limit * Self.wideningFactor, SearchOptions.greatestLimit)
    }
  }

  /// The best of a hybrid search's candidates as the reranker sees them. One that fails costs its judgement, not the
  /// answer: the fused ranking stands then.
  private func reranked(
    by reranker: any Reranker, _ query: String, in scope: SearchScope, _ options: SearchOptions
  ) async throws -> [Passage] {
    var wide = options
    let kept = min(options.limit, options.rerankLimit ?? options.limit)
    wide.limit = min(SearchOptions.greatestLimit, max(Self.candidatesPerReranked * options.limit, kept))
    wide.minimumScore = 0
    let scored = try await ranking(of: query, in: scope, wide)
    let candidates = try await database.read { try PassageRepository.passages(scored, in: scope, $0) }
    let scores: [Float]
    do throws(EmbeddingError) {
      scores = try await reranker.scores(of: candidates.map { $0.context + $0.text }, for: query)
    } catch {
      guard error.code != .cancelled, error.code != .shutDown else { throw error }
      parts.report(.maintenanceFailed(RetrievalError(error)))
      return try await answered(candidates, limit: kept, options)
    }
    var judged = zip(candidates, scores).map { passage, score in
      var passage = passage
      passage.score = Double(score)
      passage.matches = passage.matches.map {
        Passage.Match(chunkID: $0.chunkID, range: $0.range, score: Double(score))
      }
      return passage
    }
    // Of equal scores the fused order stands.
    judged = judged.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element)
    return try await answered(judged, limit: kept, options)
  }

  private func answered(_ candidates: [Passage], limit: Int, _ options: SearchOptions) async throws -> [Passage] {
    let good = candidates.filter { $0.score >= options.minimumScore }
    return try await database.read {
      try PassageRepository.answered(good, limit: limit, readsParents: options.readsParents, $0)
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
    guard let space = parts.spaces.serving else {
      throw RetrievalError(
        .embeddingUnavailable,
        "There is no embedding model, so passages cannot be ranked by meaning. Install one, or search by words.")
    }
    let vector = try await space.embedder.embed(query, as: .query)
    return try space.index.search(vector, limit: limit, documents: scope.files.labels, efSearch: options.efSearch)
  }

  private func matching(_ query: String, limit: Int, in scope: SearchScope) async throws -> [Int64] {
    try await database.read {
      try LexicalIndex.search(query, limit: limit, documents: scope.files.byDocument.keys, $0)
    }
  }
}
