// The level of spaces. A word with the space before it is a piece; what merging pieces one by one would give is found by
// looking only near the places where a window ends and the next begins.

extension RecursiveSplitter {
  /// Splits a range without line ends at its spaces.
  mutating func splitWords(_ range: Range<Int>) {
    let end = range.upperBound
    var start = range.lowerBound
    while start < end {
      let limit = text.offset(start, advancedByScalars: size, limit: end)
      // The rest fits, and merging would have come to its end.
      if limit == end { return emit(start..<end) }
      // The window ends at the last cut that it reaches; with none it is one long word, or the beginning of one.
      guard let cut = lastCut(in: start..<limit, of: range), !isOneLongWord(start..<cut, in: range) else {
        let next = firstCut(after: start, of: range)
        splitCharacters(start..<next)
        start = next
        continue
      }
      emit(start..<cut)
      let next = firstCut(after: cut, of: range)
      let nextLength = text.scalarCount(cut..<next)
      if nextLength >= size {
        splitCharacters(cut..<next)
        start = next
        continue
      }
      // What is repeated must leave room for the next word, or the window would not move on.
      let repeated = min(overlap, size - nextLength)
      let earliest = text.offset(cut, movedBackByScalars: repeated, limit: start)
      start = isCut(earliest, of: range) ? earliest : min(firstCut(after: earliest, of: range), cut)
    }
  }

  /// Whether the window is a single word of exactly `size`: not short enough to be merged.
  private func isOneLongWord(_ window: Range<Int>, in range: Range<Int>) -> Bool {
    firstCut(after: window.lowerBound, of: range) == window.upperBound && text.scalarCount(window) == size
  }

  /// Whether a piece may begin at `offset`: at the range's ends, and before a space that is no part of a grapheme.
  private func isCut(_ offset: Int, of range: Range<Int>) -> Bool {
    if offset == range.lowerBound || offset == range.upperBound { return true }
    return text[offset] == 0x20 && text.isBoundaryBesideSpace(offset, in: range)
  }

  /// The first cut after `offset`; the range's end when there is no other.
  private func firstCut(after offset: Int, of range: Range<Int>) -> Int {
    var position = offset + 1
    while let space = text.first(0x20, in: position..<range.upperBound) {
      if isCut(space, of: range) { return space }
      position = space + 1
    }
    return range.upperBound
  }

  /// The last cut after the start of `window` and not after its end.
  private func lastCut(in window: Range<Int>, of range: Range<Int>) -> Int? {
    var position = window.upperBound
    while position > window.lowerBound {
      if isCut(position, of: range) { return position }
      position -= 1
    }
    return nil
  }
}
