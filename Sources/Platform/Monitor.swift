// A lock with a condition: a value that threads can wait on.
//
// For threads that have nothing better to do than wait (writers taking turns, upkeep, compute threads). Never on an event
// loop or in the cooperative pool, which must not block.
import Glibc

/// A value that only one thread at a time can reach, and whose change others can wait for.
public final class Monitor<State>: @unchecked Sendable {
  // Sendable: `state` is only touched while `mutex` is held, between waits as well.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var state: State

  public init(_ state: sending State) {
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
    changed.deallocate()
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Runs `body` with the value, alone. Not recursive.
  public func withLock<Result, Failure: Error>(
    _ body: (inout sending State) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&state)
  }

  /// Runs `body` with the value, alone, and again after each wake-up until it returns something. Blocks the thread.
  public func wait<Result>(_ body: (inout sending State) -> sending Result?) -> sending Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) { return result }
      pthread_cond_wait(changed, mutex)
    }
  }

  /// Wakes one waiting thread.
  public func signal() { pthread_cond_signal(changed) }

  /// Wakes every waiting thread.
  public func broadcast() { pthread_cond_broadcast(changed) }
}
