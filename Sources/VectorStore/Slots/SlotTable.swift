// What a slot is: the vector's id and label, the commits it was born and died in, its neighbours in its label's list.
//
// A slot is visible to a search on commit c when born <= c < died. That is all there is to snapshots: a writer sets
// `born` before anything links to the slot and `died` when a commit removes it, and publishing a commit is one store
// elsewhere. A slot is used again only when no running search can have seen it (see ReaderRegistry).
import Synchronization

/// The records of all slots, 40 bytes each:
///
///     offset  bytes  content
///     0       8      id
///     8       8      label
///     16      8      born: commit number; `never` while free
///     24      8      died: commit number; `never` while live
///     32      4      next slot of the same label, plus 1; 0 at the end
///     36      4      previous slot of the same label, plus 1; 0 at the head
///
/// A view: it owns nothing, and whoever makes one vouches for the memory and for slots below the limit.
struct SlotTable: @unchecked Sendable {
  // Sendable: the address never changes, and what is behind it is read and written as atomic words.
  static let recordByteCount = 40
  /// The commit that never comes.
  static let never = UInt64.max

  let base: UnsafeMutableRawPointer

  @inline(__always)
  private func record(_ slot: UInt32) -> UnsafeMutableRawPointer { base + Int(slot) * Self.recordByteCount }

  // Whole words: a search may look at the id and label of a slot that is being filled, before it finds it invisible.
  func id(_ slot: UInt32) -> UInt64 { record(slot).doubleWord(0).pointee.load(ordering: .relaxed) }
  func label(_ slot: UInt32) -> UInt64 { record(slot).doubleWord(8).pointee.load(ordering: .relaxed) }
  func born(_ slot: UInt32) -> UInt64 { record(slot).doubleWord(16).pointee.load(ordering: .acquiring) }
  func died(_ slot: UInt32) -> UInt64 { record(slot).doubleWord(24).pointee.load(ordering: .acquiring) }
  func next(_ slot: UInt32) -> UInt32 { record(slot).word(32).pointee.load(ordering: .acquiring) }
  func previous(_ slot: UInt32) -> UInt32 { record(slot).word(36).pointee.load(ordering: .relaxed) }

  func setBorn(_ slot: UInt32, _ commit: UInt64) {
    record(slot).doubleWord(16).pointee.store(commit, ordering: .releasing)
  }
  func setDied(_ slot: UInt32, _ commit: UInt64) {
    record(slot).doubleWord(24).pointee.store(commit, ordering: .releasing)
  }
  func setNext(_ slot: UInt32, _ next: UInt32) { record(slot).word(32).pointee.store(next, ordering: .releasing) }
  func setPrevious(_ slot: UInt32, _ previous: UInt32) {
    record(slot).word(36).pointee.store(previous, ordering: .relaxed)
  }

  /// Fills a free slot's record; `born` comes last, because it is what makes the rest readable.
  func occupy(_ slot: UInt32, id: UInt64, label: UInt64, born: UInt64) {
    setIdentity(slot, id: id, label: label)
    setDied(slot, Self.never)
    setBorn(slot, born)
  }

  private func setIdentity(_ slot: UInt32, id: UInt64, label: UInt64) {
    record(slot).doubleWord(0).pointee.store(id, ordering: .relaxed)
    record(slot).doubleWord(8).pointee.store(label, ordering: .relaxed)
  }

  /// Empties a slot's record.
  func vacate(_ slot: UInt32) {
    setBorn(slot, Self.never)
    setIdentity(slot, id: 0, label: 0)
    setDied(slot, Self.never)
    setNext(slot, 0)
    setPrevious(slot, 0)
  }

  /// Whether a search on commit `snapshot` may return the slot.
  ///
  /// A scan looks at every slot, also at one that is being emptied and filled again under it. `born` is read twice, so
  /// that the old `born` and the new `died` are never taken for one vector: refilling changes `born` before `died`, and
  /// no two vectors of a slot have the same. A slot found visible stays what it is until the search has ended.
  @inline(__always)
  func isVisible(_ slot: UInt32, at snapshot: UInt64) -> Bool {
    let born = born(slot)
    return born <= snapshot && snapshot < died(slot) && self.born(slot) == born
  }
}
