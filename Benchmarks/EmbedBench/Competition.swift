// One run: starts the contenders, lets them take turns, prints what came of it.
import BenchmarkSupport
import Embeddings
import FoundationEssentials
import Measurement

struct Competition {
  let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  /// The peer first: ratios are to it.
  var kinds: [ContenderKind] {
    (arguments.python.map { [.peer(python: $0)] } ?? []) + arguments.arithmetics.map { .martlet($0) }
  }

  func run() throws {
    var report = Report()
    let asks = arguments.measurements
    // Before this process has grown: a child's peak memory begins with its parent's.
    if asks.contains(.start) { report.starts = try StartMeasurement(competition: self).run() }
    if asks.contains(where: { $0 != .start }) {
      let contenders = try kinds.map { try $0.start(modelFolder: arguments.modelFolder) }
      if asks.contains(.throughput) || asks.contains(.query) {
        let sets = TextSets(tokenizer: try TokenizerFolder(path: arguments.modelFolder).tokenizer()).all
        let measurement = SpeedMeasurement(arguments: arguments, contenders: contenders, sets: sets)
        if asks.contains(.throughput) { report.throughputs = try measurement.throughputs() }
        if asks.contains(.query) { report.queries = try measurement.queries() }
      }
      if asks.contains(.quality) {
        report.qualities = try QualityMeasurement(arguments: arguments, contenders: contenders).run()
      }
    }
    report.printTables()
    if let path = arguments.jsonPath { try report.write(to: path) }
  }

  static func median(_ values: [Double]) -> Double { Percentiles(values).value(at: 0.5) ?? .nan }
}
