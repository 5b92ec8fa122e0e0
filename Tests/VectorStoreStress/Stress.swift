// One collection under everybody at once: two writers, two readers, one who looks after it, and its own upkeep thread.
import Platform
import Synchronization
import TestSupport
import VectorStore

/// A run over one kind of index.
final class Stress: Sendable {
  private let folder: String
  private let collection: VectorCollection
  private let configuration: CollectionConfiguration
  private let options: OpenOptions
  private let commits: UInt64
  private let seed: UInt64
  private let nextCommit = Atomic<UInt64>(1)
  private let runningWriters = Atomic(2)
  private let searches = Atomic(0)
  private let published = Atomic(0)
  private let found = Lock<[String]>([])

  private static let dimension = 20
  private static let ids: UInt64 = 400

  init(in folder: String, kind: IndexKind, components: ComponentFormat, commits: UInt64, seed: UInt64) throws {
    self.folder = folder
    self.commits = commits
    self.seed = seed
    configuration = CollectionConfiguration(
      dimension: Self.dimension, metric: .l2, m: 8, efConstruction: 40, kind: kind, components: components,
      model: "stress")
    var options = OpenOptions()
    // So that sweeps and checkpoints are under way most of the time.
    options.sweepRatio = 0.05
    options.checkpointLogBytes = 1 << 14
    options.reservedBytes = 1 << 30
    options.buildThreads = 2
    self.options = options
    collection = try VectorCollection.open(at: folder + "/store", configuration: configuration, options: options)
  }

  /// What went wrong, one sentence each.
  var problems: [String] { found.withLock { $0 } }

  var summary: String {
    "\(published.load(ordering: .relaxed)) commits, \(searches.load(ordering: .relaxed)) rounds of searches, "
      + "\(collection.statistics.count) vectors"
  }

  func run() throws {
    inParallel(5) { [self] thread in
      var random = SeededRandom(seed: seed &* 100 &+ UInt64(thread))
      do {
        switch thread {
        case 0, 1: try write(&random)
        case 2, 3: while areWritersRunning { try read(&random) }
        default: while areWritersRunning { try lookAfter(&random) }
        }
      } catch { report("thread \(thread): \(error)") }
      if thread < 2 { runningWriters.subtract(1, ordering: .releasing) }
    }
    for problem in try collection.verify().problems { report(problem) }
    let count = collection.count
    try collection.close()
    let reopened = try VectorCollection.open(at: folder + "/store", configuration: configuration, options: options)
    if reopened.count != count { report("\(count) vectors became \(reopened.count) by opening again") }
    for problem in try reopened.verify().problems { report("opened again: \(problem)") }
    try reopened.close()
  }

  private var areWritersRunning: Bool { runningWriters.load(ordering: .acquiring) > 0 }

  private func report(_ problem: String) { found.withLock { $0.append(problem) } }

  // MARK: Writing

  private func write(_ random: inout SeededRandom) throws {
    while true {
      let commit = nextCommit.add(1, ordering: .relaxed).oldValue
      guard commit <= commits else { return }
      var batch = WriteBatch()
      for _ in 0..<random.next(below: 24) {
        batch.upsert(
          id: random.next(below: Self.ids), label: random.next(below: 8), vector: random.vector(Self.dimension),
          payload: payload(&random))
      }
      for _ in 0..<random.next(below: 4) { batch.delete(id: random.next(below: Self.ids)) }
      if random.next(below: 20) == 0 { batch.delete(label: random.next(below: 8)) }
      do throws(VectorStoreError) {
        let prepared = try collection.prepare(batch, commit: commit)
        if random.next(below: 8) == 0 {
          prepared.abort()
        } else {
          prepared.publish()
          published.add(1, ordering: .relaxed)
        }
      } catch {
        // The other writer has come with a higher number first.
        if error.code != .commitOutOfOrder { throw error }
      }
    }
  }

  private func payload(_ random: inout SeededRandom) -> Payload {
    guard random.next(below: 4) > 0 else { return [:] }
    return [
      "word": .keyword("word \(random.next(below: 30))"), "rank": .integer(Int64(random.next(below: 1000))),
      "share": .float(Double(random.next(below: 1000)) / 1000), "open": .bool(random.next(below: 3) == 0),
      "when": .date(millisecondsSince1970: Int64(random.next(below: 1 << 40))),
    ]
  }

  // MARK: Reading

  private func read(_ random: inout SeededRandom) throws {
    let query = random.vector(Self.dimension)
    let label = random.next(below: 8)
    let filters: [Filter?] = [
      nil, .labels([label]), .field("word", .equals(.keyword("word \(random.next(below: 30))"))),
      .field("share", .range(below: .float(0.2))), .ids(Set((0..<20).map { _ in random.next(below: Self.ids) })),
      .and([.field("rank", .range(atLeast: .integer(300))), .not(.labels([label]))]),
      .or([.field("open", .equals(.bool(true))), .field("when", .range(below: .date(millisecondsSince1970: 1 << 38)))]),
    ]
    for filter in filters {
      for strategy in SearchStrategy.allCases {
        var options = SearchOptions(k: 5, efSearch: 20, withVectors: true, withPayload: true)
        options.strategy = strategy
        let matches = try collection.search(query, options: options, filter: filter)
        if Set(matches.map(\.id)).count != matches.count { report("\(strategy) gave a vector twice") }
        if case .labels? = filter?.condition, matches.contains(where: { $0.label != label }) {
          report("\(strategy) gave a vector of another label")
        }
      }
      if let filter { _ = try collection.count(filter) }
      let page = try collection.scroll(
        after: random.next(below: Self.ids), limit: 10, filter: filter, withPayload: true)
      if page.map(\.id) != Set(page.map(\.id)).sorted() { report("a page is out of order") }
    }
    _ = try collection.search(
      batch: [query, random.vector(Self.dimension)], options: SearchOptions(k: 3), filter: filters[1], threads: 2)
    _ = try collection.search(query, minimumScore: -2, options: SearchOptions(k: 20))
    let id = random.next(below: Self.ids)
    _ = try collection.vector(for: id)
    _ = try collection.payload(for: id)
    _ = collection.statistics
    searches.add(1, ordering: .relaxed)
  }

  // MARK: Looking after it

  private func lookAfter(_ random: inout SeededRandom) throws {
    switch random.next(below: 7) {
    case 0: try collection.checkpoint()
    case 1: try collection.compact()
    case 2: try collection.snapshot(to: folder + "/snapshot")
    case 3: for problem in try collection.verify().problems { report(problem) }
    case 4: _ = try collection.labelCounts()
    case 5: _ = try collection.graphStatistics()
    default: try collection.synchronize()
    }
  }
}

extension SeededRandom {
  fileprivate mutating func next(below bound: UInt64) -> UInt64 { next() % bound }

  fileprivate mutating func vector(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(next(below: 2001)) / 1000 - 1 }
  }
}
