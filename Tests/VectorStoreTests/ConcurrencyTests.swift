// Searching while writing: every answer is of one commit.
import Synchronization
import Testing
import VectorStore

struct ConcurrencyTests {
  /// Each commit gives all of a group of vectors a new label. A search that saw two labels saw two commits.
  @Test(arguments: IndexShape.ofEachKind)
  func everySearchSeesOneCommit(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var options = quietOptions
    options.sweepRatio = 0.2
    options.checkpointLogBytes = 1 << 16
    options.defaultEfSearch = 64 * shape.effort
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(8, shape: shape), options: options)
    var random = SeededRandom(seed: 70)
    let background = clusteredVectors(1500, dimension: 8, clusters: 10, random: &random)
    try collection.commit(1) { batch in
      for (index, vector) in background.enumerated() {
        batch.upsert(id: UInt64(10_000 + index), label: 0, vector: vector.map { $0 + 10 })
      }
    }
    let group = (0..<20).map { _ in random.floats(8) }
    let commits: UInt64 = 150
    try collection.commit(2) { batch in
      for (index, vector) in group.enumerated() { batch.upsert(id: UInt64(index), label: 2, vector: vector) }
    }
    let isDone = Atomic(false)
    let searches = Atomic(0)
    let mixed = Atomic(0)
    let short = Atomic(0)
    let backwards = Atomic(0)
    inParallel(3) { thread in
      if thread == 2 {
        for commit in 3...commits {
          try? collection.commit(commit) { batch in
            for (index, vector) in group.enumerated() { batch.upsert(id: UInt64(index), label: commit, vector: vector) }
          }
        }
        isDone.store(true, ordering: .releasing)
        return
      }
      var last: UInt64 = 0
      while !isDone.load(ordering: .acquiring) {
        let query = [Float](repeating: 0, count: 8)
        let found = (try? thread == 0 ? collection.search(query, k: 20) : collection.searchExactly(query, k: 20)) ?? []
        searches.add(1, ordering: .relaxed)
        if found.count != 20 { short.add(1, ordering: .relaxed) }
        let labels = Set(found.map(\.label))
        if labels.count != 1 { mixed.add(1, ordering: .relaxed) }
        if let label = labels.first, label < last { backwards.add(1, ordering: .relaxed) }
        last = labels.first ?? last
      }
    }
    #expect(searches.load(ordering: .relaxed) > 0)
    #expect(mixed.load(ordering: .relaxed) == 0)
    #expect(short.load(ordering: .relaxed) == 0)
    #expect(backwards.load(ordering: .relaxed) == 0)
    #expect(collection.lastCommit == commits && collection.count == 1520)
    #expect(try collection.verify().problems == [])
    try collection.close()
  }

  @Test(arguments: IndexShape.ofEachKind)
  func insertsDeletesSearchesAndUpkeepRunTogether(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var options = quietOptions
    options.sweepRatio = 0.05
    options.checkpointLogBytes = 1 << 16
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(16, shape: shape), options: options)
    let isDone = Atomic(false)
    let wrong = Atomic(0)
    inParallel(3) { thread in
      var random = SeededRandom(seed: 71 + UInt64(thread))
      if thread == 2 {
        for commit in 1...120 as ClosedRange<UInt64> {
          try? collection.commit(commit) { batch in
            for _ in 0..<20 {
              batch.upsert(id: random.next(below: 800), label: random.next(below: 10), vector: random.floats(16))
            }
            for _ in 0..<5 { batch.delete(id: random.next(below: 800)) }
            if commit % 20 == 0 { batch.delete(label: random.next(below: 10)) }
          }
        }
        isDone.store(true, ordering: .releasing)
        return
      }
      while !isDone.load(ordering: .acquiring) {
        let label = random.next(below: 10)
        let all = (try? collection.search(random.floats(16), k: 10, efSearch: 40)) ?? []
        let filtered = (try? collection.search(random.floats(16), k: 10, filter: .labels([label]))) ?? []
        if Set(all.map(\.id)).count != all.count || filtered.contains(where: { $0.label != label }) {
          wrong.add(1, ordering: .relaxed)
        }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
    #expect(collection.lastCommit == 120)
    let report = try collection.verify()
    #expect(report.problems == [])
    let live = collection.count
    try collection.close()
    let reopened = try VectorCollection.open(
      at: directory.path, configuration: configuration(16, shape: shape), options: options)
    #expect(reopened.count == live && reopened.lastCommit == 120)
    #expect(try reopened.verify().problems == [])
  }

  @Test func aCommitWaitsForTheOneBeforeIt() throws {
    let directory = try TemporaryDirectory()
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(2), options: quietOptions)
    var batch = WriteBatch()
    batch.upsert(id: 1, label: 1, vector: [1, 1])
    let first = try collection.prepare(batch, commit: 1)
    let order = Atomic(0)
    inParallel(2) { thread in
      if thread == 0 {
        var batch = WriteBatch()
        batch.upsert(id: 2, label: 1, vector: [2, 2])
        let second = try? collection.prepare(batch, commit: 2)
        // Only reached once the first is published.
        order.store(collection.lastCommit == 1 ? 2 : 3, ordering: .releasing)
        second?.publish()
      } else {
        first.publish()
      }
    }
    #expect(order.load(ordering: .acquiring) == 2)
    #expect(collection.lastCommit == 2 && collection.count == 2)
  }
}
