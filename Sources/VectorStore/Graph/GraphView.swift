// The graph as a search sees it: plain pointers and limits, taken once per search.
//
// Every slot number read from a row is compared with `limit` before it is used. That one check serves two ends: a
// writer may add rows while the search runs (they are newer than its commit), and a damaged file may hold any number
// (the search goes on without that link; `verify` reports it).
import CKernels
import Synchronization

/// Pointers into the rows, the slot records and the upper levels, valid while the collection's memory lives.
struct GraphView: @unchecked Sendable {
  // Sendable: the pointers never change and the memory outlives the view. What is behind them is shared between one
  // writer and many searches: links and slot records are read and written as atomic words; a vector is written before
  // the first link to its slot is stored (releasing) and erased after the last search that could hold that link ended.
  let layout: RowLayout
  let rows: UnsafeMutableRawPointer
  let slots: SlotTable
  let upper: UnsafeMutableRawPointer
  /// Slots below this may be touched.
  let limit: UInt32
  /// Upper-level blocks below this may be touched.
  let upperLimit: UInt32
  /// Distance of a query to rows; lower is nearer.
  let distanceKernel: martlet_rows_function
  /// The vectors of a compact index; in other kinds they lie in the rows.
  let vectors: UnsafeMutableRawPointer
  /// What reads and writes the rows' codes of their own vectors; `nil` unless the index is compact.
  let vectorCodes: VectorCodes?
  /// What reads and writes codes of neighbours; `nil` unless the index is fused.
  let codes: NeighbourCodes?

  /// The links of a vertex at one level. A writer may replace them one by one while they are read; each is the number
  /// of some vertex at any time, which is all a search needs.
  struct Links {
    let degreeCell: UnsafeMutablePointer<Atomic<UInt32>>
    let cells: UnsafeMutablePointer<Atomic<UInt32>>
    let capacity: Int

    @inline(__always)
    var count: Int { min(Int(degreeCell.pointee.load(ordering: .acquiring)), capacity) }

    @inline(__always)
    subscript(index: Int) -> UInt32 { cells[index].load(ordering: .acquiring) }
  }

  @inline(__always)
  func row(_ slot: UInt32) -> UnsafeMutableRawPointer { rows + Int(slot) * layout.stride }

  @inline(__always)
  private func storedVector(_ slot: UInt32) -> UnsafeMutableRawPointer {
    layout.vectorStride > 0 ? vectors + Int(slot) * layout.vectorStride : row(slot) + layout.vectorOffset
  }

  /// The stored vector as f32: `layout.paddedDimension` components, where they lie or widened into `scratch`.
  @inline(__always)
  func vector(_ slot: UInt32, _ scratch: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
    let stored = storedVector(slot)
    switch layout.components {
    case .float32: return UnsafePointer(stored.assumingMemoryBound(to: Float.self))
    case .float16:
      martlet_distance_best().pointee.widen(
        stored.assumingMemoryBound(to: UInt16.self), layout.paddedDimension, scratch)
      return UnsafePointer(scratch)
    }
  }

  /// Stores a vector of `layout.paddedDimension` components, and its code if it has one. `vector` then holds what was
  /// stored, rounded as it was.
  func setVector(_ slot: UInt32, _ vector: UnsafeMutablePointer<Float>) {
    let stored = storedVector(slot)
    switch layout.components {
    case .float32: stored.assumingMemoryBound(to: Float.self).update(from: vector, count: layout.paddedDimension)
    case .float16:
      let half = stored.assumingMemoryBound(to: UInt16.self)
      martlet_narrow(vector, layout.paddedDimension, half)
      martlet_distance_best().pointee.widen(half, layout.paddedDimension, vector)
    }
    vectorCodes?.encode(vector, in: row(slot))
  }

  /// The top level of a vertex, as its row says.
  @inline(__always)
  func level(_ slot: UInt32) -> Int {
    min(Int(row(slot).word(RowLayout.levelOffset).pointee.load(ordering: .relaxed)), RowLayout.maximumLevel)
  }

  /// The links of `slot` at `level`; empty and without room when its row names blocks that are not there.
  @inline(__always)
  func links(_ slot: UInt32, level: Int) -> Links {
    let row = row(slot)
    if level == 0 {
      return Links(
        degreeCell: row.word(RowLayout.degreeOffset), cells: row.word(RowLayout.linksOffset),
        capacity: layout.maximumDegree0)
    }
    let block = UInt64(row.word(RowLayout.upperOffset).pointee.load(ordering: .relaxed)) + UInt64(level - 1)
    guard level <= self.level(slot), block < UInt64(upperLimit) else {
      return Links(degreeCell: row.word(RowLayout.degreeOffset), cells: row.word(RowLayout.linksOffset), capacity: 0)
    }
    let start = upper + Int(block) * layout.upperBlockByteCount
    return Links(degreeCell: start.word(0), cells: start.word(4), capacity: layout.maximumDegree)
  }

  /// How many level-0 rows link to `slot`; kept by writers only.
  @inline(__always)
  func inDegree(_ slot: UInt32) -> UnsafeMutablePointer<Atomic<UInt32>> { row(slot).word(RowLayout.inDegreeOffset) }

  /// Distances of `query` (`paddedDimension` components) to `count` slots.
  ///
  /// - Parameter bound: those above it may come out lower, but above it too; for callers that drop them.
  @inline(__always)
  func distances(
    from query: UnsafePointer<Float>, to slots: UnsafePointer<UInt32>, count: Int, upTo bound: Float = .infinity,
    into out: UnsafeMutablePointer<Float>
  ) {
    let (vectors, stride) =
      layout.vectorStride > 0 ? (vectors, layout.vectorStride) : (rows + layout.vectorOffset, layout.stride)
    distanceKernel(query, vectors, stride, slots, count, layout.paddedDimension, bound, out)
  }

  /// The distance of `query` to one slot.
  @inline(__always)
  func distance(from query: UnsafePointer<Float>, to slot: UInt32) -> Float {
    var slot = slot
    var distance: Float = 0
    distances(from: query, to: &slot, count: 1, into: &distance)
    return distance
  }
}
