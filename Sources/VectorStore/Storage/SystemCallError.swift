// A failed system call: what was called, on what, and the error number.
import Glibc

/// The error of one system call; the cause beneath a `VectorStoreError`.
package struct SystemCallError: Error, Sendable, CustomStringConvertible {
  package var call: String
  package var path: String
  package var number: Int32

  package init(call: String, path: String, number: Int32) {
    self.call = call
    self.path = path
    self.number = number
  }

  package var description: String {
    var buffer = [CChar](repeating: 0, count: 256)
    // The XSI form: it fills the buffer, and answers an error number only for numbers it does not know.
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return "\(call) \(path): error \(number)" }
    let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return "\(call) \(path): \(text)"
  }
}

extension VectorStoreError {
  /// The typed error for a failed call: `.diskFull` when there is no room, else `.ioFailed`.
  package static func systemCall(_ call: String, _ path: String, _ number: Int32 = errno) -> VectorStoreError {
    let cause = SystemCallError(call: call, path: path, number: number)
    switch number {
    case ENOSPC, EDQUOT, EFBIG:
      return VectorStoreError(code: .diskFull, message: "no room on the disk for \(path)", cause: cause)
    case ENOMEM:
      return VectorStoreError(code: .capacityExceeded, message: "no memory for \(path)", cause: cause)
    default:
      return VectorStoreError(code: .ioFailed, message: "cannot use \(path)", cause: cause)
    }
  }
}
