// Recall and queries per second over efSearch, all contenders in turn, round after round.
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

  /// Measures processes under the names tables give them. A round takes every contender through all efforts; the best
  /// round of each effort counts, so that a slow spell of the machine strikes all alike.
  func run(_ contenders: [(name: String, process: ContenderProcess)], efforts: [Int]? = nil) throws -> [CurveFigures] {
    let dataSet = competition.dataSet
    let efforts = efforts ?? competition.arguments.efforts.filter { $0 >= dataSet.k }
    var best = contenders.map { _ in efforts.map { RecallCurve.Point(effort: $0, recall: 0, queriesPerSecond: 0) } }
    for _ in 0..<competition.arguments.rounds {
      for (number, contender) in contenders.enumerated() {
        // The others have had the caches since its last turn.
        if let first = efforts.first { _ = try contender.process.carryOut(Order(action: .search, effort: first)) }
        for (place, effort) in efforts.enumerated() {
          let order = Order(action: .search, effort: effort)
          guard let outcome = try contender.process.carryOut(order), let ids = outcome.ids,
            let seconds = outcome.cpuSeconds
          else { continue }
          best[number][place].recall = dataSet.recall(of: ids, against: dataSet.truth).value
          best[number][place].queriesPerSecond = max(
            best[number][place].queriesPerSecond, Double(dataSet.queryCount) / seconds)
        }
      }
    }
    return zip(contenders, best).map { CurveFigures(contender: $0.name, curve: RecallCurve(points: $1)) }
  }
}
