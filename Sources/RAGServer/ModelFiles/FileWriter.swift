// A file that is written from some place on, piece by piece.
internal import Glibc

/// An open file. Used by one task.
final class FileWriter {
  private let descriptor: Int32
  private let path: String

  /// Opens or makes the file and cuts it at `offset`, where writing begins.
  init(_ path: String, from offset: Int64 = 0) throws(ModelLibraryError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .storage(path, errno) }
    guard ftruncate(descriptor, Int(offset)) == 0, lseek(descriptor, Int(offset), SEEK_SET) == Int(offset) else {
      throw .storage(path, errno)
    }
  }

  deinit { close(descriptor) }

  func append(_ bytes: ArraySlice<UInt8>) throws(ModelLibraryError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .storage(path, errno) }
      rest = rest.dropFirst(count)
    }
  }

  /// Returns when everything is on the disk.
  func sync() throws(ModelLibraryError) {
    guard fdatasync(descriptor) == 0 else { throw .storage(path, errno) }
  }
}
