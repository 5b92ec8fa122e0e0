// The best candidates found so far, nearest first, each either expanded or not.
//
// One sorted array in place of the paper's two heaps: with ef of some hundreds, counting to a place and a short memmove
// cost less than heap steps, the next vertex to expand is found by moving a cursor, and the result needs no sorting.
// (The same choice as in NSG and its successors.)
import CKernels
import Glibc

/// A vertex and its distance to the query; the top bit of `tagged` says that it was expanded.
struct Candidate {
  var distance: Float
  var tagged: UInt32

  static let expandedBit: UInt32 = 1 << 31
  var slot: UInt32 { tagged & ~Self.expandedBit }
}

/// A sorted array of at most `limit` candidates. A view of memory that a SearchContext owns.
struct CandidatePool {
  /// Candidates, and behind them infinitely far ones up to a multiple of four.
  private(set) var candidates: UnsafeMutablePointer<Candidate>
  private var capacity: Int
  private(set) var limit = 0
  private(set) var count = 0
  /// No unexpanded candidate lies before this.
  private var cursor = 0

  init(capacity: Int) {
    self.capacity = capacity
    candidates = .allocate(capacity: capacity + Self.slack)
  }

  /// Room behind the last candidate: one that is on its way out, and the rest of a group of four.
  private static let slack = 8
  private static let nowhere = Candidate(distance: .infinity, tagged: Candidate.expandedBit)

  func deallocate() { candidates.deallocate() }

  /// Empties the pool and sets how many it keeps.
  mutating func reset(limit: Int) {
    if limit > capacity {
      candidates.deallocate()
      capacity = limit
      candidates = .allocate(capacity: capacity + Self.slack)
    }
    candidates.update(repeating: Self.nowhere, count: limit + Self.slack)
    self.limit = limit
    count = 0
    cursor = 0
  }

  /// Takes a candidate if it is among the `limit` nearest. O(limit), in steps of a few bytes a cycle.
  @inline(__always)
  mutating func insert(_ slot: UInt32, distance: Float) {
    if count == limit && !(distance < candidates[count &- 1].distance) { return }
    let low = position(of: distance)
    let moved = (count == limit ? count &- 1 : count) &- low
    memmove(candidates + (low &+ 1), candidates + low, moved &* MemoryLayout<Candidate>.stride)
    candidates[low] = Candidate(distance: distance, tagged: slot)
    if count < limit { count &+= 1 }
    if low < cursor { cursor = low }
  }

  /// How many candidates are at most `distance` away.
  @inline(__always)
  private func position(of distance: Float) -> Int {
    var start = 0
    // A long array is halved first.
    var length = count
    while length > Self.longestRun {
      let half = length >> 1
      if candidates[start &+ half].distance <= distance { start &+= half }
      length &-= half
    }
    let within = Int(martlet_count_up_to(candidates + start, (length &+ 3) & ~3, distance))
    return min(start &+ within, count)
  }

  /// Candidates that are rather counted through than halved.
  private static let longestRun = 256

  /// The nearest candidate not yet expanded, now marked as such; `nil` when all are.
  @inline(__always)
  mutating func takeNearest() -> UInt32? {
    while cursor < count {
      let tagged = candidates[cursor].tagged
      if tagged & Candidate.expandedBit == 0 {
        candidates[cursor].tagged = tagged | Candidate.expandedBit
        cursor &+= 1
        return tagged
      }
      cursor &+= 1
    }
    return nil
  }

  /// The slot that `takeNearest` would probably return, for a prefetch.
  @inline(__always)
  var likelyNext: UInt32? { cursor < count ? candidates[cursor].slot : nil }

  /// The distance a newcomer must beat; infinite while there is room.
  @inline(__always)
  var worst: Float { count == limit ? candidates[count &- 1].distance : .infinity }
}
