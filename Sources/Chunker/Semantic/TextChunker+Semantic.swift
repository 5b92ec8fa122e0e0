// Cutting where the subject changes: sentences are compared with the next one by somebody who understands them, and where
// neighbours are farthest apart a chunk ends, as at a heading. The packer does the rest, so every promise holds here too.
//
// A single sentence says little ("It did not."), so at each place the two sentences before it are compared with the two behind
// it (Hearst's TextTiling, with vectors for words). Distances count to four decimals: what another number of threads adds to
// the fifth must not move a chunk.

extension TextChunker {
  /// The chunks of `text` by `.semantic`; with any other strategy those of the call without `distances`.
  ///
  /// - Parameter distances: gives, for texts and pairs of their indices, how far apart the subjects of each pair are, larger for
  ///   farther. Called at most once. An answer of another length than the pairs' is taken for "nobody knows".
  /// - Complexity: O(*n*) in the bytes of `text`, and O(*s* log *s*) in its sentences, besides what `distances` takes.
  public func chunks(
    of text: String, title: String? = nil, headings: [ChunkHeading]? = nil, within segments: [Range<Int>] = [],
    distances: @Sendable (_ texts: [String], _ pairs: [(Int, Int)]) async throws -> [Double]
  ) async rethrows -> [Chunk] {
    guard configuration.strategy == .semantic else {
      return chunks(of: text, title: title, headings: headings, within: segments)
    }
    let sentences = run(of: text, title: nil, headings: headings, within: segments) { $0.sentences(within: $1) }
    // Sentences of two sections are parted anyway.
    let places = sentences.indices.dropFirst().filter { sentences[$0 - 1].group == sentences[$0].group }
    guard !places.isEmpty else { return chunks(of: text, title: title, headings: headings, within: segments) }
    let (windows, pairs) = Self.windows(around: places, of: sentences)
    let texts = withUTF8Text(text) { utf8 in windows.map(utf8.string) }
    let found = try await distances(texts, pairs).map { ($0 * 10_000).rounded() }
    guard found.count == places.count else {
      return chunks(of: text, title: title, headings: headings, within: segments)
    }
    let limit = found.sorted()[(found.count - 1) * configuration.percentile / 100]
    let breaks = zip(places, found).filter { $1 > limit }.map { sentences[$0.0].range.lowerBound }
    return run(of: text, title: title, headings: headings, within: segments, breaks: breaks) { $0.chunks(within: $1) }
  }

  /// The sentences on either side of each place, every range once, and which two belong to it.
  private static func windows(
    around places: [Int], of sentences: [ChunkRun.Sentence]
  ) -> (ranges: [Range<Int>], pairs: [(Int, Int)]) {
    var ranges: [Range<Int>] = []
    var indices: [Range<Int>: Int] = [:]
    func index(_ range: Range<Int>) -> Int {
      if let index = indices[range] { return index }
      indices[range] = ranges.count
      ranges.append(range)
      return ranges.count - 1
    }
    let pairs = places.map { place in
      let (group, last) = (sentences[place].group, sentences.count - 1)
      let first = place >= 2 && sentences[place - 2].group == group ? place - 2 : place - 1
      let end = place < last && sentences[place + 1].group == group ? place + 1 : place
      return (
        index(sentences[first].range.lowerBound..<sentences[place - 1].range.upperBound),
        index(sentences[place].range.lowerBound..<sentences[end].range.upperBound)
      )
    }
    return (ranges, pairs)
  }
}
