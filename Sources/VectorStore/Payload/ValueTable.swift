// From a column's value to the vectors that have it: a hash table of list heads, as it lies in the index file.
//
// The same idea as LabelTable, over the columns' links in place of the slot records'. Linear probing, no deleted marks;
// every loop ends after `capacity` steps, whatever a damaged file holds.

/// A map from (column, key) to the head of a list of slots and its length. Not thread-safe: kept under a lock.
struct ValueTable {
  private var memory: ReservedMemory
  /// Cells; a power of two.
  private(set) var capacity: Int
  private(set) var count: Int

  static let cellByteCount = 24
  static let minimumCapacity = 128

  private struct Cell {
    var key: UInt64
    var column: UInt32
    /// First slot plus 1; 0 when the cell is empty.
    var head: UInt32
    var length: UInt32
    var unused: UInt32
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

  private func home(_ key: UInt64, _ column: UInt32) -> Int {
    let mixed = (key ^ UInt64(column) << 56) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed >> UInt64(64 - capacity.trailingZeroBitCount))
  }

  /// The cell of a value, or the empty cell where it would go; `nil` in a full table.
  private func index(of key: UInt64, column: UInt32) -> Int? {
    var index = home(key, column)
    for _ in 0..<capacity {
      let cell = cells[index]
      if cell.head == 0 || cell.key == key && cell.column == column { return index }
      index = (index + 1) & (capacity - 1)
    }
    return nil
  }

  /// Head (slot + 1) and length of a value's list, or `nil`. Expected O(1).
  func list(of key: UInt64, column: Int) -> (head: UInt32, length: Int)? {
    guard let index = index(of: key, column: UInt32(column)), cells[index].head != 0 else { return nil }
    return (cells[index].head, Int(cells[index].length))
  }

  func hasRoom(for additional: Int) -> Bool { (count + additional) * 2 <= capacity }

  /// Puts `slot` at the head of its value's list. There must be room for a value.
  mutating func link(_ slot: UInt32, key: UInt64, column number: Int, _ column: PayloadColumn, limit: UInt32) {
    guard let index = index(of: key, column: UInt32(number)) else { return }
    let head = cells[index].head
    if head == 0 {
      count += 1
      cells[index].length = 0
    }
    column.setNext(slot, head)
    column.setPrevious(slot, 0)
    if head != 0 && head <= limit { column.setPrevious(head - 1, slot + 1) }
    cells[index].key = key
    cells[index].column = UInt32(number)
    cells[index].length &+= 1
    cells[index].head = slot + 1
  }

  /// Takes `slot` off its value's list; its own `next` stays for searches that stand on it.
  mutating func unlink(_ slot: UInt32, key: UInt64, column number: Int, _ column: PayloadColumn, limit: UInt32) {
    guard let index = index(of: key, column: UInt32(number)), cells[index].head != 0 else { return }
    let next = column.next(slot)
    let previous = column.previous(slot)
    if next != 0 && next <= limit { column.setPrevious(next - 1, previous) }
    if previous != 0 && previous <= limit {
      column.setNext(previous - 1, next)
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
      let distanceFromHome = (index - home(cell.key, cell.column)) & (capacity - 1)
      let distanceFromHole = (index - hole) & (capacity - 1)
      if distanceFromHome >= distanceFromHole {
        cells[hole] = cell
        hole = index
      }
    }
    cells[hole] = Cell(key: 0, column: 0, head: 0, length: 0, unused: 0)
  }

  /// A copy with at least twice the room `total` values need.
  func grown(for total: Int) throws(VectorStoreError) -> ValueTable {
    var capacity = max(self.capacity, Self.minimumCapacity)
    while capacity < total * 2 { capacity *= 2 }
    var copy = try ValueTable(capacity: capacity)
    for index in 0..<self.capacity where cells[index].head != 0 {
      guard let place = copy.index(of: cells[index].key, column: cells[index].column) else { continue }
      copy.cells[place] = cells[index]
      copy.count += 1
    }
    return copy
  }

  /// Every list, for checking.
  func forEachList(_ body: (_ key: UInt64, _ column: Int, _ head: UInt32, _ length: Int) -> Void) {
    for index in 0..<capacity where cells[index].head != 0 {
      body(cells[index].key, Int(cells[index].column), cells[index].head, Int(cells[index].length))
    }
  }
}
