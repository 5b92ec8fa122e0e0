// Random commits, aborts, checkpoints, compactions, clean and unclean restarts, against a dictionary.
//
// The seeds are in the test's arguments; MARTLET_MODEL_STEPS makes the walks longer.
import FoundationEssentials
import Testing
import VectorStore

struct ModelTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64], IndexShape.all)
  func aCollectionIsItsCommits(seed: UInt64, shape: IndexShape) throws {
    let steps = ProcessInfo.processInfo.environment["MARTLET_MODEL_STEPS"].flatMap { Int($0) } ?? 150
    var random = SeededRandom(seed: seed)
    var directory = try TemporaryDirectory()
    var options = quietOptions
    // Sweeps and checkpoints in the background for half of the seeds.
    if seed % 2 == 0 {
      options.sweepRatio = 0.1
      options.checkpointLogBytes = 4096
    }
    let configuration = CollectionConfiguration(
      dimension: 3, metric: .l2, m: 3, efConstruction: 20, kind: shape.kind, components: shape.components,
      model: "model")
    var collection = try VectorCollection.open(at: directory.path, configuration: configuration, options: options)
    var model = CollectionModel()
    for step in 0..<steps {
      let context = "\(shape.testDescription), seed \(seed) step \(step)"
      switch random.next(below: 20) {
      case 0:
        try collection.close()
        collection = try VectorCollection.open(
          at: directory.path, configuration: configuration, committed: model.lastCommit, options: options)
      case 1:
        directory = try crash(directory, of: collection)
        collection = try VectorCollection.open(
          at: directory.path, configuration: configuration, committed: model.lastCommit, options: options)
      case 2: try collection.checkpoint()
      case 3: try collection.compact()
      case 4:
        let batch = CollectionModel.randomBatch(dimension: 3, ids: 120, random: &random)
        let prepared = try collection.prepare(batch, commit: model.lastCommit + 1)
        if random.next(below: 2) == 0 {
          prepared.abort()
        } else {
          // The process dies between prepare and publish, and the metadata database has not committed.
          let copy = try directory.copy()
          prepared.abort()
          try collection.close()
          directory = copy
          collection = try VectorCollection.open(
            at: directory.path, configuration: configuration, committed: model.lastCommit, options: options)
        }
      default:
        let batch = CollectionModel.randomBatch(dimension: 3, ids: 120, random: &random)
        let commit = model.lastCommit + 1 + random.next(below: 3)
        try collection.prepare(batch, commit: commit).publish()
        model.apply(batch, commit: commit)
      }
      if step % 5 == 0 { try model.expectEqual(collection, context) }
    }
    try model.expectEqual(collection, "seed \(seed) at the end")
    try collection.close()
  }

  /// What a crash leaves. Upkeep stands still while the files are copied.
  private func crash(_ directory: TemporaryDirectory, of collection: VectorCollection) throws -> TemporaryDirectory {
    let copy = try collection.holdingStill { try directory.copy() }
    try collection.close()
    return copy
  }
}

struct FaultTests {
  /// Commits, a checkpoint, deletes, a compaction: what a store does in its life. Returns what was acknowledged.
  private func live(_ directory: TemporaryDirectory, _ fileSystem: FaultyFileSystem) -> CollectionModel {
    var random = SeededRandom(seed: 50)
    var options = quietOptions
    options.fileSystem = fileSystem
    var model = CollectionModel()
    let configuration = CollectionConfiguration(dimension: 3, metric: .l2, m: 3, efConstruction: 20, model: "model")
    guard
      let collection = try? VectorCollection.open(at: directory.path, configuration: configuration, options: options)
    else { return model }
    for step in 1...8 as ClosedRange<UInt64> {
      let batch = CollectionModel.randomBatch(dimension: 3, ids: 40, random: &random)
      if let prepared = try? collection.prepare(batch, commit: step) {
        if step == 4 {
          prepared.abort()
        } else {
          prepared.publish()
          model.apply(batch, commit: step)
        }
      }
      if step == 3 { try? collection.checkpoint() }
      if step == 6 { try? collection.compact() }
      // Whatever failed, what was acknowledged is there to be searched.
      #expect(collection.count == model.entries.count && collection.lastCommit == model.lastCommit)
    }
    try? collection.close()
    return model
  }

  @Test(arguments: FaultyFileSystem.Fault.allCases, [false, true])
  func whateverCallFailsWhatWasAcknowledgedIsThere(fault: FaultyFileSystem.Fault, forEver: Bool) throws {
    let counting = FaultyFileSystem(fault: fault, failingCall: .max, forEver: false)
    _ = live(try TemporaryDirectory(), counting)
    #expect(counting.callCount > 50)
    for call in 1...counting.callCount {
      let directory = try TemporaryDirectory()
      let model = live(directory, FaultyFileSystem(fault: fault, failingCall: call, forEver: forEver))
      let configuration = CollectionConfiguration(dimension: 3, metric: .l2, m: 3, efConstruction: 20, model: "model")
      let reopened = try VectorCollection.open(
        at: directory.path, configuration: configuration, committed: model.lastCommit, options: quietOptions)
      try model.expectEqual(reopened, "\(fault) at call \(call), for ever: \(forEver)")
    }
  }

  @Test func aFullDiskIsAnErrorAndSearchesGoOn() throws {
    let directory = try TemporaryDirectory()
    var options = quietOptions
    let counting = FaultyFileSystem(fault: .full, failingCall: .max, forEver: false)
    options.fileSystem = counting
    try VectorCollection.open(at: directory.path, configuration: configuration(2), options: options).close()
    let opening = counting.callCount
    // Full from the first write after opening on.
    let full = FaultyFileSystem(fault: .full, failingCall: opening + 20, forEver: true)
    options.fileSystem = full
    let collection = try VectorCollection.open(at: directory.path, configuration: configuration(2), options: options)
    var commit: UInt64 = 1
    var failure: VectorStoreError?
    while failure == nil && commit < 100 {
      do { try collection.commit(commit) { $0.upsert(id: commit, label: 0, vector: [Float(commit), 0]) } } catch {
        failure = error as? VectorStoreError
      }
      if failure == nil { commit += 1 }
    }
    #expect(failure?.code == .diskFull)
    #expect(failure?.message.contains("log.") == true)
    #expect(try collection.search([1, 0], k: 100).count == Int(commit) - 1)
    expectError(.diskFull) { try collection.checkpoint() }
  }
}
