// What a folder says of a static model. Three formats are known:
//
// - model2vec: config.json without a transformer's sizes; model.safetensors with "embeddings" [rows × width] (f32, f16 or int8),
//   perhaps "weights" (one per token) and "mapping" (from tokens to rows); unknown tokens do not count.
// - sentence-transformers' StaticEmbedding: modules.json; "embedding.weight".
// - WordLlama: no config.json; "embedding.weight" and a tokenizer.json. Its vectors are brought to unit length here, which
//   WordLlama does before it compares them.

/// A described token table. Any thread.
package struct StaticTable: Sendable {
  enum Format: Sendable {
    case model2vec, staticEmbedding, wordLlama
  }

  let format: Format
  /// The folder of table and tokenizer.
  let folder: String
  /// The table's name in model.safetensors.
  let tensor: String
  let rowCount: Int
  /// Components of a vector.
  let width: Int
  let normalizes: Bool
  /// Longest input in tokens.
  let maxTokens: Int

  /// model2vec reads so many tokens when its configuration names no other number.
  private static let standardLimit = 512
  /// No limit, as far as anybody will notice.
  private static let noLimit = 1_000_000

  /// The table in a folder; nil when it holds another kind of model.
  static func described(
    _ files: FolderFiles, config: JSONValue?, modules: ModelModules
  ) throws(EmbeddingError) -> StaticTable? {
    var format = Format.wordLlama
    var files = files
    if let folder = modules.tableFolder {
      format = .staticEmbedding
      files = folder.isEmpty || folder == "." ? files : FolderFiles(path: "\(files.path)/\(folder)")
    } else if let config {
      guard ["none", "model2vec"].contains(config["model_type"]?.string ?? "none") else { return nil }
      format = .model2vec
    }
    guard files.exists("model.safetensors") else {
      if format == .staticEmbedding { throw files.noWeights() }
      return nil
    }
    let file = try files.weights()
    guard let tensor = ["embeddings", "embedding.weight"].first(where: file.contains) else {
      guard format == .staticEmbedding else { return nil }
      throw EmbeddingError(
        code: .modelDamaged, message: "\(files.path)/model.safetensors has neither \"embeddings\" nor \"embedding.weight\".")
    }
    guard let shape = file.shape(of: tensor), shape.count == 2, shape[0] > 0, (1...65536).contains(shape[1]) else {
      throw EmbeddingError(code: .modelDamaged, message: "\"\(tensor)\" of \(files.path)/model.safetensors is no table.")
    }
    if tensor == "embeddings" { format = .model2vec }
    let limit = config?["max_length"]?.isNull == true ? noLimit : config?["max_length"]?.integer ?? standardLimit
    return StaticTable(
      format: format, folder: files.path, tensor: tensor, rowCount: shape[0], width: shape[1],
      normalizes: format == .wordLlama || format == .model2vec && config?["normalize"]?.bool ?? false,
      maxTokens: format == .model2vec ? max(1, limit) : noLimit)
  }
}
