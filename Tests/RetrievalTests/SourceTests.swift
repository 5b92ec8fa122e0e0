import FoundationEssentials
import Retrieval
import Testing

@Suite("Files of this machine as a source")
struct SourceTests {
  private func ingest(_ source: SourceFile, _ corpus: Corpus) async throws -> SourceOutcome {
    let knowledge = try await corpus.knowledge(
      named: "k", owner: .ann, orCreate: KnowledgeDraft(name: "k", details: ""))
    let versions = try await corpus.sources(of: knowledge)[source.sourcePath] ?? []
    return try await corpus.ingest(source, into: knowledge, versions: versions)
  }

  @Test func onlyChangedContentIsTakenInAgainAndTheOldVersionGoes() async throws {
    let folder = try TestFolder()
    let source = SourceFile(path: folder.path + "/note.txt", sourcePath: "notes/note.txt", filename: "note.txt")
    try await folder.withCorpus { corpus in
      try Data("Lemurs leap.".utf8).write(to: URL(filePath: source.path))
      #expect(try await ingest(source, corpus) == .added)
      #expect(try await ingest(source, corpus) == .unchanged)
      try Data("Penguins waddle.".utf8).write(to: URL(filePath: source.path))
      #expect(try await ingest(source, corpus) == .replaced)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      #expect(try await corpus.search("lemurs", in: scope).map(\.text) == ["Penguins waddle."])
      let report = try await corpus.verify()
      #expect(report.files == 1 && report.documents == 1 && report.problems == [])
    }
  }

  @Test func aBadNewVersionLeavesTheGoodOldOne() async throws {
    let folder = try TestFolder()
    let source = SourceFile(path: folder.path + "/note.pdf", sourcePath: "note.pdf", filename: "note.pdf")
    try await folder.withCorpus { corpus in
      try Data("Lemurs leap.".utf8).write(to: URL(filePath: source.path))
      let text = SourceFile(path: source.path, sourcePath: "note.pdf", filename: "note.txt")
      #expect(try await ingest(text, corpus) == .added)
      try Data("%PDF-1.4 broken".utf8).write(to: URL(filePath: source.path))
      guard case .failed(let reason) = try await ingest(source, corpus) else {
        Issue.record("a broken document was taken in")
        return
      }
      #expect(!reason.isEmpty)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      #expect(try await corpus.search("lemurs", in: scope).map(\.text) == ["Lemurs leap."])
      #expect(try await corpus.verify().files == 1)
    }
  }
}
