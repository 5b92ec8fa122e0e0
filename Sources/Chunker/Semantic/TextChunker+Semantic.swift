// Cutting where the subject changes: sentences are compared with the next one by somebody who understands them, and where
// neighbours are farthest apart a chunk ends, as at a heading. The packer does the rest, so every promise holds here too.
//
// A single sentence says little ("It did not."), so each is compared together with the one before and the one behind it, which
// is Greg Kamradt's way. Distances count to four decimals: what another number of threads adds to the fifth must not move a
// chunk.

extension TextChunker {
  /// The chunks of `text` by `.semantic`; with any other strategy those of the call without `distances`.
  ///
  /// - Parameter distances: gives, for *n* texts, how far apart the subjects of neighbours are: *n* - 1 numbers, larger for
  ///   farther. Called at most once.
  /// - Complexity: O(*n*) in the bytes of `text`, and O(*s* log *s*) in its sentences, besides what `distances` takes.
  public func chunks(
    of text: String, title: String? = nil, headings: [ChunkHeading]? = nil, within segments: [Range<Int>] = [],
    distances: @Sendable ([String]) async throws -> [Double]
  ) async rethrows -> [Chunk] {
    guard configuration.strategy == .semantic else {
      return chunks(of: text, title: title, headings: headings, within: segments)
    }
    let sentences = run(of: text, title: nil, headings: headings, within: segments) { $0.sentences(within: $1) }
    // Sentences of two sections are parted anyway.
    let neighbours = sentences.indices.dropLast().filter { sentences[$0].group == sentences[$0 + 1].group }
    guard !neighbours.isEmpty else { return chunks(of: text, title: title, headings: headings, within: segments) }
    let windows = withUTF8Text(text) { utf8 in sentences.indices.map { utf8.string(Self.window(around: $0, sentences)) } }
    let all = try await distances(windows)
    guard all.count == windows.count - 1 else {
      return chunks(of: text, title: title, headings: headings, within: segments)
    }
    let steps = neighbours.map { (at: $0, distance: (all[$0] * 10_000).rounded()) }
    let ordered = steps.map(\.distance).sorted()
    let limit = ordered[(ordered.count - 1) * configuration.percentile / 100]
    let breaks = steps.filter { $0.distance > limit }.map { sentences[$0.at + 1].range.lowerBound }
    return run(of: text, title: title, headings: headings, within: segments, breaks: breaks) { $0.chunks(within: $1) }
  }

  private static func window(around index: Int, _ sentences: [ChunkRun.Sentence]) -> Range<Int> {
    var range = sentences[index].range
    if index > 0, sentences[index - 1].group == sentences[index].group {
      range = sentences[index - 1].range.lowerBound..<range.upperBound
    }
    if index + 1 < sentences.count, sentences[index + 1].group == sentences[index].group {
      range = range.lowerBound..<sentences[index + 1].range.upperBound
    }
    return range
  }
}
