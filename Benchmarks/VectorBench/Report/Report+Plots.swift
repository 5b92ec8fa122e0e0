// The plots of a run: recall against speed, filters, and what turnover leaves.
import BenchmarkSupport
import FoundationEssentials
import Measurement

extension Report {
  /// Writes an SVG file for each measurement that makes one.
  ///
  /// - Throws: what writing failed with.
  func writePlots(to directory: String) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    func write(_ plot: LinePlot, _ name: String) throws {
      try Data(plot.svg.utf8).write(to: URL(filePath: "\(directory)/\(name).svg"))
    }
    if let curves { try write(curvePlot(curves), "recall-qps") }
    if let filters { try write(filterPlot(filters), "filters") }
    for (name, states) in Dictionary(grouping: churns ?? [], by: \.contender) {
      let curves =
        states.prefix(1).map { CurveFigures(contender: "fresh", curve: $0.fresh) }
        + states.map { CurveFigures(contender: $0.state, curve: $0.curve) }
      try write(
        plot("\(dataSet.name): \(name), fresh and after turnover", curves), "churn-\(name.replacing(" ", with: "-"))")
    }
  }

  private func curvePlot(_ curves: [CurveFigures]) -> LinePlot {
    plot("\(dataSet.name): recall and speed, one thread", curves)
  }

  private func plot(_ title: String, _ curves: [CurveFigures]) -> LinePlot {
    // Points outside the recall axis are not drawn and must not stretch the other.
    let series = curves.map { figures in
      LinePlot.Series(
        name: figures.contender,
        points: figures.curve.front.filter { (0.8...0.9995).contains($0.recall) }.map {
          (x: $0.recall, y: $0.queriesPerSecond)
        },
        isDashed: !figures.isOwn && curves.contains(where: \.isOwn))
    }
    return LinePlot(
      title: title, x: .recall,
      y: .logarithmic("queries/s (processor time)", holding: series.flatMap(\.points).map(\.y)), series: series)
  }

  private func filterPlot(_ filters: [FilterFigures]) -> LinePlot {
    var names: [String] = []
    for figures in filters where !names.contains(figures.contender) { names.append(figures.contender) }
    var x = LinePlot.Axis.logarithmic("share of the vectors that match", holding: filters.map(\.selectivity))
    x.ticks = LabelPlan.selectivities.map { ($0, Shown.percent($0)) }
    return LinePlot(
      title: "\(dataSet.name): filtered search at recall .99", x: x,
      y: .logarithmic("queries/s (processor time)", holding: filters.map(\.queriesPerSecond)),
      series: names.map { name in
        LinePlot.Series(
          name: name,
          points: filters.filter { $0.contender == name }.map { (x: $0.selectivity, y: $0.queriesPerSecond) },
          isDashed: !name.hasPrefix("martlet") || name.hasSuffix(", scan"))
      })
  }
}
