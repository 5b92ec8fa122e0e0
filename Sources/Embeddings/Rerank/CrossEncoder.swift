// A BERT with a sequence-classification head (ms-marco-MiniLM and its like) in the native runner: query and text go through
// the encoder as one sequence, and what the head makes of its first token is the score.
//
// It has compute threads of its own, asleep between calls, so that a rerank neither waits behind an ingest's passages nor
// holds them up longer than its own pairs take.

/// Reranks with a model in a folder. Callable from any task.
public final class CrossEncoder: Reranker {
  public var modelID: String { encoder.model.id }
  private let encoder: NativeEncoder
  private let pool: EncodingPool
  private let activation: ScoreActivation

  /// Loads the model in a folder and starts the threads.
  /// - Parameter activation: what becomes of the head's output; nil: what the model's configuration says.
  /// - Throws: as `ModelFolder.open`; `.modelUnsupported` when the model has no head with a single output.
  public static func open(
    modelFolder path: String, id: String? = nil, activation: ScoreActivation? = nil, arithmetic: Arithmetic = .standard,
    configuration: EmbeddingService.Configuration = .init()
  ) throws(EmbeddingError) -> CrossEncoder {
    let folder = try ModelFolder.open(at: path, id: id)
    guard let described = folder.scoring else {
      throw EmbeddingError(
        code: .modelUnsupported,
        message: "\(path) is no cross-encoder: its config.json names no …ForSequenceClassification with one label.")
    }
    return try CrossEncoder(
      encoder: try NativeEncoder(folder: folder, arithmetic: arithmetic, kernels: .best, caches: true, scores: true),
      activation: activation ?? described, configuration: configuration)
  }

  private init(
    encoder: NativeEncoder, activation: ScoreActivation, configuration: EmbeddingService.Configuration
  ) throws(EmbeddingError) {
    self.encoder = encoder
    self.activation = activation
    pool = try EncodingPool(encoder: encoder, configuration: configuration) { text, output in
      text.request.receive(output, at: text.index)
    }
  }

  /// Ends the threads; waiting calls fail with `.shutDown`. May be called again.
  public func stop() { pool.stop() }

  public func scores(of documents: [String], for query: String) async throws(EmbeddingError) -> [Float] {
    guard !documents.isEmpty else { return [] }
    let outputs = try await pool.run(EncodingRequest(texts: documents, purpose: .query, question: query))
    return outputs.map { activation.apply($0[0]) }
  }
}
