import Database
import Documents
import FoundationEssentials
import Glibc
import Platform
import Retrieval
import Testing

@Suite("Opening a data folder")
struct OpeningTests {
  @Test func aSecondCorpusOnTheSameFolderIsRefusedNamingTheHolder() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { _ in
      let database = try Database.open(
        at: DataLayout(root: folder.path).database, migrations: [RetrievalSchema.migrations, FolderSchema.migrations])
      await #expect {
        try await Corpus.open(
          CorpusConfiguration(dataDirectory: folder.path), database: database, embedder: nil,
          extractor: DocumentExtractor())
      } throws: { error in
        (error as? RetrievalError)?.message.contains("(\(getpid()))") == true
      }
      try await database.close()
    }
    // Released with the first one.
    try await folder.withCorpus { _ in }
  }

  @Test func aLockThatAKilledProcessLeftForAMomentIsWaitedFor() async throws {
    let folder = try TestFolder()
    let path = DataLayout(root: folder.path).lock
    // A number that no process has, and a lock that another descriptor still holds.
    try Data("\(Int32.max)\n".utf8).write(to: URL(filePath: path))
    let left = open(path, O_RDWR | O_CLOEXEC)
    #expect(flock(left, LOCK_EX | LOCK_NB) == 0)
    let thread = try BlockingPool(name: "child", threads: 1)
    let opening = Task { try await folder.withCorpus { _ in } }
    try await thread.run { _ = close(left) }
    try await opening.value
  }

  @Test func theDataFolderIsMadePrivateWithTheFoldersAboveIt() throws {
    let folder = try TestFolder()
    let root = folder.path + "/a/b/data"
    try DataLayout(root: root).create()
    try DataLayout(root: root).create()
    let attributes = try FileManager.default.attributesOfItem(atPath: root)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
  }

  @Test func aPathThatCannotBeAFolderIsAClearError() throws {
    let folder = try TestFolder()
    let file = folder.path + "/file"
    try Data("x".utf8).write(to: URL(filePath: file))
    #expect { try DataLayout(root: file + "/data").create() } throws: { error in
      (error as? RetrievalError)?.message.contains("Not a directory") == true
    }
  }

  @Test func vectorsOfALostIndexAreMadeAgain() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { try await $0.addText("Lemurs leap.", owner: .ann) }
    try FileManager.default.removeItem(atPath: DataLayout(root: folder.path).vectors)
    try await folder.withCorpus { corpus in
      await corpus.drain()
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      #expect(try await corpus.search("lemurs", in: scope).count == 1)
      #expect(try await corpus.verify().problems == [])
    }
  }

  @Test func anOlderIndexCatchesUpWithTheDatabase() async throws {
    let folder = try TestFolder()
    let vectors = DataLayout(root: folder.path).vectors
    let files = FileManager.default
    try await folder.withCorpus { corpus in
      try await corpus.addText("Lemurs leap.", owner: .ann)
      try await corpus.addText("Short-lived words.", named: "gone.txt", owner: .ann)
    }
    try files.copyItem(atPath: vectors, toPath: folder.path + "/backup")
    try await folder.withCorpus { corpus in
      let scope = try await corpus.authorizer.files(for: .ann)
      let gone = try #require(scope.first { $0.record.filename == "gone.txt" })
      try await corpus.delete(try await corpus.authorizer.writableFile(gone.record.id, for: .ann))
      try await corpus.addText("Penguins waddle.", owner: .ann)
    }
    try files.removeItem(atPath: vectors)
    try files.moveItem(atPath: folder.path + "/backup", toPath: vectors)
    try await folder.withCorpus { corpus in
      await corpus.drain()
      let report = try await corpus.verify()
      #expect(report.problems == [] && report.vectors == 2)
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      #expect(try await corpus.search("penguins waddle", in: scope).first?.text == "Penguins waddle.")
    }
  }

  @Test func anotherModelsVectorsAreMadeAgain() async throws {
    let folder = try TestFolder()
    try await folder.withCorpus { try await $0.addText("Lemurs leap.", owner: .ann) }
    try await folder.withCorpus(embedder: HashingEmbedder(id: "another", dimension: 32)) { corpus in
      await corpus.drain()
      let scope = try await corpus.authorizer.scopeOfEverything(for: .ann)
      #expect(try await corpus.search("lemurs", in: scope).count == 1)
      #expect(try await corpus.verify().problems == [])
    }
  }
}
