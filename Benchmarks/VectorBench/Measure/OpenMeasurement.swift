// How soon a fresh process answers, and what memory it has taken when it has answered every query once.
//
// Each time counts from a process that has nothing open to an open index and to the first answer; starting the process
// and reading the queries are not part of it. The files are in the page cache.
import Measurement

/// Medians of several fresh processes.
struct OpenFigures: Codable {
  var contender: String
  var openMilliseconds: Double
  var firstAnswerMilliseconds: Double
  var residentBytes: Int
  var fileBytes: Int
}

struct OpenMeasurement {
  let competition: Competition
  init(_ competition: Competition) { self.competition = competition }

  private static let repeats = 7
  /// Peers read the whole file; fewer repeats will do once one takes longer than this.
  private static let patienceSeconds = 1.0
  private static let repeatsOfTheSlow = 3

  /// Martlet's kinds mapped, and resident too if that is what the run is about.
  func run() throws -> [OpenFigures] {
    try competition.each { kind in
      let residencies =
        kind.isPeer || competition.arguments.residency == "mapped" ? ["mapped"] : ["mapped", "resident"]
      return try residencies.compactMap { try run(kind, residency: $0) }
    }
  }

  private func run(_ kind: ContenderKind, residency: String) throws -> OpenFigures? {
    var outcomes: [Outcome] = []
    while outcomes.count < Self.repeats {
      let contender = try competition.factory.start(kind, residency: residency)
      guard let outcome = try contender.carryOut(Order(action: .open)) else { return nil }
      outcomes.append(outcome)
      let slowest = outcomes.compactMap(\.firstAnswerSeconds).max() ?? 0
      if slowest > Self.patienceSeconds && outcomes.count >= Self.repeatsOfTheSlow { break }
    }
    func median(_ value: (Outcome) -> Double?) -> Double {
      Percentiles(outcomes.compactMap(value)).value(at: 0.5) ?? .nan
    }
    return OpenFigures(
      contender: kind.name + (residency == "mapped" ? "" : ", \(residency)"),
      openMilliseconds: median(\.openSeconds) * 1000, firstAnswerMilliseconds: median(\.firstAnswerSeconds) * 1000,
      residentBytes: Int(median { $0.residentBytes.map(Double.init) }), fileBytes: outcomes.last?.fileBytes ?? 0)
  }
}
