// Stores of older format versions open, hold what they held, and go on.
import Testing
import VectorStore

struct UpgradeTests {
  /// What the fixtures' vectors were made of.
  private func vector(_ id: Int) -> [Float] { [Float(id), Float(id * 7 % 5) - 2, 1] }

  /// Commits 1 to 8 of the fixtures: 20 upserts, a delete of a label and an id, a compaction, then more deletes and
  /// upserts around a checkpoint at commit 4.
  private var contents: [UInt64: CollectionModel.Entry] {
    var entries: [UInt64: CollectionModel.Entry] = [:]
    for id in 5..<20 where id % 3 != 2 { entries[UInt64(id)] = .init(label: UInt64(id % 3), vector: vector(id)) }
    for id in [30, 31] { entries[UInt64(id)] = .init(label: 9, vector: vector(id)) }
    entries[3] = .init(label: 1, vector: vector(33))
    return entries
  }

  private func configuration(_ metric: Metric, _ kind: IndexKind?) -> CollectionConfiguration {
    CollectionConfiguration(dimension: 3, metric: metric, m: 2, efConstruction: 10, kind: kind, model: "fixture")
  }

  /// The store of one metric, as files.
  private func unpack(_ text: String, store: String) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    var name = ""
    var bytes: [UInt8] = []
    let lines: [Substring] = text.split(separator: "\n") + ["file end end 0"]
    for line in lines {
      let words = line.split(separator: " ")
      if words[0] == "file" {
        if !name.isEmpty { try directory.write(bytes, to: name) }
        name = words[1] == store ? String(words[2]) : ""
        bytes = [UInt8](repeating: 0, count: Int(words[3]) ?? 0)
      } else if !name.isEmpty {
        var offset = Int(words[0]) ?? 0
        var digits = words[1][...]
        while !digits.isEmpty {
          bytes[offset] = UInt8(digits.prefix(2), radix: 16) ?? 0
          digits = digits.dropFirst(2)
          offset += 1
        }
      }
    }
    return directory
  }

  @Test(arguments: [Metric.l2, .dot, .cosine])
  func aStoreOfVersionOneOpensAndGoesOn(metric: Metric) throws {
    try expectToGoOn(unpack(VersionOneStore.text, store: "\(metric)"), configuration(metric, nil))
  }

  @Test(arguments: zip([IndexKind.compact, .fused], [Metric.cosine, .l2]))
  func aStoreOfVersionTwoOpensAndGoesOn(kind: IndexKind, metric: Metric) throws {
    try expectToGoOn(unpack(VersionTwoStore.text, store: "\(kind)"), configuration(metric, kind), hasPayloads: true)
  }

  private func expectToGoOn(
    _ directory: TemporaryDirectory, _ configuration: CollectionConfiguration, hasPayloads: Bool = false
  ) throws {
    #expect(try directory.names == ["MANIFEST", "index.3", "log.3"])
    var entries = contents
    for round in 0..<3 {
      let collection = try VectorCollection.open(
        at: directory.path, configuration: configuration, options: quietOptions)
      #expect(collection.lastCommit == 8 + UInt64(round) && collection.count == entries.count)
      let found = try collection.searchExactly([1, 1, 1], k: 100)
      #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0.label) }) == entries.mapValues(\.label))
      #expect(try Set(collection.search([1, 1, 1], k: 100).map(\.id)) == Set(entries.keys))
      for (id, entry) in entries {
        let stored = try #require(try collection.vector(for: id))
        let length = configuration.metric == .cosine ? entry.vector.reduce(0) { $0 + $1 * $1 }.squareRoot() : 1
        // Coded kinds store vectors rotated, and rotate back what they give.
        let tolerance: Float = configuration.kind == nil ? 1e-6 : 1e-4
        for (stored, given) in zip(stored, entry.vector) { #expect(abs(stored - given / length) < tolerance) }
      }
      if hasPayloads {
        // 31 and what comes after the fixture have none.
        let even = try collection.search([1, 1, 1], k: 100, filter: .field("even", .anyOf([.bool(true)])))
        #expect(Set(even.map(\.id)) == Set(entries.keys.filter { $0 % 2 == 0 && $0 <= 30 }))
        let named = try collection.search(
          [1, 1, 1], k: 100, filter: .field("name", .anyOf([.keyword("n3"), .keyword("n7")])))
        #expect(Set(named.map(\.id)) == [3, 7])
      }
      let report = try collection.verify()
      #expect(report.problems == [])
      // First the log of the old version grows, then a checkpoint of the present version takes its place.
      let id = 40 + round
      try collection.commit(9 + UInt64(round)) { $0.upsert(id: UInt64(id), label: 4, vector: vector(id)) }
      entries[UInt64(id)] = .init(label: 4, vector: vector(id))
      if round == 0 { #expect(try directory.copy().names.contains("log.3")) } else { try collection.checkpoint() }
      if round > 0 { try collection.close() }
    }
  }
}
