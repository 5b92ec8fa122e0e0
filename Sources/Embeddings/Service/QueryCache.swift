// The vectors of the most recent queries, so that a repeated question costs a look-up.

/// A least-recently-used map from text to vector with a fixed number of entries. Not thread-safe: lives behind a lock.
struct QueryCache {
  private struct Entry {
    var text: ExactText
    var vector: [Float]
    var newer: Int
    var older: Int
  }

  /// Longer texts are not worth the memory.
  private static let maxTextBytes = 4096
  private static let none = -1
  private let capacity: Int
  private var slots: [ExactText: Int] = [:]
  private var entries: [Entry] = []
  private var newest = Self.none
  private var oldest = Self.none

  init(capacity: Int) { self.capacity = max(0, capacity) }

  var count: Int { entries.count }

  /// The vector of `text`, which becomes the most recent entry. O(1).
  mutating func vector(for text: String) -> [Float]? {
    guard let slot = slots[ExactText(text)] else { return nil }
    unlink(slot)
    linkNewest(slot)
    return entries[slot].vector
  }

  /// Remembers a vector; the least recently used entry makes room. O(1).
  mutating func insert(_ vector: [Float], for text: String) {
    guard capacity > 0, text.utf8.count <= Self.maxTextBytes else { return }
    let text = ExactText(text)
    if let slot = slots[text] {
      entries[slot].vector = vector
      unlink(slot)
      linkNewest(slot)
      return
    }
    var slot = entries.count
    let entry = Entry(text: text, vector: vector, newer: Self.none, older: Self.none)
    if slot < capacity {
      entries.append(entry)
    } else {
      slot = oldest
      unlink(slot)
      slots[entries[slot].text] = nil
      entries[slot] = entry
    }
    slots[text] = slot
    linkNewest(slot)
  }

  private mutating func unlink(_ slot: Int) {
    let (newer, older) = (entries[slot].newer, entries[slot].older)
    if newer == Self.none { newest = older } else { entries[newer].older = older }
    if older == Self.none { oldest = newer } else { entries[older].newer = newer }
  }

  private mutating func linkNewest(_ slot: Int) {
    entries[slot].newer = Self.none
    entries[slot].older = newest
    if newest == Self.none { oldest = slot } else { entries[newest].newer = slot }
    newest = slot
  }
}
