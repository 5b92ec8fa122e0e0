// Opening an index file: check its header, map its sections, read its short lists. The work does not depend on how many
// vectors it holds, but for four bytes of checksum per 64 KB and the lists of free slots and tombstones.

/// What an index file gave.
struct IndexFile {
  let header: IndexHeader
  let identifiers: IdentifierTable
  let labels: LabelTable
  let payloads: PayloadStore.Tables

  /// Opens the file at `path` into `storage` and `writer`, which are empty.
  ///
  /// - Throws: `.corrupted` naming file and offset, `.unsupportedVersion`, `.capacityExceeded`, `.ioFailed`.
  init(
    opening path: String, into storage: GraphStorage, writer: GraphWriter, residency: OpenOptions.Residency,
    in fileSystem: any FileSystem
  ) throws(VectorStoreError) {
    let file = try fileSystem.open(path, .read)
    // A mapping outlives the descriptor.
    defer { file.close() }
    let header = try Self.header(of: file)
    self.header = header
    guard header.dimension == storage.layout.dimension, header.m == storage.layout.maximumDegree,
      header.kind == storage.layout.kind, header.components == storage.layout.components
    else {
      throw .corrupted(path, at: 20, "it is of another shape than the manifest says")
    }
    guard header.slotCount <= storage.slotCapacity else {
      throw VectorStoreError(
        code: .capacityExceeded,
        message: "\(path) has \(header.slotCount) slots; the reserved address range holds \(storage.slotCapacity)")
    }
    for (memory, extent) in [(storage.rows, header[.rows]), (storage.vectors, header[.vectors])] {
      switch residency {
      case .mapped: try memory.map(file, offset: extent.offset, byteCount: extent.byteCount)
      case .resident: try memory.load(file, offset: extent.offset, byteCount: extent.byteCount)
      }
    }
    try storage.slotRecords.map(file, offset: header[.slots].offset, byteCount: header[.slots].byteCount)
    try storage.upper.map(file, offset: header[.upper].offset, byteCount: header[.upper].byteCount)
    identifiers = try IdentifierTable(mapping: file, header[.identifiers], count: header.liveCount)
    labels = try LabelTable(mapping: file, header[.labels], count: header.labelCount)
    payloads = try PayloadStore.Tables(
      mapping: file, header: header, slotCapacity: storage.slotCapacity, reservedBytes: storage.rows.reservedByteCount)

    writer.complement?.bound = header.normBound
    writer.freeSlots = try Self.slots(header[.freeSlots], of: file, below: header.slotCount)
    writer.tombstones = try Self.slots(header[.tombstones], of: file, below: header.slotCount)
      .map { Tombstone(slot: $0, epoch: 0) }
    let blocks = try Self.numbers(header[.freeBlocks], of: file)
    for index in stride(from: 0, to: blocks.count, by: 2) {
      let count = Int(blocks[index + 1])
      guard (1...RowLayout.maximumLevel).contains(count), Int(blocks[index]) + count <= header.upperBlockCount else {
        throw .corrupted(path, at: header[.freeBlocks].offset + index * 4, "a free block lies outside its section")
      }
      writer.freeBlocks[count].append(blocks[index])
    }
    storage.slotLimit.store(UInt32(header.slotCount), ordering: .releasing)
    storage.upperLimit.store(UInt32(header.upperBlockCount), ordering: .releasing)
    storage.entryCell.store(header.entry, ordering: .releasing)
  }

  /// The header of an index file, checked together with its checksum section.
  static func header(of file: any StoreFile) throws(VectorStoreError) -> IndexHeader {
    let bytes = try file.bytes(at: 0, count: IndexHeader.byteCount)
    let header = try IndexHeader(decoding: bytes, fileByteCount: try file.size(), path: file.path)
    let checksums = try file.bytes(at: header[.checksums].offset, count: header[.checksums].byteCount)
    guard checksums.count == header[.checksums].byteCount, Checksum.of(checksums) == header.checksumsChecksum else {
      throw .corrupted(file.path, at: header[.checksums].offset, "the checksums have a wrong checksum")
    }
    return header
  }

  /// Where blocks have a wrong checksum. Reads the whole file.
  static func damagedBlocks(of file: any StoreFile, header: IndexHeader) throws(VectorStoreError) -> [Int] {
    let checksums = try numbers(header[.checksums], of: file)
    var damaged: [Int] = []
    for (index, expected) in checksums.enumerated() {
      let offset = IndexHeader.byteCount + index * IndexHeader.blockByteCount
      let count = min(IndexHeader.blockByteCount, header[.checksums].offset - offset)
      if Checksum.of(try file.bytes(at: offset, count: count)) != expected { damaged.append(offset) }
    }
    return damaged
  }

  private static func numbers(
    _ extent: IndexHeader.Extent, of file: any StoreFile
  ) throws(VectorStoreError) -> [UInt32] {
    var reader = ByteReader(try file.bytes(at: extent.offset, count: extent.byteCount))
    var numbers: [UInt32] = []
    numbers.reserveCapacity(extent.byteCount / 4)
    while let number = reader.take(UInt32.self) { numbers.append(number) }
    guard numbers.count == extent.byteCount / 4 else {
      throw .corrupted(file.path, at: extent.offset, "the file ends inside a section")
    }
    return numbers
  }

  /// A list of different slots.
  private static func slots(
    _ extent: IndexHeader.Extent, of file: any StoreFile, below limit: Int
  ) throws(VectorStoreError) -> [UInt32] {
    let slots = try numbers(extent, of: file)
    var seen = SlotSet()
    for (index, slot) in slots.enumerated() {
      guard slot < limit, !seen.contains(slot) else {
        throw .corrupted(file.path, at: extent.offset + index * 4, "slot \(slot) is out of range or listed twice")
      }
      seen.insert(slot)
    }
    return slots
  }
}
