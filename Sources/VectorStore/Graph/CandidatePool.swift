// The best candidates found so far, nearest first, each either expanded or not.
//
// One sorted array in place of the paper's two heaps: with ef of some hundreds, moving what is farther costs less than
// heap steps, the next vertex to expand is found by moving a cursor, and the result needs no sorting. (The same choice
// as in NSG and its successors.) How the array takes a newcomer is in candidates.h.
import CKernels

/// A vertex and its distance to the query; the top bit of `tagged` says that it was expanded.
typealias Candidate = martlet_candidate

extension martlet_candidate {
  static let expandedBit: UInt32 = 1 << 31
  var slot: UInt32 { tagged & ~Self.expandedBit }
}

/// A sorted array of at most `limit` candidates. A view of memory that a SearchContext owns.
struct CandidatePool {
  /// Candidates, and behind them infinitely far ones.
  private(set) var candidates: UnsafeMutablePointer<Candidate>
  private var capacity: Int
  private(set) var limit = 0
  private(set) var count = 0
  /// No unexpanded candidate lies before this.
  private var cursor = 0
  private let kernels = martlet_candidate_best().pointee

  init(capacity: Int) {
    self.capacity = capacity
    candidates = .allocateLines(capacity: capacity + Self.slack)
  }

  private static let slack = Int(MARTLET_CANDIDATE_SLACK)
  private static let nowhere = Candidate(tagged: Candidate.expandedBit, distance: .infinity)

  func deallocate() { candidates.deallocateLines() }

  /// Empties the pool and sets how many it keeps, 1 or more.
  mutating func reset(limit: Int) {
    if limit > capacity {
      candidates.deallocateLines()
      capacity = limit
      candidates = .allocateLines(capacity: capacity + Self.slack)
    }
    candidates.update(repeating: Self.nowhere, count: limit + Self.slack)
    self.limit = limit
    count = 0
    cursor = 0
  }

  /// Takes a candidate if it is among the `limit` nearest.
  @inline(__always)
  mutating func insert(_ slot: UInt32, distance: Float) {
    guard distance < worst || count < limit else { return }
    var slot = slot
    var distance = distance
    insert(&slot, distances: &distance, count: 1)
  }

  /// Takes those of some candidates that are among the `limit` nearest. O(limit) for each, a few to the cycle.
  @inline(__always)
  mutating func insert(_ slots: UnsafePointer<UInt32>, distances: UnsafePointer<Float>, count number: Int) {
    cursor = min(cursor, kernels.insert(candidates, &count, limit, slots, distances, number))
  }

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
