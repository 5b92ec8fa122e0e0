// How soon a fresh process answers, and what memory it has taken when it has answered every query once.

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

  /// The quickest of several fresh processes; the file is in the page cache.
  func run() throws -> [OpenFigures] {
    try competition.arguments.contenders.compactMap { kind in
      var best: OpenFigures?
      for _ in 0..<competition.arguments.rounds {
        do {
          let contender = try competition.factory.start(kind)
          guard let outcome = try contender.carryOut(Order(action: .open)), let open = outcome.openSeconds,
            let first = outcome.firstAnswerSeconds, let resident = outcome.residentBytes, let file = outcome.fileBytes
          else { return nil }
          if best.map({ first * 1000 < $0.firstAnswerMilliseconds }) ?? true {
            best = OpenFigures(
              contender: kind.name, openMilliseconds: open * 1000, firstAnswerMilliseconds: first * 1000,
              residentBytes: resident, fileBytes: file)
          }
        } catch let error as BenchmarkError where kind.isPeer {
          print("\(kind.name) takes no part: \(error)")
          return nil
        }
      }
      return best
    }
  }
}
