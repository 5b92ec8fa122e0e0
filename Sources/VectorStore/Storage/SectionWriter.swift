// Writes the sections of an index file front to back, keeping a checksum for each block as the bytes go by.

/// A sequential writer for everything after an index file's header.
struct SectionWriter {
  private let file: any StoreFile
  private(set) var offset = IndexHeader.byteCount
  private(set) var checksums: [UInt32] = []
  private var blockChecksum: UInt32 = 0
  private var blockFill = 0

  init(file: any StoreFile) { self.file = file }

  /// Appends `bytes`.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(VectorStoreError) {
    try file.write(bytes, at: offset)
    offset += bytes.count
    var rest = bytes
    while !rest.isEmpty {
      let count = min(rest.count, IndexHeader.blockByteCount - blockFill)
      blockChecksum = Checksum.of(UnsafeRawBufferPointer(rebasing: rest[..<count]), continuing: blockChecksum)
      blockFill += count
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      if blockFill == IndexHeader.blockByteCount { endBlock() }
    }
  }

  mutating func write(_ bytes: [UInt8]) throws(VectorStoreError) {
    var failure: VectorStoreError?
    bytes.withUnsafeBytes { bytes in
      do throws(VectorStoreError) { try write(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  mutating func write(_ numbers: [UInt32]) throws(VectorStoreError) {
    var failure: VectorStoreError?
    numbers.withUnsafeBytes { bytes in
      do throws(VectorStoreError) { try write(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Appends zeros up to the next page, where the next section begins.
  mutating func alignToPage() throws(VectorStoreError) {
    let padding = (IndexHeader.byteCount - offset % IndexHeader.byteCount) % IndexHeader.byteCount
    try write([UInt8](repeating: 0, count: padding))
  }

  /// Closes the last block; nothing covered by checksums may follow.
  mutating func endBlock() {
    guard blockFill > 0 else { return }
    checksums.append(blockChecksum)
    blockChecksum = 0
    blockFill = 0
  }
}
