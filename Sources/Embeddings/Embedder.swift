// What the rest of Martlet knows of an embedding engine: texts in, vectors out, with the model named.
//
// The protocol is deliberately small, so that the native encoder, ONNX Runtime and a remote engine can stand behind it alike.
// It knows nothing of chunks, files or collections.

/// What a text is embedded for. It decides the order of service and, for models trained with prefixes, which prefix is used.
public enum Purpose: Sendable, Hashable {
  /// A person waits for the answer: served before every passage.
  case query
  /// A piece of a document: served in batches, after the queries.
  case passage
}

/// A model's identity and the properties that a collection of its vectors depends on.
public struct EmbeddingModel: Sendable, Hashable {
  /// A stable name, such as `sentence-transformers/all-MiniLM-L6-v2`. Vectors of different names are never compared.
  public var id: String
  /// Components of every vector.
  public var dimension: Int
  /// Longest input in tokens, special tokens included; longer texts are cut there.
  public var maxTokens: Int
  /// Whether every vector has unit length (then cosine similarity and dot product are the same).
  public var normalized: Bool
  /// Put before every query and every passage, because the model was trained so.
  public var queryPrefix: String
  public var passagePrefix: String

  public init(
    id: String, dimension: Int, maxTokens: Int, normalized: Bool, queryPrefix: String = "", passagePrefix: String = ""
  ) {
    self.id = id
    self.dimension = dimension
    self.maxTokens = maxTokens
    self.normalized = normalized
    self.queryPrefix = queryPrefix
    self.passagePrefix = passagePrefix
  }

  /// Everything that decides whether two vectors of this dimension may be compared, as one text: the id, and what departs
  /// from unit length and from no prefixes. A collection remembers it.
  public var identity: String {
    var text = id
    if !normalized { text += ", not normalised" }
    if !queryPrefix.isEmpty { text += ", queries after \"\(queryPrefix)\"" }
    if !passagePrefix.isEmpty { text += ", passages after \"\(passagePrefix)\"" }
    return text
  }
}

/// An engine that turns texts into vectors.
///
/// Callable from any task. The computing happens on the engine's own threads or on another machine, never on the caller's executor.
public protocol Embedder: Sendable {
  /// The model that every vector of this engine comes from. Constant during the life of the engine.
  var model: EmbeddingModel { get }

  /// Embeds texts.
  ///
  /// - Parameters:
  ///   - texts: any number of texts, an empty one included; each is cut at `model.maxTokens`.
  ///   - purpose: queries are served before passages.
  /// - Returns: one vector of `model.dimension` components per text, in the order of `texts`.
  /// - Throws: `EmbeddingError`; with code `.cancelled` when the calling task is cancelled.
  func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]]

  /// What computes the vectors; nil for an engine elsewhere.
  var kind: ModelFolder.Kind? { get }

  /// What cuts the model's texts into tokens; nil when the engine does not show it.
  var textTokenizer: (any Tokenizer)? { get }

  /// How many tokens the model reads of a text, special tokens included; an engine that cannot tell estimates.
  func tokenCount(of text: String) -> Int
}

extension Embedder {
  public var kind: ModelFolder.Kind? { nil }

  public var textTokenizer: (any Tokenizer)? { nil }

  /// About four bytes a token, as in English.
  public func tokenCount(of text: String) -> Int { min(model.maxTokens, text.utf8.count / 4 + 1) }

  /// Embeds one text.
  public func embed(_ text: String, as purpose: Purpose) async throws(EmbeddingError) -> [Float] {
    let vectors = try await embed([text], as: purpose)
    guard let vector = vectors.first else {
      throw EmbeddingError(code: .engineFailed, message: "The engine returned no vector for a text.")
    }
    return vector
  }
}
