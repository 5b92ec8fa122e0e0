// The setting TEXT_SPLITTER: the values Open WebUI knows, and our strategies by their own names.
import Chunker

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
  /// Single sentences to find, with their neighbours to read.
  case sentenceWindow = "sentence_window"
  /// Small chunks to find, inside large ones to read.
  case parentChild = "parent_child"
  /// Where the subject changes, as the embedding model sees it.
  case semantic
  /// By the file's kind, sized in tokens of the embedding model.
  case auto

  /// What may be set besides nothing at all, for sentences.
  public static let names = allCases.map(\.rawValue).filter { !$0.isEmpty }.joined(separator: ", ")

  /// The plan for a longest passage of `size` and an overlap, in this splitter's unit.
  ///
  /// `auto` counts tokens and is configured in characters like most others, so that it can be switched to and back without
  /// touching the sizes: four characters are taken for a token.
  public func plan(size: Int, overlap: Int) -> ChunkingPlan {
    func structured(_ strategy: ChunkStrategy, _ unit: ChunkUnit = .characters) -> ChunkingPlan {
      // What is smaller than an eighth says too little to be found by itself.
      ChunkingPlan(
        ChunkConfiguration(
          strategy: strategy, unit: unit, minimum: size / 8,
          target: unit == .tokens ? ChunkingPlan.target(of: size) : nil,
          size: size, overlap: min(overlap, size / 2)))
    }
    return switch self {
    case .standard, .character: ChunkingPlan(size: size, overlap: overlap)
    case .token: structured(.recursive, .tokens)
    case .markdownHeader: structured(.markdown)
    case .recursive: structured(.recursive)
    case .code: structured(.code)
    case .table: structured(.table)
    case .sentenceWindow: structured(.sentenceWindow)
    case .parentChild: structured(.parentChild)
    case .semantic: structured(.semantic)
    case .auto:
      .automatic(size: max(size / 4, ChunkConfiguration.fewestTokens), overlap: overlap / 4, minimum: size / 32)
    }
  }
}
