// One field of one type: a word for each slot, and for listed types the lists of slots with equal values.

/// The memory of a column. The slot's word is written before the slot's commit is published and erased after the last
/// search that can return the slot has ended; both as whole words.
struct PayloadColumn: Sendable {
  let name: String
  let type: PayloadType
  /// One key for each slot, 8 bytes.
  let cells: ReservedMemory
  /// Next and previous slot with the same key, plus 1, 4 bytes each; `nil` for a type that is not listed.
  let links: ReservedMemory?
  /// Slots by key, for ranges; made when the first is asked for.
  let order = LazySlotOrder()

  static let cellByteCount = 8
  static let linkByteCount = 8

  /// An empty column for up to `slotCapacity` slots.
  init(name: String, type: PayloadType, slotCapacity: Int) throws(VectorStoreError) {
    self.name = name
    self.type = type
    cells = try ReservedMemory(reserving: slotCapacity * Self.cellByteCount, hugePages: true)
    links =
      type.isListed ? try ReservedMemory(reserving: slotCapacity * Self.linkByteCount, hugePages: true) : nil
  }

  /// Makes room for slots below `slotCount`.
  func grow(to slotCount: Int) throws(VectorStoreError) {
    try cells.grow(to: slotCount * Self.cellByteCount)
    try links?.grow(to: slotCount * Self.linkByteCount)
  }

  @inline(__always)
  func key(_ slot: UInt32) -> UInt64 {
    cells.base.doubleWord(Int(slot) * Self.cellByteCount).pointee.load(ordering: .relaxed)
  }

  func setKey(_ slot: UInt32, _ key: UInt64) {
    cells.base.doubleWord(Int(slot) * Self.cellByteCount).pointee.store(key, ordering: .relaxed)
  }

  /// Tells the order of a key that was set.
  func putInOrder(_ slot: UInt32, _ key: UInt64) {
    order.insert(key, slot) { self.key($0.slot) == $0.key }
  }

  /// The slots with keys of an interval, some of which may have lost theirs; `nil` while the order is being made.
  ///
  /// - Parameter slotCount: slots there are, read when all of them can be told of.
  func slots(in interval: KeyInterval, slotCount: () -> UInt32) -> OrderedSlots? {
    order.entries(in: interval) {
      (0..<slotCount()).compactMap { slot in
        let key = self.key(slot)
        return key == PayloadKey.absent ? nil : OrderedSlot(key: key, slot: slot)
      }
    }
  }

  /// The slot after `slot` on its list, plus 1; 0 at the end.
  @inline(__always)
  func next(_ slot: UInt32) -> UInt32 {
    guard let links else { return 0 }
    return links.base.word(Int(slot) * Self.linkByteCount).pointee.load(ordering: .acquiring)
  }

  func previous(_ slot: UInt32) -> UInt32 {
    guard let links else { return 0 }
    return links.base.word(Int(slot) * Self.linkByteCount + 4).pointee.load(ordering: .relaxed)
  }

  func setNext(_ slot: UInt32, _ next: UInt32) {
    links?.base.word(Int(slot) * Self.linkByteCount).pointee.store(next, ordering: .releasing)
  }

  func setPrevious(_ slot: UInt32, _ previous: UInt32) {
    links?.base.word(Int(slot) * Self.linkByteCount + 4).pointee.store(previous, ordering: .relaxed)
  }
}
