// What the driver and a contender say to each other: one JSON object a line, an order in, an outcome out.
//
// Every library runs in a process of its own, Martlet's store like the others, so that all are measured alike: the
// processor time and the memory of a process are its own, and no one's heap is in another's way. `vector_peers.py`
// speaks the same protocol. Contenders work and wait in turn; only one is busy at a time.

import BenchmarkSupport
import FoundationEssentials

/// What a contender is to do.
struct Order: Codable, Sendable {
  enum Action: String, Codable, Sendable {
    /// Builds the index of all base vectors, or takes the one that is kept from an earlier run, if it may.
    case build
    /// Opens the kept index in a fresh process and answers the first query, then all.
    case open
    /// Answers all queries.
    case search
    /// Answers all queries under a filter.
    case filter
    /// Answers all queries by comparing with every match.
    case scan
    /// Deletes vectors and inserts them again.
    case churn
    /// Takes deleted vectors out of the index and its file, in a call of its own.
    case compact
    /// Answers every query by itself and times each.
    case latency
    /// Searches on several threads for a while.
    case parallel
  }

  var action: Action
  /// Which of the process's indexes; each has files of its own.
  var variant = ""
  var threads = 1
  /// efSearch, or what the library calls it.
  var effort = 0
  /// A filter admits the labels below it.
  var labelLimit: Int?
  /// With `build`: an index from an earlier run will do.
  var mayReuse = false
  /// With `churn`: the share of the vectors that goes and comes back at a time, and how often that happens.
  var share = 0.0
  var times = 0
  /// With `churn`: how often it has happened to this index before.
  var timesBefore = 0
  /// With `build` and `churn`: which order of the vectors; 0 builds in the order of the data.
  var seed = 0
  /// With `build`: only so many vectors; in batches of so many.
  var limit: Int?
  var batchSize = 1000
  /// Only the first so many queries; nil takes all.
  var queryCount: Int?
  /// With `parallel`: by the clock. With `search`, `filter`, `scan`: passes over the queries are repeated until they
  /// have taken so much processor time; times are those of one pass.
  var seconds = 0.0
}

/// What came of it. Fields that do not belong to the order are nil.
struct Outcome: Codable, Sendable {
  /// Why the order was not carried out. "unsupported" stands for what the library cannot do at all.
  var error: String?
  /// Processor time of the whole process, and time by the clock.
  var cpuSeconds: Double?
  var wallSeconds: Double?
  /// The answers, k ids a query, -1 where there was none.
  var ids: [Int32]?
  /// Resident bytes that the order added.
  var residentBytes: Int?
  var fileBytes: Int?
  /// Whether `build` found an index to reuse.
  var wasReused: Bool?
  /// With `open`.
  var openSeconds: Double?
  var firstAnswerSeconds: Double?
  /// With `churn`.
  var deletedPerSecond: Double?
  var insertedPerSecond: Double?
  var tombstoneCount: Int?
  /// With `latency`: a time for each query.
  var latencies: [Double]?
  /// With `parallel`.
  var queriesPerSecond: Double?
}

extension ContenderProcess {
  /// Gives an order and waits for what comes of it; nil when the library cannot do such a thing.
  ///
  /// - Throws: `BenchmarkError` when it failed or the process ended.
  func carryOut(_ order: Order) throws -> Outcome? {
    let outcome = try JSONDecoder().decode(Outcome.self, from: Data(try exchange(JSONEncoder().encode(order))))
    if outcome.error == "unsupported" { return nil }
    if let error = outcome.error { throw BenchmarkError("\(name), \(order.action.rawValue): \(error)") }
    return outcome
  }
}
