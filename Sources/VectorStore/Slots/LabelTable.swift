// From a label to its vectors: a hash table of list heads, as it lies in the index file.
//
// The list itself runs through the slot records (next and previous). A search reads heads and counts under the
// collection's lock once, then walks the lists without it: a slot that is unlinked keeps its own `next`, and is not
// used again before the search has ended, so the walk always comes out at the end.

/// A map from label to the first slot of its list and the list's length. Not thread-safe: kept under a lock.
struct LabelTable {
  private var memory: ReservedMemory
  /// Cells; a power of two.
  private(set) var capacity: Int
  private(set) var count: Int

  static let cellByteCount = 16
  static let minimumCapacity = 256

  /// One label: 16 bytes, label, head (slot + 1, 0 when the cell is empty), length of the list.
  struct Cell {
    var label: UInt64
    var head: UInt32
    var length: UInt32
  }

  init(capacity: Int = minimumCapacity) throws(VectorStoreError) {
    memory = try ReservedMemory(reserving: capacity * Self.cellByteCount, hugePages: false)
    try memory.grow(to: capacity * Self.cellByteCount)
    self.capacity = capacity
    count = 0
  }

  init(mapping file: any StoreFile, offset: Int, byteCount: Int, count: Int) throws(VectorStoreError) {
    memory = try ReservedMemory(reserving: byteCount, hugePages: false)
    try memory.map(file, offset: offset, byteCount: byteCount)
    capacity = byteCount / Self.cellByteCount
    self.count = count
  }

  /// The bytes of all cells.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory.base, count: capacity * Self.cellByteCount) }

  private var cells: UnsafeMutablePointer<Cell> { memory.base.assumingMemoryBound(to: Cell.self) }

  private func home(_ label: UInt64) -> Int {
    Int(truncatingIfNeeded: (label &* 0x9e37_79b9_7f4a_7c15) >> UInt64(64 - capacity.trailingZeroBitCount))
  }

  /// The cell of `label`, or the empty cell where it would go; `nil` in a full table.
  private func index(of label: UInt64) -> Int? {
    var index = home(label)
    for _ in 0..<capacity {
      let cell = cells[index]
      if cell.head == 0 || cell.label == label { return index }
      index = (index + 1) & (capacity - 1)
    }
    return nil
  }

  /// Head (slot + 1) and length of the label's list, or `nil`. Expected O(1).
  func list(of label: UInt64) -> (head: UInt32, length: Int)? {
    guard let index = index(of: label), cells[index].head != 0 else { return nil }
    return (cells[index].head, Int(cells[index].length))
  }

  /// The length of every label's list.
  var lengths: [UInt64: Int] {
    var lengths: [UInt64: Int] = [:]
    lengths.reserveCapacity(count)
    for index in 0..<capacity where cells[index].head != 0 { lengths[cells[index].label] = Int(cells[index].length) }
    return lengths
  }

  func hasRoom(for additional: Int) -> Bool { (count + additional) * 2 <= capacity }

  /// Puts `slot` at the head of its label's list. There must be room for a label.
  mutating func link(_ slot: UInt32, label: UInt64, in slots: SlotTable, limit: UInt32) {
    guard let index = index(of: label) else { return }
    let head = cells[index].head
    if head == 0 {
      count += 1
      cells[index].length = 0
    }
    slots.setNext(slot, head)
    slots.setPrevious(slot, 0)
    if head != 0 && head <= limit { slots.setPrevious(head - 1, slot + 1) }
    cells[index].label = label
    cells[index].length &+= 1
    cells[index].head = slot + 1
  }

  /// Takes `slot` out of its label's list; the slot's own `next` stays for searches that stand on it.
  mutating func unlink(_ slot: UInt32, label: UInt64, in slots: SlotTable, limit: UInt32) {
    guard let index = index(of: label), cells[index].head != 0 else { return }
    let next = slots.next(slot)
    let previous = slots.previous(slot)
    if next != 0 && next <= limit { slots.setPrevious(next - 1, previous) }
    if previous != 0 && previous <= limit {
      slots.setNext(previous - 1, next)
    } else {
      cells[index].head = next
    }
    cells[index].length = cells[index].length == 0 ? 0 : cells[index].length - 1
    if cells[index].head == 0 { removeCell(index) }
  }

  /// Closes the gap an emptied cell leaves (Knuth 6.4 R).
  private mutating func removeCell(_ start: Int) {
    count = max(count - 1, 0)
    var hole = start
    var index = start
    for _ in 0..<capacity {
      index = (index + 1) & (capacity - 1)
      let cell = cells[index]
      if cell.head == 0 { break }
      let distanceFromHome = (index - home(cell.label)) & (capacity - 1)
      let distanceFromHole = (index - hole) & (capacity - 1)
      if distanceFromHome >= distanceFromHole {
        cells[hole] = cell
        hole = index
      }
    }
    cells[hole] = Cell(label: 0, head: 0, length: 0)
  }

  /// A copy with at least twice the room `total` labels need.
  func grown(for total: Int) throws(VectorStoreError) -> LabelTable {
    var capacity = max(self.capacity, Self.minimumCapacity)
    while capacity < total * 2 { capacity *= 2 }
    var copy = try LabelTable(capacity: capacity)
    for index in 0..<self.capacity where cells[index].head != 0 {
      guard let place = copy.index(of: cells[index].label) else { continue }
      copy.cells[place] = cells[index]
      copy.count += 1
    }
    return copy
  }
}
