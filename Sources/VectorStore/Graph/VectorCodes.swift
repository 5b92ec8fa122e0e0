// The four-bit code of a vertex's own vector in its row, by which a compact index is searched.
//
// A search that reads codes touches an eighth of the bytes, and they lie beside the links. Estimates order candidates
// well enough to find the right ones, not to rank them: the exact distances of the candidates do that at the end.
import CKernels

/// Reads and writes codes of vectors in rows.
struct VectorCodes {
  let layout: RowLayout
  private let isSquared: Bool
  private let kernels: martlet_nibble_kernels

  /// - Parameter isSquared: whether distances are |q - x|² and not -<q, x>.
  init(layout: RowLayout, isSquared: Bool) {
    self.layout = layout
    self.isSquared = isSquared
    kernels = martlet_nibble_best().pointee
  }

  /// Writes the code of `vector` in its row.
  func encode(_ vector: UnsafePointer<Float>, in row: UnsafeMutableRawPointer) {
    let code = (row + layout.vectorOffset).assumingMemoryBound(to: UInt8.self)
    let factors = martlet_nibble_encode(vector, layout.paddedDimension, code)
    row.storeBytes(of: factors, toByteOffset: layout.factorsOffset, as: martlet_nibble_factors.self)
  }

  /// Rounds a query. `code` has room for paddedDimension bytes.
  func round(_ query: UnsafePointer<Float>, into code: UnsafeMutablePointer<Int8>) -> martlet_nibble_query {
    martlet_nibble_round(query, layout.paddedDimension, code)
  }

  /// Estimates the distances of the query in `context` to `count` slots of `graph`.
  @inline(__always)
  func distances(
    to slots: UnsafePointer<UInt32>, count: Int, in graph: GraphView, context: SearchContext,
    into out: UnsafeMutablePointer<Float>
  ) {
    var rows = martlet_nibble_rows(
      rows: graph.rows, stride: layout.stride, factors_offset: layout.factorsOffset, code_offset: layout.vectorOffset,
      dimension: layout.paddedDimension)
    kernels.distances(context.roundedQuery, context.roundedQueryFactors, &rows, slots, count, isSquared ? 1 : 0, out)
  }

  /// Whether the row's code is what encoding `vector` gives.
  func isIntact(_ vector: UnsafePointer<Float>, in row: UnsafeMutableRawPointer) -> Bool {
    let count = layout.paddedDimension / 2
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { expected in
      guard let base = expected.baseAddress else { return false }
      let factors = martlet_nibble_encode(vector, layout.paddedDimension, base)
      let stored = row.loadUnaligned(fromByteOffset: layout.factorsOffset, as: martlet_nibble_factors.self)
      guard abs(factors.factor - stored.factor) <= 1e-3 * factors.factor,
        abs(factors.squared - stored.squared) <= 1e-3 * factors.squared
      else { return false }
      // Another processor may round a level that lies on the edge the other way.
      var different = 0
      for index in 0..<count where row.load(fromByteOffset: layout.vectorOffset + index, as: UInt8.self) != base[index]
      {
        different += 1
      }
      return different <= 2
    }
  }
}
