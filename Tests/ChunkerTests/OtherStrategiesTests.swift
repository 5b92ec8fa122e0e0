// Code, tables, sentence windows and parents, each on a text one can read.
import Chunker
import Testing

struct OtherStrategiesTests {
  private func texts(_ text: String, _ configuration: ChunkConfiguration) throws -> [String] {
    try TextChunker(configuration).chunks(of: text).map { String(text[$0.range]) }
  }

  @Test func functionsAreWholeWithTheCommentsAboveThem() throws {
    let functions = [
      "import a\n\n", "// Adds.\nfunc add(a: Int) -> Int {\n  let b = 1\n\n  return a + b\n}\n\n",
      "/// Takes away.\n@inlinable\nfunc take(a: Int) -> Int {\n  if a > 0 {\n    return 1\n  }\n  return a\n}\n\n",
      "struct Bird {\n  var name = 1\n  func fly() {\n  }\n}\n",
    ]
    let parts = try texts(functions.joined(), ChunkConfiguration(strategy: .code, minimum: 20, size: 130))
    #expect(parts == [functions[0] + functions[1], functions[2], functions[3]])
  }

  @Test func pythonIsCutAtItsDefinitions() throws {
    let text = """
      class Bird:
          def fly(self):
              x = 1
              return x

          @property
          def name(self):
              return "swift"

      def main():
          pass

      """
    let parts = try texts(text, ChunkConfiguration(strategy: .code, size: 78))
    #expect(parts.map { $0.prefix(12) } == ["class Bird:\n", "    @propert", "def main():\n"])
  }

  @Test func rowsOfACSVStayRowsUnderTheirHeader() throws {
    let text = "name,note\nswift,\"flies,\nsleeps\"\nmartin,nests\nswallow,drinks in flight\n"
    let chunks = try TextChunker(ChunkConfiguration(strategy: .table, size: 50)).chunks(of: text)
    #expect(
      chunks.map { $0.embeddedText(in: text) } == [
        "name,note\nswift,\"flies,\nsleeps\"\nmartin,nests\n", "name,note\nswallow,drinks in flight\n",
      ])
  }

  @Test func aStrayQuoteDoesNotSwallowTheTable() throws {
    let rows = (0..<9_000).map { "\($0),\"inch\n" }
    let chunks = try TextChunker(ChunkConfiguration(strategy: .table, size: 200)).chunks(of: "n,m\n" + rows.joined())
    #expect(chunks.count > 500)
  }

  @Test func aSentenceIsReadWithItsNeighbours() throws {
    let text = "One is here. Two is there. Three came, e.g. late. Four left. Five stays."
    let chunks = try TextChunker(ChunkConfiguration(strategy: .sentenceWindow, size: 100, window: 1)).chunks(of: text)
    #expect(
      chunks.map { String(text[$0.range]) } == [
        "One is here. ", "Two is there. ", "Three came, e.g. late. ", "Four left. ", "Five stays.",
      ])
    #expect(
      chunks.compactMap(\.parent).map { String(text[$0]) } == [
        "One is here. Two is there. ", "One is here. Two is there. Three came, e.g. late. ",
        "Two is there. Three came, e.g. late. Four left. ", "Three came, e.g. late. Four left. Five stays.",
        "Four left. Five stays.",
      ])
  }

  @Test func childrenLieInParentsThatLieSideBySide() throws {
    let text = GeneratedDocument.markdown(seed: 5, lineEnd: "\n", blockCount: 40).text
    let configuration = ChunkConfiguration(strategy: .parentChild, size: 80, overlap: 20, parentSize: 400)
    let chunks = try TextChunker(configuration).chunks(of: text)
    var end = 0
    for chunk in chunks {
      let parent = try #require(chunk.parent).utf8
      #expect(parent.lowerBound <= chunk.range.utf8.lowerBound && chunk.range.utf8.upperBound <= parent.upperBound)
      #expect(String(decoding: Array(text.utf8)[parent], as: UTF8.self).unicodeScalars.count <= 400)
      #expect(parent.lowerBound == end || parent.upperBound == end || end == 0)
      end = parent.upperBound
    }
    #expect(end == text.utf8.count)
  }

  @Test func theLangchainStrategyIsTheRecursiveChunkersWork() throws {
    let text = GeneratedDocument.markdown(seed: 6, lineEnd: "\n", blockCount: 40).text
    let chunks = try TextChunker(ChunkConfiguration(size: 100, overlap: 30)).chunks(of: text)
    #expect(chunks.map(\.range) == (try RecursiveChunker(ChunkConfiguration(size: 100, overlap: 30)).chunks(of: text)))
    for (chunk, next) in zip(chunks, chunks.dropFirst()) {
      #expect(next.overlap.utf8.isEmpty || next.overlap.utf8.upperBound == chunk.range.utf8.upperBound)
    }
  }

  @Test func aSheetsHeaderIsRepeatedWithinItsSheet() throws {
    func rows(_ name: String) -> String { (1...20).map { "\(name) \($0) | \($0 * 3)\n" }.joined() }
    let first = "Nests\n\nPlace | Nests\n\(rows("Mill"))\n"
    let text = first + "Sums\n\nYear | Total\n\(rows("Year"))"
    let headings = [
      ChunkHeading(level: 1, title: "Nests", utf8Offset: 0),
      ChunkHeading(level: 1, title: "Sums", utf8Offset: first.utf8.count),
    ]
    let chunks = try TextChunker(ChunkConfiguration(strategy: .table, size: 100)).chunks(of: text, headings: headings)
    #expect(chunks.map { String(text[$0.core]) }.joined() == text)
    for chunk in chunks {
      let words = String(text[chunk.range])
      if !words.contains("Place |"), words.contains("Mill") {
        #expect(chunk.context.map { text[$0] } == "Place | Nests\n")
      }
      if !words.contains("Year | Total"), words.contains("Year ") {
        #expect(chunk.context.map { text[$0] } == "Year | Total\n")
      }
    }
  }
}
