// From extracted text to chunks that know where they came from: range, page and heading path, all by construction.
import Chunker
import Documents

/// A chunk before it has an id.
struct PlannedChunk: Sendable, Hashable {
  var range: TextRange
  /// 1-based page on which the chunk starts.
  var page: Int?
  var headingPath: [String]
  var text: String

  /// Cuts `document` by `chunker`; a chunk never crosses a page. O(n) in the text's length.
  static func plan(_ document: ExtractedText, by chunker: RecursiveChunker) -> [PlannedChunk] {
    let utf8 = document.text.utf8
    var headings = HeadingCursor(document.headings)
    var pages = document.pages[...]
    return chunker.chunks(of: document.text, within: document.pages.map(\.utf8)).map { range in
      let start = utf8.index(utf8.startIndex, offsetBy: range.utf8.lowerBound)
      let end = utf8.index(start, offsetBy: range.utf8.count)
      while let page = pages.first, page.utf8.upperBound <= range.utf8.lowerBound { pages = pages.dropFirst() }
      return PlannedChunk(
        range: range,
        page: pages.first.flatMap { $0.utf8.lowerBound <= range.utf8.lowerBound ? $0.number : nil },
        headingPath: headings.path(at: range.utf8.lowerBound),
        text: String(document.text[start..<end]))
    }
  }
}

/// Walks the headings of a document beside its chunks, in order, keeping the path of open ones.
private struct HeadingCursor {
  private var rest: ArraySlice<ExtractedText.Heading>
  private var open: [ExtractedText.Heading] = []

  init(_ headings: [ExtractedText.Heading]) {
    rest = headings.sorted { $0.utf8Offset < $1.utf8Offset }[...]
  }

  /// The titles above `offset`, outermost first. Offsets must not decrease between calls, except by a chunk overlap,
  /// for which the path of the earlier call stands.
  mutating func path(at offset: Int) -> [String] {
    while let next = rest.first, next.utf8Offset <= offset {
      open.removeAll { $0.level >= next.level }
      open.append(next)
      rest = rest.dropFirst()
    }
    return open.map(\.title)
  }
}
