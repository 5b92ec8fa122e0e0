// What an embedding program feels: the time of one search in process at 20,000 vectors, without and with a filter that
// 10 % match, and the rate of durable inserts in batches.
import Measurement

struct LatencyFigures: Codable {
  var contender: String
  var what: String
  var effort: Int
  var p50Milliseconds: Double
  var p90Milliseconds: Double
  var p99Milliseconds: Double
  /// Durable inserts in batches of `batchSize` that made the index.
  var insertedPerSecond: Double?
  var batchSize: Int?
}

struct LatencyMeasurement {
  let competition: Competition
  init(_ competition: Competition) { self.competition = competition }

  private static let count = 20_000
  private static let variant = "-small"
  /// The store's own default.
  private static let effort = 100
  private static let batchSizes = [100, 1000]

  func run() throws -> [LatencyFigures] {
    try competition.each(run)
  }

  private func run(_ kind: ContenderKind) throws -> [LatencyFigures] {
    let contender = try competition.factory.start(kind)
    var figures: [LatencyFigures] = []
    for batchSize in kind.isPeer ? [1000] : Self.batchSizes {
      var build = Order(action: .build, threads: competition.arguments.threads.last ?? 2)
      (build.variant, build.limit, build.batchSize) = (Self.variant, Self.count, batchSize)
      guard let built = try contender.carryOut(build), let seconds = built.wallSeconds else { return figures }
      let count = min(Self.count, competition.dataSet.count)
      for (what, labelLimit) in [("all", nil), ("10 % filter", tenPercent)] {
        var order = Order(action: .latency, effort: Self.effort)
        (order.variant, order.labelLimit) = (Self.variant, labelLimit)
        guard let times = try contender.carryOut(order)?.latencies else { continue }
        let percentiles = Percentiles(times)
        func milliseconds(_ share: Double) -> Double { (percentiles.value(at: share) ?? 0) * 1000 }
        figures.append(
          LatencyFigures(
            contender: kind.name, what: what, effort: Self.effort, p50Milliseconds: milliseconds(0.5),
            p90Milliseconds: milliseconds(0.9), p99Milliseconds: milliseconds(0.99),
            insertedPerSecond: Double(count) / seconds, batchSize: kind.isPeer ? nil : batchSize))
      }
    }
    return figures
  }

  private var tenPercent: Int? {
    LabelPlan.selectivities.firstIndex(of: 0.1).map(competition.arguments.labelPlan.labelLimit(ofSelectivity:))
  }
}
