// Finds the tokenizer of a model folder: tokenizer.json when it is there (it states everything), else vocab.txt with
// tokenizer_config.json.

/// A folder with a model's tokenizer.
public struct TokenizerFolder: Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  /// Reads the tokenizer.
  /// - Throws: `.modelMissing` without a tokenizer, `.modelUnsupported` naming what is not implemented, `.modelDamaged` naming
  ///   what contradicts the format, `.inputOutput`.
  public func tokenizer() throws(EmbeddingError) -> any Tokenizer { try load().tokenizer }

  /// The tokenizer, and the id of what its vocabulary has not.
  func load() throws(EmbeddingError) -> (tokenizer: any Tokenizer, unknownID: Int32?) {
    let files = FolderFiles(path: path)
    let settings = files.exists("tokenizer_config.json") ? try files.json("tokenizer_config.json") : nil
    if files.exists("tokenizer.json") {
      let file = TokenizerFile(json: try files.json("tokenizer.json"), file: "\(path)/tokenizer.json")
      return (try file.tokenizer(settings: settings), file.unknownID)
    }
    guard files.exists("vocab.txt") else {
      throw EmbeddingError(code: .modelMissing, message: "\(path) has neither tokenizer.json nor vocab.txt.")
    }
    let tokenizer = try WordPieceTokenizer(
      try VocabularyFile(try files.map("vocab.txt")).definition(settings ?? .object(JSONObject(members: []))))
    return (tokenizer, tokenizer.unknownID)
  }
}
