// Finds the tokenizer of a model folder: tokenizer.json when it is there (it states everything), else vocab.txt with
// tokenizer_config.json.

/// A folder with a model's tokenizer.
public struct TokenizerFolder: Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  /// Reads the tokenizer.
  /// - Throws: `.modelMissing` without a tokenizer, `.modelUnsupported` naming what is not implemented, `.modelDamaged` naming
  ///   what contradicts the format, `.inputOutput`.
  public func tokenizer() throws(EmbeddingError) -> any Tokenizer {
    let files = FolderFiles(path: path)
    let settings = files.exists("tokenizer_config.json") ? try files.json("tokenizer_config.json") : nil
    if files.exists("tokenizer.json") {
      return try TokenizerFile(json: try files.json("tokenizer.json"), file: "\(path)/tokenizer.json")
        .tokenizer(settings: settings)
    }
    guard files.exists("vocab.txt") else {
      throw EmbeddingError(code: .modelMissing, message: "\(path) has neither tokenizer.json nor vocab.txt.")
    }
    return try WordPieceTokenizer(
      try VocabularyFile(try files.map("vocab.txt")).definition(settings ?? .object(JSONObject(members: []))))
  }
}
