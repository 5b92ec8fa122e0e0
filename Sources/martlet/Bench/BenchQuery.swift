// What a bench asks: questions, or passages that stand in for them.
import Retrieval

/// One query of a bench.
struct BenchQuery: Sendable {
  let vector: [Float]
  /// The passage it was taken from. It is its own nearest neighbour, which every search finds, so it does not count.
  let source: Int64?

  /// The vectors of questions.
  static func asked(_ questions: [String], _ probe: IndexProbe) async throws -> [BenchQuery] {
    var queries: [BenchQuery] = []
    for question in questions {
      queries.append(BenchQuery(vector: try await probe.vector(ofQuestion: question), source: nil))
    }
    return queries
  }

  /// The vectors of `count` different passages, or of all when there are fewer; the same seed takes the same.
  static func sampled(_ count: Int, _ probe: IndexProbe, seed: UInt64) throws -> [BenchQuery] {
    var generator = SplitMix64(state: seed)
    return try probe.passageIDs.shuffled(using: &generator).prefix(count).compactMap { id in
      try probe.vector(ofPassage: id).map { BenchQuery(vector: $0, source: id) }
    }
  }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
