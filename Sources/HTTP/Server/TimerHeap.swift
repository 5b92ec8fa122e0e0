// A binary heap of deadlines. Entries are never removed early: whoever set one checks on firing whether it still holds and
// sets another if it moved, so pushing a connection's deadline back, which every request does, costs a store and no heap work.

/// Deadlines with something to do, earliest first.
struct TimerHeap<Target> {
  private var entries: [(deadline: UInt64, target: Target)] = []

  /// The earliest deadline, in the loop's milliseconds.
  var earliest: UInt64? { entries.first?.deadline }

  /// O(log n).
  mutating func push(_ deadline: UInt64, _ target: Target) {
    entries.append((deadline, target))
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard entries[child].deadline < entries[parent].deadline else { return }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the earliest entry when it is due at `now`. O(log n).
  mutating func popDue(_ now: UInt64) -> (deadline: UInt64, target: Target)? {
    guard let first = entries.first, first.deadline <= now else { return nil }
    let last = entries.removeLast()
    guard !entries.isEmpty else { return first }
    entries[0] = last
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && entries[child].deadline < entries[smallest].deadline {
        smallest = child
      }
      guard smallest != parent else { return first }
      entries.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
