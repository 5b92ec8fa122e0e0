// Every call to the file system fails once, and from then on for ever: the error is told, what was acknowledged stays.
import Testing
import VectorStore

struct FaultTests {
  /// Commits, a checkpoint, deletes, a compaction: what a store does in its life. Returns what was acknowledged.
  private func live(
    _ directory: TemporaryDirectory, _ shape: IndexShape, _ fileSystem: FaultyFileSystem
  ) -> CollectionModel {
    var random = SeededRandom(seed: 50)
    var options = quietOptions
    options.fileSystem = fileSystem
    var model = CollectionModel()
    /// What `body` gives, or nothing if the fault reached it, which must be told as what it is.
    func attempt<Result>(_ body: () throws -> Result) -> Result? {
      do { return try body() } catch {
        let code = (error as? VectorStoreError)?.code
        #expect(code == fileSystem.expectedCode, "\(error)")
        return nil
      }
    }
    guard
      let collection = attempt({
        try VectorCollection.open(at: directory.path, configuration: Self.configuration(shape), options: options)
      })
    else { return model }
    for step in 1...8 as ClosedRange<UInt64> {
      let batch = CollectionModel.randomBatch(dimension: 3, ids: 40, random: &random)
      if let prepared = attempt({ try collection.prepare(batch, commit: step) }) {
        if step == 4 {
          prepared.abort()
        } else {
          prepared.publish()
          model.apply(batch, commit: step)
        }
      }
      if step == 3 { attempt { try collection.checkpoint() } }
      if step == 6 { attempt { try collection.compact() } }
      // Whatever failed, what was acknowledged is there to be searched.
      #expect(collection.count == model.entries.count && collection.lastCommit == model.lastCommit)
      let found = attempt { try collection.search([0, 0, 0], k: 100).count }
      #expect(found == model.entries.count)
    }
    attempt { try collection.close() }
    return model
  }

  private static func configuration(_ shape: IndexShape) -> CollectionConfiguration {
    CollectionConfiguration(
      dimension: 3, metric: .l2, m: 3, efConstruction: 20, kind: shape.kind, components: shape.components,
      model: "model")
  }

  @Test(arguments: FaultyFileSystem.Fault.allCases.flatMap { [($0, false), ($0, true)] }, IndexShape.ofEachKind)
  func whateverCallFailsWhatWasAcknowledgedIsThere(
    fault: (kind: FaultyFileSystem.Fault, isForEver: Bool), shape: IndexShape
  ) throws {
    let counting = FaultyFileSystem(fault: fault.kind, failingCall: .max, forEver: false)
    _ = live(try TemporaryDirectory(), shape, counting)
    #expect(counting.callCount > 50)
    for call in 1...counting.callCount {
      let directory = try TemporaryDirectory()
      let faulty = FaultyFileSystem(fault: fault.kind, failingCall: call, forEver: fault.isForEver)
      let model = live(directory, shape, faulty)
      let reopened = try VectorCollection.open(
        at: directory.path, configuration: Self.configuration(shape), committed: model.lastCommit,
        options: quietOptions)
      try model.expectEqual(reopened, "\(fault) at call \(call)")
    }
  }

  @Test func aFullDiskIsAnErrorAndSearchesGoOn() throws {
    let directory = try TemporaryDirectory()
    var options = quietOptions
    let counting = FaultyFileSystem(fault: .full, failingCall: .max, forEver: false)
    options.fileSystem = counting
    try VectorCollection.open(at: directory.path, configuration: Self.configuration(.exact), options: options).close()
    let opening = counting.callCount
    // Full from the first write after opening on.
    let full = FaultyFileSystem(fault: .full, failingCall: opening + 20, forEver: true)
    options.fileSystem = full
    let collection = try VectorCollection.open(
      at: directory.path, configuration: Self.configuration(.exact), options: options)
    var commit: UInt64 = 1
    var failure: VectorStoreError?
    while failure == nil && commit < 100 {
      do { try collection.commit(commit) { $0.upsert(id: commit, label: 0, vector: [Float(commit), 0, 0]) } } catch {
        failure = error as? VectorStoreError
      }
      if failure == nil { commit += 1 }
    }
    #expect(failure?.code == .diskFull)
    #expect(failure?.message.contains("log.") == true)
    #expect(try collection.search([1, 0, 0], k: 100).count == Int(commit) - 1)
    expectError(.diskFull) { try collection.checkpoint() }
  }

  @Test func recordsThatMayNotBeOnTheDiskStopWritingUntilACheckpointHasThem() throws {
    /// Three relaxed commits, then a sync; and how many calls there were before it.
    func live(
      in directory: TemporaryDirectory, _ fileSystem: FaultyFileSystem
    ) throws -> (collection: VectorCollection, calls: Int) {
      var options = quietOptions
      options.fileSystem = fileSystem
      options.durability = .relaxed(unsyncedBytes: 1 << 20)
      let collection = try VectorCollection.open(
        at: directory.path, configuration: Self.configuration(.exact), options: options)
      for commit in 1...3 as ClosedRange<UInt64> {
        try collection.commit(commit) { $0.upsert(id: commit, label: 0, vector: [Float(commit), 0, 0]) }
      }
      return (collection, fileSystem.callCount)
    }
    let trial = try TemporaryDirectory()
    let calls = try live(in: trial, FaultyFileSystem(fault: .inputOutput, failingCall: .max, forEver: false)).calls
    let directory = try TemporaryDirectory()
    let faulty = FaultyFileSystem(fault: .inputOutput, failingCall: calls + 1, forEver: false)
    let collection = try live(in: directory, faulty).collection
    expectError(.ioFailed) { try collection.synchronize() }
    // The second sync would say that all is well.
    let error = expectError(.ioFailed) { try collection.commit(4) { $0.delete(id: 1) } }
    #expect(error?.message.contains("checkpoint") == true && error?.cause != nil)
    #expect(try collection.search([0, 0, 0], k: 5).count == 3)
    try collection.checkpoint()
    try collection.commit(4) { $0.delete(id: 1) }
    let copy = try directory.copy()
    let reopened = try VectorCollection.open(
      at: copy.path, configuration: Self.configuration(.exact), options: quietOptions)
    #expect(reopened.lastCommit == 4 && reopened.count == 2)
  }
}
