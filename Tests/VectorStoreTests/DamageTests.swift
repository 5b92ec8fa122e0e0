// Torn, flipped and foreign bytes: a typed error or a report, never a trap, and never someone else's data.
import CKernels
import Testing
import VectorStore

struct DamageTests {
  private static func configuration(_ shape: IndexShape = .exact) -> CollectionConfiguration {
    CollectionConfiguration(
      dimension: 2, metric: .l2, m: 2, efConstruction: 10, kind: shape.kind, components: shape.components,
      model: "damage")
  }

  private func open(_ directory: TemporaryDirectory, _ shape: IndexShape = .exact) throws -> VectorCollection {
    try VectorCollection.open(at: directory.path, configuration: Self.configuration(shape), options: quietOptions)
  }

  /// A store with a checkpoint, tombstones, free slots, and a log after it; and the model of each commit.
  private func smallStore(
    _ shape: IndexShape = .exact
  ) throws -> (directory: TemporaryDirectory, models: [CollectionModel]) {
    let directory = try TemporaryDirectory()
    let collection = try open(directory, shape)
    var random = SeededRandom(seed: 60)
    var model = CollectionModel()
    var models = [model]
    for commit in 1...12 as ClosedRange<UInt64> {
      let batch = CollectionModel.randomBatch(dimension: 2, ids: 60, random: &random)
      try collection.prepare(batch, commit: commit).publish()
      model.apply(batch, commit: commit)
      models.append(model)
      if commit == 6 { try collection.compact() }
      if commit == 8 { try collection.checkpoint() }
    }
    let copy = try directory.copy()
    return (copy, models)
  }

  @Test func aLogTornAtAnyByteGivesTheCommitsBeforeIt() throws {
    let (store, models) = try smallStore()
    let log = try store.bytes(of: "log.3")
    var lastCommit: UInt64 = 8
    for length in 0...log.count {
      let copy = try store.copy()
      try copy.write(log[..<length], to: "log.3")
      if length < 64 {
        let error = expectError(.corrupted) { _ = try open(copy) }
        #expect(error?.message.contains("log.3") == true)
        continue
      }
      let collection = try open(copy)
      #expect(collection.lastCommit >= lastCommit)
      lastCommit = collection.lastCommit
      if length % 16 == 0 { try models[Int(lastCommit)].expectEqual(collection, "torn at \(length)") }
      // The torn end is gone: the next commit follows what is left.
      try collection.commit(100) { $0.upsert(id: 1000, label: 1, vector: [1, 1]) }
    }
    #expect(lastCommit == 12)
  }

  @Test func aDamagedRecordInTheMiddleIsNamedAndNotCut() throws {
    let (store, _) = try smallStore()
    let log = try store.bytes(of: "log.3")
    var named = 0
    for offset in stride(from: 64, to: log.count, by: 3) {
      let copy = try store.copy()
      var damaged = log
      damaged[offset] ^= 0x10
      try copy.write(damaged, to: "log.3")
      do {
        let collection = try open(copy)
        // Only the last record can be taken for a torn one: nothing after it says that it was whole.
        #expect(collection.lastCommit == 11 || collection.lastCommit == 12, "offset \(offset)")
        try collection.close()
      } catch let error as VectorStoreError {
        #expect(error.code == .corrupted && error.message.contains("log.3"), "\(error)")
        named += 1
      }
    }
    #expect(named > 10)
  }

  @Test func aLogTornUnderRelaxedDurabilityIsCutAtTheDamage() throws {
    let directory = try TemporaryDirectory()
    var options = quietOptions
    options.durability = .relaxed(unsyncedBytes: 1 << 20)
    let collection = try VectorCollection.open(
      at: directory.path, configuration: Self.configuration(), options: options)
    for commit in 1...5 as ClosedRange<UInt64> {
      try collection.commit(commit) { $0.upsert(id: commit, label: 0, vector: [Float(commit), 0]) }
    }
    // A power cut that lost the page of record 3 and kept that of record 4.
    let copy = try directory.copy()
    var log = try copy.bytes(of: "log.1")
    let recordByteCount = (log.count - 64) / 5
    for offset in 0..<recordByteCount { log[64 + 2 * recordByteCount + offset] = 0 }
    try copy.write(log, to: "log.1")
    let reopened = try open(copy)
    #expect(reopened.lastCommit == 2 && reopened.count == 2)
  }

  @Test(arguments: ["MANIFEST", "index.3"], IndexShape.all)
  func aFlippedByteIsAnErrorOrInTheReport(name: String, shape: IndexShape) throws {
    let (store, _) = try smallStore(shape)
    let bytes = try store.bytes(of: name)
    var random = SeededRandom(seed: 61)
    // Every byte that says something in the first pages, a sample of the rest.
    var offsets = (0..<min(bytes.count, 480)).filter { bytes[$0] != 0 || $0 % 8 == 0 }
    offsets += (0..<100).map { _ in Int(random.next(below: UInt64(bytes.count))) }
    let used = bytes.indices.filter { $0 >= 4096 && bytes[$0] != 0 }
    offsets += used.filter { _ in random.next(below: UInt64(max(used.count, 1))) < 100 }
    for offset in offsets {
      let copy = try store.copy()
      var damaged = bytes
      damaged[offset] ^= UInt8(1 << random.next(below: 8))
      try copy.write(damaged, to: name)
      let collection: VectorCollection
      do { collection = try open(copy, shape) } catch let error as VectorStoreError {
        #expect([.corrupted, .unsupportedVersion, .configurationMismatch].contains(error.code), "\(offset): \(error)")
        continue
      }
      let isClean = try collection.verify().isClean
      exercise(collection)
      // Zeros between sections are covered by checksums too; only the unused rest of the header page is not read.
      #expect(!isClean, "byte \(offset) of \(name)")
    }
  }

  @Test(arguments: IndexShape.all)
  func hostileSectionsNeverTrap(shape: IndexShape) throws {
    let (store, _) = try smallStore(shape)
    let bytes = try store.bytes(of: "index.3")
    var random = SeededRandom(seed: 62)
    for _ in 0..<60 {
      let copy = try store.copy()
      var hostile = bytes
      // Words of all sections, overwritten with numbers that hurt: the header is intact and names them.
      for _ in 0..<40 {
        let offset = 4096 + Int(random.next(below: UInt64(bytes.count - 4096) / 4)) * 4
        let value =
          [0, 1, 5, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x7fc0_0000, UInt32(truncatingIfNeeded: random.next())]
          .randomElement(using: &random) ?? 0
        withUnsafeBytes(of: value) { hostile.replaceSubrange(offset..<offset + 4, with: $0) }
      }
      try copy.write(hostile, to: "index.3")
      do { exercise(try open(copy, shape)) } catch let error as VectorStoreError {
        #expect(error.code == .corrupted, "\(error)")
      }
    }
  }

  /// Numbers that hurt where they are counted on, as a field of four bytes and of eight.
  private static let hostileNumbers: [UInt64] = [
    0, 1, 2, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1 << 47, UInt64(Int64.max), 1 << 63, .max - 1, .max,
  ]

  /// The checksum of a header is no secret: whoever wants to do harm makes it fit.
  @Test(arguments: ["MANIFEST", "index.3", "log.3"], IndexShape.ofEachKind)
  func hostileHeadersWithTheRightChecksumNeverTrap(name: String, shape: IndexShape) throws {
    let (store, _) = try smallStore(shape)
    let bytes = try store.bytes(of: name)
    let headerEnd = name == "index.3" ? 4096 : name == "log.3" ? 64 : bytes.count
    let fieldsEnd = name == "index.3" ? 96 + 24 * Int(bytes[32]) : 64
    for width in [4, 8] {
      for offset in stride(from: 16, to: fieldsEnd, by: width) {
        for number in Self.hostileNumbers where width == 8 || number <= 0xffff_ffff {
          let copy = try store.copy()
          var hostile = bytes
          withUnsafeBytes(of: number.littleEndian) {
            hostile.replaceSubrange(offset..<offset + width, with: $0.prefix(width))
          }
          seal(&hostile, 12, covering: 16..<headerEnd)
          try copy.write(hostile, to: name)
          do { exercise(try open(copy, shape)) } catch let error as VectorStoreError {
            let expected: [VectorStoreError.Code] = [.corrupted, .configurationMismatch, .capacityExceeded, .ioFailed]
            #expect(expected.contains(error.code), "\(name) \(offset) \(number): \(error)")
          }
        }
      }
    }
  }

  @Test func hostileRecordsWithTheRightChecksumsNeverTrap() throws {
    let (store, _) = try smallStore()
    let log = try store.bytes(of: "log.3")
    // The first record: a header of 40 bytes behind the file's 64, then the payload.
    let payload = 104..<104 + Int(log[72]) + Int(log[73]) << 8
    for offset in stride(from: 72, to: min(payload.upperBound - 7, 400), by: 4) {
      for number in Self.hostileNumbers {
        let copy = try store.copy()
        var hostile = log
        withUnsafeBytes(of: number.littleEndian) { hostile.replaceSubrange(offset..<offset + 8, with: $0) }
        if offset >= 104 { seal(&hostile, 96, covering: payload) }
        seal(&hostile, 68, covering: 72..<104)
        try copy.write(hostile, to: "log.3")
        do { exercise(try open(copy)) } catch let error as VectorStoreError {
          #expect([.corrupted, .capacityExceeded].contains(error.code), "\(offset) \(number): \(error)")
        }
      }
    }
  }

  /// Writes the checksum of some bytes at `offset`.
  private func seal(_ bytes: inout [UInt8], _ offset: Int, covering range: Range<Int>) {
    let checksum = bytes[range].withUnsafeBytes { martlet_crc32c(0, $0.baseAddress, $0.count) }
    withUnsafeBytes(of: checksum.littleEndian) { bytes.replaceSubrange(offset..<offset + 4, with: $0) }
  }

  /// Uses a damaged collection in every way. Errors are fine; traps are not.
  private func exercise(_ collection: VectorCollection) {
    _ = try? collection.search([0, 0], k: 10, efSearch: 30)
    _ = try? collection.searchExactly([0, 0], k: 10)
    _ = try? collection.search([0, 0], k: 3, filter: .labels([1, 2, 3]))
    for id in 0..<60 as Range<UInt64> {
      _ = try? collection.vector(for: id)
      _ = try? collection.payload(for: id)
    }
    _ = try? collection.labelCounts()
    try? collection.commit(50) { batch in
      batch.delete(label: 2)
      for id in 0..<30 as Range<UInt64> {
        batch.upsert(
          id: id * 2, label: id % 5, vector: [Float(id), 0.5],
          payload: ["word": .keyword("w\(id)"), "new": .bool(true)])
      }
    }
    try? collection.compact()
    for strategy in SearchStrategy.allCases {
      var options = SearchOptions(k: 10, efSearch: 30, withVectors: true, withPayload: true)
      options.strategy = strategy
      let filter = Filter.or([.field("rank", .range(atLeast: .integer(-3))), .field("word", .exists), .labels([3])])
      _ = try? collection.search([0, 0], options: options, filter: filter)
    }
    _ = try? collection.search([0, 0], minimumScore: -1)
    _ = try? collection.scroll(limit: 20, filter: .not(.field("open", .equals(.bool(true)))))
    _ = try? collection.graphStatistics()
    _ = try? collection.verify()
    try? collection.close()
  }

  @Test func aNewerFormatIsRefusedByName() throws {
    for (name, offset) in [("MANIFEST", 8), ("index.3", 8), ("log.3", 8)] {
      let (store, _) = try smallStore()
      var bytes = try store.bytes(of: name)
      bytes[offset] = 99
      try store.write(bytes, to: name)
      let error = expectError(.unsupportedVersion) { _ = try open(store) }
      #expect(error?.message.contains(name) == true && error?.message.contains("version 99") == true)
    }
  }

  @Test func missingFilesAreNamed() throws {
    for name in ["MANIFEST", "index.3", "log.3"] {
      let (store, _) = try smallStore()
      let damaged = try TemporaryDirectory()
      for other in try store.names where other != name { try damaged.write(try store.bytes(of: other), to: other) }
      do {
        _ = try open(damaged)
        Issue.record("opened without \(name)")
      } catch let error as VectorStoreError {
        #expect(error.code == (name == "MANIFEST" ? .corrupted : .ioFailed))
        #expect(error.description.contains(name))
      }
    }
  }

  @Test func truncatedIndexFilesAreErrors() throws {
    let (store, _) = try smallStore()
    let bytes = try store.bytes(of: "index.3")
    for length in stride(from: 0, to: bytes.count, by: 509) {
      let copy = try store.copy()
      try copy.write(bytes[..<length], to: "index.3")
      expectError(.corrupted) { _ = try open(copy) }
    }
  }
}
