// Payload fields: stored, read back, kept over restarts, taken back, erased, refused.
import Testing
import VectorStore

struct PayloadTests {
  private func open(_ directory: TemporaryDirectory, _ shape: IndexShape = .exact) throws -> VectorCollection {
    try VectorCollection.open(
      at: directory.path, configuration: configuration(2, shape: shape), options: quietOptions)
  }

  private let everyType: Payload = [
    "word": .keyword("größer"), "empty": .keyword(""), "whole": .integer(-7), "large": .integer(.max),
    "real": .float(-0.25), "infinite": .float(-.infinity), "yes": .bool(true), "no": .bool(false),
    "when": .date(millisecondsSince1970: 1_700_000_000_000),
  ]

  @Test(arguments: IndexShape.all)
  func aPayloadOfEveryTypeComesBackAndSurvivesLogAndCheckpoint(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var collection = try open(directory, shape)
    try collection.commit(1) { batch in
      batch.upsert(id: 1, label: 1, vector: [1, 0], payload: everyType)
      batch.upsert(id: 2, label: 1, vector: [0, 1])
      batch.upsert(id: 3, label: 1, vector: [1, 1], payload: ["word": .integer(5), "whole": .integer(-7)])
    }
    for round in 0..<3 {
      #expect(try collection.payload(for: 1) == everyType, "round \(round)")
      #expect(try collection.payload(for: 2) == [:])
      #expect(try collection.payload(for: 3) == ["word": .integer(5), "whole": .integer(-7)])
      #expect(try collection.payload(for: 4) == nil)
      #expect(try collection.verify().problems == [])
      // From the log first, from the checkpoint then.
      if round == 0 {
        let copy = try directory.copy()
        let reopened = try open(copy, shape)
        #expect(try reopened.payload(for: 1) == everyType)
      }
      try collection.checkpoint()
      try collection.close()
      collection = try open(directory, shape)
    }
  }

  @Test(arguments: IndexShape.all)
  func anUpsertReplacesThePayloadAndAnAbortTakesItBack(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    let collection = try open(directory, shape)
    try collection.commit(1) { $0.upsert(id: 1, label: 1, vector: [1, 0], payload: ["a": .keyword("x")]) }
    var batch = WriteBatch()
    batch.upsert(id: 1, label: 1, vector: [1, 0], payload: ["b": .keyword("y")])
    let prepared = try collection.prepare(batch, commit: 2)
    #expect(try collection.payload(for: 1) == ["a": .keyword("x")])
    prepared.abort()
    #expect(try collection.payload(for: 1) == ["a": .keyword("x")])
    try collection.prepare(batch, commit: 2).publish()
    #expect(try collection.payload(for: 1) == ["b": .keyword("y")])
    #expect(try collection.verify().problems == [])
    try collection.compact()
    #expect(try collection.payload(for: 1) == ["b": .keyword("y")])
    #expect(try collection.verify().problems == [])
    try collection.commit(3) { $0.upsert(id: 1, label: 1, vector: [1, 0]) }
    #expect(try collection.payload(for: 1) == [:])
    try collection.compact()
    #expect(try collection.verify().problems == [])
  }

  @Test(arguments: IndexShape.all)
  func compactionTakesADeletedVectorsPayloadOutOfTheFiles(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    let collection = try open(directory, shape)
    let secret = "the-secret-word-of-vector-5000"
    let number = Double(bitPattern: 0x4123_4567_89ab_cdef)
    // The top byte is another in the column, where numbers are kept in the order of their keys.
    let needles = [Array(secret.utf8), withUnsafeBytes(of: number.bitPattern) { Array($0[..<7]) }]
    try collection.commit(1) { batch in
      for id in 0..<50 as Range<UInt64> {
        batch.upsert(id: id, label: 1, vector: [Float(id), 1], payload: ["tag": .keyword("tag \(id % 5)")])
      }
    }
    try collection.commit(2) {
      $0.upsert(
        id: 5000, label: 1, vector: [1, 1],
        payload: ["tag": .keyword(secret), "onlyhere": .float(number)])
    }
    try collection.checkpoint()
    for needle in needles { #expect(try directory.contains(needle)) }
    try collection.commit(3) { $0.delete(id: 5000) }
    try collection.compact()
    for needle in needles { #expect(try !directory.contains(needle)) }
    #expect(try !directory.contains(Array("onlyhere".utf8)))
    #expect(try directory.contains(Array("tag 3".utf8)))
    #expect(try collection.verify().problems == [])
    try collection.close()
    #expect(try open(directory, shape).payload(for: 8) == ["tag": .keyword("tag 3")])
  }

  @Test func whatDoesNotFitIsTheCallersFaultAndChangesNothing() throws {
    let directory = try TemporaryDirectory()
    let collection = try open(directory)
    let bad: [Payload] = [
      ["": .bool(true)], [String(repeating: "n", count: 65): .bool(true)], ["f": .float(.nan)],
      ["i": .integer(.min)], ["d": .date(millisecondsSince1970: .min)],
      ["k": .keyword(String(repeating: "é", count: 513))],
      Payload(Dictionary(uniqueKeysWithValues: (0..<33).map { ("f\($0)", .bool(true)) })),
    ]
    for payload in bad {
      let error = expectError(.invalidArgument) {
        try collection.commit(1) { $0.upsert(id: 17, label: 1, vector: [1, 1], payload: payload) }
      }
      #expect(error?.message.contains("17") == true)
    }
    #expect(collection.count == 0 && collection.lastCommit == 0)
    // 64 fields in all, 32 in each vector.
    for half in 0..<2 {
      let payload = Payload(Dictionary(uniqueKeysWithValues: (0..<32).map { ("f\(half)-\($0)", .integer(1)) }))
      try collection.commit(UInt64(half) + 1) {
        $0.upsert(id: UInt64(half), label: 1, vector: [1, 1], payload: payload)
      }
    }
    let error = expectError(.invalidArgument) {
      try collection.commit(3) { $0.upsert(id: 9, label: 1, vector: [1, 1], payload: ["more": .bool(true)]) }
    }
    #expect(error?.message.contains("more") == true && error?.message.contains("64") == true)
    #expect(collection.count == 2)
  }

  @Test(arguments: IndexShape.all)
  func keywordsThatComeAndGoLeaveNothingBehind(shape: IndexShape) throws {
    let directory = try TemporaryDirectory()
    var random = SeededRandom(seed: 90)
    var collection = try open(directory, shape)
    var expected: [UInt64: Payload] = [:]
    for round in 1...20 as ClosedRange<UInt64> {
      try collection.commit(round) { batch in
        for _ in 0..<40 {
          let id = random.next(below: 60)
          let word = String(repeating: "w", count: Int(random.next(below: 40))) + "\(random.next(below: 500))"
          let payload: Payload = ["a": .keyword(word), "b": .keyword("\(id % 3)")]
          batch.upsert(id: id, label: 0, vector: random.floats(2), payload: payload)
          expected[id] = payload
        }
        let gone = random.next(below: 60)
        batch.delete(id: gone)
        expected[gone] = nil
      }
      if round % 3 == 0 { try collection.compact() }
      if round % 7 == 0 {
        try collection.close()
        collection = try open(directory, shape)
      }
      #expect(try collection.verify().problems == [])
      for (id, payload) in expected { #expect(try collection.payload(for: id) == payload) }
    }
  }
}
