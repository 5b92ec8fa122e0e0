// Commits: what a batch changes, when it becomes visible, and how it is taken back.
import Testing
import VectorStore

struct WriteTests {
  private func open(_ directory: TemporaryDirectory) throws -> VectorCollection {
    try VectorCollection.open(at: directory.path, configuration: configuration(2), options: quietOptions)
  }

  private func ids(_ collection: VectorCollection, filter: Filter? = nil) throws -> Set<UInt64> {
    Set(try collection.search([0, 0], k: 100, filter: filter).map(\.id))
  }

  @Test func anUpsertReplacesVectorAndLabel() throws {
    let directory = try TemporaryDirectory()
    let collection = try open(directory)
    try collection.commit(1) { $0.upsert(id: 1, label: 1, vector: [1, 0]) }
    try collection.commit(2) { $0.upsert(id: 1, label: 2, vector: [0, 5]) }
    #expect(collection.count == 1)
    #expect(try collection.vector(for: 1) == [0, 5])
    #expect(try collection.search([1, 0], k: 10) == [Match(id: 1, label: 2, score: -26)])
    #expect(try ids(collection, filter: .labels([1])) == [])
    #expect(try collection.labelCounts() == [2: 1])
    #expect(try collection.verify().problems == [])
  }

  @Test func deletesByIdAndByLabelTakeVectorsAway() throws {
    let directory = try TemporaryDirectory()
    let collection = try open(directory)
    try collection.commit(1, vectors: (0..<10).map { [Float($0), 0] }) { UInt64($0 % 3) }
    try collection.commit(2) {
      $0.delete(id: 3)
      $0.delete(id: 77)
      $0.delete(label: 1)
      $0.delete(label: 99)
    }
    #expect(try ids(collection) == [0, 2, 5, 6, 8, 9])
    #expect(collection.count == 6)
    #expect(try collection.vector(for: 4) == nil)
    #expect(try collection.labelCounts() == [0: 3, 2: 3])
    #expect(try collection.verify().problems == [])
  }

  @Test func changesOfABatchApplyInOrder() throws {
    let directory = try TemporaryDirectory()
    let collection = try open(directory)
    try collection.commit(1) { $0.upsert(id: 1, label: 1, vector: [1, 1]) }
    try collection.commit(2) {
      $0.upsert(id: 2, label: 1, vector: [2, 2])
      $0.delete(label: 1)
      $0.upsert(id: 1, label: 1, vector: [3, 3])
      $0.upsert(id: 3, label: 2, vector: [4, 4])
      $0.upsert(id: 3, label: 3, vector: [5, 5])
      $0.upsert(id: 4, label: 4, vector: [6, 6])
      $0.delete(id: 4)
    }
    #expect(try ids(collection) == [1, 3])
    #expect(try collection.vector(for: 1) == [3, 3])
    #expect(try collection.vector(for: 3) == [5, 5])
    #expect(try collection.labelCounts() == [1: 1, 3: 1])
  }

  @Test func aPreparedCommitIsInvisibleUntilItIsPublished() throws {
    let directory = try TemporaryDirectory()
    let collection = try open(directory)
    try collection.commit(1, vectors: [[0, 0], [1, 0]])
    var batch = WriteBatch()
    batch.upsert(id: 2, label: 0, vector: [2, 0])
    batch.upsert(id: 1, label: 5, vector: [9, 9])
    batch.delete(id: 0)
    let prepared = try collection.prepare(batch, commit: 7)
    #expect(prepared.commit == 7)
    #expect(try ids(collection) == [0, 1])
    #expect(try collection.searchExactly([0, 0], k: 9).map(\.id) == [0, 1])
    #expect(try collection.vector(for: 1) == [1, 0])
    #expect(collection.count == 2 && collection.lastCommit == 1)
    prepared.publish()
    #expect(try ids(collection) == [1, 2])
    #expect(try collection.vector(for: 1) == [9, 9])
    #expect(collection.count == 2 && collection.lastCommit == 7)
    prepared.abort()
    prepared.publish()
    #expect(try ids(collection) == [1, 2])
  }

  @Test func anAbortedCommitWasNeverThere() throws {
    let directory = try TemporaryDirectory()
    let collection = try open(directory)
    try collection.commit(1, vectors: [[0, 0], [1, 0]])
    let logBytes = try directory.bytes(of: "log.1")
    var batch = WriteBatch()
    batch.upsert(id: 2, label: 0, vector: [2, 0])
    batch.upsert(id: 1, label: 5, vector: [9, 9])
    batch.delete(id: 0)
    try collection.prepare(batch, commit: 2).abort()
    #expect(try ids(collection) == [0, 1])
    #expect(try directory.bytes(of: "log.1") == logBytes)
    // Dropping a prepared commit aborts it too, and the number is free again.
    _ = try collection.prepare(batch, commit: 2)
    try collection.commit(2) { $0.upsert(id: 4, label: 0, vector: [4, 4]) }
    #expect(try ids(collection) == [0, 1, 4])
    #expect(try collection.labelCounts() == [0: 3])
    #expect(try collection.verify().problems == [])
    try collection.compact()
    #expect(try ids(collection) == [0, 1, 4])
    #expect(try collection.verify().problems == [])
  }

  @Test func aFailedPrepareChangesNothing() throws {
    let directory = try TemporaryDirectory()
    var options = quietOptions
    // Room for some thousands of rows only.
    options.reservedBytes = 2 << 20
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(2), options: options)
    try collection.commit(1, vectors: (0..<100).map { [Float($0), 0] })
    expectError(.capacityExceeded) { try collection.commit(2, vectors: (0..<20000).map { [Float($0), 1] }) }
    #expect(collection.count == 100 && collection.lastCommit == 1)
    try collection.commit(2) { $0.delete(id: 0) }
    #expect(collection.count == 99)
    #expect(try collection.verify().problems == [])
  }

  @Test func anEmptyBatchIsACommit() throws {
    let directory = try TemporaryDirectory()
    let collection = try open(directory)
    try collection.commit(5) { _ in }
    #expect(collection.lastCommit == 5)
    expectError(.commitOutOfOrder) { try collection.commit(5) { _ in } }
  }

  @Test func theNumberOfThreadsDoesNotChangeTheGraph() throws {
    var random = SeededRandom(seed: 20)
    let vectors = clusteredVectors(3000, dimension: 2, clusters: 9, random: &random)
    var files: [[UInt8]] = []
    for threads in [1, 3] {
      let directory = try TemporaryDirectory()
      var options = quietOptions
      options.buildThreads = threads
      let collection = try VectorCollection.open(
        at: directory.path, configuration: configuration(2), options: options)
      try collection.commit(1, vectors: vectors)
      try collection.checkpoint()
      files.append(try directory.bytes(of: "index.2"))
    }
    #expect(files[0] == files[1])
  }
}
