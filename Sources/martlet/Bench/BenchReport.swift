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
  var searches: [Search]

  /// One way to search.
  struct Search: Encodable, Sendable {
    /// nil: every vector was compared.
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
    case queriesAre = "queries_are"
  }

  /// For people.
  var table: String {
    var lines = [
      "\(passages) passages of \(documents) documents, model \(model); \(queries) \(queriesAre), \(limit) neighbours each.",
      "", "  efSearch  recall@\(limit)   p50 ms   p90 ms   p99 ms",
    ]
    let width = "recall@\(limit)".count
    for search in searches + [exact] {
      let cells = [
        (search.efSearch.map { "\($0)" } ?? "exact", 8), (JSONText.number(search.recall), width),
        (JSONText.number(search.p50Milliseconds), 7), (JSONText.number(search.p90Milliseconds), 7),
        (JSONText.number(search.p99Milliseconds), 7),
      ]
      lines.append(
        "  " + cells.map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }.joined(separator: "  "))
    }
    let short = searches.reduce(0) { $0 + $1.shortAnswers }
    if short > 0 { lines.append("\(short) answers were shorter than they should be.") }
    return lines.joined(separator: "\n")
  }
}
