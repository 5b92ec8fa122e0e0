// What a corpus is opened with.
public import Chunker

/// Settings of a corpus.
public struct CorpusConfiguration: Sendable {
  /// The data folder; made when missing.
  public var dataDirectory: String
  /// How documents are cut.
  public var chunking: ChunkConfiguration
  /// Documents being ingested at the same time.
  public var ingestConcurrency: Int
  /// A document whose ingest was interrupted this often is given up, in case it is what ends the process.
  public var maximumAttempts: Int

  public init(
    dataDirectory: String, chunking: ChunkConfiguration = ChunkConfiguration(), ingestConcurrency: Int = 2,
    maximumAttempts: Int = 20
  ) {
    self.dataDirectory = dataDirectory
    self.chunking = chunking
    self.ingestConcurrency = ingestConcurrency
    self.maximumAttempts = maximumAttempts
  }
}

/// Where things lie in a data folder.
public struct DataLayout: Sendable {
  public let root: String

  public init(root: String) { self.root = root }

  /// Metadata, texts and postings: SQLite.
  public var database: String { "\(root)/martlet.db" }
  /// Uploaded bytes by SHA-256.
  public var blobs: String { "\(root)/blobs" }
  /// Files being written; swept at start.
  public var temporary: String { "\(root)/tmp" }
  /// Held by the process that uses the folder.
  public var lock: String { "\(root)/martlet.lock" }
  /// One folder per embedding model.
  public var vectors: String { "\(root)/vectors" }
  /// Embedding models.
  public var models: String { "\(root)/models" }

  /// The folder of one model's vectors: the model's name with everything but letters, digits, `.`, `-` and `_` replaced.
  public func vectors(ofModel id: String) -> String {
    let name = String(id.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) ? $0 : "_" })
    return "\(vectors)/\(name.hasPrefix(".") ? "_" + name : name)"
  }
}
