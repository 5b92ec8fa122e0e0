// Searching finds what comparing with everything finds, under every metric and filter.
import Testing
import VectorStore

struct SearchTests {
  @Test(arguments: [Metric.cosine, .dot, .l2], IndexShape.all)
  func recallAgainstTheExactAnswerIsHigh(metric: Metric, shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 10)
    let vectors = clusteredVectors(6000, dimension: 32, clusters: 40, random: &random)
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(32, metric, shape: shape), options: quietOptions)
    try collection.commit(1, vectors: vectors)
    let queries = clusteredVectors(100, dimension: 32, clusters: 40, random: &random)
    // Inner products make a harder graph: the nearest by that measure need not be near each other.
    let efSearch = (metric == .dot ? 200 : 100) * shape.effort
    #expect(try recall(of: collection, queries: queries, k: 10, efSearch: efSearch) >= 0.95)
    #expect(try collection.verify().problems == [])
  }

  @Test(arguments: IndexShape.all)
  func innerProductsOfVectorsOfVeryDifferentLengthsAreFound(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 15)
    let vectors = clusteredVectors(6000, dimension: 32, clusters: 40, random: &random).map { vector in
      let length = 1 + 2 * abs(random.float())
      return vector.map { $0 * length }
    }
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(32, .dot, shape: shape), options: quietOptions)
    try collection.commit(1, vectors: vectors)
    let queries = clusteredVectors(60, dimension: 32, clusters: 40, random: &random)
    #expect(try recall(of: collection, queries: queries, k: 10, efSearch: 400 * shape.effort) >= 0.95)
  }

  @Test(arguments: IndexShape.all)
  func scoresAreTheMetricsValuesAndFallFromFirstToLast(shape: IndexShape) throws {
    for metric in [Metric.cosine, .dot, .l2] {
      let directory = try TemporaryDirectory()
      let collection = try VectorCollection.open(
        at: directory.path, configuration: configuration(3, metric, shape: shape), options: quietOptions)
      try collection.commit(1) { batch in
        batch.upsert(id: 1, label: 5, vector: [3, 0, 0])
        batch.upsert(id: 2, label: 6, vector: [0, 2, 0])
      }
      let expected: [Match] =
        switch metric {
        case .cosine: [Match(id: 1, label: 5, score: 0.8), Match(id: 2, label: 6, score: 0.6)]
        case .dot: [Match(id: 1, label: 5, score: 12), Match(id: 2, label: 6, score: 6)]
        case .l2: [Match(id: 1, label: 5, score: -10), Match(id: 2, label: 6, score: -17)]
        }
      let found = try collection.search([4, 3, 0], k: 5)
      #expect(found.map(\.id) == expected.map(\.id))
      #expect(found.map(\.label) == expected.map(\.label))
      for (found, expected) in zip(found, expected) {
        #expect(abs(found.score - expected.score) <= max(1e-5, 5 * shape.tolerance))
      }
    }
  }

  @Test(arguments: [1, 2, 3, 5, 15, 16, 17, 100, 383, 784, 4096], IndexShape.all)
  func everyDimensionFindsItsOwnVectors(dimension: Int, shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 11)
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(dimension, shape: shape), options: quietOptions)
    let vectors = (0..<50).map { _ in random.floats(dimension) }
    try collection.commit(1, vectors: vectors)
    for (index, vector) in vectors.enumerated() {
      // One component in 16 bits: two vectors may be stored alike.
      let found = try collection.search(vector, k: 2).map(\.id)
      #expect(dimension == 1 ? found.contains(UInt64(index)) : found.first == UInt64(index))
      #expect(isNear(try collection.vector(for: UInt64(index)), vector, in: shape))
    }
  }

  @Test(arguments: [1000, 500, 100, 10, 1, 0], IndexShape.all)
  func aFilterGivesKMatchesOfTheBestWheneverKMatch(perMille: Int, shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 12)
    let vectors = clusteredVectors(6000, dimension: 24, clusters: 30, random: &random)
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(24, shape: shape), options: quietOptions)
    // Label 7 for the wanted share; the rest have labels of their own kind.
    let label: (Int) -> UInt64 = { ($0 * 7919) % 1000 < perMille ? 7 : UInt64(1000 + $0 % 50) }
    try collection.commit(1, vectors: vectors, label: label)
    let matching = vectors.indices.filter { label($0) == 7 }.count
    let queries = clusteredVectors(30, dimension: 24, clusters: 30, random: &random)
    for query in queries {
      let found = try collection.search(query, k: 10, efSearch: 64, filter: .labels([7, 999_999]))
      #expect(found.count == min(10, matching))
      #expect(found.allSatisfy { $0.label == 7 })
      #expect(Set(found.map(\.id)).count == found.count)
    }
    #expect(
      try recall(of: collection, queries: queries, k: 10, efSearch: 64 * shape.effort, filter: .labels([7])) >= 0.95)
  }

  @Test(arguments: IndexShape.all)
  func aFilterOfManyLabelsAdmitsAllOfThem(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 13)
    let vectors = clusteredVectors(4000, dimension: 16, clusters: 20, random: &random)
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(16, shape: shape), options: quietOptions)
    try collection.commit(1, vectors: vectors) { UInt64($0 % 100) }
    for width in [0, 1, 20, 80, 100] {
      let filter = Filter.labels(Set((0..<width).map(UInt64.init)))
      let found = try collection.search(random.floats(16), k: 20, filter: filter)
      #expect(found.count == (width == 0 ? 0 : 20))
      #expect(found.allSatisfy { $0.label < width })
    }
  }

  @Test(arguments: IndexShape.all)
  func matchesThatLieFarFromTheQueryAreStillFound(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 14)
    let near = (0..<3000).map { _ in random.floats(16) }
    let far = (0..<2500).map { _ in random.floats(16).map { $0 + 20 } }
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(16, shape: shape), options: quietOptions)
    try collection.commit(1, vectors: near + far) { $0 < 3000 ? 1 : 2 }
    // Half of all vectors match, so the planner walks the graph, and finds none of them near the query.
    let query = random.floats(16)
    let found = try collection.search(query, k: 10, efSearch: 16, filter: .labels([2]))
    #expect(found.map(\.id) == (try collection.searchExactly(query, k: 10, filter: .labels([2])).map(\.id)))
  }

  @Test(arguments: IndexShape.all)
  func anEmptyCollectionAndALargeKGiveWhatThereIs(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(4, shape: shape), options: quietOptions)
    #expect(try collection.search([1, 2, 3, 4], k: 10) == [])
    #expect(try collection.search([1, 2, 3, 4], k: 10, filter: .labels([1])) == [])
    try collection.commit(1) { $0.upsert(id: 9, label: 1, vector: [0, 0, 0, 1]) }
    #expect(try collection.search([1, 2, 3, 4], k: Int.max).map(\.id) == [9])
    #expect(try collection.searchExactly([1, 2, 3, 4], k: 1_000_000).map(\.id) == [9])
  }

  @Test func badArgumentsAreTheCallersFault() throws {
    let directory = try TemporaryDirectory()
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(2, .cosine), options: quietOptions)
    let error = expectError(.dimensionMismatch) { _ = try collection.search([1, 2, 3], k: 1) }
    #expect(error?.message.contains("3") == true && error?.message.contains("2") == true)
    expectError(.invalidArgument) { _ = try collection.search([1, 2], k: 0) }
    expectError(.invalidArgument) { _ = try collection.search([1, 2], k: 1, efSearch: 0) }
    expectError(.invalidArgument) { _ = try collection.search([0, 0], k: 1) }
    expectError(.invalidArgument) { _ = try collection.search([.nan, 0], k: 1) }
    expectError(.invalidArgument) { try collection.commit(1) { $0.upsert(id: 1, label: 1, vector: [0, 0]) } }
    expectError(.invalidArgument) { try collection.commit(1) { $0.upsert(id: 1, label: 1, vector: [.infinity, 0]) } }
    expectError(.dimensionMismatch) { try collection.commit(1) { $0.upsert(id: 1, label: 1, vector: [1]) } }
    expectError(.commitOutOfOrder) { try collection.commit(0) { $0.delete(id: 1) } }
    #expect(collection.count == 0 && collection.lastCommit == 0)
    for bad in [0, 4097] {
      expectError(.invalidArgument) {
        _ = try VectorCollection.open(at: directory.path + "/x", configuration: configuration(bad))
      }
    }
  }

  @Test func vectorsWithHugeAndTinyComponentsHaveACosine() throws {
    let directory = try TemporaryDirectory()
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(2, .cosine), options: quietOptions)
    try collection.commit(1) { batch in
      batch.upsert(id: 1, label: 0, vector: [1e30, 1e30])
      batch.upsert(id: 2, label: 0, vector: [1e-30, -1e-30])
    }
    let found = try collection.search([1, 1], k: 2)
    #expect(found.map(\.id) == [1, 2])
    #expect(abs(found[0].score - 1) < 1e-5 && abs(found[1].score) < 1e-5)
  }
}
