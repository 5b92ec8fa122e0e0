// The promises written at `RecursiveChunker`, each checked on generated texts that mix everything that joins.
import Chunker
import TestSupport
import Testing

struct ChunkPromisesTests {
  @Test(arguments: 0..<400)
  func everyPromiseHoldsOnGeneratedText(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let count = [1, 5, 50, 500, 2000].randomElement(using: &random) ?? 0
    let text = Sample.text(from: Sample.simple + Sample.joining, count: count, using: &random)
    try checkPromises(text, Sample.configuration(using: &random), "seed \(seed)")
  }

  @Test(arguments: 0..<200)
  func everyPromiseHoldsOnTextThatOnlyJoins(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let text = Sample.text(from: Sample.joining, count: 400, using: &random)
    try checkPromises(text, Sample.configuration(using: &random), "seed \(seed)")
  }

  @Test(arguments: ["👩‍👩‍👧‍👦", "🇨🇭", "e\u{301}", "\r\n", "한", "नि", "क्षत्रिय", "👍🏽", "\u{600}1", "漢"])
  func aRowOfOneGraphemeIsNeverCutInsideIt(grapheme: String) throws {
    let text = "x" + String(repeating: grapheme, count: 500)
    for size in [12, 13, 100] {
      try checkPromises(text, ChunkConfiguration(size: size, overlap: size / 3), "size \(size)")
    }
  }

  @Test func aGraphemeLongerThanTheLimitIsCutBetweenScalars() throws {
    let text = "ab" + "e" + String(repeating: "\u{301}", count: 25) + "cd"
    let chunks = try RecursiveChunker(ChunkConfiguration(size: 10, overlap: 3)).chunks(of: text)
    #expect(chunks.map { text[$0].unicodeScalars.count } == [2, 10, 10, 6, 2])
    #expect(chunks.last.map { String(text[$0]) } == "cd")
  }

  @Test func pagesAreNeverCrossed() throws {
    for seed in UInt64(0)..<100 {
      var random = SeededRandom(seed: seed)
      let pages = (0..<5).map { _ in Sample.text(from: Sample.simple, count: 60, using: &random) + "." }
      let text = pages.joined()
      var segments: [Range<Int>] = []
      for page in pages {
        let start = segments.last?.upperBound ?? 0
        segments.append(start..<(start + page.utf8.count))
      }
      let chunker = try RecursiveChunker(ChunkConfiguration(size: 40, overlap: 10))
      let chunks = chunker.chunks(of: text, within: segments)
      #expect(
        chunks.map { String(text[$0]) } == pages.flatMap { page in chunker.chunks(of: page).map { String(page[$0]) } },
        "seed \(seed)")
      for chunk in chunks {
        #expect(segments.contains { $0.lowerBound <= chunk.utf8.lowerBound && chunk.utf8.upperBound <= $0.upperBound })
      }
    }
  }

  @Test func segmentsOutsideTheTextAreClamped() throws {
    let chunker = try RecursiveChunker(ChunkConfiguration(size: 10, overlap: 0))
    let chunks = chunker.chunks(of: "éàü", within: [4..<900, -5..<3, 1000..<2000])
    #expect(chunks.map(\.utf8) == [0..<2, 4..<6])
    #expect(chunks.map(\.utf16) == [0..<1, 2..<3])
  }

  @Test(arguments: ["", " ", "\n\n \t\r\n", String(repeating: " \u{3000}\n", count: 5000)])
  func whiteSpaceAloneGivesNoChunk(text: String) throws {
    #expect(try RecursiveChunker().chunks(of: text).isEmpty)
  }

  @Test func contradictingSizesAreRefused() {
    for (size, overlap) in [(0, 0), (-1, 0), (10, -1), (10, 11)] {
      let error = #expect(throws: ChunkerError.self) {
        try RecursiveChunker(ChunkConfiguration(size: size, overlap: overlap))
      }
      #expect(error?.code == .invalidConfiguration)
      #expect(error?.code.isCallersFault == true)
    }
  }

  private func checkPromises(_ text: String, _ configuration: ChunkConfiguration, _ note: Comment) throws {
    let chunker = try RecursiveChunker(configuration)
    let chunks = chunker.chunks(of: text)
    #expect(chunks == chunker.chunks(of: text), note)

    let bytes = Array(text.utf8)
    let units = Array(text.utf16)
    var boundaries: Set<Int> = [0]
    var longGraphemes: [Range<Int>] = []
    var offset = 0
    for character in text {
      let next = offset + character.utf8.count
      if character.unicodeScalars.count > configuration.size { longGraphemes.append(offset..<next) }
      offset = next
      boundaries.insert(offset)
    }

    var covered = [Bool](repeating: false, count: bytes.count)
    var previous = 0..<0
    for chunk in chunks {
      let content = String(text[chunk])
      #expect(Array(content.utf8) == Array(bytes[chunk.utf8]), note)
      #expect(Array(content.utf16) == Array(units[chunk.utf16]), note)
      #expect(content.unicodeScalars.count <= configuration.size, note)
      #expect(content.unicodeScalars.contains { !$0.properties.isWhitespace }, note)
      for bound in [chunk.utf8.lowerBound, chunk.utf8.upperBound] {
        let isInsideLongGrapheme = longGraphemes.contains { $0.contains(bound) }
        #expect(boundaries.contains(bound) || isInsideLongGrapheme, note)
      }
      #expect(chunk.utf8.lowerBound >= previous.lowerBound, note)
      #expect(chunk.utf8.upperBound >= previous.upperBound, note)
      previous = chunk.utf8
      for index in chunk.utf8 { covered[index] = true }
    }

    offset = 0
    for scalar in text.unicodeScalars {
      let isSpace = scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
      if !isSpace { #expect(covered[offset], note) }
      offset += UTF8.width(scalar)
    }
  }
}
