// Searches under filters of every selectivity: recall and queries per second, against a scan of the matches and against
// the peers' own filters, and answers that had fewer than k although k match.
//
// First every entrant's efSearch is found, then all of them are timed in turns: where a planner has chosen to scan, it runs
// the same code as the scan it is compared with, and a slow spell of the machine must not look like a difference.
//
// hnswlib filters in C++, but Python reaches that only through a callable that is asked about every vertex; what its
// figures hold of that is not the library's fault. faiss has its filter in C++ (IDSelector), over its graph and for a scan.
import BenchmarkSupport
import Measurement

/// One contender under one filter.
struct FilterFigures: Codable {
  var contender: String
  /// The share of the vectors that match.
  var selectivity: Double
  var matchCount: Int
  /// efSearch: the lowest tried that reaches a recall of .99, else the one of the best recall. 0 for a scan.
  var effort: Int
  var recall: Double
  var queriesPerSecond: Double
  /// Answers with fewer than k, or fewer than match where fewer than k do.
  var shortAnswers: Int
}

struct FilterMeasurement {
  let competition: Competition
  init(_ competition: Competition) { self.competition = competition }

  private static let efforts = [20, 40, 60, 100, 150, 200, 300, 500, 1000]
  private static let wantedRecall = 0.99
  private static let queryCount = 250
  /// Processor time of one timed turn at least.
  private static let secondsOfTurn = 0.05
  /// No more efforts and turns for an entrant that has taken so long: a filter that is a call for each vertex does.
  private static let patienceSeconds = 8.0

  func run(_ contenders: [ContenderProcess]) async throws -> [FilterFigures] {
    let dataSet = competition.dataSet
    var all: [FilterFigures] = []
    for (index, selectivity) in LabelPlan.selectivities.enumerated() {
      let limit = competition.arguments.labelPlan.labelLimit(ofSelectivity: index)
      let labels = dataSet.labels
      let truth = await ExactNeighbours(metric: dataSet.metric, dimension: dataSet.dimension, k: dataSet.k)
        .find(
          Array(dataSet.queries.prefix(Self.queryCount * dataSet.dimension)), in: dataSet.base,
          where: { labels[$0] < limit })
      let matchCount = labels.count { $0 < limit }
      Progress.say("a filter that \(matchCount) vectors match")
      var entrants: [Entrant] = []
      for contender in contenders {
        for action in [Order.Action.scan, .filter] {
          var entrant = Entrant(contender: contender, action: action, labelLimit: limit)
          if try findEffort(of: &entrant, truth) { entrants.append(entrant) }
        }
      }
      for _ in 0..<competition.arguments.rounds {
        for number in entrants.indices where entrants[number].seconds < Self.patienceSeconds {
          _ = try take(&entrants[number], effort: entrants[number].effort, seconds: Self.secondsOfTurn)
        }
      }
      all += entrants.map {
        FilterFigures(
          contender: $0.contender.name + ($0.action == .scan ? ", scan" : ""), selectivity: selectivity,
          matchCount: matchCount, effort: $0.effort, recall: $0.recall.value, queriesPerSecond: $0.queriesPerSecond,
          shortAnswers: $0.recall.shortAnswers)
      }
    }
    return all
  }

  /// One way to answer under one filter, and what is known of it so far.
  private struct Entrant {
    let contender: ContenderProcess
    let action: Order.Action
    let labelLimit: Int
    var effort = 0
    var recall = Recall()
    var queriesPerSecond = 0.0
    /// Processor time it has taken.
    var seconds = 0.0
  }

  /// Whether the library can do this; finds its effort, recall and a first speed.
  private func findEffort(of entrant: inout Entrant, _ truth: [Int32]) throws -> Bool {
    var best: Entrant?
    for effort in entrant.action == .scan ? [0] : Self.efforts {
      guard let ids = try take(&entrant, effort: effort, seconds: 0) else { return false }
      entrant.recall = competition.dataSet.recall(of: ids, against: truth)
      if entrant.recall.value > best?.recall.value ?? -1 { best = entrant }
      if entrant.recall.value >= Self.wantedRecall || entrant.seconds > Self.patienceSeconds { break }
    }
    if let best { entrant = best }
    return true
  }

  /// Answers the queries and keeps the best speed at this effort; nil when the library cannot do this.
  private func take(_ entrant: inout Entrant, effort: Int, seconds: Double) throws -> [Int32]? {
    var order = Order(action: entrant.action, effort: effort)
    (order.labelLimit, order.queryCount, order.seconds) = (entrant.labelLimit, Self.queryCount, seconds)
    guard let outcome = try entrant.contender.carryOut(order), let ids = outcome.ids, let spent = outcome.cpuSeconds
    else { return nil }
    if effort != entrant.effort { (entrant.effort, entrant.queriesPerSecond) = (effort, 0) }
    entrant.queriesPerSecond = max(entrant.queriesPerSecond, Double(ids.count / competition.dataSet.k) / spent)
    entrant.seconds += max(spent, seconds)
    return ids
  }
}
