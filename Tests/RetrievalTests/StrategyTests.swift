// The strategy that a file's kind decides, sizes that the model reads whole, and what is read again.
import Chunker
import Documents
import Embeddings
import FoundationEssentials
import Retrieval
import Testing

@Suite("Strategies")
struct StrategyTests {
  /// A model that reads little.
  private struct ShortSighted: Embedder {
    private let inner = HashingEmbedder()
    let model = EmbeddingModel(id: "short-sighted", dimension: 64, maxTokens: 40, normalized: true)

    func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
      try await inner.embed(texts, as: purpose)
    }
  }

  private static let table = "name,year\n" + (1...80).map { "barrel \($0),\(1900 + $0)\n" }.joined()
  private static let code = (1...20).map { "func barrel\($0)() -> Int {\n  return \($0)\n}\n" }.joined(separator: "\n")
  private static let book = (1...12).map {
    "# Cellar \($0)\n\nIt holds \($0 * 7) barrels of cider and \($0) of perry.\n"
  }
  .joined(separator: "\n")

  private func withAutomatic<Result: Sendable>(
    _ embedder: any Embedder, _ body: (Corpus, SearchScopeOf) async throws -> Result
  ) async throws -> Result {
    let folder = try TestFolder()
    return try await folder.withCorpus(embedder: embedder) { corpus in
      try corpus.use(chunking: .automatic(size: 40, overlap: 0, minimum: 0))
      return try await body(corpus) { file in
        let scope = try await corpus.authorizer.scope(of: [file.record.collectionName], for: .ann)
        return try await corpus.search("barrel", in: scope, options: .init(limit: 200)).sorted {
          $0.ordinal < $1.ordinal
        }
      }
    }
  }
  private typealias SearchScopeOf = (WritableFile) async throws -> [Passage]

  @Test func theKindOfAFileDecides() async throws {
    try await withAutomatic(ShortSighted()) { corpus, passages in
      let rows = try await passages(corpus.addText(Self.table, named: "barrels.csv", owner: .ann))
      #expect(rows.count > 5 && rows.allSatisfy { $0.text.hasPrefix("name: barrel") && $0.context == "" })
      let functions = try await passages(corpus.addText(Self.code, named: "barrels.swift", owner: .ann))
      #expect(functions.count > 5 && functions.allSatisfy { $0.text.hasPrefix("func") && $0.text.hasSuffix("}") })
      let sections = try await passages(corpus.addText(Self.book, named: "barrels.md", owner: .ann))
      #expect(sections.count == 12 && sections.allSatisfy { $0.text.hasPrefix("# Cellar") })
      let workbook = try await passages(corpus.addFixture("formats/nests.xlsx", owner: .ann))
      #expect(workbook.count > 2 && workbook.contains { $0.text.contains("Town hall | 9.5") })
    }
  }

  @Test(arguments: [TextSplitter.auto, .token, .semantic, .parentChild, .sentenceWindow, .markdownHeader])
  func nothingIsEmbeddedThatTheModelDoesNotReadToTheEnd(splitter: TextSplitter) async throws {
    let embedder = RecordingEmbedder(ShortSighted())
    let folder = try TestFolder()
    try await folder.withCorpus(embedder: embedder) { corpus in
      // Sizes in characters are the caller's own; these fit.
      try corpus.use(chunking: splitter.plan(size: splitter == .auto || splitter == .token ? 1_000 : 150, overlap: 20))
      for (name, text) in [("a.csv", Self.table), ("a.swift", Self.code), ("a.md", Self.book), ("a.txt", Self.book)] {
        // What a semantic cut asks the model about is not what is kept.
        embedder.forget()
        let file = try await corpus.addText(text, named: name, owner: .ann)
        #expect(file.record.status == .completed)
        let scope = try await corpus.authorizer.scope(of: [file.record.collectionName], for: .ann)
        let passages = try await corpus.search(
          "barrel", in: scope, options: .init(limit: 1_000, readsParents: false))
        #expect(!passages.isEmpty)
        for passage in passages {
          let embedded = passage.context + passage.text
          #expect(embedder.passages.contains(embedded))
          #expect(TokenCounter(embedder).count(embedded) <= 40, "\(splitter): \(embedded)")
        }
      }
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func semanticCutsAreTheSameEveryTime() async throws {
    var ranges: [[TextRange]] = []
    for _ in 0..<2 {
      let folder = try TestFolder()
      try await folder.withCorpus { corpus in
        try corpus.use(chunking: TextSplitter.semantic.plan(size: 400, overlap: 0))
        let file = try await corpus.addText(Self.book, named: "book.txt", owner: .ann)
        let scope = try await corpus.authorizer.scope(of: [file.record.collectionName], for: .ann)
        ranges.append(try await corpus.search("barrel", in: scope, options: .init(limit: 100)).map(\.range))
      }
    }
    #expect(ranges[0] == ranges[1] && ranges[0].count > 1)
  }

  @Test func whatAnOlderReaderMadeIsReadAgainWhenItIsProcessedAgain() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("One barrel of cider.", owner: .ann)
      let database = try #require(TestFolder.openDatabase)
      try await database.write { connection in
        _ = try connection.execute(
          "UPDATE document SET recipe = replace(recipe, ?, ?)", "\(ReaderVersion.current)|",
          "\(ReaderVersion.current - 1)|")
      }
      #expect(try await corpus.verify().problems == [], "nothing is read again by itself")
      try await corpus.process(file)
      let again = try await corpus.settled(file.readable)
      #expect(again.status == .completed && again.documentNumber != file.record.documentNumber)
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.documents == 1)
      try await corpus.process(file)
      #expect(try await corpus.settled(file.readable).documentNumber == again.documentNumber)
    }
  }

  @Test func whatIsNotSeenInADocumentIsReported() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("One bar\u{200B}rel of cider.", owner: .ann)
      let description = try #require(await corpus.description(of: file.readable))
      #expect(description.mediaType == "text/plain" && description.metadata["zeroWidthCharacters"] == "1")
      #expect(description.invisible == [.init(reason: .zeroWidth, utf8: 7..<10)])
    }
  }
}
