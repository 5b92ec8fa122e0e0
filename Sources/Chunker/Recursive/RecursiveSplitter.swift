// The recursion itself: cut at the coarsest separator, merge small pieces up to the size, cut large ones at the next.
//
// This is the algorithm of langchain's RecursiveCharacterTextSplitter (keep_separator = "start") told in offsets.
// Because each separator stays at the front of the piece after it, pieces lie side by side and a merged chunk is
// simply the range from its first piece's start to its last piece's end: no string is ever built, and there is nothing
// to search for afterwards. Each level looks at a byte a constant number of times, so the whole is linear.

// Paragraphs and lines are merged piece by piece. Words and characters are many and short, so there the same result is
// reached by jumping: from a window's start to its limit, and back to the last place where it may end.

/// One run of the splitter over one text.
struct RecursiveSplitter {
  let text: UTF8Text
  let size: Int
  let overlap: Int
  private var window = MergeWindow()
  private(set) var ranges: [Range<Int>] = []

  /// The separators that pieces are merged at, coarsest first. Then come spaces (`splitWords`), then the places between
  /// any two characters (`splitCharacters`).
  private enum Level { case paragraph, line }

  init(text: UTF8Text, configuration: ChunkConfiguration) {
    self.text = text
    size = configuration.size
    overlap = configuration.overlap
    ranges.reserveCapacity(text.count / max(configuration.size, 1) + 16)
  }

  /// Splits one segment; its chunks are appended to `ranges`.
  mutating func split(_ segment: Range<Int>) {
    split(segment, at: .paragraph)
  }

  private mutating func split(_ range: Range<Int>, at level: Level) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = nextCut(after: start, in: range, at: level)
      let length = text.scalarCount(start..<end)
      if length < size {
        add(start..<end, length: length)
      } else {
        flush(at: start)
        switch level {
        case .paragraph: split(start..<end, at: .line)
        case .line: splitWords(start..<end)
        }
      }
      start = end
    }
    flush(at: range.upperBound)
  }

  /// Where the piece that begins at `start` ends: at the next separator, or at the end of `range`.
  ///
  /// A separator at `start` itself belongs to this piece. A cut that would fall inside CR LF is moved in front of it.
  private func nextCut(after start: Int, in range: Range<Int>, at level: Level) -> Int {
    var position = start
    let separatorLength = level == .paragraph ? 2 : 1
    // The separator may stand behind the CR that the cut was moved in front of.
    if position < range.upperBound, text[position] == 0x0D { position += 1 }
    if isSeparator(position, in: range, length: separatorLength) { position += separatorLength }
    while position < range.upperBound, let newline = text.first(0x0A, in: position..<range.upperBound) {
      guard isSeparator(newline, in: range, length: separatorLength) else {
        position = newline + 1
        continue
      }
      let cut = newline > start && text[newline - 1] == 0x0D ? newline - 1 : newline
      if cut > start { return cut }
      position = newline + separatorLength
    }
    return range.upperBound
  }

  private func isSeparator(_ offset: Int, in range: Range<Int>, length: Int) -> Bool {
    guard offset + length <= range.upperBound, text[offset] == 0x0A else { return false }
    return length == 1 || text[offset + 1] == 0x0A
  }

  // MARK: Merging

  private mutating func add(_ piece: Range<Int>, length: Int) {
    if window.length + length > size, !window.isEmpty {
      emit(window.start..<piece.lowerBound)
      while window.length > overlap || (window.length + length > size && window.length > 0) {
        window.removeFirst()
      }
    }
    window.append(start: piece.lowerBound, length: length)
  }

  private mutating func flush(at end: Int) {
    if !window.isEmpty { emit(window.start..<end) }
    window.removeAll()
  }

  mutating func emit(_ range: Range<Int>) {
    if let trimmed = text.trimmed(range) { ranges.append(trimmed) }
  }
}
