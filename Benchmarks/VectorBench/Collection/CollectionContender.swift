// Martlet's side of the contest: `vector-bench contender …` holds collections of one kind and carries out orders.
import BenchmarkSupport
import FoundationEssentials
import VectorStore

/// Collections under measurement, by the variant that orders name.
final class CollectionContender {
  let settings: Settings
  let queries: [[Float]]
  var collections: [String: VectorCollection] = [:]

  /// What the driver tells on the command line.
  struct Settings {
    var dataDirectory = ""
    var indexDirectory = ""
    var dimension = 0
    var metric = Metric.cosine
    var k = 10
    let choice: IndexChoice
    var options = OpenOptions()

    init(_ words: ArraySlice<String>) throws {
      var words = words
      var kind = "exact"
      options.checkpointLogBytes = nil
      while let word = words.popFirst(), let value = words.popFirst() {
        switch word {
        case "--data": dataDirectory = value
        case "--index": indexDirectory = value
        case "--dimension": dimension = Int(value) ?? 0
        case "--k": k = Int(value) ?? 10
        case "--metric": metric = try Arguments.metric(value)
        case "--kind": kind = value
        case "--residency": options.residency = value == "resident" ? .resident : .mapped
        case "--durability": options.durability = value == "relaxed" ? .relaxed(unsyncedBytes: 64 << 20) : .immediate
        default: throw BenchmarkError("\(word) is not understood")
        }
      }
      choice = try IndexChoice(kind)
      guard dimension > 0 else { throw BenchmarkError("--dimension is missing") }
    }
  }

  init(_ settings: Settings) throws {
    self.settings = settings
    let flat = try Self.floats("\(settings.dataDirectory)/queries.f32")
    let dimension = settings.dimension
    queries = stride(from: 0, to: flat.count, by: dimension).map { Array(flat[$0..<$0 + dimension]) }
  }

  /// Takes orders until the input ends.
  func run() throws {
    while let line = readLine() {
      let order = try JSONDecoder().decode(Order.self, from: Data(line.utf8))
      var outcome: Outcome
      do {
        outcome = try carryOut(order)
      } catch {
        outcome = Outcome()
        outcome.error = "\(error)"
      }
      print(String(decoding: try JSONEncoder().encode(outcome), as: UTF8.self))
      flush()
    }
    for collection in collections.values { try collection.close() }
  }

  private func carryOut(_ order: Order) throws -> Outcome {
    switch order.action {
    case .build: try build(order)
    case .open: try open(order)
    case .search: try answer(order) { try $0.search($1, k: self.settings.k, efSearch: order.effort) }
    case .filter:
      try answer(order) { [filter = filter(order)] in
        try $0.search($1, k: self.settings.k, efSearch: order.effort, filter: filter)
      }
    case .scan:
      try answer(order) { [filter = filter(order)] in try $0.searchExactly($1, k: self.settings.k, filter: filter) }
    case .churn: try churn(order)
    case .compact: try compact(order)
    case .latency: try latency(order)
    case .parallel: try parallel(order)
    }
  }

  /// The open collection that `order` is about.
  func opened(_ order: Order) throws -> VectorCollection {
    guard let collection = collections[order.variant] else { throw BenchmarkError("nothing was built or opened") }
    return collection
  }

  /// Where the collection that `order` is about has its files.
  func directory(_ order: Order) -> String { settings.indexDirectory + order.variant }

  /// Closes the collection that `order` is about, if it is open.
  func close(_ order: Order) throws { try collections.removeValue(forKey: order.variant)?.close() }

  func filter(_ order: Order) -> Filter? {
    order.labelLimit.map { .labels(Set((0..<$0).map(UInt64.init))) }
  }

  /// All queries, one after the other, timed as a whole; over again until `order.seconds` have gone.
  private func answer(
    _ order: Order, _ search: (VectorCollection, [Float]) throws -> [Match]
  ) throws -> Outcome {
    let collection = try opened(order)
    let queries = queries.prefix(order.queryCount ?? queries.count)
    var ids = [Int32](repeating: -1, count: queries.count * settings.k)
    let start = Stopwatch()
    var passes = 0.0
    repeat {
      for (number, query) in queries.enumerated() {
        for (rank, match) in try search(collection, query).enumerated() {
          ids[number * settings.k + rank] = Int32(match.id)
        }
      }
      passes += 1
    } while start.cpuSeconds < order.seconds
    var outcome = Outcome()
    (outcome.cpuSeconds, outcome.wallSeconds) = (start.cpuSeconds / passes, start.wallSeconds / passes)
    outcome.ids = ids
    return outcome
  }

  static func floats(_ path: String) throws -> [Float] {
    let data = try Data(contentsOf: URL(filePath: path))
    return [Float](unsafeUninitializedCapacity: data.count / 4) { buffer, count in
      count = data.copyBytes(to: buffer) / 4
    }
  }

  static func labels(_ path: String) throws -> [Int32] {
    let data = try Data(contentsOf: URL(filePath: path))
    return [Int32](unsafeUninitializedCapacity: data.count / 4) { buffer, count in
      count = data.copyBytes(to: buffer) / 4
    }
  }
}
