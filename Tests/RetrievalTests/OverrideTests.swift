// Files and knowledge bases that are cut in a way of their own: which passages answer where, what is stored, what is left.
import Chunker
import Embeddings
import Retrieval
import Testing

@Suite("Chunking overrides")
struct OverrideTests {
  private static let sentences = (1...30).map { "Barrel number \($0) holds cider of the year \(1900 + $0)." }
  private static let text = sentences.joined(separator: " ")
  private static let small = ChunkingOverride(strategy: .init(rawValue: "recursive"), size: 60, overlap: 0)
  private static let smaller = ChunkingOverride(strategy: .init(rawValue: "recursive"), size: 50, overlap: 0)

  private static func longest(
    _ corpus: Corpus, in name: String, for principal: Principal = .ann
  ) async throws -> Int {
    let scope = try await corpus.authorizer.scope(of: [name], for: principal)
    return try await corpus.search("cider", in: scope, options: .init(limit: 100)).map(\.text.count).max() ?? 0
  }

  private static func everything(_ corpus: Corpus, for principal: Principal) async throws -> [Passage] {
    let scope = try await corpus.authorizer.scopeOfEverything(for: principal)
    return try await corpus.search("cider", in: scope, options: .init(limit: 100))
  }

  @Test func aKnowledgeBaseIsSearchedAsItIsCut() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let file = try await corpus.addText(Self.text, owner: .ann)
      var knowledge = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", chunking: Self.small), owner: .ann)
      #expect(knowledge.record.chunking == Self.small)
      knowledge = try await corpus.add(file, to: knowledge)
      #expect(try await Self.longest(corpus, in: knowledge.record.id) > 0, "the file's own passages answer meanwhile")
      await corpus.drain()
      #expect(try await Self.longest(corpus, in: knowledge.record.id) <= 60)
      #expect(try await Self.longest(corpus, in: file.record.collectionName) > 60)
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.documents == 2)
      // Over both, a file is searched once.
      let all = try await Self.everything(corpus, for: .ann)
      #expect(Set(all.map(\.range)).count == all.count && all.contains { $0.text.count > 60 })
    }
  }

  @Test func aFileComesToAKnowledgeBaseAlreadyCutForIt() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let knowledge = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", chunking: Self.small), owner: .ann)
      let file = try await corpus.beginText(Self.text, owner: .ann, into: knowledge)
      #expect(try await corpus.settled(file.readable).status == .completed)
      #expect(try await Self.longest(corpus, in: knowledge.record.id) <= 60, "both documents came in one commit")
      #expect(try await corpus.verify().documents == 2)
    }
  }

  @Test func aFileOfAFolderThatComesBackIsCutForItsKnowledgeBaseAgain() async throws {
    let (folder, files) = (try TestFolder(), try TestFolder())
    try await folder.withCorpus { corpus in
      let tree = try Tree(files.path)
      try tree.write(Self.text, to: "cider.txt")
      var knowledge = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", chunking: Self.small), owner: .ann)
      _ = try await corpus.follow(try tree.source)
      let file = try #require(try await corpus.records().first)
      knowledge = try await corpus.remove(fileID: file.id, from: knowledge)
      _ = try await corpus.follow(try tree.source)
      await corpus.drain()
      #expect(try await Self.longest(corpus, in: knowledge.record.id) <= 60)
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func changingAnOverrideLeavesNoGapAndNoRest() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      var knowledge = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", chunking: Self.small), owner: .ann)
      let id = knowledge.record.id
      _ = try await corpus.beginText(Self.text, owner: .ann, into: knowledge)
      await corpus.drain()
      for (chunking, limit, documents) in [
        (Self.smaller, 50, 2), (ChunkingOverride(), 200, 1), (Self.small, 60, 2),
      ] {
        knowledge = try await corpus.update(
          knowledge, to: KnowledgeDraft(name: "k", details: "", chunking: chunking))
        #expect(try await Self.longest(corpus, in: id) > 0)
        await corpus.drain()
        #expect(try await Self.longest(corpus, in: id) <= limit)
        if documents == 1 { #expect(try await Self.longest(corpus, in: id) > 60) }
        let report = try await corpus.verify()
        #expect(report.problems == [] && report.documents == documents)
      }
      knowledge = try await corpus.update(knowledge, to: KnowledgeDraft(name: "renamed", details: ""))
      #expect(knowledge.record.chunking == Self.small, "an update that says nothing of it keeps it")
    }
  }

  @Test func theSameContentCutTheSameWayIsStoredAndEmbeddedOnce() async throws {
    let folder = try TestFolder()
    let embedder = RecordingEmbedder()
    try await folder.withCorpus(embedder: embedder) { corpus in
      let first = try await corpus.createKnowledge(
        KnowledgeDraft(name: "a", details: "", chunking: Self.small), owner: .ann)
      let second = try await corpus.createKnowledge(
        KnowledgeDraft(name: "b", details: "", chunking: Self.small), owner: .ann)
      let file = try await corpus.addText(Self.text, owner: .ann)
      let other = try await corpus.addText(Self.text, named: "copy.txt", owner: .ann)
      _ = try await corpus.add(file, to: first)
      await corpus.drain()
      embedder.forget()
      _ = try await corpus.add([file, other], to: second)
      await corpus.drain()
      #expect(embedder.passages == [])
      #expect(try await Self.longest(corpus, in: second.record.id) <= 60)
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.documents == 2)
      // It lasts as long as anybody shows it.
      try await corpus.delete(first)
      #expect(try await Self.longest(corpus, in: second.record.id) <= 60)
      _ = try await corpus.remove(fileID: file.record.id, from: second)
      #expect(try await Self.longest(corpus, in: second.record.id) <= 60)
      _ = try await corpus.reset(second)
      #expect(try await corpus.verify().documents == 1)
    }
  }

  @Test func whatIsSaidOfAFileComesBeforeItsKnowledgeBaseAndThatBeforeTheService() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let knowledge = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", chunking: Self.small), owner: .ann)
      let file = try await corpus.beginText(Self.text, owner: .ann, into: knowledge)
      await corpus.drain()
      let current = try await corpus.authorizer.writableFile(file.record.id, for: .ann)
      try await corpus.process(current, chunking: Self.smaller)
      await corpus.drain()
      #expect(try await Self.longest(corpus, in: knowledge.record.id) <= 50)
      #expect(try await Self.longest(corpus, in: file.record.collectionName) <= 50)
      #expect(try await corpus.verify().documents == 1, "cut the same way it is one document")
      try await corpus.process(current)
      await corpus.drain()
      #expect(try await Self.longest(corpus, in: file.record.collectionName) <= 50, "it lasts until it is taken back")
      try await corpus.process(current, chunking: ChunkingOverride())
      await corpus.drain()
      #expect(try await Self.longest(corpus, in: file.record.collectionName) > 60)
      #expect(try await Self.longest(corpus, in: knowledge.record.id) <= 60)
    }
  }

  @Test func deletingAFileDeletesEveryDocumentOfIt() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let knowledge = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", chunking: Self.small), owner: .ann)
      let file = try await corpus.beginText(Self.text, owner: .ann, into: knowledge)
      await corpus.drain()
      let scope = try await corpus.authorizer.scope(of: [knowledge.record.id], for: .ann)
      try await corpus.delete(file)
      for mode in SearchOptions.Mode.allCases {
        #expect(try await corpus.search("cider", in: scope, options: .init(limit: 10, mode: mode)).isEmpty)
      }
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.documents == 0 && report.vectors == 0 && report.chunks == 0)
      for table in ["chunk_text", "document", "knowledge_file", "ingest_job"] {
        #expect(try await corpus.rowCount(of: table) == 0, "\(table)")
      }
    }
  }

  @Test func replacingATextReplacesItInEveryDocument() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      let knowledge = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", chunking: Self.small), owner: .ann)
      let file = try await corpus.beginText(Self.text, owner: .ann, into: knowledge)
      await corpus.drain()
      try await corpus.replaceText(of: file, with: "The cellar holds nothing but apples now.")
      await corpus.drain()
      let scope = try await corpus.authorizer.scope(of: [knowledge.record.id], for: .ann)
      let passages = try await corpus.search("cider apples", in: scope, options: .init(limit: 100))
      #expect(passages.map(\.text) == ["The cellar holds nothing but apples now."])
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func aStrangerSearchesNoneOfAFilesDocuments() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      var knowledge = try await corpus.createKnowledge(
        KnowledgeDraft(name: "k", details: "", accessControl: .restricted(.init()), chunking: Self.small), owner: .ann)
      let id = knowledge.record.id
      let file = try await corpus.beginText(Self.text, owner: .ann, into: knowledge)
      await corpus.drain()
      for name in [id, file.record.collectionName] {
        #expect(try await corpus.authorizer.scope(of: [name], for: .bob).documentCount == 0)
      }
      #expect(try await Self.everything(corpus, for: .bob).isEmpty)
      let readers = AccessControl.restricted(.init(read: .init(userIDs: ["bob"])))
      knowledge = try await corpus.update(knowledge, to: KnowledgeDraft(name: "k", details: "", accessControl: readers))
      #expect(try await Self.longest(corpus, in: id, for: .bob) <= 60)
      let found = try await Self.everything(corpus, for: .bob)
      #expect(!found.isEmpty && found.allSatisfy { $0.text.count <= 60 && $0.fileID == file.record.id })
      _ = try await corpus.update(
        knowledge, to: KnowledgeDraft(name: "k", details: "", accessControl: .restricted(.init())))
      #expect(try await Self.everything(corpus, for: .bob).isEmpty)
    }
  }

  @Test func aJobThatWasCutShortIsDoneAfterReopening() async throws {
    let folder = try TestFolder()
    let id = try await folder.withCorpus { corpus in
      try await corpus.addText("HOLD " + Self.text, owner: .ann)
      return try await corpus.createKnowledge(KnowledgeDraft(name: "k", details: ""), owner: .ann).record.id
    }
    let held = HeldEmbedder()
    try await folder.withCorpus(embedder: held) { corpus in
      let files = try await corpus.authorizer.files(for: .ann)
      let file = try await corpus.authorizer.writableFile(files[0].record.id, for: .ann)
      let knowledge = try await corpus.authorizer.writableKnowledge(id, for: .ann)
      let changed = try await corpus.update(knowledge, to: KnowledgeDraft(name: "k", details: "", chunking: Self.small))
      _ = try await corpus.add(file, to: changed)
      await held.somethingIsHeld()
    }
    try await folder.withCorpus { corpus in
      await corpus.drain()
      let longest = try await Self.longest(corpus, in: id)
      let problems = try await corpus.verify().problems
      #expect(longest <= 65 && problems == [])
    }
  }

  @Test func whatCannotBeMetIsRefusedWithWhatWouldBeRight() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { corpus in
      for (chunking, words) in [
        (ChunkingOverride(strategy: .init(rawValue: "magic")), "must be one of auto, langchain, recursive"),
        (ChunkingOverride(strategy: .automatic, size: 100, overlap: 80), "half of the chunk size (100)"),
        (ChunkingOverride(size: 2_000_000), "0…1000000"),
        (ChunkingOverride(unit: .tokens, size: 200_000), "reads of a text"),
        (
          ChunkingOverride(strategy: .init(rawValue: "langchain"), context: true),
          "langchain's splitter knows characters"
        ),
        (
          ChunkingOverride(strategy: .init(rawValue: "parent-child"), size: 500, parentSize: 100),
          "at least the chunk size"
        ),
      ] {
        await #expect {
          _ = try await corpus.createKnowledge(KnowledgeDraft(name: "k", details: "", chunking: chunking), owner: .ann)
        } throws: { error in
          let error = error as? RetrievalError
          return error?.code == .invalidInput && error?.message.contains(words) == true
        }
      }
    }
  }
}
