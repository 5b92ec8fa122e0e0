// SIGTERM and SIGINT as something to await, for the command line.
//
// The handler only posts a semaphore, which a handler may; a thread waits for it and resumes whoever awaits. The signals
// are not blocked by mask, because child processes would inherit the mask and become deaf to them.
internal import Glibc
internal import Platform
internal import Synchronization

/// The wish of a person or a supervisor that the process end.
public enum Shutdown {
  private struct Waiting: Sendable {
    var continuation: CheckedContinuation<Void, Never>?
    var isInstalled = false
    var isRequested = false
  }

  private static let waiting = Lock(Waiting())

  /// Suspends until the process is asked to end by SIGTERM or SIGINT. A second signal ends it at once (status 128 + signal),
  /// for the person who will not wait for a drain.
  ///
  /// Signals are caught from the first call on. One caller.
  public static func requested() async {
    install()
    await withCheckedContinuation { continuation in
      let isRequested = waiting.withLock { waiting in
        if !waiting.isRequested { waiting.continuation = continuation }
        return waiting.isRequested
      }
      if isRequested { continuation.resume() }
    }
  }

  /// Catches the signals from now on; a second call changes nothing.
  package static func install() {
    let isFirst = waiting.withLock { waiting in
      defer { waiting.isInstalled = true }
      return !waiting.isInstalled
    }
    guard isFirst else { return }
    sem_init(SignalSemaphore.pointer, 0, 0)
    let thread = try? SystemThread(name: "martlet-signals") {
      while sem_wait(SignalSemaphore.pointer) != 0 {}
      Shutdown.resume()
    }
    // Without the thread the signals keep their usual, abrupt effect.
    guard let thread else { return }
    thread.detach()
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      let saved = errno
      if SignalSemaphore.seen.exchange(true, ordering: .relaxed) { _exit(128 + signal) }
      sem_post(SignalSemaphore.pointer)
      errno = saved
    }
    sigaction(SIGTERM, &action, nil)
    sigaction(SIGINT, &action, nil)
  }

  private static func resume() {
    let continuation = waiting.withLock { waiting in
      waiting.isRequested = true
      return waiting.continuation.take()
    }
    continuation?.resume()
  }
}

/// What the signal handler touches: made before it is installed, never freed.
private enum SignalSemaphore {
  /// Written by `sem_init` before the handler exists; semaphores are made for being shared.
  nonisolated(unsafe) static let pointer = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
  static let seen = Atomic<Bool>(false)
}
