import FoundationEssentials
import Retrieval
import Testing

@Suite("Deletion")
struct DeletionTests {
  @Test func aDeletedFileIsGoneFromEveryQueryAtOnceAndFromTheFolder() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("The unmistakable word is quagmire.", owner: .ann)
      let other = try await corpus.addText("Another text about ladders.", owner: .ann)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      try await corpus.delete(file)
      for mode in SearchOptions.Mode.allCases {
        // Even a scope made before the deletion finds nothing of it.
        let passages = try await corpus.search("quagmire", in: scope, options: .init(limit: 10, mode: mode))
        #expect(passages.allSatisfy { $0.fileID == other.record.id }, "\(mode)")
      }
      await #expect { try await corpus.authorizer.file(file.record.id, for: .ann) } throws: {
        ($0 as? RetrievalError)?.code == .notFound
      }
      #expect(!FileManager.default.fileExists(atPath: corpus.contentPath(of: file.readable)))
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.documents == 1)
    }
  }

  @Test func deletingAFileWhileItIsIngestedLeavesNothing() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      for round in 0..<5 {
        let temporary = corpus.layout.temporary + "/upload-\(round)"
        try Data("Round \(round) of the race.".utf8).write(to: URL(filePath: temporary))
        let file = try await corpus.add(
          FileUpload(temporaryPath: temporary, filename: "race.txt", contentType: "text/plain"), owner: .ann,
          process: true)
        try await corpus.delete(file)
      }
      await corpus.drain()
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.files == 0 && report.documents == 0 && report.vectors == 0)
    }
  }

  @Test func deletingAKnowledgeBaseKeepsItsFiles() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("Lemurs leap.", owner: .ann)
      let knowledge = try await corpus.createKnowledge(KnowledgeDraft(name: "k", details: ""), owner: .ann)
      _ = try await corpus.add(file, to: knowledge)
      try await corpus.delete(knowledge)
      #expect(try await corpus.authorizer.scope(of: [knowledge.record.id], for: .ann).documentCount == 0)
      #expect(try await corpus.search("lemurs", in: corpus.authorizer.scopeOfEverything(for: .ann)).count == 1)
    }
  }
}
