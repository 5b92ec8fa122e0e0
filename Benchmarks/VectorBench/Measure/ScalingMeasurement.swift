// Whether a second thread doubles the searches, by the clock.
import BenchmarkSupport

struct ScalingFigures: Codable {
  var contender: String
  var effort: Int
  var threads: Int
  var queriesPerSecond: Double
}

struct ScalingMeasurement {
  let competition: Competition
  init(_ competition: Competition) { self.competition = competition }

  private static let effort = 80
  private static let seconds = 1.0

  func run(_ contenders: [ContenderProcess]) throws -> [ScalingFigures] {
    var best: [[Double]] = contenders.map { _ in [0, 0] }
    for _ in 0..<competition.arguments.rounds {
      for (number, contender) in contenders.enumerated() {
        for threads in 1...2 {
          var order = Order(action: .parallel, threads: threads, effort: Self.effort)
          order.seconds = Self.seconds
          let rate = try contender.carryOut(order)?.queriesPerSecond ?? 0
          best[number][threads - 1] = max(best[number][threads - 1], rate)
        }
      }
    }
    return zip(contenders, best).flatMap { contender, rates in
      rates.enumerated().map {
        ScalingFigures(contender: contender.name, effort: Self.effort, threads: $0 + 1, queriesPerSecond: $1)
      }
    }
  }
}
