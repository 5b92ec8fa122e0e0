// The chunks are langchain's, string for string, wherever graphemes are single scalars.
import Chunker
import TestSupport
import Testing

struct LangchainCompatibilityTests {
  @Test(arguments: 0..<300)
  func chunksEqualTheReferenceSplitterOnGeneratedText(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let count = [0, 1, 5, 50, 500, 2000].randomElement(using: &random) ?? 0
    let text = Sample.text(from: Sample.simple, count: count, using: &random)
    let configuration = Sample.configuration(using: &random)
    let chunks = try RecursiveChunker(configuration).chunks(of: text).map { String(text[$0]) }
    #expect(chunks == ReferenceSplitter(configuration: configuration).chunks(of: text), "seed \(seed)")
  }

  /// Expected values written down from langchain-text-splitters itself.
  @Test func aKnownTextGivesTheKnownChunks() throws {
    let text = "Swifts sleep on the wing.\n\nThey land only to nest,\nunder eaves and in towers.\n\nTenmonthsinthe air"
    let chunks = try RecursiveChunker(ChunkConfiguration(size: 20, overlap: 8)).chunks(of: text)
    #expect(
      chunks.map { String(text[$0]) } == [
        "Swifts sleep on the", "on the wing.", "They land only to", "only to nest,", "under eaves and in",
        "and in towers.",
        "Tenmonthsinthe air",
      ])
  }

  @Test func theDefaultsAreAThousandAndAHundredCharacters() {
    #expect(ChunkConfiguration() == ChunkConfiguration(size: 1000, overlap: 100))
  }
}
