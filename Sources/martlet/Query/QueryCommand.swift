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
    flags: CommonFlags.owner + [
      .init("--knowledge", "NAME", "Only in this knowledge base (its name or id)."),
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
      let scope = try await scope(arguments, session.corpus.authorizer, principal)
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

  private static func scope(
    _ arguments: Arguments, _ authorizer: Authorizer, _ principal: Principal
  ) async throws -> SearchScope {
    guard let name = arguments.values["--knowledge"] else {
      return try await authorizer.scopeOfEverything(for: principal)
    }
    let matching = try await authorizer.knowledge(for: principal).filter {
      $0.record.name == name || $0.record.id == name
    }
    guard !matching.isEmpty else {
      throw ConfigurationError(.invalidValue, "There is no knowledge base '\(name)' that this account can read.")
    }
    return try await authorizer.scope(of: matching.map(\.record.id), for: principal)
  }
}
