// Ranges of payload values and pages of ids stay true while vectors come and go: what they are read from is made at the
// first question and kept up by every write after it.
import Synchronization
import Testing
import VectorStore

struct OrderTests {
  private func open(_ directory: TemporaryDirectory) throws -> VectorCollection {
    try VectorCollection.open(at: directory.path, configuration: configuration(2), options: quietOptions)
  }

  private static func payload(_ number: UInt64) -> Payload {
    [
      "whole": .integer(Int64(number)), "real": .float(Double(number) / 8 - 50),
      "when": .date(millisecondsSince1970: Int64(number) * 60_000),
    ]
  }

  private static func ranges(_ low: UInt64, _ high: UInt64) -> [Filter] {
    [
      .field("whole", .range(atLeast: .integer(Int64(low)), below: .integer(Int64(high)))),
      .field("real", .range(atLeast: .float(Double(low) / 8 - 50), below: .float(Double(high) / 8 - 50))),
      .field(
        "when",
        .range(
          atLeast: .date(millisecondsSince1970: Int64(low) * 60_000),
          below: .date(millisecondsSince1970: Int64(high) * 60_000))),
      .and([
        .field("whole", .range(atLeast: .integer(Int64(low)))),
        .field("real", .range(below: .float(Double(high) / 8 - 50))),
      ]),
    ]
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func rangesAndPagesAreThoseOfTheVectorsThereAre(seed: UInt64) throws {
    var random = SeededRandom(seed: 150 + seed)
    let directory = try TemporaryDirectory()
    let collection = try open(directory)
    var numbers: [UInt64: UInt64] = [:]
    for commit in 1...60 as ClosedRange<UInt64> {
      try collection.commit(commit) { batch in
        for _ in 0..<random.next(below: 100) {
          let id = random.next(below: 600)
          let number = random.next(below: 1000)
          numbers[id] = number
          batch.upsert(id: id, label: 0, vector: random.floats(2), payload: Self.payload(number))
        }
        for _ in 0..<20 {
          let id = random.next(below: 600)
          numbers[id] = nil
          batch.delete(id: id)
        }
      }
      // Slots are used again, with other values and with the same.
      if commit % 7 == 0 { try collection.compact() }
      let low = random.next(below: 1000)
      let high = low + random.next(below: [3, 40, 900].randomElement(using: &random) ?? 1)
      let expected = numbers.filter { $0.value >= low && $0.value < high }.keys.sorted()
      for (index, filter) in Self.ranges(low, high).enumerated() {
        let context: String = "seed \(seed), commit \(commit), \(low) to \(high), filter \(index)"
        #expect(try collection.count(filter) == expected.count, "\(context)")
        #expect(
          try collection.searchExactly([0, 0], k: 1000, filter: filter).map(\.id).sorted() == expected, "\(context)")
        #expect(try collection.search([0, 0], k: 5, filter: filter).count == min(5, expected.count), "\(context)")
        let after = random.next(below: 600)
        let page = try collection.scroll(after: after, limit: 7, filter: filter, withPayload: true)
        #expect(page.map(\.id) == Array(expected.filter { $0 > after }.prefix(7)), "\(context)")
        #expect(page.allSatisfy { $0.payload == Self.payload(numbers[$0.id] ?? 0) }, "\(context)")
      }
      let one = numbers.values.randomElement(using: &random) ?? 0
      let equal = Filter.field("real", .anyOf([.float(Double(one) / 8 - 50), .float(1e9)]))
      #expect(try collection.count(equal) == numbers.values.filter { $0 == one }.count)
      var all: [UInt64] = []
      while case let page = try collection.scroll(after: all.last, limit: 97), !page.isEmpty { all += page.map(\.id) }
      #expect(all == numbers.keys.sorted(), "seed \(seed), commit \(commit)")
    }
  }

  @Test func anOrderMadeWhileVectorsComeInHasThemAll() throws {
    for round in 0..<8 {
      let directory = try TemporaryDirectory()
      let collection = try open(directory)
      try collection.commit(1) { batch in
        for id in 0..<500 as Range<UInt64> {
          batch.upsert(id: id, label: 0, vector: [0, 1], payload: Self.payload(id))
        }
      }
      let wrong = Atomic(0)
      inParallel(2) { thread in
        if thread == 0 {
          for commit in 2...40 as ClosedRange<UInt64> {
            try? collection.commit(commit) { batch in
              let id = 498 + commit
              batch.upsert(id: id, label: 0, vector: [0, 1], payload: Self.payload(id))
            }
          }
        } else {
          // The first question for each of them, sooner or later in the other thread's work.
          for turn in 0..<(round * 20 + 1) {
            let before = collection.count
            let filter = Self.ranges(0, 1000)[turn % 3]
            if (try? collection.count(filter)) ?? 0 < before { wrong.add(1, ordering: .relaxed) }
          }
          let page = try? collection.scroll(after: 490, limit: 1000)
          let expected = Array(491..<UInt64(491 + (page?.count ?? 0)))
          if page?.map(\.id) != expected { wrong.add(1, ordering: .relaxed) }
        }
      }
      #expect(wrong.load(ordering: .relaxed) == 0)
      for filter in Self.ranges(0, 1000) { #expect(try collection.count(filter) == 539) }
      #expect(try collection.scroll(limit: 1000).map(\.id) == Array(0..<539))
    }
  }
}
