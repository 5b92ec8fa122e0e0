// Chunks that are cut small to be found and answered by the larger part they belong to.
import Chunker
import Retrieval
import Testing

@Suite("Parents")
struct ParentTests {
  private static let sections = (1...8).map { section in
    let sentences = (1...6).map { "Harbour \(section) has a crane of the kind \(section * 10 + $0) on its quay." }
    return "## Harbour \(section)\n\n\(sentences.joined(separator: " "))"
  }
  private static let book = "# Harbours\n\n" + sections.joined(separator: "\n\n")
  private static let parentChild = ChunkConfiguration(strategy: .parentChild, size: 100, parentSize: 500)

  @Test func theParentIsReadOnceAndItsChunksAreCited() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(chunking: Self.parentChild) { corpus in
      let file = try await corpus.addText(Self.book, named: "harbours.md", owner: .ann)
      let text = try await corpus.text(of: file.readable)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      for mode in SearchOptions.Mode.allCases {
        let passages = try await corpus.search("harbour 3 crane kind", in: scope, options: .init(limit: 5, mode: mode))
        #expect(passages.count == 5, "\(mode)")
        for passage in passages {
          #expect(String(text[passage.range]) == passage.text && passage.text.count > 200)
          #expect(passage.parent == nil && !passage.matches.isEmpty)
          #expect(passage.matches[0].chunkID == passage.chunkID && passage.matches[0].score == passage.score)
          for match in passage.matches {
            #expect(
              passage.range.utf8.contains(match.range.utf8.lowerBound)
                && match.range.utf8.upperBound <= passage.range.utf8.upperBound)
          }
        }
        #expect(Set(passages.map(\.range)).count == 5, "no parent twice")
        #expect(passages.map(\.score) == passages.map(\.score).sorted(by: >))
      }
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func aCallerMayHaveTheChunksThemselves() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus(chunking: Self.parentChild) { corpus in
      let file = try await corpus.addText(Self.book, named: "harbours.md", owner: .ann)
      let text = try await corpus.text(of: file.readable)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      let passages = try await corpus.search(
        "harbour 3 crane", in: scope, options: .init(limit: 5, readsParents: false))
      #expect(passages.count == 5)
      for passage in passages {
        #expect(passage.text.count <= 100 && String(text[passage.range]) == passage.text)
        let parent = try #require(passage.parent)
        #expect(String(text[parent]).contains(passage.text))
        #expect(passage.matches.map(\.range) == [passage.range])
      }
    }
  }

  @Test func windowsThatOverlapBecomeOnePassage() async throws {
    let folder = try TestFolder()
    let chunking = ChunkConfiguration(strategy: .sentenceWindow, size: 200, window: 2)
    try await folder.withCorpus(chunking: chunking) { corpus in
      let file = try await corpus.addText(Self.book, named: "harbours.md", owner: .ann)
      let text = try await corpus.text(of: file.readable)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      let passages = try await corpus.search("crane quay", in: scope, options: .init(limit: 8))
      #expect(!passages.isEmpty)
      var covered: [Range<Int>] = []
      for passage in passages {
        #expect(String(text[passage.range]) == passage.text)
        #expect(!covered.contains { $0.overlaps(passage.range.utf8) }, "nothing is answered twice")
        covered.append(passage.range.utf8)
      }
      let single = try await corpus.search("kind 34", in: scope, options: .init(limit: 1, mode: .lexical))
      let match = try #require(single.first?.matches.first)
      #expect(String(text[match.range]).contains("kind 34") && single[0].text.contains("kind 33"))
    }
  }
}
