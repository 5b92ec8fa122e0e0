// Snapshots: one file holds a commit, and gives it back whole or not at all.
import Synchronization
import Testing
import VectorStore

struct SnapshotTests {
  private func configuration(_ shape: IndexShape) -> CollectionConfiguration {
    CollectionConfiguration(
      dimension: 3, metric: .l2, m: 3, efConstruction: 20, kind: shape.kind, components: shape.components,
      model: "snapshot")
  }

  private func open(_ path: String, _ shape: IndexShape) throws -> VectorCollection {
    try VectorCollection.open(at: path, configuration: configuration(shape), options: quietOptions)
  }

  /// A store with a checkpoint and a log after it.
  private func store(
    in directory: TemporaryDirectory, _ shape: IndexShape, commits: UInt64 = 12
  ) throws -> (VectorCollection, CollectionModel) {
    var random = SeededRandom(seed: 120)
    let collection = try open(directory.path, shape)
    var model = CollectionModel()
    for commit in 1...commits {
      let batch = CollectionModel.randomBatch(dimension: 3, ids: 60, random: &random)
      try collection.prepare(batch, commit: commit).publish()
      model.apply(batch, commit: commit)
      if commit == 6 { try collection.compact() }
    }
    return (collection, model)
  }

  @Test(arguments: [4, 6, 12] as [UInt64], IndexShape.all)
  func whatASnapshotHoldsIsRestored(commits: UInt64, shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    let (collection, model) = try store(in: directory, shape, commits: commits)
    let files = try TemporaryDirectory()
    let file = files.path + "/s"
    try collection.snapshot(to: file)
    try collection.commit(commits + 1) { $0.upsert(id: 1000, label: 0, vector: [1, 2, 3]) }
    let target = try TemporaryDirectory()
    try VectorCollection.restore(from: file, to: target.path, options: quietOptions)
    let restored = try open(target.path, shape)
    try model.expectEqual(restored, "after \(commits) commits")
    try restored.commit(100) { $0.delete(id: 1) }
    try restored.close()
    // Again, in the place of the first: the newest commit.
    try collection.snapshot(to: file)
    let second = try TemporaryDirectory()
    try VectorCollection.restore(from: file, to: second.path, options: quietOptions)
    #expect(isNear(try open(second.path, shape).vector(for: 1000), [1, 2, 3], in: shape))
  }

  @Test func aDirectoryWithACollectionIsNotWrittenOver() throws {
    let shape = IndexShape.exact
    let directory = try TemporaryDirectory()
    let (collection, model) = try store(in: directory, shape)
    let files = try TemporaryDirectory()
    try collection.snapshot(to: files.path + "/s")
    let error = expectError(.locked) {
      try VectorCollection.restore(from: files.path + "/s", to: directory.path, options: quietOptions)
    }
    #expect(error?.message.contains(directory.path) == true)
    try collection.close()
    expectError(.invalidArgument) {
      try VectorCollection.restore(from: files.path + "/s", to: directory.path, options: quietOptions)
    }
    try model.expectEqual(try open(directory.path, shape), "untouched")
  }

  @Test(arguments: IndexShape.ofEachKind)
  func aDamagedSnapshotIsRefusedByNameAndLeavesNothing(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    let (collection, _) = try store(in: directory, shape)
    let files = try TemporaryDirectory()
    try collection.snapshot(to: files.path + "/good")
    let bytes = try files.bytes(of: "good")
    var random = SeededRandom(seed: 121)
    var damages: [[UInt8]] = stride(from: 0, to: bytes.count, by: 997).map { Array(bytes[..<$0]) }
    damages.append(bytes + [0])
    for offset in Array(0..<1100) + (0..<300).map({ _ in Int(random.next(below: UInt64(bytes.count))) }) {
      var damaged = bytes
      damaged[offset] ^= UInt8(1 << random.next(below: 8))
      damages.append(damaged)
    }
    let target = try TemporaryDirectory()
    for (index, damaged) in damages.enumerated() {
      try files.write(damaged, to: "bad")
      do throws(VectorStoreError) {
        try VectorCollection.restore(from: files.path + "/bad", to: target.path, options: quietOptions)
        Issue.record("damage \(index) was not noticed")
      } catch {
        #expect([.corrupted, .unsupportedVersion].contains(error.code), "\(error)")
        #expect(error.message.contains("/bad"))
      }
      #expect(try target.names.filter { $0 != "LOCK" } == [])
    }
  }

  @Test(arguments: IndexShape.ofEachKind)
  func writersAndSearchesGoOnWhileASnapshotIsTaken(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var options = quietOptions
    options.checkpointLogBytes = 8192
    options.sweepRatio = 0.1
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(shape), options: options)
    let files = try TemporaryDirectory()
    let isDone = Atomic(false)
    // Commit c gives ten vectors the label c.
    inParallel(2) { thread in
      if thread == 0 {
        for commit in 1...120 as ClosedRange<UInt64> {
          try? collection.commit(commit) { batch in
            for id in 0..<10 as Range<UInt64> {
              batch.upsert(id: id, label: commit, vector: [Float(id), Float(commit), 0])
            }
          }
        }
        isDone.store(true, ordering: .releasing)
      } else {
        var number = 0
        repeat {
          number += 1
          try? collection.snapshot(to: files.path + "/\(number)")
        } while !isDone.load(ordering: .acquiring) && number < 20
      }
    }
    for name in try files.names {
      let target = try TemporaryDirectory()
      try VectorCollection.restore(from: files.path + "/" + name, to: target.path, options: quietOptions)
      let restored = try open(target.path, shape)
      let commit = restored.lastCommit
      #expect(try restored.labelCounts() == (commit == 0 ? [:] : [commit: 10]))
      #expect(try restored.verify().problems == [])
    }
  }

  @Test(arguments: IndexShape.ofEachKind)
  func whateverCallFailsASnapshotIsWholeOrNotThere(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    let (collection, model) = try store(in: directory, shape)
    try collection.close()
    for forEver in [false, true] {
      var call = 0
      var isDone = false
      while !isDone {
        call += 1
        let files = try TemporaryDirectory()
        var options = quietOptions
        // Opening takes its calls too; a failure there is of no interest here.
        options.fileSystem = FaultyFileSystem(fault: .full, failingCall: call, forEver: forEver)
        guard
          let opened = try? VectorCollection.open(
            at: directory.path, configuration: configuration(shape), options: options)
        else { continue }
        do throws(VectorStoreError) {
          try opened.snapshot(to: files.path + "/s")
          isDone = true
        } catch {
          #expect(error.code == .diskFull)
        }
        if try files.names.contains("s") {
          let target = try TemporaryDirectory()
          try VectorCollection.restore(from: files.path + "/s", to: target.path, options: quietOptions)
          try model.expectEqual(try open(target.path, shape), "call \(call)")
        }
      }
    }
  }
}
