// Writing the published state as an index file.
//
// Made while holding the write turn, so the state stands still but for searches, and no commit in it is unpublished.
// Rows go through a buffer, where the slots in limbo are blanked: searches may still read those in memory, but in the
// file they are free, and what they held is gone.
import Glibc

/// The state of a collection on its way to a file.
struct CheckpointImage {
  let configuration: CollectionConfiguration
  let commit: UInt64
  let liveCount: Int
  let writer: GraphWriter
  let identifiers: IdentifierTable
  let labels: LabelTable
  let payloads: PayloadStore.Tables

  /// Writes the file at `path`. Nothing is synced.
  ///
  /// - Returns: the file, and its size.
  func write(
    to path: String, in fileSystem: any FileSystem
  ) throws(VectorStoreError) -> (file: any StoreFile, byteCount: Int) {
    let file = try fileSystem.open(path, .create)
    do throws(VectorStoreError) {
      try file.truncate(to: 0)
      return (file, try write(to: file))
    } catch {
      file.close()
      throw error
    }
  }

  private func write(to file: any StoreFile) throws(VectorStoreError) -> Int {
    let (graph, entry) = writer.storage.view()
    var header = IndexHeader(
      dimension: configuration.dimension, metric: configuration.metric, m: configuration.m,
      kind: graph.layout.kind, components: graph.layout.components, commit: commit,
      slotCount: Int(graph.limit), liveCount: liveCount, entry: entry?.packed ?? 0,
      upperBlockCount: Int(graph.upperLimit), labelCount: labels.count,
      normBound: writer.complement?.bound ?? 0)
    try file.allocate(approximateByteCount(graph))
    var sections = SectionWriter(file: file)
    let apart: [IndexHeader.Section] = graph.layout.vectorStride > 0 ? [.vectors] : []
    for section in IndexHeader.Section.always + apart + payloads.sections where section != .checksums {
      let start = sections.offset
      try write(section, of: graph, to: &sections)
      header.extents[section] = .init(offset: start, byteCount: sections.offset - start)
      try sections.alignToPage()
    }
    let start = sections.offset
    sections.endBlock()
    let checksums = sections.checksums
    header.checksumsChecksum = checksums.withUnsafeBytes { Checksum.of($0) }
    header.extents[.checksums] = .init(offset: start, byteCount: checksums.count * 4)
    try sections.write(checksums)
    try file.write(header.encoded, at: 0)
    try file.truncate(to: sections.offset)
    return sections.offset
  }

  private func approximateByteCount(_ graph: GraphView) -> Int {
    let slots = Int(graph.limit)
    return slots * (graph.layout.stride + graph.layout.vectorStride + SlotTable.recordByteCount)
      + identifiers.bytes.count + labels.bytes.count
      + Int(graph.upperLimit) * graph.layout.upperBlockByteCount + payloads.approximateByteCount(slotCount: slots)
  }

  private func write(
    _ section: IndexHeader.Section, of graph: GraphView, to sections: inout SectionWriter
  ) throws(VectorStoreError) {
    switch section {
    case .rows:
      try writeSlotwise(graph.rows, itemByteCount: graph.layout.stride, count: Int(graph.limit), to: &sections) {
        memset($0, 0, graph.layout.stride)
      }
    case .vectors:
      let stride = graph.layout.vectorStride
      try writeSlotwise(graph.vectors, itemByteCount: stride, count: Int(graph.limit), to: &sections) {
        memset($0, 0, stride)
      }
    case .slots:
      try writeSlotwise(
        graph.slots.base, itemByteCount: SlotTable.recordByteCount, count: Int(graph.limit), to: &sections
      ) { SlotTable(base: $0).vacate(0) }
    case .upper:
      let bytes = UnsafeRawBufferPointer(
        start: graph.upper, count: Int(graph.upperLimit) * graph.layout.upperBlockByteCount)
      try sections.write(bytes)
    case .identifiers: try sections.write(identifiers.bytes)
    case .labels: try sections.write(labels.bytes)
    case .freeSlots: try sections.write(writer.freeSlots + limboSlots)
    case .tombstones: try sections.write(writer.tombstones.map(\.slot) + (writer.sweep?.slots ?? []))
    case .freeBlocks: try sections.write(freeBlocks(graph))
    case .checksums: break
    case .payloadFields, .payloadCells, .payloadLinks, .payloadValues, .terms, .termText, .termCells:
      try payloads.write(section, slotCount: Int(graph.limit), to: &sections)
    }
  }

  private var limboSlots: [UInt32] { writer.limbo.flatMap(\.slots) }

  /// Pairs of first block and count.
  private func freeBlocks(_ graph: GraphView) -> [UInt32] {
    var pairs: [UInt32] = []
    for (count, starts) in writer.freeBlocks.enumerated() {
      for start in starts { pairs += [start, UInt32(count)] }
    }
    for slot in limboSlots where graph.level(slot) > 0 {
      pairs += [
        graph.row(slot).word(RowLayout.upperOffset).pointee.load(ordering: .relaxed), UInt32(graph.level(slot)),
      ]
    }
    return pairs
  }

  /// Writes `count` items of one size, through a buffer in which `blank` is applied to the items of slots in limbo.
  private func writeSlotwise(
    _ base: UnsafeMutableRawPointer, itemByteCount: Int, count: Int, to sections: inout SectionWriter,
    blank: (UnsafeMutableRawPointer) -> Void
  ) throws(VectorStoreError) {
    let itemsPerStep = max(1, (4 << 20) / itemByteCount)
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(itemsPerStep, max(count, 1)) * itemByteCount, alignment: 64)
    defer { buffer.deallocate() }
    let limbo = limboSlots.sorted()
    var nextInLimbo = 0
    var start = 0
    while start < count {
      let items = min(itemsPerStep, count - start)
      guard let target = buffer.baseAddress else { return }
      memcpy(target, base + start * itemByteCount, items * itemByteCount)
      while nextInLimbo < limbo.count, Int(limbo[nextInLimbo]) < start + items {
        blank(target + (Int(limbo[nextInLimbo]) - start) * itemByteCount)
        nextInLimbo += 1
      }
      try sections.write(UnsafeRawBufferPointer(rebasing: buffer[..<(items * itemByteCount)]))
      start += items
    }
  }
}
