// The shape of a BERT encoder as config.json states it. What this engine cannot compute is refused here, by name.

/// Sizes and constants of a post-norm BERT encoder.
package struct BertConfiguration: Sendable, Equatable {
  package var hiddenSize: Int
  package var layerCount: Int
  package var headCount: Int
  package var intermediateSize: Int
  package var vocabularySize: Int
  package var positionCount: Int
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
    func size(_ key: String, _ range: ClosedRange<Int>) throws(EmbeddingError) -> Int {
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
    let type = json["model_type"]?.string ?? "none"
    guard type == "bert" else { throw unsupported("model_type \"\(type)\" (supported: bert)") }
    let activation = json["hidden_act"]?.string ?? "gelu"
    guard activation == "gelu" else { throw unsupported("hidden_act \"\(activation)\" (supported: gelu)") }
    let positions = json["position_embedding_type"]?.string ?? "absolute"
    guard positions == "absolute" else {
      throw unsupported("position_embedding_type \"\(positions)\" (supported: absolute)")
    }
    if json["is_decoder"]?.bool == true { throw unsupported("is_decoder") }
    hiddenSize = try size("hidden_size", 1...16384)
    layerCount = try size("num_hidden_layers", 1...256)
    headCount = try size("num_attention_heads", 1...1024)
    intermediateSize = try size("intermediate_size", 1...65536)
    vocabularySize = try size("vocab_size", 1...4_000_000)
    positionCount = try size("max_position_embeddings", 1...65536)
    typeCount = json["type_vocab_size"] == nil ? 2 : try size("type_vocab_size", 1...64)
    layerNormEpsilon = Float(json["layer_norm_eps"]?.double ?? 1e-12)
    guard hiddenSize % headCount == 0 else {
      throw EmbeddingError(
        code: .modelDamaged,
        message: "\(file): hidden_size \(hiddenSize) is no multiple of num_attention_heads \(headCount).")
    }
  }
}
