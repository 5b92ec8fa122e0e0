// The chunks of a text that is too long to be held: it comes piece by piece, and goes as soon as it is cut.
//
// A chunk is decided by what stands near it: where it starts, the piece before it (for the overlap), and the next few chunks'
// worth of text. So a window of the text is cut like a whole one; the chunks whose surroundings are in it are given out, the
// others are cut again with more text behind them. What stands before the window matters in one way only: structure that was
// opened there. Running text has none. Markdown has, so there a window begins at a heading, where everything but the path of
// headings begins anew, and the path is carried on. The chunks are therefore those of `TextChunker`, one for one, which is
// what its tests compare.
//
// Not for strategies whose chunks depend on what stands far away (a table's header, a parent), nor for prefixes.

/// Cuts a text that comes in pieces.
///
///     var stream = try ChunkStream(ChunkConfiguration(strategy: .recursive, size: 1000))
///     while let bytes = source.next() { for chunk in try stream.add(bytes) { print(chunk.text) } }
///     for chunk in try stream.finish() { print(chunk.text) }
///
/// Memory is bounded by the window (at least a megabyte, and many chunks), in Markdown by the longest section. Time is linear
/// in the text. For one task at a time.
public struct ChunkStream: ~Copyable {
  /// A chunk with its text: the stream itself is gone by the time it is looked at.
  public struct Piece: Sendable, Hashable {
    /// Its places are those in the whole text.
    public var chunk: Chunk
    public var text: String
    /// The lines that `chunk.context` names.
    public var context: String?

    /// What is embedded.
    public var embeddedText: String { chunk.prefix + (context ?? "") + text }
  }

  private let configuration: ChunkConfiguration
  private let tokens: TokenCounter?
  /// Bytes that a chunk's surroundings may take.
  private let margin: Int
  /// How much must have come before it is worth cutting again.
  private let step: Int
  private var wanted: Int

  /// What is held of the text, and how much of it is gone.
  private var window: [UInt8] = []
  private var gone = TextRange(utf8: 0..<0, utf16: 0..<0)
  /// Where in the window the next chunk begins.
  private var start = 0
  /// Where the piece before it does.
  private var previous: Int?
  /// The headings that are open at the beginning of the window, outermost first.
  private var open: [ChunkHeading] = []

  /// Whether chunks of this configuration can be made from a stream.
  public static func canCut(_ configuration: ChunkConfiguration) -> Bool {
    [.recursive, .markdown].contains(configuration.strategy) && !configuration.hasPrefix
  }

  /// - Parameters:
  ///   - tokens: as for `TextChunker`. Chunks are the same as its own where the tokenizer is additive at spaces and words have
  ///     less than four kilobytes.
  ///   - step: bytes that are gathered before they are cut.
  /// - Throws: `.invalidConfiguration`, also for one that cannot be streamed.
  public init(
    _ configuration: ChunkConfiguration, tokens: TokenCounter? = nil, step: Int = 1 << 20
  ) throws(ChunkerError) {
    guard Self.canCut(configuration) else {
      throw ChunkerError(
        .invalidConfiguration, "Only the strategies recursive and markdown, without a prefix, cut a text as it comes.")
    }
    // Checks the sizes.
    _ = try TextChunker(configuration, tokens: tokens)
    self.configuration = configuration
    self.tokens = configuration.unit == .tokens ? tokens : nil
    // A scalar has at most 4 bytes; a token stands for at most 24 bytes or 64 of white space. A chunk looks as far as the end of
    // the next one, and small ones are joined to it.
    margin = 8 * configuration.size * (configuration.unit == .tokens ? 128 : 4) + (1 << 15)
    self.step = max(1, step)
    wanted = margin + self.step
  }

  /// Adds the next bytes of the text; letters may be split between two calls.
  /// - Returns: the chunks that are decided by now.
  /// - Throws: `.invalidText` when the bytes are no UTF-8.
  public mutating func add(_ bytes: some Collection<UInt8>) throws(ChunkerError) -> [Piece] {
    window.append(contentsOf: bytes)
    return window.count < wanted ? [] : try cut(isLast: false)
  }

  /// The rest of the chunks. Nothing may be added afterwards.
  public mutating func finish() throws(ChunkerError) -> [Piece] { try cut(isLast: true) }

  private mutating func cut(isLast: Bool) throws(ChunkerError) -> [Piece] {
    let end = isLast ? window.count : Self.wholeScalars(window)
    guard let text = String(validating: window[..<end], as: UTF8.self) else {
      throw ChunkerError(
        .invalidText, "The text is not valid UTF-8 after its first \(gone.utf8.upperBound + start) bytes.")
    }
    let result = withUTF8Text(text) { pieces(in: $0, whole: text, isLast: isLast) }
    guard let next = result.next else {
      // Nothing is decided yet (a section without end): again when there is twice as much.
      wanted = window.count * 2
      return []
    }
    open = result.open
    window.removeFirst(next.kept)
    gone = TextRange(utf8: 0..<(gone.utf8.upperBound + next.kept), utf16: 0..<(gone.utf16.upperBound + next.keptUTF16))
    start = next.start - next.kept
    previous = next.previous.map { $0 - next.kept }
    wanted = start + margin + step
    return result.pieces
  }

  /// Where the window goes on after some chunks have been given out.
  private struct Continuation {
    var start: Int
    var previous: Int?
    /// Where the window begins from then on.
    var kept: Int
    var keptUTF16: Int
  }

  private func pieces(
    in text: UTF8Text, whole: String, isLast: Bool
  ) -> (pieces: [Piece], next: Continuation?, open: [ChunkHeading]) {
    let measure = Measure(text, whole: whole, counter: tokens)
    let outline = configuration.strategy == .markdown ? MarkdownOutline(text).outline : Outline(plain: text)
    let headings = HeadingPaths(outline, title: nil, hasPrefix: false, measure: measure, maximum: configuration.size)
    var packer = ChunkPacker(
      text: text, outline: outline, measure: measure, headings: headings,
      limits: .init(
        minimum: configuration.minimum, target: configuration.target ?? configuration.size,
        maximum: configuration.size, overlap: configuration.overlap))
    let before = previous.map {
      ChunkPacker.Piece(overlapStart: $0, start: $0, end: start, heading: -1, prefix: "", context: nil, headSize: 0)
    }
    packer.fill(0..<text.count, from: start, after: before)
    let unjoined = packer.pieces
    packer.joinSmallPieces(from: 0)
    let packed = packer.pieces

    var count = packed.count
    var next: Continuation?
    if isLast {
      next = Continuation(start: text.count, previous: nil, kept: text.count, keptUTF16: 0)
    } else {
      count = packed.partitionIndex { $0.end > text.count - margin }
      if configuration.strategy == .markdown {
        while count > 0, !headings.isHeading(at: packed[count].start) { count -= 1 }
      }
      guard count > 0, count < packed.count else { return ([], nil, open) }
      let start = packed[count].start
      let previous = unjoined[unjoined.partitionIndex { $0.end >= start }].start
      let kept = configuration.strategy == .markdown ? start : Self.beginning(before: previous, in: text)
      next = Continuation(
        start: start, previous: previous < kept ? nil : previous, kept: kept, keptUTF16: text.utf16Count(0..<kept))
    }
    return (
      streamed(packed[..<count], in: text, outline.headings), next,
      paths(outline.headings, before: next?.start ?? 0).open
    )
  }

  /// A place at or before `offset` from which the text looks the same from there on: behind the white space before the word
  /// before it.
  private static func beginning(before offset: Int, in text: UTF8Text) -> Int {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var position = offset
    while position > 0, isSpace(text[position - 1]) { position -= 1 }
    let floor = max(0, position - 4_096)
    while position > floor, !isSpace(text[position - 1]) { position -= 1 }
    return text.scalarBoundary(atOrBefore: position)
  }

  private func streamed(
    _ pieces: ArraySlice<ChunkPacker.Piece>, in text: UTF8Text, _ headings: [ChunkHeading]
  ) -> [Piece] {
    var places: [Int] = []
    if !text.isASCII {
      for piece in pieces {
        places += [piece.overlapStart, piece.start, piece.end]
        if let context = piece.context { places += [context.lowerBound, context.upperBound] }
      }
    }
    let offsets = UTF16Offsets(text, places: places)
    func place(_ range: Range<Int>) -> TextRange {
      let here = offsets.textRange(range)
      func moved(_ range: Range<Int>, by count: Int) -> Range<Int> {
        range.lowerBound + count..<range.upperBound + count
      }
      return TextRange(
        utf8: moved(here.utf8, by: gone.utf8.upperBound), utf16: moved(here.utf16, by: gone.utf16.upperBound))
    }
    let paths = paths(headings, before: .max)
    return pieces.map { piece in
      Piece(
        chunk: Chunk(
          range: place(piece.overlapStart..<piece.end), overlap: place(piece.overlapStart..<piece.start),
          headingPath: piece.heading < 0 ? open.map(\.title) : paths.titles[piece.heading],
          context: piece.context.map(place)),
        text: text.string(piece.overlapStart..<piece.end), context: piece.context.map(text.string))
    }
  }

  /// The path of each heading before `offset`, and what is open there.
  private func paths(_ headings: [ChunkHeading], before offset: Int) -> (titles: [[String]], open: [ChunkHeading]) {
    var open = open
    var titles: [[String]] = []
    for heading in headings where heading.utf8Offset < offset {
      while let last = open.last, last.level >= heading.level { open.removeLast() }
      open.append(heading)
      titles.append(open.map(\.title))
    }
    return (titles, open)
  }

  /// The end of the last scalar of `bytes` that is there as a whole.
  private static func wholeScalars(_ bytes: [UInt8]) -> Int {
    var position = bytes.count
    while position > 0, bytes.count - position < 3, bytes[position - 1] & 0xC0 == 0x80 { position -= 1 }
    guard position > 0 else { return bytes.count }
    let lead = bytes[position - 1]
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
    return bytes.count - (position - 1) < length ? position - 1 : bytes.count
  }
}
