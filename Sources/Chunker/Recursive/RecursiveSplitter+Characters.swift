// The finest level: a range without separators is cut between graphemes.

extension RecursiveSplitter {
  /// Splits a range without separators between graphemes: windows of `size`, each repeating at most `overlap`.
  ///
  /// A single grapheme longer than `size` cannot be kept whole within the limit. The limit wins: it is cut between
  /// scalars, by itself and without overlap. Nothing people write comes near this; a hostile pile of accents does.
  mutating func splitCharacters(_ range: Range<Int>) {
    let end = range.upperBound
    var start = range.lowerBound
    while start < end {
      let limit = text.offset(start, advancedByScalars: size, limit: end)
      if limit == end { return emit(start..<end) }
      let cut = text.graphemeBoundary(atOrBefore: limit, from: start, end: end)
      if cut > start { emit(start..<cut) }
      let isSimple = text.isASCII && text[cut] != 0x0D
      let next = isSimple ? cut + 1 : text.graphemeEnd(from: cut, end: end)
      let nextLength = text.scalarCount(cut..<next)
      if nextLength > size {
        splitGrapheme(cut..<next)
        start = next
        continue
      }
      // What is repeated must leave room for the next grapheme, or the window would not move on.
      let repeated = min(overlap, size - nextLength)
      let earliest = text.offset(cut, movedBackByScalars: repeated, limit: start)
      start = text.graphemeBoundary(atOrAfter: earliest, from: start, end: cut)
    }
  }

  private mutating func splitGrapheme(_ grapheme: Range<Int>) {
    var start = grapheme.lowerBound
    while start < grapheme.upperBound {
      let end = text.offset(start, advancedByScalars: size, limit: grapheme.upperBound)
      emit(start..<end)
      start = end
    }
  }
}
