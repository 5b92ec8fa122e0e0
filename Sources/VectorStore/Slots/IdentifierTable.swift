// From a vector's id to its slot: an open-addressing hash table of slot numbers, as it lies in the index file.
//
// Cells hold slot + 1, 0 is empty; the key is read from the slot's record, so a vector costs 8 to 16 bytes here.
// Linear probing, deletion by moving followers back (Knuth 6.4 R), so there are no tombstones and the table never needs
// cleaning. It holds published vectors only. Every loop ends after `capacity` steps, whatever a damaged file holds.

/// A map from id to slot. Not thread-safe: the collection keeps it under a lock.
struct IdentifierTable {
  private var memory: ReservedMemory
  /// Cells; a power of two.
  private(set) var capacity: Int
  private(set) var count: Int

  static let minimumCapacity = 1024

  /// An empty table.
  init(capacity: Int = minimumCapacity) throws(VectorStoreError) {
    memory = try ReservedMemory(reserving: capacity * 4, hugePages: false)
    try memory.grow(to: capacity * 4)
    self.capacity = capacity
    count = 0
  }

  /// The table that lies in `file`.
  init(mapping file: any StoreFile, offset: Int, byteCount: Int, count: Int) throws(VectorStoreError) {
    memory = try ReservedMemory(reserving: byteCount, hugePages: false)
    try memory.map(file, offset: offset, byteCount: byteCount)
    capacity = byteCount / 4
    self.count = count
  }

  /// The bytes of all cells.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory.base, count: capacity * 4) }

  private var cells: UnsafeMutablePointer<UInt32> { memory.base.assumingMemoryBound(to: UInt32.self) }

  private func home(_ id: UInt64) -> Int {
    // Fibonacci hashing; the shift keeps the product's best bits.
    Int(truncatingIfNeeded: (id &* 0x9e37_79b9_7f4a_7c15) >> UInt64(64 - capacity.trailingZeroBitCount))
  }

  /// The cell that holds `id`, if any.
  private func cell(of id: UInt64, in slots: SlotTable, limit: UInt32) -> Int? {
    var index = home(id)
    for _ in 0..<capacity {
      let value = cells[index]
      if value == 0 { return nil }
      if value <= limit && slots.id(value - 1) == id { return index }
      index = (index + 1) & (capacity - 1)
    }
    return nil
  }

  /// The slot of `id`. Expected O(1).
  func slot(of id: UInt64, in slots: SlotTable, limit: UInt32) -> UInt32? {
    cell(of: id, in: slots, limit: limit).map { cells[$0] - 1 }
  }

  /// Whether `additional` more ids fit at a load of at most one half.
  func hasRoom(for additional: Int) -> Bool { (count + additional) * 2 <= capacity }

  /// Makes `slot` what `id` means, in place of what it meant. There must be room.
  mutating func set(_ id: UInt64, to slot: UInt32, in slots: SlotTable, limit: UInt32) {
    var index = home(id)
    for _ in 0..<capacity {
      let value = cells[index]
      if value == 0 {
        cells[index] = slot + 1
        count += 1
        return
      }
      if value <= limit && slots.id(value - 1) == id {
        cells[index] = slot + 1
        return
      }
      index = (index + 1) & (capacity - 1)
    }
  }

  /// Forgets `id`.
  mutating func remove(_ id: UInt64, in slots: SlotTable, limit: UInt32) {
    guard var hole = cell(of: id, in: slots, limit: limit) else { return }
    count = max(count - 1, 0)
    var index = hole
    for _ in 0..<capacity {
      index = (index + 1) & (capacity - 1)
      let value = cells[index]
      if value == 0 || value > limit { break }
      // A follower may fill the hole unless its home lies after the hole on the way to it.
      let distanceFromHome = (index - home(slots.id(value - 1))) & (capacity - 1)
      let distanceFromHole = (index - hole) & (capacity - 1)
      if distanceFromHome >= distanceFromHole {
        cells[hole] = value
        hole = index
      }
    }
    cells[hole] = 0
  }

  /// A copy with at least twice the room `total` ids need.
  func grown(for total: Int, in slots: SlotTable, limit: UInt32) throws(VectorStoreError) -> IdentifierTable {
    var capacity = max(self.capacity, Self.minimumCapacity)
    while capacity < total * 2 { capacity *= 2 }
    var copy = try IdentifierTable(capacity: capacity)
    for index in 0..<self.capacity {
      let value = cells[index]
      if value != 0 && value <= limit { copy.set(slots.id(value - 1), to: value - 1, in: slots, limit: limit) }
    }
    return copy
  }
}
