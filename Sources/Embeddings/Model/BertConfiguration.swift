// The shape of a BERT-type encoder as config.json states it. What this engine cannot compute is refused here, by name.

/// Sizes and constants of a post-norm BERT encoder.
package struct BertConfiguration: Sendable, Equatable {
  package var architecture = EncoderArchitecture.bert
  package var activation = Activation.gelu
  package var hiddenSize: Int
  package var layerCount: Int
  package var headCount: Int
  package var intermediateSize: Int
  package var vocabularySize: Int
  /// The longest input: positions that a text can have.
  package var positionCount: Int
  /// Rows of the position table before that of a text's first token.
  package var positionOffset = 0
  package var typeCount: Int
  package var layerNormEpsilon: Float

  package var headWidth: Int { hiddenSize / headCount }

  package init(
    hiddenSize: Int, layerCount: Int, headCount: Int, intermediateSize: Int, vocabularySize: Int, positionCount: Int,
    typeCount: Int, layerNormEpsilon: Float
  ) {
    self.hiddenSize = hiddenSize
    self.layerCount = layerCount
    self.headCount = headCount
    self.intermediateSize = intermediateSize
    self.vocabularySize = vocabularySize
    self.positionCount = positionCount
    self.typeCount = typeCount
    self.layerNormEpsilon = layerNormEpsilon
  }

  /// - Throws: `.modelUnsupported` for another architecture, activation or position scheme; `.modelDamaged` for sizes that are
  ///   missing, absurd or contradict each other.
  init(_ json: JSONValue, file: String) throws(EmbeddingError) {
    func unsupported(_ what: String) -> EmbeddingError {
      EmbeddingError(code: .modelUnsupported, message: "\(file) asks for \(what), which the native encoder cannot run.")
    }
    let type = json["model_type"]?.string ?? "none"
    guard let architecture = EncoderArchitecture.byModelType[type] else {
      let supported = EncoderArchitecture.byModelType.keys.sorted().joined(separator: ", ")
      throw unsupported("model_type \"\(type)\"\(Self.obstacles[type] ?? "") (supported: \(supported))")
    }
    self.architecture = architecture
    func size(_ name: String, _ range: ClosedRange<Int>) throws(EmbeddingError) -> Int {
      let key = architecture.key(name)
      guard let value = json[key]?.integer else {
        throw EmbeddingError(code: .modelDamaged, message: "\(file) has no number \"\(key)\".")
      }
      guard range.contains(value) else {
        throw EmbeddingError(
          code: .modelDamaged,
          message: "\(file) has \(key) = \(value), outside \(range.lowerBound)...\(range.upperBound).")
      }
      return value
    }
    let name = json[architecture.key("hidden_act")]?.string ?? "gelu"
    guard let activation = Activation.named(name) else {
      throw unsupported("\(architecture.key("hidden_act")) \"\(name)\" (supported: gelu, gelu_new, relu, silu)")
    }
    self.activation = activation
    let positions = json["position_embedding_type"]?.string ?? "absolute"
    guard positions == "absolute" else {
      throw unsupported("position_embedding_type \"\(positions)\" (supported: absolute)")
    }
    if json["is_decoder"]?.bool == true { throw unsupported("is_decoder") }
    if architecture == .roberta {
      positionOffset = json["pad_token_id"] == nil ? 2 : try size("pad_token_id", 0...65535) + 1
    }
    hiddenSize = try size("hidden_size", 1...16384)
    layerCount = try size("num_hidden_layers", 1...256)
    headCount = try size("num_attention_heads", 1...1024)
    intermediateSize = try size("intermediate_size", 1...65536)
    vocabularySize = try size("vocab_size", 1...4_000_000)
    positionCount = try size("max_position_embeddings", positionOffset + 1...65536) - positionOffset
    typeCount =
      architecture == .distilBert ? 0 : json["type_vocab_size"] == nil ? 2 : try size("type_vocab_size", 1...64)
    layerNormEpsilon = Float(json["layer_norm_eps"]?.double ?? 1e-12)
    guard hiddenSize % headCount == 0 else {
      throw EmbeddingError(
        code: .modelDamaged,
        message: "\(file): hidden_size \(hiddenSize) is no multiple of num_attention_heads \(headCount).")
    }
  }

  /// What the native encoder lacks for model types that people try.
  private static let obstacles = [
    "mpnet": " with its relative attention bias", "deberta-v2": " with its disentangled attention",
    "modernbert": " with its rotary positions", "nomic_bert": " with its rotary positions",
    "new": " with its rotary positions", "gte": " with its rotary positions", "albert": " with its shared layers",
    "electra": " with its projected embeddings", "qwen2": ", a decoder,", "qwen3": ", a decoder,",
    "mistral": ", a decoder,", "llama": ", a decoder,", "gemma3_text": ", a decoder's layers,",
    "t5": " with its relative attention bias",
  ]
}
