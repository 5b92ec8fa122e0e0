// Changing the embedding model of an open corpus.
import Database
public import Documents
public import Embeddings
import Glibc

extension Corpus {
  /// How far the move to another model is; nil when there is none under way.
  public var reindexProgress: ReindexProgress? { parts.spaces.progress }

  /// Makes `embedder` the corpus' model.
  ///
  /// The same model behind another engine (a changed key, say) takes over at once. Another model is moved to in the
  /// background: the former one answers queries until every document has vectors of the new one. Without a former model the
  /// new one serves at once, and documents become findable by meaning one after the other.
  /// - Throws: `.modelMismatch` when the index on the disk belongs to another model or dimension of this name; `.storageFull`.
  public func use(_ embedder: any Embedder) async throws(RetrievalError) {
    try await RetrievalError.translating { try await modelGate.run { () async throws in try await adopt(embedder) } }
  }

  private func adopt(_ embedder: any Embedder) async throws {
    let spaces = parts.spaces
    let identity = embedder.model.identity
    guard let serving = spaces.serving else {
      try await serveAtOnce(embedder)
      return
    }
    if serving.identity == identity {
      try Self.requireSameDimension(embedder.model, as: serving)
      await queue.stop(Reindexer.job)
      spaces.build(nil)
      spaces.serve(VectorSpace(embedder: embedder, store: serving.store))
      return
    }
    await queue.stop(Reindexer.job)
    if spaces.serving?.identity != serving.identity {
      // The move was completed before it could be stopped: look again.
      return try await adopt(embedder)
    }
    if let building = spaces.building, building.identity == identity {
      try Self.requireSameDimension(embedder.model, as: building)
      spaces.build(VectorSpace(embedder: embedder, store: building.store))
    } else {
      spaces.build(nil)
      spaces.build(try await openSpace(embedder))
    }
    queue.add(Reindexer.job)
  }

  private func serveAtOnce(_ embedder: any Embedder) async throws {
    let identity = embedder.model.identity
    let space = try await openSpace(embedder)
    try await database.write { connection in
      _ = try DocumentRepository.markUnembedded(except: identity, after: space.index.lastCommit, connection)
      try ServingModelRepository.set(identity, connection)
    }
    parts.spaces.serve(space)
    _ = try await reconcileVectors()
    queue.add(IngestPipeline.embeddingJob)
  }

  private func openSpace(_ embedder: any Embedder) async throws -> VectorSpace {
    await parts.spaces.awaitRelease(of: layout.vectors(ofModel: embedder.model.identity))
    let committed = try await database.read { try DocumentRepository.lastCommit($0) }
    return try Self.openSpace(embedder, layout, committed: committed)
  }

  /// Opens or makes the index of a model.
  static func openSpace(
    _ embedder: any Embedder, _ layout: DataLayout, committed: UInt64
  ) throws(RetrievalError) -> VectorSpace {
    guard mkdir(layout.vectors, 0o700) == 0 || errno == EEXIST else { throw .storage(writing: layout.vectors, errno) }
    let (model, directory) = (embedder.model, layout.vectors(ofModel: embedder.model.identity))
    return VectorSpace(
      embedder: embedder,
      store: IndexStore(
        try EmbeddedVectorIndex(
          directory: directory, model: model.identity, dimension: model.dimension, committed: committed),
        directory: directory))
  }

  private static func requireSameDimension(_ model: EmbeddingModel, as space: VectorSpace) throws(RetrievalError) {
    guard model.dimension == space.embedder.model.dimension else {
      throw RetrievalError(
        .modelMismatch,
        "The model \(model.identity) gives vectors of \(model.dimension) components now; its index has "
          + "\(space.embedder.model.dimension). Give it another name to move to it.")
    }
  }

  // MARK: Chunking

  /// Cuts documents that are read from now on in another way; those that are there stay as they are until they are processed
  /// again.
  /// - Throws: `.invalidInput`.
  public func use(chunking: ChunkingPlan) throws(RetrievalError) {
    do { try chunking.configuration.validate() } catch { throw RetrievalError(error) }
    parts.chunking.withLock { $0 = chunking }
  }

  /// Reads documents by `extractor` from the next one on; those read before keep their text until they are processed again.
  public func use(extractor: any TextExtracting) { parts.extractor.withLock { $0 = extractor } }

  // MARK: Reranking

  /// Judges the candidates of hybrid searches; nil for none.
  public var reranker: (any Reranker)? { rerankerInUse.withLock { $0 } }

  /// Takes effect with the next search.
  public func use(reranker: (any Reranker)?) { rerankerInUse.withLock { $0 = reranker } }
}
