// The pre-tokenizers of tokenizer.json that cut text up; Metaspace has a file of its own.

/// Cuts pieces into smaller ones before the model sees them.
protocol PreTokenizer: Sendable {
  func apply(to pieces: inout Pieces)
}

/// `Split`, `Whitespace`, the expression of `ByteLevel`: separators are what an expression matches.
struct PatternSplit: PreTokenizer, SeparatorFinder {
  let pattern: Pattern
  let behavior: SplitBehavior
  var isInverted = false

  func apply(to pieces: inout Pieces) { pieces.split(self, behavior, inverted: isInverted) }

  @inline(__always)
  func next(_ bytes: UnsafePointer<UInt8>, from: Int, end: Int) -> (start: Int, end: Int)? {
    var position = from
    while position < end {
      if let stop = pattern.match(bytes, at: position, end: end) { return (position, stop) }
      position += UTF8Text.length(bytes[position])
    }
    return nil
  }
}

/// `Split` at a literal text.
struct LiteralSplit: PreTokenizer, SeparatorFinder {
  let literal: [UInt8]
  let behavior: SplitBehavior
  var isInverted = false

  func apply(to pieces: inout Pieces) { pieces.split(self, behavior, inverted: isInverted) }

  func next(_ bytes: UnsafePointer<UInt8>, from: Int, end: Int) -> (start: Int, end: Int)? {
    var position = from
    while position + literal.count <= end {
      if literal.elementsEqual(UnsafeBufferPointer(start: bytes + position, count: literal.count)) {
        return (position, position + literal.count)
      }
      position += 1
    }
    return nil
  }
}

/// `WhitespaceSplit`, `Punctuation`, `Digits`, `CharDelimiterSplit`, and both halves of `BertPreTokenizer`: separators are
/// single scalars.
struct ScalarSplit: PreTokenizer, SeparatorFinder {
  let table: ScalarTable
  let behavior: SplitBehavior

  init(_ behavior: SplitBehavior, _ isSeparator: @escaping @Sendable (Unicode.Scalar) -> Bool) {
    self.behavior = behavior
    table = ScalarTable { isSeparator($0) ? 1 : 0 }
  }

  func apply(to pieces: inout Pieces) { pieces.split(self, behavior) }

  @inline(__always)
  func next(_ bytes: UnsafePointer<UInt8>, from: Int, end: Int) -> (start: Int, end: Int)? {
    var position = from
    while position < end {
      let scalar = UTF8Text.scalar(bytes, position)
      if table[scalar.value] != 0 { return (position, position + scalar.length) }
      position += scalar.length
    }
    return nil
  }
}

/// `FixedLength`: pieces of so many scalars.
struct FixedLengthSplit: PreTokenizer, SeparatorFinder {
  let scalarCount: Int

  func apply(to pieces: inout Pieces) { pieces.split(self, .isolated) }

  func next(_ bytes: UnsafePointer<UInt8>, from: Int, end: Int) -> (start: Int, end: Int)? {
    var position = from
    var count = 0
    while position < end, count < scalarCount {
      position += UTF8Text.length(bytes[position])
      count += 1
    }
    return (from, position)
  }
}

/// `add_prefix_space` of `ByteLevel`: every piece begins with a space.
struct PrefixSpace: PreTokenizer {
  func apply(to pieces: inout Pieces) {
    let old = pieces.text
    var text = AlignedText(replacing: old)
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(pieces.ranges.count)
    for range in pieces.ranges {
      let start = text.bytes.count
      if old.bytes[range.lowerBound] != 0x20 {
        text.append(CollectionOfOne(0x20), origin: old.origin(range.lowerBound))
      }
      text.append(old, range)
      if text.bytes.count > start { ranges.append(start..<text.bytes.count) }
    }
    pieces.text = text
    pieces.ranges = ranges
  }
}
