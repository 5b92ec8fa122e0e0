// Where a text may be cut: between grapheme clusters (UAX #29), what a reader takes for one character.
//
// The standard library knows the rules, but asking it about every scalar would cost more than all the rest of splitting.
// Two observations make the question rare. A boundary is only asked for where a chunk would be cut. And between two
// "plain" scalars (letters and signs that join nothing on either side) there is always a boundary, whatever stands around
// them. So: look back from the cut to the nearest plain pair, then let the standard library walk forward from there.
// Looking back is bounded by the start of the chunk, so a text made of flags only (where a boundary depends on
// the parity of everything before it) stays linear.

extension UTF8Text {
  /// Whether `scalar` joins neither its predecessor nor its successor, unless one of those joins it.
  ///
  /// A subset of Grapheme_Cluster_Break = Other (and the Hangul syllables, of which two never join), without
  /// Extended_Pictographic and Indic consonants. Small on purpose: what is missing here is only slower.
  static func isPlain(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20...0x7E, 0xC0...0x2FF: true  // Latin
    case 0x370...0x377, 0x37A...0x37F, 0x384...0x482, 0x48A...0x52F: true  // Greek, Cyrillic
    case 0x531...0x556, 0x561...0x587, 0x5D0...0x5EA, 0x620...0x64A: true  // Armenian, Hebrew, Arabic letters
    case 0x2010...0x2027, 0x3001...0x3029, 0x3041...0x3096, 0x30A1...0x30FA: true  // punctuation, kana
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true  // ideographs, Hangul syllables
    case 0xFF01...0xFF60, 0x20000...0x2A6DF: true  // full-width forms, ideographs
    default: false
    }
  }

  /// Whether a grapheme boundary lies between the scalar that ends at `offset` and the space-like scalar that starts
  /// there (or between a space-like one that ends there and its follower). Such pairs can be judged alone.
  func isBoundaryBesideSpace(_ offset: Int, in range: Range<Int>) -> Bool {
    guard offset > range.lowerBound, offset < range.upperBound else { return true }
    let before = bytes[offset - 1]
    let after = bytes[offset]
    if before < 0x80, after < 0x80 { return !(before == 0x0D && after == 0x0A) }
    let start = scalarStart(before: offset)
    if Self.isPlain(scalar(at: start)), Self.isPlain(scalar(at: offset)) { return true }
    return string(start..<scalarEnd(at: offset)).count > 1
  }

  /// The last grapheme boundary in `start...offset`.
  ///
  /// `start` is a boundary itself; `offset` is a scalar boundary in a text that ends, for this question, at `end`.
  func graphemeBoundary(atOrBefore offset: Int, from start: Int, end: Int) -> Int {
    guard offset > start, offset < end else { return offset }
    if isPlainPair(offset, from: start) { return offset }
    var anchor = start
    var candidate = scalarStart(before: offset)
    while candidate > start {
      if isPlainPair(candidate, from: start) {
        anchor = candidate
        break
      }
      candidate = scalarStart(before: candidate)
    }
    // Whether `offset` is a boundary depends on what precedes it and on the one scalar that follows.
    var boundary = anchor
    for character in string(anchor..<scalarEnd(at: offset)) {
      let next = boundary + character.utf8.count
      if next > offset { break }
      boundary = next
    }
    return boundary
  }

  /// The first grapheme boundary after `offset`, which is one itself and below `end`.
  func graphemeEnd(from offset: Int, end: Int) -> Int {
    var window = 32
    while true {
      let stop = self.offset(offset, advancedByScalars: window, limit: end)
      let length = string(offset..<stop).first?.utf8.count ?? 0
      // The window's own end is no evidence: the next scalar may still join.
      if stop == end || offset + length < stop { return offset + length }
      window *= 2
    }
  }

  /// The first grapheme boundary in `offset...end`, found from the boundary `start` at or before `offset`.
  func graphemeBoundary(atOrAfter offset: Int, from start: Int, end: Int) -> Int {
    let below = graphemeBoundary(atOrBefore: offset, from: start, end: end)
    return below == offset ? offset : graphemeEnd(from: below, end: end)
  }

  private func isPlainPair(_ offset: Int, from start: Int) -> Bool {
    Self.isPlain(scalar(at: offset)) && Self.isPlain(scalar(at: scalarStart(before: offset)))
  }
}
