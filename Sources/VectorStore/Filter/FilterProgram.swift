// A filter ready to be asked about slots.
//
// And, or and not are gone: each test says where to go on when it holds and where when it does not, so answering is a
// walk over a few tests without recursion, allocation or reference counts, some nanoseconds each.

/// One test of a slot.
struct FilterTest {
  enum Kind {
    /// The column's key lies in an interval.
    case interval(UnsafeMutableRawPointer, KeyInterval)
    /// The column's key is in a set.
    case keys(UnsafeMutableRawPointer, Unmanaged<KeySet>)
    case label(UInt64)
    case labels(Unmanaged<KeySet>)
    case ids(Unmanaged<KeySet>)
  }

  let kind: Kind
  /// The next test, or an outcome.
  var ifTrue: Int
  var ifFalse: Int
}

/// A filter as tests. Immutable; lives no longer than the search it was made for.
final class FilterProgram: @unchecked Sendable {
  // Sendable: nothing changes after init, and the columns' memory is read as atomic words.
  private let tests: UnsafeMutableBufferPointer<FilterTest>
  private let entry: Int
  /// Keeps the sets alive that the tests point to.
  private let sets: [KeySet]

  static let accept = -1
  static let reject = -2

  init(tests: [FilterTest], entry: Int, sets: [KeySet]) {
    self.tests = .allocate(capacity: tests.count)
    _ = self.tests.initialize(from: tests)
    self.entry = entry
    self.sets = sets
  }

  deinit { tests.deallocate() }

  /// What the program says of every slot, if it says the same of all.
  var constant: Bool? { entry == Self.accept ? true : entry == Self.reject ? false : nil }

  /// Whether the program is one test that a slot must pass.
  var isSingleTest: Bool {
    tests.count == 1 && entry == 0 && tests[0].ifTrue == Self.accept && tests[0].ifFalse == Self.reject
  }

  /// The interval of one column that the whole program comes to, if it does.
  var singleInterval: (cells: UnsafeMutableRawPointer, interval: KeyInterval)? {
    guard isSingleTest, case .interval(let cells, let interval) = tests[0].kind else {
      return nil
    }
    return (cells, interval)
  }

  /// Whether `slot` meets the filter. Its visibility is for the caller to see to.
  @inline(__always)
  func admits(_ slot: UInt32, in slots: SlotTable) -> Bool {
    var index = entry
    while index >= 0 {
      let holds: Bool
      switch tests[index].kind {
      case .interval(let cells, let interval):
        let key = Self.key(slot, cells)
        holds = key >= interval.low && key <= interval.high
      case .keys(let cells, let set):
        let key = Self.key(slot, cells)
        holds = key != PayloadKey.absent && set._withUnsafeGuaranteedRef { $0.contains(key) }
      case .label(let label): holds = slots.label(slot) == label
      case .labels(let set): holds = set._withUnsafeGuaranteedRef { $0.contains(slots.label(slot)) }
      case .ids(let set): holds = set._withUnsafeGuaranteedRef { $0.contains(slots.id(slot)) }
      }
      index = holds ? tests[index].ifTrue : tests[index].ifFalse
    }
    return index == Self.accept
  }

  @inline(__always)
  static func key(_ slot: UInt32, _ cells: UnsafeMutableRawPointer) -> UInt64 {
    cells.doubleWord(Int(slot) * PayloadColumn.cellByteCount).pointee.load(ordering: .relaxed)
  }
}
