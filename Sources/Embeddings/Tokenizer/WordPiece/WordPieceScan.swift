// One pass of the tokenizer over one text.
//
// Invariants: `position` is at a scalar boundary of valid UTF-8 (the source is a Swift String's storage); the word buffer
// holds at most `maxWordScalars` scalars of at most 4 bytes, a longer word is only counted, because it becomes [UNK] whole.

struct WordPieceScan {
  private let tokenizer: WordPieceTokenizer
  private let source: UnsafeBufferPointer<UInt8>
  private let limit: Int
  private var position = 0
  private var tokens: [Token] = []

  // The word being gathered: its normalised bytes, and for each the source range it came from.
  private var wordCount = 0
  private var wordScalars = 0
  private var wordStart = 0
  private var wordEnd = 0
  private let capacity: Int

  init(tokenizer: WordPieceTokenizer, source: UnsafeBufferPointer<UInt8>, limit: Int) {
    self.tokenizer = tokenizer
    self.source = source
    self.limit = limit
    capacity = tokenizer.maxWordScalars * 4
  }

  mutating func run() -> [Token] {
    guard limit > 0, !source.isEmpty else { return [] }
    tokens.reserveCapacity(min(limit, source.count / 4 + 4))
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { bytes in
      withUnsafeTemporaryAllocation(of: SourceSpan.self, capacity: capacity) { spans in
        guard let bytes = bytes.baseAddress, let spans = spans.baseAddress else { return }
        scan(Word(bytes: bytes, spans: spans))
      }
    }
    if tokens.count > limit { tokens.removeLast(tokens.count - limit) }
    return tokens
  }

  /// The source range of one byte of the word.
  private struct SourceSpan {
    var start: Int
    var end: Int
  }

  private struct Word {
    let bytes: UnsafeMutablePointer<UInt8>
    let spans: UnsafeMutablePointer<SourceSpan>
  }

  private mutating func scan(_ word: Word) {
    tokenizer.byteActions.withUnsafeBufferPointer { actions in
      let lowercases = tokenizer.normalizer.options.lowercases
      while position < source.count {
        let byte = source[position]
        switch actions[Int(byte)] {
        case .gather:
          let isUpper = lowercases && byte &- 0x41 < 26
          append(
            isUpper ? byte | 0x20 : byte, scalarStart: true, SourceSpan(start: position, end: position + 1), to: word)
          position += 1
        case .separate:
          flush(word)
          position += 1
        case .alone:
          flush(word)
          append(byte, scalarStart: true, SourceSpan(start: position, end: position + 1), to: word)
          flush(word)
          position += 1
        case .drop:
          position += 1
        case .maybeAdded:
          if let token = addedToken() {
            flush(word)
            tokens.append(Token(id: token.id, utf8: position..<position + token.bytes.count))
            position += token.bytes.count
          } else {
            scalar(word)
          }
        case .lookUp:
          scalar(word)
        }
        if tokens.count >= limit { return }
      }
      flush(word)
    }
  }

  private func addedToken() -> AddedToken? {
    tokenizer.added.first { token in
      token.bytes.count <= source.count - position
        && token.bytes.withUnsafeBufferPointer { bytes in
          var index = 0
          while index < bytes.count, bytes[index] == source[position + index] { index += 1 }
          return index == bytes.count
        }
    }
  }

  /// The general path: decode one scalar and do what the table says.
  private mutating func scalar(_ word: Word) {
    let start = position
    let scalar = decodeScalar()
    let span = SourceSpan(start: start, end: position)
    for piece in tokenizer.normalizer.pieces(of: scalar) {
      switch piece.role {
      case .separator: flush(word)
      case .letter: append(piece, span, to: word)
      case .alone:
        flush(word)
        append(piece, span, to: word)
        flush(word)
      }
    }
  }

  private mutating func decodeScalar() -> UInt32 {
    let first = UInt32(source[position])
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 1, position + length <= source.count else {
      position += 1
      return first < 0x80 ? first : 0xFFFD
    }
    var value = first & (0x7F >> UInt32(length))
    for index in 1..<length { value = value << 6 | UInt32(source[position + index]) & 0x3F }
    position += length
    return value
  }

  @inline(__always)
  private mutating func append(_ piece: NormalizedPiece, _ span: SourceSpan, to word: Word) {
    for index in 0..<UInt32(piece.byteCount) {
      append(UInt8(truncatingIfNeeded: piece.bytes >> (8 * index)), scalarStart: index == 0, span, to: word)
    }
  }

  @inline(__always)
  private mutating func append(_ byte: UInt8, scalarStart: Bool, _ span: SourceSpan, to word: Word) {
    if wordScalars == 0 { wordStart = span.start }
    if scalarStart { wordScalars += 1 }
    wordEnd = span.end
    guard wordScalars <= tokenizer.maxWordScalars else { return }
    word.bytes[wordCount] = byte
    word.spans[wordCount] = span
    wordCount += 1
  }

  /// Ends the word: cuts it into the longest known pieces, or makes it one unknown token.
  @inline(__always)
  private mutating func flush(_ word: Word) {
    guard wordScalars > 0 else { return }
    cut(word)
    wordCount = 0
    wordScalars = 0
  }

  private mutating func cut(_ word: Word) {
    guard wordScalars <= tokenizer.maxWordScalars else {
      tokens.append(Token(id: tokenizer.unknownID, utf8: wordStart..<wordEnd))
      return
    }
    let firstToken = tokens.count
    var start = 0
    while start < wordCount {
      guard let match = tokenizer.trie.longestMatch(word.bytes, from: start, to: wordCount, continues: start > 0) else {
        tokens.removeLast(tokens.count - firstToken)
        tokens.append(Token(id: tokenizer.unknownID, utf8: wordStart..<wordEnd))
        return
      }
      tokens.append(Token(id: match.id, utf8: word.spans[start].start..<word.spans[match.end - 1].end))
      start = match.end
    }
  }
}
