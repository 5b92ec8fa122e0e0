// A file that came with a form. It lies in the upload folder under a random name, readable by us alone, until somebody
// moves it; otherwise it is deleted together with this object.
internal import Glibc
internal import Platform

/// An uploaded file on disk.
///
/// Any thread may use it once the form has been read.
public final class UploadedFile: Sendable {
  private struct State {
    var descriptor: CInt
    var size = 0
    var isTaken = false
  }

  /// The form field it came in.
  public let field: String
  /// The last component of the name the client gave; may be empty. For showing, not for opening.
  public let filename: String
  /// The type the client declared, not to be trusted.
  public let contentType: String?
  /// Where it lies, until it is moved.
  public let path: String
  private let state: Lock<State>

  init(field: String, filename: String, contentType: String?, in directory: String) throws(HTTPError) {
    self.field = field
    self.filename = filename
    self.contentType = contentType
    path = "\(directory)/upload-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw UploadedFile.failure("created", errno) }
    state = Lock(State(descriptor: descriptor))
  }

  deinit {
    let (descriptor, isTaken) = state.withLock { ($0.descriptor, $0.isTaken) }
    if descriptor >= 0 { close(descriptor) }
    if !isTaken { unlink(path) }
  }

  /// Bytes.
  public var size: Int { state.withLock { $0.size } }

  /// Renames the file into its lasting place on the same file system, replacing what is there, and gives it up. The caller
  /// makes it durable (fsync of file and folder) when it needs to.
  /// - Throws: `io` when it cannot be renamed; the file then stays owned.
  public func move(to destination: String) throws(HTTPError) {
    guard rename(path, destination) == 0 else { throw UploadedFile.failure("moved", errno) }
    state.withLock { $0.isTaken = true }
  }

  func append(_ bytes: ArraySlice<UInt8>) throws(HTTPError) {
    let failure = state.withLock { state -> CInt? in
      bytes.withUnsafeBytes { buffer -> CInt? in
        var written = 0
        while written < buffer.count {
          let result = write(state.descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
          if result < 0 {
            if errno == EINTR { continue }
            return errno
          }
          written += result
        }
        state.size += written
        return nil
      }
    }
    if let failure { throw UploadedFile.failure("written", failure) }
  }

  /// Closes the descriptor once everything has arrived.
  func finish() {
    state.withLock { state in
      close(state.descriptor)
      state.descriptor = -1
    }
  }

  private static func failure(_ action: String, _ code: CInt) -> HTTPError {
    let isFull = code == ENOSPC || code == EDQUOT
    return HTTPError(
      isFull ? .insufficientStorage : .io, "The upload could not be \(action) (errno \(code)).")
  }
}
