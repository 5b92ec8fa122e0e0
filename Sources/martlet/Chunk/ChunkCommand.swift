// `martlet chunk FILE`: how a document would be cut, with the place of every chunk. It opens no data folder.
import Chunker
import Documents
import Embeddings
import FoundationEssentials
import RAGServer
import Retrieval

enum ChunkCommand {
  static let command = Command(
    name: "chunk", operands: "FILE [flags]",
    summary: "Cut a document; prints the chunks with their ranges.",
    explanation: """
      Reads a document of any supported format and prints its chunks: range in the extracted text (UTF-8 bytes and UTF-16
      units), what of it repeats the chunk before, page, headings, and the text.

      Strategies: \(ChunkStrategy.allCases.map(\.rawValue).joined(separator: ", ")). Without --strategy the file's kind decides:
      code, table, markdown when there are headings, else recursive. semantic asks the embedding model.

      A plain text (strategy recursive) or Markdown (strategy markdown) of 64 MiB or more is cut as it is read, in little memory;
      it must be UTF-8.

      Examples:
        martlet chunk manual.pdf
        martlet chunk README.md --size 256 --overlap 32 --tokens --prefix --json
      """,
    flags: [
      .init("--strategy", "NAME", "How the text is cut."),
      .init("--size", "N", "The most a chunk has, everything included. Default: 1000, or 256 with --tokens."),
      .init("--overlap", "N", "The most it repeats of the chunk before. Default: 0."),
      .init("--minimum", "N", "Smaller ones are joined when they fit. Default: an eighth of the size."),
      .init("--target", "N", "What chunks aim at. Default: the size."),
      .init("--parent", "N", "The size of parents, for parent-child. Default: four times the size."),
      .init("--window", "N", "Sentences on either side, for sentence-window. Default: 3."),
      .init("--percentile", "N", "Share of sentences that semantic takes to be of one subject. Default: 90."),
      .init("--tokens", nil, "Sizes in tokens of the embedding model instead of characters."),
      .init("--prefix", nil, "Put title and headings in front of what is embedded."),
      .init("--json", nil, "Print JSON instead of text."),
    ],
    settings: [.dataDirectory, .configurationFile, .embeddingModel],
    run: run)

  @Sendable private static func run(_ arguments: Arguments, _ values: SettingValues) async throws -> Int32 {
    guard let path = arguments.operands.first, arguments.operands.count == 1 else {
      throw ConfigurationError(.missingValue, "Name one file: martlet chunk FILE.")
    }
    let filename = path.split(separator: "/").last.map(String.init) ?? path
    var configuration = try chunking(arguments)
    var embedder: (any Embedder)?
    if configuration.unit == .tokens || configuration.strategy == .semantic {
      embedder = try await EmbeddingTool.open(try ServerConfiguration(values))
    }
    let tokens = configuration.unit == .tokens ? embedder.map { TokenCounter($0) } : nil
    let isJSON = arguments.switches.contains("--json")
    var chunker: TextChunker
    let document: ExtractedText
    do {
      chunker = try TextChunker(configuration, tokens: tokens)
      let streaming = ChunkStreaming(
        filename: filename, configuration: configuration, isChosen: arguments.values["--strategy"] != nil,
        tokens: tokens,
        isJSON: isJSON)
      if let count = try streaming.run(path) { return count == 0 ? 1 : 0 }
      document = try await DocumentExtractor().extract(fileAt: path, filename: filename)
      if arguments.values["--strategy"] == nil {
        configuration.strategy = .suited(to: document)
        chunker = try TextChunker(configuration, tokens: tokens)
      }
    } catch let error as ChunkerError {
      throw ConfigurationError(.invalidValue, error.message)
    }
    let isMarkdown = document.mediaType == "text/markdown" && configuration.strategy != .recursive
    let known = document.headings.map { ChunkHeading(level: $0.level, title: $0.title, utf8Offset: $0.utf8Offset) }
    let model = embedder
    let chunks = try await chunker.chunks(
      of: document.text, title: document.title, headings: isMarkdown || known.isEmpty ? nil : known,
      within: document.pages.map(\.utf8)
    ) { try await model?.distances(among: $0, $1) ?? [] }
    let listing = ChunkListing(filename, configuration, document, chunks, tokens)
    Output.line(isJSON ? try JSONText.encoded(listing) : listing.text)
    return chunks.isEmpty ? 1 : 0
  }

  private static func chunking(
    _ arguments: Arguments
  ) throws(ConfigurationError) -> ChunkConfiguration {
    func number(_ flag: String) throws(ConfigurationError) -> Int? {
      guard let text = arguments.values[flag] else { return nil }
      guard let number = Int(text) else {
        throw ConfigurationError(.invalidValue, "\(flag) is '\(text)'; it must be a whole number.")
      }
      return number
    }
    var strategy = ChunkStrategy.recursive
    if let name = arguments.values["--strategy"] {
      guard let named = ChunkStrategy(rawValue: name) else {
        let names = ChunkStrategy.allCases.map(\.rawValue).joined(separator: ", ")
        throw ConfigurationError(.invalidValue, "--strategy is '\(name)'; it must be one of \(names).")
      }
      strategy = named
    }
    let isInTokens = arguments.switches.contains("--tokens")
    let size = try number("--size") ?? (isInTokens ? 256 : 1_000)
    return ChunkConfiguration(
      strategy: strategy, unit: isInTokens ? .tokens : .characters,
      minimum: try number("--minimum") ?? (strategy == .langchain ? 0 : size / 8), target: try number("--target"),
      size: size, overlap: try number("--overlap") ?? 0, hasPrefix: arguments.switches.contains("--prefix"),
      window: try number("--window") ?? 3, parentSize: try number("--parent"),
      percentile: try number("--percentile") ?? 90)
  }
}
