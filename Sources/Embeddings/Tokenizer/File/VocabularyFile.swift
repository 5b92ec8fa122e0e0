// vocab.txt of BERT's first releases, with tokenizer_config.json for the options.

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
    definition.pairSeparator = definition.suffix
    for text in [definition.unknown, cls, sep, special("pad_token", "[PAD]"), special("mask_token", "[MASK]")] {
      if let id = try? id(text) { definition.added.append((text, id)) }
    }
    return definition
  }
}
