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

  /// Cuts `document` by `chunker`; a chunk never crosses a page. O(n) in the text's length,
  /// plus O(log headings + depth) a chunk.
  static func plan(_ document: ExtractedText, by chunker: RecursiveChunker) -> [PlannedChunk] {
    let utf8 = document.text.utf8
    return chunker.chunks(of: document.text, within: document.pages.map(\.utf8)).map { range in
      let start = utf8.index(utf8.startIndex, offsetBy: range.utf8.lowerBound)
      let end = utf8.index(start, offsetBy: range.utf8.count)
      return PlannedChunk(
        range: range,
        page: document.pageNumber(at: range.utf8.lowerBound),
        headingPath: document.headingPath(at: range.utf8.lowerBound),
        text: String(document.text[start..<end]))
    }
  }
}
