// From a key to the list of its slots: heads and lengths in a hash table, as it lies in the index file.

/// What lists are found by.
protocol ListKey: BitwiseCopyable, Equatable {
  static var none: Self { get }
  var hash: UInt64 { get }
}

/// A label.
struct LabelKey: ListKey {
  let label: UInt64
  static let none = LabelKey(label: 0)
  var hash: UInt64 { label }
}

/// A value in a payload column.
struct ValueKey: ListKey {
  let key: UInt64
  let column: UInt32
  static let none = ValueKey(key: 0, column: 0)
  var hash: UInt64 { key ^ UInt64(column) << 56 }
}

/// A list's cell. The fields follow each other without gaps: 16 bytes for a label, for a value 20 in 24.
struct ListCell<Key: ListKey>: HashCell {
  var key: Key
  /// The first slot plus 1; 0 when the cell is empty.
  var head: UInt32
  var length: UInt32

  static var empty: ListCell { ListCell(key: .none, head: 0, length: 0) }
  var isEmpty: Bool { head == 0 }
}

typealias LabelTable = ListTable<LabelKey>
typealias ValueTable = ListTable<ValueKey>

/// A map from keys to lists of slots. Not thread-safe: kept under a lock. See HashCells for what copies are.
struct ListTable<Key: ListKey> {
  private var cells: HashCells<ListCell<Key>>

  /// An empty table.
  init() throws(VectorStoreError) { cells = try HashCells() }

  /// The table that lies in `file`.
  init(mapping file: any StoreFile, _ extent: IndexHeader.Extent, count: Int) throws(VectorStoreError) {
    cells = try HashCells(mapping: file, extent, count: count)
  }

  static func fits(_ extent: IndexHeader.Extent, count: Int) -> Bool {
    HashCells<ListCell<Key>>.fits(extent, count: count)
  }

  /// How many lists there are.
  var count: Int { cells.count }
  /// The bytes of all cells.
  var bytes: UnsafeRawBufferPointer { cells.bytes }

  private func index(of key: Key) -> Int? { cells.index(hash: key.hash) { $0.key == key } }

  /// Head (slot + 1) and length of the key's list, or `nil`. Expected O(1).
  func list(of key: Key) -> (head: UInt32, length: Int)? {
    guard let index = index(of: key), !cells[index].isEmpty else { return nil }
    return (cells[index].head, Int(cells[index].length))
  }

  /// Every key with the length of its list.
  var lengths: some Sequence<(key: Key, length: Int)> { cells.used.lazy.map { (key: $0.key, length: Int($0.length)) } }

  func hasRoom(for additional: Int) -> Bool { cells.hasRoom(for: additional) }

  /// Puts `slot` at the head of its key's list. There must be room for a key.
  mutating func link(_ slot: UInt32, key: Key, in slots: some ListedSlots, limit: UInt32) {
    guard let index = index(of: key) else { return }
    var cell = cells[index].isEmpty ? ListCell(key: key, head: 0, length: 0) : cells[index]
    slots.setNext(slot, cell.head)
    slots.setPrevious(slot, 0)
    if cell.head != 0 && cell.head <= limit { slots.setPrevious(cell.head - 1, slot + 1) }
    cell.length &+= 1
    cell.head = slot + 1
    cells.set(cell, at: index)
  }

  /// Takes `slot` off its key's list; its own `next` stays for searches that stand on it.
  mutating func unlink(_ slot: UInt32, key: Key, in slots: some ListedSlots, limit: UInt32) {
    guard let index = index(of: key), !cells[index].isEmpty else { return }
    var cell = cells[index]
    let next = slots.next(slot)
    let previous = slots.previous(slot)
    if next != 0 && next <= limit { slots.setPrevious(next - 1, previous) }
    if previous != 0 && previous <= limit {
      slots.setNext(previous - 1, next)
    } else {
      cell.head = next
    }
    guard !cell.isEmpty else { return cells.remove(at: index) { $0.key.hash } }
    cell.length = cell.length == 0 ? 0 : cell.length - 1
    cells.set(cell, at: index)
  }

  /// A copy with at least twice the room `total` keys need.
  func grown(for total: Int) throws(VectorStoreError) -> ListTable {
    var copy = self
    copy.cells = try cells.grown(for: total) { $0.key.hash }
    return copy
  }
}
