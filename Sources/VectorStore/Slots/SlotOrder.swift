// Slots in the order of a key: what ranges of payload values are counted by, and pages of ids are read from.
//
// A few sorted runs, each more than twice as long as the next (the logarithmic method of Bentley and Saxe, 1980), and a
// short tail in no order. So an insert costs O(log n) moves on average, and a range a binary search in each run. Nothing
// is taken out when a slot loses its key: such an entry is told by the slot's present key, and is gone after the next
// merge of its run. A slot that gets the same key again may be there twice.
//
// It is derived data and not in the files, so that opening stays a mapping: it is made when it is first asked for, by
// sorting what is there (some 0.1 s for a million), and kept up from then on. It costs 16 bytes for each slot.
import Platform

/// A slot, and the key it is ordered by.
struct OrderedSlot: Sendable, Comparable {
  var key: UInt64
  var slot: UInt32

  static func < (a: OrderedSlot, b: OrderedSlot) -> Bool { a.key < b.key || a.key == b.key && a.slot < b.slot }
}

/// Slots by key, as they were when the value was taken.
struct SlotOrder: Sendable {
  /// Each in order, the longest first.
  private var runs: [[OrderedSlot]]
  private var tail: [OrderedSlot] = []
  private static let tailLimit = 256

  init(_ entries: [OrderedSlot]) { runs = [entries.sorted()] }

  var isTailFull: Bool { tail.count >= Self.tailLimit }

  mutating func append(_ entry: OrderedSlot) { tail.append(entry) }

  /// Makes a run of the tail, and merges runs until each is more than twice as long as the next.
  ///
  /// - Parameter isCurrent: whether a slot still has the key it was put in with.
  mutating func merge(_ isCurrent: (OrderedSlot) -> Bool) {
    var newest = tail.sorted()
    tail = []
    while let last = runs.last, last.count <= 2 * newest.count {
      runs.removeLast()
      newest = Self.merged(last, newest, isCurrent)
    }
    runs.append(newest)
  }

  private static func merged(
    _ a: [OrderedSlot], _ b: [OrderedSlot], _ isCurrent: (OrderedSlot) -> Bool
  ) -> [OrderedSlot] {
    var merged: [OrderedSlot] = []
    merged.reserveCapacity(a.count + b.count)
    var walk = OrderedSlots(slices: [a[...], b[...]]).walk()
    while let entry = walk.next() {
      if isCurrent(entry) && entry != merged.last { merged.append(entry) }
    }
    return merged
  }

  /// The entries with keys of an interval. O(log n), and the tail.
  func entries(in interval: KeyInterval) -> OrderedSlots {
    var slices = runs.compactMap { run -> ArraySlice<OrderedSlot>? in
      let slice = run[Self.first(run) { $0 >= interval.low }..<Self.first(run) { $0 > interval.high }]
      return slice.isEmpty ? nil : slice
    }
    let recent = tail.filter { $0.key >= interval.low && $0.key <= interval.high }.sorted()
    if !recent.isEmpty { slices.append(recent[...]) }
    return OrderedSlots(slices: slices)
  }

  /// The first index of a run whose key `isPast` something.
  private static func first(_ run: [OrderedSlot], _ isPast: (UInt64) -> Bool) -> Int {
    var low = 0
    var high = run.count
    while low < high {
      let middle = (low + high) / 2
      if isPast(run[middle].key) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Some entries of an order: slices of its runs.
struct OrderedSlots: Sendable {
  var slices: [ArraySlice<OrderedSlot>]

  /// How many, those counted that are no longer current.
  var count: Int { slices.reduce(0) { $0 + $1.count } }

  /// The entries of all slices by rising key.
  func walk() -> OrderedWalk { OrderedWalk(slices: slices) }
}

/// A merge of slices, step by step; there are no more of them than a number has bits.
struct OrderedWalk: IteratorProtocol {
  fileprivate var slices: [ArraySlice<OrderedSlot>]

  mutating func next() -> OrderedSlot? {
    var nearest: (index: Int, entry: OrderedSlot)?
    for index in slices.indices {
      guard let entry = slices[index].first, nearest.map({ entry < $0.entry }) ?? true else { continue }
      nearest = (index, entry)
    }
    guard let nearest else { return nil }
    return slices[nearest.index].popFirst()
  }
}

/// An order that comes to be when it is first asked for. Any thread asks; only the holder of the write turn inserts.
final class LazySlotOrder: Sendable {
  private struct State {
    var order: SlotOrder?
    /// What is inserted while the order is being made; `nil` when it is not.
    var meanwhile: [OrderedSlot]?
  }

  private let state = Lock(State())

  /// The entries with keys of an interval; `nil` while another thread makes the order.
  ///
  /// - Parameter all: every entry there is now, for the first to ask. What is inserted while it runs may be among them.
  func entries(in interval: KeyInterval, of all: () -> [OrderedSlot]) -> OrderedSlots? {
    let (present, isMaker) = state.withLock { state in
      let isMaker = state.order == nil && state.meanwhile == nil
      if isMaker { state.meanwhile = [] }
      return (state.order?.entries(in: interval), isMaker)
    }
    guard isMaker else { return present }
    let made = SlotOrder(all())
    return state.withLock { state in
      var order = made
      for entry in state.meanwhile ?? [] { order.append(entry) }
      state.meanwhile = nil
      let entries = order.entries(in: interval)
      state.order = order
      return entries
    }
  }

  /// Takes a slot that got its key just now. See `SlotOrder.merge` for `isCurrent`.
  func insert(_ key: UInt64, _ slot: UInt32, isCurrent: (OrderedSlot) -> Bool) {
    let entry = OrderedSlot(key: key, slot: slot)
    let full: SlotOrder? = state.withLock { state in
      state.meanwhile?.append(entry)
      state.order?.append(entry)
      return state.order.flatMap { $0.isTailFull ? $0 : nil }
    }
    // Outside the lock, so that no search waits for it: nobody else changes an order that is there, nor a run anybody.
    guard var merged = full else { return }
    merged.merge(isCurrent)
    let order = merged
    state.withLock { $0.order = order }
  }
}
