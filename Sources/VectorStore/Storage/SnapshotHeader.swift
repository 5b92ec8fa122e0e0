// The first page of a snapshot: a whole collection in one file, checked block by block.
//
// A snapshot is what a directory holds, put together: the manifest in this page, the index file and the log behind it,
// a checksum for each 64 KB at the end. Restoring takes it apart again, and opening does the rest.

/// The header of a snapshot file. See FORMAT.md for the table.
struct SnapshotHeader: Equatable {
  static let version: UInt32 = 1
  static let byteCount = IndexHeader.byteCount
  static let blockByteCount = IndexHeader.blockByteCount
  private static let manifestOffset = 64

  /// The bytes of MANIFEST.
  var manifest: [UInt8]
  var commit: UInt64
  var indexByteCount: Int
  var logByteCount: Int
  /// CRC-32C of the checksums.
  var checksumsChecksum: UInt32 = 0

  /// Where the index file lies in the snapshot, and the log, and the checksums.
  var index: Range<Int> { Self.byteCount..<Self.byteCount + indexByteCount }
  var log: Range<Int> {
    let start = IndexHeader.pageAligned(index.upperBound)
    return start..<start + logByteCount
  }
  var checksumsOffset: Int { IndexHeader.pageAligned(log.upperBound) }
  var checksumsByteCount: Int { IndexHeader.checksumByteCount(coveringUpTo: checksumsOffset) }

  var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.put("MARTLETS")
    writer.put(Self.version)
    writer.put(UInt32(0))
    writer.put(UInt32(Self.blockByteCount))
    writer.put(UInt32(manifest.count))
    writer.put(commit)
    writer.put(UInt64(indexByteCount))
    writer.put(UInt64(logByteCount))
    writer.put(checksumsChecksum)
    writer.pad(to: Self.manifestOffset)
    writer.put(manifest)
    writer.pad(to: Self.byteCount)
    writer.patch(Checksum.of(writer.bytes[16...]), at: 12)
    return writer.bytes
  }

  init(manifest: [UInt8], commit: UInt64, indexByteCount: Int, logByteCount: Int) {
    self.manifest = manifest
    self.commit = commit
    self.indexByteCount = indexByteCount
    self.logByteCount = logByteCount
  }

  /// Reads a header and checks that the parts it names make up the file.
  ///
  /// - Throws: `.corrupted`, `.unsupportedVersion`.
  init(decoding bytes: [UInt8], fileByteCount: Int, path: String) throws(VectorStoreError) {
    var reader = ByteReader(bytes)
    guard bytes.count == Self.byteCount, let magic = reader.take(count: 8), magic.elementsEqual("MARTLETS".utf8),
      let version = reader.take(UInt32.self), let checksum = reader.take(UInt32.self)
    else { throw .corrupted(path, at: 0, "it does not begin as a snapshot") }
    guard version <= Self.version else { throw .tooNew(path, version: version, known: Self.version) }
    guard version > 0, Checksum.of(bytes[16...]) == checksum else { throw .corrupted(path, at: 12, "wrong checksum") }
    func count() -> Int? { reader.take(UInt64.self).flatMap { $0 < 1 << 48 ? Int($0) : nil } }
    guard reader.take(UInt32.self) == UInt32(Self.blockByteCount), let manifestByteCount = reader.take(UInt32.self),
      let commit = reader.take(UInt64.self), let indexByteCount = count(), let logByteCount = count(),
      let checksumsChecksum = reader.take(UInt32.self), reader.take(count: Self.manifestOffset - reader.offset) != nil,
      let manifest = reader.take(count: Int(manifestByteCount))
    else { throw .corrupted(path, at: 16, "a field is missing or out of range") }
    self.init(
      manifest: Array(manifest), commit: commit, indexByteCount: indexByteCount, logByteCount: logByteCount)
    self.checksumsChecksum = checksumsChecksum
    guard fileByteCount == checksumsOffset + checksumsByteCount else {
      throw .corrupted(
        path, at: fileByteCount, "it has \(fileByteCount) bytes, not \(checksumsOffset + checksumsByteCount)")
    }
  }
}
