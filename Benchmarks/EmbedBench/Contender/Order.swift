// What the driver and a contender say to each other: one JSON object a line, an order in, an outcome out. `encoder_peers.py`
// speaks the same protocol.
import BenchmarkSupport
import FoundationEssentials

/// What a contender is to do.
struct Order: Codable, Sendable {
  enum Action: String, Codable, Sendable {
    /// Embeds all texts together, again and again.
    case throughput
    /// Embeds them one call after the other and times each call.
    case latency
    /// Embeds them once and gives the vectors back.
    case vectors
  }

  var action: Action
  var threads: Int
  var texts: [String]
  /// The least time by the clock.
  var seconds = 0.0
}

/// What came of it. Fields that do not belong to the order are nil.
struct Outcome: Codable, Sendable {
  var error: String?
  /// With `throughput`: how often all texts were embedded, in which time.
  var passes: Int?
  var seconds: Double?
  /// With `throughput`: texts that a peer embeds together; nil where it is the contender's own affair.
  var batchSize: Int?
  var residentBytes: Int?
  /// With `latency`: seconds of each call.
  var latencies: [Double]?
  var vectors: [[Float]]?
}

extension ContenderProcess {
  /// - Throws: `BenchmarkError` when it failed or the process ended.
  func carryOut(_ order: Order) throws -> Outcome {
    let outcome = try JSONDecoder().decode(Outcome.self, from: Data(try exchange(JSONEncoder().encode(order))))
    if let error = outcome.error { throw BenchmarkError("\(name), \(order.action.rawValue): \(error)") }
    return outcome
  }
}
