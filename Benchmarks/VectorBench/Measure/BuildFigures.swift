// What building cost.

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

  var vectorsPerSecond: Double? { wallSeconds.map { Double(vectorCount) / $0 } }
}
