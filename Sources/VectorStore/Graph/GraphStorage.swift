// The memory of one collection: rows, slot records, upper levels, and the few numbers that say how far they go.
import CKernels
import Synchronization

/// The graph's memory. Searches take views of it; the holder of the write turn grows and changes it.
final class GraphStorage: @unchecked Sendable {
  // Sendable: the three memories are Sendable by their own argument; the rest is constant or atomic.
  let layout: RowLayout
  let rows: ReservedMemory
  /// The vectors of a compact index; a single step in others.
  let vectors: ReservedMemory
  let slotRecords: ReservedMemory
  let upper: ReservedMemory
  /// No slot at or above this was ever used.
  let slotLimit: Atomic<UInt32>
  /// No upper-level block at or above this was ever used.
  let upperLimit: Atomic<UInt32>
  /// Where traversals begin: (level + 1) << 32 | slot, or 0 in an empty graph.
  let entryCell: Atomic<UInt64>
  /// What stored vectors and queries go through; `nil` if they stay as they are.
  let rotation: Rotation?
  private let vectorCodes: VectorCodes?
  private let codes: NeighbourCodes?
  private let distanceKernel: martlet_rows_function

  init(configuration: CollectionConfiguration, reservedBytes: Int) throws(VectorStoreError) {
    layout = RowLayout(configuration)
    rotation = layout.isRotated ? Rotation(dimension: layout.paddedDimension) : nil
    rows = try ReservedMemory(reserving: reservedBytes, hugePages: true)
    let capacity = rows.reservedByteCount / layout.stride
    vectors = try ReservedMemory(reserving: capacity * layout.vectorStride, hugePages: true)
    slotRecords = try ReservedMemory(reserving: capacity * SlotTable.recordByteCount, hugePages: true)
    // A vertex has 1 / (M - 1) upper levels on average; twice that and some is never reached.
    let blocks = 2 * capacity / (configuration.m - 1) + 4096
    upper = try ReservedMemory(reserving: blocks * layout.upperBlockByteCount, hugePages: true)
    slotLimit = Atomic(0)
    upperLimit = Atomic(0)
    entryCell = Atomic(0)
    let kernels = martlet_distance_best().pointee
    distanceKernel =
      switch (configuration.metric == .l2, layout.components) {
      case (true, .float32): kernels.l2_rows
      case (true, .float16): kernels.half_l2_rows
      case (false, .float32): kernels.dot_rows
      case (false, .float16): kernels.half_dot_rows
      }
    let isSquared = configuration.metric == .l2
    vectorCodes = layout.kind == .compact ? VectorCodes(layout: layout, isSquared: isSquared) : nil
    codes = layout.kind == .fused ? NeighbourCodes(layout: layout, isSquared: isSquared) : nil
  }

  /// The most slots there can be.
  var slotCapacity: Int { min(rows.reservedByteCount / layout.stride, Int(Candidate.expandedBit) - 1) }

  /// The graph as it is now. The entry is read before the limits: whatever it names lies below them.
  func view() -> (graph: GraphView, entry: EntryPoint?) {
    let entry = EntryPoint(packed: entryCell.load(ordering: .acquiring))
    let view = GraphView(
      layout: layout, rows: rows.base, slots: SlotTable(base: slotRecords.base), upper: upper.base,
      limit: slotLimit.load(ordering: .acquiring), upperLimit: upperLimit.load(ordering: .acquiring),
      distanceKernel: distanceKernel, vectors: vectors.base, vectorCodes: vectorCodes, codes: codes)
    guard let entry, entry.slot < view.limit else { return (view, nil) }
    return (view, entry)
  }
}

/// The vertex traversals begin at.
struct EntryPoint: Equatable {
  var slot: UInt32
  var level: Int

  init(slot: UInt32, level: Int) {
    self.slot = slot
    self.level = level
  }

  init?(packed: UInt64) {
    guard packed != 0 else { return nil }
    slot = UInt32(truncatingIfNeeded: packed)
    level = min(max(Int(packed >> 32) - 1, 0), RowLayout.maximumLevel)
  }

  var packed: UInt64 { UInt64(level + 1) << 32 | UInt64(slot) }
}
