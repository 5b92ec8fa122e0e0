// A process that dies in the middle of a write, and a disk that is full: both in a child, both for real.
//
// The child is this test program again, with one of the tests below as its only one and what it is to do in its
// environment.
import FoundationEssentials
import Glibc
import Platform
import Testing
import VectorStore

private func configuration(_ shape: IndexShape) -> CollectionConfiguration {
  CollectionConfiguration(
    dimension: 3, metric: .l2, m: 3, efConstruction: 20, kind: shape.kind, components: shape.components, model: "child")
}

/// The commits the child makes, the same in every run.
private func batches() -> [WriteBatch] {
  var random = SeededRandom(seed: 140)
  return (0..<10).map { _ in CollectionModel.randomBatch(dimension: 3, ids: 40, random: &random) }
}

/// What the child's environment asks of it.
private enum Order {
  private static let environment = ProcessInfo.processInfo.environment
  static let directory = environment["MARTLET_TEST_CHILD_DIRECTORY"]
  static let dyingWrite = environment["MARTLET_TEST_CHILD_DYING_WRITE"].flatMap { Int($0) }
  static let shape = environment["MARTLET_TEST_CHILD_SHAPE"].flatMap { Int($0) }.map { IndexShape.ofEachKind[$0] }
}

/// Runs the test `name` of the suite below in a child, behind `launcher`.
private func run(_ name: String, _ order: [String: String], launcher: [String] = []) throws -> ChildProcess.Run {
  let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  let words =
    launcher + [program, "--testing-library", "swift-testing", "--filter", "ProcessTests/\(name)", "--no-parallel"]
  var environment = ProcessInfo.processInfo.environment
  environment.merge(order) { $1 }
  return try ChildProcess(
    executable: words[0], arguments: Array(words.dropFirst()), environment: environment, timeoutSeconds: 300
  ).run()
}

struct ProcessTests {
  // MARK: Dying in a write

  /// Commits, a checkpoint in their middle, more commits, all through `fileSystem`.
  private func live(
    in directory: String, _ shape: IndexShape, _ fileSystem: any FileSystem, acknowledge: (UInt64) -> Void
  ) throws {
    var options = quietOptions
    options.fileSystem = fileSystem
    let collection = try VectorCollection.open(
      at: directory, configuration: configuration(shape), options: options)
    for (index, batch) in batches().enumerated() {
      try collection.prepare(batch, commit: UInt64(index + 1)).publish()
      acknowledge(UInt64(index + 1))
      if index == 5 { try collection.compact() }
    }
  }

  @Test(.enabled(if: Order.dyingWrite != nil, "only as a child of the test below"))
  func childThatDiesInAWrite() throws {
    let fileSystem = DyingFileSystem(dyingWrite: Order.dyingWrite ?? 0)
    try live(in: try #require(Order.directory), try #require(Order.shape), fileSystem) { commit in
      // What has left the process is acknowledged.
      let line = Array("acknowledged \(commit)\n".utf8)
      #expect(write(1, line, line.count) == line.count)
    }
  }

  /// From the first write after the files were made to the last one, in records, in the index file and the files that
  /// go with it.
  @Test(.enabled(if: Order.directory == nil), arguments: 0..<8, IndexShape.ofEachKind.indices)
  func aProcessKilledInAWriteLeavesWhatItAcknowledged(eighth: Int, shapeNumber: Int) throws {
    let shape = IndexShape.ofEachKind[shapeNumber]
    let counting = DyingFileSystem(dyingWrite: .max)
    try live(in: try TemporaryDirectory().path, shape, counting) { _ in }
    let dyingWrite = 4 + (counting.writeCount - 4) * eighth / 7
    let directory = try TemporaryDirectory()
    let child = try run(
      "childThatDiesInAWrite",
      [
        "MARTLET_TEST_CHILD_DIRECTORY": directory.path, "MARTLET_TEST_CHILD_DYING_WRITE": "\(dyingWrite)",
        "MARTLET_TEST_CHILD_SHAPE": "\(shapeNumber)",
      ])
    #expect(child.ending == .signalled(SIGKILL))
    let acknowledged =
      String(decoding: child.output, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("acknowledged ") }.compactMap { UInt64($0.split(separator: " ")[1]) }.max() ?? 0
    let reopened = try VectorCollection.open(
      at: directory.path, configuration: configuration(shape), options: quietOptions)
    // The record it died in may be whole, if what was cut off was padding.
    #expect([acknowledged, acknowledged + 1].contains(reopened.lastCommit), "\(acknowledged)")
    var model = CollectionModel()
    for (index, batch) in batches().enumerated().prefix(Int(reopened.lastCommit)) {
      model.apply(batch, commit: UInt64(index + 1))
    }
    try model.expectEqual(reopened, "\(shape.testDescription), died in write \(dyingWrite)")
    try reopened.commit(100) { $0.upsert(id: 1, label: 1, vector: [1, 2, 3]) }
    try reopened.close()
  }

  // MARK: A full disk

  @Test(.enabled(if: Order.directory != nil && Order.dyingWrite == nil, "only as a child of the tests below"))
  func childThatFillsADisk() throws {
    let directory = try #require(Order.directory)
    let shape = try #require(Order.shape)
    let options = quietOptions
    let path = directory + "/store"
    var collection = try VectorCollection.open(at: path, configuration: configuration(shape), options: options)
    var random = SeededRandom(seed: 141)
    var model = CollectionModel()
    var failures = 0
    var commit: UInt64 = 0
    // The log fills the disk, and no checkpoint has room; not after a restart either.
    for round in 0..<3 {
      while commit < 4000 {
        commit += 1
        var batch = WriteBatch()
        for _ in 0..<20 {
          batch.upsert(
            id: random.next(below: 100_000), label: random.next(below: 8), vector: random.floats(3),
            payload: CollectionModel.randomPayload(&random))
        }
        do {
          try collection.prepare(batch, commit: commit).publish()
          model.apply(batch, commit: commit)
        } catch {
          #expect(error.code == .diskFull, "\(error)")
          failures += 1
          break
        }
      }
      expectError(.diskFull) { try collection.checkpoint() }
      #expect(collection.count == model.entries.count)
      #expect(try collection.search([0, 0, 0], k: 5).count == 5)
      if round == 1 {
        // It cannot make its last checkpoint, and loses nothing by that.
        try? collection.close()
        collection = try VectorCollection.open(at: path, configuration: configuration(shape), options: options)
      }
      commit = model.lastCommit
    }
    try model.expectEqual(collection, "on a full disk")
    print("failures \(failures)")
  }

  private func expectAFullDiskToTakeNothingBack(_ shapeNumber: Int, script: String, launcher: [String] = []) throws {
    let directory = try TemporaryDirectory()
    let child = try run(
      "childThatFillsADisk",
      ["MARTLET_TEST_CHILD_DIRECTORY": directory.path, "MARTLET_TEST_CHILD_SHAPE": "\(shapeNumber)"],
      launcher: launcher + ["/bin/sh", "-c", script + "; exec \"$@\"", directory.path])
    let output = String(decoding: child.output + child.errorOutput, as: UTF8.self)
    #expect(child.ending == .exited(0), "\(output)")
    #expect(output.contains("failures 3"), "\(output)")
  }

  /// What runs a program where it may mount, for itself alone.
  private static let mounting = ["/usr/bin/unshare", "--user", "--map-root-user", "--mount"]
  private static let mount = "mount -t tmpfs -o size=768k tmpfs \"$0\""
  private static let canMount: Bool = {
    guard let directory = try? TemporaryDirectory() else { return false }
    let trial = try? ChildProcess(
      executable: mounting[0], arguments: Array(mounting.dropFirst()) + ["/bin/sh", "-c", mount, directory.path],
      environment: ProcessInfo.processInfo.environment, timeoutSeconds: 300
    ).run()
    return trial?.ending == .exited(0)
  }()

  @Test(
    .enabled(if: Order.directory == nil),
    .enabled(if: canMount, "this system lets no user mount a file system in a namespace of his own"),
    arguments: IndexShape.ofEachKind.indices)
  func aFullDiskIsAnErrorAndTakesNothingBack(shapeNumber: Int) throws {
    try expectAFullDiskToTakeNothingBack(shapeNumber, script: "\(Self.mount) || exit 77", launcher: Self.mounting)
  }

  /// Needs no right: the kernel writes up to the limit, then refuses, as a full disk does.
  @Test(.enabled(if: Order.directory == nil), arguments: IndexShape.ofEachKind.indices)
  func aFileThatMayNotGrowIsAnErrorAndTakesNothingBack(shapeNumber: Int) throws {
    // In units of 512 bytes; the signal that comes with the refusal is ignored.
    try expectAFullDiskToTakeNothingBack(shapeNumber, script: "trap '' XFSZ; ulimit -f 600")
  }
}
