// What a citation says of its place beyond offsets: boxes on a page, links.
import Documents
import Embeddings
import FoundationEssentials
import Retrieval
import Testing

@Suite("Places")
struct PlacesTests {
  private static let manual = "documents/vx3-variometer-manual.pdf"

  private static func extracted(_ name: String) async throws -> ExtractedText {
    try await DocumentExtractor(worker: WorkerCommand(executable: TestFolder.martlet))
      .extract(fileAt: TestFolder.fixture(name), filename: String(name.split(separator: "/").last ?? ""))
  }

  @Test func aPassageOfAPDFSaysWhereItIsOnItsPage() async throws {
    let document = try await Self.extracted(Self.manual)
    let map = try #require(document.boxes)
    let folder = try TestFolder()
    try await folder.withCorpus(size: 400) { corpus in
      let file = try await corpus.addFixture(Self.manual, owner: .ann)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      let passages = try await corpus.search("variometer battery", in: scope, options: .init(limit: 20))
      #expect(passages.count > 3)
      for passage in passages {
        #expect(!passage.boxes.isEmpty && passage.boxes == map.boxes(of: passage.range.utf8, in: document))
        #expect(passage.boxes.allSatisfy { $0.page == passage.page })
      }
      try await corpus.delete(file)
      #expect(try await corpus.verify().problems == [])
      for table in ["page_words", "link", "chunk", "chunk_text"] {
        #expect(try await corpus.rowCount(of: table) == 0, "\(table)")
      }
    }
  }

  @Test func packedWordsGiveTheSameBoxes() async throws {
    let document = try await Self.extracted(Self.manual)
    let map = try #require(document.boxes)
    var sizes = 0
    for page in document.pages {
      let packed = map.packed(page.utf8)
      sizes += packed.count
      let copy = try #require(BoxMap(packed: packed))
      #expect(copy.boxes(of: page.utf8, onPage: page.number) == map.boxes(of: page.utf8, in: document))
      for length in 1..<packed.count where BoxMap(packed: Array(packed.prefix(length))) != nil {
        #expect(BoxMap(packed: Array(packed.prefix(length)))?.wordCount ?? 0 < copy.wordCount)
      }
    }
    #expect(sizes < map.wordCount * 10)
  }

  @Test func bytesThatAreNoPlacesGiveNone() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      _ = BoxMap(packed: bytes)?.boxes(of: 0..<1_000, onPage: 1)
    }
  }

  @Test func aPassageOfAWebPageHasItsLinks() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(size: 60) { corpus in
      let page = """
        <html><body><article><p>Read <a href="https://example.org/gliding">about gliding</a> before the first flight of
        the year.</p><p>Ask <a href="mailto:club@example.org">the club</a> for a seat in the <b>two-seater</b>, which flies
        on Sundays.</p></article></body></html>
        """
      try await corpus.addText(page, named: "page.html", owner: .ann)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      let passages = try await corpus.search("gliding flight club", in: scope, options: .init(limit: 20))
      let links = passages.flatMap { passage in
        passage.links.map { link in
          let words = passage.text.utf8.dropFirst(link.utf8.lowerBound - passage.range.utf8.lowerBound)
          return "\(String(decoding: words.prefix(link.utf8.count), as: UTF8.self)): \(link.address)"
        }
      }
      #expect(links.sorted() == ["about gliding: https://example.org/gliding", "the club: mailto:club@example.org"])
    }
  }
}
