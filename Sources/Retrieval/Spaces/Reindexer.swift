// Moves the corpus to another embedding model while the former one serves.
//
// The new index is filled document by document, one commit each, numbered like every other commit. What is missing in it is
// never written down: it is the difference between the documents' rows and what the index holds, so a crash loses the one
// document under way at most, and the move goes on at the next start. Ingest meanwhile writes to the index that serves, and
// deletions go to both; the last look for what is missing is made inside the commit gate, where nothing can come in between,
// and if nothing is, the same commit records the new model and the spaces change places.
import Embeddings

/// Does the job of moving to the space being built.
struct Reindexer: Sendable {
  let parts: Corpus.Parts
  let commits: CommitCoordinator

  /// The name of the job; no file has this id.
  static let job = "\u{0}reindex"

  private var spaces: VectorSpaces { parts.spaces }

  /// Fills the space being built and lets it serve. Returns early when it is given up or replaced meanwhile.
  func run() async throws {
    guard let space = spaces.building, let serving = spaces.serving else { return }
    try await removeStale(from: space)
    while isCurrent(space) {
      let (missing, total) = try await missingDocuments(in: space)
      spaces.note(done: total - missing.count, of: total)
      if missing.isEmpty {
        guard try await takeOver(space) else { continue }
        parts.report(.reindexed(from: serving.identity, to: space.identity, documents: total))
        return
      }
      for (offset, document) in missing.enumerated() {
        guard isCurrent(space) else { return }
        try await embed(document, into: space)
        spaces.note(done: total - missing.count + offset + 1, of: total)
      }
    }
  }

  private func isCurrent(_ space: VectorSpace) -> Bool { spaces.building?.store === space.store }

  private func missingDocuments(in space: VectorSpace) async throws -> (missing: [Int64], total: Int) {
    let expected = try await parts.database.read { try ServingModelRepository.chunkCounts($0) }
    let present = try space.index.vectorCounts()
    return (expected.keys.filter { present[$0] != expected[$0] }.sorted(), expected.count)
  }

  /// Documents that were deleted while nobody watched this index, or that it holds in part.
  private func removeStale(from space: VectorSpace) async throws {
    try await commits.commit(into: space.store) { connection in
      let expected = try ServingModelRepository.chunkCounts(connection)
      var change = VectorChange()
      change.removedDocuments = try space.index.vectorCounts().filter { expected[$0.key] != $0.value }.map(\.key)
      return ((), change)
    } rows: { _, _, _ in
    }
  }

  private func embed(_ document: Int64, into space: VectorSpace) async throws {
    let chunks = try await parts.database.read { try DocumentRepository.embeddedTexts(of: document, $0) }
    let vectors = try await space.embedder.embedInPortions(chunks.map(\.text))
    var change = VectorChange()
    change.added = zip(chunks, vectors).map { .init(chunkID: $0.id, document: document, vector: $1) }
    let planned = change
    try await commits.commit(into: space.store) { connection in
      // Deleted meanwhile: nothing to add.
      ((), try DocumentRepository.exists(document, connection) ? planned : VectorChange())
    } rows: { _, _, _ in
    }
  }

  /// Lets the space serve if it is complete.
  private func takeOver(_ space: VectorSpace) async throws -> Bool {
    try await commits.commit(into: space.store) { connection in
      let present = try space.index.vectorCounts()
      let isComplete = try ServingModelRepository.chunkCounts(connection).allSatisfy { present[$0.key] == $0.value }
      return (isComplete && isCurrent(space), VectorChange())
    } rows: { connection, isComplete, _ in
      if isComplete { try ServingModelRepository.markAllEmbedded(by: space.identity, connection) }
      return isComplete
    } afterwards: { isComplete in
      if isComplete { spaces.promote(space) }
    }
  }
}

extension Embedder {
  /// Texts embedded in one request. Small enough that a cancelled job ends soon.
  private static var textsPerRequest: Int { 128 }

  /// Passages of one document, a portion at a time.
  func embedInPortions(_ texts: [String]) async throws(EmbeddingError) -> [[Float]] {
    var vectors: [[Float]] = []
    vectors.reserveCapacity(texts.count)
    while vectors.count < texts.count {
      let end = min(texts.count, vectors.count + Self.textsPerRequest)
      let portion = try await embed(Array(texts[vectors.count..<end]), as: .passage)
      guard portion.count == end - vectors.count else {
        throw EmbeddingError(
          code: .engineFailed, message: "The engine returned \(portion.count) vectors for \(end - vectors.count) texts."
        )
      }
      vectors += portion
    }
    return vectors
  }
}
