// A whole file mapped read-only into memory.
//
// For model files: large, read in place, shared between processes by the page cache. They must not be cut short while mapped
// (the kernel would deliver SIGBUS); a model folder is written once and then only read.
import Glibc

/// Bytes of a file for as long as this object lives. Any thread.
package final class MappedFile: @unchecked Sendable {
  // Sendable: the mapping is read-only (PROT_READ), set in `init` and unmapped only in `deinit`.
  package let path: String
  package let bytes: UnsafeRawBufferPointer
  /// When the file's contents last changed, in nanoseconds since 1970.
  package let changed: Int

  /// - Throws: `.inputOutput` naming the path and the system's reason.
  package init(path: String) throws(EmbeddingError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system("examine", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw EmbeddingError(code: .inputOutput, message: "\(path) is not a regular file.")
    }
    self.path = path
    changed = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    let count = Int(status.st_size)
    guard count > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
      throw .system("map", path)
    }
    bytes = UnsafeRawBufferPointer(start: address, count: count)
  }

  deinit {
    if let address = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), bytes.count) }
  }

  /// Gives the memory of pages that are no longer needed back; they are read again from the file when touched.
  package func dropResidentPages() {
    if let address = bytes.baseAddress {
      madvise(UnsafeMutableRawPointer(mutating: address), bytes.count, MADV_DONTNEED)
    }
  }
}

/// Some bytes of a mapped file, which stays mapped as long as this is held.
struct MappedRegion: @unchecked Sendable {
  // Sendable: read-only memory, kept alive by `file`.
  let file: MappedFile
  let bytes: UnsafeRawBufferPointer
}

extension EmbeddingError {
  static func system(_ verb: String, _ path: String) -> EmbeddingError {
    let reason = String(cString: strerror(errno))
    return EmbeddingError(code: .inputOutput, message: "Could not \(verb) \(path): \(reason).")
  }
}
