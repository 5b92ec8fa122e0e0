// BERT's tokenizer: normalise, cut into words, cut words into the longest known pieces, remember where each came from.
//
// One pass over the UTF-8 bytes. A word is gathered in a small buffer together with the source range of every byte; when it
// ends, the trie cuts it up. No `String`, no array per word. Ids equal those of Hugging Face's `tokenizers` for the same
// `tokenizer.json`; byte ranges too (a dropped accent at the end of a piece is outside the piece's range, as there).
/// A WordPiece tokenizer for BERT-type models. Immutable; any thread.
public final class WordPieceTokenizer: Tokenizer {
  /// What the tokenizer is made of. Read from a model folder, or written by hand in a test.
  package struct Definition: Sendable {
    package var pieces: [(text: String, id: Int32)] = []
    package var unknown = "[UNK]"
    package var continuationPrefix = "##"
    package var maxWordScalars = 100
    package var normalizer = BertNormalizerOptions()
    /// Tokens found verbatim in the source, before anything else.
    package var added: [(text: String, id: Int32)] = []
    /// Ids put before and after every text.
    package var prefix: [Int32] = []
    package var suffix: [Int32] = []
    /// Ids put between the texts of a pair.
    package var pairSeparator: [Int32] = []
    package init() {}
  }

  let trie: WordPieceTrie
  let normalizer: BertNormalizer
  let added: [AddedToken]
  let byteActions: [ByteAction]
  let unknownID: Int32
  let maxWordScalars: Int
  public let prefixIDs: [Int32]
  public let suffixIDs: [Int32]
  public let pairSeparatorIDs: [Int32]
  public let vocabularySize: Int

  /// - Throws: `.modelDamaged` when the definition contradicts itself.
  package init(_ definition: Definition) throws(EmbeddingError) {
    var trie = WordPieceTrie(minimumCapacity: definition.pieces.count)
    var unknown: Int32?
    var highest: Int32 = -1
    let continuation = Array(definition.continuationPrefix.utf8)
    for (text, id) in definition.pieces {
      guard id >= 0 else { throw .tokenizer("the id \(id) of \"\(text)\" is negative") }
      highest = max(highest, id)
      if text == definition.unknown { unknown = id }
      let bytes = Array(text.utf8)
      let continues = !continuation.isEmpty && bytes.count > continuation.count && bytes.starts(with: continuation)
      guard trie.insert(bytes.dropFirst(continues ? continuation.count : 0), id: id, continues: continues) else {
        throw .tokenizer("the vocabulary is too large")
      }
    }
    for id in definition.added.map(\.id) + definition.prefix + definition.suffix + definition.pairSeparator {
      guard id >= 0 else { throw .tokenizer("the id \(id) of a special token is negative") }
      highest = max(highest, id)
    }
    guard let unknown else { throw .tokenizer("the vocabulary has no \"\(definition.unknown)\"") }
    self.trie = trie
    unknownID = unknown
    vocabularySize = Int(highest) + 1
    maxWordScalars = min(max(1, definition.maxWordScalars), 10_000)
    prefixIDs = definition.prefix
    suffixIDs = definition.suffix
    pairSeparatorIDs = definition.pairSeparator
    normalizer = BertNormalizer(options: definition.normalizer)
    added = definition.added.filter { !$0.text.isEmpty }.map { AddedToken(bytes: Array($0.text.utf8), id: $0.id) }
      .sorted { $0.bytes.count > $1.bytes.count }
    byteActions = ByteAction.table(normalizer: normalizer, added: added)
  }

  /// See `Tokenizer`. Linear in the bytes read, which end with the limit.
  public func tokenize(_ text: String, limit: Int?) -> [Token] {
    var text = text
    return text.withUTF8 { bytes in
      var scan = WordPieceScan(tokenizer: self, source: bytes, limit: limit ?? .max)
      return scan.run()
    }
  }
}

/// A token found verbatim in the source.
struct AddedToken: Sendable {
  var bytes: [UInt8]
  var id: Int32
}

/// What the scanner does with a byte of the source.
enum ByteAction: UInt8, Sendable {
  case drop, separate, gather, alone
  /// The byte begins an added token, perhaps.
  case maybeAdded
  /// Not ASCII, or ASCII that normalises to more than one piece: look the scalar up.
  case lookUp

  static func table(normalizer: BertNormalizer, added: [AddedToken]) -> [ByteAction] {
    let firstBytes = Set(added.compactMap(\.bytes.first))
    return (0..<256).map { byte in
      if firstBytes.contains(UInt8(byte)) { return .maybeAdded }
      return byte < 0x80 ? ofASCII(UInt32(byte), normalizer) : .lookUp
    }
  }

  private static func ofASCII(_ scalar: UInt32, _ normalizer: BertNormalizer) -> ByteAction {
    let pieces = normalizer.pieces(of: scalar)
    guard let piece = pieces.first else { return .drop }
    guard pieces.count == 1, piece.byteCount == 1 else { return .lookUp }
    switch piece.role {
    case .separator: return .separate
    case .letter: return .gather
    case .alone: return .alone
    }
  }
}

extension EmbeddingError {
  static func tokenizer(_ message: String) -> EmbeddingError {
    EmbeddingError(code: .modelDamaged, message: "The tokenizer cannot be used: \(message).")
  }
}
