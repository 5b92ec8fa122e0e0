// One writer at a time: the right to change a collection, which may be taken on one thread and given back on another.
//
// Not a lock: a commit takes it in `prepare` and gives it back in `publish` or `abort`, with the metadata database's
// own commit in between, often on another thread. Checkpoints and sweeps take it too, so they never see a commit that
// is neither published nor aborted.
import Glibc

/// Guards the writer's state of one collection.
final class WriteTurn<State>: @unchecked Sendable {
  // Sendable: `isTaken` is only touched under `mutex`; `state` is only reached by whoever has the turn, and passes from
  // one holder to the next through the mutex.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var isTaken = false
  /// The state. Only while holding the turn.
  let state: State

  init(_ state: State) {
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

  /// Waits for the turn and takes it.
  func take() {
    pthread_mutex_lock(mutex)
    while isTaken { pthread_cond_wait(changed, mutex) }
    isTaken = true
    pthread_mutex_unlock(mutex)
  }

  /// Gives it back.
  func give() {
    pthread_mutex_lock(mutex)
    isTaken = false
    pthread_cond_signal(changed)
    pthread_mutex_unlock(mutex)
  }

  /// Runs `body` with the state, holding the turn.
  func hold<Result>(_ body: (State) throws(VectorStoreError) -> Result) throws(VectorStoreError) -> Result {
    take()
    defer { give() }
    return try body(state)
  }
}
