// A text cut as it comes, against the same text cut as a whole: the same chunks, wherever its pieces end.
import Chunker
import TestSupport
import Testing

struct ChunkStreamTests {
  private func streamed(
    _ text: String, _ configuration: ChunkConfiguration, tokens: TokenCounter? = nil, step: Int, pieces: [Int]
  ) throws -> [ChunkStream.Piece] {
    var stream = try ChunkStream(configuration, tokens: tokens, step: step)
    let bytes = Array(text.utf8)
    var result: [ChunkStream.Piece] = []
    var position = 0
    var number = 0
    while position < bytes.count {
      let end = min(bytes.count, position + pieces[number % pieces.count])
      result += try stream.add(bytes[position..<end])
      position = end
      number += 1
    }
    return result + (try stream.finish())
  }

  private func expectSame(
    _ text: String, _ configuration: ChunkConfiguration, tokens: TokenCounter? = nil, seed: UInt64,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let whole = try TextChunker(configuration, tokens: tokens).chunks(of: text)
    for (step, pieces) in [(1, [1_000]), (700, [3, 5_000, 1]), (10_000, [9_973]), (1 << 20, [1 << 16])] {
      let parts = try streamed(text, configuration, tokens: tokens, step: step, pieces: pieces)
      let place = zip(whole, parts).enumerated().first { $1.0 != $1.1.chunk }?.offset ?? min(whole.count, parts.count)
      #expect(
        parts.map(\.chunk) == whole,
        "seed \(seed), step \(step), \(configuration): chunk \(place) of \(whole.count) differs",
        sourceLocation: sourceLocation)
      #expect(
        parts.allSatisfy { $0.text == text[$0.chunk.range] && $0.embeddedText == $0.chunk.embeddedText(in: text) },
        "seed \(seed), step \(step)", sourceLocation: sourceLocation)
    }
  }

  private func configuration(_ strategy: ChunkStrategy, _ random: inout SeededRandom) -> ChunkConfiguration {
    let size = [2, 7, 40, 200, 1_000].randomElement(using: &random) ?? 40
    return ChunkConfiguration(
      strategy: strategy, minimum: [0, size / 8, size / 2].randomElement(using: &random) ?? 0,
      target: Bool.random(using: &random) ? max(size / 2, 1) : nil, size: size,
      overlap: [0, size / 10, size / 2].randomElement(using: &random) ?? 0)
  }

  @Test(arguments: UInt64(0)..<24) func runningTextIsCutAsAWhole(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let pieces = seed % 3 == 0 ? Sample.joining : seed % 3 == 1 ? Sample.simple : Sample.simple + Sample.joining
    let text = Sample.text(from: pieces, count: 40_000, using: &random)
    try expectSame(text, configuration(.recursive, &random), seed: seed)
  }

  @Test(arguments: UInt64(0)..<24) func markdownIsCutAsAWhole(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let lineEnd = ["\n", "\r\n"][Int(seed % 2)]
    let text = GeneratedDocument.markdown(seed: seed, lineEnd: lineEnd, blockCount: 500).text
    try expectSame(text, configuration(.markdown, &random), seed: seed)
    try expectSame(text, configuration(.recursive, &random), seed: seed)
  }

  @Test(arguments: ["x", " ", "\n", "\n\n", "e\u{301}", "👩‍👩‍👧‍👦", "\u{301}", "漢"])
  func aTextOfOneThingIsCutAsAWhole(unit: String) throws {
    for (size, overlap) in [(10, 0), (100, 50)] {
      try expectSame(
        String(repeating: unit, count: 60_000),
        ChunkConfiguration(strategy: .recursive, minimum: size / 8, size: size, overlap: overlap), seed: 0)
    }
  }

  @Test(arguments: UInt64(0)..<6) func tokensAreCountedAsInAWhole(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let text = GeneratedDocument.markdown(seed: seed, lineEnd: "\n", blockCount: 400).text
    let size = [16, 64, 256].randomElement(using: &random) ?? 64
    let configuration = ChunkConfiguration(
      strategy: seed % 2 == 0 ? .recursive : .markdown, unit: .tokens, minimum: size / 8, size: size, overlap: size / 4)
    try expectSame(text, configuration, tokens: TestTokenizers.wordPiece, seed: seed)
  }

  @Test func theWindowIsAllThatIsHeld() throws {
    // What is decided is given out: little more than the window is left for the end.
    var stream = try ChunkStream(ChunkConfiguration(strategy: .recursive, size: 500), step: 1 << 16)
    let line = Array("Swifts spend almost all of their life in the air, and only land to nest.\n".utf8)
    var (given, added) = (0, 0)
    for _ in 0..<100_000 {
      for piece in try stream.add(line) { given = piece.chunk.range.utf8.upperBound }
      added += line.count
      #expect(added - given < 1 << 18)
    }
  }

  @Test func bytesThatAreNoTextAreRefused() throws {
    var stream = try ChunkStream(ChunkConfiguration(strategy: .recursive, size: 100), step: 1)
    let error = #expect(throws: ChunkerError.self) {
      _ = try stream.add(Array(repeating: 0x61, count: 100_000) + [0xFF] + Array(repeating: 0x61, count: 100))
    }
    #expect(error?.code == .invalidText)
  }

  @Test(arguments: [ChunkStrategy.langchain, .code, .table, .sentenceWindow, .parentChild])
  func otherStrategiesAreRefused(strategy: ChunkStrategy) {
    #expect(throws: ChunkerError.self) { _ = try ChunkStream(ChunkConfiguration(strategy: strategy, size: 100)) }
  }
}
