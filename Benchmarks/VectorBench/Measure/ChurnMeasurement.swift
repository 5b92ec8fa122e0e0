// What turnover leaves of an index: recall and speed after deletes and inserts, beside a fresh build of the same vectors.
//
// The differences that matter (.002 of recall, a twentieth of the speed) are no larger than those between two builds that
// insert in different orders. So one process holds both indexes, they take turns at every efSearch, turnover begins with a
// copy of the fresh index, and `--replicas` does the whole several times, each with its own order of inserts and deletes,
// and takes means. The fresh index is built in random order too: vectors that lie in the file as in their documents give
// an index neighbours in neighbouring rows, which is worth up to a fifth of the speed of a small one, and which no
// turnover could keep.
import BenchmarkSupport
import FoundationEssentials
import Measurement

/// One contender after some turnover, beside its fresh build. Means over the replicas.
struct ChurnFigures: Codable {
  var contender: String
  /// "20 %", "10 x all", "compacted".
  var state: String
  /// The fresh build, measured in turns with this state.
  var fresh: RecallCurve
  var curve: RecallCurve
  /// Recall lost at equal efSearch, of each replica: on average where the fresh build has a recall of .90 to .995.
  var recallLosses: [Double]
  /// Inserts a second, by the clock, of the fresh build and in the turnover since the state before.
  var freshInsertedPerSecond: Double?
  var insertedPerSecond: Double?
  var deletedPerSecond: Double?
  /// Deleted vectors that are in the graph still.
  var tombstoneCount: Int?
  var compactSeconds: Double?

  /// One line for a run that takes long.
  var summary: String {
    func speed(_ recall: Double) -> String {
      Shown.ratio(curve.queriesPerSecond(atRecall: recall), fresh.queriesPerSecond(atRecall: recall))
    }
    return "recall loss \(Shown.decimal(recallLosses.last, 4)), queries/s of fresh at .95 \(speed(0.95)), at .99 "
      + "\(speed(0.99)), inserts \(Shown.ratio(insertedPerSecond, freshInsertedPerSecond))"
  }

  /// The greatest loss of recall at any efSearch from .90 on.
  var greatestRecallLoss: Double? {
    zip(fresh.points, curve.points).filter { $0.0.recall >= 0.90 }.map { $0.recall - $1.recall }.max()
  }
}

struct ChurnMeasurement {
  let competition: Competition
  init(_ competition: Competition) { self.competition = competition }

  /// The share that goes and comes back at a time.
  private static let share = 0.2
  private static let fresh = "-fresh"
  private static let churned = "-churned"

  private enum Step {
    /// As many shares in all.
    case churn(Int)
    case compact
  }

  func run() throws -> [ChurnFigures] {
    try competition.each { kind in
      let replicas = try (0..<competition.arguments.replicas).map { try run(kind, replica: $0) }
      return Self.means(replicas)
    }
  }

  /// The states of one contender in their order.
  private func steps(_ kind: ContenderKind) -> [(state: String, step: Step)] {
    let perTurnover = Int((1 / Self.share).rounded())
    let turnovers = kind.isPeer ? competition.arguments.peerTurnovers : competition.arguments.turnovers
    var steps: [(String, Step)] = [("20 %", .churn(1))]
    if turnovers > 0 { steps.append(("1 x all", .churn(perTurnover))) }
    if turnovers > 1 { steps.append(("\(turnovers) x all", .churn(perTurnover * turnovers))) }
    if !kind.isPeer { steps.append(("compacted", .compact)) }
    return steps
  }

  private func run(_ kind: ContenderKind, replica: Int) throws -> [ChurnFigures] {
    let threads = competition.arguments.threads.last ?? 2
    let contender = try competition.factory.start(kind)
    func order(_ action: Order.Action, _ variant: String) -> Order {
      Order(action: action, variant: variant, threads: threads)
    }
    func progress(_ state: String) { Progress.say("\(kind.name), replica \(replica + 1): \(state)") }

    progress("building")
    var build = order(.build, Self.fresh)
    build.seed = competition.arguments.buildsInRandomOrder ? 1 + replica : 0
    guard let seconds = try contender.carryOut(build)?.wallSeconds else { return [] }
    try competition.factory.copyIndex(of: kind, from: Self.fresh, to: Self.churned)
    (build.variant, build.mayReuse) = (Self.churned, true)
    guard try contender.carryOut(build) != nil else { return [] }

    var all: [ChurnFigures] = []
    var timesDone = 0
    for (state, step) in steps(kind) {
      progress("\(state) …")
      var outcome = Outcome()
      switch step {
      case .churn(let times):
        var churn = order(.churn, Self.churned)
        (churn.share, churn.times, churn.timesBefore) = (Self.share, times - timesDone, timesDone)
        churn.seed = 1000 + replica
        guard let done = try contender.carryOut(churn) else { return all }
        (outcome, timesDone) = (done, times)
      case .compact:
        guard let done = try contender.carryOut(order(.compact, Self.churned)) else { return all }
        outcome = done
      }
      // From the file, as a server is the day after; the memory of a process that has just built is laid out better.
      if !kind.isPeer {
        for variant in [Self.fresh, Self.churned] { _ = try contender.carryOut(order(.open, variant)) }
      }
      let curves = try CurveMeasurement(competition).run(contender, variants: [Self.fresh, Self.churned])
      var figures = ChurnFigures(
        contender: kind.name, state: state, fresh: curves[0], curve: curves[1], recallLosses: [])
      figures.recallLosses = [Self.meanLoss(from: curves[0], to: curves[1])].compactMap { $0 }
      (figures.freshInsertedPerSecond, figures.tombstoneCount) = (
        Double(competition.dataSet.count) / seconds, outcome.tombstoneCount
      )
      (figures.insertedPerSecond, figures.deletedPerSecond) = (outcome.insertedPerSecond, outcome.deletedPerSecond)
      if case .compact = step { figures.compactSeconds = outcome.wallSeconds }
      all.append(figures)
      progress("\(state): \(figures.summary)")
    }
    return all
  }

  private static func meanLoss(from fresh: RecallCurve, to later: RecallCurve) -> Double? {
    let losses = zip(fresh.points, later.points).filter { (0.90...0.995).contains($0.0.recall) }
      .map { $0.recall - $1.recall }
    return losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count)
  }

  /// State by state, the mean of all replicas.
  private static func means(_ replicas: [[ChurnFigures]]) -> [ChurnFigures] {
    (0..<(replicas.map(\.count).min() ?? 0)).map { state in
      let all = replicas.map { $0[state] }
      func mean(_ value: (ChurnFigures) -> Double?) -> Double? {
        let values = all.compactMap(value)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      }
      func mean(_ curve: KeyPath<ChurnFigures, RecallCurve>) -> RecallCurve {
        // A curve ends where recall is all but 1, in one replica earlier than in another.
        RecallCurve(
          points: (0..<(all.map { $0[keyPath: curve].points.count }.min() ?? 0)).map { place in
            RecallCurve.Point(
              effort: all[0][keyPath: curve].points[place].effort,
              recall: mean { $0[keyPath: curve].points[place].recall } ?? 0,
              queriesPerSecond: mean { $0[keyPath: curve].points[place].queriesPerSecond } ?? 0)
          })
      }
      return ChurnFigures(
        contender: all[0].contender, state: all[0].state, fresh: mean(\.fresh), curve: mean(\.curve),
        recallLosses: all.flatMap(\.recallLosses), freshInsertedPerSecond: mean(\.freshInsertedPerSecond),
        insertedPerSecond: mean(\.insertedPerSecond), deletedPerSecond: mean(\.deletedPerSecond),
        tombstoneCount: all.last?.tombstoneCount, compactSeconds: mean(\.compactSeconds))
    }
  }
}
