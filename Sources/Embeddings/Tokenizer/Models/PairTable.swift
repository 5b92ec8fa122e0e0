// The merges of a BPE model: for two neighbouring tokens, how early they merge and into what.

/// (left id, right id) → (rank, id). Immutable once built.
struct PairTable: Sendable {
  struct Merge {
    /// Lower merges first; `.max` when the two do not merge.
    var rank: UInt32
    var id: Int32
    static let none = Merge(rank: .max, id: 0)
  }

  private struct Slot {
    var left: Int32 = -1  // -1 marks a free slot.
    var right: Int32 = -1
    var merge = Merge.none
  }

  private var slots: [Slot]
  private let shift: UInt64

  init(minimumCapacity: Int) {
    var bits: UInt64 = 6
    while 1 << bits < minimumCapacity * 2 { bits += 1 }
    shift = 64 - bits
    slots = Array(repeating: Slot(), count: 1 << bits)
  }

  @inline(__always)
  private func home(_ left: Int32, _ right: Int32) -> Int {
    let key = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    return Int(truncatingIfNeeded: ((key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }

  /// Adds a merge; a pair that is there takes the new one, as in the reference. At most `minimumCapacity` times.
  mutating func insert(_ left: Int32, _ right: Int32, _ merge: Merge) {
    var slot = home(left, right)
    while slots[slot].left >= 0, slots[slot].left != left || slots[slot].right != right {
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Slot(left: left, right: right, merge: merge)
  }

  /// What `left` and `right` merge into.
  @inline(__always)
  func merge(_ left: Int32, _ right: Int32) -> Merge {
    slots.withUnsafeBufferPointer { slots in
      var slot = home(left, right)
      while slots[slot].left >= 0 {
        if slots[slot].left == left, slots[slot].right == right { return slots[slot].merge }
        slot = (slot &+ 1) & (slots.count &- 1)
      }
      return .none
    }
  }
}
