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

  /// Cuts `document` by `chunker`; a chunk never crosses a page. What is only white space is left out, and so is white space at
  /// the ends. O(n) in the text's length, plus O(log headings + depth) a chunk.
  static func plan(_ document: ExtractedText, by chunker: TextChunker) -> [PlannedChunk] {
    // Markdown's own headings are found again with its fences and tables; those of other formats are only known here.
    let headings = document.headings.map { ChunkHeading(level: $0.level, title: $0.title, utf8Offset: $0.utf8Offset) }
    let findsHeadings = headings.isEmpty || chunker.configuration.strategy == .markdown && document.isMarkdown
    let chunks = chunker.chunks(
      of: document.text, title: document.title, headings: findsHeadings ? nil : headings,
      within: document.pages.map(\.utf8))
    let utf8 = document.text.utf8
    return chunks.compactMap { chunk in
      var lower = utf8.index(utf8.startIndex, offsetBy: chunk.range.utf8.lowerBound)
      var upper = utf8.index(lower, offsetBy: chunk.range.utf8.count)
      var range = chunk.range
      while lower < upper, isBlank(utf8[lower]) {
        lower = utf8.index(after: lower)
        (range.utf8, range.utf16) = (range.utf8.dropFirst(), range.utf16.dropFirst())
      }
      while lower < upper, isBlank(utf8[utf8.index(before: upper)]) {
        upper = utf8.index(before: upper)
        (range.utf8, range.utf16) = (range.utf8.dropLast(), range.utf16.dropLast())
      }
      guard lower < upper else { return nil }
      return PlannedChunk(
        range: range,
        page: document.pageNumber(at: range.utf8.lowerBound),
        headingPath: document.headingPath(at: range.utf8.lowerBound),
        text: String(document.text[lower..<upper]))
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }
}

extension ExtractedText {
  fileprivate var isMarkdown: Bool { mediaType == "text/markdown" }
}
