// Byte-pair encoding: start from single bytes (or scalars), merge the pair that comes first in the list of merges until none
// is left.
//
// Three ways, fastest first, all with the same result. A piece that is in the vocabulary is, nearly always, its own encoding:
// whether it is gets found out once per vocabulary entry and remembered in a byte, so the table of words is also a cache that
// never grows. Other short pieces are merged in a small array. Long ones (text without a space) go through a heap of
// candidates, n log n. SentencePiece's models see a whole text as one piece; if no merge reaches across the beginning of a word
// ("▁" behind another letter), as is so in all of them, each word is merged by itself. Without `ByteLevel` the symbols are scalars, and those that the vocabulary lacks become `<0xE4>`-like
// byte tokens or the unknown token (SentencePiece's BPE, as in Llama 2).
import Synchronization

/// A BPE model. Immutable but for remembered facts; any thread.
final class BytePairModel: SubwordModel {
  struct Definition {
    /// Pieces as bytes of text; with ByteLevel already taken out of its alphabet.
    var pieces: PieceTable
    /// In the order they are done.
    var merges: [(left: [UInt8], right: [UInt8])] = []
    /// Symbols are bytes (`ByteLevel`), not scalars.
    var isByteLevel = true
    var unknownID: Int32?
    var fusesUnknown = false
    var fallsBackToBytes = false
    var ignoresMerges = false
  }

  let words: PieceTable
  let pairs: PairTable
  private let definition: Definition
  /// Byte → id of the symbol for it, or -1: with ByteLevel the byte itself, else its `<0x..>` token.
  private let byteIDs: [Int32]
  /// Scalar → id + 1 of the symbol for it, or 0.
  private let scalarIDs: ScalarTable
  private let known: KnownWords
  /// Words that begin with "▁" never merge with what is before them.
  private let cutsWords: Bool
  private static let wordMark = Array("▁".utf8)

  /// - Throws: `.modelDamaged` when a merge names what the vocabulary lacks.
  init(_ definition: Definition) throws(EmbeddingError) {
    var pairs = PairTable(minimumCapacity: definition.merges.count)
    let pieces = definition.pieces
    var cutsWords = !definition.isByteLevel && !definition.ignoresMerges && pieces.id(of: Self.wordMark) != nil
    for (rank, merge) in definition.merges.enumerated() {
      guard let left = pieces.id(of: merge.left), let right = pieces.id(of: merge.right),
        let id = pieces.id(of: merge.left + merge.right)
      else { throw .tokenizer("merge \(rank + 1) names a piece that is not in the vocabulary") }
      cutsWords = cutsWords && !Self.reachesAcrossWords(merge.left + merge.right)
      pairs.insert(left, right, PairTable.Merge(rank: UInt32(truncatingIfNeeded: rank), id: id))
    }
    self.definition = definition
    self.pairs = pairs
    self.cutsWords = cutsWords
    words = pieces
    let isByteLevel = definition.isByteLevel
    byteIDs = (0..<256).map { byte in
      if isByteLevel { return pieces.id(of: [UInt8(byte)]) ?? -1 }
      let digits = String(byte, radix: 16, uppercase: true)
      return pieces.id(of: "<0x\(digits.utf8.count < 2 ? "0" : "")\(digits)>") ?? -1
    }
    scalarIDs = ScalarTable { scalar in
      UInt64(truncatingIfNeeded: Int(pieces.id(of: Array(String(scalar).utf8)) ?? -1) + 1)
    }
    known = KnownWords(count: pieces.count)
  }

  func tokenize(_ pieces: [Range<Int>], of text: NormalizedBytes, into sink: inout TokenSink) {
    if cutsWords {
      tokenize(words: pieces.flatMap { Self.words(text.bytes, $0) }, of: text, into: &sink)
    } else {
      tokenize(words: pieces, of: text, into: &sink)
    }
  }

  private func tokenize(words pieces: [Range<Int>], of text: NormalizedBytes, into sink: inout TokenSink) {
    var symbols = SymbolBuffer()
    for piece in pieces {
      if sink.isFull { return }
      let bytes = UnsafeBufferPointer(start: text.bytes + piece.lowerBound, count: piece.count)
      let number = words.number(of: bytes)
      if let number, definition.ignoresMerges || known[number] == .whole {
        sink.append(words.ids[number], piece.lowerBound, piece.upperBound, of: text)
        continue
      }
      symbols.removeAll()
      appendSymbols(of: bytes, to: &symbols)
      symbols.merge(pairs)
      if let number, known[number] == .untried {
        known[number] = symbols.isOnly(words.ids[number]) ? .whole : .parts
      }
      var start = piece.lowerBound
      symbols.visit { id, length in
        sink.append(id, start, start + length, of: text)
        start += length
      }
    }
  }

  /// Whether "▁" stands behind another scalar.
  private static func reachesAcrossWords(_ piece: [UInt8]) -> Bool {
    piece.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { words($0, 0..<bytes.count).count > 1 } ?? false
    }
  }

  /// The parts of `range`, cut before each "▁" that does not follow another.
  private static func words(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> [Range<Int>] {
    func isMark(_ position: Int) -> Bool {
      position >= range.lowerBound && position + 3 <= range.upperBound && bytes[position] == wordMark[0]
        && bytes[position + 1] == wordMark[1] && bytes[position + 2] == wordMark[2]
    }
    var words: [Range<Int>] = []
    var start = range.lowerBound
    for position in range.dropFirst() where bytes[position] == wordMark[0] && isMark(position) && !isMark(position - 3)
    {
      words.append(start..<position)
      start = position
    }
    words.append(start..<range.upperBound)
    return words
  }

  private func appendSymbols(of bytes: UnsafeBufferPointer<UInt8>, to symbols: inout SymbolBuffer) {
    guard let start = bytes.baseAddress else { return }
    var unknownLength = 0
    var position = 0
    while position < bytes.count {
      var length = 1
      let id: Int32
      if definition.isByteLevel {
        id = byteIDs[Int(bytes[position])]
      } else {
        let scalar = UTF8Text.scalar(start, position)
        length = scalar.length
        id = Int32(truncatingIfNeeded: scalarIDs[scalar.value]) - 1
      }
      if id >= 0 {
        if unknownLength > 0 { symbols.append(definition.unknownID ?? 0, length: unknownLength) }
        unknownLength = 0
        symbols.append(id, length: length)
      } else if !appendByteTokens(bytes[position..<position + length], to: &symbols), definition.unknownID != nil {
        if unknownLength > 0, !definition.fusesUnknown {
          symbols.append(definition.unknownID ?? 0, length: unknownLength)
          unknownLength = 0
        }
        unknownLength += length
      }
      position += length
    }
    if unknownLength > 0 { symbols.append(definition.unknownID ?? 0, length: unknownLength) }
  }

  private func appendByteTokens(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, to symbols: inout SymbolBuffer) -> Bool {
    guard definition.fallsBackToBytes, !definition.isByteLevel, bytes.allSatisfy({ byteIDs[Int($0)] >= 0 }) else {
      return false
    }
    for byte in bytes { symbols.append(byteIDs[Int(byte)], length: 1) }
    return true
  }
}

/// What has been found out about each word of the vocabulary.
private final class KnownWords: @unchecked Sendable {
  // Sendable: atomics; every thread that finds out about a word finds the same.
  enum Fact: UInt8 {
    case untried = 0
    /// The word's encoding is the word itself.
    case whole = 1
    /// It is another one.
    case parts = 2
  }

  private let facts: UnsafeMutablePointer<Atomic<UInt8>>

  init(count: Int) {
    facts = .allocate(capacity: max(1, count))
    for index in 0..<max(1, count) { (facts + index).initialize(to: Atomic(0)) }
  }

  deinit { facts.deallocate() }

  @inline(__always)
  subscript(number: Int) -> Fact {
    get { Fact(rawValue: facts[number].load(ordering: .relaxed)) ?? .untried }
    set { facts[number].store(newValue.rawValue, ordering: .relaxed) }
  }
}
