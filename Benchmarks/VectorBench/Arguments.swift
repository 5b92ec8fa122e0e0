// The command line of vector-bench.
import BenchmarkSupport
import VectorStore

/// What to run, on what, against whom.
struct Arguments: Sendable {
  /// What can be measured.
  enum Measurement: String, CaseIterable, Sendable {
    case curve, open, filter, churn, scaling, latency

    /// Whether it measures the index of all vectors that a run builds first.
    var needsBuild: Bool { self != .churn && self != .latency }
  }

  /// Base, queries and, if given, neighbours.
  var paths: [String] = []
  var name: String?
  var metric = Metric.cosine
  var k = 10
  var limit: Int?
  var queryCount = 1000
  /// Sizes to grow the base to, one run for each.
  var grownCounts: [Int] = []
  var labelPlan = LabelPlan(piecesPerSelectivity: 1)

  var kinds: [IndexChoice] = []
  var python: String?
  var peers = ["hnswlib", "faiss", "usearch", "symphonyqg"]

  var measurements: [Measurement] = [.curve, .open]
  var efforts = [10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400]
  var rounds = 3
  var threads = [2]
  var turnovers = 1
  var peerTurnovers = 0
  var replicas = 1
  var buildsInRandomOrder = true
  var residency = "mapped"
  var durability = "immediate"
  var keptDirectory: String?
  var jsonPath: String?
  var plotDirectory: String?

  static let usage = """
    usage: vector-bench BASE QUERIES [NEIGHBOURS] [flags]

      BASE, QUERIES    vectors: .npy (f2, f4), .fvecs, .bvecs, or MNIST images (ubyte.gz); ids are row numbers
      NEIGHBOURS       true neighbours of each query, nearest first: .npy (i4) or .ivecs; found by comparing with
                       everything when missing

    Data
      --metric cosine|dot|l2   default: cosine
      --k N                    neighbours asked for, default 10
      --queries N              the first N queries, default 1000
      --limit N                the first N base vectors
      --grow N,…               N base vectors, the new ones between near neighbours of the old ones; a run for each N
      --label-pieces N         labels a filter of the smallest selectivity names, default 1
      --name NAME              what the report calls the data set

    Contenders (one process each, all by the same rules: one thread, process CPU time, best of 3)
      --kind KIND,…            \(IndexChoice.names), each with -f32 or -f16 behind it or not; default: all
      --python PATH            a Python with numpy and peers: hnswlib, faiss, usearch, rabitqlib
      --peers NAME,…           default hnswlib,faiss,usearch,symphonyqg
      --residency mapped|resident       how Martlet opens an index file; default mapped
      --durability immediate|relaxed    when Martlet's log is synced to the disk; default immediate: at every commit

    Measurements
      --measure NAME,…         \(Measurement.allCases.map(\.rawValue).joined(separator: ", ")), or all; default curve,open
      --ef N,…                 efSearch of the curve
      --rounds N               passes, of which the best counts; default 3
      --threads N,…            building threads; several build several times
      --turnovers N            after the 20 % churn, replace everything once and N times; default 1
      --peer-turnovers N       the same for the peers, which are slow at it; default 0
      --order random|data      how the fresh build of a churn inserts; default random
      --replicas N             churn N times, in other orders, and take means; default 1

    Output
      --json FILE              every figure
      --svg DIRECTORY          plots
      --keep DIRECTORY         keeps indexes there, and takes those it finds instead of building
    """

  /// - Throws: `BenchmarkError` naming what is wrong.
  init(_ words: [String]) throws {
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        paths.append(word)
        continue
      }
      guard let value = rest.popFirst() else { throw BenchmarkError("\(word) needs a value") }
      try take(word, value)
    }
    if kinds.isEmpty { kinds = try IndexKind.allCases.map { try IndexChoice("\($0)") } }
    guard (2...3).contains(paths.count) else { throw BenchmarkError("name the base, the queries and the neighbours") }
  }

  private mutating func take(_ flag: String, _ value: String) throws {
    switch flag {
    case "--metric": metric = try Self.metric(value)
    case "--k": k = try Self.number(flag, value)
    case "--queries": queryCount = try Self.number(flag, value)
    case "--limit": limit = try Self.number(flag, value)
    case "--grow": grownCounts = try Self.list(value).map { try Self.number(flag, $0) }
    case "--label-pieces": labelPlan = LabelPlan(piecesPerSelectivity: try Self.number(flag, value))
    case "--name": name = value
    case "--kind": kinds = try Self.list(value).map { try IndexChoice($0) }
    case "--python": python = value
    case "--peers": peers = Self.list(value)
    case "--measure": measurements = try Self.measurements(value)
    case "--ef": efforts = try Self.list(value).map { try Self.number(flag, $0) }
    case "--rounds": rounds = try Self.number(flag, value)
    case "--threads": threads = try Self.list(value).map { try Self.number(flag, $0) }
    case "--turnovers": turnovers = try Self.number(flag, value)
    case "--peer-turnovers": peerTurnovers = try Self.number(flag, value)
    case "--order":
      guard ["random", "data"].contains(value) else { throw BenchmarkError("--order is random or data") }
      buildsInRandomOrder = value == "random"
    case "--replicas": replicas = try Self.number(flag, value)
    case "--residency":
      guard ["mapped", "resident"].contains(value) else { throw BenchmarkError("--residency is mapped or resident") }
      residency = value
    case "--durability":
      guard ["immediate", "relaxed"].contains(value) else {
        throw BenchmarkError("--durability is immediate or relaxed")
      }
      durability = value
    case "--keep": keptDirectory = value
    case "--json": jsonPath = value
    case "--svg": plotDirectory = value
    default: throw BenchmarkError("\(flag) is not understood")
    }
  }

  /// Everybody who takes part.
  var contenders: [ContenderKind] {
    kinds.map { .martlet($0) } + (python == nil ? [] : peers.map { .peer($0) })
  }

  static func metric(_ value: String) throws -> Metric {
    switch value {
    case "cosine": .cosine
    case "dot": .dot
    case "l2": .l2
    default: throw BenchmarkError("the metric is cosine, dot or l2, not \(value)")
    }
  }

  private static func measurements(_ value: String) throws -> [Measurement] {
    if value == "all" { return Measurement.allCases }
    return try list(value).map {
      guard let measurement = Measurement(rawValue: $0) else { throw BenchmarkError("there is no measurement '\($0)'") }
      return measurement
    }
  }

  private static func list(_ value: String) -> [String] { value.split(separator: ",").map(String.init) }

  private static func number(_ flag: String, _ value: String) throws -> Int {
    guard let number = Int(value), number > 0 else {
      throw BenchmarkError("\(flag) is a whole number above 0, not \(value)")
    }
    return number
  }
}
