import Retrieval
import Testing

@Suite("Who sees what")
struct PrivacyTests {
  @Test func aForeignFileDoesNotExist() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("The secret ingredient is cardamom.", owner: .ann)
      let id = file.record.id
      for attempt in [
        { _ = try await corpus.authorizer.file(id, for: .bob) },
        { _ = try await corpus.authorizer.writableFile(id, for: .bob) },
        { _ = try await corpus.authorizer.file("no-such-file", for: .bob) },
      ] as [() async throws -> Void] {
        await #expect { try await attempt() } throws: { ($0 as? RetrievalError)?.code == .notFound }
      }
      let scope = try await corpus.authorizer.scope(of: ["file-" + id, "file-unknown"], for: .bob)
      #expect(scope.documentCount == 0 && scope.unresolvedNames == ["file-" + id, "file-unknown"])
      #expect(try await corpus.search("cardamom", in: scope).isEmpty)
      #expect(try await corpus.search("cardamom", in: corpus.authorizer.scopeOfEverything(for: .bob)).isEmpty)
    }
  }

  @Test func sharingAKnowledgeBaseSharesItsFilesForReadingOnly() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("The secret ingredient is cardamom.", owner: .ann)
      var knowledge = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", accessControl: .restricted(.init())), owner: .ann)
      knowledge = try await corpus.add(file, to: knowledge)
      let id = knowledge.record.id
      #expect(try await corpus.authorizer.scope(of: [id], for: .bob).documentCount == 0)

      let sharing = AccessControl.restricted(.init(read: .init(userIDs: ["bob"])))
      knowledge = try await corpus.update(knowledge, to: KnowledgeDraft(name: "k", details: "", accessControl: sharing))
      #expect(knowledge.record.fileIDs == [file.record.id], "an update keeps the files")
      let scope = try await corpus.authorizer.scope(of: [id], for: .bob)
      #expect(try await corpus.search("cardamom", in: scope).count == 1)
      await #expect { try await corpus.authorizer.writableFile(file.record.id, for: .bob) } throws: {
        ($0 as? RetrievalError)?.code == .notPermitted
      }
      await #expect { try await corpus.authorizer.writableKnowledge(id, for: .bob) } throws: {
        ($0 as? RetrievalError)?.code == .notPermitted
      }

      _ = try await corpus.update(
        knowledge, to: KnowledgeDraft(name: "k", details: "", accessControl: .restricted(.init())))
      #expect(try await corpus.authorizer.scope(of: [id], for: .bob).documentCount == 0)
    }
  }

  @Test func aNamedCollectionBelongsToWhoNamedIt() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("Lemurs leap.", owner: .ann)
      try await corpus.add(file, toCollection: "mine")
      #expect(try await corpus.authorizer.scope(of: ["mine"], for: .ann).documentCount == 1)
      #expect(try await corpus.authorizer.scope(of: ["mine"], for: .bob).documentCount == 0)
    }
  }

  @Test func aNamedCollectionLosesWhatItsOwnerMayReadNoMore() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("Lemurs leap.", owner: .ann)
      let shared = AccessControl.restricted(.init(write: .init(userIDs: ["bob"])))
      var knowledge = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", accessControl: shared), owner: .ann)
      knowledge = try await corpus.add(file, to: knowledge)
      try await corpus.add(corpus.authorizer.writableFile(file.record.id, for: .bob), toCollection: "mine")
      #expect(try await corpus.authorizer.scope(of: ["mine"], for: .bob).documentCount == 1)
      _ = try await corpus.update(
        knowledge, to: KnowledgeDraft(name: "k", details: "", accessControl: .restricted(.init())))
      #expect(try await corpus.authorizer.scope(of: ["mine"], for: .bob).unresolvedNames == ["mine"])
    }
  }

  @Test func aCitationNeverNamesAFileItsReaderCannotOpen() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      // Two files share a document; only the second is shared with Bob.
      try await corpus.addText("Lemurs leap.", named: "private.txt", owner: .ann)
      let shared = try await corpus.addText("Lemurs leap.", named: "shared.txt", owner: .ann)
      let knowledge = try await corpus.createKnowledge(KnowledgeDraft(name: "k", details: ""), owner: .ann)
      _ = try await corpus.add(shared, to: knowledge)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .bob)
      #expect(try await corpus.search("lemurs", in: scope).map(\.filename) == ["shared.txt"])
    }
  }

  @Test func aScopeFollowsEveryChangeAtOnce() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("Lemurs leap.", owner: .ann)
      let draft = KnowledgeDraft(name: "k", details: "")
      var knowledge = try await corpus.createKnowledge(draft, owner: .ann)
      let id = knowledge.record.id
      func covered(_ principal: Principal) async throws -> [Int] {
        [
          try await corpus.authorizer.scope(of: [id], for: principal).documentCount,
          try await corpus.authorizer.scopeOfEverything(for: principal).documentCount,
        ]
      }
      // Each state is asked for twice: once read, once remembered.
      for _ in 1...2 { #expect(try await covered(.bob) == [0, 0]) }
      knowledge = try await corpus.add(file, to: knowledge)
      for _ in 1...2 { #expect(try await covered(.bob) == [1, 1]) }
      let later = try await corpus.addText("Penguins waddle.", owner: .bob)
      for _ in 1...2 { #expect(try await covered(.bob) == [1, 2]) }
      knowledge = try await corpus.remove(fileID: file.record.id, from: knowledge)
      for _ in 1...2 { #expect(try await covered(.bob) == [0, 1]) }
      try await corpus.delete(later)
      for _ in 1...2 { #expect(try await covered(.bob) == [0, 0]) }
    }
  }
}
