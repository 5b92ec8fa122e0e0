// The retrieval settings of a running service, and what follows when one changes: an engine is opened and handed to the corpus
// before anything is stored, so settings that do not work are refused and the former ones go on.
internal import Database
internal import Documents
package import Embeddings
internal import FoundationEssentials
internal import Platform
internal import Retrieval

/// Settings in use. Any task; changes are made one after the other.
package final class RetrievalControl: Sendable {
  private struct State {
    var settings: RetrievalSettings
    /// Why there is no embedding model; nil when there is one.
    var missing: EmbeddingError?
    /// Why there is no reranker although one is configured.
    var rerankerProblem: String?
  }

  private let corpus: Corpus
  private let opener: EngineOpener
  /// The program's own readers of documents.
  private let readers: any TextExtracting
  private let database: Database
  private let state: Lock<State>
  private let turn = SerialGate()

  init(
    _ settings: RetrievalSettings, corpus: Corpus, opener: EngineOpener, readers: any TextExtracting,
    database: Database,
    missing: EmbeddingError?
  ) {
    self.corpus = corpus
    self.opener = opener
    self.readers = readers
    self.database = database
    state = Lock(State(settings: settings, missing: missing))
  }

  package var settings: RetrievalSettings { state.withLock { $0.settings } }
  package var missingModel: EmbeddingError? { state.withLock { $0.missing } }
  /// Whether the configured engine is on another machine and did not answer.
  var isEngineUnreachable: Bool { missingModel?.code == .remoteUnavailable }
  package var rerankerProblem: String? { state.withLock { $0.rerankerProblem } }

  /// Opens the configured reranker. One that cannot be opened keeps nobody from searching: it is told in the log and beside
  /// the settings.
  func openReranker() {
    do {
      corpus.use(reranker: try opener.reranker(settings))
      state.withLock { $0.rerankerProblem = nil }
    } catch {
      let problem = (error as? EmbeddingError)?.message ?? "\(error)"
      state.withLock { $0.rerankerProblem = problem }
    }
  }

  /// Makes `change` to the settings, with whatever follows from it.
  /// - Parameter reopensModel: whether a model that could not be opened is tried again although nothing about it changes.
  /// - Throws: `ServiceError` for values that cannot be used, and for engines that cannot be opened; then nothing has changed.
  package func update(
    reopensModel: Bool = false, _ change: @Sendable (inout RetrievalSettings) throws -> Void
  ) async throws {
    try await turn.run { () async throws in
      let former = settings
      var new = former
      try change(&new)
      try new.check()
      var reranker: (any Reranker)?
      if new.reranking != former.reranking {
        do { reranker = try opener.reranker(new) } catch { throw Self.refusal("reranking", error) }
      }
      if new.embedding != former.embedding || reopensModel && missingModel != nil {
        try await changeEmbedder(to: new, from: former)
      }
      if new.reranking != former.reranking {
        corpus.use(reranker: reranker)
        state.withLock { $0.rerankerProblem = nil }
      }
      if new.extraction != former.extraction {
        corpus.use(extractor: try opener.extractor(new.extraction, readers: readers))
      }
      if new.chunking != former.chunking { try corpus.use(chunking: new.chunking) }
      let changes = new.changes(from: former)
      try await database.write { try RetrievalSettingStore($0).put(changes) }
      state.withLock { $0.settings = new }
    }
  }

  /// Tries again to open the configured model, when it was not to be had at the start.
  /// - Returns: whether there is a model now.
  package func openMissingModel() async -> Bool {
    guard missingModel != nil else { return true }
    let settings = settings
    do {
      try await turn.run { () async throws in
        guard missingModel != nil, settings == self.settings else { return }
        try await corpus.use(try await opener.embedder(settings))
        state.withLock { $0.missing = nil }
        try await rememberServing(settings)
      }
      return missingModel == nil
    } catch {
      if let error = error as? EmbeddingError { state.withLock { $0.missing = error } }
      return false
    }
  }

  /// Remembers how the model that serves was opened, unless the corpus is on its way to another.
  func rememberServing(_ settings: RetrievalSettings) async throws {
    guard corpus.reindexProgress == nil else { return }
    let values = settings.embeddingValues
    try await database.write { try RetrievalSettingStore($0).setServing(values) }
  }

  /// Called when the corpus has come to the configured model.
  func noteReindexed() {
    // Should it fail, the next start does it.
    Task { try? await turn.run { () async throws in try await rememberServing(settings) } }
  }

  private func changeEmbedder(to new: RetrievalSettings, from former: RetrievalSettings) async throws {
    do {
      let embedder = try await opener.embedder(new)
      // What serves until the move is done must be found again after a crash.
      try await rememberServing(former)
      try await corpus.use(embedder)
      state.withLock { $0.missing = nil }
      try await rememberServing(new)
    } catch {
      throw Self.refusal("embedding", error)
    }
  }

  private static func refusal(_ kind: String, _ error: any Error) -> any Error {
    switch error {
    case let error as EmbeddingError where error.code != .cancelled && error.code != .shutDown:
      ServiceError(
        error.code.isCallersFault ? .badRequest : .badGateway, "This \(kind) engine cannot be used. \(error.message)",
        cause: error)
    default: error
    }
  }
}

extension RetrievalSettings {
  /// The part that decides which vectors are made, and by whom.
  var embedding: [String] {
    [
      embeddingEngine, embeddingModel, queryPrefix, passagePrefix, prefixField, openAIURL, openAIKey, ollamaURL,
      ollamaKey,
      azureURL, azureKey, azureVersion, String(embeddingBatchSize), String(embeddingDimension),
      String(embeddingConcurrency),
    ]
  }

  /// The same by the names under which settings are stored.
  var embeddingValues: [String: String] {
    values.filter {
      $0.key.hasPrefix("RAG_EMBEDDING_") || $0.key.hasPrefix("MARTLET_EMBEDDING_") || $0.key.hasPrefix("RAG_OPENAI_")
        || $0.key.hasPrefix("RAG_OLLAMA_") || $0.key.hasPrefix("RAG_AZURE_")
    }
  }

  /// The part that decides who reranks.
  var reranking: [String] { [rerankingEngine, rerankingModel, rerankerURL, rerankerKey] }
}
