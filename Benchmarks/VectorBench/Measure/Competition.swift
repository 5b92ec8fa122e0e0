// One run: starts the contenders, takes the measurements one after the other, and gathers what they found.
import BenchmarkSupport
import FoundationEssentials
import Glibc

/// The measurements of one run over one data set.
struct Competition {
  let arguments: Arguments
  let dataSet: DataSet
  let factory: ContenderFactory

  /// Everything that was asked for.
  func run() async throws -> Report {
    var report = Report(dataSet: dataSet, arguments: arguments)
    var contenders: [ContenderProcess] = []
    if arguments.measurements.contains(where: \.needsBuild) {
      (contenders, report.builds) = try build()
      Report.printBuilds(report.builds, rawByteCount: dataSet.rawByteCount)
    }
    for measurement in arguments.measurements {
      switch measurement {
      case .curve:
        report.curves = try CurveMeasurement(self).run(contenders)
        Report.printCurves(report.curves ?? [])
      case .open:
        // The index file is locked while the builder has it.
        contenders = []
        report.opens = try OpenMeasurement(self).run()
        Report.printOpens(report.opens ?? [])
        contenders = try reopened()
      case .filter:
        report.filters = try await FilterMeasurement(self).run(contenders)
        Report.printFilters(report.filters ?? [])
      case .churn:
        report.churns = try ChurnMeasurement(self).run()
        Report.printChurns(report.churns ?? [])
      case .scaling:
        report.scalings = try ScalingMeasurement(self).run(contenders)
        Report.printScalings(report.scalings ?? [])
      case .latency:
        report.latencies = try LatencyMeasurement(self).run()
        Report.printLatencies(report.latencies ?? [])
      }
    }
    return report
  }

  /// What `body` finds with each contender, one after the other. A peer that fails, because it is not installed for
  /// instance, takes no part; a failure of Martlet's ends the run.
  func each<Figures>(_ body: (ContenderKind) throws -> [Figures]) throws -> [Figures] {
    try arguments.contenders.flatMap { kind in
      do {
        return try body(kind)
      } catch let error as BenchmarkError where kind.isPeer {
        print("\(kind.name) takes no part: \(error)")
        return []
      }
    }
  }

  /// Has every contender build its index, or take the one an earlier run has kept.
  private func build() throws -> ([ContenderProcess], [BuildFigures]) {
    var builds: [BuildFigures] = []
    let contenders: [ContenderProcess] = try each { kind in
      let contender = try factory.start(kind)
      // Written behind a build, so that what a run left that was ended in the middle of one is not taken for an index.
      let note = "\(factory.indexDirectory)/\(kind.fileName).build.json"
      for threads in arguments.threads {
        Progress.say("\(kind.name): building")
        var order = Order(action: .build, threads: threads)
        order.mayReuse = arguments.keptDirectory != nil && FileManager.default.fileExists(atPath: note)
        guard let outcome = try contender.carryOut(order) else { return [] }
        if let seconds = outcome.wallSeconds { Progress.say("\(kind.name): built in \(Shown.decimal(seconds, 1)) s") }
        builds.append(
          try BuildFigures(kind.name, threads: threads, count: dataSet.count, outcome)
            .remembered(at: note))
      }
      return [contender]
    }
    return (contenders, builds)
  }

  /// The contenders on the indexes they have on disk.
  private func reopened() throws -> [ContenderProcess] {
    try each { kind in
      let contender = try factory.start(kind)
      var order = Order(action: .build, threads: arguments.threads.last ?? 2)
      order.mayReuse = true
      return try contender.carryOut(order) == nil ? [] : [contender]
    }
  }
}
