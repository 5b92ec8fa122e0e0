// One process per data folder: two would number the same commits.
import Glibc
import Platform

/// An exclusive lock on a data folder, held until it is released or the process ends.
final class FolderLock: Sendable {
  private let descriptor: Lock<Int32?>

  /// - Throws: `.storage` naming the process that holds it.
  init(at path: String) throws(RetrievalError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .storage(writing: path, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      var text = [UInt8](repeating: 0, count: 20)
      let count = max(0, pread(descriptor, &text, text.count, 0))
      let holder = String(decoding: text[..<count], as: UTF8.self).filter(\.isNumber)
      close(descriptor)
      throw RetrievalError(
        .storage,
        "Another Martlet process\(holder.isEmpty ? "" : " (\(holder))") is using this data folder. Stop it first, "
          + "or talk to it over its API.")
    }
    ftruncate(descriptor, 0)
    let text = Array("\(getpid())\n".utf8)
    pwrite(descriptor, text, text.count, 0)
    self.descriptor = Lock(descriptor)
  }

  deinit { release() }

  /// Lets the next process in. Calling it twice is harmless.
  func release() {
    descriptor.withLock { descriptor in
      guard let held = descriptor.take() else { return }
      // Unlocked by name: a child that is between fork and exec holds a copy of the descriptor, and closing ours alone
      // would leave the lock with it.
      flock(held, LOCK_UN)
      close(held)
    }
  }
}
