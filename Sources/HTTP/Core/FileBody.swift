// A file as a response body. It is opened and examined when the handler makes it, so a missing file is the handler's
// error and what is sent is one version of the file even if the path is replaced meanwhile.
internal import Glibc

/// An open regular file, to be sent whole or in part.
public struct FileBody: Sendable {
  /// Owns the descriptor; the last copy of the body closes it.
  package final class Handle: Sendable {
    package let descriptor: CInt
    package init(descriptor: CInt) { self.descriptor = descriptor }
    deinit { close(descriptor) }
  }

  package let handle: Handle
  /// Bytes.
  public let size: Int
  /// Seconds since 1970, for Last-Modified.
  public let modifiedSeconds: Int
  /// A strong entity tag out of inode, size and modification time in nanoseconds; a handler that knows a content hash
  /// sets `ETag` in the response instead.
  public let entityTag: String

  /// Opens `path` for reading.
  /// - Throws: `notFound` when there is no regular file; `io` when it cannot be opened.
  public init(path: String) throws(HTTPError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let failure = errno
      if failure == ENOENT || failure == ENOTDIR || failure == ELOOP || failure == ENAMETOOLONG {
        throw HTTPError(.notFound, "The file does not exist.")
      }
      throw HTTPError(.io, "A file could not be opened (errno \(failure)).")
    }
    handle = Handle(descriptor: descriptor)
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw HTTPError(.notFound, "The file does not exist.")
    }
    size = Int(facts.st_size)
    modifiedSeconds = Int(facts.st_mtim.tv_sec)
    let nanoseconds = UInt64(bitPattern: Int64(facts.st_mtim.tv_sec &* 1_000_000_000 &+ facts.st_mtim.tv_nsec))
    entityTag =
      "\"" + String(facts.st_ino, radix: 36) + "-" + String(size, radix: 36) + "-" + String(nanoseconds, radix: 36)
      + "\""
  }
}
