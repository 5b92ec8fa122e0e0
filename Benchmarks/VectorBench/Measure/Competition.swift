// One run: starts the contenders, takes the measurements one after the other, and gathers what they found.
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
    var (contenders, builds) = try build()
    report.builds = builds
    Report.printBuilds(builds, rawByteCount: dataSet.rawByteCount)
    for measurement in arguments.measurements {
      switch measurement {
      case .curve:
        report.curves = try CurveMeasurement(self).run(contenders.map { ($0.name, $0) })
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
        contenders = []
        report.churns = try ChurnMeasurement(self).run()
        Report.printChurns(report.churns ?? [])
        contenders = try reopened()
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

  /// Who takes part: every kind of Martlet's, and the peers that are installed.
  private func build() throws -> ([ContenderProcess], [BuildFigures]) {
    var contenders: [ContenderProcess] = []
    var builds: [BuildFigures] = []
    for kind in arguments.contenders {
      let contender = try factory.start(kind)
      for threads in arguments.threads {
        var order = Order(action: .build, threads: threads)
        order.mayReuse = arguments.keptDirectory != nil
        do {
          guard let outcome = try contender.carryOut(order) else { continue }
          builds.append(BuildFigures(kind.name, threads: threads, count: dataSet.count, outcome))
          if threads == arguments.threads.last { contenders.append(contender) }
        } catch let error as BenchmarkError where kind.isPeer {
          print("\(kind.name) takes no part: \(error)")
          break
        }
      }
    }
    return (contenders, builds)
  }

  /// The contenders on the indexes they have on disk.
  private func reopened() throws -> [ContenderProcess] {
    try arguments.contenders.compactMap { kind in
      let contender = try factory.start(kind)
      var order = Order(action: .build, threads: arguments.threads.last ?? 2)
      order.mayReuse = true
      do {
        return try contender.carryOut(order) == nil ? nil : contender
      } catch let error as BenchmarkError where kind.isPeer {
        print("\(kind.name) takes no part: \(error)")
        return nil
      }
    }
  }
}
