// Which headings a place stands under, and the words that makes in front of a chunk.

/// The headings of a text with their paths. Immutable.
struct HeadingPaths {
  private let headings: [ChunkHeading]
  private let paths: [[String]]
  /// For each heading the words before a chunk that begins at it (then without it) and before one that begins below it.
  private let atHeading: [Prefix]
  private let below: [Prefix]
  private let root: Prefix
  let largestPrefix: Int
  /// Offsets at which the packer has to end a section: those of headings that begin a line.
  private let forced: [Int]

  struct Prefix {
    var text = ""
    var size = 0
  }

  /// - Parameter title: the document's, or nil. Nil also when no prefix is wanted: see `hasPrefix`.
  init(_ outline: Outline, title: String?, hasPrefix: Bool, measure: Measure, maximum: Int) {
    headings = outline.headings
    forced = outline.cuts.filter { $0.level == .heading }.map(\.offset)
    var open: [ChunkHeading] = []
    var paths: [[String]] = []
    for heading in outline.headings {
      while let last = open.last, last.level >= heading.level { open.removeLast() }
      open.append(heading)
      paths.append(open.map(\.title))
    }
    self.paths = paths
    func prefix(_ words: [String]) -> Prefix {
      guard hasPrefix else { return Prefix() }
      // The nearest headings say most; what leaves too little room for text is left out.
      var words = words.filter { !$0.isEmpty }
      while !words.isEmpty {
        let text = words.joined(separator: " > ") + "\n\n"
        let size = measure.size(of: text)
        if size <= maximum / 4 { return Prefix(text: text, size: size) }
        words.removeFirst()
      }
      return Prefix()
    }
    let titles = title.map { [$0] } ?? []
    root = prefix(titles)
    below = hasPrefix ? paths.map { prefix(titles + ($0.first == title ? Array($0.dropFirst()) : $0)) } : []
    atHeading =
      hasPrefix ? paths.map { prefix(titles + ($0.first == title ? $0.dropFirst() : $0[...]).dropLast()) } : []
    largestPrefix = max(root.size, below.map(\.size).max() ?? 0)
  }

  /// The index of the heading at or above `offset`, or -1.
  func index(at offset: Int) -> Int { headings.partitionIndex { $0.utf8Offset > offset } - 1 }

  func path(_ index: Int) -> [String] { index < 0 ? [] : paths[index] }

  /// The words in front of a chunk that begins at `offset`, whose heading is `index`.
  func prefix(_ index: Int, at offset: Int) -> Prefix {
    if index < 0 || below.isEmpty { return root }
    return headings[index].utf8Offset == offset ? atHeading[index] : below[index]
  }

  func isHeading(at offset: Int) -> Bool {
    let index = index(at: offset)
    return index >= 0 && headings[index].utf8Offset == offset
  }

  /// The first place at or behind `offset` that ends a section; `Int.max` when there is none.
  func next(from offset: Int) -> Int {
    let index = forced.partitionIndex { $0 >= offset }
    return index < forced.count ? forced[index] : Int.max
  }

  /// Where the section of heading `index` starts.
  func sectionStart(_ index: Int, _ segment: Range<Int>) -> Int {
    index < 0 ? segment.lowerBound : max(segment.lowerBound, headings[index].utf8Offset)
  }
}
