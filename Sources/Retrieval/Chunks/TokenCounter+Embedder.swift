// The glue between two rooms that know nothing of each other: sizes of chunks in the tokens of the model that embeds them.
public import Chunker
public import Embeddings

extension TokenCounter {
  /// Counts as `embedder` does. An engine that does not show its tokenizer is taken to have a token for every four bytes, as in
  /// English; what is too long all the same is cut by the engine.
  public init(_ embedder: any Embedder) {
    guard let tokenizer = embedder.textTokenizer else {
      self = .estimate
      return
    }
    self.init(tokenizer: tokenizer)
  }

  /// Counts as `tokenizer` does, what it puts around each text included.
  public init(tokenizer: any Tokenizer) {
    self.init(
      specialCount: tokenizer.prefixIDs.count + tokenizer.suffixIDs.count,
      isAdditiveAtSpaces: tokenizer is WordPieceTokenizer
    ) { tokenizer.tokenize($0).map(\.utf8) }
  }

  /// A token for every four bytes.
  static let estimate = TokenCounter(specialCount: 0, isAdditiveAtSpaces: false) { text in
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(text.utf8.count / 4 + 1)
    var start = 0
    var offset = 0
    for scalar in text.unicodeScalars {
      offset += UTF8.width(scalar)
      guard offset - start >= 4 else { continue }
      ranges.append(start..<offset)
      start = offset
    }
    if start < offset { ranges.append(start..<offset) }
    return ranges
  }
}

extension ChunkConfiguration {
  /// A size below this leaves no room beside what a model adds to every text.
  static let fewestTokens = 16

  /// The most tokens of a passage that `embedder` reads: what lies behind the last would never be found.
  static func largestSize(for embedder: any Embedder) -> Int {
    let prefix = embedder.model.passagePrefix
    let prefixCount = prefix.isEmpty ? 0 : embedder.textTokenizer?.count(prefix) ?? prefix.utf8.count / 4 + 1
    return max(embedder.model.maxTokens - prefixCount, fewestTokens)
  }

  /// These sizes without contradictions, and in tokens as far as `embedder` reads: all of them smaller by the same factor.
  func limited(by embedder: (any Embedder)?) -> ChunkConfiguration {
    var limited = self
    limited.size = max(size, unit == .tokens ? Self.fewestTokens : 1)
    if unit == .tokens, let embedder {
      let largest = Self.largestSize(for: embedder)
      if limited.size > largest {
        func scaled(_ value: Int) -> Int { value * largest / limited.size }
        (limited.overlap, limited.minimum) = (scaled(overlap), scaled(minimum))
        limited.target = target.map(scaled)
        limited.size = largest
      }
    }
    guard strategy != .langchain else {
      limited.overlap = min(limited.overlap, limited.size)
      return limited
    }
    limited.overlap = min(limited.overlap, limited.size / 2)
    limited.minimum = min(limited.minimum, limited.size / 2)
    limited.target = limited.target.map { max(min($0, limited.size), limited.minimum, 1) }
    limited.parentSize = parentSize.map { max($0, limited.size) }
    return limited
  }
}
