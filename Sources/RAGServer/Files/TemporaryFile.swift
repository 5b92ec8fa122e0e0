// A file made of bytes that arrived in a request, for the corpus to take over.
internal import FoundationEssentials
internal import Glibc

enum TemporaryFile {
  /// Writes a new file (mode 0600) into `folder` and returns its path; leaves nothing behind when it fails. Blocks.
  static func write(_ bytes: [UInt8], in folder: String) throws -> String {
    let path = "\(folder)/text-\(UUID().uuidString)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(errno) }
    defer { close(descriptor) }
    do {
      try bytes.withUnsafeBytes { buffer in
        var rest = buffer[...]
        while !rest.isEmpty {
          let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          if count < 0 && errno == EINTR { continue }
          guard count > 0 else { throw failure(errno) }
          rest = rest.dropFirst(count)
        }
      }
    } catch {
      unlink(path)
      throw error
    }
    return path
  }

  private static func failure(_ code: Int32) -> ServiceError {
    switch code {
    case ENOSPC, EDQUOT, EROFS, EACCES, EPERM: ServiceError(.insufficientStorage, Detail.storageFull)
    default: ServiceError(.internalServerError, "Internal Server Error")
    }
  }
}
