// What a corpus is opened with.

/// Settings of a corpus.
public struct CorpusConfiguration: Sendable {
  /// The data folder; made when missing.
  public var dataDirectory: String
  /// How documents are cut.
  public var chunking: ChunkingPlan
  /// Documents being ingested at the same time.
  public var ingestConcurrency: Int
  /// A document whose ingest was interrupted this often is given up, in case it is what ends the process.
  public var maximumAttempts: Int

  public init(
    dataDirectory: String, chunking: ChunkingPlan = ChunkingPlan(), ingestConcurrency: Int = 2,
    maximumAttempts: Int = 20
  ) {
    self.dataDirectory = dataDirectory
    self.chunking = chunking
    self.ingestConcurrency = ingestConcurrency
    self.maximumAttempts = maximumAttempts
  }
}
