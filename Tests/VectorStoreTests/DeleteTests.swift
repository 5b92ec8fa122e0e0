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
      try collection.commit(commit) { batch in for id in doomed { batch.delete(id: id) } }
      for id in doomed { alive[id] = nil }
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
      try collection.commit(UInt64(round) * 2) { batch in for id in 0..<1000 { batch.delete(id: UInt64(id)) } }
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
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(16, shape: shape), options: options)
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

  @Test(arguments: [Metric.l2, .dot, .cosine], IndexShape.all)
  func compactionTakesADeletedVectorsBytesOutOfTheFiles(metric: Metric, shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 34)
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(20, metric, shape: shape), options: quietOptions)
    try collection.commit(1, vectors: clusteredVectors(300, dimension: 20, clusters: 4, random: &random))
    let secret = random.floats(20)
    try collection.commit(2) { $0.upsert(id: 5000, label: 1, vector: secret) }
    let logged = (try #require(try collection.vector(for: 5000))).withUnsafeBytes { Array($0.prefix(16)) }
    // As it came in, but for the rounding of the stored form.
    if shape == .exact { #expect(try directory.contains(logged)) }
    try collection.checkpoint()
    let before = StoredIndex(try directory.bytes(of: "index.2"), shape: shape, metric: metric)
    let slot = try #require(before.slot(of: 5000))
    let vector = before.vector(slot)
    var needles = stride(from: 0, through: vector.count - 16, by: 16).map { Array(vector[$0..<$0 + 16]) }
    needles += [secret.withUnsafeBytes { Array($0.prefix(16)) }, logged]
    if shape.kind == .compact { needles.append(before.code(slot)) }
    #expect(try directory.contains(needles[0]))
    // Its neighbours know of it, and in a fused index what it looks like from there.
    #expect((0..<before.slotCount).contains { before.links($0).contains(slot) })

    try collection.commit(3) { $0.delete(id: 5000) }
    try collection.compact()
    for needle in needles { #expect(try !directory.contains(needle)) }
    let after = StoredIndex(try directory.bytes(of: "index.3"), shape: shape, metric: metric)
    #expect(after.row(slot).allSatisfy { $0 == 0 } && after.slot(of: 5000) == nil)
    for other in 0..<after.slotCount {
      #expect(!after.links(other).contains(slot) && after.unusedLanesSayNothing(other), "slot \(other)")
    }
    // Of the lanes in use, that each holds the code of the neighbour it links to now.
    #expect(try collection.verify().problems == [])
  }
}
