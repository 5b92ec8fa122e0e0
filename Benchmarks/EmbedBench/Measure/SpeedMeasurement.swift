// Tokens per second of many texts, and the latency of one query: text in, vector out, tokenising included, by the clock.
//
// Contenders take turns within each round, so that a slow minute of the machine meets all of them; medians over the rounds count.
// Tokens are the true ones of the texts; what a contender pads is its own loss.
import BenchmarkSupport
import Measurement

/// Tokens per second of one contender.
struct ThroughputFigures: Codable {
  var contender: String
  var texts: String
  var threads: Int
  var tokensPerSecond: Double
  /// Divided by those of the first contender.
  var ratio: Double?
  var batchSize: Int?
  var residentBytes: Int?
}

/// The latency of one query of 12 tokens.
struct QueryFigures: Codable {
  var contender: String
  var threads: Int
  var p50Milliseconds: Double
  var p99Milliseconds: Double
  /// p50 divided by that of the first contender.
  var ratio: Double?
}

struct SpeedMeasurement {
  let arguments: Arguments
  let contenders: [ContenderProcess]
  let sets: [TextSet]

  func throughputs() throws -> [ThroughputFigures] {
    var figures: [ThroughputFigures] = []
    for threads in arguments.threads {
      for set in sets {
        Progress.say("\(set.name) tokens, \(threads) threads")
        var speeds = contenders.map { _ in [Double]() }
        var outcomes = contenders.map { _ in Outcome() }
        // The round before the first warms up and does not count.
        for round in 0...arguments.rounds {
          for (index, contender) in contenders.enumerated() {
            let order = Order(
              action: .throughput, threads: threads, texts: set.texts,
              seconds: round == 0 ? arguments.seconds / 4 : arguments.seconds)
            let outcome = try contender.carryOut(order)
            outcomes[index] = outcome
            guard round > 0, let passes = outcome.passes, let seconds = outcome.seconds else { continue }
            speeds[index].append(Double(passes * set.tokens) / seconds)
          }
        }
        let medians = speeds.map(Competition.median)
        for (index, contender) in contenders.enumerated() {
          figures.append(
            ThroughputFigures(
              contender: contender.name, texts: set.name, threads: threads, tokensPerSecond: medians[index],
              ratio: medians[index] / medians[0], batchSize: outcomes[index].batchSize,
              residentBytes: outcomes[index].residentBytes))
        }
      }
    }
    return figures
  }

  func queries() throws -> [QueryFigures] {
    var figures: [QueryFigures] = []
    for threads in arguments.threads {
      Progress.say("one query, \(threads) threads")
      var halves = contenders.map { _ in [Double]() }
      var tails = contenders.map { _ in [Double]() }
      for round in 0...arguments.rounds {
        for (index, contender) in contenders.enumerated() {
          let order = Order(
            action: .latency, threads: threads, texts: ["How does the quick brown fox jump over it?"],
            seconds: arguments.seconds)
          guard let latencies = try contender.carryOut(order).latencies, round > 0 else { continue }
          let percentiles = Percentiles(latencies)
          halves[index].append(percentiles.value(at: 0.5) ?? .nan)
          tails[index].append(percentiles.value(at: 0.99) ?? .nan)
        }
      }
      let medians = halves.map(Competition.median)
      for (index, contender) in contenders.enumerated() {
        figures.append(
          QueryFigures(
            contender: contender.name, threads: threads, p50Milliseconds: medians[index] * 1000,
            p99Milliseconds: Competition.median(tails[index]) * 1000, ratio: medians[index] / medians[0]))
      }
    }
    return figures
  }
}
