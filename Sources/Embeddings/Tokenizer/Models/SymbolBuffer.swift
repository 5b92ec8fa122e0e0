// The symbols of one piece while they are being merged.
//
// The reference pops the merge of lowest rank, leftmost first, from a heap. For a few symbols it is faster to look through
// all of them each time; the order is the same.

/// Symbols and their lengths in bytes. Used again for one piece after another.
struct SymbolBuffer {
  private var ids: [Int32] = []
  private var lengths: [Int] = []
  /// For each symbol its merge with the one behind it. Only in the short way.
  private var merges: [PairTable.Merge] = []
  private var heap = MergeHeap()
  private static let shortCount = 32

  init() {
    ids.reserveCapacity(256)
    lengths.reserveCapacity(256)
    merges.reserveCapacity(Self.shortCount)
  }

  mutating func removeAll() {
    ids.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  mutating func append(_ id: Int32, length: Int) {
    ids.append(id)
    lengths.append(length)
  }

  func isOnly(_ id: Int32) -> Bool { ids.count == 1 && ids[0] == id }

  @inline(__always)
  func visit(_ body: (Int32, Int) -> Void) {
    for index in ids.indices { body(ids[index], lengths[index]) }
  }

  /// Merges until nothing merges.
  @inline(__always)
  mutating func merge(_ pairs: borrowing PairTable) {
    if ids.count < 2 { return }
    if ids.count <= Self.shortCount { mergeFew(pairs) } else { heap.merge(&ids, &lengths, pairs) }
  }

  private mutating func mergeFew(_ pairs: borrowing PairTable) {
    merges.removeAll(keepingCapacity: true)
    for index in 0..<ids.count - 1 { merges.append(pairs.merge(ids[index], ids[index + 1])) }
    while true {
      var best = -1
      var rank = UInt32.max
      for index in merges.indices where merges[index].rank < rank {
        rank = merges[index].rank
        best = index
      }
      if best < 0 { return }
      ids[best] = merges[best].id
      lengths[best] += lengths[best + 1]
      ids.remove(at: best + 1)
      lengths.remove(at: best + 1)
      merges.remove(at: best)
      if best < merges.count { merges[best] = pairs.merge(ids[best], ids[best + 1]) }
      if best > 0 { merges[best - 1] = pairs.merge(ids[best - 1], ids[best]) }
    }
  }
}

/// The long way: a linked list of symbols and a binary heap of candidate merges.
private struct MergeHeap {
  private struct Candidate {
    var rank: UInt32
    /// The left symbol; positions are those before any merge.
    var position: Int32
    var id: Int32
    /// The bytes of both symbols: once they have grown, the candidate is stale.
    var length: Int

    static func < (a: Candidate, b: Candidate) -> Bool { (a.rank, a.position) < (b.rank, b.position) }
  }

  private var heap: [Candidate] = []
  private var next: [Int32] = []
  private var previous: [Int32] = []

  mutating func merge(_ ids: inout [Int32], _ lengths: inout [Int], _ pairs: borrowing PairTable) {
    let count = ids.count
    heap.removeAll(keepingCapacity: true)
    next = (0..<count).map { Int32(truncatingIfNeeded: $0 + 1) }
    previous = (0..<count).map { Int32(truncatingIfNeeded: $0 - 1) }
    for index in 0..<count - 1 { push(Int32(truncatingIfNeeded: index), ids, lengths, pairs) }
    while let top = pop() {
      let left = Int(top.position)
      guard lengths[left] > 0, Int(next[left]) < count else { continue }
      let right = Int(next[left])
      // The reference asks whether the pair still makes the same token, which for a longer pair it cannot.
      guard lengths[left] + lengths[right] == top.length else { continue }
      ids[left] = top.id
      lengths[left] += lengths[right]
      lengths[right] = 0
      next[left] = next[right]
      if Int(next[left]) < count { previous[Int(next[left])] = top.position }
      if previous[left] >= 0 { push(previous[left], ids, lengths, pairs) }
      push(top.position, ids, lengths, pairs)
    }
    var kept = 0
    for index in 0..<count where lengths[index] > 0 {
      ids[kept] = ids[index]
      lengths[kept] = lengths[index]
      kept += 1
    }
    ids.removeLast(count - kept)
    lengths.removeLast(count - kept)
    heap = heap.capacity > 1 << 16 ? [] : heap
  }

  private mutating func push(_ position: Int32, _ ids: [Int32], _ lengths: [Int], _ pairs: borrowing PairTable) {
    let right = Int(next[Int(position)])
    guard right < ids.count else { return }
    let merge = pairs.merge(ids[Int(position)], ids[right])
    guard merge.rank != .max else { return }
    heap.append(
      Candidate(
        rank: merge.rank, position: position, id: merge.id, length: lengths[Int(position)] + lengths[right]))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child] < heap[parent] else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func pop() -> Candidate? {
    guard let last = heap.popLast() else { return nil }
    guard let top = heap.first else { return last }
    var parent = 0
    heap[0] = last
    while true {
      var child = parent * 2 + 1
      guard child < heap.count else { return top }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[parent] else { return top }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
