// A checkpoint while commits come in: they do not wait for the disk, and are there whichever files a crash leaves.
import Platform
import Testing
import VectorStore

/// The real file system, which runs an errand of the test when an index file is synced.
private final class InterveningFileSystem: ForwardingFileSystem {
  let real = PosixFileSystem()
  private let errand = Lock<(@Sendable () -> Void)?>(nil)

  /// Has `body` run once, in the middle of the next checkpoint.
  func atNextSync(_ body: @escaping @Sendable () -> Void) { errand.withLock { $0 = body } }

  func runErrand() {
    let body = errand.withLock { errand in
      defer { errand = nil }
      return errand
    }
    body?()
  }

  func open(_ path: String, _ access: FileAccess) throws(VectorStoreError) -> any StoreFile {
    let file = try real.open(path, access)
    return path.contains("/index.") && access == .create ? InterveningFile(file, in: self) : file
  }
}

private final class InterveningFile: ForwardingFile {
  let real: any StoreFile
  private let system: InterveningFileSystem

  init(_ real: any StoreFile, in system: InterveningFileSystem) {
    self.real = real
    self.system = system
  }

  func synchronize() throws(VectorStoreError) {
    system.runErrand()
    try real.synchronize()
  }
}

struct CheckpointTests {
  @Test(arguments: IndexShape.ofEachKind, [1, 2, 3] as [UInt64])
  func commitsInTheMiddleOfACheckpointAreNeitherKeptWaitingNorLost(shape: IndexShape, seed: UInt64) throws {
    let fileSystem = InterveningFileSystem()
    var options = quietOptions
    options.fileSystem = fileSystem
    let configuration = CollectionConfiguration(
      dimension: 3, metric: .l2, m: 3, efConstruction: 20, kind: shape.kind, components: shape.components,
      model: "checkpoint")
    let directory = try TemporaryDirectory()
    let collection = try VectorCollection.open(at: directory.path, configuration: configuration, options: options)
    let random = Lock(SeededRandom(seed: 160 + seed))
    let model = Lock(CollectionModel())
    @Sendable func commit() throws {
      let batch = random.withLock { CollectionModel.randomBatch(dimension: 3, ids: 60, random: &$0) }
      let number = collection.lastCommit + 1
      try collection.prepare(batch, commit: number).publish()
      model.withLock { $0.apply(batch, commit: number) }
    }
    func expectToReopen(_ copy: TemporaryDirectory, _ context: String) throws {
      let reopened = try VectorCollection.open(at: copy.path, configuration: configuration, options: quietOptions)
      try model.withLock { $0 }.expectEqual(reopened, "\(shape.testDescription), seed \(seed): \(context)")
    }
    for _ in 0..<10 { try commit() }
    for round in 0..<3 {
      let inTheMiddle = Lock<[TemporaryDirectory]>([])
      fileSystem.atNextSync {
        do {
          // On the very thread that makes the checkpoint: were the turn not free, this would never return.
          for _ in 0..<round * 3 { try commit() }
          var batch = WriteBatch()
          batch.upsert(id: 7, label: 7, vector: [7, 7, 7])
          try collection.prepare(batch, commit: collection.lastCommit + 1).abort()
          let copy = try directory.copy()
          inTheMiddle.withLock { $0.append(copy) }
        } catch { Issue.record("\(error)") }
      }
      if round == 1 { try collection.compact() } else { try collection.checkpoint() }
      let copies = inTheMiddle.withLock { $0 }
      #expect(copies.count == 1)
      for copy in copies { try expectToReopen(copy, "crashed in checkpoint \(round)") }
      try expectToReopen(try directory.copy(), "crashed after checkpoint \(round)")
      #expect(collection.statistics.checkpointCommit < collection.lastCommit || round == 0)
      try commit()
      try expectToReopen(try directory.copy(), "one more commit")
      try model.withLock { $0 }.expectEqual(collection, "as it is")
    }
    try collection.close()
  }
}
