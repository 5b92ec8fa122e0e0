// What building cost, also when it was done by an earlier run.
import FoundationEssentials

/// One build.
struct BuildFigures: Codable {
  var contender: String
  var threads: Int
  var vectorCount: Int
  var wasReused: Bool
  var wallSeconds: Double?
  var cpuSeconds: Double?
  var fileBytes: Int?

  init(_ contender: String, threads: Int, count: Int, _ outcome: Outcome) {
    self.contender = contender
    self.threads = threads
    vectorCount = count
    wasReused = outcome.wasReused ?? false
    wallSeconds = outcome.wallSeconds
    cpuSeconds = outcome.cpuSeconds
    fileBytes = outcome.fileBytes
  }

  /// These figures, noted in the file at `path` for later runs that find the index; or, if the index was found, what the
  /// run that built it has noted.
  func remembered(at path: String) throws -> BuildFigures {
    guard wasReused else {
      try JSONEncoder().encode(self).write(to: URL(filePath: path))
      return self
    }
    guard let note = FileManager.default.contents(atPath: path),
      var figures = try? JSONDecoder().decode(BuildFigures.self, from: note)
    else { return self }
    figures.wasReused = true
    return figures
  }

  var vectorsPerSecond: Double? { wallSeconds.map { Double(vectorCount) / $0 } }
}
