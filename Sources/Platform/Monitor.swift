// A lock with a condition: a value that threads can wait on.
//
// For threads that have nothing better to do than wait (writers taking turns, upkeep, compute threads). Never on an event
// loop or in the cooperative pool, which must not block.
import Glibc

/// A value that only one thread at a time can reach, and whose change others can wait for.
public final class Monitor<State>: @unchecked Sendable {
  // Sendable: `changed` is made for being shared, and the pointer to it is constant.
  private let lock: Lock<State>
  private let changed: UnsafeMutablePointer<pthread_cond_t>

  public init(_ state: sending State) {
    lock = Lock(state)
    changed = .allocate(capacity: 1)
    changed.initialize(to: pthread_cond_t())
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    changed.deallocate()
  }

  /// Runs `body` with the value, alone. Not recursive.
  public func withLock<Result, Failure: Error>(
    _ body: (inout sending State) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try lock.withLock(body)
  }

  /// Runs `body` with the value, alone, and again after each wake-up until it returns something. Blocks the thread.
  public func wait<Result>(_ body: (inout sending State) -> sending Result?) -> sending Result {
    lock.wait(for: changed, body)
  }

  /// Wakes one waiting thread.
  public func signal() { pthread_cond_signal(changed) }

  /// Wakes every waiting thread.
  public func broadcast() { pthread_cond_broadcast(changed) }
}
