// The document as the reading process has it: an open file and nothing else, no path and no name.
internal import Glibc

/// An open document.
package struct DocumentInput: Sendable {
  /// Open for reading, at any position; it stays the caller's.
  package let descriptor: Int32
  /// The file's size in bytes.
  package let byteCount: Int

  /// - Throws: `.unreadable` when the descriptor is no regular file.
  package init(descriptor: Int32) throws(DocumentError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw DocumentError(.unreadable, "The document is not a regular file.")
    }
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
  }

  /// Up to `count` bytes from `offset` on; fewer only at the end.
  package func bytes(from offset: Int = 0, count: Int) throws(DocumentError) -> [UInt8] {
    let wanted = max(min(count, byteCount - offset), 0)
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
      while initialized < wanted, let base = buffer.baseAddress {
        let got = pread(descriptor, base + initialized, wanted - initialized, off_t(offset + initialized))
        if got > 0 {
          initialized += got
        } else if got == 0 {
          break
        } else if errno != EINTR {
          failure = errno
          break
        }
      }
    }
    guard failure == 0 else {
      throw DocumentError(.unreadable, "The document could not be read: \(String(cString: strerror(failure))).")
    }
    return bytes
  }
}
