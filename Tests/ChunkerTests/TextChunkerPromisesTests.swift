// Every promise of `TextChunker` for every strategy, on generated texts.
import Chunker
import TestSupport
import Testing

struct TextChunkerPromisesTests {
  private static let strategies = ChunkStrategy.allCases.filter { $0 != .langchain }

  static func configuration(_ strategy: ChunkStrategy, using random: inout SeededRandom) -> ChunkConfiguration {
    let size = [40, 60, 100, 250, 1000].randomElement(using: &random) ?? 100
    var configuration = ChunkConfiguration(strategy: strategy, size: size)
    configuration.minimum = [0, 1, size / 10, size / 4, size / 2].randomElement(using: &random) ?? 0
    configuration.target =
      [nil, nil, max(1, configuration.minimum), size * 3 / 4, size].randomElement(using: &random) ?? nil
    configuration.overlap = [0, size / 10, size / 4, size / 2].randomElement(using: &random) ?? 0
    configuration.hasPrefix = Bool.random(using: &random)
    configuration.window = Int.random(in: 0...4, using: &random)
    configuration.parentSize = [nil, size, size * 3].randomElement(using: &random) ?? nil
    return configuration
  }

  private func lineEnd(_ seed: UInt64) -> String { seed % 3 == 0 ? "\r\n" : "\n" }

  @Test(arguments: strategies, 0..<40)
  func everyPromiseHoldsOnMarkdown(strategy: ChunkStrategy, seed: UInt64) throws {
    var random = SeededRandom(seed: seed &* 31 &+ 7)
    let document = GeneratedDocument.markdown(seed: seed, lineEnd: lineEnd(seed), blockCount: 30)
    let configuration = Self.configuration(strategy, using: &random)
    try ChunkCheck(document.text, configuration, title: "Swifts of the world", "seed \(seed)").checkAll()
  }

  @Test(arguments: strategies, 0..<25)
  func everyPromiseHoldsOnCodeTablesAndNoise(strategy: ChunkStrategy, seed: UInt64) throws {
    var random = SeededRandom(seed: seed &* 37 &+ 11)
    let noise = Sample.text(from: Sample.simple + Sample.joining, count: 1500, using: &random)
    let texts = [
      GeneratedDocument.code(seed: seed, lineEnd: lineEnd(seed)),
      GeneratedDocument.table(seed: seed, lineEnd: lineEnd(seed)), noise,
    ]
    for text in texts {
      let configuration = Self.configuration(strategy, using: &random)
      try ChunkCheck(text, configuration, "seed \(seed)").checkAll()
    }
  }

  @Test(arguments: strategies, 0..<25)
  func everyPromiseHoldsInTokens(strategy: ChunkStrategy, seed: UInt64) throws {
    var random = SeededRandom(seed: seed &* 41 &+ 13)
    let noise = Sample.text(from: Sample.simple + Sample.joining, count: 1500, using: &random)
    let texts = [
      GeneratedDocument.markdown(seed: seed, lineEnd: lineEnd(seed), blockCount: 20).text,
      GeneratedDocument.code(seed: seed, lineEnd: lineEnd(seed)), noise,
    ]
    for text in texts {
      for tokens in [TestTokenizers.wordPiece, TestTokenizers.shifting] {
        var configuration = Self.configuration(strategy, using: &random)
        configuration.unit = .tokens
        try ChunkCheck(text, configuration, tokens: tokens, title: "Swifts", "seed \(seed)").checkAll()
      }
    }
  }

  @Test(arguments: strategies, ["", " ", "\n\n \r\n", "x", "👩‍👩‍👧‍👦", "```", "# a", "|a|\n|-|", "---\n---"])
  func tinyTextsAreWhole(strategy: ChunkStrategy, text: String) throws {
    let check = try ChunkCheck(
      text, ChunkConfiguration(strategy: strategy, minimum: 20, size: 100, overlap: 50), "tiny")
    check.checkAll()
    #expect(check.chunks.count == (text.isEmpty ? 0 : 1))
  }

  @Test func segmentsAreNeverCrossed() throws {
    for seed in UInt64(0)..<40 {
      var random = SeededRandom(seed: seed)
      let text = GeneratedDocument.markdown(seed: seed, lineEnd: "\n", blockCount: 15).text
      let middle = text.utf8.count / 2
      let segments = [0..<middle, middle..<text.utf8.count]
      for strategy in Self.strategies {
        let configuration = Self.configuration(strategy, using: &random)
        let chunks = try TextChunker(configuration).chunks(of: text, within: segments)
        for chunk in chunks {
          for range in [chunk.range, chunk.parent].compactMap({ $0?.utf8 }) {
            #expect(range.upperBound <= middle + 3 || range.lowerBound >= middle - 3, "seed \(seed) \(configuration)")
          }
        }
        #expect(chunks.reduce(0) { $0 + $1.core.utf8.count } == text.utf8.count, "seed \(seed) \(configuration)")
      }
    }
  }

  @Test func contradictingSizesAreRefused() {
    for configuration in [
      ChunkConfiguration(strategy: .markdown, size: 0), ChunkConfiguration(strategy: .code, size: 100, overlap: 51),
      ChunkConfiguration(strategy: .table, minimum: 51, size: 100),
      ChunkConfiguration(strategy: .recursive, minimum: 20, target: 10, size: 100),
      ChunkConfiguration(strategy: .recursive, target: 101, size: 100),
      ChunkConfiguration(strategy: .parentChild, size: 100, parentSize: 99),
      ChunkConfiguration(strategy: .sentenceWindow, size: 100, window: -1),
      ChunkConfiguration(strategy: .recursive, unit: .tokens, size: 100),
      ChunkConfiguration(strategy: .langchain, minimum: 1, size: 100),
    ] {
      let error = #expect(throws: ChunkerError.self) { try TextChunker(configuration) }
      #expect(error?.code == .invalidConfiguration)
    }
  }
}
