// SentencePiece's way with spaces: a space becomes "▁" and belongs to the word behind it.

/// `Metaspace` of tokenizer.json.
struct Metaspace: PreTokenizer {
  enum Prepend: String { case always, first, never }

  let replacement: [UInt8]
  let prepend: Prepend
  let splits: Bool

  func apply(to pieces: inout Pieces) {
    let old = pieces.text
    var text = AlignedText(replacing: old)
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(max(pieces.ranges.count, splits ? old.bytes.count / 5 : 0))
    for range in pieces.ranges {
      var start = text.bytes.count
      var position = range.lowerBound
      if prepends(old, range) { text.append(replacement, origin: old.origin(position)) }
      while position < range.upperBound {
        let isSpace = old.bytes[position] == 0x20
        if splits, isSpace || begins(old, position, range.upperBound), text.bytes.count > start,
          position > range.lowerBound
        {
          ranges.append(start..<text.bytes.count)
          start = text.bytes.count
        }
        if isSpace {
          text.append(replacement, origin: old.origin(position))
          position += 1
        } else {
          // To the next space or mark: one copy.
          var end = position + 1
          while end < range.upperBound, old.bytes[end] != 0x20, !begins(old, end, range.upperBound) { end += 1 }
          text.append(old, position..<end)
          position = end
        }
      }
      if text.bytes.count > start { ranges.append(start..<text.bytes.count) }
    }
    pieces.text = text
    pieces.ranges = ranges
  }

  private func prepends(_ text: borrowing AlignedText, _ range: Range<Int>) -> Bool {
    if text.bytes[range.lowerBound] == 0x20 || begins(text, range.lowerBound, range.upperBound) { return false }
    switch prepend {
    case .always: return true
    case .first: return text.origin(range.lowerBound) == 0
    case .never: return false
    }
  }

  /// Whether the mark itself stands at `position`.
  @inline(__always)
  private func begins(_ text: borrowing AlignedText, _ position: Int, _ end: Int) -> Bool {
    guard text.bytes[position] == replacement[0], position + replacement.count <= end else { return false }
    for index in 1..<replacement.count where text.bytes[position + index] != replacement[index] { return false }
    return true
  }
}
