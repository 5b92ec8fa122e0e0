// vector-bench: builds a collection from .npy files and prints recall@10 and queries per second for several efSearch.
//
// The rules are those of Benchmarks/vector_peers.py, so the two can be compared when run one after the other on one
// machine: one thread, process CPU time, best of three passes over all queries.
import FoundationEssentials
import Glibc
import VectorStore

let usage = """
  usage: vector-bench BASE.npy QUERIES.npy NEIGHBOURS.npy [--metric cosine|dot|l2] [--ef 10,20,…] [--threads N]
                      [--resident] [--keep DIRECTORY]

  BASE        n x d vectors, f2 or f4; ids are row numbers
  QUERIES     q x d vectors
  NEIGHBOURS  q x (10 or more) true neighbours, i4, nearest first
  """

/// Seconds of processor time this process has used, all threads together.
func processSeconds() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }
func wallSeconds() -> Double { seconds(CLOCK_MONOTONIC) }
func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func padded(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }

func decimal(_ value: Double, _ digits: Int) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let rounded = (value * scale).rounded() / scale
  var text = "\(rounded)"
  let fraction = text.split(separator: ".").last.map(\.count) ?? 0
  text += String(repeating: "0", count: max(0, digits - fraction))
  return text
}

struct Arguments {
  var paths: [String] = []
  var metric = Metric.cosine
  var efs = [10, 20, 40, 60, 80, 100, 150, 200, 300, 400]
  var threads = 2
  var residency = OpenOptions.Residency.mapped
  var directory: String?

  init?(_ words: [String]) {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--metric":
        switch rest.popFirst() {
        case "cosine": metric = .cosine
        case "dot": metric = .dot
        case "l2": metric = .l2
        default: return nil
        }
      case "--ef":
        efs = rest.popFirst()?.split(separator: ",").compactMap { Int($0) } ?? []
        if efs.isEmpty { return nil }
      case "--threads":
        guard let count = rest.popFirst().flatMap({ Int($0) }) else { return nil }
        threads = count
      case "--resident": residency = .resident
      case "--keep":
        guard let path = rest.popFirst() else { return nil }
        directory = path
      default: paths.append(word)
      }
    }
    if paths.count != 3 { return nil }
  }
}

func run(_ arguments: Arguments) throws {
  let base = try NpyArray(path: arguments.paths[0]).floatRows(arguments.paths[0])
  let queries = try NpyArray(path: arguments.paths[1]).floatRows(arguments.paths[1])
  let neighbours = try NpyArray(path: arguments.paths[2]).integerRows(arguments.paths[2])
  let directory = arguments.directory ?? "\(FileManager.default.temporaryDirectory.path)/vector-bench-\(getpid())"
  defer { if arguments.directory == nil { try? FileManager.default.removeItem(atPath: directory) } }

  var options = OpenOptions()
  options.buildThreads = arguments.threads
  options.residency = arguments.residency
  options.checkpointLogBytes = nil
  let configuration = CollectionConfiguration(dimension: base[0].count, metric: arguments.metric, model: "bench")
  var collection = try VectorCollection.open(at: directory, configuration: configuration, options: options)
  if collection.count == 0 {
    let cpu = processSeconds()
    let wall = wallSeconds()
    var commit: UInt64 = 0
    for start in stride(from: 0, to: base.count, by: 1000) {
      var batch = WriteBatch()
      for index in start..<min(start + 1000, base.count) {
        batch.upsert(id: UInt64(index), label: UInt64(index % 10), vector: base[index])
      }
      commit += 1
      try collection.prepare(batch, commit: commit).publish()
    }
    print(
      "build: \(base.count) vectors in durable batches of 1000, \(arguments.threads) threads: "
        + "\(decimal(wallSeconds() - wall, 2)) s (\(decimal(processSeconds() - cpu, 2)) s of processor time), "
        + "\(Int(Double(base.count) / (wallSeconds() - wall))) vectors/s")
    let report = try collection.verify()
    print("verify: \(report.count) live, \(report.reachableCount) reachable, \(report.problems.count) problems")
    measure(collection, queries: queries, neighbours: neighbours, efs: arguments.efs, name: "as built")
    let checkpointStart = wallSeconds()
    try collection.checkpoint()
    print("checkpoint: \(decimal((wallSeconds() - checkpointStart) * 1000, 1)) ms")
  }
  try collection.close()
  let openStart = wallSeconds()
  collection = try VectorCollection.open(at: directory, configuration: configuration, options: options)
  let opened = wallSeconds()
  _ = try collection.search(queries[0], k: 10)
  print(
    "open: \(decimal((opened - openStart) * 1000, 2)) ms, first answer after "
      + "\(decimal((wallSeconds() - openStart) * 1000, 2)) ms; file \(collection.statistics.indexByteCount) bytes, raw "
      + "vectors \(base.count * base[0].count * 4)")
  measure(
    collection, queries: queries, neighbours: neighbours, efs: arguments.efs, name: "reopened, \(options.residency)")
  try collection.close()
}

func measure(
  _ collection: VectorCollection, queries: [[Float]], neighbours: [[Int32]], efs: [Int], name: String
) {
  print("\n\(name)\n  efSearch  recall@10   queries/s")
  for ef in efs {
    var hits = 0
    var best = Double.infinity
    for _ in 0..<3 {
      hits = 0
      let start = processSeconds()
      for (query, truth) in zip(queries, neighbours) {
        guard let found = try? collection.search(query, k: 10, efSearch: ef) else { continue }
        let expected = truth[..<10]
        for match in found where expected.contains(Int32(match.id)) { hits += 1 }
      }
      best = min(best, processSeconds() - start)
    }
    let recall = Double(hits) / Double(queries.count * 10)
    print(
      "  \(padded("\(ef)", 8))  \(padded(decimal(recall, 4), 9))  \(padded("\(Int(Double(queries.count) / best))", 10))"
    )
  }
}

guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
  print(usage)
  exit(2)
}
do {
  try run(arguments)
} catch {
  print("vector-bench: \(error)")
  exit(1)
}
