// `martlet query TEXT`: asks the corpus and prints the passages with their citations.
import RAGServer
import Retrieval

enum QueryCommand {
  static let command = Command(
    name: "query", operands: "TEXT [flags]",
    summary: "Ask a question; prints passages with file, page, offsets and score.",
    explanation: """
      Finds the passages that answer TEXT best and prints each with the file it stands in, the page, its place in the
      file's text (UTF-8 bytes and UTF-16 units) and its score from 0 to 1.

      Examples:
        martlet query "How long is the warranty?"
        martlet query --knowledge Contracts --limit 5 --mode hybrid --json "notice period"
      """,
    flags: CommonFlags.owner + CommonFlags.knowledge + [
      .init("--limit", "N", "How many passages. Default: RAG_TOP_K."),
      .init("--mode", "MODE", "vector (by meaning), lexical (by words) or hybrid. Default: vector."),
      .init("--json", nil, "Print JSON instead of text."),
    ],
    settings: CommonFlags.corpusSettings + [.topK, .relevanceThreshold, .lexicalWeight],
    run: run)

  @Sendable private static func run(_ arguments: Arguments, _ values: SettingValues) async throws -> Int32 {
    let question = arguments.operands.joined(separator: " ")
    guard !question.isEmpty else {
      throw ConfigurationError(.missingValue, "Write the question after the command: martlet query \"How …?\"")
    }
    let configuration = try ServerConfiguration(values)
    let options = try options(arguments, configuration)
    let (passages, seconds) = try await CommonFlags.withCorpus(values) { session in
      let principal = try await CommonFlags.principal(arguments, session)
      let scope = try await CommonFlags.scope(arguments, session, principal)
      let started = ContinuousClock.now
      let passages = try await session.corpus.search(question, in: scope, options: options)
      return (passages, started.duration(to: .now) / .seconds(1))
    }
    if arguments.switches.contains("--json") {
      Output.line(try JSONText.encoded(PassageListing(query: question, seconds: seconds, passages: passages)))
    } else {
      for (rank, passage) in passages.enumerated() { Output.line(PassageText.describe(passage, rank: rank + 1)) }
      Output.line(
        passages.isEmpty
          ? "No passage found." : "\(passages.count) passages in \(JSONText.number(seconds * 1_000)) ms.")
    }
    return passages.isEmpty ? 1 : 0
  }

  private static func options(
    _ arguments: Arguments, _ configuration: ServerConfiguration
  ) throws(ConfigurationError) -> SearchOptions {
    var options = SearchOptions(
      limit: configuration.topK, minimumScore: configuration.relevanceThreshold,
      lexicalWeight: configuration.lexicalWeight)
    if let text = arguments.values["--limit"] {
      guard let limit = Int(text), (1...SearchOptions.greatestLimit).contains(limit) else {
        throw ConfigurationError(
          .invalidValue, "--limit is '\(text)'; it must be a whole number from 1 to \(SearchOptions.greatestLimit).")
      }
      options.limit = limit
    }
    if let text = arguments.values["--mode"] {
      guard let mode = SearchOptions.Mode(rawValue: text) else {
        let modes = SearchOptions.Mode.allCases.map(\.rawValue).joined(separator: ", ")
        throw ConfigurationError(.invalidValue, "--mode is '\(text)'; it must be one of \(modes).")
      }
      options.mode = mode
    }
    return options
  }
}
