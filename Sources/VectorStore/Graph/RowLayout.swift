// Where things lie inside a vertex's row: the one place that knows.
//
// A row holds what a search touches when it expands a vertex: the header, the level-0 links, then the vector. One row
// is one run of cache lines, so a hop costs one trip to memory. Compressed layouts will put codes of the neighbours
// beside the links; everything else asks this type for offsets and keeps working.
//
//     offset  bytes        content
//     0       4            degree: how many level-0 links are in use
//     4       4            inDegree: how many rows link here at level 0
//     8       4            upper: number of the first upper-level block, when level > 0
//     12      4            level: the vertex's top level
//     16      4·2M         level-0 links, slot numbers
//     …       to 64        zeros
//     v       4·padded     the vector, f32, padded with zeros to a multiple of 16 components
//     …       to 64        zeros

/// The byte layout of rows and upper-level blocks for one configuration. Kind 1 of FORMAT.md.
struct RowLayout: Sendable, Equatable {
  /// Components of a vector, as the caller sees it.
  let dimension: Int
  /// Components stored: `dimension`, and one for the complement under the inner product, rounded up to 16, the rest
  /// zero. Distances over the padding are unchanged, and no kernel has a tail to handle.
  let paddedDimension: Int
  /// Whether component `dimension` holds the vector's complement (see NormComplement).
  let hasComplement: Bool
  /// Most links of a vertex at level 0 (2·M).
  let maximumDegree0: Int
  /// Most links of a vertex at a level above (M).
  let maximumDegree: Int
  /// Offset of the vector in a row.
  let vectorOffset: Int
  /// Bytes from one row to the next; a multiple of 64.
  let stride: Int
  /// Bytes of an upper-level block: a degree and M links.
  let upperBlockByteCount: Int

  static let degreeOffset = 0
  static let inDegreeOffset = 4
  static let upperOffset = 8
  static let levelOffset = 12
  static let linksOffset = 16
  /// A vertex has at most this many levels above 0. With M ≥ 2 a higher one is drawn once in 2^30 inserts; it is
  /// clipped.
  static let maximumLevel = 30

  init(dimension: Int, metric: Metric, m: Int) {
    self.dimension = dimension
    hasComplement = metric == .dot
    paddedDimension = (dimension + (hasComplement ? 1 : 0) + 15) / 16 * 16
    maximumDegree0 = 2 * m
    maximumDegree = m
    vectorOffset = (Self.linksOffset + 4 * maximumDegree0 + 63) / 64 * 64
    stride = vectorOffset + 4 * paddedDimension
    upperBlockByteCount = 4 + 4 * m
  }

  /// Most links at `level`.
  func maximumDegree(atLevel level: Int) -> Int { level == 0 ? maximumDegree0 : maximumDegree }
}
