// From extracted text to chunks that know where they came from: range, page and heading path, all by construction.
import Chunker
import Documents
public import Embeddings

/// A chunk before it has an id.
struct PlannedChunk: Sendable, Hashable {
  var range: TextRange
  /// 1-based page on which the chunk starts.
  var page: Int?
  var headingPath: [String]
  /// Title and headings, and the header or opener of what the chunk begins in the middle of: embedded and searched with the
  /// text, and no part of it.
  var context: String
  /// The larger part to read once the chunk is found; it holds `range`.
  var parent: TextRange?
  var text: String

  /// What is embedded.
  var embeddedText: String { context + text }

  /// Cuts `document` by `chunker`; a chunk never crosses a page. What is only white space is left out, and so is white space at
  /// the ends. O(n) in the text's length, plus O(log headings + depth) a chunk.
  /// - Parameter embedder: tells `.semantic` how far apart sentences are; without one it cuts by structure.
  static func plan(
    _ document: ExtractedText, by chunker: TextChunker, _ embedder: (any Embedder)?
  ) async throws -> [PlannedChunk] {
    // Markdown's own headings are found again with its fences and tables; those of other formats are only known here.
    let headings = document.headings.map { ChunkHeading(level: $0.level, title: $0.title, utf8Offset: $0.utf8Offset) }
    let findsHeadings = headings.isEmpty || chunker.configuration.strategy == .markdown && document.isMarkdown
    let found = findsHeadings ? nil : headings
    let pages = document.pages.map(\.utf8)
    let chunks =
      if let embedder {
        try await chunker.chunks(of: document.text, title: document.title, headings: found, within: pages) {
          try await embedder.distances(among: $0, $1)
        }
      } else {
        chunker.chunks(of: document.text, title: document.title, headings: found, within: pages)
      }
    return chunks.compactMap { chunk in
      guard let (range, text) = trimmed(chunk.range, in: document.text) else { return nil }
      return PlannedChunk(
        range: range,
        page: document.pageNumber(at: range.utf8.lowerBound),
        headingPath: document.headingPath(at: range.utf8.lowerBound),
        context: chunk.prefix + (chunk.context.map { String(document.text[$0]) } ?? ""),
        parent: chunk.parent.flatMap { trimmed($0, in: document.text)?.range },
        text: String(text))
    }
  }

  /// `range` without white space at its ends; nil when nothing else is in it.
  private static func trimmed(_ range: TextRange, in text: String) -> (range: TextRange, text: Substring)? {
    let utf8 = text.utf8
    var range = range
    var lower = utf8.index(utf8.startIndex, offsetBy: range.utf8.lowerBound)
    var upper = utf8.index(lower, offsetBy: range.utf8.count)
    while lower < upper, isBlank(utf8[lower]) {
      lower = utf8.index(after: lower)
      (range.utf8, range.utf16) = (range.utf8.dropFirst(), range.utf16.dropFirst())
    }
    while lower < upper, isBlank(utf8[utf8.index(before: upper)]) {
      upper = utf8.index(before: upper)
      (range.utf8, range.utf16) = (range.utf8.dropLast(), range.utf16.dropLast())
    }
    return lower < upper ? (range, text[lower..<upper]) : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }
}

extension Embedder {
  /// How far apart in meaning the texts of each pair are: 1 - cosine.
  public func distances(among texts: [String], _ pairs: [(Int, Int)]) async throws(EmbeddingError) -> [Double] {
    let vectors = try await embedInPortions(texts)
    return pairs.map { first, second in
      var (dot, lengthA, lengthB) = (0.0, 0.0, 0.0)
      for (x, y) in zip(vectors[first], vectors[second]) {
        dot += Double(x) * Double(y)
        lengthA += Double(x) * Double(x)
        lengthB += Double(y) * Double(y)
      }
      return lengthA > 0 && lengthB > 0 ? 1 - dot / (lengthA * lengthB).squareRoot() : 0
    }
  }
}

extension ExtractedText {
  fileprivate var isMarkdown: Bool { mediaType == "text/markdown" }
}
