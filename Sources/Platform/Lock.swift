// A mutual-exclusion lock around a value: the one lock type of the project.
//
// It is a pthread mutex and not `Synchronization.Mutex`, because the thread sanitizer does not see the latter and would
// report every use as a race. An uncontended lock and unlock cost about 20 ns; nothing here takes a lock in an inner loop.
import Glibc

/// A value that only one thread at a time can reach.
///
///     let hits = Lock(0)
///     hits.withLock { $0 += 1 }
///
/// Not recursive: taking it again on the same thread inside `withLock` deadlocks. Never suspend while holding it
/// (the closure is synchronous, so the compiler sees to that).
public final class Lock<State>: @unchecked Sendable {
  // Sendable: `state` is only touched while `mutex` is held (`pthread_cond_wait` lets go of it between two looks), and
  // leaves only through a `sending` result.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private var state: State

  public init(_ state: sending State) {
    self.state = state
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Runs `body` with the value, alone.
  public func withLock<Result, Failure: Error>(
    _ body: (inout sending State) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&state)
  }

  /// Runs `body` with the value, alone, and again after each signal of `condition` until it returns something.
  func wait<Result>(
    for condition: UnsafeMutablePointer<pthread_cond_t>, _ body: (inout sending State) -> sending Result?
  ) -> sending Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) { return result }
      pthread_cond_wait(condition, mutex)
    }
  }
}
