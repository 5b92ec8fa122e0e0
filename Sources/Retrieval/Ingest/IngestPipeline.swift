// What one ingest job does: bytes → text (in a child process) → ranges → vectors → one commit.
//
// Nothing is visible before the commit, so a crash anywhere leaves the file pending and its job queued. A document that
// its owner has already in the same form is not read again: the file is linked to it.
import Documents
import Embeddings
import FoundationEssentials

/// Does ingest jobs.
struct IngestPipeline: Sendable {
  let configuration: CorpusConfiguration
  let parts: Corpus.Parts
  let commits: CommitCoordinator
  let changes: FileChangeHub
  /// Of several files with the same content one is read at a time: the others find its document there.
  private let contents = KeyedGate()

  /// The name of the job that embeds documents which have no vectors; no file has this id.
  static let embeddingJob = ""

  /// How often a job begins anew because what it counted on (the document it was to share, the model) changed meanwhile.
  private static let mostRounds = 4

  /// Does one job.
  func run(_ job: String) async -> IngestQueue.Outcome {
    do {
      switch job {
      case Self.embeddingJob: try await embedBareDocuments()
      case Reindexer.job: try await Reindexer(parts: parts, commits: commits).run()
      default: return await ingest(job)
      }
      return .settled
    } catch {
      let error = RetrievalError(error)
      if job == Reindexer.job { parts.spaces.note(error) }
      return postponed(because: error)
    }
  }

  /// Reads a file and settles it. Errors end up in the file's row, or in a report when they cannot.
  private func ingest(_ fileID: String) async -> IngestQueue.Outcome {
    let claimed: (file: FileRecord, attempt: Int)?
    do { claimed = try await claim(fileID) } catch { return postponed(because: RetrievalError(error)) }
    guard let (file, attempt) = claimed else { return .settled }
    return await contents.run("\(file.userID)/\(file.sourceHash)") { await ingest(file, attempt) }
  }

  private func ingest(_ file: FileRecord, _ attempt: Int) async -> IngestQueue.Outcome {
    do {
      try await read(file, attempt: attempt)
      return .settled
    } catch {
      let error = RetrievalError(error)
      // Too much to embed at the moment is no fault of this file's.
      let isOverloaded = (error.cause as? EmbeddingError)?.code == .overloaded
      guard isOverloaded || isStopped(by: error) else { return await fail(file, because: error) }
      await unclaim(file.id)
      return postponed(because: error)
    }
  }

  /// Whether the job was cancelled or the corpus is closing: then its row stays, and the next start takes it up.
  private func isStopped(by error: RetrievalError) -> Bool { Task.isCancelled || error.code == .closed }

  private func postponed(because error: RetrievalError) -> IngestQueue.Outcome {
    if isStopped(by: error) { return .settled }
    parts.report(.maintenanceFailed(error))
    return .postponed
  }

  /// The file of a job, and the how manyth attempt at it begins; nil when there is no such job any more.
  private func claim(_ fileID: String) async throws -> (file: FileRecord, attempt: Int)? {
    try await parts.database.write { connection in
      guard let attempt = try FileRepository.countAttempt(fileID, connection) else { return nil }
      return try FileRepository.find(fileID, connection).map { ($0, attempt) }
    }
  }

  /// An attempt that was stopped on purpose does not count: only what the process did not survive may be given up.
  private func unclaim(_ fileID: String) async {
    do {
      try await parts.database.write { try FileRepository.takeBackAttempt(fileID, $0) }
    } catch {
      parts.report(.maintenanceFailed(RetrievalError(error)))
    }
  }

  private func read(_ file: FileRecord, attempt: Int) async throws {
    let started = ContinuousClock.now
    guard attempt <= configuration.maximumAttempts else {
      throw RetrievalError(
        .unprocessableDocument,
        "Reading this file was interrupted \(attempt - 1) times and has been given up. Process it again to retry.")
    }
    var file = file
    for _ in 1...Self.mostRounds {
      let document = try await prepare(file)
      switch try await commit(document) {
      case .committed:
        let count = document.made.values.reduce(0) { $0 + $1.chunks.count }
        parts.report(
          .ingested(fileID: file.id, chunkCount: count, seconds: started.duration(to: .now) / .seconds(1)))
        changes.announce(file.id)
        return
      case .fileChanged: return
      case .outdated:
        let id = file.id
        guard let current = try await parts.database.read({ try FileRepository.find(id, $0) }) else { return }
        file = current
      }
    }
    throw RetrievalError(.storage, "What the file depends on kept changing while it was read. Process the file again.")
  }

  /// Reads, cuts and embeds what is not there yet.
  private func prepare(_ file: FileRecord) async throws -> DocumentCommit {
    let policy = IngestPolicy(
      plan: parts.chunking.withLock { $0 }, embedder: parts.spaces.serving?.embedder,
      extractor: parts.extractor.withLock { $0 })
    let (targets, missing) = try await parts.database.read { connection in
      let targets = try policy.targets(of: file, connection)
      return (targets, try targets.distinct.filter { try DocumentRepository.find($0.key, connection) == nil })
    }
    var made: [DocumentRepository.Key: DocumentCommit.Made] = [:]
    if !missing.isEmpty {
      let text = try await policy.extractor.extract(
        fileAt: parts.blobs.path(of: file.sourceHash), filename: file.extractionName,
        declaredType: file.extractionType)
      for target in missing {
        let chunker = try policy.chunker(for: target.plan.configuration(for: text))
        let chunks = try await PlannedChunk.plan(text, by: chunker, policy.embedder)
        guard !chunks.isEmpty else {
          throw RetrievalError(.unprocessableDocument, "The document has no text. Was it scanned, or is it empty?")
        }
        made[target.key] = .init(
          text: text, chunks: chunks, vectors: try await embed(chunks.map(\.embeddedText)))
      }
    }
    return DocumentCommit(file: file, policy: policy, targets: targets, made: made)
  }

  private func commit(_ document: DocumentCommit) async throws -> DocumentCommit.Outcome {
    let now = parts.now()
    let spaces = parts.spaces
    do {
      return try await commits.commit {
        try document.plan($0, serving: spaces.serving)
      } rows: { connection, plan, commit in
        try document.write(plan, commit: commit, at: now, connection)
      }
    } catch let error as DocumentCommit.Overtaken {
      return error.outcome
    }
  }

  private func fail(_ file: FileRecord, because error: RetrievalError) async -> IngestQueue.Outcome {
    let now = parts.now()
    do {
      let isRecorded = try await parts.database.write { connection in
        // Deleted or given another text meanwhile: what failed is not what the file says now.
        guard try FileRepository.find(file.id, connection)?.sourceHash == file.sourceHash else { return false }
        // A file that is searchable stays so, when it only could not be cut in another way for a knowledge base.
        if file.status == .pending {
          try FileRepository.setStatus(.failed, error: error.message, of: file.id, at: now, connection)
        }
        try FileRepository.removeJob(file.id, connection)
        return true
      }
      if isRecorded {
        parts.report(.ingestFailed(fileID: file.id, reason: error.message))
        changes.announce(file.id)
      }
      return .settled
    } catch {
      // The reason cannot be stored: the file stays pending.
      return postponed(because: RetrievalError(error))
    }
  }

  /// Vectors of `texts`, or nil when there is no model.
  private func embed(_ texts: [String]) async throws -> DocumentCommit.Vectors? {
    guard let space = parts.spaces.serving else { return nil }
    return .init(all: try await space.embedder.embedInPortions(texts), space: space)
  }

  /// Embeds every document that has no vectors, one commit each.
  private func embedBareDocuments() async throws {
    guard let space = parts.spaces.serving else { return }
    var number: Int64 = 0
    while let next = try await parts.database.read({ try DocumentRepository.nextUnembedded(after: number, $0) }) {
      number = next
      let chunks = try await parts.database.read { try DocumentRepository.embeddedTexts(of: next, $0) }
      let vectors = try await space.embedder.embedInPortions(chunks.map(\.text))
      var change = VectorChange()
      change.added = zip(chunks, vectors).map { .init(chunkID: $0.id, document: next, vector: $1) }
      let planned = change
      let spaces = parts.spaces
      let isDone = try await commits.commit { connection in
        // Another model serves by now: it has every document.
        guard spaces.serving?.store === space.store else { return (false, VectorChange()) }
        // Deleted meanwhile: nothing to add.
        return (true, try DocumentRepository.exists(next, connection) ? planned : VectorChange())
      } rows: { connection, isServing, commit in
        if isServing { try DocumentRepository.markEmbedded(next, model: space.identity, commit: commit, connection) }
        return isServing
      }
      guard isDone else { return }
    }
  }
}
