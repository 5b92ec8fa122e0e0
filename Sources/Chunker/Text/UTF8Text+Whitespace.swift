// Trimming: a chunk is narrowed until neither end is white space. Narrowing never leaves half a grapheme behind: a space
// that carries a combining accent is not white space, it is that accent's base.

extension UTF8Text {
  /// Whether `scalar` is what Python's `str.strip` removes: Unicode's White_Space and the four ASCII separators.
  static func isWhitespace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// `range` without the white space at its ends; `nil` when nothing else is in it.
  func trimmed(_ range: Range<Int>) -> Range<Int>? {
    var lower = range.lowerBound
    var upper = range.upperBound
    // Runs of ASCII need no second look, as long as no accent follows them.
    while lower + 1 < upper, bytes[lower] == 0x20 || bytes[lower] == 0x0A, bytes[lower + 1] < 0x80 { lower += 1 }
    while lower < upper {
      let next = scalarEnd(at: lower)
      guard Self.isWhitespace(scalar(at: lower)) else { break }
      // CR LF goes as one, so the boundary inside it does not matter here.
      let isLineEnd = bytes[lower] == 0x0D
      guard isLineEnd || isBoundaryBesideSpace(next, in: range) else { break }
      lower = next
    }
    while upper > lower {
      let last = scalarStart(before: upper)
      guard Self.isWhitespace(scalar(at: last)) else { break }
      let isLineEnd = bytes[last] == 0x0A
      guard isLineEnd || isBoundaryBesideSpace(last, in: range) else { break }
      upper = last
    }
    return lower < upper ? lower..<upper : nil
  }
}
