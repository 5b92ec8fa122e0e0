// Every figure of a run, as it goes into the JSON file.
import FoundationEssentials
import Glibc

struct Report: Codable {
  struct Machine: Codable {
    var processor: String
    var coreCount: Int
  }

  struct Set: Codable {
    var name: String
    var metric: String
    var vectorCount: Int
    var dimension: Int
    var queryCount: Int
    var k: Int
    var rawByteCount: Int
  }

  var machine: Machine
  var dataSet: Set
  var residency: String
  var builds: [BuildFigures] = []
  var curves: [CurveFigures]?
  var opens: [OpenFigures]?
  var filters: [FilterFigures]?
  var churns: [ChurnFigures]?
  var scalings: [ScalingFigures]?
  var latencies: [LatencyFigures]?

  init(dataSet: DataSet, arguments: Arguments) {
    machine = Machine(processor: Self.processorName(), coreCount: sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    self.dataSet = Set(
      name: dataSet.name, metric: "\(dataSet.metric)", vectorCount: dataSet.count, dimension: dataSet.dimension,
      queryCount: dataSet.queryCount, k: dataSet.k, rawByteCount: dataSet.rawByteCount)
    residency = arguments.residency
  }

  /// Writes what was measured so far where the arguments say: the JSON file holds one report for each data set.
  ///
  /// - Throws: what writing failed with.
  static func write(_ reports: [Report], _ arguments: Arguments) throws {
    if let path = arguments.jsonPath {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
        try FileManager.default.createDirectory(atPath: String(path[..<slash]), withIntermediateDirectories: true)
      }
      try encoder.encode(reports).write(to: URL(filePath: path))
    }
    guard let directory = arguments.plotDirectory else { return }
    if reports.count == 1 { return try reports[0].writePlots(to: directory) }
    for report in reports { try report.writePlots(to: "\(directory)/\(report.dataSet.vectorCount)") }
    try writeGrowthPlot(reports, to: directory)
  }

  private static func processorName() -> String {
    let information = FileManager.default.contents(atPath: "/proc/cpuinfo") ?? Data()
    let line = String(decoding: information, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingPrefix(" ") }.map(String.init) ?? "unknown"
  }
}
