// Reading the log at open, and telling the torn end of an interrupted write from damage.
//
// A crash can leave the last record incomplete, in any of its bytes. That record was never acknowledged: it is cut. A
// damaged record that was once durable is something else, and is reported. Each record says how much of the log was
// durable when it was written, so one intact record after a damaged one decides: if it calls the damaged one durable,
// the file was damaged; if not (relaxed durability, power cut), the log ends at the damaged one.

extension CommitLog {
  /// What reading a log came to.
  struct Recovery {
    /// Where the intact records end.
    var end = CommitLog.headerByteCount
    var lastCommit: UInt64
    var recordCount = 0
    /// The format version in the file's header.
    var version = CommitLog.version
    /// Bytes after `end`: a torn record, or commits above `committed`.
    var cutByteCount = 0
  }

  /// Reads every record up to `committed` and gives it to `body`.
  ///
  /// - Parameters:
  ///   - file: the log.
  ///   - baseCommit: the commit of the checkpoint the log goes on from.
  ///   - committed: records above it end the log; `nil` takes all.
  /// - Throws: `.corrupted` naming file and offset; `.unsupportedVersion`; whatever `body` throws.
  static func read(
    _ file: any StoreFile, generation: UInt64, baseCommit: UInt64, dimension: Int, committed: UInt64?,
    body: (_ batch: WriteBatch, _ commit: UInt64) throws(VectorStoreError) -> Void
  ) throws(VectorStoreError) -> Recovery {
    let version = try checkHeader(file, generation: generation, baseCommit: baseCommit)
    let size = try file.size()
    var recovery = Recovery(lastCommit: baseCommit, version: version)
    while recovery.end < size {
      let offset = recovery.end
      let headerBytes = try file.bytes(at: offset, count: LogRecordHeader.byteCount)
      let payloadStart = offset + LogRecordHeader.byteCount
      guard let header = LogRecordHeader(decoding: headerBytes), header.payloadByteCount <= size - payloadStart else {
        try requireTorn(file, at: offset, searchFrom: offset + 8, size: size)
        break
      }
      let payload = try file.bytes(at: payloadStart, count: header.payloadByteCount)
      guard Checksum.of(payload) == header.payloadChecksum else {
        try requireTorn(file, at: offset, searchFrom: aligned(payloadStart + payload.count), size: size)
        break
      }
      if let committed, header.commit > committed { break }
      guard header.commit > recovery.lastCommit else {
        throw .corrupted(file.path, at: offset, "commit \(header.commit) follows commit \(recovery.lastCommit)")
      }
      guard header.commit < SlotTable.never, let batch = WriteBatch(payload: payload, dimension: dimension),
        batch.vectors.allSatisfy(\.isFinite)
      else {
        throw .corrupted(
          file.path, at: offset, "commit \(header.commit) is not a batch of \(dimension)-component vectors")
      }
      try body(batch, header.commit)
      recovery.lastCommit = header.commit
      recovery.recordCount += 1
      recovery.end = aligned(payloadStart + payload.count)
    }
    recovery.cutByteCount = max(size - recovery.end, 0)
    return recovery
  }

  /// - Returns: the format version.
  private static func checkHeader(
    _ file: any StoreFile, generation: UInt64, baseCommit: UInt64
  ) throws(VectorStoreError) -> UInt32 {
    let bytes = try file.bytes(at: 0, count: headerByteCount)
    var reader = ByteReader(bytes)
    guard bytes.count == headerByteCount, let magic = reader.take(count: 8), magic.elementsEqual("MARTLETL".utf8),
      let version = reader.take(UInt32.self), let checksum = reader.take(UInt32.self)
    else { throw .corrupted(file.path, at: 0, "it does not begin as a log") }
    guard version <= Self.version else { throw .tooNew(file.path, version: version, known: Self.version) }
    guard version > 0, Checksum.of(bytes[16...]) == checksum else {
      throw .corrupted(file.path, at: 12, "wrong checksum")
    }
    guard reader.take(UInt64.self) == generation, reader.take(UInt64.self) == baseCommit else {
      throw .corrupted(file.path, at: 16, "it belongs to another checkpoint than the manifest names")
    }
    return version
  }

  /// Looks for an intact record after a damaged one; throws if it proves that the damaged one was durable.
  private static func requireTorn(
    _ file: any StoreFile, at damaged: Int, searchFrom start: Int, size: Int
  ) throws(VectorStoreError) {
    let step = 1 << 20
    var windowStart = start
    while windowStart + LogRecordHeader.byteCount <= size {
      let window = try file.bytes(at: windowStart, count: step + LogRecordHeader.byteCount)
      for index in stride(from: 0, through: window.count - LogRecordHeader.byteCount, by: 8)
      where index < step && window[index] == UInt8(truncatingIfNeeded: LogRecordHeader.magic) {
        guard let header = LogRecordHeader(decoding: Array(window[index..<index + LogRecordHeader.byteCount])),
          header.durableByteCount > damaged, header.durableByteCount <= windowStart + index
        else { continue }
        throw .corrupted(
          file.path, at: damaged, "a record has a wrong checksum, and commit \(header.commit) after it is intact")
      }
      windowStart += step
    }
  }
}
