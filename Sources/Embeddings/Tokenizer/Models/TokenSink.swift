// Where a model puts its tokens: turns ranges of the normalised text into ranges of the source.

/// Collects the tokens of one text.
struct TokenSink {
  private(set) var tokens: [Token] = []
  private let limit: Int
  private let source: UnsafeBufferPointer<UInt8>
  private let trimsSpaces: Bool
  private let addsPrefixSpace: Bool

  /// - Parameters:
  ///   - trimsSpaces: leave the spaces at both ends of a token out of its range (`trim_offsets`).
  ///   - addsPrefixSpace: the first token's space is one that was put in.
  init(source: UnsafeBufferPointer<UInt8>, limit: Int, trimsSpaces: Bool, addsPrefixSpace: Bool) {
    self.source = source
    self.limit = limit
    self.trimsSpaces = trimsSpaces
    self.addsPrefixSpace = addsPrefixSpace
    tokens.reserveCapacity(min(limit, source.count / 4 + 8))
  }

  var isFull: Bool { tokens.count >= limit }

  /// Adds a token for the bytes `start..<end` of `text`, which are not empty.
  @inline(__always)
  mutating func append(_ id: Int32, _ start: Int, _ end: Int, of text: NormalizedBytes) {
    guard tokens.count < limit else { return }
    var range = sourceRange(start, end, of: text)
    if trimsSpaces, text.bytes[start] == 0x20 || text.bytes[end - 1] == 0x20 {
      let bytes = UnsafeBufferPointer(start: text.bytes + start, count: end - start)
      let leading = bytes.prefix { $0 == 0x20 }.count
      range = trimmed(range, leading, bytes.reversed().prefix { $0 == 0x20 }.count)
    }
    tokens.append(Token(id: id, utf8: range))
  }

  /// Adds a token found verbatim in the source.
  mutating func append(_ id: Int32, _ range: Range<Int>) {
    guard tokens.count < limit else { return }
    var range = range
    if trimsSpaces {
      // It may have taken up the white space around it.
      let scalars = String(decoding: UnsafeBufferPointer(rebasing: source[range]), as: UTF8.self).unicodeScalars
      let leading = scalars.prefix(while: \.properties.isWhitespace).count
      range = trimmed(range, leading, scalars.reversed().prefix(while: \.properties.isWhitespace).count)
    }
    tokens.append(Token(id: id, utf8: range))
  }

  @inline(__always)
  private func sourceRange(_ start: Int, _ end: Int, of text: NormalizedBytes) -> Range<Int> {
    if let origins = text.origins {
      let last = Int(origins[end - 1])
      return Int(origins[start])..<max(Int(origins[start]), last + UTF8Text.length(source[last]))
    }
    var first = text.base + start
    while first > 0, UTF8Text.isContinuation(source[first]) { first -= 1 }
    var last = text.base + end
    while last < source.count, UTF8Text.isContinuation(source[last]) { last += 1 }
    return first..<last
  }

  /// Without so many spaces at its ends, as the reference does it (`process_offsets` there).
  private func trimmed(_ range: Range<Int>, _ spacesBefore: Int, _ spacesBehind: Int) -> Range<Int> {
    var leading = spacesBefore
    var trailing = spacesBehind
    if addsPrefixSpace, leading == 1, tokens.isEmpty || range.lowerBound == 0 { leading = 0 }
    // A space that was put in stands for a scalar of more bytes: step by scalars.
    var lower = range.lowerBound
    while leading > 0, lower < range.upperBound {
      lower += UTF8Text.length(source[lower])
      leading -= 1
    }
    var upper = range.upperBound
    while trailing > 0, upper > lower {
      upper -= 1
      while upper > lower, UTF8Text.isContinuation(source[upper]) { upper -= 1 }
      trailing -= 1
    }
    return min(lower, range.upperBound)..<upper
  }
}

/// The bytes a model works on, and where they came from; see `AlignedText`.
struct NormalizedBytes {
  let bytes: UnsafePointer<UInt8>
  let origins: UnsafePointer<UInt32>?
  let base: Int
}

/// A model: cuts pieces into tokens of its vocabulary. Immutable; any thread.
protocol SubwordModel: Sendable {
  /// Tokens of each of `pieces`, in order, until the sink is full.
  func tokenize(_ pieces: [Range<Int>], of text: NormalizedBytes, into sink: inout TokenSink)
}
