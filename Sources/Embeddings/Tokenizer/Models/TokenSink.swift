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
      range = trimmed(range, start, end, of: text)
    }
    tokens.append(Token(id: id, utf8: range))
  }

  /// Adds a token found verbatim in the source.
  mutating func append(_ id: Int32, _ range: Range<Int>) {
    if tokens.count < limit { tokens.append(Token(id: id, utf8: range)) }
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

  /// As the reference does it; see `process_offsets` there.
  private func trimmed(_ range: Range<Int>, _ start: Int, _ end: Int, of text: NormalizedBytes) -> Range<Int> {
    var leading = 0
    while start + leading < end, text.bytes[start + leading] == 0x20 { leading += 1 }
    var trailing = 0
    while trailing < end - start, text.bytes[end - 1 - trailing] == 0x20 { trailing += 1 }
    if addsPrefixSpace, leading == 1, tokens.isEmpty || range.lowerBound == 0 { leading = 0 }
    let lower = min(range.lowerBound + leading, range.upperBound)
    return lower..<max(range.upperBound - trailing, lower)
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
