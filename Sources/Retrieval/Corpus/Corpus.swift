// The corpus: every file, document, chunk and vector of one data folder, and the operations on them.
//
// It joins the four rooms below (VectorStore, Chunker, Documents, Embeddings) and the metadata database under one commit
// number, and is usable without HTTP. Its aspects stand beside this file: opening and recovery, files, ingest, knowledge
// bases, search, verification. Everything that reads or changes somebody's data takes a handle that the Authorizer made.
import Database
import Documents
public import Embeddings
import FoundationEssentials
import Platform

/// An open data folder. Share it freely between tasks; close it before the process ends.
public final class Corpus: Sendable {
  public let configuration: CorpusConfiguration
  public let layout: DataLayout
  /// Makes the handles that the other calls take.
  public let authorizer: Authorizer
  /// The model that embeds; nil when there is none, and then documents are found by their words alone.
  public var embeddingModel: EmbeddingModel? { parts.spaces.serving?.embedder.model }
  /// Embeds as searches do; nil when there is no model.
  public var embedder: (any Embedder)? { parts.spaces.serving?.embedder }
  /// Jobs waiting or running.
  public var pendingJobCount: Int { queue.depth }

  let parts: Parts
  let commits: CommitCoordinator
  private let scopes = ScopeCache()
  let changes = FileChangeHub()
  let queue: IngestQueue
  /// A blob is adopted together with the row that refers to it, and removed together with the last one.
  let blobGate = SerialGate()
  /// The model is changed by one caller at a time.
  let modelGate = SerialGate()
  let rerankerInUse = Lock<(any Reranker)?>(nil)

  /// What a corpus is made of.
  struct Parts: Sendable {
    var database: Database
    /// How documents are read; the next one is read as this says then.
    var extractor: Lock<any TextExtracting>
    var blobs: FolderBlobStore
    var spaces: VectorSpaces
    /// How documents are cut; the next one to be read is cut as this says then.
    var chunking: Lock<ChunkingPlan>
    /// Seconds since 1970.
    var now: @Sendable () -> Int64
    var report: @Sendable (CorpusEvent) -> Void
    var folderLock: FolderLock
    /// For hashing, syncing and graph building.
    var threads: BlockingPool
  }

  init(configuration: CorpusConfiguration, parts: Parts) {
    self.configuration = configuration
    self.parts = parts
    layout = DataLayout(root: configuration.dataDirectory)
    authorizer = Authorizer(database: parts.database, cache: scopes)
    let commits = CommitCoordinator(
      database: parts.database, spaces: parts.spaces, threads: parts.threads, scopes: scopes)
    self.commits = commits
    let pipeline = IngestPipeline(configuration: configuration, parts: parts, commits: commits, changes: changes)
    queue = IngestQueue(concurrency: configuration.ingestConcurrency) { await pipeline.run($0) }
  }

  var database: Database { parts.database }
  var threads: BlockingPool { parts.threads }

  /// Writes rows that decide what somebody's queries cover.
  func writeChangingScopes<Result: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> Result
  ) async throws -> Result {
    defer { scopes.invalidate() }
    return try await database.write(body)
  }

  /// Returns when no ingest job waits or runs.
  public func drain() async { await queue.drain() }

  /// Stops ingest (jobs resume at the next start), closes the index and releases the folder. The database stays open; its
  /// owner closes it.
  public func close() async throws(RetrievalError) {
    await queue.close()
    changes.close()
    defer { parts.folderLock.release() }
    try parts.spaces.close()
  }
}
