// SIGTERM and SIGINT as something to await. The handler may do next to nothing, so it writes the signal's number into a
// pipe; a thread of its own reads that. A handler is used and not "ignore plus poll", because ignored signals stay ignored
// in the child processes that read documents, and a handler does not.
internal import CLinux
internal import Glibc
internal import Platform
internal import Synchronization

/// The signals that ask the process to stop. Made once in a process, before it starts working.
final class StopSignals: Sendable {
  private let reading: CInt
  private let thread: BlockingPool

  /// - Throws: `BlockingPool.Refusal` when the system gives no thread, `ConfigurationError` when it gives no pipe.
  init() throws {
    thread = try BlockingPool(name: "signals", threads: 1)
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw ConfigurationError(.unusableSystem, "No pipe could be made (\(String(cString: strerror(errno)))).")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = ends[0]
    signalPipe.store(ends[1], ordering: .sequentiallyConsistent)
    for number in [SIGTERM, SIGINT] { signal(number, passOn) }
  }

  /// Waits for the first of the signals and returns its name. From then on they do what they do by default.
  func next() async -> String {
    let descriptor = reading
    let number = try? await thread.run { () -> UInt8 in
      var byte: UInt8 = 0
      while read(descriptor, &byte, 1) < 0 && errno == EINTR {}
      return byte
    }
    for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
    return number.map(CInt.init) == SIGINT ? "SIGINT" : "SIGTERM"
  }
}

/// Where the handler writes; a handler reaches nothing but globals.
private let signalPipe = Atomic<CInt>(-1)

private func passOn(_ number: CInt) {
  let saved = errno
  var byte = UInt8(truncatingIfNeeded: number)
  _ = write(signalPipe.load(ordering: .relaxed), &byte, 1)
  errno = saved
}
