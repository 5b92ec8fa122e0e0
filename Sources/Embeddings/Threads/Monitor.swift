// A lock with a condition: state that threads wait on. For the compute threads, which have nothing else to do than wait.
import Glibc

/// A value behind a mutex, with waiting for a change.
final class Monitor<State>: @unchecked Sendable {
  // Sendable: `state` is touched only while `mutex` is held (in `withLock`, whose closure also runs between waits).
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var state: State

  init(_ state: sending State) {
    self.state = state
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    changed = .allocate(capacity: 1)
    changed.initialize(to: pthread_cond_t())
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` with the value, alone. Not recursive.
  func withLock<Result, Failure: Error>(_ body: (inout State) throws(Failure) -> Result) throws(Failure) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&state)
  }

  /// Runs `body` again and again, alone, waiting for a signal whenever it returns nil. Blocks the thread.
  func wait<Result>(_ body: (inout State) -> Result?) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) { return result }
      pthread_cond_wait(changed, mutex)
    }
  }

  /// Wakes one waiting thread.
  func signal() { pthread_cond_signal(changed) }

  /// Wakes every waiting thread.
  func broadcast() { pthread_cond_broadcast(changed) }
}
