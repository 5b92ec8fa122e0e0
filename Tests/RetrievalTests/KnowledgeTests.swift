import FoundationEssentials
import Retrieval
import Testing

@Suite("Knowledge bases")
struct KnowledgeTests {
  @Test func anUpdateKeepsWhatItDoesNotStateWhateverItsHandleSays() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let closed = AccessControl.restricted(.init())
      let stale = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", clientData: #"{"a":1}"#), owner: .ann)
      _ = try await corpus.update(
        stale, to: KnowledgeDraft(name: "k", details: "", clientData: #"{"b":2}"#, accessControl: closed))
      let renamed = try await corpus.update(stale, to: KnowledgeDraft(name: "new", details: "d"))
      #expect(renamed.record.name == "new" && renamed.record.details == "d")
      #expect(renamed.record.clientData == #"{"b":2}"#)
      #expect(renamed.record.accessControl == closed, "what was closed meanwhile stays closed")
    }
  }

  @Test func changingADeletedOneIsNotFound() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText("Lemurs leap.", owner: .ann)
      let knowledge = try await corpus.createKnowledge(KnowledgeDraft(name: "k", details: ""), owner: .ann)
      try await corpus.delete(knowledge)
      for attempt in [
        { _ = try await corpus.update(knowledge, to: KnowledgeDraft(name: "k", details: "")) },
        { _ = try await corpus.add(file, to: knowledge) }, { _ = try await corpus.reset(knowledge) },
      ] as [() async throws -> Void] {
        await #expect { try await attempt() } throws: { ($0 as? RetrievalError)?.code == .notFound }
      }
    }
  }

  @Test func severalFilesComeInAtOnceAndThoseThatAreInThereArePassedOver() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let files = [
        try await corpus.addText("Lemurs leap.", owner: .ann), try await corpus.addText("Badgers dig.", owner: .ann),
      ]
      var knowledge = try await corpus.createKnowledge(KnowledgeDraft(name: "k", details: ""), owner: .ann)
      knowledge = try await corpus.add(files[1], to: knowledge)
      let (changed, addedCount) = try await corpus.add(files, to: knowledge)
      #expect(addedCount == 1)
      #expect(changed.record.fileIDs == [files[1].record.id, files[0].record.id])
    }
  }

  @Test func ofManyWhoAskForOneByNameAtOnceAllGetTheSame() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let ids = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<8 {
          group.addTask {
            try await corpus.knowledge(named: "k", owner: .ann, orCreate: KnowledgeDraft(name: "k", details: ""))
              .record.id
          }
        }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(ids.count == 1)
    }
  }
}
