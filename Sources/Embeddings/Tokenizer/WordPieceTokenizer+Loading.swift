// Reads a tokenizer from a model folder: tokenizer.json when it is there (it states everything), else vocab.txt with
// tokenizer_config.json. Anything that would change ids and is not implemented is refused by name.

extension WordPieceTokenizer {
  /// The tokenizer of a model folder.
  /// - Throws: `.modelMissing` without a vocabulary, `.modelUnsupported` naming what is not implemented, `.modelDamaged`.
  public convenience init(folder path: String) throws(EmbeddingError) {
    let files = FolderFiles(path: path)
    let settings =
      files.exists("tokenizer_config.json") ? try files.json("tokenizer_config.json") : .object(.init(members: []))
    if files.exists("tokenizer.json") {
      var definition = try TokenizerFile(json: try files.json("tokenizer.json"), file: "\(path)/tokenizer.json")
        .definition()
      // As transformers does: the settings beside it win over the tokenizer's own.
      definition.normalizer.apply(settings)
      try self.init(definition)
    } else if files.exists("vocab.txt") {
      try self.init(try VocabularyFile(try files.map("vocab.txt")).definition(settings))
    } else {
      throw EmbeddingError(code: .modelMissing, message: "\(path) has neither tokenizer.json nor vocab.txt.")
    }
  }
}

extension BertNormalizerOptions {
  /// Takes over `do_lower_case`, `strip_accents` and `tokenize_chinese_chars` where they are stated.
  mutating func apply(_ settings: JSONValue) {
    if let lowercases = settings["do_lower_case"]?.bool, lowercases != self.lowercases {
      self.lowercases = lowercases
      stripsAccents = lowercases
    }
    if let strips = settings["strip_accents"]?.bool { stripsAccents = strips }
    if let separates = settings["tokenize_chinese_chars"]?.bool { separatesIdeographs = separates }
  }
}

/// vocab.txt: one piece a line, its number is its id.
struct VocabularyFile {
  private let pieces: [(text: String, id: Int32)]
  private let path: String

  init(_ file: MappedFile) throws(EmbeddingError) {
    path = file.path
    var pieces: [(text: String, id: Int32)] = []
    for (number, line) in file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    {
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      guard let text = String(validating: line, as: UTF8.self) else {
        throw EmbeddingError(code: .modelDamaged, message: "Line \(number + 1) of \(path) is not UTF-8.")
      }
      if !text.isEmpty { pieces.append((text, Int32(number))) }
    }
    self.pieces = pieces
  }

  func definition(_ settings: JSONValue) throws(EmbeddingError) -> WordPieceTokenizer.Definition {
    var definition = WordPieceTokenizer.Definition()
    definition.pieces = pieces
    definition.normalizer.apply(settings)
    func special(_ key: String, _ standard: String) -> String {
      settings[key]?.string ?? settings[key]?["content"]?.string ?? standard
    }
    func id(_ text: String) throws(EmbeddingError) -> Int32 {
      guard let piece = pieces.last(where: { $0.text == text }) else {
        throw EmbeddingError(code: .modelDamaged, message: "\(path) has no \"\(text)\".")
      }
      return piece.id
    }
    definition.unknown = special("unk_token", "[UNK]")
    let cls = special("cls_token", "[CLS]")
    let sep = special("sep_token", "[SEP]")
    definition.prefix = [try id(cls)]
    definition.suffix = [try id(sep)]
    for text in [definition.unknown, cls, sep, special("pad_token", "[PAD]"), special("mask_token", "[MASK]")] {
      if let id = try? id(text) { definition.added.append((text, id)) }
    }
    return definition
  }
}
