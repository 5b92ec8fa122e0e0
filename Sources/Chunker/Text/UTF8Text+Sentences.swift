// Places between sentences and words, found by looking at the bytes around them.
//
// A sentence ends with . ! ? or … (and their full-width kin), closing quotes and brackets, and white space. A full stop ends
// none before a lower-case letter, behind an initial, behind a number that opens a line, or behind one of a few abbreviations:
// a boundary that is missed costs little, one that is none tears a sentence.

extension UTF8Text {
  /// Places near the end of a range, each nil when there is none.
  struct SoftCuts {
    var sentence: Int?
    var line: Int?
    var word: Int?
  }

  /// The last places in `lower...upper` at which sentences, lines and words begin, looking back no farther than to the last
  /// sentence. - Complexity: O(distance).
  func lastSoftCuts(in lower: Int, _ upper: Int) -> SoftCuts {
    var cuts = SoftCuts()
    var position = upper
    while position >= lower, position > 0 {
      let before = bytes[position - 1]
      if Self.isASCIISpace(before) {
        if cuts.word == nil || cuts.line == nil && before == 0x0A, isWordStart(position) {
          if cuts.word == nil { cuts.word = position }
          if before == 0x0A, cuts.line == nil { cuts.line = position }
        }
        if isSentenceStart(position) {
          cuts.sentence = position
          return cuts
        }
      } else if before >= 0x80, isSentenceStart(position) {
        cuts.sentence = position
        return cuts
      }
      position -= 1
    }
    return cuts
  }

  /// The first place in `lower..<upper` at which a sentence begins.
  func firstSentenceStart(in lower: Int, _ upper: Int) -> Int? {
    var position = max(lower, 1)
    while position < upper {
      if Self.isASCIISpace(bytes[position - 1]) || bytes[position - 1] >= 0x80, isSentenceStart(position) {
        return position
      }
      position += 1
    }
    return nil
  }

  private static func isASCIISpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }

  /// Whether no grapheme is torn at `offset`, which follows ASCII white space.
  private func isWordStart(_ offset: Int) -> Bool {
    offset == count || bytes[offset - 1] == 0x0A || bytes[offset] < 0x80 && bytes[offset] != 0x0A
      || bytes[offset] >= 0x80 && !isContinuation(offset) && isBoundaryBesideSpace(offset, in: 0..<count)
  }

  /// Whether the sentence before ends and the next word begins at `offset`, which is above 0.
  func isSentenceStart(_ offset: Int) -> Bool {
    guard offset < count, !isContinuation(offset) else { return false }
    if !Self.isASCIISpace(bytes[offset - 1]) { return isBehindFullWidthStop(offset) }
    guard !Self.isASCIISpace(bytes[offset]), bytes[offset] != 0x0D else { return false }
    var end = offset - 1
    while end > 0, Self.isASCIISpace(bytes[end - 1]) || bytes[end - 1] == 0x0D {
      // An empty line ends whatever stands before it.
      if bytes[end - 1] == 0x0A, Self.holdsLineFeed(bytes, end..<offset) { return isWordStart(offset) }
      end -= 1
      if offset - end > 256 { return false }
    }
    guard end > 0, isSentenceEnd(end, before: bytes[offset]) else { return false }
    return isWordStart(offset)
  }

  private static func holdsLineFeed(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    range.contains { bytes[$0] == 0x0A }
  }

  /// Ideographic text puts no space behind 。 ！ ？
  private func isBehindFullWidthStop(_ offset: Int) -> Bool {
    guard offset >= 3, bytes[offset - 1] & 0xC0 == 0x80 else { return false }
    let isStop =
      switch (bytes[offset - 3], bytes[offset - 2], bytes[offset - 1]) {
      case (0xE3, 0x80, 0x82), (0xEF, 0xBC, 0x81), (0xEF, 0xBC, 0x9F): true
      default: false
      }
    let next = scalar(at: offset)
    // A closing bracket or another stop still belongs to the sentence.
    return isStop && Self.isPlain(next) && !(0x3001...0x3002).contains(next) && !(0x300D...0x3011).contains(next)
      && !(0xFF01...0xFF1F).contains(next) && next != 0x20
  }

  /// Whether the text before `end` closes a sentence when `next` follows after white space.
  private func isSentenceEnd(_ end: Int, before next: UInt8) -> Bool {
    var position = end
    var closers = 0
    while position > 0, closers < 4 {
      let byte = bytes[position - 1]
      if byte == 0x22 || byte == 0x27 || byte == 0x29 || byte == 0x5D || byte == 0x2A || byte == 0x5F {
        position -= 1
      } else if position >= 3, byte == 0x9D || byte == 0x99, bytes[position - 2] == 0x80, bytes[position - 3] == 0xE2 {
        position -= 3  // ” ’
      } else if position >= 2, byte == 0xBB, bytes[position - 2] == 0xC2 {
        position -= 2  // »
      } else {
        break
      }
      closers += 1
    }
    guard position > 0 else { return false }
    switch bytes[position - 1] {
    case 0x21, 0x3F: return true
    case 0x2E: return !(0x61...0x7A).contains(next) && !isAbbreviation(position - 1)
    case 0xA6: return position >= 3 && bytes[position - 2] == 0x80 && bytes[position - 3] == 0xE2  // …
    case 0x82: return position >= 3 && bytes[position - 2] == 0x80 && bytes[position - 3] == 0xE3  // 。
    case 0x81, 0x9F: return position >= 3 && bytes[position - 2] == 0xBC && bytes[position - 3] == 0xEF  // ！ ？
    default: return false
    }
  }

  private func isAbbreviation(_ stop: Int) -> Bool {
    var start = stop
    while start > 0, stop - start < 8 {
      let byte = bytes[start - 1]
      guard (byte | 0x20) &- 0x61 < 26 || (0x30...0x39).contains(byte) || byte == 0x2E else { break }
      start -= 1
    }
    let length = stop - start
    guard (1...7).contains(length) else { return false }
    let word = string(start..<stop)
    if length == 1, (0x41...0x5A).contains(bytes[start]) { return true }
    if word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return start == 0 || bytes[start - 1] == 0x0A }
    return Self.abbreviations.contains(word.lowercased())
  }

  private static let abbreviations: Set<String> = [
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "no", "fig", "cf", "al", "z.b", "bzw", "nr",
    "vol",
    "pp", "ed", "eds", "jr", "sr", "inc", "ca", "u.s", "approx", "sec", "ch", "art",
  ]
}
