import Chunker
import FoundationEssentials
import Retrieval
import Testing

@Suite("Ingest and search")
struct IngestAndSearchTests {
  private let poem = """
    The martlet never lands and sleeps upon the wing.

    A lighthouse keeper counts the ships that pass at dusk.

    Copper kettles sing before the morning train departs.
    """

  @Test func aPassageIsFoundAndItsRangesAreThoseOfTheText() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(size: 60) { corpus in
      let file = try await corpus.addText(poem, owner: .ann)
      #expect(file.record.status == .completed)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      let passages = try await corpus.search("lighthouse keeper ships", in: scope)
      let best = try #require(passages.first)
      #expect(best.text.contains("lighthouse keeper"))
      #expect(best.fileID == file.record.id && best.filename == "note.txt")
      let text = try await corpus.text(of: file.readable)
      #expect(String(text[best.range]) == best.text)
      #expect(passages == passages.sorted { $0.score > $1.score })
      #expect(passages.allSatisfy { (0...1).contains($0.score) })
    }
  }

  @Test func searchByWordsAndByBothFindTheSamePassageFirst() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(size: 60) { corpus in
      try await corpus.addText(poem, owner: .ann)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      for mode in [SearchOptions.Mode.lexical, .hybrid] {
        let passages = try await corpus.search("kettles \"sing\" OR NEAR(", in: scope, options: .init(mode: mode))
        #expect(passages.first?.text.contains("Copper kettles") == true, "\(mode)")
      }
    }
  }

  @Test func everythingIsThereAfterReopening() async throws {
    let folder = try TestFolder()
    let before = try await folder.withCorpus { corpus in
      try await corpus.addText(poem, owner: .ann)
      return try await corpus.search("martlet", in: try await corpus.authorizer.scopeOfEverything(for: .ann))
    }
    try await folder.withCorpus { corpus in
      let after = try await corpus.search("martlet", in: try await corpus.authorizer.scopeOfEverything(for: .ann))
      #expect(after == before)
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func sameContentOfOneOwnerIsStoredOnceAndOfTwoOwnersTwice() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let first = try await corpus.addText(poem, named: "a.txt", owner: .ann)
      let second = try await corpus.addText(poem, named: "b.txt", owner: .ann)
      _ = try await corpus.addText(poem, named: "c.txt", owner: .bob)
      let report = try await corpus.verify()
      #expect(report.documents == 2 && report.files == 3 && report.problems == [])
      try await corpus.delete(first)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      let passages = try await corpus.search("martlet", in: scope)
      #expect(passages.first?.fileID == second.record.id, "the file that is left stands for the document")
    }
  }

  @Test func replacedTextIsWhatSearchesFind() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText(poem, owner: .ann)
      try await corpus.replaceText(of: file, with: "Zeppelins drift over the harbour.")
      _ = try await corpus.settled(file.readable)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      #expect(try await corpus.search("martlet", in: scope).allSatisfy { !$0.text.contains("martlet") })
      #expect(try await corpus.text(of: file.readable) == "Zeppelins drift over the harbour.")
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func withoutAModelWordsStillFindAndMeaningSaysWhatIsMissing() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(embedder: nil) { corpus in
      try await corpus.addText(poem, owner: .ann)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      #expect(try await corpus.search("lighthouse", in: scope, options: .init(mode: .lexical)).count == 1)
      await #expect { try await corpus.search("lighthouse", in: scope) } throws: { error in
        (error as? RetrievalError)?.code == .embeddingUnavailable
      }
    }
    try await folder.withCorpus { corpus in
      // The model has come: what was stored without vectors gets them in the background.
      await corpus.drain()
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      #expect(try await corpus.search("lighthouse", in: scope).first?.text.contains("lighthouse") == true)
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func emptyQueriesAndImpossibleLimitsAreRefused() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      for (query, limit) in [("  \n", 3), ("word", 0), ("word", 1_001)] {
        await #expect { try await corpus.search(query, in: scope, options: .init(limit: limit)) } throws: { error in
          (error as? RetrievalError)?.code == .invalidInput
        }
      }
    }
  }
}
