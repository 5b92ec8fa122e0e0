// What happens inside a corpus that somebody may want to log or pass on. No texts, no secrets.

/// Something worth telling.
public enum CorpusEvent: Sendable {
  /// A file's ingest succeeded.
  case ingested(fileID: String, chunkCount: Int, seconds: Double)
  /// A file's ingest failed for good.
  case ingestFailed(fileID: String, reason: String)
  /// At start: jobs that an earlier process left are queued again.
  case resumedJobs(count: Int)
  /// At start: the two stores were brought to the same commit.
  case recovered(documentsToEmbed: Int, orphanDocuments: Int, orphanBlobs: Int)
  /// Every document has vectors of another model now, which serves from here on.
  case reindexed(from: String, to: String, documents: Int)
  /// Something went wrong that no caller waits for.
  case maintenanceFailed(RetrievalError)
}
