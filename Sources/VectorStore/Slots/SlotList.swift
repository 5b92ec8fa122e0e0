// Lists of slots with something in common, and how a search walks them: the vectors of a label, or of a value in a
// payload column. A list is doubly linked, and its links lie with the slots.
//
// A search reads heads and lengths under a lock once (ListTable), then walks without it. A slot that is taken off keeps
// its own `next`, and is not used again before the search has ended, so the walk always comes out at the end.

/// Where the links of lists lie, and what the slots of one list have in common.
protocol ListedSlots: Sendable {
  /// The key a slot is listed by.
  func listKey(_ slot: UInt32) -> UInt64
  /// The slot after `slot` on its list, plus 1; 0 at the end.
  func next(_ slot: UInt32) -> UInt32
  /// The slot before it, plus 1; 0 at the head.
  func previous(_ slot: UInt32) -> UInt32
  func setNext(_ slot: UInt32, _ next: UInt32)
  func setPrevious(_ slot: UInt32, _ previous: UInt32)
}

extension SlotTable: ListedSlots {
  func listKey(_ slot: UInt32) -> UInt64 { label(slot) }
}

extension PayloadColumn: ListedSlots {
  func listKey(_ slot: UInt32) -> UInt64 { key(slot) }
}

/// One list, as its table had it.
struct SlotList<Slots: ListedSlots>: Sendable {
  let key: UInt64
  let slots: Slots
  /// The first slot plus 1; 0 for an empty list.
  let head: UInt32
  let length: Int

  /// - Parameter list: what the table says of the key.
  init(of key: UInt64, in slots: Slots, _ list: (head: UInt32, length: Int)?) {
    self.key = key
    self.slots = slots
    head = list?.head ?? 0
    length = list?.length ?? 0
  }

  /// The slots on the list that lie below `limit`. Read the list before the limit, and all of them do.
  func walk(limit: UInt32) -> SlotListWalk<Slots> { SlotListWalk(self, limit: limit) }
}

/// The slots on a list. Ends after as many steps as there are slots, whatever a damaged file holds.
struct SlotListWalk<Slots: ListedSlots>: Sequence, IteratorProtocol {
  private let list: SlotList<Slots>
  private let limit: UInt32
  private var cursor: UInt32
  private var steps: UInt32

  fileprivate init(_ list: SlotList<Slots>, limit: UInt32) {
    self.list = list
    self.limit = limit
    cursor = list.head
    steps = limit
  }

  @inline(__always)
  mutating func next() -> UInt32? {
    while cursor != 0 && cursor <= limit && steps > 0 {
      let slot = cursor - 1
      cursor = list.slots.next(slot)
      steps -= 1
      // A slot that was taken off the list under the walk may have lost its key, and still leads on.
      if list.slots.listKey(slot) == list.key { return slot }
    }
    return nil
  }
}
