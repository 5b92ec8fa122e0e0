// `martlet embed`: lines in, vectors out, for scripts. It opens no data folder, so it runs beside a server.
import Embeddings
import FoundationEssentials
import Glibc
import RAGServer

enum EmbedCommand {
  static let command = Command(
    name: "embed", operands: "[FILE…] [flags]",
    summary: "Embed lines of text; prints one JSON object a line.",
    explanation: """
      Reads lines from the files, or from standard input when there are none, and prints for each, in their order, a JSON
      object with its vector: {"index": 0, "embedding": [...]}. Empty lines are skipped and not counted.

      Examples:
        printf 'first\\nsecond\\n' | martlet embed
        martlet embed --text --purpose query questions.txt
        martlet embed --speed corpus.txt
      """,
    flags: [
      .init("--purpose", "PURPOSE", "passage or query, for models that tell them apart. Default: passage."),
      .init("--text", nil, "Put the line itself into its object."),
      .init("--speed", nil, "Print how fast the lines were embedded instead of their vectors."),
    ],
    settings: [
      .dataDirectory, .configurationFile, .embeddingModel, .embeddingThreads, .embeddingArithmetic, .embeddingEngine,
      .graphRuntime,
    ],
    run: run)

  /// Lines embedded together: enough to keep every core busy.
  private static let linesPerRequest = 256

  @Sendable private static func run(_ arguments: Arguments, _ values: SettingValues) async throws -> Int32 {
    let purpose: Purpose
    switch arguments.values["--purpose"] ?? "passage" {
    case "passage": purpose = .passage
    case "query": purpose = .query
    case let other: throw ConfigurationError(.invalidValue, "--purpose is '\(other)'; it must be passage or query.")
    }
    let embedder = try await EmbeddingTool.open(try ServerConfiguration(values))
    if arguments.switches.contains("--speed") {
      try await EmbeddingSpeed.measure(embedder, files: files(arguments), as: purpose)
      return 0
    }
    let withText = arguments.switches.contains("--text")
    var index = 0
    var lines: [String] = []
    func flush() async throws {
      let vectors = try await embedder.embed(lines, as: purpose)
      for (line, vector) in zip(lines, vectors) {
        let numbers = vector.map(\.description).joined(separator: ",")
        let text = withText ? #""text":\#(JSONText.quoted(line)),"# : ""
        Output.line(#"{"index":\#(index),\#(text)"embedding":[\#(numbers)]}"#)
        index += 1
      }
      lines = []
    }
    for file in files(arguments) {
      let reader = try LineReader(file)
      while let line = try reader.next() {
        guard !line.isEmpty else { continue }
        lines.append(line)
        if lines.count == linesPerRequest { try await flush() }
      }
    }
    if !lines.isEmpty { try await flush() }
    return 0
  }

  private static func files(_ arguments: Arguments) -> [String] { arguments.operands.isEmpty ? ["-"] : arguments.operands }
}
