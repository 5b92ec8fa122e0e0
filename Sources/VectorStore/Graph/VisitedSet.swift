// Which vertices a traversal has met.
//
// A bitmap and not the usual array of epoch numbers: 54,000 slots take 7 KB and stay in the first-level cache, a
// million take 125 KB and stay in the second. Clearing costs as much as was set: the touched words are remembered.
import Glibc

/// A set of slots below a limit. A view of memory that a SearchContext owns.
struct VisitedSet {
  private var words: UnsafeMutablePointer<UInt64>
  private var wordCapacity: Int
  private var touched: UnsafeMutablePointer<UInt32>
  private var touchedCount = 0
  private static let touchedCapacity = 4096

  init() {
    wordCapacity = 1024
    words = .allocate(capacity: wordCapacity)
    words.initialize(repeating: 0, count: wordCapacity)
    touched = .allocate(capacity: Self.touchedCapacity)
  }

  func deallocate() {
    words.deallocate()
    touched.deallocate()
  }

  /// Empties the set and makes room for slots below `limit`.
  mutating func reset(limit: UInt32) {
    if touchedCount >= Self.touchedCapacity {
      memset(words, 0, wordCapacity * 8)
    } else {
      for index in 0..<touchedCount { words[Int(touched[index])] = 0 }
    }
    touchedCount = 0
    let needed = (Int(limit) + 63) / 64
    if needed > wordCapacity {
      words.deallocate()
      wordCapacity = needed + needed / 2
      words = .allocate(capacity: wordCapacity)
      words.initialize(repeating: 0, count: wordCapacity)
    }
  }

  /// Puts `slot` (below the limit) in; false if it was.
  @inline(__always)
  mutating func insert(_ slot: UInt32) -> Bool {
    let index = Int(slot >> 6)
    let bit: UInt64 = 1 << UInt64(slot & 63)
    let word = words[index]
    if word & bit != 0 { return false }
    if word == 0 && touchedCount < Self.touchedCapacity {
      touched[touchedCount] = UInt32(truncatingIfNeeded: index)
      touchedCount += 1
    }
    words[index] = word | bit
    return true
  }

  /// Whether `slot` (below the limit) is in.
  func contains(_ slot: UInt32) -> Bool { words[Int(slot >> 6)] & (1 << UInt64(slot & 63)) != 0 }
}
