// The promises written at `TextChunker`, told the slow and obvious way.
import Chunker
import Testing

struct ChunkCheck {
  let text: String
  let configuration: ChunkConfiguration
  let tokens: TokenCounter?
  let note: Comment
  private let bytes: [UInt8]
  private let boundaries: Set<Int>
  private let longestGrapheme: Int
  let chunks: [Chunk]

  init(
    _ text: String, _ configuration: ChunkConfiguration, tokens: TokenCounter? = nil, title: String? = nil,
    chunks given: [Chunk]? = nil, _ note: String
  ) throws {
    (self.text, self.configuration, self.tokens) = (text, configuration, tokens)
    self.note = "\(note), \(configuration)"
    bytes = Array(text.utf8)
    var boundaries: Set<Int> = [0]
    var offset = 0
    var longest = 0
    for character in text {
      offset += character.utf8.count
      longest = max(longest, character.unicodeScalars.count)
      boundaries.insert(offset)
    }
    (self.boundaries, longestGrapheme) = (boundaries, longest)
    if let given {
      chunks = given
      return
    }
    let chunker = try TextChunker(configuration, tokens: tokens)
    chunks = chunker.chunks(of: text, title: title)
    #expect(chunks == chunker.chunks(of: text, title: title), self.note)
  }

  func size(_ string: some StringProtocol) -> Int {
    tokens.map { $0.count(String(string)) } ?? string.unicodeScalars.count
  }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func checkAll() {
    checkRanges()
    checkSizes()
    checkOverlaps()
    checkSmallChunks()
  }

  /// Side by side, the whole text, no grapheme torn, both kinds of offsets the same place.
  func checkRanges() {
    let units = Array(text.utf16)
    var end = 0
    for chunk in chunks {
      #expect(chunk.core.utf8.lowerBound == end, note)
      #expect(!chunk.core.utf8.isEmpty, note)
      end = chunk.core.utf8.upperBound
      #expect(Array(text[chunk.range].utf8) == Array(bytes[chunk.range.utf8]), note)
      #expect(Array(text[chunk.range].utf16) == Array(units[chunk.range.utf16]), note)
      #expect(Array(text[chunk.core].utf16) == Array(units[chunk.core.utf16]), note)
      for range in [chunk.context, chunk.parent] {
        if let range { #expect(Array(text[range].utf16) == Array(units[range.utf16]), note) }
      }
      for bound in [chunk.range.utf8.lowerBound, chunk.core.utf8.lowerBound, chunk.range.utf8.upperBound] {
        #expect(boundaries.contains(bound) || longestGrapheme > configuration.size / 4, "\(bound) \(note)")
      }
    }
    #expect(end == bytes.count, note)
  }

  func checkSizes() {
    for chunk in chunks {
      let isScalar = string(chunk.range.utf8).unicodeScalars.count == 1
      #expect(size(chunk.embeddedText(in: text)) <= configuration.size || isScalar, "\(chunk) \(note)")
    }
  }

  /// An overlap belongs to the chunk before and begins with a sentence or a line.
  func checkOverlaps() {
    for (previous, chunk) in zip(chunks, chunks.dropFirst()) where !chunk.overlap.utf8.isEmpty {
      let overlap = chunk.overlap.utf8
      let special = tokens?.specialCount ?? 0
      #expect(size(string(overlap)) - special <= configuration.overlap + (special > 0 ? 1 : 0), note)
      #expect(overlap.lowerBound >= previous.core.utf8.lowerBound, note)
      let before = string(0..<overlap.lowerBound)
      let isLineStart = before.isEmpty || before.reversed().first { $0 != " " && $0 != "\t" }?.isNewline == true
      // Scalars: a full stop may share its grapheme with a mark in front of it.
      let end = before.unicodeScalars.reversed().first {
        !$0.properties.isWhitespace && !"\"')]*_”’»".unicodeScalars.contains($0)
      }
      #expect(
        isLineStart || end.map { ".!?…。！？".unicodeScalars.contains($0) } == true,
        "\(before.suffix(20)) \(note)")
    }
    #expect(chunks.first?.overlap.utf8.isEmpty != false, note)
  }

  func checkSmallChunks() {
    let special = tokens?.specialCount ?? 0
    for (chunk, next) in zip(chunks, chunks.dropFirst()) where chunk.parent == nil {
      let isSmall = [chunk, next].contains { size(string($0.core.utf8)) - special < configuration.minimum }
      guard isSmall else { continue }
      var joined = chunk
      joined.range.utf8 = chunk.range.utf8.lowerBound..<next.range.utf8.upperBound
      let content = joined.embeddedText(in: text)
      // A word that a tokenizer takes for a single unknown token counts as many.
      if tokens != nil, content.split(whereSeparator: \.isWhitespace).contains(where: { $0.utf8.count > 24 }) {
        continue
      }
      // The sum over the parts may be higher than the count of the whole.
      #expect(size(content) > configuration.size - (tokens == nil ? 0 : configuration.size / 4), note)
    }
  }
}
