// What `martlet bench` found, as a table and as JSON.
import Measurement

struct BenchReport: Encodable, Sendable {
  var model: String
  var documents: Int
  var passages: Int
  var queries: Int
  var queriesAre: String
  var limit: Int
  var exact: Search
  /// What queries get that name no efSearch.
  var usual: Search
  var searches: [Search]

  /// One way to search.
  struct Search: Encodable, Sendable {
    /// nil: every vector was compared, or the choice was the index's.
    var efSearch: Int?
    var recall: Double
    /// Answers that were shorter than what there is to find.
    var shortAnswers: Int
    var p50Milliseconds: Double
    var p90Milliseconds: Double
    var p99Milliseconds: Double

    init(efSearch: Int?, recall: Double, shortAnswers: Int, times: Percentiles) {
      self.efSearch = efSearch
      self.recall = recall
      self.shortAnswers = shortAnswers
      func milliseconds(_ share: Double) -> Double { (times.value(at: share) ?? 0) * 1_000 }
      p50Milliseconds = milliseconds(0.5)
      p90Milliseconds = milliseconds(0.9)
      p99Milliseconds = milliseconds(0.99)
    }

    private enum CodingKeys: String, CodingKey {
      case recall
      case efSearch = "ef_search"
      case shortAnswers = "short_answers"
      case p50Milliseconds = "p50_ms"
      case p90Milliseconds = "p90_ms"
      case p99Milliseconds = "p99_ms"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case model, documents, passages, queries, limit, exact, searches
    case usual = "default"
    case queriesAre = "queries_are"
  }

  /// For people.
  var table: String {
    var lines = [
      "\(passages) passages of \(documents) documents, model \(model); \(queries) \(queriesAre), \(limit) neighbours each.",
      "", "  efSearch  recall@\(limit)   p50 ms   p90 ms   p99 ms",
    ]
    let width = "recall@\(limit)".count
    let rows = searches.map { ("\($0.efSearch ?? 0)", $0) } + [("default", usual), ("exact", exact)]
    for (name, search) in rows {
      let cells = [
        (name, 8), (JSONText.number(search.recall), width),
        (JSONText.number(search.p50Milliseconds), 7), (JSONText.number(search.p90Milliseconds), 7),
        (JSONText.number(search.p99Milliseconds), 7),
      ]
      lines.append(
        "  " + cells.map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }.joined(separator: "  "))
    }
    let short = (searches + [usual]).reduce(0) { $0 + $1.shortAnswers }
    if short > 0 { lines.append("\(short) answers were shorter than they should be.") }
    return (lines + ["", advice]).joined(separator: "\n")
  }

  /// What the figures mean for the one who chooses efSearch.
  private var advice: String {
    if (searches + [usual]).allSatisfy({ $0.recall == 1 }) {
      return "Every search found all true neighbours: efSearch need not be raised."
    }
    let wanted = 0.99
    guard let enough = searches.filter({ $0.recall >= wanted }).min(by: { $0.efSearch ?? 0 < $1.efSearch ?? 0 }) else {
      return "No efSearch tried finds 99 % of the true neighbours; try larger ones with --ef."
    }
    let gain = enough.p50Milliseconds > 0 ? Int((exact.p50Milliseconds / enough.p50Milliseconds).rounded()) : 0
    let speed = gain > 1 ? ", \(gain) times as fast as comparing with every vector" : ""
    return "The least efSearch tried that finds 99 % of the true neighbours is \(enough.efSearch ?? 0)\(speed). "
      + "A query chooses its own with ef_search."
  }
}
