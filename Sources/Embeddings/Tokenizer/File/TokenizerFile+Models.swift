// `model` of tokenizer.json: WordPiece, Unigram or BPE.

extension TokenizerFile {
  /// Files of old versions have no `model.type`.
  var modelType: String {
    if let type = json["model"]?["type"]?.string { return type }
    if json["model"]?["merges"] != nil { return "BPE" }
    return json["model"]?["vocab"]?.array != nil ? "Unigram" : "WordPiece"
  }

  /// The id of what the vocabulary has not; nil when the model has no such token.
  var unknownID: Int32? {
    guard let model = json["model"] else { return nil }
    let id = model["unk_token"]?.string.flatMap { model["vocab"]?[$0]?.integer } ?? model["unk_id"]?.integer
    return id.flatMap { Int32(exactly: $0) }
  }

  func model(isByteLevel: Bool) throws(EmbeddingError) -> (model: any SubwordModel, highestID: Int32) {
    guard let model = json["model"] else { throw damaged("there is no model") }
    switch modelType {
    case "WordPiece":
      let pieces = try vocabulary()
      let wordPiece = try WordPieceModel(
        pieces: pieces, unknown: model["unk_token"]?.string ?? "[UNK]",
        continuationPrefix: model["continuing_subword_prefix"]?.string ?? "##",
        maxWordScalars: max(0, model["max_input_chars_per_word"]?.integer ?? 100))
      return (wordPiece, pieces.reduce(-1) { max($0, $1.id) })
    case "Unigram":
      guard !isByteLevel else { throw unsupported("Unigram behind ByteLevel") }
      return try unigram(model)
    case "BPE": return try bytePair(model, isByteLevel: isByteLevel)
    case let other: throw unsupported("the model \"\(other)\" (supported: WordPiece, Unigram, BPE)")
    }
  }

  /// `model.vocab` as an object from pieces to ids.
  func vocabulary() throws(EmbeddingError) -> [(text: String, id: Int32)] {
    guard let vocabulary = json["model"]?["vocab"]?.object else { throw damaged("there is no model.vocab") }
    var pieces: [(text: String, id: Int32)] = []
    pieces.reserveCapacity(vocabulary.members.count)
    for (text, value) in vocabulary.members { pieces.append((text, try id(value, of: text))) }
    return pieces
  }

  private func unigram(_ model: JSONValue) throws(EmbeddingError) -> (model: any SubwordModel, highestID: Int32) {
    guard let list = model["vocab"]?.array else { throw damaged("there is no model.vocab") }
    guard list.count <= PieceTable.maxCount else { throw damaged("its vocabulary is too large") }
    var pieces: [(text: [UInt8], score: Double)] = []
    pieces.reserveCapacity(list.count)
    for (index, entry) in list.enumerated() {
      guard let pair = entry.array, pair.count == 2, let text = pair[0].string, let score = pair[1].double else {
        throw damaged("entry \(index) of its vocabulary is not a piece with a score")
      }
      pieces.append((Array(text.utf8), score))
    }
    let unigram = try UnigramModel(
      pieces: pieces, unknownID: model["unk_id"]?.integer, fallsBackToBytes: model["byte_fallback"]?.bool ?? false)
    return (unigram, Int32(pieces.count) - 1)
  }

  private func bytePair(
    _ model: JSONValue, isByteLevel: Bool
  ) throws(EmbeddingError) -> (model: any SubwordModel, highestID: Int32) {
    for option in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let text = model[option]?.string, !text.isEmpty { throw unsupported("BPE with \(option) \"\(text)\"") }
    }
    if let dropout = model["dropout"]?.double, dropout > 0 { throw unsupported("BPE with dropout") }
    let vocabulary = try vocabulary()
    guard vocabulary.count <= PieceTable.maxCount else { throw damaged("its vocabulary is too large") }
    var pieces = PieceTable(minimumCapacity: vocabulary.count)
    var highestID: Int32 = -1
    for (text, id) in vocabulary {
      highestID = max(highestID, id)
      // A piece with a letter outside the byte alphabet is never reached from text; it may be an added token.
      guard let bytes = Self.bytes(of: text, isByteLevel) else { continue }
      guard pieces.insert(bytes, id: id) else { throw damaged("its vocabulary is too large") }
    }
    var definition = BytePairModel.Definition(pieces: pieces)
    definition.isByteLevel = isByteLevel
    if let unknown = model["unk_token"]?.string {
      guard let id = vocabulary.first(where: { ExactText($0.text) == ExactText(unknown) })?.id else {
        throw damaged("its unk_token \"\(unknown)\" is not in the vocabulary")
      }
      definition.unknownID = id
    }
    definition.fusesUnknown = model["fuse_unk"]?.bool ?? false
    definition.fallsBackToBytes = model["byte_fallback"]?.bool ?? false
    definition.ignoresMerges = model["ignore_merges"]?.bool ?? false
    definition.merges = try merges(model, isByteLevel)
    return (try BytePairModel(definition), highestID)
  }

  /// `"a b"` or `["a", "b"]`, one a merge.
  private func merges(
    _ model: JSONValue, _ isByteLevel: Bool
  ) throws(EmbeddingError) -> [(left: [UInt8], right: [UInt8])] {
    guard let list = model["merges"]?.array else { throw damaged("there are no model.merges") }
    var merges: [(left: [UInt8], right: [UInt8])] = []
    merges.reserveCapacity(list.count)
    for (index, entry) in list.enumerated() {
      var sides: [String] = []
      if let text = entry.string {
        if text.hasPrefix("#version") { continue }
        sides = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      } else if let pair = entry.array {
        sides = pair.compactMap(\.string)
      }
      guard sides.count == 2 else { throw damaged("merge \(index + 1) is not two pieces") }
      guard let left = Self.bytes(of: sides[0], isByteLevel), let right = Self.bytes(of: sides[1], isByteLevel) else {
        continue
      }
      merges.append((left, right))
    }
    return merges
  }

  /// The bytes of text that a piece stands for; nil when no text leads to it.
  private static func bytes(of piece: String, _ isByteLevel: Bool) -> [UInt8]? {
    guard isByteLevel else { return Array(piece.utf8) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(piece.utf8.count)
    for scalar in piece.unicodeScalars {
      guard let byte = ByteAlphabet.byte(of: scalar) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}

/// GPT-2's way to write bytes as visible letters: printable Latin-1 as itself, the other 68 bytes from U+0100 on.
enum ByteAlphabet {
  private static let others: [UInt8] = (0..<256).map(UInt8.init).filter { !isItself(UInt32($0)) }

  private static func isItself(_ value: UInt32) -> Bool {
    (0x21...0x7E).contains(value) || (0xA1...0xAC).contains(value) || (0xAE...0xFF).contains(value)
  }

  static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    if isItself(scalar.value) { return UInt8(scalar.value) }
    let index = Int(scalar.value) - 0x100
    return others.indices.contains(index) ? others[index] : nil
  }
}
