// A snapshot: the newest published commit in one file, taken while everything goes on.
//
// The index file of the last checkpoint never changes, and what a log holds of published commits neither. So the turn is
// held only to open both and to note where the log ends; the copy is made without it. A checkpoint that replaces the
// files meanwhile leaves the open ones as they are.

extension VectorCollection {
  /// Writes the newest published commit to one file at `path`, in place of what is there.
  ///
  /// Searches and commits go on meanwhile; waits for a commit in preparation to be settled. The file is complete and on
  /// the disk when this returns, or was not touched. It holds what the collection's files hold: vectors that were
  /// deleted and not compacted yet are still in it, as bytes; `compact()` before erases them.
  ///
  /// - Throws: `.diskFull`, `.ioFailed`, `.closed`.
  /// - Complexity: a copy of the collection's files.
  public func snapshot(to path: String) throws(VectorStoreError) {
    let fileSystem = options.fileSystem
    let (manifest, index, log, logByteCount, commit) = try turn.hold { state throws(VectorStoreError) in
      try requireOpen()
      let generation = state.manifest.generation
      let log = try fileSystem.open(files.log(generation), .read)
      let index = state.manifest.indexByteCount > 0 ? try fileSystem.open(files.index(generation), .read) : nil
      // The next record's place; the last record may end before it.
      return (state.manifest, index, log, min(state.log.end, try log.size()), lastCommit)
    }
    defer {
      index?.close()
      log.close()
    }
    let header = SnapshotHeader(
      manifest: manifest.encoded, commit: commit, indexByteCount: Int(manifest.indexByteCount),
      logByteCount: logByteCount)
    let temporary = path + ".tmp"
    do throws(VectorStoreError) {
      try Self.write(header, index: index, log: log, to: temporary, in: fileSystem)
      try fileSystem.rename(temporary, to: path)
      try fileSystem.synchronizeDirectory(CollectionFiles(directory: path).parent)
    } catch {
      do throws(VectorStoreError) { try fileSystem.remove(temporary) } catch {}
      throw error
    }
  }

  private static func write(
    _ header: SnapshotHeader, index: (any StoreFile)?, log: any StoreFile, to path: String,
    in fileSystem: any FileSystem
  ) throws(VectorStoreError) {
    let file = try fileSystem.open(path, .create)
    defer { file.close() }
    try file.truncate(to: 0)
    try file.allocate(header.checksumsOffset + header.checksumsByteCount)
    var writer = SectionWriter(file: file)
    if let index { try copy(index, byteCount: header.indexByteCount, to: &writer) }
    try copy(log, byteCount: header.logByteCount, to: &writer)
    writer.endBlock()
    let checksums = writer.checksums
    var header = header
    header.checksumsChecksum = checksums.withUnsafeBytes { Checksum.of($0) }
    try writer.write(checksums)
    try file.write(header.encoded, at: 0)
    try file.synchronize()
  }

  /// Appends the first `byteCount` bytes of `source`, and zeros up to the next page.
  private static func copy(
    _ source: any StoreFile, byteCount: Int, to writer: inout SectionWriter
  ) throws(VectorStoreError) {
    let step = 1 << 20
    var offset = 0
    while offset < byteCount {
      let bytes = try source.bytes(at: offset, count: min(step, byteCount - offset))
      guard !bytes.isEmpty else { throw .corrupted(source.path, at: offset, "it is shorter than it was") }
      try writer.write(bytes)
      offset += bytes.count
    }
    try writer.alignToPage()
  }

  /// Makes the collection of a snapshot in `directory`, which holds none.
  ///
  /// Every byte is checked before the collection comes to be: it is there complete when this returns, or not at all.
  ///
  /// - Throws: `.corrupted` naming file and place, `.unsupportedVersion`, `.invalidArgument` when `directory` holds a
  ///   collection, `.locked`, `.diskFull`, `.ioFailed`.
  public static func restore(
    from path: String, to directory: String, options: OpenOptions = OpenOptions()
  ) throws(VectorStoreError) {
    let fileSystem = options.fileSystem
    let source = try fileSystem.open(path, .read)
    defer { source.close() }
    let headerBytes = try source.bytes(at: 0, count: SnapshotHeader.byteCount)
    let header = try SnapshotHeader(decoding: headerBytes, fileByteCount: try source.size(), path: path)
    let manifest = try Manifest(decoding: header.manifest, path: path)
    guard manifest.indexByteCount == UInt64(header.indexByteCount) else {
      throw .corrupted(path, at: 32, "its manifest names an index of another size")
    }
    let files = CollectionFiles(directory: directory)
    try fileSystem.createDirectory(directory)
    let lock = try DirectoryLock(files, in: fileSystem)
    defer { lock.release() }
    for name in try fileSystem.names(in: directory) where name == "MANIFEST" || CollectionFiles.isOwn(name) {
      throw VectorStoreError(
        code: .invalidArgument, message: "\(directory) holds a collection, or a part of one: \(name)")
    }
    do throws(VectorStoreError) {
      try unpack(source, header, manifest: manifest, to: files, in: fileSystem)
      try manifest.stage(in: files, fileSystem)
      try fileSystem.synchronizeDirectory(directory)
      try Manifest.replace(in: files, fileSystem)
      try fileSystem.synchronizeDirectory(directory)
      try fileSystem.synchronizeDirectory(files.parent)
    } catch {
      let names = [
        files.manifest, files.manifest + ".tmp", files.index(manifest.generation), files.log(manifest.generation),
      ]
      for name in names { do throws(VectorStoreError) { try fileSystem.remove(name) } catch {} }
      throw error
    }
  }

  /// Writes the index and log of a snapshot to files of their own, checking each block on the way.
  private static func unpack(
    _ source: any StoreFile, _ header: SnapshotHeader, manifest: Manifest, to files: CollectionFiles,
    in fileSystem: any FileSystem
  ) throws(VectorStoreError) {
    let checksumBytes = try source.bytes(at: header.checksumsOffset, count: header.checksumsByteCount)
    guard Checksum.of(checksumBytes) == header.checksumsChecksum else {
      throw .corrupted(source.path, at: header.checksumsOffset, "the checksums have a wrong checksum")
    }
    var checksums = ByteReader(checksumBytes)
    let log = try fileSystem.open(files.log(manifest.generation), .create)
    defer { log.close() }
    let index = header.indexByteCount > 0 ? try fileSystem.open(files.index(manifest.generation), .create) : nil
    defer { index?.close() }
    var offset = SnapshotHeader.byteCount
    while offset < header.checksumsOffset {
      let bytes = try source.bytes(
        at: offset, count: min(SnapshotHeader.blockByteCount, header.checksumsOffset - offset))
      guard Checksum.of(bytes) == checksums.take(UInt32.self) else {
        throw .corrupted(source.path, at: offset, "a block has a wrong checksum")
      }
      for (file, part) in [(index, header.index), (log, header.log)] {
        let common = part.clamped(to: offset..<offset + bytes.count)
        guard let file, !common.isEmpty else { continue }
        try file.write(
          Array(bytes[common.lowerBound - offset..<common.upperBound - offset]), at: common.lowerBound - part.lowerBound
        )
      }
      offset += bytes.count
    }
    try index?.synchronize()
    try log.synchronize()
  }
}
