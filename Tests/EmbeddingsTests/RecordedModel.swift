// Small models with the numbers that PyTorch computes of them: fixtures/embeddings/models, written by make_models.py beside it.
import Embeddings
import Testing

/// A model's folder and what was recorded of it.
struct RecordedModel {
  struct Case {
    var text: String
    var purpose: Purpose
    var ids: [Int32]
    var vector: [Float]
    /// Of a reranker.
    var query: String
    var score: Float
  }
  let path: String
  let cases: [Case]

  init(_ name: String) throws {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    path = "\(root)/fixtures/embeddings/models/\(name)"
    let file = try MappedFile(path: "\(path)/expected.json")
    cases = try #require(JSONValue.parse(file.bytes)["cases"]?.array).map { json in
      Case(
        text: try #require(json["text"]?.string), purpose: json["purpose"]?.string == "query" ? .query : .passage,
        ids: json["ids"]?.array?.compactMap { $0.integer.map(Int32.init) } ?? [],
        vector: json["embedding"]?.array?.compactMap { $0.double.map(Float.init) } ?? [],
        query: json["query"]?.string ?? "", score: json["score"]?.double.map(Float.init) ?? 0)
    }
  }

  /// Copies the folder, for tests that change or complete it.
  func copy() throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    for name in [
      "config.json", "tokenizer.json", "tokenizer_config.json", "modules.json", "sentence_bert_config.json",
      "config_sentence_transformers.json", "model.safetensors", "1_Pooling/config.json", "2_Dense/config.json",
      "2_Dense/model.safetensors", "onnx/model.onnx",
    ] {
      guard let file = try? MappedFile(path: "\(path)/\(name)") else { continue }
      folder.write(Array(file.bytes), to: name)
    }
    return folder
  }
}
