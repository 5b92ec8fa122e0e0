// The codes of a vertex's neighbours in its row, and what they estimate.
//
// With c the vertex, x a neighbour, r = x - c and s the signs of r (all rotated), bitcodes.h estimates <r, q - c> as
// (|r|²/|r|₁)·(<s,q> - <s,c>). Then
//
//     |q - x|² = |q - c|² + |r|² - 2<r, q - c>   ≈  |q - c|² + (|r|² + B<s,c>) - B<s,q>      B = 2|r|²/|r|₁
//      -<q, x> = -<q, c> - <c, r> - <r, q - c>   ≈  -<q, c>  + (B<s,c> - <c,r>) - B<s,q>      B =  |r|²/|r|₁
//
// so an estimate is the exact distance of the vertex, plus the lane's constant, minus the lane's slope B times <s,q>.
// Writing <r, q - c> and not <r, q> matters: the estimate's error grows with the length of what is multiplied, and
// q - c is short where a search goes.
//
// (Gou et al., "SymphonyQG" 2025, keep the codes of a static graph this way.)
import CKernels

/// Reads and writes the coded lanes of rows.
struct NeighbourCodes {
  let layout: RowLayout
  private let isSquared: Bool
  private let kernels: martlet_bit_kernels

  /// - Parameter isSquared: whether distances are |q - x|² and not -<q, x>.
  init(layout: RowLayout, isSquared: Bool) {
    self.layout = layout
    self.isSquared = isSquared
    kernels = martlet_bit_best().pointee
  }

  /// The table of a query. `table` has room for 4 · paddedDimension bytes.
  func makeTable(for query: UnsafePointer<Float>, into table: UnsafeMutablePointer<UInt8>) -> martlet_bit_scale {
    kernels.make_table(query, layout.paddedDimension, table)
  }

  /// Writes the lane of `neighbour` in the row of `vertex`.
  func encode(
    _ neighbour: UnsafePointer<Float>, at vertex: UnsafePointer<Float>, lane: Int, in row: UnsafeMutableRawPointer
  ) {
    let block = (row + layout.codesOffset(block: lane / 32)).assumingMemoryBound(to: UInt8.self)
    let sums = kernels.encode(vertex, neighbour, layout.paddedDimension, UInt32(lane % 32), block)
    let (constant, slope) = factors(sums)
    row.word(layout.constantsOffset + 4 * lane).pointee.store(constant.bitPattern, ordering: .relaxed)
    row.word(layout.slopesOffset + 4 * lane).pointee.store(slope.bitPattern, ordering: .relaxed)
  }

  /// The constant and the slope of a lane.
  private func factors(_ sums: martlet_bit_sums) -> (constant: Float, slope: Float) {
    // Equal vectors: the neighbour is where the vertex is.
    guard sums.absolute > 0 else { return (0, 0) }
    let slope = sums.squared / sums.absolute
    return isSquared
      ? (sums.squared + 2 * slope * sums.signs_dot_center, 2 * slope)
      : (slope * sums.signs_dot_center - sums.residual_dot_center, slope)
  }

  /// Estimates the distances of 32 neighbours.
  ///
  /// - Parameters:
  ///   - base: the vertex's own distance to the query.
  ///   - out: room for 32 estimates.
  /// - Returns: a bit for each lane whose estimate is below `threshold`.
  @inline(__always)
  func estimate(
    block: Int, of row: UnsafeMutableRawPointer, table: UnsafePointer<UInt8>, scale: martlet_bit_scale, base: Float,
    below threshold: Float, into out: UnsafeMutablePointer<Float>
  ) -> UInt32 {
    kernels.estimate(
      (row + layout.codesOffset(block: block)).assumingMemoryBound(to: UInt8.self), table, scale,
      layout.paddedDimension, (row + layout.constantsOffset + 128 * block).assumingMemoryBound(to: Float.self),
      (row + layout.slopesOffset + 128 * block).assumingMemoryBound(to: Float.self), base, threshold, out)
  }

  /// Whether the lane says what encoding its link anew would. Rounding may differ between processors.
  func isIntact(
    _ neighbour: UnsafePointer<Float>, at vertex: UnsafePointer<Float>, lane: Int, in row: UnsafeMutableRawPointer
  ) -> Bool {
    let bytes = 4 * layout.paddedDimension
    let shift = UInt8(lane % 32 < 16 ? 0 : 4)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes) { expected in
      guard let base = expected.baseAddress else { return false }
      expected.initialize(repeating: 0)
      let sums = kernels.encode(vertex, neighbour, layout.paddedDimension, UInt32(lane % 32), base)
      let (constant, slope) = factors(sums)
      let storedConstant = row.loadUnaligned(fromByteOffset: layout.constantsOffset + 4 * lane, as: Float.self)
      let storedSlope = row.loadUnaligned(fromByteOffset: layout.slopesOffset + 4 * lane, as: Float.self)
      let tolerance = 1e-3 * (abs(sums.squared) + abs(slope * sums.signs_dot_center) + abs(sums.residual_dot_center))
      guard abs(constant - storedConstant) <= tolerance, abs(slope - storedSlope) <= 1e-3 * slope else { return false }
      let codes = row + layout.codesOffset(block: lane / 32)
      return stride(from: lane % 16, to: bytes, by: 16).allSatisfy { index in
        let stored = codes.load(fromByteOffset: index, as: UInt8.self)
        return (stored ^ expected[index]) >> shift & 15 == 0
      }
    }
  }
}
