// A process that dies in the middle of a write, and a disk that is full: both in a child, both for real.
//
// The child is this test program again, with one of the tests below as its only one and what it is to do in its
// environment.
import FoundationEssentials
import Glibc
import Platform
import Testing
import VectorStore

private let shape = CollectionConfiguration(dimension: 3, metric: .l2, m: 3, efConstruction: 20, model: "child")

/// The commits the child makes, the same in every run.
private func batches() -> [WriteBatch] {
  var random = SeededRandom(seed: 140)
  return (0..<10).map { _ in CollectionModel.randomBatch(dimension: 3, ids: 40, random: &random) }
}

/// What the child's environment asks of it.
private enum Order {
  static let directory = ProcessInfo.processInfo.environment["MARTLET_TEST_CHILD_DIRECTORY"]
  static let dyingWrite = ProcessInfo.processInfo.environment["MARTLET_TEST_CHILD_DYING_WRITE"].flatMap { Int($0) }
}

struct ProcessTests {
  /// Runs the test `name` of this suite in a child, behind `launcher`.
  private func run(_ name: String, _ order: [String: String], launcher: [String] = []) throws -> ChildProcess.Run {
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let words =
      launcher + [program, "--testing-library", "swift-testing", "--filter", "ProcessTests/\(name)", "--no-parallel"]
    var environment = ProcessInfo.processInfo.environment
    environment.merge(order) { $1 }
    return try ChildProcess(
      executable: words[0], arguments: Array(words.dropFirst()), environment: environment, timeoutSeconds: 60
    ).run()
  }

  // MARK: Dying in a write

  @Test(.enabled(if: Order.directory != nil && Order.dyingWrite != nil)) func childThatDiesInAWrite() throws {
    let directory = try #require(Order.directory)
    var options = quietOptions
    options.fileSystem = DyingFileSystem(dyingWrite: Order.dyingWrite ?? 0)
    let collection = try VectorCollection.open(at: directory, configuration: shape, options: options)
    for (index, batch) in batches().enumerated() {
      try collection.prepare(batch, commit: UInt64(index + 1)).publish()
      // What has left the process is acknowledged.
      let line = Array("acknowledged \(index + 1)\n".utf8)
      #expect(write(1, line, line.count) == line.count)
      if index == 5 { try collection.checkpoint() }
    }
  }

  /// The writes of a record: header and changes, vectors, payloads. Sixteen is past the checkpoint's log header.
  @Test(.enabled(if: Order.directory == nil), arguments: [3, 7, 11, 14, 20, 26])
  func aProcessKilledInAWriteLeavesWhatItAcknowledged(dyingWrite: Int) throws {
    let directory = try TemporaryDirectory()
    let child = try run(
      "childThatDiesInAWrite",
      ["MARTLET_TEST_CHILD_DIRECTORY": directory.path, "MARTLET_TEST_CHILD_DYING_WRITE": "\(dyingWrite)"])
    #expect(child.ending == .signalled(SIGKILL))
    let acknowledged =
      String(decoding: child.output, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("acknowledged ") }.compactMap { UInt64($0.split(separator: " ")[1]) }.max() ?? 0
    let reopened = try VectorCollection.open(at: directory.path, configuration: shape, options: quietOptions)
    // The record it died in may be whole, if what was cut off was padding.
    #expect([acknowledged, acknowledged + 1].contains(reopened.lastCommit), "\(acknowledged)")
    var model = CollectionModel()
    for (index, batch) in batches().enumerated().prefix(Int(reopened.lastCommit)) {
      model.apply(batch, commit: UInt64(index + 1))
    }
    try model.expectEqual(reopened, "died in write \(dyingWrite)")
    try reopened.commit(100) { $0.upsert(id: 1, label: 1, vector: [1, 2, 3]) }
    try reopened.close()
  }

  // MARK: A full disk

  @Test(.enabled(if: Order.directory != nil && Order.dyingWrite == nil)) func childThatFillsADisk() throws {
    let directory = try #require(Order.directory)
    let options = quietOptions
    let path = directory + "/store"
    var collection = try VectorCollection.open(at: path, configuration: shape, options: options)
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
        collection = try VectorCollection.open(at: path, configuration: shape, options: options)
      }
      commit = model.lastCommit
    }
    try model.expectEqual(collection, "on a full disk")
    print("failures \(failures)")
  }

  /// Needs the right to mount in a namespace of its own; where the system refuses that there is nothing to test.
  @Test(.enabled(if: Order.directory == nil)) func aFullDiskIsAnErrorAndTakesNothingBack() throws {
    let directory = try TemporaryDirectory()
    let script = "mount -t tmpfs -o size=768k tmpfs \"$0\" || exit 77; exec \"$@\""
    let child: ChildProcess.Run
    do {
      child = try run(
        "childThatFillsADisk", ["MARTLET_TEST_CHILD_DIRECTORY": directory.path],
        launcher: ["/usr/bin/unshare", "--user", "--map-root-user", "--mount", "/bin/sh", "-c", script, directory.path])
    } catch { return }
    let output = String(decoding: child.output + child.errorOutput, as: UTF8.self)
    guard child.ending != .exited(77), !output.contains("unshare failed"), !output.contains("unshare:") else { return }
    #expect(child.ending == .exited(0), "\(output)")
    #expect(output.contains("failures 3"), "\(output)")
  }
}
