// The setting TEXT_SPLITTER: the values Open WebUI knows, and our strategies by their own names.
public import Chunker

/// How the texts of a corpus are cut, by name.
public enum TextSplitter: String, Sendable, CaseIterable {
  /// langchain's recursive splitter, by characters: what Open WebUI does when nothing is set.
  case standard = ""
  case character
  /// Paragraphs and sentences, sized in tokens of the embedding model.
  case token
  /// Sections under their headings.
  case markdownHeader = "markdown_header"
  case recursive
  case code
  case table

  /// What may be set besides nothing at all, for sentences.
  public static let names = allCases.map(\.rawValue).filter { !$0.isEmpty }.joined(separator: ", ")

  /// The configuration for a longest passage of `size` and an overlap, in this splitter's unit.
  public func configuration(size: Int, overlap: Int) -> ChunkConfiguration {
    func structured(_ strategy: ChunkStrategy, _ unit: ChunkUnit) -> ChunkConfiguration {
      // What is smaller than an eighth says too little to be found by itself.
      ChunkConfiguration(strategy: strategy, unit: unit, minimum: size / 8, size: size, overlap: min(overlap, size / 2))
    }
    return switch self {
    case .standard, .character: ChunkConfiguration(size: size, overlap: overlap)
    case .token: structured(.recursive, .tokens)
    case .markdownHeader: structured(.markdown, .characters)
    case .recursive: structured(.recursive, .characters)
    case .code: structured(.code, .characters)
    case .table: structured(.table, .characters)
    }
  }
}
