// One process per data folder: two would number the same commits.
import Glibc
import Platform

/// An exclusive lock on a data folder, held until it is released or the process ends.
package final class FolderLock: Sendable {
  private let descriptor: Lock<Int32?>

  /// - Throws: `.storage` naming the process that holds it.
  package init(at path: String) throws(RetrievalError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .storage(writing: path, errno) }
    guard Self.acquire(descriptor) else {
      let holder = Self.holder(descriptor)
      close(descriptor)
      throw RetrievalError(
        .storage,
        "Another Martlet process\(holder.map { " (\($0))" } ?? "") is using this data folder. Stop it first, "
          + "or talk to it over its API.")
    }
    ftruncate(descriptor, 0)
    let text = Array("\(getpid())\n".utf8)
    pwrite(descriptor, text, text.count, 0)
    self.descriptor = Lock(descriptor)
  }

  /// Takes the lock. A process that was killed may have left it for a moment with a child on its way to another program,
  /// which holds a copy of the descriptor until it gets there: that moment is waited for.
  private static func acquire(_ descriptor: Int32) -> Bool {
    for _ in 0..<attempts {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard let holder = holder(descriptor), kill(holder, 0) != 0, errno == ESRCH else { return false }
      usleep(pauseMicroseconds)
    }
    return false
  }

  private static let attempts = 500
  private static let pauseMicroseconds: UInt32 = 20_000

  /// The process that wrote its number into the file, if one has.
  private static func holder(_ descriptor: Int32) -> pid_t? {
    var text = [UInt8](repeating: 0, count: 20)
    let count = max(0, pread(descriptor, &text, text.count, 0))
    return pid_t(String(decoding: text[..<count], as: UTF8.self).filter(\.isNumber)).flatMap { $0 > 0 ? $0 : nil }
  }

  deinit { release() }

  /// Lets the next process in. Calling it twice is harmless.
  package func release() {
    descriptor.withLock { descriptor in
      guard let held = descriptor.take() else { return }
      // Unlocked by name: a child that is between fork and exec holds a copy of the descriptor, and closing ours alone
      // would leave the lock with it.
      flock(held, LOCK_UN)
      close(held)
    }
  }
}
