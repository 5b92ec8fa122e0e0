// Headings, fences, tables and lists in the strategies that know them.
import Chunker
import TestSupport
import Testing

struct MarkdownStructureTests {
  @Test(arguments: [ChunkStrategy.markdown, .sentenceWindow, .parentChild], 0..<60)
  func blocksAreWholeWhenTheyFitAndElseCutBetweenLinesUnderTheirHead(strategy: ChunkStrategy, seed: UInt64) throws {
    var random = SeededRandom(seed: seed &* 43 &+ 17)
    let document = GeneratedDocument.markdown(seed: seed, lineEnd: seed % 3 == 0 ? "\r\n" : "\n", blockCount: 30)
    let configuration = TextChunkerPromisesTests.configuration(strategy, using: &random)
    let check = try ChunkCheck(document.text, configuration, title: "Swifts", "seed \(seed)")
    let room = configuration.size - (configuration.hasPrefix ? configuration.size / 4 : 0)
    for block in document.blocks {
      let content = check.string(block.range)
      let parts = check.chunks.filter { $0.core.utf8.overlaps(block.range) }
      if check.size(content) <= room {
        #expect(parts.count == 1, check.note)
        continue
      }
      let head = check.string(block.range.lowerBound..<(block.range.lowerBound + block.headByteCount))
      let longestLine =
        content.split(omittingEmptySubsequences: false) { $0.isNewline }.map { check.size($0) }.max() ?? 0
      for part in parts where part.core.utf8.lowerBound >= block.range.lowerBound + block.headByteCount {
        if check.size(head) <= configuration.size / 4 {
          #expect(part.context.map { String(document.text[$0]) } == head, check.note)
        }
        let aim = configuration.target ?? configuration.size
        if longestLine <= configuration.size / 8, aim == configuration.size, strategy == .markdown {
          #expect(
            check.string(0..<part.core.utf8.lowerBound).utf8.last == 0x0A, "\(document.text[part.range]) \(check.note)")
        }
      }
    }
    // A tear shows in what is repeated, too.
    for chunk in check.chunks where !chunk.overlap.utf8.isEmpty {
      for block in document.blocks where block.range.overlaps(chunk.overlap.utf8) {
        #expect(
          block.range.lowerBound < chunk.core.utf8.lowerBound && block.range.contains(chunk.core.utf8.lowerBound),
          check.note)
      }
    }
  }

  @Test(arguments: [ChunkStrategy.markdown, .parentChild, .sentenceWindow], 0..<40)
  func headingsPartSectionsAndNameThem(strategy: ChunkStrategy, seed: UInt64) throws {
    let document = GeneratedDocument.markdown(seed: seed, lineEnd: "\n", blockCount: 30)
    let configuration = ChunkConfiguration(strategy: strategy, size: 200, overlap: 80)
    let check = try ChunkCheck(document.text, configuration, "seed \(seed)")
    for chunk in check.chunks {
      var path: [ChunkHeading] = []
      for heading in document.headings where heading.utf8Offset <= chunk.core.utf8.lowerBound {
        path.removeAll { $0.level >= heading.level }
        path.append(heading)
      }
      #expect(chunk.headingPath == path.map(\.title), check.note)
      for heading in document.headings {
        // With no minimum no chunk goes on into the next section, and none repeats a part of the one before.
        #expect(
          heading.utf8Offset <= chunk.range.utf8.lowerBound || heading.utf8Offset >= chunk.range.utf8.upperBound,
          check.note)
        if let parent = chunk.parent?.utf8, strategy == .sentenceWindow {
          #expect(heading.utf8Offset <= parent.lowerBound || heading.utf8Offset >= parent.upperBound, check.note)
        }
      }
    }
  }

  @Test func titleAndHeadingsStandInFrontOfAChunkAndAreNoPartOfIt() throws {
    let text = "# Birds\n\nAll fly.\n\n## Swifts\n\nThey sleep on the wing. They land to nest."
    let configuration = ChunkConfiguration(strategy: .markdown, size: 60, hasPrefix: true)
    let chunks = try TextChunker(configuration).chunks(of: text, title: "Atlas")
    #expect(
      chunks.map { $0.embeddedText(in: text) } == [
        "Atlas\n\n# Birds\n\nAll fly.\n\n", "Atlas > Birds\n\n## Swifts\n\nThey sleep on the wing. ",
        "Swifts\n\nThey land to nest.",
      ])
    #expect(chunks.map(\.headingPath) == [["Birds"], ["Birds", "Swifts"], ["Birds", "Swifts"]])
  }

  @Test func aLongTableIsCutAtItsRowsUnderItsHeader() throws {
    let header = "| n | m |\n|---|---|\n"
    let text = header + (1...12).map { "| \($0) | x |\n" }.joined()
    let chunks = try TextChunker(ChunkConfiguration(strategy: .markdown, size: 100)).chunks(of: text)
    #expect(chunks.map { $0.context.map { String(text[$0]) } } == [nil, header])
    #expect(chunks.map { $0.embeddedText(in: text) }.allSatisfy { $0.hasPrefix(header) })
  }

  @Test func ofAHeaderWithAWideDelimiterRowOnlyTheNamesAreRepeated() throws {
    let names = "| n | m |\n"
    let text = names + "|---|" + String(repeating: "-", count: 40) + "|\n" + (1...12).map { "| \($0) | x |\n" }.joined()
    let chunks = try TextChunker(ChunkConfiguration(strategy: .markdown, size: 100)).chunks(of: text)
    #expect(chunks.map { $0.context.map { String(text[$0]) } } == [nil, names])
    let wide = "| " + String(repeating: "n", count: 60) + " |\n|---|\n" + String(repeating: "| 1 |\n", count: 20)
    #expect(
      try TextChunker(ChunkConfiguration(strategy: .markdown, size: 100)).chunks(of: wide).allSatisfy {
        $0.context == nil
      })
  }

  @Test func aFenceInAQuotationIsWholeWhenItFitsAndEndsWithTheQuotation() throws {
    let fence = "> ```c\n> int a;\n>\n> int b;\n> ```\n"
    let unclosed = "> ~~~\n> # no heading\n"
    let text = "> He said, and he said it at some length:\n>\n\(fence)\n# Next\n\n\(unclosed)# Last\n\nIt ends.\n"
    let chunks = try TextChunker(ChunkConfiguration(strategy: .markdown, size: 50)).chunks(of: text)
    #expect(chunks.contains { text[$0.range].contains(fence) })
    #expect(chunks.contains { text[$0.range].contains(unclosed) })
    #expect(chunks.map(\.headingPath).last == ["Last"])
    #expect(!chunks.contains { $0.headingPath.contains("no heading") })
  }

  @Test func anItemOfAListIsNotTornWhenItFits() throws {
    let items = (1...9).map { "- It is item \($0). It has two sentences.\n" }
    let chunks = try TextChunker(ChunkConfiguration(strategy: .markdown, size: 100)).chunks(of: items.joined())
    for chunk in chunks { #expect(items.joined()[chunk.range].hasPrefix("- ")) }
  }

  @Test func whatLooksLikeAHeadingInAFenceOrFrontMatterIsNone() throws {
    let text =
      "---\ntitle: x\n---\n\n# Real\n\n~~~\n# not\n```\nTitle\n=====\n~~~\n\nSetext\n======\n\nBody.\n\n#no\n####### no\n"
    let chunks = try TextChunker(ChunkConfiguration(strategy: .markdown, size: 1000)).chunks(of: text)
    #expect(chunks.map(\.headingPath) == [[], ["Real"], ["Setext"]])
  }

  @Test func headingsKnownFromTheFormatPartSectionsOfAnyText() throws {
    let text = "One\nIt is short.\nTwo\nIt is short, too."
    let headings = [
      ChunkHeading(level: 1, title: "One", utf8Offset: 0), ChunkHeading(level: 1, title: "Two", utf8Offset: 17),
    ]
    let chunks = try TextChunker(ChunkConfiguration(strategy: .recursive, size: 1000)).chunks(
      of: text, headings: headings)
    #expect(chunks.map(\.headingPath) == [["One"], ["Two"]])
    #expect(chunks.map { String(text[$0.range]) } == ["One\nIt is short.\n", "Two\nIt is short, too."])
  }
}
