// From byte ranges to `TextRange`s: UTF-16 offsets of all bounds in one pass over the text.

extension UTF8Text {
  /// `ranges` with their UTF-16 offsets.
  ///
  /// Chunks overlap, so a bound may lie before the previous one; but starts never go backwards and neither do ends. The
  /// two ascending sequences are merged, and the text between neighbouring bounds is counted once.
  func textRanges(_ ranges: [Range<Int>]) -> [TextRange] {
    if isASCII { return ranges.map { TextRange(utf8: $0, utf16: $0) } }
    var starts = [Int](repeating: 0, count: ranges.count)
    var result: [TextRange] = []
    result.reserveCapacity(ranges.count)
    var position = 0
    var units = 0
    var nextStart = 0
    for range in ranges {
      while nextStart < ranges.count, ranges[nextStart].lowerBound < range.upperBound {
        units += utf16Count(position..<ranges[nextStart].lowerBound)
        position = ranges[nextStart].lowerBound
        starts[nextStart] = units
        nextStart += 1
      }
      units += utf16Count(position..<range.upperBound)
      position = range.upperBound
      result.append(TextRange(utf8: range, utf16: starts[result.count]..<units))
    }
    return result
  }

  /// The scalar boundary at or before `offset`.
  func scalarBoundary(atOrBefore offset: Int) -> Int {
    var position = offset
    while position > 0, position < count, isContinuation(position) { position -= 1 }
    return position
  }
}
