// How the files of a corpus are cut when nobody has said anything about one of them: a configuration, or one whose strategy
// follows from what a file turns out to be.
public import Chunker
public import Documents

/// A chunk configuration that may leave the strategy to each file.
public struct ChunkingPlan: Sendable, Hashable {
  /// Sizes, and the strategy unless `isAutomatic`.
  public var configuration: ChunkConfiguration
  /// Whether the file decides: headings, source code, rows, or plain paragraphs.
  public var isAutomatic: Bool

  public init(_ configuration: ChunkConfiguration, isAutomatic: Bool = false) {
    self.configuration = configuration
    self.isAutomatic = isAutomatic
  }

  /// Open WebUI's way: langchain's splitter, by characters.
  public init(size: Int = 1000, overlap: Int = 100) { self.init(ChunkConfiguration(size: size, overlap: overlap)) }

  /// What chunks in tokens aim at. All that a model reads in one vector says less of each sentence than a paragraph does: on
  /// questions about books, aiming at the whole window found fewer answers than langchain's 1,000 characters, four fifths more.
  static func target(of size: Int) -> Int { max(size * 4 / 5, 1) }

  /// By the file's kind, in tokens of the embedding model.
  public static func automatic(size: Int, overlap: Int, minimum: Int) -> ChunkingPlan {
    ChunkingPlan(
      ChunkConfiguration(
        strategy: .recursive, unit: .tokens, minimum: min(minimum, size / 2), target: target(of: size), size: size,
        overlap: min(overlap, size / 2)),
      isAutomatic: true)
  }

  /// The configuration for one document.
  func configuration(for document: ExtractedText) -> ChunkConfiguration {
    var configuration = configuration
    // Records have no header to repeat.
    if isAutomatic || configuration.strategy == .table && document.isRecords {
      configuration.strategy = .suited(to: document)
    }
    return configuration
  }

  /// Everything in it that decides how a file is cut.
  var name: String {
    let c = configuration
    var parts = [
      isAutomatic ? "auto" : c.strategy.rawValue, c.unit.rawValue, "\(c.size)", "\(c.overlap)", "\(c.minimum)",
    ]
    if let target = c.target { parts.append("target \(target)") }
    if c.hasPrefix { parts.append("prefix") }
    if c.strategy == .sentenceWindow { parts.append("window \(c.window)") }
    if c.strategy == .parentChild { parts.append("parent \(c.parentSize ?? c.size * 4)") }
    if c.strategy == .semantic { parts.append("percentile \(c.percentile)") }
    return parts.joined(separator: ":")
  }
}

extension ChunkStrategy {
  /// What cuts a document of this kind best.
  public static func suited(to document: ExtractedText) -> ChunkStrategy {
    if document.isSourceCode { return .code }
    if document.isTable { return .table }
    return document.headings.isEmpty && document.mediaType != "text/markdown" ? .recursive : .markdown
  }
}
