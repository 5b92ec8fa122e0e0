// The room's entrance for every strategy: a text in, chunks out.

/// Splits text into chunks by a configuration.
///
///     let chunker = try TextChunker(ChunkConfiguration(strategy: .markdown, minimum: 200, size: 1000, overlap: 100))
///     for chunk in chunker.chunks(of: text) { print(chunk.headingPath, text[chunk.range]) }
///
/// Promises of every strategy but `.langchain` (whose own are at `RecursiveChunker`), each with a property test:
/// - `text[chunk.range]` is the chunk's text; `embeddedText(in:)` has at most `size` units, with prefix, repeated header and
///   overlap. (A single scalar of more tokens than that is kept.)
/// - The chunks without their overlaps lie side by side and give the whole text (of each segment) back.
/// - None begins or ends inside a grapheme cluster, except when one alone is longer than the room a chunk has (then it is cut
///   between scalars) or at a border of a segment.
/// - A fence or a table that fits into a chunk is in one chunk. Else it is cut between lines, as long as a line fits, and each
///   further part has the opener or the header as `context`: all of it up to a quarter of `size`, else its first line if half
///   of `size` remains.
/// - An overlap begins with a sentence, in code and tables with a line; it crosses no heading and tears no fence or table.
/// - A chunk below `minimum` is joined to a neighbour when both fit together.
/// - The same text and configuration give the same chunks.
///
/// Time is linear in the text for a given configuration. A value is immutable; use it from any thread.
public struct TextChunker: Sendable {
  public let configuration: ChunkConfiguration
  private let tokens: TokenCounter?

  /// - Parameter tokens: the tokenizer that sizes in tokens are counted by.
  /// - Throws: `ChunkerError` with `.invalidConfiguration` when the sizes contradict each other, or are in tokens and nobody
  ///   counts them.
  public init(_ configuration: ChunkConfiguration, tokens: TokenCounter? = nil) throws(ChunkerError) {
    try configuration.validate()
    self.configuration = configuration
    guard configuration.unit == .tokens else {
      self.tokens = nil
      return
    }
    guard let tokens else {
      throw ChunkerError(.invalidConfiguration, "Sizes in tokens need a tokenizer, and there is none.")
    }
    guard configuration.size >= tokens.specialCount * 2 + 4 else {
      throw ChunkerError(
        .invalidConfiguration,
        "The chunk size is \(configuration.size) tokens; with \(tokens.specialCount) that the model adds to each text it must "
          + "be at least \(tokens.specialCount * 2 + 4).")
    }
    self.tokens = tokens
  }

  /// The chunks of `text`, in order.
  ///
  /// - Parameters:
  ///   - title: the document's, for the prefix.
  ///   - headings: those known from the document's format, in ascending order; nil: what the strategy recognises.
  ///   - segments: UTF-8 ranges that a chunk never crosses (the pages of a document); text outside all of them is left out.
  ///     Empty: the whole text is one. Ascending order, clamped to the text and rounded down to scalars.
  /// - Complexity: O(*n*) in the bytes of `text`.
  public func chunks(
    of text: String, title: String? = nil, headings: [ChunkHeading]? = nil, within segments: [Range<Int>] = []
  ) -> [Chunk] {
    if configuration.strategy == .langchain { return langchainChunks(of: text, headings: headings, within: segments) }
    return run(of: text, title: title, headings: headings, within: segments) { $0.chunks(within: $1) }
  }

  /// Calls `body` with everything known of `text`, and its segments.
  /// - Parameter breaks: places in ascending order that end a chunk like a heading.
  func run<Result>(
    of text: String, title: String?, headings: [ChunkHeading]?, within segments: [Range<Int>], breaks: [Int] = [],
    _ body: (ChunkRun, [Range<Int>]) -> Result
  ) -> Result {
    withUTF8Text(text) { utf8 in
      let measure = Measure(utf8, whole: text, counter: tokens)
      let headings = headings.map { Self.ordered($0, in: utf8) }
      var outline = outline(of: utf8, headings)
      if let headings { outline.replaceHeadings(headings, in: utf8) }
      // A sentence too long for a chunk has places inside it, which are none to begin an overlap with.
      let found = outline
      outline.part(
        at: breaks.filter { found.hasCut(at: $0) || utf8.firstSentenceStart(in: $0, $0 + 1) != nil })
      let paths = HeadingPaths(
        outline, title: title, hasPrefix: configuration.hasPrefix, measure: measure, maximum: configuration.size)
      let run = ChunkRun(configuration: configuration, text: utf8, outline: outline, measure: measure, headings: paths)
      return body(run, RecursiveChunker.normalized(segments, in: utf8))
    }
  }

  private func outline(of text: UTF8Text, _ headings: [ChunkHeading]?) -> Outline {
    switch configuration.strategy {
    case .langchain, .recursive: Outline(plain: text)
    case .markdown, .sentenceWindow, .parentChild, .semantic: MarkdownOutline(text).outline
    case .code: CodeOutline(text).outline
    case .table: Outline(table: text, under: headings?.map(\.utf8Offset) ?? [])
    }
  }

  private static func ordered(_ headings: [ChunkHeading], in text: UTF8Text) -> [ChunkHeading] {
    headings.filter { $0.utf8Offset >= 0 && $0.utf8Offset < text.count }.sorted { $0.utf8Offset < $1.utf8Offset }
  }

  private func langchainChunks(of text: String, headings: [ChunkHeading]?, within segments: [Range<Int>]) -> [Chunk] {
    guard let chunker = try? RecursiveChunker(configuration) else { return [] }
    var end = TextRange(utf8: 0..<0, utf16: 0..<0)
    var paths: [[String]] = []
    var open: [ChunkHeading] = []
    let headings = (headings ?? []).sorted { $0.utf8Offset < $1.utf8Offset }
    for heading in headings {
      while let last = open.last, last.level >= heading.level { open.removeLast() }
      open.append(heading)
      paths.append(open.map(\.title))
    }
    return chunker.chunks(of: text, within: segments).map { range in
      let overlapEnd = max(range.utf8.lowerBound, end.utf8.upperBound)
      let overlapEnd16 = max(range.utf16.lowerBound, end.utf16.upperBound)
      end = range
      let heading = headings.partitionIndex { $0.utf8Offset > range.utf8.lowerBound }
      return Chunk(
        range: range,
        overlap: TextRange(
          utf8: range.utf8.lowerBound..<overlapEnd, utf16: range.utf16.lowerBound..<overlapEnd16),
        headingPath: heading > 0 ? paths[heading - 1] : [])
    }
  }
}
