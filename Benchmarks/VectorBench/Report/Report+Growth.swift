// How cost grows with the number of vectors: one contender's figures of every size under each other.
import BenchmarkSupport
import FoundationEssentials

extension Report {
  /// Prints what the runs over the sizes found.
  static func printGrowth(_ reports: [Report]) {
    var table = Table(
      "growth", "vectors", "@.95", "@.99", "build s", "vectors/s", "open ms", "first answer ms", "resident MB",
      "file MB")
    for name in contenders(reports) {
      for report in reports {
        let curve = report.curves?.first { $0.contender == name }?.curve
        let build = report.builds.last { $0.contender == name }
        let open = report.opens?.first { $0.contender == name }
        table.add(
          name, Shown.count(Double(report.dataSet.vectorCount)), Shown.count(curve?.queriesPerSecond(atRecall: 0.95)),
          Shown.count(curve?.queriesPerSecond(atRecall: 0.99)), Shown.decimal(build?.wallSeconds, 1),
          Shown.count(build?.vectorsPerSecond), Shown.decimal(open?.openMilliseconds, 2),
          Shown.decimal(open?.firstAnswerMilliseconds, 2), Shown.megabytes(open?.residentBytes),
          Shown.megabytes(build?.fileBytes))
      }
    }
    table.print(title: "By the number of vectors")
  }

  /// Plots queries/s at a recall of .95 over the number of vectors, as `growth.svg`.
  static func writeGrowthPlot(_ reports: [Report], to directory: String) throws {
    let series = contenders(reports).map { name in
      LinePlot.Series(
        name: name,
        points: reports.compactMap { report in
          report.curves?.first { $0.contender == name }?.curve.queriesPerSecond(atRecall: 0.95)
            .map { (x: Double(report.dataSet.vectorCount), y: $0) }
        },
        isDashed: !name.hasPrefix("martlet"))
    }
    let points = series.flatMap(\.points)
    guard !points.isEmpty else { return }
    let plot = LinePlot(
      title: "Speed at a recall of .95 by the number of vectors", x: .logarithmic("vectors", holding: points.map(\.x)),
      y: .logarithmic("queries/s (processor time)", holding: points.map(\.y)), series: series)
    try Data(plot.svg.utf8).write(to: URL(filePath: "\(directory)/growth.svg"))
  }

  private static func contenders(_ reports: [Report]) -> [String] {
    var names: [String] = []
    for build in reports.flatMap(\.builds) where !names.contains(build.contender) { names.append(build.contender) }
    return names
  }
}
