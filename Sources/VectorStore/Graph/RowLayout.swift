// Where things lie inside a vertex's row: the one place that knows.
//
// A row holds what a search touches when it expands a vertex: the header, the level-0 links, then the vector. One row
// is one run of cache lines, so a hop costs one trip to memory.
//
//     offset  bytes        content
//     0       4            degree: how many level-0 links are in use
//     4       4            inDegree: how many rows link here at level 0
//     8       4            upper: number of the first upper-level block, when level > 0
//     12      4            level: the vertex's top level
//     16      4·2M         level-0 links, slot numbers
//     …       to 64        zeros
//     v       c·padded     the vector, c bytes a component (4 or 2), padded with zeros to a multiple of 16 components
//     …       to 64        zeros
//
// In a compact index the vectors lie in memory of their own, and in their place in the row
//
//     f       8            factors of the code, right behind the links: see nibblecodes.h
//     v       padded/2     the code; padded is a multiple of 64
//
// And in a fused index, with L lanes, L being 2M rounded up to a multiple of 32; link i has lane i:
//
//     k       4·L          constants: see NeighbourCodes
//     k+4L    4·L          slopes
//     k+8L    4·padded     codes of lanes 0 … 31, as bitcodes.h lays them out; then of the next 32, and so on

/// The byte layout of rows and upper-level blocks for one configuration. See FORMAT.md.
struct RowLayout: Sendable, Equatable {
  /// Components of a vector, as the caller sees it.
  let dimension: Int
  /// Components stored: `dimension`, and one for the complement under the inner product, rounded up to 16, the rest
  /// zero before a rotation. Distances over the padding are unchanged, and no kernel has a tail to handle.
  let paddedDimension: Int
  /// Whether component `dimension` holds the vector's complement (see NormComplement).
  let hasComplement: Bool
  /// Most links of a vertex at level 0 (2·M).
  let maximumDegree0: Int
  /// Most links of a vertex at a level above (M).
  let maximumDegree: Int
  /// Offset in a row of the vector, or in a compact index of its code.
  let vectorOffset: Int
  /// Offset in a row of the code's factors, in a compact index.
  let factorsOffset: Int
  /// Bytes from one vector to the next where they lie apart from the rows; 0 where they do not.
  let vectorStride: Int
  /// The kind of index the rows serve.
  let kind: IndexKind
  /// How components are kept.
  let components: ComponentFormat
  /// Lanes for codes of neighbours; 0 unless the index is fused.
  let laneCount: Int
  /// Offset of the lanes' constants in a row.
  let constantsOffset: Int
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

  /// - Parameter configuration: with kind and components chosen.
  init(_ configuration: CollectionConfiguration) {
    let resolved = configuration.resolved
    kind = resolved.kind ?? .exact
    components = resolved.components ?? .float32
    dimension = configuration.dimension
    hasComplement = configuration.metric == .dot
    // Codes of a few dimensions would tell little: the rotation spreads a short vector over 64.
    let stored = max(dimension + (hasComplement ? 1 : 0), kind == .fused ? 64 : 1)
    let multiple = kind == .compact ? 64 : 16
    paddedDimension = (stored + multiple - 1) / multiple * multiple
    maximumDegree0 = 2 * configuration.m
    maximumDegree = configuration.m
    factorsOffset = Self.linksOffset + 4 * maximumDegree0
    vectorOffset = (factorsOffset + (kind == .compact ? 8 : 0) + 63) / 64 * 64
    vectorStride = kind == .compact ? components.byteCount * paddedDimension : 0
    let inRow = kind == .compact ? paddedDimension / 2 : components.byteCount * paddedDimension
    constantsOffset = (vectorOffset + inRow + 63) / 64 * 64
    laneCount = kind == .fused ? (maximumDegree0 + 31) / 32 * 32 : 0
    stride = constantsOffset + laneCount / 32 * (2 * 4 * 32 + 4 * paddedDimension)
    upperBlockByteCount = 4 + 4 * configuration.m
  }

  /// Whether vectors are stored rotated (see Rotation).
  var isRotated: Bool { kind != .exact }
  /// Offset of the lanes' slopes in a row.
  var slopesOffset: Int { constantsOffset + 4 * laneCount }
  /// Offset of the codes of the block of 32 lanes with this number.
  func codesOffset(block: Int) -> Int { constantsOffset + 8 * laneCount + block * 4 * paddedDimension }

  /// Most links a new vertex chooses for itself at `level`. In a fused index an unused lane costs a search as much as a
  /// used one, so there it takes what it finds.
  func chosenDegree(atLevel level: Int) -> Int { hasLanes(level) ? maximumDegree0 : maximumDegree }

  /// Up to how many links a new vertex takes by the slack rule (see `GraphView.select`). Where each neighbour is
  /// compared on its own, such links cost a search as much as they save.
  func chosenFill(atLevel level: Int) -> Int { hasLanes(level) ? maximumDegree : 0 }

  /// Up to how many links a list that is chosen anew is filled by the slack rule. The room left takes the next links
  /// back, so that not each of them makes the vertex choose again.
  func keptFill(atLevel level: Int) -> Int { hasLanes(level) ? maximumDegree0 - maximumDegree0 / 8 : 0 }

  private func hasLanes(_ level: Int) -> Bool { level == 0 && kind == .fused }

  /// Most links at `level`.
  func maximumDegree(atLevel level: Int) -> Int { level == 0 ? maximumDegree0 : maximumDegree }
}
