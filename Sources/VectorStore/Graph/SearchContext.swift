// The scratch memory of one traversal, kept and used again.
//
// The members are views of memory; a traversal copies them into locals, works, and puts them back, so that its inner
// loop touches no object.
import CKernels
import Glibc

/// Buffers for one search, or for one building thread. Used by one thread at a time.
final class SearchContext {
  var pool: CandidatePool
  var visited: VisitedSet
  /// The query, normalised and padded; `layout.paddedDimension` components.
  let query: UnsafeMutablePointer<Float>
  let neighbours: NeighbourBuffer
  /// Vertices a fused search has expanded, with their exact distances.
  var expanded: CandidatePool
  /// The query's table for codes of neighbours; empty unless the index is fused.
  let table: UnsafeMutablePointer<UInt8>
  /// How to read sums of the table. Set by `GraphView.prepare`.
  var tableScale = martlet_bit_scale(offset: 0, scale: 1)
  /// The query rounded for codes of vectors; empty unless the index is compact.
  let roundedQuery: UnsafeMutablePointer<Int8>
  /// How to read sums of its products. Set by `GraphView.prepare`.
  var roundedQueryFactors = martlet_nibble_query(scale: 0, offset: 0, squared: 0)
  /// Room for vectors of rows that are not stored as f32.
  let vertexScratch: UnsafeMutablePointer<Float>
  let neighbourScratch: UnsafeMutablePointer<Float>

  init(layout: RowLayout) {
    pool = CandidatePool(capacity: 256)
    visited = VisitedSet()
    query = .allocateLines(capacity: layout.paddedDimension)
    query.initialize(repeating: 0, count: layout.paddedDimension)
    expanded = CandidatePool(capacity: 256)
    table = .allocateLines(capacity: layout.laneCount > 0 ? 4 * layout.paddedDimension : 1)
    roundedQuery = .allocateLines(capacity: layout.kind == .compact ? layout.paddedDimension : 1)
    vertexScratch = .allocateLines(capacity: layout.paddedDimension)
    neighbourScratch = .allocateLines(capacity: layout.paddedDimension)
    neighbours = NeighbourBuffer(capacity: max(layout.maximumDegree0, NeighbourBuffer.scanBlock))
  }

  deinit {
    pool.deallocate()
    expanded.deallocate()
    table.deallocateLines()
    roundedQuery.deallocateLines()
    vertexScratch.deallocateLines()
    neighbourScratch.deallocateLines()
    visited.deallocate()
    query.deallocateLines()
    neighbours.deallocate()
  }
}

/// Slots and their distances, on the way through a kernel.
struct NeighbourBuffer {
  /// How many rows a scan hands to a kernel at once.
  static let scanBlock = 256

  let slots: UnsafeMutablePointer<UInt32>
  let distances: UnsafeMutablePointer<Float>

  init(capacity: Int) {
    slots = .allocateLines(capacity: capacity)
    distances = .allocateLines(capacity: capacity)
  }

  func deallocate() {
    slots.deallocateLines()
    distances.deallocateLines()
  }
}
