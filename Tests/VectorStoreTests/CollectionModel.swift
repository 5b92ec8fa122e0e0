// What a collection must contain, in the simplest form: a dictionary.
import Testing
import VectorStore

/// The contents a collection should have.
struct CollectionModel: Equatable {
  struct Entry: Equatable {
    var label: UInt64
    var vector: [Float]
    var payload: Payload = [:]
  }

  var entries: [UInt64: Entry] = [:]
  var lastCommit: UInt64 = 0

  mutating func apply(_ batch: WriteBatch, commit: UInt64) {
    for (index, change) in batch.changes.enumerated() {
      switch change {
      case .upsert(let id, let label, let offset, let dimension):
        entries[id] = Entry(
          label: label, vector: Array(batch.vectors[offset..<offset + dimension]),
          payload: batch.payloads[index] ?? [:])
      case .deleteID(let id): entries[id] = nil
      case .deleteLabel(let label): entries = entries.filter { $0.value.label != label }
      }
    }
    lastCommit = commit
  }

  /// Random changes over a small set of ids and labels.
  static func randomBatch(dimension: Int, ids: UInt64, random: inout SeededRandom) -> WriteBatch {
    var batch = WriteBatch()
    for _ in 0..<random.next(below: 12) {
      switch random.next(below: 10) {
      case 0: batch.delete(label: random.next(below: 8))
      case 1, 2: batch.delete(id: random.next(below: ids))
      default:
        batch.upsert(
          id: random.next(below: ids), label: random.next(below: 8), vector: random.floats(dimension),
          payload: randomPayload(&random))
      }
    }
    return batch
  }

  /// Some fields of all types, none for every third vector.
  static func randomPayload(_ random: inout SeededRandom) -> Payload {
    var payload = Payload()
    guard random.next(below: 3) > 0 else { return payload }
    if random.next(below: 2) == 0 { payload["word"] = .keyword("word \(random.next(below: 20))") }
    if random.next(below: 2) == 0 { payload["rank"] = .integer(Int64(random.next(below: 10)) - 5) }
    if random.next(below: 3) == 0 { payload["share"] = .float(Double(random.float())) }
    if random.next(below: 2) == 0 { payload["open"] = .bool(random.next(below: 4) == 0) }
    if random.next(below: 3) == 0 {
      payload["when"] = .date(millisecondsSince1970: Int64(random.next(below: 1_000_000_000_000)))
    }
    // A name may have values of more than one type.
    if random.next(below: 10) == 0 { payload["rank"] = .float(Double(random.next(below: 5))) }
    return payload
  }

  /// Compares everything a reader of `collection` (metric L2) can learn with the model.
  func expectEqual(
    _ collection: VectorCollection, _ context: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let dimension = collection.configuration.dimension
    let shape = IndexShape(
      kind: try #require(collection.configuration.kind), components: try #require(collection.configuration.components))
    let origin = [Float](repeating: 0, count: dimension)
    #expect(collection.lastCommit == lastCommit, "\(context)", sourceLocation: sourceLocation)
    #expect(collection.count == entries.count, "\(context)", sourceLocation: sourceLocation)
    let all = try collection.searchExactly(origin, k: max(entries.count, 1))
    #expect(Set(all.map(\.id)) == Set(entries.keys), "\(context)", sourceLocation: sourceLocation)
    for match in all {
      #expect(match.label == entries[match.id]?.label, "\(context) id \(match.id)", sourceLocation: sourceLocation)
    }
    for (id, entry) in entries {
      let stored = try collection.vector(for: id)
      #expect(isNear(stored, entry.vector, in: shape), "\(context) id \(id)", sourceLocation: sourceLocation)
      let payload = try collection.payload(for: id)
      #expect(payload == entry.payload, "\(context) id \(id)", sourceLocation: sourceLocation)
    }
    var counts: [UInt64: Int] = [:]
    for entry in entries.values { counts[entry.label, default: 0] += 1 }
    let labelCounts = try collection.labelCounts()
    #expect(labelCounts == counts, "\(context)", sourceLocation: sourceLocation)
    for label in 0..<8 as Range<UInt64> {
      let found = try collection.search(origin, k: 5, efSearch: 10, filter: .labels([label]))
      #expect(found.count == min(5, counts[label] ?? 0), "\(context)", sourceLocation: sourceLocation)
      #expect(found.allSatisfy { $0.label == label }, "\(context)", sourceLocation: sourceLocation)
    }
    let filters: [Filter] = [
      .field("word", .anyOf([.keyword("word 1"), .keyword("word 7")])), .field("open", .equals(.bool(true))),
      .field("rank", .range(atLeast: .integer(0))), .not(.field("share", .range(below: .float(0.25)))),
      .and([.field("when", .exists), .not(.labels([2, 3]))]),
    ]
    for filter in filters {
      let expected = entries.filter { $0.value.matches(filter, id: $0.key) }
      let counted = try collection.count(filter)
      #expect(counted == expected.count, "\(context) \(filter)", sourceLocation: sourceLocation)
    }
    let found = try collection.search(origin, k: 7, efSearch: 20)
    #expect(found.count == min(7, entries.count), "\(context)", sourceLocation: sourceLocation)
    let report = try collection.verify()
    #expect(report.problems == [], "\(context)", sourceLocation: sourceLocation)
  }
}
