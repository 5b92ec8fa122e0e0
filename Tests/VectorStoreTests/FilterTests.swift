// Filters against the oracle: every operator, every way to answer, deletes and a commit in preparation around them.
import Testing
import VectorStore

struct FilterTests {
  /// A collection with deletes behind it and a prepared commit in front, and what it must look like.
  private struct Scene {
    var directory: TemporaryDirectory
    var collection: VectorCollection
    var model: CollectionModel
    var pending: PreparedCommit?
  }

  private func scene(seed: UInt64, shape: IndexShape) throws -> Scene {
    var random = SeededRandom(seed: seed)
    let directory = try TemporaryDirectory()
    let configuration = configuration(6, shape: shape)
    var collection = try VectorCollection.open(
      at: directory.path, configuration: configuration, options: quietOptions)
    var model = CollectionModel()
    func write(_ commit: UInt64, count: Int) throws {
      var batch = WriteBatch()
      for _ in 0..<count {
        batch.upsert(
          id: random.next(below: 1000), label: random.next(below: 10), vector: random.floats(6),
          payload: CollectionModel.randomPayload(&random))
      }
      for _ in 0..<count / 10 { batch.delete(id: random.next(below: 1000)) }
      try collection.prepare(batch, commit: commit).publish()
      model.apply(batch, commit: commit)
    }
    try write(1, count: 700)
    if seed % 2 == 0 {
      try collection.compact()
      try collection.close()
      collection = try VectorCollection.open(
        at: directory.path, configuration: configuration, options: quietOptions)
    }
    try write(2, count: 300)
    var batch = WriteBatch()
    for _ in 0..<100 {
      batch.upsert(
        id: random.next(below: 1100), label: random.next(below: 10), vector: random.floats(6),
        payload: CollectionModel.randomPayload(&random))
    }
    batch.delete(label: 3)
    let pending = try collection.prepare(batch, commit: 3)
    return Scene(directory: directory, collection: collection, model: model, pending: pending)
  }

  @Test(arguments: [1, 2, 3] as [UInt64], IndexShape.all)
  func everyFilterGivesWhatItMeansHoweverItIsAnswered(seed: UInt64, shape: IndexShape) throws {
    let scene = try scene(seed: seed, shape: shape)
    var random = SeededRandom(seed: 1000 + seed)
    for round in 0..<100 {
      let filter = RandomFilter.make(&random)
      let context: String = "\(shape.testDescription), seed \(seed) round \(round): \(filter)"
      let expected = scene.model.entries.filter { $0.value.matches(filter, id: $0.key) }
      #expect(try scene.collection.count(filter) == expected.count, "\(context)")
      let query = random.floats(6)
      let all = try scene.collection.searchExactly(query, k: 2000, filter: filter)
      #expect(Set(all.map(\.id)) == Set(expected.keys) && all.count == expected.count, "\(context)")
      for strategy in SearchStrategy.allCases {
        var options = SearchOptions(k: 10, efSearch: 30, withPayload: true)
        options.strategy = strategy
        let found = try scene.collection.search(query, options: options, filter: filter)
        #expect(found.count == min(10, expected.count), "\(strategy) \(context)")
        #expect(Set(found.map(\.id)).count == found.count, "\(strategy) \(context)")
        #expect(found.allSatisfy { expected[$0.id]?.payload == $0.payload }, "\(strategy) \(context)")
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score }, "\(strategy) \(context)")
      }
      let page = try scene.collection.scroll(after: 100, limit: 20, filter: filter)
      #expect(page.map(\.id) == Array(expected.keys.filter { $0 > 100 }.sorted().prefix(20)), "\(context)")
    }
    #expect(scene.pending != nil)
  }

  /// 10,000 vectors; each share of them has its own label, keyword, integer, float and date.
  @Test(arguments: IndexShape.all)
  func everySelectivityKeepsItsRecallInEveryField(shape: IndexShape) throws {
    var random = SeededRandom(seed: 80)
    let directory = try TemporaryDirectory()
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(12, shape: shape), options: quietOptions)
    let count = 10_000
    let vectors = clusteredVectors(count, dimension: 12, clusters: 30, random: &random)
    let ranks = (0..<count).shuffled(using: &random)
    try collection.commit(1) { batch in
      for (id, vector) in vectors.enumerated() {
        let rank = ranks[id]
        // The ranks below 1, 10, 100, 1,000, 5,000 are the shares.
        let tier = [1, 10, 100, 1000, 5000, count].firstIndex { rank < $0 } ?? 0
        batch.upsert(
          id: UInt64(id), label: UInt64(tier), vector: vector,
          payload: [
            "tier": .keyword("tier \(tier)"), "rank": .integer(Int64(rank)), "real": .float(Double(rank) / 10),
            "when": .date(millisecondsSince1970: Int64(rank) * 1000),
          ])
      }
    }
    let queries = clusteredVectors(6, dimension: 12, clusters: 30, random: &random)
    for (tier, size) in [1, 10, 100, 1000, 5000, count].enumerated() {
      let tiers = 0...tier
      let filters: [Filter] = [
        .labels(Set(tiers.map(UInt64.init))),
        .field("tier", .anyOf(tiers.map { .keyword("tier \($0)") })),
        .field("rank", .range(below: .integer(Int64(size)))),
        .field("real", .range(below: .float(Double(size) / 10))),
        .field("when", .range(below: .date(millisecondsSince1970: Int64(size) * 1000))),
        .not(.field("rank", .range(atLeast: .integer(Int64(size))))),
        .and([.field("real", .exists), .or(tiers.map { .field("tier", .equals(.keyword("tier \($0)"))) })]),
      ]
      for (index, filter) in filters.enumerated() {
        let context: String = "filter \(index) of \(size)"
        #expect(try collection.count(filter) == size, "\(context)")
        for query in queries.prefix(2) {
          #expect(
            try collection.search(query, k: 10, efSearch: 64, filter: filter).count == min(10, size), "\(context)")
        }
        let recall = try recall(of: collection, queries: queries, k: 10, efSearch: 64 * shape.effort, filter: filter)
        #expect(recall >= 0.95, "\(context): \(recall)")
      }
    }
  }

  @Test(arguments: IndexShape.all, [SearchStrategy.walkMatches, .walkAll, .scan])
  func kMatchesAreFoundWhereTheyAreFewAndFar(shape: IndexShape, strategy: SearchStrategy) throws {
    var random = SeededRandom(seed: 81)
    let directory = try TemporaryDirectory()
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(16, shape: shape), options: quietOptions)
    let near = (0..<2000).map { _ in random.floats(16) }
    let far = (0..<400).map { _ in random.floats(16).map { $0 + 20 } }
    try collection.commit(1, vectors: near + far) { $0 < 2000 ? 1 : 2 }
    let query = random.floats(16)
    var options = SearchOptions(k: 10, efSearch: 40)
    options.strategy = strategy
    for filter in [Filter.labels([2]), .and([.not(.labels([1])), .not(.ids([3]))])] {
      let found = try collection.search(query, options: options, filter: filter)
      #expect(found.count == 10 && found.allSatisfy { $0.label == 2 })
      #expect(Set(found.map(\.id)).count == 10)
    }
  }

  @Test func boundsOfOtherTypesAreComparedWithoutRounding() throws {
    let directory = try TemporaryDirectory()
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(2), options: quietOptions)
    let large: Int64 = 1 << 53
    try collection.commit(1) { batch in
      let values: [PayloadValue] = [
        .integer(large), .integer(large + 1), .integer(.max), .integer(-.max), .float(0x1p53), .float(0x1p63),
        .float(.infinity), .float(-.infinity), .float(-0.0), .integer(0), .float(2.5), .integer(3),
      ]
      for (id, value) in values.enumerated() {
        batch.upsert(id: UInt64(id), label: 0, vector: [0, 1], payload: ["n": value])
      }
    }
    func ids(_ condition: FieldCondition) throws -> [UInt64] {
      try collection.scroll(limit: 100, filter: .field("n", condition)).map(\.id)
    }
    #expect(try ids(.equals(.integer(large))) == [0, 4])
    #expect(try ids(.equals(.integer(large + 1))) == [1])
    #expect(try ids(.equals(.float(0x1p53))) == [0, 4])
    #expect(try ids(.equals(.float(0))) == [8, 9])
    #expect(try ids(.range(above: .float(0x1p53))) == [1, 2, 5, 6])
    #expect(try ids(.range(atLeast: .integer(large + 1))) == [1, 2, 5, 6])
    #expect(try ids(.range(above: .integer(.max))) == [5, 6])
    #expect(try ids(.range(atLeast: .float(0x1p63))) == [5, 6])
    #expect(try ids(.range(below: .float(-0x1p63))) == [7])
    #expect(try ids(.range(atMost: .integer(-.max))) == [3, 7])
    #expect(try ids(.range(atLeast: .float(2.5), atMost: .float(3))) == [10, 11])
    #expect(try ids(.range(above: .float(2.5), below: .integer(4))) == [11])
    #expect(try ids(.range(above: .integer(2), below: .integer(3))) == [10])
    #expect(try ids(.range(atLeast: .float(-.infinity), below: .integer(0))) == [3, 7])
    #expect(try ids(.range(atMost: .date(millisecondsSince1970: 5))) == [])
    #expect(try ids(.exists).count == 12)
  }

  @Test func filtersThatMakeNoSenseAreTheCallersFault() throws {
    let directory = try TemporaryDirectory()
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(2), options: quietOptions)
    try collection.commit(1) { $0.upsert(id: 1, label: 1, vector: [0, 1], payload: ["n": .integer(1)]) }
    var deep = Filter.labels([1])
    for _ in 0..<100 { deep = .not(deep) }
    let bad: [Filter] = [
      deep, .or(Array(repeating: .labels([1]), count: 5000)),
      .field("n", .range(atLeast: .keyword("a"))), .field("n", .range(below: .bool(true))),
      .field("n", .range(atLeast: .integer(1), atMost: .date(millisecondsSince1970: 1))),
      .field("n", .range(atLeast: .float(.nan))), .field("other", .range(atLeast: .keyword("a"))),
    ]
    for filter in bad {
      expectError(.invalidArgument) { _ = try collection.search([0, 1], k: 1, filter: filter) }
      expectError(.invalidArgument) { _ = try collection.count(filter) }
    }
    #expect(try collection.search([0, 1], k: 5, filter: .and([])).count == 1)
    #expect(try collection.search([0, 1], k: 5, filter: .or([])).count == 0)
    #expect(try collection.search([0, 1], k: 5, filter: .not(.or([]))).count == 1)
  }
}
