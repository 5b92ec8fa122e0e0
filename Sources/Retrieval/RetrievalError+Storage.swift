// Makes the room's error out of a failed system call: a full disk and a read-only folder are named as such.
import Glibc

extension RetrievalError {
  static func storage(reading path: String, _ code: Int32) -> RetrievalError {
    RetrievalError(.storage, "Cannot read \(path): \(String(cString: strerror(code))).")
  }

  static func storage(writing path: String, _ code: Int32) -> RetrievalError {
    switch code {
    case ENOSPC, EDQUOT:
      RetrievalError(.storageFull, "The disk that holds the data folder is full. Free some space and try again.")
    case EROFS, EACCES, EPERM:
      RetrievalError(.storageFull, "The data folder cannot be written (\(String(cString: strerror(code)))).")
    default:
      RetrievalError(.storage, "Cannot write \(path): \(String(cString: strerror(code))).")
    }
  }
}
