// What is embedded and searched with a chunk without being part of it.
import Chunker
import Retrieval
import Testing

@Suite("Context of chunks")
struct ContextTests {
  private static let book = """
    # Handbook of Ferries

    ## Winter timetable

    The first boat leaves at seven. It calls at the mill and at the pier of the upper village before it returns.

    ## Fares

    | Passenger | Price |
    |---|---|
    \((1...40).map { "| class \($0) | \($0 * 3) crowns |" }.joined(separator: "\n"))
    """
  private static let chunking = ChunkConfiguration(strategy: .markdown, size: 300, hasPrefix: true)

  @Test func titleAndHeadingsAreEmbeddedAndNotCited() async throws {
    let folder = try TestFolder()
    let embedder = RecordingEmbedder()
    try await folder.withCorpus(embedder: embedder, chunking: Self.chunking) { corpus in
      let file = try await corpus.addText(Self.book, named: "ferries.md", owner: .ann)
      let text = try await corpus.text(of: file.readable)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      let passages = try await corpus.search("first boat at seven", in: scope, options: .init(limit: 50))
      #expect(passages.allSatisfy { String(text[$0.range]) == $0.text })
      let boat = try #require(passages.first)
      #expect(boat.text.contains("The first boat leaves at seven."))
      #expect(Set(embedder.passages) == Set(passages.map { $0.context + $0.text }))
      #expect(passages.contains { $0.context.hasPrefix("Handbook of Ferries") && !$0.text.contains("Handbook") })
      #expect(embedder.passages.allSatisfy { $0.unicodeScalars.count <= 300 })
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func aTablesHeaderIsEmbeddedWithEachOfItsParts() async throws {
    let folder = try TestFolder()
    let embedder = RecordingEmbedder()
    try await folder.withCorpus(embedder: embedder, chunking: Self.chunking) { corpus in
      try await corpus.addText(Self.book, named: "ferries.md", owner: .ann)
      let rows = embedder.passages.filter { $0.contains("crowns") }
      #expect(rows.count > 2 && rows.allSatisfy { $0.contains("| Passenger | Price |") })
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      let passages = try await corpus.search("class 39 crowns", in: scope, options: .init(limit: 1, mode: .lexical))
      #expect(passages.first?.context.contains("| Passenger | Price |") == true)
      #expect(passages.first?.text.contains("Passenger") == false)
    }
  }

  @Test func wordsOfTheContextFindAChunkBehindThoseOfItsText() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(chunking: ChunkConfiguration(strategy: .markdown, size: 200, hasPrefix: true)) {
      corpus in
      let long = (1...12).map { "Sentence number \($0) says nothing about the matter." }.joined(separator: " ")
      try await corpus.addText("# Quagmires\n\n\(long)\n", named: "long.md", owner: .ann)
      try await corpus.addText("# Ladders\n\nThere is one quagmires in this text.\n", named: "short.md", owner: .ann)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      let passages = try await corpus.search("quagmires", in: scope, options: .init(limit: 10, mode: .lexical))
      #expect(passages.count > 2 && passages.filter { !$0.text.lowercased().contains("quagmires") }.count >= 2)
      #expect(passages.prefix(2).contains { $0.filename == "short.md" })
    }
  }
}
