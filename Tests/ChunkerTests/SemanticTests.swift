// Cutting where the subject changes, with distances from a function that knows subjects by their words.
import Chunker
import TestSupport
import Testing

struct SemanticTests {
  private static let subjects = [
    "The swift sleeps upon the wing", "A copper kettle sings on the stove", "The harbour crane lifts a crate",
  ]
  private static let text = subjects.map { subject in
    (1...5).map { "\(subject), as note \($0) of the book says." }.joined(separator: " ")
  }.joined(separator: " ")

  /// The share of words that two texts do not have in common.
  @Sendable private static func distances(_ texts: [String], _ pairs: [(Int, Int)]) -> [Double] {
    let words = texts.map { Set($0.lowercased().split { !$0.isLetter }) }
    return pairs.map { first, second in
      let (a, b) = (words[first], words[second])
      return 1 - Double(a.intersection(b).count) / Double(max(1, a.union(b).count))
    }
  }

  @Test func aChunkEndsWhereTheSubjectChanges() async throws {
    let chunker = try TextChunker(ChunkConfiguration(strategy: .semantic, size: 2_000, percentile: 85))
    let chunks = await chunker.chunks(of: Self.text) { Self.distances($0, $1) }
    let texts = chunks.map { String(Self.text[$0.range]) }
    #expect(texts.count == 3)
    for (text, subject) in zip(texts, Self.subjects) { #expect(text.hasPrefix(subject)) }
    #expect(chunks == (await chunker.chunks(of: Self.text) { Self.distances($0, $1) }))
  }

  @Test func aChunkBelowTheMinimumGoesOnBeyondAChangeOfSubject() async throws {
    let chunker = try TextChunker(ChunkConfiguration(strategy: .semantic, minimum: 400, size: 900, percentile: 80))
    let chunks = await chunker.chunks(of: Self.text) { Self.distances($0, $1) }
    #expect(chunks.count == 2 && chunks[0].range.utf8.count >= 400)
  }

  @Test func distancesThatDifferInTheFifthDecimalCutAlike() async throws {
    let chunker = try TextChunker(ChunkConfiguration(strategy: .semantic, size: 2_000, percentile: 80))
    let chunks = await chunker.chunks(of: Self.text) { Self.distances($0, $1) }
    let others = await chunker.chunks(of: Self.text) {
      Self.distances($0, $1).enumerated().map { $1 + Double($0 % 3) * 1e-6 }
    }
    #expect(chunks == others)
  }

  @Test func withoutAnybodyWhoKnowsItIsCutByStructure() async throws {
    let configuration = ChunkConfiguration(strategy: .semantic, size: 300)
    let chunker = try TextChunker(configuration)
    let chunks = await chunker.chunks(of: Self.text) { _, _ in [] }
    #expect(chunks == chunker.chunks(of: Self.text))
    await #expect(throws: CancellationError.self) {
      try await chunker.chunks(of: Self.text) { _, _ in throw CancellationError() }
    }
  }

  @Test(arguments: 0..<40)
  func everyPromiseHoldsWhateverTheDistances(seed: UInt64) async throws {
    var random = SeededRandom(seed: seed &* 43 &+ 17)
    let texts = [
      GeneratedDocument.markdown(seed: seed, lineEnd: "\n", blockCount: 20).text,
      GeneratedDocument.code(seed: seed, lineEnd: "\n"),
      Sample.text(from: Sample.simple + Sample.joining, count: 1_000, using: &random),
    ]
    for text in texts {
      for tokens in [nil, TestTokenizers.wordPiece] {
        var configuration = TextChunkerPromisesTests.configuration(.semantic, using: &random)
        configuration.unit = tokens == nil ? .characters : .tokens
        configuration.percentile = [50, 80, 95].randomElement(using: &random) ?? 90
        let chunker = try TextChunker(configuration, tokens: tokens)
        let salt = UInt64.random(in: 0...UInt64.max, using: &random)
        let chunks = await chunker.chunks(of: text, title: "Swifts") { _, pairs in
          var noise = SeededRandom(seed: salt)
          return pairs.map { _ in Double.random(in: 0...1, using: &noise) }
        }
        try ChunkCheck(text, configuration, tokens: tokens, title: "Swifts", chunks: chunks, "seed \(seed)").checkAll()
      }
    }
  }
}
