// Recall and queries per second over efSearch, all contenders in turn, round after round.
import BenchmarkSupport
import Measurement

/// The curve of one contender.
struct CurveFigures: Codable {
  var contender: String
  var curve: RecallCurve

  /// The recalls at which libraries are compared.
  static let recalls = [0.90, 0.95, 0.99]
}

struct CurveMeasurement {
  let competition: Competition
  init(_ competition: Competition) { self.competition = competition }

  private var efforts: [Int] { competition.arguments.efforts.filter { $0 >= competition.dataSet.k } }

  /// A round takes every contender through all efforts; the best round of each effort counts, so that a slow spell of
  /// the machine strikes all alike.
  func run(_ contenders: [ContenderProcess]) throws -> [CurveFigures] {
    let efforts = efforts
    var best = contenders.map { _ in efforts.map(Self.unmeasured) }
    for _ in 0..<competition.arguments.rounds {
      for (number, contender) in contenders.enumerated() {
        // The others have had the caches since its last turn.
        if let first = efforts.first { _ = try contender.carryOut(Order(action: .search, effort: first)) }
        for (place, effort) in efforts.enumerated() {
          try measure(&best[number][place], contender, Order(action: .search, effort: effort))
        }
      }
    }
    return zip(contenders, best).map { CurveFigures(contender: $0.name, curve: RecallCurve(points: $1)) }
  }

  /// The curves of indexes of one process, for differences of a few percent: the indexes take turns at every effort,
  /// each long enough to tell, in an order that turns round from round to round. The curves end where all have
  /// `enoughRecall`.
  func run(_ contender: ContenderProcess, variants: [String]) throws -> [RecallCurve] {
    var best = variants.map { _ in [RecallCurve.Point]() }
    for (place, effort) in efforts.enumerated() {
      for number in variants.indices { best[number].append(Self.unmeasured(effort)) }
      for round in 0..<competition.arguments.rounds {
        for number in round.isMultiple(of: 2) ? Array(variants.indices) : variants.indices.reversed() {
          var order = Order(action: .search, variant: variants[number], effort: effort)
          // The other index has had the caches since the last turn.
          order.queryCount = Self.warmingQueryCount
          _ = try contender.carryOut(order)
          (order.queryCount, order.seconds) = (nil, Self.secondsInComparison)
          try measure(&best[number][place], contender, order)
        }
      }
      if best.allSatisfy({ $0[place].recall >= Self.enoughRecall }) { break }
    }
    return best.map(RecallCurve.init)
  }

  private static let secondsInComparison = 0.05
  private static let warmingQueryCount = 200
  private static let enoughRecall = 0.996

  private static func unmeasured(_ effort: Int) -> RecallCurve.Point {
    RecallCurve.Point(effort: effort, recall: 0, queriesPerSecond: 0)
  }

  /// Answers all queries and keeps the higher speed in `best`.
  private func measure(_ best: inout RecallCurve.Point, _ contender: ContenderProcess, _ order: Order) throws {
    let dataSet = competition.dataSet
    guard let outcome = try contender.carryOut(order), let ids = outcome.ids, let seconds = outcome.cpuSeconds else {
      return
    }
    best.recall = dataSet.recall(of: ids, against: dataSet.truth).value
    best.queriesPerSecond = max(best.queriesPerSecond, Double(dataSet.queryCount) / seconds)
  }
}
