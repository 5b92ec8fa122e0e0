// The embedder that a server uses: a native model behind a queue, with threads of its own.
//
// Concurrent calls are merged into blocks; queries go before passages; a call returns when all of its vectors are there, which is
// the back-pressure: a caller has no more in the queue than it waits for, and a full queue refuses (`.overloaded`).
import Platform

/// Embeds texts on its own threads. Callable from any task.
///
///     let service = try EmbeddingService.open(modelFolder: "data/models/all-MiniLM-L6-v2")
///     let vector = try await service.embed("What is a martlet?", as: .query)
public final class EmbeddingService: Embedder {
  /// Sizes and bounds.
  public struct Configuration: Sendable, Hashable {
    /// Compute threads. One per core is best; more only compete.
    public var threads = 2
    /// Tokens that are computed together. More is hardly faster past 100, and needs more memory.
    public var blockTokens = 192
    /// Calls that may wait at a time.
    public var maxQueuedCalls = 4096
    /// UTF-8 bytes of text that may wait before further calls are refused.
    public var maxQueuedBytes = 256 << 20
    /// Query vectors kept for repeated queries; 0 for none.
    public var cachedQueries = 1024

    public init() {}
  }

  /// What the service has done since it began.
  public struct Statistics: Sendable, Hashable {
    public var queries = 0
    public var passages = 0
    /// Queries answered from the cache; they are counted in `queries`, too.
    public var cachedQueries = 0
  }

  public let model: EmbeddingModel
  public var kind: ModelFolder.Kind? { .transformer }
  /// The tokenizer of the model, for chunk sizes in tokens.
  public var tokenizer: any Tokenizer { encoder.tokenizer }
  public var textTokenizer: (any Tokenizer)? { encoder.tokenizer }
  /// The instruction set in use, such as `avx512`.
  public var instructionSet: String { encoder.instructionSet }

  private struct Memory {
    var cache: QueryCache
    var statistics = Statistics()
  }
  private let encoder: NativeEncoder
  private let memory: Lock<Memory>
  private let pool: EncodingPool

  /// Loads the model in a folder and starts the threads.
  /// - Throws: as `ModelFolder.open` and `NativeEncoder.init`; `.modelMissing` when there is no model.
  public static func open(
    modelFolder path: String, id: String? = nil, arithmetic: Arithmetic = .standard,
    configuration: Configuration = Configuration()
  ) throws(EmbeddingError) -> EmbeddingService {
    try EmbeddingService(
      encoder: try NativeEncoder(folder: try ModelFolder.open(at: path, id: id), arithmetic: arithmetic),
      configuration: configuration)
  }

  /// Starts the threads for a loaded model.
  public init(encoder: NativeEncoder, configuration: Configuration = Configuration()) throws(EmbeddingError) {
    self.encoder = encoder
    model = encoder.model
    let memory = Lock(Memory(cache: QueryCache(capacity: configuration.cachedQueries)))
    self.memory = memory
    pool = try EncodingPool(encoder: encoder, configuration: configuration) { text, vector in
      if text.request.purpose == .query { memory.withLock { $0.cache.insert(vector, for: text.text) } }
      text.request.receive(vector, at: text.index)
    }
  }

  /// Ends the threads; waiting calls fail with `.shutDown`. Returns when the blocks being computed are done. May be called again.
  public func stop() { pool.stop() }

  public var statistics: Statistics { memory.withLock { $0.statistics } }

  public func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
    guard !texts.isEmpty else { return [] }
    if let vectors = cached(texts, as: purpose) { return vectors }
    return try await pool.run(EncodingRequest(texts: texts, purpose: purpose))
  }

  public func tokenCount(of text: String) -> Int { encoder.tokens(of: text, as: .passage).count }

  /// Counts the texts, and answers a call whose queries are all remembered.
  private func cached(_ texts: [String], as purpose: Purpose) -> [[Float]]? {
    memory.withLock { memory in
      guard purpose == .query else {
        memory.statistics.passages += texts.count
        return nil
      }
      memory.statistics.queries += texts.count
      var vectors: [[Float]] = []
      for text in texts {
        guard let vector = memory.cache.vector(for: text) else { return nil }
        vectors.append(vector)
      }
      memory.statistics.cachedQueries += texts.count
      return vectors
    }
  }
}
