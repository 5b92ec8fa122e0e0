// A set of 64-bit numbers that is asked far more often than built: one multiplication and mostly one load for an answer,
// where Swift's Set, guarded against chosen keys, takes some twenty nanoseconds.

/// An immutable set of words.
final class KeySet: Sendable {
  private let cells: [UInt64]
  private let shift: UInt64
  private let mask: Int
  /// 0 marks an empty cell.
  private let hasZero: Bool
  let count: Int

  init(_ keys: some Collection<UInt64>) {
    var capacity = 8
    // A quarter full: chosen keys that collide cost more steps, never more than the set has members.
    while capacity < keys.count * 4 { capacity *= 2 }
    var cells = [UInt64](repeating: 0, count: capacity)
    let shift = UInt64(64 - capacity.trailingZeroBitCount)
    var hasZero = false
    var count = 0
    for key in keys {
      if key == 0 {
        if !hasZero { count += 1 }
        hasZero = true
        continue
      }
      var index = Self.home(key, shift)
      while cells[index] != 0 && cells[index] != key { index = (index + 1) & (capacity - 1) }
      if cells[index] == 0 { count += 1 }
      cells[index] = key
    }
    self.cells = cells
    self.shift = shift
    self.mask = capacity - 1
    self.hasZero = hasZero
    self.count = count
  }

  @inline(__always)
  private static func home(_ key: UInt64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> shift)
  }

  @inline(__always)
  func contains(_ key: UInt64) -> Bool {
    if key == 0 { return hasZero }
    var index = Self.home(key, shift)
    return cells.withUnsafeBufferPointer { cells in
      while cells[index] != 0 {
        if cells[index] == key { return true }
        index = (index + 1) & mask
      }
      return false
    }
  }
}
