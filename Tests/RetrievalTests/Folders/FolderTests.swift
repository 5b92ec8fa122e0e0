import FoundationEssentials
import Glibc
import Platform
import Retrieval
import Testing

@Suite("Following a folder")
struct FolderTests {
  @Test func aSecondRunDoesOnlyWhatHasChanged() async throws {
    try await Tree.withCorpus { corpus, tree, embedder in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Herons stand.", to: "sub/b.txt")
      try tree.write("Swifts scream.", to: "sub/deep/c.txt")
      let first = try await corpus.follow(try tree.source)
      #expect(first.counts == [3, 0, 0, 0, 0] && first.failures == [])
      #expect(embedder.takePassages().count == 3)
      let again = try await corpus.follow(try tree.source)
      #expect(again.counts == [0, 0, 0, 0, 3] && again.touched == 0 && embedder.takePassages() == [])

      try tree.write("Penguins waddle.", to: "a.txt")
      try tree.remove("sub/b.txt")
      try tree.write("Otters float.", to: "d.txt")
      #expect(try await corpus.follow(try tree.source).counts == [1, 1, 0, 1, 1])
      #expect(embedder.takePassages().sorted() == ["Otters float.", "Penguins waddle."])
      #expect(try await corpus.names() == ["a.txt", "c.txt", "d.txt"])
      #expect(try await corpus.texts() == ["Otters float.", "Penguins waddle.", "Swifts scream."])
    }
  }

  @Test func aChangedFileKeepsItsIdentityAndSaysWhereItCameFrom() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "notes/a.txt")
      _ = try await corpus.follow(try tree.source)
      let before = try await corpus.records()
      try tree.write("Penguins waddle.", to: "notes/a.txt")
      #expect(try await corpus.follow(try tree.source).counts == [0, 1, 0, 0, 0])
      let after = try await corpus.records()
      #expect(before.map(\.id) == after.map(\.id))
      let metadata = try JSONDecoder().decode([String: String].self, from: Data(after[0].clientMetadata.utf8))
      let root = try tree.source.root
      #expect(metadata == ["source": root, "path": "notes/a.txt"])
      #expect(try await corpus.texts() == ["Penguins waddle."])
      #expect(try await corpus.verify().documents == 1)
    }
  }

  @Test func aTouchedFileIsReadAndNotTakenInAgain() async throws {
    try await Tree.withCorpus { corpus, tree, embedder in
      try tree.write("Lemurs leap.", to: "a.txt")
      _ = try await corpus.follow(try tree.source)
      _ = embedder.takePassages()
      tree.setTime(of: "a.txt", secondsAgo: 1_000)
      let touched = try await corpus.follow(try tree.source)
      #expect(touched.counts == [0, 0, 0, 0, 1] && touched.touched == 1)
      let quiet = try await corpus.follow(try tree.source)
      #expect(quiet.counts == [0, 0, 0, 0, 1] && quiet.touched == 0)
      #expect(embedder.takePassages() == [])
    }
  }

  @Test func aChangeOfTheSameSizeAndTimeIsSeen() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "a.txt")
      tree.setTime(of: "a.txt", secondsAgo: 500_000)
      _ = try await corpus.follow(try tree.source)
      try tree.write("Lemurs lean.", to: "a.txt")
      tree.setTime(of: "a.txt", secondsAgo: 500_000)
      #expect(try await corpus.follow(try tree.source).counts == [0, 1, 0, 0, 0])
    }
  }

  @Test func checksumsReadEverything() async throws {
    try await Tree.withCorpus { corpus, tree, embedder in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Herons stand.", to: "b.txt")
      _ = try await corpus.follow(try tree.source)
      _ = embedder.takePassages()
      let report = try await corpus.follow(try tree.source, FolderOptions(usesChecksums: true))
      #expect(report.counts == [0, 0, 0, 0, 2] && embedder.takePassages() == [])
    }
  }

  @Test func aFileThatChangedAMomentBeforeItWasReadIsReadAgain() async throws {
    let (data, files) = (try TestFolder(), try TestFolder())
    // A clock that stands still long ago: everything has just changed.
    try await data.withCorpus(now: { 0 }) { corpus in
      let tree = try Tree(files.path)
      try tree.write("Lemurs leap.", to: "a.txt")
      _ = try await corpus.follow(try tree.source)
      let report = try await corpus.follow(try tree.source)
      #expect(report.counts == [0, 0, 0, 0, 1] && report.touched == 1)
    }
  }

  @Test func aFileThatHasMovedKeepsItsDocument() async throws {
    try await Tree.withCorpus { corpus, tree, embedder in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Herons stand.", to: "b.txt")
      _ = try await corpus.follow(try tree.source)
      let before = try await corpus.records()
      _ = embedder.takePassages()
      try tree.move("a.txt", to: "new/place.txt")
      try tree.move("b.txt", to: "a.txt")
      #expect(try await corpus.follow(try tree.source).counts == [0, 0, 2, 0, 0])
      let after = try await corpus.records()
      #expect(Set(before.map(\.id)) == Set(after.map(\.id)))
      #expect(after.map(\.filename).sorted() == ["a.txt", "place.txt"])
      #expect(Set(before.map(\.documentNumber)) == Set(after.map(\.documentNumber)))
      #expect(embedder.takePassages() == [])
      #expect(try await corpus.follow(try tree.source).counts == [0, 0, 0, 0, 2])
    }
  }

  @Test func contentThatTakesAnothersPlaceLeavesNothingOfIt() async throws {
    try await Tree.withCorpus { corpus, tree, embedder in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Herons stand.", to: "b.txt")
      _ = try await corpus.follow(try tree.source)
      _ = embedder.takePassages()
      try tree.remove("b.txt")
      try tree.move("a.txt", to: "b.txt")
      #expect(try await corpus.follow(try tree.source).counts == [0, 0, 1, 1, 0])
      #expect(try await corpus.texts() == ["Lemurs leap."])
      #expect(try await corpus.names() == ["b.txt"])
      #expect(embedder.takePassages() == [])
    }
  }

  @Test func whatIsGoneStaysWhenAskedFor() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Herons stand.", to: "b.txt")
      _ = try await corpus.follow(try tree.source)
      try tree.remove("a.txt")
      let kept = try await corpus.follow(try tree.source, FolderOptions(keepsRemoved: true))
      #expect(kept.counts == [0, 0, 0, 0, 1] && kept.kept == 1)
      #expect(try await corpus.names() == ["a.txt", "b.txt"])
      // Without being asked again it goes.
      #expect(try await corpus.follow(try tree.source).counts == [0, 0, 0, 1, 1])
      #expect(try await corpus.names() == ["b.txt"])
    }
  }

  @Test func aFolderInWhichNothingIsLeftIsNotBelievedUnlessAskedFor() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "a.txt")
      _ = try await corpus.follow(try tree.source)
      try tree.remove("a.txt")
      let report = try await corpus.follow(try tree.source)
      let root = try tree.source.root
      #expect(report.counts == [0, 0, 0, 0, 0] && report.failures.map(\.path) == [root])
      #expect(try await corpus.names() == ["a.txt"])
      #expect(
        try await corpus.follow(try tree.source, FolderOptions(mayRemoveEverything: true)).counts == [0, 0, 0, 1, 0])
      #expect(try await corpus.names() == [])
    }
  }

  @Test func aPlanChangesNothing() async throws {
    let (data, files) = (try TestFolder(), try TestFolder())
    let tree = try Tree(files.path)
    try await data.withDatabase { database in
      try tree.write("Lemurs leap.", to: "a.txt")
      let planner = FolderPlanner(database: database, dataDirectory: data.path)
      let plan = try planner.plan(try tree.source, knowledge: "k", owner: .ann, options: FolderOptions())
      #expect(plan.changes.map { "\($0.kind.rawValue) \($0.path)" } == ["added a.txt"])
    }
    try await data.withCorpus { corpus in
      #expect(try await corpus.authorizer.knowledge(for: .ann).isEmpty)
      try tree.write("Herons stand.", to: "b.txt")
      try tree.write("Swifts scream.", to: "c.txt")
      _ = try await corpus.follow(try tree.source)
    }
    try tree.move("a.txt", to: "z.txt")
    try tree.write("Penguins waddle.", to: "b.txt")
    try tree.remove("c.txt")
    try tree.write("Otters float.", to: "d.txt")
    for _ in 1...2 {
      try await data.withDatabase { database in
        let planner = FolderPlanner(database: database, dataDirectory: data.path)
        let plan = try planner.plan(try tree.source, knowledge: "k", owner: .ann, options: FolderOptions())
        #expect(
          plan.changes.map { "\($0.kind.rawValue) \($0.path)" } == [
            "changed b.txt", "removed c.txt", "added d.txt", "renamed z.txt",
          ])
      }
    }
    try await data.withCorpus { corpus in
      let texts = try await corpus.texts()
      #expect(texts == ["Herons stand.", "Lemurs leap.", "Swifts scream."])
    }
  }

  @Test func aBadNewVersionLeavesTheGoodOldOneUntilItIsMended() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("%PDF-1.4 broken", to: "bad.pdf")
      let first = try await corpus.follow(try tree.source)
      #expect(first.counts == [1, 0, 0, 0, 0] && first.failures.map(\.path) == [tree.path("bad.pdf")])
      #expect(try await corpus.names() == ["a.txt"])
      try tree.write("%PDF-1.4 broken as well", to: "a.txt")
      #expect(try await corpus.follow(try tree.source).failures.count == 2)
      #expect(try await corpus.texts() == ["Lemurs leap."])
      #expect(try await corpus.follow(try tree.source).failures.count == 2)
      try tree.write("Lemurs leap again.", to: "a.txt")
      try tree.remove("bad.pdf")
      #expect(try await corpus.follow(try tree.source).counts == [0, 1, 0, 0, 0])
      #expect(try await corpus.texts() == ["Lemurs leap again."])
    }
  }

  @Test func whatFailedIsNotTriedAgainInTheSameProcessWhileItIsTheSame() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      try tree.write("%PDF-1.4 broken", to: "bad.txt")
      let source = try tree.source
      let first = try await corpus.follow(source)
      let second = try await corpus.follow(source, after: first)
      #expect(second.failures == first.failures)
      try tree.write("Now it is text.", to: "bad.txt")
      let third = try await corpus.follow(source, after: second)
      #expect(third.counts == [1, 0, 0, 0, 0] && third.failures == [])
    }
  }

  @Test func theSameContentInTwoKnowledgeBasesIsStoredAndEmbeddedOnce() async throws {
    try await Tree.withCorpus { corpus, tree, embedder in
      try tree.write("Lemurs leap.", to: "a.txt")
      try tree.write("Lemurs leap.", to: "copy.txt")
      #expect(try await corpus.follow(try tree.source).added == 2)
      #expect(try await corpus.follow(try tree.source, as: "other").added == 2)
      #expect(embedder.takePassages() == ["Lemurs leap."])
      let report = try await corpus.verify()
      #expect(report.files == 4 && report.documents == 1 && report.vectors == 1)
      // It stays as long as somebody shows it.
      try tree.remove("a.txt")
      #expect(try await corpus.follow(try tree.source).removed == 1)
      #expect(try await corpus.texts(in: "other") == ["Lemurs leap."])
    }
  }

  @Test func aSourceThatIsStoppedGoesOnAtTheNextRun() async throws {
    try await Tree.withCorpus { corpus, tree, _ in
      for number in 0..<10 { try tree.write("Number \(number).", to: "\(number).txt") }
      let source = try tree.source
      let knowledge = try await corpus.knowledge("k")
      let stopped = try await Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await corpus.follow(source, into: knowledge)
      }.value
      #expect(stopped.isIncomplete)
      let report = try await corpus.follow(source)
      #expect(report.added + report.unchanged == 10)
      #expect(try await corpus.texts().count == 10)
    }
  }
}
