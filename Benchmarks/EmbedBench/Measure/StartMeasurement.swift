// Cold start: a fresh process that embeds one line and ends, by the clock, with its peak memory. Files are in the page cache, and
// the packed weights were left there by a start that does not count.
import BenchmarkSupport
import FoundationEssentials
import Glibc
import Platform

/// Medians of fresh processes.
struct StartFigures: Codable {
  var contender: String
  /// From the start of the process to its end, its vector printed.
  var milliseconds: Double
  var peakResidentBytes: Double
}

struct StartMeasurement {
  let competition: Competition
  private static let repeats = 15
  /// A peer takes seconds.
  private static let peerRepeats = 3
  private static let text = "How does the quick brown fox jump over it?"

  func run() throws -> [StartFigures] {
    guard let martlet = competition.arguments.martlet else { throw BenchmarkError("start needs --martlet PATH") }
    let line = FileManager.default.temporaryDirectory.appending(path: "embed-bench-\(getpid()).txt")
    try Data("\(Self.text)\n".utf8).write(to: line)
    defer { try? FileManager.default.removeItem(at: line) }
    let model = competition.arguments.modelFolder
    return try competition.kinds.map { kind in
      switch kind {
      case .martlet(let arithmetic):
        try measure(
          kind, martlet, ["embed", "--model", model, "--arithmetic", "\(arithmetic)", line.path], count: Self.repeats)
      case .peer(let python):
        try measure(kind, python, [ContenderKind.script, model, "--once", Self.text], count: Self.peerRepeats)
      }
    }
  }

  private func measure(
    _ kind: ContenderKind, _ program: String, _ arguments: [String], count: Int
  ) throws -> StartFigures {
    Progress.say("start of \(kind.name)")
    let child = ChildProcess(
      executable: program, arguments: arguments, environment: ["PATH": "/usr/bin:/bin"], timeoutSeconds: 120)
    var seconds: [Double] = []
    var bytes: [Double] = []
    for repetition in 0...count {
      let watch = Stopwatch()
      let run = try child.run()
      guard run.ending == .exited(0), !run.output.isEmpty else {
        throw BenchmarkError("\(kind.name) did not embed: \(String(decoding: run.errorOutput, as: UTF8.self))")
      }
      guard repetition > 0 else { continue }
      seconds.append(watch.wallSeconds)
      bytes.append(Double(run.peakResidentBytes))
    }
    return StartFigures(
      contender: kind.name, milliseconds: Competition.median(seconds) * 1000,
      peakResidentBytes: Competition.median(bytes))
  }
}
