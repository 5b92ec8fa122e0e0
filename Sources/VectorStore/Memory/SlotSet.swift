// A growing set of slots, as a bitmap.

/// A set of slot numbers; any number may be asked for. Changed by the thread that holds the write turn, read by the
/// building threads it starts and waits for.
struct SlotSet: Sendable {
  private var words: [UInt64] = []

  func contains(_ slot: UInt32) -> Bool {
    let index = Int(slot >> 6)
    return index < words.count && words[index] & (1 << UInt64(slot & 63)) != 0
  }

  mutating func insert(_ slot: UInt32) {
    let index = Int(slot >> 6)
    if index >= words.count { words.append(contentsOf: repeatElement(0, count: index + 1 - words.count)) }
    words[index] |= 1 << UInt64(slot & 63)
  }

  mutating func remove(_ slot: UInt32) {
    let index = Int(slot >> 6)
    if index < words.count { words[index] &= ~(1 << UInt64(slot & 63)) }
  }
}
