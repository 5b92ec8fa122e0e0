// The write-ahead log: every commit since the last checkpoint, one record each, in order.
//
// A commit is written here and synced before anything else knows of it. If it is aborted, its record is cut off again;
// if cutting fails, the log remembers and does it before the next append. Reading is in CommitLog+Recovery.

/// The open log of a collection. Reached only while holding the write turn.
final class CommitLog {
  static let version: UInt32 = 2
  static let headerByteCount = 64
  private static let versionOffset = 8

  let file: any StoreFile
  let dimension: Int
  /// Where the next record goes.
  private(set) var end: Int
  /// How much is known to be on the disk.
  private(set) var durable: Int
  private let durability: OpenOptions.Durability
  /// What a sync of acknowledged records failed with. The kernel gives up what it could not write, and the next sync says
  /// nothing of it, so these records may not be on the disk ever: only a checkpoint is a way on.
  private(set) var doubt: VectorStoreError?
  /// Bytes may lie after `end` that must not be there.
  private var needsCut = false
  /// The version in the file's header.
  private var fileVersion = CommitLog.version

  init(file: any StoreFile, dimension: Int, end: Int, durability: OpenOptions.Durability) {
    self.file = file
    self.dimension = dimension
    self.end = end
    durable = end
    self.durability = durability
  }

  /// Makes a log without records, durably but for its directory entry.
  static func create(
    _ path: String, generation: UInt64, baseCommit: UInt64, dimension: Int, durability: OpenOptions.Durability,
    in fileSystem: any FileSystem
  ) throws(VectorStoreError) -> CommitLog {
    let file = try fileSystem.open(path, .create)
    do throws(VectorStoreError) {
      try file.truncate(to: 0)
      try file.write(header(generation: generation, baseCommit: baseCommit), at: 0)
      try file.synchronize()
    } catch {
      file.close()
      throw error
    }
    return CommitLog(file: file, dimension: dimension, end: headerByteCount, durability: durability)
  }

  private static func header(generation: UInt64, baseCommit: UInt64) -> [UInt8] {
    var writer = ByteWriter()
    writer.put("MARTLETL")
    writer.put(version)
    writer.put(UInt32(0))
    writer.put(generation)
    writer.put(baseCommit)
    writer.pad(to: headerByteCount)
    writer.patch(Checksum.of(writer.bytes[16...]), at: 12)
    return writer.bytes
  }

  /// Bytes of records.
  var recordByteCount: Int { end - Self.headerByteCount }

  /// Writes `batch` as commit `commit`; durable on return unless durability is relaxed.
  ///
  /// - Returns: where the record begins, for `cut`.
  /// - Throws: `.diskFull`, `.ioFailed`; the log is as before then, or is cut before the next append.
  func append(_ batch: WriteBatch, commit: UInt64) throws(VectorStoreError) -> Int {
    try cutIfNeeded()
    let start = end
    let (changes, payloads) = batch.encodedChanges(dimension: dimension)
    let vectorByteCount = batch.vectors.count * 4
    let payloadByteCount = changes.count + vectorByteCount + payloads.count
    let checksum = Checksum.of(
      payloads, continuing: batch.vectors.withUnsafeBytes { Checksum.of($0, continuing: Checksum.of(changes)) })
    let header = LogRecordHeader(
      payloadByteCount: payloadByteCount, commit: commit, durableByteCount: durable, payloadChecksum: checksum)
    do throws(VectorStoreError) {
      if !payloads.isEmpty { try raiseVersion() }
      try file.write(header.encoded + changes, at: start)
      try write(batch.vectors, at: start + LogRecordHeader.byteCount + changes.count)
      if !payloads.isEmpty {
        try file.write(payloads, at: start + LogRecordHeader.byteCount + changes.count + vectorByteCount)
      }
      end = Self.aligned(start + LogRecordHeader.byteCount + payloadByteCount)
      switch durability {
      case .immediate: try synchronize()
      case .relaxed(let unsyncedBytes): if end - durable > unsyncedBytes { try synchronize() }
      }
    } catch {
      end = start
      // If all before it was on the disk, the one record that may not be is taken back.
      if durable >= start { doubt = nil }
      durable = min(durable, start)
      needsCut = true
      // The error that stopped the commit is the one to tell; a cut that fails now is made before the next append.
      do throws(VectorStoreError) { try cutIfNeeded() } catch {}
      throw error
    }
    return start
  }

  /// Appends what another log holds from `start` on, where a record begins; durable on return.
  ///
  /// - Throws: `.corrupted` when the other log's file does not hold what was written to it; `.diskFull`, `.ioFailed`.
  func append(recordsOf other: CommitLog, from start: Int) throws(VectorStoreError) {
    var offset = start
    while offset < other.end {
      let headerBytes = try other.file.bytes(at: offset, count: LogRecordHeader.byteCount)
      guard var header = LogRecordHeader(decoding: headerBytes), header.payloadByteCount <= other.end - offset else {
        throw .corrupted(other.file.path, at: offset, "it does not hold the record that was written here")
      }
      let payload = try other.file.bytes(at: offset + LogRecordHeader.byteCount, count: header.payloadByteCount)
      guard Checksum.of(payload) == header.payloadChecksum else {
        throw .corrupted(other.file.path, at: offset, "it does not hold the record that was written here")
      }
      header.durableByteCount = durable
      try file.write(header.encoded + payload, at: end)
      end = Self.aligned(end + LogRecordHeader.byteCount + payload.count)
      offset = Self.aligned(offset + LogRecordHeader.byteCount + payload.count)
    }
    try synchronize()
  }

  /// Gives a log of an older version the present one's number, before the first record that the older cannot read.
  ///
  /// One aligned word that the header's checksum does not cover, so it is the old or the new number after any crash.
  private func raiseVersion() throws(VectorStoreError) {
    guard fileVersion < Self.version else { return }
    try file.write(withUnsafeBytes(of: Self.version.littleEndian) { Array($0) }, at: Self.versionOffset)
    try file.synchronize()
    fileVersion = Self.version
  }

  private func write(_ vectors: [Float], at offset: Int) throws(VectorStoreError) {
    var failure: VectorStoreError?
    vectors.withUnsafeBytes { bytes in
      do throws(VectorStoreError) { try file.write(bytes, at: offset) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Takes back the records from `start` on. Failure is kept for the next append.
  func cut(to start: Int) {
    end = start
    durable = min(durable, start)
    needsCut = true
    do throws(VectorStoreError) { try cutIfNeeded() } catch {}
  }

  /// Takes over what recovery found.
  func adopt(_ recovery: Recovery) {
    end = recovery.end
    durable = recovery.end
    needsCut = recovery.cutByteCount > 0
    fileVersion = recovery.version
  }

  /// Does a cut that is still to be done.
  func cutIfNeeded() throws(VectorStoreError) {
    guard needsCut else { return }
    try file.truncate(to: end)
    if durability == .immediate { try file.synchronize() }
    needsCut = false
  }

  /// Waits until every record is on the disk.
  func synchronize() throws(VectorStoreError) {
    guard durable < end else { return }
    do throws(VectorStoreError) { try file.synchronize() } catch {
      doubt = error
      throw error
    }
    durable = end
  }

  /// Records begin at multiples of 8.
  static func aligned(_ offset: Int) -> Int { (offset + 7) / 8 * 8 }
}
