// From a filter to a program that answers for a slot and a source that names the candidates.
//
// Both come from one walk over the filter. A condition becomes tests that know where to go on (so and, or and not cost
// nothing later), and a source: lists for labels and listed values, slots for ids, a stretch of a column's order for
// ranges; of an `and` the source with the fewest, of an `or` all of them, everything else the whole collection.
import Platform

/// A filter as a search uses it.
struct CompiledFilter {
  let program: FilterProgram
  let source: MatchSource
}

/// Compiles one filter against the tables as they are.
struct FilterCompiler {
  let labels: Lock<LabelTable>
  let payloads: PayloadStore
  let slots: SlotTable
  /// The published slots of the ids that the filter names, if they are not too many.
  let idSlots: [UInt64: UInt32]?
  /// How many slots there are by now.
  let currentSlotCount: () -> UInt32
  /// Slots in all, when compiling began.
  private let slotCount: Int

  private var tests: [FilterTest] = []
  private var sets: [KeySet] = []
  private var conditionCount = 0

  /// Ids that are looked up one by one; filters with more of them are answered by looking at vectors.
  static let maximumListedIDs = 4096
  /// A range of integers this narrow is a list of values.
  private static let maximumListedKeys = 64
  /// How many slots of a column are looked at, one after the other, in the time of going to one from elsewhere.
  private static let slotsForAStep = 12

  init(
    labels: Lock<LabelTable>, payloads: PayloadStore, slots: SlotTable, idSlots: [UInt64: UInt32]?,
    slotCount: @escaping () -> UInt32
  ) {
    self.labels = labels
    self.payloads = payloads
    self.slots = slots
    self.idSlots = idSlots
    currentSlotCount = slotCount
    self.slotCount = Int(slotCount())
  }

  /// - Throws: `.invalidArgument` for a filter that is too large or compares what cannot be compared.
  mutating func compile(_ filter: Filter) throws(VectorStoreError) -> CompiledFilter {
    let (entry, source) = try emit(filter, FilterProgram.accept, FilterProgram.reject, depth: 0)
    return CompiledFilter(program: FilterProgram(tests: tests, entry: entry, sets: sets), source: source)
  }

  /// Adds the tests of `filter`, last to first.
  private mutating func emit(
    _ filter: Filter, _ ifTrue: Int, _ ifFalse: Int, depth: Int
  ) throws(VectorStoreError) -> (entry: Int, source: MatchSource) {
    conditionCount += 1
    guard depth < Filter.maximumDepth, conditionCount <= Filter.maximumConditionCount else {
      throw VectorStoreError(
        code: .invalidArgument,
        message: "the filter is too large; \(Filter.maximumConditionCount) conditions, nested \(Filter.maximumDepth) "
          + "deep, are the most")
    }
    switch filter.condition {
    case .labels(let labels): return (emit(labels: labels, ifTrue, ifFalse), source(of: labels))
    case .ids(let ids):
      let slots = idSlots.map { slots in ids.compactMap { slots[$0] } }
      return (
        add(.ids(reference(to: KeySet(ids))), ifTrue, ifFalse),
        slots.map(MatchSource.slots) ?? .everything(bound: min(ids.count, slotCount))
      )
    case .field(let name, let condition): return try emit(name, condition, ifTrue, ifFalse)
    case .not(let inner):
      return (try emit(inner, ifFalse, ifTrue, depth: depth + 1).entry, .everything(bound: slotCount))
    case .and(let filters):
      var next = ifTrue
      var best = MatchSource.everything(bound: slotCount)
      for filter in filters.reversed() {
        let (entry, source) = try emit(filter, next, ifFalse, depth: depth + 1)
        next = entry
        // A list of as many is worth more than the whole collection.
        if source.bound < best.bound || source.bound == best.bound && best.isEverything { best = source }
      }
      return (next, best)
    case .or(let filters):
      var next = ifFalse
      var sources: [MatchSource] = []
      for filter in filters.reversed() {
        let (entry, source) = try emit(filter, ifTrue, next, depth: depth + 1)
        next = entry
        sources.append(source)
      }
      return (next, union(sources))
    }
  }

  private mutating func add(_ kind: FilterTest.Kind, _ ifTrue: Int, _ ifFalse: Int) -> Int {
    tests.append(FilterTest(kind: kind, ifTrue: ifTrue, ifFalse: ifFalse))
    return tests.count - 1
  }

  private mutating func reference(to set: KeySet) -> Unmanaged<KeySet> {
    sets.append(set)
    return Unmanaged.passUnretained(set)
  }

  private func union(_ sources: [MatchSource]) -> MatchSource {
    if sources.count == 1 { return sources[0] }
    let bound = min(sources.reduce(0) { $0 + $1.bound }, slotCount)
    return sources.contains(where: \.isEverything) ? .everything(bound: bound) : .union(sources)
  }

  // MARK: Labels

  private mutating func emit(labels: Set<UInt64>, _ ifTrue: Int, _ ifFalse: Int) -> Int {
    if labels.count == 1, let label = labels.first { return add(.label(label), ifTrue, ifFalse) }
    return labels.isEmpty ? ifFalse : add(.labels(reference(to: KeySet(labels))), ifTrue, ifFalse)
  }

  private func source(of admitted: Set<UInt64>) -> MatchSource {
    .labels(
      labels.withLock { table in
        admitted.compactMap { label in
          table.list(of: LabelKey(label: label)).map { SlotList(of: label, in: slots, $0) }
        }
      })
  }

  // MARK: Fields

  /// A column that a condition is about, with its number and how many values it has.
  private struct Subject {
    var number: Int
    var column: PayloadColumn
    var count: Int
  }

  private func subjects(_ name: String) -> [Subject] {
    payloads.withTables { tables in
      tables.columns.enumerated().compactMap { number, column in
        guard let column, column.name == name else { return nil }
        return Subject(number: number, column: column, count: tables.counts[number])
      }
    }
  }

  private mutating func emit(
    _ name: String, _ condition: FieldCondition, _ ifTrue: Int, _ ifFalse: Int
  ) throws(VectorStoreError) -> (entry: Int, source: MatchSource) {
    let subjects = subjects(name)
    var next = ifFalse
    var sources: [MatchSource] = []
    if case .range(let lower, let upper) = condition.kind {
      // Also without a column, a range that makes no sense is told.
      _ = try FieldCondition.interval(lower: lower, upper: upper, in: .integer, field: name)
    }
    for subject in subjects {
      switch condition.kind {
      case .exists:
        next = add(.interval(subject.column.cells.base, .all), ifTrue, next)
        let isRare = subject.count <= slotCount / Self.slotsForAStep
        sources.append(
          isRare
            ? source(of: [.all], in: subject, atMost: subject.count)
            : .everything(bound: subject.count, isCount: true))
      case .range(let lower, let upper):
        let type = subject.column.type
        guard let interval = try FieldCondition.interval(lower: lower, upper: upper, in: type, field: name) else {
          continue
        }
        next = add(.interval(subject.column.cells.base, interval), ifTrue, next)
        sources.append(source(of: interval, in: subject))
      case .anyOf(let values):
        let keys = keys(of: values, in: subject.column)
        guard !keys.isEmpty else { continue }
        let test: FilterTest.Kind =
          keys.count == 1
          ? .interval(subject.column.cells.base, KeyInterval(low: keys[0], high: keys[0]))
          : .keys(subject.column.cells.base, reference(to: KeySet(keys)))
        next = add(test, ifTrue, next)
        sources.append(source(of: keys, in: subject))
      }
    }
    return (next, union(sources))
  }

  /// The keys of `values` in a column, each once; none for a keyword that no vector has.
  private func keys(of values: [PayloadValue], in column: PayloadColumn) -> [UInt64] {
    var keys: Set<UInt64> = []
    for value in values {
      if case .keyword(let text) = value {
        guard column.type == .keyword, let term = payloads.withTables({ $0.terms?.term(text) }) else { continue }
        keys.insert(UInt64(term) + 1)
      } else if let key = FieldCondition.key(of: value, in: column.type), key != PayloadKey.absent {
        keys.insert(key)
      }
    }
    return Array(keys)
  }

  private func source(of keys: [UInt64], in subject: Subject) -> MatchSource {
    guard subject.column.type.isListed else {
      guard keys.count <= Self.maximumListedKeys else { return .everything(bound: subject.count) }
      return source(of: keys.map { KeyInterval(low: $0, high: $0) }, in: subject, atMost: subject.count)
    }
    return .values(
      payloads.withTables { tables in
        keys.compactMap { key in
          tables.values?.list(of: ValueKey(key: key, column: UInt32(subject.number))).map {
            SlotList(of: key, in: subject.column, $0)
          }
        }
      })
  }

  private func source(of interval: KeyInterval, in subject: Subject) -> MatchSource {
    if subject.column.type.isListed && interval.high - interval.low < UInt64(Self.maximumListedKeys) {
      return source(of: Array(interval.low...interval.high), in: subject)
    }
    return source(of: [interval], in: subject, atMost: subject.count)
  }

  /// The slots of separate intervals in the column's order. Where they are many, looking at all in their order costs
  /// less than going from one to the other.
  private func source(of intervals: [KeyInterval], in subject: Subject, atMost bound: Int) -> MatchSource {
    var found: [ArraySlice<OrderedSlot>] = []
    for interval in intervals {
      guard let slots = subject.column.slots(in: interval, slotCount: currentSlotCount) else {
        return .everything(bound: bound)
      }
      found += slots.slices
    }
    let slots = OrderedSlots(slices: found)
    if slots.count <= slotCount / Self.slotsForAStep { return .ordered(slots) }
    return .everything(bound: min(slots.count, bound), isCount: true)
  }
}

extension Filter {
  /// The ids that the filter names, of all its conditions; `nil` above `limit`.
  func ids(limit: Int) -> Set<UInt64>? {
    var ids: Set<UInt64> = []
    var rest = [self]
    var steps = 0
    while let filter = rest.popLast() {
      steps += 1
      // Such a filter is refused when it is compiled.
      guard steps <= Self.maximumConditionCount else { return nil }
      switch filter.condition {
      case .ids(let more):
        guard ids.count + more.count <= limit else { return nil }
        ids.formUnion(more)
      case .and(let filters), .or(let filters): rest += filters
      case .not(let inner): rest.append(inner)
      case .labels, .field: break
      }
    }
    return ids
  }
}
