// Options of a search, batches, ranges, scrolling.
import Testing
import VectorStore

struct SearchOptionsTests {
  private func collection(
    _ directory: TemporaryDirectory, _ shape: IndexShape, count: Int = 3000
  ) throws -> VectorCollection {
    var random = SeededRandom(seed: 100)
    let collection = try VectorCollection.open(
      at: directory.path, configuration: configuration(8, shape: shape), options: quietOptions)
    try collection.commit(1) { batch in
      for (id, vector) in clusteredVectors(count, dimension: 8, clusters: 20, random: &random).enumerated() {
        batch.upsert(
          id: UInt64(id) * 3, label: UInt64(id % 5), vector: vector, payload: ["parity": .integer(Int64(id % 2))])
      }
    }
    return collection
  }

  @Test(arguments: IndexShape.all)
  func aSearchBringsWhatItWasAskedFor(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    let collection = try collection(directory, shape)
    var random = SeededRandom(seed: 101)
    let query = random.floats(8)
    let plain = try collection.search(query, options: SearchOptions(k: 5))
    #expect(plain.allSatisfy { $0.vector == nil && $0.payload == nil })
    let full = try collection.search(query, options: SearchOptions(k: 5, withVectors: true, withPayload: true))
    #expect(full.map(\.id) == plain.map(\.id))
    for match in full {
      #expect(match.vector == (try collection.vector(for: match.id)))
      #expect(match.payload == ["parity": .integer(Int64(match.id / 3 % 2))])
    }
    let threshold = plain[2].score
    let above = try collection.search(query, options: SearchOptions(k: 5, scoreThreshold: threshold))
    #expect(above.map(\.id) == plain.prefix(3).map(\.id))
    let exact = try collection.search(query, options: SearchOptions(k: 5, exact: true))
    #expect(exact == (try collection.searchExactly(query, k: 5)))
    expectError(.invalidArgument) { _ = try collection.search(query, options: SearchOptions(k: 0)) }
    expectError(.invalidArgument) { _ = try collection.search(query, options: SearchOptions(scoreThreshold: .nan)) }
  }

  @Test(arguments: [1, 2, 5], IndexShape.all)
  func aBatchGivesEachQueryItsOwnAnswer(threads: Int, shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    let collection = try collection(directory, shape)
    var random = SeededRandom(seed: 102)
    let queries = (0..<23).map { _ in random.floats(8) }
    let filter = Filter.labels([1, 2])
    let options = SearchOptions(k: 7, efSearch: 50)
    let answers = try collection.search(batch: queries, options: options, filter: filter, threads: threads)
    #expect(answers.count == queries.count)
    for (query, answer) in zip(queries, answers) {
      #expect(answer == (try collection.search(query, options: options, filter: filter)))
    }
    #expect(try collection.search(batch: [], options: options, threads: threads).isEmpty)
    expectError(.dimensionMismatch) {
      _ = try collection.search(batch: queries + [[1]], options: options, threads: threads)
    }
  }

  @Test(arguments: IndexShape.all)
  func aRangeSearchGivesEverythingAboveTheScore(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    let collection = try collection(directory, shape)
    var random = SeededRandom(seed: 103)
    for filter in [nil, Filter.labels([0, 3]), .field("parity", .equals(.integer(1)))] {
      for rank in [0, 10, 150, 900] {
        let query = random.floats(8)
        let all = try collection.searchExactly(query, k: 3000, filter: filter)
        let minimum = all[min(rank, all.count - 1)].score
        let expected = all.filter { $0.score >= minimum }
        let exact = try collection.search(
          query, minimumScore: minimum, options: SearchOptions(k: .max, exact: true), filter: filter)
        #expect(exact.map(\.id).sorted() == expected.map(\.id).sorted())
        let found = try collection.search(query, minimumScore: minimum, filter: filter)
        #expect(found.allSatisfy { $0.score >= minimum })
        #expect(Double(found.count) >= 0.95 * Double(expected.count), "\(rank)")
      }
    }
    #expect(try collection.search(random.floats(8), minimumScore: 1).isEmpty)
  }

  @Test(arguments: IndexShape.all)
  func scrollingMeetsEveryVectorOnceInOrderWhateverIsWrittenBetween(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    let collection = try collection(directory, shape, count: 1000)
    var seen: [UInt64] = []
    var cursor: UInt64?
    var commit: UInt64 = 2
    while true {
      let page = try collection.scroll(after: cursor, limit: 70, withPayload: true)
      if page.isEmpty { break }
      #expect(page.allSatisfy { $0.payload == ["parity": .integer(Int64($0.id / 3 % 2))] && $0.vector == nil })
      seen += page.map(\.id)
      cursor = page.last?.id
      // Behind and ahead of the cursor: a new id before it, a new place for an id after it.
      try collection.commit(commit) { batch in
        batch.upsert(id: 1, label: 0, vector: [0, 0, 0, 0, 0, 0, 0, 0])
        batch.upsert(
          id: 2997, label: 0, vector: [Float(commit), 0, 0, 0, 0, 0, 0, 0], payload: ["parity": .integer(1)])
      }
      commit += 1
    }
    #expect(seen == (0..<1000).map { $0 * 3 })
    let last = try collection.scroll(after: 2990, limit: 10, filter: .ids([2991, 2997, 5]), withVectors: true)
    #expect(last.map(\.id) == [2991, 2997] && last[1].vector?.first == Float(commit - 1))
    expectError(.invalidArgument) { _ = try collection.scroll(limit: 0) }
  }
}
