// What turnover leaves of an index: recall and speed after deletes and inserts, beside a fresh build of the same vectors.
import FoundationEssentials
import Measurement

/// One contender before or after some turnover.
struct ChurnFigures: Codable {
  var contender: String
  /// "fresh", "20 %", "2 x all".
  var state: String
  var curve: RecallCurve
  var deletedPerSecond: Double?
  /// Fresh: of the build.
  var insertedPerSecond: Double?
  var tombstoneCount: Int?
}

struct ChurnMeasurement {
  let competition: Competition
  init(_ competition: Competition) { self.competition = competition }

  /// The share that goes and comes back at a time.
  private static let share = 0.2

  func run() throws -> [ChurnFigures] {
    try competition.arguments.contenders.flatMap { kind in
      do {
        return try run(kind)
      } catch let error as BenchmarkError where kind.isPeer {
        print("\(kind.name) takes no part: \(error)")
        return []
      }
    }
  }

  private func run(_ kind: ContenderKind) throws -> [ChurnFigures] {
    let threads = competition.arguments.threads.last ?? 2
    let build = Order(action: .build, threads: threads)
    let fresh = try competition.factory.start(kind, variant: "-fresh")
    let churned = try competition.factory.start(kind, variant: "-churned")
    guard let built = try fresh.carryOut(build) else { return [] }
    guard try churned.carryOut(build) != nil else { return [] }

    var figures: [ChurnFigures] = []
    var timesDone = 0
    var stages = [(name: "20 %", times: 1)]
    if !kind.isPeer {
      let perTurnover = Int((1 / Self.share).rounded())
      stages.append(("\(competition.arguments.turnovers) x all", perTurnover * competition.arguments.turnovers))
    }
    for stage in stages {
      var order = Order(action: .churn, threads: threads)
      (order.share, order.times, order.timesBefore) = (Self.share, stage.times - timesDone, timesDone)
      guard order.times > 0, let churn = try churned.carryOut(order) else { return figures }
      timesDone = stage.times
      // From its file, as a server is the day after; the memory of a process that has just built is laid out better.
      if !kind.isPeer {
        for contender in [fresh, churned] { _ = try contender.carryOut(Order(action: .open)) }
      }
      let curves = try CurveMeasurement(competition).run([("fresh", fresh), (stage.name, churned)])
      if figures.isEmpty {
        figures.append(
          ChurnFigures(
            contender: kind.name, state: "fresh", curve: curves[0].curve,
            insertedPerSecond: built.wallSeconds.map { Double(competition.dataSet.count) / $0 }))
      }
      figures.append(
        ChurnFigures(
          contender: kind.name, state: stage.name, curve: curves[1].curve, deletedPerSecond: churn.deletedPerSecond,
          insertedPerSecond: churn.insertedPerSecond, tombstoneCount: churn.tombstoneCount))
    }
    return figures
  }
}
