// How large chunks are and by what they are cut: one configuration for every strategy. Characters are Unicode scalars, which
// is what Python's `len` counts, so that a configuration written for langchain's splitter means the same here.

/// What is recognised in a text, and how chunks are made of it.
public enum ChunkStrategy: String, Sendable, Codable, Hashable, CaseIterable {
  /// langchain's recursive splitter, chunk for chunk (`RecursiveChunker`). Only characters, no minimum, no target.
  case langchain
  /// Paragraphs, else sentences, else lines, else words.
  case recursive
  /// Sections under their headings; fenced code, tables and list items are kept whole when they fit.
  case markdown
  /// Functions and classes by indentation and braces, else lines.
  case code
  /// Rows of CSV, TSV or Markdown tables under their repeated header.
  case table
  /// Single sentences to search, each with its neighbours to read (`ChunkConfiguration.window`).
  case sentenceWindow = "sentence-window"
  /// Small chunks to search, each inside a large one to read (`ChunkConfiguration.parentSize`).
  case parentChild = "parent-child"
  /// Ends where neighbouring sentences are farthest apart in meaning (`ChunkConfiguration.percentile`), when somebody tells the
  /// distances: see `TextChunker.chunks(of:title:headings:within:distances:)`. Else as `.markdown`.
  case semantic
}

/// What sizes are counted in.
public enum ChunkUnit: String, Sendable, Codable, Hashable, CaseIterable {
  /// Unicode scalars.
  case characters
  /// Tokens of the model that a `TokenCounter` speaks for, those it puts around every text included.
  case tokens
}

/// Sizes of chunks and what they are made by. All sizes are in `unit`.
public struct ChunkConfiguration: Sendable, Codable, Hashable {
  public var strategy: ChunkStrategy = .langchain
  public var unit: ChunkUnit = .characters
  /// The most that a chunk has, with everything embedded with it: prefix, repeated header, overlap. At least 1.
  public var size: Int
  /// The most that a chunk repeats of the one before it. From 0 to half of `size`; to `size` for `.langchain`.
  public var overlap: Int
  /// What is smaller is joined to a neighbour when both fit. From 0 to half of `size`.
  public var minimum = 0
  /// What chunks aim at; only what would be torn otherwise goes beyond, up to `size`. Nil: `size`.
  public var target: Int?
  /// Whether the document's title and headings are embedded in front of each chunk. They are no part of its range.
  public var hasPrefix = false
  /// Sentences on either side that `.sentenceWindow` gives to read.
  public var window = 3
  /// The most that a parent of `.parentChild` has. Nil: four times `size`.
  public var parentSize: Int?
  /// The share of neighbouring sentences, in per cent, that `.semantic` takes to be of one subject.
  public var percentile = 90

  /// The defaults are Open WebUI's: 1,000 and 100, cut as langchain does.
  public init(size: Int = 1000, overlap: Int = 100) {
    self.size = size
    self.overlap = overlap
  }

  /// What another strategy than langchain's is asked for.
  public init(
    strategy: ChunkStrategy, unit: ChunkUnit = .characters, minimum: Int = 0, target: Int? = nil, size: Int,
    overlap: Int = 0, hasPrefix: Bool = false, window: Int = 3, parentSize: Int? = nil, percentile: Int = 90
  ) {
    (self.strategy, self.unit, self.minimum, self.target) = (strategy, unit, minimum, target)
    (self.size, self.overlap, self.hasPrefix) = (size, overlap, hasPrefix)
    (self.window, self.parentSize, self.percentile) = (window, parentSize, percentile)
  }

  /// - Throws: `.invalidConfiguration` when the sizes contradict each other.
  package func validate() throws(ChunkerError) {
    func require(_ isTrue: Bool, _ sentence: String) throws(ChunkerError) {
      if !isTrue { throw ChunkerError(.invalidConfiguration, sentence) }
    }
    try require(size >= 1, "The chunk size is \(size); it must be at least 1.")
    let isLangchain = strategy == .langchain
    let room = isLangchain ? size : size / 2
    try require(
      (0...room).contains(overlap),
      "The chunk overlap is \(overlap); it must be between 0 and \(isLangchain ? "" : "half of ")the chunk size (\(size))."
    )
    try require(
      !isLangchain || unit == .characters && minimum == 0 && target == nil && !hasPrefix,
      "langchain's splitter knows characters, a size and an overlap; the other settings are for the other strategies.")
    try require(
      (0...size / 2).contains(minimum),
      "The least chunk size is \(minimum); it must be between 0 and half of the chunk size (\(size)).")
    if let target {
      try require(
        (max(minimum, 1)...size).contains(target),
        "The target size is \(target); it must be between the least size (\(minimum)) and the chunk size (\(size)).")
    }
    try require((0...1_000).contains(window), "The window is \(window) sentences; it must be between 0 and 1000.")
    try require((1...100).contains(percentile), "The percentile is \(percentile); it must be between 1 and 100.")
    if let parentSize {
      try require(
        parentSize >= size, "The parent size is \(parentSize); it must be at least the chunk size (\(size)).")
    }
  }
}
