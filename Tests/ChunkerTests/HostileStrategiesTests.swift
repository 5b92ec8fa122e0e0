// Texts that make the other strategies quadratic. No time is asserted: a quadratic one does not end here within the day.
import Chunker
import Testing

struct HostileStrategiesTests {
  @Test(
    arguments: ChunkStrategy.allCases.filter { $0 != .langchain },
    [
      ("letters", "x", 10_000_000), ("flags", "🇨🇭", 400_000), ("spaces", " ", 3_000_000), ("lines", "\n", 3_000_000),
      ("line ends", "\r\n", 1_000_000), ("stops", ". ", 1_500_000), ("marks", "\u{301}", 1_500_000),
      ("fences", "```\n", 500_000), ("headings", "# a\n", 200_000), ("rows", "|a\n|-\n", 300_000),
      ("quotes", "\"\n", 1_000_000), ("items", "- a\n", 500_000), ("braces", "{\n", 1_000_000),
      ("rules", "---\n", 500_000),
      ("depth", "  - ```\n", 300_000),
    ])
  func megabytesOfOneThingAreSplit(strategy: ChunkStrategy, unit: (name: String, text: String, count: Int)) throws {
    let text = String(repeating: unit.text, count: unit.count)
    let configuration = ChunkConfiguration(strategy: strategy, minimum: 100, size: 1000, overlap: 100, hasPrefix: true)
    let chunks = try TextChunker(configuration).chunks(of: text)
    #expect(chunks.reduce(0) { $0 + $1.core.utf8.count } == text.utf8.count, "\(unit.name)")
    #expect(chunks.allSatisfy { $0.range.utf8.count <= 4000 }, "\(unit.name)")
  }

  @Test(arguments: ["x", "漢", " ", "a ", "\u{301}", "👩‍👩‍👧‍👦"])
  func megabytesOfOneThingAreSplitByTokens(unit: String) throws {
    let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
    let configuration = ChunkConfiguration(strategy: .recursive, unit: .tokens, minimum: 20, size: 200, overlap: 20)
    let tokens = TestTokenizers.wordPiece
    let chunks = try TextChunker(configuration, tokens: tokens).chunks(of: text)
    #expect(chunks.reduce(0) { $0 + $1.core.utf8.count } == text.utf8.count, "\(unit)")
    for chunk in chunks {
      #expect(chunk.range.utf8.count <= 20_000)
      #expect(tokens.count(String(text[chunk.range])) <= 200)
    }
  }
}
