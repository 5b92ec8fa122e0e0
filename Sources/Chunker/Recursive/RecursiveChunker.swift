// The room's entrance: a text in, ranges out.
//
// Compatible with langchain's RecursiveCharacterTextSplitter at its defaults (which is what Open WebUI runs): on text
// whose graphemes are single scalars the chunks are the same, string for string. The differences are promises that
// one does not make: every chunk is a range of the text, and no chunk begins or ends inside a grapheme.

/// Splits text into overlapping chunks at paragraphs, else lines, else words, else characters.
///
///     let chunker = try RecursiveChunker(ChunkConfiguration(size: 1000, overlap: 100))
///     for range in chunker.chunks(of: text) { print(text[range]) }
///
/// Promises, each with a property test:
/// - `text[range]` is the chunk; nothing is joined or rewritten.
/// - A chunk has at most `size` Unicode scalars, at least one that is not white space, and no white space at its ends.
/// - No chunk begins or ends inside a grapheme cluster, except when one cluster alone is longer than `size`:
///   then that cluster is cut between scalars.
/// - No chunk crosses the border of a segment.
/// - Every character that is not white space is in some chunk; starts and ends never go backwards.
/// - The same text and configuration give the same chunks.
///
/// Time is linear in the text for a given configuration. A value is immutable; use it from any thread.
public struct RecursiveChunker: Sendable {
  public let configuration: ChunkConfiguration

  /// - Throws: `ChunkerError` with `.invalidConfiguration` when the sizes contradict each other.
  public init(_ configuration: ChunkConfiguration = ChunkConfiguration()) throws(ChunkerError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// The chunks of `text`, in order.
  ///
  /// - Parameter segments: UTF-8 ranges that a chunk never crosses (the pages of a document); text outside all of them
  ///   is left out. Empty: the whole text is one segment. They are read in ascending order, clamped to the text and
  ///   to the end of the one before, and rounded down to scalars.
  /// - Complexity: O(*n*) in the bytes of `text`; memory O(chunks).
  public func chunks(of text: String, within segments: [Range<Int>] = []) -> [TextRange] {
    withUTF8Text(text) { utf8 in
      var splitter = RecursiveSplitter(text: utf8, configuration: configuration)
      for segment in Self.normalized(segments, in: utf8) { splitter.split(segment) }
      return utf8.textRanges(splitter.ranges)
    }
  }

  /// `segments` in order, inside the text, without common parts and at scalar boundaries.
  static func normalized(_ segments: [Range<Int>], in text: UTF8Text) -> [Range<Int>] {
    if segments.isEmpty { return [0..<text.count] }
    var last = 0
    return segments.sorted { $0.lowerBound < $1.lowerBound }.compactMap { segment in
      let lower = text.scalarBoundary(atOrBefore: min(max(segment.lowerBound, last), text.count))
      let upper = text.scalarBoundary(atOrBefore: min(max(segment.upperBound, lower), text.count))
      last = max(last, upper)
      return lower < upper ? lower..<upper : nil
    }
  }
}
