// CRC-32C over Swift's kinds of bytes.
import CKernels

/// The checksum of records, headers and blocks.
enum Checksum {
  static func of(_ bytes: UnsafeRawBufferPointer, continuing checksum: UInt32 = 0) -> UInt32 {
    guard let base = bytes.baseAddress else { return checksum }
    return martlet_crc32c(checksum, base, bytes.count)
  }

  static func of(_ bytes: some Collection<UInt8>, continuing checksum: UInt32 = 0) -> UInt32 {
    bytes.withContiguousStorageIfAvailable { of(UnsafeRawBufferPointer($0), continuing: checksum) }
      ?? Array(bytes).withUnsafeBytes { of($0, continuing: checksum) }
  }
}
