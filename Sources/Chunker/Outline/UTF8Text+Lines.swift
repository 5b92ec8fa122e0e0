// Lines and what they begin with.

extension UTF8Text {
  /// Where the line that holds `offset` ends: behind its line feed, or at the end of the text.
  func lineEnd(_ offset: Int) -> Int {
    first(0x0A, in: offset..<count).map { $0 + 1 } ?? count
  }

  /// `line` without its line end.
  func withoutLineEnd(_ line: Range<Int>) -> Range<Int> {
    var end = line.upperBound
    if end > line.lowerBound, bytes[end - 1] == 0x0A { end -= 1 }
    if end > line.lowerBound, bytes[end - 1] == 0x0D { end -= 1 }
    return line.lowerBound..<end
  }

  /// The first byte of `range` that is neither a space nor a tab, or the range's end.
  func afterBlanks(_ range: Range<Int>) -> Int {
    var position = range.lowerBound
    while position < range.upperBound, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    return position
  }

  /// The end of the run of `byte` that begins at `offset`.
  func runEnd(of byte: UInt8, at offset: Int, limit: Int) -> Int {
    var position = offset
    while position < limit, bytes[position] == byte { position += 1 }
    return position
  }
}
