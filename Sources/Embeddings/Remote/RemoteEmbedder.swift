// An embedding model on another machine behind the same protocol as the native one.
//
// Texts go out in batches, some at a time; whatever order the answers come in, vectors go back in the order of the texts. The
// dimension is part of the model's identity: it is the configured one or, without one, what the engine gives for a first
// text, and an engine that later answers with another is an error, not a mixed collection. Vectors are scaled to unit length,
// because servers differ in that.
import Platform

/// Embeds texts by asking an engine. Callable from any task.
///
///     var settings = RemoteEmbedder.Settings(api: .ollama, model: "nomic-embed-text")
///     let endpoint = try RemoteEndpoint(baseURL: "http://localhost:11434")
///     let embedder = try await RemoteEmbedder.connect(endpoint, settings, transport: transport)
public final class RemoteEmbedder: Embedder {
  /// What to ask for.
  public struct Settings: Sendable {
    public var api: RemoteAPI
    /// As the engine calls it.
    public var model: String
    /// Components of its vectors, as configured; nil: what the engine gives.
    public var dimension: Int?
    /// What the engine gave when it was asked before; then it need not be there to begin with.
    public var knownDimension: Int?
    /// Put before every query and every passage.
    public var queryPrefix = ""
    public var passagePrefix = ""
    /// When set, prefixes travel in a field of this name instead of before the text.
    public var prefixField: String?
    /// Texts in one request.
    public var batchSize = 32
    /// Told to users of the engine; longer texts are the engine's to cut or to refuse.
    public var maxTokens = 8192
    /// Query vectors kept for repeated queries; 0 for none.
    public var cachedQueries = 1024

    public init(api: RemoteAPI, model: String) {
      self.api = api
      self.model = model
    }

    /// The model's id in a collection. Another engine's model of the same name is another model, and so is the same one cut
    /// to another length.
    public var modelID: String {
      "\(api.name)/\(model)" + (dimension.map { "@\($0)" } ?? "")
    }
  }

  public let model: EmbeddingModel
  private let settings: Settings
  private let engine: RemoteEngine
  private let cache: Lock<QueryCache>

  private init(_ engine: RemoteEngine, _ settings: Settings, dimension: Int) {
    self.engine = engine
    self.settings = settings
    model = EmbeddingModel(
      id: settings.modelID, dimension: dimension, maxTokens: settings.maxTokens, normalized: true,
      queryPrefix: settings.queryPrefix, passagePrefix: settings.passagePrefix)
    cache = Lock(QueryCache(capacity: settings.cachedQueries))
  }

  /// Makes an embedder; without a configured dimension the engine is asked for it.
  /// - Throws: `.modelUnsupported` for settings that cannot be used; what asking the engine throws.
  public static func connect(
    _ endpoint: RemoteEndpoint, _ settings: Settings, transport: any RemoteTransport
  ) async throws(EmbeddingError) -> RemoteEmbedder {
    try await connect(endpoint, settings, transport: transport) { seconds in
      // Ends early when the task is cancelled, which the caller looks for.
      try? await Task.sleep(for: .seconds(seconds))
    }
  }

  /// The same with another way of waiting between tries.
  package static func connect(
    _ endpoint: RemoteEndpoint, _ settings: Settings, transport: any RemoteTransport,
    pause: @escaping @Sendable (Double) async -> Void
  ) async throws(EmbeddingError) -> RemoteEmbedder {
    guard !settings.model.isEmpty else {
      throw EmbeddingError(code: .modelUnsupported, message: "The embedding engine needs the name of a model.")
    }
    guard settings.batchSize > 0, settings.dimension ?? 1 > 0 else {
      throw EmbeddingError(code: .modelUnsupported, message: "Batch size and dimension must be at least 1.")
    }
    let engine = RemoteEngine(endpoint, transport: transport, pause: pause)
    if let dimension = settings.dimension ?? settings.knownDimension {
      return RemoteEmbedder(engine, settings, dimension: dimension)
    }
    // Asked once: whoever waits for this may try again, and a service that starts must not wait for long.
    var impatient = endpoint
    impatient.retry.queryAttempts = 1
    let asked = RemoteEngine(impatient, transport: transport, pause: pause)
    let first = try await ask(asked, settings, ["dimension"], as: .query)
    return RemoteEmbedder(engine, settings, dimension: first[0].count)
  }

  public func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
    if purpose == .query, let vectors = remembered(texts) { return vectors }
    let batches = stride(from: 0, to: texts.count, by: settings.batchSize).map {
      $0..<min($0 + settings.batchSize, texts.count)
    }
    let vectors: [[Float]]
    if batches.count <= 1 {
      vectors = try await embed(batch: texts[...], as: purpose)
    } else {
      vectors = try await embed(batches, of: texts, as: purpose)
    }
    if purpose == .query {
      cache.withLock { cache in
        for (text, vector) in zip(texts, vectors) { cache.insert(vector, for: text) }
      }
    }
    return vectors
  }

  /// Several batches, no more tasks at a time than the engine may be asked.
  private func embed(
    _ batches: [Range<Int>], of texts: [String], as purpose: Purpose
  ) async throws(EmbeddingError) -> [[Float]] {
    do {
      return try await withThrowingTaskGroup(of: (Int, [[Float]]).self) { group in
        var results = [[[Float]]](repeating: [], count: batches.count)
        func start(_ number: Int) {
          group.addTask { (number, try await self.embed(batch: texts[batches[number]], as: purpose)) }
        }
        var next = min(batches.count, max(1, engine.endpoint.concurrency))
        for number in 0..<next { start(number) }
        while let (number, vectors) = try await group.next() {
          results[number] = vectors
          guard next < batches.count else { continue }
          start(next)
          next += 1
        }
        return results.flatMap { $0 }
      }
    } catch {
      throw (error as? EmbeddingError) ?? .wasCancelled
    }
  }

  private func embed(batch: ArraySlice<String>, as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
    guard !batch.isEmpty else { return [] }
    let vectors = try await Self.ask(engine, settings, batch, as: purpose)
    for vector in vectors where vector.count != model.dimension {
      throw EmbeddingError(
        code: .dimensionMismatch,
        message: "The engine's model \(settings.model) gave a vector of \(vector.count) components; "
          + "the collection has \(model.dimension). Has the model behind the name changed?")
    }
    return vectors
  }

  private func remembered(_ texts: [String]) -> [[Float]]? {
    cache.withLock { cache in
      var vectors: [[Float]] = []
      for text in texts {
        guard let vector = cache.vector(for: text) else { return nil }
        vectors.append(vector)
      }
      return vectors
    }
  }

  /// One request.
  private static func ask(
    _ engine: RemoteEngine, _ settings: Settings, _ texts: ArraySlice<String>, as purpose: Purpose
  ) async throws(EmbeddingError) -> [[Float]] {
    let prefix = purpose == .query ? settings.queryPrefix : settings.passagePrefix
    var field: (name: String, value: String)?
    if let name = settings.prefixField, !name.isEmpty, !prefix.isEmpty { field = (name, prefix) }
    let inputs = field == nil && !prefix.isEmpty ? texts.map { prefix + $0 } : Array(texts)
    let answer = try await engine.post(
      settings.api.url(base: engine.endpoint.baseURL, model: settings.model),
      settings.api.body(inputs, model: settings.model, more: field), authorization: settings.api.authorization,
      as: purpose)
    return try settings.api.vectors(in: answer, count: texts.count).map { vector throws(EmbeddingError) in
      try unit(vector)
    }
  }

  private static func unit(_ vector: [Float]) throws(EmbeddingError) -> [Float] {
    // In double precision: the squares of large components overflow a Float.
    let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard length > 0 else {
      throw EmbeddingError(code: .engineFailed, message: "The embedding engine gave a vector without direction.")
    }
    return vector.map { Float(Double($0) / length) }
  }
}
