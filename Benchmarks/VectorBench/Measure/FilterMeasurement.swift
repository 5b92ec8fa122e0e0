// Searches under filters of every selectivity: recall and queries per second, against a scan of the matches and against
// the peers' own filters, and answers that had fewer than k although k match.
import Measurement

/// One contender under one filter.
struct FilterFigures: Codable {
  var contender: String
  /// The share of the vectors that match.
  var selectivity: Double
  var matchCount: Int
  /// efSearch: the lowest tried that reaches a recall of .99, else the one of the best recall.
  var effort: Int
  var recall: Double
  var queriesPerSecond: Double
  var shortAnswers: Int
}

struct FilterMeasurement {
  let competition: Competition
  init(_ competition: Competition) { self.competition = competition }

  private static let efforts = [20, 40, 60, 100, 150, 200, 300, 500, 1000]
  private static let wantedRecall = 0.99
  /// Libraries whose filter is a call for each vertex take long; their passes are as many as this allows.
  private static let secondsForPasses = 3.0
  private static let queryCount = 250

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
      func figures(_ name: String, _ pass: Pass) -> FilterFigures {
        FilterFigures(
          contender: name, selectivity: selectivity, matchCount: matchCount, effort: pass.effort,
          recall: pass.recall.value, queriesPerSecond: pass.queriesPerSecond, shortAnswers: pass.recall.shortAnswers)
      }
      for contender in contenders {
        if let pass = try best(contender, .scan, limit, truth, efforts: [0]) {
          all.append(figures(contender.name + ", scan", pass))
        }
        if let pass = try best(contender, .filter, limit, truth, efforts: Self.efforts) {
          all.append(figures(contender.name, pass))
        }
      }
    }
    return all
  }

  private struct Pass {
    var effort: Int
    var recall: Recall
    var queriesPerSecond: Double
  }

  private func best(
    _ contender: ContenderProcess, _ action: Order.Action, _ labelLimit: Int, _ truth: [Int32], efforts: [Int]
  ) throws -> Pass? {
    var best: Pass?
    for effort in efforts {
      var order = Order(action: action, effort: effort)
      order.labelLimit = labelLimit
      order.queryCount = Self.queryCount
      guard let pass = try measure(contender, order, truth) else { return nil }
      if best.map({ pass.recall.value > $0.recall.value }) ?? true { best = pass }
      if pass.recall.value >= Self.wantedRecall { break }
    }
    return best
  }

  private func measure(_ contender: ContenderProcess, _ order: Order, _ truth: [Int32]) throws -> Pass? {
    var best: Pass?
    var spent = 0.0
    for _ in 0..<competition.arguments.rounds where spent < Self.secondsForPasses {
      guard let outcome = try contender.carryOut(order), let ids = outcome.ids, let seconds = outcome.cpuSeconds else {
        return nil
      }
      spent += seconds
      let rate = Double(ids.count / competition.dataSet.k) / seconds
      best = Pass(
        effort: order.effort, recall: competition.dataSet.recall(of: ids, against: truth),
        queriesPerSecond: max(rate, best?.queriesPerSecond ?? 0))
    }
    return best
  }
}
