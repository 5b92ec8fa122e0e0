// The first page of an index file: what the file holds and where. See FORMAT.md for the table.

/// The header of an index file.
struct IndexHeader: Equatable {
  /// Version 2 has more than one row layout.
  static let version: UInt32 = 2
  static let byteCount = 4096
  /// Each block of this many bytes has its own checksum.
  static let blockByteCount = 65536

  /// The parts of the file; raw values are the numbers in the section table.
  enum Section: UInt32, CaseIterable {
    case rows = 1
    case slots, upper, identifiers, labels, freeSlots, tombstones, freeBlocks, checksums
    /// Only in the file of a collection with payloads; see PayloadSections.
    case payloadFields, payloadCells, payloadLinks, payloadValues, terms, termText, termCells
    /// Only in the file of a compact index, whose vectors lie apart from the rows.
    case vectors

    /// The sections every file has, in the order they are written in; checksums come last of all.
    static let always: [Section] = allCases.filter { $0.rawValue <= Section.checksums.rawValue }
  }

  /// The next multiple of a page.
  static func pageAligned(_ byteCount: Int) -> Int {
    (byteCount + Self.byteCount - 1) / Self.byteCount * Self.byteCount
  }

  /// Where a section lies.
  struct Extent: Equatable {
    var offset: Int
    var byteCount: Int
    var end: Int { offset + byteCount }
  }

  var dimension: Int
  var metric: Metric
  var m: Int
  var kind: IndexKind
  var components: ComponentFormat
  var commit: UInt64
  var slotCount: Int
  var liveCount: Int
  var entry: UInt64
  var upperBlockCount: Int
  var labelCount: Int
  /// See NormComplement; 0 but under the inner product.
  var normBound: Float
  /// CRC-32C of the checksum section.
  var checksumsChecksum: UInt32 = 0
  var extents: [Section: Extent] = [:]

  subscript(section: Section) -> Extent { extents[section] ?? Extent(offset: Self.byteCount, byteCount: 0) }

  var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.put("MARTLETX")
    writer.put(Self.version)
    writer.put(UInt32(0))
    writer.put(UInt32(kind.rawValue) | UInt32(components.rawValue) << 8)
    writer.put(UInt32(dimension))
    writer.put(UInt32(metric.rawValue))
    writer.put(UInt32(m))
    writer.put(UInt32(extents.count))
    writer.put(UInt32(Self.blockByteCount))
    writer.put(commit)
    writer.put(UInt64(slotCount))
    writer.put(UInt64(liveCount))
    writer.put(entry)
    writer.put(UInt64(upperBlockCount))
    writer.put(UInt64(labelCount))
    writer.put(checksumsChecksum)
    writer.put(normBound.bitPattern)
    for section in Section.allCases where extents[section] != nil {
      writer.put(section.rawValue)
      writer.put(UInt32(0))
      writer.put(UInt64(self[section].offset))
      writer.put(UInt64(self[section].byteCount))
    }
    writer.pad(to: Self.byteCount)
    writer.patch(Checksum.of(writer.bytes[16...]), at: 12)
    return writer.bytes
  }

  init(
    dimension: Int, metric: Metric, m: Int, kind: IndexKind, components: ComponentFormat, commit: UInt64,
    slotCount: Int, liveCount: Int, entry: UInt64,
    upperBlockCount: Int, labelCount: Int, normBound: Float
  ) {
    self.dimension = dimension
    self.metric = metric
    self.m = m
    self.kind = kind
    self.components = components
    self.commit = commit
    self.slotCount = slotCount
    self.liveCount = liveCount
    self.entry = entry
    self.upperBlockCount = upperBlockCount
    self.labelCount = labelCount
    self.normBound = normBound
  }

  /// Reads a header and checks that everything in it fits everything else, so that mapping the sections is safe.
  ///
  /// - Throws: `.corrupted`, `.unsupportedVersion`.
  init(decoding bytes: [UInt8], fileByteCount: Int, path: String) throws(VectorStoreError) {
    var reader = ByteReader(bytes)
    guard bytes.count == Self.byteCount, let magic = reader.take(count: 8), magic.elementsEqual("MARTLETX".utf8),
      let version = reader.take(UInt32.self), let checksum = reader.take(UInt32.self)
    else { throw .corrupted(path, at: 0, "it does not begin as an index") }
    guard version <= Self.version else { throw .tooNew(path, version: version, known: Self.version) }
    guard version > 0, Checksum.of(bytes[16...]) == checksum else { throw .corrupted(path, at: 12, "wrong checksum") }
    func count() -> Int? { reader.take(UInt64.self).flatMap { $0 < 1 << 48 ? Int($0) : nil } }
    guard let rows = reader.take(UInt32.self), rows >> 16 == 0,
      let kind = IndexKind(rawValue: UInt8(rows & 255)), let components = ComponentFormat(rawValue: UInt8(rows >> 8)),
      let dimension = reader.take(UInt32.self),
      let metric = reader.take(UInt32.self).flatMap({ UInt8(exactly: $0) }).flatMap(Metric.init(rawValue:)),
      let m = reader.take(UInt32.self), let sectionCount = reader.take(UInt32.self), sectionCount <= 64,
      reader.take(UInt32.self) == UInt32(Self.blockByteCount), let commit = reader.take(UInt64.self),
      let slotCount = count(), let liveCount = count(), let entry = reader.take(UInt64.self),
      let upperBlockCount = count(), let labelCount = count(), let checksumsChecksum = reader.take(UInt32.self),
      let normBound = reader.take(UInt32.self).map(Float.init(bitPattern:)), normBound.isFinite
    else { throw .corrupted(path, at: 16, "a field is missing or out of range") }
    self.init(
      dimension: Int(dimension), metric: metric, m: Int(m), kind: kind, components: components, commit: commit,
      slotCount: slotCount, liveCount: liveCount,
      entry: entry, upperBlockCount: upperBlockCount, labelCount: labelCount, normBound: normBound)
    self.checksumsChecksum = checksumsChecksum
    for _ in 0..<sectionCount {
      guard let kind = reader.take(UInt32.self), reader.take(UInt32.self) != nil, let offset = count(),
        let byteCount = count(), offset >= Self.byteCount, offset % Self.byteCount == 0,
        byteCount <= fileByteCount - offset
      else { throw .corrupted(path, at: reader.offset, "a section lies outside the file") }
      if let section = Section(rawValue: kind) { extents[section] = Extent(offset: offset, byteCount: byteCount) }
    }
    try checkSizes(path: path)
  }

  private func checkSizes(path: String) throws(VectorStoreError) {
    let configuration = CollectionConfiguration(
      dimension: dimension, metric: metric, m: m, kind: kind, components: components, model: "")
    do throws(VectorStoreError) { try configuration.validate() } catch { throw .corrupted(path, at: 16, error.message) }
    let layout = RowLayout(configuration)
    guard slotCount < Int(Candidate.expandedBit), upperBlockCount < Int(UInt32.max), liveCount <= slotCount,
      self[.rows].byteCount == slotCount * layout.stride,
      self[.vectors].byteCount == slotCount * layout.vectorStride,
      self[.slots].byteCount == slotCount * SlotTable.recordByteCount,
      self[.upper].byteCount == upperBlockCount * layout.upperBlockByteCount,
      IdentifierTable.fits(self[.identifiers], count: liveCount), LabelTable.fits(self[.labels], count: labelCount),
      self[.freeSlots].byteCount % 4 == 0, self[.freeSlots].byteCount / 4 <= slotCount,
      self[.tombstones].byteCount % 4 == 0, self[.tombstones].byteCount / 4 <= slotCount,
      self[.freeBlocks].byteCount % 8 == 0,
      self[.checksums].byteCount == Self.checksumByteCount(coveringUpTo: self[.checksums].offset),
      Section.always.allSatisfy({ extents[$0] != nil }),
      extents.values.allSatisfy({ $0.end <= self[.checksums].end }),
      EntryPoint(packed: entry).map({ Int($0.slot) < slotCount }) ?? true
    else { throw .corrupted(path, at: 16, "its sections do not fit its counts") }
  }

  /// Bytes of checksums for the blocks between the header and `offset`.
  static func checksumByteCount(coveringUpTo offset: Int) -> Int {
    4 * ((offset - byteCount + blockByteCount - 1) / blockByteCount)
  }
}
