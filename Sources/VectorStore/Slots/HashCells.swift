// The hash table beneath every look-up: cells with linear probing, as they lie in the index file.
//
// Removing moves followers back (Knuth 6.4, algorithm R), so there are no deleted marks and nothing to clean up. Every
// loop ends after `capacity` steps, whatever a damaged file holds.
//
// A copy shares its cells with the table it was made from. So one copy is the table: its owner keeps it under a lock and
// changes it there. Others are for reading, while the write turn keeps the cells as they are. `grown` gives a table with
// cells of its own, to be put in the place of the old one.

/// What lies in a cell. Its size and layout are part of the file format; memory that was never written is empty.
protocol HashCell: BitwiseCopyable {
  static var empty: Self { get }
  var isEmpty: Bool { get }
}

/// Cells of a hash table, at most half of them in use. Not thread-safe.
struct HashCells<Cell: HashCell> {
  private let memory: ReservedMemory
  /// A power of two.
  private let capacity: Int
  /// Cells in use.
  private(set) var count: Int

  static var cellByteCount: Int { MemoryLayout<Cell>.stride }
  static var minimumCapacity: Int { 256 }

  /// An empty table.
  init(capacity: Int = minimumCapacity) throws(VectorStoreError) {
    memory = try ReservedMemory(reserving: capacity * Self.cellByteCount, hugePages: false)
    try memory.grow(to: capacity * Self.cellByteCount)
    self.capacity = capacity
    count = 0
  }

  /// The table that lies in `file`.
  ///
  /// - Parameters:
  ///   - extent: where; see `fits`.
  ///   - count: cells in use.
  init(mapping file: any StoreFile, _ extent: IndexHeader.Extent, count: Int) throws(VectorStoreError) {
    memory = try ReservedMemory(reserving: extent.byteCount, hugePages: false)
    try memory.map(file, offset: extent.offset, byteCount: extent.byteCount)
    capacity = extent.byteCount / Self.cellByteCount
    self.count = count
  }

  /// Whether a part of a file is a table with room for `count` entries.
  static func fits(_ extent: IndexHeader.Extent, count: Int) -> Bool {
    let capacity = extent.byteCount / cellByteCount
    return capacity > 0 && capacity & (capacity - 1) == 0 && capacity * cellByteCount == extent.byteCount
      && count <= capacity / 2
  }

  /// The bytes of all cells.
  var bytes: UnsafeRawBufferPointer { memory.front(capacity * Self.cellByteCount) }

  private var cells: UnsafeMutablePointer<Cell> { memory.base.assumingMemoryBound(to: Cell.self) }

  subscript(index: Int) -> Cell { cells[index] }

  /// The cells in use.
  var used: some Sequence<Cell> { (0..<capacity).lazy.map { cells[$0] }.filter { !$0.isEmpty } }

  /// Whether `additional` more entries fit.
  func hasRoom(for additional: Int) -> Bool { (count + additional) * 2 <= capacity }

  private func home(_ hash: UInt64) -> Int {
    // Fibonacci hashing; the shift keeps the product's best bits.
    Int(truncatingIfNeeded: (hash &* 0x9e37_79b9_7f4a_7c15) >> UInt64(64 - capacity.trailingZeroBitCount))
  }

  /// The cell that `matches`, or the empty one where it would go; `nil` if there is neither. Expected O(1).
  @inline(__always)
  func index(hash: UInt64, where matches: (Cell) -> Bool) -> Int? {
    var index = home(hash)
    for _ in 0..<capacity {
      let cell = cells[index]
      if cell.isEmpty || matches(cell) { return index }
      index = (index + 1) & (capacity - 1)
    }
    return nil
  }

  /// Writes a cell, which is not empty, to the place that `index(hash:where:)` gave for it.
  mutating func set(_ cell: Cell, at index: Int) {
    if cells[index].isEmpty { count += 1 }
    cells[index] = cell
  }

  /// Empties a cell and closes the gap.
  ///
  /// - Parameter hash: the hash a cell was put in by; `nil` for a cell that makes no sense, at which moving ends.
  mutating func remove(at start: Int, hash: (Cell) -> UInt64?) {
    // The count may be a damaged file's.
    count = max(count - 1, 0)
    var hole = start
    var index = start
    for _ in 0..<capacity {
      index = (index + 1) & (capacity - 1)
      let cell = cells[index]
      guard !cell.isEmpty, let hash = hash(cell) else { break }
      // A follower may fill the hole unless its home lies after the hole on the way to it.
      let distanceFromHome = (index - home(hash)) & (capacity - 1)
      let distanceFromHole = (index - hole) & (capacity - 1)
      if distanceFromHome >= distanceFromHole {
        cells[hole] = cell
        hole = index
      }
    }
    cells[hole] = .empty
  }

  /// A copy with cells of its own, at least twice as many as `total`; those without a hash are left behind.
  func grown(for total: Int, hash: (Cell) -> UInt64?) throws(VectorStoreError) -> HashCells {
    var capacity = max(self.capacity, Self.minimumCapacity)
    while capacity < total * 2 { capacity *= 2 }
    var copy = try HashCells(capacity: capacity)
    for cell in used {
      guard let hash = hash(cell), let place = copy.index(hash: hash, where: { _ in false }) else { continue }
      copy.set(cell, at: place)
    }
    return copy
  }
}

/// A number under a key that is kept elsewhere.
struct NumberCell: HashCell {
  /// The number plus 1; 0 when empty.
  private let tagged: UInt32

  private init(tagged: UInt32) { self.tagged = tagged }
  init(_ number: UInt32) { self.init(tagged: number &+ 1) }

  static let empty = NumberCell(tagged: 0)
  var isEmpty: Bool { tagged == 0 }
  /// Of an empty cell, the greatest number there is, which is above every limit.
  var number: UInt32 { tagged &- 1 }
}
