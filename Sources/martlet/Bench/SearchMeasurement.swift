// Runs the queries of a bench against the index and times each search by the clock.
import Measurement
import Retrieval

/// Searches of one probe under measurement.
struct SearchMeasurement {
  let probe: IndexProbe
  let queries: [BenchQuery]
  let limit: Int
  /// Every query is asked this often; each search counts.
  private static let passes = 3

  /// What comparing with every vector costs.
  var exact: BenchReport.Search {
    get throws {
      var times: [Double] = []
      for query in queries { times.append(try timed { try truth(of: query) }.seconds) }
      return BenchReport.Search(efSearch: nil, recall: 1, shortAnswers: 0, times: Percentiles(times))
    }
  }

  /// Recall and times for each efSearch.
  ///
  /// - Parameter efforts: values of efSearch; nil leaves the choice to the index.
  func run(efforts: [Int?]) throws -> [BenchReport.Search] {
    let truths = try queries.map(truth)
    return try efforts.map { effort in
      var recall = Recall()
      var times: [Double] = []
      // The first pass brings pages and caches in and is not timed.
      for (query, truth) in zip(queries, truths) {
        recall.count(
          found: try neighbours(of: query) { try probe.search($0, limit: $1, efSearch: effort) }, truth: truth)
      }
      for _ in 0..<Self.passes {
        for query in queries {
          times.append(try timed { try probe.search(query.vector, limit: limit, efSearch: effort) }.seconds)
        }
      }
      return BenchReport.Search(
        efSearch: effort, recall: recall.value, shortAnswers: recall.shortAnswers, times: Percentiles(times))
    }
  }

  private func truth(of query: BenchQuery) throws -> [Int64] {
    try neighbours(of: query) { try probe.searchExactly($0, limit: $1) }
  }

  /// The `limit` nearest passages other than the query's own.
  private func neighbours(
    of query: BenchQuery, _ search: ([Float], Int) throws -> [Int64]
  ) throws -> [Int64] {
    guard let source = query.source else { return try search(query.vector, limit) }
    return Array(try search(query.vector, limit + 1).filter { $0 != source }.prefix(limit))
  }

  private func timed<Result>(_ body: () throws -> Result) rethrows -> (result: Result, seconds: Double) {
    let start = ContinuousClock.now
    let result = try body()
    return (result, start.duration(to: .now) / .seconds(1))
  }
}
