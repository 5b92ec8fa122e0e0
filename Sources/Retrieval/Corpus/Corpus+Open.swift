// Opening a data folder, and bringing its two stores to the same commit first.
//
// The database's commit number is the truth. The index drops what lies above it. Documents the index should hold and
// does not (a lost or older index, another model) are embedded again in the background; vectors and blobs that nothing
// refers to any more are swept. Jobs that an earlier process did not finish are queued.
public import Database
public import Documents
public import Embeddings
public import FoundationEssentials
import Platform

extension Corpus {
  /// Opens the corpus of a data folder and resumes what was left undone.
  /// - Parameters:
  ///   - database: opened with `RetrievalSchema.migrations` and `FolderSchema.migrations` among its migrations; the caller
  ///     closes it after the corpus.
  ///   - embedder: nil when there is no model: documents are then found by their words.
  ///   - former: opens the model of that identity when the index on the disk is still its: it goes on serving while the
  ///     corpus moves to `embedder`. Nil when it is not to be had; then `embedder` serves at once, and documents become
  ///     findable by meaning one after the other.
  ///   - now: the clock, in seconds since 1970.
  ///   - report: told what happens in the background; must be quick.
  /// - Throws: `.storage` when another process uses the folder; `.corrupt` naming what is damaged; `.storageFull`.
  public static func open(
    _ configuration: CorpusConfiguration, database: Database, embedder: (any Embedder)?,
    former: @Sendable (_ identity: String) async -> (any Embedder)? = { _ in nil }, extractor: any TextExtracting,
    now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) },
    report: @escaping @Sendable (CorpusEvent) -> Void = { _ in }
  ) async throws(RetrievalError) -> Corpus {
    let layout = DataLayout(root: configuration.dataDirectory)
    let folderLock = try FolderLock(at: layout.lock)
    let blobs = try FolderBlobStore(root: layout.blobs, temporary: layout.temporary)
    try blobs.sweepTemporaryFiles()
    let spaces = try await openSpaces(layout, database, embedder: embedder, former: former)
    let threads: BlockingPool
    do { threads = try BlockingPool(name: "corpus", threads: 2) } catch {
      throw RetrievalError(.storage, "The system gives no more threads.", cause: error)
    }
    do { try configuration.chunking.configuration.validate() } catch { throw RetrievalError(error) }
    let corpus = Corpus(
      configuration: configuration,
      parts: Parts(
        database: database, extractor: Lock(extractor), blobs: blobs, spaces: spaces,
        chunking: Lock(configuration.chunking),
        now: now, report: report, folderLock: folderLock, threads: threads))
    try await corpus.recover()
    return corpus
  }

  /// The index that serves, and the one to be built when the configured model is another.
  private static func openSpaces(
    _ layout: DataLayout, _ database: Database, embedder: (any Embedder)?,
    former: @Sendable (_ identity: String) async -> (any Embedder)?
  ) async throws(RetrievalError) -> VectorSpaces {
    let (committed, recorded, hasVectors) = try await RetrievalError.translating {
      try await database.read {
        (
          try DocumentRepository.lastCommit($0), try ServingModelRepository.current($0),
          try ServingModelRepository.hasEmbeddedDocuments($0)
        )
      }
    }
    guard let embedder else {
      sweepIndexes(layout, keeping: recorded.map { [$0] } ?? [])
      return VectorSpaces(serving: nil, building: nil)
    }
    let identity = embedder.model.identity
    if let recorded, recorded != identity, hasVectors, let former = await former(recorded),
      former.model.identity == recorded
    {
      let serving = try openSpace(former, layout, committed: committed)
      sweepIndexes(layout, keeping: [recorded, identity])
      return VectorSpaces(serving: serving, building: try openSpace(embedder, layout, committed: committed))
    }
    try await RetrievalError.translating { try await database.write { try ServingModelRepository.set(identity, $0) } }
    sweepIndexes(layout, keeping: [identity])
    return VectorSpaces(serving: try openSpace(embedder, layout, committed: committed), building: nil)
  }

  /// Deletes the indexes of models that are neither in use nor being moved to: they would keep what is deleted elsewhere.
  private static func sweepIndexes(_ layout: DataLayout, keeping identities: [String]) {
    let kept = Set(identities.map { layout.vectors(ofModel: $0) })
    for name in (try? FileManager.default.contentsOfDirectory(atPath: layout.vectors)) ?? [] {
      let path = "\(layout.vectors)/\(name)"
      if !kept.contains(path) { IndexStore.delete(path) }
    }
  }

  private func recover() async throws(RetrievalError) {
    let orphanDocuments = try await reconcileVectors()
    let orphanBlobs = try await sweepBlobs()
    let (jobs, bare) = try await RetrievalError.translating {
      try await database.read { connection in
        (
          try FileRepository.queuedJobs(connection),
          try DocumentRepository.vectorCounts(connection).values.count { $0 == 0 }
        )
      }
    }
    let documentsToEmbed = parts.spaces.serving == nil ? 0 : bare
    if documentsToEmbed > 0 || orphanDocuments > 0 || orphanBlobs > 0 {
      parts.report(
        .recovered(documentsToEmbed: documentsToEmbed, orphanDocuments: orphanDocuments, orphanBlobs: orphanBlobs))
    }
    if documentsToEmbed > 0 { queue.add(IngestPipeline.embeddingJob) }
    if parts.spaces.building != nil { queue.add(Reindexer.job) }
    for job in jobs { queue.add(job) }
    if !jobs.isEmpty { parts.report(.resumedJobs(count: jobs.count)) }
  }

  /// Makes rows and vectors agree; returns how many documents the index held that no longer exist.
  func reconcileVectors() async throws(RetrievalError) -> Int {
    guard let space = parts.spaces.serving else { return 0 }
    let index = space.index
    let present = try index.vectorCounts()
    return try await RetrievalError.translating {
      try await database.write { connection in
        _ = try DocumentRepository.markUnembedded(except: space.identity, after: index.lastCommit, connection)
        for (number, expected) in try DocumentRepository.vectorCounts(connection)
        where expected > 0 && present[number] != expected {
          try DocumentRepository.markUnembedded(number, connection)
        }
      }
      return try await commits.commit { connection in
        let known = try DocumentRepository.vectorCounts(connection)
        // A document marked above may have stale vectors, or some of its own: they go too, and come back whole.
        var change = VectorChange()
        change.removedDocuments = present.keys.filter { known[$0] != present[$0] }
        return (change.removedDocuments.count, change)
      } rows: { _, count, _ in
        count
      }
    }
  }

  private func sweepBlobs() async throws(RetrievalError) -> Int {
    let referenced = try await RetrievalError.translating {
      try await database.read { try FileRepository.referencedBlobs($0) }
    }
    let orphans = try parts.blobs.all().filter { !referenced.contains($0) }
    for hash in orphans { try parts.blobs.remove(hash) }
    return orphans.count
  }
}
