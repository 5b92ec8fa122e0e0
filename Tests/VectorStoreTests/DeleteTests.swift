// Deleting: the graph stays whole, recall stays, slots are used again, bytes are gone.
import Testing
import VectorStore

struct DeleteTests {
  @Test(arguments: IndexShape.all)
  func deletingTheEntryPointKeepsEveryVectorReachable(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 30)
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(8, shape: shape), options: quietOptions)
    var alive = Dictionary(
      uniqueKeysWithValues: clusteredVectors(400, dimension: 8, clusters: 8, random: &random).enumerated().map {
        (UInt64($0.offset), $0.element)
      })
    try collection.commit(1) { batch in
      for (id, vector) in alive.sorted(by: { $0.key < $1.key }) { batch.upsert(id: id, label: 0, vector: vector) }
    }
    var commit: UInt64 = 1
    while alive.count > 1 {
      // The vectors of the top levels go first: the entry point is among them every time.
      let level = collection.statistics.maximumLevel
      let doomed = alive.keys.sorted().prefix(max(1, alive.count / 8))
      commit += 1
      try collection.commit(commit) { batch in doomed.forEach { batch.delete(id: $0) } }
      doomed.forEach { alive[$0] = nil }
      try collection.compact()
      let report = try collection.verify()
      #expect(report.problems == [] && report.count == alive.count, "level \(level)")
      #expect(report.reachableCount == alive.count)
      for (id, vector) in alive { #expect(try collection.search(vector, k: 1).first?.id == id) }
    }
  }

  @Test(arguments: IndexShape.all)
  func afterManyDeletesRecallIsThatOfAFreshBuild(shape: IndexShape) throws {
    var random = SeededRandom(seed: 31)
    let vectors = clusteredVectors(6000, dimension: 24, clusters: 40, random: &random)
    let queries = clusteredVectors(100, dimension: 24, clusters: 40, random: &random)
    let fresh = try TemporaryDirectory()
    let freshCollection = try VectorCollection.open(
      at: fresh.path, configuration: configuration(24, shape: shape), options: quietOptions)
    try freshCollection.commit(1, vectors: Array(vectors[3000...]))
    let churned = try TemporaryDirectory()
    let collection = try VectorCollection.open(
      at: churned.path, configuration: configuration(24, shape: shape), options: quietOptions)
    try collection.commit(1, vectors: vectors)
    for step in 0..<6 {
      try collection.commit(UInt64(2 + step)) { batch in
        for id in (step * 500)..<(step * 500 + 500) { batch.delete(id: UInt64(id)) }
      }
      try collection.compact()
    }
    let report = try collection.verify()
    #expect(report.problems == [] && report.count == 3000 && report.reachableCount == 3000)
    let before = try recall(of: freshCollection, queries: queries, k: 10, efSearch: 60)
    let after = try recall(of: collection, queries: queries, k: 10, efSearch: 60)
    #expect(after >= before - 0.02, "fresh \(before), after deletes \(after)")
  }

  @Test(arguments: IndexShape.all)
  func slotsOfTheDeadAreUsedAgain(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 32)
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(8, shape: shape), options: quietOptions)
    try collection.commit(1, vectors: clusteredVectors(1000, dimension: 8, clusters: 10, random: &random))
    for round in 1...10 {
      try collection.commit(UInt64(round) * 2) { batch in (0..<1000).forEach { batch.delete(id: UInt64($0)) } }
      try collection.compact()
      #expect(collection.count == 0 && collection.statistics.freeSlotCount == 1000)
      try collection.commit(
        UInt64(round) * 2 + 1, vectors: clusteredVectors(1000, dimension: 8, clusters: 10, random: &random))
    }
    #expect(collection.statistics.slotCount == 1000)
    let report = try collection.verify()
    #expect(report.problems == [] && report.reachableCount == 1000)
  }

  @Test(arguments: IndexShape.all)
  func upsertsChurnWithoutLosingRecall(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 33)
    var options = quietOptions
    options.sweepRatio = 0.1
    let collection = try VectorCollection.open(at: directory.path, configuration: configuration(16, shape: shape), options: options)
    for round in 0..<8 {
      try collection.commit(
        UInt64(round + 1), vectors: clusteredVectors(1500, dimension: 16, clusters: 30, random: &random))
    }
    try collection.compact()
    #expect(collection.count == 1500)
    #expect(try collection.verify().problems == [])
    let queries = clusteredVectors(60, dimension: 16, clusters: 30, random: &random)
    #expect(try recall(of: collection, queries: queries, k: 10, efSearch: 60) >= 0.95)
  }

  @Test func compactionTakesADeletedVectorsBytesOutOfTheFiles() throws {
    let directory = try TemporaryDirectory()
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(4), options: quietOptions)
    let secret: [Float] = [1.234567, 7.654321, 3.141593, 2.718282]
    let needle = secret.withUnsafeBytes { Array($0) }
    try collection.commit(1, vectors: (0..<200).map { [Float($0), 1, 2, 3] })
    try collection.commit(2) { $0.upsert(id: 5000, label: 1, vector: secret) }
    try collection.checkpoint()
    #expect(try contains(needle, directory))
    try collection.commit(3) { $0.delete(id: 5000) }
    try collection.compact()
    #expect(try !contains(needle, directory))
    #expect(try collection.verify().problems == [])
  }

  private func contains(_ needle: [UInt8], _ directory: TemporaryDirectory) throws -> Bool {
    for name in try directory.names {
      let bytes = try directory.bytes(of: name)
      guard bytes.count >= needle.count else { continue }
      for start in 0...(bytes.count - needle.count)
      where bytes[start] == needle[0] && bytes[start..<start + needle.count].elementsEqual(needle) { return true }
    }
    return false
  }
}
