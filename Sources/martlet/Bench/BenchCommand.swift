// `martlet bench`: how well and how fast the vector index answers on the user's own data.
import FoundationEssentials
import RAGServer
import Retrieval

enum BenchCommand {
  static let command = Command(
    name: "bench", operands: "[flags]",
    summary: "Measure recall and latency of vector search on your own data.",
    explanation: """
      Asks the vector index for the nearest passages of sampled passages (or of your questions), once by comparing with
      every vector and then with rising efSearch, and prints which share of the true neighbours each setting finds and
      how long a search takes; 'default' is what a query gets that names no ef_search. Embedding the question and
      reading the passages are not part of the times.

      Stop the server first. Changes nothing.

      Examples:
        martlet bench
        martlet bench --knowledge Contracts --questions questions.txt --json
      """,
    flags: CommonFlags.owner + CommonFlags.knowledge + [
      .init("--questions", "FILE", "Questions to ask, one a line. Default: passages are sampled."),
      .init("--queries", "N", "How many passages to sample, or how many questions at most. Default: 200."),
      .init("--limit", "N", "How many neighbours to ask for. Default: 10."),
      .init("--ef", "N,…", "The values of efSearch to try. Default: 10,20,40,60,80,100,150,200,400."),
      .init("--seed", "N", "Chooses other passages. Default: 1."),
      .init("--json", nil, "Print JSON instead of text."),
    ],
    settings: CommonFlags.corpusSettings,
    run: run)

  private struct Options {
    var queryCount = 200
    var limit = 10
    var efforts = [10, 20, 40, 60, 80, 100, 150, 200, 400]
    var seed: UInt64 = 1
    var questions: [String]?

    init(_ arguments: Arguments) throws(ConfigurationError) {
      if let text = arguments.values["--queries"] { queryCount = try Self.number("--queries", text, atMost: 100_000) }
      if let text = arguments.values["--limit"] {
        limit = try Self.number("--limit", text, atMost: SearchOptions.greatestLimit)
      }
      if let text = arguments.values["--seed"] { seed = UInt64(try Self.number("--seed", text, atMost: Int.max)) }
      if let text = arguments.values["--ef"] {
        efforts = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
          efforts.append(try Self.number("--ef", String(part), atMost: 100_000))
        }
      }
      if let path = arguments.values["--questions"] {
        guard let data = FileManager.default.contents(atPath: path) else {
          throw ConfigurationError(.invalidValue, "The questions '\(path)' cannot be read.")
        }
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        questions = lines.map(String.init).filter { $0.contains { !$0.isWhitespace } }
        guard questions?.isEmpty == false else {
          throw ConfigurationError(.invalidValue, "There is no question in '\(path)'.")
        }
      }
    }

    private static func number(_ flag: String, _ text: String, atMost: Int) throws(ConfigurationError) -> Int {
      guard let number = Int(text), (1...atMost).contains(number) else {
        throw ConfigurationError(.invalidValue, "\(flag) is '\(text)'; it must be a whole number from 1 to \(atMost).")
      }
      return number
    }
  }

  @Sendable private static func run(_ arguments: Arguments, _ values: SettingValues) async throws -> Int32 {
    let options = try Options(arguments)
    let report = try await CommonFlags.withCorpus(values) { session -> BenchReport? in
      let principal = try await CommonFlags.principal(arguments, session)
      let scope = try await CommonFlags.scope(arguments, session, principal)
      let probe = try await session.corpus.probe(of: scope)
      let queries =
        if let questions = options.questions {
          try await BenchQuery.asked(Array(questions.prefix(options.queryCount)), probe)
        } else {
          try BenchQuery.sampled(options.queryCount, probe, seed: options.seed)
        }
      guard !queries.isEmpty else { return nil }
      let measurement = SearchMeasurement(probe: probe, queries: queries, limit: options.limit)
      var searches = try measurement.run(efforts: [nil] + options.efforts)
      let usual = searches.removeFirst()
      return BenchReport(
        model: session.corpus.embeddingModel?.id ?? "", documents: probe.documentCount,
        passages: probe.passageIDs.count, queries: queries.count,
        queriesAre: options.questions == nil ? "sampled passages" : "questions", limit: options.limit,
        exact: try measurement.exact, usual: usual, searches: searches)
    }
    guard let report else {
      Output.error("martlet: There are no passages with vectors to search. 'martlet ingest PATH…' takes some in.")
      return 1
    }
    Output.line(arguments.switches.contains("--json") ? try JSONText.encoded(report) : report.table)
    return 0
  }
}
