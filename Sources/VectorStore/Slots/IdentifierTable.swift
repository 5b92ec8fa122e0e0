// From a vector's id to its slot: a hash table of slot numbers whose keys are read from the slots' records, so a vector
// costs 8 to 16 bytes here. It holds published vectors only.

/// A map from id to slot. Not thread-safe: the collection keeps it under a lock. See HashCells for what copies are.
struct IdentifierTable {
  private var cells: HashCells<NumberCell>

  /// An empty table.
  init() throws(VectorStoreError) { cells = try HashCells() }

  /// The table that lies in `file`.
  init(mapping file: any StoreFile, _ extent: IndexHeader.Extent, count: Int) throws(VectorStoreError) {
    cells = try HashCells(mapping: file, extent, count: count)
  }

  static func fits(_ extent: IndexHeader.Extent, count: Int) -> Bool {
    HashCells<NumberCell>.fits(extent, count: count)
  }

  var count: Int { cells.count }
  /// The bytes of all cells.
  var bytes: UnsafeRawBufferPointer { cells.bytes }

  /// The cell that holds `id`, or the empty one where it would go.
  @inline(__always)
  private func index(of id: UInt64, in slots: SlotTable, limit: UInt32) -> Int? {
    cells.index(hash: id) { $0.number < limit && slots.id($0.number) == id }
  }

  /// The slot of `id`. Expected O(1).
  func slot(of id: UInt64, in slots: SlotTable, limit: UInt32) -> UInt32? {
    guard let index = index(of: id, in: slots, limit: limit), !cells[index].isEmpty else { return nil }
    return cells[index].number
  }

  /// Whether `additional` more ids fit at a load of at most one half.
  func hasRoom(for additional: Int) -> Bool { cells.hasRoom(for: additional) }

  /// Makes `slot` what `id` means, in place of what it meant. There must be room.
  mutating func set(_ id: UInt64, to slot: UInt32, in slots: SlotTable, limit: UInt32) {
    guard let index = index(of: id, in: slots, limit: limit) else { return }
    cells.set(NumberCell(slot), at: index)
  }

  /// Forgets `id`.
  mutating func remove(_ id: UInt64, in slots: SlotTable, limit: UInt32) {
    guard let index = index(of: id, in: slots, limit: limit), !cells[index].isEmpty else { return }
    cells.remove(at: index) { $0.number < limit ? slots.id($0.number) : nil }
  }

  /// A copy with at least twice the room `total` ids need.
  func grown(for total: Int, in slots: SlotTable, limit: UInt32) throws(VectorStoreError) -> IdentifierTable {
    var copy = self
    copy.cells = try cells.grown(for: total) { $0.number < limit ? slots.id($0.number) : nil }
    return copy
  }
}
