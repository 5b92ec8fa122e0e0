// The embedder of a static model: the queue and the threads of the native encoder's service, without a transformer behind.
import Platform

/// Embeds texts by averaging the rows of a token table, on its own threads. Callable from any task.
public final class StaticEmbedder: Embedder {
  public let model: EmbeddingModel
  public var kind: ModelFolder.Kind? { .staticTable }
  /// The tokenizer of the model, for chunk sizes in tokens.
  public var tokenizer: any Tokenizer { table.tokenizer }
  public var textTokenizer: (any Tokenizer)? { table.tokenizer }
  private let table: StaticModel
  private let pool: EncodingPool

  /// Estimated tokens of one block: well below a millisecond.
  private static let blockTokens = 4096

  /// Loads the model in a folder and starts the threads.
  /// - Throws: as `ModelFolder.open`; `.modelUnsupported` when the folder holds another kind of model.
  public convenience init(
    folder: ModelFolder, configuration: EmbeddingService.Configuration = .init()
  ) throws(EmbeddingError) {
    try self.init(StaticModel(folder: folder), configuration)
  }

  private init(_ table: StaticModel, _ configuration: EmbeddingService.Configuration) throws(EmbeddingError) {
    self.table = table
    model = table.model
    pool = try EncodingPool(
      model: StaticBlocks(table: table), maxTokens: table.model.maxTokens, blockTokens: Self.blockTokens,
      threads: configuration.threads, configuration: configuration
    ) { text, vector in text.request.receive(vector, at: text.index) }
  }

  /// Ends the threads; waiting calls fail with `.shutDown`. May be called again.
  public func stop() { pool.stop() }

  public func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
    guard !texts.isEmpty else { return [] }
    return try await pool.run(EncodingRequest(texts: texts, purpose: purpose))
  }

  public func tokenCount(of text: String) -> Int { min(model.maxTokens, table.tokenizer.count(text)) }
}

private struct StaticBlocks: BlockModel {
  let table: StaticModel

  func outputs(of texts: [QueuedText]) -> [[Float]] {
    texts.map { table.vector(of: $0.text, as: $0.request.purpose) }
  }
}
